package architecture

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path"
	"regexp"
	"strconv"
	"strings"
)

// maxLines is how long a hand-written file may be.
const maxLines = 400

// uses calls fn for each use of a package's exported name in the file: the import path, the name and the line.
func uses(f sourceFile, fn func(importPath, name string, line int)) error {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, f.path, f.text, parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	imports := map[string]string{}
	for _, spec := range file.Imports {
		importPath, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return err
		}
		name := path.Base(importPath)
		if spec.Name != nil {
			name = spec.Name.Name
		}
		imports[name] = importPath
	}
	ast.Inspect(file, func(n ast.Node) bool {
		if sel, ok := n.(*ast.SelectorExpr); ok {
			if x, ok := sel.X.(*ast.Ident); ok && imports[x.Name] != "" {
				fn(imports[x.Name], sel.Sel.Name, fset.Position(sel.Pos()).Line)
			}
		}
		return true
	})
	return nil
}

// shipped calls fn for the Go files that go into the program.
func shipped(t tree, fn func(sourceFile)) {
	for _, f := range t.files {
		if f.isGo() && !f.isTest() && !covers("test", f.folder()) && !covers("internal/testkit", f.folder()) {
			fn(f)
		}
	}
}

// oneClock finds readings of the wall clock outside kernel/clock.
func oneClock(t tree) []string {
	var found []string
	shipped(t, func(f sourceFile) {
		if f.folder() == "internal/kernel/clock" {
			return
		}
		err := uses(f, func(importPath, name string, line int) {
			if importPath == "time" && (name == "Now" || name == "Since" || name == "Until") {
				found = append(found, fmt.Sprintf("%s:%d reads time.%s: take a clock.Clock", f.path, line, name))
			}
		})
		if err != nil {
			found = append(found, err.Error())
		}
	})
	return found
}

// systemTxIsRare finds work across organizations outside the packages that are allowed it.
func systemTxIsRare(t tree) []string {
	var found []string
	shipped(t, func(f sourceFile) {
		err := uses(f, func(importPath, name string, line int) {
			if importPath == module+"/internal/tenancy" && name == "InSystemTx" && systemTx[unit(f.folder())] == "" {
				found = append(found, fmt.Sprintf("%s:%d uses tenancy.InSystemTx, which is not allowed here", f.path, line))
			}
		})
		if err != nil {
			found = append(found, err.Error())
		}
	})
	return found
}

// filesAreShort finds hand-written files that should be two.
func filesAreShort(t tree) []string {
	var found []string
	for _, f := range t.files {
		if !f.isGo() && !strings.HasSuffix(f.path, ".templ") || f.generated() {
			continue
		}
		if n := strings.Count(f.text, "\n"); n > maxLines {
			found = append(found, fmt.Sprintf("%s has %d lines, more than %d", f.path, n, maxLines))
		}
	}
	return found
}

// noDriverTypes finds types of the database driver in generated code: an uncast parameter or a type without an override.
func noDriverTypes(t tree) []string {
	var found []string
	for _, f := range t.files {
		if !f.isGo() || !generatedDB(f.folder()) {
			continue
		}
		for i, line := range strings.Split(f.text, "\n") {
			if strings.Contains(line, "pgtype.") {
				found = append(found, fmt.Sprintf("%s:%d: %s: cast the parameter or result in the query", f.path, i+1, strings.TrimSpace(line)))
			}
		}
	}
	return found
}

// domainsExplainThemselves finds domains without a README.
func domainsExplainThemselves(t tree) []string {
	has, domains := map[string]bool{}, map[string]bool{}
	for _, f := range t.files {
		if d, ok := domainOf(f.path); ok {
			domains[d] = true
			has[d] = has[d] || f.path == "internal/domain/"+d+"/README.md" && strings.TrimSpace(f.text) != ""
		}
	}
	var found []string
	for d := range domains {
		if !has[d] {
			found = append(found, "internal/domain/"+d+" has no README.md with its invariants")
		}
	}
	return found
}

// machinePath matches home and work folders of somebody's computer; system folders such as /usr and /var are fine.
var machinePath = regexp.MustCompile(`(?:^|[^\w.~*/-])/(?:work|root|Users/\w+|home/(?:[a-km-z]\w*|l[a-hj-z]\w*))/`)

// noMachinePaths finds absolute paths that only exist where the text was written.
func noMachinePaths(t tree) []string {
	var found []string
	for _, f := range t.files {
		for i, line := range strings.Split(f.text, "\n") {
			if m := machinePath.FindString(line); m != "" {
				found = append(found, fmt.Sprintf("%s:%d holds the path %s", f.path, i+1, strings.TrimSpace(m)))
			}
		}
	}
	return found
}

// leftover matches what is meant to be done later, and tests that look away.
var leftover = regexp.MustCompile(`\b(?:TO` + `DO|FIX` + `ME|XX` + `X)\b|\bt\.Skip(?:f|Now)?\(|not implemente[d]`)

// nothingLeftOver finds promises and skipped tests.
func nothingLeftOver(t tree) []string {
	var found []string
	for _, f := range t.files {
		if !f.isGo() && !strings.HasSuffix(f.path, ".templ") && !strings.HasSuffix(f.path, ".sql") || f.generated() {
			continue
		}
		for i, line := range strings.Split(f.text, "\n") {
			if m := leftover.FindString(line); m != "" {
				found = append(found, fmt.Sprintf("%s:%d: %s", f.path, i+1, m))
			}
		}
	}
	return found
}
