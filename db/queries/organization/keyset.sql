-- Wrapped keysets: the system role's, by organization_id; the zero id is the platform's own.

-- name: LoadKeysets :many
SELECT purpose, version, wrapped, rotated_at FROM platform.keysets WHERE organization_id = sqlc.arg(organization_id)::uuid;

-- name: InsertKeyset :execrows
INSERT INTO platform.keysets (organization_id, purpose, version, wrapped, rotated_at)
VALUES (sqlc.arg(organization_id)::uuid, sqlc.arg(purpose)::text, sqlc.arg(version)::bigint, sqlc.arg(wrapped)::bytea,
  sqlc.arg(rotated_at)::timestamptz)
ON CONFLICT (organization_id, purpose) DO NOTHING;

-- name: ReplaceKeyset :execrows
UPDATE platform.keysets SET version = sqlc.arg(version)::bigint, wrapped = sqlc.arg(wrapped)::bytea,
  rotated_at = sqlc.arg(rotated_at)::timestamptz
WHERE organization_id = sqlc.arg(organization_id)::uuid AND purpose = sqlc.arg(purpose)::text
  AND version = sqlc.arg(version)::bigint - 1;

-- name: NoteRotation :exec
INSERT INTO platform.security_events (id, kind, organization_id, detail, created_at)
VALUES (sqlc.arg(id)::uuid, 'keys_rotated', sqlc.arg(organization_id)::uuid, sqlc.arg(detail)::jsonb,
  sqlc.arg(created_at)::timestamptz);
