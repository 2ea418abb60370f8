package isolation

import (
	"context"
	"fmt"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/propertyos/propertyos/internal/kernel/clock"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// aCrowdShares: many requests of both organizations at once, on two connections, through every door.
func aCrowdShares(t *testing.T, w *world) {
	t.Parallel()
	c := clock.At(time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC))
	two := func(o postgres.PoolOptions, url func(string) string) *tenancy.DB {
		o.MaxConns = 2
		pools := tenancy.Pools{}
		pools.App = open(t, url(postgres.RoleApp), o)
		pools.Readonly = open(t, url(postgres.RoleReadonly), o)
		return tenancy.NewDB(pools, c)
	}
	bouncer := w.db.Bouncer(t, 2)
	doors := map[string]*tenancy.DB{
		"directly":          two(postgres.PoolOptions{}, func(r string) string { return w.db.URL(r).Reveal() }),
		"through PgBouncer": two(postgres.PoolOptions{Pooled: true, MaxConns: 2}, func(r string) string { return bouncer.URL(r).Reveal() }),
	}
	for way, door := range doors {
		var group errgroup.Group
		for worker := range 12 {
			group.Go(func() error {
				for turn := range 30 {
					org := w.mine.Org
					if (worker+turn)%2 == 0 {
						org = w.victim.Org
					}
					if err := visit(t.Context(), door, org, worker%3, turn); err != nil {
						return fmt.Errorf("%s: %w", way, err)
					}
				}
				return nil
			})
		}
		if err := group.Wait(); err != nil {
			t.Error(err)
		}
	}
}

// visit reads everything of a few tables through one of the doors and looks whose it is.
func visit(ctx context.Context, door *tenancy.DB, org id.ID, which, turn int) error {
	attempts.Add(1)
	p := tenancy.Principal{Organization: org, Role: tenancy.RoleAdmin}
	look := func(ctx context.Context, q tenancy.DBTX) error {
		var strangers, rows int
		err := q.QueryRow(ctx, `SELECT count(*) FILTER (WHERE tenant_id <> $1), count(*) FROM (SELECT tenant_id FROM units
			UNION ALL SELECT tenant_id FROM payments UNION ALL SELECT tenant_id FROM leases) AS x`, org).Scan(&strangers, &rows)
		if err == nil && (strangers != 0 || rows == 0) {
			leaks.Add(1)
			err = fmt.Errorf("LEAK: %d rows of others among %d", strangers, rows)
		}
		return err
	}
	switch which {
	case 0:
		return look(ctx, tenancy.Reader(ctx, door, p))
	case 1:
		return tenancy.InReadTx(ctx, door, p, func(ctx context.Context, tx tenancy.Tx) error { return look(ctx, tx) })
	}
	err := tenancy.InTx(ctx, door, p, func(ctx context.Context, tx tenancy.Tx) error {
		if err := look(ctx, tx); err != nil {
			return err
		}
		if turn%5 == 0 { // one that fails in the middle
			_, err := tx.Exec(ctx, `SELECT 1 / 0`)
			return err
		}
		return nil
	})
	if turn%5 == 0 && err != nil {
		return nil
	}
	return err
}
