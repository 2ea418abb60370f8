package demo_test

import (
	"context"
	"errors"
	"log/slog"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/propertyos/propertyos/internal/domain/demo"
	"github.com/propertyos/propertyos/internal/domain/identity"
	"github.com/propertyos/propertyos/internal/domain/organization"
	"github.com/propertyos/propertyos/internal/kernel/clock"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/kernel/secret"
	"github.com/propertyos/propertyos/internal/platform/crypt"
	"github.com/propertyos/propertyos/internal/tenancy"
	"github.com/propertyos/propertyos/internal/testkit/pgtest"
)

// memory keeps keysets for one test.
type memory struct {
	mu   sync.Mutex
	rows map[id.ID]map[crypt.Purpose]crypt.WrappedKeyset
}

func (m *memory) Load(_ context.Context, org id.ID) ([]crypt.WrappedKeyset, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var list []crypt.WrappedKeyset
	for _, k := range m.rows[org] {
		list = append(list, k)
	}
	return list, nil
}

func (m *memory) Save(_ context.Context, org id.ID, k crypt.WrappedKeyset) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.rows[org] == nil {
		m.rows[org] = map[crypt.Purpose]crypt.WrappedKeyset{}
	}
	if m.rows[org][k.Purpose].Version != k.Version-1 {
		return crypt.ErrVersion
	}
	m.rows[org][k.Purpose] = k
	return nil
}

// bundle is a service over a database of its own.
type bundle struct {
	*demo.Service
	pg    *pgtest.DB
	db    *tenancy.DB
	keys  *crypt.Keyring
	orgs  *organization.Service
	users *identity.Service
	all   *pgxpool.Pool // a superuser's, to look at everything
	asOf  period.Date
}

func setup(t *testing.T) *bundle {
	t.Helper()
	asOf := period.MustParse("2026-07-17")
	now := clock.At(asOf.Time().Add(9 * time.Hour))
	b := &bundle{pg: pgtest.New(t), asOf: asOf}
	b.db = b.pg.DB(now)
	b.all = b.pg.Pool(pgtest.Superuser)
	path := filepath.Join(t.TempDir(), "master.key")
	check(t, crypt.CreateLocalMaster(path))
	uri, err := crypt.LocalMasterURI(path)
	check(t, err)
	master, err := crypt.OpenMaster(t.Context(), uri)
	check(t, err)
	b.keys = crypt.NewKeyring(master, &memory{rows: map[id.ID]map[crypt.Purpose]crypt.WrappedKeyset{}}, now)
	b.orgs = organization.New(b.db)
	b.users = identity.New(b.db, now, slog.New(slog.DiscardHandler), identity.Options{})
	b.Service = demo.New(b.db, b.keys, b.orgs, b.users)
	return b
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatalf("unexpected error: %v", err)
	}
}

// number returns the number that a query finds.
func (b *bundle) number(t *testing.T, sql string, args ...any) int {
	t.Helper()
	var n int
	if err := b.all.QueryRow(t.Context(), sql, args...).Scan(&n); err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
	return n
}

func TestLoad(t *testing.T) {
	t.Parallel()
	b := setup(t)
	var told []demo.Progress
	report, err := b.Load(t.Context(), demo.Options{Progress: func(p demo.Progress) { told = append(told, p) }})
	check(t, err)
	if report.AsOf != b.asOf || len(report.Organizations) != 3 || len(report.SignIns) != 18 || len(told) < 20 {
		t.Fatalf("as of %s, %d organizations, %d sign-ins, told %d times", report.AsOf, len(report.Organizations),
			len(report.SignIns), len(told))
	}
	list := demo.Generate(b.asOf)
	for i, o := range list {
		for table, want := range map[string]int{
			"properties": len(o.Properties), "addresses": len(o.Properties),
			"units": o.Units(), "tenancies": len(o.Households) + len(o.Spaces), "payments": len(o.Payments), "owners": len(o.Owners),
			"owner_properties": len(o.Shares), "vendors": len(o.Vendors), "bank_accounts": len(o.BankAccounts),
			"maintenance_requests": len(o.Requests), "work_orders": len(o.WorkOrders), "emergency_contacts": len(o.Contacts),
			"users": 6,
		} {
			if got := b.number(t, "SELECT count(*) FROM "+table+" WHERE tenant_id = $1", o.ID); got != want {
				t.Errorf("%s: %d %s, want %d", o.Slug, got, table, want)
			}
		}
		if report.Organizations[i].Units != o.Units() || report.Organizations[i].Payments != len(o.Payments) {
			t.Errorf("the report says %+v", report.Organizations[i])
		}
	}
	// Balances, once more from what is stored: see the query.
	if n := b.number(t, wrongBalances); n != 0 {
		t.Errorf("%d balances do not follow from leases and payments", n)
	}
	if n := b.number(t, `SELECT count(*) FROM lease_openings WHERE past_due > 0`); n == 0 {
		t.Error("nobody owes anything")
	}
	if n := b.number(t, `SELECT count(*) FROM work_orders WHERE vendor_id IS NULL AND assigned_to_id IS NULL
		AND status NOT IN ('submitted', 'triaged')`); n != 0 {
		t.Errorf("%d jobs belong to nobody", n)
	}
	t.Run("secrets are sealed", func(t *testing.T) { sealed(t, b, list) })
	t.Run("no secret is in clear", func(t *testing.T) { hidden(t, b, list) })

	if _, err := b.Load(t.Context(), demo.Options{}); !errors.Is(err, demo.ErrExists) {
		t.Errorf("a second time: %v", err)
	}
}

