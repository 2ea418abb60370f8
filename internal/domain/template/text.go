// Package template keeps the texts that documents are made from: leases, notices, letters. A text is paragraphs, headings,
// lists, tables, signature lines and page breaks, with fields such as {{renter.names}} that are filled in when a document
// is made. Nothing in it is ever run, and what is filled in is never read as markup.
package template

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/platform/pdf"
)

// Field is something that is filled in.
type Field struct {
	Name    string // as it is written between {{ and }}
	Meaning string
	Sample  Value // for previews
}

// Value is what a field is filled with: text, lines to sign on, or a table.
type Value struct {
	Text  string
	Names []string   // of a field of signatures: one line each
	Rows  [][]string // of a field of a table; the first row is the heading
	Total bool       // of a table: the last row is the sum
	block bool
}

// Table is a field's table; one without rows below the heading is left out.
func Table(rows [][]string, total bool) Value { return Value{Rows: rows, Total: total, block: true} }

// Signatures are lines to sign on.
func Signatures(names []string) Value { return Value{Names: names, block: true} }

// Text is a field's text.
func Text(s string) Value { return Value{Text: s} }

// IsBlock reports whether the field stands on a line of its own.
func (v Value) IsBlock() bool { return v.block }

var (
	fieldForm = regexp.MustCompile(`\{\{\s*([^{}]*?)\s*\}\}`)
	itemForm  = regexp.MustCompile(`^(\d{1,3})\.\s+(.*)$`)
	signForm  = regexp.MustCompile(`^\[signature:\s*(.*?)\s*\]$`)
)

// pageBreak begins a new page, on a line of its own.
const pageBreak = "[page break]"

// part is a block of the text before its fields are filled in.
type part struct {
	pdf.Block
	field string // of a block that is a field's alone
}

// Doc is a text that has been read.
type Doc struct{ parts []part }

// Parse reads a text. It fails with a field fault at /body that names what it does not know and, for a field, those that
// there are.
func Parse(body string) (Doc, error) {
	var d Doc
	var f fault.Fields
	var lines []string
	flush := func() {
		if len(lines) > 0 {
			d.add(pdf.Block{Text: strings.Join(lines, "\n")})
			lines = nil
		}
	}
	for _, raw := range strings.Split(strings.ReplaceAll(body, "\r\n", "\n"), "\n") {
		line := strings.TrimSpace(raw)
		b, own := special(line)
		name, alone := lone(line)
		switch {
		case line == "":
			flush()
		case own:
			flush()
			d.add(b)
		case alone && sampleOf(name).block:
			flush()
			d.parts = append(d.parts, part{field: name})
		default:
			lines = append(lines, line)
		}
	}
	flush()
	checkText(&f, d)
	return d, f.Err()
}

// special reads a line that is a block by itself.
func special(line string) (pdf.Block, bool) {
	switch {
	case strings.HasPrefix(line, "## "):
		return pdf.Block{Kind: pdf.Heading, Level: 2, Text: strings.TrimSpace(line[3:])}, true
	case strings.HasPrefix(line, "# "):
		return pdf.Block{Kind: pdf.Heading, Level: 1, Text: strings.TrimSpace(line[2:])}, true
	case strings.HasPrefix(line, "- "):
		return pdf.Block{Kind: pdf.Item, Mark: "•", Text: strings.TrimSpace(line[2:])}, true
	case line == pageBreak:
		return pdf.Block{Kind: pdf.PageBreak}, true
	}
	if m := signForm.FindStringSubmatch(line); m != nil {
		return pdf.Block{Kind: pdf.Signature, Text: m[1]}, true
	}
	if m := itemForm.FindStringSubmatch(line); m != nil {
		return pdf.Block{Kind: pdf.Item, Mark: m[1] + ".", Text: m[2]}, true
	}
	return pdf.Block{}, false
}

// lone is the field that a line is made of alone.
func lone(line string) (string, bool) {
	m := fieldForm.FindStringSubmatch(line)
	if m == nil || m[0] != line {
		return "", false
	}
	return m[1], true
}

func (d *Doc) add(b pdf.Block) { d.parts = append(d.parts, part{Block: b}) }

// checkText notes fields that there are not, fields of tables inside a line, and braces that do not close.
func checkText(f *fault.Fields, d Doc) {
	var unknown, inside []string
	for _, p := range d.parts {
		for _, m := range fieldForm.FindAllStringSubmatch(p.Text, -1) {
			switch {
			case !Known(m[1]):
				unknown = append(unknown, m[1])
			case sampleOf(m[1]).block:
				inside = append(inside, m[1])
			}
		}
		if rest := fieldForm.ReplaceAllString(p.Text, ""); strings.Contains(rest, "{{") || strings.Contains(rest, "}}") {
			f.Add("/body", "braces_open", "A field does not close: write {{name}}.")
		}
	}
	if len(unknown) > 0 {
		names := make([]string, 0, len(Fields))
		for _, known := range Fields {
			names = append(names, known.Name)
		}
		f.Add("/body", "unknown_merge_field", "There is no field "+list(unknown)+". The fields are: "+strings.Join(names, ", ")+".")
	}
	if len(inside) > 0 {
		f.Add("/body", "field_alone", "Give "+list(inside)+" a line of its own.")
	}
}

// list names fields as they were typed, shortened: what is typed there is the writer's own text of a field name.
func list(names []string) string {
	slices.Sort(names)
	names = slices.Compact(names)
	if len(names) > 5 {
		names = names[:5]
	}
	for i, n := range names {
		if r := []rune(n); len(r) > 40 {
			n = string(r[:40]) + "…"
		}
		names[i] = strconv.Quote(n)
	}
	return strings.Join(names, ", ")
}

// Merge fills the fields in. One that values does not have is left as a line to write on.
func (d Doc) Merge(values map[string]Value) []pdf.Block {
	var out []pdf.Block
	for _, p := range d.parts {
		if p.field == "" {
			b := p.Block
			b.Text = fieldForm.ReplaceAllStringFunc(b.Text, func(m string) string {
				if v := values[fieldForm.FindStringSubmatch(m)[1]]; v.Text != "" {
					return v.Text
				}
				return blank
			})
			out = append(out, b)
			continue
		}
		v := values[p.field]
		for _, name := range v.Names {
			out = append(out, pdf.Block{Kind: pdf.Signature, Text: name})
		}
		if len(v.Rows) > 1 {
			out = append(out, pdf.Block{Kind: pdf.Table, Rows: v.Rows, Total: v.Total})
		} else if len(v.Names) == 0 {
			out = append(out, pdf.Block{Text: none})
		}
	}
	return out
}

// What stands for a field that nothing is known of: a line to write on, and for a table the word.
const (
	blank = "____________"
	none  = "None."
)

// Block is a part of a document, for whoever shows it on a page.
type Block = pdf.Block

// The kinds of blocks.
const (
	Paragraph = pdf.Paragraph
	Heading   = pdf.Heading
	Item      = pdf.Item
	TableOf   = pdf.Table
	SignHere  = pdf.Signature
	NewPage   = pdf.PageBreak
)
