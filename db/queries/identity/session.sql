-- name: AddSession :exec
INSERT INTO platform.sessions (id, token_hash, identity_id, organization_id, user_id, ip_address, user_agent, method,
  created_at, last_seen_at, proved_at, expires_at)
VALUES (sqlc.arg(id)::uuid, sqlc.arg(token_hash)::bytea, sqlc.arg(identity_id)::uuid, sqlc.arg(organization_id)::uuid,
  sqlc.arg(user_id)::uuid, sqlc.narg(ip_address)::text::inet, sqlc.narg(user_agent)::text, sqlc.arg(method)::text,
  sqlc.arg(now)::timestamptz, sqlc.arg(now)::timestamptz, sqlc.arg(now)::timestamptz, sqlc.arg(expires_at)::timestamptz);

-- name: FindSession :one
SELECT s.id, s.organization_id, s.user_id, s.last_seen_at, s.expires_at, s.revoked_at, s.method, s.proved_at, i.disabled_at
FROM platform.sessions AS s
JOIN platform.identities AS i ON i.id = s.identity_id
WHERE s.token_hash = sqlc.arg(token_hash)::bytea;

-- name: TouchSession :exec
UPDATE platform.sessions SET last_seen_at = sqlc.arg(now)::timestamptz
WHERE id = sqlc.arg(id)::uuid AND last_seen_at <= sqlc.arg(stale)::timestamptz AND revoked_at IS NULL;

-- name: RevokeSession :one
UPDATE platform.sessions SET revoked_at = sqlc.arg(now)::timestamptz
WHERE token_hash = sqlc.arg(token_hash)::bytea AND revoked_at IS NULL AND expires_at > sqlc.arg(now)::timestamptz
RETURNING identity_id, organization_id;

-- name: RevokeSessions :execrows
UPDATE platform.sessions SET revoked_at = sqlc.arg(now)::timestamptz
WHERE identity_id = sqlc.arg(identity_id)::uuid AND revoked_at IS NULL AND expires_at > sqlc.arg(now)::timestamptz;
