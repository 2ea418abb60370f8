// Package authz says who may do what, as a table. A service asks before it opens a transaction; the database's
// restrictive policies hold the same line a second time for renters, owners and vendors.
package authz

import (
	"slices"

	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// Action is one thing that a principal may be allowed to do.
type Action string

// The actions.
const (
	OrganizationRead  Action = "organization.read"
	OrganizationWrite Action = "organization.write"
	PortfolioRead     Action = "portfolio.read"  // properties, units, addresses and what the dashboard counts
	PortfolioWrite    Action = "portfolio.write" // create, change, delete and restore them
	LeasingRead       Action = "leasing.read"
	ImportRun         Action = "import.run"
)

// ErrForbidden says that the action is never the principal's.
var ErrForbidden = fault.New(fault.Forbidden, "forbidden", "Your role does not allow this.")

// grants lists the roles that may do each action. The program itself may do all.
var grants = map[Action][]tenancy.Role{
	OrganizationRead: {
		tenancy.RoleAdmin, tenancy.RoleManager, tenancy.RoleAccountant, tenancy.RoleLeasingAgent,
		tenancy.RoleTechnician, tenancy.RoleBookkeeper, tenancy.RoleAuditor,
	},
	OrganizationWrite: {tenancy.RoleAdmin},
	PortfolioRead: {
		tenancy.RoleAdmin, tenancy.RoleManager, tenancy.RoleAccountant, tenancy.RoleLeasingAgent,
		tenancy.RoleTechnician, tenancy.RoleBookkeeper, tenancy.RoleAuditor,
	},
	PortfolioWrite: {tenancy.RoleAdmin, tenancy.RoleManager},
	LeasingRead: {
		tenancy.RoleAdmin, tenancy.RoleManager, tenancy.RoleAccountant, tenancy.RoleLeasingAgent,
		tenancy.RoleBookkeeper, tenancy.RoleAuditor,
	},
	ImportRun: {tenancy.RoleAdmin, tenancy.RoleManager},
}

// Actions lists every action, in order.
func Actions() []Action {
	list := make([]Action, 0, len(grants))
	for a := range grants {
		list = append(list, a)
	}
	slices.Sort(list)
	return list
}

// Allowed reports whether p may do a.
func Allowed(p tenancy.Principal, a Action) bool {
	return p.Role == tenancy.RoleSystem || slices.Contains(grants[a], p.Role)
}

// Require returns ErrForbidden unless p may do a.
func Require(p tenancy.Principal, a Action) error {
	if !Allowed(p, a) {
		return ErrForbidden
	}
	return nil
}
