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
