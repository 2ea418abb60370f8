package catalogue

// indexRules are about indexes.
var indexRules = []Rule{
	{"uniqueness is within an organization", `
SELECT idx.name, 'is unique over ' || idx.cols::text FROM idx
WHERE (idx.indisunique OR idx.indisexclusion) AND NOT idx.part AND idx.cols[1] <> 'tenant_id'
  AND NOT (idx.tab = 'organizations' AND idx.indisprimary)
UNION ALL
SELECT idx.name, 'excludes over organizations' FROM idx JOIN pg_constraint AS c ON c.conindid = idx.oid AND c.contype = 'x'
WHERE (SELECT oprname FROM pg_operator WHERE oid = c.conexclop[1]) <> '='`},

	// A row that was deleted must find its place free when it is restored, so what belongs to one row for good stays taken.
	{"deleted rows give their names back", `
SELECT idx.name, 'keeps the value of a deleted row taken' FROM idx
WHERE idx.indisunique AND NOT idx.part AND NOT 'id' = ANY (idx.cols)
  AND EXISTS (SELECT FROM col WHERE col.oid = idx.taboid AND col.name = 'deleted_at')
  AND coalesce(idx.pred, '') !~ 'deleted_at IS NULL'
  AND idx.cols[2] NOT IN ('address_id', 'user_id', 'identity_id', 'stripe_bank_account_id')`},

	{"foreign keys have an index", `
SELECT con.tab || '.' || con.name, 'has no index' FROM con
WHERE con.contype = 'f' AND NOT con.part AND NOT EXISTS (
  SELECT FROM idx WHERE idx.taboid = con.taboid AND idx.indisvalid AND idx.amname = 'btree' AND idx.cols[1] = con.cols[1]
    AND (cardinality(con.cols) = 1 OR idx.cols[2] = con.cols[2])
    AND (idx.pred IS NULL OR idx.pred = format('(%s IS NOT NULL)', con.cols[2])))
UNION ALL
SELECT c.conrelid::regclass || '.' || c.conname, 'has no index' FROM pg_constraint AS c JOIN pg_class AS r ON r.oid = c.conrelid
WHERE r.relnamespace = 'platform'::regnamespace AND c.contype = 'f' AND r.relname NOT LIKE 'river%'
  AND NOT EXISTS (SELECT FROM pg_index AS i WHERE i.indrelid = c.conrelid AND i.indpred IS NULL AND i.indkey[0] = c.conkey[1])`},

	{"no index is there twice", `
SELECT a.name, 'does what ' || b.name || ' does' FROM idx AS a JOIN idx AS b ON b.taboid = a.taboid AND b.oid <> a.oid
WHERE NOT a.part AND a.amname = b.amname AND a.pred IS NOT DISTINCT FROM b.pred AND a.exprs IS NOT DISTINCT FROM b.exprs
  AND NOT a.indisunique AND NOT a.indisexclusion
  AND a.cols = b.cols[1:cardinality(a.cols)] AND a.classes = b.classes[1:cardinality(a.classes)]
  AND (cardinality(a.cols) < cardinality(b.cols) OR b.indisunique OR a.oid > b.oid)
UNION ALL
SELECT a.name, 'is unique over what ' || b.name || ' is' FROM idx AS a JOIN idx AS b ON b.taboid = a.taboid AND b.oid < a.oid
WHERE NOT a.part AND a.indisunique AND b.indisunique AND a.cols = b.cols AND a.pred IS NOT DISTINCT FROM b.pred`},

	// Under row-level security an index serves a predicate only when its operator is leakproof. Those named _search_idx are
	// for the search functions, which run as a role whose policy is a constant.
	{"indexes work under row-level security", `
SELECT idx.name, 'has the expression ' || idx.exprs FROM idx
WHERE idx.exprs IS NOT NULL AND NOT idx.part AND NOT idx.indisexclusion AND idx.name NOT LIKE '%\_search\_idx'
UNION ALL
SELECT idx.name, 'is on a type whose equality is not leakproof: ' || k.opcintype::regtype
FROM idx CROSS JOIN unnest(idx.classes) AS c (id) JOIN pg_opclass AS k ON k.oid = c.id
WHERE idx.amname = 'btree' AND NOT idx.part AND idx.name NOT LIKE '%\_search\_idx' AND NOT EXISTS (
  SELECT FROM pg_amop AS m JOIN pg_operator AS op ON op.oid = m.amopopr JOIN pg_proc AS p ON p.oid = op.oprcode
  WHERE m.amopfamily = k.opcfamily AND m.amoplefttype = k.opcintype AND m.amoprighttype = k.opcintype AND m.amopstrategy = 3
    AND p.proleakproof)`},

	{"the large tables have their BRIN", `
SELECT e.name, 'has no BRIN index on created_at' FROM (VALUES ('audit_logs'), ('transactions')) AS e (name)
WHERE NOT EXISTS (SELECT FROM idx WHERE idx.tab = e.name AND idx.amname = 'brin' AND idx.cols = ARRAY['created_at'])`},
}
