package tenancy

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/platform/postgres"
)

// errOver is a defect: a transaction was used after its function had returned.
var errOver = errors.New("tenancy: transaction used after its end")

// errRolledBack says that COMMIT was answered with ROLLBACK: a statement had failed and its error was swallowed.
var errRolledBack = errors.New("tenancy: a failed statement was ignored, the transaction was rolled back")

// session is the connection of a running transaction; it is emptied when the transaction ends.
type session struct{ conn *pgxpool.Conn }

func (s *session) Exec(ctx context.Context, sql string, args ...any) (pgconn.CommandTag, error) {
	if s.conn == nil {
		return pgconn.CommandTag{}, errOver
	}
	tag, err := s.conn.Exec(ctx, sql, args...)
	return tag, postgres.Translate(err)
}

func (s *session) Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error) {
	if s.conn == nil {
		return nil, errOver
	}
	rows, err := s.conn.Query(ctx, sql, args...)
	if err != nil {
		return nil, postgres.Translate(err)
	}
	return translatedRows{rows}, nil
}

func (s *session) QueryRow(ctx context.Context, sql string, args ...any) pgx.Row {
	if s.conn == nil {
		return failedRow{errOver}
	}
	return translatedRow{s.conn.QueryRow(ctx, sql, args...)}
}

// ErrRemoved says that the user was removed from the organization after the request began.
var ErrRemoved = fault.New(fault.Unauthorized, "no_session", "You are not signed in, or your session has ended. Please sign in.")

// Tx is a transaction inside one organization. Only InTx and InReadTx make one; it must not outlive their function.
type Tx struct {
	*session
	principal Principal
	placement Placement
	now       time.Time
}

// Principal is who acts.
func (t Tx) Principal() Principal { return t.principal }

// Organization is the organization that the transaction is in.
func (t Tx) Organization() id.ID { return t.principal.Organization }

// Placement is where the organization's rows live.
func (t Tx) Placement() Placement { return t.placement }

// Now is the moment the transaction began; the same in every statement.
func (t Tx) Now() time.Time { return t.now }

// PlanEach has PostgreSQL plan the statements that follow for the values they are asked with, as Lister does.
func (t Tx) PlanEach(ctx context.Context) error {
	if _, err := t.Exec(ctx, `SET LOCAL plan_cache_mode = force_custom_plan`); err != nil {
		return fmt.Errorf("plan each statement: %w", err)
	}
	return nil
}

// InTx runs fn in a transaction inside p's organization and commits if fn returns nil. A serialization failure or a
// deadlock runs fn again, at most three times in all, so fn must do nothing but database work. Errors are faults where
// the cause is known, and ErrRemoved for a user who has been removed meanwhile: authentication was in another transaction,
// and another process may have let the request in up to two seconds later. The rollback does not depend on ctx being alive.
func InTx(ctx context.Context, db *DB, p Principal, fn func(context.Context, Tx) error) error {
	return db.retry(ctx, db.app, opening{begin: "BEGIN", members: true}, p, "", func(ctx context.Context, s *session) error {
		return fn(ctx, db.newTx(s, p))
	})
}

// InReadTx runs fn over one read-only snapshot of p's organization, for reads of several statements that must agree.
func InReadTx(ctx context.Context, db *DB, p Principal, fn func(context.Context, Tx) error) error {
	const begin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
	return db.retry(ctx, db.readonly, opening{begin: begin}, p, "", func(ctx context.Context, s *session) error {
		return fn(ctx, db.newTx(s, p))
	})
}

func (db *DB) newTx(s *session, p Principal) Tx {
	return Tx{session: s, principal: p, placement: Placement{Home: HomeShared, Epoch: 1}, now: db.clock.Now()}
}

type work func(context.Context, *session) error

// opening is how a transaction begins; members keeps out who has been removed.
type opening struct {
	begin   string
	members bool
}

func (db *DB) retry(ctx context.Context, pool *pgxpool.Pool, o opening, p Principal, reason string, fn work) error {
	for try := 1; ; try++ {
		err := db.try(ctx, pool, o, p, reason, fn)
		if err == nil {
			return nil
		}
		if try == maxTries || !postgres.Retryable(err) || !pause(ctx, try) {
			return postgres.Translate(err)
		}
	}
}

// pauseUnit is the longest pause before the second try; each later one may be that much longer.
const pauseUnit = 20 * time.Millisecond

// pause waits for a random while, so that transactions which met in a deadlock do not meet again in step. It reports
// false if ctx ends first.
func pause(ctx context.Context, try int) bool {
	timer := time.NewTimer(rand.N(pauseUnit * time.Duration(try))) //nolint:gosec // spreading load wants no secrecy
	defer timer.Stop()
	select {
	case <-timer.C:
		return ctx.Err() == nil
	case <-ctx.Done():
		return false
	}
}

func (db *DB) try(ctx context.Context, pool *pgxpool.Pool, o opening, p Principal, reason string, fn work) (err error) {
	conn, err := pool.Acquire(ctx)
	if err != nil {
		return fmt.Errorf("acquire connection: %w", err)
	}
	s := &session{conn: conn}
	open := false
	defer func() {
		s.conn = nil
		if open { // an error, or a panic on its way up
			abort(ctx, conn)
		}
		conn.Release()
	}()

	// BEGIN and the context travel together: entering an organization is one round trip.
	open = true
	batch := &pgx.Batch{}
	batch.Queue(o.begin)
	batch.Queue(enterSQL, p.enterArgs(reason)...)
	removed := false
	if o.members && p.User != id.Nil {
		batch.Queue(removedSQL, p.Organization, p.User).QueryRow(func(row pgx.Row) error { return row.Scan(&removed) })
	}
	if err := conn.SendBatch(ctx, batch).Close(); err != nil {
		return fmt.Errorf("enter organization: %w", err)
	}
	if removed {
		return ErrRemoved
	}
	if err := fn(ctx, s); err != nil {
		return err
	}
	tag, err := conn.Exec(ctx, "COMMIT")
	open = false
	if err != nil {
		if !conn.Conn().IsClosed() {
			abort(ctx, conn)
		}
		return fmt.Errorf("commit: %w", err)
	}
	if tag.String() != "COMMIT" {
		return errRolledBack
	}
	return nil
}

// abort rolls back on a context of its own, since the usual reason for a rollback is that ctx is gone. A connection that
// cannot roll back is closed, never returned with a transaction open.
func abort(ctx context.Context, conn *pgxpool.Conn) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), rollbackPatience)
	defer cancel()
	if conn.Conn().IsClosed() {
		return
	}
	if _, err := conn.Exec(ctx, "ROLLBACK"); err != nil {
		_ = conn.Conn().Close(ctx)
	}
}

type translatedRows struct{ pgx.Rows }

func (r translatedRows) Err() error { return postgres.Translate(r.Rows.Err()) }

func (r translatedRows) Scan(dest ...any) error { return postgres.Translate(r.Rows.Scan(dest...)) }

type translatedRow struct{ row pgx.Row }

func (r translatedRow) Scan(dest ...any) error { return postgres.Translate(r.row.Scan(dest...)) }

type failedRow struct{ err error }

func (r failedRow) Scan(...any) error { return r.err }
