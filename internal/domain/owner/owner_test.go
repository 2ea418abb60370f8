package owner

import (
	"errors"
	"testing"
	"time"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/kernel/clock"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/tenancy"
	"github.com/propertyos/propertyos/internal/testkit/fill"
	"github.com/propertyos/propertyos/internal/testkit/pgtest"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

func TestHoldings(t *testing.T) {
	t.Parallel()
	pg := pgtest.New(t)
	now := clock.At(time.Date(2026, 11, 2, 4, 30, 0, 0, time.UTC)) // still the 1st in New York
	s, super, org := New(pg.DB(now)), pg.Pool(pgtest.Superuser), pg.Org(t)
	exec := func(sql string, args ...any) {
		t.Helper()
		if _, err := super.Exec(t.Context(), sql, args...); err != nil {
			t.Fatalf("%s: %v", sql, err)
		}
	}
	mine := fill.Into(t, pg, org)
	theirs := fill.Into(t, pg, org) // somebody else's
	exec(`UPDATE organizations SET time_zone = 'America/New_York'`)
	exec(`UPDATE tenancies SET moved_in_on = '2026-01-01'`)
	exec(`UPDATE leases SET start_date = '2026-01-01', end_date = '2026-12-31', monthly_rent = 1210 WHERE status = 'active'`)
	exec(`UPDATE owner_properties SET from_date = '2020-01-01', to_date = '2026-11-01', ownership_percentage = 12.5`)
	p := tenancy.Principal{
		Organization: org, User: id.New(), Role: tenancy.RoleOwner, Session: id.New(),
		Scopes: []id.ID{mine.IDs["owners"], mine.IDs["properties"], mine.IDs["addresses"]},
	}
	for _, rls := range []string{"on", "off"} {
		if rls == "off" { // the query's own filter is enough
			for _, table := range []string{"owner_properties", "properties", "units", "addresses", "leases", "tenancies"} {
				exec(`ALTER TABLE ` + table + ` DISABLE ROW LEVEL SECURITY`)
			}
		}
		list, err := s.Holdings(t.Context(), p)
		if err != nil || len(list) != 1 {
			t.Fatalf("row-level security %s: %+v, %v", rls, list, err)
		}
		h := list[0]
		if h.PropertyID != mine.IDs["properties"] || !h.Share.Equal(money.MustParse("12.50")) || h.Units != 1 || h.Occupied != 1 || h.Address == nil || h.Address.ID != mine.IDs["addresses"] {
			t.Errorf("row-level security %s: %+v", rls, h)
		}
		d, err := s.Holding(t.Context(), p, h.PropertyID)
		if err != nil || len(d.Units) != 1 || d.Units[0].Lease == nil || !d.Units[0].Lease.Rent.Equal(money.MustParse("1210")) ||
			d.Units[0].Lease.End.String() != "2026-12-31" || len(d.Shares) != 1 || d.Shares[0].To.String() != "2026-11-01" || !d.Rent.Equal(money.MustParse("1210")) {
			t.Errorf("row-level security %s: %+v, %v", rls, d, err)
		}
		if _, err := s.Holding(t.Context(), p, theirs.IDs["properties"]); !errors.Is(err, fault.ErrNotFound) {
			t.Errorf("row-level security %s: somebody else's property: %v", rls, err)
		}
		nobody := p
		nobody.Scopes = nil
		if list, err := s.Holdings(t.Context(), nobody); err != nil || len(list) != 0 {
			t.Errorf("row-level security %s: somebody without a row holds %+v, %v", rls, list, err)
		}
	}
	now.Advance(time.Hour) // the day after the share's last
	if list, err := s.Holdings(t.Context(), p); err != nil || len(list) != 0 {
		t.Errorf("a share that is over: %+v, %v", list, err)
	}
	for _, role := range []tenancy.Role{tenancy.RoleAdmin, "", "root"} {
		p.Role = role
		if _, err := s.Holdings(t.Context(), p); !errors.Is(err, authz.ErrForbidden) {
			t.Errorf("%q: %v", role, err)
		}
	}
}
