package journey

import (
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/testkit/pdftext"
	"github.com/propertyos/propertyos/test/cli/program"
)

// The people of the stay, in an organization of their own.
const (
	stayAdmin   = "ada@stay.example"
	stayManager = "mira@stay.example"
	stayRenter  = "nora@stay.example"
)

// stay is one household's whole story: what the manager sees, what the renter sees, and on which days it happens. The server's
// clock cannot be moved, so the story began two years ago and ends today.
type stay struct {
	*testing.T
	manager, renter *tab
	today           period.Date
	unit, lease     string // addresses of pages
	tenancy         string
}

// TestStay takes a vacant unit through a lease for two renters, its PDF, the recorded signature, move-in, renewal, holdover, the
// renter's notice, move-out and the disposition of the deposit, by the pages that a manager has, and by the renter's on a phone.
func TestStay(t *testing.T) {
	t.Parallel()
	for _, c := range []program.Call{
		{Args: []string{"org", "create", "--slug", "stay", "--name", "Linden & Daughters"}},
		{Args: []string{"user", "create", "--org", "stay", "--email", stayAdmin, "--role", "admin", "--first-name", "Ada", "--last-name", "Linden", "--password-file", "-"}},
		{Args: []string{"user", "create", "--org", "stay", "--email", stayManager, "--role", "manager", "--first-name", "Mira", "--last-name", "Sand", "--password-file", "-"}},
	} {
		c.In = password
		if r, err := propertyos(c); err != nil || r.Code != 0 {
			t.Fatalf("%v: %s%s %v", c.Args, r.Out, r.Err, err)
		}
	}
	zone, err := time.LoadLocation("America/New_York") // that of an organization which names none
	if err != nil {
		t.Fatal(err)
	}
	s := &stay{T: t, manager: person(t, stayManager), today: period.In(time.Now(), zone)}
	s.drawUp()
	s.paper()
	s.signAndActivate()
	s.moveIn()
	s.invite()
	s.renterLooks()
	s.renew()
	s.renterLeaves()
	s.moveOut()
	s.dispose()
}

// ago is so many days before today.
func (s *stay) ago(days int) period.Date { return s.today.AddDays(-days) }

// date fills in a field of dates, whose keys are the browser's language's.
func (b *tab) date(selector string, d period.Date) {
	b.Helper()
	b.script(fmt.Sprintf(`const f = document.querySelector(%q); f.value = %q; f.dispatchEvent(new Event("input", {bubbles: true}));
		f.dispatchEvent(new Event("change", {bubbles: true}))`, selector, d.String()))
}

// seen looks at the page as it is, at a desk and on a phone; with JOURNEY_SHOTS also in the dark, with pictures.
func (b *tab) seen(name string, widths ...int64) {
	b.Helper()
	if len(widths) == 0 {
		widths = []int64{1440, 390}
	}
	b.script(`document.querySelectorAll("[data-toast]").forEach(t => t.remove())`)
	value[string](b, world.axe+"; ''")
	themes := []string{"light"}
	if os.Getenv("JOURNEY_SHOTS") != "" {
		themes = []string{"dark", "light"}
	}
	for _, theme := range themes {
		b.script(fmt.Sprintf(`document.documentElement.dataset.theme = %q`, theme))
		b.until(`document.getAnimations().every(a => a.playState !== "running")`) // half changed, a color has half its contrast
		for _, width := range widths {
			b.do(chromedp.EmulateViewport(width, 900))
			b.inspect(place{name: "stay-" + name}, theme, width)
		}
	}
	b.do(chromedp.EmulateViewport(widths[0], 900))
}

// submits presses the button of the page's form and waits until it says so.
func (b *tab) submits(said string) {
	b.Helper()
	b.do(pressed(save))
	b.until(fmt.Sprintf(`document.querySelector("#toasts")?.innerText.includes(%q)`, said))
}

// act opens the form of an act on the stay, as its link does.
func (s *stay) act(do string) {
	s.Helper()
	s.manager.open(s.tenancy)
	s.manager.follow(`.page-actions a[href$="act?do=` + do + `"]`)
}

