-- name: InsertAddress :exec
INSERT INTO addresses (tenant_id, id, street1, street2, city, state, zip_code, country, coordinates)
VALUES (sqlc.arg(tenant_id)::uuid, sqlc.arg(id)::uuid, sqlc.arg(street1)::text, sqlc.narg(street2)::text,
  sqlc.arg(city)::text, sqlc.narg(state)::text, sqlc.narg(zip_code)::text, sqlc.arg(country)::text,
  extensions.ST_SetSRID(extensions.ST_MakePoint(sqlc.narg(longitude)::float8, sqlc.narg(latitude)::float8), 4326)::extensions.geography);

-- name: UpdateAddress :execrows
UPDATE addresses SET street1 = sqlc.arg(street1)::text, street2 = sqlc.narg(street2)::text, city = sqlc.arg(city)::text,
  state = sqlc.narg(state)::text, zip_code = sqlc.narg(zip_code)::text, country = sqlc.arg(country)::text,
  coordinates = extensions.ST_SetSRID(extensions.ST_MakePoint(sqlc.narg(longitude)::float8, sqlc.narg(latitude)::float8), 4326)::extensions.geography
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid AND deleted_at IS NULL
  AND version = coalesce(sqlc.narg(version)::int, version);

-- name: GetAddress :one
-- Staff who are limited to some properties do not see the addresses of the others.
SELECT id, street1, street2, city, state, zip_code, country,
  coalesce(extensions.ST_Y(coordinates::extensions.geometry), 0)::float8 AS latitude,
  coalesce(extensions.ST_X(coordinates::extensions.geometry), 0)::float8 AS longitude,
  (coordinates IS NOT NULL)::boolean AS located, version, created_at, updated_at, deleted_at
FROM addresses
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid
  AND (deleted_at IS NULL OR sqlc.arg(with_deleted)::boolean)
  AND (cardinality(sqlc.arg(property_scope)::uuid[]) = 0 OR NOT EXISTS (SELECT FROM properties AS p
    WHERE p.tenant_id = sqlc.arg(tenant_id)::uuid AND p.address_id = addresses.id AND p.id <> ALL (sqlc.arg(property_scope)::uuid[])));

-- name: ListAddresses :many
WITH keyed AS (
  SELECT a.*, (CASE sqlc.arg(sort)::text
      WHEN 'created_at' THEN to_char(a.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US')
      ELSE a.city || ', ' || a.street1 END COLLATE app.natural) AS sort_key
  FROM addresses AS a
  WHERE a.tenant_id = sqlc.arg(tenant_id)::uuid
    AND (CASE WHEN sqlc.arg(deleted)::boolean THEN a.deleted_at IS NOT NULL ELSE a.deleted_at IS NULL END)
    AND (sqlc.arg(city)::text = '' OR a.city = sqlc.arg(city)::text)
    AND (sqlc.arg(state)::text = '' OR a.state = sqlc.arg(state)::text)
    AND (sqlc.arg(q)::text = '' OR a.street1 ILIKE sqlc.arg(q)::text OR a.city ILIKE sqlc.arg(q)::text OR a.zip_code ILIKE sqlc.arg(q)::text)
    AND (cardinality(sqlc.arg(property_scope)::uuid[]) = 0 OR NOT EXISTS (SELECT FROM properties AS p
      WHERE p.tenant_id = sqlc.arg(tenant_id)::uuid AND p.address_id = a.id AND p.id <> ALL (sqlc.arg(property_scope)::uuid[])))
    AND (cardinality(sqlc.arg(own)::uuid[]) = 0 OR a.id = ANY (sqlc.arg(own)::uuid[]))
)
SELECT k.id, k.street1, k.street2, k.city, k.state, k.zip_code, k.country,
  coalesce(extensions.ST_Y(k.coordinates::extensions.geometry), 0)::float8 AS latitude,
  coalesce(extensions.ST_X(k.coordinates::extensions.geometry), 0)::float8 AS longitude,
  (k.coordinates IS NOT NULL)::boolean AS located, k.version, k.created_at, k.updated_at, k.deleted_at, k.sort_key::text AS sort_key
FROM keyed AS k
WHERE NOT sqlc.arg(has_cursor)::boolean
  OR (NOT sqlc.arg(descending)::boolean AND (k.sort_key, k.id) > (sqlc.arg(cursor_key)::text COLLATE app.natural, sqlc.arg(cursor_id)::uuid))
  OR (sqlc.arg(descending)::boolean AND (k.sort_key, k.id) < (sqlc.arg(cursor_key)::text COLLATE app.natural, sqlc.arg(cursor_id)::uuid))
ORDER BY CASE WHEN NOT sqlc.arg(descending)::boolean THEN k.sort_key END, CASE WHEN sqlc.arg(descending)::boolean THEN k.sort_key END DESC,
  CASE WHEN NOT sqlc.arg(descending)::boolean THEN k.id END, CASE WHEN sqlc.arg(descending)::boolean THEN k.id END DESC
LIMIT sqlc.arg(row_limit)::int;

-- name: DeleteAddress :execrows
UPDATE addresses SET deleted_at = sqlc.arg(deleted_at)::timestamptz, deleted_by = sqlc.narg(deleted_by)::uuid,
  deletion_id = sqlc.arg(deletion_id)::uuid
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid AND deleted_at IS NULL
  AND version = coalesce(sqlc.narg(version)::int, version);

-- name: RestoreAddress :execrows
UPDATE addresses SET deleted_at = NULL, deleted_by = NULL, deletion_id = NULL
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid AND deleted_at IS NOT NULL;
