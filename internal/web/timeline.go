package web

import (
	"context"
	"net/url"
	"strconv"

	"github.com/propertyos/propertyos/internal/domain/property"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/page"
	"github.com/propertyos/propertyos/internal/tenancy"
	"github.com/propertyos/propertyos/internal/web/message"
	"github.com/propertyos/propertyos/internal/web/view"
)

// timeline reads a page of a timeline and says it in words. On the page of a unit no unit is named.
func (s *site) timeline(r *request, at id.ID, units bool,
	read func(context.Context, tenancy.Principal, id.ID, page.Request) ([]property.Happening, page.Page, error),
) ([]view.Happening, view.Page, error) {
	list, around, err := read(r.Context(), r.p, at, cursor(r.URL.Query(), ""))
	if err != nil {
		return nil, view.Page{}, err
	}
	out := make([]view.Happening, 0, len(list))
	for _, h := range list {
		v := view.Happening{When: h.At.In(r.zone).Format("2 Jan 2006, 15:04"), What: what(r.Context(), h)}
		if h.Day {
			v.When = h.At.In(r.zone).Format("2 Jan 2006")
		}
		if units && h.UnitID != id.Nil {
			v.Unit, v.Href = h.Number, "/units/"+h.UnitID.String()
		}
		v.More = more(r, h)
		out = append(out, v)
	}
	return out, view.Page(around), nil
}

// what says in a few words what happened.
func what(ctx context.Context, h property.Happening) string {
	switch h.Kind {
	case "status":
		return message.T(ctx, "Status: %s", view.Label(ctx, view.UnitStatuses, h.Said))
	case "moved_in":
		return message.T(ctx, "Moved in")
	case "moved_out":
		return message.T(ctx, "Moved out")
	case "notice_given":
		return message.T(ctx, "Notice given")
	case "eviction_filed":
		return message.T(ctx, "Eviction filed")
	case "lease_began":
		return message.T(ctx, "Lease began")
	case "lease_ended":
		return message.T(ctx, "Lease term ended")
	case "lease_signed":
		return message.T(ctx, "Lease signed")
	case "notice":
		return message.T(ctx, "Notice: %s", view.Label(ctx, nil, h.Said))
	case "request":
		return message.T(ctx, "Request: %s", h.Said)
	case "document":
		return message.T(ctx, "Document: %s", h.Said)
	case "import":
		return message.T(ctx, "Import: %s", h.Said)
	case "hold":
		return message.T(ctx, "Hold: %s", view.Label(ctx, view.HoldKinds, h.Said))
	}
	switch h.Said {
	case "insert":
		return message.T(ctx, "Added")
	case "delete":
		return message.T(ctx, "Deleted")
	}
	return message.T(ctx, "Changed")
}

// more is what else there is to say, a line each.
func more(r *request, h property.Happening) []string {
	var out []string
	ctx := r.Context()
	switch h.Kind {
	case "lease_began":
		line := message.T(ctx, "%s a month", h.Rent.Grouped())
		if last := h.LastDay(); !last.IsZero() {
			line = message.T(ctx, "%s a month, to %s", h.Rent.Grouped(), last.Words())
		}
		out = append(out, line)
	case "hold":
		if last := h.LastDay(); !last.IsZero() {
			out = append(out, message.T(ctx, "to %s", last.Words()))
		}
	case "change":
		for _, f := range h.Fields {
			if f.Name != "deleted_at" {
				out = append(out, message.T(ctx, "%s: %s → %s", view.Label(ctx, view.Columns, f.Name), stored(r, f.Name, f.Old), stored(r, f.Name, f.New)))
			}
		}
	}
	if h.Who != "" {
		out = append(out, h.Who)
	}
	return out
}

// where reads what narrows a list to a group, or to the ground around a place: the parameters group, near and miles. What
// cannot be read finds nothing.
func where(q url.Values) property.Where {
	w := property.Where{}
	if text := q.Get("group"); text != "" {
		if w.Group = chosenID(text); w.Group == id.Nil {
			w.Group = id.New()
		}
	}
	if text := q.Get("near"); text != "" {
		miles := int32(10)
		if n, err := strconv.ParseInt(q.Get("miles"), 10, 32); err == nil {
			miles = int32(n)
		}
		near, err := property.ParseNear(text, &miles)
		if err != nil {
			near = &property.Near{Property: id.New(), Miles: 1}
		}
		w.Near = near
	}
	return w
}
