package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/property"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
)

type propertyView struct {
	ID            id.ID         `json:"id" example:"0197c4a2-7b1e-7c3a-9f52-3d8e6b2a4c10"`
	Name          string        `json:"name" example:"Maple Court"`
	Type          string        `json:"type" enum:"residential,commercial,mixed_use,industrial,land"`
	Status        string        `json:"status" enum:"active,inactive,sold"`
	Address       *addressView  `json:"address" doc:"Its own address; null where none is known."`
	YearBuilt     *int32        `json:"year_built" example:"1987"`
	SquareFeet    *int32        `json:"square_feet" example:"48000"`
	LotSize       *money.Amount `json:"lot_size" nullable:"true" doc:"Acres, with two decimal places." example:"1.75"`
	ParkingSpaces *int32        `json:"parking_spaces" example:"60"`
	TimeZone      *string       `json:"time_zone" doc:"IANA name; null means the organization's." example:"America/Chicago"`
	Amenities     []string      `json:"amenities" nullable:"false" example:"pool,laundry"`
	Units         int64         `json:"units" doc:"Its living units." example:"48"`
	Occupied      int64         `json:"occupied" doc:"Units that are occupied or on notice." example:"44"`
	Vacant        int64         `json:"vacant" doc:"Units that are vacant or reserved." example:"3"`
	Down          int64         `json:"down" doc:"Units that are down or models." example:"1"`
	MarketRent    money.Amount  `json:"market_rent" doc:"The sum of its units' market rents, monthly." example:"62400.00"`
	MonthlyRent   money.Amount  `json:"monthly_rent" doc:"The sum of the rents of its leases in force." example:"58110.00"`
	Version       int32         `json:"version" doc:"Goes up with every change; the ETag is this in quotes." example:"7"`
	CreatedAt     time.Time     `json:"created_at"`
	UpdatedAt     time.Time     `json:"updated_at"`
	DeletedAt     *time.Time    `json:"deleted_at" doc:"When it was deleted; null while it lives."`
}

// TransformSchema says that the address may be null, which a tag cannot say of an object.
func (propertyView) TransformSchema(_ huma.Registry, s *huma.Schema) *huma.Schema {
	ref := s.Properties["address"]
	s.Properties["address"] = &huma.Schema{AnyOf: []*huma.Schema{{Ref: ref.Ref}, {Type: "null"}}, Description: ref.Description}
	return s
}

func viewProperty(p property.Property) propertyView {
	v := propertyView{
		ID: p.ID, Name: p.Name, Type: p.Type, Status: p.Status, YearBuilt: p.YearBuilt, SquareFeet: p.SquareFeet,
		LotSize: p.LotSize, ParkingSpaces: p.ParkingSpaces, TimeZone: p.TimeZone, Amenities: p.Amenities, Units: p.Units,
		Occupied: p.Occupied, Vacant: p.Vacant, Down: p.Down, MarketRent: p.MarketRent, MonthlyRent: p.MonthlyRent, Version: p.Version,
		CreatedAt: p.CreatedAt.UTC(), UpdatedAt: p.UpdatedAt.UTC(), DeletedAt: utc(p.DeletedAt),
	}
	if p.Address != nil {
		address := viewAddress(*p.Address)
		v.Address = &address
	}
	return v
}

type propertyBody struct {
	Name          opt[string]        `json:"name" minLength:"1" maxLength:"255" example:"Maple Court"`
	Type          opt[string]        `json:"type" enum:"residential,commercial,mixed_use,industrial,land"`
	Status        opt[string]        `json:"status" enum:"active,inactive,sold" doc:"A new property is active unless you say otherwise."`
	Address       opt[*addressBody]  `json:"address" doc:"Its own address. Of an address that is there, absent fields stay; a new one needs street1 and city, in the United States state and zip_code too. null takes it away."`
	YearBuilt     opt[*int32]        `json:"year_built" minimum:"1600" maximum:"2200" example:"1987"`
	SquareFeet    opt[*int32]        `json:"square_feet" minimum:"0" maximum:"100000000" example:"48000"`
	LotSize       opt[*money.Amount] `json:"lot_size" doc:"Acres: a decimal string with at most two places." example:"1.75"`
	ParkingSpaces opt[*int32]        `json:"parking_spaces" minimum:"0" maximum:"1000000" example:"60"`
	TimeZone      opt[*string]       `json:"time_zone" doc:"A name of the IANA list; null means the organization's." example:"America/Chicago"`
	Amenities     opt[[]string]      `json:"amenities" maxItems:"100" maxLength:"100" doc:"Replaces the list; null empties it." example:"pool,laundry"`
}

func (b propertyBody) apply(in *property.PropertyInput) {
	b.Name.set(&in.Name)
	b.Type.set(&in.Type)
	b.Status.set(&in.Status)
	b.YearBuilt.set(&in.YearBuilt)
	b.SquareFeet.set(&in.SquareFeet)
	b.LotSize.set(&in.LotSize)
	b.ParkingSpaces.set(&in.ParkingSpaces)
	b.TimeZone.set(&in.TimeZone)
	b.Amenities.set(&in.Amenities)
	if !b.Address.given {
		return
	}
	if b.Address.value == nil {
		in.Address = nil
		return
	}
	var address property.AddressInput
	if in.Address != nil {
		address = *in.Address
	}
	b.Address.value.apply(&address)
	in.Address = &address
}

