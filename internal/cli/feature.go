package cli

import (
	"context"
	"fmt"
	"io"

	"github.com/propertyos/propertyos/internal/app"
	"github.com/propertyos/propertyos/internal/kernel/fault"
)

type featureCmd struct {
	List featureListCmd `cmd:"" help:"List the features with how they stand."`
	Set  featureSetCmd  `cmd:"" help:"Switch a feature, for one organization or for all."`
}

type featureListCmd struct {
	Org string `help:"Slug of the organization. Default: how they stand for all." placeholder:"SLUG"`
}

func (c *featureListCmd) Run(ctx context.Context, g *globals) error {
	return g.with(ctx, func(a *app.App) error {
		list, err := a.Features(ctx, c.Org)
		if err != nil {
			return err
		}
		return g.print(list, func(w io.Writer) {
			for _, f := range list {
				state := "off"
				if f.On {
					state = "on"
				}
				fmt.Fprintf(w, "%-20s %-4s %-13s %s\n", f.Name, state, f.Set, f.Description)
			}
		})
	})
}

type featureSetCmd struct {
	Name   string `arg:"" help:"Name of the feature, as feature list prints it."`
	Value  string `arg:"" help:"on, off, or default to take the switch away."`
	Org    string `help:"Slug of the organization. Default: all of them." placeholder:"SLUG"`
	Reason string `required:"" help:"Why; it is kept."`
}

func (c *featureSetCmd) Run(ctx context.Context, g *globals) error {
	var on *bool
	switch c.Value {
	case "on", "off":
		v := c.Value == "on"
		on = &v
	case "default":
	default:
		return fault.New(fault.Invalid, "value_invalid", "Switch a feature on, off, or to its default.")
	}
	return g.with(ctx, func(a *app.App) error {
		if err := a.SetFeature(ctx, c.Org, c.Name, on, c.Reason); err != nil {
			return err
		}
		return g.print(map[string]string{"feature": c.Name, "value": c.Value},
			func(w io.Writer) { fmt.Fprintln(w, c.Name, c.Value, "(servers heed it within five seconds)") })
	})
}

type orgPlanCmd struct {
	Slug   string `arg:"" help:"Slug of the organization."`
	Plan   string `arg:"" help:"Code of the plan: essential, professional or enterprise."`
	Reason string `required:"" help:"Why; it is kept."`
}

func (c *orgPlanCmd) Run(ctx context.Context, g *globals) error {
	return g.with(ctx, func(a *app.App) error {
		if err := a.SetPlan(ctx, c.Slug, c.Plan, c.Reason); err != nil {
			return err
		}
		return g.print(map[string]string{"org": c.Slug, "plan": c.Plan}, func(w io.Writer) { fmt.Fprintln(w, c.Slug, c.Plan) })
	})
}
