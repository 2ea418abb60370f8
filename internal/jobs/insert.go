package jobs

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/riverqueue/river"

	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// Args are what a job is given, encoded as JSON: ids and nothing else, since whoever may see the queue sees the jobs of
// every organization. Kind names the job, such as "event.dispatch", and never changes while jobs of it wait.
type Args interface{ Kind() string }

// Inserter puts jobs into a transaction.
type Inserter interface {
	// InsertTx inserts one job for each of args, which exist exactly if tx commits.
	InsertTx(ctx context.Context, tx tenancy.SystemTx, args ...Args) error
}

// InsertTx implements Inserter.
func (c *Client) InsertTx(ctx context.Context, tx tenancy.SystemTx, args ...Args) error {
	params, err := many(args)
	if err != nil {
		return err
	}
	if _, err := c.river.InsertManyTx(ctx, borrowed{tx: tx}, params); err != nil {
		return fmt.Errorf("insert jobs: %w", postgres.Translate(err))
	}
	return nil
}

// Insert inserts jobs in a transaction of their own. Work that follows from a change belongs into that change's
// transaction instead, as an event.
func (c *Client) Insert(ctx context.Context, args ...Args) error {
	params, err := many(args)
	if err != nil {
		return err
	}
	if _, err := c.river.InsertMany(ctx, params); err != nil {
		return fmt.Errorf("insert jobs: %w", postgres.Translate(err))
	}
	return nil
}

// many are the parameters for a list of jobs, of which unique ones are in it once: the queue refuses a list that meets
// itself.
func many(args []Args) ([]river.InsertManyParams, error) {
	if len(args) == 0 {
		return nil, errNoJobs
	}
	params := make([]river.InsertManyParams, 0, len(args))
	seen := map[string]bool{}
	for _, a := range args {
		opts, err := optsOf(a)
		if err != nil {
			return nil, err
		}
		if _, unique := a.(Unique); unique {
			b, err := json.Marshal(a)
			if err != nil {
				return nil, fmt.Errorf("job %s: %w", a.Kind(), err)
			}
			key := a.Kind() + string(b)
			if seen[key] {
				continue
			}
			seen[key] = true
		}
		params = append(params, river.InsertManyParams{Args: a, InsertOpts: opts})
	}
	return params, nil
}

// errBorrowed is a defect: River asked more of a transaction that it was lent than to run statements in it.
var errBorrowed = errors.New("jobs: this transaction is not River's to steer")

// borrowed lends River a transaction of the door's. River may run statements in it and nothing else: who opened the
// transaction ends it. What is left to the embedded nil (batches, large objects) River's driver never calls.
type borrowed struct {
	pgx.Tx
	tx tenancy.SystemTx
}

func (b borrowed) Exec(ctx context.Context, sql string, args ...any) (pgconn.CommandTag, error) {
	return b.tx.Exec(ctx, sql, args...)
}

func (b borrowed) Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error) {
	return b.tx.Query(ctx, sql, args...)
}

func (b borrowed) QueryRow(ctx context.Context, sql string, args ...any) pgx.Row {
	return b.tx.QueryRow(ctx, sql, args...)
}

func (borrowed) Begin(context.Context) (pgx.Tx, error) { return nil, errBorrowed }

func (borrowed) Commit(context.Context) error { return errBorrowed }

func (borrowed) Rollback(context.Context) error { return errBorrowed }

func (borrowed) CopyFrom(context.Context, pgx.Identifier, []string, pgx.CopyFromSource) (int64, error) {
	return 0, errBorrowed
}

// Conn is nil, from which River's driver takes it that statements are prepared as usual.
func (borrowed) Conn() *pgx.Conn { return nil }