// drawUp begins at the vacant unit, where the link is, and makes the draft.
func (s *stay) drawUp() {
	b := s.manager
	at := create(b, "Linden Row")
	b.follow(".page-actions a[href$='/edit']")
	for name, text := range map[string]string{"street1": "9 Linden Row", "city": "Columbus", "state": "OH", "zip_code": "43004"} {
		b.typeInto("#f-"+name, text)
	}
	b.do(pressed(save))
	b.until(`document.querySelector(".page-head")?.innerText.includes("9 Linden Row")`)
	addUnit(b, at, "3B", "1300")
	s.unit = b.where()
	b.says(".page-head", "Vacant")
	b.follow("a[href^='/leases/new?unit=']")
	b.date("#f-start_date", s.ago(730))
	b.date("#f-end_date", s.ago(366))
	b.typeInto("#f-security_deposit", "1300")
	b.typeInto("#f-first_name_0", "Nora")
	b.typeInto("#f-last_name_0", "Quist")
	b.typeInto("#f-email_0", stayRenter)
	b.do(pressed("button[value=add]"))
	b.until(`document.querySelector("#f-first_name_1")`)
	b.typeInto("#f-first_name_1", "Zoë")
	b.typeInto("#f-last_name_1", "Nguyễn")
	b.do(pressed(saveDraft))
	b.until(`document.querySelector("h1")?.innerText === "Nora Quist, Zoë Nguyễn"`)
	s.lease = strings.Split(b.where(), "?")[0]
	b.says("main", "Draft", "There are no documents yet.")
	b.seen("draft")
}

// pdf fetches the file that an address leads to and returns its bytes.
func (b *tab) pdf(path string) []byte {
	b.Helper()
	raw := value[string](b, fmt.Sprintf(`fetch(%q).then(r => { if (!r.ok || r.headers.get("content-type") !== "application/pdf") throw new Error(r.status + " " + r.headers.get("content-type")); return r.arrayBuffer() })
		.then(a => btoa(Array.from(new Uint8Array(a), c => String.fromCharCode(c)).join("")))`, path))
	file, err := base64.StdEncoding.DecodeString(raw)
	if err != nil {
		b.Fatal(err)
	}
	return file
}

// reads fails unless a PDF says all words.
func (b *tab) reads(file []byte, words ...string) {
	b.Helper()
	pages, err := pdftext.Pages(file)
	if err != nil {
		b.Fatal(err)
	}
	for _, w := range words {
		if !strings.Contains(strings.Join(pages, " "), w) {
			b.Errorf("the PDF does not say %q: %s", w, pages)
		}
	}
}

// paper makes a template of the sample, and from it the paper of the lease, which is kept with it.
func (s *stay) paper() {
	b := s.manager
	b.follow("a[href$='/document']")
	b.says("main", "No templates yet")
	b.seen("no-template")
	b.follow("main a[href='/templates/new?sample=1']")
	b.do(pressed(save))
	b.until(`/^\/templates\/[0-9a-f]/.test(location.pathname)`)
	b.open(s.lease)
	b.follow("a[href$='/document']")
	b.seen("paper-choice")
	words := []string{
		"Nora Quist, Zoë Nguyễn", "9 Linden Row", "$1,300.00", "from " + s.ago(730).Words() + " to " + s.ago(366).Words(), "Zoë Nguyễn, renter",
	}
	b.reads(b.pdf(value[string](b, `document.querySelector("main a[href*='document.pdf']").getAttribute("href")`)), words...)
	b.follow("form[action$='/document'] button")
	b.says("#toasts", "is kept with the lease")
	b.says("#documents-title + *, .panel:has(#documents-title)", "Linden Row 3B.pdf", "Lease")
	link := value[string](b, `document.querySelector(".panel:has(#documents-title) .lines a").getAttribute("href")`)
	b.reads(b.pdf(link+"/file?inline=1"), words...)
	b.follow("a[href$='/document']")
	b.follow("form[action$='/document'] button") // made once more, it is the same document's next file
	if n := value[int](b, `document.querySelectorAll(".panel:has(#documents-title) .lines li").length`); n != 1 {
		s.Errorf("%d documents", n)
	}
	b.open(link)
	b.says("main", "Version 2", "Lease of Linden Row")
	b.seen("document")
	b.follow("main a[href='" + s.lease + "']")
}

// signAndActivate submits the draft, records the signature with a scan of the paper, and brings the lease into force.
func (s *stay) signAndActivate() {
	b := s.manager
	b.follow(`form[action$='/step']:has(input[value="submit"]) button`)
	b.says("main", "Pending")
	if b.text("a[href$='step?to=activate']") != "" {
		s.Error("a lease without a signature can be activated")
	}
	b.follow("a[href$='step?to=sign']")
	b.date("#f-signed_on", s.ago(731))
	scan := filepath.Join(s.TempDir(), "signed by both.pdf")
	b.do(chromedp.SetUploadFiles(chromedp.CSS("#f-file"), []string{s.file(scan, "MZ this is a program")}))
	b.follow(save)
	b.says("[role=alert]", "This is a program, whatever its name says")
	b.holds("#f-signed_on", s.ago(731).String())
	b.seen("sign")
	b.do(chromedp.SetUploadFiles(chromedp.CSS("#f-file"), []string{s.file(scan, "%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n")}))
	b.follow(save)
	b.says("#toasts", "The signature was recorded.")
	b.says(".panel:has(#documents-title)", "signed by both.pdf", "Linden Row 3B.pdf")
	b.follow("a[href$='step?to=activate']")
	b.submits("The lease is in force.")
	b.says("main", "Active")
	b.seen("active")
}

