package billing

import (
	"context"
	"fmt"
	"time"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/billing/internal/billingdb"
	"github.com/propertyos/propertyos/internal/domain/ledger"
	"github.com/propertyos/propertyos/internal/domain/trust"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// Owed is what is open of a charge on a day, as the books say.
type Owed = billingdb.OpenByStayRow

// OwedQuestion says whose charges, on which day, as it was known when.
type OwedQuestion struct {
	Tenancy id.ID       // id.Nil: all that the person was given
	AsOf    period.Date // zero: today
	KnownAt time.Time   // zero: now
}

// Owed lists what is open of charges on a day, by stay and due day. Its sum is the receivable account. Error: authz.ErrForbidden.
func (s *Service) Owed(ctx context.Context, p tenancy.Principal, about OwedQuestion) (out []Owed, err error) {
	g, err := authz.Require(p, authz.MoneyRead)
	if err != nil {
		return nil, err
	}
	err = g.InReadTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) error {
		if err := tx.PlanEach(ctx); err != nil {
			return err
		}
		if about.AsOf.IsZero() {
			if about.AsOf, err = trust.Today(ctx, tx); err != nil {
				return err
			}
		}
		in := billingdb.OpenByStayParams{TenantID: tx.Organization(), Day: about.AsOf, Properties: some(g.PropertyFilter()), TenancyID: about.Tenancy}
		if !about.KnownAt.IsZero() {
			in.KnownAt = &about.KnownAt
		}
		out, err = billingdb.New(tx).OpenByStay(ctx, in)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("what is owed: %w", err)
	}
	return out, nil
}

// Held is what is kept for a stay.
type Held = billingdb.HeldByStayRow

// Held lists what is kept for stays on a day: ledger.DepositsHeld, ledger.Prepaid, ledger.LastMonth or ledger.RefundsDue. Error:
// authz.ErrForbidden.
func (s *Service) Held(ctx context.Context, p tenancy.Principal, purpose ledger.Purpose, asOf period.Date) (out []Held, err error) {
	g, err := authz.Require(p, authz.MoneyRead)
	if err != nil {
		return nil, err
	}
	err = g.InTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) error {
		chart, err := ledger.Open(ctx, tx)
		if err != nil {
			return err
		}
		out, err = billingdb.New(tx).HeldByStay(ctx, tx.Organization(), chart.Of(purpose), asOf, some(g.PropertyFilter()))
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("what is held: %w", err)
	}
	return out, nil
}

// Account is what a stay owes and has with the manager on a day.
type Account struct {
	Tenancy, Property, Unit id.ID
	Today                   period.Date  // at the organization's place
	Balance                 money.Amount // owed and due, less nothing
	Ahead                   money.Amount // charged, and due later
	Prepaid, Deposit        money.Amount
	Pending                 money.Amount // started, and neither come nor failed
	Charges                 []Charge     // open ones
}

// Account returns what a stay owes and has today. Errors: ErrNoTerms, authz.ErrForbidden.
func (s *Service) Account(ctx context.Context, p tenancy.Principal, stayID id.ID) (out Account, err error) {
	g, err := authz.Require(p, authz.MoneyRead)
	if err != nil {
		return out, err
	}
	err = g.InTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) error {
		w := work{tx: tx, q: billingdb.New(tx), org: tx.Organization()}
		if w.chart, err = ledger.Open(ctx, tx); err != nil {
			return err
		}
		if w.today, err = trust.Today(ctx, tx); err != nil {
			return err
		}
		st, err := w.stayOn(ctx, g, stayID, w.today)
		if err != nil {
			return err
		}
		out = Account{Tenancy: st.id, Property: st.property, Unit: st.unit, Today: w.today}
		if out.Charges, err = w.open(ctx, st.id); err != nil {
			return err
		}
		for _, c := range out.Charges {
			if c.Due.After(w.today) {
				out.Ahead = out.Ahead.Add(c.Open)
			} else {
				out.Balance = out.Balance.Add(c.Open)
			}
		}
		if out.Prepaid, err = w.held(ctx, st.id, ledger.Prepaid, w.today); err != nil {
			return err
		}
		if out.Deposit, err = w.held(ctx, st.id, ledger.DepositsHeld, w.today); err != nil {
			return err
		}
		pending, err := w.q.PendingOfStays(ctx, w.org, []id.ID{st.id})
		for _, m := range pending {
			if m.FailedOn.IsZero() {
				out.Pending = out.Pending.Add(m.Amount)
			}
		}
		return err
	})
	if err != nil {
		return Account{}, fmt.Errorf("a stay's account: %w", err)
	}
	return out, nil
}
