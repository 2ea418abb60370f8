package web

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"github.com/propertyos/propertyos/internal/domain/live"
	"github.com/propertyos/propertyos/internal/kernel/clock"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/tenancy"
)

const (
	// beat is how often a stream shows that it lives, and looks whether its session still does: a revoked session's
	// stream ends within beat and the two seconds for which a session is taken on trust.
	beat = 2 * time.Second
	// writePatience is how long one write to a browser may take. The server's own limit is on whole answers.
	writePatience = 10 * time.Second
	// comeBack is how long a browser waits before it connects again.
	comeBack = 2 * time.Second
)

func (s *site) liveRoutes() map[string]handler {
	return map[string]handler{"GET /live": s.liveStream}
}

// message is what a browser is told of an update.
type liveMessage struct {
	Type     string `json:"type"`
	Entity   string `json:"entity"`
	ID       id.ID  `json:"id"`
	Property id.ID  `json:"property,omitzero"`
}

// stream writes server-sent events. Source: the HTML standard, section 9.2.
type stream struct {
	w    http.ResponseWriter
	ctrl *http.ResponseController
}

func (st stream) send(format string, args ...any) error {
	if err := st.ctrl.SetWriteDeadline(clock.System{}.Now().Add(writePatience)); err != nil {
		return err
	}
	if _, err := fmt.Fprintf(st.w, format, args...); err != nil {
		return err
	}
	return st.ctrl.Flush()
}

func (st stream) update(u live.Update) error {
	if u.Reload {
		return st.send("id: %s\nevent: reload\ndata: {}\n\n", u.Mark)
	}
	b, err := json.Marshal(liveMessage{Type: u.Type, Entity: u.Entity, ID: u.ID, Property: u.Property})
	if err != nil {
		return err
	}
	return st.send("id: %s\nevent: change\ndata: %s\n\n", u.Mark, b)
}

// liveStream tells of changes until the browser goes, the session ends, or the server stops. What goes wrong after it
// has begun ends it: the browser comes back by itself.
func (s *site) liveStream(r *request) error {
	return s.streamTo(r, beat, func() (tenancy.Principal, error) { return s.principal(r.Request) })
}

func (s *site) streamTo(r *request, every time.Duration, who func() (tenancy.Principal, error)) error {
	after, err := id.Parse(r.Request.Header.Get("Last-Event-ID"))
	if err != nil {
		after = id.Nil
	}
	feed, err := s.Live.Listen(r.Context(), r.p, after)
	if f := fault.As(err); f != nil && f.Kind == fault.Conflict {
		r.WriteHeader(http.StatusNoContent) // by which a browser knows not to come back
		return nil
	}
	if err != nil {
		return err
	}
	defer feed.Close()
	st := stream{w: r.ResponseWriter, ctrl: http.NewResponseController(r.ResponseWriter)}
	// The server's limit on reading a request would end one whose answer goes on.
	if err := st.ctrl.SetReadDeadline(time.Time{}); err != nil {
		return err
	}
	h := r.ResponseWriter.Header()
	h.Set("Content-Type", "text/event-stream")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no") // or nginx keeps it back
	_ = follow(r.Context(), feed, st, every, who)
	return nil
}

// follow tells of one update after the other. Each time every is over it asks who is there now.
func follow(ctx context.Context, feed *live.Stream, st stream, every time.Duration, who func() (tenancy.Principal, error)) error {
	if err := st.send("retry: %d\nid: %s\nevent: hello\ndata: {}\n\n", comeBack.Milliseconds(), feed.Start()); err != nil {
		return err
	}
	for _, u := range feed.Missed() {
		if err := st.update(u); err != nil {
			return err
		}
	}
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case u, ok := <-feed.Updates():
			if !ok {
				return nil
			}
			if told, ok := feed.See(u); ok {
				if err := st.update(told); err != nil {
					return err
				}
			}
		case <-tick.C:
			p, err := who()
			if err != nil || !feed.Reauthorize(p) {
				return err
			}
			if err := st.send(": \n\n"); err != nil {
				return err
			}
		}
	}
}
