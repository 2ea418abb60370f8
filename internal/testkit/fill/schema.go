// Package fill puts rows into every tenant table of an organization, from PostgreSQL's own catalogue: a table that is made
// tomorrow is filled tomorrow, or the tests that stand on it fail and say which hint is missing.
package fill

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
)

// Column is a column of a tenant table.
type Column struct {
	Name      string
	Type      string // as format_type prints it
	NotNull   bool
	Default   bool
	Generated bool
}

// ForeignKey is a reference from one tenant table to another.
type ForeignKey struct {
	Name       string
	Columns    []string
	Table      string
	References []string
}

// Table is a tenant table or one of its partitions.
type Table struct {
	Name        string
	PartitionOf string // empty for a table of its own
	Bound       string // where a partition begins, as a timestamp; empty for the default partition
	Columns     []Column
	ForeignKeys []ForeignKey
	Checks      []string // definitions of its CHECK constraints
	Uniques     [][]string
	Key         []string // columns of the primary key
}

// Tenant is the name of the column that holds the organization.
func (t Table) Tenant() string {
	if t.Name == organizations {
		return "id"
	}
	return "tenant_id"
}

// Column returns the named column, or nil.
func (t Table) Column(name string) *Column {
	for i := range t.Columns {
		if t.Columns[i].Name == name {
			return &t.Columns[i]
		}
	}
	return nil
}

const organizations = "organizations"

const readTables = `
SELECT c.relname::text, coalesce(p.relname::text, ''), coalesce(substring(pg_get_expr(c.relpartbound, c.oid) FROM 'FROM \(''([^'']+)'), ''),
  coalesce((SELECT jsonb_agg(jsonb_build_object('Name', a.attname, 'Type', format_type(a.atttypid, a.atttypmod),
      'NotNull', a.attnotnull, 'Default', a.atthasdef AND a.attgenerated = '', 'Generated', a.attgenerated <> '') ORDER BY a.attnum)
    FROM pg_attribute AS a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped), '[]'),
  coalesce((SELECT jsonb_agg(jsonb_build_object('Name', k.conname, 'Table', r.relname,
      'Columns', (SELECT jsonb_agg(a.attname ORDER BY u.n) FROM unnest(k.conkey) WITH ORDINALITY AS u (num, n)
        JOIN pg_attribute AS a ON a.attrelid = k.conrelid AND a.attnum = u.num),
      'References', (SELECT jsonb_agg(a.attname ORDER BY u.n) FROM unnest(k.confkey) WITH ORDINALITY AS u (num, n)
        JOIN pg_attribute AS a ON a.attrelid = k.confrelid AND a.attnum = u.num)) ORDER BY k.conname)
    FROM pg_constraint AS k JOIN pg_class AS r ON r.oid = k.confrelid WHERE k.conrelid = c.oid AND k.contype = 'f'), '[]'),
  coalesce((SELECT jsonb_agg(pg_get_constraintdef(k.oid) ORDER BY k.conname) FROM pg_constraint AS k
    WHERE k.conrelid = c.oid AND k.contype = 'c'), '[]'),
  coalesce((SELECT jsonb_agg((SELECT jsonb_agg(pg_get_indexdef(i.indexrelid, n, true) ORDER BY n)
      FROM generate_series(1, i.indnkeyatts) AS n)) FROM pg_index AS i WHERE i.indrelid = c.oid AND i.indisunique), '[]'),
  coalesce((SELECT jsonb_agg(a.attname ORDER BY u.n) FROM pg_constraint AS k, unnest(k.conkey) WITH ORDINALITY AS u (num, n)
    JOIN pg_attribute AS a ON a.attnum = u.num WHERE a.attrelid = c.oid AND k.conrelid = c.oid AND k.contype = 'p'), '[]')
FROM pg_class AS c LEFT JOIN pg_inherits AS i ON i.inhrelid = c.oid LEFT JOIN pg_class AS p ON p.oid = i.inhparent
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
ORDER BY c.relname`

// Querier is a connection, a pool or a transaction.
type Querier interface {
	Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
}

// Tables reads every tenant table and partition from the catalogue, by name.
func Tables(ctx context.Context, q Querier) ([]Table, error) {
	rows, err := q.Query(ctx, readTables)
	if err != nil {
		return nil, fmt.Errorf("read the catalogue: %w", err)
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (Table, error) {
		var t Table
		return t, row.Scan(&t.Name, &t.PartitionOf, &t.Bound, &t.Columns, &t.ForeignKeys, &t.Checks, &t.Uniques, &t.Key)
	})
}
