-- Fills one more organization, number bench.large, with bench.units units as a company of that size has them: fifty to a
-- property, renters with names as they repeat in life, a year of payments, papers, owners and vendors. Triggers and foreign keys
-- are off, as in load_ours.sql.

SET session_replication_role = replica;

CREATE FUNCTION pg_temp.made(kind integer, org integer, n integer) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
  SELECT (lpad(to_hex(1735689600000 + n::bigint * 60000 + org), 12, '0') || '7' || lpad(to_hex(kind), 3, '0')
    || '8' || lpad(to_hex(org), 7, '0') || lpad(to_hex(n), 8, '0'))::uuid
$$;

CREATE TEMP TABLE org AS
SELECT o, pg_temp.made(0, o, 0) AS id, current_setting('bench.units')::integer AS units, current_setting('bench.today')::date AS today,
  ARRAY['Ada', 'Ben', 'Cleo', 'Dora', 'Emil', 'Flora', 'Gus', 'Hanna', 'Ivo', 'José', 'Kira', 'Leo', 'Mara', 'Nils', 'Olga', 'Pavel',
    'Quinn', 'Rosa', 'Sam', 'Tess', 'Uma', 'Viktor', 'Wanda', 'Xenia', 'Yusuf', 'Zoë', 'Arlo', 'Bruna', 'Caleb'] AS firsts,
  ARRAY['Johnson', 'Okafor', 'Smith', 'Nguyen', 'García', 'Whitfield', 'Petrov', 'Lindqvist', 'Baker', 'Moreau', 'Tanaka', 'Kowalski',
    'Haddad', 'O''Brien', 'Fischer', 'Abernathy', 'Delgado', 'Sørensen', 'Mbeki', 'Castellano', 'Underwood', 'Ivanova', 'Rossi'] AS lasts,
  ARRAY['Maple', 'Elm', 'Cedar', 'Juniper', 'Alder', 'Birch', 'Linden', 'Walnut', 'Aspen', 'Hawthorn', 'Sycamore'] AS trees,
  ARRAY['Court', 'Terrace', 'House', 'Gardens', 'Square', 'Place', 'Lofts'] AS sorts,
  ARRAY['Springfield', 'Decatur', 'Peoria', 'Joliet', 'Champaign'] AS cities
FROM (SELECT current_setting('bench.large')::integer AS o) AS s;

INSERT INTO platform.directory (organization_id, slug) SELECT id, 'bench-large' FROM org;

INSERT INTO public.organizations (id, name, slug, plan) SELECT id, 'Large organization', 'bench-large', 'enterprise' FROM org;

INSERT INTO public.addresses (tenant_id, id, street1, city, state, zip_code, coordinates)
SELECT id, pg_temp.made(9, o, n), 100 + n * 7 || ' ' || trees[1 + (n * 5) % 11] || ' Street', cities[1 + n % 5], 'IL', 62700 + n % 90 || '',
  extensions.ST_SetSRID(extensions.ST_MakePoint(-89.6 + n * 0.001, 39.8 + n * 0.0007), 4326)::extensions.geography
FROM org, generate_series(0, (units - 1) / 50) AS n;

INSERT INTO public.properties (tenant_id, id, address_id, name, type)
SELECT id, pg_temp.made(1, o, n), pg_temp.made(9, o, n), trees[1 + n % 11] || ' ' || sorts[1 + n % 7] || ' ' || n + 1, 'residential'
FROM org, generate_series(0, (units - 1) / 50) AS n;

INSERT INTO public.units (tenant_id, id, property_id, number, floor, square_feet, bedrooms, bathrooms, base_rent, deposit, status)
SELECT id, pg_temp.made(2, o, n), pg_temp.made(1, o, n / 50), n % 50 / 10 + 1 || chr(65 + n % 10), n % 50 / 10 + 1,
  450 + n % 7 * 90, n % 4, 1 + n % 3 * 0.5, 1100 + n % 67 * 25, 1100,
  CASE WHEN n % 20 < 18 THEN 'occupied' WHEN n % 20 = 18 THEN 'notice' ELSE 'vacant' END
FROM org, generate_series(0, units - 1) AS n;

-- One renter a unit, and a second one in every fourth.
INSERT INTO public.tenants (tenant_id, id, first_name, last_name, email, phone)
SELECT id, pg_temp.made(8, o, n), firsts[1 + n % 29], lasts[1 + n * 7 % 23], 'renter' || n || '@example.com',
  '(217) 555-' || lpad(n % 10000 || '', 4, '0')
FROM org, generate_series(0, units + units / 4 - 1) AS n;

INSERT INTO public.tenancies (tenant_id, id, unit_id, property_id, moved_in_on)
SELECT id, pg_temp.made(3, o, n), pg_temp.made(2, o, n), pg_temp.made(1, o, n / 50), today - 400
FROM org, generate_series(0, units - 1) AS n WHERE n % 20 < 19;

