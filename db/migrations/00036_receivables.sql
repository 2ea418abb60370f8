-- The money of a stay: what is owed (charges), what came in (payments), which of it settled what (allocations), and what went back;
-- beside it whose trust bank each receipt is bound for, and from when it counts as cleared.

-- +goose Up

-- The banks of a property, or of all properties that have none of their own (property_id is null).
CREATE TABLE public.trust_banks (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  property_id uuid,
  operating_bank_id uuid NOT NULL,
  deposit_bank_id uuid NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  version integer NOT NULL DEFAULT 1,
  CONSTRAINT trust_banks_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT trust_banks_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations (id),
  CONSTRAINT trust_banks_property_id_fkey FOREIGN KEY (tenant_id, property_id) REFERENCES public.properties (tenant_id, id),
  CONSTRAINT trust_banks_operating_bank_id_fkey FOREIGN KEY (tenant_id, operating_bank_id)
    REFERENCES public.bank_accounts (tenant_id, id),
  CONSTRAINT trust_banks_deposit_bank_id_fkey FOREIGN KEY (tenant_id, deposit_bank_id)
    REFERENCES public.bank_accounts (tenant_id, id)
);

SELECT app.distribute('trust_banks');

CREATE UNIQUE INDEX trust_banks_property_id_key ON public.trust_banks (tenant_id, property_id) NULLS NOT DISTINCT;

CREATE INDEX trust_banks_operating_bank_id_idx ON public.trust_banks (tenant_id, operating_bank_id);

CREATE INDEX trust_banks_deposit_bank_id_idx ON public.trust_banks (tenant_id, deposit_bank_id);

SELECT app.protect('trust_banks');

-- The rules for other people's money that an organization sets itself; where there is no row, the columns' defaults hold. Holds are in
-- business days; allocation_order is the kinds of charges that money goes to first; bill_limit is what one person may approve.
CREATE TABLE public.money_policies (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  hold_ach integer NOT NULL DEFAULT 5,
  hold_card integer NOT NULL DEFAULT 2,
  hold_check integer NOT NULL DEFAULT 5,
  hold_certified integer NOT NULL DEFAULT 1,
  hold_cash integer NOT NULL DEFAULT 1,
  charge_days_ahead integer NOT NULL DEFAULT 0,
  allocation_order text[] NOT NULL DEFAULT '{rent,late_fee,nsf_fee}',
  return_fee_bearer text NOT NULL DEFAULT 'company',
  bill_limit numeric(14,2) NOT NULL DEFAULT 0,
  one_person boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  version integer NOT NULL DEFAULT 1,
  CONSTRAINT money_policies_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT money_policies_tenant_id_key UNIQUE (tenant_id),
  CONSTRAINT money_policies_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations (id),
  CONSTRAINT money_policies_hold_ach_check CHECK (hold_ach BETWEEN 0 AND 60),
  CONSTRAINT money_policies_hold_card_check CHECK (hold_card BETWEEN 0 AND 60),
  CONSTRAINT money_policies_hold_check_check CHECK (hold_check BETWEEN 0 AND 60),
  CONSTRAINT money_policies_hold_certified_check CHECK (hold_certified BETWEEN 0 AND 60),
  CONSTRAINT money_policies_hold_cash_check CHECK (hold_cash BETWEEN 0 AND 60),
  CONSTRAINT money_policies_charge_days_ahead_check CHECK (charge_days_ahead BETWEEN 0 AND 60),
  CONSTRAINT money_policies_return_fee_bearer_check CHECK (return_fee_bearer IN ('owner', 'company')),
  CONSTRAINT money_policies_bill_limit_check CHECK (bill_limit >= 0)
);

SELECT app.distribute('money_policies');

SELECT app.protect('money_policies');

-- A property taken into these books on a day: from when rent is billed here, and when all of its opening balances were in.
CREATE TABLE public.take_ons (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  property_id uuid NOT NULL,
  dated_on date NOT NULL,
  first_period date NOT NULL,
  finished_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  created_by uuid,
  CONSTRAINT take_ons_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT take_ons_property_id_key UNIQUE (tenant_id, property_id),
  CONSTRAINT take_ons_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations (id),
  CONSTRAINT take_ons_property_id_fkey FOREIGN KEY (tenant_id, property_id) REFERENCES public.properties (tenant_id, id),
  CONSTRAINT take_ons_first_period_check CHECK (first_period >= dated_on)
);

