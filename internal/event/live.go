package event

import (
	"context"
	"encoding/json"
	"log/slog"
	"sync"

	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/secret"
	"github.com/propertyos/propertyos/internal/platform/postgres"
)

// Limits of live updates.
const (
	// remembered is how many events of all organizations a server keeps at least for those who come back after a break.
	remembered = 4096
	// waiting is how many events one listener may be behind before it is cut off. A browser then comes back and is told
	// what it missed, or to look again.
	waiting = 64
	// perKey is how many listeners one session may have: a browser needs one.
	perKey = 4
)

// ErrListeners says that one session listens too often.
var ErrListeners = fault.New(fault.RateLimited, "too_many_listeners", "This session already listens in as many places as it may.")

// Hub tells those who listen in this process of what happens in their organization. It is filled from one connection
// to the database.
type Hub struct {
	log  *slog.Logger
	mu   sync.Mutex
	ring []entry // the newest last
	subs map[*Listening]struct{}
	keys map[id.ID]int
	over bool

	end  context.CancelFunc
	done chan struct{}
}

// entry is one event with the mark by which a listener says that it has been told of it.
type entry struct {
	mark id.ID
	Sighting
}

// NewHub makes a hub that hears nothing yet.
func NewHub(log *slog.Logger) *Hub {
	h := &Hub{log: log, subs: map[*Listening]struct{}{}, keys: map[id.ID]int{}}
	h.restart()
	return h
}

// Start begins to hear, by a connection of the system role that leads to the database directly. It goes on when ctx
// ends: only Stop ends it.
func (h *Hub) Start(ctx context.Context, url secret.Text) {
	ctx, h.end = context.WithCancel(context.WithoutCancel(ctx))
	h.done = make(chan struct{})
	listener := postgres.Listener{
		URL: url, Channel: channel, Began: h.restart, Heard: h.heard,
		Lost: func(err error) { h.log.WarnContext(ctx, "live updates pause", "error", err) },
	}
	go func() {
		defer close(h.done)
		listener.Run(ctx)
	}()
}

// Close ends every listening, and refuses new ones: a server that stops waits for its answers to end.
func (h *Hub) Close() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.over = true
	for s := range h.subs {
		h.drop(s)
	}
}

// Stop closes the hub and ends its connection. When it returns nothing of it runs any more.
func (h *Hub) Stop() {
	h.Close()
	if h.end != nil {
		h.end()
		<-h.done
	}
}

// restart forgets what was heard, since there is a gap after it, and has everybody look again.
func (h *Hub) restart() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.ring = append(h.ring[:0], entry{mark: id.New()})
	for s := range h.subs {
		h.send(s, Update{Mark: h.ring[0].mark, Reload: true})
	}
}

func (h *Hub) heard(payload string) {
	var list []Sighting
	if err := json.Unmarshal([]byte(payload), &list); err != nil {
		h.log.Warn("an announcement of events cannot be read", "error", err)
		return
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, e := range list {
		if len(h.ring) == 2*remembered { // seldom, so that room for one event does not move thousands
			h.ring = append(h.ring[:0], h.ring[remembered:]...)
		}
		h.ring = append(h.ring, entry{mark: e.ID, Sighting: e})
		for s := range h.subs {
			if s.org == e.Organization {
				h.send(s, Update{Mark: e.ID, Sighting: e})
			}
		}
	}
}

// send never waits: a listener that is too far behind is cut off, so that it keeps nobody else back.
func (h *Hub) send(s *Listening, u Update) {
	select {
	case s.updates <- u:
	default:
		h.drop(s)
	}
}

// drop ends a listening.
func (h *Hub) drop(s *Listening) {
	if _, ok := h.subs[s]; !ok {
		return
	}
	delete(h.subs, s)
	if h.keys[s.key]--; h.keys[s.key] == 0 {
		delete(h.keys, s.key)
	}
	close(s.updates)
}

// Update is what a listener is told.
type Update struct {
	// Mark says up to where the listener knows all: it gives it to Listen after a break.
	Mark   id.ID
	Reload bool // something may have been missed: look at everything again
	Sighting
}

// Listening is one listener's place. Close it.
type Listening struct {
	hub     *Hub
	org     id.ID
	key     id.ID
	updates chan Update
	// Start is up to where the listener knew all when it began.
	Start id.ID
	// Missed are what happened since the mark that it came with, or one Reload.
	Missed []Update
}

// Listen begins to tell of the events of an organization. Key is whose listeners are counted together, such as the
// session. After is the last mark that the listener was told before a break, or id.Nil. Errors: ErrListeners, and
// Unavailable while the server stops.
func (h *Hub) Listen(org, key, after id.ID) (*Listening, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.over {
		return nil, fault.New(fault.Unavailable, "stopping", "The server is stopping.")
	}
	if h.keys[key] >= perKey {
		return nil, ErrListeners
	}
	s := &Listening{hub: h, org: org, key: key, updates: make(chan Update, waiting), Start: h.ring[len(h.ring)-1].mark}
	if after != id.Nil {
		s.Missed = h.since(org, after)
	}
	h.subs[s] = struct{}{}
	h.keys[key]++
	return s, nil
}

// since is what happened in an organization after a mark.
func (h *Hub) since(org, after id.ID) []Update {
	for i := len(h.ring) - 1; i >= 0; i-- {
		if h.ring[i].mark != after {
			continue
		}
		var missed []Update
		for _, e := range h.ring[i+1:] {
			if e.Organization == org {
				missed = append(missed, Update{Mark: e.mark, Sighting: e.Sighting})
			}
		}
		return missed
	}
	return []Update{{Mark: h.ring[len(h.ring)-1].mark, Reload: true}}
}

// Updates tells what happens. It is closed when the listener fell behind, when the server stops, and by Close.
func (s *Listening) Updates() <-chan Update { return s.updates }

// Close ends it. It may be called twice.
func (s *Listening) Close() {
	s.hub.mu.Lock()
	defer s.hub.mu.Unlock()
	s.hub.drop(s)
}
