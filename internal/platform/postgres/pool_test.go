package postgres_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/secret"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/testkit/pgtest"
)

func TestOnlyWeakRolesServe(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	for role, serves := range map[string]bool{
		postgres.RoleApp: true, postgres.RoleReadonly: true, postgres.RoleSystem: true,
		postgres.RoleOwner: false, postgres.RoleMover: false, pgtest.Superuser: false,
	} {
		facts, err := postgres.Inspect(t.Context(), db.URL(role))
		if err != nil {
			t.Fatal(err)
		}
		_, err = facts.CheckServing()
		if (err == nil) != serves {
			t.Errorf("%s: %+v: %v", role, facts, err)
		}
		if !serves && (fault.As(err).Code != "role_too_strong" || !strings.Contains(err.Error(), facts.Role)) {
			t.Errorf("%s: %v", role, err)
		}
		if facts.Version < postgres.MinVersion || !strings.Contains(role, facts.Role) {
			t.Errorf("%s: facts %+v", role, facts)
		}
	}
}

func TestOldServersAreRefused(t *testing.T) {
	t.Parallel()
	if _, err := (postgres.Facts{Version: 140012}).CheckServing(); fault.As(err).Code != "postgres_too_old" {
		t.Error(err)
	}
	warning, err := (postgres.Facts{Version: 150018}).CheckServing()
	if err != nil || !strings.Contains(warning, "15.18") {
		t.Error(warning, err)
	}
	if warning, err := (postgres.Facts{Version: 170002}).CheckServing(); warning != "" || err != nil {
		t.Error(warning, err)
	}
}

func TestABadURLIsNotRepeated(t *testing.T) {
	t.Parallel()
	bad := secret.New("postgres://user:hush-hush@host:notaport/db")
	_, pool := postgres.OpenPool(t.Context(), bad, postgres.PoolOptions{})
	_, conn := postgres.Connect(t.Context(), bad)
	_, inspect := postgres.Inspect(t.Context(), bad)
	_, migrator := postgres.OpenMigrator(bad)
	for _, err := range []error{pool, conn, inspect, migrator, postgres.Bootstrap(t.Context(), bad, nil)} {
		if !errors.Is(err, postgres.ErrURL) || strings.Contains(err.Error(), "hush") {
			t.Error(err)
		}
	}
}

func TestPoolOptions(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	pool, err := postgres.OpenPool(t.Context(), db.URL(postgres.RoleApp), postgres.PoolOptions{MaxConns: 3, Name: "a test"})
	if err != nil {
		t.Fatal(err)
	}
	defer pool.Close()
	var name string
	if err := pool.QueryRow(t.Context(), `SHOW application_name`).Scan(&name); err != nil || name != "a test" {
		t.Errorf("application_name %q, %v", name, err)
	}
	if n := pool.Config().MaxConns; n != 3 {
		t.Errorf("%d connections, want 3", n)
	}
}
