-- name: LockImport :one
SELECT id, property_ids, unit_ids, tenancy_ids, renter_ids, earlier_statuses, undone_at, (finished_at IS NOT NULL)::boolean AS undoable
FROM imports
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid
FOR UPDATE;

-- name: MarkUndone :execrows
UPDATE imports SET undone_at = sqlc.arg(undone_at)::timestamptz, undone_by = sqlc.narg(undone_by)::uuid,
  deletion_id = sqlc.arg(deletion_id)::uuid
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid;

-- name: Obstacles :many
-- What was changed of that which an import made, and what was built upon it, by kind. The daily job that notes leases which soon
-- expire is not a change of anybody's. A test holds the list of tables against the foreign keys of the schema.
WITH i AS (
  SELECT n.tenant_id, n.finished_at, n.property_ids, n.unit_ids, n.tenancy_ids, n.renter_ids, n.earlier_statuses
  FROM imports AS n WHERE n.tenant_id = sqlc.arg(tenant_id)::uuid AND n.id = sqlc.arg(id)::uuid
), l AS (
  SELECT coalesce(array_agg(m.id), '{}') AS lease_ids
  FROM i JOIN leases AS m ON m.tenant_id = i.tenant_id AND m.tenancy_id = ANY (i.tenancy_ids)
  WHERE m.tenant_id = sqlc.arg(tenant_id)::uuid
)
SELECT 'property_changed'::text AS kind, count(*)::bigint AS found
FROM i JOIN properties AS x ON x.tenant_id = i.tenant_id AND x.id = ANY (i.property_ids)
WHERE x.tenant_id = sqlc.arg(tenant_id)::uuid AND x.updated_at > i.finished_at
UNION ALL
SELECT 'unit_changed', count(*)
FROM i JOIN units AS x ON x.tenant_id = i.tenant_id AND x.id = ANY (i.unit_ids)
WHERE x.tenant_id = sqlc.arg(tenant_id)::uuid AND x.updated_at > i.finished_at
UNION ALL
SELECT 'stay_changed', count(*)
FROM i JOIN tenancies AS x ON x.tenant_id = i.tenant_id AND x.id = ANY (i.tenancy_ids)
WHERE x.tenant_id = sqlc.arg(tenant_id)::uuid AND x.updated_at > i.finished_at
UNION ALL
SELECT 'renter_changed', count(*)
FROM i JOIN tenants AS x ON x.tenant_id = i.tenant_id AND x.id = ANY (i.renter_ids)
WHERE x.tenant_id = sqlc.arg(tenant_id)::uuid AND x.updated_at > i.finished_at
UNION ALL
SELECT 'unit_changed', count(*)
FROM i JOIN units AS x ON x.tenant_id = i.tenant_id AND i.earlier_statuses ? x.id::text
WHERE x.tenant_id = sqlc.arg(tenant_id)::uuid AND x.updated_at > i.finished_at
UNION ALL
SELECT 'lease_changed', count(*)
FROM i JOIN leases AS x ON x.tenant_id = i.tenant_id AND x.tenancy_id = ANY (i.tenancy_ids)
WHERE x.tenant_id = sqlc.arg(tenant_id)::uuid AND x.created_at <= i.finished_at AND x.updated_at > i.finished_at
  AND (x.deleted_at IS NOT NULL OR EXISTS (SELECT FROM audit_logs AS a
    WHERE a.tenant_id = sqlc.arg(tenant_id)::uuid AND a.entity_type = 'leases' AND a.entity_id = x.id AND a.created_at > i.finished_at
      AND NOT (a.actor_role = 'system' AND (a.changes -> 'new') - 'status' = '{}'::jsonb)))
UNION ALL
SELECT 'unit', count(*)
FROM i JOIN units AS x ON x.tenant_id = i.tenant_id
WHERE x.tenant_id = sqlc.arg(tenant_id)::uuid AND x.created_at > i.finished_at AND x.deleted_at IS NULL
  AND (x.property_id = ANY (i.property_ids))
UNION ALL
SELECT 'stay', count(*)
FROM i JOIN tenancies AS x ON x.tenant_id = i.tenant_id
WHERE x.tenant_id = sqlc.arg(tenant_id)::uuid AND x.created_at > i.finished_at AND x.deleted_at IS NULL
  AND (x.unit_id = ANY (i.unit_ids) OR x.property_id = ANY (i.property_ids) OR x.transferred_from_id = ANY (i.tenancy_ids))
UNION ALL
SELECT 'lease', count(*)
FROM i JOIN leases AS x ON x.tenant_id = i.tenant_id
WHERE x.tenant_id = sqlc.arg(tenant_id)::uuid AND x.created_at > i.finished_at AND x.deleted_at IS NULL
  AND (x.unit_id = ANY (i.unit_ids) OR x.tenancy_id = ANY (i.tenancy_ids) OR x.renter_id = ANY (i.renter_ids))
