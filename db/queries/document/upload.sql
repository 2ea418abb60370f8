-- name: InsertUpload :exec
INSERT INTO uploads (tenant_id, id, user_id, intent, file_size, file_key_encrypted, file_key_key_id, expires_at, created_at)
VALUES (sqlc.arg(tenant_id)::uuid, sqlc.arg(id)::uuid, sqlc.narg(user_id)::uuid, sqlc.arg(intent)::jsonb,
  sqlc.arg(file_size)::bigint, sqlc.arg(file_key_encrypted)::bytea, sqlc.arg(file_key_key_id)::bigint,
  sqlc.arg(expires_at)::timestamptz, sqlc.arg(created_at)::timestamptz);

-- name: GetUpload :one
-- An upload is its maker's own.
SELECT u.id, u.intent, u.file_size, u.received, u.parts, u.file_key_encrypted, u.file_key_key_id, u.document_id, u.expires_at
FROM uploads AS u
WHERE u.tenant_id = sqlc.arg(tenant_id)::uuid AND u.id = sqlc.arg(id)::uuid
  AND u.user_id IS NOT DISTINCT FROM sqlc.narg(user_id)::uuid AND u.expires_at > sqlc.arg(now)::timestamptz;

-- name: AppendPart :execrows
-- Takes a part, if it begins where the last one ended.
UPDATE uploads SET received = received + sqlc.arg(size)::bigint, expires_at = sqlc.arg(expires_at)::timestamptz,
  parts = parts || jsonb_build_array(jsonb_build_object('path', sqlc.arg(path)::text, 'size', sqlc.arg(size)::bigint))
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid AND received = sqlc.arg(at)::bigint
  AND completed_at IS NULL;

-- name: LockUpload :one
SELECT u.document_id FROM uploads AS u WHERE u.tenant_id = sqlc.arg(tenant_id)::uuid AND u.id = sqlc.arg(id)::uuid FOR UPDATE;

-- name: CompleteUpload :execrows
UPDATE uploads SET document_id = sqlc.arg(document_id)::uuid, completed_at = sqlc.arg(completed_at)::timestamptz
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid AND completed_at IS NULL;
