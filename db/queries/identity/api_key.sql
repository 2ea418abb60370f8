-- name: FindAPIKey :one
SELECT id, organization_id, user_id, role, scopes, expires_at, last_used_at, revoked_at
FROM platform.api_keys WHERE token_hash = sqlc.arg(token_hash)::bytea;

-- name: TouchAPIKey :exec
UPDATE platform.api_keys SET last_used_at = sqlc.arg(now)::timestamptz, last_used_ip = sqlc.narg(ip)::text::inet
WHERE id = sqlc.arg(id)::uuid AND (last_used_at IS NULL OR last_used_at <= sqlc.arg(stale)::timestamptz);

-- name: RevokeAPIKey :one
-- Also answers for a key that is revoked already, and leaves the moment at which it was.
UPDATE platform.api_keys SET revoked_at = coalesce(revoked_at, sqlc.arg(now)::timestamptz)
WHERE organization_id = sqlc.arg(organization_id)::uuid AND id = sqlc.arg(id)::uuid
RETURNING token_hash, (revoked_at = sqlc.arg(now)::timestamptz)::boolean AS ended_now;

-- name: ListAPIKeys :many
SELECT id, user_id, name, prefix, role, created_at, expires_at, last_used_at, revoked_at
FROM platform.api_keys WHERE organization_id = sqlc.arg(organization_id)::uuid
ORDER BY created_at DESC, id DESC
LIMIT 1000;
