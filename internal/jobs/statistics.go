package jobs

import (
	"context"

	"github.com/propertyos/propertyos/internal/jobs/internal/jobsdb"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// RefreshStatistics tells the planner how large the tables have become. Call it after a bulk load: autovacuum would, but
// only within a minute or two, and until then lists are planned as if the tables were empty.
func RefreshStatistics(ctx context.Context, db *tenancy.DB) error {
	return upkeep(ctx, db, "refresh statistics", func(ctx context.Context, q *jobsdb.Queries, _ tenancy.SystemTx) error {
		return q.RefreshStatistics(ctx)
	})
}
