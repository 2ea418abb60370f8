package api

import (
	"context"
	"net/http"
	"time"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/owner"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/page"
	"github.com/propertyos/propertyos/internal/kernel/period"
)

type shareView struct {
	ID              id.ID         `json:"id" example:"0197c4a2-7b1e-7c3a-9f52-3d8e6b2a4c10"`
	OwnerID         id.ID         `json:"owner_id" example:"0197c4a2-7b1e-7c3a-9f52-3d8e6b2a4c10"`
	OwnerName       string        `json:"owner_name" example:"Elm Street Holdings LLC"`
	PropertyID      id.ID         `json:"property_id" example:"0197c4a2-7b1e-7c3a-9f52-3d8e6b2a4c10"`
	PropertyName    string        `json:"property_name" example:"Maple Court"`
	Percentage      money.Amount  `json:"percentage" example:"50.00"`
	From            period.Date   `json:"from" doc:"The first day."`
	To              *period.Date  `json:"to" nullable:"true" doc:"The last day; null while nobody has ended it."`
	AcquiredOn      *period.Date  `json:"acquired_on" nullable:"true"`
	AcquisitionCost *money.Amount `json:"acquisition_cost" nullable:"true" example:"1250000.00"`
	Version         int32         `json:"version" doc:"Goes up with every change; the ETag is this in quotes." example:"7"`
	CreatedAt       time.Time     `json:"created_at"`
	UpdatedAt       time.Time     `json:"updated_at"`
}

func viewShare(s owner.Share) shareView {
	return shareView{
		ID: s.ID, OwnerID: s.OwnerID, OwnerName: s.OwnerName, PropertyID: s.PropertyID, PropertyName: s.PropertyName, Percentage: s.Percentage,
		From: s.From, To: day(s.To), AcquiredOn: day(s.AcquiredOn), AcquisitionCost: s.AcquisitionCost, Version: s.Version,
		CreatedAt: s.CreatedAt.UTC(), UpdatedAt: s.UpdatedAt.UTC(),
	}
}

type ownershipView struct {
	Today  period.Date  `json:"today" doc:"Your organization's day."`
	Held   money.Amount `json:"held" doc:"The percentage that is spoken for today." example:"100.00"`
	Shares []shareView  `json:"shares" nullable:"false" doc:"All shares there are, were and will be, the later ones first."`
	Gaps   []gapView    `json:"gaps" nullable:"false" doc:"The days, from the first of any share on, for which less than 100 percent is spoken for."`
}

type gapView struct {
	From    period.Date  `json:"from"`
	To      *period.Date `json:"to" nullable:"true" doc:"null where it has no end."`
	Missing money.Amount `json:"missing" example:"40.00"`
}

type shareBody struct {
	OwnerID         opt[string]        `json:"owner_id" format:"uuid" example:"0197c4a2-7b1e-7c3a-9f52-3d8e6b2a4c10"`
	Percentage      opt[money.Amount]  `json:"percentage" doc:"Above 0 and at most 100." example:"50.00"`
	From            opt[string]        `json:"from" format:"date" doc:"The first day." example:"2026-01-01"`
	To              opt[*string]       `json:"to" format:"date" doc:"The last day; null or nothing while nobody has ended it."`
	AcquiredOn      opt[*string]       `json:"acquired_on" format:"date"`
	AcquisitionCost opt[*money.Amount] `json:"acquisition_cost" example:"1250000.00"`
}

type shareChangeBody struct {
	Percentage opt[money.Amount] `json:"percentage" doc:"Above 0 and at most 100." example:"60.00"`
	From       opt[string]       `json:"from" format:"date" doc:"From which day it holds; on the share's own first day it is corrected in place." example:"2027-01-01"`
}

type shareEndBody struct {
	To opt[*string] `json:"to" format:"date" doc:"The last day; null lets it run on." example:"2026-12-31"`
}

type shareTransferBody struct {
	OwnerID         opt[string]        `json:"owner_id" format:"uuid" doc:"The owner who takes over." example:"0197c4a2-7b1e-7c3a-9f52-3d8e6b2a4c10"`
	From            opt[string]        `json:"from" format:"date" doc:"The first day of the new owner." example:"2027-01-01"`
	Percentage      opt[*money.Amount] `json:"percentage" doc:"How much passes; all of it if this is null or left out. What is left stays with the owner who gives." example:"25.00"`
	AcquisitionCost opt[*money.Amount] `json:"acquisition_cost" doc:"What the new owner paid." example:"400000.00"`
}

// fieldDay reads a day of a body; none for nothing.
func fieldDay(f *fault.Fields, at string, text *string) period.Date {
	if text == nil || *text == "" {
		return period.Date{}
	}
	d, err := period.Parse(*text)
	f.Check(err == nil, at, "date_invalid", "Use a date written YYYY-MM-DD.")
	return d
}

