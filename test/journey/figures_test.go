package journey

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
)

type summary struct {
	Properties   int    `json:"properties"`
	Units        int    `json:"units"`
	Occupied     int    `json:"occupied"`
	Vacant       int    `json:"vacant"`
	Leases       int    `json:"current_leases"`
	Rent         string `json:"monthly_rent"`
	MarketRent   string `json:"market_rent"`
	Deposits     string `json:"deposits_held"`
	PastDue      string `json:"past_due"`
	Owing        int    `json:"leases_past_due"`
	BalancesAsOf string `json:"balances_as_of"`
}

// figures reads the numbers of the dashboard by their labels, without the commas of thousands.
func figures(b *tab) map[string]string {
	b.Helper()
	return value[map[string]string](b, `Object.fromEntries([...document.querySelectorAll("a.figure")].map(f =>
		[f.querySelector(".figure-label").innerText, f.querySelector(".figure-value").innerText.replace(/[,\s]/g, "")]))`)
}

// foot reads the last row of the list: how many rows it sums, and its amounts.
func foot(b *tab) (rows int, amounts []string) {
	b.Helper()
	head := value[string](b, `document.querySelector("tfoot th").innerText.replace(/,/g, "")`)
	rows, err := strconv.Atoi(strings.Fields(head)[0])
	if err != nil {
		b.Fatalf("the list's foot begins with %q", head)
	}
	return rows, value[[]string](b, `[...document.querySelectorAll("tfoot .money")].map(m => m.innerText.replace(/[,\s]/g, ""))`)
}

// TestDashboard compares the dashboard with the API, and each of its figures with the list that it leads to.
func TestDashboard(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ who, org string }{{demoPerson, "demo-harbor"}, {importPerson, "imported"}} {
		t.Run(c.org, func(t *testing.T) {
			t.Parallel()
			var s summary
			api(t, c.org, "/v1/summary", &s)
			b := person(t, c.who)
			b.open("/")
			for label, want := range map[string]string{
				"Units": strconv.Itoa(s.Units), "Occupied": strconv.Itoa(s.Occupied), "Vacant": strconv.Itoa(s.Vacant),
				"Monthly rent": s.Rent, "Deposits held": s.Deposits, "Past due": s.PastDue,
			} {
				if got := figures(b)[label]; got != want {
					t.Errorf("the dashboard says %s %s, the API %s", label, got, want)
				}
			}
			leadsTo(b, "Units", s.Units, 0, s.MarketRent)
			leadsTo(b, "Occupied", s.Occupied, 1, s.Rent)
			leadsTo(b, "Vacant", s.Vacant, 1, "0.00")
			leadsTo(b, "Monthly rent", s.Leases, 1, s.Rent)
			leadsTo(b, "Deposits held", -1, -1, s.Deposits)
			leadsTo(b, "Past due", s.Owing, -1, s.PastDue)
			b.open("/properties")
			if n, amounts := foot(b); n != s.Properties || amounts[0] != s.Rent {
				t.Errorf("the properties list sums to %d and %v, want %d and %s", n, amounts, s.Properties, s.Rent)
			}
			panels(b)
		})
	}
}

// leadsTo follows a figure and compares its list: how many rows (-1 where the figure counts none), and the amount at
// a place of the foot (-1 is the last).
func leadsTo(b *tab, label string, rows, at int, amount string) {
	b.Helper()
	b.open("/")
	b.follow(fmt.Sprintf("a.figure:nth-of-type(%d)", 1+value[int](b,
		fmt.Sprintf(`[...document.querySelectorAll("a.figure .figure-label")].findIndex(l => l.innerText === %q)`, label))))
	n, amounts := foot(b)
	if at < 0 {
		at = len(amounts) - 1
	}
	if rows >= 0 && n != rows || amounts[at] != amount {
		b.Errorf("%s leads to %s, which sums %d rows to %v; want %d and %s", label, b.where(), n, amounts, rows, amount)
	}
}

