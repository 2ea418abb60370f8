package search_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/search"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/tenancy"
)

func TestWhatFits(t *testing.T) {
	t.Parallel()
	k := setup(t)
	for _, c := range []struct{ text, want string }{
		{"elm", "property: Elm Court; owner: Elm Court Holdings"},
		{"court elm", "property: Elm Court; owner: Elm Court Holdings"},
		{"springfield elm", "property: Elm Court"},
		{"harbor", `property: Elm Court; renter: O'Hara "Best" & Sons 12`}, // spelled alike, after what fits
		{"3b", "unit: 3-B"},
		{"3-b", "unit: 3-B"},
		{"elm 3b", "unit: 3-B"},
		{"Unit 3B, Elm", "unit: 3-B"},
		{"3", "unit: 3-B, 300, 300"},
		{"300 elm", "unit: 300"},
		{"12", "property: Elm Court; unit: 12"},
		{"jose garcia", "renter: José García 3-B"},
		{"GARCÍA José", "renter: José García 3-B"},
		{"garc", "renter: José García 3-B"},
		{"garcai jose", "renter: José García 3-B"}, // spelled alike
		{"garzia", "renter: José García 3-B"},
		{"sorensen", "vendor: Sørensen Plumbing"},
		{"plumbin lund", "vendor: Sørensen Plumbing"},
		{"415 555 0137", "renter: José García 3-B"},
		{"(415) 555-0137", "renter: José García 3-B"},
		{"+1 415.555.0137", "renter: José García 3-B"},
		{"4155550137", "renter: José García 3-B"},
		{"office@ohara.example", `renter: O'Hara "Best" & Sons 12`},
		{`o'hara "best"`, `renter: O'Hara "Best" & Sons 12`},
		{"greta", "user: Greta Grant"},
		{"signed-terms", "document: signed-terms.pdf, signed-terms.pdf"},
		{"boiler survey", "document: boiler-survey.pdf, boiler-survey.pdf"},
		{"$1,450.00", `lease: José García 3-B, O'Hara "Best" & Sons 12; payment: O'Hara "Best" & Sons 12, José García 3-B`},
		{"1450.01", ""},
		{"100%", "property: Oak 100% House; owner: Oak 100% House Holdings"},
		{"10_%", ""},
		{"mill_road", "property: Oak 100% House"},
		{"mill-road", "property: Oak 100% House"},
		{`\`, ""},
		{"%", ""},
		{"' OR true --", ""},
		{"", ""},
		{" , ; ", ""},
		{"\x00\xff", ""},
		{strings.Repeat("a ", 5000), ""},
		{strings.Repeat("ä", 10000), ""},
	} {
		if got := k.found(k.admin, c.text); got != c.want {
			t.Errorf("%.60q finds %q, want %q", c.text, got, c.want)
		}
	}
	if got := k.found(k.admin, "o", search.Renter); got != `renter: O'Hara "Best" & Sons 12` {
		t.Errorf("one letter finds %q", got)
	}
	a, err := k.s.Search(t.Context(), k.admin, search.Request{Text: "300", Limit: 1})
	if err != nil || len(a.Groups) != 1 || len(a.Groups[0].Hits) != 1 || a.Groups[0].Total != 2 {
		t.Errorf("the first of two: %+v, %v", a, err)
	}
	for _, r := range []search.Request{{Text: "elm", Kinds: []search.Kind{"tenant"}}, {Text: "elm", Limit: 51}, {Text: "elm", Limit: -1}} {
		if _, err := k.s.Search(t.Context(), k.admin, r); fault.As(err).Kind != fault.Invalid {
			t.Errorf("%+v: %v", r, err)
		}
	}
}

// TestWhoFinds holds that a search shows nobody more than the pages would.
func TestWhoFinds(t *testing.T) {
	t.Parallel()
	k := setup(t)
	for _, c := range []struct {
		name string
		who  tenancy.Principal
		text string
		want string
	}{
		{"a manager of one property", limited(as(k.admin, tenancy.RoleManager), k.oak), "elm", ""},
		{"a manager of one property", limited(as(k.admin, tenancy.RoleManager), k.oak), "garcia", ""},
		{"a manager of one property", limited(as(k.admin, tenancy.RoleManager), k.oak), "300", "unit: 300"},
		{"a manager of one property", limited(as(k.admin, tenancy.RoleManager), k.oak), "signed-terms", "document: signed-terms.pdf"},
		{"a manager of one property", limited(as(k.admin, tenancy.RoleManager), k.oak), "1450", `lease: O'Hara "Best" & Sons 12; payment: O'Hara "Best" & Sons 12`},
		{"a manager of one property", limited(as(k.admin, tenancy.RoleManager), k.elm), "garcia", "renter: José García 3-B"},
		{"a manager of none", limited(as(k.admin, tenancy.RoleManager)), "elm garcia", ""},
		{"somebody else", func() tenancy.Principal { p := as(k.admin, tenancy.RoleManager); p.User = k.stranger.User; return p }(), "boiler", ""},
		{"a technician", as(k.admin, tenancy.RoleTechnician), "garcia", ""},
		{"a technician", as(k.admin, tenancy.RoleTechnician), "1450", ""},
		{"a technician", as(k.admin, tenancy.RoleTechnician), "greta", ""},
		{"a technician", as(k.admin, tenancy.RoleTechnician), "signed", ""},
		{"a technician", as(k.admin, tenancy.RoleTechnician), "elm 3b", "unit: 3-B"},
		{"an accountant", as(k.admin, tenancy.RoleAccountant), "greta", ""},
		{"another organization", k.stranger, "garcia", "renter: José García 3-B"}, // its own, once
	} {
		if got := k.found(c.who, c.text); got != c.want {
			t.Errorf("%s finds %q by %q, want %q", c.name, got, c.text, c.want)
		}
	}
	for _, role := range []tenancy.Role{tenancy.RoleOwner, tenancy.RoleRenter, tenancy.RoleVendor} {
		if _, err := k.s.Search(t.Context(), as(k.admin, role), search.Request{Text: "elm"}); !errors.Is(err, authz.ErrForbidden) {
			t.Errorf("%s: %v", role, err)
		}
	}
	w := &witness{}
	k.s.WithAudit(w)
	k.found(k.admin, "garcia")
	if len(w.entries) != 1 || w.entries[0].EntityType != "tenants" || len(w.entries[0].EntityIDs) != 1 || strings.Contains(strings.ToLower(w.entries[0].Reason), "garcia") {
		t.Errorf("recorded %+v", w.entries)
	}
}

// TestWhatIsDeletedIsNotFound deletes a property with all that belongs to it, and brings it back.
func TestWhatIsDeletedIsNotFound(t *testing.T) {
	t.Parallel()
	k := setup(t)
	k.exec(`UPDATE leases SET status = 'terminated' WHERE tenant_id = $1 AND property_id = $2`, k.admin.Organization, k.elm)
	texts := []string{"elm court", "3b", "harbor lane", "1450", "300"}
	before := make([]string, 0, len(texts))
	for _, q := range texts {
		before = append(before, k.found(k.admin, q, search.Property, search.Unit, search.Lease))
	}
	if _, err := k.properties.DeleteProperty(t.Context(), k.admin, k.elm, nil); err != nil {
		t.Fatal(err)
	}
	want := []string{"", "", "", `lease: O'Hara "Best" & Sons 12`, "unit: 300"}
	for i, q := range texts {
		if got := k.found(k.admin, q, search.Property, search.Unit, search.Lease); got != want[i] {
			t.Errorf("deleted, %q finds %q, want %q", q, got, want[i])
		}
	}
	if _, err := k.properties.RestoreProperty(t.Context(), k.admin, k.elm); err != nil {
		t.Fatal(err)
	}
	var after []string
	for _, q := range texts {
		after = append(after, k.found(k.admin, q, search.Property, search.Unit, search.Lease))
	}
	if !slices.Equal(before, after) || !slices.Contains(before, "property: Elm Court") {
		t.Errorf("before %q, after %q", before, after)
	}
}

// functions are the search functions as a session below the service could call them, for what everybody here has.
var functions = map[string]string{
	"property": `app.search_properties('{springfield}', false, '{}', 100)`,
	"unit":     `app.search_units('{300}', '{}', 100)`,
	"renter":   `app.search_renters('{example}', '', false, '{}', 100)`,
	"owner":    `app.search_owners('{holdings}', '', false, '{}', 100)`,
	"vendor":   `app.search_vendors('{plumbing}', '', false, 100)`,
	"user":     `app.search_users('{greta}', '', false, 100)`,
	"document": `app.search_documents('{pdf}', false, '{}', 100)`,
	"lease":    `app.search_leases(1450, '{}', 100)`,
	"payment":  `app.search_payments(1450, '{}', 100)`,
}

// TestFunctionsFilterByThemselves asks the functions past the service, with row-level security switched off beneath them:
// they run past the caller's policies, so what they filter by is all that holds.
func TestFunctionsFilterByThemselves(t *testing.T) {
	t.Parallel()
	k := setup(t)
	for _, table := range []string{"properties", "addresses", "units", "tenants", "owners", "vendors", "users", "documents", "leases", "payments", "tenancies", "lease_parties"} {
		k.exec(`ALTER TABLE ` + table + ` DISABLE ROW LEVEL SECURITY`)
	}
	kinds := make([]string, 0, len(functions))
	for kind := range functions {
		kinds = append(kinds, kind)
	}
	slices.Sort(kinds)
	count := func(context, kind string) (n, foreign, total int) {
		t.Helper()
		conn, err := k.pg.Pool("propertyos_app").Begin(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = conn.Rollback(t.Context()) }()
		if context != "" {
			if _, err := conn.Exec(t.Context(), context); err != nil {
				t.Fatal(err)
			}
		}
		table := map[string]string{"property": "properties", "renter": "tenants"}[kind]
		if table == "" {
			table = kind + "s"
		}
		if err := conn.QueryRow(t.Context(), `SELECT count(*), count(*) FILTER (WHERE x.tenant_id <> $1), coalesce(max(s.total), 0)
			FROM `+functions[kind]+` AS s JOIN `+table+` AS x ON x.id = s.id`, k.admin.Organization).Scan(&n, &foreign, &total); err != nil {
			t.Fatalf("%s: %v", kind, err)
		}
		return n, foreign, total
	}
	enter := func(role string) string {
		return `SELECT app.set_context('` + k.admin.Organization.String() + `', '` + k.admin.User.String() + `', '` + role + `', '{` + k.elm.String() + `}', '{}')`
	}
	for _, kind := range kinds {
		if n, foreign, total := count(enter("admin"), kind); n == 0 || foreign != 0 || total != n {
			t.Errorf("an administrator finds %d %s, %d of another organization, counted %d", n, kind, foreign, total)
		}
		for _, context := range []string{
			"", enter("tenant"), enter("owner"), enter("vendor"), enter(""), enter("nobody"),
			`SELECT app.set_context(NULL, NULL, 'admin', '{}', '{}')`,
		} {
			if n, _, _ := count(context, kind); n != 0 {
				t.Errorf("%d %s are found after %q", n, kind, context)
			}
		}
	}
}
