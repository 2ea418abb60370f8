-- Search over properties, units, people, documents and amounts. Each function tells ids, how well they fit and how many
-- there are, and nothing of the rows, which the caller then reads under its own policies. They run as propertyos_definer,
-- because a trigram index is of no use under row-level security, and so filter themselves: by organization, by staff, by the
-- role where the kind asks for more, and by the properties that the session is limited to.

-- +goose Up

-- What is searched of a row, and the words that are looked for, in one spelling: without case and accents, with a space
-- before each word and after the last, so that a word's beginning and end can be looked for. p_code (a phone number, a unit's
-- number) is added without its punctuation. Plain ASCII, nearly everything, takes the short way.
-- +goose StatementBegin
CREATE FUNCTION app.searchable(p_text text, p_code text) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE COST 20
AS $$
DECLARE
  code constant text := coalesce(lower(translate(p_code, ' ()-.+/#', '') COLLATE "C"), '');
BEGIN
  IF octet_length(p_text) = length(p_text) THEN
    RETURN ' ' || lower(p_text COLLATE "C") || ' ' || code || ' ';
  END IF;
  RETURN ' ' || translate(replace(replace(replace(
    lower(regexp_replace(normalize(p_text, NFKD), '[' || chr(768) || '-' || chr(879) || ']', '', 'g') COLLATE "und-x-icu"),
    chr(223), 'ss'), chr(230), 'ae'), chr(339), 'oe'), chr(248) || chr(322) || chr(273) || chr(305), 'oldi') || ' ' || code || ' ';
END
$$;
-- +goose StatementEnd

-- The conditions that p_column, an expression, holds the words: all of them (p_with AND) or one (OR). A word of one or two
-- letters is looked for where words begin, for it has no trigram of its own; p_exact looks for whole words; p_similar for words
-- spelled alike, where they are long enough and no number. Nothing of a word is a wildcard.
-- +goose StatementBegin
CREATE FUNCTION app.search_condition(p_column text, p_words text[], p_with text, p_exact boolean, p_similar boolean) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT '(' || coalesce(string_agg(
    CASE
      WHEN p_exact THEN format('%s LIKE %L', p_column, '% ' || l.word || ' %')
      WHEN p_similar AND length(w.word) >= 4 AND w.word !~ '[0-9@]'
        THEN format('%s OPERATOR(extensions.%%>) %L', p_column, w.word)
      WHEN length(w.word) < 3 THEN format('%s LIKE %L', p_column, '% ' || l.word || '%')
      ELSE format('%s LIKE %L', p_column, '%' || l.word || '%')
    END, ' ' || p_with || ' ' ORDER BY w.n), 'false') || ')'
  FROM unnest(p_words) WITH ORDINALITY AS w (word, n)
  CROSS JOIN LATERAL (SELECT regexp_replace(w.word, '([\\%_])', '\\\1', 'g') AS word) AS l
$$;
-- +goose StatementEnd

-- How well a text fits: 3 for each word that it has whole, 2 for the beginning of one, 1 for a part, below 1 for what is
-- spelled alike; where words are equal, the text that says least else.
-- +goose StatementBegin
CREATE FUNCTION app.search_rank(p_text text, p_words text[]) RETURNS real
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
AS $$
DECLARE
  word text;
  rank real := 1.0 / (1 + length(p_text));
BEGIN
  FOREACH word IN ARRAY p_words LOOP
    rank := rank + CASE
      WHEN position(' ' || word || ' ' IN p_text) > 0 THEN 3
      WHEN position(' ' || word IN p_text) > 0 THEN 2
      WHEN position(word IN p_text) > 0 THEN 1
      ELSE extensions.word_similarity(word, p_text) END;
  END LOOP;
  RETURN rank;
END
$$;
-- +goose StatementEnd

-- The words as they are looked for, at most eight of at most 64 letters.
-- +goose StatementBegin
CREATE FUNCTION app.search_words(p_words text[]) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT coalesce(array_agg(f.word ORDER BY w.n), '{}')
  FROM unnest(p_words[1:8]) WITH ORDINALITY AS w (word, n)
  CROSS JOIN LATERAL (SELECT btrim(app.searchable(left(w.word, 64), NULL)) AS word) AS f
  WHERE f.word <> ''
$$;
-- +goose StatementEnd

