package api

import (
	"strings"
	"testing"

	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/tenancy"
	"github.com/propertyos/propertyos/internal/testkit/fill"
	"github.com/propertyos/propertyos/internal/testkit/pgtest"
)

// TestRenters: a renter is made, found, changed and deleted; what is personal is told by one operation alone.
func TestRenters(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.person(w.org, tenancy.RoleManager)
	made := c.must(201, "POST", "/v1/renters", map[string]any{
		"first_name": "Ana", "last_name": "López", "email": "Ana@Example.com", "phone": "(614) 555-0134", "ssn": "123 45 6789",
		"driver_license": "D1234567", "date_of_birth": "1990-02-03", "income": "52000.50",
	})
	at := "/v1/renters/" + made["id"].(string)
	if made["ssn_last_four"] != "6789" || made["driver_license_last_four"] != "4567" || made["email"] != "ana@example.com" || len(made["stored"].([]any)) != 4 {
		t.Errorf("made %v", made)
	}
	for _, q := range []string{"lópez", "ana@example", "555-0134", "6145550134"} {
		if list := c.must(200, "GET", "/v1/renters?q="+strings.ReplaceAll(q, "ó", "%C3%B3"), nil)["data"].([]any); len(list) != 1 {
			t.Errorf("%q finds %d", q, len(list))
		}
	}
	if list := c.must(200, "GET", "/v1/renters?q=123-45-6789", nil)["data"].([]any); len(list) != 0 {
		t.Error("a renter is found by the number itself")
	}
	for body, want := range map[string]string{
		`{"first_name":"B","ssn":"12345"}`:                      "/ssn ssn_invalid",
		`{"first_name":"B","ssn":"000-12-3456"}`:                "/ssn ssn_invalid",
		`{"first_name":"B","date_of_birth":"1990-02-30"}`:       "/date_of_birth date_invalid",
		`{"first_name":"B","income":"-1"}`:                      "/income out_of_range",
		`{"kind":"company","first_name":"B"}`:                   "/company_name required",
		`{"last_name":""}`:                                      "/last_name required",
		`{"first_name":"B","email":"nobody"}`:                   "/email email_invalid",
		`{"first_name":"B","company_name":"B","kind":"person"}`: "/company_name not_allowed",
	} {
		if _, places := c.do("POST", "/v1/renters", body).problem(t); len(places) != 1 || places[0] != want {
			t.Errorf("%s: %v, want %s", body, places, want)
		}
	}
	if code, _ := c.do("POST", "/v1/renters", `{"first_name":"Other","ssn":"123-45-6789"}`).problem(t); code != "ssn_taken" {
		t.Errorf("the same number again: %s", code)
	}
	// Changing anything else leaves what is encrypted; null clears it.
	if got := c.must(200, "PATCH", at, `{"phone":"1","income":null}`); got["ssn_last_four"] != "6789" || len(got["stored"].([]any)) != 3 {
		t.Errorf("changed: %v", got)
	}
	if a := c.do("PATCH", at, `{"phone":"2"}`, "If-Match", `"1"`); a.status != 412 {
		t.Errorf("an old version: %d", a.status)
	}
	for field, want := range map[string]string{"ssn": "123-45-6789", "driver_license": "D1234567", "date_of_birth": "1990-02-03"} {
		if got := c.must(200, "POST", at+"/reveal", map[string]any{"field": field, "reason": "asked for"}); got["value"] != want {
			t.Errorf("%s is %v", field, got["value"])
		}
	}
	if code, _ := c.do("POST", at+"/reveal", `{"field":"income","reason":"x"}`).problem(t); code != "nothing_stored" {
		t.Errorf("what was cleared: %s", code)
	}
	if _, places := c.do("POST", at+"/reveal", `{"field":"ssn","reason":" "}`).problem(t); len(places) != 1 || places[0] != "/reason required" {
		t.Errorf("without a reason: %v", places)
	}
	stale := w.person(w.org, tenancy.RoleManager)
	stale.as.Session = id.New()
	if code, _ := stale.do("POST", at+"/reveal", `{"field":"ssn","reason":"x"}`).problem(t); code != "step_up_required" {
		t.Errorf("without a fresh proof: %s", code)
	}
	for _, role := range []tenancy.Role{tenancy.RoleLeasingAgent, tenancy.RoleAccountant, tenancy.RoleAuditor} {
		if a := w.person(w.org, role).do("POST", at+"/reveal", `{"field":"ssn","reason":"x"}`); a.status != 403 {
			t.Errorf("%s: %d", role, a.status)
		}
	}
	if text := w.log.String(); strings.Contains(text, "6789") || strings.Contains(text, "D1234567") {
		t.Error("the log holds a number")
	}
	var stored string
	if err := w.db.Pool(pgtest.Superuser).QueryRow(t.Context(), `SELECT string_agg(x, ' ') FROM (SELECT t::text AS x FROM tenants AS t
		UNION ALL SELECT e::text FROM events AS e UNION ALL SELECT a::text FROM audit_logs AS a) AS all_rows`).Scan(&stored); err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{"123-45-6789", "123456789", "1990-02-03", "D1234567", "52000.50"} {
		if strings.Contains(stored, secret) {
			t.Errorf("%s is stored in clear", secret)
		}
	}
	c.must(204, "DELETE", at, nil)
	c.must(404, "GET", at, nil)
	if back := c.must(200, "POST", at+"/restore", nil); back["ssn_last_four"] != "6789" {
		t.Errorf("restored: %v", back)
	}
}

// TestRentersKeepToProperties: who is limited to other properties learns nothing of a renter, and one who is on a lease in
// force stays.
func TestRentersKeepToProperties(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	rows := fill.Into(t, w.db, w.org)
	at := "/v1/renters/" + rows.IDs["tenants"].String()
	c, limited := w.manager(), w.manager()
	limited.as.PropertyScope = []id.ID{id.New()}
	for _, path := range []string{at, at + "/emergency-contacts"} {
		c.must(200, "GET", path, nil)
		limited.must(404, "GET", path, nil)
	}
	limited.must(404, "PATCH", at, `{"phone":"1"}`)
	limited.must(404, "DELETE", at, nil)
	limited.must(404, "POST", at+"/reveal", `{"field":"ssn","reason":"x"}`)
	limited.must(404, "PATCH", "/v1/emergency-contacts/"+rows.IDs["emergency_contacts"].String(), `{"phone":"1"}`)
	limited.must(404, "GET", "/v1/leases/"+rows.IDs["leases"].String()+"/document?template_id="+rows.IDs["document_templates"].String(), nil)
	if list := limited.must(200, "GET", "/v1/renters", nil)["data"].([]any); len(list) != 0 {
		t.Errorf("sees %d renters", len(list))
	}
	if code, _ := c.do("DELETE", at, nil).problem(t); code != "leases_in_force" {
		t.Errorf("deleting one on a lease in force: %s", code)
	}
	contact := c.must(201, "POST", at+"/emergency-contacts", contactExample)["id"].(string)
	c.must(200, "PATCH", "/v1/emergency-contacts/"+contact, `{"phone":"2"}`)
	c.must(204, "DELETE", "/v1/emergency-contacts/"+contact, nil)
	c.must(404, "PATCH", "/v1/emergency-contacts/"+contact, `{"phone":"3"}`)
}
