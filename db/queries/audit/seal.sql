-- name: AllowLong :exec
-- For the rest of the transaction: the role's own limits suit requests, not work on the whole log.
SELECT set_config('statement_timeout', '9min', true), set_config('idle_in_transaction_session_timeout', '9min', true);

-- name: TryLockSeals :one
-- One sealer at a time for an organization, until the transaction ends.
SELECT pg_try_advisory_xact_lock(hashtextextended('audit seal ' || sqlc.arg(tenant_id)::uuid::text, 0))::boolean AS locked;

-- name: SealHorizon :one
-- The newest era, and the oldest transaction that may still write: whatever is below has ended, and its rows can be seen.
SELECT (SELECT max(e.era) FROM platform.audit_eras AS e)::int AS era,
  pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS oldest_xact;

-- name: UnsealedOrganizations :many
SELECT app.unsealed_organizations(sqlc.arg(since)::timestamptz)::uuid AS tenant_id;

-- name: AllOrganizations :many
SELECT organization_id FROM platform.directory ORDER BY organization_id;

-- name: OrganizationNames :many
SELECT organization_id, slug FROM platform.directory
WHERE sqlc.arg(slug)::text = '' OR slug = sqlc.arg(slug)::text
ORDER BY slug;

-- name: LastSeal :one
SELECT sequence, era, to_xact, to_id, hash, sealed_at FROM audit_seals
WHERE tenant_id = sqlc.arg(tenant_id)::uuid
ORDER BY sequence DESC LIMIT 1;

-- name: ListSeals :many
SELECT id, sequence, kind, era, to_xact, to_id, entries, manifest, dropped_before, previous_hash, hash, sealed_at
FROM audit_seals
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND sequence > sqlc.arg(after)::bigint
ORDER BY sequence LIMIT sqlc.arg(row_limit)::int;

-- name: InsertSeal :exec
INSERT INTO audit_seals (tenant_id, id, sequence, kind, era, to_xact, to_id, entries, manifest, dropped_before, previous_hash, hash,
  sealed_at)
VALUES (sqlc.arg(tenant_id)::uuid, sqlc.arg(id)::uuid, sqlc.arg(sequence)::bigint, sqlc.arg(kind)::text, sqlc.arg(era)::int,
  sqlc.arg(to_xact)::bigint, sqlc.arg(to_id)::uuid, sqlc.arg(entries)::int, sqlc.arg(manifest)::bytea,
  sqlc.narg(dropped_before)::timestamptz, sqlc.arg(previous_hash)::bytea, sqlc.arg(hash)::bytea, sqlc.arg(sealed_at)::timestamptz);

-- name: EvidenceRange :many
-- The entries of one era after a place and up to another, in the order in which they are sealed, with every column.
SELECT tenant_id, id, created_at, user_id, actor_role, action, entity_type, entity_id, changes, request_id, reason,
  coalesce(ip_address::text, '')::text AS ip_address, user_agent, api_key, detail, xact, era
FROM audit_logs
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND era = sqlc.arg(era)::int
  AND xact >= sqlc.arg(after_xact)::bigint AND xact <= sqlc.arg(to_xact)::bigint
  AND (xact > sqlc.arg(after_xact)::bigint OR id > sqlc.arg(after_id)::uuid)
  AND (xact < sqlc.arg(to_xact)::bigint OR id <= sqlc.arg(to_id)::uuid)
ORDER BY xact, id
LIMIT sqlc.arg(row_limit)::int;

-- name: CountUnsealed :one
-- What follows the last seal, and how old the oldest of it is.
SELECT count(*) AS entries, coalesce(min(created_at), now())::timestamptz AS oldest FROM audit_logs
WHERE tenant_id = sqlc.arg(tenant_id)::uuid
  AND (era > sqlc.arg(era)::int OR (era = sqlc.arg(era)::int AND xact >= sqlc.arg(to_xact)::bigint
    AND (xact > sqlc.arg(to_xact)::bigint OR id > sqlc.arg(to_id)::uuid)));

-- name: EntriesBefore :one
SELECT EXISTS (SELECT FROM audit_logs WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND created_at < sqlc.arg(before)::timestamptz) AS found;

-- name: LongestRetention :one
-- In months: what the plan of some organization keeps.
SELECT coalesce(max(p.audit_retention_months), 0)::int AS months
FROM platform.directory AS d JOIN platform.plans AS p ON p.code = d.plan
WHERE d.status <> 'closed';

-- name: DropMonths :one
-- Where the last of the months ends; before every moment if there is none.
SELECT coalesce(app.drop_audit_months(sqlc.arg(before)::timestamptz, sqlc.arg(only_try)::boolean), 'epoch')::timestamptz AS dropped;

-- name: GoneBefore :one
-- Before when entries are gone by retention, as the seals say; the beginning of time if they do not.
SELECT coalesce(max(dropped_before), '0001-01-01 00:00:00+00')::timestamptz AS gone FROM audit_seals
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND kind = 'retention';
