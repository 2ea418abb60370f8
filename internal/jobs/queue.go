package jobs

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/riverqueue/river/rivertype"

	"github.com/propertyos/propertyos/internal/jobs/internal/jobsdb"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// State is where a job stands, as people see it.
type State string

// The states.
const (
	Waiting   State = "waiting" // for its time or for a worker
	Running   State = "running"
	Retrying  State = "retrying"  // it failed, and waits to be tried again
	Discarded State = "discarded" // given up, after all tries or by somebody; kept for KeptFailed
	Completed State = "completed"
)

// States lists every state.
var States = []State{Waiting, Running, Retrying, Discarded, Completed}

// rivers are the queue's own states behind each of ours.
var rivers = map[State][]string{
	Waiting: {"available", "pending", "scheduled"}, Running: {"running"}, Retrying: {"retryable"},
	Discarded: {"discarded", "cancelled"}, Completed: {"completed"},
}

func stateOf(river string) State {
	for s, list := range rivers {
		if slices.Contains(list, river) {
			return s
		}
	}
	return Waiting
}

var (
	// ErrRunning says that a job is under way, so nobody can take a hand in it.
	ErrRunning = fault.New(fault.Conflict, "job_running", "This job is running. Wait until it has ended.")
	// ErrCompleted says that a job is done.
	ErrCompleted = fault.New(fault.Conflict, "job_completed", "This job is done.")
)

// Job is one piece of work as its organization sees it: not its args, and errors only in words that are safe to show.
type Job struct {
	ID          int64
	Kind        string
	State       State
	Attempt     int // tries so far
	MaxAttempts int
	CreatedAt   time.Time
	ScheduledAt time.Time  // when it is tried next, or was meant to be
	AttemptedAt *time.Time // when it was last tried
	FinalizedAt *time.Time // when it was done or given up
	Failures    []Failure  // the newest last
}

// Failure is one try that failed.
type Failure struct {
	Attempt int
	At      time.Time
	Text    string
}

// enter runs do as the system role in p's organization and in p's name: the queries show jobs to staff alone.
func (c *Client) enter(ctx context.Context, p tenancy.Principal, reason string, do func(context.Context, tenancy.SystemTx) error) error {
	return tenancy.InSystemTx(ctx, c.db, reason, func(ctx context.Context, tx tenancy.SystemTx) error {
		if err := tx.EnterAs(ctx, p); err != nil {
			return err
		}
		return do(ctx, tx)
	})
}

// List returns the jobs of p's organization in some states, or in all for none, the newest first: those below the id
// before, or the newest of all for 0. It returns at most limit.
func (c *Client) List(ctx context.Context, p tenancy.Principal, states []State, before int64, limit int32) ([]Job, error) {
	names := []string{}
	for _, s := range states {
		names = append(names, rivers[s]...)
	}
	list := []Job{}
	err := c.enter(ctx, p, "list jobs", func(ctx context.Context, tx tenancy.SystemTx) error {
		rows, err := jobsdb.New(tx).ListJobs(ctx, p.Organization.String(), before, names, limit)
		for _, r := range rows {
			list = append(list, fromRow(jobsdb.GetJobRow(r)))
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list jobs: %w", err)
	}
	return list, nil
}

// Count returns how many jobs of p's organization are in each state.
func (c *Client) Count(ctx context.Context, p tenancy.Principal) (map[State]int64, error) {
	counts := map[State]int64{}
	err := c.enter(ctx, p, "count jobs", func(ctx context.Context, tx tenancy.SystemTx) error {
		rows, err := jobsdb.New(tx).CountJobs(ctx, p.Organization.String())
		for _, r := range rows {
			counts[stateOf(r.State)] += r.Jobs
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("count jobs: %w", err)
	}
	return counts, nil
}

// Get returns one job of p's organization. Error: postgres.ErrNotFound, also for a job of another organization or of none.
func (c *Client) Get(ctx context.Context, p tenancy.Principal, job int64) (Job, error) {
	var out Job
	err := c.enter(ctx, p, "read job", func(ctx context.Context, tx tenancy.SystemTx) error {
		row, err := jobsdb.New(tx).GetJob(ctx, p.Organization.String(), job)
		out = fromRow(row)
		return err
	})
	if err != nil {
		return Job{}, fmt.Errorf("read job: %w", err)
	}
	return out, nil
}

// Retry has a job of p's organization tried again at once, a discarded one too. Errors: postgres.ErrNotFound, ErrRunning,
// ErrCompleted.
func (c *Client) Retry(ctx context.Context, p tenancy.Principal, job int64) error {
	return c.steer(ctx, p, job, "retry job", func(ctx context.Context, tx borrowed) (*rivertype.JobRow, error) {
		return c.river.JobRetryTx(ctx, tx, job)
	})
}

// Discard gives a job of p's organization up. One that was given up already stays as it is. Errors: as Retry's.
func (c *Client) Discard(ctx context.Context, p tenancy.Principal, job int64) error {
	return c.steer(ctx, p, job, "discard job", func(ctx context.Context, tx borrowed) (*rivertype.JobRow, error) {
		return c.river.JobCancelTx(ctx, tx, job)
	})
}

// steer looks first whose job it is, and holds it while it is changed.
func (c *Client) steer(ctx context.Context, p tenancy.Principal, job int64, what string,
	do func(context.Context, borrowed) (*rivertype.JobRow, error),
) error {
	err := c.enter(ctx, p, what, func(ctx context.Context, tx tenancy.SystemTx) error {
		state, err := jobsdb.New(tx).LockJob(ctx, p.Organization.String(), job)
		if err != nil {
			return err
		}
		switch stateOf(state) {
		case Running:
			return ErrRunning
		case Completed:
			return ErrCompleted
		case Waiting, Retrying, Discarded:
		}
		if _, err = do(ctx, borrowed{tx: tx}); err != nil {
			return postgres.Translate(err)
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	return nil
}

func fromRow(r jobsdb.GetJobRow) Job {
	j := Job{
		ID: r.ID, Kind: r.Kind, State: stateOf(r.State), Attempt: int(r.Attempt), MaxAttempts: int(r.MaxAttempts),
		CreatedAt: r.CreatedAt, ScheduledAt: r.ScheduledAt, AttemptedAt: r.AttemptedAt, FinalizedAt: r.FinalizedAt,
	}
	for _, raw := range r.Errors {
		var e rivertype.AttemptError
		if json.Unmarshal(raw, &e) == nil {
			j.Failures = append(j.Failures, Failure{Attempt: e.Attempt, At: e.At, Text: told(e)})
		}
	}
	return j
}
