package app

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"

	"github.com/propertyos/propertyos/internal/config"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/secret"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/platform/postgres/cluster"
)

// databaseName is the database of the private cluster.
const databaseName = "propertyos"

// ErrRoleURL says that a command needs the URL of a role that is not set.
var ErrRoleURL = fault.New(fault.Invalid, "role_url_missing", "The database URL of a role is not set.")

// Database is how one process reaches PostgreSQL: the private cluster of a data folder, or a server named by settings.
type Database struct {
	cfg     config.Config
	cluster *cluster.Cluster // nil for another server
}

// OpenDatabase attaches to the private cluster of cfg.Data, starting it for the life of this process where nobody else
// runs it, or stands for the server that settings name. Errors are cluster's.
func OpenDatabase(ctx context.Context, cfg config.Config, log *slog.Logger) (*Database, error) {
	d := &Database{cfg: cfg}
	if cfg.Database.External() {
		return d, nil
	}
	if _, err := os.Stat(filepath.Join(cfg.Data, "cluster.json")); err != nil {
		return nil, fault.New(fault.NotFound, "data_missing", fmt.Sprintf("There is no PropertyOS data in %s. Run "+
			"propertyos up first, name the folder by --data, or set DATABASE_URL.", cfg.Data)).With(err)
	}
	var err error
	d.cluster, err = cluster.Ensure(ctx, cluster.Options{Dir: cfg.Data, Log: log})
	return d, err
}

// startDatabase starts the private cluster as its owner and makes it ready: database, roles, schema.
func startDatabase(ctx context.Context, cfg config.Config, log *slog.Logger) (*Database, error) {
	c, err := cluster.Start(ctx, cluster.Options{Dir: cfg.Data, Log: log})
	if err != nil {
		return nil, err
	}
	d := &Database{cfg: cfg, cluster: c}
	if err := d.prepare(ctx); err != nil {
		_ = c.Stop(context.WithoutCancel(ctx))
		return nil, err
	}
	return d, nil
}

func (d *Database) prepare(ctx context.Context) error {
	conn, err := postgres.Connect(ctx, d.cluster.SuperuserURL())
	if err != nil {
		return err
	}
	var exists bool
	err = conn.QueryRow(ctx, `SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)`, databaseName).Scan(&exists)
	if err == nil && !exists {
		_, err = conn.Exec(ctx, `CREATE DATABASE `+databaseName)
	}
	_ = conn.Close(ctx)
	if err != nil {
		return fmt.Errorf("create database: %w", postgres.Translate(err))
	}
	passwords := map[string]secret.Text{}
	for _, role := range postgres.LoginRoles {
		passwords[role] = d.cluster.Password(role)
	}
	return postgres.Bootstrap(ctx, d.cluster.URL(cluster.Superuser, databaseName), passwords)
}

// Close leaves the cluster, stopping it if this process had started it.
func (d *Database) Close(ctx context.Context) error {
	if d.cluster == nil {
		return nil
	}
	return d.cluster.Stop(ctx)
}

// roles maps the short names of commands to the roles.
var roles = map[string]string{
	"app": postgres.RoleApp, "system": postgres.RoleSystem, "owner": postgres.RoleOwner,
	"readonly": postgres.RoleReadonly, "mover": postgres.RoleMover,
}

// URL returns how role (app, system, owner, readonly, mover) reaches the database. Error: ErrRoleURL.
func (d *Database) URL(role string) (secret.Text, error) {
	name, ok := roles[role]
	if !ok {
		return secret.Text{}, ErrRoleURL.Saying("There is no role %q: use app, system, owner, readonly or mover.", role)
	}
	if d.cluster != nil {
		return d.cluster.URL(name, databaseName), nil
	}
	set := d.cfg.Database
	urls := map[string]struct {
		url secret.Text
		env string
	}{
		"app": {set.App, "DATABASE_URL"}, "system": {set.System, "DATABASE_SYSTEM_URL"}, "owner": {set.Owner, "DATABASE_OWNER_URL"},
		"readonly": {set.Readonly, "DATABASE_READONLY_URL"}, "mover": {set.Mover, "DATABASE_MOVER_URL"},
	}
	u := urls[role]
	if u.url.IsZero() {
		return secret.Text{}, ErrRoleURL.Saying("This needs the database URL of %s: set %s.", name, u.env)
	}
	return u.url, nil
}

// SuperuserURL returns how the superuser of the private cluster reaches the database; an external server's superuser is
// named by the caller.
func (d *Database) SuperuserURL() (secret.Text, bool) {
	if d.cluster == nil {
		return secret.Text{}, false
	}
	return d.cluster.URL(cluster.Superuser, databaseName), true
}

// BinDir is where the PostgreSQL programs are, or empty where only PATH can tell.
func (d *Database) BinDir() string {
	if d.cluster == nil {
		return ""
	}
	return d.cluster.BinDir()
}

// Migrator opens the migrations as the owner role.
func (d *Database) Migrator() (*postgres.Migrator, error) {
	url, err := d.URL("owner")
	if err != nil {
		return nil, err
	}
	return postgres.OpenMigrator(url)
}

// Gone is closed when the private cluster cannot be kept running. It is nil, and so never ready, for another server.
func (d *Database) Gone() <-chan struct{} {
	if d.cluster == nil {
		return nil
	}
	return d.cluster.Done()
}

// Err says why the private cluster is gone.
func (d *Database) Err() error {
	if d.cluster == nil {
		return nil
	}
	return d.cluster.Err()
}
