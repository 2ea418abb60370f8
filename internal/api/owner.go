package api

import (
	"context"
	"net/http"
	"time"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/owner"
	"github.com/propertyos/propertyos/internal/domain/property"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/secret"
)

type ownerView struct {
	ID                    id.ID        `json:"id" example:"0197c4a2-7b1e-7c3a-9f52-3d8e6b2a4c10"`
	UserID                *id.ID       `json:"user_id" nullable:"true" doc:"The user who signs in as this owner; null for nobody."`
	Name                  string       `json:"name" example:"Elm Street Holdings LLC"`
	Email                 *string      `json:"email" example:"owner@example.com"`
	Phone                 *string      `json:"phone" example:"+1 614 555 0100"`
	Address               *placeView   `json:"address,omitempty" doc:"Of one owner, where it is known; absent in lists."`
	DefaultShare          money.Amount `json:"default_share" doc:"The percentage that a new share proposes." example:"100.00"`
	DistributionFrequency string       `json:"distribution_frequency" enum:"monthly,quarterly,annually,on_request"`
	DistributionDay       int32        `json:"distribution_day" doc:"Day of the month; the last one where the month is shorter." example:"15"`
	Active                bool         `json:"active"`
	TaxIDLastFour         string       `json:"tax_id_last_four" doc:"Empty where none is kept." example:"6789"`
	Properties            *int64       `json:"properties,omitempty" doc:"In lists only: of how many properties a share runs today." example:"3"`
	Version               int32        `json:"version" doc:"Goes up with every change; the ETag is this in quotes." example:"7"`
	CreatedAt             time.Time    `json:"created_at"`
	UpdatedAt             time.Time    `json:"updated_at"`
	DeletedAt             *time.Time   `json:"deleted_at" doc:"When it was deleted; null while it lives."`
}

func viewOwner(o owner.Owner) ownerView {
	return ownerView{
		ID: o.ID, UserID: o.UserID, Name: o.Name, Email: o.Email, Phone: o.Phone, Address: viewPlace(o.Address), DefaultShare: o.DefaultShare,
		DistributionFrequency: o.DistributionFrequency, DistributionDay: o.DistributionDay, Active: o.Active, TaxIDLastFour: o.TaxIDLastFour,
		Version: o.Version, CreatedAt: o.CreatedAt.UTC(), UpdatedAt: o.UpdatedAt.UTC(), DeletedAt: utc(o.DeletedAt),
	}
}

type ownerBody struct {
	Name                  opt[string]       `json:"name" minLength:"1" maxLength:"255" example:"Elm Street Holdings LLC"`
	Email                 opt[*string]      `json:"email" maxLength:"254" example:"owner@example.com"`
	Phone                 opt[*string]      `json:"phone" maxLength:"40" example:"+1 614 555 0100"`
	Address               opt[*addressBody] `json:"address" doc:"The owner's own. Of an address that is there, absent fields stay; null takes it away."`
	DefaultShare          opt[money.Amount] `json:"default_share" doc:"Percent, above 0 and at most 100; 100 unless you say otherwise." example:"50.00"`
	DistributionFrequency opt[string]       `json:"distribution_frequency" enum:"monthly,quarterly,annually,on_request" doc:"monthly unless you say otherwise."`
	DistributionDay       opt[*int32]       `json:"distribution_day" minimum:"1" maximum:"31" doc:"Day of the month; 1 unless you say otherwise." example:"15"`
	Active                opt[bool]         `json:"active" doc:"A new owner is active unless you say otherwise."`
	TaxID                 opt[*string]      `json:"tax_id" maxLength:"40" doc:"Kept encrypted; answers show the last four characters. null takes it away." example:"12-3456789"`
}

func (b ownerBody) apply(in *owner.Input) {
	b.Name.set(&in.Name)
	b.Email.set(&in.Email)
	b.Phone.set(&in.Phone)
	b.DefaultShare.set(&in.DefaultShare)
	b.DistributionFrequency.set(&in.DistributionFrequency)
	if b.DistributionDay.given {
		in.DistributionDay = 0
		if b.DistributionDay.value != nil {
			in.DistributionDay = *b.DistributionDay.value
		}
	}
	b.Active.set(&in.Active)
	if b.TaxID.given {
		text := secret.Text{}
		if b.TaxID.value != nil {
			text = secret.New(*b.TaxID.value)
		}
		in.TaxID = &text
	}
	switch {
	case !b.Address.given:
	case b.Address.value == nil:
		in.Address = nil
	default:
		var address property.AddressInput
		if in.Address != nil {
			address = *in.Address
		}
		b.Address.value.apply(&address)
		in.Address = &address
	}
}

type taxIDView struct {
	TaxID string `json:"tax_id" example:"12-3456789"`
}

