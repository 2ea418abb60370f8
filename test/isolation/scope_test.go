package isolation

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/platform/postgres"
)

// sees is which tables show a row to a session below staff that is about one family of rows. Every other table is empty
// to it, so a new table is out of its sight until it is named here.
var sees = map[string][]string{
	"tenant": {
		"addresses", "charge_credits", "charges", "deposit_dispositions", "documents", "emergency_contacts", "idempotency_keys",
		"inspections", "lease_deposits", "lease_notices", "lease_openings", "lease_parties", "leases", "maintenance_requests",
		"notification_preferences", "notifications", "organizations", "payment_allocations", "payment_takebacks", "payments", "pets",
		"recurring_charges", "renewal_offers", "rent_schedules", "renter_refunds", "tenancies", "tenants", "transactions", "units", "users",
		"vehicles",
	},
	"owner": {
		"addresses", "bank_accounts", "documents", "idempotency_keys", "leases", "maintenance_requests", "notification_preferences",
		"notifications", "organizations", "owner_properties", "owners", "properties", "tenancies", "unit_holds", "units", "users",
		"work_orders",
	},
	"vendor": {
		"addresses", "documents", "idempotency_keys", "maintenance_requests", "notification_preferences", "notifications",
		"organizations", "units", "users", "vendors", "work_orders",
	},
}

// scopes are the tables whose ids such a session carries.
var scopes = map[string][]string{
	"tenant": {"tenants", "tenancies", "leases", "units", "addresses"},
	"owner":  {"owners", "properties", "addresses"},
	"vendor": {"vendors", "work_orders", "units", "addresses"},
}

// below returns an attacker that is a person of one family and to whom the other families of its own organization are
// as secret as another organization.
func (w *world) below(t *testing.T, role string) *attacker {
	a := w.attacker(t, w.db.Pool(postgres.RoleApp))
	a.who = identity{org: w.mine.Org, role: role, user: w.mine.IDs["users"]}
	for _, table := range scopes[role] {
		a.who.scopes = append(a.who.scopes, w.mine.IDs[table].String())
	}
	a.ids, a.canary = maps.Clone(w.victimIDs), w.other.Canary
	for table, v := range w.other.IDs {
		if table != "organizations" {
			a.ids[v.String()] = true
		}
	}
	return a
}

func peopleSeeTheirOwn(t *testing.T, w *world) {
	t.Parallel()
	for role := range scopes {
		a := w.below(t, role)
		var shown []string
		for _, table := range w.own() {
			said := a.peek(`SELECT * FROM public.` + table.Name)
			if said.rows > 0 {
				shown = append(shown, table.Name)
			}
			a.peek(fmt.Sprintf(`SELECT * FROM public.%s WHERE id = '%s'`, table.Name, w.other.IDs[table.Name]))
			a.copyOut("(SELECT * FROM public." + table.Name + ")")
		}
		if want := sees[role]; !slices.Equal(shown, want) {
			a.found(fmt.Sprintf("a session as %s sees %v, meant are %v", role, shown, want), "")
		}
		for _, view := range w.views {
			a.peek(`SELECT * FROM public.` + view)
		}
		w.portalFunctions(a, role)
	}
}

// portalFunctions asks the functions that look past the policies for the portals: they tell of the session's own rows and
// of nobody else's, and each to one role only.
func (w *world) portalFunctions(a *attacker, role string) {
	for call, of := range map[string]struct{ table, role string }{
		`SELECT app.home_address('%s')::text`:                     {"units", "tenant"},
		`SELECT app.home_people('%s', '2026-11-02')::text`:        {"leases", "tenant"},
		`SELECT app.home_announcements('%s', '2026-11-02')::text`: {"units", "tenant"},
		`SELECT nullif(app.home_policy('%s')::text, '{}')`:        {"leases", "tenant"},
		`SELECT app.work_address('%s')::text`:                     {"work_orders", "vendor"},
		`SELECT app.work_unit('%s')`:                              {"work_orders", "vendor"},
	} {
		for _, f := range []*family{w.other, w.victim} {
			said := a.peek(fmt.Sprintf(call, f.IDs[of.table]))
			if text := strings.TrimSpace(said.text); said.err != nil || text != "" && text != "[]" {
				a.found(fmt.Sprintf("a session as %s is told %q, %v", role, text, said.err), call)
			}
		}
		said := a.peek(fmt.Sprintf(call, w.mine.IDs[of.table]))
		told := strings.TrimSpace(said.text) != "" && strings.TrimSpace(said.text) != "[]"
		if said.err != nil || told != (role == of.role) && !(role == "vendor" && of.table == "units") {
			a.found(fmt.Sprintf("a session as %s is told %q of its own, %v", role, said.text, said.err), call)
		}
	}
}

func peopleChangeNothingOfOthers(t *testing.T, w *world) {
	t.Parallel()
	for role := range scopes {
		a := w.below(t, role)
		for _, table := range w.own() {
			if table.Name == "organizations" {
				a.change(`UPDATE public.organizations SET name = 'mine'`)
				continue
			}
			other, col := w.other.IDs[table.Name], settable(table)
			for _, statement := range []string{
				`UPDATE public.%[1]s SET %[2]s = %[2]s WHERE id = '%[3]s'`,
				`DELETE FROM public.%[1]s WHERE id = '%[3]s'`,
				`DELETE FROM public.%[1]s WHERE id = '%[4]s'`,
			} {
				a.change(fmt.Sprintf(statement, table.Name, col, other, w.mine.IDs[table.Name]))
			}
			names, values := a.values(table, w.other, id.New())
			a.change(insert(table, names, values))
		}
		// What they see but is not theirs to change.
		for _, table := range []string{
			"addresses", "units", "properties", "leases", "payments", "tenancies", "transactions", "owners",
			"vendors", "owner_properties", "bank_accounts", "users", "documents",
		} {
			a.change(fmt.Sprintf(`UPDATE public.%s SET tenant_id = tenant_id WHERE tenant_id = '%s'`, table, w.mine.Org))
		}
	}
}

// unknownRolesSeeNothing: the restrictive policies know their roles, and everything else is nobody, even with a user and
// with every row of the organization in its scope.
func unknownRolesSeeNothing(t *testing.T, w *world) {
	t.Parallel()
	var everything []string
	for _, table := range w.own() {
		everything = append(everything, w.mine.IDs[table.Name].String())
	}
	for _, role := range []string{"", "root", "Admin", "admin ", "staff", "ADMIN", "tenant,admin", strings.Repeat("admin", 50)} {
		nobody := identity{org: w.mine.Org, role: role, user: w.mine.IDs["users"], scopes: everything}
		a := w.attacker(t, w.db.Pool(postgres.RoleApp)).as(nobody)
		for _, table := range w.own() {
			said := a.peek(`SELECT * FROM public.` + table.Name)
			if said.rows > 0 {
				a.found(fmt.Sprintf("%d rows to the role %q", said.rows, role), table.Name)
			}
		}
	}
}
