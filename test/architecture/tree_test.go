package architecture

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
	"unicode/utf8"
)

// tree is what the rules look at. Tests of the rules make small ones by hand.
type tree struct {
	packages []goPackage
	files    []sourceFile
}

// goPackage is what the rules need of `go list -json`.
type goPackage struct {
	ImportPath, Doc string
	GoFiles         []string
	Imports         []string
}

// folder returns the package's path below the module.
func (p goPackage) folder() string {
	return strings.TrimPrefix(strings.TrimPrefix(p.ImportPath, module), "/")
}

// generatedDB reports whether the package is sqlc's output.
func generatedDB(folder string) bool {
	return strings.HasSuffix(folder, "db") && path.Base(path.Dir(folder)) == "internal"
}

// sourceFile is a text file by its path below the repository's root.
type sourceFile struct{ path, text string }

func (f sourceFile) isGo() bool   { return strings.HasSuffix(f.path, ".go") }
func (f sourceFile) isTest() bool { return strings.HasSuffix(f.path, "_test.go") }
func (f sourceFile) folder() string {
	return path.Dir(f.path)
}

func (f sourceFile) generated() bool {
	head, _, _ := strings.Cut(f.text, "\npackage ")
	return f.isGo() && strings.Contains(head, "// Code generated ") && strings.Contains(head, "DO NOT EDIT")
}

// load reads the repository at root: the packages that `go list` knows and every text file that is ours.
func load(root string) (tree, error) {
	var t tree
	cmd := exec.Command("go", "list", "-e", "-json=ImportPath,Doc,GoFiles,Imports", "./...")
	cmd.Dir = root
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return t, fmt.Errorf("go list: %w\n%s", err, stderr.String())
	}
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		var p goPackage
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return t, fmt.Errorf("go list printed something else: %w", err)
		}
		if p.folder() != "node_modules" && !strings.HasPrefix(p.folder(), "node_modules/") {
			t.packages = append(t.packages, p)
		}
	}
	t.files, err = readFiles(root)
	return t, err
}

// foreign are the folders that are not under version control.
var foreign = map[string]bool{
	".git": true, "node_modules": true, "bin": true, "data": true, ".cache": true,
	"internal/web/assets/dist": true,
}

func readFiles(root string) ([]sourceFile, error) {
	var files []sourceFile
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, name)
		if err != nil {
			return err
		}
		rel = filepath.ToSlash(rel)
		if d.IsDir() {
			if foreign[rel] {
				return fs.SkipDir
			}
			return nil
		}
		if !d.Type().IsRegular() {
			return nil
		}
		text, err := os.ReadFile(name)
		if errors.Is(err, fs.ErrNotExist) {
			return nil // a file that an editor or a generator was just replacing
		}
		if err != nil {
			return err
		}
		if utf8.Valid(text) {
			files = append(files, sourceFile{rel, string(text)})
		}
		return nil
	})
	return files, err
}
