package postgres

import (
	"context"
	"database/sql"
	"fmt"
	"io/fs"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivermigrate"

	"github.com/propertyos/propertyos/db"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/secret"
)

// riverVersion is the place of River's own tables in the order of migrations. River writes them itself; they live in
// schema platform, where the application role has no rights.
const riverVersion = 3

// RiverSchema is the schema of River's tables.
const RiverSchema = "platform"

// ErrNotBootstrapped says that the roles and schemas are missing.
var ErrNotBootstrapped = fault.New(fault.Invalid, "not_bootstrapped",
	"This database has no PropertyOS roles and schemas yet. Run propertyos db bootstrap first.")

// Migration is one migration and whether it has been applied.
type Migration struct {
	Version   int64     `json:"version"`
	Name      string    `json:"name"`
	Applied   bool      `json:"applied"`
	AppliedAt time.Time `json:"applied_at,omitzero"`
}

// Migrator brings a database's schema up and down. It connects as the owner role, directly and not through a pooler.
type Migrator struct {
	db       *sql.DB
	provider *goose.Provider
}

// OpenMigrator opens a migrator over the migrations of package db.
func OpenMigrator(owner secret.Text) (*Migrator, error) { return openMigrator(owner, db.Migrations()) }

func openMigrator(owner secret.Text, files fs.FS) (*Migrator, error) {
	cfg, err := pgx.ParseConfig(owner.Reveal())
	if err != nil {
		return nil, ErrURL
	}
	handle := stdlib.OpenDB(*cfg)
	locker, err := lock.NewPostgresSessionLocker()
	if err != nil {
		return nil, fmt.Errorf("migration lock: %w", err)
	}
	provider, err := goose.NewProvider(goose.DialectPostgres, handle, files,
		goose.WithTableName("platform.goose_db_version"), goose.WithSessionLocker(locker), goose.WithSlog(slog.New(slog.DiscardHandler)),
		goose.WithDisableGlobalRegistry(true),
		goose.WithGoMigrations(goose.NewGoMigration(riverVersion, &goose.GoFunc{RunDB: riverUp}, &goose.GoFunc{RunDB: riverDown})))
	if err != nil {
		return nil, fmt.Errorf("read migrations: %w", err)
	}
	return &Migrator{db: handle, provider: provider}, nil
}

// Close releases the connection.
func (m *Migrator) Close() error { return m.db.Close() }

func (m *Migrator) ready(ctx context.Context) error {
	var ok bool
	err := m.db.QueryRowContext(ctx, `SELECT count(*) = 2 FROM pg_namespace WHERE nspname IN ('app', 'platform')`).Scan(&ok)
	if err != nil {
		return fmt.Errorf("look for schemas: %w", Translate(err))
	}
	if !ok {
		return ErrNotBootstrapped
	}
	return nil
}

// lockTries bounds the retries of a migration that could not get its lock within the owner's lock_timeout of 2 s.
const lockTries = 5

func (m *Migrator) run(ctx context.Context, step func(context.Context) ([]*goose.MigrationResult, error)) ([]Migration, error) {
	if err := m.ready(ctx); err != nil {
		return nil, err
	}
	var done []Migration
	for try := 1; ; try++ {
		results, err := step(ctx)
		for _, r := range results {
			if r != nil && r.Error == nil {
				done = append(done, Migration{Version: r.Source.Version, Name: sourceName(r.Source)})
			}
		}
		if err == nil {
			return done, nil
		}
		translated := Translate(err)
		if try == lockTries || fault.As(translated).Code != ErrBusy.Code {
			return done, fmt.Errorf("migrate: %w", translated)
		}
	}
}

// Up applies every pending migration and returns those applied.
func (m *Migrator) Up(ctx context.Context) ([]Migration, error) { return m.run(ctx, m.provider.Up) }

// Down takes back the newest migration, or all down to (and not including) version to when to is not negative.
func (m *Migrator) Down(ctx context.Context, to int64) ([]Migration, error) {
	return m.run(ctx, func(ctx context.Context) ([]*goose.MigrationResult, error) {
		if to >= 0 {
			return m.provider.DownTo(ctx, to)
		}
		r, err := m.provider.Down(ctx)
		return []*goose.MigrationResult{r}, err
	})
}

// Status lists every migration.
func (m *Migrator) Status(ctx context.Context) ([]Migration, error) {
	if err := m.ready(ctx); err != nil {
		return nil, err
	}
	states, err := m.provider.Status(ctx)
	if err != nil {
		return nil, fmt.Errorf("migration status: %w", Translate(err))
	}
	list := make([]Migration, 0, len(states))
	for _, s := range states {
		list = append(list, Migration{
			Version: s.Source.Version, Name: sourceName(s.Source),
			Applied: s.State == goose.StateApplied, AppliedAt: s.AppliedAt,
		})
	}
	return list, nil
}

func sourceName(s *goose.Source) string {
	if s.Path == "" {
		return "river"
	}
	return s.Path
}

func riverUp(ctx context.Context, handle *sql.DB) error {
	return onRiver(ctx, handle, func(conn *pgx.Conn, m *rivermigrate.Migrator[pgx.Tx]) error {
		// One transaction a version: a later one uses an enum value that an earlier one adds.
		for range m.AllVersions() {
			err := pgx.BeginFunc(ctx, conn, func(tx pgx.Tx) error {
				_, err := m.MigrateTx(ctx, tx, rivermigrate.DirectionUp, &rivermigrate.MigrateOpts{MaxSteps: 1}) //nolint:staticcheck // Migrate wants a pool of its own; this is one version a transaction, as it does
				return err
			})
			if err != nil {
				return err
			}
		}
		_, err := conn.Exec(ctx, `DO $$
			DECLARE t text;
			BEGIN
				FOR t IN SELECT tablename FROM pg_tables WHERE schemaname = 'platform' AND tablename LIKE 'river%' LOOP
					EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON platform.%I TO propertyos_system', t);
				END LOOP;
				GRANT USAGE ON ALL SEQUENCES IN SCHEMA platform TO propertyos_system;
			END $$`)
		return err
	})
}

func riverDown(ctx context.Context, handle *sql.DB) error {
	return onRiver(ctx, handle, func(conn *pgx.Conn, m *rivermigrate.Migrator[pgx.Tx]) error {
		return pgx.BeginFunc(ctx, conn, func(tx pgx.Tx) error {
			// The tables go with their jobs. On the way down River would make older unique indexes first, which jobs
			// of today can break.
			if _, err := tx.Exec(ctx, `TRUNCATE platform.river_job`); err != nil {
				return err
			}
			_, err := m.MigrateTx(ctx, tx, rivermigrate.DirectionDown, &rivermigrate.MigrateOpts{TargetVersion: -1}) //nolint:staticcheck // see above
			return err
		})
	})
}

func onRiver(ctx context.Context, handle *sql.DB, run func(*pgx.Conn, *rivermigrate.Migrator[pgx.Tx]) error) error {
	conn, err := handle.Conn(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close() }()
	migrator, err := rivermigrate.New(riverpgxv5.New(nil), &rivermigrate.Config{
		Schema: RiverSchema, Logger: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		return err
	}
	return conn.Raw(func(driver any) error { return run(driver.(*stdlib.Conn).Conn(), migrator) })
}
