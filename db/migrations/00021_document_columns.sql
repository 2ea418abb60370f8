-- What documents say of themselves as files: whose property they belong to, which revision is the newest, the state of the
-- virus scan, how long they are kept and whether they are on legal hold. Without a transaction, since documents are many
-- and busy where this matters; each statement can be run again.

-- +goose NO TRANSACTION
-- +goose Up

ALTER TABLE public.documents ADD COLUMN IF NOT EXISTS property_id uuid;
ALTER TABLE public.documents ADD COLUMN IF NOT EXISTS revision integer NOT NULL DEFAULT 1;
ALTER TABLE public.documents ADD COLUMN IF NOT EXISTS scan_status text NOT NULL DEFAULT 'not_scanned';
ALTER TABLE public.documents ADD COLUMN IF NOT EXISTS retention_class text NOT NULL DEFAULT 'standard';
ALTER TABLE public.documents ADD COLUMN IF NOT EXISTS held_at timestamptz;
ALTER TABLE public.documents ADD COLUMN IF NOT EXISTS held_by uuid;
ALTER TABLE public.documents ADD COLUMN IF NOT EXISTS hold_reason text;
ALTER TABLE public.documents ADD COLUMN IF NOT EXISTS expiry_noted_at timestamptz;

ALTER TABLE public.documents DROP CONSTRAINT IF EXISTS documents_property_id_fkey;
ALTER TABLE public.documents ADD CONSTRAINT documents_property_id_fkey FOREIGN KEY (tenant_id, property_id)
  REFERENCES public.properties (tenant_id, id) NOT VALID;
ALTER TABLE public.documents VALIDATE CONSTRAINT documents_property_id_fkey;

ALTER TABLE public.documents DROP CONSTRAINT IF EXISTS documents_held_by_fkey;
ALTER TABLE public.documents ADD CONSTRAINT documents_held_by_fkey FOREIGN KEY (tenant_id, held_by)
  REFERENCES public.users (tenant_id, id) NOT VALID;
ALTER TABLE public.documents VALIDATE CONSTRAINT documents_held_by_fkey;

ALTER TABLE public.documents DROP CONSTRAINT IF EXISTS documents_audience_id_fkey;
ALTER TABLE public.documents ADD CONSTRAINT documents_audience_id_fkey FOREIGN KEY (tenant_id, audience_id)
  REFERENCES public.users (tenant_id, id) NOT VALID;
ALTER TABLE public.documents VALIDATE CONSTRAINT documents_audience_id_fkey;

ALTER TABLE public.documents DROP CONSTRAINT IF EXISTS documents_revision_check;
ALTER TABLE public.documents ADD CONSTRAINT documents_revision_check CHECK (revision >= 1) NOT VALID;
ALTER TABLE public.documents VALIDATE CONSTRAINT documents_revision_check;

ALTER TABLE public.documents DROP CONSTRAINT IF EXISTS documents_scan_status_check;
ALTER TABLE public.documents ADD CONSTRAINT documents_scan_status_check
  CHECK (scan_status IN ('not_scanned', 'pending', 'clean', 'infected', 'failed')) NOT VALID;
ALTER TABLE public.documents VALIDATE CONSTRAINT documents_scan_status_check;

ALTER TABLE public.documents DROP CONSTRAINT IF EXISTS documents_retention_class_check;
ALTER TABLE public.documents ADD CONSTRAINT documents_retention_class_check
  CHECK (retention_class IN ('standard', 'lease', 'financial', 'permanent')) NOT VALID;
ALTER TABLE public.documents VALIDATE CONSTRAINT documents_retention_class_check;

ALTER TABLE public.documents DROP CONSTRAINT IF EXISTS documents_hold_reason_check;
ALTER TABLE public.documents ADD CONSTRAINT documents_hold_reason_check
  CHECK ((held_at IS NULL) = (hold_reason IS NULL) AND length(hold_reason) BETWEEN 1 AND 500) NOT VALID;
