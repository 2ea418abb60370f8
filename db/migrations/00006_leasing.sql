-- Renters, their stays (tenancies), the terms of each stay (leases) and who is party to them.

-- +goose Up

-- The people and companies that rent. The table keeps the design's name; elsewhere they are called renters.
CREATE TABLE public.tenants (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  user_id uuid,
  lease_id uuid,
  kind text NOT NULL DEFAULT 'person',
  first_name text NOT NULL,
  last_name text NOT NULL,
  company_name text,
  email text,
  phone text,
  date_of_birth_encrypted bytea,
  date_of_birth_key_id bigint,
  ssn_encrypted bytea,
  ssn_key_id bigint,
  ssn_bidx bytea,
  ssn_last_four text,
  driver_license_encrypted bytea,
  driver_license_key_id bigint,
  driver_license_last_four text,
  emergency_contact_id uuid,
  employer_name text,
  employer_phone text,
  income_encrypted bytea,
  income_key_id bigint,
  preferences jsonb NOT NULL DEFAULT '{}',
  metadata jsonb NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  version integer NOT NULL DEFAULT 1,
  deleted_at timestamptz,
  deleted_by uuid,
  deletion_id uuid,
  CONSTRAINT tenants_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT tenants_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations (id),
  CONSTRAINT tenants_user_id_fkey FOREIGN KEY (tenant_id, user_id) REFERENCES public.users (tenant_id, id),
  CONSTRAINT tenants_kind_check CHECK (kind IN ('person', 'company')),
  CONSTRAINT tenants_first_name_check CHECK (length(first_name) <= 100),
  CONSTRAINT tenants_last_name_check CHECK (length(last_name) <= 100),
  CONSTRAINT tenants_company_name_check CHECK (length(company_name) BETWEEN 1 AND 255),
  CONSTRAINT tenants_name_check CHECK (CASE kind WHEN 'company' THEN company_name IS NOT NULL
    ELSE length(btrim(first_name || last_name)) > 0 END),
  CONSTRAINT tenants_email_check CHECK (email = lower(btrim(email)) AND length(email) <= 254),
  CONSTRAINT tenants_phone_check CHECK (length(phone) <= 40),
  CONSTRAINT tenants_employer_name_check CHECK (length(employer_name) <= 255),
  CONSTRAINT tenants_employer_phone_check CHECK (length(employer_phone) <= 40),
  CONSTRAINT tenants_date_of_birth_check CHECK ((date_of_birth_encrypted IS NULL) = (date_of_birth_key_id IS NULL)),
  CONSTRAINT tenants_ssn_check CHECK ((ssn_encrypted IS NULL) = (ssn_key_id IS NULL)),
  CONSTRAINT tenants_ssn_last_four_check CHECK (length(ssn_last_four) <= 4),
  CONSTRAINT tenants_driver_license_check CHECK ((driver_license_encrypted IS NULL) = (driver_license_key_id IS NULL)),
  CONSTRAINT tenants_driver_license_last_four_check CHECK (length(driver_license_last_four) <= 4),
  CONSTRAINT tenants_income_check CHECK ((income_encrypted IS NULL) = (income_key_id IS NULL))
);

SELECT app.distribute('tenants');

CREATE UNIQUE INDEX tenants_user_id_key ON public.tenants (tenant_id, user_id);

CREATE INDEX tenants_lease_id_idx ON public.tenants (tenant_id, lease_id);

CREATE INDEX tenants_emergency_contact_id_idx ON public.tenants (tenant_id, emergency_contact_id);

CREATE INDEX tenants_name_idx ON public.tenants (tenant_id, last_name, first_name) WHERE deleted_at IS NULL;

CREATE INDEX tenants_email_idx ON public.tenants (tenant_id, email) WHERE deleted_at IS NULL;

CREATE INDEX tenants_ssn_bidx_idx ON public.tenants (tenant_id, ssn_bidx);

SELECT app.protect('tenants', 'id = ANY (app.scope_ids())');

CREATE TABLE public.emergency_contacts (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  renter_id uuid NOT NULL,
  name text NOT NULL,
  relationship text,
  phone text NOT NULL,
  email text,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  version integer NOT NULL DEFAULT 1,
  deleted_at timestamptz,
  deleted_by uuid,
  deletion_id uuid,
  CONSTRAINT emergency_contacts_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT emergency_contacts_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations (id),
  CONSTRAINT emergency_contacts_renter_id_fkey FOREIGN KEY (tenant_id, renter_id) REFERENCES public.tenants (tenant_id, id),
  CONSTRAINT emergency_contacts_name_check CHECK (length(btrim(name)) > 0 AND length(name) <= 255),
  CONSTRAINT emergency_contacts_relationship_check CHECK (length(relationship) <= 100),
  CONSTRAINT emergency_contacts_phone_check CHECK (length(phone) BETWEEN 1 AND 40),
  CONSTRAINT emergency_contacts_email_check CHECK (email = lower(btrim(email)) AND length(email) <= 254)
);

