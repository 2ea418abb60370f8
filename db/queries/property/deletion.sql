-- The declared cascade of a soft delete, from the leaves to the root; and back. Everything that one deletion took
-- carries its deletion_id, so that a restore brings back exactly that.

-- name: LeasesInForce :many
-- What forbids the deletion of these units: leases that are pending or in force.
SELECT l.id, l.unit_id, l.status, u.number, l.start_date, l.end_date,
  coalesce(CASE r.kind WHEN 'company' THEN r.company_name ELSE btrim(r.first_name || ' ' || r.last_name) END, '')::text AS renter
FROM leases AS l
JOIN units AS u ON u.tenant_id = l.tenant_id AND u.id = l.unit_id
LEFT JOIN tenants AS r ON r.tenant_id = l.tenant_id AND r.id = l.renter_id AND r.tenant_id = sqlc.arg(tenant_id)::uuid
WHERE l.tenant_id = sqlc.arg(tenant_id)::uuid AND l.unit_id = ANY (sqlc.arg(unit_ids)::uuid[]) AND l.deleted_at IS NULL
  AND l.status IN ('pending', 'active', 'expiring_soon', 'renewed')
ORDER BY u.number COLLATE app.natural, l.start_date
LIMIT sqlc.arg(row_limit)::int;

-- name: DeleteDocumentsOf :execrows
UPDATE documents SET deleted_at = sqlc.arg(deleted_at)::timestamptz, deleted_by = sqlc.narg(deleted_by)::uuid,
  deletion_id = sqlc.arg(deletion_id)::uuid
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND deleted_at IS NULL
  AND (entity_id = sqlc.arg(root_id)::uuid OR entity_id = ANY (sqlc.arg(unit_ids)::uuid[])
    OR entity_id IN (SELECT l.id FROM leases AS l
      WHERE l.tenant_id = sqlc.arg(tenant_id)::uuid AND l.unit_id = ANY (sqlc.arg(unit_ids)::uuid[]))
    OR entity_id IN (SELECT t.id FROM tenancies AS t
      WHERE t.tenant_id = sqlc.arg(tenant_id)::uuid AND t.unit_id = ANY (sqlc.arg(unit_ids)::uuid[])));

-- name: DeletePartiesOfUnits :execrows
UPDATE lease_parties SET deleted_at = sqlc.arg(deleted_at)::timestamptz, deleted_by = sqlc.narg(deleted_by)::uuid,
  deletion_id = sqlc.arg(deletion_id)::uuid
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND deleted_at IS NULL
  AND lease_id IN (SELECT l.id FROM leases AS l
    WHERE l.tenant_id = sqlc.arg(tenant_id)::uuid AND l.unit_id = ANY (sqlc.arg(unit_ids)::uuid[]));

-- name: DeleteLeasesOfUnits :execrows
UPDATE leases SET deleted_at = sqlc.arg(deleted_at)::timestamptz, deleted_by = sqlc.narg(deleted_by)::uuid,
  deletion_id = sqlc.arg(deletion_id)::uuid
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND unit_id = ANY (sqlc.arg(unit_ids)::uuid[]) AND deleted_at IS NULL;

-- name: DeleteTenanciesOfUnits :execrows
UPDATE tenancies SET deleted_at = sqlc.arg(deleted_at)::timestamptz, deleted_by = sqlc.narg(deleted_by)::uuid,
  deletion_id = sqlc.arg(deletion_id)::uuid
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND unit_id = ANY (sqlc.arg(unit_ids)::uuid[]) AND deleted_at IS NULL;

-- name: DeleteUnits :execrows
UPDATE units SET deleted_at = sqlc.arg(deleted_at)::timestamptz, deleted_by = sqlc.narg(deleted_by)::uuid,
  deletion_id = sqlc.arg(deletion_id)::uuid
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = ANY (sqlc.arg(unit_ids)::uuid[]) AND deleted_at IS NULL;

-- name: DeleteProperty :execrows
UPDATE properties SET deleted_at = sqlc.arg(deleted_at)::timestamptz, deleted_by = sqlc.narg(deleted_by)::uuid,
  deletion_id = sqlc.arg(deletion_id)::uuid
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid AND deleted_at IS NULL;

-- name: RestoreAddresses :execrows
UPDATE addresses SET deleted_at = NULL, deleted_by = NULL, deletion_id = NULL
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND deletion_id = sqlc.arg(deletion_id)::uuid;

-- name: RestoreProperties :execrows
UPDATE properties SET deleted_at = NULL, deleted_by = NULL, deletion_id = NULL
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND deletion_id = sqlc.arg(deletion_id)::uuid;

-- name: RestoreUnits :execrows
UPDATE units SET deleted_at = NULL, deleted_by = NULL, deletion_id = NULL
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND deletion_id = sqlc.arg(deletion_id)::uuid;

-- name: RestoreTenancies :execrows
UPDATE tenancies SET deleted_at = NULL, deleted_by = NULL, deletion_id = NULL
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND deletion_id = sqlc.arg(deletion_id)::uuid;

-- name: RestoreLeases :execrows
UPDATE leases SET deleted_at = NULL, deleted_by = NULL, deletion_id = NULL
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND deletion_id = sqlc.arg(deletion_id)::uuid;

-- name: RestoreParties :execrows
UPDATE lease_parties SET deleted_at = NULL, deleted_by = NULL, deletion_id = NULL
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND deletion_id = sqlc.arg(deletion_id)::uuid;

-- name: RestoreDocuments :execrows
UPDATE documents SET deleted_at = NULL, deleted_by = NULL, deletion_id = NULL
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND deletion_id = sqlc.arg(deletion_id)::uuid;
