-- The policies of the organization, a property or a lease. A field that is NULL is the wider row's.

-- name: LeasePolicies :many
-- The rows that bear on a lease, the widest first: the organization's, its property's, its own.
SELECT property_id, lease_id, version, due_day, grace_days, proration_method, late_fee_kind, late_fee_amount, late_fee_percentage,
  late_fee_cap_amount, late_fee_daily_amount, late_fee_daily_cap_amount, late_fee_minimum_amount, nsf_fee, full_payment_only,
  online_payment_blocked, certified_funds_only, notice_days, expiring_soon_days
FROM leasing_policies
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND (property_id IS NULL AND lease_id IS NULL
  OR property_id = sqlc.arg(property_id)::uuid OR lease_id = sqlc.arg(lease_id)::uuid)
ORDER BY lease_id IS NOT NULL, property_id IS NOT NULL;

-- name: PoliciesOfMany :many
-- The organization's row, and those of the properties and leases, the widest first.
SELECT property_id, lease_id, version, due_day, grace_days, proration_method, late_fee_kind, late_fee_amount, late_fee_percentage,
  late_fee_cap_amount, late_fee_daily_amount, late_fee_daily_cap_amount, late_fee_minimum_amount, nsf_fee, full_payment_only,
  online_payment_blocked, certified_funds_only, notice_days, expiring_soon_days
FROM leasing_policies
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND (property_id IS NULL AND lease_id IS NULL
  OR property_id = ANY (sqlc.arg(properties)::uuid[]) OR lease_id = ANY (sqlc.arg(leases)::uuid[]))
ORDER BY lease_id IS NOT NULL, property_id IS NOT NULL;

-- name: PolicyProperty :one
SELECT id, name FROM properties WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid AND deleted_at IS NULL;

-- name: InsertPolicy :exec
INSERT INTO leasing_policies (tenant_id, id, property_id, lease_id, due_day, grace_days, proration_method, late_fee_kind, late_fee_amount,
  late_fee_percentage, late_fee_cap_amount, late_fee_daily_amount, late_fee_daily_cap_amount, late_fee_minimum_amount, nsf_fee,
  full_payment_only, online_payment_blocked, certified_funds_only, notice_days, expiring_soon_days)
VALUES (sqlc.arg(tenant_id)::uuid, sqlc.arg(id)::uuid, sqlc.narg(property_id)::uuid, sqlc.narg(lease_id)::uuid,
  sqlc.narg(due_day)::int, sqlc.narg(grace_days)::int, sqlc.narg(proration_method)::text, sqlc.narg(late_fee_kind)::text,
  sqlc.narg(late_fee_amount)::numeric, sqlc.narg(late_fee_percentage)::numeric, sqlc.narg(late_fee_cap_amount)::numeric,
  sqlc.narg(late_fee_daily_amount)::numeric, sqlc.narg(late_fee_daily_cap_amount)::numeric, sqlc.narg(late_fee_minimum_amount)::numeric,
  sqlc.narg(nsf_fee)::numeric, sqlc.narg(full_payment_only)::boolean, sqlc.narg(online_payment_blocked)::boolean,
  sqlc.narg(certified_funds_only)::boolean, sqlc.narg(notice_days)::int, sqlc.narg(expiring_soon_days)::int);

-- name: UpdatePolicy :execrows
UPDATE leasing_policies SET due_day = sqlc.narg(due_day)::int, grace_days = sqlc.narg(grace_days)::int, proration_method =
  sqlc.narg(proration_method)::text, late_fee_kind = sqlc.narg(late_fee_kind)::text, late_fee_amount =
  sqlc.narg(late_fee_amount)::numeric, late_fee_percentage = sqlc.narg(late_fee_percentage)::numeric, late_fee_cap_amount =
  sqlc.narg(late_fee_cap_amount)::numeric, late_fee_daily_amount = sqlc.narg(late_fee_daily_amount)::numeric, late_fee_daily_cap_amount =
  sqlc.narg(late_fee_daily_cap_amount)::numeric, late_fee_minimum_amount = sqlc.narg(late_fee_minimum_amount)::numeric, nsf_fee =
  sqlc.narg(nsf_fee)::numeric, full_payment_only = sqlc.narg(full_payment_only)::boolean, online_payment_blocked =
  sqlc.narg(online_payment_blocked)::boolean, certified_funds_only = sqlc.narg(certified_funds_only)::boolean, notice_days =
  sqlc.narg(notice_days)::int, expiring_soon_days = sqlc.narg(expiring_soon_days)::int
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND property_id IS NOT DISTINCT FROM sqlc.narg(property_id)::uuid
  AND lease_id IS NOT DISTINCT FROM sqlc.narg(lease_id)::uuid;
