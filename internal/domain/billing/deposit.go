package billing

import (
	"context"
	"fmt"
	"strings"
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

// held is what an account of liabilities holds for a stay on a day.
func (w work) held(ctx context.Context, stayID id.ID, purpose ledger.Purpose, on period.Date) (money.Amount, error) {
	sum, err := w.q.StayAccount(ctx, w.org, stayID, w.chart.Of(purpose), on)
	if err != nil {
		return money.Zero, fmt.Errorf("what is held: %w", err)
	}
	return sum.Neg(), nil
}

// ApplyInput pays charges of a renter who left with the deposit.
type ApplyInput struct {
	Tenancy id.ID
	On      period.Date
	Parts   []Part // none: everything that is open, by the organization's order
}

// errNotLeft is told to who takes a deposit of somebody who lives there.
var errNotLeft = fault.New(fault.Conflict, "still_there", "A deposit pays what is owed only after the move-out.")

// ApplyDeposit settles charges of a stay that is over, first with what it paid ahead and then with its deposit. The cash stays in the deposit
// bank until it is transferred. Errors: Invalid with fields, ErrTooMuch, ErrOtherStay, ErrOverpaid, ledger.ErrLocked, authz.ErrForbidden.
func (s *Service) ApplyDeposit(ctx context.Context, p tenancy.Principal, key tenancy.Key, in ApplyInput) ([]Part, error) {
	return act(ctx, s, p, authz.MoneyCharge, key, "apply a deposit", func(ctx context.Context, g authz.Grant, w work) ([]Part, error) {
		var f fault.Fields
		past(&f, "/on", in.On, w.today)
		if err := f.Err(); err != nil {
			return nil, err
		}
		st, err := w.stayOn(ctx, g, in.Tenancy, in.On)
		if err != nil {
			return nil, err
		}
		if st.movedOut.IsZero() || st.movedOut.After(in.On) {
			return nil, errNotLeft
		}
		if err := w.applyPrepaid(ctx, st.id, in.On); err != nil {
			return nil, err
		}
		open, err := w.open(ctx, st.id)
		if err != nil {
			return nil, err
		}
		held, err := w.held(ctx, st.id, ledger.DepositsHeld, in.On)
		if err != nil {
			return nil, err
		}
		parts := share(held, open, "renter", in.On, w.rules.AllocationOrder)
		if len(in.Parts) > 0 {
			var want money.Amount
			for _, part := range in.Parts {
				want = want.Add(part.Amount)
			}
			if want.Cmp(held) > 0 {
				return nil, ErrTooMuch.On("/parts")
			}
			if parts, err = w.parts(want, open, "renter", in.On, in.Parts); err != nil {
				return nil, err
			}
		}
		return parts, w.apply(ctx, st, open, parts, in.On)
	})
}

func (w work) apply(ctx context.Context, st stay, open []Charge, parts []Part, on period.Date) error {
	if len(parts) == 0 {
		return nil
	}
	row := id.New()
	entry := ledger.Entry{
		Key: "deposit:" + row.String(), Book: ledger.PropertyBook, Date: on, Source: "deposit_applied", SourceID: st.id, Memo: "Deposit applied",
	}
	var rows []allocation
	for _, part := range parts {
		for _, c := range open {
			if c.ID == part.Charge {
				entry.Lines = append(append(entry.Lines, st.line(w.chart.Of(ledger.DepositsHeld), part.Amount)), w.settleLines(c, part.Amount)...)
				rows = append(rows, allocation{charge: c.ID, amount: part.Amount})
			}
		}
	}
	posted, err := ledger.Post(ctx, w.tx, entry)
	if err != nil {
		return err
	}
	return w.writeAllocations(ctx, st.id, posted[0].ID, on, false, rows)
}

// The kinds of refunds.
const (
	RefundDeposit = "deposit"
	RefundPrepaid = "prepaid"
)

// RefundInput asks that money goes back to renters, payable to all of them together unless they signed otherwise.
type RefundInput struct {
	Tenancy id.ID
	Kind    string // RefundDeposit or RefundPrepaid
	Amount  money.Amount
	Payee   string
}

// Refund is money that goes back to renters.
type Refund struct {
	ID, Tenancy, Property id.ID
	Kind, Payee           string
	Amount                money.Amount
	AskedBy               id.ID
	AskedAt               time.Time
	Released, Cancelled   bool
	PaidOn                period.Date
	Method, Reference     string
}

// AskRefund makes a refund ready, which another person releases. Errors: Invalid with fields, ErrTooMuch, ErrNoTerms, authz.ErrForbidden.
func (s *Service) AskRefund(ctx context.Context, p tenancy.Principal, key tenancy.Key, in RefundInput) (Refund, error) {
	return act(ctx, s, p, authz.MoneyPay, key, "ask for a refund", func(ctx context.Context, g authz.Grant, w work) (Refund, error) {
		var f fault.Fields
		f.Check(in.Kind == RefundDeposit || in.Kind == RefundPrepaid, "/kind", "not_allowed", "Use deposit or prepaid.")
		amount(&f, in.Amount)
		f.Text("/payee", strings.TrimSpace(in.Payee), true, 500)
		if err := f.Err(); err != nil {
			return Refund{}, err
		}
		st, err := w.stayOn(ctx, g, in.Tenancy, w.today)
		if err != nil {
			return Refund{}, err
		}
		if err := w.refundable(ctx, st, in.Kind, in.Amount, w.today); err != nil {
			return Refund{}, err
		}
		out := Refund{ID: id.New(), Tenancy: st.id, Property: st.property, Kind: in.Kind, Amount: in.Amount, Payee: in.Payee, AskedBy: w.tx.Principal().User, AskedAt: w.tx.Now()}
		if err := w.q.InsertRefund(ctx, billingdb.InsertRefundParams{
			TenantID: w.org, ID: out.ID, TenancyID: st.id, PropertyID: st.property, Kind: in.Kind, Amount: in.Amount, Payee: in.Payee,
			AskedBy: out.AskedBy, AskedAt: out.AskedAt,
		}); err != nil {
			return Refund{}, fmt.Errorf("ask for a refund: %w", err)
		}
		return out, nil
	})
}

// refundable asks whether so much is held for a renter and has cleared. Errors: ErrTooMuch, trust.ErrBelowZero.
func (w work) refundable(ctx context.Context, st stay, kind string, sum money.Amount, on period.Date) error {
	purpose := ledger.Prepaid
	if kind == RefundDeposit {
		purpose = ledger.DepositsHeld
	}
	held, err := w.held(ctx, st.id, purpose, on)
	if err != nil {
		return err
	}
	if sum.Cmp(held) > 0 {
		return ErrTooMuch.On("/amount")
	}
	banks, err := trust.BanksOf(ctx, w.tx, st.property)
	if err != nil {
		return err
	}
	rows, err := trust.HeldOf(ctx, w.tx, st.property, on)
	if err != nil {
		return err
	}
	prepaid, err := w.q.PrepaidOfStay(ctx, w.org, st.id)
	if err != nil {
		return err
	}
	for _, r := range rows {
		switch {
		case r.TenancyID != st.id:
		case kind == RefundDeposit && r.BankAccountID == banks.Deposit:
			held = held.Sub(r.Amount)
		case kind == RefundPrepaid && r.BankAccountID == banks.Operating:
			for _, m := range prepaid {
				if m.ID == r.PaymentID {
					held = held.Sub(money.Min(m.Amount, r.Amount))
				}
			}
		}
	}
	if sum.Cmp(held) > 0 {
		return trust.ErrBelowZero.On("/amount")
	}
	return nil
}

// ReleaseInput says how a refund is paid.
type ReleaseInput struct {
	On        period.Date
	Method    string // check or ach
	Reference string // the number of the check
}

// ReleaseRefund pays a refund that another person asked for: a deposit from the deposit bank, what was prepaid from the operating one. Errors:
// Invalid with fields, ErrSecond, ErrNotOpen, ErrTooMuch, trust.ErrBelowZero, trust.ErrDeficit, ledger.ErrLocked, authz.ErrForbidden,
// postgres.ErrNotFound.
func (s *Service) ReleaseRefund(ctx context.Context, p tenancy.Principal, key tenancy.Key, refund id.ID, in ReleaseInput) (Refund, error) {
	return act(ctx, s, p, authz.MoneyRelease, key, "release a refund", func(ctx context.Context, g authz.Grant, w work) (Refund, error) {
		var f fault.Fields
		past(&f, "/on", in.On, w.today)
		f.Check(in.Method == "check" || in.Method == "ach", "/method", "not_allowed", "Use check or ach.")
		f.Text("/reference", in.Reference, in.Method == "check", 100)
		if err := f.Err(); err != nil {
			return Refund{}, err
		}
		r, err := w.q.LockRefund(ctx, w.org, refund)
		switch {
		case err != nil:
			return Refund{}, err
		case !g.Covers(r.PropertyID):
			return Refund{}, authz.ErrForbidden
		case r.ReleasedAt != nil || r.CancelledAt != nil:
			return Refund{}, ErrNotOpen
		case r.AskedBy == p.User && !w.rules.OnePerson:
			return Refund{}, ErrSecond
		}
		st, err := w.stayOn(ctx, g, r.TenancyID, in.On)
		if err != nil {
			return Refund{}, err
		}
		if err := w.refundable(ctx, st, r.Kind, r.Amount, in.On); err != nil {
			return Refund{}, err
		}
		entry, err := w.payRefund(ctx, st, r, in)
		if err != nil {
			return Refund{}, err
		}
		if err := w.q.ReleaseRefund(ctx, billingdb.ReleaseRefundParams{
			TenantID: w.org, ID: r.ID, ReleasedBy: p.User, At: w.tx.Now(), PaidOn: in.On, Method: in.Method, Reference: in.Reference, JournalEntryID: entry,
		}); err != nil {
			return Refund{}, fmt.Errorf("release a refund: %w", err)
		}
		return Refund{
			ID: r.ID, Tenancy: st.id, Property: st.property, Kind: r.Kind, Amount: r.Amount, Payee: r.Payee, AskedBy: r.AskedBy, AskedAt: r.AskedAt, Released: true,
			PaidOn: in.On, Method: in.Method, Reference: in.Reference,
		}, nil
	})
}

// payRefund posts a refund, takes what was prepaid off the payments that brought it, and asks whether the money was there.
func (w work) payRefund(ctx context.Context, st stay, r billingdb.LockRefundRow, in ReleaseInput) (id.ID, error) {
	banks, err := trust.BanksOf(ctx, w.tx, st.property)
	if err != nil {
		return id.Nil, err
	}
	owed, bank := st.line(w.chart.Of(ledger.Prepaid), r.Amount), st.line(w.chart.Of(ledger.OperatingBank), r.Amount.Neg())
	bank.Bank = banks.Operating
	if r.Kind == RefundDeposit {
		owed.Account, bank.Account, bank.Bank = w.chart.Of(ledger.DepositsHeld), w.chart.Of(ledger.DepositBank), banks.Deposit
	}
	bank.Description = strings.TrimSpace(in.Method + " " + in.Reference)
	posted, err := ledger.Post(ctx, w.tx, ledger.Entry{
		Key: "refund:" + r.ID.String(), Book: ledger.PropertyBook, Date: in.On, Source: "refund", SourceID: r.ID, Memo: "Refund to " + r.Payee,
		Lines: []ledger.Line{owed, bank},
	})
	if err != nil {
		return id.Nil, err
	}
	if r.Kind == RefundPrepaid {
		if err := w.refundPayments(ctx, st, r.Amount, in.On, posted[0].ID); err != nil {
			return id.Nil, err
		}
	}
	return posted[0].ID, trust.Disburse(ctx, w.tx, st.property, bank.Bank, in.On)
}

func (w work) refundPayments(ctx context.Context, st stay, sum money.Amount, on period.Date, entry id.ID) error {
	prepaid, err := w.q.PrepaidOfStay(ctx, w.org, st.id)
	if err != nil {
		return err
	}
	for _, m := range prepaid {
		some := money.Min(sum, m.Amount)
		if some.Sign() <= 0 {
			break
		}
		sum = sum.Sub(some)
		if err := w.insertTakeback(ctx, id.New(), Payment{ID: m.ID, Tenancy: st.id}, "refund", some, ReturnInput{On: on}, entry); err != nil {
			return err
		}
		status := StatusPartly
		if some.Equal(m.Whole) {
			status = StatusRefunded
		}
		if err := w.q.PaymentStatus(ctx, billingdb.PaymentStatusParams{TenantID: w.org, ID: m.ID, Status: status}); err != nil {
			return err
		}
	}
	if sum.Sign() > 0 {
		return ErrTooMuch.On("/amount")
	}
	return nil
}

// CancelRefund takes back a refund that nobody has released. Errors: ErrNotOpen, authz.ErrForbidden, postgres.ErrNotFound.
func (s *Service) CancelRefund(ctx context.Context, p tenancy.Principal, key tenancy.Key, refund id.ID) (Refund, error) {
	return act(ctx, s, p, authz.MoneyPay, key, "cancel a refund", func(ctx context.Context, g authz.Grant, w work) (Refund, error) {
		r, err := w.q.LockRefund(ctx, w.org, refund)
		switch {
		case err != nil:
			return Refund{}, err
		case !g.Covers(r.PropertyID):
			return Refund{}, authz.ErrForbidden
		case r.ReleasedAt != nil || r.CancelledAt != nil:
			return Refund{}, ErrNotOpen
		}
		out := Refund{ID: r.ID, Tenancy: r.TenancyID, Property: r.PropertyID, Kind: r.Kind, Amount: r.Amount, Payee: r.Payee, AskedBy: r.AskedBy, AskedAt: r.AskedAt, Cancelled: true}
		return out, w.q.CancelRefund(ctx, p.User, w.tx.Now(), w.org, r.ID)
	})
}
