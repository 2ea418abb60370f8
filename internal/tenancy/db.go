package tenancy

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/propertyos/propertyos/internal/kernel/clock"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/platform/postgres"
)

// HomeShared is the home of an organization in the shared schema of the main database.
const HomeShared = "shared"

// Placement says where an organization's rows live, and in which epoch of its moves.
type Placement struct {
	Home  string
	Epoch int64
}

// DB holds the pools behind the door. App and System are needed; Readonly is optional and serves reads.
type DB struct {
	app, readonly, system *pgxpool.Pool
	clock                 clock.Clock
}

// Pools are the connections that a DB is made of. The DB does not close them.
type Pools struct {
	App      *pgxpool.Pool // role propertyos_app
	Readonly *pgxpool.Pool // role propertyos_readonly; nil means App
	System   *pgxpool.Pool // role propertyos_system
}

// NewDB makes the door over pools.
func NewDB(p Pools, c clock.Clock) *DB {
	db := &DB{app: p.App, readonly: p.Readonly, system: p.System, clock: c}
	if db.readonly == nil {
		db.readonly = p.App
	}
	return db
}

// Clock is the clock that transactions carry.
func (db *DB) Clock() clock.Clock { return db.clock }

// Ping reports whether the database answers, for the readiness check.
func (db *DB) Ping(ctx context.Context) error {
	if err := db.app.Ping(ctx); err != nil {
		return fmt.Errorf("ping: %w", postgres.Translate(err))
	}
	return nil
}

// DBTX is what sqlc's queries run on.
type DBTX interface {
	Exec(ctx context.Context, sql string, args ...any) (pgconn.CommandTag, error)
	Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
	QueryRow(ctx context.Context, sql string, args ...any) pgx.Row
}

// enterSQL puts the session into one organization until the transaction ends.
const enterSQL = `SELECT app.set_context($1::uuid, $2::uuid, $3::text, $4::uuid[], $5::jsonb)`

// removedSQL asks whether a user has been removed from the organization that the transaction has entered.
const removedSQL = `SELECT EXISTS (SELECT FROM users WHERE tenant_id = $1::uuid AND id = $2::uuid AND deleted_at IS NOT NULL)`

// readSQL enters for one statement that must not write, whatever it is.
const readSQL = enterSQL + `, set_config('transaction_read_only', 'on', true)`

// listSQL is readSQL for a statement that is planned anew each time.
const listSQL = readSQL + `, set_config('plan_cache_mode', 'force_custom_plan', true)`

func (p Principal) enterArgs(reason string) []any {
	return []any{orNull(p.Organization), orNull(p.User), string(p.Role), p.Scopes, p.request(reason)}
}

func orNull(v id.ID) *id.ID {
	if v == id.Nil {
		return nil
	}
	return &v
}

// rollbackPatience bounds the rollback that runs after the caller's context is gone.
const rollbackPatience = 5 * time.Second

// maxTries is how often a transaction is run when it meets a serialization failure or a deadlock.
const maxTries = 3
