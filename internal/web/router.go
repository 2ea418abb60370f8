package web

import (
	"errors"
	"net/http"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/kernel/fault"
)

// noOutbox makes the pages listed that only a developer's machine has.
type noOutbox struct{ Outbox }

// patterns lists the routes of all pages.
func (s *site) patterns() []string {
	r := &router{}
	s.register(r)
	return r.patterns
}

// router gives the pages to a mux and remembers which there are. Without a mux it only remembers.
type router struct {
	mux      *http.ServeMux
	patterns []string
}

// open adds a page that anybody may open.
func (r *router) open(pattern string, h http.HandlerFunc) {
	if public[pattern] == "" {
		panic("web: access.go does not say why anybody may open " + pattern)
	}
	r.patterns = append(r.patterns, pattern)
	if r.mux != nil {
		r.mux.HandleFunc(pattern, h)
	}
}

// closed adds a page of signed-in people who may do what the page needs.
func (r *router) closed(s *site, pattern string, h handler) {
	n, ok := needs[pattern]
	if !ok || !authz.Known(n.action) {
		panic("web: access.go does not say what " + pattern + " needs")
	}
	r.patterns = append(r.patterns, pattern)
	if r.mux != nil {
		r.mux.Handle(pattern, s.signedIn(n.guard(h)))
	}
}

// guard lets only those through who may do what the page needs.
func (n need) guard(h handler) handler {
	return func(r *request) error {
		err := authz.Check(r.p, n.action)
		if n.otherwise != "" && errors.Is(err, authz.ErrForbidden) {
			return r.see(n.otherwise)
		}
		if err != nil {
			return err
		}
		return h(r)
	}
}

// nothing answers for an address that no page has.
func nothing(*request) error { return fault.ErrNotFound }
