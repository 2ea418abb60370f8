package observe

import (
	"errors"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strings"

	"github.com/propertyos/propertyos/internal/kernel/clock"
)

// HeaderRequestID carries the request id in both directions.
const HeaderRequestID = "X-Request-Id"

// HTTPOptions shape Middleware.
type HTTPOptions struct {
	Log     *slog.Logger
	Clock   clock.Clock
	Metrics *Metrics
	// Failed answers a request whose handler panicked before it answered. Nil answers a bare 500.
	Failed http.Handler
}

// Middleware returns what stands around every handler: it gives the request an id (the caller's if well formed), writes
// one log line and one measurement when it is over, and turns a panic into a 500. Neither holds the path or the query,
// only the route's pattern: a path can hold ids, a query anything. Call it once for each Metrics.
func Middleware(o HTTPOptions) func(http.Handler) http.Handler {
	m := newHTTPMetrics(o.Metrics.Registerer())
	if o.Failed == nil {
		o.Failed = http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			http.Error(w, "Something went wrong on our side.", http.StatusInternalServerError)
		})
	}
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			began := o.Clock.Now()
			m.running.Inc()
			ctx := Begin(r.Context(), r.Header.Get(HeaderRequestID))
			r = r.WithContext(ctx)
			answer := &answer{ResponseWriter: w}
			answer.Header().Set(HeaderRequestID, RequestID(ctx))
			defer func() {
				m.running.Dec()
				abort := o.recovered(recover(), m, answer, r)
				o.record(m, answer, r, o.Clock.Now().Sub(began).Seconds())
				if abort {
					// net/http then closes the connection, so that half an answer is not taken for a whole one.
					panic(http.ErrAbortHandler)
				}
			}()
			next.ServeHTTP(answer, r)
		})
	}
}

// recovered deals with a panic and reports whether the connection must be cut.
func (o HTTPOptions) recovered(value any, m *httpMetrics, a *answer, r *http.Request) (abort bool) {
	if value == nil {
		return false
	}
	if err, ok := value.(error); ok && errors.Is(err, http.ErrAbortHandler) {
		return true // a handler's own wish
	}
	m.panics.Inc()
	o.Log.LogAttrs(r.Context(), slog.LevelError, "request panicked", slog.Any("panic", value),
		slog.String("stack", string(debug.Stack())))
	if a.status != 0 {
		a.status = http.StatusInternalServerError // for the record: the answer that has begun is cut off
		return true
	}
	o.Failed.ServeHTTP(a, r)
	return false
}

func (o HTTPOptions) record(m *httpMetrics, a *answer, r *http.Request, seconds float64) {
	setRoute(r)
	route := routeOf(r)
	status := a.status
	if status == 0 {
		status = http.StatusOK // what net/http sends for a handler that wrote nothing
	}
	m.seconds.WithLabelValues(route, methodOf(r), classes[min(max(status/100, 1), 5)-1]).Observe(seconds)
	level := slog.LevelInfo
	switch {
	case status >= http.StatusInternalServerError:
		level = slog.LevelError
	case route == PathLive || route == PathReady || route == PathMetrics:
		level = slog.LevelDebug // machines ask every few seconds
	}
	o.Log.LogAttrs(r.Context(), level, "request", slog.String("method", methodOf(r)), slog.String("route", route),
		slog.Int("status", status), slog.Float64("seconds", seconds), slog.Int64("bytes", a.bytes))
}

var classes = [...]string{"1xx", "2xx", "3xx", "4xx", "5xx"}

// unrouted is the route of a request that no pattern took; its path is anybody's invention.
const unrouted = "none"

func routeOf(r *http.Request) string {
	s := scopeOf(r.Context())
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.route == "" {
		return unrouted
	}
	if _, path, ok := strings.Cut(s.route, " "); ok { // "GET /units/{id}"
		return path
	}
	return s.route
}

// methodOf keeps invented methods from becoming labels.
func methodOf(r *http.Request) string {
	switch r.Method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete,
		http.MethodOptions:
		return r.Method
	default:
		return "other"
	}
}

// answer notes what is sent.
type answer struct {
	http.ResponseWriter
	status int
	bytes  int64
}

func (a *answer) WriteHeader(status int) {
	if a.status == 0 && status >= http.StatusOK { // 103 and its like come before the answer
		a.status = status
	}
	a.ResponseWriter.WriteHeader(status)
}

func (a *answer) Write(b []byte) (int, error) {
	if a.status == 0 {
		a.status = http.StatusOK
	}
	n, err := a.ResponseWriter.Write(b)
	a.bytes += int64(n)
	return n, err
}

// Unwrap lets http.ResponseController reach the connection.
func (a *answer) Unwrap() http.ResponseWriter { return a.ResponseWriter }
