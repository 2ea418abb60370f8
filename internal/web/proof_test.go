package web

import (
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/identity"
	"github.com/propertyos/propertyos/internal/kernel/clock"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/secret"
	"github.com/propertyos/propertyos/internal/tenancy"
	"github.com/propertyos/propertyos/internal/testkit/pgtest"
)

const (
	personEmail = "ana.manager@example.com"
	personWord  = "seven quiet herons"
)

// house is the pages over a database, with a clock that stands still, and one person's browser.
type house struct {
	*testing.T
	url        string
	clock      *clock.Fixed
	identities *identity.Service
	browser    *http.Client
	did        url.Values // what came to the sensitive page last
}

func open(t *testing.T) *house {
	t.Helper()
	pg := pgtest.New(t)
	h := &house{T: t, clock: clock.At(time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC))}
	log := slog.New(slog.DiscardHandler)
	h.identities = identity.New(pg.DB(h.clock), h.clock, log, identity.Options{URL: "http://localhost"})
	_, err := h.identities.CreateUser(t.Context(), identity.CreateUserInput{
		Organization: pg.Org(t), Email: personEmail, Role: tenancy.RoleAdmin, Password: secret.New(personWord),
	})
	if err != nil {
		t.Fatal(err)
	}
	s := newSite(Deps{Identities: h.identities, Clock: h.clock, Log: log, Visitor: func(r *http.Request) tenancy.Principal {
		return tenancy.Principal{IP: netip.MustParseAddr("203.0.113.7"), UserAgent: r.UserAgent()}
	}})
	sensitive := s.signedIn(func(r *request) error {
		if _, err := authz.Require(r.p, authz.UserWrite); err != nil {
			return err
		}
		if err := r.ParseForm(); err != nil {
			return err
		}
		h.did = r.PostForm
		return r.see("/done")
	})
	s.mux.Handle("POST /sensitive", sensitive)
	s.mux.Handle("GET /sensitive", sensitive)
	server := httptest.NewServer(http.NewCrossOriginProtection().Handler(secure(s.mux)))
	t.Cleanup(server.Close)
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	h.url = server.URL
	h.browser = &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	return h
}

