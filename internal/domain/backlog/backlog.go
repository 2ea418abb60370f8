// Package backlog is the work that waits, runs and failed in an organization's name, for its administrators.
package backlog

import (
	"context"
	"strconv"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/jobs"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/page"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// The queue's words.
type (
	// Job is one piece of work.
	Job = jobs.Job
	// Failure is one try of a job that failed.
	Failure = jobs.Failure
	// State is where a job stands.
	State = jobs.State
	// Run is work by the clock, with when it ran and will run.
	Run = jobs.Run
)

// States lists every state.
var States = jobs.States

// Service is the use cases.
type Service struct{ queue *jobs.Client }

// New makes the service over the process's jobs.
func New(queue *jobs.Client) *Service { return &Service{queue: queue} }

// List is one page of jobs.
type List struct {
	Jobs []Job
	Next string // the cursor of the next page; "" on the last
}

// List returns the organization's own jobs in a state, or in all for "", the newest first. Errors: authz.ErrForbidden,
// Invalid for an unknown state or limit, page.ErrCursor.
func (s *Service) List(ctx context.Context, p tenancy.Principal, state State, at page.Request) (List, error) {
	g, err := authz.Require(p, authz.JobRead)
	if err != nil {
		return List{}, err
	}
	var f fault.Fields
	var states []State
	if state != "" {
		known := false
		for _, s := range States {
			known = known || s == state
		}
		f.Check(known, "state", "not_allowed", "There is no such state of a job.")
		states = []State{state}
	}
	f.Check(at.Limit >= 0 && at.Limit <= page.MaxLimit, "limit", "out_of_range", "A page has 1 to 200 rows.")
	if err := f.Err(); err != nil {
		return List{}, err
	}
	if at.Limit == 0 {
		at.Limit = page.DefaultLimit
	}
	var before int64
	if at.Cursor != "" {
		if before, err = strconv.ParseInt(at.Cursor, 10, 64); err != nil || before < 1 {
			return List{}, page.ErrCursor
		}
	}
	list, err := s.queue.List(ctx, g.Principal(), states, before, int32(at.Limit)+1)
	if err != nil {
		return List{}, err
	}
	out := List{Jobs: list}
	if len(list) > at.Limit {
		out.Jobs = list[:at.Limit]
		out.Next = strconv.FormatInt(out.Jobs[at.Limit-1].ID, 10)
	}
	return out, nil
}

// Count returns how many of the organization's jobs are in each state.
func (s *Service) Count(ctx context.Context, p tenancy.Principal) (map[State]int64, error) {
	g, err := authz.Require(p, authz.JobRead)
	if err != nil {
		return nil, err
	}
	return s.queue.Count(ctx, g.Principal())
}

// Get returns one job. Errors: authz.ErrForbidden, postgres.ErrNotFound.
func (s *Service) Get(ctx context.Context, p tenancy.Principal, job int64) (Job, error) {
	g, err := authz.Require(p, authz.JobRead)
	if err != nil {
		return Job{}, err
	}
	return s.queue.Get(ctx, g.Principal(), job)
}

// Retry has a job tried again at once. Errors: authz.ErrForbidden, postgres.ErrNotFound, jobs.ErrRunning,
// jobs.ErrCompleted.
func (s *Service) Retry(ctx context.Context, p tenancy.Principal, job int64) (Job, error) {
	return s.steer(ctx, p, job, s.queue.Retry)
}

// Discard gives a job up; it stays to be seen. Errors: as Retry's.
func (s *Service) Discard(ctx context.Context, p tenancy.Principal, job int64) (Job, error) {
	return s.steer(ctx, p, job, s.queue.Discard)
}

func (s *Service) steer(ctx context.Context, p tenancy.Principal, job int64, do func(context.Context, tenancy.Principal, int64) error) (Job, error) {
	g, err := authz.Require(p, authz.JobWrite)
	if err != nil {
		return Job{}, err
	}
	if err := do(ctx, g.Principal(), job); err != nil {
		return Job{}, err
	}
	return s.queue.Get(ctx, g.Principal(), job)
}

// Schedules lists the program's work by the clock. It is the same for every organization.
func (s *Service) Schedules(ctx context.Context, p tenancy.Principal) ([]Run, error) {
	if _, err := authz.Require(p, authz.JobRead); err != nil {
		return nil, err
	}
	return s.queue.Schedules(ctx)
}
