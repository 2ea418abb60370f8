-- Renters, stays and leases on the way out of an organization, as rows in the order of their ids, and into one. A row travels as a jsonb object
-- whose values are text. With properties, only what belongs to those.

-- name: ListRenters :many
SELECT to_jsonb(r) AS row FROM (
  SELECT x.id, x.kind, x.first_name, x.last_name, x.company_name, x.email, x.phone, x.employer_name, x.employer_phone, x.preferences, x.metadata,
    (SELECT z.id FROM leases AS z WHERE z.tenant_id = sqlc.arg(tenant_id)::uuid AND z.id = x.lease_id AND z.deleted_at IS NULL) AS lease_id,
    (SELECT z.id FROM emergency_contacts AS z WHERE z.tenant_id = sqlc.arg(tenant_id)::uuid AND z.id = x.emergency_contact_id AND z.deleted_at IS NULL) AS emergency_contact_id
  FROM tenants AS x
  WHERE x.tenant_id = sqlc.arg(tenant_id)::uuid AND x.id > sqlc.arg(after)::uuid
    AND (x.deleted_at IS NULL AND cardinality(sqlc.arg(properties)::uuid[]) = 0
      OR (EXISTS (SELECT FROM lease_parties AS y JOIN leases AS l ON l.tenant_id = y.tenant_id AND l.id = y.lease_id AND l.tenant_id = sqlc.arg(tenant_id)::uuid
        WHERE y.tenant_id = sqlc.arg(tenant_id)::uuid AND y.renter_id = x.id AND y.deleted_at IS NULL AND l.deleted_at IS NULL AND (cardinality(sqlc.arg(properties)::uuid[]) = 0 OR l.property_id = ANY (sqlc.arg(properties)::uuid[])))
      OR EXISTS (SELECT FROM leases AS m WHERE m.tenant_id = sqlc.arg(tenant_id)::uuid AND m.renter_id = x.id AND m.deleted_at IS NULL AND (cardinality(sqlc.arg(properties)::uuid[]) = 0 OR m.property_id = ANY (sqlc.arg(properties)::uuid[])))))
  ORDER BY x.id LIMIT sqlc.arg(row_limit)::integer) AS r
ORDER BY r.id;

-- name: InsertRenters :execrows
INSERT INTO tenants (tenant_id, id, kind, first_name, last_name, company_name, email, phone, employer_name, employer_phone, preferences, metadata)
SELECT o.id, (r.value->>'id')::uuid, r.value->>'kind', r.value->>'first_name', r.value->>'last_name', r.value->>'company_name', r.value->>'email',
  r.value->>'phone', r.value->>'employer_name', r.value->>'employer_phone', (r.value->>'preferences')::jsonb, (r.value->>'metadata')::jsonb
FROM jsonb_array_elements(sqlc.arg(rows)::jsonb) AS r JOIN organizations AS o ON o.id = sqlc.arg(tenant_id)::uuid;

-- name: LinkRentersLeaseId :execrows
UPDATE tenants AS x SET lease_id = (r.value->>'to')::uuid
FROM jsonb_array_elements(sqlc.arg(rows)::jsonb) AS r
WHERE x.tenant_id = sqlc.arg(tenant_id)::uuid AND x.id = (r.value->>'id')::uuid;

-- name: LinkRentersEmergencyContactId :execrows
UPDATE tenants AS x SET emergency_contact_id = (r.value->>'to')::uuid
FROM jsonb_array_elements(sqlc.arg(rows)::jsonb) AS r
WHERE x.tenant_id = sqlc.arg(tenant_id)::uuid AND x.id = (r.value->>'id')::uuid;

