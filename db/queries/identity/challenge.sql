-- name: AddChallenge :exec
INSERT INTO platform.tickets (id, kind, token_hash, identity_id, data, ip_address, user_agent, created_at, expires_at)
VALUES (sqlc.arg(id)::uuid, sqlc.arg(kind)::text, sqlc.arg(token_hash)::bytea, sqlc.narg(identity_id)::uuid,
  sqlc.arg(data)::jsonb, sqlc.narg(ip_address)::text::inet, sqlc.narg(user_agent)::text, sqlc.arg(now)::timestamptz,
  sqlc.arg(expires_at)::timestamptz);

-- name: LockChallenge :one
-- An open ticket, locked until it has been used or counted as tried. One that is older than the person's password is void.
SELECT t.id, t.identity_id, t.data, t.attempts FROM platform.tickets AS t
LEFT JOIN platform.identities AS i ON i.id = t.identity_id
WHERE t.token_hash = sqlc.arg(token_hash)::bytea AND t.kind = sqlc.arg(kind)::text AND t.used_at IS NULL
  AND t.expires_at > sqlc.arg(now)::timestamptz AND (i.password_changed_at IS NULL OR t.created_at >= i.password_changed_at)
FOR UPDATE OF t;

-- name: CountChallengeTry :exec
UPDATE platform.tickets SET attempts = attempts + 1 WHERE id = sqlc.arg(id)::uuid;

-- name: SpendChallenge :exec
UPDATE platform.tickets SET used_at = sqlc.arg(now)::timestamptz WHERE id = sqlc.arg(id)::uuid;

-- name: VoidChallenges :exec
UPDATE platform.tickets SET used_at = sqlc.arg(now)::timestamptz
WHERE identity_id = sqlc.arg(identity_id)::uuid AND used_at IS NULL
  AND kind IN ('sign_in', 'passkey_registration', 'passkey_sign_in', 'step_up');

-- name: OpenChallenges :one
-- How many ceremonies of strangers from one network are under way.
SELECT count(*) FROM platform.tickets
WHERE expires_at > sqlc.arg(now)::timestamptz AND kind = 'passkey_sign_in' AND identity_id IS NULL
  AND ip_address <<= sqlc.arg(network)::text::inet;

-- name: SweepChallenges :exec
-- Takes away some of what nobody can use any more.
DELETE FROM platform.tickets WHERE id IN (
  SELECT t.id FROM platform.tickets AS t
  WHERE t.expires_at < sqlc.arg(before)::timestamptz
    AND t.kind IN ('sign_in', 'passkey_registration', 'passkey_sign_in', 'step_up')
  LIMIT 20 FOR UPDATE SKIP LOCKED);
