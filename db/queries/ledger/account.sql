-- name: OpenLedger :exec
-- Makes the organization's ledger where there is none.
INSERT INTO ledgers (tenant_id, id) VALUES (sqlc.arg(tenant_id)::uuid, sqlc.arg(id)::uuid) ON CONFLICT (tenant_id) DO NOTHING;

-- name: AddAccounts :exec
-- Accounts that are not there yet, by their codes. '' is null.
INSERT INTO ledger_accounts (tenant_id, id, code, name, type, purpose, keeper, cash_flow, is_system)
SELECT sqlc.arg(tenant_id)::uuid, a.id, a.code, a.name, a.type, nullif(a.purpose, ''), nullif(a.keeper, ''), nullif(a.cash_flow, ''), a.purpose <> ''
FROM (
  SELECT unnest(sqlc.arg(ids)::uuid[]) AS id, unnest(sqlc.arg(codes)::text[]) AS code, unnest(sqlc.arg(names)::text[]) AS name,
    unnest(sqlc.arg(types)::text[]) AS type, unnest(sqlc.arg(purposes)::text[]) AS purpose,
    unnest(sqlc.arg(keepers)::text[]) AS keeper, unnest(sqlc.arg(cash_flows)::text[]) AS cash_flow
) AS a
ON CONFLICT DO NOTHING;

-- name: ListAccounts :many
SELECT a.id, a.code, a.name, a.type, a.parent_id, coalesce(a.description, '')::text AS description, coalesce(a.purpose, '')::text AS purpose,
  coalesce(a.keeper, '')::text AS keeper, coalesce(a.cash_flow, '')::text AS cash_flow, a.is_system, a.active, a.version, a.created_at, a.updated_at
FROM ledger_accounts AS a
WHERE a.tenant_id = sqlc.arg(tenant_id)::uuid
ORDER BY a.code;

-- name: InsertAccount :exec
INSERT INTO ledger_accounts (tenant_id, id, code, name, type, parent_id, description, keeper, cash_flow)
VALUES (sqlc.arg(tenant_id)::uuid, sqlc.arg(id)::uuid, sqlc.arg(code)::text, sqlc.arg(name)::text, sqlc.arg(type)::text, sqlc.narg(parent_id)::uuid,
  nullif(sqlc.arg(description)::text, ''), nullif(sqlc.arg(keeper)::text, ''), nullif(sqlc.arg(cash_flow)::text, ''));

-- name: UpdateAccount :execrows
-- The type stays: what was posted would change its side.
UPDATE ledger_accounts SET code = sqlc.arg(code)::text, name = sqlc.arg(name)::text, parent_id = sqlc.narg(parent_id)::uuid,
  description = nullif(sqlc.arg(description)::text, ''), keeper = nullif(sqlc.arg(keeper)::text, ''),
  cash_flow = nullif(sqlc.arg(cash_flow)::text, ''), active = sqlc.arg(active)::boolean
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid AND version = sqlc.arg(version)::int;
