-- name: TakeNumbers :one
-- The next numbers, of which first is the lowest, and the last day that is closed. The row is held until the end, so that what is
-- posted for one organization is posted one after the other. They are recorded now, or just after the last ones.
UPDATE ledgers SET next_number = next_number + sqlc.arg(count)::bigint, recorded_at = CASE WHEN sqlc.arg(count)::bigint = 0 THEN recorded_at
  ELSE greatest(sqlc.arg(now)::timestamptz, recorded_at + interval '1 microsecond') END
WHERE tenant_id = sqlc.arg(tenant_id)::uuid
RETURNING (next_number - sqlc.arg(count)::bigint)::bigint AS first, locked_through, recorded_at;

-- name: PostedFor :many
-- What has been posted for these keys.
SELECT e.id, e.number, e.book, e.entry_date, coalesce(e.posting_key, '')::text AS posting_key FROM journal_entries AS e
WHERE e.tenant_id = sqlc.arg(tenant_id)::uuid AND e.posting_key = ANY (sqlc.arg(keys)::text[]);

-- name: InsertEntries :exec
-- '' and the zero id are null.
INSERT INTO journal_entries (tenant_id, id, number, book, entry_date, recorded_at, source, source_id, memo, posting_key, late_reason,
  reverses_id, accrual_only, created_by)
SELECT sqlc.arg(tenant_id)::uuid, e.id, e.number, e.book, e.entry_date, sqlc.arg(recorded_at)::timestamptz, e.source,
  nullif(e.source_id, '00000000-0000-0000-0000-000000000000'), nullif(e.memo, ''), nullif(e.posting_key, ''), nullif(e.late_reason, ''),
  nullif(e.reverses_id, '00000000-0000-0000-0000-000000000000'), e.accrual_only, sqlc.narg(created_by)::uuid
FROM (
  SELECT unnest(sqlc.arg(ids)::uuid[]) AS id, unnest(sqlc.arg(numbers)::bigint[]) AS number,
    unnest(sqlc.arg(books)::text[]) AS book, unnest(sqlc.arg(entry_dates)::date[]) AS entry_date,
    unnest(sqlc.arg(sources)::text[]) AS source, unnest(sqlc.arg(source_ids)::uuid[]) AS source_id,
    unnest(sqlc.arg(memos)::text[]) AS memo, unnest(sqlc.arg(posting_keys)::text[]) AS posting_key,
    unnest(sqlc.arg(late_reasons)::text[]) AS late_reason, unnest(sqlc.arg(reverses_ids)::uuid[]) AS reverses_id,
    unnest(sqlc.arg(accrual_onlys)::boolean[]) AS accrual_only
) AS e;

-- name: InsertLines :exec
INSERT INTO transactions (tenant_id, id, journal_entry_id, ledger_account_id, type, amount, property_id, unit_id, lease_id, tenancy_id,
  renter_id, owner_id, vendor_id, bank_account_id, description, cash_account_id, reference_type, reference_id)
SELECT sqlc.arg(tenant_id)::uuid, l.id, l.journal_entry_id, l.ledger_account_id, l.type, l.amount,
  nullif(l.property_id, '00000000-0000-0000-0000-000000000000'), nullif(l.unit_id, '00000000-0000-0000-0000-000000000000'),
  nullif(l.lease_id, '00000000-0000-0000-0000-000000000000'), nullif(l.tenancy_id, '00000000-0000-0000-0000-000000000000'),
  nullif(l.renter_id, '00000000-0000-0000-0000-000000000000'), nullif(l.owner_id, '00000000-0000-0000-0000-000000000000'),
  nullif(l.vendor_id, '00000000-0000-0000-0000-000000000000'), nullif(l.bank_account_id, '00000000-0000-0000-0000-000000000000'),
  nullif(l.description, ''), nullif(l.cash_account_id, '00000000-0000-0000-0000-000000000000'), nullif(l.reference_type, ''),
  nullif(l.reference_id, '00000000-0000-0000-0000-000000000000')
