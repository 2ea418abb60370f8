package web

import (
	"context"
	"strconv"

	"github.com/propertyos/propertyos/internal/domain/intake"
	"github.com/propertyos/propertyos/internal/domain/intake/rentroll"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/web/message"
	"github.com/propertyos/propertyos/internal/web/view"
)

func importCounts(ctx context.Context, c intake.Counts) []view.ImportCount {
	row := func(what string, n intake.Count) view.ImportCount {
		return view.ImportCount{What: what, Created: n.Created, Changed: n.Changed, Unchanged: n.Unchanged}
	}
	return []view.ImportCount{
		row(message.T(ctx, "Properties"), c.Properties), row(message.T(ctx, "Units"), c.Units),
		row(message.T(ctx, "Leases"), c.Leases), row(message.T(ctx, "Renters"), c.Renters),
	}
}

// totalList gathers figures that are not nothing.
type totalList []view.ImportTotal

func (l *totalList) count(label string, n int) {
	if n != 0 {
		*l = append(*l, view.ImportTotal{Label: label, Value: strconv.Itoa(n)})
	}
}

func (l *totalList) money(label string, a money.Amount) {
	if !a.IsZero() {
		*l = append(*l, view.ImportTotal{Label: label, Value: "$" + a.Grouped()})
	}
}

func importTotals(ctx context.Context, t rentroll.Totals) []view.ImportTotal {
	var l totalList
	l.count(message.T(ctx, "Properties"), t.Properties)
	l.count(message.T(ctx, "Units"), t.Units)
	l.count(message.T(ctx, "Occupied"), t.Occupied)
	l.count(message.T(ctx, "On notice"), t.OnNotice)
	l.count(message.T(ctx, "In eviction"), t.InEviction)
	l.count(message.T(ctx, "Vacant"), t.Vacant)
	l.count(message.T(ctx, "Vacant, already rented"), t.VacantRented)
	l.count(message.T(ctx, "Down or model"), t.Down)
	l.count(message.T(ctx, "Commercial units"), t.Commercial)
	l.count(message.T(ctx, "Garages"), t.Garages)
	l.count(message.T(ctx, "Current leases"), t.CurrentLeases)
	l.count(message.T(ctx, "Month to month"), t.WithoutEnd)
	l.count(message.T(ctx, "Past their end"), t.PastEnd)
	l.count(message.T(ctx, "Future leases"), t.FutureLeases)
	l.count(message.T(ctx, "Renters"), t.Renters)
	l.money(message.T(ctx, "Market rent"), t.MarketRent)
	l.money(message.T(ctx, "Monthly rent"), t.MonthlyRent)
	l.money(message.T(ctx, "Other recurring charges"), t.OtherRecurring)
	l.money(message.T(ctx, "Recurring credits"), t.RecurringCredits)
	l.money(message.T(ctx, "Rent of future leases"), t.FutureRent)
	l.money(message.T(ctx, "Deposits held"), t.Deposits)
	l.money(message.T(ctx, "Past due"), t.PastDue)
	l.money(message.T(ctx, "Prepaid"), t.Prepaid)
	return l
}

func importOpenings(ctx context.Context, o intake.Openings) []view.ImportTotal {
	var l totalList
	l.count(message.T(ctx, "Leases"), o.Leases)
	l.money(message.T(ctx, "Past due"), o.PastDue)
	l.money(message.T(ctx, "Prepaid"), o.Prepaid)
	l.money(message.T(ctx, "Security deposits held"), o.DepositHeld)
	l.money(message.T(ctx, "Other deposits held"), o.OtherDeposits)
	l.money(message.T(ctx, "Other recurring charges"), o.OtherRecurring)
	return l
}

// obstacleWords names what stands in the way of taking an import back.
func obstacleWords(ctx context.Context, o intake.Obstacle) string {
	n := int64(o.Count)
	switch o.Kind {
	case "property_changed":
		return message.N(ctx, n, "%d property was changed", "%d properties were changed")
	case "unit_changed":
		return message.N(ctx, n, "%d unit was changed", "%d units were changed")
	case "stay_changed":
		return message.N(ctx, n, "%d stay was changed", "%d stays were changed")
	case "renter_changed":
		return message.N(ctx, n, "%d renter was changed", "%d renters were changed")
	case "owner_changed":
		return message.N(ctx, n, "%d owner was changed", "%d owners were changed")
	case "document_changed":
		return message.N(ctx, n, "%d document has a new file or is held", "%d documents have a new file or are held")
	case "lease_changed":
		return message.N(ctx, n, "%d lease was changed", "%d leases were changed")
	case "unit":
		return message.N(ctx, n, "%d unit was added", "%d units were added")
	case "stay", "lease", "party":
		return message.N(ctx, n, "%d lease or party to one was added", "%d leases or parties to them were added")
	case "document":
		return message.N(ctx, n, "%d document was added", "%d documents were added")
	case "charge":
		return message.N(ctx, n, "%d charge was added", "%d charges were added")
	case "payment", "booking":
		return message.N(ctx, n, "%d payment or entry was booked", "%d payments or entries were booked")
	case "take_on":
		return message.N(ctx, n, "the books of %d property were begun", "the books of %d properties were begun")
	case "request":
		return message.N(ctx, n, "%d maintenance request or work order was added", "%d maintenance requests or work orders were added")
	case "owner":
		return message.N(ctx, n, "%d share of an owner was added", "%d shares of owners were added")
	}
	return message.N(ctx, n, "%d other record was added", "%d other records were added")
}
