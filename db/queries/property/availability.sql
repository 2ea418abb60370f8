-- name: StaysOfUnits :many
-- Who was, is or will be in possession, without who they are: the stays of units that touch the days from a day on.
SELECT t.id, t.unit_id, t.moved_in_on, t.notice_given_on, t.move_out_planned_on, t.moved_out_on
FROM tenancies AS t
WHERE t.tenant_id = sqlc.arg(tenant_id)::uuid AND t.unit_id = ANY (sqlc.arg(unit_ids)::uuid[]) AND t.deleted_at IS NULL
  AND t.moved_in_on IS NOT NULL
ORDER BY t.unit_id, t.moved_in_on, t.id;

-- name: PromisedUnits :many
-- The leases that bind somebody who has not moved in yet.
SELECT l.unit_id, l.start_date, l.end_date
FROM leases AS l
JOIN tenancies AS t ON t.tenant_id = sqlc.arg(tenant_id)::uuid AND t.id = l.tenancy_id AND t.deleted_at IS NULL
WHERE l.tenant_id = sqlc.arg(tenant_id)::uuid AND l.unit_id = ANY (sqlc.arg(unit_ids)::uuid[]) AND l.deleted_at IS NULL
  AND l.status IN ('pending', 'active', 'expiring_soon') AND t.moved_in_on IS NULL AND t.moved_out_on IS NULL
ORDER BY l.unit_id, l.start_date, l.id;

-- name: StatusesOfUnits :many
-- Each status a unit has had, by the day of its property on which it began, or the organization's.
SELECT h.unit_id, h.status, (h.changed_at AT TIME ZONE coalesce(p.time_zone, z.time_zone))::date AS day
FROM unit_status_history AS h
JOIN organizations AS z ON z.id = sqlc.arg(tenant_id)::uuid
JOIN units AS u ON u.tenant_id = sqlc.arg(tenant_id)::uuid AND u.id = h.unit_id
JOIN properties AS p ON p.tenant_id = sqlc.arg(tenant_id)::uuid AND p.id = u.property_id
WHERE h.tenant_id = sqlc.arg(tenant_id)::uuid AND h.unit_id = ANY (sqlc.arg(unit_ids)::uuid[])
ORDER BY h.unit_id, h.changed_at, h.id;

-- name: OrganizationDay :one
-- The organization's day.
SELECT (sqlc.arg(now)::timestamptz AT TIME ZONE z.time_zone)::date AS day FROM organizations AS z
WHERE z.id = sqlc.arg(tenant_id)::uuid;
