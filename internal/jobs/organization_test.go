package jobs

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"

	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/platform/observe"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/tenancy"
)

type visitArgs struct {
	Tenant id.ID `json:"tenant_id"`
	Unit   id.ID `json:"unit_id"`
}

func (visitArgs) Kind() string          { return "test.visit" }
func (a visitArgs) Organization() id.ID { return a.Tenant }

type onceArgs struct {
	Tenant id.ID `json:"tenant_id"`
}

func (onceArgs) Kind() string          { return "test.once" }
func (a onceArgs) Organization() id.ID { return a.Tenant }
func (onceArgs) Once() Once            { return Once{} }

type hourlyArgs struct {
	Tenant id.ID `json:"tenant_id"`
}

func (hourlyArgs) Kind() string          { return "test.hourly" }
func (a hourlyArgs) Organization() id.ID { return a.Tenant }
func (hourlyArgs) Once() Once            { return Once{Within: time.Hour} }

func TestHandleInEntersTheOrganization(t *testing.T) {
	t.Parallel()
	b := setup(t, nil)
	org := b.pg.Org(t)
	type entered struct {
		p   tenancy.Principal
		log id.ID
		org id.ID
	}
	told := make(chan entered, 1)
	HandleIn(b.client, time.Minute, func(ctx context.Context, p tenancy.Principal, _ visitArgs) error {
		e := entered{p: p, log: observe.Organization(ctx)}
		err := tenancy.InTx(ctx, b.db, p, func(ctx context.Context, tx tenancy.Tx) error {
			return tx.QueryRow(ctx, `SELECT id FROM organizations`).Scan(&e.org) // only its own is there
		})
		told <- e
		return err
	})
	b.pg.Org(t)
	start(t, b.client)
	if err := b.client.Insert(t.Context(), visitArgs{Tenant: org, Unit: id.New()}); err != nil {
		t.Fatal(err)
	}
	e := receive(t, told)
	if e.p.Organization != org || e.p.Role != tenancy.RoleSystem || e.p.User != id.Nil || e.p.UserAgent != "test.visit" ||
		e.p.RequestID == "" || e.log != org || e.org != org {
		t.Errorf("%+v", e)
	}
	if err := b.client.Insert(t.Context(), visitArgs{}); !errors.Is(err, errNoOrganization) {
		t.Errorf("a job about no organization: %v", err)
	}
}

func TestUniqueJobs(t *testing.T) {
	t.Parallel()
	b := setup(t, nil)
	one, two := b.pg.Org(t), b.pg.Org(t)
	did := make(chan struct{}, 20)
	HandleIn(b.client, time.Minute, func(context.Context, tenancy.Principal, onceArgs) error { did <- struct{}{}; return nil })
	HandleIn(b.client, time.Minute, func(context.Context, tenancy.Principal, hourlyArgs) error { did <- struct{}{}; return nil })
	insert := func() {
		t.Helper()
		if err := b.client.Insert(t.Context(), onceArgs{one}, onceArgs{one}, onceArgs{two}, hourlyArgs{one}, hourlyArgs{one}); err != nil {
			t.Fatal(err)
		}
	}
	insert()
	insert()
	count := func(kind string) int {
		return b.count(t, `SELECT count(*) FROM platform.river_job WHERE kind = $1`, kind)
	}
	if once, hourly := count("test.once"), count("test.hourly"); once != 2 || hourly != 1 {
		t.Fatalf("%d and %d jobs wait, want 2 and 1", once, hourly)
	}
	events := start(t, b.client)
	for range 2 {
		await(t, events, "test.once")
	}
	insert() // what was done makes room for the next, except where an hour has to pass
	if once, hourly := count("test.once"), count("test.hourly"); once != 4 || hourly != 1 {
		t.Errorf("%d and %d jobs, want 4 and 1", once, hourly)
	}
}

