package main

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"os"
	"runtime"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/propertyos/propertyos/internal/kernel/clock"
	"github.com/propertyos/propertyos/internal/kernel/secret"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/platform/postgres/cluster"
	"github.com/propertyos/propertyos/internal/tenancy"
)

var (
	//go:embed spec.sql
	specSchema string
	//go:embed load_ours.sql
	loadOurs string
	//go:embed load_spec.sql
	loadSpec string
)

// tempPrefix begins the name of the folder that holds the server; our process id follows.
const tempPrefix = "propertyos-bench-"

// database is the one database that everything is measured in.
const database = "propertyos_bench"

// specRole is what the original design's application connects as: bound by its policies, owner of nothing.
const specRole = "spec_design_app"

// settings of the server. Nothing that makes a commit less durable; the rest keeps what is not measured from happening
// in one cell and not in the next: no checkpoint in the middle, and no compiling of queries whose cost is overestimated,
// which would hit the original design's alone.
var settings = map[string]string{
	"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on", "wal_compression": "on",
	"shared_buffers": "1GB", "max_wal_size": "8GB", "checkpoint_timeout": "30min", "jit": "off",
	"maintenance_work_mem": "256MB", "max_connections": "100",
}

// stand is the running server with its pools.
type stand struct {
	cluster *cluster.Cluster
	dir     string
	today   time.Time
	super   *pgxpool.Pool
	spec    *pgxpool.Pool // the original design's application
	app     *pgxpool.Pool // propertyos_app, as the server has it
	system  *pgxpool.Pool // propertyos_system, to make API keys
	bare    *pgxpool.Pool // propertyos_mover, past row-level security
	db      *tenancy.DB
	loaded  int // organizations
}

