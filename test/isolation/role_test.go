package isolation

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/testkit/pgtest"
)

func withoutAContextThereIsNothing(t *testing.T, w *world) {
	t.Parallel()
	for _, role := range []string{postgres.RoleApp, postgres.RoleReadonly} {
		nobody := w.attacker(t, w.db.Pool(role)).as(identity{})
		nobody.ids, nobody.canary = map[string]bool{}, "cn" // anything at all
		for _, table := range w.own() {
			if said := nobody.peek(`SELECT * FROM public.` + table.Name); said.err != nil || said.rows != 0 {
				nobody.found(fmt.Sprintf("%d rows without a context, %v", said.rows, said.err), table.Name)
			}
			for _, value := range []string{"", " ", "x", "0", "null", strings.ToUpper(w.victim.Org.String())[:35], w.victim.Org.String() + ",", "{" + w.mine.Org.String()} {
				said := nobody.peek(fmt.Sprintf(`SET LOCAL app.current_tenant_id = '%s'; SELECT * FROM public.%s`, value, table.Name))
				if said.rows != 0 {
					nobody.found("rows under the malformed context "+value, table.Name)
				}
			}
		}
		for _, view := range w.views {
			if said := nobody.peek(`SELECT * FROM public.` + view); said.err != nil || said.rows != 0 {
				nobody.found("rows without a context", view)
			}
		}
		if said := nobody.peek(`SELECT * FROM app.read_tenant_analytics()`); said.rows != 0 {
			nobody.found("analytics without a context", "")
		}
	}
}

func theRoleCannotGrow(t *testing.T, w *world) {
	t.Parallel()
	for way, pool := range map[string]*attacker{
		"directly":          w.attacker(t, w.db.Pool(postgres.RoleApp)),
		"through PgBouncer": w.attacker(t, w.db.Bouncer(t, 1).Pool(postgres.RoleApp)),
	} {
		for _, role := range []string{
			"propertyos_owner", "propertyos_definer", "propertyos_mover", "propertyos_system", "postgres",
			"pg_read_all_data", "pg_read_server_files", "pg_execute_server_program",
		} {
			pool.refused(`SET ROLE ` + role)
			pool.refused(`SET LOCAL ROLE ` + role)
			pool.refused(`SELECT set_config('role', '` + role + `', true)`)
			pool.refused(`GRANT `+role+` TO propertyos_app`, "0LP01")
			if role != postgres.RoleApp {
				pool.refused(`SET SESSION AUTHORIZATION ` + role)
			}
		}
		for _, statement := range []string{
			`ALTER ROLE propertyos_app BYPASSRLS`, `ALTER ROLE propertyos_app SUPERUSER`, `CREATE ROLE mine`,
			`CREATE TABLE public.mine (x int)`, `CREATE TEMPORARY TABLE mine (x int)`, `CREATE SCHEMA mine`,
			`CREATE FUNCTION app.current_tenant_id(x int) RETURNS uuid LANGUAGE sql AS 'SELECT NULL::uuid'`,
			`CREATE FUNCTION public.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'`,
			`CREATE OR REPLACE FUNCTION app.current_tenant_id() RETURNS uuid LANGUAGE sql AS 'SELECT NULL::uuid'`,
			`ALTER FUNCTION app.is_staff() VOLATILE`, `DROP FUNCTION app.is_staff()`, `CREATE EXTENSION citext`,
			`CREATE VIEW public.mine AS SELECT 1`, `DO LANGUAGE plpython3u $$ $$`, `CREATE LANGUAGE plperlu`,
			`COPY public.units TO '/dev/null'`, `COPY public.units TO PROGRAM 'cat'`, `COPY public.units FROM PROGRAM 'cat'`,
			`SELECT pg_read_file('/etc/passwd')`, `SELECT pg_ls_dir('/')`, `SELECT lo_import('/etc/passwd')`,
			`SELECT * FROM pg_authid`, `SELECT * FROM pg_statistic`, `SELECT * FROM pg_user_mapping`,
			`SET session_replication_role = replica`, `SET log_statement = 'all'`,
			`SELECT * FROM app.tenant_analytics`, `REFRESH MATERIALIZED VIEW app.tenant_analytics`,
			`SELECT * FROM partman.part_config`, `SELECT * FROM platform.goose_db_version`,
		} {
			pool.refused(statement, "42704", "42710", "0A000")
		}
		for _, relation := range column(t, w.db.Pool(pgtest.Superuser), `SELECT relname::text FROM pg_class
			WHERE relnamespace = 'platform'::regnamespace AND relkind IN ('r', 'p', 'v', 'S')`) {
			pool.refused(`SELECT * FROM platform.` + relation)
			pool.refused(`INSERT INTO platform.` + relation + ` DEFAULT VALUES`)
			pool.refused(`DELETE FROM platform.` + relation)
		}
		for _, table := range w.tables {
			pool.refused(`SET LOCAL row_security = off; SELECT * FROM public.` + table.Name)
			if table.PartitionOf != "" {
				pool.refused(`SELECT * FROM public.` + table.Name)
			}
		}
		t.Logf("isolation: %s", way)
	}
}

