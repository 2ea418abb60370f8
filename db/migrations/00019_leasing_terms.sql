-- What leasing keeps beside a lease's dates: what it charges and when, who pays, what is deposited, who else lives there, the
-- offers, notices, checklists and dispositions of a stay, and the policies and legal rules they follow.

-- +goose Up

-- The rules for rent that a lease does not state itself. A field that is NULL is taken from the wider row: lease, property,
-- organization, then the program's own defaults.
CREATE TABLE public.leasing_policies (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  property_id uuid,
  lease_id uuid,
  due_day integer,
  grace_days integer,
  proration_method text,
  late_fee_kind text,
  late_fee_amount numeric(14,2),
  late_fee_percentage numeric(5,2),
  late_fee_cap_amount numeric(14,2),
  late_fee_daily_amount numeric(14,2),
  late_fee_daily_cap_amount numeric(14,2),
  late_fee_minimum_amount numeric(14,2),
  nsf_fee numeric(14,2),
  full_payment_only boolean,
  online_payment_blocked boolean,
  certified_funds_only boolean,
  notice_days integer,
  expiring_soon_days integer,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  version integer NOT NULL DEFAULT 1,
  CONSTRAINT leasing_policies_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT leasing_policies_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations (id),
  CONSTRAINT leasing_policies_property_id_fkey FOREIGN KEY (tenant_id, property_id) REFERENCES public.properties (tenant_id,
    id),
  CONSTRAINT leasing_policies_lease_id_fkey FOREIGN KEY (tenant_id, lease_id) REFERENCES public.leases (tenant_id, id),
  CONSTRAINT leasing_policies_scope_check CHECK (property_id IS NULL OR lease_id IS NULL),
  CONSTRAINT leasing_policies_due_day_check CHECK (due_day BETWEEN 1 AND 28),
  CONSTRAINT leasing_policies_grace_days_check CHECK (grace_days BETWEEN 0 AND 60),
  CONSTRAINT leasing_policies_proration_method_check CHECK (proration_method IN ('actual_days', 'thirty_day', 'year_365')),
  CONSTRAINT leasing_policies_late_fee_kind_check CHECK (late_fee_kind IN ('none', 'flat', 'percent', 'greater', 'lesser')),
  CONSTRAINT leasing_policies_late_fee_amount_check CHECK (late_fee_amount >= 0),
  CONSTRAINT leasing_policies_late_fee_percentage_check CHECK (late_fee_percentage BETWEEN 0 AND 100),
  CONSTRAINT leasing_policies_late_fee_cap_amount_check CHECK (late_fee_cap_amount >= 0),
  CONSTRAINT leasing_policies_late_fee_daily_amount_check CHECK (late_fee_daily_amount >= 0),
  CONSTRAINT leasing_policies_late_fee_daily_cap_amount_check CHECK (late_fee_daily_cap_amount >= 0),
  CONSTRAINT leasing_policies_late_fee_minimum_amount_check CHECK (late_fee_minimum_amount >= 0),
  CONSTRAINT leasing_policies_nsf_fee_check CHECK (nsf_fee >= 0),
  CONSTRAINT leasing_policies_notice_days_check CHECK (notice_days BETWEEN 0 AND 365),
  CONSTRAINT leasing_policies_expiring_soon_days_check CHECK (expiring_soon_days BETWEEN 1 AND 365)
);

SELECT app.distribute('leasing_policies');

CREATE UNIQUE INDEX leasing_policies_organization_key ON public.leasing_policies (tenant_id) WHERE property_id IS NULL
  AND lease_id IS NULL;

CREATE UNIQUE INDEX leasing_policies_property_id_key ON public.leasing_policies (tenant_id, property_id);

CREATE UNIQUE INDEX leasing_policies_lease_id_key ON public.leasing_policies (tenant_id, lease_id);

SELECT app.protect('leasing_policies');

