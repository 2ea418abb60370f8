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
	return Families(t, db, org, 1)[0]
}

// Families fills org n times.
func Families(t testing.TB, db *pgtest.DB, org id.ID, n int) []*Rows {
	t.Helper()
	ctx := context.Background()
	tx, err := db.Pool(pgtest.Superuser).Begin(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback(ctx)
	tables, err := Tables(ctx, tx)
	if err != nil {
		t.Fatal(err)
	}
	families := make([]*Rows, 0, n)
	for range n {
		rows, err := one(ctx, tx, org, tables)
		if err != nil {
			t.Fatal(err)
		}
		families = append(families, rows)
	}
	if err := tx.Commit(ctx); err != nil {
		t.Fatal(err)
	}
	return families
}
