-- name: Banks :one
-- The banks of a property, or else those of all properties.
SELECT b.operating_bank_id, b.deposit_bank_id FROM trust_banks AS b
WHERE b.tenant_id = sqlc.arg(tenant_id)::uuid AND (b.property_id = sqlc.arg(property_id)::uuid OR b.property_id IS NULL)
ORDER BY b.property_id NULLS LAST
LIMIT 1;

-- name: SetBanks :exec
-- The zero property is null: all that have none of their own.
INSERT INTO trust_banks AS b (tenant_id, id, property_id, operating_bank_id, deposit_bank_id)
VALUES (sqlc.arg(tenant_id)::uuid, sqlc.arg(id)::uuid, nullif(sqlc.arg(property_id)::uuid, '00000000-0000-0000-0000-000000000000'),
  sqlc.arg(operating_bank_id)::uuid, sqlc.arg(deposit_bank_id)::uuid)
ON CONFLICT (tenant_id, property_id) DO UPDATE
SET operating_bank_id = EXCLUDED.operating_bank_id, deposit_bank_id = EXCLUDED.deposit_bank_id;

-- name: BankPurposes :many
-- What accounts at banks are for.
SELECT a.id, a.purpose FROM bank_accounts AS a
WHERE a.tenant_id = sqlc.arg(tenant_id)::uuid AND a.id = ANY (sqlc.arg(ids)::uuid[]) AND a.deleted_at IS NULL;

-- name: CompanyBank :one
-- The company's own account: the primary one, or else the first.
SELECT a.id FROM bank_accounts AS a
WHERE a.tenant_id = sqlc.arg(tenant_id)::uuid AND a.purpose = 'company' AND a.deleted_at IS NULL
ORDER BY a.is_primary DESC, a.created_at, a.id
LIMIT 1;

-- name: Policy :one
SELECT p.hold_ach, p.hold_card, p.hold_check, p.hold_certified, p.hold_cash, p.charge_days_ahead, p.allocation_order, p.return_fee_bearer,
  p.bill_limit, p.one_person, p.version
FROM money_policies AS p WHERE p.tenant_id = sqlc.arg(tenant_id)::uuid;

-- name: SetPolicy :exec
INSERT INTO money_policies AS p (tenant_id, id, hold_ach, hold_card, hold_check, hold_certified, hold_cash, charge_days_ahead, allocation_order,
  return_fee_bearer, bill_limit, one_person)
VALUES (sqlc.arg(tenant_id)::uuid, sqlc.arg(id)::uuid, sqlc.arg(hold_ach)::int, sqlc.arg(hold_card)::int, sqlc.arg(hold_check)::int,
  sqlc.arg(hold_certified)::int, sqlc.arg(hold_cash)::int, sqlc.arg(charge_days_ahead)::int, sqlc.arg(allocation_order)::text[],
  sqlc.arg(return_fee_bearer)::text, sqlc.arg(bill_limit)::numeric, sqlc.arg(one_person)::boolean)
ON CONFLICT (tenant_id) DO UPDATE SET hold_ach = EXCLUDED.hold_ach, hold_card = EXCLUDED.hold_card, hold_check = EXCLUDED.hold_check,
  hold_certified = EXCLUDED.hold_certified, hold_cash = EXCLUDED.hold_cash, charge_days_ahead = EXCLUDED.charge_days_ahead,
  allocation_order = EXCLUDED.allocation_order, return_fee_bearer = EXCLUDED.return_fee_bearer, bill_limit = EXCLUDED.bill_limit,
  one_person = EXCLUDED.one_person;

-- name: InsertReceipts :exec
INSERT INTO trust_receipts (tenant_id, id, payment_id, tenancy_id, property_id, bank_account_id, kind, amount, received_on, hold_days, cleared_on)
SELECT sqlc.arg(tenant_id)::uuid, r.id, r.payment_id, r.tenancy_id, r.property_id, r.bank_account_id, r.kind, r.amount, r.received_on, r.hold_days,
  r.cleared_on
FROM (
  SELECT unnest(sqlc.arg(ids)::uuid[]) AS id, unnest(sqlc.arg(payment_ids)::uuid[]) AS payment_id,
    unnest(sqlc.arg(tenancy_ids)::uuid[]) AS tenancy_id, unnest(sqlc.arg(property_ids)::uuid[]) AS property_id,
    unnest(sqlc.arg(bank_account_ids)::uuid[]) AS bank_account_id, unnest(sqlc.arg(kinds)::text[]) AS kind,
    unnest(sqlc.arg(amounts)::numeric[]) AS amount, unnest(sqlc.arg(received_ons)::date[]) AS received_on,
    unnest(sqlc.arg(hold_days)::int[]) AS hold_days, unnest(sqlc.arg(cleared_ons)::date[]) AS cleared_on
) AS r;

-- name: LockReceipts :many
-- Parts of payments, held to the end.
SELECT r.id, r.payment_id, r.tenancy_id, r.property_id, r.bank_account_id, r.kind, r.amount, r.received_on, r.hold_days, r.banked_on, r.cleared_on, r.gone_on
FROM trust_receipts AS r
WHERE r.tenant_id = sqlc.arg(tenant_id)::uuid AND (r.id = ANY (sqlc.arg(ids)::uuid[]) OR r.payment_id = ANY (sqlc.arg(payment_ids)::uuid[]))
ORDER BY r.id
FOR NO KEY UPDATE;

-- name: BankReceipt :exec
UPDATE trust_receipts SET banked_on = sqlc.arg(day)::date, cleared_on = coalesce(cleared_on, sqlc.arg(cleared_on)::date)
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid;

-- name: UnbankReceipt :exec
-- Takes a bank deposit back: what clears by its deposit is in hold again.
UPDATE trust_receipts SET banked_on = NULL, cleared_on = CASE kind WHEN 'clearing' THEN cleared_on END
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid;

