package web

import (
	"bufio"
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/propertyos/propertyos/internal/domain/live"
	"github.com/propertyos/propertyos/internal/domain/organization"
	"github.com/propertyos/propertyos/internal/event"
	"github.com/propertyos/propertyos/internal/jobs"
	"github.com/propertyos/propertyos/internal/kernel/clock"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/platform/observe"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/tenancy"
	"github.com/propertyos/propertyos/internal/testkit/pgtest"
	"github.com/propertyos/propertyos/internal/web/view"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

// liveKit is a server of streams over a database.
type liveKit struct {
	*testing.T
	db     *tenancy.DB
	hub    *event.Hub
	relay  *event.Relay
	org    id.ID
	server *httptest.Server
	who    atomic.Pointer[tenancy.Principal] // nil: the session was revoked
	every  time.Duration
}

// hasty are the limits of the real server, made so short that a stream that minds them would not live. A busy machine
// has to read a request within them all the same.
const hasty = time.Second

func setupLive(t *testing.T) *liveKit {
	t.Helper()
	return setupLiveWithin(t, time.Minute)
}

// setupLiveWithin is setupLive with the server's limits on reading a request and writing an answer.
func setupLiveWithin(t *testing.T, limit time.Duration) *liveKit {
	t.Helper()
	pg := pgtest.New(t)
	log := slog.New(slog.DiscardHandler)
	k := &liveKit{T: t, db: pg.DB(clock.System{}), hub: event.NewHub(log), org: pg.Org(t), every: 5 * time.Millisecond}
	queue, err := jobs.New(pg.Pool(postgres.RoleSystem), jobs.Deps{DB: k.db, Log: log, InsertOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	k.relay = event.NewRelay(event.RelayDeps{DB: k.db, Jobs: queue, Log: log})
	k.as(tenancy.Principal{User: id.New(), Role: tenancy.RoleManager, Session: id.New()})
	s := &site{Deps: Deps{Live: live.New(k.hub, organization.New(k.db)), Log: log}}
	h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		who := func() (tenancy.Principal, error) {
			if p := k.who.Load(); p != nil {
				return *p, nil
			}
			return tenancy.Principal{}, errors.New("revoked")
		}
		p, err := who()
		if err == nil {
			err = s.streamTo(&request{ResponseWriter: w, Request: r, p: p}, k.every, who)
		}
		if err != nil {
			s.fail(w, r, view.Frame{}, err)
		}
	})
	around := observe.Middleware(observe.HTTPOptions{Log: log, Clock: clock.System{}, Metrics: observe.NewMetrics()})
	k.server = httptest.NewUnstartedServer(around(observe.Routed(h)))
	k.server.Config.WriteTimeout, k.server.Config.ReadTimeout = limit, limit
	k.server.Config.RegisterOnShutdown(k.hub.Close)
	k.server.Start()
	t.Cleanup(func() { k.hub.Stop(); k.server.CloseClientConnections(); k.server.Close() })
	first := k.open("")
	k.hub.Start(t.Context(), pg.URL(postgres.RoleSystem))
	first.want("reload") // it hears from now on
	first.end()
	return k
}

func (k *liveKit) as(p tenancy.Principal) {
	p.Organization = k.org
	k.who.Store(&p)
}

// elsewhere has the same person go on from another session: the places of streams that have just ended may still be taken.
func (k *liveKit) elsewhere() {
	p := *k.who.Load()
	p.Session = id.New()
	k.as(p)
}

// change writes an event of a unit and relays it.
func (k *liveKit) change(unit, property id.ID) {
	k.Helper()
	kind := event.Define[map[string]id.ID]("unit.updated", "unit", "test")
	err := tenancy.InTx(k.Context(), k.db, tenancy.Operator(k.org, "test"), func(ctx context.Context, tx tenancy.Tx) error {
		return event.Write(ctx, tx, kind, unit, map[string]id.ID{"property_id": property})
	})
	if err == nil {
		_, err = k.relay.Drain(k.Context())
	}
	if err != nil {
		k.Fatal(err)
	}
}

// listener is a browser that listens.
type listener struct {
	*testing.T
	body  io.ReadCloser
	lines *bufio.Scanner
	id    string // as a browser keeps it
	beats int
}

func (k *liveKit) get(last string) *http.Response {
	k.Helper()
	r, err := http.NewRequestWithContext(k.Context(), http.MethodGet, k.server.URL+"/live", nil)
	if err != nil {
		k.Fatal(err)
	}
	if last != "" {
		r.Header.Set("Last-Event-ID", last)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		k.Fatal(err)
	}
	return answer
}

func (k *liveKit) open(last string) *listener {
	k.Helper()
	answer := k.get(last)
	if answer.StatusCode != 200 || answer.Header.Get("Content-Type") != "text/event-stream" || answer.Header.Get("Cache-Control") != "no-store" {
		k.Fatalf("%s %v", answer.Status, answer.Header)
	}
	l := &listener{T: k.T, body: answer.Body, lines: bufio.NewScanner(answer.Body)}
	k.Cleanup(l.end)
	l.want("hello")
	return l
}

func (l *listener) end() { _ = l.body.Close() }

// next returns the next event and its data, or "" at the end.
func (l *listener) next() (name, data string) {
	for l.lines.Scan() {
		field, value, _ := strings.Cut(l.lines.Text(), ": ")
		switch {
		case field == "id":
			l.id = value
		case field == "event":
			name = value
		case field == "data":
			data = value
		case l.lines.Text() == "" && name != "":
			return name, data
		case field == "":
			l.beats++
		}
	}
	return "", ""
}

func (l *listener) want(name string, words ...string) {
	l.Helper()
	got, data := l.next()
	if got != name {
		l.Fatalf("told %q %s, want %q", got, data, name)
	}
	for _, w := range words {
		if !strings.Contains(data, w) {
			l.Errorf("%s: %s does not say %s", name, data, w)
		}
	}
}

func TestStream(t *testing.T) {
	t.Parallel()
	k := setupLiveWithin(t, hasty)
	l := k.open("")
	unit, property := id.New(), id.New()
	k.change(unit, property)
	l.want("change", unit.String(), property.String(), "unit.updated")
	mark := l.id
	// It outlives the server's limits on reading and writing, and beats meanwhile.
	for enough := 2 * int(hasty/k.every); l.beats < enough; {
		before := l.beats
		if !l.lines.Scan() {
			t.Fatalf("it ended after %d beats", before)
		}
		if strings.HasPrefix(l.lines.Text(), ":") {
			l.beats++
		}
	}
	l.end()
	k.elsewhere()
	watch := k.open("") // an announcement takes its time: what is opened below comes after both
	k.change(unit, property)
	k.change(id.New(), property)
	watch.want("change")
	watch.want("change")
	watch.end()
	k.elsewhere()
	other := k.open("") // newcomers are not told what was
	back := k.open(mark)
	back.want("change", unit.String())
	back.want("change")
	if back.id != other.id {
		t.Errorf("they stand at %s and %s", back.id, other.id)
	}
	k.open(id.New().String()).want("reload")
	if plain := k.open("nonsense"); plain.id != other.id {
		t.Errorf("nonsense stands at %s", plain.id)
	}
}

func TestStreamKeepsToTheScope(t *testing.T) {
	t.Parallel()
	k := setupLive(t)
	mine, other := id.New(), id.New()
	p := tenancy.Principal{User: id.New(), Role: tenancy.RoleTechnician, PropertyScope: []id.ID{mine}, Session: id.New()}
	k.as(p)
	l := k.open("")
	seen := id.New()
	k.change(id.New(), other)
	k.change(id.New(), id.Nil) // about no property
	k.change(seen, mine)
	l.want("change", seen.String())
	p.PropertyScope = []id.ID{other} // while it runs
	k.as(p)
	for beats := l.beats; l.beats < beats+3; l.lines.Scan() {
		if strings.HasPrefix(l.lines.Text(), ":") {
			l.beats++
		}
	}
	later := id.New()
	k.change(id.New(), mine)
	k.change(later, other)
	l.want("change", later.String())
}

func TestStreamEnds(t *testing.T) {
	t.Parallel()
	ended := func(l *listener) {
		l.Helper()
		if name, data := l.next(); name != "" {
			l.Errorf("told %s %s", name, data)
		}
	}
	t.Run("with the session", func(t *testing.T) {
		t.Parallel()
		k := setupLive(t)
		l := k.open("")
		k.who.Store(nil)
		ended(l)
	})
	t.Run("in another organization", func(t *testing.T) {
		t.Parallel()
		k := setupLive(t)
		l := k.open("")
		p := *k.who.Load()
		p.Organization = id.New()
		k.who.Store(&p)
		ended(l)
	})
	t.Run("with the role", func(t *testing.T) {
		t.Parallel()
		k := setupLive(t)
		l := k.open("")
		p := *k.who.Load()
		p.Role = tenancy.RoleRenter
		k.who.Store(&p)
		ended(l)
	})
	t.Run("when the server stops", func(t *testing.T) {
		t.Parallel()
		k := setupLive(t)
		l := k.open("")
		if err := k.server.Config.Shutdown(t.Context()); err != nil { // which waits for every answer
			t.Fatal(err)
		}
		ended(l)
	})
}

func TestStreamRefusals(t *testing.T) {
	t.Parallel()
	k := setupLive(t)
	for _, role := range []tenancy.Role{tenancy.RoleRenter, tenancy.RoleOwner, tenancy.RoleVendor} {
		k.as(tenancy.Principal{User: id.New(), Role: role, Session: id.New()})
		if answer := k.get(""); answer.StatusCode != 403 {
			t.Errorf("%s: %s", role, answer.Status)
		}
	}
	k.as(tenancy.Principal{User: id.New(), Role: tenancy.RoleAdmin, Session: id.New()})
	for range 4 {
		k.open("")
	}
	if answer := k.get(""); answer.StatusCode != fault.RateLimited.Status() {
		t.Errorf("one too many: %s", answer.Status)
	}
}
