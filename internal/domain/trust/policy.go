package trust

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/trust/internal/trustdb"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// The instruments that money comes by.
const (
	PersonalCheck = "personal_check"
	CashiersCheck = "cashiers_check"
	MoneyOrder    = "money_order"
	CashMoney     = "cash"
	Wire          = "wire"
	ACH           = "ach"
	Card          = "card"
	Opening       = "opening" // brought from an earlier system
)

// Who bears what the processor takes for a payment that came back.
const (
	BearerOwner   = "owner"
	BearerCompany = "company"
)

// Policy is an organization's rules for other people's money.
type Policy struct {
	HoldACH, HoldCard, HoldCheck, HoldCertified, HoldCash int32 // business days, 0 to 60
	ChargeDaysAhead                                       int32 // rent is charged so many days before it is due, 0 to 60
	AllocationOrder                                       []string
	ReturnFeeBearer                                       string
	BillLimit                                             money.Amount // what one person may approve alone
	OnePerson                                             bool         // nobody else is there to release: the rule of two is waived
	Version                                               int32
}

// DefaultPolicy holds where an organization has said nothing.
func DefaultPolicy() Policy {
	return Policy{
		HoldACH: 5, HoldCard: 2, HoldCheck: 5, HoldCertified: 1, HoldCash: 1, AllocationOrder: []string{"rent", "late_fee", "nsf_fee"},
		ReturnFeeBearer: BearerCompany,
	}
}

// Hold is how many business days money of an instrument is held.
func (p Policy) Hold(instrument string) int32 {
	switch instrument {
	case ACH:
		return p.HoldACH
	case Card:
		return p.HoldCard
	case CashiersCheck, MoneyOrder, Wire:
		return p.HoldCertified
	case CashMoney:
		return p.HoldCash
	case Opening:
		return 0
	}
	return p.HoldCheck
}

// PolicyOf is the rules of the transaction's organization.
func PolicyOf(ctx context.Context, tx tenancy.Tx) (Policy, error) {
	r, err := trustdb.New(tx).Policy(ctx, tx.Organization())
	if errors.Is(err, postgres.ErrNotFound) {
		return DefaultPolicy(), nil
	}
	if err != nil {
		return Policy{}, fmt.Errorf("rules for trust money: %w", err)
	}
	return Policy{
		HoldACH: r.HoldAch, HoldCard: r.HoldCard, HoldCheck: r.HoldCheck, HoldCertified: r.HoldCertified, HoldCash: r.HoldCash,
		ChargeDaysAhead: r.ChargeDaysAhead, AllocationOrder: r.AllocationOrder, ReturnFeeBearer: r.ReturnFeeBearer, BillLimit: r.BillLimit,
		OnePerson: r.OnePerson, Version: r.Version,
	}, nil
}

// Policy returns the rules. Error: authz.ErrForbidden.
func (s *Service) Policy(ctx context.Context, p tenancy.Principal) (out Policy, err error) {
	g, err := authz.Require(p, authz.MoneyRead)
	if err != nil {
		return out, err
	}
	err = g.InReadTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) error {
		out, err = PolicyOf(ctx, tx)
		return err
	})
	return out, err
}

// SetPolicy sets the rules. Errors: Invalid with fields, authz.ErrLimited, authz.ErrForbidden.
func (s *Service) SetPolicy(ctx context.Context, p tenancy.Principal, in Policy) error {
	g, err := authz.Require(p, authz.MoneySetup)
	if err != nil {
		return err
	}
	if len(g.PropertyFilter()) > 0 {
		return authz.ErrLimited
	}
	if err := in.check(); err != nil {
		return err
	}
	err = g.InTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) error {
		return trustdb.New(tx).SetPolicy(ctx, trustdb.SetPolicyParams{
			TenantID: tx.Organization(), ID: id.New(), HoldAch: in.HoldACH, HoldCard: in.HoldCard, HoldCheck: in.HoldCheck,
			HoldCertified: in.HoldCertified, HoldCash: in.HoldCash, ChargeDaysAhead: in.ChargeDaysAhead, AllocationOrder: in.AllocationOrder,
			ReturnFeeBearer: in.ReturnFeeBearer, BillLimit: in.BillLimit, OnePerson: in.OnePerson,
		})
	})
	if err != nil {
		return fmt.Errorf("set the rules for trust money: %w", err)
	}
	return nil
}

func (in *Policy) check() error {
	var f fault.Fields
	for name, days := range map[string]int32{
		"hold_ach": in.HoldACH, "hold_card": in.HoldCard, "hold_check": in.HoldCheck, "hold_certified": in.HoldCertified, "hold_cash": in.HoldCash,
		"charge_days_ahead": in.ChargeDaysAhead,
	} {
		f.Check(days >= 0 && days <= 60, "/"+name, "range", "Use 0 to 60 days.")
	}
	f.Check(in.ReturnFeeBearer == BearerOwner || in.ReturnFeeBearer == BearerCompany, "/return_fee_bearer", "not_allowed", "Use owner or company.")
	f.Check(in.BillLimit.Sign() >= 0, "/bill_limit", "range", "Use zero or more.")
	seen := slices.Clone(in.AllocationOrder)
	slices.Sort(seen)
	f.Check(len(slices.Compact(seen)) == len(in.AllocationOrder), "/allocation_order", "duplicate", "Name each kind once.")
	f.Check(!slices.Contains(in.AllocationOrder, "deposit"), "/allocation_order", "not_allowed", "Deposits always come last.")
	return f.Err()
}