SELECT app.distribute('take_ons');

SELECT app.protect('take_ons', 'false', 'false', 'SELECT, INSERT');

GRANT UPDATE (finished_at) ON public.take_ons TO propertyos_app;

-- One run of the rent, of the late fees or of what else is charged to many: what it made can be told, and undone.
CREATE TABLE public.charge_runs (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  kind text NOT NULL,
  through date NOT NULL,
  leases integer NOT NULL DEFAULT 0,
  done integer NOT NULL DEFAULT 0,
  charges integer NOT NULL DEFAULT 0,
  amount numeric(14,2) NOT NULL DEFAULT 0,
  started_by uuid,
  started_at timestamptz NOT NULL,
  finished_at timestamptz,
  undone_by uuid,
  undone_at timestamptz,
  undone_reason text,
  CONSTRAINT charge_runs_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT charge_runs_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations (id),
  CONSTRAINT charge_runs_started_by_fkey FOREIGN KEY (tenant_id, started_by) REFERENCES public.users (tenant_id, id),
  CONSTRAINT charge_runs_undone_by_fkey FOREIGN KEY (tenant_id, undone_by) REFERENCES public.users (tenant_id, id),
  CONSTRAINT charge_runs_kind_check CHECK (kind IN ('rent', 'late_fee')),
  CONSTRAINT charge_runs_undone_reason_check CHECK (length(undone_reason) BETWEEN 1 AND 1000),
  CONSTRAINT charge_runs_undone_check CHECK ((undone_at IS NULL) = (undone_reason IS NULL))
);

SELECT app.distribute('charge_runs');

CREATE INDEX charge_runs_started_at_idx ON public.charge_runs (tenant_id, started_at, id);

CREATE INDEX charge_runs_started_by_idx ON public.charge_runs (tenant_id, started_by);

CREATE INDEX charge_runs_undone_by_idx ON public.charge_runs (tenant_id, undone_by);

SELECT app.protect('charge_runs');

-- What is owed. rule_kind, rule_id, payer and the period are what it is charged for: no day of it twice, but after it was undone. The rule of
-- rent is the stay. What is still open is in the journal: the receivable's lines that name the charge.
CREATE TABLE public.charges (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  tenancy_id uuid NOT NULL,
  lease_id uuid NOT NULL,
  unit_id uuid NOT NULL,
  property_id uuid NOT NULL,
  renter_id uuid,
  kind text NOT NULL,
  ledger_account_id uuid NOT NULL,
  payer text NOT NULL DEFAULT 'renter',
  payer_name text,
  amount numeric(14,2) NOT NULL,
  due_on date NOT NULL,
  period_from date NOT NULL,
  period_to date,
  description text NOT NULL,
  rule_kind text NOT NULL,
  rule_id uuid NOT NULL,
  late_fee_exempt boolean NOT NULL DEFAULT false,
  run_id uuid,
  journal_entry_id uuid NOT NULL,
  created_at timestamptz NOT NULL,
  created_by uuid,
  undone_at timestamptz,
  CONSTRAINT charges_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT charges_tenancy_id_id_key UNIQUE (tenant_id, id, tenancy_id),
  CONSTRAINT charges_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations (id),
  CONSTRAINT charges_tenancy_id_fkey FOREIGN KEY (tenant_id, tenancy_id, unit_id) REFERENCES public.tenancies (tenant_id, id, unit_id),
  CONSTRAINT charges_lease_id_fkey FOREIGN KEY (tenant_id, lease_id, tenancy_id) REFERENCES public.leases (tenant_id, id, tenancy_id),
  CONSTRAINT charges_unit_id_fkey FOREIGN KEY (tenant_id, unit_id, property_id) REFERENCES public.units (tenant_id, id, property_id),
  CONSTRAINT charges_property_id_fkey FOREIGN KEY (tenant_id, property_id) REFERENCES public.properties (tenant_id, id),
  CONSTRAINT charges_renter_id_fkey FOREIGN KEY (tenant_id, renter_id) REFERENCES public.tenants (tenant_id, id),
  CONSTRAINT charges_ledger_account_id_fkey FOREIGN KEY (tenant_id, ledger_account_id)
    REFERENCES public.ledger_accounts (tenant_id, id),
  CONSTRAINT charges_run_id_fkey FOREIGN KEY (tenant_id, run_id) REFERENCES public.charge_runs (tenant_id, id),
  CONSTRAINT charges_journal_entry_id_fkey FOREIGN KEY (tenant_id, journal_entry_id)
    REFERENCES public.journal_entries (tenant_id, id),
  CONSTRAINT charges_kind_check CHECK (kind IN ('rent', 'late_fee', 'nsf_fee', 'pet', 'parking', 'utilities', 'damage', 'cleaning', 'legal',
    'deposit', 'last_month', 'opening', 'other')),
  CONSTRAINT charges_payer_check CHECK (payer IN ('renter', 'agency', 'other')),
  CONSTRAINT charges_payer_name_check CHECK ((payer = 'renter') = (payer_name IS NULL) AND length(btrim(payer_name)) BETWEEN 1 AND 255),
  CONSTRAINT charges_amount_check CHECK (amount > 0),
  CONSTRAINT charges_period_check CHECK (period_to >= period_from),
  CONSTRAINT charges_description_check CHECK (length(btrim(description)) > 0 AND length(description) <= 255),
  CONSTRAINT charges_rule_kind_check CHECK (rule_kind IN ('rent_schedule', 'recurring_charge', 'lease_deposit', 'late_fee', 'nsf_fee',
    'late_fee_daily', 'opening', 'manual')),
  CONSTRAINT charges_rule_excl EXCLUDE USING gist (tenant_id WITH =, rule_id WITH =, rule_kind WITH =, payer WITH =,
    daterange(period_from, coalesce(period_to, period_from), '[]') WITH &&) WHERE (undone_at IS NULL)
);

