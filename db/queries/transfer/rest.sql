-- What stays leave behind, and what the organization writes on the way out of an organization, as rows in the order of their ids, and into one. A row travels as a jsonb object
-- whose values are text. With properties, only what belongs to those.

-- name: ListChecklistTemplates :many
SELECT to_jsonb(r) AS row FROM (
  SELECT x.id, x.name, x.kind, x.areas
  FROM checklist_templates AS x
  WHERE x.tenant_id = sqlc.arg(tenant_id)::uuid AND x.id > sqlc.arg(after)::uuid
    AND x.deleted_at IS NULL AND cardinality(sqlc.arg(properties)::uuid[]) = 0
  ORDER BY x.id LIMIT sqlc.arg(row_limit)::integer) AS r
ORDER BY r.id;

-- name: InsertChecklistTemplates :execrows
INSERT INTO checklist_templates (tenant_id, id, name, kind, areas)
SELECT o.id, (r.value->>'id')::uuid, r.value->>'name', r.value->>'kind', (r.value->>'areas')::jsonb
FROM jsonb_array_elements(sqlc.arg(rows)::jsonb) AS r JOIN organizations AS o ON o.id = sqlc.arg(tenant_id)::uuid;

-- name: ListInspections :many
SELECT to_jsonb(r) AS row FROM (
  SELECT x.id, x.tenancy_id, x.unit_id, x.kind, x.performed_on, x.completed_at, x.note
  FROM inspections AS x
  WHERE x.tenant_id = sqlc.arg(tenant_id)::uuid AND x.id > sqlc.arg(after)::uuid
    AND EXISTS (SELECT FROM units AS u WHERE u.tenant_id = sqlc.arg(tenant_id)::uuid AND u.id = x.unit_id AND u.deleted_at IS NULL AND (cardinality(sqlc.arg(properties)::uuid[]) = 0 OR u.property_id = ANY (sqlc.arg(properties)::uuid[])))
    AND (x.tenancy_id IS NULL OR EXISTS (SELECT FROM tenancies AS t WHERE t.tenant_id = sqlc.arg(tenant_id)::uuid AND t.id = x.tenancy_id AND t.deleted_at IS NULL AND (cardinality(sqlc.arg(properties)::uuid[]) = 0 OR t.property_id = ANY (sqlc.arg(properties)::uuid[]))))
  ORDER BY x.id LIMIT sqlc.arg(row_limit)::integer) AS r
ORDER BY r.id;

-- name: InsertInspections :execrows
INSERT INTO inspections (tenant_id, id, tenancy_id, unit_id, kind, performed_on, completed_at, note)
SELECT o.id, (r.value->>'id')::uuid, (r.value->>'tenancy_id')::uuid, (r.value->>'unit_id')::uuid, r.value->>'kind', (r.value->>'performed_on')::date,
  (r.value->>'completed_at')::timestamptz, r.value->>'note'
FROM jsonb_array_elements(sqlc.arg(rows)::jsonb) AS r JOIN organizations AS o ON o.id = sqlc.arg(tenant_id)::uuid;

-- name: ListInspectionItems :many
SELECT to_jsonb(r) AS row FROM (
  SELECT x.id, x.inspection_id, x."position", x.area, x.item, x.condition, x.note, x.charge_amount
  FROM inspection_items AS x
  WHERE x.tenant_id = sqlc.arg(tenant_id)::uuid AND x.id > sqlc.arg(after)::uuid
    AND EXISTS (SELECT FROM inspections AS i JOIN units AS u ON u.tenant_id = i.tenant_id AND u.id = i.unit_id AND u.tenant_id = sqlc.arg(tenant_id)::uuid
      WHERE i.tenant_id = sqlc.arg(tenant_id)::uuid AND i.id = x.inspection_id AND u.deleted_at IS NULL AND (cardinality(sqlc.arg(properties)::uuid[]) = 0 OR u.property_id = ANY (sqlc.arg(properties)::uuid[]))
        AND (i.tenancy_id IS NULL OR EXISTS (SELECT FROM tenancies AS t WHERE t.tenant_id = sqlc.arg(tenant_id)::uuid AND t.id = i.tenancy_id AND t.deleted_at IS NULL AND (cardinality(sqlc.arg(properties)::uuid[]) = 0 OR t.property_id = ANY (sqlc.arg(properties)::uuid[])))))
  ORDER BY x.id LIMIT sqlc.arg(row_limit)::integer) AS r
