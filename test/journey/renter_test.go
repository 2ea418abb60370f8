package journey

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// TestRenterAtHome: on a phone a renter looks at their lease, adds a vehicle, gives notice and takes it back.
func TestRenterAtHome(t *testing.T) {
	t.Parallel()
	b := person(t, "renter@harbor.demo.example")
	b.do(chromedp.EmulateViewport(390, 844))
	b.open("/portal")
	b.follow("article a[href^='/portal/leases/']")
	b.says("h1", "My lease")
	b.says("main", "Terms", "Notice", "30 days before you leave", "Documents")
	lease := b.where()
	b.open("/portal/household")
	b.says("main", "People", "Vehicles", "In an emergency")
	b.follow("a[href^='/portal/vehicles/new']")
	b.look(place{name: "vehicle-new", path: b.where()}, "light", 390)
	b.typeInto("#f-year", "old")
	b.do(pressed(save))
	b.until(`document.querySelector("[role=alert]")`)
	b.says("[role=alert]", "Year: Use a whole number.")
	b.typeInto("#f-make", "Toyota")
	b.typeInto("#f-plate", "4821 KR")
	b.typeInto("#f-year", "2019")
	b.do(pressed(save))
	b.until(`location.pathname === "/portal/household"`)
	b.says("main", "Toyota, 2019", "4821 KR")
	b.follow("button[aria-label='Remove Toyota, 2019']")
	if strings.Contains(b.text("main"), "4821 KR") {
		t.Error("the vehicle is still there")
	}
	b.open("/portal/notice")
	b.follow("a[href^='/portal/notice/new']")
	b.look(place{name: "notice-new", path: b.where()}, "light", 390)
	b.do(chromedp.SendKeys(chromedp.CSS("#f-forwarding_address"), "4 Elm Street, Portland, ME 04101"), pressed(save))
	b.until(`location.pathname === "/portal/notice"`)
	b.says("main", "You leave on", "Waiting for your manager", "4 Elm Street")
	b.follow("form[action$='/withdraw'] button")
	b.says("main", "Withdrawn")
	for _, at := range []string{"/portal", lease, "/portal/household", "/portal/notice"} {
		b.look(place{name: "renter-" + strings.Split(at, "/")[len(strings.Split(at, "/"))-1], path: at}, "light", 390)
	}
}

// TestRenterOfStaff: a renter is added with a Social Security number, which is shown in clear after a reason was given, and
// the audit log tells of it.
func TestRenterOfStaff(t *testing.T) {
	t.Parallel()
	b := person(t, craftPerson)
	b.open("/renters/new")
	b.typeInto("#f-ssn", "12345")
	b.do(pressed(save))
	b.until(`document.querySelector("[role=alert]")`)
	b.says("[role=alert]", "Last name", "Use the nine digits")
	b.typeInto("#f-first_name", "Ana")
	b.typeInto("#f-last_name", "Lopez")
	b.typeInto("#f-ssn", "900-12-3456")
	b.do(pressed(save))
	b.until(`document.querySelector("h1")?.innerText === "Ana Lopez"`)
	b.says("main", "ends in 3456", "No lease yet")
	at := b.where()
	if strings.Contains(value[string](b, `document.documentElement.outerHTML`), "900-12") {
		t.Error("the page holds the number")
	}
	b.follow("a[href$='/reveal/ssn']")
	b.look(place{name: "renter-reveal", path: b.where()}, "light", 1440)
	b.typeInto("#f-reason", "Credit check that she asked for")
	b.follow(save)
	b.until(`document.querySelector("#revealed")`)
	if got := value[string](b, `document.querySelector("#revealed").value`); got != "900-12-3456" {
		t.Errorf("%q is revealed", got)
	}
	if strings.Contains(b.where(), "3456") {
		t.Error("the address holds the number")
	}
	b.open("/settings/audit?action=reveal")
	b.says("main", "Revealed a secret", "Renter", "Credit check that she asked for", "Cora Bell")
	b.open(at + "/delete")
	b.follow("#confirm button[type=submit]")
	b.says("#toasts", "The renter was deleted.", "Undo")
	b.open("/templates/new?sample=1")
	b.says("#preview", "Residential lease", "Zoë Nguyễn", "$1,300.00")
	b.do(pressed(save))
	b.until(`/^\/templates\/[0-9a-f]/.test(location.pathname)`)
	b.look(place{name: "template", path: b.where()}, "light", 1440)
	if got := value[string](b, `fetch(location.pathname + "/preview.pdf").then(r => r.headers.get("content-type"))`); got != "application/pdf" {
		t.Errorf("the PDF is %s", got)
	}
	b.open("/announcements/new")
	b.typeInto("#f-title", "Water off on Tuesday")
	b.do(chromedp.SendKeys(chromedp.CSS("#f-body"), "From 9 to 11."), pressed(save))
	b.until(`location.pathname === "/announcements"`)
	b.says("main", "Water off on Tuesday", "For all renters", "Shown")
	b.follow("main a[href$='/edit']")
	b.look(place{name: "announcement-edit", path: b.where()}, "light", 390)
}
