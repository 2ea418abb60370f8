package leasing

import (
	"context"
	"fmt"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/leasing/internal/leasingdb"
	"github.com/propertyos/propertyos/internal/event"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// The faults of leases. Those of the states are transition's; overlaps are lease_overlaps of the table's constraint.
var (
	// ErrUnitDown says that nobody can be let into the unit.
	ErrUnitDown = fault.New(fault.Conflict, "unit_down", "This unit is down. Set it to another status before you lease it.").On("/unit_id")
	// ErrUnsigned says that a lease cannot come into force before its signature is recorded.
	ErrUnsigned = fault.New(fault.Conflict, "lease_unsigned", "Record the signature first: a lease comes into force only when it is signed.")
	// ErrMovedIn says that a lease cannot be called off any more.
	ErrMovedIn = fault.New(fault.Conflict, "lease_moved_in",
		"The household has moved in. Its lease ends by notice, termination or move-out, and is not cancelled.")
	// ErrFixed says that the base terms of a lease are no longer open to change.
	ErrFixed = fault.New(fault.Conflict, "lease_fixed", "Only a draft can be changed. Take the lease back to draft first.")
	// ErrEnded says that a lease is over.
	ErrEnded = fault.New(fault.Conflict, "lease_ended", "This lease is over. Nothing of it can be changed any more.")
	// ErrPartUsed says that a part has had effect and stays on record.
	ErrPartUsed = fault.New(fault.Conflict, "part_in_effect", "This has had effect already and stays on record. End it instead.")
)

// changing is a lease that is locked for a change, with its unit.
type changing struct {
	tx    tenancy.Tx
	q     *leasingdb.Queries
	org   id.ID
	row   leasingdb.LockLeaseRow
	unit  leasingdb.LockLeaseUnitRow
	today period.Date
	grant authz.Grant
}

// inForce reports whether the lease is beyond its signature and not over.
func (c *changing) inForce() bool {
	switch c.row.Status {
	case StatusActive, StatusExpiringSoon, StatusRenewed:
		return true
	}
	return false
}

// open fails unless parts of the lease may be added and ended now: in a draft and in a lease in force. What waits for
// signatures is as it is read by those who sign.
func (c *changing) open() error {
	switch {
	case c.row.Status == StatusDraft || c.inForce():
		return nil
	case c.row.Status == StatusPending:
		return ErrFixed
	}
	return ErrEnded
}

// change runs do on a locked lease and writes the event that it answers. A version makes the change conditional on nobody
// else's. Errors: postgres.ErrNotFound also for what p may not see, ErrChanged, and those of do.
func (s *Service) change(
	ctx context.Context, p tenancy.Principal, lease id.ID, version *int32,
	do func(context.Context, *changing) (event.Type[LeaseEvent], error),
) (LeaseDetail, error) {
	g, err := authz.Require(p, authz.LeasingWrite)
	if err != nil {
		return LeaseDetail{}, err
	}
	var out LeaseDetail
	err = g.InTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) error {
		c, err := lockLease(ctx, tx, g, lease)
		if err != nil {
			return err
		}
		if c.row.DeletedAt != nil {
			return postgres.ErrNotFound
		}
		if version != nil && *version != c.row.Version {
			return ErrChanged
		}
		what, err := do(ctx, c)
		if err != nil {
			return err
		}
		if out, err = getLease(ctx, tx, g, lease, true); err != nil {
			return err
		}
		return event.Write(ctx, tx, what, lease, LeaseEvent{
			PropertyID: c.row.PropertyID, UnitID: c.row.UnitID, TenancyID: c.row.TenancyID, Status: out.Status,
		})
	})
	if err != nil {
		return LeaseDetail{}, fmt.Errorf("change lease: %w", err)
	}
	return out, nil
}

// lockLease locks the unit of a lease and then the lease itself.
func lockLease(ctx context.Context, tx tenancy.Tx, g authz.Grant, lease id.ID) (*changing, error) {
	c := &changing{tx: tx, q: leasingdb.New(tx), org: tx.Organization(), grant: g}
	place, err := c.q.LeasePlace(ctx, c.org, lease)
	if err != nil {
		return nil, err
	}
	if !g.Covers(place.PropertyID) {
		return nil, postgres.ErrNotFound
	}
	if c.unit, err = c.q.LockLeaseUnit(ctx, c.org, place.UnitID); err != nil {
		return nil, err
	}
	if c.row, err = c.q.LockLease(ctx, c.org, lease); err != nil {
		return nil, err
	}
	c.today, err = c.q.Today(ctx, tx.Now(), c.org)
	return c, err
}

// canLet fails for a unit that nobody can be let into.
func canLet(unit leasingdb.LockLeaseUnitRow) error {
	if unit.DeletedAt != nil {
		return postgres.ErrReference.On("/unit_id")
	}
	if unit.Status == "down" {
		return ErrUnitDown
	}
	return nil
}