ORDER BY r.id;

-- name: InsertInspectionItems :execrows
INSERT INTO inspection_items (tenant_id, id, inspection_id, "position", area, item, condition, note, charge_amount)
SELECT o.id, (r.value->>'id')::uuid, (r.value->>'inspection_id')::uuid, (r.value->>'position')::integer, r.value->>'area', r.value->>'item',
  r.value->>'condition', r.value->>'note', (r.value->>'charge_amount')::numeric
FROM jsonb_array_elements(sqlc.arg(rows)::jsonb) AS r JOIN organizations AS o ON o.id = sqlc.arg(tenant_id)::uuid;

-- name: ListDepositRules :many
SELECT to_jsonb(r) AS row FROM (
  SELECT x.id, x.jurisdiction, x.starts_on_kind, x.days_without_claim, x.days_with_claim, x.delivery, x.interest, x.citation, x.source_url, x.verified_on,
    x.from_date, x.to_date
  FROM deposit_rules AS x
  WHERE x.tenant_id = sqlc.arg(tenant_id)::uuid AND x.id > sqlc.arg(after)::uuid
    AND (cardinality(sqlc.arg(properties)::uuid[]) = 0
      OR EXISTS (SELECT FROM deposit_dispositions AS d JOIN tenancies AS t ON t.tenant_id = d.tenant_id AND t.id = d.tenancy_id AND t.tenant_id = sqlc.arg(tenant_id)::uuid
        WHERE d.tenant_id = sqlc.arg(tenant_id)::uuid AND d.rule_id = x.id AND t.deleted_at IS NULL AND (cardinality(sqlc.arg(properties)::uuid[]) = 0 OR t.property_id = ANY (sqlc.arg(properties)::uuid[]))))
  ORDER BY x.id LIMIT sqlc.arg(row_limit)::integer) AS r
ORDER BY r.id;

-- name: ListDepositDispositions :many
SELECT to_jsonb(r) AS row FROM (
  SELECT x.id, x.tenancy_id, x.rule_id, x.due_on, x.due_note, x.held_amount, x.status, x.sent_on, x.sent_method,
    (SELECT z.id FROM documents AS z WHERE z.tenant_id = sqlc.arg(tenant_id)::uuid AND z.id = x.letter_document_id AND z.deleted_at IS NULL) AS letter_document_id,
    x.note
  FROM deposit_dispositions AS x
  WHERE x.tenant_id = sqlc.arg(tenant_id)::uuid AND x.id > sqlc.arg(after)::uuid
    AND EXISTS (SELECT FROM tenancies AS t WHERE t.tenant_id = sqlc.arg(tenant_id)::uuid AND t.id = x.tenancy_id AND t.deleted_at IS NULL AND (cardinality(sqlc.arg(properties)::uuid[]) = 0 OR t.property_id = ANY (sqlc.arg(properties)::uuid[])))
  ORDER BY x.id LIMIT sqlc.arg(row_limit)::integer) AS r
ORDER BY r.id;

-- name: InsertDepositDispositions :execrows
INSERT INTO deposit_dispositions (tenant_id, id, tenancy_id, rule_id, due_on, due_note, held_amount, status, sent_on, sent_method, note)
SELECT o.id, (r.value->>'id')::uuid, (r.value->>'tenancy_id')::uuid, (r.value->>'rule_id')::uuid, (r.value->>'due_on')::date, r.value->>'due_note',
  (r.value->>'held_amount')::numeric, r.value->>'status', (r.value->>'sent_on')::date, r.value->>'sent_method', r.value->>'note'
FROM jsonb_array_elements(sqlc.arg(rows)::jsonb) AS r JOIN organizations AS o ON o.id = sqlc.arg(tenant_id)::uuid;

-- name: LinkDepositDispositionsLetterDocumentId :execrows
UPDATE deposit_dispositions AS x SET letter_document_id = (r.value->>'to')::uuid
FROM jsonb_array_elements(sqlc.arg(rows)::jsonb) AS r
WHERE x.tenant_id = sqlc.arg(tenant_id)::uuid AND x.id = (r.value->>'id')::uuid;

