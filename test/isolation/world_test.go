package isolation

import (
	"context"
	"fmt"
	"os"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/propertyos/propertyos/internal/kernel/secret"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/testkit/fill"
	"github.com/propertyos/propertyos/internal/testkit/pgtest"
)

// attempts and leaks count over the whole package; mutated copies of the database count apart.
var attempts, leaks, mutants, caught atomic.Int64

func TestMain(m *testing.M) {
	pgtest.Main(tally{m})
}

// tally says at the end what was tried.
type tally struct{ m *testing.M }

func (t tally) Run() int {
	code := t.m.Run()
	fmt.Fprintf(os.Stdout, "isolation: %d attempts, %d leaks; %d of %d mutants caught\n",
		attempts.Load(), leaks.Load(), caught.Load(), mutants.Load())
	return code
}

// family is one set of rows that belong together, with the values of each row as text.
type family struct {
	*fill.Rows
	data map[string]map[string]string
}

// world is a database with two organizations: the attacker's with two families of rows and a spare one to make new rows
// from, and the victim's.
type world struct {
	db                 *pgtest.DB
	mine, other, spare *family
	victim             *family
	bare               *family // of an organization without the rows of which there is one for each
	tables             []fill.Table
	views              []string
	victimIDs          map[string]bool
	ctids              map[string]string // of a row of the victim, by table
}

// build fills a database.
func build(t *testing.T) *world {
	t.Helper()
	w := &world{db: pgtest.New(t)}
	a, b := w.db.Org(t), w.db.Org(t)
	load := func(org *fill.Rows) *family { return &family{Rows: org} }
	w.mine, w.other, w.spare = load(fill.Into(t, w.db, a)), load(fill.Into(t, w.db, a)), load(fill.Into(t, w.db, a))
	w.victim = load(fill.Into(t, w.db, b))
	super := w.db.Pool(pgtest.Superuser)
	ctx := context.Background()
	if _, err := super.Exec(ctx, `SELECT app.refresh_tenant_analytics()`); err != nil {
		t.Fatal(err)
	}
	if _, err := super.Exec(ctx, `ANALYZE`); err != nil { // so that pg_stats has something to leak
		t.Fatal(err)
	}
	var err error
	if w.tables, err = fill.Tables(ctx, super); err != nil {
		t.Fatal(err)
	}
	w.views = column(t, super, `SELECT relname::text FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'v'`)
	for _, f := range []*family{w.mine, w.other, w.spare, w.victim} {
		f.data = map[string]map[string]string{}
		for _, table := range w.tables {
			if table.PartitionOf != "" {
				continue
			}
			var row map[string]*string
			err := super.QueryRow(ctx, fmt.Sprintf(`SELECT (SELECT jsonb_object_agg(key, value) FROM jsonb_each_text(to_jsonb(x)))
				FROM public.%s AS x WHERE %s = $1 AND id = $2`, table.Name, table.Tenant()), f.Org, f.IDs[table.Name]).Scan(&row)
			if err != nil {
				t.Fatalf("%s was left empty: %v", table.Name, err)
			}
			f.data[table.Name] = map[string]string{}
			for name, v := range row {
				if v != nil {
					f.data[table.Name][name] = *v
				}
			}
		}
	}
	w.bare = load(&fill.Rows{Org: w.db.Org(t), Canary: w.spare.Canary, IDs: w.spare.IDs})
	w.clear(t)
	w.know(t)
	return w
}

// clear takes away the spare family's rows of tables that hold one row for each of another table, so that a new one
// finds its place free.
func (w *world) clear(t *testing.T) {
	for _, table := range []string{
		"lease_openings", "transaction_reconciliations", "notification_preferences", "owner_properties", "property_group_members",
		"take_ons", "trust_banks", "trust_receipts",
	} {
		_, err := w.db.Pool(pgtest.Superuser).Exec(context.Background(),
			fmt.Sprintf(`DELETE FROM public.%s WHERE tenant_id = $1 AND id = $2`, table), w.spare.Org, w.spare.IDs[table])
		if err != nil {
			t.Fatal(err)
		}
	}
}

// know collects what must never be seen: the id of every row of the victim.
func (w *world) know(t *testing.T) {
	w.victimIDs, w.ctids = map[string]bool{w.victim.Org.String(): true}, map[string]string{}
	super := w.db.Pool(pgtest.Superuser)
	for _, table := range w.tables {
		for _, v := range column(t, super, fmt.Sprintf(`SELECT id::text FROM public.%s WHERE %s = '%s'`, table.Name, table.Tenant(), w.victim.Org)) {
			w.victimIDs[v] = true
		}
		for _, v := range column(t, super, fmt.Sprintf(`SELECT ctid::text FROM public.%s WHERE %s = '%s' LIMIT 1`, table.Name, table.Tenant(), w.victim.Org)) {
			w.ctids[table.Name] = v
		}
		if w.ctids[table.Name] == "" {
			t.Fatalf("%s was left empty", table.Name)
		}
	}
}

// fingerprint tells one state of the victim's rows from another.
func (w *world) fingerprint(t *testing.T) map[string]string {
	t.Helper()
	prints := map[string]string{}
	for _, table := range w.tables {
		prints[table.Name] = column(t, w.db.Pool(pgtest.Superuser), fmt.Sprintf(
			`SELECT count(*) || ' ' || md5(coalesce(string_agg(x::text, '|' ORDER BY x::text), '')) FROM public.%s AS x WHERE %s = '%s'`,
			table.Name, table.Tenant(), w.victim.Org))[0]
	}
	return prints
}

func column(t *testing.T, q fill.Querier, sql string) []string {
	t.Helper()
	rows, err := q.Query(context.Background(), sql)
	if err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
	list, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
	return list
}

var uuids = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`)

// reveals returns what a text tells of a secret that the statement did not bring along itself, or nothing.
func reveals(text, statement string, ids map[string]bool, canary string) string {
	for _, v := range uuids.FindAllString(text, -1) {
		if ids[v] && !strings.Contains(statement, v) {
			return "the id " + v
		}
	}
	for rest := text; ; {
		i := strings.Index(strings.ToLower(rest), canary)
		if i < 0 {
			return ""
		}
		word := rest[i:min(len(rest), i+len(canary)+4)]
		if !strings.Contains(strings.ToLower(statement), strings.ToLower(strings.TrimRight(word, "\", ')(}]:;|"))) {
			return "the word " + word
		}
		rest = rest[i+len(canary):]
	}
}

// open opens a pool that ends with the test.
func open(t *testing.T, url string, o postgres.PoolOptions) *pgxpool.Pool {
	t.Helper()
	pool, err := postgres.OpenPool(context.Background(), secret.New(url), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(pool.Close)
	return pool
}
