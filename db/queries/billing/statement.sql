-- name: StatementLines :many
-- What made a stay owe and what took that off, up to and with a day: what came of it is what is owed less what is prepaid. A deposit that pays
-- a charge is a line; money that waits is not.
SELECT s.day::date AS day, s.what::text AS what, s.kind::text AS kind, s.id::uuid AS id, coalesce(s.charge_id, '00000000-0000-0000-0000-000000000000')::uuid AS charge_id, s.description::text AS description,
  s.note::text AS note, s.payer::text AS payer, s.amount::numeric AS amount
FROM (
  SELECT c.due_on AS day, 1 AS rank, 'charge' AS what, c.kind, c.id, c.id AS charge_id, c.description, '' AS note, c.payer, c.amount, c.created_at
  FROM charges AS c
  WHERE c.tenant_id = sqlc.arg(tenant_id)::uuid AND c.tenancy_id = sqlc.arg(tenancy_id)::uuid AND c.undone_at IS NULL
  UNION ALL
  SELECT k.dated_on, 2, 'credit', k.kind, k.id, k.charge_id, c.description, k.reason, c.payer, -k.amount, k.created_at
  FROM charge_credits AS k
  JOIN charges AS c ON c.tenant_id = sqlc.arg(tenant_id)::uuid AND c.id = k.charge_id
  WHERE k.tenant_id = sqlc.arg(tenant_id)::uuid AND k.tenancy_id = sqlc.arg(tenancy_id)::uuid
  UNION ALL
  SELECT p.received_on, 3, 'payment', coalesce(p.instrument, p.method), p.id, NULL::uuid, coalesce(p.reference, ''), coalesce(p.notes, ''), p.payer, -p.amount, p.created_at
  FROM payments AS p
  WHERE p.tenant_id = sqlc.arg(tenant_id)::uuid AND p.tenancy_id = sqlc.arg(tenancy_id)::uuid AND p.journal_entry_id IS NOT NULL
  UNION ALL
  SELECT a.effective_on, 4, 'deposit', 'applied', a.id, a.charge_id, c.description, '', c.payer, -a.amount, a.created_at
  FROM payment_allocations AS a
  JOIN charges AS c ON c.tenant_id = sqlc.arg(tenant_id)::uuid AND c.id = a.charge_id
  WHERE a.tenant_id = sqlc.arg(tenant_id)::uuid AND a.tenancy_id = sqlc.arg(tenancy_id)::uuid AND a.payment_id IS NULL
  UNION ALL
  SELECT k.dated_on, 5, 'takeback', k.kind, k.payment_id, NULL::uuid, coalesce(k.code, ''), coalesce(k.reason, ''), p.payer, k.amount, k.created_at
  FROM payment_takebacks AS k
  JOIN payments AS p ON p.tenant_id = sqlc.arg(tenant_id)::uuid AND p.id = k.payment_id
  WHERE k.tenant_id = sqlc.arg(tenant_id)::uuid AND k.tenancy_id = sqlc.arg(tenancy_id)::uuid
) AS s
WHERE s.day <= sqlc.arg(day)::date
ORDER BY s.day, s.rank, s.created_at, s.id, s.what;

-- name: DepositOfStay :one
-- What is held of a stay's deposit: what the earlier system held and what was paid on it, less what paid other charges and what was given
-- back. The books say the same; this is for renters, who see no books.
SELECT (
  coalesce((SELECT sum(o.deposit_held + o.other_deposit_held) FROM lease_openings AS o
    WHERE o.tenant_id = sqlc.arg(tenant_id)::uuid AND o.tenancy_id = sqlc.arg(tenancy_id)::uuid), 0)
  + coalesce((SELECT sum(a.amount) FROM payment_allocations AS a JOIN charges AS c ON c.tenant_id = sqlc.arg(tenant_id)::uuid AND c.id = a.charge_id
    WHERE a.tenant_id = sqlc.arg(tenant_id)::uuid AND a.tenancy_id = sqlc.arg(tenancy_id)::uuid AND c.kind = 'deposit'), 0)
  - coalesce((SELECT sum(a.amount) FROM payment_allocations AS a
    WHERE a.tenant_id = sqlc.arg(tenant_id)::uuid AND a.tenancy_id = sqlc.arg(tenancy_id)::uuid AND a.payment_id IS NULL), 0)
  - coalesce((SELECT sum(r.amount) FROM renter_refunds AS r
    WHERE r.tenant_id = sqlc.arg(tenant_id)::uuid AND r.tenancy_id = sqlc.arg(tenancy_id)::uuid AND r.kind = 'deposit' AND r.released_at IS NOT NULL), 0)
)::numeric AS amount;

-- name: OwnStays :many
-- The stays that a session is about, the latest first.
SELECT t.id, t.unit_id, t.property_id FROM tenancies AS t
WHERE t.tenant_id = sqlc.arg(tenant_id)::uuid AND t.deleted_at IS NULL
  AND (cardinality(sqlc.arg(own)::uuid[]) = 0 OR t.id = ANY (sqlc.arg(own)::uuid[]))
ORDER BY t.created_at DESC, t.id;