-- Animals of a stay. An assistance animal is not a pet: no deposit, fee or rent may name it (24 CFR 100.204), which the column
-- chargeable keeps others from doing.
CREATE TABLE public.pets (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  tenancy_id uuid NOT NULL,
  name text NOT NULL,
  species text NOT NULL,
  breed text,
  weight_pounds integer,
  assistance boolean NOT NULL DEFAULT false,
  note text,
  from_date date NOT NULL,
  to_date date,
  chargeable boolean GENERATED ALWAYS AS (CASE WHEN NOT assistance THEN true END) STORED,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  version integer NOT NULL DEFAULT 1,
  deleted_at timestamptz,
  deleted_by uuid,
  deletion_id uuid,
  CONSTRAINT pets_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT pets_chargeable_key UNIQUE (tenant_id, id, chargeable),
  CONSTRAINT pets_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations (id),
  CONSTRAINT pets_tenancy_id_fkey FOREIGN KEY (tenant_id, tenancy_id) REFERENCES public.tenancies (tenant_id, id),
  CONSTRAINT pets_name_check CHECK (length(btrim(name)) > 0 AND length(name) <= 100),
  CONSTRAINT pets_species_check CHECK (species IN ('dog', 'cat', 'bird', 'fish', 'rabbit', 'reptile', 'rodent', 'other')),
  CONSTRAINT pets_breed_check CHECK (length(breed) <= 100),
  CONSTRAINT pets_weight_pounds_check CHECK (weight_pounds BETWEEN 0 AND 2000),
  CONSTRAINT pets_note_check CHECK (length(note) <= 1000),
  CONSTRAINT pets_dates_check CHECK (to_date >= from_date)
);

SELECT app.distribute('pets');

CREATE INDEX pets_tenancy_id_idx ON public.pets (tenant_id, tenancy_id);

CREATE INDEX pets_deletion_id_idx ON public.pets (tenant_id, deletion_id) WHERE deletion_id IS NOT NULL;

SELECT app.protect('pets', 'tenancy_id = ANY (app.scope_ids())');

-- Cars and the like of a stay. Renters keep their own list.
CREATE TABLE public.vehicles (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  tenancy_id uuid NOT NULL,
  renter_id uuid,
  make text NOT NULL,
  model text,
  color text,
  year integer,
  plate text,
  plate_region text,
  parking_space text,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  version integer NOT NULL DEFAULT 1,
  deleted_at timestamptz,
  deleted_by uuid,
  deletion_id uuid,
  CONSTRAINT vehicles_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT vehicles_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations (id),
  CONSTRAINT vehicles_tenancy_id_fkey FOREIGN KEY (tenant_id, tenancy_id) REFERENCES public.tenancies (tenant_id, id),
  CONSTRAINT vehicles_renter_id_fkey FOREIGN KEY (tenant_id, renter_id) REFERENCES public.tenants (tenant_id, id),
  CONSTRAINT vehicles_make_check CHECK (length(btrim(make)) > 0 AND length(make) <= 100),
  CONSTRAINT vehicles_model_check CHECK (length(model) <= 100),
  CONSTRAINT vehicles_color_check CHECK (length(color) <= 50),
  CONSTRAINT vehicles_year_check CHECK (year BETWEEN 1900 AND 2200),
  CONSTRAINT vehicles_plate_check CHECK (length(plate) <= 20),
  CONSTRAINT vehicles_plate_region_check CHECK (length(plate_region) <= 50),
  CONSTRAINT vehicles_parking_space_check CHECK (length(parking_space) <= 50)
);

SELECT app.distribute('vehicles');

CREATE INDEX vehicles_tenancy_id_idx ON public.vehicles (tenant_id, tenancy_id);

CREATE INDEX vehicles_renter_id_idx ON public.vehicles (tenant_id, renter_id);

CREATE INDEX vehicles_deletion_id_idx ON public.vehicles (tenant_id, deletion_id) WHERE deletion_id IS NOT NULL;

SELECT app.protect('vehicles', 'tenancy_id = ANY (app.scope_ids())', 'tenancy_id = ANY (app.scope_ids())');

