-- What the search functions tell, and then the rows behind it under the caller's own policies: two transactions, since such a
-- function never shares one with anything else.

-- name: Find :many
-- kinds says which of the functions are asked at all.
SELECT f.kind::text AS kind, f.id::uuid AS id, f.rank::float8 AS rank, f.total::bigint AS total FROM (
  SELECT 'property' AS kind, s.id, s.rank, s.total FROM app.search_properties(sqlc.arg(words)::text[], sqlc.arg(alike)::boolean,
    sqlc.arg(property_scope)::uuid[], sqlc.arg(row_limit)::int) AS s (id, rank, total) WHERE 'property' = ANY (sqlc.arg(kinds)::text[])
  UNION ALL
  SELECT 'unit', s.id, s.rank, s.total FROM app.search_units(sqlc.arg(words)::text[],
    sqlc.arg(property_scope)::uuid[], sqlc.arg(row_limit)::int) AS s (id, rank, total)
  WHERE 'unit' = ANY (sqlc.arg(kinds)::text[]) AND NOT sqlc.arg(alike)::boolean
  UNION ALL
  SELECT 'renter', s.id, s.rank, s.total FROM app.search_renters(sqlc.arg(words)::text[], sqlc.arg(digits)::text,
    sqlc.arg(alike)::boolean, sqlc.arg(property_scope)::uuid[], sqlc.arg(row_limit)::int) AS s (id, rank, total)
  WHERE 'renter' = ANY (sqlc.arg(kinds)::text[])
  UNION ALL
  SELECT 'owner', s.id, s.rank, s.total FROM app.search_owners(sqlc.arg(words)::text[], sqlc.arg(digits)::text,
    sqlc.arg(alike)::boolean, sqlc.arg(property_scope)::uuid[], sqlc.arg(row_limit)::int) AS s (id, rank, total)
  WHERE 'owner' = ANY (sqlc.arg(kinds)::text[])
  UNION ALL
  SELECT 'vendor', s.id, s.rank, s.total FROM app.search_vendors(sqlc.arg(words)::text[], sqlc.arg(digits)::text,
    sqlc.arg(alike)::boolean, sqlc.arg(row_limit)::int) AS s (id, rank, total) WHERE 'vendor' = ANY (sqlc.arg(kinds)::text[])
  UNION ALL
  SELECT 'user', s.id, s.rank, s.total FROM app.search_users(sqlc.arg(words)::text[], sqlc.arg(digits)::text,
    sqlc.arg(alike)::boolean, sqlc.arg(row_limit)::int) AS s (id, rank, total) WHERE 'user' = ANY (sqlc.arg(kinds)::text[])
  UNION ALL
  SELECT 'document', s.id, s.rank, s.total FROM app.search_documents(sqlc.arg(words)::text[], sqlc.arg(alike)::boolean,
    sqlc.arg(property_scope)::uuid[], sqlc.arg(row_limit)::int) AS s (id, rank, total) WHERE 'document' = ANY (sqlc.arg(kinds)::text[])
  UNION ALL
  SELECT 'lease', s.id, s.rank, s.total FROM app.search_leases(sqlc.narg(amount)::numeric, sqlc.arg(property_scope)::uuid[],
    sqlc.arg(row_limit)::int) AS s (id, rank, total)
  WHERE 'lease' = ANY (sqlc.arg(kinds)::text[]) AND sqlc.narg(amount)::numeric IS NOT NULL AND NOT sqlc.arg(alike)::boolean
  UNION ALL
  SELECT 'payment', s.id, s.rank, s.total FROM app.search_payments(sqlc.narg(amount)::numeric, sqlc.arg(property_scope)::uuid[],
    sqlc.arg(row_limit)::int) AS s (id, rank, total)
  WHERE 'payment' = ANY (sqlc.arg(kinds)::text[]) AND sqlc.narg(amount)::numeric IS NOT NULL AND NOT sqlc.arg(alike)::boolean
) AS f;

-- name: ReadPlaces :many
-- Properties and units. The organization is joined so that nothing is read of another.
SELECT 'property'::text AS kind, p.id, p.name, p.id AS property_id, '00000000-0000-0000-0000-000000000000'::uuid AS unit_id, ''::text AS number, p.name AS property,
  concat_ws(', ', a.street1, a.city, a.state)::text AS place, ''::text AS renters
