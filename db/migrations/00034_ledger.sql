-- The ledger: accounts that the program itself posts to, one number after the other, a period that is closed, lines that come with
-- their entry and never later, and balances that are known at any date without reading what was before.

-- +goose Up

-- purpose names the accounts that the program posts to, whatever their code or name; keeper says whose an income is; cash_flow where
-- a movement stands in the cash flow (null for cash itself and for income and expense, which are operating).
ALTER TABLE public.ledger_accounts
  ADD COLUMN purpose text,
  ADD COLUMN keeper text,
  ADD COLUMN cash_flow text;

ALTER TABLE public.ledger_accounts
  ADD CONSTRAINT ledger_accounts_purpose_check CHECK (purpose IN ('operating_bank', 'deposit_bank', 'company_bank', 'undeposited', 'clearing',
    'receivable', 'payable', 'deposits_held', 'deposits_billed', 'prepaid', 'last_month', 'refunds_due', 'due_to_company', 'opening_equity',
    'contributions', 'distributions', 'cutover', 'rent', 'pet_rent', 'parking', 'utility_income', 'other_income', 'late_fee', 'nsf_fee', 'recoveries', 'management_fee',
    'processor_fee', 'bad_debt', 'company_fee_income', 'company_equity', 'due_from_trust')) NOT VALID;

ALTER TABLE public.ledger_accounts
  ADD CONSTRAINT ledger_accounts_keeper_check CHECK (keeper IN ('owner', 'company', 'split')) NOT VALID;

ALTER TABLE public.ledger_accounts
  ADD CONSTRAINT ledger_accounts_keeper_type_check CHECK (keeper IS NULL OR type = 'income') NOT VALID;

ALTER TABLE public.ledger_accounts
  ADD CONSTRAINT ledger_accounts_cash_flow_check CHECK (cash_flow IN ('operating', 'investing', 'financing')) NOT VALID;

ALTER TABLE public.ledger_accounts
  ADD CONSTRAINT ledger_accounts_system_check CHECK (purpose IS NULL OR is_system AND active) NOT VALID;

ALTER TABLE public.ledger_accounts ADD CONSTRAINT ledger_accounts_description_check CHECK (length(description) <= 1000) NOT VALID;

-- posting_key is what an entry is posted for: the same key never posts twice. late_reason is why an entry is dated in a closed period.
-- accrual_only entries are not of the cash basis: what is owed, before money moves. written_in is the transaction that wrote the entry;
-- its lines come in the same one.
ALTER TABLE public.journal_entries
  ADD COLUMN posting_key text,
  ADD COLUMN late_reason text,
  ADD COLUMN accrual_only boolean NOT NULL DEFAULT false,
  ADD COLUMN written_in bigint;

-- cash_account_id is the account that a line stands in on the cash basis, where that is another one: what is paid on a charge is a
-- receivable less on accrual, and the charge's income on cash.
ALTER TABLE public.transactions ADD COLUMN cash_account_id uuid;

ALTER TABLE public.transactions ADD CONSTRAINT transactions_cash_account_id_fkey FOREIGN KEY (tenant_id, cash_account_id)
  REFERENCES public.ledger_accounts (tenant_id, id) NOT VALID;

ALTER TABLE public.journal_entries
  ADD CONSTRAINT journal_entries_posting_key_check CHECK (length(posting_key) BETWEEN 1 AND 200) NOT VALID;

ALTER TABLE public.journal_entries
  ADD CONSTRAINT journal_entries_late_reason_check CHECK (length(btrim(late_reason)) > 0 AND length(late_reason) <= 1000) NOT VALID;

-- One row per organization: the next number, when the last entry was recorded, and the last day that is closed. Entries are recorded one after the
-- other, in the order of their numbers, so that what was known at the moment of one never changes.
CREATE TABLE public.ledgers (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  next_number bigint NOT NULL DEFAULT 1,
  recorded_at timestamptz NOT NULL,
  locked_through date,
  created_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT ledgers_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT ledgers_tenant_id_key UNIQUE (tenant_id),
  CONSTRAINT ledgers_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations (id),
  CONSTRAINT ledgers_next_number_check CHECK (next_number > 0)
);

SELECT app.distribute('ledgers');

SELECT app.protect('ledgers', 'false', 'false', 'SELECT, INSERT', false);

GRANT UPDATE (next_number, recorded_at) ON public.ledgers TO propertyos_app;

GRANT UPDATE (locked_through) ON public.ledgers TO propertyos_definer;

CREATE POLICY definer_lock ON public.ledgers FOR UPDATE TO propertyos_definer
  USING (tenant_id = app.current_tenant_id()) WITH CHECK (tenant_id = app.current_tenant_id());

