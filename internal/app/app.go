// Package app is the composition root: it builds pools, services and handlers from the settings, starts them in order and
// stops them in the opposite order. The command tree calls it and nothing else.
package app

import (
	"context"
	"log/slog"
	"strings"
	"time"

	"github.com/propertyos/propertyos/internal/audit"
	"github.com/propertyos/propertyos/internal/config"
	"github.com/propertyos/propertyos/internal/domain/billing"
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
	"github.com/propertyos/propertyos/internal/domain/trust"
	"github.com/propertyos/propertyos/internal/event"
	"github.com/propertyos/propertyos/internal/jobs"
	"github.com/propertyos/propertyos/internal/kernel/clock"
	"github.com/propertyos/propertyos/internal/platform/blob"
	"github.com/propertyos/propertyos/internal/platform/crypt"
	"github.com/propertyos/propertyos/internal/platform/mail"
	"github.com/propertyos/propertyos/internal/platform/observe"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// App is the program, put together. Its services are nil until open has run.
type App struct {
	cfg      config.Config
	log      *slog.Logger
	clock    clock.Clock
	database *Database

	app, system, readonly *postgres.Pool

	db            *tenancy.DB
	keys          *crypt.Keyring
	metrics       *observe.Metrics
	organizations *organization.Service
	identities    *identity.Service
	signOns       *identity.SignOns
	properties    *property.Service
	leases        *leasing.Service
	renters       *leasing.Renters
	portal        *leasing.Portal
	announcements *leasing.Announcements
	papers        *leasing.Papers
	templates     *template.Service
	ledger        *ledger.Service
	trust         *trust.Service
	billing       *billing.Service
	owners        *owner.Service
	maintenance   *maintenance.Service
	reports       *report.Service
	search        *search.Service
	imports       *intake.Service
	transfers     *transfer.Service
	documents     *document.Service
	files         *blob.Store
	demo          *demo.Service
	exports       *property.Exports
	mail          mail.Sender
	audit         *audit.Log     // takes what is no change of a row
	trail         *audit.Service // reads it all
	jobs          *jobs.Client
	hub           *event.Hub
	live          *live.Service
}

// Open builds the services over a database. It takes over database: Close closes it.
func Open(ctx context.Context, cfg config.Config, log *slog.Logger, database *Database) (*App, error) {
	a := &App{cfg: cfg, log: log, clock: clock.System{}, database: database, metrics: observe.NewMetrics()}
	var err error
	if a.mail, err = newMail(cfg, a.clock); err != nil {
		return nil, err
	}
	if err := a.openPools(ctx); err != nil {
		return nil, err
	}
	a.db = tenancy.NewDB(tenancy.Pools{App: a.app, Readonly: a.readonly, System: a.system}, a.clock)
	a.organizations = organization.New(a.db)
	inserter, err := jobs.New(a.system, jobs.Deps{DB: a.db, Log: log, InsertOnly: true})
	if err != nil {
		return nil, err
	}
	a.audit = audit.NewLog(a.db, log, audit.Options{NoReads: cfg.NoReadAudit})
	a.trail = audit.NewService(a.db, a.audit)
	a.jobs = inserter // until run knows whether this process works
	a.identities = identity.New(a.db, a.clock, log, identity.Options{
		SignUp: cfg.SignUp == config.SignUpOpen, URL: cfg.URL, Jobs: inserter, Audit: a.audit,
	})
	a.signOns = identity.NewSignOns(a.identities, identity.SignOnOptions{PublicURL: cfg.URL, Loopback: cfg.LoopbackProviders})
	a.properties = property.New(a.db).WithAudit(a.audit)
	a.exports = property.NewExports(a.properties, a.audit)
	a.leases = leasing.New(a.db).WithAudit(a.audit)
	a.owners = owner.New(a.db).WithAudit(a.audit)
	a.renters, a.portal, a.announcements = leasing.NewRenters(a.db, a.audit), leasing.NewPortal(a.db, a.leases), leasing.NewAnnouncements(a.db)
	a.templates = template.New(a.db)
	a.ledger = ledger.New(a.db).WithAudit(a.audit)
	a.trust, a.billing = trust.New(a.db), billing.New(a.db).WithAudit(a.audit)
	a.maintenance = maintenance.New(a.db)
	a.reports = report.New(a.db).WithAudit(a.audit)
	a.search = search.New(a.db).WithAudit(a.audit)
	a.imports = intake.New(a.db)
	if err := a.openFiles(ctx); err != nil {
		return nil, err
	}
	a.transfers = transfer.New(a.db, a.documents, a.audit)
	a.imports.UseArchives(a.transfers)
	a.papers = leasing.NewPapers(a.db, a.leases, a.templates, a.documents, a.audit)
	a.hub = event.NewHub(log)
	a.live = live.New(a.hub, a.organizations)
	return a, nil
}

func (a *App) openPools(ctx context.Context) error {
	for _, p := range []struct {
		role   string
		into   **postgres.Pool
		max    int32
		pooled bool
	}{{"app", &a.app, 20, a.cfg.Database.Pooled}, {"system", &a.system, 6, false}, {"readonly", &a.readonly, 20, a.cfg.Database.Pooled}} {
		if p.role == "readonly" && (!a.cfg.Database.External() || a.cfg.Database.Readonly.IsZero()) {
			continue // one server: reads go through the application's pool
		}
		url, err := a.database.URL(p.role)
		if err != nil {
			return err
		}
		pool, err := postgres.OpenPool(ctx, url, postgres.PoolOptions{MaxConns: p.max, Pooled: p.pooled, Name: "propertyos " + p.role})
		if err != nil {
			return err
		}
		*p.into = pool
		a.metrics.Pool(p.role, func() observe.PoolStat { return pool.Stat() })
	}
	return nil
}

// closePatience bounds how long the audit log may take to write what it still holds.
const closePatience = 15 * time.Second

// Close writes what the audit log still holds, closes the pools and leaves the database.
func (a *App) Close(ctx context.Context) error {
	if a.audit != nil {
		last, cancel := context.WithTimeout(ctx, closePatience)
		defer cancel()
		if err := a.audit.Close(last); err != nil {
			a.log.Error("entries of the audit log may be lost", "error", err)
		}
	}
	if a.files != nil {
		_ = a.files.Close()
	}
	for _, pool := range []*postgres.Pool{a.app, a.readonly, a.system} {
		if pool != nil {
			pool.Close()
		}
	}
	return a.database.Close(ctx)
}

// openKeys opens the master key, making a local one if make is set and there is none. The services that keep secrets need
// it; the rest of the program runs without.
func (a *App) openKeys(ctx context.Context, create bool) error {
	if a.keys != nil {
		return nil
	}
	uri := a.cfg.MasterKey
	if create && strings.HasPrefix(uri, "local-file://") {
		if err := createLocalMaster(uri); err != nil {
			return err
		}
	}
	master, err := crypt.OpenMaster(ctx, uri)
	if err != nil {
		return err
	}
	a.keys = crypt.NewKeyring(master, organization.NewKeyStore(a.db), a.clock)
	a.identities.UseKeys(a.keys)
	a.imports.UseKeys(a.keys)
	a.transfers.UseKeys(a.keys)
	a.signOns.UseKeys(a.keys)
	a.documents.UseKeys(a.keys)
	a.owners.UseKeys(a.keys)
	a.renters.UseKeys(a.keys)
	a.demo = demo.New(a.db, a.keys, a.organizations, a.identities).WithLiving(demo.Living{
		Properties: a.properties, Leases: a.leases, Announcements: a.announcements, Templates: a.templates, Documents: a.documents,
	})
	return nil
}
