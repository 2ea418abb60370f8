// Package observe is how the program shows what it does: structured logs that carry ids and never personal data,
// Prometheus metrics, and the health endpoints.
package observe

import (
	"context"
	"net/http"
	"regexp"
	"sync"

	"github.com/propertyos/propertyos/internal/kernel/id"
)

// scope is what is known of the request or job under way. It is filled as the request travels inwards and read on its
// way out, so it is shared by all contexts that come from one.
type scope struct {
	request string

	mu           sync.Mutex
	organization id.ID
	route        string
}

type scopeKey struct{}

func scopeOf(ctx context.Context) *scope {
	s, _ := ctx.Value(scopeKey{}).(*scope)
	return s
}

// Begin returns a context whose log lines carry the request id, and later the organization. A malformed id, or none, is
// replaced by a new one.
func Begin(ctx context.Context, requestID string) context.Context {
	if !wellFormed.MatchString(requestID) {
		requestID = id.New().String()
	}
	return context.WithValue(ctx, scopeKey{}, &scope{request: requestID})
}

// wellFormed is what is taken over from outside: nothing that could break a line, a header or a log viewer.
var wellFormed = regexp.MustCompile(`^[A-Za-z0-9._-]{1,64}$`)

// RequestID returns the id that Begin set, or "".
func RequestID(ctx context.Context) string {
	if s := scopeOf(ctx); s != nil {
		return s.request
	}
	return ""
}

// SetOrganization notes the organization that the request is in, for every log line from now on, the request's own
// included. Without Begin it does nothing.
func SetOrganization(ctx context.Context, org id.ID) {
	if s := scopeOf(ctx); s != nil {
		s.mu.Lock()
		s.organization = org
		s.mu.Unlock()
	}
}

// Organization returns what SetOrganization noted, or id.Nil.
func Organization(ctx context.Context) id.ID {
	if s := scopeOf(ctx); s != nil {
		s.mu.Lock()
		defer s.mu.Unlock()
		return s.organization
	}
	return id.Nil
}

// Routed wraps a mux and notes the pattern that it chose, for Middleware. It is needed where something between the two
// gives the mux a copy of the request, as whatever adds to a request's context does.
func Routed(mux http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer setRoute(r) // in a panic too
		mux.ServeHTTP(w, r)
	})
}

func setRoute(r *http.Request) {
	s := scopeOf(r.Context())
	if s == nil || r.Pattern == "" {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.route == "" { // the innermost is told first, and knows best
		s.route = r.Pattern
	}
}
