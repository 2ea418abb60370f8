-- name: BlockedUntil :many
-- The blocks in force among the keys.
SELECT key, blocked_until::timestamptz AS blocked_until FROM platform.throttles
WHERE key = ANY (sqlc.arg(keys)::bytea[]) AND blocked_until > sqlc.arg(now)::timestamptz;

-- name: CountFailure :one
-- One more failure of a key; a window that began at or before since is over and the count starts again.
INSERT INTO platform.throttles AS t (key, failures, window_started_at)
VALUES (sqlc.arg(key)::bytea, 1, sqlc.arg(now)::timestamptz)
ON CONFLICT (key) DO UPDATE SET
  failures = CASE WHEN t.window_started_at <= sqlc.arg(since)::timestamptz THEN 1 ELSE t.failures + 1 END,
  window_started_at = CASE WHEN t.window_started_at <= sqlc.arg(since)::timestamptz
    THEN excluded.window_started_at ELSE t.window_started_at END,
  blocked_until = CASE WHEN t.window_started_at <= sqlc.arg(since)::timestamptz THEN NULL ELSE t.blocked_until END
RETURNING failures;

-- name: Block :exec
-- The window of a blocked key begins again when the block ends, so that a block grows while the tries go on.
UPDATE platform.throttles SET blocked_until = sqlc.arg(until)::timestamptz, window_started_at = sqlc.arg(until)::timestamptz
WHERE key = sqlc.arg(key)::bytea;

-- name: ClearThrottle :exec
DELETE FROM platform.throttles WHERE key = sqlc.arg(key)::bytea;
