package pgtest

import (
	"context"
	"fmt"
	"os"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/propertyos/propertyos/internal/kernel/clock"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/secret"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// DB is the database of one test.
type DB struct {
	t      testing.TB
	server *server
	name   string

	mu    sync.Mutex
	pools map[string]*pgxpool.Pool
}

// New clones the migrated template for one test and drops the clone when the test ends.
func New(t testing.TB) *DB {
	t.Helper()
	return clone(t, running(t).template)
}

// Empty makes a database without schemas, extensions or tables, as `propertyos db bootstrap` finds one. The roles,
// which belong to the whole server, are there.
func Empty(t testing.TB) *DB {
	t.Helper()
	return clone(t, "template0")
}

// Clone makes a copy of the database with everything in it, for a test that wants many times the same rows. It closes
// the pools of d, since nobody may be connected to what is copied; they open again on the next use.
func (d *DB) Clone(t testing.TB) *DB {
	t.Helper()
	d.mu.Lock()
	defer d.mu.Unlock()
	for key, p := range d.pools {
		p.Close()
		delete(d.pools, key)
	}
	return clone(t, d.name)
}

func clone(t testing.TB, template string) *DB {
	t.Helper()
	s := running(t)
	d := &DB{
		t: t, server: s, name: fmt.Sprintf("propertyos_test_%d_%d", os.Getpid(), s.count.Add(1)),
		pools: map[string]*pgxpool.Pool{},
	}
	ctx := context.Background()
	if _, err := s.admin.Exec(ctx, fmt.Sprintf(`CREATE DATABASE %s TEMPLATE %s`, d.name, template)); err != nil {
		t.Fatalf("pgtest: clone %s: %v", template, err)
	}
	t.Cleanup(func() {
		if _, err := s.admin.Exec(ctx, `DROP DATABASE `+d.name+` WITH (FORCE)`); err != nil {
			t.Errorf("pgtest: drop %s: %v", d.name, err)
		}
	})
	// A clone does not inherit what is kept beside a database: settings and rights.
	if _, err := s.admin.Exec(ctx, fmt.Sprintf(`ALTER DATABASE %s SET timezone = '%s'`, d.name, TimeZone)); err != nil {
		t.Fatalf("pgtest: %v", err)
	}
	if template != "template0" {
		if _, err := s.admin.Exec(ctx, fmt.Sprintf(sameRights, template, d.name)); err != nil {
			t.Fatalf("pgtest: copy rights: %v", err)
		}
	}
	return d
}

// sameRights gives a clone the rights of its template.
const sameRights = `DO $$
DECLARE
  template constant text := '%s';
  clone constant text := '%s';
  r record;
BEGIN
  EXECUTE format('REVOKE ALL ON DATABASE %%I FROM PUBLIC', clone);
  FOR r IN SELECT a.grantee, a.privilege_type FROM pg_database AS d, aclexplode(d.datacl) AS a
    WHERE d.datname = template AND a.grantee <> d.datdba
  LOOP
    EXECUTE format('GRANT %%s ON DATABASE %%I TO %%s', r.privilege_type, clone,
      CASE r.grantee WHEN 0 THEN 'PUBLIC' ELSE r.grantee::regrole::text END);
  END LOOP;
END $$`

// Name is the database's name.
func (d *DB) Name() string { return d.name }

// URL is the direct URL of a role, Superuser included, with its password.
func (d *DB) URL(role string) secret.Text { return d.server.base(role, d.name) }

// Pool returns the role's pool, opened on first use and closed with the test.
func (d *DB) Pool(role string) *pgxpool.Pool {
	d.t.Helper()
	return d.pool(role, d.URL(role), postgres.PoolOptions{MaxConns: 8})
}

func (d *DB) pool(key string, url secret.Text, o postgres.PoolOptions) *pgxpool.Pool {
	d.t.Helper()
	d.mu.Lock()
	defer d.mu.Unlock()
	if p, ok := d.pools[key]; ok {
		return p
	}
	p, err := postgres.OpenPool(context.Background(), url, o)
	if err != nil {
		d.t.Fatalf("pgtest: %v", err)
	}
	d.t.Cleanup(p.Close)
	d.pools[key] = p
	return p
}

// Conn opens one connection of a role, closed with the test.
func (d *DB) Conn(role string) *pgx.Conn {
	d.t.Helper()
	conn, err := postgres.Connect(context.Background(), d.URL(role))
	if err != nil {
		d.t.Fatalf("pgtest: connect as %s: %v", role, err)
	}
	d.t.Cleanup(func() { _ = conn.Close(context.Background()) })
	return conn
}

// DB returns the door to tenant rows over the real roles.
func (d *DB) DB(c clock.Clock) *tenancy.DB {
	d.t.Helper()
	return tenancy.NewDB(tenancy.Pools{
		App: d.Pool(postgres.RoleApp), Readonly: d.Pool(postgres.RoleReadonly),
		System: d.Pool(postgres.RoleSystem),
	}, c)
}

// Org makes an active organization, in the directory and in its own row, and returns its id.
func (d *DB) Org(t testing.TB) id.ID {
	t.Helper()
	org := id.New()
	slug := "org-" + org.String()
	ctx := context.Background()
	super := d.Pool(Superuser)
	if _, err := super.Exec(ctx, `INSERT INTO platform.directory (organization_id, slug) VALUES ($1, $2)`, org, slug); err != nil {
		t.Fatalf("pgtest: %v", err)
	}
	if _, err := super.Exec(ctx, `INSERT INTO public.organizations (id, name, slug) VALUES ($1, $2, $2)`, org, slug); err != nil {
		t.Fatalf("pgtest: %v", err)
	}
	return org
}
