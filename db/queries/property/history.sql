-- name: ListChanges :many
SELECT a.created_at, a.action, a.changes, a.actor_role, a.reason, u.first_name, u.last_name, u.email
FROM audit_logs AS a
LEFT JOIN users AS u ON u.tenant_id = a.tenant_id AND u.id = a.user_id AND u.tenant_id = sqlc.arg(tenant_id)::uuid
WHERE a.tenant_id = sqlc.arg(tenant_id)::uuid AND a.entity_type = sqlc.arg(entity_type)::text
  AND a.entity_id = sqlc.arg(entity_id)::uuid
ORDER BY a.created_at DESC, a.id DESC
LIMIT sqlc.arg(row_limit)::int;

-- name: UnitIDsOfProperty :many
SELECT id FROM units
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND property_id = sqlc.arg(property_id)::uuid AND deleted_at IS NULL;

-- name: CountWithUnits :one
-- What a deletion of these units would take with it.
SELECT (SELECT count(*) FROM leases AS l WHERE l.tenant_id = sqlc.arg(tenant_id)::uuid
    AND l.unit_id = ANY (sqlc.arg(unit_ids)::uuid[]) AND l.deleted_at IS NULL) AS leases,
  (SELECT count(*) FROM documents AS d WHERE d.tenant_id = sqlc.arg(tenant_id)::uuid
    AND (d.entity_id = sqlc.arg(root_id)::uuid OR d.entity_id = ANY (sqlc.arg(unit_ids)::uuid[])
      OR d.entity_id IN (SELECT o.id FROM leases AS o
        WHERE o.tenant_id = sqlc.arg(tenant_id)::uuid AND o.unit_id = ANY (sqlc.arg(unit_ids)::uuid[]))
      OR d.entity_id IN (SELECT t.id FROM tenancies AS t
        WHERE t.tenant_id = sqlc.arg(tenant_id)::uuid AND t.unit_id = ANY (sqlc.arg(unit_ids)::uuid[])))
    AND d.deleted_at IS NULL) AS documents;
