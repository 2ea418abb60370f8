-- What becomes of the deposits of a stay, and the law on it.

-- name: InsertDisposition :exec
INSERT INTO deposit_dispositions (tenant_id, id, tenancy_id, rule_id, due_on, due_note, held_amount)
VALUES (sqlc.arg(tenant_id)::uuid, sqlc.arg(id)::uuid, sqlc.arg(tenancy_id)::uuid, sqlc.narg(rule_id)::uuid, sqlc.arg(due_on)::date,
  nullif(sqlc.arg(due_note)::text, ''), sqlc.arg(held_amount)::numeric);

-- name: Dispositions :many
-- Those of a stay, or one by its id.
SELECT d.id, d.tenancy_id, d.rule_id, d.due_on, d.due_note, d.held_amount, d.status, d.sent_on, d.sent_method, d.letter_document_id, d.note,
  d.version, d.created_at, t.property_id, t.unit_id, t.moved_out_on, t.forwarding_address, coalesce(r.citation, '')::text AS citation,
  (SELECT coalesce(sum(i.amount), 0) FROM disposition_items AS i WHERE i.tenant_id = sqlc.arg(tenant_id)::uuid AND i.disposition_id = d.id
    AND i.deleted_at IS NULL)::numeric AS withheld
FROM deposit_dispositions AS d
JOIN tenancies AS t ON t.tenant_id = d.tenant_id AND t.id = d.tenancy_id AND t.deleted_at IS NULL
LEFT JOIN deposit_rules AS r ON r.tenant_id = d.tenant_id AND r.id = d.rule_id AND r.tenant_id = sqlc.arg(tenant_id)::uuid
WHERE d.tenant_id = sqlc.arg(tenant_id)::uuid AND (d.tenancy_id = sqlc.arg(tenancy_id)::uuid OR d.id = sqlc.arg(id)::uuid)
ORDER BY d.created_at, d.id;

-- name: OpenDispositions :many
-- What has to be sent, the most urgent first.
SELECT d.id, d.tenancy_id, d.due_on, d.held_amount, t.property_id, t.unit_id, t.moved_out_on, u.number, p.name AS property_name,
  (SELECT coalesce(sum(i.amount), 0) FROM disposition_items AS i WHERE i.tenant_id = sqlc.arg(tenant_id)::uuid AND i.disposition_id = d.id
    AND i.deleted_at IS NULL)::numeric AS withheld
FROM deposit_dispositions AS d
JOIN tenancies AS t ON t.tenant_id = d.tenant_id AND t.id = d.tenancy_id AND t.deleted_at IS NULL
JOIN units AS u ON u.tenant_id = t.tenant_id AND u.id = t.unit_id
JOIN properties AS p ON p.tenant_id = t.tenant_id AND p.id = t.property_id
WHERE d.tenant_id = sqlc.arg(tenant_id)::uuid AND d.status = 'draft'
  AND (cardinality(sqlc.arg(property_scope)::uuid[]) = 0 OR t.property_id = ANY (sqlc.arg(property_scope)::uuid[]))
ORDER BY d.due_on, d.id
LIMIT sqlc.arg(row_limit)::int;

-- name: LetterOfDisposition :one
-- What the letter of a disposition says beside its amounts: who writes from where, and who lived there until when.
SELECT z.name AS organization_name, z.currency::text AS currency, (sqlc.arg(now)::timestamptz AT TIME ZONE z.time_zone)::date AS today,
  p.name AS property_name, u.number, t.moved_out_on,
  coalesce(a.street1, '')::text AS street1, coalesce(a.street2, '')::text AS street2, coalesce(a.city, '')::text AS city,
  coalesce(a.state, '')::text AS state, coalesce(a.zip_code, '')::text AS zip_code,
  coalesce((SELECT l.id FROM leases AS l WHERE l.tenant_id = sqlc.arg(tenant_id)::uuid AND l.tenancy_id = t.id AND l.deleted_at IS NULL
    AND l.status NOT IN ('draft', 'cancelled') ORDER BY l.start_date DESC, l.id DESC LIMIT 1), '00000000-0000-0000-0000-000000000000')::uuid AS lease_id
