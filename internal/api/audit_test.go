package api

import (
	"strings"
	"testing"

	"github.com/propertyos/propertyos/internal/tenancy"
)

// TestAuditEntries: what a request changed is in the log, by its own request id, and leaves it as a file too.
func TestAuditEntries(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	m, auditor := w.manager(), w.as(w.org, tenancy.RoleAuditor)
	p := m.property("Elm")
	m.must(200, "PATCH", "/v1/properties/"+p, `{"name":"Elm East"}`, "X-Request-Id", "rename-elm")
	list := auditor.must(200, "GET", "/v1/audit-entries?request_id=rename-elm&entity_type=properties&action=update&entity_id="+p, nil)["data"].([]any)
	if len(list) != 1 {
		t.Fatalf("%d entries", len(list))
	}
	entry := list[0].(map[string]any)
	change := entry["changes"].([]any)[0].(map[string]any)
	if change["field"] != "name" || change["old"] != "Elm" || change["new"] != "Elm East" || entry["role"] != "manager" || entry["address"] != "127.0.0.1" {
		t.Errorf("entry %v", entry)
	}
	one := auditor.must(200, "GET", "/v1/audit-entries/"+entry["id"].(string), nil)
	if one["id"] != entry["id"] || one["at"] != entry["at"] {
		t.Errorf("read as %v", one)
	}
	file := auditor.do("GET", "/v1/audit-entries/export?request_id=rename-elm", nil)
	if file.status != 200 || !strings.Contains(string(file.body), "name: Elm → Elm East") || file.header.Get("Content-Disposition") != `attachment; filename="audit-log.csv"` {
		t.Errorf("the file: %d %v %s", file.status, file.header, file.body)
	}
	if file = auditor.do("GET", "/v1/audit-entries/export?format=json&request_id=rename-elm", nil); file.status != 200 || !strings.HasPrefix(string(file.body), "[\n{") {
		t.Errorf("the file: %d %s", file.status, file.body)
	}
	page := auditor.must(200, "GET", "/v1/audit-entries?limit=1", nil)
	if next, ok := page["next_cursor"].(string); !ok || len(auditor.must(200, "GET", "/v1/audit-entries?limit=1&cursor="+next, nil)["data"].([]any)) != 1 {
		t.Errorf("the next page of %v", page)
	}
	auditor.must(422, "GET", "/v1/audit-entries?address=nowhere", nil)
	auditor.must(422, "GET", "/v1/audit-entries/export?format=xml", nil)
	m.must(403, "GET", "/v1/audit-entries", nil)
	w.as(w.other, tenancy.RoleAuditor).must(404, "GET", "/v1/audit-entries/"+entry["id"].(string), nil)
}
