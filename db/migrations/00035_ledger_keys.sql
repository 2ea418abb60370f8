-- The keys of 00034 on tables that may hold rows already, made while they are in use.

-- +goose NO TRANSACTION

-- +goose Up

ALTER TABLE public.ledger_accounts VALIDATE CONSTRAINT ledger_accounts_purpose_check;

ALTER TABLE public.ledger_accounts VALIDATE CONSTRAINT ledger_accounts_keeper_check;

ALTER TABLE public.ledger_accounts VALIDATE CONSTRAINT ledger_accounts_keeper_type_check;

ALTER TABLE public.ledger_accounts VALIDATE CONSTRAINT ledger_accounts_cash_flow_check;

ALTER TABLE public.ledger_accounts VALIDATE CONSTRAINT ledger_accounts_system_check;

ALTER TABLE public.ledger_accounts VALIDATE CONSTRAINT ledger_accounts_description_check;

ALTER TABLE public.journal_entries VALIDATE CONSTRAINT journal_entries_posting_key_check;

ALTER TABLE public.journal_entries VALIDATE CONSTRAINT journal_entries_late_reason_check;

ALTER TABLE public.transactions VALIDATE CONSTRAINT transactions_cash_account_id_fkey;

CREATE INDEX CONCURRENTLY IF NOT EXISTS transactions_cash_account_id_idx ON public.transactions (tenant_id, cash_account_id)
  WHERE cash_account_id IS NOT NULL;

CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS ledger_accounts_purpose_key ON public.ledger_accounts (tenant_id, purpose);

CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS journal_entries_posting_key_key ON public.journal_entries (tenant_id, posting_key);

-- +goose Down

DROP INDEX CONCURRENTLY IF EXISTS public.transactions_cash_account_id_idx;

DROP INDEX CONCURRENTLY IF EXISTS public.journal_entries_posting_key_key;

DROP INDEX CONCURRENTLY IF EXISTS public.ledger_accounts_purpose_key;
