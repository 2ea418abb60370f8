package edge

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/propertyos/propertyos/internal/app"
	"github.com/propertyos/propertyos/internal/config"
	"github.com/propertyos/propertyos/internal/domain/identity"
	"github.com/propertyos/propertyos/internal/kernel/clock"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/secret"
	"github.com/propertyos/propertyos/internal/platform/crypt"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/tenancy"
	"github.com/propertyos/propertyos/internal/testkit/fill"
	"github.com/propertyos/propertyos/internal/testkit/pgtest"
	"github.com/propertyos/propertyos/internal/web"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

const (
	personEmail = "edge@example.com"
	personWord  = "nine patient otters"
)

// world is the program over one filled organization, with an administrator who has just proved who they are.
type world struct {
	*testing.T
	db     *pgtest.DB
	super  *pgxpool.Pool
	rows   *fill.Rows
	server *httptest.Server
	user   id.ID
	cookie string
}

func build(t *testing.T) *world {
	t.Helper()
	w := &world{T: t, db: pgtest.New(t)}
	w.super = w.db.Pool(pgtest.Superuser)
	w.rows = fill.Into(t, w.db, w.db.Org(t))
	w.exec(`UPDATE single_sign_ons SET issuer = 'https://login.example.com', enabled = false, enforced = false`)
	people := identity.New(w.db.DB(clock.System{}), clock.System{}, slog.New(slog.DiscardHandler), identity.Options{})
	u, err := people.CreateUser(t.Context(), identity.CreateUserInput{
		Organization: w.rows.Org, Email: personEmail, FirstName: "Some", LastName: "Body", Role: tenancy.RoleAdmin, Password: secret.New(personWord),
	})
	w.check(err)
	w.user, w.cookie = u.ID, w.session(u)
	w.serve()
	return w
}

func (w *world) check(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

func (w *world) exec(sql string, args ...any) {
	w.Helper()
	_, err := w.super.Exec(w.Context(), sql, args...)
	w.check(err)
}

func value[T any](w *world, sql string, args ...any) (v T) {
	w.Helper()
	w.check(w.super.QueryRow(w.Context(), sql, args...).Scan(&v))
	return v
}

func (w *world) session(u identity.User) string {
	w.Helper()
	raw := make([]byte, 32)
	_, _ = rand.Read(raw) // never fails
	token := base64.RawURLEncoding.EncodeToString(raw)
	hash := sha256.Sum256([]byte(token))
	w.exec(`INSERT INTO platform.sessions (id, token_hash, identity_id, organization_id, user_id, expires_at, proved_at)
		VALUES ($1, $2, $3, $4, $5, now() + interval '1 day', now())`, id.New(), hash[:], u.Identity, u.Organization, u.ID)
	return token
}

// serve puts the program together as its commands do.
func (w *world) serve() {
	w.Helper()
	data := w.TempDir()
	master := filepath.Join(data, "master.key")
	w.check(crypt.CreateLocalMaster(master))
	cfg := config.Config{
		Data: data, Listen: "localhost:0", MasterKey: "local-file://" + master, URL: "https://app.example.com",
		Database: config.Database{
			App: w.db.URL(postgres.RoleApp), System: w.db.URL(postgres.RoleSystem), Owner: w.db.URL(postgres.RoleOwner),
			Readonly: w.db.URL(postgres.RoleReadonly),
		},
	}
	log := slog.New(slog.DiscardHandler)
	database, err := app.OpenDatabase(w.Context(), cfg, log)
	w.check(err)
	a, err := app.Open(w.Context(), cfg, log, database)
	w.check(err)
	w.Cleanup(func() { _ = a.Close(context.Background()) })
	w.server = httptest.NewServer(a.Handler())
	w.Cleanup(w.server.Close)
}

// request is one request to make.
type request struct {
	method, path, body, kind string
	header                   map[string]string
	anonymous                bool
}

type answer struct {
	status int
	header http.Header
	body   string
}

func (w *world) send(r request) answer {
	w.Helper()
	out, err := http.NewRequestWithContext(w.Context(), r.method, w.server.URL+r.path, strings.NewReader(r.body))
	w.check(err)
	if r.kind != "" {
		out.Header.Set("Content-Type", r.kind)
	}
	if !r.anonymous {
		out.AddCookie(&http.Cookie{Name: web.SessionCookie, Value: w.cookie})
	}
	for name, v := range r.header {
		if name == "Host" {
			out.Host = v
		} else {
			out.Header.Set(name, v)
		}
	}
	in, err := http.DefaultTransport.RoundTrip(out)
	w.check(err)
	defer func() { _ = in.Body.Close() }()
	if in.Header.Get("Content-Type") == "text/event-stream" {
		return answer{in.StatusCode, in.Header, ""} // endless: its head is all there is to look at
	}
	body, err := io.ReadAll(in.Body)
	w.check(err)
	return answer{in.StatusCode, in.Header, string(body)}
}

const formKind = "application/x-www-form-urlencoded"

func (w *world) post(path string, form url.Values) answer {
	w.Helper()
	return w.send(request{method: http.MethodPost, path: path, body: form.Encode(), kind: formKind})
}

// tables are the words before an id in an address that are not the table's name.
var tables = map[string]string{"sign-on": "single_sign_ons", "callback": "organizations", "jobs": ""}

// at is the path of a page or an operation, with the id of a row of ours.
func (w *world) at(pattern string) string {
	path := strings.NewReplacer("{path...}", "nowhere", "{$}", "").Replace(pattern)
	for {
		from := strings.IndexByte(path, '{')
		if from < 0 {
			return path
		}
		before := strings.Split(strings.Trim(path[:from], "/"), "/")
		word := before[len(before)-1]
		table, known := tables[word]
		if !known {
			table = strings.ReplaceAll(word, "-", "_")
		}
		object, found := w.rows.IDs[table]
		if table == "organizations" {
			object = w.rows.Org
		} else if !found {
			object = id.New() // of nothing: the page of what is missing is attacked too
		}
		path = path[:from] + object.String() + path[from+strings.IndexByte(path[from:], '}')+1:]
	}
}

// pages are the addresses of all pages of a method: those that show something, or those that take a form.
func (w *world) pages(get bool) (paths []string) {
	for _, p := range web.Pages() {
		if (p.Method == http.MethodGet) == get {
			paths = append(paths, w.at(p.Path))
		}
	}
	if len(paths) == 0 {
		w.Fatal("there are no pages")
	}
	return paths
}
