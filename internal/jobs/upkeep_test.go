package jobs

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/riverqueue/river/rivertype"

	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/tenancy"
	"github.com/propertyos/propertyos/internal/testkit/pgtest"
)

func TestUpkeepRunsByItself(t *testing.T) {
	t.Parallel()
	b := setup(t, nil)
	events := start(t, b.client)
	done := map[string]rivertype.JobState{}
	for len(done) < 3 {
		e := receive(t, events)
		done[e.Job.Kind] = e.Job.State
	}
	for _, args := range []Args{partitionsArgs{}, analyticsArgs{}, expiryArgs{}} {
		if done[args.Kind()] != rivertype.JobStateCompleted {
			t.Errorf("%s: %q\n%s", args.Kind(), done[args.Kind()], b.log)
		}
	}
	if n := b.count(t, `SELECT count(*) FROM platform.river_job WHERE args <> '{}'`); n != 0 {
		t.Errorf("%d jobs carry arguments", n)
	}
}

func TestUpkeepDoesNotPileUp(t *testing.T) {
	t.Parallel()
	b := setup(t, nil)
	for i := range 3 {
		r, err := b.client.river.Insert(t.Context(), analyticsArgs{}, upkeepOpts())
		if err != nil {
			t.Fatal(err)
		}
		if r.UniqueSkippedAsDuplicate != (i > 0) {
			t.Errorf("insert %d was passed over: %v", i, r.UniqueSkippedAsDuplicate)
		}
	}
	// As a worker leaves it; a started client would put the clock's own job in the way.
	b.exec(t, `UPDATE platform.river_job SET state = 'completed', finalized_at = now()`)
	if r, err := b.client.river.Insert(t.Context(), analyticsArgs{}, upkeepOpts()); err != nil || r.UniqueSkippedAsDuplicate {
		t.Errorf("after the first is done: passed over %v, %v", r.UniqueSkippedAsDuplicate, err)
	}
}

const monthsSQL = `SELECT count(*) FROM pg_inherits AS i JOIN pg_class AS c ON c.oid = i.inhrelid
	WHERE i.inhparent = 'public.audit_logs'::regclass AND c.relname <> 'audit_logs_default'`