-- name: ListEmergencyContacts :many
SELECT to_jsonb(r) AS row FROM (
  SELECT x.id, x.renter_id, x.name, x.relationship, x.phone, x.email
  FROM emergency_contacts AS x
  WHERE x.tenant_id = sqlc.arg(tenant_id)::uuid AND x.id > sqlc.arg(after)::uuid
    AND x.deleted_at IS NULL
    AND (EXISTS (SELECT FROM tenants AS n WHERE n.tenant_id = sqlc.arg(tenant_id)::uuid AND n.id = x.renter_id AND n.deleted_at IS NULL) AND cardinality(sqlc.arg(properties)::uuid[]) = 0
      OR (EXISTS (SELECT FROM lease_parties AS y JOIN leases AS l ON l.tenant_id = y.tenant_id AND l.id = y.lease_id AND l.tenant_id = sqlc.arg(tenant_id)::uuid
        WHERE y.tenant_id = sqlc.arg(tenant_id)::uuid AND y.renter_id = x.renter_id AND y.deleted_at IS NULL AND l.deleted_at IS NULL AND (cardinality(sqlc.arg(properties)::uuid[]) = 0 OR l.property_id = ANY (sqlc.arg(properties)::uuid[])))
      OR EXISTS (SELECT FROM leases AS m WHERE m.tenant_id = sqlc.arg(tenant_id)::uuid AND m.renter_id = x.renter_id AND m.deleted_at IS NULL AND (cardinality(sqlc.arg(properties)::uuid[]) = 0 OR m.property_id = ANY (sqlc.arg(properties)::uuid[])))))
  ORDER BY x.id LIMIT sqlc.arg(row_limit)::integer) AS r
ORDER BY r.id;

-- name: InsertEmergencyContacts :execrows
INSERT INTO emergency_contacts (tenant_id, id, renter_id, name, relationship, phone, email)
SELECT o.id, (r.value->>'id')::uuid, (r.value->>'renter_id')::uuid, r.value->>'name', r.value->>'relationship', r.value->>'phone', r.value->>'email'
FROM jsonb_array_elements(sqlc.arg(rows)::jsonb) AS r JOIN organizations AS o ON o.id = sqlc.arg(tenant_id)::uuid;

-- name: ListTenancies :many
SELECT to_jsonb(r) AS row FROM (
  SELECT x.id, x.unit_id, x.property_id, x.moved_in_on, x.notice_given_on, x.move_out_planned_on, x.moved_out_on, x.eviction_filed_on,
    (SELECT z.id FROM tenancies AS z WHERE z.tenant_id = sqlc.arg(tenant_id)::uuid AND z.id = x.transferred_from_id AND z.deleted_at IS NULL) AS transferred_from_id,
    x.departure_kind, x.eviction_closed_on, x.eviction_note, x.forwarding_address
  FROM tenancies AS x
  WHERE x.tenant_id = sqlc.arg(tenant_id)::uuid AND x.id > sqlc.arg(after)::uuid
    AND x.deleted_at IS NULL AND (cardinality(sqlc.arg(properties)::uuid[]) = 0 OR x.property_id = ANY (sqlc.arg(properties)::uuid[]))
  ORDER BY x.id LIMIT sqlc.arg(row_limit)::integer) AS r
ORDER BY r.id;

-- name: InsertTenancies :execrows
INSERT INTO tenancies (tenant_id, id, unit_id, property_id, moved_in_on, notice_given_on, move_out_planned_on, moved_out_on, eviction_filed_on, departure_kind,
  eviction_closed_on, eviction_note, forwarding_address)
SELECT o.id, (r.value->>'id')::uuid, (r.value->>'unit_id')::uuid, (r.value->>'property_id')::uuid, (r.value->>'moved_in_on')::date,
  (r.value->>'notice_given_on')::date, (r.value->>'move_out_planned_on')::date, (r.value->>'moved_out_on')::date, (r.value->>'eviction_filed_on')::date,
  r.value->>'departure_kind', (r.value->>'eviction_closed_on')::date, r.value->>'eviction_note', r.value->>'forwarding_address'
FROM jsonb_array_elements(sqlc.arg(rows)::jsonb) AS r JOIN organizations AS o ON o.id = sqlc.arg(tenant_id)::uuid;

-- name: LinkTenanciesTransferredFromId :execrows
UPDATE tenancies AS x SET transferred_from_id = (r.value->>'to')::uuid
FROM jsonb_array_elements(sqlc.arg(rows)::jsonb) AS r
WHERE x.tenant_id = sqlc.arg(tenant_id)::uuid AND x.id = (r.value->>'id')::uuid;

