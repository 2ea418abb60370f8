package identity

import (
	"slices"
	"testing"
	"time"

	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/tenancy"
	"github.com/propertyos/propertyos/internal/testkit/fill"
)

// portal makes a person of a role who stands behind the row of a table, and signs them in.
func (k *kit) portal(role tenancy.Role, of *fill.Rows, table string) func() tenancy.Principal {
	k.t.Helper()
	email := string(role) + "@example.com"
	u := k.userIn(k.org, email, role, goodPassword)
	k.exec(`UPDATE `+table+` SET user_id = $1 WHERE tenant_id = $2 AND id = $3`, u.ID, k.org, of.IDs[table])
	token, p, err := k.SignIn(k.ctx, from(ownerIP, email, goodPassword))
	if err != nil || len(p.Scopes) == 0 {
		k.t.Fatalf("%s: %v, %v", role, p.Scopes, err)
	}
	return func() tenancy.Principal {
		k.t.Helper()
		k.clock.Advance(cacheTTL)
		p, err := k.Authenticate(k.ctx, token)
		if err != nil {
			k.t.Fatal(err)
		}
		return p
	}
}

func TestPortalSessionsCarryTheirRows(t *testing.T) {
	t.Parallel()
	k := setup(t)
	mine, other := fill.Into(t, k.pg, k.org), fill.Into(t, k.pg, k.org)
	k.exec(`UPDATE owner_properties SET from_date = '2020-01-01', to_date = NULL`)
	for _, c := range []struct {
		role  tenancy.Role
		table string
		sees  []string
		ends  string
		left  []string
	}{
		{
			tenancy.RoleRenter, "tenants",
			[]string{"tenants", "leases", "tenancies", "units", "addresses"},
			`UPDATE lease_parties SET deleted_at = now()`,
			[]string{"tenants"},
		},
		{
			tenancy.RoleOwner, "owners",
			[]string{"owners", "properties", "addresses"},
			`UPDATE owner_properties SET to_date = '2026-03-01'`,
			[]string{"owners"},
		},
		{
			tenancy.RoleVendor, "vendors",
			[]string{"vendors", "addresses"},
			`UPDATE work_orders SET status = 'cancelled'`,
			[]string{"vendors"},
		},
	} {
		now := k.portal(c.role, mine, c.table)
		want := func(tables []string) {
			t.Helper()
			p := now()
			for _, table := range tables {
				if !slices.Contains(p.Scopes, mine.IDs[table]) {
					t.Errorf("%s is not about %s", c.role, table)
				}
			}
			if len(p.Scopes) != len(tables) || p.PropertyScope != nil {
				t.Errorf("%s is about %d rows, want %v", c.role, len(p.Scopes), tables)
			}
			for table, v := range other.IDs {
				if table != "organizations" && slices.Contains(p.Scopes, v) {
					t.Errorf("%s is about another's %s", c.role, table)
				}
			}
			p.Scopes[0] = id.New() // a caller that writes to them
			if k := now(); slices.Contains(k.Scopes, p.Scopes[0]) {
				t.Error("the cache gives its own scopes away")
			}
		}
		want(c.sees)
		k.exec(c.ends)
		want(c.left)
		k.exec(`UPDATE ` + c.table + ` SET deleted_at = now()`)
		if p := now(); len(p.Scopes) != 0 {
			t.Errorf("%s without a row is about %v", c.role, p.Scopes)
		}
	}
}

// An owner's share begins and ends with the organization's day, not with UTC's.
func TestScopesFollowTheOrganizationsDay(t *testing.T) {
	t.Parallel()
	k := setup(t) // 2 March 2026, 09:00 UTC
	mine := fill.Into(t, k.pg, k.org)
	k.exec(`UPDATE organizations SET time_zone = 'Pacific/Auckland' WHERE id = $1`, k.org)
	k.exec(`UPDATE owner_properties SET from_date = '2020-01-01', to_date = '2026-03-02'`)
	now := k.portal(tenancy.RoleOwner, mine, "owners")
	if p := now(); !slices.Contains(p.Scopes, mine.IDs["properties"]) {
		t.Error("the share's last day is not over, and the property is gone")
	}
	k.clock.Advance(2 * time.Hour) // midnight in Auckland, 11:00 UTC
	if p := now(); slices.Contains(p.Scopes, mine.IDs["properties"]) {
		t.Error("the share's last day is over, and the property is still there")
	}
}

func TestKeysAreForStaff(t *testing.T) {
	t.Parallel()
	k := setup(t)
	u := k.userIn(k.org, "key@example.com", tenancy.RoleManager, goodPassword)
	token, _ := k.key(CreateAPIKeyInput{Organization: k.org, User: u.ID, Name: "key", Role: tenancy.RoleManager})
	k.opens(k.Service, token, nil)
	for _, role := range []tenancy.Role{tenancy.RoleRenter, tenancy.RoleOwner, tenancy.RoleVendor} {
		k.exec(`UPDATE users SET role = $1`, string(role))
		k.clock.Advance(cacheTTL)
		k.opens(k.Service, token, ErrNoKey)
	}
}
