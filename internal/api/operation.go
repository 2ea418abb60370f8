package api

import (
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/propertyos/propertyos/internal/authz"
)

// operation is one method of one path: what its document says and what it does.
type operation struct {
	id, method, path string
	tag              string
	summary, doc     string
	needs            authz.Action // what the caller must be allowed to do

	query   []param
	body    any      // a pointer to the struct that the handler reads; nil for no body
	create  []string // with a body: the fields that must be there; nil where absent means unchanged
	example any      // of the body

	status int      // of success; 0 is 200
	result any      // a value of the type that the reply has; nil for none
	files  []string // media types of a file that is answered instead

	versioned   bool // answers with an ETag
	conditional bool // honors If-Match
	repeatable  bool // honors Idempotency-Key
	codes       []string

	binary bool        // takes the bytes of a file as body
	expand []expansion // what the rows of the answer may have put into them
	file   bool        // answers with a file

	handle handler
}

// register documents the operation and routes to it.
func (a *api) register(op *operation) {
	if op.status == 0 {
		op.status = http.StatusOK
	}
	op.query = append(slices.Clone(op.query), op.selectParams()...)
	if !authz.Known(op.needs) {
		panic("api: " + op.id + " names no action of authz that it needs")
	}
	a.operations = append(a.operations, op)
	described := a.describe(op)
	a.huma.OpenAPI().AddOperation(described)
	a.huma.Adapter().Handle(described, func(ctx huma.Context) {
		r, w := humago.Unwrap(ctx)
		a.serve(op, w, r)
	})
}

func (a *api) serve(op *operation, w http.ResponseWriter, r *http.Request) {
	c, err := a.newCall(w, r, op)
	if err == nil {
		err = authz.Check(c.principal, op.needs)
	}
	if err == nil {
		var answer reply
		if answer, err = op.handle(r.Context(), c); err == nil {
			answer.body, err = c.choose(r.Context(), answer.body)
		}
		if err == nil {
			a.write(w, r, op.status, answer)
			return
		}
	}
	a.fail(w, r, err)
}

// problemCodes are the codes that the operation may answer with: its own, and those that follow from what it takes.
func (op *operation) problemCodes() []string {
	list := []string{
		"query_invalid", "unauthorized", "api_key_invalid", "no_session", "forbidden", "organization_suspended",
		"scope_missing", "rate_limited", "invalid_input", "internal", "database_unavailable", "busy",
		"timeout",
	}
	if strings.Contains(op.path, "{id}") {
		list = append(list, "not_found")
	}
	if op.method != http.MethodGet {
		list = append(list, "cross_origin", "disk_full")
	}
	if op.body != nil {
		list = append(list, "json_invalid", "json_too_deep", "body_too_large", "media_type_unsupported", "text_invalid",
			"out_of_range", "not_allowed", "required", "reference_not_found")
	}
	if op.conditional {
		list = append(list, "if_match_invalid", "changed_since")
	}
	if op.repeatable {
		list = append(list, "idempotency_key_reused", "idempotency_conflict")
	}
	if slices.ContainsFunc(op.query, func(p param) bool { return p.name == "cursor" }) {
		list = append(list, "cursor_invalid", "text_invalid")
	}
	list = append(list, op.codes...)
	slices.Sort(list)
	return slices.Compact(list)
}

// describe is the operation as huma documents it.
func (a *api) describe(op *operation) *huma.Operation {
	out := &huma.Operation{
		OperationID: op.id, Method: op.method, Path: op.path, Tags: []string{op.tag}, Summary: op.summary,
		Description: op.doc, Responses: map[string]*huma.Response{},
	}
	if strings.Contains(op.path, "{id}") {
		out.Parameters = append(out.Parameters, &huma.Param{
			Name: "id", In: "path", Required: true,
			Schema: &huma.Schema{Type: huma.TypeString, Format: "uuid"}, Example: exampleID,
		})
	}
	for _, p := range op.query {
		described := &huma.Param{Name: p.name, In: "query", Description: p.doc, Schema: p.schema, Example: p.example}
		if p.names != nil {
			described.Style, described.Explode = "form", new(bool) // one value, with commas
		}
		out.Parameters = append(out.Parameters, described)
	}
	if op.conditional {
		out.Parameters = append(out.Parameters, headerParam("If-Match",
			"The ETag that was read. If the row has changed since, the answer is 412 and nothing is done.", `"7"`, 64))
	}
	if op.repeatable {
		out.Parameters = append(out.Parameters, headerParam(keyHeader,
			"A key of your choice that makes this request happen once, however often it is sent: the first answer is given again. "+
				"With another body the answer is 409.", "3f6d0c9e-create-maple-court", 255))
	}
	if op.body != nil {
		schema := a.bodySchema(op)
		out.RequestBody = &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{
			"application/json": {Schema: schema, Example: op.example},
		}}
		if op.method == http.MethodPatch {
			out.RequestBody.Content["application/merge-patch+json"] = &huma.MediaType{Schema: schema, Example: op.example}
		}
	}
	if op.binary {
		out.Parameters = append(out.Parameters, &huma.Param{
			Name: offsetHeader, In: "header", Required: true, Description: "Where in the file the part begins, in bytes.",
			Schema: &huma.Schema{Type: huma.TypeInteger, Format: "int64"}, Example: 65536,
		})
		out.RequestBody = &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{
			"application/octet-stream": {Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}, Example: "%PDF-1.7"},
		}}
	}
	out.Responses[strconv.Itoa(op.status)] = a.success(op)
	a.problems(op, out)
	return out
}