SELECT app.distribute('charges');

CREATE INDEX charges_tenancy_id_idx ON public.charges (tenant_id, tenancy_id, due_on);

CREATE INDEX charges_lease_id_idx ON public.charges (tenant_id, lease_id, tenancy_id);

CREATE INDEX charges_unit_id_idx ON public.charges (tenant_id, unit_id);

CREATE INDEX charges_property_id_idx ON public.charges (tenant_id, property_id, due_on);

CREATE INDEX charges_renter_id_idx ON public.charges (tenant_id, renter_id);

CREATE INDEX charges_ledger_account_id_idx ON public.charges (tenant_id, ledger_account_id);

CREATE INDEX charges_run_id_idx ON public.charges (tenant_id, run_id);

CREATE INDEX charges_journal_entry_id_idx ON public.charges (tenant_id, journal_entry_id);

SELECT app.protect('charges', 'app.is_renter() AND tenancy_id = ANY (app.scope_ids())', 'false', 'SELECT, INSERT');

GRANT UPDATE (undone_at) ON public.charges TO propertyos_app;

-- What is forgiven of a charge: a credit takes the income back, a write-off is a bad debt.
CREATE TABLE public.charge_credits (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  charge_id uuid NOT NULL,
  tenancy_id uuid NOT NULL,
  kind text NOT NULL,
  amount numeric(14,2) NOT NULL,
  dated_on date NOT NULL,
  reason text NOT NULL,
  journal_entry_id uuid NOT NULL,
  created_at timestamptz NOT NULL,
  created_by uuid,
  CONSTRAINT charge_credits_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT charge_credits_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations (id),
  CONSTRAINT charge_credits_charge_id_fkey FOREIGN KEY (tenant_id, charge_id, tenancy_id)
    REFERENCES public.charges (tenant_id, id, tenancy_id),
  CONSTRAINT charge_credits_journal_entry_id_fkey FOREIGN KEY (tenant_id, journal_entry_id)
    REFERENCES public.journal_entries (tenant_id, id),
  CONSTRAINT charge_credits_kind_check CHECK (kind IN ('credit', 'write_off')),
  CONSTRAINT charge_credits_amount_check CHECK (amount > 0),
  CONSTRAINT charge_credits_reason_check CHECK (length(btrim(reason)) > 0 AND length(reason) <= 1000)
);

SELECT app.distribute('charge_credits');

CREATE INDEX charge_credits_charge_id_idx ON public.charge_credits (tenant_id, charge_id, tenancy_id);

CREATE INDEX charge_credits_journal_entry_id_idx ON public.charge_credits (tenant_id, journal_entry_id);

