package fill

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"

	"github.com/propertyos/propertyos/internal/kernel/id"
)

func (r *Rows) insert(s *script, t Table) error {
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
	s.add(t.Name, fmt.Sprintf(`INSERT INTO public.%s (%s) VALUES (%s)`, t.Name, strings.Join(names, ", "), strings.Join(values, ", ")), oneRow)
	r.made[t.Name] = true
	if more, ok := followUps[t.Name]; ok {
		s.add(t.Name, r.expand(more), oneRow)
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
func (r *Rows) closeCycles(s *script, t Table) {
	for _, fk := range t.ForeignKeys {
		last := fk.Columns[len(fk.Columns)-1]
		if required(t, fk) || fk.Table == t.Name || len(fk.Columns) != 2 || hints[t.Name+"."+last] == "NULL" {
			continue
		}
		s.add(t.Name, fmt.Sprintf(`UPDATE public.%s SET %s = %s WHERE tenant_id = %s AND id = %s AND %[2]s IS NULL`,
			t.Name, last, literal(r.IDs[fk.Table]), literal(r.Org), literal(r.IDs[t.Name])), anyRows)
	}
	s.add(t.Name, fmt.Sprintf(`SELECT FROM public.%s WHERE tenant_id = %s AND id = %s`, t.Name, literal(r.Org), literal(r.IDs[t.Name])), oneRow)
}

// partition puts a copy of the row into one partition of its table.
func (r *Rows) partition(s *script, t Table) {
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
	s.add(t.Name, fmt.Sprintf(`INSERT INTO public.%[1]s (tenant_id, id, created_at, %[2]s)
		SELECT tenant_id, gen_random_uuid(), '%[4]s'::timestamptz, %[2]s FROM public.%[3]s WHERE tenant_id = %[5]s AND id = %[6]s`,
		t.Name, rest, t.PartitionOf, at, literal(r.Org), literal(r.IDs[t.PartitionOf])), oneRow)
}

// number counts for the whole program, from where no service has come.
var number atomic.Int64

func init() { number.Store(1_000_000) }

func literal(v id.ID) string { return "'" + v.String() + "'::uuid" }

var rowOf = regexp.MustCompile(`\$row\((\w+)\)`)

func (r *Rows) expand(hint string) string {
	hint = rowOf.ReplaceAllStringFunc(hint, func(m string) string { return literal(r.IDs[rowOf.FindStringSubmatch(m)[1]]) })
	hint = strings.ReplaceAll(hint, "$org", literal(r.Org))
	hint = strings.ReplaceAll(hint, "$id", literal(id.New()))
	if strings.Contains(hint, "$number") {
		hint = strings.ReplaceAll(hint, "$number", strconv.FormatInt(number.Add(1), 10))
	}
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
