package journey

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// saveDraft is the button of the form of a lease that is seen; the first of the form is for the Enter key.
const saveDraft = "form.form .form-acts button"

// TestLeaseFromVacancyToActivation draws up a lease of a vacant unit for two renters, submits, signs and activates it, and
// looks at each page at the width of a desk and of a phone.
func TestLeaseFromVacancyToActivation(t *testing.T) {
	t.Parallel()
	b := person(t, craftPerson)
	at := create(b, "Larch House")
	addUnit(b, at, "7", "1450")
	unit := b.where()
	b.open(unit)
	b.follow("a[href^='/leases/new?unit=']")
	b.typeInto("#f-first_name_0", "Nora")
	b.typeInto("#f-last_name_0", "Quist")
	b.do(chromedp.Click(chromedp.CSS("button[value=add]")))
	b.until(`document.querySelector("#f-first_name_1")`)
	b.holds("#f-first_name_0", "Nora")
	b.holds("#f-monthly_rent", "1450.00")
	b.typeInto("#f-first_name_1", "Otto")
	b.typeInto("#f-email_1", "otto@")
	b.script(`document.querySelector("#f-start_date").value = "2026-12-01"; document.querySelector("#f-end_date").value = "2026-11-30"`)
	b.do(pressed(saveDraft))
	b.until(`document.querySelector("[role=alert]")`)
	b.says("[role=alert]", "2 fields need attention", "The lease must end after it starts.", "E-mail address")
	widths(b, "lease form")
	b.script(`document.querySelector("#f-end_date").value = "2027-11-30"`)
	b.typeInto("#f-email_1", "otto@example.com")
	b.do(pressed(saveDraft))
	b.until(`document.querySelector("h1")?.innerText === "Nora Quist, Otto"`)
	b.says("main", "Draft", "1,450.00", "1 Dec 2026", "Not moved in yet")
	lease := b.where()
	widths(b, "draft")
	b.follow("form[action$='/step'] button")
	b.says("#toasts", "waits for signatures")
	b.says("main", "Pending")
	b.follow("a[href$='/step?to=sign']")
	b.do(pressed(save))
	b.until(`document.querySelector("a[href$='/step?to=activate']")`)
	b.follow("a[href$='/step?to=activate']")
	b.says("main", "Nora Quist, Otto, Unit 7: from 1 Dec 2026 at 1,450.00 a month")
	widths(b, "activation")
	b.do(pressed(save))
	b.until(`document.querySelector("#toasts")?.innerText.includes("in force")`)
	b.says("main", "Active")
	widths(b, "lease in force")
	b.open(lease + "?tab=history")
	b.says("main", "Status: Pending → Active", "Cora Bell")
	b.open(unit)
	b.says(".page-head", "Reserved")
	b.open("/leases?q=Quist")
	b.says("tbody", "Nora Quist, Otto", "Active")
	b.says("tfoot", "1,450.00")
	widths(b, "list of leases")
	b.open("/settings/leasing")
	widths(b, "rules")
	if strings.Contains(b.text("main"), "[") {
		t.Errorf("the rules show brackets: %s", b.text("main"))
	}
}

// widths looks at the page as it is, at a desk and on a phone.
func widths(b *tab, what string) {
	b.Helper()
	for _, width := range []int64{1440, 390} {
		b.do(chromedp.EmulateViewport(width, 900))
		b.clean(what)
	}
	b.do(chromedp.EmulateViewport(1440, 900))
}

// leasePlaces are the pages of leases and of the rules that they follow.
func leasePlaces(b *tab) []place {
	b.Helper()
	lease := b.linked(demoPerson, "/leases?status=active", "[data-row-link]")
	property := b.linked(demoPerson, "/properties", "[data-row-link]")
	return []place{
		{name: "leases", who: demoPerson, path: "/leases"},
		{name: "leases-imported", who: importPerson, path: "/leases?sort=-rent"},
		{name: "leases-empty", who: emptyPerson, path: "/leases"},
		{name: "lease-new", who: demoPerson, path: "/leases/new?property=" + strings.TrimPrefix(property, "/properties/")},
		{name: "lease", who: demoPerson, path: lease},
		{name: "lease-policies", who: demoPerson, path: lease + "?tab=policies"},
		{name: "lease-edit", who: demoPerson, path: lease + "/edit"},
		{name: "lease-discard", who: demoPerson, path: lease + "/discard"},
		{name: "lease-step", who: demoPerson, path: lease + "/step?to=cancel"},
		{name: "lease-add", who: demoPerson, path: lease + "/add?kind=charges"},
		{name: "lease-change", who: demoPerson, path: lease + "/change?kind=people"},
		{name: "lease-policy", who: demoPerson, path: lease + "/policy"},
		{name: "property-policy", who: demoPerson, path: property + "/policy"},
		{name: "settings-leasing", who: settingsPerson, path: "/settings/leasing"},
	}
}
