-- name: InsertUpload :exec
INSERT INTO import_uploads (tenant_id, id, file_name, file_hash, content_encrypted, content_key_id, size, as_of, mapping, created_by,
  expires_at)
VALUES (sqlc.arg(tenant_id)::uuid, sqlc.arg(id)::uuid, sqlc.arg(file_name)::text, sqlc.arg(file_hash)::bytea,
  sqlc.arg(content_encrypted)::bytea, sqlc.arg(content_key_id)::bigint, sqlc.arg(size)::integer, sqlc.narg(as_of)::date,
  sqlc.narg(mapping)::jsonb, sqlc.narg(created_by)::uuid, sqlc.arg(expires_at)::timestamptz);

-- name: GetUpload :one
SELECT id, file_name, size, as_of, mapping, state, done, total, coalesce(failure, '')::text AS failure, created_at, expires_at,
  created_by
FROM import_uploads
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid;

-- name: UploadContent :one
SELECT content_encrypted, content_key_id
FROM import_uploads
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid;

-- name: DescribeUpload :execrows
-- What somebody says of a file that waits.
UPDATE import_uploads SET as_of = sqlc.narg(as_of)::date, mapping = sqlc.narg(mapping)::jsonb
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid AND state IN ('waiting', 'failed');

-- name: StartUpload :execrows
UPDATE import_uploads SET state = 'running', done = 0, total = 0, failure = NULL
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid AND state IN ('waiting', 'failed');

-- name: ProgressUpload :execrows
UPDATE import_uploads SET done = sqlc.arg(done)::integer, total = sqlc.arg(total)::integer
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid AND state = 'running';

-- name: FailUpload :execrows
UPDATE import_uploads SET state = 'failed', failure = sqlc.arg(failure)::text
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid AND state = 'running';

-- name: RemoveUpload :execrows
DELETE FROM import_uploads
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid AND (state <> 'running' OR sqlc.arg(also_running)::boolean);

-- name: RemoveExpiredUploads :execrows
DELETE FROM import_uploads
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND expires_at < sqlc.arg(now)::timestamptz;

-- name: FindMapping :one
SELECT mapping FROM import_mappings
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND headings_hash = sqlc.arg(headings_hash)::bytea;

-- name: SaveMapping :exec
INSERT INTO import_mappings (tenant_id, id, headings_hash, mapping)
VALUES (sqlc.arg(tenant_id)::uuid, sqlc.arg(id)::uuid, sqlc.arg(headings_hash)::bytea, sqlc.arg(mapping)::jsonb)
ON CONFLICT (tenant_id, headings_hash) DO UPDATE SET mapping = excluded.mapping;
