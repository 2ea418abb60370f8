package api

import (
	"encoding/csv"
	"encoding/json"
	"strings"
	"testing"

	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/tenancy"
)

func TestChangeMany(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.manager()
	p := c.property("Maple Court")
	a, b := c.unit(p, "1"), c.unit(p, "2")
	body := map[string]any{"ids": []string{b, id.New().String(), a}, "action": "status", "value": "down"}
	first := c.do("POST", "/v1/units/bulk", body, keyHeader, "once")
	got := first.object(t)
	rows := got["data"].([]any)
	if first.status != 200 || got["done"] != 2.0 || got["refused"] != 1.0 || rows[0].(map[string]any)["id"] != b ||
		rows[1].(map[string]any)["code"] != "not_found" || rows[2].(map[string]any)["version"] != 2.0 {
		t.Fatalf("%d %s", first.status, first.body)
	}
	if again := c.do("POST", "/v1/units/bulk", body, keyHeader, "once"); string(again.body) != string(first.body) {
		t.Errorf("again: %s", again.body)
	}
	if other := c.do("POST", "/v1/properties/bulk", map[string]any{"ids": []string{p}, "action": "delete"}, keyHeader, "once"); other.status != 409 {
		t.Errorf("the key for another list: %d %s", other.status, other.body)
	}
	c.must(200, "POST", "/v1/properties/bulk", map[string]any{"ids": []string{p}, "action": "delete"})
	c.must(404, "GET", "/v1/units/"+a, nil)
	c.must(200, "POST", "/v1/properties/bulk", map[string]any{"ids": []string{p}, "action": "restore"})
	if u := c.must(200, "GET", "/v1/units/"+a, nil); u["status"] != "down" {
		t.Errorf("%v", u)
	}
	many := make([]string, 501)
	for i := range many {
		many[i] = a
	}
	for want, body := range map[string]map[string]any{
		"/ids required,/action not_allowed": {}, "/ids id_invalid": {"ids": []string{"x"}, "action": "delete"},
		"/ids too_many": {"ids": many, "action": "delete"}, "/value not_allowed": {"ids": []string{a}, "action": "status", "value": "burnt"},
		"/tenant_id unknown_field": {"ids": []string{a}, "action": "delete", "tenant_id": w.other.String()},
	} {
		got := c.do("POST", "/v1/units/bulk", body)
		if _, places := got.problem(t); got.status != 422 || strings.Join(places, ",") != want {
			t.Errorf("want %s: %d %s", want, got.status, got.body)
		}
	}
}

func TestExportOperations(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.manager()
	p := c.property("=HYPERLINK(1)")
	c.unit(p, "1")
	c.unit(p, "2")
	got := c.do("GET", "/v1/units/export?sort=-number&columns=number,property_name,base_rent", nil)
	rows, err := csv.NewReader(strings.NewReader(string(got.body))).ReadAll()
	if err != nil || got.status != 200 || len(rows) != 3 || strings.Join(rows[1], "|") != "2|'=HYPERLINK(1)|0.00" {
		t.Errorf("%d %q, %v", got.status, got.body, err)
	}
	if at := got.header.Get("Content-Disposition"); at != "attachment; filename=units-2026-03-14.csv" {
		t.Errorf("saved as %s", at)
	}
	list := w.recorder.take()
	if len(list) != 1 || list[0].Action != "export" || list[0].EntityType != "units" {
		t.Errorf("recorded %+v", list)
	}
	var units []map[string]any
	if err := json.Unmarshal(c.do("GET", "/v1/units/export?format=json&q=1&property_id="+p, nil).body, &units); err != nil || len(units) != 2 {
		t.Errorf("%v, %v", units, err)
	}
	for _, bad := range []string{"format=pdf", "columns=ssn", "columns=", "sort=ssn", "limit=1", "columns=number&columns=id"} {
		if got := c.do("GET", "/v1/units/export?"+bad, nil); got.status != 422 {
			t.Errorf("%s: %d %s", bad, got.status, got.body)
		}
	}
	w.as(w.org, tenancy.RoleTechnician).must(403, "GET", "/v1/units/export", nil)
	if other := w.as(w.other, tenancy.RoleManager).do("GET", "/v1/properties/export", nil); strings.Count(string(other.body), "\n") != 1 {
		t.Errorf("another organization's file: %s", other.body)
	}
}
