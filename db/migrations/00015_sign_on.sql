-- Finding an organization's identity provider by the domain of an e-mail address.

-- +goose Up

-- The organizations with a provider in use that lists an e-mail domain: asked by the sign-in page, before any organization
-- is known. Definer, since the system role sees the providers of the one organization that it has entered.
-- +goose StatementBegin
CREATE FUNCTION app.sign_on_organizations(p_domain text) RETURNS TABLE (organization_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, app
AS $$
  SELECT DISTINCT s.tenant_id
  FROM public.single_sign_ons AS s
  WHERE s.enabled AND p_domain = ANY (s.email_domains)
  ORDER BY s.tenant_id
  LIMIT 10
$$;
-- +goose StatementEnd

REVOKE ALL ON FUNCTION app.sign_on_organizations(text) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION app.sign_on_organizations(text) TO propertyos_system;

ALTER FUNCTION app.sign_on_organizations(text) OWNER TO propertyos_definer;

-- +goose Down

DROP FUNCTION app.sign_on_organizations(text);
