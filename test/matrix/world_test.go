package matrix

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"log/slog"
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/propertyos/propertyos/internal/app"
	"github.com/propertyos/propertyos/internal/config"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/tenancy"
	"github.com/propertyos/propertyos/internal/testkit/fill"
	"github.com/propertyos/propertyos/internal/testkit/pgtest"
)

// world is the program over a database of two organizations. The people are of the first; of its families of rows some
// are their own, one is their colleague's.
type world struct {
	t       *testing.T
	db      *pgtest.DB
	super   *pgxpool.Pool
	handler http.Handler
	org     id.ID
	own     []*fill.Rows // the first is shared by all tries that change nothing; the others are used once
	other   *fill.Rows
	foreign *fill.Rows
	actors  []*actor
	prints  string // the query of fingerprint
	used    int    // how many of own were given away
	sent    int    // how many requests were made
	spare   []*fill.Rows
}

// actor is a person with a session.
type actor struct {
	role   tenancy.Role
	user   id.ID
	cookie string
	// upload and document are what is one person's, where they have it; see furnish.
	upload, document id.ID
}

// build makes the world, with so many families to be changed of those that are people's own and of those that are not.
func build(t *testing.T, own, spare int) *world {
	t.Helper()
	w := &world{t: t, db: pgtest.New(t)}
	w.super = w.db.Pool(pgtest.Superuser)
	w.org = w.db.Org(t)
	w.own, w.spare = fill.Families(t, w.db, w.org, own+1), fill.Families(t, w.db, w.org, spare)
	w.other, w.foreign = fill.Into(t, w.db, w.org), fill.Into(t, w.db, w.db.Org(t))
	ctx := t.Context()
	w.exec(ctx, `UPDATE organizations SET plan = 'enterprise'`) // one unit in each family
	w.exec(ctx, `UPDATE owner_properties SET from_date = '2020-01-01', to_date = NULL`)
	w.exec(ctx, `UPDATE single_sign_ons SET enabled = false, enforced = false`) // sessions here began with a password
	// The people of the families are members too, so that they are found where people are.
	w.exec(ctx, `INSERT INTO platform.identities (id, email) SELECT identity_id, email FROM users`)
	w.exec(ctx, `INSERT INTO platform.memberships (id, identity_id, organization_id, user_id) SELECT gen_random_uuid(), identity_id, tenant_id, id FROM users`)
	for _, role := range tenancy.Roles {
		w.actors = append(w.actors, w.person(role, w.own[0]))
	}
	for _, a := range w.actors {
		w.furnish(ctx, a, w.own[0])
	}
	// Templates are the organization's as a whole: every page that prints offers all of them by name.
	w.exec(ctx, `UPDATE document_templates SET name = 'Common', body = $3 WHERE tenant_id = $1 AND id = $2`, w.org, w.other.IDs["document_templates"], w.other.Canary)
	w.exec(ctx, `ANALYZE`) // the planner otherwise takes the tables for empty
	w.serve()
	tables, err := fill.Tables(ctx, w.super)
	if err != nil {
		t.Fatal(err)
	}
	var parts []string
	for _, table := range tables {
		if table.PartitionOf == "" && !noted[table.Name] {
			// Every write leaves a row version of its own, with the transaction that wrote it: cheaper than to compare the values.
			parts = append(parts, fmt.Sprintf(`SELECT '%[1]s ' || count(*) || ' ' || coalesce(sum(hashtextextended(x.tableoid || ' ' || x.ctid || ' ' || x.xmin, 0)), 0)
				FROM public.%[1]s AS x WHERE %[2]s = $1`, table.Name, table.Tenant()))
		}
	}
	w.prints = strings.Join(parts, " UNION ALL ")
	return w
}

// noted are the tables that say what was tried, and so change with tries that come to nothing.
var noted = map[string]bool{"audit_logs": true, "audit_seals": true, "idempotency_keys": true}

func (w *world) exec(ctx context.Context, sql string, args ...any) {
	w.t.Helper()
	if _, err := w.super.Exec(ctx, sql, args...); err != nil {
		w.t.Fatalf("%s: %v", sql, err)
	}
}

