-- name: InsertProperty :exec
INSERT INTO properties (tenant_id, id, address_id, name, type, year_built, square_feet, lot_size, parking_spaces,
  time_zone, amenities, status)
VALUES (sqlc.arg(tenant_id)::uuid, sqlc.arg(id)::uuid, sqlc.narg(address_id)::uuid, sqlc.arg(name)::text,
  sqlc.arg(type)::text, sqlc.narg(year_built)::int, sqlc.narg(square_feet)::int, sqlc.narg(lot_size)::numeric,
  sqlc.narg(parking_spaces)::int, sqlc.narg(time_zone)::text, sqlc.arg(amenities)::jsonb, sqlc.arg(status)::text);

-- name: UpdateProperty :execrows
UPDATE properties SET address_id = sqlc.narg(address_id)::uuid, name = sqlc.arg(name)::text, type = sqlc.arg(type)::text,
  year_built = sqlc.narg(year_built)::int, square_feet = sqlc.narg(square_feet)::int,
  lot_size = sqlc.narg(lot_size)::numeric, parking_spaces = sqlc.narg(parking_spaces)::int,
  time_zone = sqlc.narg(time_zone)::text, amenities = sqlc.arg(amenities)::jsonb, status = sqlc.arg(status)::text
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid AND deleted_at IS NULL
  AND version = coalesce(sqlc.narg(version)::int, version);

-- name: GetProperty :one
SELECT p.id, p.address_id, p.name, p.type, p.year_built, p.square_feet, p.lot_size, p.parking_spaces, p.time_zone,
  p.amenities, p.status, p.version, p.created_at, p.updated_at, p.deleted_at,
  a.street1, a.street2, a.city, a.state, a.zip_code, a.country,
  coalesce(extensions.ST_Y(a.coordinates::extensions.geometry), 0)::float8 AS latitude,
  coalesce(extensions.ST_X(a.coordinates::extensions.geometry), 0)::float8 AS longitude,
  (a.coordinates IS NOT NULL)::boolean AS located,
  u.units, u.occupied, u.vacant, u.down, u.market_rent, r.monthly_rent
FROM properties AS p
LEFT JOIN addresses AS a ON a.tenant_id = p.tenant_id AND a.id = p.address_id AND a.tenant_id = sqlc.arg(tenant_id)::uuid
CROSS JOIN LATERAL (
  SELECT count(*) AS units,
    count(*) FILTER (WHERE status IN ('occupied', 'notice')) AS occupied,
    count(*) FILTER (WHERE status IN ('vacant', 'reserved')) AS vacant,
    count(*) FILTER (WHERE status IN ('down', 'model')) AS down,
    coalesce(sum(base_rent), 0)::numeric AS market_rent
  FROM units WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND property_id = p.id AND deleted_at IS NULL) AS u
CROSS JOIN LATERAL (
  SELECT coalesce(sum(l.monthly_rent), 0)::numeric AS monthly_rent
  FROM leases AS l
  JOIN tenancies AS t ON t.tenant_id = l.tenant_id AND t.id = l.tenancy_id
  WHERE l.tenant_id = sqlc.arg(tenant_id)::uuid AND l.property_id = p.id AND l.deleted_at IS NULL
    AND l.status IN ('active', 'expiring_soon') AND l.start_date <= (SELECT (sqlc.arg(now)::timestamptz AT TIME ZONE z.time_zone)::date
        FROM organizations AS z WHERE z.id = sqlc.arg(tenant_id)::uuid)
    AND t.moved_in_on IS NOT NULL AND t.moved_out_on IS NULL) AS r
WHERE p.tenant_id = sqlc.arg(tenant_id)::uuid AND p.id = sqlc.arg(id)::uuid
  AND (p.deleted_at IS NULL OR sqlc.arg(with_deleted)::boolean);

-- name: PropertyNames :many
-- For a choice of one: nothing is counted.
SELECT p.id, p.name FROM properties AS p
WHERE p.tenant_id = sqlc.arg(tenant_id)::uuid AND p.deleted_at IS NULL
  AND (cardinality(sqlc.arg(property_scope)::uuid[]) = 0 OR p.id = ANY (sqlc.arg(property_scope)::uuid[]))
