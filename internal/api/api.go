// Package api is the REST API: it turns HTTP requests into calls of the domain services and their answers into JSON, and
// describes itself as OpenAPI 3.1. It holds no rule of the business.
//
// huma keeps the document, the schemas (from the tags of the Go types) and the routes. Requests are read by this package
// and not by huma.Register: a refusal must name the place of every fault, must never repeat what was sent, and must look
// the same wherever it comes from; PATCH must tell an absent field from null; and a repeated request is recognized by
// its raw body.
package api

import (
	"log/slog"
	"net/http"
	"net/netip"
	"path"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/propertyos/propertyos/internal/audit"
	"github.com/propertyos/propertyos/internal/domain/backlog"
	"github.com/propertyos/propertyos/internal/domain/billing"
	"github.com/propertyos/propertyos/internal/domain/demo"
	"github.com/propertyos/propertyos/internal/domain/document"
	"github.com/propertyos/propertyos/internal/domain/identity"
	"github.com/propertyos/propertyos/internal/domain/intake"
	"github.com/propertyos/propertyos/internal/domain/leasing"
	"github.com/propertyos/propertyos/internal/domain/ledger"
	"github.com/propertyos/propertyos/internal/domain/maintenance"
	"github.com/propertyos/propertyos/internal/domain/organization"
	"github.com/propertyos/propertyos/internal/domain/owner"
	"github.com/propertyos/propertyos/internal/domain/property"
	"github.com/propertyos/propertyos/internal/domain/report"
	"github.com/propertyos/propertyos/internal/domain/search"
	"github.com/propertyos/propertyos/internal/domain/template"
	"github.com/propertyos/propertyos/internal/domain/transfer"
	"github.com/propertyos/propertyos/internal/domain/trust"
	"github.com/propertyos/propertyos/internal/kernel/clock"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// Deps are the parts that the API stands on.
type Deps struct {
	Identities    *identity.Service
	Properties    *property.Service
	Organizations *organization.Service
	Reports       *report.Service
	Audit         *audit.Service
	Backlog       *backlog.Service
	Leases        *leasing.Service
	Exports       *property.Exports
	Transfers     *transfer.Service
	Documents     *document.Service
	Sandboxes     *demo.Sandboxes
	Imports       *intake.Service
	Owners        *owner.Service
	Renters       *leasing.Renters
	Portal        *leasing.Portal
	Announcements *leasing.Announcements
	Papers        *leasing.Papers
	Ledger        *ledger.Service
	Trust         *trust.Service
	Billing       *billing.Service
	Templates     *template.Service
	Maintenance   *maintenance.Service
	Search        *search.Service

	// Authenticate says who sent a request, by its API key or its session cookie; the API adds the request's id, address
	// and user agent. Its faults are answered as they are; ErrNoCredentials is for a request without either.
	Authenticate func(*http.Request) (tenancy.Principal, error)
	Address      func(*http.Request) netip.Addr // where a request comes from; nil is the connection's other end
	Limits       Limits
	Clock        clock.Clock // nil is the machine's
	Log          *slog.Logger
}

// Prefixes are the paths that the handler of New answers, as patterns of http.ServeMux. Everything else is not its own.
var Prefixes = []string{"/v1/", "/openapi.json", "/docs/api", "/docs/api.css", "/problems", "/problems/"}

type api struct {
	Deps
	mux         *http.ServeMux
	huma        huma.API
	crossOrigin *http.CrossOriginProtection
	operations  []*operation
	document    []byte // the OpenAPI document, indented
	keyLimit    *limiter[id.ID]
	fromLimit   *limiter[netip.Addr]
}

// New makes the handler of the API, its document and its reference page.
func New(d Deps) http.Handler { return build(d) }

// Document returns the OpenAPI 3.1 document as JSON. It depends on nothing but the program.
func Document() []byte { return build(Deps{}).document }

func build(d Deps) *api {
	if d.Clock == nil {
		d.Clock = clock.System{}
	}
	a := &api{
		Deps: d, mux: http.NewServeMux(), crossOrigin: http.NewCrossOriginProtection(),
		keyLimit: newLimiter[id.ID]("key", d.Limits.Key, d.Clock), fromLimit: newLimiter[netip.Addr]("address", d.Limits.Address, d.Clock),
	}
	a.huma = humago.New(a.mux, huma.Config{OpenAPI: newDocument()})
	for _, list := range [][]operation{
		a.organizationOperations(), a.peopleOperations(), a.propertyOperations(), a.unitOperations(),
		a.addressOperations(), a.summaryOperations(), a.portalOperations(), a.manyOperations(), a.exportOperations(), a.transferOperations(),
		a.apiKeyOperations(), a.sandboxOperations(), a.auditOperations(), a.jobOperations(), a.planOperations(), a.ownSessionOperations(),
		a.documentOperations(), a.uploadOperations(), a.searchOperations(), a.leaseOperations(), a.leaseStepOperations(),
		a.leasePartOperations(), a.leasingPolicyOperations(), a.tenancyOperations(), a.noticeOperations(), a.renewalOperations(),
		a.inspectionOperations(), a.dispositionOperations(), a.depositRuleOperations(), a.ownerOperations(), a.shareOperations(),
		a.groupOperations(), a.availabilityOperations(), a.timelineOperations(), a.importOperations(), a.renterOperations(),
		a.contactOperations(), a.announcementOperations(), a.templateOperations(), a.ownHomeOperations(), a.ownVehicleOperations(),
		a.ownNoticeOperations(), a.ownOfferOperations(), a.checklistOperations(), a.ledgerOperations(),
		a.trustOperations(), a.takeOnOperations(), a.chargeOperations(), a.chargeRunOperations(), a.paymentOperations(), a.refundOperations(),
		a.accountOperations(),
	} {
		for _, op := range list {
			a.register(&op)
		}
	}
	a.document = finishDocument(a.huma.OpenAPI())
	a.pages()
	a.forget()
	return a
}

// forget lets go of what only the document and its pages are made from: some 15 MB that the handlers would hold.
func (a *api) forget() {
	for _, path := range a.huma.OpenAPI().Paths {
		for _, op := range []*huma.Operation{path.Get, path.Post, path.Put, path.Patch, path.Delete} {
			if op != nil {
				*op = huma.Operation{OperationID: op.OperationID, Method: op.Method, Path: op.Path}
			}
		}
	}
	a.huma = nil
}

// ServeHTTP gives the request its id, keeps the promises that hold for every answer, and routes.
func (a *api) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	if h.Get(requestIDHeader) == "" { // the server around us may have given it one, which is in its log
		h.Set(requestIDHeader, requestID(r))
	}
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cache-Control", "no-store")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
	defer a.survive(w, r)

	route, pattern := a.mux.Handler(r)
	switch {
	case !strings.HasPrefix(r.URL.Path, "/") || path.Clean(r.URL.Path) != r.URL.Path:
		a.fail(w, r, errNoRoute) // the mux would redirect; a program should be told that the path is wrong
	case pattern == "":
		a.refuseRoute(w, r, route)
	default:
		a.mux.ServeHTTP(w, r)
	}
}

// refuseRoute answers for a path or method that nothing handles. Only the mux's own answer tells the two apart.
func (a *api) refuseRoute(w http.ResponseWriter, r *http.Request, route http.Handler) {
	told := headersOnly{header: http.Header{}}
	route.ServeHTTP(&told, r)
	if told.status != http.StatusMethodNotAllowed {
		a.fail(w, r, errNoRoute)
		return
	}
	w.Header().Set("Allow", told.header.Get("Allow"))
	writeProblem(w, http.StatusMethodNotAllowed, newProblem(http.StatusMethodNotAllowed, errMethod))
}

// headersOnly is a ResponseWriter that keeps the status and the headers.
type headersOnly struct {
	header http.Header
	status int
}

func (h *headersOnly) Header() http.Header         { return h.header }
func (h *headersOnly) WriteHeader(status int)      { h.status = status }
func (h *headersOnly) Write(b []byte) (int, error) { return len(b), nil }
