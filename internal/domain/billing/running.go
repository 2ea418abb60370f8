package billing

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/billing/internal/billingdb"
	"github.com/propertyos/propertyos/internal/event"
	"github.com/propertyos/propertyos/internal/jobs"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// BillRent charges rent, recurring items and deposits that are due through a day (zero: today and the organization's days ahead), and settles with
// what was prepaid what is due by today; it returns when all is done. Each day of each rule is charged once, however often and wherever this runs;
// killed in the middle it keeps what it did, and the next run does the rest. Errors: Invalid for the day, ledger.ErrLocked, authz.ErrForbidden.
func (s *Service) BillRent(ctx context.Context, p tenancy.Principal, through period.Date) (Run, error) {
	return s.toTheEnd(ctx, p, RunRent, through)
}

// BillLateFees posts the late fees that are due through a day (zero: today). Errors: those of BillRent.
func (s *Service) BillLateFees(ctx context.Context, p tenancy.Principal, through period.Date) (Run, error) {
	return s.toTheEnd(ctx, p, RunLateFees, through)
}

func (s *Service) toTheEnd(ctx context.Context, p tenancy.Principal, kind string, through period.Date) (out Run, err error) {
	g, err := authz.Require(p, authz.MoneyCharge)
	if err != nil {
		return out, err
	}
	err = g.InTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) error {
		w, err := begin(ctx, tx)
		if err == nil {
			out, err = w.startRun(ctx, g, kind, through)
		}
		return err
	})
	if err != nil {
		return out, fmt.Errorf("run %s: %w", kind, err)
	}
	return s.goOn(ctx, g, out.ID)
}

// StartRun begins a run of a kind through a day, as BillRent and BillLateFees do it, and charges the first stays. The rest is charged by a job: the run
// tells how far it is. Errors: Invalid for kind and day, ledger.ErrLocked, authz.ErrForbidden.
func (s *Service) StartRun(ctx context.Context, p tenancy.Principal, key tenancy.Key, kind string, through period.Date) (Run, error) {
	return act(ctx, s, p, authz.MoneyCharge, key, "start a run", func(ctx context.Context, g authz.Grant, w work) (Run, error) {
		r, err := w.startRun(ctx, g, kind, through)
		if err != nil {
			return Run{}, err
		}
		if _, err := w.pass(ctx, g, &r, id.Nil); err != nil || r.FinishedAt != nil {
			return r, err
		}
		return r, event.Write(ctx, w.tx, RunStarted, r.ID, RunEvent{Kind: kind, Properties: some(g.PropertyFilter())})
	})
}

// startRun writes down a run.
func (w work) startRun(ctx context.Context, g authz.Grant, kind string, through period.Date) (Run, error) {
	if billers[kind] == nil {
		return Run{}, ErrRunKind
	}
	through, err := w.throughDay(through)
	if err != nil {
		return Run{}, err
	}
	run := id.New()
	stays, err := w.q.CountStaysToBill(ctx, w.org, some(g.PropertyFilter()), through)
	if err != nil {
		return Run{}, err
	}
	if err := w.q.InsertRun(ctx, billingdb.InsertRunParams{
		TenantID: w.org, ID: run, Kind: kind, Through: through, Leases: int32(stays), StartedBy: w.by(), StartedAt: w.tx.Now(),
	}); err != nil {
		return Run{}, err
	}
	r, err := w.q.FindRun(ctx, w.org, run)
	return runOf(r), err
}

// pass does the next batch of a run and returns the last stay that it looked at. A batch that is not full is the last one.
func (w work) pass(ctx context.Context, g authz.Grant, r *Run, after id.ID) (id.ID, error) {
	last, made, stays, err := billers[r.Kind](ctx, g, w, pass{run: r.ID, after: after, through: r.Through})
	if err != nil {
		return id.Nil, err
	}
	var sum money.Amount
	for _, c := range made {
		sum = sum.Add(c.Amount)
	}
	if err := w.q.RunDone(ctx, billingdb.RunDoneParams{
		TenantID: w.org, ID: r.ID, Done: int32(stays), Charges: int32(len(made)), Amount: sum, Finished: stays < batch, At: w.tx.Now(),
	}); err != nil {
		return id.Nil, err
	}
	row, err := w.q.FindRun(ctx, w.org, r.ID)
	*r = runOf(row)
	return last, err
}

// Continue does what is left of a run, of the properties that the person was given. Errors: ledger.ErrLocked, postgres.ErrNotFound, authz.ErrForbidden.
func (s *Service) Continue(ctx context.Context, p tenancy.Principal, run id.ID) (Run, error) {
	g, err := authz.Require(p, authz.MoneyCharge)
	if err != nil {
		return Run{}, err
	}
	return s.goOn(ctx, g, run)
}

