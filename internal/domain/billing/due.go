package billing

import (
	"fmt"

	"github.com/propertyos/propertyos/internal/domain/billing/internal/billingdb"
	"github.com/propertyos/propertyos/internal/domain/leasing"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/period"
)

// billable is a stay with all that says what it owes by schedule.
type billable struct {
	stay      billingdb.BillableStaysRow
	leases    []billingdb.BillableLeasesRow // in the order of their start
	rents     map[id.ID][]billingdb.BillableRentsRow
	recurring map[id.ID][]billingdb.BillableRecurringRow
	deposits  []billingdb.BillableDepositsRow
	billed    []billingdb.BilledPeriodsRow
}

// stretch is the days on which one lease's terms hold.
type stretch struct {
	lease    billingdb.BillableLeasesRow
	from, to period.Date // zero to: until somebody says otherwise
}

// owedUntil is the last day for which rent is owed: the later of the move-out and the end of the notice or the term, unless the lease was ended
// early. Zero: it goes on, past the end of the last term while nobody moved out.
func (b *billable) owedUntil() period.Date {
	last := b.leases[len(b.leases)-1]
	switch {
	case !last.TerminatedOn.IsZero():
		return latest(last.TerminatedOn, b.stay.MovedOutOn)
	case !b.stay.MovedOutOn.IsZero() && !b.stay.NoticeOn.IsZero():
		return latest(b.stay.MovedOutOn, b.stay.NoticeOn)
	case !b.stay.MovedOutOn.IsZero():
		return latest(b.stay.MovedOutOn, last.EndDate)
	case b.stay.MovedInOn.IsZero():
		return last.EndDate
	}
	return period.Date{}
}

// stretches are the days of each lease: to the day before the next begins, the last one to the end of what is owed.
func (b *billable) stretches() []stretch {
	until := b.owedUntil()
	out := make([]stretch, 0, len(b.leases))
	for i, l := range b.leases {
		s := stretch{lease: l, from: l.StartDate, to: until}
		if i+1 < len(b.leases) {
			s.to = b.leases[i+1].StartDate.AddDays(-1)
			if !l.EndDate.IsZero() && l.EndDate.Before(s.to) && b.stay.MovedInOn.IsZero() {
				s.to = l.EndDate
			}
		}
		if !until.IsZero() && (s.to.IsZero() || until.Before(s.to)) {
			s.to = until
		}
		if s.to.IsZero() || !s.to.Before(s.from) {
			out = append(out, s)
		}
	}
	return out
}

// item is something that a lease charges again and again.
type item struct {
	kind, rule, payer, payerName string
	description, frequency       string
	id                           id.ID
	amount                       money.Amount
	from, to                     period.Date
	recurring                    bool
}

// categories says what kind of charge a recurring one is.
var categories = map[string]string{
	"parking": KindParking, "garage": KindParking, "pet": KindPet, "utilities": KindUtilities, "water": KindUtilities, "trash": KindUtilities,
	"internet": KindUtilities,
}

// items are what a lease charges in its stretch. Rent without a schedule is the lease's own. The rule of rent is the stay, so that no day is
// charged twice, whichever schedule it came from.
func (b *billable) items(s stretch) []item {
	var out []item
	schedule := b.rents[s.lease.ID]
	if len(schedule) == 0 && s.lease.MonthlyRent != nil {
		schedule = []billingdb.BillableRentsRow{{
			LeaseID: s.lease.ID, Payer: leasing.PayerRenter, Amount: *s.lease.MonthlyRent, Frequency: leasing.Monthly, FromDate: s.lease.StartDate,
		}}
	}
	for _, r := range schedule {
		out = append(out, item{
			kind: KindRent, rule: ruleRent, id: b.stay.ID, payer: r.Payer, payerName: r.PayerName, description: "Rent", frequency: r.Frequency, amount: r.Amount,
			from: r.FromDate, to: r.ToDate,
		})
	}
	for _, r := range b.recurring[s.lease.ID] {
		if r.Kind != "charge" {
			continue
		}
		kind, known := categories[r.Category]
		if !known {
			kind = KindOther
		}
		out = append(out, item{
			kind: kind, rule: ruleRecurring, id: r.ID, payer: r.Payer, payerName: r.PayerName, description: r.Description, frequency: r.Frequency, amount: r.Amount,
			from: r.FromDate, to: r.ToDate, recurring: true,
		})
	}
	return out
}

