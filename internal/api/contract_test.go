package api

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite openapi.json")

// TestDocumentIsCommitted fails when the program and the committed contract differ, and says what of it breaks clients.
func TestDocumentIsCommitted(t *testing.T) {
	t.Parallel()
	want := Document()
	if *update {
		if err := os.WriteFile("openapi.json", want, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	committed, err := os.ReadFile("openapi.json")
	if err != nil {
		t.Fatal(err)
	}
	if string(committed) == string(want) {
		return
	}
	for _, change := range breaking(t, committed, want) {
		t.Error("breaks clients: " + change)
	}
	t.Error("openapi.json is not current: run go test ./internal/api -run TestDocumentIsCommitted -update and read the diff")
}

func TestDocumentIsValid(t *testing.T) {
	t.Parallel()
	if _, err := contract(); err != nil {
		t.Fatal(err)
	}
}

// TestBreakingChangesAreSeen changes the committed document in ways that break clients, and in ways that do not.
func TestBreakingChangesAreSeen(t *testing.T) {
	t.Parallel()
	committed := Document()
	changes := []struct{ at, field, says string }{
		{"paths", "/v1/units", "GET /v1/units is gone"},
		{"paths /v1/units/{id}", "delete", "DELETE /v1/units/{id} is gone"},
		{"paths /v1/units/{id} get responses", "200", "GET /v1/units/{id} no longer answers 200"},
		{"paths /v1/units get", "parameters", "GET /v1/units no longer takes q"},
		{"components schemas Unit properties", "base_rent", "Unit.base_rent is gone"},
		{"components schemas UnitPatch properties", "base_rent", "UnitPatch.base_rent is gone"},
		{"components schemas", "Household", "the schema Household is gone"},
	}
	for _, c := range changes {
		changed := edited(t, committed, c.at, func(o map[string]any) { delete(o, c.field) })
		if found := breaking(t, committed, changed); !slices.Contains(found, c.says) {
			t.Errorf("without %s %s: found %q, want %q", c.at, c.field, found, c.says)
		}
	}
	required := edited(t, committed, "components schemas PropertyCreate", func(o map[string]any) { o["required"] = []any{"name", "type", "status"} })
	if found := breaking(t, committed, required); !slices.Contains(found, "PropertyCreate.status is required now") {
		t.Errorf("found %q", found)
	}
	retyped := edited(t, committed, "components schemas Unit properties base_rent", func(o map[string]any) { o["type"] = "number" })
	if found := breaking(t, committed, retyped); !slices.Contains(found, "Unit.base_rent has another type") {
		t.Errorf("found %q", found)
	}
	fewer := edited(t, committed, "components schemas UnitPatch properties status", func(o map[string]any) { o["enum"] = []any{"vacant"} })
	if found := breaking(t, committed, fewer); !slices.Contains(found, "UnitPatch.status no longer takes occupied") {
		t.Errorf("found %q", found)
	}
	grown := edited(t, committed, "components schemas Unit properties", func(o map[string]any) { o["view"] = map[string]any{"type": "string"} })
	if found := breaking(t, committed, grown); len(found) != 0 {
		t.Errorf("a new field of an answer breaks nobody, found %q", found)
	}
}

func edited(t *testing.T, raw []byte, at string, edit func(map[string]any)) []byte {
	t.Helper()
	doc := object(t, raw)
	o := doc
	for _, step := range strings.Fields(at) {
		o = o[step].(map[string]any)
	}
	edit(o)
	out, err := json.Marshal(doc)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func object(t *testing.T, raw []byte) map[string]any {
	t.Helper()
	var out map[string]any
	if err := json.Unmarshal(raw, &out); err != nil {
		t.Fatal(err)
	}
	return out
}

func inner(o map[string]any, steps ...string) map[string]any {
	for _, s := range steps {
		o, _ = o[s].(map[string]any)
	}
	return o
}

// breaking lists what a client of the old document would miss in the new one.
func breaking(t *testing.T, before, after []byte) []string {
	t.Helper()
	was, is := object(t, before), object(t, after)
	var out []string
	for path, item := range inner(was, "paths") {
		for method, op := range item.(map[string]any) {
			name := strings.ToUpper(method) + " " + path
			now := inner(is, "paths", path, method)
			if now == nil {
				out = append(out, name+" is gone")
				continue
			}
			out = append(out, breakingOperation(name, op.(map[string]any), now)...)
		}
	}
	for name, s := range inner(was, "components", "schemas") {
		now := inner(is, "components", "schemas", name)
		if now == nil {
			out = append(out, "the schema "+name+" is gone")
			continue
		}
		out = append(out, breakingSchema(name, s.(map[string]any), now)...)
	}
	slices.Sort(out)
	return out
}

func breakingOperation(name string, was, is map[string]any) []string {
	var out []string
	for status := range inner(was, "responses") {
		if status < "300" && inner(is, "responses", status) == nil {
			out = append(out, name+" no longer answers "+status)
		}
	}
	taken, old := map[string]bool{}, map[string]bool{}
	now, _ := is["parameters"].([]any)
	for _, p := range now {
		taken[p.(map[string]any)["name"].(string)] = true
	}
	before, _ := was["parameters"].([]any)
	for _, p := range before {
		n := p.(map[string]any)["name"].(string)
		old[n] = true
		if !taken[n] {
			out = append(out, name+" no longer takes "+n)
		}
	}
	for _, p := range now {
		o := p.(map[string]any)
		if o["required"] == true && !old[o["name"].(string)] {
			out = append(out, fmt.Sprintf("%s requires %s now", name, o["name"]))
		}
	}
	return out
}

func breakingSchema(name string, was, is map[string]any) []string {
	var out []string
	input := strings.HasSuffix(name, "Patch") || strings.HasSuffix(name, "Create")
	for field, s := range inner(was, "properties") {
		now := inner(is, "properties", field)
		if now == nil {
			out = append(out, name+"."+field+" is gone")
			continue
		}
		before := s.(map[string]any)
		if fmt.Sprint(before["type"], before["$ref"], before["anyOf"]) != fmt.Sprint(now["type"], now["$ref"], now["anyOf"]) {
			out = append(out, name+"."+field+" has another type")
		}
		left, _ := now["enum"].([]any)
		values, _ := before["enum"].([]any)
		for _, v := range values {
			if input && !slices.Contains(left, v) {
				out = append(out, fmt.Sprintf("%s.%s no longer takes %v", name, field, v))
			}
		}
	}
	old, _ := was["required"].([]any)
	now, _ := is["required"].([]any)
	for _, f := range now {
		if input && !slices.Contains(old, f) {
			out = append(out, fmt.Sprintf("%s.%v is required now", name, f))
		}
	}
	for _, f := range old {
		if !input && !slices.Contains(now, f) {
			out = append(out, fmt.Sprintf("%s.%v may be absent now", name, f))
		}
	}
	return out
}
