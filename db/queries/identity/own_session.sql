-- name: LiveSessions :many
-- The sessions of a person that are still good, the newest use first; of one organization, or of all where it is null.
SELECT s.id, s.organization_id, d.slug, s.ip_address, s.user_agent, s.method, s.created_at, s.last_seen_at
FROM platform.sessions AS s
JOIN platform.directory AS d ON d.organization_id = s.organization_id
WHERE s.identity_id = sqlc.arg(identity_id)::uuid AND s.revoked_at IS NULL AND s.expires_at > sqlc.arg(now)::timestamptz
  AND s.last_seen_at > sqlc.arg(idle_since)::timestamptz
  AND (sqlc.narg(organization_id)::uuid IS NULL OR s.organization_id = sqlc.narg(organization_id)::uuid)
ORDER BY s.last_seen_at DESC, s.id DESC
LIMIT 200;

-- name: RevokeOwnSession :one
UPDATE platform.sessions SET revoked_at = sqlc.arg(now)::timestamptz
WHERE identity_id = sqlc.arg(identity_id)::uuid AND id = sqlc.arg(id)::uuid AND revoked_at IS NULL
  AND expires_at > sqlc.arg(now)::timestamptz
  AND (sqlc.narg(organization_id)::uuid IS NULL OR organization_id = sqlc.narg(organization_id)::uuid)
RETURNING token_hash;

-- name: ProveSession :one
UPDATE platform.sessions SET proved_at = sqlc.arg(now)::timestamptz
WHERE id = sqlc.arg(id)::uuid AND identity_id = sqlc.arg(identity_id)::uuid AND revoked_at IS NULL
RETURNING token_hash;

-- name: EarlierSessions :many
-- Where and with what a person has signed in lately.
SELECT ip_address, user_agent FROM platform.sessions
WHERE identity_id = sqlc.arg(identity_id)::uuid AND id <> sqlc.arg(id)::uuid AND created_at > sqlc.arg(since)::timestamptz
ORDER BY created_at DESC
LIMIT 200;

-- name: SessionNotice :one
-- What a mail about a new sign-in says.
SELECT s.ip_address, s.user_agent, s.created_at, s.organization_id, i.email FROM platform.sessions AS s
JOIN platform.identities AS i ON i.id = s.identity_id
WHERE s.id = sqlc.arg(id)::uuid;

-- name: NoteEntry :execrows
UPDATE platform.identities SET last_login_at = sqlc.arg(now)::timestamptz
WHERE id = sqlc.arg(id)::uuid AND disabled_at IS NULL;

-- name: RaiseAlert :execrows
-- Claims the one alert that a person gets in a while.
UPDATE platform.identities SET last_alert_at = sqlc.arg(now)::timestamptz
WHERE id = sqlc.arg(id)::uuid AND (last_alert_at IS NULL OR last_alert_at <= sqlc.arg(before)::timestamptz);

-- name: AlertAddress :one
SELECT email, last_alert_at FROM platform.identities WHERE id = sqlc.arg(id)::uuid AND disabled_at IS NULL;

-- name: OwnProfile :one
SELECT first_name, last_name, phone, email, version FROM users
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid AND deleted_at IS NULL;

-- name: SetOwnProfile :execrows
UPDATE users SET first_name = sqlc.narg(first_name)::text, last_name = sqlc.narg(last_name)::text, phone = sqlc.narg(phone)::text
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid AND deleted_at IS NULL
  AND version = sqlc.arg(version)::integer;
