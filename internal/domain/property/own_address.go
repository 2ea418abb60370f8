package property

import (
	"context"
	"fmt"

	"github.com/propertyos/propertyos/internal/domain/property/internal/propertydb"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// Check normalizes the address and notes what is wrong with it, each field below the pointer at.
func (in *AddressInput) Check(f *fault.Fields, at string) { in.check(f, at) }

// Input is the address as a caller would say it again.
func (a Address) Input() AddressInput { return a.input() }

// SaveAddressTx writes the address of a row of another domain, which owns it alone: a new row for its first one, the same
// row afterwards. It returns the id to keep, nil for none; what was there is then let go with DropAddressTx.
func SaveAddressTx(ctx context.Context, tx tenancy.Tx, current *id.ID, in *AddressInput) (*id.ID, error) {
	out, err := saveAddress(ctx, propertydb.New(tx), tx, current, in)
	if err != nil {
		return nil, fmt.Errorf("save address: %w", err)
	}
	return out, nil
}

// DropAddressTx soft-deletes an address that its row names no more.
func DropAddressTx(ctx context.Context, tx tenancy.Tx, address id.ID) error {
	_, err := propertydb.New(tx).DeleteAddress(ctx, propertydb.DeleteAddressParams{
		TenantID: tx.Organization(), ID: address, DeletedAt: tx.Now(), DeletedBy: actor(tx.Principal()), DeletionID: id.New(),
	})
	if err != nil {
		return fmt.Errorf("delete address: %w", err)
	}
	return nil
}
