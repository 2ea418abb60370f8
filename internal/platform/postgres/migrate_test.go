package postgres_test

import (
	"errors"
	"flag"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/propertyos/propertyos/db"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/testkit/fill"
	"github.com/propertyos/propertyos/internal/testkit/pgtest"
)

var update = flag.Bool("update", false, "write db/schema.sql from the migrations")

// The committed dump is what the migrations make. With -update it is written.
func TestSchemaDump(t *testing.T) {
	t.Parallel()
	dump := pgtest.DumpSchema(t, pgtest.New(t))
	if *update {
		if err := os.WriteFile("../../../db/schema.sql", []byte(dump), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	sameSchema(t, dump)
}

func sameSchema(t *testing.T, dump string) {
	t.Helper()
	if diff := cmp.Diff(strings.Split(db.Schema, "\n"), strings.Split(dump, "\n")); diff != "" {
		t.Errorf("the schema is not that of db/schema.sql (rewrite it with -update when a migration changed):\n%.4000s", diff)
	}
}

func TestDownToNothingAndUpAgain(t *testing.T) {
	t.Parallel()
	d := pgtest.New(t)
	fill.Into(t, d, d.Org(t)) // rows must not stand in the way, nor finished jobs that share a unique key
	if _, err := d.Pool(pgtest.Superuser).Exec(t.Context(), `INSERT INTO platform.river_job (kind, args, max_attempts, state, finalized_at, unique_key)
		SELECT 'upkeep.analytics', '{}', 3, 'completed', now(), 'same' FROM generate_series(1, 2)`); err != nil {
		t.Fatal(err)
	}
	m := migrator(t, d)
	if _, err := m.Down(t.Context(), 0); err != nil {
		t.Fatal(err)
	}
	const left = `
		SELECT 'relation ' || c.oid::regclass FROM pg_class AS c WHERE c.relnamespace IN ('public'::regnamespace, 'app'::regnamespace,
			'platform'::regnamespace) AND c.relname NOT LIKE 'goose\_db\_version%'
		UNION ALL SELECT 'function ' || oid::regprocedure FROM pg_proc WHERE pronamespace IN ('public'::regnamespace, 'app'::regnamespace, 'platform'::regnamespace)
		UNION ALL SELECT 'type ' || oid::regtype FROM pg_type WHERE typnamespace IN ('public'::regnamespace, 'app'::regnamespace, 'platform'::regnamespace)
			AND typname NOT LIKE '%goose\_db\_version'
		UNION ALL SELECT 'collation ' || collname FROM pg_collation WHERE collnamespace IN ('public'::regnamespace, 'app'::regnamespace)
		UNION ALL SELECT 'partition set ' || parent_table FROM partman.part_config
		UNION ALL SELECT 'template ' || oid::regclass FROM pg_class WHERE relnamespace = 'partman'::regnamespace AND relname LIKE 'template\_public%' AND relkind = 'r'`
	for _, object := range texts(t, d, left) {
		t.Errorf("left behind: %s", object)
	}
	if _, err := m.Up(t.Context()); err != nil {
		t.Fatal(err)
	}
	sameSchema(t, pgtest.DumpSchema(t, d))
}

func TestEachMigrationGoesDownAndUp(t *testing.T) {
	t.Parallel()
	d := pgtest.New(t)
	m := migrator(t, d)
	all, err := m.Status(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, step := range slices.Backward(all) {
		if !step.Applied || step.AppliedAt.IsZero() || step.Name == "" {
			t.Errorf("status of a migrated database: %+v", step)
		}
		down, err := m.Down(t.Context(), step.Version-1)
		if err != nil {
			t.Fatalf("%s down: %v", step.Name, err)
		}
		up, err := m.Up(t.Context())
		if err != nil {
			t.Fatalf("%s up: %v", step.Name, err)
		}
		if len(up) != len(down) || up[0].Version != step.Version {
			t.Errorf("%s: %d went down and %d up from %d", step.Name, len(down), len(up), up[0].Version)
		}
	}
	sameSchema(t, pgtest.DumpSchema(t, d))
}

// Taking back the newest migration and applying it again loses nothing of a row but what that migration added.
func TestRowsSurviveTheNewestMigration(t *testing.T) {
	t.Parallel()
	d := pgtest.New(t)
	m := migrator(t, d)
	again := func(meanwhile func()) {
		t.Helper()
		if _, err := m.Down(t.Context(), -1); err != nil {
			t.Fatal(err)
		}
		meanwhile()
		if up, err := m.Up(t.Context()); err != nil || len(up) != 1 {
			t.Fatalf("applied %d, %v", len(up), err)
		}
	}
	var older map[string]string
	again(func() { older = columns(t, d) })
	fill.Into(t, d, d.Org(t))
	before := digests(t, d, older)
	again(func() {})
	if after := digests(t, d, older); !maps.Equal(before, after) {
		t.Errorf("rows changed: %s", cmp.Diff(before, after))
	}
	sameSchema(t, pgtest.DumpSchema(t, d))
}

// columns lists the columns of each tenant table, as SQL.
func columns(t *testing.T, d *pgtest.DB) map[string]string {
	t.Helper()
	found := map[string]string{}
	for _, line := range texts(t, d, `SELECT a.attrelid::regclass::text || ' ' || string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum)
		FROM pg_attribute AS a JOIN pg_class AS c ON c.oid = a.attrelid
		WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped GROUP BY a.attrelid`) {
		table, list, _ := strings.Cut(line, " ")
		found[table] = list
	}
	return found
}

// digests tells how many rows each table has, and what they hold in some columns.
func digests(t *testing.T, d *pgtest.DB, columns map[string]string) map[string]string {
	t.Helper()
	found := map[string]string{}
	for table, list := range columns {
		found[table] = texts(t, d, fmt.Sprintf(`SELECT count(*) || ' ' || md5(coalesce(string_agg(x::text, ',' ORDER BY x::text), ''))
			FROM (SELECT %s FROM %s) AS x`, list, table))[0]
	}
	return found
}

func TestMigratingNeedsBootstrap(t *testing.T) {
	t.Parallel()
	d := pgtest.Empty(t)
	m, err := postgres.OpenMigrator(d.URL(pgtest.Superuser))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = m.Close() }()
	if _, err := m.Up(t.Context()); !errors.Is(err, postgres.ErrNotBootstrapped) {
		t.Errorf("up: %v", err)
	}
	if _, err := m.Status(t.Context()); !errors.Is(err, postgres.ErrNotBootstrapped) {
		t.Errorf("status: %v", err)
	}
	if err := postgres.Bootstrap(t.Context(), d.URL(pgtest.Superuser), nil); err != nil {
		t.Fatal(err)
	}
	if err := postgres.Bootstrap(t.Context(), d.URL(pgtest.Superuser), nil); err != nil {
		t.Errorf("bootstrap a second time: %v", err)
	}
}
