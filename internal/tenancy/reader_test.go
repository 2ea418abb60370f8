package tenancy_test

import (
	"context"
	"errors"
	"net"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/propertyos/propertyos/internal/kernel/clock"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/tenancy"
)

func TestReaderSeesOneOrganization(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		q := tenancy.Reader(t.Context(), h.door, h.principal())
		for range 3 {
			var n, strangers int
			err := q.QueryRow(t.Context(), `SELECT count(*), count(*) FILTER (WHERE tenant_id <> $1) FROM properties`, h.a).Scan(&n, &strangers)
			if err != nil || n != 1 || strangers != 0 {
				t.Errorf("sees %d rows, %d of them others', %v", n, strangers, err)
			}
		}
		h.idle(t, "reads of one row")
		var n int
		if err := h.readonly.QueryRow(t.Context(), `SELECT count(*) FROM properties`).Scan(&n); err != nil || n != 0 {
			t.Errorf("the context outlived the read: %d rows, %v", n, err)
		}
	})
}

func TestReaderGivesItsConnectionBack(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx, q := t.Context(), tenancy.Reader(t.Context(), h.door, h.principal())
		const many = `SELECT n FROM generate_series(1, 1000) AS n`
		for name, use := range map[string]func() error{
			"reading to the end": func() error {
				rows, err := q.Query(ctx, many)
				if err != nil {
					return err
				}
				n := 0
				for rows.Next() {
					n++
				}
				if n != 1000 {
					t.Errorf("read %d rows", n)
				}
				return rows.Err()
			},
			"an early Close": func() error {
				rows, err := q.Query(ctx, many)
				if err != nil {
					return err
				}
				rows.Next()
				rows.Close()
				rows.Close()
				return rows.Err()
			},
			"no reading at all": func() error {
				rows, err := q.Query(ctx, many)
				if err != nil {
					return err
				}
				rows.Close()
				return rows.Err()
			},
			"one row of many": func() error {
				var v int
				return q.QueryRow(ctx, many).Scan(&v)
			},
		} {
			if err := use(); err != nil {
				t.Errorf("%s: %v", name, err)
			}
			h.idle(t, name)
		}
		var v int
		for name, want := range map[string]func(error) bool{
			`SELECT 1 WHERE false`:               func(err error) bool { return errors.Is(err, postgres.ErrNotFound) },
			`SELECT 1 / 0`:                       func(err error) bool { return err != nil },
			`SELEC`:                              func(err error) bool { return err != nil },
			`SELECT 'x'`:                         func(err error) bool { return err != nil },
			`SELECT 1 FROM nowhere`:              func(err error) bool { return err != nil },
			`DELETE FROM properties RETURNING 1`: func(err error) bool { return err != nil },
		} {
			err := q.QueryRow(ctx, name).Scan(&v)
			if !want(err) {
				t.Errorf("%s: %v", name, err)
			}
			h.idle(t, name)
		}
		rows, err := q.Query(ctx, `SELECT 1 / (3 - n) FROM generate_series(1, 5) AS n`)
		if err == nil {
			for rows.Next() {
			}
			err = rows.Err()
		}
		if err == nil {
			t.Error("an error in the middle of the rows is lost")
		}
		h.idle(t, "an error in the middle")
		gone, cancel := context.WithCancel(ctx)
		cancel()
		if err := q.QueryRow(gone, `SELECT 1`).Scan(&v); err == nil {
			t.Error("a caller that is gone is served")
		}
		h.idle(t, "a caller that is gone")
		if _, err := q.Exec(ctx, `SELECT 1`); err == nil {
			t.Error("a Reader executes")
		}
	})
}

// countingConn counts round trips: writes that follow a read.
type countingConn struct {
	net.Conn
	mu    sync.Mutex
	trips int
	wrote bool
}

func (c *countingConn) Write(b []byte) (int, error) {
	c.mu.Lock()
	if !c.wrote {
		c.trips++
	}
	c.wrote = true
	c.mu.Unlock()
	return c.Conn.Write(b)
}

