-- name: OpenWork :many
-- The open work orders of the vendors in own (of everybody where it is empty), the most urgent first. The functions tell
-- only of work that the session itself is about.
SELECT w.id, w.title, coalesce(w.instructions, '')::text AS instructions, w.priority, w.status, w.scheduled_from, w.scheduled_to,
  coalesce(app.work_unit(w.id), '')::text AS unit,
  a.id AS address_id, coalesce(a.street1, '')::text AS street1, a.street2, coalesce(a.city, '')::text AS city, a.state, a.zip_code,
  coalesce(a.country, '')::text AS country
FROM work_orders AS w
LEFT JOIN addresses AS a ON a.tenant_id = sqlc.arg(tenant_id)::uuid AND a.id = app.work_address(w.id)
WHERE w.tenant_id = sqlc.arg(tenant_id)::uuid AND w.deleted_at IS NULL
  AND w.status NOT IN ('completed', 'cancelled', 'declined')
  AND (cardinality(sqlc.arg(own)::uuid[]) = 0 OR w.vendor_id = ANY (sqlc.arg(own)::uuid[]))
ORDER BY array_position(ARRAY['emergency', 'high', 'medium', 'low'], w.priority), w.scheduled_from NULLS LAST, w.created_at, w.id;
