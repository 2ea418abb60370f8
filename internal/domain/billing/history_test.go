package billing_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/propertyos/propertyos/internal/domain/billing"
	"github.com/propertyos/propertyos/internal/domain/leasing"
	"github.com/propertyos/propertyos/internal/domain/ledger"
	"github.com/propertyos/propertyos/internal/domain/trust"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// history is a household whose money comes and goes by chance.
type history struct {
	*kit
	payments []billing.Payment
	online   []billing.Payment
	refunds  []billing.Refund
}

// may lets what the rules refuse pass, and nothing else.
func (h *history) may(rt *rapid.T, err error) bool {
	var f *fault.Fault
	if err != nil && (!errors.As(err, &f) || f.Kind == fault.Internal) {
		rt.Fatal(err)
	}
	return err == nil
}

func (h *history) step(rt *rapid.T) {
	ctx, today := h.Context(), day(h.clock.Now().Format(time.DateOnly))
	stay := rapid.IntRange(0, len(h.stays)-1).Draw(rt, "stay")
	sum := money.FromCents(rapid.Int64Range(1, 150_000).Draw(rt, "cents"))
	back := billing.ReturnInput{
		Kind: rapid.SampledFrom([]string{billing.Returned, billing.Disputed, billing.Voided}).Draw(rt, "kind"), On: today, Code: "R01", Reason: "Chance",
		NSFFee: rapid.Bool().Draw(rt, "nsf"), ProcessorFee: money.FromCents(rapid.Int64Range(0, 400).Draw(rt, "fee")),
	}
	switch rapid.IntRange(0, 10).Draw(rt, "act") {
	case 0, 1:
		h.clock.Advance(time.Duration(rapid.IntRange(1, 20).Draw(rt, "days")) * 24 * time.Hour)
		_, err := h.s.BillLateFees(ctx, h.admin, day(h.clock.Now().Format(time.DateOnly)))
		h.may(rt, err)
		h.rent()
	case 2, 3:
		p, err := h.pay(stay, sum.String(), today.AddDays(-rapid.IntRange(0, 5).Draw(rt, "ago")).String())
		if h.may(rt, err) {
			h.payments = append(h.payments, p)
		}
	case 4:
		p, err := h.s.Start(ctx, h.admin, none, billing.OnlineInput{Tenancy: h.stays[stay], Amount: sum, Instrument: trust.ACH, Started: today, Processor: id.New().String()})
		if h.may(rt, err) {
			h.online = append(h.online, p)
		}
	case 5:
		if len(h.online) > 0 {
			p, err := h.s.Succeed(ctx, h.admin, none, rapid.SampledFrom(h.online).Draw(rt, "online").ID, today)
			if h.may(rt, err) {
				h.payments = append(h.payments, p)
			}
		}
	case 6:
		if all := append(append([]billing.Payment{}, h.payments...), h.online...); len(all) > 0 {
			_, err := h.s.Fail(ctx, h.admin, none, rapid.SampledFrom(all).Draw(rt, "payment").ID, back)
			h.may(rt, err)
		}
	case 7:
		kind := rapid.SampledFrom(billing.ManualKinds).Draw(rt, "charge")
		_, err := h.s.Charge(ctx, h.admin, none, billing.ChargeInput{
			Tenancy: h.stays[stay], Kind: kind, Amount: sum, Due: today.AddDays(rapid.IntRange(-10, 20).Draw(rt, "due")), Description: "Chance",
		})
		h.may(rt, err)
	case 8:
		if open := h.account(stay).Charges; len(open) > 0 {
			_, err := h.s.Credit(ctx, h.admin, none, billing.CreditInput{
				Charge: rapid.SampledFrom(open).Draw(rt, "credited").ID, Kind: rapid.SampledFrom([]string{billing.Credited, billing.WrittenOff}).Draw(rt, "how"), Amount: sum,
				On: today, Reason: "Chance",
			})
			h.may(rt, err)
		}
	case 9:
		r, err := h.s.AskRefund(ctx, h.admin, none, billing.RefundInput{
			Tenancy: h.stays[stay], Kind: rapid.SampledFrom([]string{billing.RefundDeposit, billing.RefundPrepaid}).Draw(rt, "what"), Amount: sum, Payee: "Ida",
		})
		if h.may(rt, err) {
			h.refunds = append(h.refunds, r)
		}
	case 10:
		h.toTheBank()
		if len(h.refunds) > 0 {
			_, err := h.s.ReleaseRefund(ctx, h.second, none, rapid.SampledFrom(h.refunds).Draw(rt, "refund").ID, billing.ReleaseInput{On: today, Method: "ach"})
			h.may(rt, err)
		}
	}
}