-- The rent of a lease by date and payer: the next increase is a row that begins later. leases.monthly_rent is the first one's,
-- a month, of all payers together.
CREATE TABLE public.rent_schedules (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  lease_id uuid NOT NULL,
  tenancy_id uuid NOT NULL,
  payer text NOT NULL DEFAULT 'renter',
  payer_name text,
  amount numeric(14,2) NOT NULL,
  frequency text NOT NULL DEFAULT 'monthly',
  from_date date NOT NULL,
  to_date date,
  reason text,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  version integer NOT NULL DEFAULT 1,
  deleted_at timestamptz,
  deleted_by uuid,
  deletion_id uuid,
  CONSTRAINT rent_schedules_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT rent_schedules_period_excl EXCLUDE USING gist (tenant_id WITH =, lease_id WITH =, payer WITH =,
    daterange(from_date, to_date, '[]') WITH &&) WHERE (deleted_at IS NULL),
  CONSTRAINT rent_schedules_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations (id),
  CONSTRAINT rent_schedules_lease_id_fkey FOREIGN KEY (tenant_id, lease_id, tenancy_id)
    REFERENCES public.leases (tenant_id, id, tenancy_id),
  CONSTRAINT rent_schedules_payer_check CHECK (payer IN ('renter', 'agency', 'other')),
  CONSTRAINT rent_schedules_payer_name_check CHECK ((payer = 'renter') = (payer_name IS NULL)
    AND length(btrim(payer_name)) BETWEEN 1 AND 255),
  CONSTRAINT rent_schedules_amount_check CHECK (amount >= 0),
  CONSTRAINT rent_schedules_frequency_check CHECK (frequency IN ('weekly', 'biweekly', 'monthly', 'quarterly',
    'semiannually', 'annually')),
  CONSTRAINT rent_schedules_dates_check CHECK (to_date >= from_date),
  CONSTRAINT rent_schedules_reason_check CHECK (length(reason) <= 500)
);

SELECT app.distribute('rent_schedules');

CREATE INDEX rent_schedules_lease_id_idx ON public.rent_schedules (tenant_id, lease_id, tenancy_id);

CREATE INDEX rent_schedules_deletion_id_idx ON public.rent_schedules (tenant_id, deletion_id) WHERE deletion_id IS NOT NULL;

SELECT app.protect('rent_schedules', 'tenancy_id = ANY (app.scope_ids())');

-- What a lease charges or credits beside the rent, again and again. Amounts are positive; a credit takes off.
CREATE TABLE public.recurring_charges (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  lease_id uuid NOT NULL,
  tenancy_id uuid NOT NULL,
  pet_id uuid,
  kind text NOT NULL DEFAULT 'charge',
  category text NOT NULL,
  description text NOT NULL,
  payer text NOT NULL DEFAULT 'renter',
  payer_name text,
  amount numeric(14,2) NOT NULL,
  frequency text NOT NULL DEFAULT 'monthly',
  from_date date NOT NULL,
  to_date date,
  pet_chargeable boolean GENERATED ALWAYS AS (CASE WHEN pet_id IS NOT NULL THEN true END) STORED,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  version integer NOT NULL DEFAULT 1,
  deleted_at timestamptz,
  deleted_by uuid,
  deletion_id uuid,
  CONSTRAINT recurring_charges_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT recurring_charges_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations (id),
  CONSTRAINT recurring_charges_lease_id_fkey FOREIGN KEY (tenant_id, lease_id, tenancy_id)
    REFERENCES public.leases (tenant_id, id, tenancy_id),
  CONSTRAINT recurring_charges_pet_id_fkey FOREIGN KEY (tenant_id, pet_id, pet_chargeable)
    REFERENCES public.pets (tenant_id, id, chargeable),
  CONSTRAINT recurring_charges_kind_check CHECK (kind IN ('charge', 'credit')),
  CONSTRAINT recurring_charges_category_check CHECK (category IN ('parking', 'garage', 'storage', 'pet', 'utilities',
    'water', 'trash', 'internet', 'laundry', 'appliance', 'insurance', 'amenity', 'concession', 'subsidy', 'tax', 'other')),
  CONSTRAINT recurring_charges_description_check CHECK (length(btrim(description)) > 0 AND length(description) <= 255),
  CONSTRAINT recurring_charges_payer_check CHECK (payer IN ('renter', 'agency', 'other')),
  CONSTRAINT recurring_charges_payer_name_check CHECK ((payer = 'renter') = (payer_name IS NULL)
    AND length(btrim(payer_name)) BETWEEN 1 AND 255),
  CONSTRAINT recurring_charges_amount_check CHECK (amount > 0),
  CONSTRAINT recurring_charges_frequency_check CHECK (frequency IN ('weekly', 'biweekly', 'monthly', 'quarterly',
    'semiannually', 'annually')),
  CONSTRAINT recurring_charges_dates_check CHECK (to_date >= from_date)
);

SELECT app.distribute('recurring_charges');

CREATE INDEX recurring_charges_lease_id_idx ON public.recurring_charges (tenant_id, lease_id, tenancy_id);

CREATE INDEX recurring_charges_pet_id_idx ON public.recurring_charges (tenant_id, pet_id, pet_chargeable);

CREATE INDEX recurring_charges_deletion_id_idx ON public.recurring_charges (tenant_id, deletion_id)
  WHERE deletion_id IS NOT NULL;