func (a *api) shareOperations() []operation {
	const tag, of, one = "Owners", "/v1/properties/{id}/owners", "/v1/shares/{id}"
	exceeding := []string{"shares_exceed_100", "share_overlaps", "parent_deleted"}
	const example = exampleID
	return []operation{
		{
			id: "get-ownership", method: http.MethodGet, needs: authz.OwnerRead, path: of, tag: tag, summary: "Read who owns a property",
			doc: "By date, with the days for which the shares do not make 100 percent.", result: ownershipView{}, handle: a.getOwnership,
		},
		{
			id: "create-share", method: http.MethodPost, needs: authz.OwnerWrite, path: of, tag: tag, summary: "Give an owner a share",
			doc:  "The shares of a property never exceed 100 percent on any day.",
			body: &shareBody{}, create: []string{"owner_id", "percentage", "from"}, status: http.StatusCreated,
			example: map[string]any{"owner_id": example, "percentage": "50.00", "from": "2026-01-01"},
			result:  shareView{}, versioned: true, repeatable: true, codes: exceeding, handle: a.createShare,
		},
		{
			id: "list-owner-shares", method: http.MethodGet, needs: authz.OwnerRead, path: "/v1/owners/{id}/shares", tag: tag, summary: "List an owner's shares",
			doc: "By property, the later ones first. One page holds all.", result: pageView[shareView]{}, handle: a.listOwnerShares,
		},
		{
			id: "get-share", method: http.MethodGet, needs: authz.OwnerRead, path: one, tag: tag, summary: "Read a share",
			result: shareView{}, versioned: true, handle: a.getShare,
		},
		{
			id: "change-share", method: http.MethodPost, needs: authz.OwnerWrite, path: one + "/change", tag: tag, summary: "Make a share another size",
			doc:  "From a day on: the share ends the day before, and the answer is the one that begins. History is never written over.",
			body: &shareChangeBody{}, create: []string{"percentage", "from"}, example: map[string]any{"percentage": "60.00", "from": "2027-01-01"},
			result: shareView{}, versioned: true, conditional: true, codes: exceeding, handle: a.changeShare,
		},
		{
			id: "end-share", method: http.MethodPost, needs: authz.OwnerWrite, path: one + "/end", tag: tag, summary: "End a share",
			doc: "Sets its last day.", body: &shareEndBody{}, create: []string{"to"}, example: map[string]any{"to": "2026-12-31"},
			result: shareView{}, versioned: true, conditional: true, codes: exceeding, handle: a.endShare,
		},
		{
			id: "transfer-share", method: http.MethodPost, needs: authz.OwnerWrite, path: one + "/transfer", tag: tag, summary: "Pass a share to another owner",
			doc:  "From a day on, all of it or a part, in one step. The answer is the new owner's share.",
			body: &shareTransferBody{}, create: []string{"owner_id", "from"}, example: map[string]any{"owner_id": example, "from": "2027-01-01"},
			result: shareView{}, versioned: true, conditional: true, codes: exceeding, handle: a.transferShare,
		},
	}
}

func answerShare(s owner.Share, err error) (reply, error) {
	return reply{body: viewShare(s), version: s.Version}, err
}

func (a *api) getOwnership(ctx context.Context, c *call) (reply, error) {
	o, err := a.Owners.Ownership(ctx, c.principal, c.id())
	v := ownershipView{Today: o.Today, Held: o.Held, Shares: viewPage(o.Shares, page.Page{}, viewShare).Data, Gaps: []gapView{}}
	for _, g := range o.Gaps {
		v.Gaps = append(v.Gaps, gapView{From: g.From, To: day(g.To), Missing: g.Missing})
	}
	return reply{body: v}, err
}

func (a *api) listOwnerShares(ctx context.Context, c *call) (reply, error) {
	list, err := a.Owners.SharesOf(ctx, c.principal, c.id())
	return reply{body: viewPage(list, page.Page{}, viewShare)}, err
}

func (a *api) getShare(ctx context.Context, c *call) (reply, error) {
	return answerShare(a.Owners.Share(ctx, c.principal, c.id()))
}

func (a *api) createShare(ctx context.Context, c *call) (reply, error) {
	var b shareBody
	if err := c.read(&b); err != nil {
		return reply{}, err
	}
	key, err := c.key("share.create " + c.id().String())
	if err != nil {
		return reply{}, err
	}
	var f fault.Fields
	in := owner.ShareInput{
		OwnerID: fieldID(&f, "/owner_id", b.OwnerID.value), Percentage: b.Percentage.value, From: fieldDay(&f, "/from", &b.From.value),
		To: fieldDay(&f, "/to", b.To.value), AcquiredOn: fieldDay(&f, "/acquired_on", b.AcquiredOn.value), AcquisitionCost: b.AcquisitionCost.value,
	}
	if err := f.Err(); err != nil {
		return reply{}, err
	}
	s, err := a.Owners.AddShare(ctx, c.principal, key, c.id(), in)
	out, err := answerShare(s, err)
	out.location = "/v1/shares/" + s.ID.String()
	return out, err
}

func (a *api) changeShare(ctx context.Context, c *call) (reply, error) {
	var b shareChangeBody
	version, err := c.readChange(&b)
	if err != nil {
		return reply{}, err
	}
	var f fault.Fields
	from := fieldDay(&f, "/from", &b.From.value)
	if err := f.Err(); err != nil {
		return reply{}, err
	}
	return answerShare(a.Owners.ChangeShare(ctx, c.principal, c.id(), version, from, b.Percentage.value))
}

func (a *api) endShare(ctx context.Context, c *call) (reply, error) {
	var b shareEndBody
	version, err := c.readChange(&b)
	if err != nil {
		return reply{}, err
	}
	var f fault.Fields
	to := fieldDay(&f, "/to", b.To.value)
	if err := f.Err(); err != nil {
		return reply{}, err
	}
	return answerShare(a.Owners.EndShare(ctx, c.principal, c.id(), version, to))
}

func (a *api) transferShare(ctx context.Context, c *call) (reply, error) {
	var b shareTransferBody
	version, err := c.readChange(&b)
	if err != nil {
		return reply{}, err
	}
	var f fault.Fields
	in := owner.TransferInput{To: fieldID(&f, "/owner_id", b.OwnerID.value), On: fieldDay(&f, "/from", &b.From.value), Cost: b.AcquisitionCost.value}
	if err := f.Err(); err != nil {
		return reply{}, err
	}
	if b.Percentage.value != nil {
		in.Percentage = *b.Percentage.value
	}
	return answerShare(a.Owners.TransferShare(ctx, c.principal, c.id(), version, in))
}
