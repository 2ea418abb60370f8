package view_test

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/propertyos/propertyos/internal/web/view/sample"
)

// render draws the page and returns its text and its tree.
func render(t *testing.T, p sample.Page) (string, *html.Node) {
	t.Helper()
	var b bytes.Buffer
	if err := p.Body.Render(t.Context(), &b); err != nil {
		t.Fatalf("render: %v", err)
	}
	doc, err := html.Parse(bytes.NewReader(b.Bytes()))
	if err != nil {
		t.Fatalf("parse: %v", err)
	}
	return b.String(), doc
}

// eachPage runs f for every sample page in a subtest of its own.
func eachPage(t *testing.T, f func(t *testing.T, text string, doc *html.Node)) {
	t.Helper()
	seen := map[string]bool{}
	for _, p := range sample.Pages() {
		if seen[p.Name] {
			t.Fatalf("two pages are named %q", p.Name)
		}
		seen[p.Name] = true
		t.Run(p.Name, func(t *testing.T) {
			t.Parallel()
			text, doc := render(t, p)
			f(t, text, doc)
		})
	}
}

func elements(doc *html.Node) []*html.Node {
	var out []*html.Node
	for n := range doc.Descendants() {
		if n.Type == html.ElementNode {
			out = append(out, n)
		}
	}
	return out
}

func attr(n *html.Node, key string) (string, bool) {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val, true
		}
	}
	return "", false
}

func textOf(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return strings.TrimSpace(b.String())
}

var aria = []string{
	"aria-current", "aria-describedby", "aria-expanded", "aria-hidden", "aria-invalid", "aria-label", "aria-labelledby",
	"aria-live", "aria-pressed", "aria-required", "aria-sort",
}

var void = []string{
	"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr",
}

// A browser repairs markup silently; this walk does not: each element is closed by its own end tag.
func TestMarkupIsWellFormed(t *testing.T) {
	t.Parallel()
	eachPage(t, func(t *testing.T, text string, _ *html.Node) {
		var open []string
		z := html.NewTokenizer(strings.NewReader(text))
		for {
			switch z.Next() {
			case html.ErrorToken:
				if !errors.Is(z.Err(), io.EOF) {
					t.Fatal(z.Err())
				}
				if len(open) > 0 {
					t.Fatalf("not closed: %v", open)
				}
				return
			case html.StartTagToken:
				name, _ := z.TagName()
				if !slices.Contains(void, string(name)) {
					open = append(open, string(name))
				}
			case html.EndTagToken:
				name, _ := z.TagName()
				if len(open) == 0 || open[len(open)-1] != string(name) {
					t.Fatalf("</%s> closes %v", name, open)
				}
				open = open[:len(open)-1]
			}
		}
	})
}

// With default-src 'self' a browser would refuse these; and with them nobody could use that policy.
func TestNothingInlineAndNothingMisspelled(t *testing.T) {
	t.Parallel()
	eachPage(t, func(t *testing.T, _ string, doc *html.Node) {
		for _, n := range elements(doc) {
			switch n.Data {
			case "style":
				t.Error("a <style> element")
			case "script":
				if src, ok := attr(n, "src"); !ok || !strings.HasPrefix(src, "/assets/") || textOf(n) != "" {
					t.Errorf("a script that is not an asset: %q", src)
				}
			}
			for _, a := range n.Attr {
				if strings.HasPrefix(a.Key, "aria-") && !slices.Contains(aria, a.Key) {
					t.Errorf("<%s %s>: not an attribute that we use, or misspelled", n.Data, a.Key)
				}
				if a.Key == "style" || strings.HasPrefix(a.Key, "on") || strings.HasPrefix(a.Key, "hx-on") {
					t.Errorf("<%s %s>", n.Data, a.Key)
				}
				leads := slices.Contains([]string{"href", "src", "action", "formaction", "hx-get", "hx-post"}, a.Key)
				if leads && !strings.HasPrefix(a.Val, "/") && !strings.HasPrefix(a.Val, "#") || leads && strings.HasPrefix(a.Val, "//") {
					t.Errorf("<%s %s=%q> leads out of the product", n.Data, a.Key, a.Val)
				}
			}
		}
	})
}

