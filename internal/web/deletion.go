package web

import (
	"context"
	"fmt"
	"slices"

	"github.com/propertyos/propertyos/internal/domain/property"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/tenancy"
	"github.com/propertyos/propertyos/internal/web/view"
)

func (s *site) confirm(r *request, m view.DeleteConfirm, plan property.Plan) error {
	for _, g := range []struct {
		n         int64
		one, many string
	}{{plan.Units, "unit", "units"}, {plan.Leases, "ended or draft lease", "ended or draft leases"}, {plan.Documents, "document", "documents"}} {
		if m.Kind == "unit" && g.one == "unit" || g.n == 0 {
			continue
		}
		word := g.many
		if g.n == 1 {
			word = g.one
		}
		m.Goes = append(m.Goes, fmt.Sprintf("%d %s", g.n, word))
	}
	if len(plan.InForce) > 0 {
		m.Refused = "There are leases in force. End them first:"
		if plan.More {
			m.Refused = "There are leases in force. End them first, these and more:"
		}
		for _, l := range plan.InForce {
			block := view.Link{Text: view.UnitName(l.Number) + " · " + l.Renter, Href: "/units/" + hex(l.UnitID)}
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
			e.What = "Added"
		default:
			e.What = "Changed"
		}
		for _, f := range c.Fields {
			if f.Name == "deleted_at" {
				if e.What = "Deleted"; f.New == "" {
					e.What = "Restored"
				}
				continue
			}
			e.More = append(e.More, fmt.Sprintf("%s: %s → %s", view.Label(nil, f.Name), stored(f.Name, f.Old), stored(f.Name, f.New)))
		}
		out = append(out, e)
	}
	return out
}

// stored shows a value of a column as a form would: a choice by its name.
func stored(column, value string) string {
	switch {
	case value == "":
		return "none"
	case column == "status":
		return view.Label(slices.Concat(view.PropertyStatuses, view.UnitStatuses), value)
	case column == "form":
		return view.Label(view.UnitForms, value)
	}
	return value
}
