-- The jobs of one organization can be listed, told events go after a while, and a plan's limit can be asked for.
-- Without a transaction, since the queue is large and busy where this matters; each statement can be run again.

-- +goose NO TRANSACTION
-- +goose Up

CREATE INDEX CONCURRENTLY IF NOT EXISTS river_job_organization_idx ON platform.river_job ((metadata ->> 'organization'), id)
  WHERE metadata ? 'organization';

-- Told events leave in the order in which they were told.
CREATE INDEX CONCURRENTLY IF NOT EXISTS events_relayed_idx ON public.events (relayed_at) WHERE relayed_at IS NOT NULL;

GRANT DELETE ON public.events TO propertyos_system;

-- Why an operator set a flag.
ALTER TABLE platform.feature_flags ADD COLUMN IF NOT EXISTS reason text;

-- How many units the organization's plan includes; NULL is any number. Definer, since the application role knows nothing
-- of the platform's tables.
GRANT USAGE ON SCHEMA platform TO propertyos_definer;

GRANT SELECT (code, unit_limit) ON platform.plans TO propertyos_definer;

-- +goose StatementBegin
CREATE OR REPLACE FUNCTION app.unit_limit() RETURNS integer
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, app
AS $$
  SELECT p.unit_limit FROM public.organizations AS o JOIN platform.plans AS p ON p.code = o.plan
  WHERE o.id = app.current_tenant_id()
$$;
-- +goose StatementEnd

REVOKE ALL ON FUNCTION app.unit_limit() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION app.unit_limit() TO propertyos_app, propertyos_readonly;

ALTER FUNCTION app.unit_limit() OWNER TO propertyos_definer;

-- +goose Down

DROP FUNCTION IF EXISTS app.unit_limit();
REVOKE SELECT (code, unit_limit) ON platform.plans FROM propertyos_definer;
REVOKE USAGE ON SCHEMA platform FROM propertyos_definer;
ALTER TABLE platform.feature_flags DROP COLUMN IF EXISTS reason;
REVOKE DELETE ON public.events FROM propertyos_system;
DROP INDEX CONCURRENTLY IF EXISTS public.events_relayed_idx;
DROP INDEX CONCURRENTLY IF EXISTS platform.river_job_organization_idx;