func (a *api) propertyOperations() []operation {
	const tag, list, one = "Properties", "/v1/properties", "/v1/properties/{id}"
	return []operation{
		{
			id: "list-properties", method: http.MethodGet, needs: authz.PortfolioRead, path: list, tag: tag, summary: "List properties",
			doc:    "The properties that you may see, each with its address and the counts of its units.",
			query:  pageParams(property.PropertySorts, propertyFilters()...),
			result: pageView[propertyView]{}, handle: a.listProperties,
		},
		{
			id: "create-property", method: http.MethodPost, needs: authz.PortfolioWrite, path: list, tag: tag, summary: "Create a property",
			doc:  "A property and, if you send one, its address. Add units to it afterwards.",
			body: &propertyBody{}, create: []string{"name", "type"}, status: http.StatusCreated, example: map[string]any{
				"name": "Maple Court", "type": "residential", "year_built": 1987, "lot_size": "1.75", "address": addressExample,
			},
			result: propertyView{}, versioned: true, repeatable: true, handle: a.createProperty,
		},
		{
			id: "get-property", method: http.MethodGet, needs: authz.PortfolioRead, path: one, tag: tag, summary: "Read a property",
			query: oneParams, result: propertyView{}, versioned: true, handle: a.getProperty,
		},
		{
			id: "update-property", method: http.MethodPatch, needs: authz.PortfolioWrite, path: one, tag: tag, summary: "Change a property",
			doc:  "Absent fields stay; null clears.",
			body: &propertyBody{}, example: map[string]any{"name": "Maple Court East", "parking_spaces": nil},
			result: propertyView{}, versioned: true, conditional: true, handle: a.updateProperty,
		},
		{
			id: "delete-property", method: http.MethodDelete, needs: authz.PortfolioWrite, path: one, tag: tag, summary: "Delete a property",
			doc: "Takes its units, ended leases, drafts and documents along; restoring brings back exactly those. Refused while a lease " +
				"of it is pending or in force: the detail names the units.",
			status: http.StatusNoContent, conditional: true, codes: []string{"leases_in_force", "in_use"}, handle: a.deleteProperty,
		},
		{
			id: "restore-property", method: http.MethodPost, needs: authz.PortfolioWrite, path: one + "/restore", tag: tag, summary: "Restore a property",
			doc:    "Brings a deleted property back with everything that its deletion took. One that is not deleted stays as it is.",
			result: propertyView{}, versioned: true, codes: []string{"unit_number_taken"}, handle: a.restoreProperty,
		},
	}
}

func answerProperty(v property.Property, err error) (reply, error) {
	return reply{body: viewProperty(v), version: v.Version}, err
}

func (a *api) listProperties(ctx context.Context, c *call) (reply, error) {
	f, err := c.propertyFilter()
	if err != nil {
		return reply{}, err
	}
	rows, around, err := a.Properties.Properties(ctx, c.principal, f, c.page())
	return reply{body: viewPage(rows, around, viewProperty)}, err
}

func (a *api) createProperty(ctx context.Context, c *call) (reply, error) {
	var b propertyBody
	if err := c.read(&b); err != nil {
		return reply{}, err
	}
	key, err := c.key("property.create")
	if err != nil {
		return reply{}, err
	}
	var in property.PropertyInput
	b.apply(&in)
	v, err := a.Properties.CreateProperty(ctx, c.principal, key, in)
	out, err := answerProperty(v, err)
	out.location = "/v1/properties/" + v.ID.String()
	return out, err
}

func (a *api) getProperty(ctx context.Context, c *call) (reply, error) {
	return answerProperty(a.Properties.Property(ctx, c.principal, c.id(), c.query.deleted()))
}

func (a *api) updateProperty(ctx context.Context, c *call) (reply, error) {
	var b propertyBody
	version, err := c.readChange(&b)
	if err != nil {
		return reply{}, err
	}
	return answerProperty(a.Properties.UpdateProperty(ctx, c.principal, c.id(), version, b.apply))
}

func (a *api) deleteProperty(ctx context.Context, c *call) (reply, error) {
	version, err := c.version()
	if err != nil {
		return reply{}, err
	}
	_, err = a.Properties.DeleteProperty(ctx, c.principal, c.id(), version)
	return reply{}, err
}

func (a *api) restoreProperty(ctx context.Context, c *call) (reply, error) {
	return answerProperty(a.Properties.RestoreProperty(ctx, c.principal, c.id()))
}

// propertyFilters are the parameters that narrow a list of properties.
func propertyFilters() []param {
	return append([]param{
		textParam("q", "Only those with this text in the name, street, city or ZIP code.", 200),
		choiceParam("type", "Only this type.", property.PropertyTypes), choiceParam("status", "Only this status.", property.PropertyStatuses),
		deletedParam("The deleted ones instead."),
	}, whereParams()...)
}

func (c *call) propertyFilter() (property.PropertyFilter, error) {
	q := c.query
	w, err := c.where()
	return property.PropertyFilter{Query: q.text("q"), Type: q.text("type"), Status: q.text("status"), Deleted: q.deleted(), Where: w}, err
}
