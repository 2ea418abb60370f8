package rentroll

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/period"
)

// maxCell is the number of characters that a cell may hold.
const maxCell = 2000

// column is a column of a header by the name that a reader knows it by: letters and digits only, lower case.
type column string

// columnKey makes a header cell comparable: "Move-in", "Move In" and "move in" are the same column.
func columnKey(cell string) column {
	return column(strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, cell))
}

// header knows where each column is.
type header struct {
	line  int
	at    map[column]int
	names []string // as printed
}

func newHeader(r record, log *Log) *header {
	h := &header{line: r.line, at: map[column]int{}}
	for i, c := range r.cells {
		c = strings.TrimSpace(c)
		h.names = append(h.names, c)
		key := columnKey(c)
		if key == "" {
			continue
		}
		if first, ok := h.at[key]; ok {
			log.Error(r.line, i+1, c, "column_twice", "This column stands twice in the header, first as column %d.", first+1)
			continue
		}
		h.at[key] = i
	}
	return h
}

func (h *header) has(c column) bool { _, ok := h.at[c]; return ok }

// repeats reports whether the record is the header again, as in exports that print it for each property.
func (h *header) repeats(r record) bool {
	for i, name := range h.names {
		if i >= len(r.cells) || columnKey(r.cells[i]) != columnKey(name) {
			return false
		}
	}
	return true
}

// row is a record under a header. Its methods read one cell each and note what is wrong with it.
type row struct {
	record
	head *header
	log  *Log
	bad  map[column]bool // cells that could not be read
}

func (h *header) row(r record, log *Log) row {
	return row{record: r, head: h, log: log, bad: map[column]bool{}}
}

// err and warn note an issue at a column of the row.
func (r row) err(c column, code, format string, args ...any) {
	at, name := r.place(c)
	r.log.Error(r.line, at, name, code, format, args...)
}

func (r row) warn(c column, code, format string, args ...any) {
	at, name := r.place(c)
	r.log.Warn(r.line, at, name, code, format, args...)
}

func (r row) place(c column) (at int, name string) {
	i, ok := r.head.at[c]
	if !ok {
		return 0, ""
	}
	return i + 1, r.head.names[i]
}

func (r row) fail(c column, t trouble) {
	r.bad[c] = true
	_, name := r.place(c)
	r.err(c, t.code, "%s %s.", name, t.words)
}

// raw returns a cell without surrounding space, "" where the file lacks the column.
func (r row) raw(c column) string {
	i, ok := r.head.at[c]
	if !ok || i >= len(r.cells) {
		return ""
	}
	return strings.TrimSpace(r.cells[i])
}

// text returns a cell as text that is safe to keep: one line, no control characters, not longer than maxCell.
func (r row) text(c column) string {
	s := r.raw(c)
	clean, t := cleanText(s)
	if t.any() {
		r.fail(c, t)
		return ""
	}
	if clean != s {
		r.warn(c, "line_break", "The cell holds a line break; it was read as a space.")
	}
	if clean != "" && strings.ContainsRune("=+@-", rune(clean[0])) {
		r.warn(c, "formula", "The cell looks like a spreadsheet formula; it was kept as text.")
	}
	return clean
}

func cleanText(s string) (string, trouble) {
	if utf8.RuneCountInString(s) > maxCell {
		return "", trouble{"cell_too_long", "holds more than 2,000 characters"}
	}
	if strings.ContainsAny(s, "\n\r\t") {
		s = strings.Join(strings.Fields(s), " ")
	}
	if strings.ContainsFunc(s, unicode.IsControl) {
		return "", trouble{"control_character", "holds a character that cannot be printed"}
	}
	return s, trouble{}
}

// amount returns nil for an empty or unreadable cell.
func (r row) amount(c column, limit money.Amount) *money.Amount {
	s := r.raw(c)
	if s == "" {
		return nil
	}
	a, t := parseAmount(s, limit)
	if t.any() {
		r.fail(c, t)
		return nil
	}
	return &a
}

// positive is amount for figures that cannot be below zero.
func (r row) positive(c column, limit money.Amount) *money.Amount {
	a := r.amount(c, limit)
	if a != nil && a.Sign() < 0 {
		r.fail(c, trouble{"amount_negative", "is below zero"})
		return nil
	}
	return a
}

// date returns the zero Date for an empty or unreadable cell.
func (r row) date(c column, parse func(string) (period.Date, trouble)) period.Date {
	s := r.raw(c)
	if s == "" {
		return period.Date{}
	}
	d, t := parse(s)
	if t.any() {
		r.fail(c, t)
	}
	return d
}

// count returns nil for an empty or unreadable cell.
func (r row) count(c column) *int {
	s := r.raw(c)
	if s == "" {
		return nil
	}
	n, t := parseCount(s)
	if t.any() {
		r.fail(c, t)
		return nil
	}
	return &n
}

var plainDecimal = regexp.MustCompile(`^\d{1,2}(?:\.\d{1,3})?$`)

// decimal returns a small number such as 1.5 without trailing zeros, "" for an empty or unreadable cell.
func (r row) decimal(c column) string {
	s := r.raw(c)
	if s == "" {
		return ""
	}
	if !plainDecimal.MatchString(s) {
		r.fail(c, trouble{"number_form", "is not a number such as 1.5"})
		return ""
	}
	n, _ := strconv.ParseFloat(s, 64) // digits and a point
	return strconv.FormatFloat(n, 'f', -1, 64)
}
