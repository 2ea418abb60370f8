-- name: ListTemplates :many
WITH keyed AS (
  SELECT t.*, (CASE sqlc.arg(sort)::text WHEN 'kind' THEN t.kind ELSE t.name END COLLATE app.natural) AS sort_key
  FROM document_templates AS t
  WHERE t.tenant_id = sqlc.arg(tenant_id)::uuid
    AND (CASE WHEN sqlc.arg(deleted)::boolean THEN t.deleted_at IS NOT NULL ELSE t.deleted_at IS NULL END)
    AND (sqlc.arg(kind)::text = '' OR t.kind = sqlc.arg(kind)::text)
)
SELECT k.id, k.name, k.kind, k.body, k.number, k.version, k.created_at, k.updated_at, k.deleted_at, k.sort_key::text AS sort_key
FROM keyed AS k
WHERE NOT sqlc.arg(has_cursor)::boolean
  OR (NOT sqlc.arg(descending)::boolean AND (k.sort_key, k.id) > (sqlc.arg(cursor_key)::text COLLATE app.natural, sqlc.arg(cursor_id)::uuid))
  OR (sqlc.arg(descending)::boolean AND (k.sort_key, k.id) < (sqlc.arg(cursor_key)::text COLLATE app.natural, sqlc.arg(cursor_id)::uuid))
ORDER BY CASE WHEN NOT sqlc.arg(descending)::boolean THEN k.sort_key END, CASE WHEN sqlc.arg(descending)::boolean THEN k.sort_key END DESC,
  CASE WHEN NOT sqlc.arg(descending)::boolean THEN k.id END, CASE WHEN sqlc.arg(descending)::boolean THEN k.id END DESC
LIMIT sqlc.arg(row_limit)::int;

-- name: GetTemplate :one
SELECT id, name, kind, body, number, version, created_at, updated_at, deleted_at FROM document_templates
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid AND (deleted_at IS NULL OR sqlc.arg(with_deleted)::boolean);

-- name: LockTemplate :one
SELECT id, version, number, deleted_at FROM document_templates
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid
FOR NO KEY UPDATE;

-- name: InsertTemplate :exec
INSERT INTO document_templates (tenant_id, id, name, kind, body)
VALUES (sqlc.arg(tenant_id)::uuid, sqlc.arg(id)::uuid, sqlc.arg(name)::text, sqlc.arg(kind)::text, sqlc.arg(body)::text);

-- name: UpdateTemplate :exec
UPDATE document_templates SET name = sqlc.arg(name)::text, kind = sqlc.arg(kind)::text, body = sqlc.arg(body)::text,
  number = sqlc.arg(number)::int
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid;

-- name: InsertTemplateVersion :exec
INSERT INTO document_template_versions (tenant_id, id, template_id, number, name, body, saved_by, created_at)
VALUES (sqlc.arg(tenant_id)::uuid, sqlc.arg(id)::uuid, sqlc.arg(template_id)::uuid, sqlc.arg(number)::int, sqlc.arg(name)::text,
  sqlc.arg(body)::text, sqlc.narg(saved_by)::uuid, sqlc.arg(now)::timestamptz);

-- name: ListTemplateVersions :many
SELECT v.number, v.name, v.body, v.created_at, coalesce(concat_ws(' ', u.first_name, u.last_name), '')::text AS saved_by
FROM document_template_versions AS v
LEFT JOIN users AS u ON u.tenant_id = sqlc.arg(tenant_id)::uuid AND u.id = v.saved_by
WHERE v.tenant_id = sqlc.arg(tenant_id)::uuid AND v.template_id = sqlc.arg(template_id)::uuid
ORDER BY v.number DESC
LIMIT 100;

-- name: DeleteTemplate :exec
UPDATE document_templates SET deleted_at = sqlc.narg(now)::timestamptz, deleted_by = sqlc.narg(deleted_by)::uuid,
  deletion_id = sqlc.narg(deletion_id)::uuid
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid;
