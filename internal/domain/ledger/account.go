package ledger

import (
	"context"
	"fmt"
	"slices"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/ledger/internal/ledgerdb"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/tenancy"
)

var (
	// ErrSystemAccount says that the program posts to an account, which therefore stays in use.
	ErrSystemAccount = fault.New(fault.Conflict, "account_in_use", "The program posts to that account. Its code and name are yours to change.")
	errParent        = wrong("/parent_id", "range", "An account stands below one of its own type, and not below itself.")
	errChanged       = fault.New(fault.Precondition, "changed_since", "This was changed since you opened it. Look at it again before you save.")
)

// Accounts lists the chart by code; the first time it makes it. Error: authz.ErrForbidden.
func (s *Service) Accounts(ctx context.Context, p tenancy.Principal) ([]Account, error) {
	g, err := authz.Require(p, authz.LedgerChart)
	if err != nil {
		return nil, err
	}
	rows, err := ledgerdb.New(g.Reader(ctx, s.db)).ListAccounts(ctx, g.Organization())
	if err != nil || len(rows) > 0 {
		return rows, err
	}
	err = g.InTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) error {
		c, err := Open(ctx, tx)
		rows = c.accounts
		return err
	})
	return rows, err
}

// Account returns one account of the chart. Errors: postgres.ErrNotFound, authz.ErrForbidden.
func (s *Service) Account(ctx context.Context, p tenancy.Principal, wanted id.ID) (Account, error) {
	g, err := authz.Require(p, authz.LedgerChart)
	if err != nil {
		return Account{}, err
	}
	return account(ctx, ledgerdb.New(g.Reader(ctx, s.db)), g.Organization(), wanted)
}

// CreateAccount adds an account to the chart. Errors: Invalid with fields, a Conflict fault for a code that is taken, authz.ErrForbidden.
func (s *Service) CreateAccount(ctx context.Context, p tenancy.Principal, key tenancy.Key, in AccountInput) (Account, error) {
	g, err := authz.Require(p, authz.LedgerAccounts)
	if err != nil {
		return Account{}, err
	}
	if err := in.Check(); err != nil {
		return Account{}, err
	}
	var out Account
	err = g.InTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) (err error) {
		out, _, err = tenancy.Once(ctx, tx, key, func() (Account, error) {
			c, err := Open(ctx, tx)
			if err != nil {
				return Account{}, err
			}
			made := id.New()
			if err := c.below(made, in); err != nil {
				return Account{}, err
			}
			q := ledgerdb.New(tx)
			if err := q.InsertAccount(ctx, ledgerdb.InsertAccountParams{
				TenantID: tx.Organization(), ID: made, Code: in.Code, Name: in.Name, Type: in.Type, ParentID: orNull(in.Parent), Description: in.Description,
				Keeper: in.Keeper, CashFlow: in.CashFlow,
			}); err != nil {
				return Account{}, err
			}
			return account(ctx, q, tx.Organization(), made)
		})
		return err
	})
	if err != nil {
		return Account{}, fmt.Errorf("create an account: %w", err)
	}
	return out, nil
}

// UpdateAccount changes an account: change is given what is stored and alters it; its type stays. Errors: Invalid with fields, a
// Precondition fault for another version, ErrSystemAccount, a Conflict fault for a code that is taken, postgres.ErrNotFound.
func (s *Service) UpdateAccount(ctx context.Context, p tenancy.Principal, changed id.ID, version *int32, change func(*AccountInput)) (Account, error) {
	g, err := authz.Require(p, authz.LedgerAccounts)
	if err != nil {
		return Account{}, err
	}
	var out Account
	err = g.InTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) error {
		q := ledgerdb.New(tx)
		was, err := account(ctx, q, tx.Organization(), changed)
		if err != nil {
			return err
		}
		if version != nil && *version != was.Version {
			return errChanged
		}
		in := AccountInput{
			Code: was.Code, Name: was.Name, Type: was.Type, Description: was.Description, Parent: orZero(was.ParentID), Keeper: was.Keeper,
			CashFlow: was.CashFlow, Active: was.Active,
		}
		change(&in)
		in.Type = was.Type
		if err := in.Check(); err != nil {
			return err
		}
		if was.IsSystem && !in.Active {
			return ErrSystemAccount
		}
		c, err := chart(ctx, q, tx.Organization())
		if err != nil {
			return err
		}
		if err := c.below(changed, in); err != nil {
			return err
		}
		n, err := q.UpdateAccount(ctx, ledgerdb.UpdateAccountParams{
			TenantID: tx.Organization(), ID: changed, Code: in.Code, Name: in.Name, ParentID: orNull(in.Parent), Description: in.Description,
			Keeper: in.Keeper, CashFlow: in.CashFlow, Active: in.Active, Version: was.Version,
		})
		if err == nil && n == 0 {
			err = errChanged
		}
		if err != nil {
			return err
		}
		out, err = account(ctx, q, tx.Organization(), changed)
		return err
	})
	if err != nil {
		return Account{}, fmt.Errorf("change an account: %w", err)
	}
	return out, nil
}

// below asks whether an account may stand below the parent that in names: one of its type, and no child of its own.
func (c Chart) below(account id.ID, in AccountInput) error {
	for at := in.Parent; at != id.Nil; {
		parent, known := c.byID[at]
		if !known || parent.Type != in.Type || at == account {
			return errParent
		}
		at = orZero(parent.ParentID)
	}
	return nil
}

func account(ctx context.Context, q *ledgerdb.Queries, org, wanted id.ID) (Account, error) {
	rows, err := q.ListAccounts(ctx, org)
	if err != nil {
		return Account{}, err
	}
	i := slices.IndexFunc(rows, func(a Account) bool { return a.ID == wanted })
	if i < 0 {
		return Account{}, postgres.ErrNotFound
	}
	return rows[i], nil
}

func orNull(v id.ID) *id.ID {
	if v == id.Nil {
		return nil
	}
	return &v
}

func orZero(v *id.ID) id.ID {
	if v == nil {
		return id.Nil
	}
	return *v
}