SELECT app.distribute('emergency_contacts');

CREATE INDEX emergency_contacts_renter_id_idx ON public.emergency_contacts (tenant_id, renter_id);

SELECT app.protect('emergency_contacts', 'renter_id = ANY (app.scope_ids())', 'renter_id = ANY (app.scope_ids())');

ALTER TABLE public.tenants ADD CONSTRAINT tenants_emergency_contact_id_fkey
  FOREIGN KEY (tenant_id, emergency_contact_id) REFERENCES public.emergency_contacts (tenant_id, id);

-- A household's stay in a unit. Terms (leases) chain in it; balances belong to it.
CREATE TABLE public.tenancies (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  unit_id uuid NOT NULL,
  property_id uuid NOT NULL,
  moved_in_on date,
  notice_given_on date,
  move_out_planned_on date,
  moved_out_on date,
  eviction_filed_on date,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  version integer NOT NULL DEFAULT 1,
  deleted_at timestamptz,
  deleted_by uuid,
  deletion_id uuid,
  live boolean GENERATED ALWAYS AS (CASE WHEN deleted_at IS NULL THEN true END) STORED,
  CONSTRAINT tenancies_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT tenancies_live_key UNIQUE (tenant_id, id, live),
  CONSTRAINT tenancies_unit_id_id_key UNIQUE (tenant_id, id, unit_id),
  CONSTRAINT tenancies_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations (id),
  CONSTRAINT tenancies_unit_id_fkey FOREIGN KEY (tenant_id, unit_id, property_id)
    REFERENCES public.units (tenant_id, id, property_id),
  CONSTRAINT tenancies_unit_id_live_fkey FOREIGN KEY (tenant_id, unit_id, live) REFERENCES public.units (tenant_id, id, live),
  CONSTRAINT tenancies_property_id_fkey FOREIGN KEY (tenant_id, property_id) REFERENCES public.properties (tenant_id, id),
  CONSTRAINT tenancies_moved_out_on_check CHECK (moved_out_on >= moved_in_on)
);

SELECT app.distribute('tenancies');

CREATE UNIQUE INDEX tenancies_possession_key ON public.tenancies (tenant_id, unit_id)
  WHERE moved_in_on IS NOT NULL AND moved_out_on IS NULL AND deleted_at IS NULL;

CREATE INDEX tenancies_unit_id_idx ON public.tenancies (tenant_id, unit_id);

CREATE INDEX tenancies_property_id_idx ON public.tenancies (tenant_id, property_id);

CREATE INDEX tenancies_deletion_id_idx ON public.tenancies (tenant_id, deletion_id) WHERE deletion_id IS NOT NULL;

SELECT app.protect('tenancies', 'id = ANY (app.scope_ids()) OR property_id = ANY (app.scope_ids())');

