// Package trust says whose money lies in which trust bank, and how much of it may leave. The README has the invariants.
package trust

import (
	"context"
	"errors"
	"fmt"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/trust/internal/trustdb"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// Banks are the trust accounts of a property.
type Banks struct{ Operating, Deposit id.ID }

// What goes wrong with trust money.
var (
	ErrNoBanks       = fault.New(fault.Conflict, "banks_missing", "This property has no trust banks yet. Choose them under Settings, Banks.")
	ErrNoCompanyBank = fault.New(fault.Conflict, "company_bank_missing", "The company has no bank account yet. Add one with the purpose company.")
	ErrBelowZero     = fault.New(fault.Conflict, "trust_below_zero",
		"There is not enough cleared money of this property in that bank. Money that has not cleared cannot leave.")
	ErrDeficit   = fault.New(fault.Conflict, "trust_deficit", "This property is short in that bank. The company has to cover that first.")
	errWrongBank = fault.New(fault.Invalid, "bank_purpose", "Choose a trust account for that purpose.")
)

// Purposes of accounts at banks.
const (
	OperatingTrust = "operating_trust"
	DepositTrust   = "deposit_trust"
	Company        = "company"
)

// BanksOf are the banks of a property. Errors: ErrNoBanks.
func BanksOf(ctx context.Context, tx tenancy.Tx, property id.ID) (Banks, error) {
	row, err := trustdb.New(tx).Banks(ctx, tx.Organization(), property)
	if errors.Is(err, postgres.ErrNotFound) {
		return Banks{}, ErrNoBanks
	}
	if err != nil {
		return Banks{}, fmt.Errorf("banks of a property: %w", err)
	}
	return Banks{row.OperatingBankID, row.DepositBankID}, nil
}

// CompanyBank is the company's own account. Errors: ErrNoCompanyBank.
func CompanyBank(ctx context.Context, tx tenancy.Tx) (id.ID, error) {
	bank, err := trustdb.New(tx).CompanyBank(ctx, tx.Organization())
	if errors.Is(err, postgres.ErrNotFound) {
		return id.Nil, ErrNoCompanyBank
	}
	return bank, err
}

// Service is what people set up for trust money.
type Service struct{ db *tenancy.DB }

// New makes the service.
func New(db *tenancy.DB) *Service { return &Service{db} }

// SetBanks says which banks a property has; id.Nil means all that have none of their own. Errors: Invalid for an account of
// another purpose, postgres.ErrNotFound for a property that is not there or was not given to the person, authz.ErrLimited for those of all
// properties, authz.ErrForbidden.
func (s *Service) SetBanks(ctx context.Context, p tenancy.Principal, property id.ID, b Banks) error {
	g, err := authz.Require(p, authz.MoneySetup)
	if err != nil {
		return err
	}
	return g.InTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) error {
		q := trustdb.New(tx)
		if err := mayBank(ctx, tx, g, property); err != nil {
			return err
		}
		rows, err := q.BankPurposes(ctx, tx.Organization(), []id.ID{b.Operating, b.Deposit})
		if err != nil {
			return err
		}
		purpose := map[id.ID]string{}
		for _, r := range rows {
			purpose[r.ID] = r.Purpose
		}
		var f fault.Fields
		f.Check(purpose[b.Operating] == OperatingTrust, "/operating_bank_id", errWrongBank.Code, errWrongBank.Message)
		f.Check(purpose[b.Deposit] == DepositTrust, "/deposit_bank_id", errWrongBank.Code, errWrongBank.Message)
		if err := f.Err(); err != nil {
			return err
		}
		if err := q.SetBanks(ctx, trustdb.SetBanksParams{
			TenantID: tx.Organization(), ID: id.New(), PropertyID: property, OperatingBankID: b.Operating, DepositBankID: b.Deposit,
		}); err != nil {
			return fmt.Errorf("set banks: %w", err)
		}
		return nil
	})
}

// Today is the day at the organization's place.
func Today(ctx context.Context, tx tenancy.Tx) (period.Date, error) {
	return trustdb.New(tx).Today(ctx, tx.Now(), tx.Organization())
}