SELECT app.protect('recurring_charges', 'tenancy_id = ANY (app.scope_ids())');

-- The deposits that a lease requires. Whether one was billed, received and is held is the ledger's to say.
CREATE TABLE public.lease_deposits (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  lease_id uuid NOT NULL,
  tenancy_id uuid NOT NULL,
  pet_id uuid,
  kind text NOT NULL,
  amount numeric(14,2) NOT NULL,
  due_on date NOT NULL,
  payer text NOT NULL DEFAULT 'renter',
  payer_name text,
  holder text NOT NULL DEFAULT 'manager',
  refundable boolean NOT NULL DEFAULT true,
  pet_chargeable boolean GENERATED ALWAYS AS (CASE WHEN pet_id IS NOT NULL THEN true END) STORED,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  version integer NOT NULL DEFAULT 1,
  deleted_at timestamptz,
  deleted_by uuid,
  deletion_id uuid,
  CONSTRAINT lease_deposits_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT lease_deposits_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations (id),
  CONSTRAINT lease_deposits_lease_id_fkey FOREIGN KEY (tenant_id, lease_id, tenancy_id)
    REFERENCES public.leases (tenant_id, id, tenancy_id),
  CONSTRAINT lease_deposits_pet_id_fkey FOREIGN KEY (tenant_id, pet_id, pet_chargeable)
    REFERENCES public.pets (tenant_id, id, chargeable),
  CONSTRAINT lease_deposits_kind_check CHECK (kind IN ('security', 'pet', 'key', 'cleaning', 'last_month', 'other')),
  CONSTRAINT lease_deposits_amount_check CHECK (amount > 0),
  CONSTRAINT lease_deposits_payer_check CHECK (payer IN ('renter', 'agency', 'other')),
  CONSTRAINT lease_deposits_payer_name_check CHECK ((payer = 'renter') = (payer_name IS NULL)
    AND length(btrim(payer_name)) BETWEEN 1 AND 255),
  CONSTRAINT lease_deposits_holder_check CHECK (holder IN ('manager', 'owner'))
);

SELECT app.distribute('lease_deposits');

CREATE INDEX lease_deposits_lease_id_idx ON public.lease_deposits (tenant_id, lease_id, tenancy_id);

CREATE INDEX lease_deposits_pet_id_idx ON public.lease_deposits (tenant_id, pet_id, pet_chargeable);

CREATE INDEX lease_deposits_deletion_id_idx ON public.lease_deposits (tenant_id, deletion_id) WHERE deletion_id IS NOT NULL;

SELECT app.protect('lease_deposits', 'tenancy_id = ANY (app.scope_ids())');

-- Notices that a renter or the manager gave: what, from when, and how it was served. Served is what counts before a court, with
-- its method, day and proof.
CREATE TABLE public.lease_notices (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  lease_id uuid NOT NULL,
  tenancy_id uuid NOT NULL,
  kind text NOT NULL,
  given_by text NOT NULL,
  given_on date NOT NULL,
  effective_on date,
  served_on date,
  served_method text,
  served_by text,
  proof_document_id uuid,
  note text,
  acknowledged_at timestamptz,
  acknowledged_by uuid,
  withdrawn_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  version integer NOT NULL DEFAULT 1,
  CONSTRAINT lease_notices_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT lease_notices_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations (id),
  CONSTRAINT lease_notices_lease_id_fkey FOREIGN KEY (tenant_id, lease_id, tenancy_id)
    REFERENCES public.leases (tenant_id, id, tenancy_id),
  CONSTRAINT lease_notices_proof_document_id_fkey FOREIGN KEY (tenant_id, proof_document_id)
    REFERENCES public.documents (tenant_id, id),
  CONSTRAINT lease_notices_acknowledged_by_fkey FOREIGN KEY (tenant_id, acknowledged_by) REFERENCES public.users (tenant_id,
    id),
  CONSTRAINT lease_notices_kind_check CHECK (kind IN ('to_vacate', 'non_renewal', 'termination', 'pay_or_quit',
    'cure_or_quit', 'rent_increase', 'entry', 'other')),
  CONSTRAINT lease_notices_given_by_check CHECK (given_by IN ('renter', 'manager')),
  CONSTRAINT lease_notices_effective_on_check CHECK (effective_on >= given_on),
  CONSTRAINT lease_notices_served_on_check CHECK (served_on >= given_on),
  CONSTRAINT lease_notices_served_method_check CHECK (served_method IN ('in_person', 'mail', 'certified_mail', 'posted',
    'courier', 'email', 'portal', 'other')),
  CONSTRAINT lease_notices_served_check CHECK ((served_on IS NULL) = (served_method IS NULL)),
  CONSTRAINT lease_notices_served_by_check CHECK (length(served_by) <= 255),
  CONSTRAINT lease_notices_note_check CHECK (length(note) <= 2000)
);

