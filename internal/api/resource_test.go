package api

import (
	"net/http"
	"strings"
	"testing"

	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/tenancy"
)

func TestPropertyLife(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.manager()
	made := c.do("POST", "/v1/properties", map[string]any{
		"name": " Maple Court ", "type": "residential", "year_built": 1987,
		"lot_size": "1.5", "amenities": []string{"pool"}, "address": addressExample,
	})
	if made.status != 201 || made.header.Get("ETag") != `"1"` {
		t.Fatalf("%d %v %s", made.status, made.header, made.body)
	}
	p := made.object(t)
	at := made.header.Get("Location")
	if at != "/v1/properties/"+p["id"].(string) || p["name"] != "Maple Court" || p["lot_size"] != "1.50" || p["status"] != "active" {
		t.Fatalf("%s %v", at, p)
	}
	read := c.do("GET", at, nil)
	if string(read.body) != string(made.body) || read.header.Get("ETag") != `"1"` {
		t.Errorf("read %s after making %s", read.body, made.body)
	}

	// Absent stays, null clears, an object inside is merged.
	changed := c.must(200, "PATCH", at, `{"year_built":null,"address":{"street2":"Suite 4"},"amenities":null}`, "If-Match", `"1"`)
	address := changed["address"].(map[string]any)
	if changed["year_built"] != nil || changed["lot_size"] != "1.50" || address["street1"] != "120 Maple Street" ||
		address["street2"] != "Suite 4" || len(changed["amenities"].([]any)) != 0 || changed["version"].(float64) != 2 {
		t.Errorf("changed to %v", changed)
	}
	if gone := c.must(200, "PATCH", at, `{"address":null}`, "Content-Type", "", "Content-Type", "application/merge-patch+json"); gone["address"] != nil {
		t.Errorf("the address stayed: %v", gone)
	}

	c.must(204, "DELETE", at, nil)
	c.must(404, "GET", at, nil)
	c.must(404, "PATCH", at, `{"name":"x"}`)
	c.must(404, "DELETE", at, nil)
	if gone := c.must(200, "GET", at+"?deleted=true", nil); gone["deleted_at"] != "2026-03-14T15:09:26Z" {
		t.Errorf("deleted_at is %v", gone["deleted_at"])
	}
	if list := c.must(200, "GET", "/v1/properties?deleted=true", nil)["data"].([]any); len(list) != 1 {
		t.Errorf("%d deleted properties", len(list))
	}
	back := c.must(200, "POST", at+"/restore", nil)
	if back["deleted_at"] != nil || back["name"] != "Maple Court" {
		t.Errorf("came back as %v", back)
	}
}

func TestUnitNumbers(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.manager()
	p := c.property("Maple Court")
	first := c.unit(p, "1A")
	taken := c.do("POST", "/v1/properties/"+p+"/units", `{"number":"1A"}`)
	if code, places := taken.problem(t); taken.status != 409 || code != "unit_number_taken" || len(places) != 1 || places[0] != "/number unit_number_taken" {
		t.Errorf("%d %s", taken.status, taken.body)
	}
	second := c.unit(p, "1B")
	if renamed := c.do("PATCH", "/v1/units/"+second, `{"number":"1A"}`); renamed.status != 409 {
		t.Errorf("%d %s", renamed.status, renamed.body)
	}
	c.must(204, "DELETE", "/v1/units/"+first, nil)
	c.unit(p, "1A")
	conflict := c.do("POST", "/v1/units/"+first+"/restore", nil)
	if code, _ := conflict.problem(t); conflict.status != 409 || code != "unit_number_taken" {
		t.Errorf("%d %s", conflict.status, conflict.body)
	}
	c.must(204, "DELETE", "/v1/properties/"+p, nil)
	with := c.do("POST", "/v1/units/"+second+"/restore", nil)
	if code, _ := with.problem(t); with.status != 409 || code != "deleted_with_property" {
		t.Errorf("%d %s", with.status, with.body)
	}
	if late := c.do("POST", "/v1/properties/"+p+"/units", `{"number":"9"}`); late.status != 404 {
		t.Errorf("a unit in a deleted property: %d %s", late.status, late.body)
	}
	c.must(200, "POST", "/v1/properties/"+p+"/restore", nil)
	c.must(200, "GET", "/v1/units/"+second, nil)
	c.must(404, "GET", "/v1/units/"+first, nil) // it was deleted by itself before
}

func TestAddressLife(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.manager()
	at := "/v1/addresses/" + c.address("Columbus")
	got := c.must(200, "PATCH", at, `{"latitude":39.96,"longitude":-82.99}`)
	if got["latitude"] != 39.96 || got["longitude"] != -82.99 || got["city"] != "Columbus" {
		t.Errorf("%v", got)
	}
	c.must(204, "DELETE", at, nil, "If-Match", `"2"`)
	c.must(404, "GET", at, nil)
	c.must(200, "POST", at+"/restore", nil)

	made := c.must(201, "POST", "/v1/properties", map[string]any{"name": "A", "type": "land", "address": addressExample})
	inUse := c.do("DELETE", "/v1/addresses/"+made["address"].(map[string]any)["id"].(string), nil)
	if code, _ := inUse.problem(t); inUse.status != 409 || code != "address_in_use" {
		t.Errorf("%d %s", inUse.status, inUse.body)
	}
}

