package view

import (
	"context"

	"github.com/propertyos/propertyos/internal/web/message"
)

// OrganizationForm changes the organization: POST /settings/organization.
type OrganizationForm struct {
	Frame
	Change   bool // the person may
	Version  string
	Slug     string
	Plan     string
	Values   OrganizationValues
	Errors   FieldErrors
	Message  string
	Conflict *Conflict
}

// OrganizationValues are its inputs.
type OrganizationValues struct {
	Name     string // name
	TimeZone string // time_zone
	Currency string // currency
	Locale   string // locale
}

func (m OrganizationForm) fields(ctx context.Context) []Field {
	v, e := m.Values, m.Errors
	list := []Field{
		{Name: "name", Label: message.T(ctx, "Name"), Value: v.Name, Error: e["name"], MaxLength: "255", Autocomplete: "organization"},
		{Name: "time_zone", Label: message.T(ctx, "Time zone"), Value: v.TimeZone, Error: e["time_zone"], MaxLength: "64", Help: message.T(ctx, "A name of the IANA list, such as America/Chicago. Days begin and end in it.")},
		{Name: "currency", Label: message.T(ctx, "Currency"), Value: v.Currency, Error: e["currency"], MaxLength: "3", Help: message.T(ctx, "Three letters, such as USD. Changing it converts nothing.")},
		{Name: "locale", Label: message.T(ctx, "Language"), Value: v.Locale, Error: e["locale"], MaxLength: "35", Help: message.T(ctx, "A language tag, such as en-US.")},
	}
	focusFirst(list, false)
	return list
}

// Organizations are those that the person belongs to: GET /organizations.
type Organizations struct {
	Frame
	Rows   []OrganizationRow
	Create bool // another one may be made
}

// OrganizationRow is one of them.
type OrganizationRow struct {
	ID, Name, Slug, Role string
	Current              bool
	Suspended            bool
}

// OrganizationNew makes another organization: POST /organizations/new.
type OrganizationNew struct {
	Frame
	Name    string
	Errors  FieldErrors
	Message string
}

func (m OrganizationNew) fields(ctx context.Context) []Field {
	list := []Field{{Name: "name", Label: message.T(ctx, "Name"), Value: m.Name, Error: m.Errors["name"], MaxLength: "255", Autocomplete: "organization"}}
	focusFirst(list, true)
	return list
}

// Leave asks before somebody leaves an organization: POST /organizations/leave.
type Leave struct {
	Frame
	ID      string // of the organization, sent back as the hidden field organization
	Message string
}

// EmailForm changes the person's own e-mail address: POST /account/email.
type EmailForm struct {
	Frame
	Current  string
	Verified bool
	Email    string
	Errors   FieldErrors
	Message  string
}

func (m EmailForm) fields(ctx context.Context) []Field {
	f := emailField(ctx, m.Email, m.Errors["email"], "email")
	f.Label = message.T(ctx, "New e-mail address")
	list := []Field{f}
	focusFirst(list, false)
	return list
}

// RoleMatrix is what each role may do: GET /settings/roles.
type RoleMatrix struct {
	Frame
	Roles []string
	Rows  []RoleRow
}

// RoleRow is one action; Relations are those of Roles in order: all, scope, own, or "" for not at all.
type RoleRow struct {
	Area, Action string
	Relations    []string
}

