package authz

import (
	"errors"
	"slices"
	"testing"

	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// matrix is who may do what, written out a second time: a grant that is given or taken must be given or taken here too.
var matrix = map[tenancy.Role]map[Action]bool{
	tenancy.RoleAdmin: {
		OrganizationRead: true, OrganizationWrite: true, PortfolioRead: true, PortfolioWrite: true, LeasingRead: true, ImportRun: true,
	},
	tenancy.RoleManager: {
		OrganizationRead: true, OrganizationWrite: false, PortfolioRead: true, PortfolioWrite: true, LeasingRead: true, ImportRun: true,
	},
	tenancy.RoleAccountant: {
		OrganizationRead: true, OrganizationWrite: false, PortfolioRead: true, PortfolioWrite: false, LeasingRead: true, ImportRun: false,
	},
	tenancy.RoleOwner: {
		OrganizationRead: false, OrganizationWrite: false, PortfolioRead: false, PortfolioWrite: false, LeasingRead: false, ImportRun: false,
	},
	tenancy.RoleRenter: {
		OrganizationRead: false, OrganizationWrite: false, PortfolioRead: false, PortfolioWrite: false, LeasingRead: false, ImportRun: false,
	},
	tenancy.RoleVendor: {
		OrganizationRead: false, OrganizationWrite: false, PortfolioRead: false, PortfolioWrite: false, LeasingRead: false, ImportRun: false,
	},
	tenancy.RoleLeasingAgent: {
		OrganizationRead: true, OrganizationWrite: false, PortfolioRead: true, PortfolioWrite: false, LeasingRead: true, ImportRun: false,
	},
	tenancy.RoleTechnician: {
		OrganizationRead: true, OrganizationWrite: false, PortfolioRead: true, PortfolioWrite: false, LeasingRead: false, ImportRun: false,
	},
	tenancy.RoleBookkeeper: {
		OrganizationRead: true, OrganizationWrite: false, PortfolioRead: true, PortfolioWrite: false, LeasingRead: true, ImportRun: false,
	},
	tenancy.RoleAuditor: {
		OrganizationRead: true, OrganizationWrite: false, PortfolioRead: true, PortfolioWrite: false, LeasingRead: true, ImportRun: false,
	},
	tenancy.RoleSystem: {
		OrganizationRead: true, OrganizationWrite: true, PortfolioRead: true, PortfolioWrite: true, LeasingRead: true, ImportRun: true,
	},
}

func TestEveryRoleAndAction(t *testing.T) {
	t.Parallel()
	for role, row := range matrix {
		for _, action := range Actions() {
			want, said := row[action]
			if !said {
				t.Errorf("the matrix does not say whether %s may %s", role, action)
			}
			p := tenancy.Principal{Organization: id.New(), User: id.New(), Role: role}
			err := Require(p, action)
			if Allowed(p, action) != want || (err == nil) != want || !want && !errors.Is(err, ErrForbidden) {
				t.Errorf("%s, %s: allowed %t, %v, want %t", role, action, Allowed(p, action), err, want)
			}
		}
		if len(row) != len(Actions()) {
			t.Errorf("the matrix has %d actions of %s, there are %d", len(row), role, len(Actions()))
		}
	}
	for _, role := range append([]tenancy.Role{tenancy.RoleSystem}, tenancy.Roles...) {
		if matrix[role] == nil {
			t.Errorf("the matrix leaves out %s", role)
		}
	}
	if len(matrix) != len(tenancy.Roles)+1 {
		t.Errorf("the matrix has %d roles, there are %d", len(matrix), len(tenancy.Roles)+1)
	}
}

func TestUnknownRolesAndActionsAreDenied(t *testing.T) {
	t.Parallel()
	for _, role := range []tenancy.Role{"", "Admin", "admin ", "root", "superuser", "system\x00"} {
		for _, action := range Actions() {
			if p := (tenancy.Principal{Role: role}); Allowed(p, action) || !errors.Is(Require(p, action), ErrForbidden) {
				t.Errorf("the role %q may %s", role, action)
			}
		}
	}
	for _, role := range tenancy.Roles {
		for _, action := range []Action{"", "portfolio", "portfolio.*", "Portfolio.Read"} {
			if Allowed(tenancy.Principal{Role: role}, action) {
				t.Errorf("%s may %q", role, action)
			}
		}
	}
	if tenancy.RoleSystem.Valid() {
		t.Error("a user may be the system")
	}
	if fault.As(ErrForbidden).Kind != fault.Forbidden {
		t.Errorf("%+v", ErrForbidden)
	}
}

func TestActionsAreSortedAndWhole(t *testing.T) {
	t.Parallel()
	want := []Action{ImportRun, LeasingRead, OrganizationRead, OrganizationWrite, PortfolioRead, PortfolioWrite}
	if got := Actions(); !slices.Equal(got, want) {
		t.Errorf("%v", got)
	}
}
