-- Which row here came from which row elsewhere, and what an import has to look at before it writes.

-- name: Settings :one
SELECT name, time_zone, currency FROM organizations WHERE id = sqlc.arg(tenant_id)::uuid;

-- name: PropertyName :one
SELECT name FROM properties
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid AND deleted_at IS NULL;

-- name: ListSources :many
-- What came before and was not taken back, for ids of another organization.
SELECT s.source_id, s.entity, s.id
FROM import_sources AS s JOIN imports AS i ON i.tenant_id = s.tenant_id AND i.id = s.import_id AND i.tenant_id = sqlc.arg(tenant_id)::uuid
WHERE s.tenant_id = sqlc.arg(tenant_id)::uuid AND s.source_id = ANY (sqlc.arg(source_ids)::uuid[]) AND i.undone_at IS NULL;

-- name: InsertSources :execrows
INSERT INTO import_sources (tenant_id, id, import_id, entity, source_id)
SELECT o.id, r.id, sqlc.arg(import_id)::uuid, sqlc.arg(entity)::text, r.source_id
FROM (SELECT unnest(sqlc.arg(ids)::uuid[]) AS id, unnest(sqlc.arg(source_ids)::uuid[]) AS source_id) AS r
JOIN organizations AS o ON o.id = sqlc.arg(tenant_id)::uuid;

-- name: ListNamed :many
-- What there may be one of by its name, or one of at all: it is not brought a second time.
SELECT 'property_groups'::text AS entity, g.id, g.name_key::text AS key FROM property_groups AS g
WHERE g.tenant_id = sqlc.arg(tenant_id)::uuid AND g.deleted_at IS NULL
UNION ALL
SELECT 'checklist_templates', c.id, c.kind || '/' || c.name FROM checklist_templates AS c
WHERE c.tenant_id = sqlc.arg(tenant_id)::uuid AND c.deleted_at IS NULL
UNION ALL
SELECT 'document_templates', d.id, d.kind || '/' || d.name FROM document_templates AS d
WHERE d.tenant_id = sqlc.arg(tenant_id)::uuid AND d.deleted_at IS NULL
UNION ALL
SELECT 'deposit_rules', r.id, r.jurisdiction || '/' || r.from_date::text || '/' || r.citation FROM deposit_rules AS r
WHERE r.tenant_id = sqlc.arg(tenant_id)::uuid
UNION ALL
SELECT 'leasing_policies', y.id, '' FROM leasing_policies AS y
WHERE y.tenant_id = sqlc.arg(tenant_id)::uuid AND y.property_id IS NULL AND y.lease_id IS NULL;

-- name: ListFiles :many
-- The files of documents.
SELECT v.id, v.document_id, v.revision, v.file_name, v.file_size, v.content_hash
FROM document_versions AS v
WHERE v.tenant_id = sqlc.arg(tenant_id)::uuid AND v.document_id = ANY (sqlc.arg(document_ids)::uuid[])
ORDER BY v.document_id, v.revision;

-- name: Obstacles :many
-- What was changed since of that which an export brought and intake does not look at itself.
SELECT 'owner_changed'::text AS kind, count(*)::bigint AS found
FROM import_sources AS s JOIN imports AS i ON i.tenant_id = s.tenant_id AND i.id = s.import_id AND i.tenant_id = sqlc.arg(tenant_id)::uuid
JOIN owners AS x ON x.tenant_id = s.tenant_id AND x.id = s.id AND x.tenant_id = sqlc.arg(tenant_id)::uuid
WHERE s.tenant_id = sqlc.arg(tenant_id)::uuid AND s.import_id = sqlc.arg(import_id)::uuid AND x.updated_at > i.finished_at
UNION ALL
SELECT 'owner', count(*)
FROM import_sources AS s JOIN imports AS i ON i.tenant_id = s.tenant_id AND i.id = s.import_id AND i.tenant_id = sqlc.arg(tenant_id)::uuid
JOIN owner_properties AS x ON x.tenant_id = s.tenant_id AND x.owner_id = s.id AND x.tenant_id = sqlc.arg(tenant_id)::uuid
WHERE s.tenant_id = sqlc.arg(tenant_id)::uuid AND s.import_id = sqlc.arg(import_id)::uuid AND x.created_at > i.finished_at
UNION ALL
SELECT 'document_changed', count(*)
FROM import_sources AS s JOIN imports AS i ON i.tenant_id = s.tenant_id AND i.id = s.import_id AND i.tenant_id = sqlc.arg(tenant_id)::uuid
JOIN documents AS x ON x.tenant_id = s.tenant_id AND x.id = s.id AND x.tenant_id = sqlc.arg(tenant_id)::uuid
WHERE s.tenant_id = sqlc.arg(tenant_id)::uuid AND s.import_id = sqlc.arg(import_id)::uuid
  AND (x.held_at IS NOT NULL OR EXISTS (SELECT FROM document_versions AS v
    WHERE v.tenant_id = sqlc.arg(tenant_id)::uuid AND v.document_id = x.id AND v.created_at > i.finished_at))
