-- What the demo writes besides properties and leases. Columns travel as arrays, joined to the organization's row. Empty
-- text, the zero id and a missing ciphertext stand for NULL.

-- name: LockOrganization :one
-- Whoever loads a demo organization holds its row, so that two loads at once do not both find it empty. The second finds no
-- row, at once.
SELECT id FROM organizations WHERE id = sqlc.arg(tenant_id)::uuid FOR NO KEY UPDATE SKIP LOCKED;

-- name: HasProperties :one
SELECT EXISTS (SELECT FROM properties WHERE tenant_id = sqlc.arg(tenant_id)::uuid);

-- name: ListStaff :many
SELECT id, email FROM users
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND email = ANY (sqlc.arg(emails)::text[]) AND deleted_at IS NULL;

-- name: SetRenterDetails :execrows
UPDATE tenants AS t SET ssn_encrypted = r.ssn, ssn_key_id = nullif(r.ssn_key_id, 0), ssn_bidx = r.ssn_bidx,
  ssn_last_four = nullif(r.ssn_last_four, ''), driver_license_encrypted = r.license,
  driver_license_key_id = nullif(r.license_key_id, 0), driver_license_last_four = nullif(r.license_last_four, ''),
  date_of_birth_encrypted = r.birth_date, date_of_birth_key_id = nullif(r.birth_date_key_id, 0),
  income_encrypted = r.income, income_key_id = nullif(r.income_key_id, 0),
  employer_name = nullif(r.employer_name, ''), employer_phone = nullif(r.employer_phone, '')
FROM (SELECT unnest(sqlc.arg(ids)::uuid[]) AS id,
    unnest(sqlc.arg(ssns)::bytea[]) AS ssn, unnest(sqlc.arg(ssn_key_ids)::bigint[]) AS ssn_key_id,
    unnest(sqlc.arg(ssn_indexes)::bytea[]) AS ssn_bidx, unnest(sqlc.arg(ssn_last_fours)::text[]) AS ssn_last_four,
    unnest(sqlc.arg(licenses)::bytea[]) AS license, unnest(sqlc.arg(license_key_ids)::bigint[]) AS license_key_id,
    unnest(sqlc.arg(license_last_fours)::text[]) AS license_last_four,
    unnest(sqlc.arg(birth_dates)::bytea[]) AS birth_date, unnest(sqlc.arg(birth_date_key_ids)::bigint[]) AS birth_date_key_id,
    unnest(sqlc.arg(incomes)::bytea[]) AS income, unnest(sqlc.arg(income_key_ids)::bigint[]) AS income_key_id,
    unnest(sqlc.arg(employer_names)::text[]) AS employer_name,
    unnest(sqlc.arg(employer_phones)::text[]) AS employer_phone) AS r
WHERE t.tenant_id = sqlc.arg(tenant_id)::uuid AND t.id = r.id;

-- name: InsertEmergencyContacts :execrows
INSERT INTO emergency_contacts (tenant_id, id, renter_id, name, relationship, phone, email)
SELECT o.id, r.id, r.renter_id, r.name, r.relationship, r.phone, r.email
FROM (SELECT unnest(sqlc.arg(ids)::uuid[]) AS id, unnest(sqlc.arg(renter_ids)::uuid[]) AS renter_id,
    unnest(sqlc.arg(names)::text[]) AS name, unnest(sqlc.arg(relationships)::text[]) AS relationship,
    unnest(sqlc.arg(phones)::text[]) AS phone, unnest(sqlc.arg(emails)::text[]) AS email) AS r
JOIN organizations AS o ON o.id = sqlc.arg(tenant_id)::uuid;

-- name: SetEmergencyContacts :execrows
UPDATE tenants AS t SET emergency_contact_id = r.contact_id
FROM (SELECT unnest(sqlc.arg(renter_ids)::uuid[]) AS renter_id, unnest(sqlc.arg(contact_ids)::uuid[]) AS contact_id) AS r
WHERE t.tenant_id = sqlc.arg(tenant_id)::uuid AND t.id = r.renter_id;

-- name: InsertPayments :execrows
INSERT INTO payments (tenant_id, id, tenancy_id, lease_id, renter_id, amount, method, status, due_date, paid_at, failed_at,
  failure_reason, return_code, notes, metadata, created_at, updated_at)
