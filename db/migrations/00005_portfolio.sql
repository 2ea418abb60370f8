-- Addresses, properties, units, owners and vendors.

-- +goose Up

-- Each address belongs to one row that names it, so that changing one never changes another.
CREATE TABLE public.addresses (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  street1 text NOT NULL,
  street2 text,
  city text NOT NULL,
  state text,
  zip_code text,
  country text NOT NULL DEFAULT 'US',
  coordinates extensions.geography(Point, 4326),
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  version integer NOT NULL DEFAULT 1,
  deleted_at timestamptz,
  deleted_by uuid,
  deletion_id uuid,
  live boolean GENERATED ALWAYS AS (CASE WHEN deleted_at IS NULL THEN true END) STORED,
  CONSTRAINT addresses_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT addresses_live_key UNIQUE (tenant_id, id, live),
  CONSTRAINT addresses_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations (id),
  CONSTRAINT addresses_street1_check CHECK (length(btrim(street1)) > 0 AND length(street1) <= 255),
  CONSTRAINT addresses_street2_check CHECK (length(street2) <= 255),
  CONSTRAINT addresses_city_check CHECK (length(btrim(city)) > 0 AND length(city) <= 100),
  CONSTRAINT addresses_state_check CHECK (length(state) BETWEEN 1 AND 50),
  CONSTRAINT addresses_zip_code_check CHECK (length(zip_code) BETWEEN 1 AND 20),
  CONSTRAINT addresses_country_check CHECK (country ~ '^[A-Z]{2}$'),
  CONSTRAINT addresses_us_check CHECK (country <> 'US' OR (state IS NOT NULL AND zip_code IS NOT NULL))
);

SELECT app.distribute('addresses');

CREATE INDEX addresses_city_idx ON public.addresses (tenant_id, city);

CREATE INDEX addresses_state_idx ON public.addresses (tenant_id, state);

CREATE INDEX addresses_coordinates_idx ON public.addresses USING gist (coordinates);

SELECT app.protect('addresses', 'id = ANY (app.scope_ids())');

CREATE TABLE public.properties (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  address_id uuid,
  name text NOT NULL,
  type text NOT NULL,
  year_built integer,
  square_feet integer,
  lot_size numeric(14,2),
  parking_spaces integer,
  time_zone text,
  amenities jsonb NOT NULL DEFAULT '[]',
  photos jsonb NOT NULL DEFAULT '[]',
  metadata jsonb NOT NULL DEFAULT '{}',
  status text NOT NULL DEFAULT 'active',
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  version integer NOT NULL DEFAULT 1,
  deleted_at timestamptz,
  deleted_by uuid,
  deletion_id uuid,
  live boolean GENERATED ALWAYS AS (CASE WHEN deleted_at IS NULL THEN true END) STORED,
  CONSTRAINT properties_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT properties_live_key UNIQUE (tenant_id, id, live),
  CONSTRAINT properties_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations (id),
  CONSTRAINT properties_address_id_fkey FOREIGN KEY (tenant_id, address_id) REFERENCES public.addresses (tenant_id, id),
  CONSTRAINT properties_address_id_live_fkey FOREIGN KEY (tenant_id, address_id, live)
    REFERENCES public.addresses (tenant_id, id, live),
  CONSTRAINT properties_name_check CHECK (length(btrim(name)) > 0 AND length(name) <= 255),
  CONSTRAINT properties_type_check CHECK (type IN ('residential', 'commercial', 'mixed_use', 'industrial', 'land')),
  CONSTRAINT properties_year_built_check CHECK (year_built BETWEEN 1600 AND 2200),
  CONSTRAINT properties_square_feet_check CHECK (square_feet BETWEEN 0 AND 100000000),
  CONSTRAINT properties_lot_size_check CHECK (lot_size >= 0),
  CONSTRAINT properties_parking_spaces_check CHECK (parking_spaces BETWEEN 0 AND 1000000),
  CONSTRAINT properties_time_zone_check CHECK (length(time_zone) BETWEEN 1 AND 64),
  CONSTRAINT properties_amenities_check CHECK (jsonb_typeof(amenities) = 'array'),
  CONSTRAINT properties_photos_check CHECK (jsonb_typeof(photos) = 'array'),
  CONSTRAINT properties_metadata_check CHECK (jsonb_typeof(metadata) = 'object'),
  CONSTRAINT properties_status_check CHECK (status IN ('active', 'inactive', 'sold'))
);