FROM properties AS p
LEFT JOIN addresses AS a ON a.tenant_id = sqlc.arg(tenant_id)::uuid AND a.id = p.address_id
WHERE p.tenant_id = sqlc.arg(tenant_id)::uuid AND p.id = ANY (sqlc.arg(ids)::uuid[]) AND p.deleted_at IS NULL
UNION ALL
SELECT 'unit', u.id, '', u.property_id, u.id, u.number, p.name, concat_ws(', ', a.street1, a.city, a.state),
  CASE WHEN sqlc.arg(renters)::boolean THEN coalesce((
    SELECT string_agg(DISTINCT CASE r.kind WHEN 'company' THEN r.company_name ELSE btrim(r.first_name || ' ' || r.last_name) END, ', ')
    FROM tenancies AS t
    JOIN lease_parties AS lp ON lp.tenant_id = sqlc.arg(tenant_id)::uuid AND lp.tenancy_id = t.id AND lp.deleted_at IS NULL AND lp.role = 'renter'
    JOIN tenants AS r ON r.tenant_id = sqlc.arg(tenant_id)::uuid AND r.id = lp.renter_id
    WHERE t.tenant_id = sqlc.arg(tenant_id)::uuid AND t.unit_id = u.id AND t.moved_in_on IS NOT NULL AND t.moved_out_on IS NULL
      AND t.deleted_at IS NULL), '') ELSE '' END
FROM units AS u
JOIN properties AS p ON p.tenant_id = sqlc.arg(tenant_id)::uuid AND p.id = u.property_id
LEFT JOIN addresses AS a ON a.tenant_id = sqlc.arg(tenant_id)::uuid AND a.id = p.address_id
WHERE u.tenant_id = sqlc.arg(tenant_id)::uuid AND u.id = ANY (sqlc.arg(ids)::uuid[]) AND u.deleted_at IS NULL;

-- name: ReadPeople :many
-- Renters with their latest stay, of those that the properties cover; owners, vendors and users.
SELECT 'renter'::text AS kind, r.id, (CASE r.kind WHEN 'company' THEN r.company_name ELSE btrim(r.first_name || ' ' || r.last_name) END)::text AS name,
  coalesce(r.email, r.phone, '')::text AS contact, coalesce(s.property_id, '00000000-0000-0000-0000-000000000000'::uuid)::uuid AS property_id,
  coalesce(s.unit_id, '00000000-0000-0000-0000-000000000000'::uuid)::uuid AS unit_id, coalesce(s.number, '')::text AS number, coalesce(s.property, '')::text AS property
FROM tenants AS r
LEFT JOIN LATERAL (
  SELECT t.property_id, t.unit_id, u.number, p.name AS property
  FROM lease_parties AS lp
  JOIN tenancies AS t ON t.tenant_id = sqlc.arg(tenant_id)::uuid AND t.id = lp.tenancy_id AND t.deleted_at IS NULL
  JOIN units AS u ON u.tenant_id = sqlc.arg(tenant_id)::uuid AND u.id = t.unit_id AND u.deleted_at IS NULL
  JOIN properties AS p ON p.tenant_id = sqlc.arg(tenant_id)::uuid AND p.id = t.property_id
  WHERE lp.tenant_id = sqlc.arg(tenant_id)::uuid AND lp.renter_id = r.id AND lp.deleted_at IS NULL
    AND (cardinality(sqlc.arg(property_scope)::uuid[]) = 0 OR t.property_id = ANY (sqlc.arg(property_scope)::uuid[]))
  ORDER BY t.moved_out_on DESC NULLS FIRST, lp.from_date DESC, lp.id LIMIT 1) AS s ON true
