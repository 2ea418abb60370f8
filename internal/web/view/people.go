package view

import (
	"context"
	"net/url"

	"github.com/a-h/templ"

	"github.com/propertyos/propertyos/internal/web/message"
)

// The value lists of people.
var (
	// StaffRoles are the roles of those who work for the organization.
	StaffRoles = []Option{
		{"admin", message.Mark("Administrator")},
		{"manager", message.Mark("Manager")},
		{"accountant", message.Mark("Accountant")},
		{"bookkeeper", message.Mark("Bookkeeper")},
		{"leasing_agent", message.Mark("Leasing agent")},
		{"technician", message.Mark("Technician")},
		{"auditor", message.Mark("Auditor")},
	}
	// InviteKinds are whom one can invite: staff, or somebody whom the organization serves.
	InviteKinds = []Option{
		{"staff", message.Mark("Staff")},
		{"tenant", message.Mark("Renter")},
		{"owner", message.Mark("Owner")},
		{"vendor", message.Mark("Vendor")},
	}
	InvitationStatuses = []Option{
		{"open", message.Mark("Open")},
		{"expired", message.Mark("Expired")},
		{"accepted", message.Mark("Accepted")},
		{"withdrawn", message.Mark("Withdrawn")},
	}
	userStatuses = []Option{{"active", message.Mark("Active")}, {"removed", message.Mark("Removed")}}
)

var personTones = map[string]Tone{"open": Info, "expired": Warning, "accepted": Good, "active": Good}

func personTone(status string) Tone {
	if t, ok := personTones[status]; ok {
		return t
	}
	return Plain
}

// UserFilter is what the address of the users list asks for: q, role, status ("removed"), after and before.
type UserFilter struct{ Q, Role, Status, Sort string }

// Query returns the filter as query parameters, without a page's cursor.
func (f UserFilter) Query() url.Values {
	q := url.Values{}
	put(q, "q", f.Q)
	put(q, "role", f.Role)
	put(q, "status", f.Status)
	put(q, "sort", f.Sort)
	return q
}

func (f UserFilter) narrowed() bool { return f.Q != "" || f.Role != "" || f.Status != "" }

// UserList is the list of users: GET /settings/users.
type UserList struct {
	Frame
	Filter UserFilter
	Rows   []UserRow
	Page   Page
	Invite bool // the person may invite and change
}

// UserRow is one user.
type UserRow struct {
	ID, Name, Email, Role string
	Properties            int // how many they are limited to; -1 is none
	SecondFactor          bool
	LastSignIn            string // a day in words, "" for never
	Removed               bool
	You                   bool
}

func (r UserRow) status() string {
	if r.Removed {
		return "removed"
	}
	return "active"
}

// scopeText says which properties somebody of a role sees, limited to n or, below zero, not at all.
func scopeText(ctx context.Context, role string, n int) string {
	switch role {
	case "owner", "tenant", "vendor":
		return message.T(ctx, "Only their own")
	}
	if n < 0 {
		return message.T(ctx, "Every property")
	}
	return message.N(ctx, int64(n), "%d property", "%d properties")
}

// InvitationFilter is what the address of the invitations list asks for: status, role, after and before.
type InvitationFilter struct{ Status, Role, Sort string }

// Query returns the filter as query parameters, without a page's cursor.
func (f InvitationFilter) Query() url.Values {
	q := url.Values{}
	put(q, "status", f.Status)
	put(q, "role", f.Role)
	put(q, "sort", f.Sort)
	return q
}

func (f InvitationFilter) narrowed() bool { return f.Status != "" || f.Role != "" }

// InvitationList is the list of invitations: GET /settings/invitations.
type InvitationList struct {
	Frame
	Filter InvitationFilter
	Rows   []InvitationRow
	Page   Page
	Invite bool
}

// InvitationRow is one invitation.
type InvitationRow struct {
	ID, Email, Name, Role, Status string
	Properties                    int    // as in UserRow
	Expires                       string // a day in words
	Sent                          bool
}

func (r InvitationRow) pending() bool { return r.Status == "open" || r.Status == "expired" }

// UserDetail is one user, with the form that changes what they may do: POST /settings/users/{id}.
type UserDetail struct {
	Frame
	ID, Name, Email string
	Version         string
	Values          ScopeValues
	Staff           bool
	SecondFactor    bool
	Verified        bool
	LastSignIn      string
	Since           string
	Removed         string // the day in words, "" for a member
	You             bool
	Change          bool // the person may change users
	Picked          []Choice
	Properties      []Choice
	More            bool // there are more properties than are listed
	Errors          FieldErrors
	Message         string
	Conflict        *Conflict
}

// Choice is one box of a list.
type Choice struct {
	Value, Label string
	On           bool
}

// ScopeValues are the inputs of what a user may do.
type ScopeValues struct {
	Role  string // role
	Limit string // limit: "all" or "some"; the boxes are named property
}

func (m UserDetail) fields(ctx context.Context) []Field {
	return []Field{roleField(ctx, m.Values.Role, m.Errors["role"])}
}

func roleField(ctx context.Context, value, fault string) Field {
	return Field{
		Name: "role", Label: message.T(ctx, "Role"), Value: value, Error: fault, Options: Words(ctx, StaffRoles),
		Blank: blankIf(value == "", message.T(ctx, "Choose a role")),
	}
}

// UserRemove asks before a user is removed: POST /settings/users/{id}/remove.
type UserRemove struct {
	Frame
	ID, Name, Version string
	Message           string
}

// InviteForm invites somebody: POST /settings/invitations.
type InviteForm struct {
	Frame
	Key        string
	Kind       string // one of InviteKinds
	Values     InviteValues
	Person     Link // who was chosen: the text is the name, Href the id; "" for nobody yet
	Q          string
	Found      []PersonRow // whom the search found
	Searched   bool
	Properties []Choice
	More       bool
	Errors     FieldErrors
	Message    string
}

// PersonRow is somebody who could be given a sign-in.
type PersonRow struct{ ID, Name, Email string }

// InviteValues are its inputs.
type InviteValues struct {
	Email     string // email
	FirstName string // first_name
	LastName  string // last_name
	ScopeValues
}

func (m InviteForm) fields(ctx context.Context) []Field {
	v, e := m.Values, m.Errors
	list := []Field{emailField(ctx, v.Email, e["email"], "off")}
	if m.Kind == "staff" {
		list = append(list,
			Field{Name: "first_name", Label: message.T(ctx, "First name"), Value: v.FirstName, Error: e["first_name"], MaxLength: "100", Optional: true},
			Field{Name: "last_name", Label: message.T(ctx, "Last name"), Value: v.LastName, Error: e["last_name"], MaxLength: "100", Optional: true},
			roleField(ctx, v.Role, e["role"]))
	}
	focusFirst(list, true)
	return list
}

func inviteHref(kind, person string) templ.SafeURL {
	q := url.Values{"kind": {kind}}
	put(q, "person", person)
	return address("/settings/invitations/new", q)
}
