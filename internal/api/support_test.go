package api

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"mime"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/propertyos/propertyos/internal/audit"
	"github.com/propertyos/propertyos/internal/domain/backlog"
	"github.com/propertyos/propertyos/internal/domain/billing"
	"github.com/propertyos/propertyos/internal/domain/demo"
	"github.com/propertyos/propertyos/internal/domain/document"
	"github.com/propertyos/propertyos/internal/domain/identity"
	"github.com/propertyos/propertyos/internal/domain/intake"
	"github.com/propertyos/propertyos/internal/domain/leasing"
	"github.com/propertyos/propertyos/internal/domain/ledger"
	"github.com/propertyos/propertyos/internal/domain/maintenance"
	"github.com/propertyos/propertyos/internal/domain/organization"
	"github.com/propertyos/propertyos/internal/domain/owner"
	"github.com/propertyos/propertyos/internal/domain/property"
	"github.com/propertyos/propertyos/internal/domain/report"
	"github.com/propertyos/propertyos/internal/domain/search"
	"github.com/propertyos/propertyos/internal/domain/template"
	"github.com/propertyos/propertyos/internal/domain/transfer"
	"github.com/propertyos/propertyos/internal/domain/trust"
	"github.com/propertyos/propertyos/internal/jobs"
	"github.com/propertyos/propertyos/internal/kernel/clock"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/tenancy"
	"github.com/propertyos/propertyos/internal/testkit/pgtest"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

var testNow = time.Date(2026, 3, 14, 15, 9, 26, 0, time.UTC)

// world is one server over one database with two organizations.
type world struct {
	t      *testing.T
	db     *pgtest.DB
	door   *tenancy.DB
	server *httptest.Server
	deps   Deps
	queue  *jobs.Client
	org    id.ID
	other  id.ID
	user   id.ID
	log    *safeBuffer

	recorder *recorder
}

// client acts as one principal.
type client struct {
	w    *world
	as   tenancy.Principal
	anon bool
	fast bool // does not hold answers against the document
}

type answer struct {
	status int
	header http.Header
	body   []byte
}

type safeBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *safeBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *safeBuffer) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

