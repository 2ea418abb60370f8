package authz

import (
	"slices"
	"strings"

	"github.com/propertyos/propertyos/internal/tenancy"
)

// RoleInfo describes a role: a preset of permissions that is given as a whole.
type RoleInfo struct {
	Role    tenancy.Role
	Name    string // as people say it
	Meaning string // in one sentence
	// Staff work for the organization and can be limited to some of its properties; the others see what is their own.
	Staff bool
}

// Roles describes every role that a user may have, in the order of tenancy.Roles.
func Roles() []RoleInfo {
	list := []RoleInfo{
		{tenancy.RoleAdmin, "Administrator", "Runs the organization: people, keys, settings and all of the portfolio.", true},
		{tenancy.RoleManager, "Manager", "Runs properties from day to day: units, leases, renters and repairs.", true},
		{tenancy.RoleAccountant, "Accountant", "Answers for the money of the properties: reads everything in them and takes figures out.", true},
		{tenancy.RoleOwner, "Owner", "Owns a share of properties and sees those, and nothing of who lives there.", false},
		{tenancy.RoleRenter, "Renter", "Lives in a home and sees that home, its lease and the people on it.", false},
		{tenancy.RoleVendor, "Vendor", "Does repairs and sees the work that was given to them.", false},
		{tenancy.RoleLeasingAgent, "Leasing agent", "Shows and lets units: reads units and renters, draws up leases and runs stays.", true},
		{tenancy.RoleTechnician, "Technician", "Repairs things on site: reads properties and units, and nothing of rents or renters.", true},
		{tenancy.RoleBookkeeper, "Bookkeeper", "Keeps the books: reads leases and balances and takes figures out.", true},
		{tenancy.RoleAuditor, "Auditor", "Looks at everything, the audit log included, and changes nothing.", true},
	}
	return slices.Clone(list)
}

// Area is a group of actions, the part of their name before the dot.
type Area struct {
	Name    string // such as "portfolio"; API keys name it as a scope
	Meaning string
	Actions []Action
}

// areas say what each area is about, in the order in which people are shown them.
var areas = []struct{ name, meaning string }{
	{"dashboard", "The first page of staff."},
	{"portfolio", "Properties, units and their addresses."},
	{"leasing", "Renters, leases, and who lives where."},
	{"document", "Documents and their files."},
	{"renter", "What is encrypted of renters."},
	{"template", "The texts that documents are made from."},
	{"announcement", "What renters are told."},
	{"import", "Files from other systems."},
	{"export", "Lists as files."},
	{"live", "Changes as they happen."},
	{"organization", "The organization's name, time zone, currency and settings."},
	{"security", "What decides who gets in."},
	{"user", "Colleagues, their roles and invitations."},
	{"api_key", "The keys of programs."},
	{"audit", "Who did and saw what."},
	{"job", "Work in the background."},
	{"plan", "Plan, usage and feature flags."},
	{"feature", "What the organization may switch by itself."},
	{"sandbox", "An organization for trying."},
	{"search", "One search over everything."},
	{"owner", "Owners and their shares of properties."},
	{"ledger", "The books: accounts, the journal, balances and closed periods."},
	{"money", "Other people's money: charges, payments, deposits, bills, draws and their banks."},
	{"bank", "Statements of banks, and reconciling them."},
	{"group", "Groups of properties."},
	{"portal", "What a renter, owner or vendor is shown of their own."},
	{"home", "A renter's own home."},
	{"holding", "A property of an owner's own."},
	{"account", "One's own sign-in."},
}

// Areas lists every area with its actions. An action of an area that nobody described is listed under its own name.
func Areas() []Area {
	var out []Area
	for _, a := range areas {
		out = append(out, Area{Name: a.name, Meaning: a.meaning})
	}
	for _, action := range Actions() {
		name, _, _ := strings.Cut(string(action), ".")
		i := slices.IndexFunc(out, func(a Area) bool { return a.Name == name })
		if i < 0 {
			out = append(out, Area{Name: name})
			i = len(out) - 1
		}
		out[i].Actions = append(out[i].Actions, action)
	}
	return out
}