// send asks for a page, or sends it a form, and returns the status, where it leads, and its text.
func (h *house) send(path string, form url.Values, header ...string) (status int, to, text string) {
	h.Helper()
	method, body := http.MethodGet, io.Reader(nil)
	if form != nil {
		method, body = http.MethodPost, strings.NewReader(form.Encode())
	}
	r, err := http.NewRequestWithContext(h.Context(), method, h.url+path, body)
	if err != nil {
		h.Fatal(err)
	}
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	answer, err := h.browser.Do(r)
	if err != nil {
		h.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	b, err := io.ReadAll(answer.Body)
	if err != nil {
		h.Fatal(err)
	}
	return answer.StatusCode, answer.Header.Get("Location"), string(b)
}

func (h *house) leads(path string, form url.Values, want string, header ...string) {
	h.Helper()
	if status, to, text := h.send(path, form, header...); status != http.StatusSeeOther || to != want {
		h.Fatalf("%s answers %d and leads to %q, want %q\n%s", path, status, to, want, text)
	}
}

func (h *house) signIn() {
	h.Helper()
	h.leads("/sign-in", url.Values{"email": {personEmail}, "password": {personWord}}, "/")
}

var hidden = regexp.MustCompile(`<input type="hidden" name="([^"]*)" value="([^"]*)"`)

// formOf reads the hidden fields of the page's first form that is sent to a path.
func formOf(text, action string) url.Values {
	_, rest, _ := strings.Cut(text, `action="`+action+`"`)
	part, _, _ := strings.Cut(rest, "</form>")
	out := url.Values{}
	for _, m := range hidden.FindAllStringSubmatch(part, -1) {
		out.Add(m[1], m[2])
	}
	return out
}

func TestProofIsAskedAndNothingTypedIsLost(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.signIn()
	typed := url.Values{"name": {"Nia"}, "role": {"manager", "auditor"}, "new_password": {"not to be shown"}, "empty": {""}}
	h.leads("/sensitive", typed, "/done") // signing in was a proof
	h.clock.Advance(15 * time.Minute)
	h.did = nil
	status, _, text := h.send("/sensitive", typed, "Referer", h.url+"/people?role=manager")
	if status != http.StatusForbidden || h.did != nil || strings.Contains(text, "not to be shown") {
		t.Fatalf("%d, %v\n%s", status, h.did, text)
	}
	form := formOf(text, "/step-up")
	if form.Get("action") != "/sensitive" || form.Get("next") != "/people?role=manager" {
		t.Errorf("the page carries %v", form)
	}
	form.Set("password", "not the password")
	status, _, text = h.send("/step-up", form)
	if status != http.StatusUnprocessableEntity || h.did != nil || !strings.Contains(text, "That password is not right") {
		t.Fatalf("%d, %v\n%s", status, h.did, text)
	}
	form = formOf(text, "/step-up") // which it carries still
	form.Set("password", personWord)
	h.leads("/step-up", form, "/done")
	if h.did.Get("name") != "Nia" || strings.Join(h.did["role"], " ") != "manager auditor" || !h.did.Has("empty") || h.did.Has("password") || h.did.Has("new_password") {
		t.Errorf("sent on were %v", h.did)
	}
}

func TestProofIsAskedBeforeAPage(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.signIn()
	h.leads("/step-up?next=%2Funits", nil, "/units") // there is a fresh proof already
	h.clock.Advance(15 * time.Minute)
	h.leads("/sensitive?a=b&c=d", nil, "/step-up?next=%2Fsensitive%3Fa%3Db%26c%3Dd")
	if status, to, _ := h.send("/sensitive", nil, "HX-Request", "true"); status != http.StatusNoContent || to != "" {
		t.Errorf("a part of a page is answered %d, %q", status, to)
	}
	if status, _, text := h.send("/account/security/passkeys/options", url.Values{}, "Accept", "application/json"); status != http.StatusForbidden ||
		!strings.Contains(text, `"location":"/step-up?next=`) {
		t.Errorf("a script is answered %d, %s", status, text)
	}
	for next, want := range map[string]string{
		"/sensitive?a=b": "/sensitive?a=b", "//evil.example": "/", "https://evil.example/": "/", `/\evil.example`: "/", "": "/",
	} {
		_, _, text := h.send("/step-up?next="+url.QueryEscape(next), nil)
		form := formOf(text, "/step-up")
		form.Set("password", personWord)
		h.leads("/step-up", form, want)
		h.leads("/step-up", url.Values{"password": {personWord}, "next": {next}}, want)
		h.clock.Advance(15 * time.Minute)
	}
	for _, action := range []string{"https://evil.example/", "//evil.example", "/step-up", "/step-up?x"} {
		h.leads("/step-up", url.Values{"password": {personWord}, "action": {action}, "carried.action": {action}, "next": {"/"}}, "/")
	}
	if status, _, _ := h.send("/step-up", url.Values{"password": {personWord}}, "Sec-Fetch-Site", "cross-site"); status != http.StatusForbidden {
		t.Errorf("a form of another site is answered %d", status)
	}
}

func TestCookiesOfSigningIn(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.signIn()
	at, err := url.Parse(h.url)
	if err != nil {
		t.Fatal(err)
	}
	session := h.browser.Jar.Cookies(at)[0]
	with := func(value string) (int, string) {
		t.Helper()
		h.browser.Jar.SetCookies(at, []*http.Cookie{{Name: SessionCookie, Value: value, Path: "/"}})
		status, to, _ := h.send("/account/sessions", nil)
		return status, to
	}
	if status, _ := with(session.Value); status != http.StatusOK {
		t.Fatalf("the sessions page answers %d", status)
	}
	for _, bad := range []string{"", "x", session.Value[:42], session.Value + "A", strings.ToUpper(session.Value), strings.Repeat("A", 43)} {
		if status, to := with(bad); status != http.StatusSeeOther || !strings.HasPrefix(to, "/sign-in") {
			t.Errorf("the session %q is answered %d, %q", bad, status, to)
		}
	}
	// A stolen session is of no use once its owner has ended it from another browser.
	owner := *h
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	owner.browser = &http.Client{Jar: jar, CheckRedirect: h.browser.CheckRedirect}
	owner.signIn()
	if status, _ := with(session.Value); status != http.StatusOK {
		t.Fatalf("before: %d", status)
	}
	if status, _, _ := owner.send("/account/sessions/"+id.New().String()+"/end", url.Values{}); status != http.StatusNotFound {
		t.Errorf("a session of nobody is answered %d", status)
	}
	owner.leads("/account/sessions/end-others", url.Values{}, "/account/sessions")
	if status, _ := with(session.Value); status != http.StatusSeeOther {
		t.Errorf("after: %d", status)
	}
	for _, ticket := range []string{"", "x", session.Value} {
		h.browser.Jar.SetCookies(at, []*http.Cookie{{Name: ticketCookie, Value: ticket, Path: signInPath}})
		h.leads("/sign-in/second-factor", nil, "/sign-in?expired")
		h.leads("/sign-in/second-factor", url.Values{"recovery_code": {"000000"}}, "/sign-in?expired")
	}
	h.leads("/sign-in/passkey", url.Values{}, "/sign-in")
	if status, _, _ := h.send("/sign-in/passkey", url.Values{"ticket": {"x"}, "answer": {"{}"}}); status != http.StatusConflict {
		t.Errorf("a ceremony of nobody is answered %d", status)
	}
}
