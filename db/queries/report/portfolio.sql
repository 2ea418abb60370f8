-- The state of the portfolio on a day, in three parts. A lease is current where it has begun and its household is in possession,
-- whether or not its printed end has passed; a unit's own status tells notice, down and reserved. Of a deleted property nothing
-- is left alive. Sets are looked into by IN … IS TRUE, which is hashed whatever the planner expects of the rows of one
-- organization among many; a join is not.

-- name: Space :one
SELECT count(*) AS units,
  count(*) FILTER (WHERE u.status IN ('occupied', 'notice')) AS occupied,
  count(*) FILTER (WHERE u.status = 'notice') AS on_notice,
  count(*) FILTER (WHERE u.status IN ('vacant', 'reserved')) AS vacant,
  count(*) FILTER (WHERE u.status = 'reserved') AS vacant_rented,
  count(*) FILTER (WHERE u.status IN ('down', 'model')) AS down,
  count(*) FILTER (WHERE u.form = 'commercial_space') AS commercial,
  count(*) FILTER (WHERE u.form = 'garage') AS garages,
  coalesce(sum(u.base_rent), 0)::numeric AS market_rent,
  (SELECT count(*) FROM properties AS p
    WHERE p.tenant_id = sqlc.arg(tenant_id)::uuid AND p.deleted_at IS NULL
      AND (cardinality(sqlc.arg(property_scope)::uuid[]) = 0 OR p.id = ANY (sqlc.arg(property_scope)::uuid[]))) AS properties,
  (SELECT count(*) FROM maintenance_requests AS r
    WHERE r.tenant_id = sqlc.arg(tenant_id)::uuid AND r.deleted_at IS NULL AND r.status NOT IN ('completed', 'cancelled')
      AND (cardinality(sqlc.arg(property_scope)::uuid[]) = 0 OR r.property_id = ANY (sqlc.arg(property_scope)::uuid[]))) AS open_requests
FROM units AS u
WHERE u.tenant_id = sqlc.arg(tenant_id)::uuid AND u.deleted_at IS NULL
  AND (cardinality(sqlc.arg(property_scope)::uuid[]) = 0 OR u.property_id = ANY (sqlc.arg(property_scope)::uuid[]));

-- name: Leases :one
WITH housed AS MATERIALIZED (
  SELECT t.id, t.eviction_filed_on FROM tenancies AS t
  WHERE t.tenant_id = sqlc.arg(tenant_id)::uuid AND t.deleted_at IS NULL AND t.moved_in_on <= sqlc.arg(day)::date
    AND (t.moved_out_on IS NULL OR t.moved_out_on > sqlc.arg(day)::date)
    AND (cardinality(sqlc.arg(property_scope)::uuid[]) = 0 OR t.property_id = ANY (sqlc.arg(property_scope)::uuid[]))
), current_leases AS MATERIALIZED (
  SELECT l.id, l.tenancy_id, l.monthly_rent, l.end_date FROM leases AS l
  WHERE l.tenant_id = sqlc.arg(tenant_id)::uuid AND l.deleted_at IS NULL AND l.status IN ('active', 'expiring_soon')
    AND l.start_date <= sqlc.arg(day)::date AND (l.tenancy_id IN (SELECT h.id FROM housed AS h)) IS TRUE
), future AS (
  SELECT count(*) AS leases, coalesce(sum(l.monthly_rent), 0)::numeric AS monthly_rent
  FROM leases AS l
  WHERE l.tenant_id = sqlc.arg(tenant_id)::uuid AND l.deleted_at IS NULL AND l.status IN ('pending', 'active')
    AND l.start_date > sqlc.arg(day)::date
    AND (cardinality(sqlc.arg(property_scope)::uuid[]) = 0 OR l.property_id = ANY (sqlc.arg(property_scope)::uuid[]))
)
SELECT count(*) AS current_leases,
  count(*) FILTER (WHERE c.end_date IS NULL) AS month_to_month,
  count(*) FILTER (WHERE c.end_date < sqlc.arg(day)::date) AS holdover,
  count(*) FILTER (WHERE c.tenancy_id IN (SELECT h.id FROM housed AS h WHERE h.eviction_filed_on IS NOT NULL)) AS in_eviction,
  coalesce(sum(c.monthly_rent), 0)::numeric AS monthly_rent,
  min(c.end_date)::date AS earliest_end, max(c.end_date)::date AS latest_end,
  (SELECT count(*) FROM lease_parties AS lp
    WHERE lp.tenant_id = sqlc.arg(tenant_id)::uuid AND lp.role = 'renter' AND lp.deleted_at IS NULL
      AND (lp.lease_id IN (SELECT x.id FROM current_leases AS x)) IS TRUE) AS renters,
  (SELECT f.leases FROM future AS f) AS future_leases,
  (SELECT f.monthly_rent FROM future AS f)::numeric AS future_rent