SELECT o.id, r.id, r.tenancy_id, r.lease_id, r.renter_id, r.amount, r.method, r.status, r.due_date,
  nullif(r.paid_at, '')::timestamptz, nullif(r.failed_at, '')::timestamptz, nullif(r.failure_reason, ''),
  nullif(r.return_code, ''), nullif(r.notes, ''),
  jsonb_strip_nulls(jsonb_build_object('purpose', r.purpose, 'refunded', nullif(r.refunded, ''),
    'refunded_on', nullif(r.refunded_on, ''))),
  r.created_at, coalesce(nullif(r.refunded_on, ''), nullif(r.failed_at, ''), nullif(r.paid_at, ''), r.created_at::text)::timestamptz
FROM (SELECT unnest(sqlc.arg(ids)::uuid[]) AS id, unnest(sqlc.arg(tenancy_ids)::uuid[]) AS tenancy_id,
    unnest(sqlc.arg(lease_ids)::uuid[]) AS lease_id, unnest(sqlc.arg(renter_ids)::uuid[]) AS renter_id,
    unnest(sqlc.arg(amounts)::numeric[]) AS amount, unnest(sqlc.arg(methods)::text[]) AS method,
    unnest(sqlc.arg(statuses)::text[]) AS status, unnest(sqlc.arg(due_dates)::date[]) AS due_date,
    unnest(sqlc.arg(paid_at)::text[]) AS paid_at, unnest(sqlc.arg(failed_at)::text[]) AS failed_at,
    unnest(sqlc.arg(failure_reasons)::text[]) AS failure_reason, unnest(sqlc.arg(return_codes)::text[]) AS return_code,
    unnest(sqlc.arg(notes)::text[]) AS notes, unnest(sqlc.arg(purposes)::text[]) AS purpose,
    unnest(sqlc.arg(refunded)::text[]) AS refunded, unnest(sqlc.arg(refunded_on)::text[]) AS refunded_on,
    unnest(sqlc.arg(created_at)::timestamptz[]) AS created_at) AS r
JOIN organizations AS o ON o.id = sqlc.arg(tenant_id)::uuid;

-- name: InsertOwners :execrows
INSERT INTO owners (tenant_id, id, name, email, phone, ownership_percentage, distribution_frequency, distribution_day,
  tax_id_encrypted, tax_id_key_id, tax_id_bidx, tax_id_last_four)
SELECT o.id, r.id, r.name, r.email, r.phone, r.share, r.frequency, r.day, r.tax_id, r.tax_id_key_id, r.tax_id_bidx,
  r.tax_id_last_four
FROM (SELECT unnest(sqlc.arg(ids)::uuid[]) AS id, unnest(sqlc.arg(names)::text[]) AS name,
    unnest(sqlc.arg(emails)::text[]) AS email, unnest(sqlc.arg(phones)::text[]) AS phone,
    unnest(sqlc.arg(shares)::numeric[]) AS share, unnest(sqlc.arg(frequencies)::text[]) AS frequency,
    unnest(sqlc.arg(days)::integer[]) AS day, unnest(sqlc.arg(tax_ids)::bytea[]) AS tax_id,
    unnest(sqlc.arg(tax_id_key_ids)::bigint[]) AS tax_id_key_id, unnest(sqlc.arg(tax_id_indexes)::bytea[]) AS tax_id_bidx,
    unnest(sqlc.arg(tax_id_last_fours)::text[]) AS tax_id_last_four) AS r
JOIN organizations AS o ON o.id = sqlc.arg(tenant_id)::uuid;

-- name: InsertBankAccounts :execrows
INSERT INTO bank_accounts (tenant_id, id, owner_id, purpose, account_holder_name, account_type, bank_name, last_four,
  routing_number_encrypted, routing_number_key_id, account_number_encrypted, account_number_key_id, is_primary, is_verified)
SELECT o.id, r.id, nullif(r.owner_id, '00000000-0000-0000-0000-000000000000'), r.purpose, r.holder, r.type, r.bank, r.last_four,
  r.routing, r.routing_key_id, r.account, r.account_key_id, r.is_primary, true
FROM (SELECT unnest(sqlc.arg(ids)::uuid[]) AS id, unnest(sqlc.arg(owner_ids)::uuid[]) AS owner_id,
    unnest(sqlc.arg(purposes)::text[]) AS purpose, unnest(sqlc.arg(holders)::text[]) AS holder,
    unnest(sqlc.arg(types)::text[]) AS type, unnest(sqlc.arg(banks)::text[]) AS bank,
    unnest(sqlc.arg(last_fours)::text[]) AS last_four, unnest(sqlc.arg(routings)::bytea[]) AS routing,
    unnest(sqlc.arg(routing_key_ids)::bigint[]) AS routing_key_id, unnest(sqlc.arg(accounts)::bytea[]) AS account,
    unnest(sqlc.arg(account_key_ids)::bigint[]) AS account_key_id,
    unnest(sqlc.arg(is_primary)::boolean[]) AS is_primary) AS r
