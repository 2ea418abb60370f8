package app

import (
	"context"
	"errors"

	"github.com/propertyos/propertyos/internal/audit"
	"github.com/propertyos/propertyos/internal/event"
	"github.com/propertyos/propertyos/internal/jobs"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// work is the jobs and the relay of one process.
type work struct {
	client *jobs.Client
	relay  *event.Relay
}

// startWork starts what happens outside of requests; nil where run is false. The jobs are stopped before the pools close.
func (a *App) startWork(ctx context.Context, run bool) (*work, error) {
	if !run {
		return nil, nil
	}
	client, err := jobs.New(a.system, jobs.Deps{DB: a.db, Log: a.log, Metrics: a.metrics.Registerer()})
	if err != nil {
		return nil, err
	}
	subscribers := event.NewSubscribers()
	subscribers.On("import.completed", "refresh analytics", func(ctx context.Context, _ tenancy.Principal, _ event.Recorded) error {
		return jobs.RefreshAnalytics(ctx, a.db)
	})
	a.identities.HandleJobs(client, a.mail)
	a.identities.Mailer(a.mail).Handle(client, subscribers)
	event.Dispatch(client, a.db, subscribers)
	seals := audit.NewSealer(a.db)
	jobs.Every(client, audit.SealEvery, audit.SealTimeout, audit.SealArgs{}, seals.SealRecent)
	jobs.Every(client, audit.SealAllEvery, audit.SealTimeout, audit.SealAllArgs{}, seals.SealAll)
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
