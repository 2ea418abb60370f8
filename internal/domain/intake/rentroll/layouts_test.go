package rentroll_test

import (
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/propertyos/propertyos/internal/domain/intake/rentroll"
	"github.com/propertyos/propertyos/internal/kernel/period"
)

// layoutTotals are the published control totals of the other samples.
var layoutTotals = map[string]struct {
	layout string
	source rentroll.AsOfSource
	want   rentroll.Totals
}{
	"buildium-rent-roll.csv": {"buildium", rentroll.AsOfFile, rentroll.Totals{
		Properties: 11, Units: 260, Occupied: 236, Vacant: 24, VacantRented: 4, Commercial: 14, CurrentLeases: 236, WithoutEnd: 24,
		PastEnd: 11, BilledWeekly: 2, BilledQuarterly: 1, FutureLeases: 8, Renters: 355, RentAsPrinted: amount("345626.47"),
		MonthlyRent: amount("340818.14"), OtherRecurring: amount("15113.50"), RecurringCredits: amount("400.00"),
		FutureRent: amount("10720.00"), Deposits: amount("337299.54"), SecurityDeposits: amount("337299.54"), FutureDeposits: amount("5810.00"),
		PastDue: amount("31024.26"), Prepaid: amount("17059.81"), EarliestEnd: day("2026-03-31"), LatestEnd: day("2032-06-30"),
	}},
	"doorloop-units-leases.csv": {"doorloop", rentroll.AsOfGiven, rentroll.Totals{
		Properties: 8, Units: 120, Occupied: 106, OnNotice: 5, Vacant: 13, VacantRented: 2, Down: 1, Commercial: 2, CurrentLeases: 106,
		WithoutEnd: 9, PastEnd: 2, FutureLeases: 4, PartialLeases: 4, Renters: 162, MarketRent: amount("190140.00"),
		RentAsPrinted: amount("158838.52"), MonthlyRent: amount("158838.52"), Deposits: amount("139011.50"),
		SecurityDeposits: amount("139011.50"), PastDue: amount("35940.15"), Prepaid: amount("8875.03"),
		EarliestEnd: day("2026-04-11"), LatestEnd: day("2031-03-31"),
	}},
	"plain.csv": {"plain", rentroll.AsOfGiven, rentroll.Totals{
		Properties: 5, Units: 60, Occupied: 53, OnNotice: 3, Vacant: 7, VacantRented: 3, Commercial: 3, CurrentLeases: 53, WithoutEnd: 7,
		PastEnd: 5, FutureLeases: 3, Renters: 83, MarketRent: amount("88160.00"), RentAsPrinted: amount("74269.25"),
		MonthlyRent: amount("74269.25"), FutureRent: amount("3095.00"), Deposits: amount("69582.85"),
		SecurityDeposits: amount("69582.85"), FutureDeposits: amount("1560.00"), PastDue: amount("16028.85"), Prepaid: amount("2859.11"),
		EarliestEnd: day("2026-04-30"), LatestEnd: day("2031-03-31"),
	}},
	"yardi-style.xlsx": {"yardi", rentroll.AsOfFile, rentroll.Totals{
		Properties: 3, Units: 300, Occupied: 269, OnNotice: 10, Vacant: 28, VacantRented: 9, Down: 3, Commercial: 4, CurrentLeases: 269,
		WithoutEnd: 38, PastEnd: 13, FutureLeases: 10, Renters: 269, MarketRent: amount("472470.00"), RentAsPrinted: amount("397814.44"),
		MonthlyRent: amount("397814.44"), FutureRent: amount("15750.00"), Deposits: amount("373886.00"),
		SecurityDeposits: amount("367986.00"), OtherDeposits: amount("5900.00"), FutureDeposits: amount("8465.00"),
		PastDue: amount("40078.17"), Prepaid: amount("8960.24"), EarliestEnd: day("2026-03-24"), LatestEnd: day("2030-11-23"),
	}},
}

func TestControlTotalsOfEveryLayout(t *testing.T) {
	t.Parallel()
	for name, c := range layoutTotals {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			data, err := os.ReadFile("testdata/" + name)
			if err != nil {
				t.Fatal(err)
			}
			opt := rentroll.Options{Today: day("2026-11-20")}
			if c.source == rentroll.AsOfGiven {
				opt.AsOf = day("2026-10-31")
			}
			roll, issues, err := rentroll.Read(name, data, opt)
			if err != nil {
				t.Fatal(err)
			}
			if len(issues) > 0 {
				t.Errorf("the sample is clean, but has %d issues: %+v", len(issues), issues[:min(5, len(issues))])
			}
			if diff := cmp.Diff(c.want, roll.Totals(), cmp.AllowUnexported(period.Date{})); diff != "" {
				t.Errorf("control totals (-want +got):\n%s", diff)
			}
			if roll.Layout != c.layout || roll.AsOf != day("2026-10-31") || roll.AsOfSource != c.source {
				t.Errorf("layout %q as of %s (%s)", roll.Layout, roll.AsOf, roll.AsOfSource)
			}
		})
	}
}
