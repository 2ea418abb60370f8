-- name: ListShares :many
-- The shares of an owner, of a property, or one of them; those of later days first.
SELECT s.id, s.owner_id, o.name AS owner_name, (o.deleted_at IS NOT NULL)::boolean AS owner_deleted, s.property_id,
  p.name AS property_name, s.ownership_percentage, s.from_date, s.to_date, s.acquisition_date, s.acquisition_cost, s.version,
  s.created_at, s.updated_at
FROM owner_properties AS s
JOIN owners AS o ON o.tenant_id = sqlc.arg(tenant_id)::uuid AND o.id = s.owner_id
JOIN properties AS p ON p.tenant_id = sqlc.arg(tenant_id)::uuid AND p.id = s.property_id
WHERE s.tenant_id = sqlc.arg(tenant_id)::uuid
  AND (sqlc.arg(id)::uuid = '00000000-0000-0000-0000-000000000000' OR s.id = sqlc.arg(id)::uuid)
  AND (sqlc.arg(owner_id)::uuid = '00000000-0000-0000-0000-000000000000' OR s.owner_id = sqlc.arg(owner_id)::uuid)
  AND (sqlc.arg(property_id)::uuid = '00000000-0000-0000-0000-000000000000' OR s.property_id = sqlc.arg(property_id)::uuid)
  AND (cardinality(sqlc.arg(property_scope)::uuid[]) = 0 OR s.property_id = ANY (sqlc.arg(property_scope)::uuid[]))
ORDER BY p.name, s.property_id, s.from_date DESC, o.name, s.id;

-- name: LockProperty :one
-- Shares of a property are changed one at a time, whichever of its owners they are of.
SELECT deleted_at FROM properties
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid
FOR NO KEY UPDATE;

-- name: LockShare :one
SELECT id, owner_id, property_id, ownership_percentage, from_date, to_date, acquisition_date, acquisition_cost, version
FROM owner_properties
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid
FOR NO KEY UPDATE;

-- name: InsertShare :exec
INSERT INTO owner_properties (tenant_id, id, owner_id, property_id, ownership_percentage, from_date, to_date, acquisition_date,
  acquisition_cost)
VALUES (sqlc.arg(tenant_id)::uuid, sqlc.arg(id)::uuid, sqlc.arg(owner_id)::uuid, sqlc.arg(property_id)::uuid,
  sqlc.arg(ownership_percentage)::numeric, sqlc.arg(from_date)::date, sqlc.narg(to_date)::date, sqlc.narg(acquisition_date)::date,
  sqlc.narg(acquisition_cost)::numeric);

-- name: UpdateShare :exec
UPDATE owner_properties SET ownership_percentage = sqlc.arg(ownership_percentage)::numeric, to_date = sqlc.narg(to_date)::date
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid;

-- name: PropertyIsThere :one
-- No row: there is no such property.
SELECT true FROM properties WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid;
