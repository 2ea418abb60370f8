-- The organization, its people, its audit log and its events.

-- +goose Up

CREATE TABLE public.organizations (
  id uuid NOT NULL,
  name text NOT NULL,
  slug text NOT NULL,
  plan text NOT NULL DEFAULT 'essential',
  status text NOT NULL DEFAULT 'active',
  time_zone text NOT NULL DEFAULT 'America/New_York',
  currency char(3) NOT NULL DEFAULT 'USD',
  locale text NOT NULL DEFAULT 'en-US',
  default_policies jsonb NOT NULL DEFAULT '{}',
  settings jsonb NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  version integer NOT NULL DEFAULT 1,
  deleted_at timestamptz,
  CONSTRAINT organizations_pkey PRIMARY KEY (id),
  CONSTRAINT organizations_name_check CHECK (length(btrim(name)) > 0 AND length(name) <= 255),
  CONSTRAINT organizations_slug_check CHECK (slug ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$'),
  CONSTRAINT organizations_status_check CHECK (status IN ('active', 'suspended', 'closed')),
  CONSTRAINT organizations_time_zone_check CHECK (length(time_zone) BETWEEN 1 AND 64),
  CONSTRAINT organizations_currency_check CHECK (currency ~ '^[A-Z]{3}$'),
  CONSTRAINT organizations_locale_check CHECK (length(locale) BETWEEN 2 AND 35)
);

SELECT app.distribute('organizations', 'id');

-- The slug, the plan and the status are the platform's to change: copies of its directory.
SELECT app.protect('organizations', 'true', 'false',
  'SELECT, UPDATE (name, time_zone, currency, locale, default_policies, settings)', false, 'id');

CREATE TRIGGER organizations_audit AFTER INSERT OR UPDATE ON public.organizations
  FOR EACH ROW EXECUTE FUNCTION app.audit_organization();

CREATE POLICY system_isolation ON public.organizations TO propertyos_system
  USING (id = app.current_tenant_id()) WITH CHECK (id = app.current_tenant_id());

GRANT SELECT, INSERT, UPDATE ON public.organizations TO propertyos_system;

CREATE TABLE public.users (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  identity_id uuid,
  email text NOT NULL,
  first_name text,
  last_name text,
  role text NOT NULL DEFAULT 'tenant',
  property_scope uuid[],
  phone text,
  avatar_url text,
  preferences jsonb NOT NULL DEFAULT '{}',
  email_verified boolean NOT NULL DEFAULT false,
  mfa_enabled boolean NOT NULL DEFAULT false,
  last_login timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  version integer NOT NULL DEFAULT 1,
  deleted_at timestamptz,
  deleted_by uuid,
  deletion_id uuid,
  CONSTRAINT users_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT users_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations (id),
  CONSTRAINT users_email_check CHECK (email = lower(btrim(email)) AND email LIKE '_%@_%' AND length(email) <= 254),
  CONSTRAINT users_first_name_check CHECK (length(first_name) <= 100),
  CONSTRAINT users_last_name_check CHECK (length(last_name) <= 100),
  CONSTRAINT users_phone_check CHECK (length(phone) <= 40),
  CONSTRAINT users_avatar_url_check CHECK (length(avatar_url) <= 500),
  CONSTRAINT users_role_check CHECK (role IN ('admin', 'manager', 'owner', 'tenant', 'vendor', 'accountant',
    'leasing_agent', 'technician', 'bookkeeper', 'auditor'))
);

SELECT app.distribute('users');

CREATE UNIQUE INDEX users_email_key ON public.users (tenant_id, email) WHERE deleted_at IS NULL;

CREATE UNIQUE INDEX users_identity_id_key ON public.users (tenant_id, identity_id);

CREATE INDEX users_role_idx ON public.users (tenant_id, role) WHERE deleted_at IS NULL;

SELECT app.protect('users', 'id = app.current_user_id()');

CREATE POLICY system_isolation ON public.users TO propertyos_system
  USING (tenant_id = app.current_tenant_id()) WITH CHECK (tenant_id = app.current_tenant_id());

GRANT SELECT, INSERT, UPDATE ON public.users TO propertyos_system;

-- Evidence: insert-only, by month, without foreign keys, since it outlives what it tells of.
CREATE TABLE public.audit_logs (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  created_at timestamptz NOT NULL DEFAULT now(),
  user_id uuid,
  actor_role text,
  action text NOT NULL,
  entity_type text NOT NULL,
  entity_id uuid NOT NULL,
  changes jsonb,
  request_id text,
  reason text,
  ip_address inet,
  user_agent text,
  CONSTRAINT audit_logs_pkey PRIMARY KEY (tenant_id, created_at, id),
  CONSTRAINT audit_logs_action_check CHECK (length(action) BETWEEN 1 AND 100),
  CONSTRAINT audit_logs_entity_type_check CHECK (length(entity_type) BETWEEN 1 AND 63)
) PARTITION BY RANGE (created_at);

SELECT app.distribute('audit_logs');

CREATE INDEX audit_logs_entity_idx ON public.audit_logs (tenant_id, entity_type, entity_id, created_at);

CREATE INDEX audit_logs_user_id_idx ON public.audit_logs (tenant_id, user_id, created_at);

CREATE INDEX audit_logs_action_idx ON public.audit_logs (tenant_id, action, created_at);

CREATE INDEX audit_logs_created_at_idx ON public.audit_logs USING brin (created_at);

CREATE INDEX audit_logs_changes_idx ON public.audit_logs USING gin (changes jsonb_path_ops);

SELECT app.protect('audit_logs', 'false', 'false', 'SELECT', false);

CREATE POLICY definer_write ON public.audit_logs FOR INSERT TO propertyos_definer WITH CHECK (true);

GRANT INSERT ON public.audit_logs TO propertyos_definer;

-- pg_partman behind one call, with the signature of 4.7 or of 5.
-- +goose StatementBegin
CREATE FUNCTION app.partition_by_month(p_table text) RETURNS void
LANGUAGE plpgsql
AS $$
DECLARE
  major constant integer := (SELECT split_part(extversion, '.', 1)::integer FROM pg_extension WHERE extname = 'pg_partman');
  parent constant text := 'public.' || p_table;
BEGIN
  IF major IS NULL THEN
    RAISE EXCEPTION 'the extension pg_partman is not installed' USING HINT = 'Run propertyos db bootstrap.';
  ELSIF major >= 5 THEN
    EXECUTE 'SELECT partman.create_parent(p_parent_table := $1, p_control := ''created_at'', p_interval := ''1 month'', '
      'p_type := ''range'', p_premake := 4)' USING parent;
  ELSE
    EXECUTE 'SELECT partman.create_parent(p_parent_table := $1, p_control := ''created_at'', p_interval := ''monthly'', '
      'p_type := ''native'', p_premake := 4)' USING parent;
  END IF;
  UPDATE partman.part_config SET infinite_time_partitions = true WHERE parent_table = parent;
END
$$;
-- +goose StatementEnd

-- A partition is a table of its own: it inherits no policy, and whoever may read it directly reads past its
-- parent's. So each gets the wall and nobody gets a grant.
-- +goose StatementBegin
CREATE FUNCTION app.guard_partitions(p_table text) RETURNS void
LANGUAGE plpgsql
AS $$
DECLARE
  part record;
BEGIN
  FOR part IN
    SELECT c.oid, c.relname FROM pg_inherits AS i JOIN pg_class AS c ON c.oid = i.inhrelid
    WHERE i.inhparent = format('public.%I', p_table)::regclass
  LOOP
    CONTINUE WHEN EXISTS (SELECT FROM pg_policy WHERE polrelid = part.oid AND polname = 'tenant_isolation');
    EXECUTE format('ALTER TABLE public.%I ENABLE ROW LEVEL SECURITY', part.relname);
    EXECUTE format('ALTER TABLE public.%I FORCE ROW LEVEL SECURITY', part.relname);
    EXECUTE format('CREATE POLICY tenant_isolation ON public.%I TO propertyos_app, propertyos_readonly, propertyos_owner '
      'USING (tenant_id = app.current_tenant_id()) WITH CHECK (tenant_id = app.current_tenant_id())', part.relname);
    EXECUTE format('CREATE POLICY role_scope ON public.%I AS RESTRICTIVE TO propertyos_app, propertyos_readonly '
      'USING (app.is_staff())', part.relname);
    EXECUTE format('REVOKE ALL ON public.%I FROM PUBLIC, propertyos_app, propertyos_system, propertyos_readonly, '
      'propertyos_definer', part.relname);
  END LOOP;
END
$$;
-- +goose StatementEnd

-- What the worker calls every hour, as the system role: makes the months to come and guards them. Returns the
-- number of rows that fell into the default partition, which must be 0 and is an alarm otherwise.
-- +goose StatementBegin
CREATE FUNCTION app.maintain_partitions() RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, app, partman
AS $$
DECLARE
  strays bigint;
BEGIN
  PERFORM partman.run_maintenance(p_parent_table := 'public.audit_logs');
  PERFORM app.guard_partitions('audit_logs');
  SELECT reltuples::bigint INTO strays FROM pg_class WHERE oid = 'public.audit_logs_default'::regclass;
  IF pg_relation_size('public.audit_logs_default') > 0 THEN
    strays := greatest(strays, 1);
  END IF;
  RETURN greatest(strays, 0);
END
$$;
-- +goose StatementEnd

REVOKE ALL ON FUNCTION app.partition_by_month(text), app.guard_partitions(text), app.maintain_partitions() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION app.maintain_partitions() TO propertyos_system;

SELECT app.partition_by_month('audit_logs');

SELECT app.guard_partitions('audit_logs');

-- What happened, written in the transaction in which it happened and carried out after commit by the relay.
CREATE TABLE public.events (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  type text NOT NULL,
  entity_type text NOT NULL,
  entity_id uuid NOT NULL,
  payload jsonb NOT NULL DEFAULT '{}',
  actor_id uuid,
  request_id text,
  created_at timestamptz NOT NULL DEFAULT now(),
  relayed_at timestamptz,
  CONSTRAINT events_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT events_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations (id),
  CONSTRAINT events_type_check CHECK (type ~ '^[a-z_]+\.[a-z_]+$' AND length(type) <= 100),
  CONSTRAINT events_entity_type_check CHECK (length(entity_type) BETWEEN 1 AND 63)
);

SELECT app.distribute('events');

CREATE INDEX events_unrelayed_idx ON public.events (created_at) WHERE relayed_at IS NULL;

CREATE INDEX events_entity_idx ON public.events (tenant_id, entity_type, entity_id, created_at);

SELECT app.protect('events', 'false', 'actor_id = app.current_user_id()', 'SELECT, INSERT', false);

CREATE POLICY system_relay ON public.events TO propertyos_system USING (true) WITH CHECK (true);

GRANT SELECT, UPDATE (relayed_at) ON public.events TO propertyos_system;

-- One row for each request that asked to be made at most once, committed with what it made.
CREATE TABLE public.idempotency_keys (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  actor_id uuid NOT NULL,
  key text NOT NULL,
  operation text NOT NULL,
  request_hash bytea NOT NULL,
  result jsonb,
  created_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT idempotency_keys_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT idempotency_keys_actor_id_key_key UNIQUE (tenant_id, actor_id, key),
  CONSTRAINT idempotency_keys_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations (id),
  CONSTRAINT idempotency_keys_key_check CHECK (length(key) BETWEEN 1 AND 255),
  CONSTRAINT idempotency_keys_request_hash_check CHECK (length(request_hash) = 32)
);

SELECT app.distribute('idempotency_keys');

CREATE INDEX idempotency_keys_created_at_idx ON public.idempotency_keys (created_at);

SELECT app.protect('idempotency_keys', 'actor_id = app.current_user_id()', 'actor_id = app.current_user_id()',
  'SELECT, INSERT, UPDATE', false);

CREATE POLICY system_expiry ON public.idempotency_keys TO propertyos_system USING (true);

GRANT SELECT, DELETE ON public.idempotency_keys TO propertyos_system;

-- +goose Down

DROP TABLE public.idempotency_keys;
DROP TABLE public.events;
-- +goose StatementBegin
DO $$
DECLARE
  template text;
BEGIN
  SELECT template_table INTO template FROM partman.part_config WHERE parent_table = 'public.audit_logs';
  DELETE FROM partman.part_config WHERE parent_table = 'public.audit_logs';
  IF template IS NOT NULL THEN
    EXECUTE 'DROP TABLE IF EXISTS ' || template;
  END IF;
END
$$;
-- +goose StatementEnd
DROP FUNCTION app.maintain_partitions();
DROP FUNCTION app.guard_partitions(text);
DROP FUNCTION app.partition_by_month(text);
DROP TABLE public.audit_logs;
DROP TABLE public.users;
DROP TABLE public.organizations;
