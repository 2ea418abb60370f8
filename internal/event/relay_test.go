package event

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/propertyos/propertyos/internal/jobs"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/tenancy"
	"github.com/propertyos/propertyos/internal/testkit/pgtest"
)

func TestOnlyWhatCommittedIsRelayed(t *testing.T) {
	t.Parallel()
	b := setup(t)
	org, r := b.pg.Org(t), b.relay()
	b.write(t, org, "unit.created", 3, errors.New("changed my mind"))
	if n, err := r.Drain(t.Context()); n != 0 || err != nil {
		t.Errorf("relayed %d, %v", n, err)
	}
	b.write(t, org, "unit.created", 2, nil)
	if n, err := r.Drain(t.Context()); n != 2 || err != nil {
		t.Errorf("relayed %d, %v", n, err)
	}
	if n, err := r.Drain(t.Context()); n != 0 || err != nil {
		t.Errorf("relayed %d again, %v", n, err)
	}
	if n := b.count(t, dispatches); n != 2 {
		t.Errorf("%d jobs, want 2", n)
	}
}

func TestJobsCarryIdsOnly(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.write(t, b.pg.Org(t), "unit.created", 1, nil)
	if _, err := b.relay().Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n := b.count(t, `SELECT count(*) FROM platform.river_job AS j JOIN events AS e
		ON j.args = jsonb_build_object('tenant_id', e.tenant_id, 'event_id', e.id, 'type', e.type)`); n != 1 {
		t.Errorf("%d jobs with just that, want 1", n)
	}
}

func TestTwoRelaysDispatchOnce(t *testing.T) {
	t.Parallel()
	b := setup(t)
	a, z := b.pg.Org(t), b.pg.Org(t)
	const each = 600 // more than a batch
	told := make(chan id.ID, 4*each)
	b.subs.On("unit.created", "test", func(_ context.Context, p tenancy.Principal, e Recorded) error {
		if p.Organization != e.Organization {
			return fmt.Errorf("told of %s in %s", e.Organization, p.Organization)
		}
		told <- e.ID
		return nil
	})
	b.work(t)
	b.write(t, a, "unit.created", each, nil)
	first := b.relay()
	second := NewRelay(RelayDeps{DB: b.db, Jobs: b.jobs, Log: b.logger()})
	run(t, first)
	run(t, second)
	b.write(t, z, "unit.created", each, nil)
	first.Nudge()
	second.Nudge()
	times := map[id.ID]int{}
	for range 2 * each {
		times[receive(t, told)]++
	}
	if len(times) != 2*each {
		t.Errorf("%d of %d events were told, some twice", len(times), 2*each)
	}
	if n := b.count(t, dispatches); n != 2*each {
		t.Errorf("%d jobs for %d events", n, 2*each)
	}
	if n := b.count(t, unrelayed); n != 0 {
		t.Errorf("%d events still wait", n)
	}
}

func TestRelaysShareTheWork(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.write(t, b.pg.Org(t), "unit.created", relayBatch+200, nil)
	var other int
	// While one holds a batch, another takes the rest and does not wait.
	slow := NewRelay(RelayDeps{DB: b.db, Log: b.logger(), Jobs: inserter(func(ctx context.Context, tx tenancy.SystemTx, args ...jobs.Args) error {
		if other == 0 {
			var err error
			if other, err = b.relay().Drain(ctx); err != nil {
				return err
			}
		}
		return b.jobs.InsertTx(ctx, tx, args...)
	})})
	if n, err := slow.Drain(t.Context()); n != relayBatch || other != 200 || err != nil {
		t.Errorf("%d and %d, %v", n, other, err)
	}
	if n := b.count(t, dispatches); n != relayBatch+200 {
		t.Errorf("%d jobs", n)
	}
}

