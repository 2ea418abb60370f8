package event

import (
	"context"
	"fmt"
	"time"

	"github.com/propertyos/propertyos/internal/event/internal/eventdb"
	"github.com/propertyos/propertyos/internal/jobs"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// KeptFor is how long an event stays after it was carried on: longer than anybody may ask to be told again (42 days for
// webhooks), and long enough to look into what went wrong last quarter. What it was about stays in the audit log.
const KeptFor = 90 * 24 * time.Hour

const (
	expiryEvery   = 6 * time.Hour
	expiryTimeout = 10 * time.Minute
	// expiryBatch bounds what one transaction removes, and so its locks and its time.
	expiryBatch = 5000
)

// expiryArgs are a job to remove old events. It has no arguments.
type expiryArgs struct{}

// Kind implements jobs.Args.
func (expiryArgs) Kind() string { return "event.expiry" }

// Keep makes c remove events that were carried on longer than KeptFor ago. Events that nobody carried on stay, however
// old. Call it before c starts.
func Keep(c *jobs.Client, db *tenancy.DB) {
	jobs.Handle(c, expiryTimeout, func(ctx context.Context, _ expiryArgs) error {
		_, err := expire(ctx, db)
		return err
	})
	jobs.Every(c, expiryEvery, expiryArgs{}, "Remove events that were carried on 90 days ago")
}

func expire(ctx context.Context, db *tenancy.DB) (total int64, err error) {
	for gone := int64(expiryBatch); gone == expiryBatch; total += gone {
		err := tenancy.InSystemTx(ctx, db, "expire events", func(ctx context.Context, tx tenancy.SystemTx) (err error) {
			gone, err = eventdb.New(tx).DeleteRelayed(ctx, tx.Now().Add(-KeptFor), expiryBatch)
			return err
		})
		if err != nil {
			return total, fmt.Errorf("expire events: %w", err)
		}
	}
	return total, nil
}
