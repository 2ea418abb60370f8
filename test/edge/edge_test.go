package edge

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/propertyos/propertyos/internal/api"
)

// TestAnotherSiteChangesNothing sends every form and every changing operation as the page of another site would have a
// browser send it: with the person's cookie.
func TestAnotherSiteChangesNothing(t *testing.T) {
	t.Parallel()
	w := build(t)
	var targets []request
	for _, path := range w.pages(false) {
		targets = append(targets, request{method: http.MethodPost, path: path, kind: formKind, body: "version=1"})
	}
	for _, op := range api.Operations() {
		if op.Method != http.MethodGet {
			targets = append(targets, request{method: op.Method, path: w.at(op.Path), body: string(op.Body), kind: "application/json"})
		}
	}
	for _, target := range targets {
		for name, header := range map[string]map[string]string{
			"fetch metadata": {"Sec-Fetch-Site": "cross-site"}, "sister site": {"Sec-Fetch-Site": "same-site"},
			"origin": {"Origin": "https://evil.example"}, "opaque origin": {"Origin": "null"},
		} {
			target.header = header
			if a := w.send(target); a.status != http.StatusForbidden {
				t.Errorf("%s: %s %s answers %d", name, target.method, target.path, a.status)
			}
		}
	}
	if a := w.post("/sign-out", nil); a.status != http.StatusSeeOther {
		t.Errorf("a form of our own answers %d", a.status)
	}
}

// abuses are addresses of other sites, and of none, in the forms that have fooled others.
var abuses = []string{
	"https://evil.example", "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example", "/\t/evil.example", "/\n/evil.example",
	"/%0d%0aLocation:https://evil.example\r\nX-Evil: 1", "javascript:alert(1)", "data:text/html,x", "evil.example", "@evil.example", "/..//evil.example/..",
	"http:evil.example", "https:/evil.example", "/\r\n/evil.example", " //evil.example", "\x00//evil.example", "/" + strings.Repeat("a", 3000),
}

