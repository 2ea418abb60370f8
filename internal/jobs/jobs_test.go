package jobs

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"
	"go.uber.org/goleak"

	"github.com/propertyos/propertyos/internal/kernel/clock"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/secret"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/tenancy"
	"github.com/propertyos/propertyos/internal/testkit/pgtest"
)

// It runs before the parallel tests, whose goroutines would be taken for leaks.
func TestStopLeavesNothingBehind(t *testing.T) {
	pg := pgtest.New(t)
	before := goleak.IgnoreCurrent()
	open := func(role string) *pgxpool.Pool {
		pool, err := postgres.OpenPool(t.Context(), pg.URL(role), postgres.PoolOptions{MaxConns: 4})
		if err != nil {
			t.Fatal(err)
		}
		return pool
	}
	app, system := open(postgres.RoleApp), open(postgres.RoleSystem)
	client, err := New(system, Deps{
		DB:  tenancy.NewDB(tenancy.Pools{App: app, System: system}, clock.System{}),
		Log: slog.New(slog.DiscardHandler), atOnce: true,
	})
	if err != nil {
		t.Fatal(err)
	}
	did := make(chan id.ID, 1)
	Handle(client, time.Minute, func(_ context.Context, a greetArgs) error { did <- a.Who; return nil })
	if err := client.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	who := id.New()
	if err := client.Insert(t.Context(), greetArgs{who}); err != nil {
		t.Fatal(err)
	}
	if got := receive(t, did); got != who {
		t.Errorf("greeted %s, want %s", got, who)
	}
	if err := client.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	app.Close() // which would wait forever for a connection that somebody still holds
	system.Close()
	goleak.VerifyNone(t, before)
}

func TestStopGivesRunningJobsBack(t *testing.T) {
	t.Parallel()
	b := setup(t, nil)
	begun := make(chan struct{}, 1)
	Handle(b.client, time.Minute, func(ctx context.Context, _ greetArgs) error {
		select {
		case begun <- struct{}{}:
		default: // a fetch that was under way at the stop may take the job up once more, and must give it back too
		}
		<-ctx.Done()
		return ctx.Err()
	})
	if err := b.client.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := b.client.Insert(t.Context(), greetArgs{id.New()}); err != nil {
		t.Fatal(err)
	}
	receive(t, begun)
	impatient, cancel := context.WithCancel(t.Context())
	cancel()
	if err := b.client.Stop(impatient); err != nil {
		t.Fatal(err)
	}
	if n := b.count(t, `SELECT count(*) FROM platform.river_job WHERE kind = 'test.greet' AND state = 'available' AND attempt = 0`); n != 1 {
		t.Errorf("%d jobs wait with all their tries, want 1", n)
	}
}

func TestInsertTx(t *testing.T) {
	t.Parallel()
	b := setup(t, func(d *Deps) { d.InsertOnly = true })
	insert := func(then error) error {
		return tenancy.InSystemTx(t.Context(), b.db, "test", func(ctx context.Context, tx tenancy.SystemTx) error {
			if err := b.client.InsertTx(ctx, tx, greetArgs{id.New()}, greetArgs{id.New()}); err != nil {
				return err
			}
			return then
		})
	}
	failed := errors.New("failed after all")
	if err := insert(failed); !errors.Is(err, failed) {
		t.Fatal(err)
	}
	if n := b.count(t, `SELECT count(*) FROM platform.river_job`); n != 0 {
		t.Errorf("%d jobs of a transaction that was rolled back", n)
	}
	if err := insert(nil); err != nil {
		t.Fatal(err)
	}
	if n := b.count(t, `SELECT count(*) FROM platform.river_job`); n != 2 {
		t.Errorf("%d jobs, want 2", n)
	}
	if err := tenancy.InSystemTx(t.Context(), b.db, "test", func(ctx context.Context, tx tenancy.SystemTx) error {
		return b.client.InsertTx(ctx, tx)
	}); !errors.Is(err, errNoJobs) {
		t.Error(err)
	}
}

func TestInsertOnlyLeavesTheWorkToOthers(t *testing.T) {
	t.Parallel()
	b := setup(t, func(d *Deps) { d.InsertOnly = true })
	Handle(b.client, time.Minute, func(context.Context, greetArgs) error {
		t.Error("an insert-only client worked")
		return nil
	})
	if err := b.client.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	who := id.New()
	if err := b.client.Insert(t.Context(), greetArgs{who}); err != nil {
		t.Fatal(err)
	}
	if err := b.client.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	worker := b.another(t, nil)
	did := make(chan id.ID, 1)
	Handle(worker, time.Minute, func(_ context.Context, a greetArgs) error { did <- a.Who; return nil })
	start(t, worker)
	if got := receive(t, did); got != who {
		t.Errorf("greeted %s, want %s", got, who)
	}
}

