package app

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"text/tabwriter"

	"github.com/propertyos/propertyos/internal/domain/demo"
	"github.com/propertyos/propertyos/internal/domain/intake"
	"github.com/propertyos/propertyos/internal/domain/intake/rentroll"
	"github.com/propertyos/propertyos/internal/jobs"
	"github.com/propertyos/propertyos/internal/kernel/period"
)

// commandLog is quiet: a command prints its facts, and only warnings beside them.
func commandLog(w io.Writer) *slog.Logger {
	return slog.New(slog.NewTextHandler(w, &slog.HandlerOptions{Level: slog.LevelError}))
}

// asOfWords tells where the as-of date of an import came from.
var asOfWords = map[rentroll.AsOfSource]string{
	rentroll.AsOfGiven: "as given", rentroll.AsOfFile: "as the file says", rentroll.AsOfName: "from the file's name",
	rentroll.AsOfToday: "today, because neither the file nor its name says a day; give --as-of to change it",
}

// PrintImport tells in words what an import did.
func PrintImport(w io.Writer, r intake.Report) {
	for _, i := range r.Issues {
		if i.Line == 0 { // of the file as a whole
			fmt.Fprintf(w, "%s: %s\n", i.Severity, i.Message)
			continue
		}
		place := fmt.Sprintf("line %d", i.Line)
		if i.Column > 0 {
			place += fmt.Sprintf(", column %d", i.Column)
			if i.ColumnName != "" {
				place += " (" + i.ColumnName + ")"
			}
		}
		fmt.Fprintf(w, "%s: %s: %s\n", i.Severity, place, i.Message)
	}
	fmt.Fprintf(w, "Layout %s, as of %s (%s).\n", r.Layout, r.AsOf.Words(), asOfWords[r.AsOfSource])
	switch {
	case r.Failed():
		fmt.Fprintf(w, "Nothing was imported: %d errors, %d warnings.\n", r.Errors, r.Warnings)
		return
	case r.AlreadyImported != nil:
		fmt.Fprintf(w, "This file was imported before, on %s. Nothing was changed.\n", r.AlreadyImported.At.Format("2 Jan 2006 15:04 MST"))
	case r.DryRun:
		fmt.Fprintln(w, "Dry run: nothing was written. This would be imported:")
	default:
		fmt.Fprintln(w, "Imported:")
	}
	tw := tabwriter.NewWriter(w, 0, 4, 2, ' ', 0)
	for _, line := range []struct {
		what string
		n    intake.Count
	}{{"properties", r.Properties}, {"units", r.Units}, {"renters", r.Renters}, {"leases", r.Leases}} {
		fmt.Fprintf(tw, "  %s\t%d new\t%d changed\t%d as before\n", line.what, line.n.Created, line.n.Changed, line.n.Unchanged)
	}
	t := r.Totals
	fmt.Fprintf(tw, "Control totals\t\t\t\n  occupied\t%d\n  vacant\t%d\n  down\t%d\n", t.Occupied, t.Vacant, t.Down)
	fmt.Fprintf(tw, "  current leases\t%d\n  market rent\t%s\n  monthly rent\t%s\n  other recurring\t%s\n", t.CurrentLeases,
		t.MarketRent.Grouped(), t.MonthlyRent.Grouped(), t.OtherRecurring.Grouped())
	fmt.Fprintf(tw, "  deposits held\t%s\n  past due\t%s\n  prepaid\t%s\n", t.Deposits.Grouped(), t.PastDue.Grouped(), t.Prepaid.Grouped())
	_ = tw.Flush()
}

// DemoFacts is what loading the demo made.
type DemoFacts struct {
	AsOf          period.Date   `json:"as_of"`
	Organizations int           `json:"organizations"`
	Properties    int           `json:"properties"`
	Units         int           `json:"units"`
	SignIns       []demo.SignIn `json:"sign_ins"`
	Password      string        `json:"password"`
}

// LoadDemo loads the demo organizations as of a day; the zero date is today.
func (a *App) LoadDemo(ctx context.Context, asOf period.Date, progress func(done, total int)) (DemoFacts, error) {
	if err := a.openKeys(ctx, true); err != nil {
		return DemoFacts{}, err
	}
	loaded, err := a.demo.Load(ctx, demo.Options{AsOf: asOf, Progress: func(p demo.Progress) { progress(p.Done, p.Total) }})
	if err != nil {
		return DemoFacts{}, err
	}
	if err := jobs.RefreshStatistics(ctx, a.db); err != nil {
		return DemoFacts{}, err
	}
	facts := DemoFacts{AsOf: loaded.AsOf, Organizations: len(loaded.Organizations), SignIns: demo.SignIns(), Password: demo.Password}
	for _, o := range loaded.Organizations {
		facts.Properties += o.Properties
		facts.Units += o.Units
	}
	return facts, nil
}

// PrintDemo tells what the demo holds and how to get in.
func PrintDemo(w io.Writer, f DemoFacts) {
	fmt.Fprintf(w, "Demo data as of %s: %d organizations, %d properties, %d units.\n", f.AsOf.Words(), f.Organizations, f.Properties, f.Units)
	printSignIns(w)
}

func printSignIns(w io.Writer) {
	tw := tabwriter.NewWriter(w, 0, 4, 2, ' ', 0)
	for _, s := range demo.SignIns() {
		fmt.Fprintf(tw, "  %s\t%s\t%s\n", s.Organization, s.Role, s.Email)
	}
	_ = tw.Flush()
	fmt.Fprintf(w, "  Password of every demo sign-in: %s\n", demo.Password)
}
