-- name: AllowTime :exec
-- For the rest of the transaction. The role's own limits suit requests, not work on whole tables.
SELECT set_config('statement_timeout', sqlc.arg(statement_timeout)::text, true),
  set_config('lock_timeout', sqlc.arg(lock_timeout)::text, true);

-- name: MaintainPartitions :one
-- The number of rows that no month took.
SELECT app.maintain_partitions()::bigint AS strays;

-- name: RefreshTenantAnalytics :exec
SELECT app.refresh_tenant_analytics();

-- name: DeleteSessions :execrows
DELETE FROM platform.sessions
WHERE id IN (SELECT s.id FROM platform.sessions AS s WHERE s.expires_at < sqlc.arg(before)::timestamptz
  ORDER BY s.expires_at LIMIT sqlc.arg(row_limit)::int);

-- name: DeleteThrottles :execrows
-- A key that is blocked counts from the end of its block.
DELETE FROM platform.throttles
WHERE key IN (SELECT t.key FROM platform.throttles AS t
  WHERE t.window_started_at < sqlc.arg(before)::timestamptz
    AND (t.blocked_until IS NULL OR t.blocked_until < sqlc.arg(before)::timestamptz)
  ORDER BY t.window_started_at LIMIT sqlc.arg(row_limit)::int);

-- name: DeleteIdempotencyKeys :execrows
DELETE FROM idempotency_keys
WHERE (tenant_id, id) IN (SELECT k.tenant_id, k.id FROM idempotency_keys AS k
  WHERE k.created_at < sqlc.arg(before)::timestamptz
  ORDER BY k.created_at LIMIT sqlc.arg(row_limit)::int);

-- name: DeleteTickets :execrows
-- What a ticket held goes with it: an address, the hash of a password that was never used.
DELETE FROM platform.tickets
WHERE id IN (SELECT t.id FROM platform.tickets AS t WHERE t.expires_at < sqlc.arg(before)::timestamptz
  ORDER BY t.expires_at LIMIT sqlc.arg(row_limit)::int);
