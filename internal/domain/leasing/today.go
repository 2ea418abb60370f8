package leasing

import (
	"context"
	"errors"
	"fmt"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/leasing/internal/leasingdb"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// CurrentToday is Current for the day that it is in the organization's time zone.
func (s *Service) CurrentToday(ctx context.Context, p tenancy.Principal, unit id.ID) (Occupancy, bool, error) {
	g, err := authz.Require(p, authz.LeasingRead)
	if err != nil {
		return Occupancy{}, false, err
	}
	var o Occupancy
	err = g.InReadTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) error {
		q := leasingdb.New(tx)
		today, err := q.Today(ctx, tx.Now(), g.Organization())
		if err != nil {
			return err
		}
		o, err = current(ctx, q, g, unit, today)
		return err
	})
	if errors.Is(err, errVacant) {
		return Occupancy{}, false, nil
	}
	if err != nil {
		return Occupancy{}, false, fmt.Errorf("who is in the unit: %w", err)
	}
	return o, true, nil
}
