package api

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/tenancy"
	"github.com/propertyos/propertyos/internal/testkit/pgtest"
)

func TestRoutes(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	nobody := &client{w: w, anon: true}
	for _, path := range []string{
		"/", "/v1", "/v1/", "/v1/nothing", "/v1/properties/", "/v1/properties/x/y", "/v1//properties", "/v2/properties",
		"/docs", "/openapi.yaml", "/openapi-3.0.json", "/schemas/Unit.json", "/problems/", "/v1/properties/../units",
	} {
		got := nobody.do("GET", path, nil)
		if code, _ := got.problem(t); got.status != 404 || code != "not_found" {
			t.Errorf("%s: %d %s", path, got.status, got.body)
		}
	}
	for path, want := range map[string]string{
		"/v1/properties": "GET, HEAD, POST", "/v1/properties/x": "DELETE, GET, HEAD, PATCH",
		"/v1/units": "GET, HEAD", "/v1/units/x/restore": "POST", "/openapi.json": "GET, HEAD",
	} {
		for _, method := range []string{"PUT", "OPTIONS", "TRACE", "BREW"} {
			got := nobody.do(method, path, nil)
			code, _ := got.problem(t)
			if got.status != 405 || code != "method_not_allowed" || got.header.Get("Allow") != want || got.header.Get("Content-Type") != problemType {
				t.Errorf("%s %s: %d, Allow %q, %s", method, path, got.status, got.header.Get("Allow"), got.body)
			}
		}
	}
}

func TestRequestIDsAndHeaders(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.manager()
	if got := c.do("GET", "/v1/properties", nil, requestIDHeader, "abc-123_X.y"); got.header.Get(requestIDHeader) != "abc-123_X.y" {
		t.Errorf("took %q", got.header.Get(requestIDHeader))
	}
	for _, bad := range []string{"a b", "<script>", strings.Repeat("a", 65), "ä", `"`} {
		if got := c.do("GET", "/v1/properties", nil, requestIDHeader, bad); len(got.header.Get(requestIDHeader)) != 36 {
			t.Errorf("%q became %q", bad, got.header.Get(requestIDHeader))
		}
	}
	got := c.do("GET", "/v1/properties", nil)
	for name, want := range map[string]string{
		"X-Content-Type-Options": "nosniff", "Cache-Control": "no-store", "Referrer-Policy": "no-referrer",
		"X-Frame-Options": "DENY", "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'", "Content-Type": "application/json",
	} {
		if got.header.Get(name) != want {
			t.Errorf("%s is %q", name, got.header.Get(name))
		}
	}
}

func TestOtherSitesMayNotAct(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.manager()
	p := c.property("Maple Court")
	for _, headers := range [][]string{{"Sec-Fetch-Site", "cross-site"}, {"Origin", "https://evil.example"}} {
		got := c.do("POST", "/v1/properties/"+p+"/restore", nil, headers...)
		if code, _ := got.problem(t); got.status != 403 || code != "cross_origin" {
			t.Errorf("%v: %d %s", headers, got.status, got.body)
		}
		c.must(200, "GET", "/v1/properties/"+p, nil, headers...)
	}
	c.must(200, "POST", "/v1/properties/"+p+"/restore", nil, "Sec-Fetch-Site", "same-origin")
}

// serve runs the API with another way to authenticate, which here stands for any part that fails.
func (w *world) serve(t *testing.T, authenticate func(*http.Request) (tenancy.Principal, error)) (*client, *safeBuffer) {
	t.Helper()
	out := &safeBuffer{}
	d := w.deps
	d.Authenticate, d.Log = authenticate, slog.New(slog.NewJSONHandler(out, nil))
	server := httptest.NewServer(New(d))
	t.Cleanup(server.Close)
	other := *w
	other.server = server
	return &client{w: &other, anon: true}, out
}

func TestUnknownErrorsAndPanics(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for name, fail := range map[string]func(*http.Request) (tenancy.Principal, error){
		"error": func(*http.Request) (tenancy.Principal, error) {
			return tenancy.Principal{}, errors.New(secretText)
		},
		"fault": func(*http.Request) (tenancy.Principal, error) {
			return tenancy.Principal{}, fault.New(fault.Internal, "inside", secretText)
		},
		"unknown kind": func(*http.Request) (tenancy.Principal, error) {
			return tenancy.Principal{}, fault.New(fault.Kind(99), "inside", secretText)
		},
		"panic": func(*http.Request) (tenancy.Principal, error) { panic(secretText) },
		"nil":   func(*http.Request) (tenancy.Principal, error) { return tenancy.Principal{}, *(*error)(nil) },
	} {
		c, logged := w.serve(t, fail)
		got := c.do("GET", "/v1/properties", nil, requestIDHeader, "trace-me")
		if got.status != 500 || !bytes.Contains(got.body, []byte(`"code":"internal"`)) || bytes.Contains(got.body, []byte(secretText)) ||
			got.object(t)["trace_id"] != "trace-me" {
			t.Errorf("%s: %d %s", name, got.status, got.body)
		}
		if n := strings.Count(logged.String(), `"trace_id":"trace-me"`); n != 1 || !strings.Contains(logged.String(), "ERROR") {
			t.Errorf("%s: logged %d times: %s", name, n, logged)
		}
	}
}

