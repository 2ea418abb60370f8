-- What a renter reads and writes of their own. Each names the rows that the session is about (own), as the policies do.

-- name: OwnLease :one
SELECT l.id, l.tenancy_id, l.unit_id, l.start_date, l.end_date, l.monthly_rent, l.security_deposit, l.status,
  coalesce(l.terms, '')::text AS terms, l.signed_at, t.moved_in_on, t.moved_out_on, t.move_out_planned_on, u.number,
  app.home_policy(l.id)::jsonb AS policy,
  (sqlc.arg(now)::timestamptz AT TIME ZONE z.time_zone)::date AS today
FROM leases AS l
JOIN organizations AS z ON z.id = sqlc.arg(tenant_id)::uuid
JOIN tenancies AS t ON t.tenant_id = l.tenant_id AND t.id = l.tenancy_id AND t.deleted_at IS NULL
JOIN units AS u ON u.tenant_id = l.tenant_id AND u.id = l.unit_id
WHERE l.tenant_id = sqlc.arg(tenant_id)::uuid AND l.id = sqlc.arg(id)::uuid AND l.deleted_at IS NULL
  AND l.status NOT IN ('draft', 'cancelled')
  AND (cardinality(sqlc.arg(own)::uuid[]) = 0 OR l.id = ANY (sqlc.arg(own)::uuid[]));

-- name: RentOfLease :many
SELECT amount, frequency, from_date, to_date, payer FROM rent_schedules
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND lease_id = sqlc.arg(lease_id)::uuid AND deleted_at IS NULL
ORDER BY from_date, payer, id;

-- name: ChargesOfLease :many
SELECT kind, category, description, amount, frequency, from_date, to_date, payer FROM recurring_charges
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND lease_id = sqlc.arg(lease_id)::uuid AND deleted_at IS NULL
ORDER BY kind, description, id;

-- name: DepositsOfLease :many
SELECT kind, amount FROM lease_deposits
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND lease_id = sqlc.arg(lease_id)::uuid AND deleted_at IS NULL
ORDER BY kind, id;

-- name: DocumentsOfHome :many
SELECT id, type, file_name, file_size, mime_type, scan_status, created_at FROM documents
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND deleted_at IS NULL AND entity_id = ANY (sqlc.arg(entities)::uuid[])
  AND access_level = 'renter'
ORDER BY created_at DESC, id
LIMIT 100;

-- name: OwnListVehicles :many
SELECT id, tenancy_id, make, coalesce(model, '')::text AS model, coalesce(color, '')::text AS color, year,
  coalesce(plate, '')::text AS plate, coalesce(plate_region, '')::text AS plate_region,
  coalesce(parking_space, '')::text AS parking_space, version
FROM vehicles
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND deleted_at IS NULL
  AND (cardinality(sqlc.arg(own)::uuid[]) = 0 OR tenancy_id = ANY (sqlc.arg(own)::uuid[]))
ORDER BY created_at, id
LIMIT 200;

-- name: OwnGetVehicle :one
SELECT id, tenancy_id, make, coalesce(model, '')::text AS model, coalesce(color, '')::text AS color, year,
  coalesce(plate, '')::text AS plate, coalesce(plate_region, '')::text AS plate_region,
  coalesce(parking_space, '')::text AS parking_space, version
FROM vehicles
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid AND deleted_at IS NULL
  AND (cardinality(sqlc.arg(own)::uuid[]) = 0 OR tenancy_id = ANY (sqlc.arg(own)::uuid[]));

-- name: OwnInsertVehicle :exec
INSERT INTO vehicles (tenant_id, id, tenancy_id, make, model, color, year, plate, plate_region)
VALUES (sqlc.arg(tenant_id)::uuid, sqlc.arg(id)::uuid, sqlc.arg(tenancy_id)::uuid, sqlc.arg(make)::text,
  nullif(sqlc.arg(model)::text, ''), nullif(sqlc.arg(color)::text, ''), sqlc.narg(year)::int, nullif(sqlc.arg(plate)::text, ''),
  nullif(sqlc.arg(plate_region)::text, ''));

-- name: OwnUpdateVehicle :execrows
UPDATE vehicles SET make = sqlc.arg(make)::text, model = nullif(sqlc.arg(model)::text, ''), color = nullif(sqlc.arg(color)::text, ''),
  year = sqlc.narg(year)::int, plate = nullif(sqlc.arg(plate)::text, ''), plate_region = nullif(sqlc.arg(plate_region)::text, '')
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid AND deleted_at IS NULL AND version = sqlc.arg(version)::int;

