-- The audit log grows into evidence: by which API key, what was read and exported, sign-ins beside the changes, and seals that
-- chain it.

-- +goose Up

ALTER TABLE public.audit_logs ADD COLUMN api_key uuid;

-- Of what is no change: the rows that were read, filters, formats, counts. Never the data itself.
ALTER TABLE public.audit_logs ADD COLUMN detail jsonb;

-- The transaction that wrote the row. A seal covers the transactions below the oldest that still runs, and so a range that can
-- gain no row later, whatever the order of commits. Rows from before have 0.
ALTER TABLE public.audit_logs ADD COLUMN xact bigint NOT NULL DEFAULT 0;

ALTER TABLE public.audit_logs ALTER COLUMN xact SET DEFAULT (pg_current_xact_id()::text::bigint);

-- Transactions are counted by the cluster: rows restored into another one are of an earlier era.
ALTER TABLE public.audit_logs ADD COLUMN era integer NOT NULL DEFAULT 1;

-- An index on a partitioned table cannot be made concurrently. So the parent's is declared, and each month's is made by itself:
-- months that are over take no writes, and this month's wait for their own rows only.
-- lint:allow index-concurrently it is the partitioned parent's alone, which has no rows
CREATE INDEX audit_logs_sealing_idx ON ONLY public.audit_logs (tenant_id, era, xact);

-- +goose StatementBegin
DO $$
DECLARE
  part record;
BEGIN
  FOR part IN
    SELECT c.relname FROM pg_inherits AS i JOIN pg_class AS c ON c.oid = i.inhrelid
    WHERE i.inhparent = 'public.audit_logs'::regclass ORDER BY c.relname
  LOOP
    EXECUTE format('CREATE INDEX %I ON public.%I (tenant_id, era, xact)', part.relname || '_sealing_idx', part.relname);
    EXECUTE format('ALTER INDEX public.audit_logs_sealing_idx ATTACH PARTITION public.%I', part.relname || '_sealing_idx');
  END LOOP;
END
$$;
-- +goose StatementEnd

CREATE POLICY system_isolation ON public.audit_logs TO propertyos_system
  USING (tenant_id = app.current_tenant_id()) WITH CHECK (tenant_id = app.current_tenant_id());

GRANT SELECT ON public.audit_logs TO propertyos_system;

-- Which cluster each era's transactions were counted by.
CREATE TABLE platform.audit_eras (
  era integer NOT NULL,
  cluster bigint NOT NULL,
  begun_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT audit_eras_pkey PRIMARY KEY (era)
);

INSERT INTO platform.audit_eras (era, cluster) SELECT 1, system_identifier FROM pg_control_system();

GRANT SELECT ON platform.audit_eras TO propertyos_system, propertyos_mover;

-- Begins an era where this cluster is not the one that counted so far, and returns the era that holds. What the program calls
-- before it lets anybody write. Owner, since a default is the table's.
-- +goose StatementBegin
CREATE FUNCTION app.begin_audit_era() RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, app, platform
AS $$
DECLARE
  here constant bigint := (SELECT system_identifier FROM pg_control_system());
  newest record;
BEGIN
  SELECT e.era, e.cluster INTO newest FROM platform.audit_eras AS e ORDER BY e.era DESC LIMIT 1;
  IF newest.cluster = here THEN
    RETURN newest.era;
  END IF;
  LOCK TABLE platform.audit_eras IN EXCLUSIVE MODE;
  SELECT e.era, e.cluster INTO newest FROM platform.audit_eras AS e ORDER BY e.era DESC LIMIT 1;
  IF newest.cluster IS DISTINCT FROM here THEN
    newest.era := coalesce(newest.era, 0) + 1;
    INSERT INTO platform.audit_eras (era, cluster) VALUES (newest.era, here);
    EXECUTE format('ALTER TABLE public.audit_logs ALTER COLUMN era SET DEFAULT %s', newest.era);
  END IF;
  RETURN newest.era;
END
$$;
-- +goose StatementEnd

