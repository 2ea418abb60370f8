-- name: InsertPayment :exec
INSERT INTO payments (tenant_id, id, tenancy_id, lease_id, renter_id, property_id, amount, method, status, paid_at, payer, payer_name, instrument, reference,
  started_on, received_on, deposit_amount, journal_entry_id, notes, stripe_payment_intent_id, created_at)
VALUES (sqlc.arg(tenant_id)::uuid, sqlc.arg(id)::uuid, sqlc.arg(tenancy_id)::uuid, sqlc.arg(lease_id)::uuid,
  nullif(sqlc.arg(renter_id)::uuid, '00000000-0000-0000-0000-000000000000'), sqlc.arg(property_id)::uuid, sqlc.arg(amount)::numeric, sqlc.arg(method)::text,
  sqlc.arg(status)::text, sqlc.narg(paid_at)::timestamptz, sqlc.arg(payer)::text, nullif(sqlc.arg(payer_name)::text, ''), sqlc.arg(instrument)::text,
  nullif(sqlc.arg(reference)::text, ''), sqlc.narg(started_on)::date, sqlc.narg(received_on)::date, sqlc.arg(deposit_amount)::numeric,
  nullif(sqlc.arg(journal_entry_id)::uuid, '00000000-0000-0000-0000-000000000000'), nullif(sqlc.arg(notes)::text, ''),
  nullif(sqlc.arg(processor_id)::text, ''), sqlc.arg(created_at)::timestamptz);

-- name: LockPayment :one
-- A payment, held to the end, with what is left of it: what went back, and what it settles.
SELECT p.id, p.tenancy_id, p.lease_id, p.property_id, coalesce(p.renter_id, '00000000-0000-0000-0000-000000000000')::uuid AS renter_id, p.amount, p.method,
  p.status, p.payer, coalesce(p.payer_name, '')::text AS payer_name, coalesce(p.instrument, '')::text AS instrument, coalesce(p.reference, '')::text AS reference,
  p.started_on, p.received_on, p.deposit_amount, p.journal_entry_id, coalesce(p.return_code, '')::text AS return_code,
  coalesce(p.stripe_payment_intent_id, '')::text AS processor_id, p.created_at,
  coalesce((SELECT sum(k.amount) FROM payment_takebacks AS k WHERE k.tenant_id = sqlc.arg(tenant_id)::uuid AND k.payment_id = p.id), 0)::numeric AS taken_back,
  coalesce((SELECT sum(a.amount) FROM payment_allocations AS a WHERE a.tenant_id = sqlc.arg(tenant_id)::uuid AND a.payment_id = p.id), 0)::numeric AS settled
FROM payments AS p
WHERE p.tenant_id = sqlc.arg(tenant_id)::uuid AND p.id = sqlc.arg(id)::uuid
FOR NO KEY UPDATE OF p;

-- name: PaymentReceived :exec
UPDATE payments SET status = 'completed', received_on = sqlc.arg(received_on)::date, paid_at = sqlc.arg(paid_at)::timestamptz,
  journal_entry_id = sqlc.arg(journal_entry_id)::uuid
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid;

-- name: PaymentStatus :exec
-- What a payment has come to. A day and a code are kept of one that failed.
UPDATE payments SET status = sqlc.arg(status)::text, failed_at = coalesce(sqlc.narg(failed_at)::timestamptz, failed_at),
  failed_on = sqlc.narg(failed_on)::date, return_code = coalesce(nullif(sqlc.arg(return_code)::text, ''), return_code), failure_reason = coalesce(nullif(sqlc.arg(reason)::text, ''), failure_reason)
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid;

-- name: InsertAllocations :exec
-- The zero id is null.
INSERT INTO payment_allocations (tenant_id, id, tenancy_id, charge_id, payment_id, amount, effective_on, reverses_id, explicit, journal_entry_id,
  created_at, created_by)
SELECT sqlc.arg(tenant_id)::uuid, a.id, sqlc.arg(tenancy_id)::uuid, a.charge_id, nullif(a.payment_id, '00000000-0000-0000-0000-000000000000'), a.amount,
  sqlc.arg(effective_on)::date, nullif(a.reverses_id, '00000000-0000-0000-0000-000000000000'), sqlc.arg(explicit)::boolean,
  sqlc.arg(journal_entry_id)::uuid, sqlc.arg(created_at)::timestamptz, sqlc.narg(created_by)::uuid
FROM (
  SELECT unnest(sqlc.arg(ids)::uuid[]) AS id, unnest(sqlc.arg(charge_ids)::uuid[]) AS charge_id, unnest(sqlc.arg(payment_ids)::uuid[]) AS payment_id,
    unnest(sqlc.arg(amounts)::numeric[]) AS amount, unnest(sqlc.arg(reverses_ids)::uuid[]) AS reverses_id
) AS a;

