package event

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"testing"
	"time"

	"github.com/propertyos/propertyos/internal/jobs"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/tenancy"
	"github.com/propertyos/propertyos/internal/testkit/pgtest"
)

// listen starts a hub and listens in org once it hears.
func (b *bundle) listen(t *testing.T, org id.ID) (*Hub, *Listening) {
	t.Helper()
	h := NewHub(b.logger())
	l, err := h.Listen(org, id.New(), id.Nil)
	if err != nil {
		t.Fatal(err)
	}
	h.Start(t.Context(), b.pg.URL(postgres.RoleSystem))
	t.Cleanup(h.Stop)
	if u := receive(t, l.Updates()); !u.Reload { // it hears from now on
		t.Fatalf("%+v", u)
	}
	return h, l
}

func TestServersHearWhatRelaysCarryOn(t *testing.T) {
	t.Parallel()
	b := setup(t)
	mine, other := b.pg.Org(t), b.pg.Org(t)
	_, l := b.listen(t, mine)
	p := tenancy.Principal{Organization: mine, User: id.New(), Role: tenancy.RoleManager}
	property, unit := id.New(), id.New()
	type about struct {
		Property id.ID  `json:"property_id"`
		Secret   string `json:"secret"`
	}
	created := Define[about]("unit.created", "unit", "test")
	b.write(t, other, "unit.created", 3, nil)
	err := tenancy.InTx(t.Context(), b.db, p, func(ctx context.Context, tx tenancy.Tx) error {
		if err := Write(ctx, tx, created, unit, about{property, "hush"}); err != nil {
			return err
		}
		return WriteTx(ctx, tx, Event{Type: "property.updated", EntityType: "property", EntityID: property})
	})
	if err != nil {
		t.Fatal(err)
	}
	b.write(t, mine, "lease.signed", 1, nil) // about no property
	if _, err := b.relay().Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	got := map[string]Sighting{}
	for range 3 {
		u := receive(t, l.Updates())
		if u.Reload || u.Mark != u.ID || u.Organization != mine {
			t.Errorf("told %+v", u)
		}
		got[u.Type] = u.Sighting
	}
	if u := got["unit.created"]; u.Entity != unit || u.Property != property || u.EntityType != "unit" {
		t.Errorf("unit.created: %+v", u)
	}
	if u := got["property.updated"]; u.Entity != property || u.Property != property {
		t.Errorf("property.updated: %+v", u)
	}
	if u, ok := got["lease.signed"]; !ok || u.Property != id.Nil {
		t.Errorf("lease.signed: %+v", u)
	}
}

// A relay whose transaction fails announces nothing, and a large batch arrives whole.
func TestAnnouncementsComeWithTheCommit(t *testing.T) {
	t.Parallel()
	b := setup(t)
	org := b.pg.Org(t)
	h, l := b.listen(t, org)
	b.write(t, org, "unit.created", relayBatch+waiting, nil)
	failing := NewRelay(RelayDeps{DB: b.db, Jobs: refusing{}, Log: b.logger()})
	if _, err := failing.Drain(t.Context()); err == nil {
		t.Fatal("it did not fail")
	}
	if n, err := b.relay().Drain(t.Context()); err != nil || n != relayBatch+waiting {
		t.Fatalf("%d, %v", n, err)
	}
	// This listener does not keep up: it is cut off, and comes back with the last mark that it was told.
	last, told := id.Nil, 0
	for u := range l.Updates() {
		last, told = u.Mark, told+1
	}
	back := eventually(t, h, org, last, relayBatch+waiting-told)
	if len(back.Missed) != relayBatch+waiting-told {
		t.Errorf("told %d, and %d after coming back, of %d", told, len(back.Missed), relayBatch+waiting)
	}
	seen := map[id.ID]bool{}
	for _, u := range back.Missed {
		if seen[u.ID] || u.ID == last {
			t.Fatalf("%s twice", u.ID)
		}
		seen[u.ID] = true
	}
}