// wrongBalances counts the leases whose stored balances are not rent due less rent received before the as-of date. Rent is
// due on the first of each month, or the first day of the lease, for the days of that month that lease and stay cover.
const wrongBalances = `
WITH terms AS (
  SELECT l.tenant_id, l.tenancy_id, l.monthly_rent, l.start_date,
    coalesce(least(t.moved_out_on, CASE WHEN l.status NOT IN ('active', 'expiring_soon') THEN l.end_date END), 'infinity') AS last_day
  FROM leases AS l JOIN tenancies AS t ON t.tenant_id = l.tenant_id AND t.id = l.tenancy_id
  WHERE l.status NOT IN ('draft', 'pending', 'cancelled')
), months AS (
  SELECT t.*, greatest(m::date, t.start_date) AS due, least((m + '1 month - 1 day')::date, t.last_day) AS until,
    extract(day FROM m + '1 month - 1 day') AS days
  FROM terms AS t, generate_series(date_trunc('month', t.start_date::timestamp), $$2026-07-16$$::timestamp, '1 month') AS m
), due AS (
  SELECT tenant_id, tenancy_id, sum(round(monthly_rent * (until - due + 1) / days, 2)) AS amount
  FROM months WHERE due < '2026-07-17' AND due <= until GROUP BY 1, 2
), received AS (
  SELECT tenant_id, tenancy_id,
    sum(amount - coalesce((metadata ->> 'refunded')::numeric, 0)) FILTER (WHERE metadata ->> 'purpose' = 'rent') AS rent,
    sum(amount - coalesce((metadata ->> 'refunded')::numeric, 0)) FILTER (WHERE metadata ->> 'purpose' = 'security_deposit') AS deposit
  FROM payments WHERE status IN ('completed', 'refunded', 'partial_refund') GROUP BY 1, 2
)
SELECT count(*)
FROM tenancies AS t
LEFT JOIN due AS d ON d.tenant_id = t.tenant_id AND d.tenancy_id = t.id
LEFT JOIN received AS r ON r.tenant_id = t.tenant_id AND r.tenancy_id = t.id
LEFT JOIN lease_openings AS o ON o.tenant_id = t.tenant_id AND o.tenancy_id = t.id
WHERE CASE
  WHEN t.moved_in_on IS NULL THEN o.id IS NOT NULL
  WHEN t.moved_out_on IS NOT NULL THEN o.id IS NOT NULL OR d.amount <> r.rent
  ELSE o.id IS NULL OR o.past_due - o.prepaid <> coalesce(d.amount, 0) - coalesce(r.rent, 0)
    OR o.past_due > 0 AND o.prepaid > 0 OR o.deposit_held <> coalesce(r.deposit, 0) END`

// dying is an organization service whose process ends after some organizations.
type dying struct {
	demo.Organizations
	left int
}

var errKilled = errors.New("killed")

func (d *dying) Create(ctx context.Context, in organization.CreateInput) (organization.Organization, error) {
	if d.left--; d.left < 0 {
		return organization.Organization{}, errKilled
	}
	return d.Organizations.Create(ctx, in)
}

