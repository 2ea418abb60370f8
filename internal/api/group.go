package api

import (
	"context"
	"net/http"
	"time"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/property"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/page"
)

type propertyGroupView struct {
	ID          id.ID      `json:"id" example:"0197c4a2-7b1e-7c3a-9f52-3d8e6b2a4c10"`
	Name        string     `json:"name" doc:"Unique, whatever its case." example:"North side"`
	Description *string    `json:"description"`
	Properties  int64      `json:"properties" doc:"Its properties that you may see." example:"12"`
	Units       int64      `json:"units" doc:"Their units." example:"340"`
	Occupied    int64      `json:"occupied" doc:"Occupied or on notice." example:"318"`
	Version     int32      `json:"version" doc:"Goes up with every change; the ETag is this in quotes." example:"7"`
	CreatedAt   time.Time  `json:"created_at"`
	UpdatedAt   time.Time  `json:"updated_at"`
	DeletedAt   *time.Time `json:"deleted_at" doc:"When it was deleted; null while it lives."`
}

func viewGroup(g property.Group) propertyGroupView {
	return propertyGroupView{
		ID: g.ID, Name: g.Name, Description: g.Description, Properties: g.Properties, Units: g.Units, Occupied: g.Occupied,
		Version: g.Version, CreatedAt: g.CreatedAt.UTC(), UpdatedAt: g.UpdatedAt.UTC(), DeletedAt: utc(g.DeletedAt),
	}
}

type propertyGroupBody struct {
	Name        opt[string]  `json:"name" minLength:"1" maxLength:"100" example:"North side"`
	Description opt[*string] `json:"description" maxLength:"500"`
}

func (b propertyGroupBody) apply(in *property.GroupInput) {
	b.Name.set(&in.Name)
	b.Description.set(&in.Description)
}

type groupMembersBody struct {
	Add    opt[[]string] `json:"add" maxItems:"500" doc:"Properties that join; those that are in already stay." example:"0197c4a2-7b1e-7c3a-9f52-3d8e6b2a4c10"`
	Remove opt[[]string] `json:"remove" maxItems:"500" doc:"Properties that leave."`
}

func (a *api) groupOperations() []operation {
	const tag, list, one = "Property groups", "/v1/property-groups", "/v1/property-groups/{id}"
	return []operation{
		{
			id: "list-property-groups", method: http.MethodGet, needs: authz.GroupRead, path: list, tag: tag, summary: "List groups of properties",
			doc: "By name. One page holds all.", result: pageView[propertyGroupView]{}, handle: a.listGroups,
		},
		{
			id: "create-property-group", method: http.MethodPost, needs: authz.PortfolioWrite, path: list, tag: tag, summary: "Create a group",
			body: &propertyGroupBody{}, create: []string{"name"}, status: http.StatusCreated, example: map[string]any{"name": "North side"},
			result: propertyGroupView{}, versioned: true, repeatable: true, codes: []string{"group_name_taken"}, handle: a.createGroup,
		},
		{
			id: "get-property-group", method: http.MethodGet, needs: authz.GroupRead, path: one, tag: tag, summary: "Read a group",
			query: oneParams, result: propertyGroupView{}, versioned: true, handle: a.getGroup,
		},
		{
			id: "update-property-group", method: http.MethodPatch, needs: authz.PortfolioWrite, path: one, tag: tag, summary: "Change a group's name or description",
			body: &propertyGroupBody{}, example: map[string]any{"name": "North"}, result: propertyGroupView{}, versioned: true, conditional: true,
			codes: []string{"group_name_taken"}, handle: a.updateGroup,
		},
		{
			id: "delete-property-group", method: http.MethodDelete, needs: authz.PortfolioWrite, path: one, tag: tag, summary: "Delete a group",
			doc: "Its properties stay as they are.", status: http.StatusNoContent, conditional: true, handle: a.deleteGroup,
		},
		{
			id: "restore-property-group", method: http.MethodPost, needs: authz.PortfolioWrite, path: one + "/restore", tag: tag, summary: "Restore a group",
			doc: "With the properties that it had.", result: propertyGroupView{}, versioned: true, codes: []string{"group_name_taken"}, handle: a.restoreGroup,
		},
		{
			id: "change-group-members", method: http.MethodPost, needs: authz.PortfolioWrite, path: one + "/members", tag: tag, summary: "Put properties into a group, or take them out",
			doc:  "All of it happens or none. To list the members, list properties with `group_id`.",
			body: &groupMembersBody{}, create: []string{}, example: map[string]any{"add": []any{}, "remove": []any{}},
			result: propertyGroupView{}, versioned: true, handle: a.changeMembers,
		},
	}
}

