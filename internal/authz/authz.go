// Package authz says who may do what, as a table of roles, actions and relations. A service asks before it touches a row,
// and what it gets is the grant through which it enters the organization: without the question there is no door. The
// database's restrictive policies hold the same line a second time for renters, owners and vendors.
package authz

import (
	"context"
	"slices"
	"strings"

	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/tenancy"
)

var (
	// ErrForbidden says that the action is never the principal's.
	ErrForbidden = fault.New(fault.Forbidden, "forbidden", "Your role does not allow this.")
	// ErrScope says that the role may, but that the API key was made for other things.
	ErrScope = fault.New(fault.Forbidden, "scope_missing", "This API key was not given the scope for this.")
	// ErrLimited says that the act concerns every property, and that somebody was given some of them.
	ErrLimited = fault.New(fault.Forbidden, "limited", "This concerns every property. Ask somebody who is not limited to some of them.")
	// ErrSingleSignOn says that the act concerns the person in every organization, over which the provider of one has no say.
	ErrSingleSignOn = fault.New(fault.Forbidden, "single_sign_on_session",
		"You signed in through your organization. Sign in with your own password or passkey to do this.")
	// ErrStepUp says that the act asks for a fresh proof of who the person is.
	ErrStepUp = fault.New(fault.Forbidden, "step_up_required", "Please confirm that it is you, then try again.")
)

// Allowed reports whether p may do a, leaving aside whether the act asks for a fresh proof: what pages offer.
func Allowed(p tenancy.Principal, a Action) bool { return Check(p, a) == nil }

// Check reports why p may not do a, nil where they may, leaving aside whether the act asks for a fresh proof: what routes
// ask before anything else is looked at. It opens nothing; the use case behind it asks for its grant. Errors:
// ErrForbidden, ErrScope.
func Check(p tenancy.Principal, a Action) error {
	_, err := decide(p, a)
	return err
}

// Require returns the grant with which p may do a. Errors: ErrForbidden, ErrScope for an API key without the scope,
// ErrSingleSignOn, and ErrStepUp where a is sensitive and p's proof is not fresh.
func Require(p tenancy.Principal, a Action) (Grant, error) {
	g, err := decide(p, a)
	if err != nil {
		return Grant{}, err
	}
	if Sensitive(a) && !p.Fresh && p.Session != id.Nil {
		return Grant{}, ErrStepUp
	}
	return g, nil
}

// table decides by the table of grants.
func table(p tenancy.Principal, a Action) (Grant, error) {
	if p.Role == tenancy.RoleSystem {
		return Grant{principal: p, relation: All}, nil
	}
	relation, ok := grants[a][p.Role]
	if !ok {
		return Grant{}, ErrForbidden
	}
	if p.SingleSignOn && a == AccountSecurity {
		return Grant{}, ErrSingleSignOn
	}
	if p.APIKey != id.Nil && !scoped(p.KeyScopes, a) {
		return Grant{}, ErrScope
	}
	return Grant{principal: p, relation: relation}, nil
}

// scoped reports whether an API key of these scopes may do a. A scope is an action or a whole area of them
// ("portfolio"); nil is all but what is sensitive, which has to be named.
func scoped(scopes []string, a Action) bool {
	if scopes == nil {
		return !Sensitive(a)
	}
	area, _, _ := strings.Cut(string(a), ".")
	return slices.Contains(scopes, string(a)) || slices.Contains(scopes, area) && !Sensitive(a)
}

// Grant is the leave to do one action. Only Require makes one, and it is the only key that services have to the rows of
// an organization.
type Grant struct {
	principal tenancy.Principal
	relation  Relation
}

// Principal is who was given leave.
func (g Grant) Principal() tenancy.Principal { return g.principal }

// Organization is the organization that it holds in.
func (g Grant) Organization() id.ID { return g.principal.Organization }

// Relation says to which rows it holds.
func (g Grant) Relation() Relation { return g.relation }

// Covers reports whether it holds for a property.
func (g Grant) Covers(property id.ID) bool {
	if g.relation == Own {
		return slices.Contains(g.principal.Scopes, property)
	}
	return g.principal.Covers(property)
}

// PropertyFilter is the properties that it holds for, as a query's parameter, where empty means every property.
func (g Grant) PropertyFilter() []id.ID {
	if g.relation == Own {
		return g.OwnFilter()
	}
	return g.principal.PropertyFilter()
}

// OwnFilter is the rows that the holder is about, as a query's parameter, where empty means every row.
func (g Grant) OwnFilter() []id.ID {
	if g.relation == Own {
		return append([]id.ID{id.Nil}, g.principal.Scopes...) // never empty: no row at all is not every row
	}
	return []id.ID{}
}

// InTx is tenancy.InTx for the holder.
func (g Grant) InTx(ctx context.Context, db *tenancy.DB, fn func(context.Context, tenancy.Tx) error) error {
	return tenancy.InTx(ctx, db, g.principal, fn)
}

// InReadTx is tenancy.InReadTx for the holder.
func (g Grant) InReadTx(ctx context.Context, db *tenancy.DB, fn func(context.Context, tenancy.Tx) error) error {
	return tenancy.InReadTx(ctx, db, g.principal, fn)
}

// Reader is tenancy.Reader for the holder.
func (g Grant) Reader(ctx context.Context, db *tenancy.DB) tenancy.DBTX {
	return tenancy.Reader(ctx, db, g.principal)
}

// Lister is tenancy.Lister for the holder.
func (g Grant) Lister(ctx context.Context, db *tenancy.DB) tenancy.DBTX {
	return tenancy.Lister(ctx, db, g.principal)
}
