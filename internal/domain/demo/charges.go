package demo

import (
	"github.com/propertyos/propertyos/internal/domain/leasing"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/period"
)

// charge is the rent of one month under one lease.
type charge struct {
	lease  int // index in the stay's leases
	due    period.Date
	amount money.Amount
}

// charges returns the rent that fell due before a day. Rent is due on the first of the month, or on the day the lease
// begins, for the days of that month that the lease and the stay cover. A lease in force goes on past its end until
// another follows it.
func charges(h *leasing.Household, before period.Date) []charge {
	var list []charge
	for i := range h.Leases {
		l := &h.Leases[i]
		switch l.Status {
		case leasing.StatusDraft, leasing.StatusCancelled, leasing.StatusPending:
			continue
		}
		last := l.End
		if l.Status == leasing.StatusActive || l.Status == leasing.StatusExpiringSoon {
			last = period.Date{}
		}
		if !h.MovedOutOn.IsZero() && (last.IsZero() || h.MovedOutOn.Before(last)) {
			last = h.MovedOutOn
		}
		for month := l.Start.FirstOfMonth(); ; month = month.AddMonths(1) {
			due, until := later(month, l.Start), month.LastOfMonth()
			if !last.IsZero() {
				until = earlier(until, last)
			}
			if !due.Before(before) || until.Before(due) {
				break
			}
			list = append(list, charge{i, due, prorate(*l.MonthlyRent, until.DaysSince(due)+1, month.LastOfMonth().Day())})
		}
	}
	return list
}

// prorate is the part of a month's rent for some of its days, rounded half up to the cent.
func prorate(rent money.Amount, days, of int) money.Amount {
	return money.FromCents((2*rent.Cents()*int64(days) + int64(of)) / (2 * int64(of)))
}