SELECT app.distribute('properties');

CREATE UNIQUE INDEX properties_address_id_key ON public.properties (tenant_id, address_id);

CREATE INDEX properties_name_idx ON public.properties (tenant_id, name, id) WHERE deleted_at IS NULL;

CREATE INDEX properties_type_idx ON public.properties (tenant_id, type) WHERE deleted_at IS NULL;

CREATE INDEX properties_status_idx ON public.properties (tenant_id, status) WHERE deleted_at IS NULL;

CREATE INDEX properties_deletion_id_idx ON public.properties (tenant_id, deletion_id) WHERE deletion_id IS NOT NULL;

CREATE INDEX properties_metadata_idx ON public.properties USING gin (metadata jsonb_path_ops);

SELECT app.protect('properties', 'id = ANY (app.scope_ids())');

-- What a unit is (form) and how many bedrooms it has are two facts; the design's one list is derived from both.
CREATE TABLE public.units (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  property_id uuid NOT NULL,
  number text NOT NULL,
  form text NOT NULL DEFAULT 'apartment',
  type text NOT NULL GENERATED ALWAYS AS (CASE
    WHEN form IN ('townhouse', 'duplex', 'commercial_space', 'garage', 'storage') THEN form
    WHEN bedrooms = 0 THEN 'studio'
    WHEN bedrooms = 1 THEN 'one_bedroom'
    WHEN bedrooms = 2 THEN 'two_bedroom'
    WHEN bedrooms = 3 THEN 'three_bedroom'
    WHEN bedrooms >= 4 THEN 'four_plus_bedroom'
    ELSE 'other' END) STORED,
  floor integer,
  square_feet integer,
  bedrooms integer,
  bathrooms numeric(3,1),
  base_rent numeric(14,2) NOT NULL,
  deposit numeric(14,2),
  amenities jsonb NOT NULL DEFAULT '[]',
  photos jsonb NOT NULL DEFAULT '[]',
  status text NOT NULL DEFAULT 'vacant',
  non_revenue boolean NOT NULL DEFAULT false,
  metadata jsonb NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  version integer NOT NULL DEFAULT 1,
  deleted_at timestamptz,
  deleted_by uuid,
  deletion_id uuid,
  live boolean GENERATED ALWAYS AS (CASE WHEN deleted_at IS NULL THEN true END) STORED,
  CONSTRAINT units_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT units_live_key UNIQUE (tenant_id, id, live),
  CONSTRAINT units_property_id_id_key UNIQUE (tenant_id, id, property_id),
  CONSTRAINT units_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations (id),
  CONSTRAINT units_property_id_fkey FOREIGN KEY (tenant_id, property_id) REFERENCES public.properties (tenant_id, id),
  CONSTRAINT units_property_id_live_fkey FOREIGN KEY (tenant_id, property_id, live)
    REFERENCES public.properties (tenant_id, id, live),
  CONSTRAINT units_number_check CHECK (number = btrim(number) AND length(number) <= 50),
  CONSTRAINT units_form_check CHECK (form IN ('apartment', 'house', 'townhouse', 'duplex', 'commercial_space', 'garage',
    'storage', 'other')),
  CONSTRAINT units_type_check CHECK (type IN ('studio', 'one_bedroom', 'two_bedroom', 'three_bedroom', 'four_plus_bedroom',
    'townhouse', 'duplex', 'commercial_space', 'garage', 'storage', 'other')),
  CONSTRAINT units_floor_check CHECK (floor BETWEEN -20 AND 300),
  CONSTRAINT units_square_feet_check CHECK (square_feet BETWEEN 0 AND 10000000),
  CONSTRAINT units_bedrooms_check CHECK (bedrooms BETWEEN 0 AND 50),
  CONSTRAINT units_bathrooms_check CHECK (bathrooms BETWEEN 0 AND 50),
  CONSTRAINT units_base_rent_check CHECK (base_rent >= 0),
  CONSTRAINT units_deposit_check CHECK (deposit >= 0),
  CONSTRAINT units_amenities_check CHECK (jsonb_typeof(amenities) = 'array'),
  CONSTRAINT units_photos_check CHECK (jsonb_typeof(photos) = 'array'),
  CONSTRAINT units_metadata_check CHECK (jsonb_typeof(metadata) = 'object'),
  CONSTRAINT units_status_check CHECK (status IN ('vacant', 'occupied', 'notice', 'down', 'reserved', 'model'))
);

