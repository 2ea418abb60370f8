-- What happens to a stay: who is in possession, since when, until when.

-- name: ListStays :many
-- Stays with the terms that bind them on the day (the latest begun; before the first day those to come) and what follows
-- from the dates: nothing here waits for a job to have run. The terms are looked up for the rows of the page, and for all
-- where the order or the state asks for them.
WITH keyed AS (
  SELECT t.id, (CASE sqlc.arg(sort)::text
      WHEN 'renter' THEN coalesce(CASE n.kind WHEN 'company' THEN n.company_name ELSE btrim(n.first_name || ' ' || n.last_name) END, '')
      WHEN 'moved_in' THEN coalesce(t.moved_in_on::text, '')
      WHEN 'moves_out' THEN coalesce(coalesce(t.moved_out_on, t.move_out_planned_on)::text, '')
      WHEN 'lease_end' THEN coalesce(l.end_date::text, '')
      WHEN 'rent' THEN coalesce(l.monthly_rent::text, '')
      ELSE p.name || ' ' || u.number END COLLATE app.natural) AS sort_key
  FROM tenancies AS t
  JOIN units AS u ON u.tenant_id = t.tenant_id AND u.id = t.unit_id
  JOIN properties AS p ON p.tenant_id = t.tenant_id AND p.id = t.property_id
  LEFT JOIN LATERAL (
    SELECT c.id, c.start_date, c.end_date, c.monthly_rent, c.status, c.renter_id FROM leases AS c
    WHERE c.tenant_id = sqlc.arg(tenant_id)::uuid AND c.tenancy_id = t.id AND c.deleted_at IS NULL AND c.status <> 'cancelled'
      AND (sqlc.arg(sort)::text IN ('renter', 'lease_end', 'rent') OR sqlc.arg(state)::text IN ('holdover', 'moving_in'))
    ORDER BY c.status = 'draft', c.start_date > sqlc.arg(today)::date, abs(c.start_date - sqlc.arg(today)::date), c.id
    LIMIT 1) AS l ON true
  LEFT JOIN tenants AS n ON n.tenant_id = sqlc.arg(tenant_id)::uuid AND n.id = l.renter_id AND sqlc.arg(sort)::text = 'renter'
  WHERE t.tenant_id = sqlc.arg(tenant_id)::uuid AND t.deleted_at IS NULL
    AND (sqlc.arg(only_id)::uuid = '00000000-0000-0000-0000-000000000000' OR t.id = sqlc.arg(only_id)::uuid)
    AND (cardinality(sqlc.arg(property_scope)::uuid[]) = 0 OR t.property_id = ANY (sqlc.arg(property_scope)::uuid[]))
    AND (sqlc.arg(property_id)::uuid = '00000000-0000-0000-0000-000000000000' OR t.property_id = sqlc.arg(property_id)::uuid)
    AND (sqlc.arg(unit_id)::uuid = '00000000-0000-0000-0000-000000000000' OR t.unit_id = sqlc.arg(unit_id)::uuid)
    AND (CASE sqlc.arg(state)::text
      WHEN '' THEN true
      WHEN 'current' THEN t.moved_in_on IS NOT NULL AND t.moved_out_on IS NULL
      WHEN 'notice' THEN t.moved_in_on IS NOT NULL AND t.moved_out_on IS NULL
        AND (t.notice_given_on IS NOT NULL OR t.move_out_planned_on IS NOT NULL)
      WHEN 'holdover' THEN t.moved_in_on IS NOT NULL AND t.moved_out_on IS NULL AND l.start_date IS NOT NULL AND NOT EXISTS (
        SELECT FROM leases AS c WHERE c.tenant_id = sqlc.arg(tenant_id)::uuid AND c.tenancy_id = t.id AND c.deleted_at IS NULL
          AND c.status IN ('active', 'expiring_soon', 'renewed') AND (c.end_date IS NULL OR c.end_date >= sqlc.arg(today)::date))
      WHEN 'to_acknowledge' THEN t.moved_out_on IS NULL AND EXISTS (
        SELECT FROM lease_notices AS w WHERE w.tenant_id = sqlc.arg(tenant_id)::uuid AND w.tenancy_id = t.id AND w.given_by = 'renter'
          AND w.acknowledged_at IS NULL AND w.withdrawn_at IS NULL)
      WHEN 'eviction' THEN t.eviction_filed_on IS NOT NULL AND t.eviction_closed_on IS NULL AND t.moved_out_on IS NULL
      WHEN 'moving_in' THEN t.moved_in_on IS NULL AND t.moved_out_on IS NULL AND l.status IN ('pending', 'active', 'expiring_soon')
        AND l.start_date <= sqlc.arg(today)::date + sqlc.arg(days)::int
      WHEN 'moving_out' THEN t.moved_in_on IS NOT NULL AND t.moved_out_on IS NULL
        AND t.move_out_planned_on <= sqlc.arg(today)::date + sqlc.arg(days)::int
      WHEN 'future' THEN t.moved_in_on IS NULL AND t.moved_out_on IS NULL
      WHEN 'former' THEN t.moved_out_on IS NOT NULL
      ELSE false END)
    AND (sqlc.arg(q)::text = '' OR u.number ILIKE sqlc.arg(q)::text OR p.name ILIKE sqlc.arg(q)::text OR t.id IN (
      SELECT m.tenancy_id FROM tenants AS e
      JOIN lease_parties AS m ON m.tenant_id = sqlc.arg(tenant_id)::uuid AND m.renter_id = e.id AND m.deleted_at IS NULL
      WHERE e.tenant_id = sqlc.arg(tenant_id)::uuid
        AND (e.first_name || ' ' || e.last_name ILIKE sqlc.arg(q)::text OR e.company_name ILIKE sqlc.arg(q)::text)))
), paged AS (
  SELECT k.* FROM keyed AS k
  WHERE NOT sqlc.arg(has_cursor)::boolean
    OR (NOT sqlc.arg(descending)::boolean AND (k.sort_key, k.id) > (sqlc.arg(cursor_key)::text COLLATE app.natural, sqlc.arg(cursor_id)::uuid))
    OR (sqlc.arg(descending)::boolean AND (k.sort_key, k.id) < (sqlc.arg(cursor_key)::text COLLATE app.natural, sqlc.arg(cursor_id)::uuid))
  ORDER BY CASE WHEN NOT sqlc.arg(descending)::boolean THEN k.sort_key END, CASE WHEN sqlc.arg(descending)::boolean THEN k.sort_key END DESC,
    CASE WHEN NOT sqlc.arg(descending)::boolean THEN k.id END, CASE WHEN sqlc.arg(descending)::boolean THEN k.id END DESC
  LIMIT sqlc.arg(row_limit)::int
), stays AS (
  SELECT t.*, u.number, p.name AS property_name, k.sort_key,
    coalesce(l.id, '00000000-0000-0000-0000-000000000000')::uuid AS lease_id, l.start_date, l.end_date, l.monthly_rent,
    coalesce(l.status, '')::text AS lease_status,
    coalesce(CASE n.kind WHEN 'company' THEN n.company_name ELSE btrim(n.first_name || ' ' || n.last_name) END, '')::text AS renter,
    (t.moved_in_on IS NOT NULL AND t.moved_out_on IS NULL AND l.start_date IS NOT NULL AND NOT EXISTS (
      SELECT FROM leases AS c WHERE c.tenant_id = sqlc.arg(tenant_id)::uuid AND c.tenancy_id = t.id AND c.deleted_at IS NULL
        AND c.status IN ('active', 'expiring_soon', 'renewed') AND (c.end_date IS NULL OR c.end_date >= sqlc.arg(today)::date)))::boolean AS holdover,
    EXISTS (SELECT FROM tenancies AS o
      JOIN leases AS c ON c.tenant_id = o.tenant_id AND c.tenancy_id = o.id AND c.deleted_at IS NULL AND c.status IN ('pending', 'active', 'expiring_soon')
      WHERE o.tenant_id = sqlc.arg(tenant_id)::uuid AND o.unit_id = t.unit_id AND o.id <> t.id AND o.moved_in_on IS NULL
        AND o.moved_out_on IS NULL AND o.deleted_at IS NULL)::boolean AS rented
  FROM paged AS k
  JOIN tenancies AS t ON t.tenant_id = sqlc.arg(tenant_id)::uuid AND t.id = k.id
  JOIN units AS u ON u.tenant_id = sqlc.arg(tenant_id)::uuid AND u.id = t.unit_id
  JOIN properties AS p ON p.tenant_id = sqlc.arg(tenant_id)::uuid AND p.id = t.property_id
  LEFT JOIN LATERAL (
    SELECT c.id, c.start_date, c.end_date, c.monthly_rent, c.status, c.renter_id FROM leases AS c
    WHERE c.tenant_id = sqlc.arg(tenant_id)::uuid AND c.tenancy_id = t.id AND c.deleted_at IS NULL AND c.status <> 'cancelled'
    ORDER BY c.status = 'draft', c.start_date > sqlc.arg(today)::date, abs(c.start_date - sqlc.arg(today)::date), c.id
    LIMIT 1) AS l ON true
  LEFT JOIN tenants AS n ON n.tenant_id = sqlc.arg(tenant_id)::uuid AND n.id = l.renter_id
)
SELECT k.id, k.unit_id, k.property_id, k.number, k.property_name, k.moved_in_on, k.notice_given_on, k.move_out_planned_on, k.moved_out_on,
  k.departure_kind, k.forwarding_address, k.eviction_filed_on, k.eviction_closed_on, k.eviction_note, k.transferred_from_id,
  k.lease_id, k.start_date, k.end_date, k.monthly_rent, k.lease_status, k.holdover, k.rented, k.renter,
  (CASE WHEN k.moved_out_on IS NOT NULL THEN 'former'
    WHEN k.moved_in_on IS NULL THEN 'future'
    WHEN k.notice_given_on IS NOT NULL OR k.move_out_planned_on IS NOT NULL THEN CASE WHEN k.rented THEN 'notice_rented' ELSE 'notice_unrented' END
    WHEN k.holdover THEN 'holdover' ELSE 'occupied' END)::text AS status,
  k.version, k.created_at, k.updated_at, k.sort_key::text AS sort_key
