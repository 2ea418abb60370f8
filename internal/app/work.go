package app

import (
	"context"
	"errors"

	"github.com/propertyos/propertyos/internal/audit"
	"github.com/propertyos/propertyos/internal/domain/billing"
	"github.com/propertyos/propertyos/internal/domain/document"
	"github.com/propertyos/propertyos/internal/domain/intake"
	"github.com/propertyos/propertyos/internal/domain/leasing"
	"github.com/propertyos/propertyos/internal/domain/organization"
	"github.com/propertyos/propertyos/internal/domain/owner"
	"github.com/propertyos/propertyos/internal/domain/property"
	"github.com/propertyos/propertyos/internal/event"
	"github.com/propertyos/propertyos/internal/jobs"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// work is the jobs and the relay of one process.
type work struct {
	client *jobs.Client
	relay  *event.Relay
}

// openJobs makes the client of the queue: one that works, or one that leaves the work to other processes.
func (a *App) openJobs(run bool) (err error) {
	a.jobs, err = jobs.New(a.system, jobs.Deps{DB: a.db, Log: a.log, Metrics: a.metrics.Registerer(), InsertOnly: !run})
	if err == nil {
		event.Keep(a.jobs, a.db)
	}
	return err
}

// Events lists every type of event that the program writes.
func Events() []event.Definition {
	return event.List(organization.Events, property.Events, intake.Events, document.Events, leasing.LeaseEvents, leasing.StayEvents, owner.Events, leasing.RenterEvents, leasing.PortalEvents, billing.Events)
}

// startWork starts what happens outside of requests; nil where run is false. The jobs are stopped before the pools close.
func (a *App) startWork(ctx context.Context, run bool) (*work, error) {
	if !run {
		return nil, nil
	}
	client := a.jobs
	subscribers := event.NewSubscribers()
	event.On(subscribers, intake.ImportCompleted, "refresh analytics",
		func(ctx context.Context, _ tenancy.Principal, _ event.Happened[intake.Counts]) error {
			return jobs.RefreshAnalytics(ctx, a.db)
		})
	a.documents.Keep(client, subscribers, a.organizationIDs)
	event.On(subscribers, intake.ImportUndone, "refresh analytics",
		func(ctx context.Context, _ tenancy.Principal, _ event.Happened[event.None]) error {
			return jobs.RefreshAnalytics(ctx, a.db)
		})
	a.imports.Handle(client, subscribers)
	a.billing.Handle(client, subscribers)
	a.identities.HandleJobs(client, a.mail)
	a.identities.Mailer(a.mail).Handle(client, subscribers)
	event.Dispatch(client, a.db, subscribers)
	seals := audit.NewSealer(a.db)
	jobs.Handle(client, audit.SealTimeout, func(ctx context.Context, _ audit.SealArgs) error { return seals.SealRecent(ctx) })
	jobs.Handle(client, audit.SealTimeout, func(ctx context.Context, _ audit.SealAllArgs) error { return seals.SealAll(ctx) })
	jobs.Every(client, audit.SealEvery, audit.SealArgs{}, "Seal the newest entries of the audit logs")
	jobs.Every(client, audit.SealAllEvery, audit.SealAllArgs{}, "Seal what is left of the audit logs")
	a.dailyWork(client)
	if err := client.Start(ctx); err != nil {
		return nil, err
	}
	w := &work{client: client, relay: event.NewRelay(event.RelayDeps{DB: a.db, Jobs: client, Log: a.log, Metrics: a.metrics.Registerer()})}
	w.relay.Start(ctx)
	return w, nil
}

func (w *work) stop(ctx context.Context) error {
	if w == nil {
		return nil
	}
	return errors.Join(w.relay.Stop(ctx), w.client.Stop(ctx))
}