SELECT app.distribute('units');

CREATE UNIQUE INDEX units_number_key ON public.units (tenant_id, property_id, number) WHERE deleted_at IS NULL;

CREATE INDEX units_property_id_idx ON public.units (tenant_id, property_id);

CREATE INDEX units_type_idx ON public.units (tenant_id, type) WHERE deleted_at IS NULL;

CREATE INDEX units_status_idx ON public.units (tenant_id, status) WHERE deleted_at IS NULL;

CREATE INDEX units_bedrooms_idx ON public.units (tenant_id, bedrooms) WHERE deleted_at IS NULL;

CREATE INDEX units_deletion_id_idx ON public.units (tenant_id, deletion_id) WHERE deletion_id IS NOT NULL;

CREATE INDEX units_metadata_idx ON public.units USING gin (metadata jsonb_path_ops);

SELECT app.protect('units', 'id = ANY (app.scope_ids()) OR property_id = ANY (app.scope_ids())');

CREATE TABLE public.unit_status_history (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  unit_id uuid NOT NULL,
  status text NOT NULL,
  changed_at timestamptz NOT NULL DEFAULT now(),
  changed_by uuid,
  CONSTRAINT unit_status_history_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT unit_status_history_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations (id),
  CONSTRAINT unit_status_history_unit_id_fkey FOREIGN KEY (tenant_id, unit_id) REFERENCES public.units (tenant_id, id),
  CONSTRAINT unit_status_history_status_check CHECK (status IN ('vacant', 'occupied', 'notice', 'down', 'reserved', 'model'))
);

SELECT app.distribute('unit_status_history');

CREATE INDEX unit_status_history_unit_id_idx ON public.unit_status_history (tenant_id, unit_id, changed_at);

SELECT app.protect('unit_status_history', 'false', 'false', 'SELECT, INSERT', false);

-- +goose StatementBegin
CREATE FUNCTION app.record_unit_status() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
  IF TG_OP = 'INSERT' OR NEW.status <> OLD.status THEN
    INSERT INTO public.unit_status_history (tenant_id, unit_id, status, changed_by)
    VALUES (NEW.tenant_id, NEW.id, NEW.status, app.current_user_id());
  END IF;
  RETURN NULL;
END
$$;
-- +goose StatementEnd

CREATE TRIGGER units_status_history AFTER INSERT OR UPDATE ON public.units
  FOR EACH ROW EXECUTE FUNCTION app.record_unit_status('units');

