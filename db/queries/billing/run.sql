-- name: StaysToBill :many
-- Stays of properties whose books are open here, in the order of their ids: those with terms that may be billed through a day.
SELECT t.id FROM tenancies AS t
JOIN take_ons AS o ON o.tenant_id = sqlc.arg(tenant_id)::uuid AND o.property_id = t.property_id AND o.finished_at IS NOT NULL
WHERE t.tenant_id = sqlc.arg(tenant_id)::uuid AND t.deleted_at IS NULL
  AND (cardinality(sqlc.arg(properties)::uuid[]) = 0 OR t.property_id = ANY (sqlc.arg(properties)::uuid[]))
  AND t.id > sqlc.arg(after)::uuid
  AND EXISTS (SELECT FROM leases AS l WHERE l.tenant_id = sqlc.arg(tenant_id)::uuid AND l.tenancy_id = t.id AND l.deleted_at IS NULL
    AND l.status NOT IN ('draft', 'pending', 'cancelled') AND l.start_date <= sqlc.arg(through)::date)
  AND (t.moved_out_on IS NULL OR t.moved_out_on >= o.first_period OR EXISTS (SELECT FROM leases AS l WHERE l.tenant_id = sqlc.arg(tenant_id)::uuid
    AND l.tenancy_id = t.id AND l.deleted_at IS NULL AND l.end_date >= o.first_period))
ORDER BY t.id
LIMIT sqlc.arg(row_limit)::int;

-- name: CountStaysToBill :one
-- How many StaysToBill lists in all.
SELECT count(*) FROM tenancies AS t
JOIN take_ons AS o ON o.tenant_id = sqlc.arg(tenant_id)::uuid AND o.property_id = t.property_id AND o.finished_at IS NOT NULL
WHERE t.tenant_id = sqlc.arg(tenant_id)::uuid AND t.deleted_at IS NULL
  AND (cardinality(sqlc.arg(properties)::uuid[]) = 0 OR t.property_id = ANY (sqlc.arg(properties)::uuid[]))
  AND EXISTS (SELECT FROM leases AS l WHERE l.tenant_id = sqlc.arg(tenant_id)::uuid AND l.tenancy_id = t.id AND l.deleted_at IS NULL
    AND l.status NOT IN ('draft', 'pending', 'cancelled') AND l.start_date <= sqlc.arg(through)::date)
  AND (t.moved_out_on IS NULL OR t.moved_out_on >= o.first_period OR EXISTS (SELECT FROM leases AS l WHERE l.tenant_id = sqlc.arg(tenant_id)::uuid
    AND l.tenancy_id = t.id AND l.deleted_at IS NULL AND l.end_date >= o.first_period));

-- name: BillableStays :many
SELECT t.id, t.unit_id, t.property_id, t.moved_in_on, t.moved_out_on, o.first_period,
  (SELECT max(n.effective_on) FROM lease_notices AS n WHERE n.tenant_id = sqlc.arg(tenant_id)::uuid AND n.tenancy_id = t.id AND n.withdrawn_at IS NULL
    AND n.kind IN ('to_vacate', 'non_renewal', 'termination'))::date AS notice_on
FROM tenancies AS t
JOIN take_ons AS o ON o.tenant_id = sqlc.arg(tenant_id)::uuid AND o.property_id = t.property_id
WHERE t.tenant_id = sqlc.arg(tenant_id)::uuid AND t.id = ANY (sqlc.arg(ids)::uuid[])
ORDER BY t.id;

-- name: BillableLeases :many
SELECT l.id, l.tenancy_id, l.start_date, l.end_date, l.terminated_on, l.monthly_rent, l.status, l.late_fee_confirmed_on,
  coalesce(l.renter_id, '00000000-0000-0000-0000-000000000000')::uuid AS renter_id
FROM leases AS l
WHERE l.tenant_id = sqlc.arg(tenant_id)::uuid AND l.tenancy_id = ANY (sqlc.arg(ids)::uuid[]) AND l.deleted_at IS NULL
  AND l.status NOT IN ('draft', 'pending', 'cancelled')
ORDER BY l.tenancy_id, l.start_date, l.id;

-- name: BillableRents :many
SELECT r.id, r.lease_id, r.payer, coalesce(r.payer_name, '')::text AS payer_name, r.amount, r.frequency, r.from_date, r.to_date
FROM rent_schedules AS r
WHERE r.tenant_id = sqlc.arg(tenant_id)::uuid AND r.tenancy_id = ANY (sqlc.arg(ids)::uuid[]) AND r.deleted_at IS NULL
ORDER BY r.lease_id, r.from_date, r.id;