func TestCrashes(t *testing.T) {
	t.Parallel()
	b := setup(t)
	org := b.pg.Org(t)
	// The process that wrote dies before anybody relays.
	b.write(t, org, "unit.created", 4, nil)
	// A relay dies between inserting the jobs and its commit.
	died := errors.New("died")
	dying := NewRelay(RelayDeps{DB: b.db, Log: b.logger(), Jobs: inserter(func(ctx context.Context, tx tenancy.SystemTx, args ...jobs.Args) error {
		if err := b.jobs.InsertTx(ctx, tx, args...); err != nil {
			return err
		}
		return died
	})})
	if n, err := dying.Drain(t.Context()); n != 0 || !errors.Is(err, died) {
		t.Errorf("relayed %d, %v", n, err)
	}
	if jobs, waiting := b.count(t, dispatches), b.count(t, unrelayed); jobs != 0 || waiting != 4 {
		t.Errorf("%d jobs, %d waiting", jobs, waiting)
	}
	// A new one does it all.
	told := make(chan id.ID, 8)
	b.subs.On("unit.created", "test", func(_ context.Context, _ tenancy.Principal, e Recorded) error {
		told <- e.ID
		return nil
	})
	b.work(t)
	run(t, b.relay())
	seen := map[id.ID]bool{}
	for range 4 {
		seen[receive(t, told)] = true
	}
	if n := b.count(t, dispatches); len(seen) != 4 || n != 4 {
		t.Errorf("%d events told of by %d jobs", len(seen), n)
	}
}

type inserter func(context.Context, tenancy.SystemTx, ...jobs.Args) error

func (f inserter) InsertTx(ctx context.Context, tx tenancy.SystemTx, args ...jobs.Args) error {
	return f(ctx, tx, args...)
}

func TestMeasure(t *testing.T) {
	t.Parallel()
	b := setup(t)
	r := b.relay()
	measured := func(waiting, oldest float64) {
		t.Helper()
		if err := r.measure(t.Context()); err != nil {
			t.Fatal(err)
		}
		if w, o := b.gauge(t, "propertyos_events_waiting"), b.gauge(t, "propertyos_events_oldest_seconds"); w != waiting || o != oldest {
			t.Errorf("%v waiting, oldest %v s; want %v, %v", w, o, waiting, oldest)
		}
	}
	measured(0, 0)
	b.write(t, b.pg.Org(t), "unit.created", 2, nil)
	b.clock.Advance(40 * time.Second)
	b.write(t, b.pg.Org(t), "unit.created", 1, nil)
	b.clock.Advance(2 * time.Second)
	measured(3, 42)
	if _, err := r.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	measured(0, 0)
}

func TestRelaySurvivesTheDatabase(t *testing.T) {
	t.Parallel()
	b := setup(t)
	org := b.pg.Org(t)
	away := make(chan struct{}, 100)
	back := make(chan int, 100)
	down := true // touched by the relay's goroutine alone, until Stop
	r := NewRelay(RelayDeps{DB: b.db, Log: b.logger(), Jobs: inserter(func(ctx context.Context, tx tenancy.SystemTx, args ...jobs.Args) error {
		if down {
			down = false
			// The server ends our connection in the middle of the batch.
			if _, err := b.pg.Pool(pgtest.Superuser).Exec(ctx, `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
				WHERE datname = current_database() AND usename = 'propertyos_system'`); err != nil {
				return err
			}
			away <- struct{}{}
		}
		err := b.jobs.InsertTx(ctx, tx, args...)
		if err == nil {
			back <- len(args)
		}
		return err
	})})
	b.write(t, org, "unit.created", 3, nil)
	run(t, r)
	receive(t, away)
	if n := receive(t, back); n != 3 {
		t.Errorf("relayed %d, want 3", n)
	}
	if err := r.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(b.log.String(), "events are not relayed"); n != 1 {
		t.Errorf("told of it %d times:\n%s", n, b.log)
	}
}

func TestStartAndStopTwice(t *testing.T) {
	t.Parallel()
	b := setup(t)
	r := b.relay()
	for range 2 {
		r.Start(t.Context())
		r.Start(t.Context())
		r.Nudge()
		r.Nudge()
		if err := errors.Join(r.Stop(t.Context()), r.Stop(t.Context())); err != nil {
			t.Error(err)
		}
	}
	r.Nudge() // with nobody there
	r.Nudge()
}
