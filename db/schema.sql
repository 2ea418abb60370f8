--
-- PostgreSQL database dump
--



SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

--
-- Name: app; Type: SCHEMA; Schema: -; Owner: propertyos_owner
--

CREATE SCHEMA app;


ALTER SCHEMA app OWNER TO propertyos_owner;

--
-- Name: platform; Type: SCHEMA; Schema: -; Owner: propertyos_owner
--

CREATE SCHEMA platform;


ALTER SCHEMA platform OWNER TO propertyos_owner;

--
-- Name: public; Type: SCHEMA; Schema: -; Owner: propertyos_owner
--

CREATE SCHEMA public;


ALTER SCHEMA public OWNER TO propertyos_owner;

--
-- Name: SCHEMA public; Type: COMMENT; Schema: -; Owner: propertyos_owner
--

COMMENT ON SCHEMA public IS 'standard public schema';


--
-- Name: natural; Type: COLLATION; Schema: app; Owner: propertyos_owner
--

CREATE COLLATION app."natural" (provider = icu, locale = 'und-u-kn-true');


ALTER COLLATION app."natural" OWNER TO propertyos_owner;

--
-- Name: river_job_state; Type: TYPE; Schema: platform; Owner: propertyos_owner
--

CREATE TYPE platform.river_job_state AS ENUM (
    'available',
    'cancelled',
    'completed',
    'discarded',
    'pending',
    'retryable',
    'running',
    'scheduled'
);


ALTER TYPE platform.river_job_state OWNER TO propertyos_owner;

--
-- Name: actor_role(); Type: FUNCTION; Schema: app; Owner: propertyos_owner
--

CREATE FUNCTION app.actor_role() RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT nullif(current_setting('app.actor_role', true), '') $$;


ALTER FUNCTION app.actor_role() OWNER TO propertyos_owner;

--
-- Name: add_lines(); Type: FUNCTION; Schema: app; Owner: propertyos_definer
--

CREATE FUNCTION app.add_lines() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'app'
    AS $$
BEGIN
  IF EXISTS (SELECT FROM new_rows AS n JOIN public.journal_entries AS e ON e.tenant_id = n.tenant_id AND e.id = n.journal_entry_id
      WHERE e.written_in IS DISTINCT FROM pg_current_xact_id()::text::bigint) THEN
    RAISE EXCEPTION 'a posted journal entry takes no more lines'
      USING ERRCODE = 'check_violation', TABLE = TG_ARGV[0], CONSTRAINT = 'transactions_entry_check';
  END IF;
  IF EXISTS (SELECT FROM new_rows AS n JOIN public.journal_entries AS e ON e.tenant_id = n.tenant_id AND e.id = n.journal_entry_id
      WHERE e.book = 'property' AND n.property_id IS NULL) THEN
    RAISE EXCEPTION 'a line of the property book names no property'
      USING ERRCODE = 'check_violation', TABLE = TG_ARGV[0], CONSTRAINT = 'transactions_property_check';
  END IF;
  INSERT INTO public.ledger_balances AS b (tenant_id, id, book, property_id, ledger_account_id, bank_account_id, month, debit, credit, cash_debit, cash_credit)
  SELECT s.tenant_id, gen_random_uuid(), s.book, s.property_id, s.ledger_account_id, s.bank_account_id, s.month, sum(s.debit), sum(s.credit),
    sum(s.cash_debit), sum(s.cash_credit)
  FROM (
    SELECT n.tenant_id, e.book, n.property_id, v.ledger_account_id, n.bank_account_id, date_trunc('month', e.entry_date::timestamp)::date AS month,
      CASE WHEN v.accrual AND n.amount > 0 AND n.type <> 'credit' THEN n.amount ELSE 0 END AS debit,
      CASE WHEN NOT v.accrual THEN 0 WHEN n.type = 'credit' THEN n.amount WHEN n.amount < 0 THEN -n.amount ELSE 0 END AS credit,
      CASE WHEN v.cash AND n.amount > 0 AND n.type <> 'credit' THEN n.amount ELSE 0 END AS cash_debit,
      CASE WHEN NOT v.cash THEN 0 WHEN n.type = 'credit' THEN n.amount WHEN n.amount < 0 THEN -n.amount ELSE 0 END AS cash_credit
    FROM new_rows AS n
    JOIN public.journal_entries AS e ON e.tenant_id = n.tenant_id AND e.id = n.journal_entry_id
    CROSS JOIN LATERAL (VALUES (n.ledger_account_id, true, n.cash_account_id IS NULL AND NOT e.accrual_only),
      (n.cash_account_id, false, NOT e.accrual_only)) AS v (ledger_account_id, accrual, cash)
    WHERE v.ledger_account_id IS NOT NULL
  ) AS s
  GROUP BY s.tenant_id, s.book, s.property_id, s.ledger_account_id, s.bank_account_id, s.month
  ORDER BY s.tenant_id, s.book, s.property_id, s.ledger_account_id, s.bank_account_id, s.month
  ON CONFLICT ON CONSTRAINT ledger_balances_month_key DO UPDATE SET debit = b.debit + EXCLUDED.debit, credit = b.credit + EXCLUDED.credit,
    cash_debit = b.cash_debit + EXCLUDED.cash_debit, cash_credit = b.cash_credit + EXCLUDED.cash_credit;
  RETURN NULL;
END
$$;


ALTER FUNCTION app.add_lines() OWNER TO propertyos_definer;

--
-- Name: apply_ledger_lock(); Type: FUNCTION; Schema: app; Owner: propertyos_definer
--

CREATE FUNCTION app.apply_ledger_lock() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'app'
    AS $$
DECLARE
  closed date;
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.decided_by IS NOT NULL THEN
    RAISE EXCEPTION 'the opening of a period was decided already'
      USING ERRCODE = 'check_violation', TABLE = TG_ARGV[0], CONSTRAINT = 'ledger_locks_final_check';
  END IF;
  IF NEW.accepted THEN
    SELECT l.locked_through INTO closed FROM public.ledgers AS l WHERE l.tenant_id = NEW.tenant_id FOR UPDATE;
    IF NOT FOUND OR (NEW.kind = 'lock' AND NEW.through <= closed)
      OR (NEW.kind = 'reopen' AND coalesce(closed <= coalesce(NEW.through, '-infinity'), true)) THEN
      RAISE EXCEPTION 'a period is closed forwards and opened backwards'
        USING ERRCODE = 'check_violation', TABLE = TG_ARGV[0], CONSTRAINT = 'ledger_locks_direction_check';
    END IF;
    UPDATE public.ledgers AS l SET locked_through = NEW.through WHERE l.tenant_id = NEW.tenant_id;
  END IF;
  RETURN NULL;
END
$$;


ALTER FUNCTION app.apply_ledger_lock() OWNER TO propertyos_definer;

--
-- Name: audit_organization(); Type: FUNCTION; Schema: app; Owner: propertyos_definer
--

CREATE FUNCTION app.audit_organization() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'app'
    AS $$
DECLARE
  request constant jsonb := nullif(current_setting('app.request', true), '')::jsonb;
BEGIN
  INSERT INTO public.audit_logs (tenant_id, user_id, actor_role, action, entity_type, entity_id, changes,
    request_id, reason, ip_address, user_agent, api_key)
  SELECT n.id, app.current_user_id(), coalesce(app.actor_role(), session_user), lower(TG_OP), 'organizations', n.id,
    app.changes(CASE WHEN TG_OP = 'UPDATE' THEN to_jsonb(OLD) ELSE '{}' END - ARRAY['version', 'updated_at'],
      to_jsonb(n) - ARRAY['version', 'updated_at']),
    request ->> 'id', request ->> 'reason', (request ->> 'ip')::inet, request ->> 'agent',
      (request ->> 'api_key')::uuid
  FROM (SELECT (NEW).*) AS n;
  RETURN NULL;
END
$$;


ALTER FUNCTION app.audit_organization() OWNER TO propertyos_definer;

--
-- Name: audit_statement(); Type: FUNCTION; Schema: app; Owner: propertyos_definer
--

CREATE FUNCTION app.audit_statement() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'app'
    AS $$
DECLARE
  hidden constant text[] := TG_ARGV[1]::text[] || ARRAY['version', 'updated_at'];
  request constant jsonb := nullif(current_setting('app.request', true), '')::jsonb;
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO public.audit_logs (tenant_id, user_id, actor_role, action, entity_type, entity_id, changes,
      request_id, reason, ip_address, user_agent, api_key)
    SELECT n.tenant_id, app.current_user_id(), coalesce(app.actor_role(), session_user), 'insert', TG_ARGV[0], n.id,
      jsonb_build_object('new', jsonb_strip_nulls(to_jsonb(n) - hidden)),
      request ->> 'id', request ->> 'reason', (request ->> 'ip')::inet, request ->> 'agent',
      (request ->> 'api_key')::uuid
    FROM new_rows AS n;
  ELSIF TG_OP = 'UPDATE' THEN
    INSERT INTO public.audit_logs (tenant_id, user_id, actor_role, action, entity_type, entity_id, changes,
      request_id, reason, ip_address, user_agent, api_key)
    SELECT n.tenant_id, app.current_user_id(), coalesce(app.actor_role(), session_user), 'update', TG_ARGV[0], n.id,
      app.changes(to_jsonb(o) - hidden, to_jsonb(n) - hidden),
      request ->> 'id', request ->> 'reason', (request ->> 'ip')::inet, request ->> 'agent',
      (request ->> 'api_key')::uuid
    FROM new_rows AS n
    JOIN old_rows AS o ON o.tenant_id = n.tenant_id AND o.id = n.id;
  ELSE
    INSERT INTO public.audit_logs (tenant_id, user_id, actor_role, action, entity_type, entity_id, changes,
      request_id, reason, ip_address, user_agent, api_key)
    SELECT o.tenant_id, app.current_user_id(), coalesce(app.actor_role(), session_user), 'delete', TG_ARGV[0], o.id,
      jsonb_build_object('old', jsonb_strip_nulls(to_jsonb(o) - hidden)),
      request ->> 'id', request ->> 'reason', (request ->> 'ip')::inet, request ->> 'agent',
      (request ->> 'api_key')::uuid
    FROM old_rows AS o;
  END IF;
  RETURN NULL;
END
$$;


ALTER FUNCTION app.audit_statement() OWNER TO propertyos_definer;

--
-- Name: begin_audit_era(); Type: FUNCTION; Schema: app; Owner: propertyos_owner
--

CREATE FUNCTION app.begin_audit_era() RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'app', 'platform'
    AS $$
DECLARE
  here constant bigint := (SELECT system_identifier FROM pg_control_system());
  newest record;
BEGIN
  SELECT e.era, e.cluster INTO newest FROM platform.audit_eras AS e ORDER BY e.era DESC LIMIT 1;
  IF newest.cluster = here THEN
    RETURN newest.era;
  END IF;
  LOCK TABLE platform.audit_eras IN EXCLUSIVE MODE;
  SELECT e.era, e.cluster INTO newest FROM platform.audit_eras AS e ORDER BY e.era DESC LIMIT 1;
  IF newest.cluster IS DISTINCT FROM here THEN
    newest.era := coalesce(newest.era, 0) + 1;
    INSERT INTO platform.audit_eras (era, cluster) VALUES (newest.era, here);
    EXECUTE format('ALTER TABLE public.audit_logs ALTER COLUMN era SET DEFAULT %s', newest.era);
  END IF;
  RETURN newest.era;
END
$$;


ALTER FUNCTION app.begin_audit_era() OWNER TO propertyos_owner;

--
-- Name: changes(jsonb, jsonb); Type: FUNCTION; Schema: app; Owner: propertyos_owner
--

CREATE FUNCTION app.changes(p_old jsonb, p_new jsonb) RETURNS jsonb
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
  SELECT jsonb_build_object('old', jsonb_object_agg(n.key, p_old -> n.key), 'new', jsonb_object_agg(n.key, n.value))
  FROM jsonb_each(p_new) AS n
  WHERE p_old -> n.key IS DISTINCT FROM n.value
  HAVING count(*) > 0
$$;


ALTER FUNCTION app.changes(p_old jsonb, p_new jsonb) OWNER TO propertyos_owner;

--
-- Name: check_allocation(); Type: FUNCTION; Schema: app; Owner: propertyos_definer
--

CREATE FUNCTION app.check_allocation() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'app'
    AS $$
DECLARE
  settled numeric;
  whole numeric;
BEGIN
  SELECT c.amount INTO whole FROM public.charges AS c WHERE c.tenant_id = NEW.tenant_id AND c.id = NEW.charge_id FOR NO KEY UPDATE;
  SELECT coalesce(sum(a.amount), 0) INTO settled FROM public.payment_allocations AS a
    WHERE a.tenant_id = NEW.tenant_id AND a.charge_id = NEW.charge_id;
  whole := whole - (SELECT coalesce(sum(k.amount), 0) FROM public.charge_credits AS k
    WHERE k.tenant_id = NEW.tenant_id AND k.charge_id = NEW.charge_id);
  IF settled > whole OR settled < 0 THEN
    RAISE EXCEPTION 'a charge is settled by more than it is'
      USING ERRCODE = 'check_violation', TABLE = TG_ARGV[0], CONSTRAINT = 'payment_allocations_charge_check';
  END IF;
  IF TG_ARGV[0] <> 'payment_allocations' THEN
    RETURN NULL;
  END IF;
  IF NEW.payment_id IS NOT NULL THEN
    SELECT p.amount INTO whole FROM public.payments AS p WHERE p.tenant_id = NEW.tenant_id AND p.id = NEW.payment_id FOR NO KEY UPDATE;
    SELECT coalesce(sum(a.amount), 0) INTO settled FROM public.payment_allocations AS a
      WHERE a.tenant_id = NEW.tenant_id AND a.payment_id = NEW.payment_id;
    whole := whole - (SELECT coalesce(sum(k.amount), 0) FROM public.payment_takebacks AS k
      WHERE k.tenant_id = NEW.tenant_id AND k.payment_id = NEW.payment_id);
    IF settled > whole OR settled < 0 THEN
      RAISE EXCEPTION 'a payment settles more than it brought'
        USING ERRCODE = 'check_violation', TABLE = TG_ARGV[0], CONSTRAINT = 'payment_allocations_payment_check';
    END IF;
  END IF;
  RETURN NULL;
END
$$;


ALTER FUNCTION app.check_allocation() OWNER TO propertyos_definer;

--
-- Name: check_balance(); Type: FUNCTION; Schema: app; Owner: propertyos_definer
--

CREATE FUNCTION app.check_balance() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'app'
    AS $$
BEGIN
  IF EXISTS (
    SELECT FROM public.transactions AS t
    WHERE t.tenant_id = NEW.tenant_id AND t.journal_entry_id = NEW.journal_entry_id
    GROUP BY t.property_id, t.currency
    HAVING sum(CASE t.type WHEN 'credit' THEN -t.amount ELSE t.amount END) <> 0
  ) THEN
    RAISE EXCEPTION 'journal entry does not balance'
      USING ERRCODE = 'check_violation', TABLE = TG_ARGV[0], CONSTRAINT = 'transactions_balance_check';
  END IF;
  RETURN NULL;
END
$$;


ALTER FUNCTION app.check_balance() OWNER TO propertyos_definer;

--
-- Name: check_document_entity(); Type: FUNCTION; Schema: app; Owner: propertyos_definer
--

CREATE FUNCTION app.check_document_entity() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'app'
    AS $$
DECLARE
  found boolean;
BEGIN
  found := CASE NEW.entity_type
    WHEN 'organization' THEN NEW.entity_id = NEW.tenant_id
    WHEN 'property' THEN EXISTS (SELECT FROM public.properties WHERE tenant_id = NEW.tenant_id AND id = NEW.entity_id)
    WHEN 'unit' THEN EXISTS (SELECT FROM public.units WHERE tenant_id = NEW.tenant_id AND id = NEW.entity_id)
    WHEN 'tenancy' THEN EXISTS (SELECT FROM public.tenancies WHERE tenant_id = NEW.tenant_id AND id = NEW.entity_id)
    WHEN 'lease' THEN EXISTS (SELECT FROM public.leases WHERE tenant_id = NEW.tenant_id AND id = NEW.entity_id)
    WHEN 'renter' THEN EXISTS (SELECT FROM public.tenants WHERE tenant_id = NEW.tenant_id AND id = NEW.entity_id)
    WHEN 'owner' THEN EXISTS (SELECT FROM public.owners WHERE tenant_id = NEW.tenant_id AND id = NEW.entity_id)
    WHEN 'vendor' THEN EXISTS (SELECT FROM public.vendors WHERE tenant_id = NEW.tenant_id AND id = NEW.entity_id)
    WHEN 'maintenance_request' THEN EXISTS (SELECT FROM public.maintenance_requests
      WHERE tenant_id = NEW.tenant_id AND id = NEW.entity_id)
    WHEN 'work_order' THEN EXISTS (SELECT FROM public.work_orders WHERE tenant_id = NEW.tenant_id AND id = NEW.entity_id)
    WHEN 'payment' THEN EXISTS (SELECT FROM public.payments WHERE tenant_id = NEW.tenant_id AND id = NEW.entity_id)
    WHEN 'inspection' THEN EXISTS (SELECT FROM public.inspections WHERE tenant_id = NEW.tenant_id AND id = NEW.entity_id)
    WHEN 'lease_notice' THEN EXISTS (SELECT FROM public.lease_notices WHERE tenant_id = NEW.tenant_id AND id = NEW.entity_id)
    WHEN 'disposition' THEN EXISTS (SELECT FROM public.deposit_dispositions
      WHERE tenant_id = NEW.tenant_id AND id = NEW.entity_id)
  END;
  IF found IS NOT TRUE THEN
    RAISE EXCEPTION 'document is attached to nothing'
      USING ERRCODE = 'foreign_key_violation', TABLE = TG_ARGV[0], CONSTRAINT = 'documents_entity_id_fkey';
  END IF;
  RETURN NULL;
END
$$;


ALTER FUNCTION app.check_document_entity() OWNER TO propertyos_definer;

--
-- Name: check_lines(); Type: FUNCTION; Schema: app; Owner: propertyos_definer
--

CREATE FUNCTION app.check_lines() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'app'
    AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM public.transactions WHERE tenant_id = NEW.tenant_id AND journal_entry_id = NEW.id) THEN
    RAISE EXCEPTION 'journal entry has no lines'
      USING ERRCODE = 'check_violation', TABLE = TG_ARGV[0], CONSTRAINT = 'journal_entries_lines_check';
  END IF;
  RETURN NULL;
END
$$;


ALTER FUNCTION app.check_lines() OWNER TO propertyos_definer;

--
-- Name: check_period(); Type: FUNCTION; Schema: app; Owner: propertyos_definer
--

CREATE FUNCTION app.check_period() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'app'
    AS $$
BEGIN
  PERFORM FROM public.ledgers AS l WHERE l.tenant_id IN (SELECT n.tenant_id FROM new_rows AS n) FOR NO KEY UPDATE;
  IF EXISTS (SELECT FROM new_rows AS n JOIN public.ledgers AS l ON l.tenant_id = n.tenant_id
      WHERE n.entry_date <= l.locked_through AND n.late_reason IS NULL) THEN
    RAISE EXCEPTION 'journal entry is dated in a closed period'
      USING ERRCODE = 'check_violation', TABLE = TG_ARGV[0], CONSTRAINT = 'journal_entries_period_check';
  END IF;
  RETURN NULL;
END
$$;


ALTER FUNCTION app.check_period() OWNER TO propertyos_definer;

--
-- Name: check_shares(); Type: FUNCTION; Schema: app; Owner: propertyos_definer
--

CREATE FUNCTION app.check_shares() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'app'
    AS $$
BEGIN
  IF EXISTS (
    SELECT FROM public.owner_properties AS edge
    WHERE edge.tenant_id = NEW.tenant_id AND edge.property_id = NEW.property_id
      AND (SELECT sum(s.ownership_percentage) FROM public.owner_properties AS s
        WHERE s.tenant_id = edge.tenant_id AND s.property_id = edge.property_id
          AND edge.from_date BETWEEN s.from_date AND coalesce(s.to_date, 'infinity')) > 100
  ) THEN
    RAISE EXCEPTION 'shares of a property exceed 100 percent'
      USING ERRCODE = 'check_violation', TABLE = TG_ARGV[0], CONSTRAINT = 'owner_properties_share_sum_check';
  END IF;
  RETURN NULL;
END
$$;


ALTER FUNCTION app.check_shares() OWNER TO propertyos_definer;

--
-- Name: check_takeback(); Type: FUNCTION; Schema: app; Owner: propertyos_definer
--

CREATE FUNCTION app.check_takeback() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'app'
    AS $$
DECLARE
  whole numeric;
BEGIN
  SELECT p.amount INTO whole FROM public.payments AS p WHERE p.tenant_id = NEW.tenant_id AND p.id = NEW.payment_id FOR NO KEY UPDATE;
  whole := whole - (SELECT sum(k.amount) FROM public.payment_takebacks AS k
    WHERE k.tenant_id = NEW.tenant_id AND k.payment_id = NEW.payment_id);
  IF whole < 0 OR whole < (SELECT coalesce(sum(a.amount), 0) FROM public.payment_allocations AS a
      WHERE a.tenant_id = NEW.tenant_id AND a.payment_id = NEW.payment_id) THEN
    RAISE EXCEPTION 'more of a payment goes back than is left of it'
      USING ERRCODE = 'check_violation', TABLE = TG_ARGV[0], CONSTRAINT = 'payment_takebacks_sum_check';
  END IF;
  RETURN NULL;
END
$$;


ALTER FUNCTION app.check_takeback() OWNER TO propertyos_definer;

--
-- Name: copy_security_event(); Type: FUNCTION; Schema: app; Owner: propertyos_owner
--

CREATE FUNCTION app.copy_security_event() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'public', 'app', 'platform'
    AS $_$
DECLARE
  request constant jsonb := nullif(current_setting('app.request', true), '')::jsonb;
  failed constant boolean := NEW.kind ~ '(_failed|_throttled|_refused|_suspected|_requested)$';
  key constant uuid := CASE WHEN NEW.kind LIKE 'api\_key%' THEN (NEW.detail ->> 'api_key_id')::uuid END;
  copies jsonb;
BEGIN
  SELECT jsonb_agg(jsonb_build_object('tenant_id', o.id, 'action', NEW.kind,
    'entity_type', CASE WHEN key IS NOT NULL THEN 'api_keys' WHEN m.user_id IS NOT NULL THEN 'users' ELSE 'organizations' END,
    'entity_id', coalesce(key, m.user_id, o.id),
    'user_id', CASE WHEN NOT failed THEN coalesce(app.current_user_id(), m.user_id) END,
    'actor_role', CASE WHEN NOT failed THEN coalesce(u.role, app.actor_role()) END,
    'detail', nullif(NEW.detail - ARRAY['reason', 'everywhere'], '{}'),
    'reason', coalesce(NEW.detail ->> 'reason', request ->> 'reason'), 'request_id', request ->> 'id',
    'ip_address', coalesce(host(NEW.ip_address), request ->> 'ip'),
    'user_agent', coalesce(NEW.user_agent, request ->> 'agent'), 'api_key', request ->> 'api_key'))
  INTO copies
  FROM (
    SELECT NEW.organization_id AS id WHERE NEW.organization_id IS NOT NULL
    UNION
    SELECT n.organization_id FROM platform.memberships AS n
    WHERE NEW.organization_id IS NULL AND n.identity_id = NEW.identity_id AND n.ended_at IS NULL
    UNION
    SELECT d.organization_id FROM platform.directory AS d
    WHERE NEW.organization_id IS NULL AND NEW.kind = 'operator_access' AND d.status <> 'closed'
  ) AS o
  LEFT JOIN platform.memberships AS m ON m.organization_id = o.id AND m.identity_id = NEW.identity_id
  LEFT JOIN public.users AS u ON u.tenant_id = o.id AND u.id = m.user_id;
  IF copies IS NOT NULL THEN
    PERFORM app.record_audit(copies);
  END IF;
  RETURN NULL;
END
$_$;


ALTER FUNCTION app.copy_security_event() OWNER TO propertyos_owner;

--
-- Name: current_tenant_id(); Type: FUNCTION; Schema: app; Owner: propertyos_owner
--

CREATE FUNCTION app.current_tenant_id() RETURNS uuid
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT nullif(current_setting('app.current_tenant_id', true), '')::uuid $$;


ALTER FUNCTION app.current_tenant_id() OWNER TO propertyos_owner;

--
-- Name: current_user_id(); Type: FUNCTION; Schema: app; Owner: propertyos_owner
--

CREATE FUNCTION app.current_user_id() RETURNS uuid
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT nullif(current_setting('app.current_user_id', true), '')::uuid $$;


ALTER FUNCTION app.current_user_id() OWNER TO propertyos_owner;

--
-- Name: distribute(text, text); Type: FUNCTION; Schema: app; Owner: propertyos_owner
--

CREATE FUNCTION app.distribute(p_table text, p_column text DEFAULT 'tenant_id'::text) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
  IF EXISTS (SELECT FROM pg_extension WHERE extname = 'citus') THEN
    EXECUTE format('SELECT create_distributed_table(%L, %L)', p_table, p_column);
  END IF;
END
$$;


ALTER FUNCTION app.distribute(p_table text, p_column text) OWNER TO propertyos_owner;

--
-- Name: drop_audit_months(timestamp with time zone, boolean); Type: FUNCTION; Schema: app; Owner: propertyos_owner
--

CREATE FUNCTION app.drop_audit_months(p_before timestamp with time zone, p_try boolean) RETURNS timestamp with time zone
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'app'
    AS $$
DECLARE
  part record;
  last timestamptz;
BEGIN
  IF p_before > now() - interval '1 month' THEN
    RAISE EXCEPTION 'entries of the last month stay' USING ERRCODE = 'check_violation';
  END IF;
  FOR part IN
    SELECT c.relname, (regexp_match(pg_get_expr(c.relpartbound, c.oid), 'TO \(''([^'']+)''\)'))[1]::timestamptz AS upto
    FROM pg_inherits AS i JOIN pg_class AS c ON c.oid = i.inhrelid
    WHERE i.inhparent = 'public.audit_logs'::regclass
  LOOP
    CONTINUE WHEN part.upto IS NULL OR part.upto > p_before;
    last := greatest(last, part.upto);
    IF NOT p_try THEN
      EXECUTE format('DROP TABLE public.%I', part.relname);
    END IF;
  END LOOP;
  RETURN last;
END
$$;


ALTER FUNCTION app.drop_audit_months(p_before timestamp with time zone, p_try boolean) OWNER TO propertyos_owner;

--
-- Name: finalize(text); Type: FUNCTION; Schema: app; Owner: propertyos_owner
--

CREATE FUNCTION app.finalize(p_table text) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
  EXECUTE format('CREATE TRIGGER %I BEFORE UPDATE OR DELETE ON public.%I FOR EACH ROW '
    'EXECUTE FUNCTION app.refuse_change(%L)', p_table || '_final', p_table, p_table);
  EXECUTE format('CREATE TRIGGER %I BEFORE TRUNCATE ON public.%I FOR EACH STATEMENT '
    'EXECUTE FUNCTION app.refuse_truncate(%L)', p_table || '_final_truncate', p_table, p_table);
END
$$;


ALTER FUNCTION app.finalize(p_table text) OWNER TO propertyos_owner;

--
-- Name: guard_ledger(); Type: FUNCTION; Schema: app; Owner: propertyos_owner
--

CREATE FUNCTION app.guard_ledger() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'public', 'app'
    AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    NEW.next_number := 1;
    NEW.recorded_at := 'epoch';
    NEW.locked_through := NULL;
  ELSIF NEW.next_number < OLD.next_number OR NEW.recorded_at < OLD.recorded_at THEN
    RAISE EXCEPTION 'numbers of journal entries only grow'
      USING ERRCODE = 'check_violation', TABLE = TG_ARGV[0], CONSTRAINT = 'ledgers_number_check';
  END IF;
  RETURN NEW;
END
$$;


ALTER FUNCTION app.guard_ledger() OWNER TO propertyos_owner;

--
-- Name: guard_partitions(text); Type: FUNCTION; Schema: app; Owner: propertyos_owner
--

CREATE FUNCTION app.guard_partitions(p_table text) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
  part record;
BEGIN
  FOR part IN
    SELECT c.oid, c.relname FROM pg_inherits AS i JOIN pg_class AS c ON c.oid = i.inhrelid
    WHERE i.inhparent = format('public.%I', p_table)::regclass
  LOOP
    CONTINUE WHEN EXISTS (SELECT FROM pg_policy WHERE polrelid = part.oid AND polname = 'tenant_isolation');
    EXECUTE format('ALTER TABLE public.%I ENABLE ROW LEVEL SECURITY', part.relname);
    EXECUTE format('ALTER TABLE public.%I FORCE ROW LEVEL SECURITY', part.relname);
    EXECUTE format('CREATE POLICY tenant_isolation ON public.%I TO propertyos_app, propertyos_readonly, propertyos_owner '
      'USING (tenant_id = app.current_tenant_id()) WITH CHECK (tenant_id = app.current_tenant_id())', part.relname);
    EXECUTE format('CREATE POLICY role_scope ON public.%I AS RESTRICTIVE TO propertyos_app, propertyos_readonly '
      'USING (app.is_staff())', part.relname);
    EXECUTE format('REVOKE ALL ON public.%I FROM PUBLIC, propertyos_app, propertyos_system, propertyos_readonly, '
      'propertyos_definer', part.relname);
  END LOOP;
END
$$;


ALTER FUNCTION app.guard_partitions(p_table text) OWNER TO propertyos_owner;

--
-- Name: home_address(uuid); Type: FUNCTION; Schema: app; Owner: propertyos_definer
--

CREATE FUNCTION app.home_address(p_unit uuid) RETURNS uuid
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'app'
    AS $$
  SELECT p.address_id
  FROM public.units AS u
  JOIN public.properties AS p ON p.tenant_id = app.current_tenant_id() AND p.id = u.property_id
  WHERE u.tenant_id = app.current_tenant_id() AND u.id = p_unit AND u.id = ANY (app.scope_ids())
$$;


ALTER FUNCTION app.home_address(p_unit uuid) OWNER TO propertyos_definer;

--
-- Name: home_announcements(uuid, date); Type: FUNCTION; Schema: app; Owner: propertyos_definer
--

CREATE FUNCTION app.home_announcements(p_unit uuid, p_today date) RETURNS jsonb
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'app'
    AS $$
  SELECT coalesce(jsonb_agg(jsonb_build_object('id', a.id, 'title', a.title, 'body', a.body, 'on', a.publish_on)
    ORDER BY a.publish_on DESC, a.id DESC), '[]')
  FROM public.units AS u
  JOIN public.announcements AS a ON a.tenant_id = app.current_tenant_id() AND a.deleted_at IS NULL
    AND (a.property_id IS NULL OR a.property_id = u.property_id)
    AND a.publish_on <= p_today AND (a.expires_on IS NULL OR a.expires_on >= p_today)
  WHERE u.tenant_id = app.current_tenant_id() AND u.id = p_unit AND u.id = ANY (app.scope_ids())
$$;


ALTER FUNCTION app.home_announcements(p_unit uuid, p_today date) OWNER TO propertyos_definer;

--
-- Name: home_people(uuid, date); Type: FUNCTION; Schema: app; Owner: propertyos_definer
--

CREATE FUNCTION app.home_people(p_lease uuid, p_today date) RETURNS jsonb
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'app'
    AS $$
  SELECT coalesce(jsonb_agg(jsonb_build_object('name',
      CASE r.kind WHEN 'company' THEN r.company_name ELSE btrim(r.first_name || ' ' || r.last_name) END, 'role', lp.role)
    ORDER BY r.id IS DISTINCT FROM l.renter_id, lp.role <> 'renter', lp.id), '[]')
  FROM public.leases AS l
  JOIN public.lease_parties AS lp ON lp.tenant_id = app.current_tenant_id() AND lp.lease_id = l.id AND lp.deleted_at IS NULL
    AND (lp.to_date IS NULL OR lp.to_date >= p_today)
  JOIN public.tenants AS r ON r.tenant_id = app.current_tenant_id() AND r.id = lp.renter_id
  WHERE l.tenant_id = app.current_tenant_id() AND l.id = p_lease AND l.id = ANY (app.scope_ids())
$$;


ALTER FUNCTION app.home_people(p_lease uuid, p_today date) OWNER TO propertyos_definer;

--
-- Name: home_policy(uuid); Type: FUNCTION; Schema: app; Owner: propertyos_definer
--

CREATE FUNCTION app.home_policy(p_lease uuid) RETURNS jsonb
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'app'
    AS $$
  SELECT jsonb_strip_nulls(jsonb_build_object(
    'due_day', coalesce(own.due_day, house.due_day, wide.due_day),
    'grace_days', coalesce(own.grace_days, house.grace_days, wide.grace_days),
    'notice_days', coalesce(own.notice_days, house.notice_days, wide.notice_days)))
  FROM public.leases AS l
  LEFT JOIN public.leasing_policies AS own ON own.tenant_id = app.current_tenant_id() AND own.lease_id = l.id
  LEFT JOIN public.leasing_policies AS house ON house.tenant_id = app.current_tenant_id() AND house.property_id = l.property_id
  LEFT JOIN public.leasing_policies AS wide ON wide.tenant_id = app.current_tenant_id() AND wide.property_id IS NULL
    AND wide.lease_id IS NULL
  WHERE l.tenant_id = app.current_tenant_id() AND l.id = p_lease AND l.id = ANY (app.scope_ids())
$$;


ALTER FUNCTION app.home_policy(p_lease uuid) OWNER TO propertyos_definer;

--
-- Name: is_owner(); Type: FUNCTION; Schema: app; Owner: propertyos_owner
--

CREATE FUNCTION app.is_owner() RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT coalesce(current_setting('app.actor_role', true) = 'owner', false) $$;


ALTER FUNCTION app.is_owner() OWNER TO propertyos_owner;

--
-- Name: is_renter(); Type: FUNCTION; Schema: app; Owner: propertyos_owner
--

CREATE FUNCTION app.is_renter() RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT coalesce(current_setting('app.actor_role', true) = 'tenant', false) $$;


ALTER FUNCTION app.is_renter() OWNER TO propertyos_owner;

--
-- Name: is_staff(); Type: FUNCTION; Schema: app; Owner: propertyos_owner
--

CREATE FUNCTION app.is_staff() RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT coalesce(current_setting('app.actor_role', true) IN ('admin', 'manager', 'accountant',
  'leasing_agent', 'technician', 'bookkeeper', 'auditor', 'system'), false) $$;


ALTER FUNCTION app.is_staff() OWNER TO propertyos_owner;

--
-- Name: is_vendor(); Type: FUNCTION; Schema: app; Owner: propertyos_owner
--

CREATE FUNCTION app.is_vendor() RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT coalesce(current_setting('app.actor_role', true) = 'vendor', false) $$;


ALTER FUNCTION app.is_vendor() OWNER TO propertyos_owner;

--
-- Name: keep_payment(); Type: FUNCTION; Schema: app; Owner: propertyos_owner
--

CREATE FUNCTION app.keep_payment() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'public', 'app'
    AS $$
BEGIN
  IF (NEW.tenancy_id, NEW.lease_id, NEW.amount, NEW.currency) IS DISTINCT FROM (OLD.tenancy_id, OLD.lease_id, OLD.amount, OLD.currency)
    OR OLD.journal_entry_id IS NOT NULL AND (NEW.journal_entry_id, NEW.received_on) IS DISTINCT FROM (OLD.journal_entry_id, OLD.received_on) THEN
    RAISE EXCEPTION 'what a payment is does not change'
      USING ERRCODE = 'check_violation', TABLE = TG_ARGV[0], CONSTRAINT = 'payments_final_check';
  END IF;
  RETURN NEW;
END
$$;


ALTER FUNCTION app.keep_payment() OWNER TO propertyos_owner;

--
-- Name: keep_sent_offer(); Type: FUNCTION; Schema: app; Owner: propertyos_owner
--

CREATE FUNCTION app.keep_sent_offer() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  IF OLD.status <> 'draft' AND (NEW.lease_id, NEW.tenancy_id, NEW.start_date, NEW.monthly_rent)
      IS DISTINCT FROM (OLD.lease_id, OLD.tenancy_id, OLD.start_date, OLD.monthly_rent)
    OR OLD.status <> 'draft' AND (NEW.end_date, NEW.message, NEW.respond_by, NEW.sent_at)
      IS DISTINCT FROM (OLD.end_date, OLD.message, OLD.respond_by, OLD.sent_at)
    OR OLD.status NOT IN ('draft', 'sent') AND NEW.status <> OLD.status THEN
    RAISE EXCEPTION 'an offer that was sent is final'
      USING ERRCODE = 'check_violation', TABLE = TG_ARGV[0], CONSTRAINT = 'renewal_offers_final_check';
  END IF;
  RETURN NEW;
END
$$;


ALTER FUNCTION app.keep_sent_offer() OWNER TO propertyos_owner;

--
-- Name: lock_property(); Type: FUNCTION; Schema: app; Owner: propertyos_owner
--

CREATE FUNCTION app.lock_property() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  PERFORM FROM public.properties WHERE tenant_id = NEW.tenant_id AND id = NEW.property_id FOR NO KEY UPDATE;
  RETURN NEW;
END
$$;


ALTER FUNCTION app.lock_property() OWNER TO propertyos_owner;

--
-- Name: maintain_partitions(); Type: FUNCTION; Schema: app; Owner: propertyos_owner
--

CREATE FUNCTION app.maintain_partitions() RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'app', 'partman'
    AS $$
DECLARE
  strays bigint;
BEGIN
  PERFORM partman.run_maintenance(p_parent_table := 'public.audit_logs');
  PERFORM app.guard_partitions('audit_logs');
  SELECT reltuples::bigint INTO strays FROM pg_class WHERE oid = 'public.audit_logs_default'::regclass;
  IF pg_relation_size('public.audit_logs_default') > 0 THEN
    strays := greatest(strays, 1);
  END IF;
  RETURN greatest(strays, 0);
END
$$;


ALTER FUNCTION app.maintain_partitions() OWNER TO propertyos_owner;

--
-- Name: partition_by_month(text); Type: FUNCTION; Schema: app; Owner: propertyos_owner
--

CREATE FUNCTION app.partition_by_month(p_table text) RETURNS void
    LANGUAGE plpgsql
    AS $_$
DECLARE
  major constant integer := (SELECT split_part(extversion, '.', 1)::integer FROM pg_extension WHERE extname = 'pg_partman');
  parent constant text := 'public.' || p_table;
BEGIN
  IF major IS NULL THEN
    RAISE EXCEPTION 'the extension pg_partman is not installed' USING HINT = 'Run propertyos db bootstrap.';
  ELSIF major >= 5 THEN
    EXECUTE 'SELECT partman.create_parent(p_parent_table := $1, p_control := ''created_at'', p_interval := ''1 month'', '
      'p_type := ''range'', p_premake := 4)' USING parent;
  ELSE
    EXECUTE 'SELECT partman.create_parent(p_parent_table := $1, p_control := ''created_at'', p_interval := ''monthly'', '
      'p_type := ''native'', p_premake := 4)' USING parent;
  END IF;
  UPDATE partman.part_config SET infinite_time_partitions = true WHERE parent_table = parent;
END
$_$;


ALTER FUNCTION app.partition_by_month(p_table text) OWNER TO propertyos_owner;

--
-- Name: person_scopes(uuid, text, date); Type: FUNCTION; Schema: app; Owner: propertyos_definer
--

CREATE FUNCTION app.person_scopes(p_user uuid, p_role text, p_today date) RETURNS uuid[]
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'app'
    AS $$
  WITH renter AS (
    SELECT r.id FROM public.tenants AS r
    WHERE p_role = 'tenant' AND r.tenant_id = app.current_tenant_id() AND r.user_id = p_user AND r.deleted_at IS NULL
  ), party AS (
    SELECT l.id AS lease_id, l.tenancy_id, l.unit_id, p.address_id
    FROM renter
    JOIN public.lease_parties AS lp ON lp.tenant_id = app.current_tenant_id() AND lp.renter_id = renter.id
      AND lp.deleted_at IS NULL AND lp.role IN ('renter', 'guarantor')
    JOIN public.leases AS l ON l.tenant_id = app.current_tenant_id() AND l.id = lp.lease_id AND l.deleted_at IS NULL
      AND l.status NOT IN ('draft', 'cancelled')
    JOIN public.properties AS p ON p.tenant_id = app.current_tenant_id() AND p.id = l.property_id
  ), owner AS (
    SELECT o.id FROM public.owners AS o
    WHERE p_role = 'owner' AND o.tenant_id = app.current_tenant_id() AND o.user_id = p_user AND o.deleted_at IS NULL AND o.active
  ), owned AS (
    SELECT p.id, p.address_id
    FROM owner
    JOIN public.owner_properties AS s ON s.tenant_id = app.current_tenant_id() AND s.owner_id = owner.id
      AND s.from_date <= p_today AND (s.to_date IS NULL OR s.to_date >= p_today)
    JOIN public.properties AS p ON p.tenant_id = app.current_tenant_id() AND p.id = s.property_id AND p.deleted_at IS NULL
  ), vendor AS (
    SELECT v.id FROM public.vendors AS v
    WHERE p_role = 'vendor' AND v.tenant_id = app.current_tenant_id() AND v.user_id = p_user AND v.deleted_at IS NULL AND v.active
  ), work AS (
    SELECT p.address_id
    FROM vendor
    JOIN public.work_orders AS w ON w.tenant_id = app.current_tenant_id() AND w.vendor_id = vendor.id AND w.deleted_at IS NULL
      AND w.status NOT IN ('completed', 'cancelled', 'declined')
    JOIN public.properties AS p ON p.tenant_id = app.current_tenant_id() AND p.id = w.property_id
  )
  SELECT coalesce(array_agg(DISTINCT s.id) FILTER (WHERE s.id IS NOT NULL), '{}')
  FROM (
    SELECT id FROM renter
    UNION ALL SELECT unnest(ARRAY[lease_id, tenancy_id, unit_id, address_id]) FROM party
    UNION ALL SELECT id FROM owner
    UNION ALL SELECT unnest(ARRAY[id, address_id]) FROM owned
    UNION ALL SELECT id FROM vendor
    UNION ALL SELECT address_id FROM work
  ) AS s
$$;


ALTER FUNCTION app.person_scopes(p_user uuid, p_role text, p_today date) OWNER TO propertyos_definer;

--
-- Name: properties_near(double precision, double precision, double precision); Type: FUNCTION; Schema: app; Owner: propertyos_definer
--

CREATE FUNCTION app.properties_near(p_latitude double precision, p_longitude double precision, p_meters double precision) RETURNS TABLE(property_id uuid, meters double precision)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'app', 'extensions'
    AS $$
  SELECT p.id, extensions.ST_Distance(a.coordinates, here.at)
  FROM (SELECT extensions.ST_SetSRID(extensions.ST_MakePoint(p_longitude, p_latitude), 4326)::extensions.geography AS at) AS here
  JOIN public.addresses AS a ON a.tenant_id = app.current_tenant_id() AND a.deleted_at IS NULL
    AND extensions.ST_DWithin(a.coordinates, here.at, p_meters)
  JOIN public.properties AS p ON p.tenant_id = app.current_tenant_id() AND p.address_id = a.id
  WHERE app.is_staff() OR p.id = ANY (app.scope_ids())
$$;


ALTER FUNCTION app.properties_near(p_latitude double precision, p_longitude double precision, p_meters double precision) OWNER TO propertyos_definer;

--
-- Name: property_clusters(uuid[], double precision); Type: FUNCTION; Schema: app; Owner: propertyos_definer
--

CREATE FUNCTION app.property_clusters(p_only uuid[], p_cell double precision) RETURNS TABLE(properties bigint, latitude double precision, longitude double precision, south double precision, west double precision, north double precision, east double precision, property_id uuid)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'app', 'extensions'
    AS $$
  SELECT count(*), avg(extensions.ST_Y(s.at)), avg(extensions.ST_X(s.at)), min(extensions.ST_Y(s.at)),
    min(extensions.ST_X(s.at)), max(extensions.ST_Y(s.at)), max(extensions.ST_X(s.at)),
    CASE WHEN count(*) = 1 THEN (array_agg(s.id))[1] END
  FROM (
    SELECT p.id, a.coordinates::extensions.geometry AS at
    FROM public.properties AS p
    JOIN public.addresses AS a ON a.tenant_id = app.current_tenant_id() AND a.id = p.address_id AND a.coordinates IS NOT NULL
    WHERE p.tenant_id = app.current_tenant_id() AND p.id = ANY (p_only) AND (app.is_staff() OR p.id = ANY (app.scope_ids()))
  ) AS s
  GROUP BY extensions.ST_SnapToGrid(s.at, p_cell)
$$;


ALTER FUNCTION app.property_clusters(p_only uuid[], p_cell double precision) OWNER TO propertyos_definer;

--
-- Name: protect(text, text, text, text, boolean, text); Type: FUNCTION; Schema: app; Owner: propertyos_owner
--

CREATE FUNCTION app.protect(p_table text, p_read text DEFAULT 'false'::text, p_write text DEFAULT 'false'::text, p_grants text DEFAULT 'SELECT, INSERT, UPDATE'::text, p_audited boolean DEFAULT true, p_key text DEFAULT 'tenant_id'::text) RETURNS void
    LANGUAGE plpgsql
    AS $_$
DECLARE
  -- Only a role that is known below staff gets as far as the table's own expressions.
  people constant text := 'app.is_staff() OR (coalesce(app.actor_role() IN (''tenant'', ''owner'', ''vendor''), false) AND (%s))';
  secrets text[];
  event record;
BEGIN
  EXECUTE format('ALTER TABLE public.%I ENABLE ROW LEVEL SECURITY', p_table);
  EXECUTE format('ALTER TABLE public.%I FORCE ROW LEVEL SECURITY', p_table);
  EXECUTE format('CREATE POLICY tenant_isolation ON public.%I TO propertyos_app, propertyos_readonly, propertyos_owner '
    'USING (%I = app.current_tenant_id()) WITH CHECK (%I = app.current_tenant_id())', p_table, p_key, p_key);
  EXECUTE format('CREATE POLICY role_scope ON public.%I AS RESTRICTIVE TO propertyos_app, propertyos_readonly '
    'USING (%s) WITH CHECK (%s)', p_table, format(people, p_read), format(people, p_write));
  IF p_grants LIKE '%DELETE%' THEN
    -- WITH CHECK does not see a DELETE: what a session below staff may read it could otherwise remove.
    EXECUTE format('CREATE POLICY role_delete ON public.%I AS RESTRICTIVE FOR DELETE TO propertyos_app '
      'USING (%s)', p_table, format(people, p_write));
  END IF;
  EXECUTE format('CREATE POLICY definer_read ON public.%I FOR SELECT TO propertyos_definer USING (true)', p_table);
  EXECUTE format('GRANT %s ON public.%I TO propertyos_app', p_grants, p_table);
  EXECUTE format('GRANT SELECT ON public.%I TO propertyos_readonly, propertyos_definer', p_table);
  EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON public.%I TO propertyos_mover', p_table);

  IF EXISTS (SELECT FROM pg_attribute WHERE attrelid = format('public.%I', p_table)::regclass
      AND attname = 'updated_at' AND NOT attisdropped) THEN
    EXECUTE format('CREATE TRIGGER %I BEFORE UPDATE ON public.%I FOR EACH ROW EXECUTE FUNCTION app.touch(%L)',
      p_table || '_touch', p_table, p_table);
  END IF;

  IF p_audited THEN
    SELECT coalesce(array_agg(attname ORDER BY attname), '{}') INTO secrets
    FROM pg_attribute
    WHERE attrelid = format('public.%I', p_table)::regclass AND attnum > 0 AND NOT attisdropped
      AND attname ~ '(_encrypted|_key_id|_bidx|_hash|_last_four|^last_four)$';
    FOR event IN SELECT * FROM (VALUES
      ('insert', 'REFERENCING NEW TABLE AS new_rows'),
      ('update', 'REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows'),
      ('delete', 'REFERENCING OLD TABLE AS old_rows')) AS e (name, tables) LOOP
      EXECUTE format('CREATE TRIGGER %I AFTER %s ON public.%I %s FOR EACH STATEMENT '
        'EXECUTE FUNCTION app.audit_statement(%L, %L)',
        p_table || '_audit_' || event.name, event.name, p_table, event.tables, p_table, secrets::text);
    END LOOP;
  END IF;
END
$_$;


ALTER FUNCTION app.protect(p_table text, p_read text, p_write text, p_grants text, p_audited boolean, p_key text) OWNER TO propertyos_owner;

SET default_tablespace = '';

SET default_table_access_method = heap;

--
-- Name: leases; Type: TABLE; Schema: public; Owner: propertyos_owner
--

CREATE TABLE public.leases (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    tenancy_id uuid NOT NULL,
    unit_id uuid NOT NULL,
    property_id uuid NOT NULL,
    renter_id uuid,
    start_date date NOT NULL,
    end_date date,
    monthly_rent numeric(14,2),
    security_deposit numeric(14,2),
    pet_deposit numeric(14,2),
    pet_fee numeric(14,2),
    late_fee_percentage numeric(5,2),
    late_fee_grace_days integer,
    subsidized boolean DEFAULT false NOT NULL,
    status text DEFAULT 'draft'::text NOT NULL,
    terms text,
    terms_pdf_url text,
    signed_at timestamp with time zone,
    auto_renew boolean DEFAULT false NOT NULL,
    renewal_offer_sent boolean DEFAULT false NOT NULL,
    metadata jsonb DEFAULT '{}'::jsonb NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    deleted_at timestamp with time zone,
    deleted_by uuid,
    deletion_id uuid,
    live boolean GENERATED ALWAYS AS (
CASE
    WHEN (deleted_at IS NULL) THEN true
    ELSE NULL::boolean
END) STORED,
    signed_document_id uuid,
    activated_at timestamp with time zone,
    terminated_on date,
    termination_reason text,
    termination_fee numeric(14,2),
    late_fee_confirmed_on date,
    late_fee_confirmed_by uuid,
    CONSTRAINT leases_dates_check CHECK ((end_date > start_date)),
    CONSTRAINT leases_late_fee_grace_days_check CHECK (((late_fee_grace_days >= 0) AND (late_fee_grace_days <= 60))),
    CONSTRAINT leases_late_fee_percentage_check CHECK (((late_fee_percentage >= (0)::numeric) AND (late_fee_percentage <= (100)::numeric))),
    CONSTRAINT leases_monthly_rent_check CHECK ((monthly_rent >= (0)::numeric)),
    CONSTRAINT leases_pet_deposit_check CHECK ((pet_deposit >= (0)::numeric)),
    CONSTRAINT leases_pet_fee_check CHECK ((pet_fee >= (0)::numeric)),
    CONSTRAINT leases_rent_required_check CHECK (((status = ANY (ARRAY['draft'::text, 'cancelled'::text])) OR (monthly_rent IS NOT NULL))),
    CONSTRAINT leases_security_deposit_check CHECK ((security_deposit >= (0)::numeric)),
    CONSTRAINT leases_status_check CHECK ((status = ANY (ARRAY['draft'::text, 'pending'::text, 'active'::text, 'expiring_soon'::text, 'expired'::text, 'terminated'::text, 'renewed'::text, 'cancelled'::text]))),
    CONSTRAINT leases_terminated_on_check CHECK (((terminated_on IS NULL) OR (status = 'terminated'::text))),
    CONSTRAINT leases_termination_fee_check CHECK ((termination_fee >= (0)::numeric)),
    CONSTRAINT leases_termination_reason_check CHECK ((length(termination_reason) <= 1000)),
    CONSTRAINT leases_terms_pdf_url_check CHECK ((length(terms_pdf_url) <= 500))
);

ALTER TABLE ONLY public.leases FORCE ROW LEVEL SECURITY;


ALTER TABLE public.leases OWNER TO propertyos_owner;

--
-- Name: maintenance_requests; Type: TABLE; Schema: public; Owner: propertyos_owner
--

CREATE TABLE public.maintenance_requests (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    unit_id uuid NOT NULL,
    property_id uuid NOT NULL,
    tenancy_id uuid,
    renter_id uuid,
    category text NOT NULL,
    priority text DEFAULT 'medium'::text NOT NULL,
    title text NOT NULL,
    description text NOT NULL,
    status text DEFAULT 'submitted'::text NOT NULL,
    assigned_to_id uuid,
    assigned_vendor_id uuid,
    photos jsonb DEFAULT '[]'::jsonb NOT NULL,
    estimated_cost numeric(14,2),
    actual_cost numeric(14,2),
    resolution_notes text,
    resolved_at timestamp with time zone,
    resolution_photos jsonb DEFAULT '[]'::jsonb NOT NULL,
    tenant_satisfied boolean,
    tenant_rating integer,
    metadata jsonb DEFAULT '{}'::jsonb NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    deleted_at timestamp with time zone,
    deleted_by uuid,
    deletion_id uuid,
    CONSTRAINT maintenance_requests_actual_cost_check CHECK ((actual_cost >= (0)::numeric)),
    CONSTRAINT maintenance_requests_category_check CHECK ((category = ANY (ARRAY['plumbing'::text, 'electrical'::text, 'hvac'::text, 'appliances'::text, 'structural'::text, 'pest_control'::text, 'landscaping'::text, 'security'::text, 'internet'::text, 'other'::text]))),
    CONSTRAINT maintenance_requests_description_check CHECK ((length(description) <= 20000)),
    CONSTRAINT maintenance_requests_estimated_cost_check CHECK ((estimated_cost >= (0)::numeric)),
    CONSTRAINT maintenance_requests_photos_check CHECK ((jsonb_typeof(photos) = 'array'::text)),
    CONSTRAINT maintenance_requests_priority_check CHECK ((priority = ANY (ARRAY['low'::text, 'medium'::text, 'high'::text, 'emergency'::text]))),
    CONSTRAINT maintenance_requests_resolution_photos_check CHECK ((jsonb_typeof(resolution_photos) = 'array'::text)),
    CONSTRAINT maintenance_requests_resolved_at_check CHECK (((status <> 'completed'::text) OR (resolved_at IS NOT NULL))),
    CONSTRAINT maintenance_requests_status_check CHECK ((status = ANY (ARRAY['submitted'::text, 'triaged'::text, 'assigned'::text, 'in_progress'::text, 'awaiting_parts'::text, 'completed'::text, 'cancelled'::text, 'reopened'::text]))),
    CONSTRAINT maintenance_requests_tenant_rating_check CHECK (((tenant_rating >= 1) AND (tenant_rating <= 5))),
    CONSTRAINT maintenance_requests_title_check CHECK (((length(btrim(title)) > 0) AND (length(title) <= 255)))
);

ALTER TABLE ONLY public.maintenance_requests FORCE ROW LEVEL SECURITY;


ALTER TABLE public.maintenance_requests OWNER TO propertyos_owner;

--
-- Name: organizations; Type: TABLE; Schema: public; Owner: propertyos_owner
--

CREATE TABLE public.organizations (
    id uuid NOT NULL,
    name text NOT NULL,
    slug text NOT NULL,
    plan text DEFAULT 'essential'::text NOT NULL,
    status text DEFAULT 'active'::text NOT NULL,
    time_zone text DEFAULT 'America/New_York'::text NOT NULL,
    currency character(3) DEFAULT 'USD'::bpchar NOT NULL,
    locale text DEFAULT 'en-US'::text NOT NULL,
    default_policies jsonb DEFAULT '{}'::jsonb NOT NULL,
    settings jsonb DEFAULT '{}'::jsonb NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    deleted_at timestamp with time zone,
    CONSTRAINT organizations_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
    CONSTRAINT organizations_locale_check CHECK (((length(locale) >= 2) AND (length(locale) <= 35))),
    CONSTRAINT organizations_name_check CHECK (((length(btrim(name)) > 0) AND (length(name) <= 255))),
    CONSTRAINT organizations_slug_check CHECK ((slug ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$'::text)),
    CONSTRAINT organizations_status_check CHECK ((status = ANY (ARRAY['active'::text, 'suspended'::text, 'closed'::text]))),
    CONSTRAINT organizations_time_zone_check CHECK (((length(time_zone) >= 1) AND (length(time_zone) <= 64)))
);

ALTER TABLE ONLY public.organizations FORCE ROW LEVEL SECURITY;


ALTER TABLE public.organizations OWNER TO propertyos_owner;

--
-- Name: properties; Type: TABLE; Schema: public; Owner: propertyos_owner
--

CREATE TABLE public.properties (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    address_id uuid,
    name text NOT NULL,
    type text NOT NULL,
    year_built integer,
    square_feet integer,
    lot_size numeric(14,2),
    parking_spaces integer,
    time_zone text,
    amenities jsonb DEFAULT '[]'::jsonb NOT NULL,
    photos jsonb DEFAULT '[]'::jsonb NOT NULL,
    metadata jsonb DEFAULT '{}'::jsonb NOT NULL,
    status text DEFAULT 'active'::text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    deleted_at timestamp with time zone,
    deleted_by uuid,
    deletion_id uuid,
    live boolean GENERATED ALWAYS AS (
CASE
    WHEN (deleted_at IS NULL) THEN true
    ELSE NULL::boolean
END) STORED,
    CONSTRAINT properties_amenities_check CHECK ((jsonb_typeof(amenities) = 'array'::text)),
    CONSTRAINT properties_lot_size_check CHECK ((lot_size >= (0)::numeric)),
    CONSTRAINT properties_metadata_check CHECK ((jsonb_typeof(metadata) = 'object'::text)),
    CONSTRAINT properties_name_check CHECK (((length(btrim(name)) > 0) AND (length(name) <= 255))),
    CONSTRAINT properties_parking_spaces_check CHECK (((parking_spaces >= 0) AND (parking_spaces <= 1000000))),
    CONSTRAINT properties_photos_check CHECK ((jsonb_typeof(photos) = 'array'::text)),
    CONSTRAINT properties_square_feet_check CHECK (((square_feet >= 0) AND (square_feet <= 100000000))),
    CONSTRAINT properties_status_check CHECK ((status = ANY (ARRAY['active'::text, 'inactive'::text, 'sold'::text]))),
    CONSTRAINT properties_time_zone_check CHECK (((length(time_zone) >= 1) AND (length(time_zone) <= 64))),
    CONSTRAINT properties_type_check CHECK ((type = ANY (ARRAY['residential'::text, 'commercial'::text, 'mixed_use'::text, 'industrial'::text, 'land'::text]))),
    CONSTRAINT properties_year_built_check CHECK (((year_built >= 1600) AND (year_built <= 2200)))
);

ALTER TABLE ONLY public.properties FORCE ROW LEVEL SECURITY;


ALTER TABLE public.properties OWNER TO propertyos_owner;

--
-- Name: tenancies; Type: TABLE; Schema: public; Owner: propertyos_owner
--

CREATE TABLE public.tenancies (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    unit_id uuid NOT NULL,
    property_id uuid NOT NULL,
    moved_in_on date,
    notice_given_on date,
    move_out_planned_on date,
    moved_out_on date,
    eviction_filed_on date,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    deleted_at timestamp with time zone,
    deleted_by uuid,
    deletion_id uuid,
    live boolean GENERATED ALWAYS AS (
CASE
    WHEN (deleted_at IS NULL) THEN true
    ELSE NULL::boolean
END) STORED,
    transferred_from_id uuid,
    departure_kind text,
    eviction_closed_on date,
    eviction_note text,
    forwarding_address text,
    CONSTRAINT tenancies_departure_kind_check CHECK ((departure_kind = ANY (ARRAY['moved_out'::text, 'evicted'::text, 'abandoned'::text, 'transferred'::text, 'deceased'::text, 'other'::text]))),
    CONSTRAINT tenancies_eviction_closed_on_check CHECK ((eviction_closed_on >= eviction_filed_on)),
    CONSTRAINT tenancies_eviction_note_check CHECK ((length(eviction_note) <= 2000)),
    CONSTRAINT tenancies_forwarding_address_check CHECK ((length(forwarding_address) <= 500)),
    CONSTRAINT tenancies_moved_out_on_check CHECK ((moved_out_on >= moved_in_on)),
    CONSTRAINT tenancies_transferred_from_id_check CHECK ((transferred_from_id <> id))
);

ALTER TABLE ONLY public.tenancies FORCE ROW LEVEL SECURITY;


ALTER TABLE public.tenancies OWNER TO propertyos_owner;

--
-- Name: units; Type: TABLE; Schema: public; Owner: propertyos_owner
--

CREATE TABLE public.units (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    property_id uuid NOT NULL,
    number text NOT NULL,
    form text DEFAULT 'apartment'::text NOT NULL,
    type text GENERATED ALWAYS AS (
CASE
    WHEN (form = ANY (ARRAY['townhouse'::text, 'duplex'::text, 'commercial_space'::text, 'garage'::text, 'storage'::text])) THEN form
    WHEN (bedrooms = 0) THEN 'studio'::text
    WHEN (bedrooms = 1) THEN 'one_bedroom'::text
    WHEN (bedrooms = 2) THEN 'two_bedroom'::text
    WHEN (bedrooms = 3) THEN 'three_bedroom'::text
    WHEN (bedrooms >= 4) THEN 'four_plus_bedroom'::text
    ELSE 'other'::text
END) STORED NOT NULL,
    floor integer,
    square_feet integer,
    bedrooms integer,
    bathrooms numeric(3,1),
    base_rent numeric(14,2) NOT NULL,
    deposit numeric(14,2),
    amenities jsonb DEFAULT '[]'::jsonb NOT NULL,
    photos jsonb DEFAULT '[]'::jsonb NOT NULL,
    status text DEFAULT 'vacant'::text NOT NULL,
    non_revenue boolean DEFAULT false NOT NULL,
    metadata jsonb DEFAULT '{}'::jsonb NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    deleted_at timestamp with time zone,
    deleted_by uuid,
    deletion_id uuid,
    live boolean GENERATED ALWAYS AS (
CASE
    WHEN (deleted_at IS NULL) THEN true
    ELSE NULL::boolean
END) STORED,
    CONSTRAINT units_amenities_check CHECK ((jsonb_typeof(amenities) = 'array'::text)),
    CONSTRAINT units_base_rent_check CHECK ((base_rent >= (0)::numeric)),
    CONSTRAINT units_bathrooms_check CHECK (((bathrooms >= (0)::numeric) AND (bathrooms <= (50)::numeric))),
    CONSTRAINT units_bedrooms_check CHECK (((bedrooms >= 0) AND (bedrooms <= 50))),
    CONSTRAINT units_deposit_check CHECK ((deposit >= (0)::numeric)),
    CONSTRAINT units_floor_check CHECK (((floor >= '-20'::integer) AND (floor <= 300))),
    CONSTRAINT units_form_check CHECK ((form = ANY (ARRAY['apartment'::text, 'house'::text, 'townhouse'::text, 'duplex'::text, 'commercial_space'::text, 'garage'::text, 'storage'::text, 'other'::text]))),
    CONSTRAINT units_metadata_check CHECK ((jsonb_typeof(metadata) = 'object'::text)),
    CONSTRAINT units_number_check CHECK (((number = btrim(number)) AND (length(number) <= 50))),
    CONSTRAINT units_photos_check CHECK ((jsonb_typeof(photos) = 'array'::text)),
    CONSTRAINT units_square_feet_check CHECK (((square_feet >= 0) AND (square_feet <= 10000000))),
    CONSTRAINT units_status_check CHECK ((status = ANY (ARRAY['vacant'::text, 'occupied'::text, 'notice'::text, 'down'::text, 'reserved'::text, 'model'::text]))),
    CONSTRAINT units_type_check CHECK ((type = ANY (ARRAY['studio'::text, 'one_bedroom'::text, 'two_bedroom'::text, 'three_bedroom'::text, 'four_plus_bedroom'::text, 'townhouse'::text, 'duplex'::text, 'commercial_space'::text, 'garage'::text, 'storage'::text, 'other'::text])))
);

ALTER TABLE ONLY public.units FORCE ROW LEVEL SECURITY;


ALTER TABLE public.units OWNER TO propertyos_owner;

--
-- Name: tenant_analytics; Type: MATERIALIZED VIEW; Schema: app; Owner: propertyos_definer
--

CREATE MATERIALIZED VIEW app.tenant_analytics AS
 SELECT o.id AS tenant_id,
    ( SELECT count(*) AS count
           FROM public.properties p
          WHERE ((p.tenant_id = o.id) AND (p.deleted_at IS NULL))) AS total_properties,
    u.total_units,
    u.occupied_units,
    u.vacant_units,
    u.market_rent,
    ( SELECT (COALESCE(sum(l.monthly_rent), (0)::numeric))::numeric(16,2) AS "coalesce"
           FROM (public.leases l
             JOIN public.tenancies t ON (((t.tenant_id = l.tenant_id) AND (t.id = l.tenancy_id))))
          WHERE ((l.tenant_id = o.id) AND (l.deleted_at IS NULL) AND (l.status = ANY (ARRAY['active'::text, 'expiring_soon'::text])) AND (l.start_date <= ((now() AT TIME ZONE o.time_zone))::date) AND (t.moved_in_on IS NOT NULL) AND (t.moved_out_on IS NULL))) AS monthly_revenue,
    ( SELECT count(*) AS count
           FROM public.maintenance_requests r
          WHERE ((r.tenant_id = o.id) AND (r.deleted_at IS NULL) AND (r.status <> ALL (ARRAY['completed'::text, 'cancelled'::text])))) AS open_maintenance_requests,
    now() AS refreshed_at
   FROM (public.organizations o
     CROSS JOIN LATERAL ( SELECT count(*) AS total_units,
            count(*) FILTER (WHERE (units.status = ANY (ARRAY['occupied'::text, 'notice'::text]))) AS occupied_units,
            count(*) FILTER (WHERE (units.status = ANY (ARRAY['vacant'::text, 'reserved'::text]))) AS vacant_units,
            (COALESCE(sum(units.base_rent), (0)::numeric))::numeric(16,2) AS market_rent
           FROM public.units
          WHERE ((units.tenant_id = o.id) AND (units.deleted_at IS NULL))) u)
  WHERE (o.deleted_at IS NULL)
  WITH NO DATA;


ALTER TABLE app.tenant_analytics OWNER TO propertyos_definer;

--
-- Name: read_tenant_analytics(); Type: FUNCTION; Schema: app; Owner: propertyos_definer
--

CREATE FUNCTION app.read_tenant_analytics() RETURNS SETOF app.tenant_analytics
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'app'
    AS $$ SELECT * FROM app.tenant_analytics WHERE tenant_id = app.current_tenant_id() $$;


ALTER FUNCTION app.read_tenant_analytics() OWNER TO propertyos_definer;

--
-- Name: record_audit(jsonb); Type: FUNCTION; Schema: app; Owner: propertyos_definer
--

CREATE FUNCTION app.record_audit(p_entries jsonb) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'app'
    AS $$
DECLARE
  written bigint;
BEGIN
  INSERT INTO public.audit_logs (tenant_id, created_at, user_id, actor_role, action, entity_type, entity_id, detail, request_id,
    reason, ip_address, user_agent, api_key)
  SELECT e.tenant_id, now() - make_interval(secs => least(greatest(coalesce(e.age_ms, 0), 0), 3600000) / 1000.0), e.user_id,
    e.actor_role, e.action, e.entity_type, coalesce(e.entity_id, e.tenant_id), e.detail, e.request_id, e.reason, e.ip_address,
    e.user_agent, e.api_key
  FROM jsonb_to_recordset(p_entries) AS e (tenant_id uuid, age_ms bigint, user_id uuid, actor_role text, action text,
    entity_type text, entity_id uuid, detail jsonb, request_id text, reason text, ip_address inet, user_agent text,
    api_key uuid);
  GET DIAGNOSTICS written = ROW_COUNT;
  RETURN written;
END
$$;


ALTER FUNCTION app.record_audit(p_entries jsonb) OWNER TO propertyos_definer;

--
-- Name: record_unit_status(); Type: FUNCTION; Schema: app; Owner: propertyos_owner
--

CREATE FUNCTION app.record_unit_status() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  IF TG_OP = 'INSERT' OR NEW.status <> OLD.status THEN
    INSERT INTO public.unit_status_history (tenant_id, unit_id, status, changed_by)
    VALUES (NEW.tenant_id, NEW.id, NEW.status, app.current_user_id());
  END IF;
  RETURN NULL;
END
$$;


ALTER FUNCTION app.record_unit_status() OWNER TO propertyos_owner;

--
-- Name: refresh_statistics(); Type: FUNCTION; Schema: app; Owner: propertyos_owner
--

CREATE FUNCTION app.refresh_statistics() RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'app'
    AS $$
BEGIN
  ANALYZE public.addresses, public.properties, public.units, public.tenants, public.tenancies, public.leases,
    public.lease_parties, public.lease_openings, public.payments, public.maintenance_requests, public.work_orders;
END
$$;


ALTER FUNCTION app.refresh_statistics() OWNER TO propertyos_owner;

--
-- Name: refresh_tenant_analytics(); Type: FUNCTION; Schema: app; Owner: propertyos_definer
--

CREATE FUNCTION app.refresh_tenant_analytics() RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'app'
    AS $$
BEGIN
  IF (SELECT relispopulated FROM pg_class WHERE oid = 'app.tenant_analytics'::regclass) THEN
    REFRESH MATERIALIZED VIEW CONCURRENTLY app.tenant_analytics;
  ELSE
    REFRESH MATERIALIZED VIEW app.tenant_analytics;
  END IF;
END
$$;


ALTER FUNCTION app.refresh_tenant_analytics() OWNER TO propertyos_definer;

--
-- Name: refuse_change(); Type: FUNCTION; Schema: app; Owner: propertyos_owner
--

CREATE FUNCTION app.refuse_change() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  IF current_setting('is_superuser') = 'on' THEN
    IF TG_OP = 'UPDATE' THEN
      RETURN NEW;
    END IF;
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'rows of % are final', TG_ARGV[0]
    USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = TG_ARGV[0] || '_final_check',
      HINT = 'A correction is a reversal.';
END
$$;


ALTER FUNCTION app.refuse_change() OWNER TO propertyos_owner;

--
-- Name: refuse_truncate(); Type: FUNCTION; Schema: app; Owner: propertyos_owner
--

CREATE FUNCTION app.refuse_truncate() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  IF current_setting('is_superuser') = 'on' THEN
    RETURN NULL;
  END IF;
  RAISE EXCEPTION 'rows of % are final', TG_ARGV[0]
    USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = TG_ARGV[0] || '_final_check';
END
$$;


ALTER FUNCTION app.refuse_truncate() OWNER TO propertyos_owner;

--
-- Name: replicate(text); Type: FUNCTION; Schema: app; Owner: propertyos_owner
--

CREATE FUNCTION app.replicate(p_table text) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
  IF EXISTS (SELECT FROM pg_extension WHERE extname = 'citus') THEN
    EXECUTE format('SELECT create_reference_table(%L)', p_table);
  END IF;
END
$$;


ALTER FUNCTION app.replicate(p_table text) OWNER TO propertyos_owner;

--
-- Name: scope_ids(); Type: FUNCTION; Schema: app; Owner: propertyos_owner
--

CREATE FUNCTION app.scope_ids() RETURNS uuid[]
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT coalesce(string_to_array(nullif(current_setting('app.scope_ids', true), ''), ',')::uuid[], '{}') $$;


ALTER FUNCTION app.scope_ids() OWNER TO propertyos_owner;

--
-- Name: search_condition(text, text[], text, boolean, boolean); Type: FUNCTION; Schema: app; Owner: propertyos_owner
--

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


ALTER FUNCTION app.search_condition(p_column text, p_words text[], p_with text, p_exact boolean, p_similar boolean) OWNER TO propertyos_owner;

--
-- Name: search_documents(text[], boolean, uuid[], integer); Type: FUNCTION; Schema: app; Owner: propertyos_definer
--

CREATE FUNCTION app.search_documents(p_words text[], p_similar boolean, p_scope uuid[], p_limit integer) RETURNS TABLE(id uuid, rank real, total bigint)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'app'
    AS $_$
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
$_$;


ALTER FUNCTION app.search_documents(p_words text[], p_similar boolean, p_scope uuid[], p_limit integer) OWNER TO propertyos_definer;

--
-- Name: search_leases(numeric, uuid[], integer); Type: FUNCTION; Schema: app; Owner: propertyos_definer
--

CREATE FUNCTION app.search_leases(p_amount numeric, p_scope uuid[], p_limit integer) RETURNS TABLE(id uuid, rank real, total bigint)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'app'
    AS $$
  SELECT l.id, CASE WHEN l.status IN ('active', 'expiring_soon') THEN 2 WHEN l.status IN ('pending', 'renewed') THEN 1 ELSE 0 END::real,
    count(*) OVER ()
  FROM public.leases AS l
  WHERE app.is_staff() AND app.actor_role() <> 'technician' AND l.tenant_id = app.current_tenant_id() AND l.deleted_at IS NULL
    AND l.monthly_rent = p_amount AND (cardinality(p_scope) = 0 OR l.property_id = ANY (p_scope))
  ORDER BY 2 DESC, l.start_date DESC, l.id LIMIT least(p_limit, 100)
$$;


ALTER FUNCTION app.search_leases(p_amount numeric, p_scope uuid[], p_limit integer) OWNER TO propertyos_definer;

--
-- Name: search_owners(text[], text, boolean, uuid[], integer); Type: FUNCTION; Schema: app; Owner: propertyos_definer
--

CREATE FUNCTION app.search_owners(p_words text[], p_digits text, p_similar boolean, p_scope uuid[], p_limit integer) RETURNS TABLE(id uuid, rank real, total bigint)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'app'
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


ALTER FUNCTION app.search_owners(p_words text[], p_digits text, p_similar boolean, p_scope uuid[], p_limit integer) OWNER TO propertyos_definer;

--
-- Name: search_payments(numeric, uuid[], integer); Type: FUNCTION; Schema: app; Owner: propertyos_definer
--

CREATE FUNCTION app.search_payments(p_amount numeric, p_scope uuid[], p_limit integer) RETURNS TABLE(id uuid, rank real, total bigint)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'app'
    AS $$
  SELECT p.id, 0::real, count(*) OVER ()
  FROM public.payments AS p
  WHERE app.is_staff() AND app.actor_role() <> 'technician' AND p.tenant_id = app.current_tenant_id() AND p.amount = p_amount
    AND (cardinality(p_scope) = 0 OR EXISTS (SELECT FROM public.tenancies AS t
      WHERE t.tenant_id = app.current_tenant_id() AND t.id = p.tenancy_id AND t.property_id = ANY (p_scope)))
  ORDER BY coalesce(p.paid_at, p.created_at) DESC, p.id DESC LIMIT least(p_limit, 100)
$$;


ALTER FUNCTION app.search_payments(p_amount numeric, p_scope uuid[], p_limit integer) OWNER TO propertyos_definer;

--
-- Name: search_properties(text[], boolean, uuid[], integer); Type: FUNCTION; Schema: app; Owner: propertyos_definer
--

CREATE FUNCTION app.search_properties(p_words text[], p_similar boolean, p_scope uuid[], p_limit integer) RETURNS TABLE(id uuid, rank real, total bigint)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'app'
    AS $_$
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
$_$;


ALTER FUNCTION app.search_properties(p_words text[], p_similar boolean, p_scope uuid[], p_limit integer) OWNER TO propertyos_definer;

--
-- Name: search_rank(text, text[]); Type: FUNCTION; Schema: app; Owner: propertyos_owner
--

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


ALTER FUNCTION app.search_rank(p_text text, p_words text[]) OWNER TO propertyos_owner;

--
-- Name: search_renters(text[], text, boolean, uuid[], integer); Type: FUNCTION; Schema: app; Owner: propertyos_definer
--

CREATE FUNCTION app.search_renters(p_words text[], p_digits text, p_similar boolean, p_scope uuid[], p_limit integer) RETURNS TABLE(id uuid, rank real, total bigint)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'app'
    AS $_$
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
$_$;


ALTER FUNCTION app.search_renters(p_words text[], p_digits text, p_similar boolean, p_scope uuid[], p_limit integer) OWNER TO propertyos_definer;

--
-- Name: search_rows(text, text, text, text[], text, boolean, integer); Type: FUNCTION; Schema: app; Owner: propertyos_owner
--

CREATE FUNCTION app.search_rows(p_table text, p_text text, p_filter text, p_words text[], p_digits text, p_similar boolean, p_limit integer) RETURNS TABLE(id uuid, rank real, total bigint)
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


ALTER FUNCTION app.search_rows(p_table text, p_text text, p_filter text, p_words text[], p_digits text, p_similar boolean, p_limit integer) OWNER TO propertyos_owner;

--
-- Name: search_short(text[]); Type: FUNCTION; Schema: app; Owner: propertyos_owner
--

CREATE FUNCTION app.search_short(p_words text[]) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT bool_and(length(w) <= 3) FROM unnest(p_words) AS w $$;


ALTER FUNCTION app.search_short(p_words text[]) OWNER TO propertyos_owner;

--
-- Name: search_units(text[], uuid[], integer); Type: FUNCTION; Schema: app; Owner: propertyos_definer
--

CREATE FUNCTION app.search_units(p_words text[], p_scope uuid[], p_limit integer) RETURNS TABLE(id uuid, rank real, total bigint)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'app'
    AS $_$
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
$_$;


ALTER FUNCTION app.search_units(p_words text[], p_scope uuid[], p_limit integer) OWNER TO propertyos_definer;

--
-- Name: search_users(text[], text, boolean, integer); Type: FUNCTION; Schema: app; Owner: propertyos_definer
--

CREATE FUNCTION app.search_users(p_words text[], p_digits text, p_similar boolean, p_limit integer) RETURNS TABLE(id uuid, rank real, total bigint)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'app'
    AS $$
BEGIN
  IF app.actor_role() IN ('admin', 'manager', 'auditor', 'system') AND app.current_tenant_id() IS NOT NULL THEN
    RETURN QUERY SELECT * FROM app.search_rows('users',
      'app.searchable(coalesce(x.first_name, '''') || '' '' || coalesce(x.last_name, '''') || '' '' || x.email || '' '' || '
      'coalesce(x.phone, ''''), x.phone)', 'x.role NOT IN (''tenant'', ''owner'', ''vendor'')', p_words, p_digits, p_similar, p_limit);
  END IF;
END
$$;


ALTER FUNCTION app.search_users(p_words text[], p_digits text, p_similar boolean, p_limit integer) OWNER TO propertyos_definer;

--
-- Name: search_vendors(text[], text, boolean, integer); Type: FUNCTION; Schema: app; Owner: propertyos_definer
--

CREATE FUNCTION app.search_vendors(p_words text[], p_digits text, p_similar boolean, p_limit integer) RETURNS TABLE(id uuid, rank real, total bigint)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'app'
    AS $$
BEGIN
  IF app.is_staff() AND app.current_tenant_id() IS NOT NULL THEN
    RETURN QUERY SELECT * FROM app.search_rows('vendors',
      'app.searchable(x.name || '' '' || coalesce(x.contact_name, '''') || '' '' || coalesce(x.contact_email, '''') || '' '' || '
      'coalesce(x.contact_phone, ''''), x.contact_phone)', 'true', p_words, p_digits, p_similar, p_limit);
  END IF;
END
$$;


ALTER FUNCTION app.search_vendors(p_words text[], p_digits text, p_similar boolean, p_limit integer) OWNER TO propertyos_definer;

--
-- Name: search_words(text[]); Type: FUNCTION; Schema: app; Owner: propertyos_owner
--

CREATE FUNCTION app.search_words(p_words text[]) RETURNS text[]
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
  SELECT coalesce(array_agg(f.word ORDER BY w.n), '{}')
  FROM unnest(p_words[1:8]) WITH ORDINALITY AS w (word, n)
  CROSS JOIN LATERAL (SELECT btrim(app.searchable(left(w.word, 64), NULL)) AS word) AS f
  WHERE f.word <> ''
$$;


ALTER FUNCTION app.search_words(p_words text[]) OWNER TO propertyos_owner;

--
-- Name: searchable(text, text); Type: FUNCTION; Schema: app; Owner: propertyos_owner
--

CREATE FUNCTION app.searchable(p_text text, p_code text) RETURNS text
    LANGUAGE plpgsql IMMUTABLE COST 20 PARALLEL SAFE
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


ALTER FUNCTION app.searchable(p_text text, p_code text) OWNER TO propertyos_owner;

--
-- Name: set_context(uuid, uuid, text, uuid[], jsonb); Type: FUNCTION; Schema: app; Owner: propertyos_owner
--

CREATE FUNCTION app.set_context(p_org uuid, p_user uuid, p_role text, p_scopes uuid[], p_request jsonb) RETURNS boolean
    LANGUAGE sql
    AS $$
  SELECT (set_config('app.current_tenant_id', coalesce(p_org::text, ''), true)
    || set_config('app.current_user_id', coalesce(p_user::text, ''), true)
    || set_config('app.actor_role', coalesce(p_role, ''), true)
    || set_config('app.scope_ids', coalesce(array_to_string(p_scopes, ','), ''), true)
    || set_config('app.request', coalesce(p_request::text, ''), true)) IS NOT NULL
$$;


ALTER FUNCTION app.set_context(p_org uuid, p_user uuid, p_role text, p_scopes uuid[], p_request jsonb) OWNER TO propertyos_owner;

--
-- Name: sign_on_organizations(text); Type: FUNCTION; Schema: app; Owner: propertyos_definer
--

CREATE FUNCTION app.sign_on_organizations(p_domain text) RETURNS TABLE(organization_id uuid)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'app'
    AS $$
  SELECT DISTINCT s.tenant_id
  FROM public.single_sign_ons AS s
  WHERE s.enabled AND p_domain = ANY (s.email_domains)
  ORDER BY s.tenant_id
  LIMIT 10
$$;


ALTER FUNCTION app.sign_on_organizations(p_domain text) OWNER TO propertyos_definer;

--
-- Name: stamp_entry(); Type: FUNCTION; Schema: app; Owner: propertyos_owner
--

CREATE FUNCTION app.stamp_entry() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'public', 'app'
    AS $$
BEGIN
  NEW.written_in := pg_current_xact_id()::text::bigint;
  RETURN NEW;
END
$$;


ALTER FUNCTION app.stamp_entry() OWNER TO propertyos_owner;

--
-- Name: touch(); Type: FUNCTION; Schema: app; Owner: propertyos_owner
--

CREATE FUNCTION app.touch() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  NEW.updated_at := clock_timestamp();
  NEW.version := OLD.version + 1;
  RETURN NEW;
END
$$;


ALTER FUNCTION app.touch() OWNER TO propertyos_owner;

--
-- Name: unit_limit(); Type: FUNCTION; Schema: app; Owner: propertyos_definer
--

CREATE FUNCTION app.unit_limit() RETURNS integer
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'app'
    AS $$
  SELECT p.unit_limit FROM public.organizations AS o JOIN platform.plans AS p ON p.code = o.plan
  WHERE o.id = app.current_tenant_id()
$$;


ALTER FUNCTION app.unit_limit() OWNER TO propertyos_definer;

--
-- Name: unsealed_organizations(timestamp with time zone); Type: FUNCTION; Schema: app; Owner: propertyos_definer
--

CREATE FUNCTION app.unsealed_organizations(p_since timestamp with time zone) RETURNS SETOF uuid
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'app'
    AS $$
  SELECT l.tenant_id FROM public.audit_logs AS l
  WHERE l.created_at >= p_since
  GROUP BY l.tenant_id
  HAVING max((l.era::numeric * 1e20) + l.xact) > coalesce((
    SELECT s.era::numeric * 1e20 + s.to_xact FROM public.audit_seals AS s
    WHERE s.tenant_id = l.tenant_id AND s.kind = 'entries' ORDER BY s.sequence DESC LIMIT 1), -1)
$$;


ALTER FUNCTION app.unsealed_organizations(p_since timestamp with time zone) OWNER TO propertyos_definer;

--
-- Name: work_address(uuid); Type: FUNCTION; Schema: app; Owner: propertyos_definer
--

CREATE FUNCTION app.work_address(p_work_order uuid) RETURNS uuid
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'app'
    AS $$
  SELECT p.address_id
  FROM public.work_orders AS w
  JOIN public.properties AS p ON p.tenant_id = app.current_tenant_id() AND p.id = w.property_id
  WHERE w.tenant_id = app.current_tenant_id() AND w.id = p_work_order AND w.deleted_at IS NULL
    AND w.vendor_id = ANY (app.scope_ids())
$$;


ALTER FUNCTION app.work_address(p_work_order uuid) OWNER TO propertyos_definer;

--
-- Name: work_unit(uuid); Type: FUNCTION; Schema: app; Owner: propertyos_definer
--

CREATE FUNCTION app.work_unit(p_work_order uuid) RETURNS text
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'app'
    AS $$
  SELECT u.number
  FROM public.work_orders AS w
  JOIN public.units AS u ON u.tenant_id = app.current_tenant_id() AND u.id = w.unit_id
  WHERE w.tenant_id = app.current_tenant_id() AND w.id = p_work_order AND w.deleted_at IS NULL
    AND w.vendor_id = ANY (app.scope_ids())
$$;


ALTER FUNCTION app.work_unit(p_work_order uuid) OWNER TO propertyos_definer;

--
-- Name: river_job_state_in_bitmask(bit, platform.river_job_state); Type: FUNCTION; Schema: platform; Owner: propertyos_owner
--

CREATE FUNCTION platform.river_job_state_in_bitmask(bitmask bit, state platform.river_job_state) RETURNS boolean
    LANGUAGE sql IMMUTABLE
    AS $$
    SELECT CASE state
        WHEN 'available' THEN get_bit(bitmask, 7)
        WHEN 'cancelled' THEN get_bit(bitmask, 6)
        WHEN 'completed' THEN get_bit(bitmask, 5)
        WHEN 'discarded' THEN get_bit(bitmask, 4)
        WHEN 'pending'   THEN get_bit(bitmask, 3)
        WHEN 'retryable' THEN get_bit(bitmask, 2)
        WHEN 'running'   THEN get_bit(bitmask, 1)
        WHEN 'scheduled' THEN get_bit(bitmask, 0)
        ELSE 0
    END = 1;
$$;


ALTER FUNCTION platform.river_job_state_in_bitmask(bitmask bit, state platform.river_job_state) OWNER TO propertyos_owner;

--
-- Name: api_keys; Type: TABLE; Schema: platform; Owner: propertyos_owner
--

CREATE TABLE platform.api_keys (
    id uuid NOT NULL,
    organization_id uuid NOT NULL,
    user_id uuid NOT NULL,
    name text NOT NULL,
    prefix text NOT NULL,
    token_hash bytea NOT NULL,
    role text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    expires_at timestamp with time zone,
    last_used_at timestamp with time zone,
    revoked_at timestamp with time zone,
    scopes text[],
    created_by uuid,
    replaces_id uuid,
    last_used_ip inet,
    CONSTRAINT api_keys_name_check CHECK (((length(name) >= 1) AND (length(name) <= 100))),
    CONSTRAINT api_keys_role_check CHECK ((role = ANY (ARRAY['admin'::text, 'manager'::text, 'accountant'::text, 'leasing_agent'::text, 'technician'::text, 'bookkeeper'::text, 'auditor'::text]))),
    CONSTRAINT api_keys_token_hash_check CHECK ((length(token_hash) = 32))
);


ALTER TABLE platform.api_keys OWNER TO propertyos_owner;

--
-- Name: audit_eras; Type: TABLE; Schema: platform; Owner: propertyos_owner
--

CREATE TABLE platform.audit_eras (
    era integer NOT NULL,
    cluster bigint NOT NULL,
    begun_at timestamp with time zone DEFAULT now() NOT NULL
);


ALTER TABLE platform.audit_eras OWNER TO propertyos_owner;

--
-- Name: devices; Type: TABLE; Schema: platform; Owner: propertyos_owner
--

CREATE TABLE platform.devices (
    id uuid NOT NULL,
    identity_id uuid NOT NULL,
    token_hash bytea NOT NULL,
    ip_address inet,
    user_agent text,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    last_used_at timestamp with time zone DEFAULT now() NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    revoked_at timestamp with time zone,
    CONSTRAINT devices_token_hash_check CHECK ((length(token_hash) = 32))
);


ALTER TABLE platform.devices OWNER TO propertyos_owner;

--
-- Name: directory; Type: TABLE; Schema: platform; Owner: propertyos_owner
--

CREATE TABLE platform.directory (
    organization_id uuid NOT NULL,
    slug text NOT NULL,
    home text DEFAULT 'shared'::text NOT NULL,
    epoch bigint DEFAULT 1 NOT NULL,
    plan text DEFAULT 'essential'::text NOT NULL,
    status text DEFAULT 'active'::text NOT NULL,
    demo boolean DEFAULT false NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    sandbox_of uuid,
    CONSTRAINT directory_slug_check CHECK ((slug ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$'::text)),
    CONSTRAINT directory_status_check CHECK ((status = ANY (ARRAY['active'::text, 'suspended'::text, 'closed'::text])))
);


ALTER TABLE platform.directory OWNER TO propertyos_owner;

--
-- Name: feature_flags; Type: TABLE; Schema: platform; Owner: propertyos_owner
--

CREATE TABLE platform.feature_flags (
    name text NOT NULL,
    organization_id uuid,
    enabled boolean NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    reason text,
    CONSTRAINT feature_flags_name_check CHECK ((name ~ '^[a-z][a-z0-9_]{0,62}$'::text))
);


ALTER TABLE platform.feature_flags OWNER TO propertyos_owner;

--
-- Name: identities; Type: TABLE; Schema: platform; Owner: propertyos_owner
--

CREATE TABLE platform.identities (
    id uuid NOT NULL,
    email text NOT NULL,
    password_hash text,
    password_changed_at timestamp with time zone,
    email_verified_at timestamp with time zone,
    mfa_enabled boolean DEFAULT false NOT NULL,
    totp_secret_encrypted bytea,
    totp_secret_key_id bigint,
    last_login_at timestamp with time zone,
    disabled_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    totp_confirmed_at timestamp with time zone,
    totp_last_step bigint,
    last_alert_at timestamp with time zone,
    CONSTRAINT identities_email_check CHECK (((email = lower(btrim(email))) AND (email ~~ '_%@_%'::text) AND (length(email) <= 254))),
    CONSTRAINT identities_totp_secret_check CHECK (((totp_secret_encrypted IS NULL) = (totp_secret_key_id IS NULL)))
);


ALTER TABLE platform.identities OWNER TO propertyos_owner;

--
-- Name: keysets; Type: TABLE; Schema: platform; Owner: propertyos_owner
--

CREATE TABLE platform.keysets (
    organization_id uuid NOT NULL,
    purpose text NOT NULL,
    version bigint NOT NULL,
    wrapped bytea NOT NULL,
    rotated_at timestamp with time zone NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT keysets_purpose_check CHECK ((purpose = ANY (ARRAY['aead'::text, 'mac'::text]))),
    CONSTRAINT keysets_version_check CHECK ((version > 0))
);


ALTER TABLE platform.keysets OWNER TO propertyos_owner;

--
-- Name: memberships; Type: TABLE; Schema: platform; Owner: propertyos_owner
--

CREATE TABLE platform.memberships (
    id uuid NOT NULL,
    identity_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    user_id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    ended_at timestamp with time zone
);


ALTER TABLE platform.memberships OWNER TO propertyos_owner;

--
-- Name: oidc_subjects; Type: TABLE; Schema: platform; Owner: propertyos_owner
--

CREATE TABLE platform.oidc_subjects (
    id uuid NOT NULL,
    organization_id uuid NOT NULL,
    identity_id uuid NOT NULL,
    issuer text NOT NULL,
    subject text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    last_used_at timestamp with time zone,
    CONSTRAINT oidc_subjects_issuer_check CHECK (((length(issuer) >= 1) AND (length(issuer) <= 500))),
    CONSTRAINT oidc_subjects_subject_check CHECK (((length(subject) >= 1) AND (length(subject) <= 255)))
);


ALTER TABLE platform.oidc_subjects OWNER TO propertyos_owner;

--
-- Name: passkeys; Type: TABLE; Schema: platform; Owner: propertyos_owner
--

CREATE TABLE platform.passkeys (
    id uuid NOT NULL,
    identity_id uuid NOT NULL,
    credential_id bytea NOT NULL,
    name text NOT NULL,
    credential jsonb NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    last_used_at timestamp with time zone,
    CONSTRAINT passkeys_credential_id_check CHECK (((length(credential_id) >= 1) AND (length(credential_id) <= 1023))),
    CONSTRAINT passkeys_name_check CHECK (((length(name) >= 1) AND (length(name) <= 100)))
);


ALTER TABLE platform.passkeys OWNER TO propertyos_owner;

--
-- Name: plans; Type: TABLE; Schema: platform; Owner: propertyos_owner
--

CREATE TABLE platform.plans (
    code text NOT NULL,
    name text NOT NULL,
    unit_limit integer,
    audit_retention_months integer NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT plans_audit_retention_months_check CHECK ((audit_retention_months >= 1)),
    CONSTRAINT plans_unit_limit_check CHECK ((unit_limit > 0))
);


ALTER TABLE platform.plans OWNER TO propertyos_owner;

--
-- Name: recovery_codes; Type: TABLE; Schema: platform; Owner: propertyos_owner
--

CREATE TABLE platform.recovery_codes (
    id uuid NOT NULL,
    identity_id uuid NOT NULL,
    code_hash bytea NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    used_at timestamp with time zone,
    CONSTRAINT recovery_codes_code_hash_check CHECK ((length(code_hash) = 32))
);


ALTER TABLE platform.recovery_codes OWNER TO propertyos_owner;

--
-- Name: river_job; Type: TABLE; Schema: platform; Owner: propertyos_owner
--

CREATE TABLE platform.river_job (
    id bigint NOT NULL,
    state platform.river_job_state DEFAULT 'available'::platform.river_job_state NOT NULL,
    attempt smallint DEFAULT 0 NOT NULL,
    max_attempts smallint DEFAULT 25 NOT NULL,
    attempted_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    finalized_at timestamp with time zone,
    scheduled_at timestamp with time zone DEFAULT now() NOT NULL,
    priority smallint DEFAULT 1 NOT NULL,
    args jsonb NOT NULL,
    attempted_by text[],
    errors jsonb[],
    kind text NOT NULL,
    metadata jsonb DEFAULT '{}'::jsonb NOT NULL,
    queue text DEFAULT 'default'::text NOT NULL,
    tags character varying(255)[] DEFAULT '{}'::character varying[] NOT NULL,
    unique_key bytea,
    unique_states bit(8),
    CONSTRAINT finalized_or_finalized_at_null CHECK ((((finalized_at IS NULL) AND (state <> ALL (ARRAY['cancelled'::platform.river_job_state, 'completed'::platform.river_job_state, 'discarded'::platform.river_job_state]))) OR ((finalized_at IS NOT NULL) AND (state = ANY (ARRAY['cancelled'::platform.river_job_state, 'completed'::platform.river_job_state, 'discarded'::platform.river_job_state]))))),
    CONSTRAINT kind_length CHECK (((char_length(kind) > 0) AND (char_length(kind) < 128))),
    CONSTRAINT max_attempts_is_positive CHECK ((max_attempts > 0)),
    CONSTRAINT priority_in_range CHECK (((priority >= 1) AND (priority <= 4))),
    CONSTRAINT queue_length CHECK (((char_length(queue) > 0) AND (char_length(queue) < 128)))
);


ALTER TABLE platform.river_job OWNER TO propertyos_owner;

--
-- Name: river_job_id_seq; Type: SEQUENCE; Schema: platform; Owner: propertyos_owner
--

CREATE SEQUENCE platform.river_job_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


ALTER TABLE platform.river_job_id_seq OWNER TO propertyos_owner;

--
-- Name: river_job_id_seq; Type: SEQUENCE OWNED BY; Schema: platform; Owner: propertyos_owner
--

ALTER SEQUENCE platform.river_job_id_seq OWNED BY platform.river_job.id;


--
-- Name: river_leader; Type: TABLE; Schema: platform; Owner: propertyos_owner
--

CREATE UNLOGGED TABLE platform.river_leader (
    elected_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    leader_id text NOT NULL,
    name text DEFAULT 'default'::text NOT NULL,
    CONSTRAINT leader_id_length CHECK (((char_length(leader_id) > 0) AND (char_length(leader_id) < 128))),
    CONSTRAINT name_length CHECK ((name = 'default'::text))
);


ALTER TABLE platform.river_leader OWNER TO propertyos_owner;

--
-- Name: river_migration; Type: TABLE; Schema: platform; Owner: propertyos_owner
--

CREATE TABLE platform.river_migration (
    line text NOT NULL,
    version bigint NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT line_length CHECK (((char_length(line) > 0) AND (char_length(line) < 128))),
    CONSTRAINT version_gte_1 CHECK ((version >= 1))
);


ALTER TABLE platform.river_migration OWNER TO propertyos_owner;

--
-- Name: river_notification; Type: TABLE; Schema: platform; Owner: propertyos_owner
--

CREATE TABLE platform.river_notification (
    id bigint NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    payload text NOT NULL,
    topic text NOT NULL,
    CONSTRAINT topic_length CHECK (((length(topic) > 0) AND (length(topic) < 128)))
);


ALTER TABLE platform.river_notification OWNER TO propertyos_owner;

--
-- Name: river_notification_id_seq; Type: SEQUENCE; Schema: platform; Owner: propertyos_owner
--

CREATE SEQUENCE platform.river_notification_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


ALTER TABLE platform.river_notification_id_seq OWNER TO propertyos_owner;

--
-- Name: river_notification_id_seq; Type: SEQUENCE OWNED BY; Schema: platform; Owner: propertyos_owner
--

ALTER SEQUENCE platform.river_notification_id_seq OWNED BY platform.river_notification.id;


--
-- Name: river_queue; Type: TABLE; Schema: platform; Owner: propertyos_owner
--

CREATE TABLE platform.river_queue (
    name text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    metadata jsonb DEFAULT '{}'::jsonb NOT NULL,
    paused_at timestamp with time zone,
    updated_at timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL
);


ALTER TABLE platform.river_queue OWNER TO propertyos_owner;

--
-- Name: security_events; Type: TABLE; Schema: platform; Owner: propertyos_owner
--

CREATE TABLE platform.security_events (
    id uuid NOT NULL,
    kind text NOT NULL,
    identity_id uuid,
    organization_id uuid,
    email_digest bytea,
    ip_address inet,
    user_agent text,
    detail jsonb DEFAULT '{}'::jsonb NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT security_events_kind_check CHECK ((kind = ANY (ARRAY['sign_in'::text, 'sign_in_failed'::text, 'sign_in_throttled'::text, 'sign_out'::text, 'session_revoked'::text, 'api_key_created'::text, 'api_key_revoked'::text, 'api_key_rotated'::text, 'api_key_refused'::text, 'password_changed'::text, 'password_reset_requested'::text, 'password_reset'::text, 'keys_rotated'::text, 'operator_access'::text, 'signed_up'::text, 'email_verified'::text, 'email_changed'::text, 'second_factor_failed'::text, 'totp_enabled'::text, 'totp_disabled'::text, 'passkey_added'::text, 'passkey_removed'::text, 'recovery_codes_made'::text, 'recovery_code_used'::text, 'device_remembered'::text, 'devices_forgotten'::text, 'step_up'::text, 'step_up_failed'::text, 'organization_switched'::text, 'invitation_sent'::text, 'invitation_accepted'::text, 'invitation_refused'::text, 'user_removed'::text, 'single_sign_on_failed'::text, 'attack_suspected'::text])))
);


ALTER TABLE platform.security_events OWNER TO propertyos_owner;

--
-- Name: sessions; Type: TABLE; Schema: platform; Owner: propertyos_owner
--

CREATE TABLE platform.sessions (
    id uuid NOT NULL,
    token_hash bytea NOT NULL,
    identity_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    user_id uuid NOT NULL,
    ip_address inet,
    user_agent text,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    last_seen_at timestamp with time zone DEFAULT now() NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    revoked_at timestamp with time zone,
    proved_at timestamp with time zone,
    method text DEFAULT 'password'::text NOT NULL,
    CONSTRAINT sessions_method_check CHECK ((method = ANY (ARRAY['password'::text, 'password_totp'::text, 'password_passkey'::text, 'password_recovery_code'::text, 'password_device'::text, 'passkey'::text, 'single_sign_on'::text]))),
    CONSTRAINT sessions_token_hash_check CHECK ((length(token_hash) = 32))
);


ALTER TABLE platform.sessions OWNER TO propertyos_owner;

--
-- Name: throttles; Type: TABLE; Schema: platform; Owner: propertyos_owner
--

CREATE TABLE platform.throttles (
    key bytea NOT NULL,
    failures integer NOT NULL,
    window_started_at timestamp with time zone NOT NULL,
    blocked_until timestamp with time zone,
    CONSTRAINT throttles_failures_check CHECK ((failures >= 0))
);


ALTER TABLE platform.throttles OWNER TO propertyos_owner;

--
-- Name: tickets; Type: TABLE; Schema: platform; Owner: propertyos_owner
--

CREATE TABLE platform.tickets (
    id uuid NOT NULL,
    kind text NOT NULL,
    token_hash bytea,
    identity_id uuid,
    organization_id uuid,
    email text,
    data jsonb DEFAULT '{}'::jsonb NOT NULL,
    ip_address inet,
    user_agent text,
    attempts integer DEFAULT 0 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    used_at timestamp with time zone,
    CONSTRAINT tickets_attempts_check CHECK ((attempts >= 0)),
    CONSTRAINT tickets_email_check CHECK (((email = lower(btrim(email))) AND (length(email) <= 254))),
    CONSTRAINT tickets_kind_check CHECK ((kind = ANY (ARRAY['sign_up'::text, 'email_verification'::text, 'email_change'::text, 'password_reset'::text, 'sign_in'::text, 'passkey_registration'::text, 'passkey_sign_in'::text, 'step_up'::text, 'single_sign_on'::text]))),
    CONSTRAINT tickets_token_hash_check CHECK ((length(token_hash) = 32))
);


ALTER TABLE platform.tickets OWNER TO propertyos_owner;

--
-- Name: addresses; Type: TABLE; Schema: public; Owner: propertyos_owner
--

CREATE TABLE public.addresses (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    street1 text NOT NULL,
    street2 text,
    city text NOT NULL,
    state text,
    zip_code text,
    country text DEFAULT 'US'::text NOT NULL,
    coordinates extensions.geography(Point,4326),
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    deleted_at timestamp with time zone,
    deleted_by uuid,
    deletion_id uuid,
    live boolean GENERATED ALWAYS AS (
CASE
    WHEN (deleted_at IS NULL) THEN true
    ELSE NULL::boolean
END) STORED,
    CONSTRAINT addresses_city_check CHECK (((length(btrim(city)) > 0) AND (length(city) <= 100))),
    CONSTRAINT addresses_country_check CHECK ((country ~ '^[A-Z]{2}$'::text)),
    CONSTRAINT addresses_state_check CHECK (((length(state) >= 1) AND (length(state) <= 50))),
    CONSTRAINT addresses_street1_check CHECK (((length(btrim(street1)) > 0) AND (length(street1) <= 255))),
    CONSTRAINT addresses_street2_check CHECK ((length(street2) <= 255)),
    CONSTRAINT addresses_us_check CHECK (((country <> 'US'::text) OR ((state IS NOT NULL) AND (zip_code IS NOT NULL)))),
    CONSTRAINT addresses_zip_code_check CHECK (((length(zip_code) >= 1) AND (length(zip_code) <= 20)))
);

ALTER TABLE ONLY public.addresses FORCE ROW LEVEL SECURITY;


ALTER TABLE public.addresses OWNER TO propertyos_owner;

--
-- Name: announcements; Type: TABLE; Schema: public; Owner: propertyos_owner
--

CREATE TABLE public.announcements (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    property_id uuid,
    title text NOT NULL,
    body text NOT NULL,
    publish_on date NOT NULL,
    expires_on date,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    deleted_at timestamp with time zone,
    deleted_by uuid,
    deletion_id uuid,
    CONSTRAINT announcements_body_check CHECK (((length(btrim(body)) > 0) AND (length(body) <= 4000))),
    CONSTRAINT announcements_expires_on_check CHECK ((expires_on >= publish_on)),
    CONSTRAINT announcements_title_check CHECK (((length(btrim(title)) > 0) AND (length(title) <= 200)))
);

ALTER TABLE ONLY public.announcements FORCE ROW LEVEL SECURITY;


ALTER TABLE public.announcements OWNER TO propertyos_owner;

--
-- Name: audit_logs; Type: TABLE; Schema: public; Owner: propertyos_owner
--

CREATE TABLE public.audit_logs (
    tenant_id uuid NOT NULL,
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    user_id uuid,
    actor_role text,
    action text NOT NULL,
    entity_type text NOT NULL,
    entity_id uuid NOT NULL,
    changes jsonb,
    request_id text,
    reason text,
    ip_address inet,
    user_agent text,
    api_key uuid,
    detail jsonb,
    xact bigint DEFAULT ((pg_current_xact_id())::text)::bigint NOT NULL,
    era integer DEFAULT 1 NOT NULL,
    CONSTRAINT audit_logs_action_check CHECK (((length(action) >= 1) AND (length(action) <= 100))),
    CONSTRAINT audit_logs_entity_type_check CHECK (((length(entity_type) >= 1) AND (length(entity_type) <= 63)))
)
PARTITION BY RANGE (created_at);

ALTER TABLE ONLY public.audit_logs FORCE ROW LEVEL SECURITY;


ALTER TABLE public.audit_logs OWNER TO propertyos_owner;

--
-- Name: audit_logs_default; Type: TABLE; Schema: public; Owner: propertyos_owner
--

CREATE TABLE public.audit_logs_default (
    tenant_id uuid NOT NULL,
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    user_id uuid,
    actor_role text,
    action text NOT NULL,
    entity_type text NOT NULL,
    entity_id uuid NOT NULL,
    changes jsonb,
    request_id text,
    reason text,
    ip_address inet,
    user_agent text,
    api_key uuid,
    detail jsonb,
    xact bigint DEFAULT ((pg_current_xact_id())::text)::bigint NOT NULL,
    era integer DEFAULT 1 NOT NULL,
    CONSTRAINT audit_logs_action_check CHECK (((length(action) >= 1) AND (length(action) <= 100))),
    CONSTRAINT audit_logs_entity_type_check CHECK (((length(entity_type) >= 1) AND (length(entity_type) <= 63)))
);

ALTER TABLE ONLY public.audit_logs_default FORCE ROW LEVEL SECURITY;


ALTER TABLE public.audit_logs_default OWNER TO propertyos_owner;

--
-- Name: audit_seals; Type: TABLE; Schema: public; Owner: propertyos_owner
--

CREATE TABLE public.audit_seals (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    sequence bigint NOT NULL,
    kind text DEFAULT 'entries'::text NOT NULL,
    era integer NOT NULL,
    to_xact bigint NOT NULL,
    to_id uuid NOT NULL,
    entries integer NOT NULL,
    manifest bytea NOT NULL,
    dropped_before timestamp with time zone,
    previous_hash bytea NOT NULL,
    hash bytea NOT NULL,
    sealed_at timestamp with time zone NOT NULL,
    CONSTRAINT audit_seals_hash_check CHECK ((length(hash) = 32)),
    CONSTRAINT audit_seals_kind_check CHECK ((kind = ANY (ARRAY['entries'::text, 'retention'::text]))),
    CONSTRAINT audit_seals_previous_hash_check CHECK ((length(previous_hash) = 32))
);
ALTER TABLE ONLY public.audit_seals ALTER COLUMN manifest SET STORAGE EXTERNAL;

ALTER TABLE ONLY public.audit_seals FORCE ROW LEVEL SECURITY;


ALTER TABLE public.audit_seals OWNER TO propertyos_owner;

--
-- Name: bank_accounts; Type: TABLE; Schema: public; Owner: propertyos_owner
--

CREATE TABLE public.bank_accounts (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    owner_id uuid,
    purpose text NOT NULL,
    account_holder_name text NOT NULL,
    account_type text NOT NULL,
    bank_name text NOT NULL,
    last_four text NOT NULL,
    stripe_bank_account_id text,
    routing_number_encrypted bytea,
    routing_number_key_id bigint,
    account_number_encrypted bytea,
    account_number_key_id bigint,
    is_primary boolean DEFAULT false NOT NULL,
    is_verified boolean DEFAULT false NOT NULL,
    metadata jsonb DEFAULT '{}'::jsonb NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    deleted_at timestamp with time zone,
    deleted_by uuid,
    deletion_id uuid,
    CONSTRAINT bank_accounts_account_holder_name_check CHECK (((length(account_holder_name) >= 1) AND (length(account_holder_name) <= 255))),
    CONSTRAINT bank_accounts_account_number_check CHECK (((account_number_encrypted IS NULL) = (account_number_key_id IS NULL))),
    CONSTRAINT bank_accounts_account_type_check CHECK ((account_type = ANY (ARRAY['checking'::text, 'savings'::text]))),
    CONSTRAINT bank_accounts_bank_name_check CHECK (((length(bank_name) >= 1) AND (length(bank_name) <= 255))),
    CONSTRAINT bank_accounts_last_four_check CHECK (((length(last_four) >= 1) AND (length(last_four) <= 4))),
    CONSTRAINT bank_accounts_owner_check CHECK (((purpose = 'owner_payout'::text) = (owner_id IS NOT NULL))),
    CONSTRAINT bank_accounts_purpose_check CHECK ((purpose = ANY (ARRAY['operating_trust'::text, 'deposit_trust'::text, 'company'::text, 'owner_payout'::text]))),
    CONSTRAINT bank_accounts_routing_number_check CHECK (((routing_number_encrypted IS NULL) = (routing_number_key_id IS NULL)))
);

ALTER TABLE ONLY public.bank_accounts FORCE ROW LEVEL SECURITY;


ALTER TABLE public.bank_accounts OWNER TO propertyos_owner;

--
-- Name: charge_credits; Type: TABLE; Schema: public; Owner: propertyos_owner
--

CREATE TABLE public.charge_credits (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    charge_id uuid NOT NULL,
    tenancy_id uuid NOT NULL,
    kind text NOT NULL,
    amount numeric(14,2) NOT NULL,
    dated_on date NOT NULL,
    reason text NOT NULL,
    journal_entry_id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    created_by uuid,
    CONSTRAINT charge_credits_amount_check CHECK ((amount > (0)::numeric)),
    CONSTRAINT charge_credits_kind_check CHECK ((kind = ANY (ARRAY['credit'::text, 'write_off'::text]))),
    CONSTRAINT charge_credits_reason_check CHECK (((length(btrim(reason)) > 0) AND (length(reason) <= 1000)))
);

ALTER TABLE ONLY public.charge_credits FORCE ROW LEVEL SECURITY;


ALTER TABLE public.charge_credits OWNER TO propertyos_owner;

--
-- Name: charge_runs; Type: TABLE; Schema: public; Owner: propertyos_owner
--

CREATE TABLE public.charge_runs (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    kind text NOT NULL,
    through date NOT NULL,
    leases integer DEFAULT 0 NOT NULL,
    done integer DEFAULT 0 NOT NULL,
    charges integer DEFAULT 0 NOT NULL,
    amount numeric(14,2) DEFAULT 0 NOT NULL,
    started_by uuid,
    started_at timestamp with time zone NOT NULL,
    finished_at timestamp with time zone,
    undone_by uuid,
    undone_at timestamp with time zone,
    undone_reason text,
    CONSTRAINT charge_runs_kind_check CHECK ((kind = ANY (ARRAY['rent'::text, 'late_fee'::text]))),
    CONSTRAINT charge_runs_undone_check CHECK (((undone_at IS NULL) = (undone_reason IS NULL))),
    CONSTRAINT charge_runs_undone_reason_check CHECK (((length(undone_reason) >= 1) AND (length(undone_reason) <= 1000)))
);

ALTER TABLE ONLY public.charge_runs FORCE ROW LEVEL SECURITY;


ALTER TABLE public.charge_runs OWNER TO propertyos_owner;

--
-- Name: charges; Type: TABLE; Schema: public; Owner: propertyos_owner
--

CREATE TABLE public.charges (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    tenancy_id uuid NOT NULL,
    lease_id uuid NOT NULL,
    unit_id uuid NOT NULL,
    property_id uuid NOT NULL,
    renter_id uuid,
    kind text NOT NULL,
    ledger_account_id uuid NOT NULL,
    payer text DEFAULT 'renter'::text NOT NULL,
    payer_name text,
    amount numeric(14,2) NOT NULL,
    due_on date NOT NULL,
    period_from date NOT NULL,
    period_to date,
    description text NOT NULL,
    rule_kind text NOT NULL,
    rule_id uuid NOT NULL,
    late_fee_exempt boolean DEFAULT false NOT NULL,
    run_id uuid,
    journal_entry_id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    created_by uuid,
    undone_at timestamp with time zone,
    CONSTRAINT charges_amount_check CHECK ((amount > (0)::numeric)),
    CONSTRAINT charges_description_check CHECK (((length(btrim(description)) > 0) AND (length(description) <= 255))),
    CONSTRAINT charges_kind_check CHECK ((kind = ANY (ARRAY['rent'::text, 'late_fee'::text, 'nsf_fee'::text, 'pet'::text, 'parking'::text, 'utilities'::text, 'damage'::text, 'cleaning'::text, 'legal'::text, 'deposit'::text, 'last_month'::text, 'opening'::text, 'other'::text]))),
    CONSTRAINT charges_payer_check CHECK ((payer = ANY (ARRAY['renter'::text, 'agency'::text, 'other'::text]))),
    CONSTRAINT charges_payer_name_check CHECK ((((payer = 'renter'::text) = (payer_name IS NULL)) AND ((length(btrim(payer_name)) >= 1) AND (length(btrim(payer_name)) <= 255)))),
    CONSTRAINT charges_period_check CHECK ((period_to >= period_from)),
    CONSTRAINT charges_rule_kind_check CHECK ((rule_kind = ANY (ARRAY['rent_schedule'::text, 'recurring_charge'::text, 'lease_deposit'::text, 'late_fee'::text, 'nsf_fee'::text, 'late_fee_daily'::text, 'opening'::text, 'manual'::text])))
);

ALTER TABLE ONLY public.charges FORCE ROW LEVEL SECURITY;


ALTER TABLE public.charges OWNER TO propertyos_owner;

--
-- Name: checklist_templates; Type: TABLE; Schema: public; Owner: propertyos_owner
--

CREATE TABLE public.checklist_templates (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    name text NOT NULL,
    kind text NOT NULL,
    areas jsonb DEFAULT '[]'::jsonb NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    deleted_at timestamp with time zone,
    deleted_by uuid,
    deletion_id uuid,
    CONSTRAINT checklist_templates_areas_check CHECK ((jsonb_typeof(areas) = 'array'::text)),
    CONSTRAINT checklist_templates_kind_check CHECK ((kind = ANY (ARRAY['move_in'::text, 'move_out'::text, 'periodic'::text]))),
    CONSTRAINT checklist_templates_name_check CHECK (((length(btrim(name)) > 0) AND (length(name) <= 255)))
);

ALTER TABLE ONLY public.checklist_templates FORCE ROW LEVEL SECURITY;


ALTER TABLE public.checklist_templates OWNER TO propertyos_owner;

--
-- Name: deposit_dispositions; Type: TABLE; Schema: public; Owner: propertyos_owner
--

CREATE TABLE public.deposit_dispositions (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    tenancy_id uuid NOT NULL,
    rule_id uuid,
    due_on date NOT NULL,
    due_note text,
    held_amount numeric(14,2) DEFAULT 0 NOT NULL,
    status text DEFAULT 'draft'::text NOT NULL,
    sent_on date,
    sent_method text,
    letter_document_id uuid,
    note text,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT deposit_dispositions_due_note_check CHECK ((length(due_note) <= 500)),
    CONSTRAINT deposit_dispositions_held_amount_check CHECK ((held_amount >= (0)::numeric)),
    CONSTRAINT deposit_dispositions_note_check CHECK ((length(note) <= 2000)),
    CONSTRAINT deposit_dispositions_sent_check CHECK ((((status = 'sent'::text) = (sent_on IS NOT NULL)) AND ((sent_on IS NULL) = (sent_method IS NULL)))),
    CONSTRAINT deposit_dispositions_sent_method_check CHECK ((sent_method = ANY (ARRAY['in_person'::text, 'mail'::text, 'certified_mail'::text, 'courier'::text, 'email'::text, 'portal'::text, 'other'::text]))),
    CONSTRAINT deposit_dispositions_status_check CHECK ((status = ANY (ARRAY['draft'::text, 'sent'::text])))
);

ALTER TABLE ONLY public.deposit_dispositions FORCE ROW LEVEL SECURITY;


ALTER TABLE public.deposit_dispositions OWNER TO propertyos_owner;

--
-- Name: deposit_rules; Type: TABLE; Schema: public; Owner: propertyos_owner
--

CREATE TABLE public.deposit_rules (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    jurisdiction text NOT NULL,
    starts_on_kind text NOT NULL,
    days_without_claim integer NOT NULL,
    days_with_claim integer NOT NULL,
    delivery text,
    interest text,
    citation text NOT NULL,
    source_url text,
    verified_on date NOT NULL,
    confirmed_by uuid,
    from_date date NOT NULL,
    to_date date,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT deposit_rules_citation_check CHECK (((length(btrim(citation)) > 0) AND (length(citation) <= 500))),
    CONSTRAINT deposit_rules_dates_check CHECK ((to_date >= from_date)),
    CONSTRAINT deposit_rules_days_with_claim_check CHECK (((days_with_claim >= 0) AND (days_with_claim <= 365))),
    CONSTRAINT deposit_rules_days_without_claim_check CHECK (((days_without_claim >= 0) AND (days_without_claim <= 365))),
    CONSTRAINT deposit_rules_delivery_check CHECK ((length(delivery) <= 500)),
    CONSTRAINT deposit_rules_interest_check CHECK ((length(interest) <= 500)),
    CONSTRAINT deposit_rules_jurisdiction_check CHECK ((jurisdiction ~ '^[A-Z]{2}(-[A-Z0-9]{1,3})?$'::text)),
    CONSTRAINT deposit_rules_source_url_check CHECK (((source_url ~ '^https?://'::text) AND (length(source_url) <= 500))),
    CONSTRAINT deposit_rules_starts_on_kind_check CHECK ((starts_on_kind = ANY (ARRAY['move_out'::text, 'end_of_term'::text, 'later_of_both'::text, 'address_given'::text])))
);

ALTER TABLE ONLY public.deposit_rules FORCE ROW LEVEL SECURITY;


ALTER TABLE public.deposit_rules OWNER TO propertyos_owner;

--
-- Name: disposition_items; Type: TABLE; Schema: public; Owner: propertyos_owner
--

CREATE TABLE public.disposition_items (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    disposition_id uuid NOT NULL,
    tenancy_id uuid NOT NULL,
    kind text NOT NULL,
    description text NOT NULL,
    amount numeric(14,2) NOT NULL,
    inspection_item_id uuid,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    deleted_at timestamp with time zone,
    deleted_by uuid,
    deletion_id uuid,
    CONSTRAINT disposition_items_amount_check CHECK ((amount > (0)::numeric)),
    CONSTRAINT disposition_items_description_check CHECK (((length(btrim(description)) > 0) AND (length(description) <= 500))),
    CONSTRAINT disposition_items_kind_check CHECK ((kind = ANY (ARRAY['rent'::text, 'charge'::text, 'damage'::text, 'cleaning'::text, 'interest'::text, 'other'::text])))
);

ALTER TABLE ONLY public.disposition_items FORCE ROW LEVEL SECURITY;


ALTER TABLE public.disposition_items OWNER TO propertyos_owner;

--
-- Name: document_template_versions; Type: TABLE; Schema: public; Owner: propertyos_owner
--

CREATE TABLE public.document_template_versions (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    template_id uuid NOT NULL,
    number integer NOT NULL,
    name text NOT NULL,
    body text NOT NULL,
    saved_by uuid,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT document_template_versions_body_check CHECK ((length(body) <= 100000)),
    CONSTRAINT document_template_versions_name_check CHECK ((length(name) <= 255)),
    CONSTRAINT document_template_versions_number_check CHECK ((number > 0))
);

ALTER TABLE ONLY public.document_template_versions FORCE ROW LEVEL SECURITY;


ALTER TABLE public.document_template_versions OWNER TO propertyos_owner;

--
-- Name: document_templates; Type: TABLE; Schema: public; Owner: propertyos_owner
--

CREATE TABLE public.document_templates (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    name text NOT NULL,
    kind text NOT NULL,
    body text NOT NULL,
    number integer DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    deleted_at timestamp with time zone,
    deleted_by uuid,
    deletion_id uuid,
    CONSTRAINT document_templates_body_check CHECK (((length(btrim(body)) > 0) AND (length(body) <= 100000))),
    CONSTRAINT document_templates_kind_check CHECK ((kind = ANY (ARRAY['lease'::text, 'addendum'::text, 'notice'::text, 'disposition_letter'::text, 'renewal_offer'::text, 'other'::text]))),
    CONSTRAINT document_templates_name_check CHECK (((length(btrim(name)) > 0) AND (length(name) <= 255))),
    CONSTRAINT document_templates_number_check CHECK ((number > 0))
);

ALTER TABLE ONLY public.document_templates FORCE ROW LEVEL SECURITY;


ALTER TABLE public.document_templates OWNER TO propertyos_owner;

--
-- Name: document_versions; Type: TABLE; Schema: public; Owner: propertyos_owner
--

CREATE TABLE public.document_versions (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    document_id uuid NOT NULL,
    revision integer NOT NULL,
    file_name text NOT NULL,
    file_path text NOT NULL,
    file_size bigint NOT NULL,
    mime_type text NOT NULL,
    content_hash bytea NOT NULL,
    file_key_encrypted bytea NOT NULL,
    file_key_key_id bigint NOT NULL,
    scan_status text DEFAULT 'not_scanned'::text NOT NULL,
    scanned_at timestamp with time zone,
    scan_finding text,
    uploaded_by_id uuid,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT document_versions_content_hash_check CHECK ((length(content_hash) = 32)),
    CONSTRAINT document_versions_file_name_check CHECK (((length(file_name) >= 1) AND (length(file_name) <= 255))),
    CONSTRAINT document_versions_file_path_check CHECK (((length(file_path) >= 1) AND (length(file_path) <= 500))),
    CONSTRAINT document_versions_file_size_check CHECK ((file_size > 0)),
    CONSTRAINT document_versions_mime_type_check CHECK (((length(mime_type) >= 1) AND (length(mime_type) <= 100))),
    CONSTRAINT document_versions_revision_check CHECK ((revision >= 1)),
    CONSTRAINT document_versions_scan_finding_check CHECK ((length(scan_finding) <= 200)),
    CONSTRAINT document_versions_scan_status_check CHECK ((scan_status = ANY (ARRAY['not_scanned'::text, 'pending'::text, 'clean'::text, 'infected'::text, 'failed'::text])))
);

ALTER TABLE ONLY public.document_versions FORCE ROW LEVEL SECURITY;


ALTER TABLE public.document_versions OWNER TO propertyos_owner;

--
-- Name: documents; Type: TABLE; Schema: public; Owner: propertyos_owner
--

CREATE TABLE public.documents (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    type text NOT NULL,
    entity_type text NOT NULL,
    entity_id uuid NOT NULL,
    file_name text NOT NULL,
    file_path text NOT NULL,
    file_size bigint NOT NULL,
    mime_type text NOT NULL,
    content_hash bytea NOT NULL,
    description text,
    uploaded_by_id uuid,
    expires_at timestamp with time zone,
    retain_until date,
    access_level text DEFAULT 'private'::text NOT NULL,
    audience_id uuid,
    tags jsonb DEFAULT '[]'::jsonb NOT NULL,
    metadata jsonb DEFAULT '{}'::jsonb NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    deleted_at timestamp with time zone,
    deleted_by uuid,
    deletion_id uuid,
    property_id uuid,
    revision integer DEFAULT 1 NOT NULL,
    scan_status text DEFAULT 'not_scanned'::text NOT NULL,
    retention_class text DEFAULT 'standard'::text NOT NULL,
    held_at timestamp with time zone,
    held_by uuid,
    hold_reason text,
    expiry_noted_at timestamp with time zone,
    CONSTRAINT documents_access_level_check CHECK ((access_level = ANY (ARRAY['private'::text, 'staff'::text, 'renter'::text, 'owner'::text, 'vendor'::text, 'person'::text]))),
    CONSTRAINT documents_audience_check CHECK (((access_level = 'person'::text) = (audience_id IS NOT NULL))),
    CONSTRAINT documents_content_hash_check CHECK ((length(content_hash) = 32)),
    CONSTRAINT documents_entity_type_check CHECK ((entity_type = ANY (ARRAY['organization'::text, 'property'::text, 'unit'::text, 'tenancy'::text, 'lease'::text, 'renter'::text, 'owner'::text, 'vendor'::text, 'maintenance_request'::text, 'work_order'::text, 'payment'::text, 'inspection'::text, 'lease_notice'::text, 'disposition'::text]))),
    CONSTRAINT documents_file_name_check CHECK (((length(file_name) >= 1) AND (length(file_name) <= 255))),
    CONSTRAINT documents_file_path_check CHECK (((length(file_path) >= 1) AND (length(file_path) <= 500))),
    CONSTRAINT documents_file_size_check CHECK ((file_size > 0)),
    CONSTRAINT documents_hold_check CHECK (((held_at IS NULL) OR (deleted_at IS NULL))),
    CONSTRAINT documents_hold_reason_check CHECK ((((held_at IS NULL) = (hold_reason IS NULL)) AND ((length(hold_reason) >= 1) AND (length(hold_reason) <= 500)))),
    CONSTRAINT documents_mime_type_check CHECK (((length(mime_type) >= 1) AND (length(mime_type) <= 100))),
    CONSTRAINT documents_retention_class_check CHECK ((retention_class = ANY (ARRAY['standard'::text, 'lease'::text, 'financial'::text, 'permanent'::text]))),
    CONSTRAINT documents_revision_check CHECK ((revision >= 1)),
    CONSTRAINT documents_scan_status_check CHECK ((scan_status = ANY (ARRAY['not_scanned'::text, 'pending'::text, 'clean'::text, 'infected'::text, 'failed'::text]))),
    CONSTRAINT documents_tags_check CHECK ((jsonb_typeof(tags) = 'array'::text)),
    CONSTRAINT documents_type_check CHECK ((type = ANY (ARRAY['lease'::text, 'addendum'::text, 'notice'::text, 'invoice'::text, 'receipt'::text, 'insurance'::text, 'id_verification'::text, 'application'::text, 'contract'::text, 'report'::text, 'photo'::text, 'other'::text])))
);

ALTER TABLE ONLY public.documents FORCE ROW LEVEL SECURITY;


ALTER TABLE public.documents OWNER TO propertyos_owner;

--
-- Name: emergency_contacts; Type: TABLE; Schema: public; Owner: propertyos_owner
--

CREATE TABLE public.emergency_contacts (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    renter_id uuid NOT NULL,
    name text NOT NULL,
    relationship text,
    phone text NOT NULL,
    email text,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    deleted_at timestamp with time zone,
    deleted_by uuid,
    deletion_id uuid,
    CONSTRAINT emergency_contacts_email_check CHECK (((email = lower(btrim(email))) AND (length(email) <= 254))),
    CONSTRAINT emergency_contacts_name_check CHECK (((length(btrim(name)) > 0) AND (length(name) <= 255))),
    CONSTRAINT emergency_contacts_phone_check CHECK (((length(phone) >= 1) AND (length(phone) <= 40))),
    CONSTRAINT emergency_contacts_relationship_check CHECK ((length(relationship) <= 100))
);

ALTER TABLE ONLY public.emergency_contacts FORCE ROW LEVEL SECURITY;


ALTER TABLE public.emergency_contacts OWNER TO propertyos_owner;

--
-- Name: events; Type: TABLE; Schema: public; Owner: propertyos_owner
--

CREATE TABLE public.events (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    type text NOT NULL,
    entity_type text NOT NULL,
    entity_id uuid NOT NULL,
    payload jsonb DEFAULT '{}'::jsonb NOT NULL,
    actor_id uuid,
    request_id text,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    relayed_at timestamp with time zone,
    CONSTRAINT events_entity_type_check CHECK (((length(entity_type) >= 1) AND (length(entity_type) <= 63))),
    CONSTRAINT events_type_check CHECK (((type ~ '^[a-z_]+\.[a-z_]+$'::text) AND (length(type) <= 100)))
);

ALTER TABLE ONLY public.events FORCE ROW LEVEL SECURITY;


ALTER TABLE public.events OWNER TO propertyos_owner;

--
-- Name: idempotency_keys; Type: TABLE; Schema: public; Owner: propertyos_owner
--

CREATE TABLE public.idempotency_keys (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    actor_id uuid NOT NULL,
    key text NOT NULL,
    operation text NOT NULL,
    request_hash bytea NOT NULL,
    result jsonb,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT idempotency_keys_key_check CHECK (((length(key) >= 1) AND (length(key) <= 255))),
    CONSTRAINT idempotency_keys_request_hash_check CHECK ((length(request_hash) = 32))
);

ALTER TABLE ONLY public.idempotency_keys FORCE ROW LEVEL SECURITY;


ALTER TABLE public.idempotency_keys OWNER TO propertyos_owner;

--
-- Name: import_mappings; Type: TABLE; Schema: public; Owner: propertyos_owner
--

CREATE TABLE public.import_mappings (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    headings_hash bytea NOT NULL,
    mapping jsonb NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT import_mappings_headings_hash_check CHECK ((length(headings_hash) = 32))
);

ALTER TABLE ONLY public.import_mappings FORCE ROW LEVEL SECURITY;


ALTER TABLE public.import_mappings OWNER TO propertyos_owner;

--
-- Name: import_sources; Type: TABLE; Schema: public; Owner: propertyos_owner
--

CREATE TABLE public.import_sources (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    import_id uuid NOT NULL,
    entity text NOT NULL,
    source_id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT import_sources_entity_check CHECK (((length(entity) >= 1) AND (length(entity) <= 60)))
);

ALTER TABLE ONLY public.import_sources FORCE ROW LEVEL SECURITY;


ALTER TABLE public.import_sources OWNER TO propertyos_owner;

--
-- Name: import_uploads; Type: TABLE; Schema: public; Owner: propertyos_owner
--

CREATE TABLE public.import_uploads (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    file_name text NOT NULL,
    file_hash bytea NOT NULL,
    content_encrypted bytea NOT NULL,
    content_key_id bigint NOT NULL,
    size integer NOT NULL,
    as_of date,
    mapping jsonb,
    state text DEFAULT 'waiting'::text NOT NULL,
    done integer DEFAULT 0 NOT NULL,
    total integer DEFAULT 0 NOT NULL,
    failure text,
    created_by uuid,
    expires_at timestamp with time zone NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT import_uploads_failure_check CHECK ((length(failure) <= 1000)),
    CONSTRAINT import_uploads_file_hash_check CHECK ((length(file_hash) = 32)),
    CONSTRAINT import_uploads_file_name_check CHECK (((length(file_name) >= 1) AND (length(file_name) <= 255))),
    CONSTRAINT import_uploads_progress_check CHECK (((done >= 0) AND (done <= total))),
    CONSTRAINT import_uploads_size_check CHECK (((size >= 1) AND (size <= 20971520))),
    CONSTRAINT import_uploads_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'running'::text, 'failed'::text])))
);

ALTER TABLE ONLY public.import_uploads FORCE ROW LEVEL SECURITY;


ALTER TABLE public.import_uploads OWNER TO propertyos_owner;

--
-- Name: imports; Type: TABLE; Schema: public; Owner: propertyos_owner
--

CREATE TABLE public.imports (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    layout text NOT NULL,
    file_name text NOT NULL,
    file_hash bytea NOT NULL,
    as_of date NOT NULL,
    as_of_source text NOT NULL,
    counts jsonb NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by uuid,
    finished_at timestamp with time zone,
    property_ids uuid[] DEFAULT '{}'::uuid[] NOT NULL,
    unit_ids uuid[] DEFAULT '{}'::uuid[] NOT NULL,
    tenancy_ids uuid[] DEFAULT '{}'::uuid[] NOT NULL,
    renter_ids uuid[] DEFAULT '{}'::uuid[] NOT NULL,
    earlier_statuses jsonb DEFAULT '{}'::jsonb NOT NULL,
    undone_at timestamp with time zone,
    undone_by uuid,
    deletion_id uuid,
    CONSTRAINT imports_as_of_source_check CHECK ((as_of_source = ANY (ARRAY['given'::text, 'file'::text, 'name'::text, 'today'::text]))),
    CONSTRAINT imports_file_hash_check CHECK ((length(file_hash) = 32)),
    CONSTRAINT imports_file_name_check CHECK (((length(file_name) >= 1) AND (length(file_name) <= 255))),
    CONSTRAINT imports_layout_check CHECK (((length(layout) >= 1) AND (length(layout) <= 63)))
);

ALTER TABLE ONLY public.imports FORCE ROW LEVEL SECURITY;


ALTER TABLE public.imports OWNER TO propertyos_owner;

--
-- Name: inspection_items; Type: TABLE; Schema: public; Owner: propertyos_owner
--

CREATE TABLE public.inspection_items (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    inspection_id uuid NOT NULL,
    "position" integer NOT NULL,
    area text NOT NULL,
    item text NOT NULL,
    condition text,
    note text,
    charge_amount numeric(14,2),
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT inspection_items_area_check CHECK (((length(area) >= 1) AND (length(area) <= 100))),
    CONSTRAINT inspection_items_charge_amount_check CHECK ((charge_amount >= (0)::numeric)),
    CONSTRAINT inspection_items_condition_check CHECK ((condition = ANY (ARRAY['new'::text, 'good'::text, 'fair'::text, 'worn'::text, 'dirty'::text, 'damaged'::text, 'missing'::text, 'not_applicable'::text]))),
    CONSTRAINT inspection_items_item_check CHECK (((length(item) >= 1) AND (length(item) <= 255))),
    CONSTRAINT inspection_items_note_check CHECK ((length(note) <= 1000)),
    CONSTRAINT inspection_items_position_check CHECK (("position" >= 0))
);

ALTER TABLE ONLY public.inspection_items FORCE ROW LEVEL SECURITY;


ALTER TABLE public.inspection_items OWNER TO propertyos_owner;

--
-- Name: inspections; Type: TABLE; Schema: public; Owner: propertyos_owner
--

CREATE TABLE public.inspections (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    tenancy_id uuid,
    unit_id uuid NOT NULL,
    kind text NOT NULL,
    performed_on date NOT NULL,
    performed_by uuid,
    completed_at timestamp with time zone,
    note text,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT inspections_kind_check CHECK ((kind = ANY (ARRAY['move_in'::text, 'move_out'::text, 'periodic'::text]))),
    CONSTRAINT inspections_note_check CHECK ((length(note) <= 4000))
);

ALTER TABLE ONLY public.inspections FORCE ROW LEVEL SECURITY;


ALTER TABLE public.inspections OWNER TO propertyos_owner;

--
-- Name: invitations; Type: TABLE; Schema: public; Owner: propertyos_owner
--

CREATE TABLE public.invitations (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    email text NOT NULL,
    first_name text,
    last_name text,
    role text NOT NULL,
    property_scope uuid[],
    person_id uuid,
    token_hash bytea,
    invited_by uuid,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    sent_at timestamp with time zone,
    accepted_at timestamp with time zone,
    accepted_by uuid,
    revoked_at timestamp with time zone,
    CONSTRAINT invitations_accepted_at_check CHECK (((accepted_at IS NULL) OR (revoked_at IS NULL))),
    CONSTRAINT invitations_email_check CHECK (((email = lower(btrim(email))) AND (email ~~ '_%@_%'::text) AND (length(email) <= 254))),
    CONSTRAINT invitations_first_name_check CHECK ((length(first_name) <= 100)),
    CONSTRAINT invitations_last_name_check CHECK ((length(last_name) <= 100)),
    CONSTRAINT invitations_role_check CHECK ((role = ANY (ARRAY['admin'::text, 'manager'::text, 'owner'::text, 'tenant'::text, 'vendor'::text, 'accountant'::text, 'leasing_agent'::text, 'technician'::text, 'bookkeeper'::text, 'auditor'::text]))),
    CONSTRAINT invitations_token_hash_check CHECK ((length(token_hash) = 32))
);

ALTER TABLE ONLY public.invitations FORCE ROW LEVEL SECURITY;


ALTER TABLE public.invitations OWNER TO propertyos_owner;

--
-- Name: journal_entries; Type: TABLE; Schema: public; Owner: propertyos_owner
--

CREATE TABLE public.journal_entries (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    number bigint NOT NULL,
    book text NOT NULL,
    entry_date date NOT NULL,
    recorded_at timestamp with time zone DEFAULT now() NOT NULL,
    source text NOT NULL,
    source_id uuid,
    memo text,
    reverses_id uuid,
    created_by uuid,
    posting_key text,
    late_reason text,
    accrual_only boolean DEFAULT false NOT NULL,
    written_in bigint,
    CONSTRAINT journal_entries_book_check CHECK ((book = ANY (ARRAY['property'::text, 'company'::text]))),
    CONSTRAINT journal_entries_late_reason_check CHECK (((length(btrim(late_reason)) > 0) AND (length(late_reason) <= 1000))),
    CONSTRAINT journal_entries_memo_check CHECK ((length(memo) <= 1000)),
    CONSTRAINT journal_entries_number_check CHECK ((number > 0)),
    CONSTRAINT journal_entries_posting_key_check CHECK (((length(posting_key) >= 1) AND (length(posting_key) <= 200))),
    CONSTRAINT journal_entries_reverses_check CHECK ((reverses_id <> id)),
    CONSTRAINT journal_entries_source_check CHECK (((length(source) >= 1) AND (length(source) <= 63)))
);

ALTER TABLE ONLY public.journal_entries FORCE ROW LEVEL SECURITY;


ALTER TABLE public.journal_entries OWNER TO propertyos_owner;

--
-- Name: lease_deposits; Type: TABLE; Schema: public; Owner: propertyos_owner
--

CREATE TABLE public.lease_deposits (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    lease_id uuid NOT NULL,
    tenancy_id uuid NOT NULL,
    pet_id uuid,
    kind text NOT NULL,
    amount numeric(14,2) NOT NULL,
    due_on date NOT NULL,
    payer text DEFAULT 'renter'::text NOT NULL,
    payer_name text,
    holder text DEFAULT 'manager'::text NOT NULL,
    refundable boolean DEFAULT true NOT NULL,
    pet_chargeable boolean GENERATED ALWAYS AS (
CASE
    WHEN (pet_id IS NOT NULL) THEN true
    ELSE NULL::boolean
END) STORED,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    deleted_at timestamp with time zone,
    deleted_by uuid,
    deletion_id uuid,
    CONSTRAINT lease_deposits_amount_check CHECK ((amount > (0)::numeric)),
    CONSTRAINT lease_deposits_holder_check CHECK ((holder = ANY (ARRAY['manager'::text, 'owner'::text]))),
    CONSTRAINT lease_deposits_kind_check CHECK ((kind = ANY (ARRAY['security'::text, 'pet'::text, 'key'::text, 'cleaning'::text, 'last_month'::text, 'other'::text]))),
    CONSTRAINT lease_deposits_payer_check CHECK ((payer = ANY (ARRAY['renter'::text, 'agency'::text, 'other'::text]))),
    CONSTRAINT lease_deposits_payer_name_check CHECK ((((payer = 'renter'::text) = (payer_name IS NULL)) AND ((length(btrim(payer_name)) >= 1) AND (length(btrim(payer_name)) <= 255))))
);

ALTER TABLE ONLY public.lease_deposits FORCE ROW LEVEL SECURITY;


ALTER TABLE public.lease_deposits OWNER TO propertyos_owner;

--
-- Name: lease_notices; Type: TABLE; Schema: public; Owner: propertyos_owner
--

CREATE TABLE public.lease_notices (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    lease_id uuid NOT NULL,
    tenancy_id uuid NOT NULL,
    kind text NOT NULL,
    given_by text NOT NULL,
    given_on date NOT NULL,
    effective_on date,
    served_on date,
    served_method text,
    served_by text,
    proof_document_id uuid,
    note text,
    acknowledged_at timestamp with time zone,
    acknowledged_by uuid,
    withdrawn_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    ended_lease boolean DEFAULT false NOT NULL,
    forwarding_address text,
    CONSTRAINT lease_notices_effective_on_check CHECK ((effective_on >= given_on)),
    CONSTRAINT lease_notices_forwarding_address_check CHECK ((length(forwarding_address) <= 500)),
    CONSTRAINT lease_notices_given_by_check CHECK ((given_by = ANY (ARRAY['renter'::text, 'manager'::text]))),
    CONSTRAINT lease_notices_kind_check CHECK ((kind = ANY (ARRAY['to_vacate'::text, 'non_renewal'::text, 'termination'::text, 'pay_or_quit'::text, 'cure_or_quit'::text, 'rent_increase'::text, 'entry'::text, 'other'::text]))),
    CONSTRAINT lease_notices_note_check CHECK ((length(note) <= 2000)),
    CONSTRAINT lease_notices_served_by_check CHECK ((length(served_by) <= 255)),
    CONSTRAINT lease_notices_served_check CHECK (((served_on IS NULL) = (served_method IS NULL))),
    CONSTRAINT lease_notices_served_method_check CHECK ((served_method = ANY (ARRAY['in_person'::text, 'mail'::text, 'certified_mail'::text, 'posted'::text, 'courier'::text, 'email'::text, 'portal'::text, 'other'::text]))),
    CONSTRAINT lease_notices_served_on_check CHECK ((served_on >= given_on))
);

ALTER TABLE ONLY public.lease_notices FORCE ROW LEVEL SECURITY;


ALTER TABLE public.lease_notices OWNER TO propertyos_owner;

--
-- Name: lease_openings; Type: TABLE; Schema: public; Owner: propertyos_owner
--

CREATE TABLE public.lease_openings (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    lease_id uuid NOT NULL,
    tenancy_id uuid NOT NULL,
    import_id uuid,
    as_of date NOT NULL,
    past_due numeric(14,2) DEFAULT 0 NOT NULL,
    prepaid numeric(14,2) DEFAULT 0 NOT NULL,
    deposit_held numeric(14,2) DEFAULT 0 NOT NULL,
    other_deposit_held numeric(14,2) DEFAULT 0 NOT NULL,
    other_recurring numeric(14,2) DEFAULT 0 NOT NULL,
    recurring_credits numeric(14,2) DEFAULT 0 NOT NULL,
    nsf_count integer DEFAULT 0 NOT NULL,
    late_count integer DEFAULT 0 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT lease_openings_deposit_held_check CHECK ((deposit_held >= (0)::numeric)),
    CONSTRAINT lease_openings_late_count_check CHECK ((late_count >= 0)),
    CONSTRAINT lease_openings_nsf_count_check CHECK ((nsf_count >= 0)),
    CONSTRAINT lease_openings_other_deposit_held_check CHECK ((other_deposit_held >= (0)::numeric)),
    CONSTRAINT lease_openings_past_due_check CHECK ((past_due >= (0)::numeric)),
    CONSTRAINT lease_openings_prepaid_check CHECK ((prepaid >= (0)::numeric)),
    CONSTRAINT lease_openings_recurring_credits_check CHECK ((recurring_credits >= (0)::numeric))
);

ALTER TABLE ONLY public.lease_openings FORCE ROW LEVEL SECURITY;


ALTER TABLE public.lease_openings OWNER TO propertyos_owner;

--
-- Name: lease_parties; Type: TABLE; Schema: public; Owner: propertyos_owner
--

CREATE TABLE public.lease_parties (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    lease_id uuid NOT NULL,
    tenancy_id uuid NOT NULL,
    renter_id uuid NOT NULL,
    role text DEFAULT 'renter'::text NOT NULL,
    from_date date NOT NULL,
    to_date date,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    deleted_at timestamp with time zone,
    deleted_by uuid,
    deletion_id uuid,
    live boolean GENERATED ALWAYS AS (
CASE
    WHEN (deleted_at IS NULL) THEN true
    ELSE NULL::boolean
END) STORED,
    share_percentage numeric(5,2),
    CONSTRAINT lease_parties_dates_check CHECK ((to_date >= from_date)),
    CONSTRAINT lease_parties_role_check CHECK ((role = ANY (ARRAY['renter'::text, 'occupant'::text, 'guarantor'::text]))),
    CONSTRAINT lease_parties_share_percentage_check CHECK (((share_percentage > (0)::numeric) AND (share_percentage <= (100)::numeric)))
);

ALTER TABLE ONLY public.lease_parties FORCE ROW LEVEL SECURITY;


ALTER TABLE public.lease_parties OWNER TO propertyos_owner;

--
-- Name: leasing_policies; Type: TABLE; Schema: public; Owner: propertyos_owner
--

CREATE TABLE public.leasing_policies (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    property_id uuid,
    lease_id uuid,
    due_day integer,
    grace_days integer,
    proration_method text,
    late_fee_kind text,
    late_fee_amount numeric(14,2),
    late_fee_percentage numeric(5,2),
    late_fee_cap_amount numeric(14,2),
    late_fee_daily_amount numeric(14,2),
    late_fee_daily_cap_amount numeric(14,2),
    late_fee_minimum_amount numeric(14,2),
    nsf_fee numeric(14,2),
    full_payment_only boolean,
    online_payment_blocked boolean,
    certified_funds_only boolean,
    notice_days integer,
    expiring_soon_days integer,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT leasing_policies_due_day_check CHECK (((due_day >= 1) AND (due_day <= 28))),
    CONSTRAINT leasing_policies_expiring_soon_days_check CHECK (((expiring_soon_days >= 1) AND (expiring_soon_days <= 365))),
    CONSTRAINT leasing_policies_grace_days_check CHECK (((grace_days >= 0) AND (grace_days <= 60))),
    CONSTRAINT leasing_policies_late_fee_amount_check CHECK ((late_fee_amount >= (0)::numeric)),
    CONSTRAINT leasing_policies_late_fee_cap_amount_check CHECK ((late_fee_cap_amount >= (0)::numeric)),
    CONSTRAINT leasing_policies_late_fee_daily_amount_check CHECK ((late_fee_daily_amount >= (0)::numeric)),
    CONSTRAINT leasing_policies_late_fee_daily_cap_amount_check CHECK ((late_fee_daily_cap_amount >= (0)::numeric)),
    CONSTRAINT leasing_policies_late_fee_kind_check CHECK ((late_fee_kind = ANY (ARRAY['none'::text, 'flat'::text, 'percent'::text, 'greater'::text, 'lesser'::text]))),
    CONSTRAINT leasing_policies_late_fee_minimum_amount_check CHECK ((late_fee_minimum_amount >= (0)::numeric)),
    CONSTRAINT leasing_policies_late_fee_percentage_check CHECK (((late_fee_percentage >= (0)::numeric) AND (late_fee_percentage <= (100)::numeric))),
    CONSTRAINT leasing_policies_notice_days_check CHECK (((notice_days >= 0) AND (notice_days <= 365))),
    CONSTRAINT leasing_policies_nsf_fee_check CHECK ((nsf_fee >= (0)::numeric)),
    CONSTRAINT leasing_policies_proration_method_check CHECK ((proration_method = ANY (ARRAY['actual_days'::text, 'thirty_day'::text, 'year_365'::text]))),
    CONSTRAINT leasing_policies_scope_check CHECK (((property_id IS NULL) OR (lease_id IS NULL)))
);

ALTER TABLE ONLY public.leasing_policies FORCE ROW LEVEL SECURITY;


ALTER TABLE public.leasing_policies OWNER TO propertyos_owner;

--
-- Name: ledger_accounts; Type: TABLE; Schema: public; Owner: propertyos_owner
--

CREATE TABLE public.ledger_accounts (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    code text NOT NULL,
    name text NOT NULL,
    type text NOT NULL,
    parent_id uuid,
    description text,
    is_system boolean DEFAULT false NOT NULL,
    active boolean DEFAULT true NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    purpose text,
    keeper text,
    cash_flow text,
    CONSTRAINT ledger_accounts_cash_flow_check CHECK ((cash_flow = ANY (ARRAY['operating'::text, 'investing'::text, 'financing'::text]))),
    CONSTRAINT ledger_accounts_code_check CHECK ((code ~ '^[0-9A-Za-z.-]{1,20}$'::text)),
    CONSTRAINT ledger_accounts_description_check CHECK ((length(description) <= 1000)),
    CONSTRAINT ledger_accounts_keeper_check CHECK ((keeper = ANY (ARRAY['owner'::text, 'company'::text, 'split'::text]))),
    CONSTRAINT ledger_accounts_keeper_type_check CHECK (((keeper IS NULL) OR (type = 'income'::text))),
    CONSTRAINT ledger_accounts_name_check CHECK (((length(btrim(name)) > 0) AND (length(name) <= 255))),
    CONSTRAINT ledger_accounts_parent_check CHECK ((parent_id <> id)),
    CONSTRAINT ledger_accounts_purpose_check CHECK ((purpose = ANY (ARRAY['operating_bank'::text, 'deposit_bank'::text, 'company_bank'::text, 'undeposited'::text, 'clearing'::text, 'receivable'::text, 'payable'::text, 'deposits_held'::text, 'deposits_billed'::text, 'prepaid'::text, 'last_month'::text, 'refunds_due'::text, 'due_to_company'::text, 'opening_equity'::text, 'contributions'::text, 'distributions'::text, 'cutover'::text, 'rent'::text, 'pet_rent'::text, 'parking'::text, 'utility_income'::text, 'other_income'::text, 'late_fee'::text, 'nsf_fee'::text, 'recoveries'::text, 'management_fee'::text, 'processor_fee'::text, 'bad_debt'::text, 'company_fee_income'::text, 'company_equity'::text, 'due_from_trust'::text]))),
    CONSTRAINT ledger_accounts_system_check CHECK (((purpose IS NULL) OR (is_system AND active))),
    CONSTRAINT ledger_accounts_type_check CHECK ((type = ANY (ARRAY['asset'::text, 'liability'::text, 'equity'::text, 'income'::text, 'expense'::text])))
);

ALTER TABLE ONLY public.ledger_accounts FORCE ROW LEVEL SECURITY;


ALTER TABLE public.ledger_accounts OWNER TO propertyos_owner;

--
-- Name: ledger_balances; Type: TABLE; Schema: public; Owner: propertyos_owner
--

CREATE TABLE public.ledger_balances (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    book text NOT NULL,
    property_id uuid,
    ledger_account_id uuid NOT NULL,
    bank_account_id uuid,
    month date NOT NULL,
    debit numeric(14,2) NOT NULL,
    credit numeric(14,2) NOT NULL,
    cash_debit numeric(14,2) NOT NULL,
    cash_credit numeric(14,2) NOT NULL,
    CONSTRAINT ledger_balances_amounts_check CHECK (((debit >= (0)::numeric) AND (credit >= (0)::numeric) AND (cash_debit >= (0)::numeric) AND (cash_credit >= (0)::numeric))),
    CONSTRAINT ledger_balances_book_check CHECK ((book = ANY (ARRAY['property'::text, 'company'::text]))),
    CONSTRAINT ledger_balances_month_check CHECK ((month = (date_trunc('month'::text, (month)::timestamp without time zone))::date))
);

ALTER TABLE ONLY public.ledger_balances FORCE ROW LEVEL SECURITY;


ALTER TABLE public.ledger_balances OWNER TO propertyos_owner;

--
-- Name: ledger_locks; Type: TABLE; Schema: public; Owner: propertyos_owner
--

CREATE TABLE public.ledger_locks (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    kind text NOT NULL,
    through date,
    reason text NOT NULL,
    asked_by uuid NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    decided_by uuid,
    decided_at timestamp with time zone,
    accepted boolean,
    CONSTRAINT ledger_locks_decided_check CHECK ((((decided_by IS NULL) = (decided_at IS NULL)) AND ((decided_by IS NULL) = (accepted IS NULL)))),
    CONSTRAINT ledger_locks_kind_check CHECK ((kind = ANY (ARRAY['lock'::text, 'reopen'::text]))),
    CONSTRAINT ledger_locks_reason_check CHECK (((length(btrim(reason)) > 0) AND (length(reason) <= 1000))),
    CONSTRAINT ledger_locks_through_check CHECK (((kind = 'reopen'::text) OR (through IS NOT NULL))),
    CONSTRAINT ledger_locks_two_people_check CHECK (
CASE kind
    WHEN 'lock'::text THEN ((decided_by = asked_by) AND accepted)
    ELSE (NOT (accepted AND (decided_by = asked_by)))
END)
);

ALTER TABLE ONLY public.ledger_locks FORCE ROW LEVEL SECURITY;


ALTER TABLE public.ledger_locks OWNER TO propertyos_owner;

--
-- Name: ledgers; Type: TABLE; Schema: public; Owner: propertyos_owner
--

CREATE TABLE public.ledgers (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    next_number bigint DEFAULT 1 NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    locked_through date,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT ledgers_next_number_check CHECK ((next_number > 0))
);

ALTER TABLE ONLY public.ledgers FORCE ROW LEVEL SECURITY;


ALTER TABLE public.ledgers OWNER TO propertyos_owner;

--
-- Name: money_policies; Type: TABLE; Schema: public; Owner: propertyos_owner
--

CREATE TABLE public.money_policies (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    hold_ach integer DEFAULT 5 NOT NULL,
    hold_card integer DEFAULT 2 NOT NULL,
    hold_check integer DEFAULT 5 NOT NULL,
    hold_certified integer DEFAULT 1 NOT NULL,
    hold_cash integer DEFAULT 1 NOT NULL,
    charge_days_ahead integer DEFAULT 0 NOT NULL,
    allocation_order text[] DEFAULT '{rent,late_fee,nsf_fee}'::text[] NOT NULL,
    return_fee_bearer text DEFAULT 'company'::text NOT NULL,
    bill_limit numeric(14,2) DEFAULT 0 NOT NULL,
    one_person boolean DEFAULT false NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT money_policies_bill_limit_check CHECK ((bill_limit >= (0)::numeric)),
    CONSTRAINT money_policies_charge_days_ahead_check CHECK (((charge_days_ahead >= 0) AND (charge_days_ahead <= 60))),
    CONSTRAINT money_policies_hold_ach_check CHECK (((hold_ach >= 0) AND (hold_ach <= 60))),
    CONSTRAINT money_policies_hold_card_check CHECK (((hold_card >= 0) AND (hold_card <= 60))),
    CONSTRAINT money_policies_hold_cash_check CHECK (((hold_cash >= 0) AND (hold_cash <= 60))),
    CONSTRAINT money_policies_hold_certified_check CHECK (((hold_certified >= 0) AND (hold_certified <= 60))),
    CONSTRAINT money_policies_hold_check_check CHECK (((hold_check >= 0) AND (hold_check <= 60))),
    CONSTRAINT money_policies_return_fee_bearer_check CHECK ((return_fee_bearer = ANY (ARRAY['owner'::text, 'company'::text])))
);

ALTER TABLE ONLY public.money_policies FORCE ROW LEVEL SECURITY;


ALTER TABLE public.money_policies OWNER TO propertyos_owner;

--
-- Name: notification_attempts; Type: TABLE; Schema: public; Owner: propertyos_owner
--

CREATE TABLE public.notification_attempts (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    notification_id uuid NOT NULL,
    attempted_at timestamp with time zone DEFAULT now() NOT NULL,
    succeeded boolean NOT NULL,
    detail text
);

ALTER TABLE ONLY public.notification_attempts FORCE ROW LEVEL SECURITY;


ALTER TABLE public.notification_attempts OWNER TO propertyos_owner;

--
-- Name: notification_preferences; Type: TABLE; Schema: public; Owner: propertyos_owner
--

CREATE TABLE public.notification_preferences (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    user_id uuid NOT NULL,
    email_payments boolean DEFAULT true NOT NULL,
    email_maintenance boolean DEFAULT true NOT NULL,
    email_marketing boolean DEFAULT false NOT NULL,
    sms_payments boolean DEFAULT true NOT NULL,
    sms_maintenance boolean DEFAULT false NOT NULL,
    sms_emergency boolean DEFAULT true NOT NULL,
    push_payments boolean DEFAULT true NOT NULL,
    push_maintenance boolean DEFAULT true NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    version integer DEFAULT 1 NOT NULL
);

ALTER TABLE ONLY public.notification_preferences FORCE ROW LEVEL SECURITY;


ALTER TABLE public.notification_preferences OWNER TO propertyos_owner;

--
-- Name: notifications; Type: TABLE; Schema: public; Owner: propertyos_owner
--

CREATE TABLE public.notifications (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    user_id uuid NOT NULL,
    type text NOT NULL,
    channel text NOT NULL,
    title text NOT NULL,
    body text NOT NULL,
    data jsonb DEFAULT '{}'::jsonb NOT NULL,
    dedupe_key text,
    status text DEFAULT 'pending'::text NOT NULL,
    sent_at timestamp with time zone,
    read_at timestamp with time zone,
    failed_at timestamp with time zone,
    error_message text,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT notifications_channel_check CHECK ((channel = ANY (ARRAY['email'::text, 'sms'::text, 'push'::text, 'in_app'::text]))),
    CONSTRAINT notifications_status_check CHECK ((status = ANY (ARRAY['pending'::text, 'sent'::text, 'read'::text, 'failed'::text]))),
    CONSTRAINT notifications_title_check CHECK (((length(title) >= 1) AND (length(title) <= 255))),
    CONSTRAINT notifications_type_check CHECK (((length(type) >= 1) AND (length(type) <= 50)))
);

ALTER TABLE ONLY public.notifications FORCE ROW LEVEL SECURITY;


ALTER TABLE public.notifications OWNER TO propertyos_owner;

--
-- Name: owner_properties; Type: TABLE; Schema: public; Owner: propertyos_owner
--

CREATE TABLE public.owner_properties (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    owner_id uuid NOT NULL,
    property_id uuid NOT NULL,
    ownership_percentage numeric(5,2) NOT NULL,
    from_date date NOT NULL,
    to_date date,
    acquisition_date date,
    acquisition_cost numeric(14,2),
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT owner_properties_acquisition_cost_check CHECK ((acquisition_cost >= (0)::numeric)),
    CONSTRAINT owner_properties_dates_check CHECK ((to_date >= from_date)),
    CONSTRAINT owner_properties_ownership_percentage_check CHECK (((ownership_percentage > (0)::numeric) AND (ownership_percentage <= (100)::numeric)))
);

ALTER TABLE ONLY public.owner_properties FORCE ROW LEVEL SECURITY;


ALTER TABLE public.owner_properties OWNER TO propertyos_owner;

--
-- Name: owners; Type: TABLE; Schema: public; Owner: propertyos_owner
--

CREATE TABLE public.owners (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    user_id uuid,
    name text NOT NULL,
    email text,
    phone text,
    address_id uuid,
    bank_account_id uuid,
    ownership_percentage numeric(5,2) DEFAULT 100 NOT NULL,
    distribution_frequency text DEFAULT 'monthly'::text NOT NULL,
    distribution_day integer DEFAULT 1 NOT NULL,
    tax_id_encrypted bytea,
    tax_id_key_id bigint,
    tax_id_bidx bytea,
    tax_id_last_four text,
    active boolean DEFAULT true NOT NULL,
    metadata jsonb DEFAULT '{}'::jsonb NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    deleted_at timestamp with time zone,
    deleted_by uuid,
    deletion_id uuid,
    CONSTRAINT owners_distribution_day_check CHECK (((distribution_day >= 1) AND (distribution_day <= 31))),
    CONSTRAINT owners_distribution_frequency_check CHECK ((distribution_frequency = ANY (ARRAY['monthly'::text, 'quarterly'::text, 'annually'::text, 'on_request'::text]))),
    CONSTRAINT owners_email_check CHECK (((email = lower(btrim(email))) AND (length(email) <= 254))),
    CONSTRAINT owners_name_check CHECK (((length(btrim(name)) > 0) AND (length(name) <= 255))),
    CONSTRAINT owners_ownership_percentage_check CHECK (((ownership_percentage > (0)::numeric) AND (ownership_percentage <= (100)::numeric))),
    CONSTRAINT owners_phone_check CHECK ((length(phone) <= 40)),
    CONSTRAINT owners_tax_id_check CHECK (((tax_id_encrypted IS NULL) = (tax_id_key_id IS NULL))),
    CONSTRAINT owners_tax_id_last_four_check CHECK ((length(tax_id_last_four) <= 4))
);

ALTER TABLE ONLY public.owners FORCE ROW LEVEL SECURITY;


ALTER TABLE public.owners OWNER TO propertyos_owner;

--
-- Name: payment_allocations; Type: TABLE; Schema: public; Owner: propertyos_owner
--

CREATE TABLE public.payment_allocations (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    tenancy_id uuid NOT NULL,
    charge_id uuid NOT NULL,
    payment_id uuid,
    amount numeric(14,2) NOT NULL,
    effective_on date NOT NULL,
    reverses_id uuid,
    explicit boolean DEFAULT false NOT NULL,
    journal_entry_id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    created_by uuid,
    CONSTRAINT payment_allocations_amount_check CHECK (
CASE
    WHEN (reverses_id IS NULL) THEN (amount > (0)::numeric)
    ELSE (amount < (0)::numeric)
END)
);

ALTER TABLE ONLY public.payment_allocations FORCE ROW LEVEL SECURITY;


ALTER TABLE public.payment_allocations OWNER TO propertyos_owner;

--
-- Name: payment_takebacks; Type: TABLE; Schema: public; Owner: propertyos_owner
--

CREATE TABLE public.payment_takebacks (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    payment_id uuid NOT NULL,
    tenancy_id uuid NOT NULL,
    kind text NOT NULL,
    amount numeric(14,2) NOT NULL,
    dated_on date NOT NULL,
    code text,
    reason text,
    journal_entry_id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    created_by uuid,
    CONSTRAINT payment_takebacks_amount_check CHECK ((amount > (0)::numeric)),
    CONSTRAINT payment_takebacks_code_check CHECK ((code ~ '^[A-Z0-9_]{1,40}$'::text)),
    CONSTRAINT payment_takebacks_kind_check CHECK ((kind = ANY (ARRAY['return'::text, 'dispute'::text, 'void'::text, 'refund'::text]))),
    CONSTRAINT payment_takebacks_reason_check CHECK (((length(reason) >= 1) AND (length(reason) <= 1000)))
);

ALTER TABLE ONLY public.payment_takebacks FORCE ROW LEVEL SECURITY;


ALTER TABLE public.payment_takebacks OWNER TO propertyos_owner;

--
-- Name: payments; Type: TABLE; Schema: public; Owner: propertyos_owner
--

CREATE TABLE public.payments (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    tenancy_id uuid NOT NULL,
    lease_id uuid NOT NULL,
    renter_id uuid,
    amount numeric(14,2) NOT NULL,
    currency character(3) DEFAULT 'USD'::bpchar NOT NULL,
    method text NOT NULL,
    status text DEFAULT 'pending'::text NOT NULL,
    stripe_payment_intent_id text,
    stripe_customer_id text,
    payment_method_id text,
    due_date date,
    paid_at timestamp with time zone,
    failed_at timestamp with time zone,
    failure_reason text,
    return_code text,
    late_fee_applied boolean,
    late_fee_amount numeric(14,2),
    partial_payment boolean,
    parent_payment_id uuid,
    receipt_url text,
    notes text,
    metadata jsonb DEFAULT '{}'::jsonb NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    property_id uuid,
    payer text DEFAULT 'renter'::text NOT NULL,
    payer_name text,
    instrument text,
    reference text,
    started_on date,
    received_on date,
    failed_on date,
    deposit_amount numeric(14,2) DEFAULT 0 NOT NULL,
    journal_entry_id uuid,
    CONSTRAINT payments_amount_check CHECK ((amount > (0)::numeric)),
    CONSTRAINT payments_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
    CONSTRAINT payments_deposit_amount_check CHECK (((deposit_amount >= (0)::numeric) AND (deposit_amount <= amount))),
    CONSTRAINT payments_failed_at_check CHECK (((status <> 'failed'::text) OR (failed_at IS NOT NULL))),
    CONSTRAINT payments_instrument_check CHECK ((instrument = ANY (ARRAY['personal_check'::text, 'cashiers_check'::text, 'money_order'::text, 'cash'::text, 'wire'::text, 'ach'::text, 'card'::text, 'opening'::text]))),
    CONSTRAINT payments_late_fee_amount_check CHECK ((late_fee_amount >= (0)::numeric)),
    CONSTRAINT payments_method_check CHECK ((method = ANY (ARRAY['ach'::text, 'credit_card'::text, 'debit_card'::text, 'check'::text, 'cash'::text, 'bank_transfer'::text]))),
    CONSTRAINT payments_paid_at_check CHECK (((status <> ALL (ARRAY['completed'::text, 'partial_refund'::text, 'refunded'::text])) OR (paid_at IS NOT NULL))),
    CONSTRAINT payments_payer_check CHECK ((payer = ANY (ARRAY['renter'::text, 'agency'::text, 'other'::text]))),
    CONSTRAINT payments_payer_name_check CHECK ((((payer = 'renter'::text) = (payer_name IS NULL)) AND ((length(btrim(payer_name)) >= 1) AND (length(btrim(payer_name)) <= 255)))),
    CONSTRAINT payments_payment_method_id_check CHECK (((length(payment_method_id) >= 1) AND (length(payment_method_id) <= 255))),
    CONSTRAINT payments_receipt_url_check CHECK ((length(receipt_url) <= 500)),
    CONSTRAINT payments_reference_check CHECK (((length(reference) >= 1) AND (length(reference) <= 100))),
    CONSTRAINT payments_return_code_check CHECK ((return_code ~ '^[A-Z0-9_]{1,40}$'::text)),
    CONSTRAINT payments_status_check CHECK ((status = ANY (ARRAY['pending'::text, 'processing'::text, 'completed'::text, 'failed'::text, 'refunded'::text, 'partial_refund'::text, 'cancelled'::text]))),
    CONSTRAINT payments_stripe_customer_id_check CHECK (((length(stripe_customer_id) >= 1) AND (length(stripe_customer_id) <= 255))),
    CONSTRAINT payments_stripe_payment_intent_id_check CHECK (((length(stripe_payment_intent_id) >= 1) AND (length(stripe_payment_intent_id) <= 255)))
);

ALTER TABLE ONLY public.payments FORCE ROW LEVEL SECURITY;


ALTER TABLE public.payments OWNER TO propertyos_owner;

--
-- Name: pets; Type: TABLE; Schema: public; Owner: propertyos_owner
--

CREATE TABLE public.pets (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    tenancy_id uuid NOT NULL,
    name text NOT NULL,
    species text NOT NULL,
    breed text,
    weight_pounds integer,
    assistance boolean DEFAULT false NOT NULL,
    note text,
    from_date date NOT NULL,
    to_date date,
    chargeable boolean GENERATED ALWAYS AS (
CASE
    WHEN (NOT assistance) THEN true
    ELSE NULL::boolean
END) STORED,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    deleted_at timestamp with time zone,
    deleted_by uuid,
    deletion_id uuid,
    CONSTRAINT pets_breed_check CHECK ((length(breed) <= 100)),
    CONSTRAINT pets_dates_check CHECK ((to_date >= from_date)),
    CONSTRAINT pets_name_check CHECK (((length(btrim(name)) > 0) AND (length(name) <= 100))),
    CONSTRAINT pets_note_check CHECK ((length(note) <= 1000)),
    CONSTRAINT pets_species_check CHECK ((species = ANY (ARRAY['dog'::text, 'cat'::text, 'bird'::text, 'fish'::text, 'rabbit'::text, 'reptile'::text, 'rodent'::text, 'other'::text]))),
    CONSTRAINT pets_weight_pounds_check CHECK (((weight_pounds >= 0) AND (weight_pounds <= 2000)))
);

ALTER TABLE ONLY public.pets FORCE ROW LEVEL SECURITY;


ALTER TABLE public.pets OWNER TO propertyos_owner;

--
-- Name: property_group_members; Type: TABLE; Schema: public; Owner: propertyos_owner
--

CREATE TABLE public.property_group_members (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    group_id uuid NOT NULL,
    property_id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL
);

ALTER TABLE ONLY public.property_group_members FORCE ROW LEVEL SECURITY;


ALTER TABLE public.property_group_members OWNER TO propertyos_owner;

--
-- Name: property_groups; Type: TABLE; Schema: public; Owner: propertyos_owner
--

CREATE TABLE public.property_groups (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    name text NOT NULL,
    name_key text GENERATED ALWAYS AS (lower(name)) STORED NOT NULL,
    description text,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    deleted_at timestamp with time zone,
    deleted_by uuid,
    deletion_id uuid,
    CONSTRAINT property_groups_description_check CHECK ((length(description) <= 500)),
    CONSTRAINT property_groups_name_check CHECK (((name = btrim(name)) AND ((length(name) >= 1) AND (length(name) <= 100))))
);

ALTER TABLE ONLY public.property_groups FORCE ROW LEVEL SECURITY;


ALTER TABLE public.property_groups OWNER TO propertyos_owner;

--
-- Name: recurring_charges; Type: TABLE; Schema: public; Owner: propertyos_owner
--

CREATE TABLE public.recurring_charges (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    lease_id uuid NOT NULL,
    tenancy_id uuid NOT NULL,
    pet_id uuid,
    kind text DEFAULT 'charge'::text NOT NULL,
    category text NOT NULL,
    description text NOT NULL,
    payer text DEFAULT 'renter'::text NOT NULL,
    payer_name text,
    amount numeric(14,2) NOT NULL,
    frequency text DEFAULT 'monthly'::text NOT NULL,
    from_date date NOT NULL,
    to_date date,
    pet_chargeable boolean GENERATED ALWAYS AS (
CASE
    WHEN (pet_id IS NOT NULL) THEN true
    ELSE NULL::boolean
END) STORED,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    deleted_at timestamp with time zone,
    deleted_by uuid,
    deletion_id uuid,
    CONSTRAINT recurring_charges_amount_check CHECK ((amount > (0)::numeric)),
    CONSTRAINT recurring_charges_category_check CHECK ((category = ANY (ARRAY['parking'::text, 'garage'::text, 'storage'::text, 'pet'::text, 'utilities'::text, 'water'::text, 'trash'::text, 'internet'::text, 'laundry'::text, 'appliance'::text, 'insurance'::text, 'amenity'::text, 'concession'::text, 'subsidy'::text, 'tax'::text, 'other'::text]))),
    CONSTRAINT recurring_charges_dates_check CHECK ((to_date >= from_date)),
    CONSTRAINT recurring_charges_description_check CHECK (((length(btrim(description)) > 0) AND (length(description) <= 255))),
    CONSTRAINT recurring_charges_frequency_check CHECK ((frequency = ANY (ARRAY['weekly'::text, 'biweekly'::text, 'monthly'::text, 'quarterly'::text, 'semiannually'::text, 'annually'::text]))),
    CONSTRAINT recurring_charges_kind_check CHECK ((kind = ANY (ARRAY['charge'::text, 'credit'::text]))),
    CONSTRAINT recurring_charges_payer_check CHECK ((payer = ANY (ARRAY['renter'::text, 'agency'::text, 'other'::text]))),
    CONSTRAINT recurring_charges_payer_name_check CHECK ((((payer = 'renter'::text) = (payer_name IS NULL)) AND ((length(btrim(payer_name)) >= 1) AND (length(btrim(payer_name)) <= 255))))
);

ALTER TABLE ONLY public.recurring_charges FORCE ROW LEVEL SECURITY;


ALTER TABLE public.recurring_charges OWNER TO propertyos_owner;

--
-- Name: renewal_offers; Type: TABLE; Schema: public; Owner: propertyos_owner
--

CREATE TABLE public.renewal_offers (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    lease_id uuid NOT NULL,
    tenancy_id uuid NOT NULL,
    batch_id uuid,
    status text DEFAULT 'draft'::text NOT NULL,
    start_date date NOT NULL,
    end_date date,
    monthly_rent numeric(14,2) NOT NULL,
    message text,
    respond_by date,
    sent_at timestamp with time zone,
    answered_at timestamp with time zone,
    answered_by uuid,
    new_lease_id uuid,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT renewal_offers_dates_check CHECK ((end_date > start_date)),
    CONSTRAINT renewal_offers_message_check CHECK ((length(message) <= 4000)),
    CONSTRAINT renewal_offers_monthly_rent_check CHECK ((monthly_rent >= (0)::numeric)),
    CONSTRAINT renewal_offers_sent_at_check CHECK (((status = ANY (ARRAY['draft'::text, 'withdrawn'::text])) OR (sent_at IS NOT NULL))),
    CONSTRAINT renewal_offers_status_check CHECK ((status = ANY (ARRAY['draft'::text, 'sent'::text, 'accepted'::text, 'declined'::text, 'expired'::text, 'withdrawn'::text])))
);

ALTER TABLE ONLY public.renewal_offers FORCE ROW LEVEL SECURITY;


ALTER TABLE public.renewal_offers OWNER TO propertyos_owner;

--
-- Name: rent_schedules; Type: TABLE; Schema: public; Owner: propertyos_owner
--

CREATE TABLE public.rent_schedules (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    lease_id uuid NOT NULL,
    tenancy_id uuid NOT NULL,
    payer text DEFAULT 'renter'::text NOT NULL,
    payer_name text,
    amount numeric(14,2) NOT NULL,
    frequency text DEFAULT 'monthly'::text NOT NULL,
    from_date date NOT NULL,
    to_date date,
    reason text,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    deleted_at timestamp with time zone,
    deleted_by uuid,
    deletion_id uuid,
    CONSTRAINT rent_schedules_amount_check CHECK ((amount >= (0)::numeric)),
    CONSTRAINT rent_schedules_dates_check CHECK ((to_date >= from_date)),
    CONSTRAINT rent_schedules_frequency_check CHECK ((frequency = ANY (ARRAY['weekly'::text, 'biweekly'::text, 'monthly'::text, 'quarterly'::text, 'semiannually'::text, 'annually'::text]))),
    CONSTRAINT rent_schedules_payer_check CHECK ((payer = ANY (ARRAY['renter'::text, 'agency'::text, 'other'::text]))),
    CONSTRAINT rent_schedules_payer_name_check CHECK ((((payer = 'renter'::text) = (payer_name IS NULL)) AND ((length(btrim(payer_name)) >= 1) AND (length(btrim(payer_name)) <= 255)))),
    CONSTRAINT rent_schedules_reason_check CHECK ((length(reason) <= 500))
);

ALTER TABLE ONLY public.rent_schedules FORCE ROW LEVEL SECURITY;


ALTER TABLE public.rent_schedules OWNER TO propertyos_owner;

--
-- Name: renter_refunds; Type: TABLE; Schema: public; Owner: propertyos_owner
--

CREATE TABLE public.renter_refunds (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    tenancy_id uuid NOT NULL,
    property_id uuid NOT NULL,
    kind text NOT NULL,
    amount numeric(14,2) NOT NULL,
    payee text NOT NULL,
    asked_by uuid NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    released_by uuid,
    released_at timestamp with time zone,
    cancelled_by uuid,
    cancelled_at timestamp with time zone,
    paid_on date,
    method text,
    reference text,
    journal_entry_id uuid,
    version integer DEFAULT 1 NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT renter_refunds_amount_check CHECK ((amount > (0)::numeric)),
    CONSTRAINT renter_refunds_kind_check CHECK ((kind = ANY (ARRAY['deposit'::text, 'prepaid'::text]))),
    CONSTRAINT renter_refunds_method_check CHECK ((method = ANY (ARRAY['check'::text, 'ach'::text]))),
    CONSTRAINT renter_refunds_payee_check CHECK (((length(btrim(payee)) > 0) AND (length(payee) <= 500))),
    CONSTRAINT renter_refunds_reference_check CHECK (((length(reference) >= 1) AND (length(reference) <= 100))),
    CONSTRAINT renter_refunds_released_check CHECK ((((released_at IS NULL) = (journal_entry_id IS NULL)) AND ((released_at IS NULL) = (paid_on IS NULL)) AND ((released_at IS NULL) OR (cancelled_at IS NULL))))
);

ALTER TABLE ONLY public.renter_refunds FORCE ROW LEVEL SECURITY;


ALTER TABLE public.renter_refunds OWNER TO propertyos_owner;

--
-- Name: single_sign_ons; Type: TABLE; Schema: public; Owner: propertyos_owner
--

CREATE TABLE public.single_sign_ons (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    issuer text NOT NULL,
    client_id text NOT NULL,
    client_secret_encrypted bytea,
    client_secret_key_id bigint,
    email_domains text[] DEFAULT '{}'::text[] NOT NULL,
    default_role text,
    enabled boolean DEFAULT false NOT NULL,
    enforced boolean DEFAULT false NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT single_sign_ons_client_id_check CHECK (((length(client_id) >= 1) AND (length(client_id) <= 500))),
    CONSTRAINT single_sign_ons_client_secret_check CHECK (((client_secret_encrypted IS NULL) = (client_secret_key_id IS NULL))),
    CONSTRAINT single_sign_ons_default_role_check CHECK ((default_role = ANY (ARRAY['manager'::text, 'accountant'::text, 'leasing_agent'::text, 'technician'::text, 'bookkeeper'::text, 'auditor'::text]))),
    CONSTRAINT single_sign_ons_issuer_check CHECK (((length(issuer) >= 1) AND (length(issuer) <= 500)))
);

ALTER TABLE ONLY public.single_sign_ons FORCE ROW LEVEL SECURITY;


ALTER TABLE public.single_sign_ons OWNER TO propertyos_owner;

--
-- Name: take_ons; Type: TABLE; Schema: public; Owner: propertyos_owner
--

CREATE TABLE public.take_ons (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    property_id uuid NOT NULL,
    dated_on date NOT NULL,
    first_period date NOT NULL,
    finished_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by uuid,
    CONSTRAINT take_ons_first_period_check CHECK ((first_period >= dated_on))
);

ALTER TABLE ONLY public.take_ons FORCE ROW LEVEL SECURITY;


ALTER TABLE public.take_ons OWNER TO propertyos_owner;

--
-- Name: tenants; Type: TABLE; Schema: public; Owner: propertyos_owner
--

CREATE TABLE public.tenants (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    user_id uuid,
    lease_id uuid,
    kind text DEFAULT 'person'::text NOT NULL,
    first_name text NOT NULL,
    last_name text NOT NULL,
    company_name text,
    email text,
    phone text,
    date_of_birth_encrypted bytea,
    date_of_birth_key_id bigint,
    ssn_encrypted bytea,
    ssn_key_id bigint,
    ssn_bidx bytea,
    ssn_last_four text,
    driver_license_encrypted bytea,
    driver_license_key_id bigint,
    driver_license_last_four text,
    emergency_contact_id uuid,
    employer_name text,
    employer_phone text,
    income_encrypted bytea,
    income_key_id bigint,
    preferences jsonb DEFAULT '{}'::jsonb NOT NULL,
    metadata jsonb DEFAULT '{}'::jsonb NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    deleted_at timestamp with time zone,
    deleted_by uuid,
    deletion_id uuid,
    CONSTRAINT tenants_company_name_check CHECK (((length(company_name) >= 1) AND (length(company_name) <= 255))),
    CONSTRAINT tenants_date_of_birth_check CHECK (((date_of_birth_encrypted IS NULL) = (date_of_birth_key_id IS NULL))),
    CONSTRAINT tenants_driver_license_check CHECK (((driver_license_encrypted IS NULL) = (driver_license_key_id IS NULL))),
    CONSTRAINT tenants_driver_license_last_four_check CHECK ((length(driver_license_last_four) <= 4)),
    CONSTRAINT tenants_email_check CHECK (((email = lower(btrim(email))) AND (length(email) <= 254))),
    CONSTRAINT tenants_employer_name_check CHECK ((length(employer_name) <= 255)),
    CONSTRAINT tenants_employer_phone_check CHECK ((length(employer_phone) <= 40)),
    CONSTRAINT tenants_first_name_check CHECK ((length(first_name) <= 100)),
    CONSTRAINT tenants_income_check CHECK (((income_encrypted IS NULL) = (income_key_id IS NULL))),
    CONSTRAINT tenants_kind_check CHECK ((kind = ANY (ARRAY['person'::text, 'company'::text]))),
    CONSTRAINT tenants_last_name_check CHECK ((length(last_name) <= 100)),
    CONSTRAINT tenants_name_check CHECK (
CASE kind
    WHEN 'company'::text THEN (company_name IS NOT NULL)
    ELSE (length(btrim((first_name || last_name))) > 0)
END),
    CONSTRAINT tenants_phone_check CHECK ((length(phone) <= 40)),
    CONSTRAINT tenants_ssn_check CHECK (((ssn_encrypted IS NULL) = (ssn_key_id IS NULL))),
    CONSTRAINT tenants_ssn_last_four_check CHECK ((length(ssn_last_four) <= 4))
);

ALTER TABLE ONLY public.tenants FORCE ROW LEVEL SECURITY;


ALTER TABLE public.tenants OWNER TO propertyos_owner;

--
-- Name: transaction_reconciliations; Type: TABLE; Schema: public; Owner: propertyos_owner
--

CREATE TABLE public.transaction_reconciliations (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    transaction_id uuid NOT NULL,
    reconciled_at timestamp with time zone DEFAULT now() NOT NULL,
    reconciled_by_id uuid
);

ALTER TABLE ONLY public.transaction_reconciliations FORCE ROW LEVEL SECURITY;


ALTER TABLE public.transaction_reconciliations OWNER TO propertyos_owner;

--
-- Name: transactions; Type: TABLE; Schema: public; Owner: propertyos_owner
--

CREATE TABLE public.transactions (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    journal_entry_id uuid NOT NULL,
    ledger_account_id uuid NOT NULL,
    type text NOT NULL,
    amount numeric(14,2) NOT NULL,
    currency character(3) DEFAULT 'USD'::bpchar NOT NULL,
    property_id uuid,
    unit_id uuid,
    lease_id uuid,
    tenancy_id uuid,
    renter_id uuid,
    owner_id uuid,
    vendor_id uuid,
    bank_account_id uuid,
    description text,
    reference_id uuid,
    reference_type text,
    category text,
    tax_amount numeric(14,2),
    tax_inclusive boolean DEFAULT false NOT NULL,
    metadata jsonb DEFAULT '{}'::jsonb NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    cash_account_id uuid,
    CONSTRAINT transactions_amount_check CHECK (
CASE type
    WHEN 'adjustment'::text THEN (amount <> (0)::numeric)
    ELSE (amount > (0)::numeric)
END),
    CONSTRAINT transactions_category_check CHECK (((length(category) >= 1) AND (length(category) <= 50))),
    CONSTRAINT transactions_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
    CONSTRAINT transactions_reference_type_check CHECK (((length(reference_type) >= 1) AND (length(reference_type) <= 63))),
    CONSTRAINT transactions_type_check CHECK ((type = ANY (ARRAY['debit'::text, 'credit'::text, 'adjustment'::text])))
);

ALTER TABLE ONLY public.transactions FORCE ROW LEVEL SECURITY;


ALTER TABLE public.transactions OWNER TO propertyos_owner;

--
-- Name: transactions_reconciled; Type: VIEW; Schema: public; Owner: propertyos_owner
--

CREATE VIEW public.transactions_reconciled WITH (security_invoker='true') AS
 SELECT t.tenant_id,
    t.id,
    t.journal_entry_id,
    t.ledger_account_id,
    t.type,
    t.amount,
    t.currency,
    t.property_id,
    t.unit_id,
    t.lease_id,
    t.tenancy_id,
    t.renter_id,
    t.owner_id,
    t.vendor_id,
    t.bank_account_id,
    t.description,
    t.reference_id,
    t.reference_type,
    t.category,
    t.tax_amount,
    t.tax_inclusive,
    t.metadata,
    t.created_at,
    (r.id IS NOT NULL) AS reconciled,
    r.reconciled_at,
    r.reconciled_by_id
   FROM (public.transactions t
     LEFT JOIN public.transaction_reconciliations r ON (((r.tenant_id = t.tenant_id) AND (r.transaction_id = t.id) AND (r.tenant_id = app.current_tenant_id()))))
  WHERE (t.tenant_id = app.current_tenant_id());


ALTER TABLE public.transactions_reconciled OWNER TO propertyos_owner;

--
-- Name: trust_banks; Type: TABLE; Schema: public; Owner: propertyos_owner
--

CREATE TABLE public.trust_banks (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    property_id uuid,
    operating_bank_id uuid NOT NULL,
    deposit_bank_id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    version integer DEFAULT 1 NOT NULL
);

ALTER TABLE ONLY public.trust_banks FORCE ROW LEVEL SECURITY;


ALTER TABLE public.trust_banks OWNER TO propertyos_owner;

--
-- Name: trust_deficits; Type: TABLE; Schema: public; Owner: propertyos_owner
--

CREATE TABLE public.trust_deficits (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    property_id uuid NOT NULL,
    bank_account_id uuid NOT NULL,
    number integer NOT NULL,
    dated_on date NOT NULL,
    amount numeric(14,2) NOT NULL,
    reason text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    CONSTRAINT trust_deficits_amount_check CHECK ((amount >= (0)::numeric)),
    CONSTRAINT trust_deficits_reason_check CHECK (((length(reason) >= 1) AND (length(reason) <= 500)))
);

ALTER TABLE ONLY public.trust_deficits FORCE ROW LEVEL SECURITY;


ALTER TABLE public.trust_deficits OWNER TO propertyos_owner;

--
-- Name: trust_receipts; Type: TABLE; Schema: public; Owner: propertyos_owner
--

CREATE TABLE public.trust_receipts (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    payment_id uuid NOT NULL,
    tenancy_id uuid NOT NULL,
    property_id uuid NOT NULL,
    bank_account_id uuid NOT NULL,
    kind text NOT NULL,
    amount numeric(14,2) NOT NULL,
    received_on date NOT NULL,
    hold_days integer NOT NULL,
    banked_on date,
    cleared_on date,
    gone_on date,
    version integer DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT trust_receipts_amount_check CHECK ((amount > (0)::numeric)),
    CONSTRAINT trust_receipts_dates_check CHECK (((banked_on >= received_on) AND (cleared_on >= received_on) AND (gone_on >= received_on))),
    CONSTRAINT trust_receipts_kind_check CHECK ((kind = ANY (ARRAY['undeposited'::text, 'clearing'::text])))
);

ALTER TABLE ONLY public.trust_receipts FORCE ROW LEVEL SECURITY;


ALTER TABLE public.trust_receipts OWNER TO propertyos_owner;

--
-- Name: unit_holds; Type: TABLE; Schema: public; Owner: propertyos_owner
--

CREATE TABLE public.unit_holds (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    unit_id uuid NOT NULL,
    property_id uuid NOT NULL,
    kind text NOT NULL,
    from_date date NOT NULL,
    to_date date,
    reason text,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    deleted_at timestamp with time zone,
    deleted_by uuid,
    deletion_id uuid,
    CONSTRAINT unit_holds_dates_check CHECK ((to_date >= from_date)),
    CONSTRAINT unit_holds_kind_check CHECK ((kind = ANY (ARRAY['down'::text, 'reserved'::text, 'model'::text, 'make_ready'::text]))),
    CONSTRAINT unit_holds_reason_check CHECK ((length(reason) <= 500))
);

ALTER TABLE ONLY public.unit_holds FORCE ROW LEVEL SECURITY;


ALTER TABLE public.unit_holds OWNER TO propertyos_owner;

--
-- Name: unit_status_history; Type: TABLE; Schema: public; Owner: propertyos_owner
--

CREATE TABLE public.unit_status_history (
    tenant_id uuid NOT NULL,
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    unit_id uuid NOT NULL,
    status text NOT NULL,
    changed_at timestamp with time zone DEFAULT now() NOT NULL,
    changed_by uuid,
    CONSTRAINT unit_status_history_status_check CHECK ((status = ANY (ARRAY['vacant'::text, 'occupied'::text, 'notice'::text, 'down'::text, 'reserved'::text, 'model'::text])))
);

ALTER TABLE ONLY public.unit_status_history FORCE ROW LEVEL SECURITY;


ALTER TABLE public.unit_status_history OWNER TO propertyos_owner;

--
-- Name: uploads; Type: TABLE; Schema: public; Owner: propertyos_owner
--

CREATE TABLE public.uploads (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    user_id uuid,
    intent jsonb NOT NULL,
    file_size bigint NOT NULL,
    received bigint DEFAULT 0 NOT NULL,
    parts jsonb DEFAULT '[]'::jsonb NOT NULL,
    file_key_encrypted bytea NOT NULL,
    file_key_key_id bigint NOT NULL,
    document_id uuid,
    completed_at timestamp with time zone,
    expires_at timestamp with time zone NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT uploads_completed_at_check CHECK (((document_id IS NULL) = (completed_at IS NULL))),
    CONSTRAINT uploads_file_size_check CHECK ((file_size > 0)),
    CONSTRAINT uploads_parts_check CHECK ((jsonb_typeof(parts) = 'array'::text)),
    CONSTRAINT uploads_received_check CHECK (((received >= 0) AND (received <= file_size)))
);

ALTER TABLE ONLY public.uploads FORCE ROW LEVEL SECURITY;


ALTER TABLE public.uploads OWNER TO propertyos_owner;

--
-- Name: users; Type: TABLE; Schema: public; Owner: propertyos_owner
--

CREATE TABLE public.users (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    identity_id uuid,
    email text NOT NULL,
    first_name text,
    last_name text,
    role text DEFAULT 'tenant'::text NOT NULL,
    property_scope uuid[],
    phone text,
    avatar_url text,
    preferences jsonb DEFAULT '{}'::jsonb NOT NULL,
    email_verified boolean DEFAULT false NOT NULL,
    mfa_enabled boolean DEFAULT false NOT NULL,
    last_login timestamp with time zone,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    deleted_at timestamp with time zone,
    deleted_by uuid,
    deletion_id uuid,
    CONSTRAINT users_avatar_url_check CHECK ((length(avatar_url) <= 500)),
    CONSTRAINT users_email_check CHECK (((email = lower(btrim(email))) AND (email ~~ '_%@_%'::text) AND (length(email) <= 254))),
    CONSTRAINT users_first_name_check CHECK ((length(first_name) <= 100)),
    CONSTRAINT users_last_name_check CHECK ((length(last_name) <= 100)),
    CONSTRAINT users_phone_check CHECK ((length(phone) <= 40)),
    CONSTRAINT users_role_check CHECK ((role = ANY (ARRAY['admin'::text, 'manager'::text, 'owner'::text, 'tenant'::text, 'vendor'::text, 'accountant'::text, 'leasing_agent'::text, 'technician'::text, 'bookkeeper'::text, 'auditor'::text])))
);

ALTER TABLE ONLY public.users FORCE ROW LEVEL SECURITY;


ALTER TABLE public.users OWNER TO propertyos_owner;

--
-- Name: vehicles; Type: TABLE; Schema: public; Owner: propertyos_owner
--

CREATE TABLE public.vehicles (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    tenancy_id uuid NOT NULL,
    renter_id uuid,
    make text NOT NULL,
    model text,
    color text,
    year integer,
    plate text,
    plate_region text,
    parking_space text,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    deleted_at timestamp with time zone,
    deleted_by uuid,
    deletion_id uuid,
    CONSTRAINT vehicles_color_check CHECK ((length(color) <= 50)),
    CONSTRAINT vehicles_make_check CHECK (((length(btrim(make)) > 0) AND (length(make) <= 100))),
    CONSTRAINT vehicles_model_check CHECK ((length(model) <= 100)),
    CONSTRAINT vehicles_parking_space_check CHECK ((length(parking_space) <= 50)),
    CONSTRAINT vehicles_plate_check CHECK ((length(plate) <= 20)),
    CONSTRAINT vehicles_plate_region_check CHECK ((length(plate_region) <= 50)),
    CONSTRAINT vehicles_year_check CHECK (((year >= 1900) AND (year <= 2200)))
);

ALTER TABLE ONLY public.vehicles FORCE ROW LEVEL SECURITY;


ALTER TABLE public.vehicles OWNER TO propertyos_owner;

--
-- Name: vendors; Type: TABLE; Schema: public; Owner: propertyos_owner
--

CREATE TABLE public.vendors (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    user_id uuid,
    name text NOT NULL,
    type text NOT NULL,
    contact_name text,
    contact_email text,
    contact_phone text,
    address_id uuid,
    website text,
    rating numeric(2,1),
    total_jobs integer DEFAULT 0 NOT NULL,
    insurance_expires_on date,
    license_number text,
    license_expires_on date,
    tax_id_encrypted bytea,
    tax_id_key_id bigint,
    tax_id_bidx bytea,
    tax_id_last_four text,
    notes text,
    active boolean DEFAULT true NOT NULL,
    metadata jsonb DEFAULT '{}'::jsonb NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    deleted_at timestamp with time zone,
    deleted_by uuid,
    deletion_id uuid,
    CONSTRAINT vendors_contact_email_check CHECK (((contact_email = lower(btrim(contact_email))) AND (length(contact_email) <= 254))),
    CONSTRAINT vendors_contact_name_check CHECK ((length(contact_name) <= 255)),
    CONSTRAINT vendors_contact_phone_check CHECK ((length(contact_phone) <= 40)),
    CONSTRAINT vendors_license_number_check CHECK ((length(license_number) <= 100)),
    CONSTRAINT vendors_name_check CHECK (((length(btrim(name)) > 0) AND (length(name) <= 255))),
    CONSTRAINT vendors_rating_check CHECK (((rating >= (0)::numeric) AND (rating <= (5)::numeric))),
    CONSTRAINT vendors_tax_id_check CHECK (((tax_id_encrypted IS NULL) = (tax_id_key_id IS NULL))),
    CONSTRAINT vendors_tax_id_last_four_check CHECK ((length(tax_id_last_four) <= 4)),
    CONSTRAINT vendors_total_jobs_check CHECK ((total_jobs >= 0)),
    CONSTRAINT vendors_type_check CHECK ((type = ANY (ARRAY['plumbing'::text, 'electrical'::text, 'hvac'::text, 'appliances'::text, 'structural'::text, 'pest_control'::text, 'landscaping'::text, 'security'::text, 'internet'::text, 'cleaning'::text, 'painting'::text, 'flooring'::text, 'roofing'::text, 'locksmith'::text, 'general'::text, 'other'::text]))),
    CONSTRAINT vendors_website_check CHECK ((length(website) <= 500))
);

ALTER TABLE ONLY public.vendors FORCE ROW LEVEL SECURITY;


ALTER TABLE public.vendors OWNER TO propertyos_owner;

--
-- Name: webhook_attempts; Type: TABLE; Schema: public; Owner: propertyos_owner
--

CREATE TABLE public.webhook_attempts (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    delivery_id uuid NOT NULL,
    attempted_at timestamp with time zone DEFAULT now() NOT NULL,
    response_status integer,
    response_body text,
    response_headers jsonb,
    error text,
    CONSTRAINT webhook_attempts_response_status_check CHECK (((response_status >= 100) AND (response_status <= 599)))
);

ALTER TABLE ONLY public.webhook_attempts FORCE ROW LEVEL SECURITY;


ALTER TABLE public.webhook_attempts OWNER TO propertyos_owner;

--
-- Name: webhook_deliveries; Type: TABLE; Schema: public; Owner: propertyos_owner
--

CREATE TABLE public.webhook_deliveries (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    webhook_id uuid NOT NULL,
    event_id uuid NOT NULL,
    event_type text NOT NULL,
    payload jsonb NOT NULL,
    dedupe_key text NOT NULL,
    status text DEFAULT 'pending'::text NOT NULL,
    next_retry_at timestamp with time zone,
    delivered_at timestamp with time zone,
    failed_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT webhook_deliveries_event_type_check CHECK (((length(event_type) >= 1) AND (length(event_type) <= 100))),
    CONSTRAINT webhook_deliveries_status_check CHECK ((status = ANY (ARRAY['pending'::text, 'retrying'::text, 'delivered'::text, 'failed'::text])))
);

ALTER TABLE ONLY public.webhook_deliveries FORCE ROW LEVEL SECURITY;


ALTER TABLE public.webhook_deliveries OWNER TO propertyos_owner;

--
-- Name: webhooks; Type: TABLE; Schema: public; Owner: propertyos_owner
--

CREATE TABLE public.webhooks (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    name text NOT NULL,
    url text NOT NULL,
    events text[] NOT NULL,
    secret_encrypted bytea NOT NULL,
    secret_key_id bigint NOT NULL,
    active boolean DEFAULT true NOT NULL,
    retry_config jsonb DEFAULT '{}'::jsonb NOT NULL,
    last_triggered_at timestamp with time zone,
    metadata jsonb DEFAULT '{}'::jsonb NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    deleted_at timestamp with time zone,
    deleted_by uuid,
    deletion_id uuid,
    CONSTRAINT webhooks_events_check CHECK (((cardinality(events) >= 1) AND (cardinality(events) <= 200))),
    CONSTRAINT webhooks_name_check CHECK (((length(btrim(name)) > 0) AND (length(name) <= 255))),
    CONSTRAINT webhooks_url_check CHECK (((url ~ '^https?://'::text) AND (length(url) <= 500)))
);

ALTER TABLE ONLY public.webhooks FORCE ROW LEVEL SECURITY;


ALTER TABLE public.webhooks OWNER TO propertyos_owner;

--
-- Name: webhook_counts; Type: VIEW; Schema: public; Owner: propertyos_owner
--

CREATE VIEW public.webhook_counts WITH (security_invoker='true') AS
 SELECT w.tenant_id,
    w.id,
    ( SELECT count(*) AS count
           FROM public.webhook_deliveries d
          WHERE ((d.tenant_id = w.tenant_id) AND (d.webhook_id = w.id) AND (d.status = 'delivered'::text))) AS success_count,
    ( SELECT count(*) AS count
           FROM public.webhook_deliveries d
          WHERE ((d.tenant_id = w.tenant_id) AND (d.webhook_id = w.id) AND (d.status = 'failed'::text))) AS failure_count
   FROM public.webhooks w
  WHERE (w.tenant_id = app.current_tenant_id());


ALTER TABLE public.webhook_counts OWNER TO propertyos_owner;

--
-- Name: webhook_delivery_log; Type: VIEW; Schema: public; Owner: propertyos_owner
--

CREATE VIEW public.webhook_delivery_log WITH (security_invoker='true') AS
 SELECT d.tenant_id,
    d.id,
    d.webhook_id,
    d.event_id,
    d.event_type,
    d.payload,
    d.dedupe_key,
    d.status,
    d.next_retry_at,
    d.delivered_at,
    d.failed_at,
    d.created_at,
    d.updated_at,
    d.version,
    a.response_status,
    a.response_body,
    a.response_headers,
    GREATEST((( SELECT count(*) AS count
           FROM public.webhook_attempts n
          WHERE ((n.tenant_id = d.tenant_id) AND (n.delivery_id = d.id))) - 1), (0)::bigint) AS retry_count
   FROM (public.webhook_deliveries d
     LEFT JOIN LATERAL ( SELECT l.response_status,
            l.response_body,
            l.response_headers
           FROM public.webhook_attempts l
          WHERE ((l.tenant_id = d.tenant_id) AND (l.delivery_id = d.id))
          ORDER BY l.attempted_at DESC, l.id DESC
         LIMIT 1) a ON (true))
  WHERE (d.tenant_id = app.current_tenant_id());


ALTER TABLE public.webhook_delivery_log OWNER TO propertyos_owner;

--
-- Name: work_orders; Type: TABLE; Schema: public; Owner: propertyos_owner
--

CREATE TABLE public.work_orders (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    request_id uuid,
    unit_id uuid,
    property_id uuid NOT NULL,
    vendor_id uuid,
    assigned_to_id uuid,
    title text NOT NULL,
    instructions text,
    priority text DEFAULT 'medium'::text NOT NULL,
    status text DEFAULT 'submitted'::text NOT NULL,
    scheduled_from timestamp with time zone,
    scheduled_to timestamp with time zone,
    estimated_cost numeric(14,2),
    actual_cost numeric(14,2),
    completed_at timestamp with time zone,
    metadata jsonb DEFAULT '{}'::jsonb NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    deleted_at timestamp with time zone,
    deleted_by uuid,
    deletion_id uuid,
    CONSTRAINT work_orders_actual_cost_check CHECK ((actual_cost >= (0)::numeric)),
    CONSTRAINT work_orders_completed_at_check CHECK (((status <> 'completed'::text) OR (completed_at IS NOT NULL))),
    CONSTRAINT work_orders_estimated_cost_check CHECK ((estimated_cost >= (0)::numeric)),
    CONSTRAINT work_orders_instructions_check CHECK ((length(instructions) <= 20000)),
    CONSTRAINT work_orders_priority_check CHECK ((priority = ANY (ARRAY['low'::text, 'medium'::text, 'high'::text, 'emergency'::text]))),
    CONSTRAINT work_orders_schedule_check CHECK ((scheduled_to > scheduled_from)),
    CONSTRAINT work_orders_status_check CHECK ((status = ANY (ARRAY['submitted'::text, 'triaged'::text, 'assigned'::text, 'estimate'::text, 'approved'::text, 'declined'::text, 'in_progress'::text, 'awaiting_parts'::text, 'completed'::text, 'cancelled'::text, 'reopened'::text]))),
    CONSTRAINT work_orders_title_check CHECK (((length(btrim(title)) > 0) AND (length(title) <= 255)))
);

ALTER TABLE ONLY public.work_orders FORCE ROW LEVEL SECURITY;


ALTER TABLE public.work_orders OWNER TO propertyos_owner;

--
-- Name: audit_logs_default; Type: TABLE ATTACH; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.audit_logs ATTACH PARTITION public.audit_logs_default DEFAULT;


--
-- Name: river_job id; Type: DEFAULT; Schema: platform; Owner: propertyos_owner
--

ALTER TABLE ONLY platform.river_job ALTER COLUMN id SET DEFAULT nextval('platform.river_job_id_seq'::regclass);


--
-- Name: river_notification id; Type: DEFAULT; Schema: platform; Owner: propertyos_owner
--

ALTER TABLE ONLY platform.river_notification ALTER COLUMN id SET DEFAULT nextval('platform.river_notification_id_seq'::regclass);


--
-- Name: api_keys api_keys_pkey; Type: CONSTRAINT; Schema: platform; Owner: propertyos_owner
--

ALTER TABLE ONLY platform.api_keys
    ADD CONSTRAINT api_keys_pkey PRIMARY KEY (id);


--
-- Name: api_keys api_keys_token_hash_key; Type: CONSTRAINT; Schema: platform; Owner: propertyos_owner
--

ALTER TABLE ONLY platform.api_keys
    ADD CONSTRAINT api_keys_token_hash_key UNIQUE (token_hash);


--
-- Name: audit_eras audit_eras_pkey; Type: CONSTRAINT; Schema: platform; Owner: propertyos_owner
--

ALTER TABLE ONLY platform.audit_eras
    ADD CONSTRAINT audit_eras_pkey PRIMARY KEY (era);


--
-- Name: devices devices_pkey; Type: CONSTRAINT; Schema: platform; Owner: propertyos_owner
--

ALTER TABLE ONLY platform.devices
    ADD CONSTRAINT devices_pkey PRIMARY KEY (id);


--
-- Name: devices devices_token_hash_key; Type: CONSTRAINT; Schema: platform; Owner: propertyos_owner
--

ALTER TABLE ONLY platform.devices
    ADD CONSTRAINT devices_token_hash_key UNIQUE (token_hash);


--
-- Name: directory directory_pkey; Type: CONSTRAINT; Schema: platform; Owner: propertyos_owner
--

ALTER TABLE ONLY platform.directory
    ADD CONSTRAINT directory_pkey PRIMARY KEY (organization_id);


--
-- Name: directory directory_slug_key; Type: CONSTRAINT; Schema: platform; Owner: propertyos_owner
--

ALTER TABLE ONLY platform.directory
    ADD CONSTRAINT directory_slug_key UNIQUE (slug);


--
-- Name: feature_flags feature_flags_name_organization_id_key; Type: CONSTRAINT; Schema: platform; Owner: propertyos_owner
--

ALTER TABLE ONLY platform.feature_flags
    ADD CONSTRAINT feature_flags_name_organization_id_key UNIQUE NULLS NOT DISTINCT (name, organization_id);


--
-- Name: identities identities_email_key; Type: CONSTRAINT; Schema: platform; Owner: propertyos_owner
--

ALTER TABLE ONLY platform.identities
    ADD CONSTRAINT identities_email_key UNIQUE (email);


--
-- Name: identities identities_pkey; Type: CONSTRAINT; Schema: platform; Owner: propertyos_owner
--

ALTER TABLE ONLY platform.identities
    ADD CONSTRAINT identities_pkey PRIMARY KEY (id);


--
-- Name: keysets keysets_pkey; Type: CONSTRAINT; Schema: platform; Owner: propertyos_owner
--

ALTER TABLE ONLY platform.keysets
    ADD CONSTRAINT keysets_pkey PRIMARY KEY (organization_id, purpose);


--
-- Name: memberships memberships_identity_id_organization_id_key; Type: CONSTRAINT; Schema: platform; Owner: propertyos_owner
--

ALTER TABLE ONLY platform.memberships
    ADD CONSTRAINT memberships_identity_id_organization_id_key UNIQUE (identity_id, organization_id);


--
-- Name: memberships memberships_organization_id_user_id_key; Type: CONSTRAINT; Schema: platform; Owner: propertyos_owner
--

ALTER TABLE ONLY platform.memberships
    ADD CONSTRAINT memberships_organization_id_user_id_key UNIQUE (organization_id, user_id);


--
-- Name: memberships memberships_pkey; Type: CONSTRAINT; Schema: platform; Owner: propertyos_owner
--

ALTER TABLE ONLY platform.memberships
    ADD CONSTRAINT memberships_pkey PRIMARY KEY (id);


--
-- Name: oidc_subjects oidc_subjects_pkey; Type: CONSTRAINT; Schema: platform; Owner: propertyos_owner
--

ALTER TABLE ONLY platform.oidc_subjects
    ADD CONSTRAINT oidc_subjects_pkey PRIMARY KEY (id);


--
-- Name: oidc_subjects oidc_subjects_subject_key; Type: CONSTRAINT; Schema: platform; Owner: propertyos_owner
--

ALTER TABLE ONLY platform.oidc_subjects
    ADD CONSTRAINT oidc_subjects_subject_key UNIQUE (organization_id, issuer, subject);


--
-- Name: passkeys passkeys_credential_id_key; Type: CONSTRAINT; Schema: platform; Owner: propertyos_owner
--

ALTER TABLE ONLY platform.passkeys
    ADD CONSTRAINT passkeys_credential_id_key UNIQUE (credential_id);


--
-- Name: passkeys passkeys_pkey; Type: CONSTRAINT; Schema: platform; Owner: propertyos_owner
--

ALTER TABLE ONLY platform.passkeys
    ADD CONSTRAINT passkeys_pkey PRIMARY KEY (id);


--
-- Name: plans plans_pkey; Type: CONSTRAINT; Schema: platform; Owner: propertyos_owner
--

ALTER TABLE ONLY platform.plans
    ADD CONSTRAINT plans_pkey PRIMARY KEY (code);


--
-- Name: recovery_codes recovery_codes_code_hash_key; Type: CONSTRAINT; Schema: platform; Owner: propertyos_owner
--

ALTER TABLE ONLY platform.recovery_codes
    ADD CONSTRAINT recovery_codes_code_hash_key UNIQUE (identity_id, code_hash);


--
-- Name: recovery_codes recovery_codes_pkey; Type: CONSTRAINT; Schema: platform; Owner: propertyos_owner
--

ALTER TABLE ONLY platform.recovery_codes
    ADD CONSTRAINT recovery_codes_pkey PRIMARY KEY (id);


--
-- Name: river_job river_job_pkey; Type: CONSTRAINT; Schema: platform; Owner: propertyos_owner
--

ALTER TABLE ONLY platform.river_job
    ADD CONSTRAINT river_job_pkey PRIMARY KEY (id);


--
-- Name: river_leader river_leader_pkey; Type: CONSTRAINT; Schema: platform; Owner: propertyos_owner
--

ALTER TABLE ONLY platform.river_leader
    ADD CONSTRAINT river_leader_pkey PRIMARY KEY (name);


--
-- Name: river_migration river_migration_pkey1; Type: CONSTRAINT; Schema: platform; Owner: propertyos_owner
--

ALTER TABLE ONLY platform.river_migration
    ADD CONSTRAINT river_migration_pkey1 PRIMARY KEY (line, version);


--
-- Name: river_notification river_notification_pkey; Type: CONSTRAINT; Schema: platform; Owner: propertyos_owner
--

ALTER TABLE ONLY platform.river_notification
    ADD CONSTRAINT river_notification_pkey PRIMARY KEY (id);


--
-- Name: river_queue river_queue_pkey; Type: CONSTRAINT; Schema: platform; Owner: propertyos_owner
--

ALTER TABLE ONLY platform.river_queue
    ADD CONSTRAINT river_queue_pkey PRIMARY KEY (name);


--
-- Name: security_events security_events_pkey; Type: CONSTRAINT; Schema: platform; Owner: propertyos_owner
--

ALTER TABLE ONLY platform.security_events
    ADD CONSTRAINT security_events_pkey PRIMARY KEY (id);


--
-- Name: sessions sessions_pkey; Type: CONSTRAINT; Schema: platform; Owner: propertyos_owner
--

ALTER TABLE ONLY platform.sessions
    ADD CONSTRAINT sessions_pkey PRIMARY KEY (id);


--
-- Name: sessions sessions_token_hash_key; Type: CONSTRAINT; Schema: platform; Owner: propertyos_owner
--

ALTER TABLE ONLY platform.sessions
    ADD CONSTRAINT sessions_token_hash_key UNIQUE (token_hash);


--
-- Name: throttles throttles_pkey; Type: CONSTRAINT; Schema: platform; Owner: propertyos_owner
--

ALTER TABLE ONLY platform.throttles
    ADD CONSTRAINT throttles_pkey PRIMARY KEY (key);


--
-- Name: tickets tickets_pkey; Type: CONSTRAINT; Schema: platform; Owner: propertyos_owner
--

ALTER TABLE ONLY platform.tickets
    ADD CONSTRAINT tickets_pkey PRIMARY KEY (id);


--
-- Name: tickets tickets_token_hash_key; Type: CONSTRAINT; Schema: platform; Owner: propertyos_owner
--

ALTER TABLE ONLY platform.tickets
    ADD CONSTRAINT tickets_token_hash_key UNIQUE (token_hash);


--
-- Name: addresses addresses_live_key; Type: CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.addresses
    ADD CONSTRAINT addresses_live_key UNIQUE (tenant_id, id, live);


--
-- Name: addresses addresses_pkey; Type: CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.addresses
    ADD CONSTRAINT addresses_pkey PRIMARY KEY (tenant_id, id);


--
-- Name: announcements announcements_pkey; Type: CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.announcements
    ADD CONSTRAINT announcements_pkey PRIMARY KEY (tenant_id, id);


--
-- Name: audit_logs audit_logs_pkey; Type: CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.audit_logs
    ADD CONSTRAINT audit_logs_pkey PRIMARY KEY (tenant_id, created_at, id);


--
-- Name: audit_logs_default audit_logs_default_pkey; Type: CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.audit_logs_default
    ADD CONSTRAINT audit_logs_default_pkey PRIMARY KEY (tenant_id, created_at, id);


--
-- Name: audit_seals audit_seals_pkey; Type: CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.audit_seals
    ADD CONSTRAINT audit_seals_pkey PRIMARY KEY (tenant_id, id);


--
-- Name: audit_seals audit_seals_sequence_key; Type: CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.audit_seals
    ADD CONSTRAINT audit_seals_sequence_key UNIQUE (tenant_id, sequence);


--
-- Name: bank_accounts bank_accounts_pkey; Type: CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.bank_accounts
    ADD CONSTRAINT bank_accounts_pkey PRIMARY KEY (tenant_id, id);


--
-- Name: charge_credits charge_credits_pkey; Type: CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.charge_credits
    ADD CONSTRAINT charge_credits_pkey PRIMARY KEY (tenant_id, id);


--
-- Name: charge_runs charge_runs_pkey; Type: CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.charge_runs
    ADD CONSTRAINT charge_runs_pkey PRIMARY KEY (tenant_id, id);


--
-- Name: charges charges_pkey; Type: CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.charges
    ADD CONSTRAINT charges_pkey PRIMARY KEY (tenant_id, id);


--
-- Name: charges charges_rule_excl; Type: CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.charges
    ADD CONSTRAINT charges_rule_excl EXCLUDE USING gist (tenant_id WITH =, rule_id WITH =, rule_kind WITH =, payer WITH =, daterange(period_from, COALESCE(period_to, period_from), '[]'::text) WITH &&) WHERE ((undone_at IS NULL));


--
-- Name: charges charges_tenancy_id_id_key; Type: CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.charges
    ADD CONSTRAINT charges_tenancy_id_id_key UNIQUE (tenant_id, id, tenancy_id);


--
-- Name: checklist_templates checklist_templates_pkey; Type: CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.checklist_templates
    ADD CONSTRAINT checklist_templates_pkey PRIMARY KEY (tenant_id, id);


--
-- Name: deposit_dispositions deposit_dispositions_pkey; Type: CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.deposit_dispositions
    ADD CONSTRAINT deposit_dispositions_pkey PRIMARY KEY (tenant_id, id);


--
-- Name: deposit_rules deposit_rules_period_excl; Type: CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.deposit_rules
    ADD CONSTRAINT deposit_rules_period_excl EXCLUDE USING gist (tenant_id WITH =, jurisdiction WITH =, daterange(from_date, to_date, '[]'::text) WITH &&);


--
-- Name: deposit_rules deposit_rules_pkey; Type: CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.deposit_rules
    ADD CONSTRAINT deposit_rules_pkey PRIMARY KEY (tenant_id, id);


--
-- Name: disposition_items disposition_items_pkey; Type: CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.disposition_items
    ADD CONSTRAINT disposition_items_pkey PRIMARY KEY (tenant_id, id);


--
-- Name: document_template_versions document_template_versions_pkey; Type: CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.document_template_versions
    ADD CONSTRAINT document_template_versions_pkey PRIMARY KEY (tenant_id, id);


--
-- Name: document_templates document_templates_pkey; Type: CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.document_templates
    ADD CONSTRAINT document_templates_pkey PRIMARY KEY (tenant_id, id);


--
-- Name: document_versions document_versions_file_path_key; Type: CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.document_versions
    ADD CONSTRAINT document_versions_file_path_key UNIQUE (tenant_id, file_path);


--
-- Name: document_versions document_versions_pkey; Type: CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.document_versions
    ADD CONSTRAINT document_versions_pkey PRIMARY KEY (tenant_id, id);


--
-- Name: document_versions document_versions_revision_key; Type: CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.document_versions
    ADD CONSTRAINT document_versions_revision_key UNIQUE (tenant_id, document_id, revision);


--
-- Name: documents documents_pkey; Type: CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.documents
    ADD CONSTRAINT documents_pkey PRIMARY KEY (tenant_id, id);


--
-- Name: emergency_contacts emergency_contacts_pkey; Type: CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.emergency_contacts
    ADD CONSTRAINT emergency_contacts_pkey PRIMARY KEY (tenant_id, id);


--
-- Name: events events_pkey; Type: CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.events
    ADD CONSTRAINT events_pkey PRIMARY KEY (tenant_id, id);


--
-- Name: idempotency_keys idempotency_keys_actor_id_key_key; Type: CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.idempotency_keys
    ADD CONSTRAINT idempotency_keys_actor_id_key_key UNIQUE (tenant_id, actor_id, key);


--
-- Name: idempotency_keys idempotency_keys_pkey; Type: CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.idempotency_keys
    ADD CONSTRAINT idempotency_keys_pkey PRIMARY KEY (tenant_id, id);


--
-- Name: import_mappings import_mappings_pkey; Type: CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.import_mappings
    ADD CONSTRAINT import_mappings_pkey PRIMARY KEY (tenant_id, id);


--
-- Name: import_sources import_sources_pkey; Type: CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.import_sources
    ADD CONSTRAINT import_sources_pkey PRIMARY KEY (tenant_id, id);


--
-- Name: import_uploads import_uploads_pkey; Type: CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.import_uploads
    ADD CONSTRAINT import_uploads_pkey PRIMARY KEY (tenant_id, id);


--
-- Name: imports imports_pkey; Type: CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.imports
    ADD CONSTRAINT imports_pkey PRIMARY KEY (tenant_id, id);


--
-- Name: inspection_items inspection_items_pkey; Type: CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.inspection_items
    ADD CONSTRAINT inspection_items_pkey PRIMARY KEY (tenant_id, id);


--
-- Name: inspections inspections_pkey; Type: CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.inspections
    ADD CONSTRAINT inspections_pkey PRIMARY KEY (tenant_id, id);


--
-- Name: invitations invitations_pkey; Type: CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.invitations
    ADD CONSTRAINT invitations_pkey PRIMARY KEY (tenant_id, id);


--
-- Name: journal_entries journal_entries_number_key; Type: CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.journal_entries
    ADD CONSTRAINT journal_entries_number_key UNIQUE (tenant_id, number);


--
-- Name: journal_entries journal_entries_pkey; Type: CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.journal_entries
    ADD CONSTRAINT journal_entries_pkey PRIMARY KEY (tenant_id, id);


--
-- Name: journal_entries journal_entries_reverses_id_key; Type: CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.journal_entries
    ADD CONSTRAINT journal_entries_reverses_id_key UNIQUE (tenant_id, reverses_id);


--
-- Name: lease_deposits lease_deposits_pkey; Type: CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.lease_deposits
    ADD CONSTRAINT lease_deposits_pkey PRIMARY KEY (tenant_id, id);


--
-- Name: lease_notices lease_notices_pkey; Type: CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.lease_notices
    ADD CONSTRAINT lease_notices_pkey PRIMARY KEY (tenant_id, id);


--
-- Name: lease_openings lease_openings_pkey; Type: CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.lease_openings
    ADD CONSTRAINT lease_openings_pkey PRIMARY KEY (tenant_id, id);


--
-- Name: lease_parties lease_parties_pkey; Type: CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.lease_parties
    ADD CONSTRAINT lease_parties_pkey PRIMARY KEY (tenant_id, id);


--
-- Name: leases leases_live_key; Type: CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.leases
    ADD CONSTRAINT leases_live_key UNIQUE (tenant_id, id, live);


--
-- Name: leases leases_period_excl; Type: CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.leases
    ADD CONSTRAINT leases_period_excl EXCLUDE USING gist (tenant_id WITH =, unit_id WITH =, daterange(start_date, end_date, '[]'::text) WITH &&) WHERE (((status = ANY (ARRAY['pending'::text, 'active'::text, 'expiring_soon'::text, 'renewed'::text])) AND (deleted_at IS NULL)));


--
-- Name: leases leases_pkey; Type: CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.leases
    ADD CONSTRAINT leases_pkey PRIMARY KEY (tenant_id, id);


--
-- Name: leases leases_tenancy_id_id_key; Type: CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.leases
    ADD CONSTRAINT leases_tenancy_id_id_key UNIQUE (tenant_id, id, tenancy_id);


--
-- Name: leasing_policies leasing_policies_pkey; Type: CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.leasing_policies
    ADD CONSTRAINT leasing_policies_pkey PRIMARY KEY (tenant_id, id);


--
-- Name: ledger_accounts ledger_accounts_code_key; Type: CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.ledger_accounts
    ADD CONSTRAINT ledger_accounts_code_key UNIQUE (tenant_id, code);


--
-- Name: ledger_accounts ledger_accounts_pkey; Type: CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.ledger_accounts
    ADD CONSTRAINT ledger_accounts_pkey PRIMARY KEY (tenant_id, id);


--
-- Name: ledger_balances ledger_balances_month_key; Type: CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.ledger_balances
    ADD CONSTRAINT ledger_balances_month_key UNIQUE NULLS NOT DISTINCT (tenant_id, book, property_id, ledger_account_id, bank_account_id, month);


--
-- Name: ledger_balances ledger_balances_pkey; Type: CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.ledger_balances
    ADD CONSTRAINT ledger_balances_pkey PRIMARY KEY (tenant_id, id);


--
-- Name: ledger_locks ledger_locks_pkey; Type: CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.ledger_locks
    ADD CONSTRAINT ledger_locks_pkey PRIMARY KEY (tenant_id, id);


--
-- Name: ledgers ledgers_pkey; Type: CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.ledgers
    ADD CONSTRAINT ledgers_pkey PRIMARY KEY (tenant_id, id);


--
-- Name: ledgers ledgers_tenant_id_key; Type: CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.ledgers
    ADD CONSTRAINT ledgers_tenant_id_key UNIQUE (tenant_id);


--
-- Name: maintenance_requests maintenance_requests_pkey; Type: CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.maintenance_requests
    ADD CONSTRAINT maintenance_requests_pkey PRIMARY KEY (tenant_id, id);


--
-- Name: money_policies money_policies_pkey; Type: CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.money_policies
    ADD CONSTRAINT money_policies_pkey PRIMARY KEY (tenant_id, id);


--
-- Name: money_policies money_policies_tenant_id_key; Type: CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.money_policies
    ADD CONSTRAINT money_policies_tenant_id_key UNIQUE (tenant_id);


--
-- Name: notification_attempts notification_attempts_pkey; Type: CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.notification_attempts
    ADD CONSTRAINT notification_attempts_pkey PRIMARY KEY (tenant_id, id);


--
-- Name: notification_preferences notification_preferences_pkey; Type: CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.notification_preferences
    ADD CONSTRAINT notification_preferences_pkey PRIMARY KEY (tenant_id, id);


--
-- Name: notification_preferences notification_preferences_user_id_key; Type: CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.notification_preferences
    ADD CONSTRAINT notification_preferences_user_id_key UNIQUE (tenant_id, user_id);


--
-- Name: notifications notifications_pkey; Type: CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.notifications
    ADD CONSTRAINT notifications_pkey PRIMARY KEY (tenant_id, id);


--
-- Name: organizations organizations_pkey; Type: CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.organizations
    ADD CONSTRAINT organizations_pkey PRIMARY KEY (id);


--
-- Name: owner_properties owner_properties_period_excl; Type: CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.owner_properties
    ADD CONSTRAINT owner_properties_period_excl EXCLUDE USING gist (tenant_id WITH =, owner_id WITH =, property_id WITH =, daterange(from_date, to_date, '[]'::text) WITH &&);


--
-- Name: owner_properties owner_properties_pkey; Type: CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.owner_properties
    ADD CONSTRAINT owner_properties_pkey PRIMARY KEY (tenant_id, id);


--
-- Name: owners owners_pkey; Type: CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.owners
    ADD CONSTRAINT owners_pkey PRIMARY KEY (tenant_id, id);


--
-- Name: payment_allocations payment_allocations_pkey; Type: CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.payment_allocations
    ADD CONSTRAINT payment_allocations_pkey PRIMARY KEY (tenant_id, id);


--
-- Name: payment_takebacks payment_takebacks_pkey; Type: CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.payment_takebacks
    ADD CONSTRAINT payment_takebacks_pkey PRIMARY KEY (tenant_id, id);


--
-- Name: payments payments_pkey; Type: CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.payments
    ADD CONSTRAINT payments_pkey PRIMARY KEY (tenant_id, id);


--
-- Name: pets pets_chargeable_key; Type: CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.pets
    ADD CONSTRAINT pets_chargeable_key UNIQUE (tenant_id, id, chargeable);


--
-- Name: pets pets_pkey; Type: CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.pets
    ADD CONSTRAINT pets_pkey PRIMARY KEY (tenant_id, id);


--
-- Name: properties properties_live_key; Type: CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.properties
    ADD CONSTRAINT properties_live_key UNIQUE (tenant_id, id, live);


--
-- Name: properties properties_pkey; Type: CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.properties
    ADD CONSTRAINT properties_pkey PRIMARY KEY (tenant_id, id);


--
-- Name: property_group_members property_group_members_pkey; Type: CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.property_group_members
    ADD CONSTRAINT property_group_members_pkey PRIMARY KEY (tenant_id, id);


--
-- Name: property_group_members property_group_members_property_id_key; Type: CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.property_group_members
    ADD CONSTRAINT property_group_members_property_id_key UNIQUE (tenant_id, group_id, property_id);


--
-- Name: property_groups property_groups_pkey; Type: CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.property_groups
    ADD CONSTRAINT property_groups_pkey PRIMARY KEY (tenant_id, id);


--
-- Name: recurring_charges recurring_charges_pkey; Type: CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.recurring_charges
    ADD CONSTRAINT recurring_charges_pkey PRIMARY KEY (tenant_id, id);


--
-- Name: renewal_offers renewal_offers_pkey; Type: CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.renewal_offers
    ADD CONSTRAINT renewal_offers_pkey PRIMARY KEY (tenant_id, id);


--
-- Name: rent_schedules rent_schedules_period_excl; Type: CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.rent_schedules
    ADD CONSTRAINT rent_schedules_period_excl EXCLUDE USING gist (tenant_id WITH =, lease_id WITH =, payer WITH =, daterange(from_date, to_date, '[]'::text) WITH &&) WHERE ((deleted_at IS NULL));


--
-- Name: rent_schedules rent_schedules_pkey; Type: CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.rent_schedules
    ADD CONSTRAINT rent_schedules_pkey PRIMARY KEY (tenant_id, id);


--
-- Name: renter_refunds renter_refunds_pkey; Type: CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.renter_refunds
    ADD CONSTRAINT renter_refunds_pkey PRIMARY KEY (tenant_id, id);


--
-- Name: single_sign_ons single_sign_ons_issuer_key; Type: CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.single_sign_ons
    ADD CONSTRAINT single_sign_ons_issuer_key UNIQUE (tenant_id, issuer);


--
-- Name: single_sign_ons single_sign_ons_pkey; Type: CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.single_sign_ons
    ADD CONSTRAINT single_sign_ons_pkey PRIMARY KEY (tenant_id, id);


--
-- Name: take_ons take_ons_pkey; Type: CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.take_ons
    ADD CONSTRAINT take_ons_pkey PRIMARY KEY (tenant_id, id);


--
-- Name: take_ons take_ons_property_id_key; Type: CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.take_ons
    ADD CONSTRAINT take_ons_property_id_key UNIQUE (tenant_id, property_id);


--
-- Name: tenancies tenancies_live_key; Type: CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.tenancies
    ADD CONSTRAINT tenancies_live_key UNIQUE (tenant_id, id, live);


--
-- Name: tenancies tenancies_pkey; Type: CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.tenancies
    ADD CONSTRAINT tenancies_pkey PRIMARY KEY (tenant_id, id);


--
-- Name: tenancies tenancies_unit_id_id_key; Type: CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.tenancies
    ADD CONSTRAINT tenancies_unit_id_id_key UNIQUE (tenant_id, id, unit_id);


--
-- Name: tenants tenants_pkey; Type: CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.tenants
    ADD CONSTRAINT tenants_pkey PRIMARY KEY (tenant_id, id);


--
-- Name: transaction_reconciliations transaction_reconciliations_pkey; Type: CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.transaction_reconciliations
    ADD CONSTRAINT transaction_reconciliations_pkey PRIMARY KEY (tenant_id, id);


--
-- Name: transaction_reconciliations transaction_reconciliations_transaction_id_key; Type: CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.transaction_reconciliations
    ADD CONSTRAINT transaction_reconciliations_transaction_id_key UNIQUE (tenant_id, transaction_id);


--
-- Name: transactions transactions_pkey; Type: CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.transactions
    ADD CONSTRAINT transactions_pkey PRIMARY KEY (tenant_id, id);


--
-- Name: trust_banks trust_banks_pkey; Type: CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.trust_banks
    ADD CONSTRAINT trust_banks_pkey PRIMARY KEY (tenant_id, id);


--
-- Name: trust_deficits trust_deficits_number_key; Type: CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.trust_deficits
    ADD CONSTRAINT trust_deficits_number_key UNIQUE (tenant_id, property_id, bank_account_id, number);


--
-- Name: trust_deficits trust_deficits_pkey; Type: CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.trust_deficits
    ADD CONSTRAINT trust_deficits_pkey PRIMARY KEY (tenant_id, id);


--
-- Name: trust_receipts trust_receipts_pkey; Type: CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.trust_receipts
    ADD CONSTRAINT trust_receipts_pkey PRIMARY KEY (tenant_id, id);


--
-- Name: unit_holds unit_holds_period_excl; Type: CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.unit_holds
    ADD CONSTRAINT unit_holds_period_excl EXCLUDE USING gist (tenant_id WITH =, unit_id WITH =, daterange(from_date, to_date, '[]'::text) WITH &&) WHERE ((deleted_at IS NULL));


--
-- Name: unit_holds unit_holds_pkey; Type: CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.unit_holds
    ADD CONSTRAINT unit_holds_pkey PRIMARY KEY (tenant_id, id);


--
-- Name: unit_status_history unit_status_history_pkey; Type: CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.unit_status_history
    ADD CONSTRAINT unit_status_history_pkey PRIMARY KEY (tenant_id, id);


--
-- Name: units units_live_key; Type: CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.units
    ADD CONSTRAINT units_live_key UNIQUE (tenant_id, id, live);


--
-- Name: units units_pkey; Type: CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.units
    ADD CONSTRAINT units_pkey PRIMARY KEY (tenant_id, id);


--
-- Name: units units_property_id_id_key; Type: CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.units
    ADD CONSTRAINT units_property_id_id_key UNIQUE (tenant_id, id, property_id);


--
-- Name: uploads uploads_pkey; Type: CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.uploads
    ADD CONSTRAINT uploads_pkey PRIMARY KEY (tenant_id, id);


--
-- Name: users users_pkey; Type: CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.users
    ADD CONSTRAINT users_pkey PRIMARY KEY (tenant_id, id);


--
-- Name: vehicles vehicles_pkey; Type: CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.vehicles
    ADD CONSTRAINT vehicles_pkey PRIMARY KEY (tenant_id, id);


--
-- Name: vendors vendors_pkey; Type: CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.vendors
    ADD CONSTRAINT vendors_pkey PRIMARY KEY (tenant_id, id);


--
-- Name: webhook_attempts webhook_attempts_pkey; Type: CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.webhook_attempts
    ADD CONSTRAINT webhook_attempts_pkey PRIMARY KEY (tenant_id, id);


--
-- Name: webhook_deliveries webhook_deliveries_dedupe_key_key; Type: CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.webhook_deliveries
    ADD CONSTRAINT webhook_deliveries_dedupe_key_key UNIQUE (tenant_id, webhook_id, dedupe_key);


--
-- Name: webhook_deliveries webhook_deliveries_pkey; Type: CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.webhook_deliveries
    ADD CONSTRAINT webhook_deliveries_pkey PRIMARY KEY (tenant_id, id);


--
-- Name: webhooks webhooks_pkey; Type: CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.webhooks
    ADD CONSTRAINT webhooks_pkey PRIMARY KEY (tenant_id, id);


--
-- Name: work_orders work_orders_pkey; Type: CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.work_orders
    ADD CONSTRAINT work_orders_pkey PRIMARY KEY (tenant_id, id);


--
-- Name: tenant_analytics_tenant_id_key; Type: INDEX; Schema: app; Owner: propertyos_definer
--

CREATE UNIQUE INDEX tenant_analytics_tenant_id_key ON app.tenant_analytics USING btree (tenant_id);


--
-- Name: api_keys_organization_id_idx; Type: INDEX; Schema: platform; Owner: propertyos_owner
--

CREATE INDEX api_keys_organization_id_idx ON platform.api_keys USING btree (organization_id);


--
-- Name: devices_expires_at_idx; Type: INDEX; Schema: platform; Owner: propertyos_owner
--

CREATE INDEX devices_expires_at_idx ON platform.devices USING btree (expires_at);


--
-- Name: devices_identity_id_idx; Type: INDEX; Schema: platform; Owner: propertyos_owner
--

CREATE INDEX devices_identity_id_idx ON platform.devices USING btree (identity_id);


--
-- Name: directory_plan_idx; Type: INDEX; Schema: platform; Owner: propertyos_owner
--

CREATE INDEX directory_plan_idx ON platform.directory USING btree (plan);


--
-- Name: directory_sandbox_of_idx; Type: INDEX; Schema: platform; Owner: propertyos_owner
--

CREATE INDEX directory_sandbox_of_idx ON platform.directory USING btree (sandbox_of);


--
-- Name: directory_sandbox_of_key; Type: INDEX; Schema: platform; Owner: propertyos_owner
--

CREATE UNIQUE INDEX directory_sandbox_of_key ON platform.directory USING btree (sandbox_of) WHERE (status <> 'closed'::text);


--
-- Name: feature_flags_organization_id_idx; Type: INDEX; Schema: platform; Owner: propertyos_owner
--

CREATE INDEX feature_flags_organization_id_idx ON platform.feature_flags USING btree (organization_id);


--
-- Name: oidc_subjects_identity_id_idx; Type: INDEX; Schema: platform; Owner: propertyos_owner
--

CREATE INDEX oidc_subjects_identity_id_idx ON platform.oidc_subjects USING btree (identity_id);


--
-- Name: passkeys_identity_id_idx; Type: INDEX; Schema: platform; Owner: propertyos_owner
--

CREATE INDEX passkeys_identity_id_idx ON platform.passkeys USING btree (identity_id);


--
-- Name: river_job_args_index; Type: INDEX; Schema: platform; Owner: propertyos_owner
--

CREATE INDEX river_job_args_index ON platform.river_job USING gin (args);


--
-- Name: river_job_kind; Type: INDEX; Schema: platform; Owner: propertyos_owner
--

CREATE INDEX river_job_kind ON platform.river_job USING btree (kind);


--
-- Name: river_job_metadata_index; Type: INDEX; Schema: platform; Owner: propertyos_owner
--

CREATE INDEX river_job_metadata_index ON platform.river_job USING gin (metadata);


--
-- Name: river_job_organization_idx; Type: INDEX; Schema: platform; Owner: propertyos_owner
--

CREATE INDEX river_job_organization_idx ON platform.river_job USING btree (((metadata ->> 'organization'::text)), id) WHERE (metadata ? 'organization'::text);


--
-- Name: river_job_prioritized_fetching_index; Type: INDEX; Schema: platform; Owner: propertyos_owner
--

CREATE INDEX river_job_prioritized_fetching_index ON platform.river_job USING btree (state, queue, priority, scheduled_at, id);


--
-- Name: river_job_state_and_finalized_at_index; Type: INDEX; Schema: platform; Owner: propertyos_owner
--

CREATE INDEX river_job_state_and_finalized_at_index ON platform.river_job USING btree (state, finalized_at) WHERE (finalized_at IS NOT NULL);


--
-- Name: river_job_unique_idx; Type: INDEX; Schema: platform; Owner: propertyos_owner
--

CREATE UNIQUE INDEX river_job_unique_idx ON platform.river_job USING btree (unique_key) WHERE ((unique_key IS NOT NULL) AND (unique_states IS NOT NULL) AND platform.river_job_state_in_bitmask(unique_states, state));


--
-- Name: river_notification_created_at_idx; Type: INDEX; Schema: platform; Owner: propertyos_owner
--

CREATE INDEX river_notification_created_at_idx ON platform.river_notification USING btree (created_at);


--
-- Name: river_notification_topic_id_idx; Type: INDEX; Schema: platform; Owner: propertyos_owner
--

CREATE INDEX river_notification_topic_id_idx ON platform.river_notification USING btree (topic, id);


--
-- Name: security_events_created_at_idx; Type: INDEX; Schema: platform; Owner: propertyos_owner
--

CREATE INDEX security_events_created_at_idx ON platform.security_events USING brin (created_at);


--
-- Name: security_events_identity_id_idx; Type: INDEX; Schema: platform; Owner: propertyos_owner
--

CREATE INDEX security_events_identity_id_idx ON platform.security_events USING btree (identity_id, created_at);


--
-- Name: security_events_organization_id_idx; Type: INDEX; Schema: platform; Owner: propertyos_owner
--

CREATE INDEX security_events_organization_id_idx ON platform.security_events USING btree (organization_id, created_at);


--
-- Name: sessions_expires_at_idx; Type: INDEX; Schema: platform; Owner: propertyos_owner
--

CREATE INDEX sessions_expires_at_idx ON platform.sessions USING btree (expires_at);


--
-- Name: sessions_identity_id_idx; Type: INDEX; Schema: platform; Owner: propertyos_owner
--

CREATE INDEX sessions_identity_id_idx ON platform.sessions USING btree (identity_id);


--
-- Name: sessions_organization_id_idx; Type: INDEX; Schema: platform; Owner: propertyos_owner
--

CREATE INDEX sessions_organization_id_idx ON platform.sessions USING btree (organization_id);


--
-- Name: throttles_window_started_at_idx; Type: INDEX; Schema: platform; Owner: propertyos_owner
--

CREATE INDEX throttles_window_started_at_idx ON platform.throttles USING btree (window_started_at);


--
-- Name: tickets_expires_at_idx; Type: INDEX; Schema: platform; Owner: propertyos_owner
--

CREATE INDEX tickets_expires_at_idx ON platform.tickets USING btree (expires_at);


--
-- Name: tickets_identity_id_idx; Type: INDEX; Schema: platform; Owner: propertyos_owner
--

CREATE INDEX tickets_identity_id_idx ON platform.tickets USING btree (identity_id, kind);


--
-- Name: tickets_organization_id_idx; Type: INDEX; Schema: platform; Owner: propertyos_owner
--

CREATE INDEX tickets_organization_id_idx ON platform.tickets USING btree (organization_id);


--
-- Name: addresses_city_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX addresses_city_idx ON public.addresses USING btree (tenant_id, city);


--
-- Name: addresses_coordinates_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX addresses_coordinates_idx ON public.addresses USING gist (coordinates);


--
-- Name: addresses_search_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX addresses_search_idx ON public.addresses USING gin (tenant_id, app.searchable(((((((((street1 || ' '::text) || COALESCE(street2, ''::text)) || ' '::text) || city) || ' '::text) || COALESCE(state, ''::text)) || ' '::text) || COALESCE(zip_code, ''::text)), NULL::text) extensions.gin_trgm_ops) WITH (fastupdate=off) WHERE (deleted_at IS NULL);


--
-- Name: addresses_state_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX addresses_state_idx ON public.addresses USING btree (tenant_id, state);


--
-- Name: announcements_deletion_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX announcements_deletion_id_idx ON public.announcements USING btree (tenant_id, deletion_id) WHERE (deletion_id IS NOT NULL);


--
-- Name: announcements_property_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX announcements_property_id_idx ON public.announcements USING btree (tenant_id, property_id, publish_on);


--
-- Name: announcements_publish_on_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX announcements_publish_on_idx ON public.announcements USING btree (tenant_id, publish_on) WHERE (deleted_at IS NULL);


--
-- Name: audit_logs_action_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX audit_logs_action_idx ON ONLY public.audit_logs USING btree (tenant_id, action, created_at);


--
-- Name: audit_logs_changes_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX audit_logs_changes_idx ON ONLY public.audit_logs USING gin (changes jsonb_path_ops);


--
-- Name: audit_logs_created_at_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX audit_logs_created_at_idx ON ONLY public.audit_logs USING brin (created_at);


--
-- Name: audit_logs_default_changes_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX audit_logs_default_changes_idx ON public.audit_logs_default USING gin (changes jsonb_path_ops);


--
-- Name: audit_logs_default_created_at_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX audit_logs_default_created_at_idx ON public.audit_logs_default USING brin (created_at);


--
-- Name: audit_logs_sealing_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX audit_logs_sealing_idx ON ONLY public.audit_logs USING btree (tenant_id, era, xact);


--
-- Name: audit_logs_default_sealing_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX audit_logs_default_sealing_idx ON public.audit_logs_default USING btree (tenant_id, era, xact);


--
-- Name: audit_logs_default_tenant_id_action_created_at_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX audit_logs_default_tenant_id_action_created_at_idx ON public.audit_logs_default USING btree (tenant_id, action, created_at);


--
-- Name: audit_logs_entity_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX audit_logs_entity_idx ON ONLY public.audit_logs USING btree (tenant_id, entity_type, entity_id, created_at);


--
-- Name: audit_logs_default_tenant_id_entity_type_entity_id_created__idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX audit_logs_default_tenant_id_entity_type_entity_id_created__idx ON public.audit_logs_default USING btree (tenant_id, entity_type, entity_id, created_at);


--
-- Name: audit_logs_user_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX audit_logs_user_id_idx ON ONLY public.audit_logs USING btree (tenant_id, user_id, created_at);


--
-- Name: audit_logs_default_tenant_id_user_id_created_at_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX audit_logs_default_tenant_id_user_id_created_at_idx ON public.audit_logs_default USING btree (tenant_id, user_id, created_at);


--
-- Name: bank_accounts_owner_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX bank_accounts_owner_id_idx ON public.bank_accounts USING btree (tenant_id, owner_id);


--
-- Name: bank_accounts_stripe_bank_account_id_key; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE UNIQUE INDEX bank_accounts_stripe_bank_account_id_key ON public.bank_accounts USING btree (tenant_id, stripe_bank_account_id);


--
-- Name: charge_credits_charge_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX charge_credits_charge_id_idx ON public.charge_credits USING btree (tenant_id, charge_id, tenancy_id);


--
-- Name: charge_credits_journal_entry_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX charge_credits_journal_entry_id_idx ON public.charge_credits USING btree (tenant_id, journal_entry_id);


--
-- Name: charge_runs_started_at_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX charge_runs_started_at_idx ON public.charge_runs USING btree (tenant_id, started_at, id);


--
-- Name: charge_runs_started_by_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX charge_runs_started_by_idx ON public.charge_runs USING btree (tenant_id, started_by);


--
-- Name: charge_runs_undone_by_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX charge_runs_undone_by_idx ON public.charge_runs USING btree (tenant_id, undone_by);


--
-- Name: charges_journal_entry_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX charges_journal_entry_id_idx ON public.charges USING btree (tenant_id, journal_entry_id);


--
-- Name: charges_lease_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX charges_lease_id_idx ON public.charges USING btree (tenant_id, lease_id, tenancy_id);


--
-- Name: charges_ledger_account_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX charges_ledger_account_id_idx ON public.charges USING btree (tenant_id, ledger_account_id);


--
-- Name: charges_property_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX charges_property_id_idx ON public.charges USING btree (tenant_id, property_id, due_on);


--
-- Name: charges_renter_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX charges_renter_id_idx ON public.charges USING btree (tenant_id, renter_id);


--
-- Name: charges_run_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX charges_run_id_idx ON public.charges USING btree (tenant_id, run_id);


--
-- Name: charges_tenancy_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX charges_tenancy_id_idx ON public.charges USING btree (tenant_id, tenancy_id, due_on);


--
-- Name: charges_unit_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX charges_unit_id_idx ON public.charges USING btree (tenant_id, unit_id);


--
-- Name: checklist_templates_deletion_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX checklist_templates_deletion_id_idx ON public.checklist_templates USING btree (tenant_id, deletion_id) WHERE (deletion_id IS NOT NULL);


--
-- Name: checklist_templates_name_key; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE UNIQUE INDEX checklist_templates_name_key ON public.checklist_templates USING btree (tenant_id, kind, name) WHERE (deleted_at IS NULL);


--
-- Name: deposit_dispositions_draft_key; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE UNIQUE INDEX deposit_dispositions_draft_key ON public.deposit_dispositions USING btree (tenant_id, tenancy_id) WHERE (status = 'draft'::text);


--
-- Name: deposit_dispositions_due_on_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX deposit_dispositions_due_on_idx ON public.deposit_dispositions USING btree (tenant_id, due_on) WHERE (status = 'draft'::text);


--
-- Name: deposit_dispositions_letter_document_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX deposit_dispositions_letter_document_id_idx ON public.deposit_dispositions USING btree (tenant_id, letter_document_id);


--
-- Name: deposit_dispositions_rule_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX deposit_dispositions_rule_id_idx ON public.deposit_dispositions USING btree (tenant_id, rule_id);


--
-- Name: deposit_dispositions_tenancy_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX deposit_dispositions_tenancy_id_idx ON public.deposit_dispositions USING btree (tenant_id, tenancy_id);


--
-- Name: deposit_rules_confirmed_by_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX deposit_rules_confirmed_by_idx ON public.deposit_rules USING btree (tenant_id, confirmed_by);


--
-- Name: disposition_items_deletion_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX disposition_items_deletion_id_idx ON public.disposition_items USING btree (tenant_id, deletion_id) WHERE (deletion_id IS NOT NULL);


--
-- Name: disposition_items_disposition_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX disposition_items_disposition_id_idx ON public.disposition_items USING btree (tenant_id, disposition_id);


--
-- Name: disposition_items_inspection_item_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX disposition_items_inspection_item_id_idx ON public.disposition_items USING btree (tenant_id, inspection_item_id);


--
-- Name: disposition_items_tenancy_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX disposition_items_tenancy_id_idx ON public.disposition_items USING btree (tenant_id, tenancy_id);


--
-- Name: document_template_versions_number_key; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE UNIQUE INDEX document_template_versions_number_key ON public.document_template_versions USING btree (tenant_id, template_id, number);


--
-- Name: document_template_versions_saved_by_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX document_template_versions_saved_by_idx ON public.document_template_versions USING btree (tenant_id, saved_by);


--
-- Name: document_templates_deletion_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX document_templates_deletion_id_idx ON public.document_templates USING btree (tenant_id, deletion_id) WHERE (deletion_id IS NOT NULL);


--
-- Name: document_templates_name_key; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE UNIQUE INDEX document_templates_name_key ON public.document_templates USING btree (tenant_id, kind, name) WHERE (deleted_at IS NULL);


--
-- Name: document_versions_scan_status_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX document_versions_scan_status_idx ON public.document_versions USING btree (tenant_id, scan_status) WHERE (scan_status = ANY (ARRAY['pending'::text, 'failed'::text]));


--
-- Name: document_versions_uploaded_by_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX document_versions_uploaded_by_id_idx ON public.document_versions USING btree (tenant_id, uploaded_by_id);


--
-- Name: documents_audience_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX documents_audience_id_idx ON public.documents USING btree (tenant_id, audience_id);


--
-- Name: documents_created_at_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX documents_created_at_idx ON public.documents USING btree (tenant_id, created_at DESC) WHERE (deleted_at IS NULL);


--
-- Name: documents_deletion_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX documents_deletion_id_idx ON public.documents USING btree (tenant_id, deletion_id) WHERE (deletion_id IS NOT NULL);


--
-- Name: documents_entity_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX documents_entity_idx ON public.documents USING btree (tenant_id, entity_type, entity_id);


--
-- Name: documents_expires_at_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX documents_expires_at_idx ON public.documents USING btree (tenant_id, expires_at) WHERE (deleted_at IS NULL);


--
-- Name: documents_held_by_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX documents_held_by_idx ON public.documents USING btree (tenant_id, held_by);


--
-- Name: documents_property_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX documents_property_id_idx ON public.documents USING btree (tenant_id, property_id);


--
-- Name: documents_search_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX documents_search_idx ON public.documents USING gin (tenant_id, app.searchable(((file_name || ' '::text) || COALESCE(description, ''::text)), NULL::text) extensions.gin_trgm_ops) WITH (fastupdate=off) WHERE (deleted_at IS NULL);


--
-- Name: documents_tags_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX documents_tags_idx ON public.documents USING gin (tags jsonb_path_ops);


--
-- Name: documents_type_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX documents_type_idx ON public.documents USING btree (tenant_id, type) WHERE (deleted_at IS NULL);


--
-- Name: documents_uploaded_by_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX documents_uploaded_by_id_idx ON public.documents USING btree (tenant_id, uploaded_by_id);


--
-- Name: emergency_contacts_renter_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX emergency_contacts_renter_id_idx ON public.emergency_contacts USING btree (tenant_id, renter_id);


--
-- Name: events_entity_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX events_entity_idx ON public.events USING btree (tenant_id, entity_type, entity_id, created_at);


--
-- Name: events_relayed_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX events_relayed_idx ON public.events USING btree (relayed_at) WHERE (relayed_at IS NOT NULL);


--
-- Name: events_unrelayed_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX events_unrelayed_idx ON public.events USING btree (created_at) WHERE (relayed_at IS NULL);


--
-- Name: idempotency_keys_created_at_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX idempotency_keys_created_at_idx ON public.idempotency_keys USING btree (created_at);


--
-- Name: import_mappings_headings_hash_key; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE UNIQUE INDEX import_mappings_headings_hash_key ON public.import_mappings USING btree (tenant_id, headings_hash);


--
-- Name: import_sources_import_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX import_sources_import_id_idx ON public.import_sources USING btree (tenant_id, import_id);


--
-- Name: import_sources_source_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX import_sources_source_id_idx ON public.import_sources USING btree (tenant_id, source_id);


--
-- Name: import_uploads_expires_at_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX import_uploads_expires_at_idx ON public.import_uploads USING btree (tenant_id, expires_at);


--
-- Name: imports_deletion_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX imports_deletion_id_idx ON public.imports USING btree (tenant_id, deletion_id) WHERE (deletion_id IS NOT NULL);


--
-- Name: imports_file_key; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE UNIQUE INDEX imports_file_key ON public.imports USING btree (tenant_id, file_hash) WHERE (undone_at IS NULL);


--
-- Name: inspection_items_position_key; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE UNIQUE INDEX inspection_items_position_key ON public.inspection_items USING btree (tenant_id, inspection_id, "position");


--
-- Name: inspections_kind_key; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE UNIQUE INDEX inspections_kind_key ON public.inspections USING btree (tenant_id, tenancy_id, kind) WHERE (kind <> 'periodic'::text);


--
-- Name: inspections_performed_by_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX inspections_performed_by_idx ON public.inspections USING btree (tenant_id, performed_by);


--
-- Name: inspections_tenancy_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX inspections_tenancy_id_idx ON public.inspections USING btree (tenant_id, tenancy_id, unit_id);


--
-- Name: inspections_unit_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX inspections_unit_id_idx ON public.inspections USING btree (tenant_id, unit_id);


--
-- Name: invitations_accepted_by_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX invitations_accepted_by_idx ON public.invitations USING btree (tenant_id, accepted_by);


--
-- Name: invitations_email_key; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE UNIQUE INDEX invitations_email_key ON public.invitations USING btree (tenant_id, email) WHERE ((accepted_at IS NULL) AND (revoked_at IS NULL));


--
-- Name: invitations_invited_by_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX invitations_invited_by_idx ON public.invitations USING btree (tenant_id, invited_by);


--
-- Name: journal_entries_entry_date_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX journal_entries_entry_date_idx ON public.journal_entries USING btree (tenant_id, entry_date);


--
-- Name: journal_entries_posting_key_key; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE UNIQUE INDEX journal_entries_posting_key_key ON public.journal_entries USING btree (tenant_id, posting_key);


--
-- Name: journal_entries_source_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX journal_entries_source_idx ON public.journal_entries USING btree (tenant_id, source, source_id);


--
-- Name: lease_deposits_deletion_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX lease_deposits_deletion_id_idx ON public.lease_deposits USING btree (tenant_id, deletion_id) WHERE (deletion_id IS NOT NULL);


--
-- Name: lease_deposits_lease_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX lease_deposits_lease_id_idx ON public.lease_deposits USING btree (tenant_id, lease_id, tenancy_id);


--
-- Name: lease_deposits_pet_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX lease_deposits_pet_id_idx ON public.lease_deposits USING btree (tenant_id, pet_id, pet_chargeable);


--
-- Name: lease_notices_acknowledged_by_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX lease_notices_acknowledged_by_idx ON public.lease_notices USING btree (tenant_id, acknowledged_by);


--
-- Name: lease_notices_lease_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX lease_notices_lease_id_idx ON public.lease_notices USING btree (tenant_id, lease_id, tenancy_id);


--
-- Name: lease_notices_proof_document_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX lease_notices_proof_document_id_idx ON public.lease_notices USING btree (tenant_id, proof_document_id);


--
-- Name: lease_openings_import_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX lease_openings_import_id_idx ON public.lease_openings USING btree (tenant_id, import_id);


--
-- Name: lease_openings_lease_id_key; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE UNIQUE INDEX lease_openings_lease_id_key ON public.lease_openings USING btree (tenant_id, lease_id);


--
-- Name: lease_openings_tenancy_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX lease_openings_tenancy_id_idx ON public.lease_openings USING btree (tenant_id, tenancy_id);


--
-- Name: lease_parties_deletion_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX lease_parties_deletion_id_idx ON public.lease_parties USING btree (tenant_id, deletion_id) WHERE (deletion_id IS NOT NULL);


--
-- Name: lease_parties_lease_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX lease_parties_lease_id_idx ON public.lease_parties USING btree (tenant_id, lease_id, tenancy_id);


--
-- Name: lease_parties_renter_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX lease_parties_renter_id_idx ON public.lease_parties USING btree (tenant_id, renter_id);


--
-- Name: lease_parties_renter_id_key; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE UNIQUE INDEX lease_parties_renter_id_key ON public.lease_parties USING btree (tenant_id, lease_id, renter_id, role, from_date) WHERE (deleted_at IS NULL);


--
-- Name: lease_parties_tenancy_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX lease_parties_tenancy_id_idx ON public.lease_parties USING btree (tenant_id, tenancy_id);


--
-- Name: leases_dates_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX leases_dates_idx ON public.leases USING btree (tenant_id, start_date, end_date);


--
-- Name: leases_deletion_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX leases_deletion_id_idx ON public.leases USING btree (tenant_id, deletion_id) WHERE (deletion_id IS NOT NULL);


--
-- Name: leases_late_fee_confirmed_by_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX leases_late_fee_confirmed_by_idx ON public.leases USING btree (tenant_id, late_fee_confirmed_by);


--
-- Name: leases_property_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX leases_property_id_idx ON public.leases USING btree (tenant_id, property_id);


--
-- Name: leases_rent_search_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX leases_rent_search_idx ON public.leases USING btree (tenant_id, monthly_rent) WHERE (deleted_at IS NULL);


--
-- Name: leases_renter_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX leases_renter_id_idx ON public.leases USING btree (tenant_id, renter_id);


--
-- Name: leases_signed_document_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX leases_signed_document_id_idx ON public.leases USING btree (tenant_id, signed_document_id);


--
-- Name: leases_status_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX leases_status_idx ON public.leases USING btree (tenant_id, status, end_date) WHERE (deleted_at IS NULL);


--
-- Name: leases_tenancy_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX leases_tenancy_id_idx ON public.leases USING btree (tenant_id, tenancy_id, unit_id);


--
-- Name: leases_unit_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX leases_unit_id_idx ON public.leases USING btree (tenant_id, unit_id);


--
-- Name: leasing_policies_lease_id_key; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE UNIQUE INDEX leasing_policies_lease_id_key ON public.leasing_policies USING btree (tenant_id, lease_id);


--
-- Name: leasing_policies_organization_key; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE UNIQUE INDEX leasing_policies_organization_key ON public.leasing_policies USING btree (tenant_id) WHERE ((property_id IS NULL) AND (lease_id IS NULL));


--
-- Name: leasing_policies_property_id_key; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE UNIQUE INDEX leasing_policies_property_id_key ON public.leasing_policies USING btree (tenant_id, property_id);


--
-- Name: ledger_accounts_parent_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX ledger_accounts_parent_id_idx ON public.ledger_accounts USING btree (tenant_id, parent_id);


--
-- Name: ledger_accounts_purpose_key; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE UNIQUE INDEX ledger_accounts_purpose_key ON public.ledger_accounts USING btree (tenant_id, purpose);


--
-- Name: ledger_accounts_type_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX ledger_accounts_type_idx ON public.ledger_accounts USING btree (tenant_id, type);


--
-- Name: ledger_balances_bank_account_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX ledger_balances_bank_account_id_idx ON public.ledger_balances USING btree (tenant_id, bank_account_id, month) WHERE (bank_account_id IS NOT NULL);


--
-- Name: ledger_balances_ledger_account_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX ledger_balances_ledger_account_id_idx ON public.ledger_balances USING btree (tenant_id, ledger_account_id, month);


--
-- Name: ledger_balances_property_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX ledger_balances_property_id_idx ON public.ledger_balances USING btree (tenant_id, property_id);


--
-- Name: ledger_locks_asked_at_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX ledger_locks_asked_at_idx ON public.ledger_locks USING btree (tenant_id, asked_at, id);


--
-- Name: ledger_locks_asked_by_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX ledger_locks_asked_by_idx ON public.ledger_locks USING btree (tenant_id, asked_by);


--
-- Name: ledger_locks_decided_by_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX ledger_locks_decided_by_idx ON public.ledger_locks USING btree (tenant_id, decided_by);


--
-- Name: ledger_locks_open_key; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE UNIQUE INDEX ledger_locks_open_key ON public.ledger_locks USING btree (tenant_id) WHERE (decided_by IS NULL);


--
-- Name: maintenance_requests_assigned_to_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX maintenance_requests_assigned_to_id_idx ON public.maintenance_requests USING btree (tenant_id, assigned_to_id);


--
-- Name: maintenance_requests_assigned_vendor_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX maintenance_requests_assigned_vendor_id_idx ON public.maintenance_requests USING btree (tenant_id, assigned_vendor_id);


--
-- Name: maintenance_requests_category_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX maintenance_requests_category_idx ON public.maintenance_requests USING btree (tenant_id, category);


--
-- Name: maintenance_requests_open_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX maintenance_requests_open_idx ON public.maintenance_requests USING btree (tenant_id, priority, created_at DESC) WHERE ((deleted_at IS NULL) AND (status <> ALL (ARRAY['completed'::text, 'cancelled'::text])));


--
-- Name: maintenance_requests_property_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX maintenance_requests_property_id_idx ON public.maintenance_requests USING btree (tenant_id, property_id);


--
-- Name: maintenance_requests_renter_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX maintenance_requests_renter_id_idx ON public.maintenance_requests USING btree (tenant_id, renter_id);


--
-- Name: maintenance_requests_status_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX maintenance_requests_status_idx ON public.maintenance_requests USING btree (tenant_id, status);


--
-- Name: maintenance_requests_tenancy_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX maintenance_requests_tenancy_id_idx ON public.maintenance_requests USING btree (tenant_id, tenancy_id);


--
-- Name: maintenance_requests_unit_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX maintenance_requests_unit_id_idx ON public.maintenance_requests USING btree (tenant_id, unit_id, property_id);


--
-- Name: notification_attempts_notification_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX notification_attempts_notification_id_idx ON public.notification_attempts USING btree (tenant_id, notification_id, attempted_at);


--
-- Name: notifications_dedupe_key_key; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE UNIQUE INDEX notifications_dedupe_key_key ON public.notifications USING btree (tenant_id, user_id, channel, dedupe_key);


--
-- Name: notifications_status_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX notifications_status_idx ON public.notifications USING btree (tenant_id, status, created_at) WHERE (status = ANY (ARRAY['pending'::text, 'failed'::text]));


--
-- Name: notifications_user_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX notifications_user_id_idx ON public.notifications USING btree (tenant_id, user_id, created_at DESC);


--
-- Name: owner_properties_owner_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX owner_properties_owner_id_idx ON public.owner_properties USING btree (tenant_id, owner_id);


--
-- Name: owner_properties_property_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX owner_properties_property_id_idx ON public.owner_properties USING btree (tenant_id, property_id, from_date);


--
-- Name: owners_active_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX owners_active_idx ON public.owners USING btree (tenant_id, active, name) WHERE (deleted_at IS NULL);


--
-- Name: owners_address_id_key; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE UNIQUE INDEX owners_address_id_key ON public.owners USING btree (tenant_id, address_id);


--
-- Name: owners_bank_account_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX owners_bank_account_id_idx ON public.owners USING btree (tenant_id, bank_account_id);


--
-- Name: owners_search_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX owners_search_idx ON public.owners USING gin (tenant_id, app.searchable(((((name || ' '::text) || COALESCE(email, ''::text)) || ' '::text) || COALESCE(phone, ''::text)), phone) extensions.gin_trgm_ops) WITH (fastupdate=off) WHERE (deleted_at IS NULL);


--
-- Name: owners_tax_id_bidx_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX owners_tax_id_bidx_idx ON public.owners USING btree (tenant_id, tax_id_bidx);


--
-- Name: owners_user_id_key; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE UNIQUE INDEX owners_user_id_key ON public.owners USING btree (tenant_id, user_id);


--
-- Name: payment_allocations_charge_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX payment_allocations_charge_id_idx ON public.payment_allocations USING btree (tenant_id, charge_id, tenancy_id);


--
-- Name: payment_allocations_journal_entry_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX payment_allocations_journal_entry_id_idx ON public.payment_allocations USING btree (tenant_id, journal_entry_id);


--
-- Name: payment_allocations_payment_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX payment_allocations_payment_id_idx ON public.payment_allocations USING btree (tenant_id, payment_id);


--
-- Name: payment_allocations_reverses_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX payment_allocations_reverses_id_idx ON public.payment_allocations USING btree (tenant_id, reverses_id);


--
-- Name: payment_allocations_tenancy_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX payment_allocations_tenancy_id_idx ON public.payment_allocations USING btree (tenant_id, tenancy_id, effective_on);


--
-- Name: payment_takebacks_journal_entry_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX payment_takebacks_journal_entry_id_idx ON public.payment_takebacks USING btree (tenant_id, journal_entry_id);


--
-- Name: payment_takebacks_payment_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX payment_takebacks_payment_id_idx ON public.payment_takebacks USING btree (tenant_id, payment_id);


--
-- Name: payment_takebacks_tenancy_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX payment_takebacks_tenancy_id_idx ON public.payment_takebacks USING btree (tenant_id, tenancy_id);


--
-- Name: payments_amount_search_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX payments_amount_search_idx ON public.payments USING btree (tenant_id, amount);


--
-- Name: payments_journal_entry_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX payments_journal_entry_id_idx ON public.payments USING btree (tenant_id, journal_entry_id);


--
-- Name: payments_lease_id_due_date_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX payments_lease_id_due_date_idx ON public.payments USING btree (tenant_id, lease_id, due_date);


--
-- Name: payments_parent_payment_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX payments_parent_payment_id_idx ON public.payments USING btree (tenant_id, parent_payment_id) WHERE (parent_payment_id IS NOT NULL);


--
-- Name: payments_property_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX payments_property_id_idx ON public.payments USING btree (tenant_id, property_id);


--
-- Name: payments_renter_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX payments_renter_id_idx ON public.payments USING btree (tenant_id, renter_id);


--
-- Name: payments_status_due_date_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX payments_status_due_date_idx ON public.payments USING btree (tenant_id, status, due_date, id);


--
-- Name: payments_stripe_payment_intent_id_key; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE UNIQUE INDEX payments_stripe_payment_intent_id_key ON public.payments USING btree (tenant_id, stripe_payment_intent_id);


--
-- Name: payments_tenancy_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX payments_tenancy_id_idx ON public.payments USING btree (tenant_id, tenancy_id);


--
-- Name: pets_deletion_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX pets_deletion_id_idx ON public.pets USING btree (tenant_id, deletion_id) WHERE (deletion_id IS NOT NULL);


--
-- Name: pets_tenancy_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX pets_tenancy_id_idx ON public.pets USING btree (tenant_id, tenancy_id);


--
-- Name: properties_address_id_key; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE UNIQUE INDEX properties_address_id_key ON public.properties USING btree (tenant_id, address_id);


--
-- Name: properties_deletion_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX properties_deletion_id_idx ON public.properties USING btree (tenant_id, deletion_id) WHERE (deletion_id IS NOT NULL);


--
-- Name: properties_metadata_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX properties_metadata_idx ON public.properties USING gin (metadata jsonb_path_ops);


--
-- Name: properties_name_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX properties_name_idx ON public.properties USING btree (tenant_id, name, id) WHERE (deleted_at IS NULL);


--
-- Name: properties_search_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX properties_search_idx ON public.properties USING gin (tenant_id, app.searchable(name, NULL::text) extensions.gin_trgm_ops) WITH (fastupdate=off) WHERE (deleted_at IS NULL);


--
-- Name: properties_status_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX properties_status_idx ON public.properties USING btree (tenant_id, status) WHERE (deleted_at IS NULL);


--
-- Name: properties_type_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX properties_type_idx ON public.properties USING btree (tenant_id, type) WHERE (deleted_at IS NULL);


--
-- Name: property_group_members_member_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX property_group_members_member_idx ON public.property_group_members USING btree (tenant_id, property_id);


--
-- Name: property_groups_deletion_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX property_groups_deletion_id_idx ON public.property_groups USING btree (tenant_id, deletion_id) WHERE (deletion_id IS NOT NULL);


--
-- Name: property_groups_name_key; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE UNIQUE INDEX property_groups_name_key ON public.property_groups USING btree (tenant_id, name_key) WHERE (deleted_at IS NULL);


--
-- Name: recurring_charges_deletion_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX recurring_charges_deletion_id_idx ON public.recurring_charges USING btree (tenant_id, deletion_id) WHERE (deletion_id IS NOT NULL);


--
-- Name: recurring_charges_lease_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX recurring_charges_lease_id_idx ON public.recurring_charges USING btree (tenant_id, lease_id, tenancy_id);


--
-- Name: recurring_charges_pet_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX recurring_charges_pet_id_idx ON public.recurring_charges USING btree (tenant_id, pet_id, pet_chargeable);


--
-- Name: renewal_offers_answered_by_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX renewal_offers_answered_by_idx ON public.renewal_offers USING btree (tenant_id, answered_by);


--
-- Name: renewal_offers_batch_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX renewal_offers_batch_id_idx ON public.renewal_offers USING btree (tenant_id, batch_id) WHERE (batch_id IS NOT NULL);


--
-- Name: renewal_offers_lease_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX renewal_offers_lease_id_idx ON public.renewal_offers USING btree (tenant_id, lease_id, tenancy_id);


--
-- Name: renewal_offers_new_lease_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX renewal_offers_new_lease_id_idx ON public.renewal_offers USING btree (tenant_id, new_lease_id);


--
-- Name: renewal_offers_open_key; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE UNIQUE INDEX renewal_offers_open_key ON public.renewal_offers USING btree (tenant_id, lease_id) WHERE (status = ANY (ARRAY['draft'::text, 'sent'::text]));


--
-- Name: renewal_offers_status_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX renewal_offers_status_idx ON public.renewal_offers USING btree (tenant_id, status, respond_by);


--
-- Name: rent_schedules_deletion_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX rent_schedules_deletion_id_idx ON public.rent_schedules USING btree (tenant_id, deletion_id) WHERE (deletion_id IS NOT NULL);


--
-- Name: rent_schedules_lease_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX rent_schedules_lease_id_idx ON public.rent_schedules USING btree (tenant_id, lease_id, tenancy_id);


--
-- Name: renter_refunds_asked_by_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX renter_refunds_asked_by_idx ON public.renter_refunds USING btree (tenant_id, asked_by);


--
-- Name: renter_refunds_cancelled_by_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX renter_refunds_cancelled_by_idx ON public.renter_refunds USING btree (tenant_id, cancelled_by);


--
-- Name: renter_refunds_journal_entry_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX renter_refunds_journal_entry_id_idx ON public.renter_refunds USING btree (tenant_id, journal_entry_id);


--
-- Name: renter_refunds_property_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX renter_refunds_property_id_idx ON public.renter_refunds USING btree (tenant_id, property_id);


--
-- Name: renter_refunds_released_by_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX renter_refunds_released_by_idx ON public.renter_refunds USING btree (tenant_id, released_by);


--
-- Name: renter_refunds_tenancy_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX renter_refunds_tenancy_id_idx ON public.renter_refunds USING btree (tenant_id, tenancy_id);


--
-- Name: tenancies_deletion_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX tenancies_deletion_id_idx ON public.tenancies USING btree (tenant_id, deletion_id) WHERE (deletion_id IS NOT NULL);


--
-- Name: tenancies_possession_key; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE UNIQUE INDEX tenancies_possession_key ON public.tenancies USING btree (tenant_id, unit_id) WHERE ((moved_in_on IS NOT NULL) AND (moved_out_on IS NULL) AND (deleted_at IS NULL));


--
-- Name: tenancies_property_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX tenancies_property_id_idx ON public.tenancies USING btree (tenant_id, property_id);


--
-- Name: tenancies_transferred_from_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX tenancies_transferred_from_id_idx ON public.tenancies USING btree (tenant_id, transferred_from_id);


--
-- Name: tenancies_unit_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX tenancies_unit_id_idx ON public.tenancies USING btree (tenant_id, unit_id);


--
-- Name: tenants_email_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX tenants_email_idx ON public.tenants USING btree (tenant_id, email) WHERE (deleted_at IS NULL);


--
-- Name: tenants_emergency_contact_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX tenants_emergency_contact_id_idx ON public.tenants USING btree (tenant_id, emergency_contact_id);


--
-- Name: tenants_lease_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX tenants_lease_id_idx ON public.tenants USING btree (tenant_id, lease_id);


--
-- Name: tenants_name_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX tenants_name_idx ON public.tenants USING btree (tenant_id, last_name, first_name) WHERE (deleted_at IS NULL);


--
-- Name: tenants_search_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX tenants_search_idx ON public.tenants USING gin (tenant_id, app.searchable(((((((((first_name || ' '::text) || last_name) || ' '::text) || COALESCE(company_name, ''::text)) || ' '::text) || COALESCE(email, ''::text)) || ' '::text) || COALESCE(phone, ''::text)), phone) extensions.gin_trgm_ops) WITH (fastupdate=off) WHERE (deleted_at IS NULL);


--
-- Name: tenants_ssn_bidx_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX tenants_ssn_bidx_idx ON public.tenants USING btree (tenant_id, ssn_bidx);


--
-- Name: tenants_user_id_key; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE UNIQUE INDEX tenants_user_id_key ON public.tenants USING btree (tenant_id, user_id);


--
-- Name: transaction_reconciliations_reconciled_by_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX transaction_reconciliations_reconciled_by_id_idx ON public.transaction_reconciliations USING btree (tenant_id, reconciled_by_id);


--
-- Name: transactions_bank_account_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX transactions_bank_account_id_idx ON public.transactions USING btree (tenant_id, bank_account_id) WHERE (bank_account_id IS NOT NULL);


--
-- Name: transactions_cash_account_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX transactions_cash_account_id_idx ON public.transactions USING btree (tenant_id, cash_account_id) WHERE (cash_account_id IS NOT NULL);


--
-- Name: transactions_created_at_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX transactions_created_at_idx ON public.transactions USING brin (created_at);


--
-- Name: transactions_journal_entry_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX transactions_journal_entry_id_idx ON public.transactions USING btree (tenant_id, journal_entry_id);


--
-- Name: transactions_lease_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX transactions_lease_id_idx ON public.transactions USING btree (tenant_id, lease_id) WHERE (lease_id IS NOT NULL);


--
-- Name: transactions_ledger_account_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX transactions_ledger_account_id_idx ON public.transactions USING btree (tenant_id, ledger_account_id);


--
-- Name: transactions_owner_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX transactions_owner_id_idx ON public.transactions USING btree (tenant_id, owner_id) WHERE (owner_id IS NOT NULL);


--
-- Name: transactions_property_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX transactions_property_id_idx ON public.transactions USING btree (tenant_id, property_id);


--
-- Name: transactions_reference_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX transactions_reference_idx ON public.transactions USING btree (tenant_id, reference_type, reference_id);


--
-- Name: transactions_renter_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX transactions_renter_id_idx ON public.transactions USING btree (tenant_id, renter_id) WHERE (renter_id IS NOT NULL);


--
-- Name: transactions_tenancy_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX transactions_tenancy_id_idx ON public.transactions USING btree (tenant_id, tenancy_id) WHERE (tenancy_id IS NOT NULL);


--
-- Name: transactions_unit_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX transactions_unit_id_idx ON public.transactions USING btree (tenant_id, unit_id) WHERE (unit_id IS NOT NULL);


--
-- Name: transactions_vendor_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX transactions_vendor_id_idx ON public.transactions USING btree (tenant_id, vendor_id) WHERE (vendor_id IS NOT NULL);


--
-- Name: trust_banks_deposit_bank_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX trust_banks_deposit_bank_id_idx ON public.trust_banks USING btree (tenant_id, deposit_bank_id);


--
-- Name: trust_banks_operating_bank_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX trust_banks_operating_bank_id_idx ON public.trust_banks USING btree (tenant_id, operating_bank_id);


--
-- Name: trust_banks_property_id_key; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE UNIQUE INDEX trust_banks_property_id_key ON public.trust_banks USING btree (tenant_id, property_id) NULLS NOT DISTINCT;


--
-- Name: trust_deficits_bank_account_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX trust_deficits_bank_account_id_idx ON public.trust_deficits USING btree (tenant_id, bank_account_id);


--
-- Name: trust_receipts_bank_account_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX trust_receipts_bank_account_id_idx ON public.trust_receipts USING btree (tenant_id, bank_account_id) WHERE (banked_on IS NULL);


--
-- Name: trust_receipts_bank_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX trust_receipts_bank_idx ON public.trust_receipts USING btree (tenant_id, bank_account_id);


--
-- Name: trust_receipts_payment_id_key; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE UNIQUE INDEX trust_receipts_payment_id_key ON public.trust_receipts USING btree (tenant_id, payment_id, bank_account_id);


--
-- Name: trust_receipts_property_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX trust_receipts_property_id_idx ON public.trust_receipts USING btree (tenant_id, property_id, cleared_on);


--
-- Name: trust_receipts_tenancy_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX trust_receipts_tenancy_id_idx ON public.trust_receipts USING btree (tenant_id, tenancy_id);


--
-- Name: unit_holds_deletion_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX unit_holds_deletion_id_idx ON public.unit_holds USING btree (tenant_id, deletion_id) WHERE (deletion_id IS NOT NULL);


--
-- Name: unit_holds_property_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX unit_holds_property_id_idx ON public.unit_holds USING btree (tenant_id, property_id);


--
-- Name: unit_holds_unit_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX unit_holds_unit_id_idx ON public.unit_holds USING btree (tenant_id, unit_id, property_id);


--
-- Name: unit_status_history_unit_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX unit_status_history_unit_id_idx ON public.unit_status_history USING btree (tenant_id, unit_id, changed_at);


--
-- Name: units_bedrooms_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX units_bedrooms_idx ON public.units USING btree (tenant_id, bedrooms) WHERE (deleted_at IS NULL);


--
-- Name: units_deletion_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX units_deletion_id_idx ON public.units USING btree (tenant_id, deletion_id) WHERE (deletion_id IS NOT NULL);


--
-- Name: units_metadata_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX units_metadata_idx ON public.units USING gin (metadata jsonb_path_ops);


--
-- Name: units_number_key; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE UNIQUE INDEX units_number_key ON public.units USING btree (tenant_id, property_id, number) WHERE (deleted_at IS NULL);


--
-- Name: units_property_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX units_property_id_idx ON public.units USING btree (tenant_id, property_id);


--
-- Name: units_search_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX units_search_idx ON public.units USING gin (tenant_id, app.searchable(number, number) extensions.gin_trgm_ops) WITH (fastupdate=off) WHERE (deleted_at IS NULL);


--
-- Name: units_status_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX units_status_idx ON public.units USING btree (tenant_id, status) WHERE (deleted_at IS NULL);


--
-- Name: units_type_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX units_type_idx ON public.units USING btree (tenant_id, type) WHERE (deleted_at IS NULL);


--
-- Name: uploads_document_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX uploads_document_id_idx ON public.uploads USING btree (tenant_id, document_id);


--
-- Name: uploads_expires_at_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX uploads_expires_at_idx ON public.uploads USING btree (tenant_id, expires_at) WHERE (completed_at IS NULL);


--
-- Name: uploads_user_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX uploads_user_id_idx ON public.uploads USING btree (tenant_id, user_id);


--
-- Name: users_email_key; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE UNIQUE INDEX users_email_key ON public.users USING btree (tenant_id, email) WHERE (deleted_at IS NULL);


--
-- Name: users_identity_id_key; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE UNIQUE INDEX users_identity_id_key ON public.users USING btree (tenant_id, identity_id);


--
-- Name: users_role_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX users_role_idx ON public.users USING btree (tenant_id, role) WHERE (deleted_at IS NULL);


--
-- Name: vehicles_deletion_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX vehicles_deletion_id_idx ON public.vehicles USING btree (tenant_id, deletion_id) WHERE (deletion_id IS NOT NULL);


--
-- Name: vehicles_renter_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX vehicles_renter_id_idx ON public.vehicles USING btree (tenant_id, renter_id);


--
-- Name: vehicles_tenancy_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX vehicles_tenancy_id_idx ON public.vehicles USING btree (tenant_id, tenancy_id);


--
-- Name: vendors_active_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX vendors_active_idx ON public.vendors USING btree (tenant_id, active, name) WHERE (deleted_at IS NULL);


--
-- Name: vendors_address_id_key; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE UNIQUE INDEX vendors_address_id_key ON public.vendors USING btree (tenant_id, address_id);


--
-- Name: vendors_search_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX vendors_search_idx ON public.vendors USING gin (tenant_id, app.searchable(((((((name || ' '::text) || COALESCE(contact_name, ''::text)) || ' '::text) || COALESCE(contact_email, ''::text)) || ' '::text) || COALESCE(contact_phone, ''::text)), contact_phone) extensions.gin_trgm_ops) WITH (fastupdate=off) WHERE (deleted_at IS NULL);


--
-- Name: vendors_tax_id_bidx_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX vendors_tax_id_bidx_idx ON public.vendors USING btree (tenant_id, tax_id_bidx);


--
-- Name: vendors_type_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX vendors_type_idx ON public.vendors USING btree (tenant_id, type) WHERE (deleted_at IS NULL);


--
-- Name: vendors_user_id_key; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE UNIQUE INDEX vendors_user_id_key ON public.vendors USING btree (tenant_id, user_id);


--
-- Name: webhook_attempts_delivery_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX webhook_attempts_delivery_id_idx ON public.webhook_attempts USING btree (tenant_id, delivery_id, attempted_at);


--
-- Name: webhook_deliveries_event_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX webhook_deliveries_event_id_idx ON public.webhook_deliveries USING btree (tenant_id, event_id);


--
-- Name: webhook_deliveries_next_retry_at_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX webhook_deliveries_next_retry_at_idx ON public.webhook_deliveries USING btree (next_retry_at) WHERE (status = ANY (ARRAY['pending'::text, 'retrying'::text]));


--
-- Name: webhook_deliveries_status_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX webhook_deliveries_status_idx ON public.webhook_deliveries USING btree (tenant_id, status, created_at);


--
-- Name: webhooks_active_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX webhooks_active_idx ON public.webhooks USING btree (tenant_id, active) WHERE (deleted_at IS NULL);


--
-- Name: work_orders_assigned_to_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX work_orders_assigned_to_id_idx ON public.work_orders USING btree (tenant_id, assigned_to_id);


--
-- Name: work_orders_open_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX work_orders_open_idx ON public.work_orders USING btree (tenant_id, status, created_at) WHERE ((deleted_at IS NULL) AND (status <> ALL (ARRAY['completed'::text, 'cancelled'::text, 'declined'::text])));


--
-- Name: work_orders_property_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX work_orders_property_id_idx ON public.work_orders USING btree (tenant_id, property_id);


--
-- Name: work_orders_request_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX work_orders_request_id_idx ON public.work_orders USING btree (tenant_id, request_id);


--
-- Name: work_orders_unit_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX work_orders_unit_id_idx ON public.work_orders USING btree (tenant_id, unit_id, property_id);


--
-- Name: work_orders_vendor_id_idx; Type: INDEX; Schema: public; Owner: propertyos_owner
--

CREATE INDEX work_orders_vendor_id_idx ON public.work_orders USING btree (tenant_id, vendor_id);


--
-- Name: audit_logs_default_changes_idx; Type: INDEX ATTACH; Schema: public; Owner: propertyos_owner
--

ALTER INDEX public.audit_logs_changes_idx ATTACH PARTITION public.audit_logs_default_changes_idx;


--
-- Name: audit_logs_default_created_at_idx; Type: INDEX ATTACH; Schema: public; Owner: propertyos_owner
--

ALTER INDEX public.audit_logs_created_at_idx ATTACH PARTITION public.audit_logs_default_created_at_idx;


--
-- Name: audit_logs_default_pkey; Type: INDEX ATTACH; Schema: public; Owner: propertyos_owner
--

ALTER INDEX public.audit_logs_pkey ATTACH PARTITION public.audit_logs_default_pkey;


--
-- Name: audit_logs_default_sealing_idx; Type: INDEX ATTACH; Schema: public; Owner: propertyos_owner
--

ALTER INDEX public.audit_logs_sealing_idx ATTACH PARTITION public.audit_logs_default_sealing_idx;


--
-- Name: audit_logs_default_tenant_id_action_created_at_idx; Type: INDEX ATTACH; Schema: public; Owner: propertyos_owner
--

ALTER INDEX public.audit_logs_action_idx ATTACH PARTITION public.audit_logs_default_tenant_id_action_created_at_idx;


--
-- Name: audit_logs_default_tenant_id_entity_type_entity_id_created__idx; Type: INDEX ATTACH; Schema: public; Owner: propertyos_owner
--

ALTER INDEX public.audit_logs_entity_idx ATTACH PARTITION public.audit_logs_default_tenant_id_entity_type_entity_id_created__idx;


--
-- Name: audit_logs_default_tenant_id_user_id_created_at_idx; Type: INDEX ATTACH; Schema: public; Owner: propertyos_owner
--

ALTER INDEX public.audit_logs_user_id_idx ATTACH PARTITION public.audit_logs_default_tenant_id_user_id_created_at_idx;


--
-- Name: security_events security_events_copy; Type: TRIGGER; Schema: platform; Owner: propertyos_owner
--

CREATE TRIGGER security_events_copy AFTER INSERT ON platform.security_events FOR EACH ROW EXECUTE FUNCTION app.copy_security_event('security_events');


--
-- Name: addresses addresses_audit_delete; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER addresses_audit_delete AFTER DELETE ON public.addresses REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('addresses', '{}');


--
-- Name: addresses addresses_audit_insert; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER addresses_audit_insert AFTER INSERT ON public.addresses REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('addresses', '{}');


--
-- Name: addresses addresses_audit_update; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER addresses_audit_update AFTER UPDATE ON public.addresses REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('addresses', '{}');


--
-- Name: addresses addresses_touch; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER addresses_touch BEFORE UPDATE ON public.addresses FOR EACH ROW EXECUTE FUNCTION app.touch('addresses');


--
-- Name: announcements announcements_audit_delete; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER announcements_audit_delete AFTER DELETE ON public.announcements REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('announcements', '{}');


--
-- Name: announcements announcements_audit_insert; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER announcements_audit_insert AFTER INSERT ON public.announcements REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('announcements', '{}');


--
-- Name: announcements announcements_audit_update; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER announcements_audit_update AFTER UPDATE ON public.announcements REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('announcements', '{}');


--
-- Name: announcements announcements_touch; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER announcements_touch BEFORE UPDATE ON public.announcements FOR EACH ROW EXECUTE FUNCTION app.touch('announcements');


--
-- Name: audit_seals audit_seals_final; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER audit_seals_final BEFORE DELETE OR UPDATE ON public.audit_seals FOR EACH ROW EXECUTE FUNCTION app.refuse_change('audit_seals');


--
-- Name: audit_seals audit_seals_final_truncate; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER audit_seals_final_truncate BEFORE TRUNCATE ON public.audit_seals FOR EACH STATEMENT EXECUTE FUNCTION app.refuse_truncate('audit_seals');


--
-- Name: bank_accounts bank_accounts_audit_delete; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER bank_accounts_audit_delete AFTER DELETE ON public.bank_accounts REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('bank_accounts', '{account_number_encrypted,account_number_key_id,last_four,routing_number_encrypted,routing_number_key_id}');


--
-- Name: bank_accounts bank_accounts_audit_insert; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER bank_accounts_audit_insert AFTER INSERT ON public.bank_accounts REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('bank_accounts', '{account_number_encrypted,account_number_key_id,last_four,routing_number_encrypted,routing_number_key_id}');


--
-- Name: bank_accounts bank_accounts_audit_update; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER bank_accounts_audit_update AFTER UPDATE ON public.bank_accounts REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('bank_accounts', '{account_number_encrypted,account_number_key_id,last_four,routing_number_encrypted,routing_number_key_id}');


--
-- Name: bank_accounts bank_accounts_touch; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER bank_accounts_touch BEFORE UPDATE ON public.bank_accounts FOR EACH ROW EXECUTE FUNCTION app.touch('bank_accounts');


--
-- Name: charge_credits charge_credits_audit_delete; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER charge_credits_audit_delete AFTER DELETE ON public.charge_credits REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('charge_credits', '{}');


--
-- Name: charge_credits charge_credits_audit_insert; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER charge_credits_audit_insert AFTER INSERT ON public.charge_credits REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('charge_credits', '{}');


--
-- Name: charge_credits charge_credits_audit_update; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER charge_credits_audit_update AFTER UPDATE ON public.charge_credits REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('charge_credits', '{}');


--
-- Name: charge_credits charge_credits_final; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER charge_credits_final BEFORE DELETE OR UPDATE ON public.charge_credits FOR EACH ROW EXECUTE FUNCTION app.refuse_change('charge_credits');


--
-- Name: charge_credits charge_credits_final_truncate; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER charge_credits_final_truncate BEFORE TRUNCATE ON public.charge_credits FOR EACH STATEMENT EXECUTE FUNCTION app.refuse_truncate('charge_credits');


--
-- Name: charge_credits charge_credits_sum; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER charge_credits_sum AFTER INSERT ON public.charge_credits FOR EACH ROW EXECUTE FUNCTION app.check_allocation('charge_credits');


--
-- Name: charge_runs charge_runs_audit_delete; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER charge_runs_audit_delete AFTER DELETE ON public.charge_runs REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('charge_runs', '{}');


--
-- Name: charge_runs charge_runs_audit_insert; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER charge_runs_audit_insert AFTER INSERT ON public.charge_runs REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('charge_runs', '{}');


--
-- Name: charge_runs charge_runs_audit_update; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER charge_runs_audit_update AFTER UPDATE ON public.charge_runs REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('charge_runs', '{}');


--
-- Name: charges charges_audit_delete; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER charges_audit_delete AFTER DELETE ON public.charges REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('charges', '{}');


--
-- Name: charges charges_audit_insert; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER charges_audit_insert AFTER INSERT ON public.charges REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('charges', '{}');


--
-- Name: charges charges_audit_update; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER charges_audit_update AFTER UPDATE ON public.charges REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('charges', '{}');


--
-- Name: checklist_templates checklist_templates_audit_delete; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER checklist_templates_audit_delete AFTER DELETE ON public.checklist_templates REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('checklist_templates', '{}');


--
-- Name: checklist_templates checklist_templates_audit_insert; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER checklist_templates_audit_insert AFTER INSERT ON public.checklist_templates REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('checklist_templates', '{}');


--
-- Name: checklist_templates checklist_templates_audit_update; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER checklist_templates_audit_update AFTER UPDATE ON public.checklist_templates REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('checklist_templates', '{}');


--
-- Name: checklist_templates checklist_templates_touch; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER checklist_templates_touch BEFORE UPDATE ON public.checklist_templates FOR EACH ROW EXECUTE FUNCTION app.touch('checklist_templates');


--
-- Name: deposit_dispositions deposit_dispositions_audit_delete; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER deposit_dispositions_audit_delete AFTER DELETE ON public.deposit_dispositions REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('deposit_dispositions', '{}');


--
-- Name: deposit_dispositions deposit_dispositions_audit_insert; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER deposit_dispositions_audit_insert AFTER INSERT ON public.deposit_dispositions REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('deposit_dispositions', '{}');


--
-- Name: deposit_dispositions deposit_dispositions_audit_update; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER deposit_dispositions_audit_update AFTER UPDATE ON public.deposit_dispositions REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('deposit_dispositions', '{}');


--
-- Name: deposit_dispositions deposit_dispositions_touch; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER deposit_dispositions_touch BEFORE UPDATE ON public.deposit_dispositions FOR EACH ROW EXECUTE FUNCTION app.touch('deposit_dispositions');


--
-- Name: deposit_rules deposit_rules_audit_delete; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER deposit_rules_audit_delete AFTER DELETE ON public.deposit_rules REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('deposit_rules', '{}');


--
-- Name: deposit_rules deposit_rules_audit_insert; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER deposit_rules_audit_insert AFTER INSERT ON public.deposit_rules REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('deposit_rules', '{}');


--
-- Name: deposit_rules deposit_rules_audit_update; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER deposit_rules_audit_update AFTER UPDATE ON public.deposit_rules REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('deposit_rules', '{}');


--
-- Name: deposit_rules deposit_rules_touch; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER deposit_rules_touch BEFORE UPDATE ON public.deposit_rules FOR EACH ROW EXECUTE FUNCTION app.touch('deposit_rules');


--
-- Name: disposition_items disposition_items_audit_delete; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER disposition_items_audit_delete AFTER DELETE ON public.disposition_items REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('disposition_items', '{}');


--
-- Name: disposition_items disposition_items_audit_insert; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER disposition_items_audit_insert AFTER INSERT ON public.disposition_items REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('disposition_items', '{}');


--
-- Name: disposition_items disposition_items_audit_update; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER disposition_items_audit_update AFTER UPDATE ON public.disposition_items REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('disposition_items', '{}');


--
-- Name: disposition_items disposition_items_touch; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER disposition_items_touch BEFORE UPDATE ON public.disposition_items FOR EACH ROW EXECUTE FUNCTION app.touch('disposition_items');


--
-- Name: document_template_versions document_template_versions_audit_delete; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER document_template_versions_audit_delete AFTER DELETE ON public.document_template_versions REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('document_template_versions', '{}');


--
-- Name: document_template_versions document_template_versions_audit_insert; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER document_template_versions_audit_insert AFTER INSERT ON public.document_template_versions REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('document_template_versions', '{}');


--
-- Name: document_template_versions document_template_versions_audit_update; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER document_template_versions_audit_update AFTER UPDATE ON public.document_template_versions REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('document_template_versions', '{}');


--
-- Name: document_templates document_templates_audit_delete; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER document_templates_audit_delete AFTER DELETE ON public.document_templates REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('document_templates', '{}');


--
-- Name: document_templates document_templates_audit_insert; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER document_templates_audit_insert AFTER INSERT ON public.document_templates REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('document_templates', '{}');


--
-- Name: document_templates document_templates_audit_update; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER document_templates_audit_update AFTER UPDATE ON public.document_templates REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('document_templates', '{}');


--
-- Name: document_templates document_templates_touch; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER document_templates_touch BEFORE UPDATE ON public.document_templates FOR EACH ROW EXECUTE FUNCTION app.touch('document_templates');


--
-- Name: document_versions document_versions_audit_delete; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER document_versions_audit_delete AFTER DELETE ON public.document_versions REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('document_versions', '{content_hash,file_key_encrypted,file_key_key_id}');


--
-- Name: document_versions document_versions_audit_insert; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER document_versions_audit_insert AFTER INSERT ON public.document_versions REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('document_versions', '{content_hash,file_key_encrypted,file_key_key_id}');


--
-- Name: document_versions document_versions_audit_update; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER document_versions_audit_update AFTER UPDATE ON public.document_versions REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('document_versions', '{content_hash,file_key_encrypted,file_key_key_id}');


--
-- Name: document_versions document_versions_touch; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER document_versions_touch BEFORE UPDATE ON public.document_versions FOR EACH ROW EXECUTE FUNCTION app.touch('document_versions');


--
-- Name: documents documents_audit_delete; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER documents_audit_delete AFTER DELETE ON public.documents REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('documents', '{content_hash}');


--
-- Name: documents documents_audit_insert; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER documents_audit_insert AFTER INSERT ON public.documents REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('documents', '{content_hash}');


--
-- Name: documents documents_audit_update; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER documents_audit_update AFTER UPDATE ON public.documents REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('documents', '{content_hash}');


--
-- Name: documents documents_entity; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER documents_entity AFTER INSERT OR UPDATE OF entity_type, entity_id ON public.documents FOR EACH ROW EXECUTE FUNCTION app.check_document_entity('documents');


--
-- Name: documents documents_touch; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER documents_touch BEFORE UPDATE ON public.documents FOR EACH ROW EXECUTE FUNCTION app.touch('documents');


--
-- Name: emergency_contacts emergency_contacts_audit_delete; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER emergency_contacts_audit_delete AFTER DELETE ON public.emergency_contacts REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('emergency_contacts', '{}');


--
-- Name: emergency_contacts emergency_contacts_audit_insert; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER emergency_contacts_audit_insert AFTER INSERT ON public.emergency_contacts REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('emergency_contacts', '{}');


--
-- Name: emergency_contacts emergency_contacts_audit_update; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER emergency_contacts_audit_update AFTER UPDATE ON public.emergency_contacts REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('emergency_contacts', '{}');


--
-- Name: emergency_contacts emergency_contacts_touch; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER emergency_contacts_touch BEFORE UPDATE ON public.emergency_contacts FOR EACH ROW EXECUTE FUNCTION app.touch('emergency_contacts');


--
-- Name: import_mappings import_mappings_audit_delete; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER import_mappings_audit_delete AFTER DELETE ON public.import_mappings REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('import_mappings', '{headings_hash}');


--
-- Name: import_mappings import_mappings_audit_insert; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER import_mappings_audit_insert AFTER INSERT ON public.import_mappings REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('import_mappings', '{headings_hash}');


--
-- Name: import_mappings import_mappings_audit_update; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER import_mappings_audit_update AFTER UPDATE ON public.import_mappings REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('import_mappings', '{headings_hash}');


--
-- Name: import_mappings import_mappings_touch; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER import_mappings_touch BEFORE UPDATE ON public.import_mappings FOR EACH ROW EXECUTE FUNCTION app.touch('import_mappings');


--
-- Name: import_sources import_sources_audit_delete; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER import_sources_audit_delete AFTER DELETE ON public.import_sources REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('import_sources', '{}');


--
-- Name: import_sources import_sources_audit_insert; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER import_sources_audit_insert AFTER INSERT ON public.import_sources REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('import_sources', '{}');


--
-- Name: import_sources import_sources_audit_update; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER import_sources_audit_update AFTER UPDATE ON public.import_sources REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('import_sources', '{}');


--
-- Name: import_sources import_sources_final; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER import_sources_final BEFORE DELETE OR UPDATE ON public.import_sources FOR EACH ROW EXECUTE FUNCTION app.refuse_change('import_sources');


--
-- Name: import_sources import_sources_final_truncate; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER import_sources_final_truncate BEFORE TRUNCATE ON public.import_sources FOR EACH STATEMENT EXECUTE FUNCTION app.refuse_truncate('import_sources');


--
-- Name: import_uploads import_uploads_audit_delete; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER import_uploads_audit_delete AFTER DELETE ON public.import_uploads REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('import_uploads', '{content_encrypted,content_key_id,file_hash}');


--
-- Name: import_uploads import_uploads_audit_insert; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER import_uploads_audit_insert AFTER INSERT ON public.import_uploads REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('import_uploads', '{content_encrypted,content_key_id,file_hash}');


--
-- Name: import_uploads import_uploads_audit_update; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER import_uploads_audit_update AFTER UPDATE ON public.import_uploads REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('import_uploads', '{content_encrypted,content_key_id,file_hash}');


--
-- Name: import_uploads import_uploads_touch; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER import_uploads_touch BEFORE UPDATE ON public.import_uploads FOR EACH ROW EXECUTE FUNCTION app.touch('import_uploads');


--
-- Name: imports imports_audit_delete; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER imports_audit_delete AFTER DELETE ON public.imports REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('imports', '{file_hash}');


--
-- Name: imports imports_audit_insert; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER imports_audit_insert AFTER INSERT ON public.imports REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('imports', '{file_hash}');


--
-- Name: imports imports_audit_update; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER imports_audit_update AFTER UPDATE ON public.imports REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('imports', '{file_hash}');


--
-- Name: inspection_items inspection_items_audit_delete; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER inspection_items_audit_delete AFTER DELETE ON public.inspection_items REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('inspection_items', '{}');


--
-- Name: inspection_items inspection_items_audit_insert; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER inspection_items_audit_insert AFTER INSERT ON public.inspection_items REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('inspection_items', '{}');


--
-- Name: inspection_items inspection_items_audit_update; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER inspection_items_audit_update AFTER UPDATE ON public.inspection_items REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('inspection_items', '{}');


--
-- Name: inspection_items inspection_items_touch; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER inspection_items_touch BEFORE UPDATE ON public.inspection_items FOR EACH ROW EXECUTE FUNCTION app.touch('inspection_items');


--
-- Name: inspections inspections_audit_delete; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER inspections_audit_delete AFTER DELETE ON public.inspections REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('inspections', '{}');


--
-- Name: inspections inspections_audit_insert; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER inspections_audit_insert AFTER INSERT ON public.inspections REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('inspections', '{}');


--
-- Name: inspections inspections_audit_update; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER inspections_audit_update AFTER UPDATE ON public.inspections REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('inspections', '{}');


--
-- Name: inspections inspections_touch; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER inspections_touch BEFORE UPDATE ON public.inspections FOR EACH ROW EXECUTE FUNCTION app.touch('inspections');


--
-- Name: invitations invitations_audit_delete; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER invitations_audit_delete AFTER DELETE ON public.invitations REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('invitations', '{token_hash}');


--
-- Name: invitations invitations_audit_insert; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER invitations_audit_insert AFTER INSERT ON public.invitations REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('invitations', '{token_hash}');


--
-- Name: invitations invitations_audit_update; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER invitations_audit_update AFTER UPDATE ON public.invitations REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('invitations', '{token_hash}');


--
-- Name: invitations invitations_touch; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER invitations_touch BEFORE UPDATE ON public.invitations FOR EACH ROW EXECUTE FUNCTION app.touch('invitations');


--
-- Name: journal_entries journal_entries_audit_delete; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER journal_entries_audit_delete AFTER DELETE ON public.journal_entries REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('journal_entries', '{}');


--
-- Name: journal_entries journal_entries_audit_insert; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER journal_entries_audit_insert AFTER INSERT ON public.journal_entries REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('journal_entries', '{}');


--
-- Name: journal_entries journal_entries_audit_update; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER journal_entries_audit_update AFTER UPDATE ON public.journal_entries REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('journal_entries', '{}');


--
-- Name: journal_entries journal_entries_final; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER journal_entries_final BEFORE DELETE OR UPDATE ON public.journal_entries FOR EACH ROW EXECUTE FUNCTION app.refuse_change('journal_entries');


--
-- Name: journal_entries journal_entries_final_truncate; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER journal_entries_final_truncate BEFORE TRUNCATE ON public.journal_entries FOR EACH STATEMENT EXECUTE FUNCTION app.refuse_truncate('journal_entries');


--
-- Name: journal_entries journal_entries_lines; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE CONSTRAINT TRIGGER journal_entries_lines AFTER INSERT ON public.journal_entries DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION app.check_lines('journal_entries');


--
-- Name: journal_entries journal_entries_period; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER journal_entries_period AFTER INSERT ON public.journal_entries REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.check_period('journal_entries');


--
-- Name: journal_entries journal_entries_stamp; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER journal_entries_stamp BEFORE INSERT ON public.journal_entries FOR EACH ROW EXECUTE FUNCTION app.stamp_entry('journal_entries');


--
-- Name: lease_deposits lease_deposits_audit_delete; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER lease_deposits_audit_delete AFTER DELETE ON public.lease_deposits REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('lease_deposits', '{}');


--
-- Name: lease_deposits lease_deposits_audit_insert; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER lease_deposits_audit_insert AFTER INSERT ON public.lease_deposits REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('lease_deposits', '{}');


--
-- Name: lease_deposits lease_deposits_audit_update; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER lease_deposits_audit_update AFTER UPDATE ON public.lease_deposits REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('lease_deposits', '{}');


--
-- Name: lease_deposits lease_deposits_touch; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER lease_deposits_touch BEFORE UPDATE ON public.lease_deposits FOR EACH ROW EXECUTE FUNCTION app.touch('lease_deposits');


--
-- Name: lease_notices lease_notices_audit_delete; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER lease_notices_audit_delete AFTER DELETE ON public.lease_notices REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('lease_notices', '{}');


--
-- Name: lease_notices lease_notices_audit_insert; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER lease_notices_audit_insert AFTER INSERT ON public.lease_notices REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('lease_notices', '{}');


--
-- Name: lease_notices lease_notices_audit_update; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER lease_notices_audit_update AFTER UPDATE ON public.lease_notices REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('lease_notices', '{}');


--
-- Name: lease_notices lease_notices_touch; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER lease_notices_touch BEFORE UPDATE ON public.lease_notices FOR EACH ROW EXECUTE FUNCTION app.touch('lease_notices');


--
-- Name: lease_openings lease_openings_audit_delete; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER lease_openings_audit_delete AFTER DELETE ON public.lease_openings REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('lease_openings', '{}');


--
-- Name: lease_openings lease_openings_audit_insert; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER lease_openings_audit_insert AFTER INSERT ON public.lease_openings REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('lease_openings', '{}');


--
-- Name: lease_openings lease_openings_audit_update; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER lease_openings_audit_update AFTER UPDATE ON public.lease_openings REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('lease_openings', '{}');


--
-- Name: lease_openings lease_openings_final; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER lease_openings_final BEFORE DELETE OR UPDATE ON public.lease_openings FOR EACH ROW EXECUTE FUNCTION app.refuse_change('lease_openings');


--
-- Name: lease_openings lease_openings_final_truncate; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER lease_openings_final_truncate BEFORE TRUNCATE ON public.lease_openings FOR EACH STATEMENT EXECUTE FUNCTION app.refuse_truncate('lease_openings');


--
-- Name: lease_parties lease_parties_audit_delete; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER lease_parties_audit_delete AFTER DELETE ON public.lease_parties REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('lease_parties', '{}');


--
-- Name: lease_parties lease_parties_audit_insert; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER lease_parties_audit_insert AFTER INSERT ON public.lease_parties REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('lease_parties', '{}');


--
-- Name: lease_parties lease_parties_audit_update; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER lease_parties_audit_update AFTER UPDATE ON public.lease_parties REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('lease_parties', '{}');


--
-- Name: lease_parties lease_parties_touch; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER lease_parties_touch BEFORE UPDATE ON public.lease_parties FOR EACH ROW EXECUTE FUNCTION app.touch('lease_parties');


--
-- Name: leases leases_audit_delete; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER leases_audit_delete AFTER DELETE ON public.leases REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('leases', '{}');


--
-- Name: leases leases_audit_insert; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER leases_audit_insert AFTER INSERT ON public.leases REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('leases', '{}');


--
-- Name: leases leases_audit_update; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER leases_audit_update AFTER UPDATE ON public.leases REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('leases', '{}');


--
-- Name: leases leases_touch; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER leases_touch BEFORE UPDATE ON public.leases FOR EACH ROW EXECUTE FUNCTION app.touch('leases');


--
-- Name: leasing_policies leasing_policies_audit_delete; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER leasing_policies_audit_delete AFTER DELETE ON public.leasing_policies REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('leasing_policies', '{}');


--
-- Name: leasing_policies leasing_policies_audit_insert; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER leasing_policies_audit_insert AFTER INSERT ON public.leasing_policies REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('leasing_policies', '{}');


--
-- Name: leasing_policies leasing_policies_audit_update; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER leasing_policies_audit_update AFTER UPDATE ON public.leasing_policies REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('leasing_policies', '{}');


--
-- Name: leasing_policies leasing_policies_touch; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER leasing_policies_touch BEFORE UPDATE ON public.leasing_policies FOR EACH ROW EXECUTE FUNCTION app.touch('leasing_policies');


--
-- Name: ledger_accounts ledger_accounts_audit_delete; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER ledger_accounts_audit_delete AFTER DELETE ON public.ledger_accounts REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('ledger_accounts', '{}');


--
-- Name: ledger_accounts ledger_accounts_audit_insert; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER ledger_accounts_audit_insert AFTER INSERT ON public.ledger_accounts REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('ledger_accounts', '{}');


--
-- Name: ledger_accounts ledger_accounts_audit_update; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER ledger_accounts_audit_update AFTER UPDATE ON public.ledger_accounts REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('ledger_accounts', '{}');


--
-- Name: ledger_accounts ledger_accounts_touch; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER ledger_accounts_touch BEFORE UPDATE ON public.ledger_accounts FOR EACH ROW EXECUTE FUNCTION app.touch('ledger_accounts');


--
-- Name: ledger_locks ledger_locks_apply; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER ledger_locks_apply AFTER INSERT OR UPDATE ON public.ledger_locks FOR EACH ROW EXECUTE FUNCTION app.apply_ledger_lock('ledger_locks');


--
-- Name: ledger_locks ledger_locks_audit_delete; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER ledger_locks_audit_delete AFTER DELETE ON public.ledger_locks REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('ledger_locks', '{}');


--
-- Name: ledger_locks ledger_locks_audit_insert; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER ledger_locks_audit_insert AFTER INSERT ON public.ledger_locks REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('ledger_locks', '{}');


--
-- Name: ledger_locks ledger_locks_audit_update; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER ledger_locks_audit_update AFTER UPDATE ON public.ledger_locks REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('ledger_locks', '{}');


--
-- Name: ledgers ledgers_guard; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER ledgers_guard BEFORE INSERT OR UPDATE ON public.ledgers FOR EACH ROW EXECUTE FUNCTION app.guard_ledger('ledgers');


--
-- Name: maintenance_requests maintenance_requests_audit_delete; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER maintenance_requests_audit_delete AFTER DELETE ON public.maintenance_requests REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('maintenance_requests', '{}');


--
-- Name: maintenance_requests maintenance_requests_audit_insert; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER maintenance_requests_audit_insert AFTER INSERT ON public.maintenance_requests REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('maintenance_requests', '{}');


--
-- Name: maintenance_requests maintenance_requests_audit_update; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER maintenance_requests_audit_update AFTER UPDATE ON public.maintenance_requests REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('maintenance_requests', '{}');


--
-- Name: maintenance_requests maintenance_requests_touch; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER maintenance_requests_touch BEFORE UPDATE ON public.maintenance_requests FOR EACH ROW EXECUTE FUNCTION app.touch('maintenance_requests');


--
-- Name: money_policies money_policies_audit_delete; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER money_policies_audit_delete AFTER DELETE ON public.money_policies REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('money_policies', '{}');


--
-- Name: money_policies money_policies_audit_insert; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER money_policies_audit_insert AFTER INSERT ON public.money_policies REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('money_policies', '{}');


--
-- Name: money_policies money_policies_audit_update; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER money_policies_audit_update AFTER UPDATE ON public.money_policies REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('money_policies', '{}');


--
-- Name: money_policies money_policies_touch; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER money_policies_touch BEFORE UPDATE ON public.money_policies FOR EACH ROW EXECUTE FUNCTION app.touch('money_policies');


--
-- Name: notification_preferences notification_preferences_audit_delete; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER notification_preferences_audit_delete AFTER DELETE ON public.notification_preferences REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('notification_preferences', '{}');


--
-- Name: notification_preferences notification_preferences_audit_insert; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER notification_preferences_audit_insert AFTER INSERT ON public.notification_preferences REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('notification_preferences', '{}');


--
-- Name: notification_preferences notification_preferences_audit_update; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER notification_preferences_audit_update AFTER UPDATE ON public.notification_preferences REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('notification_preferences', '{}');


--
-- Name: notification_preferences notification_preferences_touch; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER notification_preferences_touch BEFORE UPDATE ON public.notification_preferences FOR EACH ROW EXECUTE FUNCTION app.touch('notification_preferences');


--
-- Name: notifications notifications_audit_delete; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER notifications_audit_delete AFTER DELETE ON public.notifications REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('notifications', '{}');


--
-- Name: notifications notifications_audit_insert; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER notifications_audit_insert AFTER INSERT ON public.notifications REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('notifications', '{}');


--
-- Name: notifications notifications_audit_update; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER notifications_audit_update AFTER UPDATE ON public.notifications REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('notifications', '{}');


--
-- Name: notifications notifications_touch; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER notifications_touch BEFORE UPDATE ON public.notifications FOR EACH ROW EXECUTE FUNCTION app.touch('notifications');


--
-- Name: organizations organizations_audit; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER organizations_audit AFTER INSERT OR UPDATE ON public.organizations FOR EACH ROW EXECUTE FUNCTION app.audit_organization();


--
-- Name: organizations organizations_touch; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER organizations_touch BEFORE UPDATE ON public.organizations FOR EACH ROW EXECUTE FUNCTION app.touch('organizations');


--
-- Name: owner_properties owner_properties_audit_delete; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER owner_properties_audit_delete AFTER DELETE ON public.owner_properties REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('owner_properties', '{}');


--
-- Name: owner_properties owner_properties_audit_insert; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER owner_properties_audit_insert AFTER INSERT ON public.owner_properties REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('owner_properties', '{}');


--
-- Name: owner_properties owner_properties_audit_update; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER owner_properties_audit_update AFTER UPDATE ON public.owner_properties REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('owner_properties', '{}');


--
-- Name: owner_properties owner_properties_lock; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER owner_properties_lock BEFORE INSERT OR UPDATE ON public.owner_properties FOR EACH ROW EXECUTE FUNCTION app.lock_property('owner_properties');


--
-- Name: owner_properties owner_properties_share_sum; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER owner_properties_share_sum AFTER INSERT OR UPDATE ON public.owner_properties FOR EACH ROW EXECUTE FUNCTION app.check_shares('owner_properties');


--
-- Name: owner_properties owner_properties_touch; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER owner_properties_touch BEFORE UPDATE ON public.owner_properties FOR EACH ROW EXECUTE FUNCTION app.touch('owner_properties');


--
-- Name: owners owners_audit_delete; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER owners_audit_delete AFTER DELETE ON public.owners REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('owners', '{tax_id_bidx,tax_id_encrypted,tax_id_key_id,tax_id_last_four}');


--
-- Name: owners owners_audit_insert; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER owners_audit_insert AFTER INSERT ON public.owners REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('owners', '{tax_id_bidx,tax_id_encrypted,tax_id_key_id,tax_id_last_four}');


--
-- Name: owners owners_audit_update; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER owners_audit_update AFTER UPDATE ON public.owners REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('owners', '{tax_id_bidx,tax_id_encrypted,tax_id_key_id,tax_id_last_four}');


--
-- Name: owners owners_touch; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER owners_touch BEFORE UPDATE ON public.owners FOR EACH ROW EXECUTE FUNCTION app.touch('owners');


--
-- Name: payment_allocations payment_allocations_audit_delete; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER payment_allocations_audit_delete AFTER DELETE ON public.payment_allocations REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('payment_allocations', '{}');


--
-- Name: payment_allocations payment_allocations_audit_insert; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER payment_allocations_audit_insert AFTER INSERT ON public.payment_allocations REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('payment_allocations', '{}');


--
-- Name: payment_allocations payment_allocations_audit_update; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER payment_allocations_audit_update AFTER UPDATE ON public.payment_allocations REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('payment_allocations', '{}');


--
-- Name: payment_allocations payment_allocations_final; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER payment_allocations_final BEFORE DELETE OR UPDATE ON public.payment_allocations FOR EACH ROW EXECUTE FUNCTION app.refuse_change('payment_allocations');


--
-- Name: payment_allocations payment_allocations_final_truncate; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER payment_allocations_final_truncate BEFORE TRUNCATE ON public.payment_allocations FOR EACH STATEMENT EXECUTE FUNCTION app.refuse_truncate('payment_allocations');


--
-- Name: payment_allocations payment_allocations_sum; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER payment_allocations_sum AFTER INSERT ON public.payment_allocations FOR EACH ROW EXECUTE FUNCTION app.check_allocation('payment_allocations');


--
-- Name: payment_takebacks payment_takebacks_audit_delete; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER payment_takebacks_audit_delete AFTER DELETE ON public.payment_takebacks REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('payment_takebacks', '{}');


--
-- Name: payment_takebacks payment_takebacks_audit_insert; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER payment_takebacks_audit_insert AFTER INSERT ON public.payment_takebacks REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('payment_takebacks', '{}');


--
-- Name: payment_takebacks payment_takebacks_audit_update; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER payment_takebacks_audit_update AFTER UPDATE ON public.payment_takebacks REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('payment_takebacks', '{}');


--
-- Name: payment_takebacks payment_takebacks_final; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER payment_takebacks_final BEFORE DELETE OR UPDATE ON public.payment_takebacks FOR EACH ROW EXECUTE FUNCTION app.refuse_change('payment_takebacks');


--
-- Name: payment_takebacks payment_takebacks_final_truncate; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER payment_takebacks_final_truncate BEFORE TRUNCATE ON public.payment_takebacks FOR EACH STATEMENT EXECUTE FUNCTION app.refuse_truncate('payment_takebacks');


--
-- Name: payment_takebacks payment_takebacks_sum; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER payment_takebacks_sum AFTER INSERT ON public.payment_takebacks FOR EACH ROW EXECUTE FUNCTION app.check_takeback('payment_takebacks');


--
-- Name: payments payments_audit_delete; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER payments_audit_delete AFTER DELETE ON public.payments REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('payments', '{}');


--
-- Name: payments payments_audit_insert; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER payments_audit_insert AFTER INSERT ON public.payments REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('payments', '{}');


--
-- Name: payments payments_audit_update; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER payments_audit_update AFTER UPDATE ON public.payments REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('payments', '{}');


--
-- Name: payments payments_keep; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER payments_keep BEFORE UPDATE ON public.payments FOR EACH ROW EXECUTE FUNCTION app.keep_payment('payments');


--
-- Name: payments payments_touch; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER payments_touch BEFORE UPDATE ON public.payments FOR EACH ROW EXECUTE FUNCTION app.touch('payments');


--
-- Name: pets pets_audit_delete; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER pets_audit_delete AFTER DELETE ON public.pets REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('pets', '{}');


--
-- Name: pets pets_audit_insert; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER pets_audit_insert AFTER INSERT ON public.pets REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('pets', '{}');


--
-- Name: pets pets_audit_update; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER pets_audit_update AFTER UPDATE ON public.pets REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('pets', '{}');


--
-- Name: pets pets_touch; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER pets_touch BEFORE UPDATE ON public.pets FOR EACH ROW EXECUTE FUNCTION app.touch('pets');


--
-- Name: properties properties_audit_delete; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER properties_audit_delete AFTER DELETE ON public.properties REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('properties', '{}');


--
-- Name: properties properties_audit_insert; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER properties_audit_insert AFTER INSERT ON public.properties REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('properties', '{}');


--
-- Name: properties properties_audit_update; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER properties_audit_update AFTER UPDATE ON public.properties REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('properties', '{}');


--
-- Name: properties properties_touch; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER properties_touch BEFORE UPDATE ON public.properties FOR EACH ROW EXECUTE FUNCTION app.touch('properties');


--
-- Name: property_group_members property_group_members_audit_delete; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER property_group_members_audit_delete AFTER DELETE ON public.property_group_members REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('property_group_members', '{}');


--
-- Name: property_group_members property_group_members_audit_insert; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER property_group_members_audit_insert AFTER INSERT ON public.property_group_members REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('property_group_members', '{}');


--
-- Name: property_group_members property_group_members_audit_update; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER property_group_members_audit_update AFTER UPDATE ON public.property_group_members REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('property_group_members', '{}');


--
-- Name: property_groups property_groups_audit_delete; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER property_groups_audit_delete AFTER DELETE ON public.property_groups REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('property_groups', '{}');


--
-- Name: property_groups property_groups_audit_insert; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER property_groups_audit_insert AFTER INSERT ON public.property_groups REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('property_groups', '{}');


--
-- Name: property_groups property_groups_audit_update; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER property_groups_audit_update AFTER UPDATE ON public.property_groups REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('property_groups', '{}');


--
-- Name: property_groups property_groups_touch; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER property_groups_touch BEFORE UPDATE ON public.property_groups FOR EACH ROW EXECUTE FUNCTION app.touch('property_groups');


--
-- Name: recurring_charges recurring_charges_audit_delete; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER recurring_charges_audit_delete AFTER DELETE ON public.recurring_charges REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('recurring_charges', '{}');


--
-- Name: recurring_charges recurring_charges_audit_insert; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER recurring_charges_audit_insert AFTER INSERT ON public.recurring_charges REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('recurring_charges', '{}');


--
-- Name: recurring_charges recurring_charges_audit_update; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER recurring_charges_audit_update AFTER UPDATE ON public.recurring_charges REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('recurring_charges', '{}');


--
-- Name: recurring_charges recurring_charges_touch; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER recurring_charges_touch BEFORE UPDATE ON public.recurring_charges FOR EACH ROW EXECUTE FUNCTION app.touch('recurring_charges');


--
-- Name: renewal_offers renewal_offers_audit_delete; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER renewal_offers_audit_delete AFTER DELETE ON public.renewal_offers REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('renewal_offers', '{}');


--
-- Name: renewal_offers renewal_offers_audit_insert; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER renewal_offers_audit_insert AFTER INSERT ON public.renewal_offers REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('renewal_offers', '{}');


--
-- Name: renewal_offers renewal_offers_audit_update; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER renewal_offers_audit_update AFTER UPDATE ON public.renewal_offers REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('renewal_offers', '{}');


--
-- Name: renewal_offers renewal_offers_keep; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER renewal_offers_keep BEFORE UPDATE ON public.renewal_offers FOR EACH ROW EXECUTE FUNCTION app.keep_sent_offer('renewal_offers');


--
-- Name: renewal_offers renewal_offers_touch; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER renewal_offers_touch BEFORE UPDATE ON public.renewal_offers FOR EACH ROW EXECUTE FUNCTION app.touch('renewal_offers');


--
-- Name: rent_schedules rent_schedules_audit_delete; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER rent_schedules_audit_delete AFTER DELETE ON public.rent_schedules REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('rent_schedules', '{}');


--
-- Name: rent_schedules rent_schedules_audit_insert; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER rent_schedules_audit_insert AFTER INSERT ON public.rent_schedules REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('rent_schedules', '{}');


--
-- Name: rent_schedules rent_schedules_audit_update; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER rent_schedules_audit_update AFTER UPDATE ON public.rent_schedules REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('rent_schedules', '{}');


--
-- Name: rent_schedules rent_schedules_touch; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER rent_schedules_touch BEFORE UPDATE ON public.rent_schedules FOR EACH ROW EXECUTE FUNCTION app.touch('rent_schedules');


--
-- Name: renter_refunds renter_refunds_audit_delete; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER renter_refunds_audit_delete AFTER DELETE ON public.renter_refunds REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('renter_refunds', '{}');


--
-- Name: renter_refunds renter_refunds_audit_insert; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER renter_refunds_audit_insert AFTER INSERT ON public.renter_refunds REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('renter_refunds', '{}');


--
-- Name: renter_refunds renter_refunds_audit_update; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER renter_refunds_audit_update AFTER UPDATE ON public.renter_refunds REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('renter_refunds', '{}');


--
-- Name: renter_refunds renter_refunds_touch; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER renter_refunds_touch BEFORE UPDATE ON public.renter_refunds FOR EACH ROW EXECUTE FUNCTION app.touch('renter_refunds');


--
-- Name: single_sign_ons single_sign_ons_audit_delete; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER single_sign_ons_audit_delete AFTER DELETE ON public.single_sign_ons REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('single_sign_ons', '{client_secret_encrypted,client_secret_key_id}');


--
-- Name: single_sign_ons single_sign_ons_audit_insert; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER single_sign_ons_audit_insert AFTER INSERT ON public.single_sign_ons REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('single_sign_ons', '{client_secret_encrypted,client_secret_key_id}');


--
-- Name: single_sign_ons single_sign_ons_audit_update; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER single_sign_ons_audit_update AFTER UPDATE ON public.single_sign_ons REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('single_sign_ons', '{client_secret_encrypted,client_secret_key_id}');


--
-- Name: single_sign_ons single_sign_ons_touch; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER single_sign_ons_touch BEFORE UPDATE ON public.single_sign_ons FOR EACH ROW EXECUTE FUNCTION app.touch('single_sign_ons');


--
-- Name: take_ons take_ons_audit_delete; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER take_ons_audit_delete AFTER DELETE ON public.take_ons REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('take_ons', '{}');


--
-- Name: take_ons take_ons_audit_insert; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER take_ons_audit_insert AFTER INSERT ON public.take_ons REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('take_ons', '{}');


--
-- Name: take_ons take_ons_audit_update; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER take_ons_audit_update AFTER UPDATE ON public.take_ons REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('take_ons', '{}');


--
-- Name: tenancies tenancies_audit_delete; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER tenancies_audit_delete AFTER DELETE ON public.tenancies REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('tenancies', '{}');


--
-- Name: tenancies tenancies_audit_insert; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER tenancies_audit_insert AFTER INSERT ON public.tenancies REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('tenancies', '{}');


--
-- Name: tenancies tenancies_audit_update; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER tenancies_audit_update AFTER UPDATE ON public.tenancies REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('tenancies', '{}');


--
-- Name: tenancies tenancies_touch; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER tenancies_touch BEFORE UPDATE ON public.tenancies FOR EACH ROW EXECUTE FUNCTION app.touch('tenancies');


--
-- Name: tenants tenants_audit_delete; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER tenants_audit_delete AFTER DELETE ON public.tenants REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('tenants', '{date_of_birth_encrypted,date_of_birth_key_id,driver_license_encrypted,driver_license_key_id,driver_license_last_four,income_encrypted,income_key_id,ssn_bidx,ssn_encrypted,ssn_key_id,ssn_last_four}');


--
-- Name: tenants tenants_audit_insert; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER tenants_audit_insert AFTER INSERT ON public.tenants REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('tenants', '{date_of_birth_encrypted,date_of_birth_key_id,driver_license_encrypted,driver_license_key_id,driver_license_last_four,income_encrypted,income_key_id,ssn_bidx,ssn_encrypted,ssn_key_id,ssn_last_four}');


--
-- Name: tenants tenants_audit_update; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER tenants_audit_update AFTER UPDATE ON public.tenants REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('tenants', '{date_of_birth_encrypted,date_of_birth_key_id,driver_license_encrypted,driver_license_key_id,driver_license_last_four,income_encrypted,income_key_id,ssn_bidx,ssn_encrypted,ssn_key_id,ssn_last_four}');


--
-- Name: tenants tenants_touch; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER tenants_touch BEFORE UPDATE ON public.tenants FOR EACH ROW EXECUTE FUNCTION app.touch('tenants');


--
-- Name: transaction_reconciliations transaction_reconciliations_audit_delete; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER transaction_reconciliations_audit_delete AFTER DELETE ON public.transaction_reconciliations REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('transaction_reconciliations', '{}');


--
-- Name: transaction_reconciliations transaction_reconciliations_audit_insert; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER transaction_reconciliations_audit_insert AFTER INSERT ON public.transaction_reconciliations REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('transaction_reconciliations', '{}');


--
-- Name: transaction_reconciliations transaction_reconciliations_audit_update; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER transaction_reconciliations_audit_update AFTER UPDATE ON public.transaction_reconciliations REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('transaction_reconciliations', '{}');


--
-- Name: transactions transactions_add; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER transactions_add AFTER INSERT ON public.transactions REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.add_lines('transactions');


--
-- Name: transactions transactions_audit_delete; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER transactions_audit_delete AFTER DELETE ON public.transactions REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('transactions', '{}');


--
-- Name: transactions transactions_audit_insert; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER transactions_audit_insert AFTER INSERT ON public.transactions REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('transactions', '{}');


--
-- Name: transactions transactions_audit_update; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER transactions_audit_update AFTER UPDATE ON public.transactions REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('transactions', '{}');


--
-- Name: transactions transactions_balance; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE CONSTRAINT TRIGGER transactions_balance AFTER INSERT ON public.transactions DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION app.check_balance('transactions');


--
-- Name: transactions transactions_final; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER transactions_final BEFORE DELETE OR UPDATE ON public.transactions FOR EACH ROW EXECUTE FUNCTION app.refuse_change('transactions');


--
-- Name: transactions transactions_final_truncate; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER transactions_final_truncate BEFORE TRUNCATE ON public.transactions FOR EACH STATEMENT EXECUTE FUNCTION app.refuse_truncate('transactions');


--
-- Name: trust_banks trust_banks_audit_delete; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER trust_banks_audit_delete AFTER DELETE ON public.trust_banks REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('trust_banks', '{}');


--
-- Name: trust_banks trust_banks_audit_insert; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER trust_banks_audit_insert AFTER INSERT ON public.trust_banks REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('trust_banks', '{}');


--
-- Name: trust_banks trust_banks_audit_update; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER trust_banks_audit_update AFTER UPDATE ON public.trust_banks REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('trust_banks', '{}');


--
-- Name: trust_banks trust_banks_touch; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER trust_banks_touch BEFORE UPDATE ON public.trust_banks FOR EACH ROW EXECUTE FUNCTION app.touch('trust_banks');


--
-- Name: trust_deficits trust_deficits_audit_delete; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER trust_deficits_audit_delete AFTER DELETE ON public.trust_deficits REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('trust_deficits', '{}');


--
-- Name: trust_deficits trust_deficits_audit_insert; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER trust_deficits_audit_insert AFTER INSERT ON public.trust_deficits REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('trust_deficits', '{}');


--
-- Name: trust_deficits trust_deficits_audit_update; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER trust_deficits_audit_update AFTER UPDATE ON public.trust_deficits REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('trust_deficits', '{}');


--
-- Name: trust_deficits trust_deficits_final; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER trust_deficits_final BEFORE DELETE OR UPDATE ON public.trust_deficits FOR EACH ROW EXECUTE FUNCTION app.refuse_change('trust_deficits');


--
-- Name: trust_deficits trust_deficits_final_truncate; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER trust_deficits_final_truncate BEFORE TRUNCATE ON public.trust_deficits FOR EACH STATEMENT EXECUTE FUNCTION app.refuse_truncate('trust_deficits');


--
-- Name: trust_receipts trust_receipts_audit_delete; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER trust_receipts_audit_delete AFTER DELETE ON public.trust_receipts REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('trust_receipts', '{}');


--
-- Name: trust_receipts trust_receipts_audit_insert; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER trust_receipts_audit_insert AFTER INSERT ON public.trust_receipts REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('trust_receipts', '{}');


--
-- Name: trust_receipts trust_receipts_audit_update; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER trust_receipts_audit_update AFTER UPDATE ON public.trust_receipts REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('trust_receipts', '{}');


--
-- Name: trust_receipts trust_receipts_touch; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER trust_receipts_touch BEFORE UPDATE ON public.trust_receipts FOR EACH ROW EXECUTE FUNCTION app.touch('trust_receipts');


--
-- Name: unit_holds unit_holds_audit_delete; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER unit_holds_audit_delete AFTER DELETE ON public.unit_holds REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('unit_holds', '{}');


--
-- Name: unit_holds unit_holds_audit_insert; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER unit_holds_audit_insert AFTER INSERT ON public.unit_holds REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('unit_holds', '{}');


--
-- Name: unit_holds unit_holds_audit_update; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER unit_holds_audit_update AFTER UPDATE ON public.unit_holds REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('unit_holds', '{}');


--
-- Name: unit_holds unit_holds_touch; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER unit_holds_touch BEFORE UPDATE ON public.unit_holds FOR EACH ROW EXECUTE FUNCTION app.touch('unit_holds');


--
-- Name: units units_audit_delete; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER units_audit_delete AFTER DELETE ON public.units REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('units', '{}');


--
-- Name: units units_audit_insert; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER units_audit_insert AFTER INSERT ON public.units REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('units', '{}');


--
-- Name: units units_audit_update; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER units_audit_update AFTER UPDATE ON public.units REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('units', '{}');


--
-- Name: units units_status_history; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER units_status_history AFTER INSERT OR UPDATE ON public.units FOR EACH ROW EXECUTE FUNCTION app.record_unit_status('units');


--
-- Name: units units_touch; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER units_touch BEFORE UPDATE ON public.units FOR EACH ROW EXECUTE FUNCTION app.touch('units');


--
-- Name: uploads uploads_audit_delete; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER uploads_audit_delete AFTER DELETE ON public.uploads REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('uploads', '{file_key_encrypted,file_key_key_id}');


--
-- Name: uploads uploads_audit_insert; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER uploads_audit_insert AFTER INSERT ON public.uploads REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('uploads', '{file_key_encrypted,file_key_key_id}');


--
-- Name: uploads uploads_audit_update; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER uploads_audit_update AFTER UPDATE ON public.uploads REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('uploads', '{file_key_encrypted,file_key_key_id}');


--
-- Name: uploads uploads_touch; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER uploads_touch BEFORE UPDATE ON public.uploads FOR EACH ROW EXECUTE FUNCTION app.touch('uploads');


--
-- Name: users users_audit_delete; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER users_audit_delete AFTER DELETE ON public.users REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('users', '{}');


--
-- Name: users users_audit_insert; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER users_audit_insert AFTER INSERT ON public.users REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('users', '{}');


--
-- Name: users users_audit_update; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER users_audit_update AFTER UPDATE ON public.users REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('users', '{}');


--
-- Name: users users_touch; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER users_touch BEFORE UPDATE ON public.users FOR EACH ROW EXECUTE FUNCTION app.touch('users');


--
-- Name: vehicles vehicles_audit_delete; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER vehicles_audit_delete AFTER DELETE ON public.vehicles REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('vehicles', '{}');


--
-- Name: vehicles vehicles_audit_insert; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER vehicles_audit_insert AFTER INSERT ON public.vehicles REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('vehicles', '{}');


--
-- Name: vehicles vehicles_audit_update; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER vehicles_audit_update AFTER UPDATE ON public.vehicles REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('vehicles', '{}');


--
-- Name: vehicles vehicles_touch; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER vehicles_touch BEFORE UPDATE ON public.vehicles FOR EACH ROW EXECUTE FUNCTION app.touch('vehicles');


--
-- Name: vendors vendors_audit_delete; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER vendors_audit_delete AFTER DELETE ON public.vendors REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('vendors', '{tax_id_bidx,tax_id_encrypted,tax_id_key_id,tax_id_last_four}');


--
-- Name: vendors vendors_audit_insert; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER vendors_audit_insert AFTER INSERT ON public.vendors REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('vendors', '{tax_id_bidx,tax_id_encrypted,tax_id_key_id,tax_id_last_four}');


--
-- Name: vendors vendors_audit_update; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER vendors_audit_update AFTER UPDATE ON public.vendors REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('vendors', '{tax_id_bidx,tax_id_encrypted,tax_id_key_id,tax_id_last_four}');


--
-- Name: vendors vendors_touch; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER vendors_touch BEFORE UPDATE ON public.vendors FOR EACH ROW EXECUTE FUNCTION app.touch('vendors');


--
-- Name: webhook_deliveries webhook_deliveries_touch; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER webhook_deliveries_touch BEFORE UPDATE ON public.webhook_deliveries FOR EACH ROW EXECUTE FUNCTION app.touch('webhook_deliveries');


--
-- Name: webhooks webhooks_audit_delete; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER webhooks_audit_delete AFTER DELETE ON public.webhooks REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('webhooks', '{secret_encrypted,secret_key_id}');


--
-- Name: webhooks webhooks_audit_insert; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER webhooks_audit_insert AFTER INSERT ON public.webhooks REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('webhooks', '{secret_encrypted,secret_key_id}');


--
-- Name: webhooks webhooks_audit_update; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER webhooks_audit_update AFTER UPDATE ON public.webhooks REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('webhooks', '{secret_encrypted,secret_key_id}');


--
-- Name: webhooks webhooks_touch; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER webhooks_touch BEFORE UPDATE ON public.webhooks FOR EACH ROW EXECUTE FUNCTION app.touch('webhooks');


--
-- Name: work_orders work_orders_audit_delete; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER work_orders_audit_delete AFTER DELETE ON public.work_orders REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('work_orders', '{}');


--
-- Name: work_orders work_orders_audit_insert; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER work_orders_audit_insert AFTER INSERT ON public.work_orders REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('work_orders', '{}');


--
-- Name: work_orders work_orders_audit_update; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER work_orders_audit_update AFTER UPDATE ON public.work_orders REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.audit_statement('work_orders', '{}');


--
-- Name: work_orders work_orders_touch; Type: TRIGGER; Schema: public; Owner: propertyos_owner
--

CREATE TRIGGER work_orders_touch BEFORE UPDATE ON public.work_orders FOR EACH ROW EXECUTE FUNCTION app.touch('work_orders');


--
-- Name: api_keys api_keys_organization_id_fkey; Type: FK CONSTRAINT; Schema: platform; Owner: propertyos_owner
--

ALTER TABLE ONLY platform.api_keys
    ADD CONSTRAINT api_keys_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES platform.directory(organization_id);


--
-- Name: devices devices_identity_id_fkey; Type: FK CONSTRAINT; Schema: platform; Owner: propertyos_owner
--

ALTER TABLE ONLY platform.devices
    ADD CONSTRAINT devices_identity_id_fkey FOREIGN KEY (identity_id) REFERENCES platform.identities(id);


--
-- Name: directory directory_plan_fkey; Type: FK CONSTRAINT; Schema: platform; Owner: propertyos_owner
--

ALTER TABLE ONLY platform.directory
    ADD CONSTRAINT directory_plan_fkey FOREIGN KEY (plan) REFERENCES platform.plans(code);


--
-- Name: directory directory_sandbox_of_fkey; Type: FK CONSTRAINT; Schema: platform; Owner: propertyos_owner
--

ALTER TABLE ONLY platform.directory
    ADD CONSTRAINT directory_sandbox_of_fkey FOREIGN KEY (sandbox_of) REFERENCES platform.directory(organization_id);


--
-- Name: feature_flags feature_flags_organization_id_fkey; Type: FK CONSTRAINT; Schema: platform; Owner: propertyos_owner
--

ALTER TABLE ONLY platform.feature_flags
    ADD CONSTRAINT feature_flags_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES platform.directory(organization_id);


--
-- Name: memberships memberships_identity_id_fkey; Type: FK CONSTRAINT; Schema: platform; Owner: propertyos_owner
--

ALTER TABLE ONLY platform.memberships
    ADD CONSTRAINT memberships_identity_id_fkey FOREIGN KEY (identity_id) REFERENCES platform.identities(id);


--
-- Name: memberships memberships_organization_id_fkey; Type: FK CONSTRAINT; Schema: platform; Owner: propertyos_owner
--

ALTER TABLE ONLY platform.memberships
    ADD CONSTRAINT memberships_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES platform.directory(organization_id);


--
-- Name: oidc_subjects oidc_subjects_identity_id_fkey; Type: FK CONSTRAINT; Schema: platform; Owner: propertyos_owner
--

ALTER TABLE ONLY platform.oidc_subjects
    ADD CONSTRAINT oidc_subjects_identity_id_fkey FOREIGN KEY (identity_id) REFERENCES platform.identities(id);


--
-- Name: oidc_subjects oidc_subjects_organization_id_fkey; Type: FK CONSTRAINT; Schema: platform; Owner: propertyos_owner
--

ALTER TABLE ONLY platform.oidc_subjects
    ADD CONSTRAINT oidc_subjects_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES platform.directory(organization_id);


--
-- Name: passkeys passkeys_identity_id_fkey; Type: FK CONSTRAINT; Schema: platform; Owner: propertyos_owner
--

ALTER TABLE ONLY platform.passkeys
    ADD CONSTRAINT passkeys_identity_id_fkey FOREIGN KEY (identity_id) REFERENCES platform.identities(id);


--
-- Name: recovery_codes recovery_codes_identity_id_fkey; Type: FK CONSTRAINT; Schema: platform; Owner: propertyos_owner
--

ALTER TABLE ONLY platform.recovery_codes
    ADD CONSTRAINT recovery_codes_identity_id_fkey FOREIGN KEY (identity_id) REFERENCES platform.identities(id);


--
-- Name: sessions sessions_identity_id_fkey; Type: FK CONSTRAINT; Schema: platform; Owner: propertyos_owner
--

ALTER TABLE ONLY platform.sessions
    ADD CONSTRAINT sessions_identity_id_fkey FOREIGN KEY (identity_id) REFERENCES platform.identities(id);


--
-- Name: sessions sessions_organization_id_fkey; Type: FK CONSTRAINT; Schema: platform; Owner: propertyos_owner
--

ALTER TABLE ONLY platform.sessions
    ADD CONSTRAINT sessions_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES platform.directory(organization_id);


--
-- Name: tickets tickets_identity_id_fkey; Type: FK CONSTRAINT; Schema: platform; Owner: propertyos_owner
--

ALTER TABLE ONLY platform.tickets
    ADD CONSTRAINT tickets_identity_id_fkey FOREIGN KEY (identity_id) REFERENCES platform.identities(id);


--
-- Name: tickets tickets_organization_id_fkey; Type: FK CONSTRAINT; Schema: platform; Owner: propertyos_owner
--

ALTER TABLE ONLY platform.tickets
    ADD CONSTRAINT tickets_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES platform.directory(organization_id);


--
-- Name: addresses addresses_tenant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.addresses
    ADD CONSTRAINT addresses_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations(id);


--
-- Name: announcements announcements_property_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.announcements
    ADD CONSTRAINT announcements_property_id_fkey FOREIGN KEY (tenant_id, property_id) REFERENCES public.properties(tenant_id, id);


--
-- Name: announcements announcements_tenant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.announcements
    ADD CONSTRAINT announcements_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations(id);


--
-- Name: audit_seals audit_seals_tenant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.audit_seals
    ADD CONSTRAINT audit_seals_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations(id);


--
-- Name: bank_accounts bank_accounts_owner_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.bank_accounts
    ADD CONSTRAINT bank_accounts_owner_id_fkey FOREIGN KEY (tenant_id, owner_id) REFERENCES public.owners(tenant_id, id);


--
-- Name: bank_accounts bank_accounts_tenant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.bank_accounts
    ADD CONSTRAINT bank_accounts_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations(id);


--
-- Name: charge_credits charge_credits_charge_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.charge_credits
    ADD CONSTRAINT charge_credits_charge_id_fkey FOREIGN KEY (tenant_id, charge_id, tenancy_id) REFERENCES public.charges(tenant_id, id, tenancy_id);


--
-- Name: charge_credits charge_credits_journal_entry_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.charge_credits
    ADD CONSTRAINT charge_credits_journal_entry_id_fkey FOREIGN KEY (tenant_id, journal_entry_id) REFERENCES public.journal_entries(tenant_id, id);


--
-- Name: charge_credits charge_credits_tenant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.charge_credits
    ADD CONSTRAINT charge_credits_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations(id);


--
-- Name: charge_runs charge_runs_started_by_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.charge_runs
    ADD CONSTRAINT charge_runs_started_by_fkey FOREIGN KEY (tenant_id, started_by) REFERENCES public.users(tenant_id, id);


--
-- Name: charge_runs charge_runs_tenant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.charge_runs
    ADD CONSTRAINT charge_runs_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations(id);


--
-- Name: charge_runs charge_runs_undone_by_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.charge_runs
    ADD CONSTRAINT charge_runs_undone_by_fkey FOREIGN KEY (tenant_id, undone_by) REFERENCES public.users(tenant_id, id);


--
-- Name: charges charges_journal_entry_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.charges
    ADD CONSTRAINT charges_journal_entry_id_fkey FOREIGN KEY (tenant_id, journal_entry_id) REFERENCES public.journal_entries(tenant_id, id);


--
-- Name: charges charges_lease_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.charges
    ADD CONSTRAINT charges_lease_id_fkey FOREIGN KEY (tenant_id, lease_id, tenancy_id) REFERENCES public.leases(tenant_id, id, tenancy_id);


--
-- Name: charges charges_ledger_account_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.charges
    ADD CONSTRAINT charges_ledger_account_id_fkey FOREIGN KEY (tenant_id, ledger_account_id) REFERENCES public.ledger_accounts(tenant_id, id);


--
-- Name: charges charges_property_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.charges
    ADD CONSTRAINT charges_property_id_fkey FOREIGN KEY (tenant_id, property_id) REFERENCES public.properties(tenant_id, id);


--
-- Name: charges charges_renter_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.charges
    ADD CONSTRAINT charges_renter_id_fkey FOREIGN KEY (tenant_id, renter_id) REFERENCES public.tenants(tenant_id, id);


--
-- Name: charges charges_run_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.charges
    ADD CONSTRAINT charges_run_id_fkey FOREIGN KEY (tenant_id, run_id) REFERENCES public.charge_runs(tenant_id, id);


--
-- Name: charges charges_tenancy_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.charges
    ADD CONSTRAINT charges_tenancy_id_fkey FOREIGN KEY (tenant_id, tenancy_id, unit_id) REFERENCES public.tenancies(tenant_id, id, unit_id);


--
-- Name: charges charges_tenant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.charges
    ADD CONSTRAINT charges_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations(id);


--
-- Name: charges charges_unit_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.charges
    ADD CONSTRAINT charges_unit_id_fkey FOREIGN KEY (tenant_id, unit_id, property_id) REFERENCES public.units(tenant_id, id, property_id);


--
-- Name: checklist_templates checklist_templates_tenant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.checklist_templates
    ADD CONSTRAINT checklist_templates_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations(id);


--
-- Name: deposit_dispositions deposit_dispositions_letter_document_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.deposit_dispositions
    ADD CONSTRAINT deposit_dispositions_letter_document_id_fkey FOREIGN KEY (tenant_id, letter_document_id) REFERENCES public.documents(tenant_id, id);


--
-- Name: deposit_dispositions deposit_dispositions_rule_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.deposit_dispositions
    ADD CONSTRAINT deposit_dispositions_rule_id_fkey FOREIGN KEY (tenant_id, rule_id) REFERENCES public.deposit_rules(tenant_id, id);


--
-- Name: deposit_dispositions deposit_dispositions_tenancy_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.deposit_dispositions
    ADD CONSTRAINT deposit_dispositions_tenancy_id_fkey FOREIGN KEY (tenant_id, tenancy_id) REFERENCES public.tenancies(tenant_id, id);


--
-- Name: deposit_dispositions deposit_dispositions_tenant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.deposit_dispositions
    ADD CONSTRAINT deposit_dispositions_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations(id);


--
-- Name: deposit_rules deposit_rules_confirmed_by_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.deposit_rules
    ADD CONSTRAINT deposit_rules_confirmed_by_fkey FOREIGN KEY (tenant_id, confirmed_by) REFERENCES public.users(tenant_id, id);


--
-- Name: deposit_rules deposit_rules_tenant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.deposit_rules
    ADD CONSTRAINT deposit_rules_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations(id);


--
-- Name: disposition_items disposition_items_disposition_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.disposition_items
    ADD CONSTRAINT disposition_items_disposition_id_fkey FOREIGN KEY (tenant_id, disposition_id) REFERENCES public.deposit_dispositions(tenant_id, id);


--
-- Name: disposition_items disposition_items_inspection_item_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.disposition_items
    ADD CONSTRAINT disposition_items_inspection_item_id_fkey FOREIGN KEY (tenant_id, inspection_item_id) REFERENCES public.inspection_items(tenant_id, id);


--
-- Name: disposition_items disposition_items_tenancy_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.disposition_items
    ADD CONSTRAINT disposition_items_tenancy_id_fkey FOREIGN KEY (tenant_id, tenancy_id) REFERENCES public.tenancies(tenant_id, id);


--
-- Name: disposition_items disposition_items_tenant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.disposition_items
    ADD CONSTRAINT disposition_items_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations(id);


--
-- Name: document_template_versions document_template_versions_saved_by_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.document_template_versions
    ADD CONSTRAINT document_template_versions_saved_by_fkey FOREIGN KEY (tenant_id, saved_by) REFERENCES public.users(tenant_id, id);


--
-- Name: document_template_versions document_template_versions_template_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.document_template_versions
    ADD CONSTRAINT document_template_versions_template_id_fkey FOREIGN KEY (tenant_id, template_id) REFERENCES public.document_templates(tenant_id, id);


--
-- Name: document_template_versions document_template_versions_tenant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.document_template_versions
    ADD CONSTRAINT document_template_versions_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations(id);


--
-- Name: document_templates document_templates_tenant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.document_templates
    ADD CONSTRAINT document_templates_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations(id);


--
-- Name: document_versions document_versions_document_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.document_versions
    ADD CONSTRAINT document_versions_document_id_fkey FOREIGN KEY (tenant_id, document_id) REFERENCES public.documents(tenant_id, id);


--
-- Name: document_versions document_versions_tenant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.document_versions
    ADD CONSTRAINT document_versions_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations(id);


--
-- Name: document_versions document_versions_uploaded_by_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.document_versions
    ADD CONSTRAINT document_versions_uploaded_by_id_fkey FOREIGN KEY (tenant_id, uploaded_by_id) REFERENCES public.users(tenant_id, id);


--
-- Name: documents documents_audience_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.documents
    ADD CONSTRAINT documents_audience_id_fkey FOREIGN KEY (tenant_id, audience_id) REFERENCES public.users(tenant_id, id);


--
-- Name: documents documents_held_by_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.documents
    ADD CONSTRAINT documents_held_by_fkey FOREIGN KEY (tenant_id, held_by) REFERENCES public.users(tenant_id, id);


--
-- Name: documents documents_property_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.documents
    ADD CONSTRAINT documents_property_id_fkey FOREIGN KEY (tenant_id, property_id) REFERENCES public.properties(tenant_id, id);


--
-- Name: documents documents_tenant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.documents
    ADD CONSTRAINT documents_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations(id);


--
-- Name: documents documents_uploaded_by_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.documents
    ADD CONSTRAINT documents_uploaded_by_id_fkey FOREIGN KEY (tenant_id, uploaded_by_id) REFERENCES public.users(tenant_id, id);


--
-- Name: emergency_contacts emergency_contacts_renter_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.emergency_contacts
    ADD CONSTRAINT emergency_contacts_renter_id_fkey FOREIGN KEY (tenant_id, renter_id) REFERENCES public.tenants(tenant_id, id);


--
-- Name: emergency_contacts emergency_contacts_tenant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.emergency_contacts
    ADD CONSTRAINT emergency_contacts_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations(id);


--
-- Name: events events_tenant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.events
    ADD CONSTRAINT events_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations(id);


--
-- Name: idempotency_keys idempotency_keys_tenant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.idempotency_keys
    ADD CONSTRAINT idempotency_keys_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations(id);


--
-- Name: import_mappings import_mappings_tenant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.import_mappings
    ADD CONSTRAINT import_mappings_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations(id);


--
-- Name: import_sources import_sources_import_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.import_sources
    ADD CONSTRAINT import_sources_import_id_fkey FOREIGN KEY (tenant_id, import_id) REFERENCES public.imports(tenant_id, id);


--
-- Name: import_sources import_sources_tenant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.import_sources
    ADD CONSTRAINT import_sources_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations(id);


--
-- Name: import_uploads import_uploads_tenant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.import_uploads
    ADD CONSTRAINT import_uploads_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations(id);


--
-- Name: imports imports_tenant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.imports
    ADD CONSTRAINT imports_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations(id);


--
-- Name: inspection_items inspection_items_inspection_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.inspection_items
    ADD CONSTRAINT inspection_items_inspection_id_fkey FOREIGN KEY (tenant_id, inspection_id) REFERENCES public.inspections(tenant_id, id);


--
-- Name: inspection_items inspection_items_tenant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.inspection_items
    ADD CONSTRAINT inspection_items_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations(id);


--
-- Name: inspections inspections_performed_by_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.inspections
    ADD CONSTRAINT inspections_performed_by_fkey FOREIGN KEY (tenant_id, performed_by) REFERENCES public.users(tenant_id, id);


--
-- Name: inspections inspections_tenancy_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.inspections
    ADD CONSTRAINT inspections_tenancy_id_fkey FOREIGN KEY (tenant_id, tenancy_id, unit_id) REFERENCES public.tenancies(tenant_id, id, unit_id);


--
-- Name: inspections inspections_tenant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.inspections
    ADD CONSTRAINT inspections_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations(id);


--
-- Name: inspections inspections_unit_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.inspections
    ADD CONSTRAINT inspections_unit_id_fkey FOREIGN KEY (tenant_id, unit_id) REFERENCES public.units(tenant_id, id);


--
-- Name: invitations invitations_accepted_by_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.invitations
    ADD CONSTRAINT invitations_accepted_by_fkey FOREIGN KEY (tenant_id, accepted_by) REFERENCES public.users(tenant_id, id);


--
-- Name: invitations invitations_invited_by_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.invitations
    ADD CONSTRAINT invitations_invited_by_fkey FOREIGN KEY (tenant_id, invited_by) REFERENCES public.users(tenant_id, id);


--
-- Name: invitations invitations_tenant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.invitations
    ADD CONSTRAINT invitations_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations(id);


--
-- Name: journal_entries journal_entries_reverses_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.journal_entries
    ADD CONSTRAINT journal_entries_reverses_id_fkey FOREIGN KEY (tenant_id, reverses_id) REFERENCES public.journal_entries(tenant_id, id);


--
-- Name: journal_entries journal_entries_tenant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.journal_entries
    ADD CONSTRAINT journal_entries_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations(id);


--
-- Name: lease_deposits lease_deposits_lease_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.lease_deposits
    ADD CONSTRAINT lease_deposits_lease_id_fkey FOREIGN KEY (tenant_id, lease_id, tenancy_id) REFERENCES public.leases(tenant_id, id, tenancy_id);


--
-- Name: lease_deposits lease_deposits_pet_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.lease_deposits
    ADD CONSTRAINT lease_deposits_pet_id_fkey FOREIGN KEY (tenant_id, pet_id, pet_chargeable) REFERENCES public.pets(tenant_id, id, chargeable);


--
-- Name: lease_deposits lease_deposits_tenant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.lease_deposits
    ADD CONSTRAINT lease_deposits_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations(id);


--
-- Name: lease_notices lease_notices_acknowledged_by_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.lease_notices
    ADD CONSTRAINT lease_notices_acknowledged_by_fkey FOREIGN KEY (tenant_id, acknowledged_by) REFERENCES public.users(tenant_id, id);


--
-- Name: lease_notices lease_notices_lease_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.lease_notices
    ADD CONSTRAINT lease_notices_lease_id_fkey FOREIGN KEY (tenant_id, lease_id, tenancy_id) REFERENCES public.leases(tenant_id, id, tenancy_id);


--
-- Name: lease_notices lease_notices_proof_document_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.lease_notices
    ADD CONSTRAINT lease_notices_proof_document_id_fkey FOREIGN KEY (tenant_id, proof_document_id) REFERENCES public.documents(tenant_id, id);


--
-- Name: lease_notices lease_notices_tenant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.lease_notices
    ADD CONSTRAINT lease_notices_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations(id);


--
-- Name: lease_openings lease_openings_import_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.lease_openings
    ADD CONSTRAINT lease_openings_import_id_fkey FOREIGN KEY (tenant_id, import_id) REFERENCES public.imports(tenant_id, id);


--
-- Name: lease_openings lease_openings_lease_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.lease_openings
    ADD CONSTRAINT lease_openings_lease_id_fkey FOREIGN KEY (tenant_id, lease_id, tenancy_id) REFERENCES public.leases(tenant_id, id, tenancy_id);


--
-- Name: lease_openings lease_openings_tenancy_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.lease_openings
    ADD CONSTRAINT lease_openings_tenancy_id_fkey FOREIGN KEY (tenant_id, tenancy_id) REFERENCES public.tenancies(tenant_id, id);


--
-- Name: lease_openings lease_openings_tenant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.lease_openings
    ADD CONSTRAINT lease_openings_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations(id);


--
-- Name: lease_parties lease_parties_lease_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.lease_parties
    ADD CONSTRAINT lease_parties_lease_id_fkey FOREIGN KEY (tenant_id, lease_id, tenancy_id) REFERENCES public.leases(tenant_id, id, tenancy_id);


--
-- Name: lease_parties lease_parties_lease_id_live_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.lease_parties
    ADD CONSTRAINT lease_parties_lease_id_live_fkey FOREIGN KEY (tenant_id, lease_id, live) REFERENCES public.leases(tenant_id, id, live);


--
-- Name: lease_parties lease_parties_renter_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.lease_parties
    ADD CONSTRAINT lease_parties_renter_id_fkey FOREIGN KEY (tenant_id, renter_id) REFERENCES public.tenants(tenant_id, id);


--
-- Name: lease_parties lease_parties_tenancy_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.lease_parties
    ADD CONSTRAINT lease_parties_tenancy_id_fkey FOREIGN KEY (tenant_id, tenancy_id) REFERENCES public.tenancies(tenant_id, id);


--
-- Name: lease_parties lease_parties_tenant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.lease_parties
    ADD CONSTRAINT lease_parties_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations(id);


--
-- Name: leases leases_late_fee_confirmed_by_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.leases
    ADD CONSTRAINT leases_late_fee_confirmed_by_fkey FOREIGN KEY (tenant_id, late_fee_confirmed_by) REFERENCES public.users(tenant_id, id);


--
-- Name: leases leases_property_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.leases
    ADD CONSTRAINT leases_property_id_fkey FOREIGN KEY (tenant_id, property_id) REFERENCES public.properties(tenant_id, id);


--
-- Name: leases leases_renter_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.leases
    ADD CONSTRAINT leases_renter_id_fkey FOREIGN KEY (tenant_id, renter_id) REFERENCES public.tenants(tenant_id, id);


--
-- Name: leases leases_signed_document_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.leases
    ADD CONSTRAINT leases_signed_document_id_fkey FOREIGN KEY (tenant_id, signed_document_id) REFERENCES public.documents(tenant_id, id);


--
-- Name: leases leases_tenancy_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.leases
    ADD CONSTRAINT leases_tenancy_id_fkey FOREIGN KEY (tenant_id, tenancy_id, unit_id) REFERENCES public.tenancies(tenant_id, id, unit_id);


--
-- Name: leases leases_tenancy_id_live_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.leases
    ADD CONSTRAINT leases_tenancy_id_live_fkey FOREIGN KEY (tenant_id, tenancy_id, live) REFERENCES public.tenancies(tenant_id, id, live);


--
-- Name: leases leases_tenant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.leases
    ADD CONSTRAINT leases_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations(id);


--
-- Name: leases leases_unit_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.leases
    ADD CONSTRAINT leases_unit_id_fkey FOREIGN KEY (tenant_id, unit_id, property_id) REFERENCES public.units(tenant_id, id, property_id);


--
-- Name: leases leases_unit_id_live_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.leases
    ADD CONSTRAINT leases_unit_id_live_fkey FOREIGN KEY (tenant_id, unit_id, live) REFERENCES public.units(tenant_id, id, live);


--
-- Name: leasing_policies leasing_policies_lease_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.leasing_policies
    ADD CONSTRAINT leasing_policies_lease_id_fkey FOREIGN KEY (tenant_id, lease_id) REFERENCES public.leases(tenant_id, id);


--
-- Name: leasing_policies leasing_policies_property_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.leasing_policies
    ADD CONSTRAINT leasing_policies_property_id_fkey FOREIGN KEY (tenant_id, property_id) REFERENCES public.properties(tenant_id, id);


--
-- Name: leasing_policies leasing_policies_tenant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.leasing_policies
    ADD CONSTRAINT leasing_policies_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations(id);


--
-- Name: ledger_accounts ledger_accounts_parent_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.ledger_accounts
    ADD CONSTRAINT ledger_accounts_parent_id_fkey FOREIGN KEY (tenant_id, parent_id) REFERENCES public.ledger_accounts(tenant_id, id);


--
-- Name: ledger_accounts ledger_accounts_tenant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.ledger_accounts
    ADD CONSTRAINT ledger_accounts_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations(id);


--
-- Name: ledger_balances ledger_balances_bank_account_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.ledger_balances
    ADD CONSTRAINT ledger_balances_bank_account_id_fkey FOREIGN KEY (tenant_id, bank_account_id) REFERENCES public.bank_accounts(tenant_id, id);


--
-- Name: ledger_balances ledger_balances_ledger_account_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.ledger_balances
    ADD CONSTRAINT ledger_balances_ledger_account_id_fkey FOREIGN KEY (tenant_id, ledger_account_id) REFERENCES public.ledger_accounts(tenant_id, id);


--
-- Name: ledger_balances ledger_balances_property_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.ledger_balances
    ADD CONSTRAINT ledger_balances_property_id_fkey FOREIGN KEY (tenant_id, property_id) REFERENCES public.properties(tenant_id, id);


--
-- Name: ledger_balances ledger_balances_tenant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.ledger_balances
    ADD CONSTRAINT ledger_balances_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations(id);


--
-- Name: ledger_locks ledger_locks_asked_by_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.ledger_locks
    ADD CONSTRAINT ledger_locks_asked_by_fkey FOREIGN KEY (tenant_id, asked_by) REFERENCES public.users(tenant_id, id);


--
-- Name: ledger_locks ledger_locks_decided_by_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.ledger_locks
    ADD CONSTRAINT ledger_locks_decided_by_fkey FOREIGN KEY (tenant_id, decided_by) REFERENCES public.users(tenant_id, id);


--
-- Name: ledger_locks ledger_locks_tenant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.ledger_locks
    ADD CONSTRAINT ledger_locks_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations(id);


--
-- Name: ledgers ledgers_tenant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.ledgers
    ADD CONSTRAINT ledgers_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations(id);


--
-- Name: maintenance_requests maintenance_requests_assigned_to_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.maintenance_requests
    ADD CONSTRAINT maintenance_requests_assigned_to_id_fkey FOREIGN KEY (tenant_id, assigned_to_id) REFERENCES public.users(tenant_id, id);


--
-- Name: maintenance_requests maintenance_requests_assigned_vendor_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.maintenance_requests
    ADD CONSTRAINT maintenance_requests_assigned_vendor_id_fkey FOREIGN KEY (tenant_id, assigned_vendor_id) REFERENCES public.vendors(tenant_id, id);


--
-- Name: maintenance_requests maintenance_requests_property_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.maintenance_requests
    ADD CONSTRAINT maintenance_requests_property_id_fkey FOREIGN KEY (tenant_id, property_id) REFERENCES public.properties(tenant_id, id);


--
-- Name: maintenance_requests maintenance_requests_renter_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.maintenance_requests
    ADD CONSTRAINT maintenance_requests_renter_id_fkey FOREIGN KEY (tenant_id, renter_id) REFERENCES public.tenants(tenant_id, id);


--
-- Name: maintenance_requests maintenance_requests_tenancy_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.maintenance_requests
    ADD CONSTRAINT maintenance_requests_tenancy_id_fkey FOREIGN KEY (tenant_id, tenancy_id) REFERENCES public.tenancies(tenant_id, id);


--
-- Name: maintenance_requests maintenance_requests_tenant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.maintenance_requests
    ADD CONSTRAINT maintenance_requests_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations(id);


--
-- Name: maintenance_requests maintenance_requests_unit_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.maintenance_requests
    ADD CONSTRAINT maintenance_requests_unit_id_fkey FOREIGN KEY (tenant_id, unit_id, property_id) REFERENCES public.units(tenant_id, id, property_id);


--
-- Name: money_policies money_policies_tenant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.money_policies
    ADD CONSTRAINT money_policies_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations(id);


--
-- Name: notification_attempts notification_attempts_notification_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.notification_attempts
    ADD CONSTRAINT notification_attempts_notification_id_fkey FOREIGN KEY (tenant_id, notification_id) REFERENCES public.notifications(tenant_id, id);


--
-- Name: notification_attempts notification_attempts_tenant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.notification_attempts
    ADD CONSTRAINT notification_attempts_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations(id);


--
-- Name: notification_preferences notification_preferences_tenant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.notification_preferences
    ADD CONSTRAINT notification_preferences_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations(id);


--
-- Name: notification_preferences notification_preferences_user_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.notification_preferences
    ADD CONSTRAINT notification_preferences_user_id_fkey FOREIGN KEY (tenant_id, user_id) REFERENCES public.users(tenant_id, id);


--
-- Name: notifications notifications_tenant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.notifications
    ADD CONSTRAINT notifications_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations(id);


--
-- Name: notifications notifications_user_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.notifications
    ADD CONSTRAINT notifications_user_id_fkey FOREIGN KEY (tenant_id, user_id) REFERENCES public.users(tenant_id, id);


--
-- Name: owner_properties owner_properties_owner_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.owner_properties
    ADD CONSTRAINT owner_properties_owner_id_fkey FOREIGN KEY (tenant_id, owner_id) REFERENCES public.owners(tenant_id, id);


--
-- Name: owner_properties owner_properties_property_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.owner_properties
    ADD CONSTRAINT owner_properties_property_id_fkey FOREIGN KEY (tenant_id, property_id) REFERENCES public.properties(tenant_id, id);


--
-- Name: owner_properties owner_properties_tenant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.owner_properties
    ADD CONSTRAINT owner_properties_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations(id);


--
-- Name: owners owners_address_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.owners
    ADD CONSTRAINT owners_address_id_fkey FOREIGN KEY (tenant_id, address_id) REFERENCES public.addresses(tenant_id, id);


--
-- Name: owners owners_bank_account_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.owners
    ADD CONSTRAINT owners_bank_account_id_fkey FOREIGN KEY (tenant_id, bank_account_id) REFERENCES public.bank_accounts(tenant_id, id);


--
-- Name: owners owners_tenant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.owners
    ADD CONSTRAINT owners_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations(id);


--
-- Name: owners owners_user_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.owners
    ADD CONSTRAINT owners_user_id_fkey FOREIGN KEY (tenant_id, user_id) REFERENCES public.users(tenant_id, id);


--
-- Name: payment_allocations payment_allocations_charge_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.payment_allocations
    ADD CONSTRAINT payment_allocations_charge_id_fkey FOREIGN KEY (tenant_id, charge_id, tenancy_id) REFERENCES public.charges(tenant_id, id, tenancy_id);


--
-- Name: payment_allocations payment_allocations_journal_entry_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.payment_allocations
    ADD CONSTRAINT payment_allocations_journal_entry_id_fkey FOREIGN KEY (tenant_id, journal_entry_id) REFERENCES public.journal_entries(tenant_id, id);


--
-- Name: payment_allocations payment_allocations_payment_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.payment_allocations
    ADD CONSTRAINT payment_allocations_payment_id_fkey FOREIGN KEY (tenant_id, payment_id) REFERENCES public.payments(tenant_id, id);


--
-- Name: payment_allocations payment_allocations_reverses_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.payment_allocations
    ADD CONSTRAINT payment_allocations_reverses_id_fkey FOREIGN KEY (tenant_id, reverses_id) REFERENCES public.payment_allocations(tenant_id, id);


--
-- Name: payment_allocations payment_allocations_tenant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.payment_allocations
    ADD CONSTRAINT payment_allocations_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations(id);


--
-- Name: payment_takebacks payment_takebacks_journal_entry_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.payment_takebacks
    ADD CONSTRAINT payment_takebacks_journal_entry_id_fkey FOREIGN KEY (tenant_id, journal_entry_id) REFERENCES public.journal_entries(tenant_id, id);


--
-- Name: payment_takebacks payment_takebacks_payment_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.payment_takebacks
    ADD CONSTRAINT payment_takebacks_payment_id_fkey FOREIGN KEY (tenant_id, payment_id) REFERENCES public.payments(tenant_id, id);


--
-- Name: payment_takebacks payment_takebacks_tenancy_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.payment_takebacks
    ADD CONSTRAINT payment_takebacks_tenancy_id_fkey FOREIGN KEY (tenant_id, tenancy_id) REFERENCES public.tenancies(tenant_id, id);


--
-- Name: payment_takebacks payment_takebacks_tenant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.payment_takebacks
    ADD CONSTRAINT payment_takebacks_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations(id);


--
-- Name: payments payments_journal_entry_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.payments
    ADD CONSTRAINT payments_journal_entry_id_fkey FOREIGN KEY (tenant_id, journal_entry_id) REFERENCES public.journal_entries(tenant_id, id);


--
-- Name: payments payments_lease_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.payments
    ADD CONSTRAINT payments_lease_id_fkey FOREIGN KEY (tenant_id, lease_id, tenancy_id) REFERENCES public.leases(tenant_id, id, tenancy_id);


--
-- Name: payments payments_parent_payment_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.payments
    ADD CONSTRAINT payments_parent_payment_id_fkey FOREIGN KEY (tenant_id, parent_payment_id) REFERENCES public.payments(tenant_id, id);


--
-- Name: payments payments_property_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.payments
    ADD CONSTRAINT payments_property_id_fkey FOREIGN KEY (tenant_id, property_id) REFERENCES public.properties(tenant_id, id);


--
-- Name: payments payments_renter_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.payments
    ADD CONSTRAINT payments_renter_id_fkey FOREIGN KEY (tenant_id, renter_id) REFERENCES public.tenants(tenant_id, id);


--
-- Name: payments payments_tenancy_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.payments
    ADD CONSTRAINT payments_tenancy_id_fkey FOREIGN KEY (tenant_id, tenancy_id) REFERENCES public.tenancies(tenant_id, id);


--
-- Name: payments payments_tenant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.payments
    ADD CONSTRAINT payments_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations(id);


--
-- Name: pets pets_tenancy_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.pets
    ADD CONSTRAINT pets_tenancy_id_fkey FOREIGN KEY (tenant_id, tenancy_id) REFERENCES public.tenancies(tenant_id, id);


--
-- Name: pets pets_tenant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.pets
    ADD CONSTRAINT pets_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations(id);


--
-- Name: properties properties_address_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.properties
    ADD CONSTRAINT properties_address_id_fkey FOREIGN KEY (tenant_id, address_id) REFERENCES public.addresses(tenant_id, id);


--
-- Name: properties properties_address_id_live_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.properties
    ADD CONSTRAINT properties_address_id_live_fkey FOREIGN KEY (tenant_id, address_id, live) REFERENCES public.addresses(tenant_id, id, live);


--
-- Name: properties properties_tenant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.properties
    ADD CONSTRAINT properties_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations(id);


--
-- Name: property_group_members property_group_members_group_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.property_group_members
    ADD CONSTRAINT property_group_members_group_id_fkey FOREIGN KEY (tenant_id, group_id) REFERENCES public.property_groups(tenant_id, id);


--
-- Name: property_group_members property_group_members_property_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.property_group_members
    ADD CONSTRAINT property_group_members_property_id_fkey FOREIGN KEY (tenant_id, property_id) REFERENCES public.properties(tenant_id, id);


--
-- Name: property_group_members property_group_members_tenant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.property_group_members
    ADD CONSTRAINT property_group_members_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations(id);


--
-- Name: property_groups property_groups_tenant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.property_groups
    ADD CONSTRAINT property_groups_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations(id);


--
-- Name: recurring_charges recurring_charges_lease_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.recurring_charges
    ADD CONSTRAINT recurring_charges_lease_id_fkey FOREIGN KEY (tenant_id, lease_id, tenancy_id) REFERENCES public.leases(tenant_id, id, tenancy_id);


--
-- Name: recurring_charges recurring_charges_pet_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.recurring_charges
    ADD CONSTRAINT recurring_charges_pet_id_fkey FOREIGN KEY (tenant_id, pet_id, pet_chargeable) REFERENCES public.pets(tenant_id, id, chargeable);


--
-- Name: recurring_charges recurring_charges_tenant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.recurring_charges
    ADD CONSTRAINT recurring_charges_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations(id);


--
-- Name: renewal_offers renewal_offers_answered_by_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.renewal_offers
    ADD CONSTRAINT renewal_offers_answered_by_fkey FOREIGN KEY (tenant_id, answered_by) REFERENCES public.users(tenant_id, id);


--
-- Name: renewal_offers renewal_offers_lease_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.renewal_offers
    ADD CONSTRAINT renewal_offers_lease_id_fkey FOREIGN KEY (tenant_id, lease_id, tenancy_id) REFERENCES public.leases(tenant_id, id, tenancy_id);


--
-- Name: renewal_offers renewal_offers_new_lease_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.renewal_offers
    ADD CONSTRAINT renewal_offers_new_lease_id_fkey FOREIGN KEY (tenant_id, new_lease_id) REFERENCES public.leases(tenant_id, id);


--
-- Name: renewal_offers renewal_offers_tenant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.renewal_offers
    ADD CONSTRAINT renewal_offers_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations(id);


--
-- Name: rent_schedules rent_schedules_lease_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.rent_schedules
    ADD CONSTRAINT rent_schedules_lease_id_fkey FOREIGN KEY (tenant_id, lease_id, tenancy_id) REFERENCES public.leases(tenant_id, id, tenancy_id);


--
-- Name: rent_schedules rent_schedules_tenant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.rent_schedules
    ADD CONSTRAINT rent_schedules_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations(id);


--
-- Name: renter_refunds renter_refunds_asked_by_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.renter_refunds
    ADD CONSTRAINT renter_refunds_asked_by_fkey FOREIGN KEY (tenant_id, asked_by) REFERENCES public.users(tenant_id, id);


--
-- Name: renter_refunds renter_refunds_cancelled_by_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.renter_refunds
    ADD CONSTRAINT renter_refunds_cancelled_by_fkey FOREIGN KEY (tenant_id, cancelled_by) REFERENCES public.users(tenant_id, id);


--
-- Name: renter_refunds renter_refunds_journal_entry_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.renter_refunds
    ADD CONSTRAINT renter_refunds_journal_entry_id_fkey FOREIGN KEY (tenant_id, journal_entry_id) REFERENCES public.journal_entries(tenant_id, id);


--
-- Name: renter_refunds renter_refunds_property_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.renter_refunds
    ADD CONSTRAINT renter_refunds_property_id_fkey FOREIGN KEY (tenant_id, property_id) REFERENCES public.properties(tenant_id, id);


--
-- Name: renter_refunds renter_refunds_released_by_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.renter_refunds
    ADD CONSTRAINT renter_refunds_released_by_fkey FOREIGN KEY (tenant_id, released_by) REFERENCES public.users(tenant_id, id);


--
-- Name: renter_refunds renter_refunds_tenancy_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.renter_refunds
    ADD CONSTRAINT renter_refunds_tenancy_id_fkey FOREIGN KEY (tenant_id, tenancy_id) REFERENCES public.tenancies(tenant_id, id);


--
-- Name: renter_refunds renter_refunds_tenant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.renter_refunds
    ADD CONSTRAINT renter_refunds_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations(id);


--
-- Name: single_sign_ons single_sign_ons_tenant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.single_sign_ons
    ADD CONSTRAINT single_sign_ons_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations(id);


--
-- Name: take_ons take_ons_property_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.take_ons
    ADD CONSTRAINT take_ons_property_id_fkey FOREIGN KEY (tenant_id, property_id) REFERENCES public.properties(tenant_id, id);


--
-- Name: take_ons take_ons_tenant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.take_ons
    ADD CONSTRAINT take_ons_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations(id);


--
-- Name: tenancies tenancies_property_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.tenancies
    ADD CONSTRAINT tenancies_property_id_fkey FOREIGN KEY (tenant_id, property_id) REFERENCES public.properties(tenant_id, id);


--
-- Name: tenancies tenancies_tenant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.tenancies
    ADD CONSTRAINT tenancies_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations(id);


--
-- Name: tenancies tenancies_transferred_from_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.tenancies
    ADD CONSTRAINT tenancies_transferred_from_id_fkey FOREIGN KEY (tenant_id, transferred_from_id) REFERENCES public.tenancies(tenant_id, id);


--
-- Name: tenancies tenancies_unit_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.tenancies
    ADD CONSTRAINT tenancies_unit_id_fkey FOREIGN KEY (tenant_id, unit_id, property_id) REFERENCES public.units(tenant_id, id, property_id);


--
-- Name: tenancies tenancies_unit_id_live_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.tenancies
    ADD CONSTRAINT tenancies_unit_id_live_fkey FOREIGN KEY (tenant_id, unit_id, live) REFERENCES public.units(tenant_id, id, live);


--
-- Name: tenants tenants_emergency_contact_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.tenants
    ADD CONSTRAINT tenants_emergency_contact_id_fkey FOREIGN KEY (tenant_id, emergency_contact_id) REFERENCES public.emergency_contacts(tenant_id, id);


--
-- Name: tenants tenants_lease_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.tenants
    ADD CONSTRAINT tenants_lease_id_fkey FOREIGN KEY (tenant_id, lease_id) REFERENCES public.leases(tenant_id, id);


--
-- Name: tenants tenants_tenant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.tenants
    ADD CONSTRAINT tenants_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations(id);


--
-- Name: tenants tenants_user_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.tenants
    ADD CONSTRAINT tenants_user_id_fkey FOREIGN KEY (tenant_id, user_id) REFERENCES public.users(tenant_id, id);


--
-- Name: transaction_reconciliations transaction_reconciliations_reconciled_by_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.transaction_reconciliations
    ADD CONSTRAINT transaction_reconciliations_reconciled_by_id_fkey FOREIGN KEY (tenant_id, reconciled_by_id) REFERENCES public.users(tenant_id, id);


--
-- Name: transaction_reconciliations transaction_reconciliations_tenant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.transaction_reconciliations
    ADD CONSTRAINT transaction_reconciliations_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations(id);


--
-- Name: transaction_reconciliations transaction_reconciliations_transaction_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.transaction_reconciliations
    ADD CONSTRAINT transaction_reconciliations_transaction_id_fkey FOREIGN KEY (tenant_id, transaction_id) REFERENCES public.transactions(tenant_id, id);


--
-- Name: transactions transactions_bank_account_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.transactions
    ADD CONSTRAINT transactions_bank_account_id_fkey FOREIGN KEY (tenant_id, bank_account_id) REFERENCES public.bank_accounts(tenant_id, id);


--
-- Name: transactions transactions_cash_account_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.transactions
    ADD CONSTRAINT transactions_cash_account_id_fkey FOREIGN KEY (tenant_id, cash_account_id) REFERENCES public.ledger_accounts(tenant_id, id);


--
-- Name: transactions transactions_journal_entry_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.transactions
    ADD CONSTRAINT transactions_journal_entry_id_fkey FOREIGN KEY (tenant_id, journal_entry_id) REFERENCES public.journal_entries(tenant_id, id);


--
-- Name: transactions transactions_lease_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.transactions
    ADD CONSTRAINT transactions_lease_id_fkey FOREIGN KEY (tenant_id, lease_id) REFERENCES public.leases(tenant_id, id);


--
-- Name: transactions transactions_ledger_account_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.transactions
    ADD CONSTRAINT transactions_ledger_account_id_fkey FOREIGN KEY (tenant_id, ledger_account_id) REFERENCES public.ledger_accounts(tenant_id, id);


--
-- Name: transactions transactions_owner_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.transactions
    ADD CONSTRAINT transactions_owner_id_fkey FOREIGN KEY (tenant_id, owner_id) REFERENCES public.owners(tenant_id, id);


--
-- Name: transactions transactions_property_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.transactions
    ADD CONSTRAINT transactions_property_id_fkey FOREIGN KEY (tenant_id, property_id) REFERENCES public.properties(tenant_id, id);


--
-- Name: transactions transactions_renter_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.transactions
    ADD CONSTRAINT transactions_renter_id_fkey FOREIGN KEY (tenant_id, renter_id) REFERENCES public.tenants(tenant_id, id);


--
-- Name: transactions transactions_tenancy_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.transactions
    ADD CONSTRAINT transactions_tenancy_id_fkey FOREIGN KEY (tenant_id, tenancy_id) REFERENCES public.tenancies(tenant_id, id);


--
-- Name: transactions transactions_tenant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.transactions
    ADD CONSTRAINT transactions_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations(id);


--
-- Name: transactions transactions_unit_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.transactions
    ADD CONSTRAINT transactions_unit_id_fkey FOREIGN KEY (tenant_id, unit_id) REFERENCES public.units(tenant_id, id);


--
-- Name: transactions transactions_vendor_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.transactions
    ADD CONSTRAINT transactions_vendor_id_fkey FOREIGN KEY (tenant_id, vendor_id) REFERENCES public.vendors(tenant_id, id);


--
-- Name: trust_banks trust_banks_deposit_bank_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.trust_banks
    ADD CONSTRAINT trust_banks_deposit_bank_id_fkey FOREIGN KEY (tenant_id, deposit_bank_id) REFERENCES public.bank_accounts(tenant_id, id);


--
-- Name: trust_banks trust_banks_operating_bank_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.trust_banks
    ADD CONSTRAINT trust_banks_operating_bank_id_fkey FOREIGN KEY (tenant_id, operating_bank_id) REFERENCES public.bank_accounts(tenant_id, id);


--
-- Name: trust_banks trust_banks_property_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.trust_banks
    ADD CONSTRAINT trust_banks_property_id_fkey FOREIGN KEY (tenant_id, property_id) REFERENCES public.properties(tenant_id, id);


--
-- Name: trust_banks trust_banks_tenant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.trust_banks
    ADD CONSTRAINT trust_banks_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations(id);


--
-- Name: trust_deficits trust_deficits_bank_account_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.trust_deficits
    ADD CONSTRAINT trust_deficits_bank_account_id_fkey FOREIGN KEY (tenant_id, bank_account_id) REFERENCES public.bank_accounts(tenant_id, id);


--
-- Name: trust_deficits trust_deficits_property_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.trust_deficits
    ADD CONSTRAINT trust_deficits_property_id_fkey FOREIGN KEY (tenant_id, property_id) REFERENCES public.properties(tenant_id, id);


--
-- Name: trust_deficits trust_deficits_tenant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.trust_deficits
    ADD CONSTRAINT trust_deficits_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations(id);


--
-- Name: trust_receipts trust_receipts_bank_account_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.trust_receipts
    ADD CONSTRAINT trust_receipts_bank_account_id_fkey FOREIGN KEY (tenant_id, bank_account_id) REFERENCES public.bank_accounts(tenant_id, id);


--
-- Name: trust_receipts trust_receipts_payment_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.trust_receipts
    ADD CONSTRAINT trust_receipts_payment_id_fkey FOREIGN KEY (tenant_id, payment_id) REFERENCES public.payments(tenant_id, id);


--
-- Name: trust_receipts trust_receipts_property_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.trust_receipts
    ADD CONSTRAINT trust_receipts_property_id_fkey FOREIGN KEY (tenant_id, property_id) REFERENCES public.properties(tenant_id, id);


--
-- Name: trust_receipts trust_receipts_tenancy_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.trust_receipts
    ADD CONSTRAINT trust_receipts_tenancy_id_fkey FOREIGN KEY (tenant_id, tenancy_id) REFERENCES public.tenancies(tenant_id, id);


--
-- Name: trust_receipts trust_receipts_tenant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.trust_receipts
    ADD CONSTRAINT trust_receipts_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations(id);


--
-- Name: unit_holds unit_holds_property_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.unit_holds
    ADD CONSTRAINT unit_holds_property_id_fkey FOREIGN KEY (tenant_id, property_id) REFERENCES public.properties(tenant_id, id);


--
-- Name: unit_holds unit_holds_tenant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.unit_holds
    ADD CONSTRAINT unit_holds_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations(id);


--
-- Name: unit_holds unit_holds_unit_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.unit_holds
    ADD CONSTRAINT unit_holds_unit_id_fkey FOREIGN KEY (tenant_id, unit_id, property_id) REFERENCES public.units(tenant_id, id, property_id);


--
-- Name: unit_status_history unit_status_history_tenant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.unit_status_history
    ADD CONSTRAINT unit_status_history_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations(id);


--
-- Name: unit_status_history unit_status_history_unit_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.unit_status_history
    ADD CONSTRAINT unit_status_history_unit_id_fkey FOREIGN KEY (tenant_id, unit_id) REFERENCES public.units(tenant_id, id);


--
-- Name: units units_property_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.units
    ADD CONSTRAINT units_property_id_fkey FOREIGN KEY (tenant_id, property_id) REFERENCES public.properties(tenant_id, id);


--
-- Name: units units_property_id_live_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.units
    ADD CONSTRAINT units_property_id_live_fkey FOREIGN KEY (tenant_id, property_id, live) REFERENCES public.properties(tenant_id, id, live);


--
-- Name: units units_tenant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.units
    ADD CONSTRAINT units_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations(id);


--
-- Name: uploads uploads_document_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.uploads
    ADD CONSTRAINT uploads_document_id_fkey FOREIGN KEY (tenant_id, document_id) REFERENCES public.documents(tenant_id, id);


--
-- Name: uploads uploads_tenant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.uploads
    ADD CONSTRAINT uploads_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations(id);


--
-- Name: uploads uploads_user_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.uploads
    ADD CONSTRAINT uploads_user_id_fkey FOREIGN KEY (tenant_id, user_id) REFERENCES public.users(tenant_id, id);


--
-- Name: users users_tenant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.users
    ADD CONSTRAINT users_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations(id);


--
-- Name: vehicles vehicles_renter_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.vehicles
    ADD CONSTRAINT vehicles_renter_id_fkey FOREIGN KEY (tenant_id, renter_id) REFERENCES public.tenants(tenant_id, id);


--
-- Name: vehicles vehicles_tenancy_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.vehicles
    ADD CONSTRAINT vehicles_tenancy_id_fkey FOREIGN KEY (tenant_id, tenancy_id) REFERENCES public.tenancies(tenant_id, id);


--
-- Name: vehicles vehicles_tenant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.vehicles
    ADD CONSTRAINT vehicles_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations(id);


--
-- Name: vendors vendors_address_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.vendors
    ADD CONSTRAINT vendors_address_id_fkey FOREIGN KEY (tenant_id, address_id) REFERENCES public.addresses(tenant_id, id);


--
-- Name: vendors vendors_tenant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.vendors
    ADD CONSTRAINT vendors_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations(id);


--
-- Name: vendors vendors_user_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.vendors
    ADD CONSTRAINT vendors_user_id_fkey FOREIGN KEY (tenant_id, user_id) REFERENCES public.users(tenant_id, id);


--
-- Name: webhook_attempts webhook_attempts_delivery_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.webhook_attempts
    ADD CONSTRAINT webhook_attempts_delivery_id_fkey FOREIGN KEY (tenant_id, delivery_id) REFERENCES public.webhook_deliveries(tenant_id, id);


--
-- Name: webhook_attempts webhook_attempts_tenant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.webhook_attempts
    ADD CONSTRAINT webhook_attempts_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations(id);


--
-- Name: webhook_deliveries webhook_deliveries_event_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.webhook_deliveries
    ADD CONSTRAINT webhook_deliveries_event_id_fkey FOREIGN KEY (tenant_id, event_id) REFERENCES public.events(tenant_id, id);


--
-- Name: webhook_deliveries webhook_deliveries_tenant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.webhook_deliveries
    ADD CONSTRAINT webhook_deliveries_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations(id);


--
-- Name: webhook_deliveries webhook_deliveries_webhook_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.webhook_deliveries
    ADD CONSTRAINT webhook_deliveries_webhook_id_fkey FOREIGN KEY (tenant_id, webhook_id) REFERENCES public.webhooks(tenant_id, id);


--
-- Name: webhooks webhooks_tenant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.webhooks
    ADD CONSTRAINT webhooks_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations(id);


--
-- Name: work_orders work_orders_assigned_to_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.work_orders
    ADD CONSTRAINT work_orders_assigned_to_id_fkey FOREIGN KEY (tenant_id, assigned_to_id) REFERENCES public.users(tenant_id, id);


--
-- Name: work_orders work_orders_property_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.work_orders
    ADD CONSTRAINT work_orders_property_id_fkey FOREIGN KEY (tenant_id, property_id) REFERENCES public.properties(tenant_id, id);


--
-- Name: work_orders work_orders_request_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.work_orders
    ADD CONSTRAINT work_orders_request_id_fkey FOREIGN KEY (tenant_id, request_id) REFERENCES public.maintenance_requests(tenant_id, id);


--
-- Name: work_orders work_orders_tenant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.work_orders
    ADD CONSTRAINT work_orders_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES public.organizations(id);


--
-- Name: work_orders work_orders_unit_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.work_orders
    ADD CONSTRAINT work_orders_unit_id_fkey FOREIGN KEY (tenant_id, unit_id, property_id) REFERENCES public.units(tenant_id, id, property_id);


--
-- Name: work_orders work_orders_vendor_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: propertyos_owner
--

ALTER TABLE ONLY public.work_orders
    ADD CONSTRAINT work_orders_vendor_id_fkey FOREIGN KEY (tenant_id, vendor_id) REFERENCES public.vendors(tenant_id, id);


--
-- Name: api_keys; Type: ROW SECURITY; Schema: platform; Owner: propertyos_owner
--

ALTER TABLE platform.api_keys ENABLE ROW LEVEL SECURITY;

--
-- Name: api_keys system_isolation; Type: POLICY; Schema: platform; Owner: propertyos_owner
--

CREATE POLICY system_isolation ON platform.api_keys TO propertyos_system USING (((app.current_tenant_id() IS NULL) OR ((organization_id = app.current_tenant_id()) AND app.is_staff()))) WITH CHECK (((app.current_tenant_id() IS NULL) OR ((organization_id = app.current_tenant_id()) AND app.is_staff())));


--
-- Name: addresses; Type: ROW SECURITY; Schema: public; Owner: propertyos_owner
--

ALTER TABLE public.addresses ENABLE ROW LEVEL SECURITY;

--
-- Name: announcements; Type: ROW SECURITY; Schema: public; Owner: propertyos_owner
--

ALTER TABLE public.announcements ENABLE ROW LEVEL SECURITY;

--
-- Name: audit_logs; Type: ROW SECURITY; Schema: public; Owner: propertyos_owner
--

ALTER TABLE public.audit_logs ENABLE ROW LEVEL SECURITY;

--
-- Name: audit_logs_default; Type: ROW SECURITY; Schema: public; Owner: propertyos_owner
--

ALTER TABLE public.audit_logs_default ENABLE ROW LEVEL SECURITY;

--
-- Name: audit_seals; Type: ROW SECURITY; Schema: public; Owner: propertyos_owner
--

ALTER TABLE public.audit_seals ENABLE ROW LEVEL SECURITY;

--
-- Name: bank_accounts; Type: ROW SECURITY; Schema: public; Owner: propertyos_owner
--

ALTER TABLE public.bank_accounts ENABLE ROW LEVEL SECURITY;

--
-- Name: charge_credits; Type: ROW SECURITY; Schema: public; Owner: propertyos_owner
--

ALTER TABLE public.charge_credits ENABLE ROW LEVEL SECURITY;

--
-- Name: charge_runs; Type: ROW SECURITY; Schema: public; Owner: propertyos_owner
--

ALTER TABLE public.charge_runs ENABLE ROW LEVEL SECURITY;

--
-- Name: charges; Type: ROW SECURITY; Schema: public; Owner: propertyos_owner
--

ALTER TABLE public.charges ENABLE ROW LEVEL SECURITY;

--
-- Name: checklist_templates; Type: ROW SECURITY; Schema: public; Owner: propertyos_owner
--

ALTER TABLE public.checklist_templates ENABLE ROW LEVEL SECURITY;

--
-- Name: ledger_balances definer_insert; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY definer_insert ON public.ledger_balances FOR INSERT TO propertyos_definer WITH CHECK ((tenant_id = app.current_tenant_id()));


--
-- Name: charges definer_lock; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY definer_lock ON public.charges FOR UPDATE TO propertyos_definer USING ((tenant_id = app.current_tenant_id())) WITH CHECK (false);


--
-- Name: ledgers definer_lock; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY definer_lock ON public.ledgers FOR UPDATE TO propertyos_definer USING ((tenant_id = app.current_tenant_id())) WITH CHECK ((tenant_id = app.current_tenant_id()));


--
-- Name: payments definer_lock; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY definer_lock ON public.payments FOR UPDATE TO propertyos_definer USING ((tenant_id = app.current_tenant_id())) WITH CHECK (false);


--
-- Name: addresses definer_read; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY definer_read ON public.addresses FOR SELECT TO propertyos_definer USING (true);


--
-- Name: announcements definer_read; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY definer_read ON public.announcements FOR SELECT TO propertyos_definer USING (true);


--
-- Name: audit_logs definer_read; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY definer_read ON public.audit_logs FOR SELECT TO propertyos_definer USING (true);


--
-- Name: audit_seals definer_read; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY definer_read ON public.audit_seals FOR SELECT TO propertyos_definer USING (true);


--
-- Name: bank_accounts definer_read; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY definer_read ON public.bank_accounts FOR SELECT TO propertyos_definer USING (true);


--
-- Name: charge_credits definer_read; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY definer_read ON public.charge_credits FOR SELECT TO propertyos_definer USING (true);


--
-- Name: charge_runs definer_read; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY definer_read ON public.charge_runs FOR SELECT TO propertyos_definer USING (true);


--
-- Name: charges definer_read; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY definer_read ON public.charges FOR SELECT TO propertyos_definer USING (true);


--
-- Name: checklist_templates definer_read; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY definer_read ON public.checklist_templates FOR SELECT TO propertyos_definer USING (true);


--
-- Name: deposit_dispositions definer_read; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY definer_read ON public.deposit_dispositions FOR SELECT TO propertyos_definer USING (true);


--
-- Name: deposit_rules definer_read; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY definer_read ON public.deposit_rules FOR SELECT TO propertyos_definer USING (true);


--
-- Name: disposition_items definer_read; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY definer_read ON public.disposition_items FOR SELECT TO propertyos_definer USING (true);


--
-- Name: document_template_versions definer_read; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY definer_read ON public.document_template_versions FOR SELECT TO propertyos_definer USING (true);


--
-- Name: document_templates definer_read; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY definer_read ON public.document_templates FOR SELECT TO propertyos_definer USING (true);


--
-- Name: document_versions definer_read; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY definer_read ON public.document_versions FOR SELECT TO propertyos_definer USING (true);


--
-- Name: documents definer_read; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY definer_read ON public.documents FOR SELECT TO propertyos_definer USING (true);


--
-- Name: emergency_contacts definer_read; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY definer_read ON public.emergency_contacts FOR SELECT TO propertyos_definer USING (true);


--
-- Name: events definer_read; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY definer_read ON public.events FOR SELECT TO propertyos_definer USING (true);


--
-- Name: idempotency_keys definer_read; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY definer_read ON public.idempotency_keys FOR SELECT TO propertyos_definer USING (true);


--
-- Name: import_mappings definer_read; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY definer_read ON public.import_mappings FOR SELECT TO propertyos_definer USING (true);


--
-- Name: import_sources definer_read; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY definer_read ON public.import_sources FOR SELECT TO propertyos_definer USING (true);


--
-- Name: import_uploads definer_read; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY definer_read ON public.import_uploads FOR SELECT TO propertyos_definer USING (true);


--
-- Name: imports definer_read; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY definer_read ON public.imports FOR SELECT TO propertyos_definer USING (true);


--
-- Name: inspection_items definer_read; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY definer_read ON public.inspection_items FOR SELECT TO propertyos_definer USING (true);


--
-- Name: inspections definer_read; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY definer_read ON public.inspections FOR SELECT TO propertyos_definer USING (true);


--
-- Name: invitations definer_read; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY definer_read ON public.invitations FOR SELECT TO propertyos_definer USING (true);


--
-- Name: journal_entries definer_read; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY definer_read ON public.journal_entries FOR SELECT TO propertyos_definer USING (true);


--
-- Name: lease_deposits definer_read; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY definer_read ON public.lease_deposits FOR SELECT TO propertyos_definer USING (true);


--
-- Name: lease_notices definer_read; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY definer_read ON public.lease_notices FOR SELECT TO propertyos_definer USING (true);


--
-- Name: lease_openings definer_read; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY definer_read ON public.lease_openings FOR SELECT TO propertyos_definer USING (true);


--
-- Name: lease_parties definer_read; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY definer_read ON public.lease_parties FOR SELECT TO propertyos_definer USING (true);


--
-- Name: leases definer_read; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY definer_read ON public.leases FOR SELECT TO propertyos_definer USING (true);


--
-- Name: leasing_policies definer_read; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY definer_read ON public.leasing_policies FOR SELECT TO propertyos_definer USING (true);


--
-- Name: ledger_accounts definer_read; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY definer_read ON public.ledger_accounts FOR SELECT TO propertyos_definer USING (true);


--
-- Name: ledger_balances definer_read; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY definer_read ON public.ledger_balances FOR SELECT TO propertyos_definer USING (true);


--
-- Name: ledger_locks definer_read; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY definer_read ON public.ledger_locks FOR SELECT TO propertyos_definer USING (true);


--
-- Name: ledgers definer_read; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY definer_read ON public.ledgers FOR SELECT TO propertyos_definer USING (true);


--
-- Name: maintenance_requests definer_read; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY definer_read ON public.maintenance_requests FOR SELECT TO propertyos_definer USING (true);


--
-- Name: money_policies definer_read; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY definer_read ON public.money_policies FOR SELECT TO propertyos_definer USING (true);


--
-- Name: notification_attempts definer_read; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY definer_read ON public.notification_attempts FOR SELECT TO propertyos_definer USING (true);


--
-- Name: notification_preferences definer_read; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY definer_read ON public.notification_preferences FOR SELECT TO propertyos_definer USING (true);


--
-- Name: notifications definer_read; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY definer_read ON public.notifications FOR SELECT TO propertyos_definer USING (true);


--
-- Name: organizations definer_read; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY definer_read ON public.organizations FOR SELECT TO propertyos_definer USING (true);


--
-- Name: owner_properties definer_read; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY definer_read ON public.owner_properties FOR SELECT TO propertyos_definer USING (true);


--
-- Name: owners definer_read; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY definer_read ON public.owners FOR SELECT TO propertyos_definer USING (true);


--
-- Name: payment_allocations definer_read; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY definer_read ON public.payment_allocations FOR SELECT TO propertyos_definer USING (true);


--
-- Name: payment_takebacks definer_read; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY definer_read ON public.payment_takebacks FOR SELECT TO propertyos_definer USING (true);


--
-- Name: payments definer_read; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY definer_read ON public.payments FOR SELECT TO propertyos_definer USING (true);


--
-- Name: pets definer_read; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY definer_read ON public.pets FOR SELECT TO propertyos_definer USING (true);


--
-- Name: properties definer_read; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY definer_read ON public.properties FOR SELECT TO propertyos_definer USING (true);


--
-- Name: property_group_members definer_read; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY definer_read ON public.property_group_members FOR SELECT TO propertyos_definer USING (true);


--
-- Name: property_groups definer_read; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY definer_read ON public.property_groups FOR SELECT TO propertyos_definer USING (true);


--
-- Name: recurring_charges definer_read; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY definer_read ON public.recurring_charges FOR SELECT TO propertyos_definer USING (true);


--
-- Name: renewal_offers definer_read; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY definer_read ON public.renewal_offers FOR SELECT TO propertyos_definer USING (true);


--
-- Name: rent_schedules definer_read; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY definer_read ON public.rent_schedules FOR SELECT TO propertyos_definer USING (true);


--
-- Name: renter_refunds definer_read; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY definer_read ON public.renter_refunds FOR SELECT TO propertyos_definer USING (true);


--
-- Name: single_sign_ons definer_read; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY definer_read ON public.single_sign_ons FOR SELECT TO propertyos_definer USING (true);


--
-- Name: take_ons definer_read; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY definer_read ON public.take_ons FOR SELECT TO propertyos_definer USING (true);


--
-- Name: tenancies definer_read; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY definer_read ON public.tenancies FOR SELECT TO propertyos_definer USING (true);


--
-- Name: tenants definer_read; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY definer_read ON public.tenants FOR SELECT TO propertyos_definer USING (true);


--
-- Name: transaction_reconciliations definer_read; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY definer_read ON public.transaction_reconciliations FOR SELECT TO propertyos_definer USING (true);


--
-- Name: transactions definer_read; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY definer_read ON public.transactions FOR SELECT TO propertyos_definer USING (true);


--
-- Name: trust_banks definer_read; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY definer_read ON public.trust_banks FOR SELECT TO propertyos_definer USING (true);


--
-- Name: trust_deficits definer_read; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY definer_read ON public.trust_deficits FOR SELECT TO propertyos_definer USING (true);


--
-- Name: trust_receipts definer_read; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY definer_read ON public.trust_receipts FOR SELECT TO propertyos_definer USING (true);


--
-- Name: unit_holds definer_read; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY definer_read ON public.unit_holds FOR SELECT TO propertyos_definer USING (true);


--
-- Name: unit_status_history definer_read; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY definer_read ON public.unit_status_history FOR SELECT TO propertyos_definer USING (true);


--
-- Name: units definer_read; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY definer_read ON public.units FOR SELECT TO propertyos_definer USING (true);


--
-- Name: uploads definer_read; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY definer_read ON public.uploads FOR SELECT TO propertyos_definer USING (true);


--
-- Name: users definer_read; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY definer_read ON public.users FOR SELECT TO propertyos_definer USING (true);


--
-- Name: vehicles definer_read; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY definer_read ON public.vehicles FOR SELECT TO propertyos_definer USING (true);


--
-- Name: vendors definer_read; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY definer_read ON public.vendors FOR SELECT TO propertyos_definer USING (true);


--
-- Name: webhook_attempts definer_read; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY definer_read ON public.webhook_attempts FOR SELECT TO propertyos_definer USING (true);


--
-- Name: webhook_deliveries definer_read; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY definer_read ON public.webhook_deliveries FOR SELECT TO propertyos_definer USING (true);


--
-- Name: webhooks definer_read; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY definer_read ON public.webhooks FOR SELECT TO propertyos_definer USING (true);


--
-- Name: work_orders definer_read; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY definer_read ON public.work_orders FOR SELECT TO propertyos_definer USING (true);


--
-- Name: ledger_balances definer_update; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY definer_update ON public.ledger_balances FOR UPDATE TO propertyos_definer USING ((tenant_id = app.current_tenant_id())) WITH CHECK ((tenant_id = app.current_tenant_id()));


--
-- Name: audit_logs definer_write; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY definer_write ON public.audit_logs FOR INSERT TO propertyos_definer WITH CHECK (true);


--
-- Name: deposit_dispositions; Type: ROW SECURITY; Schema: public; Owner: propertyos_owner
--

ALTER TABLE public.deposit_dispositions ENABLE ROW LEVEL SECURITY;

--
-- Name: deposit_rules; Type: ROW SECURITY; Schema: public; Owner: propertyos_owner
--

ALTER TABLE public.deposit_rules ENABLE ROW LEVEL SECURITY;

--
-- Name: disposition_items; Type: ROW SECURITY; Schema: public; Owner: propertyos_owner
--

ALTER TABLE public.disposition_items ENABLE ROW LEVEL SECURITY;

--
-- Name: document_template_versions; Type: ROW SECURITY; Schema: public; Owner: propertyos_owner
--

ALTER TABLE public.document_template_versions ENABLE ROW LEVEL SECURITY;

--
-- Name: document_templates; Type: ROW SECURITY; Schema: public; Owner: propertyos_owner
--

ALTER TABLE public.document_templates ENABLE ROW LEVEL SECURITY;

--
-- Name: document_versions; Type: ROW SECURITY; Schema: public; Owner: propertyos_owner
--

ALTER TABLE public.document_versions ENABLE ROW LEVEL SECURITY;

--
-- Name: documents; Type: ROW SECURITY; Schema: public; Owner: propertyos_owner
--

ALTER TABLE public.documents ENABLE ROW LEVEL SECURITY;

--
-- Name: emergency_contacts; Type: ROW SECURITY; Schema: public; Owner: propertyos_owner
--

ALTER TABLE public.emergency_contacts ENABLE ROW LEVEL SECURITY;

--
-- Name: events; Type: ROW SECURITY; Schema: public; Owner: propertyos_owner
--

ALTER TABLE public.events ENABLE ROW LEVEL SECURITY;

--
-- Name: idempotency_keys; Type: ROW SECURITY; Schema: public; Owner: propertyos_owner
--

ALTER TABLE public.idempotency_keys ENABLE ROW LEVEL SECURITY;

--
-- Name: import_mappings; Type: ROW SECURITY; Schema: public; Owner: propertyos_owner
--

ALTER TABLE public.import_mappings ENABLE ROW LEVEL SECURITY;

--
-- Name: import_sources; Type: ROW SECURITY; Schema: public; Owner: propertyos_owner
--

ALTER TABLE public.import_sources ENABLE ROW LEVEL SECURITY;

--
-- Name: import_uploads; Type: ROW SECURITY; Schema: public; Owner: propertyos_owner
--

ALTER TABLE public.import_uploads ENABLE ROW LEVEL SECURITY;

--
-- Name: imports; Type: ROW SECURITY; Schema: public; Owner: propertyos_owner
--

ALTER TABLE public.imports ENABLE ROW LEVEL SECURITY;

--
-- Name: inspection_items; Type: ROW SECURITY; Schema: public; Owner: propertyos_owner
--

ALTER TABLE public.inspection_items ENABLE ROW LEVEL SECURITY;

--
-- Name: inspections; Type: ROW SECURITY; Schema: public; Owner: propertyos_owner
--

ALTER TABLE public.inspections ENABLE ROW LEVEL SECURITY;

--
-- Name: invitations; Type: ROW SECURITY; Schema: public; Owner: propertyos_owner
--

ALTER TABLE public.invitations ENABLE ROW LEVEL SECURITY;

--
-- Name: journal_entries; Type: ROW SECURITY; Schema: public; Owner: propertyos_owner
--

ALTER TABLE public.journal_entries ENABLE ROW LEVEL SECURITY;

--
-- Name: lease_deposits; Type: ROW SECURITY; Schema: public; Owner: propertyos_owner
--

ALTER TABLE public.lease_deposits ENABLE ROW LEVEL SECURITY;

--
-- Name: lease_notices; Type: ROW SECURITY; Schema: public; Owner: propertyos_owner
--

ALTER TABLE public.lease_notices ENABLE ROW LEVEL SECURITY;

--
-- Name: lease_openings; Type: ROW SECURITY; Schema: public; Owner: propertyos_owner
--

ALTER TABLE public.lease_openings ENABLE ROW LEVEL SECURITY;

--
-- Name: lease_parties; Type: ROW SECURITY; Schema: public; Owner: propertyos_owner
--

ALTER TABLE public.lease_parties ENABLE ROW LEVEL SECURITY;

--
-- Name: leases; Type: ROW SECURITY; Schema: public; Owner: propertyos_owner
--

ALTER TABLE public.leases ENABLE ROW LEVEL SECURITY;

--
-- Name: leasing_policies; Type: ROW SECURITY; Schema: public; Owner: propertyos_owner
--

ALTER TABLE public.leasing_policies ENABLE ROW LEVEL SECURITY;

--
-- Name: ledger_accounts; Type: ROW SECURITY; Schema: public; Owner: propertyos_owner
--

ALTER TABLE public.ledger_accounts ENABLE ROW LEVEL SECURITY;

--
-- Name: ledger_balances; Type: ROW SECURITY; Schema: public; Owner: propertyos_owner
--

ALTER TABLE public.ledger_balances ENABLE ROW LEVEL SECURITY;

--
-- Name: ledger_locks; Type: ROW SECURITY; Schema: public; Owner: propertyos_owner
--

ALTER TABLE public.ledger_locks ENABLE ROW LEVEL SECURITY;

--
-- Name: ledgers; Type: ROW SECURITY; Schema: public; Owner: propertyos_owner
--

ALTER TABLE public.ledgers ENABLE ROW LEVEL SECURITY;

--
-- Name: maintenance_requests; Type: ROW SECURITY; Schema: public; Owner: propertyos_owner
--

ALTER TABLE public.maintenance_requests ENABLE ROW LEVEL SECURITY;

--
-- Name: money_policies; Type: ROW SECURITY; Schema: public; Owner: propertyos_owner
--

ALTER TABLE public.money_policies ENABLE ROW LEVEL SECURITY;

--
-- Name: notification_attempts; Type: ROW SECURITY; Schema: public; Owner: propertyos_owner
--

ALTER TABLE public.notification_attempts ENABLE ROW LEVEL SECURITY;

--
-- Name: notification_preferences; Type: ROW SECURITY; Schema: public; Owner: propertyos_owner
--

ALTER TABLE public.notification_preferences ENABLE ROW LEVEL SECURITY;

--
-- Name: notifications; Type: ROW SECURITY; Schema: public; Owner: propertyos_owner
--

ALTER TABLE public.notifications ENABLE ROW LEVEL SECURITY;

--
-- Name: organizations; Type: ROW SECURITY; Schema: public; Owner: propertyos_owner
--

ALTER TABLE public.organizations ENABLE ROW LEVEL SECURITY;

--
-- Name: owner_properties; Type: ROW SECURITY; Schema: public; Owner: propertyos_owner
--

ALTER TABLE public.owner_properties ENABLE ROW LEVEL SECURITY;

--
-- Name: owners; Type: ROW SECURITY; Schema: public; Owner: propertyos_owner
--

ALTER TABLE public.owners ENABLE ROW LEVEL SECURITY;

--
-- Name: payment_allocations; Type: ROW SECURITY; Schema: public; Owner: propertyos_owner
--

ALTER TABLE public.payment_allocations ENABLE ROW LEVEL SECURITY;

--
-- Name: payment_takebacks; Type: ROW SECURITY; Schema: public; Owner: propertyos_owner
--

ALTER TABLE public.payment_takebacks ENABLE ROW LEVEL SECURITY;

--
-- Name: payments; Type: ROW SECURITY; Schema: public; Owner: propertyos_owner
--

ALTER TABLE public.payments ENABLE ROW LEVEL SECURITY;

--
-- Name: pets; Type: ROW SECURITY; Schema: public; Owner: propertyos_owner
--

ALTER TABLE public.pets ENABLE ROW LEVEL SECURITY;

--
-- Name: properties; Type: ROW SECURITY; Schema: public; Owner: propertyos_owner
--

ALTER TABLE public.properties ENABLE ROW LEVEL SECURITY;

--
-- Name: property_group_members; Type: ROW SECURITY; Schema: public; Owner: propertyos_owner
--

ALTER TABLE public.property_group_members ENABLE ROW LEVEL SECURITY;

--
-- Name: property_groups; Type: ROW SECURITY; Schema: public; Owner: propertyos_owner
--

ALTER TABLE public.property_groups ENABLE ROW LEVEL SECURITY;

--
-- Name: recurring_charges; Type: ROW SECURITY; Schema: public; Owner: propertyos_owner
--

ALTER TABLE public.recurring_charges ENABLE ROW LEVEL SECURITY;

--
-- Name: renewal_offers; Type: ROW SECURITY; Schema: public; Owner: propertyos_owner
--

ALTER TABLE public.renewal_offers ENABLE ROW LEVEL SECURITY;

--
-- Name: rent_schedules; Type: ROW SECURITY; Schema: public; Owner: propertyos_owner
--

ALTER TABLE public.rent_schedules ENABLE ROW LEVEL SECURITY;

--
-- Name: renter_refunds; Type: ROW SECURITY; Schema: public; Owner: propertyos_owner
--

ALTER TABLE public.renter_refunds ENABLE ROW LEVEL SECURITY;

--
-- Name: import_uploads role_delete; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY role_delete ON public.import_uploads AS RESTRICTIVE FOR DELETE TO propertyos_app USING ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND false)));


--
-- Name: leasing_policies role_delete; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY role_delete ON public.leasing_policies AS RESTRICTIVE FOR DELETE TO propertyos_app USING ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND false)));


--
-- Name: property_group_members role_delete; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY role_delete ON public.property_group_members AS RESTRICTIVE FOR DELETE TO propertyos_app USING ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND false)));


--
-- Name: addresses role_scope; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY role_scope ON public.addresses AS RESTRICTIVE TO propertyos_app, propertyos_readonly USING ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND (id = ANY (app.scope_ids()))))) WITH CHECK ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND false)));


--
-- Name: announcements role_scope; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY role_scope ON public.announcements AS RESTRICTIVE TO propertyos_app, propertyos_readonly USING ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND false))) WITH CHECK ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND false)));


--
-- Name: audit_logs role_scope; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY role_scope ON public.audit_logs AS RESTRICTIVE TO propertyos_app, propertyos_readonly USING ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND false))) WITH CHECK ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND false)));


--
-- Name: audit_logs_default role_scope; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY role_scope ON public.audit_logs_default AS RESTRICTIVE TO propertyos_app, propertyos_readonly USING (app.is_staff());


--
-- Name: audit_seals role_scope; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY role_scope ON public.audit_seals AS RESTRICTIVE TO propertyos_app, propertyos_readonly USING ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND false))) WITH CHECK ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND false)));


--
-- Name: bank_accounts role_scope; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY role_scope ON public.bank_accounts AS RESTRICTIVE TO propertyos_app, propertyos_readonly USING ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND (owner_id = ANY (app.scope_ids()))))) WITH CHECK ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND false)));


--
-- Name: charge_credits role_scope; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY role_scope ON public.charge_credits AS RESTRICTIVE TO propertyos_app, propertyos_readonly USING ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND (app.is_renter() AND (tenancy_id = ANY (app.scope_ids())))))) WITH CHECK ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND false)));


--
-- Name: charge_runs role_scope; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY role_scope ON public.charge_runs AS RESTRICTIVE TO propertyos_app, propertyos_readonly USING ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND false))) WITH CHECK ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND false)));


--
-- Name: charges role_scope; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY role_scope ON public.charges AS RESTRICTIVE TO propertyos_app, propertyos_readonly USING ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND (app.is_renter() AND (tenancy_id = ANY (app.scope_ids())))))) WITH CHECK ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND false)));


--
-- Name: checklist_templates role_scope; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY role_scope ON public.checklist_templates AS RESTRICTIVE TO propertyos_app, propertyos_readonly USING ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND false))) WITH CHECK ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND false)));


--
-- Name: deposit_dispositions role_scope; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY role_scope ON public.deposit_dispositions AS RESTRICTIVE TO propertyos_app, propertyos_readonly USING ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND ((tenancy_id = ANY (app.scope_ids())) AND (status = 'sent'::text))))) WITH CHECK ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND false)));


--
-- Name: deposit_rules role_scope; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY role_scope ON public.deposit_rules AS RESTRICTIVE TO propertyos_app, propertyos_readonly USING ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND false))) WITH CHECK ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND false)));


--
-- Name: disposition_items role_scope; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY role_scope ON public.disposition_items AS RESTRICTIVE TO propertyos_app, propertyos_readonly USING ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND false))) WITH CHECK ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND false)));


--
-- Name: document_template_versions role_scope; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY role_scope ON public.document_template_versions AS RESTRICTIVE TO propertyos_app, propertyos_readonly USING ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND false))) WITH CHECK ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND false)));


--
-- Name: document_templates role_scope; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY role_scope ON public.document_templates AS RESTRICTIVE TO propertyos_app, propertyos_readonly USING ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND false))) WITH CHECK ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND false)));


--
-- Name: document_versions role_scope; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY role_scope ON public.document_versions AS RESTRICTIVE TO propertyos_app, propertyos_readonly USING ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND false))) WITH CHECK ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND false)));


--
-- Name: documents role_scope; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY role_scope ON public.documents AS RESTRICTIVE TO propertyos_app, propertyos_readonly USING ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND (((entity_id = ANY (app.scope_ids())) AND ((app.is_renter() AND (access_level = 'renter'::text)) OR (app.is_owner() AND (access_level = 'owner'::text)) OR (app.is_vendor() AND (access_level = 'vendor'::text)))) OR (audience_id = app.current_user_id()))))) WITH CHECK ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND false)));


--
-- Name: emergency_contacts role_scope; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY role_scope ON public.emergency_contacts AS RESTRICTIVE TO propertyos_app, propertyos_readonly USING ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND (renter_id = ANY (app.scope_ids()))))) WITH CHECK ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND (renter_id = ANY (app.scope_ids())))));


--
-- Name: events role_scope; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY role_scope ON public.events AS RESTRICTIVE TO propertyos_app, propertyos_readonly USING ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND false))) WITH CHECK ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND (actor_id = app.current_user_id()))));


--
-- Name: idempotency_keys role_scope; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY role_scope ON public.idempotency_keys AS RESTRICTIVE TO propertyos_app, propertyos_readonly USING ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND (actor_id = app.current_user_id())))) WITH CHECK ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND (actor_id = app.current_user_id()))));


--
-- Name: import_mappings role_scope; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY role_scope ON public.import_mappings AS RESTRICTIVE TO propertyos_app, propertyos_readonly USING ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND false))) WITH CHECK ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND false)));


--
-- Name: import_sources role_scope; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY role_scope ON public.import_sources AS RESTRICTIVE TO propertyos_app, propertyos_readonly USING ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND false))) WITH CHECK ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND false)));


--
-- Name: import_uploads role_scope; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY role_scope ON public.import_uploads AS RESTRICTIVE TO propertyos_app, propertyos_readonly USING ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND false))) WITH CHECK ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND false)));


--
-- Name: imports role_scope; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY role_scope ON public.imports AS RESTRICTIVE TO propertyos_app, propertyos_readonly USING ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND false))) WITH CHECK ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND false)));


--
-- Name: inspection_items role_scope; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY role_scope ON public.inspection_items AS RESTRICTIVE TO propertyos_app, propertyos_readonly USING ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND false))) WITH CHECK ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND false)));


--
-- Name: inspections role_scope; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY role_scope ON public.inspections AS RESTRICTIVE TO propertyos_app, propertyos_readonly USING ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND ((tenancy_id = ANY (app.scope_ids())) AND (completed_at IS NOT NULL))))) WITH CHECK ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND false)));


--
-- Name: invitations role_scope; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY role_scope ON public.invitations AS RESTRICTIVE TO propertyos_app, propertyos_readonly USING ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND false))) WITH CHECK ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND false)));


--
-- Name: journal_entries role_scope; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY role_scope ON public.journal_entries AS RESTRICTIVE TO propertyos_app, propertyos_readonly USING ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND false))) WITH CHECK ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND false)));


--
-- Name: lease_deposits role_scope; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY role_scope ON public.lease_deposits AS RESTRICTIVE TO propertyos_app, propertyos_readonly USING ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND (tenancy_id = ANY (app.scope_ids()))))) WITH CHECK ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND false)));


--
-- Name: lease_notices role_scope; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY role_scope ON public.lease_notices AS RESTRICTIVE TO propertyos_app, propertyos_readonly USING ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND (tenancy_id = ANY (app.scope_ids()))))) WITH CHECK ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND ((tenancy_id = ANY (app.scope_ids())) AND (given_by = 'renter'::text) AND (acknowledged_at IS NULL) AND (served_on IS NULL)))));


--
-- Name: lease_openings role_scope; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY role_scope ON public.lease_openings AS RESTRICTIVE TO propertyos_app, propertyos_readonly USING ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND (tenancy_id = ANY (app.scope_ids()))))) WITH CHECK ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND false)));


--
-- Name: lease_parties role_scope; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY role_scope ON public.lease_parties AS RESTRICTIVE TO propertyos_app, propertyos_readonly USING ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND ((tenancy_id = ANY (app.scope_ids())) OR (renter_id = ANY (app.scope_ids())))))) WITH CHECK ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND false)));


--
-- Name: leases role_scope; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY role_scope ON public.leases AS RESTRICTIVE TO propertyos_app, propertyos_readonly USING ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND ((id = ANY (app.scope_ids())) OR (property_id = ANY (app.scope_ids())))))) WITH CHECK ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND false)));


--
-- Name: leasing_policies role_scope; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY role_scope ON public.leasing_policies AS RESTRICTIVE TO propertyos_app, propertyos_readonly USING ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND false))) WITH CHECK ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND false)));


--
-- Name: ledger_accounts role_scope; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY role_scope ON public.ledger_accounts AS RESTRICTIVE TO propertyos_app, propertyos_readonly USING ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND false))) WITH CHECK ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND false)));


--
-- Name: ledger_balances role_scope; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY role_scope ON public.ledger_balances AS RESTRICTIVE TO propertyos_app, propertyos_readonly USING ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND false))) WITH CHECK ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND false)));


--
-- Name: ledger_locks role_scope; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY role_scope ON public.ledger_locks AS RESTRICTIVE TO propertyos_app, propertyos_readonly USING ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND false))) WITH CHECK ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND false)));


--
-- Name: ledgers role_scope; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY role_scope ON public.ledgers AS RESTRICTIVE TO propertyos_app, propertyos_readonly USING ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND false))) WITH CHECK ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND false)));


--
-- Name: maintenance_requests role_scope; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY role_scope ON public.maintenance_requests AS RESTRICTIVE TO propertyos_app, propertyos_readonly USING ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND ((app.is_renter() AND (renter_id = ANY (app.scope_ids()))) OR (app.is_owner() AND (property_id = ANY (app.scope_ids()))) OR (app.is_vendor() AND (assigned_vendor_id = ANY (app.scope_ids()))))))) WITH CHECK ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND (app.is_renter() AND (renter_id = ANY (app.scope_ids())) AND (unit_id = ANY (app.scope_ids()))))));


--
-- Name: money_policies role_scope; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY role_scope ON public.money_policies AS RESTRICTIVE TO propertyos_app, propertyos_readonly USING ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND false))) WITH CHECK ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND false)));


--
-- Name: notification_attempts role_scope; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY role_scope ON public.notification_attempts AS RESTRICTIVE TO propertyos_app, propertyos_readonly USING ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND false))) WITH CHECK ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND false)));


--
-- Name: notification_preferences role_scope; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY role_scope ON public.notification_preferences AS RESTRICTIVE TO propertyos_app, propertyos_readonly USING ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND (user_id = app.current_user_id())))) WITH CHECK ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND (user_id = app.current_user_id()))));


--
-- Name: notifications role_scope; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY role_scope ON public.notifications AS RESTRICTIVE TO propertyos_app, propertyos_readonly USING ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND (user_id = app.current_user_id())))) WITH CHECK ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND (user_id = app.current_user_id()))));


--
-- Name: organizations role_scope; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY role_scope ON public.organizations AS RESTRICTIVE TO propertyos_app, propertyos_readonly USING ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND true))) WITH CHECK ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND false)));


--
-- Name: owner_properties role_scope; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY role_scope ON public.owner_properties AS RESTRICTIVE TO propertyos_app, propertyos_readonly USING ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND (owner_id = ANY (app.scope_ids()))))) WITH CHECK ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND false)));


--
-- Name: owners role_scope; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY role_scope ON public.owners AS RESTRICTIVE TO propertyos_app, propertyos_readonly USING ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND (id = ANY (app.scope_ids()))))) WITH CHECK ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND false)));


--
-- Name: payment_allocations role_scope; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY role_scope ON public.payment_allocations AS RESTRICTIVE TO propertyos_app, propertyos_readonly USING ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND (app.is_renter() AND (tenancy_id = ANY (app.scope_ids())))))) WITH CHECK ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND false)));


--
-- Name: payment_takebacks role_scope; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY role_scope ON public.payment_takebacks AS RESTRICTIVE TO propertyos_app, propertyos_readonly USING ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND (app.is_renter() AND (tenancy_id = ANY (app.scope_ids())))))) WITH CHECK ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND false)));


--
-- Name: payments role_scope; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY role_scope ON public.payments AS RESTRICTIVE TO propertyos_app, propertyos_readonly USING ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND (app.is_renter() AND (tenancy_id = ANY (app.scope_ids())))))) WITH CHECK ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND false)));


--
-- Name: pets role_scope; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY role_scope ON public.pets AS RESTRICTIVE TO propertyos_app, propertyos_readonly USING ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND (tenancy_id = ANY (app.scope_ids()))))) WITH CHECK ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND false)));


--
-- Name: properties role_scope; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY role_scope ON public.properties AS RESTRICTIVE TO propertyos_app, propertyos_readonly USING ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND (id = ANY (app.scope_ids()))))) WITH CHECK ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND false)));


--
-- Name: property_group_members role_scope; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY role_scope ON public.property_group_members AS RESTRICTIVE TO propertyos_app, propertyos_readonly USING ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND false))) WITH CHECK ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND false)));


--
-- Name: property_groups role_scope; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY role_scope ON public.property_groups AS RESTRICTIVE TO propertyos_app, propertyos_readonly USING ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND false))) WITH CHECK ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND false)));


--
-- Name: recurring_charges role_scope; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY role_scope ON public.recurring_charges AS RESTRICTIVE TO propertyos_app, propertyos_readonly USING ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND (tenancy_id = ANY (app.scope_ids()))))) WITH CHECK ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND false)));


--
-- Name: renewal_offers role_scope; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY role_scope ON public.renewal_offers AS RESTRICTIVE TO propertyos_app, propertyos_readonly USING ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND ((tenancy_id = ANY (app.scope_ids())) AND (status <> 'draft'::text))))) WITH CHECK ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND ((tenancy_id = ANY (app.scope_ids())) AND (status = ANY (ARRAY['accepted'::text, 'declined'::text]))))));


--
-- Name: rent_schedules role_scope; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY role_scope ON public.rent_schedules AS RESTRICTIVE TO propertyos_app, propertyos_readonly USING ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND (tenancy_id = ANY (app.scope_ids()))))) WITH CHECK ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND false)));


--
-- Name: renter_refunds role_scope; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY role_scope ON public.renter_refunds AS RESTRICTIVE TO propertyos_app, propertyos_readonly USING ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND (app.is_renter() AND (tenancy_id = ANY (app.scope_ids())))))) WITH CHECK ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND false)));


--
-- Name: single_sign_ons role_scope; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY role_scope ON public.single_sign_ons AS RESTRICTIVE TO propertyos_app, propertyos_readonly USING ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND false))) WITH CHECK ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND false)));


--
-- Name: take_ons role_scope; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY role_scope ON public.take_ons AS RESTRICTIVE TO propertyos_app, propertyos_readonly USING ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND false))) WITH CHECK ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND false)));


--
-- Name: tenancies role_scope; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY role_scope ON public.tenancies AS RESTRICTIVE TO propertyos_app, propertyos_readonly USING ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND ((id = ANY (app.scope_ids())) OR (property_id = ANY (app.scope_ids())))))) WITH CHECK ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND false)));


--
-- Name: tenants role_scope; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY role_scope ON public.tenants AS RESTRICTIVE TO propertyos_app, propertyos_readonly USING ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND (id = ANY (app.scope_ids()))))) WITH CHECK ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND false)));


--
-- Name: transaction_reconciliations role_scope; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY role_scope ON public.transaction_reconciliations AS RESTRICTIVE TO propertyos_app, propertyos_readonly USING ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND false))) WITH CHECK ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND false)));


--
-- Name: transactions role_scope; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY role_scope ON public.transactions AS RESTRICTIVE TO propertyos_app, propertyos_readonly USING ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND (app.is_renter() AND (tenancy_id = ANY (app.scope_ids())))))) WITH CHECK ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND false)));


--
-- Name: trust_banks role_scope; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY role_scope ON public.trust_banks AS RESTRICTIVE TO propertyos_app, propertyos_readonly USING ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND false))) WITH CHECK ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND false)));


--
-- Name: trust_deficits role_scope; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY role_scope ON public.trust_deficits AS RESTRICTIVE TO propertyos_app, propertyos_readonly USING ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND false))) WITH CHECK ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND false)));


--
-- Name: trust_receipts role_scope; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY role_scope ON public.trust_receipts AS RESTRICTIVE TO propertyos_app, propertyos_readonly USING ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND false))) WITH CHECK ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND false)));


--
-- Name: unit_holds role_scope; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY role_scope ON public.unit_holds AS RESTRICTIVE TO propertyos_app, propertyos_readonly USING ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND (property_id = ANY (app.scope_ids()))))) WITH CHECK ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND false)));


--
-- Name: unit_status_history role_scope; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY role_scope ON public.unit_status_history AS RESTRICTIVE TO propertyos_app, propertyos_readonly USING ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND false))) WITH CHECK ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND false)));


--
-- Name: units role_scope; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY role_scope ON public.units AS RESTRICTIVE TO propertyos_app, propertyos_readonly USING ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND ((id = ANY (app.scope_ids())) OR (property_id = ANY (app.scope_ids())))))) WITH CHECK ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND false)));


--
-- Name: uploads role_scope; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY role_scope ON public.uploads AS RESTRICTIVE TO propertyos_app, propertyos_readonly USING ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND false))) WITH CHECK ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND false)));


--
-- Name: users role_scope; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY role_scope ON public.users AS RESTRICTIVE TO propertyos_app, propertyos_readonly USING ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND (id = app.current_user_id())))) WITH CHECK ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND false)));


--
-- Name: vehicles role_scope; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY role_scope ON public.vehicles AS RESTRICTIVE TO propertyos_app, propertyos_readonly USING ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND (tenancy_id = ANY (app.scope_ids()))))) WITH CHECK ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND (tenancy_id = ANY (app.scope_ids())))));


--
-- Name: vendors role_scope; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY role_scope ON public.vendors AS RESTRICTIVE TO propertyos_app, propertyos_readonly USING ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND (id = ANY (app.scope_ids()))))) WITH CHECK ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND false)));


--
-- Name: webhook_attempts role_scope; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY role_scope ON public.webhook_attempts AS RESTRICTIVE TO propertyos_app, propertyos_readonly USING ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND false))) WITH CHECK ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND false)));


--
-- Name: webhook_deliveries role_scope; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY role_scope ON public.webhook_deliveries AS RESTRICTIVE TO propertyos_app, propertyos_readonly USING ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND false))) WITH CHECK ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND false)));


--
-- Name: webhooks role_scope; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY role_scope ON public.webhooks AS RESTRICTIVE TO propertyos_app, propertyos_readonly USING ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND false))) WITH CHECK ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND false)));


--
-- Name: work_orders role_scope; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY role_scope ON public.work_orders AS RESTRICTIVE TO propertyos_app, propertyos_readonly USING ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND ((app.is_vendor() AND (vendor_id = ANY (app.scope_ids()))) OR (app.is_owner() AND (property_id = ANY (app.scope_ids()))))))) WITH CHECK ((app.is_staff() OR (COALESCE((app.actor_role() = ANY (ARRAY['tenant'::text, 'owner'::text, 'vendor'::text])), false) AND (app.is_vendor() AND (vendor_id = ANY (app.scope_ids()))))));


--
-- Name: single_sign_ons; Type: ROW SECURITY; Schema: public; Owner: propertyos_owner
--

ALTER TABLE public.single_sign_ons ENABLE ROW LEVEL SECURITY;

--
-- Name: idempotency_keys system_expiry; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY system_expiry ON public.idempotency_keys TO propertyos_system USING (true);


--
-- Name: audit_logs system_isolation; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY system_isolation ON public.audit_logs TO propertyos_system USING ((tenant_id = app.current_tenant_id())) WITH CHECK ((tenant_id = app.current_tenant_id()));


--
-- Name: audit_seals system_isolation; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY system_isolation ON public.audit_seals TO propertyos_system USING ((tenant_id = app.current_tenant_id())) WITH CHECK ((tenant_id = app.current_tenant_id()));


--
-- Name: invitations system_isolation; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY system_isolation ON public.invitations TO propertyos_system USING ((tenant_id = app.current_tenant_id())) WITH CHECK ((tenant_id = app.current_tenant_id()));


--
-- Name: organizations system_isolation; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY system_isolation ON public.organizations TO propertyos_system USING ((id = app.current_tenant_id())) WITH CHECK ((id = app.current_tenant_id()));


--
-- Name: single_sign_ons system_isolation; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY system_isolation ON public.single_sign_ons TO propertyos_system USING ((tenant_id = app.current_tenant_id())) WITH CHECK ((tenant_id = app.current_tenant_id()));


--
-- Name: users system_isolation; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY system_isolation ON public.users TO propertyos_system USING ((tenant_id = app.current_tenant_id())) WITH CHECK ((tenant_id = app.current_tenant_id()));


--
-- Name: owners system_link; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY system_link ON public.owners TO propertyos_system USING ((tenant_id = app.current_tenant_id())) WITH CHECK ((tenant_id = app.current_tenant_id()));


--
-- Name: tenants system_link; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY system_link ON public.tenants TO propertyos_system USING ((tenant_id = app.current_tenant_id())) WITH CHECK ((tenant_id = app.current_tenant_id()));


--
-- Name: vendors system_link; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY system_link ON public.vendors TO propertyos_system USING ((tenant_id = app.current_tenant_id())) WITH CHECK ((tenant_id = app.current_tenant_id()));


--
-- Name: events system_relay; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY system_relay ON public.events TO propertyos_system USING (true) WITH CHECK (true);


--
-- Name: take_ons; Type: ROW SECURITY; Schema: public; Owner: propertyos_owner
--

ALTER TABLE public.take_ons ENABLE ROW LEVEL SECURITY;

--
-- Name: tenancies; Type: ROW SECURITY; Schema: public; Owner: propertyos_owner
--

ALTER TABLE public.tenancies ENABLE ROW LEVEL SECURITY;

--
-- Name: addresses tenant_isolation; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY tenant_isolation ON public.addresses TO propertyos_owner, propertyos_app, propertyos_readonly USING ((tenant_id = app.current_tenant_id())) WITH CHECK ((tenant_id = app.current_tenant_id()));


--
-- Name: announcements tenant_isolation; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY tenant_isolation ON public.announcements TO propertyos_owner, propertyos_app, propertyos_readonly USING ((tenant_id = app.current_tenant_id())) WITH CHECK ((tenant_id = app.current_tenant_id()));


--
-- Name: audit_logs tenant_isolation; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY tenant_isolation ON public.audit_logs TO propertyos_owner, propertyos_app, propertyos_readonly USING ((tenant_id = app.current_tenant_id())) WITH CHECK ((tenant_id = app.current_tenant_id()));


--
-- Name: audit_logs_default tenant_isolation; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY tenant_isolation ON public.audit_logs_default TO propertyos_owner, propertyos_app, propertyos_readonly USING ((tenant_id = app.current_tenant_id())) WITH CHECK ((tenant_id = app.current_tenant_id()));


--
-- Name: audit_seals tenant_isolation; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY tenant_isolation ON public.audit_seals TO propertyos_owner, propertyos_app, propertyos_readonly USING ((tenant_id = app.current_tenant_id())) WITH CHECK ((tenant_id = app.current_tenant_id()));


--
-- Name: bank_accounts tenant_isolation; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY tenant_isolation ON public.bank_accounts TO propertyos_owner, propertyos_app, propertyos_readonly USING ((tenant_id = app.current_tenant_id())) WITH CHECK ((tenant_id = app.current_tenant_id()));


--
-- Name: charge_credits tenant_isolation; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY tenant_isolation ON public.charge_credits TO propertyos_owner, propertyos_app, propertyos_readonly USING ((tenant_id = app.current_tenant_id())) WITH CHECK ((tenant_id = app.current_tenant_id()));


--
-- Name: charge_runs tenant_isolation; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY tenant_isolation ON public.charge_runs TO propertyos_owner, propertyos_app, propertyos_readonly USING ((tenant_id = app.current_tenant_id())) WITH CHECK ((tenant_id = app.current_tenant_id()));


--
-- Name: charges tenant_isolation; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY tenant_isolation ON public.charges TO propertyos_owner, propertyos_app, propertyos_readonly USING ((tenant_id = app.current_tenant_id())) WITH CHECK ((tenant_id = app.current_tenant_id()));


--
-- Name: checklist_templates tenant_isolation; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY tenant_isolation ON public.checklist_templates TO propertyos_owner, propertyos_app, propertyos_readonly USING ((tenant_id = app.current_tenant_id())) WITH CHECK ((tenant_id = app.current_tenant_id()));


--
-- Name: deposit_dispositions tenant_isolation; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY tenant_isolation ON public.deposit_dispositions TO propertyos_owner, propertyos_app, propertyos_readonly USING ((tenant_id = app.current_tenant_id())) WITH CHECK ((tenant_id = app.current_tenant_id()));


--
-- Name: deposit_rules tenant_isolation; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY tenant_isolation ON public.deposit_rules TO propertyos_owner, propertyos_app, propertyos_readonly USING ((tenant_id = app.current_tenant_id())) WITH CHECK ((tenant_id = app.current_tenant_id()));


--
-- Name: disposition_items tenant_isolation; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY tenant_isolation ON public.disposition_items TO propertyos_owner, propertyos_app, propertyos_readonly USING ((tenant_id = app.current_tenant_id())) WITH CHECK ((tenant_id = app.current_tenant_id()));


--
-- Name: document_template_versions tenant_isolation; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY tenant_isolation ON public.document_template_versions TO propertyos_owner, propertyos_app, propertyos_readonly USING ((tenant_id = app.current_tenant_id())) WITH CHECK ((tenant_id = app.current_tenant_id()));


--
-- Name: document_templates tenant_isolation; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY tenant_isolation ON public.document_templates TO propertyos_owner, propertyos_app, propertyos_readonly USING ((tenant_id = app.current_tenant_id())) WITH CHECK ((tenant_id = app.current_tenant_id()));


--
-- Name: document_versions tenant_isolation; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY tenant_isolation ON public.document_versions TO propertyos_owner, propertyos_app, propertyos_readonly USING ((tenant_id = app.current_tenant_id())) WITH CHECK ((tenant_id = app.current_tenant_id()));


--
-- Name: documents tenant_isolation; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY tenant_isolation ON public.documents TO propertyos_owner, propertyos_app, propertyos_readonly USING ((tenant_id = app.current_tenant_id())) WITH CHECK ((tenant_id = app.current_tenant_id()));


--
-- Name: emergency_contacts tenant_isolation; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY tenant_isolation ON public.emergency_contacts TO propertyos_owner, propertyos_app, propertyos_readonly USING ((tenant_id = app.current_tenant_id())) WITH CHECK ((tenant_id = app.current_tenant_id()));


--
-- Name: events tenant_isolation; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY tenant_isolation ON public.events TO propertyos_owner, propertyos_app, propertyos_readonly USING ((tenant_id = app.current_tenant_id())) WITH CHECK ((tenant_id = app.current_tenant_id()));


--
-- Name: idempotency_keys tenant_isolation; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY tenant_isolation ON public.idempotency_keys TO propertyos_owner, propertyos_app, propertyos_readonly USING ((tenant_id = app.current_tenant_id())) WITH CHECK ((tenant_id = app.current_tenant_id()));


--
-- Name: import_mappings tenant_isolation; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY tenant_isolation ON public.import_mappings TO propertyos_owner, propertyos_app, propertyos_readonly USING ((tenant_id = app.current_tenant_id())) WITH CHECK ((tenant_id = app.current_tenant_id()));


--
-- Name: import_sources tenant_isolation; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY tenant_isolation ON public.import_sources TO propertyos_owner, propertyos_app, propertyos_readonly USING ((tenant_id = app.current_tenant_id())) WITH CHECK ((tenant_id = app.current_tenant_id()));


--
-- Name: import_uploads tenant_isolation; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY tenant_isolation ON public.import_uploads TO propertyos_owner, propertyos_app, propertyos_readonly USING ((tenant_id = app.current_tenant_id())) WITH CHECK ((tenant_id = app.current_tenant_id()));


--
-- Name: imports tenant_isolation; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY tenant_isolation ON public.imports TO propertyos_owner, propertyos_app, propertyos_readonly USING ((tenant_id = app.current_tenant_id())) WITH CHECK ((tenant_id = app.current_tenant_id()));


--
-- Name: inspection_items tenant_isolation; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY tenant_isolation ON public.inspection_items TO propertyos_owner, propertyos_app, propertyos_readonly USING ((tenant_id = app.current_tenant_id())) WITH CHECK ((tenant_id = app.current_tenant_id()));


--
-- Name: inspections tenant_isolation; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY tenant_isolation ON public.inspections TO propertyos_owner, propertyos_app, propertyos_readonly USING ((tenant_id = app.current_tenant_id())) WITH CHECK ((tenant_id = app.current_tenant_id()));


--
-- Name: invitations tenant_isolation; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY tenant_isolation ON public.invitations TO propertyos_owner, propertyos_app, propertyos_readonly USING ((tenant_id = app.current_tenant_id())) WITH CHECK ((tenant_id = app.current_tenant_id()));


--
-- Name: journal_entries tenant_isolation; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY tenant_isolation ON public.journal_entries TO propertyos_owner, propertyos_app, propertyos_readonly USING ((tenant_id = app.current_tenant_id())) WITH CHECK ((tenant_id = app.current_tenant_id()));


--
-- Name: lease_deposits tenant_isolation; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY tenant_isolation ON public.lease_deposits TO propertyos_owner, propertyos_app, propertyos_readonly USING ((tenant_id = app.current_tenant_id())) WITH CHECK ((tenant_id = app.current_tenant_id()));


--
-- Name: lease_notices tenant_isolation; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY tenant_isolation ON public.lease_notices TO propertyos_owner, propertyos_app, propertyos_readonly USING ((tenant_id = app.current_tenant_id())) WITH CHECK ((tenant_id = app.current_tenant_id()));


--
-- Name: lease_openings tenant_isolation; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY tenant_isolation ON public.lease_openings TO propertyos_owner, propertyos_app, propertyos_readonly USING ((tenant_id = app.current_tenant_id())) WITH CHECK ((tenant_id = app.current_tenant_id()));


--
-- Name: lease_parties tenant_isolation; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY tenant_isolation ON public.lease_parties TO propertyos_owner, propertyos_app, propertyos_readonly USING ((tenant_id = app.current_tenant_id())) WITH CHECK ((tenant_id = app.current_tenant_id()));


--
-- Name: leases tenant_isolation; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY tenant_isolation ON public.leases TO propertyos_owner, propertyos_app, propertyos_readonly USING ((tenant_id = app.current_tenant_id())) WITH CHECK ((tenant_id = app.current_tenant_id()));


--
-- Name: leasing_policies tenant_isolation; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY tenant_isolation ON public.leasing_policies TO propertyos_owner, propertyos_app, propertyos_readonly USING ((tenant_id = app.current_tenant_id())) WITH CHECK ((tenant_id = app.current_tenant_id()));


--
-- Name: ledger_accounts tenant_isolation; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY tenant_isolation ON public.ledger_accounts TO propertyos_owner, propertyos_app, propertyos_readonly USING ((tenant_id = app.current_tenant_id())) WITH CHECK ((tenant_id = app.current_tenant_id()));


--
-- Name: ledger_balances tenant_isolation; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY tenant_isolation ON public.ledger_balances TO propertyos_owner, propertyos_app, propertyos_readonly USING ((tenant_id = app.current_tenant_id())) WITH CHECK ((tenant_id = app.current_tenant_id()));


--
-- Name: ledger_locks tenant_isolation; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY tenant_isolation ON public.ledger_locks TO propertyos_owner, propertyos_app, propertyos_readonly USING ((tenant_id = app.current_tenant_id())) WITH CHECK ((tenant_id = app.current_tenant_id()));


--
-- Name: ledgers tenant_isolation; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY tenant_isolation ON public.ledgers TO propertyos_owner, propertyos_app, propertyos_readonly USING ((tenant_id = app.current_tenant_id())) WITH CHECK ((tenant_id = app.current_tenant_id()));


--
-- Name: maintenance_requests tenant_isolation; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY tenant_isolation ON public.maintenance_requests TO propertyos_owner, propertyos_app, propertyos_readonly USING ((tenant_id = app.current_tenant_id())) WITH CHECK ((tenant_id = app.current_tenant_id()));


--
-- Name: money_policies tenant_isolation; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY tenant_isolation ON public.money_policies TO propertyos_owner, propertyos_app, propertyos_readonly USING ((tenant_id = app.current_tenant_id())) WITH CHECK ((tenant_id = app.current_tenant_id()));


--
-- Name: notification_attempts tenant_isolation; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY tenant_isolation ON public.notification_attempts TO propertyos_owner, propertyos_app, propertyos_readonly USING ((tenant_id = app.current_tenant_id())) WITH CHECK ((tenant_id = app.current_tenant_id()));


--
-- Name: notification_preferences tenant_isolation; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY tenant_isolation ON public.notification_preferences TO propertyos_owner, propertyos_app, propertyos_readonly USING ((tenant_id = app.current_tenant_id())) WITH CHECK ((tenant_id = app.current_tenant_id()));


--
-- Name: notifications tenant_isolation; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY tenant_isolation ON public.notifications TO propertyos_owner, propertyos_app, propertyos_readonly USING ((tenant_id = app.current_tenant_id())) WITH CHECK ((tenant_id = app.current_tenant_id()));


--
-- Name: organizations tenant_isolation; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY tenant_isolation ON public.organizations TO propertyos_owner, propertyos_app, propertyos_readonly USING ((id = app.current_tenant_id())) WITH CHECK ((id = app.current_tenant_id()));


--
-- Name: owner_properties tenant_isolation; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY tenant_isolation ON public.owner_properties TO propertyos_owner, propertyos_app, propertyos_readonly USING ((tenant_id = app.current_tenant_id())) WITH CHECK ((tenant_id = app.current_tenant_id()));


--
-- Name: owners tenant_isolation; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY tenant_isolation ON public.owners TO propertyos_owner, propertyos_app, propertyos_readonly USING ((tenant_id = app.current_tenant_id())) WITH CHECK ((tenant_id = app.current_tenant_id()));


--
-- Name: payment_allocations tenant_isolation; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY tenant_isolation ON public.payment_allocations TO propertyos_owner, propertyos_app, propertyos_readonly USING ((tenant_id = app.current_tenant_id())) WITH CHECK ((tenant_id = app.current_tenant_id()));


--
-- Name: payment_takebacks tenant_isolation; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY tenant_isolation ON public.payment_takebacks TO propertyos_owner, propertyos_app, propertyos_readonly USING ((tenant_id = app.current_tenant_id())) WITH CHECK ((tenant_id = app.current_tenant_id()));


--
-- Name: payments tenant_isolation; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY tenant_isolation ON public.payments TO propertyos_owner, propertyos_app, propertyos_readonly USING ((tenant_id = app.current_tenant_id())) WITH CHECK ((tenant_id = app.current_tenant_id()));


--
-- Name: pets tenant_isolation; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY tenant_isolation ON public.pets TO propertyos_owner, propertyos_app, propertyos_readonly USING ((tenant_id = app.current_tenant_id())) WITH CHECK ((tenant_id = app.current_tenant_id()));


--
-- Name: properties tenant_isolation; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY tenant_isolation ON public.properties TO propertyos_owner, propertyos_app, propertyos_readonly USING ((tenant_id = app.current_tenant_id())) WITH CHECK ((tenant_id = app.current_tenant_id()));


--
-- Name: property_group_members tenant_isolation; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY tenant_isolation ON public.property_group_members TO propertyos_owner, propertyos_app, propertyos_readonly USING ((tenant_id = app.current_tenant_id())) WITH CHECK ((tenant_id = app.current_tenant_id()));


--
-- Name: property_groups tenant_isolation; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY tenant_isolation ON public.property_groups TO propertyos_owner, propertyos_app, propertyos_readonly USING ((tenant_id = app.current_tenant_id())) WITH CHECK ((tenant_id = app.current_tenant_id()));


--
-- Name: recurring_charges tenant_isolation; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY tenant_isolation ON public.recurring_charges TO propertyos_owner, propertyos_app, propertyos_readonly USING ((tenant_id = app.current_tenant_id())) WITH CHECK ((tenant_id = app.current_tenant_id()));


--
-- Name: renewal_offers tenant_isolation; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY tenant_isolation ON public.renewal_offers TO propertyos_owner, propertyos_app, propertyos_readonly USING ((tenant_id = app.current_tenant_id())) WITH CHECK ((tenant_id = app.current_tenant_id()));


--
-- Name: rent_schedules tenant_isolation; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY tenant_isolation ON public.rent_schedules TO propertyos_owner, propertyos_app, propertyos_readonly USING ((tenant_id = app.current_tenant_id())) WITH CHECK ((tenant_id = app.current_tenant_id()));


--
-- Name: renter_refunds tenant_isolation; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY tenant_isolation ON public.renter_refunds TO propertyos_owner, propertyos_app, propertyos_readonly USING ((tenant_id = app.current_tenant_id())) WITH CHECK ((tenant_id = app.current_tenant_id()));


--
-- Name: single_sign_ons tenant_isolation; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY tenant_isolation ON public.single_sign_ons TO propertyos_owner, propertyos_app, propertyos_readonly USING ((tenant_id = app.current_tenant_id())) WITH CHECK ((tenant_id = app.current_tenant_id()));


--
-- Name: take_ons tenant_isolation; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY tenant_isolation ON public.take_ons TO propertyos_owner, propertyos_app, propertyos_readonly USING ((tenant_id = app.current_tenant_id())) WITH CHECK ((tenant_id = app.current_tenant_id()));


--
-- Name: tenancies tenant_isolation; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY tenant_isolation ON public.tenancies TO propertyos_owner, propertyos_app, propertyos_readonly USING ((tenant_id = app.current_tenant_id())) WITH CHECK ((tenant_id = app.current_tenant_id()));


--
-- Name: tenants tenant_isolation; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY tenant_isolation ON public.tenants TO propertyos_owner, propertyos_app, propertyos_readonly USING ((tenant_id = app.current_tenant_id())) WITH CHECK ((tenant_id = app.current_tenant_id()));


--
-- Name: transaction_reconciliations tenant_isolation; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY tenant_isolation ON public.transaction_reconciliations TO propertyos_owner, propertyos_app, propertyos_readonly USING ((tenant_id = app.current_tenant_id())) WITH CHECK ((tenant_id = app.current_tenant_id()));


--
-- Name: transactions tenant_isolation; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY tenant_isolation ON public.transactions TO propertyos_owner, propertyos_app, propertyos_readonly USING ((tenant_id = app.current_tenant_id())) WITH CHECK ((tenant_id = app.current_tenant_id()));


--
-- Name: trust_banks tenant_isolation; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY tenant_isolation ON public.trust_banks TO propertyos_owner, propertyos_app, propertyos_readonly USING ((tenant_id = app.current_tenant_id())) WITH CHECK ((tenant_id = app.current_tenant_id()));


--
-- Name: trust_deficits tenant_isolation; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY tenant_isolation ON public.trust_deficits TO propertyos_owner, propertyos_app, propertyos_readonly USING ((tenant_id = app.current_tenant_id())) WITH CHECK ((tenant_id = app.current_tenant_id()));


--
-- Name: trust_receipts tenant_isolation; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY tenant_isolation ON public.trust_receipts TO propertyos_owner, propertyos_app, propertyos_readonly USING ((tenant_id = app.current_tenant_id())) WITH CHECK ((tenant_id = app.current_tenant_id()));


--
-- Name: unit_holds tenant_isolation; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY tenant_isolation ON public.unit_holds TO propertyos_owner, propertyos_app, propertyos_readonly USING ((tenant_id = app.current_tenant_id())) WITH CHECK ((tenant_id = app.current_tenant_id()));


--
-- Name: unit_status_history tenant_isolation; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY tenant_isolation ON public.unit_status_history TO propertyos_owner, propertyos_app, propertyos_readonly USING ((tenant_id = app.current_tenant_id())) WITH CHECK ((tenant_id = app.current_tenant_id()));


--
-- Name: units tenant_isolation; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY tenant_isolation ON public.units TO propertyos_owner, propertyos_app, propertyos_readonly USING ((tenant_id = app.current_tenant_id())) WITH CHECK ((tenant_id = app.current_tenant_id()));


--
-- Name: uploads tenant_isolation; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY tenant_isolation ON public.uploads TO propertyos_owner, propertyos_app, propertyos_readonly USING ((tenant_id = app.current_tenant_id())) WITH CHECK ((tenant_id = app.current_tenant_id()));


--
-- Name: users tenant_isolation; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY tenant_isolation ON public.users TO propertyos_owner, propertyos_app, propertyos_readonly USING ((tenant_id = app.current_tenant_id())) WITH CHECK ((tenant_id = app.current_tenant_id()));


--
-- Name: vehicles tenant_isolation; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY tenant_isolation ON public.vehicles TO propertyos_owner, propertyos_app, propertyos_readonly USING ((tenant_id = app.current_tenant_id())) WITH CHECK ((tenant_id = app.current_tenant_id()));


--
-- Name: vendors tenant_isolation; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY tenant_isolation ON public.vendors TO propertyos_owner, propertyos_app, propertyos_readonly USING ((tenant_id = app.current_tenant_id())) WITH CHECK ((tenant_id = app.current_tenant_id()));


--
-- Name: webhook_attempts tenant_isolation; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY tenant_isolation ON public.webhook_attempts TO propertyos_owner, propertyos_app, propertyos_readonly USING ((tenant_id = app.current_tenant_id())) WITH CHECK ((tenant_id = app.current_tenant_id()));


--
-- Name: webhook_deliveries tenant_isolation; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY tenant_isolation ON public.webhook_deliveries TO propertyos_owner, propertyos_app, propertyos_readonly USING ((tenant_id = app.current_tenant_id())) WITH CHECK ((tenant_id = app.current_tenant_id()));


--
-- Name: webhooks tenant_isolation; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY tenant_isolation ON public.webhooks TO propertyos_owner, propertyos_app, propertyos_readonly USING ((tenant_id = app.current_tenant_id())) WITH CHECK ((tenant_id = app.current_tenant_id()));


--
-- Name: work_orders tenant_isolation; Type: POLICY; Schema: public; Owner: propertyos_owner
--

CREATE POLICY tenant_isolation ON public.work_orders TO propertyos_owner, propertyos_app, propertyos_readonly USING ((tenant_id = app.current_tenant_id())) WITH CHECK ((tenant_id = app.current_tenant_id()));


--
-- Name: tenants; Type: ROW SECURITY; Schema: public; Owner: propertyos_owner
--

ALTER TABLE public.tenants ENABLE ROW LEVEL SECURITY;

--
-- Name: transaction_reconciliations; Type: ROW SECURITY; Schema: public; Owner: propertyos_owner
--

ALTER TABLE public.transaction_reconciliations ENABLE ROW LEVEL SECURITY;

--
-- Name: transactions; Type: ROW SECURITY; Schema: public; Owner: propertyos_owner
--

ALTER TABLE public.transactions ENABLE ROW LEVEL SECURITY;

--
-- Name: trust_banks; Type: ROW SECURITY; Schema: public; Owner: propertyos_owner
--

ALTER TABLE public.trust_banks ENABLE ROW LEVEL SECURITY;

--
-- Name: trust_deficits; Type: ROW SECURITY; Schema: public; Owner: propertyos_owner
--

ALTER TABLE public.trust_deficits ENABLE ROW LEVEL SECURITY;

--
-- Name: trust_receipts; Type: ROW SECURITY; Schema: public; Owner: propertyos_owner
--

ALTER TABLE public.trust_receipts ENABLE ROW LEVEL SECURITY;

--
-- Name: unit_holds; Type: ROW SECURITY; Schema: public; Owner: propertyos_owner
--

ALTER TABLE public.unit_holds ENABLE ROW LEVEL SECURITY;

--
-- Name: unit_status_history; Type: ROW SECURITY; Schema: public; Owner: propertyos_owner
--

ALTER TABLE public.unit_status_history ENABLE ROW LEVEL SECURITY;

--
-- Name: units; Type: ROW SECURITY; Schema: public; Owner: propertyos_owner
--

ALTER TABLE public.units ENABLE ROW LEVEL SECURITY;

--
-- Name: uploads; Type: ROW SECURITY; Schema: public; Owner: propertyos_owner
--

ALTER TABLE public.uploads ENABLE ROW LEVEL SECURITY;

--
-- Name: users; Type: ROW SECURITY; Schema: public; Owner: propertyos_owner
--

ALTER TABLE public.users ENABLE ROW LEVEL SECURITY;

--
-- Name: vehicles; Type: ROW SECURITY; Schema: public; Owner: propertyos_owner
--

ALTER TABLE public.vehicles ENABLE ROW LEVEL SECURITY;

--
-- Name: vendors; Type: ROW SECURITY; Schema: public; Owner: propertyos_owner
--

ALTER TABLE public.vendors ENABLE ROW LEVEL SECURITY;

--
-- Name: webhook_attempts; Type: ROW SECURITY; Schema: public; Owner: propertyos_owner
--

ALTER TABLE public.webhook_attempts ENABLE ROW LEVEL SECURITY;

--
-- Name: webhook_deliveries; Type: ROW SECURITY; Schema: public; Owner: propertyos_owner
--

ALTER TABLE public.webhook_deliveries ENABLE ROW LEVEL SECURITY;

--
-- Name: webhooks; Type: ROW SECURITY; Schema: public; Owner: propertyos_owner
--

ALTER TABLE public.webhooks ENABLE ROW LEVEL SECURITY;

--
-- Name: work_orders; Type: ROW SECURITY; Schema: public; Owner: propertyos_owner
--

ALTER TABLE public.work_orders ENABLE ROW LEVEL SECURITY;

--
-- Name: SCHEMA app; Type: ACL; Schema: -; Owner: propertyos_owner
--

GRANT USAGE ON SCHEMA app TO propertyos_app;
GRANT USAGE ON SCHEMA app TO propertyos_system;
GRANT ALL ON SCHEMA app TO propertyos_definer;
GRANT USAGE ON SCHEMA app TO propertyos_readonly;
GRANT USAGE ON SCHEMA app TO propertyos_mover;


--
-- Name: SCHEMA platform; Type: ACL; Schema: -; Owner: propertyos_owner
--

GRANT USAGE ON SCHEMA platform TO propertyos_system;
GRANT USAGE ON SCHEMA platform TO propertyos_mover;
GRANT USAGE ON SCHEMA platform TO propertyos_definer;


--
-- Name: SCHEMA public; Type: ACL; Schema: -; Owner: propertyos_owner
--

REVOKE USAGE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO propertyos_app;
GRANT USAGE ON SCHEMA public TO propertyos_system;
GRANT USAGE ON SCHEMA public TO propertyos_definer;
GRANT USAGE ON SCHEMA public TO propertyos_readonly;
GRANT USAGE ON SCHEMA public TO propertyos_mover;


--
-- Name: FUNCTION actor_role(); Type: ACL; Schema: app; Owner: propertyos_owner
--

REVOKE ALL ON FUNCTION app.actor_role() FROM PUBLIC;
GRANT ALL ON FUNCTION app.actor_role() TO propertyos_app;
GRANT ALL ON FUNCTION app.actor_role() TO propertyos_system;
GRANT ALL ON FUNCTION app.actor_role() TO propertyos_readonly;
GRANT ALL ON FUNCTION app.actor_role() TO propertyos_definer;
GRANT ALL ON FUNCTION app.actor_role() TO propertyos_mover;


--
-- Name: FUNCTION add_lines(); Type: ACL; Schema: app; Owner: propertyos_definer
--

REVOKE ALL ON FUNCTION app.add_lines() FROM PUBLIC;


--
-- Name: FUNCTION apply_ledger_lock(); Type: ACL; Schema: app; Owner: propertyos_definer
--

REVOKE ALL ON FUNCTION app.apply_ledger_lock() FROM PUBLIC;


--
-- Name: FUNCTION audit_organization(); Type: ACL; Schema: app; Owner: propertyos_definer
--

REVOKE ALL ON FUNCTION app.audit_organization() FROM PUBLIC;
GRANT ALL ON FUNCTION app.audit_organization() TO propertyos_owner;


--
-- Name: FUNCTION audit_statement(); Type: ACL; Schema: app; Owner: propertyos_definer
--

REVOKE ALL ON FUNCTION app.audit_statement() FROM PUBLIC;
GRANT ALL ON FUNCTION app.audit_statement() TO propertyos_owner;


--
-- Name: FUNCTION begin_audit_era(); Type: ACL; Schema: app; Owner: propertyos_owner
--

REVOKE ALL ON FUNCTION app.begin_audit_era() FROM PUBLIC;
GRANT ALL ON FUNCTION app.begin_audit_era() TO propertyos_system;


--
-- Name: FUNCTION changes(p_old jsonb, p_new jsonb); Type: ACL; Schema: app; Owner: propertyos_owner
--

REVOKE ALL ON FUNCTION app.changes(p_old jsonb, p_new jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION app.changes(p_old jsonb, p_new jsonb) TO propertyos_app;
GRANT ALL ON FUNCTION app.changes(p_old jsonb, p_new jsonb) TO propertyos_system;
GRANT ALL ON FUNCTION app.changes(p_old jsonb, p_new jsonb) TO propertyos_readonly;
GRANT ALL ON FUNCTION app.changes(p_old jsonb, p_new jsonb) TO propertyos_definer;
GRANT ALL ON FUNCTION app.changes(p_old jsonb, p_new jsonb) TO propertyos_mover;


--
-- Name: FUNCTION check_allocation(); Type: ACL; Schema: app; Owner: propertyos_definer
--

REVOKE ALL ON FUNCTION app.check_allocation() FROM PUBLIC;


--
-- Name: FUNCTION check_balance(); Type: ACL; Schema: app; Owner: propertyos_definer
--

REVOKE ALL ON FUNCTION app.check_balance() FROM PUBLIC;


--
-- Name: FUNCTION check_document_entity(); Type: ACL; Schema: app; Owner: propertyos_definer
--

REVOKE ALL ON FUNCTION app.check_document_entity() FROM PUBLIC;


--
-- Name: FUNCTION check_lines(); Type: ACL; Schema: app; Owner: propertyos_definer
--

REVOKE ALL ON FUNCTION app.check_lines() FROM PUBLIC;


--
-- Name: FUNCTION check_period(); Type: ACL; Schema: app; Owner: propertyos_definer
--

REVOKE ALL ON FUNCTION app.check_period() FROM PUBLIC;


--
-- Name: FUNCTION check_shares(); Type: ACL; Schema: app; Owner: propertyos_definer
--

REVOKE ALL ON FUNCTION app.check_shares() FROM PUBLIC;


--
-- Name: FUNCTION check_takeback(); Type: ACL; Schema: app; Owner: propertyos_definer
--

REVOKE ALL ON FUNCTION app.check_takeback() FROM PUBLIC;


--
-- Name: FUNCTION copy_security_event(); Type: ACL; Schema: app; Owner: propertyos_owner
--

REVOKE ALL ON FUNCTION app.copy_security_event() FROM PUBLIC;
GRANT ALL ON FUNCTION app.copy_security_event() TO propertyos_system;


--
-- Name: FUNCTION current_tenant_id(); Type: ACL; Schema: app; Owner: propertyos_owner
--

REVOKE ALL ON FUNCTION app.current_tenant_id() FROM PUBLIC;
GRANT ALL ON FUNCTION app.current_tenant_id() TO propertyos_app;
GRANT ALL ON FUNCTION app.current_tenant_id() TO propertyos_system;
GRANT ALL ON FUNCTION app.current_tenant_id() TO propertyos_readonly;
GRANT ALL ON FUNCTION app.current_tenant_id() TO propertyos_definer;
GRANT ALL ON FUNCTION app.current_tenant_id() TO propertyos_mover;


--
-- Name: FUNCTION current_user_id(); Type: ACL; Schema: app; Owner: propertyos_owner
--

REVOKE ALL ON FUNCTION app.current_user_id() FROM PUBLIC;
GRANT ALL ON FUNCTION app.current_user_id() TO propertyos_app;
GRANT ALL ON FUNCTION app.current_user_id() TO propertyos_system;
GRANT ALL ON FUNCTION app.current_user_id() TO propertyos_readonly;
GRANT ALL ON FUNCTION app.current_user_id() TO propertyos_definer;
GRANT ALL ON FUNCTION app.current_user_id() TO propertyos_mover;


--
-- Name: FUNCTION distribute(p_table text, p_column text); Type: ACL; Schema: app; Owner: propertyos_owner
--

REVOKE ALL ON FUNCTION app.distribute(p_table text, p_column text) FROM PUBLIC;


--
-- Name: FUNCTION drop_audit_months(p_before timestamp with time zone, p_try boolean); Type: ACL; Schema: app; Owner: propertyos_owner
--

REVOKE ALL ON FUNCTION app.drop_audit_months(p_before timestamp with time zone, p_try boolean) FROM PUBLIC;
GRANT ALL ON FUNCTION app.drop_audit_months(p_before timestamp with time zone, p_try boolean) TO propertyos_system;


--
-- Name: FUNCTION finalize(p_table text); Type: ACL; Schema: app; Owner: propertyos_owner
--

REVOKE ALL ON FUNCTION app.finalize(p_table text) FROM PUBLIC;


--
-- Name: FUNCTION guard_ledger(); Type: ACL; Schema: app; Owner: propertyos_owner
--

REVOKE ALL ON FUNCTION app.guard_ledger() FROM PUBLIC;


--
-- Name: FUNCTION guard_partitions(p_table text); Type: ACL; Schema: app; Owner: propertyos_owner
--

REVOKE ALL ON FUNCTION app.guard_partitions(p_table text) FROM PUBLIC;


--
-- Name: FUNCTION home_address(p_unit uuid); Type: ACL; Schema: app; Owner: propertyos_definer
--

REVOKE ALL ON FUNCTION app.home_address(p_unit uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION app.home_address(p_unit uuid) TO propertyos_app;
GRANT ALL ON FUNCTION app.home_address(p_unit uuid) TO propertyos_readonly;


--
-- Name: FUNCTION home_announcements(p_unit uuid, p_today date); Type: ACL; Schema: app; Owner: propertyos_definer
--

REVOKE ALL ON FUNCTION app.home_announcements(p_unit uuid, p_today date) FROM PUBLIC;
GRANT ALL ON FUNCTION app.home_announcements(p_unit uuid, p_today date) TO propertyos_app;
GRANT ALL ON FUNCTION app.home_announcements(p_unit uuid, p_today date) TO propertyos_readonly;


--
-- Name: FUNCTION home_people(p_lease uuid, p_today date); Type: ACL; Schema: app; Owner: propertyos_definer
--

REVOKE ALL ON FUNCTION app.home_people(p_lease uuid, p_today date) FROM PUBLIC;
GRANT ALL ON FUNCTION app.home_people(p_lease uuid, p_today date) TO propertyos_app;
GRANT ALL ON FUNCTION app.home_people(p_lease uuid, p_today date) TO propertyos_readonly;


--
-- Name: FUNCTION home_policy(p_lease uuid); Type: ACL; Schema: app; Owner: propertyos_definer
--

REVOKE ALL ON FUNCTION app.home_policy(p_lease uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION app.home_policy(p_lease uuid) TO propertyos_app;
GRANT ALL ON FUNCTION app.home_policy(p_lease uuid) TO propertyos_readonly;


--
-- Name: FUNCTION is_owner(); Type: ACL; Schema: app; Owner: propertyos_owner
--

REVOKE ALL ON FUNCTION app.is_owner() FROM PUBLIC;
GRANT ALL ON FUNCTION app.is_owner() TO propertyos_app;
GRANT ALL ON FUNCTION app.is_owner() TO propertyos_system;
GRANT ALL ON FUNCTION app.is_owner() TO propertyos_readonly;
GRANT ALL ON FUNCTION app.is_owner() TO propertyos_definer;
GRANT ALL ON FUNCTION app.is_owner() TO propertyos_mover;


--
-- Name: FUNCTION is_renter(); Type: ACL; Schema: app; Owner: propertyos_owner
--

REVOKE ALL ON FUNCTION app.is_renter() FROM PUBLIC;
GRANT ALL ON FUNCTION app.is_renter() TO propertyos_app;
GRANT ALL ON FUNCTION app.is_renter() TO propertyos_system;
GRANT ALL ON FUNCTION app.is_renter() TO propertyos_readonly;
GRANT ALL ON FUNCTION app.is_renter() TO propertyos_definer;
GRANT ALL ON FUNCTION app.is_renter() TO propertyos_mover;


--
-- Name: FUNCTION is_staff(); Type: ACL; Schema: app; Owner: propertyos_owner
--

REVOKE ALL ON FUNCTION app.is_staff() FROM PUBLIC;
GRANT ALL ON FUNCTION app.is_staff() TO propertyos_app;
GRANT ALL ON FUNCTION app.is_staff() TO propertyos_system;
GRANT ALL ON FUNCTION app.is_staff() TO propertyos_readonly;
GRANT ALL ON FUNCTION app.is_staff() TO propertyos_definer;
GRANT ALL ON FUNCTION app.is_staff() TO propertyos_mover;


--
-- Name: FUNCTION is_vendor(); Type: ACL; Schema: app; Owner: propertyos_owner
--

REVOKE ALL ON FUNCTION app.is_vendor() FROM PUBLIC;
GRANT ALL ON FUNCTION app.is_vendor() TO propertyos_app;
GRANT ALL ON FUNCTION app.is_vendor() TO propertyos_system;
GRANT ALL ON FUNCTION app.is_vendor() TO propertyos_readonly;
GRANT ALL ON FUNCTION app.is_vendor() TO propertyos_definer;
GRANT ALL ON FUNCTION app.is_vendor() TO propertyos_mover;


--
-- Name: FUNCTION keep_payment(); Type: ACL; Schema: app; Owner: propertyos_owner
--

REVOKE ALL ON FUNCTION app.keep_payment() FROM PUBLIC;


--
-- Name: FUNCTION keep_sent_offer(); Type: ACL; Schema: app; Owner: propertyos_owner
--

REVOKE ALL ON FUNCTION app.keep_sent_offer() FROM PUBLIC;


--
-- Name: FUNCTION lock_property(); Type: ACL; Schema: app; Owner: propertyos_owner
--

REVOKE ALL ON FUNCTION app.lock_property() FROM PUBLIC;


--
-- Name: FUNCTION maintain_partitions(); Type: ACL; Schema: app; Owner: propertyos_owner
--

REVOKE ALL ON FUNCTION app.maintain_partitions() FROM PUBLIC;
GRANT ALL ON FUNCTION app.maintain_partitions() TO propertyos_system;


--
-- Name: FUNCTION partition_by_month(p_table text); Type: ACL; Schema: app; Owner: propertyos_owner
--

REVOKE ALL ON FUNCTION app.partition_by_month(p_table text) FROM PUBLIC;


--
-- Name: FUNCTION person_scopes(p_user uuid, p_role text, p_today date); Type: ACL; Schema: app; Owner: propertyos_definer
--

REVOKE ALL ON FUNCTION app.person_scopes(p_user uuid, p_role text, p_today date) FROM PUBLIC;
GRANT ALL ON FUNCTION app.person_scopes(p_user uuid, p_role text, p_today date) TO propertyos_system;


--
-- Name: FUNCTION properties_near(p_latitude double precision, p_longitude double precision, p_meters double precision); Type: ACL; Schema: app; Owner: propertyos_definer
--

REVOKE ALL ON FUNCTION app.properties_near(p_latitude double precision, p_longitude double precision, p_meters double precision) FROM PUBLIC;
GRANT ALL ON FUNCTION app.properties_near(p_latitude double precision, p_longitude double precision, p_meters double precision) TO propertyos_app;
GRANT ALL ON FUNCTION app.properties_near(p_latitude double precision, p_longitude double precision, p_meters double precision) TO propertyos_readonly;


--
-- Name: FUNCTION property_clusters(p_only uuid[], p_cell double precision); Type: ACL; Schema: app; Owner: propertyos_definer
--

REVOKE ALL ON FUNCTION app.property_clusters(p_only uuid[], p_cell double precision) FROM PUBLIC;
GRANT ALL ON FUNCTION app.property_clusters(p_only uuid[], p_cell double precision) TO propertyos_app;
GRANT ALL ON FUNCTION app.property_clusters(p_only uuid[], p_cell double precision) TO propertyos_readonly;


--
-- Name: FUNCTION protect(p_table text, p_read text, p_write text, p_grants text, p_audited boolean, p_key text); Type: ACL; Schema: app; Owner: propertyos_owner
--

REVOKE ALL ON FUNCTION app.protect(p_table text, p_read text, p_write text, p_grants text, p_audited boolean, p_key text) FROM PUBLIC;


--
-- Name: TABLE leases; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT SELECT,INSERT,UPDATE ON TABLE public.leases TO propertyos_app;
GRANT SELECT ON TABLE public.leases TO propertyos_readonly;
GRANT SELECT ON TABLE public.leases TO propertyos_definer;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.leases TO propertyos_mover;


--
-- Name: TABLE maintenance_requests; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT SELECT,INSERT,UPDATE ON TABLE public.maintenance_requests TO propertyos_app;
GRANT SELECT ON TABLE public.maintenance_requests TO propertyos_readonly;
GRANT SELECT ON TABLE public.maintenance_requests TO propertyos_definer;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.maintenance_requests TO propertyos_mover;


--
-- Name: TABLE organizations; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT SELECT ON TABLE public.organizations TO propertyos_app;
GRANT SELECT ON TABLE public.organizations TO propertyos_readonly;
GRANT SELECT ON TABLE public.organizations TO propertyos_definer;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.organizations TO propertyos_mover;
GRANT SELECT,INSERT,UPDATE ON TABLE public.organizations TO propertyos_system;


--
-- Name: COLUMN organizations.name; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT UPDATE(name) ON TABLE public.organizations TO propertyos_app;


--
-- Name: COLUMN organizations.time_zone; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT UPDATE(time_zone) ON TABLE public.organizations TO propertyos_app;


--
-- Name: COLUMN organizations.currency; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT UPDATE(currency) ON TABLE public.organizations TO propertyos_app;


--
-- Name: COLUMN organizations.locale; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT UPDATE(locale) ON TABLE public.organizations TO propertyos_app;


--
-- Name: COLUMN organizations.default_policies; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT UPDATE(default_policies) ON TABLE public.organizations TO propertyos_app;


--
-- Name: COLUMN organizations.settings; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT UPDATE(settings) ON TABLE public.organizations TO propertyos_app;


--
-- Name: TABLE properties; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT SELECT,INSERT,UPDATE ON TABLE public.properties TO propertyos_app;
GRANT SELECT ON TABLE public.properties TO propertyos_readonly;
GRANT SELECT ON TABLE public.properties TO propertyos_definer;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.properties TO propertyos_mover;


--
-- Name: TABLE tenancies; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT SELECT,INSERT,UPDATE ON TABLE public.tenancies TO propertyos_app;
GRANT SELECT ON TABLE public.tenancies TO propertyos_readonly;
GRANT SELECT ON TABLE public.tenancies TO propertyos_definer;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.tenancies TO propertyos_mover;


--
-- Name: TABLE units; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT SELECT,INSERT,UPDATE ON TABLE public.units TO propertyos_app;
GRANT SELECT ON TABLE public.units TO propertyos_readonly;
GRANT SELECT ON TABLE public.units TO propertyos_definer;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.units TO propertyos_mover;


--
-- Name: FUNCTION read_tenant_analytics(); Type: ACL; Schema: app; Owner: propertyos_definer
--

REVOKE ALL ON FUNCTION app.read_tenant_analytics() FROM PUBLIC;
GRANT ALL ON FUNCTION app.read_tenant_analytics() TO propertyos_app;
GRANT ALL ON FUNCTION app.read_tenant_analytics() TO propertyos_readonly;


--
-- Name: FUNCTION record_audit(p_entries jsonb); Type: ACL; Schema: app; Owner: propertyos_definer
--

REVOKE ALL ON FUNCTION app.record_audit(p_entries jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION app.record_audit(p_entries jsonb) TO propertyos_system;


--
-- Name: FUNCTION record_unit_status(); Type: ACL; Schema: app; Owner: propertyos_owner
--

REVOKE ALL ON FUNCTION app.record_unit_status() FROM PUBLIC;


--
-- Name: FUNCTION refresh_statistics(); Type: ACL; Schema: app; Owner: propertyos_owner
--

REVOKE ALL ON FUNCTION app.refresh_statistics() FROM PUBLIC;
GRANT ALL ON FUNCTION app.refresh_statistics() TO propertyos_system;


--
-- Name: FUNCTION refresh_tenant_analytics(); Type: ACL; Schema: app; Owner: propertyos_definer
--

REVOKE ALL ON FUNCTION app.refresh_tenant_analytics() FROM PUBLIC;
GRANT ALL ON FUNCTION app.refresh_tenant_analytics() TO propertyos_system;


--
-- Name: FUNCTION refuse_change(); Type: ACL; Schema: app; Owner: propertyos_owner
--

REVOKE ALL ON FUNCTION app.refuse_change() FROM PUBLIC;


--
-- Name: FUNCTION refuse_truncate(); Type: ACL; Schema: app; Owner: propertyos_owner
--

REVOKE ALL ON FUNCTION app.refuse_truncate() FROM PUBLIC;


--
-- Name: FUNCTION replicate(p_table text); Type: ACL; Schema: app; Owner: propertyos_owner
--

REVOKE ALL ON FUNCTION app.replicate(p_table text) FROM PUBLIC;


--
-- Name: FUNCTION scope_ids(); Type: ACL; Schema: app; Owner: propertyos_owner
--

REVOKE ALL ON FUNCTION app.scope_ids() FROM PUBLIC;
GRANT ALL ON FUNCTION app.scope_ids() TO propertyos_app;
GRANT ALL ON FUNCTION app.scope_ids() TO propertyos_system;
GRANT ALL ON FUNCTION app.scope_ids() TO propertyos_readonly;
GRANT ALL ON FUNCTION app.scope_ids() TO propertyos_definer;
GRANT ALL ON FUNCTION app.scope_ids() TO propertyos_mover;


--
-- Name: FUNCTION search_condition(p_column text, p_words text[], p_with text, p_exact boolean, p_similar boolean); Type: ACL; Schema: app; Owner: propertyos_owner
--

REVOKE ALL ON FUNCTION app.search_condition(p_column text, p_words text[], p_with text, p_exact boolean, p_similar boolean) FROM PUBLIC;
GRANT ALL ON FUNCTION app.search_condition(p_column text, p_words text[], p_with text, p_exact boolean, p_similar boolean) TO propertyos_definer;


--
-- Name: FUNCTION search_documents(p_words text[], p_similar boolean, p_scope uuid[], p_limit integer); Type: ACL; Schema: app; Owner: propertyos_definer
--

REVOKE ALL ON FUNCTION app.search_documents(p_words text[], p_similar boolean, p_scope uuid[], p_limit integer) FROM PUBLIC;
GRANT ALL ON FUNCTION app.search_documents(p_words text[], p_similar boolean, p_scope uuid[], p_limit integer) TO propertyos_app;
GRANT ALL ON FUNCTION app.search_documents(p_words text[], p_similar boolean, p_scope uuid[], p_limit integer) TO propertyos_readonly;


--
-- Name: FUNCTION search_leases(p_amount numeric, p_scope uuid[], p_limit integer); Type: ACL; Schema: app; Owner: propertyos_definer
--

REVOKE ALL ON FUNCTION app.search_leases(p_amount numeric, p_scope uuid[], p_limit integer) FROM PUBLIC;
GRANT ALL ON FUNCTION app.search_leases(p_amount numeric, p_scope uuid[], p_limit integer) TO propertyos_app;
GRANT ALL ON FUNCTION app.search_leases(p_amount numeric, p_scope uuid[], p_limit integer) TO propertyos_readonly;


--
-- Name: FUNCTION search_owners(p_words text[], p_digits text, p_similar boolean, p_scope uuid[], p_limit integer); Type: ACL; Schema: app; Owner: propertyos_definer
--

REVOKE ALL ON FUNCTION app.search_owners(p_words text[], p_digits text, p_similar boolean, p_scope uuid[], p_limit integer) FROM PUBLIC;
GRANT ALL ON FUNCTION app.search_owners(p_words text[], p_digits text, p_similar boolean, p_scope uuid[], p_limit integer) TO propertyos_app;
GRANT ALL ON FUNCTION app.search_owners(p_words text[], p_digits text, p_similar boolean, p_scope uuid[], p_limit integer) TO propertyos_readonly;


--
-- Name: FUNCTION search_payments(p_amount numeric, p_scope uuid[], p_limit integer); Type: ACL; Schema: app; Owner: propertyos_definer
--

REVOKE ALL ON FUNCTION app.search_payments(p_amount numeric, p_scope uuid[], p_limit integer) FROM PUBLIC;
GRANT ALL ON FUNCTION app.search_payments(p_amount numeric, p_scope uuid[], p_limit integer) TO propertyos_app;
GRANT ALL ON FUNCTION app.search_payments(p_amount numeric, p_scope uuid[], p_limit integer) TO propertyos_readonly;


--
-- Name: FUNCTION search_properties(p_words text[], p_similar boolean, p_scope uuid[], p_limit integer); Type: ACL; Schema: app; Owner: propertyos_definer
--

REVOKE ALL ON FUNCTION app.search_properties(p_words text[], p_similar boolean, p_scope uuid[], p_limit integer) FROM PUBLIC;
GRANT ALL ON FUNCTION app.search_properties(p_words text[], p_similar boolean, p_scope uuid[], p_limit integer) TO propertyos_app;
GRANT ALL ON FUNCTION app.search_properties(p_words text[], p_similar boolean, p_scope uuid[], p_limit integer) TO propertyos_readonly;


--
-- Name: FUNCTION search_rank(p_text text, p_words text[]); Type: ACL; Schema: app; Owner: propertyos_owner
--

REVOKE ALL ON FUNCTION app.search_rank(p_text text, p_words text[]) FROM PUBLIC;
GRANT ALL ON FUNCTION app.search_rank(p_text text, p_words text[]) TO propertyos_definer;


--
-- Name: FUNCTION search_renters(p_words text[], p_digits text, p_similar boolean, p_scope uuid[], p_limit integer); Type: ACL; Schema: app; Owner: propertyos_definer
--

REVOKE ALL ON FUNCTION app.search_renters(p_words text[], p_digits text, p_similar boolean, p_scope uuid[], p_limit integer) FROM PUBLIC;
GRANT ALL ON FUNCTION app.search_renters(p_words text[], p_digits text, p_similar boolean, p_scope uuid[], p_limit integer) TO propertyos_app;
GRANT ALL ON FUNCTION app.search_renters(p_words text[], p_digits text, p_similar boolean, p_scope uuid[], p_limit integer) TO propertyos_readonly;


--
-- Name: FUNCTION search_rows(p_table text, p_text text, p_filter text, p_words text[], p_digits text, p_similar boolean, p_limit integer); Type: ACL; Schema: app; Owner: propertyos_owner
--

REVOKE ALL ON FUNCTION app.search_rows(p_table text, p_text text, p_filter text, p_words text[], p_digits text, p_similar boolean, p_limit integer) FROM PUBLIC;
GRANT ALL ON FUNCTION app.search_rows(p_table text, p_text text, p_filter text, p_words text[], p_digits text, p_similar boolean, p_limit integer) TO propertyos_definer;


--
-- Name: FUNCTION search_short(p_words text[]); Type: ACL; Schema: app; Owner: propertyos_owner
--

REVOKE ALL ON FUNCTION app.search_short(p_words text[]) FROM PUBLIC;
GRANT ALL ON FUNCTION app.search_short(p_words text[]) TO propertyos_definer;


--
-- Name: FUNCTION search_units(p_words text[], p_scope uuid[], p_limit integer); Type: ACL; Schema: app; Owner: propertyos_definer
--

REVOKE ALL ON FUNCTION app.search_units(p_words text[], p_scope uuid[], p_limit integer) FROM PUBLIC;
GRANT ALL ON FUNCTION app.search_units(p_words text[], p_scope uuid[], p_limit integer) TO propertyos_app;
GRANT ALL ON FUNCTION app.search_units(p_words text[], p_scope uuid[], p_limit integer) TO propertyos_readonly;


--
-- Name: FUNCTION search_users(p_words text[], p_digits text, p_similar boolean, p_limit integer); Type: ACL; Schema: app; Owner: propertyos_definer
--

REVOKE ALL ON FUNCTION app.search_users(p_words text[], p_digits text, p_similar boolean, p_limit integer) FROM PUBLIC;
GRANT ALL ON FUNCTION app.search_users(p_words text[], p_digits text, p_similar boolean, p_limit integer) TO propertyos_app;
GRANT ALL ON FUNCTION app.search_users(p_words text[], p_digits text, p_similar boolean, p_limit integer) TO propertyos_readonly;


--
-- Name: FUNCTION search_vendors(p_words text[], p_digits text, p_similar boolean, p_limit integer); Type: ACL; Schema: app; Owner: propertyos_definer
--

REVOKE ALL ON FUNCTION app.search_vendors(p_words text[], p_digits text, p_similar boolean, p_limit integer) FROM PUBLIC;
GRANT ALL ON FUNCTION app.search_vendors(p_words text[], p_digits text, p_similar boolean, p_limit integer) TO propertyos_app;
GRANT ALL ON FUNCTION app.search_vendors(p_words text[], p_digits text, p_similar boolean, p_limit integer) TO propertyos_readonly;


--
-- Name: FUNCTION search_words(p_words text[]); Type: ACL; Schema: app; Owner: propertyos_owner
--

REVOKE ALL ON FUNCTION app.search_words(p_words text[]) FROM PUBLIC;
GRANT ALL ON FUNCTION app.search_words(p_words text[]) TO propertyos_definer;


--
-- Name: FUNCTION searchable(p_text text, p_code text); Type: ACL; Schema: app; Owner: propertyos_owner
--

REVOKE ALL ON FUNCTION app.searchable(p_text text, p_code text) FROM PUBLIC;
GRANT ALL ON FUNCTION app.searchable(p_text text, p_code text) TO propertyos_app;
GRANT ALL ON FUNCTION app.searchable(p_text text, p_code text) TO propertyos_system;
GRANT ALL ON FUNCTION app.searchable(p_text text, p_code text) TO propertyos_readonly;
GRANT ALL ON FUNCTION app.searchable(p_text text, p_code text) TO propertyos_definer;
GRANT ALL ON FUNCTION app.searchable(p_text text, p_code text) TO propertyos_mover;


--
-- Name: FUNCTION set_context(p_org uuid, p_user uuid, p_role text, p_scopes uuid[], p_request jsonb); Type: ACL; Schema: app; Owner: propertyos_owner
--

REVOKE ALL ON FUNCTION app.set_context(p_org uuid, p_user uuid, p_role text, p_scopes uuid[], p_request jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION app.set_context(p_org uuid, p_user uuid, p_role text, p_scopes uuid[], p_request jsonb) TO propertyos_app;
GRANT ALL ON FUNCTION app.set_context(p_org uuid, p_user uuid, p_role text, p_scopes uuid[], p_request jsonb) TO propertyos_system;
GRANT ALL ON FUNCTION app.set_context(p_org uuid, p_user uuid, p_role text, p_scopes uuid[], p_request jsonb) TO propertyos_readonly;
GRANT ALL ON FUNCTION app.set_context(p_org uuid, p_user uuid, p_role text, p_scopes uuid[], p_request jsonb) TO propertyos_definer;
GRANT ALL ON FUNCTION app.set_context(p_org uuid, p_user uuid, p_role text, p_scopes uuid[], p_request jsonb) TO propertyos_mover;


--
-- Name: FUNCTION sign_on_organizations(p_domain text); Type: ACL; Schema: app; Owner: propertyos_definer
--

REVOKE ALL ON FUNCTION app.sign_on_organizations(p_domain text) FROM PUBLIC;
GRANT ALL ON FUNCTION app.sign_on_organizations(p_domain text) TO propertyos_system;


--
-- Name: FUNCTION stamp_entry(); Type: ACL; Schema: app; Owner: propertyos_owner
--

REVOKE ALL ON FUNCTION app.stamp_entry() FROM PUBLIC;


--
-- Name: FUNCTION touch(); Type: ACL; Schema: app; Owner: propertyos_owner
--

REVOKE ALL ON FUNCTION app.touch() FROM PUBLIC;


--
-- Name: FUNCTION unit_limit(); Type: ACL; Schema: app; Owner: propertyos_definer
--

REVOKE ALL ON FUNCTION app.unit_limit() FROM PUBLIC;
GRANT ALL ON FUNCTION app.unit_limit() TO propertyos_app;
GRANT ALL ON FUNCTION app.unit_limit() TO propertyos_readonly;


--
-- Name: FUNCTION unsealed_organizations(p_since timestamp with time zone); Type: ACL; Schema: app; Owner: propertyos_definer
--

REVOKE ALL ON FUNCTION app.unsealed_organizations(p_since timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION app.unsealed_organizations(p_since timestamp with time zone) TO propertyos_system;


--
-- Name: FUNCTION work_address(p_work_order uuid); Type: ACL; Schema: app; Owner: propertyos_definer
--

REVOKE ALL ON FUNCTION app.work_address(p_work_order uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION app.work_address(p_work_order uuid) TO propertyos_app;
GRANT ALL ON FUNCTION app.work_address(p_work_order uuid) TO propertyos_readonly;


--
-- Name: FUNCTION work_unit(p_work_order uuid); Type: ACL; Schema: app; Owner: propertyos_definer
--

REVOKE ALL ON FUNCTION app.work_unit(p_work_order uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION app.work_unit(p_work_order uuid) TO propertyos_app;
GRANT ALL ON FUNCTION app.work_unit(p_work_order uuid) TO propertyos_readonly;


--
-- Name: TABLE api_keys; Type: ACL; Schema: platform; Owner: propertyos_owner
--

GRANT SELECT,INSERT,UPDATE ON TABLE platform.api_keys TO propertyos_system;
GRANT SELECT ON TABLE platform.api_keys TO propertyos_mover;


--
-- Name: TABLE audit_eras; Type: ACL; Schema: platform; Owner: propertyos_owner
--

GRANT SELECT ON TABLE platform.audit_eras TO propertyos_system;
GRANT SELECT ON TABLE platform.audit_eras TO propertyos_mover;


--
-- Name: TABLE devices; Type: ACL; Schema: platform; Owner: propertyos_owner
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE platform.devices TO propertyos_system;
GRANT SELECT ON TABLE platform.devices TO propertyos_mover;


--
-- Name: TABLE directory; Type: ACL; Schema: platform; Owner: propertyos_owner
--

GRANT SELECT,INSERT,UPDATE ON TABLE platform.directory TO propertyos_system;
GRANT SELECT ON TABLE platform.directory TO propertyos_mover;


--
-- Name: TABLE feature_flags; Type: ACL; Schema: platform; Owner: propertyos_owner
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE platform.feature_flags TO propertyos_system;
GRANT SELECT ON TABLE platform.feature_flags TO propertyos_mover;


--
-- Name: TABLE identities; Type: ACL; Schema: platform; Owner: propertyos_owner
--

GRANT SELECT,INSERT,UPDATE ON TABLE platform.identities TO propertyos_system;
GRANT SELECT ON TABLE platform.identities TO propertyos_mover;


--
-- Name: TABLE keysets; Type: ACL; Schema: platform; Owner: propertyos_owner
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE platform.keysets TO propertyos_system;
GRANT SELECT ON TABLE platform.keysets TO propertyos_mover;


--
-- Name: TABLE memberships; Type: ACL; Schema: platform; Owner: propertyos_owner
--

GRANT SELECT,INSERT,UPDATE ON TABLE platform.memberships TO propertyos_system;
GRANT SELECT ON TABLE platform.memberships TO propertyos_mover;


--
-- Name: TABLE oidc_subjects; Type: ACL; Schema: platform; Owner: propertyos_owner
--

GRANT SELECT,INSERT,UPDATE ON TABLE platform.oidc_subjects TO propertyos_system;
GRANT SELECT ON TABLE platform.oidc_subjects TO propertyos_mover;


--
-- Name: TABLE passkeys; Type: ACL; Schema: platform; Owner: propertyos_owner
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE platform.passkeys TO propertyos_system;
GRANT SELECT ON TABLE platform.passkeys TO propertyos_mover;


--
-- Name: TABLE plans; Type: ACL; Schema: platform; Owner: propertyos_owner
--

GRANT SELECT ON TABLE platform.plans TO propertyos_system;
GRANT SELECT ON TABLE platform.plans TO propertyos_mover;


--
-- Name: COLUMN plans.code; Type: ACL; Schema: platform; Owner: propertyos_owner
--

GRANT SELECT(code) ON TABLE platform.plans TO propertyos_definer;


--
-- Name: COLUMN plans.unit_limit; Type: ACL; Schema: platform; Owner: propertyos_owner
--

GRANT SELECT(unit_limit) ON TABLE platform.plans TO propertyos_definer;


--
-- Name: TABLE recovery_codes; Type: ACL; Schema: platform; Owner: propertyos_owner
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE platform.recovery_codes TO propertyos_system;
GRANT SELECT ON TABLE platform.recovery_codes TO propertyos_mover;


--
-- Name: TABLE river_job; Type: ACL; Schema: platform; Owner: propertyos_owner
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE platform.river_job TO propertyos_system;
GRANT SELECT ON TABLE platform.river_job TO propertyos_mover;


--
-- Name: SEQUENCE river_job_id_seq; Type: ACL; Schema: platform; Owner: propertyos_owner
--

GRANT USAGE ON SEQUENCE platform.river_job_id_seq TO propertyos_system;


--
-- Name: TABLE river_leader; Type: ACL; Schema: platform; Owner: propertyos_owner
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE platform.river_leader TO propertyos_system;
GRANT SELECT ON TABLE platform.river_leader TO propertyos_mover;


--
-- Name: TABLE river_migration; Type: ACL; Schema: platform; Owner: propertyos_owner
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE platform.river_migration TO propertyos_system;
GRANT SELECT ON TABLE platform.river_migration TO propertyos_mover;


--
-- Name: TABLE river_notification; Type: ACL; Schema: platform; Owner: propertyos_owner
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE platform.river_notification TO propertyos_system;
GRANT SELECT ON TABLE platform.river_notification TO propertyos_mover;


--
-- Name: SEQUENCE river_notification_id_seq; Type: ACL; Schema: platform; Owner: propertyos_owner
--

GRANT USAGE ON SEQUENCE platform.river_notification_id_seq TO propertyos_system;


--
-- Name: TABLE river_queue; Type: ACL; Schema: platform; Owner: propertyos_owner
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE platform.river_queue TO propertyos_system;
GRANT SELECT ON TABLE platform.river_queue TO propertyos_mover;


--
-- Name: TABLE security_events; Type: ACL; Schema: platform; Owner: propertyos_owner
--

GRANT SELECT,INSERT ON TABLE platform.security_events TO propertyos_system;
GRANT SELECT ON TABLE platform.security_events TO propertyos_mover;


--
-- Name: TABLE sessions; Type: ACL; Schema: platform; Owner: propertyos_owner
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE platform.sessions TO propertyos_system;
GRANT SELECT ON TABLE platform.sessions TO propertyos_mover;


--
-- Name: TABLE throttles; Type: ACL; Schema: platform; Owner: propertyos_owner
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE platform.throttles TO propertyos_system;
GRANT SELECT ON TABLE platform.throttles TO propertyos_mover;


--
-- Name: TABLE tickets; Type: ACL; Schema: platform; Owner: propertyos_owner
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE platform.tickets TO propertyos_system;
GRANT SELECT ON TABLE platform.tickets TO propertyos_mover;


--
-- Name: TABLE addresses; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT SELECT,INSERT,UPDATE ON TABLE public.addresses TO propertyos_app;
GRANT SELECT ON TABLE public.addresses TO propertyos_readonly;
GRANT SELECT ON TABLE public.addresses TO propertyos_definer;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.addresses TO propertyos_mover;


--
-- Name: TABLE announcements; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT SELECT,INSERT,UPDATE ON TABLE public.announcements TO propertyos_app;
GRANT SELECT ON TABLE public.announcements TO propertyos_readonly;
GRANT SELECT ON TABLE public.announcements TO propertyos_definer;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.announcements TO propertyos_mover;


--
-- Name: TABLE audit_logs; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT SELECT ON TABLE public.audit_logs TO propertyos_app;
GRANT SELECT ON TABLE public.audit_logs TO propertyos_readonly;
GRANT SELECT,INSERT ON TABLE public.audit_logs TO propertyos_definer;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.audit_logs TO propertyos_mover;
GRANT SELECT ON TABLE public.audit_logs TO propertyos_system;


--
-- Name: TABLE audit_seals; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT SELECT ON TABLE public.audit_seals TO propertyos_app;
GRANT SELECT ON TABLE public.audit_seals TO propertyos_readonly;
GRANT SELECT ON TABLE public.audit_seals TO propertyos_definer;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.audit_seals TO propertyos_mover;
GRANT SELECT,INSERT ON TABLE public.audit_seals TO propertyos_system;


--
-- Name: TABLE bank_accounts; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT SELECT,INSERT,UPDATE ON TABLE public.bank_accounts TO propertyos_app;
GRANT SELECT ON TABLE public.bank_accounts TO propertyos_readonly;
GRANT SELECT ON TABLE public.bank_accounts TO propertyos_definer;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.bank_accounts TO propertyos_mover;


--
-- Name: TABLE charge_credits; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT SELECT,INSERT ON TABLE public.charge_credits TO propertyos_app;
GRANT SELECT ON TABLE public.charge_credits TO propertyos_readonly;
GRANT SELECT ON TABLE public.charge_credits TO propertyos_definer;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.charge_credits TO propertyos_mover;


--
-- Name: TABLE charge_runs; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT SELECT,INSERT,UPDATE ON TABLE public.charge_runs TO propertyos_app;
GRANT SELECT ON TABLE public.charge_runs TO propertyos_readonly;
GRANT SELECT ON TABLE public.charge_runs TO propertyos_definer;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.charge_runs TO propertyos_mover;


--
-- Name: TABLE charges; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT SELECT,INSERT ON TABLE public.charges TO propertyos_app;
GRANT SELECT ON TABLE public.charges TO propertyos_readonly;
GRANT SELECT ON TABLE public.charges TO propertyos_definer;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.charges TO propertyos_mover;


--
-- Name: COLUMN charges.undone_at; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT UPDATE(undone_at) ON TABLE public.charges TO propertyos_app;
GRANT UPDATE(undone_at) ON TABLE public.charges TO propertyos_definer;


--
-- Name: TABLE checklist_templates; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT SELECT,INSERT,UPDATE ON TABLE public.checklist_templates TO propertyos_app;
GRANT SELECT ON TABLE public.checklist_templates TO propertyos_readonly;
GRANT SELECT ON TABLE public.checklist_templates TO propertyos_definer;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.checklist_templates TO propertyos_mover;


--
-- Name: TABLE deposit_dispositions; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT SELECT,INSERT,UPDATE ON TABLE public.deposit_dispositions TO propertyos_app;
GRANT SELECT ON TABLE public.deposit_dispositions TO propertyos_readonly;
GRANT SELECT ON TABLE public.deposit_dispositions TO propertyos_definer;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.deposit_dispositions TO propertyos_mover;


--
-- Name: TABLE deposit_rules; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT SELECT,INSERT,UPDATE ON TABLE public.deposit_rules TO propertyos_app;
GRANT SELECT ON TABLE public.deposit_rules TO propertyos_readonly;
GRANT SELECT ON TABLE public.deposit_rules TO propertyos_definer;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.deposit_rules TO propertyos_mover;


--
-- Name: TABLE disposition_items; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT SELECT,INSERT,UPDATE ON TABLE public.disposition_items TO propertyos_app;
GRANT SELECT ON TABLE public.disposition_items TO propertyos_readonly;
GRANT SELECT ON TABLE public.disposition_items TO propertyos_definer;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.disposition_items TO propertyos_mover;


--
-- Name: TABLE document_template_versions; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT SELECT,INSERT ON TABLE public.document_template_versions TO propertyos_app;
GRANT SELECT ON TABLE public.document_template_versions TO propertyos_readonly;
GRANT SELECT ON TABLE public.document_template_versions TO propertyos_definer;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.document_template_versions TO propertyos_mover;


--
-- Name: TABLE document_templates; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT SELECT,INSERT,UPDATE ON TABLE public.document_templates TO propertyos_app;
GRANT SELECT ON TABLE public.document_templates TO propertyos_readonly;
GRANT SELECT ON TABLE public.document_templates TO propertyos_definer;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.document_templates TO propertyos_mover;


--
-- Name: TABLE document_versions; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT SELECT,INSERT,UPDATE ON TABLE public.document_versions TO propertyos_app;
GRANT SELECT ON TABLE public.document_versions TO propertyos_readonly;
GRANT SELECT ON TABLE public.document_versions TO propertyos_definer;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.document_versions TO propertyos_mover;


--
-- Name: TABLE documents; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT SELECT,INSERT,UPDATE ON TABLE public.documents TO propertyos_app;
GRANT SELECT ON TABLE public.documents TO propertyos_readonly;
GRANT SELECT ON TABLE public.documents TO propertyos_definer;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.documents TO propertyos_mover;


--
-- Name: TABLE emergency_contacts; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT SELECT,INSERT,UPDATE ON TABLE public.emergency_contacts TO propertyos_app;
GRANT SELECT ON TABLE public.emergency_contacts TO propertyos_readonly;
GRANT SELECT ON TABLE public.emergency_contacts TO propertyos_definer;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.emergency_contacts TO propertyos_mover;


--
-- Name: TABLE events; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT SELECT,INSERT ON TABLE public.events TO propertyos_app;
GRANT SELECT ON TABLE public.events TO propertyos_readonly;
GRANT SELECT ON TABLE public.events TO propertyos_definer;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.events TO propertyos_mover;
GRANT SELECT,DELETE ON TABLE public.events TO propertyos_system;


--
-- Name: COLUMN events.relayed_at; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT UPDATE(relayed_at) ON TABLE public.events TO propertyos_system;


--
-- Name: TABLE idempotency_keys; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT SELECT,INSERT,UPDATE ON TABLE public.idempotency_keys TO propertyos_app;
GRANT SELECT ON TABLE public.idempotency_keys TO propertyos_readonly;
GRANT SELECT ON TABLE public.idempotency_keys TO propertyos_definer;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.idempotency_keys TO propertyos_mover;
GRANT SELECT,DELETE ON TABLE public.idempotency_keys TO propertyos_system;


--
-- Name: TABLE import_mappings; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT SELECT,INSERT,UPDATE ON TABLE public.import_mappings TO propertyos_app;
GRANT SELECT ON TABLE public.import_mappings TO propertyos_readonly;
GRANT SELECT ON TABLE public.import_mappings TO propertyos_definer;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.import_mappings TO propertyos_mover;


--
-- Name: TABLE import_sources; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT SELECT,INSERT ON TABLE public.import_sources TO propertyos_app;
GRANT SELECT ON TABLE public.import_sources TO propertyos_readonly;
GRANT SELECT ON TABLE public.import_sources TO propertyos_definer;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.import_sources TO propertyos_mover;


--
-- Name: TABLE import_uploads; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.import_uploads TO propertyos_app;
GRANT SELECT ON TABLE public.import_uploads TO propertyos_readonly;
GRANT SELECT ON TABLE public.import_uploads TO propertyos_definer;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.import_uploads TO propertyos_mover;


--
-- Name: TABLE imports; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT SELECT,INSERT ON TABLE public.imports TO propertyos_app;
GRANT SELECT ON TABLE public.imports TO propertyos_readonly;
GRANT SELECT ON TABLE public.imports TO propertyos_definer;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.imports TO propertyos_mover;


--
-- Name: COLUMN imports.finished_at; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT UPDATE(finished_at) ON TABLE public.imports TO propertyos_app;


--
-- Name: COLUMN imports.property_ids; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT UPDATE(property_ids) ON TABLE public.imports TO propertyos_app;


--
-- Name: COLUMN imports.unit_ids; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT UPDATE(unit_ids) ON TABLE public.imports TO propertyos_app;


--
-- Name: COLUMN imports.tenancy_ids; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT UPDATE(tenancy_ids) ON TABLE public.imports TO propertyos_app;


--
-- Name: COLUMN imports.renter_ids; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT UPDATE(renter_ids) ON TABLE public.imports TO propertyos_app;


--
-- Name: COLUMN imports.earlier_statuses; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT UPDATE(earlier_statuses) ON TABLE public.imports TO propertyos_app;


--
-- Name: COLUMN imports.undone_at; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT UPDATE(undone_at) ON TABLE public.imports TO propertyos_app;


--
-- Name: COLUMN imports.undone_by; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT UPDATE(undone_by) ON TABLE public.imports TO propertyos_app;


--
-- Name: COLUMN imports.deletion_id; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT UPDATE(deletion_id) ON TABLE public.imports TO propertyos_app;


--
-- Name: TABLE inspection_items; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT SELECT,INSERT,UPDATE ON TABLE public.inspection_items TO propertyos_app;
GRANT SELECT ON TABLE public.inspection_items TO propertyos_readonly;
GRANT SELECT ON TABLE public.inspection_items TO propertyos_definer;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.inspection_items TO propertyos_mover;


--
-- Name: TABLE inspections; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT SELECT,INSERT,UPDATE ON TABLE public.inspections TO propertyos_app;
GRANT SELECT ON TABLE public.inspections TO propertyos_readonly;
GRANT SELECT ON TABLE public.inspections TO propertyos_definer;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.inspections TO propertyos_mover;


--
-- Name: TABLE invitations; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT SELECT,INSERT,UPDATE ON TABLE public.invitations TO propertyos_app;
GRANT SELECT ON TABLE public.invitations TO propertyos_readonly;
GRANT SELECT ON TABLE public.invitations TO propertyos_definer;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.invitations TO propertyos_mover;
GRANT SELECT,UPDATE ON TABLE public.invitations TO propertyos_system;


--
-- Name: TABLE journal_entries; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT SELECT,INSERT ON TABLE public.journal_entries TO propertyos_app;
GRANT SELECT ON TABLE public.journal_entries TO propertyos_readonly;
GRANT SELECT ON TABLE public.journal_entries TO propertyos_definer;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.journal_entries TO propertyos_mover;


--
-- Name: TABLE lease_deposits; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT SELECT,INSERT,UPDATE ON TABLE public.lease_deposits TO propertyos_app;
GRANT SELECT ON TABLE public.lease_deposits TO propertyos_readonly;
GRANT SELECT ON TABLE public.lease_deposits TO propertyos_definer;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.lease_deposits TO propertyos_mover;


--
-- Name: TABLE lease_notices; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT SELECT,INSERT ON TABLE public.lease_notices TO propertyos_app;
GRANT SELECT ON TABLE public.lease_notices TO propertyos_readonly;
GRANT SELECT ON TABLE public.lease_notices TO propertyos_definer;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.lease_notices TO propertyos_mover;


--
-- Name: COLUMN lease_notices.kind; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT UPDATE(kind) ON TABLE public.lease_notices TO propertyos_app;


--
-- Name: COLUMN lease_notices.given_on; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT UPDATE(given_on) ON TABLE public.lease_notices TO propertyos_app;


--
-- Name: COLUMN lease_notices.effective_on; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT UPDATE(effective_on) ON TABLE public.lease_notices TO propertyos_app;


--
-- Name: COLUMN lease_notices.served_on; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT UPDATE(served_on) ON TABLE public.lease_notices TO propertyos_app;


--
-- Name: COLUMN lease_notices.served_method; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT UPDATE(served_method) ON TABLE public.lease_notices TO propertyos_app;


--
-- Name: COLUMN lease_notices.served_by; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT UPDATE(served_by) ON TABLE public.lease_notices TO propertyos_app;


--
-- Name: COLUMN lease_notices.proof_document_id; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT UPDATE(proof_document_id) ON TABLE public.lease_notices TO propertyos_app;


--
-- Name: COLUMN lease_notices.note; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT UPDATE(note) ON TABLE public.lease_notices TO propertyos_app;


--
-- Name: COLUMN lease_notices.acknowledged_at; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT UPDATE(acknowledged_at) ON TABLE public.lease_notices TO propertyos_app;


--
-- Name: COLUMN lease_notices.acknowledged_by; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT UPDATE(acknowledged_by) ON TABLE public.lease_notices TO propertyos_app;


--
-- Name: COLUMN lease_notices.withdrawn_at; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT UPDATE(withdrawn_at) ON TABLE public.lease_notices TO propertyos_app;


--
-- Name: COLUMN lease_notices.ended_lease; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT UPDATE(ended_lease) ON TABLE public.lease_notices TO propertyos_app;


--
-- Name: COLUMN lease_notices.forwarding_address; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT UPDATE(forwarding_address) ON TABLE public.lease_notices TO propertyos_app;


--
-- Name: TABLE lease_openings; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT SELECT,INSERT ON TABLE public.lease_openings TO propertyos_app;
GRANT SELECT ON TABLE public.lease_openings TO propertyos_readonly;
GRANT SELECT ON TABLE public.lease_openings TO propertyos_definer;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.lease_openings TO propertyos_mover;


--
-- Name: TABLE lease_parties; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT SELECT,INSERT,UPDATE ON TABLE public.lease_parties TO propertyos_app;
GRANT SELECT ON TABLE public.lease_parties TO propertyos_readonly;
GRANT SELECT ON TABLE public.lease_parties TO propertyos_definer;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.lease_parties TO propertyos_mover;


--
-- Name: TABLE leasing_policies; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.leasing_policies TO propertyos_app;
GRANT SELECT ON TABLE public.leasing_policies TO propertyos_readonly;
GRANT SELECT ON TABLE public.leasing_policies TO propertyos_definer;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.leasing_policies TO propertyos_mover;


--
-- Name: TABLE ledger_accounts; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT SELECT,INSERT,UPDATE ON TABLE public.ledger_accounts TO propertyos_app;
GRANT SELECT ON TABLE public.ledger_accounts TO propertyos_readonly;
GRANT SELECT ON TABLE public.ledger_accounts TO propertyos_definer;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.ledger_accounts TO propertyos_mover;


--
-- Name: TABLE ledger_balances; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT SELECT ON TABLE public.ledger_balances TO propertyos_app;
GRANT SELECT ON TABLE public.ledger_balances TO propertyos_readonly;
GRANT SELECT,INSERT,UPDATE ON TABLE public.ledger_balances TO propertyos_definer;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.ledger_balances TO propertyos_mover;


--
-- Name: TABLE ledger_locks; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT SELECT,INSERT ON TABLE public.ledger_locks TO propertyos_app;
GRANT SELECT ON TABLE public.ledger_locks TO propertyos_readonly;
GRANT SELECT ON TABLE public.ledger_locks TO propertyos_definer;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.ledger_locks TO propertyos_mover;


--
-- Name: COLUMN ledger_locks.decided_by; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT UPDATE(decided_by) ON TABLE public.ledger_locks TO propertyos_app;


--
-- Name: COLUMN ledger_locks.decided_at; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT UPDATE(decided_at) ON TABLE public.ledger_locks TO propertyos_app;


--
-- Name: COLUMN ledger_locks.accepted; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT UPDATE(accepted) ON TABLE public.ledger_locks TO propertyos_app;


--
-- Name: TABLE ledgers; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT SELECT,INSERT ON TABLE public.ledgers TO propertyos_app;
GRANT SELECT ON TABLE public.ledgers TO propertyos_readonly;
GRANT SELECT ON TABLE public.ledgers TO propertyos_definer;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.ledgers TO propertyos_mover;


--
-- Name: COLUMN ledgers.next_number; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT UPDATE(next_number) ON TABLE public.ledgers TO propertyos_app;


--
-- Name: COLUMN ledgers.recorded_at; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT UPDATE(recorded_at) ON TABLE public.ledgers TO propertyos_app;


--
-- Name: COLUMN ledgers.locked_through; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT UPDATE(locked_through) ON TABLE public.ledgers TO propertyos_definer;


--
-- Name: TABLE money_policies; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT SELECT,INSERT,UPDATE ON TABLE public.money_policies TO propertyos_app;
GRANT SELECT ON TABLE public.money_policies TO propertyos_readonly;
GRANT SELECT ON TABLE public.money_policies TO propertyos_definer;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.money_policies TO propertyos_mover;


--
-- Name: TABLE notification_attempts; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT SELECT,INSERT ON TABLE public.notification_attempts TO propertyos_app;
GRANT SELECT ON TABLE public.notification_attempts TO propertyos_readonly;
GRANT SELECT ON TABLE public.notification_attempts TO propertyos_definer;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.notification_attempts TO propertyos_mover;


--
-- Name: TABLE notification_preferences; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT SELECT,INSERT,UPDATE ON TABLE public.notification_preferences TO propertyos_app;
GRANT SELECT ON TABLE public.notification_preferences TO propertyos_readonly;
GRANT SELECT ON TABLE public.notification_preferences TO propertyos_definer;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.notification_preferences TO propertyos_mover;


--
-- Name: TABLE notifications; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT SELECT,INSERT,UPDATE ON TABLE public.notifications TO propertyos_app;
GRANT SELECT ON TABLE public.notifications TO propertyos_readonly;
GRANT SELECT ON TABLE public.notifications TO propertyos_definer;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.notifications TO propertyos_mover;


--
-- Name: TABLE owner_properties; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT SELECT,INSERT,UPDATE ON TABLE public.owner_properties TO propertyos_app;
GRANT SELECT ON TABLE public.owner_properties TO propertyos_readonly;
GRANT SELECT ON TABLE public.owner_properties TO propertyos_definer;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.owner_properties TO propertyos_mover;


--
-- Name: TABLE owners; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT SELECT,INSERT,UPDATE ON TABLE public.owners TO propertyos_app;
GRANT SELECT ON TABLE public.owners TO propertyos_readonly;
GRANT SELECT ON TABLE public.owners TO propertyos_definer;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.owners TO propertyos_mover;


--
-- Name: COLUMN owners.tenant_id; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT SELECT(tenant_id) ON TABLE public.owners TO propertyos_system;


--
-- Name: COLUMN owners.id; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT SELECT(id) ON TABLE public.owners TO propertyos_system;


--
-- Name: COLUMN owners.user_id; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT SELECT(user_id),UPDATE(user_id) ON TABLE public.owners TO propertyos_system;


--
-- Name: COLUMN owners.deleted_at; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT SELECT(deleted_at) ON TABLE public.owners TO propertyos_system;


--
-- Name: TABLE payment_allocations; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT SELECT,INSERT ON TABLE public.payment_allocations TO propertyos_app;
GRANT SELECT ON TABLE public.payment_allocations TO propertyos_readonly;
GRANT SELECT ON TABLE public.payment_allocations TO propertyos_definer;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.payment_allocations TO propertyos_mover;


--
-- Name: TABLE payment_takebacks; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT SELECT,INSERT ON TABLE public.payment_takebacks TO propertyos_app;
GRANT SELECT ON TABLE public.payment_takebacks TO propertyos_readonly;
GRANT SELECT ON TABLE public.payment_takebacks TO propertyos_definer;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.payment_takebacks TO propertyos_mover;


--
-- Name: TABLE payments; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT SELECT,INSERT,UPDATE ON TABLE public.payments TO propertyos_app;
GRANT SELECT ON TABLE public.payments TO propertyos_readonly;
GRANT SELECT ON TABLE public.payments TO propertyos_definer;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.payments TO propertyos_mover;


--
-- Name: COLUMN payments.version; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT UPDATE(version) ON TABLE public.payments TO propertyos_definer;


--
-- Name: TABLE pets; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT SELECT,INSERT,UPDATE ON TABLE public.pets TO propertyos_app;
GRANT SELECT ON TABLE public.pets TO propertyos_readonly;
GRANT SELECT ON TABLE public.pets TO propertyos_definer;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.pets TO propertyos_mover;


--
-- Name: TABLE property_group_members; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT SELECT,INSERT,DELETE ON TABLE public.property_group_members TO propertyos_app;
GRANT SELECT ON TABLE public.property_group_members TO propertyos_readonly;
GRANT SELECT ON TABLE public.property_group_members TO propertyos_definer;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.property_group_members TO propertyos_mover;


--
-- Name: TABLE property_groups; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT SELECT,INSERT,UPDATE ON TABLE public.property_groups TO propertyos_app;
GRANT SELECT ON TABLE public.property_groups TO propertyos_readonly;
GRANT SELECT ON TABLE public.property_groups TO propertyos_definer;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.property_groups TO propertyos_mover;


--
-- Name: TABLE recurring_charges; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT SELECT,INSERT,UPDATE ON TABLE public.recurring_charges TO propertyos_app;
GRANT SELECT ON TABLE public.recurring_charges TO propertyos_readonly;
GRANT SELECT ON TABLE public.recurring_charges TO propertyos_definer;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.recurring_charges TO propertyos_mover;


--
-- Name: TABLE renewal_offers; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT SELECT,INSERT,UPDATE ON TABLE public.renewal_offers TO propertyos_app;
GRANT SELECT ON TABLE public.renewal_offers TO propertyos_readonly;
GRANT SELECT ON TABLE public.renewal_offers TO propertyos_definer;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.renewal_offers TO propertyos_mover;


--
-- Name: TABLE rent_schedules; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT SELECT,INSERT,UPDATE ON TABLE public.rent_schedules TO propertyos_app;
GRANT SELECT ON TABLE public.rent_schedules TO propertyos_readonly;
GRANT SELECT ON TABLE public.rent_schedules TO propertyos_definer;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.rent_schedules TO propertyos_mover;


--
-- Name: TABLE renter_refunds; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT SELECT,INSERT ON TABLE public.renter_refunds TO propertyos_app;
GRANT SELECT ON TABLE public.renter_refunds TO propertyos_readonly;
GRANT SELECT ON TABLE public.renter_refunds TO propertyos_definer;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.renter_refunds TO propertyos_mover;


--
-- Name: COLUMN renter_refunds.released_by; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT UPDATE(released_by) ON TABLE public.renter_refunds TO propertyos_app;


--
-- Name: COLUMN renter_refunds.released_at; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT UPDATE(released_at) ON TABLE public.renter_refunds TO propertyos_app;


--
-- Name: COLUMN renter_refunds.cancelled_by; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT UPDATE(cancelled_by) ON TABLE public.renter_refunds TO propertyos_app;


--
-- Name: COLUMN renter_refunds.cancelled_at; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT UPDATE(cancelled_at) ON TABLE public.renter_refunds TO propertyos_app;


--
-- Name: COLUMN renter_refunds.paid_on; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT UPDATE(paid_on) ON TABLE public.renter_refunds TO propertyos_app;


--
-- Name: COLUMN renter_refunds.method; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT UPDATE(method) ON TABLE public.renter_refunds TO propertyos_app;


--
-- Name: COLUMN renter_refunds.reference; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT UPDATE(reference) ON TABLE public.renter_refunds TO propertyos_app;


--
-- Name: COLUMN renter_refunds.journal_entry_id; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT UPDATE(journal_entry_id) ON TABLE public.renter_refunds TO propertyos_app;


--
-- Name: COLUMN renter_refunds.version; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT UPDATE(version) ON TABLE public.renter_refunds TO propertyos_app;


--
-- Name: COLUMN renter_refunds.updated_at; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT UPDATE(updated_at) ON TABLE public.renter_refunds TO propertyos_app;


--
-- Name: TABLE single_sign_ons; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT SELECT,INSERT,UPDATE ON TABLE public.single_sign_ons TO propertyos_app;
GRANT SELECT ON TABLE public.single_sign_ons TO propertyos_readonly;
GRANT SELECT ON TABLE public.single_sign_ons TO propertyos_definer;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.single_sign_ons TO propertyos_mover;
GRANT SELECT ON TABLE public.single_sign_ons TO propertyos_system;


--
-- Name: TABLE take_ons; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT SELECT,INSERT ON TABLE public.take_ons TO propertyos_app;
GRANT SELECT ON TABLE public.take_ons TO propertyos_readonly;
GRANT SELECT ON TABLE public.take_ons TO propertyos_definer;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.take_ons TO propertyos_mover;


--
-- Name: COLUMN take_ons.finished_at; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT UPDATE(finished_at) ON TABLE public.take_ons TO propertyos_app;


--
-- Name: TABLE tenants; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT SELECT,INSERT,UPDATE ON TABLE public.tenants TO propertyos_app;
GRANT SELECT ON TABLE public.tenants TO propertyos_readonly;
GRANT SELECT ON TABLE public.tenants TO propertyos_definer;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.tenants TO propertyos_mover;


--
-- Name: COLUMN tenants.tenant_id; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT SELECT(tenant_id) ON TABLE public.tenants TO propertyos_system;


--
-- Name: COLUMN tenants.id; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT SELECT(id) ON TABLE public.tenants TO propertyos_system;


--
-- Name: COLUMN tenants.user_id; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT SELECT(user_id),UPDATE(user_id) ON TABLE public.tenants TO propertyos_system;


--
-- Name: COLUMN tenants.deleted_at; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT SELECT(deleted_at) ON TABLE public.tenants TO propertyos_system;


--
-- Name: TABLE transaction_reconciliations; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT SELECT,INSERT ON TABLE public.transaction_reconciliations TO propertyos_app;
GRANT SELECT ON TABLE public.transaction_reconciliations TO propertyos_readonly;
GRANT SELECT ON TABLE public.transaction_reconciliations TO propertyos_definer;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.transaction_reconciliations TO propertyos_mover;


--
-- Name: TABLE transactions; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT SELECT,INSERT ON TABLE public.transactions TO propertyos_app;
GRANT SELECT ON TABLE public.transactions TO propertyos_readonly;
GRANT SELECT ON TABLE public.transactions TO propertyos_definer;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.transactions TO propertyos_mover;


--
-- Name: TABLE transactions_reconciled; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT SELECT ON TABLE public.transactions_reconciled TO propertyos_app;
GRANT SELECT ON TABLE public.transactions_reconciled TO propertyos_readonly;


--
-- Name: TABLE trust_banks; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT SELECT,INSERT,UPDATE ON TABLE public.trust_banks TO propertyos_app;
GRANT SELECT ON TABLE public.trust_banks TO propertyos_readonly;
GRANT SELECT ON TABLE public.trust_banks TO propertyos_definer;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.trust_banks TO propertyos_mover;


--
-- Name: TABLE trust_deficits; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT SELECT,INSERT ON TABLE public.trust_deficits TO propertyos_app;
GRANT SELECT ON TABLE public.trust_deficits TO propertyos_readonly;
GRANT SELECT ON TABLE public.trust_deficits TO propertyos_definer;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.trust_deficits TO propertyos_mover;


--
-- Name: TABLE trust_receipts; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT SELECT,INSERT ON TABLE public.trust_receipts TO propertyos_app;
GRANT SELECT ON TABLE public.trust_receipts TO propertyos_readonly;
GRANT SELECT ON TABLE public.trust_receipts TO propertyos_definer;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.trust_receipts TO propertyos_mover;


--
-- Name: COLUMN trust_receipts.banked_on; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT UPDATE(banked_on) ON TABLE public.trust_receipts TO propertyos_app;


--
-- Name: COLUMN trust_receipts.cleared_on; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT UPDATE(cleared_on) ON TABLE public.trust_receipts TO propertyos_app;


--
-- Name: COLUMN trust_receipts.gone_on; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT UPDATE(gone_on) ON TABLE public.trust_receipts TO propertyos_app;


--
-- Name: COLUMN trust_receipts.version; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT UPDATE(version) ON TABLE public.trust_receipts TO propertyos_app;


--
-- Name: COLUMN trust_receipts.updated_at; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT UPDATE(updated_at) ON TABLE public.trust_receipts TO propertyos_app;


--
-- Name: TABLE unit_holds; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT SELECT,INSERT,UPDATE ON TABLE public.unit_holds TO propertyos_app;
GRANT SELECT ON TABLE public.unit_holds TO propertyos_readonly;
GRANT SELECT ON TABLE public.unit_holds TO propertyos_definer;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.unit_holds TO propertyos_mover;


--
-- Name: TABLE unit_status_history; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT SELECT,INSERT ON TABLE public.unit_status_history TO propertyos_app;
GRANT SELECT ON TABLE public.unit_status_history TO propertyos_readonly;
GRANT SELECT ON TABLE public.unit_status_history TO propertyos_definer;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.unit_status_history TO propertyos_mover;


--
-- Name: TABLE uploads; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT SELECT,INSERT,UPDATE ON TABLE public.uploads TO propertyos_app;
GRANT SELECT ON TABLE public.uploads TO propertyos_readonly;
GRANT SELECT ON TABLE public.uploads TO propertyos_definer;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.uploads TO propertyos_mover;


--
-- Name: TABLE users; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT SELECT,INSERT,UPDATE ON TABLE public.users TO propertyos_app;
GRANT SELECT ON TABLE public.users TO propertyos_readonly;
GRANT SELECT ON TABLE public.users TO propertyos_definer;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.users TO propertyos_mover;
GRANT SELECT,INSERT,UPDATE ON TABLE public.users TO propertyos_system;


--
-- Name: TABLE vehicles; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT SELECT,INSERT,UPDATE ON TABLE public.vehicles TO propertyos_app;
GRANT SELECT ON TABLE public.vehicles TO propertyos_readonly;
GRANT SELECT ON TABLE public.vehicles TO propertyos_definer;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.vehicles TO propertyos_mover;


--
-- Name: TABLE vendors; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT SELECT,INSERT,UPDATE ON TABLE public.vendors TO propertyos_app;
GRANT SELECT ON TABLE public.vendors TO propertyos_readonly;
GRANT SELECT ON TABLE public.vendors TO propertyos_definer;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.vendors TO propertyos_mover;


--
-- Name: COLUMN vendors.tenant_id; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT SELECT(tenant_id) ON TABLE public.vendors TO propertyos_system;


--
-- Name: COLUMN vendors.id; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT SELECT(id) ON TABLE public.vendors TO propertyos_system;


--
-- Name: COLUMN vendors.user_id; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT SELECT(user_id),UPDATE(user_id) ON TABLE public.vendors TO propertyos_system;


--
-- Name: COLUMN vendors.deleted_at; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT SELECT(deleted_at) ON TABLE public.vendors TO propertyos_system;


--
-- Name: TABLE webhook_attempts; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT SELECT,INSERT ON TABLE public.webhook_attempts TO propertyos_app;
GRANT SELECT ON TABLE public.webhook_attempts TO propertyos_readonly;
GRANT SELECT ON TABLE public.webhook_attempts TO propertyos_definer;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.webhook_attempts TO propertyos_mover;


--
-- Name: TABLE webhook_deliveries; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT SELECT,INSERT,UPDATE ON TABLE public.webhook_deliveries TO propertyos_app;
GRANT SELECT ON TABLE public.webhook_deliveries TO propertyos_readonly;
GRANT SELECT ON TABLE public.webhook_deliveries TO propertyos_definer;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.webhook_deliveries TO propertyos_mover;


--
-- Name: TABLE webhooks; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT SELECT,INSERT,UPDATE ON TABLE public.webhooks TO propertyos_app;
GRANT SELECT ON TABLE public.webhooks TO propertyos_readonly;
GRANT SELECT ON TABLE public.webhooks TO propertyos_definer;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.webhooks TO propertyos_mover;


--
-- Name: TABLE webhook_counts; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT SELECT ON TABLE public.webhook_counts TO propertyos_app;
GRANT SELECT ON TABLE public.webhook_counts TO propertyos_readonly;


--
-- Name: TABLE webhook_delivery_log; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT SELECT ON TABLE public.webhook_delivery_log TO propertyos_app;
GRANT SELECT ON TABLE public.webhook_delivery_log TO propertyos_readonly;


--
-- Name: TABLE work_orders; Type: ACL; Schema: public; Owner: propertyos_owner
--

GRANT SELECT,INSERT,UPDATE ON TABLE public.work_orders TO propertyos_app;
GRANT SELECT ON TABLE public.work_orders TO propertyos_readonly;
GRANT SELECT ON TABLE public.work_orders TO propertyos_definer;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.work_orders TO propertyos_mover;


--
-- PostgreSQL database dump complete
--


