package journey

import (
	"fmt"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/propertyos/propertyos/test/cli/program"
)

// The people of the books, in an organization of their own: who closes and a second one.
const (
	bookPerson   = "ada@books.example"
	secondPerson = "sue@books.example"
)

// choice picks the entry of a select that begins with a word.
func (b *tab) choice(selector, word string) {
	b.Helper()
	b.script(fmt.Sprintf(`const s = document.querySelector(%q); s.value = [...s.options].find(o => o.text.startsWith(%q)).value;
		s.dispatchEvent(new Event("change", {bubbles: true}))`, selector, word))
}

// line fills in a line of an entry.
func (b *tab) line(n int, account, property, debit, credit string) {
	b.Helper()
	at := fmt.Sprintf("_%d", n)
	b.choice("#f-account_id"+at, account)
	b.choice("#f-property_id"+at, property)
	for name, sum := range map[string]string{"debit": debit, "credit": credit} {
		if sum != "" {
			b.typeInto("#f-"+name+at, sum)
		}
	}
}

// bookPlaces are the pages of the books, in which somebody wrote an entry and asked for a closed period.
func bookPlaces(b *tab) []place {
	b.Helper()
	b.enter(settingsPerson)
	b.open("/books/journal/new")
	b.line(0, "1500", "", "12500.00", "")
	property := value[string](b, `document.querySelector("#f-property_id_0").options[1].text`)
	b.line(0, "1500", property, "", "")
	b.line(1, "3100", property, "", "12500.00")
	b.typeInto("#f-memo", "Owner puts money in for the roof")
	b.do(pressed(saveDraft))
	b.until(`document.querySelector("a[href$='/reverse']")`)
	entry := b.where()
	b.open("/books/periods/close")
	b.script(`document.querySelector("#f-through").value = "2020-12-31"`)
	b.typeInto("#f-reason", "2020 is reconciled")
	b.submits("closed through")
	b.open("/books/periods/reopen")
	b.script(`document.querySelector("#f-through").value = "2020-11-30"`)
	b.typeInto("#f-reason", "A bill of December came late")
	b.submits("Somebody else has to agree")
	account := b.linked(settingsPerson, "/books/accounts", "tbody a[href$='/edit']")
	refused := func(b *tab) {
		b.do(pressed(saveDraft))
		b.until(`document.querySelector("[role=alert]")`)
	}
	return append(named(settingsPerson, [][2]string{
		{"books", "/books"},
		{"books-company", "/books?book=company"},
		{"books-journal", "/books/journal"},
		{"books-journal-none", "/books/journal?to=2019-12-31"},
		{"books-entry", entry},
		{"books-entry-new", "/books/journal/new"},
		{"books-entry-reverse", entry + "/reverse"},
		{"books-accounts", "/books/accounts"},
		{"books-account-new", "/books/accounts/new"},
		{"books-account", account},
		{"books-periods", "/books/periods"},
		{"books-period-close", "/books/periods/close"},
		{"books-period-reopen", "/books/periods/reopen"},
	}...), place{name: "books-entry-new-refused", who: settingsPerson, path: "/books/journal/new", first: refused},
		place{name: "books-empty", who: importPerson, path: "/books"}, place{name: "books-journal-empty", who: importPerson, path: "/books/journal"},
		place{name: "books-periods-empty", who: importPerson, path: "/books/periods"})
}

