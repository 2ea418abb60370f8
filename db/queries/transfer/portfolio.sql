-- The portfolio on the way out of an organization, as rows in the order of their ids, and into one. A row travels as a jsonb object
-- whose values are text. With properties, only what belongs to those.

-- name: ListAddresses :many
SELECT to_jsonb(r) AS row FROM (
  SELECT x.id, x.street1, x.street2, x.city, x.state, x.zip_code, x.country, extensions.ST_Y(x.coordinates::extensions.geometry) AS latitude,
    extensions.ST_X(x.coordinates::extensions.geometry) AS longitude
  FROM addresses AS x
  WHERE x.tenant_id = sqlc.arg(tenant_id)::uuid AND x.id > sqlc.arg(after)::uuid
    AND x.deleted_at IS NULL
    AND (EXISTS (SELECT FROM properties AS p WHERE p.tenant_id = sqlc.arg(tenant_id)::uuid AND p.address_id = x.id AND p.deleted_at IS NULL AND (cardinality(sqlc.arg(properties)::uuid[]) = 0 OR p.id = ANY (sqlc.arg(properties)::uuid[])))
      OR EXISTS (SELECT FROM owners AS w WHERE w.tenant_id = sqlc.arg(tenant_id)::uuid AND w.address_id = x.id AND w.deleted_at IS NULL
        AND (cardinality(sqlc.arg(properties)::uuid[]) = 0
          OR EXISTS (SELECT FROM owner_properties AS s WHERE s.tenant_id = sqlc.arg(tenant_id)::uuid AND s.owner_id = w.id AND s.property_id = ANY (sqlc.arg(properties)::uuid[])))))
  ORDER BY x.id LIMIT sqlc.arg(row_limit)::integer) AS r
ORDER BY r.id;

-- name: InsertAddresses :execrows
INSERT INTO addresses (tenant_id, id, street1, street2, city, state, zip_code, country, coordinates)
SELECT o.id, (r.value->>'id')::uuid, r.value->>'street1', r.value->>'street2', r.value->>'city', r.value->>'state', r.value->>'zip_code', r.value->>'country',
  CASE WHEN r.value->>'latitude' IS NOT NULL
    THEN extensions.ST_SetSRID(extensions.ST_MakePoint((r.value->>'longitude')::double precision,
      (r.value->>'latitude')::double precision), 4326)::extensions.geography END
FROM jsonb_array_elements(sqlc.arg(rows)::jsonb) AS r JOIN organizations AS o ON o.id = sqlc.arg(tenant_id)::uuid;

-- name: ListProperties :many
SELECT to_jsonb(r) AS row FROM (
  SELECT x.id, x.address_id, x.name, x.type, x.year_built, x.square_feet, x.lot_size, x.parking_spaces, x.time_zone, x.amenities, x.metadata, x.status
  FROM properties AS x
  WHERE x.tenant_id = sqlc.arg(tenant_id)::uuid AND x.id > sqlc.arg(after)::uuid
    AND x.deleted_at IS NULL AND (cardinality(sqlc.arg(properties)::uuid[]) = 0 OR x.id = ANY (sqlc.arg(properties)::uuid[]))
  ORDER BY x.id LIMIT sqlc.arg(row_limit)::integer) AS r
ORDER BY r.id;

-- name: InsertProperties :execrows
INSERT INTO properties (tenant_id, id, address_id, name, type, year_built, square_feet, lot_size, parking_spaces, time_zone, amenities, metadata, status)
SELECT o.id, (r.value->>'id')::uuid, (r.value->>'address_id')::uuid, r.value->>'name', r.value->>'type', (r.value->>'year_built')::integer,
  (r.value->>'square_feet')::integer, (r.value->>'lot_size')::numeric, (r.value->>'parking_spaces')::integer, r.value->>'time_zone',
  (r.value->>'amenities')::jsonb, (r.value->>'metadata')::jsonb, r.value->>'status'
FROM jsonb_array_elements(sqlc.arg(rows)::jsonb) AS r JOIN organizations AS o ON o.id = sqlc.arg(tenant_id)::uuid;

