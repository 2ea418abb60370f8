package billing

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/billing/internal/billingdb"
	"github.com/propertyos/propertyos/internal/domain/ledger"
	"github.com/propertyos/propertyos/internal/domain/trust"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// PaymentInput is money that came in hand.
type PaymentInput struct {
	Tenancy          id.ID
	Amount           money.Amount
	Instrument       string // of HandInstruments
	On               period.Date
	Payer, PayerName string // default leasing.PayerRenter
	Reference        string // the number of a check
	Note             string
	// Parts say what it settles; what they leave goes by the organization's order to what is due, and the rest is prepaid.
	Parts []Part
}

// HandInstruments are what comes in hand and is brought to the bank.
var HandInstruments = []string{trust.PersonalCheck, trust.CashiersCheck, trust.MoneyOrder, trust.CashMoney, trust.Wire}

// methods says how the tables of payments name an instrument.
var methods = map[string]string{
	trust.PersonalCheck: "check", trust.CashiersCheck: "check", trust.MoneyOrder: "check", trust.CashMoney: "cash", trust.Wire: "bank_transfer",
	trust.ACH: "ach", trust.Card: "credit_card", trust.Opening: "bank_transfer",
}

// The states of a payment.
const (
	StatusProcessing = "processing"
	StatusCompleted  = "completed"
	StatusFailed     = "failed"
	StatusRefunded   = "refunded"
	StatusPartly     = "partial_refund"
	StatusCancelled  = "cancelled"
)

// Payment is money of a stay.
type Payment struct {
	ID, Tenancy, Lease, Property id.ID
	Renter                       id.ID
	Amount                       money.Amount
	Instrument, Method, Status   string
	Payer, PayerName, Reference  string
	Started, Received            period.Date // zero Received: it has not come
	TakenBack, Settled           money.Amount
	ReturnCode                   string
	Processor                    string // the processor's own id
	CreatedAt                    time.Time
}

// Prepaid is what of a payment settles nothing yet.
func (p Payment) Prepaid() money.Amount {
	if p.Received.IsZero() {
		return money.Zero
	}
	return p.Amount.Sub(p.TakenBack).Sub(p.Settled)
}

// Receive records money that came in hand: what it settles at once, and the rest as prepaid. It waits undeposited for the bank. Errors:
// Invalid with fields, ErrNotTakenOn, ErrNoTerms, ErrOtherStay, ErrOverpaid, ErrUnspent, trust.ErrNoBanks, ledger.ErrLocked, authz.ErrForbidden.
func (s *Service) Receive(ctx context.Context, p tenancy.Principal, key tenancy.Key, in PaymentInput) (Payment, error) {
	return act(ctx, s, p, authz.MoneyReceive, key, "receive a payment", func(ctx context.Context, g authz.Grant, w work) (Payment, error) {
		var f fault.Fields
		amount(&f, in.Amount)
		f.Check(slices.Contains(HandInstruments, in.Instrument), "/instrument", "not_allowed", "Choose how it was paid.")
		past(&f, "/on", in.On, w.today)
		in.Payer, in.PayerName = payerOf(&f, in.Payer, in.PayerName)
		f.Text("/reference", in.Reference, false, 100)
		f.Text("/note", in.Note, false, 1000)
		if err := f.Err(); err != nil {
			return Payment{}, err
		}
		st, err := w.stayOn(ctx, g, in.Tenancy, in.On)
		if err != nil {
			return Payment{}, err
		}
		if err := w.takenOn(ctx, st.property); err != nil {
			return Payment{}, err
		}
		pay := st.payment(in.Amount, in.Instrument)
		pay.Payer, pay.PayerName, pay.Reference, pay.Started, pay.Received = in.Payer, in.PayerName, in.Reference, in.On, in.On
		if err := w.arrive(ctx, st, pay, in.Parts, func(entry id.ID, deposit money.Amount) error { return w.insert(ctx, pay, entry, deposit, in.Note) }); err != nil {
			return Payment{}, err
		}
		return w.payment(ctx, g, pay.ID)
	})
}

// payment is a new payment of a stay.
func (s stay) payment(sum money.Amount, instrument string) Payment {
	return Payment{ID: id.New(), Tenancy: s.id, Lease: s.lease, Property: s.property, Renter: s.renter, Amount: sum, Instrument: instrument, Method: methods[instrument]}
}

