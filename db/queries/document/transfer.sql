-- name: BringDocument :exec
-- A document from another organization, whose users are not here.
INSERT INTO documents (tenant_id, id, type, entity_type, entity_id, property_id, file_name, file_path, file_size, mime_type,
  content_hash, description, expires_at, retention_class, retain_until, access_level, tags, scan_status, held_at, hold_reason,
  created_at, revision)
VALUES (sqlc.arg(tenant_id)::uuid, sqlc.arg(id)::uuid, sqlc.arg(type)::text, sqlc.arg(entity_type)::text,
  sqlc.arg(entity_id)::uuid, sqlc.narg(property_id)::uuid, sqlc.arg(file_name)::text, sqlc.arg(file_path)::text,
  sqlc.arg(file_size)::bigint, sqlc.arg(mime_type)::text, sqlc.arg(content_hash)::bytea, sqlc.narg(description)::text,
  sqlc.narg(expires_at)::timestamptz, sqlc.arg(retention_class)::text, sqlc.narg(retain_until)::date,
  sqlc.arg(access_level)::text, sqlc.arg(tags)::jsonb, sqlc.arg(scan_status)::text, sqlc.narg(held_at)::timestamptz,
  sqlc.narg(hold_reason)::text, sqlc.arg(created_at)::timestamptz, sqlc.arg(revision)::int);