// person makes a member of the organization with a session whose proof stays fresh. Staff are limited to the properties
// that are their own; renter, owner and vendor stand behind the rows of a family, or of none where it is nil.
func (w *world) person(role tenancy.Role, behind *fill.Rows) *actor {
	w.t.Helper()
	ctx := w.t.Context()
	a := &actor{role: role, user: id.New()}
	email, identity := a.user.String()+"@matrix.example", id.New()
	w.exec(ctx, `INSERT INTO platform.identities (id, email) VALUES ($1, $2)`, identity, email)
	var scope []id.ID
	link := map[tenancy.Role]string{tenancy.RoleRenter: "tenants", tenancy.RoleOwner: "owners", tenancy.RoleVendor: "vendors"}[role]
	if link == "" {
		for _, f := range w.own {
			scope = append(scope, f.IDs["properties"])
		}
	}
	w.exec(ctx, `INSERT INTO users (tenant_id, id, identity_id, email, first_name, last_name, role, property_scope)
		VALUES ($1, $2, $3, $4, 'Some', 'Body', $5, $6)`, w.org, a.user, identity, email, string(role), scope)
	if link != "" && behind != nil {
		w.exec(ctx, `UPDATE `+link+` SET user_id = $3 WHERE tenant_id = $1 AND id = $2`, w.org, behind.IDs[link], a.user)
	}
	w.exec(ctx, `INSERT INTO platform.memberships (id, identity_id, organization_id, user_id) VALUES ($1, $2, $3, $4)`, id.New(), identity, w.org, a.user)
	raw := make([]byte, 32)
	_, _ = rand.Read(raw) // never fails
	a.cookie = base64.RawURLEncoding.EncodeToString(raw)
	hash := sha256.Sum256([]byte(a.cookie))
	w.exec(ctx, `INSERT INTO platform.sessions (id, token_hash, identity_id, organization_id, user_id, expires_at, proved_at)
		VALUES ($1, $2, $3, $4, $5, now() + interval '1 day', now() + interval '1 hour')`, id.New(), hash[:], identity, w.org, a.user)
	return a
}

// serve puts the program together as its commands do.
func (w *world) serve() {
	w.t.Helper()
	data := w.t.TempDir()
	cfg := config.Config{
		Data: data, Listen: "localhost:0", URL: "http://localhost", SignUp: config.SignUpOpen, TrustProxy: true, MasterKey: "local-file://" + filepath.Join(data, "master.key"),
		Database: config.Database{
			App: w.db.URL(postgres.RoleApp), System: w.db.URL(postgres.RoleSystem), Owner: w.db.URL(postgres.RoleOwner),
			Readonly: w.db.URL(postgres.RoleReadonly),
		},
	}
	log := slog.New(slog.DiscardHandler)
	database, err := app.OpenDatabase(w.t.Context(), cfg, log)
	if err != nil {
		w.t.Fatal(err)
	}
	a, err := app.Open(w.t.Context(), cfg, log, database)
	if err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(func() { _ = a.Close(context.Background()) })
	if err := a.OpenKeys(w.t.Context()); err != nil {
		w.t.Fatal(err)
	}
	w.handler = a.Handler()
}

// withoutRowSecurity takes row-level security off every table.
func (w *world) withoutRowSecurity() {
	w.t.Helper()
	w.exec(w.t.Context(), `DO $$
		DECLARE r record;
		BEGIN
			FOR r IN SELECT c.oid::regclass AS name FROM pg_class AS c
				WHERE c.relnamespace IN ('public'::regnamespace, 'platform'::regnamespace) AND c.relrowsecurity
			LOOP
				EXECUTE format('ALTER TABLE %s DISABLE ROW LEVEL SECURITY', r.name);
			END LOOP;
		END $$`)
	var seen int
	app := w.db.Pool(postgres.RoleApp)
	if err := app.QueryRow(w.t.Context(), `SELECT count(DISTINCT tenant_id) FROM units`).Scan(&seen); err != nil || seen != 2 {
		w.t.Fatalf("row-level security is not off: %d organizations are seen, %v", seen, err)
	}
}

// fingerprint tells one state of an organization's rows from another, by table.
func (w *world) fingerprint(org id.ID) map[string]string {
	w.t.Helper()
	rows, err := w.super.Query(w.t.Context(), w.prints, org)
	if err != nil {
		w.t.Fatal(err)
	}
	defer rows.Close()
	out := map[string]string{}
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			w.t.Fatal(err)
		}
		table, print, _ := strings.Cut(line, " ")
		out[table] = print
	}
	if rows.Err() != nil || len(out) == 0 {
		w.t.Fatal("no fingerprint:", rows.Err())
	}
	return out
}

// changed lists the tables in which two fingerprints differ.
func changed(before, after map[string]string) (tables []string) {
	for table, print := range before {
		if after[table] != print {
			tables = append(tables, table)
		}
	}
	return tables
}

// family gives away one that nobody has used.
func (w *world) family(list []*fill.Rows) (*fill.Rows, []*fill.Rows) {
	w.t.Helper()
	if len(list) == 0 {
		w.t.Fatal("too few families were made")
	}
	return list[0], list[1:]
}
