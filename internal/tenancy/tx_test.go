package tenancy_test

import (
	"context"
	"errors"
	"testing"

	"golang.org/x/sync/errgroup"

	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/tenancy"
	"github.com/propertyos/propertyos/internal/testkit/pgtest"
)

func TestInTxCommits(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		err := tenancy.InTx(t.Context(), h.door, h.principal(), func(ctx context.Context, tx tenancy.Tx) error {
			if tx.Organization() != h.a || tx.Principal().User != h.user || !tx.Now().Equal(now) || tx.Placement().Home != tenancy.HomeShared {
				t.Errorf("the transaction carries %v %v %v", tx.Principal(), tx.Now(), tx.Placement())
			}
			return h.rename(ctx, tx, "after")
		})
		if err != nil || h.name(t) != "after" {
			t.Errorf("%s, %v", h.name(t), err)
		}
		h.idle(t, "a commit")
		var request string
		err = h.db.Pool(pgtest.Superuser).QueryRow(t.Context(), `SELECT request_id FROM audit_logs WHERE tenant_id = $1
			AND entity_id = $2 AND action = 'update' AND user_id = $3`, h.a, h.property[h.a], h.user).Scan(&request)
		if err != nil || request != "request-1" {
			t.Errorf("the audit log names request %q, %v", request, err)
		}
	})
}

func TestInTxSeesOneOrganization(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		err := tenancy.InTx(t.Context(), h.door, h.principal(), func(ctx context.Context, tx tenancy.Tx) error {
			rows, err := tx.Query(ctx, `SELECT tenant_id FROM properties`)
			if err != nil {
				return err
			}
			defer rows.Close()
			n := 0
			for ; rows.Next(); n++ {
				var org [16]byte
				if err := rows.Scan(&org); err != nil {
					return err
				}
				if org != h.a {
					t.Error("sees a row of another organization")
				}
			}
			if n != 1 {
				t.Errorf("sees %d rows, want 1", n)
			}
			return rows.Err()
		})
		if err != nil {
			t.Error(err)
		}
		var n int
		if err := h.app.QueryRow(t.Context(), `SELECT count(*) FROM properties`).Scan(&n); err != nil || n != 0 {
			t.Errorf("without a context %d rows are seen, %v", n, err)
		}
	})
}

func TestInTxRollsBack(t *testing.T) {
	own := errors.New("a reason of its own")
	each(t, func(t *testing.T, h *house) {
		err := tenancy.InTx(t.Context(), h.door, h.principal(), func(ctx context.Context, tx tenancy.Tx) error {
			if err := h.rename(ctx, tx, "after"); err != nil {
				return err
			}
			return own
		})
		if !errors.Is(err, own) || h.name(t) != "before" {
			t.Errorf("%s, %v", h.name(t), err)
		}
		h.idle(t, "a rollback")
	})
}

func TestInTxRollsBackOnPanic(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		func() {
			defer func() {
				if p := recover(); p != "mishap" {
					t.Errorf("the panic became %v", p)
				}
			}()
			_ = tenancy.InTx(t.Context(), h.door, h.principal(), func(ctx context.Context, tx tenancy.Tx) error {
				if err := h.rename(ctx, tx, "after"); err != nil {
					t.Error(err)
				}
				panic("mishap")
			})
		}()
		if h.name(t) != "before" {
			t.Error("what came before the panic was committed")
		}
		h.idle(t, "a panic")
	})
}

// The usual reason for a rollback is that the caller went away.
func TestInTxRollsBackWhenTheCallerIsGone(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx, cancel := context.WithCancel(t.Context())
		err := tenancy.InTx(ctx, h.door, h.principal(), func(ctx context.Context, tx tenancy.Tx) error {
			if err := h.rename(ctx, tx, "after"); err != nil {
				return err
			}
			cancel()
			return ctx.Err()
		})
		if !errors.Is(err, context.Canceled) || h.name(t) != "before" {
			t.Errorf("%s, %v", h.name(t), err)
		}
		// Cancelled in the middle of a statement, too.
		ctx, cancel = context.WithCancel(t.Context())
		err = tenancy.InTx(ctx, h.door, h.principal(), func(ctx context.Context, tx tenancy.Tx) error {
			if err := h.rename(ctx, tx, "after"); err != nil {
				return err
			}
			// Once the statement runs: a request to cancel that overtakes it would be lost, and the row locked until the
			// statement's time is up.
			go func() {
				defer cancel()
				h.await(t, `SELECT count(*) > 0 FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'`)
			}()
			_, err := tx.Exec(ctx, `SELECT pg_sleep(30)`)
			return err
		})
		if err == nil || h.name(t) != "before" {
			t.Errorf("%s, %v", h.name(t), err)
		}
		// And before the commit that would keep it.
		ctx, cancel = context.WithCancel(t.Context())
		err = tenancy.InTx(ctx, h.door, h.principal(), func(ctx context.Context, tx tenancy.Tx) error {
			err := h.rename(ctx, tx, "after")
			cancel()
			return err
		})
		if err == nil || h.name(t) != "before" {
			t.Errorf("%s, %v", h.name(t), err)
		}
		h.idle(t, "callers that went away")
		// The row is not locked by what was left: the next request gets it at once.
		err = tenancy.InTx(t.Context(), h.door, h.principal(), func(ctx context.Context, tx tenancy.Tx) error { return h.rename(ctx, tx, "later") })
		if err != nil || h.name(t) != "later" {
			t.Errorf("%s, %v", h.name(t), err)
		}
		if err := tenancy.InTx(ctx, h.door, h.principal(), func(context.Context, tenancy.Tx) error { return nil }); err == nil {
			t.Error("a caller that is gone before the start is served")
		}
	})
}