-- name: ListLeases :many
SELECT to_jsonb(r) AS row FROM (
  SELECT x.id, x.tenancy_id, x.unit_id, x.property_id, x.renter_id, x.start_date, x.end_date, x.monthly_rent, x.security_deposit, x.pet_deposit, x.pet_fee,
    x.late_fee_percentage, x.late_fee_grace_days, x.subsidized, x.status, x.terms, x.signed_at, x.auto_renew, x.renewal_offer_sent, x.metadata,
    x.activated_at, x.terminated_on, x.termination_reason, x.termination_fee, x.late_fee_confirmed_on,
    (SELECT z.id FROM documents AS z WHERE z.tenant_id = sqlc.arg(tenant_id)::uuid AND z.id = x.signed_document_id AND z.deleted_at IS NULL) AS signed_document_id
  FROM leases AS x
  WHERE x.tenant_id = sqlc.arg(tenant_id)::uuid AND x.id > sqlc.arg(after)::uuid
    AND x.deleted_at IS NULL AND (cardinality(sqlc.arg(properties)::uuid[]) = 0 OR x.property_id = ANY (sqlc.arg(properties)::uuid[]))
  ORDER BY x.id LIMIT sqlc.arg(row_limit)::integer) AS r
ORDER BY r.id;

-- name: InsertLeases :execrows
INSERT INTO leases (tenant_id, id, tenancy_id, unit_id, property_id, renter_id, start_date, end_date, monthly_rent, security_deposit, pet_deposit, pet_fee,
  late_fee_percentage, late_fee_grace_days, subsidized, status, terms, signed_at, auto_renew, renewal_offer_sent, metadata, activated_at, terminated_on,
  termination_reason, termination_fee, late_fee_confirmed_on)
SELECT o.id, (r.value->>'id')::uuid, (r.value->>'tenancy_id')::uuid, (r.value->>'unit_id')::uuid, (r.value->>'property_id')::uuid,
  (r.value->>'renter_id')::uuid, (r.value->>'start_date')::date, (r.value->>'end_date')::date, (r.value->>'monthly_rent')::numeric,
  (r.value->>'security_deposit')::numeric, (r.value->>'pet_deposit')::numeric, (r.value->>'pet_fee')::numeric,
  (r.value->>'late_fee_percentage')::numeric, (r.value->>'late_fee_grace_days')::integer, (r.value->>'subsidized')::boolean, r.value->>'status',
  r.value->>'terms', (r.value->>'signed_at')::timestamptz, (r.value->>'auto_renew')::boolean, (r.value->>'renewal_offer_sent')::boolean,
  (r.value->>'metadata')::jsonb, (r.value->>'activated_at')::timestamptz, (r.value->>'terminated_on')::date, r.value->>'termination_reason',
  (r.value->>'termination_fee')::numeric, (r.value->>'late_fee_confirmed_on')::date
FROM jsonb_array_elements(sqlc.arg(rows)::jsonb) AS r JOIN organizations AS o ON o.id = sqlc.arg(tenant_id)::uuid;

-- name: LinkLeasesSignedDocumentId :execrows
UPDATE leases AS x SET signed_document_id = (r.value->>'to')::uuid
FROM jsonb_array_elements(sqlc.arg(rows)::jsonb) AS r
WHERE x.tenant_id = sqlc.arg(tenant_id)::uuid AND x.id = (r.value->>'id')::uuid;

-- name: ListLeaseParties :many
SELECT to_jsonb(r) AS row FROM (
  SELECT x.id, x.lease_id, x.tenancy_id, x.renter_id, x.role, x.from_date, x.to_date, x.share_percentage
  FROM lease_parties AS x
  WHERE x.tenant_id = sqlc.arg(tenant_id)::uuid AND x.id > sqlc.arg(after)::uuid
    AND x.deleted_at IS NULL AND EXISTS (SELECT FROM leases AS l WHERE l.tenant_id = sqlc.arg(tenant_id)::uuid AND l.id = x.lease_id AND l.deleted_at IS NULL AND (cardinality(sqlc.arg(properties)::uuid[]) = 0 OR l.property_id = ANY (sqlc.arg(properties)::uuid[])))
  ORDER BY x.id LIMIT sqlc.arg(row_limit)::integer) AS r
ORDER BY r.id;

