package rentroll

import (
	"cmp"
	"fmt"
	"slices"
)

// Severity says whether an issue stops an import.
type Severity string

// The severities.
const (
	// Error is something that cannot be imported as it stands.
	Error Severity = "error"
	// Warning is something that was read, by a stated choice, and deserves a look.
	Warning Severity = "warning"
)

// Issue is one thing to tell the person who brings the file. Messages are written for a property manager. They may
// name the column, a property, a unit or a printed sum, and never repeat a row or a renter's name.
type Issue struct {
	Line       int      `json:"line"`             // 1-based line of the file; 0 for the file as a whole
	Column     int      `json:"column,omitempty"` // 1-based spreadsheet column; 0 for the whole line
	ColumnName string   `json:"column_name,omitempty"`
	Code       string   `json:"code"` // stable, such as "date_impossible"
	Message    string   `json:"message"`
	Severity   Severity `json:"severity"`
}

// MaxIssues is the number of issues that Read reports before it only counts (CodeMore).
const MaxIssues = 200

// CodeMore is the code of the last issue of a list that was cut at MaxIssues.
const CodeMore = "more_issues"

// Failed reports whether issues hold an error.
func Failed(issues []Issue) bool {
	return slices.ContainsFunc(issues, func(i Issue) bool { return i.Severity == Error })
}

// Log collects a reader's issues, a bounded number of them.
type Log struct {
	errs, warns           []Issue
	errorCount, warnCount int
}

// Error notes an error; line and column may be 0 (see Issue).
func (l *Log) Error(line, column int, name, code, format string, args ...any) {
	l.errorCount++
	if len(l.errs) < MaxIssues {
		l.errs = append(l.errs, Issue{line, column, clip(name), code, fmt.Sprintf(format, args...), Error})
	}
}

// Warn notes a warning; line and column may be 0 (see Issue).
func (l *Log) Warn(line, column int, name, code, format string, args ...any) {
	l.warnCount++
	if len(l.warns) < MaxIssues {
		l.warns = append(l.warns, Issue{line, column, clip(name), code, fmt.Sprintf(format, args...), Warning})
	}
}

// issues returns the list in the order of the file. Errors come before warnings for a place in it: a thousand
// warnings must not hide the one line that stops the import.
func (l *Log) issues() []Issue {
	room := MaxIssues - len(l.errs)
	list := append(slices.Clone(l.errs), l.warns[:min(room, len(l.warns))]...)
	slices.SortStableFunc(list, func(a, b Issue) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	more := l.errorCount + l.warnCount - len(list)
	if more == 0 {
		return list
	}
	severity := Warning
	if l.errorCount > len(l.errs) {
		severity = Error
	}
	return append(list, Issue{Code: CodeMore, Severity: severity, Message: fmt.Sprintf(
		"%d more not listed. In all: %d errors, %d warnings.", more, l.errorCount, l.warnCount)})
}

// clip shortens a piece of the file for use in a message.
func clip(s string) string {
	const most = 60
	n := 0
	for i, r := range s {
		if n++; n > most || r < ' ' {
			return s[:i] + "…"
		}
	}
	return s
}
