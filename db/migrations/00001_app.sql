-- The functions that every table stands on: the request's context, the guard put on each table, audit, and
-- the hooks for sharding. Types, extensions and functions live once, outside the tables' schema.

-- +goose Up

-- The order in which people expect names and unit numbers: 2 before 10, case and accents aside.
CREATE COLLATION app.natural (provider = icu, locale = 'und-u-kn-true');

-- The organization whose rows this transaction may touch. Unset means none: no rows, never an error.
-- +goose StatementBegin
CREATE FUNCTION app.current_tenant_id() RETURNS uuid
LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT nullif(current_setting('app.current_tenant_id', true), '')::uuid $$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE FUNCTION app.current_user_id() RETURNS uuid
LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT nullif(current_setting('app.current_user_id', true), '')::uuid $$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE FUNCTION app.actor_role() RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT nullif(current_setting('app.actor_role', true), '') $$;
-- +goose StatementEnd

-- The rows that a renter, owner or vendor session is about: ids of renters, tenancies, leases, units,
-- properties, owners, vendors or work orders in one array. Ids are unique across tables, so one list serves.
-- +goose StatementBegin
CREATE FUNCTION app.scope_ids() RETURNS uuid[]
LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT coalesce(string_to_array(nullif(current_setting('app.scope_ids', true), ''), ',')::uuid[], '{}') $$;
-- +goose StatementEnd

-- Staff pass the restrictive policies by this constant test; an unset or unknown role does not.
-- +goose StatementBegin
CREATE FUNCTION app.is_staff() RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT coalesce(current_setting('app.actor_role', true) IN ('admin', 'manager', 'accountant',
  'leasing_agent', 'technician', 'bookkeeper', 'auditor', 'system'), false) $$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE FUNCTION app.is_renter() RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT coalesce(current_setting('app.actor_role', true) = 'tenant', false) $$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE FUNCTION app.is_owner() RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT coalesce(current_setting('app.actor_role', true) = 'owner', false) $$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE FUNCTION app.is_vendor() RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT coalesce(current_setting('app.actor_role', true) = 'vendor', false) $$;
-- +goose StatementEnd

-- Enters an organization for the rest of the transaction: is_local is true, because a session's setting leaks through a
-- transaction pooler to the next client. One expression of set_config is inlined into the caller's SELECT and costs about
-- what SELECT 1 does; five SET LOCAL in plpgsql cost 25 to 40 microseconds more, on every request. p_request is what audit
-- needs and no policy reads: {"id", "ip", "agent", "reason"}.
-- +goose StatementBegin
CREATE FUNCTION app.set_context(p_org uuid, p_user uuid, p_role text, p_scopes uuid[], p_request jsonb)
RETURNS boolean
LANGUAGE sql
AS $$
  SELECT (set_config('app.current_tenant_id', coalesce(p_org::text, ''), true)
    || set_config('app.current_user_id', coalesce(p_user::text, ''), true)
    || set_config('app.actor_role', coalesce(p_role, ''), true)
    || set_config('app.scope_ids', coalesce(array_to_string(p_scopes, ','), ''), true)
    || set_config('app.request', coalesce(p_request::text, ''), true)) IS NOT NULL
$$;
-- +goose StatementEnd

-- Where the tables are sharded the context must reach the workers, and Citus passes on SET LOCAL but not set_config.
-- +goose StatementBegin
DO $do$
BEGIN
  IF EXISTS (SELECT FROM pg_extension WHERE extname = 'citus') THEN
    CREATE OR REPLACE FUNCTION app.set_context(p_org uuid, p_user uuid, p_role text, p_scopes uuid[], p_request jsonb)
    RETURNS boolean
    LANGUAGE plpgsql
    AS $$
    BEGIN
      EXECUTE format(
        'SET LOCAL app.current_tenant_id = %L; SET LOCAL app.current_user_id = %L; SET LOCAL app.actor_role = %L; '
        'SET LOCAL app.scope_ids = %L; SET LOCAL app.request = %L',
        coalesce(p_org::text, ''), coalesce(p_user::text, ''), coalesce(p_role, ''),
        coalesce(array_to_string(p_scopes, ','), ''), coalesce(p_request::text, ''));
      RETURN true;
    END
    $$;
  END IF;