ORDER BY p.name COLLATE app.natural, p.id
LIMIT sqlc.arg(row_limit)::int;

-- name: ListProperties :many
WITH keyed AS (
  SELECT p.*, u.units, u.occupied, u.vacant, u.down, u.market_rent, r.monthly_rent, (CASE sqlc.arg(sort)::text
      WHEN 'created_at' THEN to_char(p.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US')
      WHEN 'type' THEN p.type
      WHEN 'units' THEN u.units::text
      WHEN 'occupied' THEN u.occupied::text
      WHEN 'vacant' THEN u.vacant::text
      WHEN 'rent' THEN r.monthly_rent::text
      ELSE p.name END COLLATE app.natural) AS sort_key
  FROM properties AS p
  CROSS JOIN LATERAL (
    SELECT count(*) AS units,
      count(*) FILTER (WHERE status IN ('occupied', 'notice')) AS occupied,
      count(*) FILTER (WHERE status IN ('vacant', 'reserved')) AS vacant,
      count(*) FILTER (WHERE status IN ('down', 'model')) AS down,
      coalesce(sum(base_rent), 0)::numeric AS market_rent
    FROM units WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND property_id = p.id AND deleted_at IS NULL) AS u
  CROSS JOIN LATERAL (
    SELECT coalesce(sum(l.monthly_rent), 0)::numeric AS monthly_rent
    FROM leases AS l
    JOIN tenancies AS t ON t.tenant_id = l.tenant_id AND t.id = l.tenancy_id
    WHERE l.tenant_id = sqlc.arg(tenant_id)::uuid AND l.property_id = p.id AND l.deleted_at IS NULL
      AND l.status IN ('active', 'expiring_soon') AND l.start_date <= (SELECT (sqlc.arg(now)::timestamptz AT TIME ZONE z.time_zone)::date
        FROM organizations AS z WHERE z.id = sqlc.arg(tenant_id)::uuid)
      AND t.moved_in_on IS NOT NULL AND t.moved_out_on IS NULL) AS r
  WHERE p.tenant_id = sqlc.arg(tenant_id)::uuid
    AND (CASE WHEN sqlc.arg(deleted)::boolean THEN p.deleted_at IS NOT NULL ELSE p.deleted_at IS NULL END)
    AND (sqlc.arg(type)::text = '' OR p.type = sqlc.arg(type)::text)
    AND (sqlc.arg(status)::text = '' OR p.status = sqlc.arg(status)::text)
    AND (cardinality(sqlc.arg(property_scope)::uuid[]) = 0 OR p.id = ANY (sqlc.arg(property_scope)::uuid[]))
    AND (cardinality(sqlc.arg(only_ids)::uuid[]) = 0 OR p.id = ANY (sqlc.arg(only_ids)::uuid[]))
    AND (sqlc.arg(q)::text = '' OR p.name ILIKE sqlc.arg(q)::text OR EXISTS (SELECT FROM addresses AS s
      WHERE s.tenant_id = sqlc.arg(tenant_id)::uuid AND s.id = p.address_id
        AND (s.street1 ILIKE sqlc.arg(q)::text OR s.city ILIKE sqlc.arg(q)::text OR s.zip_code ILIKE sqlc.arg(q)::text)))
)
SELECT k.id, k.address_id, k.name, k.type, k.year_built, k.square_feet, k.lot_size, k.parking_spaces, k.time_zone,
  k.amenities, k.status, k.version, k.created_at, k.updated_at, k.deleted_at,
  a.street1, a.street2, a.city, a.state, a.zip_code, a.country,
  coalesce(extensions.ST_Y(a.coordinates::extensions.geometry), 0)::float8 AS latitude,
  coalesce(extensions.ST_X(a.coordinates::extensions.geometry), 0)::float8 AS longitude,
  (a.coordinates IS NOT NULL)::boolean AS located,
  k.units, k.occupied, k.vacant, k.down, k.market_rent, k.monthly_rent, k.sort_key::text AS sort_key
FROM keyed AS k
LEFT JOIN addresses AS a ON a.tenant_id = k.tenant_id AND a.id = k.address_id AND a.tenant_id = sqlc.arg(tenant_id)::uuid
WHERE NOT sqlc.arg(has_cursor)::boolean
  OR (NOT sqlc.arg(descending)::boolean AND (k.sort_key, k.id) > (sqlc.arg(cursor_key)::text COLLATE app.natural, sqlc.arg(cursor_id)::uuid))
  OR (sqlc.arg(descending)::boolean AND (k.sort_key, k.id) < (sqlc.arg(cursor_key)::text COLLATE app.natural, sqlc.arg(cursor_id)::uuid))
ORDER BY CASE WHEN NOT sqlc.arg(descending)::boolean THEN k.sort_key END, CASE WHEN sqlc.arg(descending)::boolean THEN k.sort_key END DESC,
  CASE WHEN NOT sqlc.arg(descending)::boolean THEN k.id END, CASE WHEN sqlc.arg(descending)::boolean THEN k.id END DESC
LIMIT sqlc.arg(row_limit)::int;

-- name: SumProperties :one
-- The footer of the list: the same filters over all pages.
SELECT count(*) AS properties, coalesce(sum(u.units), 0)::bigint AS units, coalesce(sum(u.occupied), 0)::bigint AS occupied,
  coalesce(sum(u.vacant), 0)::bigint AS vacant, coalesce(sum(r.monthly_rent), 0)::numeric AS monthly_rent
  FROM properties AS p
  CROSS JOIN LATERAL (
    SELECT count(*) AS units,
      count(*) FILTER (WHERE status IN ('occupied', 'notice')) AS occupied,
      count(*) FILTER (WHERE status IN ('vacant', 'reserved')) AS vacant,
      count(*) FILTER (WHERE status IN ('down', 'model')) AS down,
      coalesce(sum(base_rent), 0)::numeric AS market_rent
    FROM units WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND property_id = p.id AND deleted_at IS NULL) AS u
  CROSS JOIN LATERAL (
    SELECT coalesce(sum(l.monthly_rent), 0)::numeric AS monthly_rent
    FROM leases AS l
    JOIN tenancies AS t ON t.tenant_id = l.tenant_id AND t.id = l.tenancy_id
    WHERE l.tenant_id = sqlc.arg(tenant_id)::uuid AND l.property_id = p.id AND l.deleted_at IS NULL
      AND l.status IN ('active', 'expiring_soon') AND l.start_date <= (SELECT (sqlc.arg(now)::timestamptz AT TIME ZONE z.time_zone)::date
        FROM organizations AS z WHERE z.id = sqlc.arg(tenant_id)::uuid)
      AND t.moved_in_on IS NOT NULL AND t.moved_out_on IS NULL) AS r
  WHERE p.tenant_id = sqlc.arg(tenant_id)::uuid
    AND (CASE WHEN sqlc.arg(deleted)::boolean THEN p.deleted_at IS NOT NULL ELSE p.deleted_at IS NULL END)
    AND (sqlc.arg(type)::text = '' OR p.type = sqlc.arg(type)::text)
    AND (sqlc.arg(status)::text = '' OR p.status = sqlc.arg(status)::text)
    AND (cardinality(sqlc.arg(property_scope)::uuid[]) = 0 OR p.id = ANY (sqlc.arg(property_scope)::uuid[]))
    AND (sqlc.arg(q)::text = '' OR p.name ILIKE sqlc.arg(q)::text OR EXISTS (SELECT FROM addresses AS s
      WHERE s.tenant_id = sqlc.arg(tenant_id)::uuid AND s.id = p.address_id
        AND (s.street1 ILIKE sqlc.arg(q)::text OR s.city ILIKE sqlc.arg(q)::text OR s.zip_code ILIKE sqlc.arg(q)::text)));

-- name: LockProperty :one
-- The row and what the caller has to know before it deletes or restores it.
SELECT id, address_id, version, deleted_at, deletion_id FROM properties
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid
FOR NO KEY UPDATE;
