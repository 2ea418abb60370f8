-- name: ListSignOns :many
SELECT id, issuer, client_id, (client_secret_encrypted IS NOT NULL)::boolean AS has_secret, email_domains, default_role, enabled, enforced,
  version, created_at, updated_at
FROM single_sign_ons WHERE tenant_id = sqlc.arg(tenant_id)::uuid
ORDER BY created_at, id
LIMIT 100;

-- name: GetSignOn :one
SELECT id, issuer, client_id, (client_secret_encrypted IS NOT NULL)::boolean AS has_secret, email_domains, default_role, enabled, enforced,
  version, created_at, updated_at
FROM single_sign_ons WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid;

-- name: CountSignOns :one
SELECT count(*) FROM single_sign_ons WHERE tenant_id = sqlc.arg(tenant_id)::uuid;

-- name: AddSignOn :exec
INSERT INTO single_sign_ons (tenant_id, id, issuer, client_id, client_secret_encrypted, client_secret_key_id, email_domains,
  default_role, enabled, enforced)
VALUES (sqlc.arg(tenant_id)::uuid, sqlc.arg(id)::uuid, sqlc.arg(issuer)::text, sqlc.arg(client_id)::text,
  sqlc.narg(client_secret_encrypted)::bytea, sqlc.narg(client_secret_key_id)::bigint, sqlc.arg(email_domains)::text[],
  sqlc.narg(default_role)::text, sqlc.arg(enabled)::boolean, sqlc.arg(enforced)::boolean);

-- name: ChangeSignOn :execrows
-- With keep_secret the stored secret stays, whatever the other two say.
UPDATE single_sign_ons SET client_id = sqlc.arg(client_id)::text,
  client_secret_encrypted = CASE WHEN sqlc.arg(keep_secret)::boolean THEN client_secret_encrypted
    ELSE sqlc.narg(client_secret_encrypted)::bytea END,
  client_secret_key_id = CASE WHEN sqlc.arg(keep_secret)::boolean THEN client_secret_key_id
    ELSE sqlc.narg(client_secret_key_id)::bigint END,
  email_domains = sqlc.arg(email_domains)::text[], default_role = sqlc.narg(default_role)::text,
  enabled = sqlc.arg(enabled)::boolean, enforced = sqlc.arg(enforced)::boolean
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid AND version = sqlc.arg(version)::integer;

-- name: SignOnHomeBySlug :one
SELECT organization_id FROM platform.directory WHERE slug = sqlc.arg(slug)::text AND status <> 'closed';

-- name: SignOnHomesByDomain :many
SELECT d.organization_id FROM app.sign_on_organizations(sqlc.arg(domain)::text) AS f
JOIN platform.directory AS d ON d.organization_id = f.organization_id
WHERE d.status <> 'closed';

-- name: SignOnChoices :many
-- The providers in use of the organization that the transaction has entered, for people who are not signed in.
SELECT s.id, s.issuer, d.slug FROM single_sign_ons AS s
JOIN platform.directory AS d ON d.organization_id = s.tenant_id
WHERE s.tenant_id = sqlc.arg(tenant_id)::uuid AND s.enabled
ORDER BY s.created_at, s.id;

-- name: FindSignOn :one
-- All that a sign-in needs of a provider, the sealed secret included.
SELECT s.id, s.issuer, s.client_id, s.client_secret_encrypted, s.client_secret_key_id, s.email_domains, s.default_role,
  s.enabled, d.status
FROM single_sign_ons AS s
JOIN platform.directory AS d ON d.organization_id = s.tenant_id
WHERE s.tenant_id = sqlc.arg(tenant_id)::uuid AND s.id = sqlc.arg(id)::uuid;

-- name: AddSignOnTicket :exec
INSERT INTO platform.tickets (id, kind, token_hash, identity_id, organization_id, data, ip_address, user_agent, created_at, expires_at)
VALUES (sqlc.arg(id)::uuid, 'single_sign_on', sqlc.arg(token_hash)::bytea, sqlc.narg(identity_id)::uuid,
  sqlc.arg(organization_id)::uuid, sqlc.arg(data)::jsonb, sqlc.narg(ip_address)::text::inet, sqlc.narg(user_agent)::text,
  sqlc.arg(now)::timestamptz, sqlc.arg(expires_at)::timestamptz);

-- name: UseSignOnTicket :one
-- Takes the ticket: of two requests with the same token one finds it.
UPDATE platform.tickets SET used_at = sqlc.arg(now)::timestamptz
WHERE kind = 'single_sign_on' AND token_hash = sqlc.arg(token_hash)::bytea AND organization_id = sqlc.arg(organization_id)::uuid
  AND used_at IS NULL AND expires_at > sqlc.arg(now)::timestamptz
RETURNING id, identity_id, data, created_at;

