-- Taking back what an import recorded, from the leaves to the root. Nothing that was built upon it may be there any more.

-- name: TakeBackParties :execrows
UPDATE lease_parties SET deleted_at = sqlc.arg(deleted_at)::timestamptz, deleted_by = sqlc.narg(deleted_by)::uuid,
  deletion_id = sqlc.arg(deletion_id)::uuid
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND tenancy_id = ANY (sqlc.arg(tenancy_ids)::uuid[]) AND deleted_at IS NULL;

-- name: TakeBackLeases :execrows
UPDATE leases SET deleted_at = sqlc.arg(deleted_at)::timestamptz, deleted_by = sqlc.narg(deleted_by)::uuid,
  deletion_id = sqlc.arg(deletion_id)::uuid
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND tenancy_id = ANY (sqlc.arg(tenancy_ids)::uuid[]) AND deleted_at IS NULL;

-- name: TakeBackTenancies :execrows
UPDATE tenancies SET deleted_at = sqlc.arg(deleted_at)::timestamptz, deleted_by = sqlc.narg(deleted_by)::uuid,
  deletion_id = sqlc.arg(deletion_id)::uuid
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = ANY (sqlc.arg(tenancy_ids)::uuid[]) AND deleted_at IS NULL;

-- name: TakeBackRenters :execrows
UPDATE tenants SET deleted_at = sqlc.arg(deleted_at)::timestamptz, deleted_by = sqlc.narg(deleted_by)::uuid,
  deletion_id = sqlc.arg(deletion_id)::uuid
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = ANY (sqlc.arg(renter_ids)::uuid[]) AND deleted_at IS NULL;
