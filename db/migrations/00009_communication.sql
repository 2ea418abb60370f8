-- Documents, notifications and webhooks.

-- +goose Up

CREATE TABLE public.documents (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  type text NOT NULL,
  entity_type text NOT NULL,
  entity_id uuid NOT NULL,
  file_name text NOT NULL,
  file_path text NOT NULL,
  file_size bigint NOT NULL,
  mime_type text NOT NULL,
  content_hash bytea NOT NULL,
  description text,
  uploaded_by_id uuid,
  expires_at timestamptz,
  retain_until date,
  access_level text NOT NULL DEFAULT 'private',
  audience_id uuid,
  tags jsonb NOT NULL DEFAULT '[]',
  metadata jsonb NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  version integer NOT NULL DEFAULT 1,
  deleted_at timestamptz,
  deleted_by uuid,
  deletion_id uuid,
  CONSTRAINT documents_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT documents_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations (id),
  CONSTRAINT documents_uploaded_by_id_fkey FOREIGN KEY (tenant_id, uploaded_by_id) REFERENCES public.users (tenant_id, id),
  CONSTRAINT documents_type_check CHECK (type IN ('lease', 'addendum', 'notice', 'invoice', 'receipt', 'insurance',
    'id_verification', 'application', 'contract', 'report', 'other')),
  CONSTRAINT documents_entity_type_check CHECK (entity_type IN ('organization', 'property', 'unit', 'tenancy', 'lease',
    'renter', 'owner', 'vendor', 'maintenance_request', 'work_order', 'payment')),
  CONSTRAINT documents_file_name_check CHECK (length(file_name) BETWEEN 1 AND 255),
  CONSTRAINT documents_file_path_check CHECK (length(file_path) BETWEEN 1 AND 500),
  CONSTRAINT documents_file_size_check CHECK (file_size > 0),
  CONSTRAINT documents_mime_type_check CHECK (length(mime_type) BETWEEN 1 AND 100),
  CONSTRAINT documents_content_hash_check CHECK (length(content_hash) = 32),
  CONSTRAINT documents_access_level_check CHECK (access_level IN ('private', 'staff', 'renter', 'owner', 'vendor', 'person')),
  CONSTRAINT documents_audience_check CHECK ((access_level = 'person') = (audience_id IS NOT NULL)),
  CONSTRAINT documents_tags_check CHECK (jsonb_typeof(tags) = 'array')
);

SELECT app.distribute('documents');

CREATE INDEX documents_entity_idx ON public.documents (tenant_id, entity_type, entity_id);

CREATE INDEX documents_type_idx ON public.documents (tenant_id, type) WHERE deleted_at IS NULL;

CREATE INDEX documents_expires_at_idx ON public.documents (tenant_id, expires_at) WHERE deleted_at IS NULL;

CREATE INDEX documents_uploaded_by_id_idx ON public.documents (tenant_id, uploaded_by_id);

CREATE INDEX documents_tags_idx ON public.documents USING gin (tags jsonb_path_ops);

CREATE INDEX documents_deletion_id_idx ON public.documents (tenant_id, deletion_id) WHERE deletion_id IS NOT NULL;

SELECT app.protect('documents', '(entity_id = ANY (app.scope_ids()) AND '
  '((app.is_renter() AND access_level = ''renter'') OR (app.is_owner() AND access_level = ''owner'') '
  'OR (app.is_vendor() AND access_level = ''vendor''))) OR audience_id = app.current_user_id()');

-- A document is attached to something that exists in its own organization. Looks past the caller's policies, so it
-- runs as propertyos_definer and filters by the row's own organization.
-- +goose StatementBegin
CREATE FUNCTION app.check_document_entity() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, app
AS $$
DECLARE
  found boolean;
