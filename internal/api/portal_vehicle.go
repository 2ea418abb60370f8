package api

import (
	"context"
	"net/http"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/leasing"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/page"
)

type ownVehicleView struct {
	ID        id.ID  `json:"id"`
	TenancyID id.ID  `json:"tenancy_id"`
	Make      string `json:"make" example:"Toyota"`
	Model     string `json:"model" example:"Corolla"`
	Color     string `json:"color" example:"Blue"`
	Year      *int32 `json:"year" example:"2019"`
	Plate     string `json:"plate" example:"4821 KR"`
	Region    string `json:"plate_region" example:"ME"`
	Space     string `json:"parking_space" doc:"Given out by the manager." example:"14"`
	Version   int32  `json:"version" example:"1"`
}

func viewOwnVehicle(v leasing.OwnVehicle) ownVehicleView {
	return ownVehicleView{v.ID, v.TenancyID, v.Make, v.Model, v.Color, v.Year, v.Plate, v.Region, v.Space, v.Version}
}

type ownVehicleBody struct {
	TenancyID opt[*id.ID] `json:"tenancy_id" doc:"The stay, when it is added; it cannot be changed."`
	Make      opt[string] `json:"make" minLength:"1" maxLength:"100" example:"Toyota"`
	Model     opt[string] `json:"model" maxLength:"100" example:"Corolla"`
	Color     opt[string] `json:"color" maxLength:"50" example:"Blue"`
	Year      opt[*int32] `json:"year" minimum:"1900" maximum:"2200" example:"2019"`
	Plate     opt[string] `json:"plate" maxLength:"20" example:"4821 KR"`
	Region    opt[string] `json:"plate_region" maxLength:"50" example:"ME"`
}

func (b ownVehicleBody) apply(in *leasing.OwnVehicleInput) {
	if b.TenancyID.value != nil && in.TenancyID == id.Nil {
		in.TenancyID = *b.TenancyID.value
	}
	b.Make.set(&in.Make)
	b.Model.set(&in.Model)
	b.Color.set(&in.Color)
	b.Year.set(&in.Year)
	b.Plate.set(&in.Plate)
	b.Region.set(&in.Region)
}

func (a *api) ownVehicleOperations() []operation {
	const tag, list, one = "Portal", "/v1/portal/vehicles", "/v1/portal/vehicles/{id}"
	return []operation{
		{
			id: "list-own-vehicles", method: http.MethodGet, needs: authz.HomeRead, path: list, tag: tag, summary: "List your vehicles",
			doc: "For renters, with the session of their browser. One page holds all.", result: pageView[ownVehicleView]{}, handle: a.listOwnVehicles,
		},
		{
			id: "create-own-vehicle", method: http.MethodPost, needs: authz.PortalWrite, path: list, tag: tag, summary: "Add a vehicle of yours",
			body: &ownVehicleBody{}, create: []string{"tenancy_id", "make"}, status: http.StatusCreated,
			example: map[string]any{"tenancy_id": exampleID, "make": "Toyota", "model": "Corolla", "plate": "4821 KR", "plate_region": "ME"},
			result:  ownVehicleView{}, versioned: true, repeatable: true, codes: []string{"too_many_vehicles", "not_found"}, handle: a.createOwnVehicle,
		},
		{
			id: "update-own-vehicle", method: http.MethodPatch, needs: authz.PortalWrite, path: one, tag: tag, summary: "Change a vehicle of yours",
			body: &ownVehicleBody{}, example: map[string]any{"color": "Red"}, result: ownVehicleView{}, versioned: true, conditional: true, handle: a.updateOwnVehicle,
		},
		{
			id: "delete-own-vehicle", method: http.MethodDelete, needs: authz.PortalWrite, path: one, tag: tag, summary: "Remove a vehicle of yours",
			status: http.StatusNoContent, conditional: true, handle: a.deleteOwnVehicle,
		},
	}
}

func (a *api) listOwnVehicles(ctx context.Context, c *call) (reply, error) {
	list, err := a.Portal.Vehicles(ctx, c.principal)
	return reply{body: viewPage(list, page.Page{}, viewOwnVehicle)}, err
}

func (a *api) createOwnVehicle(ctx context.Context, c *call) (reply, error) {
	var in leasing.OwnVehicleInput
	key, err := readInto(c, "portal.vehicle.create", ownVehicleBody.apply, &in)
	if err != nil {
		return reply{}, err
	}
	v, err := a.Portal.AddVehicle(ctx, c.principal, key, in)
	return reply{body: viewOwnVehicle(v), version: v.Version, location: "/v1/portal/vehicles/" + v.ID.String()}, err
}

func (a *api) updateOwnVehicle(ctx context.Context, c *call) (reply, error) {
	var b ownVehicleBody
	version, err := c.readChange(&b)
	if err != nil {
		return reply{}, err
	}
	v, err := a.Portal.UpdateVehicle(ctx, c.principal, c.id(), version, b.apply)
	return reply{body: viewOwnVehicle(v), version: v.Version}, err
}

func (a *api) deleteOwnVehicle(ctx context.Context, c *call) (reply, error) {
	version, err := c.version()
	if err != nil {
		return reply{}, err
	}
	return reply{}, a.Portal.DeleteVehicle(ctx, c.principal, c.id(), version)
}