FROM deposit_dispositions AS d
JOIN organizations AS z ON z.id = sqlc.arg(tenant_id)::uuid
JOIN tenancies AS t ON t.tenant_id = d.tenant_id AND t.id = d.tenancy_id AND t.deleted_at IS NULL
JOIN units AS u ON u.tenant_id = t.tenant_id AND u.id = t.unit_id
JOIN properties AS p ON p.tenant_id = t.tenant_id AND p.id = t.property_id
LEFT JOIN addresses AS a ON a.tenant_id = sqlc.arg(tenant_id)::uuid AND a.id = p.address_id
WHERE d.tenant_id = sqlc.arg(tenant_id)::uuid AND d.id = sqlc.arg(id)::uuid;

-- name: LockDisposition :one
SELECT d.id, d.tenancy_id, d.rule_id, d.due_on, d.held_amount, d.status, t.property_id, t.moved_out_on FROM deposit_dispositions AS d
JOIN tenancies AS t ON t.tenant_id = d.tenant_id AND t.id = d.tenancy_id AND t.deleted_at IS NULL
WHERE d.tenant_id = sqlc.arg(tenant_id)::uuid AND d.id = sqlc.arg(id)::uuid
FOR NO KEY UPDATE OF d;

-- name: DispositionItems :many
SELECT id, kind, description, amount, inspection_item_id FROM disposition_items
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND disposition_id = sqlc.arg(disposition_id)::uuid AND deleted_at IS NULL
ORDER BY id;

-- name: InsertDispositionItem :exec
INSERT INTO disposition_items (tenant_id, id, disposition_id, tenancy_id, kind, description, amount, inspection_item_id)
VALUES (sqlc.arg(tenant_id)::uuid, sqlc.arg(id)::uuid, sqlc.arg(disposition_id)::uuid, sqlc.arg(tenancy_id)::uuid, sqlc.arg(kind)::text,
  sqlc.arg(description)::text, sqlc.arg(amount)::numeric, sqlc.narg(inspection_item_id)::uuid);

-- name: RemoveDispositionItem :execrows
UPDATE disposition_items SET deleted_at = sqlc.arg(now)::timestamptz, deleted_by = sqlc.narg(deleted_by)::uuid
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND disposition_id = sqlc.arg(disposition_id)::uuid AND id = sqlc.arg(id)::uuid AND deleted_at IS NULL;

-- name: SetDispositionDue :exec
UPDATE deposit_dispositions SET due_on = sqlc.arg(due_on)::date WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid;

-- name: SendDisposition :exec
UPDATE deposit_dispositions SET status = 'sent', sent_on = sqlc.arg(sent_on)::date, sent_method = sqlc.arg(sent_method)::text,
  note = nullif(sqlc.arg(note)::text, '')
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid;

-- name: DepositRules :many
-- The organization's rules; of one place and day where they are named.
SELECT id, jurisdiction, starts_on_kind, days_without_claim, days_with_claim, coalesce(delivery, '')::text AS delivery,
  coalesce(interest, '')::text AS interest, citation, coalesce(source_url, '')::text AS source_url, verified_on, from_date, to_date, version
FROM deposit_rules
WHERE tenant_id = sqlc.arg(tenant_id)::uuid
  AND (sqlc.arg(id)::uuid = '00000000-0000-0000-0000-000000000000' OR id = sqlc.arg(id)::uuid)
  AND (sqlc.arg(jurisdiction)::text = '' OR jurisdiction = sqlc.arg(jurisdiction)::text)
  AND (sqlc.narg(day)::date IS NULL OR from_date <= sqlc.narg(day)::date AND (to_date IS NULL OR to_date >= sqlc.narg(day)::date))
ORDER BY jurisdiction, from_date, id;

-- name: InsertDepositRule :exec
INSERT INTO deposit_rules (tenant_id, id, jurisdiction, starts_on_kind, days_without_claim, days_with_claim, delivery, interest, citation,
  source_url, verified_on, confirmed_by, from_date, to_date)
VALUES (sqlc.arg(tenant_id)::uuid, sqlc.arg(id)::uuid, sqlc.arg(jurisdiction)::text, sqlc.arg(starts_on_kind)::text,
  sqlc.arg(days_without_claim)::int, sqlc.arg(days_with_claim)::int, nullif(sqlc.arg(delivery)::text, ''),
  nullif(sqlc.arg(interest)::text, ''), sqlc.arg(citation)::text, nullif(sqlc.arg(source_url)::text, ''), sqlc.arg(verified_on)::date,
  sqlc.narg(confirmed_by)::uuid, sqlc.arg(from_date)::date, sqlc.narg(to_date)::date);

-- name: EndDepositRule :execrows
UPDATE deposit_rules SET to_date = sqlc.arg(to_date)::date
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid;