-- One seal covers the entries after the seal before it, up to a transaction and a row. The manifest holds, for each entry in
-- order, its id (16 bytes), its moment in microseconds (8) and its SHA-256 (32): what names a row that was altered, taken out or
-- put in. A seal of the kind retention covers nothing: it says that entries older than dropped_before are gone on purpose.
CREATE TABLE public.audit_seals (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  sequence bigint NOT NULL,
  kind text NOT NULL DEFAULT 'entries',
  era integer NOT NULL,
  to_xact bigint NOT NULL,
  to_id uuid NOT NULL,
  entries integer NOT NULL,
  manifest bytea NOT NULL,
  dropped_before timestamptz,
  previous_hash bytea NOT NULL,
  hash bytea NOT NULL,
  sealed_at timestamptz NOT NULL,
  CONSTRAINT audit_seals_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT audit_seals_sequence_key UNIQUE (tenant_id, sequence),
  CONSTRAINT audit_seals_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations (id),
  CONSTRAINT audit_seals_kind_check CHECK (kind IN ('entries', 'retention')),
  CONSTRAINT audit_seals_previous_hash_check CHECK (length(previous_hash) = 32),
  CONSTRAINT audit_seals_hash_check CHECK (length(hash) = 32)
);

SELECT app.distribute('audit_seals');

-- Hashes do not compress.
ALTER TABLE public.audit_seals ALTER COLUMN manifest SET STORAGE EXTERNAL;

SELECT app.protect('audit_seals', 'false', 'false', 'SELECT', false);

SELECT app.finalize('audit_seals');

CREATE POLICY system_isolation ON public.audit_seals TO propertyos_system
  USING (tenant_id = app.current_tenant_id()) WITH CHECK (tenant_id = app.current_tenant_id());

GRANT SELECT, INSERT ON public.audit_seals TO propertyos_system;

-- Writes what is no change of a row: reads, exports, sign-ins, operator access. Only the system role may call it, so no request
-- writes the log by itself or in another's name. An entry says how long ago it happened, so that only one clock counts.
-- +goose StatementBegin
CREATE FUNCTION app.record_audit(p_entries jsonb) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, app
AS $$
DECLARE
  written bigint;
BEGIN
  INSERT INTO public.audit_logs (tenant_id, created_at, user_id, actor_role, action, entity_type, entity_id, detail, request_id,
    reason, ip_address, user_agent, api_key)
  SELECT e.tenant_id, now() - make_interval(secs => least(greatest(coalesce(e.age_ms, 0), 0), 3600000) / 1000.0), e.user_id,
    e.actor_role, e.action, e.entity_type, coalesce(e.entity_id, e.tenant_id), e.detail, e.request_id, e.reason, e.ip_address,
    e.user_agent, e.api_key
  FROM jsonb_to_recordset(p_entries) AS e (tenant_id uuid, age_ms bigint, user_id uuid, actor_role text, action text,
    entity_type text, entity_id uuid, detail jsonb, request_id text, reason text, ip_address inet, user_agent text,
    api_key uuid);
  GET DIAGNOSTICS written = ROW_COUNT;
  RETURN written;
END
$$;
-- +goose StatementEnd

-- Which organizations have entries since a moment that no seal covers.
-- +goose StatementBegin
CREATE FUNCTION app.unsealed_organizations(p_since timestamptz) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, app
AS $$
  SELECT l.tenant_id FROM public.audit_logs AS l
  WHERE l.created_at >= p_since
  GROUP BY l.tenant_id
  HAVING max((l.era::numeric * 1e20) + l.xact) > coalesce((
    SELECT s.era::numeric * 1e20 + s.to_xact FROM public.audit_seals AS s
    WHERE s.tenant_id = l.tenant_id AND s.kind = 'entries' ORDER BY s.sequence DESC LIMIT 1), -1)
$$;
-- +goose StatementEnd

-- Copies a security event into the log of the organization that it is of; a failure of a known person, which is of none yet, into
-- each where they are a member; an operator's access to all of them into every one. The digest of the e-mail address stays behind.
-- Runs as whoever wrote the event, who may read memberships, and writes through record_audit.
-- +goose StatementBegin
CREATE FUNCTION app.copy_security_event() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, app, platform
AS $$
DECLARE
  request constant jsonb := nullif(current_setting('app.request', true), '')::jsonb;
  failed constant boolean := NEW.kind ~ '(_failed|_throttled|_refused|_suspected|_requested)$';
  key constant uuid := CASE WHEN NEW.kind LIKE 'api\_key%' THEN (NEW.detail ->> 'api_key_id')::uuid END;
  copies jsonb;