// Actions are what roles may do, in words.
var Actions = []Option{
	{"organization.read", message.Mark("See the organization's settings")},
	{"organization.write", message.Mark("Change the organization's settings")},
	{"organization.export", message.Mark("Export the organization or a property")},
	{"security.read", message.Mark("See how people sign in")},
	{"security.write", message.Mark("Decide how people sign in")},
	{"user.read", message.Mark("See users and invitations")},
	{"user.write", message.Mark("Invite, change and remove users")},
	{"api_key.read", message.Mark("See API keys")},
	{"api_key.write", message.Mark("Make and revoke API keys")},
	{"audit.read", message.Mark("Read the audit log")},
	{"audit.export", message.Mark("Export the audit log")},
	{"job.read", message.Mark("See work in the background")},
	{"job.write", message.Mark("Repeat and discard work in the background")},
	{"plan.read", message.Mark("See plan and features")},
	{"feature.write", message.Mark("Switch features")},
	{"sandbox.write", message.Mark("Make and remove the sandbox")},
	{"dashboard.read", message.Mark("See the dashboard")},
	{"portfolio.read", message.Mark("See properties and units")},
	{"group.read", message.Mark("See groups of properties")},
	{"portfolio.write", message.Mark("Change properties and units")},
	{"ledger.chart", message.Mark("See the chart of accounts and closed periods")},
	{"ledger.read", message.Mark("See the journal and balances")},
	{"ledger.post", message.Mark("Write into the journal")},
	{"ledger.accounts", message.Mark("Change the chart of accounts")},
	{"ledger.close", message.Mark("Close periods and open them again")},
	{"money.read", message.Mark("See charges, payments and banks")},
	{"money.charge", message.Mark("Charge and credit renters")},
	{"money.receive", message.Mark("Record payments and bank deposits")},
	{"money.pay", message.Mark("Make payments ready")},
	{"money.release", message.Mark("Release payments of others")},
	{"money.setup", message.Mark("Set up banks and money rules")},
	{"bank.reconcile", message.Mark("Reconcile banks")},
	{"ledger.override", message.Mark("Post into a closed period")},
	{"owner.read", message.Mark("See owners, their shares and how they are paid")},
	{"owner.write", message.Mark("Change owners and their shares")},
	{"owner.reveal", message.Mark("See tax ids of owners in full")},
	{"leasing.read", message.Mark("See renters, leases and balances")},
	{"document.read", message.Mark("See documents and open their files")},
	{"document.history", message.Mark("See the earlier files of a document")},
	{"document.write", message.Mark("Add and change documents")},
	{"document.hold", message.Mark("Place and lift legal holds")},
	{"leasing.write", message.Mark("Keep renters, draw up leases, run stays")},
	{"renter.reveal", message.Mark("Show Social Security numbers and the like")},
	{"template.read", message.Mark("See templates")},
	{"template.write", message.Mark("Change templates")},
	{"announcement.read", message.Mark("See announcements")},
	{"announcement.write", message.Mark("Announce to renters")},
	{"import.run", message.Mark("Import rent rolls")},
	{"export.run", message.Mark("Export lists")},
	{"live.read", message.Mark("See changes as they happen")},
	{"search.read", message.Mark("Search everything that one may see")},
	{"portal.read", message.Mark("Use the portal")},
	{"home.read", message.Mark("See one's own lease and household")},
	{"holding.read", message.Mark("See one's own property in full")},
	{"portal.write", message.Mark("Change one's own vehicles and contacts, and give notice")},
	{"account.read", message.Mark("See one's own account")},
	{"account.write", message.Mark("Change one's own name and sessions")},
	{"account.security", message.Mark("Change one's own password and second factors")},
}

var areas = []Option{
	{"organization", message.Mark("Organization")},
	{"security", message.Mark("Security")},
	{"user", message.Mark("Users")},
	{"api_key", message.Mark("API keys")},
	{"audit", message.Mark("Audit")},
	{"job", message.Mark("Background work")},
	{"plan", message.Mark("Plan")},
	{"feature", message.Mark("Features")},
	{"sandbox", message.Mark("Sandbox")},
	{"dashboard", message.Mark("Dashboard")},
	{"portfolio", message.Mark("Portfolio")},
	{"leasing", message.Mark("Leasing")},
	{"document", message.Mark("Documents")},
	{"renter", message.Mark("Renters")},
	{"template", message.Mark("Templates")},
	{"announcement", message.Mark("Announcements")},
	{"import", message.Mark("Import")},
	{"export", message.Mark("Export")},
	{"live", message.Mark("Live updates")},
	{"search", message.Mark("Search")},
	{"group", message.Mark("Groups")},
	{"owner", message.Mark("Owners")},
	{"portal", message.Mark("Portal")},
	{"home", message.Mark("Home")},
	{"holding", message.Mark("Holdings")},
	{"account", message.Mark("Account")},
}

var relations = []Option{
	{"all", message.Mark("Yes")},
	{"scope", message.Mark("Their properties")},
	{"own", message.Mark("Their own")},
}
