-- name: LockedThrough :one
SELECT locked_through FROM ledgers WHERE tenant_id = sqlc.arg(tenant_id)::uuid;

-- name: InsertLock :exec
INSERT INTO ledger_locks (tenant_id, id, kind, through, reason, asked_by, asked_at, decided_by, decided_at, accepted)
VALUES (sqlc.arg(tenant_id)::uuid, sqlc.arg(id)::uuid, sqlc.arg(kind)::text, sqlc.narg(through)::date, sqlc.arg(reason)::text, sqlc.arg(asked_by)::uuid,
  sqlc.arg(at)::timestamptz, CASE sqlc.arg(kind)::text WHEN 'lock' THEN sqlc.arg(asked_by)::uuid END,
  CASE sqlc.arg(kind)::text WHEN 'lock' THEN sqlc.arg(at)::timestamptz END, CASE sqlc.arg(kind)::text WHEN 'lock' THEN true END);

-- name: DecideReopening :execrows
UPDATE ledger_locks SET decided_by = sqlc.arg(decided_by)::uuid, decided_at = sqlc.arg(at)::timestamptz, accepted = sqlc.arg(accepted)::boolean
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid AND kind = 'reopen' AND decided_by IS NULL;

-- name: FindLock :one
SELECT l.asked_by, l.decided_by FROM ledger_locks AS l WHERE l.tenant_id = sqlc.arg(tenant_id)::uuid AND l.id = sqlc.arg(id)::uuid;

-- name: ListLocks :many
-- What waits, and then the newest first.
SELECT l.id, l.kind, l.through, l.reason, l.asked_by, l.asked_at, l.decided_by, l.decided_at, l.accepted,
  coalesce(btrim(concat_ws(' ', a.first_name, a.last_name)), '')::text AS asked_name,
  coalesce(btrim(concat_ws(' ', d.first_name, d.last_name)), '')::text AS decided_name
FROM ledger_locks AS l
LEFT JOIN users AS a ON a.tenant_id = l.tenant_id AND a.id = l.asked_by AND a.tenant_id = sqlc.arg(tenant_id)::uuid
LEFT JOIN users AS d ON d.tenant_id = l.tenant_id AND d.id = l.decided_by AND d.tenant_id = sqlc.arg(tenant_id)::uuid
WHERE l.tenant_id = sqlc.arg(tenant_id)::uuid
ORDER BY (l.decided_by IS NULL) DESC, l.asked_at DESC, l.id DESC
LIMIT sqlc.arg(row_limit)::int;
