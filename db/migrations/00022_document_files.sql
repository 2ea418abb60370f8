-- The files of documents with their keys, uploads that go on after a broken connection, and what documents can be attached to.

-- +goose Up

-- A document may be attached to inspections, notices and dispositions too. The function is made anew, not replaced: it belongs
-- to propertyos_definer.
DROP TRIGGER documents_entity ON public.documents;

DROP FUNCTION app.check_document_entity();

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
    WHEN 'inspection' THEN EXISTS (SELECT FROM public.inspections WHERE tenant_id = NEW.tenant_id AND id = NEW.entity_id)
    WHEN 'lease_notice' THEN EXISTS (SELECT FROM public.lease_notices WHERE tenant_id = NEW.tenant_id AND id = NEW.entity_id)
    WHEN 'disposition' THEN EXISTS (SELECT FROM public.deposit_dispositions
      WHERE tenant_id = NEW.tenant_id AND id = NEW.entity_id)
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

-- The files of a document, the newest being the one of its revision. Each is encrypted under a key of its own, which the
-- organization's key wraps. Rows are for staff: others reach the newest file through the document.
CREATE TABLE public.document_versions (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  document_id uuid NOT NULL,
  revision integer NOT NULL,
  file_name text NOT NULL,
  file_path text NOT NULL,
  file_size bigint NOT NULL,
  mime_type text NOT NULL,
  content_hash bytea NOT NULL,
  file_key_encrypted bytea NOT NULL,
  file_key_key_id bigint NOT NULL,
  scan_status text NOT NULL DEFAULT 'not_scanned',
  scanned_at timestamptz,
  scan_finding text,
  uploaded_by_id uuid,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  version integer NOT NULL DEFAULT 1,
  CONSTRAINT document_versions_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT document_versions_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations (id),
  CONSTRAINT document_versions_document_id_fkey FOREIGN KEY (tenant_id, document_id)
    REFERENCES public.documents (tenant_id, id),
  CONSTRAINT document_versions_uploaded_by_id_fkey FOREIGN KEY (tenant_id, uploaded_by_id)
    REFERENCES public.users (tenant_id, id),
  CONSTRAINT document_versions_revision_key UNIQUE (tenant_id, document_id, revision),
  CONSTRAINT document_versions_file_path_key UNIQUE (tenant_id, file_path),
  CONSTRAINT document_versions_revision_check CHECK (revision >= 1),
  CONSTRAINT document_versions_file_name_check CHECK (length(file_name) BETWEEN 1 AND 255),
  CONSTRAINT document_versions_file_path_check CHECK (length(file_path) BETWEEN 1 AND 500),
  CONSTRAINT document_versions_file_size_check CHECK (file_size > 0),
  CONSTRAINT document_versions_mime_type_check CHECK (length(mime_type) BETWEEN 1 AND 100),
  CONSTRAINT document_versions_content_hash_check CHECK (length(content_hash) = 32),
  CONSTRAINT document_versions_scan_status_check CHECK (scan_status IN ('not_scanned', 'pending', 'clean', 'infected',
    'failed')),
  CONSTRAINT document_versions_scan_finding_check CHECK (length(scan_finding) <= 200)
);

SELECT app.distribute('document_versions');

CREATE INDEX document_versions_uploaded_by_id_idx ON public.document_versions (tenant_id, uploaded_by_id);

CREATE INDEX document_versions_scan_status_idx ON public.document_versions (tenant_id, scan_status)
  WHERE scan_status IN ('pending', 'failed');

SELECT app.protect('document_versions');

-- Files that arrive in parts: where the next one begins, and where the parts are kept until the file is whole.
CREATE TABLE public.uploads (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  user_id uuid,
  intent jsonb NOT NULL,
  file_size bigint NOT NULL,
  received bigint NOT NULL DEFAULT 0,
  parts jsonb NOT NULL DEFAULT '[]',
  file_key_encrypted bytea NOT NULL,
  file_key_key_id bigint NOT NULL,
  document_id uuid,
  completed_at timestamptz,
  expires_at timestamptz NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  version integer NOT NULL DEFAULT 1,
  CONSTRAINT uploads_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT uploads_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations (id),
  CONSTRAINT uploads_user_id_fkey FOREIGN KEY (tenant_id, user_id) REFERENCES public.users (tenant_id, id),
  CONSTRAINT uploads_document_id_fkey FOREIGN KEY (tenant_id, document_id) REFERENCES public.documents (tenant_id, id),
  CONSTRAINT uploads_file_size_check CHECK (file_size > 0),
  CONSTRAINT uploads_received_check CHECK (received BETWEEN 0 AND file_size),
  CONSTRAINT uploads_parts_check CHECK (jsonb_typeof(parts) = 'array'),
  CONSTRAINT uploads_completed_at_check CHECK ((document_id IS NULL) = (completed_at IS NULL))
);

SELECT app.distribute('uploads');

CREATE INDEX uploads_user_id_idx ON public.uploads (tenant_id, user_id);

CREATE INDEX uploads_document_id_idx ON public.uploads (tenant_id, document_id);

CREATE INDEX uploads_expires_at_idx ON public.uploads (tenant_id, expires_at) WHERE completed_at IS NULL;

SELECT app.protect('uploads');

-- +goose Down

DROP TABLE public.uploads;
DROP TABLE public.document_versions;

DROP TRIGGER documents_entity ON public.documents;

DROP FUNCTION app.check_document_entity();

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
