-- name: ListEntries :many
-- Entries of the journal by their number: those with a line of the properties, of the account and of the source that are asked for.
SELECT e.id, e.number FROM journal_entries AS e
WHERE e.tenant_id = sqlc.arg(tenant_id)::uuid
  AND (sqlc.arg(book)::text = '' OR e.book = sqlc.arg(book)::text)
  AND (sqlc.arg(source)::text = '' OR e.source = sqlc.arg(source)::text)
  AND (sqlc.narg(from_day)::date IS NULL OR e.entry_date >= sqlc.narg(from_day)::date)
  AND (sqlc.narg(to_day)::date IS NULL OR e.entry_date <= sqlc.narg(to_day)::date)
  AND (NOT sqlc.arg(by_line)::boolean OR EXISTS (
    SELECT FROM transactions AS t
    WHERE t.tenant_id = sqlc.arg(tenant_id)::uuid AND t.journal_entry_id = e.id
      AND (cardinality(sqlc.arg(properties)::uuid[]) = 0 OR t.property_id = ANY (sqlc.arg(properties)::uuid[]))
      AND (sqlc.arg(account_id)::uuid = '00000000-0000-0000-0000-000000000000' OR t.ledger_account_id = sqlc.arg(account_id)::uuid)
      AND (sqlc.arg(tenancy_id)::uuid = '00000000-0000-0000-0000-000000000000' OR t.tenancy_id = sqlc.arg(tenancy_id)::uuid)))
  AND (NOT sqlc.arg(has_cursor)::boolean OR (NOT sqlc.arg(descending)::boolean AND e.number > sqlc.arg(after_number)::bigint)
    OR (sqlc.arg(descending)::boolean AND e.number < sqlc.arg(after_number)::bigint))
ORDER BY CASE WHEN NOT sqlc.arg(descending)::boolean THEN e.number END, CASE WHEN sqlc.arg(descending)::boolean THEN e.number END DESC
LIMIT sqlc.arg(row_limit)::int;

-- name: CompanyBank :one
-- The company's own account at a bank: the primary one, or else the first.
SELECT b.id FROM bank_accounts AS b
WHERE b.tenant_id = sqlc.arg(tenant_id)::uuid AND b.purpose = 'company' AND b.deleted_at IS NULL
ORDER BY b.is_primary DESC, b.created_at, b.id
LIMIT 1;
