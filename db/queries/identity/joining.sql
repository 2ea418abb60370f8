-- Joining: tickets behind mailed links, and what they make.

-- name: AddMailedTicket :exec
INSERT INTO platform.tickets (id, kind, identity_id, email, data, ip_address, user_agent, created_at, expires_at)
VALUES (sqlc.arg(id)::uuid, sqlc.arg(kind)::text, sqlc.narg(identity_id)::uuid, sqlc.arg(email)::text, sqlc.arg(data)::jsonb,
  sqlc.narg(ip_address)::text::inet, sqlc.narg(user_agent)::text, sqlc.arg(now)::timestamptz, sqlc.arg(expires_at)::timestamptz);

-- name: GetMailedTicket :one
-- For the job that sends its mail.
SELECT id, kind, identity_id, email, data, expires_at, used_at FROM platform.tickets
WHERE id = sqlc.arg(id)::uuid FOR UPDATE;

-- name: SetTicketToken :exec
UPDATE platform.tickets SET token_hash = sqlc.arg(token_hash)::bytea, identity_id = sqlc.narg(identity_id)::uuid
WHERE id = sqlc.arg(id)::uuid;

-- name: FindMailedTicket :one
-- Locked, so that of two who use a link at once the second finds it used.
SELECT id, kind, identity_id, email, data, expires_at, used_at FROM platform.tickets
WHERE token_hash = sqlc.arg(token_hash)::bytea AND kind = ANY (sqlc.arg(kinds)::text[]) FOR UPDATE;

-- name: UseMailedTicket :exec
-- What the ticket held is not needed any more, so it goes.
UPDATE platform.tickets SET used_at = sqlc.arg(now)::timestamptz, data = '{}', email = NULL
WHERE id = sqlc.arg(id)::uuid;

-- name: VoidMailedTickets :exec
UPDATE platform.tickets SET used_at = sqlc.arg(now)::timestamptz, data = '{}', email = NULL
WHERE identity_id = sqlc.arg(identity_id)::uuid AND kind = sqlc.arg(kind)::text AND used_at IS NULL;

-- name: LookAtIdentity :one
SELECT id, email, password_hash, email_verified_at, last_login_at, disabled_at FROM platform.identities
WHERE id = sqlc.arg(id)::uuid;

-- name: LookAtEmail :one
SELECT id, email, password_hash, email_verified_at, last_login_at, disabled_at FROM platform.identities
WHERE email = sqlc.arg(email)::text;

-- name: IsMember :one
-- Whether a person has any organization that could let them in.
SELECT EXISTS (SELECT FROM platform.memberships AS m
  JOIN platform.directory AS d ON d.organization_id = m.organization_id AND d.status <> 'closed'
  WHERE m.identity_id = sqlc.arg(identity_id)::uuid AND m.ended_at IS NULL)::boolean AS member;

-- name: VerifyIdentity :exec
UPDATE platform.identities SET email_verified_at = coalesce(email_verified_at, sqlc.arg(now)::timestamptz),
  updated_at = sqlc.arg(now)::timestamptz
WHERE id = sqlc.arg(id)::uuid;

-- name: ChangeIdentityEmail :exec
UPDATE platform.identities SET email = sqlc.arg(email)::text, email_verified_at = sqlc.arg(now)::timestamptz,
  updated_at = sqlc.arg(now)::timestamptz
WHERE id = sqlc.arg(id)::uuid;

-- name: AllMemberships :many
-- Those that have ended too: the user's row is still there.
SELECT organization_id, user_id FROM platform.memberships
WHERE identity_id = sqlc.arg(identity_id)::uuid
ORDER BY organization_id;

-- name: ChangeUserEmail :exec
UPDATE users SET email = sqlc.arg(email)::text, email_verified = true
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid;

-- name: BeginSession :exec
-- A session of somebody who has just proved who they are.
INSERT INTO platform.sessions (id, token_hash, identity_id, organization_id, user_id, ip_address, user_agent,
  created_at, last_seen_at, expires_at, proved_at)
