package search

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/propertyos/propertyos/internal/kernel/money"
)

// Limits of what is looked for. What is typed beyond them is left out, so that a pasted page costs no more than a sentence.
const (
	maxTyped = 200 // characters
	maxWords = 8
)

// query is what somebody typed, read in all the ways that it may be meant.
type query struct {
	words  []string      // looked for in any order; the database folds case and accents
	digits string        // of a telephone number; "" where it cannot be one
	amount *money.Amount // nil where it cannot be one
}

var (
	telephone = regexp.MustCompile(`^\+?[0-9][0-9 ().\-/]{4,}$`)
	// figure is an amount as people write one: 1450, 1,450, $1,450.00.
	figure = regexp.MustCompile(`^\$?([0-9]{1,3}(,[0-9]{3})+|[0-9]+)(\.[0-9]{1,2})?$`)
)

// callings are the words that people put before a unit's number.
var callings = []string{"unit", "apt", "apt.", "apartment", "suite", "ste", "ste.", "no", "no.", "#"}

// parse reads what was typed. Letters that no text of ours can hold are left out.
func parse(typed string) query {
	typed = strings.Map(func(r rune) rune {
		switch {
		case r == unicode.ReplacementChar:
			return -1
		case unicode.IsSpace(r) || unicode.IsControl(r):
			return ' '
		}
		return r
	}, strings.ToValidUTF8(typed, ""))
	if list := []rune(typed); len(list) > maxTyped {
		typed = string(list[:maxTyped])
	}
	typed = strings.TrimSpace(typed)
	var q query
	if telephone.MatchString(typed) {
		q.digits = strings.Map(func(r rune) rune {
			if r < '0' || r > '9' {
				return -1
			}
			return r
		}, typed)
		if len(q.digits) == 11 && q.digits[0] == '1' { // the country's code, which is rarely kept with the number
			q.digits = q.digits[1:]
		}
	}
	if figure.MatchString(typed) {
		if a, err := money.Parse(strings.NewReplacer("$", "", ",", "").Replace(typed)); err == nil {
			q.amount = &a
		}
	}
	q.words = words(typed)
	return q
}

// words cuts a text at spaces and drops the punctuation around each word, and "unit" before a number.
func words(typed string) []string {
	var list []string
	fields := strings.Fields(typed)
	for i, w := range fields {
		if i+1 < len(fields) && strings.ContainsAny(fields[i+1], "0123456789") && slices.Contains(callings, strings.ToLower(w)) {
			continue
		}
		w = strings.Trim(w, `,;:"'()[]{}<>“”‘’`)
		if rest := strings.TrimLeft(w, "#"); rest != "" {
			w = rest
		}
		if w != "" && !slices.Contains(list, w) && len(list) < maxWords {
			list = append(list, w)
		}
	}
	return list
}
