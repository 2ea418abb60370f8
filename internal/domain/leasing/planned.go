package leasing

import (
	"context"
	"fmt"

	"github.com/propertyos/propertyos/internal/domain/leasing/internal/leasingdb"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// Planned is a household that has not left its unit, with one of its leases that is a draft, in force or to come. A
// household without such a lease has one Planned whose Status is "".
type Planned struct {
	UnitID, TenancyID id.ID
	InPossession      bool
	MovedInOn         period.Date // zero where the household is still to come
	Start, End        period.Date // of the lease; zero End: month to month
	Status            string      // of the lease
	Renter            Name        // the primary one
}

// Overlaps reports whether the lease takes up a day from start to end (zero: without end) of its unit. A draft takes up
// none, and neither does a household without a lease.
func (p Planned) Overlaps(start, end period.Date) bool {
	if p.Status == "" || p.Status == StatusDraft {
		return false
	}
	return (end.IsZero() || !p.Start.After(end)) && (p.End.IsZero() || !start.After(p.End))
}

// PlannedTx lists the households of units that have not left, by unit and start of lease.
func PlannedTx(ctx context.Context, tx tenancy.Tx, units []id.ID) ([]Planned, error) {
	found, err := leasingdb.New(tx).PlannedLeases(ctx, tx.Organization(), units)
	if err != nil {
		return nil, fmt.Errorf("list planned leases: %w", err)
	}
	list := make([]Planned, 0, len(found))
	for _, r := range found {
		list = append(list, Planned{
			UnitID: r.UnitID, TenancyID: r.TenancyID, InPossession: r.InPossession,
			MovedInOn: r.MovedInOn, Start: r.StartDate, End: r.EndDate, Status: r.Status,
			Renter: Name{First: r.FirstName, Last: r.LastName, Company: r.CompanyName},
		})
	}
	return list, nil
}
