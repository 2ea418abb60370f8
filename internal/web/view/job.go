package view

import (
	"context"
	"net/url"
	"time"

	"github.com/propertyos/propertyos/internal/web/message"
)

// JobList is the page of an organization's jobs.
type JobList struct {
	Frame
	State     string // "" is all
	Counts    []JobCount
	Rows      []JobRow
	Page      Page
	Schedules []JobSchedule
}

// JobCount is how many jobs are in a state.
type JobCount struct {
	State string
	Jobs  int
}

// JobRow is one job. Times are as a person reads them, "" where there is none.
type JobRow struct {
	ID, Kind, State                          string
	Attempt, MaxAttempts                     int
	Created, Scheduled, Attempted, Finalized string
	Failures                                 []JobFailure // the newest first
}

// JobFailure is one try that failed.
type JobFailure struct {
	Attempt  int
	At, Text string
}

// JobSchedule is work by the clock.
type JobSchedule struct {
	Kind, Purpose, Last, Next string
	Every                     time.Duration
}

// JobDetail is the page of one job.
type JobDetail struct {
	Frame
	JobRow
	MayChange bool
}

func (m JobList) query() url.Values {
	q := url.Values{}
	if m.State != "" {
		q.Set("state", m.State)
	}
	return q
}

func (m JobList) total() int {
	n := 0
	for _, c := range m.Counts {
		n += c.Jobs
	}
	return n
}

// open reports whether there is still something to do with a job.
func (r JobRow) open() bool { return r.State != "running" && r.State != "completed" }

func jobState(ctx context.Context, state string) string {
	switch state {
	case "waiting":
		return message.T(ctx, "Waiting")
	case "running":
		return message.T(ctx, "Running")
	case "retrying":
		return message.T(ctx, "Retrying")
	case "discarded":
		return message.T(ctx, "Discarded")
	case "completed":
		return message.T(ctx, "Completed")
	}
	return state
}

func jobTone(state string) Tone {
	switch state {
	case "completed":
		return Good
	case "running":
		return Info
	case "retrying":
		return Warning
	case "discarded":
		return Danger
	}
	return Plain
}

func every(ctx context.Context, d time.Duration) string {
	if d >= time.Hour && d%time.Hour == 0 {
		return message.N(ctx, int64(d/time.Hour), "Every hour", "Every %d hours")
	}
	return message.N(ctx, int64(d/time.Minute), "Every minute", "Every %d minutes")
}
