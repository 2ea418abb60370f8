package authz

import (
	"slices"

	"github.com/propertyos/propertyos/internal/tenancy"
)

// Action is one thing that a principal may be allowed to do, as area.verb. API keys name actions, or areas, as scopes.
type Action string

// The actions.
const (
	OrganizationRead  Action = "organization.read"  // its name, time zone, currency and settings
	OrganizationWrite Action = "organization.write" // change them
	// OrganizationExport is all of the organization, or of a property, as an archive that comes in elsewhere.
	OrganizationExport Action = "organization.export"
	SecurityRead       Action = "security.read"  // see what decides who gets in
	SecurityWrite      Action = "security.write" // single sign-on and what else decides who gets in
	UserRead           Action = "user.read"      // colleagues, their roles and scopes, invitations
	UserWrite          Action = "user.write"     // invite, change a role or scope, remove
	KeyRead            Action = "api_key.read"
	KeyWrite           Action = "api_key.write" // make, rotate and revoke
	AuditRead          Action = "audit.read"
	AuditExport        Action = "audit.export"
	JobRead            Action = "job.read"
	JobWrite           Action = "job.write"      // try again, discard
	PlanRead           Action = "plan.read"      // plan, usage and feature flags
	FeatureWrite       Action = "feature.write"  // switch what the organization may switch by itself
	SandboxWrite       Action = "sandbox.write"  // make and remove the sandbox
	DashboardRead      Action = "dashboard.read" // the first page of staff
	PortfolioRead      Action = "portfolio.read"
	GroupRead          Action = "group.read"      // the staff's own sets of properties
	PortfolioWrite     Action = "portfolio.write" // create, change, delete and restore properties, units, addresses
	OwnerRead          Action = "owner.read"      // owners, their shares and how they are paid
	OwnerWrite         Action = "owner.write"     // add, change, delete and restore owners, and their shares
	OwnerReveal        Action = "owner.reveal"    // see a tax id in full
	LeasingRead        Action = "leasing.read"
	DocumentRead       Action = "document.read"    // see documents and open their files
	DocumentHistory    Action = "document.history" // a document's earlier files
	DocumentWrite      Action = "document.write"   // add, change, delete and restore them
	DocumentHold       Action = "document.hold"    // legal hold, and shorter retention
	LeasingWrite       Action = "leasing.write"    // draw up, change and activate leases, and run the stays that they are of
	RenterReveal       Action = "renter.reveal"    // a renter's Social Security number and the like, in clear
	TemplateRead       Action = "template.read"    // the texts that documents are made from
	TemplateWrite      Action = "template.write"
	AnnouncementRead   Action = "announcement.read"
	AnnouncementWrite  Action = "announcement.write" // tell renters something
	LedgerChart        Action = "ledger.chart"       // the chart of accounts and closed periods, which are the organization's
	LedgerRead         Action = "ledger.read"        // the journal and balances
	LedgerPost         Action = "ledger.post"        // write into the journal by hand, and reverse what was written so
	LedgerAccounts     Action = "ledger.accounts"    // add accounts to the chart, and change them
	LedgerClose        Action = "ledger.close"       // close a period, ask to open one, decide on what another asked
	LedgerOverride     Action = "ledger.override"    // post into a closed period, with a reason
	MoneyRead          Action = "money.read"         // charges, payments, deposits, bills, draws and banks
	MoneyCharge        Action = "money.charge"       // charge renters, credit them, apply their deposits
	MoneyReceive       Action = "money.receive"      // record payments, what came back of them, and bank deposits
	MoneyPay           Action = "money.pay"          // make what leaves a bank: bills, refunds, fees, draws
	MoneyRelease       Action = "money.release"      // release what another person made
	MoneySetup         Action = "money.setup"        // banks, rules for trust money, agreements
	BankReconcile      Action = "bank.reconcile"     // statements of banks, and what of them is in the books
	ImportRun          Action = "import.run"
	ExportRun          Action = "export.run"  // lists as files
	LiveRead           Action = "live.read"   // be told of changes as they happen
	SearchRead         Action = "search.read" // look for anything that one may see
	PortalRead         Action = "portal.read"
	HomeRead           Action = "home.read"        // a renter's own lease, vehicles, contacts, notices and announcements
	HoldingRead        Action = "holding.read"     // what an owner is shown of a property of theirs
	PortalWrite        Action = "portal.write"     // what renters change of their own: vehicles, contacts, a notice
	AccountRead        Action = "account.read"     // one's own profile, sessions and organizations
	AccountWrite       Action = "account.write"    // one's own name and preferences, ending one's own sessions
	AccountSecurity    Action = "account.security" // one's own password, e-mail address and second factors
)

