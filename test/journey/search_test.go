package journey

import (
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// TestSearchByKeyboard finds a unit by its number and its property's name, and a lease by its rent, with keys alone: at a desk
// and at the width of a phone.
func TestSearchByKeyboard(t *testing.T) {
	t.Parallel()
	for _, width := range []int64{1440, 390} {
		b := person(t, demoPerson)
		b.do(chromedp.EmulateViewport(width, 900))
		b.open("/units")
		unit := value[map[string]any](b, `fetch("/v1/units?limit=1&status=occupied").then(r => r.json()).then(a => a.data[0])`)
		lease := value[map[string]any](b, `fetch("/v1/units?limit=1&sort=-rent").then(r => r.json()).then(a => a.data[0])`)
		search := func(text string) {
			b.do(chromedp.KeyEvent("k", chromedp.KeyModifiers(chromedp.ModifierCtrl)))
			b.until(`document.activeElement.id === "palette-q"`)
			b.do(chromedp.KeyEvent(text))
		}
		search(unit["number"].(string) + " " + unit["property_name"].(string))
		own := `#palette-results [data-hit][href="/units/` + unit["id"].(string) + `"]`
		b.until(`document.querySelector('` + own + `')`)
		for range 10 { // down to it, if better ones stand before it
			if value[bool](b, `document.querySelector('`+own+`').hasAttribute("data-marked")`) {
				break
			}
			b.do(chromedp.KeyEvent(kb.ArrowDown))
		}
		b.do(chromedp.KeyEvent(kb.Enter))
		b.until(`location.pathname === "/units/` + unit["id"].(string) + `" && document.readyState === "complete"`)
		if fits := value[bool](b, `document.documentElement.scrollWidth <= innerWidth`); !fits {
			t.Errorf("the page is wider than %d", width)
		}
		rent := value[string](b, `Number("`+lease["household"].(map[string]any)["monthly_rent"].(string)+`").toLocaleString("en-US", {minimumFractionDigits: 2})`)
		search(rent)
		b.until(`[...document.querySelectorAll("#palette-results section")].some(s => s.getAttribute("aria-label") === "Leases, by rent" && s.textContent.includes("` + rent + `"))`)
		b.do(chromedp.KeyEvent(kb.Escape))
		b.until(`!document.getElementById("palette").open`)
		b.open("/search?q=a&kind=renter")
		if n := value[int](b, `document.querySelectorAll("[data-hit]").length`); n <= 5 {
			t.Errorf("the list of one kind has %d", n)
		}
	}
}
