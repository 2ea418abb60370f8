package api

import (
	"encoding/base64"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// A file is sent, looked over, confirmed, and taken back; what is wrong with one is told by line.
func TestImports(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.as(w.org, tenancy.RoleAdmin)
	data, err := os.ReadFile("../domain/intake/rentroll/testdata/plain.csv")
	if err != nil {
		t.Fatal(err)
	}
	do := func(status int, method, path string, body any) (v importView) {
		t.Helper()
		a := c.do(method, path, body)
		if a.status != status {
			t.Fatalf("%s %s: %d %s", method, path, a.status, a.body)
		}
		if err := json.Unmarshal(a.body, &v); err != nil {
			t.Fatal(err)
		}
		return v
	}
	send := func(name, text, asOf string) map[string]any {
		body := map[string]any{"file_name": name, "content": base64.StdEncoding.EncodeToString([]byte(text))}
		if asOf != "" {
			body["as_of"] = asOf
		}
		return body
	}
	v := do(201, "POST", "/v1/imports", send("plain.csv", string(data), ""))
	one := "/v1/imports/" + v.ID.String()
	if v.State != "waiting" || v.Units.Created != 60 || v.Errors != 0 || len(v.Rows) != 0 {
		t.Errorf("%+v", v)
	}
	c.must(422, "POST", one+"/confirm", nil) // nothing dates it
	c.must(204, "DELETE", one, nil)
	c.must(404, "GET", one, nil)
	v = do(201, "POST", "/v1/imports", send("plain.csv", string(data), "2026-03-01"))
	one = "/v1/imports/" + v.ID.String()
	if v = do(200, "GET", one+"?rows=all", nil); len(v.Rows) != 60 || strings.Join(v.Rows[0].Fates, " ") != "new_property new_unit new_lease" {
		t.Errorf("%d rows, %+v", len(v.Rows), v.Rows[:1])
	}
	if v = do(202, "POST", one+"/confirm", nil); v.State != "running" {
		t.Errorf("%+v", v)
	}
	c.must(409, "POST", one+"/confirm", nil)
	c.must(409, "DELETE", one, nil)
	if err := w.deps.Imports.Run(t.Context(), c.as, v.ID, id.Nil); err != nil {
		t.Fatal(err)
	}
	if v = do(200, "GET", one, nil); v.State != "imported" || v.Openings == nil || v.Openings.DepositHeld.String() != "69582.85" ||
		v.Openings.PastDue.String() != "16028.85" || v.Units.Created != 60 {
		t.Errorf("%+v %+v", v, v.Openings)
	}
	if again := do(201, "POST", "/v1/imports", send("other.csv", string(data), "2026-03-01")); again.ID != v.ID {
		t.Errorf("the same bytes made another import: %+v", again)
	}
	if v = do(200, "POST", one+"/undo", nil); v.State != "undone" || v.UndoneAt == nil {
		t.Errorf("%+v", v)
	}
	c.must(409, "POST", one+"/undo", nil)
	bad := strings.Replace(string(data), "2026-09-28", "2026-02-30", 1)
	v = do(201, "POST", "/v1/imports", send("bad.csv", bad, "2026-03-01"))
	if v = do(200, "GET", "/v1/imports/"+v.ID.String()+"?rows=issues", nil); v.Errors == 0 || len(v.Rows) == 0 || v.Rows[0].Line != 2 ||
		v.Rows[0].Issues[0].Code != "date_impossible" {
		t.Errorf("%+v", v)
	}
	c.must(422, "POST", "/v1/imports/"+v.ID.String()+"/confirm", nil)
	c.must(422, "POST", "/v1/imports", map[string]any{"file_name": "x", "content": "*"})
	c.must(415, "POST", "/v1/imports", send("x.csv", "Dear tenant,\n", ""))
	var list struct {
		Data []importView `json:"data"`
	}
	if err := json.Unmarshal(c.do("GET", "/v1/imports", nil).body, &list); err != nil || len(list.Data) != 2 || list.Data[0].State != "waiting" ||
		list.Data[1].State != "undone" {
		t.Errorf("%+v, %v", list, err)
	}
}
