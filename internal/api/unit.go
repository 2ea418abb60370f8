package api

import (
	"context"
	"net/http"
	"time"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/property"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/period"
)

type unitView struct {
	ID           id.ID          `json:"id" example:"0197c4a2-7b1e-7c3a-9f52-3d8e6b2a4c10"`
	PropertyID   id.ID          `json:"property_id" example:"0197c4a2-7b1e-7c3a-9f52-3d8e6b2a4c10"`
	PropertyName string         `json:"property_name" example:"Maple Court"`
	Number       string         `json:"number" doc:"Empty where the unit is the whole property." example:"12B"`
	Form         string         `json:"form" enum:"apartment,house,townhouse,duplex,commercial_space,garage,storage,other"`
	Type         string         `json:"type" doc:"Follows from form and bedrooms." example:"2br"`
	Floor        *int32         `json:"floor" example:"2"`
	SquareFeet   *int32         `json:"square_feet" example:"860"`
	Bedrooms     *int32         `json:"bedrooms" example:"2"`
	Bathrooms    *money.Amount  `json:"bathrooms" nullable:"true" doc:"A decimal string; halves are common." example:"1.50"`
	BaseRent     money.Amount   `json:"base_rent" doc:"Market rent, monthly." example:"1250.00"`
	Deposit      *money.Amount  `json:"deposit" nullable:"true" doc:"The deposit that is asked for." example:"1250.00"`
	Amenities    []string       `json:"amenities" nullable:"false" example:"balcony,dishwasher"`
	Status       string         `json:"status" enum:"vacant,occupied,notice,down,reserved,model"`
	NonRevenue   bool           `json:"non_revenue" doc:"Let without rent, such as to an employee."`
	Household    *householdView `json:"household,omitempty" doc:"In lists only: who lives there. Absent where nobody is in possession."`
	Property     *propertyView  `json:"property,omitempty" doc:"With expand=property."`
	Address      *addressView   `json:"address,omitempty" doc:"With expand=address: that of its property."`
	Lease        *leaseView     `json:"lease,omitempty" doc:"With expand=lease, for one unit: null where nobody is in possession."`
	Version      int32          `json:"version" doc:"Goes up with every change; the ETag is this in quotes." example:"7"`
	CreatedAt    time.Time      `json:"created_at"`
	UpdatedAt    time.Time      `json:"updated_at"`
	DeletedAt    *time.Time     `json:"deleted_at" doc:"When it was deleted; null while it lives."`
}

type householdView struct {
	Renters     string       `json:"renters" doc:"Names, the first renter first." example:"Ana Lopez, Sam Reed"`
	MonthlyRent money.Amount `json:"monthly_rent" example:"1210.00"`
	LeaseEnd    *period.Date `json:"lease_end" nullable:"true" doc:"null is month to month." example:"2027-03-31"`
	PastDue     money.Amount `json:"past_due" example:"0.00"`
	DepositHeld money.Amount `json:"deposit_held" example:"1250.00"`
}

func viewUnit(u property.Unit) unitView {
	v := unitView{
		ID: u.ID, PropertyID: u.PropertyID, PropertyName: u.PropertyName, Number: u.Number, Form: u.Form, Type: u.Type,
		Floor: u.Floor, SquareFeet: u.SquareFeet, Bedrooms: u.Bedrooms, Bathrooms: u.Bathrooms, BaseRent: u.BaseRent,
		Deposit: u.Deposit, Amenities: u.Amenities, Status: u.Status, NonRevenue: u.NonRevenue, Version: u.Version,
		CreatedAt: u.CreatedAt.UTC(), UpdatedAt: u.UpdatedAt.UTC(), DeletedAt: utc(u.DeletedAt),
	}
	if h := u.Household; h != nil {
		v.Household = &householdView{Renters: h.Renters, MonthlyRent: h.MonthlyRent, LeaseEnd: day(h.LeaseEnd), PastDue: h.PastDue, DepositHeld: h.DepositHeld}
	}
	return v
}

