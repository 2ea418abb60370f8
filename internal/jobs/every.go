package jobs

import (
	"context"
	"time"

	"github.com/riverqueue/river"
)

// Every registers work by the clock whose doing belongs to another package: do runs every interval and at the start, one at a time
// over all servers, for at most timeout. A failure is tried again like any job's. Call it before Start; in a client that only
// inserts it does nothing.
func Every[A Args](c *Client, interval, timeout time.Duration, args A, do func(context.Context) error) {
	if c.inserts {
		return
	}
	Handle(c, timeout, func(ctx context.Context, _ A) error { return do(ctx) })
	c.river.PeriodicJobs().Add(river.NewPeriodicJob(river.PeriodicInterval(interval), func() (river.JobArgs, *river.InsertOpts) {
		return args, upkeepOpts()
	}, &river.PeriodicJobOpts{ID: args.Kind(), RunOnStart: true}))
}
