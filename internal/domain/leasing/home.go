package leasing

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/leasing/internal/leasingdb"
	"github.com/propertyos/propertyos/internal/domain/property"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// Home is where a renter lives, or will live, on which terms and with whom.
type Home struct {
	LeaseID, UnitID id.ID
	Number          string            // of the unit; empty where it is the whole property
	UnitType        string            // studio, two_bedroom, …
	Address         *property.Address // nil where the property has none
	MovedInOn       period.Date       // zero: not yet
	Start           period.Date
	End             period.Date   // zero for month to month
	MonthlyRent     *money.Amount // nil where none is agreed
	Status          string
	People          []HomePerson // the one who signed first comes first
}

// HomePerson is somebody on the lease of a home.
type HomePerson struct {
	Name string `json:"name"`
	Role string `json:"role"` // RoleRenter, RoleOccupant or RoleGuarantor
}

// Homes lists the homes of the renter who asks, the newest lease first. Errors: authz.ErrForbidden.
func (s *Service) Homes(ctx context.Context, p tenancy.Principal) ([]Home, error) {
	g, err := authz.Require(p, authz.PortalRead)
	if err != nil {
		return nil, err
	}
	rows, err := leasingdb.New(g.Reader(ctx, s.db)).Homes(ctx, g.Organization(), s.db.Clock().Now(), g.OwnFilter())
	if err != nil {
		return nil, fmt.Errorf("list homes: %w", err)
	}
	out := make([]Home, 0, len(rows))
	for _, r := range rows {
		h := Home{
			LeaseID: r.LeaseID, UnitID: r.UnitID, Number: r.Number, UnitType: r.Type, MovedInOn: r.MovedInOn,
			Start: r.StartDate, End: r.EndDate, MonthlyRent: r.MonthlyRent, Status: r.Status,
		}
		if r.AddressID != nil {
			h.Address = &property.Address{
				ID: *r.AddressID, Street1: r.Street1, Street2: r.Street2, City: r.City, State: r.State, ZipCode: r.ZipCode, Country: r.Country,
			}
		}
		if err := json.Unmarshal(r.People, &h.People); err != nil {
			return nil, fmt.Errorf("people of a home: %w", err)
		}
		out = append(out, h)
	}
	return out, nil
}