func TestFailures(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name        string
		maxAttempts int
		do          func(try int) error
		tries       int
		state       rivertype.JobState
		failed      float64
		discarded   float64
		logs        []string
	}{
		{"tried again", 0, func(try int) error {
			if try < 3 {
				return errors.New("not yet")
			}
			return nil
		}, 3, rivertype.JobStateCompleted, 2, 0, []string{"level=WARN", "tried again", "not yet"}},
		{
			"given up", 2, func(int) error { return errors.New("never") }, 2, rivertype.JobStateDiscarded, 1, 1,
			[]string{"level=ERROR", "job discarded", "kind=test.greet", "never"},
		},
		{
			"dropped", 0, func(int) error { return Drop(errors.New("pointless")) }, 1, rivertype.JobStateCancelled, 0, 1,
			[]string{"level=ERROR", "job discarded", "pointless"},
		},
		{"panic", 0, func(try int) error {
			if try == 1 {
				panic("oops")
			}
			return nil
		}, 2, rivertype.JobStateCompleted, 1, 0, []string{"level=WARN", "oops", "jobs_test.go"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			b := setup(t, nil)
			tries := make(chan int, 10)
			try := 0 // one at a time
			Handle(b.client, time.Minute, func(context.Context, greetArgs) error {
				try++
				tries <- try
				return c.do(try)
			})
			events := start(t, b.client)
			opts := &river.InsertOpts{MaxAttempts: c.maxAttempts}
			if _, err := b.client.river.Insert(t.Context(), greetArgs{id.New()}, opts); err != nil {
				t.Fatal(err)
			}
			var last *river.Event
			for range c.tries {
				last = await(t, events, "test.greet")
			}
			if last.Job.State != c.state || len(tries) != c.tries {
				t.Errorf("state %s after %d tries, want %s after %d", last.Job.State, len(tries), c.state, c.tries)
			}
			if got := b.metric(t, "propertyos_jobs_finished_total", "test.greet", outcomeFailed); got != c.failed {
				t.Errorf("%v tries counted as failed, want %v", got, c.failed)
			}
			if got := b.metric(t, "propertyos_jobs_finished_total", "test.greet", outcomeDiscarded); got != c.discarded {
				t.Errorf("%v jobs counted as discarded, want %v", got, c.discarded)
			}
			for _, want := range c.logs {
				if log := b.log.String(); !strings.Contains(log, want) {
					t.Errorf("%q is not in the log:\n%s", want, log)
				}
			}
		})
	}
}

func TestAKindThatNobodyHandles(t *testing.T) {
	t.Parallel()
	b := setup(t, nil)
	other := b.another(t, func(d *Deps) { d.InsertOnly = true })
	if err := other.Insert(t.Context(), greetArgs{id.New()}); err != nil {
		t.Fatal(err)
	}
	events := start(t, b.client)
	if e := await(t, events, "test.greet"); e.Job.State == rivertype.JobStateCompleted {
		t.Error("it was completed")
	}
	if b.metric(t, "propertyos_jobs_finished_total", "test.greet", outcomeFailed) == 0 {
		t.Error("nothing was counted")
	}
	if err := b.client.Insert(t.Context(), greetArgs{id.New()}); err == nil {
		t.Error("a worker took a job that it cannot do")
	}
}

func TestStartWithoutDatabase(t *testing.T) {
	t.Parallel()
	b := setup(t, nil)
	nowhere, err := postgres.OpenPool(t.Context(), secret.New("postgres://nobody@127.0.0.1:1/none"), postgres.PoolOptions{})
	if err != nil {
		t.Fatal(err)
	}
	defer nowhere.Close()
	c, err := New(nowhere, Deps{DB: b.db, Log: b.client.log})
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(t.Context()); !errors.Is(err, postgres.ErrUnavailable) {
		t.Errorf("Start: %v", err)
	}
}

func TestTheApplicationCannotReachJobs(t *testing.T) {
	t.Parallel()
	b := setup(t, nil)
	for _, role := range []string{postgres.RoleApp, postgres.RoleReadonly} {
		if _, err := b.pg.Pool(role).Exec(t.Context(), `SELECT FROM platform.river_job`); err == nil {
			t.Errorf("%s may read jobs", role)
		}
	}
}