SELECT app.protect('charge_credits', 'app.is_renter() AND tenancy_id = ANY (app.scope_ids())', 'false', 'SELECT, INSERT');

SELECT app.finalize('charge_credits');

-- What a payment did not say yet: whose property it is for, when it was started and received, how and by whom.
ALTER TABLE public.payments
  ADD COLUMN property_id uuid,
  ADD COLUMN payer text NOT NULL DEFAULT 'renter',
  ADD COLUMN payer_name text,
  ADD COLUMN instrument text,
  ADD COLUMN reference text,
  ADD COLUMN started_on date,
  ADD COLUMN received_on date,
  ADD COLUMN failed_on date,
  ADD COLUMN deposit_amount numeric(14,2) NOT NULL DEFAULT 0,
  ADD COLUMN journal_entry_id uuid;

ALTER TABLE public.payments ADD CONSTRAINT payments_property_id_fkey FOREIGN KEY (tenant_id, property_id)
  REFERENCES public.properties (tenant_id, id) NOT VALID;

ALTER TABLE public.payments ADD CONSTRAINT payments_journal_entry_id_fkey FOREIGN KEY (tenant_id, journal_entry_id)
  REFERENCES public.journal_entries (tenant_id, id) NOT VALID;

ALTER TABLE public.payments ADD CONSTRAINT payments_payer_check CHECK (payer IN ('renter', 'agency', 'other')) NOT VALID;

ALTER TABLE public.payments ADD CONSTRAINT payments_payer_name_check CHECK ((payer = 'renter') = (payer_name IS NULL)
  AND length(btrim(payer_name)) BETWEEN 1 AND 255) NOT VALID;

ALTER TABLE public.payments ADD CONSTRAINT payments_instrument_check CHECK (instrument IN ('personal_check', 'cashiers_check',
  'money_order', 'cash', 'wire', 'ach', 'card', 'opening')) NOT VALID;

ALTER TABLE public.payments ADD CONSTRAINT payments_reference_check CHECK (length(reference) BETWEEN 1 AND 100) NOT VALID;

ALTER TABLE public.payments ADD CONSTRAINT payments_deposit_amount_check CHECK (deposit_amount BETWEEN 0 AND amount) NOT VALID;

-- Which money settled which charge, from which day. A row is final; what comes off again is a row below zero that names it. Money comes
-- from a payment or, without one, from the deposit that is held.
CREATE TABLE public.payment_allocations (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  tenancy_id uuid NOT NULL,
  charge_id uuid NOT NULL,
  payment_id uuid,
  amount numeric(14,2) NOT NULL,
  effective_on date NOT NULL,
  reverses_id uuid,
  explicit boolean NOT NULL DEFAULT false,
  journal_entry_id uuid NOT NULL,
  created_at timestamptz NOT NULL,
  created_by uuid,
  CONSTRAINT payment_allocations_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT payment_allocations_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations (id),
  CONSTRAINT payment_allocations_charge_id_fkey FOREIGN KEY (tenant_id, charge_id, tenancy_id)
    REFERENCES public.charges (tenant_id, id, tenancy_id),
  CONSTRAINT payment_allocations_payment_id_fkey FOREIGN KEY (tenant_id, payment_id) REFERENCES public.payments (tenant_id, id),
  CONSTRAINT payment_allocations_reverses_id_fkey FOREIGN KEY (tenant_id, reverses_id)
    REFERENCES public.payment_allocations (tenant_id, id),
  CONSTRAINT payment_allocations_journal_entry_id_fkey FOREIGN KEY (tenant_id, journal_entry_id)
    REFERENCES public.journal_entries (tenant_id, id),
  CONSTRAINT payment_allocations_amount_check CHECK (CASE WHEN reverses_id IS NULL THEN amount > 0 ELSE amount < 0 END)
);

SELECT app.distribute('payment_allocations');

CREATE INDEX payment_allocations_charge_id_idx ON public.payment_allocations (tenant_id, charge_id, tenancy_id);

CREATE INDEX payment_allocations_payment_id_idx ON public.payment_allocations (tenant_id, payment_id);

CREATE INDEX payment_allocations_reverses_id_idx ON public.payment_allocations (tenant_id, reverses_id);

CREATE INDEX payment_allocations_journal_entry_id_idx ON public.payment_allocations (tenant_id, journal_entry_id);

