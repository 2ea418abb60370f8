// Package cli is the command tree. A command reads its flags, calls package app, and prints what came of it.
package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os/signal"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"

	"github.com/propertyos/propertyos/internal/app"
	"github.com/propertyos/propertyos/internal/config"
	"github.com/propertyos/propertyos/internal/kernel/fault"
)

// Exit codes, for scripts.
const (
	ExitOK          = 0
	ExitFailed      = 1 // something unexpected; the message says what is known
	ExitUsage       = 2 // the command line cannot be read
	ExitRefused     = 3 // the input was refused, or the state of things refuses it
	ExitNotFound    = 4
	ExitUnavailable = 5 // the database or another part cannot be reached; try again
)

type globals struct {
	Data string `help:"Folder of the private database, the master key and documents. Default: ./data." default:"./data" env:"PROPERTYOS_DATA" placeholder:"DIR"`
	JSON bool   `help:"Print facts as JSON." name:"json"`

	in       io.Reader
	out, err io.Writer
	version  string
}

type tree struct {
	globals

	Up      upCmd      `cmd:"" help:"Run everything on this machine: a private PostgreSQL, the schema, demo data, the server and its workers."`
	Serve   serveCmd   `cmd:"" help:"Run the server and its workers against the database that DATABASE_URL and its siblings name."`
	Worker  workerCmd  `cmd:"" help:"Run the workers alone."`
	Migrate migrateCmd `cmd:"" help:"Bring the schema up or down."`
	DB      dbCmd      `cmd:"" name:"db" help:"Reach the database: bootstrap, url, psql."`
	Demo    demoCmd    `cmd:"" help:"Load three demo organizations."`
	Org     orgCmd     `cmd:"" help:"Create and list organizations."`
	User    userCmd    `cmd:"" help:"Create users, and help those who are locked out."`
	APIKey  apiKeyCmd  `cmd:"" name:"apikey" help:"Create, list and revoke API keys."`
	Import  importCmd  `cmd:"" help:"Bring a rent roll, or an export, into an organization."`
	Export  exportCmd  `cmd:"" help:"Write an organization, or one property of it, as a zip that imports elsewhere."`
	Audit   auditCmd   `cmd:"" help:"Look after the audit log: verify its seals, take out old months."`
	Feature featureCmd `cmd:"" help:"List and switch features."`
	Keys    keysCmd    `cmd:"" help:"Look after the keys that encrypt sensitive columns."`
	Doctor  doctorCmd  `cmd:"" help:"Look at this machine and the database and say what is wrong."`
	Version versionCmd `cmd:"" help:"Print the version."`
}

const description = `PropertyOS runs a property-management company: portfolio, leases, money, maintenance.

First time here?  propertyos up   makes a private database in ./data, loads demo data and prints an address and sign-ins.

Commands find their database by --data DIR (default ./data), or by DATABASE_URL, DATABASE_SYSTEM_URL,
DATABASE_OWNER_URL, DATABASE_READONLY_URL and DATABASE_MOVER_URL (or NAME_FILE, a file that holds the URL).

Exit codes: 0 done, 1 failed, 2 usage, 3 refused, 4 not found, 5 unavailable.`

// Main runs one command and returns the exit code.
func Main(args []string, in io.Reader, out, errOut io.Writer, version string) int {
	t := tree{globals: globals{in: in, out: out, err: errOut, version: version}}
	exit := -1
	parser, err := kong.New(&t, kong.Name("propertyos"), kong.Description(description), kong.Writers(out, errOut),
		kong.Exit(func(code int) { exit = code }), kong.ConfigureHelp(kong.HelpOptions{Compact: true, NoExpandSubcommands: true}))
	if err != nil {
		fmt.Fprintln(errOut, err)
		return ExitFailed
	}
	if len(args) == 0 {
		args = []string{"--help"}
	}
	parsed, err := parser.Parse(psqlArgs(args))
	if exit >= 0 { // --help has been printed
		return exit
	}
	if err != nil {
		fmt.Fprintf(errOut, "propertyos: %v\nRun propertyos --help, or add --help to a command.\n", err)
		return ExitUsage
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	parsed.BindTo(ctx, (*context.Context)(nil))
	if err := parsed.Run(&t.globals); err != nil {
		return t.fail(err)
	}
	return ExitOK
}

// fail prints err in words and returns the exit code.
func (g *globals) fail(err error) int {
	f := fault.As(err)
	code := ExitFailed
	switch f.Kind {
	case fault.Invalid, fault.Conflict, fault.Precondition, fault.Forbidden, fault.TooLarge, fault.Malformed, fault.Unsupported, fault.Unauthorized:
		code = ExitRefused
	case fault.NotFound:
		code = ExitNotFound
	case fault.Unavailable, fault.RateLimited:
		code = ExitUnavailable
	case fault.Internal:
	}
	if errors.Is(err, errPrinted) {
		return code
	}
	if g.JSON {
		_ = g.encode(g.err, map[string]any{"error": f.Code, "message": f.Message, "fields": f.Fields})
		return code
	}
	if f.Kind == fault.Internal {
		fmt.Fprintf(g.err, "propertyos: %v\n", err)
		return code
	}
	fmt.Fprintf(g.err, "propertyos: %s\n", f.Message)
	for _, field := range f.Fields {
		if field.Message != f.Message {
			fmt.Fprintf(g.err, "  %s: %s\n", strings.TrimPrefix(field.Pointer, "/"), field.Message)
		}
	}
	return code
}

// errPrinted marks a refusal whose particulars the command has printed itself.
var errPrinted = errors.New("already printed")

// print shows v: as JSON where asked for, else as text says.
func (g *globals) print(v any, text func(io.Writer)) error {
	if !g.JSON {
		text(g.out)
		return nil
	}
	return g.encode(g.out, v)
}

func (g *globals) encode(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(v)
}

// config loads the settings for a command that listens on listen, or on nothing.
func (g *globals) config(listen string) (config.Config, error) { return config.Load(g.Data, listen) }

// with opens the program for one command and closes it afterwards.
func (g *globals) with(ctx context.Context, run func(*app.App) error) (err error) {
	cfg, err := g.config("")
	if err != nil {
		return err
	}
	return app.With(ctx, cfg, g.err, run)
}

// withDatabase opens only the way to the database.
func (g *globals) withDatabase(ctx context.Context, run func(*app.Database) error) error {
	cfg, err := g.config("")
	if err != nil {
		return err
	}
	return app.WithDatabase(ctx, cfg, g.err, run)
}