-- A closed period, or the wish to open one again, which a second person accepts; who asked may take it back. A null day of an opening opens all.
CREATE TABLE public.ledger_locks (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  kind text NOT NULL,
  through date,
  reason text NOT NULL,
  asked_by uuid NOT NULL,
  asked_at timestamptz NOT NULL,
  decided_by uuid,
  decided_at timestamptz,
  accepted boolean,
  CONSTRAINT ledger_locks_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT ledger_locks_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations (id),
  CONSTRAINT ledger_locks_asked_by_fkey FOREIGN KEY (tenant_id, asked_by) REFERENCES public.users (tenant_id, id),
  CONSTRAINT ledger_locks_decided_by_fkey FOREIGN KEY (tenant_id, decided_by) REFERENCES public.users (tenant_id, id),
  CONSTRAINT ledger_locks_kind_check CHECK (kind IN ('lock', 'reopen')),
  CONSTRAINT ledger_locks_through_check CHECK (kind = 'reopen' OR through IS NOT NULL),
  CONSTRAINT ledger_locks_reason_check CHECK (length(btrim(reason)) > 0 AND length(reason) <= 1000),
  CONSTRAINT ledger_locks_decided_check CHECK ((decided_by IS NULL) = (decided_at IS NULL) AND (decided_by IS NULL) = (accepted IS NULL)),
  CONSTRAINT ledger_locks_two_people_check CHECK (CASE kind WHEN 'lock' THEN decided_by = asked_by AND accepted ELSE NOT (accepted AND decided_by = asked_by) END)
);

SELECT app.distribute('ledger_locks');

CREATE INDEX ledger_locks_asked_at_idx ON public.ledger_locks (tenant_id, asked_at, id);

CREATE INDEX ledger_locks_asked_by_idx ON public.ledger_locks (tenant_id, asked_by);

CREATE INDEX ledger_locks_decided_by_idx ON public.ledger_locks (tenant_id, decided_by);

CREATE UNIQUE INDEX ledger_locks_open_key ON public.ledger_locks (tenant_id) WHERE decided_by IS NULL;

SELECT app.protect('ledger_locks', 'false', 'false', 'SELECT, INSERT');

GRANT UPDATE (decided_by, decided_at, accepted) ON public.ledger_locks TO propertyos_app;

-- Debits and credits of an account in a month, by book, property and bank, on accrual and on cash. They follow the lines and are written by nothing else.
CREATE TABLE public.ledger_balances (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  book text NOT NULL,
  property_id uuid,
  ledger_account_id uuid NOT NULL,
  bank_account_id uuid,
  month date NOT NULL,
  debit numeric(14,2) NOT NULL,
  credit numeric(14,2) NOT NULL,
  cash_debit numeric(14,2) NOT NULL,
  cash_credit numeric(14,2) NOT NULL,
  CONSTRAINT ledger_balances_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT ledger_balances_month_key UNIQUE NULLS NOT DISTINCT (tenant_id, book, property_id, ledger_account_id, bank_account_id, month),
  CONSTRAINT ledger_balances_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations (id),
  CONSTRAINT ledger_balances_property_id_fkey FOREIGN KEY (tenant_id, property_id) REFERENCES public.properties (tenant_id, id),
  CONSTRAINT ledger_balances_ledger_account_id_fkey FOREIGN KEY (tenant_id, ledger_account_id)
    REFERENCES public.ledger_accounts (tenant_id, id),
  CONSTRAINT ledger_balances_bank_account_id_fkey FOREIGN KEY (tenant_id, bank_account_id)
    REFERENCES public.bank_accounts (tenant_id, id),
  CONSTRAINT ledger_balances_book_check CHECK (book IN ('property', 'company')),
  CONSTRAINT ledger_balances_month_check CHECK (month = date_trunc('month', month::timestamp)::date),
  CONSTRAINT ledger_balances_amounts_check CHECK (debit >= 0 AND credit >= 0 AND cash_debit >= 0 AND cash_credit >= 0)
);

SELECT app.distribute('ledger_balances');

CREATE INDEX ledger_balances_property_id_idx ON public.ledger_balances (tenant_id, property_id);

CREATE INDEX ledger_balances_ledger_account_id_idx ON public.ledger_balances (tenant_id, ledger_account_id, month);

CREATE INDEX ledger_balances_bank_account_id_idx ON public.ledger_balances (tenant_id, bank_account_id, month) WHERE bank_account_id IS NOT NULL;

SELECT app.protect('ledger_balances', 'false', 'false', 'SELECT', false);

GRANT INSERT, UPDATE ON public.ledger_balances TO propertyos_definer;

