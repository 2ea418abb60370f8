// Package jobs is the program's work after commit and by the clock. Jobs wait in River's tables, which only the system
// role can reach, and their arguments carry ids only: a job that needs a row enters the row's organization and reads it.
// A job runs at least once, so whatever handles one must bear being called again.
package jobs

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"

	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// Deps are what a Client works with.
type Deps struct {
	DB      *tenancy.DB
	Log     *slog.Logger
	Metrics prometheus.Registerer // nil: nobody looks
	// Backoff is how long a job waits after its n-th failure, n from 1. Nil means n⁴ seconds, give or take a tenth:
	// a second, a quarter of a minute, over an hour at the eighth, three weeks for all tries together.
	Backoff func(failures int) time.Duration
	// InsertOnly makes a Client for a process that leaves the work to others: Start and Stop do nothing.
	InsertOnly bool

	atOnce bool // tests: upkeep begins without the random delay that spreads servers started together
}

// Client inserts jobs and, once started, works them.
type Client struct {
	river   *river.Client[pgx.Tx]
	workers *river.Workers
	db      *tenancy.DB
	log     *slog.Logger
	metrics *metrics
	inserts bool

	schedules []Schedule
}

// Limits of the work of one process.
const (
	// eventWorkers is small because each may hold a connection of the application's pool.
	eventWorkers  = 8
	upkeepWorkers = 2
	// fetchCooldown is River's pause between looks for work. With its own 100 ms the workers stand still most of the time:
	// they would do 80 short jobs a second at most, and an import can leave thousands.
	fetchCooldown = 20 * time.Millisecond
	// rescueAfter is when a job whose process died is given to another. It is longer than any job may run.
	rescueAfter = 15 * time.Minute
	// softStop is how long running jobs may go on after Stop, before their contexts are canceled.
	softStop = 20 * time.Second
	// KeptCompleted and KeptFailed are how long a job stays to be seen after it was done, and after it was given up: a
	// quarter is time enough to notice and to try again.
	KeptCompleted = 48 * time.Hour
	KeptFailed    = 90 * 24 * time.Hour
	// hardStop is how long canceled jobs may take to return.
	hardStop = 5 * time.Second
)

// queueUpkeep keeps the clock's work from waiting behind a burst of events.
const queueUpkeep = "upkeep"

// New makes a client over the system role's pool, which must lead to the database directly, not through a transaction
// pooler, and must outlive the client: call Stop before closing it. New does not connect.
func New(pool *pgxpool.Pool, d Deps) (*Client, error) {
	c := &Client{workers: river.NewWorkers(), db: d.DB, log: d.Log, metrics: newMetrics(d.Metrics), inserts: d.InsertOnly}
	cfg := &river.Config{
		Schema:  postgres.RiverSchema,
		Logger:  slog.New(quiet{d.Log.Handler()}),
		Workers: c.workers,
	}
	if d.InsertOnly {
		cfg.Workers = nil // with them River refuses kinds that this process does not handle
	} else {
		cfg.Queues = map[string]river.QueueConfig{
			river.QueueDefault: {MaxWorkers: eventWorkers, FetchCooldown: fetchCooldown},
			queueUpkeep:        {MaxWorkers: upkeepWorkers},
		}
		cfg.ErrorHandler = failures{c}
		cfg.RescueStuckJobsAfter = rescueAfter
		cfg.CompletedJobRetentionPeriod = KeptCompleted
		cfg.CancelledJobRetentionPeriod, cfg.DiscardedJobRetentionPeriod = KeptFailed, KeptFailed
		cfg.SoftStopTimeout = softStop
		cfg.ReindexerSchedule = river.NeverSchedule() // it takes the tables' owner, which the system role is not
		cfg.TestOnly = d.atOnce
		if d.Backoff != nil {
			cfg.RetryPolicy = backoff(d.Backoff)
		}
	}
	var err error
	if c.river, err = river.NewClient(riverpgxv5.New(pool), cfg); err != nil {
		return nil, fmt.Errorf("jobs: %w", err)
	}
	c.keepUp()
	return c, nil
}

// Start begins to work. Jobs go on when ctx ends: only Stop ends them. Register every handler before. It fails with
// postgres.ErrUnavailable if the database cannot be reached; a database that goes away later is waited for.
func (c *Client) Start(ctx context.Context) error {
	if c.inserts {
		return nil
	}
	if err := c.river.Start(context.WithoutCancel(ctx)); err != nil {
		return fmt.Errorf("start jobs: %w", postgres.Translate(err))
	}
	return nil
}

// Stop takes no more jobs and waits for those that run. When ctx ends, or after 20 seconds, they are canceled and go back
// to wait without having lost a try. When it returns nil no goroutine of the client is left.
func (c *Client) Stop(ctx context.Context) error {
	if c.inserts {
		return nil
	}
	err := c.river.Stop(ctx)
	if err != nil && ctx.Err() != nil {
		late, cancel := context.WithTimeout(context.WithoutCancel(ctx), hardStop)
		defer cancel()
		err = c.river.StopAndCancel(late)
	}
	if err != nil {
		return fmt.Errorf("stop jobs: %w", err)
	}
	return nil
}

// quiet passes on what River warns of. Its notes of each start, stop and failed try are left out: failures reports tries.
type quiet struct{ slog.Handler }

func (q quiet) Enabled(ctx context.Context, level slog.Level) bool {
	return level >= slog.LevelWarn && q.Handler.Enabled(ctx, level)
}

func (q quiet) WithAttrs(attrs []slog.Attr) slog.Handler { return quiet{q.Handler.WithAttrs(attrs)} }

func (q quiet) WithGroup(name string) slog.Handler { return quiet{q.Handler.WithGroup(name)} }

// Defects: a call that inserts nothing, and a job about no organization.
var (
	errNoJobs         = errors.New("jobs: nothing to insert")
	errNoOrganization = errors.New("jobs: no organization")
)
