package leasing

import (
	"context"

	"github.com/propertyos/propertyos/internal/domain/export"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/page"
	"github.com/propertyos/propertyos/internal/platform/sheet"
	"github.com/propertyos/propertyos/internal/tenancy"
)

var leaseColumns = []sheet.Column[LeaseRow]{
	{Name: "property_name", Heading: "Property", Value: func(l LeaseRow) any { return l.PropertyName }},
	{Name: "unit_number", Heading: "Unit", Value: func(l LeaseRow) any { return l.Number }},
	{Name: "renters", Heading: "Renters", Value: func(l LeaseRow) any { return l.Renters }},
	{Name: "status", Heading: "Status", Value: func(l LeaseRow) any { return l.Status }},
	{Name: "start_date", Heading: "First day", Value: func(l LeaseRow) any { return l.Start }},
	{Name: "end_date", Heading: "Last day", Value: func(l LeaseRow) any { return l.End }},
	{Name: "monthly_rent", Heading: "Rent", Value: func(l LeaseRow) any { return l.MonthlyRent }},
	{Name: "holdover", Heading: "Holdover", Value: func(l LeaseRow) any { return l.Holdover }},
	{Name: "moved_in_on", Heading: "Moved in", Value: func(l LeaseRow) any { return l.MovedInOn }},
	{Name: "moved_out_on", Heading: "Moved out", Value: func(l LeaseRow) any { return l.MovedOutOn }},
	{Name: "id", Heading: "Id", Value: func(l LeaseRow) any { return l.ID }},
	{Name: "tenancy_id", Heading: "Tenancy id", Value: func(l LeaseRow) any { return l.TenancyID }},
	{Name: "unit_id", Heading: "Unit id", Value: func(l LeaseRow) any { return l.UnitID }},
	{Name: "property_id", Heading: "Property id", Value: func(l LeaseRow) any { return l.PropertyID }},
}

var stayColumns = []sheet.Column[Stay]{
	{Name: "property_name", Heading: "Property", Value: func(s Stay) any { return s.PropertyName }},
	{Name: "unit_number", Heading: "Unit", Value: func(s Stay) any { return s.Number }},
	{Name: "renter", Heading: "Renter", Value: func(s Stay) any { return s.Renter }},
	{Name: "status", Heading: "Status", Value: func(s Stay) any { return s.Status }},
	{Name: "holdover", Heading: "Holdover", Value: func(s Stay) any { return s.Holdover }},
	{Name: "moved_in_on", Heading: "Moved in", Value: func(s Stay) any { return s.MovedInOn }},
	{Name: "notice_given_on", Heading: "Notice given", Value: func(s Stay) any { return s.NoticeGivenOn }},
	{Name: "move_out_planned_on", Heading: "Leaves", Value: func(s Stay) any { return s.MoveOutPlannedOn }},
	{Name: "moved_out_on", Heading: "Moved out", Value: func(s Stay) any { return s.MovedOutOn }},
	{Name: "lease_end", Heading: "Lease ends", Value: func(s Stay) any { return s.LeaseEnd }},
	{Name: "monthly_rent", Heading: "Rent", Value: func(s Stay) any { return s.MonthlyRent }},
	{Name: "id", Heading: "Id", Value: func(s Stay) any { return s.ID }},
	{Name: "unit_id", Heading: "Unit id", Value: func(s Stay) any { return s.UnitID }},
	{Name: "property_id", Heading: "Property id", Value: func(s Stay) any { return s.PropertyID }},
}

var renterColumns = []sheet.Column[RenterProfile]{
	{Name: "name", Heading: "Renter", Value: func(r RenterProfile) any { return r.Name.String() }},
	{Name: "kind", Heading: "Kind", Value: func(r RenterProfile) any { return r.Kind }},
	{Name: "email", Heading: "E-mail", Value: func(r RenterProfile) any { return r.Email }},
	{Name: "phone", Heading: "Phone", Value: func(r RenterProfile) any { return r.Phone }},
	{Name: "property_name", Heading: "Property", Value: ofHome(func(h RenterHome) any { return h.Property })},
	{Name: "unit_number", Heading: "Unit", Value: ofHome(func(h RenterHome) any { return h.Number })},
	{Name: "signs_in", Heading: "Signs in", Value: func(r RenterProfile) any { return r.SignsIn }},
	{Name: "id", Heading: "Id", Value: func(r RenterProfile) any { return r.ID }},
}

func ofHome(value func(RenterHome) any) func(RenterProfile) any {
	return func(r RenterProfile) any {
		if r.Home == nil {
			return nil
		}
		return value(*r.Home)
	}
}

// LeaseColumns lists the names of the columns of a file of leases.
func LeaseColumns() []string { return export.Names(leaseColumns) }

// StayColumns is LeaseColumns for tenancies.
func StayColumns() []string { return export.Names(stayColumns) }

// RenterColumns is LeaseColumns for renters.
func RenterColumns() []string { return export.Names(renterColumns) }

// named is an id of a filter as the audit log keeps it; "" where it does not narrow.
func named(v id.ID) string {
	if v == id.Nil {
		return ""
	}
	return v.String()
}

// ExportLeases gives out what Leases lists, all pages of it. Errors: those of the list, Invalid for format and columns.
func (s *Service) ExportLeases(ctx context.Context, p tenancy.Principal, f LeaseFilter, in export.Input) (export.File, error) {
	return export.List[LeaseRow]{
		Table: "leases", Columns: leaseColumns, Recorder: s.recorder, Now: s.db.Clock().Now(),
		Detail: map[string]any{
			"q": f.Query, "status": f.Statuses, "property_id": named(f.PropertyID), "unit_id": named(f.UnitID), "renter_id": named(f.RenterID),
			"tenancy_id": named(f.Tenancy), "ends_from": f.EndsFrom, "ends_to": f.EndsTo, "month_to_month": f.MonthToMonth, "holdover": f.Holdover,
		},
		Read: func(r page.Request) ([]LeaseRow, page.Page, error) { return s.Leases(ctx, p, f, r) },
	}.Make(ctx, p, in)
}

// ExportStays is ExportLeases for tenancies.
func (s *Service) ExportStays(ctx context.Context, p tenancy.Principal, f StayFilter, in export.Input) (export.File, error) {
	return export.List[Stay]{
		Table: "tenancies", Columns: stayColumns, Recorder: s.recorder, Now: s.db.Clock().Now(),
		Detail: map[string]any{"q": f.Query, "state": f.State, "days": f.Days, "property_id": named(f.PropertyID), "unit_id": named(f.UnitID)},
		Read:   func(r page.Request) ([]Stay, page.Page, error) { return s.Stays(ctx, p, f, r) },
	}.Make(ctx, p, in)
}

// Export gives out what List lists, all pages of it. Errors: those of the list, Invalid for format and columns.
func (s *Renters) Export(ctx context.Context, p tenancy.Principal, f RenterFilter, in export.Input) (export.File, error) {
	return export.List[RenterProfile]{
		Table: "tenants", Name: "renters", Columns: renterColumns, Recorder: s.recorder, Now: s.db.Clock().Now(),
		Detail: map[string]any{"q": f.Query, "kind": f.Kind, "leased": f.Leased, "property_id": named(f.Property), "deleted": f.Deleted},
		Read:   func(r page.Request) ([]RenterProfile, page.Page, error) { return s.List(ctx, p, f, r) },
	}.Make(ctx, p, in)
}
