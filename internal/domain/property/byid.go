package property

import (
	"context"
	"fmt"
	"slices"

	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/page"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// PropertiesByID returns those of the properties that p may see, deleted ones too.
func (s *Service) PropertiesByID(ctx context.Context, p tenancy.Principal, ids []id.ID) (map[id.ID]Property, error) {
	out := make(map[id.ID]Property, len(ids))
	for part := range slices.Chunk(ids, page.MaxLimit) {
		for _, deleted := range []bool{false, true} {
			part = slices.DeleteFunc(slices.Clone(part), func(v id.ID) bool { _, found := out[v]; return found })
			if len(part) == 0 {
				break
			}
			rows, _, err := s.Properties(ctx, p, PropertyFilter{Deleted: deleted, only: part}, page.Request{Limit: page.MaxLimit})
			if err != nil {
				return nil, fmt.Errorf("properties by id: %w", err)
			}
			for _, row := range rows {
				out[row.ID] = row
			}
		}
	}
	return out, nil
}
