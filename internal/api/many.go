package api

import (
	"context"
	"net/http"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/property"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/tenancy"
)

type bulkView struct {
	Done    int           `json:"done" doc:"How many rows were changed." example:"1"`
	Refused int           `json:"refused" doc:"How many stayed as they were." example:"0"`
	Data    []outcomeView `json:"data" nullable:"false" doc:"What became of each row, in the order in which they were named."`
}

type outcomeView struct {
	ID      id.ID  `json:"id"`
	Done    bool   `json:"done" doc:"Whether the row was changed." example:"true"`
	Version int32  `json:"version,omitempty" doc:"The row's version after the change. Absent for what was deleted or refused." example:"8"`
	Code    string `json:"code,omitempty" doc:"Why the row stayed as it was, as in a problem. Absent where it was changed." example:"leases_in_force"`
	Message string `json:"message,omitempty" doc:"The same in words." example:"There are leases in force: unit 12B from 1 Jan 2026. End them first."`
}

func viewBulk(r property.ManyReport) bulkView {
	v := bulkView{Done: r.Done(), Refused: len(r.Outcomes) - r.Done(), Data: make([]outcomeView, 0, len(r.Outcomes))}
	for _, o := range r.Outcomes {
		v.Data = append(v.Data, outcomeView{ID: o.ID, Done: o.Code == "", Version: o.Version, Code: o.Code, Message: o.Message})
	}
	return v
}

type unitBulkBody struct {
	IDs    opt[[]string] `json:"ids" maxItems:"500" doc:"The units, at most 500. One that is named twice counts once." example:"0197c4a2-7b1e-7c3a-9f52-3d8e6b2a4c10"`
	Action opt[string]   `json:"action" enum:"status,base_rent,base_rent_by,base_rent_percent,delete,restore" doc:"What to do: set the status or the market rent to value, change the market rent by an amount or a percentage, delete, or restore." example:"status"`
	Value  opt[string]   `json:"value" maxLength:"20" doc:"For status one of the unit's statuses; for what changes the market rent a decimal string, below zero to take off." example:"down"`
}

type propertyBulkBody struct {
	IDs    opt[[]string] `json:"ids" maxItems:"500" doc:"The properties, at most 500. One that is named twice counts once." example:"0197c4a2-7b1e-7c3a-9f52-3d8e6b2a4c10"`
	Action opt[string]   `json:"action" enum:"status,delete,restore" doc:"What to do: set the status to value, delete, or restore." example:"status"`
	Value  opt[string]   `json:"value" maxLength:"20" doc:"For status one of the property's statuses." example:"inactive"`
}

const manyDoc = "In one transaction: rows that refuse (not there, a lease in force, a number taken) stay as they are and are told of, all " +
	"others are done. The answer is 200 also where no row was; look at `done`."

func (a *api) manyOperations() []operation {
	example := func(value string) map[string]any {
		return map[string]any{"ids": []any{exampleID}, "action": "status", "value": value}
	}
	return []operation{
		{
			id: "change-units", method: http.MethodPost, needs: authz.PortfolioWrite, path: "/v1/units/bulk", tag: "Units", summary: "Change many units", doc: manyDoc,
			body: &unitBulkBody{}, create: []string{"ids", "action"}, example: example("down"), result: bulkView{}, repeatable: true,
			handle: a.changeUnits,
		},
		{
			id: "change-properties", method: http.MethodPost, needs: authz.PortfolioWrite, path: "/v1/properties/bulk", tag: "Properties", summary: "Change many properties",
			doc: manyDoc, body: &propertyBulkBody{}, create: []string{"ids", "action"}, example: example("inactive"), result: bulkView{},
			repeatable: true, handle: a.changeProperties,
		},
	}
}

func (a *api) changeUnits(ctx context.Context, c *call) (reply, error) {
	var b unitBulkBody
	if err := c.read(&b); err != nil {
		return reply{}, err
	}
	return c.changeMany(ctx, b.IDs.value, b.Action.value, b.Value.value, a.Properties.ChangeUnits)
}

func (a *api) changeProperties(ctx context.Context, c *call) (reply, error) {
	var b propertyBulkBody
	if err := c.read(&b); err != nil {
		return reply{}, err
	}
	return c.changeMany(ctx, b.IDs.value, b.Action.value, b.Value.value, a.Properties.ChangeProperties)
}

type changeMany func(context.Context, tenancy.Principal, tenancy.Key, property.ManyInput) (property.ManyReport, error)

func (c *call) changeMany(ctx context.Context, list []string, action, value string, do changeMany) (reply, error) {
	var f fault.Fields
	ids := asIDs("/ids", list, &f)
	if err := f.Err(); err != nil {
		return reply{}, err
	}
	key, err := c.key("bulk") // the service says which list's
	if err != nil {
		return reply{}, err
	}
	done, err := do(ctx, c.principal, key, property.ManyInput{IDs: ids, Action: action, Value: value})
	return reply{body: viewBulk(done)}, err
}

// asIDs reads ids, and names the list, not the item, where one is none.
func asIDs(at string, list []string, f *fault.Fields) []id.ID {
	out := make([]id.ID, 0, len(list))
	for _, text := range list {
		v, err := id.Parse(text)
		if err != nil || v == id.Nil {
			f.Add(at, "id_invalid", "One of these is not an id.")
			return nil
		}
		out = append(out, v)
	}
	return out
}
