-- Makes the roles, schemas and extensions that PropertyOS stands on. Run once per database, as a superuser
-- (or, on a managed server, as the role that may create roles and extensions). Safe to run again.
-- Migrations touch none of these. Passwords are set apart from this file.

DO $$
DECLARE
  r record;
BEGIN
  FOR r IN SELECT * FROM (VALUES
    -- owns every object and runs migrations; NOINHERIT keeps the definer's row policies away from it
    ('propertyos_owner',    'LOGIN NOINHERIT'),
    -- what the server's requests run as: DML under row-level security, owns nothing
    ('propertyos_app',      'LOGIN INHERIT'),
    -- allow-listed work across organizations: sign-in look-ups, the event relay, the job queue
    ('propertyos_system',   'LOGIN INHERIT'),
    -- owner of SECURITY DEFINER functions that must see rows past the caller's policies
    ('propertyos_definer',  'NOLOGIN INHERIT'),
    -- replicas and reports; row-level security applies
    ('propertyos_readonly', 'LOGIN INHERIT'),
    -- moves and backups of whole organizations
    ('propertyos_mover',    'LOGIN INHERIT BYPASSRLS')
  ) AS roles (name, attributes) LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = r.name) THEN
      BEGIN
        EXECUTE format('CREATE ROLE %I %s NOSUPERUSER NOCREATEDB NOCREATEROLE', r.name, r.attributes);
      EXCEPTION WHEN duplicate_object OR unique_violation THEN
        NULL; -- another database of the same cluster is being bootstrapped at this moment
      END;
    END IF;
  END LOOP;
END
$$;

GRANT propertyos_definer TO propertyos_owner;

CREATE SCHEMA IF NOT EXISTS extensions;
CREATE SCHEMA IF NOT EXISTS partman;
CREATE SCHEMA IF NOT EXISTS app AUTHORIZATION propertyos_owner;
CREATE SCHEMA IF NOT EXISTS platform AUTHORIZATION propertyos_owner;

CREATE EXTENSION IF NOT EXISTS postgis SCHEMA extensions;
CREATE EXTENSION IF NOT EXISTS btree_gist SCHEMA extensions;
CREATE EXTENSION IF NOT EXISTS btree_gin SCHEMA extensions;
CREATE EXTENSION IF NOT EXISTS pg_trgm SCHEMA extensions;
CREATE EXTENSION IF NOT EXISTS pg_partman SCHEMA partman;

REVOKE ALL ON SCHEMA public FROM PUBLIC;
ALTER SCHEMA public OWNER TO propertyos_owner;
GRANT USAGE ON SCHEMA public, app, extensions
  TO propertyos_app, propertyos_system, propertyos_definer, propertyos_readonly, propertyos_mover;
GRANT CREATE ON SCHEMA app TO propertyos_definer;
GRANT USAGE ON SCHEMA platform TO propertyos_system, propertyos_mover;
GRANT USAGE ON SCHEMA extensions TO propertyos_owner;
GRANT USAGE, CREATE ON SCHEMA partman TO propertyos_owner;
GRANT ALL ON ALL TABLES IN SCHEMA partman TO propertyos_owner;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA partman TO propertyos_owner;
GRANT EXECUTE ON ALL PROCEDURES IN SCHEMA partman TO propertyos_owner;

DO $$
BEGIN
  EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
  EXECUTE format('GRANT CONNECT ON DATABASE %I TO propertyos_owner, propertyos_app, propertyos_system, '
    'propertyos_readonly, propertyos_mover', current_database());
  EXECUTE format('GRANT TEMPORARY ON DATABASE %I TO propertyos_owner, propertyos_definer', current_database());
  EXECUTE format('GRANT CREATE ON DATABASE %I TO propertyos_owner', current_database());
END
$$;

-- Set on the roles, not by the client: start-up parameters do not pass through a transaction pooler.
ALTER ROLE propertyos_owner    SET search_path = public, app, extensions;
ALTER ROLE propertyos_app      SET search_path = public, app, extensions;
ALTER ROLE propertyos_system   SET search_path = public, app, extensions;
ALTER ROLE propertyos_readonly SET search_path = public, app, extensions;
ALTER ROLE propertyos_mover    SET search_path = public, app, extensions;
ALTER ROLE propertyos_owner    SET lock_timeout = '2s';
ALTER ROLE propertyos_app      SET lock_timeout = '5s';
ALTER ROLE propertyos_system   SET lock_timeout = '5s';
ALTER ROLE propertyos_app      SET statement_timeout = '15s';
ALTER ROLE propertyos_system   SET statement_timeout = '30s';
ALTER ROLE propertyos_readonly SET statement_timeout = '30s';
ALTER ROLE propertyos_app      SET idle_in_transaction_session_timeout = '30s';
ALTER ROLE propertyos_system   SET idle_in_transaction_session_timeout = '60s';
ALTER ROLE propertyos_readonly SET default_transaction_read_only = on;
-- What a request asks is over before it would be compiled; the planner's guesses under row-level security would start it.
ALTER ROLE propertyos_app      SET jit = off;
ALTER ROLE propertyos_system   SET jit = off;
ALTER ROLE propertyos_readonly SET jit = off;
-- A client that went away without its cancel being heard must not hold its locks until the statement's time is up.
ALTER ROLE propertyos_app      SET client_connection_check_interval = '2s';
ALTER ROLE propertyos_system   SET client_connection_check_interval = '2s';
ALTER ROLE propertyos_readonly SET client_connection_check_interval = '2s';
