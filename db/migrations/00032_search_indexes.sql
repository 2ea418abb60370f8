-- What the search functions of 00031 look up, within an organization. An organization's rows are one key of each index and
-- trigrams the other. Nothing is kept for later merging (fastupdate), or the first search after an import would pay for it.

-- +goose NO TRANSACTION

-- +goose Up

CREATE INDEX CONCURRENTLY IF NOT EXISTS properties_search_idx ON public.properties
  USING gin (tenant_id, (app.searchable(name, NULL)) extensions.gin_trgm_ops) WITH (fastupdate = off) WHERE deleted_at IS NULL;

CREATE INDEX CONCURRENTLY IF NOT EXISTS addresses_search_idx ON public.addresses
  USING gin (tenant_id, (app.searchable(street1 || ' ' || coalesce(street2, '') || ' ' || city || ' ' || coalesce(state, '')
    || ' ' || coalesce(zip_code, ''), NULL)) extensions.gin_trgm_ops) WITH (fastupdate = off) WHERE deleted_at IS NULL;

CREATE INDEX CONCURRENTLY IF NOT EXISTS units_search_idx ON public.units
  USING gin (tenant_id, (app.searchable(number, number)) extensions.gin_trgm_ops) WITH (fastupdate = off) WHERE deleted_at IS NULL;

CREATE INDEX CONCURRENTLY IF NOT EXISTS tenants_search_idx ON public.tenants
  USING gin (tenant_id, (app.searchable(first_name || ' ' || last_name || ' ' || coalesce(company_name, '') || ' '
    || coalesce(email, '') || ' ' || coalesce(phone, ''), phone)) extensions.gin_trgm_ops) WITH (fastupdate = off)
  WHERE deleted_at IS NULL;

CREATE INDEX CONCURRENTLY IF NOT EXISTS owners_search_idx ON public.owners
  USING gin (tenant_id, (app.searchable(name || ' ' || coalesce(email, '') || ' ' || coalesce(phone, ''), phone))
    extensions.gin_trgm_ops) WITH (fastupdate = off) WHERE deleted_at IS NULL;

CREATE INDEX CONCURRENTLY IF NOT EXISTS vendors_search_idx ON public.vendors
  USING gin (tenant_id, (app.searchable(name || ' ' || coalesce(contact_name, '') || ' ' || coalesce(contact_email, '') || ' '
    || coalesce(contact_phone, ''), contact_phone)) extensions.gin_trgm_ops) WITH (fastupdate = off) WHERE deleted_at IS NULL;

CREATE INDEX CONCURRENTLY IF NOT EXISTS documents_search_idx ON public.documents
  USING gin (tenant_id, (app.searchable(file_name || ' ' || coalesce(description, ''), NULL)) extensions.gin_trgm_ops)
  WITH (fastupdate = off) WHERE deleted_at IS NULL;

CREATE INDEX CONCURRENTLY IF NOT EXISTS leases_rent_search_idx ON public.leases (tenant_id, monthly_rent) WHERE deleted_at IS NULL;

CREATE INDEX CONCURRENTLY IF NOT EXISTS payments_amount_search_idx ON public.payments (tenant_id, amount);

-- +goose Down

DROP INDEX CONCURRENTLY IF EXISTS public.payments_amount_search_idx;
DROP INDEX CONCURRENTLY IF EXISTS public.leases_rent_search_idx;
DROP INDEX CONCURRENTLY IF EXISTS public.documents_search_idx;
DROP INDEX CONCURRENTLY IF EXISTS public.vendors_search_idx;
DROP INDEX CONCURRENTLY IF EXISTS public.owners_search_idx;
DROP INDEX CONCURRENTLY IF EXISTS public.tenants_search_idx;
DROP INDEX CONCURRENTLY IF EXISTS public.units_search_idx;
DROP INDEX CONCURRENTLY IF EXISTS public.addresses_search_idx;
DROP INDEX CONCURRENTLY IF EXISTS public.properties_search_idx;
