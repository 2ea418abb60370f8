package property_test

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/propertyos/propertyos/internal/domain/leasing"
	"github.com/propertyos/propertyos/internal/domain/property"
	"github.com/propertyos/propertyos/internal/kernel/clock"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/tenancy"
	"github.com/propertyos/propertyos/internal/testkit/pgtest"
)

// kit is a database of its own with two organizations, admin's and stranger's.
type kit struct {
	*testing.T
	super           *pgxpool.Pool
	db              *tenancy.DB
	clock           *clock.Fixed
	s               *property.Service
	admin, stranger tenancy.Principal
}

func setup(t *testing.T) *kit {
	t.Helper()
	pg, now := pgtest.New(t), clock.At(time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC))
	k := &kit{T: t, super: pg.Pool(pgtest.Superuser), db: pg.DB(now), clock: now}
	k.s = property.New(k.db)
	k.admin = k.person(pg.Org(t), "Ada", "Ames")
	k.stranger = k.person(pg.Org(t), "Zoe", "Zorn")
	return k
}

// person makes a user who is an admin.
func (k *kit) person(org id.ID, first, last string) tenancy.Principal {
	k.Helper()
	user := id.New()
	k.exec(`INSERT INTO users (tenant_id, id, email, first_name, last_name, role) VALUES ($1, $2, $3, $4, $5, 'admin')`,
		org, user, strings.ToLower(first)+"@example.com", first, last)
	return tenancy.Principal{Organization: org, User: user, Role: tenancy.RoleAdmin}
}

func as(p tenancy.Principal, role tenancy.Role) tenancy.Principal {
	p.Role = role
	return p
}

func limited(p tenancy.Principal, properties ...id.ID) tenancy.Principal {
	p.PropertyScope = append([]id.ID{}, properties...)
	return p
}

func (k *kit) check(err error) {
	k.Helper()
	if err != nil {
		k.Fatal(err)
	}
}

func (k *kit) exec(sql string, args ...any) {
	k.Helper()
	if _, err := k.super.Exec(k.Context(), sql, args...); err != nil {
		k.Fatalf("%s: %v", sql, err)
	}
}

func (k *kit) one(sql string, args ...any) string {
	k.Helper()
	var v string
	if err := k.super.QueryRow(k.Context(), "SELECT coalesce(("+sql+")::text, '')", args...).Scan(&v); err != nil {
		k.Fatalf("%s: %v", sql, err)
	}
	return v
}

// building makes a property with units of these numbers.
func (k *kit) building(name string, numbers ...string) (property.Property, []property.Unit) {
	k.Helper()
	p, err := k.s.CreateProperty(k.Context(), k.admin, tenancy.Key{}, property.PropertyInput{
		Name: name, Type: "residential",
		Address: &property.AddressInput{Street1: "1 " + name, City: "Denver", State: ptr("CO"), ZipCode: ptr("80201")},
	})
	k.check(err)
	var units []property.Unit
	for _, n := range numbers {
		units = append(units, k.unit(p.ID, property.UnitInput{Number: n}))
	}
	return p, units
}

func (k *kit) unit(p id.ID, in property.UnitInput) property.Unit {
	k.Helper()
	u, err := k.s.CreateUnit(k.Context(), k.admin, tenancy.Key{}, p, in)
	k.check(err)
	return u
}

// lease puts a household with one lease into a unit. movedIn and movedOut may be empty.
func (k *kit) lease(u property.Unit, status, movedIn, movedOut, start, end, rent string, o *leasing.Opening) leasing.Household {
	k.Helper()
	h := leasing.Household{
		UnitID: u.ID, PropertyID: u.PropertyID, MovedInOn: date(movedIn), MovedOutOn: date(movedOut),
		Renters: []leasing.NewRenter{{FirstName: "Ida", LastName: "Iris" + u.Number}, {FirstName: "Otto", LastName: "Olm"}},
		Leases:  []leasing.NewLease{{Start: date(start), End: date(end), Status: status, MonthlyRent: ptr(money.MustParse(rent)), Opening: o}},
	}
	list := []leasing.Household{h}
	k.check(tenancy.InTx(k.Context(), k.db, k.admin, func(ctx context.Context, tx tenancy.Tx) error {
		return leasing.RecordTx(ctx, tx, list)
	}))
	return list[0]
}

func (k *kit) document(entityType string, entity id.ID) {
	k.Helper()
	k.exec(`INSERT INTO documents (tenant_id, id, type, entity_type, entity_id, file_name, file_path, file_size, mime_type, content_hash)
		VALUES ($1, gen_random_uuid(), 'other', $2, $3, 'a.pdf', 'a', 1, 'application/pdf', decode(repeat('00', 32), 'hex'))`,
		k.admin.Organization, entityType, entity)
}

// contents are all rows of every table of organizations, without what any change raises and without the logs of changes.
func (k *kit) contents() map[string]string {
	k.Helper()
	rows, err := k.super.Query(k.Context(), `SELECT c.table_name::text FROM information_schema.columns AS c
		JOIN information_schema.tables AS t USING (table_schema, table_name)
		WHERE c.table_schema = 'public' AND c.column_name = 'tenant_id' AND t.table_type = 'BASE TABLE'
		AND c.table_name NOT LIKE 'audit\_logs%' AND c.table_name <> 'events'`)
	k.check(err)
	tables, err := pgx.CollectRows(rows, pgx.RowTo[string])
	k.check(err)
	found := map[string]string{}
	for _, table := range tables {
		found[table] = k.one(`SELECT string_agg((to_jsonb(t) - 'version' - 'updated_at')::text, E'\n' ORDER BY t.tenant_id, t.id)
			FROM ` + pgx.Identifier{table}.Sanitize() + ` AS t`)
	}
	if len(found) < 25 {
		k.Fatalf("only %d tables", len(found))
	}
	return found
}

func (k *kit) same(before map[string]string) {
	k.Helper()
	for table, now := range k.contents() {
		if now != before[table] {
			k.Errorf("%s holds\n%s\nbefore:\n%s", table, now, before[table])
		}
	}
}

func ptr[T any](v T) *T { return &v }

func date(s string) period.Date {
	if s == "" {
		return period.Date{}
	}
	return period.MustParse(s)
}

func code(err error) string {
	if err == nil {
		return ""
	}
	return fault.As(err).Code
}

// fieldsOf lists the fields that an error is about, as pointer and code.
func fieldsOf(err error) string {
	var list []string
	if err != nil {
		for _, f := range fault.As(err).Fields {
			list = append(list, f.Pointer+" "+f.Code)
		}
	}
	return strings.Join(list, ", ")
}

// together runs fn n times at once.
func together(n int, fn func(i int)) {
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() { fn(i) })
	}
	wg.Wait()
}
