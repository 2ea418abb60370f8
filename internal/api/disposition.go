package api

import (
	"bytes"
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

type dispositionView struct {
	ID         id.ID           `json:"id"`
	TenancyID  id.ID           `json:"tenancy_id"`
	RuleID     *id.ID          `json:"rule_id" nullable:"true" doc:"The rule that the day follows; null where it was entered."`
	Citation   string          `json:"citation" doc:"Of the rule." example:"California Civil Code § 1950.5"`
	DueOn      period.Date     `json:"due_on" doc:"By when it has to be sent." example:"2026-11-22"`
	DueNote    string          `json:"due_note" doc:"Where an entered day comes from."`
	DaysLeft   int             `json:"days_left" doc:"Negative where the day has passed." example:"20"`
	Overdue    bool            `json:"overdue"`
	Held       money.Amount    `json:"held" example:"900.00"`
	Withheld   money.Amount    `json:"withheld" doc:"The sum of the deductions." example:"300.00"`
	Refund     money.Amount    `json:"refund" example:"600.00"`
	Status     string          `json:"status" enum:"draft,sent"`
	SentOn     *period.Date    `json:"sent_on" nullable:"true"`
	SentMethod string          `json:"sent_method" example:"certified_mail"`
	Note       string          `json:"note"`
	Items      []deductionView `json:"items" nullable:"false"`
	Version    int32           `json:"version" doc:"Goes up with every change of the disposition itself; the ETag is this in quotes." example:"7"`
	CreatedAt  time.Time       `json:"created_at"`
}

type deductionView struct {
	ID               id.ID        `json:"id"`
	Kind             string       `json:"kind" enum:"rent,charge,damage,cleaning,interest,other"`
	Description      string       `json:"description" example:"Broken door"`
	Amount           money.Amount `json:"amount" example:"300.00"`
	InspectionItemID *id.ID       `json:"inspection_item_id" nullable:"true" doc:"The line of the checklist that it is about."`
}

func viewDisposition(d leasing.Disposition) dispositionView {
	return dispositionView{
		ID: d.ID, TenancyID: d.TenancyID, RuleID: idOrNull(d.RuleID), Citation: d.Citation, DueOn: d.DueOn, DueNote: d.DueNote, DaysLeft: d.DaysLeft,
		Overdue: d.Overdue(), Held: d.Held, Withheld: d.Withheld, Refund: d.Refund(), Status: d.Status, SentOn: day(d.SentOn), SentMethod: d.SentMethod,
		Note: d.Note, Version: d.Version, CreatedAt: d.CreatedAt.UTC(), Items: eachView(d.Items, func(i leasing.Deduction) deductionView {
			return deductionView{ID: i.ID, Kind: i.Kind, Description: i.Description, Amount: i.Amount, InspectionItemID: idOrNull(i.InspectionItemID)}
		}),
	}
}

func answerDisposition(d leasing.Disposition, err error) (reply, error) {
	return reply{body: viewDisposition(d), version: d.Version}, err
}

type openDispositionView struct {
	ID           id.ID        `json:"id"`
	TenancyID    id.ID        `json:"tenancy_id"`
	PropertyID   id.ID        `json:"property_id"`
	UnitID       id.ID        `json:"unit_id"`
	UnitNumber   string       `json:"unit_number" example:"12B"`
	PropertyName string       `json:"property_name" example:"Maple Court"`
	MovedOutOn   *period.Date `json:"moved_out_on" nullable:"true" example:"2026-11-01"`
	DueOn        period.Date  `json:"due_on" example:"2026-11-22"`
	DaysLeft     int          `json:"days_left" doc:"Negative where the day has passed." example:"20"`
	Held         money.Amount `json:"held" example:"900.00"`
	Withheld     money.Amount `json:"withheld" example:"300.00"`
}

type openDispositionsView struct {
	Data []openDispositionView `json:"data" nullable:"false" doc:"The most urgent first, at most 500."`
}

type deductionBody struct {
	Kind             opt[string]       `json:"kind" enum:"rent,charge,damage,cleaning,interest,other"`
	Description      opt[string]       `json:"description" minLength:"1" maxLength:"500" example:"Broken door"`
	Amount           opt[money.Amount] `json:"amount" doc:"More than zero; all deductions together at most what is held." example:"300.00"`
	InspectionItemID opt[*string]      `json:"inspection_item_id" format:"uuid" doc:"The line of a checklist that it is about."`
}

type deductionRemovalBody struct {
	ItemID opt[*string] `json:"item_id" format:"uuid" example:"0197c4a2-7b1e-7c3a-9f52-3d8e6b2a4c10"`
}

type sendingBody struct {
	SentOn opt[*period.Date] `json:"sent_on" doc:"Today unless you say otherwise." example:"2026-11-20"`
	Method opt[string]       `json:"method" enum:"in_person,mail,certified_mail,courier,email,portal,other"`
	Note   opt[string]       `json:"note" maxLength:"2000"`
}

func (a *api) dispositionOperations() []operation {
	const tag, one = "Dispositions", "/v1/dispositions/{id}"
	return []operation{
		{
			id: "list-dispositions", method: http.MethodGet, needs: authz.LeasingRead, path: "/v1/dispositions", tag: tag, summary: "List dispositions to be sent",
			result: openDispositionsView{}, handle: a.listDispositions,
		},
		{
			id: "get-disposition", method: http.MethodGet, needs: authz.LeasingRead, path: one, tag: tag, summary: "Read a disposition", result: dispositionView{}, versioned: true,
			handle: func(ctx context.Context, c *call) (reply, error) {
				return answerDisposition(a.Leases.Disposition(ctx, c.principal, c.id()))
			},
		},
		{
			id: "print-disposition", method: http.MethodGet, needs: authz.LeasingRead, path: one + "/document", tag: tag, summary: "Print the letter of a disposition",
			doc: "As PDF, itemized. A draft says that it is one.", files: []string{pdfType}, codes: []string{"characters_unprintable"},
			handle: func(ctx context.Context, c *call) (reply, error) {
				var b bytes.Buffer
				name, err := a.Papers.Letter(ctx, c.principal, &b, c.id())
				if err != nil {
					return reply{}, err
				}
				return c.sendPDF(&b, name), nil
			},
		},
		{
			id: "add-deduction", method: http.MethodPost, needs: authz.LeasingWrite, path: one + "/items", tag: tag, summary: "Deduct something",
			doc: "Never more than is held.", body: &deductionBody{}, create: []string{"kind", "description", "amount"}, result: dispositionView{}, versioned: true,
			repeatable: true, example: map[string]any{"kind": "damage", "description": "Broken door", "amount": "300.00"},
			codes: []string{"more_than_held", "disposition_sent"}, handle: a.addDeduction,
		},
		{
			id: "remove-deduction", method: http.MethodPost, needs: authz.LeasingWrite, path: one + "/remove-item", tag: tag, summary: "Take a deduction out",
			body: &deductionRemovalBody{}, create: []string{"item_id"}, example: map[string]any{"item_id": exampleID}, result: dispositionView{}, versioned: true,
			codes: []string{"disposition_sent"}, handle: a.removeDeduction,
		},
		{
			id: "send-disposition", method: http.MethodPost, needs: authz.LeasingWrite, path: one + "/send", tag: tag, summary: "Mark a disposition as sent",
			doc: "Nothing of it changes afterwards.", body: &sendingBody{}, create: []string{"method"}, example: map[string]any{"method": "certified_mail"},
			result: dispositionView{}, versioned: true, codes: []string{"disposition_sent"}, handle: a.sendDisposition,
		},
	}
}

func (a *api) listDispositions(ctx context.Context, c *call) (reply, error) {
	list, err := a.Leases.OpenDispositions(ctx, c.principal)
	return reply{body: openDispositionsView{Data: eachView(list, func(d leasing.OpenDisposition) openDispositionView {
		return openDispositionView{
			ID: d.ID, TenancyID: d.TenancyID, PropertyID: d.PropertyID, UnitID: d.UnitID, UnitNumber: d.Number, PropertyName: d.PropertyName,
			MovedOutOn: day(d.MovedOutOn), DueOn: d.DueOn, DaysLeft: d.DaysLeft, Held: d.Held, Withheld: d.Withheld,
		}
	})}}, err
}

func (a *api) addDeduction(ctx context.Context, c *call) (reply, error) {
	var b deductionBody
	key, err := c.keyed("disposition.deduct", &b)
	if err != nil {
		return reply{}, err
	}
	var f fault.Fields
	in := leasing.DeductionInput{
		Kind: b.Kind.value, Description: b.Description.value, Amount: b.Amount.value, InspectionItemID: bodyID(&f, "/inspection_item_id", b.InspectionItemID),
	}
	if err := f.Err(); err != nil {
		return reply{}, err
	}
	return answerDisposition(a.Leases.Deduct(ctx, c.principal, key, c.id(), in))
}

func (a *api) removeDeduction(ctx context.Context, c *call) (reply, error) {
	var b deductionRemovalBody
	if err := c.read(&b); err != nil {
		return reply{}, err
	}
	var f fault.Fields
	item := bodyID(&f, "/item_id", b.ItemID)
	if err := f.Err(); err != nil {
		return reply{}, err
	}
	return answerDisposition(a.Leases.RemoveDeduction(ctx, c.principal, c.id(), item))
}

func (a *api) sendDisposition(ctx context.Context, c *call) (reply, error) {
	var b sendingBody
	if err := c.read(&b); err != nil {
		return reply{}, err
	}
	return answerDisposition(a.Leases.SendDisposition(ctx, c.principal, c.id(), leasing.SendInput{On: dateOf(b.SentOn), Method: b.Method.value, Note: b.Note.value}))
}
