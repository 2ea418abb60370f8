package api

import (
	"bytes"
	_ "embed" // for the page's style and template
	"encoding/json"
	"fmt"
	"html"
	"html/template"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

var (
	//go:embed reference.css
	referenceCSS []byte
	//go:embed reference.gohtml
	referenceHTML string

	referencePages = template.Must(template.New("").Parse(referenceHTML))
)

// reference is what the reference page shows: the document, put in reading order.
type reference struct {
	Title, Version string
	Introduction   template.HTML
	Tags           []referenceTag
	Schemas        []referenceSchema
	Problems       []referenceProblem
	Fields         []referenceRow
}

type referenceTag struct {
	Name, Anchor string
	Doc          template.HTML
	Operations   []referenceOperation
}

type referenceOperation struct {
	ID, Method, Path, Summary string
	Doc                       template.HTML
	Params                    []referenceRow
	Body                      *referenceLink
	Example, Call             string
	Responses                 []referenceResponse
}

type referenceResponse struct {
	Status, Text string
	Body         *referenceLink
	Headers      []string
	Codes        []string
}

type referenceLink struct{ Name, Anchor string }

type referenceRow struct {
	Name, In string
	Type     template.HTML
	Required bool
	Doc      template.HTML
	Example  string
}

type referenceSchema struct {
	Name, Anchor string
	Rows         []referenceRow
}

type referenceProblem struct {
	Name, Title string
	Status      int
	Help        template.HTML
}

func renderReference(a *api) []byte {
	o := a.huma.OpenAPI()
	page := reference{Title: o.Info.Title, Version: o.Info.Version, Introduction: prose(o.Info.Description)}
	for _, tag := range o.Tags {
		t := referenceTag{Name: tag.Name, Anchor: "tag-" + strings.ToLower(tag.Name), Doc: prose(tag.Description)}
		for _, op := range a.operations {
			if op.tag == tag.Name {
				t.Operations = append(t.Operations, describeOperation(op, operationOf(o, op)))
			}
		}
		page.Tags = append(page.Tags, t)
	}
	schemas := o.Components.Schemas.Map()
	for _, name := range sortedKeys(schemas) {
		page.Schemas = append(page.Schemas, referenceSchema{Name: name, Anchor: "schema-" + name, Rows: schemaRows(schemas[name])})
	}
	listed := problemList()
	page.Problems, page.Fields = listed.Problems, listed.Fields
	return execute("reference", page)
}

// problemList is every code with its status, its meaning and what to do.
func problemList() (page reference) {
	for _, c := range codes {
		page.Problems = append(page.Problems, referenceProblem{Name: c.name, Title: c.title, Status: c.status, Help: prose(c.help)})
	}
	for _, c := range fieldCodes {
		page.Fields = append(page.Fields, referenceRow{Name: c.name, Doc: prose(c.help)})
	}
	return page
}

func renderProblem(c code) []byte {
	return execute("problem", referenceProblem{Name: c.name, Title: c.title, Status: c.status, Help: prose(c.help)})
}

func execute(name string, data any) []byte {
	var b bytes.Buffer
	if err := referencePages.ExecuteTemplate(&b, name, data); err != nil {
		panic(err) // a defect of the template that any start shows
	}
	return b.Bytes()
}

func operationOf(o *huma.OpenAPI, op *operation) *huma.Operation {
	item := o.Paths[op.path]
	return map[string]*huma.Operation{
		http.MethodGet: item.Get, http.MethodPost: item.Post, http.MethodPatch: item.Patch,
		http.MethodPut: item.Put, http.MethodDelete: item.Delete,
	}[op.method]
}

func describeOperation(op *operation, d *huma.Operation) referenceOperation {
	out := referenceOperation{ID: op.id, Method: op.method, Path: op.path, Summary: op.summary, Doc: prose(op.doc), Call: curl(op)}
	for _, p := range d.Parameters {
		out.Params = append(out.Params, referenceRow{
			Name: p.Name, In: p.In, Type: typeOf(p.Schema), Required: p.Required,
			Doc: prose(p.Description + limits(p.Schema)), Example: plain(p.Example),
		})
	}
	if d.RequestBody != nil && !op.binary {
		out.Body = linkTo(d.RequestBody.Content["application/json"].Schema)
		out.Example = indented(op.example)
	}
	for _, status := range sortedKeys(d.Responses) {
		r := d.Responses[status]
		n, _ := strconv.Atoi(status)
		line := referenceResponse{Status: status, Text: http.StatusText(n)}
		if content := r.Content["application/json"]; content != nil && content.Schema.Ref != "" {
			line.Body = linkTo(content.Schema)
		}
		if problem := r.Content[problemType]; problem != nil {
			for _, name := range problem.Schema.AllOf[1].Properties["code"].Enum {
				line.Codes = append(line.Codes, fmt.Sprint(name))
			}
		} else {
			line.Headers = sortedKeys(r.Headers)
		}
		out.Responses = append(out.Responses, line)
	}
	return out
}

// curl is the request as one would try it in a shell.
func curl(op *operation) string {
	var b strings.Builder
	b.WriteString("curl ")
	if op.method != http.MethodGet {
		b.WriteString("-X " + op.method + " ")
	}
	b.WriteString("\"$SERVER" + strings.ReplaceAll(op.path, "{id}", exampleID) + "\" \\\n  -H \"Authorization: Bearer $KEY\"")
	if op.repeatable {
		b.WriteString(" \\\n  -H \"" + keyHeader + ": $(uuidgen)\"")
	}
	if op.conditional {
		b.WriteString(" \\\n  -H 'If-Match: \"7\"'")
	}
	if op.example != nil {
		one, err := json.Marshal(op.example)
		if err != nil {
			panic(err) // examples are literals of this package
		}
		b.WriteString(" \\\n  -H \"Content-Type: application/json\" \\\n  -d '" + string(one) + "'")
	}
	return b.String()
}

func schemaRows(s *huma.Schema) []referenceRow {
	var rows []referenceRow
	for _, name := range sortedKeys(s.Properties) {
		p := s.Properties[name]
		row := referenceRow{Name: name, Type: typeOf(p), Required: slices.Contains(s.Required, name), Doc: prose(p.Description + limits(p))}
		if len(p.Examples) > 0 {
			row.Example = plain(p.Examples[0])
		}
		rows = append(rows, row)
	}
	return rows
}

func linkTo(s *huma.Schema) *referenceLink {
	name := s.Ref[strings.LastIndexByte(s.Ref, '/')+1:]
	return &referenceLink{Name: name, Anchor: "schema-" + name}
}

// typeOf is the type in words, with a link to a schema.
func typeOf(s *huma.Schema) template.HTML {
	switch {
	case s.Ref != "":
		l := linkTo(s)
		return template.HTML(`<a href="#` + html.EscapeString(l.Anchor) + `">` + html.EscapeString(l.Name) + `</a>`) //nolint:gosec // G203: our own document, escaped
	case len(s.AnyOf) > 0:
		return typeOf(s.AnyOf[0]) + " or null"
	case s.Type == huma.TypeArray:
		return "list of " + typeOf(s.Items)
	}
	text := s.Type
	switch s.Format {
	case "uuid":
		text = "id"
	case "date", "date-time", "decimal":
		text = s.Format
	}
	if s.Nullable {
		text += " or null"
	}
	return template.HTML(html.EscapeString(text)) //nolint:gosec // G203: escaped
}

// limits are the rules of the schema in words.
func limits(s *huma.Schema) string {
	var out []string
	if s.Type == huma.TypeArray && s.Items != nil && s.Items.Ref == "" {
		s = s.Items
	}
	if len(s.Enum) > 0 {
		values := make([]string, 0, len(s.Enum))
		for _, v := range s.Enum {
			values = append(values, "`"+plain(v)+"`")
		}
		out = append(out, "One of "+strings.Join(values, ", ")+".")
	}
	if s.Minimum != nil && s.Maximum != nil {
		out = append(out, fmt.Sprintf("From %.0f to %.0f.", *s.Minimum, *s.Maximum))
	}
	if s.MaxLength != nil {
		out = append(out, fmt.Sprintf("At most %d characters.", *s.MaxLength))
	}
	if s.Default != nil {
		out = append(out, "Default `"+plain(s.Default)+"`.")
	}
	if len(out) == 0 {
		return ""
	}
	return " " + strings.Join(out, " ")
}

func plain(v any) string {
	if v == nil {
		return ""
	}
	if text, ok := v.(string); ok {
		return text
	}
	return indented(v)
}

func indented(v any) string {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if _, object := v.(map[string]any); object {
		encoder.SetIndent("", "  ")
	}
	if err := encoder.Encode(v); err != nil {
		panic(err) // examples and defaults are literals of this package
	}
	return strings.TrimSpace(b.String())
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

var codeSpan = regexp.MustCompile("`([^`]+)`")

// prose renders the little Markdown that our descriptions use: headings, paragraphs, lists and code.
func prose(text string) template.HTML {
	var b strings.Builder
	list := false
	for _, line := range strings.Split(strings.TrimSpace(text), "\n") {
		shown := codeSpan.ReplaceAllString(html.EscapeString(strings.TrimLeft(line, "#- ")), "<code>$1</code>")
		item := strings.HasPrefix(line, "- ")
		if list && !item {
			b.WriteString("</ul>")
		}
		if item && !list {
			b.WriteString("<ul>")
		}
		list = item
		switch {
		case strings.HasPrefix(line, "## "):
			b.WriteString("<h3>" + shown + "</h3>")
		case item:
			b.WriteString("<li>" + shown + "</li>")
		case shown != "":
			b.WriteString("<p>" + shown + "</p>")
		}
	}
	if list {
		b.WriteString("</ul>")
	}
	return template.HTML(b.String()) //nolint:gosec // G203: our own text, escaped
}
