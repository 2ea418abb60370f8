package app

import (
	"context"
	"errors"
	"log/slog"

	"github.com/propertyos/propertyos/internal/event"
	"github.com/propertyos/propertyos/internal/jobs"
	"github.com/propertyos/propertyos/internal/platform/mail"
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
	a.identities.Mailer(a.sender()).Handle(client, subscribers)
	event.Dispatch(client, a.db, subscribers)
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

// sender is what sends mail.
func (a *App) sender() mail.Sender {
	if a.Mail != nil {
		return a.Mail
	}
	return unsent{a.log}
}

// unsent stands where no mail can be sent: it says which kind of mail was not, and nothing else of it.
type unsent struct{ log *slog.Logger }

// Send implements mail.Sender.
func (u unsent) Send(ctx context.Context, m mail.Message) error {
	u.log.WarnContext(ctx, "mail was not sent: no mail server is set up", "kind", m.Kind)
	return nil
}