func TestEveryKindHasItsStatus(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for kind := fault.Internal; kind <= fault.Unsupported; kind++ {
		f := fault.New(kind, "some_code", "Some words.")
		f.RetryAfter = 1500 * time.Millisecond
		rec := httptest.NewRecorder()
		a := build(w.deps)
		rec.Header().Set(requestIDHeader, "x")
		a.fail(rec, httptest.NewRequest("GET", "/v1/units", nil), f)
		if rec.Code != statuses[kind] || rec.Code < 400 {
			t.Errorf("kind %d: %d", kind, rec.Code)
		}
		wants := kind == fault.Unavailable || kind == fault.RateLimited
		if got := rec.Header().Get("Retry-After"); (got == "2") != wants {
			t.Errorf("kind %d: Retry-After %q", kind, got)
		}
	}
}

func TestClientsThatLeave(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	logged := &safeBuffer{}
	d := w.deps
	d.Log = slog.New(slog.NewJSONHandler(logged, nil))
	ctx, leave := context.WithCancel(t.Context())
	d.Authenticate = func(*http.Request) (tenancy.Principal, error) {
		leave()
		return w.manager().as, nil
	}
	rec := httptest.NewRecorder()
	New(d).ServeHTTP(rec, httptest.NewRequestWithContext(ctx, "GET", "/v1/properties", nil))
	if rec.Code != statusGone || rec.Body.Len() != 0 || logged.String() != "" {
		t.Errorf("answered %q and logged %s", rec.Body, logged)
	}
}

// TestBodyCutOff sends less than it promised.
func TestBodyCutOff(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	d := w.deps
	d.Authenticate = func(*http.Request) (tenancy.Principal, error) { return w.manager().as, nil }
	req := httptest.NewRequestWithContext(t.Context(), "POST", "/v1/properties", io.MultiReader(strings.NewReader(`{"name":`), failing{}))
	req.Header.Set("Content-Type", "application/json")
	rec := httptest.NewRecorder()
	New(d).ServeHTTP(rec, req)
	if rec.Code != 400 || !strings.Contains(rec.Body.String(), "json_invalid") {
		t.Errorf("%d %s", rec.Code, rec.Body)
	}
}

type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

// TestDatabaseGone lets nobody connect to the database, ends the connections there are, and opens it again.
func TestDatabaseGone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.manager()
	p := c.property("Maple Court")
	admin := pgtest.Empty(t).Conn(pgtest.Superuser) // not one of those that are ended
	exec := func(sql string) {
		t.Helper()
		if _, err := admin.Exec(t.Context(), sql); err != nil {
			t.Fatal(err)
		}
	}
	exec(`ALTER DATABASE ` + w.db.Name() + ` CONNECTION LIMIT 0`)
	exec(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '` + w.db.Name() + `'`)
	for range 3 {
		for _, send := range []func() answer{
			func() answer { return c.do("GET", "/v1/properties/"+p, nil) },
			func() answer { return c.do("GET", "/v1/units", nil) }, func() answer { return c.do("GET", "/v1/properties/malformed", nil) },
			func() answer { return c.do("PATCH", "/v1/properties/"+p, `{"name":"b"}`) },
		} {
			got := send()
			if code, _ := got.problem(t); got.status != 503 || code != "database_unavailable" || got.header.Get("Retry-After") == "" {
				t.Errorf("%d %s, Retry-After %q", got.status, got.body, got.header.Get("Retry-After"))
			}
		}
	}
	exec(`ALTER DATABASE ` + w.db.Name() + ` CONNECTION LIMIT -1`)
	if got := c.must(200, "GET", "/v1/properties/"+p, nil); got["name"] != "Maple Court" {
		t.Errorf("%v", got)
	}
}

func TestReferencePage(t *testing.T) {
	t.Parallel()
	got := httptest.NewRecorder()
	build(Deps{}).ServeHTTP(got, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/docs/api", nil))
	page := got.Body.String()
	for _, c := range codes {
		if !strings.Contains(page, `id="problem-`+c.name+`"`) {
			t.Errorf("does not explain %s", c.name)
		}
	}
	for _, d := range operations(t) {
		if !strings.Contains(page, `id="`+d.op.OperationID+`"`) {
			t.Errorf("does not show %s", d.op.OperationID)
		}
	}
	for _, bad := range []string{"<script", "style=", "http://", "https://", "ZgotmplZ", "&lt;code", "onclick"} {
		if strings.Contains(page, bad) {
			t.Errorf("holds %q", bad)
		}
	}
}

// TestCodesAreExplained holds each code against the status of its kind.
func TestCodesAreExplained(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, c := range codes {
		if seen[c.name] || c.title == "" || c.help == "" || c.status < 400 {
			t.Errorf("%+v", c)
		}
		seen[c.name] = true
	}
	known := map[string]bool{}
	for _, c := range fieldCodes {
		if known[c.name] {
			t.Errorf("%s twice", c.name)
		}
		known[c.name] = true
	}
	for _, list := range [][]badInput{badProperties, badUnits} {
		for _, in := range list {
			for _, place := range strings.Split(in.places, ",") {
				if _, name, ok := strings.Cut(place, " "); ok && !known[name] {
					t.Errorf("%s is explained nowhere", name)
				}
			}
		}
	}
}
