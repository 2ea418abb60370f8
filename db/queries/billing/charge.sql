-- name: InsertCharges :exec
-- '' and the zero id are null.
INSERT INTO charges (tenant_id, id, tenancy_id, lease_id, unit_id, property_id, renter_id, kind, ledger_account_id, payer, payer_name, amount,
  due_on, period_from, period_to, description, rule_kind, rule_id, late_fee_exempt, run_id, journal_entry_id, created_at, created_by)
SELECT sqlc.arg(tenant_id)::uuid, c.id, c.tenancy_id, c.lease_id, c.unit_id, c.property_id, nullif(c.renter_id, '00000000-0000-0000-0000-000000000000'),
  c.kind, c.ledger_account_id, c.payer, nullif(c.payer_name, ''), c.amount, c.due_on, c.period_from, c.period_to, c.description, c.rule_kind,
  c.rule_id, c.late_fee_exempt, nullif(sqlc.arg(run_id)::uuid, '00000000-0000-0000-0000-000000000000'), c.journal_entry_id,
  sqlc.arg(created_at)::timestamptz, sqlc.narg(created_by)::uuid
FROM (
  SELECT unnest(sqlc.arg(ids)::uuid[]) AS id, unnest(sqlc.arg(tenancy_ids)::uuid[]) AS tenancy_id, unnest(sqlc.arg(lease_ids)::uuid[]) AS lease_id,
    unnest(sqlc.arg(unit_ids)::uuid[]) AS unit_id, unnest(sqlc.arg(property_ids)::uuid[]) AS property_id,
    unnest(sqlc.arg(renter_ids)::uuid[]) AS renter_id, unnest(sqlc.arg(kinds)::text[]) AS kind,
    unnest(sqlc.arg(ledger_account_ids)::uuid[]) AS ledger_account_id, unnest(sqlc.arg(payers)::text[]) AS payer,
    unnest(sqlc.arg(payer_names)::text[]) AS payer_name, unnest(sqlc.arg(amounts)::numeric[]) AS amount,
    unnest(sqlc.arg(due_ons)::date[]) AS due_on, unnest(sqlc.arg(period_froms)::date[]) AS period_from,
    unnest(sqlc.arg(period_tos)::date[]) AS period_to, unnest(sqlc.arg(descriptions)::text[]) AS description,
    unnest(sqlc.arg(rule_kinds)::text[]) AS rule_kind, unnest(sqlc.arg(rule_ids)::uuid[]) AS rule_id,
    unnest(sqlc.arg(late_fee_exempts)::boolean[]) AS late_fee_exempt, unnest(sqlc.arg(journal_entry_ids)::uuid[]) AS journal_entry_id
) AS c;

-- name: FindCharges :many
-- Charges by their ids, with what of them is open on a day: what was charged, less what money and credits took off by then. The zero day
-- is the end of time.
SELECT c.id, c.tenancy_id, c.lease_id, c.unit_id, c.property_id, coalesce(c.renter_id, '00000000-0000-0000-0000-000000000000')::uuid AS renter_id,
  c.kind, c.ledger_account_id, c.payer, coalesce(c.payer_name, '')::text AS payer_name, c.amount, c.due_on, c.period_from, c.period_to, c.description,
  c.rule_kind, c.rule_id, c.late_fee_exempt, c.journal_entry_id, c.undone_at, c.created_at,
  (CASE WHEN c.undone_at IS NOT NULL THEN 0 ELSE c.amount END
    - coalesce((SELECT sum(a.amount) FROM payment_allocations AS a WHERE a.tenant_id = sqlc.arg(tenant_id)::uuid AND a.charge_id = c.id), 0)
    - coalesce((SELECT sum(k.amount) FROM charge_credits AS k WHERE k.tenant_id = sqlc.arg(tenant_id)::uuid AND k.charge_id = c.id), 0))::numeric AS open