WHERE r.tenant_id = sqlc.arg(tenant_id)::uuid AND r.id = ANY (sqlc.arg(ids)::uuid[]) AND r.deleted_at IS NULL
UNION ALL
SELECT 'owner', o.id, o.name, coalesce(o.email, o.phone, ''), '00000000-0000-0000-0000-000000000000'::uuid, '00000000-0000-0000-0000-000000000000'::uuid, '', '' FROM owners AS o
WHERE o.tenant_id = sqlc.arg(tenant_id)::uuid AND o.id = ANY (sqlc.arg(ids)::uuid[]) AND o.deleted_at IS NULL
UNION ALL
SELECT 'vendor', v.id, v.name, coalesce(v.contact_email, v.contact_phone, ''), '00000000-0000-0000-0000-000000000000'::uuid, '00000000-0000-0000-0000-000000000000'::uuid, '', '' FROM vendors AS v
WHERE v.tenant_id = sqlc.arg(tenant_id)::uuid AND v.id = ANY (sqlc.arg(ids)::uuid[]) AND v.deleted_at IS NULL
UNION ALL
SELECT 'user', u.id, coalesce(nullif(btrim(concat_ws(' ', u.first_name, u.last_name)), ''), u.email), u.email, '00000000-0000-0000-0000-000000000000'::uuid, '00000000-0000-0000-0000-000000000000'::uuid, '', '' FROM users AS u
WHERE u.tenant_id = sqlc.arg(tenant_id)::uuid AND u.id = ANY (sqlc.arg(ids)::uuid[]) AND u.deleted_at IS NULL;

-- name: ReadPapers :many
-- Documents, leases and payments. A document's entity tells where it is shown.
SELECT 'document'::text AS kind, d.id, d.file_name AS name, coalesce(d.description, '')::text AS note, d.type AS state,
  coalesce(CASE d.entity_type WHEN 'property' THEN d.entity_id ELSE e.property_id END, '00000000-0000-0000-0000-000000000000'::uuid)::uuid AS property_id,
  coalesce(e.id, '00000000-0000-0000-0000-000000000000'::uuid)::uuid AS unit_id,
  coalesce(e.number, '')::text AS number, ''::text AS property, NULL::numeric AS amount, NULL::date AS day
FROM documents AS d
LEFT JOIN units AS e ON e.tenant_id = sqlc.arg(tenant_id)::uuid AND d.entity_type = 'unit' AND e.id = d.entity_id
WHERE d.tenant_id = sqlc.arg(tenant_id)::uuid AND d.id = ANY (sqlc.arg(ids)::uuid[]) AND d.deleted_at IS NULL
UNION ALL
SELECT 'lease', l.id, coalesce(CASE r.kind WHEN 'company' THEN r.company_name ELSE btrim(r.first_name || ' ' || r.last_name) END, ''), '',
  l.status, l.property_id, l.unit_id, u.number, p.name, l.monthly_rent, l.start_date
FROM leases AS l
JOIN units AS u ON u.tenant_id = sqlc.arg(tenant_id)::uuid AND u.id = l.unit_id
JOIN properties AS p ON p.tenant_id = sqlc.arg(tenant_id)::uuid AND p.id = l.property_id
LEFT JOIN tenants AS r ON r.tenant_id = sqlc.arg(tenant_id)::uuid AND r.id = l.renter_id
WHERE l.tenant_id = sqlc.arg(tenant_id)::uuid AND l.id = ANY (sqlc.arg(ids)::uuid[]) AND l.deleted_at IS NULL
UNION ALL
SELECT 'payment', y.id, coalesce(CASE r.kind WHEN 'company' THEN r.company_name ELSE btrim(r.first_name || ' ' || r.last_name) END, ''), '',
  y.status, t.property_id, t.unit_id, u.number, p.name, y.amount, (coalesce(y.paid_at, y.created_at) AT TIME ZONE z.time_zone)::date
FROM payments AS y
JOIN organizations AS z ON z.id = sqlc.arg(tenant_id)::uuid
JOIN tenancies AS t ON t.tenant_id = sqlc.arg(tenant_id)::uuid AND t.id = y.tenancy_id
JOIN units AS u ON u.tenant_id = sqlc.arg(tenant_id)::uuid AND u.id = t.unit_id
JOIN properties AS p ON p.tenant_id = sqlc.arg(tenant_id)::uuid AND p.id = t.property_id
LEFT JOIN tenants AS r ON r.tenant_id = sqlc.arg(tenant_id)::uuid AND r.id = y.renter_id
WHERE y.tenant_id = sqlc.arg(tenant_id)::uuid AND y.id = ANY (sqlc.arg(ids)::uuid[]);
