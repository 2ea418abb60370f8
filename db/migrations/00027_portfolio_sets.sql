-- Sets of properties that somebody works with as one, and the stretches for which a unit is kept from being let.

-- +goose Up

-- A name is unique whatever its case. A group that is deleted keeps its members, so that it comes back as it was.
CREATE TABLE public.property_groups (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  name text NOT NULL,
  name_key text NOT NULL GENERATED ALWAYS AS (lower(name)) STORED,
  description text,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  version integer NOT NULL DEFAULT 1,
  deleted_at timestamptz,
  deleted_by uuid,
  deletion_id uuid,
  CONSTRAINT property_groups_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT property_groups_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations (id),
  CONSTRAINT property_groups_name_check CHECK (name = btrim(name) AND length(name) BETWEEN 1 AND 100),
  CONSTRAINT property_groups_description_check CHECK (length(description) <= 500)
);

SELECT app.distribute('property_groups');

CREATE UNIQUE INDEX property_groups_name_key ON public.property_groups (tenant_id, name_key) WHERE deleted_at IS NULL;

CREATE INDEX property_groups_deletion_id_idx ON public.property_groups (tenant_id, deletion_id)
  WHERE deletion_id IS NOT NULL;

SELECT app.protect('property_groups');

-- A set: a row says that the property is in the group and nothing else, so it is made and removed, never changed.
CREATE TABLE public.property_group_members (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  group_id uuid NOT NULL,
  property_id uuid NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT property_group_members_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT property_group_members_property_id_key UNIQUE (tenant_id, group_id, property_id),
  CONSTRAINT property_group_members_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations (id),
  CONSTRAINT property_group_members_group_id_fkey FOREIGN KEY (tenant_id, group_id)
    REFERENCES public.property_groups (tenant_id, id),
  CONSTRAINT property_group_members_property_id_fkey FOREIGN KEY (tenant_id, property_id)
    REFERENCES public.properties (tenant_id, id)
);

SELECT app.distribute('property_group_members');

CREATE INDEX property_group_members_member_idx ON public.property_group_members (tenant_id, property_id);

SELECT app.protect('property_group_members', 'false', 'false', 'SELECT, INSERT, DELETE');

-- What keeps a unit from being let, from a day to a day, both included; without a last day until somebody ends it. The
-- property is carried along, held equal to the unit's, so that an owner's policy needs no look-up.
CREATE TABLE public.unit_holds (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  unit_id uuid NOT NULL,
  property_id uuid NOT NULL,
  kind text NOT NULL,
  from_date date NOT NULL,
  to_date date,
  reason text,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  version integer NOT NULL DEFAULT 1,
  deleted_at timestamptz,
  deleted_by uuid,
  deletion_id uuid,
  CONSTRAINT unit_holds_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT unit_holds_period_excl EXCLUDE USING gist (tenant_id WITH =, unit_id WITH =,
    daterange(from_date, to_date, '[]') WITH &&) WHERE (deleted_at IS NULL),
  CONSTRAINT unit_holds_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations (id),
  CONSTRAINT unit_holds_unit_id_fkey FOREIGN KEY (tenant_id, unit_id, property_id)
    REFERENCES public.units (tenant_id, id, property_id),
  CONSTRAINT unit_holds_property_id_fkey FOREIGN KEY (tenant_id, property_id) REFERENCES public.properties (tenant_id, id),
  CONSTRAINT unit_holds_kind_check CHECK (kind IN ('down', 'reserved', 'model', 'make_ready')),
  CONSTRAINT unit_holds_dates_check CHECK (to_date >= from_date),
  CONSTRAINT unit_holds_reason_check CHECK (length(reason) <= 500)
);

SELECT app.distribute('unit_holds');

CREATE INDEX unit_holds_unit_id_idx ON public.unit_holds (tenant_id, unit_id, property_id);

CREATE INDEX unit_holds_property_id_idx ON public.unit_holds (tenant_id, property_id);

CREATE INDEX unit_holds_deletion_id_idx ON public.unit_holds (tenant_id, deletion_id) WHERE deletion_id IS NOT NULL;

SELECT app.protect('unit_holds', 'property_id = ANY (app.scope_ids())');

-- +goose Down

DROP TABLE public.unit_holds;
DROP TABLE public.property_group_members;
DROP TABLE public.property_groups;
