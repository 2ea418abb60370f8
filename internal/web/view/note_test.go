package view

import (
	"testing"

	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/period"
)

func TestUnitName(t *testing.T) {
	t.Parallel()
	for number, want := range map[string]string{
		"": "Whole property", "204": "Unit 204", "12-B": "Unit 12-B", "Suite 250": "Suite 250",
		"Lot 4": "Lot 4", "B 2": "Unit B 2", "1st floor": "Unit 1st floor", "S7": "Unit S7",
	} {
		if got := UnitName(t.Context(), number); got != want {
			t.Errorf("%q is called %q, want %q", number, got, want)
		}
	}
}

func TestDashboardNotes(t *testing.T) {
	t.Parallel()
	today, earlier := period.New(2026, 11, 22), period.New(2026, 10, 31)
	d := Dashboard{AsOf: today, Properties: 1, BalancesAsOf: today}
	if got := d.unitsNote(t.Context()) + "; " + d.balanceNote(t.Context(), 1); got != "in 1 property; 1 lease" {
		t.Error(got)
	}
	d.Down, d.BalancesAsOf = 2, earlier
	if got := d.unitsNote(t.Context()) + "; " + d.balanceNote(t.Context(), 56); got != "in 1 property, 2 down; 56 leases as\u00a0of\u00a031\u00a0Oct\u00a02026" {
		t.Error(got)
	}
	list := byPriority([]RequestCount{{"low", 1}, {"medium", 2}, {"emergency", 3}})
	if list[0].Priority != "emergency" || list[2].Priority != "low" {
		t.Errorf("requests stand as %v", list)
	}
}

func TestLeaseNote(t *testing.T) {
	t.Parallel()
	end := period.New(2026, 7, 31)
	for want, r := range map[string]UnitRow{
		"": {}, "Month to month": {Leased: true}, "to 31 Jul 2026": {Leased: true, LeaseEnds: end},
		"Holdover since 31 Jul 2026": {Leased: true, LeaseEnds: end, Holdover: true},
	} {
		if got := r.leaseNote(t.Context()); got != want {
			t.Errorf("the lease is told as %q, want %q", got, want)
		}
	}
}

// TestNoCodes shows the choices of a form by their names, never by what is stored.
func TestNoCodes(t *testing.T) {
	t.Parallel()
	errs := ErrorsOf([]fault.Field{{Pointer: "/type", Code: "not_allowed", Message: "Use one of: residential, mixed_use."}})
	if errs["type"] != "Choose one of the list." {
		t.Errorf("the form says %q", errs["type"])
	}
}