FROM stays AS k
ORDER BY CASE WHEN NOT sqlc.arg(descending)::boolean THEN k.sort_key END, CASE WHEN sqlc.arg(descending)::boolean THEN k.sort_key END DESC,
  CASE WHEN NOT sqlc.arg(descending)::boolean THEN k.id END, CASE WHEN sqlc.arg(descending)::boolean THEN k.id END DESC;

-- name: CountToAcknowledge :one
-- The households whose renters gave a notice that nobody has acknowledged.
SELECT count(DISTINCT n.tenancy_id) FROM lease_notices AS n
JOIN tenancies AS t ON t.tenant_id = n.tenant_id AND t.id = n.tenancy_id AND t.deleted_at IS NULL AND t.moved_out_on IS NULL
WHERE n.tenant_id = sqlc.arg(tenant_id)::uuid AND n.given_by = 'renter' AND n.acknowledged_at IS NULL AND n.withdrawn_at IS NULL
  AND (cardinality(sqlc.arg(property_scope)::uuid[]) = 0 OR t.property_id = ANY (sqlc.arg(property_scope)::uuid[]));

-- name: StayRenters :many
-- The renters of a stay's lease, for SetRentersLease.
SELECT p.renter_id FROM lease_parties AS p
WHERE p.tenant_id = sqlc.arg(tenant_id)::uuid AND p.lease_id = sqlc.arg(lease_id)::uuid AND p.deleted_at IS NULL AND p.role = 'renter'
ORDER BY p.renter_id;