JOIN organizations AS o ON o.id = sqlc.arg(tenant_id)::uuid;

-- name: SetOwnerAccounts :execrows
UPDATE owners AS w SET bank_account_id = r.account_id
FROM (SELECT unnest(sqlc.arg(owner_ids)::uuid[]) AS owner_id, unnest(sqlc.arg(account_ids)::uuid[]) AS account_id) AS r
WHERE w.tenant_id = sqlc.arg(tenant_id)::uuid AND w.id = r.owner_id;

-- name: InsertShares :execrows
INSERT INTO owner_properties (tenant_id, id, owner_id, property_id, ownership_percentage, from_date, to_date,
  acquisition_date, acquisition_cost)
SELECT o.id, r.id, r.owner_id, r.property_id, r.percent, r.from_date, r.to_date, r.acquired_on, r.cost
FROM (SELECT unnest(sqlc.arg(ids)::uuid[]) AS id, unnest(sqlc.arg(owner_ids)::uuid[]) AS owner_id,
    unnest(sqlc.arg(property_ids)::uuid[]) AS property_id, unnest(sqlc.arg(percents)::numeric[]) AS percent,
    unnest(sqlc.arg(from_dates)::date[]) AS from_date, unnest(sqlc.arg(to_dates)::date[]) AS to_date,
    unnest(sqlc.arg(acquired_on)::date[]) AS acquired_on, unnest(sqlc.arg(costs)::numeric[]) AS cost) AS r
JOIN organizations AS o ON o.id = sqlc.arg(tenant_id)::uuid;

-- name: InsertVendors :execrows
INSERT INTO vendors (tenant_id, id, name, type, contact_name, contact_email, contact_phone, website, rating, total_jobs,
  insurance_expires_on, license_number, license_expires_on, tax_id_encrypted, tax_id_key_id, tax_id_bidx, tax_id_last_four,
  notes)
SELECT o.id, r.id, r.name, r.type, r.contact_name, r.contact_email, r.contact_phone, r.website, nullif(r.rating, 0), r.jobs,
  r.insured_until, nullif(r.license, ''), r.licensed_until, r.tax_id, r.tax_id_key_id, r.tax_id_bidx, r.tax_id_last_four,
  nullif(r.notes, '')
FROM (SELECT unnest(sqlc.arg(ids)::uuid[]) AS id, unnest(sqlc.arg(names)::text[]) AS name,
    unnest(sqlc.arg(types)::text[]) AS type, unnest(sqlc.arg(contact_names)::text[]) AS contact_name,
    unnest(sqlc.arg(contact_emails)::text[]) AS contact_email, unnest(sqlc.arg(contact_phones)::text[]) AS contact_phone,
    unnest(sqlc.arg(websites)::text[]) AS website, unnest(sqlc.arg(ratings)::numeric[]) AS rating,
    unnest(sqlc.arg(jobs)::integer[]) AS jobs, unnest(sqlc.arg(insured_until)::date[]) AS insured_until,
    unnest(sqlc.arg(licenses)::text[]) AS license, unnest(sqlc.arg(licensed_until)::date[]) AS licensed_until,
    unnest(sqlc.arg(tax_ids)::bytea[]) AS tax_id, unnest(sqlc.arg(tax_id_key_ids)::bigint[]) AS tax_id_key_id,
    unnest(sqlc.arg(tax_id_indexes)::bytea[]) AS tax_id_bidx,
    unnest(sqlc.arg(tax_id_last_fours)::text[]) AS tax_id_last_four, unnest(sqlc.arg(notes)::text[]) AS notes) AS r
JOIN organizations AS o ON o.id = sqlc.arg(tenant_id)::uuid;

-- name: InsertRequests :execrows
INSERT INTO maintenance_requests (tenant_id, id, unit_id, property_id, tenancy_id, renter_id, category, priority, title,
  description, status, assigned_to_id, assigned_vendor_id, estimated_cost, actual_cost, resolution_notes, resolved_at,
  tenant_satisfied, tenant_rating, created_at, updated_at)
SELECT o.id, r.id, r.unit_id, r.property_id, nullif(r.tenancy_id, '00000000-0000-0000-0000-000000000000'),
  nullif(r.renter_id, '00000000-0000-0000-0000-000000000000'), r.category, r.priority, r.title, r.description, r.status,
  nullif(r.assignee_id, '00000000-0000-0000-0000-000000000000'), nullif(r.vendor_id, '00000000-0000-0000-0000-000000000000'),
  nullif(r.estimate, 0), nullif(r.cost, 0), nullif(r.resolution, ''), nullif(r.resolved_at, '')::timestamptz,
  CASE WHEN r.rating > 0 THEN r.rating >= 4 END, nullif(r.rating, 0), r.created_at,
  coalesce(nullif(r.resolved_at, '')::timestamptz, r.created_at)
