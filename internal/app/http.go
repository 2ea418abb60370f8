package app

import (
	"net"
	"net/http"
	"net/netip"
	"strings"

	"github.com/propertyos/propertyos/internal/api"
	"github.com/propertyos/propertyos/internal/domain/backlog"
	"github.com/propertyos/propertyos/internal/domain/demo"
	"github.com/propertyos/propertyos/internal/kernel/secret"
	"github.com/propertyos/propertyos/internal/platform/observe"
	"github.com/propertyos/propertyos/internal/tenancy"
	"github.com/propertyos/propertyos/internal/web"
)

// Handler is everything that the server answers.
func (a *App) Handler() http.Handler {
	mux := http.NewServeMux()
	sandboxes := demo.NewSandboxes(a.organizations, a.identities, a.demo)
	for prefix, rest := range a.rest(sandboxes) {
		mux.Handle(prefix, rest)
	}
	mux.Handle("GET "+observe.PathLive, observe.Livez())
	mux.Handle("GET "+observe.PathReady, observe.Readyz(a.db.Ping, a.log))
	if a.cfg.MetricsListen == "" && a.cfg.LoopbackListen() {
		mux.Handle("GET "+observe.PathMetrics, a.metrics.Handler())
	}
	pages := observe.Routed(web.New(web.Deps{
		Identities:    a.identities,
		SignOns:       a.signOns,
		Properties:    a.properties,
		Leases:        a.leases,
		Ledger:        a.ledger,
		Renters:       a.renters,
		Portal:        a.portal,
		Announcements: a.announcements,
		Papers:        a.papers,
		Templates:     a.templates,
		Reports:       a.reports,
		Search:        a.search,
		Audit:         a.trail,
		Organizations: a.organizations,
		Owners:        a.owners,
		Maintenance:   a.maintenance,
		Exports:       a.exports,
		Documents:     a.documents,
		Sandboxes:     sandboxes,
		Imports:       a.imports,
		Transfers:     a.transfers,
		Clock:         a.clock, Log: a.log, Visitor: a.visitor, SecureCookies: a.cfg.SecureCookies,
		URL: a.cfg.URL, Outbox: a.outboxPages(), Backlog: backlog.New(a.jobs), Live: a.live,
	}))
	mux.Handle("/", http.NewCrossOriginProtection().Handler(pages))
	return observe.Middleware(observe.HTTPOptions{Log: a.log, Clock: a.clock, Metrics: a.metrics})(mux)
}

// rest is the API, under each of its prefixes.
func (a *App) rest(sandboxes *demo.Sandboxes) map[string]http.Handler {
	rest := observe.Routed(api.New(api.Deps{
		Identities:    a.identities,
		Properties:    a.properties,
		Organizations: a.organizations,
		Reports:       a.reports,
		Search:        a.search,
		Leases:        a.leases,
		Renters:       a.renters,
		Portal:        a.portal,
		Announcements: a.announcements,
		Papers:        a.papers,
		Ledger:        a.ledger,
		Trust:         a.trust,
		Billing:       a.billing,
		Templates:     a.templates,
		Owners:        a.owners,
		Maintenance:   a.maintenance,
		Authenticate:  a.authenticate,
		Log:           a.log,
		Exports:       a.exports,
		Documents:     a.documents,
		Sandboxes:     sandboxes,
		Imports:       a.imports,
		Transfers:     a.transfers,
		Backlog:       backlog.New(a.jobs),
		Address:       a.address,
		Limits:        api.Limits{Key: limit(a.cfg.KeyRate), Address: limit(a.cfg.AddressRate)},
		Clock:         a.clock,
		Audit:         a.trail,
	}))
	under := map[string]http.Handler{}
	for _, prefix := range api.Prefixes {
		under[prefix] = rest
	}
	return under
}

// limit is a rate of requests a minute, of which ten seconds' worth may come at once.
func limit(perMinute int) api.Limit {
	return api.Limit{PerMinute: perMinute, Burst: max(1, perMinute/6)}
}

// authenticate says who sent a request to the API: by the key in its Authorization header, or else by its session.
func (a *App) authenticate(r *http.Request) (tenancy.Principal, error) {
	var (
		p   tenancy.Principal
		err error
	)
	if scheme, token, ok := strings.Cut(r.Header.Get("Authorization"), " "); ok && strings.EqualFold(scheme, "Bearer") {
		p, err = a.identities.AuthenticateKey(r.Context(), secret.New(strings.TrimSpace(token)), a.address(r))
	} else if token := web.SessionToken(r); !token.IsZero() {
		p, err = a.identities.Authenticate(r.Context(), token)
	} else {
		err = api.ErrNoCredentials
	}
	if err != nil {
		return p, err
	}
	v := a.visitor(r)
	p.IP, p.UserAgent, p.RequestID = v.IP, v.UserAgent, v.RequestID
	observe.SetOrganization(r.Context(), p.Organization)
	return p, nil
}

// visitor is what is known of a request before anybody is signed in.
func (a *App) visitor(r *http.Request) tenancy.Principal {
	return tenancy.Principal{IP: a.address(r), UserAgent: r.UserAgent(), RequestID: observe.RequestID(r.Context())}
}

// address is where a request comes from. A proxy's word is taken only where the settings say that there is one: anybody
// can send the header.
func (a *App) address(r *http.Request) netip.Addr {
	if a.cfg.TrustProxy {
		list := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
		if ip, err := netip.ParseAddr(strings.TrimSpace(list[len(list)-1])); err == nil {
			return ip.Unmap()
		}
	}
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		host = r.RemoteAddr
	}
	ip, err := netip.ParseAddr(host)
	if err != nil {
		return netip.Addr{}
	}
	return ip.Unmap().WithZone("")
}