// day is the date, nil for none.
func day(d period.Date) *period.Date {
	if d.IsZero() {
		return nil
	}
	return &d
}

type unitBody struct {
	Number     opt[string]        `json:"number" maxLength:"50" doc:"Unique in its property; empty where the unit is the whole property." example:"12B"`
	Form       opt[string]        `json:"form" enum:"apartment,house,townhouse,duplex,commercial_space,garage,storage,other" doc:"A new unit is an apartment unless you say otherwise."`
	Floor      opt[*int32]        `json:"floor" minimum:"-20" maximum:"300" example:"2"`
	SquareFeet opt[*int32]        `json:"square_feet" minimum:"0" maximum:"10000000" example:"860"`
	Bedrooms   opt[*int32]        `json:"bedrooms" minimum:"0" maximum:"50" example:"2"`
	Bathrooms  opt[*money.Amount] `json:"bathrooms" doc:"0 to 50: a decimal string with at most one place." example:"1.5"`
	BaseRent   opt[money.Amount]  `json:"base_rent" doc:"Market rent, monthly: a decimal string with at most two places." example:"1250.00"`
	Deposit    opt[*money.Amount] `json:"deposit" doc:"A decimal string with at most two places." example:"1250.00"`
	Amenities  opt[[]string]      `json:"amenities" maxItems:"100" maxLength:"100" doc:"Replaces the list; null empties it." example:"balcony,dishwasher"`
	Status     opt[string]        `json:"status" enum:"vacant,occupied,notice,down,reserved,model" doc:"A new unit is vacant unless you say otherwise."`
	NonRevenue opt[bool]          `json:"non_revenue" doc:"Let without rent, such as to an employee."`
}

func (b unitBody) apply(in *property.UnitInput) {
	b.Number.set(&in.Number)
	b.Form.set(&in.Form)
	b.Floor.set(&in.Floor)
	b.SquareFeet.set(&in.SquareFeet)
	b.Bedrooms.set(&in.Bedrooms)
	b.Bathrooms.set(&in.Bathrooms)
	b.BaseRent.set(&in.BaseRent)
	b.Deposit.set(&in.Deposit)
	b.Amenities.set(&in.Amenities)
	b.Status.set(&in.Status)
	b.NonRevenue.set(&in.NonRevenue)
}

func (a *api) unitOperations() []operation {
	const tag, list, one = "Units", "/v1/units", "/v1/units/{id}"
	return []operation{
		{
			id: "list-units", method: http.MethodGet, needs: authz.PortfolioRead, path: list, tag: tag, summary: "List units",
			doc:    "The units that you may see, each with the household that lives there.",
			query:  pageParams(property.UnitSorts, unitFilters()...),
			result: pageView[unitView]{}, expand: a.unitExpansions(), handle: a.listUnits,
		},
		{
			id: "create-unit", method: http.MethodPost, needs: authz.PortfolioWrite, path: "/v1/properties/{id}/units", tag: tag, summary: "Create a unit",
			doc:  "Adds a unit to the property in the path.",
			body: &unitBody{}, create: []string{}, status: http.StatusCreated,
			example: map[string]any{"number": "12B", "bedrooms": 2, "bathrooms": "1.5", "base_rent": "1250.00"},
			result:  unitView{}, versioned: true, repeatable: true, codes: []string{"unit_number_taken", "parent_deleted", "plan_limit_reached"}, handle: a.createUnit,
		},
		{
			id: "get-unit", method: http.MethodGet, needs: authz.PortfolioRead, path: one, tag: tag, summary: "Read a unit",
			query: oneParams, result: unitView{}, versioned: true, expand: append(a.unitExpansions(), a.leaseExpansion()), handle: a.getUnit,
		},
		{
			id: "update-unit", method: http.MethodPatch, needs: authz.PortfolioWrite, path: one, tag: tag, summary: "Change a unit",
			doc:  "Absent fields stay; null clears.",
			body: &unitBody{}, example: map[string]any{"base_rent": "1295.00"}, result: unitView{}, versioned: true,
			conditional: true, codes: []string{"unit_number_taken"}, handle: a.updateUnit,
		},
		{
			id: "delete-unit", method: http.MethodDelete, needs: authz.PortfolioWrite, path: one, tag: tag, summary: "Delete a unit",
			doc:    "Takes its ended leases, drafts and documents along. Refused while a lease of it is pending or in force.",
			status: http.StatusNoContent, conditional: true, codes: []string{"leases_in_force", "in_use"}, handle: a.deleteUnit,
		},
		{
			id: "restore-unit", method: http.MethodPost, needs: authz.PortfolioWrite, path: one + "/restore", tag: tag, summary: "Restore a unit",
			doc:    "Brings a deleted unit back with everything that its deletion took. One that is not deleted stays as it is.",
			result: unitView{}, versioned: true, codes: []string{"unit_number_taken", "deleted_with_property", "plan_limit_reached"}, handle: a.restoreUnit,
		},
	}
}