END
$do$;
-- +goose StatementEnd

-- Hooks for Citus, row-based sharding by organization. They do nothing where Citus is absent.
-- +goose StatementBegin
CREATE FUNCTION app.distribute(p_table text, p_column text DEFAULT 'tenant_id') RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
  IF EXISTS (SELECT FROM pg_extension WHERE extname = 'citus') THEN
    EXECUTE format('SELECT create_distributed_table(%L, %L)', p_table, p_column);
  END IF;
END
$$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE FUNCTION app.replicate(p_table text) RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
  IF EXISTS (SELECT FROM pg_extension WHERE extname = 'citus') THEN
    EXECUTE format('SELECT create_reference_table(%L)', p_table);
  END IF;
END
$$;
-- +goose StatementEnd

-- Keeps updated_at and the version that If-Match compares. The table's name is an argument because on a shard
-- TG_TABLE_NAME is the shard's.
-- +goose StatementBegin
CREATE FUNCTION app.touch() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
  NEW.updated_at := clock_timestamp();
  NEW.version := OLD.version + 1;
  RETURN NEW;
END
$$;
-- +goose StatementEnd

-- Refuses any change of a posted row, by any role but a superuser.
-- +goose StatementBegin
CREATE FUNCTION app.refuse_change() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
  IF current_setting('is_superuser') = 'on' THEN
    IF TG_OP = 'UPDATE' THEN
      RETURN NEW;
    END IF;
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'rows of % are final', TG_ARGV[0]
    USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = TG_ARGV[0] || '_final_check',
      HINT = 'A correction is a reversal.';
END
$$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE FUNCTION app.refuse_truncate() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
  IF current_setting('is_superuser') = 'on' THEN
    RETURN NULL;
  END IF;
  RAISE EXCEPTION 'rows of % are final', TG_ARGV[0]
    USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = TG_ARGV[0] || '_final_check';
END
$$;
-- +goose StatementEnd

-- The columns of a row that changed, as {"old": {...}, "new": {...}}, or NULL where nothing did.
-- +goose StatementBegin
CREATE FUNCTION app.changes(p_old jsonb, p_new jsonb) RETURNS jsonb
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT jsonb_build_object('old', jsonb_object_agg(n.key, p_old -> n.key), 'new', jsonb_object_agg(n.key, n.value))
  FROM jsonb_each(p_new) AS n
  WHERE p_old -> n.key IS DISTINCT FROM n.value
  HAVING count(*) > 0
$$;
-- +goose StatementEnd

-- One audit row for each changed row, by statement: TG_ARGV[0] is the table's name, TG_ARGV[1] the columns that
-- never reach the log. SECURITY DEFINER (of propertyos_definer, set below), so that no session role can write
-- the log by itself.
-- +goose StatementBegin
CREATE FUNCTION app.audit_statement() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, app
AS $$
DECLARE
  hidden constant text[] := TG_ARGV[1]::text[] || ARRAY['version', 'updated_at'];
  request constant jsonb := nullif(current_setting('app.request', true), '')::jsonb;
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO public.audit_logs (tenant_id, user_id, actor_role, action, entity_type, entity_id, changes,
      request_id, reason, ip_address, user_agent)
    SELECT n.tenant_id, app.current_user_id(), coalesce(app.actor_role(), session_user), 'insert', TG_ARGV[0], n.id,
      jsonb_build_object('new', jsonb_strip_nulls(to_jsonb(n) - hidden)),
      request ->> 'id', request ->> 'reason', (request ->> 'ip')::inet, request ->> 'agent'
    FROM new_rows AS n;
  ELSIF TG_OP = 'UPDATE' THEN
    INSERT INTO public.audit_logs (tenant_id, user_id, actor_role, action, entity_type, entity_id, changes,
      request_id, reason, ip_address, user_agent)
    SELECT n.tenant_id, app.current_user_id(), coalesce(app.actor_role(), session_user), 'update', TG_ARGV[0], n.id,
      app.changes(to_jsonb(o) - hidden, to_jsonb(n) - hidden),
      request ->> 'id', request ->> 'reason', (request ->> 'ip')::inet, request ->> 'agent'
    FROM new_rows AS n
    JOIN old_rows AS o ON o.tenant_id = n.tenant_id AND o.id = n.id;
  ELSE
    INSERT INTO public.audit_logs (tenant_id, user_id, actor_role, action, entity_type, entity_id, changes,
      request_id, reason, ip_address, user_agent)
    SELECT o.tenant_id, app.current_user_id(), coalesce(app.actor_role(), session_user), 'delete', TG_ARGV[0], o.id,
      jsonb_build_object('old', jsonb_strip_nulls(to_jsonb(o) - hidden)),
      request ->> 'id', request ->> 'reason', (request ->> 'ip')::inet, request ->> 'agent'
    FROM old_rows AS o;
  END IF;
  RETURN NULL;