-- name: AllocationsLeft :many
-- What a payment settles still: each allocation with what came off it again.
SELECT a.id, a.charge_id, a.payment_id, a.effective_on, (a.amount + coalesce((SELECT sum(r.amount) FROM payment_allocations AS r
  WHERE r.tenant_id = sqlc.arg(tenant_id)::uuid AND r.reverses_id = a.id), 0))::numeric AS amount
FROM payment_allocations AS a
WHERE a.tenant_id = sqlc.arg(tenant_id)::uuid AND a.reverses_id IS NULL
  AND (a.payment_id = ANY (sqlc.arg(payments)::uuid[]) OR a.charge_id = ANY (sqlc.arg(charges)::uuid[]))
ORDER BY a.created_at, a.id;

-- name: PrepaidOfStay :many
-- Payments of a stay that have money left over, the oldest first: what came, less what went back and what it settles.
SELECT s.* FROM (
  SELECT p.id, p.payer, p.received_on, p.amount AS whole, (p.amount
      - coalesce((SELECT sum(k.amount) FROM payment_takebacks AS k WHERE k.tenant_id = sqlc.arg(tenant_id)::uuid AND k.payment_id = p.id), 0)
      - coalesce((SELECT sum(a.amount) FROM payment_allocations AS a WHERE a.tenant_id = sqlc.arg(tenant_id)::uuid AND a.payment_id = p.id), 0))::numeric AS amount
  FROM payments AS p
  WHERE p.tenant_id = sqlc.arg(tenant_id)::uuid AND p.tenancy_id = sqlc.arg(tenancy_id)::uuid AND p.journal_entry_id IS NOT NULL
) AS s
WHERE s.amount > 0
ORDER BY s.received_on, s.id;

-- name: StaysWithPrepaid :many
-- Which of these stays have money left over, and something that is open.
SELECT t.id FROM tenancies AS t
WHERE t.tenant_id = sqlc.arg(tenant_id)::uuid AND t.id = ANY (sqlc.arg(tenancies)::uuid[])
  AND EXISTS (
    SELECT FROM payments AS p
    WHERE p.tenant_id = sqlc.arg(tenant_id)::uuid AND p.tenancy_id = t.id AND p.journal_entry_id IS NOT NULL AND p.status IN ('completed', 'partial_refund')
      AND p.amount > coalesce((SELECT sum(k.amount) FROM payment_takebacks AS k WHERE k.tenant_id = sqlc.arg(tenant_id)::uuid AND k.payment_id = p.id), 0)
        + coalesce((SELECT sum(a.amount) FROM payment_allocations AS a WHERE a.tenant_id = sqlc.arg(tenant_id)::uuid AND a.payment_id = p.id), 0))
ORDER BY t.id;

-- name: PendingOfStays :many
-- Money of stays that was started and has not come, with the day on which it failed, if it did.
SELECT p.id, p.tenancy_id, p.amount, p.payer, p.started_on, p.failed_on FROM payments AS p
WHERE p.tenant_id = sqlc.arg(tenant_id)::uuid AND p.tenancy_id = ANY (sqlc.arg(tenancies)::uuid[]) AND p.journal_entry_id IS NULL
  AND p.status IN ('pending', 'processing', 'failed') AND p.started_on IS NOT NULL
ORDER BY p.started_on, p.id;

-- name: InsertTakeback :exec
INSERT INTO payment_takebacks (tenant_id, id, payment_id, tenancy_id, kind, amount, dated_on, code, reason, journal_entry_id, created_at, created_by)
VALUES (sqlc.arg(tenant_id)::uuid, sqlc.arg(id)::uuid, sqlc.arg(payment_id)::uuid, sqlc.arg(tenancy_id)::uuid, sqlc.arg(kind)::text, sqlc.arg(amount)::numeric,
  sqlc.arg(dated_on)::date, nullif(sqlc.arg(code)::text, ''), nullif(sqlc.arg(reason)::text, ''), sqlc.arg(journal_entry_id)::uuid,
  sqlc.arg(created_at)::timestamptz, sqlc.narg(created_by)::uuid);

-- name: StayAccount :one
-- What an account holds of a stay on a day, debit positive.
SELECT coalesce(sum(CASE t.type WHEN 'credit' THEN -t.amount ELSE t.amount END), 0)::numeric AS amount
FROM transactions AS t
JOIN journal_entries AS e ON e.tenant_id = sqlc.arg(tenant_id)::uuid AND e.id = t.journal_entry_id
WHERE t.tenant_id = sqlc.arg(tenant_id)::uuid AND t.tenancy_id = sqlc.arg(tenancy_id)::uuid AND t.ledger_account_id = sqlc.arg(ledger_account_id)::uuid
  AND e.entry_date <= sqlc.arg(day)::date;

-- name: InsertRefund :exec
INSERT INTO renter_refunds (tenant_id, id, tenancy_id, property_id, kind, amount, payee, asked_by, asked_at)
VALUES (sqlc.arg(tenant_id)::uuid, sqlc.arg(id)::uuid, sqlc.arg(tenancy_id)::uuid, sqlc.arg(property_id)::uuid, sqlc.arg(kind)::text, sqlc.arg(amount)::numeric,
  sqlc.arg(payee)::text, sqlc.arg(asked_by)::uuid, sqlc.arg(asked_at)::timestamptz);

