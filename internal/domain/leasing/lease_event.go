package leasing

import (
	"context"
	"errors"

	"github.com/propertyos/propertyos/internal/domain/leasing/internal/leasingdb"
	"github.com/propertyos/propertyos/internal/domain/property"
	"github.com/propertyos/propertyos/internal/event"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// LeaseEvent is what an event of a lease carries.
type LeaseEvent struct {
	PropertyID id.ID  `json:"property_id"`
	UnitID     id.ID  `json:"unit_id"`
	TenancyID  id.ID  `json:"tenancy_id"`
	Status     string `json:"status"` // of the lease, afterwards
}

// What happens to leases up to their being in force.
var (
	LeaseCreated   = event.Define[LeaseEvent]("lease.created", "lease", "A lease was drawn up as a draft.")
	LeaseSubmitted = event.Define[LeaseEvent]("lease.submitted", "lease", "A draft became final and waits for signatures.")
	LeaseSigned    = event.Define[LeaseEvent]("lease.signed", "lease", "The signature of a lease was recorded.")
	LeaseActivated = event.Define[LeaseEvent]("lease.activated", "lease", "A signed lease came into force.")
	LeaseCancelled = event.Define[LeaseEvent]("lease.cancelled", "lease", "A lease was called off before anybody moved in, or a draft was thrown away.")
	LeaseChanged   = event.Define[LeaseEvent]("lease.changed", "lease", "A lease, or what belongs to it, was changed.")
)

// LeaseEvents lists the types of events of leases.
var LeaseEvents = []event.Definition{
	LeaseCreated.Definition, LeaseSubmitted.Definition, LeaseSigned.Definition, LeaseActivated.Definition,
	LeaseCancelled.Definition, LeaseChanged.Definition,
}

// settleUnitTx makes a unit's status follow from who is in it and who is to come, and tells of it where it changes.
func settleUnitTx(ctx context.Context, tx tenancy.Tx, propertyID, unit id.ID) error {
	_, err := leasingdb.New(tx).SettleUnit(ctx, tx.Organization(), unit)
	if errors.Is(err, postgres.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	return event.Write(ctx, tx, property.UnitUpdated, unit, property.UnitEvent{PropertyID: propertyID})
}
