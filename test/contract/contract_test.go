package contract

import (
	"encoding/json"
	"flag"
	"os"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "make the current document the baseline: at a release, once its changes are told")

const (
	baseline = "../../internal/api/openapi.baseline.json"
	current  = "../../internal/api/openapi.json"
	changes  = "../../docs/api-changes.md"
)

func read(t *testing.T, path string) []byte {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// TestNothingBreaks holds the committed document against that of the last release. What breaks clients must be declared,
// and what is declared must be there.
func TestNothingBreaks(t *testing.T) {
	t.Parallel()
	if *update {
		if err := os.WriteFile(baseline, read(t, current), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	found, err := Breaking(read(t, baseline), read(t, current))
	if err != nil {
		t.Fatal(err)
	}
	declared := Declared(string(read(t, changes)))
	for _, change := range found {
		if !slices.Contains(declared, change) {
			t.Errorf("breaks clients and is not declared in docs/api-changes.md: %s", change)
		}
	}
	for _, change := range declared {
		if !slices.Contains(found, change) {
			t.Errorf("declared in docs/api-changes.md, and not so: %s", change)
		}
	}
}

// mutation is a change of the document and what has to be said of it; "" is nothing.
type mutation struct {
	name, at string // at: steps to an object
	edit     func(object)
	says     string
}

func remove(key string) func(object)     { return func(o object) { delete(o, key) } }
func set(key string, v any) func(object) { return func(o object) { o[key] = v } }

// parameter edits one parameter of an operation.
func parameter(name string, edit func(object)) func(object) {
	return func(op object) {
		for _, p := range op["parameters"].([]any) {
			if p.(object)["name"] == name {
				edit(p.(object))
			}
		}
	}
}

func without(name string) func(object) {
	return func(op object) {
		op["parameters"] = slices.DeleteFunc(op["parameters"].([]any), func(p any) bool { return p.(object)["name"] == name })
	}
}

func added(p object) func(object) {
	return func(op object) { op["parameters"] = append(op["parameters"].([]any), p) }
}

var mutations = []mutation{
	{"path", "paths", remove("/v1/units"), "GET /v1/units is gone"},
	{"operation", "paths /v1/units/{id}", remove("delete"), "DELETE /v1/units/{id} is gone"},
	{"parameter", "paths /v1/units get", without("q"), "GET /v1/units no longer takes the query q"},
	{"header parameter", "paths /v1/units/{id} patch", without("If-Match"), "PATCH /v1/units/{id} no longer takes the header If-Match"},
	{"required parameter", "paths /v1/units get", parameter("q", set("required", true)), "GET /v1/units requires the query q"},
	{"new required parameter", "paths /v1/units get", added(object{"in": "query", "name": "year", "required": true}), "GET /v1/units requires the query year"},
	{"value of a parameter", "paths /v1/units get", parameter("form", func(p object) { p["schema"].(object)["enum"] = []any{"house"} }), "GET /v1/units query form no longer takes apartment"},
	{"shorter parameter", "paths /v1/units get", parameter("q", func(p object) { p["schema"].(object)["maxLength"] = 10.0 }), "GET /v1/units query q has the tighter maxLength 10"},
	{"lower maximum", "paths /v1/units get", parameter("limit", func(p object) { p["schema"].(object)["maximum"] = 10.0 }), "GET /v1/units query limit has the tighter maximum 10"},
	{"type of a parameter", "paths /v1/units get", parameter("deleted", func(p object) { p["schema"].(object)["type"] = "integer" }), "GET /v1/units query deleted no longer takes boolean"},
	{"success", "paths /v1/units/{id} get responses", remove("200"), "GET /v1/units/{id} no longer answers 200"},
	{"refusal", "paths /v1/units/{id} get responses", remove("404"), "GET /v1/units/{id} no longer answers 404"},
	{"header of an answer", "paths /v1/units/{id} get responses 200 headers", remove("ETag"), "GET /v1/units/{id} 200 lacks the header ETag"},
	{"media type of an answer", "paths /v1/units/{id} get responses 200 content", remove("application/json"), "GET /v1/units/{id} 200 is no longer application/json"},
	{"media type of a body", "paths /v1/units/{id} patch requestBody content", remove("application/merge-patch+json"), "PATCH /v1/units/{id} no longer takes application/merge-patch+json"},
	{"field of an answer", "components schemas Unit properties", remove("base_rent"), "Unit.base_rent is gone"},
	{"field of a list", "components schemas UnitPage properties", remove("next_cursor"), "UnitPage.next_cursor is gone"},
	{"field inside a field", "components schemas Address properties", remove("city"), "Address.city is gone"},
	{"type of a field", "components schemas Unit properties base_rent", set("type", "number"), "Unit.base_rent may be number decimal now"},
	{"null in an answer", "components schemas Unit properties base_rent", set("type", []any{"string", "null"}), "Unit.base_rent may be null now"},
	{"absent in an answer", "components schemas Unit", set("required", []any{"id"}), "Unit.base_rent may be absent now"},
	{"field of a body", "components schemas UnitPatch properties", remove("base_rent"), "UnitPatch.base_rent is gone"},
	{"new required field", "components schemas PropertyCreate", set("required", []any{"name", "type", "status"}), "PropertyCreate.status is required"},
	{"value of a field", "components schemas UnitPatch properties status", set("enum", []any{"vacant"}), "UnitPatch.status no longer takes occupied"},
	{"null in a body", "components schemas UnitPatch properties floor", set("type", "integer"), "UnitPatch.floor no longer takes null"},
	{"shorter text", "components schemas UnitPatch properties number", set("maxLength", 5.0), "UnitPatch.number has the tighter maxLength 5"},
	{"new pattern", "components schemas UnitPatch properties number", set("pattern", "^[0-9]+$"), "UnitPatch.number has another pattern"},
	{"object inside a body", "components schemas AddressPatch properties", remove("street1"), "AddressPatch.street1 is gone"},

	{"new field of an answer", "components schemas Unit properties", set("view", object{"type": "string"}), ""},
	{"new optional field of a body", "components schemas UnitPatch properties", set("view", object{"type": "string"}), ""},
	{"new value of a body's field", "components schemas UnitPatch properties status", func(o object) { o["enum"] = append(o["enum"].([]any), "sold") }, ""},
	{"new optional parameter", "paths /v1/units get", added(object{"in": "query", "name": "year", "schema": object{"type": "integer"}}), ""},
	{"new operation", "paths", set("/v1/new", object{"get": object{}}), ""},
	{"longer text", "components schemas UnitPatch properties number", set("maxLength", 500.0), ""},
	{"other words", "paths /v1/units get", set("description", "Other words."), ""},
}

// TestMutations changes the document in every way that breaks a client, and in ways that do not.
func TestMutations(t *testing.T) {
	t.Parallel()
	before := read(t, current)
	for _, m := range mutations {
		t.Run(m.name, func(t *testing.T) {
			t.Parallel()
			var doc object
			if err := json.Unmarshal(before, &doc); err != nil {
				t.Fatal(err)
			}
			at := doc
			for step := range strings.FieldsSeq(m.at) {
				if at = at[step].(object); at == nil {
					t.Fatalf("no %s in %s", step, m.at)
				}
			}
			m.edit(at)
			after, err := json.Marshal(doc)
			if err != nil {
				t.Fatal(err)
			}
			if string(after) == string(before) {
				t.Fatal("nothing was changed")
			}
			found, err := Breaking(before, after)
			if err != nil {
				t.Fatal(err)
			}
			if m.says == "" && len(found) > 0 || m.says != "" && !slices.Contains(found, m.says) {
				t.Errorf("found %q, want %q", found, m.says)
			}
		})
	}
}

func TestDeclared(t *testing.T) {
	t.Parallel()
	got := Declared("# Title\n\ntext `x`\n\n- `Unit.view is gone`: nobody used it\n- not code\n  - `GET /v1/x is gone`\n")
	if want := []string{"Unit.view is gone", "GET /v1/x is gone"}; !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}