-- name: LockRefund :one
SELECT r.id, r.tenancy_id, r.property_id, r.kind, r.amount, r.payee, r.asked_by, r.asked_at, r.released_by, r.released_at, r.cancelled_at, r.paid_on,
  coalesce(r.method, '')::text AS method, coalesce(r.reference, '')::text AS reference, r.version
FROM renter_refunds AS r
WHERE r.tenant_id = sqlc.arg(tenant_id)::uuid AND r.id = sqlc.arg(id)::uuid
FOR NO KEY UPDATE;

-- name: ReleaseRefund :exec
UPDATE renter_refunds SET released_by = sqlc.arg(released_by)::uuid, released_at = sqlc.arg(at)::timestamptz, paid_on = sqlc.arg(paid_on)::date,
  method = sqlc.arg(method)::text, reference = nullif(sqlc.arg(reference)::text, ''), journal_entry_id = sqlc.arg(journal_entry_id)::uuid
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid;

-- name: CancelRefund :exec
UPDATE renter_refunds SET cancelled_by = sqlc.arg(cancelled_by)::uuid, cancelled_at = sqlc.arg(at)::timestamptz
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid;

-- name: OpenRefunds :many
-- Refunds that nobody has released nor cancelled yet, the oldest first.
SELECT r.id, r.tenancy_id, r.property_id, r.kind, r.amount, r.payee, r.asked_by, r.asked_at
FROM renter_refunds AS r
WHERE r.tenant_id = sqlc.arg(tenant_id)::uuid AND r.released_at IS NULL AND r.cancelled_at IS NULL
  AND (cardinality(sqlc.arg(properties)::uuid[]) = 0 OR r.property_id = ANY (sqlc.arg(properties)::uuid[]))
ORDER BY r.asked_at, r.id;

-- name: OpenByStay :many
-- What stays owe on a day, by what is due by then and what is charged ahead, as the books say: the receivable's lines, by charge.
SELECT s.charge_id::uuid AS charge_id, s.tenancy_id::uuid AS tenancy_id, c.kind, c.payer, c.due_on, c.property_id, c.unit_id, c.description, s.open::numeric AS open
FROM (
  SELECT t.reference_id AS charge_id, t.tenancy_id, sum(CASE t.type WHEN 'credit' THEN -t.amount ELSE t.amount END) AS open
  FROM transactions AS t
  JOIN journal_entries AS e ON e.tenant_id = sqlc.arg(tenant_id)::uuid AND e.id = t.journal_entry_id
  JOIN ledger_accounts AS a ON a.tenant_id = sqlc.arg(tenant_id)::uuid AND a.id = t.ledger_account_id AND a.purpose = 'receivable'
  WHERE t.tenant_id = sqlc.arg(tenant_id)::uuid AND t.reference_type = 'charge' AND e.entry_date <= sqlc.arg(day)::date
    AND (sqlc.narg(known_at)::timestamptz IS NULL OR e.recorded_at <= sqlc.narg(known_at)::timestamptz)
    AND (cardinality(sqlc.arg(properties)::uuid[]) = 0 OR t.property_id = ANY (sqlc.arg(properties)::uuid[]))
    AND (sqlc.arg(tenancy_id)::uuid = '00000000-0000-0000-0000-000000000000' OR t.tenancy_id = sqlc.arg(tenancy_id)::uuid)
  GROUP BY t.reference_id, t.tenancy_id
  HAVING sum(CASE t.type WHEN 'credit' THEN -t.amount ELSE t.amount END) <> 0
) AS s
JOIN charges AS c ON c.tenant_id = sqlc.arg(tenant_id)::uuid AND c.id = s.charge_id
ORDER BY s.tenancy_id, c.due_on, s.charge_id;

-- name: HeldByStay :many
-- What an account holds of each stay on a day, credit positive, where it is not zero.
SELECT t.tenancy_id::uuid AS tenancy_id, t.property_id::uuid AS property_id,
  sum(CASE t.type WHEN 'credit' THEN t.amount ELSE -t.amount END)::numeric AS amount
FROM transactions AS t
JOIN journal_entries AS e ON e.tenant_id = sqlc.arg(tenant_id)::uuid AND e.id = t.journal_entry_id
WHERE t.tenant_id = sqlc.arg(tenant_id)::uuid AND t.ledger_account_id = sqlc.arg(ledger_account_id)::uuid AND e.entry_date <= sqlc.arg(day)::date
  AND t.tenancy_id IS NOT NULL AND (cardinality(sqlc.arg(properties)::uuid[]) = 0 OR t.property_id = ANY (sqlc.arg(properties)::uuid[]))
GROUP BY t.tenancy_id, t.property_id
HAVING sum(CASE t.type WHEN 'credit' THEN t.amount ELSE -t.amount END) <> 0
ORDER BY 1;
