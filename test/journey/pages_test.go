package journey

import (
	"fmt"
	"os"
	"path/filepath"
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
}

func places(b *tab) []place {
	b.Helper()
	ids := func(who, path string) string {
		b.enter(who)
		b.open(path)
		return value[string](b, `document.querySelector("[data-row-link]").getAttribute("href")`)
	}
	demoProperty, demoUnit := ids(demoPerson, "/properties"), ids(demoPerson, "/units?with=past_due&sort=-past_due")
	vacant := ids(demoPerson, "/units?status=vacant")
	property, unit := ids(importPerson, "/properties?sort=-units"), ids(importPerson, "/units?with=past_due&sort=-past_due")
	refused := func(b *tab) {
		b.do(chromedp.Click(chromedp.CSS("form.form button[type=submit]")))
		b.until(`document.querySelector("[role=alert]")`)
	}
	return []place{
		{"sign-in", "", "/sign-in", nil},
		{"demo-dashboard", demoPerson, "/", nil},
		{"demo-properties", demoPerson, "/properties", nil},
		{"demo-properties-none", demoPerson, "/properties?q=zzzz", nil},
		{"demo-property", demoPerson, demoProperty, nil},
		{"demo-property-details", demoPerson, demoProperty + "?tab=details", nil},
		{"demo-property-history", demoPerson, demoProperty + "?tab=history", nil},
		{"demo-property-edit", demoPerson, demoProperty + "/edit", nil},
		{"demo-property-delete", demoPerson, demoProperty + "/delete", nil},
		{"demo-property-new", demoPerson, "/properties/new", nil},
		{"demo-property-new-refused", demoPerson, "/properties/new", refused},
		{"demo-unit-new", demoPerson, demoProperty + "/units/new", nil},
		{"demo-units", demoPerson, "/units", nil},
		{"demo-units-past-due", demoPerson, "/units?with=past_due&sort=-past_due", nil},
		{"demo-units-ending", demoPerson, "/units?with=ending", nil},
		{"demo-unit", demoPerson, demoUnit, nil},
		{"demo-unit-vacant", demoPerson, vacant, nil},
		{"demo-unit-history", demoPerson, demoUnit + "?tab=history", nil},
		{"demo-unit-edit", demoPerson, demoUnit + "/edit", nil},
		{"demo-unit-delete", demoPerson, demoUnit + "/delete", nil},
		{"demo-search", demoPerson, "/search?q=a", nil},
		{"demo-units-columns", demoPerson, "/units?columns=renter&columns=rent", nil},
		{"missing", demoPerson, "/properties/00000000-0000-7000-8000-000000000000", nil},
		{"imported-dashboard", importPerson, "/", nil},
		{"imported-properties", importPerson, "/properties", nil},
		{"imported-property", importPerson, property, nil},
		{"imported-property-history", importPerson, property + "?tab=history", nil},
		{"imported-units", importPerson, "/units?sort=-rent", nil},
		{"imported-units-deposits", importPerson, "/units?with=deposit&sort=-deposit", nil},
		{"imported-unit", importPerson, unit, nil},
		{"empty-dashboard", emptyPerson, "/", nil},
		{"empty-properties", emptyPerson, "/properties", nil},
		{"empty-units", emptyPerson, "/units", nil},
		{"account", emptyPerson, "/account", nil},
		{"account-security", emptyPerson, "/account/security", nil},
		{"account-sessions", emptyPerson, "/account/sessions", nil},
	}
}

// TestEveryPage looks at each page, wide and on a phone, in the light and in the dark: nothing is cut off and axe finds
// nothing.
func TestEveryPage(t *testing.T) {
	t.Parallel()
	b := visitor(t)
	list := places(b)
	if shots := os.Getenv("JOURNEY_SHOTS"); shots != "" {
		if err := os.MkdirAll(shots, 0o750); err != nil {
			t.Fatal(err)
		}
	}
	for _, theme := range []string{"light", "dark"} {
		b.open("/sign-in")
		b.script(fmt.Sprintf("localStorage.setItem('theme', %q)", theme)) // kept as the product keeps it
		for _, p := range list {
			t.Run(p.name+"/"+theme, func(t *testing.T) { //nolint:paralleltest // one tab, one page after the other
				b := &tab{t, b.ctx}
				if p.who == "" {
					b.do(chromedp.Func(forget))
				} else {
					b.enter(p.who)
				}
				for _, width := range []int64{1440, 390} {
					b.look(p, theme, width)
				}
			})
		}
	}
}

func (b *tab) look(p place, theme string, width int64) {
	b.Helper()
	b.do(chromedp.EmulateViewport(width, 900))
	b.open(p.path)
	if p.first != nil {
		p.first(b)
	}
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
	b.script(world.axe)
	if faults := value[string](b, faultsOf); faults != "" {
		b.Errorf("%s %d %s\n%s", p.name, width, theme, strings.TrimSpace(faults))
	}
}
