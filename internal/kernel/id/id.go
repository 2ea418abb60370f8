// Package id makes and reads the identifiers of rows: UUID version 7 (RFC 9562), which sort by the time
// they were made and so keep B-tree inserts at the right edge.
package id

import (
	"errors"

	"github.com/google/uuid"
)

// ID identifies a row. The zero ID is never given out.
type ID = uuid.UUID

// Nil is the zero ID.
var Nil = uuid.Nil

// ErrMalformed is returned by Parse for text that is not a UUID in its canonical 36-character form.
var ErrMalformed = errors.New("malformed id")

// New returns a fresh version 7 ID. It panics only if the operating system's random source fails.
func New() ID { return uuid.Must(uuid.NewV7()) }

// Parse reads the canonical 36-character form, whose letters may be of either case (RFC 9562). Other spellings that the
// uuid package would accept (braces, URN, no hyphens) are refused with ErrMalformed.
func Parse(s string) (ID, error) {
	if len(s) != 36 {
		return Nil, ErrMalformed
	}
	u, err := uuid.Parse(s)
	if err != nil {
		return Nil, ErrMalformed
	}
	return u, nil
}
