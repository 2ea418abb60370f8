package api

import (
	"context"
	"encoding/binary"
	"net/http"
	"time"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/backlog"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/page"
)

type jobView struct {
	ID          id.ID            `json:"id" example:"6a6f6273-0000-8000-8000-0000000004d2"`
	Kind        string           `json:"kind" example:"event.dispatch"`
	State       string           `json:"state" enum:"waiting,running,retrying,discarded,completed"`
	Attempts    int              `json:"attempts" doc:"Tries so far." example:"2"`
	MaxAttempts int              `json:"max_attempts" example:"25"`
	CreatedAt   time.Time        `json:"created_at"`
	ScheduledAt time.Time        `json:"scheduled_at" doc:"When it is tried next, or was meant to be."`
	AttemptedAt *time.Time       `json:"attempted_at" doc:"When it was last tried."`
	FinalizedAt *time.Time       `json:"finalized_at" doc:"When it was done or given up; null before."`
	Failures    []jobFailureView `json:"failures" nullable:"false" doc:"The tries that failed, the first first."`
}

type jobFailureView struct {
	Attempt int       `json:"attempt" example:"1"`
	At      time.Time `json:"at"`
	Message string    `json:"message" example:"Something went wrong on our side."`
}

// jobPrefix begins the ids of jobs, which the queue numbers. Source: RFC 9562 section 5.8, whose version 8 leaves the
// rest of a UUID to whoever makes it.
var jobPrefix = [10]byte{'j', 'o', 'b', 's', 0, 0, 0x80, 0, 0x80, 0}

// jobID is the id of the job of a number below 2^48.
func jobID(n int64) (v id.ID) {
	binary.BigEndian.PutUint64(v[8:], uint64(n))
	copy(v[:], jobPrefix[:])
	return v
}

// jobNumber is the number behind an id, or 0, which no job has.
func jobNumber(v id.ID) int64 {
	if [10]byte(v[:10]) != jobPrefix {
		return 0
	}
	var b [8]byte
	copy(b[2:], v[10:])
	return int64(binary.BigEndian.Uint64(b[:]))
}

func viewJob(j backlog.Job) jobView {
	v := jobView{
		ID: jobID(j.ID), Kind: j.Kind, State: string(j.State), Attempts: j.Attempt, MaxAttempts: j.MaxAttempts,
		CreatedAt: j.CreatedAt.UTC(), ScheduledAt: j.ScheduledAt.UTC(), AttemptedAt: utc(j.AttemptedAt), FinalizedAt: utc(j.FinalizedAt),
		Failures: []jobFailureView{},
	}
	for _, f := range j.Failures {
		v.Failures = append(v.Failures, jobFailureView{Attempt: f.Attempt, At: f.At.UTC(), Message: f.Text})
	}
	return v
}

func (a *api) jobOperations() []operation {
	const tag, list, one = "Jobs", "/v1/jobs", "/v1/jobs/{id}"
	states := make([]string, 0, len(backlog.States))
	for _, s := range backlog.States {
		states = append(states, string(s))
	}
	limit := numberParam("limit", "How many rows a page has.", 1, page.MaxLimit)
	limit.schema.Default = page.DefaultLimit
	return []operation{
		{
			id: "list-jobs", method: http.MethodGet, needs: authz.JobRead, path: list, tag: tag, summary: "List jobs",
			doc: "Your organization's own background work, the newest first. Completed jobs stay for two days, discarded ones for ninety.",
			query: []param{
				choiceParam("state", "Only jobs in this state.", states), limit,
				textParam("cursor", "The `next_cursor` of an earlier answer, with the same filters.", 4096),
			},
			result: pageView[jobView]{}, handle: a.listJobs,
		},
		{id: "get-job", method: http.MethodGet, needs: authz.JobRead, path: one, tag: tag, summary: "Read a job", result: jobView{}, handle: a.getJob},
		{
			id: "retry-job", method: http.MethodPost, needs: authz.JobWrite, path: one + "/retry", tag: tag, summary: "Try a job again",
			doc: "At once, also where it was discarded.", result: jobView{}, codes: []string{"job_running", "job_completed"}, handle: a.retryJob,
		},
		{
			id: "discard-job", method: http.MethodPost, needs: authz.JobWrite, path: one + "/discard", tag: tag, summary: "Discard a job",
			doc: "It is not tried again by itself. One that was discarded stays as it is.", result: jobView{},
			codes: []string{"job_running", "job_completed"}, handle: a.discardJob,
		},
	}
}

func (a *api) listJobs(ctx context.Context, c *call) (reply, error) {
	list, err := a.Backlog.List(ctx, c.principal, backlog.State(c.query.text("state")), c.page())
	return reply{body: viewPage(list.Jobs, page.Page{Next: list.Next}, viewJob)}, err
}

func (a *api) getJob(ctx context.Context, c *call) (reply, error) {
	return answerJob(a.Backlog.Get(ctx, c.principal, jobNumber(c.id())))
}

func (a *api) retryJob(ctx context.Context, c *call) (reply, error) {
	return answerJob(a.Backlog.Retry(ctx, c.principal, jobNumber(c.id())))
}

func (a *api) discardJob(ctx context.Context, c *call) (reply, error) {
	return answerJob(a.Backlog.Discard(ctx, c.principal, jobNumber(c.id())))
}

func answerJob(j backlog.Job, err error) (reply, error) { return reply{body: viewJob(j)}, err }
