-- name: ListCharges :many
-- Charges on pages, with what is open of each.
SELECT c.id, c.tenancy_id, c.lease_id, c.unit_id, c.property_id, coalesce(c.renter_id, '00000000-0000-0000-0000-000000000000')::uuid AS renter_id,
  c.kind, c.ledger_account_id, c.payer, coalesce(c.payer_name, '')::text AS payer_name, c.amount, c.due_on, c.period_from, c.period_to, c.description,
  c.rule_kind, c.rule_id, c.late_fee_exempt, c.journal_entry_id, c.undone_at, c.created_at,
  (CASE WHEN c.undone_at IS NOT NULL THEN 0 ELSE c.amount END
    - coalesce((SELECT sum(a.amount) FROM payment_allocations AS a WHERE a.tenant_id = sqlc.arg(tenant_id)::uuid AND a.charge_id = c.id), 0)
    - coalesce((SELECT sum(k.amount) FROM charge_credits AS k WHERE k.tenant_id = sqlc.arg(tenant_id)::uuid AND k.charge_id = c.id), 0))::numeric AS open
FROM charges AS c
WHERE c.tenant_id = sqlc.arg(tenant_id)::uuid
  AND (cardinality(sqlc.arg(properties)::uuid[]) = 0 OR c.property_id = ANY (sqlc.arg(properties)::uuid[]))
  AND (sqlc.arg(property_id)::uuid = '00000000-0000-0000-0000-000000000000' OR c.property_id = sqlc.arg(property_id)::uuid)
  AND (sqlc.arg(tenancy_id)::uuid = '00000000-0000-0000-0000-000000000000' OR c.tenancy_id = sqlc.arg(tenancy_id)::uuid)
  AND (sqlc.arg(run_id)::uuid = '00000000-0000-0000-0000-000000000000' OR c.run_id = sqlc.arg(run_id)::uuid)
  AND (sqlc.arg(kind)::text = '' OR c.kind = sqlc.arg(kind)::text)
  AND (NOT sqlc.arg(only_open)::boolean OR c.undone_at IS NULL AND c.amount
    > coalesce((SELECT sum(a.amount) FROM payment_allocations AS a WHERE a.tenant_id = sqlc.arg(tenant_id)::uuid AND a.charge_id = c.id), 0)
    + coalesce((SELECT sum(k.amount) FROM charge_credits AS k WHERE k.tenant_id = sqlc.arg(tenant_id)::uuid AND k.charge_id = c.id), 0))
  AND (NOT sqlc.arg(has_cursor)::boolean OR (NOT sqlc.arg(descending)::boolean AND (c.due_on, c.id) > (sqlc.arg(after_day)::date, sqlc.arg(after_id)::uuid))
    OR (sqlc.arg(descending)::boolean AND (c.due_on, c.id) < (sqlc.arg(after_day)::date, sqlc.arg(after_id)::uuid)))
ORDER BY CASE WHEN NOT sqlc.arg(descending)::boolean THEN c.due_on END, CASE WHEN sqlc.arg(descending)::boolean THEN c.due_on END DESC,
  CASE WHEN NOT sqlc.arg(descending)::boolean THEN c.id END, CASE WHEN sqlc.arg(descending)::boolean THEN c.id END DESC
LIMIT sqlc.arg(row_limit)::int;

-- name: CreditsOfCharge :many
SELECT k.id, k.charge_id, k.kind, k.amount, k.dated_on, k.reason, k.created_at, k.created_by FROM charge_credits AS k
WHERE k.tenant_id = sqlc.arg(tenant_id)::uuid AND k.charge_id = sqlc.arg(charge_id)::uuid
ORDER BY k.dated_on, k.created_at, k.id;

-- name: ListPayments :many
-- Payments on pages, by the day on which they were started or came, with what went back and what they settle. One by its id, where it is given.
SELECT p.id, p.tenancy_id, p.lease_id, coalesce(p.property_id, l.property_id)::uuid AS property_id,
  coalesce(p.renter_id, '00000000-0000-0000-0000-000000000000')::uuid AS renter_id, p.amount, p.method, p.status, p.payer,
  coalesce(p.payer_name, '')::text AS payer_name, coalesce(p.instrument, '')::text AS instrument, coalesce(p.reference, '')::text AS reference,
  p.started_on, (CASE WHEN p.journal_entry_id IS NOT NULL THEN p.received_on END)::date AS received_on, p.failed_on,
  coalesce(p.return_code, '')::text AS return_code, coalesce(p.notes, '')::text AS notes, p.created_at,
  coalesce(p.started_on, p.received_on, p.created_at::date)::date AS day,
  coalesce((SELECT sum(k.amount) FROM payment_takebacks AS k WHERE k.tenant_id = sqlc.arg(tenant_id)::uuid AND k.payment_id = p.id), 0)::numeric AS taken_back,
  coalesce((SELECT sum(a.amount) FROM payment_allocations AS a WHERE a.tenant_id = sqlc.arg(tenant_id)::uuid AND a.payment_id = p.id), 0)::numeric AS settled
