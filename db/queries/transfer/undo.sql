-- Taking back what an export brought in, for what hangs on neither units nor stays, or does not go with them. The import has
-- been marked as undone.

-- name: TakeBackUnitHolds :execrows
UPDATE unit_holds AS x SET deleted_at = i.undone_at, deleted_by = i.undone_by, deletion_id = i.deletion_id
FROM imports AS i JOIN import_sources AS s ON s.tenant_id = i.tenant_id AND s.import_id = i.id AND s.tenant_id = sqlc.arg(tenant_id)::uuid
WHERE i.tenant_id = sqlc.arg(tenant_id)::uuid AND i.id = sqlc.arg(import_id)::uuid AND x.tenant_id = sqlc.arg(tenant_id)::uuid AND x.id = s.id AND x.deleted_at IS NULL;

-- name: TakeBackPropertyGroups :execrows
UPDATE property_groups AS x SET deleted_at = i.undone_at, deleted_by = i.undone_by, deletion_id = i.deletion_id
FROM imports AS i JOIN import_sources AS s ON s.tenant_id = i.tenant_id AND s.import_id = i.id AND s.tenant_id = sqlc.arg(tenant_id)::uuid
WHERE i.tenant_id = sqlc.arg(tenant_id)::uuid AND i.id = sqlc.arg(import_id)::uuid AND x.tenant_id = sqlc.arg(tenant_id)::uuid AND x.id = s.id AND x.deleted_at IS NULL;

-- name: TakeBackOwners :execrows
UPDATE owners AS x SET deleted_at = i.undone_at, deleted_by = i.undone_by, deletion_id = i.deletion_id
FROM imports AS i JOIN import_sources AS s ON s.tenant_id = i.tenant_id AND s.import_id = i.id AND s.tenant_id = sqlc.arg(tenant_id)::uuid
WHERE i.tenant_id = sqlc.arg(tenant_id)::uuid AND i.id = sqlc.arg(import_id)::uuid AND x.tenant_id = sqlc.arg(tenant_id)::uuid AND x.id = s.id AND x.deleted_at IS NULL;

-- name: TakeBackEmergencyContacts :execrows
UPDATE emergency_contacts AS x SET deleted_at = i.undone_at, deleted_by = i.undone_by, deletion_id = i.deletion_id
FROM imports AS i JOIN import_sources AS s ON s.tenant_id = i.tenant_id AND s.import_id = i.id AND s.tenant_id = sqlc.arg(tenant_id)::uuid
WHERE i.tenant_id = sqlc.arg(tenant_id)::uuid AND i.id = sqlc.arg(import_id)::uuid AND x.tenant_id = sqlc.arg(tenant_id)::uuid AND x.id = s.id AND x.deleted_at IS NULL;

-- name: TakeBackRentSchedules :execrows
UPDATE rent_schedules AS x SET deleted_at = i.undone_at, deleted_by = i.undone_by, deletion_id = i.deletion_id
FROM imports AS i JOIN import_sources AS s ON s.tenant_id = i.tenant_id AND s.import_id = i.id AND s.tenant_id = sqlc.arg(tenant_id)::uuid
WHERE i.tenant_id = sqlc.arg(tenant_id)::uuid AND i.id = sqlc.arg(import_id)::uuid AND x.tenant_id = sqlc.arg(tenant_id)::uuid AND x.id = s.id AND x.deleted_at IS NULL;

-- name: TakeBackRecurringCharges :execrows
UPDATE recurring_charges AS x SET deleted_at = i.undone_at, deleted_by = i.undone_by, deletion_id = i.deletion_id
FROM imports AS i JOIN import_sources AS s ON s.tenant_id = i.tenant_id AND s.import_id = i.id AND s.tenant_id = sqlc.arg(tenant_id)::uuid
WHERE i.tenant_id = sqlc.arg(tenant_id)::uuid AND i.id = sqlc.arg(import_id)::uuid AND x.tenant_id = sqlc.arg(tenant_id)::uuid AND x.id = s.id AND x.deleted_at IS NULL;

