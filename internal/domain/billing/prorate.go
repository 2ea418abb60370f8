package billing

import (
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/period"
)

// Prorate is a month's rent for the days from one to another of the same calendar month, both of them in. A whole calendar month is the rent
// itself. The method is one of leasing.ProrationMethods. It multiplies first and rounds half a cent up, once.
func Prorate(method string, rent money.Amount, from, to period.Date) money.Amount {
	last := from.LastOfMonth()
	if from.Day() == 1 && !to.Before(last) {
		return rent
	}
	days := int64(to.DaysSince(from)) + 1
	switch method {
	case "thirty_day":
		out := to.Day()
		if !to.Before(last) {
			out = 30
		}
		return rent.Share(int64(min(out, 30)-min(from.Day(), 30)+1), 30)
	case "year_365":
		return money.Min(rent.Share(12*days, 365), rent)
	}
	return rent.Share(days, int64(last.Day()))
}