-- name: BillableRecurring :many
SELECT r.id, r.lease_id, r.kind, r.category, r.description, r.payer, coalesce(r.payer_name, '')::text AS payer_name, r.amount, r.frequency, r.from_date, r.to_date
FROM recurring_charges AS r
WHERE r.tenant_id = sqlc.arg(tenant_id)::uuid AND r.tenancy_id = ANY (sqlc.arg(ids)::uuid[]) AND r.deleted_at IS NULL
ORDER BY r.lease_id, r.from_date, r.id;

-- name: BillableDeposits :many
SELECT d.id, d.lease_id, d.tenancy_id, d.kind, d.amount, d.due_on, d.payer, coalesce(d.payer_name, '')::text AS payer_name
FROM lease_deposits AS d
WHERE d.tenant_id = sqlc.arg(tenant_id)::uuid AND d.tenancy_id = ANY (sqlc.arg(ids)::uuid[]) AND d.deleted_at IS NULL AND d.holder = 'manager'
ORDER BY d.lease_id, d.due_on, d.id;

-- name: BilledPeriods :many
-- What rules of stays have been charged for already.
SELECT c.tenancy_id, c.rule_kind, c.rule_id, c.payer, c.period_from, coalesce(c.period_to, c.period_from)::date AS period_to
FROM charges AS c
WHERE c.tenant_id = sqlc.arg(tenant_id)::uuid AND c.tenancy_id = ANY (sqlc.arg(ids)::uuid[]) AND c.undone_at IS NULL
  AND c.rule_kind IN ('rent_schedule', 'recurring_charge', 'lease_deposit')
  AND coalesce(c.period_to, c.period_from) >= sqlc.arg(from_day)::date;

-- name: InsertRun :exec
INSERT INTO charge_runs (tenant_id, id, kind, through, leases, started_by, started_at)
VALUES (sqlc.arg(tenant_id)::uuid, sqlc.arg(id)::uuid, sqlc.arg(kind)::text, sqlc.arg(through)::date, sqlc.arg(leases)::int, sqlc.narg(started_by)::uuid, sqlc.arg(started_at)::timestamptz);

-- name: RunDone :exec
UPDATE charge_runs SET done = done + sqlc.arg(done)::int, charges = charges + sqlc.arg(charges)::int, amount = amount + sqlc.arg(amount)::numeric,
  finished_at = CASE WHEN sqlc.arg(finished)::boolean THEN sqlc.arg(at)::timestamptz ELSE finished_at END
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid;

-- name: RewindRun :exec
UPDATE charge_runs SET done = 0 WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid;

-- name: FindRun :one
SELECT r.id, r.kind, r.through, r.leases, r.done, r.charges, r.amount, r.started_by, r.started_at, r.finished_at, r.undone_by, r.undone_at,
  coalesce(r.undone_reason, '')::text AS undone_reason
FROM charge_runs AS r WHERE r.tenant_id = sqlc.arg(tenant_id)::uuid AND r.id = sqlc.arg(id)::uuid;

-- name: LatestOwnRun :one
-- The latest run of a kind and day that the program itself began.
SELECT r.id, r.kind, r.through, r.leases, r.done, r.charges, r.amount, r.started_by, r.started_at, r.finished_at, r.undone_by, r.undone_at,
  coalesce(r.undone_reason, '')::text AS undone_reason
FROM charge_runs AS r
WHERE r.tenant_id = sqlc.arg(tenant_id)::uuid AND r.kind = sqlc.arg(kind)::text AND r.through = sqlc.arg(through)::date AND r.started_by IS NULL
ORDER BY r.started_at DESC, r.id DESC
LIMIT 1;

-- name: UndoRun :exec
UPDATE charge_runs SET undone_by = sqlc.narg(undone_by)::uuid, undone_at = sqlc.arg(at)::timestamptz, undone_reason = sqlc.arg(reason)::text
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid;

-- name: ChargesOfRun :many
-- What a run charged and is still charged, with whether anything was settled of it.
SELECT c.id, c.property_id, c.journal_entry_id,
  (EXISTS (SELECT FROM payment_allocations AS a WHERE a.tenant_id = sqlc.arg(tenant_id)::uuid AND a.charge_id = c.id)
    OR EXISTS (SELECT FROM charge_credits AS k WHERE k.tenant_id = sqlc.arg(tenant_id)::uuid AND k.charge_id = c.id))::boolean AS touched
FROM charges AS c
WHERE c.tenant_id = sqlc.arg(tenant_id)::uuid AND c.run_id = sqlc.arg(run_id)::uuid AND c.undone_at IS NULL
ORDER BY c.id;

-- name: InsertTakeOn :exec
INSERT INTO take_ons (tenant_id, id, property_id, dated_on, first_period, created_at, created_by)
VALUES (sqlc.arg(tenant_id)::uuid, sqlc.arg(id)::uuid, sqlc.arg(property_id)::uuid, sqlc.arg(dated_on)::date, sqlc.arg(first_period)::date,
  sqlc.arg(created_at)::timestamptz, sqlc.narg(created_by)::uuid);

