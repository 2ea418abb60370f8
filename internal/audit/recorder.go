package audit

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"time"

	"github.com/propertyos/propertyos/internal/audit/internal/auditdb"
	"github.com/propertyos/propertyos/internal/kernel/clock"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/tenancy"
)

const (
	// batchEvery is the longest that a noted read waits before it is written.
	batchEvery = 200 * time.Millisecond
	// batchRows bounds the entries that are not yet written, waiting and under way together: what a process that is killed loses.
	batchRows = 512
	// fullPatience is how long a reader waits for room before it writes its entry by itself.
	fullPatience = 50 * time.Millisecond
	// writePatience bounds one write.
	writePatience = 10 * time.Second
	// againAfter is the pause after a write that failed.
	againAfter = time.Second
	// maxField bounds a text that came from outside, in bytes.
	maxField = 500
)

// Options say how a Log records.
type Options struct {
	// NoReads leaves reads out, to measure what recording them costs. Everything else is recorded all the same.
	NoReads bool
}

// Log is the Recorder that writes to the database. Reads are queued and written in batches by one goroutine, at most 200 ms apart;
// everything else is written before Record returns. Nothing is dropped: where there is no room for a read it is written by whoever
// reads. An orderly stop (Close) loses none; a process that is killed loses at most the 512 reads that were not yet written.
type Log struct {
	db      *tenancy.DB
	log     *slog.Logger
	options Options
	write   func(context.Context, []record) error

	room    chan struct{} // a place for each entry that is not yet written
	mu      sync.Mutex
	waiting []record
	closed  bool
	full    chan struct{} // somebody waits for room: do not wait for the time
	stop    chan struct{}
	done    chan struct{}
}

// NewLog starts a recorder. Close it when nothing notes any more and before the pools close.
func NewLog(db *tenancy.DB, log *slog.Logger, o Options) *Log {
	l := &Log{
		db: db, log: log, options: o, room: make(chan struct{}, batchRows),
		full: make(chan struct{}, 1), stop: make(chan struct{}), done: make(chan struct{}),
	}
	l.write = l.insert
	go l.run()
	return l
}

// record is an entry as app.record_audit takes it.
type record struct {
	TenantID   id.ID           `json:"tenant_id"`
	AgeMS      int64           `json:"age_ms"`
	UserID     *id.ID          `json:"user_id,omitempty"`
	ActorRole  string          `json:"actor_role"`
	Action     string          `json:"action"`
	EntityType string          `json:"entity_type"`
	EntityID   *id.ID          `json:"entity_id,omitempty"`
	Detail     json.RawMessage `json:"detail,omitempty"`
	RequestID  string          `json:"request_id,omitempty"`
	Reason     string          `json:"reason,omitempty"`
	IP         string          `json:"ip_address,omitempty"`
	Agent      string          `json:"user_agent,omitempty"`
	APIKey     *id.ID          `json:"api_key,omitempty"`

	at time.Time // monotonic
}

// clean makes text that PostgreSQL takes and that is no longer than the log takes.
func clean(s string) string {
	if len(s) > maxField {
		s = s[:maxField]
	}
	return strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", "")
}

func newRecord(p tenancy.Principal, e Entry) (record, error) {
	r := record{
		TenantID: p.Organization, ActorRole: string(p.Role), Action: e.Action, EntityType: e.EntityType,
		RequestID: clean(p.RequestID), Reason: clean(e.Reason), Agent: clean(p.UserAgent),
		at: clock.Monotonic(),
	}
	if p.IP.IsValid() {
		r.IP = p.IP.WithZone("").String()
	}
	if p.User != id.Nil {
		r.UserID = &p.User
	}
	if p.APIKey != id.Nil {
		r.APIKey = &p.APIKey
	}
	detail := make(map[string]any, len(e.Detail)+1)
	for k, v := range e.Detail {
		if s, ok := v.(string); ok {
			v = clean(s)
		}
		detail[k] = v
	}
	switch len(e.EntityIDs) {
	case 0:
	case 1:
		r.EntityID = &e.EntityIDs[0]
	default:
		detail["ids"] = e.EntityIDs
	}
	if len(detail) > 0 {
		raw, err := json.Marshal(detail)
		if err != nil {
			return r, fmt.Errorf("audit: detail of %s: %w", e.Action, err)
		}
		r.Detail = raw
	}
	return r, nil
}

// Note implements Recorder.
func (l *Log) Note(p tenancy.Principal, e Entry) {
	if l.options.NoReads && e.Action == ActionRead {
		return
	}
	r, err := newRecord(p, e)
	if err != nil {
		l.lost([]record{r}, err)
		return
	}
	if l.enqueue(r) {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), writePatience)
	defer cancel()
	if err := l.write(ctx, []record{r}); err != nil {
		l.lost([]record{r}, err)
	}
}