// panels opens what stands below the figures: the lists' "All" links and each panel's first line.
func panels(b *tab) {
	b.Helper()
	for _, panel := range []string{"past-due", "ending"} {
		b.open("/")
		all := b.text("[aria-labelledby=" + panel + "-title] .panel-head a")
		b.follow("[aria-labelledby=" + panel + "-title] .panel-head a")
		if n, _ := foot(b); all != fmt.Sprintf("All %d", n) {
			b.Errorf("the dashboard says %q of %s, the list has %d", all, panel, n)
		}
		b.open("/")
		line := b.text("[aria-labelledby=" + panel + "-title] li .row-link")
		amount := b.text("[aria-labelledby=" + panel + "-title] li .money")
		b.follow("[aria-labelledby=" + panel + "-title] li .row-link")
		b.says("main", line, amount)
	}
	b.open("/")
	name, rent := b.text("[aria-labelledby=occupancy-title] tbody .row-link"), b.text("[aria-labelledby=occupancy-title] tbody .money")
	b.follow("[aria-labelledby=occupancy-title] tbody .row-link")
	b.says("h1", name)
	b.says("main dl", rent)
}

// TestImportedFigures holds the dashboard of the imported organization to the file's control totals.
func TestImportedFigures(t *testing.T) {
	t.Parallel()
	b := person(t, importPerson)
	b.open("/")
	want := map[string]string{"Units": "420", "Occupied": "372", "Vacant": "48", "Monthly rent": "541088.21", "Deposits held": "497366.60", "Past due": "106940.52"}
	for label, amount := range want {
		if got := figures(b)[label]; got != amount {
			t.Errorf("%s: %s, want %s", label, got, amount)
		}
	}
	b.says("a.figure[href*=past_due]", "as of 31 Oct 2026")
	b.says("a.figure[href*=deposit]", "as of 31 Oct 2026")
	b.open("/units?with=past_due&sort=-past_due")
	b.follow("tbody .row-link")
	b.says("[aria-labelledby=lease-title]", "Past due", "as of 31 Oct 2026")
}

// TestLists filters, sorts and pages.
func TestLists(t *testing.T) {
	t.Parallel()
	b := person(t, demoPerson)
	b.open("/properties")
	b.do(pressed("thead th:last-child a.sort"))
	b.until(`location.search.includes("sort=-rent") && document.querySelector("th[aria-sort=descending]")`)
	rents := value[[]float64](b, `[...document.querySelectorAll("tbody tr")].map(r => parseFloat([...r.querySelectorAll(".money")].pop().innerText.replace(/,/g, "")))`)
	for i := 1; i < len(rents); i++ {
		if rents[i] > rents[i-1] {
			t.Errorf("sorted by rent, the rents are %v", rents)
			break
		}
	}
	b.script(`const s = document.querySelector("#filter-type"); s.value = "commercial"; s.dispatchEvent(new Event("change", {bubbles: true}))`)
	b.until(`location.search.includes("type=commercial") && document.querySelector("#list tbody")`)
	if n, _ := foot(b); n != value[int](b, `document.querySelectorAll("tbody tr").length`) {
		t.Errorf("the foot counts %d commercial properties", n)
	}
	for _, kind := range value[[]string](b, `[...document.querySelectorAll("tbody td.wide")].map(c => c.innerText)`) {
		if kind != "Commercial" {
			t.Errorf("a %s property among the commercial ones", kind)
		}
	}
	pages(b)
}

// pages walks the units to the end and back: each unit is seen once.
func pages(b *tab) {
	b.Helper()
	b.open("/units")
	all, _ := foot(b)
	seen := map[string]bool{}
	for {
		for _, href := range value[[]string](b, `[...document.querySelectorAll("[data-row-link]")].map(a => a.getAttribute("href"))`) {
			if seen[href] {
				b.Errorf("%s is on two pages", href)
			}
			seen[href] = true
		}
		if !value[bool](b, `Boolean(document.querySelector("a[rel=next]"))`) {
			break
		}
		b.follow("a[rel=next]")
	}
	if len(seen) != all {
		b.Errorf("the pages show %d units of %d", len(seen), all)
	}
	first := len(seen)
	for value[bool](b, `Boolean(document.querySelector("a[rel=prev]"))`) {
		b.follow("a[rel=prev]")
		if first--; first < 0 {
			b.Fatal("there is no first page")
		}
	}
}
