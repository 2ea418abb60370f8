-- The queue as one organization may see it: its own jobs, which carry it in their metadata (tenant_id is that), for whoever
-- entered it as staff. River's tables have no row-level security of their own.

-- name: ListJobs :many
SELECT id, kind, state::text AS state, attempt, max_attempts, created_at, scheduled_at, attempted_at, finalized_at, errors
FROM platform.river_job
WHERE metadata ? 'organization' AND metadata ->> 'organization' = sqlc.arg(tenant_id)::text AND app.is_staff()
  AND (sqlc.arg(before)::bigint = 0 OR id < sqlc.arg(before)::bigint)
  AND (cardinality(sqlc.arg(states)::text[]) = 0 OR state::text = ANY (sqlc.arg(states)::text[]))
ORDER BY id DESC
LIMIT sqlc.arg(row_limit)::int;

-- name: CountJobs :many
SELECT state::text AS state, count(*) AS jobs
FROM platform.river_job
WHERE metadata ? 'organization' AND metadata ->> 'organization' = sqlc.arg(tenant_id)::text AND app.is_staff()
GROUP BY state;

-- name: GetJob :one
SELECT id, kind, state::text AS state, attempt, max_attempts, created_at, scheduled_at, attempted_at, finalized_at, errors
FROM platform.river_job
WHERE metadata ? 'organization' AND metadata ->> 'organization' = sqlc.arg(tenant_id)::text AND app.is_staff() AND id = sqlc.arg(job)::bigint;

-- name: LockJob :one
SELECT state::text AS state
FROM platform.river_job
WHERE metadata ? 'organization' AND metadata ->> 'organization' = sqlc.arg(tenant_id)::text AND app.is_staff() AND id = sqlc.arg(job)::bigint
FOR UPDATE;

-- name: LastRuns :many
-- The newest job of each kind that is run by the clock.
SELECT DISTINCT ON (kind) kind, state::text AS state, created_at, attempted_at, finalized_at
FROM platform.river_job
WHERE kind = ANY (sqlc.arg(kinds)::text[])
ORDER BY kind, id DESC;
