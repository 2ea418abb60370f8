-- What leases, stays and parties say of themselves since leasing is worked here and not only brought in. Without a
-- transaction, since the tables are large and busy where this matters; each statement can be run again.

-- +goose NO TRANSACTION
-- +goose Up

-- A paper signature's scan, the reasons of an early end, and whether somebody confirmed that the lease has a late-fee clause:
-- until then no late fee is charged.
ALTER TABLE public.leases ADD COLUMN IF NOT EXISTS signed_document_id uuid;

ALTER TABLE public.leases ADD COLUMN IF NOT EXISTS activated_at timestamptz;

ALTER TABLE public.leases ADD COLUMN IF NOT EXISTS terminated_on date;

ALTER TABLE public.leases ADD COLUMN IF NOT EXISTS termination_reason text;

ALTER TABLE public.leases ADD COLUMN IF NOT EXISTS termination_fee numeric(14,2);

ALTER TABLE public.leases ADD COLUMN IF NOT EXISTS late_fee_confirmed_on date;

ALTER TABLE public.leases ADD COLUMN IF NOT EXISTS late_fee_confirmed_by uuid;

ALTER TABLE public.leases DROP CONSTRAINT IF EXISTS leases_signed_document_id_fkey;

ALTER TABLE public.leases ADD CONSTRAINT leases_signed_document_id_fkey
  FOREIGN KEY (tenant_id, signed_document_id) REFERENCES public.documents (tenant_id, id) NOT VALID;

ALTER TABLE public.leases VALIDATE CONSTRAINT leases_signed_document_id_fkey;

ALTER TABLE public.leases DROP CONSTRAINT IF EXISTS leases_late_fee_confirmed_by_fkey;

ALTER TABLE public.leases ADD CONSTRAINT leases_late_fee_confirmed_by_fkey
  FOREIGN KEY (tenant_id, late_fee_confirmed_by) REFERENCES public.users (tenant_id, id) NOT VALID;

ALTER TABLE public.leases VALIDATE CONSTRAINT leases_late_fee_confirmed_by_fkey;

ALTER TABLE public.leases DROP CONSTRAINT IF EXISTS leases_termination_reason_check;

ALTER TABLE public.leases ADD CONSTRAINT leases_termination_reason_check
  CHECK (length(termination_reason) <= 1000) NOT VALID;

ALTER TABLE public.leases VALIDATE CONSTRAINT leases_termination_reason_check;

ALTER TABLE public.leases DROP CONSTRAINT IF EXISTS leases_termination_fee_check;

ALTER TABLE public.leases ADD CONSTRAINT leases_termination_fee_check
  CHECK (termination_fee >= 0) NOT VALID;

ALTER TABLE public.leases VALIDATE CONSTRAINT leases_termination_fee_check;

ALTER TABLE public.leases DROP CONSTRAINT IF EXISTS leases_terminated_on_check;

ALTER TABLE public.leases ADD CONSTRAINT leases_terminated_on_check
  CHECK (terminated_on IS NULL OR status = 'terminated') NOT VALID;

ALTER TABLE public.leases VALIDATE CONSTRAINT leases_terminated_on_check;

CREATE INDEX CONCURRENTLY IF NOT EXISTS leases_signed_document_id_idx ON public.leases (tenant_id, signed_document_id);

CREATE INDEX CONCURRENTLY IF NOT EXISTS leases_late_fee_confirmed_by_idx ON public.leases (tenant_id, late_fee_confirmed_by);

-- How a stay ended, and the stay in another unit that it continues.
ALTER TABLE public.tenancies ADD COLUMN IF NOT EXISTS transferred_from_id uuid;

ALTER TABLE public.tenancies ADD COLUMN IF NOT EXISTS departure_kind text;

ALTER TABLE public.tenancies ADD COLUMN IF NOT EXISTS eviction_closed_on date;

ALTER TABLE public.tenancies ADD COLUMN IF NOT EXISTS eviction_note text;

ALTER TABLE public.tenancies ADD COLUMN IF NOT EXISTS forwarding_address text;

ALTER TABLE public.tenancies DROP CONSTRAINT IF EXISTS tenancies_transferred_from_id_fkey;

ALTER TABLE public.tenancies ADD CONSTRAINT tenancies_transferred_from_id_fkey
  FOREIGN KEY (tenant_id, transferred_from_id) REFERENCES public.tenancies (tenant_id, id) NOT VALID;