-- Whether no word is longer than three letters: then thousands of rows may fit.
-- +goose StatementBegin
CREATE FUNCTION app.search_short(p_words text[]) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT bool_and(length(w) <= 3) FROM unnest(p_words) AS w $$;
-- +goose StatementEnd

-- The rows x of one table whose text has all the words, or p_digits (of a phone number; '' for none). p_filter is a condition
-- on x beyond that. Of what thousands of rows have a thousand are ranked, and two hundred of what is spelled alike; of short
-- words, where that is likely and what they are whole words of matters most, also the whole ones.
-- +goose StatementBegin
CREATE FUNCTION app.search_rows(p_table text, p_text text, p_filter text, p_words text[], p_digits text, p_similar boolean,
  p_limit integer) RETURNS TABLE (id uuid, rank real, total bigint)
LANGUAGE plpgsql STABLE
AS $$
DECLARE
  words constant text[] := app.search_words(p_words);
  either constant text := app.search_condition(p_text, words, 'AND', false, p_similar)
    || CASE WHEN p_digits <> '' THEN ' OR ' || app.search_condition(p_text, ARRAY[p_digits], 'AND', false, false) ELSE '' END;
  rows constant text := format('SELECT x.id, %s AS t FROM public.%I AS x WHERE x.tenant_id = %L AND x.deleted_at IS NULL AND (%s) AND (',
    p_text, p_table, app.current_tenant_id(), p_filter);
BEGIN
  IF cardinality(words) = 0 THEN
    RETURN;
  END IF;
  IF p_similar THEN
    PERFORM set_config('pg_trgm.word_similarity_threshold', '0.4', true);
  END IF;
  RETURN QUERY EXECUTE format('SELECT f.id, app.search_rank(f.t, %L), count(*) OVER () FROM (%s(%s%s) LIMIT %s)) AS f
    ORDER BY 2 DESC, f.t, f.id LIMIT %s', words,
    CASE WHEN app.search_short(words) THEN '(' || rows || app.search_condition(p_text, words, 'AND', true, false) || ') LIMIT 100) UNION ' ELSE '' END,
    rows, either, CASE WHEN p_similar THEN 200 ELSE 1000 END, least(p_limit, 100));
END
$$;
-- +goose StatementEnd

