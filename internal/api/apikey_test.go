package api

import (
	"slices"
	"strings"
	"testing"

	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// apiKey makes a key and returns its id.
func (c *client) apiKey(name string) string {
	c.w.t.Helper()
	made := c.must(201, "POST", "/v1/api-keys", map[string]any{"name": name, "role": "manager"})
	return made["api_key"].(map[string]any)["id"].(string)
}

func TestAPIKeyLife(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.person(w.org, tenancy.RoleAdmin)
	made := c.do("POST", "/v1/api-keys", `{"name":"Books","role":"accountant","scopes":["portfolio.read","leasing"],"expires_at":"2026-04-14T00:00:00Z"}`)
	body := made.object(t)
	if made.status != 201 || !strings.HasPrefix(body["token"].(string), "pos_live_") {
		t.Fatalf("%d %s", made.status, made.body)
	}
	key := body["api_key"].(map[string]any)
	at := made.header.Get("Location")
	if at != "/v1/api-keys/"+key["id"].(string) || key["status"] != "live" || key["user_id"] != c.as.User.String() ||
		!strings.HasPrefix(body["token"].(string), key["prefix"].(string)+"_") {
		t.Errorf("%s %v", at, key)
	}
	if read := c.do("GET", at, nil); strings.Contains(string(read.body), body["token"].(string)) || read.object(t)["name"] != "Books" {
		t.Errorf("%s", read.body)
	}
	turned := c.must(201, "POST", at+"/rotate", `{"overlap_hours":24}`)
	if turned["token"] == body["token"] || turned["api_key"].(map[string]any)["replaces_id"] != key["id"] {
		t.Errorf("%v", turned)
	}
	old := c.must(200, "GET", at, nil)
	if old["replaced"] != true || old["expires_at"] != "2026-03-15T15:09:26Z" || old["status"] != "live" {
		t.Errorf("the old one is %v", old)
	}
	if again := c.do("POST", at+"/rotate", `{}`); again.status != 409 {
		t.Errorf("%d %s", again.status, again.body)
	}
	c.must(204, "DELETE", at, nil)
	c.must(204, "DELETE", at, nil)
	if old := c.must(200, "GET", at, nil); old["status"] != "revoked" {
		t.Errorf("%v", old)
	}
	live := c.must(200, "GET", "/v1/api-keys?live=true&sort=-created_at", nil)["data"].([]any)
	all := c.must(200, "GET", "/v1/api-keys", nil)["data"].([]any)
	if len(live) != 1 || len(all) != 2 {
		t.Errorf("%d live, %d in all", len(live), len(all))
	}
}

func TestAPIKeyRefusals(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.person(w.org, tenancy.RoleAdmin)
	for body, want := range map[string]string{
		`{}`:                          "/name required,/role role_invalid",
		`{"name":"x","role":"owner"}`: "/role role_invalid",
		`{"name":"x","role":"manager","scopes":["portfolio","weather"]}`:      "/scopes scope_unknown",
		`{"name":"x","role":"manager","expires_at":"tomorrow"}`:               "/expires_at time_invalid",
		`{"name":"x","role":"manager","expires_at":"2026-03-14T15:09:26Z"}`:   "/expires_at in_the_past",
		`{"name":"x","role":"manager","tenant_id":"1","token":"pos_live_x"}`:  "/tenant_id unknown_field,/token unknown_field",
		`{"name":"x","role":"manager","user_id":"` + id.New().String() + `"}`: "/user_id unknown_field",
	} {
		got := c.do("POST", "/v1/api-keys", body)
		if _, places := got.problem(t); got.status != 422 || strings.Join(places, ",") != want {
			t.Errorf("%s: %d %s", body, got.status, got.body)
		}
	}
	// A browser whose proof is not fresh, and a key without the scope by name.
	stale := w.person(w.org, tenancy.RoleAdmin)
	stale.as.Session = id.New()
	key := w.person(w.org, tenancy.RoleAdmin)
	key.as.APIKey = id.New()
	area := w.person(w.org, tenancy.RoleAdmin)
	area.as.APIKey, area.as.KeyScopes = id.New(), []string{"api_key"}
	for want, c := range map[string]*client{"step_up_required": stale, "scope_missing": key, "scope_missing ": area} {
		got := c.do("POST", "/v1/api-keys", `{"name":"x","role":"manager"}`)
		if code, _ := got.problem(t); got.status != 403 || code != strings.TrimSpace(want) {
			t.Errorf("%s: %d %s", want, got.status, got.body)
		}
	}
	narrow := w.person(w.org, tenancy.RoleAdmin)
	narrow.as.APIKey, narrow.as.KeyScopes = id.New(), []string{"api_key.write", "portfolio.read"}
	got := narrow.do("POST", "/v1/api-keys", `{"name":"x","role":"admin"}`)
	if code, _ := got.problem(t); code != "key_too_strong" {
		t.Errorf("%d %s", got.status, got.body)
	}
	narrow.must(201, "POST", "/v1/api-keys", `{"name":"x","role":"manager","scopes":["portfolio.read"]}`)
}

func TestSandboxOperations(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.person(w.org, tenancy.RoleAdmin)
	c.must(404, "GET", "/v1/sandbox", nil)
	made := c.do("POST", "/v1/sandbox", nil)
	if made.status != 201 || made.header.Get("Location") != "/v1/sandbox" {
		t.Fatalf("%d %s", made.status, made.body)
	}
	sandbox := uuidOf(t, made.object(t)["id"].(string))
	if got := c.do("POST", "/v1/sandbox", nil); got.status != 409 {
		t.Errorf("%d %s", got.status, got.body)
	}
	inside := w.as(sandbox, tenancy.RoleAdmin)
	units := inside.must(200, "GET", "/v1/units?limit=200", nil)["data"].([]any)
	if len(units) != int(made.object(t)["units"].(float64)) {
		t.Errorf("%d units in it", len(units))
	}
	if mine := c.must(200, "GET", "/v1/units", nil)["data"].([]any); len(mine) != 0 {
		t.Errorf("%d units of the sandbox's are here", len(mine))
	}
	c.must(204, "DELETE", "/v1/sandbox", nil)
	c.must(404, "DELETE", "/v1/sandbox", nil)
}

// Every operation has an example of what it takes, of what it answers and of each refusal, and names its codes.
func TestOperationsHaveExamples(t *testing.T) {
	t.Parallel()
	checked := 0
	for _, d := range operations(t) {
		if body := d.op.RequestBody; body != nil {
			for media, m := range body.Value.Content {
				if checked++; m.Example == nil {
					t.Errorf("%s: no example of the body as %s", d.op.OperationID, media)
				}
			}
		}
		refusals := 0
		for status, r := range d.op.Responses.Map() {
			for media, m := range r.Value.Content {
				if checked++; m.Example == nil {
					t.Errorf("%s: no example of %s as %s", d.op.OperationID, status, media)
				}
			}
			if problem := r.Value.Content[problemType]; problem != nil {
				refusals += len(problem.Schema.Value.AllOf[1].Value.Properties["code"].Value.Enum)
			}
		}
		if refusals < 8 {
			t.Errorf("%s names %d codes", d.op.OperationID, refusals)
		}
	}
	if checked == 0 {
		t.Error("nothing was looked at")
	}
}

// The page of all codes has every one, with its status.
func TestProblemIndex(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	page := string((&client{w: w, anon: true}).do("GET", "/problems", nil).body)
	for _, c := range codes {
		if !strings.Contains(page, "<code>"+c.name+"</code>") || c.help == "" || c.title == "" {
			t.Errorf("%s is not explained", c.name)
		}
	}
	if !slices.IsSortedFunc(codes, func(a, b code) int { return a.status - b.status }) {
		t.Error("the codes are not in the order of their status")
	}
}
