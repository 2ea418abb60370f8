-- A notice sets the end of a lease that goes from month to month. Whether it did is kept beside it, so that withdrawing the
-- notice takes back that end and no other.

-- +goose Up

ALTER TABLE public.lease_notices ADD COLUMN ended_lease boolean NOT NULL DEFAULT false;

GRANT UPDATE (ended_lease) ON public.lease_notices TO propertyos_app;

-- +goose Down

ALTER TABLE public.lease_notices DROP COLUMN ended_lease;
