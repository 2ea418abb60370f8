package report_test

import (
	"testing"

	"github.com/propertyos/propertyos/internal/tenancy"
)

// TestEndingsByMonth counts the leases in force by the month they end in: the running month from today on, a year ahead,
// and nothing for somebody who may not see leases.
func TestEndingsByMonth(t *testing.T) {
	t.Parallel()
	k := setup(t, theDay) // 31 Oct 2026
	k.building("America/Chicago",
		stay("2025-11-01", "", "2025-11-01", "2026-10-30", "active"), // over already
		stay("2025-11-01", "", "2025-11-01", "2026-10-31", "active"),
		stay("2025-11-01", "", "2025-11-01", "2027-02-01", "active"),
		stay("2025-11-01", "", "2025-11-01", "2027-02-28", "active"),
		stay("2025-11-01", "", "2025-11-01", "2027-09-30", "active"),
		stay("2025-11-01", "", "2025-11-01", "2027-10-01", "active"), // more than a year ahead
	)
	d, err := k.s.Dashboard(t.Context(), k.admin)
	k.check(err)
	got := map[string]int64{}
	for _, m := range d.Months {
		got[m.First.String()] = m.Leases
	}
	if len(d.Months) != 12 || got["2026-10-01"] != 1 || got["2026-11-01"] != 0 || got["2027-02-01"] != 2 || got["2027-09-01"] != 1 {
		t.Errorf("the months are %v", got)
	}
	technician := k.admin
	technician.Role = tenancy.RoleTechnician
	d, err = k.s.Dashboard(t.Context(), technician)
	if err != nil || d.Months != nil {
		t.Errorf("a technician sees %v, %v", d.Months, err)
	}
}
