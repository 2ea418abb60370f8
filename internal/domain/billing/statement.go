package billing

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/propertyos/propertyos/internal/audit"
	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/billing/internal/billingdb"
	"github.com/propertyos/propertyos/internal/domain/leasing"
	"github.com/propertyos/propertyos/internal/domain/trust"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// What a line of a statement is of.
const (
	LineCharge   = "charge"
	LineCredit   = "credit"
	LinePayment  = "payment"
	LineDeposit  = "deposit"  // the deposit paid a charge
	LineTakeback = "takeback" // a payment went back, or some of it
)

// StatementLine is what a stay owes more (above zero) or less from a day on, and what it owes then. What is below zero is paid ahead.
type StatementLine struct {
	billingdb.StatementLinesRow
	Balance money.Amount
}

// Statement is the account of a stay from one day to another, both of them in.
type Statement struct {
	Tenancy          id.ID
	From, To         period.Date // zero From: from the beginning
	Opening, Closing money.Amount
	Lines            []StatementLine
}

// StatementQuestion says which days of whose account.
type StatementQuestion struct {
	Tenancy  id.ID
	From, To period.Date // zero From: from the beginning; zero To: today
}

func (q StatementQuestion) check() error {
	var f fault.Fields
	f.Check(q.From.IsZero() || q.To.IsZero() || !q.To.Before(q.From), "as_of", "range", "The last day is before the first.")
	return f.Err()
}

// Statement lists what made a stay owe and what took that off. Its last balance is what the books say is owed less what is prepaid. Errors:
// Invalid for the days, postgres.ErrNotFound, also for a stay of a property that the person was not given; authz.ErrForbidden.
func (s *Service) Statement(ctx context.Context, p tenancy.Principal, about StatementQuestion) (out Statement, err error) {
	g, err := authz.Require(p, authz.MoneyRead)
	if err != nil {
		return out, err
	}
	if err := about.check(); err != nil {
		return out, err
	}
	err = g.InReadTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) error {
		property, err := billingdb.New(tx).PlaceOfStay(ctx, tx.Organization(), about.Tenancy)
		if err != nil {
			return err
		}
		if !g.Covers(property) {
			return postgres.ErrNotFound
		}
		out, err = statement(ctx, tx, about)
		return err
	})
	if err != nil {
		return Statement{}, fmt.Errorf("a stay's statement: %w", err)
	}
	s.recorder.Note(p, audit.Entry{Action: audit.ActionRead, EntityType: "charges", Detail: map[string]any{"shows": "statement", "tenancy_id": about.Tenancy}})
	return out, nil
}

func statement(ctx context.Context, tx tenancy.Tx, about StatementQuestion) (out Statement, err error) {
	if about.To.IsZero() {
		if about.To, err = trust.Today(ctx, tx); err != nil {
			return out, err
		}
	}
	rows, err := billingdb.New(tx).StatementLines(ctx, tx.Organization(), about.Tenancy, about.To)
	if err != nil {
		return out, err
	}
	out = Statement{Tenancy: about.Tenancy, From: about.From, To: about.To, Lines: []StatementLine{}}
	for _, r := range rows {
		out.Closing = out.Closing.Add(r.Amount)
		if !about.From.IsZero() && r.Day.Before(about.From) {
			out.Opening = out.Closing
			continue
		}
		out.Lines = append(out.Lines, StatementLine{r, out.Closing})
	}
	return out, nil
}

// OfRenter is what of the balance the renter owes: nothing that an agency or somebody else pays.
func (a Account) OfRenter() (sum money.Amount) {
	for _, c := range a.Charges {
		if c.Payer == leasing.PayerRenter && !c.Due.After(a.Today) {
			sum = sum.Add(c.Open)
		}
	}
	return sum
}

// OwnAccounts returns the accounts of the stays of the renter who asks, the latest first. It reads what renters may: the books are not theirs to
// see. Error: authz.ErrForbidden.
func (s *Service) OwnAccounts(ctx context.Context, p tenancy.Principal) (out []Account, err error) {
	g, err := authz.Require(p, authz.HomeRead)
	if err != nil {
		return nil, err
	}
	err = g.InReadTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) error {
		w := work{tx: tx, q: billingdb.New(tx), org: tx.Organization()}
		if w.today, err = trust.Today(ctx, tx); err != nil {
			return err
		}
		stays, err := w.q.OwnStays(ctx, w.org, g.OwnFilter())
		if err != nil {
			return err
		}
		for _, st := range stays {
			a, err := w.ownAccount(ctx, st.ID)
			if err != nil {
				return err
			}
			a.Property, a.Unit = st.PropertyID, st.UnitID
			out = append(out, a)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("one's own account: %w", err)
	}
	return out, nil
}