-- name: ListUnits :many
SELECT to_jsonb(r) AS row FROM (
  SELECT x.id, x.property_id, x.number, x.form, x.floor, x.square_feet, x.bedrooms, x.bathrooms, x.base_rent, x.deposit, x.amenities, x.status, x.non_revenue,
    x.metadata
  FROM units AS x
  WHERE x.tenant_id = sqlc.arg(tenant_id)::uuid AND x.id > sqlc.arg(after)::uuid
    AND x.deleted_at IS NULL AND (cardinality(sqlc.arg(properties)::uuid[]) = 0 OR x.property_id = ANY (sqlc.arg(properties)::uuid[]))
  ORDER BY x.id LIMIT sqlc.arg(row_limit)::integer) AS r
ORDER BY r.id;

-- name: InsertUnits :execrows
INSERT INTO units (tenant_id, id, property_id, number, form, floor, square_feet, bedrooms, bathrooms, base_rent, deposit, amenities, status, non_revenue, metadata)
SELECT o.id, (r.value->>'id')::uuid, (r.value->>'property_id')::uuid, r.value->>'number', r.value->>'form', (r.value->>'floor')::integer,
  (r.value->>'square_feet')::integer, (r.value->>'bedrooms')::integer, (r.value->>'bathrooms')::numeric, (r.value->>'base_rent')::numeric,
  (r.value->>'deposit')::numeric, (r.value->>'amenities')::jsonb, r.value->>'status', (r.value->>'non_revenue')::boolean, (r.value->>'metadata')::jsonb
FROM jsonb_array_elements(sqlc.arg(rows)::jsonb) AS r JOIN organizations AS o ON o.id = sqlc.arg(tenant_id)::uuid;

-- name: ListUnitHolds :many
SELECT to_jsonb(r) AS row FROM (
  SELECT x.id, x.unit_id, x.property_id, x.kind, x.from_date, x.to_date, x.reason
  FROM unit_holds AS x
  WHERE x.tenant_id = sqlc.arg(tenant_id)::uuid AND x.id > sqlc.arg(after)::uuid
    AND x.deleted_at IS NULL AND EXISTS (SELECT FROM units AS u WHERE u.tenant_id = sqlc.arg(tenant_id)::uuid AND u.id = x.unit_id AND u.deleted_at IS NULL AND (cardinality(sqlc.arg(properties)::uuid[]) = 0 OR u.property_id = ANY (sqlc.arg(properties)::uuid[])))
  ORDER BY x.id LIMIT sqlc.arg(row_limit)::integer) AS r
ORDER BY r.id;

-- name: InsertUnitHolds :execrows
INSERT INTO unit_holds (tenant_id, id, unit_id, property_id, kind, from_date, to_date, reason)
SELECT o.id, (r.value->>'id')::uuid, (r.value->>'unit_id')::uuid, (r.value->>'property_id')::uuid, r.value->>'kind', (r.value->>'from_date')::date,
  (r.value->>'to_date')::date, r.value->>'reason'
FROM jsonb_array_elements(sqlc.arg(rows)::jsonb) AS r JOIN organizations AS o ON o.id = sqlc.arg(tenant_id)::uuid;

-- name: ListPropertyGroups :many
SELECT to_jsonb(r) AS row FROM (
  SELECT x.id, x.name, x.description
  FROM property_groups AS x
  WHERE x.tenant_id = sqlc.arg(tenant_id)::uuid AND x.id > sqlc.arg(after)::uuid
    AND x.deleted_at IS NULL AND cardinality(sqlc.arg(properties)::uuid[]) = 0
  ORDER BY x.id LIMIT sqlc.arg(row_limit)::integer) AS r
ORDER BY r.id;

-- name: InsertPropertyGroups :execrows
INSERT INTO property_groups (tenant_id, id, name, description)
SELECT o.id, (r.value->>'id')::uuid, r.value->>'name', r.value->>'description'
FROM jsonb_array_elements(sqlc.arg(rows)::jsonb) AS r JOIN organizations AS o ON o.id = sqlc.arg(tenant_id)::uuid;

-- name: ListPropertyGroupMembers :many
SELECT to_jsonb(r) AS row FROM (
  SELECT x.id, x.group_id, x.property_id
  FROM property_group_members AS x
  WHERE x.tenant_id = sqlc.arg(tenant_id)::uuid AND x.id > sqlc.arg(after)::uuid
    AND cardinality(sqlc.arg(properties)::uuid[]) = 0
    AND EXISTS (SELECT FROM property_groups AS g WHERE g.tenant_id = sqlc.arg(tenant_id)::uuid AND g.id = x.group_id AND g.deleted_at IS NULL)
    AND EXISTS (SELECT FROM properties AS p WHERE p.tenant_id = sqlc.arg(tenant_id)::uuid AND p.id = x.property_id AND p.deleted_at IS NULL)
  ORDER BY x.id LIMIT sqlc.arg(row_limit)::integer) AS r
