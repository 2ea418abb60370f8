-- Notices that a renter or the manager gave.

-- name: InsertNotice :exec
INSERT INTO lease_notices (tenant_id, id, lease_id, tenancy_id, kind, given_by, given_on, effective_on, served_on, served_method,
  served_by, proof_document_id, note, ended_lease)
VALUES (sqlc.arg(tenant_id)::uuid, sqlc.arg(id)::uuid, sqlc.arg(lease_id)::uuid, sqlc.arg(tenancy_id)::uuid, sqlc.arg(kind)::text,
  sqlc.arg(given_by)::text, sqlc.arg(given_on)::date, sqlc.narg(effective_on)::date, sqlc.narg(served_on)::date,
  nullif(sqlc.arg(served_method)::text, ''), nullif(sqlc.arg(served_by)::text, ''), sqlc.narg(proof_document_id)::uuid,
  nullif(sqlc.arg(note)::text, ''), sqlc.arg(ended_lease)::boolean);

-- name: Notices :many
-- Those of a stay, or one of them by its id.
SELECT n.id, n.lease_id, n.tenancy_id, n.kind, n.given_by, n.given_on, n.effective_on, n.served_on, n.served_method, n.served_by,
  n.proof_document_id, n.note, n.forwarding_address, n.acknowledged_at, n.withdrawn_at, n.ended_lease, n.version, n.created_at, t.property_id
FROM lease_notices AS n
JOIN tenancies AS t ON t.tenant_id = n.tenant_id AND t.id = n.tenancy_id AND t.deleted_at IS NULL
WHERE n.tenant_id = sqlc.arg(tenant_id)::uuid AND (n.tenancy_id = sqlc.arg(tenancy_id)::uuid OR n.id = sqlc.arg(id)::uuid)
ORDER BY n.given_on DESC, n.id DESC;

-- name: WithdrawNotice :exec
UPDATE lease_notices SET withdrawn_at = sqlc.arg(now)::timestamptz
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid;

-- name: AcknowledgeNotice :exec
UPDATE lease_notices SET acknowledged_at = sqlc.arg(now)::timestamptz, acknowledged_by = sqlc.narg(acknowledged_by)::uuid,
  ended_lease = sqlc.arg(ended_lease)::boolean
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid;

-- name: ServeNotice :exec
UPDATE lease_notices SET served_on = sqlc.arg(served_on)::date, served_method = sqlc.arg(served_method)::text,
  served_by = nullif(sqlc.arg(served_by)::text, ''), proof_document_id = sqlc.narg(proof_document_id)::uuid
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid;