func (c *countingConn) Read(b []byte) (int, error) {
	n, err := c.Conn.Read(b)
	c.mu.Lock()
	c.wrote = c.wrote && n == 0
	c.mu.Unlock()
	return n, err
}

// One round trip to read, one to enter a transaction: what the design stands on.
func TestRoundTrips(t *testing.T) {
	t.Parallel()
	h := build(t)
	cfg, err := pgxpool.ParseConfig(h.db.URL(postgres.RoleApp).Reveal())
	if err != nil {
		t.Fatal(err)
	}
	cfg.MaxConns = 1
	var conn *countingConn
	dial := cfg.ConnConfig.DialFunc
	cfg.ConnConfig.DialFunc = func(ctx context.Context, network, addr string) (net.Conn, error) {
		inner, err := dial(ctx, network, addr)
		conn = &countingConn{Conn: inner}
		return conn, err
	}
	pool, err := pgxpool.NewWithConfig(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	defer pool.Close()
	door := tenancy.NewDB(tenancy.Pools{App: pool}, clock.At(now))
	trips := func(fn func() error) int {
		t.Helper()
		before := conn.trips
		if err := fn(); err != nil {
			t.Fatal(err)
		}
		return conn.trips - before
	}
	const sql = `SELECT count(*) FROM properties WHERE tenant_id = $1`
	var n int
	read := func() error {
		return tenancy.Reader(t.Context(), door, h.principal()).QueryRow(t.Context(), sql, h.a).Scan(&n)
	}
	write := func() error {
		return tenancy.InTx(t.Context(), door, h.principal(), func(ctx context.Context, tx tenancy.Tx) error {
			return tx.QueryRow(ctx, sql, h.a).Scan(&n)
		})
	}
	if err := errors.Join(pool.Ping(t.Context()), read(), write()); err != nil { // statements are prepared once a connection
		t.Fatal(err)
	}
	for range 3 {
		if got := trips(read); got != 1 {
			t.Errorf("a read took %d round trips, want 1", got)
		}
		if got := trips(write); got != 3 {
			t.Errorf("a transaction of one statement took %d round trips, want 3: enter, work, commit", got)
		}
	}
}

func TestInReadTxIsOneSnapshot(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		err := tenancy.InReadTx(t.Context(), h.door, h.principal(), func(ctx context.Context, tx tenancy.Tx) error {
			var first string
			if err := tx.QueryRow(ctx, `SELECT name FROM properties WHERE tenant_id = $1`, h.a).Scan(&first); err != nil {
				return err
			}
			h.exec(t, `UPDATE properties SET name = 'after' WHERE tenant_id = $1`, h.a)
			var second string
			if err := tx.QueryRow(ctx, `SELECT name FROM properties WHERE tenant_id = $1`, h.a).Scan(&second); err != nil {
				return err
			}
			if first != "before" || second != "before" {
				t.Errorf("one snapshot gave %q and then %q", first, second)
			}
			return nil
		})
		if err != nil {
			t.Error(err)
		}
		err = tenancy.InReadTx(t.Context(), h.door, h.principal(), func(ctx context.Context, tx tenancy.Tx) error { return h.rename(ctx, tx, "never") })
		if err == nil || h.name(t) != "after" || fault.As(err).Kind != fault.Internal {
			t.Errorf("a read-only transaction wrote: %s, %v", h.name(t), err)
		}
		h.idle(t, "snapshots")
	})
}

// Without a pool for reads the application's serves them, and a snapshot still does not write.
func TestReadsWithoutAReplica(t *testing.T) {
	t.Parallel()
	h := build(t)
	door := tenancy.NewDB(tenancy.Pools{App: h.db.Pool(postgres.RoleApp)}, clock.At(now))
	err := tenancy.InReadTx(t.Context(), door, h.principal(), func(ctx context.Context, tx tenancy.Tx) error { return h.rename(ctx, tx, "never") })
	if err == nil || h.name(t) != "before" {
		t.Errorf("%s, %v", h.name(t), err)
	}
	if err := door.Ping(t.Context()); err != nil {
		t.Error(err)
	}
}
