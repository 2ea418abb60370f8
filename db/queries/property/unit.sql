-- name: InsertUnit :exec
INSERT INTO units (tenant_id, id, property_id, number, form, floor, square_feet, bedrooms, bathrooms, base_rent, deposit,
  amenities, status, non_revenue)
VALUES (sqlc.arg(tenant_id)::uuid, sqlc.arg(id)::uuid, sqlc.arg(property_id)::uuid, sqlc.arg(number)::text,
  sqlc.arg(form)::text, sqlc.narg(floor)::int, sqlc.narg(square_feet)::int, sqlc.narg(bedrooms)::int,
  sqlc.narg(bathrooms)::numeric, sqlc.arg(base_rent)::numeric, sqlc.narg(deposit)::numeric, sqlc.arg(amenities)::jsonb,
  sqlc.arg(status)::text, sqlc.arg(non_revenue)::boolean);

-- name: UpdateUnit :execrows
UPDATE units SET number = sqlc.arg(number)::text, form = sqlc.arg(form)::text, floor = sqlc.narg(floor)::int,
  square_feet = sqlc.narg(square_feet)::int, bedrooms = sqlc.narg(bedrooms)::int,
  bathrooms = sqlc.narg(bathrooms)::numeric, base_rent = sqlc.arg(base_rent)::numeric,
  deposit = sqlc.narg(deposit)::numeric, amenities = sqlc.arg(amenities)::jsonb, status = sqlc.arg(status)::text,
  non_revenue = sqlc.arg(non_revenue)::boolean
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid AND deleted_at IS NULL
  AND version = coalesce(sqlc.narg(version)::int, version);

-- name: GetUnit :one
SELECT u.id, u.property_id, p.name AS property_name, u.number, u.form, u.type, u.floor, u.square_feet, u.bedrooms,
  u.bathrooms, u.base_rent, u.deposit, u.amenities, u.status, u.non_revenue, u.version, u.created_at, u.updated_at,
  u.deleted_at, (p.deleted_at IS NOT NULL)::boolean AS property_deleted
FROM units AS u
JOIN properties AS p ON p.tenant_id = u.tenant_id AND p.id = u.property_id
WHERE u.tenant_id = sqlc.arg(tenant_id)::uuid AND u.id = sqlc.arg(id)::uuid
  AND (u.deleted_at IS NULL OR sqlc.arg(with_deleted)::boolean);

