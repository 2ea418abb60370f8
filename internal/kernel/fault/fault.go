// Package fault is the one inside error type. A fault carries what an edge needs to answer well: its kind
// (which an edge maps to a status), a stable code for programs, a message that is safe to show a person, and
// the fields at fault. The cause stays inside and reaches only the log.
package fault

import (
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Kind is the class of a fault. Each kind has one HTTP status, in one table, in package api.
type Kind int

// The kinds.
const (
	Internal     Kind = iota // a defect or an unknown failure; shown as a bare 500 with a trace id
	Invalid                  // input that cannot be accepted as it is (422)
	Unauthorized             // nobody is signed in (401)
	Forbidden                // signed in, but this action is never theirs (403)
	NotFound                 // no such row, or none that the principal may see (404)
	Conflict                 // the state of things refuses it (409)
	Precondition             // changed since it was read (412)
	TooLarge                 // the request is larger than allowed (413)
	RateLimited              // too many tries (429)
	Unavailable              // a part that is needed is down; try again (503)
	Malformed                // the request cannot be read at all (400)
	Unsupported              // a media type that is not accepted (415)
)

// Field is a fault of one input field.
type Field struct {
	Pointer string // JSON pointer into the body, such as "/base_rent", or a parameter's name
	Code    string // stable, such as "required" or "too_long"
	Message string // safe to show; never repeats the submitted value
}

// Fault is an error with everything an edge needs.
type Fault struct {
	Kind       Kind
	Code       string // stable and documented, such as "unit_number_taken"
	Message    string // safe to show
	Fields     []Field
	RetryAfter time.Duration // for RateLimited and Unavailable
	Cause      error         // for the log only
}

// New returns a fault without fields or cause. Domains keep theirs as package variables, so that errors.Is finds
// them by code.
func New(kind Kind, code, message string) *Fault {
	return &Fault{Kind: kind, Code: code, Message: message}
}

// ErrNotFound is the absence of a row, or of one that the principal may see: the two are told alike.
var ErrNotFound = New(NotFound, "not_found", "There is nothing here, or you may not see it.")

// Error implements error. It names the code and the cause, not the fields' values.
func (f *Fault) Error() string {
	if f.Cause != nil {
		return fmt.Sprintf("%s: %s: %v", f.Code, f.Message, f.Cause)
	}
	return f.Code + ": " + f.Message
}

// Unwrap returns the cause.
func (f *Fault) Unwrap() error { return f.Cause }

// Is reports whether target is a fault with the same code, so that a copy with fields or a cause still
// matches its sentinel.
func (f *Fault) Is(target error) bool {
	var t *Fault
	return errors.As(target, &t) && t.Code == f.Code
}

// With returns a copy with the cause.
func (f *Fault) With(cause error) *Fault {
	c := *f
	c.Cause = cause
	return &c
}

// Saying returns a copy with another message: the same code, told with the particulars of this case.
func (f *Fault) Saying(format string, args ...any) *Fault {
	c := *f
	c.Message = fmt.Sprintf(format, args...)
	return &c
}

// On returns a copy that points at a field.
func (f *Fault) On(pointer string) *Fault {
	c := *f
	c.Fields = append(append([]Field(nil), f.Fields...), Field{Pointer: pointer, Code: f.Code, Message: f.Message})
	return &c
}

// CodeInvalid is the code of a fault that consists of its fields.
const CodeInvalid = "invalid_input"

// Fields collects faults of input fields. The zero value is ready to use.
type Fields struct{ list []Field }

// Add notes a fault of the field at pointer.
func (c *Fields) Add(pointer, code, message string) {
	c.list = append(c.list, Field{Pointer: pointer, Code: code, Message: message})
}

// Check notes the fault unless ok.
func (c *Fields) Check(ok bool, pointer, code, message string) {
	if !ok {
		c.Add(pointer, code, message)
	}
}

// Err returns nil, or one Invalid fault with all that was noted.
func (c *Fields) Err() error {
	if len(c.list) == 0 {
		return nil
	}
	return &Fault{Kind: Invalid, Code: CodeInvalid, Message: "Some fields need attention.", Fields: c.list}
}

// As returns the fault inside err, or an Internal one that wraps it. It returns nil for nil.
func As(err error) *Fault {
	if err == nil {
		return nil
	}
	var f *Fault
	if errors.As(err, &f) {
		return f
	}
	return &Fault{Kind: Internal, Code: "internal", Message: "Something went wrong on our side.", Cause: err}
}

// Is404 reports whether f is the absence of something. It is safe on nil.
func (f *Fault) Is404() bool { return f != nil && f.Kind == NotFound }

// Text notes what is wrong with free text at pointer: more than most characters, none though it is required, or bytes
// that a database cannot store (NUL, other control characters but line breaks and tabs, text that is not UTF-8).
func (c *Fields) Text(pointer, value string, required bool, most int) {
	switch {
	case !utf8.ValidString(value) || strings.ContainsFunc(value, forbidden):
		c.Add(pointer, "text_invalid", "This holds characters that cannot be stored.")
	case required && strings.TrimSpace(value) == "":
		c.Add(pointer, "required", "This is required.")
	case utf8.RuneCountInString(value) > most:
		c.Add(pointer, "too_long", fmt.Sprintf("Use at most %d characters.", most))
	}
}

func forbidden(r rune) bool {
	return r == utf8.RuneError || unicode.IsControl(r) && r != '\n' && r != '\r' && r != '\t'
}

// statuses maps kinds to HTTP status codes, for every edge that speaks HTTP.
var statuses = map[Kind]int{
	Internal: 500, Invalid: 422, Unauthorized: 401, Forbidden: 403, NotFound: 404, Conflict: 409,
	Precondition: 412, TooLarge: 413, RateLimited: 429, Unavailable: 503, Malformed: 400, Unsupported: 415,
}

// Status returns the HTTP status code of a kind.
func (k Kind) Status() int { return statuses[k] }
