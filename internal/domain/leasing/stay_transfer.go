package leasing

import (
	"context"

	"github.com/propertyos/propertyos/internal/domain/leasing/internal/leasingdb"
	"github.com/propertyos/propertyos/internal/domain/property"
	"github.com/propertyos/propertyos/internal/event"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// TransferInput says where a household moves within the organization, and on which terms.
type TransferInput struct {
	UnitID      id.ID
	On          period.Date // the first day there and the last one here
	End         period.Date // of the new lease; zero: month to month
	MonthlyRent money.Amount
	SignedOn    period.Date // when the new lease was signed
}

// Transfer moves a household into another unit: its stay ends, and a new one begins there with the same parties and a
// signed lease. The deposits go along. Errors: Invalid with fields, ErrNotMovedIn, ErrMovedOut, ErrInPossession,
// ErrUninhabitable, lease_overlaps, postgres.ErrNotFound for the stay or the unit. It returns the new stay.
func (s *Service) Transfer(ctx context.Context, p tenancy.Principal, key tenancy.Key, stay id.ID, in TransferInput) (StayDetail, error) {
	return onStay(ctx, s, p, key, stay, "transfer", func(ctx context.Context, a stayAct) (id.ID, error) {
		if err := a.inPlace(); err != nil {
			return id.Nil, err
		}
		var f fault.Fields
		a.day(&f, "/on", in.On)
		a.day(&f, "/signed_on", in.SignedOn)
		f.Check(!in.On.Before(a.stay.MovedInOn), "/on", "before_move_in", "This is before the household moved in.")
		f.Check(in.UnitID != a.stay.UnitID, "/unit_id", "not_allowed", "This is where they live already.")
		f.Check(in.End.IsZero() || in.End.After(in.On), "/end_date", "end_before_start", "The end lies before the beginning.")
		f.Check(in.MonthlyRent.Sign() >= 0, "/monthly_rent", "out_of_range", "Rent cannot be negative.")
		if err := f.Err(); err != nil {
			return id.Nil, err
		}
		unit, err := a.vacant(ctx, in)
		if err != nil {
			return id.Nil, err
		}
		return a.transfer(ctx, in, unit)
	}, readStay)
}

// vacant is the unit to move into. Errors: postgres.ErrNotFound, ErrUninhabitable, ErrInPossession.
func (a stayAct) vacant(ctx context.Context, in TransferInput) (leasingdb.UnitForTransferRow, error) {
	unit, err := a.q.UnitForTransfer(ctx, a.g.Organization(), in.UnitID)
	if err != nil {
		return unit, err
	}
	if !a.g.Covers(unit.PropertyID) {
		return unit, postgres.ErrNotFound
	}
	if unit.Status == "down" {
		return unit, ErrUninhabitable
	}
	taken, err := a.q.PossessionAfter(ctx, a.g.Organization(), unit.ID, a.stay.ID, in.On)
	if err == nil && taken {
		err = ErrInPossession
	}
	return unit, err
}

func (a stayAct) transfer(ctx context.Context, in TransferInput, unit leasingdb.UnitForTransferRow) (id.ID, error) {
	org := a.g.Organization()
	leases, err := a.q.StayLeases(ctx, org, a.stay.ID)
	if err != nil {
		return id.Nil, err
	}
	l := binding(leases, in.On)
	if l == nil {
		return id.Nil, ErrNoTerms.On("/on")
	}
	parties, err := a.q.LeaseRenters(ctx, org, l.ID)
	if err != nil {
		return id.Nil, err
	}
	err = a.depart(ctx, MoveOutInput{On: in.On, Kind: "transferred", Reason: "Transferred to another unit."})
	if err != nil {
		return id.Nil, err
	}
	next := Household{
		UnitID: unit.ID, PropertyID: unit.PropertyID, MovedInOn: in.On, Leases: []NewLease{{
			Start: in.On, End: in.End, MonthlyRent: &in.MonthlyRent, SecurityDeposit: l.SecurityDeposit, Subsidized: l.Subsidized,
			Status: StatusActive, SignedAt: in.SignedOn.Time(),
		}},
	}
	for _, r := range parties {
		if r.ToDate.IsZero() || !r.ToDate.Before(in.On) {
			next.Renters = append(next.Renters, NewRenter{ID: r.ID, Existing: true, Role: r.Role, To: r.ToDate})
		}
	}
	list := []Household{next}
	if err := RecordTx(ctx, a.tx, list); err != nil {
		return id.Nil, err
	}
	made := list[0].TenancyID
	if err := a.q.SetTransferredFrom(ctx, a.stay.ID, org, made); err != nil {
		return id.Nil, err
	}
	if err := a.q.InsertRenterRent(ctx, org, list[0].Leases[0].ID); err != nil {
		return id.Nil, err
	}
	if _, err := property.SetStatusesTx(ctx, a.tx, map[id.ID]string{unit.ID: "occupied"}); err != nil {
		return id.Nil, err
	}
	if err := a.tell(ctx, StayTransferred, in.On); err != nil {
		return id.Nil, err
	}
	return made, event.Write(ctx, a.tx, StayMovedIn, made, StayEvent{PropertyID: unit.PropertyID, On: in.On})
}
