package fill

import (
	"context"
	"testing"

	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/testkit/pgtest"
)

// Into fills org in a test's database and refreshes what is computed from it.
func Into(t testing.TB, db *pgtest.DB, org id.ID) *Rows {
	t.Helper()
	ctx := context.Background()
	tx, err := db.Pool(pgtest.Superuser).Begin(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback(ctx)
	rows, err := Organization(ctx, tx, org)
	if err != nil {
		t.Fatal(err)
	}
	if err := tx.Commit(ctx); err != nil {
		t.Fatal(err)
	}
	return rows
}
