-- name: PaperLease :one
-- What a lease's document says of the lease itself, with the rules that hold for it, each from the narrowest row that says
-- something.
SELECT l.id, l.tenancy_id, l.unit_id, l.property_id, l.start_date, l.end_date, l.monthly_rent, l.security_deposit, l.pet_deposit,
  coalesce(l.terms, '')::text AS terms, u.number, p.name AS property_name, z.name AS organization_name, z.currency::text AS currency,
  (sqlc.arg(now)::timestamptz AT TIME ZONE z.time_zone)::date AS today,
  coalesce(a.street1, '')::text AS street1, coalesce(a.street2, '')::text AS street2,
  coalesce(a.city, '')::text AS city, coalesce(a.state, '')::text AS state,
  coalesce(a.zip_code, '')::text AS zip_code,
  coalesce(own.due_day, house.due_day, wide.due_day, sqlc.arg(due_day)::int)::int AS due_day,
  coalesce(own.grace_days, house.grace_days, wide.grace_days, sqlc.arg(grace_days)::int)::int AS grace_days,
  coalesce(own.notice_days, house.notice_days, wide.notice_days, sqlc.arg(notice_days)::int)::int AS notice_days
FROM leases AS l
JOIN organizations AS z ON z.id = sqlc.arg(tenant_id)::uuid
JOIN units AS u ON u.tenant_id = l.tenant_id AND u.id = l.unit_id
JOIN properties AS p ON p.tenant_id = l.tenant_id AND p.id = l.property_id
LEFT JOIN addresses AS a ON a.tenant_id = sqlc.arg(tenant_id)::uuid AND a.id = p.address_id
LEFT JOIN leasing_policies AS own ON own.tenant_id = sqlc.arg(tenant_id)::uuid AND own.lease_id = l.id
LEFT JOIN leasing_policies AS house ON house.tenant_id = sqlc.arg(tenant_id)::uuid AND house.property_id = l.property_id
LEFT JOIN leasing_policies AS wide ON wide.tenant_id = sqlc.arg(tenant_id)::uuid AND wide.property_id IS NULL AND wide.lease_id IS NULL
WHERE l.tenant_id = sqlc.arg(tenant_id)::uuid AND l.id = sqlc.arg(id)::uuid AND l.deleted_at IS NULL;
