-- What an organization does with its own keys: the transaction has entered it, and row-level security shows no other's.

-- name: PutAPIKey :exec
INSERT INTO platform.api_keys (id, organization_id, user_id, name, prefix, token_hash, role, scopes, created_by, replaces_id,
  created_at, expires_at)
VALUES (sqlc.arg(id)::uuid, sqlc.arg(organization_id)::uuid, sqlc.arg(user_id)::uuid, sqlc.arg(name)::text,
  sqlc.arg(prefix)::text, sqlc.arg(token_hash)::bytea, sqlc.arg(role)::text, sqlc.narg(scopes)::text[],
  sqlc.narg(created_by)::uuid, sqlc.narg(replaces_id)::uuid, sqlc.arg(now)::timestamptz, sqlc.narg(expires_at)::timestamptz);

-- name: GetAPIKey :one
SELECT k.id, k.user_id, k.name, k.prefix, k.role, k.scopes, k.created_by, k.replaces_id, k.created_at, k.expires_at,
  k.last_used_at, coalesce(host(k.last_used_ip), '')::text AS last_used_ip, k.revoked_at, k.token_hash,
  EXISTS (SELECT FROM platform.api_keys AS n WHERE n.replaces_id = k.id
    AND n.organization_id = sqlc.arg(organization_id)::uuid)::boolean AS replaced
FROM platform.api_keys AS k
WHERE k.organization_id = sqlc.arg(organization_id)::uuid AND k.id = sqlc.arg(id)::uuid;

-- name: LockAPIKey :one
SELECT id FROM platform.api_keys
WHERE organization_id = sqlc.arg(organization_id)::uuid AND id = sqlc.arg(id)::uuid FOR UPDATE;

-- name: PageAPIKeys :many
WITH keyed AS (
  SELECT k.*, (CASE sqlc.arg(sort)::text
      WHEN 'name' THEN k.name
      WHEN 'last_used_at' THEN coalesce(to_char(k.last_used_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), '')
      ELSE to_char(k.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US') END COLLATE app.natural) AS sort_key
  FROM platform.api_keys AS k
  WHERE k.organization_id = sqlc.arg(organization_id)::uuid
    AND (NOT sqlc.arg(live)::boolean OR (k.revoked_at IS NULL
      AND (k.expires_at IS NULL OR k.expires_at > sqlc.arg(now)::timestamptz)))
)
SELECT k.id, k.user_id, k.name, k.prefix, k.role, k.scopes, k.created_by, k.replaces_id, k.created_at, k.expires_at,
  k.last_used_at, coalesce(host(k.last_used_ip), '')::text AS last_used_ip, k.revoked_at, k.sort_key::text AS sort_key,
  EXISTS (SELECT FROM platform.api_keys AS n WHERE n.replaces_id = k.id
    AND n.organization_id = sqlc.arg(organization_id)::uuid)::boolean AS replaced
FROM keyed AS k
WHERE NOT sqlc.arg(has_cursor)::boolean
  OR (NOT sqlc.arg(descending)::boolean AND (k.sort_key, k.id) > (sqlc.arg(cursor_key)::text COLLATE app.natural, sqlc.arg(cursor_id)::uuid))
  OR (sqlc.arg(descending)::boolean AND (k.sort_key, k.id) < (sqlc.arg(cursor_key)::text COLLATE app.natural, sqlc.arg(cursor_id)::uuid))
ORDER BY CASE WHEN NOT sqlc.arg(descending)::boolean THEN k.sort_key END, CASE WHEN sqlc.arg(descending)::boolean THEN k.sort_key END DESC,
  CASE WHEN NOT sqlc.arg(descending)::boolean THEN k.id END, CASE WHEN sqlc.arg(descending)::boolean THEN k.id END DESC
LIMIT sqlc.arg(row_limit)::int;

-- name: EndAPIKey :exec
-- Shortens the life of a key that another replaces.
UPDATE platform.api_keys SET expires_at = sqlc.arg(until)::timestamptz
WHERE organization_id = sqlc.arg(organization_id)::uuid AND id = sqlc.arg(id)::uuid;

-- name: IsSandbox :one
SELECT (sandbox_of IS NOT NULL)::boolean AS sandbox FROM platform.directory
WHERE organization_id = sqlc.arg(organization_id)::uuid;
