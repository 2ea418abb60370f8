// Package web is the portals: server-rendered pages over the same services that the API calls. A handler reads the form,
// calls one service method and shows a view; it holds no rule.
package web

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/a-h/templ"

	"github.com/propertyos/propertyos/internal/audit"
	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/backlog"
	"github.com/propertyos/propertyos/internal/domain/demo"
	"github.com/propertyos/propertyos/internal/domain/document"
	"github.com/propertyos/propertyos/internal/domain/identity"
	"github.com/propertyos/propertyos/internal/domain/intake"
	"github.com/propertyos/propertyos/internal/domain/leasing"
	"github.com/propertyos/propertyos/internal/domain/ledger"
	"github.com/propertyos/propertyos/internal/domain/live"
	"github.com/propertyos/propertyos/internal/domain/maintenance"
	"github.com/propertyos/propertyos/internal/domain/organization"
	"github.com/propertyos/propertyos/internal/domain/owner"
	"github.com/propertyos/propertyos/internal/domain/property"
	"github.com/propertyos/propertyos/internal/domain/report"
	"github.com/propertyos/propertyos/internal/domain/search"
	"github.com/propertyos/propertyos/internal/domain/template"
	"github.com/propertyos/propertyos/internal/domain/transfer"
	"github.com/propertyos/propertyos/internal/kernel/clock"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/tenancy"
	"github.com/propertyos/propertyos/internal/web/assets"
	"github.com/propertyos/propertyos/internal/web/view"
)

// Deps is what the pages stand on.
type Deps struct {
	Identities    *identity.Service
	SignOns       *identity.SignOns // nil: single sign-on is not set up
	Properties    *property.Service
	Leases        *leasing.Service
	Ledger        *ledger.Service
	Renters       *leasing.Renters
	Portal        *leasing.Portal
	Announcements *leasing.Announcements
	Papers        *leasing.Papers
	Templates     *template.Service
	Reports       *report.Service
	Search        *search.Service
	Audit         *audit.Service
	Owners        *owner.Service
	Maintenance   *maintenance.Service
	Clock         clock.Clock
	Log           *slog.Logger
	Organizations *organization.Service
	Backlog       *backlog.Service
	Live          *live.Service
	Exports       *property.Exports
	Transfers     *transfer.Service
	Documents     *document.Service
	Sandboxes     *demo.Sandboxes
	Imports       *intake.Service
	// Visitor tells what is known of a request before anybody is signed in: address, agent, request id.
	Visitor       func(*http.Request) tenancy.Principal
	SecureCookies bool
	URL           string // where browsers reach the site, without a slash at the end
	Outbox        Outbox // nil: mail is not kept on this machine, or others could look
}

type site struct {
	Deps
	mux *http.ServeMux // all routes, for a form that goes on after a proof
}

// maxForm bounds a submitted form.
const maxForm = 256 << 10

// New returns the handler of all pages and assets.
func New(d Deps) http.Handler { return secure(newSite(d).mux) }

func newSite(d Deps) *site {
	s := &site{d, http.NewServeMux()}
	s.mux.Handle("GET /assets/", assets.Handler())
	s.register(&router{mux: s.mux})
	return s
}

// register lists the pages that anybody may open, then those of a signed-in person. Each file of handlers lists its own,
// and access.go says what each page needs.
func (s *site) register(r *router) {
	for _, routes := range []map[string]http.HandlerFunc{
		s.fileRoutes(), s.signInRoutes(), s.proofRoutes(), s.signOnRoutes(), s.outboxRoutes(), s.joiningRoutes(),
	} {
		for pattern, h := range routes {
			r.open(pattern, h)
		}
	}
	for _, routes := range []map[string]handler{
		s.dashboardRoutes(), s.propertyRoutes(), s.unitRoutes(), s.portalRoutes(), s.signOnAccountRoutes(),
		s.signOnSettingsRoutes(), s.peopleRoutes(), s.organizationRoutes(), s.manyRoutes(), s.exportRoutes(),
		s.keyRoutes(), s.searchRoutes(), s.auditRoutes(),
		s.accountRoutes(), s.securityRoutes(), s.stepUpRoutes(),
		s.jobRoutes(), s.planRoutes(), s.liveRoutes(), s.documentRoutes(), s.leaseRoutes(), s.stayRoutes(), s.ownerRoutes(), s.bookRoutes(),
		s.shareRoutes(), s.portfolioRoutes(), s.importRoutes(), s.transferRoutes(), s.renterRoutes(), s.announcementRoutes(),
		s.templateRoutes(), s.ownRoutes(), s.ownOfferRoutes(), s.leasingSettingsRoutes(),
	} {
		for pattern, h := range routes {
			r.closed(s, pattern, h)
		}
	}
	r.closed(s, "GET /{path...}", nothing)
}

