package migrationlint

import "strings"

type section int

const (
	sectionNone section = iota
	sectionUp
	sectionDown
)

// migration is one file, cut as goose cuts it.
type migration struct {
	name     string
	contract bool // the file carries "-- migration: contract"
	bare     bool // "-- +goose NO TRANSACTION"
	up, down []*statement
}

// statement is what goose sends to the server in one message.
type statement struct {
	section section
	line    int
	toks    tokens
	allows  map[string]string // rule → reason
}

// parser follows goose's own reading: annotations line by line; a statement ends at a line that ends with a semicolon,
// unless StatementBegin holds it open.
type parser struct {
	file     *migration
	section  section
	begun    bool
	buf      strings.Builder
	start    int
	allows   map[string]string
	problems []Problem
}

func parse(name, content string) (*migration, []Problem) {
	p := &parser{file: &migration{name: name}, allows: map[string]string{}}
	lines := strings.Split(content, "\n")
	for i, line := range lines {
		p.line(i+1, line)
	}
	if p.begun {
		p.problem(len(lines), "cut", "StatementBegin is never closed by StatementEnd")
	}
	p.unfinished()
	return p.file, p.problems
}

// unfinished ends a section: what is still open there has no semicolon at the end of a line.
func (p *parser) unfinished() {
	if toks, _ := lex(p.buf.String()); len(toks) > 0 {
		p.problem(p.start, "cut", "the section's last statement has no semicolon at the end of its line")
	}
	p.flush()
}

func (p *parser) problem(line int, rule, message string) {
	p.problems = append(p.problems, Problem{File: p.file.name, Line: line, Rule: rule, Message: message})
}

func (p *parser) line(n int, line string) {
	trimmed := strings.TrimSpace(line)
	if comment, ok := strings.CutPrefix(trimmed, "--"); ok && p.comment(n, strings.TrimSpace(comment)) {
		return
	}
	if p.start == 0 {
		if trimmed == "" || strings.HasPrefix(trimmed, "--") {
			return
		}
		p.start = n
		if p.section == sectionNone {
			p.problem(n, "direction", `a statement stands before "-- +goose Up"`)
			p.section = sectionUp
		}
	}
	p.buf.WriteString(line)
	p.buf.WriteByte('\n')
	if p.begun || !endsStatement(trimmed) {
		return
	}
	if _, open := lex(p.buf.String()); open {
		// Reported once for the statement; reading on to its true end keeps the rest of the file readable.
		const message = "goose would cut here, inside the statement: wrap it in StatementBegin and StatementEnd"
		if k := len(p.problems); k == 0 || p.problems[k-1].Line != p.start || p.problems[k-1].Rule != "cut" {
			p.problem(p.start, "cut", message)
		}
		return
	}
	p.flush()
}

// comment handles the comments that mean something and reports whether this was an annotation of goose.
func (p *parser) comment(n int, comment string) bool {
	if rest, ok := strings.CutPrefix(comment, "lint:allow"); ok && p.start == 0 {
		rule, reason, _ := strings.Cut(strings.TrimSpace(rest), " ")
		p.allows[rule] = reason
	}
	if comment == "migration: contract" {
		p.file.contract = true
	}
	directive, ok := strings.CutPrefix(comment, "+goose")
	if !ok {
		return false
	}
	switch strings.ToLower(strings.TrimSpace(directive)) {
	case "up":
		p.unfinished()
		p.section = sectionUp
	case "down":
		p.unfinished()
		p.section = sectionDown
	case "statementbegin":
		p.begun = true
	case "statementend":
		p.begun = false
		p.flush()
	case "no transaction":
		p.file.bare = true
	default:
		p.problem(n, "direction", "goose does not know this annotation: "+comment)
	}
	return true
}

func (p *parser) flush() {
	toks, _ := lex(p.buf.String())
	if len(toks) > 0 {
		st := &statement{section: p.section, line: p.start, toks: toks, allows: p.allows}
		if p.section == sectionDown {
			p.file.down = append(p.file.down, st)
		} else {
			p.file.up = append(p.file.up, st)
		}
	}
	p.buf.Reset()
	p.start, p.allows = 0, map[string]string{}
}

// endsStatement reports whether goose ends the statement at this line: its last word before a comment ends in ";".
func endsStatement(line string) bool {
	last := ""
	for _, w := range strings.Fields(line) {
		if strings.HasPrefix(w, "--") {
			break
		}
		last = w
	}
	return strings.HasSuffix(last, ";")
}