-- name: ListUnits :many
-- Each unit with what is known of the household in possession: rent, who, until when, what they owe. A household is looked up
-- unit by unit, which stays linear when the planner, that does not know the filters, expects a single row. Only the page's rows are
-- joined with their households, and all rows where they are sorted by these. What the list is narrowed to or looks for
-- is a set of units, found once: an IN beside an OR, in a CASE or IS TRUE is hashed whatever the planner expects.
WITH keyed AS (
  SELECT u.id, (CASE sqlc.arg(sort)::text
      WHEN 'number' THEN u.number
      WHEN 'base_rent' THEN u.base_rent::text
      WHEN 'rent' THEN coalesce(l.monthly_rent::text, '')
      WHEN 'past_due' THEN coalesce(o.past_due::text, '')
      WHEN 'deposit' THEN coalesce(o.deposit::text, '')
      WHEN 'status' THEN u.status
      WHEN 'bedrooms' THEN coalesce(u.bedrooms::text, '')
      WHEN 'square_feet' THEN coalesce(u.square_feet::text, '')
      WHEN 'created_at' THEN to_char(u.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US')
      ELSE p.name || ' ' || u.number END COLLATE app.natural) AS sort_key
  FROM units AS u
  JOIN properties AS p ON p.tenant_id = u.tenant_id AND p.id = u.property_id
  LEFT JOIN tenancies AS t ON t.tenant_id = u.tenant_id AND t.unit_id = u.id AND t.moved_in_on IS NOT NULL AND t.moved_out_on IS NULL
    AND t.deleted_at IS NULL AND t.tenant_id = sqlc.arg(tenant_id)::uuid AND sqlc.arg(sort)::text IN ('rent', 'past_due', 'deposit')
  LEFT JOIN LATERAL (
    SELECT c.monthly_rent FROM leases AS c
    WHERE sqlc.arg(sort)::text = 'rent' AND c.tenant_id = sqlc.arg(tenant_id)::uuid AND c.tenancy_id = t.id
      AND c.status IN ('active', 'expiring_soon') AND c.deleted_at IS NULL
      AND c.start_date <= (SELECT (sqlc.arg(now)::timestamptz AT TIME ZONE z.time_zone)::date
        FROM organizations AS z WHERE z.id = sqlc.arg(tenant_id)::uuid)
    ORDER BY c.start_date DESC LIMIT 1) AS l ON true
  LEFT JOIN LATERAL (SELECT sum(x.past_due) AS past_due, sum(x.deposit_held + x.other_deposit_held) AS deposit
    FROM lease_openings AS x
    WHERE sqlc.arg(sort)::text IN ('past_due', 'deposit') AND x.tenant_id = sqlc.arg(tenant_id)::uuid AND x.tenancy_id = t.id) AS o ON true
  WHERE u.tenant_id = sqlc.arg(tenant_id)::uuid
    AND (CASE WHEN sqlc.arg(deleted)::boolean THEN u.deleted_at IS NOT NULL ELSE u.deleted_at IS NULL END)
    AND (sqlc.arg(property_id)::uuid = '00000000-0000-0000-0000-000000000000' OR u.property_id = sqlc.arg(property_id)::uuid)
    AND (cardinality(sqlc.arg(statuses)::text[]) = 0 OR u.status = ANY (sqlc.arg(statuses)::text[]))
    AND (sqlc.arg(form)::text = '' OR u.form = sqlc.arg(form)::text)
    AND (sqlc.arg(least_bedrooms)::int < 0 OR u.bedrooms BETWEEN sqlc.arg(least_bedrooms)::int AND sqlc.arg(most_bedrooms)::int)
    AND (cardinality(sqlc.arg(property_scope)::uuid[]) = 0 OR u.property_id = ANY (sqlc.arg(property_scope)::uuid[]))
    AND (sqlc.arg(q)::text = '' OR u.number ILIKE sqlc.arg(q)::text
      OR u.property_id IN (SELECT p.id FROM properties AS p WHERE p.tenant_id = sqlc.arg(tenant_id)::uuid AND p.name ILIKE sqlc.arg(q)::text)
      OR (sqlc.arg(renters)::boolean AND u.id IN (
        SELECT t.unit_id FROM tenants AS r
        JOIN lease_parties AS lp ON lp.tenant_id = sqlc.arg(tenant_id)::uuid AND lp.renter_id = r.id AND lp.deleted_at IS NULL
        JOIN tenancies AS t ON t.tenant_id = sqlc.arg(tenant_id)::uuid AND t.id = lp.tenancy_id
        WHERE r.tenant_id = sqlc.arg(tenant_id)::uuid AND t.moved_in_on IS NOT NULL AND t.moved_out_on IS NULL AND t.deleted_at IS NULL
          AND (r.first_name || ' ' || r.last_name ILIKE sqlc.arg(q)::text OR r.company_name ILIKE sqlc.arg(q)::text))))
    AND (CASE sqlc.arg(narrow)::text
      WHEN '' THEN true
      WHEN 'past_due' THEN u.id IN (
        SELECT t.unit_id FROM lease_openings AS o
        JOIN tenancies AS t ON t.tenant_id = sqlc.arg(tenant_id)::uuid AND t.id = o.tenancy_id
        WHERE o.tenant_id = sqlc.arg(tenant_id)::uuid AND o.past_due > 0
          AND t.moved_in_on IS NOT NULL AND t.moved_out_on IS NULL AND t.deleted_at IS NULL)
      WHEN 'deposit' THEN u.id IN (
        SELECT t.unit_id FROM lease_openings AS o
        JOIN tenancies AS t ON t.tenant_id = sqlc.arg(tenant_id)::uuid AND t.id = o.tenancy_id
        WHERE o.tenant_id = sqlc.arg(tenant_id)::uuid AND o.deposit_held + o.other_deposit_held > 0
          AND t.moved_in_on IS NOT NULL AND t.moved_out_on IS NULL AND t.deleted_at IS NULL)
      ELSE u.id IN (
        SELECT l.unit_id FROM (
          SELECT DISTINCT ON (c.tenancy_id) c.unit_id, c.tenancy_id, c.end_date FROM leases AS c
          WHERE c.tenant_id = sqlc.arg(tenant_id)::uuid AND c.status IN ('active', 'expiring_soon') AND c.deleted_at IS NULL
            AND c.start_date <= (SELECT (sqlc.arg(now)::timestamptz AT TIME ZONE z.time_zone)::date
              FROM organizations AS z WHERE z.id = sqlc.arg(tenant_id)::uuid)
          ORDER BY c.tenancy_id, c.start_date DESC) AS l
        WHERE (l.tenancy_id IN (SELECT t.id FROM tenancies AS t
            WHERE t.tenant_id = sqlc.arg(tenant_id)::uuid AND t.moved_in_on IS NOT NULL AND t.moved_out_on IS NULL AND t.deleted_at IS NULL)) IS TRUE
          AND (sqlc.arg(narrow)::text = 'lease' OR l.end_date - (SELECT (sqlc.arg(now)::timestamptz AT TIME ZONE z.time_zone)::date
            FROM organizations AS z WHERE z.id = sqlc.arg(tenant_id)::uuid) BETWEEN 0 AND 90))
      END)
), paged AS (
  SELECT k.* FROM keyed AS k
  WHERE NOT sqlc.arg(has_cursor)::boolean
    OR (NOT sqlc.arg(descending)::boolean AND (k.sort_key, k.id) > (sqlc.arg(cursor_key)::text COLLATE app.natural, sqlc.arg(cursor_id)::uuid))
    OR (sqlc.arg(descending)::boolean AND (k.sort_key, k.id) < (sqlc.arg(cursor_key)::text COLLATE app.natural, sqlc.arg(cursor_id)::uuid))
  ORDER BY CASE WHEN NOT sqlc.arg(descending)::boolean THEN k.sort_key END, CASE WHEN sqlc.arg(descending)::boolean THEN k.sort_key END DESC,
    CASE WHEN NOT sqlc.arg(descending)::boolean THEN k.id END, CASE WHEN sqlc.arg(descending)::boolean THEN k.id END DESC
  LIMIT sqlc.arg(row_limit)::int
)
SELECT u.id, u.property_id, p.name AS property_name, u.number, u.form, u.type, u.floor, u.square_feet, u.bedrooms, u.bathrooms,
  u.base_rent, u.deposit, u.amenities, u.status, u.non_revenue, u.version, u.created_at, u.updated_at, u.deleted_at,
  l.monthly_rent, l.end_date AS lease_end, (l.id IS NOT NULL)::boolean AS leased, coalesce(o.past_due, 0)::numeric AS past_due,
  coalesce(o.deposit_held + o.other_deposit_held, 0)::numeric AS deposit_held,
  coalesce((SELECT string_agg(CASE r.kind WHEN 'company' THEN r.company_name ELSE btrim(r.first_name || ' ' || r.last_name) END,
      ', ' ORDER BY (r.id = l.renter_id) DESC, r.last_name, r.first_name)
    FROM lease_parties AS lp
    JOIN tenants AS r ON r.tenant_id = lp.tenant_id AND r.id = lp.renter_id
    WHERE lp.tenant_id = sqlc.arg(tenant_id)::uuid AND lp.lease_id = l.id AND lp.role = 'renter' AND lp.deleted_at IS NULL), '')::text AS renters,
  k.sort_key::text AS sort_key
FROM paged AS k
JOIN units AS u ON u.tenant_id = sqlc.arg(tenant_id)::uuid AND u.id = k.id
JOIN properties AS p ON p.tenant_id = sqlc.arg(tenant_id)::uuid AND p.id = u.property_id
LEFT JOIN LATERAL (
  SELECT c.id, c.monthly_rent, c.end_date, c.renter_id, c.tenancy_id FROM tenancies AS t
  JOIN leases AS c ON c.tenant_id = sqlc.arg(tenant_id)::uuid AND c.tenancy_id = t.id
  WHERE t.tenant_id = sqlc.arg(tenant_id)::uuid AND t.unit_id = u.id AND t.moved_in_on IS NOT NULL AND t.moved_out_on IS NULL
    AND t.deleted_at IS NULL AND c.status IN ('active', 'expiring_soon') AND c.deleted_at IS NULL
    AND c.start_date <= (SELECT (sqlc.arg(now)::timestamptz AT TIME ZONE z.time_zone)::date
        FROM organizations AS z WHERE z.id = sqlc.arg(tenant_id)::uuid)
  ORDER BY c.start_date DESC LIMIT 1) AS l ON true
LEFT JOIN LATERAL (SELECT sum(x.past_due) AS past_due, sum(x.deposit_held) AS deposit_held, sum(x.other_deposit_held) AS other_deposit_held
  FROM lease_openings AS x WHERE x.tenant_id = sqlc.arg(tenant_id)::uuid AND x.tenancy_id = l.tenancy_id) AS o ON true
ORDER BY CASE WHEN NOT sqlc.arg(descending)::boolean THEN k.sort_key END, CASE WHEN sqlc.arg(descending)::boolean THEN k.sort_key END DESC,
  CASE WHEN NOT sqlc.arg(descending)::boolean THEN k.id END, CASE WHEN sqlc.arg(descending)::boolean THEN k.id END DESC;

-- name: SumUnits :one
-- The footer of the list: the same filters over all pages. Rents and balances are summed table by table, which takes half the
-- time of looking them up unit by unit.
WITH kept AS (
  SELECT u.id, u.status, u.base_rent FROM units AS u
  WHERE u.tenant_id = sqlc.arg(tenant_id)::uuid
    AND (CASE WHEN sqlc.arg(deleted)::boolean THEN u.deleted_at IS NOT NULL ELSE u.deleted_at IS NULL END)
    AND (sqlc.arg(property_id)::uuid = '00000000-0000-0000-0000-000000000000' OR u.property_id = sqlc.arg(property_id)::uuid)
    AND (cardinality(sqlc.arg(statuses)::text[]) = 0 OR u.status = ANY (sqlc.arg(statuses)::text[]))
    AND (sqlc.arg(form)::text = '' OR u.form = sqlc.arg(form)::text)
    AND (sqlc.arg(least_bedrooms)::int < 0 OR u.bedrooms BETWEEN sqlc.arg(least_bedrooms)::int AND sqlc.arg(most_bedrooms)::int)
    AND (cardinality(sqlc.arg(property_scope)::uuid[]) = 0 OR u.property_id = ANY (sqlc.arg(property_scope)::uuid[]))
    AND (sqlc.arg(q)::text = '' OR u.number ILIKE sqlc.arg(q)::text
      OR u.property_id IN (SELECT p.id FROM properties AS p WHERE p.tenant_id = sqlc.arg(tenant_id)::uuid AND p.name ILIKE sqlc.arg(q)::text)
      OR (sqlc.arg(renters)::boolean AND u.id IN (
        SELECT t.unit_id FROM tenants AS r
        JOIN lease_parties AS lp ON lp.tenant_id = sqlc.arg(tenant_id)::uuid AND lp.renter_id = r.id AND lp.deleted_at IS NULL
        JOIN tenancies AS t ON t.tenant_id = sqlc.arg(tenant_id)::uuid AND t.id = lp.tenancy_id
        WHERE r.tenant_id = sqlc.arg(tenant_id)::uuid AND t.moved_in_on IS NOT NULL AND t.moved_out_on IS NULL AND t.deleted_at IS NULL
          AND (r.first_name || ' ' || r.last_name ILIKE sqlc.arg(q)::text OR r.company_name ILIKE sqlc.arg(q)::text))))
    AND (CASE sqlc.arg(narrow)::text
      WHEN '' THEN true
      WHEN 'past_due' THEN u.id IN (
        SELECT t.unit_id FROM lease_openings AS o
        JOIN tenancies AS t ON t.tenant_id = sqlc.arg(tenant_id)::uuid AND t.id = o.tenancy_id
        WHERE o.tenant_id = sqlc.arg(tenant_id)::uuid AND o.past_due > 0
          AND t.moved_in_on IS NOT NULL AND t.moved_out_on IS NULL AND t.deleted_at IS NULL)
      WHEN 'deposit' THEN u.id IN (
        SELECT t.unit_id FROM lease_openings AS o
        JOIN tenancies AS t ON t.tenant_id = sqlc.arg(tenant_id)::uuid AND t.id = o.tenancy_id
        WHERE o.tenant_id = sqlc.arg(tenant_id)::uuid AND o.deposit_held + o.other_deposit_held > 0
          AND t.moved_in_on IS NOT NULL AND t.moved_out_on IS NULL AND t.deleted_at IS NULL)
      ELSE u.id IN (
        SELECT l.unit_id FROM (
          SELECT DISTINCT ON (c.tenancy_id) c.unit_id, c.tenancy_id, c.end_date FROM leases AS c
          WHERE c.tenant_id = sqlc.arg(tenant_id)::uuid AND c.status IN ('active', 'expiring_soon') AND c.deleted_at IS NULL
            AND c.start_date <= (SELECT (sqlc.arg(now)::timestamptz AT TIME ZONE z.time_zone)::date
              FROM organizations AS z WHERE z.id = sqlc.arg(tenant_id)::uuid)
          ORDER BY c.tenancy_id, c.start_date DESC) AS l
        WHERE (l.tenancy_id IN (SELECT t.id FROM tenancies AS t
            WHERE t.tenant_id = sqlc.arg(tenant_id)::uuid AND t.moved_in_on IS NOT NULL AND t.moved_out_on IS NULL AND t.deleted_at IS NULL)) IS TRUE
          AND (sqlc.arg(narrow)::text = 'lease' OR l.end_date - (SELECT (sqlc.arg(now)::timestamptz AT TIME ZONE z.time_zone)::date
            FROM organizations AS z WHERE z.id = sqlc.arg(tenant_id)::uuid) BETWEEN 0 AND 90))
      END)
), housed AS MATERIALIZED (
  SELECT t.id FROM tenancies AS t
  WHERE t.tenant_id = sqlc.arg(tenant_id)::uuid AND t.moved_in_on IS NOT NULL AND t.moved_out_on IS NULL AND t.deleted_at IS NULL
    AND (t.unit_id IN (SELECT k.id FROM kept AS k)) IS TRUE
), rents AS (
  SELECT DISTINCT ON (c.tenancy_id) c.tenancy_id, c.monthly_rent FROM leases AS c
  WHERE c.tenant_id = sqlc.arg(tenant_id)::uuid AND c.status IN ('active', 'expiring_soon') AND c.deleted_at IS NULL
    AND c.start_date <= (SELECT (sqlc.arg(now)::timestamptz AT TIME ZONE z.time_zone)::date
      FROM organizations AS z WHERE z.id = sqlc.arg(tenant_id)::uuid)
  ORDER BY c.tenancy_id, c.start_date DESC
), balances AS (
  SELECT coalesce(sum(o.past_due), 0) AS past_due, coalesce(sum(o.deposit_held + o.other_deposit_held), 0) AS deposits_held
  FROM lease_openings AS o
  WHERE o.tenant_id = sqlc.arg(tenant_id)::uuid AND (o.tenancy_id IN (SELECT h.id FROM housed AS h)) IS TRUE
)
SELECT count(*) AS units,
  count(*) FILTER (WHERE k.status IN ('occupied', 'notice')) AS occupied,
  count(*) FILTER (WHERE k.status IN ('vacant', 'reserved')) AS vacant,
  coalesce(sum(k.base_rent), 0)::numeric AS market_rent,
  (SELECT coalesce(sum(r.monthly_rent), 0) FROM rents AS r WHERE (r.tenancy_id IN (SELECT h.id FROM housed AS h)) IS TRUE)::numeric AS monthly_rent,
  (SELECT b.past_due FROM balances AS b)::numeric AS past_due,
  (SELECT b.deposits_held FROM balances AS b)::numeric AS deposits_held
FROM kept AS k;

-- name: LockUnit :one
SELECT id, property_id, number, version, deleted_at, deletion_id FROM units
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid
FOR NO KEY UPDATE;

-- name: LockUnitsOfProperty :many
SELECT id FROM units
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND property_id = sqlc.arg(property_id)::uuid AND deleted_at IS NULL
ORDER BY id
FOR NO KEY UPDATE;
