package view

import (
	"cmp"
	"context"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/propertyos/propertyos/internal/web/message"

	"github.com/a-h/templ"

	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/period"
)

// Dashboard is the first page after signing in. With neither units nor properties it says how to begin.
type Dashboard struct {
	Frame
	AsOf         period.Date // the day that the figures are of
	BalancesAsOf period.Date // the day that deposits and past due are known for; zero when none are
	Properties   int
	Units        int
	Occupied     int // occupied and on notice
	OnNotice     int // of these on notice
	Vacant       int // vacant and reserved
	Down         int // down and models: neither occupied nor vacant
	MonthlyRent  money.Amount
	Leases       int // the leases in force that make the monthly rent
	DepositsHeld money.Amount
	Deposits     int // leases with a deposit
	PastDue      money.Amount
	PastDueCount int // leases with a balance past due
	Notices      int // households whose notice waits to be acknowledged; 0 for somebody who may not see them

	Occupancy  []PropertyOccupancy // a few properties, those with the most vacant units first
	Ending     []LeaseEnding       // a few of the leases that end within 90 days, the next first
	EndingAll  int
	Months     []MonthEnding // the leases that end in the months to come
	TopPastDue []Balance     // a few of the largest balances
	Requests   []RequestCount
}

// PropertyOccupancy is one property's line on the dashboard.
type PropertyOccupancy struct {
	ID, Name string
	Units    int
	Occupied int
	Vacant   int
	Rent     money.Amount // monthly rent of the leases in force
}

// LeaseEnding is a lease that ends soon.
type LeaseEnding struct {
	UnitID, Unit, Property, Renter string
	Ends                           period.Date
	Rent                           money.Amount
}

// MonthEnding is how many leases end in a month.
type MonthEnding struct {
	First  period.Date
	Leases int
}

// endings asks when the leases end that are in force. A year is named where it begins.
func (d Dashboard) endings(ctx context.Context) Chart {
	c := Chart{
		ID: "endings", Title: message.T(ctx, "Leases ending, month by month"), Head: message.T(ctx, "Month"),
		Series: []Series{{Name: message.T(ctx, "Leases")}},
	}
	for i, m := range d.Months {
		label := m.First.Month().String()[:3]
		if i == 0 || m.First.Month() == time.January {
			label += " ’" + strconv.Itoa(m.First.Year())[2:]
		}
		c.Labels = append(c.Labels, label)
		c.Series[0].Values = append(c.Series[0].Values, int64(m.Leases))
	}
	return c
}

// Balance is what a household owes.
type Balance struct {
	UnitID, Unit, Property, Renter string
	Due                            money.Amount
}

// RequestCount is the number of open maintenance requests of one priority.
type RequestCount struct {
	Priority string
	Open     int
}

func (d Dashboard) isNew() bool { return d.Properties == 0 && d.Units == 0 }

// unitsNote says where the units are, and of those that are neither occupied nor vacant.
func (d Dashboard) unitsNote(ctx context.Context) string {
	if d.Down > 0 {
		return message.N(ctx, int64(d.Properties), "in %d property, %s down", "in %d properties, %s down", number(d.Down))
	}
	return message.N(ctx, int64(d.Properties), "in %d property", "in %d properties")
}

// balanceNote says how many leases an amount comes from and, where that is not the day of the other figures, the day
// that it is known for.
func (d Dashboard) balanceNote(ctx context.Context, leases int) string {
	if d.BalancesAsOf.IsZero() || d.BalancesAsOf == d.AsOf {
		return message.N(ctx, int64(leases), "%d lease", "%d leases")
	}
	day := strings.ReplaceAll(d.BalancesAsOf.Words(), " ", "\u00a0") // a line break goes before the date, not inside
	return message.N(ctx, int64(leases), "%d lease as\u00a0of\u00a0%s", "%d leases as\u00a0of\u00a0%s", day)
}

// byPriority puts the most urgent first.
func byPriority(list []RequestCount) []RequestCount {
	rank := func(r RequestCount) int {
		return slices.IndexFunc(Priorities, func(o Option) bool { return o.Value == r.Priority })
	}
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(a, b RequestCount) int { return cmp.Compare(rank(a), rank(b)) })
	return list
}

func openRequests(list []RequestCount) int {
	n := 0
	for _, r := range list {
		n += r.Open
	}
	return n
}

func maxAttr(n int) string { return strconv.Itoa(max(n, 1)) }

func unitsWith(key string, values ...string) templ.SafeURL {
	return address("/units", url.Values{key: values})
}