// ownAccount reckons the account of a stay from charges and payments alone.
func (w work) ownAccount(ctx context.Context, stayID id.ID) (out Account, err error) {
	out.Tenancy, out.Today = stayID, w.today
	if out.Charges, err = w.open(ctx, stayID); err != nil {
		return out, err
	}
	for _, c := range out.Charges {
		if c.Due.After(w.today) {
			out.Ahead = out.Ahead.Add(c.Open)
		} else {
			out.Balance = out.Balance.Add(c.Open)
		}
	}
	prepaid, err := w.q.PrepaidOfStay(ctx, w.org, stayID)
	if err != nil {
		return out, err
	}
	for _, m := range prepaid {
		out.Prepaid = out.Prepaid.Add(m.Amount)
	}
	if out.Deposit, err = w.q.DepositOfStay(ctx, w.org, stayID); err != nil {
		return out, err
	}
	pending, err := w.q.PendingOfStays(ctx, w.org, []id.ID{stayID})
	for _, m := range pending {
		if m.FailedOn.IsZero() {
			out.Pending = out.Pending.Add(m.Amount)
		}
	}
	return out, err
}

// OwnStatement is Statement for the renter who asks, of one of their stays; id.Nil asks for the latest. Errors: Invalid for the days,
// postgres.ErrNotFound, authz.ErrForbidden.
func (s *Service) OwnStatement(ctx context.Context, p tenancy.Principal, about StatementQuestion) (out Statement, err error) {
	g, err := authz.Require(p, authz.HomeRead)
	if err != nil {
		return out, err
	}
	if err := about.check(); err != nil {
		return out, err
	}
	err = g.InReadTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) error {
		stays, err := billingdb.New(tx).OwnStays(ctx, tx.Organization(), g.OwnFilter())
		if err != nil {
			return err
		}
		i := slices.IndexFunc(stays, func(st billingdb.OwnStaysRow) bool { return about.Tenancy == id.Nil || st.ID == about.Tenancy })
		if i < 0 {
			return postgres.ErrNotFound
		}
		about.Tenancy = stays[i].ID
		out, err = statement(ctx, tx, about)
		return err
	})
	if err != nil {
		return Statement{}, fmt.Errorf("one's own statement: %w", err)
	}
	return out, nil
}

// Receivable is what a stay owes on a day, by how long it has been due. NotDue is charged ahead: it is beside the total.
type Receivable = billingdb.ReceivablesRow

// ReceivablesQuestion says of which properties, on which day, as it was known when.
type ReceivablesQuestion struct {
	Property id.ID       // id.Nil: all that the person was given
	AsOf     period.Date // zero: today
	KnownAt  time.Time   // zero: now
}

// Receivables lists what stays owe on a day, by property and unit, and says of which day. The totals are the receivable account. Error:
// authz.ErrForbidden.
func (s *Service) Receivables(ctx context.Context, p tenancy.Principal, about ReceivablesQuestion) (_ ReceivablesQuestion, out []Receivable, err error) {
	g, err := authz.Require(p, authz.MoneyRead)
	if err != nil {
		return about, nil, err
	}
	properties := some(g.PropertyFilter())
	if about.Property != id.Nil {
		properties = []id.ID{about.Property}
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
		if about.Property != id.Nil && !g.Covers(about.Property) {
			return nil
		}
		var known *time.Time
		if !about.KnownAt.IsZero() {
			known = &about.KnownAt
		}
		out, err = billingdb.New(tx).Receivables(ctx, about.AsOf, tx.Organization(), known, properties)
		return err
	})
	if err != nil {
		return about, nil, fmt.Errorf("receivables: %w", err)
	}
	s.recorder.Note(p, audit.Entry{Action: audit.ActionRead, EntityType: "charges", Detail: map[string]any{"shows": "receivables", "as_of": about.AsOf.String()}})
	return about, out, nil
}
