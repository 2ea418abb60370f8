package api

import (
	"context"
	"net/http"
	"time"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/property"
	"github.com/propertyos/propertyos/internal/kernel/id"
)

type addressView struct {
	ID        id.ID      `json:"id" example:"0197c4a2-7b1e-7c3a-9f52-3d8e6b2a4c10"`
	Street1   string     `json:"street1" example:"120 Maple Street"`
	Street2   *string    `json:"street2" example:"Suite 4"`
	City      string     `json:"city" example:"Columbus"`
	State     *string    `json:"state" example:"OH"`
	ZipCode   *string    `json:"zip_code" example:"43215"`
	Country   string     `json:"country" doc:"ISO 3166-1 alpha-2." example:"US"`
	Latitude  *float64   `json:"latitude" doc:"Degrees north (WGS 84)." example:"39.9612"`
	Longitude *float64   `json:"longitude" doc:"Degrees east (WGS 84)." example:"-82.9988"`
	Version   int32      `json:"version,omitempty" doc:"Goes up with every change. Not given inside a property." example:"1"`
	CreatedAt *time.Time `json:"created_at,omitempty" doc:"Not given inside a property."`
	UpdatedAt *time.Time `json:"updated_at,omitempty" doc:"Not given inside a property."`
	DeletedAt *time.Time `json:"deleted_at,omitempty" doc:"When it was deleted; absent while it lives."`
}

func viewAddress(a property.Address) addressView {
	return addressView{
		ID: a.ID, Street1: a.Street1, Street2: a.Street2, City: a.City, State: a.State, ZipCode: a.ZipCode,
		Country: a.Country, Latitude: a.Latitude, Longitude: a.Longitude, Version: a.Version, CreatedAt: known(a.CreatedAt),
		UpdatedAt: known(a.UpdatedAt), DeletedAt: utc(a.DeletedAt),
	}
}

// known is the moment in UTC, nil for the zero moment.
func known(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return utc(&t)
}

func utc(t *time.Time) *time.Time {
	if t == nil {
		return nil
	}
	u := t.UTC()
	return &u
}

type addressBody struct {
	Street1   opt[string]   `json:"street1" minLength:"1" maxLength:"255" example:"120 Maple Street"`
	Street2   opt[*string]  `json:"street2" maxLength:"255"`
	City      opt[string]   `json:"city" minLength:"1" maxLength:"100" example:"Columbus"`
	State     opt[*string]  `json:"state" maxLength:"50" doc:"Required in the United States." example:"OH"`
	ZipCode   opt[*string]  `json:"zip_code" maxLength:"20" doc:"Required in the United States." example:"43215"`
	Country   opt[string]   `json:"country" pattern:"^[A-Z]{2}$" doc:"ISO 3166-1 alpha-2; US if it is left out of a new address." example:"US"`
	Latitude  opt[*float64] `json:"latitude" minimum:"-90" maximum:"90" doc:"Degrees north (WGS 84). Goes with longitude." example:"39.9612"`
	Longitude opt[*float64] `json:"longitude" minimum:"-180" maximum:"180" doc:"Degrees east (WGS 84). Goes with latitude." example:"-82.9988"`
}

func (b addressBody) apply(in *property.AddressInput) {
	b.Street1.set(&in.Street1)
	b.Street2.set(&in.Street2)
	b.City.set(&in.City)
	b.State.set(&in.State)
	b.ZipCode.set(&in.ZipCode)
	b.Country.set(&in.Country)
	b.Latitude.set(&in.Latitude)
	b.Longitude.set(&in.Longitude)
}

var addressExample = map[string]any{"street1": "120 Maple Street", "city": "Columbus", "state": "OH", "zip_code": "43215"}

