package cli

import (
	"context"
	"fmt"
	"io"
	"text/tabwriter"
	"time"

	"github.com/propertyos/propertyos/internal/app"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/kernel/secret"
)

type orgCmd struct {
	Create orgCreateCmd `cmd:"" help:"Create an organization."`
	List   orgListCmd   `cmd:"" help:"List the organizations."`
	Plan   orgPlanCmd   `cmd:"" help:"Give an organization another plan."`
}

type orgCreateCmd struct {
	Slug     string `required:"" help:"Short name in addresses and commands: a-z, 0-9 and inner hyphens."`
	Name     string `required:"" help:"Its name."`
	TimeZone string `help:"IANA time zone." default:"America/New_York"`
}

func (c *orgCreateCmd) Run(ctx context.Context, g *globals) error {
	return g.with(ctx, func(a *app.App) error {
		o, err := a.CreateOrganization(ctx, c.Slug, c.Name, c.TimeZone)
		if err != nil {
			return err
		}
		return g.print(o, func(w io.Writer) { fmt.Fprintf(w, "%s  %s  %s\n", o.ID, o.Slug, o.Name) })
	})
}

type orgListCmd struct{}

func (c *orgListCmd) Run(ctx context.Context, g *globals) error {
	return g.with(ctx, func(a *app.App) error {
		list, err := a.Organizations(ctx)
		if err != nil {
			return err
		}
		return g.print(list, func(w io.Writer) {
			for _, o := range list {
				fmt.Fprintf(w, "%s  %-24s %-12s %s\n", o.ID, o.Slug, o.Plan, o.Status)
			}
		})
	})
}

type userCmd struct {
	Create       userCreateCmd       `cmd:"" help:"Add a person to an organization."`
	ResetFactors userResetFactorsCmd `cmd:"" help:"Take all second factors from a person who is locked out, and end their sessions."`
}

type userResetFactorsCmd struct {
	Org    string `required:"" help:"Slug of the organization." placeholder:"SLUG"`
	Email  string `required:"" help:"E-mail address of the person."`
	Reason string `required:"" help:"Why, and how you know that it is they who ask. It is kept with the security events."`
}

func (c *userResetFactorsCmd) Run(ctx context.Context, g *globals) error {
	return g.with(ctx, func(a *app.App) error {
		if err := a.ResetFactors(ctx, c.Org, c.Email, c.Reason); err != nil {
			return err
		}
		return g.print(map[string]any{"email": c.Email}, func(w io.Writer) {
			fmt.Fprintln(w, "Done. The password alone signs them in now; their sessions have ended.")
		})
	})
}

type userCreateCmd struct {
	reasoned
	Org          string `required:"" help:"Slug of the organization." placeholder:"SLUG"`
	Email        string `required:"" help:"E-mail address to sign in with."`
	Role         string `help:"admin, manager, accountant, leasing_agent, technician, bookkeeper, auditor, owner, tenant or vendor." default:"manager"`
	FirstName    string `help:"First name."`
	LastName     string `help:"Last name."`
	PasswordFile string `help:"File that holds the password, or - for standard input. Without it the person cannot sign in yet." placeholder:"FILE"`
}

func (c *userCreateCmd) Run(ctx context.Context, g *globals) error {
	var password secret.Text
	if c.PasswordFile != "" {
		var err error
		if password, err = g.readSecret(c.PasswordFile); err != nil {
			return err
		}
	}
	return g.with(ctx, func(a *app.App) error {
		u, err := a.CreateUser(ctx, c.Org, c.Reason, c.Email, c.FirstName, c.LastName, c.Role, password)
		if err != nil {
			return err
		}
		return g.print(map[string]any{"id": u.ID, "email": u.Email, "role": u.Role},
			func(w io.Writer) { fmt.Fprintf(w, "%s  %s  %s\n", u.ID, u.Email, u.Role) })
	})
}

type apiKeyCmd struct {
	Create apiKeyCreateCmd `cmd:"" help:"Make an API key and print it, once."`
	List   apiKeyListCmd   `cmd:"" help:"List the API keys of an organization."`
	Revoke apiKeyRevokeCmd `cmd:"" help:"End an API key. Servers that run heed it within two seconds."`
}

