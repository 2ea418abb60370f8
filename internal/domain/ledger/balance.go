package ledger

import (
	"context"
	"fmt"
	"time"

	"github.com/propertyos/propertyos/internal/audit"
	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/ledger/internal/ledgerdb"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// Question says which balances are asked for.
type Question struct {
	Book     Book
	AsOf     period.Date // with that day; zero: today in the organization's time zone
	Property id.ID       // id.Nil: all that the person was given
	KnownAt  time.Time   // as the books were at that moment; zero: as they are
	Basis    Basis       // "" is Accrual
}

// Balance is what an account holds. Debit and Credit are the sums of each side, from the beginning.
type Balance struct {
	Account       Account
	Debit, Credit money.Amount
}

// Net is the balance, debit positive.
func (b Balance) Net() money.Amount { return b.Debit.Sub(b.Credit) }

// TrialBalance lists the balances of the accounts that have one, by code, and says of which day. Over all of them debits are credits.
// Errors: authz.ErrForbidden, also for the company's book where the person was given some properties only.
func (s *Service) TrialBalance(ctx context.Context, p tenancy.Principal, about Question) (Question, []Balance, error) {
	g, err := authz.Require(p, authz.LedgerRead)
	if err != nil {
		return about, nil, err
	}
	properties, err := asked(g, about.Book, about.Property)
	if err != nil {
		return about, nil, err
	}
	var out []Balance
	err = g.InReadTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) error {
		if err := tx.PlanEach(ctx); err != nil {
			return err
		}
		q := ledgerdb.New(tx)
		if about.AsOf.IsZero() {
			if about.AsOf, err = q.Today(ctx, tx.Now(), tx.Organization()); err != nil {
				return err
			}
		}
		out, err = balances(ctx, q, tx.Organization(), about, properties)
		return err
	})
	if err != nil {
		return about, nil, fmt.Errorf("trial balance: %w", err)
	}
	s.recorder.Note(p, audit.Entry{Action: audit.ActionRead, EntityType: "ledger_accounts", Detail: map[string]any{
		"shows": "trial balance", "book": string(about.Book), "as_of": about.AsOf.String(),
	}})
	return about, out, nil
}

func balances(ctx context.Context, q *ledgerdb.Queries, org id.ID, about Question, properties []id.ID) ([]Balance, error) {
	c, err := chart(ctx, q, org)
	if err != nil {
		return nil, err
	}
	sums := map[id.ID]Balance{}
	if about.KnownAt.IsZero() {
		rows, err := q.Balances(ctx, ledgerdb.BalancesParams{
			TenantID: org, Book: string(about.Book), Day: about.AsOf, Properties: properties, Cash: about.Basis == Cash,
		})
		if err != nil {
			return nil, fmt.Errorf("balances: %w", err)
		}
		for _, r := range rows {
			sums[r.LedgerAccountID] = Balance{c.byID[r.LedgerAccountID], r.Debit, r.Credit}
		}
	} else {
		rows, err := q.BalancesKnownAt(ctx, ledgerdb.BalancesKnownAtParams{
			TenantID: org, Book: string(about.Book), Day: about.AsOf, KnownAt: about.KnownAt, Properties: properties,
			Cash: about.Basis == Cash,
		})
		if err != nil {
			return nil, fmt.Errorf("balances as they were known: %w", err)
		}
		for _, r := range rows {
			sums[r.LedgerAccountID] = Balance{c.byID[r.LedgerAccountID], r.Debit, r.Credit}
		}
	}
	out := make([]Balance, 0, len(sums))
	for _, a := range c.accounts {
		if b, has := sums[a.ID]; has {
			out = append(out, b)
		}
	}
	return out, nil
}

// Wrong counts the months whose kept sums are not what their lines say: none, unless the database's own guard was gone around.
// Error: authz.ErrForbidden.
func (s *Service) Wrong(ctx context.Context, p tenancy.Principal) (int, error) {
	g, err := authz.Require(p, authz.LedgerClose)
	if err != nil {
		return 0, err
	}
	rows, err := ledgerdb.New(g.Lister(ctx, s.db)).WrongBalances(ctx, g.Organization())
	if err != nil {
		return 0, fmt.Errorf("check balances: %w", err)
	}
	return len(rows), nil
}
