-- name: OwnIdentity :one
-- The identity behind a user of the organization that the transaction entered.
SELECT identity_id::uuid AS identity_id FROM users
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid AND deleted_at IS NULL AND identity_id IS NOT NULL;

-- name: Factors :one
-- What a person can prove themselves with.
SELECT i.id, i.email, i.password_hash, i.password_changed_at, i.disabled_at,
  i.totp_secret_encrypted, i.totp_secret_key_id, i.totp_confirmed_at,
  (SELECT count(*) FROM platform.passkeys AS k WHERE k.identity_id = i.id) AS passkeys,
  (SELECT count(*) FROM platform.recovery_codes AS r WHERE r.identity_id = i.id AND r.used_at IS NULL) AS recovery_codes
FROM platform.identities AS i
WHERE i.id = sqlc.arg(id)::uuid;

-- name: LockIdentity :one
-- Makes changes of one person's factors wait for each other.
SELECT id FROM platform.identities WHERE id = sqlc.arg(id)::uuid FOR UPDATE;

-- name: KnownNetwork :one
-- Whether a person has signed in from a network before.
SELECT EXISTS (SELECT FROM platform.sessions AS s
  WHERE s.identity_id = sqlc.arg(identity_id)::uuid AND s.ip_address <<= sqlc.arg(network)::text::inet)::boolean AS known;

-- name: PutTOTPSecret :execrows
-- Begins an enrolment, or begins it anew; 0 rows mean that there is a confirmed secret.
UPDATE platform.identities SET totp_secret_encrypted = sqlc.arg(secret)::bytea, totp_secret_key_id = sqlc.arg(key_id)::bigint,
  totp_last_step = NULL, updated_at = sqlc.arg(now)::timestamptz
WHERE id = sqlc.arg(id)::uuid AND totp_confirmed_at IS NULL;

-- name: ConfirmTOTP :execrows
UPDATE platform.identities SET totp_confirmed_at = sqlc.arg(now)::timestamptz, totp_last_step = sqlc.arg(step)::bigint,
  updated_at = sqlc.arg(now)::timestamptz
WHERE id = sqlc.arg(id)::uuid AND totp_confirmed_at IS NULL AND totp_secret_encrypted = sqlc.arg(secret)::bytea;

-- name: TakeTOTPStep :execrows
-- Takes a code once: 0 rows mean that this step or a later one has been taken, or that the secret is another one now.
UPDATE platform.identities SET totp_last_step = sqlc.arg(step)::bigint
WHERE id = sqlc.arg(id)::uuid AND totp_confirmed_at IS NOT NULL AND totp_secret_encrypted = sqlc.arg(secret)::bytea
  AND (totp_last_step IS NULL OR totp_last_step < sqlc.arg(step)::bigint);

-- name: RemoveTOTP :execrows
UPDATE platform.identities SET totp_secret_encrypted = NULL, totp_secret_key_id = NULL, totp_confirmed_at = NULL,
  totp_last_step = NULL, updated_at = sqlc.arg(now)::timestamptz
WHERE id = sqlc.arg(id)::uuid AND totp_confirmed_at IS NOT NULL;

-- name: SetIdentityMFA :exec
UPDATE platform.identities SET mfa_enabled = sqlc.arg(enabled)::boolean
WHERE id = sqlc.arg(id)::uuid AND mfa_enabled <> sqlc.arg(enabled)::boolean;

-- name: SetUserMFA :exec
UPDATE users SET mfa_enabled = sqlc.arg(enabled)::boolean
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid AND mfa_enabled <> sqlc.arg(enabled)::boolean;

-- name: DropRecoveryCodes :exec
DELETE FROM platform.recovery_codes WHERE identity_id = sqlc.arg(identity_id)::uuid;

-- name: AddRecoveryCodes :exec
INSERT INTO platform.recovery_codes (id, identity_id, code_hash, created_at)
SELECT unnest(sqlc.arg(ids)::uuid[]), sqlc.arg(identity_id)::uuid, unnest(sqlc.arg(hashes)::bytea[]), sqlc.arg(now)::timestamptz;

-- name: UseRecoveryCode :execrows
UPDATE platform.recovery_codes SET used_at = sqlc.arg(now)::timestamptz
WHERE identity_id = sqlc.arg(identity_id)::uuid AND code_hash = sqlc.arg(code_hash)::bytea AND used_at IS NULL;
