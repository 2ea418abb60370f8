package billing

import (
	"context"
	"fmt"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/billing/internal/billingdb"
	"github.com/propertyos/propertyos/internal/domain/ledger"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// The kinds of credits.
const (
	Credited   = "credit"    // the charge was not owed: its income goes
	WrittenOff = "write_off" // it was owed and will not be paid: a bad debt
)

// CreditInput forgives some of a charge.
type CreditInput struct {
	Charge id.ID
	Kind   string // Credited or WrittenOff
	Amount money.Amount
	On     period.Date
	Reason string
}

// Credit forgives some of a charge. What is credited of a charge that is settled already makes its money prepaid again; only what is open is
// written off. A write-off takes who may release money. Errors: Invalid with fields, ErrOverpaid, ledger.ErrLocked, authz.ErrForbidden,
// postgres.ErrNotFound.
func (s *Service) Credit(ctx context.Context, p tenancy.Principal, key tenancy.Key, in CreditInput) (Charge, error) {
	action := authz.MoneyCharge
	if in.Kind == WrittenOff {
		action = authz.MoneyRelease
	}
	return act(ctx, s, p, action, key, "credit a charge", func(ctx context.Context, g authz.Grant, w work) (Charge, error) {
		var f fault.Fields
		f.Check(in.Kind == Credited || in.Kind == WrittenOff, "/kind", "not_allowed", "Use credit or write_off.")
		amount(&f, in.Amount)
		past(&f, "/on", in.On, w.today)
		f.Text("/reason", in.Reason, true, 1000)
		if err := f.Err(); err != nil {
			return Charge{}, err
		}
		c, err := w.one(ctx, in.Charge)
		if err != nil {
			return Charge{}, err
		}
		if !g.Covers(c.Property) {
			return Charge{}, authz.ErrForbidden
		}
		if err := w.credit(ctx, c, in); err != nil {
			return Charge{}, err
		}
		return w.one(ctx, c.ID)
	})
}

func (w work) credit(ctx context.Context, c Charge, in CreditInput) error {
	if in.On.Before(c.Due) {
		in.On = c.Due // a credit is not dated before what it takes off
	}
	settled := in.Amount.Sub(c.Open)
	switch {
	case c.Undone, settled.Sign() > 0 && in.Kind == WrittenOff:
		return ErrOverpaid.On("/amount")
	case settled.Sign() > 0:
		if err := w.unsettle(ctx, c, settled, in.On); err != nil {
			return err
		}
	}
	credit := id.New()
	account := c.Account
	if in.Kind == WrittenOff {
		account = w.chart.Of(ledger.BadDebt)
	}
	against := c.line(account, in.Amount)
	against.Cash = id.Nil
	posted, err := ledger.Post(ctx, w.tx, ledger.Entry{
		Key: "credit:" + credit.String(), Book: ledger.PropertyBook, Date: in.On, Source: in.Kind, SourceID: credit, Memo: in.Reason, AccrualOnly: true,
		Lines: []ledger.Line{against, c.line(w.chart.Of(ledger.Receivable), in.Amount.Neg())},
	})
	if err != nil {
		return err
	}
	if err := w.q.InsertCredit(ctx, billingdb.InsertCreditParams{
		TenantID: w.org, ID: credit, ChargeID: c.ID, TenancyID: c.Tenancy, Kind: in.Kind, Amount: in.Amount, DatedOn: in.On, Reason: in.Reason,
		JournalEntryID: posted[0].ID, CreatedAt: w.tx.Now(), CreatedBy: w.by(),
	}); err != nil {
		return fmt.Errorf("write a credit: %w", err)
	}
	return nil
}