FROM current_leases AS c;

-- name: Balances :one
-- Of every household that has not left: a renewal leaves the balances as they are, and who has yet to come may have paid.
SELECT coalesce(sum(o.deposit_held + o.other_deposit_held), 0)::numeric AS deposits_held,
  coalesce(sum(o.past_due), 0)::numeric AS past_due, coalesce(sum(o.prepaid), 0)::numeric AS prepaid,
  coalesce(sum(o.other_recurring), 0)::numeric AS other_recurring, max(o.as_of)::date AS balances_as_of,
  count(*) FILTER (WHERE o.past_due > 0) AS owing,
  count(*) FILTER (WHERE o.deposit_held + o.other_deposit_held > 0) AS deposits
FROM lease_openings AS o
WHERE o.tenant_id = sqlc.arg(tenant_id)::uuid
  AND (o.lease_id IN (SELECT l.id FROM leases AS l
    WHERE l.tenant_id = sqlc.arg(tenant_id)::uuid AND l.deleted_at IS NULL AND l.status <> 'cancelled')) IS TRUE
  AND (o.tenancy_id IN (SELECT t.id FROM tenancies AS t
    WHERE t.tenant_id = sqlc.arg(tenant_id)::uuid AND t.deleted_at IS NULL
      AND (t.moved_out_on IS NULL OR t.moved_out_on > sqlc.arg(day)::date)
      AND (cardinality(sqlc.arg(property_scope)::uuid[]) = 0 OR t.property_id = ANY (sqlc.arg(property_scope)::uuid[])))) IS TRUE;

-- name: OccupancyByProperty :many
-- Rents are summed for the properties that are shown only.
WITH places AS MATERIALIZED (
  SELECT p.id, p.name, p.address_id, count(u.id) AS units,
    count(u.id) FILTER (WHERE u.status IN ('occupied', 'notice')) AS occupied,
    count(u.id) FILTER (WHERE u.status IN ('vacant', 'reserved')) AS vacant,
    coalesce(sum(u.base_rent) FILTER (WHERE u.status IN ('vacant', 'reserved')), 0)::numeric AS vacant_rent
  FROM properties AS p
  LEFT JOIN units AS u ON u.tenant_id = p.tenant_id AND u.property_id = p.id AND u.deleted_at IS NULL AND u.tenant_id = sqlc.arg(tenant_id)::uuid
  WHERE p.tenant_id = sqlc.arg(tenant_id)::uuid AND p.deleted_at IS NULL
    AND (cardinality(sqlc.arg(property_scope)::uuid[]) = 0 OR p.id = ANY (sqlc.arg(property_scope)::uuid[]))
  GROUP BY p.id, p.name, p.address_id
  ORDER BY vacant DESC, p.name
  LIMIT sqlc.arg(row_limit)::int
)
SELECT c.id, c.name, a.city, a.state, c.units, c.occupied, c.vacant, c.vacant_rent,
  coalesce((SELECT sum(l.monthly_rent) FROM leases AS l
    JOIN tenancies AS t ON t.tenant_id = l.tenant_id AND t.id = l.tenancy_id
    WHERE l.tenant_id = sqlc.arg(tenant_id)::uuid AND l.property_id = c.id AND l.deleted_at IS NULL
      AND l.status IN ('active', 'expiring_soon') AND l.start_date <= sqlc.arg(day)::date
      AND t.moved_in_on IS NOT NULL AND t.moved_out_on IS NULL), 0)::numeric AS monthly_rent
FROM places AS c
LEFT JOIN addresses AS a ON a.tenant_id = sqlc.arg(tenant_id)::uuid AND a.id = c.address_id
ORDER BY c.vacant DESC, c.name;

