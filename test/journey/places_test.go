package journey

import (
	"net/http"
	"net/http/httptest"
	"strings"

	"github.com/chromedp/chromedp"

	"github.com/propertyos/propertyos/internal/web"
)

const (
	settingsPerson = "admin@harbor.demo.example"
	letterPerson   = "lena@letters.example" // gets mails and never answers them
)

// elsewhere says of each address that TestEveryPage does not open itself why that is so.
var elsewhere = map[string]string{
	"GET /live":                         "a stream",
	"GET /units/export":                 "a file",
	"GET /leases/export":                "a file",
	"GET /tenancies/export":             "a file",
	"GET /renters/export":               "a file",
	"GET /owners/export":                "a file",
	"GET /documents/export":             "a file",
	"GET /properties/export":            "a file",
	"GET /settings/audit/export":        "a file",
	"GET /dev/outbox/{name}/html":       "the mail itself, which /dev/outbox/{name} shows in a frame",
	"GET /portal":                       "TestPortals looks at it as each who has one",
	"GET /templates/{id}/preview.pdf":   "a file",
	"GET /leases/{id}/document.pdf":     "a file",
	"GET /dispositions/{id}/letter.pdf": "a file",
	"GET /portal/leases/{id}":           "TestRenterAtHome looks at it",
	"GET /portal/household":             "TestRenterAtHome looks at it",
	"GET /portal/vehicles/new":          "TestRenterAtHome looks at it",
	"GET /portal/vehicles/{id}/edit":    "the form of a new vehicle with what is stored",
	"GET /portal/notice":                "TestRenterAtHome looks at it",
	"GET /portal/notice/new":            "TestRenterAtHome looks at it",
	"GET /portal/offers/{id}":           "TestStay answers one at the width of a phone",
	"GET /renters/{id}/reveal/{name}":   "TestRenterOfStaff looks at it",
	"GET /templates/{id}":               "TestRenterOfStaff looks at it",
	"GET /announcements/{id}/edit":      "TestRenterOfStaff looks at it",
	"GET /documents/{id}/file":          "a file, by a signed link",
	"GET /files/{token}":                "a file; TestFilesOfADocument follows the link, and its wrong ones",
	"GET /sign-in/second-factor":        "TestJoining looks at it halfway through the door",
	"GET /sign-in/oidc/connect":         "TestSignOn looks at it with an account to connect",
	"GET /sign-in/oidc/start":           "leads to the provider; what it says otherwise is the page of the callback",
	"GET /sign-in/oidc/step-up":         "leads to the provider",
	"GET /step-up":                      "leads on while a proof is fresh; the place step-up comes to it by its form",
}

// unvisited compares the places with the product's own table of pages: each is opened, or elsewhere says why not.
func unvisited(list []place) (faults []string) {
	mux := http.NewServeMux()
	left := map[string]bool{}
	for _, p := range web.Pages() {
		if p.Method == http.MethodGet {
			left[p.Method+" "+p.Path] = true
			mux.HandleFunc(p.Method+" "+p.Path, func(http.ResponseWriter, *http.Request) {})
		}
	}
	for pattern := range elsewhere {
		if !left[pattern] {
			faults = append(faults, "elsewhere names "+pattern+", which is no page")
		}
		delete(left, pattern)
	}
	for _, p := range list {
		_, pattern := mux.Handler(httptest.NewRequest(http.MethodGet, p.path, nil))
		delete(left, pattern)
	}
	for pattern := range left {
		faults = append(faults, "nobody looks at "+pattern+": add it to places")
	}
	return faults
}

// doorPlaces are the pages that anybody may open. It has the mails sent whose links lead to some of them.
func doorPlaces(b *tab) []place {
	b.Helper()
	b.do(chromedp.Func(forget))
	verify := b.register(joining{admin: letterPerson, name: "Letterbox Lettings"})
	b.open("/forgot")
	b.typeInto("input[name=email]", emptyPerson)
	b.follow("main form button")
	reset := b.mailTo(emptyPerson, "Choose a new password")
	b.enter(settingsPerson)
	b.inviteManager(letterPerson)
	invitation := b.mailTo(letterPerson, "invites you to")
	mail := b.where()
	return []place{
		{name: "sign-in", path: "/sign-in"},
		{name: "sign-in-expired", path: "/sign-in?expired"},
		{name: "sign-up", path: "/sign-up"},
		{name: "verify", path: verify},
		{name: "verify-unknown", path: "/verify?token=nothing", status: http.StatusNotFound},
		{name: "forgot", path: "/forgot"},
		{name: "reset", path: reset},
		{name: "invitation", path: invitation},
		{name: "sign-on-find", path: "/sign-in/organization"},
		{name: "sign-on-failed", path: "/sign-in/oidc/callback/nothing", status: http.StatusUnauthorized},
		{name: "outbox", path: "/dev/outbox"},
		{name: "outbox-mail", path: mail},
	}
}

