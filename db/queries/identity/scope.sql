-- name: OrganizationZone :one
SELECT time_zone FROM organizations WHERE id = sqlc.arg(tenant_id)::uuid;

-- name: PersonScopes :one
-- The rows that a renter, owner or vendor is about, in the organization that was entered. The function keeps to it by
-- itself; the row of the user is asked for so that nobody else's are.
SELECT app.person_scopes(u.id, u.role, sqlc.arg(today)::date)::uuid[] AS scopes
FROM users AS u
WHERE u.tenant_id = sqlc.arg(tenant_id)::uuid AND u.id = sqlc.arg(id)::uuid;
