package authz

import (
	"slices"
	"strings"

	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// Area returns the part of an action before the dot, which API keys may name as a scope for all of it.
func (a Action) Area() string {
	area, _, _ := strings.Cut(string(a), ".")
	return area
}

// KeyActions lists, in order, what an API key of a role can be given: all that the role may, but for what is about the
// person behind a session, such as their own password.
func KeyActions(role tenancy.Role) []Action {
	return slices.DeleteFunc(Actions(), func(a Action) bool {
		relation := RelationOf(role, a)
		return relation == "" || relation == Own
	})
}

// ValidScope reports whether a scope names an action that a key of the role can be given, or the area of one.
func ValidScope(role tenancy.Role, scope string) bool {
	return slices.ContainsFunc(KeyActions(role), func(a Action) bool {
		return scope == string(a) || scope == a.Area() && !Sensitive(a)
	})
}

// MayGrant reports whether p may make an API key of a role and scopes: one that can do nothing that p cannot. Scopes are
// as in tenancy.Principal, nil being all but what is sensitive.
func MayGrant(p tenancy.Principal, role tenancy.Role, scopes []string) bool {
	key := tenancy.Principal{Organization: p.Organization, Role: role, APIKey: id.ID{1}, KeyScopes: scopes}
	return !slices.ContainsFunc(KeyActions(role), func(a Action) bool {
		if _, err := table(key, a); err != nil {
			return false
		}
		_, err := table(p, a)
		return err != nil
	})
}
