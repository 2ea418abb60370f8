package jobs

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/riverqueue/river"

	"github.com/propertyos/propertyos/internal/jobs/internal/jobsdb"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// The kinds of the work by the clock. It has no arguments.
type (
	partitionsArgs struct{}
	analyticsArgs  struct{}
	expiryArgs     struct{}
)

// Kind implements Args.
func (partitionsArgs) Kind() string { return "upkeep.partitions" }

// Kind implements Args.
func (analyticsArgs) Kind() string { return "upkeep.analytics" }

// Kind implements Args.
func (expiryArgs) Kind() string { return "upkeep.expiry" }

// How often, and how long at most.
const (
	partitionsEvery = time.Hour
	analyticsEvery  = 5 * time.Minute // the age of figures that the design promises
	expiryEvery     = time.Hour
	upkeepTimeout   = 10 * time.Minute

	// keptFor is how long an idempotency key and a forgotten failure stay.
	keptFor = 24 * time.Hour
	// sessionsKeptFor is how long a session stays after its end: sign-in knows a person's usual networks by them.
	sessionsKeptFor = 30 * 24 * time.Hour
	// expiryBatch bounds the rows that one statement removes, and so its locks and its time.
	expiryBatch = 5000
)

// Limits of upkeep's statements, in place of the role's.
const (
	upkeepStatement = "9min" // below upkeepTimeout, so that the server gives up first
	upkeepLock      = "30s"
)

// upkeepOpts let one unfinished job of a kind be enough: when the work takes longer than its interval, or leadership
// moves from one server to the next, nothing piles up.
func upkeepOpts() *river.InsertOpts {
	return &river.InsertOpts{Queue: queueUpkeep, UniqueOpts: river.UniqueOpts{ByState: unfinished}}
}

func (c *Client) keepUp() {
	Handle(c, upkeepTimeout, func(ctx context.Context, _ partitionsArgs) error { return c.maintainPartitions(ctx) })
	Handle(c, upkeepTimeout, func(ctx context.Context, _ analyticsArgs) error { return RefreshAnalytics(ctx, c.db) })
	Handle(c, upkeepTimeout, func(ctx context.Context, _ expiryArgs) error { return c.expire(ctx) })
	Every(c, partitionsEvery, partitionsArgs{}, "Make the months to come of partitioned tables")
	Every(c, analyticsEvery, analyticsArgs{}, "Bring the figures of trends up to date")
	Every(c, expiryEvery, expiryArgs{}, "Remove ended sessions, forgotten failures and used idempotency keys")
}

// upkeep runs do as the system role with time for work on whole tables.
func upkeep(ctx context.Context, db *tenancy.DB, reason string, do func(context.Context, *jobsdb.Queries, tenancy.SystemTx) error) error {
	err := tenancy.InSystemTx(ctx, db, reason, func(ctx context.Context, tx tenancy.SystemTx) error {
		q := jobsdb.New(tx)
		if err := q.AllowTime(ctx, upkeepStatement, upkeepLock); err != nil {
			return err
		}
		return do(ctx, q, tx)
	})
	if err != nil {
		return fmt.Errorf("%s: %w", reason, err)
	}
	return nil
}

// RefreshAnalytics brings the analytics of all organizations up to date, as the worker does every five minutes. Readers
// are not held up.
func RefreshAnalytics(ctx context.Context, db *tenancy.DB) error {
	return upkeep(ctx, db, "refresh analytics", func(ctx context.Context, q *jobsdb.Queries, _ tenancy.SystemTx) error {
		return q.RefreshTenantAnalytics(ctx)
	})
}

// maintainPartitions makes the months to come. Rows that no month took mean that it has not run for months, or that a
// row bears a wrong date: they are safe where they are, but no later month can be made that would hold them.
func (c *Client) maintainPartitions(ctx context.Context) error {
	var strays int64
	err := upkeep(ctx, c.db, "maintain partitions", func(ctx context.Context, q *jobsdb.Queries, _ tenancy.SystemTx) (err error) {
		strays, err = q.MaintainPartitions(ctx)
		return err
	})
	if err != nil {
		return err
	}
	c.metrics.strays.Set(float64(strays))
	if strays > 0 {
		c.log.LogAttrs(ctx, slog.LevelError, "rows in the default partition", slog.String("table", "audit_logs"),
			slog.Int64("rows_about", strays))
	}
	return nil
}

// expire removes what nobody can use any more.
func (c *Client) expire(ctx context.Context) error {
	type remove func(q *jobsdb.Queries, ctx context.Context, before time.Time, limit int32) (int64, error)
	for _, kind := range []struct {
		what   string
		kept   time.Duration
		remove remove
	}{
		{"sessions", sessionsKeptFor, (*jobsdb.Queries).DeleteSessions},
		{"throttles", keptFor, (*jobsdb.Queries).DeleteThrottles},
		{"idempotency_keys", keptFor, (*jobsdb.Queries).DeleteIdempotencyKeys},
	} {
		for gone := int64(expiryBatch); gone == expiryBatch; {
			err := upkeep(ctx, c.db, "expire "+kind.what, func(ctx context.Context, q *jobsdb.Queries, tx tenancy.SystemTx) (err error) {
				gone, err = kind.remove(q, ctx, tx.Now().Add(-kind.kept), expiryBatch)
				return err
			})
			if err != nil {
				return err
			}
			c.metrics.expired.WithLabelValues(kind.what).Add(float64(gone))
		}
	}
	return nil
}
