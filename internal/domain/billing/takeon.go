package billing

import (
	"context"
	"errors"
	"fmt"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/billing/internal/billingdb"
	"github.com/propertyos/propertyos/internal/domain/ledger"
	"github.com/propertyos/propertyos/internal/domain/trust"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// OwnerBalance is what an owner has in a property when its books are taken on.
type OwnerBalance struct {
	Owner  id.ID // id.Nil: of the owners together
	Amount money.Amount
}

// TakeOnInput opens the books of a property. What its renters owe, have prepaid and deposited is taken from what was recorded of them
// (leasing.Opening).
type TakeOnInput struct {
	Property    id.ID
	On          period.Date // the last day of the earlier books
	FirstPeriod period.Date // the first day of the first month that is billed here
	Operating   money.Amount
	Deposits    money.Amount // in the deposit bank
	Owners      []OwnerBalance
}

// TakeOn is a property's opening as it stands.
type TakeOn struct {
	Property        id.ID
	On, FirstPeriod period.Date
	Stays           int          // that bring a balance
	PastDue         money.Amount // owed to the earlier system
	Prepaid, Held   money.Amount
	Difference      money.Amount // what the banks hold and nobody was named for; zero when it balances
}

// errTakenOn is told to who takes a property on again.
var errTakenOn = fault.New(fault.Conflict, "already_taken_on", "The books of this property are open here already.")

// takenOn asks whether the books of a property are open here. Error: ErrNotTakenOn.
func (w work) takenOn(ctx context.Context, property id.ID) error {
	r, err := w.q.FindTakeOn(ctx, w.org, property)
	if errors.Is(err, postgres.ErrNotFound) || err == nil && r.FinishedAt == nil {
		return ErrNotTakenOn
	}
	return err
}

// PreviewTakeOn says what taking a property on would bring. Errors: those of TakeOn but for the difference.
func (s *Service) PreviewTakeOn(ctx context.Context, p tenancy.Principal, in TakeOnInput) (out TakeOn, err error) {
	g, err := authz.Require(p, authz.MoneySetup)
	if err != nil {
		return out, err
	}
	err = g.InReadTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) error {
		w := work{tx: tx, q: billingdb.New(tx), org: tx.Organization()}
		out, _, err = w.openings(ctx, g, in)
		return err
	})
	return out, err
}

// openings adds up what the stays of a property bring.
func (w work) openings(ctx context.Context, g authz.Grant, in TakeOnInput) (TakeOn, []billingdb.OpeningsOfPropertyRow, error) {
	out := TakeOn{Property: in.Property, On: in.On, FirstPeriod: in.FirstPeriod}
	if _, err := w.q.PropertyThere(ctx, w.org, in.Property); err != nil {
		return out, nil, err
	}
	if !g.Covers(in.Property) {
		return out, nil, authz.ErrForbidden
	}
	rows, err := w.q.OpeningsOfProperty(ctx, w.org, in.Property)
	if err != nil {
		return out, nil, fmt.Errorf("opening balances: %w", err)
	}
	for _, r := range rows {
		held := r.DepositHeld.Add(r.OtherDepositHeld)
		if r.PastDue.Sign() > 0 || r.Prepaid.Sign() > 0 || held.Sign() > 0 {
			out.Stays++
		}
		out.PastDue, out.Prepaid, out.Held = out.PastDue.Add(r.PastDue), out.Prepaid.Add(r.Prepaid), out.Held.Add(held)
	}
	out.Difference = in.Operating.Add(in.Deposits).Sub(out.Prepaid).Sub(out.Held)
	for _, o := range in.Owners {
		out.Difference = out.Difference.Sub(o.Amount)
	}
	return out, rows, nil
}

// TakeOn opens the books of a property: what its banks hold, what its renters owe and are owed, and its owners' balances, all against the
// cutover account, which is zero in the end. From then on it is billed. Errors: Invalid with fields, among them cutover_difference on
// /owners while the parts do not add up; trust.ErrNoBanks, ledger.ErrLocked, authz.ErrForbidden, postgres.ErrNotFound.
func (s *Service) TakeOn(ctx context.Context, p tenancy.Principal, key tenancy.Key, in TakeOnInput) (TakeOn, error) {
	return act(ctx, s, p, authz.MoneySetup, key, "take a property on", func(ctx context.Context, g authz.Grant, w work) (TakeOn, error) {
		var f fault.Fields
		past(&f, "/on", in.On, w.today)
		f.Check(in.FirstPeriod.Day() == 1 && in.FirstPeriod.After(in.On), "/first_period", "range", "Use the first of a month after the day of the balances.")
		f.Check(in.Operating.Abs().Cmp(most) <= 0, "/operating", "range", "That is more than ten million.")
		f.Check(in.Deposits.Sign() >= 0 && in.Deposits.Cmp(most) <= 0, "/deposits", "range", "Use zero or more.")
		if err := f.Err(); err != nil {
			return TakeOn{}, err
		}
		out, rows, err := w.openings(ctx, g, in)
		if err != nil {
			return TakeOn{}, err
		}
		f.Check(out.Difference.IsZero(), "/owners", "cutover_difference",
			"The banks hold "+out.Difference.String()+" more than renters and owners are named for. All of it has to be somebody's.")
		if err := f.Err(); err != nil {
			return TakeOn{}, err
		}
		if _, err := w.q.FindTakeOn(ctx, w.org, in.Property); !errors.Is(err, postgres.ErrNotFound) {
			if err == nil {
				err = errTakenOn
			}
			return TakeOn{}, err
		}
		if err := w.q.InsertTakeOn(ctx, billingdb.InsertTakeOnParams{
			TenantID: w.org, ID: id.New(), PropertyID: in.Property, DatedOn: in.On, FirstPeriod: in.FirstPeriod, CreatedAt: w.tx.Now(), CreatedBy: w.by(),
		}); err != nil {
			return TakeOn{}, fmt.Errorf("take a property on: %w", err)
		}
		for _, r := range rows {
			if err := w.openStay(ctx, g, in.On, r); err != nil {
				return TakeOn{}, err
			}
		}
		if err := w.openBanks(ctx, in, out); err != nil {
			return TakeOn{}, err
		}
		return out, w.q.FinishTakeOn(ctx, w.tx.Now(), w.org, in.Property)
	})
}

