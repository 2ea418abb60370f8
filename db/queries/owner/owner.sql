-- name: InsertOwner :exec
INSERT INTO owners (tenant_id, id, name, email, phone, address_id, ownership_percentage, distribution_frequency,
  distribution_day, active, tax_id_encrypted, tax_id_key_id, tax_id_bidx, tax_id_last_four)
VALUES (sqlc.arg(tenant_id)::uuid, sqlc.arg(id)::uuid, sqlc.arg(name)::text, sqlc.narg(email)::text, sqlc.narg(phone)::text,
  sqlc.narg(address_id)::uuid, sqlc.arg(default_share)::numeric, sqlc.arg(distribution_frequency)::text,
  sqlc.arg(distribution_day)::int, sqlc.arg(active)::boolean, sqlc.narg(tax_id_encrypted)::bytea,
  sqlc.narg(tax_id_key_id)::bigint, sqlc.narg(tax_id_bidx)::bytea, sqlc.narg(tax_id_last_four)::text);

-- name: UpdateOwner :exec
UPDATE owners SET name = sqlc.arg(name)::text, email = sqlc.narg(email)::text, phone = sqlc.narg(phone)::text,
  address_id = sqlc.narg(address_id)::uuid, ownership_percentage = sqlc.arg(default_share)::numeric,
  distribution_frequency = sqlc.arg(distribution_frequency)::text, distribution_day = sqlc.arg(distribution_day)::int,
  active = sqlc.arg(active)::boolean
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid;

-- name: SetTaxID :exec
UPDATE owners SET tax_id_encrypted = sqlc.narg(tax_id_encrypted)::bytea, tax_id_key_id = sqlc.narg(tax_id_key_id)::bigint,
  tax_id_bidx = sqlc.narg(tax_id_bidx)::bytea, tax_id_last_four = sqlc.narg(tax_id_last_four)::text
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid;

-- name: TaxID :one
SELECT tax_id_encrypted, tax_id_key_id FROM owners
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid AND deleted_at IS NULL;

-- name: LockOwner :one
SELECT id, address_id, version, deleted_at, deletion_id FROM owners
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid
FOR NO KEY UPDATE;

-- name: GetOwner :one
-- Somebody who is limited to properties knows the owners of those, and owners of none.
SELECT o.id, o.user_id, o.name, o.email, o.phone, o.ownership_percentage AS default_share, o.distribution_frequency,
  o.distribution_day, o.active, o.tax_id_last_four, o.version, o.created_at, o.updated_at, o.deleted_at,
  a.id AS address_id, coalesce(a.street1, '')::text AS street1, a.street2, coalesce(a.city, '')::text AS city, a.state,
  a.zip_code, coalesce(a.country, '')::text AS country
FROM owners AS o
LEFT JOIN addresses AS a ON a.tenant_id = sqlc.arg(tenant_id)::uuid AND a.id = o.address_id
WHERE o.tenant_id = sqlc.arg(tenant_id)::uuid AND o.id = sqlc.arg(id)::uuid
  AND (o.deleted_at IS NULL OR sqlc.arg(with_deleted)::boolean)
  AND (cardinality(sqlc.arg(property_scope)::uuid[]) = 0
    OR NOT EXISTS (SELECT FROM owner_properties AS n WHERE n.tenant_id = sqlc.arg(tenant_id)::uuid AND n.owner_id = o.id)
    OR EXISTS (SELECT FROM owner_properties AS m WHERE m.tenant_id = sqlc.arg(tenant_id)::uuid AND m.owner_id = o.id
      AND m.property_id = ANY (sqlc.arg(property_scope)::uuid[])));

