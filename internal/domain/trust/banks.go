package trust

import (
	"context"
	"errors"
	"fmt"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/trust/internal/trustdb"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// Chosen is the banks of a property as they were chosen.
type Chosen struct {
	Banks      // zero: none yet
	Own   bool // chosen for the property itself, not for all
}

// Banks returns the banks of a property; id.Nil asks for those of all that have none of their own. Errors: postgres.ErrNotFound for a property
// that is not there or was not given to the person, authz.ErrForbidden.
func (s *Service) Banks(ctx context.Context, p tenancy.Principal, property id.ID) (out Chosen, err error) {
	g, err := authz.Require(p, authz.MoneyRead)
	if err != nil {
		return out, err
	}
	err = g.InReadTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) error {
		if property != id.Nil {
			if err := there(ctx, tx, g, property); err != nil {
				return err
			}
		}
		row, err := trustdb.New(tx).OwnBanks(ctx, tx.Organization(), property)
		if errors.Is(err, postgres.ErrNotFound) {
			return nil
		}
		out = Chosen{Banks{row.OperatingBankID, row.DepositBankID}, row.Own}
		return err
	})
	if err != nil {
		return Chosen{}, fmt.Errorf("banks of a property: %w", err)
	}
	return out, nil
}

// mayBank asks whether the person may choose the banks of a property; id.Nil: of all.
func mayBank(ctx context.Context, tx tenancy.Tx, g authz.Grant, property id.ID) error {
	if property != id.Nil {
		return there(ctx, tx, g, property)
	}
	if len(g.PropertyFilter()) > 0 {
		return authz.ErrLimited
	}
	return nil
}

// there asks whether a property is there and was given to the person: the two are told alike.
func there(ctx context.Context, tx tenancy.Tx, g authz.Grant, property id.ID) error {
	if !g.Covers(property) {
		return postgres.ErrNotFound
	}
	_, err := trustdb.New(tx).PropertyThere(ctx, tx.Organization(), property)
	return err
}
