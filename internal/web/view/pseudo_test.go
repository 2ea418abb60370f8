package view_test

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/net/html"

	"github.com/propertyos/propertyos/internal/web/message"
	"github.com/propertyos/propertyos/internal/web/view/sample"
)

// TestEveryTextIsInTheCatalogue draws each page in the pseudo locale, in which a text of the catalogue stands in brackets.
// What is left outside of them may only be data: what the samples say, numbers, dates and the product's name.
func TestEveryTextIsInTheCatalogue(t *testing.T) {
	t.Parallel()
	data := sampleWords(t)
	for _, p := range sample.Pages() {
		t.Run(p.Name, func(t *testing.T) {
			t.Parallel()
			var b bytes.Buffer
			if err := p.Body.Render(message.With(t.Context(), message.Pseudo), &b); err != nil {
				t.Fatal(err)
			}
			doc, err := html.Parse(&b)
			if err != nil {
				t.Fatal(err)
			}
			said := 0
			for _, text := range shown(doc) {
				said += strings.Count(text, "[")
				if rest := outside(text, data); rest != "" {
					t.Errorf("%q stands outside the catalogue, in %q", rest, text)
				}
			}
			if said < 3 {
				t.Errorf("only %d texts of the catalogue", said)
			}
		})
	}
}

// shown is all that a page shows or reads aloud.
func shown(doc *html.Node) []string {
	var out []string
	for n := range doc.Descendants() {
		switch n.Type {
		case html.TextNode:
			if text := strings.TrimSpace(n.Data); text != "" && !given(n.Parent) {
				out = append(out, text)
			}
		case html.ElementNode:
			if hasClass(n, "found-group") { // named by the handler
				continue
			}
			for _, key := range []string{"aria-label", "title", "placeholder", "alt", "data-failed", "data-confirm", "label", "aria-roledescription"} {
				if text, ok := attr(n, key); ok {
					out = append(out, text)
				}
			}
		}
	}
	return out
}

// given reports whether an element shows what the view was given: a handler looks up the titles and the names of fields
// that somebody else changed, and whole parts that say so by the class looked-up; keys and commands are the same in every language; and what was typed is its writer's.
func given(n *html.Node) bool {
	for ; n != nil; n = n.Parent {
		if slices.Contains([]string{"script", "style", "kbd", "code", "textarea", "title", "h1"}, n.Data) ||
			hasClass(n, "initials") || hasClass(n, "crumbs") || hasClass(n, "compare") || hasClass(n, "found-kind") ||
			hasClass(n, "found-text") || hasClass(n, "found-more") || hasClass(n, "history") ||
			hasClass(n, "looked-up") {
			return true
		}
	}
	return false
}

func hasClass(n *html.Node, class string) bool {
	v, _ := attr(n, "class")
	return slices.Contains(strings.Fields(v), class)
}

var (
	dates   = regexp.MustCompile(`\b\d{1,2}[ \x{a0}](Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)([ \x{a0}]\d{4})?\b`)
	product = regexp.MustCompile(`\bPropertyOS\b`)
)

// outside returns the words of a text that neither the catalogue nor the data knows.
func outside(text string, data []*regexp.Regexp) string {
	for _, d := range data[:1] { // hostile text holds what brackets hold; it goes first
		text = d.ReplaceAllString(text, " ")
	}
	var b strings.Builder
	depth := 0
	for _, r := range text {
		switch {
		case r == '[':
			depth++
		case r == ']':
			depth--
		case depth == 0:
			b.WriteRune(r)
		}
	}
	rest := dates.ReplaceAllString(product.ReplaceAllString(b.String(), " "), " ")
	for _, d := range data {
		if !strings.ContainsFunc(rest, unicode.IsLetter) {
			return ""
		}
		for before := ""; before != rest; { // names that stand side by side share the space between them
			before, rest = rest, d.ReplaceAllString(rest, " ")
		}
	}
	if !strings.ContainsFunc(rest, unicode.IsLetter) {
		return ""
	}
	return strings.TrimSpace(rest)
}

// sampleWords are the texts in the source of the samples, the longest first: what they hold is data, unless the catalogue
// has the very same words.
func sampleWords(t *testing.T) []*regexp.Regexp {
	t.Helper()
	files, err := filepath.Glob("sample/*.go")
	if err != nil || len(files) == 0 {
		t.Fatalf("the sources of the samples: %v", err)
	}
	texts := []string{}
	for _, name := range files {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if l, ok := n.(*ast.BasicLit); ok && l.Kind == token.STRING {
				if text, err := strconv.Unquote(l.Value); err == nil {
					texts = append(texts, strings.Split(text, "\n")...)
				}
			}
			return true
		})
	}
	said := catalogue(t)
	texts = slices.DeleteFunc(texts, func(text string) bool { return said[text] })
	slices.SortFunc(texts, func(a, b string) int { return len(b) - len(a) })
	out := []*regexp.Regexp{regexp.MustCompile(regexp.QuoteMeta(sample.Hostile))}
	for _, text := range slices.Compact(texts) {
		if !strings.ContainsFunc(text, unicode.IsLetter) {
			continue
		}
		pattern := regexp.MustCompile(`%[0-9]*[a-z]`).ReplaceAllString(regexp.QuoteMeta(strings.TrimSpace(text)), `[0-9A-Za-z]+`)
		out = append(out, regexp.MustCompile(`(^|[^\p{L}\p{N}])`+pattern+`($|[^\p{L}\p{N}])`))
	}
	return out
}

func catalogue(t *testing.T) map[string]bool {
	t.Helper()
	raw, err := os.ReadFile("../message/catalog.txt")
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]bool{}
	for line := range strings.Lines(string(raw)) {
		text, err := strconv.Unquote(strings.TrimSpace(line))
		if err != nil {
			t.Fatal(err)
		}
		out[text] = true
	}
	return out
}
