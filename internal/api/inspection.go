package api

import (
	"context"
	"net/http"
	"time"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/leasing"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/period"
)

type inspectionView struct {
	ID          id.ID                `json:"id"`
	TenancyID   id.ID                `json:"tenancy_id"`
	UnitID      id.ID                `json:"unit_id"`
	Kind        string               `json:"kind" enum:"move_in,move_out,periodic"`
	PerformedOn period.Date          `json:"performed_on" example:"2026-11-01"`
	CompletedAt *time.Time           `json:"completed_at" doc:"From then on it does not change, and the renters see it."`
	Note        string               `json:"note"`
	Total       int64                `json:"total" doc:"Its items." example:"26"`
	Seen        int64                `json:"seen" doc:"Items with a condition." example:"26"`
	Charges     money.Amount         `json:"charges" doc:"What its items would cost the household." example:"120.50"`
	Items       []inspectionItemView `json:"items,omitempty" doc:"Of one inspection only."`
	Version     int32                `json:"version" doc:"Goes up with every change of the inspection itself; the ETag is this in quotes." example:"7"`
	CreatedAt   time.Time            `json:"created_at"`
}

type inspectionItemView struct {
	ID        id.ID         `json:"id"`
	Position  int32         `json:"position" example:"0"`
	Area      string        `json:"area" example:"Kitchen"`
	Item      string        `json:"item" example:"Refrigerator"`
	Condition string        `json:"condition" doc:"Empty where it was not looked at yet." example:"good"`
	Note      string        `json:"note"`
	Charge    *money.Amount `json:"charge_amount" nullable:"true" example:"120.50"`
}

func viewInspection(i leasing.Inspection) inspectionView {
	return inspectionView{
		ID: i.ID, TenancyID: i.TenancyID, UnitID: i.UnitID, Kind: i.Kind, PerformedOn: i.PerformedOn, CompletedAt: utc(i.CompletedAt), Note: i.Note,
		Total: i.Total, Seen: i.Seen, Charges: i.Charges, Version: i.Version, CreatedAt: i.CreatedAt.UTC(),
		Items: eachView(i.Items, func(item leasing.InspectionItem) inspectionItemView {
			return inspectionItemView{
				ID: item.ID, Position: item.Position, Area: item.Area, Item: item.Item, Condition: item.Condition, Note: item.Note, Charge: item.Charge,
			}
		}),
	}
}

func answerInspection(i leasing.Inspection, err error) (reply, error) {
	return reply{body: viewInspection(i), version: i.Version}, err
}

type inspectionBody struct {
	Kind        opt[string]       `json:"kind" enum:"move_in,move_out,periodic"`
	PerformedOn opt[*period.Date] `json:"performed_on" doc:"Today unless you say otherwise." example:"2026-11-01"`
	TemplateID  opt[*string]      `json:"template_id" format:"uuid" doc:"A checklist of the organization's; absent: its first of the kind, or the usual one."`
	Note        opt[string]       `json:"note" maxLength:"4000"`
}

type inspectionItemBody struct {
	ItemID    opt[*string]       `json:"item_id" format:"uuid" example:"0197c4a2-7b1e-7c3a-9f52-3d8e6b2a4c10"`
	Condition opt[string]        `json:"condition" enum:"new,good,fair,worn,dirty,damaged,missing,not_applicable" example:"damaged"`
	Note      opt[string]        `json:"note" maxLength:"1000"`
	Charge    opt[*money.Amount] `json:"charge_amount" doc:"What it would cost the household." example:"120.50"`
}

func (a *api) inspectionOperations() []operation {
	const tag, one = "Inspections", "/v1/inspections/{id}"
	return []operation{
		{
			id: "begin-inspection", method: http.MethodPost, needs: authz.LeasingWrite, path: oneTenancy + "/inspections", tag: tag, summary: "Begin an inspection",
			doc:  "A walk through the unit with the items of a checklist. A stay has one of moving in and one of moving out. Photos are documents of it.",
			body: &inspectionBody{}, create: []string{"kind"}, status: http.StatusCreated, example: map[string]any{"kind": "periodic"}, result: inspectionView{},
			versioned: true, repeatable: true, codes: []string{"inspection_exists"}, handle: a.beginInspection,
		},
		{
			id: "get-inspection", method: http.MethodGet, needs: authz.LeasingRead, path: one, tag: tag, summary: "Read an inspection", result: inspectionView{}, versioned: true,
			handle: func(ctx context.Context, c *call) (reply, error) {
				return answerInspection(a.Leases.Inspection(ctx, c.principal, c.id()))
			},
		},
		{
			id: "set-inspection-item", method: http.MethodPost, needs: authz.LeasingWrite, path: one + "/items", tag: tag, summary: "Record what was seen",
			doc: "Of one item. What is absent is taken away.", body: &inspectionItemBody{}, create: []string{"item_id"},
			example: map[string]any{"item_id": exampleID, "condition": "damaged", "charge_amount": "120.50"}, result: inspectionView{}, versioned: true,
			codes: []string{"inspection_completed"}, handle: a.setInspectionItem,
		},
		{
			id: "complete-inspection", method: http.MethodPost, needs: authz.LeasingWrite, path: one + "/complete", tag: tag, summary: "Complete an inspection",
			doc: "Every item needs a condition. Nothing of it changes afterwards.", result: inspectionView{}, versioned: true,
			codes: []string{"inspection_completed", "inspection_incomplete"}, handle: func(ctx context.Context, c *call) (reply, error) {
				return answerInspection(a.Leases.CompleteInspection(ctx, c.principal, c.id()))
			},
		},
	}
}

func (a *api) beginInspection(ctx context.Context, c *call) (reply, error) {
	var b inspectionBody
	key, err := c.keyed("inspection.begin", &b)
	if err != nil {
		return reply{}, err
	}
	var f fault.Fields
	in := leasing.InspectionInput{Kind: b.Kind.value, PerformedOn: dateOf(b.PerformedOn), TemplateID: bodyID(&f, "/template_id", b.TemplateID), Note: b.Note.value}
	if err := f.Err(); err != nil {
		return reply{}, err
	}
	i, err := a.Leases.BeginInspection(ctx, c.principal, key, c.id(), in)
	out, err := answerInspection(i, err)
	out.location = "/v1/inspections/" + i.ID.String()
	return out, err
}

func (a *api) setInspectionItem(ctx context.Context, c *call) (reply, error) {
	var b inspectionItemBody
	if err := c.read(&b); err != nil {
		return reply{}, err
	}
	var f fault.Fields
	in := leasing.ItemInput{ID: bodyID(&f, "/item_id", b.ItemID), Condition: b.Condition.value, Note: b.Note.value, Charge: b.Charge.value}
	if err := f.Err(); err != nil {
		return reply{}, err
	}
	return answerInspection(a.Leases.SetInspectionItems(ctx, c.principal, c.id(), []leasing.ItemInput{in}))
}
