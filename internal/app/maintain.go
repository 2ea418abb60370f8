package app

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"github.com/propertyos/propertyos/db"
	"github.com/propertyos/propertyos/internal/audit"
	"github.com/propertyos/propertyos/internal/config"
	"github.com/propertyos/propertyos/internal/domain/organization"
	"github.com/propertyos/propertyos/internal/kernel/clock"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/kernel/secret"
	"github.com/propertyos/propertyos/internal/platform/postgres"
)

// Migration is one migration and whether it has been applied.
type Migration = postgres.Migration

// Now is the present moment, for commands.
func Now() time.Time { return clock.System{}.Now() }

// MigrateUp applies every pending migration.
func (d *Database) MigrateUp(ctx context.Context) ([]Migration, error) {
	return d.migrate(func(m *postgres.Migrator) ([]Migration, error) { return m.Up(ctx) })
}

// MigrateDown takes back the newest migration, or all down to (not including) to when it is not negative.
func (d *Database) MigrateDown(ctx context.Context, to int64) ([]Migration, error) {
	return d.migrate(func(m *postgres.Migrator) ([]Migration, error) { return m.Down(ctx, to) })
}

// MigrationStatus lists every migration.
func (d *Database) MigrationStatus(ctx context.Context) ([]Migration, error) {
	return d.migrate(func(m *postgres.Migrator) ([]Migration, error) { return m.Status(ctx) })
}

func (d *Database) migrate(run func(*postgres.Migrator) ([]Migration, error)) ([]Migration, error) {
	m, err := d.Migrator()
	if err != nil {
		return nil, err
	}
	defer func() { _ = m.Close() }()
	return run(m)
}

var (
	migrationName = regexp.MustCompile(`^[a-z][a-z0-9_]{2,60}$`)
	migrationFile = regexp.MustCompile(`^(\d{5})_`)
)

// CreateMigration writes an empty migration with the next number into dir and returns its path.
func CreateMigration(dir, name string) (string, error) {
	if !migrationName.MatchString(name) {
		return "", fault.New(fault.Invalid, "name_invalid", "Name a migration in lower case with underscores, such as add_pets.")
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return "", fault.New(fault.NotFound, "folder_missing", fmt.Sprintf("There is no folder %s. Run this in the source tree.", dir)).With(err)
	}
	next := 1
	for _, e := range entries {
		if m := migrationFile.FindStringSubmatch(e.Name()); m != nil {
			var n int
			if _, err := fmt.Sscanf(m[1], "%05d", &n); err == nil && n >= next {
				next = n + 1
			}
		}
	}
	path := filepath.Join(dir, fmt.Sprintf("%05d_%s.sql", next, name))
	const body = "-- What this does, and why.\n\n-- +goose Up\n\n\n-- +goose Down\n\n"
	if err := os.WriteFile(path, []byte(body), 0o644); err != nil {
		return "", fmt.Errorf("write migration: %w", err)
	}
	return path, nil
}

// BootstrapSQL is what bootstrap runs, for a managed server's own console.
func BootstrapSQL() string { return db.Bootstrap }

// Bootstrap makes roles, schemas and extensions in the database of DATABASE_SUPERUSER_URL, with the passwords that the URLs of
// the roles hold.
func Bootstrap(ctx context.Context, cfg config.Config) error {
	super := secret.New(os.Getenv("DATABASE_SUPERUSER_URL"))
	if super.IsZero() {
		return ErrRoleURL.Saying("Bootstrap needs a superuser: set DATABASE_SUPERUSER_URL, or print the SQL with --sql.")
	}
	passwords := map[string]secret.Text{}
	for role, u := range map[string]secret.Text{
		postgres.RoleApp: cfg.Database.App, postgres.RoleSystem: cfg.Database.System,
		postgres.RoleOwner: cfg.Database.Owner, postgres.RoleReadonly: cfg.Database.Readonly, postgres.RoleMover: cfg.Database.Mover,
	} {
		if parsed, err := url.Parse(u.Reveal()); err == nil && parsed.User != nil {
			if p, ok := parsed.User.Password(); ok {
				passwords[role] = secret.New(p)
			}
		}
	}
	return postgres.Bootstrap(ctx, super, passwords)
}

