package report

import (
	"context"
	"fmt"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/report/internal/reportdb"
	"github.com/propertyos/propertyos/internal/kernel/period"
)

// Month counts the leases in force that end in one month.
type Month struct {
	First  period.Date // its first day
	Leases int64
}

// monthsAhead is how many months the dashboard looks ahead, the running one among them.
const monthsAhead = 12

// endings counts the leases that end in each of the coming months, of the running month only what is left of it. A month
// in which none ends is in the list too; where none ends at all there is no list.
func endings(ctx context.Context, q *reportdb.Queries, g authz.Grant, day period.Date) ([]Month, error) {
	first := day.FirstOfMonth()
	found, err := q.EndingsByMonth(ctx, g.Organization(), day, first.AddMonths(monthsAhead), g.PropertyFilter())
	if err != nil {
		return nil, fmt.Errorf("endings by month: %w", err)
	}
	if len(found) == 0 {
		return nil, nil
	}
	leases := make(map[period.Date]int64, len(found))
	for _, r := range found {
		leases[r.Month] = r.Leases
	}
	out := make([]Month, monthsAhead)
	for i := range out {
		out[i].First = first.AddMonths(i)
		out[i].Leases = leases[out[i].First]
	}
	return out, nil
}
