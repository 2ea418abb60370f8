-- name: Homes :many
-- The homes of the leases that own lists (every lease where it is empty), one for each stay that has not ended, with the
-- terms that bind on the organization's day or, before the first day, with those to come. The functions tell only of what
-- the session itself is about.
WITH today AS (
  SELECT (sqlc.arg(now)::timestamptz AT TIME ZONE z.time_zone)::date AS day FROM organizations AS z
  WHERE z.id = sqlc.arg(tenant_id)::uuid
), terms AS (
  SELECT DISTINCT ON (l.tenancy_id) l.id, l.tenancy_id, l.unit_id, l.start_date, l.end_date, l.monthly_rent, l.status
  FROM leases AS l CROSS JOIN today AS d
  WHERE l.tenant_id = sqlc.arg(tenant_id)::uuid AND l.deleted_at IS NULL
    AND l.status IN ('pending', 'active', 'expiring_soon', 'renewed')
    AND (cardinality(sqlc.arg(own)::uuid[]) = 0 OR l.id = ANY (sqlc.arg(own)::uuid[]))
  ORDER BY l.tenancy_id, l.start_date > d.day, abs(l.start_date - d.day), l.id
)
SELECT h.id AS lease_id, h.start_date, h.end_date, h.monthly_rent, h.status, u.id AS unit_id, u.number, u.type, t.moved_in_on,
  a.id AS address_id, coalesce(a.street1, '')::text AS street1, a.street2, coalesce(a.city, '')::text AS city, a.state, a.zip_code,
  coalesce(a.country, '')::text AS country, app.home_people(h.id, d.day)::jsonb AS people
FROM terms AS h CROSS JOIN today AS d
JOIN tenancies AS t ON t.tenant_id = sqlc.arg(tenant_id)::uuid AND t.id = h.tenancy_id AND t.moved_out_on IS NULL
  AND t.deleted_at IS NULL
JOIN units AS u ON u.tenant_id = sqlc.arg(tenant_id)::uuid AND u.id = h.unit_id
LEFT JOIN addresses AS a ON a.tenant_id = sqlc.arg(tenant_id)::uuid AND a.id = app.home_address(h.unit_id)
ORDER BY h.start_date DESC, h.id;