-- name: InsertLeaseParties :execrows
INSERT INTO lease_parties (tenant_id, id, lease_id, tenancy_id, renter_id, role, from_date, to_date, share_percentage)
SELECT o.id, (r.value->>'id')::uuid, (r.value->>'lease_id')::uuid, (r.value->>'tenancy_id')::uuid, (r.value->>'renter_id')::uuid, r.value->>'role',
  (r.value->>'from_date')::date, (r.value->>'to_date')::date, (r.value->>'share_percentage')::numeric
FROM jsonb_array_elements(sqlc.arg(rows)::jsonb) AS r JOIN organizations AS o ON o.id = sqlc.arg(tenant_id)::uuid;

-- name: ListPets :many
SELECT to_jsonb(r) AS row FROM (
  SELECT x.id, x.tenancy_id, x.name, x.species, x.breed, x.weight_pounds, x.assistance, x.note, x.from_date, x.to_date
  FROM pets AS x
  WHERE x.tenant_id = sqlc.arg(tenant_id)::uuid AND x.id > sqlc.arg(after)::uuid
    AND x.deleted_at IS NULL AND EXISTS (SELECT FROM tenancies AS t WHERE t.tenant_id = sqlc.arg(tenant_id)::uuid AND t.id = x.tenancy_id AND t.deleted_at IS NULL AND (cardinality(sqlc.arg(properties)::uuid[]) = 0 OR t.property_id = ANY (sqlc.arg(properties)::uuid[])))
  ORDER BY x.id LIMIT sqlc.arg(row_limit)::integer) AS r
ORDER BY r.id;

-- name: InsertPets :execrows
INSERT INTO pets (tenant_id, id, tenancy_id, name, species, breed, weight_pounds, assistance, note, from_date, to_date)
SELECT o.id, (r.value->>'id')::uuid, (r.value->>'tenancy_id')::uuid, r.value->>'name', r.value->>'species', r.value->>'breed',
  (r.value->>'weight_pounds')::integer, (r.value->>'assistance')::boolean, r.value->>'note', (r.value->>'from_date')::date, (r.value->>'to_date')::date
FROM jsonb_array_elements(sqlc.arg(rows)::jsonb) AS r JOIN organizations AS o ON o.id = sqlc.arg(tenant_id)::uuid;

-- name: ListVehicles :many
SELECT to_jsonb(r) AS row FROM (
  SELECT x.id, x.tenancy_id,
    (SELECT z.id FROM tenants AS z WHERE z.tenant_id = sqlc.arg(tenant_id)::uuid AND z.id = x.renter_id AND z.deleted_at IS NULL) AS renter_id, x.make,
    x.model, x.color, x.year, x.plate, x.plate_region, x.parking_space
  FROM vehicles AS x
  WHERE x.tenant_id = sqlc.arg(tenant_id)::uuid AND x.id > sqlc.arg(after)::uuid
    AND x.deleted_at IS NULL AND EXISTS (SELECT FROM tenancies AS t WHERE t.tenant_id = sqlc.arg(tenant_id)::uuid AND t.id = x.tenancy_id AND t.deleted_at IS NULL AND (cardinality(sqlc.arg(properties)::uuid[]) = 0 OR t.property_id = ANY (sqlc.arg(properties)::uuid[])))
  ORDER BY x.id LIMIT sqlc.arg(row_limit)::integer) AS r
ORDER BY r.id;

-- name: InsertVehicles :execrows
INSERT INTO vehicles (tenant_id, id, tenancy_id, make, model, color, year, plate, plate_region, parking_space)
SELECT o.id, (r.value->>'id')::uuid, (r.value->>'tenancy_id')::uuid, r.value->>'make', r.value->>'model', r.value->>'color', (r.value->>'year')::integer,
  r.value->>'plate', r.value->>'plate_region', r.value->>'parking_space'
FROM jsonb_array_elements(sqlc.arg(rows)::jsonb) AS r JOIN organizations AS o ON o.id = sqlc.arg(tenant_id)::uuid;

-- name: LinkVehiclesRenterId :execrows
UPDATE vehicles AS x SET renter_id = (r.value->>'to')::uuid
FROM jsonb_array_elements(sqlc.arg(rows)::jsonb) AS r
WHERE x.tenant_id = sqlc.arg(tenant_id)::uuid AND x.id = (r.value->>'id')::uuid;

