package demo_test

import (
	"testing"

	"github.com/propertyos/propertyos/internal/domain/demo"
	"github.com/propertyos/propertyos/internal/domain/identity"
	"github.com/propertyos/propertyos/internal/domain/leasing"
	"github.com/propertyos/propertyos/internal/domain/maintenance"
	"github.com/propertyos/propertyos/internal/domain/owner"
	"github.com/propertyos/propertyos/internal/kernel/secret"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// TestPortals signs in everybody who is not staff: each finds something of their own, and has a name.
func TestPortals(t *testing.T) {
	t.Parallel()
	b := setup(t)
	_, err := b.Load(t.Context(), demo.Options{})
	check(t, err)
	tried := 0
	for _, s := range demo.SignIns() {
		found := map[tenancy.Role]func(tenancy.Principal) (int, error){
			tenancy.RoleRenter: func(p tenancy.Principal) (int, error) {
				l, err := leasing.New(b.db).Homes(t.Context(), p)
				return len(l), err
			},
			tenancy.RoleOwner: func(p tenancy.Principal) (int, error) {
				l, err := owner.New(b.db).Holdings(t.Context(), p)
				return len(l), err
			},
			tenancy.RoleVendor: func(p tenancy.Principal) (int, error) {
				l, err := maintenance.New(b.db).OpenWork(t.Context(), p)
				return len(l), err
			},
		}[s.Role]
		if found == nil {
			continue
		}
		tried++
		_, p, err := b.users.SignIn(t.Context(), identity.Credentials{Email: s.Email, Password: secret.New(demo.Password)})
		check(t, err)
		profile, err := b.users.Profile(t.Context(), p)
		// A small organization may have no work open for a vendor on a day.
		want := s.Role != tenancy.RoleVendor || b.number(t, `SELECT count(*) FROM work_orders WHERE tenant_id = $1 AND vendor_id IS NOT NULL
			AND status NOT IN ('completed', 'cancelled', 'declined')`, p.Organization) > 0
		if n, ferr := found(p); err != nil || ferr != nil || (n > 0) != want || profile.Name == s.Email || len(p.Scopes) == 0 {
			t.Errorf("%s, %q: %d, %v, %v", s.Email, profile.Name, n, err, ferr)
		}
	}
	if tried != 9 {
		t.Errorf("%d portals were tried", tried)
	}
}
