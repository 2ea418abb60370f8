package catalogue

import (
	"strings"
	"testing"

	"github.com/propertyos/propertyos/internal/testkit/catalogue"
	"github.com/propertyos/propertyos/internal/testkit/pgtest"
)

// plain is a table that somebody made without the guard.
const plain = `CREATE TABLE public.plain (tenant_id uuid NOT NULL, id uuid NOT NULL, CONSTRAINT plain_pkey PRIMARY KEY (tenant_id, id)); `

// breaches break the rule of their name once; object is what the finding must name.
var breaches = []struct{ rule, object, change string }{
	{"every row names its organization", "plain", `CREATE TABLE public.plain (id uuid PRIMARY KEY)`},
	{"every row names its organization", "units", `ALTER TABLE public.units RENAME tenant_id TO org_id`},
	{"primary keys start with the organization", "plain", `CREATE TABLE public.plain (tenant_id uuid NOT NULL, id uuid PRIMARY KEY)`},
	{"primary keys start with the organization", "webhook_attempts", `ALTER TABLE public.webhook_attempts DROP CONSTRAINT webhook_attempts_pkey;
		ALTER TABLE public.webhook_attempts ADD CONSTRAINT webhook_attempts_pkey PRIMARY KEY (id)`},
	{"every table belongs to an organization", "plain", plain},
	{"foreign keys carry the organization", "work_orders.work_orders_plain_fkey", `CREATE UNIQUE INDEX plain ON public.units (id);
		ALTER TABLE public.work_orders ADD CONSTRAINT work_orders_plain_fkey FOREIGN KEY (unit_id) REFERENCES public.units (id)`},
	{"foreign keys never delete or change rows", "units.units_property_id_fkey", `ALTER TABLE public.units DROP CONSTRAINT units_property_id_fkey;
		ALTER TABLE public.units ADD CONSTRAINT units_property_id_fkey FOREIGN KEY (tenant_id, property_id)
		REFERENCES public.properties (tenant_id, id) ON DELETE CASCADE`},
	{"foreign keys never delete or change rows", "vendors.vendors_user_id_fkey", `ALTER TABLE public.vendors DROP CONSTRAINT vendors_user_id_fkey;
		ALTER TABLE public.vendors ADD CONSTRAINT vendors_user_id_fkey FOREIGN KEY (tenant_id, user_id)
		REFERENCES public.users (tenant_id, id) ON DELETE SET NULL`},
	{"foreign keys never delete or change rows", "platform.sessions", `ALTER TABLE platform.sessions DROP CONSTRAINT sessions_identity_id_fkey;
		ALTER TABLE platform.sessions ADD CONSTRAINT sessions_identity_id_fkey FOREIGN KEY (identity_id)
		REFERENCES platform.identities (id) ON DELETE CASCADE`},
	{"constraints are validated", "units.plain", `ALTER TABLE public.units ADD CONSTRAINT plain CHECK (floor > 0) NOT VALID`},
	{"columns have the agreed types", "units.plain", `CREATE TYPE app.mood AS ENUM ('good'); ALTER TABLE public.units ADD plain app.mood`},
	{"columns have the agreed types", "units.plain", `ALTER TABLE public.units ADD plain timestamp`},
	{"columns have the agreed types", "units.plain", `ALTER TABLE public.units ADD plain varchar(20)`},
	{"columns have the agreed types", "units.plain", `CREATE EXTENSION citext SCHEMA extensions; ALTER TABLE public.units ADD plain extensions.citext`},
	{"columns have the agreed types", "units.plain", `ALTER TABLE public.units ADD plain double precision`},
	{"money is numeric(14,2)", "units.plain", `ALTER TABLE public.units ADD plain numeric(10,2)`},
	{"money is numeric(14,2)", "units.plain_amount", `ALTER TABLE public.units ADD plain_amount bigint`},
	{"value lists are checked", "units.plain_status", `ALTER TABLE public.units ADD plain_status text`},
	{"value lists are checked", "leases.status", `ALTER TABLE public.leases DROP CONSTRAINT leases_status_check`},
	{"soft deletion can be undone exactly", "payments", `ALTER TABLE public.payments ADD deleted_at timestamptz`},
	{"soft deletion can be undone exactly", "units", `ALTER TABLE public.units DROP deletion_id`},
	{"live edges hold", "units.units_property_id_fkey", `ALTER TABLE public.units DROP CONSTRAINT units_property_id_live_fkey`},
	{"live edges hold", "leases", `ALTER TABLE public.leases DROP CONSTRAINT leases_tenancy_id_live_fkey, DROP CONSTRAINT leases_unit_id_live_fkey`},
	{"live edges hold", "lease_parties.live", `ALTER TABLE public.lease_parties ALTER live DROP EXPRESSION`},
	{"sensitive columns are sealed", "tenants.ssn_encrypted", `ALTER TABLE public.tenants ALTER ssn_encrypted TYPE text USING ''`},
	{"sensitive columns are sealed", "owners.secret_encrypted", `ALTER TABLE public.owners ADD secret_encrypted bytea`},
	{"sensitive columns are sealed", "tenants.income_encrypted", `ALTER TABLE public.tenants DROP CONSTRAINT tenants_income_check`},
	{"updated_at keeps itself", "units", `DROP TRIGGER units_touch ON public.units`},
	{"updated_at keeps itself", "units", `ALTER TABLE public.units DISABLE TRIGGER units_touch`},
	{"changes are audited", "units", `DROP TRIGGER units_audit_update ON public.units`},
	{"changes are audited", "plain", plain},
	{"changes are audited", "organizations", `DROP TRIGGER organizations_audit ON public.organizations`},
	{"changes are audited", "payments", `ALTER TABLE public.payments DISABLE TRIGGER payments_audit_delete`},
	{"the audit log holds no secrets", "units.plain_hash", `ALTER TABLE public.units ADD plain_hash bytea`},
	{"the audit log holds no secrets", "tenants.passport_encrypted", `ALTER TABLE public.tenants ADD passport_encrypted bytea`},
	{"triggers are told their table", "units.plain", `CREATE TRIGGER plain BEFORE UPDATE ON public.units FOR EACH ROW EXECUTE FUNCTION app.touch()`},
	{"triggers are told their table", "units.units_touch", `DROP TRIGGER units_touch ON public.units;
		CREATE TRIGGER units_touch BEFORE UPDATE ON public.units FOR EACH ROW EXECUTE FUNCTION app.touch('leases')`},
	{"final rows stay", "transactions", `DROP TRIGGER transactions_final ON public.transactions`},
	{"final rows stay", "journal_entries", `DROP TRIGGER journal_entries_final_truncate ON public.journal_entries`},

	{"row-level security is on and forced", "units", `ALTER TABLE public.units NO FORCE ROW LEVEL SECURITY`},
	{"row-level security is on and forced", "audit_logs_default", `ALTER TABLE public.audit_logs_default DISABLE ROW LEVEL SECURITY`},
	{"row-level security is on and forced", "plain", plain},
	{"the isolation policy is exact", "units", `DROP POLICY tenant_isolation ON public.units`},
	{"the isolation policy is exact", "units", `ALTER POLICY tenant_isolation ON public.units USING (true)`},
	{"the isolation policy is exact", "units", `ALTER POLICY tenant_isolation ON public.units WITH CHECK (true)`},
	{"the isolation policy is exact", "units", `ALTER POLICY tenant_isolation ON public.units TO PUBLIC`},
	{"the isolation policy is exact", "audit_logs_default", `DROP POLICY tenant_isolation ON public.audit_logs_default`},
	{"no other policy lets rows through", "units.plain", `CREATE POLICY plain ON public.units FOR SELECT TO propertyos_app USING (true)`},
	{"no other policy lets rows through", "units.plain", `CREATE POLICY plain ON public.units TO propertyos_system USING (true)`},
	{"no other policy lets rows through", "users.system_isolation", `ALTER POLICY system_isolation ON public.users USING (true)`},
	{"sessions below staff are restricted", "units", `DROP POLICY role_scope ON public.units`},
	{"sessions below staff are restricted", "units", `ALTER POLICY role_scope ON public.units USING (true)`},
	{"sessions below staff are restricted", "units", `ALTER POLICY role_scope ON public.units TO propertyos_app`},
	{"what may be deleted is restricted", "units", `GRANT DELETE ON public.units TO propertyos_app`},
	{"policies hold no sub-select", "units.role_scope", `ALTER POLICY role_scope ON public.units
		USING (app.is_staff() OR EXISTS (SELECT FROM public.users AS u WHERE u.id = app.current_user_id()))`},
	{"policies do not look at deletion", "units.role_scope", `ALTER POLICY role_scope ON public.units USING (app.is_staff() OR deleted_at IS NULL)`},
	{"policies call only plain functions", "app.is_staff()", `ALTER FUNCTION app.is_staff() VOLATILE`},
	{"policies call only plain functions", "app.current_tenant_id()", `ALTER FUNCTION app.current_tenant_id() SECURITY DEFINER`},

	{"grants are as intended", "units", `GRANT DELETE ON public.units TO propertyos_app`},
	{"grants are as intended", "transactions", `GRANT UPDATE ON public.transactions TO propertyos_app`},
	{"grants are as intended", "leases", `GRANT TRUNCATE ON public.leases TO propertyos_app`},
	{"grants are as intended", "leases", `GRANT REFERENCES ON public.leases TO propertyos_app`},
	{"grants are as intended", "leases", `GRANT TRIGGER ON public.leases TO propertyos_app`},
	{"grants are as intended", "audit_logs", `GRANT INSERT ON public.audit_logs TO propertyos_app`},
	{"grants are as intended", "audit_logs_default", `GRANT SELECT ON public.audit_logs_default TO propertyos_app`},
	{"grants are as intended", "units", `GRANT SELECT ON public.units TO PUBLIC`},
	{"grants are as intended", "units", `GRANT SELECT ON public.units TO propertyos_system`},
	{"grants are as intended", "units", `REVOKE INSERT ON public.units FROM propertyos_app`},
	{"rights on columns are as intended", "organizations.plan", `GRANT UPDATE (plan) ON public.organizations TO propertyos_app`},
	{"the platform is out of the application's reach", "platform.identities", `GRANT SELECT ON platform.identities TO propertyos_app`},
	{"the platform is out of the application's reach", "schema platform", `GRANT USAGE ON SCHEMA platform TO propertyos_app`},
	{"only the owner makes objects", "schema public", `GRANT CREATE ON SCHEMA public TO propertyos_app`},
	{"only the owner makes objects", "database", `DO $$ BEGIN EXECUTE format('GRANT TEMPORARY ON DATABASE %I TO propertyos_app', current_database()); END $$`},
	{"the owner owns everything", "public.units", `ALTER TABLE public.units OWNER TO propertyos_app`},
	{"the owner owns everything", "app.is_staff()", `ALTER FUNCTION app.is_staff() OWNER TO propertyos_app`},
	{"roles are weak", "propertyos_app", `GRANT propertyos_definer TO propertyos_app`},
	{"roles are weak", "propertyos_app", `ALTER ROLE propertyos_app BYPASSRLS`},
	{"functions with rights of their own are pinned", "app.check_shares()", `ALTER FUNCTION app.check_shares() RESET search_path`},
	{"functions with rights of their own are pinned", "app.check_shares()", `ALTER FUNCTION app.check_shares() OWNER TO propertyos_owner`},
	{"functions with rights of their own are pinned", "app.touch()", `ALTER FUNCTION app.touch() SECURITY DEFINER`},
	{"functions are nobody's by default", "app.plain()", `CREATE FUNCTION app.plain() RETURNS int LANGUAGE sql AS 'SELECT 1'`},
	{"functions are nobody's by default", "app.check_shares()", `GRANT EXECUTE ON FUNCTION app.check_shares() TO PUBLIC`},
	{"the application calls few functions", "app.refresh_tenant_analytics()", `GRANT EXECUTE ON FUNCTION app.refresh_tenant_analytics() TO propertyos_app`},
	{"views run as their caller", "webhook_counts", `ALTER VIEW public.webhook_counts SET (security_invoker = false)`},
	{"views run as their caller", "app.tenant_analytics", `GRANT SELECT ON app.tenant_analytics TO propertyos_app`},
	{"views run as their caller", "public.plain", `CREATE MATERIALIZED VIEW public.plain AS SELECT 1 AS one`},
	{"tables alone stand in the tenant schema", "plain", `CREATE SEQUENCE public.plain`},
	{"tables alone stand in the tenant schema", "mood", `CREATE TYPE public.mood AS ENUM ('good')`},

	{"uniqueness is within an organization", "public.plain", `CREATE UNIQUE INDEX plain ON public.payments (stripe_payment_intent_id)`},
	{"uniqueness is within an organization", "leases_plain_excl", `ALTER TABLE public.leases ADD CONSTRAINT leases_plain_excl EXCLUDE USING gist
		(unit_id extensions.gist_uuid_ops WITH OPERATOR(pg_catalog.=))`},
	{"deleted rows give their names back", "public.plain", `CREATE UNIQUE INDEX plain ON public.units (tenant_id, property_id, floor)`},
	{"foreign keys have an index", "leases.leases_renter_id_fkey", `DROP INDEX public.leases_renter_id_idx`},
	{"foreign keys have an index", "platform.sessions", `DROP INDEX platform.sessions_identity_id_idx`},
	{"no index is there twice", "public.plain", `CREATE INDEX plain ON public.leases (tenant_id, renter_id)`},
	{"no index is there twice", "public.plain", `CREATE INDEX plain ON public.leases (tenant_id)`},
	{"indexes work under row-level security", "public.plain", `CREATE INDEX plain ON public.users (tenant_id, lower(email))`},
	{"indexes work under row-level security", "public.plain", `CREATE INDEX plain ON public.units (tenant_id, base_rent)`},
	{"the large tables have their BRIN", "audit_logs", `DROP INDEX public.audit_logs_created_at_idx`},
}

func TestEveryRuleCanFail(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	broken := map[string]int{}
	for _, b := range breaches {
		broken[b.rule]++
		said := findings(t, db, b.change)
		found := false
		for _, f := range said {
			found = found || f.Rule == b.rule && strings.Contains(f.Object, b.object)
		}
		if !found {
			t.Errorf("%s\n\tis not found by %q at %s; found: %v", b.change, b.rule, b.object, said)
		}
	}
	for _, rule := range catalogue.Rules() {
		if broken[rule.Name] == 0 {
			t.Errorf("no breach shows that the rule %q can fail", rule.Name)
		}
		delete(broken, rule.Name)
	}
	for name := range broken {
		t.Errorf("there is no rule %q", name)
	}
	t.Logf("catalogue: %d rules, %d breaches, each found", len(catalogue.Rules()), len(breaches))
}
