package api

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/google/go-cmp/cmp"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/tenancy"
	"github.com/propertyos/propertyos/internal/testkit/fill"
	"github.com/propertyos/propertyos/internal/testkit/pgtest"
)

// documented is an operation as the committed document has it.
type documented struct {
	method, path string
	op           *openapi3.Operation
}

func operations(t *testing.T) []documented {
	t.Helper()
	doc, err := contract()
	if err != nil {
		t.Fatal(err)
	}
	var out []documented
	for path, item := range doc.Paths.Map() {
		for method, op := range item.Operations() {
			out = append(out, documented{method, path, op})
		}
	}
	slices.SortFunc(out, func(a, b documented) int { return strings.Compare(a.path+a.method, b.path+b.method) })
	return out
}

// example is a body that the operation takes.
func (d documented) example(t *testing.T) any {
	t.Helper()
	if d.op.RequestBody == nil {
		return nil
	}
	content := d.op.RequestBody.Value.Content["application/json"]
	if content == nil { // a part of a file
		return nil
	}
	raw, err := json.Marshal(content.Example)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

func (d documented) on(row string) string { return strings.Replace(d.path, "{id}", row, 1) }

func (d documented) collection() string {
	path, _, _ := strings.Cut(d.path, "/{id}")
	return path
}

var malformedIDs = []string{
	"x", "1", "00000000-0000-0000-0000-000000000000", "%00", "%ff", "..%2f..%2fetc", "null", "*", "%7B%7D",
	"'%20OR%201=1--", "0197c4a2-7b1e-7c3a-9f52-3d8e6b2a4c1", "0197c4a2-7b1e-7c3a-9f52-3d8e6b2a4c100", "0197c4a27b1e7c3a9f523d8e6b2a4c10",
	"{0197c4a2-7b1e-7c3a-9f52-3d8e6b2a4c10}", strings.Repeat("9", 3000),
}

// TestOtherOrganization sends every operation of the document with the other organization's ids. Each answer must be
// the very bytes that an id which nobody has gets.
func TestOtherOrganization(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.manager()
	p, gone := c.property("Maple Court"), c.property("Gone Court")
	rows := map[string][]string{
		"/v1/properties": {p, gone}, "/v1/units": {c.unit(p, "1"), c.unit(gone, "2")},
		"/v1/addresses": {c.address("Columbus"), c.address("Dayton")},
		"/v1/jobs":      {w.job(t, w.org)}, "/v1/me/sessions": {w.session(t, w.org, w.user)},
		"/v1/api-keys": {w.person(w.org, tenancy.RoleAdmin).apiKey("a"), w.person(w.org, tenancy.RoleAdmin).apiKey("b")},
	}
	rows["/v1/imports"] = []string{c.must(201, "POST", "/v1/imports", map[string]any{
		"file_name": "x.csv",
		"content":   "cHJvcGVydHksdW5pdCxzdGF0dXMscmVudGVycyxyZW50LGxlYXNlX3N0YXJ0LGxlYXNlX2VuZApPYWssMSx2YWNhbnQsLCwsCg==",
	})["id"].(string)}
	admin := w.person(w.org, tenancy.RoleAdmin)
	rows["/v1/documents"] = []string{w.document(t, admin.as, p)}
	rows["/v1/uploads"] = []string{admin.must(201, "POST", "/v1/uploads", map[string]any{"name": "a.pdf", "size": 10})["id"].(string)}
	mine := fill.Into(t, w.db, w.org)
	rows["/v1/renters"], rows["/v1/templates"] = []string{mine.IDs["tenants"].String()}, []string{mine.IDs["document_templates"].String()}
	rows["/v1/announcements"] = []string{mine.IDs["announcements"].String()}
	rows["/v1/emergency-contacts"], rows["/v1/portal/emergency-contacts"] = []string{mine.IDs["emergency_contacts"].String()}, []string{mine.IDs["emergency_contacts"].String()}
	rows["/v1/portal/vehicles"], rows["/v1/portal/notices"] = []string{mine.IDs["vehicles"].String()}, []string{mine.IDs["lease_notices"].String()}
	rows["/v1/portal/leases"], rows["/v1/portal/offers"] = []string{mine.IDs["leases"].String()}, []string{mine.IDs["renewal_offers"].String()}
	rows["/v1/checklists"] = []string{mine.IDs["checklist_templates"].String()}
	rows["/v1/ledger/accounts"], rows["/v1/ledger/entries"] = []string{mine.IDs["ledger_accounts"].String()}, []string{mine.IDs["journal_entries"].String()}
	rows["/v1/ledger/closings"] = []string{mine.IDs["ledger_locks"].String()}
	for path, table := range map[string]string{
		"/v1/charges": "charges", "/v1/charge-runs": "charge_runs", "/v1/payments": "payments", "/v1/refunds": "renter_refunds",
	} {
		rows[path] = []string{mine.IDs[table].String()}
	}
	invited := admin.must(201, "POST", "/v1/invitations", map[string]any{"email": "new@example.com", "role": "manager"})["id"].(string)
	rows["/v1/users"], rows["/v1/invitations"] = []string{w.person(w.org, tenancy.RoleManager).as.User.String()}, []string{invited}
	for path, row := range c.portfolio(p, rows["/v1/units"][0]) {
		rows[path] = []string{row}
	}
	c.must(204, "DELETE", "/v1/properties/"+gone, nil)
	c.must(204, "DELETE", "/v1/addresses/"+rows["/v1/addresses"][1], nil)
	for _, e := range admin.must(200, "GET", "/v1/audit-entries?limit=2", nil)["data"].([]any) {
		rows["/v1/audit-entries"] = append(rows["/v1/audit-entries"], e.(map[string]any)["id"].(string))
	}
	lease := c.must(201, "POST", "/v1/leases", map[string]any{
		"unit_id": rows["/v1/units"][0], "start_date": "2026-04-01", "monthly_rent": "900.00", "people": []any{map[string]any{"first_name": "Ana"}},
	})
	rows["/v1/leases"] = []string{lease["id"].(string)}
	for path, ids := range w.stayRows(t, p) {
		rows[path] = ids
	}
	state := func() string {
		var all strings.Builder
		for _, path := range sortedKeys(rows) {
			for _, row := range rows[path] {
				all.WriteString("\n" + path + " ")
				if path == "/v1/me/sessions" { // they are listed only, and to their owner
					all.WriteString(w.sessionState(t, row))
					continue
				}
				if path == "/v1/emergency-contacts" || path == "/v1/ledger/closings" || path == "/v1/ledger/accounts" || strings.HasPrefix(path, "/v1/portal/") { // told of by other operations
					all.WriteString(w.row(t, path, row))
					continue
				}
				deleted := "?deleted=true"
				if slices.Contains([]string{"/v1/api-keys", "/v1/imports", "/v1/jobs", "/v1/audit-entries", "/v1/uploads", "/v1/users", "/v1/invitations", "/v1/shares", "/v1/holds", "/v1/checklists"}, path) || undeletable(path) {
					deleted = ""
				}
				all.Write(admin.do("GET", path+"/"+row+deleted, nil).body)
			}
		}
		return all.String()
	}
	before := state()
	attacks, lists := 0, 0
	intruder := w.person(w.other, tenancy.RoleAdmin)
	for _, d := range operations(t) {
		if !strings.Contains(d.path, "{id}") {
			lists += w.lookFor(t, intruder, d, rows)
			continue
		}
		ids, known := rows[d.collection()]
		if !known {
			t.Errorf("%s %s: the test knows no rows of it", d.method, d.path)
		}
		missing := intruder.do(d.method, d.on(id.New().String()), d.example(t))
		want := 404
		if !authz.Allowed(intruder.as, needs(t, d.op.OperationID)) { // of renters alone
			want = 403
		}
		if missing.status != want {
			t.Errorf("%s %s with an unknown id: %d", d.method, d.path, missing.status)
		}
		variants := [][]string{nil, {"If-Match", `"1"`}, {"If-Match", `"999"`}, {keyHeader, "a-key"}}
		for n, row := range append(slices.Clone(ids), malformedIDs...) {
			tried := variants
			if n >= len(ids) { // what is no id of anybody meets one of them at each operation, and all of them over the document
				tried = variants[(n+attacks)%len(variants):][:1]
			}
			for _, headers := range tried {
				suffixes := []string{""}
				if d.op.Parameters.GetByInAndName("query", "deleted") != nil {
					suffixes = []string{"", "?deleted=true", "?deleted=false"}
				}
				for _, suffix := range suffixes {
					attacks++
					got := intruder.do(d.method, d.on(row)+suffix, d.example(t), headers...)
					if want == 403 && got.status == 404 && strings.Contains(row, "..") {
						continue // no operation's path at all
					}
					if got.status != want || string(got.body) != string(missing.body) {
						t.Errorf("%s %s%s: %d %s, want %s", d.method, d.on(row), suffix, got.status, got.body, missing.body)
					}
				}
			}
		}
	}
	if after := state(); after != before || strings.Contains(after, `"code"`) {
		t.Errorf("an attack changed something: %s", cmp.Diff(strings.Split(before, "\n"), strings.Split(after, "\n")))
	}
	if attacks == 0 || lists == 0 {
		t.Error("nothing was attacked")
	}
	t.Logf("%d requests with ids of another organization or of nobody, %d of lists", attacks, lists)
}

// session makes a session of a user.
func (w *world) session(t *testing.T, org, user id.ID) string {
	t.Helper()
	var made string
	err := w.db.Pool(pgtest.Superuser).QueryRow(t.Context(), `WITH i AS (
			INSERT INTO platform.identities (id, email) VALUES (gen_random_uuid(), 'session@example.com') RETURNING id)
		INSERT INTO platform.sessions (id, token_hash, identity_id, organization_id, user_id, expires_at)
		SELECT gen_random_uuid(), sha256('a session'), i.id, $1, $2, now() + interval '1000 years' FROM i RETURNING id::text`, org, user).Scan(&made)
	if err != nil {
		t.Fatal(err)
	}
	return made
}

// row is a row of a table that no operation reads by its id.
func (w *world) row(t *testing.T, path, row string) string {
	t.Helper()
	table := map[string]string{
		"/v1/leases": "leases", "/v1/portal/leases": "leases", "/v1/emergency-contacts": "emergency_contacts",
		"/v1/portal/emergency-contacts": "emergency_contacts", "/v1/portal/vehicles": "vehicles", "/v1/portal/notices": "lease_notices",
		"/v1/portal/offers": "renewal_offers", "/v1/ledger/closings": "ledger_locks", "/v1/ledger/accounts": "ledger_accounts",
	}[path]
	var state string
	if err := w.db.Pool(pgtest.Superuser).QueryRow(t.Context(), `SELECT x::text FROM `+table+` AS x WHERE id = $1::uuid`, row).Scan(&state); err != nil {
		t.Fatal(err)
	}
	return state
}

func (w *world) sessionState(t *testing.T, session string) string {
	t.Helper()
	var state string
	err := w.db.Pool(pgtest.Superuser).QueryRow(t.Context(), `SELECT s::text FROM platform.sessions AS s WHERE id = $1::uuid`, session).Scan(&state)
	if err != nil {
		t.Fatal(err)
	}
	return state
}

// namesNothing are the operations whose example names what nobody has.
var namesNothing = []string{
	"create-lease", "write-journal-entry", "create-charge", "receive-payment", "ask-refund", "take-on", "preview-take-on", "set-trust-banks",
}

// lookFor sends an operation without an id and looks for the other organization's rows in the answer.
func (w *world) lookFor(t *testing.T, intruder *client, d documented, rows map[string][]string) int {
	t.Helper()
	paths := []string{d.path}
	if d.path == "/v1/units" && d.method == http.MethodGet {
		for _, p := range rows["/v1/properties"] {
			paths = append(paths, d.path+"?property_id="+p, d.path+"?deleted=true&property_id="+p)
		}
	}
	for _, path := range paths {
		got := intruder.do(d.method, path, d.example(t))
		none := strings.HasPrefix(d.path, "/v1/sandbox") && got.status == 404               // it has none to lose
		none = none || slices.Contains(namesNothing, d.op.OperationID) && got.status == 422 // the example names what nobody has
		if may := authz.Allowed(intruder.as, needs(t, d.op.OperationID)); may != (got.status < 400) && !none {
			t.Errorf("%s %s: %d %s", d.method, path, got.status, got.body)
		}
		for _, ids := range rows {
			for _, row := range append(ids, w.org.String()) {
				if strings.Contains(string(got.body), row) {
					t.Errorf("%s %s shows %s", d.method, path, row)
				}
			}
		}
	}
	return len(paths)
}

func TestNobodyGetsIn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	nobody := &client{w: w, anon: true}
	var first []byte
	for _, d := range operations(t) {
		for _, body := range []any{d.example(t), "not json"} {
			got := nobody.do(d.method, d.on("x")+"?nonsense=1", body)
			if first == nil {
				first = got.body
			}
			if got.status != 401 || !strings.HasPrefix(got.header.Get("WWW-Authenticate"), "Bearer") || string(got.body) != string(first) {
				t.Errorf("%s %s: %d %s", d.method, d.path, got.status, got.body)
			}
		}
	}
}

