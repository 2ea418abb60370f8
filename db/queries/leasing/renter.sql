-- name: ListRenters :many
-- The people and companies that rent, each with the home that they are bound to now or will be. Staff who are limited to some
-- properties see who is on a lease there, and those who are on none yet. Homes are looked up for the rows of the page only; a
-- list of one property shows the homes there.
WITH keyed AS (
  SELECT r.id, (CASE sqlc.arg(sort)::text
      WHEN 'created_at' THEN to_char(r.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US')
      WHEN 'email' THEN coalesce(r.email, '')
      ELSE coalesce(r.company_name, concat_ws(' ', nullif(r.last_name, ''), nullif(r.first_name, ''))) END COLLATE app.natural) AS sort_key
  FROM tenants AS r
  WHERE r.tenant_id = sqlc.arg(tenant_id)::uuid
    AND (CASE WHEN sqlc.arg(deleted)::boolean THEN r.deleted_at IS NOT NULL ELSE r.deleted_at IS NULL END)
    AND (sqlc.arg(kind)::text = '' OR r.kind = sqlc.arg(kind)::text)
    AND (CASE
      WHEN sqlc.arg(leased)::text = '' AND sqlc.narg(property_id)::uuid IS NULL THEN true
      WHEN sqlc.arg(leased)::text = 'no' AND sqlc.narg(property_id)::uuid IS NOT NULL THEN false
      ELSE (r.id IN (
        SELECT lp.renter_id FROM lease_parties AS lp
        WHERE lp.tenant_id = sqlc.arg(tenant_id)::uuid AND lp.deleted_at IS NULL AND (lp.lease_id IN (
          SELECT l.id FROM leases AS l
          WHERE l.tenant_id = sqlc.arg(tenant_id)::uuid AND l.deleted_at IS NULL AND l.status IN ('pending', 'active', 'expiring_soon', 'renewed')
            AND (sqlc.narg(property_id)::uuid IS NULL OR l.property_id = sqlc.narg(property_id)::uuid)
            AND (cardinality(sqlc.arg(property_scope)::uuid[]) = 0 OR l.property_id = ANY (sqlc.arg(property_scope)::uuid[])))) IS TRUE
          AND (lp.tenancy_id IN (SELECT t.id FROM tenancies AS t
            WHERE t.tenant_id = sqlc.arg(tenant_id)::uuid AND t.moved_out_on IS NULL AND t.deleted_at IS NULL)) IS TRUE))
        = (sqlc.arg(leased)::text <> 'no') END)
    AND (sqlc.arg(q)::text = '' OR concat_ws(' ', r.first_name, r.last_name) ILIKE sqlc.arg(q)::text OR r.company_name ILIKE sqlc.arg(q)::text
      OR r.email ILIKE sqlc.arg(q)::text
      OR (sqlc.arg(phone)::text <> '' AND regexp_replace(coalesce(r.phone, ''), '\D', '', 'g') LIKE sqlc.arg(phone)::text))
    AND (cardinality(sqlc.arg(property_scope)::uuid[]) = 0
      OR NOT EXISTS (SELECT FROM lease_parties AS n WHERE n.tenant_id = sqlc.arg(tenant_id)::uuid AND n.renter_id = r.id)
      OR EXISTS (SELECT FROM lease_parties AS n JOIN leases AS l ON l.tenant_id = n.tenant_id AND l.id = n.lease_id
        WHERE n.tenant_id = sqlc.arg(tenant_id)::uuid AND n.renter_id = r.id AND l.property_id = ANY (sqlc.arg(property_scope)::uuid[])))
), paged AS (
  SELECT k.* FROM keyed AS k
  WHERE NOT sqlc.arg(has_cursor)::boolean
    OR (NOT sqlc.arg(descending)::boolean AND (k.sort_key, k.id) > (sqlc.arg(cursor_key)::text COLLATE app.natural, sqlc.arg(cursor_id)::uuid))
    OR (sqlc.arg(descending)::boolean AND (k.sort_key, k.id) < (sqlc.arg(cursor_key)::text COLLATE app.natural, sqlc.arg(cursor_id)::uuid))
  ORDER BY CASE WHEN NOT sqlc.arg(descending)::boolean THEN k.sort_key END, CASE WHEN sqlc.arg(descending)::boolean THEN k.sort_key END DESC,
    CASE WHEN NOT sqlc.arg(descending)::boolean THEN k.id END, CASE WHEN sqlc.arg(descending)::boolean THEN k.id END DESC
  LIMIT sqlc.arg(row_limit)::int
)
SELECT r.id, r.kind, r.first_name, r.last_name, coalesce(r.company_name, '')::text AS company_name, coalesce(r.email, '')::text AS email,
  coalesce(r.phone, '')::text AS phone, r.version, r.created_at, r.updated_at, r.deleted_at, (r.user_id IS NOT NULL)::boolean AS signs_in,
  coalesce(h.lease_id, '00000000-0000-0000-0000-000000000000')::uuid AS lease_id,
  coalesce(h.unit_id, '00000000-0000-0000-0000-000000000000')::uuid AS unit_id,
  coalesce(h.number, '')::text AS number,
  coalesce(h.property_id, '00000000-0000-0000-0000-000000000000')::uuid AS property_id, coalesce(h.property_name, '')::text AS property_name,
  coalesce(h.role, '')::text AS role, coalesce(h.status, '')::text AS status, k.sort_key::text AS sort_key
FROM paged AS k
JOIN tenants AS r ON r.tenant_id = sqlc.arg(tenant_id)::uuid AND r.id = k.id
LEFT JOIN LATERAL (
  SELECT l.id AS lease_id, l.unit_id, u.number, l.property_id, p.name AS property_name, lp.role, l.status
  FROM lease_parties AS lp
  JOIN leases AS l ON l.tenant_id = lp.tenant_id AND l.id = lp.lease_id AND l.deleted_at IS NULL
    AND l.status IN ('pending', 'active', 'expiring_soon', 'renewed')
  JOIN tenancies AS t ON t.tenant_id = l.tenant_id AND t.id = l.tenancy_id AND t.moved_out_on IS NULL AND t.deleted_at IS NULL
  JOIN units AS u ON u.tenant_id = l.tenant_id AND u.id = l.unit_id
  JOIN properties AS p ON p.tenant_id = l.tenant_id AND p.id = l.property_id
  WHERE lp.tenant_id = sqlc.arg(tenant_id)::uuid AND lp.renter_id = r.id AND lp.deleted_at IS NULL
    AND (cardinality(sqlc.arg(property_scope)::uuid[]) = 0 OR l.property_id = ANY (sqlc.arg(property_scope)::uuid[]))
    AND (sqlc.narg(property_id)::uuid IS NULL OR l.property_id = sqlc.narg(property_id)::uuid)
  ORDER BY (t.moved_in_on IS NOT NULL) DESC, l.status = 'renewed', l.start_date, l.id
  LIMIT 1) AS h ON true
ORDER BY CASE WHEN NOT sqlc.arg(descending)::boolean THEN k.sort_key END, CASE WHEN sqlc.arg(descending)::boolean THEN k.sort_key END DESC,
  CASE WHEN NOT sqlc.arg(descending)::boolean THEN k.id END, CASE WHEN sqlc.arg(descending)::boolean THEN k.id END DESC;

-- name: GetRenter :one
SELECT r.id, r.kind, r.first_name, r.last_name, coalesce(r.company_name, '')::text AS company_name, coalesce(r.email, '')::text AS email,
  coalesce(r.phone, '')::text AS phone, coalesce(r.employer_name, '')::text AS employer_name,
  coalesce(r.employer_phone, '')::text AS employer_phone, (r.user_id IS NOT NULL)::boolean AS signs_in,
  coalesce(r.ssn_last_four, '')::text AS ssn_last_four, coalesce(r.driver_license_last_four, '')::text AS driver_license_last_four,
  (r.ssn_encrypted IS NOT NULL)::boolean AS has_ssn, (r.driver_license_encrypted IS NOT NULL)::boolean AS has_driver_license,
  (r.date_of_birth_encrypted IS NOT NULL)::boolean AS has_date_of_birth, (r.income_encrypted IS NOT NULL)::boolean AS has_income,
  r.version, r.created_at, r.updated_at, r.deleted_at
FROM tenants AS r
WHERE r.tenant_id = sqlc.arg(tenant_id)::uuid AND r.id = sqlc.arg(id)::uuid
  AND (r.deleted_at IS NULL OR sqlc.arg(with_deleted)::boolean)
  AND (cardinality(sqlc.arg(property_scope)::uuid[]) = 0
    OR NOT EXISTS (SELECT FROM lease_parties AS n WHERE n.tenant_id = sqlc.arg(tenant_id)::uuid AND n.renter_id = r.id)
    OR EXISTS (SELECT FROM lease_parties AS n JOIN leases AS l ON l.tenant_id = n.tenant_id AND l.id = n.lease_id
      WHERE n.tenant_id = sqlc.arg(tenant_id)::uuid AND n.renter_id = r.id AND l.property_id = ANY (sqlc.arg(property_scope)::uuid[])));

-- name: LockRenter :one
SELECT id, version, deleted_at, deletion_id FROM tenants
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid
FOR NO KEY UPDATE;

-- name: GetRenterSecrets :one
SELECT ssn_encrypted, ssn_key_id, driver_license_encrypted, driver_license_key_id, date_of_birth_encrypted, date_of_birth_key_id,
  income_encrypted, income_key_id
FROM tenants
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid AND deleted_at IS NULL;

-- name: InsertRenter :exec
INSERT INTO tenants (tenant_id, id, kind, first_name, last_name, company_name, email, phone, employer_name, employer_phone)
VALUES (sqlc.arg(tenant_id)::uuid, sqlc.arg(id)::uuid, sqlc.arg(kind)::text, sqlc.arg(first_name)::text, sqlc.arg(last_name)::text,
  nullif(sqlc.arg(company_name)::text, ''), nullif(sqlc.arg(email)::text, ''), nullif(sqlc.arg(phone)::text, ''),
  nullif(sqlc.arg(employer_name)::text, ''), nullif(sqlc.arg(employer_phone)::text, ''));

-- name: UpdateRenter :exec
UPDATE tenants SET kind = sqlc.arg(kind)::text, first_name = sqlc.arg(first_name)::text, last_name = sqlc.arg(last_name)::text,
  company_name = nullif(sqlc.arg(company_name)::text, ''), email = nullif(sqlc.arg(email)::text, ''),
  phone = nullif(sqlc.arg(phone)::text, ''), employer_name = nullif(sqlc.arg(employer_name)::text, ''),
  employer_phone = nullif(sqlc.arg(employer_phone)::text, '')
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid;

-- name: SetRenterSSN :exec
UPDATE tenants SET ssn_encrypted = sqlc.narg(ciphertext)::bytea, ssn_key_id = sqlc.narg(key_id)::bigint,
  ssn_bidx = sqlc.narg(blind_index)::bytea, ssn_last_four = nullif(sqlc.arg(last_four)::text, '')
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid;

-- name: SetRenterDriverLicense :exec
UPDATE tenants SET driver_license_encrypted = sqlc.narg(ciphertext)::bytea, driver_license_key_id = sqlc.narg(key_id)::bigint,
  driver_license_last_four = nullif(sqlc.arg(last_four)::text, '')
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid;

-- name: SetRenterDateOfBirth :exec
UPDATE tenants SET date_of_birth_encrypted = sqlc.narg(ciphertext)::bytea, date_of_birth_key_id = sqlc.narg(key_id)::bigint
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid;

-- name: SetRenterIncome :exec
UPDATE tenants SET income_encrypted = sqlc.narg(ciphertext)::bytea, income_key_id = sqlc.narg(key_id)::bigint
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid;

-- name: RenterWithSSN :one
-- Another renter with the same number, found by its blind index.
SELECT id FROM tenants
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND ssn_bidx = sqlc.arg(blind_index)::bytea AND id <> sqlc.arg(id)::uuid AND deleted_at IS NULL
LIMIT 1;

-- name: RentersLeases :many
-- Every lease that a renter is or was on, the newest first.
SELECT l.id, l.start_date, l.end_date, l.monthly_rent, l.status, lp.role, lp.from_date, lp.to_date, l.unit_id, u.number, l.property_id,
  p.name AS property_name, t.moved_in_on, t.moved_out_on
FROM lease_parties AS lp
JOIN leases AS l ON l.tenant_id = lp.tenant_id AND l.id = lp.lease_id AND l.deleted_at IS NULL
JOIN tenancies AS t ON t.tenant_id = l.tenant_id AND t.id = l.tenancy_id
JOIN units AS u ON u.tenant_id = l.tenant_id AND u.id = l.unit_id
JOIN properties AS p ON p.tenant_id = l.tenant_id AND p.id = l.property_id
WHERE lp.tenant_id = sqlc.arg(tenant_id)::uuid AND lp.renter_id = sqlc.arg(renter_id)::uuid AND lp.deleted_at IS NULL
  AND (cardinality(sqlc.arg(property_scope)::uuid[]) = 0 OR l.property_id = ANY (sqlc.arg(property_scope)::uuid[]))
ORDER BY l.start_date DESC, l.id
LIMIT 200;

-- name: RenterInForce :many
-- The leases, pending or in force, that keep a renter from being deleted.
SELECT u.number, p.name AS property_name, l.start_date
FROM lease_parties AS lp
JOIN leases AS l ON l.tenant_id = lp.tenant_id AND l.id = lp.lease_id AND l.deleted_at IS NULL
  AND l.status IN ('pending', 'active', 'expiring_soon', 'renewed')
JOIN tenancies AS t ON t.tenant_id = l.tenant_id AND t.id = l.tenancy_id AND t.moved_out_on IS NULL AND t.deleted_at IS NULL
JOIN units AS u ON u.tenant_id = l.tenant_id AND u.id = l.unit_id
JOIN properties AS p ON p.tenant_id = l.tenant_id AND p.id = l.property_id
WHERE lp.tenant_id = sqlc.arg(tenant_id)::uuid AND lp.renter_id = sqlc.arg(renter_id)::uuid AND lp.deleted_at IS NULL
ORDER BY l.start_date, l.id
LIMIT 5;

-- name: DeleteRenter :exec
UPDATE tenants SET deleted_at = sqlc.arg(now)::timestamptz, deleted_by = sqlc.narg(deleted_by)::uuid, deletion_id = sqlc.arg(deletion_id)::uuid
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid;

-- name: DeleteRentersContacts :exec
UPDATE emergency_contacts SET deleted_at = sqlc.arg(now)::timestamptz, deleted_by = sqlc.narg(deleted_by)::uuid,
  deletion_id = sqlc.arg(deletion_id)::uuid
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND renter_id = sqlc.arg(renter_id)::uuid AND deleted_at IS NULL;

-- name: RestoreRenter :exec
UPDATE tenants SET deleted_at = NULL, deleted_by = NULL, deletion_id = NULL
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid;

-- name: RestoreRentersContacts :exec
UPDATE emergency_contacts SET deleted_at = NULL, deleted_by = NULL, deletion_id = NULL
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND renter_id = sqlc.arg(renter_id)::uuid AND deletion_id = sqlc.arg(deletion_id)::uuid;