func headerParam(name, doc string, example any, most int) *huma.Param {
	return &huma.Param{Name: name, In: "header", Description: doc, Schema: &huma.Schema{Type: huma.TypeString, MaxLength: &most}, Example: example}
}

func header(doc string) *huma.Param {
	return &huma.Param{Description: doc, Schema: &huma.Schema{Type: huma.TypeString}}
}

func (a *api) success(op *operation) *huma.Response {
	out := &huma.Response{Description: http.StatusText(op.status), Headers: map[string]*huma.Param{
		requestIDHeader: header("The request's id: yours, if you sent a short one, or a new one."),
		rateHeader:      header("What is left of a limit: requests (`r`) and the seconds until all of it is back (`t`)."),
		policyHeader:    header("The limit: how many requests may come at once (`q`), and in how many seconds as many may again (`w`)."),
	}}
	if op.versioned {
		out.Headers["ETag"] = header("The version of the row, for If-Match.")
	}
	if op.status == http.StatusCreated {
		out.Headers["Location"] = header("The address of what was made.")
	}
	if op.result != nil {
		schema := a.shape(reflect.TypeOf(op.result))
		out.Content = map[string]*huma.MediaType{"application/json": {Schema: schema, Example: a.exampleOf(schema)}}
	}
	if op.file {
		out.Headers["Content-Disposition"] = header("The name to save the file under.")
		out.Content = fileContent()
	}
	for _, kind := range op.files {
		if out.Content == nil {
			out.Content = map[string]*huma.MediaType{}
		}
		shape, example := &huma.Schema{Type: huma.TypeString}, any("time,person,action\n2026-10-31T09:05:12Z,Ada Manager,update\n")
		if kind == "application/json" {
			shape = &huma.Schema{Type: huma.TypeArray, Items: &huma.Schema{Type: huma.TypeObject}}
			example = []any{map[string]any{"at": "2026-10-31T09:05:12Z", "name": "Ada Manager", "action": "update"}}
		}
		switch kind {
		case pdfType:
			shape, example = &huma.Schema{Type: huma.TypeString, Format: "binary"}, "%PDF-1.3"
		case zipType:
			shape, example = &huma.Schema{Type: huma.TypeString, Format: "binary"}, "PK"
		}
		out.Content[kind] = &huma.MediaType{Schema: shape, Example: example}
	}
	return out
}

// shape is the reference to the schema of what is answered.
func (a *api) shape(t reflect.Type) *huma.Schema {
	return a.huma.OpenAPI().Components.Schemas.Schema(t, true, "")
}

// problems documents, for each status, the codes that the operation answers with.
func (a *api) problems(op *operation, out *huma.Operation) {
	shape := a.shape(reflect.TypeFor[problemView]())
	byStatus := map[int][]code{}
	for _, name := range op.problemCodes() {
		c, ok := findCode(name)
		if !ok {
			panic("api: " + op.id + " names the unknown code " + name)
		}
		byStatus[c.status] = append(byStatus[c.status], c)
	}
	for status, list := range byStatus {
		names := make([]any, 0, len(list))
		lines := make([]string, 0, len(list))
		for _, c := range list {
			names = append(names, c.name)
			lines = append(lines, "`"+c.name+"`: "+c.title+".")
		}
		response := &huma.Response{
			Description: strings.Join(lines, " "), Headers: map[string]*huma.Param{
				requestIDHeader: header("The request's id."),
			},
			Content: map[string]*huma.MediaType{problemType: {Schema: &huma.Schema{AllOf: []*huma.Schema{
				shape,
				{Type: huma.TypeObject, Properties: map[string]*huma.Schema{"code": {Type: huma.TypeString, Enum: names}}},
			}}, Example: exampleProblem(list[0])}},
		}
		if status == http.StatusTooManyRequests {
			response.Headers[rateHeader], response.Headers[policyHeader] = header("What is left of the limit."), header("The limit.")
		}
		if status == http.StatusServiceUnavailable || status == http.StatusTooManyRequests {
			response.Headers["Retry-After"] = header("Seconds to wait before trying again.")
		}
		out.Responses[strconv.Itoa(status)] = response
	}
}

// bodySchema is the reference to the schema of the operation's body. A struct of opt fields is the schema of a change;
// what creates has the same fields, some of them required.
func (a *api) bodySchema(op *operation) *huma.Schema {
	registry := a.huma.OpenAPI().Components.Schemas
	ref := registry.Schema(reflect.TypeOf(op.body), true, "")
	patch := registry.SchemaFromRef(ref.Ref)
	patch.Required = nil
	if op.create == nil {
		return ref
	}
	created := *patch
	created.Required = op.create
	name := strings.TrimSuffix(ref.Ref, "Patch") + "Create"
	registry.Map()[name[strings.LastIndexByte(name, '/')+1:]] = &created
	return &huma.Schema{Ref: name}
}