func TestLoadIsCompletedByTheNextRun(t *testing.T) {
	t.Parallel()
	b := setup(t)
	list := demo.Generate(b.asOf)
	first := demo.New(b.db, b.keys, &dying{b.orgs, 1}, b.users)
	if _, err := first.Load(t.Context(), demo.Options{AsOf: b.asOf}); !errors.Is(err, errKilled) {
		t.Fatalf("got %v", err)
	}
	// The second organization gets as far as its people, and as a canceled context inside its transaction.
	ctx, cancel := context.WithCancel(t.Context())
	_, err := b.Load(ctx, demo.Options{AsOf: b.asOf, Progress: func(p demo.Progress) {
		if p.Step == "payments" {
			cancel()
		}
	}})
	if err == nil {
		t.Fatal("a canceled run went through")
	}
	if n := b.number(t, `SELECT count(*) FROM properties WHERE tenant_id = $1`, list[1].ID); n != 0 {
		t.Fatalf("%d properties were left behind", n)
	}
	// The next day's run fills what is empty and leaves the full one as it was.
	report, err := b.Load(t.Context(), demo.Options{AsOf: b.asOf.AddDays(1)})
	check(t, err)
	if len(report.Organizations) != 2 {
		t.Fatalf("filled %+v", report.Organizations)
	}
	for i, want := range []string{"2026-07-17", "2026-07-18", "2026-07-18"} {
		var asOf period.Date
		check(t, b.all.QueryRow(t.Context(), `SELECT DISTINCT as_of FROM lease_openings WHERE tenant_id = $1`, list[i].ID).Scan(&asOf))
		if asOf.String() != want {
			t.Errorf("%s stands as of %s, want %s", list[i].Slug, asOf, want)
		}
		if n := b.number(t, `SELECT count(*) FROM users WHERE tenant_id = $1`, list[i].ID); n != 6 {
			t.Errorf("%s has %d users", list[i].Slug, n)
		}
	}
}

func TestTwoLoadsAtOnce(t *testing.T) {
	t.Parallel()
	b := setup(t)
	for _, o := range demo.Generate(b.asOf) {
		_, err := b.orgs.Create(t.Context(), organization.CreateInput{ID: o.ID, Slug: o.Slug, Name: o.Name, Demo: true, Plan: o.Plan})
		check(t, err)
	}
	var wait sync.WaitGroup
	results := make([]error, 2)
	for i := range results {
		wait.Go(func() {
			_, results[i] = b.Load(t.Context(), demo.Options{AsOf: b.asOf.AddDays(i)})
		})
	}
	wait.Wait()
	for i, err := range results {
		if err != nil && !errors.Is(err, demo.ErrExists) && !errors.Is(err, demo.ErrLoading) {
			t.Errorf("run %d: %v", i, err)
		}
	}
	if _, err := b.Load(t.Context(), demo.Options{AsOf: b.asOf}); err != nil && !errors.Is(err, demo.ErrExists) {
		t.Errorf("afterwards: %v", err)
	}
	for _, o := range demo.Generate(b.asOf) {
		if n := b.number(t, `SELECT count(*) FROM properties WHERE tenant_id = $1`, o.ID); n != len(o.Properties) {
			t.Errorf("%s has %d properties, want %d", o.Slug, n, len(o.Properties))
		}
	}
}

func TestASlugThatIsTakenIsLeftAlone(t *testing.T) {
	t.Parallel()
	b := setup(t)
	theirs, err := b.orgs.Create(t.Context(), organization.CreateInput{Slug: "demo-harbor", Name: "Real Harbor"})
	check(t, err)
	if _, err := b.Load(t.Context(), demo.Options{}); !errors.Is(err, demo.ErrSlugTaken) {
		t.Fatalf("got %v", err)
	}
	if n := b.number(t, `SELECT count(*) FROM users WHERE tenant_id = $1`, theirs.ID); n != 0 {
		t.Errorf("%d users were added", n)
	}
}

func TestPasswordIsAccepted(t *testing.T) {
	t.Parallel()
	for _, s := range demo.SignIns() {
		if err := identity.CheckPassword(s.Email, secret.New(demo.Password)); err != nil {
			t.Errorf("%s: %v", s.Email, err)
		}
		if !strings.HasSuffix(s.Email, ".demo.example") || s.Organization == "" {
			t.Errorf("a sign-in of %q at %q", s.Email, s.Organization)
		}
	}
}