func functionsAndCataloguesTellNothing(t *testing.T, w *world) {
	t.Parallel()
	a := w.attacker(t, w.db.Pool(postgres.RoleApp))
	// Somebody of the other organization is in the middle of a request.
	held, err := w.db.Pool(postgres.RoleApp).Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer held.Rollback(context.Background())
	if _, err := held.Exec(t.Context(), `SELECT app.set_context($1, NULL, 'admin', NULL, NULL)`, w.victim.Org); err != nil {
		t.Fatal(err)
	}
	if _, err := held.Exec(t.Context(), `UPDATE users SET first_name = $2 WHERE tenant_id = $1`, w.victim.Org, w.victim.Canary); err != nil {
		t.Fatal(err)
	}
	for _, relation := range column(t, w.db.Pool(pgtest.Superuser), `SELECT relname::text FROM pg_class
		WHERE relnamespace = 'pg_catalog'::regnamespace AND relkind IN ('r', 'v')`) {
		a.peek(`SELECT * FROM pg_catalog.` + relation) // pg_stats and pg_stat_activity among them
	}
	for _, function := range functions(t, w) {
		a.peek(function)
	}
	for _, statement := range []string{
		`SELECT * FROM app.read_tenant_analytics()`, `SELECT lo_get(oid) FROM pg_largeobject_metadata`,
		`SELECT query_to_xml('SELECT * FROM public.units', true, true, '')`, `SELECT schema_to_xml('public', true, true, '')`,
		`SELECT table_to_xml('public.users', true, true, '')`, `SELECT current_setting('app.request', true), current_setting('app.scope_ids', true)`,
		`SELECT app.changes(to_jsonb(x), to_jsonb(y)) FROM public.units AS x, public.units AS y`,
	} {
		a.peek(statement)
	}
	if said := a.peek(`SELECT tenant_id FROM app.read_tenant_analytics()`); said.text != w.mine.Org.String()+"\n" {
		t.Errorf("the analytics of the own organization are %q", said.text)
	}
}

// functions returns a call of every function of schema app that is no trigger, with the victim's id for each uuid.
func functions(t *testing.T, w *world) []string {
	return column(t, w.db.Pool(pgtest.Superuser), fmt.Sprintf(`SELECT format('SELECT * FROM app.%%I(%%s)', p.proname, (
		SELECT string_agg(CASE y WHEN 'uuid'::regtype THEN '''%[1]s''' WHEN 'text'::regtype THEN '''units''' ELSE 'NULL' END, ', ')
		FROM unnest(p.proargtypes[0:p.pronargs - p.pronargdefaults - 1]) AS y))
		FROM pg_proc AS p WHERE p.pronamespace = 'app'::regnamespace AND p.prorettype <> 'trigger'::regtype AND p.proname <> 'set_context'
		ORDER BY 1`, w.victim.Org))
}

