package audit

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/tenancy"
)

func TestNoteIsWrittenSoon(t *testing.T) {
	t.Parallel()
	k := setup(t)
	l := k.recorder(Options{})
	p := k.principal(tenancy.RoleAccountant)
	p.APIKey = id.New()
	unit := id.New()
	l.Note(p, Entry{Action: ActionRead, EntityType: "units", EntityIDs: []id.ID{unit}, Detail: map[string]any{"with": "past\x00due"}})
	const found = `SELECT count(*) FROM audit_logs WHERE tenant_id = $1 AND user_id = $2 AND api_key = $3 AND actor_role = 'accountant'
		AND action = 'read' AND entity_type = 'units' AND entity_id = $4 AND request_id = $5 AND host(ip_address) = '203.0.113.7'
		AND user_agent = 'a browser' AND changes IS NULL AND detail = '{"with": "pastdue"}' AND created_at > now() - interval '1 hour'`
	await(t, "the read is in the log", func() bool {
		return one[int](k, found, k.org, p.User, p.APIKey, unit, p.RequestID) == 1
	})
	l.Note(p, Entry{Action: ActionRead, EntityType: "tenancies"})
	await(t, "the list is in the log", func() bool {
		return one[int](k, `SELECT count(*) FROM audit_logs WHERE entity_type = 'tenancies' AND entity_id = tenant_id AND tenant_id = $1`, k.org) == 1
	})
}

func TestOneRequestOneEntry(t *testing.T) {
	t.Parallel()
	k := setup(t)
	l := NewLog(k.db, k.logger(), Options{})
	p := k.principal(tenancy.RoleManager)
	ids := []id.ID{id.New(), id.New()}
	for range 3 {
		l.Note(p, Entry{Action: ActionRead, EntityType: "units", EntityIDs: ids})
	}
	other := p
	other.RequestID = "another"
	l.Note(other, Entry{Action: ActionRead, EntityType: "units", EntityIDs: ids})
	if err := l.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	// The three may have met two batches, never three entries in one.
	if n := one[int](k, `SELECT count(*) FROM audit_logs WHERE tenant_id = $1 AND action = 'read'`, k.org); n < 2 || n > 3 {
		t.Errorf("%d entries", n)
	}
	if got := fmt.Sprint(k.detail()["ids"]); got != fmt.Sprint(ids) {
		t.Errorf("the entry names %s", got)
	}
}

// TestCloseLosesNone: many readers at once, far more than there is room for, then an orderly stop.
func TestCloseLosesNone(t *testing.T) {
	t.Parallel()
	k := setup(t)
	l := NewLog(k.db, k.logger(), Options{})
	const readers, each = 16, 200
	var wg sync.WaitGroup
	for range readers {
		wg.Go(func() {
			for range each {
				l.Note(k.principal(tenancy.RoleManager), Entry{Action: ActionRead, EntityType: "units", EntityIDs: []id.ID{id.New()}})
			}
		})
	}
	wg.Wait()
	if err := l.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	const count = `SELECT count(*) FROM audit_logs WHERE tenant_id = $1 AND action = 'read'`
	if n := one[int](k, count, k.org); n != readers*each {
		t.Errorf("%d of %d reads are in the log", n, readers*each)
	}
	l.Note(k.principal(tenancy.RoleManager), Entry{Action: ActionRead, EntityType: "units"})
	if n := one[int](k, count, k.org); n != readers*each+1 {
		t.Error("a read that comes after the end is not written")
	}
	if k.lines.String() != "" {
		t.Error(k.lines.String())
	}
}

// TestFullQueueWritesDirectly: where the writer is stuck, whoever reads writes.
func TestFullQueueWritesDirectly(t *testing.T) {
	t.Parallel()
	k := setup(t)
	l := NewLog(k.db, k.logger(), Options{})
	stuck, release := make(chan struct{}), make(chan struct{})
	var once sync.Once
	var direct, batched atomic.Int64
	l.mu.Lock()
	l.write = func(_ context.Context, batch []record) error {
		if len(batch) > 1 {
			once.Do(func() { close(stuck) })
			<-release
			batched.Add(int64(len(batch)))
			return nil
		}
		direct.Add(1)
		return nil
	}
	l.mu.Unlock()
	note := func() {
		l.Note(k.principal(tenancy.RoleManager), Entry{Action: ActionRead, EntityType: "units", EntityIDs: []id.ID{id.New()}})
	}
	for range batchRows {
		note()
	}
	<-stuck
	if direct.Load() != 0 {
		t.Fatal("written directly while there was room")
	}
	for range 3 {
		note()
	}
	if direct.Load() != 3 {
		t.Errorf("%d of 3 were written directly", direct.Load())
	}
	close(release)
	if err := l.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	if batched.Load() != batchRows {
		t.Errorf("%d of %d were written in batches", batched.Load(), batchRows)
	}
}

