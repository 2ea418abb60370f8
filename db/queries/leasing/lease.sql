-- The leases themselves: lists, one of them, and the way from draft to active.

-- name: ListLeases :many
WITH today AS (
  SELECT (sqlc.arg(now)::timestamptz AT TIME ZONE z.time_zone)::date AS day FROM organizations AS z
  WHERE z.id = sqlc.arg(tenant_id)::uuid
), keyed AS (
  SELECT l.id, l.tenancy_id, l.unit_id, l.property_id, l.renter_id, l.start_date, l.end_date, l.monthly_rent, l.status, l.signed_at,
    l.version, l.created_at, l.updated_at, u.number, p.name AS property_name, t.moved_in_on, t.moved_out_on,
    (l.status IN ('active', 'expiring_soon') AND l.end_date IS NOT NULL AND l.end_date < d.day AND t.moved_in_on IS NOT NULL
      AND t.moved_out_on IS NULL)::boolean AS holdover,
    (CASE sqlc.arg(sort)::text
      WHEN 'start' THEN l.start_date::text
      WHEN 'end' THEN coalesce(l.end_date::text, '9999-12-31')
      WHEN 'rent' THEN coalesce(l.monthly_rent::text, '')
      WHEN 'status' THEN l.status
      WHEN 'renter' THEN coalesce((SELECT coalesce(r.company_name, r.last_name || ' ' || r.first_name) FROM tenants AS r
        WHERE r.tenant_id = sqlc.arg(tenant_id)::uuid AND r.id = l.renter_id), '')
      WHEN 'created_at' THEN to_char(l.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US')
      ELSE p.name || ' ' || u.number END COLLATE app.natural) AS sort_key
  FROM leases AS l CROSS JOIN today AS d
  JOIN tenancies AS t ON t.tenant_id = l.tenant_id AND t.id = l.tenancy_id AND t.tenant_id = sqlc.arg(tenant_id)::uuid
  JOIN units AS u ON u.tenant_id = l.tenant_id AND u.id = l.unit_id AND u.tenant_id = sqlc.arg(tenant_id)::uuid
  JOIN properties AS p ON p.tenant_id = l.tenant_id AND p.id = l.property_id AND p.tenant_id = sqlc.arg(tenant_id)::uuid
  WHERE l.tenant_id = sqlc.arg(tenant_id)::uuid AND l.deleted_at IS NULL
    AND (cardinality(sqlc.arg(property_scope)::uuid[]) = 0 OR l.property_id = ANY (sqlc.arg(property_scope)::uuid[]))
    AND (cardinality(sqlc.arg(statuses)::text[]) = 0 OR l.status = ANY (sqlc.arg(statuses)::text[]))
    AND (sqlc.arg(property_id)::uuid = '00000000-0000-0000-0000-000000000000' OR l.property_id = sqlc.arg(property_id)::uuid)
    AND (sqlc.arg(unit_id)::uuid = '00000000-0000-0000-0000-000000000000' OR l.unit_id = sqlc.arg(unit_id)::uuid)
    AND (sqlc.arg(tenancy_id)::uuid = '00000000-0000-0000-0000-000000000000' OR l.tenancy_id = sqlc.arg(tenancy_id)::uuid)
    AND (sqlc.arg(renter_id)::uuid = '00000000-0000-0000-0000-000000000000' OR EXISTS (SELECT FROM lease_parties AS lp
      WHERE lp.tenant_id = sqlc.arg(tenant_id)::uuid AND lp.lease_id = l.id AND lp.renter_id = sqlc.arg(renter_id)::uuid
        AND lp.deleted_at IS NULL))
    AND (sqlc.narg(ends_from)::date IS NULL OR l.end_date >= sqlc.narg(ends_from)::date)
    AND (sqlc.narg(ends_to)::date IS NULL OR l.end_date <= sqlc.narg(ends_to)::date)
    AND (NOT sqlc.arg(month_to_month)::boolean OR l.end_date IS NULL)
    AND (NOT sqlc.arg(holdover)::boolean OR (l.status IN ('active', 'expiring_soon') AND l.end_date < d.day
      AND t.moved_in_on IS NOT NULL AND t.moved_out_on IS NULL))
    AND (sqlc.arg(q)::text = '' OR u.number ILIKE sqlc.arg(q)::text OR p.name ILIKE sqlc.arg(q)::text OR EXISTS (
      SELECT FROM lease_parties AS sp JOIN tenants AS sr ON sr.tenant_id = sp.tenant_id AND sr.id = sp.renter_id
      WHERE sp.tenant_id = sqlc.arg(tenant_id)::uuid AND sp.lease_id = l.id AND sp.deleted_at IS NULL
        AND (sr.first_name || ' ' || sr.last_name ILIKE sqlc.arg(q)::text OR sr.company_name ILIKE sqlc.arg(q)::text)))
), paged AS (
  SELECT k.* FROM keyed AS k
  WHERE NOT sqlc.arg(has_cursor)::boolean
    OR (NOT sqlc.arg(descending)::boolean AND (k.sort_key, k.id) > (sqlc.arg(cursor_key)::text COLLATE app.natural, sqlc.arg(cursor_id)::uuid))
    OR (sqlc.arg(descending)::boolean AND (k.sort_key, k.id) < (sqlc.arg(cursor_key)::text COLLATE app.natural, sqlc.arg(cursor_id)::uuid))
  ORDER BY CASE WHEN NOT sqlc.arg(descending)::boolean THEN k.sort_key END, CASE WHEN sqlc.arg(descending)::boolean THEN k.sort_key END DESC,
    CASE WHEN NOT sqlc.arg(descending)::boolean THEN k.id END, CASE WHEN sqlc.arg(descending)::boolean THEN k.id END DESC
  LIMIT sqlc.arg(row_limit)::int
)
SELECT k.id, k.tenancy_id, k.unit_id, k.property_id, k.start_date, k.end_date, k.monthly_rent, k.status, k.signed_at, k.version,
  k.created_at, k.updated_at, k.number, k.property_name, k.moved_in_on, k.moved_out_on, k.holdover,
  coalesce((SELECT string_agg(CASE r.kind WHEN 'company' THEN r.company_name ELSE btrim(r.first_name || ' ' || r.last_name) END,
      ', ' ORDER BY (r.id = k.renter_id) DESC, r.last_name, r.first_name)
    FROM lease_parties AS lp
    JOIN tenants AS r ON r.tenant_id = lp.tenant_id AND r.id = lp.renter_id
    WHERE lp.tenant_id = sqlc.arg(tenant_id)::uuid AND lp.lease_id = k.id AND lp.role = 'renter' AND lp.deleted_at IS NULL), '')::text AS renters, k.sort_key::text AS sort_key
FROM paged AS k
ORDER BY CASE WHEN NOT sqlc.arg(descending)::boolean THEN k.sort_key END, CASE WHEN sqlc.arg(descending)::boolean THEN k.sort_key END DESC,
  CASE WHEN NOT sqlc.arg(descending)::boolean THEN k.id END, CASE WHEN sqlc.arg(descending)::boolean THEN k.id END DESC;

-- name: SumLeases :one
-- The footer of the list: the same filters over all pages.
WITH today AS (
  SELECT (sqlc.arg(now)::timestamptz AT TIME ZONE z.time_zone)::date AS day FROM organizations AS z
  WHERE z.id = sqlc.arg(tenant_id)::uuid
)
SELECT count(*) AS leases, coalesce(sum(l.monthly_rent), 0)::numeric AS monthly_rent
  FROM leases AS l CROSS JOIN today AS d
  JOIN tenancies AS t ON t.tenant_id = l.tenant_id AND t.id = l.tenancy_id AND t.tenant_id = sqlc.arg(tenant_id)::uuid
  JOIN units AS u ON u.tenant_id = l.tenant_id AND u.id = l.unit_id AND u.tenant_id = sqlc.arg(tenant_id)::uuid
  JOIN properties AS p ON p.tenant_id = l.tenant_id AND p.id = l.property_id AND p.tenant_id = sqlc.arg(tenant_id)::uuid
  WHERE l.tenant_id = sqlc.arg(tenant_id)::uuid AND l.deleted_at IS NULL
    AND (cardinality(sqlc.arg(property_scope)::uuid[]) = 0 OR l.property_id = ANY (sqlc.arg(property_scope)::uuid[]))
    AND (cardinality(sqlc.arg(statuses)::text[]) = 0 OR l.status = ANY (sqlc.arg(statuses)::text[]))
    AND (sqlc.arg(property_id)::uuid = '00000000-0000-0000-0000-000000000000' OR l.property_id = sqlc.arg(property_id)::uuid)
    AND (sqlc.arg(unit_id)::uuid = '00000000-0000-0000-0000-000000000000' OR l.unit_id = sqlc.arg(unit_id)::uuid)
    AND (sqlc.arg(tenancy_id)::uuid = '00000000-0000-0000-0000-000000000000' OR l.tenancy_id = sqlc.arg(tenancy_id)::uuid)
    AND (sqlc.arg(renter_id)::uuid = '00000000-0000-0000-0000-000000000000' OR EXISTS (SELECT FROM lease_parties AS lp
      WHERE lp.tenant_id = sqlc.arg(tenant_id)::uuid AND lp.lease_id = l.id AND lp.renter_id = sqlc.arg(renter_id)::uuid
        AND lp.deleted_at IS NULL))
    AND (sqlc.narg(ends_from)::date IS NULL OR l.end_date >= sqlc.narg(ends_from)::date)
    AND (sqlc.narg(ends_to)::date IS NULL OR l.end_date <= sqlc.narg(ends_to)::date)
    AND (NOT sqlc.arg(month_to_month)::boolean OR l.end_date IS NULL)
    AND (NOT sqlc.arg(holdover)::boolean OR (l.status IN ('active', 'expiring_soon') AND l.end_date < d.day
      AND t.moved_in_on IS NOT NULL AND t.moved_out_on IS NULL))
    AND (sqlc.arg(q)::text = '' OR u.number ILIKE sqlc.arg(q)::text OR p.name ILIKE sqlc.arg(q)::text OR EXISTS (
      SELECT FROM lease_parties AS sp JOIN tenants AS sr ON sr.tenant_id = sp.tenant_id AND sr.id = sp.renter_id
      WHERE sp.tenant_id = sqlc.arg(tenant_id)::uuid AND sp.lease_id = l.id AND sp.deleted_at IS NULL
        AND (sr.first_name || ' ' || sr.last_name ILIKE sqlc.arg(q)::text OR sr.company_name ILIKE sqlc.arg(q)::text)));

-- name: GetLease :one
WITH today AS (
  SELECT (sqlc.arg(now)::timestamptz AT TIME ZONE z.time_zone)::date AS day FROM organizations AS z
  WHERE z.id = sqlc.arg(tenant_id)::uuid
)
SELECT k.id, k.tenancy_id, k.unit_id, k.property_id, k.renter_id, k.start_date, k.end_date, k.monthly_rent, k.security_deposit, k.pet_deposit,
  k.subsidized, k.status, k.terms, k.signed_at, k.signed_document_id, k.activated_at, k.auto_renew, k.late_fee_confirmed_on,
  k.late_fee_confirmed_by, k.version, k.created_at, k.updated_at, k.deleted_at, u.number, p.name AS property_name, t.moved_in_on, t.moved_out_on,
  (k.status IN ('active', 'expiring_soon') AND k.end_date IS NOT NULL AND k.end_date < d.day AND t.moved_in_on IS NOT NULL
      AND t.moved_out_on IS NULL)::boolean AS holdover, d.day AS today, u.status AS unit_status,
  coalesce((SELECT string_agg(CASE r.kind WHEN 'company' THEN r.company_name ELSE btrim(r.first_name || ' ' || r.last_name) END,
      ', ' ORDER BY (r.id = k.renter_id) DESC, r.last_name, r.first_name)
    FROM lease_parties AS lp
    JOIN tenants AS r ON r.tenant_id = lp.tenant_id AND r.id = lp.renter_id
    WHERE lp.tenant_id = sqlc.arg(tenant_id)::uuid AND lp.lease_id = k.id AND lp.role = 'renter' AND lp.deleted_at IS NULL), '')::text AS renters
FROM leases AS k CROSS JOIN today AS d
JOIN tenancies AS t ON t.tenant_id = k.tenant_id AND t.id = k.tenancy_id AND t.tenant_id = sqlc.arg(tenant_id)::uuid
JOIN units AS u ON u.tenant_id = k.tenant_id AND u.id = k.unit_id AND u.tenant_id = sqlc.arg(tenant_id)::uuid
JOIN properties AS p ON p.tenant_id = k.tenant_id AND p.id = k.property_id AND p.tenant_id = sqlc.arg(tenant_id)::uuid
WHERE k.tenant_id = sqlc.arg(tenant_id)::uuid AND k.id = sqlc.arg(id)::uuid
  AND (k.deleted_at IS NULL OR sqlc.arg(with_deleted)::boolean);

-- name: LeasePlace :one
-- What has to be known of a lease before it is locked: the unit is locked first, so that two leases of one unit wait in line.
SELECT unit_id, property_id FROM leases
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid;

-- name: LockLeaseUnit :one
SELECT id, property_id, status, deleted_at FROM units
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid
FOR NO KEY UPDATE;

-- name: LockLease :one
SELECT id, tenancy_id, unit_id, property_id, renter_id, start_date, end_date, monthly_rent, subsidized, status, terms, signed_at, auto_renew,
  version, deleted_at, deletion_id
FROM leases
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid
FOR NO KEY UPDATE;

-- name: LeaseTenancy :one
-- A stay that a further lease is to belong to.
SELECT id, unit_id, property_id, moved_in_on, moved_out_on, deleted_at FROM tenancies
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid;

-- name: UpdateLeaseTerms :execrows
UPDATE leases SET start_date = sqlc.arg(start_date)::date, end_date = sqlc.narg(end_date)::date, subsidized = sqlc.arg(subsidized)::boolean,
  auto_renew = sqlc.arg(auto_renew)::boolean, terms = sqlc.narg(terms)::text
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid AND deleted_at IS NULL;

-- name: SetLeaseSums :execrows
-- What the design keeps on the lease itself of its rents and deposits.
UPDATE leases SET monthly_rent = sqlc.narg(monthly_rent)::numeric, security_deposit = sqlc.narg(security_deposit)::numeric,
  pet_deposit = sqlc.narg(pet_deposit)::numeric
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid AND deleted_at IS NULL
  AND (monthly_rent, security_deposit, pet_deposit) IS DISTINCT FROM
    (sqlc.narg(monthly_rent)::numeric, sqlc.narg(security_deposit)::numeric, sqlc.narg(pet_deposit)::numeric);

-- name: SetLeaseStatus :execrows
-- A lease that goes back to draft loses its signature: what was signed is not what will be.
UPDATE leases SET status = sqlc.arg(status)::text,
  signed_at = CASE WHEN sqlc.arg(status)::text = 'draft' THEN NULL ELSE signed_at END,
  signed_document_id = CASE WHEN sqlc.arg(status)::text = 'draft' THEN NULL ELSE signed_document_id END,
  activated_at = CASE WHEN sqlc.arg(status)::text = 'active' THEN coalesce(activated_at, sqlc.arg(now)::timestamptz) ELSE activated_at END
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid AND deleted_at IS NULL;

-- name: SignLease :execrows
UPDATE leases SET signed_at = (sqlc.arg(signed_on)::date + time '12:00') AT TIME ZONE o.time_zone,
  signed_document_id = coalesce(sqlc.narg(document_id)::uuid, leases.signed_document_id)
FROM organizations AS o
WHERE o.id = sqlc.arg(tenant_id)::uuid AND leases.tenant_id = sqlc.arg(tenant_id)::uuid AND leases.id = sqlc.arg(id)::uuid
  AND leases.deleted_at IS NULL;

-- name: LeaseDocument :one
-- Whether a document is of the lease or of its stay.
SELECT count(*) FROM documents
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid AND deleted_at IS NULL
  AND entity_id IN (sqlc.arg(lease_id)::uuid, sqlc.arg(tenancy_id)::uuid);

-- name: ConfirmLateFee :execrows
UPDATE leases SET late_fee_confirmed_on = sqlc.narg(confirmed_on)::date, late_fee_confirmed_by = sqlc.narg(confirmed_by)::uuid
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid AND deleted_at IS NULL;

-- name: SettleUnit :one
-- The status of a unit that follows from who is in it and who is to come: occupied or notice while somebody is in possession,
-- reserved while nobody is and a signed household is to come, else vacant. A unit that is down stays so, and a model stays one
-- until somebody is to come. No row where nothing changes.
UPDATE units AS u SET status = s.status
FROM (SELECT CASE
    WHEN EXISTS (SELECT FROM tenancies AS t WHERE t.tenant_id = sqlc.arg(tenant_id)::uuid AND t.unit_id = sqlc.arg(unit_id)::uuid
      AND t.moved_in_on IS NOT NULL AND t.moved_out_on IS NULL AND t.deleted_at IS NULL
      AND (t.notice_given_on IS NOT NULL OR t.move_out_planned_on IS NOT NULL)) THEN 'notice'
    WHEN EXISTS (SELECT FROM tenancies AS t WHERE t.tenant_id = sqlc.arg(tenant_id)::uuid AND t.unit_id = sqlc.arg(unit_id)::uuid
      AND t.moved_in_on IS NOT NULL AND t.moved_out_on IS NULL AND t.deleted_at IS NULL) THEN 'occupied'
    WHEN EXISTS (SELECT FROM leases AS l
      JOIN tenancies AS t ON t.tenant_id = l.tenant_id AND t.id = l.tenancy_id
      WHERE l.tenant_id = sqlc.arg(tenant_id)::uuid AND l.unit_id = sqlc.arg(unit_id)::uuid AND l.deleted_at IS NULL
        AND l.status IN ('active', 'expiring_soon', 'renewed') AND t.moved_in_on IS NULL AND t.moved_out_on IS NULL) THEN 'reserved'
    ELSE 'vacant' END AS status) AS s
WHERE u.tenant_id = sqlc.arg(tenant_id)::uuid AND u.id = sqlc.arg(unit_id)::uuid AND u.deleted_at IS NULL AND u.status <> s.status
  AND u.status <> 'down' AND NOT (u.status = 'model' AND s.status = 'vacant')
RETURNING u.status;

-- name: DeleteLease :execrows
UPDATE leases SET deleted_at = sqlc.arg(deleted_at)::timestamptz, deleted_by = sqlc.narg(deleted_by)::uuid, deletion_id = sqlc.arg(deletion_id)::uuid
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid AND deleted_at IS NULL;

-- name: DeleteLeaseParties :execrows
UPDATE lease_parties SET deleted_at = sqlc.arg(deleted_at)::timestamptz, deleted_by = sqlc.narg(deleted_by)::uuid, deletion_id = sqlc.arg(deletion_id)::uuid
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND lease_id = sqlc.arg(lease_id)::uuid AND deleted_at IS NULL;

-- name: DeleteLeaseDocuments :execrows
UPDATE documents SET deleted_at = sqlc.arg(deleted_at)::timestamptz, deleted_by = sqlc.narg(deleted_by)::uuid, deletion_id = sqlc.arg(deletion_id)::uuid
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND entity_type = 'lease' AND entity_id = sqlc.arg(lease_id)::uuid AND deleted_at IS NULL;

-- name: DeleteBareTenancy :execrows
-- A stay that was only planned goes with its last draft.
UPDATE tenancies AS t SET deleted_at = sqlc.arg(deleted_at)::timestamptz, deleted_by = sqlc.narg(deleted_by)::uuid, deletion_id = sqlc.arg(deletion_id)::uuid
WHERE t.tenant_id = sqlc.arg(tenant_id)::uuid AND t.id = sqlc.arg(id)::uuid AND t.deleted_at IS NULL AND t.moved_in_on IS NULL
  AND NOT EXISTS (SELECT FROM leases AS l WHERE l.tenant_id = sqlc.arg(tenant_id)::uuid AND l.tenancy_id = t.id AND l.deleted_at IS NULL);

-- name: RestoreLeaseTenancy :execrows
UPDATE tenancies SET deleted_at = NULL, deleted_by = NULL, deletion_id = NULL
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND deletion_id = sqlc.arg(deletion_id)::uuid;

-- name: RestoreLease :execrows
UPDATE leases SET deleted_at = NULL, deleted_by = NULL, deletion_id = NULL
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND deletion_id = sqlc.arg(deletion_id)::uuid;

-- name: RestoreLeaseParties :execrows
UPDATE lease_parties SET deleted_at = NULL, deleted_by = NULL, deletion_id = NULL
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND deletion_id = sqlc.arg(deletion_id)::uuid;

-- name: RestoreLeaseDocuments :execrows
UPDATE documents SET deleted_at = NULL, deleted_by = NULL, deletion_id = NULL
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND deletion_id = sqlc.arg(deletion_id)::uuid;

-- name: LeaseChanges :many
SELECT a.created_at, a.action, a.changes, coalesce(btrim(u.first_name || ' ' || u.last_name), '')::text AS name,
  coalesce(u.email, '')::text AS email
FROM audit_logs AS a
LEFT JOIN users AS u ON u.tenant_id = a.tenant_id AND u.id = a.user_id AND u.tenant_id = sqlc.arg(tenant_id)::uuid
WHERE a.tenant_id = sqlc.arg(tenant_id)::uuid AND a.entity_type = 'leases' AND a.entity_id = sqlc.arg(lease_id)::uuid
ORDER BY a.created_at DESC, a.id DESC
LIMIT 50;

-- name: FindLeaseRenters :many
-- Renters to choose for a lease, by name or e-mail. Whoever was given some properties finds the renters of those, and those
-- of no property yet.
SELECT r.id, r.first_name, r.last_name, coalesce(r.company_name, '')::text AS company_name, coalesce(r.email, '')::text AS email
FROM tenants AS r
WHERE r.tenant_id = sqlc.arg(tenant_id)::uuid AND r.deleted_at IS NULL
  AND (cardinality(sqlc.arg(ids)::uuid[]) = 0 OR r.id = ANY (sqlc.arg(ids)::uuid[]))
  AND (sqlc.arg(q)::text = '' OR r.first_name || ' ' || r.last_name ILIKE sqlc.arg(q)::text OR r.company_name ILIKE sqlc.arg(q)::text
    OR r.email ILIKE sqlc.arg(q)::text)
  AND (cardinality(sqlc.arg(property_scope)::uuid[]) = 0
    OR NOT EXISTS (SELECT FROM lease_parties AS p WHERE p.tenant_id = sqlc.arg(tenant_id)::uuid AND p.renter_id = r.id)
    OR EXISTS (SELECT FROM lease_parties AS p
      JOIN leases AS l ON l.tenant_id = p.tenant_id AND l.id = p.lease_id
      WHERE p.tenant_id = sqlc.arg(tenant_id)::uuid AND p.renter_id = r.id AND l.property_id = ANY (sqlc.arg(property_scope)::uuid[])))
ORDER BY r.last_name, r.first_name, r.id
LIMIT 20;
