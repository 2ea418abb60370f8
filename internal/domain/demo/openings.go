package demo

import (
	"time"

	"github.com/propertyos/propertyos/internal/domain/leasing"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/period"
)

// graceDays is how many days after the due date rent counts as late.
const graceDays = 5

// account is what the payments of a stay add up to.
type account struct {
	rent, deposit, petDeposit money.Amount
	returned, late            int
}

// openings adds to the lease in force of each stay what it owes, has paid ahead and has deposited as the as-of day opens.
func (g *generator) openings() {
	accounts := map[id.ID]*account{}
	for i := range g.out.Payments {
		p := &g.out.Payments[i]
		a := accounts[p.TenancyID]
		if a == nil {
			a = &account{}
			accounts[p.TenancyID] = a
		}
		a.add(p)
	}
	for _, s := range g.stays {
		l := s.lease()
		a := accounts[s.TenancyID]
		if l == nil {
			continue
		}
		if a == nil { // a lockup whose first rent is on its way
			a = &account{}
		}
		due := money.Zero
		for _, c := range charges(&s.Household, g.asOf) {
			due = due.Add(c.amount)
		}
		o := &leasing.Opening{
			ID: g.newID(g.asOf), AsOf: g.asOf, DepositHeld: a.deposit, OtherDepositHeld: a.petDeposit,
			NSFCount: a.returned, LateCount: a.late,
		}
		if balance := due.Sub(a.rent); balance.Sign() > 0 {
			o.PastDue = balance
		} else {
			o.Prepaid = balance.Neg()
		}
		l.Opening = o
	}
}

func (a *account) add(p *Payment) {
	received := p.Received()
	switch p.Purpose {
	case ForRent:
		a.rent = a.rent.Add(received)
		if !received.IsZero() && period.In(p.PaidAt, time.UTC).DaysSince(p.DueDate) > graceDays {
			a.late++
		}
		if p.Status == "failed" {
			a.returned++
		}
	case ForDeposit:
		a.deposit = a.deposit.Add(received)
	case ForPetDeposit:
		a.petDeposit = a.petDeposit.Add(received)
	}
}