func (a *api) ownerOperations() []operation {
	const tag, list, one = "Owners", "/v1/owners", "/v1/owners/{id}"
	return []operation{
		{
			id: "list-owners", method: http.MethodGet, needs: authz.OwnerRead, path: list, tag: tag, summary: "List owners",
			doc:   "Who is limited to properties is shown the owners of those, and those who own nothing.",
			query: pageParams(owner.Sorts, ownerFilters()...), result: pageView[ownerView]{}, handle: a.listOwners,
		},
		{
			id: "create-owner", method: http.MethodPost, needs: authz.OwnerWrite, path: list, tag: tag, summary: "Create an owner",
			doc: "Give shares of properties afterwards.", body: &ownerBody{}, create: []string{"name"}, status: http.StatusCreated,
			example: map[string]any{"name": "Elm Street Holdings LLC", "email": "owner@example.com", "tax_id": "12-3456789", "address": addressExample},
			result:  ownerView{}, versioned: true, repeatable: true, codes: []string{"keys_unavailable"}, handle: a.createOwner,
		},
		{
			id: "get-owner", method: http.MethodGet, needs: authz.OwnerRead, path: one, tag: tag, summary: "Read an owner",
			query: oneParams, result: ownerView{}, versioned: true, handle: a.getOwner,
		},
		{
			id: "update-owner", method: http.MethodPatch, needs: authz.OwnerWrite, path: one, tag: tag, summary: "Change an owner",
			doc: "Absent fields stay; null clears.", body: &ownerBody{}, example: map[string]any{"distribution_day": 10},
			result: ownerView{}, versioned: true, conditional: true, codes: []string{"keys_unavailable"}, handle: a.updateOwner,
		},
		{
			id: "delete-owner", method: http.MethodDelete, needs: authz.OwnerWrite, path: one, tag: tag, summary: "Delete an owner",
			doc: "Refused while a share runs, today or later.", status: http.StatusNoContent, conditional: true,
			codes: []string{"shares_running"}, handle: a.deleteOwner,
		},
		{
			id: "restore-owner", method: http.MethodPost, needs: authz.OwnerWrite, path: one + "/restore", tag: tag, summary: "Restore an owner",
			result: ownerView{}, versioned: true, handle: a.restoreOwner,
		},
		{
			id: "reveal-tax-id", method: http.MethodPost, needs: authz.OwnerReveal, path: one + "/reveal-tax-id", tag: tag, summary: "See an owner's tax id",
			doc:    "In full. It is recorded before it is answered. A key needs the scope `owner.reveal`.",
			result: taxIDView{}, codes: []string{"no_tax_id", "keys_unavailable", "step_up_required"}, handle: a.revealTaxID,
		},
	}
}

func answerOwner(o owner.Owner, err error) (reply, error) {
	return reply{body: viewOwner(o), version: o.Version}, err
}

func ownerFilters() []param {
	return []param{
		textParam("q", "Only those with this text in the name, e-mail address or phone number.", 200),
		choiceParam("state", "Only those who are active, or are not.", owner.States), deletedParam("The deleted ones instead."),
	}
}

func (c *call) ownerFilter() owner.Filter {
	return owner.Filter{Query: c.query.text("q"), State: c.query.text("state"), Deleted: c.query.deleted()}
}

func (a *api) listOwners(ctx context.Context, c *call) (reply, error) {
	rows, around, err := a.Owners.Owners(ctx, c.principal, c.ownerFilter(), c.page())
	return reply{body: viewPage(rows, around, func(o owner.Owner) ownerView {
		v := viewOwner(o)
		v.Properties = &o.Properties
		return v
	})}, err
}

func (a *api) createOwner(ctx context.Context, c *call) (reply, error) {
	var b ownerBody
	if err := c.read(&b); err != nil {
		return reply{}, err
	}
	key, err := c.key("owner.create")
	if err != nil {
		return reply{}, err
	}
	in := owner.Input{Active: true}
	b.apply(&in)
	o, err := a.Owners.CreateOwner(ctx, c.principal, key, in)
	out, err := answerOwner(o, err)
	out.location = "/v1/owners/" + o.ID.String()
	return out, err
}

func (a *api) getOwner(ctx context.Context, c *call) (reply, error) {
	return answerOwner(a.Owners.Owner(ctx, c.principal, c.id(), c.query.deleted()))
}

func (a *api) updateOwner(ctx context.Context, c *call) (reply, error) {
	var b ownerBody
	version, err := c.readChange(&b)
	if err != nil {
		return reply{}, err
	}
	return answerOwner(a.Owners.UpdateOwner(ctx, c.principal, c.id(), version, b.apply))
}

func (a *api) deleteOwner(ctx context.Context, c *call) (reply, error) {
	version, err := c.version()
	if err != nil {
		return reply{}, err
	}
	return reply{}, a.Owners.DeleteOwner(ctx, c.principal, c.id(), version)
}

func (a *api) restoreOwner(ctx context.Context, c *call) (reply, error) {
	return answerOwner(a.Owners.RestoreOwner(ctx, c.principal, c.id()))
}

func (a *api) revealTaxID(ctx context.Context, c *call) (reply, error) {
	text, err := a.Owners.RevealTaxID(ctx, c.principal, c.id())
	return reply{body: taxIDView{TaxID: text}}, err
}

// fieldID reads an id of a body.
func fieldID(f *fault.Fields, at string, text string) id.ID {
	v, err := id.Parse(text)
	f.Check(err == nil || text == "", at, "id_invalid", "Not an id.")
	return v
}