-- name: StayLeases :many
-- The chain of terms of a stay.
SELECT id, start_date, end_date, monthly_rent, security_deposit, subsidized, status, signed_at, terminated_on, termination_reason,
  termination_fee
FROM leases
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND tenancy_id = sqlc.arg(tenancy_id)::uuid AND deleted_at IS NULL
ORDER BY start_date, id;

-- name: StayParties :many
-- Everybody who was ever a party to a lease of the stay.
SELECT r.id, r.first_name, r.last_name, coalesce(r.company_name, '')::text AS company_name, coalesce(r.email, '')::text AS email,
  coalesce(r.phone, '')::text AS phone, p.role, min(p.from_date)::date AS from_date,
  (CASE WHEN bool_or(p.to_date IS NULL) THEN NULL ELSE max(p.to_date) END)::date AS to_date,
  coalesce(bool_or(l.renter_id = r.id), false)::boolean AS is_primary
FROM lease_parties AS p
JOIN tenants AS r ON r.tenant_id = p.tenant_id AND r.id = p.renter_id
JOIN leases AS l ON l.tenant_id = p.tenant_id AND l.id = p.lease_id
WHERE p.tenant_id = sqlc.arg(tenant_id)::uuid AND p.tenancy_id = sqlc.arg(tenancy_id)::uuid AND p.deleted_at IS NULL
GROUP BY r.id, r.first_name, r.last_name, r.company_name, r.email, r.phone, p.role
ORDER BY is_primary DESC, p.role <> 'renter', r.id;

