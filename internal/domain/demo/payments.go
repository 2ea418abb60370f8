package demo

import (
	"time"

	"github.com/propertyos/propertyos/internal/domain/leasing"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/period"
)

// payer is how a household pays.
type payer struct {
	method string
	early  int // days before the due date, at most
	late   int // days after it, at most; negative: always before it
}

// drawPayer deals habits: half have it drawn so that it arrives on the day, most others pay about then, a few late every
// month.
func drawPayer(d dice) payer {
	switch n := d.between(0, 99); {
	case n < 50:
		return payer{method: "ach", early: 2, late: -2}
	case n < 60:
		return payer{method: "credit_card", early: 1, late: 2}
	case n < 70:
		return payer{method: "debit_card", early: 2, late: 2}
	case n < 82:
		return payer{method: "check", early: 3, late: 3}
	case n < 86:
		return payer{method: "cash", late: 3}
	case n < 93:
		return payer{method: "bank_transfer", early: 4, late: 1}
	}
	return payer{method: "ach", late: 12}
}

// settles is how many days the money of a method is on its way.
var settles = map[string]int{"ach": 2}

// failures are what goes wrong with a method: the code that comes back and what it means.
var failures = map[string][]struct{ code, reason string }{
	"ach": {
		{"R01", "Insufficient funds"},
		{"R01", "Insufficient funds"},
		{"R02", "Account closed"},
		{"R03", "No account or unable to locate account"},
		{"R10", "Customer advises not authorized"},
		{"R16", "Account frozen"},
	},
	"credit_card": {{"CARD_DECLINED", "The card was declined"}, {"EXPIRED_CARD", "The card has expired"}},
	"debit_card":  {{"INSUFFICIENT_FUNDS", "The card has insufficient funds"}},
	"check":       {{"NSF", "Check returned for insufficient funds"}},
}

// failureRate is how many in a thousand fail.
var failureRate = map[string]int{"ach": 14, "credit_card": 12, "debit_card": 8, "check": 5}

// payments tells the money of every stay, and then adds what must not be missing however the days fall: payments under
// way, to come, called off, doubled and overpaid.
func (g *generator) payments() {
	d := newDice(g.company.slug, "payments")
	for _, s := range g.stays {
		g.moveInMoney(d, s)
		g.rent(d, s)
	}
	g.oddments(d)
}

// payment makes a payment that a stay made on a day. It settles, or is on its way as the as-of day opens.
func (g *generator) payment(d dice, s *stay, purpose string, lease *leasing.NewLease, amount money.Amount, method string,
	due, on period.Date,
) Payment {
	p := Payment{
		ID: g.ids.newID(on.Time().Add(firstHour * time.Hour)), TenancyID: s.TenancyID, LeaseID: lease.ID,
		RenterID: s.Renters[0].ID, Purpose: purpose, Amount: amount, Method: method, DueDate: due, CreatedAt: d.moment(on),
	}
	settled := p.CreatedAt.AddDate(0, 0, settles[method])
	if settled.Before(g.asOf.Time()) {
		p.Status, p.PaidAt = "completed", settled
	} else {
		p.Status = "processing"
	}
	return p
}

// moveInMoney is paid when the lease begins, by check or transfer: deposits and the fee for a pet. At the end of a stay
// the deposits go back, less damages for some.
func (g *generator) moveInMoney(d dice, s *stay) {
	l := &s.Leases[0]
	method := pick(d, []string{"check", "bank_transfer", "debit_card"})
	for _, part := range []struct {
		purpose, note string
		amount        *money.Amount
	}{
		{ForDeposit, "Security deposit", l.SecurityDeposit},
		{ForPetDeposit, "Pet deposit", l.PetDeposit},
		{ForPetFee, "Pet fee", l.PetFee},
	} {
		if part.amount == nil || part.amount.IsZero() || l.Status == leasing.StatusDraft || l.Status == leasing.StatusCancelled {
			continue
		}
		if s.MovedInOn.IsZero() { // to come: asked for, to be paid on the day
			p := g.payment(d, s, part.purpose, l, *part.amount, "ach", l.Start, g.asOf.AddDays(-1))
			p.Status, p.PaidAt, p.Notes = "pending", time.Time{}, part.note
			g.out.Payments = append(g.out.Payments, p)
			continue
		}
		p := g.payment(d, s, part.purpose, l, *part.amount, method, l.Start, l.Start)
		p.Notes = part.note
		if back := s.MovedOutOn.AddDays(d.between(10, 20)); part.purpose != ForPetFee && !s.MovedOutOn.IsZero() && back.Before(g.asOf) {
			g.giveBack(d, &p, back)
		}
		g.out.Payments = append(g.out.Payments, p)
	}
}

// giveBack returns a deposit: whole, or less what was spent on damages.
func (g *generator) giveBack(d dice, p *Payment, on period.Date) {
	p.Status, p.Refunded, p.RefundedOn = "refunded", p.Amount, on
	if d.chance(350) {
		kept := money.FromCents(p.Amount.Cents() * int64(d.between(10, 60)) / 100 / 100 * 100)
		p.Status, p.Refunded = "partial_refund", p.Amount.Sub(kept)
		p.Notes += ", part kept for cleaning and repairs"
	}
}