BEGIN
  found := CASE NEW.entity_type
    WHEN 'organization' THEN NEW.entity_id = NEW.tenant_id
    WHEN 'property' THEN EXISTS (SELECT FROM public.properties WHERE tenant_id = NEW.tenant_id AND id = NEW.entity_id)
    WHEN 'unit' THEN EXISTS (SELECT FROM public.units WHERE tenant_id = NEW.tenant_id AND id = NEW.entity_id)
    WHEN 'tenancy' THEN EXISTS (SELECT FROM public.tenancies WHERE tenant_id = NEW.tenant_id AND id = NEW.entity_id)
    WHEN 'lease' THEN EXISTS (SELECT FROM public.leases WHERE tenant_id = NEW.tenant_id AND id = NEW.entity_id)
    WHEN 'renter' THEN EXISTS (SELECT FROM public.tenants WHERE tenant_id = NEW.tenant_id AND id = NEW.entity_id)
    WHEN 'owner' THEN EXISTS (SELECT FROM public.owners WHERE tenant_id = NEW.tenant_id AND id = NEW.entity_id)
    WHEN 'vendor' THEN EXISTS (SELECT FROM public.vendors WHERE tenant_id = NEW.tenant_id AND id = NEW.entity_id)
    WHEN 'maintenance_request' THEN EXISTS (SELECT FROM public.maintenance_requests
      WHERE tenant_id = NEW.tenant_id AND id = NEW.entity_id)
    WHEN 'work_order' THEN EXISTS (SELECT FROM public.work_orders WHERE tenant_id = NEW.tenant_id AND id = NEW.entity_id)
    WHEN 'payment' THEN EXISTS (SELECT FROM public.payments WHERE tenant_id = NEW.tenant_id AND id = NEW.entity_id)
  END;
  IF found IS NOT TRUE THEN
    RAISE EXCEPTION 'document is attached to nothing'
      USING ERRCODE = 'foreign_key_violation', TABLE = TG_ARGV[0], CONSTRAINT = 'documents_entity_id_fkey';
  END IF;
  RETURN NULL;
END
$$;
-- +goose StatementEnd

REVOKE ALL ON FUNCTION app.check_document_entity() FROM PUBLIC;

CREATE TRIGGER documents_entity AFTER INSERT OR UPDATE OF entity_type, entity_id ON public.documents
  FOR EACH ROW EXECUTE FUNCTION app.check_document_entity('documents');

ALTER FUNCTION app.check_document_entity() OWNER TO propertyos_definer;

CREATE TABLE public.notification_preferences (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  user_id uuid NOT NULL,
  email_payments boolean NOT NULL DEFAULT true,
  email_maintenance boolean NOT NULL DEFAULT true,
  email_marketing boolean NOT NULL DEFAULT false,
  sms_payments boolean NOT NULL DEFAULT true,
  sms_maintenance boolean NOT NULL DEFAULT false,
  sms_emergency boolean NOT NULL DEFAULT true,
  push_payments boolean NOT NULL DEFAULT true,
  push_maintenance boolean NOT NULL DEFAULT true,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  version integer NOT NULL DEFAULT 1,
  CONSTRAINT notification_preferences_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT notification_preferences_user_id_key UNIQUE (tenant_id, user_id),
  CONSTRAINT notification_preferences_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations (id),
  CONSTRAINT notification_preferences_user_id_fkey FOREIGN KEY (tenant_id, user_id) REFERENCES public.users (tenant_id, id)
);

SELECT app.distribute('notification_preferences');

SELECT app.protect('notification_preferences', 'user_id = app.current_user_id()', 'user_id = app.current_user_id()');

