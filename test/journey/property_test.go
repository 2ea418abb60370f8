package journey

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

const save = "form.form button[type=submit]"

// create adds a property and its first unit by the forms and returns the property's address.
func create(b *tab, name string) string {
	b.Helper()
	b.open("/properties/new")
	b.typeInto("#f-name", name)
	b.choose("#f-type", "residential")
	b.do(pressed(save))
	b.until(`document.querySelector("h1")?.innerText === ` + fmt.Sprintf("%q", name))
	return b.where()
}

func addUnit(b *tab, property, number, rent string) {
	b.Helper()
	b.open(property + "/units/new")
	b.typeInto("#f-number", number)
	b.typeInto("#f-base_rent", rent)
	b.do(pressed(save))
	b.until(`location.pathname.startsWith("/units/")`)
}

// choose picks an entry of a list as a person would, with the events of it.
func (b *tab) choose(selector, entry string) {
	b.Helper()
	b.script(fmt.Sprintf(`const s = document.querySelector(%q); s.value = %q; s.dispatchEvent(new Event("input", {bubbles: true}));
		s.dispatchEvent(new Event("change", {bubbles: true}))`, selector, entry))
}

func (b *tab) holds(selector, want string) {
	b.Helper()
	if got := value[string](b, fmt.Sprintf(`document.querySelector(%q).value`, selector)); got != want {
		b.Errorf("%s holds %q, want %q", selector, got, want)
	}
}

// TestCreateProperty makes mistakes first: nothing typed is lost, and the cursor is where the first mistake is.
func TestCreateProperty(t *testing.T) {
	t.Parallel()
	b := person(t, craftPerson)
	b.open("/properties/new")
	b.until(`document.activeElement.id === "f-name"`)
	b.typeInto("#f-name", "Maple Court")
	b.typeInto("#f-street1", "12 Maple Street")
	b.typeInto("#f-city", "Albany")
	b.typeInto("#f-state", "NY")
	b.typeInto("#f-zip_code", "12207")
	b.typeInto("#f-year_built", "nineteen")
	b.do(chromedp.SendKeys(chromedp.CSS("#f-amenities"), "Pool\nLaundry"))
	b.do(pressed(save))
	b.until(`document.querySelector("[role=alert]") && document.activeElement.id === "f-type"`)
	b.says("[role=alert]", "2 fields need attention", "Type: Choose one of the list.", "Year built: Use a whole number.")
	b.holds("#f-name", "Maple Court")
	b.holds("#f-year_built", "nineteen")
	b.holds("#f-amenities", "Pool\nLaundry")
	b.choose("#f-type", "mixed_use")
	b.typeInto("#f-year_built", "1987")
	b.do(pressed(save))
	b.until(`document.querySelector("h1")?.innerText === "Maple Court"`)
	b.says("#toasts", "Maple Court was added.")
	b.says(".page-head", "Mixed use", "12 Maple Street, Albany, NY 12207")
	at := b.where()
	b.open(at + "?tab=details")
	b.says("main", "1987", "Pool, Laundry")
	b.open("/properties?q=maple")
	b.says("tbody", "Maple Court")
}

// TestTwoPeopleEditOne lets two tabs change one property: the second is told what the first saved, and loses nothing.
func TestTwoPeopleEditOne(t *testing.T) {
	t.Parallel()
	b := person(t, craftPerson)
	at := create(b, "Birch House")
	other := b.second()
	b.open(at + "/edit")
	other.open(at + "/edit")
	other.typeInto("#f-name", "Birch Villa")
	other.choose("#f-type", "commercial")
	other.do(pressed(save))
	other.until(`document.querySelector("h1")?.innerText === "Birch Villa"`)
	b.typeInto("#f-name", "Birch Mansion")
	b.do(pressed(save))
	b.until(`document.querySelector("#conflict-title")`)
	b.says("main", "Changed since you opened it", "Birch Villa", "Birch Mansion", "Commercial", "Residential")
	b.holds("#f-name", "Birch Mansion")
	other.open(at)
	other.says("h1", "Birch Villa")
	b.choose("#f-status", "inactive")
	b.do(pressed(save)) // now in the knowledge of it
	b.until(`document.querySelector("h1")?.innerText === "Birch Mansion"`)
	b.open(at + "?tab=history")
	b.says("main", "Name: Birch House → Birch Villa", "Birch Villa → Birch Mansion", "Status: Active → Inactive", "Cora Bell")
	if text := b.text("main"); strings.Contains(text, "property_type") || strings.Contains(text, "tenant_id") {
		t.Errorf("the history shows names of columns: %s", text)
	}
}

// TestUnits adds a unit, meets a number that is taken, changes the unit, and deletes it so that the number is free.
func TestUnits(t *testing.T) {
	t.Parallel()
	b := person(t, craftPerson)
	at := create(b, "Cedar Flats")
	b.follow(".page-actions a[href$='/units/new']")
	b.typeInto("#f-number", "101")
	b.typeInto("#f-base_rent", "1,250.50")
	b.typeInto("#f-bedrooms", "2")
	b.typeInto("#f-bathrooms", "1.5")
	b.do(pressed(save))
	b.until(`document.querySelector("h1")?.innerText === "Unit 101"`)
	b.says("main", "1,250.50", "2 bd · 1.5 ba", "No lease is in force")
	unit := b.where()
	b.open(at + "/units/new")
	b.typeInto("#f-number", "101")
	b.typeInto("#f-base_rent", "900")
	b.do(pressed(save))
	b.until(`document.querySelector("[aria-invalid=true]") && document.activeElement.id === "f-number"`)
	b.says("#f-number-error", "number")
	b.holds("#f-base_rent", "900")
	b.open(unit + "/delete")
	b.follow("#confirm button[type=submit]")
	b.says("#toasts", "deleted", "Undo")
	addUnit(b, at, "101", "900")
	b.open(unit)
	b.says("main", "This unit is deleted")
	b.follow(".notice-act button")
	b.says("main", "409", "already has a unit with that number")
	b.open("/units?q=101&property=" + strings.TrimPrefix(at, "/properties/"))
	if n, amounts := foot(b); n != 1 || amounts[0] != "900.00" {
		t.Errorf("%d units with the number 101, %v", n, amounts)
	}
}

