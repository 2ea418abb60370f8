-- name: FindIdentity :one
-- What sign-in needs of an e-mail address: the hash, and whether this person has signed in from this network before.
SELECT i.id, i.password_hash, i.disabled_at,
  EXISTS (SELECT FROM platform.sessions AS s
    WHERE s.identity_id = i.id AND s.ip_address <<= sqlc.arg(network)::text::inet) AS known_network
FROM platform.identities AS i
WHERE i.email = sqlc.arg(email)::text;

-- name: ClaimIdentity :execrows
-- Makes the identity of an e-mail address unless there is one: 0 rows mean that there is.
INSERT INTO platform.identities (id, email, password_hash, password_changed_at, created_at, updated_at)
VALUES (sqlc.arg(id)::uuid, sqlc.arg(email)::text, sqlc.narg(password_hash)::text, sqlc.narg(password_changed_at)::timestamptz,
  sqlc.arg(now)::timestamptz, sqlc.arg(now)::timestamptz)
ON CONFLICT (email) DO NOTHING;

-- name: IdentityByEmail :one
SELECT id FROM platform.identities WHERE email = sqlc.arg(email)::text FOR UPDATE;

-- name: SetPasswordHash :exec
UPDATE platform.identities SET password_hash = sqlc.arg(password_hash)::text,
  password_changed_at = sqlc.arg(now)::timestamptz, updated_at = sqlc.arg(now)::timestamptz
WHERE id = sqlc.arg(id)::uuid;

-- name: KeepHash :execrows
-- Keeps the hash that a right password has now, unless the password was changed or the identity disabled since it was
-- checked.
UPDATE platform.identities SET password_hash = sqlc.arg(password_hash)::text
WHERE id = sqlc.arg(id)::uuid AND password_hash = sqlc.arg(checked_hash)::text AND disabled_at IS NULL;

-- name: NoteEvent :exec
INSERT INTO platform.security_events (id, kind, identity_id, organization_id, email_digest, ip_address, user_agent, detail, created_at)
VALUES (sqlc.arg(id)::uuid, sqlc.arg(kind)::text, sqlc.narg(identity_id)::uuid, sqlc.narg(organization_id)::uuid,
  sqlc.narg(email_digest)::bytea, sqlc.narg(ip_address)::text::inet, sqlc.narg(user_agent)::text,
  sqlc.arg(detail)::jsonb, sqlc.arg(now)::timestamptz);
