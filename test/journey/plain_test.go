package journey

import (
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// TestEveryFormWithoutScripts goes through the forms that TestWithoutScripts leaves out, with JavaScript turned off:
// changing a property and a unit, a mistake in each, which columns a list shows, sorting, and searching.
func TestEveryFormWithoutScripts(t *testing.T) {
	t.Parallel()
	maker := person(t, craftPerson)
	at := create(maker, "Juniper Row")
	addUnit(maker, at, "301", "1100")
	b := person(t, craftPerson)
	b.withoutScripts()
	b.shows(at+"/edit", "#f-name")
	b.do(chromedp.SetValue(chromedp.CSS("#f-year_built"), "soon"), pressed(save), chromedp.WaitVisible(chromedp.CSS("#f-year_built-error")))
	if got := b.node("#f-year_built"); got != "soon" {
		t.Errorf("what was typed became %q", got)
	}
	b.do(chromedp.SetValue(chromedp.CSS("#f-year_built"), "1971"), chromedp.SetValue(chromedp.CSS("#f-name"), "Juniper Terrace"),
		pressed(save), chromedp.WaitVisible(chromedp.CSS("#toasts [data-toast]")), pressed("tbody [data-row-link]"),
		chromedp.WaitVisible(chromedp.CSS("a[href$='/edit']")), pressed("a[href$='/edit']"), chromedp.WaitVisible(chromedp.CSS("#f-base_rent")))
	b.do(chromedp.SetValue(chromedp.CSS("#f-base_rent"), "much"), pressed(save), chromedp.WaitVisible(chromedp.CSS("#f-base_rent-error")))
	b.do(chromedp.SetValue(chromedp.CSS("#f-base_rent"), "1250"), pressed(save), chromedp.WaitVisible(chromedp.CSS("#toasts [data-toast]")))

	b.shows("/units", "thead")
	b.do(pressed(".tools-columns summary"), chromedp.WaitVisible(chromedp.CSS(".columns button")),
		pressed("#column-renter"), pressed("#column-rooms"), pressed(".columns button"),
		chromedp.WaitVisible(chromedp.CSS("thead a[href*='columns=base_rent'][href*='sort=number']")))
	b.do(pressed("thead a[href*='sort=number']"), chromedp.WaitVisible(chromedp.CSS("th[aria-sort=ascending]")))
	if where := b.where(); !strings.Contains(where, "columns=base_rent") || strings.Contains(where, "columns=renter") {
		t.Errorf("sorting forgot the columns: %s", where)
	}

	b.shows("/units?q=Juniper", "tbody .pick input")
	b.do(pressed("tbody .pick input"), chromedp.SetValue(chromedp.CSS("#bulk-value"), "down"), pressed("[data-bulk-bar] button"),
		chromedp.WaitVisible(chromedp.CSS("#toasts .toast-undo")), chromedp.WaitVisible(chromedp.CSS("tbody .pill.tone-danger")),
		pressed("#toasts .toast-undo"), chromedp.WaitNotPresent(chromedp.CSS("tbody .pill.tone-danger")))

	b.shows("/", "#global-search")
	b.do(chromedp.SendKeys(chromedp.CSS("#global-search"), "juniper 301\r"), chromedp.WaitVisible(chromedp.CSS(".found-hit[href^='/units/']")))
	b.shows("/search?q=juniper+terrace", "main .found-hit[href^='/properties/']")
	b.do(pressed(".found-hit[href^='/properties/']"), chromedp.WaitVisible(chromedp.CSS(".tabs-line")))
	if b.where() != at {
		t.Errorf("the search led to %s", b.where())
	}
}

// shows opens a page and waits for a part of it, without a script in the page.
func (b *tab) shows(path, selector string) {
	b.Helper()
	b.open(path)
	b.do(chromedp.WaitVisible(chromedp.CSS(selector)))
}

// TestSearchAnswers asks the search as the command palette does: only the results come, and only what one may open.
func TestSearchAnswers(t *testing.T) {
	t.Parallel()
	ask := func(who, word, q string) string {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, world.server.URL+"/search?q="+url.QueryEscape(q), nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("HX-Target", "palette-results")
		r.AddCookie(&http.Cookie{Name: sessionCookie, Value: session(t, who, word)})
		answer, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = answer.Body.Close() }()
		body, err := io.ReadAll(answer.Body)
		if err != nil || answer.StatusCode != http.StatusOK || strings.Contains(string(body), "<html") {
			t.Fatalf("%s asks for %q: %s, %v", who, q, answer.Status, err)
		}
		return string(body)
	}
	if page := ask(demoPerson, demoWord, "audit"); strings.Contains(page, "/settings/audit") {
		t.Error("a manager is led to the audit log")
	}
	if page := ask(craftPerson, password, "audit"); !strings.Contains(page, "/settings/audit") {
		t.Errorf("an administrator does not find the audit log: %s", page)
	}
	if page := ask(emptyPerson, password, "harbor"); strings.Contains(page, "/properties/") || strings.Contains(page, "/units/") {
		t.Errorf("another organization's search shows %s", page)
	}
	if page := ask("renter@harbor.demo.example", demoWord, "a"); strings.Contains(page, "/units/") || strings.Contains(page, "/properties/") {
		t.Errorf("a renter's search shows %s", page)
	}
	for _, q := range []string{"%", "_", `\`, "<img src=x onerror=alert(1)>", "'; --", strings.Repeat("ä", 5000)} {
		if page := ask(demoPerson, demoWord, q); strings.Contains(page, "<img") {
			t.Errorf("%q became markup", q)
		}
	}
}

// TestPagesAreSmall holds that no page with its full list is larger than 200 KB.
func TestPagesAreSmall(t *testing.T) {
	t.Parallel()
	for _, path := range []string{"/", "/properties", "/units", "/units?with=past_due", "/search?q=a"} {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, world.server.URL+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		r.AddCookie(&http.Cookie{Name: sessionCookie, Value: session(t, importPerson, password)})
		answer, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		n, err := io.Copy(io.Discard, answer.Body)
		_ = answer.Body.Close()
		if err != nil || answer.StatusCode != http.StatusOK || n > 200<<10 {
			t.Errorf("%s: %s, %d bytes, %v", path, answer.Status, n, err)
		}
	}
}
