package cli

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/propertyos/propertyos/internal/app"
	"github.com/propertyos/propertyos/internal/kernel/secret"
)

type migrateCmd struct {
	Up     migrateUpCmd     `cmd:"" help:"Apply every pending migration."`
	Down   migrateDownCmd   `cmd:"" help:"Take back the newest migration, or all down to --to."`
	Redo   migrateRedoCmd   `cmd:"" help:"Take back the newest migration and apply it again."`
	Status migrateStatusCmd `cmd:"" help:"List the migrations."`
	Create migrateCreateCmd `cmd:"" help:"Write an empty migration into db/migrations."`
}

type migrateUpCmd struct{}

func (c *migrateUpCmd) Run(ctx context.Context, g *globals) error {
	return g.migrate(ctx, func(d *app.Database) ([]app.Migration, error) { return d.MigrateUp(ctx) }, "applied")
}

type migrateDownCmd struct {
	To int64 `help:"Version to go down to, not included; 0 takes back everything. Without it one migration." default:"-1" placeholder:"VERSION"`
}

func (c *migrateDownCmd) Run(ctx context.Context, g *globals) error {
	return g.migrate(ctx, func(d *app.Database) ([]app.Migration, error) { return d.MigrateDown(ctx, c.To) }, "taken back")
}

type migrateRedoCmd struct{}

func (c *migrateRedoCmd) Run(ctx context.Context, g *globals) error {
	return g.migrate(ctx, func(d *app.Database) ([]app.Migration, error) {
		if _, err := d.MigrateDown(ctx, -1); err != nil {
			return nil, err
		}
		return d.MigrateUp(ctx)
	}, "applied again")
}

type migrateStatusCmd struct{}

func (c *migrateStatusCmd) Run(ctx context.Context, g *globals) error {
	return g.withDatabase(ctx, func(d *app.Database) error {
		list, err := d.MigrationStatus(ctx)
		if err != nil {
			return err
		}
		return g.print(list, func(w io.Writer) {
			for _, m := range list {
				state := "pending"
				if m.Applied {
					state = m.AppliedAt.UTC().Format(time.DateTime)
				}
				fmt.Fprintf(w, "%5d  %-20s %s\n", m.Version, state, m.Name)
			}
		})
	})
}

type migrateCreateCmd struct {
	Name string `arg:"" help:"What it does, in a few words: lower case, underscores."`
	Dir  string `help:"Folder of the migrations." default:"db/migrations" placeholder:"DIR"`
}

func (c *migrateCreateCmd) Run(g *globals) error {
	path, err := app.CreateMigration(c.Dir, c.Name)
	if err != nil {
		return err
	}
	return g.print(map[string]string{"path": path}, func(w io.Writer) { fmt.Fprintln(w, path) })
}

func (g *globals) migrate(ctx context.Context, run func(*app.Database) ([]app.Migration, error), verb string) error {
	return g.withDatabase(ctx, func(d *app.Database) error {
		done, err := run(d)
		if err != nil {
			return err
		}
		return g.print(done, func(w io.Writer) {
			for _, m := range done {
				fmt.Fprintf(w, "%s %s\n", verb, m.Name)
			}
			fmt.Fprintf(w, "%d migrations %s\n", len(done), verb)
		})
	})
}

type dbCmd struct {
	Bootstrap bootstrapCmd `cmd:"" help:"Make roles, schemas and extensions, once per database, as a superuser."`
	URL       dbURLCmd     `cmd:"" name:"url" help:"Print how a role reaches the database. The URL holds its password."`
	Psql      psqlCmd      `cmd:"" help:"Open psql as a role."`
}

type bootstrapCmd struct {
	SQL bool `help:"Print the SQL instead, for a managed server's own console." name:"sql"`
}

func (c *bootstrapCmd) Help() string {
	return `Reads the superuser's URL from DATABASE_SUPERUSER_URL, and the passwords to set from the URLs of the roles
(DATABASE_URL, DATABASE_SYSTEM_URL, DATABASE_OWNER_URL, DATABASE_READONLY_URL, DATABASE_MOVER_URL).
Safe to run again. Afterwards run propertyos migrate up.`
}

func (c *bootstrapCmd) Run(ctx context.Context, g *globals) error {
	if c.SQL {
		_, err := io.WriteString(g.out, app.BootstrapSQL())
		return err
	}
	cfg, err := g.config("")
	if err != nil {
		return err
	}
	if err := app.Bootstrap(ctx, cfg); err != nil {
		return err
	}
	return g.print(map[string]bool{"bootstrapped": true}, func(w io.Writer) {
		fmt.Fprintln(w, "Roles, schemas and extensions are in place. Next: propertyos migrate up")
	})
}

type dbURLCmd struct {
	reasoned
	Role string `help:"app, system, owner, readonly or mover." default:"app" enum:"app,system,owner,readonly,mover"`
}

func (c *dbURLCmd) Run(ctx context.Context, g *globals) error {
	return g.with(ctx, func(a *app.App) error {
		u, err := a.URL(ctx, c.Role, c.Reason)
		if err != nil {
			return err
		}
		return g.print(map[string]string{"role": c.Role, "url": u.Reveal()}, func(w io.Writer) { fmt.Fprintln(w, u.Reveal()) })
	})
}

type psqlCmd struct {
	reasoned
	Org  string   `help:"Slug of the organization that it is about. Default: all, and the reason is kept in the audit log of each." placeholder:"SLUG"`
	Role string   `help:"app, system, owner, readonly or mover." default:"app" enum:"app,system,owner,readonly,mover"`
	Args []string `arg:"" optional:"" passthrough:"" help:"Arguments for psql, such as -c 'SELECT 1'."`
}

func (c *psqlCmd) Run(ctx context.Context, g *globals) error {
	args := c.Args
	if len(args) > 0 && args[0] == "--" {
		args = args[1:]
	}
	return g.with(ctx, func(a *app.App) error {
		return a.Psql(ctx, c.Org, c.Reason, c.Role, args, g.in, g.out, g.err)
	})
}

// psqlArgs marks where psql's own arguments begin, so that its flags are not read as ours: db psql -Atc 'SELECT 1' goes to
// psql as it stands.
func psqlArgs(args []string) []string {
	at := slices.Index(args, "psql") + 1
	if at < 2 || args[at-2] != "db" {
		return args
	}
	for ; at < len(args); at++ {
		switch name, _, joined := strings.Cut(args[at], "="); name {
		case "--role", "--data", "--reason", "--org":
			if !joined {
				at++
			}
		case "--json", "--help", "-h":
		case "--":
			return args
		default:
			return slices.Insert(slices.Clone(args), at, "--")
		}
	}
	return args
}

// readSecret reads one line of a secret from a file, or from standard input for "-".
func (g *globals) readSecret(path string) (secret.Text, error) { return app.ReadSecret(path, g.in) }
