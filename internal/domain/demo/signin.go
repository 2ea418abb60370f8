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
	return list
}

// email returns the address of the person with a role.
func (c *company) email(role tenancy.Role) string { return string(role) + "@" + c.domain }
