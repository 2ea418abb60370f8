-- name: RecordEntries :exec
SELECT app.record_audit(sqlc.arg(entries)::jsonb);

-- name: NoteOperatorAccess :exec
-- A trigger copies it into the log of the organization, or of every one where none is named.
INSERT INTO platform.security_events (id, kind, organization_id, user_agent, detail)
VALUES (sqlc.arg(id)::uuid, 'operator_access', sqlc.narg(organization_id)::uuid, sqlc.arg(command)::text, sqlc.arg(detail)::jsonb);

-- name: AuditReady :one
-- Whether the schema is far enough to hold the record.
SELECT (to_regclass('platform.audit_eras') IS NOT NULL)::boolean AS ready;

-- name: BeginEra :one
SELECT app.begin_audit_era()::int AS era;