SELECT app.distribute('lease_notices');

CREATE INDEX lease_notices_lease_id_idx ON public.lease_notices (tenant_id, lease_id, tenancy_id);

CREATE INDEX lease_notices_proof_document_id_idx ON public.lease_notices (tenant_id, proof_document_id);

CREATE INDEX lease_notices_acknowledged_by_idx ON public.lease_notices (tenant_id, acknowledged_by);

SELECT app.protect('lease_notices',
  'tenancy_id = ANY (app.scope_ids())', 'tenancy_id = ANY (app.scope_ids()) AND given_by = ''renter''
    AND acknowledged_at IS NULL AND served_on IS NULL', 'SELECT, INSERT');

-- Who gave a notice, of which lease, never changes: so a renter, who may write notices of their own, cannot take over one
-- of the manager's.
GRANT UPDATE (kind, given_on, effective_on, served_on, served_method, served_by, proof_document_id, note, acknowledged_at,
  acknowledged_by,
  withdrawn_at) ON public.lease_notices TO propertyos_app;

-- Offers of further terms: draft, sent, then accepted, declined, expired or withdrawn. What was sent is final.
CREATE TABLE public.renewal_offers (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  lease_id uuid NOT NULL,
  tenancy_id uuid NOT NULL,
  batch_id uuid,
  status text NOT NULL DEFAULT 'draft',
  start_date date NOT NULL,
  end_date date,
  monthly_rent numeric(14,2) NOT NULL,
  message text,
  respond_by date,
  sent_at timestamptz,
  answered_at timestamptz,
  answered_by uuid,
  new_lease_id uuid,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  version integer NOT NULL DEFAULT 1,
  CONSTRAINT renewal_offers_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT renewal_offers_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations (id),
  CONSTRAINT renewal_offers_lease_id_fkey FOREIGN KEY (tenant_id, lease_id, tenancy_id)
    REFERENCES public.leases (tenant_id, id, tenancy_id),
  CONSTRAINT renewal_offers_answered_by_fkey FOREIGN KEY (tenant_id, answered_by) REFERENCES public.users (tenant_id, id),
  CONSTRAINT renewal_offers_new_lease_id_fkey FOREIGN KEY (tenant_id, new_lease_id) REFERENCES public.leases (tenant_id, id),
  CONSTRAINT renewal_offers_status_check CHECK (status IN ('draft', 'sent', 'accepted', 'declined', 'expired', 'withdrawn')),
  CONSTRAINT renewal_offers_dates_check CHECK (end_date > start_date),
  CONSTRAINT renewal_offers_monthly_rent_check CHECK (monthly_rent >= 0),
  CONSTRAINT renewal_offers_message_check CHECK (length(message) <= 4000),
  CONSTRAINT renewal_offers_sent_at_check CHECK (status IN ('draft', 'withdrawn') OR sent_at IS NOT NULL)
);

SELECT app.distribute('renewal_offers');

CREATE UNIQUE INDEX renewal_offers_open_key ON public.renewal_offers (tenant_id, lease_id) WHERE status IN ('draft', 'sent');

CREATE INDEX renewal_offers_batch_id_idx ON public.renewal_offers (tenant_id, batch_id) WHERE batch_id IS NOT NULL;

CREATE INDEX renewal_offers_status_idx ON public.renewal_offers (tenant_id, status, respond_by);

CREATE INDEX renewal_offers_lease_id_idx ON public.renewal_offers (tenant_id, lease_id, tenancy_id);

CREATE INDEX renewal_offers_answered_by_idx ON public.renewal_offers (tenant_id, answered_by);

CREATE INDEX renewal_offers_new_lease_id_idx ON public.renewal_offers (tenant_id, new_lease_id);

SELECT app.protect('renewal_offers',
  'tenancy_id = ANY (app.scope_ids()) AND status <> ''draft''', 'tenancy_id = ANY (app.scope_ids())
    AND status IN (''accepted'', ''declined'')');

-- +goose StatementBegin
CREATE FUNCTION app.keep_sent_offer() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
  IF OLD.status <> 'draft' AND (NEW.lease_id, NEW.tenancy_id, NEW.start_date, NEW.monthly_rent)
      IS DISTINCT FROM (OLD.lease_id, OLD.tenancy_id, OLD.start_date, OLD.monthly_rent)
    OR OLD.status <> 'draft' AND (NEW.end_date, NEW.message, NEW.respond_by, NEW.sent_at)
      IS DISTINCT FROM (OLD.end_date, OLD.message, OLD.respond_by, OLD.sent_at)
    OR OLD.status NOT IN ('draft', 'sent') AND NEW.status <> OLD.status THEN
    RAISE EXCEPTION 'an offer that was sent is final'
      USING ERRCODE = 'check_violation', TABLE = TG_ARGV[0], CONSTRAINT = 'renewal_offers_final_check';
  END IF;
  RETURN NEW;
END
$$;
-- +goose StatementEnd

REVOKE ALL ON FUNCTION app.keep_sent_offer() FROM PUBLIC;

CREATE TRIGGER renewal_offers_keep BEFORE UPDATE ON public.renewal_offers
  FOR EACH ROW EXECUTE FUNCTION app.keep_sent_offer('renewal_offers');

-- What to look at when a household moves in or out: [{"area": …, "items": […]}].
CREATE TABLE public.checklist_templates (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  name text NOT NULL,
  kind text NOT NULL,
  areas jsonb NOT NULL DEFAULT '[]',
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  version integer NOT NULL DEFAULT 1,
  deleted_at timestamptz,
  deleted_by uuid,
  deletion_id uuid,
  CONSTRAINT checklist_templates_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT checklist_templates_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations (id),
  CONSTRAINT checklist_templates_name_check CHECK (length(btrim(name)) > 0 AND length(name) <= 255),
  CONSTRAINT checklist_templates_kind_check CHECK (kind IN ('move_in', 'move_out', 'periodic')),
  CONSTRAINT checklist_templates_areas_check CHECK (jsonb_typeof(areas) = 'array')
);

SELECT app.distribute('checklist_templates');

CREATE UNIQUE INDEX checklist_templates_name_key ON public.checklist_templates (tenant_id, kind, name) WHERE deleted_at IS NULL;

CREATE INDEX checklist_templates_deletion_id_idx ON public.checklist_templates (tenant_id, deletion_id)
  WHERE deletion_id IS NOT NULL;

SELECT app.protect('checklist_templates');

-- A walk through a unit with its checklist. Photos are documents of it.
CREATE TABLE public.inspections (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  tenancy_id uuid,
  unit_id uuid NOT NULL,
  kind text NOT NULL,
  performed_on date NOT NULL,
  performed_by uuid,
  completed_at timestamptz,
  note text,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  version integer NOT NULL DEFAULT 1,
  CONSTRAINT inspections_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT inspections_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations (id),
  CONSTRAINT inspections_tenancy_id_fkey FOREIGN KEY (tenant_id, tenancy_id, unit_id)
    REFERENCES public.tenancies (tenant_id, id, unit_id),
  CONSTRAINT inspections_unit_id_fkey FOREIGN KEY (tenant_id, unit_id) REFERENCES public.units (tenant_id, id),
  CONSTRAINT inspections_performed_by_fkey FOREIGN KEY (tenant_id, performed_by) REFERENCES public.users (tenant_id, id),
  CONSTRAINT inspections_kind_check CHECK (kind IN ('move_in', 'move_out', 'periodic')),
  CONSTRAINT inspections_note_check CHECK (length(note) <= 4000)
);

SELECT app.distribute('inspections');

CREATE UNIQUE INDEX inspections_kind_key ON public.inspections (tenant_id, tenancy_id, kind) WHERE kind <> 'periodic';

CREATE INDEX inspections_tenancy_id_idx ON public.inspections (tenant_id, tenancy_id, unit_id);

CREATE INDEX inspections_unit_id_idx ON public.inspections (tenant_id, unit_id);

CREATE INDEX inspections_performed_by_idx ON public.inspections (tenant_id, performed_by);

SELECT app.protect('inspections', 'tenancy_id = ANY (app.scope_ids()) AND completed_at IS NOT NULL');

CREATE TABLE public.inspection_items (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  inspection_id uuid NOT NULL,
  position integer NOT NULL,
  area text NOT NULL,
  item text NOT NULL,
  condition text,
  note text,
  charge_amount numeric(14,2),
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  version integer NOT NULL DEFAULT 1,
  CONSTRAINT inspection_items_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT inspection_items_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations (id),
  CONSTRAINT inspection_items_inspection_id_fkey FOREIGN KEY (tenant_id, inspection_id)
    REFERENCES public.inspections (tenant_id, id),
  CONSTRAINT inspection_items_position_check CHECK (position >= 0),
  CONSTRAINT inspection_items_area_check CHECK (length(area) BETWEEN 1 AND 100),
  CONSTRAINT inspection_items_item_check CHECK (length(item) BETWEEN 1 AND 255),
  CONSTRAINT inspection_items_condition_check CHECK (condition IN ('new', 'good', 'fair', 'worn', 'dirty', 'damaged',
    'missing', 'not_applicable')),
  CONSTRAINT inspection_items_note_check CHECK (length(note) <= 1000),
  CONSTRAINT inspection_items_charge_amount_check CHECK (charge_amount >= 0)
);

SELECT app.distribute('inspection_items');

CREATE UNIQUE INDEX inspection_items_position_key ON public.inspection_items (tenant_id, inspection_id, position);

SELECT app.protect('inspection_items');

-- The law on returning deposits, by jurisdiction and date, as somebody of the organization confirmed it.
CREATE TABLE public.deposit_rules (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  jurisdiction text NOT NULL,
  starts_on_kind text NOT NULL,
  days_without_claim integer NOT NULL,
  days_with_claim integer NOT NULL,
  delivery text,
  interest text,
  citation text NOT NULL,
  source_url text,
  verified_on date NOT NULL,
  confirmed_by uuid,
  from_date date NOT NULL,
  to_date date,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  version integer NOT NULL DEFAULT 1,
  CONSTRAINT deposit_rules_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT deposit_rules_period_excl EXCLUDE USING gist (tenant_id WITH =, jurisdiction WITH =,
    daterange(from_date, to_date, '[]') WITH &&),
  CONSTRAINT deposit_rules_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations (id),
  CONSTRAINT deposit_rules_confirmed_by_fkey FOREIGN KEY (tenant_id, confirmed_by) REFERENCES public.users (tenant_id, id),
  CONSTRAINT deposit_rules_jurisdiction_check CHECK (jurisdiction ~ '^[A-Z]{2}(-[A-Z0-9]{1,3})?$'),
  CONSTRAINT deposit_rules_starts_on_kind_check CHECK (starts_on_kind IN ('move_out', 'end_of_term', 'later_of_both',
    'address_given')),
  CONSTRAINT deposit_rules_days_without_claim_check CHECK (days_without_claim BETWEEN 0 AND 365),
  CONSTRAINT deposit_rules_days_with_claim_check CHECK (days_with_claim BETWEEN 0 AND 365),
  CONSTRAINT deposit_rules_delivery_check CHECK (length(delivery) <= 500),
  CONSTRAINT deposit_rules_interest_check CHECK (length(interest) <= 500),
  CONSTRAINT deposit_rules_citation_check CHECK (length(btrim(citation)) > 0 AND length(citation) <= 500),
  CONSTRAINT deposit_rules_source_url_check CHECK (source_url ~ '^https?://' AND length(source_url) <= 500),
  CONSTRAINT deposit_rules_dates_check CHECK (to_date >= from_date)
);

SELECT app.distribute('deposit_rules');

CREATE INDEX deposit_rules_confirmed_by_idx ON public.deposit_rules (tenant_id, confirmed_by);

SELECT app.protect('deposit_rules');

-- What became of the deposits of a stay: what was kept, why, and what goes back,
-- by a day that the rule of the place sets or that
-- somebody entered.
CREATE TABLE public.deposit_dispositions (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  tenancy_id uuid NOT NULL,
  rule_id uuid,
  due_on date NOT NULL,
  due_note text,
  held_amount numeric(14,2) NOT NULL DEFAULT 0,
  status text NOT NULL DEFAULT 'draft',
  sent_on date,
  sent_method text,
  letter_document_id uuid,
  note text,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  version integer NOT NULL DEFAULT 1,
  CONSTRAINT deposit_dispositions_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT deposit_dispositions_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations (id),
  CONSTRAINT deposit_dispositions_tenancy_id_fkey FOREIGN KEY (tenant_id, tenancy_id) REFERENCES public.tenancies (tenant_id,
    id),
  CONSTRAINT deposit_dispositions_rule_id_fkey FOREIGN KEY (tenant_id, rule_id) REFERENCES public.deposit_rules (tenant_id, id),
  CONSTRAINT deposit_dispositions_letter_document_id_fkey FOREIGN KEY (tenant_id, letter_document_id)
    REFERENCES public.documents (tenant_id, id),
  CONSTRAINT deposit_dispositions_due_note_check CHECK (length(due_note) <= 500),
  CONSTRAINT deposit_dispositions_held_amount_check CHECK (held_amount >= 0),
  CONSTRAINT deposit_dispositions_status_check CHECK (status IN ('draft', 'sent')),
  CONSTRAINT deposit_dispositions_sent_method_check CHECK (sent_method IN ('in_person', 'mail', 'certified_mail', 'courier',
    'email', 'portal', 'other')),
  CONSTRAINT deposit_dispositions_sent_check CHECK ((status = 'sent') = (sent_on IS NOT NULL)
    AND (sent_on IS NULL) = (sent_method IS NULL)),
  CONSTRAINT deposit_dispositions_note_check CHECK (length(note) <= 2000)
);

SELECT app.distribute('deposit_dispositions');

CREATE UNIQUE INDEX deposit_dispositions_draft_key ON public.deposit_dispositions (tenant_id, tenancy_id)
  WHERE status = 'draft';

CREATE INDEX deposit_dispositions_tenancy_id_idx ON public.deposit_dispositions (tenant_id, tenancy_id);

CREATE INDEX deposit_dispositions_due_on_idx ON public.deposit_dispositions (tenant_id, due_on) WHERE status = 'draft';

CREATE INDEX deposit_dispositions_rule_id_idx ON public.deposit_dispositions (tenant_id, rule_id);

CREATE INDEX deposit_dispositions_letter_document_id_idx ON public.deposit_dispositions (tenant_id, letter_document_id);

SELECT app.protect('deposit_dispositions', 'tenancy_id = ANY (app.scope_ids()) AND status = ''sent''');

CREATE TABLE public.disposition_items (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  disposition_id uuid NOT NULL,
  tenancy_id uuid NOT NULL,
  kind text NOT NULL,
  description text NOT NULL,
  amount numeric(14,2) NOT NULL,
  inspection_item_id uuid,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  version integer NOT NULL DEFAULT 1,
  deleted_at timestamptz,
  deleted_by uuid,
  deletion_id uuid,
  CONSTRAINT disposition_items_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT disposition_items_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations (id),
  CONSTRAINT disposition_items_disposition_id_fkey FOREIGN KEY (tenant_id, disposition_id)
    REFERENCES public.deposit_dispositions (tenant_id, id),
  CONSTRAINT disposition_items_tenancy_id_fkey FOREIGN KEY (tenant_id, tenancy_id) REFERENCES public.tenancies (tenant_id, id),
  CONSTRAINT disposition_items_inspection_item_id_fkey FOREIGN KEY (tenant_id, inspection_item_id)
    REFERENCES public.inspection_items (tenant_id, id),
  CONSTRAINT disposition_items_kind_check CHECK (kind IN ('rent', 'charge', 'damage', 'cleaning', 'interest', 'other')),
  CONSTRAINT disposition_items_description_check CHECK (length(btrim(description)) > 0 AND length(description) <= 500),
  CONSTRAINT disposition_items_amount_check CHECK (amount > 0)
);

SELECT app.distribute('disposition_items');

CREATE INDEX disposition_items_disposition_id_idx ON public.disposition_items (tenant_id, disposition_id);

CREATE INDEX disposition_items_tenancy_id_idx ON public.disposition_items (tenant_id, tenancy_id);

CREATE INDEX disposition_items_inspection_item_id_idx ON public.disposition_items (tenant_id, inspection_item_id);

CREATE INDEX disposition_items_deletion_id_idx ON public.disposition_items (tenant_id, deletion_id)
  WHERE deletion_id IS NOT NULL;

SELECT app.protect('disposition_items');

-- +goose Down

DROP TABLE public.disposition_items;
DROP TABLE public.deposit_dispositions;
DROP TABLE public.deposit_rules;
DROP TABLE public.inspection_items;
DROP TABLE public.inspections;
DROP TABLE public.checklist_templates;
DROP TABLE public.renewal_offers;
DROP TABLE public.lease_notices;
DROP TABLE public.lease_deposits;
DROP TABLE public.recurring_charges;
DROP TABLE public.rent_schedules;
DROP TABLE public.vehicles;
DROP TABLE public.pets;
DROP TABLE public.leasing_policies;
DROP FUNCTION app.keep_sent_offer();
