package api

import (
	"context"
	"net/http"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/leasing"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/page"
)

type contactView struct {
	ID           id.ID  `json:"id"`
	Name         string `json:"name" example:"Rosa Lopez"`
	Relationship string `json:"relationship" doc:"Empty where unknown." example:"Mother"`
	Phone        string `json:"phone" example:"+1 614 555 0177"`
	Email        string `json:"email" doc:"Empty where unknown."`
	Version      int32  `json:"version" example:"1"`
}

func viewContact(c leasing.Contact) contactView {
	return contactView{c.ID, c.Name, c.Relationship, c.Phone, c.Email, c.Version}
}

type contactBody struct {
	Name         opt[string] `json:"name" minLength:"1" maxLength:"255" example:"Rosa Lopez"`
	Relationship opt[string] `json:"relationship" maxLength:"100" example:"Mother"`
	Phone        opt[string] `json:"phone" minLength:"1" maxLength:"40" example:"+1 614 555 0177"`
	Email        opt[string] `json:"email" maxLength:"254"`
}

func (b contactBody) apply(in *leasing.ContactInput) {
	b.Name.set(&in.Name)
	b.Relationship.set(&in.Relationship)
	b.Phone.set(&in.Phone)
	b.Email.set(&in.Email)
}

var contactExample = map[string]any{"name": "Rosa Lopez", "relationship": "Mother", "phone": "+1 614 555 0177"}

func (a *api) contactOperations() []operation {
	const tag, own, of, one, mine = "Renters", "/v1/portal/emergency-contacts", "/v1/renters/{id}/emergency-contacts", "/v1/emergency-contacts/{id}", "/v1/portal/emergency-contacts/{id}"
	many := []string{"too_many_contacts"}
	return []operation{
		{
			id: "list-emergency-contacts", method: http.MethodGet, needs: authz.LeasingRead, path: of, tag: tag,
			summary: "List a renter's emergency contacts", doc: "One page holds all.", result: pageView[contactView]{}, handle: a.listContacts,
		},
		{
			id: "create-emergency-contact", method: http.MethodPost, needs: authz.LeasingWrite, path: of, tag: tag,
			summary: "Add an emergency contact", body: &contactBody{}, create: []string{"name", "phone"}, example: contactExample,
			status: http.StatusCreated, result: contactView{}, versioned: true, repeatable: true, codes: many, handle: a.createContact,
		},
		{
			id: "update-emergency-contact", method: http.MethodPatch, needs: authz.LeasingWrite, path: one, tag: tag,
			summary: "Change an emergency contact", body: &contactBody{}, example: map[string]any{"phone": "+1 614 555 0178"},
			result: contactView{}, versioned: true, conditional: true, handle: a.updateContact(false),
		},
		{
			id: "delete-emergency-contact", method: http.MethodDelete, needs: authz.LeasingWrite, path: one, tag: tag,
			summary: "Remove an emergency contact", status: http.StatusNoContent, conditional: true, handle: a.deleteContact(false),
		},
		{
			id: "list-own-contacts", method: http.MethodGet, needs: authz.HomeRead, path: own, tag: "Portal",
			summary: "List your emergency contacts", doc: "For renters, with the session of their browser. One page holds all.",
			result: pageView[contactView]{}, handle: a.listOwnContacts,
		},
		{
			id: "create-own-contact", method: http.MethodPost, needs: authz.PortalWrite, path: own, tag: "Portal",
			summary: "Add an emergency contact of yours", body: &contactBody{}, create: []string{"name", "phone"}, example: contactExample,
			status: http.StatusCreated, result: contactView{}, versioned: true, repeatable: true, codes: append(many, "not_found"), handle: a.createOwnContact,
		},
		{
			id: "update-own-contact", method: http.MethodPatch, needs: authz.PortalWrite, path: mine, tag: "Portal",
			summary: "Change an emergency contact of yours", body: &contactBody{}, example: map[string]any{"phone": "+1 614 555 0178"},
			result: contactView{}, versioned: true, conditional: true, handle: a.updateContact(true),
		},
		{
			id: "delete-own-contact", method: http.MethodDelete, needs: authz.PortalWrite, path: mine, tag: "Portal",
			summary: "Remove an emergency contact of yours", status: http.StatusNoContent, conditional: true, handle: a.deleteContact(true),
		},
	}
}

func (a *api) listContacts(ctx context.Context, c *call) (reply, error) {
	list, err := a.Renters.Contacts(ctx, c.principal, c.id())
	return reply{body: viewPage(list, page.Page{}, viewContact)}, err
}

func (a *api) listOwnContacts(ctx context.Context, c *call) (reply, error) {
	list, err := a.Portal.OwnContacts(ctx, c.principal)
	return reply{body: viewPage(list, page.Page{}, viewContact)}, err
}

func (a *api) createContact(ctx context.Context, c *call) (reply, error) {
	var in leasing.ContactInput
	key, err := readInto(c, "contact.create", contactBody.apply, &in)
	if err != nil {
		return reply{}, err
	}
	v, err := a.Renters.AddContact(ctx, c.principal, key, c.id(), in)
	return reply{body: viewContact(v), version: v.Version, location: "/v1/emergency-contacts/" + v.ID.String()}, err
}

func (a *api) createOwnContact(ctx context.Context, c *call) (reply, error) {
	var in leasing.ContactInput
	key, err := readInto(c, "portal.contact.create", contactBody.apply, &in)
	if err != nil {
		return reply{}, err
	}
	v, err := a.Portal.AddContact(ctx, c.principal, key, in)
	return reply{body: viewContact(v), version: v.Version, location: "/v1/portal/emergency-contacts/" + v.ID.String()}, err
}

// updateContact changes a contact for staff, or for the renter whose it is.
func (a *api) updateContact(own bool) handler {
	return func(ctx context.Context, c *call) (reply, error) {
		var b contactBody
		version, err := c.readChange(&b)
		if err != nil {
			return reply{}, err
		}
		update := a.Renters.UpdateContact
		if own {
			update = a.Portal.UpdateContact
		}
		v, err := update(ctx, c.principal, c.id(), version, b.apply)
		return reply{body: viewContact(v), version: v.Version}, err
	}
}

func (a *api) deleteContact(own bool) handler {
	return func(ctx context.Context, c *call) (reply, error) {
		version, err := c.version()
		if err != nil {
			return reply{}, err
		}
		if own {
			return reply{}, a.Portal.DeleteContact(ctx, c.principal, c.id(), version)
		}
		return reply{}, a.Renters.DeleteContact(ctx, c.principal, c.id(), version)
	}
}
