// Package sheet writes rows as files that other programs open: comma-separated values and JSON. It writes while it reads,
// so that a list of any length takes no more memory than a row.
package sheet

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"strconv"
	"strings"
	"time"

	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/period"
)

// The formats.
const (
	CSV  = "csv"  // RFC 4180, UTF-8, with a line of headings
	JSON = "json" // one array of objects; amounts are decimal strings
)

// Formats lists the formats.
var Formats = []string{CSV, JSON}

// Column is one column of rows of type T.
type Column[T any] struct {
	Name    string // in JSON, and to choose it by
	Heading string // in CSV
	// Value is a string, bool, int64, *int32, money.Amount, *money.Amount, period.Date, time.Time or id.ID; nil pointers
	// and zero dates are empty cells, and null in JSON.
	Value func(T) any
}

// ContentType is the media type of a format.
func ContentType(format string) string {
	if format == JSON {
		return "application/json"
	}
	return "text/csv; charset=utf-8; header=present"
}

// Write writes rows in a format. It stops at the first error, of rows or of w; what was written until then is a file that
// is cut off.
func Write[T any](w io.Writer, format string, columns []Column[T], rows iter.Seq2[T, error]) error {
	if format == JSON {
		return writeJSON(w, columns, rows)
	}
	return writeCSV(w, columns, rows)
}

func writeCSV[T any](w io.Writer, columns []Column[T], rows iter.Seq2[T, error]) error {
	out := csv.NewWriter(w)
	out.UseCRLF = true
	line := make([]string, len(columns))
	for i, c := range columns {
		line[i] = c.Heading
	}
	if err := out.Write(line); err != nil {
		return fmt.Errorf("write headings: %w", err)
	}
	for row, err := range rows {
		if err != nil {
			return err
		}
		for i, c := range columns {
			line[i] = cell(c.Value(row))
		}
		if err := out.Write(line); err != nil {
			return fmt.Errorf("write row: %w", err)
		}
	}
	out.Flush()
	if err := out.Error(); err != nil {
		return fmt.Errorf("write rows: %w", err)
	}
	return nil
}

func cell(v any) string {
	switch v := plain(v).(type) {
	case nil:
		return ""
	case string:
		return harmless(v)
	case number:
		return string(v)
	case bool:
		return strconv.FormatBool(v)
	default:
		return fmt.Sprint(v)
	}
}

// harmless keeps spreadsheet programs from taking text for a formula, which could call out or run something. Source: OWASP,
// "CSV Injection". Amounts and numbers are not text, so a negative one stays a number.
func harmless(text string) string {
	if text != "" && strings.ContainsRune("=+-@\t\r\n|%＝＋－＠", []rune(text)[0]) {
		return "'" + text
	}
	return text
}

// Guard writes text so that spreadsheet programs do not take it for a formula and Unguard gives it back exactly. Unlike what
// lists are exported with, it also tells empty text from no value, which is the empty cell.
func Guard(text string) string {
	if text == "" || text[0] == '\'' {
		return "'" + text
	}
	return harmless(text)
}

// Unguard is the text that Guard wrote.
func Unguard(cell string) string { return strings.TrimPrefix(cell, "'") }

// number is a decimal in its text form, which JSON keeps as a string so that nobody reads it as a binary fraction.
type number string

// plain brings a value to nil, string, number, bool or int64.
func plain(v any) any {
	switch v := v.(type) {
	case *int32:
		if v == nil {
			return nil
		}
		return int64(*v)
	case *money.Amount:
		if v == nil {
			return nil
		}
		return number(v.String())
	case money.Amount:
		return number(v.String())
	case period.Date:
		if v.IsZero() {
			return nil
		}
		return v.String()
	case time.Time:
		return v.UTC().Format(time.RFC3339)
	case id.ID:
		return v.String()
	}
	return v
}

func writeJSON[T any](w io.Writer, columns []Column[T], rows iter.Seq2[T, error]) error {
	out := bufio.NewWriter(w)
	_, _ = out.WriteString("[") // a bufio.Writer keeps its first error and tells it at Flush
	first := true
	for row, err := range rows {
		if err != nil {
			return err
		}
		if !first {
			_, _ = out.WriteString(",")
		}
		first = false
		if err := writeObject(out, columns, row); err != nil {
			return err
		}
	}
	_, _ = out.WriteString("\n]\n")
	if err := out.Flush(); err != nil {
		return fmt.Errorf("write rows: %w", err)
	}
	return nil
}

func writeObject[T any](out *bufio.Writer, columns []Column[T], row T) error {
	_, _ = out.WriteString("\n{")
	for i, c := range columns {
		if i > 0 {
			_, _ = out.WriteString(",")
		}
		raw, err := json.Marshal(plain(c.Value(row)))
		if err != nil {
			return fmt.Errorf("write %s: %w", c.Name, err)
		}
		_, _ = out.WriteString(strconv.Quote(c.Name) + ":")
		_, _ = out.Write(raw)
	}
	_, err := out.WriteString("}")
	if err != nil {
		return fmt.Errorf("write row: %w", err)
	}
	return nil
}
