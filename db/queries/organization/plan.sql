-- name: HoldUnits :exec
-- Whoever adds units waits here for those before it, so that two cannot both take the last place.
SELECT pg_advisory_xact_lock(hashtextextended('units of ' || sqlc.arg(tenant_id)::uuid::text, 0));

-- name: UnitLimit :one
SELECT coalesce(app.unit_limit(), -1)::int AS unit_limit FROM organizations WHERE id = sqlc.arg(tenant_id)::uuid;

-- name: CountUnits :one
SELECT count(*) FROM units WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND deleted_at IS NULL;

-- name: ListPlans :many
SELECT code, name, unit_limit, audit_retention_months FROM platform.plans
ORDER BY unit_limit NULLS LAST, code;

-- name: SetDirectoryPlan :execrows
UPDATE platform.directory SET plan = sqlc.arg(plan)::text, updated_at = sqlc.arg(now)::timestamptz
WHERE organization_id = sqlc.arg(organization_id)::uuid;

-- name: SetOrganizationPlan :execrows
UPDATE organizations SET plan = sqlc.arg(plan)::text WHERE id = sqlc.arg(tenant_id)::uuid;

-- name: Flags :many
-- What was switched for an organization, and for all.
SELECT name, organization_id, enabled, reason, updated_at FROM platform.feature_flags
WHERE organization_id IS NULL OR organization_id = sqlc.arg(organization_id)::uuid
ORDER BY name, organization_id NULLS FIRST;

-- name: SetFlag :execrows
-- The nil organization is all of them. Staff and operators only: the table has no row-level security.
INSERT INTO platform.feature_flags (name, organization_id, enabled, reason, updated_at)
SELECT sqlc.arg(name)::text, nullif(sqlc.arg(organization_id)::uuid, '00000000-0000-0000-0000-000000000000'), sqlc.arg(enabled)::boolean,
  sqlc.narg(reason)::text, sqlc.arg(now)::timestamptz
WHERE app.is_staff()
ON CONFLICT (name, organization_id) DO UPDATE SET enabled = excluded.enabled, reason = excluded.reason, updated_at = excluded.updated_at;

-- name: UnsetFlag :execrows
DELETE FROM platform.feature_flags
WHERE name = sqlc.arg(name)::text
  AND organization_id IS NOT DISTINCT FROM nullif(sqlc.arg(organization_id)::uuid, '00000000-0000-0000-0000-000000000000');