func answerGroup(g property.Group, err error) (reply, error) {
	return reply{body: viewGroup(g), version: g.Version}, err
}

func (a *api) listGroups(ctx context.Context, c *call) (reply, error) {
	list, err := a.Properties.Groups(ctx, c.principal)
	return reply{body: viewPage(list, page.Page{}, viewGroup)}, err
}

func (a *api) createGroup(ctx context.Context, c *call) (reply, error) {
	var b propertyGroupBody
	if err := c.read(&b); err != nil {
		return reply{}, err
	}
	key, err := c.key("property_group.create")
	if err != nil {
		return reply{}, err
	}
	var in property.GroupInput
	b.apply(&in)
	g, err := a.Properties.CreateGroup(ctx, c.principal, key, in)
	out, err := answerGroup(g, err)
	out.location = "/v1/property-groups/" + g.ID.String()
	return out, err
}

func (a *api) getGroup(ctx context.Context, c *call) (reply, error) {
	return answerGroup(a.Properties.Group(ctx, c.principal, c.id(), c.query.deleted()))
}

func (a *api) updateGroup(ctx context.Context, c *call) (reply, error) {
	var b propertyGroupBody
	version, err := c.readChange(&b)
	if err != nil {
		return reply{}, err
	}
	return answerGroup(a.Properties.UpdateGroup(ctx, c.principal, c.id(), version, b.apply))
}

func (a *api) deleteGroup(ctx context.Context, c *call) (reply, error) {
	version, err := c.version()
	if err != nil {
		return reply{}, err
	}
	return reply{}, a.Properties.DeleteGroup(ctx, c.principal, c.id(), version)
}

func (a *api) restoreGroup(ctx context.Context, c *call) (reply, error) {
	return answerGroup(a.Properties.RestoreGroup(ctx, c.principal, c.id()))
}

func (a *api) changeMembers(ctx context.Context, c *call) (reply, error) {
	var b groupMembersBody
	if err := c.read(&b); err != nil {
		return reply{}, err
	}
	var f fault.Fields
	in := property.MembersInput{Add: asIDs("/add", b.Add.value, &f), Remove: asIDs("/remove", b.Remove.value, &f)}
	if err := f.Err(); err != nil {
		return reply{}, err
	}
	return answerGroup(a.Properties.ChangeMembers(ctx, c.principal, c.id(), in))
}

// whereParams are the parameters that narrow a list to the properties of a group, and to those around a place.
func whereParams() []param {
	return []param{
		formatParam("group_id", "Only the properties of this group.", "uuid"),
		textParam("near", "Only around this place: latitude and longitude with a comma between them, or the id of a property.", 64),
		numberParam("miles", "With near: within so many miles over the ground; 10 if it is left out.", 1, property.MaxMiles),
	}
}

// where reads whereParams. Errors: Invalid for near.
func (c *call) where() (property.Where, error) {
	w := property.Where{Group: c.query.id("group_id")}
	near := c.query.text("near")
	if near == "" {
		return w, nil
	}
	n, err := property.ParseNear(near, c.query.number("miles"))
	w.Near = n
	return w, err
}
