package leasing

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/propertyos/propertyos/internal/audit"
	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/leasing/internal/leasingdb"
	"github.com/propertyos/propertyos/internal/domain/property"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// unshown are columns whose change says nothing to a person.
var unshown = []string{
	"id", "tenant_id", "live", "deletion_id", "deleted_by", "property_id", "unit_id", "tenancy_id", "renter_id", "created_at", "updated_at",
	"version", "metadata", "signed_document_id", "late_fee_confirmed_by",
}

// LeaseHistory lists the changes of a lease, the newest first, at most 50. Errors: authz.ErrForbidden, postgres.ErrNotFound.
func (s *Service) LeaseHistory(ctx context.Context, p tenancy.Principal, lease id.ID) ([]property.Change, error) {
	g, err := authz.Require(p, authz.LeasingRead)
	if err != nil {
		return nil, err
	}
	q := leasingdb.New(g.Reader(ctx, s.db))
	place, err := q.LeasePlace(ctx, g.Organization(), lease)
	if err == nil && !g.Covers(place.PropertyID) {
		err = postgres.ErrNotFound
	}
	if err != nil {
		return nil, fmt.Errorf("history of a lease: %w", err)
	}
	rows, err := q.LeaseChanges(ctx, g.Organization(), lease)
	if err != nil {
		return nil, fmt.Errorf("history of a lease: %w", err)
	}
	s.recorder.Note(p, audit.Entry{
		Action: audit.ActionRead, EntityType: "leases", EntityIDs: []id.ID{lease}, Detail: map[string]any{"shows": "history"},
	})
	out := make([]property.Change, 0, len(rows))
	for _, r := range rows {
		change := property.Change{At: r.CreatedAt, Action: r.Action, By: cmp.Or(r.Name, r.Email)}
		if r.Action == "update" {
			for _, c := range audit.ParseChanges(r.Changes) {
				if !slices.Contains(unshown, c.Name) {
					change.Fields = append(change.Fields, property.FieldChange(c))
				}
			}
			if len(change.Fields) == 0 {
				continue
			}
		}
		out = append(out, change)
	}
	return out, nil
}