-- name: ListDispositionItems :many
SELECT to_jsonb(r) AS row FROM (
  SELECT x.id, x.disposition_id, x.tenancy_id, x.kind, x.description, x.amount, x.inspection_item_id
  FROM disposition_items AS x
  WHERE x.tenant_id = sqlc.arg(tenant_id)::uuid AND x.id > sqlc.arg(after)::uuid
    AND x.deleted_at IS NULL AND EXISTS (SELECT FROM tenancies AS t WHERE t.tenant_id = sqlc.arg(tenant_id)::uuid AND t.id = x.tenancy_id AND t.deleted_at IS NULL AND (cardinality(sqlc.arg(properties)::uuid[]) = 0 OR t.property_id = ANY (sqlc.arg(properties)::uuid[])))
  ORDER BY x.id LIMIT sqlc.arg(row_limit)::integer) AS r
ORDER BY r.id;

-- name: InsertDispositionItems :execrows
INSERT INTO disposition_items (tenant_id, id, disposition_id, tenancy_id, kind, description, amount, inspection_item_id)
SELECT o.id, (r.value->>'id')::uuid, (r.value->>'disposition_id')::uuid, (r.value->>'tenancy_id')::uuid, r.value->>'kind', r.value->>'description',
  (r.value->>'amount')::numeric, (r.value->>'inspection_item_id')::uuid
FROM jsonb_array_elements(sqlc.arg(rows)::jsonb) AS r JOIN organizations AS o ON o.id = sqlc.arg(tenant_id)::uuid;

-- name: ListLeasingPolicies :many
SELECT to_jsonb(r) AS row FROM (
  SELECT x.id, x.property_id, x.lease_id, x.due_day, x.grace_days, x.proration_method, x.late_fee_kind, x.late_fee_amount, x.late_fee_percentage,
    x.late_fee_cap_amount, x.late_fee_daily_amount, x.late_fee_daily_cap_amount, x.late_fee_minimum_amount, x.nsf_fee, x.full_payment_only,
    x.online_payment_blocked, x.certified_funds_only, x.notice_days, x.expiring_soon_days
  FROM leasing_policies AS x
  WHERE x.tenant_id = sqlc.arg(tenant_id)::uuid AND x.id > sqlc.arg(after)::uuid
    AND CASE WHEN x.property_id IS NOT NULL THEN EXISTS (SELECT FROM properties AS p WHERE p.tenant_id = sqlc.arg(tenant_id)::uuid AND p.id = x.property_id AND p.deleted_at IS NULL AND (cardinality(sqlc.arg(properties)::uuid[]) = 0 OR p.id = ANY (sqlc.arg(properties)::uuid[])))
      WHEN x.lease_id IS NOT NULL THEN EXISTS (SELECT FROM leases AS l WHERE l.tenant_id = sqlc.arg(tenant_id)::uuid AND l.id = x.lease_id AND l.deleted_at IS NULL AND (cardinality(sqlc.arg(properties)::uuid[]) = 0 OR l.property_id = ANY (sqlc.arg(properties)::uuid[])))
      ELSE cardinality(sqlc.arg(properties)::uuid[]) = 0 END
  ORDER BY x.id LIMIT sqlc.arg(row_limit)::integer) AS r
ORDER BY r.id;

-- name: InsertLeasingPolicies :execrows
INSERT INTO leasing_policies (tenant_id, id, property_id, lease_id, due_day, grace_days, proration_method, late_fee_kind, late_fee_amount, late_fee_percentage, late_fee_cap_amount,
  late_fee_daily_amount, late_fee_daily_cap_amount, late_fee_minimum_amount, nsf_fee, full_payment_only, online_payment_blocked, certified_funds_only,
  notice_days, expiring_soon_days)
SELECT o.id, (r.value->>'id')::uuid, (r.value->>'property_id')::uuid, (r.value->>'lease_id')::uuid, (r.value->>'due_day')::integer,
  (r.value->>'grace_days')::integer, r.value->>'proration_method', r.value->>'late_fee_kind', (r.value->>'late_fee_amount')::numeric,
  (r.value->>'late_fee_percentage')::numeric, (r.value->>'late_fee_cap_amount')::numeric, (r.value->>'late_fee_daily_amount')::numeric,
  (r.value->>'late_fee_daily_cap_amount')::numeric, (r.value->>'late_fee_minimum_amount')::numeric, (r.value->>'nsf_fee')::numeric,
  (r.value->>'full_payment_only')::boolean, (r.value->>'online_payment_blocked')::boolean, (r.value->>'certified_funds_only')::boolean,
  (r.value->>'notice_days')::integer, (r.value->>'expiring_soon_days')::integer
