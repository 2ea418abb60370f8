-- Many rows at once: columns travel as arrays, joined to the organization's row. Empty text stands for NULL.

-- name: InsertRenters :execrows
INSERT INTO tenants (tenant_id, id, user_id, kind, first_name, last_name, company_name, email, phone, metadata)
SELECT o.id, r.id, nullif(r.user_id, '00000000-0000-0000-0000-000000000000'),
  CASE WHEN r.company_name = '' THEN 'person' ELSE 'company' END, r.first_name, r.last_name, nullif(r.company_name, ''),
  nullif(r.email, ''), nullif(r.phone, ''), r.metadata::jsonb
FROM (SELECT unnest(sqlc.arg(ids)::uuid[]) AS id, unnest(sqlc.arg(user_ids)::uuid[]) AS user_id,
    unnest(sqlc.arg(first_names)::text[]) AS first_name, unnest(sqlc.arg(last_names)::text[]) AS last_name,
    unnest(sqlc.arg(company_names)::text[]) AS company_name, unnest(sqlc.arg(emails)::text[]) AS email,
    unnest(sqlc.arg(phones)::text[]) AS phone, unnest(sqlc.arg(metadata)::text[]) AS metadata) AS r
JOIN organizations AS o ON o.id = sqlc.arg(tenant_id)::uuid;

-- name: InsertTenancies :execrows
INSERT INTO tenancies (tenant_id, id, unit_id, property_id, moved_in_on, notice_given_on, move_out_planned_on, moved_out_on,
  eviction_filed_on)
SELECT o.id, r.id, r.unit_id, r.property_id, r.moved_in_on, r.notice_given_on, r.move_out_planned_on, r.moved_out_on,
  r.eviction_filed_on
FROM (SELECT unnest(sqlc.arg(ids)::uuid[]) AS id, unnest(sqlc.arg(unit_ids)::uuid[]) AS unit_id,
    unnest(sqlc.arg(property_ids)::uuid[]) AS property_id, unnest(sqlc.arg(moved_in_on)::date[]) AS moved_in_on,
    unnest(sqlc.arg(notice_given_on)::date[]) AS notice_given_on,
    unnest(sqlc.arg(move_out_planned_on)::date[]) AS move_out_planned_on,
    unnest(sqlc.arg(moved_out_on)::date[]) AS moved_out_on,
    unnest(sqlc.arg(eviction_filed_on)::date[]) AS eviction_filed_on) AS r
JOIN organizations AS o ON o.id = sqlc.arg(tenant_id)::uuid;

-- name: InsertLeases :execrows
INSERT INTO leases (tenant_id, id, tenancy_id, unit_id, property_id, renter_id, start_date, end_date, monthly_rent,
  security_deposit, pet_deposit, pet_fee, subsidized, status, terms, signed_at, auto_renew, metadata)
SELECT o.id, r.id, r.tenancy_id, r.unit_id, r.property_id, nullif(r.renter_id, '00000000-0000-0000-0000-000000000000'),
  r.start_date, r.end_date, nullif(r.monthly_rent, '')::numeric, nullif(r.security_deposit, '')::numeric,
  nullif(r.pet_deposit, '')::numeric, nullif(r.pet_fee, '')::numeric, r.subsidized, r.status, nullif(r.terms, ''),
  nullif(r.signed_at, '')::timestamptz, r.auto_renew, r.metadata::jsonb
FROM (SELECT unnest(sqlc.arg(ids)::uuid[]) AS id, unnest(sqlc.arg(tenancy_ids)::uuid[]) AS tenancy_id,
    unnest(sqlc.arg(unit_ids)::uuid[]) AS unit_id, unnest(sqlc.arg(property_ids)::uuid[]) AS property_id,
    unnest(sqlc.arg(renter_ids)::uuid[]) AS renter_id, unnest(sqlc.arg(start_dates)::date[]) AS start_date,
    unnest(sqlc.arg(end_dates)::date[]) AS end_date, unnest(sqlc.arg(monthly_rents)::text[]) AS monthly_rent,
    unnest(sqlc.arg(security_deposits)::text[]) AS security_deposit,
    unnest(sqlc.arg(pet_deposits)::text[]) AS pet_deposit, unnest(sqlc.arg(pet_fees)::text[]) AS pet_fee,
    unnest(sqlc.arg(subsidized)::boolean[]) AS subsidized, unnest(sqlc.arg(statuses)::text[]) AS status,
    unnest(sqlc.arg(terms)::text[]) AS terms, unnest(sqlc.arg(signed_at)::text[]) AS signed_at,
    unnest(sqlc.arg(auto_renew)::boolean[]) AS auto_renew, unnest(sqlc.arg(metadata)::text[]) AS metadata) AS r
