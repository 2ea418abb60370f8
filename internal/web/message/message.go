// Package message is the catalogue of what pages say. A text is looked up by its English words, so that a page reads as it
// is written and a text without a translation is shown in English rather than as a key.
package message

import (
	"context"
	"fmt"
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
	if translated, ok := catalogues[locale][text]; ok {
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

// N is T for a text that depends on a count: one for exactly 1, many for all else. Both may contain one %d.
func N(ctx context.Context, n int64, one, many string) string {
	if n == 1 {
		return T(ctx, one, n)
	}
	return T(ctx, many, n)
}

// catalogues are the translations by locale and English text.
var catalogues = map[string]map[string]string{}