-- name: ListOwners :many
-- Each owner with the number of properties of which they hold a share on the organization's day.
WITH today AS (
  SELECT (sqlc.arg(now)::timestamptz AT TIME ZONE z.time_zone)::date AS day FROM organizations AS z
  WHERE z.id = sqlc.arg(tenant_id)::uuid
), keyed AS (
  SELECT o.id, o.user_id, o.name, o.email, o.phone, o.ownership_percentage, o.distribution_frequency, o.distribution_day,
    o.active, o.tax_id_last_four, o.version, o.created_at, o.updated_at, o.deleted_at, h.properties,
    (CASE sqlc.arg(sort)::text
      WHEN 'properties' THEN h.properties::text
      WHEN 'created_at' THEN to_char(o.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US')
      ELSE o.name END COLLATE app.natural) AS sort_key
  FROM owners AS o
  CROSS JOIN LATERAL (
    SELECT count(DISTINCT s.property_id) AS properties FROM owner_properties AS s CROSS JOIN today AS d
    WHERE s.tenant_id = sqlc.arg(tenant_id)::uuid AND s.owner_id = o.id AND s.from_date <= d.day
      AND (s.to_date IS NULL OR s.to_date >= d.day)
      AND (cardinality(sqlc.arg(property_scope)::uuid[]) = 0 OR s.property_id = ANY (sqlc.arg(property_scope)::uuid[]))) AS h
  WHERE o.tenant_id = sqlc.arg(tenant_id)::uuid
    AND (CASE WHEN sqlc.arg(deleted)::boolean THEN o.deleted_at IS NOT NULL ELSE o.deleted_at IS NULL END)
    AND (sqlc.arg(state)::text = '' OR o.active = (sqlc.arg(state)::text = 'active'))
    AND (sqlc.arg(q)::text = '' OR o.name ILIKE sqlc.arg(q)::text OR o.email ILIKE sqlc.arg(q)::text OR o.phone ILIKE sqlc.arg(q)::text)
    AND (cardinality(sqlc.arg(property_scope)::uuid[]) = 0
      OR NOT EXISTS (SELECT FROM owner_properties AS n WHERE n.tenant_id = sqlc.arg(tenant_id)::uuid AND n.owner_id = o.id)
      OR EXISTS (SELECT FROM owner_properties AS m WHERE m.tenant_id = sqlc.arg(tenant_id)::uuid AND m.owner_id = o.id
        AND m.property_id = ANY (sqlc.arg(property_scope)::uuid[])))
)
SELECT k.id, k.user_id, k.name, k.email, k.phone, k.ownership_percentage AS default_share, k.distribution_frequency,
  k.distribution_day, k.active, k.tax_id_last_four, k.version, k.created_at, k.updated_at, k.deleted_at, k.properties,
  k.sort_key::text AS sort_key
FROM keyed AS k
WHERE NOT sqlc.arg(has_cursor)::boolean
  OR (NOT sqlc.arg(descending)::boolean AND (k.sort_key, k.id) > (sqlc.arg(cursor_key)::text COLLATE app.natural, sqlc.arg(cursor_id)::uuid))
  OR (sqlc.arg(descending)::boolean AND (k.sort_key, k.id) < (sqlc.arg(cursor_key)::text COLLATE app.natural, sqlc.arg(cursor_id)::uuid))
ORDER BY CASE WHEN NOT sqlc.arg(descending)::boolean THEN k.sort_key END, CASE WHEN sqlc.arg(descending)::boolean THEN k.sort_key END DESC,
  CASE WHEN NOT sqlc.arg(descending)::boolean THEN k.id END, CASE WHEN sqlc.arg(descending)::boolean THEN k.id END DESC
LIMIT sqlc.arg(row_limit)::int;

-- name: RunningShares :one
-- The shares of an owner that run on the organization's day or later.
SELECT count(*) FROM owner_properties AS s
JOIN organizations AS z ON z.id = sqlc.arg(tenant_id)::uuid
WHERE s.tenant_id = sqlc.arg(tenant_id)::uuid AND s.owner_id = sqlc.arg(owner_id)::uuid
  AND (s.to_date IS NULL OR s.to_date >= (sqlc.arg(now)::timestamptz AT TIME ZONE z.time_zone)::date);

-- name: DeleteOwner :exec
UPDATE owners SET deleted_at = sqlc.arg(deleted_at)::timestamptz, deleted_by = sqlc.narg(deleted_by)::uuid,
  deletion_id = sqlc.arg(deletion_id)::uuid
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid AND deleted_at IS NULL;

-- name: RestoreOwner :exec
UPDATE owners SET deleted_at = NULL, deleted_by = NULL, deletion_id = NULL
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid AND deleted_at IS NOT NULL;

-- name: Today :one
-- The organization's day.
SELECT (sqlc.arg(now)::timestamptz AT TIME ZONE z.time_zone)::date AS day FROM organizations AS z
WHERE z.id = sqlc.arg(tenant_id)::uuid;
