package catalogue

// rightRules are about owners, grants, functions and views.
var rightRules = []Rule{
	// What each role may do on the tenant tables, word for word. A table that is to have other rights is named here.
	{"grants are as intended", `
SELECT coalesce(want.tab, has.tab), format('grants %s %s, meant is %s', coalesce(want.role, has.role), coalesce(has.privs, 'nothing'),
  coalesce(want.privs, 'nothing'))
FROM (
  SELECT t.name AS tab, r.role, CASE
    WHEN r.role = 'propertyos_app' THEN CASE
      WHEN t.name IN ('organizations', 'audit_logs', 'audit_seals') THEN 'SELECT'
      WHEN t.name IN ('journal_entries', 'transactions', 'transaction_reconciliations', 'lease_openings', 'imports', 'events',
        'unit_status_history', 'notification_attempts', 'webhook_attempts', 'lease_notices',
        'document_template_versions', 'import_sources', 'ledgers', 'ledger_locks', 'take_ons', 'charges', 'charge_credits', 'payment_allocations',
        'payment_takebacks', 'renter_refunds', 'trust_receipts', 'trust_deficits') THEN 'INSERT,SELECT'
      WHEN t.name = 'ledger_balances' THEN 'SELECT' -- they follow the lines
      WHEN t.name = 'property_group_members' THEN 'DELETE,INSERT,SELECT' -- a set
      WHEN t.name = 'import_uploads' THEN 'DELETE,INSERT,SELECT,UPDATE' -- what waits is removed when it has come in
      WHEN t.name = 'leasing_policies' THEN 'DELETE,INSERT,SELECT,UPDATE' -- those of an import that is taken back
      ELSE 'INSERT,SELECT,UPDATE' END
    WHEN r.role = 'propertyos_readonly' THEN 'SELECT'
    WHEN r.role = 'propertyos_definer' THEN CASE t.name WHEN 'audit_logs' THEN 'INSERT,SELECT'
      WHEN 'ledger_balances' THEN 'INSERT,SELECT,UPDATE' ELSE 'SELECT' END
    WHEN r.role = 'propertyos_mover' THEN 'DELETE,INSERT,SELECT,UPDATE'
    WHEN r.role = 'propertyos_system' THEN CASE
      WHEN t.name IN ('organizations', 'users') THEN 'INSERT,SELECT,UPDATE'
      WHEN t.name = 'invitations' THEN 'SELECT,UPDATE'
      WHEN t.name IN ('single_sign_ons', 'audit_logs') THEN 'SELECT'
      WHEN t.name = 'audit_seals' THEN 'INSERT,SELECT'
      WHEN t.name IN ('idempotency_keys', 'events') THEN 'DELETE,SELECT' END
    END AS privs
  FROM t CROSS JOIN (VALUES ('propertyos_app'), ('propertyos_readonly'), ('propertyos_definer'), ('propertyos_mover'),
    ('propertyos_system')) AS r (role)
  WHERE NOT t.part
) AS want
FULL JOIN (
  SELECT t.name AS tab, coalesce(r.rolname::text, 'PUBLIC') AS role,
    string_agg(a.privilege_type || CASE WHEN a.is_grantable THEN ' with grant option' ELSE '' END, ',' ORDER BY a.privilege_type) AS privs
  FROM t CROSS JOIN aclexplode(t.relacl) AS a LEFT JOIN pg_roles AS r ON r.oid = a.grantee
  WHERE a.grantee <> t.relowner
  GROUP BY 1, 2
) AS has ON has.tab = want.tab AND has.role = want.role
WHERE want.privs IS DISTINCT FROM has.privs`},

	{"rights on columns are as intended", `
SELECT t.name || '.' || a.attname, format('grants %s %s on a column', r.rolname, x.privilege_type)
FROM t JOIN pg_attribute AS a ON a.attrelid = t.oid CROSS JOIN aclexplode(a.attacl) AS x LEFT JOIN pg_roles AS r ON r.oid = x.grantee
WHERE (t.name, coalesce(r.rolname, 'PUBLIC'), x.privilege_type, a.attname) NOT IN (
  -- the slug, the plan and the status are the platform's to change
  ('organizations', 'propertyos_app', 'UPDATE', 'name'), ('organizations', 'propertyos_app', 'UPDATE', 'time_zone'),
  ('organizations', 'propertyos_app', 'UPDATE', 'currency'), ('organizations', 'propertyos_app', 'UPDATE', 'locale'),
  ('organizations', 'propertyos_app', 'UPDATE', 'default_policies'), ('organizations', 'propertyos_app', 'UPDATE', 'settings'),
  ('events', 'propertyos_system', 'UPDATE', 'relayed_at'))
  -- who gave a notice, of which lease, never changes
  AND NOT (t.name = 'lease_notices' AND r.rolname = 'propertyos_app' AND x.privilege_type = 'UPDATE'
    AND a.attname NOT IN ('tenant_id', 'id', 'lease_id', 'tenancy_id', 'given_by', 'created_at'))
  -- what came in never changes; what became of it does
  AND NOT (t.name = 'imports' AND r.rolname = 'propertyos_app' AND x.privilege_type = 'UPDATE'
    AND a.attname IN ('finished_at', 'property_ids', 'unit_ids', 'tenancy_ids', 'renter_ids', 'earlier_statuses', 'undone_at', 'undone_by',
      'deletion_id'))
  -- what is owed and what was received never change; what became of them does
  AND NOT (r.rolname = 'propertyos_app' AND x.privilege_type = 'UPDATE' AND (
    t.name = 'take_ons' AND a.attname = 'finished_at' OR t.name = 'charges' AND a.attname = 'undone_at'
    OR t.name = 'renter_refunds' AND a.attname IN ('released_by', 'released_at', 'cancelled_by', 'cancelled_at', 'paid_on', 'method', 'reference',
      'journal_entry_id', 'version', 'updated_at')
    OR t.name = 'trust_receipts' AND a.attname IN ('banked_on', 'cleared_on', 'gone_on', 'version', 'updated_at')))
  -- holding a row takes the right to change it, which nothing of the definer does
  AND NOT (r.rolname = 'propertyos_definer' AND x.privilege_type = 'UPDATE' AND (t.name, a.attname) IN (('charges', 'undone_at'), ('payments', 'version')))
  -- numbers grow; the closed day moves by what was decided, and a decision is made once
  AND NOT (t.name = 'ledgers' AND x.privilege_type = 'UPDATE' AND (r.rolname = 'propertyos_app' AND a.attname IN ('next_number', 'recorded_at')
    OR r.rolname = 'propertyos_definer' AND a.attname = 'locked_through'))
  AND NOT (t.name = 'ledger_locks' AND r.rolname = 'propertyos_app' AND x.privilege_type = 'UPDATE'
    AND a.attname IN ('decided_by', 'decided_at', 'accepted'))
  -- accepting an invitation ties a person's row to the user, and nothing else
  AND NOT (t.name IN ('tenants', 'owners', 'vendors') AND r.rolname = 'propertyos_system' AND (x.privilege_type = 'SELECT'
    AND a.attname IN ('tenant_id', 'id', 'user_id', 'deleted_at') OR x.privilege_type = 'UPDATE' AND a.attname = 'user_id'))`},

	{"the platform is out of the application's reach", `
SELECT 'platform.' || c.relname, format('grants %s %s', coalesce(r.rolname, 'PUBLIC'), a.privilege_type)
FROM pg_class AS c CROSS JOIN aclexplode(c.relacl) AS a LEFT JOIN pg_roles AS r ON r.oid = a.grantee
WHERE c.relnamespace = 'platform'::regnamespace
  AND coalesce(r.rolname, 'PUBLIC') NOT IN ('propertyos_owner', 'propertyos_system', 'propertyos_mover')
UNION ALL
SELECT 'schema platform', 'may be used by ' || coalesce(r.rolname, 'PUBLIC')
FROM pg_namespace AS n CROSS JOIN aclexplode(n.nspacl) AS a LEFT JOIN pg_roles AS r ON r.oid = a.grantee
WHERE n.nspname = 'platform' AND coalesce(r.rolname, 'PUBLIC') NOT IN ('propertyos_owner', 'propertyos_system', 'propertyos_mover',
  'propertyos_definer') -- whose functions read what a plan includes`},

	{"only the owner makes objects", `
SELECT 'schema ' || n.nspname, 'lets ' || coalesce(r.rolname, 'PUBLIC') || ' create objects'
FROM pg_namespace AS n CROSS JOIN aclexplode(n.nspacl) AS a LEFT JOIN pg_roles AS r ON r.oid = a.grantee
WHERE n.nspname IN ('public', 'app', 'platform', 'extensions', 'partman') AND a.privilege_type = 'CREATE' AND a.grantee <> n.nspowner
  AND coalesce(r.rolname, 'PUBLIC') NOT IN ('propertyos_owner')
  AND NOT (n.nspname = 'app' AND r.rolname = 'propertyos_definer')
UNION ALL
SELECT 'database', 'lets ' || coalesce(r.rolname, 'PUBLIC') || ' use ' || a.privilege_type
FROM pg_database AS d CROSS JOIN aclexplode(d.datacl) AS a LEFT JOIN pg_roles AS r ON r.oid = a.grantee
WHERE d.datname = current_database() AND a.privilege_type <> 'CONNECT' AND a.grantee <> d.datdba
  AND coalesce(r.rolname, 'PUBLIC') <> 'propertyos_owner'
  AND NOT (r.rolname = 'propertyos_definer' AND a.privilege_type = 'TEMPORARY') -- REFRESH … CONCURRENTLY makes a table`},

	{"the owner owns everything", `
SELECT c.oid::regclass::text, 'belongs to ' || r.rolname FROM pg_class AS c JOIN pg_roles AS r ON r.oid = c.relowner
WHERE c.relnamespace IN ('public'::regnamespace, 'app'::regnamespace, 'platform'::regnamespace) AND r.rolname <> 'propertyos_owner'
  AND NOT (r.rolname = 'propertyos_definer' AND c.relname LIKE 'tenant\_analytics%')
UNION ALL
SELECT p.oid::regprocedure::text, 'belongs to ' || r.rolname FROM pg_proc AS p JOIN pg_roles AS r ON r.oid = p.proowner
WHERE p.pronamespace IN ('public'::regnamespace, 'app'::regnamespace, 'platform'::regnamespace)
  AND r.rolname NOT IN ('propertyos_owner', 'propertyos_definer')
UNION ALL
SELECT 'schema ' || n.nspname, 'belongs to ' || r.rolname FROM pg_namespace AS n JOIN pg_roles AS r ON r.oid = n.nspowner
WHERE n.nspname IN ('public', 'app', 'platform') AND r.rolname <> 'propertyos_owner'`},

	{"roles are weak", `
SELECT r.rolname, 'is a superuser, bypasses row-level security, replicates, or may make roles or databases' FROM pg_roles AS r
WHERE r.rolname LIKE 'propertyos\_%'
  AND (r.rolsuper OR r.rolcreaterole OR r.rolcreatedb OR r.rolreplication OR r.rolbypassrls <> (r.rolname = 'propertyos_mover'))
UNION ALL
SELECT m.rolname, 'is a member of ' || g.rolname FROM pg_auth_members AS x
JOIN pg_roles AS m ON m.oid = x.member JOIN pg_roles AS g ON g.oid = x.roleid
WHERE m.rolname LIKE 'propertyos\_%' AND (m.rolname, g.rolname) <> ('propertyos_owner', 'propertyos_definer')`},

	{"functions with rights of their own are pinned", `
SELECT p.oid::regprocedure::text, format('is SECURITY DEFINER of %s with %s', r.rolname, coalesce(p.proconfig::text, 'no search_path'))
FROM pg_proc AS p JOIN pg_roles AS r ON r.oid = p.proowner
WHERE p.pronamespace IN ('app'::regnamespace, 'public'::regnamespace) AND p.prosecdef
  AND (r.rolname <> CASE WHEN p.proname IN ('maintain_partitions', 'refresh_statistics', 'begin_audit_era', 'drop_audit_months') THEN 'propertyos_owner' -- which only owners may
    ELSE 'propertyos_definer' END
    OR coalesce(p.proconfig, '{}')::text !~ 'search_path=pg_catalog, ' OR p.proconfig::text ~ '\$user')`},

	{"functions are nobody's by default", `
SELECT p.oid::regprocedure::text, 'may be run by everybody' FROM pg_proc AS p
WHERE p.pronamespace IN ('app'::regnamespace, 'public'::regnamespace)
  AND (p.proacl IS NULL OR EXISTS (SELECT FROM aclexplode(p.proacl) AS a WHERE a.grantee = 0))`},

	// What the application may call past its own policies. Anything else that is SECURITY DEFINER is a trigger.
	{"the application calls few functions", `
SELECT p.oid::regprocedure::text, 'may be run by ' || r.rolname FROM pg_proc AS p CROSS JOIN aclexplode(p.proacl) AS a
JOIN pg_roles AS r ON r.oid = a.grantee
WHERE p.pronamespace = 'app'::regnamespace AND r.rolname IN ('propertyos_app', 'propertyos_readonly')
  AND p.proname NOT IN ('current_tenant_id', 'current_user_id', 'actor_role', 'scope_ids', 'is_staff', 'is_renter', 'is_owner',
    'is_vendor', 'set_context', 'changes', 'read_tenant_analytics', 'unit_limit', 'home_address', 'home_people', 'work_address',
    'work_unit', 'searchable', 'search_properties', 'search_units', 'search_renters', 'search_owners', 'search_vendors',
    'search_users', 'search_documents', 'search_leases', 'search_payments', 'properties_near', 'property_clusters',
    'home_announcements', 'home_policy')`},

	{"views run as their caller", `
SELECT c.relname, 'is not security_invoker' FROM pg_class AS c
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'v' AND NOT coalesce(c.reloptions @> ARRAY['security_invoker=true'], false)
UNION ALL
SELECT c.oid::regclass::text, 'is a materialized view in reach of ' || coalesce(r.rolname, 'PUBLIC')
FROM pg_class AS c CROSS JOIN aclexplode(c.relacl) AS a LEFT JOIN pg_roles AS r ON r.oid = a.grantee
WHERE c.relkind = 'm' AND c.relnamespace IN ('public'::regnamespace, 'app'::regnamespace) AND a.grantee <> c.relowner
UNION ALL
SELECT c.oid::regclass::text, 'is a materialized view in the tenant schema' FROM pg_class AS c
WHERE c.relkind = 'm' AND c.relnamespace = 'public'::regnamespace`},

	{"tables alone stand in the tenant schema", `
SELECT c.relname, 'is a sequence or foreign table' FROM pg_class AS c
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('S', 'f')
UNION ALL
SELECT y.typname, 'is a type of its own' FROM pg_type AS y
WHERE y.typnamespace = 'public'::regnamespace AND y.typtype IN ('e', 'd', 'r')
UNION ALL
SELECT p.oid::regprocedure::text, 'is a function' FROM pg_proc AS p WHERE p.pronamespace = 'public'::regnamespace`},
}
