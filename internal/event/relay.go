package event

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/propertyos/propertyos/internal/event/internal/eventdb"
	"github.com/propertyos/propertyos/internal/jobs"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/tenancy"
)

const (
	// relayEvery is the longest that an event waits where nobody nudges.
	relayEvery = time.Second
	// measureEvery is how old the figures of waiting events may be.
	measureEvery = 15 * time.Second
	// relayBatch bounds one transaction of the relay.
	relayBatch = 500
)

// RelayDeps are what a Relay works with.
type RelayDeps struct {
	DB      *tenancy.DB
	Jobs    jobs.Inserter
	Log     *slog.Logger
	Metrics prometheus.Registerer // nil: nobody looks
}

// Relay turns events that have committed into jobs. An event is marked as relayed in the transaction that inserts its job,
// so each becomes exactly one job, whoever crashes when; any number of relays share the work.
type Relay struct {
	db      *tenancy.DB
	jobs    jobs.Inserter
	log     *slog.Logger
	waiting prometheus.Gauge
	oldest  prometheus.Gauge

	nudge chan struct{}

	mu   sync.Mutex
	end  context.CancelFunc // nil while it does not run
	done chan struct{}
}

// NewRelay makes a relay that does not run yet.
func NewRelay(d RelayDeps) *Relay {
	r := &Relay{
		db: d.DB, jobs: d.Jobs, log: d.Log, nudge: make(chan struct{}, 1),
		waiting: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "propertyos_events_waiting",
			Help: "Events that have happened and are not yet carried on.",
		}),
		oldest: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "propertyos_events_oldest_seconds",
			Help: "Age of the oldest event that is not yet carried on; 0 if there is none.",
		}),
	}
	if d.Metrics != nil {
		d.Metrics.MustRegister(r.waiting, r.oldest)
	}
	return r
}

// Nudge says that an event has just committed, so that the relay need not wait for its next look. It never blocks, and
// may be called from anywhere, at any time, for nothing.
func (r *Relay) Nudge() {
	select {
	case r.nudge <- struct{}{}:
	default: // a nudge is waiting: the look that answers it comes after this commit
	}
}

// Start begins to relay, once a second and whenever nudged. It goes on when ctx ends: only Stop ends it. The database
// may be away; what waits then is relayed when it is back.
func (r *Relay) Start(ctx context.Context) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.end != nil {
		return
	}
	ctx, r.end = context.WithCancel(context.WithoutCancel(ctx))
	r.done = make(chan struct{})
	go r.run(ctx, r.done)
}

// Stop ends the relay. When it returns nil nothing of it runs any more; otherwise it returns ctx's error. A batch that is
// under way is rolled back and left to the next relay.
func (r *Relay) Stop(ctx context.Context) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.end == nil {
		return nil
	}
	r.end()
	select {
	case <-r.done:
		r.end = nil
		return nil
	case <-ctx.Done():
		return fmt.Errorf("stop relay: %w", ctx.Err())
	}
}

func (r *Relay) run(ctx context.Context, done chan<- struct{}) {
	defer close(done)
	look, measure := time.NewTicker(relayEvery), time.NewTicker(measureEvery)
	defer look.Stop()
	defer measure.Stop()
	failing := r.report(ctx, r.measure(ctx), false)
	for {
		_, err := r.Drain(ctx)
		failing = r.report(ctx, err, failing)
		select {
		case <-ctx.Done():
			return
		case <-look.C:
		case <-r.nudge:
		case <-measure.C:
			failing = r.report(ctx, r.measure(ctx), failing)
		}
	}
}

// report tells of a change between failing and working, not of each second in which the database is away.
func (r *Relay) report(ctx context.Context, err error, failing bool) bool {
	switch {
	case ctx.Err() != nil:
		return failing
	case err != nil && !failing:
		r.log.ErrorContext(ctx, "events are not relayed", "error", err)
	case err == nil && failing:
		r.log.InfoContext(ctx, "events are relayed again")
	}
	return err != nil
}

// Drain relays what waits now, batch after batch, and returns how many events that were. Events that another relay has
// taken are left to it.
func (r *Relay) Drain(ctx context.Context) (int, error) {
	total := 0
	for {
		n, err := r.batch(ctx)
		total += n
		if err != nil || n < relayBatch {
			return total, err
		}
	}
}

func (r *Relay) batch(ctx context.Context) (n int, err error) {
	err = tenancy.InSystemTx(ctx, r.db, "relay events", func(ctx context.Context, tx tenancy.SystemTx) error {
		q := eventdb.New(tx)
		rows, err := q.TakeUnrelayed(ctx, relayBatch)
		n = len(rows)
		if err != nil || n == 0 {
			return err
		}
		tenants, ids, work := make([]id.ID, n), make([]id.ID, n), make([]jobs.Args, n)
		for i, row := range rows {
			tenants[i], ids[i] = row.TenantID, row.ID
			work[i] = dispatchArgs{Tenant: row.TenantID, Event: row.ID, Type: row.Type}
		}
		if err := r.jobs.InsertTx(ctx, tx, work...); err != nil {
			return err
		}
		if err := announce(ctx, q, rows); err != nil {
			return err
		}
		return q.MarkRelayed(ctx, tx.Now(), tenants, ids)
	})
	if err != nil {
		return 0, fmt.Errorf("relay events: %w", err)
	}
	return n, nil
}

func (r *Relay) measure(ctx context.Context) error {
	err := tenancy.InSystemTx(ctx, r.db, "measure events", func(ctx context.Context, tx tenancy.SystemTx) error {
		count, err := eventdb.New(tx).CountUnrelayed(ctx, tx.Now())
		if err != nil {
			return err
		}
		r.waiting.Set(float64(count.Waiting))
		r.oldest.Set(count.OldestSeconds)
		return nil
	})
	if err != nil {
		return fmt.Errorf("measure events: %w", err)
	}
	return nil
}