func TestTypedTextNeverBecomesMarkup(t *testing.T) {
	t.Parallel()
	hostile := 0
	eachPage(t, func(t *testing.T, text string, doc *html.Node) {
		if strings.Contains(text, sample.Hostile) || strings.Contains(text, "<img src=x") {
			t.Error("hostile text stands in the page as it is")
		}
		for _, n := range elements(doc) {
			if src, _ := attr(n, "src"); n.Data == "img" && !strings.HasPrefix(src, "/documents/") {
				t.Error("hostile text became an element")
			}
		}
	})
	for _, p := range sample.Pages() {
		if strings.Contains(p.Name, "hostile") {
			hostile++
			if text, _ := render(t, p); !strings.Contains(text, "&lt;img") {
				t.Errorf("%s does not show the hostile text at all", p.Name)
			}
		}
	}
	if hostile < 10 {
		t.Errorf("only %d pages are given hostile text", hostile)
	}
}

func TestEveryInputIsLabelled(t *testing.T) {
	t.Parallel()
	eachPage(t, func(t *testing.T, _ string, doc *html.Node) {
		labels := map[string]string{}
		for _, n := range elements(doc) {
			if id, ok := attr(n, "for"); ok && n.Data == "label" {
				labels[id] = textOf(n)
			}
		}
		for _, n := range elements(doc) {
			switch n.Data {
			case "input", "select", "textarea":
				if kind, _ := attr(n, "type"); kind == "hidden" {
					continue
				}
				id, _ := attr(n, "id")
				if labels[id] == "" {
					name, _ := attr(n, "name")
					t.Errorf("<%s name=%q id=%q> has no label", n.Data, name, id)
				}
			case "button", "a", "summary":
				label, _ := attr(n, "aria-label")
				if textOf(n) == "" && label == "" {
					t.Errorf("<%s %v> says nothing", n.Data, n.Attr)
				}
			case "progress":
				if label, _ := attr(n, "aria-label"); label == "" {
					t.Error("a <progress> without a label")
				}
			}
		}
	})
}

func TestIDsAreUniqueAndReferencesMeet(t *testing.T) {
	t.Parallel()
	eachPage(t, func(t *testing.T, _ string, doc *html.Node) {
		ids := map[string]bool{"confirm-title": true} // comes with the dialog's content
		seen := map[string]bool{}
		for _, n := range elements(doc) {
			if id, ok := attr(n, "id"); ok {
				if seen[id] {
					t.Errorf("id %q twice", id)
				}
				seen[id], ids[id] = true, true
			}
		}
		for _, n := range elements(doc) {
			for _, key := range []string{"for", "aria-labelledby", "aria-describedby"} {
				v, ok := attr(n, key)
				list := strings.Fields(v)
				if key == "for" { // one id, whatever it is made of
					list = []string{v}[:min(len(v), 1)]
				}
				for _, id := range list {
					if !ids[id] {
						t.Errorf("<%s %s=%q> leads nowhere", n.Data, key, id)
					}
				}
				if ok && v == "" {
					t.Errorf("<%s %s> is empty", n.Data, key)
				}
			}
			if href, _ := attr(n, "href"); strings.HasPrefix(href, "#") && !ids[href[1:]] {
				t.Errorf("link to %s leads nowhere", href)
			}
		}
	})
}

func TestOneHeadingOneMainAndATitle(t *testing.T) {
	t.Parallel()
	eachPage(t, func(t *testing.T, _ string, doc *html.Node) {
		n := map[string]int{}
		for _, e := range elements(doc) {
			if e.Namespace == "svg" {
				continue // its titles are of shapes
			}
			n[e.Data]++
			if e.Data == "title" && textOf(e) == "" {
				t.Error("empty title")
			}
			if e.Data == "h1" && textOf(e) == "" {
				t.Error("empty heading")
			}
		}
		if n["h1"] != 1 || n["main"] != 1 || n["title"] != 1 {
			t.Errorf("h1 %d, main %d, title %d", n["h1"], n["main"], n["title"])
		}
	})
}