FROM (SELECT unnest(sqlc.arg(ids)::uuid[]) AS id, unnest(sqlc.arg(unit_ids)::uuid[]) AS unit_id,
    unnest(sqlc.arg(property_ids)::uuid[]) AS property_id, unnest(sqlc.arg(tenancy_ids)::uuid[]) AS tenancy_id,
    unnest(sqlc.arg(renter_ids)::uuid[]) AS renter_id, unnest(sqlc.arg(categories)::text[]) AS category,
    unnest(sqlc.arg(priorities)::text[]) AS priority, unnest(sqlc.arg(titles)::text[]) AS title,
    unnest(sqlc.arg(descriptions)::text[]) AS description, unnest(sqlc.arg(statuses)::text[]) AS status,
    unnest(sqlc.arg(assignee_ids)::uuid[]) AS assignee_id, unnest(sqlc.arg(vendor_ids)::uuid[]) AS vendor_id,
    unnest(sqlc.arg(estimates)::numeric[]) AS estimate, unnest(sqlc.arg(costs)::numeric[]) AS cost,
    unnest(sqlc.arg(resolutions)::text[]) AS resolution, unnest(sqlc.arg(resolved_at)::text[]) AS resolved_at,
    unnest(sqlc.arg(ratings)::integer[]) AS rating, unnest(sqlc.arg(created_at)::timestamptz[]) AS created_at) AS r
JOIN organizations AS o ON o.id = sqlc.arg(tenant_id)::uuid;

-- name: InsertWorkOrders :execrows
INSERT INTO work_orders (tenant_id, id, request_id, unit_id, property_id, vendor_id, assigned_to_id, title, instructions,
  priority, status, scheduled_from, scheduled_to, estimated_cost, actual_cost, completed_at, created_at, updated_at)
SELECT o.id, r.id, nullif(r.request_id, '00000000-0000-0000-0000-000000000000'), r.unit_id, r.property_id,
  nullif(r.vendor_id, '00000000-0000-0000-0000-000000000000'), nullif(r.assignee_id, '00000000-0000-0000-0000-000000000000'),
  r.title, r.instructions, r.priority, r.status, nullif(r.scheduled_from, '')::timestamptz,
  nullif(r.scheduled_to, '')::timestamptz, nullif(r.estimate, 0), nullif(r.cost, 0), nullif(r.completed_at, '')::timestamptz,
  r.created_at, coalesce(nullif(r.completed_at, '')::timestamptz, r.created_at)
FROM (SELECT unnest(sqlc.arg(ids)::uuid[]) AS id, unnest(sqlc.arg(request_ids)::uuid[]) AS request_id,
    unnest(sqlc.arg(unit_ids)::uuid[]) AS unit_id, unnest(sqlc.arg(property_ids)::uuid[]) AS property_id,
    unnest(sqlc.arg(vendor_ids)::uuid[]) AS vendor_id, unnest(sqlc.arg(assignee_ids)::uuid[]) AS assignee_id,
    unnest(sqlc.arg(titles)::text[]) AS title, unnest(sqlc.arg(instructions)::text[]) AS instructions,
    unnest(sqlc.arg(priorities)::text[]) AS priority, unnest(sqlc.arg(statuses)::text[]) AS status,
    unnest(sqlc.arg(scheduled_from)::text[]) AS scheduled_from, unnest(sqlc.arg(scheduled_to)::text[]) AS scheduled_to,
    unnest(sqlc.arg(estimates)::numeric[]) AS estimate, unnest(sqlc.arg(costs)::numeric[]) AS cost,
    unnest(sqlc.arg(completed_at)::text[]) AS completed_at,
    unnest(sqlc.arg(created_at)::timestamptz[]) AS created_at) AS r
JOIN organizations AS o ON o.id = sqlc.arg(tenant_id)::uuid;

-- name: LinkRenter :execrows
UPDATE tenants SET user_id = sqlc.arg(user_id)::uuid
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid;

-- name: LinkOwner :execrows
UPDATE owners SET user_id = sqlc.arg(user_id)::uuid
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid;

-- name: LinkVendor :execrows
UPDATE vendors SET user_id = sqlc.arg(user_id)::uuid
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid;
