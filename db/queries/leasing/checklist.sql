-- The organization's own checklists.

-- name: ChecklistTemplates :many
-- Those that are not deleted, or one of them by its id.
SELECT id, name, kind, areas, version, created_at, updated_at FROM checklist_templates
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND deleted_at IS NULL
  AND (sqlc.arg(id)::uuid = '00000000-0000-0000-0000-000000000000' OR id = sqlc.arg(id)::uuid)
ORDER BY kind, name, id
LIMIT 200;

-- name: InsertChecklistTemplate :exec
INSERT INTO checklist_templates (tenant_id, id, name, kind, areas)
VALUES (sqlc.arg(tenant_id)::uuid, sqlc.arg(id)::uuid, sqlc.arg(name)::text, sqlc.arg(kind)::text, sqlc.arg(areas)::jsonb);

-- name: UpdateChecklistTemplate :execrows
UPDATE checklist_templates SET name = sqlc.arg(name)::text, areas = sqlc.arg(areas)::jsonb
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid AND deleted_at IS NULL AND version = sqlc.arg(version)::int;

-- name: DeleteChecklistTemplate :execrows
UPDATE checklist_templates SET deleted_at = sqlc.arg(now)::timestamptz, deleted_by = sqlc.narg(deleted_by)::uuid, deletion_id = sqlc.arg(deletion_id)::uuid
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid AND deleted_at IS NULL AND version = sqlc.arg(version)::int;

-- name: RestoreChecklistTemplate :execrows
UPDATE checklist_templates SET deleted_at = NULL, deleted_by = NULL, deletion_id = NULL
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid AND deleted_at IS NOT NULL;
