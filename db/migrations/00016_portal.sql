-- What the portals of renters and vendors show beside the rows of their own.

-- +goose Up

-- A renter sees neither the property, whose id would open its other units, nor the people who share the lease. A vendor
-- sees neither the property nor the unit. These tell just the address, the names and the number, of rows that the session
-- is about, and nothing to anybody else.

-- +goose StatementBegin
CREATE FUNCTION app.home_address(p_unit uuid) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, app
AS $$
  SELECT p.address_id
  FROM public.units AS u
  JOIN public.properties AS p ON p.tenant_id = app.current_tenant_id() AND p.id = u.property_id
  WHERE u.tenant_id = app.current_tenant_id() AND u.id = p_unit AND u.id = ANY (app.scope_ids())
$$;
-- +goose StatementEnd

-- The people on a lease who have not left it by a day, the one who signed first: [{"name": …, "role": …}].
-- +goose StatementBegin
CREATE FUNCTION app.home_people(p_lease uuid, p_today date) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, app
AS $$
  SELECT coalesce(jsonb_agg(jsonb_build_object('name',
      CASE r.kind WHEN 'company' THEN r.company_name ELSE btrim(r.first_name || ' ' || r.last_name) END, 'role', lp.role)
    ORDER BY r.id IS DISTINCT FROM l.renter_id, lp.role <> 'renter', lp.id), '[]')
  FROM public.leases AS l
  JOIN public.lease_parties AS lp ON lp.tenant_id = app.current_tenant_id() AND lp.lease_id = l.id AND lp.deleted_at IS NULL
    AND (lp.to_date IS NULL OR lp.to_date >= p_today)
  JOIN public.tenants AS r ON r.tenant_id = app.current_tenant_id() AND r.id = lp.renter_id
  WHERE l.tenant_id = app.current_tenant_id() AND l.id = p_lease AND l.id = ANY (app.scope_ids())
$$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE FUNCTION app.work_address(p_work_order uuid) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, app
AS $$
  SELECT p.address_id
  FROM public.work_orders AS w
  JOIN public.properties AS p ON p.tenant_id = app.current_tenant_id() AND p.id = w.property_id
  WHERE w.tenant_id = app.current_tenant_id() AND w.id = p_work_order AND w.deleted_at IS NULL
    AND w.vendor_id = ANY (app.scope_ids())
$$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE FUNCTION app.work_unit(p_work_order uuid) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, app
AS $$
  SELECT u.number
  FROM public.work_orders AS w
  JOIN public.units AS u ON u.tenant_id = app.current_tenant_id() AND u.id = w.unit_id
  WHERE w.tenant_id = app.current_tenant_id() AND w.id = p_work_order AND w.deleted_at IS NULL
    AND w.vendor_id = ANY (app.scope_ids())
$$;
-- +goose StatementEnd

REVOKE ALL ON FUNCTION app.home_address(uuid), app.home_people(uuid, date), app.work_address(uuid), app.work_unit(uuid) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION app.home_address(uuid), app.home_people(uuid, date), app.work_address(uuid), app.work_unit(uuid)
  TO propertyos_app, propertyos_readonly;

ALTER FUNCTION app.home_address(uuid) OWNER TO propertyos_definer;

ALTER FUNCTION app.home_people(uuid, date) OWNER TO propertyos_definer;

ALTER FUNCTION app.work_address(uuid) OWNER TO propertyos_definer;

ALTER FUNCTION app.work_unit(uuid) OWNER TO propertyos_definer;

-- +goose Down

DROP FUNCTION app.work_unit(uuid);
DROP FUNCTION app.work_address(uuid);
DROP FUNCTION app.home_people(uuid, date);
DROP FUNCTION app.home_address(uuid);
