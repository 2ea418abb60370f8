// Package secret holds values that must never reach a log, an error or a response.
package secret

import (
	"fmt"
	"io"
	"unique"
)

// Redacted is what a secret prints as.
const Redacted = "[redacted]"

// Text is a secret string. Every way of printing or encoding it gives Redacted; Reveal is the one way to
// the value, so that a search for Reveal finds every use. Two texts are == if their values are.
type Text struct {
	// A handle, since fmt walks into a field that is not exported without asking the methods below: it meets an
	// address there and not the value.
	value unique.Handle[string]
}

// New wraps s.
func New(s string) Text {
	if s == "" {
		return Text{}
	}
	return Text{value: unique.Make(s)}
}

// Reveal returns the secret itself.
func (t Text) Reveal() string {
	if t.IsZero() {
		return ""
	}
	return t.value.Value()
}

// IsZero reports whether the secret is empty.
func (t Text) IsZero() bool { return t == Text{} }

// String implements fmt.Stringer.
func (Text) String() string { return Redacted }

// GoString implements fmt.GoStringer, which %#v uses.
func (Text) GoString() string { return Redacted }

// Format implements fmt.Formatter: %d and its like do not ask String.
func (Text) Format(s fmt.State, _ rune) { _, _ = io.WriteString(s, Redacted) }

// MarshalText implements encoding.TextMarshaler, which JSON and slog use.
func (Text) MarshalText() ([]byte, error) { return []byte(Redacted), nil }