// allOperations are Operations, made once: each call makes the whole document.
var allOperations = sync.OnceValue(Operations)

// needs is what an operation says that it needs. Whether the roles that have it are the right ones is told twice over in
// package authz, and tried on rows of every kind in test/matrix.
func needs(t *testing.T, operation string) authz.Action {
	t.Helper()
	for _, o := range allOperations() {
		if o.ID == operation {
			return o.Needs
		}
	}
	t.Fatalf("the document has %s, which the program has not", operation)
	return ""
}

func TestRoles(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tried := 0
	people := map[tenancy.Role]id.ID{}
	for _, role := range tenancy.Roles {
		people[role] = w.person(w.org, role).as.User
	}
	for _, d := range operations(t) {
		action := needs(t, d.op.OperationID)
		for _, role := range append(slices.Clone(tenancy.Roles), "", "superuser") {
			c := w.as(w.org, role)
			if c.as.User = id.New(); people[role] != id.Nil {
				c.as.User = people[role]
			}
			for _, row := range []string{id.New().String(), "malformed"} {
				tried++
				got := c.do(d.method, d.on(row), d.example(t))
				if allowed := authz.Allowed(c.as, action); (got.status == 403) == allowed || got.status >= 500 {
					t.Errorf("%s %s as %q: %d %s", d.method, d.path, role, got.status, got.body)
				}
			}
		}
	}
	t.Logf("%d requests of roles", tried)
}

