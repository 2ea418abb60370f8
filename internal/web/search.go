package web

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/property"
	"github.com/propertyos/propertyos/internal/kernel/page"
	"github.com/propertyos/propertyos/internal/web/message"
	"github.com/propertyos/propertyos/internal/web/view"
)

// found is how many results of one kind a search shows, and longest how much of what was typed it looks for.
const (
	found   = 5
	longest = 100
)

func (s *site) searchRoutes() map[string]handler {
	return map[string]handler{
		"GET /search": s.search,
	}
}

// search answers the search page, and for the command palette its results alone.
func (s *site) search(r *request) error {
	ctx := r.Context()
	frame := r.frame(message.T(ctx, "Search"), "")
	m := view.Search{Frame: frame, Q: shortened(strings.TrimSpace(r.URL.Query().Get("q")))}
	pages := view.FoundGroup{Name: message.T(ctx, "Pages")}
	for _, p := range frame.Pages(ctx) {
		if holds(p.Text, m.Q) || m.Q != "" && holds(p.More, m.Q) {
			pages.Hits = append(pages.Hits, p)
		}
	}
	if m.Q != "" && authz.Allowed(r.p, authz.DashboardRead) {
		properties, err := s.findProperties(r, m.Q)
		if err != nil {
			return err
		}
		units, err := s.findUnits(r, m.Q)
		if err != nil {
			return err
		}
		m.Groups = append(m.Groups, properties, units)
	}
	m.Groups = append(m.Groups, pages)
	if r.Request.Header.Get("HX-Target") == "palette-results" {
		return s.show(r.ResponseWriter, r.Request, http.StatusOK, view.SearchResults(m))
	}
	return s.page(r, view.SearchPage(m))
}

func (s *site) findProperties(r *request, q string) (view.FoundGroup, error) {
	g := view.FoundGroup{Name: message.T(r.Context(), "Properties")}
	list, around, err := s.Properties.Properties(r.Context(), r.p, property.PropertyFilter{Query: q}, page.Request{Limit: found})
	if err != nil {
		return g, err
	}
	for _, p := range list {
		g.Hits = append(g.Hits, view.Found{
			Href: "/properties/" + p.ID.String(), Text: p.Name, More: strings.Join(addressLines(p.Address), ", "), Icon: "building-2",
		})
	}
	if around.Next != "" {
		g.All = "/properties?q=" + url.QueryEscape(q)
	}
	return g, nil
}

func (s *site) findUnits(r *request, q string) (view.FoundGroup, error) {
	g := view.FoundGroup{Name: message.T(r.Context(), "Units and renters")}
	list, around, err := s.Properties.Units(r.Context(), r.p, property.UnitFilter{Query: q}, page.Request{Limit: found})
	if err != nil {
		return g, err
	}
	for _, u := range list {
		more := u.PropertyName
		if u.Household != nil && u.Household.Renters != "" {
			more += " · " + u.Household.Renters
		}
		g.Hits = append(g.Hits, view.Found{
			Href: "/units/" + u.ID.String(), Text: view.UnitName(r.Context(), u.Number), More: more, Icon: "door-open",
		})
	}
	if around.Next != "" {
		g.All = "/units?q=" + url.QueryEscape(q)
	}
	return g, nil
}

// holds reports whether text has q in it, in any case.
func holds(text, q string) bool { return strings.Contains(strings.ToLower(text), strings.ToLower(q)) }

// shortened keeps the first characters of what was typed.
func shortened(q string) string {
	if list := []rune(q); len(list) > longest {
		return string(list[:longest])
	}
	return q
}