// arrive posts money that has come, after the late fees that were due by then: what it settles, the rest prepaid, each part bound for its bank.
// store writes the payment down between the entry and what hangs on it.
func (w work) arrive(ctx context.Context, st stay, pay Payment, explicit []Part, store func(entry id.ID, deposit money.Amount) error) error {
	if _, err := w.fines(ctx, fineQuestion{tenancies: []id.ID{st.id}, through: pay.Received}); err != nil {
		return err
	}
	banks, err := trust.BanksOf(ctx, w.tx, st.property)
	if err != nil {
		return err
	}
	open, err := w.open(ctx, st.id)
	if err != nil {
		return err
	}
	parts, err := w.parts(pay.Amount, open, pay.Payer, pay.Received, explicit)
	if err != nil {
		return err
	}
	now, ahead := w.spread(st, pay, open, parts)
	receipts := w.receipts(pay, banks, now.deposit)
	for _, r := range receipts {
		l := st.line(w.cash(r.Kind), r.Amount)
		l.Bank = r.Bank
		now.lines = append(now.lines, l)
	}
	posted, err := ledger.Post(ctx, w.tx, ledger.Entry{
		Key: "payment:" + pay.ID.String(), Book: ledger.PropertyBook, Date: pay.Received, Source: "payment", SourceID: pay.ID, Lines: now.lines,
	})
	if err != nil {
		return err
	}
	if err := store(posted[0].ID, now.deposit); err != nil {
		return err
	}
	if err := w.writeAllocations(ctx, st.id, posted[0].ID, pay.Received, len(explicit) > 0, now.rows); err != nil {
		return err
	}
	if err := trust.Receive(ctx, w.tx, receipts...); err != nil {
		return err
	}
	for _, part := range ahead {
		c := find(open, part.Charge)
		if err := w.spendPrepaid(ctx, pay.ID, c, part.Amount, c.Due); err != nil {
			return err
		}
	}
	return nil
}

// spreading is what a payment does on the day on which it comes.
type spreading struct {
	lines   []ledger.Line
	rows    []allocation
	deposit money.Amount // of it, what is bound for the deposit bank
}

// spread settles the parts that are due, and keeps the rest as prepaid; the parts that are due later are handed back.
func (w work) spread(st stay, pay Payment, open []Charge, parts []Part) (out spreading, ahead []Part) {
	left := pay.Amount
	for _, part := range parts {
		c := find(open, part.Charge)
		if c.Due.After(pay.Received) {
			ahead = append(ahead, part)
			continue
		}
		out.lines = append(out.lines, w.settleLines(c, part.Amount)...)
		out.rows = append(out.rows, allocation{charge: c.ID, payment: pay.ID, amount: part.Amount})
		left = left.Sub(part.Amount)
		if c.Kind == KindDeposit {
			out.deposit = out.deposit.Add(part.Amount)
		}
	}
	if left.Sign() > 0 {
		out.lines = append(out.lines, st.line(w.chart.Of(ledger.Prepaid), left.Neg()))
	}
	return out, ahead
}

// find is the charge of an id that is among them.
func find(list []Charge, charge id.ID) Charge {
	return list[slices.IndexFunc(list, func(c Charge) bool { return c.ID == charge })]
}

// cash is the account of money that is not at the bank yet.
func (w work) cash(kind string) id.ID {
	if kind == trust.InClearing {
		return w.chart.Of(ledger.Clearing)
	}
	return w.chart.Of(ledger.Undeposited)
}

// receipts are the parts of a payment by the bank that they are bound for.
func (w work) receipts(pay Payment, banks trust.Banks, deposit money.Amount) []trust.Receipt {
	r := trust.Receipt{
		Payment: pay.ID, Tenancy: pay.Tenancy, Property: pay.Property, Kind: trust.InHand, Received: pay.Received, Hold: w.rules.Hold(pay.Instrument),
	}
	if pay.Instrument == trust.ACH || pay.Instrument == trust.Card {
		r.Kind = trust.InClearing
	}
	var out []trust.Receipt
	if rest := pay.Amount.Sub(deposit); rest.Sign() > 0 {
		r.Bank, r.Amount = banks.Operating, rest
		out = append(out, r)
	}
	if deposit.Sign() > 0 {
		r.Bank, r.Amount = banks.Deposit, deposit
		out = append(out, r)
	}
	return out
}

func (w work) insert(ctx context.Context, pay Payment, entry id.ID, deposit money.Amount, note string) error {
	now := w.tx.Now()
	in := billingdb.InsertPaymentParams{
		TenantID: w.org, ID: pay.ID, TenancyID: pay.Tenancy, LeaseID: pay.Lease, RenterID: pay.Renter, PropertyID: pay.Property, Amount: pay.Amount,
		Method: pay.Method, Status: StatusProcessing, Payer: pay.Payer, PayerName: pay.PayerName, Instrument: pay.Instrument, Reference: pay.Reference,
		StartedOn: pay.Started, ReceivedOn: pay.Received, DepositAmount: deposit, JournalEntryID: entry, Notes: note, ProcessorID: pay.Processor, CreatedAt: now,
	}
	if entry != id.Nil {
		in.Status, in.PaidAt = StatusCompleted, &now
	}
	if err := w.q.InsertPayment(ctx, in); err != nil {
		return fmt.Errorf("write a payment: %w", err)
	}
	return nil
}

