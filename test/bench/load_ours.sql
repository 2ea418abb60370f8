-- Fills our tables for the organizations from bench.lo to bench.hi, as they stand on bench.today. Payments come month
-- by month, as they do in life, so that an organization's rows are not all neighbours. Triggers and foreign keys are
-- off: the rows below are right by construction, and 720,000 checks of them would be most of the time.

SET session_replication_role = replica;

CREATE FUNCTION pg_temp.made(kind integer, org integer, n integer) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
  SELECT (lpad(to_hex(1735689600000 + n::bigint * 60000 + org), 12, '0') || '7' || lpad(to_hex(kind), 3, '0')
    || '8' || lpad(to_hex(org), 7, '0') || lpad(to_hex(n), 8, '0'))::uuid
$$;

CREATE TEMP TABLE orgs AS
SELECT o, pg_temp.made(0, o, 0) AS id
FROM generate_series(current_setting('bench.lo')::integer, current_setting('bench.hi')::integer) AS o;

INSERT INTO platform.directory (organization_id, slug)
SELECT id, 'bench-' || o FROM orgs;

INSERT INTO public.organizations (id, name, slug)
SELECT id, 'Organization ' || o, 'bench-' || o FROM orgs;

INSERT INTO public.addresses (tenant_id, id, street1, city, state, zip_code)
SELECT id, pg_temp.made(9, o, n), n * 100 || ' Main Street', 'Springfield', 'IL', '62701'
FROM orgs, generate_series(0, 4) AS n;

INSERT INTO public.properties (tenant_id, id, address_id, name, type)
SELECT id, pg_temp.made(1, o, n), pg_temp.made(9, o, n), 'Property ' || n + 1, 'residential'
FROM orgs, generate_series(0, 4) AS n;

-- 92 occupied, 3 on notice, 5 vacant.
INSERT INTO public.units (tenant_id, id, property_id, number, floor, square_feet, bedrooms, bathrooms, base_rent, deposit, status)
SELECT id, pg_temp.made(2, o, n), pg_temp.made(1, o, n / 20), (n % 20 / 5 + 1) * 100 + n % 5 + 1 || '', n % 20 / 5 + 1,
  450 + n % 7 * 90, n % 4, 1 + n % 3 * 0.5, 1100 + n % 9 * 75, 1100,
  CASE WHEN n < 92 THEN 'occupied' WHEN n < 95 THEN 'notice' ELSE 'vacant' END
FROM orgs, generate_series(0, 99) AS n;

INSERT INTO public.tenants (tenant_id, id, first_name, last_name, email)
SELECT id, pg_temp.made(8, o, n), 'First' || n, 'Last' || n, 'renter' || n || '@example.com'
FROM orgs, generate_series(0, 99) AS n;

INSERT INTO public.tenancies (tenant_id, id, unit_id, property_id, moved_in_on, moved_out_on)
SELECT id, pg_temp.made(3, o, n), pg_temp.made(2, o, n), pg_temp.made(1, o, n / 20),
  current_setting('bench.today')::date - 400, CASE WHEN n >= 95 THEN current_setting('bench.today')::date - 10 END
FROM orgs, generate_series(0, 99) AS n;

INSERT INTO public.leases (tenant_id, id, tenancy_id, unit_id, property_id, renter_id, start_date, end_date, monthly_rent,
  security_deposit, status)
SELECT id, pg_temp.made(4, o, n), pg_temp.made(3, o, n), pg_temp.made(2, o, n), pg_temp.made(1, o, n / 20),
  pg_temp.made(8, o, n), current_setting('bench.today')::date - 400, current_setting('bench.today')::date + 30 + n,
  1100 + n % 9 * 75, 1100, CASE WHEN n < 95 THEN 'active' ELSE 'terminated' END
FROM orgs, generate_series(0, 99) AS n;

INSERT INTO public.lease_parties (tenant_id, id, lease_id, tenancy_id, renter_id, from_date)
SELECT id, pg_temp.made(10, o, n), pg_temp.made(4, o, n), pg_temp.made(3, o, n), pg_temp.made(8, o, n),
  current_setting('bench.today')::date - 400
FROM orgs, generate_series(0, 99) AS n;

-- Month 11 is the present one: of its hundred payments 60 are in, 25 pending, 10 on their way, 5 failed.
INSERT INTO public.payments (tenant_id, id, tenancy_id, lease_id, renter_id, amount, method, status, due_date, paid_at,
  failed_at)
SELECT id, pg_temp.made(5, o, m * 100 + n), pg_temp.made(3, o, n), pg_temp.made(4, o, n), pg_temp.made(8, o, n),
  1100 + n % 9 * 75, (ARRAY['ach', 'credit_card', 'check', 'bank_transfer'])[1 + n % 4], status, due,
  CASE WHEN status IN ('completed', 'refunded') THEN due END, CASE WHEN status = 'failed' THEN due END
FROM (
  SELECT o, id, m, n,
    (date_trunc('month', current_setting('bench.today')::date) + make_interval(months => m - 11, days => n * 5 % 28))::date AS due,
    CASE WHEN m = 11 THEN CASE WHEN n < 60 THEN 'completed' WHEN n < 85 THEN 'pending' WHEN n < 95 THEN 'processing' ELSE 'failed' END
      WHEN (n + m) % 50 = 0 THEN 'failed' WHEN (n + m) % 50 = 1 THEN 'refunded' WHEN (n + m) % 50 = 2 THEN 'pending'
      ELSE 'completed' END AS status
  FROM orgs, generate_series(0, 11) AS m, generate_series(0, 99) AS n
  ORDER BY m, o, n) AS p;

-- 40 of the hundred are open, in every state and priority.
INSERT INTO public.maintenance_requests (tenant_id, id, unit_id, property_id, tenancy_id, renter_id, category, priority,
  title, description, status, resolved_at, created_at)
SELECT id, pg_temp.made(6, o, n), pg_temp.made(2, o, n), pg_temp.made(1, o, n / 20), pg_temp.made(3, o, n),
  pg_temp.made(8, o, n), (ARRAY['plumbing', 'electrical', 'hvac', 'appliances'])[1 + n % 4],
  (ARRAY['low', 'medium', 'high', 'emergency'])[1 + n % 4], 'Request ' || n, 'Something in the kitchen is not as it should be.',
  CASE WHEN n >= 40 THEN 'completed' ELSE (ARRAY['submitted', 'triaged', 'assigned', 'in_progress', 'awaiting_parts'])[1 + n % 5] END,
  CASE WHEN n >= 40 THEN current_setting('bench.today')::date - n END,
  current_setting('bench.today')::date - n - 3
FROM orgs, generate_series(0, 99) AS n
ORDER BY n DESC, o;
