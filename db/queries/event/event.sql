-- name: InsertEvent :exec
INSERT INTO events (tenant_id, id, type, entity_type, entity_id, payload, actor_id, request_id, created_at)
VALUES (sqlc.arg(tenant_id)::uuid, sqlc.arg(id)::uuid, sqlc.arg(type)::text, sqlc.arg(entity_type)::text,
  sqlc.arg(entity_id)::uuid, sqlc.arg(payload)::jsonb, sqlc.narg(actor_id)::uuid, sqlc.narg(request_id)::text,
  sqlc.arg(created_at)::timestamptz);

-- name: GetEvent :one
SELECT id, type, entity_type, entity_id, payload, actor_id, request_id, created_at FROM events
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid;

-- name: TakeUnrelayed :many
-- The system role's look across organizations; every row carries its tenant_id on. Rows that another relay holds are
-- passed over, so that relays share the work instead of waiting for each other.
SELECT tenant_id, id, type, entity_type, entity_id,
  coalesce(payload ->> 'property_id', CASE entity_type WHEN 'property' THEN entity_id::text END, '')::text AS property_id
FROM events
WHERE relayed_at IS NULL
ORDER BY created_at, id
LIMIT sqlc.arg(row_limit)::int
FOR UPDATE SKIP LOCKED;

-- name: MarkRelayed :exec
UPDATE events SET relayed_at = sqlc.arg(relayed_at)::timestamptz
WHERE (tenant_id, id) IN (SELECT unnest(sqlc.arg(tenant_ids)::uuid[]), unnest(sqlc.arg(ids)::uuid[]));

-- name: CountUnrelayed :one
SELECT count(*) AS waiting,
  coalesce(extract(epoch FROM sqlc.arg(now)::timestamptz - min(created_at)), 0)::float8 AS oldest_seconds
FROM events
WHERE relayed_at IS NULL AND tenant_id IS NOT NULL;

-- name: DeleteRelayed :execrows
DELETE FROM events
WHERE (tenant_id, id) IN (SELECT e.tenant_id, e.id FROM events AS e
  WHERE e.relayed_at < sqlc.arg(before)::timestamptz
  ORDER BY e.relayed_at LIMIT sqlc.arg(row_limit)::int);

-- name: Announce :exec
-- Told to whoever listens once the transaction has committed, in the order of commits.
SELECT pg_notify(sqlc.arg(channel)::text, sqlc.arg(payload)::text);
