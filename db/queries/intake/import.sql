-- name: TimeZone :one
SELECT time_zone FROM organizations WHERE id = sqlc.arg(tenant_id)::uuid;

-- name: BePatient :exec
-- A large file takes longer than a request may, and so does waiting for the import before this one.
SELECT set_config('lock_timeout', '60s', true), set_config('statement_timeout', '60s', true);

-- name: LockOrganization :one
-- Imports of one organization run one after the other: each must see the properties that the one before it made.
-- NO KEY, so that rows which refer to the organization can be written meanwhile.
SELECT id FROM organizations WHERE id = sqlc.arg(tenant_id)::uuid FOR NO KEY UPDATE;

-- name: FindImport :one
SELECT id, layout, file_name, as_of, as_of_source, created_at
FROM imports
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND file_hash = sqlc.arg(file_hash)::bytea AND undone_at IS NULL;

-- name: InsertImport :execrows
INSERT INTO imports (tenant_id, id, layout, file_name, file_hash, as_of, as_of_source, counts, created_by)
VALUES (sqlc.arg(tenant_id)::uuid, sqlc.arg(id)::uuid, sqlc.arg(layout)::text, sqlc.arg(file_name)::text,
  sqlc.arg(file_hash)::bytea, sqlc.arg(as_of)::date, sqlc.arg(as_of_source)::text, sqlc.arg(counts)::jsonb,
  sqlc.narg(created_by)::uuid)
ON CONFLICT (tenant_id, file_hash) WHERE undone_at IS NULL DO NOTHING;

-- name: FinishImport :execrows
-- The clock and not the transaction's time: whatever is written after this was not written by the import.
UPDATE imports SET finished_at = clock_timestamp(), property_ids = sqlc.arg(property_ids)::uuid[],
  unit_ids = sqlc.arg(unit_ids)::uuid[], tenancy_ids = sqlc.arg(tenancy_ids)::uuid[],
  renter_ids = sqlc.arg(renter_ids)::uuid[], earlier_statuses = sqlc.arg(earlier_statuses)::jsonb
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid;

-- name: GetImport :one
SELECT id, layout, file_name, as_of, as_of_source, counts, created_at, created_by, undone_at, (finished_at IS NOT NULL)::boolean AS undoable
FROM imports
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid;

-- name: ListImports :many
-- Those that came in and those that wait, the newest first.
SELECT i.id, i.layout, i.file_name, i.as_of, i.counts, i.created_at, i.undone_at, 'imported'::text AS state
FROM imports AS i
WHERE i.tenant_id = sqlc.arg(tenant_id)::uuid
  AND (sqlc.arg(before)::uuid = '00000000-0000-0000-0000-000000000000' OR i.id < sqlc.arg(before)::uuid)
UNION ALL
SELECT u.id, ''::text, u.file_name, u.as_of, '{}'::jsonb, u.created_at, NULL::timestamptz, u.state
FROM import_uploads AS u
WHERE u.tenant_id = sqlc.arg(tenant_id)::uuid
  AND (sqlc.arg(before)::uuid = '00000000-0000-0000-0000-000000000000' OR u.id < sqlc.arg(before)::uuid)
ORDER BY 1 DESC
LIMIT sqlc.arg(row_limit)::integer;

-- name: SumOpenings :one
SELECT count(*) AS leases, coalesce(sum(past_due), 0)::numeric AS past_due, coalesce(sum(prepaid), 0)::numeric AS prepaid,
  coalesce(sum(deposit_held), 0)::numeric AS deposit_held, coalesce(sum(other_deposit_held), 0)::numeric AS other_deposit_held,
  coalesce(sum(other_recurring), 0)::numeric AS other_recurring
FROM lease_openings
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND import_id = sqlc.arg(import_id)::uuid;
