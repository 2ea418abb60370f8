-- What an import made, so that it can be taken back as a whole. Without a transaction, since imports are read and written while
-- this runs; each statement can be run again.

-- +goose NO TRANSACTION
-- +goose Up

ALTER TABLE public.imports ADD COLUMN IF NOT EXISTS finished_at timestamptz;

ALTER TABLE public.imports ADD COLUMN IF NOT EXISTS property_ids uuid[] NOT NULL DEFAULT '{}';

ALTER TABLE public.imports ADD COLUMN IF NOT EXISTS unit_ids uuid[] NOT NULL DEFAULT '{}';

ALTER TABLE public.imports ADD COLUMN IF NOT EXISTS tenancy_ids uuid[] NOT NULL DEFAULT '{}';

ALTER TABLE public.imports ADD COLUMN IF NOT EXISTS renter_ids uuid[] NOT NULL DEFAULT '{}';

-- What units that were there before had for a status, by their id.
ALTER TABLE public.imports ADD COLUMN IF NOT EXISTS earlier_statuses jsonb NOT NULL DEFAULT '{}';

ALTER TABLE public.imports ADD COLUMN IF NOT EXISTS undone_at timestamptz;

ALTER TABLE public.imports ADD COLUMN IF NOT EXISTS undone_by uuid;

ALTER TABLE public.imports ADD COLUMN IF NOT EXISTS deletion_id uuid;

-- A file that was taken back may come again.
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS imports_file_key ON public.imports (tenant_id, file_hash)
  WHERE undone_at IS NULL;

DROP INDEX CONCURRENTLY IF EXISTS public.imports_file_hash_key;

CREATE INDEX CONCURRENTLY IF NOT EXISTS imports_deletion_id_idx ON public.imports (tenant_id, deletion_id) WHERE deletion_id IS NOT NULL;

GRANT UPDATE (finished_at, property_ids, unit_ids, tenancy_ids, renter_ids, earlier_statuses, undone_at, undone_by, deletion_id)
  ON public.imports TO propertyos_app;

-- +goose Down

DROP INDEX CONCURRENTLY IF EXISTS public.imports_deletion_id_idx;

-- A file that was taken back and came again is there twice, which the older schema does not know: its key comes back where no
-- file is, and otherwise fails, with nothing lost.
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS imports_file_hash_key ON public.imports (tenant_id, file_hash);
DROP INDEX CONCURRENTLY IF EXISTS public.imports_file_key;
ALTER TABLE public.imports DROP COLUMN IF EXISTS deletion_id;
ALTER TABLE public.imports DROP COLUMN IF EXISTS undone_by;
ALTER TABLE public.imports DROP COLUMN IF EXISTS undone_at;
ALTER TABLE public.imports DROP COLUMN IF EXISTS earlier_statuses;
ALTER TABLE public.imports DROP COLUMN IF EXISTS renter_ids;
ALTER TABLE public.imports DROP COLUMN IF EXISTS tenancy_ids;
ALTER TABLE public.imports DROP COLUMN IF EXISTS unit_ids;
ALTER TABLE public.imports DROP COLUMN IF EXISTS property_ids;
ALTER TABLE public.imports DROP COLUMN IF EXISTS finished_at;
