//go:build authz_allow_all

package authz

import "github.com/propertyos/propertyos/internal/tenancy"

// decide allows everything, in the one test that shows what the database alone still stops. No program is built with the
// tag: make and the architecture test see to it.
func decide(p tenancy.Principal, a Action) (Grant, error) {
	_, _ = table(p, a)
	p.PropertyScope, p.Fresh = nil, true
	return Grant{principal: p, relation: All}, nil
}
