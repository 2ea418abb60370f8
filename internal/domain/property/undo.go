package property

import (
	"context"
	"fmt"
	"time"

	"github.com/propertyos/propertyos/internal/domain/property/internal/propertydb"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// TakeBackTx soft-deletes properties and units that were made, with the properties' addresses. Their leases, stays and
// documents must have gone before.
func TakeBackTx(ctx context.Context, tx tenancy.Tx, properties, units []id.ID, deletion id.ID, at time.Time) error {
	q, org, by := propertydb.New(tx), tx.Organization(), actor(tx.Principal())
	if _, err := q.DeleteUnits(ctx, propertydb.DeleteUnitsParams{
		TenantID: org, UnitIds: units, DeletedAt: at, DeletedBy: by, DeletionID: deletion,
	}); err != nil {
		return fmt.Errorf("take units back: %w", err)
	}
	addresses, err := q.TakeBackProperties(ctx, propertydb.TakeBackPropertiesParams{
		TenantID: org, PropertyIds: properties, DeletedAt: at, DeletedBy: by, DeletionID: deletion,
	})
	if err != nil {
		return fmt.Errorf("take properties back: %w", err)
	}
	if _, err := q.TakeBackAddresses(ctx, propertydb.TakeBackAddressesParams{
		TenantID: org, AddressIds: addresses, DeletedAt: at, DeletedBy: by, DeletionID: deletion,
	}); err != nil {
		return fmt.Errorf("take addresses back: %w", err)
	}
	return nil
}