FROM jsonb_array_elements(sqlc.arg(rows)::jsonb) AS r JOIN organizations AS o ON o.id = sqlc.arg(tenant_id)::uuid;

-- name: ListAnnouncements :many
SELECT to_jsonb(r) AS row FROM (
  SELECT x.id, x.property_id, x.title, x.body, x.publish_on, x.expires_on
  FROM announcements AS x
  WHERE x.tenant_id = sqlc.arg(tenant_id)::uuid AND x.id > sqlc.arg(after)::uuid
    AND x.deleted_at IS NULL
    AND CASE WHEN x.property_id IS NULL THEN cardinality(sqlc.arg(properties)::uuid[]) = 0
      ELSE EXISTS (SELECT FROM properties AS p WHERE p.tenant_id = sqlc.arg(tenant_id)::uuid AND p.id = x.property_id AND p.deleted_at IS NULL AND (cardinality(sqlc.arg(properties)::uuid[]) = 0 OR p.id = ANY (sqlc.arg(properties)::uuid[]))) END
  ORDER BY x.id LIMIT sqlc.arg(row_limit)::integer) AS r
ORDER BY r.id;

-- name: InsertAnnouncements :execrows
INSERT INTO announcements (tenant_id, id, property_id, title, body, publish_on, expires_on)
SELECT o.id, (r.value->>'id')::uuid, (r.value->>'property_id')::uuid, r.value->>'title', r.value->>'body', (r.value->>'publish_on')::date,
  (r.value->>'expires_on')::date
FROM jsonb_array_elements(sqlc.arg(rows)::jsonb) AS r JOIN organizations AS o ON o.id = sqlc.arg(tenant_id)::uuid;

-- name: ListDocumentTemplates :many
SELECT to_jsonb(r) AS row FROM (
  SELECT x.id, x.name, x.kind, x.body, x.number
  FROM document_templates AS x
  WHERE x.tenant_id = sqlc.arg(tenant_id)::uuid AND x.id > sqlc.arg(after)::uuid
    AND x.deleted_at IS NULL AND cardinality(sqlc.arg(properties)::uuid[]) = 0
  ORDER BY x.id LIMIT sqlc.arg(row_limit)::integer) AS r
ORDER BY r.id;

-- name: InsertDocumentTemplates :execrows
INSERT INTO document_templates (tenant_id, id, name, kind, body, number)
SELECT o.id, (r.value->>'id')::uuid, r.value->>'name', r.value->>'kind', r.value->>'body', (r.value->>'number')::integer
FROM jsonb_array_elements(sqlc.arg(rows)::jsonb) AS r JOIN organizations AS o ON o.id = sqlc.arg(tenant_id)::uuid;

-- name: ListDocumentTemplateVersions :many
SELECT to_jsonb(r) AS row FROM (
  SELECT x.id, x.template_id, x.number, x.name, x.body
  FROM document_template_versions AS x
  WHERE x.tenant_id = sqlc.arg(tenant_id)::uuid AND x.id > sqlc.arg(after)::uuid
    AND cardinality(sqlc.arg(properties)::uuid[]) = 0 AND EXISTS (SELECT FROM document_templates AS k WHERE k.tenant_id = sqlc.arg(tenant_id)::uuid AND k.id = x.template_id AND k.deleted_at IS NULL)
  ORDER BY x.id LIMIT sqlc.arg(row_limit)::integer) AS r
ORDER BY r.id;

-- name: InsertDocumentTemplateVersions :execrows
INSERT INTO document_template_versions (tenant_id, id, template_id, number, name, body)
SELECT o.id, (r.value->>'id')::uuid, (r.value->>'template_id')::uuid, (r.value->>'number')::integer, r.value->>'name', r.value->>'body'
FROM jsonb_array_elements(sqlc.arg(rows)::jsonb) AS r JOIN organizations AS o ON o.id = sqlc.arg(tenant_id)::uuid;

