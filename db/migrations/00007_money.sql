-- Payments, the chart of accounts and the journal.

-- +goose Up

CREATE TABLE public.payments (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  tenancy_id uuid NOT NULL,
  lease_id uuid NOT NULL,
  renter_id uuid,
  amount numeric(14,2) NOT NULL,
  currency char(3) NOT NULL DEFAULT 'USD',
  method text NOT NULL,
  status text NOT NULL DEFAULT 'pending',
  stripe_payment_intent_id text,
  stripe_customer_id text,
  payment_method_id text,
  due_date date,
  paid_at timestamptz,
  failed_at timestamptz,
  failure_reason text,
  return_code text,
  late_fee_applied boolean,
  late_fee_amount numeric(14,2),
  partial_payment boolean,
  parent_payment_id uuid,
  receipt_url text,
  notes text,
  metadata jsonb NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  version integer NOT NULL DEFAULT 1,
  CONSTRAINT payments_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT payments_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations (id),
  CONSTRAINT payments_tenancy_id_fkey FOREIGN KEY (tenant_id, tenancy_id) REFERENCES public.tenancies (tenant_id, id),
  CONSTRAINT payments_lease_id_fkey FOREIGN KEY (tenant_id, lease_id, tenancy_id)
    REFERENCES public.leases (tenant_id, id, tenancy_id),
  CONSTRAINT payments_renter_id_fkey FOREIGN KEY (tenant_id, renter_id) REFERENCES public.tenants (tenant_id, id),
  CONSTRAINT payments_parent_payment_id_fkey FOREIGN KEY (tenant_id, parent_payment_id)
    REFERENCES public.payments (tenant_id, id),
  CONSTRAINT payments_amount_check CHECK (amount > 0),
  CONSTRAINT payments_currency_check CHECK (currency ~ '^[A-Z]{3}$'),
  CONSTRAINT payments_method_check CHECK (method IN ('ach', 'credit_card', 'debit_card', 'check', 'cash', 'bank_transfer')),
  CONSTRAINT payments_status_check CHECK (status IN ('pending', 'processing', 'completed', 'failed', 'refunded',
    'partial_refund', 'cancelled')),
  CONSTRAINT payments_stripe_payment_intent_id_check CHECK (length(stripe_payment_intent_id) BETWEEN 1 AND 255),
  CONSTRAINT payments_stripe_customer_id_check CHECK (length(stripe_customer_id) BETWEEN 1 AND 255),
  CONSTRAINT payments_payment_method_id_check CHECK (length(payment_method_id) BETWEEN 1 AND 255),
  CONSTRAINT payments_return_code_check CHECK (return_code ~ '^[A-Z0-9_]{1,40}$'),
  CONSTRAINT payments_late_fee_amount_check CHECK (late_fee_amount >= 0),
  CONSTRAINT payments_receipt_url_check CHECK (length(receipt_url) <= 500),
  CONSTRAINT payments_paid_at_check CHECK (status NOT IN ('completed', 'partial_refund', 'refunded') OR paid_at IS NOT NULL),
  CONSTRAINT payments_failed_at_check CHECK (status <> 'failed' OR failed_at IS NOT NULL)
);

SELECT app.distribute('payments');

CREATE UNIQUE INDEX payments_stripe_payment_intent_id_key ON public.payments (tenant_id, stripe_payment_intent_id);

CREATE INDEX payments_status_due_date_idx ON public.payments (tenant_id, status, due_date, id);

CREATE INDEX payments_lease_id_due_date_idx ON public.payments (tenant_id, lease_id, due_date);

CREATE INDEX payments_tenancy_id_idx ON public.payments (tenant_id, tenancy_id);

CREATE INDEX payments_renter_id_idx ON public.payments (tenant_id, renter_id);

CREATE INDEX payments_parent_payment_id_idx ON public.payments (tenant_id, parent_payment_id)
  WHERE parent_payment_id IS NOT NULL;

SELECT app.protect('payments', 'app.is_renter() AND tenancy_id = ANY (app.scope_ids())');

