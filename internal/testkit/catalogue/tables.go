package catalogue

// tableRules are about columns, constraints and triggers.
var tableRules = []Rule{
	{"every row names its organization", `
SELECT t.name, 'has no tenant_id uuid NOT NULL' FROM t
WHERE t.name <> 'organizations' -- whose own id it is
  AND NOT EXISTS (SELECT FROM col WHERE col.oid = t.oid AND col.name = 'tenant_id' AND col.type = 'uuid' AND col.attnotnull)`},

	{"primary keys start with the organization", `
SELECT t.name, 'has the primary key ' || coalesce((SELECT con.cols::text FROM con WHERE con.taboid = t.oid AND con.contype = 'p'), 'none')
FROM t
WHERE coalesce((SELECT con.cols FROM con WHERE con.taboid = t.oid AND con.contype = 'p'), '{}') <>
  CASE WHEN t.name = 'organizations' THEN ARRAY['id']
    WHEN t.name LIKE 'audit\_logs%' THEN ARRAY['tenant_id', 'created_at', 'id'] -- a partition key is part of the key
    ELSE ARRAY['tenant_id', 'id'] END`},

	{"every table belongs to an organization", `
SELECT t.name, 'has no foreign key to organizations' FROM t
WHERE t.name <> 'organizations' AND t.name NOT LIKE 'audit\_logs%' -- evidence outlives what it tells of
  AND NOT EXISTS (SELECT FROM con WHERE con.taboid = t.oid AND con.contype = 'f' AND con.cols = ARRAY['tenant_id']
    AND con.confrelid = 'public.organizations'::regclass)`},

	// Foreign keys look past row-level security: only the organization in them keeps a row of one from pointing into another.
	{"foreign keys carry the organization", `
SELECT con.tab || '.' || con.name, 'is ' || con.def FROM con
WHERE con.contype = 'f' AND NOT (
  con.cols = ARRAY['tenant_id'] AND con.refcols = ARRAY['id'] AND con.confrelid = 'public.organizations'::regclass
  OR cardinality(con.cols) >= 2 AND con.cols[1] = 'tenant_id' AND con.refcols[1] = 'tenant_id'
    AND con.confrelid IN (SELECT oid FROM t))`},

	{"foreign keys never delete or change rows", `
SELECT con.tab || '.' || con.name, 'is ' || con.def FROM con
WHERE con.contype = 'f' AND (con.confdeltype <> 'a' OR con.confupdtype <> 'a' OR NOT con.convalidated)
UNION ALL
SELECT c.conrelid::regclass || '.' || c.conname, 'acts on its own' FROM pg_constraint AS c JOIN pg_class AS r ON r.oid = c.conrelid
WHERE r.relnamespace = 'platform'::regnamespace AND c.contype = 'f' AND r.relname NOT LIKE 'river%'
  AND (c.confdeltype <> 'a' OR c.confupdtype <> 'a')`},

	{"constraints are validated", `
SELECT con.tab || '.' || con.name, 'was never checked against the rows' FROM con WHERE NOT con.convalidated AND con.contype <> 'f'`},

	{"columns have the agreed types", `
SELECT col.tab || '.' || col.name, 'is of type ' || col.type FROM col JOIN pg_type AS y ON y.oid = col.atttypid
LEFT JOIN pg_type AS e ON e.oid = y.typelem AND y.typcategory = 'A'
WHERE col.type NOT LIKE 'numeric%'
  AND NOT (col.type = 'character(3)' AND col.name = 'currency')
  AND coalesce(e.typname, y.typname) NOT IN ('uuid', 'text', 'bool', 'int2', 'int4', 'int8', 'date', 'timestamptz', 'jsonb', 'bytea',
    'inet', 'geography')
  OR y.typtype <> 'b'`},

	{"money is numeric(14,2)", `
SELECT col.tab || '.' || col.name, 'is ' || col.type FROM col
WHERE col.type LIKE 'numeric%' AND col.type <> 'numeric(14,2)'
  AND (col.name, col.type) NOT IN (
    ('ownership_percentage', 'numeric(5,2)'), ('late_fee_percentage', 'numeric(5,2)'), ('share_percentage', 'numeric(5,2)'), -- not money
    ('rating', 'numeric(2,1)'), ('bathrooms', 'numeric(3,1)'))
UNION ALL
SELECT col.tab || '.' || col.name, 'is ' || col.type FROM col
WHERE col.name ~ '(amount|_cost|_rent|^deposit|_deposit|_fee|past_due|prepaid)$' AND col.type <> 'numeric(14,2)'`},

	// A column with such a name has a closed list of values, save those whose values come from elsewhere.
	{"value lists are checked", `
SELECT col.tab || '.' || col.name, 'has no CHECK with its values' FROM col
WHERE col.type = 'text' AND NOT col.part
  AND col.name ~ '(^|_)(status|type|role|kind|method|priority|purpose|form|channel|book|category|level|frequency|source|state)$'
  AND col.tab || '.' || col.name NOT IN (
    'addresses.state',                              -- any country's
    'audit_logs.entity_type', 'audit_logs.actor_role', 'events.type', 'events.entity_type', 'webhook_deliveries.event_type',
    'notifications.type', 'documents.mime_type', 'document_versions.mime_type', -- names that the code gives
    'journal_entries.source', 'transactions.reference_type', 'transactions.category')
  AND NOT EXISTS (SELECT FROM con WHERE con.taboid = col.oid AND con.contype = 'c' AND col.attnum = ANY (con.conkey)
    AND con.def ~ ('CHECK \(\(' || col.name || ' = ANY \(ARRAY\['))`},

	{"soft deletion can be undone exactly", `
SELECT col.tab, 'has deleted_at but not deleted_by and deletion_id' FROM col
WHERE col.name = 'deleted_at' AND col.tab <> 'organizations' -- which the platform alone closes
  AND (SELECT count(*) FROM col AS o WHERE o.oid = col.oid AND o.name IN ('deleted_by', 'deletion_id') AND o.type = 'uuid') <> 2`},

	// The edges of the declared cascade: the child's live column in a second foreign key keeps a deleted parent childless.
	{"live edges hold", `
SELECT con.tab || '.' || con.name, 'has no second foreign key with live' FROM con
JOIN t AS parent ON parent.oid = con.confrelid
WHERE con.contype = 'f' AND con.cols[1] = 'tenant_id' AND NOT con.cols @> ARRAY['live'] AND cardinality(con.cols) > 1
  AND EXISTS (SELECT FROM col WHERE col.oid = con.taboid AND col.name = 'live')
  AND EXISTS (SELECT FROM col WHERE col.oid = parent.oid AND col.name = 'live')
  AND con.tab || '.' || con.cols[2] NOT IN ('tenancies.property_id', 'leases.property_id', -- follow from the unit
    'tenancies.transferred_from_id', -- what was, deleted or not
    'lease_parties.tenancy_id')                                                           -- follows from the lease
  AND NOT EXISTS (SELECT FROM con AS o WHERE o.taboid = con.taboid AND o.contype = 'f' AND o.confrelid = con.confrelid
    AND o.cols = ARRAY['tenant_id', con.cols[2], 'live'] AND o.refcols = ARRAY['tenant_id', 'id', 'live'])
UNION ALL
SELECT e.child, 'has no live edge to ' || e.parent
FROM (VALUES ('properties', 'addresses'), ('units', 'properties'), ('tenancies', 'units'), ('leases', 'tenancies'), ('leases', 'units'),
  ('lease_parties', 'leases')) AS e (child, parent)
WHERE NOT EXISTS (SELECT FROM con JOIN t AS p ON p.oid = con.confrelid
  WHERE con.tab = e.child AND p.name = e.parent AND con.contype = 'f' AND con.cols[3] = 'live')
UNION ALL
SELECT col.tab || '.live', 'is not generated from deleted_at' FROM col
LEFT JOIN pg_attrdef AS d ON d.adrelid = col.oid AND d.adnum = col.attnum
WHERE col.name = 'live' AND (col.attgenerated <> 's' OR pg_get_expr(d.adbin, d.adrelid) !~*
  '^\s*CASE\s+WHEN \(deleted_at IS NULL\) THEN true\s+ELSE NULL::boolean\s+END\s*$')`},

	{"sensitive columns are sealed", `
SELECT s.tab || '.' || s.col, 'is missing or not ' || s.type FROM @sensitive
WHERE NOT EXISTS (SELECT FROM pg_attribute AS a JOIN pg_class AS c ON c.oid = a.attrelid
  WHERE c.relname = s.tab AND c.relnamespace = s.schema::regnamespace AND a.attname = s.col AND NOT a.attisdropped
    AND format_type(a.atttypid, a.atttypmod) = s.type)
UNION ALL
SELECT c.relname || '.' || a.attname, 'is unknown to package crypt, so that no rotation reaches it'
FROM pg_attribute AS a JOIN pg_class AS c ON c.oid = a.attrelid
WHERE c.relnamespace IN ('public'::regnamespace, 'platform'::regnamespace) AND c.relkind IN ('r', 'p')
  AND a.attname ~ '(_encrypted|_key_id|_bidx)$' AND NOT a.attisdropped
  AND NOT EXISTS (SELECT FROM @sensitive WHERE s.tab = c.relname AND s.col = a.attname)
UNION ALL
SELECT c.relname || '.' || a.attname, 'can be set without its key, or the key without it'
FROM pg_attribute AS a JOIN pg_class AS c ON c.oid = a.attrelid
WHERE c.relnamespace IN ('public'::regnamespace, 'platform'::regnamespace) AND c.relkind IN ('r', 'p')
  AND a.attname LIKE '%\_encrypted' AND NOT a.attnotnull
  AND NOT EXISTS (SELECT FROM pg_constraint AS k WHERE k.conrelid = c.oid AND k.contype = 'c'
    AND pg_get_constraintdef(k.oid) LIKE format('CHECK (((%s IS NULL) = (%s IS NULL)))', a.attname,
      replace(a.attname, '_encrypted', '_key_id')))`},

	{"updated_at keeps itself", `
SELECT col.tab, 'has updated_at without the trigger that keeps it, or without version' FROM col
WHERE col.name = 'updated_at' AND NOT (
  EXISTS (SELECT FROM trg WHERE trg.tab = col.tab AND trg.func = 'app.touch' AND trg.tgtype = 19 AND trg.tgenabled = 'O') -- BEFORE UPDATE row
  AND EXISTS (SELECT FROM col AS v WHERE v.oid = col.oid AND v.name = 'version' AND v.attnotnull))`},

	// Not audited: the log itself, what is written by machines many times an event, and what a trigger derives from an
	// audited row.
	{"changes are audited", `
SELECT t.name, 'is not audited on ' || e.name
FROM t CROSS JOIN (VALUES ('insert', 4, false, true), ('update', 16, true, true), ('delete', 8, true, false)) AS e (name, type, old, new)
WHERE t.name NOT LIKE 'audit\_logs%' AND t.name NOT IN ('organizations', 'events', 'idempotency_keys', 'webhook_deliveries',
    'webhook_attempts', 'notification_attempts', 'unit_status_history', 'audit_seals',
    'ledgers', 'ledger_balances') -- which follow the journal and the closed periods
  AND NOT EXISTS (SELECT FROM trg WHERE trg.tab = t.name AND trg.func = 'app.audit_statement' AND trg.tgtype = e.type
    AND trg.tgenabled = 'O' AND (trg.tgoldtable = 'old_rows') IS NOT DISTINCT FROM (CASE WHEN e.old THEN true END)
    AND (trg.tgnewtable = 'new_rows') IS NOT DISTINCT FROM (CASE WHEN e.new THEN true END))
UNION ALL
SELECT 'organizations', 'is not audited' WHERE NOT EXISTS (SELECT FROM trg WHERE trg.tab = 'organizations'
  AND trg.func = 'app.audit_organization' AND trg.tgtype = 21 AND trg.tgenabled = 'O') -- AFTER INSERT OR UPDATE row`},

	{"the audit log holds no secrets", `
SELECT col.tab || '.' || col.name, 'would reach the audit log through ' || trg.name FROM col JOIN trg ON trg.tab = col.tab
WHERE trg.func = 'app.audit_statement' AND col.name ~ '(_encrypted|_key_id|_bidx|_hash|_last_four|^last_four)$'
  AND NOT col.name = ANY (trg.args[2]::text[])`},

	// On a shard TG_TABLE_NAME is the shard's.
	{"triggers are told their table", `
SELECT trg.tab || '.' || trg.name, 'is not given the name of its table' FROM trg
WHERE (trg.tgnargs = 0 OR trg.args[1] <> trg.tab) AND trg.func <> 'app.audit_organization'`},

	{"final rows stay", `
SELECT e.name, 'can be changed after it was written' FROM (VALUES ('journal_entries'), ('transactions'), ('lease_openings'), ('audit_seals'),
  ('charge_credits'), ('payment_allocations'), ('payment_takebacks'), ('trust_deficits')) AS e (name)
WHERE NOT EXISTS (SELECT FROM trg WHERE trg.tab = e.name AND trg.func = 'app.refuse_change' AND trg.tgtype = 27 AND trg.tgenabled = 'O')
  OR NOT EXISTS (SELECT FROM trg WHERE trg.tab = e.name AND trg.func = 'app.refuse_truncate' AND trg.tgtype = 34 AND trg.tgenabled = 'O')`},
}