-- name: LeasesEnding :many
-- Only what is shown is joined with its names: the first of all by date, and those of the same date as the last of them.
WITH ending AS MATERIALIZED (
  SELECT l.id, l.unit_id, l.property_id, l.renter_id, l.end_date, l.monthly_rent, count(*) OVER () AS total, rank() OVER (ORDER BY l.end_date) AS place
  FROM leases AS l
  WHERE l.tenant_id = sqlc.arg(tenant_id)::uuid AND l.deleted_at IS NULL AND l.status IN ('active', 'expiring_soon')
    AND l.end_date >= sqlc.arg(day)::date AND l.end_date <= sqlc.arg(until)::date
    AND (l.tenancy_id IN (SELECT t.id FROM tenancies AS t
      WHERE t.tenant_id = sqlc.arg(tenant_id)::uuid AND t.moved_in_on IS NOT NULL AND t.moved_out_on IS NULL AND t.deleted_at IS NULL)) IS TRUE
    AND (cardinality(sqlc.arg(property_scope)::uuid[]) = 0 OR l.property_id = ANY (sqlc.arg(property_scope)::uuid[]))
)
SELECT e.id, e.unit_id, u.number, p.name AS property_name, e.end_date, e.monthly_rent, e.total,
  coalesce(CASE r.kind WHEN 'company' THEN r.company_name ELSE btrim(r.first_name || ' ' || r.last_name) END, '')::text AS renter
FROM ending AS e
JOIN units AS u ON u.tenant_id = sqlc.arg(tenant_id)::uuid AND u.id = e.unit_id
JOIN properties AS p ON p.tenant_id = sqlc.arg(tenant_id)::uuid AND p.id = e.property_id
LEFT JOIN tenants AS r ON r.tenant_id = sqlc.arg(tenant_id)::uuid AND r.id = e.renter_id
WHERE e.place <= sqlc.arg(row_limit)::int
ORDER BY e.end_date, p.name, u.number
LIMIT sqlc.arg(row_limit)::int;

-- name: MostPastDue :many
-- As LeasesEnding.
WITH owing AS MATERIALIZED (
  SELECT l.unit_id, l.property_id, l.renter_id, o.past_due, o.as_of, rank() OVER (ORDER BY o.past_due DESC) AS place
  FROM lease_openings AS o
  JOIN leases AS l ON l.tenant_id = sqlc.arg(tenant_id)::uuid AND l.id = o.lease_id
  JOIN tenancies AS t ON t.tenant_id = sqlc.arg(tenant_id)::uuid AND t.id = l.tenancy_id
  WHERE o.tenant_id = sqlc.arg(tenant_id)::uuid AND o.past_due > 0 AND l.deleted_at IS NULL
    AND l.status <> 'cancelled' AND t.deleted_at IS NULL AND t.moved_out_on IS NULL
    AND (cardinality(sqlc.arg(property_scope)::uuid[]) = 0 OR l.property_id = ANY (sqlc.arg(property_scope)::uuid[]))
)
SELECT e.unit_id, u.number, p.name AS property_name, e.past_due, e.as_of,
  coalesce(CASE r.kind WHEN 'company' THEN r.company_name ELSE btrim(r.first_name || ' ' || r.last_name) END, '')::text AS renter
FROM owing AS e
JOIN units AS u ON u.tenant_id = sqlc.arg(tenant_id)::uuid AND u.id = e.unit_id
JOIN properties AS p ON p.tenant_id = sqlc.arg(tenant_id)::uuid AND p.id = e.property_id
LEFT JOIN tenants AS r ON r.tenant_id = sqlc.arg(tenant_id)::uuid AND r.id = e.renter_id
WHERE e.place <= sqlc.arg(row_limit)::int
ORDER BY e.past_due DESC, p.name, u.number
LIMIT sqlc.arg(row_limit)::int;

-- name: OpenRequests :many
SELECT r.priority, count(*) AS requests, min(r.created_at)::timestamptz AS oldest
FROM maintenance_requests AS r
WHERE r.tenant_id = sqlc.arg(tenant_id)::uuid AND r.deleted_at IS NULL AND r.status NOT IN ('completed', 'cancelled')
  AND (cardinality(sqlc.arg(property_scope)::uuid[]) = 0 OR r.property_id = ANY (sqlc.arg(property_scope)::uuid[]))
GROUP BY r.priority;

-- name: OrganizationZone :one
SELECT time_zone FROM organizations WHERE id = sqlc.arg(tenant_id)::uuid;

-- name: EndingsByMonth :many
SELECT date_trunc('month', l.end_date::timestamp)::date AS month, count(*) AS leases
FROM leases AS l
JOIN tenancies AS t ON t.tenant_id = l.tenant_id AND t.id = l.tenancy_id
WHERE l.tenant_id = sqlc.arg(tenant_id)::uuid AND l.deleted_at IS NULL AND l.status IN ('active', 'expiring_soon')
  AND l.end_date >= sqlc.arg(day)::date AND l.end_date < sqlc.arg(until)::date
  AND t.moved_in_on IS NOT NULL AND t.moved_out_on IS NULL
  AND (cardinality(sqlc.arg(property_scope)::uuid[]) = 0 OR l.property_id = ANY (sqlc.arg(property_scope)::uuid[]))
GROUP BY 1
ORDER BY 1;
