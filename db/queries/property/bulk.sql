-- Many rows at once. COPY is refused on a table with row-level security, so columns travel as arrays; the join to the
-- organization's row keeps the statement on one shard. Empty text stands for NULL.

-- name: InsertAddresses :execrows
INSERT INTO addresses (tenant_id, id, street1, street2, city, state, zip_code, country, coordinates)
SELECT o.id, r.id, r.street1, nullif(r.street2, ''), r.city, nullif(r.state, ''), nullif(r.zip_code, ''), r.country,
  CASE WHEN r.located
    THEN extensions.ST_SetSRID(extensions.ST_MakePoint(r.longitude, r.latitude), 4326)::extensions.geography END
FROM (SELECT unnest(sqlc.arg(ids)::uuid[]) AS id, unnest(sqlc.arg(street1s)::text[]) AS street1,
    unnest(sqlc.arg(street2s)::text[]) AS street2, unnest(sqlc.arg(cities)::text[]) AS city,
    unnest(sqlc.arg(states)::text[]) AS state, unnest(sqlc.arg(zip_codes)::text[]) AS zip_code,
    unnest(sqlc.arg(countries)::text[]) AS country, unnest(sqlc.arg(located)::boolean[]) AS located,
    unnest(sqlc.arg(latitudes)::double precision[]) AS latitude,
    unnest(sqlc.arg(longitudes)::double precision[]) AS longitude) AS r
JOIN organizations AS o ON o.id = sqlc.arg(tenant_id)::uuid;

-- name: InsertProperties :execrows
INSERT INTO properties (tenant_id, id, address_id, name, type, year_built, square_feet, parking_spaces, time_zone, amenities,
  metadata)
SELECT o.id, r.id, nullif(r.address_id, '00000000-0000-0000-0000-000000000000'), r.name, r.type,
  nullif(r.year_built, '')::integer, nullif(r.square_feet, '')::integer, nullif(r.parking_spaces, '')::integer,
  nullif(r.time_zone, ''), r.amenities::jsonb, r.metadata::jsonb
FROM (SELECT unnest(sqlc.arg(ids)::uuid[]) AS id, unnest(sqlc.arg(address_ids)::uuid[]) AS address_id,
    unnest(sqlc.arg(names)::text[]) AS name, unnest(sqlc.arg(types)::text[]) AS type,
    unnest(sqlc.arg(years_built)::text[]) AS year_built, unnest(sqlc.arg(square_feet)::text[]) AS square_feet,
    unnest(sqlc.arg(parking_spaces)::text[]) AS parking_spaces, unnest(sqlc.arg(time_zones)::text[]) AS time_zone,
    unnest(sqlc.arg(amenities)::text[]) AS amenities, unnest(sqlc.arg(metadata)::text[]) AS metadata) AS r
JOIN organizations AS o ON o.id = sqlc.arg(tenant_id)::uuid;

-- name: InsertUnits :execrows
INSERT INTO units (tenant_id, id, property_id, number, form, floor, square_feet, bedrooms, bathrooms, base_rent, deposit,
  amenities, status, non_revenue, metadata)
SELECT o.id, r.id, r.property_id, r.number, r.form, nullif(r.floor, '')::integer, nullif(r.square_feet, '')::integer,
  nullif(r.bedrooms, '')::integer, nullif(r.bathrooms, '')::numeric, r.base_rent, nullif(r.deposit, '')::numeric,
  r.amenities::jsonb, r.status, r.non_revenue, r.metadata::jsonb
FROM (SELECT unnest(sqlc.arg(ids)::uuid[]) AS id, unnest(sqlc.arg(property_ids)::uuid[]) AS property_id,
    unnest(sqlc.arg(numbers)::text[]) AS number, unnest(sqlc.arg(forms)::text[]) AS form,
    unnest(sqlc.arg(floors)::text[]) AS floor, unnest(sqlc.arg(square_feet)::text[]) AS square_feet,
    unnest(sqlc.arg(bedrooms)::text[]) AS bedrooms, unnest(sqlc.arg(bathrooms)::text[]) AS bathrooms,
    unnest(sqlc.arg(base_rents)::numeric[]) AS base_rent, unnest(sqlc.arg(deposits)::text[]) AS deposit,
    unnest(sqlc.arg(amenities)::text[]) AS amenities, unnest(sqlc.arg(statuses)::text[]) AS status,
    unnest(sqlc.arg(non_revenue)::boolean[]) AS non_revenue, unnest(sqlc.arg(metadata)::text[]) AS metadata) AS r
JOIN organizations AS o ON o.id = sqlc.arg(tenant_id)::uuid;

-- name: SetUnitStatuses :execrows
UPDATE units AS u SET status = r.status
FROM (SELECT unnest(sqlc.arg(ids)::uuid[]) AS id, unnest(sqlc.arg(statuses)::text[]) AS status) AS r
WHERE u.tenant_id = sqlc.arg(tenant_id)::uuid AND u.id = r.id AND u.deleted_at IS NULL AND u.status <> r.status;

-- name: ListPropertyKeys :many
SELECT p.id, p.name, coalesce(a.street1, '')::text AS street1, coalesce(a.zip_code, '')::text AS zip_code
FROM properties AS p
LEFT JOIN addresses AS a ON a.tenant_id = sqlc.arg(tenant_id)::uuid AND a.id = p.address_id
WHERE p.tenant_id = sqlc.arg(tenant_id)::uuid AND p.deleted_at IS NULL
ORDER BY p.id;

-- name: ListUnitKeys :many
SELECT u.id, u.property_id, u.number, u.status
FROM units AS u
WHERE u.tenant_id = sqlc.arg(tenant_id)::uuid AND u.property_id = ANY (sqlc.arg(property_ids)::uuid[])
  AND u.deleted_at IS NULL
ORDER BY u.id;
