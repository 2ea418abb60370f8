package api

import (
	"context"
	"net/http"
	"time"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/property"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/page"
	"github.com/propertyos/propertyos/internal/kernel/period"
)

type holdView struct {
	ID         id.ID        `json:"id" example:"0197c4a2-7b1e-7c3a-9f52-3d8e6b2a4c10"`
	UnitID     id.ID        `json:"unit_id" example:"0197c4a2-7b1e-7c3a-9f52-3d8e6b2a4c10"`
	PropertyID id.ID        `json:"property_id" example:"0197c4a2-7b1e-7c3a-9f52-3d8e6b2a4c10"`
	Kind       string       `json:"kind" enum:"down,reserved,model,make_ready"`
	From       period.Date  `json:"from" doc:"The first day."`
	To         *period.Date `json:"to" nullable:"true" doc:"The last day; null while nobody has ended it."`
	Reason     *string      `json:"reason" example:"Kitchen is being replaced"`
	Version    int32        `json:"version" doc:"Goes up with every change; the ETag is this in quotes." example:"7"`
	CreatedAt  time.Time    `json:"created_at"`
	UpdatedAt  time.Time    `json:"updated_at"`
}

func viewHold(h property.Hold) holdView {
	return holdView{
		ID: h.ID, UnitID: h.UnitID, PropertyID: h.PropertyID, Kind: h.Kind, From: h.From, To: day(h.To), Reason: h.Reason,
		Version: h.Version, CreatedAt: h.CreatedAt.UTC(), UpdatedAt: h.UpdatedAt.UTC(),
	}
}

type holdBody struct {
	Kind   opt[string]  `json:"kind" enum:"down,reserved,model,make_ready"`
	From   opt[string]  `json:"from" format:"date" doc:"The first day." example:"2026-12-01"`
	To     opt[*string] `json:"to" format:"date" doc:"The last day; null or nothing while nobody has ended it." example:"2026-12-14"`
	Reason opt[*string] `json:"reason" maxLength:"500" example:"Kitchen is being replaced"`
}

// change is what the body does to a hold. Errors: Invalid for a day.
func (b holdBody) change() (func(*property.HoldInput), error) {
	var f fault.Fields
	from, to := fieldDay(&f, "/from", &b.From.value), fieldDay(&f, "/to", b.To.value)
	return func(in *property.HoldInput) {
		b.Kind.set(&in.Kind)
		b.Reason.set(&in.Reason)
		if b.From.given {
			in.From = from
		}
		if b.To.given {
			in.To = to
		}
	}, f.Err()
}

type availabilityView struct {
	Today      period.Date    `json:"today" doc:"Your organization's day."`
	From       period.Date    `json:"from"`
	To         period.Date    `json:"to"`
	Data       []unitDaysView `json:"data" nullable:"false"`
	NextCursor *string        `json:"next_cursor" doc:"The cursor of the page after this one; null on the last."`
	PrevCursor *string        `json:"prev_cursor" doc:"The cursor of the page before this one; null on the first."`
}

type unitDaysView struct {
	UnitID       id.ID         `json:"unit_id" example:"0197c4a2-7b1e-7c3a-9f52-3d8e6b2a4c10"`
	PropertyID   id.ID         `json:"property_id" example:"0197c4a2-7b1e-7c3a-9f52-3d8e6b2a4c10"`
	PropertyName string        `json:"property_name" example:"Maple Court"`
	Number       string        `json:"number" example:"12B"`
	Bedrooms     *int32        `json:"bedrooms" example:"2"`
	BaseRent     money.Amount  `json:"base_rent" doc:"Market rent, monthly." example:"1250.00"`
	AvailableOn  *period.Date  `json:"available_on" nullable:"true" doc:"The first day from today on that it is vacant; null where none is known."`
	Stretches    []stretchView `json:"stretches" nullable:"false" doc:"By date. A day of which nothing is known is in none."`
}

type stretchView struct {
	Kind string      `json:"kind" enum:"occupied,notice,vacant,reserved,make_ready,down,model" doc:"Reserved is also what is promised by a lease that has not begun."`
	From period.Date `json:"from"`
	To   period.Date `json:"to"`
}

func viewUnitDays(u property.UnitDays) unitDaysView {
	v := unitDaysView{
		UnitID: u.ID, PropertyID: u.PropertyID, PropertyName: u.PropertyName, Number: u.Number, Bedrooms: u.Bedrooms, BaseRent: u.BaseRent,
		AvailableOn: day(u.AvailableOn), Stretches: []stretchView{},
	}
	for _, s := range u.Stretches {
		v.Stretches = append(v.Stretches, stretchView(s))
	}
	return v
}