CREATE INDEX payment_allocations_tenancy_id_idx ON public.payment_allocations (tenant_id, tenancy_id, effective_on);

SELECT app.protect('payment_allocations', 'app.is_renter() AND tenancy_id = ANY (app.scope_ids())', 'false', 'SELECT, INSERT');

SELECT app.finalize('payment_allocations');

-- What of a payment went back, by whom and when: a return or a dispute the bank takes, a void is our own, a refund we pay.
CREATE TABLE public.payment_takebacks (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  payment_id uuid NOT NULL,
  tenancy_id uuid NOT NULL,
  kind text NOT NULL,
  amount numeric(14,2) NOT NULL,
  dated_on date NOT NULL,
  code text,
  reason text,
  journal_entry_id uuid NOT NULL,
  created_at timestamptz NOT NULL,
  created_by uuid,
  CONSTRAINT payment_takebacks_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT payment_takebacks_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations (id),
  CONSTRAINT payment_takebacks_payment_id_fkey FOREIGN KEY (tenant_id, payment_id) REFERENCES public.payments (tenant_id, id),
  CONSTRAINT payment_takebacks_tenancy_id_fkey FOREIGN KEY (tenant_id, tenancy_id) REFERENCES public.tenancies (tenant_id, id),
  CONSTRAINT payment_takebacks_journal_entry_id_fkey FOREIGN KEY (tenant_id, journal_entry_id)
    REFERENCES public.journal_entries (tenant_id, id),
  CONSTRAINT payment_takebacks_kind_check CHECK (kind IN ('return', 'dispute', 'void', 'refund')),
  CONSTRAINT payment_takebacks_amount_check CHECK (amount > 0),
  CONSTRAINT payment_takebacks_code_check CHECK (code ~ '^[A-Z0-9_]{1,40}$'),
  CONSTRAINT payment_takebacks_reason_check CHECK (length(reason) BETWEEN 1 AND 1000)
);

SELECT app.distribute('payment_takebacks');

CREATE INDEX payment_takebacks_payment_id_idx ON public.payment_takebacks (tenant_id, payment_id);

CREATE INDEX payment_takebacks_tenancy_id_idx ON public.payment_takebacks (tenant_id, tenancy_id);

CREATE INDEX payment_takebacks_journal_entry_id_idx ON public.payment_takebacks (tenant_id, journal_entry_id);

SELECT app.protect('payment_takebacks', 'app.is_renter() AND tenancy_id = ANY (app.scope_ids())', 'false', 'SELECT, INSERT');

SELECT app.finalize('payment_takebacks');

-- Money that goes back to renters: a deposit or what was paid ahead. One person asks, another releases it.
CREATE TABLE public.renter_refunds (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  tenancy_id uuid NOT NULL,
  property_id uuid NOT NULL,
  kind text NOT NULL,
  amount numeric(14,2) NOT NULL,
  payee text NOT NULL,
  asked_by uuid NOT NULL,
  asked_at timestamptz NOT NULL,
  released_by uuid,
  released_at timestamptz,
  cancelled_by uuid,
  cancelled_at timestamptz,
  paid_on date,
  method text,
  reference text,
  journal_entry_id uuid,
  version integer NOT NULL DEFAULT 1,
  updated_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT renter_refunds_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT renter_refunds_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations (id),
  CONSTRAINT renter_refunds_tenancy_id_fkey FOREIGN KEY (tenant_id, tenancy_id) REFERENCES public.tenancies (tenant_id, id),
  CONSTRAINT renter_refunds_property_id_fkey FOREIGN KEY (tenant_id, property_id) REFERENCES public.properties (tenant_id, id),
  CONSTRAINT renter_refunds_asked_by_fkey FOREIGN KEY (tenant_id, asked_by) REFERENCES public.users (tenant_id, id),
  CONSTRAINT renter_refunds_released_by_fkey FOREIGN KEY (tenant_id, released_by) REFERENCES public.users (tenant_id, id),
  CONSTRAINT renter_refunds_cancelled_by_fkey FOREIGN KEY (tenant_id, cancelled_by) REFERENCES public.users (tenant_id, id),
  CONSTRAINT renter_refunds_journal_entry_id_fkey FOREIGN KEY (tenant_id, journal_entry_id)
    REFERENCES public.journal_entries (tenant_id, id),
  CONSTRAINT renter_refunds_kind_check CHECK (kind IN ('deposit', 'prepaid')),
  CONSTRAINT renter_refunds_amount_check CHECK (amount > 0),
  CONSTRAINT renter_refunds_payee_check CHECK (length(btrim(payee)) > 0 AND length(payee) <= 500),
  CONSTRAINT renter_refunds_method_check CHECK (method IN ('check', 'ach')),
  CONSTRAINT renter_refunds_reference_check CHECK (length(reference) BETWEEN 1 AND 100),
  CONSTRAINT renter_refunds_released_check CHECK ((released_at IS NULL) = (journal_entry_id IS NULL) AND (released_at IS NULL) = (paid_on IS NULL)
    AND (released_at IS NULL OR cancelled_at IS NULL))
);