// enqueue reports whether the writer will write the entry.
func (l *Log) enqueue(r record) bool {
	select {
	case l.room <- struct{}{}:
	default:
		select {
		case l.full <- struct{}{}:
		default:
		}
		timer := time.NewTimer(fullPatience)
		defer timer.Stop()
		select {
		case l.room <- struct{}{}:
		case <-timer.C:
			return false
		}
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed {
		<-l.room
		return false
	}
	l.waiting = append(l.waiting, r)
	return true
}

// Record implements Recorder.
func (l *Log) Record(ctx context.Context, p tenancy.Principal, e Entry) error {
	r, err := newRecord(p, e)
	if err == nil {
		err = l.write(ctx, []record{r})
	}
	if err != nil {
		return fmt.Errorf("record %s: %w", e.Action, err)
	}
	return nil
}

// run writes what waits, every 200 ms and at the end.
func (l *Log) run() {
	defer close(l.done)
	tick := time.NewTicker(batchEvery)
	defer tick.Stop()
	for {
		last := false
		select {
		case <-tick.C:
		case <-l.full:
		case <-l.stop:
			last = true
		}
		l.flush(last)
		if last {
			return
		}
	}
}

// flush writes what waits. While the database is away it tries again, unless this is the end: then it says what is lost.
func (l *Log) flush(last bool) {
	l.mu.Lock()
	batch := l.waiting
	l.waiting = nil
	l.mu.Unlock()
	if len(batch) == 0 {
		return
	}
	defer func() {
		for range batch {
			<-l.room
		}
	}()
	rest := distinct(batch)
	for tries := 1; ; tries++ {
		ctx, cancel := context.WithTimeout(context.Background(), writePatience)
		err := l.write(ctx, rest)
		cancel()
		if err == nil {
			return
		}
		if !errors.Is(err, postgres.ErrUnavailable) && !errors.Is(err, context.DeadlineExceeded) {
			l.singly(rest)
			return
		}
		if last && tries > 2 {
			l.lost(rest, err)
			return
		}
		l.log.Error("the audit log cannot be written, trying again", "entries", len(rest), "error", err)
		pause := time.NewTimer(againAfter)
		select {
		case <-pause.C:
		case <-l.stop:
			last = true
		}
		pause.Stop()
	}
}

// singly writes a batch that was refused one by one, so that one bad entry takes no other with it.
func (l *Log) singly(batch []record) {
	for _, r := range batch {
		ctx, cancel := context.WithTimeout(context.Background(), writePatience)
		if err := l.write(ctx, []record{r}); err != nil {
			l.lost([]record{r}, err)
		}
		cancel()
	}
}

// lost tells of entries that could not be written, with all that they would have said: the log of the program is then the evidence.
func (l *Log) lost(batch []record, err error) {
	for _, r := range batch {
		l.log.Error("an entry of the audit log could not be written", "organization", r.TenantID, "user", r.UserID, "action", r.Action,
			"entity_type", r.EntityType, "entity_id", r.EntityID, "request_id", r.RequestID, "error", err)
	}
}

// distinct leaves out what one request told twice: a page that reads the same row in two steps is one read.
func distinct(batch []record) []record {
	type key struct {
		org                      id.ID
		request, kind, id, other string
	}
	seen := make(map[key]bool, len(batch))
	out := batch[:0:0]
	for _, r := range batch {
		if r.RequestID != "" {
			k := key{r.TenantID, r.RequestID, r.Action + " " + r.EntityType, "", string(r.Detail)}
			if r.EntityID != nil {
				k.id = r.EntityID.String()
			}
			if seen[k] {
				continue
			}
			seen[k] = true
		}
		out = append(out, r)
	}
	return out
}

// insert writes entries in one transaction of the system role.
func (l *Log) insert(ctx context.Context, batch []record) error {
	now := clock.Monotonic()
	for i := range batch {
		batch[i].AgeMS = now.Sub(batch[i].at).Milliseconds()
	}
	raw, err := json.Marshal(batch)
	if err != nil {
		return fmt.Errorf("audit: %w", err)
	}
	return tenancy.InSystemTx(ctx, l.db, "audit", func(ctx context.Context, tx tenancy.SystemTx) error {
		return auditdb.New(tx).RecordEntries(ctx, raw)
	})
}

// Close writes what waits and ends the writer. It returns when that is done, or with ctx's error when ctx ends first. Notes that
// come later are written at once.
func (l *Log) Close(ctx context.Context) error {
	l.mu.Lock()
	first := !l.closed
	l.closed = true
	l.mu.Unlock()
	if first {
		close(l.stop)
	}
	select {
	case <-l.done:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("stop the audit log: %w", ctx.Err())
	}
}