// due are the charges of a stay that are due by a day and were not made yet.
func (b *billable) due(rules func(billingdb.BillableLeasesRow) leasing.ResolvedPolicy, through period.Date) []Charge {
	var out []Charge
	for _, s := range b.stretches() {
		policy := rules(s.lease)
		st := stay{b.stay.ID, b.stay.UnitID, b.stay.PropertyID, s.lease.ID, s.lease.RenterID, period.Date{}, period.Date{}}
		for _, it := range b.items(s) {
			for _, c := range it.charges(st, s, policy, b.stay.FirstPeriod, through) {
				if !b.has(c) {
					out = append(out, c)
				}
			}
		}
		for _, d := range b.deposits {
			if d.LeaseID != s.lease.ID || d.DueOn.After(through) || d.DueOn.Before(b.stay.FirstPeriod) {
				continue
			}
			kind, what := KindDeposit, "Deposit"
			if d.Kind == "last_month" {
				kind, what = KindLastMonth, "Last month's rent"
			}
			c := st.charge(kind, d.Amount, d.DueOn)
			c.Payer, c.PayerName, c.Description, c.ruleKind, c.rule, c.Exempt = d.Payer, d.PayerName, what, ruleDeposit, d.ID, true
			if !b.has(c) {
				out = append(out, c)
			}
		}
	}
	return out
}

// has reports whether some of a charge's days were charged for by the same rule.
func (b *billable) has(c Charge) bool {
	last := c.To
	if last.IsZero() {
		last = c.From
	}
	for _, d := range b.billed {
		if d.RuleKind == c.ruleKind && d.RuleID == c.rule && d.Payer == c.Payer && !d.PeriodFrom.After(last) && !d.PeriodTo.Before(c.From) {
			return true
		}
	}
	return false
}

// charges are those of one item that are due by a day: each of one period, of which the ends are prorated.
func (it item) charges(st stay, s stretch, policy leasing.ResolvedPolicy, first, through period.Date) (out []Charge) {
	from := latest(s.from, it.from, first)
	to := it.to
	if to.IsZero() || !s.to.IsZero() && s.to.Before(to) {
		to = s.to
	}
	for begin, n := it.start(from), 0; n < 600; n++ {
		end := it.end(begin)
		a, z := latest(begin, from), end
		if !to.IsZero() && to.Before(z) {
			z = to
		}
		due := it.dueOn(begin, a, policy)
		if z.Before(a) && begin.Before(from) {
			begin = end.AddDays(1)
			continue
		}
		if z.Before(a) || due.After(through) {
			return out
		}
		sum := it.amount
		if it.frequency == leasing.Monthly {
			sum = Prorate(*policy.ProrationMethod, it.amount, a, z)
		} else if a != begin || z != end {
			sum = it.amount.Share(int64(z.DaysSince(a))+1, int64(end.DaysSince(begin))+1)
		}
		if sum.Sign() > 0 {
			c := st.charge(it.kind, sum, due)
			c.Payer, c.PayerName, c.From, c.To, c.ruleKind, c.rule = it.payer, it.payerName, a, z, it.rule, it.id
			c.Description, c.Exempt = fmt.Sprintf("%s, %s to %s", it.description, a, z), it.recurring
			out = append(out, c)
		}
		begin = end.AddDays(1)
	}
	return out
}

// months is how many months a period of a frequency has; none for those in weeks.
var months = map[string]int{leasing.Monthly: 1, "quarterly": 3, "semiannually": 6, "annually": 12}

// start is the first day of the item's period that a day lies in. Monthly periods are calendar months; the others count from the day on which
// the item begins.
func (it item) start(from period.Date) period.Date {
	if it.frequency == leasing.Monthly {
		return from.FirstOfMonth()
	}
	begin := it.from
	for n := 0; n < 10_000; n++ {
		next := it.end(begin).AddDays(1)
		if next.After(from) {
			break
		}
		begin = next
	}
	return begin
}

// end is the last day of the period that begins on a day.
func (it item) end(begin period.Date) period.Date {
	switch it.frequency {
	case "weekly":
		return begin.AddDays(6)
	case "biweekly":
		return begin.AddDays(13)
	case leasing.Monthly:
		return begin.LastOfMonth()
	}
	return begin.AddMonths(months[it.frequency]).AddDays(-1)
}

// dueOn is when a period is due: a calendar month on the lease's day, or on the first day that is charged where that is later; the others when
// they begin.
func (it item) dueOn(begin, first period.Date, policy leasing.ResolvedPolicy) period.Date {
	if it.frequency != leasing.Monthly {
		return first
	}
	return latest(begin.AddDays(int(*policy.DueDay)-1), first)
}
