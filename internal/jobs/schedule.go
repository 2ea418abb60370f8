package jobs

import (
	"context"
	"fmt"
	"time"

	"github.com/riverqueue/river"

	"github.com/propertyos/propertyos/internal/jobs/internal/jobsdb"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// Schedule is work by the clock.
type Schedule struct {
	Kind    string
	Purpose string // in words
	Every   time.Duration
}

// Run is a schedule with what became of it. The zero times are unknown: it has not run within KeptCompleted.
type Run struct {
	Schedule
	LastAt time.Time // when the last one began, or was meant to
	NextAt time.Time
	State  string // of the last one; "" where there is none
}

// Every registers work by the clock: do runs each interval and at the start, one at a time over all servers, for at most
// timeout, and is tried again like any job when it fails. Purpose says in words what it does, for the list of schedules;
// what is run more seldom than KeptCompleted is listed without its last run. Call it before Start.
func Every[A Args](c *Client, interval, timeout time.Duration, args A, purpose string, do func(context.Context) error) {
	c.schedules = append(c.schedules, Schedule{Kind: args.Kind(), Purpose: purpose, Every: interval})
	if c.inserts {
		return
	}
	Handle(c, timeout, func(ctx context.Context, _ A) error { return do(ctx) })
	c.river.PeriodicJobs().Add(river.NewPeriodicJob(river.PeriodicInterval(interval),
		func() (river.JobArgs, *river.InsertOpts) { return args, upkeepOpts() },
		&river.PeriodicJobOpts{ID: args.Kind(), RunOnStart: true}))
}

// Schedules lists the work by the clock with when it last ran and when it will next.
func (c *Client) Schedules(ctx context.Context) ([]Run, error) {
	kinds := make([]string, len(c.schedules))
	list := make([]Run, len(c.schedules))
	at := map[string]int{}
	for i, s := range c.schedules {
		kinds[i], list[i], at[s.Kind] = s.Kind, Run{Schedule: s}, i
	}
	err := tenancy.InSystemTx(ctx, c.db, "list schedules", func(ctx context.Context, tx tenancy.SystemTx) error {
		rows, err := jobsdb.New(tx).LastRuns(ctx, kinds)
		for _, r := range rows {
			run := &list[at[r.Kind]]
			run.State, run.LastAt = r.State, r.CreatedAt
			if r.AttemptedAt != nil {
				run.LastAt = *r.AttemptedAt
			}
			run.NextAt = r.CreatedAt.Add(run.Every)
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list schedules: %w", err)
	}
	return list, nil
}