type apiKeyCreateCmd struct {
	reasoned
	Org     string        `required:"" help:"Slug of the organization." placeholder:"SLUG"`
	User    string        `help:"E-mail address of the user that the key acts for. Default: the first administrator." placeholder:"EMAIL"`
	Name    string        `help:"What the key is for." default:"command line"`
	Role    string        `help:"Role of the key. Default: the user's."`
	Expires time.Duration `help:"How long the key is good for, such as 720h. Default: until it is revoked."`
}

func (c *apiKeyCreateCmd) Run(ctx context.Context, g *globals) error {
	var expires *time.Time
	if c.Expires < 0 {
		return fault.New(fault.Invalid, "expires_invalid", "--expires is a time ahead, such as 720h.")
	}
	if c.Expires > 0 {
		at := app.Now().Add(c.Expires)
		expires = &at
	}
	return g.with(ctx, func(a *app.App) error {
		token, k, err := a.CreateAPIKey(ctx, c.Org, c.Reason, c.User, c.Name, c.Role, expires)
		if err != nil {
			return err
		}
		facts := map[string]any{"id": k.ID, "key": token.Reveal(), "name": k.Name, "role": k.Role, "expires_at": k.ExpiresAt}
		return g.print(facts, func(w io.Writer) { fmt.Fprintln(w, token.Reveal()) })
	})
}

type apiKeyListCmd struct {
	reasoned
	Org string `required:"" help:"Slug of the organization." placeholder:"SLUG"`
}

func (c *apiKeyListCmd) Run(ctx context.Context, g *globals) error {
	return g.with(ctx, func(a *app.App) error {
		list, err := a.APIKeys(ctx, c.Org, c.Reason)
		if err != nil {
			return err
		}
		return g.print(list, func(w io.Writer) {
			for _, k := range list {
				state := "good"
				if k.RevokedAt != nil {
					state = "revoked"
				}
				fmt.Fprintf(w, "%s  %-10s %-14s %-8s %s\n", k.ID, k.Prefix, k.Role, state, k.Name)
			}
		})
	})
}

type apiKeyRevokeCmd struct {
	reasoned
	Org string `required:"" help:"Slug of the organization." placeholder:"SLUG"`
	ID  string `arg:"" help:"Id of the key."`
}

func (c *apiKeyRevokeCmd) Run(ctx context.Context, g *globals) error {
	return g.with(ctx, func(a *app.App) error {
		if err := a.RevokeAPIKey(ctx, c.Org, c.Reason, c.ID); err != nil {
			return err
		}
		return g.print(map[string]string{"revoked": c.ID}, func(w io.Writer) { fmt.Fprintln(w, "revoked", c.ID) })
	})
}

type keysCmd struct {
	Rotate keysRotateCmd `cmd:"" help:"Give an organization a new key and encrypt its sensitive columns again."`
}

type keysRotateCmd struct {
	reasoned
	Org string `required:"" help:"Slug of the organization." placeholder:"SLUG"`
}

func (c *keysRotateCmd) Run(ctx context.Context, g *globals) error {
	return g.with(ctx, func(a *app.App) error {
		done, err := a.RotateKeys(ctx, c.Org, c.Reason)
		if err != nil {
			return err
		}
		return g.print(done, func(w io.Writer) {
			tw := tabwriter.NewWriter(w, 0, 4, 2, ' ', 0)
			for _, d := range done {
				fmt.Fprintf(tw, "%s\t%d values encrypted again\n", d.Column, d.Values)
			}
			_ = tw.Flush()
		})
	})
}

type demoCmd struct {
	AsOf string `help:"Day on which the demo stands, YYYY-MM-DD. Default: today." placeholder:"DATE"`
}

func (c *demoCmd) Run(ctx context.Context, g *globals) error {
	asOf, err := date(c.AsOf)
	if err != nil {
		return err
	}
	return g.with(ctx, func(a *app.App) error {
		facts, err := a.LoadDemo(ctx, asOf, g.progress())
		if err != nil {
			return err
		}
		return g.print(facts, func(w io.Writer) { app.PrintDemo(w, facts) })
	})
}

func date(s string) (period.Date, error) {
	if s == "" {
		return period.Date{}, nil
	}
	d, err := period.Parse(s)
	if err != nil {
		return d, fault.New(fault.Invalid, "date_invalid", "--as-of is a date written YYYY-MM-DD.")
	}
	return d, nil
}
