-- Which row here came from which row of another organization, so that what comes again is known again, and what an import
-- brought can be taken back.

-- +goose Up

CREATE TABLE public.import_sources (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  import_id uuid NOT NULL,
  entity text NOT NULL,
  source_id uuid NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT import_sources_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT import_sources_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations (id),
  CONSTRAINT import_sources_import_id_fkey FOREIGN KEY (tenant_id, import_id) REFERENCES public.imports (tenant_id, id),
  CONSTRAINT import_sources_entity_check CHECK (length(entity) BETWEEN 1 AND 60)
);

SELECT app.distribute('import_sources');

CREATE INDEX import_sources_import_id_idx ON public.import_sources (tenant_id, import_id);

CREATE INDEX import_sources_source_id_idx ON public.import_sources (tenant_id, source_id);

SELECT app.protect('import_sources', 'false', 'false', 'SELECT, INSERT');

SELECT app.finalize('import_sources');

-- Taking an import back removes the rules that it brought: one of the whole organization has nothing to be deleted with.
GRANT DELETE ON public.leasing_policies TO propertyos_app;

CREATE POLICY role_delete ON public.leasing_policies AS RESTRICTIVE FOR DELETE TO propertyos_app
  USING (app.is_staff() OR (coalesce(app.actor_role() IN ('tenant', 'owner', 'vendor'), false) AND (false)));

-- +goose Down
DROP POLICY role_delete ON public.leasing_policies;
REVOKE DELETE ON public.leasing_policies FROM propertyos_app;
DROP TABLE public.import_sources;