// request is one request of a signed-in person.
type request struct {
	http.ResponseWriter
	*http.Request
	p       tenancy.Principal
	profile identity.Profile
	zone    *time.Location
}

type handler func(*request) error

// signedIn lets only signed-in people through, and turns whatever a handler returns into a page.
func (s *site) signedIn(h handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p, err := s.principal(r)
		if err != nil {
			if fault.As(err).Kind == fault.Unauthorized {
				s.toSignIn(w, r)
				return
			}
			s.fail(w, r, view.Frame{}, err)
			return
		}
		r.Body = http.MaxBytesReader(w, r.Body, s.room(w, r))
		req := &request{ResponseWriter: w, Request: r, p: p, zone: time.UTC}
		if req.profile, err = s.Identities.Profile(r.Context(), p); err != nil {
			s.fail(w, r, view.Frame{}, err)
			return
		}
		if loc, err := time.LoadLocation(req.profile.TimeZone); err == nil {
			req.zone = loc
		}
		err = h(req)
		if err != nil && wantsProof(err) {
			err = s.askProof(req)
		}
		if err != nil {
			s.fail(w, r, req.frame("", ""), err)
		}
	})
}

// toSignIn sends somebody to the sign-in page and remembers where they were going, if it was a page.
func (s *site) toSignIn(w http.ResponseWriter, r *http.Request) {
	target := "/sign-in"
	if r.Method == http.MethodGet && r.URL.Path != "/" {
		target += "?next=" + escape(r.URL.RequestURI())
	}
	if r.Header.Get("HX-Request") != "" {
		w.Header().Set("HX-Redirect", target)
		w.WriteHeader(http.StatusNoContent)
		return
	}
	http.Redirect(w, r, target, http.StatusSeeOther)
}

func (r *request) frame(title string, area view.Area, crumbs ...view.Link) view.Frame {
	return view.Frame{
		Title: title, Area: area, Organization: r.profile.Organization, Crumbs: crumbs,
		Person:   view.Person{Name: r.profile.Name, Email: r.profile.Email, Role: string(r.profile.Role)},
		Listen:   authz.Allowed(r.p, authz.LiveRead),
		ReadOnly: !authz.Allowed(r.p, authz.PortfolioWrite), Toast: takeToast(r), Sandbox: r.p.Sandbox, Sections: sections(r.p),
		Hidden: hiddenAreas(r.p),
	}
}

// show writes a page.
func (s *site) show(w http.ResponseWriter, r *http.Request, status int, page templ.Component) error {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	if err := page.Render(r.Context(), w); err != nil && !errors.Is(err, context.Canceled) {
		s.Log.Warn("page was not written", "error", err)
	}
	return nil
}

func (s *site) page(r *request, page templ.Component) error {
	return s.show(r.ResponseWriter, r.Request, http.StatusOK, page)
}

// fail shows what went wrong. Unknown errors are logged once, here, and shown with nothing but a reference.
func (s *site) fail(w http.ResponseWriter, r *http.Request, frame view.Frame, err error) {
	f := fault.As(err)
	m := view.Failure{Frame: frame, Status: f.Kind.Status(), Message: f.Message, RetryAfter: f.RetryAfter}
	if f.Kind == fault.Internal || f.Kind == fault.Unavailable {
		m.TraceID = w.Header().Get("X-Request-Id")
		if f.Kind == fault.Internal {
			m.Message = ""
		}
		s.Log.Error("request failed", "error", err, "request_id", m.TraceID)
	}
	if f.RetryAfter > 0 {
		w.Header().Set("Retry-After", seconds(f.RetryAfter))
	}
	if f.Kind == fault.NotFound {
		m.Message = ""
	}
	_ = s.show(w, r, m.Status, view.FailurePage(m))
}

// secure sets the headers that keep pages to themselves.
func secure(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "+
			"form-action 'self'; frame-ancestors 'none'")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
		next.ServeHTTP(w, r)
	})
}

// pathID is the id in the address. A malformed one is answered like a missing one.
func (r *request) pathID() (id.ID, error) {
	v, err := id.Parse(r.PathValue("id"))
	if err != nil {
		return id.Nil, fault.ErrNotFound
	}
	return v, nil
}

// changedID is pathID for a page that leads to a change: somebody who may only read is told so before filling in a form.
func (r *request) changedID() (id.ID, error) {
	if _, err := authz.Require(r.p, authz.PortfolioWrite); err != nil {
		return id.Nil, err
	}
	return r.pathID()
}

// see sends the browser on after a form, so that a reload does not send it again.
func (r *request) see(path string) error {
	http.Redirect(r.ResponseWriter, r.Request, path, http.StatusSeeOther)
	return nil
}

// text is a value of the form, with the spaces around it taken off.
func (r *request) text(name string) string { return strings.TrimSpace(r.PostFormValue(name)) }
