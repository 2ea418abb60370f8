package fill

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"

	"github.com/propertyos/propertyos/internal/kernel/id"
)

func (r *Rows) insert(ctx context.Context, tx pgx.Tx, t Table) error {
	var names, values []string
	for _, c := range t.Columns {
		if c.Generated {
			continue
		}
		v, err := r.Value(t, c)
		if err != nil {
			return err
		}
		names, values = append(names, c.Name), append(values, v)
	}
	sql := fmt.Sprintf(`INSERT INTO public.%s (%s) VALUES (%s)`, t.Name, strings.Join(names, ", "), strings.Join(values, ", "))
	if _, err := tx.Exec(ctx, sql); err != nil {
		return err
	}
	r.made[t.Name] = true
	if more, ok := followUps[t.Name]; ok {
		if _, err := tx.Exec(ctx, more, r.Org, r.IDs[t.Name]); err != nil {
			return err
		}
	}
	return nil
}

// Value returns an SQL expression for a column of a new row of t that points at the rows of r.
func (r *Rows) Value(t Table, c Column) (string, error) {
	switch {
	case c.Name == "tenant_id":
		return literal(r.Org), nil
	case c.Name == "id":
		return literal(r.IDs[t.Name]), nil
	}
	if hint, ok := hints[t.Name+"."+c.Name]; ok {
		return r.expand(hint), nil
	}
	for _, fk := range t.ForeignKeys {
		i := slices.Index(fk.Columns, c.Name)
		if i < 0 {
			continue
		}
		target := r.IDs[fk.Table]
		if !r.made[fk.Table] || fk.Table == t.Name {
			if c.NotNull {
				return "", fmt.Errorf("column %s needs a row of %s, which comes later", c.Name, fk.Table)
			}
			return "NULL", nil
		}
		return fmt.Sprintf(`(SELECT %s FROM public.%s WHERE tenant_id = %s AND id = %s)`, fk.References[i], fk.Table,
			literal(r.Org), literal(target)), nil
	}
	if v, ok := byName[c.Name]; ok {
		return v, nil
	}
	return r.byType(t, c)
}

// closeCycles fills the columns that gave way when tables point at each other, and looks whether the row is there.
func (r *Rows) closeCycles(ctx context.Context, tx pgx.Tx, t Table) error {
	for _, fk := range t.ForeignKeys {
		last := fk.Columns[len(fk.Columns)-1]
		if required(t, fk) || fk.Table == t.Name || len(fk.Columns) != 2 || hints[t.Name+"."+last] == "NULL" {
			continue
		}
		sql := fmt.Sprintf(`UPDATE public.%s SET %s = $1 WHERE tenant_id = $2 AND id = $3 AND %[2]s IS NULL`, t.Name, last)
		if _, err := tx.Exec(ctx, sql, r.IDs[fk.Table], r.Org, r.IDs[t.Name]); err != nil {
			return err
		}
	}
	var n int
	err := tx.QueryRow(ctx, fmt.Sprintf(`SELECT count(*) FROM public.%s WHERE tenant_id = $1 AND id = $2`, t.Name), r.Org, r.IDs[t.Name]).Scan(&n)
	if err == nil && n != 1 {
		err = fmt.Errorf("holds %d rows after it was filled", n)
	}
	return err
}

// partition puts a copy of the row into one partition of its table.
func (r *Rows) partition(ctx context.Context, tx pgx.Tx, t Table) error {
	at := t.Bound
	if at == "" { // the default partition takes what no other does
		at = "2001-01-01"
	}
	var names []string
	for _, c := range t.Columns {
		if !c.Generated && !slices.Contains(t.Key, c.Name) {
			names = append(names, c.Name)
		}
	}
	rest := strings.Join(names, ", ")
	tag, err := tx.Exec(ctx, fmt.Sprintf(`INSERT INTO public.%[1]s (tenant_id, id, created_at, %[2]s)
		SELECT tenant_id, gen_random_uuid(), $1::text::timestamptz, %[2]s FROM public.%[3]s WHERE tenant_id = $2 AND id = $3`,
		t.Name, rest, t.PartitionOf), at, r.Org, r.IDs[t.PartitionOf])
	if err == nil && tag.RowsAffected() == 0 {
		err = fmt.Errorf("no row to copy")
	}
	return err
}

func literal(v id.ID) string { return "'" + v.String() + "'::uuid" }

var rowOf = regexp.MustCompile(`\$row\((\w+)\)`)

func (r *Rows) expand(hint string) string {
	hint = rowOf.ReplaceAllStringFunc(hint, func(m string) string { return literal(r.IDs[rowOf.FindStringSubmatch(m)[1]]) })
	hint = strings.ReplaceAll(hint, "$org", literal(r.Org))
	hint = strings.ReplaceAll(hint, "$id", literal(id.New()))
	if strings.Contains(hint, "$canary") {
		hint = strings.ReplaceAll(hint, "$canary", "'"+r.word()+"'")
	}
	return hint
}

// word returns a text that is found nowhere else, of at most 20 characters.
func (r *Rows) word() string {
	r.n++
	return fmt.Sprintf("%sx%d", r.Canary, r.n)
}

// listed finds the values that a CHECK lists for a column.
var listed = regexp.MustCompile(`= ANY \(ARRAY\['([^']+)'`)

func (r *Rows) byType(t Table, c Column) (string, error) {
	for _, check := range t.Checks {
		if m := listed.FindStringSubmatch(check); m != nil && strings.HasPrefix(check, "CHECK (("+c.Name+" = ANY") {
			return "'" + m[1] + "'", nil
		}
	}
	switch {
	case c.Type == "uuid":
		return literal(id.New()), nil
	case c.Type == "uuid[]":
		return "ARRAY[" + literal(id.New()) + "]", nil
	case c.Type == "text" && strings.Contains(c.Name, "email"):
		return "'" + r.word() + "@example.test'", nil
	case c.Type == "text" && strings.HasSuffix(c.Name, "_last_four"):
		return "'4321'", nil
	case c.Type == "text":
		return "'" + r.word() + "'", nil
	case c.Type == "text[]":
		return "ARRAY['" + r.word() + "']", nil
	case c.Type == "jsonb":
		return r.json(t, c), nil
	case c.Type == "bytea" && strings.HasSuffix(c.Name, "_hash"):
		return "sha256('" + r.word() + "')", nil
	case c.Type == "bytea":
		return "'" + r.word() + "'::bytea", nil
	case strings.HasPrefix(c.Type, "numeric"):
		return "10", nil
	}
	if v, ok := plainTypes[c.Type]; ok {
		return v, nil
	}
	return "", fmt.Errorf("column %s has the type %s, for which there is no value", c.Name, c.Type)
}

var plainTypes = map[string]string{
	"integer": "3", "bigint": "3", "smallint": "3", "boolean": "true", "date": "'2026-06-01'",
	"timestamp with time zone": "now()", "inet": "'192.0.2.7'",
	"extensions.geography(Point,4326)": "'SRID=4326;POINT(-73.9 40.7)'::extensions.geography",
}

func (r *Rows) json(t Table, c Column) string {
	array := slices.ContainsFunc(t.Checks, func(check string) bool {
		return strings.Contains(check, "jsonb_typeof("+c.Name+") = 'array'")
	})
	if array {
		return `'["` + r.word() + `"]'`
	}
	return `'{"word": "` + r.word() + `"}'`
}
