-- name: ListContacts :many
SELECT id, renter_id, name, coalesce(relationship, '')::text AS relationship, phone, coalesce(email, '')::text AS email, version
FROM emergency_contacts
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND renter_id = ANY (sqlc.arg(renter_ids)::uuid[]) AND deleted_at IS NULL
ORDER BY created_at, id
LIMIT 50;

-- name: GetContact :one
SELECT id, renter_id, name, coalesce(relationship, '')::text AS relationship, phone, coalesce(email, '')::text AS email, version
FROM emergency_contacts
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid AND deleted_at IS NULL
  AND (cardinality(sqlc.arg(own)::uuid[]) = 0 OR renter_id = ANY (sqlc.arg(own)::uuid[]));

-- name: InsertContact :exec
INSERT INTO emergency_contacts (tenant_id, id, renter_id, name, relationship, phone, email)
VALUES (sqlc.arg(tenant_id)::uuid, sqlc.arg(id)::uuid, sqlc.arg(renter_id)::uuid, sqlc.arg(name)::text,
  nullif(sqlc.arg(relationship)::text, ''), sqlc.arg(phone)::text, nullif(sqlc.arg(email)::text, ''));

-- name: UpdateContact :execrows
UPDATE emergency_contacts SET name = sqlc.arg(name)::text, relationship = nullif(sqlc.arg(relationship)::text, ''),
  phone = sqlc.arg(phone)::text, email = nullif(sqlc.arg(email)::text, '')
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid AND deleted_at IS NULL AND version = sqlc.arg(version)::int;

-- name: DeleteContact :execrows
UPDATE emergency_contacts SET deleted_at = sqlc.arg(now)::timestamptz, deleted_by = sqlc.narg(deleted_by)::uuid,
  deletion_id = sqlc.arg(deletion_id)::uuid
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid AND deleted_at IS NULL;

-- name: NameContact :exec
-- The design's tenants.emergency_contact_id: the first contact, for readers of that column. Staff keep it; a renter may not write
-- their own row.
UPDATE tenants SET emergency_contact_id = (SELECT c.id FROM emergency_contacts AS c
  WHERE c.tenant_id = sqlc.arg(tenant_id)::uuid AND c.renter_id = sqlc.arg(renter_id)::uuid AND c.deleted_at IS NULL
  ORDER BY c.created_at, c.id LIMIT 1)
WHERE tenants.tenant_id = sqlc.arg(tenant_id)::uuid AND tenants.id = sqlc.arg(renter_id)::uuid;
