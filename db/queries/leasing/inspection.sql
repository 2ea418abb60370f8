-- Walks through a unit with a checklist.

-- name: InsertInspection :exec
INSERT INTO inspections (tenant_id, id, tenancy_id, unit_id, kind, performed_on, performed_by, note)
VALUES (sqlc.arg(tenant_id)::uuid, sqlc.arg(id)::uuid, sqlc.arg(tenancy_id)::uuid, sqlc.arg(unit_id)::uuid, sqlc.arg(kind)::text,
  sqlc.arg(performed_on)::date, sqlc.narg(performed_by)::uuid, nullif(sqlc.arg(note)::text, ''));

-- name: InsertInspectionItems :execrows
INSERT INTO inspection_items (tenant_id, id, inspection_id, position, area, item)
SELECT o.id, r.id, sqlc.arg(inspection_id)::uuid, r.position, r.area, r.item
FROM (SELECT unnest(sqlc.arg(ids)::uuid[]) AS id, unnest(sqlc.arg(positions)::int[]) AS position, unnest(sqlc.arg(areas)::text[]) AS area,
    unnest(sqlc.arg(items)::text[]) AS item) AS r
JOIN organizations AS o ON o.id = sqlc.arg(tenant_id)::uuid;

-- name: Inspections :many
-- Those of a stay, or one by its id.
SELECT i.id, i.tenancy_id, i.unit_id, i.kind, i.performed_on, i.completed_at, i.note, i.version, i.created_at, u.property_id, u.number,
  (SELECT count(*) FROM inspection_items AS c WHERE c.tenant_id = sqlc.arg(tenant_id)::uuid AND c.inspection_id = i.id) AS items,
  (SELECT count(*) FROM inspection_items AS c WHERE c.tenant_id = sqlc.arg(tenant_id)::uuid AND c.inspection_id = i.id AND c.condition IS NOT NULL) AS seen,
  (SELECT coalesce(sum(c.charge_amount), 0) FROM inspection_items AS c WHERE c.tenant_id = sqlc.arg(tenant_id)::uuid AND c.inspection_id = i.id)::numeric AS charges
FROM inspections AS i
JOIN units AS u ON u.tenant_id = i.tenant_id AND u.id = i.unit_id
WHERE i.tenant_id = sqlc.arg(tenant_id)::uuid AND (i.tenancy_id = sqlc.arg(tenancy_id)::uuid OR i.id = sqlc.arg(id)::uuid)
ORDER BY i.performed_on DESC, i.id DESC;

-- name: InspectionItems :many
SELECT id, position, area, item, condition, note, charge_amount FROM inspection_items
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND inspection_id = sqlc.arg(inspection_id)::uuid
ORDER BY position;

-- name: LockInspection :one
SELECT i.id, i.tenancy_id, i.kind, i.completed_at, u.property_id FROM inspections AS i
JOIN units AS u ON u.tenant_id = i.tenant_id AND u.id = i.unit_id
WHERE i.tenant_id = sqlc.arg(tenant_id)::uuid AND i.id = sqlc.arg(id)::uuid
FOR NO KEY UPDATE OF i;

-- name: SetInspectionItem :execrows
UPDATE inspection_items SET condition = nullif(sqlc.arg(condition)::text, ''), note = nullif(sqlc.arg(note)::text, ''),
  charge_amount = sqlc.narg(charge_amount)::numeric
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND inspection_id = sqlc.arg(inspection_id)::uuid AND id = sqlc.arg(id)::uuid;

-- name: CompleteInspection :exec
UPDATE inspections SET completed_at = sqlc.arg(now)::timestamptz WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid;

-- name: ChecklistTemplate :one
-- The organization's own checklist of a kind: the one that is named, or the first.
SELECT areas FROM checklist_templates
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND kind = sqlc.arg(kind)::text AND deleted_at IS NULL
  AND (sqlc.arg(id)::uuid = '00000000-0000-0000-0000-000000000000' OR id = sqlc.arg(id)::uuid)
ORDER BY name, id LIMIT 1;
