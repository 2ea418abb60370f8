package api

import (
	"context"
	"net/http"
	"time"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/leasing"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/page"
)

type areaView struct {
	Area  string   `json:"area" example:"Kitchen"`
	Items []string `json:"items" nullable:"false" doc:"What to look at." example:"Refrigerator,Oven"`
}

type checklistView struct {
	ID        id.ID      `json:"id"`
	Name      string     `json:"name" example:"Houses"`
	Kind      string     `json:"kind" enum:"move_in,move_out,periodic" doc:"What the walk is for."`
	Areas     []areaView `json:"areas" nullable:"false"`
	Version   int32      `json:"version" example:"1"`
	CreatedAt time.Time  `json:"created_at"`
	UpdatedAt time.Time  `json:"updated_at"`
}

func viewChecklist(t leasing.ChecklistTemplate) checklistView {
	return checklistView{t.ID, t.Name, t.Kind, eachView(t.Areas, func(a leasing.Area) areaView { return areaView(a) }), t.Version, t.CreatedAt.UTC(), t.UpdatedAt.UTC()}
}

type areaBody struct {
	Area  opt[string]   `json:"area" minLength:"1" maxLength:"100" example:"Kitchen"`
	Items opt[[]string] `json:"items" maxItems:"300" maxLength:"200" doc:"What to look at." example:"Refrigerator,Oven"`
}

type checklistBody struct {
	Name  opt[string]     `json:"name" minLength:"1" maxLength:"255" example:"Houses"`
	Kind  opt[string]     `json:"kind" enum:"move_in,move_out,periodic" doc:"Stays as it was created."`
	Areas opt[[]areaBody] `json:"areas" maxItems:"50" doc:"Together at most 50 areas and 300 items, in their order."`
}

func (b checklistBody) apply(t *leasing.ChecklistTemplate) {
	b.Name.set(&t.Name)
	b.Kind.set(&t.Kind)
	if b.Areas.given {
		t.Areas = eachView(b.Areas.value, func(a areaBody) leasing.Area { return leasing.Area{Area: a.Area.value, Items: a.Items.value} })
	}
}

func (a *api) checklistOperations() []operation {
	const tag, list, one = "Inspections", "/v1/checklists", "/v1/checklists/{id}"
	taken := []string{"checklist_name_taken"}
	return []operation{
		{
			id: "list-checklists", method: http.MethodGet, needs: authz.TemplateRead, path: list, tag: tag, summary: "List checklists",
			doc:    "The organization's own, by kind and name, on one page. Where there is none of a kind, a walk begins with the usual one.",
			result: pageView[checklistView]{}, handle: a.listChecklists,
		},
		{
			id: "create-checklist", method: http.MethodPost, needs: authz.TemplateWrite, path: list, tag: tag, summary: "Create a checklist",
			doc:  "The first of a kind, by its name, is the one that a walk begins with.",
			body: &checklistBody{}, create: []string{"name", "kind", "areas"}, status: http.StatusCreated, example: map[string]any{
				"name": "Houses", "kind": "move_in", "areas": []any{map[string]any{"area": "Porch", "items": []any{"Gate", "Bell"}}},
			},
			result: checklistView{}, versioned: true, repeatable: true, codes: taken, handle: a.createChecklist,
		},
		{
			id: "get-checklist", method: http.MethodGet, needs: authz.TemplateRead, path: one, tag: tag, summary: "Read a checklist",
			result: checklistView{}, versioned: true, handle: func(ctx context.Context, c *call) (reply, error) {
				return answerChecklist(a.Leases.Checklist(ctx, c.principal, c.id()))
			},
		},
		{
			id: "update-checklist", method: http.MethodPatch, needs: authz.TemplateWrite, path: one, tag: tag, summary: "Change a checklist",
			doc: "Walks that were begun keep theirs.", body: &checklistBody{}, example: map[string]any{"name": "Houses and duplexes"},
			result: checklistView{}, versioned: true, conditional: true, codes: taken, handle: a.updateChecklist,
		},
		{
			id: "delete-checklist", method: http.MethodDelete, needs: authz.TemplateWrite, path: one, tag: tag, summary: "Delete a checklist",
			status: http.StatusNoContent, conditional: true, handle: a.deleteChecklist,
		},
		{
			id: "restore-checklist", method: http.MethodPost, needs: authz.TemplateWrite, path: one + "/restore", tag: tag, summary: "Restore a checklist",
			result: checklistView{}, versioned: true, codes: taken, handle: func(ctx context.Context, c *call) (reply, error) {
				return answerChecklist(a.Leases.RestoreChecklist(ctx, c.principal, c.id()))
			},
		},
	}
}

func answerChecklist(t leasing.ChecklistTemplate, err error) (reply, error) {
	return reply{body: viewChecklist(t), version: t.Version}, err
}

func (a *api) listChecklists(ctx context.Context, c *call) (reply, error) {
	list, err := a.Leases.Checklists(ctx, c.principal)
	return reply{body: viewPage(list, page.Page{}, viewChecklist)}, err
}

func (a *api) createChecklist(ctx context.Context, c *call) (reply, error) {
	var in leasing.ChecklistTemplate
	key, err := readInto(c, "checklist.add", checklistBody.apply, &in)
	if err != nil {
		return reply{}, err
	}
	t, err := a.Leases.AddChecklist(ctx, c.principal, key, in)
	out, err := answerChecklist(t, err)
	out.location = "/v1/checklists/" + t.ID.String()
	return out, err
}

func (a *api) updateChecklist(ctx context.Context, c *call) (reply, error) {
	var b checklistBody
	version, err := c.readChange(&b)
	if err != nil {
		return reply{}, err
	}
	return answerChecklist(a.Leases.UpdateChecklist(ctx, c.principal, c.id(), version, b.apply))
}

func (a *api) deleteChecklist(ctx context.Context, c *call) (reply, error) {
	version, err := c.version()
	if err != nil {
		return reply{}, err
	}
	return reply{}, a.Leases.DeleteChecklist(ctx, c.principal, c.id(), version)
}