// rent pays the charges of a stay, except those that it owes. The first is paid with the deposit.
func (g *generator) rent(d dice, s *stay) {
	list := charges(&s.Household, g.asOf.AddDays(s.payer.early+1))
	owed := g.owedFrom(s, list)
	for i, c := range list {
		l := &s.Leases[c.lease]
		on, method := c.due, s.payer.method
		if i == 0 {
			method = pick(d, []string{"check", "bank_transfer", "debit_card"})
		} else {
			on = c.due.AddDays(d.between(-s.payer.early, s.payer.late))
		}
		if !s.MovedOutOn.IsZero() {
			on = earlier(on, later(c.due, s.MovedOutOn)) // nobody leaves owing
		}
		on = later(on, s.Leases[0].Start)
		switch {
		case !on.Before(g.asOf), i > 0 && !c.due.Before(g.asOf) && !l.End.IsZero() && c.due.After(l.End):
			continue
		case i >= owed:
			if i == owed && s.unit.fate == behind && c.due.AddDays(9).Before(g.asOf) && d.chance(600) {
				half := money.FromCents(c.amount.Cents() / 2)
				g.out.Payments = append(g.out.Payments, g.payment(d, s, ForRent, l, half, "check", c.due, c.due.AddDays(4)))
			}
			continue
		}
		if i > 0 && d.chance(failureRate[method]) {
			if on = g.fail(d, s, l, c, method, on); on.IsZero() {
				continue
			}
			method = pick(d, []string{"check", "cash", "bank_transfer"})
		}
		g.out.Payments = append(g.out.Payments, g.payment(d, s, ForRent, l, c.amount, method, c.due, on))
	}
}

// owedFrom returns the index of the first charge that a stay has not paid.
func (g *generator) owedFrom(s *stay, list []charge) int {
	if s.arrears == 0 {
		return len(list)
	}
	n := 0
	for n < len(list) && list[n].due.Before(g.asOf) {
		n++
	}
	return max(1, n-s.arrears)
}

// fail records a payment that came back and returns the day on which it was made good, or no date if that is still to come.
func (g *generator) fail(d dice, s *stay, l *leasing.NewLease, c charge, method string, on period.Date) period.Date {
	p := g.payment(d, s, ForRent, l, c.amount, method, c.due, on)
	back := p.CreatedAt.AddDate(0, 0, d.between(1, 2))
	if back.Before(g.asOf.Time()) {
		why := pick(d, failures[method])
		p.Status, p.PaidAt, p.FailedAt, p.FailureReason, p.ReturnCode = "failed", time.Time{}, back, why.reason, why.code
	}
	g.out.Payments = append(g.out.Payments, p)
	if p.Status != "failed" {
		return period.Date{}
	}
	again := on.AddDays(d.between(3, 6))
	if !s.MovedOutOn.IsZero() && again.After(s.MovedOutOn) {
		again = on.AddDays(3)
	}
	if !again.Before(g.asOf) {
		return period.Date{}
	}
	return again
}

// oddments sees to it that every organization has payments of every status.
func (g *generator) oddments(d dice) {
	next := g.month.AddMonths(1)
	if g.asOf == g.month {
		next = g.asOf
	}
	paid := map[id.ID]bool{}
	var settledOnes []*Payment
	for i := range g.out.Payments {
		p := &g.out.Payments[i]
		if p.Purpose == ForRent && !p.DueDate.Before(next) {
			paid[p.TenancyID] = true
		}
		if p.Purpose == ForRent && p.Status == "completed" && p.PaidAt.Before(g.asOf.AddDays(-30).Time()) {
			settledOnes = append(settledOnes, p)
		}
	}
	n := max(2, len(g.spaces)/70)
	var extra []Payment
	for range n {
		called := *pick(d, settledOnes)
		called.ID, called.Status, called.PaidAt = g.newID(called.DueDate.AddDays(-4)), "cancelled", time.Time{}
		called.CreatedAt, called.Notes = d.moment(called.DueDate.AddDays(-4)), "Called off by the renter, paid in another way"
		double := *pick(d, settledOnes)
		double.ID, double.Status, double.Notes = g.newID(double.DueDate), "refunded", "Paid twice, the second went back"
		double.Refunded, double.RefundedOn = double.Amount, period.In(double.PaidAt, time.UTC).AddDays(3)
		extra = append(extra, called, double)
	}
	over := pick(d, settledOnes)
	over.Amount, over.Refunded, over.Status = over.Amount.Add(dollars(50)), dollars(50), "partial_refund"
	over.RefundedOn, over.Notes = period.In(over.PaidAt, time.UTC).AddDays(5), "Overpaid, the difference went back"
	for i, s := range g.steady(next, paid) {
		if i == 3*n {
			break
		}
		method := pick(d, []string{"ach", "ach", "credit_card"})
		if i%3 == 1 {
			method = "ach" // on its way
		} else if i%3 == 2 {
			method = "bank_transfer" // there already
		}
		p := g.payment(d, s, ForRent, s.lease(), *s.lease().MonthlyRent, method, next, g.asOf.AddDays(-1))
		p.Notes = "Sent ahead of the due date"
		if i%3 == 0 {
			p.Status, p.PaidAt, p.Notes = "pending", time.Time{}, "Scheduled for the due date"
		}
		extra = append(extra, p)
	}
	g.out.Payments = append(g.out.Payments, extra...)
}

// steady lists the stays that owe nothing, will be there on a day of rent to come and have not paid for it.
func (g *generator) steady(due period.Date, paid map[id.ID]bool) []*stay {
	var list []*stay
	for _, s := range g.stays {
		l := s.lease()
		if l != nil && s.unit.fate == settled && s.unit.dwelling() && s.arrears == 0 && !paid[s.TenancyID] && !due.After(l.End) &&
			!l.Start.After(due) {
			list = append(list, s)
		}
	}
	return list
}