func (a *api) availabilityOperations() []operation {
	const tag, of, one = "Availability", "/v1/units/{id}/holds", "/v1/holds/{id}"
	window := append([]param{
		formatParam("from", "The first day; today if it is left out.", "date"),
		formatParam("to", "The last day, at most two years after the first; 13 weeks if it is left out.", "date"),
		textParam("q", "Only those with this text in the number or the property's name.", 200),
		formatParam("property_id", "Only the units of this property.", "uuid"), numberParam("bedrooms", "Only with so many bedrooms.", 0, 50),
	}, whereParams()...)
	return []operation{
		{
			id: "list-availability", method: http.MethodGet, needs: authz.PortfolioRead, path: "/v1/availability", tag: tag, summary: "Read what units are by date",
			doc:   "Occupied, on notice, vacant, reserved, being made ready, down or a model, for each day of a window, and from when on each unit is available.",
			query: pageParams(property.UnitSorts[:1], window...), result: availabilityView{}, handle: a.listAvailability,
		},
		{
			id: "list-holds", method: http.MethodGet, needs: authz.PortfolioRead, path: of, tag: tag, summary: "List the holds of a unit",
			doc: "What keeps it from being let, the earlier ones first. One page holds all.", result: pageView[holdView]{}, handle: a.listHolds,
		},
		{
			id: "create-hold", method: http.MethodPost, needs: authz.PortfolioWrite, path: of, tag: tag, summary: "Keep a unit from being let",
			doc: "Holds of one unit never overlap.", body: &holdBody{}, create: []string{"kind", "from"}, status: http.StatusCreated,
			example: map[string]any{"kind": "make_ready", "from": "2026-12-01", "to": "2026-12-14"},
			result:  holdView{}, versioned: true, repeatable: true, codes: []string{"hold_overlaps"}, handle: a.createHold,
		},
		{
			id: "get-hold", method: http.MethodGet, needs: authz.PortfolioRead, path: one, tag: tag, summary: "Read a hold",
			result: holdView{}, versioned: true, handle: a.getHold,
		},
		{
			id: "update-hold", method: http.MethodPatch, needs: authz.PortfolioWrite, path: one, tag: tag, summary: "Change or end a hold",
			doc: "Absent fields stay; null clears.", body: &holdBody{}, example: map[string]any{"to": "2026-12-20"},
			result: holdView{}, versioned: true, conditional: true, codes: []string{"hold_overlaps"}, handle: a.updateHold,
		},
		{
			id: "delete-hold", method: http.MethodDelete, needs: authz.PortfolioWrite, path: one, tag: tag, summary: "Take a hold away",
			doc: "As if it had never been. To end one, set its last day.", status: http.StatusNoContent, conditional: true, handle: a.deleteHold,
		},
	}
}

func (a *api) listAvailability(ctx context.Context, c *call) (reply, error) {
	w, err := c.where()
	if err != nil {
		return reply{}, err
	}
	f := property.UnitFilter{Query: c.query.text("q"), PropertyID: c.query.id("property_id"), Bedrooms: c.query.number("bedrooms"), Where: w}
	found, around, err := a.Properties.Availability(ctx, c.principal, f, c.query.date("from"), c.query.date("to"), c.page())
	rows := viewPage(found.Units, around, viewUnitDays)
	return reply{body: availabilityView{
		Today: found.Today, From: found.From, To: found.To, Data: rows.Data, NextCursor: rows.NextCursor, PrevCursor: rows.PrevCursor,
	}}, err
}

func answerHold(h property.Hold, err error) (reply, error) {
	return reply{body: viewHold(h), version: h.Version}, err
}

func (a *api) listHolds(ctx context.Context, c *call) (reply, error) {
	list, err := a.Properties.Holds(ctx, c.principal, c.id())
	return reply{body: viewPage(list, page.Page{}, viewHold)}, err
}

func (a *api) createHold(ctx context.Context, c *call) (reply, error) {
	var b holdBody
	if err := c.read(&b); err != nil {
		return reply{}, err
	}
	key, err := c.key("hold.create " + c.id().String())
	if err != nil {
		return reply{}, err
	}
	change, err := b.change()
	if err != nil {
		return reply{}, err
	}
	var in property.HoldInput
	change(&in)
	h, err := a.Properties.AddHold(ctx, c.principal, key, c.id(), in)
	out, err := answerHold(h, err)
	out.location = "/v1/holds/" + h.ID.String()
	return out, err
}

func (a *api) getHold(ctx context.Context, c *call) (reply, error) {
	return answerHold(a.Properties.Hold(ctx, c.principal, c.id()))
}

func (a *api) updateHold(ctx context.Context, c *call) (reply, error) {
	var b holdBody
	version, err := c.readChange(&b)
	if err != nil {
		return reply{}, err
	}
	change, err := b.change()
	if err != nil {
		return reply{}, err
	}
	return answerHold(a.Properties.UpdateHold(ctx, c.principal, c.id(), version, change))
}

func (a *api) deleteHold(ctx context.Context, c *call) (reply, error) {
	version, err := c.version()
	if err != nil {
		return reply{}, err
	}
	_, err = a.Properties.RemoveHold(ctx, c.principal, c.id(), version)
	return reply{}, err
}