-- name: TakeBackLeaseDeposits :execrows
UPDATE lease_deposits AS x SET deleted_at = i.undone_at, deleted_by = i.undone_by, deletion_id = i.deletion_id
FROM imports AS i JOIN import_sources AS s ON s.tenant_id = i.tenant_id AND s.import_id = i.id AND s.tenant_id = sqlc.arg(tenant_id)::uuid
WHERE i.tenant_id = sqlc.arg(tenant_id)::uuid AND i.id = sqlc.arg(import_id)::uuid AND x.tenant_id = sqlc.arg(tenant_id)::uuid AND x.id = s.id AND x.deleted_at IS NULL;

-- name: TakeBackPets :execrows
UPDATE pets AS x SET deleted_at = i.undone_at, deleted_by = i.undone_by, deletion_id = i.deletion_id
FROM imports AS i JOIN import_sources AS s ON s.tenant_id = i.tenant_id AND s.import_id = i.id AND s.tenant_id = sqlc.arg(tenant_id)::uuid
WHERE i.tenant_id = sqlc.arg(tenant_id)::uuid AND i.id = sqlc.arg(import_id)::uuid AND x.tenant_id = sqlc.arg(tenant_id)::uuid AND x.id = s.id AND x.deleted_at IS NULL;

-- name: TakeBackVehicles :execrows
UPDATE vehicles AS x SET deleted_at = i.undone_at, deleted_by = i.undone_by, deletion_id = i.deletion_id
FROM imports AS i JOIN import_sources AS s ON s.tenant_id = i.tenant_id AND s.import_id = i.id AND s.tenant_id = sqlc.arg(tenant_id)::uuid
WHERE i.tenant_id = sqlc.arg(tenant_id)::uuid AND i.id = sqlc.arg(import_id)::uuid AND x.tenant_id = sqlc.arg(tenant_id)::uuid AND x.id = s.id AND x.deleted_at IS NULL;

-- name: TakeBackChecklistTemplates :execrows
UPDATE checklist_templates AS x SET deleted_at = i.undone_at, deleted_by = i.undone_by, deletion_id = i.deletion_id
FROM imports AS i JOIN import_sources AS s ON s.tenant_id = i.tenant_id AND s.import_id = i.id AND s.tenant_id = sqlc.arg(tenant_id)::uuid
WHERE i.tenant_id = sqlc.arg(tenant_id)::uuid AND i.id = sqlc.arg(import_id)::uuid AND x.tenant_id = sqlc.arg(tenant_id)::uuid AND x.id = s.id AND x.deleted_at IS NULL;

-- name: TakeBackDispositionItems :execrows
UPDATE disposition_items AS x SET deleted_at = i.undone_at, deleted_by = i.undone_by, deletion_id = i.deletion_id
FROM imports AS i JOIN import_sources AS s ON s.tenant_id = i.tenant_id AND s.import_id = i.id AND s.tenant_id = sqlc.arg(tenant_id)::uuid
WHERE i.tenant_id = sqlc.arg(tenant_id)::uuid AND i.id = sqlc.arg(import_id)::uuid AND x.tenant_id = sqlc.arg(tenant_id)::uuid AND x.id = s.id AND x.deleted_at IS NULL;

-- name: TakeBackAnnouncements :execrows
UPDATE announcements AS x SET deleted_at = i.undone_at, deleted_by = i.undone_by, deletion_id = i.deletion_id
FROM imports AS i JOIN import_sources AS s ON s.tenant_id = i.tenant_id AND s.import_id = i.id AND s.tenant_id = sqlc.arg(tenant_id)::uuid
WHERE i.tenant_id = sqlc.arg(tenant_id)::uuid AND i.id = sqlc.arg(import_id)::uuid AND x.tenant_id = sqlc.arg(tenant_id)::uuid AND x.id = s.id AND x.deleted_at IS NULL;

