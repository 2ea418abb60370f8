package view

import (
	"net/url"
	"strings"

	"github.com/propertyos/propertyos/internal/web/message"

	"github.com/a-h/templ"

	"github.com/propertyos/propertyos/internal/web/assets"
)

// Area is a working area of the product, an entry of the sidebar.
type Area string

// The areas.
const (
	AreaDashboard    Area = "dashboard"
	AreaProperties   Area = "properties"
	AreaUnits        Area = "units"
	AreaDocuments    Area = "documents"
	AreaLeasing      Area = "leasing"
	AreaSettings     Area = "settings" // of the organization; Frame.Section says which page
	AreaAccount      Area = "account"  // of the person; Frame.Section says which page
	AreaPortal       Area = "portal"   // what a renter, owner or vendor sees
	AreaOwners       Area = "owners"
	AreaBooks        Area = "books"
	AreaAvailability Area = "availability"
	AreaRenters      Area = "renters"
	// What renters are told.
	AreaAnnouncements Area = "announcements"
	AreaHousehold     Area = "household" // a renter's people, vehicles and contacts
)

// Section is a page of AreaSettings or AreaAccount, an entry of its side menu.
type Section string

// The sections.
const (
	SectionOrganization Section = "organization" // /settings/organization
	SectionUsers        Section = "users"        // /settings/users, with invitations
	SectionRoles        Section = "roles"        // /settings/roles
	SectionSignOn       Section = "sign-on"      // /settings/sign-on: single sign-on
	SectionKeys         Section = "api-keys"     // /settings/api-keys, with the sandbox
	SectionAudit        Section = "audit"        // /settings/audit
	SectionPlan         Section = "plan"         // /settings/plan, with feature flags
	SectionJobs         Section = "jobs"         // /settings/jobs
	SectionLeasing      Section = "leasing"      // /settings/leasing: the rules for rent
	SectionImports      Section = "imports"      // /imports: files from other systems
	SectionExport       Section = "export"       // /settings/export: all of the organization as an archive
	SectionTemplates    Section = "templates"    // /templates
	SectionProfile      Section = "profile"      // /account
	SectionSecurity     Section = "security"     // /account/security: password, second factors
	SectionSessions     Section = "sessions"     // /account/sessions
)

// Frame is what surrounds every page of a signed-in person.
type Frame struct {
	Title        string // the page's heading and the start of the window's title
	Area         Area   // marked in the sidebar
	Section      Section
	Organization string
	Person       Person
	Search       string    // what the global search field shows, normally empty
	Crumbs       []Link    // from the area down to, not including, this page
	ReadOnly     bool      // the person may change nothing here: no page offers it
	Toast        *Toast    // told once, after something succeeded
	Sandbox      bool      // the organization is one for trying, which every page says
	Sections     []Section // what this person may open of settings and account
	Hidden       []Area    // areas that this person may not open
	Listen       bool      // the browser is told of changes as they happen
	// Live names what the page shows, so that it follows changes: "unit" for every unit, "unit:ID" for one. Other changes
	// are not its concern.
	Live []string
}

// live is Live as the page's script reads it.
func (f Frame) live() string { return strings.Join(f.Live, " ") }

// Person is who is signed in.
type Person struct {
	Name  string
	Email string
	Role  string // a role value such as "manager"
}

// Initials returns up to two letters for the account button.
func (p Person) Initials() string {
	var out []rune
	for word := range strings.FieldsSeq(p.Name) {
		out = append(out, []rune(word)[0])
	}
	if len(out) > 2 {
		out = []rune{out[0], out[len(out)-1]}
	}
	if len(out) == 0 {
		return "?"
	}
	return strings.ToUpper(string(out))
}

// Link is a text that leads somewhere.
type Link struct {
	Text string
	Href string
}

// Toast tells that something succeeded, and how to take it back.
type Toast struct {
	Text string
	Undo *Undo // nil where nothing can be taken back
}

// Undo is the form that takes something back: a POST to Action with the hidden Fields.
type Undo struct {
	Action string
	Fields []Hidden
}

// Hidden is a hidden input of a form.
type Hidden struct{ Name, Value string }

type navItem struct {
	area             Area
	word, icon, href string
	begins           bool // a group of entries, which a little room sets off
}

// nav lists only what works. What comes first stays in the bar of a phone; see barred.
var nav = []navItem{
	{AreaDashboard, message.Mark("Dashboard"), "layout-dashboard", "/", false},
	{AreaProperties, message.Mark("Properties"), "building-2", "/properties", true},
	{AreaUnits, message.Mark("Units"), "door-open", "/units", false},
	{AreaLeasing, message.Mark("Leasing"), "handshake", "/leases", false},
	{AreaAvailability, message.Mark("Availability"), "calendar-days", "/availability", false},
	{AreaRenters, message.Mark("Renters"), "users", "/renters", true},
	{AreaOwners, message.Mark("Owners"), "briefcase", "/owners", false},
	{AreaBooks, message.Mark("Books"), "scale", "/books", false},
	{AreaDocuments, message.Mark("Documents"), "folder", "/documents", true},
	{AreaAnnouncements, message.Mark("Announcements"), "megaphone", "/announcements", false},
}

// barred is how many entries the bar at the bottom of a phone has room for. Where there are more, the last of them opens
// the others.
const barred = 5

// outsideTitle is the window's title of a page outside the product.
func outsideTitle(title string) string {
	if title == "" {
		return "PropertyOS"
	}
	return title + " · PropertyOS"
}

func windowTitle(f Frame) string {
	parts := make([]string, 0, 3)
	for _, p := range []string{f.Title, f.Organization, "PropertyOS"} {
		if p != "" {
			parts = append(parts, p)
		}
	}
	return strings.Join(parts, " · ")
}

// htmxConfig keeps htmx inside the content security policy (no style of its own, no eval), lets refused forms (422, 409, 412)
// and missing rows (403, 404) show their page, keeps the page when the server fails, and keeps no copy of
// pages in the browser's storage: they hold personal data.
const htmxConfig = `{"includeIndicatorStyles":false,"allowEval":false,"allowScriptTags":false,"selfRequestsOnly":true,` +
	`"historyCacheSize":0,"refreshOnHistoryMiss":true,"defaultSwapDelay":0,"defaultSettleDelay":0,"timeout":30000,` +
	`"responseHandling":[{"code":"204","swap":false},{"code":"[23]..","swap":true},` +
	`{"code":"(403|404|409|412|422)","swap":true,"error":false},{"code":"[45]..","swap":false,"error":true}]}`

func asset(name string) string { return assets.Path(name) }

func iconRef(name string) string { return assets.Path("icons.svg") + "#" + name }

// address joins a path with a query, leaving out empty values; its parts are escaped.
func address(path string, query url.Values) templ.SafeURL {
	if enc := query.Encode(); enc != "" {
		return templ.SafeURL(path + "?" + enc)
	}
	return templ.SafeURL(path)
}

// to returns the address of parts below "/", each escaped: to("units", id, "edit").
func to(parts ...string) templ.SafeURL {
	var b strings.Builder
	for _, p := range parts {
		b.WriteByte('/')
		b.WriteString(url.PathEscape(p))
	}
	return templ.SafeURL(b.String())
}