CREATE TABLE public.leases (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  tenancy_id uuid NOT NULL,
  unit_id uuid NOT NULL,
  property_id uuid NOT NULL,
  renter_id uuid,
  start_date date NOT NULL,
  end_date date,
  monthly_rent numeric(14,2),
  security_deposit numeric(14,2),
  pet_deposit numeric(14,2),
  pet_fee numeric(14,2),
  late_fee_percentage numeric(5,2),
  late_fee_grace_days integer,
  subsidized boolean NOT NULL DEFAULT false,
  status text NOT NULL DEFAULT 'draft',
  terms text,
  terms_pdf_url text,
  signed_at timestamptz,
  auto_renew boolean NOT NULL DEFAULT false,
  renewal_offer_sent boolean NOT NULL DEFAULT false,
  metadata jsonb NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  version integer NOT NULL DEFAULT 1,
  deleted_at timestamptz,
  deleted_by uuid,
  deletion_id uuid,
  live boolean GENERATED ALWAYS AS (CASE WHEN deleted_at IS NULL THEN true END) STORED,
  CONSTRAINT leases_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT leases_live_key UNIQUE (tenant_id, id, live),
  CONSTRAINT leases_tenancy_id_id_key UNIQUE (tenant_id, id, tenancy_id),
  CONSTRAINT leases_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations (id),
  CONSTRAINT leases_tenancy_id_fkey FOREIGN KEY (tenant_id, tenancy_id, unit_id)
    REFERENCES public.tenancies (tenant_id, id, unit_id),
  CONSTRAINT leases_tenancy_id_live_fkey FOREIGN KEY (tenant_id, tenancy_id, live)
    REFERENCES public.tenancies (tenant_id, id, live),
  CONSTRAINT leases_unit_id_fkey FOREIGN KEY (tenant_id, unit_id, property_id)
    REFERENCES public.units (tenant_id, id, property_id),
  CONSTRAINT leases_unit_id_live_fkey FOREIGN KEY (tenant_id, unit_id, live) REFERENCES public.units (tenant_id, id, live),
  CONSTRAINT leases_property_id_fkey FOREIGN KEY (tenant_id, property_id) REFERENCES public.properties (tenant_id, id),
  CONSTRAINT leases_renter_id_fkey FOREIGN KEY (tenant_id, renter_id) REFERENCES public.tenants (tenant_id, id),
  CONSTRAINT leases_dates_check CHECK (end_date > start_date),
  CONSTRAINT leases_monthly_rent_check CHECK (monthly_rent >= 0),
  CONSTRAINT leases_rent_required_check CHECK (status IN ('draft', 'cancelled') OR monthly_rent IS NOT NULL),
  CONSTRAINT leases_security_deposit_check CHECK (security_deposit >= 0),
  CONSTRAINT leases_pet_deposit_check CHECK (pet_deposit >= 0),
  CONSTRAINT leases_pet_fee_check CHECK (pet_fee >= 0),
  CONSTRAINT leases_late_fee_percentage_check CHECK (late_fee_percentage BETWEEN 0 AND 100),
  CONSTRAINT leases_late_fee_grace_days_check CHECK (late_fee_grace_days BETWEEN 0 AND 60),
  CONSTRAINT leases_terms_pdf_url_check CHECK (length(terms_pdf_url) <= 500),
  CONSTRAINT leases_status_check CHECK (status IN ('draft', 'pending', 'active', 'expiring_soon', 'expired', 'terminated',
    'renewed', 'cancelled')),
  CONSTRAINT leases_period_excl EXCLUDE USING gist (tenant_id WITH =, unit_id WITH =,
    daterange(start_date, end_date, '[]') WITH &&)
    WHERE (status IN ('pending', 'active', 'expiring_soon', 'renewed') AND deleted_at IS NULL)
);

SELECT app.distribute('leases');

CREATE INDEX leases_tenancy_id_idx ON public.leases (tenant_id, tenancy_id, unit_id);

CREATE INDEX leases_unit_id_idx ON public.leases (tenant_id, unit_id);

CREATE INDEX leases_property_id_idx ON public.leases (tenant_id, property_id);

CREATE INDEX leases_renter_id_idx ON public.leases (tenant_id, renter_id);

CREATE INDEX leases_status_idx ON public.leases (tenant_id, status, end_date) WHERE deleted_at IS NULL;

CREATE INDEX leases_dates_idx ON public.leases (tenant_id, start_date, end_date);

CREATE INDEX leases_deletion_id_idx ON public.leases (tenant_id, deletion_id) WHERE deletion_id IS NOT NULL;

SELECT app.protect('leases', 'id = ANY (app.scope_ids()) OR property_id = ANY (app.scope_ids())');

ALTER TABLE public.tenants ADD CONSTRAINT tenants_lease_id_fkey
  FOREIGN KEY (tenant_id, lease_id) REFERENCES public.leases (tenant_id, id);

-- The truth about who is party to a lease, as what, from when to when.
CREATE TABLE public.lease_parties (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  lease_id uuid NOT NULL,
  tenancy_id uuid NOT NULL,
  renter_id uuid NOT NULL,
  role text NOT NULL DEFAULT 'renter',
  from_date date NOT NULL,
  to_date date,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  version integer NOT NULL DEFAULT 1,
  deleted_at timestamptz,
  deleted_by uuid,
  deletion_id uuid,
  live boolean GENERATED ALWAYS AS (CASE WHEN deleted_at IS NULL THEN true END) STORED,
  CONSTRAINT lease_parties_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT lease_parties_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations (id),
  CONSTRAINT lease_parties_lease_id_fkey FOREIGN KEY (tenant_id, lease_id, tenancy_id)
    REFERENCES public.leases (tenant_id, id, tenancy_id),
  CONSTRAINT lease_parties_lease_id_live_fkey FOREIGN KEY (tenant_id, lease_id, live)
    REFERENCES public.leases (tenant_id, id, live),
  CONSTRAINT lease_parties_tenancy_id_fkey FOREIGN KEY (tenant_id, tenancy_id) REFERENCES public.tenancies (tenant_id, id),
  CONSTRAINT lease_parties_renter_id_fkey FOREIGN KEY (tenant_id, renter_id) REFERENCES public.tenants (tenant_id, id),
  CONSTRAINT lease_parties_role_check CHECK (role IN ('renter', 'occupant', 'guarantor')),
  CONSTRAINT lease_parties_dates_check CHECK (to_date >= from_date)
);

SELECT app.distribute('lease_parties');

CREATE UNIQUE INDEX lease_parties_renter_id_key ON public.lease_parties (tenant_id, lease_id, renter_id, role, from_date)
  WHERE deleted_at IS NULL;