func answerUnit(v property.Unit, err error) (reply, error) {
	return reply{body: viewUnit(v), version: v.Version}, err
}

func (a *api) listUnits(ctx context.Context, c *call) (reply, error) {
	f, err := c.unitFilter()
	if err != nil {
		return reply{}, err
	}
	rows, around, err := a.Properties.Units(ctx, c.principal, f, c.page())
	return reply{body: viewPage(rows, around, viewUnit)}, err
}

func (a *api) createUnit(ctx context.Context, c *call) (reply, error) {
	var b unitBody
	if err := c.read(&b); err != nil {
		return reply{}, err
	}
	// The property is part of what is asked for, though it is not in the body.
	key, err := c.key("unit.create " + c.id().String())
	if err != nil {
		return reply{}, err
	}
	var in property.UnitInput
	b.apply(&in)
	v, err := a.Properties.CreateUnit(ctx, c.principal, key, c.id(), in)
	out, err := answerUnit(v, err)
	out.location = "/v1/units/" + v.ID.String()
	return out, err
}

func (a *api) getUnit(ctx context.Context, c *call) (reply, error) {
	return answerUnit(a.Properties.Unit(ctx, c.principal, c.id(), c.query.deleted()))
}

func (a *api) updateUnit(ctx context.Context, c *call) (reply, error) {
	var b unitBody
	version, err := c.readChange(&b)
	if err != nil {
		return reply{}, err
	}
	return answerUnit(a.Properties.UpdateUnit(ctx, c.principal, c.id(), version, b.apply))
}

func (a *api) deleteUnit(ctx context.Context, c *call) (reply, error) {
	version, err := c.version()
	if err != nil {
		return reply{}, err
	}
	_, err = a.Properties.DeleteUnit(ctx, c.principal, c.id(), version)
	return reply{}, err
}

func (a *api) restoreUnit(ctx context.Context, c *call) (reply, error) {
	return answerUnit(a.Properties.RestoreUnit(ctx, c.principal, c.id()))
}

// unitFilters are the parameters that narrow a list of units.
func unitFilters() []param {
	return append([]param{
		textParam("q", "Only those with this text in the number, the property's name or a renter's name.", 200),
		formatParam("property_id", "Only the units of this property.", "uuid"),
		choicesParam("status", "Only these statuses; repeat the parameter for several.", property.UnitStatuses),
		choiceParam("form", "Only this form.", property.UnitForms), numberParam("bedrooms", "Only with so many bedrooms.", 0, 50),
		choiceParam("having", "Only where the household has something past due, a deposit, a lease, or a lease that ends within 90 days.", property.Havings),
		deletedParam("The deleted ones instead."),
	}, whereParams()...)
}

func (c *call) unitFilter() (property.UnitFilter, error) {
	q := c.query
	w, err := c.where()
	return property.UnitFilter{
		Query: q.text("q"), PropertyID: q.id("property_id"), Statuses: q.texts("status"), Form: q.text("form"),
		Bedrooms: q.number("bedrooms"), Having: q.text("having"), Deleted: q.deleted(), Where: w,
	}, err
}