func TestInTxDoesNotSwallowAFailedStatement(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		err := tenancy.InTx(t.Context(), h.door, h.principal(), func(ctx context.Context, tx tenancy.Tx) error {
			if err := h.rename(ctx, tx, "after"); err != nil {
				return err
			}
			_, _ = tx.Exec(ctx, `SELECT 1 / 0`)
			return nil
		})
		if err == nil || h.name(t) != "before" {
			t.Errorf("%s, %v", h.name(t), err)
		}
		if fault.As(err).Kind != fault.Internal {
			t.Errorf("a defect is told as %v", err)
		}
		h.idle(t, "a swallowed error")
	})
}

func TestTxIsOverAfterItsFunction(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		var kept tenancy.Tx
		err := tenancy.InTx(t.Context(), h.door, h.principal(), func(_ context.Context, tx tenancy.Tx) error { kept = tx; return nil })
		if err != nil {
			t.Fatal(err)
		}
		if _, err := kept.Exec(t.Context(), `SELECT 1`); err == nil {
			t.Error("Exec works after the end")
		}
		if rows, err := kept.Query(t.Context(), `SELECT 1`); err == nil {
			rows.Close()
			t.Error("Query works after the end")
		}
		var n int
		if err := kept.QueryRow(t.Context(), `SELECT 1`).Scan(&n); err == nil {
			t.Error("QueryRow works after the end")
		}
	})
}

func TestInTxTranslates(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		in := func(sql string, args ...any) error {
			return tenancy.InTx(t.Context(), h.door, h.principal(), func(ctx context.Context, tx tenancy.Tx) error {
				var v int
				return tx.QueryRow(ctx, sql, args...).Scan(&v)
			})
		}
		if err := in(`SELECT 1 FROM properties WHERE tenant_id = $1 AND id = $2`, h.b, h.property[h.b]); !errors.Is(err, postgres.ErrNotFound) {
			t.Errorf("a row of another organization: %v", err)
		}
		if err := in(`UPDATE properties SET type = 'castle' WHERE tenant_id = $1 RETURNING 1`, h.a); fault.As(err).Kind != fault.Invalid {
			t.Errorf("a value that is not allowed: %v", err)
		}
		if err := in(`UPDATE properties SET tenant_id = $2 WHERE tenant_id = $1 RETURNING 1`, h.a, h.b); err == nil {
			t.Error("a row moved to another organization")
		}
	})
}

func TestInTxRunsAgainAfterASerializationFailure(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.exec(t, `ALTER ROLE propertyos_app IN DATABASE `+h.db.Name()+` SET default_transaction_isolation = 'repeatable read'`)
		h.app.Reset()
		for meets, want := range map[int]int{1: 2, 2: 3, 9: 3} {
			tries := 0
			err := tenancy.InTx(t.Context(), h.door, h.principal(), func(ctx context.Context, tx tenancy.Tx) error {
				tries++
				var name string
				if err := tx.QueryRow(ctx, `SELECT name FROM properties WHERE tenant_id = $1 AND id = $2`, h.a, h.property[h.a]).Scan(&name); err != nil {
					return err
				}
				if tries <= meets { // somebody else changes it between the reading and the writing
					h.exec(t, `UPDATE properties SET square_feet = coalesce(square_feet, 0) + 1 WHERE id = $1`, h.property[h.a])
				}
				return h.rename(ctx, tx, "after")
			})
			if tries != want {
				t.Errorf("%d conflicts: %d tries, want %d", meets, tries, want)
			}
			if failed := err != nil; failed != (meets >= 3) || failed && fault.As(err).Code != postgres.ErrBusy.Code {
				t.Errorf("%d conflicts: %v", meets, err)
			}
		}
	})
}

func TestInTxRunsAgainAfterADeadlock(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.exec(t, `ALTER DATABASE `+h.db.Name()+` SET deadlock_timeout = '20ms'`)
		h.app.Reset()
		h.exec(t, `INSERT INTO units (tenant_id, id, property_id, number, base_rent) SELECT tenant_id, gen_random_uuid(), id, n::text, 1
			FROM properties, generate_series(1, 2) AS n WHERE tenant_id = $1`, h.a)
		var group errgroup.Group
		first := []chan struct{}{make(chan struct{}), make(chan struct{})}
		tries := make([]int, 2)
		for i, order := range [][]string{{"1", "2"}, {"2", "1"}} {
			group.Go(func() error {
				return tenancy.InTx(t.Context(), h.door, h.principal(), func(ctx context.Context, tx tenancy.Tx) error {
					tries[i]++
					for step, number := range order {
						_, err := tx.Exec(ctx, `UPDATE units SET floor = coalesce(floor, 0) + 1 WHERE tenant_id = $1 AND number = $2`, h.a, number)
						if err != nil {
							return err
						}
						if step == 0 && tries[i] == 1 { // each has its first before either wants its second
							close(first[i])
							<-first[1-i]
						}
					}
					return nil
				})
			})
		}
		if err := group.Wait(); err != nil {
			t.Error(err)
		}
		if tries[0]+tries[1] < 3 { // on a busy machine both may be told of the deadlock
			t.Errorf("tries %v, want one of them again", tries)
		}
		var floors int
		err := h.db.Pool(pgtest.Superuser).QueryRow(t.Context(), `SELECT sum(floor) FROM units WHERE tenant_id = $1`, h.a).Scan(&floors)
		if err != nil || floors != 4 {
			t.Errorf("%d changes are kept, want 4, %v", floors, err)
		}
	})
}
