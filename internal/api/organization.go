package api

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/organization"
	"github.com/propertyos/propertyos/internal/kernel/id"
)

type organizationView struct {
	ID        id.ID     `json:"id" example:"0197c4a2-7b1e-7c3a-9f52-3d8e6b2a4c10"`
	Name      string    `json:"name" example:"Maple & Main Management"`
	Slug      string    `json:"slug" doc:"Its short name on this installation; the operator's to change." example:"maple-main"`
	Plan      string    `json:"plan" example:"essential"`
	Status    string    `json:"status" enum:"active,suspended,closed"`
	TimeZone  string    `json:"time_zone" doc:"IANA name. Days begin and end in it where a property has no zone of its own." example:"America/New_York"`
	Currency  string    `json:"currency" doc:"ISO 4217. All amounts are in it." example:"USD"`
	Locale    string    `json:"locale" doc:"BCP 47." example:"en-US"`
	Version   int32     `json:"version" doc:"Goes up with every change; the ETag is this in quotes." example:"7"`
	CreatedAt time.Time `json:"created_at"`
	UpdatedAt time.Time `json:"updated_at"`
}

func viewOrganization(o organization.Organization) organizationView {
	v := organizationView(o)
	v.CreatedAt, v.UpdatedAt = o.CreatedAt.UTC(), o.UpdatedAt.UTC()
	return v
}

type organizationBody struct {
	Name     opt[string] `json:"name" minLength:"1" maxLength:"255"`
	TimeZone opt[string] `json:"time_zone" doc:"A name of the IANA list." example:"America/Chicago"`
	Currency opt[string] `json:"currency" pattern:"^[A-Z]{3}$" doc:"ISO 4217."`
	Locale   opt[string] `json:"locale" doc:"BCP 47, such as en-US." example:"en-US"`
}

func (b organizationBody) apply(in *organization.UpdateInput) {
	b.Name.set(&in.Name)
	b.TimeZone.set(&in.TimeZone)
	b.Currency.set(&in.Currency)
	b.Locale.set(&in.Locale)
}

func (a *api) organizationOperations() []operation {
	return []operation{
		{
			id: "get-organization", method: http.MethodGet, needs: authz.OrganizationRead, path: "/v1/organization", tag: "Organization",
			summary: "Read your organization", doc: "The organization that the key belongs to.",
			result: organizationView{}, versioned: true, handle: a.getOrganization,
		},
		{
			id: "update-organization", method: http.MethodPatch, needs: authz.OrganizationWrite, path: "/v1/organization", tag: "Organization",
			summary: "Change your organization", doc: "Administrators only. The currency names what amounts are in; changing it converts nothing.",
			body: &organizationBody{}, example: map[string]any{"time_zone": "America/Chicago"},
			result: organizationView{}, versioned: true, conditional: true, handle: a.updateOrganization,
		},
	}
}

func (a *api) getOrganization(ctx context.Context, c *call) (reply, error) {
	o, err := a.Organizations.Get(ctx, c.principal)
	return reply{body: viewOrganization(o), version: o.Version}, err
}

// organizationTries is how often a change without If-Match is put on top of somebody else's that came between.
const organizationTries = 3

func (a *api) updateOrganization(ctx context.Context, c *call) (reply, error) {
	version, err := c.version()
	if err != nil {
		return reply{}, err
	}
	var b organizationBody
	if err := c.read(&b); err != nil {
		return reply{}, err
	}
	for try := 1; ; try++ {
		now, err := a.Organizations.Get(ctx, c.principal)
		if err != nil {
			return reply{}, err
		}
		in := organization.UpdateInput{Name: now.Name, TimeZone: now.TimeZone, Currency: now.Currency, Locale: now.Locale, Version: now.Version}
		b.apply(&in)
		if version != nil {
			in.Version = *version
		}
		o, err := a.Organizations.Update(ctx, c.principal, in)
		if version == nil && try < organizationTries && errors.Is(err, organization.ErrChanged) {
			continue
		}
		return reply{body: viewOrganization(o), version: o.Version}, err
	}
}
