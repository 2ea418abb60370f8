package api

import (
	"context"
	"net/http"
	"time"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/property"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
)

type happeningView struct {
	Kind    string             `json:"kind" enum:"status,moved_in,moved_out,notice_given,eviction_filed,lease_began,lease_ended,lease_signed,notice,request,document,import,hold,change"`
	ID      id.ID              `json:"id" doc:"Of the row that tells it: the status, the stay, the lease, the request, …" example:"0197c4a2-7b1e-7c3a-9f52-3d8e6b2a4c10"`
	At      time.Time          `json:"at" doc:"For a fact that has a day only, the beginning of that day where your organization is."`
	DayOnly bool               `json:"day_only" doc:"Whether it has a day only."`
	UnitID  *id.ID             `json:"unit_id" nullable:"true" doc:"null for the property as a whole."`
	Unit    string             `json:"unit" doc:"The unit's number." example:"12B"`
	Said    string             `json:"said" doc:"The status, the kind of notice or hold, the request's title, the file's name, or what a change was: insert, update or delete." example:"vacant"`
	More    string             `json:"more" doc:"The last day of a lease or a hold, who gave a notice, the request's status, the document's type, the import's layout, or the table of a change."`
	Who     string             `json:"who" doc:"The renter who signed first, or who did it; empty where you may not know." example:"Ada Manager"`
	Rent    *money.Amount      `json:"monthly_rent" nullable:"true" doc:"Of a lease that began." example:"1210.00"`
	Fields  []changedFieldView `json:"fields" nullable:"false" doc:"What a change changed."`
}

type changedFieldView struct {
	Name string `json:"name" example:"base_rent"`
	Old  string `json:"old" example:"1200.00"`
	New  string `json:"new" example:"1250.00"`
}

func viewHappening(h property.Happening) happeningView {
	v := happeningView{
		Kind: h.Kind, ID: h.ID, At: h.At.UTC(), DayOnly: h.Day, Unit: h.Number, Said: h.Said, More: h.More, Who: h.Who, Fields: []changedFieldView{},
	}
	if h.UnitID != id.Nil {
		v.UnitID = &h.UnitID
	}
	if h.Kind == "lease_began" {
		v.Rent = &h.Rent
	}
	for _, f := range h.Fields {
		v.Fields = append(v.Fields, changedFieldView(f))
	}
	return v
}

func (a *api) timelineOperations() []operation {
	const doc = "Statuses, moves, leases, notices, requests, documents, imports, holds and changes, the latest first. You are told what " +
		"your role may know."
	order := pageParams([]string{"at"})
	order[0].schema.Default = "-at"
	return []operation{
		{
			id: "list-property-timeline", method: http.MethodGet, needs: authz.PortfolioRead, path: "/v1/properties/{id}/timeline", tag: "Properties",
			summary: "Read what happened to a property", doc: doc, query: order, result: pageView[happeningView]{}, handle: a.propertyTimeline,
		},
		{
			id: "list-unit-timeline", method: http.MethodGet, needs: authz.PortfolioRead, path: "/v1/units/{id}/timeline", tag: "Units",
			summary: "Read what happened to a unit", doc: doc, query: order, result: pageView[happeningView]{}, handle: a.unitTimeline,
		},
	}
}

func (a *api) propertyTimeline(ctx context.Context, c *call) (reply, error) {
	list, around, err := a.Properties.PropertyTimeline(ctx, c.principal, c.id(), c.page())
	return reply{body: viewPage(list, around, viewHappening)}, err
}

func (a *api) unitTimeline(ctx context.Context, c *call) (reply, error) {
	list, around, err := a.Properties.UnitTimeline(ctx, c.principal, c.id(), c.page())
	return reply{body: viewPage(list, around, viewHappening)}, err
}