ALTER TABLE public.documents VALIDATE CONSTRAINT documents_hold_reason_check;

-- What is on legal hold cannot be deleted, whichever way: not by itself and not with the property that it belongs to.
ALTER TABLE public.documents DROP CONSTRAINT IF EXISTS documents_hold_check;
ALTER TABLE public.documents ADD CONSTRAINT documents_hold_check CHECK (held_at IS NULL OR deleted_at IS NULL) NOT VALID;
ALTER TABLE public.documents VALIDATE CONSTRAINT documents_hold_check;

ALTER TABLE public.documents DROP CONSTRAINT IF EXISTS documents_type_check;
ALTER TABLE public.documents ADD CONSTRAINT documents_type_check CHECK (type IN ('lease', 'addendum', 'notice', 'invoice',
  'receipt', 'insurance', 'id_verification', 'application', 'contract', 'report', 'photo', 'other')) NOT VALID;
ALTER TABLE public.documents VALIDATE CONSTRAINT documents_type_check;

ALTER TABLE public.documents DROP CONSTRAINT IF EXISTS documents_entity_type_check;
ALTER TABLE public.documents ADD CONSTRAINT documents_entity_type_check CHECK (entity_type IN ('organization', 'property',
  'unit', 'tenancy', 'lease', 'renter', 'owner', 'vendor', 'maintenance_request', 'work_order', 'payment', 'inspection',
  'lease_notice', 'disposition')) NOT VALID;
ALTER TABLE public.documents VALIDATE CONSTRAINT documents_entity_type_check;

CREATE INDEX CONCURRENTLY IF NOT EXISTS documents_property_id_idx ON public.documents (tenant_id, property_id);

CREATE INDEX CONCURRENTLY IF NOT EXISTS documents_audience_id_idx ON public.documents (tenant_id, audience_id);

CREATE INDEX CONCURRENTLY IF NOT EXISTS documents_held_by_idx ON public.documents (tenant_id, held_by);

CREATE INDEX CONCURRENTLY IF NOT EXISTS documents_created_at_idx ON public.documents (tenant_id, created_at DESC) WHERE deleted_at IS NULL;

-- +goose Down

DROP INDEX CONCURRENTLY IF EXISTS public.documents_created_at_idx;
DROP INDEX CONCURRENTLY IF EXISTS public.documents_audience_id_idx;

ALTER TABLE public.documents DROP CONSTRAINT IF EXISTS documents_audience_id_fkey;

-- Documents of kinds that the older schema does not know stay: only new ones are held to its lists.
ALTER TABLE public.documents DROP CONSTRAINT IF EXISTS documents_entity_type_check;
ALTER TABLE public.documents ADD CONSTRAINT documents_entity_type_check CHECK (entity_type IN ('organization', 'property',
  'unit', 'tenancy', 'lease', 'renter', 'owner', 'vendor', 'maintenance_request', 'work_order', 'payment')) NOT VALID;
ALTER TABLE public.documents DROP CONSTRAINT IF EXISTS documents_type_check;
ALTER TABLE public.documents ADD CONSTRAINT documents_type_check CHECK (type IN ('lease', 'addendum', 'notice', 'invoice',
  'receipt', 'insurance', 'id_verification', 'application', 'contract', 'report', 'other')) NOT VALID;

ALTER TABLE public.documents DROP COLUMN IF EXISTS expiry_noted_at;
ALTER TABLE public.documents DROP COLUMN IF EXISTS hold_reason;
ALTER TABLE public.documents DROP COLUMN IF EXISTS held_by;
ALTER TABLE public.documents DROP COLUMN IF EXISTS held_at;
ALTER TABLE public.documents DROP COLUMN IF EXISTS retention_class;
ALTER TABLE public.documents DROP COLUMN IF EXISTS scan_status;
ALTER TABLE public.documents DROP COLUMN IF EXISTS revision;
ALTER TABLE public.documents DROP COLUMN IF EXISTS property_id;
ALTER TABLE public.documents DROP COLUMN IF EXISTS property_id;