func TestMaintainPartitionsMakesMonths(t *testing.T) {
	t.Parallel()
	b := setup(t, nil)
	whole := b.count(t, monthsSQL)
	// As if it were two months ago.
	b.exec(t, `DO $$
		DECLARE part text;
		BEGIN
			FOR part IN SELECT c.relname FROM pg_inherits AS i JOIN pg_class AS c ON c.oid = i.inhrelid
				WHERE i.inhparent = 'public.audit_logs'::regclass AND c.relname <> 'audit_logs_default'
				ORDER BY c.relname DESC LIMIT 2
			LOOP
				EXECUTE format('DROP TABLE public.%I', part);
			END LOOP;
		END $$`)
	if n := b.count(t, monthsSQL); n != whole-2 {
		t.Fatalf("%d months are left of %d", n, whole)
	}
	if err := b.client.maintainPartitions(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n := b.count(t, monthsSQL); n != whole {
		t.Errorf("%d months, want %d", n, whole)
	}
	if n := b.count(t, monthsSQL+` AND (NOT c.relrowsecurity OR NOT c.relforcerowsecurity OR NOT EXISTS
		(SELECT FROM pg_policy WHERE polrelid = c.oid AND polname = 'tenant_isolation'))`); n != 0 {
		t.Errorf("%d months without their wall", n)
	}
	if b.metric(t, "propertyos_partition_stray_rows") != 0 || b.log.String() != "" {
		t.Errorf("an alarm for nothing:\n%s", b.log)
	}
}

func TestMaintainPartitionsAlarms(t *testing.T) {
	t.Parallel()
	b := setup(t, nil)
	org := b.pg.Org(t)
	b.exec(t, `INSERT INTO public.audit_logs (tenant_id, created_at, action, entity_type, entity_id)
		VALUES ($1, '1999-05-01', 'create', 'unit', $2)`, org, id.New())
	if n := b.count(t, `SELECT count(*) FROM ONLY public.audit_logs_default`); n != 1 {
		t.Fatalf("%d stray rows, want 1", n)
	}
	if err := b.client.maintainPartitions(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := b.metric(t, "propertyos_partition_stray_rows"); got < 1 {
		t.Errorf("metric is %v", got)
	}
	if log := b.log.String(); !strings.Contains(log, "level=ERROR") || !strings.Contains(log, "default partition") {
		t.Errorf("log: %s", log)
	}
}

func TestExpire(t *testing.T) {
	t.Parallel()
	b := setup(t, nil)
	org, identity := b.pg.Org(t), id.New()
	b.exec(t, `INSERT INTO platform.identities (id, email) VALUES ($1, 'ada@example.com')`, identity)
	b.exec(t, `INSERT INTO platform.sessions (id, token_hash, identity_id, organization_id, user_id, expires_at)
		SELECT gen_random_uuid(), sha256(age::text::bytea), $1, $2, gen_random_uuid(), now() - age * interval '1 hour'
		FROM unnest(ARRAY[-5, 0, 719, 721, 1000]) AS age`, identity, org)
	b.exec(t, `INSERT INTO platform.throttles (key, failures, window_started_at, blocked_until)
		SELECT age::text::bytea, 3, now() - age * interval '1 hour',
			CASE WHEN age = 100 THEN now() + interval '1 hour' END
		FROM unnest(ARRAY[0, 23, 25, 400, 100]) AS age`)
	// More than one batch of keys.
	b.exec(t, `INSERT INTO public.idempotency_keys (tenant_id, id, actor_id, key, operation, request_hash, created_at)
		SELECT $1, gen_random_uuid(), $2, 'key ' || n, 'unit.create', sha256('x'), now() - CASE WHEN n <= 7 THEN interval '23 hours'
			ELSE interval '25 hours' END
		FROM generate_series(1, 12000) AS n`, org, identity)
	if err := b.client.expire(t.Context()); err != nil {
		t.Fatal(err)
	}
	for what, want := range map[string]struct{ left, gone int }{
		"platform.sessions": {3, 2}, "platform.throttles": {3, 2}, "public.idempotency_keys": {7, 11993},
	} {
		if n := b.count(t, `SELECT count(*) FROM `+what); n != want.left {
			t.Errorf("%s: %d rows are left, want %d", what, n, want.left)
		}
		_, name, _ := strings.Cut(what, ".")
		if got := b.metric(t, "propertyos_rows_expired_total", name); got != float64(want.gone) {
			t.Errorf("%s: %v counted, want %d", what, got, want.gone)
		}
	}
}

// portfolio gives an organization units in every state, rent that counts and rent that does not.
const portfolio = `
WITH p AS (
	INSERT INTO public.properties (tenant_id, id, name, type)
	SELECT $1, gen_random_uuid(), 'Property ' || n, 'residential' FROM generate_series(1, 2) AS n RETURNING id
), deleted AS (
	INSERT INTO public.properties (tenant_id, id, name, type, deleted_at, deletion_id)
	VALUES ($1, gen_random_uuid(), 'Gone', 'residential', now(), gen_random_uuid())
), u AS (
	INSERT INTO public.units (tenant_id, id, property_id, number, base_rent, status)
	SELECT $1, gen_random_uuid(), p.id, s || ' ' || n, 1000 + n,  s
	FROM p, unnest(ARRAY['occupied', 'notice', 'vacant', 'reserved', 'down']) AS s, generate_series(1, $2::int) AS n
	RETURNING id, property_id, status, base_rent
), t AS (
	INSERT INTO public.tenancies (tenant_id, id, unit_id, property_id, moved_in_on)
	SELECT $1, gen_random_uuid(), u.id, u.property_id, date '2020-01-01' FROM u WHERE u.status IN ('occupied', 'notice')
	RETURNING id, unit_id, property_id
), l AS (
	INSERT INTO public.leases (tenant_id, id, tenancy_id, unit_id, property_id, start_date, monthly_rent, status)
	SELECT $1, gen_random_uuid(), t.id, t.unit_id, t.property_id, date '2020-01-01', 950.50, 'active' FROM t
)
INSERT INTO public.maintenance_requests
	(tenant_id, id, unit_id, property_id, category, title, description, status, resolved_at)
SELECT $1, gen_random_uuid(), u.id, u.property_id, 'plumbing', 'Drip', 'It drips', s, CASE s WHEN 'completed' THEN now() END
FROM u, unnest(ARRAY['submitted', 'submitted', 'completed']) AS s WHERE u.status = 'occupied'`

const liveSQL = `SELECT
	(SELECT count(*) FROM properties WHERE tenant_id = $1 AND deleted_at IS NULL),
	(SELECT count(*) FROM units WHERE tenant_id = $1),
	(SELECT count(*) FROM units WHERE tenant_id = $1 AND status IN ('occupied', 'notice')),
	(SELECT count(*) FROM units WHERE tenant_id = $1 AND status IN ('vacant', 'reserved')),
	(SELECT sum(base_rent) FROM units WHERE tenant_id = $1)::text,
	(SELECT sum(monthly_rent) FROM leases WHERE tenant_id = $1)::text,
	(SELECT count(*) FROM maintenance_requests WHERE tenant_id = $1 AND status = 'submitted')`

const analyticsSQL = `SELECT total_properties, total_units, occupied_units, vacant_units, market_rent::text,
	monthly_revenue::text, open_maintenance_requests
	FROM app.read_tenant_analytics() WHERE tenant_id = $1`

func TestRefreshAnalyticsEqualsLive(t *testing.T) {
	t.Parallel()
	b := setup(t, nil)
	figures := func(org id.ID, sql string) (got string) {
		t.Helper()
		err := tenancy.InReadTx(t.Context(), b.db, tenancy.Operator(org, "test"), func(ctx context.Context, tx tenancy.Tx) error {
			var n [5]int64
			var market, revenue string
			err := tx.QueryRow(ctx, sql, org).Scan(&n[0], &n[1], &n[2], &n[3], &market, &revenue, &n[4])
			got = fmt.Sprint(n, " ", market, " ", revenue)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	small, large := b.pg.Org(t), b.pg.Org(t)
	b.exec(t, portfolio, small, 1)
	b.exec(t, portfolio, large, 4)
	if err := RefreshAnalytics(t.Context(), b.db); err != nil {
		t.Fatal(err)
	}
	if got, want := figures(small, analyticsSQL), "[2 10 4 4 4] 10010.00 3802.00"; got != want {
		t.Errorf("small: %s, want %s", got, want)
	}
	for _, org := range []id.ID{small, large} {
		if got, want := figures(org, analyticsSQL), figures(org, liveSQL); got != want {
			t.Errorf("analytics %s, live %s", got, want)
		}
	}
	// The second time it is filled already, and refreshed beside its readers.
	b.exec(t, `UPDATE public.units SET status = 'vacant' WHERE tenant_id = $1 AND status = 'down'`, large)
	if err := RefreshAnalytics(t.Context(), b.db); err != nil {
		t.Fatal(err)
	}
	if got, want := figures(large, analyticsSQL), figures(large, liveSQL); got != want {
		t.Errorf("analytics %s, live %s", got, want)
	}
	if _, err := b.pg.Pool(postgres.RoleApp).Exec(t.Context(), `SELECT app.refresh_tenant_analytics()`); err == nil {
		t.Error("the application may refresh")
	}
	var seen int
	if err := b.pg.Pool(pgtest.Superuser).QueryRow(t.Context(), `SELECT count(*) FROM app.tenant_analytics`).Scan(&seen); err != nil || seen != 2 {
		t.Errorf("%d organizations, %v", seen, err)
	}
}
