package observe_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/propertyos/propertyos/internal/kernel/clock"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/platform/observe"
	"github.com/propertyos/propertyos/internal/testkit/pgtest"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

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

// find returns the log lines with a message.
func (l *lines) find(t *testing.T, message string) (found []map[string]any) {
	t.Helper()
	for s := bufio.NewScanner(strings.NewReader(l.String())); s.Scan(); {
		var line map[string]any
		if err := json.Unmarshal(s.Bytes(), &line); err != nil {
			t.Fatalf("%v: %s", err, s.Text())
		}
		if line["msg"] == message {
			found = append(found, line)
		}
	}
	return found
}

type site struct {
	*httptest.Server
	log *lines
	org id.ID
}

func serve(t *testing.T, change func(*observe.HTTPOptions)) *site {
	t.Helper()
	s := &site{log: &lines{}, org: id.New()}
	metrics := observe.NewMetrics()
	now := clock.At(time.Date(2026, 3, 9, 12, 0, 0, 0, time.UTC))
	mux := http.NewServeMux()
	mux.HandleFunc("GET /units/{id}", func(w http.ResponseWriter, r *http.Request) {
		observe.SetOrganization(r.Context(), s.org)
		now.Advance(30 * time.Millisecond)
		_, _ = io.WriteString(w, "unit 4")
	})
	mux.HandleFunc("POST /units", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusUnprocessableEntity) })
	mux.HandleFunc("GET /silent", func(http.ResponseWriter, *http.Request) {})
	mux.HandleFunc("GET /panic/{id}", func(http.ResponseWriter, *http.Request) { panic(errors.New("a defect")) })
	mux.HandleFunc("GET /half/{id}", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, "half of")
		panic("a defect")
	})
	mux.HandleFunc("GET /stream", func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusEarlyHints)
		if err := http.NewResponseController(w).Flush(); err != nil {
			t.Error(err)
		}
	})
	mux.Handle("GET "+observe.PathLive, observe.Livez())
	mux.Handle("GET "+observe.PathMetrics, metrics.Handler())
	// Something that gives the mux a copy of the request, as authentication does.
	type key struct{}
	inner := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		observe.Routed(mux).ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), key{}, 1)))
	})
	o := observe.HTTPOptions{Log: observe.NewLogger(s.log, observe.LogOptions{Format: observe.FormatJSON}), Clock: now, Metrics: metrics}
	if change != nil {
		change(&o)
	}
	s.Server = httptest.NewUnstartedServer(observe.Middleware(o)(inner))
	s.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
	s.Start()
	t.Cleanup(s.Close)
	// A client that keeps connections repeats a request of its own accord when one of them breaks.
	s.Client().Transport.(*http.Transport).DisableKeepAlives = true
	return s
}

func (s *site) do(t *testing.T, method, path, requestID string) (*http.Response, string, error) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, s.URL+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	if requestID != "" {
		r.Header.Set(observe.HeaderRequestID, requestID)
	}
	response, err := s.Client().Do(r)
	if err != nil {
		return nil, "", err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	return response, string(body), err
}

func TestOneLineForEachRequest(t *testing.T) {
	t.Parallel()
	s := serve(t, nil)
	for path, want := range map[string]struct {
		method, route string
		status        float64
		bytes         float64
	}{
		"/units/4711secret?q=4711secret": {"GET", "/units/{id}", 200, 6},
		"/units":                         {"POST", "/units", 422, 0},
		"/silent":                        {"GET", "/silent", 200, 0},
		"/stream":                        {"GET", "/stream", 200, 0},
		"/4711secret":                    {"DELETE", "none", 404, 19},
	} {
		s := serve(t, nil)
		if _, _, err := s.do(t, want.method, path, "req-1"); err != nil {
			t.Fatal(err)
		}
		s.Close() // which waits for the handler, and so for its line
		found := s.log.find(t, "request")
		if len(found) != 1 {
			t.Fatalf("%s: %d lines:\n%s", path, len(found), s.log)
		}
		line := found[0]
		if line["method"] != want.method || line["route"] != want.route || line["status"] != want.status || line["bytes"] != want.bytes ||
			line["request_id"] != "req-1" {
			t.Errorf("%s: %v", path, line)
		}
		if strings.Contains(s.log.String(), "4711secret") {
			t.Errorf("the log repeats the path or the query: %s", s.log)
		}
	}
	if _, _, err := s.do(t, "GET", "/units/1", ""); err != nil {
		t.Fatal(err)
	}
	s.Close()
	if line := s.log.find(t, "request")[0]; line["organization_id"] != s.org.String() || line["seconds"] != 0.03 {
		t.Errorf("%v", line)
	}
}

