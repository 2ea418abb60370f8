package web

import (
	"context"
	"net/url"
	"strconv"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/property"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/page"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/web/message"
	"github.com/propertyos/propertyos/internal/web/view"
)

func (s *site) units(r *request) error {
	q := r.URL.Query()
	f, filter := unitFilter(q)
	var (
		list               []property.Unit
		around             page.Page
		totals             property.UnitTotals
		properties, groups []view.Option
	)
	err := atOnce(r.Context(), func(ctx context.Context) (err error) {
		list, around, err = s.Properties.Units(ctx, r.p, filter, cursor(q, f.Sort))
		return err
	}, func(ctx context.Context) (err error) {
		totals, err = s.Properties.SumUnits(ctx, r.p, filter)
		return err
	}, func(context.Context) (err error) {
		properties, groups, err = s.places(r)
		return err
	})
	if err != nil {
		return err
	}
	frame := r.frame(message.T(r.Context(), "Units"), view.AreaUnits)
	frame.Search = f.Q
	m := view.UnitList{
		Frame: frame, Filter: f, Page: view.Page(around), Export: authz.Allowed(r.p, authz.ExportRun), Key: newKey(r),
		Totals: view.UnitTotals{Units: int(totals.Units), MarketRent: totals.MarketRent, Rent: totals.MonthlyRent},
	}
	switch f.With {
	case "past_due":
		m.Totals.Extra = totals.PastDue
	case "deposit":
		m.Totals.Extra = totals.DepositsHeld
	}
	m.Properties, m.Groups = properties, groups
	for _, u := range list {
		m.Rows = append(m.Rows, unitRow(u, f.With, period.In(s.Clock.Now(), r.zone)))
	}
	m.Live = []string{"unit", "imports"}
	return s.page(r, view.UnitsPage(m))
}

// unitFilter reads the list's address: what the page shows, and what the service is asked for.
func unitFilter(q url.Values) (view.UnitFilter, property.UnitFilter) {
	f := view.UnitFilter{
		Q: q.Get("q"), Status: q["status"], Property: q.Get("property"), Bedrooms: q.Get("bedrooms"),
		With: q.Get("with"), Deleted: q.Get("deleted") == "1", Sort: q.Get("sort"), Columns: q["columns"],
	}
	f.Group = q.Get("group")
	filter := property.UnitFilter{Query: f.Q, Statuses: given(f.Status), Having: f.With, Deleted: f.Deleted, Where: where(q)}
	if f.Property != "" {
		at, err := id.Parse(f.Property)
		if err != nil {
			at = id.New() // no property has it: an empty list, as for one that is gone
		}
		filter.PropertyID = at
	}
	if n, err := strconv.ParseInt(f.Bedrooms, 10, 32); err == nil {
		rooms := int32(n)
		filter.Bedrooms, filter.OrMore = &rooms, rooms >= mostRooms
	}
	return f, filter
}