func TestStaffOfSomeProperties(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.manager()
	mine, theirs := c.property("Mine"), c.property("Theirs")
	u := c.unit(theirs, "1")
	limited := w.manager()
	limited.as.PropertyScope = []id.ID{uuidOf(t, mine)}
	for _, path := range []string{"/v1/properties/" + theirs, "/v1/units/" + u} {
		limited.must(404, "GET", path, nil)
		limited.must(404, "DELETE", path, nil)
	}
	limited.must(404, "PATCH", "/v1/properties/"+theirs, `{"name":"x"}`)
	limited.must(404, "PATCH", "/v1/units/"+u, `{"number":"x"}`)
	limited.must(404, "POST", "/v1/properties/"+theirs+"/units", `{"number":"2"}`)
	limited.must(404, "POST", "/v1/properties/"+theirs+"/restore", nil)
	limited.must(404, "POST", "/v1/units/"+u+"/restore", nil)
	lease := c.must(201, "POST", "/v1/leases", map[string]any{"unit_id": u, "start_date": "2026-04-01"})["id"].(string)
	for _, path := range []string{"", "/submit", "/activate", "/cancel", "/withdraw", "/restore"} {
		limited.must(404, map[bool]string{true: "GET", false: "POST"}[path == ""], "/v1/leases/"+lease+path, nil)
	}
	limited.must(422, "POST", "/v1/leases", map[string]any{"unit_id": u, "start_date": "2026-04-01"})
	limited.must(404, "GET", "/v1/properties/"+theirs+"/leasing-policy", nil)
	if list := limited.must(200, "GET", "/v1/leases?property_id="+theirs, nil)["data"].([]any); len(list) != 0 {
		t.Errorf("sees %d leases", len(list))
	}
	if list := limited.must(200, "GET", "/v1/properties", nil)["data"].([]any); len(list) != 1 {
		t.Errorf("sees %d properties", len(list))
	}
	if list := limited.must(200, "GET", "/v1/units?property_id="+theirs, nil)["data"].([]any); len(list) != 0 {
		t.Errorf("sees %d units", len(list))
	}
}