VALUES (sqlc.arg(id)::uuid, sqlc.arg(token_hash)::bytea, sqlc.arg(identity_id)::uuid, sqlc.arg(organization_id)::uuid,
  sqlc.arg(user_id)::uuid, sqlc.narg(ip_address)::text::inet, sqlc.narg(user_agent)::text, sqlc.arg(now)::timestamptz,
  sqlc.arg(now)::timestamptz, sqlc.arg(expires_at)::timestamptz, sqlc.arg(now)::timestamptz);

-- name: MoveSession :exec
-- The same person's session in another organization. It lasts no longer and proves no more than the one that it follows.
INSERT INTO platform.sessions (id, token_hash, identity_id, organization_id, user_id, ip_address, user_agent,
  created_at, last_seen_at, expires_at, proved_at, method)
SELECT sqlc.arg(id)::uuid, sqlc.arg(token_hash)::bytea, s.identity_id, sqlc.arg(organization_id)::uuid,
  sqlc.arg(user_id)::uuid, s.ip_address, s.user_agent, s.created_at, sqlc.arg(now)::timestamptz, s.expires_at, s.proved_at, s.method
FROM platform.sessions AS s
WHERE s.id = sqlc.arg(from_id)::uuid;

-- name: LiveSession :one
-- Locked, so that two moves of one session leave one.
SELECT s.id, s.identity_id, s.organization_id, s.user_id, s.method FROM platform.sessions AS s
JOIN platform.identities AS i ON i.id = s.identity_id
WHERE s.token_hash = sqlc.arg(token_hash)::bytea AND s.revoked_at IS NULL AND i.disabled_at IS NULL
  AND s.expires_at > sqlc.arg(now)::timestamptz AND s.last_seen_at > sqlc.arg(since)::timestamptz
FOR UPDATE OF s;

-- name: EndSession :exec
UPDATE platform.sessions SET revoked_at = sqlc.arg(now)::timestamptz
WHERE id = sqlc.arg(id)::uuid AND revoked_at IS NULL;

-- name: RevokeOtherSessions :execrows
UPDATE platform.sessions SET revoked_at = sqlc.arg(now)::timestamptz
WHERE identity_id = sqlc.arg(identity_id)::uuid AND id <> sqlc.arg(kept)::uuid AND revoked_at IS NULL
  AND expires_at > sqlc.arg(now)::timestamptz;

-- name: AdmitUser :one
-- Adds a person who came by a mailed link, or takes back one who had left. No row means that the person is there now.
INSERT INTO users (tenant_id, id, identity_id, email, first_name, last_name, role, property_scope, email_verified, created_at, updated_at)
VALUES (sqlc.arg(tenant_id)::uuid, sqlc.arg(id)::uuid, sqlc.arg(identity_id)::uuid, sqlc.arg(email)::text,
  nullif(sqlc.arg(first_name)::text, ''), nullif(sqlc.arg(last_name)::text, ''), sqlc.arg(role)::text,
  sqlc.narg(property_scope)::uuid[], true, sqlc.arg(now)::timestamptz, sqlc.arg(now)::timestamptz)
ON CONFLICT (tenant_id, identity_id) DO UPDATE SET email = excluded.email,
  first_name = coalesce(excluded.first_name, users.first_name), last_name = coalesce(excluded.last_name, users.last_name),
  role = excluded.role, property_scope = excluded.property_scope, email_verified = true,
  deleted_at = NULL, deleted_by = NULL, deletion_id = NULL
WHERE users.deleted_at IS NOT NULL
RETURNING id;

-- name: OrganizationOfMine :one
-- An organization and what the person is there, for somebody who may be told: the transaction has entered it.
SELECT o.name, o.slug, u.role FROM organizations AS o
JOIN users AS u ON u.tenant_id = o.id AND u.id = sqlc.arg(user_id)::uuid AND u.deleted_at IS NULL
WHERE o.id = sqlc.arg(tenant_id)::uuid;

-- name: OrganizationName :one
SELECT name FROM organizations WHERE id = sqlc.arg(tenant_id)::uuid;
