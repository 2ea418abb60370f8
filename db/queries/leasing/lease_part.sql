-- The parts of a lease: people, rents, charges, deposits; and the animals and vehicles of its stay.

-- name: LeasePeople :many
SELECT p.id, p.renter_id, p.role, p.from_date, p.to_date, p.share_percentage, r.first_name, r.last_name,
  coalesce(r.company_name, '')::text AS company_name, coalesce(r.email, '')::text AS email, coalesce(r.phone, '')::text AS phone,
  coalesce(r.id = l.renter_id, false)::boolean AS is_primary
FROM lease_parties AS p
JOIN tenants AS r ON r.tenant_id = p.tenant_id AND r.id = p.renter_id
JOIN leases AS l ON l.tenant_id = p.tenant_id AND l.id = p.lease_id
WHERE p.tenant_id = sqlc.arg(tenant_id)::uuid AND p.lease_id = sqlc.arg(lease_id)::uuid
  AND p.deletion_id IS NOT DISTINCT FROM l.deletion_id
ORDER BY is_primary DESC, p.role <> 'renter', p.from_date, p.id;

-- name: InsertLeaseParty :exec
INSERT INTO lease_parties (tenant_id, id, lease_id, tenancy_id, renter_id, role, from_date, to_date, share_percentage)
VALUES (sqlc.arg(tenant_id)::uuid, sqlc.arg(id)::uuid, sqlc.arg(lease_id)::uuid, sqlc.arg(tenancy_id)::uuid, sqlc.arg(renter_id)::uuid,
  sqlc.arg(role)::text, sqlc.arg(from_date)::date, sqlc.narg(to_date)::date, sqlc.narg(share_percentage)::numeric);

-- name: SetPrimaryRenter :execrows
UPDATE leases SET renter_id = sqlc.narg(renter_id)::uuid
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid AND renter_id IS DISTINCT FROM sqlc.narg(renter_id)::uuid;

-- name: LeaseRents :many
SELECT id, payer, coalesce(payer_name, '')::text AS payer_name, amount, frequency, from_date, to_date, coalesce(reason, '')::text AS reason
FROM rent_schedules
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND lease_id = sqlc.arg(lease_id)::uuid AND deleted_at IS NULL
ORDER BY from_date, payer DESC, id;

-- name: InsertRent :exec
INSERT INTO rent_schedules (tenant_id, id, lease_id, tenancy_id, payer, payer_name, amount, frequency, from_date, to_date, reason)
VALUES (sqlc.arg(tenant_id)::uuid, sqlc.arg(id)::uuid, sqlc.arg(lease_id)::uuid, sqlc.arg(tenancy_id)::uuid, sqlc.arg(payer)::text,
  sqlc.narg(payer_name)::text, sqlc.arg(amount)::numeric, sqlc.arg(frequency)::text, sqlc.arg(from_date)::date, sqlc.narg(to_date)::date,
  sqlc.narg(reason)::text);

-- name: EndRentBefore :execrows
-- The rent of the same payer that goes on past a day ends the day before.
UPDATE rent_schedules SET to_date = sqlc.arg(from_date)::date - 1
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND lease_id = sqlc.arg(lease_id)::uuid AND payer = sqlc.arg(payer)::text AND deleted_at IS NULL
  AND from_date < sqlc.arg(from_date)::date AND to_date IS NULL;

-- name: ReopenRent :execrows
-- The rent that a removed one had ended goes on.
UPDATE rent_schedules SET to_date = sqlc.narg(to_date)::date
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND lease_id = sqlc.arg(lease_id)::uuid AND payer = sqlc.arg(payer)::text AND deleted_at IS NULL
  AND to_date = sqlc.arg(from_date)::date - 1;

-- name: DeleteRents :execrows
UPDATE rent_schedules SET deleted_at = sqlc.arg(deleted_at)::timestamptz, deleted_by = sqlc.narg(deleted_by)::uuid, deletion_id = sqlc.arg(deletion_id)::uuid
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND lease_id = sqlc.arg(lease_id)::uuid AND deleted_at IS NULL;

-- name: LeaseCharges :many
SELECT id, pet_id, kind, category, description, payer, coalesce(payer_name, '')::text AS payer_name, amount, frequency, from_date, to_date
FROM recurring_charges
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND lease_id = sqlc.arg(lease_id)::uuid AND deleted_at IS NULL
ORDER BY kind, from_date, id;