-- name: FinishTakeOn :exec
UPDATE take_ons SET finished_at = sqlc.arg(at)::timestamptz WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND property_id = sqlc.arg(property_id)::uuid;

-- name: FindTakeOn :one
SELECT o.id, o.property_id, o.dated_on, o.first_period, o.finished_at FROM take_ons AS o
WHERE o.tenant_id = sqlc.arg(tenant_id)::uuid AND o.property_id = sqlc.arg(property_id)::uuid;

-- name: OpeningsOfProperty :many
-- What the earlier system said of the stays of a property.
SELECT s.lease_id, s.tenancy_id, s.past_due, s.prepaid, s.deposit_held, s.other_deposit_held
FROM lease_openings AS s
JOIN tenancies AS t ON t.tenant_id = sqlc.arg(tenant_id)::uuid AND t.id = s.tenancy_id AND t.property_id = sqlc.arg(property_id)::uuid AND t.deleted_at IS NULL
WHERE s.tenant_id = sqlc.arg(tenant_id)::uuid
ORDER BY s.lease_id;

-- name: AccountOfProperty :one
-- What an account holds of a property in all, debit positive, on one basis.
SELECT coalesce(sum(CASE WHEN sqlc.arg(cash)::boolean THEN b.cash_debit - b.cash_credit ELSE b.debit - b.credit END), 0)::numeric AS amount
FROM ledger_balances AS b
WHERE b.tenant_id = sqlc.arg(tenant_id)::uuid AND b.book = 'property' AND b.property_id = sqlc.arg(property_id)::uuid
  AND b.ledger_account_id = sqlc.arg(ledger_account_id)::uuid;

-- name: PropertyThere :one
SELECT p.id FROM properties AS p WHERE p.tenant_id = sqlc.arg(tenant_id)::uuid AND p.id = sqlc.arg(id)::uuid AND p.deleted_at IS NULL;

-- name: RentsToFine :many
-- Rent that may bear a late fee by a day: due, not exempt, of renters, in properties whose books are open here, of leases whose clause on late
-- fees was confirmed, or of the others. settled is what money that
-- was started by the charge's last day of grace, and credits, took off; the days are reckoned by the caller from each lease's rules.
SELECT c.id, c.tenancy_id, c.lease_id, c.unit_id, c.property_id, coalesce(c.renter_id, '00000000-0000-0000-0000-000000000000')::uuid AS renter_id,
  c.amount, c.due_on, l.late_fee_confirmed_on
FROM charges AS c
JOIN leases AS l ON l.tenant_id = sqlc.arg(tenant_id)::uuid AND l.id = c.lease_id
JOIN take_ons AS o ON o.tenant_id = sqlc.arg(tenant_id)::uuid AND o.property_id = c.property_id AND o.finished_at IS NOT NULL
WHERE c.tenant_id = sqlc.arg(tenant_id)::uuid AND c.kind = 'rent' AND c.payer = 'renter' AND NOT c.late_fee_exempt AND c.undone_at IS NULL
  AND (l.late_fee_confirmed_on IS NULL) = sqlc.arg(unconfirmed)::boolean AND c.due_on < sqlc.arg(day)::date AND c.due_on >= sqlc.arg(from_day)::date
  AND (cardinality(sqlc.arg(properties)::uuid[]) = 0 OR c.property_id = ANY (sqlc.arg(properties)::uuid[]))
  AND (cardinality(sqlc.arg(tenancies)::uuid[]) = 0 OR c.tenancy_id = ANY (sqlc.arg(tenancies)::uuid[]))
ORDER BY c.tenancy_id, c.due_on, c.id;

-- name: SettledSteps :many
-- What money and credits took off charges, and put back, step by step: with the day on which the money was started.
SELECT a.charge_id, a.amount, a.effective_on, coalesce(p.started_on, p.received_on, a.effective_on)::date AS started_on
FROM payment_allocations AS a
LEFT JOIN payments AS p ON p.tenant_id = sqlc.arg(tenant_id)::uuid AND p.id = a.payment_id
WHERE a.tenant_id = sqlc.arg(tenant_id)::uuid AND a.charge_id = ANY (sqlc.arg(ids)::uuid[])
UNION ALL
SELECT k.charge_id, k.amount, k.dated_on, k.dated_on FROM charge_credits AS k
WHERE k.tenant_id = sqlc.arg(tenant_id)::uuid AND k.charge_id = ANY (sqlc.arg(ids)::uuid[]);

-- name: FinesOf :many
-- The late fees that charges bear already.
SELECT c.rule_id, c.rule_kind, c.period_from, c.amount FROM charges AS c
WHERE c.tenant_id = sqlc.arg(tenant_id)::uuid AND c.rule_id = ANY (sqlc.arg(ids)::uuid[]) AND c.rule_kind IN ('late_fee', 'late_fee_daily') AND c.undone_at IS NULL;