END
$$;
-- +goose StatementEnd

-- The same for organizations, whose own id is the organization's.
-- +goose StatementBegin
CREATE FUNCTION app.audit_organization() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, app
AS $$
DECLARE
  request constant jsonb := nullif(current_setting('app.request', true), '')::jsonb;
BEGIN
  INSERT INTO public.audit_logs (tenant_id, user_id, actor_role, action, entity_type, entity_id, changes,
    request_id, reason, ip_address, user_agent)
  SELECT n.id, app.current_user_id(), coalesce(app.actor_role(), session_user), lower(TG_OP), 'organizations', n.id,
    app.changes(CASE WHEN TG_OP = 'UPDATE' THEN to_jsonb(OLD) ELSE '{}' END - ARRAY['version', 'updated_at'],
      to_jsonb(n) - ARRAY['version', 'updated_at']),
    request ->> 'id', request ->> 'reason', (request ->> 'ip')::inet, request ->> 'agent'
  FROM (SELECT (NEW).*) AS n;
  RETURN NULL;
END
$$;
-- +goose StatementEnd

-- Puts the whole guard on a tenant table, in one place, so that no table can have half of it:
-- row-level security enabled and forced, the isolation policy, the restrictive policy below the organization,
-- the definer's read policy, grants, the updated_at trigger and the audit triggers.
--   p_read   what a session that is not staff may see, as a boolean expression over the row
--   p_write  what such a session may write
--   p_grants what the application may do at all
-- +goose StatementBegin
CREATE FUNCTION app.protect(
  p_table text,
  p_read text DEFAULT 'false',
  p_write text DEFAULT 'false',
  p_grants text DEFAULT 'SELECT, INSERT, UPDATE',
  p_audited boolean DEFAULT true,
  p_key text DEFAULT 'tenant_id'
) RETURNS void
LANGUAGE plpgsql
AS $$
DECLARE
  -- Only a role that is known below staff gets as far as the table's own expressions.
  people constant text := 'app.is_staff() OR (coalesce(app.actor_role() IN (''tenant'', ''owner'', ''vendor''), false) AND (%s))';
  secrets text[];
  event record;
