package message_test

import (
	"flag"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write catalog.txt from the sources")

// lookups are the functions that take a text of the catalogue, and the places of their texts.
var lookups = map[string][]int{"T": {1}, "N": {2, 3}, "Mark": {0}}

// eachCall runs f for every call in the Go sources of the pages, those made from templ files among them.
func eachCall(t *testing.T, f func(file string, set *token.FileSet, c *ast.CallExpr)) {
	t.Helper()
	set := token.NewFileSet()
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(set, path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if c, ok := n.(*ast.CallExpr); ok {
				f(path, set, c)
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// called returns "message.T" for such a call, "" for one that is not of a package or a value's method.
func called(c *ast.CallExpr) string {
	if s, ok := c.Fun.(*ast.SelectorExpr); ok {
		if x, ok := s.X.(*ast.Ident); ok {
			return x.Name + "." + s.Sel.Name
		}
	}
	return ""
}

// literal returns the value of a string literal, or of literals that are joined.
func literal(e ast.Expr) (string, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		if e.Kind == token.STRING {
			s, err := strconv.Unquote(e.Value)
			return s, err == nil
		}
	case *ast.BinaryExpr:
		left, ok := literal(e.X)
		right, also := literal(e.Y)
		return left + right, ok && also && e.Op == token.ADD
	}
	return "", false
}

// TestCatalogIsCurrent gathers every text that is looked up, for those who translate, and fails for one that only running
// the program would tell.
func TestCatalogIsCurrent(t *testing.T) {
	t.Parallel()
	texts := map[string]bool{}
	eachCall(t, func(_ string, set *token.FileSet, c *ast.CallExpr) {
		name, ok := strings.CutPrefix(called(c), "message.")
		if !ok {
			return
		}
		for _, place := range lookups[name] {
			if place >= len(c.Args) {
				continue
			}
			text, ok := literal(c.Args[place])
			if !ok || strings.TrimSpace(text) == "" {
				t.Errorf("%s: the text of message.%s is not a literal", set.Position(c.Pos()), name)
				continue
			}
			texts[text] = true
		}
	})
	var b strings.Builder
	for _, text := range slices.Sorted(maps.Keys(texts)) {
		b.WriteString(strconv.Quote(text) + "\n")
	}
	if *update {
		if err := os.WriteFile("catalog.txt", []byte(b.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	committed, err := os.ReadFile("catalog.txt")
	if err != nil || string(committed) != b.String() {
		t.Errorf("catalog.txt is not current (%v): go test ./internal/web/message -run TestCatalogIsCurrent -update", err)
	}
}

// TestHandlersSayNothingThemselves holds that titles and notes of handlers come from the catalogue.
func TestHandlersSayNothingThemselves(t *testing.T) {
	t.Parallel()
	said := map[string]int{"r.frame": 0, "s.tell": 1, "s.remove": 2}
	seen := 0
	eachCall(t, func(_ string, set *token.FileSet, c *ast.CallExpr) {
		place, ok := said[called(c)]
		if !ok || place >= len(c.Args) {
			return
		}
		seen++
		if text, ok := literal(c.Args[place]); ok && text != "" {
			t.Errorf("%s: %q is not looked up in the catalogue", set.Position(c.Pos()), text)
		}
	})
	if seen < 10 {
		t.Errorf("only %d titles and notes were found", seen)
	}
}
