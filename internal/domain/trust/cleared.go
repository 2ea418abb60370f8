package trust

import (
	"context"
	"errors"
	"fmt"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/trust/internal/trustdb"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// Cleared is what may leave a bank of a property's money on a day: its balance in the books, without the receipts in it that are held.
func Cleared(ctx context.Context, tx tenancy.Tx, property, bank id.ID, on period.Date) (money.Amount, error) {
	q := trustdb.New(tx)
	balance, err := q.BankBalance(ctx, tx.Organization(), property, bank, on)
	if err != nil {
		return money.Zero, fmt.Errorf("bank balance: %w", err)
	}
	held, err := HeldOf(ctx, tx, property, on)
	if err != nil {
		return money.Zero, err
	}
	for _, h := range held {
		if h.Banked && h.BankAccountID == bank {
			balance = balance.Sub(h.Amount)
		}
	}
	return balance, nil
}

// Disburse asks whether what was just posted out of a bank on a day leaves the property's cleared money there at zero or above, on that day,
// today, and each day after it on which something else of the property moves there: what is dated back takes nothing that left since. Ask it after the posting, in its transaction. Errors: ErrBelowZero, ErrDeficit.
func Disburse(ctx context.Context, tx tenancy.Tx, property, bank id.ID, on period.Date) error {
	short, err := deficit(ctx, tx, property, bank)
	if err != nil {
		return err
	}
	if short.Sign() > 0 {
		return ErrDeficit
	}
	today, err := Today(ctx, tx)
	if err != nil {
		return err
	}
	days, err := trustdb.New(tx).BankDays(ctx, tx.Organization(), on, property, bank)
	if err != nil {
		return fmt.Errorf("days of a bank: %w", err)
	}
	days = append(days, on)
	if today.After(on) {
		days = append(days, today)
	}
	for _, day := range days {
		left, err := Cleared(ctx, tx, property, bank, day)
		if err != nil {
			return err
		}
		if left.Sign() < 0 {
			return ErrBelowZero
		}
	}
	return nil
}

// Watch writes down what a property is short of in a bank today, where that changed: after the bank took something by itself on a day, or after
// money came. Ask it after the posting, in its transaction.
func Watch(ctx context.Context, tx tenancy.Tx, property, bank id.ID, on period.Date, reason string) error {
	was, err := deficit(ctx, tx, property, bank)
	if err != nil {
		return err
	}
	today, err := Today(ctx, tx)
	if err != nil {
		return err
	}
	if on.After(today) {
		today = on
	}
	left, err := Cleared(ctx, tx, property, bank, today)
	if err != nil {
		return err
	}
	short := money.Zero
	if left.Sign() < 0 {
		short = left.Neg()
	}
	if short.Equal(was) {
		return nil
	}
	if err := trustdb.New(tx).InsertDeficit(ctx, trustdb.InsertDeficitParams{
		TenantID: tx.Organization(), ID: id.New(), PropertyID: property, BankAccountID: bank, DatedOn: on, Amount: short, Reason: reason,
		RecordedAt: tx.Now(),
	}); err != nil {
		return fmt.Errorf("write down a deficit: %w", err)
	}
	return nil
}

func deficit(ctx context.Context, tx tenancy.Tx, property, bank id.ID) (money.Amount, error) {
	short, err := trustdb.New(tx).OpenDeficit(ctx, tx.Organization(), property, bank)
	if errors.Is(err, postgres.ErrNotFound) {
		return money.Zero, nil
	}
	return short, err
}

// Deficit is what a property is short of in a bank, since a day.
type Deficit = trustdb.DeficitsRow

// Deficits lists the open ones, the largest first. Error: authz.ErrForbidden.
func (s *Service) Deficits(ctx context.Context, p tenancy.Principal) ([]Deficit, error) {
	g, err := authz.Require(p, authz.MoneyRead)
	if err != nil {
		return nil, err
	}
	rows, err := trustdb.New(g.Lister(ctx, s.db)).Deficits(ctx, g.Organization(), g.PropertyFilter())
	if err != nil {
		return nil, fmt.Errorf("deficits: %w", err)
	}
	return rows, nil
}
