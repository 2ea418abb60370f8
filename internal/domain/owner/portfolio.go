package owner

import (
	"context"
	"fmt"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/owner/internal/ownerdb"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// HeldUnit is a unit of a property that somebody owns a share of. Who lives there is not theirs to know.
type HeldUnit struct {
	ID         id.ID
	Number     string // empty where the unit is the whole property
	Type       string
	Bedrooms   *int32
	Bathrooms  *money.Amount
	SquareFeet *int32
	Status     string
	MarketRent money.Amount
	Lease      *HeldLease // nil where none is in force
	LeavesOn   period.Date
}

// HeldLease is the lease in force of a unit.
type HeldLease struct {
	Rent       money.Amount // a month
	Start, End period.Date  // End is none for month to month
}

// HeldShare is what somebody owns of a property, from the first of its days to the last; no last day while it runs.
type HeldShare struct {
	Percentage money.Amount
	From, To   period.Date
}

// HoldingDetail is a property of the owner who asks.
type HoldingDetail struct {
	Holding
	Today      period.Date // the organization's day
	Units      []HeldUnit
	Shares     []HeldShare  // the later ones first
	Rent       money.Amount // a month, of the leases in force
	MarketRent money.Amount // of all units
}

// Holding tells the owner who asks of one of their properties: what they own of it by date, and its units with rents and terms.
// Errors: authz.ErrForbidden, postgres.ErrNotFound.
func (s *Service) Holding(ctx context.Context, p tenancy.Principal, property id.ID) (HoldingDetail, error) {
	g, err := authz.Require(p, authz.HoldingRead)
	if err != nil {
		return HoldingDetail{}, err
	}
	list, err := s.Holdings(ctx, p)
	if err != nil {
		return HoldingDetail{}, err
	}
	var out HoldingDetail
	for _, h := range list {
		if h.PropertyID == property {
			out.Holding = h
		}
	}
	if out.PropertyID == id.Nil {
		return HoldingDetail{}, postgres.ErrNotFound
	}
	err = g.InReadTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) error {
		q := ownerdb.New(tx)
		var err error
		if out.Today, err = q.Today(ctx, tx.Now(), tx.Organization()); err != nil {
			return err
		}
		units, err := q.HoldingUnits(ctx, tx.Organization(), property, g.OwnFilter(), tx.Now())
		if err != nil {
			return err
		}
		for _, r := range units {
			u := HeldUnit{
				ID: r.ID, Number: r.Number, Type: r.Type, Bedrooms: r.Bedrooms, Bathrooms: r.Bathrooms, SquareFeet: r.SquareFeet,
				Status: r.Status, MarketRent: r.BaseRent, LeavesOn: r.MoveOutPlannedOn,
			}
			if r.Leased {
				u.Lease = &HeldLease{Rent: deref(r.MonthlyRent), Start: r.StartDate, End: r.EndDate}
				out.Rent = out.Rent.Add(u.Lease.Rent)
			}
			out.MarketRent = out.MarketRent.Add(u.MarketRent)
			out.Units = append(out.Units, u)
		}
		held, err := q.HoldingShares(ctx, tx.Organization(), property, g.OwnFilter())
		for _, r := range held {
			out.Shares = append(out.Shares, HeldShare{Percentage: r.OwnershipPercentage, From: r.FromDate, To: r.ToDate})
		}
		return err
	})
	if err != nil {
		return HoldingDetail{}, fmt.Errorf("holding: %w", err)
	}
	return out, nil
}