func newWorld(t *testing.T) *world {
	t.Helper()
	db := pgtest.New(t)
	door := db.DB(clock.At(testNow))
	w := &world{t: t, db: db, door: door, org: db.Org(t), other: db.Org(t), user: id.New(), log: &safeBuffer{}}
	queue, err := jobs.New(db.Pool(postgres.RoleSystem), jobs.Deps{DB: door, Log: slog.New(slog.DiscardHandler), InsertOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	w.queue = queue
	plenty := Limit{PerMinute: 1_000_000, Burst: 100_000}
	properties, organizations := property.New(door), organization.New(door)
	identities := identity.New(door, clock.At(testNow), slog.New(slog.DiscardHandler), identity.Options{})
	w.recorder = &recorder{}
	keys := keyring(t)
	owners := owner.New(door).WithAudit(w.recorder)
	owners.UseKeys(keys)
	renters, templates := leasing.NewRenters(door, w.recorder), template.New(door)
	renters.UseKeys(keys)
	leases := leasing.New(door).WithAudit(w.recorder)
	documents := document.NewService(door, document.Options{Store: files(t), Keys: keys, MaxSize: 1 << 20, Audit: w.recorder})
	w.deps = Deps{
		Properties: properties, Organizations: organizations, Reports: report.New(door), Identities: identities,
		Backlog: backlog.New(queue), Leases: leases, Owners: owners,
		Renters: renters, Portal: leasing.NewPortal(door, leases), Announcements: leasing.NewAnnouncements(door),
		Trust: trust.New(door), Billing: billing.New(door).WithAudit(w.recorder),
		Ledger: ledger.New(door).WithAudit(w.recorder), Templates: templates, Papers: leasing.NewPapers(door, leases, templates, documents, w.recorder),
		Maintenance:  maintenance.New(door),
		Search:       search.New(door).WithAudit(w.recorder),
		Exports:      property.NewExports(properties, w.recorder),
		Documents:    documents,
		Sandboxes:    demo.NewSandboxes(organizations, identities, demo.New(door, keys, organizations, identities)),
		Authenticate: authenticateByHeader, Limits: Limits{Key: plenty, Address: plenty}, Clock: clock.At(testNow),
		Log:   slog.New(slog.NewJSONHandler(w.log, nil)),
		Audit: audit.NewService(door, audit.Nobody{}),
	}
	w.deps.Imports = intake.New(door)
	w.deps.Imports.UseKeys(keyring(t))
	w.deps.Transfers = transfer.New(door, w.deps.Documents, w.recorder)
	w.deps.Imports.UseArchives(w.deps.Transfers)
	w.member(w.org, w.user)
	w.server = httptest.NewServer(New(w.deps))
	t.Cleanup(w.server.Close)
	return w
}

// authenticateByHeader takes the principal from the header itself; who may do so is identity's to test.
func authenticateByHeader(r *http.Request) (tenancy.Principal, error) {
	raw, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	if !ok {
		return tenancy.Principal{}, ErrNoCredentials
	}
	var p tenancy.Principal
	return p, json.Unmarshal([]byte(raw), &p)
}

func (w *world) as(org id.ID, role tenancy.Role) *client {
	return &client{w: w, as: tenancy.Principal{Organization: org, User: w.user, Role: role}}
}

// person is a client that acts as a user who is there, as operations ask that act for somebody.
func (w *world) person(org id.ID, role tenancy.Role) *client {
	w.t.Helper()
	u, err := w.deps.Identities.CreateUser(w.t.Context(), identity.CreateUserInput{
		Organization: org, Email: id.New().String() + "@example.com", FirstName: "Ana", LastName: "Ames", Role: role,
	})
	if err != nil {
		w.t.Fatal(err)
	}
	c := w.as(org, role)
	c.as.User = u.ID
	return c
}

func (w *world) manager() *client { return w.as(w.org, tenancy.RoleManager) }

// do sends a request and holds the answer against the document. A string or []byte body is sent as it is.
func (c *client) do(method, path string, body any, headers ...string) answer {
	c.w.t.Helper()
	var reader io.Reader
	switch b := body.(type) {
	case nil:
	case string:
		reader = strings.NewReader(b)
	case []byte:
		reader = bytes.NewReader(b)
	default:
		raw, err := json.Marshal(b)
		if err != nil {
			c.w.t.Fatal(err)
		}
		reader = bytes.NewReader(raw)
	}
	req, err := http.NewRequestWithContext(c.w.t.Context(), method, c.w.server.URL+path, reader)
	if err != nil {
		c.w.t.Fatal(err)
	}
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	if !c.anon {
		p, err := json.Marshal(c.as)
		if err != nil {
			c.w.t.Fatal(err)
		}
		req.Header.Set("Authorization", "Bearer "+string(p))
	}
	for i := 0; i < len(headers); i += 2 {
		if headers[i+1] == "" {
			req.Header.Del(headers[i])
			continue
		}
		req.Header.Add(headers[i], headers[i+1])
	}
	return c.send(req)
}

func (c *client) send(req *http.Request) answer {
	c.w.t.Helper()
	resp, err := c.w.server.Client().Do(req)
	if err != nil {
		c.w.t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	raw, err := io.ReadAll(resp.Body)
	if err != nil {
		c.w.t.Fatal(err)
	}
	a := answer{resp.StatusCode, resp.Header, raw}
	if c.fast {
		return a
	}
	if err := conforms(req.Method, req.URL, a); err != nil {
		c.w.t.Errorf("%s %s: %d %s: %v", req.Method, req.URL.Path, a.status, a.body, err)
	}
	return a
}

// must is do with the status that has to come.
func (c *client) must(status int, method, path string, body any, headers ...string) map[string]any {
	c.w.t.Helper()
	a := c.do(method, path, body, headers...)
	if a.status != status {
		c.w.t.Fatalf("%s %s: %d %s, want %d", method, path, a.status, a.body, status)
	}
	if len(a.body) == 0 {
		return nil
	}
	return a.object(c.w.t)
}

func (a answer) object(t *testing.T) map[string]any {
	t.Helper()
	var out map[string]any
	if err := json.Unmarshal(a.body, &out); err != nil {
		t.Fatalf("%s: %v", a.body, err)
	}
	return out
}

// problem returns the code of a problem and its faults as "pointer code".
func (a answer) problem(t *testing.T) (string, []string) {
	t.Helper()
	var p problemView
	if err := json.Unmarshal(a.body, &p); err != nil {
		t.Fatalf("%s: %v", a.body, err)
	}
	var places []string
	for _, e := range p.Errors {
		places = append(places, e.Pointer+" "+e.Code)
	}
	return p.Code, places
}

func (c *client) property(name string, more ...string) string {
	c.w.t.Helper()
	body := map[string]any{"name": name, "type": "residential"}
	for i := 0; i < len(more); i += 2 {
		body[more[i]] = more[i+1]
	}
	return c.must(201, "POST", "/v1/properties", body)["id"].(string)
}

func (c *client) unit(property, number string) string {
	c.w.t.Helper()
	return c.must(201, "POST", "/v1/properties/"+property+"/units", map[string]any{"number": number})["id"].(string)
}

func (c *client) address(city string) string {
	c.w.t.Helper()
	return c.must(201, "POST", "/v1/addresses", map[string]any{"street1": "1 Main", "city": city, "state": "OH", "zip_code": "43215"})["id"].(string)
}

// contract is the committed document, made strict: an answer may then hold nothing that it does not name.
var contract = sync.OnceValues(func() (*openapi3.T, error) {
	raw, err := os.ReadFile("openapi.json")
	if err != nil {
		return nil, err
	}
	var plain map[string]any
	if err := json.Unmarshal(raw, &plain); err != nil {
		return nil, err
	}
	for _, s := range plain["components"].(map[string]any)["schemas"].(map[string]any) {
		s.(map[string]any)["additionalProperties"] = false
	}
	if raw, err = json.Marshal(plain); err != nil {
		return nil, err
	}
	doc, err := openapi3.NewLoader().LoadFromData(raw)
	if err != nil {
		return nil, err
	}
	return doc, doc.Validate(context.Background())
})

// pathItem finds the path of the document that a request's path is an instance of.
func pathItem(doc *openapi3.T, path string) (string, *openapi3.PathItem) {
	segments := strings.Split(path, "/")
	for _, candidate := range doc.Paths.InMatchingOrder() {
		parts := strings.Split(candidate, "/")
		same := len(parts) == len(segments)
		for i := 0; same && i < len(parts); i++ {
			same = parts[i] == segments[i] || (strings.HasPrefix(parts[i], "{") && segments[i] != "")
		}
		if same {
			return candidate, doc.Paths.Value(candidate)
		}
	}
	return "", nil
}

// conforms holds an answer against the document: its status, media type, headers and body.
func conforms(method string, at *url.URL, a answer) error {
	path := at.Path
	doc, err := contract()
	if err != nil {
		return err
	}
	for _, name := range []string{"X-Request-Id", "X-Content-Type-Options", "Content-Security-Policy"} {
		if a.header.Get(name) == "" {
			return errors.New("has no " + name)
		}
	}
	if method == http.MethodHead {
		method = http.MethodGet
	}
	problem := doc.Components.Schemas["Problem"].Value
	_, item := pathItem(doc, path)
	if item == nil || item.GetOperation(method) == nil {
		if a.status < 400 || len(a.body) == 0 {
			return nil
		}
		return visit(problem, a.body)
	}
	documented := item.GetOperation(method).Responses.Status(a.status)
	if documented == nil {
		return errors.New("the document does not know the status")
	}
	for name := range documented.Value.Headers {
		if a.header.Get(name) == "" {
			return errors.New("lacks the header " + name)
		}
	}
	if len(documented.Value.Content) == 0 {
		if len(a.body) > 0 {
			return errors.New("has a body")
		}
		return nil
	}
	sent, _, err := mime.ParseMediaType(a.header.Get("Content-Type"))
	media := documented.Value.Content[sent]
	switch {
	case media == nil || err != nil:
		return errors.New("has another media type: " + a.header.Get("Content-Type"))
	case len(a.body) == 0 || sent == "text/csv" || sent == pdfType || sent == zipType || at.Query().Has(fieldsName):
		return nil // HEAD, no JSON, or a part of what the schema requires
	case a.status >= 400:
		if err := visit(problem, a.body); err != nil {
			return err
		}
	}
	return visit(media.Schema.Value, a.body)
}

func visit(s *openapi3.Schema, raw []byte) error {
	var v any
	if err := json.Unmarshal(raw, &v); err != nil {
		return err
	}
	return s.VisitJSON(v, openapi3.EnableJSONSchema2020(), openapi3.EnableFormatValidation())
}

// member makes a user of an organization, an administrator.
func (w *world) member(org, user id.ID) {
	w.t.Helper()
	_, err := w.db.Pool(pgtest.Superuser).Exec(w.t.Context(), `INSERT INTO users (tenant_id, id, identity_id, email, role)
		VALUES ($1, $2, gen_random_uuid(), $3, 'admin')`, org, user, user.String()+"@example.com")
	if err != nil {
		w.t.Fatal(err)
	}
}
