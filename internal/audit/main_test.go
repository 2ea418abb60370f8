package audit

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"net/netip"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/propertyos/propertyos/internal/kernel/clock"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/tenancy"
	"github.com/propertyos/propertyos/internal/testkit/pgtest"
)

// patience is how long a test waits for what should come soon.
const patience = 60 * time.Second

func TestMain(m *testing.M) {
	if url := os.Getenv(childURL); url != "" {
		child(url)
	}
	pgtest.Main(m)
}

type kit struct {
	t     *testing.T
	pg    *pgtest.DB
	super *pgxpool.Pool
	db    *tenancy.DB
	org   id.ID
	clock *clock.Fixed
	lines *lines
}

func setup(t *testing.T) *kit {
	t.Helper()
	k := &kit{t: t, pg: pgtest.New(t), lines: &lines{}, clock: clock.At(time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC))}
	k.super = k.pg.Pool(pgtest.Superuser)
	k.db = k.pg.DB(k.clock)
	k.org = k.pg.Org(t)
	return k
}

func (k *kit) exec(sql string, args ...any) {
	k.t.Helper()
	if _, err := k.super.Exec(context.Background(), sql, args...); err != nil {
		k.t.Fatalf("%s: %v", sql, err)
	}
}

func one[T any](k *kit, sql string, args ...any) (v T) {
	k.t.Helper()
	if err := k.super.QueryRow(context.Background(), sql, args...).Scan(&v); err != nil {
		k.t.Fatalf("%s: %v", sql, err)
	}
	return v
}

// logger is a program's log that the test reads.
func (k *kit) logger() *slog.Logger { return slog.New(slog.NewTextHandler(k.lines, nil)) }

// recorder starts a Log for the rest of the test.
func (k *kit) recorder(o Options) *Log {
	k.t.Helper()
	l := NewLog(k.db, k.logger(), o)
	k.t.Cleanup(func() {
		if err := l.Close(context.Background()); err != nil {
			k.t.Error(err)
		}
	})
	return l
}

func (k *kit) principal(role tenancy.Role) tenancy.Principal {
	return tenancy.Principal{
		Organization: k.org, User: id.New(), Role: role, RequestID: "req-" + id.New().String()[30:],
		IP: netip.MustParseAddr("203.0.113.7"), UserAgent: "a browser",
	}
}

// write makes n entries in one transaction.
func (k *kit) write(n int) {
	k.t.Helper()
	var batch []record
	for range n {
		r, err := newRecord(k.principal(tenancy.RoleManager), Entry{Action: ActionRead, EntityType: "units", EntityIDs: []id.ID{id.New()}})
		if err != nil {
			k.t.Fatal(err)
		}
		batch = append(batch, r)
	}
	if err := (&Log{db: k.db}).insert(context.Background(), batch); err != nil {
		k.t.Fatal(err)
	}
}

// seal seals all that there is, and returns how many entries that was.
func (k *kit) seal() int {
	k.t.Helper()
	return k.sealBy(NewSealer(k.db))
}

// sealBy waits where it must: the transactions of other tests, in databases beside this one, hold the seals up too.
func (k *kit) sealBy(s *Sealer) (sealed int) {
	k.t.Helper()
	await(k.t, "everything is sealed", func() bool {
		n, err := s.Seal(context.Background(), k.org)
		if err != nil {
			k.t.Fatal(err)
		}
		sealed += n
		return k.verify("").Unsealed == 0
	})
	return sealed
}

// verify returns the report on the kit's organization.
func (k *kit) verify(pin string) Report {
	k.t.Helper()
	var out Report
	slug := one[string](k, `SELECT slug FROM platform.directory WHERE organization_id = $1`, k.org)
	ok, err := Verify(context.Background(), k.db, slug, pin, func(r Report) { out = r })
	if err != nil {
		k.t.Fatal(err)
	}
	if ok != out.OK() {
		k.t.Errorf("verify says %v, its report %v", ok, out.OK())
	}
	return out
}

// detail reads the newest entry's detail.
func (k *kit) detail() map[string]any {
	k.t.Helper()
	var out map[string]any
	raw := one[[]byte](k, `SELECT coalesce(detail, '{}') FROM audit_logs WHERE tenant_id = $1 ORDER BY created_at DESC, xact DESC LIMIT 1`, k.org)
	if err := json.Unmarshal(raw, &out); err != nil {
		k.t.Fatal(err)
	}
	return out
}

func await(t *testing.T, what string, look func() bool) {
	t.Helper()
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	limit := time.NewTimer(patience)
	defer limit.Stop()
	for !look() {
		select {
		case <-tick.C:
		case <-limit.C:
			t.Fatal("in vain: " + what)
		}
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

// childURL is the variable that makes this test's program a process to be killed.
const childURL = "AUDIT_CHILD_URL"

// childOrg says whose entries it writes.
const childOrg = "AUDIT_CHILD_ORG"

func openChild(url string) *tenancy.DB {
	pool, err := pgxpool.New(context.Background(), url)
	if err != nil {
		panic(err)
	}
	return tenancy.NewDB(tenancy.Pools{App: pool, System: pool}, clock.System{})
}
