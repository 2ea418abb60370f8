package identity

import (
	"context"
	"fmt"
	"time"

	"github.com/propertyos/propertyos/internal/domain/identity/internal/identitydb"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// personScopes lists the rows that a renter, owner or vendor is about on the organization's day, once the transaction has
// entered it. Somebody whose row is gone is about none.
func personScopes(ctx context.Context, tx tenancy.SystemTx, org, user id.ID) ([]id.ID, error) {
	q := identitydb.New(tx)
	name, err := q.OrganizationZone(ctx, org)
	if err != nil {
		return nil, fmt.Errorf("time zone: %w", err)
	}
	zone, err := time.LoadLocation(name)
	if err != nil {
		zone = time.UTC
	}
	scopes, err := q.PersonScopes(ctx, period.In(tx.Now(), zone), org, user)
	if err != nil {
		return nil, fmt.Errorf("scopes of a person: %w", err)
	}
	return scopes, nil
}
