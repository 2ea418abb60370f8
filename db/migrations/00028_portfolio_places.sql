-- Where properties stand to each other. A geography index does not serve a query under row-level security, so these are
-- functions that look past the policies and keep to the organization, and below staff to the person's own properties.

-- +goose Up

-- The properties that stand within so many meters of a point, with how far each is, over the ground (WGS 84).
-- +goose StatementBegin
CREATE FUNCTION app.properties_near(p_latitude float8, p_longitude float8, p_meters float8)
RETURNS TABLE (property_id uuid, meters float8)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, app, extensions
AS $$
  SELECT p.id, extensions.ST_Distance(a.coordinates, here.at)
  FROM (SELECT extensions.ST_SetSRID(extensions.ST_MakePoint(p_longitude, p_latitude), 4326)::extensions.geography AS at) AS here
  JOIN public.addresses AS a ON a.tenant_id = app.current_tenant_id() AND a.deleted_at IS NULL
    AND extensions.ST_DWithin(a.coordinates, here.at, p_meters)
  JOIN public.properties AS p ON p.tenant_id = app.current_tenant_id() AND p.address_id = a.id
  WHERE app.is_staff() OR p.id = ANY (app.scope_ids())
$$;
-- +goose StatementEnd

-- The properties of p_only, gathered by the cells of a grid of so many degrees: how many stand in each, where their middle
-- is, the box around them, and the one that stands alone.
-- +goose StatementBegin
CREATE FUNCTION app.property_clusters(p_only uuid[], p_cell float8)
RETURNS TABLE (properties bigint, latitude float8, longitude float8, south float8, west float8, north float8, east float8,
  property_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, app, extensions
AS $$
  SELECT count(*), avg(extensions.ST_Y(s.at)), avg(extensions.ST_X(s.at)), min(extensions.ST_Y(s.at)),
    min(extensions.ST_X(s.at)), max(extensions.ST_Y(s.at)), max(extensions.ST_X(s.at)),
    CASE WHEN count(*) = 1 THEN (array_agg(s.id))[1] END
  FROM (
    SELECT p.id, a.coordinates::extensions.geometry AS at
    FROM public.properties AS p
    JOIN public.addresses AS a ON a.tenant_id = app.current_tenant_id() AND a.id = p.address_id AND a.coordinates IS NOT NULL
    WHERE p.tenant_id = app.current_tenant_id() AND p.id = ANY (p_only) AND (app.is_staff() OR p.id = ANY (app.scope_ids()))
  ) AS s
  GROUP BY extensions.ST_SnapToGrid(s.at, p_cell)
$$;
-- +goose StatementEnd

REVOKE ALL ON FUNCTION app.properties_near(float8, float8, float8), app.property_clusters(uuid[], float8) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION app.properties_near(float8, float8, float8), app.property_clusters(uuid[], float8)
  TO propertyos_app, propertyos_readonly;

ALTER FUNCTION app.properties_near(float8, float8, float8) OWNER TO propertyos_definer;

ALTER FUNCTION app.property_clusters(uuid[], float8) OWNER TO propertyos_definer;

-- +goose Down

DROP FUNCTION app.property_clusters(uuid[], float8);
DROP FUNCTION app.properties_near(float8, float8, float8);
