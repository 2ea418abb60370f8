package api

import (
	"strings"
	"testing"

	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/tenancy"
)

func keys(o map[string]any) string { return strings.Join(sortedKeys(o), ",") }

func TestFields(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.manager()
	made := c.must(201, "POST", "/v1/properties", map[string]any{"name": "Maple", "type": "land", "address": addressExample, "lot_size": "1.50"})
	at := "/v1/properties/" + made["id"].(string)
	one := c.do("GET", at+"?fields=name,lot_size,address.city,address.zip_code", nil)
	got := one.object(t)
	if keys(got) != "address,lot_size,name" || got["lot_size"] != "1.50" || keys(got["address"].(map[string]any)) != "city,zip_code" || one.header.Get("ETag") != `"1"` {
		t.Errorf("%s", one.body)
	}
	if whole := c.must(200, "GET", at+"?fields=address", nil); keys(whole) != "address" || whole["address"].(map[string]any)["street1"] != "120 Maple Street" {
		t.Errorf("%v", whole)
	}
	list := c.must(200, "GET", "/v1/properties?fields=id", nil)
	if keys(list) != "data,next_cursor,prev_cursor" || keys(list["data"].([]any)[0].(map[string]any)) != "id" {
		t.Errorf("%v", list)
	}
	if summary := c.must(200, "GET", "/v1/summary?fields=units", nil); keys(summary) != "units" {
		t.Errorf("%v", summary)
	}
	for _, path := range []string{
		at + "?fields=ssn", at + "?fields=", at + "?fields=name,", at + "?fields=name&fields=id", at + "?fields=address.ssn", at + "?fields=name.x",
		"/v1/units?fields=tenant_id", at + "?expand=address", "/v1/units?expand=lease", "/v1/units?expand=", "/v1/units?fields=property.name",
	} {
		got := c.do("GET", path, nil)
		if _, places := got.problem(t); got.status != 422 || len(places) != 1 {
			t.Errorf("%s: %d %s", path, got.status, got.body)
		}
	}
}

func TestExpand(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.manager()
	p := c.must(201, "POST", "/v1/properties", map[string]any{"name": "Maple", "type": "land", "address": addressExample})
	bare := c.property("Bare")
	u, v := c.unit(p["id"].(string), "1"), c.unit(bare, "2")

	list := c.must(200, "GET", "/v1/units?sort=number&expand=property,address", nil)["data"].([]any)
	first, second := list[0].(map[string]any), list[1].(map[string]any)
	if first["property"].(map[string]any)["name"] != "Maple" || first["address"].(map[string]any)["city"] != "Columbus" ||
		second["property"].(map[string]any)["name"] != "Bare" || second["address"] != nil {
		t.Errorf("%v", list)
	}
	if one := c.must(200, "GET", "/v1/units/"+v+"?expand=lease", nil); one["lease"] != nil || len(one) < 10 {
		t.Errorf("%v", one)
	}
	part := c.must(200, "GET", "/v1/units/"+u+"?expand=property,lease&fields=number,property.name,lease", nil)
	if keys(part) != "lease,number,property" || keys(part["property"].(map[string]any)) != "name" {
		t.Errorf("%v", part)
	}
	if plain := c.must(200, "GET", "/v1/units/"+u, nil); strings.Contains(keys(plain), "property,") {
		t.Errorf("expanded without being asked: %v", plain)
	}
	// A deleted unit of a deleted property still has it.
	c.must(204, "DELETE", "/v1/properties/"+bare, nil)
	if gone := c.must(200, "GET", "/v1/units/"+v+"?deleted=true&expand=property", nil); gone["property"].(map[string]any)["name"] != "Bare" {
		t.Errorf("%v", gone)
	}

	// What is expanded takes its own grant.
	technician := w.as(w.org, tenancy.RoleTechnician)
	technician.must(200, "GET", "/v1/units/"+u+"?expand=property", nil)
	technician.must(403, "GET", "/v1/units/"+u+"?expand=lease", nil)
	key := w.manager()
	key.as.APIKey, key.as.KeyScopes = id.New(), []string{"portfolio.read"}
	got := key.do("GET", "/v1/units/"+u+"?expand=lease", nil)
	if code, _ := got.problem(t); got.status != 403 || code != "scope_missing" {
		t.Errorf("%d %s", got.status, got.body)
	}
}
