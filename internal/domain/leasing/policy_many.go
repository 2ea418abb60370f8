package leasing

import (
	"context"
	"fmt"

	"github.com/propertyos/propertyos/internal/domain/leasing/internal/leasingdb"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// Policies are the rules of many leases at once.
type Policies struct {
	organization     []leasingdb.LeasePoliciesRow
	property, leases map[id.ID]leasingdb.LeasePoliciesRow
}

// PoliciesTx reads the rules that bear on leases of properties.
func PoliciesTx(ctx context.Context, tx tenancy.Tx, properties, leases []id.ID) (Policies, error) {
	rows, err := leasingdb.New(tx).PoliciesOfMany(ctx, tx.Organization(), properties, leases)
	if err != nil {
		return Policies{}, fmt.Errorf("policies of leases: %w", err)
	}
	out := Policies{property: map[id.ID]leasingdb.LeasePoliciesRow{}, leases: map[id.ID]leasingdb.LeasePoliciesRow{}}
	for _, many := range rows {
		r := leasingdb.LeasePoliciesRow(many)
		switch {
		case r.LeaseID != nil:
			out.leases[*r.LeaseID] = r
		case r.PropertyID != nil:
			out.property[*r.PropertyID] = r
		default:
			out.organization = append(out.organization, r)
		}
	}
	return out, nil
}

// Of is what holds for a lease of a property, whose late-fee clause was confirmed on a day (zero: it was not).
func (p Policies) Of(property, lease id.ID, confirmed period.Date) ResolvedPolicy {
	rows := append([]leasingdb.LeasePoliciesRow{}, p.organization...)
	if r, has := p.property[property]; has {
		rows = append(rows, r)
	}
	if r, has := p.leases[lease]; has {
		rows = append(rows, r)
	}
	return resolve(rows, confirmed)
}
