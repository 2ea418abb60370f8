package intake

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/propertyos/propertyos/internal/domain/intake/rentroll"
	"github.com/propertyos/propertyos/internal/kernel/clock"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/tenancy"
	"github.com/propertyos/propertyos/internal/testkit/pgtest"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

const sampleName = "rent_roll-20261031.csv"

// kit is a database of its own with two organizations.
type kit struct {
	*testing.T
	ctx     context.Context
	pg      *pgtest.DB
	super   *pgxpool.Pool
	service *Service
	org     id.ID
	admin   tenancy.Principal
}

func setup(t *testing.T) *kit {
	t.Helper()
	pg := pgtest.New(t)
	k := &kit{
		T: t, ctx: t.Context(), pg: pg, super: pg.Pool(pgtest.Superuser), org: pg.Org(t),
		service: New(pg.DB(clock.At(time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC)))),
	}
	k.admin = tenancy.Principal{Organization: k.org, Role: tenancy.RoleAdmin}
	return k
}

func sample(t *testing.T) []byte {
	t.Helper()
	data, err := os.ReadFile("rentroll/testdata/appfolio-rent-roll.csv")
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func (k *kit) load(data []byte) (Report, error) {
	return k.service.Import(k.ctx, k.admin, Input{FileName: sampleName, Data: data}, nil)
}

func (k *kit) mustLoad(data []byte) Report {
	k.Helper()
	r, err := k.load(data)
	if err != nil {
		k.Fatalf("import: %v\n%+v", err, r.Issues)
	}
	return r
}

// refused imports a file that must be refused with exactly one error, on a line, without a trace in any table.
func (k *kit) refused(data []byte, line int, code string) rentroll.Issue {
	k.Helper()
	before := k.contents()
	r, err := k.load(data)
	if !errors.Is(err, ErrRefused) || !r.Failed() {
		k.Fatalf("import: %v, want ErrRefused", err)
	}
	var errs []rentroll.Issue
	for _, i := range r.Issues {
		if i.Severity == rentroll.Error {
			errs = append(errs, i)
		}
	}
	if len(errs) != 1 || errs[0].Line != line || errs[0].Code != code {
		k.Fatalf("errors %+v, want one %s on line %d", errs, code, line)
	}
	if r.ImportID != id.Nil || r.Units != (Count{}) || r.Leases != (Count{}) {
		k.Errorf("a refused import reports %+v", r)
	}
	k.same(before)
	return errs[0]
}

// one returns the single value that a query gives for the organization, $1.
func (k *kit) one(sql string) string {
	k.Helper()
	var v string
	if err := k.super.QueryRow(k.ctx, "SELECT coalesce(("+sql+")::text, '')", k.org).Scan(&v); err != nil {
		k.Fatalf("%s: %v", sql, err)
	}
	return v
}

// contents digests every row of every table that holds an organization's rows, updated_at and version included.
func (k *kit) contents() map[string]string {
	k.Helper()
	ctx := context.WithoutCancel(k.ctx)
	rows, err := k.super.Query(ctx, `SELECT c.table_name::text FROM information_schema.columns AS c
		JOIN information_schema.tables AS t USING (table_schema, table_name)
		WHERE c.table_schema = 'public' AND c.column_name = 'tenant_id' AND t.table_type = 'BASE TABLE'`)
	if err != nil {
		k.Fatal(err)
	}
	tables, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		k.Fatal(err)
	}
	if len(tables) < 30 {
		k.Fatalf("only %d tables found", len(tables))
	}
	found := map[string]string{}
	for _, table := range tables {
		var n int
		var digest string
		err := k.super.QueryRow(ctx, `SELECT count(*), coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '')
			FROM public.`+pgx.Identifier{table}.Sanitize()+` AS t`).Scan(&n, &digest)
		if err != nil {
			k.Fatalf("%s: %v", table, err)
		}
		found[table] = fmt.Sprintf("%d rows, %s", n, digest)
	}
	return found
}

func (k *kit) same(before map[string]string) {
	k.Helper()
	for table, now := range k.contents() {
		if now != before[table] {
			k.Errorf("%s changed: %s, before %s", table, now, before[table])
		}
	}
}

func hasIssue(r Report, code string) bool {
	return slices.ContainsFunc(r.Issues, func(i rentroll.Issue) bool { return i.Code == code })
}

// edit replaces text that must occur exactly once.
func edit(t *testing.T, data []byte, old, with string) []byte {
	t.Helper()
	if n := strings.Count(string(data), old); n != 1 {
		t.Fatalf("%q occurs %d times", old, n)
	}
	return []byte(strings.Replace(string(data), old, with, 1))
}