SELECT app.distribute('renter_refunds');

CREATE INDEX renter_refunds_tenancy_id_idx ON public.renter_refunds (tenant_id, tenancy_id);

CREATE INDEX renter_refunds_property_id_idx ON public.renter_refunds (tenant_id, property_id);

CREATE INDEX renter_refunds_asked_by_idx ON public.renter_refunds (tenant_id, asked_by);

CREATE INDEX renter_refunds_released_by_idx ON public.renter_refunds (tenant_id, released_by);

CREATE INDEX renter_refunds_cancelled_by_idx ON public.renter_refunds (tenant_id, cancelled_by);

CREATE INDEX renter_refunds_journal_entry_id_idx ON public.renter_refunds (tenant_id, journal_entry_id);

SELECT app.protect('renter_refunds', 'app.is_renter() AND tenancy_id = ANY (app.scope_ids())', 'false', 'SELECT, INSERT');

GRANT UPDATE (released_by, released_at, cancelled_by, cancelled_at, paid_on, method, reference, journal_entry_id, version, updated_at)
  ON public.renter_refunds TO propertyos_app;

-- A part of a payment on its way into one trust bank: received, at the bank, cleared; or gone back before.
CREATE TABLE public.trust_receipts (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  payment_id uuid NOT NULL,
  tenancy_id uuid NOT NULL,
  property_id uuid NOT NULL,
  bank_account_id uuid NOT NULL,
  kind text NOT NULL,
  amount numeric(14,2) NOT NULL,
  received_on date NOT NULL,
  hold_days integer NOT NULL,
  banked_on date,
  cleared_on date,
  gone_on date,
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT trust_receipts_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT trust_receipts_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations (id),
  CONSTRAINT trust_receipts_payment_id_fkey FOREIGN KEY (tenant_id, payment_id) REFERENCES public.payments (tenant_id, id),
  CONSTRAINT trust_receipts_tenancy_id_fkey FOREIGN KEY (tenant_id, tenancy_id) REFERENCES public.tenancies (tenant_id, id),
  CONSTRAINT trust_receipts_property_id_fkey FOREIGN KEY (tenant_id, property_id) REFERENCES public.properties (tenant_id, id),
  CONSTRAINT trust_receipts_bank_account_id_fkey FOREIGN KEY (tenant_id, bank_account_id)
    REFERENCES public.bank_accounts (tenant_id, id),
  CONSTRAINT trust_receipts_kind_check CHECK (kind IN ('undeposited', 'clearing')),
  CONSTRAINT trust_receipts_amount_check CHECK (amount > 0),
  CONSTRAINT trust_receipts_dates_check CHECK (banked_on >= received_on AND cleared_on >= received_on AND gone_on >= received_on)
);

SELECT app.distribute('trust_receipts');

CREATE UNIQUE INDEX trust_receipts_payment_id_key ON public.trust_receipts (tenant_id, payment_id, bank_account_id);

CREATE INDEX trust_receipts_property_id_idx ON public.trust_receipts (tenant_id, property_id, cleared_on);

CREATE INDEX trust_receipts_bank_account_id_idx ON public.trust_receipts (tenant_id, bank_account_id) WHERE banked_on IS NULL;

CREATE INDEX trust_receipts_bank_idx ON public.trust_receipts (tenant_id, bank_account_id);

CREATE INDEX trust_receipts_tenancy_id_idx ON public.trust_receipts (tenant_id, tenancy_id);

SELECT app.protect('trust_receipts', 'false', 'false', 'SELECT, INSERT');