func (a *api) addressOperations() []operation {
	const tag, list, one = "Addresses", "/v1/addresses", "/v1/addresses/{id}"
	return []operation{
		{
			id: "list-addresses", method: http.MethodGet, needs: authz.PortfolioRead, path: list, tag: tag, summary: "List addresses",
			doc: "The addresses of your organization, by city and street unless you ask for another order.",
			query: pageParams(property.AddressSorts, textParam("q", "Only those with this text in the street, city or ZIP code.", 200),
				textParam("city", "Only this city.", 100), textParam("state", "Only this state, as it is written in the address.", 50),
				deletedParam("The deleted ones instead.")),
			result: pageView[addressView]{}, handle: a.listAddresses,
		},
		{
			id: "create-address", method: http.MethodPost, needs: authz.PortfolioWrite, path: list, tag: tag, summary: "Create an address",
			doc:  "An address by itself. To give a property an address, send it with the property.",
			body: &addressBody{}, create: []string{"street1", "city"}, example: addressExample, status: http.StatusCreated,
			result: addressView{}, versioned: true, repeatable: true, handle: a.createAddress,
		},
		{
			id: "get-address", method: http.MethodGet, needs: authz.PortfolioRead, path: one, tag: tag, summary: "Read an address",
			query: oneParams, result: addressView{}, versioned: true, handle: a.getAddress,
		},
		{
			id: "update-address", method: http.MethodPatch, needs: authz.PortfolioWrite, path: one, tag: tag, summary: "Change an address",
			doc:  "Absent fields stay; null clears.",
			body: &addressBody{}, example: map[string]any{"street2": "Suite 5"}, result: addressView{}, versioned: true,
			conditional: true, handle: a.updateAddress,
		},
		{
			id: "delete-address", method: http.MethodDelete, needs: authz.PortfolioWrite, path: one, tag: tag, summary: "Delete an address",
			doc:    "Refused while a property has it: it goes with the property.",
			status: http.StatusNoContent, conditional: true, codes: []string{"address_in_use", "in_use"}, handle: a.deleteAddress,
		},
		{
			id: "restore-address", method: http.MethodPost, needs: authz.PortfolioWrite, path: one + "/restore", tag: tag, summary: "Restore an address",
			doc:    "Brings a deleted address back. One that is not deleted stays as it is.",
			result: addressView{}, versioned: true, handle: a.restoreAddress,
		},
	}
}

// oneParams are the parameters of every operation that reads one row.
var oneParams = []param{deletedParam("Also if it has been deleted.")}

func answerAddress(v property.Address, err error) (reply, error) {
	return reply{body: viewAddress(v), version: v.Version}, err
}

func (a *api) listAddresses(ctx context.Context, c *call) (reply, error) {
	q := c.query
	f := property.AddressFilter{Query: q.text("q"), City: q.text("city"), State: q.text("state"), Deleted: q.deleted()}
	rows, around, err := a.Properties.Addresses(ctx, c.principal, f, c.page())
	return reply{body: viewPage(rows, around, viewAddress)}, err
}

func (a *api) createAddress(ctx context.Context, c *call) (reply, error) {
	var b addressBody
	if err := c.read(&b); err != nil {
		return reply{}, err
	}
	key, err := c.key("address.create")
	if err != nil {
		return reply{}, err
	}
	var in property.AddressInput
	b.apply(&in)
	v, err := a.Properties.CreateAddress(ctx, c.principal, key, in)
	out, err := answerAddress(v, err)
	out.location = "/v1/addresses/" + v.ID.String()
	return out, err
}

func (a *api) getAddress(ctx context.Context, c *call) (reply, error) {
	return answerAddress(a.Properties.Address(ctx, c.principal, c.id(), c.query.deleted()))
}

func (a *api) updateAddress(ctx context.Context, c *call) (reply, error) {
	var b addressBody
	version, err := c.readChange(&b)
	if err != nil {
		return reply{}, err
	}
	return answerAddress(a.Properties.UpdateAddress(ctx, c.principal, c.id(), version, b.apply))
}

func (a *api) deleteAddress(ctx context.Context, c *call) (reply, error) {
	version, err := c.version()
	if err != nil {
		return reply{}, err
	}
	return reply{}, a.Properties.DeleteAddress(ctx, c.principal, c.id(), version)
}

func (a *api) restoreAddress(ctx context.Context, c *call) (reply, error) {
	return answerAddress(a.Properties.RestoreAddress(ctx, c.principal, c.id()))
}
