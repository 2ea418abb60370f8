// Package page is how every list is paged: by a cursor that names the last row seen, so that a page neither repeats nor
// skips rows while others are added, and costs the same on page 1,000 as on page 1.
package page

import (
	"encoding/base64"
	"encoding/json"
	"strings"

	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
)

// Limits of a page's size.
const (
	DefaultLimit = 50
	MaxLimit     = 200
)

// ErrCursor says that a cursor was not made by this list with this sort.
var ErrCursor = fault.New(fault.Invalid, "cursor_invalid", "This page link is not valid here. Start from the first page.")

// Request asks for a page. The zero Request is the first page in the default order.
type Request struct {
	Limit  int    // rows; 0 means DefaultLimit, at most MaxLimit
	Cursor string // Page.Next or Page.Prev of an earlier answer
	Sort   string // a name of the list's Sorts; a leading "-" turns the order round
}

// Page is what a list answers beside its rows.
type Page struct {
	Next string // empty on the last page
	Prev string // empty on the first page
}

// Query is a Request made ready for SQL: rows after (Key, ID) in the order of Sort, one more than Limit so that the list
// knows whether there is another page.
type Query struct {
	Sort       string
	Descending bool
	Limit      int
	HasCursor  bool
	Key        string
	ID         id.ID

	desc     bool // as the reader sees it
	backward bool
}

type cursor struct {
	Sort string `json:"s"`
	Key  string `json:"k"`
	ID   string `json:"i"`
	Back bool   `json:"b,omitempty"`
}

// Parse checks r against the sorts that a list offers; the first is the default. Errors: ErrCursor, or an Invalid fault
// for the parameter sort or limit.
func Parse(r Request, sorts ...string) (Query, error) {
	var fields fault.Fields
	name := r.Sort
	desc := false
	if len(name) > 0 && name[0] == '-' {
		name, desc = name[1:], true
	}
	if name == "" {
		name = sorts[0]
	}
	known := false
	for _, s := range sorts {
		known = known || s == name
	}
	fields.Check(known, "sort", "not_allowed", "This list cannot be sorted that way.")
	fields.Check(r.Limit >= 0 && r.Limit <= MaxLimit, "limit", "out_of_range", "A page has 1 to 200 rows.")
	if err := fields.Err(); err != nil {
		return Query{}, err
	}
	q := Query{Sort: name, Descending: desc, Limit: r.Limit, desc: desc}
	if q.Limit == 0 {
		q.Limit = DefaultLimit
	}
	if r.Cursor == "" {
		return q, nil
	}
	raw, err := base64.RawURLEncoding.DecodeString(r.Cursor)
	if err != nil {
		return Query{}, ErrCursor
	}
	var c cursor
	// A list never makes a key with NUL, which PostgreSQL would not take.
	if err := json.Unmarshal(raw, &c); err != nil || c.Sort != signed(name, desc) || strings.ContainsRune(c.Key, 0) {
		return Query{}, ErrCursor
	}
	if q.ID, err = id.Parse(c.ID); err != nil {
		return Query{}, ErrCursor
	}
	q.HasCursor, q.Key, q.backward = true, c.Key, c.Back
	q.Descending = desc != c.Back
	return q, nil
}

func signed(name string, desc bool) string {
	if desc {
		return "-" + name
	}
	return name
}

// Fetch is how many rows to ask the database for.
func (q Query) Fetch() int32 { return int32(q.Limit) + 1 }

// Cut trims rows to the page, puts them in the reader's order and tells the pages beside it. key returns the sort key
// and id of a row.
func Cut[T any](q Query, rows []T, key func(T) (string, id.ID)) ([]T, Page) {
	more := len(rows) > q.Limit
	if more {
		rows = rows[:q.Limit]
	}
	if q.backward {
		for i, j := 0, len(rows)-1; i < j; i, j = i+1, j-1 {
			rows[i], rows[j] = rows[j], rows[i]
		}
	}
	var p Page
	if len(rows) == 0 {
		return rows, p
	}
	mark := func(row T, back bool) string {
		k, i := key(row)
		b, err := json.Marshal(cursor{Sort: signed(q.Sort, q.desc), Key: k, ID: i.String(), Back: back})
		if err != nil {
			panic(err) // unreachable: strings only
		}
		return base64.RawURLEncoding.EncodeToString(b)
	}
	if more || q.backward {
		p.Next = mark(rows[len(rows)-1], false)
	}
	if (q.HasCursor && !q.backward) || (q.backward && more) {
		p.Prev = mark(rows[0], true)
	}
	return rows, p
}