CREATE TABLE public.notifications (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  user_id uuid NOT NULL,
  type text NOT NULL,
  channel text NOT NULL,
  title text NOT NULL,
  body text NOT NULL,
  data jsonb NOT NULL DEFAULT '{}',
  dedupe_key text,
  status text NOT NULL DEFAULT 'pending',
  sent_at timestamptz,
  read_at timestamptz,
  failed_at timestamptz,
  error_message text,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  version integer NOT NULL DEFAULT 1,
  CONSTRAINT notifications_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT notifications_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations (id),
  CONSTRAINT notifications_user_id_fkey FOREIGN KEY (tenant_id, user_id) REFERENCES public.users (tenant_id, id),
  CONSTRAINT notifications_type_check CHECK (length(type) BETWEEN 1 AND 50),
  CONSTRAINT notifications_channel_check CHECK (channel IN ('email', 'sms', 'push', 'in_app')),
  CONSTRAINT notifications_title_check CHECK (length(title) BETWEEN 1 AND 255),
  CONSTRAINT notifications_status_check CHECK (status IN ('pending', 'sent', 'read', 'failed'))
);

SELECT app.distribute('notifications');

CREATE UNIQUE INDEX notifications_dedupe_key_key ON public.notifications (tenant_id, user_id, channel, dedupe_key);

CREATE INDEX notifications_user_id_idx ON public.notifications (tenant_id, user_id, created_at DESC);

CREATE INDEX notifications_status_idx ON public.notifications (tenant_id, status, created_at)
  WHERE status IN ('pending', 'failed');

SELECT app.protect('notifications', 'user_id = app.current_user_id()', 'user_id = app.current_user_id()');

CREATE TABLE public.notification_attempts (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  notification_id uuid NOT NULL,
  attempted_at timestamptz NOT NULL DEFAULT now(),
  succeeded boolean NOT NULL,
  detail text,
  CONSTRAINT notification_attempts_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT notification_attempts_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations (id),
  CONSTRAINT notification_attempts_notification_id_fkey FOREIGN KEY (tenant_id, notification_id)
    REFERENCES public.notifications (tenant_id, id)
);

SELECT app.distribute('notification_attempts');

CREATE INDEX notification_attempts_notification_id_idx
  ON public.notification_attempts (tenant_id, notification_id, attempted_at);

SELECT app.protect('notification_attempts', 'false', 'false', 'SELECT, INSERT', false);

CREATE TABLE public.webhooks (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  name text NOT NULL,
  url text NOT NULL,
  events text[] NOT NULL,
  secret_encrypted bytea NOT NULL,
  secret_key_id bigint NOT NULL,
  active boolean NOT NULL DEFAULT true,
  retry_config jsonb NOT NULL DEFAULT '{}',
  last_triggered_at timestamptz,
  metadata jsonb NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  version integer NOT NULL DEFAULT 1,
  deleted_at timestamptz,
  deleted_by uuid,
  deletion_id uuid,
  CONSTRAINT webhooks_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT webhooks_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations (id),
  CONSTRAINT webhooks_name_check CHECK (length(btrim(name)) > 0 AND length(name) <= 255),
  CONSTRAINT webhooks_url_check CHECK (url ~ '^https?://' AND length(url) <= 500),
  CONSTRAINT webhooks_events_check CHECK (cardinality(events) BETWEEN 1 AND 200)
);

SELECT app.distribute('webhooks');

CREATE INDEX webhooks_active_idx ON public.webhooks (tenant_id, active) WHERE deleted_at IS NULL;

SELECT app.protect('webhooks');

CREATE TABLE public.webhook_deliveries (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  webhook_id uuid NOT NULL,
  event_id uuid NOT NULL,
  event_type text NOT NULL,
  payload jsonb NOT NULL,
  dedupe_key text NOT NULL,
  status text NOT NULL DEFAULT 'pending',
  next_retry_at timestamptz,
  delivered_at timestamptz,
  failed_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  version integer NOT NULL DEFAULT 1,
  CONSTRAINT webhook_deliveries_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT webhook_deliveries_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations (id),
  CONSTRAINT webhook_deliveries_webhook_id_fkey FOREIGN KEY (tenant_id, webhook_id) REFERENCES public.webhooks (tenant_id, id),
  CONSTRAINT webhook_deliveries_event_id_fkey FOREIGN KEY (tenant_id, event_id) REFERENCES public.events (tenant_id, id),
  CONSTRAINT webhook_deliveries_dedupe_key_key UNIQUE (tenant_id, webhook_id, dedupe_key),
  CONSTRAINT webhook_deliveries_event_type_check CHECK (length(event_type) BETWEEN 1 AND 100),
  CONSTRAINT webhook_deliveries_status_check CHECK (status IN ('pending', 'retrying', 'delivered', 'failed'))
);

