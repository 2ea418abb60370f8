-- name: ClaimKey :execrows
INSERT INTO idempotency_keys (tenant_id, id, actor_id, key, operation, request_hash)
VALUES (sqlc.arg(tenant_id)::uuid, sqlc.arg(id)::uuid, sqlc.arg(actor_id)::uuid, sqlc.arg(key)::text,
  sqlc.arg(operation)::text, sqlc.arg(request_hash)::bytea)
ON CONFLICT (tenant_id, actor_id, key) DO NOTHING;

-- name: FindKey :one
SELECT operation, request_hash, result FROM idempotency_keys
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND actor_id = sqlc.arg(actor_id)::uuid AND key = sqlc.arg(key)::text;

-- name: KeepResult :exec
UPDATE idempotency_keys SET result = sqlc.arg(result)::jsonb
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND actor_id = sqlc.arg(actor_id)::uuid AND key = sqlc.arg(key)::text;