CREATE TABLE public.ledger_accounts (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  code text NOT NULL,
  name text NOT NULL,
  type text NOT NULL,
  parent_id uuid,
  description text,
  is_system boolean NOT NULL DEFAULT false,
  active boolean NOT NULL DEFAULT true,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  version integer NOT NULL DEFAULT 1,
  CONSTRAINT ledger_accounts_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT ledger_accounts_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations (id),
  CONSTRAINT ledger_accounts_code_key UNIQUE (tenant_id, code),
  CONSTRAINT ledger_accounts_parent_id_fkey FOREIGN KEY (tenant_id, parent_id)
    REFERENCES public.ledger_accounts (tenant_id, id),
  CONSTRAINT ledger_accounts_parent_check CHECK (parent_id <> id),
  CONSTRAINT ledger_accounts_code_check CHECK (code ~ '^[0-9A-Za-z.-]{1,20}$'),
  CONSTRAINT ledger_accounts_name_check CHECK (length(btrim(name)) > 0 AND length(name) <= 255),
  CONSTRAINT ledger_accounts_type_check CHECK (type IN ('asset', 'liability', 'equity', 'income', 'expense'))
);

SELECT app.distribute('ledger_accounts');

CREATE INDEX ledger_accounts_type_idx ON public.ledger_accounts (tenant_id, type);

CREATE INDEX ledger_accounts_parent_id_idx ON public.ledger_accounts (tenant_id, parent_id);

SELECT app.protect('ledger_accounts');

CREATE TABLE public.journal_entries (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  number bigint NOT NULL,
  book text NOT NULL,
  entry_date date NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT now(),
  source text NOT NULL,
  source_id uuid,
  memo text,
  reverses_id uuid,
  created_by uuid,
  CONSTRAINT journal_entries_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT journal_entries_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations (id),
  CONSTRAINT journal_entries_number_key UNIQUE (tenant_id, number),
  CONSTRAINT journal_entries_reverses_id_key UNIQUE (tenant_id, reverses_id),
  CONSTRAINT journal_entries_reverses_id_fkey FOREIGN KEY (tenant_id, reverses_id)
    REFERENCES public.journal_entries (tenant_id, id),
  CONSTRAINT journal_entries_number_check CHECK (number > 0),
  CONSTRAINT journal_entries_book_check CHECK (book IN ('property', 'company')),
  CONSTRAINT journal_entries_source_check CHECK (length(source) BETWEEN 1 AND 63),
  CONSTRAINT journal_entries_memo_check CHECK (length(memo) <= 1000),
  CONSTRAINT journal_entries_reverses_check CHECK (reverses_id <> id)
);

SELECT app.distribute('journal_entries');

CREATE INDEX journal_entries_entry_date_idx ON public.journal_entries (tenant_id, entry_date);

CREATE INDEX journal_entries_source_idx ON public.journal_entries (tenant_id, source, source_id);

SELECT app.protect('journal_entries', 'false', 'false', 'SELECT, INSERT');

SELECT app.finalize('journal_entries');

