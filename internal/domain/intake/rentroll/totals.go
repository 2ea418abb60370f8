package rentroll

import (
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/period"
)

// Totals are the control totals of a roll: what an import of it must reproduce to the cent. Figures that a layout
// does not know are zero.
type Totals struct {
	Properties       int          `json:"properties"`
	Units            int          `json:"units"`
	Occupied         int          `json:"occupied"` // notice and eviction included
	OnNotice         int          `json:"on_notice"`
	InEviction       int          `json:"in_eviction"`
	Vacant           int          `json:"vacant"`
	VacantRented     int          `json:"vacant_rented"` // of Vacant, let to someone who comes later
	Down             int          `json:"down"`          // model units included
	Commercial       int          `json:"commercial"`
	Garages          int          `json:"garages"`
	CurrentLeases    int          `json:"current_leases"`
	WithoutEnd       int          `json:"without_end"` // of CurrentLeases, month to month from the start
	PastEnd          int          `json:"past_end"`    // of CurrentLeases, ended on paper before the as-of date
	BilledWeekly     int          `json:"billed_weekly"`
	BilledQuarterly  int          `json:"billed_quarterly"`
	FutureLeases     int          `json:"future_leases"` // those known only by name and start included
	PartialLeases    int          `json:"partial_leases"`
	Renters          int          `json:"renters"` // named on current leases, lease by lease
	MarketRent       money.Amount `json:"market_rent"`
	RentAsPrinted    money.Amount `json:"rent_as_printed"` // current leases, per billing cycle
	MonthlyRent      money.Amount `json:"monthly_rent"`    // base rent of current leases
	OtherRecurring   money.Amount `json:"other_recurring"` // current leases
	RecurringCredits money.Amount `json:"recurring_credits"`
	FutureRent       money.Amount `json:"future_rent"`
	Deposits         money.Amount `json:"deposits"` // security and other, future leases included
	SecurityDeposits money.Amount `json:"security_deposits"`
	OtherDeposits    money.Amount `json:"other_deposits"`
	FutureDeposits   money.Amount `json:"future_deposits"` // of SecurityDeposits, on future leases
	PastDue          money.Amount `json:"past_due"`
	Prepaid          money.Amount `json:"prepaid"`
	EarliestEnd      period.Date  `json:"earliest_end"` // of a current lease; zero where none ends
	LatestEnd        period.Date  `json:"latest_end"`
}

// Totals sums the roll up. It reads only the model, so it says the same for every layout.
func (r *Roll) Totals() Totals {
	var t Totals
	var c cents
	t.Properties = len(r.Properties)
	for _, p := range r.Properties {
		for _, u := range p.Units {
			t.countUnit(u)
			if u.MarketRent != nil {
				c.market += u.MarketRent.Cents()
			}
			for _, l := range u.Leases {
				t.countLease(l, r.AsOf)
				c.add(l)
			}
		}
	}
	c.store(&t)
	return t
}

func (t *Totals) countUnit(u Unit) {
	t.Units++
	count(&t.Occupied, u.Status.Occupied())
	count(&t.OnNotice, u.Status == Notice)
	count(&t.InEviction, u.Eviction)
	count(&t.Vacant, u.Status == Vacant)
	count(&t.VacantRented, u.Status == Vacant && u.Rented)
	count(&t.Down, u.Status == Down || u.Status == Model)
	count(&t.Commercial, u.Kind == Commercial)
	count(&t.Garages, u.Kind == Garage)
}

func (t *Totals) countLease(l Lease, asOf period.Date) {
	if l.Future {
		t.FutureLeases++
		count(&t.PartialLeases, l.Partial)
		return
	}
	t.CurrentLeases++
	t.Renters += len(l.Renters)
	count(&t.BilledWeekly, l.Cycle == Weekly)
	count(&t.BilledQuarterly, l.Cycle == Quarterly)
	if l.End.IsZero() {
		t.WithoutEnd++
		return
	}
	count(&t.PastEnd, l.End.Before(asOf))
	if t.EarliestEnd.IsZero() || l.End.Before(t.EarliestEnd) {
		t.EarliestEnd = l.End
	}
	if l.End.After(t.LatestEnd) {
		t.LatestEnd = l.End
	}
}

func count(n *int, yes bool) {
	if yes {
		*n++
	}
}

// cents sums in int64: money.Amount panics past numeric(14,2), and a file, unlike a program, may be absurd.
type cents struct {
	market, printed, rent, recurring, credits, futureRent int64
	security, other, futureDeposit, pastDue, prepaid      int64
}

func (c *cents) add(l Lease) {
	c.security += l.Deposit.Cents()
	c.other += l.OtherDeposit.Cents()
	c.pastDue += l.PastDue.Cents()
	c.prepaid += l.Prepaid.Cents()
	if l.Future {
		c.futureRent += l.Rent.Cents()
		c.futureDeposit += l.Deposit.Cents()
		return
	}
	c.printed += l.CycleRent.Cents()
	c.rent += l.Rent.Cents()
	c.recurring += l.OtherRecurring.Cents()
	c.credits += l.Credits.Cents()
}

func (c *cents) store(t *Totals) {
	t.MarketRent = money.FromCents(c.market)
	t.RentAsPrinted = money.FromCents(c.printed)
	t.MonthlyRent = money.FromCents(c.rent)
	t.OtherRecurring = money.FromCents(c.recurring)
	t.RecurringCredits = money.FromCents(c.credits)
	t.FutureRent = money.FromCents(c.futureRent)
	t.Deposits = money.FromCents(c.security + c.other)
	t.SecurityDeposits = money.FromCents(c.security)
	t.OtherDeposits = money.FromCents(c.other)
	t.FutureDeposits = money.FromCents(c.futureDeposit)
	t.PastDue = money.FromCents(c.pastDue)
	t.Prepaid = money.FromCents(c.prepaid)
}
