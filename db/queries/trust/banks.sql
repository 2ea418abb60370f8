-- name: OwnBanks :one
-- The banks that were chosen for a property itself; the zero property is the default of all.
SELECT b.operating_bank_id, b.deposit_bank_id, (b.property_id IS NOT NULL)::boolean AS own FROM trust_banks AS b
WHERE b.tenant_id = sqlc.arg(tenant_id)::uuid
  AND (b.property_id = nullif(sqlc.arg(property_id)::uuid, '00000000-0000-0000-0000-000000000000') OR b.property_id IS NULL)
ORDER BY b.property_id NULLS LAST
LIMIT 1;

-- name: PropertyThere :one
SELECT p.id FROM properties AS p WHERE p.tenant_id = sqlc.arg(tenant_id)::uuid AND p.id = sqlc.arg(id)::uuid AND p.deleted_at IS NULL;