-- name: ListRentSchedules :many
SELECT to_jsonb(r) AS row FROM (
  SELECT x.id, x.lease_id, x.tenancy_id, x.payer, x.payer_name, x.amount, x.frequency, x.from_date, x.to_date, x.reason
  FROM rent_schedules AS x
  WHERE x.tenant_id = sqlc.arg(tenant_id)::uuid AND x.id > sqlc.arg(after)::uuid
    AND x.deleted_at IS NULL AND EXISTS (SELECT FROM leases AS l WHERE l.tenant_id = sqlc.arg(tenant_id)::uuid AND l.id = x.lease_id AND l.deleted_at IS NULL AND (cardinality(sqlc.arg(properties)::uuid[]) = 0 OR l.property_id = ANY (sqlc.arg(properties)::uuid[])))
  ORDER BY x.id LIMIT sqlc.arg(row_limit)::integer) AS r
ORDER BY r.id;

-- name: InsertRentSchedules :execrows
INSERT INTO rent_schedules (tenant_id, id, lease_id, tenancy_id, payer, payer_name, amount, frequency, from_date, to_date, reason)
SELECT o.id, (r.value->>'id')::uuid, (r.value->>'lease_id')::uuid, (r.value->>'tenancy_id')::uuid, r.value->>'payer', r.value->>'payer_name',
  (r.value->>'amount')::numeric, r.value->>'frequency', (r.value->>'from_date')::date, (r.value->>'to_date')::date, r.value->>'reason'
FROM jsonb_array_elements(sqlc.arg(rows)::jsonb) AS r JOIN organizations AS o ON o.id = sqlc.arg(tenant_id)::uuid;

-- name: ListRecurringCharges :many
SELECT to_jsonb(r) AS row FROM (
  SELECT x.id, x.lease_id, x.tenancy_id,
    (SELECT z.id FROM pets AS z WHERE z.tenant_id = sqlc.arg(tenant_id)::uuid AND z.id = x.pet_id AND z.deleted_at IS NULL) AS pet_id, x.kind, x.category,
    x.description, x.payer, x.payer_name, x.amount, x.frequency, x.from_date, x.to_date
  FROM recurring_charges AS x
  WHERE x.tenant_id = sqlc.arg(tenant_id)::uuid AND x.id > sqlc.arg(after)::uuid
    AND x.deleted_at IS NULL AND EXISTS (SELECT FROM leases AS l WHERE l.tenant_id = sqlc.arg(tenant_id)::uuid AND l.id = x.lease_id AND l.deleted_at IS NULL AND (cardinality(sqlc.arg(properties)::uuid[]) = 0 OR l.property_id = ANY (sqlc.arg(properties)::uuid[])))
  ORDER BY x.id LIMIT sqlc.arg(row_limit)::integer) AS r
ORDER BY r.id;

-- name: InsertRecurringCharges :execrows
INSERT INTO recurring_charges (tenant_id, id, lease_id, tenancy_id, pet_id, kind, category, description, payer, payer_name, amount, frequency, from_date, to_date)
SELECT o.id, (r.value->>'id')::uuid, (r.value->>'lease_id')::uuid, (r.value->>'tenancy_id')::uuid, (r.value->>'pet_id')::uuid, r.value->>'kind',
  r.value->>'category', r.value->>'description', r.value->>'payer', r.value->>'payer_name', (r.value->>'amount')::numeric, r.value->>'frequency',
  (r.value->>'from_date')::date, (r.value->>'to_date')::date
FROM jsonb_array_elements(sqlc.arg(rows)::jsonb) AS r JOIN organizations AS o ON o.id = sqlc.arg(tenant_id)::uuid;

