-- The platform's directory: read and written by the system role only, before or across organizations (tenant_id is
-- organization_id here).

-- name: InsertDirectory :exec
INSERT INTO platform.directory (organization_id, slug, plan, demo)
VALUES (sqlc.arg(organization_id)::uuid, sqlc.arg(slug)::text, sqlc.arg(plan)::text, sqlc.arg(demo)::boolean);

-- name: FindDirectory :one
SELECT organization_id, slug, plan, status, demo FROM platform.directory WHERE slug = sqlc.arg(slug)::text;

-- name: ListDirectory :many
SELECT organization_id, slug, plan, status, demo FROM platform.directory ORDER BY slug;

-- name: ClaimSlug :execrows
-- Enters an organization under a slug, unless another has it: then 0 rows.
INSERT INTO platform.directory (organization_id, slug, plan, demo)
VALUES (sqlc.arg(organization_id)::uuid, sqlc.arg(slug)::text, sqlc.arg(plan)::text, false)
ON CONFLICT (slug) DO NOTHING;

-- name: FindSandbox :one
-- The open sandbox of an organization.
SELECT organization_id, slug, plan, status, demo FROM platform.directory
WHERE sandbox_of = sqlc.arg(organization_id)::uuid AND status <> 'closed';

-- name: ReadDirectory :one
SELECT organization_id, slug, plan, status, (sandbox_of IS NOT NULL)::boolean AS sandbox FROM platform.directory
WHERE organization_id = sqlc.arg(organization_id)::uuid;

-- name: InsertSandbox :exec
INSERT INTO platform.directory (organization_id, slug, plan, demo, sandbox_of)
VALUES (sqlc.arg(organization_id)::uuid, sqlc.arg(slug)::text, sqlc.arg(plan)::text, true, sqlc.arg(sandbox_of)::uuid);

-- name: CloseDirectory :exec
UPDATE platform.directory SET status = 'closed' WHERE organization_id = sqlc.arg(organization_id)::uuid;
