-- name: AddDevice :exec
INSERT INTO platform.devices (id, identity_id, token_hash, ip_address, user_agent, created_at, last_used_at, expires_at)
VALUES (sqlc.arg(id)::uuid, sqlc.arg(identity_id)::uuid, sqlc.arg(token_hash)::bytea, sqlc.narg(ip_address)::text::inet,
  sqlc.narg(user_agent)::text, sqlc.arg(now)::timestamptz, sqlc.arg(now)::timestamptz, sqlc.arg(expires_at)::timestamptz);

-- name: UseDevice :execrows
-- Finds a remembered device of a person; one that is older than their password is remembered no longer.
UPDATE platform.devices AS d SET last_used_at = sqlc.arg(now)::timestamptz
FROM platform.identities AS i
WHERE i.id = d.identity_id AND d.identity_id = sqlc.arg(identity_id)::uuid AND d.token_hash = sqlc.arg(token_hash)::bytea
  AND d.revoked_at IS NULL AND d.expires_at > sqlc.arg(now)::timestamptz
  AND (i.password_changed_at IS NULL OR d.created_at >= i.password_changed_at);

-- name: Devices :many
SELECT d.id, d.ip_address, d.user_agent, d.created_at, d.last_used_at, d.expires_at FROM platform.devices AS d
JOIN platform.identities AS i ON i.id = d.identity_id
WHERE d.identity_id = sqlc.arg(identity_id)::uuid AND d.revoked_at IS NULL AND d.expires_at > sqlc.arg(now)::timestamptz
  AND (i.password_changed_at IS NULL OR d.created_at >= i.password_changed_at)
ORDER BY d.last_used_at DESC, d.id DESC
LIMIT 100;

-- name: ForgetDevice :execrows
UPDATE platform.devices SET revoked_at = sqlc.arg(now)::timestamptz
WHERE identity_id = sqlc.arg(identity_id)::uuid AND id = sqlc.arg(id)::uuid AND revoked_at IS NULL;

-- name: ForgetDevices :execrows
UPDATE platform.devices SET revoked_at = sqlc.arg(now)::timestamptz
WHERE identity_id = sqlc.arg(identity_id)::uuid AND revoked_at IS NULL AND expires_at > sqlc.arg(now)::timestamptz;