-- The lines of the journal. Debits and credits have positive amounts; an adjustment is signed, debit positive.
CREATE TABLE public.transactions (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  journal_entry_id uuid NOT NULL,
  ledger_account_id uuid NOT NULL,
  type text NOT NULL,
  amount numeric(14,2) NOT NULL,
  currency char(3) NOT NULL DEFAULT 'USD',
  property_id uuid,
  unit_id uuid,
  lease_id uuid,
  tenancy_id uuid,
  renter_id uuid,
  owner_id uuid,
  vendor_id uuid,
  bank_account_id uuid,
  description text,
  reference_id uuid,
  reference_type text,
  category text,
  tax_amount numeric(14,2),
  tax_inclusive boolean NOT NULL DEFAULT false,
  metadata jsonb NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT transactions_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT transactions_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations (id),
  CONSTRAINT transactions_journal_entry_id_fkey FOREIGN KEY (tenant_id, journal_entry_id)
    REFERENCES public.journal_entries (tenant_id, id),
  CONSTRAINT transactions_ledger_account_id_fkey FOREIGN KEY (tenant_id, ledger_account_id)
    REFERENCES public.ledger_accounts (tenant_id, id),
  CONSTRAINT transactions_property_id_fkey FOREIGN KEY (tenant_id, property_id) REFERENCES public.properties (tenant_id, id),
  CONSTRAINT transactions_unit_id_fkey FOREIGN KEY (tenant_id, unit_id) REFERENCES public.units (tenant_id, id),
  CONSTRAINT transactions_lease_id_fkey FOREIGN KEY (tenant_id, lease_id) REFERENCES public.leases (tenant_id, id),
  CONSTRAINT transactions_tenancy_id_fkey FOREIGN KEY (tenant_id, tenancy_id) REFERENCES public.tenancies (tenant_id, id),
  CONSTRAINT transactions_renter_id_fkey FOREIGN KEY (tenant_id, renter_id) REFERENCES public.tenants (tenant_id, id),
  CONSTRAINT transactions_owner_id_fkey FOREIGN KEY (tenant_id, owner_id) REFERENCES public.owners (tenant_id, id),
  CONSTRAINT transactions_vendor_id_fkey FOREIGN KEY (tenant_id, vendor_id) REFERENCES public.vendors (tenant_id, id),
  CONSTRAINT transactions_bank_account_id_fkey FOREIGN KEY (tenant_id, bank_account_id)
    REFERENCES public.bank_accounts (tenant_id, id),
  CONSTRAINT transactions_type_check CHECK (type IN ('debit', 'credit', 'adjustment')),
  CONSTRAINT transactions_amount_check CHECK (CASE type WHEN 'adjustment' THEN amount <> 0 ELSE amount > 0 END),
  CONSTRAINT transactions_currency_check CHECK (currency ~ '^[A-Z]{3}$'),
  CONSTRAINT transactions_reference_type_check CHECK (length(reference_type) BETWEEN 1 AND 63),
  CONSTRAINT transactions_category_check CHECK (length(category) BETWEEN 1 AND 50)
);

SELECT app.distribute('transactions');

CREATE INDEX transactions_journal_entry_id_idx ON public.transactions (tenant_id, journal_entry_id);

CREATE INDEX transactions_ledger_account_id_idx ON public.transactions (tenant_id, ledger_account_id);

CREATE INDEX transactions_property_id_idx ON public.transactions (tenant_id, property_id);

CREATE INDEX transactions_unit_id_idx ON public.transactions (tenant_id, unit_id) WHERE unit_id IS NOT NULL;

CREATE INDEX transactions_lease_id_idx ON public.transactions (tenant_id, lease_id) WHERE lease_id IS NOT NULL;

CREATE INDEX transactions_tenancy_id_idx ON public.transactions (tenant_id, tenancy_id) WHERE tenancy_id IS NOT NULL;

CREATE INDEX transactions_renter_id_idx ON public.transactions (tenant_id, renter_id) WHERE renter_id IS NOT NULL;

CREATE INDEX transactions_owner_id_idx ON public.transactions (tenant_id, owner_id) WHERE owner_id IS NOT NULL;

CREATE INDEX transactions_vendor_id_idx ON public.transactions (tenant_id, vendor_id) WHERE vendor_id IS NOT NULL;

CREATE INDEX transactions_bank_account_id_idx ON public.transactions (tenant_id, bank_account_id)
  WHERE bank_account_id IS NOT NULL;

CREATE INDEX transactions_reference_idx ON public.transactions (tenant_id, reference_type, reference_id);

CREATE INDEX transactions_created_at_idx ON public.transactions USING brin (created_at);

SELECT app.protect('transactions', 'app.is_renter() AND tenancy_id = ANY (app.scope_ids())', 'false', 'SELECT, INSERT');

SELECT app.finalize('transactions');