UNION ALL
SELECT 'party', count(*)
FROM i JOIN lease_parties AS x ON x.tenant_id = i.tenant_id
WHERE x.tenant_id = sqlc.arg(tenant_id)::uuid AND x.created_at > i.finished_at AND x.deleted_at IS NULL
  AND (x.tenancy_id = ANY (i.tenancy_ids) OR x.renter_id = ANY (i.renter_ids))
UNION ALL
SELECT 'document', count(*)
FROM i CROSS JOIN l JOIN documents AS x ON x.tenant_id = i.tenant_id
WHERE x.tenant_id = sqlc.arg(tenant_id)::uuid AND x.created_at > i.finished_at AND x.deleted_at IS NULL
  AND (x.entity_id = ANY (i.property_ids || i.unit_ids || i.tenancy_ids || i.renter_ids || l.lease_ids))
UNION ALL
SELECT 'charge', count(*)
FROM i JOIN recurring_charges AS x ON x.tenant_id = i.tenant_id
WHERE x.tenant_id = sqlc.arg(tenant_id)::uuid AND x.created_at > i.finished_at AND x.deleted_at IS NULL
  AND (x.tenancy_id = ANY (i.tenancy_ids))
UNION ALL
SELECT 'charge', count(*)
FROM i JOIN rent_schedules AS x ON x.tenant_id = i.tenant_id
WHERE x.tenant_id = sqlc.arg(tenant_id)::uuid AND x.created_at > i.finished_at AND x.deleted_at IS NULL
  AND (x.tenancy_id = ANY (i.tenancy_ids))
UNION ALL
SELECT 'deposit', count(*)
FROM i JOIN lease_deposits AS x ON x.tenant_id = i.tenant_id
WHERE x.tenant_id = sqlc.arg(tenant_id)::uuid AND x.created_at > i.finished_at AND x.deleted_at IS NULL
  AND (x.tenancy_id = ANY (i.tenancy_ids))
UNION ALL
SELECT 'deposit', count(*)
FROM i JOIN deposit_dispositions AS x ON x.tenant_id = i.tenant_id
WHERE x.tenant_id = sqlc.arg(tenant_id)::uuid AND x.created_at > i.finished_at
  AND (x.tenancy_id = ANY (i.tenancy_ids))
UNION ALL
SELECT 'deposit', count(*)
FROM i JOIN disposition_items AS x ON x.tenant_id = i.tenant_id
WHERE x.tenant_id = sqlc.arg(tenant_id)::uuid AND x.created_at > i.finished_at AND x.deleted_at IS NULL
  AND (x.tenancy_id = ANY (i.tenancy_ids))
UNION ALL
SELECT 'payment', count(*)
FROM i JOIN payments AS x ON x.tenant_id = i.tenant_id
WHERE x.tenant_id = sqlc.arg(tenant_id)::uuid AND x.created_at > i.finished_at
  AND (x.tenancy_id = ANY (i.tenancy_ids) OR x.renter_id = ANY (i.renter_ids))
UNION ALL
SELECT 'booking', count(*)
FROM i CROSS JOIN l JOIN transactions AS x ON x.tenant_id = i.tenant_id
WHERE x.tenant_id = sqlc.arg(tenant_id)::uuid AND x.created_at > i.finished_at
  AND (x.property_id = ANY (i.property_ids) OR x.unit_id = ANY (i.unit_ids) OR x.tenancy_id = ANY (i.tenancy_ids)
  OR x.renter_id = ANY (i.renter_ids) OR x.lease_id = ANY (l.lease_ids))
UNION ALL
SELECT 'notice', count(*)
FROM i JOIN lease_notices AS x ON x.tenant_id = i.tenant_id
WHERE x.tenant_id = sqlc.arg(tenant_id)::uuid AND x.created_at > i.finished_at
  AND (x.tenancy_id = ANY (i.tenancy_ids))
UNION ALL
SELECT 'renewal', count(*)
FROM i CROSS JOIN l JOIN renewal_offers AS x ON x.tenant_id = i.tenant_id
WHERE x.tenant_id = sqlc.arg(tenant_id)::uuid AND x.created_at > i.finished_at
  AND (x.tenancy_id = ANY (i.tenancy_ids) OR x.new_lease_id = ANY (l.lease_ids))
UNION ALL
SELECT 'inspection', count(*)
FROM i JOIN inspections AS x ON x.tenant_id = i.tenant_id
WHERE x.tenant_id = sqlc.arg(tenant_id)::uuid AND x.created_at > i.finished_at
  AND (x.tenancy_id = ANY (i.tenancy_ids) OR x.unit_id = ANY (i.unit_ids))