FROM (
  SELECT unnest(sqlc.arg(ids)::uuid[]) AS id, unnest(sqlc.arg(journal_entry_ids)::uuid[]) AS journal_entry_id,
    unnest(sqlc.arg(ledger_account_ids)::uuid[]) AS ledger_account_id, unnest(sqlc.arg(types)::text[]) AS type,
    unnest(sqlc.arg(amounts)::numeric[]) AS amount, unnest(sqlc.arg(property_ids)::uuid[]) AS property_id,
    unnest(sqlc.arg(unit_ids)::uuid[]) AS unit_id, unnest(sqlc.arg(lease_ids)::uuid[]) AS lease_id,
    unnest(sqlc.arg(tenancy_ids)::uuid[]) AS tenancy_id, unnest(sqlc.arg(renter_ids)::uuid[]) AS renter_id,
    unnest(sqlc.arg(owner_ids)::uuid[]) AS owner_id, unnest(sqlc.arg(vendor_ids)::uuid[]) AS vendor_id,
    unnest(sqlc.arg(bank_account_ids)::uuid[]) AS bank_account_id, unnest(sqlc.arg(descriptions)::text[]) AS description,
    unnest(sqlc.arg(cash_account_ids)::uuid[]) AS cash_account_id, unnest(sqlc.arg(reference_types)::text[]) AS reference_type,
    unnest(sqlc.arg(reference_ids)::uuid[]) AS reference_id
) AS l;

-- name: ReadEntries :many
-- Entries by their ids, with what reversed them.
SELECT e.id, e.number, e.book, e.entry_date, e.recorded_at, e.source, coalesce(e.source_id, '00000000-0000-0000-0000-000000000000')::uuid AS source_id,
  coalesce(e.memo, '')::text AS memo, coalesce(e.posting_key, '')::text AS posting_key, coalesce(e.late_reason, '')::text AS late_reason,
  coalesce(e.reverses_id, '00000000-0000-0000-0000-000000000000')::uuid AS reverses_id,
  coalesce(r.id, '00000000-0000-0000-0000-000000000000')::uuid AS reversed_by_id, e.accrual_only, e.created_by,
  coalesce(btrim(concat_ws(' ', u.first_name, u.last_name)), '')::text AS created_by_name
FROM journal_entries AS e
LEFT JOIN journal_entries AS r ON r.tenant_id = sqlc.arg(tenant_id)::uuid AND r.reverses_id = e.id
LEFT JOIN users AS u ON u.tenant_id = e.tenant_id AND u.id = e.created_by AND u.tenant_id = sqlc.arg(tenant_id)::uuid
WHERE e.tenant_id = sqlc.arg(tenant_id)::uuid AND e.id = ANY (sqlc.arg(ids)::uuid[])
ORDER BY e.number;

-- name: ReadLines :many
-- The lines of entries, debit positive; of the properties alone where some are given.
SELECT t.id, t.journal_entry_id, t.ledger_account_id, a.code, a.name AS account_name,
  (CASE t.type WHEN 'credit' THEN -t.amount ELSE t.amount END)::numeric AS amount,
  coalesce(t.property_id, '00000000-0000-0000-0000-000000000000')::uuid AS property_id,
  coalesce(t.unit_id, '00000000-0000-0000-0000-000000000000')::uuid AS unit_id,
  coalesce(t.lease_id, '00000000-0000-0000-0000-000000000000')::uuid AS lease_id,
  coalesce(t.tenancy_id, '00000000-0000-0000-0000-000000000000')::uuid AS tenancy_id,
  coalesce(t.renter_id, '00000000-0000-0000-0000-000000000000')::uuid AS renter_id,
  coalesce(t.owner_id, '00000000-0000-0000-0000-000000000000')::uuid AS owner_id,
  coalesce(t.vendor_id, '00000000-0000-0000-0000-000000000000')::uuid AS vendor_id,
  coalesce(t.bank_account_id, '00000000-0000-0000-0000-000000000000')::uuid AS bank_account_id,
  coalesce(t.cash_account_id, '00000000-0000-0000-0000-000000000000')::uuid AS cash_account_id, coalesce(t.reference_type, '')::text AS reference_type,
  coalesce(t.reference_id, '00000000-0000-0000-0000-000000000000')::uuid AS reference_id, coalesce(t.description, '')::text AS description
FROM transactions AS t
JOIN ledger_accounts AS a ON a.tenant_id = sqlc.arg(tenant_id)::uuid AND a.id = t.ledger_account_id
WHERE t.tenant_id = sqlc.arg(tenant_id)::uuid AND t.journal_entry_id = ANY (sqlc.arg(entry_ids)::uuid[])
  AND (cardinality(sqlc.arg(properties)::uuid[]) = 0 OR t.property_id = ANY (sqlc.arg(properties)::uuid[]))
ORDER BY t.journal_entry_id, t.id;
