package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/propertyos/propertyos/internal/audit"
	"github.com/propertyos/propertyos/internal/domain/organization"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/kernel/secret"
)

// enter finds the organization that a command is about and records, before anything else, that an operator comes in.
func (a *App) enter(ctx context.Context, slug, command, reason string) (organization.Entry, error) {
	org, err := a.organizations.Find(ctx, slug)
	if err != nil {
		return org, err
	}
	return org, audit.OperatorAccess(ctx, a.db, org.ID, command, reason)
}

// Access records that somebody at the machine can reach rows by a command: those of an organization, or of all where slug is empty.
func (a *App) Access(ctx context.Context, slug, command, reason string) error {
	if slug != "" {
		_, err := a.enter(ctx, slug, command, reason)
		return err
	}
	return audit.OperatorAccess(ctx, a.db, id.Nil, command, reason)
}

// Psql runs psql as a role, after recording why: with it the rows of the organization, or of all of them, can be read.
func (a *App) Psql(ctx context.Context, slug, reason, role string, args []string, in io.Reader, out, errOut io.Writer) error {
	if strings.TrimSpace(reason) == "" {
		return audit.ErrReason
	}
	if err := a.Access(ctx, slug, "db psql --role "+role, reason); err != nil {
		return err
	}
	return a.database.psql(ctx, role, args, in, out, errOut)
}

// URL is how a role reaches the database, after recording that somebody has it.
func (a *App) URL(ctx context.Context, role, reason string) (secret.Text, error) {
	if err := a.Access(ctx, "", "db url --role "+role, reason); err != nil {
		return secret.Text{}, err
	}
	return a.database.URL(role)
}

// AuditReport is what came of verifying one organization's audit log.
type AuditReport = audit.Report

// ErrAudit says that an audit log is not what was sealed.
var ErrAudit = errors.New("the audit log is damaged")

// VerifyAudit recomputes the chains of all organizations, or of one. Error: ErrAudit.
func (a *App) VerifyAudit(ctx context.Context, slug, pin string) ([]AuditReport, error) {
	list := []AuditReport{}
	ok, err := audit.Verify(ctx, a.db, slug, pin, func(r AuditReport) { list = append(list, r) })
	if err == nil && !ok {
		err = ErrAudit
	}
	return list, err
}

// PruneAudit takes out the months of the audit log that end at or before a day, and returns where the last of them ends; the zero
// time if there was none.
func (a *App) PruneAudit(ctx context.Context, before string) (time.Time, error) {
	day, err := period.Parse(before)
	if err != nil {
		return time.Time{}, fault.New(fault.Invalid, "date_invalid", "--before is a date written YYYY-MM-DD.")
	}
	return audit.NewSealer(a.db).DropBefore(ctx, day.Time())
}

// PrintAudit tells in words what verify found.
func PrintAudit(w io.Writer, list []AuditReport) {
	tw := tabwriter.NewWriter(w, 0, 4, 2, ' ', 0)
	for _, r := range list {
		state := "OK"
		if !r.OK() {
			state = "DAMAGED"
		}
		head := r.Head
		if head == "" {
			head = "-"
		}
		fmt.Fprintf(tw, "%s\t%d entries\t%d seals\thead %s\t%s\n", r.Slug, r.Entries, r.Seals, head, state)
	}
	_ = tw.Flush()
	for _, r := range list {
		if r.Unsealed > 0 {
			fmt.Fprintf(w, "%s: %d entries wait for their seal, the oldest of %s\n", r.Slug, r.Unsealed, r.Oldest.Format(time.RFC3339))
		}
		if r.Retained > 0 {
			fmt.Fprintf(w, "%s: %d entries from before %s are gone by retention, as the chain says\n", r.Slug, r.Retained, r.GoneBefore.Format(time.DateOnly))
		}
		for _, f := range r.Findings {
			fmt.Fprintf(w, "%s: %s\n", r.Slug, f)
		}
		if more := r.Damages - int64(len(r.Findings)); more > 0 {
			fmt.Fprintf(w, "%s: and %d more\n", r.Slug, more)
		}
	}
}