UNION ALL
SELECT 'policy', count(*)
FROM i CROSS JOIN l JOIN leasing_policies AS x ON x.tenant_id = i.tenant_id
WHERE x.tenant_id = sqlc.arg(tenant_id)::uuid AND x.created_at > i.finished_at
  AND (x.property_id = ANY (i.property_ids) OR x.lease_id = ANY (l.lease_ids))
UNION ALL
SELECT 'hold', count(*)
FROM i JOIN unit_holds AS x ON x.tenant_id = i.tenant_id
WHERE x.tenant_id = sqlc.arg(tenant_id)::uuid AND x.created_at > i.finished_at AND x.deleted_at IS NULL
  AND (x.unit_id = ANY (i.unit_ids))
UNION ALL
SELECT 'group', count(*)
FROM i JOIN property_group_members AS x ON x.tenant_id = i.tenant_id
WHERE x.tenant_id = sqlc.arg(tenant_id)::uuid AND x.created_at > i.finished_at AND (x.property_id = ANY (i.property_ids))
UNION ALL
SELECT 'announcement', count(*)
FROM i JOIN announcements AS x ON x.tenant_id = i.tenant_id
WHERE x.tenant_id = sqlc.arg(tenant_id)::uuid AND x.created_at > i.finished_at AND x.deleted_at IS NULL
  AND (x.property_id = ANY (i.property_ids))
UNION ALL
SELECT 'owner', count(*)
FROM i JOIN owner_properties AS x ON x.tenant_id = i.tenant_id
WHERE x.tenant_id = sqlc.arg(tenant_id)::uuid AND x.created_at > i.finished_at
  AND (x.property_id = ANY (i.property_ids))
UNION ALL
SELECT 'request', count(*)
FROM i JOIN maintenance_requests AS x ON x.tenant_id = i.tenant_id
WHERE x.tenant_id = sqlc.arg(tenant_id)::uuid AND x.created_at > i.finished_at AND x.deleted_at IS NULL
  AND (x.unit_id = ANY (i.unit_ids) OR x.property_id = ANY (i.property_ids) OR x.tenancy_id = ANY (i.tenancy_ids)
  OR x.renter_id = ANY (i.renter_ids))
UNION ALL
SELECT 'request', count(*)
FROM i JOIN work_orders AS x ON x.tenant_id = i.tenant_id
WHERE x.tenant_id = sqlc.arg(tenant_id)::uuid AND x.created_at > i.finished_at AND x.deleted_at IS NULL
  AND (x.unit_id = ANY (i.unit_ids) OR x.property_id = ANY (i.property_ids))
UNION ALL
SELECT 'pet', count(*)
FROM i JOIN pets AS x ON x.tenant_id = i.tenant_id
WHERE x.tenant_id = sqlc.arg(tenant_id)::uuid AND x.created_at > i.finished_at AND x.deleted_at IS NULL
  AND (x.tenancy_id = ANY (i.tenancy_ids))
UNION ALL
SELECT 'vehicle', count(*)
FROM i JOIN vehicles AS x ON x.tenant_id = i.tenant_id
WHERE x.tenant_id = sqlc.arg(tenant_id)::uuid AND x.created_at > i.finished_at AND x.deleted_at IS NULL
  AND (x.tenancy_id = ANY (i.tenancy_ids) OR x.renter_id = ANY (i.renter_ids))
UNION ALL
SELECT 'contact', count(*)
FROM i JOIN emergency_contacts AS x ON x.tenant_id = i.tenant_id
WHERE x.tenant_id = sqlc.arg(tenant_id)::uuid AND x.created_at > i.finished_at AND x.deleted_at IS NULL
  AND (x.renter_id = ANY (i.renter_ids))
UNION ALL
SELECT 'booking', count(*)
FROM i JOIN renter_refunds AS x ON x.tenant_id = i.tenant_id
WHERE x.tenant_id = sqlc.arg(tenant_id)::uuid AND x.asked_at > i.finished_at
  AND (x.tenancy_id = ANY (i.tenancy_ids))
UNION ALL
SELECT 'take_on', count(*)
FROM i JOIN take_ons AS x ON x.tenant_id = i.tenant_id
WHERE x.tenant_id = sqlc.arg(tenant_id)::uuid AND x.created_at > i.finished_at
  AND (x.property_id = ANY (i.property_ids))
UNION ALL
SELECT 'bank', count(*)
FROM i JOIN trust_banks AS x ON x.tenant_id = i.tenant_id
WHERE x.tenant_id = sqlc.arg(tenant_id)::uuid AND x.created_at > i.finished_at
  AND (x.property_id = ANY (i.property_ids));
