-- Fills one more organization, number bench.large, with bench.units let units, fifty to a property, whose books are open: nothing has been
-- billed yet. The first property was taken on two years ago, the others last month. Triggers and foreign keys are off, as in load_ours.sql.

SET session_replication_role = replica;

CREATE FUNCTION pg_temp.made(kind integer, org integer, n integer) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
  SELECT (lpad(to_hex(1735689600000 + n::bigint * 60000 + org), 12, '0') || '7' || lpad(to_hex(kind), 3, '0')
    || '8' || lpad(to_hex(org), 7, '0') || lpad(to_hex(n), 8, '0'))::uuid
$$;

CREATE TEMP TABLE org AS
SELECT o, pg_temp.made(0, o, 0) AS id, current_setting('bench.units')::integer AS units,
  date_trunc('month', current_setting('bench.today')::date)::date AS month
FROM (SELECT current_setting('bench.large')::integer AS o) AS s;

INSERT INTO platform.directory (organization_id, slug) SELECT id, 'bench-rents' FROM org;

INSERT INTO public.organizations (id, name, slug, plan) SELECT id, 'Organization of rents', 'bench-rents', 'enterprise' FROM org;

INSERT INTO public.addresses (tenant_id, id, street1, city, state, zip_code)
SELECT id, pg_temp.made(9, o, n), 100 + n || ' Elm Street', 'Peoria', 'IL', '61602' FROM org, generate_series(0, (units - 1) / 50) AS n;

INSERT INTO public.properties (tenant_id, id, address_id, name, type)
SELECT id, pg_temp.made(1, o, n), pg_temp.made(9, o, n), 'Block ' || n + 1, 'residential' FROM org, generate_series(0, (units - 1) / 50) AS n;

INSERT INTO public.units (tenant_id, id, property_id, number, bedrooms, bathrooms, base_rent, deposit, status)
SELECT id, pg_temp.made(2, o, n), pg_temp.made(1, o, n / 50), n % 50 + 1 || '', 2, 1, 1100 + n % 67 * 25, 1100, 'occupied'
FROM org, generate_series(0, units - 1) AS n;

INSERT INTO public.tenants (tenant_id, id, first_name, last_name)
SELECT id, pg_temp.made(8, o, n), 'Renter', n || '' FROM org, generate_series(0, units - 1) AS n;

INSERT INTO public.tenancies (tenant_id, id, unit_id, property_id, moved_in_on)
SELECT id, pg_temp.made(3, o, n), pg_temp.made(2, o, n), pg_temp.made(1, o, n / 50), month - interval '30 months'
FROM org, generate_series(0, units - 1) AS n;

INSERT INTO public.leases (tenant_id, id, tenancy_id, unit_id, property_id, renter_id, start_date, monthly_rent, security_deposit, status)
SELECT id, pg_temp.made(4, o, n), pg_temp.made(3, o, n), pg_temp.made(2, o, n), pg_temp.made(1, o, n / 50), pg_temp.made(8, o, n),
  month - interval '30 months', 1100 + n % 67 * 25, 0, 'active'
FROM org, generate_series(0, units - 1) AS n;

INSERT INTO public.lease_parties (tenant_id, id, lease_id, tenancy_id, renter_id, from_date)
SELECT id, pg_temp.made(10, o, n), pg_temp.made(4, o, n), pg_temp.made(3, o, n), pg_temp.made(8, o, n), month - interval '30 months'
FROM org, generate_series(0, units - 1) AS n;

INSERT INTO public.rent_schedules (tenant_id, id, lease_id, tenancy_id, amount, from_date)
SELECT id, pg_temp.made(17, o, n), pg_temp.made(4, o, n), pg_temp.made(3, o, n), 1100 + n % 67 * 25, month - interval '30 months'
FROM org, generate_series(0, units - 1) AS n;

INSERT INTO public.bank_accounts (tenant_id, id, purpose, account_holder_name, account_type, bank_name, last_four)
SELECT id, pg_temp.made(18, o, n), (ARRAY['operating_trust', 'deposit_trust'])[n], 'Bench', 'checking', 'First Bank', '000' || n
FROM org, generate_series(1, 2) AS n;

INSERT INTO public.trust_banks (tenant_id, id, operating_bank_id, deposit_bank_id)
SELECT id, pg_temp.made(19, o, 0), pg_temp.made(18, o, 1), pg_temp.made(18, o, 2) FROM org;

INSERT INTO public.take_ons (tenant_id, id, property_id, dated_on, first_period, finished_at)
SELECT id, pg_temp.made(20, o, n), pg_temp.made(1, o, n), f.month - 1, f.month, now()
FROM org, generate_series(0, (units - 1) / 50) AS n, LATERAL (SELECT (CASE n WHEN 0 THEN month - interval '23 months' ELSE month END)::date AS month) AS f;
