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
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND file_hash = sqlc.arg(file_hash)::bytea;

-- name: InsertImport :execrows
INSERT INTO imports (tenant_id, id, layout, file_name, file_hash, as_of, as_of_source, counts, created_by)
VALUES (sqlc.arg(tenant_id)::uuid, sqlc.arg(id)::uuid, sqlc.arg(layout)::text, sqlc.arg(file_name)::text,
  sqlc.arg(file_hash)::bytea, sqlc.arg(as_of)::date, sqlc.arg(as_of_source)::text, sqlc.arg(counts)::jsonb,
  sqlc.narg(created_by)::uuid)
ON CONFLICT (tenant_id, file_hash) DO NOTHING;
