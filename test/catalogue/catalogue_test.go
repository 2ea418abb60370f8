package catalogue

import (
	"context"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/propertyos/propertyos/internal/testkit/catalogue"
	"github.com/propertyos/propertyos/internal/testkit/pgtest"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

// findings applies a change in a transaction, returns what the rules say and takes the change back.
func findings(t *testing.T, db *pgtest.DB, change string) []catalogue.Finding {
	t.Helper()
	ctx := context.Background()
	tx, err := db.Pool(pgtest.Superuser).Begin(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback(ctx)
	if change != "" {
		if _, err := tx.Exec(ctx, change, pgx.QueryExecModeSimpleProtocol); err != nil {
			t.Fatalf("%s: %v", change, err)
		}
	}
	found, err := catalogue.Check(ctx, tx)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestEveryTableKeepsTheRules(t *testing.T) {
	t.Parallel()
	for _, f := range findings(t, pgtest.New(t), "") {
		t.Error(f)
	}
}