// payment is a payment by its id, held to the end. Errors: postgres.ErrNotFound, authz.ErrForbidden.
func (w work) payment(ctx context.Context, g authz.Grant, payment id.ID) (Payment, error) {
	r, err := w.q.LockPayment(ctx, w.org, payment)
	if err != nil {
		return Payment{}, fmt.Errorf("find a payment: %w", err)
	}
	out := Payment{
		ID: r.ID, Tenancy: r.TenancyID, Lease: r.LeaseID, Property: nilOr(r.PropertyID), Renter: r.RenterID, Amount: r.Amount, Instrument: r.Instrument,
		Method: r.Method, Status: r.Status, Payer: r.Payer, PayerName: r.PayerName, Reference: r.Reference, Started: r.StartedOn,
		TakenBack: r.TakenBack, Settled: r.Settled, ReturnCode: r.ReturnCode, Processor: r.ProcessorID, CreatedAt: r.CreatedAt,
	}
	if r.JournalEntryID != nil {
		out.Received = r.ReceivedOn
	}
	if !g.Covers(out.Property) {
		return Payment{}, authz.ErrForbidden
	}
	return out, nil
}

// OnlineInput is a payment that the processor was asked for.
type OnlineInput struct {
	Tenancy    id.ID
	Amount     money.Amount
	Instrument string // trust.ACH or trust.Card
	Started    period.Date
	Processor  string // the processor's own id, which no other payment has
}

// Start writes down a payment that the processor has begun and nobody has yet: it is pending, and nothing is posted. Errors: Invalid with
// fields, ErrNotTakenOn, ErrNoTerms, a Conflict for a processor's id that is known, authz.ErrForbidden.
func (s *Service) Start(ctx context.Context, p tenancy.Principal, key tenancy.Key, in OnlineInput) (Payment, error) {
	return act(ctx, s, p, authz.MoneyReceive, key, "start a payment", func(ctx context.Context, g authz.Grant, w work) (Payment, error) {
		var f fault.Fields
		amount(&f, in.Amount)
		f.Check(in.Instrument == trust.ACH || in.Instrument == trust.Card, "/instrument", "not_allowed", "Use ach or card.")
		past(&f, "/started_on", in.Started, w.today)
		f.Text("/processor_id", in.Processor, true, 255)
		if err := f.Err(); err != nil {
			return Payment{}, err
		}
		st, err := w.stayOn(ctx, g, in.Tenancy, in.Started)
		if err != nil {
			return Payment{}, err
		}
		if err := w.takenOn(ctx, st.property); err != nil {
			return Payment{}, err
		}
		pay := st.payment(in.Amount, in.Instrument)
		pay.Payer, pay.Started, pay.Processor = "renter", in.Started, in.Processor
		if err := w.insert(ctx, pay, id.Nil, money.Zero, ""); err != nil {
			return Payment{}, err
		}
		return w.payment(ctx, g, pay.ID)
	})
}

// Succeed posts a pending payment on the day of the processor's success. A payment that has succeeded before is returned as it is. Errors:
// ErrNotOpen for one that failed, trust.ErrNoBanks, ledger.ErrLocked, postgres.ErrNotFound, authz.ErrForbidden.
func (s *Service) Succeed(ctx context.Context, p tenancy.Principal, key tenancy.Key, payment id.ID, on period.Date) (Payment, error) {
	return act(ctx, s, p, authz.MoneyReceive, key, "post a payment", func(ctx context.Context, g authz.Grant, w work) (Payment, error) {
		pay, err := w.payment(ctx, g, payment)
		switch {
		case err != nil:
			return Payment{}, err
		case !pay.Received.IsZero():
			return pay, nil
		case pay.Status != StatusProcessing && pay.Status != "pending":
			return Payment{}, ErrNotOpen
		}
		var f fault.Fields
		past(&f, "/on", on, w.today)
		f.Check(!on.Before(pay.Started), "/on", "range", "It has not succeeded before it was started.")
		if err := f.Err(); err != nil {
			return Payment{}, err
		}
		st, err := w.stayOn(ctx, g, pay.Tenancy, on)
		if err != nil {
			return Payment{}, err
		}
		pay.Received = on
		err = w.arrive(ctx, st, pay, nil, func(entry id.ID, _ money.Amount) error {
			return w.q.PaymentReceived(ctx, billingdb.PaymentReceivedParams{TenantID: w.org, ID: pay.ID, ReceivedOn: on, PaidAt: w.tx.Now(), JournalEntryID: entry})
		})
		if err != nil {
			return Payment{}, err
		}
		return w.payment(ctx, g, payment)
	})
}