// stays reports whether a browser that is sent to an address from ours stays on our site.
func stays(location string) bool {
	base, _ := url.Parse("https://app.example.com/sign-in")
	u, err := base.Parse(strings.ReplaceAll(strings.Map(func(r rune) rune {
		if r == '\t' || r == '\n' || r == '\r' {
			return -1 // browsers take them out
		}
		return r
	}, strings.TrimSpace(location)), `\`, "/"))
	return err == nil && u.Host == "app.example.com" && u.Scheme == "https"
}

func TestNobodyIsSentToAnotherSite(t *testing.T) {
	t.Parallel()
	w := build(t)
	for _, next := range abuses {
		for _, path := range w.pages(true) {
			for _, anonymous := range []bool{false, true} {
				a := w.send(request{method: http.MethodGet, path: path + "?next=" + url.QueryEscape(next), anonymous: anonymous})
				if at := a.header.Get("Location"); !stays(at) || a.header.Get("X-Evil") != "" {
					t.Errorf("GET %s with next=%q leads to %q", path, next, at)
				}
			}
		}
		form := url.Values{"email": {personEmail}, "password": {personWord}, "next": {next}}
		a := w.send(request{method: http.MethodPost, path: "/sign-in", body: form.Encode(), kind: formKind, anonymous: true})
		if at := a.header.Get("Location"); a.status != http.StatusSeeOther || !stays(at) || strings.Contains(at, "evil") || a.header.Get("X-Evil") != "" {
			t.Errorf("signing in with next=%q: %d, leads to %q", next, a.status, at)
		}
	}
}

// TestTheHostIsNotBelieved: no page makes an address from what a request says of its host.
func TestTheHostIsNotBelieved(t *testing.T) {
	t.Parallel()
	w := build(t)
	for _, path := range w.pages(true) {
		for _, anonymous := range []bool{false, true} {
			a := w.send(request{method: http.MethodGet, path: path, anonymous: anonymous, header: map[string]string{
				"Host": "evil.example", "X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example", "X-Forwarded-Proto": "gopher",
				"X-Original-Url": "/evil.example", "X-Rewrite-Url": "/evil.example", "Referer": "https://evil.example/",
			}})
			if strings.Contains(a.body, "evil.example") || strings.Contains(fmt.Sprint(a.header), "evil.example") || strings.Contains(a.body, "gopher") {
				t.Errorf("%s repeats the host of the request", path)
			}
		}
	}
	a := w.send(request{method: http.MethodGet, path: "/settings/sign-on/new"})
	if !strings.Contains(a.body, "https://app.example.com/sign-in/oidc/callback/") {
		t.Errorf("the settings do not tell the server's own address: %d", a.status)
	}
}

// TestPagesKeepToThemselves looks at the head of every page, and at its body for what the policy would have to forbid.
func TestPagesKeepToThemselves(t *testing.T) {
	t.Parallel()
	w := build(t)
	for _, path := range w.pages(true) {
		for _, anonymous := range []bool{false, true} {
			a := w.send(request{method: http.MethodGet, path: path, anonymous: anonymous})
			policy := a.header.Get("Content-Security-Policy")
			for _, part := range []string{"default-src 'self'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'", "object-src 'none'"} {
				if !strings.Contains(policy, part) {
					t.Errorf("%s: the policy lacks %s: %s", path, part, policy)
				}
			}
			if strings.Contains(policy, "unsafe") || strings.Contains(policy, "*") {
				t.Errorf("%s: %s", path, policy)
			}
			for name, want := range map[string]string{"X-Frame-Options": "DENY", "X-Content-Type-Options": "nosniff", "Cross-Origin-Opener-Policy": "same-origin"} {
				if got := a.header.Get(name); got != want {
					t.Errorf("%s: %s is %q", path, name, got)
				}
			}
			if got := a.header.Get("Referrer-Policy"); got != "same-origin" && got != "no-referrer" {
				t.Errorf("%s: Referrer-Policy is %q", path, got)
			}
			if strings.HasPrefix(a.header.Get("Content-Type"), "text/html") {
				for _, f := range active(a.body) {
					t.Errorf("%s: %s", path, f)
				}
			}
		}
	}
}

// active lists what could run without being a file of ours.
func active(body string) (faults []string) {
	root, err := html.Parse(strings.NewReader(body))
	if err != nil {
		return []string{err.Error()}
	}
	for n := range root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		source := slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == "src" && strings.HasPrefix(a.Val, "/assets/") })
		if n.Data == "script" && !source || n.Data == "style" || n.Data == "iframe" || n.Data == "object" || n.Data == "embed" {
			faults = append(faults, "<"+n.Data+"> in the page")
		}
		for _, a := range n.Attr {
			value := strings.ToLower(strings.TrimSpace(a.Val))
			if strings.HasPrefix(a.Key, "on") || a.Key == "style" || strings.HasPrefix(value, "javascript:") || a.Key == "srcdoc" {
				faults = append(faults, fmt.Sprintf("<%s %s=%q>", n.Data, a.Key, a.Val))
			}
		}
	}
	return faults
}

// TestMoreFieldsGiveNoMoreRights sends every form and every body with fields that nobody may set.
func TestMoreFieldsGiveNoMoreRights(t *testing.T) {
	t.Parallel()
	w := build(t)
	w.exec(`UPDATE users SET role = 'manager' WHERE id = $1`, w.user)
	stranger := w.db.Org(t)
	state := func() string {
		return value[string](w, `SELECT string_agg(x, E'\n' ORDER BY x) FROM (
			SELECT id::text || role || tenant_id || coalesce(property_scope::text, '') AS x FROM users
			UNION ALL SELECT id::text || plan || status || slug FROM organizations
			UNION ALL SELECT organization_id::text || plan || status || slug FROM platform.directory
			UNION ALL SELECT tenant_id || ' properties ' || count(*) FROM properties WHERE tenant_id = $1 GROUP BY tenant_id) AS s`, stranger)
	}
	before := state()
	extra := url.Values{
		"role": {"admin"}, "tenant_id": {stranger.String()}, "organization_id": {stranger.String()}, "plan": {"enterprise"}, "status": {"active"},
		"id": {stranger.String()}, "user_id": {w.user.String()}, "property_scope": {""}, "is_admin": {"true"}, "deleted_at": {""},
		"name": {"Elm"}, "type": {"residential"}, "number": {"77"}, "form": {"apartment"}, "base_rent": {"1"}, "version": {"1"},
	}
	for _, path := range w.pages(false) {
		if path != "/sign-out" {
			w.post(path, extra)
		}
	}
	if after := state(); after != before {
		t.Errorf("forms changed what they may not:\n%s\nwas\n%s", after, before)
	}
	w.exec(`UPDATE users SET role = 'admin' WHERE id = $1`, w.user)
	before = state()
	for _, op := range api.Operations() {
		if op.Body == nil {
			continue
		}
		for _, field := range []string{"role", "tenant_id", "plan", "organization_id", "id", "deleted_at"} {
			var body map[string]any
			w.check(json.Unmarshal(op.Body, &body))
			if _, own := body[field]; own {
				continue // its own field, which its use case checks
			}
			body[field] = stranger.String()
			raw, err := json.Marshal(body)
			w.check(err)
			a := w.send(request{method: op.Method, path: w.at(op.Path), body: string(raw), kind: "application/json"})
			if a.status < 400 || a.status >= 500 {
				t.Errorf("%s with %s answers %d", op.ID, field, a.status)
			}
		}
	}
	if after := state(); after != before {
		t.Errorf("operations changed what they may not:\n%s\nwas\n%s", after, before)
	}
}

// TestTwoTabs edits the same thing twice from the same reading: the second is told, and what was typed is kept.
func TestTwoTabs(t *testing.T) {
	t.Parallel()
	w := build(t)
	for path, form := range map[string]url.Values{
		w.at("/properties/{id}"):       {"name": {"First tab"}, "type": {"residential"}, "status": {"active"}},
		w.at("/units/{id}"):            {"number": {"First tab"}, "form": {"apartment"}, "status": {"vacant"}, "base_rent": {"1000"}},
		w.at("/settings/sign-on/{id}"): {"client_id": {"First tab"}, "email_domains": {"example.com"}},
	} {
		edit := w.send(request{method: http.MethodGet, path: path + "/edit"})
		root, err := html.Parse(strings.NewReader(edit.body))
		w.check(err)
		for n := range root.Descendants() {
			if n.Data == "input" && slices.Contains(n.Attr, html.Attribute{Key: "name", Val: "version"}) {
				for _, a := range n.Attr {
					if a.Key == "value" {
						form.Set("version", a.Val)
					}
				}
			}
		}
		if a := w.post(path, form); a.status != http.StatusSeeOther {
			t.Fatalf("%s: the first tab is answered %d", path, a.status)
		}
		for name, values := range form {
			if values[0] == "First tab" {
				form.Set(name, "Second tab")
			}
		}
		a := w.post(path, form)
		if a.status != http.StatusPreconditionFailed || !strings.Contains(a.body, "Changed since you opened it") ||
			!strings.Contains(a.body, `value="Second tab"`) || !strings.Contains(a.body, "First tab") {
			t.Errorf("%s: the second tab is answered %d", path, a.status)
		}
	}
	one := w.send(request{method: http.MethodGet, path: "/v1/organization"})
	for i, want := range []int{200, 412} {
		a := w.send(request{
			method: http.MethodPatch, path: "/v1/organization", body: fmt.Sprintf(`{"name":"Tab %d"}`, i), kind: "application/json",
			header: map[string]string{"If-Match": one.header.Get("ETag")},
		})
		if a.status != want {
			t.Errorf("organization, tab %d: %d %s", i, a.status, a.body)
		}
	}
}
