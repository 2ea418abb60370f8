package leasing

import (
	"context"
	"fmt"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/leasing/internal/leasingdb"
	"github.com/propertyos/propertyos/internal/domain/property"
	"github.com/propertyos/propertyos/internal/event"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// The faults of acts on a stay.
var (
	// ErrNotMovedIn says that the household does not live there yet.
	ErrNotMovedIn = fault.New(fault.Conflict, "not_moved_in", "This household has not moved in yet.")
	// ErrMovedOut says that the household has left.
	ErrMovedOut = fault.New(fault.Conflict, "moved_out", "This household has moved out.")
	// ErrAlreadyIn says that the household lives there already.
	ErrAlreadyIn = fault.New(fault.Conflict, "already_moved_in", "This household has moved in already.")
	// ErrNoTerms says that no lease in force covers the day.
	ErrNoTerms = fault.New(fault.Conflict, "lease_not_active", "No active lease of this household covers that day. Activate the lease first, or choose another day.")
	// ErrInPossession says that another household has the unit.
	ErrInPossession = fault.New(fault.Conflict, "unit_in_possession", "Somebody is already in possession of this unit.")
	// ErrUninhabitable says that the unit cannot be lived in.
	ErrUninhabitable = fault.New(fault.Conflict, "unit_down", "This unit is down. Change its status first.")
	// ErrTraces says that a move-in can no longer be taken back.
	ErrTraces = fault.New(fault.Conflict, "stay_in_use",
		"Something depends on this move-in already: a notice, an offer, a completed checklist or a payment. Record a move-out instead.")
)

// stayAct is one act on a stay, which it holds locked with its unit until the transaction ends.
type stayAct struct {
	tx    tenancy.Tx
	q     *leasingdb.Queries
	g     authz.Grant
	today period.Date // the organization's
	stay  leasingdb.LockStayRow
}

// lockStay begins an act on a stay. Error: postgres.ErrNotFound.
func lockStay(ctx context.Context, tx tenancy.Tx, g authz.Grant, stay id.ID) (stayAct, error) {
	a := stayAct{tx: tx, q: leasingdb.New(tx), g: g}
	var err error
	if a.today, err = a.q.Today(ctx, tx.Now(), g.Organization()); err != nil {
		return a, err
	}
	if a.stay, err = a.q.LockStay(ctx, g.Organization(), stay); err != nil {
		return a, err
	}
	if !g.Covers(a.stay.PropertyID) {
		return a, postgres.ErrNotFound
	}
	return a, nil
}

// onStay does an act on a stay once for its key and reads what it made or changed.
func onStay[T any](
	ctx context.Context, s *Service, p tenancy.Principal, key tenancy.Key, stay id.ID, what string,
	do func(context.Context, stayAct) (id.ID, error), read func(context.Context, stayAct, id.ID) (T, error),
) (out T, err error) {
	g, err := authz.Require(p, authz.LeasingWrite)
	if err != nil {
		return out, err
	}
	err = g.InTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) error {
		a, err := lockStay(ctx, tx, g, stay)
		if err != nil {
			return err
		}
		made, _, err := tenancy.Once(ctx, tx, key, func() (id.ID, error) { return do(ctx, a) })
		if err != nil {
			return err
		}
		out, err = read(ctx, a, made)
		return err
	})
	if err != nil {
		return out, fmt.Errorf("%s: %w", what, err)
	}
	return out, nil
}

// readStay reads the stay that was acted on.
func readStay(ctx context.Context, a stayAct, stay id.ID) (StayDetail, error) {
	return stayDetail(ctx, a.q, a.g, a.today, stay)
}

// tell writes an event of the stay.
func (a stayAct) tell(ctx context.Context, what event.Type[StayEvent], on period.Date) error {
	return event.Write(ctx, a.tx, what, a.stay.ID, StayEvent{PropertyID: a.stay.PropertyID, On: on})
}

// tellPart writes an event of a part of the stay.
func (a stayAct) tellPart(ctx context.Context, what event.Type[PartEvent], part id.ID) error {
	return event.Write(ctx, a.tx, what, part, PartEvent{PropertyID: a.stay.PropertyID, TenancyID: a.stay.ID})
}

// setUnit gives the unit the status that follows from who lives there.
func (a stayAct) setUnit(ctx context.Context, status string) error {
	_, err := property.SetStatusesTx(ctx, a.tx, map[id.ID]string{a.stay.UnitID: status})
	return err
}

// emptied is the status of the unit when nobody lives there: reserved where it is promised, vacant otherwise.
func (a stayAct) emptied(ctx context.Context) (string, error) {
	promised, err := a.q.UnitPromised(ctx, a.g.Organization(), a.stay.UnitID, a.stay.ID)
	if promised {
		return "reserved", err
	}
	return "vacant", err
}

// inPlace fails unless the household lives there.
func (a stayAct) inPlace() error {
	switch {
	case !a.stay.MovedOutOn.IsZero():
		return ErrMovedOut
	case a.stay.MovedInOn.IsZero():
		return ErrNotMovedIn
	}
	return nil
}

// actor is the person who acts, nil where the program does.
func (a stayAct) actor() *id.ID {
	if user := a.tx.Principal().User; user != id.Nil {
		return &user
	}
	return nil
}

// binding is the lease that binds on a day: the latest in force that has begun, nil where there is none.
func binding(leases []leasingdb.StayLeasesRow, on period.Date) *leasingdb.StayLeasesRow {
	var found *leasingdb.StayLeasesRow
	for i, l := range leases {
		if inForce(l.Status) && !l.StartDate.After(on) {
			found = &leases[i]
		}
	}
	return found
}

func inForce(status string) bool {
	return status == StatusActive || status == StatusExpiringSoon || status == StatusRenewed
}
