-- Offers of further terms.

-- name: InsertOffer :exec
INSERT INTO renewal_offers (tenant_id, id, lease_id, tenancy_id, batch_id, status, start_date, end_date, monthly_rent, message, respond_by)
VALUES (sqlc.arg(tenant_id)::uuid, sqlc.arg(id)::uuid, sqlc.arg(lease_id)::uuid, sqlc.arg(tenancy_id)::uuid, sqlc.narg(batch_id)::uuid, 'draft',
  sqlc.arg(start_date)::date, sqlc.narg(end_date)::date, sqlc.arg(monthly_rent)::numeric, nullif(sqlc.arg(message)::text, ''),
  sqlc.narg(respond_by)::date);

-- name: ListOffers :many
-- An offer that was sent counts as expired once its day has passed, whether or not the job has said so.
WITH keyed AS (
  SELECT o.*, t.property_id, t.unit_id, u.number, p.name AS property_name, l.end_date AS lease_end, l.monthly_rent AS current_rent,
    coalesce(CASE r.kind WHEN 'company' THEN r.company_name ELSE btrim(r.first_name || ' ' || r.last_name) END, '')::text AS renter,
    (CASE WHEN o.status = 'sent' AND o.respond_by < sqlc.arg(today)::date THEN 'expired' ELSE o.status END)::text AS state,
    (CASE sqlc.arg(sort)::text WHEN 'respond_by' THEN coalesce(o.respond_by::text, '')
      WHEN 'lease_end' THEN coalesce(l.end_date::text, '')
      ELSE to_char(o.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US') END COLLATE app.natural) AS sort_key
  FROM renewal_offers AS o
  JOIN tenancies AS t ON t.tenant_id = o.tenant_id AND t.id = o.tenancy_id AND t.deleted_at IS NULL
  JOIN units AS u ON u.tenant_id = t.tenant_id AND u.id = t.unit_id
  JOIN properties AS p ON p.tenant_id = t.tenant_id AND p.id = t.property_id
  JOIN leases AS l ON l.tenant_id = o.tenant_id AND l.id = o.lease_id
  LEFT JOIN tenants AS r ON r.tenant_id = l.tenant_id AND r.id = l.renter_id AND r.tenant_id = sqlc.arg(tenant_id)::uuid
  WHERE o.tenant_id = sqlc.arg(tenant_id)::uuid
    AND (cardinality(sqlc.arg(property_scope)::uuid[]) = 0 OR t.property_id = ANY (sqlc.arg(property_scope)::uuid[]))
    AND (sqlc.arg(only_id)::uuid = '00000000-0000-0000-0000-000000000000' OR o.id = sqlc.arg(only_id)::uuid)
    AND (sqlc.arg(tenancy_id)::uuid = '00000000-0000-0000-0000-000000000000' OR o.tenancy_id = sqlc.arg(tenancy_id)::uuid)
)
SELECT k.id, k.lease_id, k.tenancy_id, k.batch_id, k.state, k.start_date, k.end_date, k.monthly_rent, k.message, k.respond_by, k.sent_at,
  k.answered_at, k.new_lease_id, k.version, k.created_at, k.property_id, k.unit_id, k.number, k.property_name, k.lease_end, k.current_rent,
  k.renter, k.sort_key::text AS sort_key
FROM keyed AS k
WHERE (sqlc.arg(state)::text = '' OR k.state = sqlc.arg(state)::text)
  AND (NOT sqlc.arg(has_cursor)::boolean
    OR (NOT sqlc.arg(descending)::boolean AND (k.sort_key, k.id) > (sqlc.arg(cursor_key)::text COLLATE app.natural, sqlc.arg(cursor_id)::uuid))
    OR (sqlc.arg(descending)::boolean AND (k.sort_key, k.id) < (sqlc.arg(cursor_key)::text COLLATE app.natural, sqlc.arg(cursor_id)::uuid)))
ORDER BY CASE WHEN NOT sqlc.arg(descending)::boolean THEN k.sort_key END, CASE WHEN sqlc.arg(descending)::boolean THEN k.sort_key END DESC,
  CASE WHEN NOT sqlc.arg(descending)::boolean THEN k.id END, CASE WHEN sqlc.arg(descending)::boolean THEN k.id END DESC
LIMIT sqlc.arg(row_limit)::int;

-- name: LockOffer :one
SELECT o.id, o.lease_id, o.tenancy_id, o.status, o.start_date, o.end_date, o.monthly_rent, o.respond_by, o.version
FROM renewal_offers AS o
WHERE o.tenant_id = sqlc.arg(tenant_id)::uuid AND o.id = sqlc.arg(id)::uuid
FOR NO KEY UPDATE;

-- name: SetOffer :exec
UPDATE renewal_offers SET status = sqlc.arg(status)::text, sent_at = coalesce(sqlc.narg(sent_at)::timestamptz, sent_at),
  answered_at = coalesce(sqlc.narg(answered_at)::timestamptz, answered_at), answered_by = coalesce(sqlc.narg(answered_by)::uuid, answered_by),
  new_lease_id = coalesce(sqlc.narg(new_lease_id)::uuid, new_lease_id)
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid;

-- name: WithdrawOffers :execrows
-- The open offers of a stay.
UPDATE renewal_offers SET status = 'withdrawn'
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND tenancy_id = sqlc.arg(tenancy_id)::uuid AND status IN ('draft', 'sent');

-- name: ExpireOffers :many
UPDATE renewal_offers AS o SET status = 'expired'
FROM tenancies AS t
WHERE o.tenant_id = sqlc.arg(tenant_id)::uuid AND o.status = 'sent' AND o.respond_by < sqlc.arg(today)::date
  AND t.tenant_id = sqlc.arg(tenant_id)::uuid AND t.id = o.tenancy_id
RETURNING o.id, o.tenancy_id, t.property_id;

-- name: Renewable :many
-- The leases in force that end between two days, with what has been offered to follow them: one row for each, the last
-- offer's. A lease with a successor in the same stay has nothing left to renew.
SELECT l.id AS lease_id, l.tenancy_id, l.start_date, l.end_date, l.monthly_rent, t.property_id, t.unit_id, u.number, p.name AS property_name,
  coalesce(CASE r.kind WHEN 'company' THEN r.company_name ELSE btrim(r.first_name || ' ' || r.last_name) END, '')::text AS renter,
  (t.notice_given_on IS NOT NULL OR t.move_out_planned_on IS NOT NULL)::boolean AS leaving,
  EXISTS (SELECT FROM leases AS c WHERE c.tenant_id = sqlc.arg(tenant_id)::uuid AND c.tenancy_id = l.tenancy_id AND c.deleted_at IS NULL
    AND c.start_date > l.end_date AND c.status IN ('pending', 'active', 'expiring_soon', 'renewed'))::boolean AS followed,
  coalesce(o.id, '00000000-0000-0000-0000-000000000000')::uuid AS offer_id, coalesce(CASE WHEN o.status = 'sent' AND o.respond_by < sqlc.arg(today)::date THEN 'expired' ELSE o.status END, '')::text AS offer_state,
  coalesce(o.monthly_rent, 0)::numeric AS offered_rent, o.respond_by
FROM leases AS l
JOIN tenancies AS t ON t.tenant_id = l.tenant_id AND t.id = l.tenancy_id AND t.deleted_at IS NULL AND t.moved_in_on IS NOT NULL
  AND t.moved_out_on IS NULL
JOIN units AS u ON u.tenant_id = t.tenant_id AND u.id = t.unit_id
JOIN properties AS p ON p.tenant_id = t.tenant_id AND p.id = t.property_id
LEFT JOIN tenants AS r ON r.tenant_id = l.tenant_id AND r.id = l.renter_id AND r.tenant_id = sqlc.arg(tenant_id)::uuid
LEFT JOIN LATERAL (SELECT f.id, f.status, f.monthly_rent, f.respond_by FROM renewal_offers AS f
  WHERE f.tenant_id = sqlc.arg(tenant_id)::uuid AND f.lease_id = l.id ORDER BY f.created_at DESC, f.id DESC LIMIT 1) AS o ON true
WHERE l.tenant_id = sqlc.arg(tenant_id)::uuid AND l.deleted_at IS NULL AND l.status IN ('active', 'expiring_soon', 'renewed')
  AND l.end_date BETWEEN sqlc.arg(first_day)::date AND sqlc.arg(last_day)::date
  AND (cardinality(sqlc.arg(property_scope)::uuid[]) = 0 OR t.property_id = ANY (sqlc.arg(property_scope)::uuid[]))
  AND (sqlc.arg(property_id)::uuid = '00000000-0000-0000-0000-000000000000' OR t.property_id = sqlc.arg(property_id)::uuid)
ORDER BY p.name COLLATE app.natural, u.number COLLATE app.natural, l.id
LIMIT sqlc.arg(row_limit)::int;

-- name: InsertFollowing :exec
-- The terms after a lease: those of the lease but for days and rent.
INSERT INTO leases (tenant_id, id, tenancy_id, unit_id, property_id, renter_id, start_date, end_date, monthly_rent, security_deposit,
  pet_deposit, pet_fee, subsidized, status, terms, auto_renew, signed_at, activated_at)
SELECT l.tenant_id, sqlc.arg(id)::uuid, l.tenancy_id, l.unit_id, l.property_id, l.renter_id, sqlc.arg(start_date)::date,
  sqlc.narg(end_date)::date, sqlc.arg(monthly_rent)::numeric, l.security_deposit, l.pet_deposit, l.pet_fee, l.subsidized,
  sqlc.arg(status)::text, l.terms, l.auto_renew, sqlc.narg(signed_at)::timestamptz, sqlc.narg(activated_at)::timestamptz
FROM leases AS l
WHERE l.tenant_id = sqlc.arg(tenant_id)::uuid AND l.id = sqlc.arg(lease_id)::uuid;

-- name: CarryParties :exec
-- The parties of a lease who are still there on a day, onto another lease.
INSERT INTO lease_parties (tenant_id, id, lease_id, tenancy_id, renter_id, role, from_date, to_date, share_percentage)
SELECT p.tenant_id, gen_random_uuid(), n.id, n.tenancy_id, p.renter_id, p.role, sqlc.arg(day)::date, p.to_date, p.share_percentage
FROM lease_parties AS p
JOIN leases AS n ON n.tenant_id = p.tenant_id AND n.id = sqlc.arg(new_lease_id)::uuid
WHERE p.tenant_id = sqlc.arg(tenant_id)::uuid AND p.lease_id = sqlc.arg(lease_id)::uuid AND p.deleted_at IS NULL
  AND (p.to_date IS NULL OR p.to_date >= sqlc.arg(day)::date);

-- name: CarryCharges :exec
-- What a lease charges again and again on its last day, onto another lease.
INSERT INTO recurring_charges (tenant_id, id, lease_id, tenancy_id, pet_id, kind, category, description, payer, payer_name, amount, frequency,
  from_date, to_date)
SELECT c.tenant_id, gen_random_uuid(), n.id, n.tenancy_id, c.pet_id, c.kind, c.category, c.description, c.payer, c.payer_name, c.amount,
  c.frequency, sqlc.arg(day)::date, c.to_date
FROM recurring_charges AS c
JOIN leases AS n ON n.tenant_id = c.tenant_id AND n.id = sqlc.arg(new_lease_id)::uuid
WHERE c.tenant_id = sqlc.arg(tenant_id)::uuid AND c.lease_id = sqlc.arg(lease_id)::uuid AND c.deleted_at IS NULL
  AND c.from_date <= sqlc.arg(day)::date AND (c.to_date IS NULL OR c.to_date >= sqlc.arg(day)::date);

-- name: CarryRents :exec
-- What others than the renter pay of the rent, onto another lease.
INSERT INTO rent_schedules (tenant_id, id, lease_id, tenancy_id, payer, payer_name, amount, frequency, from_date, to_date)
SELECT c.tenant_id, gen_random_uuid(), n.id, n.tenancy_id, c.payer, c.payer_name, c.amount, c.frequency, sqlc.arg(day)::date, c.to_date
FROM rent_schedules AS c
JOIN leases AS n ON n.tenant_id = c.tenant_id AND n.id = sqlc.arg(new_lease_id)::uuid
WHERE c.tenant_id = sqlc.arg(tenant_id)::uuid AND c.lease_id = sqlc.arg(lease_id)::uuid AND c.deleted_at IS NULL AND c.payer <> 'renter'
  AND c.from_date <= sqlc.arg(last_day)::date AND (c.to_date IS NULL OR c.to_date >= sqlc.arg(day)::date);

-- name: InsertRenterRent :exec
-- The renter's own part of a lease's first rent: what others do not pay.
INSERT INTO rent_schedules (tenant_id, id, lease_id, tenancy_id, payer, amount, from_date)
SELECT n.tenant_id, gen_random_uuid(), n.id, n.tenancy_id, 'renter',
  greatest(n.monthly_rent - coalesce((SELECT sum(c.amount) FROM rent_schedules AS c WHERE c.tenant_id = sqlc.arg(tenant_id)::uuid
    AND c.lease_id = n.id AND c.deleted_at IS NULL AND c.payer <> 'renter' AND c.frequency = 'monthly'), 0), 0), n.start_date
FROM leases AS n
WHERE n.tenant_id = sqlc.arg(tenant_id)::uuid AND n.id = sqlc.arg(lease_id)::uuid;