func TestOrganization(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	admin := w.as(w.org, tenancy.RoleAdmin)
	now := admin.do("GET", "/v1/organization", nil)
	if now.object(t)["id"] != w.org.String() || now.header.Get("ETag") != `"1"` {
		t.Fatalf("%s", now.body)
	}
	changed := admin.must(200, "PATCH", "/v1/organization", `{"name":"Maple & Main <LLC>"}`)
	if changed["name"] != "Maple & Main <LLC>" || changed["version"].(float64) != 2 {
		t.Errorf("%v", changed)
	}
	admin.must(412, "PATCH", "/v1/organization", `{"name":"x"}`, "If-Match", `"1"`)
	admin.must(200, "PATCH", "/v1/organization", `{"time_zone":"America/Chicago"}`, "If-Match", `"2"`)
	refused := admin.do("PATCH", "/v1/organization", `{"time_zone":"Mars/Olympus","currency":"usd","name":null}`)
	if _, places := refused.problem(t); refused.status != 422 || strings.Join(places, ",") != "/name null_not_allowed" {
		t.Errorf("%d %s", refused.status, refused.body)
	}
	refused = admin.do("PATCH", "/v1/organization", `{"time_zone":"Mars/Olympus","currency":"usd"}`)
	if _, places := refused.problem(t); refused.status != 422 || strings.Join(places, ",") != "/time_zone time_zone_unknown,/currency currency_invalid" {
		t.Errorf("%d %s", refused.status, refused.body)
	}
	w.manager().must(403, "PATCH", "/v1/organization", `{"name":"x"}`)
}

func TestSummary(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.manager()
	p := c.property("Maple Court")
	u := c.must(201, "POST", "/v1/properties/"+p+"/units", `{"number":"1","base_rent":"1250.5"}`)
	if u["base_rent"] != "1250.50" {
		t.Errorf("%v", u)
	}
	got := c.must(200, "GET", "/v1/summary", nil)
	if got["properties"] != 1.0 || got["units"] != 1.0 || got["vacant"] != 1.0 || got["market_rent"] != "1250.50" || got["as_of"] != "2026-03-14" {
		t.Errorf("%v", got)
	}
	if dated := c.must(200, "GET", "/v1/summary?as_of=2025-12-31", nil); dated["as_of"] != "2025-12-31" {
		t.Errorf("%v", dated)
	}
}

func TestIfMatch(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.manager()
	p := c.property("Maple Court")
	paths := map[string]string{
		"/v1/properties/" + p: `{"name":"A"}`, "/v1/units/" + c.unit(p, "1"): `{"number":"2"}`,
		"/v1/addresses/" + c.address("Columbus"): `{"city":"Dayton"}`,
	}
	for path, body := range paths {
		for header, want := range map[string]int{
			`"2"`: 412, `"01"`: 412, `W/"1"`: 412, `"abc"`: 412, `"99999999999"`: 412, `"-1"`: 412,
			`1`: 400, `"1`: 400, `"1", "2"`: 400, ``: 0,
		} {
			if want == 0 {
				continue
			}
			if got := c.do("PATCH", path, body, "If-Match", header); got.status != want {
				t.Errorf("PATCH %s If-Match %s: %d %s", path, header, got.status, got.body)
			}
			if got := c.do("DELETE", path, nil, "If-Match", header); got.status != want {
				t.Errorf("DELETE %s If-Match %s: %d %s", path, header, got.status, got.body)
			}
		}
		if got := c.do("PATCH", path, body, "If-Match", `"1"`, "If-Match", `"1"`); got.status != 400 {
			t.Errorf("twice: %d", got.status)
		}
		changed := c.do("PATCH", path, body, "If-Match", `"1"`)
		if changed.status != 200 || changed.header.Get("ETag") != `"2"` {
			t.Errorf("PATCH %s: %d %s", path, changed.status, changed.body)
		}
		if got := c.do("PATCH", path, body, "If-Match", `"1"`); got.status != 412 {
			t.Errorf("stale: %d %s", got.status, got.body)
		} else if code, _ := got.problem(t); code != "changed_since" {
			t.Errorf("code %s", code)
		}
		c.must(200, "PATCH", path, body, "If-Match", "*")
		c.must(412, "DELETE", path, nil, "If-Match", `"1"`)
	}
}

func TestHeadAndPages(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.manager()
	at := "/v1/properties/" + c.property("Maple Court")
	got, head := c.do("GET", at, nil), c.do(http.MethodHead, at, nil)
	if head.status != 200 || len(head.body) != 0 || head.header.Get("ETag") != `"1"` ||
		head.header.Get("Content-Length") != got.header.Get("Content-Length") {
		t.Errorf("%d %v", head.status, head.header)
	}
	nobody := &client{w: w, anon: true}
	for _, path := range []string{"/openapi.json", "/docs/api", "/docs/api.css", "/problems/not_found"} {
		if a := nobody.do("GET", path, nil); a.status != 200 || len(a.body) == 0 {
			t.Errorf("%s: %d", path, a.status)
		}
	}
	if a := nobody.do("GET", "/problems/"+id.New().String(), nil); a.status != 404 {
		t.Errorf("an unknown problem: %d", a.status)
	}
}