// TestDeleteAndRestore deletes a property with what belongs to it, undoes it, deletes it again and restores it later.
func TestDeleteAndRestore(t *testing.T) {
	t.Parallel()
	b := person(t, craftPerson)
	at := create(b, "Dogwood Row")
	addUnit(b, at, "1", "700")
	remove := func() {
		b.open(at)
		b.do(pressed("a[href$='/delete']"))
		b.until(`document.querySelector("#dialog[open] #confirm")`)
		b.says("#dialog", "Delete Dogwood Row?", "1 unit", "restore")
		b.follow("#dialog button[type=submit]")
		b.until(`location.pathname === "/properties"`)
		b.says("#toasts", "The property was deleted.")
		if strings.Contains(b.text("main"), "Dogwood Row") {
			t.Error("the deleted property is still in the list")
		}
	}
	remove()
	b.follow("#toasts .toast-undo")
	b.says("h1", "Dogwood Row")
	b.says("#toasts", "Dogwood Row was restored.")
	b.says("tbody", "700.00")
	remove()
	b.open("/properties?deleted=1&q=dogwood")
	b.says("tbody", "Dogwood Row", "Deleted")
	b.follow("tbody [data-row-link]")
	b.says("main", "This property is deleted", "by Cora Bell")
	b.follow(".notice-act button")
	b.says("h1", "Dogwood Row")
	b.says("tbody", "700.00")
	b.open(at + "?tab=history")
	b.says("main", "Deleted", "Restored")
}

// TestDeleteRefused names the leases that are in the way and offers no button.
func TestDeleteRefused(t *testing.T) {
	t.Parallel()
	b := person(t, importPerson)
	b.open("/units?with=past_due&sort=-past_due")
	renter := b.text("tbody .card-fact .clamp")
	b.follow("tbody [data-row-link]")
	unit := b.where()
	b.do(pressed("a[href$='/delete']"))
	b.until(`document.querySelector("#dialog[open] #confirm")`)
	b.says("#dialog", "cannot be deleted", strings.Split(renter, ",")[0])
	if value[bool](b, `Boolean(document.querySelector("#dialog button[type=submit]"))`) {
		t.Error("the refusal has a button to delete")
	}
	b.do(pressed("#dialog [data-dialog-close]"))
	b.until(`!document.querySelector("#dialog[open]")`)
	if got := value[int](b, `fetch("`+unit+`/delete", {method: "POST"}).then(r => r.status)`); got != 409 {
		t.Errorf("deleting it all the same answers %d", got)
	}
	b.open(unit)
	b.says("main", "Past due")
}

// TestWithoutScripts signs in, filters, makes a mistake, adds, deletes and undoes with JavaScript turned off.
func TestWithoutScripts(t *testing.T) {
	t.Parallel()
	b := visitor(t)
	b.withoutScripts()
	b.open("/sign-in")
	b.do(chromedp.SendKeys(chromedp.CSS("input[name=email]"), craftPerson), chromedp.SendKeys(chromedp.CSS("input[name=password]"), password),
		pressed("main button[type=submit]"), chromedp.WaitVisible(chromedp.CSS(".menu-account")))
	b.open("/properties/new")
	b.do(chromedp.SendKeys(chromedp.CSS("#f-name"), "Elm Lodge"), pressed(save), chromedp.WaitVisible(chromedp.CSS("#f-type-error")))
	if got := b.node("#f-name"); got != "Elm Lodge" {
		t.Errorf("the name typed became %q", got)
	}
	b.do(chromedp.SetValue(chromedp.CSS("#f-type"), "residential"), pressed(save), chromedp.WaitVisible(chromedp.CSS("a[href$='/units/new']")))
	b.open("/properties")
	b.do(chromedp.SendKeys(chromedp.CSS("#q"), "Elm"), pressed(".filters button.without-js"), chromedp.WaitVisible(chromedp.CSS("#filter-state a")))
	b.do(pressed("tbody [data-row-link]"), chromedp.WaitVisible(chromedp.CSS("a[href$='/delete']")))
	b.do(pressed("a[href$='/delete']"), chromedp.WaitVisible(chromedp.CSS("#confirm button[type=submit]")))
	b.do(pressed("#confirm button[type=submit]"), chromedp.WaitVisible(chromedp.CSS("#toasts .toast-undo")))
	b.do(pressed("#toasts .toast-undo"), chromedp.WaitVisible(chromedp.CSS("a[href$='/units/new']")))
	b.do(pressed(".menu-account summary"), chromedp.WaitVisible(chromedp.CSS("form[action='/sign-out'] button")),
		pressed("form[action='/sign-out'] button"), chromedp.WaitVisible(chromedp.CSS("input[name=password]")))
}

// node is what a field was delivered with, read without a script in the page.
func (b *tab) node(selector string) string {
	b.Helper()
	ctx, cancel := b.limit()
	defer cancel()
	a, err := chromedp.Run(ctx, chromedp.AttributeValue(chromedp.CSS(selector), "value"))
	if err != nil {
		b.Fatal(err)
	}
	return a.Value
}
