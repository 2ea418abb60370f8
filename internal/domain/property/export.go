package property

import (
	"context"
	"slices"

	"github.com/propertyos/propertyos/internal/audit"
	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/export"
	"github.com/propertyos/propertyos/internal/kernel/page"
	"github.com/propertyos/propertyos/internal/platform/sheet"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// Exports gives lists out as files. Each is recorded before its first byte.
type Exports struct {
	service  *Service
	recorder audit.Recorder
}

// NewExports makes them over the lists of a service.
func NewExports(s *Service, recorder audit.Recorder) *Exports {
	return &Exports{service: s, recorder: recorder}
}

// unitColumns are what a file of units can hold; those that tell of households are marked.
var unitColumns = []struct {
	sheet.Column[Unit]
	household bool
}{
	{unitColumn("property_name", "Property", func(u Unit) any { return u.PropertyName }), false},
	{unitColumn("number", "Unit", func(u Unit) any { return u.Number }), false},
	{unitColumn("status", "Status", func(u Unit) any { return u.Status }), false},
	{unitColumn("type", "Type", func(u Unit) any { return u.Type }), false},
	{unitColumn("bedrooms", "Bedrooms", func(u Unit) any { return u.Bedrooms }), false},
	{unitColumn("bathrooms", "Bathrooms", func(u Unit) any { return u.Bathrooms }), false},
	{unitColumn("square_feet", "Square feet", func(u Unit) any { return u.SquareFeet }), false},
	{unitColumn("floor", "Floor", func(u Unit) any { return u.Floor }), false},
	{unitColumn("base_rent", "Market rent", func(u Unit) any { return u.BaseRent }), false},
	{unitColumn("deposit", "Deposit asked", func(u Unit) any { return u.Deposit }), false},
	{unitColumn("renters", "Renters", ofHousehold(func(h Household) any { return h.Renters })), true},
	{unitColumn("monthly_rent", "Rent", ofHousehold(func(h Household) any { return h.MonthlyRent })), true},
	{unitColumn("lease_end", "Lease ends", ofHousehold(func(h Household) any { return h.LeaseEnd })), true},
	{unitColumn("past_due", "Past due", ofHousehold(func(h Household) any { return h.PastDue })), true},
	{unitColumn("deposit_held", "Deposit held", ofHousehold(func(h Household) any { return h.DepositHeld })), true},
	{unitColumn("id", "Id", func(u Unit) any { return u.ID }), false},
	{unitColumn("property_id", "Property id", func(u Unit) any { return u.PropertyID }), false},
}

func unitColumn(name, heading string, value func(Unit) any) sheet.Column[Unit] {
	return sheet.Column[Unit]{Name: name, Heading: heading, Value: value}
}

func ofHousehold(value func(Household) any) func(Unit) any {
	return func(u Unit) any {
		if u.Household == nil {
			return nil
		}
		return value(*u.Household)
	}
}

var propertyColumns = []sheet.Column[Property]{
	{Name: "name", Heading: "Property", Value: func(p Property) any { return p.Name }},
	{Name: "type", Heading: "Type", Value: func(p Property) any { return p.Type }},
	{Name: "status", Heading: "Status", Value: func(p Property) any { return p.Status }},
	{Name: "street1", Heading: "Street", Value: ofAddress(func(a Address) any { return a.Street1 })},
	{Name: "city", Heading: "City", Value: ofAddress(func(a Address) any { return a.City })},
	{Name: "state", Heading: "State", Value: ofAddress(func(a Address) any { return deref(a.State) })},
	{Name: "zip_code", Heading: "ZIP code", Value: ofAddress(func(a Address) any { return deref(a.ZipCode) })},
	{Name: "units", Heading: "Units", Value: func(p Property) any { return p.Units }},
	{Name: "occupied", Heading: "Occupied", Value: func(p Property) any { return p.Occupied }},
	{Name: "vacant", Heading: "Vacant", Value: func(p Property) any { return p.Vacant }},
	{Name: "down", Heading: "Down", Value: func(p Property) any { return p.Down }},
	{Name: "market_rent", Heading: "Market rent", Value: func(p Property) any { return p.MarketRent }},
	{Name: "monthly_rent", Heading: "Rent", Value: func(p Property) any { return p.MonthlyRent }},
	{Name: "year_built", Heading: "Year built", Value: func(p Property) any { return p.YearBuilt }},
	{Name: "square_feet", Heading: "Square feet", Value: func(p Property) any { return p.SquareFeet }},
	{Name: "id", Heading: "Id", Value: func(p Property) any { return p.ID }},
}

func ofAddress(value func(Address) any) func(Property) any {
	return func(p Property) any {
		if p.Address == nil {
			return nil
		}
		return value(*p.Address)
	}
}

// UnitColumns lists the names of the columns of a file of units.
func UnitColumns() []string {
	names := make([]string, 0, len(unitColumns))
	for _, c := range unitColumns {
		names = append(names, c.Name)
	}
	return names
}

// PropertyColumns lists the names of the columns of a file of properties.
func PropertyColumns() []string { return export.Names(propertyColumns) }

// Units gives out what Service.Units lists, all pages of it. Errors: those of the list, Invalid for format and columns,
// and authz.ErrForbidden where a column tells of households to somebody who may not know of them.
func (e *Exports) Units(ctx context.Context, p tenancy.Principal, f UnitFilter, in export.Input) (export.File, error) {
	leasing := authz.Allowed(p, authz.LeasingRead)
	columns := make([]sheet.Column[Unit], 0, len(unitColumns))
	for _, c := range unitColumns {
		switch {
		case leasing || !c.household:
			columns = append(columns, c.Column)
		case slices.Contains(in.Columns, c.Name):
			return export.File{}, authz.ErrForbidden
		}
	}
	detail := map[string]any{
		"q": f.Query, "status": f.Statuses, "form": f.Form, "bedrooms": f.Bedrooms, "having": f.Having, "deleted": f.Deleted,
		"property_id": f.PropertyID.String(),
	}
	return export.List[Unit]{
		Table: "units", Columns: columns, Detail: detail, Recorder: e.recorder, Now: e.service.db.Clock().Now(),
		Read: func(r page.Request) ([]Unit, page.Page, error) { return e.service.Units(ctx, p, f, r) },
	}.Make(ctx, p, in)
}

// Properties is Units for properties.
func (e *Exports) Properties(ctx context.Context, p tenancy.Principal, f PropertyFilter, in export.Input) (export.File, error) {
	detail := map[string]any{"q": f.Query, "type": f.Type, "status": f.Status, "deleted": f.Deleted}
	return export.List[Property]{
		Table: "properties", Columns: propertyColumns, Detail: detail, Recorder: e.recorder, Now: e.service.db.Clock().Now(),
		Read: func(r page.Request) ([]Property, page.Page, error) { return e.service.Properties(ctx, p, f, r) },
	}.Make(ctx, p, in)
}
