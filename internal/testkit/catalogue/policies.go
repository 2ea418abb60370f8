package catalogue

// policyRules are about row-level security.
var policyRules = []Rule{
	{"row-level security is on and forced", `
SELECT t.name, 'has row-level security ' || CASE WHEN t.relrowsecurity THEN 'not forced on its owner' ELSE 'off' END
FROM t WHERE NOT (t.relrowsecurity AND t.relforcerowsecurity)`},

	{"the isolation policy is exact", `
SELECT t.name, 'has as tenant_isolation ' || coalesce((SELECT format('%s %s TO %s USING %s WITH CHECK %s', pol.polpermissive, pol.polcmd,
  pol.roles, pol.qual, pol.chk) FROM pol WHERE pol.tab = t.name AND pol.name = 'tenant_isolation'), 'nothing')
FROM t
WHERE NOT EXISTS (SELECT FROM pol WHERE pol.tab = t.name AND pol.name = 'tenant_isolation' AND pol.polpermissive AND pol.polcmd = '*'
  AND pol.roles = ARRAY['propertyos_app', 'propertyos_owner', 'propertyos_readonly']
  AND pol.qual = format('(%s = app.current_tenant_id())', CASE t.name WHEN 'organizations' THEN 'id' ELSE 'tenant_id' END)
  AND pol.chk = pol.qual)`},

	// Permissive policies add up: one more opens a table, whatever the others say.
	{"no other policy lets rows through", `
SELECT pol.tab || '.' || pol.name, format('lets %s %s USING %s WITH CHECK %s', pol.roles, pol.polcmd, pol.qual, pol.chk) FROM pol
WHERE pol.polpermissive AND pol.name <> 'tenant_isolation'
  AND NOT (NOT pol.part AND pol.name = 'definer_read' AND pol.roles = ARRAY['propertyos_definer'] AND pol.polcmd = 'r')
  AND NOT (pol.roles = ARRAY['propertyos_definer'] AND (pol.tab, pol.name, pol.polcmd) = ('audit_logs', 'definer_write', 'a'))
  -- what the triggers of the books keep, of the organization that the session is in
  AND NOT (pol.roles = ARRAY['propertyos_definer'] AND pol.chk = '(tenant_id = app.current_tenant_id())'
    AND coalesce(pol.qual, pol.chk) = pol.chk AND (pol.tab, pol.name, pol.polcmd) IN (('ledgers', 'definer_lock', 'w'),
    ('ledger_balances', 'definer_insert', 'a'), ('ledger_balances', 'definer_update', 'w')))
  -- what its checks hold, and never change
  AND NOT (pol.roles = ARRAY['propertyos_definer'] AND pol.qual = '(tenant_id = app.current_tenant_id())' AND pol.chk = 'false'
    AND (pol.tab, pol.name, pol.polcmd) IN (('charges', 'definer_lock', 'w'), ('payments', 'definer_lock', 'w')))
  AND NOT (pol.roles = ARRAY['propertyos_system'] AND (pol.tab, pol.name) IN (('events', 'system_relay'), ('idempotency_keys', 'system_expiry')))
  AND NOT (pol.roles = ARRAY['propertyos_system'] AND (pol.tab, pol.name, pol.qual, pol.chk) IN (
    ('organizations', 'system_isolation', '(id = app.current_tenant_id())', '(id = app.current_tenant_id())'),
    ('users', 'system_isolation', '(tenant_id = app.current_tenant_id())', '(tenant_id = app.current_tenant_id())'),
    ('audit_logs', 'system_isolation', '(tenant_id = app.current_tenant_id())', '(tenant_id = app.current_tenant_id())'),
    ('audit_seals', 'system_isolation', '(tenant_id = app.current_tenant_id())', '(tenant_id = app.current_tenant_id())'),
    ('invitations', 'system_isolation', '(tenant_id = app.current_tenant_id())', '(tenant_id = app.current_tenant_id())'),
    ('single_sign_ons', 'system_isolation', '(tenant_id = app.current_tenant_id())', '(tenant_id = app.current_tenant_id())'),
    ('tenants', 'system_link', '(tenant_id = app.current_tenant_id())', '(tenant_id = app.current_tenant_id())'),
    ('owners', 'system_link', '(tenant_id = app.current_tenant_id())', '(tenant_id = app.current_tenant_id())'),
    ('vendors', 'system_link', '(tenant_id = app.current_tenant_id())', '(tenant_id = app.current_tenant_id())')))`},

	{"sessions below staff are restricted", `
SELECT t.name, 'has no restrictive policy role_scope with the constant test for staff' FROM t
WHERE NOT EXISTS (SELECT FROM pol WHERE pol.tab = t.name AND pol.name = 'role_scope' AND NOT pol.polpermissive AND pol.polcmd = '*'
  AND pol.roles = ARRAY['propertyos_app', 'propertyos_readonly']
  AND (pol.qual = 'app.is_staff()' AND pol.chk IS NULL AND t.part
    OR NOT t.part AND pol.qual ~ '^\(app\.is_staff\(\) OR ' AND pol.chk ~ '^\(app\.is_staff\(\) OR '))`},

	// WITH CHECK does not see a DELETE.
	{"what may be deleted is restricted", `
SELECT t.name, 'grants DELETE without a restrictive policy role_delete' FROM t, aclexplode(t.relacl) AS a
WHERE a.privilege_type = 'DELETE' AND a.grantee = 'propertyos_app'::regrole
  AND NOT EXISTS (SELECT FROM pol WHERE pol.tab = t.name AND pol.name = 'role_delete' AND NOT pol.polpermissive AND pol.polcmd = 'd')`},

	{"policies hold no sub-select", `
SELECT pol.tab || '.' || pol.name, 'has a sub-select' FROM pol
WHERE coalesce(pol.tree, pol.qualtree) LIKE '%{SUBLINK%'`},

	{"policies do not look at deletion", `
SELECT pol.tab || '.' || pol.name, 'names deleted_at, which makes the soft delete itself fail' FROM pol
WHERE pol.qual ~ 'deleted_at|\mlive\M' OR pol.chk ~ 'deleted_at|\mlive\M'`},

	{"policies call only plain functions", `
SELECT p.oid::regprocedure::text, 'is read by policies and must be STABLE, PARALLEL SAFE SQL without rights of its own'
FROM pg_proc AS p
WHERE p.pronamespace = 'app'::regnamespace AND p.proname IN ('current_tenant_id', 'current_user_id', 'actor_role', 'scope_ids',
    'is_staff', 'is_renter', 'is_owner', 'is_vendor')
  AND (p.provolatile <> 's' OR p.proparallel <> 's' OR p.prosecdef OR p.prolang <> (SELECT oid FROM pg_language WHERE lanname = 'sql'))`},
}
