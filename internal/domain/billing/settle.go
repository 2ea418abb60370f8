package billing

import (
	"context"
	"fmt"
	"slices"

	"github.com/propertyos/propertyos/internal/domain/billing/internal/billingdb"
	"github.com/propertyos/propertyos/internal/domain/ledger"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/period"
)

// settleLines are the lines that settle so much of a charge; below zero they open it again. A deposit that is paid is held from then on.
func (w work) settleLines(c Charge, sum money.Amount) []ledger.Line {
	out := []ledger.Line{c.line(w.chart.Of(ledger.Receivable), sum.Neg())}
	var held id.ID
	switch c.Kind {
	case KindDeposit:
		held = w.chart.Of(ledger.DepositsHeld)
	case KindLastMonth:
		held = w.chart.Of(ledger.LastMonth)
	default:
		return out
	}
	billed, holds := c.line(c.Account, sum), c.line(held, sum.Neg())
	billed.Cash, holds.Cash, billed.For, holds.For = id.Nil, id.Nil, ledger.Subject{}, ledger.Subject{}
	return append(out, billed, holds)
}

// allocation is a row to be: so much of a payment (id.Nil: of the deposit) on a charge, or off it again.
type allocation struct {
	charge, payment, reverses id.ID
	amount                    money.Amount
}

func (w work) writeAllocations(ctx context.Context, stayID, entry id.ID, on period.Date, explicit bool, list []allocation) error {
	if len(list) == 0 {
		return nil
	}
	in := billingdb.InsertAllocationsParams{
		TenantID: w.org, TenancyID: stayID, EffectiveOn: on, Explicit: explicit, JournalEntryID: entry, CreatedAt: w.tx.Now(), CreatedBy: w.by(),
	}
	for _, a := range list {
		in.Ids, in.ChargeIds, in.PaymentIds = append(in.Ids, id.New()), append(in.ChargeIds, a.charge), append(in.PaymentIds, a.payment)
		in.Amounts, in.ReversesIds = append(in.Amounts, a.amount), append(in.ReversesIds, a.reverses)
	}
	if err := w.q.InsertAllocations(ctx, in); err != nil {
		return fmt.Errorf("write allocations: %w", err)
	}
	return nil
}

// parts checks what a person wants settled against what is open, and gives what is left of the sum by the organization's order.
func (w work) parts(sum money.Amount, open []Charge, payer string, on period.Date, explicit []Part) ([]Part, error) {
	open = slices.Clone(open)
	left := sum
	var out []Part
	for i, part := range explicit {
		at := fmt.Sprintf("/parts/%d", i)
		n := slices.IndexFunc(open, func(c Charge) bool { return c.ID == part.Charge })
		switch {
		case n < 0:
			return nil, ErrOtherStay.On(at + "/charge_id")
		case part.Amount.Sign() <= 0 || part.Amount.Cmp(open[n].Open) > 0:
			return nil, ErrOverpaid.On(at + "/amount")
		case part.Amount.Cmp(left) > 0:
			return nil, ErrUnspent.On(at + "/amount")
		}
		open[n].Open, left = open[n].Open.Sub(part.Amount), left.Sub(part.Amount)
		out = append(out, part)
	}
	return append(out, share(left, open, payer, on, w.rules.AllocationOrder)...), nil
}

// applyPrepaid settles what is due of a stay by a day with what it paid ahead, the oldest money first: each part on the day on which both were
// there, or on the first open day after it. Last month's rent is not touched.
func (w work) applyPrepaid(ctx context.Context, stayID id.ID, by period.Date) error {
	money, err := w.q.PrepaidOfStay(ctx, w.org, stayID)
	if err != nil || len(money) == 0 {
		return err
	}
	open, err := w.open(ctx, stayID)
	if err != nil {
		return err
	}
	locked, err := ledger.Hold(ctx, w.tx)
	if err != nil {
		return err
	}
	for _, m := range money {
		for _, part := range share(m.Amount, open, m.Payer, by, w.rules.AllocationOrder) {
			n := slices.IndexFunc(open, func(c Charge) bool { return c.ID == part.Charge })
			on := latest(open[n].Due, m.ReceivedOn, locked.AddDays(1))
			if err := w.spendPrepaid(ctx, m.ID, open[n], part.Amount, on); err != nil {
				return err
			}
			open[n].Open = open[n].Open.Sub(part.Amount)
		}
	}
	return nil
}

func latest(first period.Date, rest ...period.Date) period.Date {
	for _, d := range rest {
		if d.After(first) {
			first = d
		}
	}
	return first
}

// spendPrepaid settles so much of a charge with what is left of a payment, on a day.
func (w work) spendPrepaid(ctx context.Context, payment id.ID, c Charge, sum money.Amount, on period.Date) error {
	prepaid := c.line(w.chart.Of(ledger.Prepaid), sum)
	prepaid.Cash, prepaid.For = id.Nil, ledger.Subject{}
	row := id.New()
	posted, err := ledger.Post(ctx, w.tx, ledger.Entry{
		Key: "allocation:" + row.String(), Book: ledger.PropertyBook, Date: on, Source: "allocation", SourceID: payment, Memo: "Prepaid applied: " + c.Description,
		Lines: append([]ledger.Line{prepaid}, w.settleLines(c, sum)...),
	})
	if err != nil {
		return err
	}
	return w.writeAllocations(ctx, c.Tenancy, posted[0].ID, on, false, []allocation{{charge: c.ID, payment: payment, amount: sum}})
}

// unsettle takes so much money off a charge again, the latest first, on a day: it is prepaid from then on, or held as the deposit that it was.
func (w work) unsettle(ctx context.Context, c Charge, sum money.Amount, on period.Date) error {
	rows, err := w.q.AllocationsLeft(ctx, w.org, nil, []id.ID{c.ID})
	if err != nil {
		return fmt.Errorf("what settles a charge: %w", err)
	}
	slices.Reverse(rows)
	var back []allocation
	var lines []ledger.Line
	deposit := c.line(w.chart.Of(ledger.DepositsHeld), money.Zero)
	deposit.Cash, deposit.For = id.Nil, ledger.Subject{}
	for _, r := range rows {
		some := money.Min(sum, r.Amount)
		if some.Sign() <= 0 {
			continue
		}
		sum = sum.Sub(some)
		to := deposit
		if r.PaymentID != nil {
			to.Account = w.chart.Of(ledger.Prepaid)
		}
		to.Amount = some.Neg()
		lines = append(append(lines, to), w.settleLines(c, some.Neg())...)
		back = append(back, allocation{charge: c.ID, payment: nilOr(r.PaymentID), reverses: r.ID, amount: some.Neg()})
		on = latest(on, r.EffectiveOn)
	}
	if sum.Sign() > 0 {
		return ErrOverpaid.On("/amount")
	}
	row := id.New()
	posted, err := ledger.Post(ctx, w.tx, ledger.Entry{
		Key: "allocation:" + row.String(), Book: ledger.PropertyBook, Date: on, Source: "allocation", SourceID: c.ID, Memo: "Taken off: " + c.Description,
		Lines: lines,
	})
	if err != nil {
		return err
	}
	return w.writeAllocations(ctx, c.Tenancy, posted[0].ID, on, false, back)
}

func nilOr(v *id.ID) id.ID {
	if v == nil {
		return id.Nil
	}
	return *v
}
