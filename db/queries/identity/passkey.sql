-- name: AddPasskey :exec
INSERT INTO platform.passkeys (id, identity_id, credential_id, name, credential, created_at)
VALUES (sqlc.arg(id)::uuid, sqlc.arg(identity_id)::uuid, sqlc.arg(credential_id)::bytea, sqlc.arg(name)::text,
  sqlc.arg(credential)::jsonb, sqlc.arg(now)::timestamptz);

-- name: Passkeys :many
SELECT id, credential_id, name, credential, created_at, last_used_at FROM platform.passkeys
WHERE identity_id = sqlc.arg(identity_id)::uuid
ORDER BY created_at, id
LIMIT 100;

-- name: UsePasskey :execrows
-- Keeps what an authenticator said of itself, its counter above all, when a passkey was used.
UPDATE platform.passkeys SET credential = sqlc.arg(credential)::jsonb, last_used_at = sqlc.arg(now)::timestamptz
WHERE identity_id = sqlc.arg(identity_id)::uuid AND credential_id = sqlc.arg(credential_id)::bytea;

-- name: RemovePasskey :execrows
DELETE FROM platform.passkeys WHERE identity_id = sqlc.arg(identity_id)::uuid AND id = sqlc.arg(id)::uuid;

-- name: RemovePasskeys :execrows
DELETE FROM platform.passkeys WHERE identity_id = sqlc.arg(identity_id)::uuid;