GRANT UPDATE (banked_on, cleared_on, gone_on, version, updated_at) ON public.trust_receipts TO propertyos_app;

-- By how much a property's cleared money in a trust bank is below zero, from a day on; zero when it is covered. The last number is the last word. The bank took it by
-- itself, and the company owes it.
CREATE TABLE public.trust_deficits (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  property_id uuid NOT NULL,
  bank_account_id uuid NOT NULL,
  number integer NOT NULL,
  dated_on date NOT NULL,
  amount numeric(14,2) NOT NULL,
  reason text NOT NULL,
  recorded_at timestamptz NOT NULL,
  CONSTRAINT trust_deficits_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT trust_deficits_number_key UNIQUE (tenant_id, property_id, bank_account_id, number),
  CONSTRAINT trust_deficits_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations (id),
  CONSTRAINT trust_deficits_property_id_fkey FOREIGN KEY (tenant_id, property_id) REFERENCES public.properties (tenant_id, id),
  CONSTRAINT trust_deficits_bank_account_id_fkey FOREIGN KEY (tenant_id, bank_account_id)
    REFERENCES public.bank_accounts (tenant_id, id),
  CONSTRAINT trust_deficits_amount_check CHECK (amount >= 0),
  CONSTRAINT trust_deficits_reason_check CHECK (length(reason) BETWEEN 1 AND 500)
);

SELECT app.distribute('trust_deficits');

CREATE INDEX trust_deficits_bank_account_id_idx ON public.trust_deficits (tenant_id, bank_account_id);

SELECT app.protect('trust_deficits', 'false', 'false', 'SELECT, INSERT');

SELECT app.finalize('trust_deficits');

-- Neither side of an allocation is exceeded, whoever writes it: a charge takes no more than it is less what was forgiven, and a payment
-- settles no more than it brought less what went back; what comes off was there. Both rows are held, so that two who take the same
-- dollar at once wait for each other.
-- +goose StatementBegin
CREATE FUNCTION app.check_allocation() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, app
AS $$
DECLARE
  settled numeric;
  whole numeric;
BEGIN
  SELECT c.amount INTO whole FROM public.charges AS c WHERE c.tenant_id = NEW.tenant_id AND c.id = NEW.charge_id FOR NO KEY UPDATE;
  SELECT coalesce(sum(a.amount), 0) INTO settled FROM public.payment_allocations AS a
    WHERE a.tenant_id = NEW.tenant_id AND a.charge_id = NEW.charge_id;
  whole := whole - (SELECT coalesce(sum(k.amount), 0) FROM public.charge_credits AS k
    WHERE k.tenant_id = NEW.tenant_id AND k.charge_id = NEW.charge_id);
  IF settled > whole OR settled < 0 THEN
    RAISE EXCEPTION 'a charge is settled by more than it is'
      USING ERRCODE = 'check_violation', TABLE = TG_ARGV[0], CONSTRAINT = 'payment_allocations_charge_check';
  END IF;
  IF TG_ARGV[0] <> 'payment_allocations' THEN
    RETURN NULL;
  END IF;
  IF NEW.payment_id IS NOT NULL THEN
    SELECT p.amount INTO whole FROM public.payments AS p WHERE p.tenant_id = NEW.tenant_id AND p.id = NEW.payment_id FOR NO KEY UPDATE;
    SELECT coalesce(sum(a.amount), 0) INTO settled FROM public.payment_allocations AS a
      WHERE a.tenant_id = NEW.tenant_id AND a.payment_id = NEW.payment_id;
    whole := whole - (SELECT coalesce(sum(k.amount), 0) FROM public.payment_takebacks AS k
      WHERE k.tenant_id = NEW.tenant_id AND k.payment_id = NEW.payment_id);
    IF settled > whole OR settled < 0 THEN
      RAISE EXCEPTION 'a payment settles more than it brought'
        USING ERRCODE = 'check_violation', TABLE = TG_ARGV[0], CONSTRAINT = 'payment_allocations_payment_check';
    END IF;
  END IF;
  RETURN NULL;
END
$$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE FUNCTION app.check_takeback() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, app
AS $$
DECLARE
  whole numeric;
