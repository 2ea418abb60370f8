package api

import (
	"testing"

	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// TestPeople invites, lists, changes and removes, with versions, and keeps the last administrator.
func TestPeople(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.as(w.org, tenancy.RoleAdmin)
	if me := c.must(200, "GET", "/v1/me", nil); me["id"] != w.user.String() || me["role"] != "admin" || me["property_scope"] != nil {
		t.Errorf("%v", me)
	}
	property := c.property("Maple Court")
	body := map[string]any{"email": " Ana@Example.com", "first_name": "Ana", "role": "manager", "property_scope": []string{property}}
	made := c.must(201, "POST", "/v1/invitations", body)
	at := "/v1/invitations/" + made["id"].(string)
	if made["email"] != "ana@example.com" || made["status"] != "open" || made["sent_at"] != nil {
		t.Errorf("%v", made)
	}
	c.must(409, "POST", "/v1/invitations", body)
	c.must(200, "POST", at+"/resend", nil)
	c.must(204, "DELETE", at, nil)
	c.must(204, "DELETE", at, nil)
	c.must(409, "POST", at+"/resend", nil)
	if got := c.must(200, "GET", at, nil); got["status"] != "withdrawn" {
		t.Errorf("%v", got)
	}
	if list := c.must(200, "GET", "/v1/invitations?status=withdrawn&role=manager", nil); len(list["data"].([]any)) != 1 {
		t.Errorf("%v", list)
	}

	other := id.New()
	w.member(w.org, other)
	user := "/v1/users/" + other.String()
	changed := c.must(200, "PATCH", user, map[string]any{"role": "technician", "property_scope": []string{property}})
	if changed["role"] != "technician" || len(changed["property_scope"].([]any)) != 1 {
		t.Errorf("%v", changed)
	}
	c.must(412, "PATCH", user, map[string]any{"role": "auditor"}, "If-Match", `"1"`)
	if got := c.must(200, "PATCH", user, map[string]any{"property_scope": nil}); got["property_scope"] != nil || got["role"] != "technician" {
		t.Errorf("%v", got)
	}
	c.must(422, "PATCH", user, map[string]any{"property_scope": []string{"x"}})
	c.must(412, "DELETE", user, nil, "If-Match", `"1"`)
	c.must(204, "DELETE", user, nil)
	if got := c.must(200, "GET", user, nil); got["removed_at"] == nil {
		t.Errorf("%v", got)
	}
	own := "/v1/users/" + w.user.String()
	c.must(409, "DELETE", own, nil) // the last administrator
	c.must(409, "PATCH", own, map[string]any{"role": "manager"})
	if list := c.must(200, "GET", "/v1/users?status=removed&q="+other.String()[:8], nil); len(list["data"].([]any)) != 1 {
		t.Errorf("%v", list)
	}
}

// TestMassAssignment sends fields that are not the caller's to set: each is refused by name, and nothing happens.
func TestMassAssignment(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.as(w.org, tenancy.RoleAdmin)
	own, before := "/v1/users/"+w.user.String(), c.must(200, "GET", "/v1/organization", nil)
	for _, try := range []struct {
		method, path, field string
		value               any
		body                map[string]any
	}{
		{"PATCH", "/v1/organization", "plan", "enterprise", map[string]any{"name": "Taken"}},
		{"PATCH", "/v1/organization", "slug", "taken", map[string]any{"name": "Taken"}},
		{"PATCH", "/v1/organization", "status", "active", map[string]any{"name": "Taken"}},
		{"PATCH", "/v1/organization", "id", w.other, map[string]any{"name": "Taken"}},
		{"PATCH", own, "tenant_id", w.other, map[string]any{}},
		{"PATCH", own, "identity_id", id.New(), map[string]any{}},
		{"PATCH", own, "email", "taken@example.com", map[string]any{}},
		{"PATCH", own, "mfa_enabled", false, map[string]any{}},
		{"POST", "/v1/invitations", "tenant_id", w.other, map[string]any{"email": "a@example.com", "role": "manager"}},
		{"POST", "/v1/invitations", "token_hash", "x", map[string]any{"email": "a@example.com", "role": "manager"}},
		{"POST", "/v1/invitations", "accepted_at", "2026-01-01T00:00:00Z", map[string]any{"email": "a@example.com", "role": "manager"}},
		{"POST", "/v1/invitations", "role", "system", map[string]any{"email": "a@example.com"}},
	} {
		try.body[try.field] = try.value
		got := c.must(422, try.method, try.path, try.body)
		if errs := got["errors"].([]any); errs[0].(map[string]any)["pointer"] != "/"+try.field {
			t.Errorf("%s %s with %s: %v", try.method, try.path, try.field, errs)
		}
	}
	if after := c.must(200, "GET", "/v1/organization", nil); after["version"] != before["version"] {
		t.Error("the organization was changed")
	}
	if list := c.must(200, "GET", "/v1/invitations", nil); len(list["data"].([]any)) != 0 {
		t.Errorf("%v", list)
	}
}