// goOn does what is left of a run, batch by batch, from its beginning: what was charged is not charged again. A run that was undone meanwhile ends.
func (s *Service) goOn(ctx context.Context, g authz.Grant, run id.ID) (out Run, err error) {
	after := id.Nil
	for first := true; ; first = false {
		err = g.InTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) error {
			w, err := begin(ctx, tx)
			if err != nil {
				return err
			}
			r, err := w.q.FindRun(ctx, w.org, run)
			out = runOf(r)
			if err != nil || out.FinishedAt != nil || out.UndoneAt != nil {
				return err
			}
			if first {
				if err := w.q.RewindRun(ctx, w.org, run); err != nil {
					return err
				}
			}
			after, err = w.pass(ctx, g, &out, after)
			return err
		})
		if err != nil {
			return out, fmt.Errorf("go on with a run: %w", err)
		}
		if out.FinishedAt != nil || out.UndoneAt != nil {
			return out, nil
		}
	}
}

// Daily charges what is due today and was not charged yet, once on each day of the organization: rent with the organization's days ahead, and late
// fees. What was cut off earlier on the day is finished. Errors: those of BillRent.
func (s *Service) Daily(ctx context.Context, p tenancy.Principal) error {
	g, err := authz.Require(p, authz.MoneyCharge)
	if err != nil {
		return err
	}
	for _, kind := range []string{RunRent, RunLateFees} {
		var r Run
		err := g.InTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) error {
			w, err := begin(ctx, tx)
			if err != nil {
				return err
			}
			row, err := w.q.LatestOwnRun(ctx, w.org, kind, w.today.AddDays(int(w.rules.ChargeDaysAhead)))
			if r = runOf(billingdb.FindRunRow(row)); !errors.Is(err, postgres.ErrNotFound) {
				return err
			}
			r, err = w.startRun(ctx, g, kind, period.Date{})
			return err
		})
		if err == nil {
			_, err = s.goOn(ctx, g, r.ID)
		}
		if err != nil {
			return fmt.Errorf("daily %s: %w", kind, err)
		}
	}
	return nil
}

// DailyAll does Daily for organizations, one after the other. One that fails does not keep the others from it.
func (s *Service) DailyAll(ctx context.Context, organizations []id.ID) error {
	var failed []error
	for _, org := range organizations {
		if err := s.Daily(ctx, tenancy.Operator(org, DailyArgs{}.Kind())); err != nil {
			failed = append(failed, err)
		}
	}
	return errors.Join(failed...)
}

// DailyArgs are a job that charges what is due. It has no arguments: it goes through every organization.
type DailyArgs struct{}

// Kind implements jobs.Args.
func (DailyArgs) Kind() string { return "billing.daily" }

// How often, so that no organization waits long after its midnight, and for how long at most.
const (
	DailyEvery   = time.Hour
	DailyTimeout = 14 * time.Minute
)

// RunEvent is what the beginning of a run carries.
type RunEvent struct {
	Kind       string  `json:"kind"`
	Properties []id.ID `json:"property_ids"` // that it is limited to; none: all
}

// RunStarted is told of a run of which some is left to do.
var RunStarted = event.Define[RunEvent]("charge_run.started", "charge_run", "A run of charges began.")

// Events lists the types of events of billing.
var Events = []event.Definition{RunStarted.Definition}

// runArgs are a job that does what is left of a run.
type runArgs struct {
	Tenant     id.ID   `json:"tenant_id"`
	Run        id.ID   `json:"run_id"`
	Properties []id.ID `json:"property_ids"`
}

// Kind implements jobs.Args.
func (runArgs) Kind() string { return "billing.run" }

// Organization implements jobs.Organized.
func (a runArgs) Organization() id.ID { return a.Tenant }

// Once implements jobs.Unique.
func (runArgs) Once() jobs.Once { return jobs.Once{} }

// runTimeout ends a job of which another one does the rest.
const runTimeout = 14 * time.Minute

// Handle registers the job that does what is left of runs. Call it before the jobs start.
func (s *Service) Handle(c *jobs.Client, subscribers *event.Subscribers) {
	event.On(subscribers, RunStarted, "charge the other stays",
		func(ctx context.Context, p tenancy.Principal, e event.Happened[RunEvent]) error {
			return c.Insert(ctx, runArgs{Tenant: p.Organization, Run: e.EntityID, Properties: e.Payload.Properties})
		})
	jobs.HandleIn(c, runTimeout, func(ctx context.Context, p tenancy.Principal, a runArgs) error {
		if len(a.Properties) > 0 {
			p.PropertyScope = a.Properties
		}
		_, err := s.Continue(ctx, p, a.Run)
		if fault.As(err).Is404() {
			return jobs.Drop(err)
		}
		return err
	})
}
