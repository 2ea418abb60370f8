// Package secret holds values that must never reach a log, an error or a response.
package secret

// Redacted is what a secret prints as.
const Redacted = "[redacted]"

// Text is a secret string. Every way of printing or encoding it gives Redacted; Reveal is the one way to
// the value, so that a search for Reveal finds every use.
type Text struct{ value string }

// New wraps s.
func New(s string) Text { return Text{value: s} }

// Reveal returns the secret itself.
func (t Text) Reveal() string { return t.value }

// IsZero reports whether the secret is empty.
func (t Text) IsZero() bool { return t.value == "" }

// String implements fmt.Stringer.
func (Text) String() string { return Redacted }

// GoString implements fmt.GoStringer, which %#v uses.
func (Text) GoString() string { return Redacted }

// MarshalText implements encoding.TextMarshaler, which JSON and slog use.
func (Text) MarshalText() ([]byte, error) { return []byte(Redacted), nil }
