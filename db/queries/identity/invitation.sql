-- Invitations. Those who invite work as the application; sending and accepting, which happen outside of any session of the
-- organization, as the system role inside the organization that the token names.

-- name: AddInvitation :exec
INSERT INTO invitations (tenant_id, id, email, first_name, last_name, role, property_scope, person_id, invited_by, created_at, updated_at, expires_at)
VALUES (sqlc.arg(tenant_id)::uuid, sqlc.arg(id)::uuid, sqlc.arg(email)::text, nullif(sqlc.arg(first_name)::text, ''),
  nullif(sqlc.arg(last_name)::text, ''), sqlc.arg(role)::text, sqlc.narg(property_scope)::uuid[], sqlc.narg(person_id)::uuid,
  sqlc.narg(invited_by)::uuid, sqlc.arg(now)::timestamptz, sqlc.arg(now)::timestamptz, sqlc.arg(expires_at)::timestamptz);

-- name: IsUser :one
SELECT EXISTS (SELECT FROM users WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND email = sqlc.arg(email)::text
  AND deleted_at IS NULL)::boolean AS is_user;

-- name: CloseExpiredInvitations :exec
-- One that has expired does not stand in the way of a new one.
UPDATE invitations SET revoked_at = sqlc.arg(now)::timestamptz
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND email = sqlc.arg(email)::text AND accepted_at IS NULL AND revoked_at IS NULL
  AND expires_at <= sqlc.arg(now)::timestamptz;

-- name: ListInvitations :many
SELECT id, email, coalesce(first_name, '') AS first_name, coalesce(last_name, '') AS last_name, role, property_scope, person_id,
  invited_by, created_at, expires_at, sent_at, accepted_at, revoked_at, version
FROM invitations
WHERE tenant_id = sqlc.arg(tenant_id)::uuid
  AND (sqlc.arg(role)::text = '' OR role = sqlc.arg(role)::text)
  AND CASE sqlc.arg(status)::text
    WHEN 'open' THEN accepted_at IS NULL AND revoked_at IS NULL AND expires_at > sqlc.arg(now)::timestamptz
    WHEN 'expired' THEN accepted_at IS NULL AND revoked_at IS NULL AND expires_at <= sqlc.arg(now)::timestamptz
    WHEN 'accepted' THEN accepted_at IS NOT NULL
    WHEN 'withdrawn' THEN revoked_at IS NOT NULL
    WHEN 'pending' THEN accepted_at IS NULL AND revoked_at IS NULL
    ELSE true END
  AND (NOT sqlc.arg(has_cursor)::boolean
    OR (NOT sqlc.arg(descending)::boolean AND (email, id) > (sqlc.arg(cursor_key)::text, sqlc.arg(cursor_id)::uuid))
    OR (sqlc.arg(descending)::boolean AND (email, id) < (sqlc.arg(cursor_key)::text, sqlc.arg(cursor_id)::uuid)))
ORDER BY
  CASE WHEN NOT sqlc.arg(descending)::boolean THEN email END,
  CASE WHEN NOT sqlc.arg(descending)::boolean THEN id END,
  CASE WHEN sqlc.arg(descending)::boolean THEN email END DESC,
  CASE WHEN sqlc.arg(descending)::boolean THEN id END DESC
LIMIT sqlc.arg(row_limit)::int;

-- name: GetInvitation :one
SELECT id, email, coalesce(first_name, '') AS first_name, coalesce(last_name, '') AS last_name, role, property_scope, person_id,
  invited_by, created_at, expires_at, sent_at, accepted_at, revoked_at, version
FROM invitations
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid;

-- name: RenewInvitation :execrows
-- The old token dies at once; the job that sends the mail makes the new one.
UPDATE invitations SET token_hash = NULL, sent_at = NULL, expires_at = sqlc.arg(expires_at)::timestamptz
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid AND accepted_at IS NULL AND revoked_at IS NULL;

-- name: WithdrawInvitation :execrows
UPDATE invitations SET revoked_at = sqlc.arg(now)::timestamptz
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid AND accepted_at IS NULL AND revoked_at IS NULL;

-- name: InvitationToSend :one
SELECT i.email, coalesce(i.first_name, '') AS first_name, i.role, o.name AS organization,
  coalesce(concat_ws(' ', u.first_name, u.last_name), '')::text AS inviter
FROM invitations AS i
JOIN organizations AS o ON o.id = i.tenant_id
LEFT JOIN users AS u ON u.tenant_id = i.tenant_id AND u.id = i.invited_by AND u.tenant_id = sqlc.arg(tenant_id)::uuid
WHERE i.tenant_id = sqlc.arg(tenant_id)::uuid AND i.id = sqlc.arg(id)::uuid AND i.accepted_at IS NULL AND i.revoked_at IS NULL
  AND i.expires_at > sqlc.arg(now)::timestamptz
