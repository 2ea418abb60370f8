-- Taking back what an import made. Leases and stays have gone before.

-- name: TakeBackProperties :many
UPDATE properties SET deleted_at = sqlc.arg(deleted_at)::timestamptz, deleted_by = sqlc.narg(deleted_by)::uuid,
  deletion_id = sqlc.arg(deletion_id)::uuid
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = ANY (sqlc.arg(property_ids)::uuid[]) AND deleted_at IS NULL
RETURNING coalesce(address_id, '00000000-0000-0000-0000-000000000000')::uuid AS address_id;

-- name: TakeBackAddresses :execrows
UPDATE addresses SET deleted_at = sqlc.arg(deleted_at)::timestamptz, deleted_by = sqlc.narg(deleted_by)::uuid,
  deletion_id = sqlc.arg(deletion_id)::uuid
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = ANY (sqlc.arg(address_ids)::uuid[]) AND deleted_at IS NULL;

-- name: RestoreRenters :execrows
UPDATE tenants SET deleted_at = NULL, deleted_by = NULL, deletion_id = NULL
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND deletion_id = sqlc.arg(deletion_id)::uuid;
