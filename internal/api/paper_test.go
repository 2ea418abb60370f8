package api

import (
	"strings"
	"testing"

	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/tenancy"
	"github.com/propertyos/propertyos/internal/testkit/pdftext"
)

// A lease's paper is made from a template and kept; made again it is the next version of the same document.
func TestPapersByTheAPI(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.person(w.org, tenancy.RoleManager)
	lease := c.must(201, "POST", "/v1/leases", map[string]any{
		"unit_id": c.unit(c.property("Maple Court"), "1"), "start_date": "2026-04-01", "monthly_rent": "900.00", "people": []any{map[string]any{"first_name": "Ana"}},
	})["id"].(string)
	of := c.must(201, "POST", "/v1/templates", map[string]any{"name": "House lease", "kind": "lease", "body": "For {{renter.names}}."})["id"].(string)
	made := c.must(200, "POST", "/v1/leases/"+lease+"/document", map[string]any{"template_id": of})
	if made["type"] != "lease" || made["entity_id"] != lease || made["media_type"] != "application/pdf" || made["access_level"] != "renter" {
		t.Errorf("%v", made)
	}
	again := c.must(200, "POST", "/v1/leases/"+lease+"/document", map[string]any{"template_id": of})
	if again["id"] != made["id"] || again["revision"] != 2.0 {
		t.Errorf("%v", again)
	}
	c.must(404, "POST", "/v1/leases/"+lease+"/document", map[string]any{"template_id": id.New()})
	if code, _ := w.as(w.org, tenancy.RoleAuditor).do("POST", "/v1/leases/"+lease+"/document", map[string]any{"template_id": of}).problem(t); code != "forbidden" {
		t.Errorf("as an auditor: %s", code)
	}
}

// A checklist lives as any other row does.
func TestChecklistsByTheAPI(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.manager()
	porch := map[string]any{"area": "Porch", "items": []string{"Gate", "Bell"}}
	made := c.must(201, "POST", "/v1/checklists", map[string]any{"name": "Houses", "kind": "move_in", "areas": []any{porch}})
	one := "/v1/checklists/" + made["id"].(string)
	c.must(409, "POST", "/v1/checklists", map[string]any{"name": "Houses", "kind": "move_in", "areas": []any{porch}})
	c.must(422, "POST", "/v1/checklists", map[string]any{"name": "Lofts", "kind": "move_in", "areas": []any{map[string]any{"area": "Porch", "items": []string{}}}})
	changed := c.must(200, "PATCH", one, map[string]any{"name": "Houses and duplexes"}, "If-Match", `"1"`)
	if changed["version"] != 2.0 || len(changed["areas"].([]any)) != 1 {
		t.Errorf("%v", changed)
	}
	c.must(412, "PATCH", one, map[string]any{"name": "Lofts"}, "If-Match", `"1"`)
	c.must(412, "DELETE", one, nil, "If-Match", `"1"`)
	c.must(204, "DELETE", one, nil)
	c.must(404, "GET", one, nil)
	c.must(200, "POST", one+"/restore", nil)
	if list := c.must(200, "GET", "/v1/checklists", nil)["data"].([]any); len(list) != 1 {
		t.Errorf("%v", list)
	}
}

// A household answers the offer that was sent to it, once, and nobody else's.
func TestOffersToAHouseholdByTheAPI(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.manager()
	rows := w.stayRows(t, c.property("Maple Court"))
	offer := rows["/v1/renewal-offers"][0]
	mine, stranger := w.person(w.org, tenancy.RoleRenter), w.person(w.org, tenancy.RoleRenter)
	mine.as.Scopes = []id.ID{uuidOf(t, rows["/v1/tenancies"][0]), uuidOf(t, c.must(200, "GET", "/v1/renewal-offers/"+offer, nil)["lease_id"].(string))}
	if list := mine.must(200, "GET", "/v1/portal/offers", nil)["data"].([]any); len(list) != 0 {
		t.Errorf("a draft is shown: %v", list)
	}
	c.must(200, "POST", "/v1/renewal-offers/"+offer+"/send", nil)
	if list := mine.must(200, "GET", "/v1/portal/offers", nil)["data"].([]any); len(list) != 1 || list[0].(map[string]any)["status"] != "sent" {
		t.Errorf("%v", list)
	}
	if list := stranger.must(200, "GET", "/v1/portal/offers", nil)["data"].([]any); len(list) != 0 {
		t.Errorf("another renter sees %v", list)
	}
	stranger.must(404, "POST", "/v1/portal/offers/"+offer+"/accept", nil)
	stranger.must(404, "POST", "/v1/portal/offers/"+offer+"/decline", nil)
	if got := mine.must(200, "POST", "/v1/portal/offers/"+offer+"/decline", nil); got["status"] != "declined" {
		t.Errorf("%v", got)
	}
	mine.must(409, "POST", "/v1/portal/offers/"+offer+"/accept", nil)
}

// printed is the text of a PDF that the API answers.
func (c *client) printed(path string) string {
	c.w.t.Helper()
	a := c.do("GET", path, nil)
	pages, err := pdftext.Pages(a.body)
	if a.status != 200 || a.header.Get("Content-Type") != pdfType || err != nil {
		c.w.t.Fatalf("GET %s: %d %v", path, a.status, err)
	}
	return strings.Join(pages, " ")
}

// The letter of a disposition says what is held, kept and returned, and whether it was sent.
func TestLetterOfADisposition(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.manager()
	one := "/v1/dispositions/" + w.stayRows(t, c.property("Maple Court"))["/v1/dispositions"][0]
	c.must(200, "POST", one+"/items", `{"kind":"damage","description":"Broken door Žižkov","amount":"300.00"}`)
	has(t, c.printed(one+"/document"), "has not been sent", "Unit stay", "Deposits held $900.00", "Broken door Žižkov -$300.00", "Returned to you $600.00")
	c.must(200, "POST", one+"/send", `{"method":"mail"}`)
	if text := c.printed(one + "/document"); strings.Contains(text, "has not been sent") {
		t.Error("what was sent is called a draft")
	}
	c.must(404, "GET", "/v1/dispositions/"+id.New().String()+"/document", nil)
	w.as(w.other, tenancy.RoleAdmin).must(404, "GET", one+"/document", nil)
}

func has(t *testing.T, text string, words ...string) {
	t.Helper()
	for _, word := range words {
		if !strings.Contains(text, word) {
			t.Errorf("%q is not in %q", word, text)
		}
	}
}