CREATE POLICY definer_insert ON public.ledger_balances FOR INSERT TO propertyos_definer
  WITH CHECK (tenant_id = app.current_tenant_id());

CREATE POLICY definer_update ON public.ledger_balances FOR UPDATE TO propertyos_definer
  USING (tenant_id = app.current_tenant_id()) WITH CHECK (tenant_id = app.current_tenant_id());

-- Numbers only grow, and nobody begins with a closed period.
-- +goose StatementBegin
CREATE FUNCTION app.guard_ledger() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, app
AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    NEW.next_number := 1;
    NEW.recorded_at := 'epoch';
    NEW.locked_through := NULL;
  ELSIF NEW.next_number < OLD.next_number OR NEW.recorded_at < OLD.recorded_at THEN
    RAISE EXCEPTION 'numbers of journal entries only grow'
      USING ERRCODE = 'check_violation', TABLE = TG_ARGV[0], CONSTRAINT = 'ledgers_number_check';
  END IF;
  RETURN NEW;
END
$$;
-- +goose StatementEnd

CREATE TRIGGER ledgers_guard BEFORE INSERT OR UPDATE ON public.ledgers FOR EACH ROW EXECUTE FUNCTION app.guard_ledger('ledgers');

-- What was decided stays decided; what is accepted moves the day.
-- +goose StatementBegin
CREATE FUNCTION app.apply_ledger_lock() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, app
AS $$
DECLARE
  closed date;
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.decided_by IS NOT NULL THEN
    RAISE EXCEPTION 'the opening of a period was decided already'
      USING ERRCODE = 'check_violation', TABLE = TG_ARGV[0], CONSTRAINT = 'ledger_locks_final_check';
  END IF;
  IF NEW.accepted THEN
    SELECT l.locked_through INTO closed FROM public.ledgers AS l WHERE l.tenant_id = NEW.tenant_id FOR UPDATE;
    IF NOT FOUND OR (NEW.kind = 'lock' AND NEW.through <= closed)
      OR (NEW.kind = 'reopen' AND coalesce(closed <= coalesce(NEW.through, '-infinity'), true)) THEN
      RAISE EXCEPTION 'a period is closed forwards and opened backwards'
        USING ERRCODE = 'check_violation', TABLE = TG_ARGV[0], CONSTRAINT = 'ledger_locks_direction_check';
    END IF;
    UPDATE public.ledgers AS l SET locked_through = NEW.through WHERE l.tenant_id = NEW.tenant_id;
  END IF;
  RETURN NULL;
END
$$;
-- +goose StatementEnd

CREATE TRIGGER ledger_locks_apply AFTER INSERT OR UPDATE ON public.ledger_locks FOR EACH ROW EXECUTE FUNCTION app.apply_ledger_lock('ledger_locks');

-- +goose StatementBegin
CREATE FUNCTION app.stamp_entry() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, app
AS $$
BEGIN
  NEW.written_in := pg_current_xact_id()::text::bigint;
  RETURN NEW;
END
$$;
-- +goose StatementEnd

CREATE TRIGGER journal_entries_stamp BEFORE INSERT ON public.journal_entries FOR EACH ROW EXECUTE FUNCTION app.stamp_entry('journal_entries');

-- Nothing is dated in a closed period without a reason. The row of the ledger is held, so that a period which is being closed waits
-- for what is being posted, and the other way round.
-- +goose StatementBegin
CREATE FUNCTION app.check_period() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, app
AS $$
BEGIN
  PERFORM FROM public.ledgers AS l WHERE l.tenant_id IN (SELECT n.tenant_id FROM new_rows AS n) FOR NO KEY UPDATE;
  IF EXISTS (SELECT FROM new_rows AS n JOIN public.ledgers AS l ON l.tenant_id = n.tenant_id
      WHERE n.entry_date <= l.locked_through AND n.late_reason IS NULL) THEN
    RAISE EXCEPTION 'journal entry is dated in a closed period'
      USING ERRCODE = 'check_violation', TABLE = TG_ARGV[0], CONSTRAINT = 'journal_entries_period_check';
  END IF;
  RETURN NULL;
END
$$;
-- +goose StatementEnd

CREATE TRIGGER journal_entries_period AFTER INSERT ON public.journal_entries REFERENCING NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION app.check_period('journal_entries');

