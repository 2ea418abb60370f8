package leasing

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/propertyos/propertyos/internal/audit"
	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/page"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// renter is the principal of a household's first renter, about the rows that authentication would give.
func (k *kit) renter(h Household) tenancy.Principal {
	k.Helper()
	user := id.New()
	k.exec(`INSERT INTO users (tenant_id, id, email, role) VALUES ($1, $2, $3, 'tenant')`, k.org, user, user.String()+"@example.com")
	k.exec(`UPDATE tenants SET user_id = $1 WHERE tenant_id = $2 AND id = $3`, user, k.org, h.Renters[0].ID)
	p := tenancy.Principal{Organization: k.org, User: user, Role: tenancy.RoleRenter, Session: id.New()}
	err := k.super.QueryRow(k.ctx, `SELECT app.person_scopes($1, 'tenant', '2026-11-02')
		FROM (SELECT set_config('app.current_tenant_id', $2, false)) AS x`, user, k.org.String()).Scan(&p.Scopes)
	if err != nil || len(p.Scopes) == 0 {
		k.Fatal(p.Scopes, err)
	}
	return p
}

func (k *kit) exec(sql string, args ...any) {
	k.Helper()
	if _, err := k.super.Exec(k.ctx, sql, args...); err != nil {
		k.Fatalf("%s: %v", sql, err)
	}
}

func TestHomes(t *testing.T) {
	t.Parallel()
	k := setup(t, 2)
	k.exec(`INSERT INTO addresses (tenant_id, id, street1, city, state, zip_code) VALUES ($1, $2, '1 Elm', 'Dayton', 'OH', '45402')`, k.org, k.property)
	k.exec(`UPDATE properties SET address_id = id WHERE tenant_id = $1`, k.org)
	mine, other := k.chain(), k.stay(1, "2026-01-01", "2026-01-01", "2026-12-31", StatusActive)
	list := []Household{mine, other}
	if err := k.record(list...); err != nil {
		t.Fatal(err)
	}
	p := k.renter(list[0])
	for _, rls := range []string{"on", "off"} {
		if rls == "off" { // the queries' own filter is enough
			for _, table := range []string{"leases", "tenancies", "units", "addresses"} {
				k.exec(`ALTER TABLE ` + table + ` DISABLE ROW LEVEL SECURITY`)
			}
		}
		homes, err := k.service.Homes(k.ctx, p)
		if err != nil || len(homes) != 1 {
			t.Fatalf("row-level security %s: %+v, %v", rls, homes, err)
		}
		h := homes[0]
		if h.UnitID != k.units[0] || h.Address == nil || h.Address.Street1 != "1 Elm" || h.Number != "1" || h.MovedInOn.IsZero() || h.MonthlyRent == nil {
			t.Errorf("row-level security %s: %+v", rls, h)
		}
		want := []HomePerson{{"Ida Iris", RoleRenter}, {"Jo Juniper", RoleRenter}}
		if !cmp.Equal(h.People, want) {
			t.Errorf("row-level security %s: %+v, want %+v", rls, h.People, want)
		}
		stranger := p
		stranger.User, stranger.Scopes = id.New(), nil
		if homes, err := k.service.Homes(k.ctx, stranger); err != nil || len(homes) != 0 {
			t.Errorf("row-level security %s: somebody without a row has %+v, %v", rls, homes, err)
		}
	}
	if _, err := k.service.Homes(k.ctx, k.admin); !errors.Is(err, authz.ErrForbidden) {
		t.Errorf("staff: %v", err)
	}
}

// Somebody who was given other properties learns no more of a unit than that nobody is there.
func TestCurrentKeepsToTheProperties(t *testing.T) {
	t.Parallel()
	k := setup(t, 1)
	if err := k.record(k.chain()); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		scope []id.ID
		want  bool
	}{{nil, true}, {[]id.ID{k.property}, true}, {[]id.ID{id.New()}, false}, {[]id.ID{}, false}} {
		p := k.admin
		p.Role, p.PropertyScope = tenancy.RoleLeasingAgent, c.scope
		if o, ok, err := k.service.Current(k.ctx, p, k.units[0], day("2026-11-02")); err != nil || ok != c.want || !ok && !cmp.Equal(o, Occupancy{}) {
			t.Errorf("limited to %v: %t, %v", c.scope, ok, err)
		}
	}
}

// A renter whose lease was renewed is listed with the terms that bind them now, not with those that were renewed.
func TestHomeOfARenewedLease(t *testing.T) {
	t.Parallel()
	k := setup(t, 1)
	if err := k.record([]Household{k.chain()}...); err != nil {
		t.Fatal(err)
	}
	k.exec(`UPDATE leases SET status = 'renewed' WHERE tenant_id = $1 AND start_date = '2024-01-01'`, k.org)
	list, _, err := NewRenters(k.service.db, audit.Nobody{}).List(k.ctx, k.admin, RenterFilter{Query: "Ida"}, page.Request{})
	if err != nil || len(list) != 1 || list[0].Home == nil || list[0].Home.Status != StatusActive {
		t.Errorf("%+v, %v", list, err)
	}
}