-- name: ReceiptsGone :exec
UPDATE trust_receipts SET gone_on = sqlc.arg(day)::date
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND payment_id = sqlc.arg(payment_id)::uuid AND gone_on IS NULL;

-- name: BankBalance :one
-- What a bank holds of a property's money on a day, by the books: whole months from their sums, the day's month from its lines. Undeposited
-- and clearing money that is bound for it is not in it.
SELECT coalesce(sum(s.amount), 0)::numeric AS amount FROM (
  SELECT b.debit - b.credit AS amount
  FROM ledger_balances AS b
  JOIN ledger_accounts AS a ON a.tenant_id = sqlc.arg(tenant_id)::uuid AND a.id = b.ledger_account_id
  WHERE b.tenant_id = sqlc.arg(tenant_id)::uuid AND b.book = 'property' AND b.property_id = sqlc.arg(property_id)::uuid
    AND b.bank_account_id = sqlc.arg(bank_account_id)::uuid AND b.month < date_trunc('month', sqlc.arg(day)::date::timestamp)::date
    AND a.purpose IN ('operating_bank', 'deposit_bank')
  UNION ALL
  SELECT CASE t.type WHEN 'credit' THEN -t.amount ELSE t.amount END
  FROM journal_entries AS e
  JOIN transactions AS t ON t.tenant_id = sqlc.arg(tenant_id)::uuid AND t.journal_entry_id = e.id
  JOIN ledger_accounts AS a ON a.tenant_id = sqlc.arg(tenant_id)::uuid AND a.id = t.ledger_account_id
  WHERE e.tenant_id = sqlc.arg(tenant_id)::uuid AND e.book = 'property' AND t.property_id = sqlc.arg(property_id)::uuid
    AND t.bank_account_id = sqlc.arg(bank_account_id)::uuid AND a.purpose IN ('operating_bank', 'deposit_bank')
    AND e.entry_date >= date_trunc('month', sqlc.arg(day)::date::timestamp)::date AND e.entry_date <= sqlc.arg(day)::date
) AS s;

-- name: BankDays :many
-- The days after one on which something of a property moves in a bank.
SELECT DISTINCT e.entry_date FROM transactions AS t
JOIN journal_entries AS e ON e.tenant_id = sqlc.arg(tenant_id)::uuid AND e.id = t.journal_entry_id AND e.entry_date > sqlc.arg(day)::date
WHERE t.tenant_id = sqlc.arg(tenant_id)::uuid AND t.property_id = sqlc.arg(property_id)::uuid AND t.bank_account_id = sqlc.arg(bank_account_id)::uuid
ORDER BY 1;

-- name: HeldReceipts :many
-- Receipts of a property that are not good on a day: still in hold, or not at the bank at all.
SELECT r.id, r.payment_id, r.tenancy_id, r.bank_account_id, r.amount, coalesce(r.banked_on <= sqlc.arg(day)::date, false)::boolean AS banked
FROM trust_receipts AS r
WHERE r.tenant_id = sqlc.arg(tenant_id)::uuid AND r.property_id = sqlc.arg(property_id)::uuid
  AND r.received_on <= sqlc.arg(day)::date AND (r.cleared_on IS NULL OR r.cleared_on > sqlc.arg(day)::date)
  AND (r.gone_on IS NULL OR r.gone_on > sqlc.arg(day)::date);

-- name: OpenDeficit :one
-- The last word on a property's deficit in a bank.
SELECT d.amount FROM trust_deficits AS d
WHERE d.tenant_id = sqlc.arg(tenant_id)::uuid AND d.property_id = sqlc.arg(property_id)::uuid AND d.bank_account_id = sqlc.arg(bank_account_id)::uuid
ORDER BY d.number DESC
LIMIT 1;

-- name: InsertDeficit :exec
-- Written while the ledger is held, so that numbers follow each other.
INSERT INTO trust_deficits (tenant_id, id, property_id, bank_account_id, number, dated_on, amount, reason, recorded_at)
VALUES (sqlc.arg(tenant_id)::uuid, sqlc.arg(id)::uuid, sqlc.arg(property_id)::uuid, sqlc.arg(bank_account_id)::uuid,
  (SELECT coalesce(max(d.number), 0) + 1 FROM trust_deficits AS d WHERE d.tenant_id = sqlc.arg(tenant_id)::uuid AND d.property_id = sqlc.arg(property_id)::uuid
    AND d.bank_account_id = sqlc.arg(bank_account_id)::uuid), sqlc.arg(dated_on)::date,
  sqlc.arg(amount)::numeric, sqlc.arg(reason)::text, sqlc.arg(recorded_at)::timestamptz);

-- name: Deficits :many
-- The deficits that are open, the largest first.
SELECT d.property_id, d.bank_account_id, d.dated_on, d.amount, d.reason FROM (
  SELECT DISTINCT ON (t.property_id, t.bank_account_id) t.property_id, t.bank_account_id, t.dated_on, t.amount, t.reason
  FROM trust_deficits AS t
  WHERE t.tenant_id = sqlc.arg(tenant_id)::uuid
    AND (cardinality(sqlc.arg(properties)::uuid[]) = 0 OR t.property_id = ANY (sqlc.arg(properties)::uuid[]))
  ORDER BY t.property_id, t.bank_account_id, t.number DESC
) AS d
WHERE d.amount > 0
ORDER BY d.amount DESC, d.property_id;

-- name: Today :one
-- The day at the organization's place.
SELECT (sqlc.arg(now)::timestamptz AT TIME ZONE z.time_zone)::date AS day FROM organizations AS z WHERE z.id = sqlc.arg(tenant_id)::uuid;
