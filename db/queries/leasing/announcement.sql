-- name: ListAnnouncements :many
WITH keyed AS (
  SELECT a.*, p.name AS property_name, (CASE sqlc.arg(sort)::text WHEN 'title' THEN a.title ELSE a.publish_on::text END COLLATE app.natural) AS sort_key
  FROM announcements AS a
  LEFT JOIN properties AS p ON p.tenant_id = sqlc.arg(tenant_id)::uuid AND p.id = a.property_id
  WHERE a.tenant_id = sqlc.arg(tenant_id)::uuid
    AND (CASE WHEN sqlc.arg(deleted)::boolean THEN a.deleted_at IS NOT NULL ELSE a.deleted_at IS NULL END)
    AND (cardinality(sqlc.arg(property_scope)::uuid[]) = 0 OR a.property_id IS NULL OR a.property_id = ANY (sqlc.arg(property_scope)::uuid[]))
    AND (sqlc.narg(property_id)::uuid IS NULL OR a.property_id = sqlc.narg(property_id)::uuid)
)
SELECT k.id, k.property_id, coalesce(k.property_name, '')::text AS property_name, k.title, k.body, k.publish_on, k.expires_on, k.version,
  k.created_at, k.updated_at, k.deleted_at, k.sort_key::text AS sort_key
FROM keyed AS k
WHERE NOT sqlc.arg(has_cursor)::boolean
  OR (NOT sqlc.arg(descending)::boolean AND (k.sort_key, k.id) > (sqlc.arg(cursor_key)::text COLLATE app.natural, sqlc.arg(cursor_id)::uuid))
  OR (sqlc.arg(descending)::boolean AND (k.sort_key, k.id) < (sqlc.arg(cursor_key)::text COLLATE app.natural, sqlc.arg(cursor_id)::uuid))
ORDER BY CASE WHEN NOT sqlc.arg(descending)::boolean THEN k.sort_key END, CASE WHEN sqlc.arg(descending)::boolean THEN k.sort_key END DESC,
  CASE WHEN NOT sqlc.arg(descending)::boolean THEN k.id END, CASE WHEN sqlc.arg(descending)::boolean THEN k.id END DESC
LIMIT sqlc.arg(row_limit)::int;

-- name: GetAnnouncement :one
SELECT a.id, a.property_id, coalesce(p.name, '')::text AS property_name, a.title, a.body, a.publish_on, a.expires_on, a.version,
  a.created_at, a.updated_at, a.deleted_at
FROM announcements AS a
LEFT JOIN properties AS p ON p.tenant_id = sqlc.arg(tenant_id)::uuid AND p.id = a.property_id
WHERE a.tenant_id = sqlc.arg(tenant_id)::uuid AND a.id = sqlc.arg(id)::uuid
  AND (a.deleted_at IS NULL OR sqlc.arg(with_deleted)::boolean)
  AND (cardinality(sqlc.arg(property_scope)::uuid[]) = 0 OR a.property_id IS NULL OR a.property_id = ANY (sqlc.arg(property_scope)::uuid[]));

-- name: InsertAnnouncement :exec
INSERT INTO announcements (tenant_id, id, property_id, title, body, publish_on, expires_on)
VALUES (sqlc.arg(tenant_id)::uuid, sqlc.arg(id)::uuid, sqlc.narg(property_id)::uuid, sqlc.arg(title)::text, sqlc.arg(body)::text,
  sqlc.arg(publish_on)::date, sqlc.arg(expires_on)::date);

-- name: UpdateAnnouncement :execrows
UPDATE announcements SET property_id = sqlc.narg(property_id)::uuid, title = sqlc.arg(title)::text, body = sqlc.arg(body)::text,
  publish_on = sqlc.arg(publish_on)::date, expires_on = sqlc.arg(expires_on)::date
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid AND deleted_at IS NULL AND version = sqlc.arg(version)::int;

-- name: DeleteAnnouncement :execrows
UPDATE announcements SET deleted_at = sqlc.arg(now)::timestamptz, deleted_by = sqlc.narg(deleted_by)::uuid,
  deletion_id = sqlc.arg(deletion_id)::uuid
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid AND deleted_at IS NULL AND version = sqlc.arg(version)::int;

-- name: RestoreAnnouncement :exec
UPDATE announcements SET deleted_at = NULL, deleted_by = NULL, deletion_id = NULL
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid AND deleted_at IS NOT NULL;