// openStay brings one stay's balances in.
func (w work) openStay(ctx context.Context, g authz.Grant, on period.Date, r billingdb.OpeningsOfPropertyRow) error {
	st, err := w.stayOn(ctx, g, r.TenancyID, on)
	if err != nil {
		return err
	}
	if r.PastDue.Sign() > 0 {
		c := st.charge(KindOpening, r.PastDue, on)
		c.Description, c.ruleKind, c.rule, c.Exempt = "Balance brought forward", ruleOpening, r.LeaseID, true
		if _, err := w.write(ctx, id.Nil, []Charge{c}); err != nil {
			return err
		}
	}
	if held := r.DepositHeld.Add(r.OtherDepositHeld); held.Sign() > 0 {
		if _, err := ledger.Post(ctx, w.tx, ledger.Entry{
			Key: "opening_deposit:" + r.LeaseID.String(), Book: ledger.PropertyBook, Date: on, Source: "opening", SourceID: r.LeaseID, Memo: "Deposit brought forward",
			Lines: []ledger.Line{st.line(w.chart.Of(ledger.Cutover), held), st.line(w.chart.Of(ledger.DepositsHeld), held.Neg())},
		}); err != nil {
			return err
		}
	}
	if r.Prepaid.Sign() <= 0 {
		return nil
	}
	pay := st.payment(r.Prepaid, trust.Opening)
	pay.Payer, pay.Started, pay.Received = "renter", on, on
	posted, err := ledger.Post(ctx, w.tx, ledger.Entry{
		Key: "payment:" + pay.ID.String(), Book: ledger.PropertyBook, Date: on, Source: "opening", SourceID: pay.ID, Memo: "Prepaid brought forward",
		Lines: []ledger.Line{st.line(w.chart.Of(ledger.Cutover), r.Prepaid), st.line(w.chart.Of(ledger.Prepaid), r.Prepaid.Neg())},
	})
	if err != nil {
		return err
	}
	return w.insert(ctx, pay, posted[0].ID, money.Zero, "")
}

// openBanks brings in what the banks hold and what is the owners'. What renters owe is theirs too, on accrual.
func (w work) openBanks(ctx context.Context, in TakeOnInput, out TakeOn) error {
	banks, err := trust.BanksOf(ctx, w.tx, in.Property)
	if err != nil {
		return err
	}
	cutover := w.chart.Of(ledger.Cutover)
	var lines []ledger.Line
	add := func(account, bank, owner id.ID, sum money.Amount) {
		if !sum.IsZero() {
			lines = append(lines, ledger.Line{Account: account, Property: in.Property, Bank: bank, Owner: owner, Amount: sum}, ledger.Credit(cutover, in.Property, sum))
		}
	}
	add(w.chart.Of(ledger.OperatingBank), banks.Operating, id.Nil, in.Operating)
	add(w.chart.Of(ledger.DepositBank), banks.Deposit, id.Nil, in.Deposits)
	for _, o := range in.Owners {
		add(w.chart.Of(ledger.OpeningEquity), id.Nil, o.Owner, o.Amount.Neg())
	}
	entry := ledger.Entry{
		Key: "opening:" + in.Property.String(), Book: ledger.PropertyBook, Date: in.On, Source: "opening", SourceID: in.Property, Memo: "Balances brought forward",
		Lines: lines,
	}
	var entries []ledger.Entry
	if len(lines) > 0 {
		entries = append(entries, entry)
	}
	if out.PastDue.Sign() > 0 {
		entry.Key, entry.AccrualOnly, entry.Memo = "opening_receivable:"+in.Property.String(), true, "Receivables brought forward"
		entry.Lines = []ledger.Line{ledger.Debit(cutover, in.Property, out.PastDue), ledger.Credit(w.chart.Of(ledger.OpeningEquity), in.Property, out.PastDue)}
		entries = append(entries, entry)
	}
	_, err = ledger.Post(ctx, w.tx, entries...)
	return err
}
