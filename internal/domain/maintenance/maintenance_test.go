package maintenance

import (
	"errors"
	"testing"
	"time"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/kernel/clock"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/tenancy"
	"github.com/propertyos/propertyos/internal/testkit/fill"
	"github.com/propertyos/propertyos/internal/testkit/pgtest"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

func TestOpenWork(t *testing.T) {
	t.Parallel()
	pg := pgtest.New(t)
	s := New(pg.DB(clock.At(time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC))))
	super, org := pg.Pool(pgtest.Superuser), pg.Org(t)
	exec := func(sql string, args ...any) {
		t.Helper()
		if _, err := super.Exec(t.Context(), sql, args...); err != nil {
			t.Fatalf("%s: %v", sql, err)
		}
	}
	mine := fill.Into(t, pg, org)
	fill.Into(t, pg, org) // somebody else's
	urgent := id.New()
	exec(`INSERT INTO work_orders (tenant_id, id, property_id, vendor_id, title, priority) VALUES ($1, $2, $3, $4, 'Flooded cellar', 'emergency')`,
		org, urgent, mine.IDs["properties"], mine.IDs["vendors"])
	p := tenancy.Principal{
		Organization: org, User: id.New(), Role: tenancy.RoleVendor, Session: id.New(),
		Scopes: []id.ID{mine.IDs["vendors"], mine.IDs["addresses"]},
	}
	for _, rls := range []string{"on", "off"} {
		if rls == "off" { // the query's own filter is enough
			for _, table := range []string{"work_orders", "addresses"} {
				exec(`ALTER TABLE ` + table + ` DISABLE ROW LEVEL SECURITY`)
			}
		}
		list, err := s.OpenWork(t.Context(), p)
		if err != nil || len(list) != 2 {
			t.Fatalf("row-level security %s: %+v, %v", rls, list, err)
		}
		first, second := list[0], list[1]
		if first.ID != urgent || first.Unit != "" || first.From != nil || first.Address == nil || first.Address.ID != mine.IDs["addresses"] {
			t.Errorf("row-level security %s: %+v", rls, first)
		}
		if second.ID != mine.IDs["work_orders"] || second.Unit == "" || second.From == nil || second.To == nil {
			t.Errorf("row-level security %s: %+v", rls, second)
		}
		nobody := p
		nobody.Scopes = nil
		if list, err := s.OpenWork(t.Context(), nobody); err != nil || len(list) != 0 {
			t.Errorf("row-level security %s: somebody without a row has %+v, %v", rls, list, err)
		}
	}
	for _, done := range []string{"completed", "cancelled", "declined"} {
		exec(`UPDATE work_orders SET status = $1, completed_at = now()`, done)
		if list, err := s.OpenWork(t.Context(), p); err != nil || len(list) != 0 {
			t.Errorf("%s: %+v, %v", done, list, err)
		}
	}
	for _, role := range []tenancy.Role{tenancy.RoleManager, "", "root"} {
		p.Role = role
		if _, err := s.OpenWork(t.Context(), p); !errors.Is(err, authz.ErrForbidden) {
			t.Errorf("%q: %v", role, err)
		}
	}
}
