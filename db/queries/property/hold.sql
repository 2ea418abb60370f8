-- name: InsertHold :exec
INSERT INTO unit_holds (tenant_id, id, unit_id, property_id, kind, from_date, to_date, reason)
VALUES (sqlc.arg(tenant_id)::uuid, sqlc.arg(id)::uuid, sqlc.arg(unit_id)::uuid, sqlc.arg(property_id)::uuid,
  sqlc.arg(kind)::text, sqlc.arg(from_date)::date, sqlc.narg(to_date)::date, sqlc.narg(reason)::text);

-- name: UpdateHold :execrows
UPDATE unit_holds SET kind = sqlc.arg(kind)::text, from_date = sqlc.arg(from_date)::date, to_date = sqlc.narg(to_date)::date,
  reason = sqlc.narg(reason)::text
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid AND deleted_at IS NULL
  AND version = coalesce(sqlc.narg(version)::int, version);

-- name: DeleteHold :execrows
UPDATE unit_holds SET deleted_at = sqlc.arg(deleted_at)::timestamptz, deleted_by = sqlc.narg(deleted_by)::uuid,
  deletion_id = sqlc.arg(deletion_id)::uuid
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid AND deleted_at IS NULL
  AND version = coalesce(sqlc.narg(version)::int, version);

-- name: GetHold :one
SELECT h.id, h.unit_id, h.property_id, h.kind, h.from_date, h.to_date, h.reason, h.version, h.created_at, h.updated_at,
  u.number, p.name AS property_name
FROM unit_holds AS h
JOIN units AS u ON u.tenant_id = sqlc.arg(tenant_id)::uuid AND u.id = h.unit_id
JOIN properties AS p ON p.tenant_id = sqlc.arg(tenant_id)::uuid AND p.id = h.property_id
WHERE h.tenant_id = sqlc.arg(tenant_id)::uuid AND h.id = sqlc.arg(id)::uuid AND h.deleted_at IS NULL;

-- name: HoldsOfUnits :many
SELECT h.id, h.unit_id, h.property_id, h.kind, h.from_date, h.to_date, h.reason, h.version, h.created_at, h.updated_at
FROM unit_holds AS h
WHERE h.tenant_id = sqlc.arg(tenant_id)::uuid AND h.unit_id = ANY (sqlc.arg(unit_ids)::uuid[]) AND h.deleted_at IS NULL
ORDER BY h.unit_id, h.from_date, h.id;
