package api

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/leasing"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// leaseView is who lives in a unit, on what terms.
type leaseView struct {
	TenancyID       id.ID         `json:"tenancy_id"`
	LeaseID         *id.ID        `json:"lease_id" nullable:"true" doc:"null where somebody lives there without terms."`
	Renters         []string      `json:"renters" nullable:"false" doc:"Names, the first renter first." example:"Ana Lopez,Sam Reed"`
	MovedIn         period.Date   `json:"moved_in_on"`
	MoveOut         *period.Date  `json:"move_out_planned_on" nullable:"true"`
	Start           *period.Date  `json:"start_date" nullable:"true"`
	End             *period.Date  `json:"end_date" nullable:"true" doc:"null is month to month."`
	MonthlyRent     *money.Amount `json:"monthly_rent" nullable:"true" example:"1210.00"`
	SecurityDeposit *money.Amount `json:"security_deposit" nullable:"true" doc:"As agreed." example:"1250.00"`
}

func viewLease(o leasing.Occupancy) leaseView {
	v := leaseView{TenancyID: o.TenancyID, MovedIn: o.MovedInOn, MoveOut: day(o.MoveOutPlannedOn), Renters: make([]string, 0, len(o.Renters))}
	for _, r := range o.Renters {
		v.Renters = append(v.Renters, r.Name.String())
	}
	if l := o.Lease; l != nil {
		v.LeaseID, v.Start, v.End, v.MonthlyRent, v.SecurityDeposit = &l.ID, day(l.Start), day(l.End), l.MonthlyRent, l.SecurityDeposit
	}
	return v
}

// TransformSchema says that what is expanded may be null, which a tag cannot say of an object.
func (unitView) TransformSchema(_ huma.Registry, s *huma.Schema) *huma.Schema {
	for _, name := range []string{"property", "address", "lease"} {
		ref := s.Properties[name]
		s.Properties[name] = &huma.Schema{AnyOf: []*huma.Schema{{Ref: ref.Ref}, {Type: "null"}}, Description: ref.Description}
	}
	return s
}

func (a *api) unitExpansions() []expansion {
	return []expansion{
		{
			name: "property", doc: "the property that it is in.", key: "property_id", action: authz.PortfolioRead,
			load: func(ctx context.Context, p tenancy.Principal, keys []id.ID) (map[id.ID]any, error) {
				found, err := a.Properties.PropertiesByID(ctx, p, keys)
				out := make(map[id.ID]any, len(found))
				for key, property := range found {
					out[key] = viewProperty(property)
				}
				return out, err
			},
		},
		{
			name: "address", doc: "the address of that property.", key: "property_id", action: authz.PortfolioRead,
			load: func(ctx context.Context, p tenancy.Principal, keys []id.ID) (map[id.ID]any, error) {
				found, err := a.Properties.PropertiesByID(ctx, p, keys)
				out := make(map[id.ID]any, len(found))
				for key, property := range found {
					if property.Address != nil {
						out[key] = viewAddress(*property.Address)
					}
				}
				return out, err
			},
		},
	}
}

// leaseExpansion is for one unit: lists tell of households in short.
func (a *api) leaseExpansion() expansion {
	return expansion{
		name: "lease", doc: "who lives there and on what terms; takes `leasing.read`.", key: "id", action: authz.LeasingRead,
		load: func(ctx context.Context, p tenancy.Principal, keys []id.ID) (map[id.ID]any, error) {
			out := make(map[id.ID]any, len(keys))
			for _, unit := range keys {
				o, lived, err := a.Leases.CurrentToday(ctx, p, unit)
				if err != nil {
					return nil, err
				}
				if lived {
					out[unit] = viewLease(o)
				}
			}
			return out, nil
		},
	}
}
