-- What the renter's portal shows and takes beside the renter's own rows: announcements, the rules that their lease follows, and
-- where they move to.

-- +goose Up

-- What the manager tells everybody, or those of one property.
CREATE TABLE public.announcements (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  property_id uuid,
  title text NOT NULL,
  body text NOT NULL,
  publish_on date NOT NULL,
  expires_on date,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  version integer NOT NULL DEFAULT 1,
  deleted_at timestamptz,
  deleted_by uuid,
  deletion_id uuid,
  CONSTRAINT announcements_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT announcements_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations (id),
  CONSTRAINT announcements_property_id_fkey FOREIGN KEY (tenant_id, property_id) REFERENCES public.properties (tenant_id, id),
  CONSTRAINT announcements_title_check CHECK (length(btrim(title)) > 0 AND length(title) <= 200),
  CONSTRAINT announcements_body_check CHECK (length(btrim(body)) > 0 AND length(body) <= 4000),
  CONSTRAINT announcements_expires_on_check CHECK (expires_on >= publish_on)
);

SELECT app.distribute('announcements');

CREATE INDEX announcements_property_id_idx ON public.announcements (tenant_id, property_id, publish_on);

CREATE INDEX announcements_publish_on_idx ON public.announcements (tenant_id, publish_on) WHERE deleted_at IS NULL;

CREATE INDEX announcements_deletion_id_idx ON public.announcements (tenant_id, deletion_id) WHERE deletion_id IS NOT NULL;

SELECT app.protect('announcements');

ALTER TABLE public.lease_notices ADD COLUMN forwarding_address text;

ALTER TABLE public.lease_notices ADD CONSTRAINT lease_notices_forwarding_address_check
  CHECK (length(forwarding_address) <= 500) NOT VALID;

ALTER TABLE public.lease_notices VALIDATE CONSTRAINT lease_notices_forwarding_address_check;

GRANT UPDATE (forwarding_address) ON public.lease_notices TO propertyos_app;

-- A renter's session is about a unit and not about its property, whose id would open the other units. These tell what holds
-- for a unit or a lease that the session is about, and nothing to anybody else.

-- [{"id": …, "title": …, "body": …, "on": …}], the newest first.
-- +goose StatementBegin
CREATE FUNCTION app.home_announcements(p_unit uuid, p_today date) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, app
AS $$
  SELECT coalesce(jsonb_agg(jsonb_build_object('id', a.id, 'title', a.title, 'body', a.body, 'on', a.publish_on)
    ORDER BY a.publish_on DESC, a.id DESC), '[]')
  FROM public.units AS u
  JOIN public.announcements AS a ON a.tenant_id = app.current_tenant_id() AND a.deleted_at IS NULL
    AND (a.property_id IS NULL OR a.property_id = u.property_id)
    AND a.publish_on <= p_today AND (a.expires_on IS NULL OR a.expires_on >= p_today)
  WHERE u.tenant_id = app.current_tenant_id() AND u.id = p_unit AND u.id = ANY (app.scope_ids())
$$;
-- +goose StatementEnd

-- The rules of a lease, each field from the narrowest row that says something of it; {} where none does.
-- +goose StatementBegin
CREATE FUNCTION app.home_policy(p_lease uuid) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, app
AS $$
  SELECT jsonb_strip_nulls(jsonb_build_object(
    'due_day', coalesce(own.due_day, house.due_day, wide.due_day),
    'grace_days', coalesce(own.grace_days, house.grace_days, wide.grace_days),
    'notice_days', coalesce(own.notice_days, house.notice_days, wide.notice_days)))
  FROM public.leases AS l
  LEFT JOIN public.leasing_policies AS own ON own.tenant_id = app.current_tenant_id() AND own.lease_id = l.id
  LEFT JOIN public.leasing_policies AS house ON house.tenant_id = app.current_tenant_id() AND house.property_id = l.property_id
  LEFT JOIN public.leasing_policies AS wide ON wide.tenant_id = app.current_tenant_id() AND wide.property_id IS NULL
    AND wide.lease_id IS NULL
  WHERE l.tenant_id = app.current_tenant_id() AND l.id = p_lease AND l.id = ANY (app.scope_ids())
$$;
-- +goose StatementEnd

REVOKE ALL ON FUNCTION app.home_announcements(uuid, date), app.home_policy(uuid) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION app.home_announcements(uuid, date), app.home_policy(uuid) TO propertyos_app, propertyos_readonly;

ALTER FUNCTION app.home_announcements(uuid, date) OWNER TO propertyos_definer;

ALTER FUNCTION app.home_policy(uuid) OWNER TO propertyos_definer;

-- +goose Down

DROP FUNCTION app.home_policy(uuid);
DROP FUNCTION app.home_announcements(uuid, date);
ALTER TABLE public.lease_notices DROP CONSTRAINT lease_notices_forwarding_address_check;
ALTER TABLE public.lease_notices DROP COLUMN forwarding_address;
DROP TABLE public.announcements;
