package web

import (
	"context"
	"slices"

	"github.com/propertyos/propertyos/internal/web/message"

	"github.com/propertyos/propertyos/internal/domain/property"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/tenancy"
	"github.com/propertyos/propertyos/internal/web/view"
)

func (s *site) confirm(r *request, m view.DeleteConfirm, plan property.Plan) error {
	ctx := r.Context()
	if plan.Units > 0 && m.Kind != "unit" {
		m.Goes = append(m.Goes, message.N(ctx, plan.Units, "%d unit", "%d units"))
	}
	if plan.Leases > 0 {
		m.Goes = append(m.Goes, message.N(ctx, plan.Leases, "%d ended or draft lease", "%d ended or draft leases"))
	}
	if plan.Documents > 0 {
		m.Goes = append(m.Goes, message.N(ctx, plan.Documents, "%d document", "%d documents"))
	}
	if len(plan.InForce) > 0 {
		m.Refused = message.T(ctx, "There are leases in force. End them first:")
		if plan.More {
			m.Refused = message.T(ctx, "There are leases in force. End them first, these and more:")
		}
		for _, l := range plan.InForce {
			block := view.Link{Text: view.UnitName(r.Context(), l.Number) + " · " + l.Renter, Href: "/units/" + hex(l.UnitID)}
			if !slices.Contains(m.Blocks, block) { // a lease and the one that follows it are one household
				m.Blocks = append(m.Blocks, block)
			}
		}
	}
	return s.page(r, view.DeletePage(m))
}

// remove deletes what the address names and offers to take it back.
func (s *site) remove(r *request, area, said string, remove func(context.Context, tenancy.Principal, id.ID, *int32) (property.Deletion, error)) error {
	at, err := r.pathID()
	if err != nil {
		return err
	}
	if _, err := remove(r.Context(), r.p, at, nil); err != nil {
		return err
	}
	s.tell(r, said, area+"/"+at.String()+"/restore")
	return r.see(area)
}

// deletion finds who deleted something in its history.
func deletion(changes []property.Change, on period.Date) *view.Deletion {
	d := &view.Deletion{On: on}
	for _, c := range changes {
		for _, f := range c.Fields {
			if f.Name == "deleted_at" && f.New != "" {
				d.By = c.By
				return d
			}
		}
	}
	return d
}

// entries tells changes in words, with times in the organization's zone.
func (r *request) entries(changes []property.Change) []view.HistoryEntry {
	var out []view.HistoryEntry
	for _, c := range changes {
		e := view.HistoryEntry{When: c.At.In(r.zone).Format("2 Jan 2006, 15:04"), Who: c.By}
		if e.Who == "" {
			e.Who = "PropertyOS"
		}
		switch c.Action {
		case "insert":
			e.What = message.T(r.Context(), "Added")
		default:
			e.What = message.T(r.Context(), "Changed")
		}
		for _, f := range c.Fields {
			if f.Name == "deleted_at" {
				if e.What = message.T(r.Context(), "Deleted"); f.New == "" {
					e.What = message.T(r.Context(), "Restored")
				}
				continue
			}
			e.More = append(e.More, message.T(r.Context(), "%s: %s → %s", view.Label(r.Context(), view.Columns, f.Name), stored(r, f.Name, f.Old), stored(r, f.Name, f.New)))
		}
		out = append(out, e)
	}
	return out
}

// stored shows a value of a column as a form would: a choice by its name.
func stored(r *request, column, value string) string {
	switch {
	case value == "":
		return message.T(r.Context(), "none")
	case column == "status":
		return view.Label(r.Context(), slices.Concat(view.PropertyStatuses, view.UnitStatuses), value)
	case column == "form":
		return view.Label(r.Context(), view.UnitForms, value)
	}
	return value
}
