-- name: Balances :many
-- Debits and credits of each account up to and with a day, on one basis: whole months from their sums, the day's month from its lines.
SELECT s.ledger_account_id::uuid AS ledger_account_id, sum(s.debit)::numeric AS debit, sum(s.credit)::numeric AS credit FROM (
  SELECT b.ledger_account_id, CASE WHEN sqlc.arg(cash)::boolean THEN b.cash_debit ELSE b.debit END AS debit,
    CASE WHEN sqlc.arg(cash)::boolean THEN b.cash_credit ELSE b.credit END AS credit
  FROM ledger_balances AS b
  WHERE b.tenant_id = sqlc.arg(tenant_id)::uuid AND b.book = sqlc.arg(book)::text AND b.month < date_trunc('month', sqlc.arg(day)::date::timestamp)::date
    AND (cardinality(sqlc.arg(properties)::uuid[]) = 0 OR b.property_id = ANY (sqlc.arg(properties)::uuid[]))
  UNION ALL
  SELECT CASE WHEN sqlc.arg(cash)::boolean THEN coalesce(t.cash_account_id, t.ledger_account_id) ELSE t.ledger_account_id END,
    CASE WHEN t.type = 'debit' OR t.type = 'adjustment' AND t.amount > 0 THEN t.amount ELSE 0 END,
    CASE WHEN t.type = 'credit' THEN t.amount WHEN t.type = 'adjustment' AND t.amount < 0 THEN -t.amount ELSE 0 END
  FROM journal_entries AS e
  JOIN transactions AS t ON t.tenant_id = sqlc.arg(tenant_id)::uuid AND t.journal_entry_id = e.id
  WHERE e.tenant_id = sqlc.arg(tenant_id)::uuid AND e.book = sqlc.arg(book)::text
    AND e.entry_date >= date_trunc('month', sqlc.arg(day)::date::timestamp)::date AND e.entry_date <= sqlc.arg(day)::date
    AND NOT (sqlc.arg(cash)::boolean AND e.accrual_only)
    AND (cardinality(sqlc.arg(properties)::uuid[]) = 0 OR t.property_id = ANY (sqlc.arg(properties)::uuid[]))
) AS s
GROUP BY s.ledger_account_id
HAVING sum(s.debit) <> 0 OR sum(s.credit) <> 0;

-- name: BalancesKnownAt :many
-- Balances as they were known at a moment, from the lines alone.
SELECT (CASE WHEN sqlc.arg(cash)::boolean THEN coalesce(t.cash_account_id, t.ledger_account_id) ELSE t.ledger_account_id END)::uuid AS ledger_account_id,
  sum(CASE WHEN t.type = 'debit' OR t.type = 'adjustment' AND t.amount > 0 THEN t.amount ELSE 0 END)::numeric AS debit,
  sum(CASE WHEN t.type = 'credit' THEN t.amount WHEN t.type = 'adjustment' AND t.amount < 0 THEN -t.amount ELSE 0 END)::numeric AS credit
FROM journal_entries AS e
JOIN transactions AS t ON t.tenant_id = sqlc.arg(tenant_id)::uuid AND t.journal_entry_id = e.id
WHERE e.tenant_id = sqlc.arg(tenant_id)::uuid AND e.book = sqlc.arg(book)::text AND e.entry_date <= sqlc.arg(day)::date
  AND e.recorded_at <= sqlc.arg(known_at)::timestamptz AND NOT (sqlc.arg(cash)::boolean AND e.accrual_only)
  AND (cardinality(sqlc.arg(properties)::uuid[]) = 0 OR t.property_id = ANY (sqlc.arg(properties)::uuid[]))
GROUP BY 1;

-- name: WrongBalances :many
-- Months whose kept sums are not what their lines say: none, unless somebody went around the database's own guard.
SELECT coalesce(k.book, c.book)::text AS book, coalesce(k.property_id, c.property_id) AS property_id,
  coalesce(k.ledger_account_id, c.ledger_account_id)::uuid AS ledger_account_id, coalesce(k.month, c.month)::date AS month
FROM (SELECT b.book, b.property_id, b.ledger_account_id, b.bank_account_id, b.month, b.debit, b.credit, b.cash_debit, b.cash_credit FROM ledger_balances AS b
  WHERE b.tenant_id = sqlc.arg(tenant_id)::uuid) AS k
FULL JOIN (
  SELECT l.book, l.property_id, l.ledger_account_id, l.bank_account_id, l.month,
    sum(CASE WHEN l.accrual AND l.amount > 0 THEN l.amount ELSE 0 END) AS debit, sum(CASE WHEN l.accrual AND l.amount < 0 THEN -l.amount ELSE 0 END) AS credit,
    sum(CASE WHEN l.cash AND l.amount > 0 THEN l.amount ELSE 0 END) AS cash_debit, sum(CASE WHEN l.cash AND l.amount < 0 THEN -l.amount ELSE 0 END) AS cash_credit
  FROM (
    SELECT e.book, t.property_id, t.ledger_account_id, t.bank_account_id, date_trunc('month', e.entry_date::timestamp)::date AS month,
      CASE t.type WHEN 'credit' THEN -t.amount ELSE t.amount END AS amount, true AS accrual, t.cash_account_id IS NULL AND NOT e.accrual_only AS cash
    FROM journal_entries AS e
    JOIN transactions AS t ON t.tenant_id = sqlc.arg(tenant_id)::uuid AND t.journal_entry_id = e.id
    WHERE e.tenant_id = sqlc.arg(tenant_id)::uuid
    UNION ALL
    SELECT e.book, t.property_id, t.cash_account_id, t.bank_account_id, date_trunc('month', e.entry_date::timestamp)::date,
      CASE t.type WHEN 'credit' THEN -t.amount ELSE t.amount END, false, NOT e.accrual_only
    FROM journal_entries AS e
    JOIN transactions AS t ON t.tenant_id = sqlc.arg(tenant_id)::uuid AND t.journal_entry_id = e.id
    WHERE e.tenant_id = sqlc.arg(tenant_id)::uuid AND t.cash_account_id IS NOT NULL
  ) AS l
  GROUP BY 1, 2, 3, 4, 5
) AS c ON c.book = k.book AND coalesce(c.property_id, '00000000-0000-0000-0000-000000000000') = coalesce(k.property_id, '00000000-0000-0000-0000-000000000000')
  AND c.ledger_account_id = k.ledger_account_id
  AND coalesce(c.bank_account_id, '00000000-0000-0000-0000-000000000000') = coalesce(k.bank_account_id, '00000000-0000-0000-0000-000000000000') AND c.month = k.month
WHERE (k.debit, k.credit, k.cash_debit, k.cash_credit) IS DISTINCT FROM (c.debit, c.credit, c.cash_debit, c.cash_credit)
ORDER BY 4, 1, 3;

-- name: Today :one
-- The day at the organization's place.
SELECT (sqlc.arg(now)::timestamptz AT TIME ZONE z.time_zone)::date AS day FROM organizations AS z WHERE z.id = sqlc.arg(tenant_id)::uuid;