-- name: Receivables :many
-- What each stay owes on a day as it was known at a moment, by how long it has been due; not_due is charged ahead and beside the total.
SELECT s.tenancy_id::uuid AS tenancy_id, c.property_id, c.unit_id, u.number, p.name AS property_name,
  coalesce(sum(s.open), 0)::numeric AS total,
  coalesce(sum(s.open) FILTER (WHERE c.kind = 'rent'), 0)::numeric AS rent,
  coalesce(sum(s.later) FILTER (WHERE c.due_on > sqlc.arg(day)::date), 0)::numeric AS not_due,
  coalesce(sum(s.open) FILTER (WHERE c.due_on = sqlc.arg(day)::date), 0)::numeric AS due_today,
  coalesce(sum(s.open) FILTER (WHERE sqlc.arg(day)::date - c.due_on BETWEEN 1 AND 30), 0)::numeric AS days_30,
  coalesce(sum(s.open) FILTER (WHERE sqlc.arg(day)::date - c.due_on BETWEEN 31 AND 60), 0)::numeric AS days_60,
  coalesce(sum(s.open) FILTER (WHERE sqlc.arg(day)::date - c.due_on BETWEEN 61 AND 90), 0)::numeric AS days_90,
  coalesce(sum(s.open) FILTER (WHERE sqlc.arg(day)::date - c.due_on > 90), 0)::numeric AS older
FROM (
  SELECT t.reference_id AS charge_id, t.tenancy_id,
    coalesce(sum(CASE t.type WHEN 'credit' THEN -t.amount ELSE t.amount END) FILTER (WHERE e.entry_date <= sqlc.arg(day)::date), 0) AS open,
    sum(CASE t.type WHEN 'credit' THEN -t.amount ELSE t.amount END) AS later
  FROM transactions AS t
  JOIN journal_entries AS e ON e.tenant_id = sqlc.arg(tenant_id)::uuid AND e.id = t.journal_entry_id
  JOIN ledger_accounts AS a ON a.tenant_id = sqlc.arg(tenant_id)::uuid AND a.id = t.ledger_account_id AND a.purpose = 'receivable'
  WHERE t.tenant_id = sqlc.arg(tenant_id)::uuid AND t.reference_type = 'charge'
    AND (sqlc.narg(known_at)::timestamptz IS NULL OR e.recorded_at <= sqlc.narg(known_at)::timestamptz)
    AND (cardinality(sqlc.arg(properties)::uuid[]) = 0 OR t.property_id = ANY (sqlc.arg(properties)::uuid[]))
  GROUP BY t.reference_id, t.tenancy_id
) AS s
JOIN charges AS c ON c.tenant_id = sqlc.arg(tenant_id)::uuid AND c.id = s.charge_id
JOIN units AS u ON u.tenant_id = sqlc.arg(tenant_id)::uuid AND u.id = c.unit_id
JOIN properties AS p ON p.tenant_id = sqlc.arg(tenant_id)::uuid AND p.id = c.property_id
WHERE s.open <> 0 OR c.due_on > sqlc.arg(day)::date AND s.later <> 0
GROUP BY s.tenancy_id, c.property_id, c.unit_id, u.number, p.name
ORDER BY p.name, c.property_id, u.number, s.tenancy_id;

-- name: HeadOfStatement :one
-- Who writes a statement, to whom and about which home.
SELECT z.name AS organization_name, z.currency::text AS currency, p.name AS property_name, u.number,
  coalesce((SELECT string_agg(coalesce(nullif(r.company_name, ''), concat_ws(' ', r.first_name, r.last_name)), ', ' ORDER BY m.from_date, m.id)
    FROM lease_parties AS m JOIN tenants AS r ON r.tenant_id = sqlc.arg(tenant_id)::uuid AND r.id = m.renter_id
    WHERE m.tenant_id = sqlc.arg(tenant_id)::uuid AND m.role = 'renter' AND m.deleted_at IS NULL AND m.lease_id = (SELECT l.id FROM leases AS l
      WHERE l.tenant_id = sqlc.arg(tenant_id)::uuid AND l.tenancy_id = t.id AND l.deleted_at IS NULL AND l.status NOT IN ('draft', 'cancelled')
      ORDER BY l.start_date DESC, l.id DESC LIMIT 1)), '')::text AS renters
FROM tenancies AS t
JOIN organizations AS z ON z.id = sqlc.arg(tenant_id)::uuid
JOIN units AS u ON u.tenant_id = t.tenant_id AND u.id = t.unit_id
JOIN properties AS p ON p.tenant_id = t.tenant_id AND p.id = t.property_id
WHERE t.tenant_id = sqlc.arg(tenant_id)::uuid AND t.id = sqlc.arg(id)::uuid AND t.deleted_at IS NULL;

-- name: TakeOnOfProperty :one
-- How a property was taken on.
SELECT o.id, o.property_id, o.dated_on, o.first_period, o.finished_at, o.created_at, o.created_by FROM take_ons AS o
WHERE o.tenant_id = sqlc.arg(tenant_id)::uuid AND o.property_id = sqlc.arg(property_id)::uuid;