CREATE TABLE public.vendors (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  user_id uuid,
  name text NOT NULL,
  type text NOT NULL,
  contact_name text,
  contact_email text,
  contact_phone text,
  address_id uuid,
  website text,
  rating numeric(2,1),
  total_jobs integer NOT NULL DEFAULT 0,
  insurance_expires_on date,
  license_number text,
  license_expires_on date,
  tax_id_encrypted bytea,
  tax_id_key_id bigint,
  tax_id_bidx bytea,
  tax_id_last_four text,
  notes text,
  active boolean NOT NULL DEFAULT true,
  metadata jsonb NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  version integer NOT NULL DEFAULT 1,
  deleted_at timestamptz,
  deleted_by uuid,
  deletion_id uuid,
  CONSTRAINT vendors_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT vendors_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations (id),
  CONSTRAINT vendors_user_id_fkey FOREIGN KEY (tenant_id, user_id) REFERENCES public.users (tenant_id, id),
  CONSTRAINT vendors_address_id_fkey FOREIGN KEY (tenant_id, address_id) REFERENCES public.addresses (tenant_id, id),
  CONSTRAINT vendors_name_check CHECK (length(btrim(name)) > 0 AND length(name) <= 255),
  CONSTRAINT vendors_type_check CHECK (type IN ('plumbing', 'electrical', 'hvac', 'appliances', 'structural', 'pest_control',
    'landscaping', 'security', 'internet', 'cleaning', 'painting', 'flooring', 'roofing', 'locksmith', 'general', 'other')),
  CONSTRAINT vendors_contact_name_check CHECK (length(contact_name) <= 255),
  CONSTRAINT vendors_contact_email_check CHECK (contact_email = lower(btrim(contact_email)) AND length(contact_email) <= 254),
  CONSTRAINT vendors_contact_phone_check CHECK (length(contact_phone) <= 40),
  CONSTRAINT vendors_website_check CHECK (length(website) <= 500),
  CONSTRAINT vendors_rating_check CHECK (rating BETWEEN 0 AND 5),
  CONSTRAINT vendors_total_jobs_check CHECK (total_jobs >= 0),
  CONSTRAINT vendors_license_number_check CHECK (length(license_number) <= 100),
  CONSTRAINT vendors_tax_id_check CHECK ((tax_id_encrypted IS NULL) = (tax_id_key_id IS NULL)),
  CONSTRAINT vendors_tax_id_last_four_check CHECK (length(tax_id_last_four) <= 4)
);

SELECT app.distribute('vendors');

CREATE UNIQUE INDEX vendors_user_id_key ON public.vendors (tenant_id, user_id);

CREATE UNIQUE INDEX vendors_address_id_key ON public.vendors (tenant_id, address_id);

CREATE INDEX vendors_type_idx ON public.vendors (tenant_id, type) WHERE deleted_at IS NULL;

CREATE INDEX vendors_active_idx ON public.vendors (tenant_id, active, name) WHERE deleted_at IS NULL;

CREATE INDEX vendors_tax_id_bidx_idx ON public.vendors (tenant_id, tax_id_bidx);

SELECT app.protect('vendors', 'id = ANY (app.scope_ids())');

CREATE TABLE public.owners (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  user_id uuid,
  name text NOT NULL,
  email text,
  phone text,
  address_id uuid,
  bank_account_id uuid,
  ownership_percentage numeric(5,2) NOT NULL DEFAULT 100,
  distribution_frequency text NOT NULL DEFAULT 'monthly',
  distribution_day integer NOT NULL DEFAULT 1,
  tax_id_encrypted bytea,
  tax_id_key_id bigint,
  tax_id_bidx bytea,
  tax_id_last_four text,
  active boolean NOT NULL DEFAULT true,
  metadata jsonb NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  version integer NOT NULL DEFAULT 1,
  deleted_at timestamptz,
  deleted_by uuid,
  deletion_id uuid,
  CONSTRAINT owners_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT owners_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations (id),
  CONSTRAINT owners_user_id_fkey FOREIGN KEY (tenant_id, user_id) REFERENCES public.users (tenant_id, id),
  CONSTRAINT owners_address_id_fkey FOREIGN KEY (tenant_id, address_id) REFERENCES public.addresses (tenant_id, id),
  CONSTRAINT owners_name_check CHECK (length(btrim(name)) > 0 AND length(name) <= 255),
  CONSTRAINT owners_email_check CHECK (email = lower(btrim(email)) AND length(email) <= 254),
  CONSTRAINT owners_phone_check CHECK (length(phone) <= 40),
  CONSTRAINT owners_ownership_percentage_check CHECK (ownership_percentage > 0 AND ownership_percentage <= 100),
  CONSTRAINT owners_distribution_frequency_check CHECK (distribution_frequency IN ('monthly', 'quarterly', 'annually',
    'on_request')),
  CONSTRAINT owners_distribution_day_check CHECK (distribution_day BETWEEN 1 AND 31),
  CONSTRAINT owners_tax_id_check CHECK ((tax_id_encrypted IS NULL) = (tax_id_key_id IS NULL)),
  CONSTRAINT owners_tax_id_last_four_check CHECK (length(tax_id_last_four) <= 4)
);

