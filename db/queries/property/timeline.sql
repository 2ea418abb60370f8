-- name: Timeline :many
-- What happened to a property or one of its units, from the sources that are asked for. A fact that has a day and no hour
-- stands at the beginning of its day where the organization is. A renter is named from who signed first.
WITH zone AS (
  SELECT z.time_zone AS name FROM organizations AS z WHERE z.id = sqlc.arg(tenant_id)::uuid
), wanted AS (
  SELECT u.id, u.number FROM units AS u
  WHERE u.tenant_id = sqlc.arg(tenant_id)::uuid AND u.property_id = sqlc.arg(property_id)::uuid
    AND (sqlc.arg(unit_id)::uuid = '00000000-0000-0000-0000-000000000000' OR u.id = sqlc.arg(unit_id)::uuid)
), stays AS (
  SELECT t.id, t.unit_id, t.moved_in_on, t.notice_given_on, t.moved_out_on, t.eviction_filed_on,
    coalesce((SELECT CASE r.kind WHEN 'company' THEN r.company_name ELSE btrim(r.first_name || ' ' || r.last_name) END
      FROM leases AS l JOIN tenants AS r ON r.tenant_id = sqlc.arg(tenant_id)::uuid AND r.id = l.renter_id
      WHERE l.tenant_id = sqlc.arg(tenant_id)::uuid AND l.tenancy_id = t.id AND l.deleted_at IS NULL
      ORDER BY l.start_date LIMIT 1), '') AS who
  FROM tenancies AS t
  WHERE t.tenant_id = sqlc.arg(tenant_id)::uuid AND t.property_id = sqlc.arg(property_id)::uuid AND t.deleted_at IS NULL
    AND 'stay' = ANY (sqlc.arg(sources)::text[])
), terms AS (
  SELECT l.id, l.unit_id, l.start_date, l.end_date, l.signed_at, l.terminated_on, l.monthly_rent,
    CASE r.kind WHEN 'company' THEN r.company_name ELSE btrim(r.first_name || ' ' || r.last_name) END AS who
  FROM leases AS l
  LEFT JOIN tenants AS r ON r.tenant_id = sqlc.arg(tenant_id)::uuid AND r.id = l.renter_id
  WHERE l.tenant_id = sqlc.arg(tenant_id)::uuid AND l.property_id = sqlc.arg(property_id)::uuid AND l.deleted_at IS NULL
    AND l.status NOT IN ('draft', 'cancelled') AND 'lease' = ANY (sqlc.arg(sources)::text[])
), facts AS (
  SELECT 'status' AS kind, h.id, h.changed_at AS at, NULL::date AS day, h.unit_id, h.status AS said, ''::text AS more,
    coalesce(btrim(u.first_name || ' ' || u.last_name), '') AS who, NULL::jsonb AS changes, NULL::numeric AS amount
  FROM unit_status_history AS h
  LEFT JOIN users AS u ON u.tenant_id = sqlc.arg(tenant_id)::uuid AND u.id = h.changed_by
  WHERE h.tenant_id = sqlc.arg(tenant_id)::uuid AND 'status' = ANY (sqlc.arg(sources)::text[])
  UNION ALL SELECT 'moved_in', s.id, NULL, s.moved_in_on, s.unit_id, '', '', s.who, NULL, NULL FROM stays AS s
  UNION ALL SELECT 'moved_out', s.id, NULL, s.moved_out_on, s.unit_id, '', '', s.who, NULL, NULL FROM stays AS s
  UNION ALL SELECT 'notice_given', s.id, NULL, s.notice_given_on, s.unit_id, '', '', s.who, NULL, NULL FROM stays AS s
  UNION ALL SELECT 'eviction_filed', s.id, NULL, s.eviction_filed_on, s.unit_id, '', '', s.who, NULL, NULL FROM stays AS s
  UNION ALL SELECT 'lease_began', t.id, NULL, t.start_date, t.unit_id, '', coalesce(t.end_date::text, ''), t.who, NULL, t.monthly_rent
    FROM terms AS t
  UNION ALL SELECT 'lease_ended', t.id, NULL, least(t.terminated_on, t.end_date), t.unit_id, '', '', t.who, NULL, NULL FROM terms AS t
  UNION ALL SELECT 'lease_signed', t.id, t.signed_at, NULL, t.unit_id, '', '', t.who, NULL, NULL FROM terms AS t
  UNION ALL
  SELECT 'notice', n.id, NULL, n.given_on, l.unit_id, n.kind, n.given_by, '', NULL, NULL
  FROM lease_notices AS n
  JOIN leases AS l ON l.tenant_id = sqlc.arg(tenant_id)::uuid AND l.id = n.lease_id
  WHERE n.tenant_id = sqlc.arg(tenant_id)::uuid AND l.property_id = sqlc.arg(property_id)::uuid AND n.withdrawn_at IS NULL
    AND 'notice' = ANY (sqlc.arg(sources)::text[])
  UNION ALL
  SELECT 'request', m.id, m.created_at, NULL, m.unit_id, m.title, m.status, '', NULL, NULL
  FROM maintenance_requests AS m
  WHERE m.tenant_id = sqlc.arg(tenant_id)::uuid AND m.property_id = sqlc.arg(property_id)::uuid AND m.deleted_at IS NULL
    AND 'request' = ANY (sqlc.arg(sources)::text[])
  UNION ALL
  SELECT 'document', d.id, d.created_at, NULL, CASE d.entity_type WHEN 'unit' THEN d.entity_id END, d.file_name, d.type,
    coalesce(btrim(u.first_name || ' ' || u.last_name), ''), NULL, NULL
  FROM documents AS d
  LEFT JOIN users AS u ON u.tenant_id = sqlc.arg(tenant_id)::uuid AND u.id = d.uploaded_by_id
  WHERE d.tenant_id = sqlc.arg(tenant_id)::uuid AND d.entity_id IN (SELECT sqlc.arg(property_id)::uuid UNION ALL SELECT w.id FROM wanted AS w)
    AND d.deleted_at IS NULL AND 'document' = ANY (sqlc.arg(sources)::text[])
    AND (d.access_level <> 'private' OR sqlc.arg(all_private)::boolean OR d.uploaded_by_id = sqlc.arg(user_id)::uuid)
  UNION ALL
  SELECT DISTINCT 'import', i.id, i.created_at, NULL::date, l.unit_id, i.file_name, i.layout, '', NULL::jsonb, NULL::numeric
  FROM imports AS i
  JOIN lease_openings AS o ON o.tenant_id = sqlc.arg(tenant_id)::uuid AND o.import_id = i.id
  JOIN leases AS l ON l.tenant_id = sqlc.arg(tenant_id)::uuid AND l.id = o.lease_id
  WHERE i.tenant_id = sqlc.arg(tenant_id)::uuid AND l.property_id = sqlc.arg(property_id)::uuid
    AND 'import' = ANY (sqlc.arg(sources)::text[])
  UNION ALL
  SELECT 'hold', h.id, NULL, h.from_date, h.unit_id, h.kind, coalesce(h.to_date::text, ''), '', NULL, NULL
  FROM unit_holds AS h
  WHERE h.tenant_id = sqlc.arg(tenant_id)::uuid AND h.property_id = sqlc.arg(property_id)::uuid AND h.deleted_at IS NULL
    AND 'hold' = ANY (sqlc.arg(sources)::text[])
  UNION ALL
  -- A status has its own line, so that a change of nothing else is not told twice.
  SELECT 'change', a.id, a.created_at, NULL, CASE a.entity_type WHEN 'units' THEN a.entity_id END, a.action, a.entity_type,
    coalesce(nullif(btrim(u.first_name || ' ' || u.last_name), ''), u.email, ''), a.changes, NULL
  FROM audit_logs AS a
  LEFT JOIN users AS u ON u.tenant_id = sqlc.arg(tenant_id)::uuid AND u.id = a.user_id
  WHERE a.tenant_id = sqlc.arg(tenant_id)::uuid AND a.action IN ('insert', 'update', 'delete')
    AND ((a.entity_type = 'properties' AND a.entity_id = sqlc.arg(property_id)::uuid
        AND sqlc.arg(unit_id)::uuid = '00000000-0000-0000-0000-000000000000')
      OR (a.entity_type = 'units' AND a.entity_id IN (SELECT w.id FROM wanted AS w)))
    AND NOT (a.entity_type = 'units' AND a.action = 'update' AND (a.changes -> 'new') - 'status' = '{}'::jsonb)
    AND 'change' = ANY (sqlc.arg(sources)::text[])
), keyed AS (
  SELECT f.*, w.number, (f.day IS NOT NULL)::boolean AS whole_day,
    coalesce(f.at, f.day::timestamp AT TIME ZONE z.name) AS happened_at
  FROM facts AS f CROSS JOIN zone AS z
  LEFT JOIN wanted AS w ON w.id = f.unit_id
  WHERE coalesce(f.at, f.day::timestamp AT TIME ZONE z.name) <= sqlc.arg(now)::timestamptz
    AND (w.id IS NOT NULL OR (f.unit_id IS NULL AND sqlc.arg(unit_id)::uuid = '00000000-0000-0000-0000-000000000000'))
), sorted AS (
  SELECT k.*, to_char(k.happened_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US ') || k.kind AS sort_key FROM keyed AS k
)
SELECT s.kind::text AS kind, s.id::uuid AS id, s.happened_at::timestamptz AS happened_at, s.whole_day::boolean AS whole_day,
  coalesce(s.unit_id, '00000000-0000-0000-0000-000000000000')::uuid AS unit_id, coalesce(s.number, '')::text AS number,
  s.said::text AS said, s.more::text AS more, coalesce(s.who, '')::text AS who, s.changes::jsonb AS changes,
  coalesce(s.amount, 0)::numeric AS amount, s.sort_key::text AS sort_key
FROM sorted AS s
WHERE NOT sqlc.arg(has_cursor)::boolean
  OR (NOT sqlc.arg(descending)::boolean AND (s.sort_key COLLATE "C", s.id) > (sqlc.arg(cursor_key)::text COLLATE "C", sqlc.arg(cursor_id)::uuid))
  OR (sqlc.arg(descending)::boolean AND (s.sort_key COLLATE "C", s.id) < (sqlc.arg(cursor_key)::text COLLATE "C", sqlc.arg(cursor_id)::uuid))
ORDER BY CASE WHEN NOT sqlc.arg(descending)::boolean THEN s.sort_key END COLLATE "C",
  CASE WHEN sqlc.arg(descending)::boolean THEN s.sort_key END COLLATE "C" DESC,
  CASE WHEN NOT sqlc.arg(descending)::boolean THEN s.id END, CASE WHEN sqlc.arg(descending)::boolean THEN s.id END DESC
LIMIT sqlc.arg(row_limit)::int;
