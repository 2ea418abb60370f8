package leasing

import (
	"context"
	"fmt"
	"time"

	"github.com/propertyos/propertyos/internal/domain/leasing/internal/leasingdb"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// Removal is a deletion under way: its rows are known again by ID.
type Removal struct {
	ID id.ID
	By *id.ID // nil where the program acts
	At time.Time
}

// TakeBackTx soft-deletes households that were recorded, with their leases and parties, and renters, whatever the leases'
// states: as if they had never been recorded. Whoever calls it has made sure that nothing was built upon them.
func TakeBackTx(ctx context.Context, tx tenancy.Tx, tenancies, renters []id.ID, r Removal) error {
	q, org := leasingdb.New(tx), tx.Organization()
	if _, err := q.TakeBackParties(ctx, leasingdb.TakeBackPartiesParams{
		TenantID: org, TenancyIds: tenancies, DeletedAt: r.At, DeletedBy: r.By, DeletionID: r.ID,
	}); err != nil {
		return fmt.Errorf("take parties back: %w", err)
	}
	if _, err := q.TakeBackLeases(ctx, leasingdb.TakeBackLeasesParams{
		TenantID: org, TenancyIds: tenancies, DeletedAt: r.At, DeletedBy: r.By, DeletionID: r.ID,
	}); err != nil {
		return fmt.Errorf("take leases back: %w", err)
	}
	if _, err := q.TakeBackTenancies(ctx, leasingdb.TakeBackTenanciesParams{
		TenantID: org, TenancyIds: tenancies, DeletedAt: r.At, DeletedBy: r.By, DeletionID: r.ID,
	}); err != nil {
		return fmt.Errorf("take stays back: %w", err)
	}
	if _, err := q.TakeBackRenters(ctx, leasingdb.TakeBackRentersParams{
		TenantID: org, RenterIds: renters, DeletedAt: r.At, DeletedBy: r.By, DeletionID: r.ID,
	}); err != nil {
		return fmt.Errorf("take renters back: %w", err)
	}
	return nil
}
