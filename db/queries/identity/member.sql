-- The users of an organization, as its administrators see and change them.

-- name: ListMembers :many
SELECT id, email, coalesce(first_name, '') AS first_name, coalesce(last_name, '') AS last_name, role, property_scope, mfa_enabled,
  email_verified, last_login, version, created_at, updated_at, deleted_at
FROM users
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND (deleted_at IS NOT NULL) = sqlc.arg(removed)::boolean
  AND identity_id IS NOT NULL
  AND (sqlc.arg(role)::text = '' OR role = sqlc.arg(role)::text)
  AND (sqlc.arg(q)::text = '' OR email ILIKE sqlc.arg(q)::text OR concat_ws(' ', first_name, last_name) ILIKE sqlc.arg(q)::text)
  AND (NOT sqlc.arg(has_cursor)::boolean
    OR (NOT sqlc.arg(descending)::boolean AND (email, id) > (sqlc.arg(cursor_key)::text, sqlc.arg(cursor_id)::uuid))
    OR (sqlc.arg(descending)::boolean AND (email, id) < (sqlc.arg(cursor_key)::text, sqlc.arg(cursor_id)::uuid)))
ORDER BY
  CASE WHEN NOT sqlc.arg(descending)::boolean THEN email END,
  CASE WHEN NOT sqlc.arg(descending)::boolean THEN id END,
  CASE WHEN sqlc.arg(descending)::boolean THEN email END DESC,
  CASE WHEN sqlc.arg(descending)::boolean THEN id END DESC
LIMIT sqlc.arg(row_limit)::int;

-- name: GetMember :one
SELECT id, email, coalesce(first_name, '') AS first_name, coalesce(last_name, '') AS last_name, role, property_scope, mfa_enabled,
  email_verified, last_login, version, created_at, updated_at, deleted_at
FROM users
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid AND identity_id IS NOT NULL;

-- name: LockAdmins :many
-- Everybody who changes who is an administrator takes this lock first, in one order, so that of two who would take away
-- the last two the second sees what the first did.
SELECT id FROM users
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND role = 'admin' AND deleted_at IS NULL AND identity_id IS NOT NULL
ORDER BY id FOR UPDATE;

-- name: LockMember :one
SELECT id, identity_id, email, role, property_scope, version FROM users
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid AND deleted_at IS NULL AND identity_id IS NOT NULL
FOR UPDATE;

-- name: UpdateMember :exec
UPDATE users SET role = sqlc.arg(role)::text, property_scope = sqlc.narg(property_scope)::uuid[]
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid;

-- name: RemoveMember :exec
UPDATE users SET deleted_at = sqlc.arg(now)::timestamptz, deleted_by = sqlc.narg(deleted_by)::uuid
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid;

-- name: EndMembership :exec
UPDATE platform.memberships SET ended_at = sqlc.arg(now)::timestamptz
WHERE organization_id = sqlc.arg(organization_id)::uuid AND user_id = sqlc.arg(user_id)::uuid AND ended_at IS NULL;

-- name: RevokeUserSessions :execrows
UPDATE platform.sessions SET revoked_at = sqlc.arg(now)::timestamptz
WHERE organization_id = sqlc.arg(organization_id)::uuid AND user_id = sqlc.arg(user_id)::uuid AND revoked_at IS NULL;

-- name: RevokeUserKeys :execrows
UPDATE platform.api_keys SET revoked_at = sqlc.arg(now)::timestamptz
WHERE organization_id = sqlc.arg(organization_id)::uuid AND user_id = sqlc.arg(user_id)::uuid AND revoked_at IS NULL;

-- name: NamesOfProperties :many
SELECT id, name FROM properties
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = ANY (sqlc.arg(ids)::uuid[]) AND deleted_at IS NULL
ORDER BY name, id;
