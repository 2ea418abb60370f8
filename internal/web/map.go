package web

import (
	"strings"

	"github.com/propertyos/propertyos/internal/domain/property"
	"github.com/propertyos/propertyos/internal/kernel/page"
	"github.com/propertyos/propertyos/internal/web/message"
	"github.com/propertyos/propertyos/internal/web/view"
)

// propertyMap shows the properties of the filter that have coordinates, as many as a page of a list may have.
func (s *site) propertyMap(r *request) error {
	f, filter := propertyFilter(r.URL.Query())
	f.View = "map"
	list, _, err := s.Properties.Properties(r.Context(), r.p, filter, page.Request{Limit: page.MaxLimit})
	if err != nil {
		return err
	}
	m := view.PropertyList{Frame: r.frame(message.T(r.Context(), "Properties"), view.AreaProperties), Filter: f}
	for _, p := range list {
		m.Rows = append(m.Rows, view.PropertyRow{ID: p.ID.String(), Name: p.Name})
		if located(p) {
			m.Places = append(m.Places, view.Place{
				Href: "/properties/" + p.ID.String(), Name: p.Name, More: strings.Join(addressLines(p.Address), ", "),
				Latitude: *p.Address.Latitude, Longitude: *p.Address.Longitude,
			})
		}
	}
	return s.page(r, view.PropertiesPage(m))
}

// located reports whether it is known where a property stands.
func located(p property.Property) bool {
	return p.Address != nil && p.Address.Latitude != nil && p.Address.Longitude != nil
}