-- Every entry balances to zero per property. Deferred to the commit, when all lines are there; it sums rows that the
-- caller may not see, so it runs as propertyos_definer.
-- +goose StatementBegin
CREATE FUNCTION app.check_balance() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, app
AS $$
BEGIN
  IF EXISTS (
    SELECT FROM public.transactions AS t
    WHERE t.tenant_id = NEW.tenant_id AND t.journal_entry_id = NEW.journal_entry_id
    GROUP BY t.property_id, t.currency
    HAVING sum(CASE t.type WHEN 'credit' THEN -t.amount ELSE t.amount END) <> 0
  ) THEN
    RAISE EXCEPTION 'journal entry does not balance'
      USING ERRCODE = 'check_violation', TABLE = TG_ARGV[0], CONSTRAINT = 'transactions_balance_check';
  END IF;
  RETURN NULL;
END
$$;
-- +goose StatementEnd

REVOKE ALL ON FUNCTION app.check_balance() FROM PUBLIC;

CREATE CONSTRAINT TRIGGER transactions_balance AFTER INSERT ON public.transactions
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION app.check_balance('transactions');

-- An entry without lines is no entry.
-- +goose StatementBegin
CREATE FUNCTION app.check_lines() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, app
AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM public.transactions WHERE tenant_id = NEW.tenant_id AND journal_entry_id = NEW.id) THEN
    RAISE EXCEPTION 'journal entry has no lines'
      USING ERRCODE = 'check_violation', TABLE = TG_ARGV[0], CONSTRAINT = 'journal_entries_lines_check';
  END IF;
  RETURN NULL;
END
$$;
-- +goose StatementEnd

REVOKE ALL ON FUNCTION app.check_lines() FROM PUBLIC;

CREATE CONSTRAINT TRIGGER journal_entries_lines AFTER INSERT ON public.journal_entries
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION app.check_lines('journal_entries');

ALTER FUNCTION app.check_balance() OWNER TO propertyos_definer;

ALTER FUNCTION app.check_lines() OWNER TO propertyos_definer;

-- Reconciliation is a fact about a posted line, not a change of it.
CREATE TABLE public.transaction_reconciliations (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  transaction_id uuid NOT NULL,
  reconciled_at timestamptz NOT NULL DEFAULT now(),
  reconciled_by_id uuid,
  CONSTRAINT transaction_reconciliations_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT transaction_reconciliations_transaction_id_key UNIQUE (tenant_id, transaction_id),
  CONSTRAINT transaction_reconciliations_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations (id),
  CONSTRAINT transaction_reconciliations_transaction_id_fkey FOREIGN KEY (tenant_id, transaction_id)
    REFERENCES public.transactions (tenant_id, id),
  CONSTRAINT transaction_reconciliations_reconciled_by_id_fkey FOREIGN KEY (tenant_id, reconciled_by_id)
    REFERENCES public.users (tenant_id, id)
);

SELECT app.distribute('transaction_reconciliations');

CREATE INDEX transaction_reconciliations_reconciled_by_id_idx
  ON public.transaction_reconciliations (tenant_id, reconciled_by_id);

SELECT app.protect('transaction_reconciliations', 'false', 'false', 'SELECT, INSERT');

-- The design's columns reconciled, reconciled_at and reconciled_by_id, for readers.
CREATE VIEW public.transactions_reconciled WITH (security_invoker = true) AS
SELECT t.*, r.id IS NOT NULL AS reconciled, r.reconciled_at, r.reconciled_by_id
FROM public.transactions AS t
LEFT JOIN public.transaction_reconciliations AS r
  ON r.tenant_id = t.tenant_id AND r.transaction_id = t.id AND r.tenant_id = app.current_tenant_id()
WHERE t.tenant_id = app.current_tenant_id();

GRANT SELECT ON public.transactions_reconciled TO propertyos_app, propertyos_readonly;

-- +goose Down

DROP VIEW public.transactions_reconciled;
DROP TABLE public.transaction_reconciliations;
DROP TABLE public.transactions;
DROP TABLE public.journal_entries;
DROP FUNCTION app.check_lines();
DROP FUNCTION app.check_balance();
DROP TABLE public.ledger_accounts;
DROP TABLE public.payments;