func TestRequestID(t *testing.T) {
	t.Parallel()
	s := serve(t, nil)
	for _, good := range []string{"a", "01J-x_y.z", strings.Repeat("a", 64)} {
		if r, _, err := s.do(t, "GET", "/silent", good); err != nil || r.Header.Get(observe.HeaderRequestID) != good {
			t.Errorf("%q was not taken over: %v", good, err)
		}
	}
	seen := map[string]bool{}
	for _, bad := range []string{"", "a b", "a\"b", "ä", strings.Repeat("a", 65), "<script>"} {
		r, _, err := s.do(t, "GET", "/silent", bad)
		if err != nil {
			t.Fatal(err)
		}
		got := r.Header.Get(observe.HeaderRequestID)
		if _, err := id.Parse(got); err != nil || seen[got] {
			t.Errorf("%q became %q", bad, got)
		}
		seen[got] = true
	}
}

func TestPanics(t *testing.T) {
	t.Parallel()
	s := serve(t, nil)
	r, body, err := s.do(t, "GET", "/panic/4711secret", "req-9")
	if err != nil || r.StatusCode != http.StatusInternalServerError || strings.Contains(body, "defect") {
		t.Errorf("%v, %q, %v", r, body, err)
	}
	if _, _, err := s.do(t, "GET", "/half/4711secret", ""); err == nil {
		t.Error("half an answer looked whole")
	}
	_, text, err := s.do(t, "GET", "/metrics", "")
	if err != nil || !strings.Contains(text, "propertyos_http_panics_total 2") ||
		!strings.Contains(text, `propertyos_http_request_duration_seconds_count{method="GET",route="/panic/{id}",status="5xx"} 1`) ||
		!strings.Contains(text, `propertyos_http_request_duration_seconds_count{method="GET",route="/half/{id}",status="5xx"} 1`) {
		t.Errorf("metrics, %v:\n%s", err, text)
	}
	s.Close()
	lines := s.log.find(t, "request panicked")
	if len(lines) != 2 || lines[0]["panic"] != "a defect" || lines[0]["request_id"] != "req-9" ||
		!strings.Contains(lines[0]["stack"].(string), "http_test.go") || len(s.log.find(t, "request")) != 2 {
		t.Errorf("log:\n%s", s.log)
	}
	if strings.Contains(s.log.String(), "4711secret") {
		t.Errorf("the log repeats the path: %s", s.log)
	}

	styled := serve(t, func(o *observe.HTTPOptions) {
		o.Failed = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.WriteHeader(http.StatusInternalServerError)
			_, _ = io.WriteString(w, "sorry, "+observe.RequestID(r.Context()))
		})
	})
	if _, body, err := styled.do(t, "GET", "/panic/1", "req-8"); err != nil || body != "sorry, req-8" {
		t.Errorf("%q, %v", body, err)
	}
}

func TestMetrics(t *testing.T) {
	t.Parallel()
	s := serve(t, nil)
	for _, path := range []string{"/units/1", "/units/2", "/nowhere/1", "/nowhere/2", "/livez"} {
		if _, _, err := s.do(t, "GET", path, ""); err != nil {
			t.Fatal(err)
		}
	}
	if _, _, err := s.do(t, "BREW", "/units/1", ""); err != nil {
		t.Fatal(err)
	}
	_, text, err := s.do(t, "GET", "/metrics", "")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`propertyos_http_request_duration_seconds_count{method="GET",route="/units/{id}",status="2xx"} 2`,
		`propertyos_http_request_duration_seconds_bucket{method="GET",route="/units/{id}",status="2xx",le="0.025"} 0`,
		`propertyos_http_request_duration_seconds_bucket{method="GET",route="/units/{id}",status="2xx",le="0.05"} 2`,
		`propertyos_http_request_duration_seconds_count{method="GET",route="none",status="4xx"} 2`,
		`propertyos_http_request_duration_seconds_count{method="other",route="none",status="4xx"} 1`,
		"propertyos_http_requests_running 1", // the question itself
		"go_goroutines", "process_resident_memory_bytes",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %s in\n%s", want, text)
		}
	}
	s.Close()
	if n := len(s.log.find(t, "request")); n != 5 {
		t.Errorf("%d lines, want 5: none for what machines ask\n%s", n, s.log)
	}
}