func TestWaitingCostsNoTry(t *testing.T) {
	t.Parallel()
	b := setup(t, nil)
	missing := &fault.Fault{Kind: fault.Unavailable, Code: "mail_not_set_up", Message: "No mail.", RetryAfter: time.Hour}
	asked := make(chan struct{}, 1)
	Handle(b.client, time.Minute, func(context.Context, greetArgs) error { asked <- struct{}{}; return errors.Join(missing) })
	events, cancel := b.client.river.Subscribe(river.EventKindJobSnoozed)
	defer cancel()
	start(t, b.client)
	if err := b.client.Insert(t.Context(), greetArgs{id.New()}); err != nil {
		t.Fatal(err)
	}
	receive(t, asked)
	if e := await(t, events, "test.greet"); e.Job.State != rivertype.JobStateScheduled || e.Job.Attempt != 0 || len(e.Job.Errors) != 0 {
		t.Errorf("state %s after %d tries", e.Job.State, e.Job.Attempt)
	}
	if log := b.log.String(); !strings.Contains(log, "job waits") || !strings.Contains(log, "mail_not_set_up") {
		t.Errorf("log:\n%s", log)
	}
	if n := b.metric(t, "propertyos_jobs_finished_total", "test.greet", outcomeWaiting); n != 1 {
		t.Errorf("%v counted", n)
	}
}

// What is kept beside a job, and shown, is never an error's own text or a panic's.
func TestFailuresTellNothingPersonal(t *testing.T) {
	t.Parallel()
	b := setup(t, nil)
	org := b.pg.Org(t)
	const personal = "resident@example.com"
	try := 0
	HandleIn(b.client, time.Minute, func(context.Context, tenancy.Principal, visitArgs) error {
		try++
		switch try {
		case 1:
			return errors.New("mail to " + personal)
		case 2:
			panic(personal)
		default:
			return Drop(fault.New(fault.Conflict, "gone", "It has gone.").With(errors.New(personal)))
		}
	})
	events := start(t, b.client)
	if err := b.client.Insert(t.Context(), visitArgs{Tenant: org}); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		await(t, events, "test.visit")
	}
	if n := b.count(t, `SELECT count(*) FROM platform.river_job WHERE to_jsonb(river_job)::text LIKE '%'||$1||'%'`, personal); n != 0 {
		t.Error("the queue keeps it")
	}
	list, err := b.client.List(t.Context(), tenancy.Operator(org, "test"), nil, 0, 10)
	if err != nil || len(list) != 1 {
		t.Fatalf("%d jobs, %v", len(list), err)
	}
	j := list[0]
	var texts []string
	for _, f := range j.Failures {
		texts = append(texts, f.Text)
	}
	if want := "Something went wrong on our side.|Something went wrong on our side.|It has gone."; strings.Join(texts, "|") != want || j.State != Discarded {
		t.Errorf("%s, %q", j.State, texts)
	}
	if !strings.Contains(b.log.String(), personal) {
		t.Error("the log does not say what happened")
	}
}