-- name: LockStay :one
-- The stay, and with it its unit, so that two acts on one unit happen one after the other.
SELECT t.id, t.unit_id, t.property_id, t.moved_in_on, t.notice_given_on, t.move_out_planned_on, t.moved_out_on, t.eviction_filed_on,
  t.eviction_closed_on, t.forwarding_address, t.departure_kind, t.version, u.status AS unit_status, u.number
FROM tenancies AS t
JOIN units AS u ON u.tenant_id = t.tenant_id AND u.id = t.unit_id
WHERE t.tenant_id = sqlc.arg(tenant_id)::uuid AND t.id = sqlc.arg(id)::uuid AND t.deleted_at IS NULL
FOR NO KEY UPDATE;

-- name: SetPossession :exec
UPDATE tenancies SET moved_in_on = sqlc.narg(moved_in_on)::date
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid;

-- name: SetLeaving :exec
-- The zero date is none.
UPDATE tenancies SET notice_given_on = sqlc.narg(notice_given_on)::date, move_out_planned_on = sqlc.narg(move_out_planned_on)::date
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid;

-- name: SetDeparture :exec
UPDATE tenancies SET moved_out_on = sqlc.arg(moved_out_on)::date, departure_kind = sqlc.arg(departure_kind)::text,
  forwarding_address = coalesce(nullif(sqlc.arg(forwarding_address)::text, ''), forwarding_address)
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid;

-- name: SetForwarding :exec
UPDATE tenancies SET forwarding_address = sqlc.arg(forwarding_address)::text
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid;

-- name: SetEviction :exec
UPDATE tenancies SET eviction_filed_on = sqlc.narg(filed_on)::date, eviction_closed_on = sqlc.narg(closed_on)::date,
  eviction_note = nullif(sqlc.arg(note)::text, '')
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid;

-- name: SetTransferredFrom :exec
UPDATE tenancies SET transferred_from_id = sqlc.arg(from_id)::uuid
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid;

-- name: PossessionAfter :one
-- Whether another household has the unit on the day or later.
SELECT EXISTS (SELECT FROM tenancies
  WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND unit_id = sqlc.arg(unit_id)::uuid AND id <> sqlc.arg(id)::uuid AND deleted_at IS NULL
    AND moved_in_on IS NOT NULL AND (moved_out_on IS NULL OR moved_out_on > sqlc.arg(day)::date))::boolean AS taken;

-- name: UnitPromised :one
-- Whether another household has a lease of the unit that has not begun to live there.
SELECT EXISTS (SELECT FROM tenancies AS n
  JOIN leases AS c ON c.tenant_id = n.tenant_id AND c.tenancy_id = n.id AND c.deleted_at IS NULL AND c.status IN ('pending', 'active', 'expiring_soon')
  WHERE n.tenant_id = sqlc.arg(tenant_id)::uuid AND n.unit_id = sqlc.arg(unit_id)::uuid AND n.id <> sqlc.arg(id)::uuid
    AND n.moved_in_on IS NULL AND n.moved_out_on IS NULL AND n.deleted_at IS NULL)::boolean AS promised;