-- Lines come with their entry, those of a property's book name the property, and the month's balances follow.
-- +goose StatementBegin
CREATE FUNCTION app.add_lines() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, app
AS $$
BEGIN
  IF EXISTS (SELECT FROM new_rows AS n JOIN public.journal_entries AS e ON e.tenant_id = n.tenant_id AND e.id = n.journal_entry_id
      WHERE e.written_in IS DISTINCT FROM pg_current_xact_id()::text::bigint) THEN
    RAISE EXCEPTION 'a posted journal entry takes no more lines'
      USING ERRCODE = 'check_violation', TABLE = TG_ARGV[0], CONSTRAINT = 'transactions_entry_check';
  END IF;
  IF EXISTS (SELECT FROM new_rows AS n JOIN public.journal_entries AS e ON e.tenant_id = n.tenant_id AND e.id = n.journal_entry_id
      WHERE e.book = 'property' AND n.property_id IS NULL) THEN
    RAISE EXCEPTION 'a line of the property book names no property'
      USING ERRCODE = 'check_violation', TABLE = TG_ARGV[0], CONSTRAINT = 'transactions_property_check';
  END IF;
  INSERT INTO public.ledger_balances AS b (tenant_id, id, book, property_id, ledger_account_id, bank_account_id, month, debit, credit, cash_debit, cash_credit)
  SELECT s.tenant_id, gen_random_uuid(), s.book, s.property_id, s.ledger_account_id, s.bank_account_id, s.month, sum(s.debit), sum(s.credit),
    sum(s.cash_debit), sum(s.cash_credit)
  FROM (
    SELECT n.tenant_id, e.book, n.property_id, v.ledger_account_id, n.bank_account_id, date_trunc('month', e.entry_date::timestamp)::date AS month,
      CASE WHEN v.accrual AND n.amount > 0 AND n.type <> 'credit' THEN n.amount ELSE 0 END AS debit,
      CASE WHEN NOT v.accrual THEN 0 WHEN n.type = 'credit' THEN n.amount WHEN n.amount < 0 THEN -n.amount ELSE 0 END AS credit,
      CASE WHEN v.cash AND n.amount > 0 AND n.type <> 'credit' THEN n.amount ELSE 0 END AS cash_debit,
      CASE WHEN NOT v.cash THEN 0 WHEN n.type = 'credit' THEN n.amount WHEN n.amount < 0 THEN -n.amount ELSE 0 END AS cash_credit
    FROM new_rows AS n
    JOIN public.journal_entries AS e ON e.tenant_id = n.tenant_id AND e.id = n.journal_entry_id
    CROSS JOIN LATERAL (VALUES (n.ledger_account_id, true, n.cash_account_id IS NULL AND NOT e.accrual_only),
      (n.cash_account_id, false, NOT e.accrual_only)) AS v (ledger_account_id, accrual, cash)
    WHERE v.ledger_account_id IS NOT NULL
  ) AS s
  GROUP BY s.tenant_id, s.book, s.property_id, s.ledger_account_id, s.bank_account_id, s.month
  ORDER BY s.tenant_id, s.book, s.property_id, s.ledger_account_id, s.bank_account_id, s.month
  ON CONFLICT ON CONSTRAINT ledger_balances_month_key DO UPDATE SET debit = b.debit + EXCLUDED.debit, credit = b.credit + EXCLUDED.credit,
    cash_debit = b.cash_debit + EXCLUDED.cash_debit, cash_credit = b.cash_credit + EXCLUDED.cash_credit;
  RETURN NULL;
END
$$;
-- +goose StatementEnd

CREATE TRIGGER transactions_add AFTER INSERT ON public.transactions REFERENCING NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION app.add_lines('transactions');

REVOKE ALL ON FUNCTION app.guard_ledger(), app.apply_ledger_lock(), app.stamp_entry(), app.check_period(), app.add_lines() FROM PUBLIC;

ALTER FUNCTION app.apply_ledger_lock() OWNER TO propertyos_definer;

ALTER FUNCTION app.check_period() OWNER TO propertyos_definer;

ALTER FUNCTION app.add_lines() OWNER TO propertyos_definer;

-- +goose Down

DROP TRIGGER transactions_add ON public.transactions;
DROP TRIGGER journal_entries_period ON public.journal_entries;
DROP TRIGGER journal_entries_stamp ON public.journal_entries;
DROP TABLE public.ledger_balances;
DROP TABLE public.ledger_locks;
DROP TABLE public.ledgers;
DROP FUNCTION app.add_lines();
DROP FUNCTION app.check_period();
DROP FUNCTION app.stamp_entry();
DROP FUNCTION app.apply_ledger_lock();
DROP FUNCTION app.guard_ledger();
ALTER TABLE public.transactions DROP COLUMN cash_account_id;
ALTER TABLE public.journal_entries DROP COLUMN written_in, DROP COLUMN accrual_only, DROP COLUMN late_reason, DROP COLUMN posting_key;
ALTER TABLE public.ledger_accounts DROP CONSTRAINT ledger_accounts_description_check, DROP COLUMN cash_flow, DROP COLUMN keeper, DROP COLUMN purpose;