FOR UPDATE OF i;

-- name: SetInvitationToken :exec
UPDATE invitations SET token_hash = sqlc.arg(token_hash)::bytea, sent_at = sqlc.arg(now)::timestamptz
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid;

-- name: FindInvitation :one
-- Locked, so that of two who accept at once the second finds it accepted.
SELECT i.id, i.email, coalesce(i.first_name, '') AS first_name, coalesce(i.last_name, '') AS last_name, i.role, i.property_scope,
  i.person_id, i.expires_at, i.accepted_at, i.revoked_at, o.name AS organization, d.status
FROM invitations AS i
JOIN organizations AS o ON o.id = i.tenant_id
JOIN platform.directory AS d ON d.organization_id = i.tenant_id
WHERE i.tenant_id = sqlc.arg(tenant_id)::uuid AND i.token_hash = sqlc.arg(token_hash)::bytea
FOR UPDATE OF i;

-- name: MarkInvitationAccepted :exec
UPDATE invitations SET accepted_at = sqlc.arg(now)::timestamptz, accepted_by = sqlc.arg(accepted_by)::uuid
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid;

-- name: LinkRenter :execrows
UPDATE tenants AS p SET user_id = sqlc.arg(user_id)::uuid
WHERE p.tenant_id = sqlc.arg(tenant_id)::uuid AND p.id = sqlc.arg(id)::uuid AND p.deleted_at IS NULL
  AND (p.user_id IS NULL OR p.user_id = sqlc.arg(user_id)::uuid OR NOT EXISTS (SELECT FROM users AS u
    WHERE u.tenant_id = sqlc.arg(tenant_id)::uuid AND u.id = p.user_id AND u.deleted_at IS NULL));

-- name: LinkOwner :execrows
UPDATE owners AS p SET user_id = sqlc.arg(user_id)::uuid
WHERE p.tenant_id = sqlc.arg(tenant_id)::uuid AND p.id = sqlc.arg(id)::uuid AND p.deleted_at IS NULL
  AND (p.user_id IS NULL OR p.user_id = sqlc.arg(user_id)::uuid OR NOT EXISTS (SELECT FROM users AS u
    WHERE u.tenant_id = sqlc.arg(tenant_id)::uuid AND u.id = p.user_id AND u.deleted_at IS NULL));

-- name: LinkVendor :execrows
UPDATE vendors AS p SET user_id = sqlc.arg(user_id)::uuid
WHERE p.tenant_id = sqlc.arg(tenant_id)::uuid AND p.id = sqlc.arg(id)::uuid AND p.deleted_at IS NULL
  AND (p.user_id IS NULL OR p.user_id = sqlc.arg(user_id)::uuid OR NOT EXISTS (SELECT FROM users AS u
    WHERE u.tenant_id = sqlc.arg(tenant_id)::uuid AND u.id = p.user_id AND u.deleted_at IS NULL));

-- name: PeopleToInvite :many
-- Renters, owners or vendors, by name or e-mail address. A person whose sign-in has been removed is there again.
WITH people AS (
  SELECT t.id, coalesce(t.company_name, concat_ws(' ', t.first_name, t.last_name)) AS name, t.email, t.user_id
  FROM tenants AS t
  WHERE sqlc.arg(role)::text = 'tenant' AND t.tenant_id = sqlc.arg(tenant_id)::uuid AND t.deleted_at IS NULL
  UNION ALL
  SELECT o.id, o.name, o.email, o.user_id FROM owners AS o
  WHERE sqlc.arg(role)::text = 'owner' AND o.tenant_id = sqlc.arg(tenant_id)::uuid AND o.deleted_at IS NULL
  UNION ALL
  SELECT v.id, v.name, v.contact_email, v.user_id FROM vendors AS v
  WHERE sqlc.arg(role)::text = 'vendor' AND v.tenant_id = sqlc.arg(tenant_id)::uuid AND v.deleted_at IS NULL
)
SELECT p.id, p.name::text AS name, coalesce(p.email, '')::text AS email
FROM people AS p
LEFT JOIN users AS u ON u.tenant_id = sqlc.arg(tenant_id)::uuid AND u.id = p.user_id AND u.deleted_at IS NULL
WHERE u.id IS NULL
  AND (sqlc.narg(person_id)::uuid IS NULL OR p.id = sqlc.narg(person_id)::uuid)
  AND (sqlc.arg(q)::text = '' OR p.name ILIKE sqlc.arg(q)::text OR p.email ILIKE sqlc.arg(q)::text)
ORDER BY p.name, p.id
LIMIT 20;
