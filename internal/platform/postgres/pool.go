// Package postgres is the one adapter to PostgreSQL: pools, bootstrap, migrations, and the translation of the
// database's errors into faults.
package postgres

import (
	"context"
	"errors"
	"fmt"
	"net"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/secret"
)

// MinVersion is the lowest server_version_num that is accepted.
const MinVersion = 150000

// advisedMinor is the first 15.x with the row-level-security fixes; older ones of the line are warned about.
const advisedMinor = 150020

var (
	// ErrUnavailable says that the database cannot be reached or is not ready. Safe to retry.
	ErrUnavailable = fault.New(fault.Unavailable, "database_unavailable",
		"The service cannot reach its database at the moment. Please try again shortly.")
	// ErrURL says that a database URL cannot be read; it never repeats it, since it may hold a password.
	ErrURL = fault.New(fault.Invalid, "database_url_invalid",
		"The database URL cannot be read. Use postgres://user:password@host:port/database.")
)

// Pool is a pool of connections. The name is here so that the composition root need not know the driver.
type Pool = pgxpool.Pool

// PoolOptions shape a pool.
type PoolOptions struct {
	MaxConns int32 // 0 means 25, within the server pool of 20-30 that the design allows an application server
	// Pooled says that the URL leads through a transaction pooler, which does not carry prepared statements from one
	// transaction to the next; statement descriptions are then cached on this side only.
	Pooled bool
	Name   string // application_name, for pg_stat_activity
}

// OpenPool makes a pool and does not connect: a server may start before its database.
func OpenPool(ctx context.Context, url secret.Text, o PoolOptions) (*Pool, error) {
	cfg, err := pgxpool.ParseConfig(url.Reveal())
	if err != nil {
		return nil, ErrURL // pgx's error can repeat parts of the URL
	}
	cfg.MaxConns = o.MaxConns
	if cfg.MaxConns == 0 {
		cfg.MaxConns = 25
	}
	cfg.MinIdleConns = 1
	cfg.MaxConnIdleTime = 5 * time.Minute
	cfg.ConnConfig.ConnectTimeout = 5 * time.Second
	if o.Pooled {
		cfg.ConnConfig.DefaultQueryExecMode = pgx.QueryExecModeCacheDescribe
	} else if o.Name != "" {
		cfg.ConnConfig.RuntimeParams["application_name"] = o.Name
	}
	pool, err := pgxpool.NewWithConfig(ctx, cfg)
	if err != nil {
		return nil, fmt.Errorf("open pool: %w", Translate(err))
	}
	return pool, nil
}

// Facts are what a server tells of itself and of the role that asked.
type Facts struct {
	Version    int // server_version_num
	Role       string
	Superuser  bool
	BypassRLS  bool
	OwnsTables bool // the role owns at least one table of the product
}

// Inspect asks the server behind url for its facts. Errors: ErrURL, ErrUnavailable, or what the server said.
func Inspect(ctx context.Context, url secret.Text) (Facts, error) {
	conn, err := Connect(ctx, url)
	if err != nil {
		return Facts{}, err
	}
	defer conn.Close(ctx)
	var f Facts
	err = conn.QueryRow(ctx, `SELECT current_setting('server_version_num')::int, rolname, rolsuper, rolbypassrls,
		EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
			WHERE n.nspname IN ('public', 'app', 'platform') AND c.relkind IN ('r', 'p') AND c.relowner = r.oid)
		FROM pg_roles r WHERE rolname = session_user`).Scan(&f.Version, &f.Role, &f.Superuser, &f.BypassRLS, &f.OwnsTables)
	if err != nil {
		return Facts{}, fmt.Errorf("inspect server: %w", Translate(err))
	}
	return f, nil
}

// Connect opens one connection outside any pool.
func Connect(ctx context.Context, url secret.Text) (*pgx.Conn, error) {
	cfg, err := pgx.ParseConfig(url.Reveal())
	if err != nil {
		return nil, ErrURL
	}
	cfg.ConnectTimeout = 5 * time.Second
	conn, err := pgx.ConnectConfig(ctx, cfg)
	if err != nil {
		return nil, fmt.Errorf("connect: %w", Translate(err))
	}
	return conn, nil
}

// CheckServing refuses what must not serve requests: an old server, and a role that row-level security does not hold
// (a superuser, a BYPASSRLS role, an owner of tables). The returned warning is for the log and may be empty.
func (f Facts) CheckServing() (warning string, err error) {
	switch {
	case f.Version < MinVersion:
		return "", fault.New(fault.Invalid, "postgres_too_old",
			fmt.Sprintf("PostgreSQL %d is too old: PropertyOS needs 15 or newer.", f.Version/10000))
	case f.Superuser, f.BypassRLS, f.OwnsTables:
		return "", fault.New(fault.Forbidden, "role_too_strong", fmt.Sprintf("The role %s is a superuser, bypasses "+
			"row-level security or owns tables, so organizations would not be walled off. Use propertyos_app.", f.Role))
	case f.Version < advisedMinor:
		return fmt.Sprintf("PostgreSQL %d.%d lacks row-level-security fixes of 15.20: upgrade", f.Version/10000, f.Version%10000), nil
	}
	return "", nil
}

func isNetwork(err error) bool {
	var netErr net.Error
	var opErr *net.OpError
	return errors.As(err, &netErr) || errors.As(err, &opErr) || errors.Is(err, context.DeadlineExceeded)
}