-- name: FindConnection :one
-- An account of a provider that waits to be connected, with the person and the organization that it is for.
SELECT t.organization_id::uuid AS organization_id, t.identity_id::uuid AS identity_id, t.data, i.email, d.slug
FROM platform.tickets AS t
JOIN platform.identities AS i ON i.id = t.identity_id
JOIN platform.directory AS d ON d.organization_id = t.organization_id
WHERE t.kind = 'single_sign_on' AND t.token_hash = sqlc.arg(token_hash)::bytea AND t.used_at IS NULL
  AND t.expires_at > sqlc.arg(now)::timestamptz;

-- name: FindSubject :one
-- The person whom a provider's subject stands for, locked so that a link is made once.
SELECT s.id, s.identity_id, i.disabled_at FROM platform.oidc_subjects AS s
JOIN platform.identities AS i ON i.id = s.identity_id
WHERE s.organization_id = sqlc.arg(organization_id)::uuid AND s.issuer = sqlc.arg(issuer)::text
  AND s.subject = sqlc.arg(subject)::text
FOR UPDATE OF i;

-- name: AddSubject :exec
INSERT INTO platform.oidc_subjects (id, organization_id, identity_id, issuer, subject, created_at, last_used_at)
VALUES (sqlc.arg(id)::uuid, sqlc.arg(organization_id)::uuid, sqlc.arg(identity_id)::uuid, sqlc.arg(issuer)::text,
  sqlc.arg(subject)::text, sqlc.arg(now)::timestamptz, sqlc.arg(now)::timestamptz);

-- name: TouchSubject :exec
UPDATE platform.oidc_subjects SET last_used_at = sqlc.arg(now)::timestamptz WHERE id = sqlc.arg(id)::uuid;

-- name: StandingOf :one
-- What decides whether an e-mail address that a provider vouches for may be tied to the identity that has it: whether the
-- identity can sign in by itself, and whether it has a way into another organization.
SELECT i.id, i.disabled_at,
  (i.password_hash IS NOT NULL OR EXISTS (SELECT FROM platform.passkeys AS k WHERE k.identity_id = i.id))::boolean AS signs_in,
  EXISTS (SELECT FROM platform.memberships AS m WHERE m.identity_id = i.id AND m.ended_at IS NULL
    AND m.organization_id <> sqlc.arg(organization_id)::uuid)::boolean AS elsewhere,
  EXISTS (SELECT FROM platform.memberships AS m WHERE m.identity_id = i.id AND m.ended_at IS NULL
    AND m.organization_id = sqlc.arg(organization_id)::uuid)::boolean AS member
FROM platform.identities AS i WHERE i.email = sqlc.arg(email)::text
FOR UPDATE OF i;

-- name: SignOnMember :one
-- The user that an identity is in the organization that the transaction has entered, removed ones included.
SELECT u.id, u.deleted_at FROM users AS u
WHERE u.tenant_id = sqlc.arg(tenant_id)::uuid AND u.identity_id = sqlc.arg(identity_id)::uuid;

-- name: AddSignOnSession :exec
INSERT INTO platform.sessions (id, token_hash, identity_id, organization_id, user_id, ip_address, user_agent,
  created_at, last_seen_at, expires_at, method, proved_at)
VALUES (sqlc.arg(id)::uuid, sqlc.arg(token_hash)::bytea, sqlc.arg(identity_id)::uuid, sqlc.arg(organization_id)::uuid,
  sqlc.arg(user_id)::uuid, sqlc.narg(ip_address)::text::inet, sqlc.narg(user_agent)::text,
  sqlc.arg(now)::timestamptz, sqlc.arg(now)::timestamptz, sqlc.arg(expires_at)::timestamptz, 'single_sign_on',
  sqlc.narg(proved_at)::timestamptz);

-- name: NoteSignOnSignIn :exec
UPDATE platform.identities SET last_login_at = sqlc.arg(now)::timestamptz WHERE id = sqlc.arg(id)::uuid;

-- name: SignOnSession :one
-- The live session of a principal, with whose it is and how it was made.
SELECT id, identity_id, organization_id, method, token_hash FROM platform.sessions
WHERE token_hash = sqlc.arg(token_hash)::bytea AND revoked_at IS NULL AND expires_at > sqlc.arg(now)::timestamptz;

-- name: SubjectsOf :many
-- The providers that a person has signed in with.
SELECT issuer, subject FROM platform.oidc_subjects
WHERE organization_id = sqlc.arg(organization_id)::uuid AND identity_id = sqlc.arg(identity_id)::uuid
ORDER BY last_used_at DESC NULLS LAST;

-- name: ProveSignOnSession :exec
UPDATE platform.sessions SET proved_at = sqlc.arg(now)::timestamptz
WHERE id = sqlc.arg(id)::uuid AND revoked_at IS NULL AND method = 'single_sign_on';