// file writes a file to be sent.
func (s *stay) file(path, content string) string {
	s.Helper()
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		s.Fatal(err)
	}
	return path
}

// moveIn goes from the lease to its stay, walks through the unit with a checklist and a photo, and records the move-in.
func (s *stay) moveIn() {
	b := s.manager
	b.follow("main a[href^='/tenancies/']")
	s.tenancy = b.where()
	b.says("main", "Moving in", "Nora Quist", "Zoë Nguyễn")
	s.act("inspection")
	b.holds("#f-kind", "move_in")
	b.date("#f-performed_on", s.ago(730))
	b.do(pressed(save))
	b.until(`location.pathname.startsWith("/inspections/")`)
	b.seen("checklist")
	b.script(`document.querySelectorAll("select[name^=condition]").forEach(e => { e.value = "good" })`)
	checklist := b.where()
	b.submits("The checklist was saved.")
	b.follow("a[href^='/documents/new?']")
	b.holds("#f-type", "photo")
	b.says("main", "Move-in checklist")
	photo := filepath.Join(s.TempDir(), "kitchen.png")
	pixel, err := base64.StdEncoding.DecodeString("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")
	if err != nil {
		s.Fatal(err)
	}
	b.do(chromedp.SetUploadFiles(chromedp.CSS("#f-file"), []string{s.file(photo, string(pixel))}))
	b.do(pressed("form.form button[type=submit]"))
	b.until(`document.querySelector("h1")?.innerText === "kitchen.png"`)
	b.follow("main a[href='" + checklist + "']")
	b.until(`document.querySelector(".photo-strip img")?.naturalWidth > 0`)
	b.do(chromedp.Click(chromedp.CSS("#f-do")), pressed(save))
	b.until(`location.pathname.startsWith("/tenancies/")`)
	b.says("main", "Completed")
	b.open(checklist)
	b.says("main", "Completed", "Good")
	b.seen("checklist-done")
	s.act("move-in")
	b.seen("move-in")
	b.date("#f-on", s.ago(730))
	b.submits("The household moved in.")
	b.says(".page-head", "Holdover") // the term has ended by now, and they are there
	b.says(".notice", "The lease has ended and the household is still there")
	b.seen("tenancy")
	b.open(s.unit)
	b.says(".page-head", "Occupied")
}

// moveOut records it and begins the disposition, whose day has to be said where no rule of the place is confirmed.
func (s *stay) moveOut() {
	b := s.manager
	b.open("/leases")
	b.follow("nav.tabs-line a[href='/move-outs']")
	b.says("main", "Nora Quist", "Every disposition was sent.")
	b.follow("main a[href='" + s.tenancy + "']")
	s.act("move-out")
	b.holds("#f-forwarding_address", "4 Elm Street, Portland, ME 04101")
	b.date("#f-on", s.today)
	b.typeInto("#f-deposit_held", "1300")
	b.do(pressed(save))
	b.until(`document.querySelector("[role=alert]")`)
	b.says("[role=alert]", "No confirmed rule says when the deposits have to be returned here.")
	b.seen("move-out")
	b.date("#f-disposition_due_on", s.today.AddDays(30))
	b.submits("The household moved out.")
	b.says(".page-head", "Former", "4 Elm Street")
	b.says("main", "30 days left", "1,300.00")
	b.seen("moved-out")
	b.open(s.unit)
	b.says(".page-head", "Vacant")
}

// dispose keeps something of the deposit and sends what is left.
func (s *stay) dispose() {
	b := s.manager
	b.open(s.tenancy)
	b.follow("main a[href^='/dispositions/']")
	b.typeInto("#f-description", "Broken kitchen door")
	b.typeInto("#f-amount", "1500")
	b.do(pressed(`form:has(input[value="add"]) .form-acts button`))
	b.until(`document.querySelector("[role=alert]")`)
	b.typeInto("#f-amount", "180.50")
	b.do(pressed(`form:has(input[value="add"]) .form-acts button`))
	b.until(`document.querySelector("#toasts")?.innerText.includes("The deduction was added.")`)
	b.says("main", "Broken kitchen door", "180.50", "1,119.50")
	b.seen("disposition")
	b.do(pressed(`form:has(input[value="send"]) .form-acts button`))
	b.until(`document.querySelector("#toasts")?.innerText.includes("marked as sent")`)
	b.says(".page-head", "Sent on "+s.today.Words())
	b.seen("disposition-sent")
	b.open("/move-outs")
	b.says("main", "Every disposition was sent.")
	s.renter.open("/portal")
	if strings.Contains(s.renter.text("main"), "9 Linden Row") {
		s.Errorf("the home is still there: %s", s.renter.text("main"))
	}
	s.renter.seen("portal-after", 390)
}
