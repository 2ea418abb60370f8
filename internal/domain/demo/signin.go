package demo

import "github.com/propertyos/propertyos/internal/tenancy"

// Password opens every demo sign-in. It is printed where the demo is offered and protects nothing.
const Password = "just-for-trying-out"

// SignIn is somebody who can try the product.
type SignIn struct {
	Organization string // the organization's name
	Email        string
	FirstName    string
	LastName     string
	Role         tenancy.Role
}

// SignIns lists every demo sign-in; all have the same Password.
func SignIns() []SignIn {
	var list []SignIn
	for i := range companies {
		list = append(list, companies[i].signIns()...)
	}
	return list
}

func (c *company) signIns() []SignIn {
	var list []SignIn
	for _, s := range c.staff {
		s.Organization, s.Email = c.name, string(s.Role)+"@"+c.domain
		list = append(list, s)
	}
	if len(c.staff) > 0 {
		for _, role := range portalRoles {
			list = append(list, SignIn{Organization: c.name, Email: c.email(role), Role: role})
		}
	}
	return list
}

// portalRoles are the roles of those who are not staff: one of each can try their portal. They stand behind rows of the
// demo, whose names they have.
var portalRoles = []tenancy.Role{tenancy.RoleRenter, tenancy.RoleOwner, tenancy.RoleVendor}

// email returns the address of the person with a role.
func (c *company) email(role tenancy.Role) string {
	if role == tenancy.RoleRenter { // "tenant" is the organization everywhere else
		return "renter@" + c.domain
	}
	return string(role) + "@" + c.domain
}