// meanings say what each action is.
var meanings = map[Action]string{
	OrganizationRead:   "Read the organization's name, time zone, currency and settings",
	OrganizationWrite:  "Change them",
	OrganizationExport: "Take the organization, or a property, out as an archive that comes in elsewhere",
	SecurityRead:       "See how people get in: single sign-on",
	SecurityWrite:      "Set up single sign-on and what else decides who gets in",
	UserRead:           "See colleagues, their roles and scopes, and invitations",
	UserWrite:          "Invite, change a role or scope, and remove",
	KeyRead:            "See API keys, without their secrets",
	KeyWrite:           "Make, rotate and revoke API keys",
	AuditRead:          "Read the audit log",
	AuditExport:        "Take the audit log out as a file",
	JobRead:            "See work in the background",
	JobWrite:           "Try such work again, or discard it",
	PlanRead:           "See plan, usage and feature flags",
	FeatureWrite:       "Switch what the organization may switch by itself",
	SandboxWrite:       "Make and remove the sandbox",
	DashboardRead:      "Open the dashboard",
	PortfolioRead:      "See properties, units and addresses",
	GroupRead:          "See groups of properties",
	PortfolioWrite:     "Create, change, delete and restore them",
	OwnerRead:          "See owners, their shares and how they are paid",
	OwnerWrite:         "Add, change, delete and restore owners, and their shares",
	OwnerReveal:        "See an owner's tax id in full",
	LeasingRead:        "See renters, leases, and who lives where",
	DocumentRead:       "See documents and open their files",
	DocumentHistory:    "See the earlier files of a document",
	DocumentWrite:      "Add, change, delete and restore documents",
	DocumentHold:       "Place and lift legal holds, and shorten how long documents are kept",
	LeasingWrite:       "Draw up, change and activate leases, keep renters, and run the stays",
	LedgerChart:        "See the chart of accounts and closed periods",
	LedgerRead:         "See the journal and balances",
	LedgerPost:         "Write into the journal by hand, and reverse what was written so",
	LedgerAccounts:     "Add accounts to the chart, and change them",
	LedgerClose:        "Close a period, ask to open one again, and decide on what another person asked",
	LedgerOverride:     "Post into a closed period, with a reason",
	MoneyRead:          "See charges, payments, deposits, bills, draws and banks",
	MoneyCharge:        "Charge renters, credit them, and apply their deposits",
	MoneyReceive:       "Record payments, what came back of them, and bank deposits",
	MoneyPay:           "Make what leaves a bank: bills, refunds, fees and draws",
	MoneyRelease:       "Release money that another person made ready",
	MoneySetup:         "Set up banks, the rules for trust money, and agreements with owners",
	BankReconcile:      "Take in bank statements, and reconcile them with the books",
	ImportRun:          "Bring in files of other systems",
	ExportRun:          "Take lists out as files",
	LiveRead:           "Be told of changes as they happen",
	SearchRead:         "Look for anything that one may see, in one place",
	RenterReveal:       "Show a renter's Social Security number, license, date of birth or income in clear",
	TemplateRead:       "See the texts that documents are made from",
	TemplateWrite:      "Create, change and delete them",
	AnnouncementRead:   "See what renters are told",
	AnnouncementWrite:  "Tell renters something, change it and take it back",
	HomeRead:           "See one's own lease, vehicles, contacts and notices, and what renters are told",
	HoldingRead:        "See one's own property in full",
	PortalWrite:        "Change one's own vehicles and emergency contacts, and give notice",
	PortalRead:         "See one's home, holdings or work",
	AccountRead:        "See one's own profile, sessions and organizations",
	AccountWrite:       "Change one's own name and preferences, and end one's own sessions",
	AccountSecurity:    "Change one's own password, e-mail address and second factors",
}

// Meaning says what an action is, in words.
func Meaning(a Action) string { return meanings[a] }

// Known reports whether there is such an action.
func Known(a Action) bool { return grants[a] != nil }