INSERT INTO public.leases (tenant_id, id, tenancy_id, unit_id, property_id, renter_id, start_date, end_date, monthly_rent,
  security_deposit, status)
SELECT id, pg_temp.made(4, o, n), pg_temp.made(3, o, n), pg_temp.made(2, o, n), pg_temp.made(1, o, n / 50), pg_temp.made(8, o, n),
  today - 400, today + n % 330, 1100 + n % 67 * 25, 1100, 'active'
FROM org, generate_series(0, units - 1) AS n WHERE n % 20 < 19;

INSERT INTO public.lease_parties (tenant_id, id, lease_id, tenancy_id, renter_id, from_date)
SELECT id, pg_temp.made(10, o, r), pg_temp.made(4, o, n), pg_temp.made(3, o, n), pg_temp.made(8, o, r), today - 400
FROM org, generate_series(0, units - 1) AS n, LATERAL (SELECT n AS r UNION ALL SELECT units + n / 4 WHERE n % 4 = 0) AS p
WHERE n % 20 < 19;

-- What an earlier system said: one in sixteen owes.
INSERT INTO public.imports (tenant_id, id, layout, file_name, file_hash, as_of, as_of_source, counts)
SELECT id, pg_temp.made(11, o, 0), 'rent_roll', 'rents.csv', sha256('bench'), today - 30, 'given', '{}' FROM org;

INSERT INTO public.lease_openings (tenant_id, id, lease_id, tenancy_id, import_id, as_of, past_due, prepaid, deposit_held)
SELECT id, pg_temp.made(12, o, n), pg_temp.made(4, o, n), pg_temp.made(3, o, n), pg_temp.made(11, o, 0), today - 30,
  CASE WHEN n % 16 = 0 THEN 200 + n % 900 ELSE 0 END, 0, 1100
FROM org, generate_series(0, units - 1) AS n WHERE n % 20 < 19;

INSERT INTO public.payments (tenant_id, id, tenancy_id, lease_id, renter_id, amount, method, status, due_date, paid_at)
SELECT id, pg_temp.made(5, o, m * units + n), pg_temp.made(3, o, n), pg_temp.made(4, o, n), pg_temp.made(8, o, n),
  1100 + n % 67 * 25, 'ach', 'completed', today - m * 30, today - m * 30
FROM org, generate_series(0, 11) AS m, generate_series(0, units - 1) AS n WHERE n % 20 < 19;

INSERT INTO public.documents (tenant_id, id, type, entity_type, entity_id, file_name, file_path, file_size, mime_type, content_hash,
  description, access_level)
SELECT id, pg_temp.made(13, o, n), 'lease', 'lease', pg_temp.made(4, o, n), 'lease-' || lower(lasts[1 + n * 7 % 23]) || '-' || n || '.pdf',
  'bench/' || n, 1000, 'application/pdf', sha256(n::text::bytea), 'Signed lease', 'staff'
FROM org, generate_series(0, units - 1) AS n WHERE n % 20 < 19;

INSERT INTO public.owners (tenant_id, id, name, email, phone)
SELECT id, pg_temp.made(14, o, n), firsts[1 + n * 3 % 29] || ' ' || lasts[1 + n * 5 % 23] || ' Holdings', 'owner' || n || '@example.com',
  '(309) 555-' || lpad(n || '', 4, '0')
FROM org, generate_series(0, (units - 1) / 50) AS n;

INSERT INTO public.owner_properties (tenant_id, id, owner_id, property_id, ownership_percentage, from_date)
SELECT id, pg_temp.made(15, o, n), pg_temp.made(14, o, n), pg_temp.made(1, o, n), 100, today - 900
FROM org, generate_series(0, (units - 1) / 50) AS n;

INSERT INTO public.vendors (tenant_id, id, name, type, contact_name, contact_email)
SELECT id, pg_temp.made(16, o, n), lasts[1 + n * 11 % 23] || ' Plumbing ' || n, 'plumbing', firsts[1 + n % 29], 'vendor' || n || '@example.com'
FROM org, generate_series(0, (units - 1) / 50) AS n;

INSERT INTO public.maintenance_requests (tenant_id, id, unit_id, property_id, tenancy_id, renter_id, category, priority, title,
  description, status, created_at)
SELECT id, pg_temp.made(6, o, n), pg_temp.made(2, o, n), pg_temp.made(1, o, n / 50), pg_temp.made(3, o, n), pg_temp.made(8, o, n),
  'plumbing', (ARRAY['low', 'medium', 'high', 'emergency'])[1 + n % 4], 'Request ' || n, 'Something drips.', 'submitted', today - n % 40
FROM org, generate_series(0, units - 1) AS n WHERE n % 20 = 5;