FROM payments AS p
JOIN leases AS l ON l.tenant_id = sqlc.arg(tenant_id)::uuid AND l.id = p.lease_id
WHERE p.tenant_id = sqlc.arg(tenant_id)::uuid
  AND (sqlc.arg(id)::uuid = '00000000-0000-0000-0000-000000000000' OR p.id = sqlc.arg(id)::uuid)
  AND (cardinality(sqlc.arg(properties)::uuid[]) = 0 OR coalesce(p.property_id, l.property_id) = ANY (sqlc.arg(properties)::uuid[]))
  AND (sqlc.arg(property_id)::uuid = '00000000-0000-0000-0000-000000000000' OR coalesce(p.property_id, l.property_id) = sqlc.arg(property_id)::uuid)
  AND (sqlc.arg(tenancy_id)::uuid = '00000000-0000-0000-0000-000000000000' OR p.tenancy_id = sqlc.arg(tenancy_id)::uuid)
  AND (sqlc.arg(status)::text = '' OR p.status = sqlc.arg(status)::text)
  AND (NOT sqlc.arg(has_cursor)::boolean
    OR (NOT sqlc.arg(descending)::boolean AND (coalesce(p.started_on, p.received_on, p.created_at::date), p.id) > (sqlc.arg(after_day)::date, sqlc.arg(after_id)::uuid))
    OR (sqlc.arg(descending)::boolean AND (coalesce(p.started_on, p.received_on, p.created_at::date), p.id) < (sqlc.arg(after_day)::date, sqlc.arg(after_id)::uuid)))
ORDER BY CASE WHEN NOT sqlc.arg(descending)::boolean THEN coalesce(p.started_on, p.received_on, p.created_at::date) END,
  CASE WHEN sqlc.arg(descending)::boolean THEN coalesce(p.started_on, p.received_on, p.created_at::date) END DESC,
  CASE WHEN NOT sqlc.arg(descending)::boolean THEN p.id END, CASE WHEN sqlc.arg(descending)::boolean THEN p.id END DESC
LIMIT sqlc.arg(row_limit)::int;

-- name: AllocationsOfPayment :many
-- What a payment settled, and what came off again (below zero).
SELECT a.id, a.charge_id, c.kind, c.description, c.due_on, a.amount, a.effective_on, a.explicit,
  coalesce(a.reverses_id, '00000000-0000-0000-0000-000000000000')::uuid AS reverses_id
FROM payment_allocations AS a
JOIN charges AS c ON c.tenant_id = sqlc.arg(tenant_id)::uuid AND c.id = a.charge_id
WHERE a.tenant_id = sqlc.arg(tenant_id)::uuid AND a.payment_id = sqlc.arg(payment_id)::uuid
ORDER BY a.effective_on, a.created_at, a.id;

-- name: TakebacksOfPayment :many
SELECT k.id, k.kind, k.amount, k.dated_on, coalesce(k.code, '')::text AS code, coalesce(k.reason, '')::text AS reason, k.created_at
FROM payment_takebacks AS k
WHERE k.tenant_id = sqlc.arg(tenant_id)::uuid AND k.payment_id = sqlc.arg(payment_id)::uuid
ORDER BY k.dated_on, k.created_at, k.id;

-- name: ListRefunds :many
-- Refunds on pages, in the order in which they were asked for. One by its id, where it is given.
SELECT r.id, r.tenancy_id, r.property_id, r.kind, r.amount, r.payee, r.asked_by, r.asked_at, r.released_by, r.released_at, r.cancelled_by,
  r.cancelled_at, r.paid_on, coalesce(r.method, '')::text AS method, coalesce(r.reference, '')::text AS reference
FROM renter_refunds AS r
WHERE r.tenant_id = sqlc.arg(tenant_id)::uuid
  AND (sqlc.arg(id)::uuid = '00000000-0000-0000-0000-000000000000' OR r.id = sqlc.arg(id)::uuid)
  AND (cardinality(sqlc.arg(properties)::uuid[]) = 0 OR r.property_id = ANY (sqlc.arg(properties)::uuid[]))
  AND (sqlc.arg(tenancy_id)::uuid = '00000000-0000-0000-0000-000000000000' OR r.tenancy_id = sqlc.arg(tenancy_id)::uuid)
  AND CASE sqlc.arg(state)::text WHEN 'open' THEN r.released_at IS NULL AND r.cancelled_at IS NULL WHEN 'released' THEN r.released_at IS NOT NULL
    WHEN 'cancelled' THEN r.cancelled_at IS NOT NULL ELSE true END
  AND (NOT sqlc.arg(has_cursor)::boolean OR (NOT sqlc.arg(descending)::boolean AND (r.asked_at, r.id) > (sqlc.arg(after)::timestamptz, sqlc.arg(after_id)::uuid))
    OR (sqlc.arg(descending)::boolean AND (r.asked_at, r.id) < (sqlc.arg(after)::timestamptz, sqlc.arg(after_id)::uuid)))