func TestAnOrganizationSteersItsOwnJobs(t *testing.T) {
	t.Parallel()
	b := setup(t, nil)
	mine, other := b.pg.Org(t), b.pg.Org(t)
	HandleIn(b.client, time.Minute, func(context.Context, tenancy.Principal, visitArgs) error { return nil })
	Handle(b.client, time.Minute, func(context.Context, greetArgs) error { return nil })
	if err := b.client.Insert(t.Context(), visitArgs{Tenant: mine}, visitArgs{Tenant: mine}, visitArgs{Tenant: other}, greetArgs{other}); err != nil {
		t.Fatal(err)
	}
	list, err := b.client.List(t.Context(), tenancy.Operator(mine, "test"), nil, 0, 10)
	if err != nil || len(list) != 2 || list[0].ID <= list[1].ID {
		t.Fatalf("%+v, %v", list, err)
	}
	if page, err := b.client.List(t.Context(), tenancy.Operator(mine, "test"), nil, list[0].ID, 10); err != nil || len(page) != 1 || page[0].ID != list[1].ID {
		t.Errorf("after the first: %+v, %v", page, err)
	}
	theirs, err := b.client.List(t.Context(), tenancy.Operator(other, "test"), nil, 0, 10)
	if err != nil || len(theirs) != 1 {
		t.Fatalf("%+v, %v", theirs, err)
	}
	for what, do := range map[string]func(context.Context, tenancy.Principal, int64) error{"retry": b.client.Retry, "discard": b.client.Discard} {
		for _, job := range []int64{theirs[0].ID, theirs[0].ID + 1, 0, 1 << 40} {
			if err := do(t.Context(), tenancy.Operator(mine, "test"), job); !errors.Is(err, postgres.ErrNotFound) {
				t.Errorf("%s of job %d: %v", what, job, err)
			}
		}
	}
	if _, err := b.client.Get(t.Context(), tenancy.Operator(mine, "test"), theirs[0].ID); !errors.Is(err, postgres.ErrNotFound) {
		t.Errorf("another's job: %v", err)
	}
	job := list[0].ID
	at := func(want State) {
		t.Helper()
		j, err := b.client.Get(t.Context(), tenancy.Operator(mine, "test"), job)
		if err != nil || j.State != want {
			t.Fatalf("%s, %v, want %s", j.State, err, want)
		}
	}
	for range 2 {
		if err := b.client.Discard(t.Context(), tenancy.Operator(mine, "test"), job); err != nil {
			t.Fatal(err)
		}
		at(Discarded)
	}
	if found, err := b.client.List(t.Context(), tenancy.Operator(mine, "test"), []State{Discarded}, 0, 10); err != nil || len(found) != 1 {
		t.Errorf("%d discarded, %v", len(found), err)
	}
	counts, err := b.client.Count(t.Context(), tenancy.Operator(mine, "test"))
	if err != nil || counts[Discarded] != 1 || counts[Waiting] != 1 || len(counts) != 2 {
		t.Errorf("%v, %v", counts, err)
	}
	if err := b.client.Retry(t.Context(), tenancy.Operator(mine, "test"), job); err != nil {
		t.Fatal(err)
	}
	at(Waiting)
	for state, want := range map[string]error{"running": ErrRunning, "completed": ErrCompleted} {
		b.exec(t, `UPDATE platform.river_job SET state = $2::platform.river_job_state,
			finalized_at = CASE $2 WHEN 'completed' THEN now() END WHERE id = $1`, job, state)
		if err := b.client.Retry(t.Context(), tenancy.Operator(mine, "test"), job); !errors.Is(err, want) {
			t.Errorf("retry while %s: %v", state, err)
		}
		if err := b.client.Discard(t.Context(), tenancy.Operator(mine, "test"), job); !errors.Is(err, want) {
			t.Errorf("discard while %s: %v", state, err)
		}
	}
}

func TestSchedules(t *testing.T) {
	t.Parallel()
	b := setup(t, nil)
	before, err := b.client.Schedules(t.Context())
	if err != nil || len(before) != 3 {
		t.Fatalf("%d schedules, %v", len(before), err)
	}
	for _, r := range before {
		if !r.LastAt.IsZero() || !r.NextAt.IsZero() || r.State != "" || r.Purpose == "" || r.Every <= 0 {
			t.Errorf("before the first run: %+v", r)
		}
	}
	events := start(t, b.client)
	await(t, events, "upkeep.expiry")
	after, err := b.another(t, func(d *Deps) { d.InsertOnly = true }).Schedules(t.Context()) // any process can tell
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range after {
		if r.Kind == "upkeep.expiry" && (r.State != "completed" || r.LastAt.IsZero() || !r.NextAt.After(r.LastAt)) {
			t.Errorf("after it ran: %+v", r)
		}
	}
	for _, bad := range []func(){
		func() { Every(b.client, KeptCompleted, expiryArgs{}, "too seldom") },
		func() { Handle(b.client, rescueAfter, func(context.Context, visitArgs) error { return nil }) },
		func() { Handle(b.client, 0, func(context.Context, visitArgs) error { return nil }) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Error("taken")
				}
			}()
			bad()
		}()
	}
}
