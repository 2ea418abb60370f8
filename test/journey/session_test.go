package journey

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

func pressed(selector string) step { return chromedp.Click(chromedp.CSS(selector)) }

// TestSignInAndOut meets a stranger at the door, refuses a wrong password, goes on to where they were going, and ends.
func TestSignInAndOut(t *testing.T) {
	t.Parallel()
	b := visitor(t)
	b.open("/properties?status=active")
	b.until(`location.pathname === "/sign-in"`)
	b.typeInto("input[name=email]", emptyPerson)
	b.typeInto("input[name=password]", "not the password")
	b.do(pressed("main button[type=submit]"))
	b.until(`document.querySelector("[role=alert]")`)
	wrong := b.text("[role=alert]")
	if got := value[string](b, `document.querySelector("input[name=email]").value`); got != emptyPerson {
		t.Errorf("the address typed became %q", got)
	}
	b.typeInto("input[name=email]", "nobody@empty.example")
	b.typeInto("input[name=password]", "not the password")
	b.follow("main button[type=submit]")
	b.until(`document.querySelector("[role=alert]")`)
	if unknown := b.text("[role=alert]"); unknown != wrong {
		t.Errorf("an unknown address is told %q, a wrong password %q", unknown, wrong)
	}
	b.typeInto("input[name=email]", emptyPerson)
	b.typeInto("input[name=password]", password)
	b.do(pressed("main button[type=submit]"))
	b.until(`location.pathname === "/properties" && location.search === "?status=active"`)
	b.do(pressed(".menu-account summary"))
	b.follow("form[action='/sign-out'] button")
	b.says("main", "signed out")
	b.open("/properties")
	b.until(`location.pathname === "/sign-in"`)
}

// TestKeyboardAlone signs in, finds somebody and opens a unit without a mouse.
func TestKeyboardAlone(t *testing.T) {
	t.Parallel()
	b := visitor(t)
	b.open("/sign-in")
	b.until(`document.activeElement.name === "email"`)
	b.do(chromedp.KeyEvent("accountant@harbor.demo.example"), chromedp.KeyEvent(kb.Tab))
	b.until(`document.activeElement.name === "password"`)
	b.do(chromedp.KeyEvent(demoWord + kb.Enter))
	b.until(`document.querySelector("a.figure")`)
	b.do(chromedp.KeyEvent(kb.Tab))
	b.until(`document.activeElement.className === "skip"`)
	b.do(chromedp.KeyEvent(kb.Enter))
	b.until(`document.activeElement.id === "content"`)
	renter := b.text("[aria-labelledby=past-due-title] li .row-link")
	b.do(chromedp.KeyEvent("k", chromedp.KeyModifiers(chromedp.ModifierCtrl)))
	b.until(`document.activeElement.id === "palette-q"`)
	b.do(chromedp.KeyEvent(renter))
	b.until(`document.querySelector("#palette-results [data-hit][data-marked]")?.getAttribute("href").startsWith("/renters/")`)
	b.do(chromedp.KeyEvent(kb.Enter)) // a name leads to whoever bears it, and from there home
	b.until(`location.pathname.startsWith("/renters/") && document.querySelector("h1")?.innerText === ` + fmt.Sprintf("%q", renter))
	b.until(`document.querySelector("main a[href^='/leases/']")`)
	b.do(chromedp.KeyEvent("gu"))
	b.until(`location.pathname === "/units" && document.querySelector("tbody .row-link")`)
	b.do(chromedp.KeyEvent(kb.ArrowDown))
	b.until(`document.activeElement.matches("[data-row-link]")`)
	b.do(chromedp.KeyEvent(kb.Enter))
	b.until(`location.pathname.startsWith("/units/") && document.querySelector("h1")`)
}

// TestReader is somebody who may look but change nothing: no page offers it, and asking for it anyway is refused in words.
func TestReader(t *testing.T) {
	t.Parallel()
	b := person(t, "accountant@prairie.demo.example")
	for _, path := range []string{"/", "/properties"} {
		b.open(path)
		if strings.Contains(b.text("main"), "Add property") {
			t.Errorf("%s offers to add a property", path)
		}
	}
	b.follow("[data-row-link]")
	if value[bool](b, `Boolean(document.querySelector(".page-actions button"))`) {
		t.Errorf("the property's page offers %s", b.text(".page-actions"))
	}
	for _, path := range value[[]string](b, `[...document.querySelectorAll(".page-actions a")].map(a => a.pathname + a.search)`) {
		if got := value[int](b, `fetch("`+path+`").then(r => r.status)`); got != 200 || strings.HasSuffix(path, "/edit") || strings.HasSuffix(path, "/delete") {
			t.Errorf("the property's page offers %s, which answers %d", path, got)
		}
	}
	at := value[string](b, `location.pathname`)
	for _, path := range []string{"/properties/new", at + "/edit", at + "/delete", at + "/units/new"} {
		if got := value[int](b, `fetch("`+path+`").then(r => r.status)`); got != 403 {
			t.Errorf("%s answers %d", path, got)
		}
	}
	b.open("/properties/new")
	b.says("main", "You may not open this")
}

// TestForeignPages asks for what belongs to another organization: the answer is that of something that does not exist.
func TestForeignPages(t *testing.T) {
	t.Parallel()
	b := person(t, demoPerson)
	b.open("/properties")
	property := value[string](b, `document.querySelector("[data-row-link]").getAttribute("href")`)
	b.open("/units")
	unit := value[string](b, `document.querySelector("[data-row-link]").getAttribute("href")`)
	b.enter(craftPerson)
	b.open("/properties/00000000-0000-7000-8000-000000000000")
	b.says("h1", "There is nothing here")
	missing := b.text("main")
	for _, path := range []string{
		property, property + "/edit", property + "/delete", property + "/units/new", property + "?tab=history",
		unit, unit + "/edit", unit + "/delete", "/properties/not-an-id", "/nowhere",
	} {
		b.open(path)
		if got := b.text("main"); got != missing {
			t.Errorf("%s shows %q", path, got)
		}
		if got := value[int](b, `fetch(location.href).then(r => r.status)`); got != 404 {
			t.Errorf("%s answers %d", path, got)
		}
	}
	for _, path := range []string{property + "/delete", property + "/restore", property + "/units", property, unit, unit + "/delete"} {
		form := `fetch("` + path + `", {method: "POST", body: new URLSearchParams({name: "Taken", number: "1", base_rent: "1", type: "land", form: "house", status: "active", version: "1"})}).then(r => r.status)`
		if got := value[int](b, form); got != 404 && got != 422 {
			t.Errorf("POST %s answers %d", path, got)
		}
	}
	b.enter(demoPerson)
	b.open(property)
	if strings.Contains(b.text("h1"), "Taken") {
		t.Error("another organization changed a property")
	}
}