SELECT app.distribute('owners');

CREATE UNIQUE INDEX owners_user_id_key ON public.owners (tenant_id, user_id);

CREATE UNIQUE INDEX owners_address_id_key ON public.owners (tenant_id, address_id);

CREATE INDEX owners_bank_account_id_idx ON public.owners (tenant_id, bank_account_id);

CREATE INDEX owners_active_idx ON public.owners (tenant_id, active, name) WHERE deleted_at IS NULL;

CREATE INDEX owners_tax_id_bidx_idx ON public.owners (tenant_id, tax_id_bidx);

SELECT app.protect('owners', 'id = ANY (app.scope_ids())');

CREATE TABLE public.bank_accounts (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  owner_id uuid,
  purpose text NOT NULL,
  account_holder_name text NOT NULL,
  account_type text NOT NULL,
  bank_name text NOT NULL,
  last_four text NOT NULL,
  stripe_bank_account_id text,
  routing_number_encrypted bytea,
  routing_number_key_id bigint,
  account_number_encrypted bytea,
  account_number_key_id bigint,
  is_primary boolean NOT NULL DEFAULT false,
  is_verified boolean NOT NULL DEFAULT false,
  metadata jsonb NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  version integer NOT NULL DEFAULT 1,
  deleted_at timestamptz,
  deleted_by uuid,
  deletion_id uuid,
  CONSTRAINT bank_accounts_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT bank_accounts_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations (id),
  CONSTRAINT bank_accounts_owner_id_fkey FOREIGN KEY (tenant_id, owner_id) REFERENCES public.owners (tenant_id, id),
  CONSTRAINT bank_accounts_purpose_check CHECK (purpose IN ('operating_trust', 'deposit_trust', 'company', 'owner_payout')),
  CONSTRAINT bank_accounts_owner_check CHECK ((purpose = 'owner_payout') = (owner_id IS NOT NULL)),
  CONSTRAINT bank_accounts_account_holder_name_check CHECK (length(account_holder_name) BETWEEN 1 AND 255),
  CONSTRAINT bank_accounts_account_type_check CHECK (account_type IN ('checking', 'savings')),
  CONSTRAINT bank_accounts_bank_name_check CHECK (length(bank_name) BETWEEN 1 AND 255),
  CONSTRAINT bank_accounts_last_four_check CHECK (length(last_four) BETWEEN 1 AND 4),
  CONSTRAINT bank_accounts_routing_number_check CHECK ((routing_number_encrypted IS NULL) = (routing_number_key_id IS NULL)),
  CONSTRAINT bank_accounts_account_number_check CHECK ((account_number_encrypted IS NULL) = (account_number_key_id IS NULL))
);

SELECT app.distribute('bank_accounts');

CREATE INDEX bank_accounts_owner_id_idx ON public.bank_accounts (tenant_id, owner_id);

CREATE UNIQUE INDEX bank_accounts_stripe_bank_account_id_key ON public.bank_accounts (tenant_id, stripe_bank_account_id);

SELECT app.protect('bank_accounts', 'owner_id = ANY (app.scope_ids())');

ALTER TABLE public.owners ADD CONSTRAINT owners_bank_account_id_fkey
  FOREIGN KEY (tenant_id, bank_account_id) REFERENCES public.bank_accounts (tenant_id, id);

