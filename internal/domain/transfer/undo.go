package transfer

import (
	"context"
	"fmt"

	"github.com/propertyos/propertyos/internal/domain/transfer/internal/transferdb"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// Obstacle is something that stands in the way of taking an import back.
type Obstacle struct {
	Kind  string
	Count int
}

// Obstacles lists what was changed since of that which an import brought, beside units, stays and what hangs on them.
func Obstacles(ctx context.Context, on tenancy.DBTX, org, importID id.ID) ([]Obstacle, error) {
	found, err := transferdb.New(on).Obstacles(ctx, org, importID)
	if err != nil {
		return nil, fmt.Errorf("look what was built upon an import: %w", err)
	}
	var list []Obstacle
	for _, f := range found {
		if f.Found > 0 {
			list = append(list, Obstacle{f.Kind, int(f.Found)})
		}
	}
	return list, nil
}

// TakeBackTx soft-deletes what an import brought beside properties, units, stays, leases, their parties and renters, which have
// gone before. The import has been marked as undone: its deletion is that of the rows. What has nothing to be deleted with hangs on
// rows that are, or is removed. Imports that brought no archive have no such rows.
func TakeBackTx(ctx context.Context, tx tenancy.Tx, importID id.ID) error {
	q, org := transferdb.New(tx), tx.Organization()
	for _, take := range []func(context.Context, id.ID, id.ID) (int64, error){
		q.TakeBackDocuments, q.TakeBackDocumentTemplates, q.TakeBackAnnouncements, q.TakeBackDispositionItems, q.TakeBackChecklistTemplates,
		q.TakeBackLeaseDeposits, q.TakeBackRecurringCharges, q.TakeBackRentSchedules, q.TakeBackPets, q.TakeBackVehicles,
		q.TakeBackEmergencyContacts, q.TakeBackUnitHolds, q.RemovePropertyGroupMembers, q.TakeBackPropertyGroups, q.RemoveLeasingPolicies,
		q.TakeBackOwners, q.TakeBackAddresses, q.TakeBackLeaseParties, q.TakeBackLeases,
	} {
		if _, err := take(ctx, org, importID); err != nil {
			return fmt.Errorf("take rows back: %w", err)
		}
	}
	return nil
}
