// Package message is the catalogue of what pages say. A text is looked up by its English words, so that a page reads as it
// is written and a text without a translation is shown in English rather than as a key.
package message

import (
	"context"
	"fmt"
	"io"
	"strconv"
)

// Pseudo is a locale for tests: every text that went through the catalogue stands in brackets, so what did not is seen.
const Pseudo = "en-XA"

// English is what pages are written in.
const English = "en"

type localeKey struct{}

// With returns a context in which texts are of a locale. An unknown one is English.
func With(ctx context.Context, locale string) context.Context {
	return context.WithValue(ctx, localeKey{}, locale)
}

// Locale returns the locale of a context.
func Locale(ctx context.Context) string {
	if l, ok := ctx.Value(localeKey{}).(string); ok {
		return l
	}
	return English
}

// T returns an English text in the locale of ctx, with args put in as fmt.Sprintf does. Keep sentences whole: words that
// are put together from pieces cannot be translated.
func T(ctx context.Context, text string, args ...any) string {
	locale := Locale(ctx)
	if translated, ok := catalogs[locale][text]; ok {
		text = translated
	}
	if len(args) > 0 {
		text = fmt.Sprintf(text, args...)
	}
	if locale == Pseudo {
		return "[" + text + "]"
	}
	return text
}

// N is T for a text that depends on a count: one for exactly 1, many for all else. Both begin with the count's %d, which
// groups thousands; args fill what follows.
func N(ctx context.Context, n int64, one, many string, args ...any) string {
	args = append([]any{Number(n)}, args...)
	if n == 1 {
		return T(ctx, one, args...)
	}
	return T(ctx, many, args...)
}

// Mark says that a text belongs to the catalogue where there is no context to look it up in, such as in a table of
// labels. Marked looks it up when it is shown.
func Mark(text string) string { return text }

// Marked is T for a text that was marked elsewhere and takes no arguments.
func Marked(ctx context.Context, text string) string { return T(ctx, text) }

// Number is a whole number that is shown with its thousands grouped: 1204 is "1,204".
type Number int64

// Format implements fmt.Formatter: every verb shows the grouped number.
func (n Number) Format(f fmt.State, _ rune) {
	digits := strconv.FormatInt(int64(n), 10)
	sign := ""
	if digits[0] == '-' {
		sign, digits = "-", digits[1:]
	}
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	_, _ = io.WriteString(f, sign+digits) // writing into fmt's own buffer does not fail
}

// catalogs are the translations by locale and English text.
var catalogs = map[string]map[string]string{}