-- name: StayTraces :one
-- What depends on a household having moved in.
SELECT (SELECT count(*) FROM lease_notices AS n WHERE n.tenant_id = sqlc.arg(tenant_id)::uuid AND n.tenancy_id = sqlc.arg(tenancy_id)::uuid
    AND n.withdrawn_at IS NULL)
  + (SELECT count(*) FROM inspections AS i WHERE i.tenant_id = sqlc.arg(tenant_id)::uuid AND i.tenancy_id = sqlc.arg(tenancy_id)::uuid
    AND (i.completed_at IS NOT NULL OR i.kind <> 'move_in'))
  + (SELECT count(*) FROM renewal_offers AS o WHERE o.tenant_id = sqlc.arg(tenant_id)::uuid AND o.tenancy_id = sqlc.arg(tenancy_id)::uuid
    AND o.status <> 'withdrawn')
  + (SELECT count(*) FROM payments AS m WHERE m.tenant_id = sqlc.arg(tenant_id)::uuid AND m.tenancy_id = sqlc.arg(tenancy_id)::uuid) AS traces;

-- name: EndLease :exec
-- Ends a lease, or sets the end of one that goes from month to month. Absent values stay.
UPDATE leases SET status = sqlc.arg(status)::text, end_date = coalesce(sqlc.narg(end_date)::date, end_date),
  terminated_on = coalesce(sqlc.narg(terminated_on)::date, terminated_on),
  termination_reason = coalesce(nullif(sqlc.arg(reason)::text, ''), termination_reason),
  termination_fee = coalesce(sqlc.narg(fee)::numeric, termination_fee)
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid;

-- name: SetLeaseEnd :exec
UPDATE leases SET end_date = sqlc.narg(end_date)::date WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid;

-- name: SetLeaseRenewalSent :exec
-- The design's column, for readers of it: the offers are the truth.
UPDATE leases SET renewal_offer_sent = true WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid;

-- name: DaysOfPolicy :one
-- The days of notice, and before the end of a term, that the lease, its property or the organization asks for; 0 where
-- none of them says so.
SELECT coalesce((SELECT notice_days FROM leasing_policies AS n WHERE n.tenant_id = sqlc.arg(tenant_id)::uuid AND n.notice_days IS NOT NULL
      AND (n.lease_id = sqlc.arg(lease_id)::uuid OR n.property_id = sqlc.arg(property_id)::uuid OR n.lease_id IS NULL AND n.property_id IS NULL)
    ORDER BY n.lease_id IS NULL, n.property_id IS NULL LIMIT 1), sqlc.arg(default_days)::int)::int AS notice_days;

-- name: DepositHeld :one
-- What is held of the stay's deposits, as the last opening of it says, and whether one says so.
SELECT coalesce(max(o.held), 0)::numeric AS held, (count(*) > 0)::boolean AS known
FROM (SELECT (deposit_held + other_deposit_held) AS held FROM lease_openings
  WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND tenancy_id = sqlc.arg(tenancy_id)::uuid ORDER BY as_of DESC, id DESC LIMIT 1) AS o;

-- name: StayPlace :one
-- Where a stay is, for the law of the place.
SELECT coalesce(upper(a.country), '')::text AS country, coalesce(upper(a.state), '')::text AS state
FROM properties AS p
LEFT JOIN addresses AS a ON a.tenant_id = p.tenant_id AND a.id = p.address_id AND a.tenant_id = sqlc.arg(tenant_id)::uuid
WHERE p.tenant_id = sqlc.arg(tenant_id)::uuid AND p.id = sqlc.arg(property_id)::uuid;

-- name: UnitForTransfer :one
SELECT id, property_id, status, number FROM units
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid AND deleted_at IS NULL
FOR NO KEY UPDATE;