CREATE INDEX lease_parties_lease_id_idx ON public.lease_parties (tenant_id, lease_id, tenancy_id);

CREATE INDEX lease_parties_tenancy_id_idx ON public.lease_parties (tenant_id, tenancy_id);

CREATE INDEX lease_parties_renter_id_idx ON public.lease_parties (tenant_id, renter_id);

CREATE INDEX lease_parties_deletion_id_idx ON public.lease_parties (tenant_id, deletion_id) WHERE deletion_id IS NOT NULL;

SELECT app.protect('lease_parties', 'tenancy_id = ANY (app.scope_ids()) OR renter_id = ANY (app.scope_ids())');

-- A file that was brought in, by the hash of its bytes.
CREATE TABLE public.imports (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  layout text NOT NULL,
  file_name text NOT NULL,
  file_hash bytea NOT NULL,
  as_of date NOT NULL,
  as_of_source text NOT NULL,
  counts jsonb NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  created_by uuid,
  CONSTRAINT imports_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT imports_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations (id),
  CONSTRAINT imports_layout_check CHECK (length(layout) BETWEEN 1 AND 63),
  CONSTRAINT imports_file_name_check CHECK (length(file_name) BETWEEN 1 AND 255),
  CONSTRAINT imports_file_hash_check CHECK (length(file_hash) = 32),
  CONSTRAINT imports_as_of_source_check CHECK (as_of_source IN ('given', 'file', 'name', 'today'))
);

SELECT app.distribute('imports');

CREATE UNIQUE INDEX imports_file_hash_key ON public.imports (tenant_id, file_hash);

SELECT app.protect('imports', 'false', 'false', 'SELECT, INSERT', true);

-- What the earlier system said of a lease on the as-of date: kept as a fact until the ledger takes the balances
-- over, and final once written.
CREATE TABLE public.lease_openings (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  lease_id uuid NOT NULL,
  tenancy_id uuid NOT NULL,
  import_id uuid,
  as_of date NOT NULL,
  past_due numeric(14,2) NOT NULL DEFAULT 0,
  prepaid numeric(14,2) NOT NULL DEFAULT 0,
  deposit_held numeric(14,2) NOT NULL DEFAULT 0,
  other_deposit_held numeric(14,2) NOT NULL DEFAULT 0,
  other_recurring numeric(14,2) NOT NULL DEFAULT 0,
  recurring_credits numeric(14,2) NOT NULL DEFAULT 0,
  nsf_count integer NOT NULL DEFAULT 0,
  late_count integer NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT lease_openings_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT lease_openings_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations (id),
  CONSTRAINT lease_openings_lease_id_fkey FOREIGN KEY (tenant_id, lease_id, tenancy_id)
    REFERENCES public.leases (tenant_id, id, tenancy_id),
  CONSTRAINT lease_openings_tenancy_id_fkey FOREIGN KEY (tenant_id, tenancy_id) REFERENCES public.tenancies (tenant_id, id),
  CONSTRAINT lease_openings_import_id_fkey FOREIGN KEY (tenant_id, import_id) REFERENCES public.imports (tenant_id, id),
  CONSTRAINT lease_openings_past_due_check CHECK (past_due >= 0),
  CONSTRAINT lease_openings_prepaid_check CHECK (prepaid >= 0),
  CONSTRAINT lease_openings_deposit_held_check CHECK (deposit_held >= 0),
  CONSTRAINT lease_openings_other_deposit_held_check CHECK (other_deposit_held >= 0),
  CONSTRAINT lease_openings_recurring_credits_check CHECK (recurring_credits >= 0),
  CONSTRAINT lease_openings_nsf_count_check CHECK (nsf_count >= 0),
  CONSTRAINT lease_openings_late_count_check CHECK (late_count >= 0)
);

SELECT app.distribute('lease_openings');

CREATE UNIQUE INDEX lease_openings_lease_id_key ON public.lease_openings (tenant_id, lease_id);

CREATE INDEX lease_openings_tenancy_id_idx ON public.lease_openings (tenant_id, tenancy_id);

CREATE INDEX lease_openings_import_id_idx ON public.lease_openings (tenant_id, import_id);

SELECT app.protect('lease_openings', 'tenancy_id = ANY (app.scope_ids())', 'false', 'SELECT, INSERT');

SELECT app.finalize('lease_openings');

-- +goose Down

ALTER TABLE public.tenants DROP CONSTRAINT tenants_lease_id_fkey;
ALTER TABLE public.tenants DROP CONSTRAINT tenants_emergency_contact_id_fkey;
DROP TABLE public.lease_openings;
DROP TABLE public.imports;
DROP TABLE public.lease_parties;
DROP TABLE public.leases;
DROP TABLE public.tenancies;
DROP TABLE public.emergency_contacts;
DROP TABLE public.tenants;