-- name: ListLeaseDeposits :many
SELECT to_jsonb(r) AS row FROM (
  SELECT x.id, x.lease_id, x.tenancy_id,
    (SELECT z.id FROM pets AS z WHERE z.tenant_id = sqlc.arg(tenant_id)::uuid AND z.id = x.pet_id AND z.deleted_at IS NULL) AS pet_id, x.kind, x.amount,
    x.due_on, x.payer, x.payer_name, x.holder, x.refundable
  FROM lease_deposits AS x
  WHERE x.tenant_id = sqlc.arg(tenant_id)::uuid AND x.id > sqlc.arg(after)::uuid
    AND x.deleted_at IS NULL AND EXISTS (SELECT FROM leases AS l WHERE l.tenant_id = sqlc.arg(tenant_id)::uuid AND l.id = x.lease_id AND l.deleted_at IS NULL AND (cardinality(sqlc.arg(properties)::uuid[]) = 0 OR l.property_id = ANY (sqlc.arg(properties)::uuid[])))
  ORDER BY x.id LIMIT sqlc.arg(row_limit)::integer) AS r
ORDER BY r.id;

-- name: InsertLeaseDeposits :execrows
INSERT INTO lease_deposits (tenant_id, id, lease_id, tenancy_id, pet_id, kind, amount, due_on, payer, payer_name, holder, refundable)
SELECT o.id, (r.value->>'id')::uuid, (r.value->>'lease_id')::uuid, (r.value->>'tenancy_id')::uuid, (r.value->>'pet_id')::uuid, r.value->>'kind',
  (r.value->>'amount')::numeric, (r.value->>'due_on')::date, r.value->>'payer', r.value->>'payer_name', r.value->>'holder',
  (r.value->>'refundable')::boolean
FROM jsonb_array_elements(sqlc.arg(rows)::jsonb) AS r JOIN organizations AS o ON o.id = sqlc.arg(tenant_id)::uuid;

-- name: ListLeaseOpenings :many
SELECT to_jsonb(r) AS row FROM (
  SELECT x.id, x.lease_id, x.tenancy_id, x.as_of, x.past_due, x.prepaid, x.deposit_held, x.other_deposit_held, x.other_recurring, x.recurring_credits,
    x.nsf_count, x.late_count
  FROM lease_openings AS x
  WHERE x.tenant_id = sqlc.arg(tenant_id)::uuid AND x.id > sqlc.arg(after)::uuid
    AND EXISTS (SELECT FROM leases AS l WHERE l.tenant_id = sqlc.arg(tenant_id)::uuid AND l.id = x.lease_id AND l.deleted_at IS NULL AND (cardinality(sqlc.arg(properties)::uuid[]) = 0 OR l.property_id = ANY (sqlc.arg(properties)::uuid[])))
  ORDER BY x.id LIMIT sqlc.arg(row_limit)::integer) AS r
ORDER BY r.id;

-- name: InsertLeaseOpenings :execrows
INSERT INTO lease_openings (tenant_id, id, lease_id, tenancy_id, as_of, past_due, prepaid, deposit_held, other_deposit_held, other_recurring, recurring_credits, nsf_count,
  late_count, import_id)
SELECT o.id, (r.value->>'id')::uuid, (r.value->>'lease_id')::uuid, (r.value->>'tenancy_id')::uuid, (r.value->>'as_of')::date, (r.value->>'past_due')::numeric,
  (r.value->>'prepaid')::numeric, (r.value->>'deposit_held')::numeric, (r.value->>'other_deposit_held')::numeric, (r.value->>'other_recurring')::numeric,
  (r.value->>'recurring_credits')::numeric, (r.value->>'nsf_count')::integer, (r.value->>'late_count')::integer, (r.value->>'import_id')::uuid
FROM jsonb_array_elements(sqlc.arg(rows)::jsonb) AS r JOIN organizations AS o ON o.id = sqlc.arg(tenant_id)::uuid;

-- name: ListLeaseNotices :many
SELECT to_jsonb(r) AS row FROM (
  SELECT x.id, x.lease_id, x.tenancy_id, x.kind, x.given_by, x.given_on, x.effective_on, x.served_on, x.served_method, x.served_by,
    (SELECT z.id FROM documents AS z WHERE z.tenant_id = sqlc.arg(tenant_id)::uuid AND z.id = x.proof_document_id AND z.deleted_at IS NULL) AS proof_document_id,
    x.note, x.acknowledged_at, x.withdrawn_at, x.ended_lease, x.forwarding_address
  FROM lease_notices AS x
  WHERE x.tenant_id = sqlc.arg(tenant_id)::uuid AND x.id > sqlc.arg(after)::uuid
    AND EXISTS (SELECT FROM leases AS l WHERE l.tenant_id = sqlc.arg(tenant_id)::uuid AND l.id = x.lease_id AND l.deleted_at IS NULL AND (cardinality(sqlc.arg(properties)::uuid[]) = 0 OR l.property_id = ANY (sqlc.arg(properties)::uuid[])))
  ORDER BY x.id LIMIT sqlc.arg(row_limit)::integer) AS r
