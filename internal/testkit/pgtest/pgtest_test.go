package pgtest_test

import (
	"context"
	"testing"
	"time"

	"github.com/propertyos/propertyos/internal/kernel/clock"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/tenancy"
	"github.com/propertyos/propertyos/internal/testkit/pgtest"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

func TestCloneIsLikeProduction(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	for _, role := range postgres.LoginRoles {
		conn := db.Conn(role)
		var user, zone, path string
		var create bool
		err := conn.QueryRow(t.Context(), `SELECT session_user, current_setting('TimeZone'), current_setting('search_path'),
			has_database_privilege(current_database(), 'CREATE')`).Scan(&user, &zone, &path, &create)
		if err != nil {
			t.Fatal(err)
		}
		if user != role || zone != pgtest.TimeZone || path != "public, app, extensions" || create != (role == postgres.RoleOwner) {
			t.Errorf("%s: user %s, zone %s, search_path %s, may create: %v", role, user, zone, path, create)
		}
	}
	var public int
	err := db.Pool(pgtest.Superuser).QueryRow(t.Context(), `SELECT count(*) FROM pg_database AS d, aclexplode(d.datacl) AS a
		WHERE d.datname = current_database() AND a.grantee = 0`).Scan(&public)
	if err != nil || public != 0 {
		t.Errorf("PUBLIC has %d rights on the clone, %v", public, err)
	}
}

func TestClonesAreApart(t *testing.T) {
	t.Parallel()
	a, b := pgtest.New(t), pgtest.New(t)
	a.Org(t)
	for db, want := range map[*pgtest.DB]int{a: 1, b: 0} {
		var n int
		if err := db.Pool(pgtest.Superuser).QueryRow(t.Context(), `SELECT count(*) FROM organizations`).Scan(&n); err != nil || n != want {
			t.Errorf("%s has %d organizations, want %d, %v", db.Name(), n, want, err)
		}
	}
}

func TestEmptyCanBeBootstrapped(t *testing.T) {
	t.Parallel()
	db := pgtest.Empty(t)
	if err := postgres.Bootstrap(t.Context(), db.URL(pgtest.Superuser), nil); err != nil {
		t.Fatal(err)
	}
	migrator, err := postgres.OpenMigrator(db.URL(postgres.RoleOwner))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = migrator.Close() }()
	if done, err := migrator.Up(t.Context()); err != nil || len(done) == 0 {
		t.Fatalf("applied %d migrations, %v", len(done), err)
	}
}

func TestBouncerServesTheDoor(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	org := db.Org(t)
	door := db.Bouncer(t, 1).DB(clock.At(time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)))
	for range 3 {
		err := tenancy.InTx(t.Context(), door, tenancy.Operator(org, "test"), func(ctx context.Context, tx tenancy.Tx) error {
			var n int
			if err := tx.QueryRow(ctx, `SELECT count(*) FROM organizations WHERE id = $1`, org).Scan(&n); err != nil {
				return err
			}
			if n != 1 {
				t.Errorf("sees %d organizations, want 1", n)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}
