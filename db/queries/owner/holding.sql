-- name: Holdings :many
-- The properties of which somebody in own (everybody where it is empty) holds a share on the organization's day.
WITH today AS (
  SELECT (sqlc.arg(now)::timestamptz AT TIME ZONE z.time_zone)::date AS day FROM organizations AS z
  WHERE z.id = sqlc.arg(tenant_id)::uuid
), held AS (
  SELECT s.property_id, sum(s.ownership_percentage)::numeric AS share
  FROM owner_properties AS s CROSS JOIN today AS d
  WHERE s.tenant_id = sqlc.arg(tenant_id)::uuid AND s.from_date <= d.day AND (s.to_date IS NULL OR s.to_date >= d.day)
    AND (cardinality(sqlc.arg(own)::uuid[]) = 0 OR s.owner_id = ANY (sqlc.arg(own)::uuid[]))
  GROUP BY s.property_id
)
SELECT p.id, p.name, p.type, h.share,
  a.id AS address_id, coalesce(a.street1, '')::text AS street1, a.street2, coalesce(a.city, '')::text AS city, a.state, a.zip_code,
  coalesce(a.country, '')::text AS country,
  (SELECT count(*) FROM units AS u WHERE u.tenant_id = sqlc.arg(tenant_id)::uuid AND u.property_id = p.id
    AND u.deleted_at IS NULL) AS units,
  (SELECT count(*) FROM units AS u WHERE u.tenant_id = sqlc.arg(tenant_id)::uuid AND u.property_id = p.id
    AND u.deleted_at IS NULL AND u.status IN ('occupied', 'notice')) AS occupied
FROM held AS h
JOIN properties AS p ON p.tenant_id = sqlc.arg(tenant_id)::uuid AND p.id = h.property_id AND p.deleted_at IS NULL
LEFT JOIN addresses AS a ON a.tenant_id = sqlc.arg(tenant_id)::uuid AND a.id = p.address_id
ORDER BY p.name, p.id;

-- name: HoldingUnits :many
-- The units of a property of which somebody in own holds a share on the organization's day, each with the rent and the term of
-- the lease in force, and without who lives there.
WITH today AS (
  SELECT (sqlc.arg(now)::timestamptz AT TIME ZONE z.time_zone)::date AS day FROM organizations AS z
  WHERE z.id = sqlc.arg(tenant_id)::uuid
)
SELECT u.id, u.number, u.type, u.bedrooms, u.bathrooms, u.square_feet, u.status, u.base_rent, (l.id IS NOT NULL)::boolean AS leased,
  l.monthly_rent, l.start_date, l.end_date, t.move_out_planned_on
FROM units AS u
CROSS JOIN today AS d
LEFT JOIN tenancies AS t ON t.tenant_id = sqlc.arg(tenant_id)::uuid AND t.unit_id = u.id AND t.moved_in_on IS NOT NULL
  AND t.moved_out_on IS NULL AND t.deleted_at IS NULL
LEFT JOIN LATERAL (
  SELECT c.id, c.monthly_rent, c.start_date, c.end_date FROM leases AS c
  WHERE c.tenant_id = sqlc.arg(tenant_id)::uuid AND c.tenancy_id = t.id AND c.status IN ('active', 'expiring_soon')
    AND c.start_date <= d.day AND c.deleted_at IS NULL
  ORDER BY c.start_date DESC LIMIT 1) AS l ON true
WHERE u.tenant_id = sqlc.arg(tenant_id)::uuid AND u.property_id = sqlc.arg(property_id)::uuid AND u.deleted_at IS NULL
  AND EXISTS (SELECT FROM owner_properties AS s
    WHERE s.tenant_id = sqlc.arg(tenant_id)::uuid AND s.property_id = u.property_id AND s.owner_id = ANY (sqlc.arg(own)::uuid[])
      AND s.from_date <= d.day AND (s.to_date IS NULL OR s.to_date >= d.day))
ORDER BY u.number COLLATE app.natural, u.id;

-- name: HoldingShares :many
-- All shares of a property that somebody in own ever held, or will.
SELECT s.ownership_percentage, s.from_date, s.to_date
FROM owner_properties AS s
WHERE s.tenant_id = sqlc.arg(tenant_id)::uuid AND s.property_id = sqlc.arg(property_id)::uuid
  AND s.owner_id = ANY (sqlc.arg(own)::uuid[])
ORDER BY s.from_date DESC, s.id;
