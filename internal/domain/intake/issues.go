package intake

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/propertyos/propertyos/internal/domain/intake/rentroll"
)

// issues collects what is wrong beyond what the reader of a layout can see. Messages name a property or a unit, never a
// renter.
type issues struct {
	list          []rentroll.Issue
	errors, warns int
}

func (s *issues) fail(line int, code, format string, args ...any) {
	s.errors++
	s.add(rentroll.Error, s.errors, line, code, format, args)
}

func (s *issues) warn(line int, code, format string, args ...any) {
	s.warns++
	s.add(rentroll.Warning, s.warns, line, code, format, args)
}

func (s *issues) add(severity rentroll.Severity, n, line int, code, format string, args []any) {
	if n <= rentroll.MaxIssues/2 {
		s.list = append(s.list, rentroll.Issue{Line: line, Code: code, Message: fmt.Sprintf(format, args...), Severity: severity})
	}
}

// addTo puts the issues into a report, among those of the reader by line; an issue that only counts others stays last.
func (s *issues) addTo(r *Report) {
	r.Errors += s.errors
	r.Warnings += s.warns
	if more := s.errors + s.warns - len(s.list); more > 0 {
		severity := rentroll.Warning
		if s.errors > 0 {
			severity = rentroll.Error
		}
		s.list = append(s.list, rentroll.Issue{
			Code: rentroll.CodeMore, Severity: severity,
			Message: fmt.Sprintf("%d more not listed.", more),
		})
	}
	r.Issues = append(append([]rentroll.Issue{}, r.Issues...), s.list...) // never nil: a list in JSON
	slices.SortStableFunc(r.Issues, func(a, b rentroll.Issue) int {
		return cmp.Or(cmp.Compare(last(a), last(b)), cmp.Compare(a.Line, b.Line))
	})
}

func last(i rentroll.Issue) int {
	if i.Code == rentroll.CodeMore {
		return 1
	}
	return 0
}

// short keeps a name in a message to a length that can be read.
func short(s string) string {
	const most = 60
	n := 0
	for i := range s {
		if n++; n > most {
			return s[:i] + "…"
		}
	}
	return s
}

// label names a unit in a message.
func label(p rentroll.Property, u rentroll.Unit) string {
	if u.House() {
		return short(p.Name)
	}
	return "Unit " + short(u.Number) + " of " + short(p.Name)
}