-- name: ListDocuments :many
SELECT to_jsonb(r) AS row FROM (
  SELECT x.id, x.type, x.entity_type, x.entity_id, x.property_id, x.description, x.expires_at, x.retain_until, x.retention_class, x.access_level, x.tags,
    x.held_at, x.hold_reason, x.revision, x.created_at
  FROM documents AS x
  WHERE x.tenant_id = sqlc.arg(tenant_id)::uuid AND x.id > sqlc.arg(after)::uuid
    AND x.deleted_at IS NULL
    AND (cardinality(sqlc.arg(properties)::uuid[]) = 0 OR x.property_id = ANY (sqlc.arg(properties)::uuid[]))
    AND CASE x.entity_type
      WHEN 'organization' THEN true
      WHEN 'property' THEN EXISTS (SELECT FROM properties AS p WHERE p.tenant_id = sqlc.arg(tenant_id)::uuid AND p.id = x.entity_id AND p.deleted_at IS NULL)
      WHEN 'unit' THEN EXISTS (SELECT FROM units AS u WHERE u.tenant_id = sqlc.arg(tenant_id)::uuid AND u.id = x.entity_id AND u.deleted_at IS NULL)
      WHEN 'tenancy' THEN EXISTS (SELECT FROM tenancies AS t WHERE t.tenant_id = sqlc.arg(tenant_id)::uuid AND t.id = x.entity_id AND t.deleted_at IS NULL AND (cardinality(sqlc.arg(properties)::uuid[]) = 0 OR t.property_id = ANY (sqlc.arg(properties)::uuid[])))
      WHEN 'lease' THEN EXISTS (SELECT FROM leases AS l WHERE l.tenant_id = sqlc.arg(tenant_id)::uuid AND l.id = x.entity_id AND l.deleted_at IS NULL AND (cardinality(sqlc.arg(properties)::uuid[]) = 0 OR l.property_id = ANY (sqlc.arg(properties)::uuid[])))
      WHEN 'renter' THEN EXISTS (SELECT FROM tenants AS n WHERE n.tenant_id = sqlc.arg(tenant_id)::uuid AND n.id = x.entity_id AND n.deleted_at IS NULL)
      WHEN 'owner' THEN EXISTS (SELECT FROM owners AS w WHERE w.tenant_id = sqlc.arg(tenant_id)::uuid AND w.id = x.entity_id AND w.deleted_at IS NULL)
      WHEN 'inspection' THEN EXISTS (SELECT FROM inspections AS i JOIN units AS u ON u.tenant_id = i.tenant_id AND u.id = i.unit_id AND u.tenant_id = sqlc.arg(tenant_id)::uuid
        WHERE i.tenant_id = sqlc.arg(tenant_id)::uuid AND i.id = x.entity_id AND u.deleted_at IS NULL AND (i.tenancy_id IS NULL OR EXISTS (SELECT FROM tenancies AS t WHERE t.tenant_id = sqlc.arg(tenant_id)::uuid AND t.id = i.tenancy_id AND t.deleted_at IS NULL AND (cardinality(sqlc.arg(properties)::uuid[]) = 0 OR t.property_id = ANY (sqlc.arg(properties)::uuid[])))))
      WHEN 'lease_notice' THEN EXISTS (SELECT FROM lease_notices AS v WHERE v.tenant_id = sqlc.arg(tenant_id)::uuid AND v.id = x.entity_id AND EXISTS (SELECT FROM leases AS l WHERE l.tenant_id = sqlc.arg(tenant_id)::uuid AND l.id = v.lease_id AND l.deleted_at IS NULL AND (cardinality(sqlc.arg(properties)::uuid[]) = 0 OR l.property_id = ANY (sqlc.arg(properties)::uuid[]))))
      WHEN 'disposition' THEN EXISTS (SELECT FROM deposit_dispositions AS d WHERE d.tenant_id = sqlc.arg(tenant_id)::uuid AND d.id = x.entity_id AND EXISTS (SELECT FROM tenancies AS t WHERE t.tenant_id = sqlc.arg(tenant_id)::uuid AND t.id = d.tenancy_id AND t.deleted_at IS NULL AND (cardinality(sqlc.arg(properties)::uuid[]) = 0 OR t.property_id = ANY (sqlc.arg(properties)::uuid[]))))
      ELSE false END
  ORDER BY x.id LIMIT sqlc.arg(row_limit)::integer) AS r
ORDER BY r.id;
