// Package export gives lists out as files: all rows that the filters leave, in the order of the list, as CSV or JSON. Each
// export is in the audit log before its first byte.
package export

import (
	"context"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"
	"time"

	"github.com/propertyos/propertyos/internal/audit"
	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/page"
	"github.com/propertyos/propertyos/internal/platform/sheet"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// Input says what file to make.
type Input struct {
	Format  string   // of Formats; "" is CSV
	Sort    string   // of the list's sorts
	Columns []string // names of columns in the order of the file; none for all that the reader may see
}

// Formats lists the formats of files.
var Formats = sheet.Formats

// File is a list on its way out.
type File struct {
	Name        string // to save it under
	ContentType string
	write       func(io.Writer) error
}

// Write writes the file while it reads the list. After an error the file is cut off.
func (f File) Write(w io.Writer) error { return f.write(w) }

// Names lists the names of columns.
func Names[T any](columns []sheet.Column[T]) []string {
	out := make([]string, 0, len(columns))
	for _, c := range columns {
		out = append(out, c.Name)
	}
	return out
}

// List is a list to give out.
type List[T any] struct {
	Table    string // of its rows, for the audit log
	Name     string // of the file; "" is the table's
	Columns  []sheet.Column[T]
	Detail   map[string]any // the filters, for the audit log
	Recorder audit.Recorder
	Now      time.Time
	Read     func(page.Request) ([]T, page.Page, error)
}

// Make reads the first page, so that a refusal comes before the file begins, and records the export before it returns.
// Errors: those of the list, Invalid for format and columns, authz.ErrForbidden.
func (l List[T]) Make(ctx context.Context, p tenancy.Principal, in Input) (File, error) {
	if _, err := authz.Require(p, authz.ExportRun); err != nil {
		return File{}, err
	}
	if in.Format == "" {
		in.Format = sheet.CSV
	}
	if l.Name == "" {
		l.Name = l.Table
	}
	var fields fault.Fields
	fields.Check(slices.Contains(sheet.Formats, in.Format), "format", "not_allowed", "Use one of: "+strings.Join(sheet.Formats, ", ")+".")
	chosen := chosenColumns(&fields, l.Columns, in.Columns)
	if err := fields.Err(); err != nil {
		return File{}, err
	}
	first, around, err := l.Read(page.Request{Limit: page.MaxLimit, Sort: in.Sort})
	if err != nil {
		return File{}, err
	}
	l.Detail["format"], l.Detail["sort"], l.Detail["columns"] = in.Format, in.Sort, Names(chosen)
	if err := l.Recorder.Record(ctx, p, audit.Entry{Action: "export", EntityType: l.Table, Detail: l.Detail}); err != nil {
		return File{}, fmt.Errorf("record export: %w", err)
	}
	return File{
		Name: l.Name + "-" + l.Now.UTC().Format(time.DateOnly) + "." + in.Format, ContentType: sheet.ContentType(in.Format),
		write: func(w io.Writer) error {
			return sheet.Write(w, in.Format, chosen, following(first, around, in.Sort, l.Read))
		},
	}, nil
}

func chosenColumns[T any](fields *fault.Fields, columns []sheet.Column[T], wanted []string) []sheet.Column[T] {
	if len(wanted) == 0 {
		return columns
	}
	out := make([]sheet.Column[T], 0, len(wanted))
	for _, name := range wanted {
		i := slices.IndexFunc(columns, func(c sheet.Column[T]) bool { return c.Name == name })
		if i < 0 {
			fields.Add("columns", "unknown_field", "There is no column of that name.")
			return nil
		}
		out = append(out, columns[i])
	}
	return out
}

// following yields the rows of a list from its first page on, reading each page when it is due.
func following[T any](rows []T, around page.Page, sort string, list func(page.Request) ([]T, page.Page, error)) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for {
			for _, row := range rows {
				if !yield(row, nil) {
					return
				}
			}
			if around.Next == "" {
				return
			}
			var err error
			if rows, around, err = list(page.Request{Limit: page.MaxLimit, Sort: sort, Cursor: around.Next}); err != nil {
				var none T
				yield(none, err)
				return
			}
		}
	}
}
