package architecture

import (
	"fmt"
	"slices"
	"strings"
)

// everyFolderIsNamed finds packages that the layout does not know.
func everyFolderIsNamed(t tree) []string {
	var found []string
	for _, p := range t.packages {
		folder := p.folder()
		if _, ok := rowOf(folder); !ok {
			found = append(found, folder+" is not in the layout")
			continue
		}
		if d, ok := domainOf(folder); ok && !knownDomain(d) {
			found = append(found, folder+": the domain "+d+" has no place in the order of domains")
		}
	}
	return found
}

// importsGoDown finds imports of our own packages that the layout does not allow.
func importsGoDown(t tree) []string {
	var found []string
	for _, p := range t.packages {
		for _, imported := range p.Imports {
			to, ours := strings.CutPrefix(imported, module+"/")
			if ours && !mayImport(p.folder(), to) {
				found = append(found, p.folder()+" imports "+to)
			}
		}
	}
	return found
}

func mayImport(from, to string) bool {
	if unit(from) == unit(to) && !generatedDB(from) {
		return true
	}
	if generatedDB(from) {
		return covers("internal/kernel", to)
	}
	d, inDomain := domainOf(from)
	if lower, ok := domainOf(to); ok && inDomain {
		return mayImportDomain(d, lower)
	}
	r, _ := rowOf(from)
	return slices.ContainsFunc(r.imports, func(allowed string) bool { return covers(allowed, to) })
}

// testkitStaysInTests finds shipped code that imports test support.
func testkitStaysInTests(t tree) []string {
	var found []string
	for _, p := range t.packages {
		if covers("internal/testkit", p.folder()) || covers("test", p.folder()) {
			continue
		}
		for _, imported := range p.Imports {
			if covers(module+"/internal/testkit", imported) {
				found = append(found, p.folder()+" imports "+imported+" outside its tests")
			}
		}
	}
	return found
}

// thirdPartiesStayInPlace finds imports of modules that one folder alone may know.
func thirdPartiesStayInPlace(t tree) []string {
	var found []string
	for _, p := range t.packages {
		for _, imported := range p.Imports {
			for _, o := range outside {
				if strings.HasPrefix(imported, o.prefix) && !generatedDB(p.folder()) &&
					!slices.ContainsFunc(o.folders, func(f string) bool { return covers(f, p.folder()) }) {
					found = append(found, fmt.Sprintf("%s imports %s, which only %s may", p.folder(), imported, strings.Join(o.folders, ", ")))
				}
			}
		}
	}
	return found
}

// kernelIsPure finds I/O in the kernel.
func kernelIsPure(t tree) []string {
	var found []string
	for _, p := range t.packages {
		if !covers("internal/kernel", p.folder()) {
			continue
		}
		for _, imported := range p.Imports {
			if slices.Contains(impure, imported) {
				found = append(found, p.folder()+" imports "+imported)
			}
		}
	}
	return found
}

// packagesAreDescribed finds packages without a doc comment; generated ones and folders of tests have no need of one.
func packagesAreDescribed(t tree) []string {
	var found []string
	for _, p := range t.packages {
		if p.Doc == "" && len(p.GoFiles) > 0 && !generatedDB(p.folder()) {
			found = append(found, p.folder()+" has no package comment")
		}
	}
	return found
}
