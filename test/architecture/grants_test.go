package architecture

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// ungranted are the files of use cases that enter an organization without a grant of authz, each with its reason. A
// grant comes from the question who may do it, so whatever is not here cannot forget to ask.
var ungranted = map[string]string{
	"internal/domain/identity/find.go":       "finds the user whom a command of the operator names",
	"internal/domain/organization/rotate.go": "renews keys as the operator, in every organization",
	"internal/domain/demo/service.go":        "fills the demo organizations as the operator",
	"internal/domain/demo/sandbox.go":        "fills a sandbox that was granted, before anybody is in it",
}

// grantsAreTheKey finds use cases that reach tenant rows past authz.
func grantsAreTheKey(t tree) []string {
	var found []string
	used := map[string]bool{}
	known := map[string]bool{}
	shipped(t, func(f sourceFile) {
		known[f.path] = true
		if !covers("internal/domain", f.folder()) {
			return
		}
		err := uses(f, func(importPath, name string, line int) {
			if importPath != module+"/internal/tenancy" || !slices.Contains([]string{"InTx", "InReadTx", "Reader", "Lister"}, name) {
				return
			}
			used[f.path] = true
			if ungranted[f.path] == "" {
				found = append(found, fmt.Sprintf("%s:%d uses tenancy.%s: enter through the grant that authz.Require gives, or name the file in ungranted with its reason", f.path, line, name))
			}
		})
		if err != nil {
			found = append(found, err.Error())
		}
	})
	for path := range ungranted {
		if known[path] && !used[path] {
			found = append(found, "ungranted names "+path+", which enters no organization by itself")
		}
	}
	return found
}

// allowAllTag is the build tag with which authz allows everything. One test builds a program with it.
const allowAllTag = "authz_" + "allow_all"

// allowAllPlaces may speak of the tag.
var allowAllPlaces = []string{"internal/authz/decide.go", "internal/authz/decide_allow_all.go", "test/matrix", "docs", "test/architecture"}

// makeBuilds matches what compiles a program with tags.
var makeBuilds = regexp.MustCompile(`(?m)(?:\bgo|\$\(GO\))\s+(?:build|install|run)\b[^\n]*\s--?tags\b|GOFLAGS[^\n]*-tags\b`)

// authzIsNeverOff finds the build tag that switches authz off anywhere but in its file and its test, and tags in what
// builds the program.
func authzIsNeverOff(t tree) []string {
	var found []string
	for _, f := range t.files {
		at := func(place string) bool { return covers(place, f.path) }
		if strings.Contains(f.text, allowAllTag) && !slices.ContainsFunc(allowAllPlaces, at) {
			found = append(found, f.path+" speaks of the build tag "+allowAllTag)
		}
		if f.path == "Makefile" || covers("scripts", f.path) || covers(".ci", f.path) {
			if makeBuilds.MatchString(f.text) {
				found = append(found, f.path+" builds with tags: the program is built without any")
			}
		}
	}
	return found
}