// newStand starts a server of our own with our schema and the original design's, both empty. Close takes it away, also
// after an error.
func newStand(ctx context.Context, clients int) (*stand, error) {
	dir, err := os.MkdirTemp("", fmt.Sprintf("%s%d-*", tempPrefix, os.Getpid()))
	if err != nil {
		return nil, err
	}
	s := &stand{dir: dir, today: clock.System{}.Now().Truncate(24 * time.Hour)}
	if err := s.start(ctx, clients); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

func (s *stand) start(ctx context.Context, clients int) (err error) {
	if err := os.Chmod(s.dir, 0o755); err != nil {
		return err
	}
	// Scratch, because only such a cluster can be removed; the settings make it durable again.
	s.cluster, err = cluster.Start(ctx, cluster.Options{Dir: s.dir, Scratch: true, Settings: settings})
	if err != nil {
		return err
	}
	if err := s.create(ctx); err != nil {
		return err
	}
	open := func(role string) (pool *pgxpool.Pool) {
		if err == nil {
			pool, err = postgres.OpenPool(ctx, s.url(role), postgres.PoolOptions{MaxConns: int32(clients), Name: "bench"})
		}
		return pool
	}
	s.super, s.spec = open(cluster.Superuser), open(specRole)
	s.app, s.bare, s.system = open(postgres.RoleApp), open(postgres.RoleMover), open(postgres.RoleSystem)
	s.db = tenancy.NewDB(tenancy.Pools{App: s.app, System: s.system}, clock.System{})
	return err
}

func (s *stand) url(role string) secret.Text { return s.cluster.URL(role, database) }

// create makes the database, our schema by the real bootstrap and migrations, and the original design's beside it.
func (s *stand) create(ctx context.Context) error {
	err := script(ctx, s.cluster.SuperuserURL(), "CREATE DATABASE "+database+" TEMPLATE template0")
	if err != nil {
		return err
	}
	passwords := map[string]secret.Text{}
	for _, role := range postgres.LoginRoles {
		passwords[role] = s.cluster.Password(role)
	}
	if err := postgres.Bootstrap(ctx, s.url(cluster.Superuser), passwords); err != nil {
		return err
	}
	migrator, err := postgres.OpenMigrator(s.url(postgres.RoleOwner))
	if err != nil {
		return err
	}
	_, err = migrator.Up(ctx)
	if err = errors.Join(err, migrator.Close()); err != nil {
		return err
	}
	return script(ctx, s.url(cluster.Superuser),
		"CREATE ROLE "+specRole+" LOGIN PASSWORD '"+s.cluster.Password(specRole).Reveal()+"'",
		"ALTER ROLE "+specRole+" SET search_path = spec_design, extensions",
		"GRANT CONNECT ON DATABASE "+database+" TO "+specRole, specSchema)
}

// script runs SQL on a connection of its own.
func script(ctx context.Context, url secret.Text, statements ...string) error {
	conn, err := postgres.Connect(ctx, url)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
	for _, sql := range statements {
		if _, err := conn.PgConn().Exec(ctx, sql).ReadAll(); err != nil {
			return fmt.Errorf("%.60s: %w", strings.TrimSpace(sql), err)
		}
	}
	return nil
}

// load fills both designs up to a number of organizations, at the same time, and leaves the tables vacuumed, analyzed
// and written out.
func (s *stand) load(ctx context.Context, organizations int) error {
	if organizations <= s.loaded {
		return nil
	}
	errs := make(chan error, 2)
	for _, sql := range []string{loadOurs, loadSpec} {
		go func() {
			errs <- script(ctx, s.url(cluster.Superuser),
				fmt.Sprintf("SET bench.lo = %d; SET bench.hi = %d; SET bench.today = '%s'", s.loaded+1, organizations,
					s.today.Format(time.DateOnly)), sql)
		}()
	}
	if err := errors.Join(<-errs, <-errs); err != nil {
		return fmt.Errorf("load: %w", err)
	}
	s.loaded = organizations
	return script(ctx, s.url(cluster.Superuser), "VACUUM (ANALYZE)", "CHECKPOINT")
}

// Close stops the server and deletes it.
func (s *stand) Close() error {
	for _, pool := range []*pgxpool.Pool{s.super, s.spec, s.app, s.bare, s.system} {
		if pool != nil {
			pool.Close()
		}
	}
	var err error
	if s.cluster != nil {
		err = s.cluster.Remove(context.Background())
	}
	return errors.Join(err, os.RemoveAll(s.dir))
}

// machine is what the figures depend on.
type machine struct {
	Cores       int     `json:"cores"`
	Processor   string  `json:"processor"`
	MemoryMiB   int     `json:"memory_mib"`
	PostgreSQL  string  `json:"postgresql"`
	Go          string  `json:"go"`
	CommitMS    float64 `json:"commit_ms"`    // median of a commit that waits for the disk, milliseconds
	LoadBefore  string  `json:"load_before"`  // of the last minute, from the machine
	LoadAfter   string  `json:"load_after"`   // the same at the end, our own load included
	DatabaseMiB int     `json:"database_mib"` // at the largest number of organizations
}

// inspect reads the facts of the machine. What it does not tell stays empty.
func (s *stand) inspect(ctx context.Context) (machine, error) {
	m := machine{
		Cores: runtime.GOMAXPROCS(0), Go: runtime.Version(), LoadBefore: loadAverage(),
		Processor: procField("/proc/cpuinfo", "model name"),
	}
	kb, _ := strconv.Atoi(strings.TrimSuffix(procField("/proc/meminfo", "MemTotal"), " kB"))
	m.MemoryMiB = kb / 1024
	if err := s.super.QueryRow(ctx, `SHOW server_version`).Scan(&m.PostgreSQL); err != nil {
		return m, err
	}
	var err error
	m.CommitMS, err = s.commitTime(ctx)
	return m, err
}

// commitTime measures what the disk makes of a commit, on a table of its own.
func (s *stand) commitTime(ctx context.Context) (float64, error) {
	if _, err := s.super.Exec(ctx, `CREATE TABLE IF NOT EXISTS spec_design.commits (n integer)`); err != nil {
		return 0, err
	}
	var took []time.Duration
	for n := range 100 {
		began := clock.Monotonic()
		if _, err := s.super.Exec(ctx, `INSERT INTO spec_design.commits VALUES ($1)`, n); err != nil {
			return 0, err
		}
		took = append(took, clock.Monotonic().Sub(began))
	}
	return milliseconds(percentile(took, 50)), nil
}

func (s *stand) databaseMiB(ctx context.Context) (n int, err error) {
	err = s.super.QueryRow(ctx, `SELECT pg_database_size(current_database()) / 1048576`).Scan(&n)
	return n, err
}

func loadAverage() string {
	b, _ := os.ReadFile("/proc/loadavg")
	first, _, _ := strings.Cut(string(b), " ")
	return first
}

// procField returns the value behind a name in a file of "name : value" lines.
func procField(path, name string) string {
	b, _ := os.ReadFile(path)
	for line := range strings.Lines(string(b)) {
		if key, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(key) == name {
			return strings.TrimSpace(value)
		}
	}
	return ""
}
