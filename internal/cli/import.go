package cli

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/propertyos/propertyos/internal/app"
)

type importCmd struct {
	reasoned
	File   string `arg:"" help:"The file, such as rent_roll-20261031.csv."`
	Org    string `required:"" help:"Slug of the organization." placeholder:"SLUG"`
	AsOf   string `help:"Day that the file tells of, YYYY-MM-DD. Default: what the file says, else its name, else today." placeholder:"DATE"`
	DryRun bool   `xor:"how" help:"Read and check everything, write nothing."`
	Undo   bool   `xor:"how" help:"Take back what this file brought in, as a whole, while nothing was built upon it."`
}

func (c *importCmd) Help() string {
	return `Reads rent rolls of AppFolio, Buildium, DoorLoop and Yardi, and plain lists with one row per unit, as CSV or Excel workbook, into
properties, units, renters and leases, and what propertyos export wrote, as a whole. All of the file or nothing of it comes in; what stands in the way is listed by line and column. The same file twice changes nothing. With --undo
everything is as it was before the file came.`
}

func (c *importCmd) Run(ctx context.Context, g *globals) error {
	asOf, err := date(c.AsOf)
	if err != nil {
		return err
	}
	if c.Undo {
		return c.undo(ctx, g)
	}
	return g.with(ctx, func(a *app.App) error {
		report, err := a.Import(ctx, c.Org, c.Reason, c.File, asOf, c.DryRun, g.progress())
		if report.Layout == "" && err != nil {
			return err
		}
		if perr := g.print(report, func(w io.Writer) { app.PrintImport(w, report) }); perr != nil {
			return perr
		}
		if err != nil {
			return errors.Join(errPrinted, err)
		}
		return nil
	})
}

func (c *importCmd) undo(ctx context.Context, g *globals) error {
	return g.with(ctx, func(a *app.App) error {
		undone, err := a.UndoImport(ctx, c.Org, c.Reason, c.File)
		if err != nil {
			return err
		}
		return g.print(undone, func(w io.Writer) {
			fmt.Fprintf(w, "The import of %s of %s was undone.\n", undone.FileName, undone.At.Format("2 Jan 2006 15:04 MST"))
		})
	})
}

// progress returns a function that shows how far a piece of work is, on the error stream, so that it never mixes with
// facts.
func (g *globals) progress() func(done, total int) {
	last := -1
	return func(done, total int) {
		if total <= 0 || g.JSON {
			return
		}
		percent := done * 100 / total
		if percent/5 == last/5 && percent != 100 || percent == last {
			return
		}
		last = percent
		fmt.Fprintf(g.err, "\r%3d%% (%d of %d)", percent, done, total)
		if done >= total {
			fmt.Fprintln(g.err)
		}
	}
}