// Forms that change something are POST, so that they work without JavaScript and cannot be set off by a link.
func TestFormsHaveAMethodAndAButton(t *testing.T) {
	t.Parallel()
	eachPage(t, func(t *testing.T, _ string, doc *html.Node) {
		for _, n := range elements(doc) {
			if n.Data != "form" {
				continue
			}
			method, _ := attr(n, "method")
			if method != "post" && method != "get" {
				t.Errorf("form with method %q", method)
			}
			role, _ := attr(n, "role")
			if submits := countSubmits(n); method == "post" && submits != 1 && role != "search" {
				action, _ := attr(n, "action")
				if strings.HasSuffix(action, "/delete") && submits == 0 {
					continue // a delete that is refused has only the way back
				}
				t.Errorf("form %q has %d buttons that send it", action, submits)
			}
		}
	})
}

func countSubmits(form *html.Node) int {
	n := 0
	for d := range form.Descendants() {
		if d.Type != html.ElementNode || d.Data != "button" {
			continue
		}
		kind, _ := attr(d, "type")
		if _, named := attr(d, "name"); kind == "submit" && !named { // one with a name arranges the form
			n++
		}
	}
	return n
}

func TestTypedInputIsKept(t *testing.T) {
	t.Parallel()
	want := map[string]map[string]string{
		"sign-in-error":          {"email": "maren@harborlight.example.com", "next": "/units"},
		"property-edit-errors":   {"zip_code": "4102", "year_built": "19870", "city": "Portland", "version": "7", "type": "residential"},
		"property-edit-conflict": {"name": "Maple Court Apartments", "version": "8", "amenities": "Laundry\nBike room\nElevator"},
		"unit-edit-errors":       {"base_rent": "1,930.005", "bedrooms": "two", "status": "occupied"},
	}
	for _, p := range sample.Pages() {
		if want[p.Name] == nil {
			continue
		}
		_, doc := render(t, p)
		got := formValues(doc)
		for name, value := range want[p.Name] {
			if got[name] != value {
				t.Errorf("%s: %s is %q, typed %q", p.Name, name, got[name], value)
			}
		}
		delete(want, p.Name)
	}
	if len(want) > 0 {
		t.Errorf("no such pages: %v", want)
	}
}

func formValues(doc *html.Node) map[string]string {
	got := map[string]string{}
	for _, n := range elements(doc) {
		name, _ := attr(n, "name")
		switch n.Data {
		case "input":
			got[name], _ = attr(n, "value")
		case "textarea":
			got[name] = textOf(n)
		case "select":
			for d := range n.Descendants() {
				if _, chosen := attr(d, "selected"); chosen && d.Data == "option" {
					got[name], _ = attr(d, "value")
				}
			}
		}
	}
	return got
}

func TestFirstErrorHasTheFocus(t *testing.T) {
	t.Parallel()
	eachPage(t, func(t *testing.T, _ string, doc *html.Node) {
		var invalid, focused []string
		for _, n := range elements(doc) {
			name, _ := attr(n, "name")
			if v, _ := attr(n, "aria-invalid"); v == "true" {
				invalid = append(invalid, name)
				if by, _ := attr(n, "aria-describedby"); !strings.Contains(by, "-error") {
					t.Errorf("%s does not name its error", name)
				}
			}
			if _, ok := attr(n, "autofocus"); ok {
				focused = append(focused, name)
			}
		}
		if len(focused) > 1 {
			t.Errorf("several fields want the focus: %v", focused)
		}
		if len(invalid) > 0 && (len(focused) != 1 || focused[0] != invalid[0]) {
			t.Errorf("first error %q, focus on %v", invalid[0], focused)
		}
	})
}
