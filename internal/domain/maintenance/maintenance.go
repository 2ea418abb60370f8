// Package maintenance knows what has to be repaired, and by whom.
package maintenance

import (
	"context"
	"fmt"
	"time"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/maintenance/internal/maintenancedb"
	"github.com/propertyos/propertyos/internal/domain/property"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// Service answers questions about repairs.
type Service struct{ db *tenancy.DB }

// New returns the service.
func New(db *tenancy.DB) *Service { return &Service{db: db} }

// Work is an open work order, as the vendor who does it sees it.
type Work struct {
	ID           id.ID
	Title        string
	Instructions string // "" for none
	Priority     string // emergency, high, medium or low
	Status       string
	From, To     *time.Time // when it is to be done; nil where that is open
	Unit         string     // the unit's number; "" where it is for the property as a whole
	Address      *property.Address
}

// OpenWork lists the open work orders of the vendor who asks, the most urgent first. Errors: authz.ErrForbidden.
func (s *Service) OpenWork(ctx context.Context, p tenancy.Principal) ([]Work, error) {
	g, err := authz.Require(p, authz.PortalRead)
	if err != nil {
		return nil, err
	}
	rows, err := maintenancedb.New(g.Reader(ctx, s.db)).OpenWork(ctx, g.Organization(), g.OwnFilter())
	if err != nil {
		return nil, fmt.Errorf("list work orders: %w", err)
	}
	out := make([]Work, 0, len(rows))
	for _, r := range rows {
		w := Work{
			ID: r.ID, Title: r.Title, Instructions: r.Instructions, Priority: r.Priority, Status: r.Status,
			From: r.ScheduledFrom, To: r.ScheduledTo, Unit: r.Unit,
		}
		if r.AddressID != nil {
			w.Address = &property.Address{
				ID: *r.AddressID, Street1: r.Street1, Street2: r.Street2, City: r.City, State: r.State, ZipCode: r.ZipCode, Country: r.Country,
			}
		}
		out = append(out, w)
	}
	return out, nil
}
