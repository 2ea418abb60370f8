-- What the clock does, organization by organization. Each statement leaves alone what it has done before.

-- name: MarkExpiringSoon :many
-- Leases in force whose end has come near, by the days of the lease's, the property's or the organization's policy, become
-- expiring_soon; those whose end has moved away become active again.
UPDATE leases AS l SET status = n.status
FROM (SELECT c.id, CASE WHEN c.end_date IS NOT NULL AND c.end_date >= sqlc.arg(today)::date AND c.end_date <= sqlc.arg(today)::date
    + coalesce((SELECT p.expiring_soon_days FROM leasing_policies AS p WHERE p.tenant_id = sqlc.arg(tenant_id)::uuid
        AND p.expiring_soon_days IS NOT NULL AND (p.lease_id = c.id OR p.property_id = c.property_id OR p.lease_id IS NULL AND p.property_id IS NULL)
      ORDER BY p.lease_id IS NULL, p.property_id IS NULL LIMIT 1), sqlc.arg(default_days)::int) THEN 'expiring_soon' ELSE 'active' END AS status
  FROM leases AS c
  JOIN tenancies AS t ON t.tenant_id = c.tenant_id AND t.id = c.tenancy_id AND t.moved_out_on IS NULL AND t.deleted_at IS NULL
  WHERE c.tenant_id = sqlc.arg(tenant_id)::uuid AND c.deleted_at IS NULL AND c.status IN ('active', 'expiring_soon')) AS n
WHERE l.tenant_id = sqlc.arg(tenant_id)::uuid AND l.id = n.id AND l.status <> n.status
RETURNING l.id, l.tenancy_id, l.property_id, l.status;

-- name: MarkRenewed :many
-- Leases past their end whose next term has begun.
UPDATE leases AS l SET status = 'renewed'
WHERE l.tenant_id = sqlc.arg(tenant_id)::uuid AND l.deleted_at IS NULL AND l.status IN ('active', 'expiring_soon')
  AND l.end_date < sqlc.arg(today)::date
  AND EXISTS (SELECT FROM leases AS c WHERE c.tenant_id = sqlc.arg(tenant_id)::uuid AND c.tenancy_id = l.tenancy_id AND c.deleted_at IS NULL
    AND c.id <> l.id AND c.start_date > l.end_date AND c.start_date <= sqlc.arg(today)::date AND c.status IN ('active', 'expiring_soon', 'renewed'))
RETURNING l.id, l.tenancy_id, l.property_id;

-- name: MoveOutsToRemind :many
-- Households whose planned move-out is so many days away, or has passed, that nobody was reminded of for that day.
SELECT t.id, t.property_id, t.move_out_planned_on FROM tenancies AS t
WHERE t.tenant_id = sqlc.arg(tenant_id)::uuid AND t.deleted_at IS NULL AND t.moved_in_on IS NOT NULL AND t.moved_out_on IS NULL
  AND t.move_out_planned_on <= sqlc.arg(today)::date + sqlc.arg(days)::int
  AND NOT EXISTS (SELECT FROM events AS e WHERE e.tenant_id = sqlc.arg(tenant_id)::uuid AND e.entity_id = t.id
    AND e.type = 'tenancy.move_out_near' AND e.payload ->> 'on' = t.move_out_planned_on::text);