-- name: TakeBackDocumentTemplates :execrows
UPDATE document_templates AS x SET deleted_at = i.undone_at, deleted_by = i.undone_by, deletion_id = i.deletion_id
FROM imports AS i JOIN import_sources AS s ON s.tenant_id = i.tenant_id AND s.import_id = i.id AND s.tenant_id = sqlc.arg(tenant_id)::uuid
WHERE i.tenant_id = sqlc.arg(tenant_id)::uuid AND i.id = sqlc.arg(import_id)::uuid AND x.tenant_id = sqlc.arg(tenant_id)::uuid AND x.id = s.id AND x.deleted_at IS NULL;

-- name: TakeBackDocuments :execrows
UPDATE documents AS x SET deleted_at = i.undone_at, deleted_by = i.undone_by, deletion_id = i.deletion_id
FROM imports AS i JOIN import_sources AS s ON s.tenant_id = i.tenant_id AND s.import_id = i.id AND s.tenant_id = sqlc.arg(tenant_id)::uuid
WHERE i.tenant_id = sqlc.arg(tenant_id)::uuid AND i.id = sqlc.arg(import_id)::uuid AND x.tenant_id = sqlc.arg(tenant_id)::uuid AND x.id = s.id AND x.deleted_at IS NULL;

-- name: TakeBackAddresses :execrows
UPDATE addresses AS x SET deleted_at = i.undone_at, deleted_by = i.undone_by, deletion_id = i.deletion_id
FROM imports AS i JOIN import_sources AS s ON s.tenant_id = i.tenant_id AND s.import_id = i.id AND s.tenant_id = sqlc.arg(tenant_id)::uuid
WHERE i.tenant_id = sqlc.arg(tenant_id)::uuid AND i.id = sqlc.arg(import_id)::uuid AND x.tenant_id = sqlc.arg(tenant_id)::uuid AND x.id = s.id AND x.deleted_at IS NULL;

-- name: TakeBackLeaseParties :execrows
UPDATE lease_parties AS x SET deleted_at = i.undone_at, deleted_by = i.undone_by, deletion_id = i.deletion_id
FROM imports AS i JOIN import_sources AS s ON s.tenant_id = i.tenant_id AND s.import_id = i.id AND s.tenant_id = sqlc.arg(tenant_id)::uuid
WHERE i.tenant_id = sqlc.arg(tenant_id)::uuid AND i.id = sqlc.arg(import_id)::uuid AND x.tenant_id = sqlc.arg(tenant_id)::uuid AND x.id = s.id AND x.deleted_at IS NULL;

-- name: TakeBackLeases :execrows
UPDATE leases AS x SET deleted_at = i.undone_at, deleted_by = i.undone_by, deletion_id = i.deletion_id
FROM imports AS i JOIN import_sources AS s ON s.tenant_id = i.tenant_id AND s.import_id = i.id AND s.tenant_id = sqlc.arg(tenant_id)::uuid
WHERE i.tenant_id = sqlc.arg(tenant_id)::uuid AND i.id = sqlc.arg(import_id)::uuid AND x.tenant_id = sqlc.arg(tenant_id)::uuid AND x.id = s.id AND x.deleted_at IS NULL;

-- name: RemovePropertyGroupMembers :execrows
DELETE FROM property_group_members
WHERE tenant_id = sqlc.arg(tenant_id)::uuid
  AND id IN (SELECT s.id FROM import_sources AS s WHERE s.tenant_id = sqlc.arg(tenant_id)::uuid AND s.import_id = sqlc.arg(import_id)::uuid);

-- name: RemoveLeasingPolicies :execrows
DELETE FROM leasing_policies
WHERE tenant_id = sqlc.arg(tenant_id)::uuid
  AND id IN (SELECT s.id FROM import_sources AS s WHERE s.tenant_id = sqlc.arg(tenant_id)::uuid AND s.import_id = sqlc.arg(import_id)::uuid);
