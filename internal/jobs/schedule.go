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

// Every has a job of these args inserted each interval, which must be shorter than KeptCompleted, by whichever server
// leads, and once at a start. Its handler is registered by Handle. One unfinished job is enough. Call it before Start.
func Every(c *Client, interval time.Duration, args Args, purpose string) {
	if interval >= KeptCompleted {
		panic("jobs: " + args.Kind() + " would run more seldom than its last run is remembered")
	}
	c.schedules = append(c.schedules, Schedule{Kind: args.Kind(), Purpose: purpose, Every: interval})
	if c.inserts {
		return
	}
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
