package leasing

import (
	"context"
	"slices"

	"github.com/propertyos/propertyos/internal/domain/leasing/internal/leasingdb"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// DepartureKinds say how a stay ended.
var DepartureKinds = []string{"moved_out", "evicted", "abandoned", "transferred", "deceased", "other"}

// day checks a day that cannot lie in the future, and is there.
func (a stayAct) day(f *fault.Fields, pointer string, on period.Date) {
	f.Check(!on.IsZero(), pointer, "required", "Give the day.")
	f.Check(!on.After(a.today), pointer, "in_the_future", "This day has not come yet.")
}

// MoveIn records that the household took possession. It needs an active lease that covers the day, and a unit that nobody
// else has. Errors: Invalid with fields, ErrAlreadyIn, ErrMovedOut, ErrNoTerms, ErrInPossession, ErrUninhabitable,
// postgres.ErrNotFound.
func (s *Service) MoveIn(ctx context.Context, p tenancy.Principal, key tenancy.Key, stay id.ID, on period.Date) (StayDetail, error) {
	return onStay(ctx, s, p, key, stay, "move in", func(ctx context.Context, a stayAct) (id.ID, error) { return stay, a.moveIn(ctx, on) }, readStay)
}

func (a stayAct) moveIn(ctx context.Context, on period.Date) error {
	var f fault.Fields
	a.day(&f, "/on", on)
	if err := f.Err(); err != nil {
		return err
	}
	switch {
	case !a.stay.MovedOutOn.IsZero():
		return ErrMovedOut
	case !a.stay.MovedInOn.IsZero():
		return ErrAlreadyIn
	case a.stay.UnitStatus == "down":
		return ErrUninhabitable
	}
	leases, err := a.q.StayLeases(ctx, a.g.Organization(), a.stay.ID)
	if err != nil {
		return err
	}
	l := binding(leases, on)
	if l == nil || !l.EndDate.IsZero() && l.EndDate.Before(on) {
		return ErrNoTerms.On("/on")
	}
	taken, err := a.q.PossessionAfter(ctx, a.g.Organization(), a.stay.UnitID, a.stay.ID, on)
	if err != nil {
		return err
	}
	if taken {
		return ErrInPossession
	}
	if err := a.q.SetPossession(ctx, on, a.g.Organization(), a.stay.ID); err != nil {
		return err
	}
	if err := setRentersLease(ctx, a.q, a.g.Organization(), l.ID); err != nil {
		return err
	}
	if err := a.setUnit(ctx, "occupied"); err != nil {
		return err
	}
	return a.tell(ctx, StayMovedIn, on)
}

// setRentersLease keeps up tenants.lease_id, for readers of that column: the lease in force that a renter is on.
func setRentersLease(ctx context.Context, q *leasingdb.Queries, org, lease id.ID) error {
	renters, err := q.StayRenters(ctx, org, lease)
	if err != nil {
		return err
	}
	leases := make([]id.ID, len(renters))
	for i := range leases {
		leases[i] = lease
	}
	_, err = q.SetRentersLease(ctx, org, renters, leases)
	return err
}

// UndoMoveIn takes back a move-in that was recorded by mistake, while nothing depends on it. Errors: ErrNotMovedIn,
// ErrMovedOut, ErrTraces, postgres.ErrNotFound.
func (s *Service) UndoMoveIn(ctx context.Context, p tenancy.Principal, stay id.ID) (StayDetail, error) {
	return onStay(ctx, s, p, tenancy.Key{}, stay, "undo move-in", func(ctx context.Context, a stayAct) (id.ID, error) {
		if err := a.inPlace(); err != nil {
			return stay, err
		}
		traces, err := a.q.StayTraces(ctx, a.g.Organization(), stay)
		if err != nil {
			return stay, err
		}
		if traces > 0 {
			return stay, ErrTraces
		}
		if err := a.q.SetPossession(ctx, period.Date{}, a.g.Organization(), stay); err != nil {
			return stay, err
		}
		if err := a.setUnit(ctx, "reserved"); err != nil {
			return stay, err
		}
		return stay, a.tell(ctx, StayMoveInUndone, a.stay.MovedInOn)
	}, readStay)
}

// MoveOutInput says how a stay ends.
type MoveOutInput struct {
	On                period.Date
	Kind              string // one of DepartureKinds; "" is moved_out
	ForwardingAddress string
	// Reason and Fee are of a term that ends early: with a reason its lease is terminated on the day, and without one it
	// runs out as agreed, and rent is owed to its end.
	Reason string
	Fee    *money.Amount
	// DispositionDueOn is the day by which the disposition of the deposits has to be sent; zero: as the rule of the place
	// says. DueNote says where an entered day comes from.
	DispositionDueOn period.Date
	DueNote          string
	// DepositHeld is what is held, where no earlier system told of it.
	DepositHeld *money.Amount
}

func (in MoveOutInput) check(a stayAct) error {
	var f fault.Fields
	a.day(&f, "/on", in.On)
	f.Check(slices.Contains(DepartureKinds, in.Kind), "/kind", "not_allowed", "Choose how the stay ended.")
	f.Text("/forwarding_address", in.ForwardingAddress, false, 500)
	f.Text("/reason", in.Reason, false, 1000)
	f.Text("/due_note", in.DueNote, false, 500)
	f.Check(in.Fee == nil || in.Fee.Sign() >= 0, "/fee", "out_of_range", "A fee cannot be negative.")
	f.Check(in.DepositHeld == nil || in.DepositHeld.Sign() >= 0, "/deposit_held", "out_of_range", "A deposit cannot be negative.")
	f.Check(in.On.IsZero() || !in.On.Before(a.stay.MovedInOn), "/on", "before_move_in", "This is before the household moved in.")
	f.Check(in.DispositionDueOn.IsZero() || !in.DispositionDueOn.Before(in.On), "/disposition_due_on", "before_move_out", "This is before the move-out.")
	return f.Err()
}

// MoveOut records that the household returned the unit. Its leases end, its open offers are withdrawn, and the
// disposition of its deposits begins, by the day that the rule of the place or the input says. Errors: Invalid with
// fields (before_move_in, due_required), ErrNotMovedIn, ErrMovedOut, postgres.ErrNotFound.
func (s *Service) MoveOut(ctx context.Context, p tenancy.Principal, key tenancy.Key, stay id.ID, in MoveOutInput) (StayDetail, error) {
	if in.Kind == "" {
		in.Kind = "moved_out"
	}
	return onStay(ctx, s, p, key, stay, "move out", func(ctx context.Context, a stayAct) (id.ID, error) {
		if err := a.inPlace(); err != nil {
			return stay, err
		}
		if err := in.check(a); err != nil {
			return stay, err
		}
		if err := a.depart(ctx, in); err != nil {
			return stay, err
		}
		a.stay.MovedOutOn = in.On
		if err := a.beginDisposition(ctx, in); err != nil {
			return stay, err
		}
		return stay, a.tell(ctx, StayMovedOut, in.On)
	}, readStay)
}

// depart ends possession, the leases and the open offers, and frees the unit.
func (a stayAct) depart(ctx context.Context, in MoveOutInput) error {
	org := a.g.Organization()
	err := a.q.SetDeparture(ctx, leasingdb.SetDepartureParams{
		TenantID: org, ID: a.stay.ID, MovedOutOn: in.On, DepartureKind: in.Kind, ForwardingAddress: in.ForwardingAddress,
	})
	if err != nil {
		return err
	}
	leases, err := a.q.StayLeases(ctx, org, a.stay.ID)
	if err != nil {
		return err
	}
	for _, l := range leases {
		end, ends := endingOf(l, in)
		if !ends {
			continue
		}
		if err := transition(l.Status, end.Status); err != nil {
			return err
		}
		end.TenantID, end.ID = org, l.ID
		if err := a.q.EndLease(ctx, end); err != nil {
			return err
		}
	}
	if _, err := a.q.WithdrawOffers(ctx, org, a.stay.ID); err != nil {
		return err
	}
	status, err := a.emptied(ctx)
	if err != nil {
		return err
	}
	return a.setUnit(ctx, status)
}

// endingOf says how a lease ends when its household has left: one that was signed but not active is canceled, one that
// runs past the day is terminated where there is a reason, and any other expires.
func endingOf(l leasingdb.StayLeasesRow, in MoveOutInput) (end leasingdb.EndLeaseParams, ends bool) {
	switch {
	case l.Status == StatusPending:
		end.Status = StatusCancelled
		return end, true
	case !inForce(l.Status):
		return end, false
	}
	early := l.EndDate.IsZero() || l.EndDate.After(in.On)
	switch {
	case early && (in.Reason != "" || l.StartDate.After(in.On)):
		end.Status, end.TerminatedOn, end.Reason, end.Fee = StatusTerminated, in.On, in.Reason, in.Fee
		if l.StartDate.After(in.On) {
			end.Fee = nil // it is of the term that was broken off
		}
	case l.EndDate.IsZero() && in.On.After(l.StartDate):
		end.Status, end.EndDate = StatusExpired, in.On
	default:
		end.Status = StatusExpired
	}
	return end, true
}

// EvictionInput is what is known of proceedings. The zero FiledOn takes them away.
type EvictionInput struct {
	FiledOn, ClosedOn period.Date
	Note              string
}

// SetEviction records proceedings as dated facts. Errors: Invalid with fields, ErrNotMovedIn, postgres.ErrNotFound.
func (s *Service) SetEviction(ctx context.Context, p tenancy.Principal, stay id.ID, in EvictionInput) (StayDetail, error) {
	return onStay(ctx, s, p, tenancy.Key{}, stay, "set eviction", func(ctx context.Context, a stayAct) (id.ID, error) {
		if a.stay.MovedInOn.IsZero() {
			return stay, ErrNotMovedIn
		}
		var f fault.Fields
		f.Check(!in.FiledOn.After(a.today), "/filed_on", "in_the_future", "This day has not come yet.")
		f.Check(in.FiledOn.IsZero() || !in.FiledOn.Before(a.stay.MovedInOn), "/filed_on", "before_move_in", "This is before the household moved in.")
		f.Check(in.ClosedOn.IsZero() || !in.FiledOn.IsZero() && !in.ClosedOn.Before(in.FiledOn) && !in.ClosedOn.After(a.today), "/closed_on",
			"out_of_range", "Proceedings close on a day from their filing to today.")
		f.Text("/note", in.Note, false, 2000)
		if err := f.Err(); err != nil {
			return stay, err
		}
		err := a.q.SetEviction(ctx, leasingdb.SetEvictionParams{
			TenantID: a.g.Organization(), ID: stay, FiledOn: in.FiledOn, ClosedOn: in.ClosedOn, Note: in.Note,
		})
		switch {
		case err != nil:
		case !in.ClosedOn.IsZero() && in.ClosedOn != a.stay.EvictionClosedOn:
			err = a.tell(ctx, StayEvictionClosed, in.ClosedOn)
		case !in.FiledOn.IsZero() && in.FiledOn != a.stay.EvictionFiledOn:
			err = a.tell(ctx, StayEvictionFiled, in.FiledOn)
		}
		return stay, err
	}, readStay)
}