// psql runs psql as a role. The password goes by the environment, never by the command line.
func (d *Database) psql(ctx context.Context, role string, args []string, in io.Reader, out, errOut io.Writer) error {
	u, err := d.URL(role)
	if err != nil {
		return err
	}
	parsed, err := url.Parse(u.Reveal())
	if err != nil {
		return postgres.ErrURL
	}
	env := os.Environ()
	if password, ok := parsed.User.Password(); ok {
		env = append(env, "PGPASSWORD="+password)
		parsed.User = url.User(parsed.User.Username())
	}
	program := "psql"
	if dir := d.BinDir(); dir != "" {
		if _, err := os.Stat(filepath.Join(dir, "psql")); err == nil {
			program = filepath.Join(dir, "psql")
		}
	}
	if _, err := exec.LookPath(program); err != nil {
		return fault.New(fault.NotFound, "psql_missing", "psql is not installed. On Debian and Ubuntu it comes with postgresql-client.").With(err)
	}
	cmd := exec.CommandContext(ctx, program, append([]string{"-X", "-d", parsed.String()}, args...)...) //nolint:gosec // psql, with the operator's own arguments
	cmd.Stdin, cmd.Stdout, cmd.Stderr, cmd.Env = in, out, errOut, env
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("psql: %w", err)
	}
	return nil
}

// maxSecret bounds a secret that a command reads.
const maxSecret = 4096

// ReadSecret reads the first line of a file, or of in for "-".
func ReadSecret(path string, in io.Reader) (secret.Text, error) {
	if path != "-" {
		f, err := os.Open(path)
		if err != nil {
			return secret.Text{}, fault.New(fault.NotFound, "file_unreadable", fmt.Sprintf("The file %s cannot be read.", path)).With(err)
		}
		defer func() { _ = f.Close() }()
		in = f
	}
	line, err := bufio.NewReader(io.LimitReader(in, maxSecret)).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return secret.Text{}, fmt.Errorf("read secret: %w", err)
	}
	return secret.New(strings.TrimRight(line, "\r\n")), nil
}

// RotateKeys gives an organization a new key and encrypts its sensitive columns again.
func (a *App) RotateKeys(ctx context.Context, slug, reason string) ([]organization.Resealed, error) {
	org, err := a.enter(ctx, slug, "keys rotate", reason)
	if err != nil {
		return nil, err
	}
	if err := a.openKeys(ctx, false); err != nil {
		return nil, err
	}
	return a.organizations.RotateKeys(ctx, a.keys, org.ID)
}

// With opens the program for one command and closes it afterwards.
func With(ctx context.Context, cfg config.Config, errOut io.Writer, run func(*App) error) (err error) {
	log := commandLog(errOut)
	database, err := OpenDatabase(ctx, cfg, log)
	if err != nil {
		return err
	}
	a, err := Open(ctx, cfg, log, database)
	if err != nil {
		_ = database.Close(context.WithoutCancel(ctx))
		return err
	}
	defer func() {
		if cerr := a.Close(context.WithoutCancel(ctx)); err == nil {
			err = cerr
		}
	}()
	if err := audit.BeginEra(ctx, a.db); err != nil {
		return err
	}
	return run(a)
}

// WithDatabase opens only the way to the database for one command.
func WithDatabase(ctx context.Context, cfg config.Config, errOut io.Writer, run func(*Database) error) (err error) {
	database, err := OpenDatabase(ctx, cfg, commandLog(errOut))
	if err != nil {
		return err
	}
	defer func() {
		if cerr := database.Close(context.WithoutCancel(ctx)); err == nil {
			err = cerr
		}
	}()
	return run(database)
}

// Today is the present day in UTC.
func Today() period.Date { return period.In(Now(), time.UTC) }