// TestBooks writes an entry whose totals follow what is typed, takes it back, closes its month, is refused there, and has the month
// opened by a second person; then again without scripts.
func TestBooks(t *testing.T) {
	t.Parallel()
	for _, c := range []program.Call{
		{Args: []string{"org", "create", "--slug", "books", "--name", "Tally & Sons"}},
		{Args: []string{"user", "create", "--org", "books", "--email", bookPerson, "--role", "admin", "--first-name", "Ada", "--last-name", "Tally", "--password-file", "-"}},
		{Args: []string{"user", "create", "--org", "books", "--email", secondPerson, "--role", "accountant", "--first-name", "Sue", "--last-name", "Tally", "--password-file", "-"}},
	} {
		c.In = password
		if r, err := propertyos(c); err != nil || r.Code != 0 {
			t.Fatalf("%v: %s%s %v", c.Args, r.Out, r.Err, err)
		}
	}
	b := person(t, bookPerson)
	create(b, "Alder House")
	create(b, "Birch House")

	b.open("/books")
	b.follow(".page-actions a[href='/books/journal/new']")
	b.line(0, "1500", "Alder", "1,500.50", "")
	b.line(1, "3100", "Alder", "", "1000")
	b.says("[data-sum=debit]", "1,500.50")
	b.says("[data-sum=credit]", "1,000.00")
	b.says("[data-sum=out]", "500.50")
	b.do(chromedp.Click(chromedp.CSS("button[value=add]")))
	b.until(`document.querySelector("#f-account_id_2")`)
	b.until(`document.activeElement.id === "f-account_id_2"`)
	if got := value[string](b, `location.pathname`); got != "/books/journal/new" {
		t.Errorf("adding a line led to %s", got)
	}
	b.holds("#f-debit_0", "1,500.50")
	b.line(2, "3000", "Birch", "", "500.50")
	b.says("[data-sum=out]", "0.00")
	widths(b, "entry of three lines")
	b.do(pressed(saveDraft))
	b.until(`document.querySelector("[role=alert]")`)
	b.says("[role=alert]", "in each property by itself")
	b.holds("#f-credit_2", "500.50")
	widths(b, "refused entry")
	b.choice("#f-property_id_2", "Alder")
	b.do(pressed(saveDraft))
	b.until(`document.querySelector("a[href$='/reverse']")`)
	b.says("main", "Entry 1", "Alder House", "1,500.50", "by Ada Tally")
	entry := b.where()

	b.follow("a[href$='/reverse']")
	b.do(pressed(save))
	b.until(`document.querySelector("#f-reason-error")`)
	b.typeInto("#f-reason", "Wrong owner")
	b.submits("The entry was reversed.")
	b.says("main", "This entry is a reversal")
	b.open(entry)
	b.says("main", "This entry is reversed")

	b.open("/books/periods")
	b.follow("a[href='/books/periods/close']")
	b.typeInto("#f-reason", "Reconciled")
	b.submits("closed through")
	closed := value[string](b, `document.querySelector(".strip time").dateTime`)
	b.open("/books/journal/new")
	b.script(fmt.Sprintf(`document.querySelector("#f-date").value = %q`, closed))
	b.line(0, "1500", "Alder", "5", "")
	b.line(1, "3100", "Alder", "", "5")
	b.do(pressed(saveDraft))
	b.until(`document.querySelector("#f-date-error")`)
	b.says("#f-date-error", "in a closed period")
	b.typeInto("#f-late_reason", "The bank told us late")
	b.do(pressed(saveDraft))
	b.until(`document.querySelector("a[href$='/reverse']")`)
	b.says("main", "The bank told us late")

	b.open("/books/periods")
	b.follow("a[href='/books/periods/reopen']")
	b.typeInto("#f-reason", "A bill came late")
	b.submits("Somebody else has to agree")
	b.says("main", "Take it back")
	widths(b, "wish to open a period")

	second := person(t, secondPerson)
	second.withoutScripts()
	second.shows("/books/periods", "form:has(input[value=accept]) button")
	second.do(pressed("form:has(input[value=accept]) button"), chromedp.WaitVisible(chromedp.CSS("#toasts [data-toast]")), chromedp.WaitNotPresent(chromedp.CSS("input[value=accept]")))
	second.shows("/books/journal/new", "#f-account_id_0")
	second.do(pressed("button[value=add]"), chromedp.WaitVisible(chromedp.CSS("#f-account_id_2")),
		chromedp.SetValue(chromedp.CSS("#f-debit_0"), "7"), pressed(saveDraft), chromedp.WaitVisible(chromedp.CSS("#f-account_id_0-error")))
	if got := second.node("#f-debit_0"); got != "7" {
		t.Errorf("what was typed became %q", got)
	}
}
