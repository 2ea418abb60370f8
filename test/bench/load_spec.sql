-- The same rows in the original design's tables, with the random keys that it asks for.

SET session_replication_role = replica;
SET search_path = spec_design;

CREATE FUNCTION pg_temp.made(kind integer, org integer, n integer) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
  SELECT md5(kind || '.' || org || '.' || n)::uuid
$$;

CREATE TEMP TABLE orgs AS
SELECT o, pg_temp.made(0, o, 0) AS id
FROM generate_series(current_setting('bench.lo')::integer, current_setting('bench.hi')::integer) AS o;

INSERT INTO organizations (id, name, slug)
SELECT id, 'Organization ' || o, 'bench-' || o FROM orgs;

INSERT INTO users (id, tenant_id, email, first_name, last_name)
SELECT pg_temp.made(8, o, n), id, 'renter' || n || '@example.com', 'First' || n, 'Last' || n
FROM orgs, generate_series(0, 99) AS n;

INSERT INTO addresses (id, street1, city, state, zip_code)
SELECT pg_temp.made(9, o, n), n * 100 || ' Main Street', 'Springfield', 'IL', '62701'
FROM orgs, generate_series(0, 4) AS n;

INSERT INTO properties (id, tenant_id, address_id, name, type)
SELECT pg_temp.made(1, o, n), id, pg_temp.made(9, o, n), 'Property ' || n + 1, 'residential'
FROM orgs, generate_series(0, 4) AS n;

INSERT INTO units (id, property_id, number, type, floor, square_feet, bedrooms, bathrooms, base_rent, deposit, status)
SELECT pg_temp.made(2, o, n), pg_temp.made(1, o, n / 20), (n % 20 / 5 + 1) * 100 + n % 5 + 1 || '', 'one_bedroom',
  n % 20 / 5 + 1, 450 + n % 7 * 90, n % 4, 1 + n % 3 * 0.5, 1100 + n % 9 * 75, 1100,
  CASE WHEN n < 95 THEN 'occupied' ELSE 'vacant' END
FROM orgs, generate_series(0, 99) AS n;

INSERT INTO leases (id, unit_id, tenant_id, start_date, end_date, monthly_rent, security_deposit, status)
SELECT pg_temp.made(4, o, n), pg_temp.made(2, o, n), pg_temp.made(8, o, n), current_setting('bench.today')::date - 400,
  current_setting('bench.today')::date + 30 + n, 1100 + n % 9 * 75, 1100, CASE WHEN n < 95 THEN 'active' ELSE 'terminated' END
FROM orgs, generate_series(0, 99) AS n;

INSERT INTO payments (id, tenant_id, lease_id, amount, method, status, due_date, paid_at, failed_at)
SELECT pg_temp.made(5, o, m * 100 + n), pg_temp.made(8, o, n), pg_temp.made(4, o, n), 1100 + n % 9 * 75,
  (ARRAY['ach', 'credit_card', 'check', 'bank_transfer'])[1 + n % 4], status, due,
  CASE WHEN status IN ('completed', 'refunded') THEN due END, CASE WHEN status = 'failed' THEN due END
FROM (
  SELECT o, id, m, n,
    (date_trunc('month', current_setting('bench.today')::date) + make_interval(months => m - 11, days => n * 5 % 28))::date AS due,
    CASE WHEN m = 11 THEN CASE WHEN n < 60 THEN 'completed' WHEN n < 85 THEN 'pending' WHEN n < 95 THEN 'processing' ELSE 'failed' END
      WHEN (n + m) % 50 = 0 THEN 'failed' WHEN (n + m) % 50 = 1 THEN 'refunded' WHEN (n + m) % 50 = 2 THEN 'pending'
      ELSE 'completed' END AS status
  FROM orgs, generate_series(0, 11) AS m, generate_series(0, 99) AS n
  ORDER BY m, o, n) AS p;

INSERT INTO maintenance_requests (id, tenant_id, unit_id, category, priority, title, description, status, resolved_at,
  created_at)
SELECT pg_temp.made(6, o, n), pg_temp.made(8, o, n), pg_temp.made(2, o, n),
  (ARRAY['plumbing', 'electrical', 'hvac', 'appliances'])[1 + n % 4],
  (ARRAY['low', 'medium', 'high', 'emergency'])[1 + n % 4], 'Request ' || n, 'Something in the kitchen is not as it should be.',
  CASE WHEN n >= 40 THEN 'completed' ELSE (ARRAY['submitted', 'triaged', 'assigned', 'in_progress', 'awaiting_parts'])[1 + n % 5] END,
  CASE WHEN n >= 40 THEN current_setting('bench.today')::date - n END,
  current_setting('bench.today')::date - n - 3
FROM orgs, generate_series(0, 99) AS n
ORDER BY n DESC, o;