-- Who owns how much of a property, from when to when.
CREATE TABLE public.owner_properties (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  owner_id uuid NOT NULL,
  property_id uuid NOT NULL,
  ownership_percentage numeric(5,2) NOT NULL,
  from_date date NOT NULL,
  to_date date,
  acquisition_date date,
  acquisition_cost numeric(14,2),
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  version integer NOT NULL DEFAULT 1,
  CONSTRAINT owner_properties_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT owner_properties_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations (id),
  CONSTRAINT owner_properties_owner_id_fkey FOREIGN KEY (tenant_id, owner_id) REFERENCES public.owners (tenant_id, id),
  CONSTRAINT owner_properties_property_id_fkey FOREIGN KEY (tenant_id, property_id)
    REFERENCES public.properties (tenant_id, id),
  CONSTRAINT owner_properties_ownership_percentage_check CHECK (ownership_percentage > 0 AND ownership_percentage <= 100),
  CONSTRAINT owner_properties_dates_check CHECK (to_date >= from_date),
  CONSTRAINT owner_properties_acquisition_cost_check CHECK (acquisition_cost >= 0),
  CONSTRAINT owner_properties_period_excl EXCLUDE USING gist (tenant_id WITH =, owner_id WITH =, property_id WITH =,
    daterange(from_date, to_date, '[]') WITH &&)
);

SELECT app.distribute('owner_properties');

CREATE INDEX owner_properties_owner_id_idx ON public.owner_properties (tenant_id, owner_id);

CREATE INDEX owner_properties_property_id_idx ON public.owner_properties (tenant_id, property_id, from_date);

SELECT app.protect('owner_properties', 'owner_id = ANY (app.scope_ids())');

-- Two shares written at once must see each other: the property's row is locked before the sum is taken.
-- +goose StatementBegin
CREATE FUNCTION app.lock_property() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
  PERFORM FROM public.properties WHERE tenant_id = NEW.tenant_id AND id = NEW.property_id FOR NO KEY UPDATE;
  RETURN NEW;
END
$$;
-- +goose StatementEnd

-- At no date may the shares of a property exceed 100. Sums all rows, so it runs as propertyos_definer: under the
-- caller's policies it could see too few.
-- +goose StatementBegin
CREATE FUNCTION app.check_shares() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, app
AS $$
BEGIN
  IF EXISTS (
    SELECT FROM public.owner_properties AS edge
    WHERE edge.tenant_id = NEW.tenant_id AND edge.property_id = NEW.property_id
      AND (SELECT sum(s.ownership_percentage) FROM public.owner_properties AS s
        WHERE s.tenant_id = edge.tenant_id AND s.property_id = edge.property_id
          AND edge.from_date BETWEEN s.from_date AND coalesce(s.to_date, 'infinity')) > 100
  ) THEN
    RAISE EXCEPTION 'shares of a property exceed 100 percent'
      USING ERRCODE = 'check_violation', TABLE = TG_ARGV[0], CONSTRAINT = 'owner_properties_share_sum_check';
  END IF;
  RETURN NULL;
END
$$;
-- +goose StatementEnd

REVOKE ALL ON FUNCTION app.check_shares(), app.lock_property(), app.record_unit_status() FROM PUBLIC;

CREATE TRIGGER owner_properties_lock BEFORE INSERT OR UPDATE ON public.owner_properties
  FOR EACH ROW EXECUTE FUNCTION app.lock_property('owner_properties');

CREATE TRIGGER owner_properties_share_sum AFTER INSERT OR UPDATE ON public.owner_properties
  FOR EACH ROW EXECUTE FUNCTION app.check_shares('owner_properties');

ALTER FUNCTION app.check_shares() OWNER TO propertyos_definer;

-- +goose Down

ALTER TABLE public.owners DROP CONSTRAINT owners_bank_account_id_fkey;
DROP TABLE public.owner_properties;
DROP TABLE public.bank_accounts;
DROP TABLE public.owners;
DROP TABLE public.vendors;
DROP TABLE public.unit_status_history;
DROP TABLE public.units;
DROP TABLE public.properties;
DROP TABLE public.addresses;
DROP FUNCTION app.check_shares();
DROP FUNCTION app.lock_property();
DROP FUNCTION app.record_unit_status();
