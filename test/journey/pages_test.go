package journey

import (
	"cmp"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// faultsOf runs in the page: what the window cuts off or scrolls for, and what axe finds.
const faultsOf = `(async () => {
	const out = [];
	const wide = document.documentElement.scrollWidth - innerWidth;
	if (wide > 0) {
		out.push("overflows by " + wide + " px");
		for (const e of document.body.querySelectorAll("*")) {
			if (e.getBoundingClientRect().right > innerWidth + 1) { out.push("  wide: " + e.tagName + "." + e.className); break; }
		}
	}
	// In the dark only the colors are others.
	const rules = document.documentElement.dataset.theme === "dark" ? ["color-contrast"] : ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"];
	const found = await axe.run(document, {runOnly: rules});
	for (const v of found.violations) {
		out.push(v.id + ": " + v.help);
		for (const n of v.nodes.slice(0, 3)) out.push("  " + n.html.slice(0, 160) + " :: " + (n.any[0] ? n.any[0].message : ""));
	}
	return out.join("\n");
})()`

// place is a page to look at: its name in pictures, who sees it, its address, and what to do there first.
type place struct {
	name, who, path string
	first           func(b *tab)
	status          int // of the answer; 0 is 200
}

func places(b *tab) []place {
	b.Helper()
	ids := func(who, path string) string { return b.linked(who, path, "[data-row-link]") }
	demoProperty, demoUnit := ids(demoPerson, "/properties"), ids(demoPerson, "/units?with=past_due&sort=-past_due")
	vacant := ids(demoPerson, "/units?status=vacant")
	property, unit := ids(importPerson, "/properties?sort=-units"), ids(importPerson, "/units?with=past_due&sort=-past_due")
	refused := func(b *tab) {
		b.do(chromedp.Click(chromedp.CSS("form.form button[type=submit]")))
		b.until(`document.querySelector("[role=alert]")`)
	}
	return slices.Concat(doorPlaces(b), accountPlaces(b), settingsPlaces(b), leasePlaces(b), stayPlaces(b), bookPlaces(b), renterPlaces(b), portfolioPlaces(b), documentPlaces(b), []place{
		{name: "demo-dashboard", who: demoPerson, path: "/"},
		{name: "demo-properties", who: demoPerson, path: "/properties"},
		{name: "demo-properties-none", who: demoPerson, path: "/properties?q=zzzz"},
		{name: "demo-property", who: demoPerson, path: demoProperty},
		{name: "demo-property-details", who: demoPerson, path: demoProperty + "?tab=details"},
		{name: "demo-property-history", who: demoPerson, path: demoProperty + "?tab=history"},
		{name: "demo-property-edit", who: demoPerson, path: demoProperty + "/edit"},
		{name: "demo-property-delete", who: demoPerson, path: demoProperty + "/delete"},
		{name: "demo-property-new", who: demoPerson, path: "/properties/new"},
		{name: "demo-property-new-refused", who: demoPerson, path: "/properties/new", first: refused},
		{name: "demo-unit-new", who: demoPerson, path: demoProperty + "/units/new"},
		{name: "demo-units", who: demoPerson, path: "/units"},
		{name: "demo-units-past-due", who: demoPerson, path: "/units?with=past_due&sort=-past_due"},
		{name: "demo-units-ending", who: demoPerson, path: "/units?with=ending"},
		{name: "demo-unit", who: demoPerson, path: demoUnit},
		{name: "demo-unit-vacant", who: demoPerson, path: vacant},
		{name: "demo-unit-history", who: demoPerson, path: demoUnit + "?tab=history"},
		{name: "demo-unit-edit", who: demoPerson, path: demoUnit + "/edit"},
		{name: "demo-unit-delete", who: demoPerson, path: demoUnit + "/delete"},
		{name: "demo-search", who: demoPerson, path: "/search?q=a"},
		{name: "demo-units-columns", who: demoPerson, path: "/units?columns=renter&columns=rent"},
		{name: "missing", who: demoPerson, path: "/properties/00000000-0000-7000-8000-000000000000", status: 404},
		{name: "imported-dashboard", who: importPerson, path: "/"},
		{name: "imported-properties", who: importPerson, path: "/properties"},
		{name: "imported-property", who: importPerson, path: property},
		{name: "imported-property-history", who: importPerson, path: property + "?tab=history"},
		{name: "imported-units", who: importPerson, path: "/units?sort=-rent"},
		{name: "imported-units-deposits", who: importPerson, path: "/units?with=deposit&sort=-deposit"},
		{name: "imported-unit", who: importPerson, path: unit},
		{name: "empty-dashboard", who: emptyPerson, path: "/"},
		{name: "empty-properties", who: emptyPerson, path: "/properties"},
		{name: "empty-units", who: emptyPerson, path: "/units"},
		{name: "nowhere", who: demoPerson, path: "/nowhere", status: 404},
	})
}

// TestEveryPage looks at each page, wide and on a phone, in the light and in the dark: nothing is cut off and axe finds
// nothing.
func TestEveryPage(t *testing.T) {
	t.Parallel()
	b := visitor(t)
	list := places(b)
	for _, fault := range unvisited(list) {
		t.Error(fault)
	}
	if shots := os.Getenv("JOURNEY_SHOTS"); shots != "" {
		if err := os.MkdirAll(shots, 0o750); err != nil {
			t.Fatal(err)
		}
	}
	b.hold()
	b.open("/sign-in")
	b.wear("light")
	for _, p := range list {
		t.Run(p.name, func(t *testing.T) { //nolint:paralleltest // one tab, one page after the other
			b := &tab{t, b.ctx}
			if p.who == "" {
				b.do(chromedp.Func(forget))
			} else {
				b.enter(p.who)
			}
			b.look(p, "light", 1440)
			// Opened once: the window is made smaller and the colors are changed, which takes a third of the time.
			b.color("dark")
			b.inspect(p, "dark", 1440)
			b.do(chromedp.EmulateViewport(390, 900))
			b.inspect(p, "dark", 390)
			b.color("light")
			b.inspect(p, "light", 390)
		})
	}
}

// color changes the theme of the page that is open.
func (b *tab) color(theme string) {
	b.Helper()
	b.script(fmt.Sprintf("document.documentElement.dataset.theme = %q", theme))
}

// lookAround looks at a page in the light and in the dark, at some widths of the window, and leaves it open in the light.
func (b *tab) lookAround(p place, widths ...int64) {
	b.Helper()
	for _, theme := range []string{"dark", "light"} {
		b.wear(theme)
		for _, width := range widths {
			b.look(p, theme, width)
		}
	}
}

// wear keeps a theme as the product keeps it; the next page that is opened has it.
func (b *tab) wear(theme string) {
	b.Helper()
	b.script(fmt.Sprintf("localStorage.setItem('theme', %q)", theme))
}

// look opens a page at a width and looks at it.
func (b *tab) look(p place, theme string, width int64) {
	b.Helper()
	b.do(chromedp.EmulateViewport(width, 900))
	b.open(p.path)
	want := fmt.Sprint(cmp.Or(p.status, http.StatusOK), " ", p.path)
	if got := value[string](b, `performance.getEntriesByType("navigation")[0].responseStatus + " " + location.pathname + location.search`); got != want {
		b.Errorf("%s: the answer is %s, want %s", p.name, got, want)
	}
	if p.first != nil {
		p.first(b)
	}
	b.script(world.axe)
	b.inspect(p, theme, width)
}

// inspect looks at the page that is open.
func (b *tab) inspect(p place, theme string, width int64) {
	b.Helper()
	if shots := os.Getenv("JOURNEY_SHOTS"); shots != "" {
		ctx, cancel := b.limit()
		defer cancel()
		png, err := chromedp.Run(ctx, chromedp.FullScreenshot(100))
		if err == nil {
			err = os.WriteFile(filepath.Join(shots, fmt.Sprintf("%s-%d-%s.png", p.name, width, theme)), png, 0o600)
		}
		if err != nil {
			b.Fatal(err)
		}
	}
	if faults := value[string](b, faultsOf); faults != "" {
		b.Errorf("%s %d %s\n%s", p.name, width, theme, strings.TrimSpace(faults))
	}
}
