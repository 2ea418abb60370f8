// Package catalogue holds the rules that every table of the product keeps (data model, "Rules for every table"), each as
// a query over PostgreSQL's own catalogue, so that a table is held to them on the day it is made.
package catalogue

import (
	"context"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"

	"github.com/propertyos/propertyos/internal/platform/crypt"
)

// Rule is one rule: a query whose rows are the breaches of it, each an object and what is wrong with it.
type Rule struct {
	Name string
	sql  string
}

// Rules lists every rule.
func Rules() []Rule {
	return append(append(append(append([]Rule{}, tableRules...), policyRules...), rightRules...), indexRules...)
}

// Finding is one breach of a rule.
type Finding struct {
	Rule   string
	Object string // the table, index, policy, function … at fault
	Says   string
}

// String tells the finding in one line.
func (f Finding) String() string { return f.Rule + ": " + f.Object + " " + f.Says }

// relations are what the rules read, made once for a check: they would otherwise be worked out again for each of them.
var relations = []struct{ name, sql string }{
	// every table of the tenant schema, with partitions
	{"t", `
  SELECT c.oid, c.relname::text AS name, c.relispartition AS part, c.relrowsecurity, c.relforcerowsecurity, c.relkind, c.relacl,
    c.relowner
  FROM pg_class AS c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
    AND NOT EXISTS (SELECT FROM pg_depend AS d WHERE d.objid = c.oid AND d.deptype = 'e')`},
	// their columns
	{"col", `
  SELECT t.oid, t.name AS tab, t.part, a.attname::text AS name, a.attnum, a.attnotnull, a.attgenerated, a.atttypid, a.atttypmod,
    format_type(a.atttypid, a.atttypmod) AS type
  FROM t JOIN pg_attribute AS a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped`},
	// their constraints
	{"con", `
  SELECT c.oid, c.conname::text AS name, c.contype, t.name AS tab, t.oid AS taboid, t.part, c.conkey, c.confkey, c.confrelid, c.conindid,
    c.confdeltype, c.confupdtype, c.convalidated, pg_get_constraintdef(c.oid) AS def,
    (SELECT array_agg(a.attname::text ORDER BY k.n) FROM unnest(c.conkey) WITH ORDINALITY AS k (num, n)
      JOIN pg_attribute AS a ON a.attrelid = c.conrelid AND a.attnum = k.num) AS cols,
    (SELECT array_agg(a.attname::text ORDER BY k.n) FROM unnest(c.confkey) WITH ORDINALITY AS k (num, n)
      JOIN pg_attribute AS a ON a.attrelid = c.confrelid AND a.attnum = k.num) AS refcols
  FROM t JOIN pg_constraint AS c ON c.conrelid = t.oid`},
	// their indexes, with the key columns as text
	{"idx", `
  SELECT i.indexrelid AS oid, i.indexrelid::regclass::text AS name, t.name AS tab, t.oid AS taboid, t.part, i.indisunique,
    i.indisprimary, i.indisexclusion, i.indisvalid, i.indnkeyatts, am.amname, ARRAY(SELECT unnest(i.indclass)) AS classes,
    pg_get_expr(i.indpred, i.indrelid) AS pred, pg_get_expr(i.indexprs, i.indrelid) AS exprs,
    (SELECT array_agg(pg_get_indexdef(i.indexrelid, n, true) ORDER BY n) FROM generate_series(1, i.indnkeyatts) AS n) AS cols
  FROM t JOIN pg_index AS i ON i.indrelid = t.oid JOIN pg_class AS c ON c.oid = i.indexrelid JOIN pg_am AS am ON am.oid = c.relam`},
	// their policies
	{"pol", `
  SELECT t.name AS tab, t.part, p.polname::text AS name, p.polpermissive, p.polcmd, pg_get_expr(p.polqual, p.polrelid) AS qual,
    pg_get_expr(p.polwithcheck, p.polrelid) AS chk, p.polqual::text || p.polwithcheck::text AS tree, p.polqual::text AS qualtree,
    (SELECT array_agg(coalesce(r.rolname::text, 'PUBLIC') ORDER BY r.rolname) FROM unnest(p.polroles) AS m (id)
      LEFT JOIN pg_roles AS r ON r.oid = m.id) AS roles
  FROM t JOIN pg_policy AS p ON p.polrelid = t.oid`},
	// their triggers
	{"trg", `
  SELECT t.name AS tab, t.part, g.tgname::text AS name, g.tgtype, g.tgenabled, g.tgnargs, g.tgoldtable, g.tgnewtable,
    g.tgfoid::regproc::text AS func, string_to_array(encode(g.tgargs, 'escape'), '\000') AS args
  FROM t JOIN pg_trigger AS g ON g.tgrelid = t.oid AND NOT g.tgisinternal`},
}

// Check returns every breach of every rule in the database behind conn, in the order of the rules. It needs a role that
// sees the whole catalogue and may make temporary tables, such as a superuser; the transaction should be rolled back.
func Check(ctx context.Context, conn pgx.Tx) ([]Finding, error) {
	// Expressions are printed with the schema of whatever is not on the path.
	if _, err := conn.Exec(ctx, `SET LOCAL search_path = pg_catalog`); err != nil {
		return nil, err
	}
	for _, r := range relations {
		if _, err := conn.Exec(ctx, `CREATE TEMPORARY TABLE `+r.name+` ON COMMIT DROP AS `+r.sql); err != nil {
			return nil, fmt.Errorf("read the catalogue: %w", err)
		}
	}
	var found []Finding
	for _, rule := range Rules() {
		more, err := rule.check(ctx, conn)
		if err != nil {
			return nil, fmt.Errorf("rule %q: %w", rule.Name, err)
		}
		found = append(found, more...)
	}
	return found, nil
}

func (r Rule) check(ctx context.Context, conn pgx.Tx) ([]Finding, error) {
	rows, err := conn.Query(ctx, strings.ReplaceAll(r.sql, "@sensitive", sensitive()))
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (Finding, error) {
		f := Finding{Rule: r.Name}
		return f, row.Scan(&f.Object, &f.Says)
	})
}

// sensitive is every column that package crypt seals, as rows of VALUES: schema, table, stored column, type.
func sensitive() string {
	var rows []string
	for _, c := range crypt.Columns() {
		schema := "public"
		if c.Platform {
			schema = "platform"
		}
		add := func(column, kind string) {
			if column != "" {
				rows = append(rows, fmt.Sprintf("('%s', '%s', '%s', '%s')", schema, c.Table, column, kind))
			}
		}
		add(c.EncryptedColumn(), "bytea")
		add(c.KeyIDColumn(), "bigint")
		add(c.BlindIndexColumn, "bytea")
		add(c.LastFourColumn, "text")
	}
	return "(VALUES " + strings.Join(rows, ", ") + ") AS s (schema, tab, col, type)"
}
