package api

import (
	"testing"

	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/tenancy"
	"github.com/propertyos/propertyos/internal/testkit/fill"
	"github.com/propertyos/propertyos/internal/testkit/pgtest"
)

// TestPortal: each of the three lists shows its people their own, and the answers are as documented.
func TestPortal(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	mine := fill.Into(t, w.db, w.org)
	fill.Into(t, w.db, w.org) // somebody else's
	_, err := w.db.Pool(pgtest.Superuser).Exec(t.Context(), `UPDATE owner_properties SET from_date = '2020-01-01', to_date = NULL`)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		role  tenancy.Role
		path  string
		about []string
		field string
		want  string
	}{
		{tenancy.RoleRenter, "/v1/portal/homes", []string{"tenants", "leases", "tenancies", "units", "addresses"}, "lease_id", "leases"},
		{tenancy.RoleOwner, "/v1/portal/properties", []string{"owners", "properties", "addresses"}, "property_id", "properties"},
		{tenancy.RoleVendor, "/v1/portal/work-orders", []string{"vendors", "addresses"}, "id", "work_orders"},
	} {
		who := w.as(w.org, c.role)
		for _, table := range c.about {
			who.as.Scopes = append(who.as.Scopes, mine.IDs[table])
		}
		list := who.must(200, "GET", c.path, nil)["data"].([]any)
		if len(list) != 1 {
			t.Errorf("%s: %v", c.path, list)
			continue
		}
		first := list[0].(map[string]any)
		if first[c.field] != mine.IDs[c.want].String() || first["address"] == nil {
			t.Errorf("%s: %v", c.path, first)
		}
		for _, other := range []string{"/v1/portal/homes", "/v1/portal/properties", "/v1/portal/work-orders"} {
			if list := who.must(200, "GET", other, nil)["data"].([]any); other != c.path && len(list) != 0 {
				t.Errorf("%s as %s: %v", other, c.role, list)
			}
		}
		who.as.Scopes = nil
		if list := who.must(200, "GET", c.path, nil)["data"].([]any); len(list) != 0 {
			t.Errorf("%s without a row: %v", c.path, list)
		}
		if code, _ := w.manager().do("GET", c.path, nil).problem(t); code != "forbidden" {
			t.Errorf("%s as staff: %s", c.path, code)
		}
	}
}

// A key is held to its scopes before anything else of the request is read.
func TestKeysKeepToTheirScopes(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	key := w.manager()
	key.as.APIKey, key.as.KeyScopes = id.New(), []string{"portfolio.read"}
	key.must(200, "GET", "/v1/properties", nil)
	for path, body := range map[string]any{"/v1/properties": map[string]any{"name": "Elm", "type": "residential"}, "/v1/addresses": "no JSON"} {
		if a := key.do("POST", path, body); a.status != 403 {
			t.Errorf("%s: %d %s", path, a.status, a.body)
		} else if code, _ := a.problem(t); code != "scope_missing" {
			t.Errorf("%s: %s", path, code)
		}
	}
}
