package observe_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/propertyos/propertyos/internal/kernel/clock"
	"github.com/propertyos/propertyos/internal/platform/observe"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/testkit/pgtest"
)

func TestReadyFollowsTheDatabase(t *testing.T) {
	t.Parallel()
	pg := pgtest.New(t)
	db := pg.DB(clock.System{})
	log := &lines{}
	ready := observe.Readyz(db.Ping, observe.NewLogger(log, observe.LogOptions{Format: observe.FormatJSON}))
	ask := func(h http.Handler) *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, observe.PathReady, nil))
		return w
	}
	expect := func(status int, body string) {
		t.Helper()
		for range 2 { // the second time nothing is new
			if w := ask(ready); w.Code != status || w.Body.String() != body || w.Header().Get("Cache-Control") != "no-store" ||
				(w.Header().Get("Retry-After") != "") != (status == http.StatusServiceUnavailable) {
				t.Errorf("%d %q %v, want %d", w.Code, w.Body, w.Header(), status)
			}
		}
		if w := ask(observe.Livez()); w.Code != http.StatusOK {
			t.Errorf("not alive: %d", w.Code)
		}
	}
	expect(http.StatusOK, "ok\n")

	// The database goes away: its connections end and new ones are refused.
	cfg, err := pgx.ParseConfig(pg.URL(pgtest.Superuser).Reveal())
	if err != nil {
		t.Fatal(err)
	}
	cfg.Database = "postgres"
	super, err := pgx.ConnectConfig(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	defer super.Close(context.Background())
	exec := func(sql string) {
		t.Helper()
		if _, err := super.Exec(t.Context(), sql); err != nil {
			t.Fatal(err)
		}
	}
	exec(`ALTER DATABASE ` + pg.Name() + ` ALLOW_CONNECTIONS false`)
	exec(`SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = '` + pg.Name() + `'`)
	expect(http.StatusServiceUnavailable, "unavailable\n")

	exec(`ALTER DATABASE ` + pg.Name() + ` ALLOW_CONNECTIONS true`)
	expect(http.StatusOK, "ok\n")
	if down, up := log.find(t, "not ready"), log.find(t, "ready again"); len(down) != 1 || len(up) != 1 || down[0]["error"] == nil {
		t.Errorf("log:\n%s", log)
	}
}

func TestReadyIgnoresWhoHasGone(t *testing.T) {
	t.Parallel()
	log := &lines{}
	ready := observe.Readyz(func(ctx context.Context) error { return ctx.Err() }, observe.NewLogger(log, observe.LogOptions{}))
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	ready.ServeHTTP(httptest.NewRecorder(), httptest.NewRequestWithContext(gone, http.MethodGet, observe.PathReady, nil))
	if log.String() != "" {
		t.Errorf("log: %s", log)
	}
}

func TestPoolMetrics(t *testing.T) {
	t.Parallel()
	pool := pgtest.New(t).Pool(postgres.RoleApp)
	metrics := observe.NewMetrics()
	metrics.Pool("app", func() observe.PoolStat { return pool.Stat() })
	conn, err := pool.Acquire(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Release()
	for _, want := range []string{
		`propertyos_db_pool_connections_used{pool="app"} 1`, `propertyos_db_pool_connections_max{pool="app"} 8`,
		`propertyos_db_pool_acquires_total{pool="app"} 1`, `propertyos_db_pool_connections_idle{pool="app"}`,
	} {
		w := httptest.NewRecorder()
		metrics.Handler().ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, observe.PathMetrics, nil))
		if !strings.Contains(w.Body.String(), want) {
			t.Errorf("no %s", want)
		}
	}
}

var _ observe.PoolStat = (*pgxpool.Stat)(nil)
