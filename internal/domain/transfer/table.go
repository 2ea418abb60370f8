package transfer

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/propertyos/propertyos/internal/domain/transfer/internal/transferdb"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/platform/sheet"
)

// kind is what the cells of a column hold.
type kind int

const (
	text   kind = iota
	number      // a decimal
	whole       // an integer
	truth       // true or false
	day         // 2026-10-31
	moment      // RFC 3339, in UTC
	object      // JSON
	raw         // an id that is of no table
	link        // the id of a row of another table, which has to be in the archive
	loose       // a link that may lead out of the archive, and that is set when all rows are there
	entity      // what a document belongs to; its column entity_type says in which table that is
)

type (
	lister   func(q *transferdb.Queries, ctx context.Context, org, after id.ID, properties []id.ID, limit int32) ([]json.RawMessage, error)
	inserter func(q *transferdb.Queries, ctx context.Context, rows json.RawMessage, org id.ID) (int64, error)
	linker   func(q *transferdb.Queries, ctx context.Context, org id.ID, rows json.RawMessage) (int64, error)
)

// column is one column of a file, named like that of the table.
type column struct {
	name string
	kind kind
	to   string // the file that a link leads to
	set  linker // of a loose one
}

func ref(name, to string) column { return column{name: name, kind: link, to: to} }

func late(name, to string, set linker) column {
	return column{name: name, kind: loose, to: to, set: set}
}

// table is one file of an archive and the table that its rows are of. The first column, the id, is not listed.
type table struct {
	name    string // of the file, without its ending
	table   string
	columns []column
	list    lister
	insert  inserter // nil for rows that are not simply inserted
}

func (t *table) file() string { return t.name + ".csv" }

// headings are the first line of the file.
func (t *table) headings() []string {
	out := []string{"id"}
	for _, c := range t.columns {
		out = append(out, c.name)
	}
	return out
}

// tables are the files of an archive in the order in which their rows can come in.
var tables = slices.Concat(portfolioTables, leasingTables, restTables)

// documentEntities says in which file something is that a document can belong to. The organization is in none.
var documentEntities = map[string]string{
	"property": "properties", "unit": "units", "tenancy": "tenancies", "lease": "leases", "renter": "renters", "owner": "owners",
	"inspection": "inspections", "lease_notice": "lease_notices", "disposition": "deposit_dispositions",
}

// record is a row with its cells as they are in the file, by column. What is not there is NULL.
type record map[string]string

// fromRow brings a row of the database into the form of the file.
func (t *table) fromRow(row json.RawMessage) (id.ID, record, error) {
	var values map[string]json.RawMessage
	if err := json.Unmarshal(row, &values); err != nil {
		return id.Nil, nil, fmt.Errorf("row of %s: %w", t.table, err)
	}
	out := record{}
	var at id.ID
	if err := json.Unmarshal(values["id"], &at); err != nil {
		return at, nil, fmt.Errorf("id in %s: %w", t.table, err)
	}
	for _, c := range t.columns {
		v := values[c.name]
		if len(v) == 0 || string(v) == "null" {
			continue
		}
		var err error
		if out[c.name], err = c.fromJSON(v); err != nil {
			return at, nil, fmt.Errorf("%s in %s: %w", c.name, t.table, err)
		}
	}
	return at, out, nil
}

func (c column) fromJSON(v json.RawMessage) (string, error) {
	switch c.kind {
	case number, whole, truth:
		return string(v), nil
	case object:
		var b bytes.Buffer
		err := json.Compact(&b, v)
		return b.String(), err
	}
	var s string
	if err := json.Unmarshal(v, &s); err != nil {
		return "", err
	}
	if c.kind != moment {
		return s, nil
	}
	at, err := time.Parse(time.RFC3339Nano, s)
	return at.UTC().Format(time.RFC3339Nano), err
}

// cells writes a row as a line of the file. Text is guarded, so that no spreadsheet program takes it for a formula.
func (t *table) cells(at id.ID, r record) []string {
	line := make([]string, 0, len(t.columns)+1)
	line = append(line, at.String())
	for _, c := range t.columns {
		v, ok := r[c.name]
		if ok && (c.kind == text || c.kind == object) {
			v = sheet.Guard(v)
		}
		line = append(line, v)
	}
	return line
}

// maxText bounds a cell, in bytes: a template's text is the longest that there is.
const maxText = 1 << 20

var (
	decimal  = regexp.MustCompile(`^-?[0-9]{1,15}(\.[0-9]{1,17})?(e-?[0-9]{1,2})?$`)
	integral = regexp.MustCompile(`^-?[0-9]{1,9}$`)
)

// fromCells reads a line of the file. What it returns can be stored as far as its form goes.
func (t *table) fromCells(line []string) (id.ID, record, error) {
	if len(line) != len(t.columns)+1 {
		return id.Nil, nil, fmt.Errorf("it has %d cells and not %d", len(line), len(t.columns)+1)
	}
	at, err := id.Parse(line[0])
	if err != nil || at == id.Nil {
		return at, nil, fmt.Errorf("its id cannot be read")
	}
	out := record{}
	for i, c := range t.columns {
		cell := line[i+1]
		if cell == "" {
			continue
		}
		if c.kind == text || c.kind == object {
			cell = sheet.Unguard(cell)
		}
		if !c.fits(cell) {
			return at, nil, fmt.Errorf("its %s cannot be read", c.name)
		}
		out[c.name] = cell
	}
	return at, out, nil
}

// fits reports whether a cell is of its column's kind.
func (c column) fits(cell string) bool {
	switch c.kind {
	case text:
		return utf8.ValidString(cell) && !strings.ContainsRune(cell, 0)
	case number:
		return decimal.MatchString(cell)
	case whole:
		return integral.MatchString(cell)
	case truth:
		return cell == "true" || cell == "false"
	case day:
		_, err := period.Parse(cell)
		return err == nil
	case moment:
		at, err := time.Parse(time.RFC3339Nano, cell)
		return err == nil && at.Year() > 0 && at.Year() < 10000
	case object:
		return utf8.ValidString(cell) && json.Valid([]byte(cell)) && !strings.Contains(cell, `\u0000`)
	case raw, link, loose, entity:
		_, err := id.Parse(cell)
		return err == nil
	}
	return false
}