FROM charges AS c
WHERE c.tenant_id = sqlc.arg(tenant_id)::uuid AND c.id = ANY (sqlc.arg(ids)::uuid[])
ORDER BY c.due_on, c.id;

-- name: ChargesOfStay :many
-- The charges of a stay that something is open of, or all of them.
SELECT s.* FROM (
  SELECT c.id, c.tenancy_id, c.lease_id, c.unit_id, c.property_id, coalesce(c.renter_id, '00000000-0000-0000-0000-000000000000')::uuid AS renter_id,
    c.kind, c.ledger_account_id, c.payer, coalesce(c.payer_name, '')::text AS payer_name, c.amount, c.due_on, c.period_from, c.period_to, c.description,
    c.rule_kind, c.rule_id, c.late_fee_exempt, c.journal_entry_id, c.undone_at, c.created_at,
    (CASE WHEN c.undone_at IS NOT NULL THEN 0 ELSE c.amount END
      - coalesce((SELECT sum(a.amount) FROM payment_allocations AS a WHERE a.tenant_id = sqlc.arg(tenant_id)::uuid AND a.charge_id = c.id), 0)
      - coalesce((SELECT sum(k.amount) FROM charge_credits AS k WHERE k.tenant_id = sqlc.arg(tenant_id)::uuid AND k.charge_id = c.id), 0))::numeric AS open
  FROM charges AS c
  WHERE c.tenant_id = sqlc.arg(tenant_id)::uuid AND c.tenancy_id = sqlc.arg(tenancy_id)::uuid
) AS s
WHERE sqlc.arg(settled)::boolean OR s.open <> 0
ORDER BY s.due_on, s.id;

-- name: StayForMoney :one
-- The stay that money is about: where it is, its terms of a day (the last that began by then, or else the first), the primary renter.
SELECT t.id, t.unit_id, t.property_id, t.moved_out_on, l.id AS lease_id, l.late_fee_confirmed_on,
  coalesce(l.renter_id, (SELECT p.renter_id FROM lease_parties AS p WHERE p.tenant_id = sqlc.arg(tenant_id)::uuid AND p.lease_id = l.id
    AND p.role = 'renter' AND p.deleted_at IS NULL ORDER BY p.from_date, p.id LIMIT 1), '00000000-0000-0000-0000-000000000000')::uuid AS renter_id
FROM tenancies AS t
JOIN leases AS l ON l.tenant_id = sqlc.arg(tenant_id)::uuid AND l.tenancy_id = t.id AND l.deleted_at IS NULL AND l.status NOT IN ('draft', 'pending', 'cancelled')
WHERE t.tenant_id = sqlc.arg(tenant_id)::uuid AND t.id = sqlc.arg(tenancy_id)::uuid AND t.deleted_at IS NULL
ORDER BY l.start_date <= sqlc.arg(day)::date DESC, CASE WHEN l.start_date <= sqlc.arg(day)::date THEN l.start_date END DESC, l.start_date
LIMIT 1;

-- name: UndoCharges :execrows
UPDATE charges SET undone_at = sqlc.arg(at)::timestamptz
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = ANY (sqlc.arg(ids)::uuid[]) AND undone_at IS NULL;

-- name: InsertCredit :exec
INSERT INTO charge_credits (tenant_id, id, charge_id, tenancy_id, kind, amount, dated_on, reason, journal_entry_id, created_at, created_by)
VALUES (sqlc.arg(tenant_id)::uuid, sqlc.arg(id)::uuid, sqlc.arg(charge_id)::uuid, sqlc.arg(tenancy_id)::uuid, sqlc.arg(kind)::text,
  sqlc.arg(amount)::numeric, sqlc.arg(dated_on)::date, sqlc.arg(reason)::text, sqlc.arg(journal_entry_id)::uuid, sqlc.arg(created_at)::timestamptz,
  sqlc.narg(created_by)::uuid);
