-- name: GetOrganization :one
SELECT id, name, slug, plan, status, time_zone, currency, locale, settings, version, created_at, updated_at
FROM organizations
WHERE id = sqlc.arg(tenant_id)::uuid;

-- name: UpdateOrganization :one
UPDATE organizations SET name = sqlc.arg(name)::text, time_zone = sqlc.arg(time_zone)::text,
  currency = sqlc.arg(currency)::text, locale = sqlc.arg(locale)::text
WHERE id = sqlc.arg(tenant_id)::uuid AND version = sqlc.arg(version)::int
RETURNING id, name, slug, plan, status, time_zone, currency, locale, settings, version, created_at, updated_at;

-- name: InsertOrganization :one
INSERT INTO organizations (id, name, slug, plan, time_zone, currency, locale)
VALUES (sqlc.arg(tenant_id)::uuid, sqlc.arg(name)::text, sqlc.arg(slug)::text, sqlc.arg(plan)::text,
  sqlc.arg(time_zone)::text, sqlc.arg(currency)::text, sqlc.arg(locale)::text)
RETURNING id, name, slug, plan, status, time_zone, currency, locale, settings, version, created_at, updated_at;

-- name: CloseOrganization :exec
UPDATE organizations SET status = 'closed' WHERE id = sqlc.arg(tenant_id)::uuid;