UNION ALL
-- What a later archive attached to something of this one has the age that it had elsewhere.
SELECT 'document', count(*)
FROM import_sources AS s JOIN documents AS x ON x.tenant_id = s.tenant_id AND x.entity_id = s.id AND x.tenant_id = sqlc.arg(tenant_id)::uuid
JOIN import_sources AS o ON o.tenant_id = x.tenant_id AND o.id = x.id AND o.tenant_id = sqlc.arg(tenant_id)::uuid
WHERE s.tenant_id = sqlc.arg(tenant_id)::uuid AND s.import_id = sqlc.arg(import_id)::uuid AND o.import_id <> s.import_id
  AND x.deleted_at IS NULL;

-- name: RenterSecrets :many
SELECT id, ssn_encrypted, ssn_key_id, driver_license_encrypted, driver_license_key_id, date_of_birth_encrypted, date_of_birth_key_id,
  income_encrypted, income_key_id
FROM tenants
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = ANY (sqlc.arg(ids)::uuid[])
ORDER BY id;

-- name: OwnerSecrets :many
SELECT id, tax_id_encrypted, tax_id_key_id
FROM owners
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = ANY (sqlc.arg(ids)::uuid[]) AND tax_id_encrypted IS NOT NULL
ORDER BY id;

-- name: SetRenterSecrets :execrows
-- Bytes travel as base64. What a row does not name stays empty.
UPDATE tenants AS x SET ssn_encrypted = decode(r.value->>'ssn', 'base64'), ssn_key_id = (r.value->>'ssn_key')::bigint,
  ssn_bidx = decode(r.value->>'ssn_index', 'base64'), ssn_last_four = r.value->>'ssn_last_four',
  driver_license_encrypted = decode(r.value->>'driver_license', 'base64'), driver_license_key_id = (r.value->>'driver_license_key')::bigint,
  driver_license_last_four = r.value->>'driver_license_last_four',
  date_of_birth_encrypted = decode(r.value->>'date_of_birth', 'base64'), date_of_birth_key_id = (r.value->>'date_of_birth_key')::bigint,
  income_encrypted = decode(r.value->>'income', 'base64'), income_key_id = (r.value->>'income_key')::bigint
FROM jsonb_array_elements(sqlc.arg(rows)::jsonb) AS r
WHERE x.tenant_id = sqlc.arg(tenant_id)::uuid AND x.id = (r.value->>'id')::uuid;

-- name: SetOwnerSecrets :execrows
UPDATE owners AS x SET tax_id_encrypted = decode(r.value->>'tax_id', 'base64'), tax_id_key_id = (r.value->>'tax_id_key')::bigint,
  tax_id_bidx = decode(r.value->>'tax_id_index', 'base64'), tax_id_last_four = r.value->>'tax_id_last_four'
FROM jsonb_array_elements(sqlc.arg(rows)::jsonb) AS r
WHERE x.tenant_id = sqlc.arg(tenant_id)::uuid AND x.id = (r.value->>'id')::uuid;
