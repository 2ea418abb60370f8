// Package tenancy is the only door to tenant rows. A transaction enters one organization, carries who acts in it, and
// cannot be had without either.
package tenancy

import (
	"encoding/json"
	"net/netip"
	"slices"

	"github.com/propertyos/propertyos/internal/kernel/id"
)

// Role is what a user is in one organization.
type Role string

// The roles. The first six are the design's; the next four are narrower presets for staff; System is for the program's
// own work and no user has it.
const (
	RoleAdmin        Role = "admin"
	RoleManager      Role = "manager"
	RoleAccountant   Role = "accountant"
	RoleOwner        Role = "owner"
	RoleRenter       Role = "tenant"
	RoleVendor       Role = "vendor"
	RoleLeasingAgent Role = "leasing_agent"
	RoleTechnician   Role = "technician"
	RoleBookkeeper   Role = "bookkeeper"
	RoleAuditor      Role = "auditor"
	RoleSystem       Role = "system"
)

// Roles lists every role that a user may have.
var Roles = []Role{
	RoleAdmin, RoleManager, RoleAccountant, RoleOwner, RoleRenter, RoleVendor,
	RoleLeasingAgent, RoleTechnician, RoleBookkeeper, RoleAuditor,
}

// Valid reports whether a user may have the role.
func (r Role) Valid() bool {
	return slices.Contains(Roles, r)
}

// Principal is who acts, where, and through which request. It is made by authentication, or by a command that an
// operator runs, and by nothing else.
type Principal struct {
	Organization id.ID
	User         id.ID // id.Nil where the program itself acts
	Role         Role
	// Scopes are the rows that a renter, owner or vendor is about (their tenancies, properties, work …). Empty for staff.
	Scopes []id.ID
	// PropertyScope limits staff to these properties; nil means all.
	PropertyScope []id.ID
	// Session is the browser's session, or id.Nil. Fresh says that the person behind it proved who they are within the
	// last minutes, as sensitive acts ask.
	Session id.ID
	Fresh   bool
	// SingleSignOn says that the session was made through the organization's identity provider. The provider's word counts
	// in this organization alone: no such session may go over to another one, or change how the person signs in.
	SingleSignOn bool
	APIKey       id.ID // the key that was used, or id.Nil
	Sandbox      bool  // the organization is one for trying, which belongs to a real one
	// KeyScopes limits what an API key may do to these actions of authz, or to whole areas of them; nil means all that
	// the role may.
	KeyScopes []string
	RequestID string
	IP        netip.Addr
	UserAgent string
}

// Operator is the principal of a command run by whoever has the machine: it acts in org as the program itself and the
// audit log names the command.
func Operator(org id.ID, command string) Principal {
	return Principal{Organization: org, Role: RoleSystem, UserAgent: command}
}

// Covers reports whether staff who are limited to some properties may touch this one.
func (p Principal) Covers(property id.ID) bool {
	return p.PropertyScope == nil || slices.Contains(p.PropertyScope, property)
}

// PropertyFilter is the scope as a query's parameter, where empty means every property.
func (p Principal) PropertyFilter() []id.ID {
	if p.PropertyScope != nil && len(p.PropertyScope) == 0 {
		return []id.ID{id.Nil} // limited to none at all
	}
	return append([]id.ID{}, p.PropertyScope...)
}

// request is what the audit triggers read.
type request struct {
	ID     string `json:"id,omitempty"`
	IP     string `json:"ip,omitempty"`
	Agent  string `json:"agent,omitempty"`
	Key    string `json:"api_key,omitempty"`
	Reason string `json:"reason,omitempty"`
}

// maxAgent bounds how much of a User-Agent header is kept.
const maxAgent = 300

func (p Principal) request(reason string) string {
	r := request{ID: p.RequestID, Agent: p.UserAgent, Reason: reason}
	if len(r.Agent) > maxAgent {
		r.Agent = r.Agent[:maxAgent]
	}
	if p.IP.IsValid() {
		r.IP = p.IP.String()
	}
	if p.APIKey != id.Nil {
		r.Key = p.APIKey.String()
	}
	b, err := json.Marshal(r)
	if err != nil {
		panic(err) // unreachable: strings only
	}
	return string(b)
}
