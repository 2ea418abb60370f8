-- name: InsertGroup :exec
INSERT INTO property_groups (tenant_id, id, name, description)
VALUES (sqlc.arg(tenant_id)::uuid, sqlc.arg(id)::uuid, sqlc.arg(name)::text, sqlc.narg(description)::text);

-- name: UpdateGroup :execrows
UPDATE property_groups SET name = sqlc.arg(name)::text, description = sqlc.narg(description)::text
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid AND deleted_at IS NULL
  AND version = coalesce(sqlc.narg(version)::int, version);

-- name: DeleteGroup :execrows
UPDATE property_groups SET deleted_at = sqlc.arg(deleted_at)::timestamptz, deleted_by = sqlc.narg(deleted_by)::uuid,
  deletion_id = sqlc.arg(deletion_id)::uuid
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid AND deleted_at IS NULL
  AND version = coalesce(sqlc.narg(version)::int, version);

-- name: RestoreGroup :execrows
UPDATE property_groups SET deleted_at = NULL, deleted_by = NULL, deletion_id = NULL
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid AND deleted_at IS NOT NULL;

-- name: LockGroup :one
SELECT id, version, deleted_at FROM property_groups
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid
FOR NO KEY UPDATE;

-- name: ListGroups :many
-- The groups by name, or one of them, with the undeleted properties that the reader may see and their units. A reader who is limited
-- to some properties knows of the groups that one of them is in.
SELECT g.id, g.name, g.description, g.version, g.created_at, g.updated_at, g.deleted_at, m.properties, m.units, m.occupied
FROM property_groups AS g
CROSS JOIN LATERAL (
  SELECT count(DISTINCT p.id) AS properties, count(u.id) AS units,
    count(u.id) FILTER (WHERE u.status IN ('occupied', 'notice')) AS occupied
  FROM property_group_members AS r
  JOIN properties AS p ON p.tenant_id = sqlc.arg(tenant_id)::uuid AND p.id = r.property_id AND p.deleted_at IS NULL
  LEFT JOIN units AS u ON u.tenant_id = sqlc.arg(tenant_id)::uuid AND u.property_id = p.id AND u.deleted_at IS NULL
  WHERE r.tenant_id = sqlc.arg(tenant_id)::uuid AND r.group_id = g.id
    AND (cardinality(sqlc.arg(property_scope)::uuid[]) = 0 OR r.property_id = ANY (sqlc.arg(property_scope)::uuid[]))) AS m
WHERE g.tenant_id = sqlc.arg(tenant_id)::uuid
  AND (sqlc.arg(id)::uuid = '00000000-0000-0000-0000-000000000000' OR g.id = sqlc.arg(id)::uuid)
  AND (CASE WHEN sqlc.arg(deleted)::boolean THEN true ELSE g.deleted_at IS NULL END)
  AND (cardinality(sqlc.arg(property_scope)::uuid[]) = 0 OR EXISTS (SELECT FROM property_group_members AS s
    WHERE s.tenant_id = sqlc.arg(tenant_id)::uuid AND s.group_id = g.id AND s.property_id = ANY (sqlc.arg(property_scope)::uuid[])))
ORDER BY g.name COLLATE app.natural, g.id
LIMIT sqlc.arg(row_limit)::int;

-- name: GroupMembers :many
SELECT r.property_id FROM property_group_members AS r
WHERE r.tenant_id = sqlc.arg(tenant_id)::uuid AND r.group_id = sqlc.arg(group_id)::uuid;

-- name: GroupsOfProperty :many
SELECT g.id, g.name FROM property_group_members AS r
JOIN property_groups AS g ON g.tenant_id = sqlc.arg(tenant_id)::uuid AND g.id = r.group_id AND g.deleted_at IS NULL
WHERE r.tenant_id = sqlc.arg(tenant_id)::uuid AND r.property_id = sqlc.arg(property_id)::uuid
ORDER BY g.name COLLATE app.natural, g.id;

-- name: AddMembers :execrows
-- Those that are there already stay, and so do those that are no properties of the organization's.
INSERT INTO property_group_members (tenant_id, id, group_id, property_id)
SELECT sqlc.arg(tenant_id)::uuid, n.id, sqlc.arg(group_id)::uuid, n.property_id
FROM (SELECT unnest(sqlc.arg(ids)::uuid[]) AS id, unnest(sqlc.arg(property_ids)::uuid[]) AS property_id) AS n
JOIN properties AS p ON p.tenant_id = sqlc.arg(tenant_id)::uuid AND p.id = n.property_id AND p.deleted_at IS NULL
ON CONFLICT (tenant_id, group_id, property_id) DO NOTHING;

-- name: RemoveMembers :execrows
DELETE FROM property_group_members
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND group_id = sqlc.arg(group_id)::uuid
  AND property_id = ANY (sqlc.arg(property_ids)::uuid[]);

-- name: CountLiving :one
SELECT count(*) FROM properties
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = ANY (sqlc.arg(property_ids)::uuid[]) AND deleted_at IS NULL;
