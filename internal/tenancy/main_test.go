package tenancy_test

import (
	"context"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/propertyos/propertyos/internal/kernel/clock"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/tenancy"
	"github.com/propertyos/propertyos/internal/testkit/pgtest"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

// now is where the clock of these tests stands.
var now = time.Date(2026, 6, 1, 9, 30, 0, 0, time.UTC)

// house is a database with two organizations and one property in each, behind a door.
type house struct {
	db       *pgtest.DB
	door     *tenancy.DB
	app      *pgxpool.Pool // what the door stands on
	readonly *pgxpool.Pool
	a, b     id.ID
	property map[id.ID]id.ID
	user     id.ID
}

// each runs a test directly and through PgBouncer.
func each(t *testing.T, test func(*testing.T, *house)) {
	t.Parallel()
	t.Run("directly", func(t *testing.T) {
		t.Parallel()
		h := build(t)
		h.door, h.app, h.readonly = h.db.DB(clock.At(now)), h.db.Pool(postgres.RoleApp), h.db.Pool(postgres.RoleReadonly)
		test(t, h)
	})
	t.Run("through PgBouncer", func(t *testing.T) {
		t.Parallel()
		h := build(t)
		b := h.db.Bouncer(t, 3)
		h.door, h.app, h.readonly = b.DB(clock.At(now)), b.Pool(postgres.RoleApp), b.Pool(postgres.RoleReadonly)
		test(t, h)
	})
}

func build(t *testing.T) *house {
	t.Helper()
	h := &house{db: pgtest.New(t), property: map[id.ID]id.ID{}, user: id.New()}
	h.a, h.b = h.db.Org(t), h.db.Org(t)
	for _, org := range []id.ID{h.a, h.b} {
		h.property[org] = id.New()
		h.exec(t, `INSERT INTO properties (tenant_id, id, name, type) VALUES ($1, $2, 'before', 'residential')`, org, h.property[org])
	}
	return h
}

// exec runs a statement past the door, as the superuser.
func (h *house) exec(t *testing.T, sql string, args ...any) {
	t.Helper()
	if _, err := h.db.Pool(pgtest.Superuser).Exec(context.Background(), sql, args...); err != nil {
		t.Fatal(err)
	}
}

// name is the name of a's property, as committed.
func (h *house) name(t *testing.T) string {
	t.Helper()
	var v string
	err := h.db.Pool(pgtest.Superuser).QueryRow(context.Background(), `SELECT name FROM properties WHERE tenant_id = $1 AND id = $2`,
		h.a, h.property[h.a]).Scan(&v)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func (h *house) principal() tenancy.Principal {
	return tenancy.Principal{Organization: h.a, User: h.user, Role: tenancy.RoleAdmin, RequestID: "request-1"}
}

// rename changes the name of a's property.
func (h *house) rename(ctx context.Context, tx tenancy.DBTX, name string) error {
	_, err := tx.Exec(ctx, `UPDATE properties SET name = $3 WHERE tenant_id = $1 AND id = $2`, h.a, h.property[h.a], name)
	return err
}

// idle fails the test when a connection was not given back. A connection that was broken is closed in the background.
func (h *house) idle(t *testing.T, after string) {
	t.Helper()
	for _, p := range []*pgxpool.Pool{h.app, h.readonly} {
		if !until(func() bool { return p.Stat().AcquiredConns() == 0 }) {
			t.Errorf("after %s %d connections are not given back", after, p.Stat().AcquiredConns())
		}
	}
}

// await waits until a question to the server is answered by yes.
func (h *house) await(t *testing.T, question string) {
	ok := until(func() bool {
		var yes bool
		err := h.db.Pool(pgtest.Superuser).QueryRow(context.Background(), question).Scan(&yes)
		return err != nil || yes
	})
	if !ok {
		t.Errorf("never came true: %s", question)
	}
}

// until asks again and again, for half a minute at most, and reports whether it came true.
func until(ask func() bool) bool {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for !ask() {
		select {
		case <-tick.C:
		case <-ctx.Done():
			return false
		}
	}
	return true
}