BEGIN
  SELECT jsonb_agg(jsonb_build_object('tenant_id', o.id, 'action', NEW.kind,
    'entity_type', CASE WHEN key IS NOT NULL THEN 'api_keys' WHEN m.user_id IS NOT NULL THEN 'users' ELSE 'organizations' END,
    'entity_id', coalesce(key, m.user_id, o.id),
    'user_id', CASE WHEN NOT failed THEN coalesce(app.current_user_id(), m.user_id) END,
    'actor_role', CASE WHEN NOT failed THEN coalesce(u.role, app.actor_role()) END,
    'detail', nullif(NEW.detail - ARRAY['reason', 'everywhere'], '{}'),
    'reason', coalesce(NEW.detail ->> 'reason', request ->> 'reason'), 'request_id', request ->> 'id',
    'ip_address', coalesce(host(NEW.ip_address), request ->> 'ip'),
    'user_agent', coalesce(NEW.user_agent, request ->> 'agent'), 'api_key', request ->> 'api_key'))
  INTO copies
  FROM (
    SELECT NEW.organization_id AS id WHERE NEW.organization_id IS NOT NULL
    UNION
    SELECT n.organization_id FROM platform.memberships AS n
    WHERE NEW.organization_id IS NULL AND n.identity_id = NEW.identity_id AND n.ended_at IS NULL
    UNION
    SELECT d.organization_id FROM platform.directory AS d
    WHERE NEW.organization_id IS NULL AND NEW.kind = 'operator_access' AND d.status <> 'closed'
  ) AS o
  LEFT JOIN platform.memberships AS m ON m.organization_id = o.id AND m.identity_id = NEW.identity_id
  LEFT JOIN public.users AS u ON u.tenant_id = o.id AND u.id = m.user_id;
  IF copies IS NOT NULL THEN
    PERFORM app.record_audit(copies);
  END IF;
  RETURN NULL;
END
$$;
-- +goose StatementEnd

CREATE TRIGGER security_events_copy AFTER INSERT ON platform.security_events
  FOR EACH ROW EXECUTE FUNCTION app.copy_security_event('security_events');

-- Takes out the months that end at or before a moment, and returns where the last of them ends; with p_try it takes out none. The
-- caller has put it into the seals before. Owner, since a partition is the table's.
-- +goose StatementBegin
CREATE FUNCTION app.drop_audit_months(p_before timestamptz, p_try boolean) RETURNS timestamptz
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, app
AS $$
DECLARE
  part record;
  last timestamptz;
BEGIN
  IF p_before > now() - interval '1 month' THEN
    RAISE EXCEPTION 'entries of the last month stay' USING ERRCODE = 'check_violation';
  END IF;
  FOR part IN
    SELECT c.relname, (regexp_match(pg_get_expr(c.relpartbound, c.oid), 'TO \(''([^'']+)''\)'))[1]::timestamptz AS upto
    FROM pg_inherits AS i JOIN pg_class AS c ON c.oid = i.inhrelid
    WHERE i.inhparent = 'public.audit_logs'::regclass
  LOOP
    CONTINUE WHEN part.upto IS NULL OR part.upto > p_before;
    last := greatest(last, part.upto);
    IF NOT p_try THEN
      EXECUTE format('DROP TABLE public.%I', part.relname);
    END IF;
  END LOOP;
  RETURN last;
END
$$;
-- +goose StatementEnd

REVOKE ALL ON FUNCTION app.begin_audit_era(), app.record_audit(jsonb), app.unsealed_organizations(timestamptz),
  app.copy_security_event(), app.drop_audit_months(timestamptz, boolean) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION app.begin_audit_era(), app.record_audit(jsonb), app.unsealed_organizations(timestamptz),
  app.copy_security_event(), app.drop_audit_months(timestamptz, boolean) TO propertyos_system;

ALTER FUNCTION app.record_audit(jsonb) OWNER TO propertyos_definer;

ALTER FUNCTION app.unsealed_organizations(timestamptz) OWNER TO propertyos_definer;

SET LOCAL ROLE propertyos_definer;

