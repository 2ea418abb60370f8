package api

import (
	"strings"
	"testing"
)

// portfolio makes an owner with a share of a property, a group of it, and a hold of a unit: their ids by the path of their kind.
func (c *client) portfolio(property, unit string) map[string]string {
	c.w.t.Helper()
	made := func(path string, body map[string]any) string {
		c.w.t.Helper()
		return c.must(201, "POST", path, body)["id"].(string)
	}
	owner := made("/v1/owners", map[string]any{"name": "Elm Holdings", "tax_id": "12-3456789", "address": addressExample})
	group := made("/v1/property-groups", map[string]any{"name": "North"})
	c.must(200, "POST", "/v1/property-groups/"+group+"/members", map[string]any{"add": []any{property}})
	return map[string]string{
		"/v1/owners": owner, "/v1/property-groups": group,
		"/v1/shares": made("/v1/properties/"+property+"/owners", map[string]any{"owner_id": owner, "percentage": "60.00", "from": "2026-01-01"}),
		"/v1/holds":  made("/v1/units/"+unit+"/holds", map[string]any{"kind": "down", "from": "2026-04-01", "to": "2026-04-30"}),
	}
}

// A property's owners, groups and availability, as a program works with them.
func TestPortfolio(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.manager()
	p, other := c.property("Maple Court"), c.property("Elm")
	u := c.unit(p, "1")
	made := c.portfolio(p, u)

	owner := c.must(200, "GET", "/v1/owners/"+made["/v1/owners"], nil)
	if owner["tax_id_last_four"] != "6789" || owner["address"].(map[string]any)["city"] != "Columbus" {
		t.Errorf("owner %v", owner)
	}
	if text := string(c.do("GET", "/v1/owners/"+made["/v1/owners"], nil).body); strings.Contains(text, "3456789") {
		t.Errorf("the tax id is answered: %s", text)
	}
	c.must(403, "POST", "/v1/owners/"+made["/v1/owners"]+"/reveal-tax-id", nil) // not a manager's to see
	w.recorder.take()
	admin := w.as(w.org, "admin")
	if got := admin.must(200, "POST", "/v1/owners/"+made["/v1/owners"]+"/reveal-tax-id", nil)["tax_id"]; got != "12-3456789" {
		t.Errorf("revealed %v", got)
	}
	if list := w.recorder.take(); len(list) != 1 || list[0].Action != "reveal" {
		t.Errorf("recorded %v", list)
	}

	second := c.must(201, "POST", "/v1/owners", map[string]any{"name": "Oak"})["id"].(string)
	over := c.must(422, "POST", "/v1/properties/"+p+"/owners", map[string]any{"owner_id": second, "percentage": "40.01", "from": "2026-02-01"})
	if over["code"] != "shares_exceed_100" {
		t.Errorf("over 100: %v", over)
	}
	moved := c.must(200, "POST", "/v1/shares/"+made["/v1/shares"]+"/transfer", map[string]any{"owner_id": second, "from": "2026-07-01", "percentage": "10.00"})
	if moved["percentage"] != "10.00" || moved["from"] != "2026-07-01" || moved["owner_id"] != second {
		t.Errorf("transferred %v", moved)
	}
	owned := c.must(200, "GET", "/v1/properties/"+p+"/owners", nil)
	if gaps := owned["gaps"].([]any); owned["held"] != "60.00" || len(owned["shares"].([]any)) != 3 || len(gaps) != 1 || gaps[0].(map[string]any)["missing"] != "40.00" {
		t.Errorf("owned %v", owned)
	}
	if got := c.must(409, "DELETE", "/v1/owners/"+made["/v1/owners"], nil); got["code"] != "shares_running" {
		t.Errorf("deleted an owner who owns: %v", got)
	}

	in := c.must(200, "GET", "/v1/properties?group_id="+made["/v1/property-groups"], nil)["data"].([]any)
	if len(in) != 1 || in[0].(map[string]any)["id"] != p {
		t.Errorf("the group has %v", in)
	}
	c.must(200, "PATCH", "/v1/properties/"+other, map[string]any{"address": map[string]any{
		"street1": "1 Elm", "city": "Denver", "state": "CO", "zip_code": "80201", "latitude": 39.7392, "longitude": -104.9903,
	}})
	if near := c.must(200, "GET", "/v1/properties?near=39.74,-104.99&miles=5", nil)["data"].([]any); len(near) != 1 || near[0].(map[string]any)["id"] != other {
		t.Errorf("near %v", near)
	}
	c.must(422, "GET", "/v1/units?near=Denver", nil)

	days := c.must(200, "GET", "/v1/availability?from=2026-03-14&to=2026-05-31", nil)["data"].([]any)[0].(map[string]any)
	var kinds []string
	for _, s := range days["stretches"].([]any) {
		kinds = append(kinds, s.(map[string]any)["kind"].(string))
	}
	if got := strings.Join(kinds, " "); got != "vacant down vacant" || days["available_on"] != "2026-03-14" {
		t.Errorf("%s, available on %v", got, days["available_on"])
	}
	if got := c.must(409, "POST", "/v1/units/"+u+"/holds", map[string]any{"kind": "model", "from": "2026-04-30"}); got["code"] != "hold_overlaps" {
		t.Errorf("a hold over another: %v", got)
	}
	c.must(201, "POST", "/v1/units/"+u+"/holds", map[string]any{"kind": "model", "from": "2026-01-01", "to": "2026-01-31"})
	list := c.must(200, "GET", "/v1/units/"+u+"/timeline", nil)["data"].([]any)
	if len(list) != 1 || list[0].(map[string]any)["kind"] != "hold" || list[0].(map[string]any)["more"] != "2026-01-31" {
		t.Errorf("the unit tells %v", list)
	}
}