-- name: OwnDeleteVehicle :execrows
UPDATE vehicles SET deleted_at = sqlc.arg(now)::timestamptz, deleted_by = sqlc.narg(deleted_by)::uuid, deletion_id = sqlc.arg(deletion_id)::uuid
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid AND deleted_at IS NULL;

-- name: OwnNotices :many
-- The notices that renters gave, the newest first.
SELECT id, lease_id, tenancy_id, given_on, effective_on, coalesce(forwarding_address, '')::text AS forwarding_address,
  coalesce(note, '')::text AS note, acknowledged_at, withdrawn_at, version
FROM lease_notices
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND kind = 'to_vacate' AND given_by = 'renter'
  AND (cardinality(sqlc.arg(own)::uuid[]) = 0 OR tenancy_id = ANY (sqlc.arg(own)::uuid[]))
ORDER BY given_on DESC, created_at DESC, id
LIMIT 100;

-- name: OwnTenancy :one
SELECT id FROM tenancies
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid
FOR NO KEY UPDATE;

-- name: OwnInsertNotice :exec
INSERT INTO lease_notices (tenant_id, id, lease_id, tenancy_id, kind, given_by, given_on, effective_on, note, forwarding_address)
VALUES (sqlc.arg(tenant_id)::uuid, sqlc.arg(id)::uuid, sqlc.arg(lease_id)::uuid, sqlc.arg(tenancy_id)::uuid, 'to_vacate', 'renter',
  sqlc.arg(given_on)::date, sqlc.arg(effective_on)::date, nullif(sqlc.arg(note)::text, ''), nullif(sqlc.arg(forwarding_address)::text, ''));

-- name: OwnWithdrawNotice :execrows
UPDATE lease_notices SET withdrawn_at = sqlc.arg(now)::timestamptz
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid AND given_by = 'renter' AND withdrawn_at IS NULL
  AND acknowledged_at IS NULL
  AND (cardinality(sqlc.arg(own)::uuid[]) = 0 OR tenancy_id = ANY (sqlc.arg(own)::uuid[]));

-- name: OwnOffers :many
-- The offers of further terms that were sent to the households of whoever asks, the newest first.
SELECT o.id, o.lease_id, o.tenancy_id, o.start_date, o.end_date, o.monthly_rent, coalesce(o.message, '')::text AS message, o.respond_by,
  o.answered_at, o.version, l.monthly_rent AS current_rent, l.end_date AS lease_end,
  (CASE WHEN o.status = 'sent' AND o.respond_by < (sqlc.arg(now)::timestamptz AT TIME ZONE z.time_zone)::date THEN 'expired'
    ELSE o.status END)::text AS state
FROM renewal_offers AS o
JOIN organizations AS z ON z.id = sqlc.arg(tenant_id)::uuid
JOIN leases AS l ON l.tenant_id = o.tenant_id AND l.id = o.lease_id
WHERE o.tenant_id = sqlc.arg(tenant_id)::uuid AND o.sent_at IS NOT NULL AND o.status <> 'draft'
  AND (cardinality(sqlc.arg(own)::uuid[]) = 0 OR o.tenancy_id = ANY (sqlc.arg(own)::uuid[]))
ORDER BY o.sent_at DESC, o.id
LIMIT 20;

-- name: HomeAnnouncements :many
-- What was announced for the homes of whoever asks. The function tells only of units that the session is about.
SELECT app.home_announcements(u.id, (sqlc.arg(now)::timestamptz AT TIME ZONE z.time_zone)::date)::jsonb AS list
FROM units AS u
JOIN organizations AS z ON z.id = sqlc.arg(tenant_id)::uuid
WHERE u.tenant_id = sqlc.arg(tenant_id)::uuid AND u.deleted_at IS NULL AND u.id = ANY (sqlc.arg(own)::uuid[])
ORDER BY u.id;

-- name: OwnRenter :one
-- The renter behind a session.
SELECT id FROM tenants
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND user_id = sqlc.arg(user_id)::uuid AND deleted_at IS NULL
  AND (cardinality(sqlc.arg(own)::uuid[]) = 0 OR id = ANY (sqlc.arg(own)::uuid[]));
