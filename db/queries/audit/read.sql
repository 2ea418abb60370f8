-- name: ListEntries :many
-- The newest first. A filter that is not asked for is NULL; each that is has an index that begins with the organization.
SELECT a.id, a.created_at, a.user_id, a.actor_role, a.action, a.entity_type, a.entity_id, a.changes, a.request_id, a.reason,
  coalesce(host(a.ip_address), '')::text AS ip_address, a.user_agent, a.api_key, a.detail,
  coalesce(u.first_name, '')::text AS first_name, coalesce(u.last_name, '')::text AS last_name, coalesce(u.email, '')::text AS email
FROM audit_logs AS a
LEFT JOIN users AS u ON u.tenant_id = a.tenant_id AND u.id = a.user_id AND u.tenant_id = sqlc.arg(tenant_id)::uuid
WHERE a.tenant_id = sqlc.arg(tenant_id)::uuid
  AND (sqlc.narg(user_id)::uuid IS NULL OR a.user_id = sqlc.narg(user_id)::uuid)
  AND (sqlc.narg(api_key_id)::uuid IS NULL OR a.api_key = sqlc.narg(api_key_id)::uuid)
  AND (sqlc.narg(action)::text IS NULL OR a.action = sqlc.narg(action)::text)
  AND (sqlc.narg(entity_type)::text IS NULL OR a.entity_type = sqlc.narg(entity_type)::text)
  AND (sqlc.narg(entity_id)::uuid IS NULL OR a.entity_id = sqlc.narg(entity_id)::uuid)
  AND (sqlc.narg(request_id)::text IS NULL OR a.request_id = sqlc.narg(request_id)::text)
  AND (sqlc.narg(ip_address)::text IS NULL OR host(a.ip_address) = sqlc.narg(ip_address)::text)
  AND a.created_at >= sqlc.arg(since)::timestamptz AND a.created_at < sqlc.arg(until)::timestamptz
  AND a.created_at <= sqlc.arg(before_at)::timestamptz
  AND (a.created_at < sqlc.arg(before_at)::timestamptz
    OR (a.created_at = sqlc.arg(before_at)::timestamptz AND a.id < sqlc.arg(before_id)::uuid))
ORDER BY a.created_at DESC, a.id DESC
LIMIT sqlc.arg(row_limit)::int;

-- name: ListEntriesBack :many
-- The page before: the oldest first.
SELECT a.id, a.created_at, a.user_id, a.actor_role, a.action, a.entity_type, a.entity_id, a.changes, a.request_id, a.reason,
  coalesce(host(a.ip_address), '')::text AS ip_address, a.user_agent, a.api_key, a.detail,
  coalesce(u.first_name, '')::text AS first_name, coalesce(u.last_name, '')::text AS last_name, coalesce(u.email, '')::text AS email
FROM audit_logs AS a
LEFT JOIN users AS u ON u.tenant_id = a.tenant_id AND u.id = a.user_id AND u.tenant_id = sqlc.arg(tenant_id)::uuid
WHERE a.tenant_id = sqlc.arg(tenant_id)::uuid
  AND (sqlc.narg(user_id)::uuid IS NULL OR a.user_id = sqlc.narg(user_id)::uuid)
  AND (sqlc.narg(api_key_id)::uuid IS NULL OR a.api_key = sqlc.narg(api_key_id)::uuid)
  AND (sqlc.narg(action)::text IS NULL OR a.action = sqlc.narg(action)::text)
  AND (sqlc.narg(entity_type)::text IS NULL OR a.entity_type = sqlc.narg(entity_type)::text)
  AND (sqlc.narg(entity_id)::uuid IS NULL OR a.entity_id = sqlc.narg(entity_id)::uuid)
  AND (sqlc.narg(request_id)::text IS NULL OR a.request_id = sqlc.narg(request_id)::text)
  AND (sqlc.narg(ip_address)::text IS NULL OR host(a.ip_address) = sqlc.narg(ip_address)::text)
  AND a.created_at >= sqlc.arg(since)::timestamptz AND a.created_at < sqlc.arg(until)::timestamptz
  AND a.created_at >= sqlc.arg(after_at)::timestamptz
  AND (a.created_at > sqlc.arg(after_at)::timestamptz
    OR (a.created_at = sqlc.arg(after_at)::timestamptz AND a.id > sqlc.arg(after_id)::uuid))
ORDER BY a.created_at, a.id
LIMIT sqlc.arg(row_limit)::int;

-- name: GetEntry :one
-- With its moment it is found by the primary key; without, every month is looked through.
SELECT a.id, a.created_at, a.user_id, a.actor_role, a.action, a.entity_type, a.entity_id, a.changes, a.request_id, a.reason,
  coalesce(host(a.ip_address), '')::text AS ip_address, a.user_agent, a.api_key, a.detail,
  coalesce(u.first_name, '')::text AS first_name, coalesce(u.last_name, '')::text AS last_name, coalesce(u.email, '')::text AS email
FROM audit_logs AS a
LEFT JOIN users AS u ON u.tenant_id = a.tenant_id AND u.id = a.user_id AND u.tenant_id = sqlc.arg(tenant_id)::uuid
WHERE a.tenant_id = sqlc.arg(tenant_id)::uuid AND a.id = sqlc.arg(id)::uuid
  AND (sqlc.narg(at)::timestamptz IS NULL OR a.created_at = sqlc.narg(at)::timestamptz)
LIMIT 1;

-- name: ListActors :many
-- The people of the organization, for the filter.
SELECT id, coalesce(first_name, '')::text AS first_name, coalesce(last_name, '')::text AS last_name, email FROM users
WHERE tenant_id = sqlc.arg(tenant_id)::uuid
ORDER BY email LIMIT 500;

-- name: ListActions :many
-- What the last entries were about, for the filter's choices.
SELECT DISTINCT r.action, r.entity_type FROM (
  SELECT a.action, a.entity_type FROM audit_logs AS a
  WHERE a.tenant_id = sqlc.arg(tenant_id)::uuid
  ORDER BY a.created_at DESC, a.id DESC LIMIT 2000) AS r
ORDER BY r.action, r.entity_type;
