-- name: PropertiesNear :many
SELECT n.property_id::uuid AS property_id, n.meters::float8 AS meters
FROM app.properties_near(sqlc.arg(latitude)::float8, sqlc.arg(longitude)::float8, sqlc.arg(meters)::float8) AS n
JOIN properties AS p ON p.tenant_id = sqlc.arg(tenant_id)::uuid AND p.id = n.property_id
ORDER BY n.meters, n.property_id;

-- name: PropertyClusters :many
SELECT c.properties::bigint AS properties, c.latitude::float8 AS latitude, c.longitude::float8 AS longitude,
  c.south::float8 AS south, c.west::float8 AS west, c.north::float8 AS north, c.east::float8 AS east,
  coalesce(c.property_id, '00000000-0000-0000-0000-000000000000')::uuid AS property_id, coalesce(p.name, '')::text AS name
FROM app.property_clusters(sqlc.arg(only_ids)::uuid[], sqlc.arg(cell)::float8) AS c
LEFT JOIN properties AS p ON p.tenant_id = sqlc.arg(tenant_id)::uuid AND p.id = c.property_id
ORDER BY c.latitude DESC, c.longitude, c.property_id;

-- name: LocatedProperties :many
-- The properties of a filter whose coordinates are known.
SELECT p.id, extensions.ST_Y(a.coordinates::extensions.geometry)::float8 AS latitude,
  extensions.ST_X(a.coordinates::extensions.geometry)::float8 AS longitude
FROM properties AS p
JOIN addresses AS a ON a.tenant_id = sqlc.arg(tenant_id)::uuid AND a.id = p.address_id AND a.coordinates IS NOT NULL
WHERE p.tenant_id = sqlc.arg(tenant_id)::uuid
  AND (CASE WHEN sqlc.arg(deleted)::boolean THEN p.deleted_at IS NOT NULL ELSE p.deleted_at IS NULL END)
  AND (sqlc.arg(type)::text = '' OR p.type = sqlc.arg(type)::text)
  AND (sqlc.arg(status)::text = '' OR p.status = sqlc.arg(status)::text)
  AND (cardinality(sqlc.arg(property_scope)::uuid[]) = 0 OR p.id = ANY (sqlc.arg(property_scope)::uuid[]))
  AND (sqlc.arg(q)::text = '' OR p.name ILIKE sqlc.arg(q)::text OR a.street1 ILIKE sqlc.arg(q)::text
    OR a.city ILIKE sqlc.arg(q)::text OR a.zip_code ILIKE sqlc.arg(q)::text);