ORDER BY r.id;

-- name: InsertPropertyGroupMembers :execrows
INSERT INTO property_group_members (tenant_id, id, group_id, property_id)
SELECT o.id, (r.value->>'id')::uuid, (r.value->>'group_id')::uuid, (r.value->>'property_id')::uuid
FROM jsonb_array_elements(sqlc.arg(rows)::jsonb) AS r JOIN organizations AS o ON o.id = sqlc.arg(tenant_id)::uuid;

-- name: ListOwners :many
SELECT to_jsonb(r) AS row FROM (
  SELECT x.id, x.address_id, x.name, x.email, x.phone, x.ownership_percentage, x.distribution_frequency, x.distribution_day, x.active, x.metadata
  FROM owners AS x
  WHERE x.tenant_id = sqlc.arg(tenant_id)::uuid AND x.id > sqlc.arg(after)::uuid
    AND x.deleted_at IS NULL
    AND (cardinality(sqlc.arg(properties)::uuid[]) = 0
      OR EXISTS (SELECT FROM owner_properties AS s WHERE s.tenant_id = sqlc.arg(tenant_id)::uuid AND s.owner_id = x.id AND s.property_id = ANY (sqlc.arg(properties)::uuid[])))
  ORDER BY x.id LIMIT sqlc.arg(row_limit)::integer) AS r
ORDER BY r.id;

-- name: InsertOwners :execrows
INSERT INTO owners (tenant_id, id, address_id, name, email, phone, ownership_percentage, distribution_frequency, distribution_day, active, metadata)
SELECT o.id, (r.value->>'id')::uuid, (r.value->>'address_id')::uuid, r.value->>'name', r.value->>'email', r.value->>'phone',
  (r.value->>'ownership_percentage')::numeric, r.value->>'distribution_frequency', (r.value->>'distribution_day')::integer,
  (r.value->>'active')::boolean, (r.value->>'metadata')::jsonb
FROM jsonb_array_elements(sqlc.arg(rows)::jsonb) AS r JOIN organizations AS o ON o.id = sqlc.arg(tenant_id)::uuid;

-- name: ListOwnershipShares :many
SELECT to_jsonb(r) AS row FROM (
  SELECT x.id, x.owner_id, x.property_id, x.ownership_percentage, x.from_date, x.to_date, x.acquisition_date, x.acquisition_cost
  FROM owner_properties AS x
  WHERE x.tenant_id = sqlc.arg(tenant_id)::uuid AND x.id > sqlc.arg(after)::uuid
    AND EXISTS (SELECT FROM owners AS w WHERE w.tenant_id = sqlc.arg(tenant_id)::uuid AND w.id = x.owner_id AND w.deleted_at IS NULL)
    AND EXISTS (SELECT FROM properties AS p WHERE p.tenant_id = sqlc.arg(tenant_id)::uuid AND p.id = x.property_id AND p.deleted_at IS NULL AND (cardinality(sqlc.arg(properties)::uuid[]) = 0 OR p.id = ANY (sqlc.arg(properties)::uuid[])))
  ORDER BY x.id LIMIT sqlc.arg(row_limit)::integer) AS r
ORDER BY r.id;

-- name: InsertOwnershipShares :execrows
INSERT INTO owner_properties (tenant_id, id, owner_id, property_id, ownership_percentage, from_date, to_date, acquisition_date, acquisition_cost)
SELECT o.id, (r.value->>'id')::uuid, (r.value->>'owner_id')::uuid, (r.value->>'property_id')::uuid, (r.value->>'ownership_percentage')::numeric,
  (r.value->>'from_date')::date, (r.value->>'to_date')::date, (r.value->>'acquisition_date')::date, (r.value->>'acquisition_cost')::numeric
FROM jsonb_array_elements(sqlc.arg(rows)::jsonb) AS r JOIN organizations AS o ON o.id = sqlc.arg(tenant_id)::uuid;
