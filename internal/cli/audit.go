package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/propertyos/propertyos/internal/app"
)

// reasoned is what every command takes that enters an organization.
type reasoned struct {
	Reason string `help:"Why: kept in the organization's audit log." placeholder:"TEXT"`
}

type auditCmd struct {
	Verify auditVerifyCmd `cmd:"" help:"Recompute the chain of seals and say whether anything was changed, taken out or put in."`
	Prune  auditPruneCmd  `cmd:"" help:"Take out months that are older than every plan keeps."`
}

type auditVerifyCmd struct {
	Org string `help:"Slug of the organization. Default: all." placeholder:"SLUG"`
	Pin string `help:"Hash of a seal that was kept elsewhere; it must be in the chain." placeholder:"HASH"`
}

func (c *auditVerifyCmd) Help() string {
	return `Prints for each organization how many entries are sealed, by how many seals, and the hash of the last, the head. Whoever keeps
that hash elsewhere can show later, with --pin, that nothing before it was changed and that the tail was not cut off.
Exit code 1 says that something is wrong; it is named.`
}

func (c *auditVerifyCmd) Run(ctx context.Context, g *globals) error {
	return g.with(ctx, func(a *app.App) error {
		list, err := a.VerifyAudit(ctx, c.Org, c.Pin)
		if err != nil && !errors.Is(err, app.ErrAudit) {
			return err
		}
		if perr := g.print(list, func(w io.Writer) { app.PrintAudit(w, list) }); perr != nil {
			return perr
		}
		if err != nil {
			return errors.Join(errPrinted, err)
		}
		return nil
	})
}

type auditPruneCmd struct {
	Before string `required:"" help:"Take out the months that end at or before this day, YYYY-MM-DD." placeholder:"DATE"`
}

func (c *auditPruneCmd) Run(ctx context.Context, g *globals) error {
	return g.with(ctx, func(a *app.App) error {
		end, err := a.PruneAudit(ctx, c.Before)
		if err != nil {
			return err
		}
		facts := map[string]any{"gone_before": nil}
		text := "no month is that old"
		if !end.IsZero() {
			facts["gone_before"], text = end, "entries from before "+end.UTC().Format(time.RFC3339)+" are gone"
		}
		return g.print(facts, func(w io.Writer) { fmt.Fprintln(w, text) })
	})
}
