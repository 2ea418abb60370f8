package web

import (
	"strconv"
	"strings"

	"github.com/propertyos/propertyos/internal/domain/property"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/web/message"
	"github.com/propertyos/propertyos/internal/web/view"
)

// propertyMap shows where the properties of the filter stand. Where they are many, those that stand near each other are one
// point, which leads to a map of the ground around them.
func (s *site) propertyMap(r *request) error {
	q := r.URL.Query()
	f, filter := propertyFilter(q)
	f.View = "map"
	list, err := s.Properties.Map(r.Context(), r.p, filter, boxOf(q.Get("box")))
	if err != nil {
		return err
	}
	m := view.PropertyList{Frame: r.frame(message.T(r.Context(), "Properties"), view.AreaProperties), Filter: f}
	if m.Center, m.Groups, err = s.around(r, f.Near); err != nil {
		return err
	}
	for _, c := range list {
		at := view.Place{Name: c.Name, Href: "/properties/" + c.Property.String(), Latitude: c.Latitude, Longitude: c.Longitude}
		if c.Property == id.Nil {
			inside := f.Query()
			inside.Set("box", boxText(c.Box))
			at.Href, at.Name = "/properties?"+inside.Encode(), message.N(r.Context(), c.Properties, "%d property", "%d properties")
			at.More = message.T(r.Context(), "near each other: open to tell them apart")
		}
		m.Places = append(m.Places, at)
	}
	m.Rows = []view.PropertyRow{{}} // the map draws places, and says so where there is none
	return s.page(r, view.PropertiesPage(m))
}

// margin is what is added around the box of a cluster, in degrees, so that its outermost properties are inside.
const margin = 1e-5

func boxText(b property.Box) string {
	parts := make([]string, 0, 4)
	for _, v := range []float64{b.South - margin, b.West - margin, b.North + margin, b.East + margin} {
		parts = append(parts, strconv.FormatFloat(v, 'f', 6, 64))
	}
	return strings.Join(parts, ",")
}

// boxOf reads a part of the ground; what cannot be read is all of it.
func boxOf(text string) property.Box {
	var out property.Box
	parts := strings.Split(text, ",")
	into := []*float64{&out.South, &out.West, &out.North, &out.East}
	if len(parts) != len(into) {
		return property.Box{}
	}
	for i, part := range parts {
		v, err := strconv.ParseFloat(part, 64)
		if err != nil {
			return property.Box{}
		}
		*into[i] = v
	}
	return out
}

// located reports whether it is known where a property stands.
func located(p property.Property) bool {
	return p.Address != nil && p.Address.Latitude != nil && p.Address.Longitude != nil
}

func (s *site) propertyRoutes() map[string]handler {
	return map[string]handler{
		"GET /properties":                s.properties,
		"GET /properties/new":            s.newProperty,
		"POST /properties":               s.createProperty,
		"GET /properties/{id}":           s.property,
		"GET /properties/{id}/edit":      s.editProperty,
		"POST /properties/{id}":          s.updateProperty,
		"GET /properties/{id}/delete":    s.confirmDeleteProperty,
		"POST /properties/{id}/delete":   s.deleteProperty,
		"POST /properties/{id}/restore":  s.restoreProperty,
		"GET /properties/{id}/units/new": s.newUnit,
		"POST /properties/{id}/units":    s.createUnit,
	}
}