JOIN organizations AS o ON o.id = sqlc.arg(tenant_id)::uuid;

-- name: InsertParties :execrows
INSERT INTO lease_parties (tenant_id, id, lease_id, tenancy_id, renter_id, role, from_date, to_date)
SELECT o.id, r.id, r.lease_id, r.tenancy_id, r.renter_id, r.role, r.from_date, r.to_date
FROM (SELECT unnest(sqlc.arg(ids)::uuid[]) AS id, unnest(sqlc.arg(lease_ids)::uuid[]) AS lease_id,
    unnest(sqlc.arg(tenancy_ids)::uuid[]) AS tenancy_id, unnest(sqlc.arg(renter_ids)::uuid[]) AS renter_id,
    unnest(sqlc.arg(roles)::text[]) AS role, unnest(sqlc.arg(from_dates)::date[]) AS from_date,
    unnest(sqlc.arg(to_dates)::date[]) AS to_date) AS r
JOIN organizations AS o ON o.id = sqlc.arg(tenant_id)::uuid;

-- name: InsertOpenings :execrows
INSERT INTO lease_openings (tenant_id, id, lease_id, tenancy_id, import_id, as_of, past_due, prepaid, deposit_held,
  other_deposit_held, other_recurring, recurring_credits, nsf_count, late_count)
SELECT o.id, r.id, r.lease_id, r.tenancy_id, nullif(r.import_id, '00000000-0000-0000-0000-000000000000'), r.as_of,
  r.past_due, r.prepaid, r.deposit_held, r.other_deposit_held, r.other_recurring, r.recurring_credits, r.nsf_count,
  r.late_count
FROM (SELECT unnest(sqlc.arg(ids)::uuid[]) AS id, unnest(sqlc.arg(lease_ids)::uuid[]) AS lease_id,
    unnest(sqlc.arg(tenancy_ids)::uuid[]) AS tenancy_id, unnest(sqlc.arg(import_ids)::uuid[]) AS import_id,
    unnest(sqlc.arg(as_of)::date[]) AS as_of, unnest(sqlc.arg(past_due)::numeric[]) AS past_due,
    unnest(sqlc.arg(prepaid)::numeric[]) AS prepaid, unnest(sqlc.arg(deposit_held)::numeric[]) AS deposit_held,
    unnest(sqlc.arg(other_deposit_held)::numeric[]) AS other_deposit_held,
    unnest(sqlc.arg(other_recurring)::numeric[]) AS other_recurring,
    unnest(sqlc.arg(recurring_credits)::numeric[]) AS recurring_credits,
    unnest(sqlc.arg(nsf_counts)::integer[]) AS nsf_count, unnest(sqlc.arg(late_counts)::integer[]) AS late_count) AS r
JOIN organizations AS o ON o.id = sqlc.arg(tenant_id)::uuid;

-- name: SetRentersLease :execrows
-- The design's tenants.lease_id: the lease in force that a renter is on, for readers of that column. lease_parties is
-- the truth. Who rents a garage too keeps the lease that they live by; who has moved on, or goes on in the same stay, gets the new one.
UPDATE tenants AS t SET lease_id = r.lease_id
FROM (SELECT unnest(sqlc.arg(renter_ids)::uuid[]) AS renter_id, unnest(sqlc.arg(lease_ids)::uuid[]) AS lease_id) AS r
WHERE t.tenant_id = sqlc.arg(tenant_id)::uuid AND t.id = r.renter_id AND t.deleted_at IS NULL
  AND (t.lease_id IS NULL OR NOT EXISTS (
    SELECT FROM leases AS l
    JOIN tenancies AS s ON s.tenant_id = l.tenant_id AND s.id = l.tenancy_id
    JOIN leases AS n ON n.tenant_id = sqlc.arg(tenant_id)::uuid AND n.id = r.lease_id AND n.tenancy_id <> l.tenancy_id
    WHERE l.tenant_id = sqlc.arg(tenant_id)::uuid AND l.id = t.lease_id AND s.moved_in_on IS NOT NULL AND s.moved_out_on IS NULL));
