package migrationlint

import (
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// wrap makes a whole migration out of the statements of its Up section.
func wrap(up string) string {
	return "-- +goose Up\n" + up + "\n-- +goose Down\nSELECT 1;\n"
}

// broken returns the rules that the migration breaks, sorted, each once.
func broken(t *testing.T, files ...string) []string {
	t.Helper()
	fsys := fstest.MapFS{}
	for i, f := range files {
		fsys[fmt.Sprintf("%05d_step.sql", i+1)] = &fstest.MapFile{Data: []byte(f)}
	}
	problems, err := Lint(fsys)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, p := range problems {
		names = append(names, p.Rule)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// examples hold for each rule at least one text that breaks that rule alone and one that breaks none.
var examples = []struct{ rule, bad, good string }{
	{
		"index-concurrently",
		`CREATE INDEX a_i ON a (b);`,
		"CREATE TABLE a (b int);\nSELECT app.distribute('a');\nCREATE INDEX a_i ON public.a (b);",
	},
	{"index-concurrently", `DROP INDEX a_i;`, "-- +goose NO TRANSACTION\nDROP INDEX CONCURRENTLY IF EXISTS a_i;"},
	{
		"index-concurrently",
		`CREATE INDEX a_i ON app.v (b);`,
		"CREATE MATERIALIZED VIEW app.v AS SELECT 1 AS b;\nCREATE INDEX a_i ON app.v (b);",
	},
	{
		"concurrently-alone",
		`CREATE UNIQUE INDEX CONCURRENTLY a_i ON a (b);`,
		"-- +goose NO TRANSACTION\nCREATE UNIQUE INDEX CONCURRENTLY a_i ON a (b);",
	},
	{
		"volatile-default",
		`ALTER TABLE a ADD COLUMN b uuid DEFAULT gen_random_uuid();`,
		`ALTER TABLE a ADD COLUMN b timestamptz NOT NULL DEFAULT now();`,
	},
	{"volatile-default", `ALTER TABLE a ADD b bigserial;`, `ALTER TABLE a ADD b numeric(14,2) DEFAULT 0::numeric(14,2);`},
	{"volatile-default", `ALTER TABLE a ADD b int GENERATED ALWAYS AS (c + 1) STORED;`, `ALTER TABLE a ADD b int;`},
	{"volatile-default", `ALTER TABLE a ADD COLUMN IF NOT EXISTS b int NOT NULL;`, `ALTER TABLE a ADD b int NOT NULL DEFAULT 0;`},
	{"column-type", `ALTER TABLE a ALTER COLUMN b TYPE bigint;`, `ALTER TABLE a ALTER COLUMN b SET DEFAULT 3;`},
	{"column-type", `ALTER TABLE ONLY a ALTER b SET DATA TYPE bigint;`, `ALTER TABLE a ALTER b DROP NOT NULL;`},
	{
		"set-not-null",
		`ALTER TABLE a ALTER b SET NOT NULL;`,
		"ALTER TABLE a ADD CONSTRAINT a_b_set CHECK (b IS NOT NULL) NOT VALID;\n" +
			"ALTER TABLE a VALIDATE CONSTRAINT a_b_set;\nALTER TABLE a ALTER b SET NOT NULL;",
	},
	{
		"set-not-null",
		"ALTER TABLE a ADD CONSTRAINT a_b_set CHECK (b IS NOT NULL) NOT VALID;\nALTER TABLE a ALTER b SET NOT NULL;",
		"CREATE TABLE a (b int);\nSELECT app.distribute('a');\nALTER TABLE a ALTER b SET NOT NULL;",
	},
	{
		"not-valid",
		`ALTER TABLE a ADD CONSTRAINT a_b CHECK (b > 0);`,
		`ALTER TABLE a ADD CONSTRAINT a_b CHECK (b > 0) NOT VALID;`,
	},
	{
		"not-valid",
		`ALTER TABLE a ADD CONSTRAINT a_b FOREIGN KEY (tenant_id, b) REFERENCES c (tenant_id, id);`,
		`ALTER TABLE a ADD CONSTRAINT a_b FOREIGN KEY (tenant_id, b) REFERENCES c (tenant_id, id) NOT VALID;`,
	},
	{"not-valid", `ALTER TABLE a ADD b int CONSTRAINT a_b CHECK (b > 0);`, `ALTER TABLE a ADD b int;`},
	{
		"add-unique",
		`ALTER TABLE a ADD CONSTRAINT a_b UNIQUE (tenant_id, b);`,
		`ALTER TABLE a ADD CONSTRAINT a_b UNIQUE USING INDEX a_b;`,
	},
	{"add-unique", `ALTER TABLE a ADD CONSTRAINT a_x EXCLUDE USING gist (b WITH =);`, `SELECT 1;`},
	{"heavy", `LOCK TABLE a IN SHARE MODE;`, `SELECT 'LOCK TABLE a';`},
	{"heavy", `VACUUM a;`, `ANALYZE a;`},
	{"heavy", `REINDEX TABLE a;`, `SELECT 1;`},
	{"heavy", `CLUSTER a USING a_i;`, `SELECT "cluster" FROM a;`},
	{"contract", `DROP TABLE a;`, "-- migration: contract\nDROP TABLE a;"},
	{"contract", `ALTER TABLE a DROP COLUMN b;`, "-- migration: contract\nALTER TABLE a DROP b;"},
	{"contract", `ALTER TABLE a DROP b;`, `ALTER TABLE a DROP CONSTRAINT a_b;`},
	{"rename", `ALTER TABLE a RENAME COLUMN b TO c;`, `ALTER TABLE a ADD c int;`},
	{"rename", `ALTER TABLE a RENAME TO c;`, `ALTER TABLE a ALTER "rename" SET DEFAULT 1;`},
	{
		"unnamed",
		"CREATE TABLE a (id int PRIMARY KEY);\nSELECT app.distribute('a');",
		"CREATE TABLE a (id int CONSTRAINT a_pkey PRIMARY KEY);\nSELECT app.distribute('a');",
	},
	{
		"unnamed",
		"CREATE TABLE a (b int, CHECK (b > 0));\nSELECT app.distribute('a');",
		"CREATE TABLE a (b int, CONSTRAINT a_b CHECK (b > 0));\nSELECT app.distribute('a');",
	},
	{
		"unnamed",
		"CREATE TABLE a (b int REFERENCES c (id));\nSELECT app.distribute('a');",
		"CREATE TABLE a (b int, CONSTRAINT a_b FOREIGN KEY (b) REFERENCES c (id));\nSELECT app.distribute('a');",
	},
	{
		"unnamed",
		"CREATE TABLE a (b int CONSTRAINT a_b CHECK (b > 0) UNIQUE);\nSELECT app.distribute('a');",
		"CREATE TABLE a (b int CONSTRAINT a_b CHECK (b > 0) CONSTRAINT a_u UNIQUE NULLS NOT DISTINCT);\nSELECT app.distribute('a');",
	},
	{"unnamed", `ALTER TABLE a ADD CHECK (b > 0) NOT VALID;`, `ALTER TABLE a ADD CONSTRAINT a_b CHECK (b > 0) NOT VALID;`},
	{
		"unnamed",
		"CREATE TABLE a (b int);\nSELECT app.distribute('a');\nCREATE INDEX ON a (b);",
		"CREATE TABLE a (b int);\nSELECT app.distribute('a');\nCREATE INDEX a_b ON a (b);",
	},
	{
		"one-constraint",
		`ALTER TABLE a ADD b int, ADD CONSTRAINT a_b CHECK (b > 0) NOT VALID;`,
		`ALTER TABLE a ADD b numeric(14,2), ADD c int;`,
	},
	{
		"one-statement",
		"SELECT 1; SELECT 2;",
		"-- +goose StatementBegin\nDO $$ BEGIN PERFORM 1; PERFORM 2; END $$;\n-- +goose StatementEnd",
	},
	{
		"one-statement",
		"-- +goose StatementBegin\nSELECT 1;\nSELECT 2;\n-- +goose StatementEnd",
		"-- +goose StatementBegin\nCREATE FUNCTION app.f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT 2; END;\n-- +goose StatementEnd",
	},
	{"distribute", `CREATE TABLE a (b int);`, "CREATE TABLE public.a (b int);\nSELECT app.replicate('a');"},
	{
		"distribute",
		"CREATE TABLE a (b int);\nSELECT app.distribute('other');",
		"CREATE TABLE platform.a (b int);\nCREATE TABLE b PARTITION OF a DEFAULT;\nCREATE TEMP TABLE c (d int PRIMARY KEY);",
	},
	{
		"merge",
		`MERGE INTO a USING b ON a.id = b.id WHEN MATCHED THEN DO NOTHING;`,
		`INSERT INTO a (b) VALUES (1) ON CONFLICT (b) DO UPDATE SET b = excluded.b;`,
	},
	{
		"merge",
		"-- +goose StatementBegin\nDO $$ BEGIN MERGE INTO a USING b ON true WHEN MATCHED THEN DO NOTHING; END $$;\n-- +goose StatementEnd",
		`COMMENT ON TABLE a IS 'never merge into this';`,
	},
	{
		"notify-in-trigger",
		"-- +goose StatementBegin\nCREATE FUNCTION app.f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_notify('a', ''); RETURN NULL; END $$;\n-- +goose StatementEnd",
		"-- +goose StatementBegin\nCREATE FUNCTION app.f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_notify('a', ''); END $$;\n-- +goose StatementEnd",
	},
	{
		"notify-in-trigger",
		"-- +goose StatementBegin\nCREATE OR REPLACE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $x$ BEGIN NOTIFY a; RETURN NULL; END $x$;\n-- +goose StatementEnd",
		"-- +goose StatementBegin\nCREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $x$ BEGIN NEW.notify := 1; RETURN NEW; END $x$;\n-- +goose StatementEnd",
	},
	{
		"delete-rule",
		"CREATE TABLE a (b int CONSTRAINT a_b REFERENCES c (id) ON DELETE CASCADE);\nSELECT app.distribute('a');",
		"CREATE TABLE platform.a (b int CONSTRAINT a_b REFERENCES platform.c (id) ON DELETE CASCADE);",
	},
	{
		"delete-rule",
		`ALTER TABLE a ADD CONSTRAINT a_b FOREIGN KEY (b) REFERENCES c (id) ON DELETE SET NULL NOT VALID;`,
		`ALTER TABLE a ADD CONSTRAINT a_b FOREIGN KEY (b) REFERENCES c (id) ON DELETE NO ACTION NOT VALID;`,
	},
	{"bare-data-change", `UPDATE a SET b = 1;`, `UPDATE platform.a SET b = 1;`},
	{"bare-data-change", `DELETE FROM a WHERE b = 1;`, `DELETE FROM platform.a WHERE b = 1;`},
	{"bootstrap", `CREATE EXTENSION postgis;`, `CREATE POLICY p ON a TO propertyos_app USING (true);`},
	{"bootstrap", `CREATE SCHEMA app;`, `GRANT SELECT ON a TO propertyos_app;`},
	{
		"cut",
		"CREATE FUNCTION app.f() RETURNS int LANGUAGE sql AS $$\nSELECT 1;\nSELECT 2;\n$$;",
		"CREATE FUNCTION app.f() RETURNS int LANGUAGE sql AS $$\nSELECT 1\n$$;",
	},
	{"cut", "COMMENT ON TABLE a IS 'first;\nsecond';", "COMMENT ON TABLE a IS 'first; -- second'; -- done"},
	{"cut", `SELECT 1`, `SELECT 1;`},
	{"direction", "-- +goose Sideways\nSELECT 1;", "SELECT 1;"},
	{"allow", "-- lint:allow heavy\nVACUUM a;", "-- lint:allow heavy the table has one row\nVACUUM a;"},
	{"allow", "-- lint:allow heavy it was needed once\nSELECT 1;", "SELECT 1;"},
}

func TestEachRule(t *testing.T) {
	t.Parallel()
	tried := map[string]bool{}
	for i, ex := range examples {
		tried[ex.rule] = true
		t.Run(fmt.Sprintf("%s_%d", ex.rule, i), func(t *testing.T) {
			t.Parallel()
			if got := broken(t, wrap(ex.bad)); !slices.Equal(got, []string{ex.rule}) {
				t.Errorf("broken rules = %v, want [%s]\n%s", got, ex.rule, ex.bad)
			}
			if got := broken(t, wrap(ex.good)); len(got) != 0 {
				t.Errorf("broken rules = %v, want none\n%s", got, ex.good)
			}
		})
	}
	for _, r := range rules {
		if !tried[r.name] {
			t.Errorf("the rule %s has no example", r.name)
		}
	}
}

func TestDirections(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"no down":         "-- +goose Up\nSELECT 1;\n",
		"empty down":      "-- +goose Up\nSELECT 1;\n-- +goose Down\n-- nothing\n",
		"no up":           "-- +goose Down\nSELECT 1;\n",
		"before up":       "SELECT 1;\n-- +goose Up\nSELECT 1;\n-- +goose Down\nSELECT 1;\n",
		"an empty file":   "",
		"an unknown mark": "-- +goose Up\n-- +goose Nonsense\nSELECT 1;\n-- +goose Down\nSELECT 1;\n",
	} {
		if got := broken(t, text); !slices.Contains(got, "direction") {
			t.Errorf("%s: broken rules = %v, want direction", name, got)
		}
	}
	if got := broken(t, "-- +goose Up\nSELECT 1;\n-- +goose Down\nDROP TABLE a;\nALTER TABLE b RENAME TO c;\n"); len(got) != 0 {
		t.Errorf("taking back may drop and rename: %v", got)
	}
}

func TestLaterFileRelyingOnAnEarlierCheck(t *testing.T) {
	t.Parallel()
	got := broken(t,
		wrap("ALTER TABLE a ADD CONSTRAINT a_b_set CHECK (b IS NOT NULL) NOT VALID;"),
		wrap("ALTER TABLE a VALIDATE CONSTRAINT a_b_set;"),
		wrap("ALTER TABLE public.a ALTER COLUMN b SET NOT NULL;"))
	if len(got) != 0 {
		t.Errorf("broken rules = %v, want none", got)
	}
}

func TestTableOfAnEarlierFileIsNotFresh(t *testing.T) {
	t.Parallel()
	got := broken(t,
		wrap("CREATE TABLE a (b int);\nSELECT app.distribute('a');"),
		wrap("CREATE INDEX a_i ON a (b);"))
	if !slices.Equal(got, []string{"index-concurrently"}) {
		t.Errorf("broken rules = %v, want [index-concurrently]", got)
	}
}

func TestLineNumbers(t *testing.T) {
	t.Parallel()
	fsys := fstest.MapFS{"1.sql": {Data: []byte("-- +goose Up\n\n-- why\nSELECT 1;\n\nVACUUM\n  a;\n-- +goose Down\nSELECT 1;\n")}}
	problems, err := Lint(fsys)
	if err != nil || len(problems) != 1 {
		t.Fatalf("problems = %v, error %v", problems, err)
	}
	if got := problems[0].String(); !strings.HasPrefix(got, "1.sql:6: heavy: ") {
		t.Errorf("problem = %q, want it at 1.sql:6", got)
	}
}

// TestMigrations lints the project's own.
func TestMigrations(t *testing.T) {
	t.Parallel()
	fsys := os.DirFS("../../../../db/migrations")
	if names, err := fs.Glob(fsys, "*.sql"); err != nil || len(names) == 0 {
		t.Fatalf("no migrations found (error %v)", err)
	}
	problems, err := Lint(fsys)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range problems {
		t.Error("db/migrations/" + p.String())
	}
}