// TestOutageIsWaitedFor: a batch that cannot be written is tried again, and one that is refused loses only what is wrong in it.
func TestOutageIsWaitedFor(t *testing.T) {
	t.Parallel()
	k := setup(t)
	var tries atomic.Int64
	failing := make(chan error, 1)
	failing <- fmt.Errorf("gone: %w", postgres.ErrUnavailable)
	l := NewLog(k.db, k.logger(), Options{})
	insert := l.insert
	l.mu.Lock()
	l.write = func(ctx context.Context, batch []record) error {
		tries.Add(1)
		select {
		case err := <-failing:
			return err
		default:
			return insert(ctx, batch)
		}
	}
	l.mu.Unlock()
	p := k.principal(tenancy.RoleManager)
	l.Note(p, Entry{Action: ActionRead, EntityType: "units"})
	await(t, "it is tried again", func() bool { return tries.Load() == 2 })
	bad := p
	bad.Organization = k.org
	l.Note(bad, Entry{Action: "", EntityType: "units"}) // breaks a CHECK
	l.Note(p, Entry{Action: ActionRead, EntityType: "tenancies"})
	if err := l.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n := one[int](k, `SELECT count(*) FROM audit_logs WHERE tenant_id = $1 AND action = 'read'`, k.org); n != 2 {
		t.Errorf("%d of 2 reads are in the log", n)
	}
	for _, words := range []string{"trying again", "could not be written", p.RequestID} {
		if !strings.Contains(k.lines.String(), words) {
			t.Errorf("%q is not in the program's log: %s", words, k.lines.String())
		}
	}
}

func TestRecordIsThereWhenItReturns(t *testing.T) {
	t.Parallel()
	k := setup(t)
	l := k.recorder(Options{NoReads: true})
	p := k.principal(tenancy.RoleAdmin)
	if err := l.Record(t.Context(), p, Entry{Action: ActionExport, EntityType: "units", Detail: map[string]any{"format": "csv"}, Reason: "asked for"}); err != nil {
		t.Fatal(err)
	}
	if n := one[int](k, `SELECT count(*) FROM audit_logs WHERE tenant_id = $1 AND action = 'export' AND reason = 'asked for'`, k.org); n != 1 {
		t.Errorf("%d entries", n)
	}
	l.Note(p, Entry{Action: ActionRead, EntityType: "units"})
	if err := l.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n := one[int](k, `SELECT count(*) FROM audit_logs WHERE tenant_id = $1 AND action = 'read'`, k.org); n != 0 {
		t.Error("a read was recorded though reads are left out")
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := l.Record(ctx, p, Entry{Action: ActionExport, EntityType: "units"}); !errors.Is(err, context.Canceled) {
		t.Errorf("a record that was not written returns %v", err)
	}
}

// child notes reads, and tells after each how many it has noted, until it is killed.
func child(url string) {
	org, err := id.Parse(os.Getenv(childOrg))
	if err != nil {
		panic(err)
	}
	db := openChild(url)
	l := NewLog(db, slog.New(slog.NewTextHandler(os.Stderr, nil)), Options{})
	p := tenancy.Principal{Organization: org, User: id.New(), Role: tenancy.RoleManager}
	if err := l.Record(context.Background(), p, Entry{Action: ActionExport, EntityType: "units"}); err != nil {
		panic(err)
	}
	for n := 1; ; n++ {
		l.Note(p, Entry{Action: ActionRead, EntityType: "units", EntityIDs: []id.ID{id.New()}})
		fmt.Println(n)
	}
}

// TestKilledProcessLosesAtMostOneBatch kills a real process in the middle of its work.
func TestKilledProcessLosesAtMostOneBatch(t *testing.T) {
	t.Parallel()
	k := setup(t)
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), self)
	cmd.Env = append(os.Environ(), childURL+"="+k.pg.URL(postgres.RoleSystem).Reveal(), childOrg+"="+k.org.String())
	cmd.Stderr = k.lines
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	noted := 0
	in := bufio.NewScanner(out)
	for in.Scan() {
		if noted, err = strconv.Atoi(in.Text()); err != nil {
			t.Fatal(err)
		}
		if noted == 3*batchRows+100 {
			if err := cmd.Process.Kill(); err != nil {
				t.Fatal(err)
			}
		}
	}
	_, _ = io.Copy(io.Discard, out)
	_ = cmd.Wait() // killed, as it should be
	if noted < 3*batchRows+100 {
		t.Fatalf("the process ended by itself after %d: %s", noted, k.lines.String())
	}
	// What it had sent to the server may still be on its way to the disk.
	await(t, "the process's sessions are gone", func() bool {
		return one[int](k, `SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND usename = 'propertyos_system'
			AND state <> 'idle'`) == 0
	})
	written := one[int](k, `SELECT count(*) FROM audit_logs WHERE tenant_id = $1 AND action = 'read'`, k.org)
	if noted-written > batchRows {
		t.Errorf("%d of %d reads are lost, more than a batch of %d", noted-written, noted, batchRows)
	}
	if n := one[int](k, `SELECT count(*) FROM audit_logs WHERE tenant_id = $1 AND action = 'export'`, k.org); n != 1 {
		t.Error("the export that was recorded is lost")
	}
}
