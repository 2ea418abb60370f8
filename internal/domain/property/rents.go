package property

import (
	"context"
	"fmt"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/property/internal/propertydb"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// RentActions are the actions on market rents: to an amount, by an amount, by a percentage.
var RentActions = []string{ManyBaseRent, ManyBaseRentBy, ManyBaseRentPercent}

// mostPercent bounds a change by a percentage.
const mostPercent = 1000

// rentChange reads what a rent action does to a rent, and notes what is wrong with its value.
func rentChange(in ManyInput, f *fault.Fields) func(money.Amount) money.Amount {
	v, err := money.Parse(in.Value)
	switch in.Action {
	case ManyBaseRentBy:
		f.Check(err == nil && !v.IsZero(), "/value", "amount_invalid", "Use an amount such as 25.00, or -25.00 to take off.")
		return func(rent money.Amount) money.Amount { return rent.Add(v) }
	case ManyBaseRentPercent:
		f.Check(err == nil && !v.IsZero() && v.Abs().Cents() <= mostPercent*100, "/value", "amount_invalid",
			"Use a percentage such as 3.5, or -2 to take off.")
		return func(rent money.Amount) money.Amount { return percentMore(rent, v) }
	}
	f.Check(err == nil && v.Sign() >= 0, "/value", "amount_invalid", "Use an amount such as 1250.00, not below zero.")
	return func(money.Amount) money.Amount { return v }
}

// percentMore is a rent that is so many percent higher, to the nearest cent, a half of one upward.
func percentMore(rent, percent money.Amount) money.Amount {
	const all = 10_000 // a hundredth of a percent, of which money counts
	cents := rent.Cents() * (all + percent.Cents())
	if cents >= 0 {
		return money.FromCents((cents + all/2) / all)
	}
	return money.FromCents((cents - all/2) / all)
}

// RentPreview is what would become of a unit's market rent.
type RentPreview struct {
	Unit
	After   money.Amount
	Refused string // why it would stay; "" where it would change
}

// PreviewRents tells what ChangeUnits would do to market rents, without doing it. Units that are not there, or that p may not
// see, are left out. Errors: Invalid with fields.
func (s *Service) PreviewRents(ctx context.Context, p tenancy.Principal, in ManyInput) ([]RentPreview, error) {
	g, err := authz.Require(p, authz.PortfolioWrite)
	if err != nil {
		return nil, err
	}
	var f fault.Fields
	in.check(&f, RentActions)
	change := rentChange(in, &f)
	if err := f.Err(); err != nil {
		return nil, err
	}
	var out []RentPreview
	err = g.InReadTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) error {
		q, seen := propertydb.New(tx), map[id.ID]bool{}
		for _, unit := range in.IDs {
			u, err := getUnit(ctx, q, g, unit, false)
			switch {
			case err != nil && fault.As(err).Kind == fault.NotFound, seen[unit]:
				continue
			case err != nil:
				return err
			}
			seen[unit] = true
			row := RentPreview{Unit: u, After: change(u.BaseRent)}
			changed := u.input()
			changed.BaseRent = row.After
			if err := changed.Check(); err != nil {
				row.Refused = fault.As(err).Fields[0].Message
			}
			out = append(out, row)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("preview rents: %w", err)
	}
	return out, nil
}