ALTER TABLE public.tenancies VALIDATE CONSTRAINT tenancies_transferred_from_id_fkey;

ALTER TABLE public.tenancies DROP CONSTRAINT IF EXISTS tenancies_transferred_from_id_check;

ALTER TABLE public.tenancies ADD CONSTRAINT tenancies_transferred_from_id_check
  CHECK (transferred_from_id <> id) NOT VALID;

ALTER TABLE public.tenancies VALIDATE CONSTRAINT tenancies_transferred_from_id_check;

ALTER TABLE public.tenancies DROP CONSTRAINT IF EXISTS tenancies_departure_kind_check;

ALTER TABLE public.tenancies ADD CONSTRAINT tenancies_departure_kind_check
  CHECK (departure_kind IN ('moved_out', 'evicted', 'abandoned', 'transferred', 'deceased', 'other')) NOT VALID;

ALTER TABLE public.tenancies VALIDATE CONSTRAINT tenancies_departure_kind_check;

ALTER TABLE public.tenancies DROP CONSTRAINT IF EXISTS tenancies_eviction_closed_on_check;

ALTER TABLE public.tenancies ADD CONSTRAINT tenancies_eviction_closed_on_check
  CHECK (eviction_closed_on >= eviction_filed_on) NOT VALID;

ALTER TABLE public.tenancies VALIDATE CONSTRAINT tenancies_eviction_closed_on_check;

ALTER TABLE public.tenancies DROP CONSTRAINT IF EXISTS tenancies_eviction_note_check;

ALTER TABLE public.tenancies ADD CONSTRAINT tenancies_eviction_note_check
  CHECK (length(eviction_note) <= 2000) NOT VALID;

ALTER TABLE public.tenancies VALIDATE CONSTRAINT tenancies_eviction_note_check;

ALTER TABLE public.tenancies DROP CONSTRAINT IF EXISTS tenancies_forwarding_address_check;

ALTER TABLE public.tenancies ADD CONSTRAINT tenancies_forwarding_address_check
  CHECK (length(forwarding_address) <= 500) NOT VALID;

ALTER TABLE public.tenancies VALIDATE CONSTRAINT tenancies_forwarding_address_check;

CREATE INDEX CONCURRENTLY IF NOT EXISTS tenancies_transferred_from_id_idx ON public.tenancies (tenant_id, transferred_from_id);

-- The part of the rent that a party answers for among themselves; towards the manager all renters owe the whole.
ALTER TABLE public.lease_parties ADD COLUMN IF NOT EXISTS share_percentage numeric(5,2);

ALTER TABLE public.lease_parties DROP CONSTRAINT IF EXISTS lease_parties_share_percentage_check;

ALTER TABLE public.lease_parties ADD CONSTRAINT lease_parties_share_percentage_check
  CHECK (share_percentage > 0 AND share_percentage <= 100) NOT VALID;

ALTER TABLE public.lease_parties VALIDATE CONSTRAINT lease_parties_share_percentage_check;

-- +goose Down

DROP INDEX CONCURRENTLY IF EXISTS public.tenancies_transferred_from_id_idx;
DROP INDEX CONCURRENTLY IF EXISTS public.leases_late_fee_confirmed_by_idx;
DROP INDEX CONCURRENTLY IF EXISTS public.leases_signed_document_id_idx;
ALTER TABLE public.lease_parties DROP COLUMN IF EXISTS share_percentage;
ALTER TABLE public.tenancies DROP COLUMN IF EXISTS forwarding_address;
ALTER TABLE public.tenancies DROP COLUMN IF EXISTS eviction_note;
ALTER TABLE public.tenancies DROP COLUMN IF EXISTS eviction_closed_on;
ALTER TABLE public.tenancies DROP COLUMN IF EXISTS departure_kind;
ALTER TABLE public.tenancies DROP COLUMN IF EXISTS transferred_from_id;
ALTER TABLE public.leases DROP COLUMN IF EXISTS late_fee_confirmed_by;
ALTER TABLE public.leases DROP COLUMN IF EXISTS late_fee_confirmed_on;
ALTER TABLE public.leases DROP COLUMN IF EXISTS termination_fee;
ALTER TABLE public.leases DROP COLUMN IF EXISTS termination_reason;
ALTER TABLE public.leases DROP COLUMN IF EXISTS terminated_on;
ALTER TABLE public.leases DROP COLUMN IF EXISTS activated_at;
ALTER TABLE public.leases DROP COLUMN IF EXISTS signed_document_id;