SELECT app.distribute('webhook_deliveries');

CREATE INDEX webhook_deliveries_event_id_idx ON public.webhook_deliveries (tenant_id, event_id);

CREATE INDEX webhook_deliveries_status_idx ON public.webhook_deliveries (tenant_id, status, created_at);

CREATE INDEX webhook_deliveries_next_retry_at_idx ON public.webhook_deliveries (next_retry_at)
  WHERE status IN ('pending', 'retrying');

SELECT app.protect('webhook_deliveries', 'false', 'false', 'SELECT, INSERT, UPDATE', false);

CREATE TABLE public.webhook_attempts (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  delivery_id uuid NOT NULL,
  attempted_at timestamptz NOT NULL DEFAULT now(),
  response_status integer,
  response_body text,
  response_headers jsonb,
  error text,
  CONSTRAINT webhook_attempts_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT webhook_attempts_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations (id),
  CONSTRAINT webhook_attempts_delivery_id_fkey FOREIGN KEY (tenant_id, delivery_id)
    REFERENCES public.webhook_deliveries (tenant_id, id),
  CONSTRAINT webhook_attempts_response_status_check CHECK (response_status BETWEEN 100 AND 599)
);

SELECT app.distribute('webhook_attempts');

CREATE INDEX webhook_attempts_delivery_id_idx ON public.webhook_attempts (tenant_id, delivery_id, attempted_at);

SELECT app.protect('webhook_attempts', 'false', 'false', 'SELECT, INSERT', false);

-- The design's counters and last response, derived from the attempts.
CREATE VIEW public.webhook_delivery_log WITH (security_invoker = true) AS
SELECT d.*, a.response_status, a.response_body, a.response_headers,
  greatest((SELECT count(*) FROM public.webhook_attempts AS n
    WHERE n.tenant_id = d.tenant_id AND n.delivery_id = d.id) - 1, 0) AS retry_count
FROM public.webhook_deliveries AS d
LEFT JOIN LATERAL (
  SELECT l.response_status, l.response_body, l.response_headers FROM public.webhook_attempts AS l
  WHERE l.tenant_id = d.tenant_id AND l.delivery_id = d.id
  ORDER BY l.attempted_at DESC, l.id DESC LIMIT 1) AS a ON true
WHERE d.tenant_id = app.current_tenant_id();

CREATE VIEW public.webhook_counts WITH (security_invoker = true) AS
SELECT w.tenant_id, w.id,
  (SELECT count(*) FROM public.webhook_deliveries AS d
    WHERE d.tenant_id = w.tenant_id AND d.webhook_id = w.id AND d.status = 'delivered') AS success_count,
  (SELECT count(*) FROM public.webhook_deliveries AS d
    WHERE d.tenant_id = w.tenant_id AND d.webhook_id = w.id AND d.status = 'failed') AS failure_count
FROM public.webhooks AS w
WHERE w.tenant_id = app.current_tenant_id();

GRANT SELECT ON public.webhook_delivery_log, public.webhook_counts TO propertyos_app, propertyos_readonly;

-- +goose Down

DROP VIEW public.webhook_counts;
DROP VIEW public.webhook_delivery_log;
DROP TABLE public.webhook_attempts;
DROP TABLE public.webhook_deliveries;
DROP TABLE public.webhooks;
DROP TABLE public.notification_attempts;
DROP TABLE public.notifications;
DROP TABLE public.notification_preferences;
DROP TABLE public.documents;
DROP FUNCTION app.check_document_entity();
