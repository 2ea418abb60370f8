-- name: CurrentTenancy :one
-- Who is in possession of a unit.
SELECT id, unit_id, property_id, moved_in_on, notice_given_on, move_out_planned_on, eviction_filed_on
FROM tenancies
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND unit_id = sqlc.arg(unit_id)::uuid AND moved_in_on IS NOT NULL
  AND moved_out_on IS NULL AND deleted_at IS NULL;

-- name: CurrentLease :one
-- The terms that bind a household on a day: the latest that have begun, whether or not they are past their end; where
-- none has begun yet, the first.
SELECT id, start_date, end_date, monthly_rent, security_deposit, status, subsidized, signed_at
FROM leases
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND tenancy_id = sqlc.arg(tenancy_id)::uuid AND deleted_at IS NULL
  AND status IN ('active', 'expiring_soon', 'renewed')
ORDER BY start_date > sqlc.arg(today)::date, abs(start_date - sqlc.arg(today)::date)
LIMIT 1;

-- name: LeaseRenters :many
SELECT r.id, r.kind, r.first_name, r.last_name, coalesce(r.company_name, '')::text AS company_name,
  coalesce(r.email, '')::text AS email, coalesce(r.phone, '')::text AS phone, p.role, p.from_date, p.to_date,
  coalesce(r.id = l.renter_id, false)::boolean AS is_primary
FROM lease_parties AS p
JOIN tenants AS r ON r.tenant_id = p.tenant_id AND r.id = p.renter_id
JOIN leases AS l ON l.tenant_id = p.tenant_id AND l.id = p.lease_id
WHERE p.tenant_id = sqlc.arg(tenant_id)::uuid AND p.lease_id = sqlc.arg(lease_id)::uuid AND p.deleted_at IS NULL
ORDER BY is_primary DESC, p.role <> 'renter', p.id;

-- name: LeaseOpening :one
SELECT id, import_id, as_of, past_due, prepaid, deposit_held, other_deposit_held, other_recurring, recurring_credits,
  nsf_count, late_count
FROM lease_openings
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND lease_id = sqlc.arg(lease_id)::uuid;

-- name: PlannedLeases :many
-- The households of units that have not left, each with its leases that are drafts, in force or to come (or with none):
-- what a further lease of the unit can meet.
SELECT t.unit_id, t.id AS tenancy_id, (t.moved_in_on IS NOT NULL)::boolean AS in_possession, t.moved_in_on,
  l.start_date, l.end_date, coalesce(l.status, '')::text AS status, coalesce(r.first_name, '')::text AS first_name,
  coalesce(r.last_name, '')::text AS last_name, coalesce(r.company_name, '')::text AS company_name
FROM tenancies AS t
LEFT JOIN leases AS l ON l.tenant_id = sqlc.arg(tenant_id)::uuid AND l.tenancy_id = t.id AND l.deleted_at IS NULL
  AND l.status IN ('draft', 'pending', 'active', 'expiring_soon', 'renewed')
LEFT JOIN tenants AS r ON r.tenant_id = sqlc.arg(tenant_id)::uuid AND r.id = l.renter_id
WHERE t.tenant_id = sqlc.arg(tenant_id)::uuid AND t.unit_id = ANY (sqlc.arg(unit_ids)::uuid[]) AND t.moved_out_on IS NULL
  AND t.deleted_at IS NULL
ORDER BY t.unit_id, l.start_date, l.id;

-- name: Today :one
-- The day in the organization's time zone.
SELECT (sqlc.arg(now)::timestamptz AT TIME ZONE o.time_zone)::date AS today FROM organizations AS o
WHERE o.id = sqlc.arg(tenant_id)::uuid;
