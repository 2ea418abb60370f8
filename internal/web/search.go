package web

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/search"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/web/message"
	"github.com/propertyos/propertyos/internal/web/view"
)

// longest is how much of what was typed a search shows and looks for, in characters.
const longest = 200

func (s *site) searchRoutes() map[string]handler {
	return map[string]handler{
		"GET /search": s.search,
	}
}

// search answers the search page, and for the command palette its results alone. With a kind it is the list of that kind.
func (s *site) search(r *request) error {
	ctx := r.Context()
	frame := r.frame(message.T(ctx, "Search"), "")
	m := view.Search{Frame: frame, Q: shortened(strings.TrimSpace(r.URL.Query().Get("q"))), Kind: r.URL.Query().Get("kind")}
	if m.Q != "" && authz.Allowed(r.p, authz.SearchRead) {
		if err := s.findAll(r, &m); err != nil {
			return err
		}
	}
	if m.Kind == "" {
		pages := view.FoundGroup{Name: message.T(ctx, "Pages")}
		for _, p := range frame.Pages(ctx) {
			if holds(p.Text, m.Q) || m.Q != "" && holds(p.More, m.Q) {
				pages.Hits = append(pages.Hits, p)
			}
		}
		m.Groups = append(m.Groups, pages)
	}
	if r.Request.Header.Get("HX-Target") == "palette-results" {
		return s.show(r.ResponseWriter, r.Request, http.StatusOK, view.SearchResults(m))
	}
	return s.page(r, view.SearchPage(m))
}

// findAll adds what was found among the organization's rows.
func (s *site) findAll(r *request, m *view.Search) error {
	asked := search.Request{Text: m.Q}
	if m.Kind != "" {
		asked.Kinds, asked.Limit = []search.Kind{search.Kind(m.Kind)}, search.MaxLimit
	}
	answer, err := s.Search.Search(r.Context(), r.p, asked)
	if err != nil {
		return err
	}
	m.Alike = answer.Alike
	for _, found := range answer.Groups {
		kind := foundKinds[found.Kind]
		g := view.FoundGroup{Name: message.Marked(r.Context(), kind.name), Total: found.Total}
		for _, h := range found.Hits {
			if to := s.leadsTo(h); to != "" {
				text, more := words(r, h)
				g.Hits = append(g.Hits, view.Found{Href: to, Text: text, More: more, Icon: kind.icon})
			}
		}
		if m.Kind == "" && found.Total > int64(len(found.Hits)) {
			g.All = "/search?" + url.Values{"q": {m.Q}, "kind": {string(found.Kind)}}.Encode()
		}
		m.Groups = append(m.Groups, g)
	}
	return nil
}

// foundKinds are what the kinds are called, their icons and the page of one of them.
var foundKinds = map[search.Kind]struct{ name, icon, page string }{
	search.Property: {message.Mark("Properties"), "building-2", "/properties/"},
	search.Unit:     {message.Mark("Units"), "door-open", "/units/"},
	search.Renter:   {message.Mark("Renters"), "user", "/renters/"},
	search.Owner:    {message.Mark("Owners"), "user", "/owners/"},
	search.Vendor:   {message.Mark("Vendors"), "user", "/vendors/"},
	search.User:     {message.Mark("Users"), "users", "/settings/users/"},
	search.Document: {message.Mark("Documents"), "scroll-text", "/documents/"},
	search.Lease:    {message.Mark("Leases, by rent"), "key-round", "/leases/"},
	search.Payment:  {message.Mark("Payments, by amount"), "arrow-left-right", "/payments/"},
}

// leadsTo is where a hit leads: its own page, or the unit or property that it belongs to; "" for nowhere.
func (s *site) leadsTo(h search.Hit) string {
	if own := foundKinds[h.Kind].page + h.ID.String(); s.answers(own) {
		return own
	}
	switch {
	case h.UnitID != id.Nil:
		return "/units/" + h.UnitID.String()
	case h.PropertyID != id.Nil:
		return "/properties/" + h.PropertyID.String()
	}
	return ""
}

// answers reports whether there is a page at a path.
func (s *site) answers(path string) bool {
	_, pattern := s.mux.Handler(&http.Request{Method: http.MethodGet, URL: &url.URL{Path: path}})
	return pattern != "" && pattern != "GET /{path...}"
}

// words are what a hit is called, and what tells it from others of that name.
func words(r *request, h search.Hit) (text, more string) {
	ctx := r.Context()
	unit, on := "", ""
	if h.Property != "" {
		unit = h.Property
		if h.Number != "" {
			unit += " · " + view.UnitName(ctx, h.Number)
		}
	}
	switch h.Kind {
	case search.Property:
		return h.Name, h.Place
	case search.Unit:
		return view.UnitName(ctx, h.Number), joined(h.Property, h.Renters)
	case search.Renter:
		return h.Name, joined(unit, h.Contact)
	case search.Document:
		return h.Name, h.Note
	case search.Lease, search.Payment:
		text = h.Name
		if h.Amount != nil {
			text = h.Amount.Grouped()
		}
		if !h.On.IsZero() {
			on = h.On.Words()
		}
		return text, joined(h.Name, unit, on)
	}
	return h.Name, h.Contact
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
