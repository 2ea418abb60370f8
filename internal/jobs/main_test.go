package jobs

import (
	"bytes"
	"context"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/riverqueue/river"

	"github.com/propertyos/propertyos/internal/kernel/clock"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/tenancy"
	"github.com/propertyos/propertyos/internal/testkit/pgtest"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

// patience is how long a test waits for what should come at once.
const patience = 2 * time.Minute

// bundle is what the tests here work with.
type bundle struct {
	pg      *pgtest.DB
	db      *tenancy.DB
	log     *lines
	metrics *prometheus.Registry
	client  *Client
}

func setup(t *testing.T, change func(*Deps)) *bundle {
	t.Helper()
	b := &bundle{pg: pgtest.New(t), log: &lines{}, metrics: prometheus.NewRegistry()}
	b.db = b.pg.DB(clock.System{})
	b.client = b.another(t, func(d *Deps) {
		d.Metrics = b.metrics
		if change != nil {
			change(d)
		}
	})
	return b
}

// another makes a second client over the same database.
func (b *bundle) another(t *testing.T, change func(*Deps)) *Client {
	t.Helper()
	d := Deps{
		DB: b.db, Log: slog.New(slog.NewTextHandler(b.log, nil)), atOnce: true,
		Backoff: func(int) time.Duration { return time.Millisecond },
	}
	if change != nil {
		change(&d)
	}
	c, err := New(b.pg.Pool(postgres.RoleSystem), d)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// start starts c for the length of the test and returns what it tells of finished tries.
func start(t *testing.T, c *Client) <-chan *river.Event {
	t.Helper()
	events, cancel := c.river.Subscribe(river.EventKindJobCompleted, river.EventKindJobCancelled, river.EventKindJobFailed)
	if err := c.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Stop(context.Background()); err != nil {
			t.Error(err)
		}
		cancel()
	})
	return events
}

// await returns the next event of a kind of job.
func await(t *testing.T, events <-chan *river.Event, kind string) *river.Event {
	t.Helper()
	late := time.After(patience)
	for {
		select {
		case e := <-events:
			if e.Job.Kind == kind {
				return e
			}
		case <-late:
			t.Fatalf("no news of %s", kind)
		}
	}
}

func receive[T any](t *testing.T, from <-chan T) T {
	t.Helper()
	select {
	case v := <-from:
		return v
	case <-time.After(patience):
		t.Fatal("nothing came")
		panic("unreachable")
	}
}

// exec runs SQL as the superuser.
func (b *bundle) exec(t *testing.T, sql string, args ...any) {
	t.Helper()
	if _, err := b.pg.Pool(pgtest.Superuser).Exec(t.Context(), sql, args...); err != nil {
		t.Fatal(err)
	}
}

// count runs a query for one number as the superuser.
func (b *bundle) count(t *testing.T, sql string, args ...any) (n int) {
	t.Helper()
	if err := b.pg.Pool(pgtest.Superuser).QueryRow(t.Context(), sql, args...).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// metric returns the sum of a family's counters and gauges that bear every given label value.
func (b *bundle) metric(t *testing.T, name string, values ...string) (sum float64) {
	t.Helper()
	families, err := b.metrics.Gather()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range families {
		if f.GetName() != name {
			continue
		}
		for _, m := range f.GetMetric() {
			have := ""
			for _, l := range m.GetLabel() {
				have += " " + l.GetValue()
			}
			all := true
			for _, v := range values {
				all = all && strings.Contains(have+" ", " "+v+" ")
			}
			if all {
				sum += m.GetCounter().GetValue() + m.GetGauge().GetValue()
			}
		}
	}
	return sum
}

// lines is a log that can be read while it is written.
type lines struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

type greetArgs struct {
	Who id.ID `json:"who"`
}

func (greetArgs) Kind() string { return "test.greet" }
