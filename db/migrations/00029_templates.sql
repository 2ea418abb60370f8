-- The texts that documents are made from, with fields that are filled in, and every version of them that was saved.

-- +goose Up

CREATE TABLE public.document_templates (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  name text NOT NULL,
  kind text NOT NULL,
  body text NOT NULL,
  number integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  version integer NOT NULL DEFAULT 1,
  deleted_at timestamptz,
  deleted_by uuid,
  deletion_id uuid,
  CONSTRAINT document_templates_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT document_templates_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations (id),
  CONSTRAINT document_templates_name_check CHECK (length(btrim(name)) > 0 AND length(name) <= 255),
  CONSTRAINT document_templates_kind_check CHECK (kind IN ('lease', 'addendum', 'notice', 'disposition_letter', 'renewal_offer',
    'other')),
  CONSTRAINT document_templates_body_check CHECK (length(btrim(body)) > 0 AND length(body) <= 100000),
  CONSTRAINT document_templates_number_check CHECK (number > 0)
);

SELECT app.distribute('document_templates');

CREATE UNIQUE INDEX document_templates_name_key ON public.document_templates (tenant_id, kind, name) WHERE deleted_at IS NULL;

CREATE INDEX document_templates_deletion_id_idx ON public.document_templates (tenant_id, deletion_id)
  WHERE deletion_id IS NOT NULL;

SELECT app.protect('document_templates');

-- A text as it was saved: what was printed from it can be told later.
CREATE TABLE public.document_template_versions (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  template_id uuid NOT NULL,
  number integer NOT NULL,
  name text NOT NULL,
  body text NOT NULL,
  saved_by uuid,
  created_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT document_template_versions_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT document_template_versions_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations (id),
  CONSTRAINT document_template_versions_template_id_fkey FOREIGN KEY (tenant_id, template_id)
    REFERENCES public.document_templates (tenant_id, id),
  CONSTRAINT document_template_versions_saved_by_fkey FOREIGN KEY (tenant_id, saved_by) REFERENCES public.users (tenant_id, id),
  CONSTRAINT document_template_versions_number_check CHECK (number > 0),
  CONSTRAINT document_template_versions_name_check CHECK (length(name) <= 255),
  CONSTRAINT document_template_versions_body_check CHECK (length(body) <= 100000)
);

SELECT app.distribute('document_template_versions');

CREATE UNIQUE INDEX document_template_versions_number_key ON public.document_template_versions (tenant_id, template_id, number);

CREATE INDEX document_template_versions_saved_by_idx ON public.document_template_versions (tenant_id, saved_by);

SELECT app.protect('document_template_versions', 'false', 'false', 'SELECT, INSERT');

-- +goose Down

DROP TABLE public.document_template_versions;
DROP TABLE public.document_templates;
