package event

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"sync"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/propertyos/propertyos/internal/jobs"
	"github.com/propertyos/propertyos/internal/kernel/clock"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/tenancy"
	"github.com/propertyos/propertyos/internal/testkit/pgtest"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

// patience is how long a test waits for what should come at once.
const patience = 60 * time.Second

type bundle struct {
	pg      *pgtest.DB
	db      *tenancy.DB
	clock   *clock.Fixed
	log     *lines
	metrics *prometheus.Registry
	jobs    *jobs.Client
	subs    *Subscribers
}

func setup(t *testing.T) *bundle {
	t.Helper()
	b := &bundle{
		pg: pgtest.New(t), clock: clock.At(time.Date(2026, 3, 9, 12, 0, 0, 0, time.UTC)), log: &lines{},
		metrics: prometheus.NewRegistry(), subs: NewSubscribers(),
	}
	b.db = b.pg.DB(b.clock)
	var err error
	b.jobs, err = jobs.New(b.pg.Pool(postgres.RoleSystem), jobs.Deps{
		DB: b.db, Log: b.logger(),
		Backoff: func(int) time.Duration { return time.Millisecond },
	})
	if err != nil {
		t.Fatal(err)
	}
	Dispatch(b.jobs, b.db, b.subs)
	return b
}

func (b *bundle) logger() *slog.Logger { return slog.New(slog.NewTextHandler(b.log, nil)) }

func (b *bundle) relay() *Relay {
	return NewRelay(RelayDeps{DB: b.db, Jobs: b.jobs, Log: b.logger(), Metrics: b.metrics})
}

// work starts the jobs for the rest of the test.
func (b *bundle) work(t *testing.T) {
	t.Helper()
	if err := b.jobs.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := b.jobs.Stop(context.Background()); err != nil {
			t.Error(err)
		}
	})
}

// run starts a relay for the rest of the test.
func run(t *testing.T, r *Relay) {
	t.Helper()
	r.Start(t.Context())
	t.Cleanup(func() {
		if err := r.Stop(context.Background()); err != nil {
			t.Error(err)
		}
	})
}

// write writes n events of a type in one transaction, which then ends with err.
func (b *bundle) write(t *testing.T, org id.ID, eventType string, n int, then error) {
	t.Helper()
	p := tenancy.Principal{Organization: org, User: id.New(), Role: tenancy.RoleManager, RequestID: "req-7"}
	err := tenancy.InTx(t.Context(), b.db, p, func(ctx context.Context, tx tenancy.Tx) error {
		for i := range n {
			payload, err := json.Marshal(map[string]int{"number": i})
			if err != nil {
				return err
			}
			e := Event{Type: eventType, EntityType: "unit", EntityID: id.New(), Payload: payload}
			if err := WriteTx(ctx, tx, e); err != nil {
				return err
			}
		}
		return then
	})
	if (err == nil) != (then == nil) {
		t.Fatal(err)
	}
}

// count runs a query for one number as the superuser.
func (b *bundle) count(t *testing.T, sql string) (n int) {
	t.Helper()
	if err := b.pg.Pool(pgtest.Superuser).QueryRow(t.Context(), sql).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

const (
	dispatches = `SELECT count(*) FROM platform.river_job WHERE kind = 'event.dispatch'`
	unrelayed  = `SELECT count(*) FROM events WHERE relayed_at IS NULL`
)

func (b *bundle) gauge(t *testing.T, name string) float64 {
	t.Helper()
	families, err := b.metrics.Gather()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range families {
		if f.GetName() == name {
			return f.GetMetric()[0].GetGauge().GetValue()
		}
	}
	t.Fatalf("no metric %s", name)
	return 0
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