-- name: InsertCharge :exec
INSERT INTO recurring_charges (tenant_id, id, lease_id, tenancy_id, pet_id, kind, category, description, payer, payer_name, amount,
  frequency, from_date, to_date)
VALUES (sqlc.arg(tenant_id)::uuid, sqlc.arg(id)::uuid, sqlc.arg(lease_id)::uuid, sqlc.arg(tenancy_id)::uuid, sqlc.narg(pet_id)::uuid,
  sqlc.arg(kind)::text, sqlc.arg(category)::text, sqlc.arg(description)::text, sqlc.arg(payer)::text, sqlc.narg(payer_name)::text,
  sqlc.arg(amount)::numeric, sqlc.arg(frequency)::text, sqlc.arg(from_date)::date, sqlc.narg(to_date)::date);

-- name: LeaseDeposits :many
SELECT id, pet_id, kind, amount, due_on, payer, coalesce(payer_name, '')::text AS payer_name, holder, refundable
FROM lease_deposits
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND lease_id = sqlc.arg(lease_id)::uuid AND deleted_at IS NULL
ORDER BY due_on, id;

-- name: InsertDeposit :exec
INSERT INTO lease_deposits (tenant_id, id, lease_id, tenancy_id, pet_id, kind, amount, due_on, payer, payer_name, holder, refundable)
VALUES (sqlc.arg(tenant_id)::uuid, sqlc.arg(id)::uuid, sqlc.arg(lease_id)::uuid, sqlc.arg(tenancy_id)::uuid, sqlc.narg(pet_id)::uuid,
  sqlc.arg(kind)::text, sqlc.arg(amount)::numeric, sqlc.arg(due_on)::date, sqlc.arg(payer)::text, sqlc.narg(payer_name)::text,
  sqlc.arg(holder)::text, sqlc.arg(refundable)::boolean);

-- name: StayAnimals :many
SELECT id, name, species, coalesce(breed, '')::text AS breed, weight_pounds, assistance, coalesce(note, '')::text AS note, from_date, to_date
FROM pets
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND tenancy_id = sqlc.arg(tenancy_id)::uuid AND deleted_at IS NULL
ORDER BY from_date, id;

-- name: InsertAnimal :exec
INSERT INTO pets (tenant_id, id, tenancy_id, name, species, breed, weight_pounds, assistance, note, from_date, to_date)
VALUES (sqlc.arg(tenant_id)::uuid, sqlc.arg(id)::uuid, sqlc.arg(tenancy_id)::uuid, sqlc.arg(name)::text, sqlc.arg(species)::text,
  sqlc.narg(breed)::text, sqlc.narg(weight_pounds)::int, sqlc.arg(assistance)::boolean, sqlc.narg(note)::text, sqlc.arg(from_date)::date,
  sqlc.narg(to_date)::date);

-- name: StayVehicles :many
SELECT id, renter_id, make, coalesce(model, '')::text AS model, coalesce(color, '')::text AS color, year, coalesce(plate, '')::text AS plate,
  coalesce(plate_region, '')::text AS plate_region, coalesce(parking_space, '')::text AS parking_space
FROM vehicles
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND tenancy_id = sqlc.arg(tenancy_id)::uuid AND deleted_at IS NULL
ORDER BY id;

-- name: InsertVehicle :exec
INSERT INTO vehicles (tenant_id, id, tenancy_id, make, model, color, year, plate, plate_region, parking_space)
VALUES (sqlc.arg(tenant_id)::uuid, sqlc.arg(id)::uuid, sqlc.arg(tenancy_id)::uuid, sqlc.arg(make)::text, sqlc.narg(model)::text,
  sqlc.narg(color)::text, sqlc.narg(year)::int, sqlc.narg(plate)::text, sqlc.narg(plate_region)::text, sqlc.narg(parking_space)::text);

-- name: EndParty :execrows
UPDATE lease_parties SET to_date = sqlc.arg(to_date)::date
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid AND lease_id = sqlc.arg(lease_id)::uuid AND deleted_at IS NULL;

-- name: EndRent :execrows
UPDATE rent_schedules SET to_date = sqlc.arg(to_date)::date
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid AND lease_id = sqlc.arg(lease_id)::uuid AND deleted_at IS NULL;

-- name: EndCharge :execrows
UPDATE recurring_charges SET to_date = sqlc.arg(to_date)::date
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid AND lease_id = sqlc.arg(lease_id)::uuid AND deleted_at IS NULL;