// Relation says to which rows an action holds.
type Relation string

// The relations.
const (
	All   Relation = "all"   // what belongs to the organization as a whole
	Scope Relation = "scope" // the properties that the person was given; all of them unless they were limited
	Own   Relation = "own"   // what is one's own: account, tenancy, share, work order
)

// staff are the roles that work for the organization.
var staff = []tenancy.Role{
	tenancy.RoleAdmin, tenancy.RoleManager, tenancy.RoleAccountant, tenancy.RoleLeasingAgent,
	tenancy.RoleTechnician, tenancy.RoleBookkeeper, tenancy.RoleAuditor,
}

// grants lists who may do each action, and to which rows. The program itself may do all.
var grants = map[Action]map[tenancy.Role]Relation{
	OrganizationRead:   to(All, staff...),
	OrganizationWrite:  to(All, tenancy.RoleAdmin),
	OrganizationExport: to(Scope, tenancy.RoleAdmin),
	SecurityRead:       to(All, tenancy.RoleAdmin, tenancy.RoleAuditor),
	SecurityWrite:      to(All, tenancy.RoleAdmin),
	UserRead:           to(All, tenancy.RoleAdmin, tenancy.RoleManager, tenancy.RoleAuditor),
	UserWrite:          to(All, tenancy.RoleAdmin),
	KeyRead:            to(All, tenancy.RoleAdmin, tenancy.RoleAuditor),
	KeyWrite:           to(All, tenancy.RoleAdmin),
	AuditRead:          to(All, tenancy.RoleAdmin, tenancy.RoleAuditor),
	AuditExport:        to(All, tenancy.RoleAdmin, tenancy.RoleAuditor),
	JobRead:            to(All, tenancy.RoleAdmin, tenancy.RoleAuditor),
	JobWrite:           to(All, tenancy.RoleAdmin),
	PlanRead:           to(All, tenancy.RoleAdmin, tenancy.RoleAuditor),
	FeatureWrite:       to(All, tenancy.RoleAdmin),
	SandboxWrite:       to(All, tenancy.RoleAdmin),
	DashboardRead:      to(Scope, staff...),
	PortfolioRead:      with(to(Scope, staff...), Own, tenancy.RoleOwner),
	GroupRead:          to(Scope, staff...),
	PortfolioWrite:     to(Scope, tenancy.RoleAdmin, tenancy.RoleManager),
	OwnerRead: to(Scope, tenancy.RoleAdmin, tenancy.RoleManager, tenancy.RoleAccountant, tenancy.RoleBookkeeper,
		tenancy.RoleAuditor),
	OwnerWrite:  to(Scope, tenancy.RoleAdmin, tenancy.RoleManager),
	OwnerReveal: to(Scope, tenancy.RoleAdmin, tenancy.RoleAccountant, tenancy.RoleBookkeeper),
	LeasingRead: to(Scope, tenancy.RoleAdmin, tenancy.RoleManager, tenancy.RoleAccountant, tenancy.RoleLeasingAgent,
		tenancy.RoleBookkeeper, tenancy.RoleAuditor),
	DocumentRead:    with(to(Scope, staff...), Own, tenancy.RoleOwner, tenancy.RoleRenter, tenancy.RoleVendor),
	DocumentHistory: to(Scope, staff...),
	DocumentWrite: to(Scope, tenancy.RoleAdmin, tenancy.RoleManager, tenancy.RoleAccountant, tenancy.RoleLeasingAgent,
		tenancy.RoleTechnician, tenancy.RoleBookkeeper),
	DocumentHold: to(Scope, tenancy.RoleAdmin, tenancy.RoleManager),
	LeasingWrite: to(Scope, tenancy.RoleAdmin, tenancy.RoleManager, tenancy.RoleLeasingAgent),
	LedgerChart: to(All, tenancy.RoleAdmin, tenancy.RoleManager, tenancy.RoleAccountant, tenancy.RoleBookkeeper,
		tenancy.RoleAuditor),
	LedgerRead: to(Scope, tenancy.RoleAdmin, tenancy.RoleManager, tenancy.RoleAccountant, tenancy.RoleBookkeeper,
		tenancy.RoleAuditor),
	LedgerPost:     to(Scope, tenancy.RoleAdmin, tenancy.RoleAccountant, tenancy.RoleBookkeeper),
	LedgerAccounts: to(All, tenancy.RoleAdmin, tenancy.RoleAccountant),
	LedgerClose:    to(All, tenancy.RoleAdmin, tenancy.RoleAccountant),
	LedgerOverride: to(All, tenancy.RoleAdmin, tenancy.RoleAccountant),
	MoneyRead: to(Scope, tenancy.RoleAdmin, tenancy.RoleManager, tenancy.RoleAccountant, tenancy.RoleBookkeeper,
		tenancy.RoleAuditor),
	MoneyCharge:   to(Scope, tenancy.RoleAdmin, tenancy.RoleManager, tenancy.RoleAccountant, tenancy.RoleBookkeeper),
	MoneyReceive:  to(Scope, tenancy.RoleAdmin, tenancy.RoleManager, tenancy.RoleAccountant, tenancy.RoleBookkeeper),
	MoneyPay:      to(Scope, tenancy.RoleAdmin, tenancy.RoleAccountant, tenancy.RoleBookkeeper),
	MoneyRelease:  to(Scope, tenancy.RoleAdmin, tenancy.RoleAccountant),
	MoneySetup:    to(Scope, tenancy.RoleAdmin, tenancy.RoleAccountant),
	BankReconcile: to(All, tenancy.RoleAdmin, tenancy.RoleAccountant, tenancy.RoleBookkeeper),
	ImportRun:     to(Scope, tenancy.RoleAdmin, tenancy.RoleManager),
	RenterReveal:  to(Scope, tenancy.RoleAdmin, tenancy.RoleManager),
	TemplateRead: to(All, tenancy.RoleAdmin, tenancy.RoleManager, tenancy.RoleAccountant, tenancy.RoleLeasingAgent,
		tenancy.RoleBookkeeper, tenancy.RoleAuditor),
	TemplateWrite:     to(All, tenancy.RoleAdmin, tenancy.RoleManager),
	AnnouncementRead:  to(Scope, staff...),
	AnnouncementWrite: to(Scope, tenancy.RoleAdmin, tenancy.RoleManager),
	ExportRun: to(Scope, tenancy.RoleAdmin, tenancy.RoleManager, tenancy.RoleAccountant, tenancy.RoleBookkeeper,
		tenancy.RoleAuditor),
	LiveRead:        to(Scope, staff...),
	SearchRead:      to(Scope, staff...),
	PortalRead:      to(Own, tenancy.RoleOwner, tenancy.RoleRenter, tenancy.RoleVendor),
	HomeRead:        to(Own, tenancy.RoleRenter),
	HoldingRead:     to(Own, tenancy.RoleOwner),
	PortalWrite:     to(Own, tenancy.RoleRenter),
	AccountRead:     to(Own, tenancy.Roles...),
	AccountWrite:    to(Own, tenancy.Roles...),
	AccountSecurity: to(Own, tenancy.Roles...),
}

// sensitive are the actions that ask for a proof within the last minutes, and that an API key may do only where its
// scopes name them one by one.
var sensitive = []Action{SecurityWrite, UserWrite, KeyWrite, AccountSecurity, OwnerReveal, RenterReveal}

// Sensitive reports whether an action asks for a fresh proof.
func Sensitive(a Action) bool { return slices.Contains(sensitive, a) }

func to(r Relation, roles ...tenancy.Role) map[tenancy.Role]Relation {
	m := make(map[tenancy.Role]Relation, len(roles))
	for _, role := range roles {
		m[role] = r
	}
	return m
}

func with(m map[tenancy.Role]Relation, r Relation, roles ...tenancy.Role) map[tenancy.Role]Relation {
	for _, role := range roles {
		m[role] = r
	}
	return m
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

// RelationOf returns the relation in which a role may do an action; "" is not at all.
func RelationOf(role tenancy.Role, a Action) Relation { return grants[a][role] }