// toTheBank brings what is in hand and with the processor to the banks.
func (h *history) toTheBank() {
	today := day(h.clock.Now().Format(time.DateOnly))
	var ids []id.ID
	for _, p := range h.payments {
		ids = append(ids, p.ID)
	}
	h.in(func(ctx context.Context, tx tenancy.Tx) error {
		receipts, err := trust.Receipts(ctx, tx, nil, ids)
		if err != nil {
			return err
		}
		for _, r := range receipts {
			if !r.Banked.IsZero() || !r.Gone.IsZero() {
				continue
			}
			if err := trust.Bank(ctx, tx, []trust.Receipt{r}, today); err != nil {
				return err
			}
			to, from := h.chart.Of(ledger.OperatingBank), h.chart.Of(ledger.Undeposited)
			if r.Bank == h.banks.Deposit {
				to = h.chart.Of(ledger.DepositBank)
			}
			if r.Kind == trust.InClearing {
				from = h.chart.Of(ledger.Clearing)
			}
			a, b := ledger.Debit(to, h.property, r.Amount), ledger.Credit(from, h.property, r.Amount)
			a.Bank, b.Bank = r.Bank, r.Bank
			if _, err := ledger.Post(ctx, tx, ledger.Entry{
				Key: "bank:" + r.ID.String(), Book: ledger.PropertyBook, Date: today, Source: "bank_deposit", Lines: []ledger.Line{a, b},
			}); err != nil {
				return err
			}
		}
		return nil
	})
}

// Whatever happens, in whatever order: the receivable is what is open of charges, prepaid is what is left of payments, neither side of an
// allocation is exceeded, the cash basis knows no receivable, and refunds never take what is not held.
func TestHistories(t *testing.T) {
	t.Parallel()
	k := setup(t, 2)
	percent, kind, nsf := money.MustParse("5.00"), "percent", money.MustParse("35.00")
	_, err := leasing.New(k.db).SetPolicy(t.Context(), k.admin, leasing.PolicyOf{Property: k.property}, nil, func(p *leasing.Policy) {
		p.LateFeePercentage, p.LateFeeKind, p.NsfFee = &percent, &kind, &nsf
	})
	k.must(err)
	k.exec(`UPDATE leases SET late_fee_confirmed_on = start_date`)
	h := &history{kit: k}
	rapid.Check(t, func(rt *rapid.T) {
		for range rapid.IntRange(1, 8).Draw(rt, "steps") {
			h.step(rt)
		}
		h.ties()
		for _, purpose := range []ledger.Purpose{ledger.DepositsHeld, ledger.Prepaid} {
			held, err := h.s.Held(t.Context(), h.admin, purpose, day("2030-01-01"))
			if err != nil {
				rt.Fatal(err)
			}
			for _, of := range held {
				if of.Amount.Sign() < 0 && purpose == ledger.Prepaid {
					rt.Fatalf("%s of a stay is %s", purpose, of.Amount)
				}
			}
		}
		if t.Failed() {
			rt.Fatal("the books do not tie")
		}
		h.clock.Advance(time.Minute)
	})
}