// eventually listens anew until n updates were missed: the announcements of one commit come one after the other.
func eventually(t *testing.T, h *Hub, org, after id.ID, n int) *Listening {
	t.Helper()
	for {
		l, err := h.Listen(org, id.New(), after)
		if err != nil {
			t.Fatal(err)
		}
		if len(l.Missed) >= n {
			return l
		}
		receive(t, l.Updates()) // the next one to come
		l.Close()
	}
}

type refusing struct{}

func (refusing) InsertTx(_ context.Context, _ tenancy.SystemTx, _ ...jobs.Args) error {
	return errors.New("no")
}

func hubWith(t *testing.T, org id.ID, n int) *Hub {
	t.Helper()
	h := NewHub(slog.New(slog.DiscardHandler))
	for range n {
		h.heard(fmt.Sprintf(`[{"o":%q,"i":%q,"t":"unit.updated","y":"unit","e":%q}]`, org, id.New(), id.New()))
	}
	return h
}

func TestComingBack(t *testing.T) {
	t.Parallel()
	org, other := id.New(), id.New()
	h := hubWith(t, org, 1)
	listen := func(org, after id.ID) *Listening {
		t.Helper()
		l, err := h.Listen(org, id.New(), after)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(l.Close)
		return l
	}
	first := listen(org, id.Nil)
	if len(first.Missed) != 0 {
		t.Errorf("a newcomer missed %d", len(first.Missed))
	}
	for _, o := range []id.ID{org, other, org} {
		h.heard(fmt.Sprintf(`[{"o":%q,"i":%q,"t":"unit.updated","y":"unit","e":%q}]`, o, id.New(), id.New()))
	}
	if l := listen(org, first.Start); len(l.Missed) != 2 || l.Missed[0].Reload || l.Missed[0].ID != receive(t, first.Updates()).ID {
		t.Errorf("missed %+v", l.Missed)
	}
	if l := listen(other, first.Start); len(l.Missed) != 1 {
		t.Errorf("another organization missed %+v", l.Missed)
	}
	for _, unknown := range []id.ID{id.New()} {
		if l := listen(org, unknown); len(l.Missed) != 1 || !l.Missed[0].Reload || l.Missed[0].Organization != id.Nil {
			t.Errorf("an unknown mark: %+v", l.Missed)
		}
	}
	for range 2 * remembered {
		h.heard(fmt.Sprintf(`[{"o":%q,"i":%q,"t":"unit.updated","y":"unit","e":%q}]`, other, id.New(), id.New()))
	}
	if l := listen(org, first.Start); len(l.Missed) != 1 || !l.Missed[0].Reload {
		t.Errorf("a forgotten mark: %+v", l.Missed)
	}
	if len(h.ring) > 2*remembered {
		t.Errorf("%d remembered", len(h.ring))
	}
	before := len(h.ring)
	h.heard("not JSON")
	h.heard(`{"o": 1}`)
	if len(h.ring) != before {
		t.Error("nonsense was taken for news")
	}
}

func TestASlowListenerKeepsNobodyBack(t *testing.T) {
	t.Parallel()
	org := id.New()
	h := hubWith(t, org, 0)
	slow, err := h.Listen(org, id.New(), id.Nil)
	if err != nil {
		t.Fatal(err)
	}
	quick, err := h.Listen(org, id.New(), id.Nil)
	if err != nil {
		t.Fatal(err)
	}
	for range waiting + 1 {
		h.heard(fmt.Sprintf(`[{"o":%q,"i":%q,"t":"unit.updated","y":"unit","e":%q}]`, org, id.New(), id.New()))
		<-quick.Updates()
	}
	n := 0
	for range slow.Updates() {
		n++
	}
	if n != waiting {
		t.Errorf("the slow one was told %d before it was cut off, want %d", n, waiting)
	}
	slow.Close() // again
	quick.Close()
	if _, open := <-quick.Updates(); open || len(h.subs) != 0 || len(h.keys) != 0 {
		t.Errorf("%d listeners and %d keys are left", len(h.subs), len(h.keys))
	}
}