-- Properties by name and address, the words in any order over both.
-- +goose StatementBegin
CREATE FUNCTION app.search_properties(p_words text[], p_similar boolean, p_scope uuid[], p_limit integer)
RETURNS TABLE (id uuid, rank real, total bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, app
AS $$
DECLARE
  words constant text[] := app.search_words(p_words);
  org constant uuid := app.current_tenant_id();
  name constant text := 'app.searchable(p.name, NULL)';
  place constant text := 'app.searchable(a.street1 || '' '' || coalesce(a.street2, '''') || '' '' || a.city || '' '' || '
    'coalesce(a.state, '''') || '' '' || coalesce(a.zip_code, ''''), NULL)';
BEGIN
  IF NOT app.is_staff() OR org IS NULL OR cardinality(words) = 0 THEN
    RETURN;
  END IF;
  IF p_similar THEN
    PERFORM set_config('pg_trgm.word_similarity_threshold', '0.4', true);
  END IF;
  RETURN QUERY EXECUTE format($q$
    WITH near AS (
      SELECT p.id FROM public.properties AS p WHERE p.tenant_id = %1$L AND p.deleted_at IS NULL AND %2$s
      UNION
      (SELECT p.id FROM public.addresses AS a
        JOIN public.properties AS p ON p.tenant_id = %1$L AND p.address_id = a.id AND p.deleted_at IS NULL
        WHERE a.tenant_id = %1$L AND a.deleted_at IS NULL AND %3$s LIMIT 1000)
    ), whole AS (
      SELECT p.id, (%4$s || coalesce(%5$s, ''))::text AS t
      FROM near AS n
      JOIN public.properties AS p ON p.tenant_id = %1$L AND p.id = n.id
      LEFT JOIN public.addresses AS a ON a.tenant_id = %1$L AND a.id = p.address_id
      WHERE cardinality(%6$L::uuid[]) = 0 OR p.id = ANY (%6$L::uuid[])
    )
    SELECT w.id, app.search_rank(w.t, %7$L), count(*) OVER () FROM whole AS w WHERE %8$s ORDER BY 2 DESC, w.t, w.id LIMIT %9$s$q$,
    org, app.search_condition(name, words, 'OR', false, p_similar), app.search_condition(place, words, 'AND', false, p_similar),
    name, place, p_scope, words, app.search_condition('w.t', words, 'AND', false, p_similar), least(p_limit, 100));
END
$$;
-- +goose StatementEnd

-- Units by their number, with more words of the property's name and address beside it: "3b", "elm 3b", "3b springfield".
-- +goose StatementBegin
CREATE FUNCTION app.search_units(p_words text[], p_scope uuid[], p_limit integer)
RETURNS TABLE (id uuid, rank real, total bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, app
AS $$
DECLARE
  words constant text[] := app.search_words(p_words);
  letters constant text[] := ARRAY(SELECT w FROM unnest(words) AS w WHERE w !~ '[0-9]');
  org constant uuid := app.current_tenant_id();
  number constant text := 'app.searchable(u.number, u.number)';
  name constant text := 'app.searchable(p.name, NULL)';
  place constant text := 'app.searchable(a.street1 || '' '' || coalesce(a.street2, '''') || '' '' || a.city || '' '' || '
    'coalesce(a.state, '''') || '' '' || coalesce(a.zip_code, ''''), NULL)';
  own text; -- units that have all the words in their number
  rows text;
BEGIN
  IF NOT app.is_staff() OR org IS NULL OR cardinality(words) = 0 THEN
    RETURN;
  END IF;
  rows := format('SELECT u.id, %s AS t FROM public.units AS u WHERE u.tenant_id = %L AND u.deleted_at IS NULL '
    'AND (cardinality(%3$L::uuid[]) = 0 OR u.property_id = ANY (%3$L::uuid[])) AND ', number, org, p_scope);
  own := CASE WHEN app.search_short(words) THEN format('(%s%s LIMIT 100) UNION ', rows, app.search_condition(number, words, 'AND', true, false))
    ELSE '' END || format('(%s%s LIMIT 1000)', rows, app.search_condition(number, words, 'AND', false, false));
  IF cardinality(words) > 1 THEN
    -- The units with one of the words in their number are found first: of most words that is none.
    own := own || format($q$ UNION (WITH numbered AS MATERIALIZED (
        SELECT u.id, u.property_id, %2$s AS t FROM public.units AS u
        WHERE u.tenant_id = %1$L AND u.deleted_at IS NULL AND %7$s AND (cardinality(%8$L::uuid[]) = 0 OR u.property_id = ANY (%8$L::uuid[]))
      ) SELECT w.id, w.t FROM (
        SELECT u.id, (u.t || %3$s || coalesce(%4$s, ''))::text AS t
        FROM numbered AS u
        JOIN public.properties AS p ON p.tenant_id = %1$L AND p.id = u.property_id
        LEFT JOIN public.addresses AS a ON a.tenant_id = %1$L AND a.id = p.address_id
        WHERE (u.property_id IN (
          SELECT p.id FROM public.properties AS p WHERE p.tenant_id = %1$L AND p.deleted_at IS NULL AND %5$s
          UNION
          SELECT p.id FROM public.addresses AS a
          JOIN public.properties AS p ON p.tenant_id = %1$L AND p.address_id = a.id AND p.deleted_at IS NULL
          WHERE a.tenant_id = %1$L AND a.deleted_at IS NULL AND %6$s)) IS TRUE) AS w WHERE %9$s LIMIT 1000)$q$,
      org, number, name, place,
      app.search_condition(name, CASE cardinality(letters) WHEN 0 THEN words ELSE letters END, 'OR', false, false),
      app.search_condition(place, CASE cardinality(letters) WHEN 0 THEN words ELSE letters END, 'OR', false, false),
      app.search_condition(number, words, 'OR', false, false), p_scope, app.search_condition('w.t', words, 'AND', false, false));
  END IF;
  RETURN QUERY EXECUTE format('SELECT f.id, app.search_rank(f.t, %L), count(*) OVER () FROM (%s) AS f ORDER BY 2 DESC, f.t, f.id LIMIT %s',
    words, own, least(p_limit, 100));
END
$$;
-- +goose StatementEnd

-- Renters by name, company, e-mail address and phone number. Staff limited to some properties find those who were ever party
-- to a lease there.
-- +goose StatementBegin
CREATE FUNCTION app.search_renters(p_words text[], p_digits text, p_similar boolean, p_scope uuid[], p_limit integer)
RETURNS TABLE (id uuid, rank real, total bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, app
AS $$
BEGIN
  IF app.is_staff() AND app.actor_role() <> 'technician' AND app.current_tenant_id() IS NOT NULL THEN
    RETURN QUERY SELECT * FROM app.search_rows('tenants',
      'app.searchable(x.first_name || '' '' || x.last_name || '' '' || coalesce(x.company_name, '''') || '' '' || coalesce(x.email, '''') '
      '|| '' '' || coalesce(x.phone, ''''), x.phone)',
      CASE WHEN cardinality(p_scope) = 0 THEN 'true' ELSE format('EXISTS (SELECT FROM public.lease_parties AS lp
        JOIN public.tenancies AS t ON t.tenant_id = %1$L AND t.id = lp.tenancy_id AND t.deleted_at IS NULL
        WHERE lp.tenant_id = %1$L AND lp.renter_id = x.id AND lp.deleted_at IS NULL AND t.property_id = ANY (%2$L::uuid[]))',
        app.current_tenant_id(), p_scope) END,
      p_words, p_digits, p_similar, p_limit);
  END IF;
END
$$;
-- +goose StatementEnd

-- Owners by name, e-mail address and phone number. Staff limited to some properties find those who ever had a share of one.
-- +goose StatementBegin
CREATE FUNCTION app.search_owners(p_words text[], p_digits text, p_similar boolean, p_scope uuid[], p_limit integer)
RETURNS TABLE (id uuid, rank real, total bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, app
AS $$
BEGIN
  IF app.is_staff() AND app.current_tenant_id() IS NOT NULL THEN
    RETURN QUERY SELECT * FROM app.search_rows('owners',
      'app.searchable(x.name || '' '' || coalesce(x.email, '''') || '' '' || coalesce(x.phone, ''''), x.phone)',
      CASE WHEN cardinality(p_scope) = 0 THEN 'true' ELSE format('EXISTS (SELECT FROM public.owner_properties AS op
        WHERE op.tenant_id = %L AND op.owner_id = x.id AND op.property_id = ANY (%L::uuid[]))',
        app.current_tenant_id(), p_scope) END,
      p_words, p_digits, p_similar, p_limit);
  END IF;
END
$$;
-- +goose StatementEnd

-- Vendors by name, contact, e-mail address and phone number. They work for the whole organization.
-- +goose StatementBegin
CREATE FUNCTION app.search_vendors(p_words text[], p_digits text, p_similar boolean, p_limit integer)
RETURNS TABLE (id uuid, rank real, total bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, app
AS $$
BEGIN
  IF app.is_staff() AND app.current_tenant_id() IS NOT NULL THEN
    RETURN QUERY SELECT * FROM app.search_rows('vendors',
      'app.searchable(x.name || '' '' || coalesce(x.contact_name, '''') || '' '' || coalesce(x.contact_email, '''') || '' '' || '
      'coalesce(x.contact_phone, ''''), x.contact_phone)', 'true', p_words, p_digits, p_similar, p_limit);
  END IF;
END
$$;
-- +goose StatementEnd

-- Those who sign in, by name, e-mail address and phone number: for the roles that see the list of users.
-- +goose StatementBegin
CREATE FUNCTION app.search_users(p_words text[], p_digits text, p_similar boolean, p_limit integer)
RETURNS TABLE (id uuid, rank real, total bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, app
AS $$
BEGIN
  IF app.actor_role() IN ('admin', 'manager', 'auditor', 'system') AND app.current_tenant_id() IS NOT NULL THEN
    RETURN QUERY SELECT * FROM app.search_rows('users',
      'app.searchable(coalesce(x.first_name, '''') || '' '' || coalesce(x.last_name, '''') || '' '' || x.email || '' '' || '
      'coalesce(x.phone, ''''), x.phone)', 'x.role NOT IN (''tenant'', ''owner'', ''vendor'')', p_words, p_digits, p_similar, p_limit);
  END IF;
END
$$;
-- +goose StatementEnd

-- Documents by file name and description. What is private is for whoever added it and for administrators; staff limited to
-- some properties find what hangs on these, their units, stays, renters, owners and work.
-- +goose StatementBegin
CREATE FUNCTION app.search_documents(p_words text[], p_similar boolean, p_scope uuid[], p_limit integer)
RETURNS TABLE (id uuid, rank real, total bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, app
AS $$
DECLARE
  org constant uuid := app.current_tenant_id();
BEGIN
  IF app.is_staff() AND org IS NOT NULL THEN
    RETURN QUERY SELECT * FROM app.search_rows('documents',
      'app.searchable(x.file_name || '' '' || coalesce(x.description, ''''), NULL)',
      '(x.access_level <> ''private'' OR x.uploaded_by_id = app.current_user_id() OR app.actor_role() IN (''admin'', ''system''))'
      || CASE WHEN app.actor_role() = 'technician' THEN ' AND x.entity_type NOT IN (''tenancy'', ''lease'', ''renter'', ''payment'')' ELSE '' END
      || CASE WHEN cardinality(p_scope) = 0 THEN '' ELSE format(' AND CASE x.entity_type
        WHEN ''property'' THEN x.entity_id = ANY (%2$L::uuid[])
        WHEN ''unit'' THEN EXISTS (SELECT FROM public.units AS e WHERE e.tenant_id = %1$L AND e.id = x.entity_id AND e.property_id = ANY (%2$L::uuid[]))
        WHEN ''tenancy'' THEN EXISTS (SELECT FROM public.tenancies AS e WHERE e.tenant_id = %1$L AND e.id = x.entity_id AND e.property_id = ANY (%2$L::uuid[]))
        WHEN ''lease'' THEN EXISTS (SELECT FROM public.leases AS e WHERE e.tenant_id = %1$L AND e.id = x.entity_id AND e.property_id = ANY (%2$L::uuid[]))
        WHEN ''maintenance_request'' THEN EXISTS (SELECT FROM public.maintenance_requests AS e WHERE e.tenant_id = %1$L AND e.id = x.entity_id AND e.property_id = ANY (%2$L::uuid[]))
        WHEN ''work_order'' THEN EXISTS (SELECT FROM public.work_orders AS e WHERE e.tenant_id = %1$L AND e.id = x.entity_id AND e.property_id = ANY (%2$L::uuid[]))
        WHEN ''renter'' THEN EXISTS (SELECT FROM public.lease_parties AS e JOIN public.tenancies AS t ON t.tenant_id = %1$L AND t.id = e.tenancy_id
          WHERE e.tenant_id = %1$L AND e.renter_id = x.entity_id AND e.deleted_at IS NULL AND t.property_id = ANY (%2$L::uuid[]))
        WHEN ''owner'' THEN EXISTS (SELECT FROM public.owner_properties AS e WHERE e.tenant_id = %1$L AND e.owner_id = x.entity_id AND e.property_id = ANY (%2$L::uuid[]))
        WHEN ''payment'' THEN EXISTS (SELECT FROM public.payments AS e JOIN public.tenancies AS t ON t.tenant_id = %1$L AND t.id = e.tenancy_id
          WHERE e.tenant_id = %1$L AND e.id = x.entity_id AND t.property_id = ANY (%2$L::uuid[]))
        ELSE false END', org, p_scope) END,
      p_words, '', p_similar, p_limit);
  END IF;
END
$$;
-- +goose StatementEnd

-- Leases by their monthly rent, those in force first, then the newest.
-- +goose StatementBegin
CREATE FUNCTION app.search_leases(p_amount numeric, p_scope uuid[], p_limit integer)
RETURNS TABLE (id uuid, rank real, total bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, app
AS $$
  SELECT l.id, CASE WHEN l.status IN ('active', 'expiring_soon') THEN 2 WHEN l.status IN ('pending', 'renewed') THEN 1 ELSE 0 END::real,
    count(*) OVER ()
  FROM public.leases AS l
  WHERE app.is_staff() AND app.actor_role() <> 'technician' AND l.tenant_id = app.current_tenant_id() AND l.deleted_at IS NULL
    AND l.monthly_rent = p_amount AND (cardinality(p_scope) = 0 OR l.property_id = ANY (p_scope))
  ORDER BY 2 DESC, l.start_date DESC, l.id LIMIT least(p_limit, 100)
$$;
-- +goose StatementEnd

-- Payments by their amount, the latest first.
-- +goose StatementBegin
CREATE FUNCTION app.search_payments(p_amount numeric, p_scope uuid[], p_limit integer)
RETURNS TABLE (id uuid, rank real, total bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, app
AS $$
  SELECT p.id, 0::real, count(*) OVER ()
  FROM public.payments AS p
  WHERE app.is_staff() AND app.actor_role() <> 'technician' AND p.tenant_id = app.current_tenant_id() AND p.amount = p_amount
    AND (cardinality(p_scope) = 0 OR EXISTS (SELECT FROM public.tenancies AS t
      WHERE t.tenant_id = app.current_tenant_id() AND t.id = p.tenancy_id AND t.property_id = ANY (p_scope)))
  ORDER BY coalesce(p.paid_at, p.created_at) DESC, p.id DESC LIMIT least(p_limit, 100)
$$;
-- +goose StatementEnd

REVOKE ALL ON FUNCTION app.searchable(text, text), app.search_condition(text, text[], text, boolean, boolean),
  app.search_rank(text, text[]), app.search_words(text[]), app.search_short(text[]),
  app.search_rows(text, text, text, text[], text, boolean, integer),
  app.search_properties(text[], boolean, uuid[], integer), app.search_units(text[], uuid[], integer),
  app.search_renters(text[], text, boolean, uuid[], integer), app.search_owners(text[], text, boolean, uuid[], integer),
  app.search_vendors(text[], text, boolean, integer), app.search_users(text[], text, boolean, integer),
  app.search_documents(text[], boolean, uuid[], integer), app.search_leases(numeric, uuid[], integer),
  app.search_payments(numeric, uuid[], integer) FROM PUBLIC;

-- Whoever writes a row writes its index.
GRANT EXECUTE ON FUNCTION app.searchable(text, text)
  TO propertyos_app, propertyos_system, propertyos_readonly, propertyos_definer, propertyos_mover;

GRANT EXECUTE ON FUNCTION app.search_condition(text, text[], text, boolean, boolean), app.search_rank(text, text[]),
  app.search_words(text[]), app.search_short(text[]), app.search_rows(text, text, text, text[], text, boolean, integer) TO propertyos_definer;

GRANT EXECUTE ON FUNCTION app.search_properties(text[], boolean, uuid[], integer), app.search_units(text[], uuid[], integer),
  app.search_renters(text[], text, boolean, uuid[], integer), app.search_owners(text[], text, boolean, uuid[], integer),
  app.search_vendors(text[], text, boolean, integer), app.search_users(text[], text, boolean, integer),
  app.search_documents(text[], boolean, uuid[], integer), app.search_leases(numeric, uuid[], integer),
  app.search_payments(numeric, uuid[], integer) TO propertyos_app, propertyos_readonly;

ALTER FUNCTION app.search_properties(text[], boolean, uuid[], integer) OWNER TO propertyos_definer;

ALTER FUNCTION app.search_units(text[], uuid[], integer) OWNER TO propertyos_definer;

ALTER FUNCTION app.search_renters(text[], text, boolean, uuid[], integer) OWNER TO propertyos_definer;

ALTER FUNCTION app.search_owners(text[], text, boolean, uuid[], integer) OWNER TO propertyos_definer;

ALTER FUNCTION app.search_vendors(text[], text, boolean, integer) OWNER TO propertyos_definer;

ALTER FUNCTION app.search_users(text[], text, boolean, integer) OWNER TO propertyos_definer;

ALTER FUNCTION app.search_documents(text[], boolean, uuid[], integer) OWNER TO propertyos_definer;

ALTER FUNCTION app.search_leases(numeric, uuid[], integer) OWNER TO propertyos_definer;

ALTER FUNCTION app.search_payments(numeric, uuid[], integer) OWNER TO propertyos_definer;

-- +goose Down

DROP FUNCTION app.search_payments(numeric, uuid[], integer);
DROP FUNCTION app.search_leases(numeric, uuid[], integer);
DROP FUNCTION app.search_documents(text[], boolean, uuid[], integer);
DROP FUNCTION app.search_users(text[], text, boolean, integer);
DROP FUNCTION app.search_vendors(text[], text, boolean, integer);
DROP FUNCTION app.search_owners(text[], text, boolean, uuid[], integer);
DROP FUNCTION app.search_renters(text[], text, boolean, uuid[], integer);
DROP FUNCTION app.search_units(text[], uuid[], integer);
DROP FUNCTION app.search_properties(text[], boolean, uuid[], integer);
DROP FUNCTION app.search_rows(text, text, text, text[], text, boolean, integer);
DROP FUNCTION app.search_short(text[]);
DROP FUNCTION app.search_words(text[]);
DROP FUNCTION app.search_rank(text, text[]);
DROP FUNCTION app.search_condition(text, text[], text, boolean, boolean);
DROP FUNCTION app.searchable(text, text);
