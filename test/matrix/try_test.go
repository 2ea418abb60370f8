package matrix

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"time"

	"github.com/propertyos/propertyos/internal/api"
	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/tenancy"
	"github.com/propertyos/propertyos/internal/testkit/fill"
	"github.com/propertyos/propertyos/internal/web"
)

// target is an operation or a page.
type target struct {
	name         string // the operation's id, or the page's method and path
	method, path string
	needs        authz.Action // "" for a page that anybody may open
	otherwise    string
	api          bool
	sample
	find object // nil where the path names nothing
}

// writes reports whether a try that is let through changes something.
func (t target) writes() bool { return t.method != http.MethodGet }

// relation is how what is tried stands to the person who tries.
type relation string

const (
	own     relation = "own"     // theirs, or of a property that they were given
	other   relation = "other"   // a colleague's, or of another property
	foreign relation = "foreign" // of another organization
	missing relation = "missing" // of nobody
)

var relations = []relation{own, other, foreign, missing}

// targets lists what there is to try. What nothing is known of is a failure.
func targets() (list []target, faults []string) {
	known := map[string]bool{}
	for _, o := range api.Operations() {
		t := target{name: o.ID, method: o.Method, path: o.Path, needs: o.Needs, api: true, sample: samples[o.ID]}
		if t.body == "" {
			t.body = string(o.Body)
		}
		list = append(list, t)
	}
	for _, p := range web.Pages() {
		name := p.Method + " " + p.Path
		t := target{name: name, method: p.Method, path: p.Path, needs: p.Needs, otherwise: p.Otherwise, sample: samples[name]}
		if _, ok := samples[name]; !ok && t.writes() {
			faults = append(faults, fmt.Sprintf("%s takes a form: add it to samples in samples_test.go with the form's values, or with {} where it has none", name))
		}
		if p.Needs == "" && p.Why == "" {
			faults = append(faults, name+" names no action that it needs: add it to needs in internal/web/access.go")
		}
		list = append(list, t)
	}
	for i, t := range list {
		known[t.name] = true
		if t.api && !authz.Known(t.needs) {
			faults = append(faults, t.name+" names no action that it needs: set needs where the operation is listed in internal/api")
		}
		if at := strings.Index(t.path, "/{id}"); at >= 0 {
			before := t.path[strings.LastIndexByte(t.path[:at], '/')+1 : at]
			if list[i].find = objects[before]; list[i].find == nil {
				faults = append(faults, fmt.Sprintf("%s: the id in %s is of something unknown: add %q to objects in samples_test.go", t.name, t.path, before))
			}
		}
	}
	for name := range samples {
		if !known[name] {
			faults = append(faults, "samples_test.go names "+name+", which does not exist")
		}
	}
	return list, faults
}

// outcome is what has to come of a try.
type outcome int

const (
	allowed outcome = iota
	refused         // 403, or sent elsewhere where the page says so
	absent          // 404, with the body of a missing one
	// stopped is of the mode in which authz allows everything: whatever is answered, nothing of others shows and nothing
	// changes.
	stopped
)

// meant is what the tables say of a role and a relation.
func meant(t target, role tenancy.Role, r relation) outcome {
	reach := authz.RelationOf(role, t.needs)
	switch {
	case reach == "":
		return refused
	case t.find == nil, r == own, r == other && reach == authz.All:
		return allowed
	}
	return absent
}

// below are the roles that row-level security alone holds to what is theirs.
func below(role tenancy.Role) bool {
	return role == tenancy.RoleRenter || role == tenancy.RoleOwner || role == tenancy.RoleVendor
}

// meantWithoutAuthz is what must come of it where authz allows everything; false for what is authz's alone to refuse.
func meantWithoutAuthz(t target, role tenancy.Role, r relation) (outcome, bool) {
	switch {
	case below(role) && meant(t, role, r) == allowed: // what is theirs in any case, such as the own account
		return allowed, true
	case below(role), r == foreign, r == missing:
		return stopped, true
	case t.writes() && t.find != nil:
		return allowed, false
	}
	return allowed, true
}

// answer is what came back.
type answer struct {
	status int
	header http.Header
	body   string
}

// send makes the request of a try, from an address of its own, so that no throttle joins in.
func (w *world) send(t target, who *actor, object id.ID, of *fill.Rows) answer {
	w.t.Helper()
	ctx, cancel := context.WithCancel(w.t.Context())
	defer cancel()
	path := strings.NewReplacer("{id}", inPath(t, object), "{name}", "nothing", "{path...}", "nowhere", "{$}", "").Replace(t.path)
	if t.query != "" {
		path += "?" + fillIn(t.query, of)
	}
	r := httptest.NewRequestWithContext(ctx, t.method, "http://localhost"+path, strings.NewReader(fillIn(t.body, of)))
	w.sent++
	r.Header.Set("X-Forwarded-For", fmt.Sprintf("10.%d.%d.%d", w.sent>>16&255, w.sent>>8&255, w.sent&255))
	if t.body != "" && t.api {
		r.Header.Set("Content-Type", "application/json")
	} else if t.writes() && !t.api {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if who != nil {
		r.AddCookie(&http.Cookie{Name: web.SessionCookie, Value: who.cookie})
	}
	recorder := httptest.NewRecorder()
	var to http.ResponseWriter = recorder
	if t.endless {
		to = leaver{recorder, cancel}
	}
	w.handler.ServeHTTP(to, r)
	return answer{recorder.Code, recorder.Header(), recorder.Body.String()}
}

// leaver goes away once the first part of an answer has come.
type leaver struct {
	*httptest.ResponseRecorder
	leave context.CancelFunc
}

func (l leaver) Flush() { l.leave() }

// A recorder never waits: any limit will do.
func (leaver) SetReadDeadline(time.Time) error  { return nil }
func (leaver) SetWriteDeadline(time.Time) error { return nil }

var placeholder = regexp.MustCompile(`\$(\w+)`)

// fillIn puts ids for the names of tables.
func fillIn(text string, of *fill.Rows) string {
	return placeholder.ReplaceAllStringFunc(text, func(m string) string {
		if v, ok := of.IDs[m[1:]]; ok {
			return v.String()
		}
		if m == "$fresh" {
			return id.New().String()
		}
		return m
	})
}

var uuids = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`)

// plain is an answer without what differs from request to request.
func (a answer) plain() string {
	return fmt.Sprint(a.status) + " " + uuids.ReplaceAllString(a.body, "#")
}

// reveals tells what an answer shows of a family that the request did not name itself; "" is nothing.
func (a answer) reveals(f *fill.Rows, named id.ID) string {
	text := strings.ToValidUTF8(a.body, "?") + " " + fmt.Sprint(a.header)
	if i := strings.Index(strings.ToLower(text), f.Canary); i >= 0 {
		return "the word " + text[i:min(len(text), i+len(f.Canary)+4)]
	}
	seen := map[string]bool{}
	for _, v := range uuids.FindAllString(text, -1) {
		seen[v] = true
	}
	for table, v := range f.IDs {
		if v != named && table != "organizations" && seen[v.String()] {
			return "the id of a row of " + table
		}
	}
	return ""
}

// committed lists the operations of a document as method and path.
func committed(raw []byte) (map[string]bool, error) {
	var doc struct {
		Paths map[string]map[string]json.RawMessage `json:"paths"`
	}
	if err := json.Unmarshal(raw, &doc); err != nil {
		return nil, err
	}
	out := map[string]bool{}
	for path, methods := range doc.Paths {
		for method := range methods {
			out[strings.ToUpper(method)+" "+path] = true
		}
	}
	return out, nil
}