-- As before, with the API key.
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION app.audit_statement() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, app
AS $$
DECLARE
  hidden constant text[] := TG_ARGV[1]::text[] || ARRAY['version', 'updated_at'];
  request constant jsonb := nullif(current_setting('app.request', true), '')::jsonb;
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO public.audit_logs (tenant_id, user_id, actor_role, action, entity_type, entity_id, changes,
      request_id, reason, ip_address, user_agent, api_key)
    SELECT n.tenant_id, app.current_user_id(), coalesce(app.actor_role(), session_user), 'insert', TG_ARGV[0], n.id,
      jsonb_build_object('new', jsonb_strip_nulls(to_jsonb(n) - hidden)),
      request ->> 'id', request ->> 'reason', (request ->> 'ip')::inet, request ->> 'agent',
      (request ->> 'api_key')::uuid
    FROM new_rows AS n;
  ELSIF TG_OP = 'UPDATE' THEN
    INSERT INTO public.audit_logs (tenant_id, user_id, actor_role, action, entity_type, entity_id, changes,
      request_id, reason, ip_address, user_agent, api_key)
    SELECT n.tenant_id, app.current_user_id(), coalesce(app.actor_role(), session_user), 'update', TG_ARGV[0], n.id,
      app.changes(to_jsonb(o) - hidden, to_jsonb(n) - hidden),
      request ->> 'id', request ->> 'reason', (request ->> 'ip')::inet, request ->> 'agent',
      (request ->> 'api_key')::uuid
    FROM new_rows AS n
    JOIN old_rows AS o ON o.tenant_id = n.tenant_id AND o.id = n.id;
  ELSE
    INSERT INTO public.audit_logs (tenant_id, user_id, actor_role, action, entity_type, entity_id, changes,
      request_id, reason, ip_address, user_agent, api_key)
    SELECT o.tenant_id, app.current_user_id(), coalesce(app.actor_role(), session_user), 'delete', TG_ARGV[0], o.id,
      jsonb_build_object('old', jsonb_strip_nulls(to_jsonb(o) - hidden)),
      request ->> 'id', request ->> 'reason', (request ->> 'ip')::inet, request ->> 'agent',
      (request ->> 'api_key')::uuid
    FROM old_rows AS o;
  END IF;
  RETURN NULL;
END
$$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE OR REPLACE FUNCTION app.audit_organization() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, app
AS $$
DECLARE
  request constant jsonb := nullif(current_setting('app.request', true), '')::jsonb;
BEGIN
  INSERT INTO public.audit_logs (tenant_id, user_id, actor_role, action, entity_type, entity_id, changes,
    request_id, reason, ip_address, user_agent, api_key)
  SELECT n.id, app.current_user_id(), coalesce(app.actor_role(), session_user), lower(TG_OP), 'organizations', n.id,
    app.changes(CASE WHEN TG_OP = 'UPDATE' THEN to_jsonb(OLD) ELSE '{}' END - ARRAY['version', 'updated_at'],
      to_jsonb(n) - ARRAY['version', 'updated_at']),
    request ->> 'id', request ->> 'reason', (request ->> 'ip')::inet, request ->> 'agent',
      (request ->> 'api_key')::uuid
  FROM (SELECT (NEW).*) AS n;
  RETURN NULL;
END
$$;
-- +goose StatementEnd

RESET ROLE;

-- +goose Down

SET LOCAL ROLE propertyos_definer;

-- +goose StatementBegin
CREATE OR REPLACE FUNCTION app.audit_statement() RETURNS trigger
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

-- +goose StatementBegin
CREATE OR REPLACE FUNCTION app.audit_organization() RETURNS trigger
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

RESET ROLE;

DROP TRIGGER security_events_copy ON platform.security_events;
DROP FUNCTION app.drop_audit_months(timestamptz, boolean);
DROP FUNCTION app.copy_security_event();
DROP FUNCTION app.unsealed_organizations(timestamptz);
DROP FUNCTION app.record_audit(jsonb);
DROP TABLE public.audit_seals;
DROP FUNCTION app.begin_audit_era();
DROP TABLE platform.audit_eras;
REVOKE SELECT ON public.audit_logs FROM propertyos_system;
DROP POLICY system_isolation ON public.audit_logs;
DROP INDEX public.audit_logs_sealing_idx;
ALTER TABLE public.audit_logs DROP COLUMN era;
ALTER TABLE public.audit_logs DROP COLUMN xact;
ALTER TABLE public.audit_logs DROP COLUMN detail;
ALTER TABLE public.audit_logs DROP COLUMN api_key;