// accountPlaces are the pages of a person's own.
func accountPlaces(b *tab) []place {
	b.Helper()
	b.enter(emptyPerson)
	b.open("/account/security")
	b.follow("form[action='/account/security/app/begin'] button")
	return []place{
		{name: "account", who: emptyPerson, path: "/account"},
		{name: "account-email", who: emptyPerson, path: "/account/email"},
		{name: "account-security", who: emptyPerson, path: "/account/security"},
		{name: "account-app", who: emptyPerson, path: "/account/security/app"},
		{name: "account-sessions", who: emptyPerson, path: "/account/sessions"},
		{name: "organizations", who: emptyPerson, path: "/organizations"},
		{name: "organization-new", who: emptyPerson, path: "/organizations/new"},
		{name: "organization-leave", who: emptyPerson, path: "/organizations/leave"},
		{name: "step-up", who: emptyPerson, path: "/account", first: func(b *tab) {
			b.script(`const f = Object.assign(document.createElement("form"), {method: "post", action: "/step-up"});
				document.body.append(f);
				f.submit()`)
			b.until(`document.querySelector("form[action='/step-up'] input[name=password]")`)
		}},
	}
}

// settingsPlaces are the pages of an organization's settings.
func settingsPlaces(b *tab) []place {
	b.Helper()
	b.enter(settingsPerson)
	b.open("/settings/sign-on/new")
	b.typeInto("#f-issuer", world.server.URL)
	b.typeInto("#f-client_id", "web")
	b.do(chromedp.SendKeys(chromedp.CSS("#f-email_domains"), "letters.example"), chromedp.Click(chromedp.CSS("main .form-acts button")))
	b.until(`location.pathname === "/settings/sign-on" && document.querySelector("tbody")`)
	at := func(path, link string) string { return b.linked(settingsPerson, path, link) }
	b.open(at("/settings/deposit-rules", "a[href*='place=']")) // a proposal, to be confirmed
	b.do(pressed(save))
	b.until(`location.pathname === "/settings/deposit-rules"`)
	b.open("/settings/checklists/new")
	b.typeInto("#f-name", "Houses")
	b.do(pressed(save))
	b.until(`location.pathname === "/settings/checklists"`)
	user := at("/settings/users?role=accountant", "[data-row-link]")
	key := strings.TrimSuffix(at("/settings/api-keys", "a[href$='/revoke']"), "/revoke")
	provider := strings.TrimSuffix(at("/settings/sign-on", "tbody a"), "/edit")
	var out []place
	for _, p := range [][2]string{
		{"organization", "/settings/organization"},
		{"users", "/settings/users"},
		{"user", user},
		{"user-remove", user + "/remove"},
		{"invitations", "/settings/invitations"},
		{"invite", "/settings/invitations/new"},
		{"roles", "/settings/roles"},
		{"sign-on", "/settings/sign-on"},
		{"sign-on-new", "/settings/sign-on/new"},
		{"sign-on-edit", provider + "/edit"},
		{"sign-on-remove", provider + "/remove"},
		{"keys", "/settings/api-keys"},
		{"key-new", "/settings/api-keys/new"},
		{"key-rotate", key + "/rotate"},
		{"key-revoke", key + "/revoke"},
		{"audit", "/settings/audit"},
		{"audit-entry", at("/settings/audit", "[data-row-link]")},
		{"jobs", "/settings/jobs"},
		{"job", at("/settings/jobs", "[data-row-link]")},
		{"plan", "/settings/plan"},
		{"export", "/settings/export"},
		{"deposit-rules", "/settings/deposit-rules"},
		{"deposit-rule-new", "/settings/deposit-rules/new"},
		{"deposit-rule-end", at("/settings/deposit-rules", "a[href$='/end']")},
		{"checklists", "/settings/checklists"},
		{"checklist-new", "/settings/checklists/new"},
		{"checklist", at("/settings/checklists", "main a[href^='/settings/checklists/']:not([href$='/new'])")},
		{"property-handover", at("/properties", "[data-row-link]") + "/handover"},
	} {
		out = append(out, place{name: "settings-" + p[0], who: settingsPerson, path: p[1]})
	}
	return out
}

// renterPlaces are the pages of renters, templates and announcements.
func renterPlaces(b *tab) []place {
	b.Helper()
	renter := b.linked(demoPerson, "/renters?leased=yes", "[data-row-link]")
	document := b.linked(demoPerson, renter, "a[href$='/document']")
	return []place{
		{name: "renters", who: demoPerson, path: "/renters"},
		{name: "renters-none", who: demoPerson, path: "/renters?q=zzzz"},
		{name: "renter", who: demoPerson, path: renter},
		{name: "renter-new", who: demoPerson, path: "/renters/new"},
		{name: "renter-edit", who: demoPerson, path: renter + "/edit"},
		{name: "renter-delete", who: demoPerson, path: renter + "/delete"},
		{name: "lease-document", who: demoPerson, path: document},
		{name: "templates", who: demoPerson, path: "/templates"},
		{name: "template-new", who: demoPerson, path: "/templates/new?sample=1"},
		{name: "announcements", who: demoPerson, path: "/announcements"},
		{name: "announcement-new", who: demoPerson, path: "/announcements/new"},
	}
}
