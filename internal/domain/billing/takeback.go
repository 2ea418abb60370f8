package billing

import (
	"context"
	"fmt"
	"regexp"
	"slices"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/billing/internal/billingdb"
	"github.com/propertyos/propertyos/internal/domain/leasing"
	"github.com/propertyos/propertyos/internal/domain/ledger"
	"github.com/propertyos/propertyos/internal/domain/trust"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// The ways in which a payment goes back.
const (
	Returned = "return"  // the bank took it: R01 and the like, a check without funds
	Disputed = "dispute" // the payer objects
	Voided   = "void"    // it was recorded by mistake
)

var returnCode = regexp.MustCompile(`^[A-Z0-9_]{1,40}$`)

// ReturnInput says how a payment went back.
type ReturnInput struct {
	Kind   string // Returned, Disputed or Voided
	On     period.Date
	Code   string // such as R01; Nacha Operating Rules, return reason codes
	Reason string
	// NSFFee charges the renter what the lease's rules say for a payment that came back.
	NSFFee bool
	// ProcessorFee is what the processor takes for it.
	ProcessorFee money.Amount
}

// Fail says that a payment came to nothing, or went back. One that is pending fails without a trace in the books. One that was posted is
// taken back on the day: what it settled is open again at its own due date, what it left is not prepaid any more. Late fees that the
// payment had spared post on that day. Errors: Invalid with fields, ErrNotOpen, ledger.ErrLocked, postgres.ErrNotFound, authz.ErrForbidden.
func (s *Service) Fail(ctx context.Context, p tenancy.Principal, key tenancy.Key, payment id.ID, in ReturnInput) (Payment, error) {
	return act(ctx, s, p, authz.MoneyReceive, key, "take a payment back", func(ctx context.Context, g authz.Grant, w work) (Payment, error) {
		var f fault.Fields
		f.Check(slices.Contains([]string{Returned, Disputed, Voided}, in.Kind), "/kind", "not_allowed", "Use return, dispute or void.")
		past(&f, "/on", in.On, w.today)
		f.Check(in.Code == "" || returnCode.MatchString(in.Code), "/code", "pattern", "Use a return code such as R01.")
		f.Text("/reason", in.Reason, in.Kind == Voided, 1000)
		f.Check(in.ProcessorFee.Sign() >= 0 && in.ProcessorFee.Cmp(most) <= 0, "/processor_fee", "range", "Use zero or more.")
		if err := f.Err(); err != nil {
			return Payment{}, err
		}
		pay, err := w.payment(ctx, g, payment)
		if err != nil {
			return Payment{}, err
		}
		st, err := w.stayOn(ctx, g, pay.Tenancy, in.On)
		if err != nil {
			return Payment{}, err
		}
		switch {
		case slices.Contains([]string{StatusFailed, StatusCancelled, StatusRefunded}, pay.Status):
			return Payment{}, ErrNotOpen
		case in.On.Before(latest(pay.Started, pay.Received)):
			return Payment{}, fault.New(fault.Invalid, "range", "It has not come back before it came.").On("/on")
		case pay.Received.IsZero():
			err = w.status(ctx, pay.ID, StatusFailed, in)
		default:
			err = w.takeBack(ctx, st, pay, in)
		}
		if err != nil {
			return Payment{}, err
		}
		if _, err := w.fines(ctx, fineQuestion{tenancies: []id.ID{st.id}, through: in.On}); err != nil {
			return Payment{}, err
		}
		if err := w.applyPrepaid(ctx, st.id, in.On); err != nil {
			return Payment{}, err
		}
		return w.payment(ctx, g, payment)
	})
}

func (w work) status(ctx context.Context, payment id.ID, status string, in ReturnInput) error {
	at := w.tx.Now()
	if err := w.q.PaymentStatus(ctx, billingdb.PaymentStatusParams{
		TenantID: w.org, ID: payment, Status: status, FailedAt: &at, ReturnCode: in.Code, Reason: in.Reason, FailedOn: in.On,
	}); err != nil {
		return fmt.Errorf("a payment's state: %w", err)
	}
	return nil
}

// takeBack takes what is left of a posted payment back: each part from where it is, the bank, the processor or the drawer.
func (w work) takeBack(ctx context.Context, st stay, pay Payment, in ReturnInput) error {
	left := pay.Amount.Sub(pay.TakenBack)
	lines, back, on, err := w.reopen(ctx, st, pay, left, in.On)
	if err != nil {
		return err
	}
	in.On = on
	refunded := money.Zero
	if in.Kind != Voided {
		refunded = pay.TakenBack
	}
	if refunded.Sign() > 0 {
		if err := w.recover(ctx, st, pay, refunded, in.On); err != nil {
			return err
		}
		lines = append(lines, st.line(w.chart.Of(ledger.Prepaid), refunded))
	}
	cash, banks, err := w.takenFrom(ctx, st, pay, left.Add(refunded))
	if err != nil {
		return err
	}
	takeback := id.New()
	memo := in.Reason
	if memo == "" {
		memo = in.Code
	}
	posted, err := ledger.Post(ctx, w.tx, ledger.Entry{
		Key: "takeback:" + takeback.String(), Book: ledger.PropertyBook, Date: in.On, Source: "payment_" + in.Kind, SourceID: pay.ID, Memo: memo,
		Lines: append(lines, cash...),
	})
	if err != nil {
		return err
	}
	if err := w.writeAllocations(ctx, st.id, posted[0].ID, in.On, false, back); err != nil {
		return err
	}
	if err := w.insertTakeback(ctx, takeback, pay, in.Kind, left, in, posted[0].ID); err != nil {
		return err
	}
	return w.gone(ctx, st, pay, in, banks)
}

// reopen are the lines and rows that take so much of a payment off what it settles, and off what it left as prepaid, on the day or on the
// latest day of a part.
func (w work) reopen(ctx context.Context, st stay, pay Payment, left money.Amount, on period.Date) (lines []ledger.Line, back []allocation, _ period.Date, _ error) {
	rows, err := w.q.AllocationsLeft(ctx, w.org, []id.ID{pay.ID}, nil)
	if err != nil {
		return nil, nil, on, fmt.Errorf("what a payment settles: %w", err)
	}
	for _, r := range rows {
		if r.Amount.Sign() <= 0 {
			continue
		}
		c, err := w.one(ctx, r.ChargeID)
		if err != nil {
			return nil, nil, on, err
		}
		lines = append(lines, w.settleLines(c, r.Amount.Neg())...)
		back = append(back, allocation{charge: c.ID, payment: pay.ID, reverses: r.ID, amount: r.Amount.Neg()})
		left, on = left.Sub(r.Amount), latest(on, r.EffectiveOn)
	}
	if left.Sign() > 0 {
		lines = append(lines, st.line(w.chart.Of(ledger.Prepaid), left))
	}
	return lines, back, on, nil
}

// gone says of a payment that it went back: its state, its receipts, what the return costs, and what its banks are short of now.
func (w work) gone(ctx context.Context, st stay, pay Payment, in ReturnInput, banks []id.ID) error {
	status := StatusFailed
	if in.Kind == Voided {
		status = StatusCancelled
	}
	if err := w.status(ctx, pay.ID, status, in); err != nil {
		return err
	}
	if err := trust.Gone(ctx, w.tx, pay.ID, in.On); err != nil {
		return err
	}
	if err := w.returnFees(ctx, st, pay, in); err != nil {
		return err
	}
	for _, bank := range banks {
		if err := trust.Watch(ctx, w.tx, st.property, bank, in.On, "A payment came back"); err != nil {
			return err
		}
	}
	return nil
}

// recover charges the renter what was refunded of a payment before it came back: the bank takes all of it.
func (w work) recover(ctx context.Context, st stay, pay Payment, sum money.Amount, on period.Date) error {
	c := st.charge(KindOther, sum, on)
	c.Account, c.Description, c.ruleKind, c.rule, c.Exempt = w.chart.Of(ledger.Prepaid), "Refunded before the payment came back", ruleManual, pay.ID, true
	_, err := w.write(ctx, id.Nil, []Charge{c})
	return err
}

func (w work) insertTakeback(ctx context.Context, takeback id.ID, pay Payment, kind string, sum money.Amount, in ReturnInput, entry id.ID) error {
	err := w.q.InsertTakeback(ctx, billingdb.InsertTakebackParams{
		TenantID: w.org, ID: takeback, PaymentID: pay.ID, TenancyID: pay.Tenancy, Kind: kind, Amount: sum, DatedOn: in.On, Code: in.Code, Reason: in.Reason,
		JournalEntryID: entry, CreatedAt: w.tx.Now(), CreatedBy: w.by(),
	})
	if err != nil {
		return fmt.Errorf("write what went back: %w", err)
	}
	return nil
}

// takenFrom are the lines that take so much of a payment from where its parts are, and the banks that are concerned.
func (w work) takenFrom(ctx context.Context, st stay, pay Payment, left money.Amount) ([]ledger.Line, []id.ID, error) {
	receipts, err := trust.Receipts(ctx, w.tx, nil, []id.ID{pay.ID})
	if err != nil {
		return nil, nil, err
	}
	banks, err := trust.BanksOf(ctx, w.tx, st.property)
	if err != nil {
		return nil, nil, err
	}
	var lines []ledger.Line
	var touched []id.ID
	for _, r := range receipts {
		some := money.Min(left, r.Amount)
		if some.Sign() <= 0 {
			continue
		}
		left = left.Sub(some)
		account := w.cash(r.Kind)
		if r.Kind == trust.InHand && !r.Banked.IsZero() {
			account = w.bankAccount(r.Bank, banks)
		}
		l := st.line(account, some.Neg())
		l.Bank = r.Bank
		lines, touched = append(lines, l), append(touched, r.Bank)
	}
	if left.Sign() > 0 { // brought from an earlier system
		l := st.line(w.chart.Of(ledger.OperatingBank), left.Neg())
		l.Bank = banks.Operating
		lines, touched = append(lines, l), append(touched, banks.Operating)
	}
	return lines, touched, nil
}

// bankAccount is the account of the chart that a bank stands in.
func (w work) bankAccount(bank id.ID, banks trust.Banks) id.ID {
	if bank == banks.Deposit && bank != banks.Operating {
		return w.chart.Of(ledger.DepositBank)
	}
	return w.chart.Of(ledger.OperatingBank)
}

// returnFees charges the renter for a payment that came back, and posts what the processor took for it.
func (w work) returnFees(ctx context.Context, st stay, pay Payment, in ReturnInput) error {
	if in.NSFFee && in.Kind == Returned {
		rules, err := leasing.PoliciesTx(ctx, w.tx, []id.ID{st.property}, []id.ID{st.lease})
		if err != nil {
			return err
		}
		if fee := or(rules.Of(st.property, st.lease, st.confirmed).NsfFee); fee.Sign() > 0 {
			c := st.charge(KindNSFFee, fee, in.On)
			c.Description, c.ruleKind, c.rule = "Fee for a returned payment", ruleNSF, pay.ID
			if _, err := w.write(ctx, id.Nil, []Charge{c}); err != nil {
				return err
			}
		}
	}
	if in.ProcessorFee.Sign() == 0 {
		return nil
	}
	banks, err := trust.BanksOf(ctx, w.tx, st.property)
	if err != nil {
		return err
	}
	// The processor takes its fee from what it holds for the property; by agreement it is the owner's, else the company owes it to the trust.
	bearer := w.chart.Of(ledger.ProcessorFee)
	if w.rules.ReturnFeeBearer == trust.BearerCompany {
		bearer = w.chart.Of(ledger.DueToCompany)
	}
	fee, clearing := st.line(bearer, in.ProcessorFee), st.line(w.chart.Of(ledger.Clearing), in.ProcessorFee.Neg())
	clearing.Bank = banks.Operating
	_, err = ledger.Post(ctx, w.tx, ledger.Entry{
		Key: "return_fee:" + pay.ID.String(), Book: ledger.PropertyBook, Date: in.On, Source: "processor_fee", SourceID: pay.ID, Memo: "Processor's fee for a return",
		Lines: []ledger.Line{fee, clearing},
	})
	return err
}
