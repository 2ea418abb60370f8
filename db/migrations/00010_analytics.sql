-- The analytics view of the design, each side aggregated by itself, out of the application's reach and read through a
-- function that filters.

-- +goose Up

GRANT USAGE ON SCHEMA public TO propertyos_definer;

CREATE MATERIALIZED VIEW app.tenant_analytics AS
SELECT
  o.id AS tenant_id,
  (SELECT count(*) FROM public.properties AS p
    WHERE p.tenant_id = o.id AND p.deleted_at IS NULL) AS total_properties,
  u.total_units, u.occupied_units, u.vacant_units, u.market_rent,
  (SELECT coalesce(sum(l.monthly_rent), 0)::numeric(16,2)
    FROM public.leases AS l
    JOIN public.tenancies AS t ON t.tenant_id = l.tenant_id AND t.id = l.tenancy_id
    WHERE l.tenant_id = o.id AND l.deleted_at IS NULL AND l.status IN ('active', 'expiring_soon')
      AND l.start_date <= (now() AT TIME ZONE o.time_zone)::date
      AND t.moved_in_on IS NOT NULL AND t.moved_out_on IS NULL) AS monthly_revenue,
  (SELECT count(*) FROM public.maintenance_requests AS r
    WHERE r.tenant_id = o.id AND r.deleted_at IS NULL AND r.status NOT IN ('completed', 'cancelled'))
    AS open_maintenance_requests,
  now() AS refreshed_at
FROM public.organizations AS o
CROSS JOIN LATERAL (
  SELECT count(*) AS total_units,
    count(*) FILTER (WHERE status IN ('occupied', 'notice')) AS occupied_units,
    count(*) FILTER (WHERE status IN ('vacant', 'reserved')) AS vacant_units,
    coalesce(sum(base_rent), 0)::numeric(16,2) AS market_rent
  FROM public.units WHERE tenant_id = o.id AND deleted_at IS NULL) AS u
WHERE o.deleted_at IS NULL
WITH NO DATA;

CREATE UNIQUE INDEX tenant_analytics_tenant_id_key ON app.tenant_analytics (tenant_id);

-- +goose StatementBegin
CREATE FUNCTION app.read_tenant_analytics() RETURNS SETOF app.tenant_analytics
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, app
AS $$ SELECT * FROM app.tenant_analytics WHERE tenant_id = app.current_tenant_id() $$;
-- +goose StatementEnd

-- Called by the worker every five minutes, as the system role.
-- +goose StatementBegin
CREATE FUNCTION app.refresh_tenant_analytics() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, app
AS $$
BEGIN
  IF (SELECT relispopulated FROM pg_class WHERE oid = 'app.tenant_analytics'::regclass) THEN
    REFRESH MATERIALIZED VIEW CONCURRENTLY app.tenant_analytics;
  ELSE
    REFRESH MATERIALIZED VIEW app.tenant_analytics;
  END IF;
END
$$;
-- +goose StatementEnd

-- Called after a bulk load: until the planner knows that a table is no longer empty it reads lists a hundred times
-- slower, and autovacuum looks only once a minute.
-- +goose StatementBegin
CREATE FUNCTION app.refresh_statistics() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, app
AS $$
BEGIN
  ANALYZE public.addresses, public.properties, public.units, public.tenants, public.tenancies, public.leases,
    public.lease_parties, public.lease_openings, public.payments, public.maintenance_requests, public.work_orders;
END
$$;
-- +goose StatementEnd

REVOKE ALL ON FUNCTION app.read_tenant_analytics(), app.refresh_tenant_analytics(), app.refresh_statistics() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION app.refresh_statistics() TO propertyos_system;

GRANT EXECUTE ON FUNCTION app.read_tenant_analytics() TO propertyos_app, propertyos_readonly;

GRANT EXECUTE ON FUNCTION app.refresh_tenant_analytics() TO propertyos_system;

ALTER MATERIALIZED VIEW app.tenant_analytics OWNER TO propertyos_definer;

ALTER FUNCTION app.read_tenant_analytics() OWNER TO propertyos_definer;

ALTER FUNCTION app.refresh_tenant_analytics() OWNER TO propertyos_definer;

-- +goose Down

DROP FUNCTION app.refresh_statistics();
DROP FUNCTION app.refresh_tenant_analytics();
DROP FUNCTION app.read_tenant_analytics();
DROP MATERIALIZED VIEW app.tenant_analytics;