ORDER BY CASE WHEN NOT sqlc.arg(descending)::boolean THEN r.asked_at END, CASE WHEN sqlc.arg(descending)::boolean THEN r.asked_at END DESC,
  CASE WHEN NOT sqlc.arg(descending)::boolean THEN r.id END, CASE WHEN sqlc.arg(descending)::boolean THEN r.id END DESC
LIMIT sqlc.arg(row_limit)::int;

-- name: SeenRuns :many
-- Runs on pages, without those of the program that found nothing to charge. Who was given some properties sees those that they started and those that charged something there, and of these their part.
SELECT r.id, r.kind, r.through, r.started_by, r.started_at, r.finished_at, r.undone_by, r.undone_at, coalesce(r.undone_reason, '')::text AS undone_reason,
  (CASE WHEN r.started_by = sqlc.arg(asking)::uuid OR cardinality(sqlc.arg(properties)::uuid[]) = 0 THEN r.leases
    ELSE (SELECT count(DISTINCT c.tenancy_id) FROM charges AS c WHERE c.tenant_id = sqlc.arg(tenant_id)::uuid AND c.run_id = r.id
      AND c.property_id = ANY (sqlc.arg(properties)::uuid[])) END)::int AS leases,
  (CASE WHEN r.started_by = sqlc.arg(asking)::uuid OR cardinality(sqlc.arg(properties)::uuid[]) = 0 THEN r.done
    ELSE (SELECT count(DISTINCT c.tenancy_id) FROM charges AS c WHERE c.tenant_id = sqlc.arg(tenant_id)::uuid AND c.run_id = r.id
      AND c.property_id = ANY (sqlc.arg(properties)::uuid[])) END)::int AS done,
  (CASE WHEN cardinality(sqlc.arg(properties)::uuid[]) = 0 THEN r.charges
    ELSE (SELECT count(*) FROM charges AS c WHERE c.tenant_id = sqlc.arg(tenant_id)::uuid AND c.run_id = r.id
      AND c.property_id = ANY (sqlc.arg(properties)::uuid[])) END)::int AS charges,
  (CASE WHEN cardinality(sqlc.arg(properties)::uuid[]) = 0 THEN r.amount
    ELSE (SELECT coalesce(sum(c.amount), 0) FROM charges AS c WHERE c.tenant_id = sqlc.arg(tenant_id)::uuid AND c.run_id = r.id
      AND c.property_id = ANY (sqlc.arg(properties)::uuid[])) END)::numeric AS amount
FROM charge_runs AS r
WHERE r.tenant_id = sqlc.arg(tenant_id)::uuid
  AND (r.id = sqlc.arg(id)::uuid OR sqlc.arg(id)::uuid = '00000000-0000-0000-0000-000000000000'
    AND (r.started_by IS NOT NULL OR r.charges > 0 OR r.finished_at IS NULL))
  AND (sqlc.arg(kind)::text = '' OR r.kind = sqlc.arg(kind)::text)
  AND (cardinality(sqlc.arg(properties)::uuid[]) = 0 OR r.started_by = sqlc.arg(asking)::uuid
    OR EXISTS (SELECT FROM charges AS c WHERE c.tenant_id = sqlc.arg(tenant_id)::uuid AND c.run_id = r.id
      AND c.property_id = ANY (sqlc.arg(properties)::uuid[])))
  AND (NOT sqlc.arg(has_cursor)::boolean OR (NOT sqlc.arg(descending)::boolean AND (r.started_at, r.id) > (sqlc.arg(after)::timestamptz, sqlc.arg(after_id)::uuid))
    OR (sqlc.arg(descending)::boolean AND (r.started_at, r.id) < (sqlc.arg(after)::timestamptz, sqlc.arg(after_id)::uuid)))
ORDER BY CASE WHEN NOT sqlc.arg(descending)::boolean THEN r.started_at END, CASE WHEN sqlc.arg(descending)::boolean THEN r.started_at END DESC,
  CASE WHEN NOT sqlc.arg(descending)::boolean THEN r.id END, CASE WHEN sqlc.arg(descending)::boolean THEN r.id END DESC
LIMIT sqlc.arg(row_limit)::int;

-- name: PlaceOfStay :one
-- The property of a stay, whatever its leases.
SELECT t.property_id FROM tenancies AS t
WHERE t.tenant_id = sqlc.arg(tenant_id)::uuid AND t.id = sqlc.arg(id)::uuid AND t.deleted_at IS NULL;