-- name: EndAnimal :execrows
UPDATE pets SET to_date = sqlc.arg(to_date)::date
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid AND tenancy_id = sqlc.arg(tenancy_id)::uuid AND deleted_at IS NULL;

-- name: RemoveParty :execrows
UPDATE lease_parties SET deleted_at = sqlc.arg(deleted_at)::timestamptz, deleted_by = sqlc.narg(deleted_by)::uuid, deletion_id = sqlc.arg(deletion_id)::uuid
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid AND lease_id = sqlc.arg(lease_id)::uuid AND deleted_at IS NULL;

-- name: RemoveRent :execrows
UPDATE rent_schedules SET deleted_at = sqlc.arg(deleted_at)::timestamptz, deleted_by = sqlc.narg(deleted_by)::uuid, deletion_id = sqlc.arg(deletion_id)::uuid
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid AND lease_id = sqlc.arg(lease_id)::uuid AND deleted_at IS NULL;

-- name: RemoveCharge :execrows
UPDATE recurring_charges SET deleted_at = sqlc.arg(deleted_at)::timestamptz, deleted_by = sqlc.narg(deleted_by)::uuid, deletion_id = sqlc.arg(deletion_id)::uuid
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid AND lease_id = sqlc.arg(lease_id)::uuid AND deleted_at IS NULL;

-- name: RemoveDeposit :execrows
UPDATE lease_deposits SET deleted_at = sqlc.arg(deleted_at)::timestamptz, deleted_by = sqlc.narg(deleted_by)::uuid, deletion_id = sqlc.arg(deletion_id)::uuid
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid AND lease_id = sqlc.arg(lease_id)::uuid AND deleted_at IS NULL;

-- name: RemoveAnimal :execrows
UPDATE pets SET deleted_at = sqlc.arg(deleted_at)::timestamptz, deleted_by = sqlc.narg(deleted_by)::uuid, deletion_id = sqlc.arg(deletion_id)::uuid
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid AND tenancy_id = sqlc.arg(tenancy_id)::uuid AND deleted_at IS NULL;

-- name: RemoveVehicle :execrows
UPDATE vehicles SET deleted_at = sqlc.arg(deleted_at)::timestamptz, deleted_by = sqlc.narg(deleted_by)::uuid, deletion_id = sqlc.arg(deletion_id)::uuid
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid AND tenancy_id = sqlc.arg(tenancy_id)::uuid AND deleted_at IS NULL;

-- name: ChargesOfAnimal :one
-- What names an animal, and so keeps it.
SELECT (SELECT count(*) FROM recurring_charges AS c WHERE c.tenant_id = sqlc.arg(tenant_id)::uuid AND c.pet_id = sqlc.arg(pet_id)::uuid AND c.deleted_at IS NULL)
  + (SELECT count(*) FROM lease_deposits AS d WHERE d.tenant_id = sqlc.arg(tenant_id)::uuid AND d.pet_id = sqlc.arg(pet_id)::uuid AND d.deleted_at IS NULL) AS named;

-- name: ShiftLeaseParties :execrows
-- What began with the lease begins with its new start.
UPDATE lease_parties SET from_date = sqlc.arg(new_start)::date
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND lease_id = sqlc.arg(lease_id)::uuid AND from_date = sqlc.arg(old_start)::date AND deleted_at IS NULL;

-- name: ShiftLeaseRents :execrows
-- What began with the lease begins with its new start.
UPDATE rent_schedules SET from_date = sqlc.arg(new_start)::date
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND lease_id = sqlc.arg(lease_id)::uuid AND from_date = sqlc.arg(old_start)::date AND deleted_at IS NULL;

-- name: ShiftLeaseCharges :execrows
-- What began with the lease begins with its new start.
UPDATE recurring_charges SET from_date = sqlc.arg(new_start)::date
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND lease_id = sqlc.arg(lease_id)::uuid AND from_date = sqlc.arg(old_start)::date AND deleted_at IS NULL;

-- name: ShiftLeaseDeposits :execrows
-- What began with the lease begins with its new start.
UPDATE lease_deposits SET due_on = sqlc.arg(new_start)::date
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND lease_id = sqlc.arg(lease_id)::uuid AND due_on = sqlc.arg(old_start)::date AND deleted_at IS NULL;