BEGIN
  SELECT p.amount INTO whole FROM public.payments AS p WHERE p.tenant_id = NEW.tenant_id AND p.id = NEW.payment_id FOR NO KEY UPDATE;
  whole := whole - (SELECT sum(k.amount) FROM public.payment_takebacks AS k
    WHERE k.tenant_id = NEW.tenant_id AND k.payment_id = NEW.payment_id);
  IF whole < 0 OR whole < (SELECT coalesce(sum(a.amount), 0) FROM public.payment_allocations AS a
      WHERE a.tenant_id = NEW.tenant_id AND a.payment_id = NEW.payment_id) THEN
    RAISE EXCEPTION 'more of a payment goes back than is left of it'
      USING ERRCODE = 'check_violation', TABLE = TG_ARGV[0], CONSTRAINT = 'payment_takebacks_sum_check';
  END IF;
  RETURN NULL;
END
$$;
-- +goose StatementEnd

-- The amount, the payer and the stay of a payment are what they were when it came.
-- +goose StatementBegin
CREATE FUNCTION app.keep_payment() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, app
AS $$
BEGIN
  IF (NEW.tenancy_id, NEW.lease_id, NEW.amount, NEW.currency) IS DISTINCT FROM (OLD.tenancy_id, OLD.lease_id, OLD.amount, OLD.currency)
    OR OLD.journal_entry_id IS NOT NULL AND (NEW.journal_entry_id, NEW.received_on) IS DISTINCT FROM (OLD.journal_entry_id, OLD.received_on) THEN
    RAISE EXCEPTION 'what a payment is does not change'
      USING ERRCODE = 'check_violation', TABLE = TG_ARGV[0], CONSTRAINT = 'payments_final_check';
  END IF;
  RETURN NEW;
END
$$;
-- +goose StatementEnd

REVOKE ALL ON FUNCTION app.check_allocation(), app.check_takeback(), app.keep_payment() FROM PUBLIC;

-- Holding a row takes the right to change it, which nothing of propertyos_definer does.
GRANT UPDATE (undone_at) ON public.charges TO propertyos_definer;

GRANT UPDATE (version) ON public.payments TO propertyos_definer;

CREATE POLICY definer_lock ON public.charges FOR UPDATE TO propertyos_definer USING (tenant_id = app.current_tenant_id()) WITH CHECK (false);

CREATE POLICY definer_lock ON public.payments FOR UPDATE TO propertyos_definer USING (tenant_id = app.current_tenant_id()) WITH CHECK (false);

CREATE TRIGGER payment_allocations_sum AFTER INSERT ON public.payment_allocations FOR EACH ROW
  EXECUTE FUNCTION app.check_allocation('payment_allocations');

CREATE TRIGGER charge_credits_sum AFTER INSERT ON public.charge_credits FOR EACH ROW EXECUTE FUNCTION app.check_allocation('charge_credits');

CREATE TRIGGER payment_takebacks_sum AFTER INSERT ON public.payment_takebacks FOR EACH ROW
  EXECUTE FUNCTION app.check_takeback('payment_takebacks');

CREATE TRIGGER payments_keep BEFORE UPDATE ON public.payments FOR EACH ROW EXECUTE FUNCTION app.keep_payment('payments');

ALTER FUNCTION app.check_allocation() OWNER TO propertyos_definer;

ALTER FUNCTION app.check_takeback() OWNER TO propertyos_definer;

-- +goose Down

DROP TRIGGER payments_keep ON public.payments;
DROP POLICY definer_lock ON public.payments;
REVOKE UPDATE (version) ON public.payments FROM propertyos_definer;
DROP TABLE public.trust_deficits;
DROP TABLE public.trust_receipts;
DROP TABLE public.renter_refunds;
DROP TABLE public.payment_takebacks;
DROP TABLE public.payment_allocations;
DROP TABLE public.charge_credits;
DROP TABLE public.charges;
DROP TABLE public.charge_runs;
DROP TABLE public.take_ons;
DROP TABLE public.money_policies;
DROP TABLE public.trust_banks;
DROP FUNCTION app.keep_payment();
DROP FUNCTION app.check_takeback();
DROP FUNCTION app.check_allocation();
ALTER TABLE public.payments DROP COLUMN journal_entry_id, DROP COLUMN deposit_amount, DROP COLUMN failed_on, DROP COLUMN received_on, DROP COLUMN started_on,
  DROP COLUMN reference, DROP COLUMN instrument, DROP COLUMN payer_name, DROP COLUMN payer, DROP COLUMN property_id;