BEGIN
  EXECUTE format('ALTER TABLE public.%I ENABLE ROW LEVEL SECURITY', p_table);
  EXECUTE format('ALTER TABLE public.%I FORCE ROW LEVEL SECURITY', p_table);
  EXECUTE format('CREATE POLICY tenant_isolation ON public.%I TO propertyos_app, propertyos_readonly, propertyos_owner '
    'USING (%I = app.current_tenant_id()) WITH CHECK (%I = app.current_tenant_id())', p_table, p_key, p_key);
  EXECUTE format('CREATE POLICY role_scope ON public.%I AS RESTRICTIVE TO propertyos_app, propertyos_readonly '
    'USING (%s) WITH CHECK (%s)', p_table, format(people, p_read), format(people, p_write));
  IF p_grants LIKE '%DELETE%' THEN
    -- WITH CHECK does not see a DELETE: what a session below staff may read it could otherwise remove.
    EXECUTE format('CREATE POLICY role_delete ON public.%I AS RESTRICTIVE FOR DELETE TO propertyos_app '
      'USING (%s)', p_table, format(people, p_write));
  END IF;
  EXECUTE format('CREATE POLICY definer_read ON public.%I FOR SELECT TO propertyos_definer USING (true)', p_table);
  EXECUTE format('GRANT %s ON public.%I TO propertyos_app', p_grants, p_table);
  EXECUTE format('GRANT SELECT ON public.%I TO propertyos_readonly, propertyos_definer', p_table);
  EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON public.%I TO propertyos_mover', p_table);

  IF EXISTS (SELECT FROM pg_attribute WHERE attrelid = format('public.%I', p_table)::regclass
      AND attname = 'updated_at' AND NOT attisdropped) THEN
    EXECUTE format('CREATE TRIGGER %I BEFORE UPDATE ON public.%I FOR EACH ROW EXECUTE FUNCTION app.touch(%L)',
      p_table || '_touch', p_table, p_table);
  END IF;

  IF p_audited THEN
    SELECT coalesce(array_agg(attname ORDER BY attname), '{}') INTO secrets
    FROM pg_attribute
    WHERE attrelid = format('public.%I', p_table)::regclass AND attnum > 0 AND NOT attisdropped
      AND attname ~ '(_encrypted|_key_id|_bidx|_hash|_last_four|^last_four)$';
    FOR event IN SELECT * FROM (VALUES
      ('insert', 'REFERENCING NEW TABLE AS new_rows'),
      ('update', 'REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows'),
      ('delete', 'REFERENCING OLD TABLE AS old_rows')) AS e (name, tables) LOOP
      EXECUTE format('CREATE TRIGGER %I AFTER %s ON public.%I %s FOR EACH STATEMENT '
        'EXECUTE FUNCTION app.audit_statement(%L, %L)',
        p_table || '_audit_' || event.name, event.name, p_table, event.tables, p_table, secrets::text);
    END LOOP;
  END IF;
END
$$;
-- +goose StatementEnd

-- Makes a table's rows final: no UPDATE, DELETE or TRUNCATE by any role but a superuser.
-- +goose StatementBegin
CREATE FUNCTION app.finalize(p_table text) RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
  EXECUTE format('CREATE TRIGGER %I BEFORE UPDATE OR DELETE ON public.%I FOR EACH ROW '
    'EXECUTE FUNCTION app.refuse_change(%L)', p_table || '_final', p_table, p_table);
  EXECUTE format('CREATE TRIGGER %I BEFORE TRUNCATE ON public.%I FOR EACH STATEMENT '
    'EXECUTE FUNCTION app.refuse_truncate(%L)', p_table || '_final_truncate', p_table, p_table);
END
$$;
-- +goose StatementEnd

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA app FROM PUBLIC;

GRANT EXECUTE ON FUNCTION app.current_tenant_id(), app.current_user_id(), app.actor_role(), app.scope_ids(),
  app.is_staff(), app.is_renter(), app.is_owner(), app.is_vendor(),
  app.set_context(uuid, uuid, text, uuid[], jsonb), app.changes(jsonb, jsonb)
  TO propertyos_app, propertyos_system, propertyos_readonly, propertyos_definer, propertyos_mover;

ALTER FUNCTION app.audit_statement() OWNER TO propertyos_definer;

ALTER FUNCTION app.audit_organization() OWNER TO propertyos_definer;

SET LOCAL ROLE propertyos_definer;

GRANT EXECUTE ON FUNCTION app.audit_statement(), app.audit_organization() TO propertyos_owner;

RESET ROLE;

-- +goose Down

DROP FUNCTION app.finalize(text);
DROP FUNCTION app.protect(text, text, text, text, boolean, text);
DROP FUNCTION app.audit_organization();
DROP FUNCTION app.audit_statement();
DROP FUNCTION app.changes(jsonb, jsonb);
DROP FUNCTION app.refuse_truncate();
DROP FUNCTION app.refuse_change();
DROP FUNCTION app.touch();
DROP FUNCTION app.replicate(text);
DROP FUNCTION app.distribute(text, text);
DROP FUNCTION app.set_context(uuid, uuid, text, uuid[], jsonb);
DROP FUNCTION app.is_vendor();
DROP FUNCTION app.is_owner();
DROP FUNCTION app.is_renter();
DROP FUNCTION app.is_staff();
DROP FUNCTION app.scope_ids();
DROP FUNCTION app.actor_role();
DROP FUNCTION app.current_user_id();
DROP FUNCTION app.current_tenant_id();
DROP COLLATION app.natural;
