-- name: FindUserByEmail :one
SELECT id, identity_id, email, first_name, last_name, role FROM users
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND email = sqlc.arg(email)::text AND deleted_at IS NULL;

-- name: FirstAdmin :one
SELECT id, identity_id, email, first_name, last_name, role FROM users
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND role = 'admin' AND deleted_at IS NULL
ORDER BY created_at, id
LIMIT 1;

-- name: GetProfile :one
SELECT u.first_name, u.last_name, u.email, u.role, o.name AS organization, o.slug, o.time_zone, o.currency
FROM users AS u
JOIN organizations AS o ON o.id = u.tenant_id
WHERE u.tenant_id = sqlc.arg(tenant_id)::uuid AND u.id = sqlc.arg(id)::uuid AND u.deleted_at IS NULL;
