package tenancy_test

import (
	"context"
	"errors"
	"strings"
	"sync/atomic"
	"testing"

	"golang.org/x/sync/errgroup"

	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/tenancy"
	"github.com/propertyos/propertyos/internal/testkit/pgtest"
)

// made is what a request answers.
type made struct {
	ID   id.ID
	Note string
}

// create makes an address at most once for a key.
func (h *house) create(ctx context.Context, p tenancy.Principal, key tenancy.Key, runs *atomic.Int64) (out made, replayed bool, err error) {
	err = tenancy.InTx(ctx, h.door, p, func(ctx context.Context, tx tenancy.Tx) error {
		out, replayed, err = tenancy.Once(ctx, tx, key, func() (made, error) {
			runs.Add(1)
			m := made{ID: id.New(), Note: "made"}
			_, err := tx.Exec(ctx, `INSERT INTO addresses (tenant_id, id, street1, city, country) VALUES ($1, $2, '1 Main St', 'Town', 'CA')`,
				tx.Organization(), m.ID)
			return m, err
		})
		return err
	})
	return out, replayed, err
}

func (h *house) addresses(t *testing.T) (n int) {
	t.Helper()
	if err := h.db.Pool(pgtest.Superuser).QueryRow(t.Context(), `SELECT count(*) FROM addresses`).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestOnceReplays(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		var runs atomic.Int64
		key := tenancy.NewKey("key-1", "address.create", []byte("body"))
		first, replayed, err := h.create(t.Context(), h.principal(), key, &runs)
		if err != nil || replayed {
			t.Fatalf("replayed %v, %v", replayed, err)
		}
		for range 3 {
			again, replayed, err := h.create(t.Context(), h.principal(), key, &runs)
			if err != nil || !replayed || again != first {
				t.Errorf("again: %+v, replayed %v, %v; first: %+v", again, replayed, err, first)
			}
		}
		if runs.Load() != 1 || h.addresses(t) != 1 {
			t.Errorf("%d runs, %d addresses", runs.Load(), h.addresses(t))
		}
		for _, other := range []tenancy.Key{
			tenancy.NewKey("key-1", "address.create", []byte("another body")),
			tenancy.NewKey("key-1", "property.create", []byte("body")),
		} {
			if _, _, err := h.create(t.Context(), h.principal(), other, &runs); !errors.Is(err, tenancy.ErrKeyReused) {
				t.Errorf("another request: %v", err)
			}
		}
		// A key is its user's own, and an organization's.
		colleague, stranger := h.principal(), h.principal()
		colleague.User, stranger.Organization = id.New(), h.b
		for _, p := range []tenancy.Principal{colleague, stranger} {
			if m, replayed, err := h.create(t.Context(), p, key, &runs); err != nil || replayed || m == first {
				t.Errorf("somebody else: %+v, replayed %v, %v", m, replayed, err)
			}
		}
		// No key asks for nothing.
		for range 2 {
			if _, replayed, err := h.create(t.Context(), h.principal(), tenancy.Key{}, &runs); err != nil || replayed {
				t.Errorf("without a key: replayed %v, %v", replayed, err)
			}
		}
		if h.addresses(t) != 5 {
			t.Errorf("%d addresses, want 5", h.addresses(t))
		}
	})
}

func TestOnceForgetsWhatFailed(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		mishap := errors.New("mishap")
		key := tenancy.NewKey("key-1", "address.create", []byte("body"))
		err := tenancy.InTx(t.Context(), h.door, h.principal(), func(ctx context.Context, tx tenancy.Tx) error {
			_, _, err := tenancy.Once(ctx, tx, key, func() (made, error) { return made{}, mishap })
			return err
		})
		if !errors.Is(err, mishap) {
			t.Fatal(err)
		}
		var runs atomic.Int64
		if _, replayed, err := h.create(t.Context(), h.principal(), key, &runs); err != nil || replayed {
			t.Errorf("after a failure: replayed %v, %v", replayed, err)
		}
		long := tenancy.NewKey(strings.Repeat("k", 256), "address.create", nil)
		if _, _, err := h.create(t.Context(), h.principal(), long, &runs); err == nil {
			t.Error("a key that is too long is taken")
		}
	})
}

// Twenty at once, as an impatient client sends: one effect, and the same answer for all.
func TestOnceConcurrently(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		var runs, fresh atomic.Int64
		key := tenancy.NewKey("key-1", "address.create", []byte("body"))
		answers := make([]made, 20)
		var group errgroup.Group
		for i := range answers {
			group.Go(func() error {
				m, replayed, err := h.create(t.Context(), h.principal(), key, &runs)
				if !replayed {
					fresh.Add(1)
				}
				answers[i] = m
				return err
			})
		}
		if err := group.Wait(); err != nil {
			t.Fatal(err)
		}
		if runs.Load() != 1 || fresh.Load() != 1 || h.addresses(t) != 1 {
			t.Errorf("%d runs, %d first answers, %d addresses", runs.Load(), fresh.Load(), h.addresses(t))
		}
		for _, m := range answers {
			if m != answers[0] || m.ID == id.Nil {
				t.Errorf("answers differ: %+v and %+v", m, answers[0])
			}
		}
		h.idle(t, "twenty at once")
	})
}
