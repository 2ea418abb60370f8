package observe

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"sync/atomic"
	"time"
)

// Where the endpoints for machines are.
const (
	PathLive    = "/livez"
	PathReady   = "/readyz"
	PathMetrics = "/metrics"
)

// readyPatience bounds the question whether what is needed is there. A load balancer asks every few seconds.
const readyPatience = 2 * time.Second

// Livez answers 200 for as long as the process can answer at all. It asks nothing of the database: restarting this
// process would not mend that.
func Livez() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { tell(w, http.StatusOK, "ok") })
}

// Readyz answers 200 if ping succeeds within two seconds and 503 if not. The answer gives no reason, since anybody may
// ask; the log has it, once for each change.
func Readyz(ping func(context.Context) error, log *slog.Logger) http.Handler {
	var down atomic.Bool
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), readyPatience)
		defer cancel()
		err := ping(ctx)
		if r.Context().Err() != nil {
			return // whoever asked has gone, which says nothing of us
		}
		if err != nil {
			if !down.Swap(true) {
				log.ErrorContext(ctx, "not ready", "error", err)
			}
			w.Header().Set("Retry-After", "2")
			tell(w, http.StatusServiceUnavailable, "unavailable")
			return
		}
		if down.Swap(false) {
			log.InfoContext(ctx, "ready again")
		}
		tell(w, http.StatusOK, "ok")
	})
}

func tell(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = io.WriteString(w, text+"\n")
}
