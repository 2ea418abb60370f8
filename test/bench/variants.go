package main

import (
	"context"
	"errors"
	"fmt"
	"net/netip"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// variant is one way to run a query: it returns the number of rows, or of rows written, and what the last row read.
type variant struct {
	name string
	note string
	run  func(ctx context.Context, s *stand, q query, p pick) (int, []any, error)
}

// The ways that are compared. bare is the base line of every ratio.
const (
	spec  = "spec"
	own   = "ours"
	bare  = "bare"
	naive = "naive"
)

var variants = []variant{
	{spec, "the original design: its tables, indexes and policies; BEGIN, SET LOCAL, query, COMMIT", runSpec},
	{own, "ours: propertyos_app through tenancy.Reader, or tenancy.InTx to write", runOurs},
	{bare, "the same SQL on our tables in one round trip, past row-level security", runBare},
	{naive, "ours in four round trips: BEGIN, set_context, query, COMMIT (for information)", runNaive},
}

// errWrong says that a variant did not do what the others do.
var errWrong = errors.New("wrong result")

// who returns a manager of the organization, with all that a request carries.
func who(org int) tenancy.Principal {
	return tenancy.Principal{
		Organization: ours(kindOrganization, org, 0), User: ours(kindRenter, org, 0),
		Role: tenancy.RoleManager, RequestID: "0198c1f2-5f3a-7c1e-9a53-5a3ad2b1c001",
		IP: netip.AddrFrom4([4]byte{127, 0, 0, 1}), UserAgent: "bench/1.0",
	}
}

// on is what all connections can do.
type on interface {
	Exec(ctx context.Context, sql string, args ...any) (pgconn.CommandTag, error)
	Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
}

// do runs a statement and reads what it returns.
func do(ctx context.Context, c on, q query, sql string, args []any) (int, []any, error) {
	if q.writes {
		tag, err := c.Exec(ctx, sql, args...)
		return int(tag.RowsAffected()), nil, err
	}
	rows, err := c.Query(ctx, sql, args...)
	if err != nil {
		return 0, nil, err
	}
	row := q.row()
	n, err := read(rows, row)
	return n, row, err
}

func runBare(ctx context.Context, s *stand, q query, p pick) (int, []any, error) {
	return do(ctx, s.bare, q, q.ours, q.oursArgs(p))
}

func runOurs(ctx context.Context, s *stand, q query, p pick) (n int, row []any, err error) {
	if !q.writes {
		return do(ctx, tenancy.Reader(ctx, s.db, who(p.org)), q, q.ours, q.oursArgs(p))
	}
	err = tenancy.InTx(ctx, s.db, who(p.org), func(ctx context.Context, tx tenancy.Tx) error {
		n, row, err = do(ctx, tx, q, q.ours, q.oursArgs(p))
		return err
	})
	return n, row, err
}

func runSpec(ctx context.Context, s *stand, q query, p pick) (int, []any, error) {
	return inSteps(ctx, s.spec, q, q.theirs, q.theirsArgs(p),
		fmt.Sprintf("SET LOCAL app.current_tenant_id = '%s'", theirs(kindOrganization, p.org, 0)))
}

func runNaive(ctx context.Context, s *stand, q query, p pick) (int, []any, error) {
	w := who(p.org)
	return inSteps(ctx, s.app, q, q.ours, q.oursArgs(p),
		`SELECT app.set_context($1::uuid, $2::uuid, $3::text, $4::uuid[], $5::jsonb)`,
		w.Organization, w.User, string(w.Role), w.Scopes, `{"id":"`+w.RequestID+`","ip":"127.0.0.1","agent":"bench/1.0"}`)
}

// inSteps waits for the answer to each of BEGIN, the context, the query and COMMIT before it sends the next.
func inSteps(ctx context.Context, pool *pgxpool.Pool, q query, sql string, args []any, enter string, enterArgs ...any) (int, []any, error) {
	conn, err := pool.Acquire(ctx)
	if err != nil {
		return 0, nil, err
	}
	defer conn.Release()
	if _, err := conn.Exec(ctx, "BEGIN"); err != nil {
		return 0, nil, err
	}
	if _, err = conn.Exec(ctx, enter, enterArgs...); err == nil {
		var n int
		var row []any
		if n, row, err = do(ctx, conn, q, sql, args); err == nil {
			_, err = conn.Exec(ctx, "COMMIT")
			return n, row, err
		}
	}
	_, rollback := conn.Exec(context.WithoutCancel(ctx), "ROLLBACK")
	return 0, nil, errors.Join(err, rollback)
}

// agree checks that all variants see the same in the first and the last organization: as many rows, and where
// there is one row the same numbers and amounts.
func (s *stand) agree(ctx context.Context, q query) error {
	for _, p := range []pick{{org: 1}, {org: s.loaded, payment: 7, lease: 7}} {
		p = p.at(s.today)
		var want string
		for _, v := range variants {
			n, row, err := v.run(ctx, s, q, p)
			if err != nil {
				return fmt.Errorf("%s, %s: %w", q.name, v.name, err)
			}
			got := fmt.Sprint(n, " rows")
			for _, value := range row {
				if n > 1 {
					break // which row is last among equals depends on the ids
				}
				switch v := value.(type) {
				case *int64:
					got += fmt.Sprint(" ", *v)
				case *money.Amount:
					got += " " + v.String()
				}
			}
			if want == "" {
				want = got
			}
			if got != want || n == 0 {
				return fmt.Errorf("%w: %s of organization %d: %s sees %q, %s sees %q", errWrong, q.name, p.org, variants[0].name, want,
					v.name, got)
			}
		}
	}
	return nil
}
