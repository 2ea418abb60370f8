package api

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	goclient "github.com/propertyos/propertyos/client"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/secret"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// goClient is the generated client over the server, with a real key of an administrator.
func (w *world) goClient(settings ...goclient.Setting) *goclient.Client {
	w.t.Helper()
	d := w.deps
	d.Authenticate = func(r *http.Request) (tenancy.Principal, error) {
		token := strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
		return d.Identities.AuthenticateKey(r.Context(), secret.New(token), netip.Addr{})
	}
	server := httptest.NewServer(New(d))
	w.t.Cleanup(server.Close)
	made := w.person(w.org, tenancy.RoleAdmin).must(201, "POST", "/v1/api-keys", `{"name":"client","role":"admin"}`)
	settings = append([]goclient.Setting{goclient.WithHTTP(server.Client())}, settings...)
	return goclient.New(server.URL+"/", made["token"].(string), settings...)
}

func ok[T any](t *testing.T) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func TestGoClient(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.goClient()
	ctx := t.Context()
	key := goclient.IdempotencyKey(goclient.NewKey())
	body := goclient.PropertyCreate{
		Name: "Maple Court", Type: "residential", YearBuilt: goclient.Set[int64](1987), LotSize: goclient.Set("1.5"),
		Address: goclient.Set(goclient.AddressPatch{Street1: goclient.Set("120 Maple"), City: goclient.Set("Columbus"), State: goclient.Set("OH"), ZipCode: goclient.Set("43215")}),
	}
	p := ok[*goclient.Property](t)(c.CreateProperty(ctx, body, key))
	again := ok[*goclient.Property](t)(c.CreateProperty(ctx, body, key))
	if p.ID != again.ID || *p.LotSize != "1.50" || p.Address.City != "Columbus" {
		t.Errorf("%+v, then %+v", p, again)
	}
	changed := ok[*goclient.Property](t)(c.UpdateProperty(ctx, p.ID, goclient.PropertyPatch{YearBuilt: goclient.Null[int64]()}, goclient.IfVersion(p.Version)))
	if changed.YearBuilt != nil || changed.Name != "Maple Court" {
		t.Errorf("%+v", changed)
	}
	_, err := c.UpdateProperty(ctx, p.ID, goclient.PropertyPatch{Name: goclient.Set("x")}, goclient.IfVersion(p.Version))
	if !goclient.Is(err, "changed_since") {
		t.Errorf("%v", err)
	}

	var ids []string
	for i := range 7 {
		u := ok[*goclient.Unit](t)(c.CreateUnit(ctx, p.ID, goclient.UnitCreate{Number: goclient.Set(string(rune('1' + i)))}))
		ids = append(ids, u.ID)
	}
	two, seen := int64(2), ""
	for u, err := range c.AllUnits(ctx, goclient.ListUnitsParams{Limit: &two, Sort: "-number", Expand: []string{"property", "address"}}) {
		if err != nil {
			t.Fatal(err)
		}
		seen += u.Number
		if u.Property.Name != "Maple Court" || u.Address.City != "Columbus" {
			t.Errorf("%+v", u)
		}
	}
	if seen != "7654321" {
		t.Errorf("walked %s", seen)
	}
	bulk := ok[*goclient.Bulk](t)(c.ChangeUnits(ctx, goclient.UnitBulkCreate{IDs: append(ids, id.New().String()), Action: "status", Value: goclient.Set("down")}))
	if bulk.Done != 7 || bulk.Refused != 1 || bulk.Data[7].Code != "not_found" {
		t.Errorf("%+v", bulk)
	}
	file := ok[io.ReadCloser](t)(c.ExportUnits(ctx, goclient.ExportUnitsParams{Columns: []string{"number", "status"}, Status: []string{"down"}, Sort: "number"}))
	text, err := io.ReadAll(file)
	if _ = file.Close(); err != nil || !strings.HasPrefix(string(text), "Unit,Status\r\n1,down\r\n2,down") {
		t.Errorf("%q, %v", text, err)
	}
	if err := c.DeleteUnit(ctx, ids[0]); err != nil {
		t.Error(err)
	}
	_, err = c.GetUnit(ctx, ids[0], goclient.GetUnitParams{})
	var problem *goclient.Problem
	if !errors.As(err, &problem) || problem.Status != 404 || problem.Code != "not_found" || problem.RequestID == "" {
		t.Errorf("%v", err)
	}
	_, err = c.CreateProperty(ctx, goclient.PropertyCreate{Name: "", Type: "castle"})
	if !errors.As(err, &problem) || len(problem.Errors) != 2 || problem.Errors[0].Pointer != "/name" {
		t.Errorf("%v", err)
	}
	// A key may not do what is sensitive unless that was said.
	if _, err := c.CreateAPIKey(ctx, goclient.ApiKeyCreate{Name: "x", Role: "admin"}); !goclient.Is(err, "scope_missing") {
		t.Errorf("%v", err)
	}
	if got := ok[*goclient.Organization](t)(c.GetOrganization(ctx, goclient.GetOrganizationParams{Fields: []string{"id"}})); got.ID != w.org.String() || got.Name != "" {
		t.Errorf("%+v", got)
	}
}

// waits notes how long a client would have waited.
type waits []time.Duration

func (w *waits) wait(_ context.Context, d time.Duration) error {
	*w = append(*w, d)
	return nil
}

func TestGoClientRetries(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name    string
		status  int
		refuse  int // how often
		want    int // requests
		good    bool
		options []goclient.Option
	}{
		{"limited", 429, 2, 3, true, nil}, {"busy", 503, 1, 2, true, nil}, {"for good", 503, 99, 4, false, nil}, {"not found", 404, 1, 1, false, nil},
	} {
		n := 0
		server := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, _ *http.Request) {
			if n++; n <= c.refuse {
				rw.Header().Set("Retry-After", "7")
				writeProblem(rw, c.status, problemView{Code: "some_code"})
				return
			}
			writeJSON(rw, 200, "application/json", map[string]string{"id": "1"})
		}))
		var waited waits
		api := goclient.New(server.URL, "k", goclient.WithWait(waited.wait))
		_, err := api.CreateSandbox(t.Context())
		server.Close()
		if n != c.want || (err == nil) != c.good || len(waited) != n-1 {
			t.Errorf("%s: %d requests, waited %v, %v", c.name, n, waited, err)
		}
		for _, d := range waited {
			if d != 7*time.Second {
				t.Errorf("%s: waited %v", c.name, d)
			}
		}
	}
}

// A connection that breaks is tried again only where that cannot do a thing twice.
func TestGoClientBrokenConnections(t *testing.T) {
	t.Parallel()
	var n atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		n.Add(1)
		panic(http.ErrAbortHandler)
	}))
	defer server.Close()
	var waited waits
	h := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}} // or the transport repeats some by itself
	c := goclient.New(server.URL, "k", goclient.WithHTTP(h), goclient.WithWait(waited.wait), goclient.WithRetries(2))
	for name, try := range map[string]struct {
		do   func() error
		want int64
	}{
		"read":  {func() error { _, err := c.GetSandbox(t.Context(), goclient.GetSandboxParams{}); return err }, 3},
		"write": {func() error { _, err := c.CreateSandbox(t.Context()); return err }, 1},
		"keyed": {func() error { _, err := c.CreateSandbox(t.Context(), goclient.IdempotencyKey("a")); return err }, 3},
	} {
		n.Store(0)
		if err := try.do(); err == nil || n.Load() != try.want {
			t.Errorf("%s: %d requests, %v", name, n.Load(), err)
		}
	}
}
