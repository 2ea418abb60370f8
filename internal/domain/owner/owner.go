// Package owner knows the owners, and who owns how much of which property from when to when.
package owner

import (
	"context"
	"fmt"

	"github.com/propertyos/propertyos/internal/audit"
	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/owner/internal/ownerdb"
	"github.com/propertyos/propertyos/internal/domain/property"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/platform/crypt"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// Service is the use cases of ownership.
type Service struct {
	db       *tenancy.DB
	keys     *crypt.Keyring // nil: tax ids can be neither kept nor shown
	recorder audit.Recorder
}

// New returns the service.
func New(db *tenancy.DB) *Service { return &Service{db: db, recorder: audit.Nobody{}} }

// WithAudit makes the service tell a recorder of what it shows of people, and returns it.
func (s *Service) WithAudit(r audit.Recorder) *Service {
	s.recorder = r
	return s
}

// UseKeys gives the service the keys that tax ids are sealed with.
func (s *Service) UseKeys(k *crypt.Keyring) { s.keys = k }

// Holding is a property of which somebody owns a share today.
type Holding struct {
	PropertyID      id.ID
	Name, Type      string
	Address         *property.Address // nil where the property has none
	Share           money.Amount      // percent, above 0 and at most 100
	Units, Occupied int64             // on notice is occupied
}

// Holdings lists the properties of the owner who asks, by name. Errors: authz.ErrForbidden.
func (s *Service) Holdings(ctx context.Context, p tenancy.Principal) ([]Holding, error) {
	g, err := authz.Require(p, authz.PortalRead)
	if err != nil {
		return nil, err
	}
	rows, err := ownerdb.New(g.Reader(ctx, s.db)).Holdings(ctx, g.Organization(), s.db.Clock().Now(), g.OwnFilter())
	if err != nil {
		return nil, fmt.Errorf("list holdings: %w", err)
	}
	out := make([]Holding, 0, len(rows))
	for _, r := range rows {
		h := Holding{PropertyID: r.ID, Name: r.Name, Type: r.Type, Share: r.Share, Units: r.Units, Occupied: r.Occupied}
		if r.AddressID != nil {
			h.Address = &property.Address{
				ID: *r.AddressID, Street1: r.Street1, Street2: r.Street2, City: r.City, State: r.State, ZipCode: r.ZipCode, Country: r.Country,
			}
		}
		out = append(out, h)
	}
	return out, nil
}