ORDER BY r.id;

-- name: InsertLeaseNotices :execrows
INSERT INTO lease_notices (tenant_id, id, lease_id, tenancy_id, kind, given_by, given_on, effective_on, served_on, served_method, served_by, note, acknowledged_at, withdrawn_at,
  ended_lease, forwarding_address)
SELECT o.id, (r.value->>'id')::uuid, (r.value->>'lease_id')::uuid, (r.value->>'tenancy_id')::uuid, r.value->>'kind', r.value->>'given_by',
  (r.value->>'given_on')::date, (r.value->>'effective_on')::date, (r.value->>'served_on')::date, r.value->>'served_method', r.value->>'served_by',
  r.value->>'note', (r.value->>'acknowledged_at')::timestamptz, (r.value->>'withdrawn_at')::timestamptz, (r.value->>'ended_lease')::boolean,
  r.value->>'forwarding_address'
FROM jsonb_array_elements(sqlc.arg(rows)::jsonb) AS r JOIN organizations AS o ON o.id = sqlc.arg(tenant_id)::uuid;

-- name: LinkLeaseNoticesProofDocumentId :execrows
UPDATE lease_notices AS x SET proof_document_id = (r.value->>'to')::uuid
FROM jsonb_array_elements(sqlc.arg(rows)::jsonb) AS r
WHERE x.tenant_id = sqlc.arg(tenant_id)::uuid AND x.id = (r.value->>'id')::uuid;

-- name: ListRenewalOffers :many
SELECT to_jsonb(r) AS row FROM (
  SELECT x.id, x.lease_id, x.tenancy_id, x.batch_id, x.status, x.start_date, x.end_date, x.monthly_rent, x.message, x.respond_by, x.sent_at, x.answered_at,
    (SELECT z.id FROM leases AS z WHERE z.tenant_id = sqlc.arg(tenant_id)::uuid AND z.id = x.new_lease_id AND z.deleted_at IS NULL) AS new_lease_id
  FROM renewal_offers AS x
  WHERE x.tenant_id = sqlc.arg(tenant_id)::uuid AND x.id > sqlc.arg(after)::uuid
    AND EXISTS (SELECT FROM leases AS l WHERE l.tenant_id = sqlc.arg(tenant_id)::uuid AND l.id = x.lease_id AND l.deleted_at IS NULL AND (cardinality(sqlc.arg(properties)::uuid[]) = 0 OR l.property_id = ANY (sqlc.arg(properties)::uuid[])))
  ORDER BY x.id LIMIT sqlc.arg(row_limit)::integer) AS r
ORDER BY r.id;

-- name: InsertRenewalOffers :execrows
INSERT INTO renewal_offers (tenant_id, id, lease_id, tenancy_id, batch_id, status, start_date, end_date, monthly_rent, message, respond_by, sent_at, answered_at)
SELECT o.id, (r.value->>'id')::uuid, (r.value->>'lease_id')::uuid, (r.value->>'tenancy_id')::uuid, (r.value->>'batch_id')::uuid, r.value->>'status',
  (r.value->>'start_date')::date, (r.value->>'end_date')::date, (r.value->>'monthly_rent')::numeric, r.value->>'message', (r.value->>'respond_by')::date,
  (r.value->>'sent_at')::timestamptz, (r.value->>'answered_at')::timestamptz
FROM jsonb_array_elements(sqlc.arg(rows)::jsonb) AS r JOIN organizations AS o ON o.id = sqlc.arg(tenant_id)::uuid;

-- name: LinkRenewalOffersNewLeaseId :execrows
UPDATE renewal_offers AS x SET new_lease_id = (r.value->>'to')::uuid
FROM jsonb_array_elements(sqlc.arg(rows)::jsonb) AS r
WHERE x.tenant_id = sqlc.arg(tenant_id)::uuid AND x.id = (r.value->>'id')::uuid;
