-- name: ListDocuments :many
-- The documents that somebody may see. own_level is '' for staff; for renters, owners and vendors it is the audience that
-- they are, and own the rows that they are about.
WITH keyed AS (
  SELECT d.*, p.name AS property_name, u.number AS unit_number, (CASE sqlc.arg(sort)::text
      WHEN 'name' THEN d.file_name
      WHEN 'type' THEN d.type
      WHEN 'size' THEN d.file_size::text
      WHEN 'expires_on' THEN coalesce(to_char(d.expires_at AT TIME ZONE 'UTC', 'YYYY-MM-DD'), '9999')
      ELSE to_char(d.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US') END COLLATE app.natural) AS sort_key
  FROM documents AS d
  LEFT JOIN properties AS p ON p.tenant_id = d.tenant_id AND p.id = d.property_id AND p.tenant_id = sqlc.arg(tenant_id)::uuid
  LEFT JOIN units AS u ON u.tenant_id = d.tenant_id AND u.id = d.entity_id AND d.entity_type = 'unit'
    AND u.tenant_id = sqlc.arg(tenant_id)::uuid
  WHERE d.tenant_id = sqlc.arg(tenant_id)::uuid
    AND (CASE WHEN sqlc.arg(deleted)::boolean THEN d.deleted_at IS NOT NULL
      ELSE sqlc.arg(with_deleted)::boolean OR d.deleted_at IS NULL END)
    AND (sqlc.arg(type)::text = '' OR d.type = sqlc.arg(type)::text)
    AND (sqlc.arg(not_type)::text = '' OR d.type <> sqlc.arg(not_type)::text)
    AND (sqlc.arg(entity_type)::text = '' OR d.entity_type = sqlc.arg(entity_type)::text)
    AND (sqlc.narg(entity_id)::uuid IS NULL OR d.entity_id = sqlc.narg(entity_id)::uuid)
    AND (sqlc.narg(property_id)::uuid IS NULL OR d.property_id = sqlc.narg(property_id)::uuid)
    AND (sqlc.narg(expiring_before)::timestamptz IS NULL OR d.expires_at < sqlc.narg(expiring_before)::timestamptz)
    AND (sqlc.arg(tag)::text = '' OR d.tags @> jsonb_build_array(sqlc.arg(tag)::text))
    AND (cardinality(sqlc.arg(only_ids)::uuid[]) = 0 OR d.id = ANY (sqlc.arg(only_ids)::uuid[]))
    AND (sqlc.arg(q)::text = '' OR d.file_name ILIKE sqlc.arg(q)::text OR d.description ILIKE sqlc.arg(q)::text
      OR p.name ILIKE sqlc.arg(q)::text)
    AND (CASE WHEN sqlc.arg(own_level)::text = '' THEN
        (d.access_level <> 'private' OR sqlc.arg(all_private)::boolean OR d.uploaded_by_id = sqlc.arg(user_id)::uuid)
        AND (sqlc.arg(leasing)::boolean OR d.entity_type = ANY (sqlc.arg(open_entities)::text[]))
        AND (cardinality(sqlc.arg(property_scope)::uuid[]) = 0 OR d.property_id = ANY (sqlc.arg(property_scope)::uuid[])
          OR d.entity_type = 'organization'
          OR d.entity_type = 'renter' AND EXISTS (SELECT FROM lease_parties AS y
            JOIN leases AS l ON l.tenant_id = y.tenant_id AND l.id = y.lease_id
            WHERE y.tenant_id = sqlc.arg(tenant_id)::uuid AND l.tenant_id = sqlc.arg(tenant_id)::uuid AND y.renter_id = d.entity_id
              AND l.property_id = ANY (sqlc.arg(property_scope)::uuid[])))
      ELSE d.access_level = sqlc.arg(own_level)::text AND d.entity_id = ANY (sqlc.arg(own)::uuid[])
        OR d.audience_id = sqlc.arg(user_id)::uuid END)
)
SELECT k.id, k.type, k.entity_type, k.entity_id, k.property_id, k.file_name, k.file_size, k.mime_type, k.content_hash,
  k.description, k.uploaded_by_id, k.expires_at, k.retention_class, k.retain_until, k.held_at, k.hold_reason, k.access_level,
  k.audience_id, k.tags, k.revision, k.scan_status, k.created_at, k.updated_at, k.version, k.deleted_at,
  coalesce(k.property_name, '')::text AS property_name, coalesce(k.unit_number, '')::text AS unit_number, k.sort_key::text AS sort_key
FROM keyed AS k
WHERE NOT sqlc.arg(has_cursor)::boolean
  OR (NOT sqlc.arg(descending)::boolean AND (k.sort_key, k.id) > (sqlc.arg(cursor_key)::text COLLATE app.natural, sqlc.arg(cursor_id)::uuid))
  OR (sqlc.arg(descending)::boolean AND (k.sort_key, k.id) < (sqlc.arg(cursor_key)::text COLLATE app.natural, sqlc.arg(cursor_id)::uuid))
ORDER BY CASE WHEN NOT sqlc.arg(descending)::boolean THEN k.sort_key END, CASE WHEN sqlc.arg(descending)::boolean THEN k.sort_key END DESC,
  CASE WHEN NOT sqlc.arg(descending)::boolean THEN k.id END, CASE WHEN sqlc.arg(descending)::boolean THEN k.id END DESC
LIMIT sqlc.arg(row_limit)::int;

-- name: EntityProperty :one
-- The property that something belongs to, the zero id where it belongs to none; no row where there is no such thing.
SELECT coalesce(e.property_id, '00000000-0000-0000-0000-000000000000')::uuid AS property_id FROM (
  SELECT o.id, NULL::uuid AS property_id FROM organizations AS o
    WHERE o.id = sqlc.arg(tenant_id)::uuid AND sqlc.arg(entity_type)::text = 'organization' AND o.id = sqlc.arg(entity_id)::uuid
  UNION ALL SELECT p.id, p.id FROM properties AS p
    WHERE p.tenant_id = sqlc.arg(tenant_id)::uuid AND sqlc.arg(entity_type)::text = 'property' AND p.id = sqlc.arg(entity_id)::uuid
      AND p.deleted_at IS NULL
  UNION ALL SELECT u.id, u.property_id FROM units AS u
    WHERE u.tenant_id = sqlc.arg(tenant_id)::uuid AND sqlc.arg(entity_type)::text = 'unit' AND u.id = sqlc.arg(entity_id)::uuid
      AND u.deleted_at IS NULL
  UNION ALL SELECT t.id, t.property_id FROM tenancies AS t
    WHERE t.tenant_id = sqlc.arg(tenant_id)::uuid AND sqlc.arg(entity_type)::text = 'tenancy' AND t.id = sqlc.arg(entity_id)::uuid
      AND t.deleted_at IS NULL
  UNION ALL SELECT l.id, l.property_id FROM leases AS l
    WHERE l.tenant_id = sqlc.arg(tenant_id)::uuid AND sqlc.arg(entity_type)::text = 'lease' AND l.id = sqlc.arg(entity_id)::uuid
      AND l.deleted_at IS NULL
  UNION ALL SELECT r.id, NULL FROM tenants AS r
    WHERE r.tenant_id = sqlc.arg(tenant_id)::uuid AND sqlc.arg(entity_type)::text = 'renter' AND r.id = sqlc.arg(entity_id)::uuid
      AND r.deleted_at IS NULL
  UNION ALL SELECT w.id, NULL FROM owners AS w
    WHERE w.tenant_id = sqlc.arg(tenant_id)::uuid AND sqlc.arg(entity_type)::text = 'owner' AND w.id = sqlc.arg(entity_id)::uuid
      AND w.deleted_at IS NULL
  UNION ALL SELECT v.id, NULL FROM vendors AS v
    WHERE v.tenant_id = sqlc.arg(tenant_id)::uuid AND sqlc.arg(entity_type)::text = 'vendor' AND v.id = sqlc.arg(entity_id)::uuid
      AND v.deleted_at IS NULL
  UNION ALL SELECT m.id, m.property_id FROM maintenance_requests AS m
    WHERE m.tenant_id = sqlc.arg(tenant_id)::uuid AND sqlc.arg(entity_type)::text = 'maintenance_request' AND m.id = sqlc.arg(entity_id)::uuid
  UNION ALL SELECT k.id, k.property_id FROM work_orders AS k
    WHERE k.tenant_id = sqlc.arg(tenant_id)::uuid AND sqlc.arg(entity_type)::text = 'work_order' AND k.id = sqlc.arg(entity_id)::uuid
  UNION ALL SELECT y.id, x.property_id FROM payments AS y
    JOIN tenancies AS x ON x.tenant_id = y.tenant_id AND x.id = y.tenancy_id AND x.tenant_id = sqlc.arg(tenant_id)::uuid
    WHERE y.tenant_id = sqlc.arg(tenant_id)::uuid AND sqlc.arg(entity_type)::text = 'payment' AND y.id = sqlc.arg(entity_id)::uuid
  UNION ALL SELECT i.id, j.property_id FROM inspections AS i
    JOIN units AS j ON j.tenant_id = i.tenant_id AND j.id = i.unit_id AND j.tenant_id = sqlc.arg(tenant_id)::uuid
    WHERE i.tenant_id = sqlc.arg(tenant_id)::uuid AND sqlc.arg(entity_type)::text = 'inspection' AND i.id = sqlc.arg(entity_id)::uuid
  UNION ALL SELECT n.id, g.property_id FROM lease_notices AS n
    JOIN tenancies AS g ON g.tenant_id = n.tenant_id AND g.id = n.tenancy_id AND g.tenant_id = sqlc.arg(tenant_id)::uuid
    WHERE n.tenant_id = sqlc.arg(tenant_id)::uuid AND sqlc.arg(entity_type)::text = 'lease_notice' AND n.id = sqlc.arg(entity_id)::uuid
  UNION ALL SELECT c.id, h.property_id FROM deposit_dispositions AS c
    JOIN tenancies AS h ON h.tenant_id = c.tenant_id AND h.id = c.tenancy_id AND h.tenant_id = sqlc.arg(tenant_id)::uuid
    WHERE c.tenant_id = sqlc.arg(tenant_id)::uuid AND sqlc.arg(entity_type)::text = 'disposition' AND c.id = sqlc.arg(entity_id)::uuid
) AS e;

-- name: InsertDocument :exec
INSERT INTO documents (tenant_id, id, type, entity_type, entity_id, property_id, file_name, file_path, file_size, mime_type,
  content_hash, description, uploaded_by_id, expires_at, retention_class, retain_until, access_level, audience_id, tags,
  scan_status, created_at)
VALUES (sqlc.arg(tenant_id)::uuid, sqlc.arg(id)::uuid, sqlc.arg(type)::text, sqlc.arg(entity_type)::text,
  sqlc.arg(entity_id)::uuid, sqlc.narg(property_id)::uuid, sqlc.arg(file_name)::text, sqlc.arg(file_path)::text,
  sqlc.arg(file_size)::bigint, sqlc.arg(mime_type)::text, sqlc.arg(content_hash)::bytea, sqlc.narg(description)::text,
  sqlc.narg(uploaded_by_id)::uuid, sqlc.narg(expires_at)::timestamptz, sqlc.arg(retention_class)::text,
  sqlc.narg(retain_until)::date, sqlc.arg(access_level)::text, sqlc.narg(audience_id)::uuid, sqlc.arg(tags)::jsonb,
  sqlc.arg(scan_status)::text, sqlc.arg(created_at)::timestamptz);

-- name: InsertVersion :exec
INSERT INTO document_versions (tenant_id, id, document_id, revision, file_name, file_path, file_size, mime_type,
  content_hash, file_key_encrypted, file_key_key_id, scan_status, uploaded_by_id, created_at)
VALUES (sqlc.arg(tenant_id)::uuid, sqlc.arg(id)::uuid, sqlc.arg(document_id)::uuid, sqlc.arg(revision)::int,
  sqlc.arg(file_name)::text, sqlc.arg(file_path)::text, sqlc.arg(file_size)::bigint, sqlc.arg(mime_type)::text,
  sqlc.arg(content_hash)::bytea, sqlc.arg(file_key_encrypted)::bytea, sqlc.arg(file_key_key_id)::bigint,
  sqlc.arg(scan_status)::text, sqlc.narg(uploaded_by_id)::uuid, sqlc.arg(created_at)::timestamptz);

-- name: LockDocument :one
SELECT d.version, d.revision, d.deleted_at, d.held_at, d.retain_until, d.retention_class, d.property_id
FROM documents AS d WHERE d.tenant_id = sqlc.arg(tenant_id)::uuid AND d.id = sqlc.arg(id)::uuid FOR UPDATE;

-- name: SetNewestVersion :execrows
UPDATE documents SET revision = sqlc.arg(revision)::int, file_name = sqlc.arg(file_name)::text,
  file_path = sqlc.arg(file_path)::text, file_size = sqlc.arg(file_size)::bigint, mime_type = sqlc.arg(mime_type)::text,
  content_hash = sqlc.arg(content_hash)::bytea, scan_status = sqlc.arg(scan_status)::text
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid;

-- name: UpdateDocument :execrows
UPDATE documents SET type = sqlc.arg(type)::text, file_name = sqlc.arg(file_name)::text,
  description = sqlc.narg(description)::text,
  expiry_noted_at = CASE WHEN expires_at IS NOT DISTINCT FROM sqlc.narg(expires_at)::timestamptz THEN expiry_noted_at END,
  expires_at = sqlc.narg(expires_at)::timestamptz, retention_class = sqlc.arg(retention_class)::text,
  retain_until = sqlc.narg(retain_until)::date, access_level = sqlc.arg(access_level)::text,
  audience_id = sqlc.narg(audience_id)::uuid, tags = sqlc.arg(tags)::jsonb
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid AND deleted_at IS NULL;

-- name: SetHold :execrows
UPDATE documents SET held_at = sqlc.narg(held_at)::timestamptz, held_by = sqlc.narg(held_by)::uuid,
  hold_reason = sqlc.narg(hold_reason)::text
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid AND deleted_at IS NULL;

-- name: DeleteDocument :execrows
UPDATE documents SET deleted_at = sqlc.arg(deleted_at)::timestamptz, deleted_by = sqlc.narg(deleted_by)::uuid,
  deletion_id = sqlc.arg(deletion_id)::uuid
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid AND deleted_at IS NULL;

-- name: RestoreDocument :execrows
UPDATE documents SET deleted_at = NULL, deleted_by = NULL, deletion_id = NULL
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid AND deleted_at IS NOT NULL;

-- name: ListVersions :many
SELECT v.id, v.revision, v.file_name, v.file_size, v.mime_type, v.content_hash, v.scan_status, v.scan_finding,
  v.uploaded_by_id, v.created_at, coalesce(btrim(concat_ws(' ', u.first_name, u.last_name)), '')::text AS uploaded_by
FROM document_versions AS v
LEFT JOIN users AS u ON u.tenant_id = v.tenant_id AND u.id = v.uploaded_by_id AND u.tenant_id = sqlc.arg(tenant_id)::uuid
WHERE v.tenant_id = sqlc.arg(tenant_id)::uuid AND v.document_id = sqlc.arg(document_id)::uuid
ORDER BY v.revision DESC;

-- name: GetVersion :one
-- The file of one revision, with what opens it.
SELECT v.id, v.document_id, v.revision, v.file_name, v.file_path, v.file_size, v.mime_type, v.file_key_encrypted,
  v.file_key_key_id, v.scan_status, d.deleted_at
FROM document_versions AS v
JOIN documents AS d ON d.tenant_id = v.tenant_id AND d.id = v.document_id AND d.tenant_id = sqlc.arg(tenant_id)::uuid
WHERE v.tenant_id = sqlc.arg(tenant_id)::uuid AND v.document_id = sqlc.arg(document_id)::uuid
  AND v.revision = sqlc.arg(revision)::int;

-- name: SetScan :execrows
UPDATE document_versions SET scan_status = sqlc.arg(scan_status)::text, scanned_at = sqlc.arg(scanned_at)::timestamptz,
  scan_finding = sqlc.narg(scan_finding)::text
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND document_id = sqlc.arg(document_id)::uuid
  AND revision = sqlc.arg(revision)::int;

-- name: SetDocumentScan :execrows
UPDATE documents SET scan_status = sqlc.arg(scan_status)::text
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND id = sqlc.arg(id)::uuid AND revision = sqlc.arg(revision)::int;

-- name: Unscanned :many
-- Versions whose scan was not done, or could not be.
SELECT v.document_id, v.revision FROM document_versions AS v
WHERE v.tenant_id = sqlc.arg(tenant_id)::uuid AND v.scan_status IN ('pending', 'failed')
ORDER BY v.created_at LIMIT sqlc.arg(row_limit)::int;

-- name: NoteExpiring :many
-- Marks documents that expire before a moment and that nobody was told of.
UPDATE documents SET expiry_noted_at = sqlc.arg(now)::timestamptz
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND deleted_at IS NULL AND expiry_noted_at IS NULL
  AND expires_at < sqlc.arg(before)::timestamptz
RETURNING id, property_id, expires_at;

-- name: UnknownPaths :many
-- Of these paths, those that no file and no upload refers to.
SELECT p.path::text AS path FROM unnest(sqlc.arg(paths)::text[]) AS p (path)
WHERE NOT EXISTS (SELECT FROM document_versions AS v
    WHERE v.tenant_id = sqlc.arg(tenant_id)::uuid AND v.file_path = p.path)
  AND NOT EXISTS (SELECT FROM uploads AS u, jsonb_array_elements(u.parts) AS part
    WHERE u.tenant_id = sqlc.arg(tenant_id)::uuid AND u.completed_at IS NULL AND u.expires_at > sqlc.arg(now)::timestamptz
      AND part ->> 'path' = p.path);

-- name: UserByEmail :one
-- Somebody of the organization, by their address in lower case.
SELECT id FROM users
WHERE tenant_id = sqlc.arg(tenant_id)::uuid AND email = sqlc.arg(email)::text AND deleted_at IS NULL;
