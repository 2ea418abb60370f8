// Package migrationlint reads goose migrations and refuses what would hurt a live system: statements that hold a lock
// while they read or rewrite a whole table, forms that fail once the schema is sharded by Citus, and files that goose
// would cut in the wrong place. It works on tokens rather than on a parsed tree, so it needs neither a database nor C.
//
// A statement that must break a rule says so and why, in a comment directly before it:
//
//	-- lint:allow add-unique the table holds a handful of rows in every installation
//
// A file that only removes what no released code uses any more carries the line
//
//	-- migration: contract
package migrationlint

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// Problem is one broken rule at one place.
type Problem struct {
	// File is the migration's file name.
	File string
	// Line is the 1-based line at which the statement begins.
	Line int
	// Rule is the name that lint:allow takes.
	Rule string
	// Message says what is wrong and what to write instead.
	Message string
}

// String returns the problem as "file:line: rule: message", which editors can follow.
func (p Problem) String() string {
	return fmt.Sprintf("%s:%d: %s: %s", p.File, p.Line, p.Rule, p.Message)
}

// Lint reads every *.sql file at the top of fsys in the order of their names, which is the order in which goose runs
// them, and returns the problems in that order. The error is one of reading, never of content.
func Lint(fsys fs.FS) ([]Problem, error) {
	names, err := fs.Glob(fsys, "*.sql")
	if err != nil {
		return nil, fmt.Errorf("list migrations: %w", err)
	}
	slices.Sort(names)
	history := newHistory()
	var problems []Problem
	for _, name := range names {
		text, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, fmt.Errorf("read migration: %w", err)
		}
		problems = append(problems, lintFile(history, path.Base(name), string(text))...)
	}
	return problems, nil
}

// history is what earlier statements established and later ones may rely on.
type history struct {
	// notNull maps table and constraint to the column whose CHECK (column IS NOT NULL) it is.
	notNull map[[2]string]string
	// proven holds table and column once such a check has been validated.
	proven map[[2]string]bool
}

func newHistory() *history {
	return &history{notNull: map[[2]string]string{}, proven: map[[2]string]bool{}}
}

// scene is what a rule may look at besides its statement: the file around it.
type scene struct {
	*history
	file *migration
	// tables (with materialized views) and indexes were created earlier in this file: nobody waits for a lock on them.
	tables, indexes map[string]bool
	// next is the statement after the one looked at, nil for the last of its section.
	next *statement
}

// fresh reports whether the table was made by this same migration (or is temporary).
func (s *scene) fresh(table string) bool { return s.tables[table] }

func lintFile(h *history, name, text string) []Problem {
	file, problems := parse(name, text)
	problems = append(problems, fileProblems(file)...)
	for _, section := range [][]*statement{file.up, file.down} {
		sc := &scene{history: h, file: file, tables: map[string]bool{}, indexes: map[string]bool{}}
		for i, st := range section {
			sc.next = nil
			if i+1 < len(section) {
				sc.next = section[i+1]
			}
			problems = append(problems, checkStatement(sc, st)...)
			sc.learn(st)
		}
	}
	slices.SortStableFunc(problems, func(a, b Problem) int { return a.Line - b.Line })
	return problems
}

// checkStatement runs every rule that holds for the statement's direction and settles its lint:allow comments.
func checkStatement(sc *scene, st *statement) []Problem {
	var problems []Problem
	used := map[string]bool{}
	for _, r := range rules {
		if r.upOnly && st.section != sectionUp {
			continue
		}
		for _, message := range r.check(sc, st) {
			if _, ok := st.allows[r.name]; ok {
				used[r.name] = true
				continue
			}
			problems = append(problems, Problem{File: sc.file.name, Line: st.line, Rule: r.name, Message: message})
		}
	}
	for name, reason := range st.allows {
		switch {
		case strings.TrimSpace(reason) == "":
			problems = append(problems, Problem{sc.file.name, st.line, "allow", "lint:allow " + name + " gives no reason"})
		case !used[name]:
			problems = append(problems, Problem{sc.file.name, st.line, "allow", "lint:allow " + name + " allows nothing here; remove it"})
		}
	}
	return problems
}

func fileProblems(file *migration) []Problem {
	var problems []Problem
	add := func(rule, message string) {
		problems = append(problems, Problem{File: file.name, Line: 1, Rule: rule, Message: message})
	}
	if len(file.up) == 0 {
		add("direction", `no statement under "-- +goose Up"`)
	}
	if len(file.down) == 0 {
		add("direction", `no statement under "-- +goose Down": every migration can be taken back`)
	}
	return problems
}

// learn records what the statement made, for the ones after it.
func (s *scene) learn(st *statement) {
	if t, ok := st.createTable(); ok {
		s.tables[t.name] = true
	}
	if c := (cursor{toks: st.toks}); c.accept("create", "materialized", "view") {
		c.accept("if", "not", "exists")
		s.tables[c.name()] = true
	}
	if ix, ok := st.createIndex(); ok {
		s.indexes[ix.name] = true
	}
	if st.section != sectionUp {
		return
	}
	alter, ok := st.alterTable()
	if !ok {
		return
	}
	for _, action := range alter.actions {
		if name, column, ok := action.notNullCheck(); ok {
			s.notNull[[2]string{alter.name, name}] = column
			if !action.has("not", "valid") {
				s.proven[[2]string{alter.name, column}] = true
			}
		}
		if c := (cursor{toks: action}); c.accept("validate", "constraint") {
			if column, ok := s.notNull[[2]string{alter.name, c.name()}]; ok {
				s.proven[[2]string{alter.name, column}] = true
			}
		}
	}
}
