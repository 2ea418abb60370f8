-- name: Memberships :many
-- The organizations of a person, the one used last first.
SELECT m.organization_id, m.user_id, d.status
FROM platform.memberships AS m
JOIN platform.directory AS d ON d.organization_id = m.organization_id
LEFT JOIN LATERAL (
  SELECT max(s.last_seen_at) AS seen_at FROM platform.sessions AS s
  WHERE s.identity_id = m.identity_id AND s.organization_id = m.organization_id) AS used ON true
WHERE m.identity_id = sqlc.arg(identity_id)::uuid AND m.ended_at IS NULL
ORDER BY used.seen_at DESC NULLS LAST, m.created_at, m.id
LIMIT 100;

-- name: OrganizationStatus :one
SELECT status FROM platform.directory WHERE organization_id = sqlc.arg(organization_id)::uuid;

-- name: FindMember :one
-- The user's row, whether the membership behind it is in force, and what the organization says of single sign-on.
SELECT u.identity_id, u.role, u.property_scope, u.deleted_at, d.status, (d.sandbox_of IS NOT NULL)::boolean AS sandbox,
  EXISTS (SELECT FROM platform.memberships AS m
    WHERE m.organization_id = u.tenant_id AND m.user_id = u.id AND m.ended_at IS NULL) AS member,
  EXISTS (SELECT FROM single_sign_ons AS s WHERE s.tenant_id = u.tenant_id AND s.enabled) AS signs_on,
  EXISTS (SELECT FROM single_sign_ons AS s WHERE s.tenant_id = u.tenant_id AND s.enabled AND s.enforced) AS must_sign_on
FROM users AS u
JOIN platform.directory AS d ON d.organization_id = u.tenant_id
WHERE u.tenant_id = sqlc.arg(tenant_id)::uuid AND u.id = sqlc.arg(id)::uuid;

-- name: PutUser :one
-- Adds a person to an organization, or takes back one who had left it. No row means that the person is there now.
INSERT INTO users (tenant_id, id, identity_id, email, first_name, last_name, role, created_at, updated_at)
VALUES (sqlc.arg(tenant_id)::uuid, sqlc.arg(id)::uuid, sqlc.arg(identity_id)::uuid, sqlc.arg(email)::text,
  nullif(sqlc.arg(first_name)::text, ''), nullif(sqlc.arg(last_name)::text, ''), sqlc.arg(role)::text,
  sqlc.arg(now)::timestamptz, sqlc.arg(now)::timestamptz)
ON CONFLICT (tenant_id, identity_id) DO UPDATE SET email = excluded.email, first_name = excluded.first_name,
  last_name = excluded.last_name, role = excluded.role, property_scope = NULL,
  deleted_at = NULL, deleted_by = NULL, deletion_id = NULL
WHERE users.deleted_at IS NOT NULL
RETURNING id;

-- name: PutMembership :exec
INSERT INTO platform.memberships (id, identity_id, organization_id, user_id, created_at)
VALUES (sqlc.arg(id)::uuid, sqlc.arg(identity_id)::uuid, sqlc.arg(organization_id)::uuid, sqlc.arg(user_id)::uuid,
  sqlc.arg(now)::timestamptz)
ON CONFLICT (identity_id, organization_id) DO UPDATE SET user_id = excluded.user_id, ended_at = NULL;

-- name: NoteLogin :exec
UPDATE users SET last_login = sqlc.arg(now)::timestamptz
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid;
