package fill_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/propertyos/propertyos/internal/testkit/fill"
	"github.com/propertyos/propertyos/internal/testkit/pgtest"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

func TestNoTableIsLeftEmpty(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	org := db.Org(t)
	rows := fill.Into(t, db, org)
	fill.Into(t, db, org)
	ctx := context.Background()
	super := db.Pool(pgtest.Superuser)
	tables, err := fill.Tables(ctx, super)
	if err != nil {
		t.Fatal(err)
	}
	for _, table := range tables {
		var n int
		err := super.QueryRow(ctx, fmt.Sprintf(`SELECT count(*) FROM public.%s WHERE %s = $1`, table.Name, table.Tenant()), org).Scan(&n)
		if err != nil || n < 2 && table.Name != "organizations" && (n == 0 || !slices.Contains(fill.Single, table.Name)) {
			t.Errorf("%s holds %d rows, want two at least, %v", table.Name, n, err)
		}
	}
	if rows.IDs["units"] == rows.IDs["properties"] || rows.Canary == "" {
		t.Error("rows are not told apart")
	}
}

func TestATableThatCannotBeFilledIsNamed(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	org := db.Org(t)
	ctx := context.Background()
	_, err := db.Pool(pgtest.Superuser).Exec(ctx, `CREATE TABLE public.odd (tenant_id uuid NOT NULL, id uuid NOT NULL,
		length integer NOT NULL CHECK (length > 1000), PRIMARY KEY (tenant_id, id))`)
	if err != nil {
		t.Fatal(err)
	}
	tx, err := db.Pool(pgtest.Superuser).Begin(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback(ctx)
	if _, err := fill.Organization(ctx, tx, org); err == nil || !strings.Contains(err.Error(), "table odd cannot be filled") {
		t.Errorf("filling says %v", err)
	}
}