func TestLimitOfASession(t *testing.T) {
	t.Parallel()
	org, session := id.New(), id.New()
	h := hubWith(t, org, 0)
	var all []*Listening
	for range perKey {
		l, err := h.Listen(org, session, id.Nil)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, l)
	}
	if _, err := h.Listen(org, session, id.Nil); !errors.Is(err, ErrListeners) || fault.As(err).Kind != fault.RateLimited {
		t.Errorf("one too many: %v", err)
	}
	if _, err := h.Listen(org, id.New(), id.Nil); err != nil {
		t.Errorf("another session: %v", err)
	}
	all[0].Close()
	if _, err := h.Listen(org, session, id.Nil); err != nil {
		t.Errorf("after one has gone: %v", err)
	}
	h.Close()
	if _, open := <-all[1].Updates(); open {
		t.Error("a stop does not end it")
	}
	if _, err := h.Listen(org, session, id.Nil); fault.As(err).Kind != fault.Unavailable {
		t.Errorf("while stopping: %v", err)
	}
}

// What came while the connection was gone nobody knows, so everybody looks again.
func TestALostConnection(t *testing.T) {
	t.Parallel()
	b := setup(t)
	org := b.pg.Org(t)
	h, l := b.listen(t, org)
	mark := func() id.ID { h.mu.Lock(); defer h.mu.Unlock(); return h.ring[len(h.ring)-1].mark }
	before := mark()
	if _, err := b.pg.Pool(pgtest.Superuser).Exec(t.Context(),
		`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'propertyos listen' AND datname = current_database()`); err != nil {
		t.Fatal(err)
	}
	if u := receive(t, l.Updates()); !u.Reload || u.Mark == before {
		t.Errorf("%+v", u)
	}
	b.write(t, org, "unit.created", 1, nil)
	if _, err := b.relay().Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	if u := receive(t, l.Updates()); u.Type != "unit.created" {
		t.Errorf("after it is back: %+v", u)
	}
}

func TestOldEventsGo(t *testing.T) {
	t.Parallel()
	b := setup(t)
	org := b.pg.Org(t)
	b.write(t, org, "unit.created", 3, nil)
	if _, err := b.relay().Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	b.write(t, org, "unit.deleted", 2, nil) // which nobody carries on
	left := func() int { return b.count(t, `SELECT count(*) FROM events`) }
	b.clock.Advance(KeptFor)
	if n, err := expire(t.Context(), b.db); err != nil || n != 0 || left() != 5 {
		t.Errorf("on the last day %d went, %d left, %v", n, left(), err)
	}
	b.clock.Advance(time.Millisecond)
	if n, err := expire(t.Context(), b.db); err != nil || n != 3 || left() != 2 {
		t.Errorf("a moment later %d went, %d left, %v", n, left(), err)
	}
}

func TestTypedEvents(t *testing.T) {
	t.Parallel()
	b := setup(t)
	org := b.pg.Org(t)
	type moved struct {
		Rooms int `json:"rooms"`
	}
	kind := Define[moved]("unit.moved", "unit", "A test.")
	told := make(chan Happened[moved], 1)
	On(b.subs, kind, "test", func(_ context.Context, _ tenancy.Principal, e Happened[moved]) error { told <- e; return nil })
	b.work(t)
	run(t, b.relay())
	unit := id.New()
	p := tenancy.Principal{Organization: org, User: id.New(), Role: tenancy.RoleManager}
	err := tenancy.InTx(t.Context(), b.db, p, func(ctx context.Context, tx tenancy.Tx) error {
		return Write(ctx, tx, kind, unit, moved{Rooms: 3})
	})
	if err != nil {
		t.Fatal(err)
	}
	if e := receive(t, told); e.Payload.Rooms != 3 || e.EntityID != unit || e.Type != "unit.moved" || e.Organization != org {
		t.Errorf("%+v", e)
	}
	for _, bad := range []func(){
		func() { Define[None]("unit", "unit", "x") },
		func() { Define[None]("Unit.Moved", "unit", "x") },
		func() { Define[None]("unit.moved", "", "x") },
		func() { Define[None]("unit.moved", "unit", "") },
		func() { List([]Definition{kind.Definition}, []Definition{kind.Definition}) },
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
