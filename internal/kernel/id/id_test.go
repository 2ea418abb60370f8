package id

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestNewSortsByTime(t *testing.T) {
	t.Parallel()
	last := New()
	for range 10_000 {
		next := New()
		if next.Version() != 7 || bytes.Compare(last[:], next[:]) >= 0 {
			t.Fatalf("%s after %s, version %d", next, last, next.Version())
		}
		last = next
	}
}

func TestParse(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var want ID
		copy(want[:], rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(t, "bytes"))
		for _, s := range []string{want.String(), strings.ToUpper(want.String())} {
			if got, err := Parse(s); err != nil || got != want {
				t.Fatalf("Parse(%q) = %s, %v", s, got, err)
			}
		}
		plain := strings.ReplaceAll(want.String(), "-", "")
		for _, s := range []string{
			plain, "{" + want.String() + "}", "urn:uuid:" + want.String(), " " + want.String(), want.String() + " ", want.String()[:35],
			want.String()[:35] + "g", "{" + plain + "}", plain + "----", "\x00" + want.String()[1:], "é" + want.String()[2:],
		} {
			if got, err := Parse(s); !errors.Is(err, ErrMalformed) || got != Nil {
				t.Fatalf("Parse(%q) = %s, %v", s, got, err)
			}
		}
	})
	for _, s := range []string{"", "1", "null", strings.Repeat("a", 36), strings.Repeat("-", 36), strings.Repeat("0", 10_000)} {
		if _, err := Parse(s); !errors.Is(err, ErrMalformed) {
			t.Errorf("Parse(%.40q): %v", s, err)
		}
	}
}
