package web

import (
	"context"
	"strconv"
	"time"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/backlog"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/page"
	"github.com/propertyos/propertyos/internal/tenancy"
	"github.com/propertyos/propertyos/internal/web/message"
	"github.com/propertyos/propertyos/internal/web/view"
)

func (s *site) jobRoutes() map[string]handler {
	return map[string]handler{
		"GET /settings/jobs":               s.jobs,
		"GET /settings/jobs/{id}":          s.job,
		"POST /settings/jobs/{id}/retry":   s.retryJob,
		"POST /settings/jobs/{id}/discard": s.discardJob,
	}
}

// settingsFrame is the frame of a page of the organization's settings.
func (r *request) settingsFrame(title string, section view.Section, crumbs ...view.Link) view.Frame {
	f := r.frame(title, view.AreaSettings, crumbs...)
	f.Section = section
	return f
}

func (s *site) jobs(r *request) error {
	q := r.URL.Query()
	state := q.Get("state")
	list, err := s.Backlog.List(r.Context(), r.p, backlog.State(state), page.Request{Cursor: q.Get("after")})
	if err != nil {
		return err
	}
	counts, err := s.Backlog.Count(r.Context(), r.p)
	if err != nil {
		return err
	}
	runs, err := s.Backlog.Schedules(r.Context(), r.p)
	if err != nil {
		return err
	}
	m := view.JobList{
		Frame: r.settingsFrame(message.T(r.Context(), "Jobs"), view.SectionJobs), State: state, Page: view.Page{Next: list.Next},
	}
	for _, st := range backlog.States {
		m.Counts = append(m.Counts, view.JobCount{State: string(st), Jobs: int(counts[st])})
	}
	for _, j := range list.Jobs {
		m.Rows = append(m.Rows, r.jobRow(j))
	}
	for _, run := range runs {
		m.Schedules = append(m.Schedules, view.JobSchedule{
			Kind: run.Kind, Purpose: run.Purpose, Every: run.Every, Last: r.atTime(run.LastAt), Next: r.atTime(run.NextAt),
		})
	}
	return s.page(r, view.JobsPage(m))
}

// atTime is a time as a person of the organization reads it, "" for none.
func (r *request) atTime(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return r.moment(&t)
}

func (r *request) jobRow(j backlog.Job) view.JobRow {
	row := view.JobRow{
		ID: strconv.FormatInt(j.ID, 10), Kind: j.Kind, State: string(j.State), Attempt: j.Attempt, MaxAttempts: j.MaxAttempts,
		Created: r.atTime(j.CreatedAt), Scheduled: r.atTime(j.ScheduledAt),
	}
	if j.AttemptedAt != nil {
		row.Attempted = r.atTime(*j.AttemptedAt)
	}
	if j.FinalizedAt != nil {
		row.Finalized = r.atTime(*j.FinalizedAt)
	}
	for i := len(j.Failures) - 1; i >= 0; i-- {
		f := j.Failures[i]
		row.Failures = append(row.Failures, view.JobFailure{Attempt: f.Attempt, At: r.atTime(f.At), Text: f.Text})
	}
	return row
}

// jobID is the number in the address. A malformed one is answered like a missing one.
func (r *request) jobID() (int64, error) {
	n, err := strconv.ParseInt(r.PathValue("id"), 10, 64)
	if err != nil || n < 1 {
		return 0, fault.ErrNotFound
	}
	return n, nil
}

func (s *site) job(r *request) error {
	at, err := r.jobID()
	if err != nil {
		return err
	}
	j, err := s.Backlog.Get(r.Context(), r.p, at)
	if err != nil {
		return err
	}
	ctx := r.Context()
	m := view.JobDetail{
		Frame:  r.settingsFrame(message.T(ctx, "Job %d", j.ID), view.SectionJobs, view.Link{Text: message.T(ctx, "Jobs"), Href: "/settings/jobs"}),
		JobRow: r.jobRow(j), MayChange: authz.Allowed(r.p, authz.JobWrite),
	}
	return s.page(r, view.JobPage(m))
}

func (s *site) retryJob(r *request) error {
	return s.steerJob(r, s.Backlog.Retry, message.T(r.Context(), "The job will be tried again."))
}

func (s *site) discardJob(r *request) error {
	return s.steerJob(r, s.Backlog.Discard, message.T(r.Context(), "The job was discarded."))
}

func (s *site) steerJob(r *request, do func(context.Context, tenancy.Principal, int64) (backlog.Job, error), told string) error {
	at, err := r.jobID()
	if err != nil {
		return err
	}
	if _, err := do(r.Context(), r.p, at); err != nil {
		return err
	}
	s.tell(r, told, "")
	return r.see("/settings/jobs/" + strconv.FormatInt(at, 10))
}
