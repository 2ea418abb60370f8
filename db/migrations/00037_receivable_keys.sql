-- The keys of 00036 on payments, which may hold rows already, made while they are in use.

-- +goose NO TRANSACTION

-- +goose Up

ALTER TABLE public.payments VALIDATE CONSTRAINT payments_property_id_fkey;

ALTER TABLE public.payments VALIDATE CONSTRAINT payments_journal_entry_id_fkey;

ALTER TABLE public.payments VALIDATE CONSTRAINT payments_payer_check;

ALTER TABLE public.payments VALIDATE CONSTRAINT payments_payer_name_check;

ALTER TABLE public.payments VALIDATE CONSTRAINT payments_instrument_check;

ALTER TABLE public.payments VALIDATE CONSTRAINT payments_reference_check;

ALTER TABLE public.payments VALIDATE CONSTRAINT payments_deposit_amount_check;

CREATE INDEX CONCURRENTLY IF NOT EXISTS payments_property_id_idx ON public.payments (tenant_id, property_id);

CREATE INDEX CONCURRENTLY IF NOT EXISTS payments_journal_entry_id_idx ON public.payments (tenant_id, journal_entry_id);

-- +goose Down

DROP INDEX CONCURRENTLY IF EXISTS public.payments_journal_entry_id_idx;

DROP INDEX CONCURRENTLY IF EXISTS public.payments_property_id_idx;