// The arguments of set_context are values, whatever they hold.
func theContextCannotBeForged(t *testing.T, w *world) {
	t.Parallel()
	conn := w.db.Conn(postgres.RoleApp)
	forged := `x'; SET LOCAL app.current_tenant_id = '` + w.victim.Org.String()
	for _, args := range [][]any{
		{w.mine.Org, nil, forged, nil, nil},
		{w.mine.Org, nil, "admin", nil, `{"id": "` + forged + `"}`},
		{w.mine.Org, nil, `\'; SET LOCAL app.current_tenant_id = '`, nil, nil},
		{w.mine.Org, nil, "admin\"", []id.ID{w.victim.Org}, `{"id": "%L %s $1"}`},
	} {
		attempts.Add(1)
		err := pgx.BeginFunc(t.Context(), conn, func(tx pgx.Tx) error {
			if _, err := tx.Exec(t.Context(), `SELECT app.set_context($1, $2, $3, $4, $5)`, args...); err != nil {
				return err
			}
			var org string
			err := tx.QueryRow(t.Context(), `SELECT current_setting('app.current_tenant_id')`).Scan(&org)
			if org != w.mine.Org.String() {
				leaks.Add(1)
				t.Errorf("LEAK: forged to %s by %v", org, args)
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
	}
}

// After a transaction, however it ended, its context is gone from the connection.
func aContextEndsWithItsTransaction(t *testing.T, w *world) {
	t.Parallel()
	bouncer := w.db.Bouncer(t, 1)
	for way, url := range map[string]string{"directly": w.db.URL(postgres.RoleApp).Reveal(), "through PgBouncer": bouncer.URL(postgres.RoleApp).Reveal()} {
		cfg, err := pgx.ParseConfig(url)
		if err != nil {
			t.Fatal(err)
		}
		cfg.DefaultQueryExecMode = pgx.QueryExecModeSimpleProtocol
		conn, err := pgx.ConnectConfig(t.Context(), cfg)
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close(context.Background())
		enter := staff(w.victim.Org).enter()
		for _, script := range []string{
			"BEGIN; " + enter + "; COMMIT", "BEGIN; " + enter + "; ROLLBACK", "BEGIN; " + enter + "; SELECT 1/0",
			"BEGIN; SAVEPOINT s; " + enter + "; ROLLBACK TO s; COMMIT", "BEGIN; SAVEPOINT s; " + enter + "; RELEASE s; COMMIT",
			"BEGIN; " + enter + "; COMMIT AND CHAIN; SELECT 1; COMMIT", enter,
		} {
			attempts.Add(1)
			_, err := conn.PgConn().Exec(t.Context(), script).ReadAll()
			var pg *pgconn.PgError
			if err != nil && !(errors.As(err, &pg) && pg.Code == "22012") {
				t.Fatal(err)
			}
			if err != nil {
				if _, err := conn.Exec(t.Context(), "ROLLBACK"); err != nil {
					t.Fatal(err)
				}
			}
			for _, setting := range []string{"current_tenant_id", "current_user_id", "actor_role", "scope_ids", "request"} {
				var v *string
				if err := conn.QueryRow(t.Context(), `SELECT current_setting('app.' || $1, true)`, setting).Scan(&v); err != nil {
					t.Fatal(err)
				}
				if v != nil && *v != "" {
					leaks.Add(1)
					t.Errorf("LEAK: %s: app.%s is left by %s", way, setting, script)
				}
			}
		}
	}
}

// What the role is trusted with, so that a change of it is noticed: it names the organization that it serves.
func theRoleIsTrustedToEnter(t *testing.T, w *world) {
	t.Parallel()
	nobody := w.attacker(t, w.db.Pool(postgres.RoleApp)).as(identity{})
	nobody.ids = map[string]bool{}
	nobody.canary = "nothing of the kind"
	said := nobody.peek(`SELECT set_config('app.current_tenant_id', '` + w.victim.Org.String() + `', true),
		set_config('app.actor_role', 'admin', true); SELECT id FROM public.units`)
	if said.rows != 2 || !strings.Contains(said.text, w.victim.IDs["units"].String()) {
		t.Errorf("entering by set_config gives %d rows: the picture in doc.go is out of date", said.rows)
	}
	if !slices.Contains(w.views, "webhook_counts") {
		t.Error("views are not found")
	}
}
