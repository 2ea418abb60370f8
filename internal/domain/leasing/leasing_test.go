package leasing

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/property"
	"github.com/propertyos/propertyos/internal/kernel/clock"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/tenancy"
	"github.com/propertyos/propertyos/internal/testkit/pgtest"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

// kit is a database of its own with an organization that has a property of some units.
type kit struct {
	*testing.T
	ctx      context.Context
	pg       *pgtest.DB
	super    *pgxpool.Pool
	service  *Service
	org      id.ID
	admin    tenancy.Principal
	property id.ID
	units    []id.ID
}

func setup(t *testing.T, units int) *kit {
	t.Helper()
	pg := pgtest.New(t)
	k := &kit{
		T: t, ctx: t.Context(), pg: pg, super: pg.Pool(pgtest.Superuser), org: pg.Org(t),
		service: New(pg.DB(clock.At(time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC)))),
	}
	k.admin = tenancy.Principal{Organization: k.org, Role: tenancy.RoleAdmin}
	if _, err := k.super.Exec(k.ctx, `UPDATE organizations SET plan = 'enterprise'`); err != nil {
		t.Fatal(err)
	}
	list := []property.NewProperty{{Name: "Elm Court", Type: "residential"}}
	for i := range units {
		list[0].Units = append(list[0].Units, property.NewUnit{Number: fmt.Sprint(i + 1), Form: "apartment", Status: "occupied"})
	}
	k.in(func(ctx context.Context, tx tenancy.Tx) error { return property.InsertManyTx(ctx, tx, list) })
	k.property = list[0].ID
	for _, u := range list[0].Units {
		k.units = append(k.units, u.ID)
	}
	return k
}

func (k *kit) in(fn func(context.Context, tenancy.Tx) error) {
	k.Helper()
	if err := tenancy.InTx(k.ctx, k.service.db, k.admin, fn); err != nil {
		k.Fatal(err)
	}
}

func (k *kit) record(list ...Household) error {
	return tenancy.InTx(k.ctx, k.service.db, k.admin, func(ctx context.Context, tx tenancy.Tx) error {
		return RecordTx(ctx, tx, list)
	})
}

func (k *kit) one(sql string, args ...any) string {
	k.Helper()
	var v string
	if err := k.super.QueryRow(k.ctx, "SELECT coalesce(("+sql+")::text, '')", args...).Scan(&v); err != nil {
		k.Fatalf("%s: %v", sql, err)
	}
	return v
}

func day(s string) period.Date { return period.MustParse(s) }

func dollars(s string) *money.Amount {
	a := money.MustParse(s)
	return &a
}

// stay is a household with one lease.
func (k *kit) stay(unit int, movedIn, start, end, status string) Household {
	h := Household{
		UnitID: k.units[unit], PropertyID: k.property, Renters: []NewRenter{{FirstName: "Ida", LastName: "Iris"}},
		Leases: []NewLease{{Start: day(start), MonthlyRent: dollars("1000"), Status: status}},
	}
	if movedIn != "" {
		h.MovedInOn = day(movedIn)
	}
	if end != "" {
		h.Leases[0].End = day(end)
	}
	return h
}

func code(err error) string {
	if err == nil {
		return ""
	}
	return fault.As(err).Code
}

// chain is a stay of three years with everything that can be known of it.
func (k *kit) chain() Household {
	return Household{
		UnitID: k.units[0], PropertyID: k.property, MovedInOn: day("2024-01-01"), NoticeGivenOn: day("2026-10-01"),
		MoveOutPlannedOn: day("2027-12-31"), EvictionFiledOn: day("2026-10-15"),
		Renters: []NewRenter{
			{FirstName: "Ida", LastName: "Iris", Email: " Ida@Example.com", Phone: "555-0100"},
			{FirstName: "Jo", LastName: "Juniper", From: day("2025-06-01")},
			{Company: "Parents, LLC", Role: RoleGuarantor, To: day("2024-12-31")},
		},
		Leases: []NewLease{
			{Start: day("2024-01-01"), End: day("2024-12-31"), MonthlyRent: dollars("900"), Status: StatusExpired},
			{
				Start: day("2025-01-01"), End: day("2026-12-31"), MonthlyRent: dollars("1000.50"), SecurityDeposit: dollars("800"),
				PetDeposit: dollars("100"), PetFee: dollars("25"), Subsidized: true, AutoRenew: true, Status: StatusActive,
				Terms: "No boats.", SignedAt: time.Date(2024, 12, 1, 15, 4, 5, 0, time.UTC), Opening: &Opening{
					AsOf: day("2026-10-31"), PastDue: *dollars("10"), Prepaid: *dollars("20"), DepositHeld: *dollars("800"),
					OtherDepositHeld: *dollars("100"), OtherRecurring: *dollars("30"), RecurringCredits: *dollars("5"), NSFCount: 1, LateCount: 2,
				},
			},
			{Start: day("2027-01-01"), End: day("2027-12-31"), MonthlyRent: dollars("1100"), Status: StatusRenewed},
		},
	}
}

func TestRecordAndCurrent(t *testing.T) {
	t.Parallel()
	k := setup(t, 2)
	h := k.chain()
	if err := k.record(h); err != nil {
		t.Fatal(err)
	}
	o, ok, err := k.service.Current(k.ctx, k.admin, h.UnitID, day("2026-11-02"))
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	signed := o.Lease.SignedAt
	if signed == nil || !signed.Equal(h.Leases[1].SignedAt) {
		t.Errorf("signed at %v", signed)
	}
	opening := *h.Leases[1].Opening // its id was made
	want := Occupancy{
		TenancyID: o.TenancyID, UnitID: h.UnitID, PropertyID: k.property, MovedInOn: h.MovedInOn,
		NoticeGivenOn: h.NoticeGivenOn, MoveOutPlannedOn: h.MoveOutPlannedOn, EvictionFiledOn: h.EvictionFiledOn,
		Lease: &Lease{
			ID: h.Leases[1].ID, Start: day("2025-01-01"), End: day("2026-12-31"), MonthlyRent: dollars("1000.50"),
			SecurityDeposit: dollars("800"), Status: StatusActive, Subsidized: true, SignedAt: signed,
		},
		Renters: []Renter{
			{
				ID: h.Renters[0].ID, Name: Name{First: "Ida", Last: "Iris"}, Email: "ida@example.com", Phone: "555-0100", Role: RoleRenter,
				Primary: true, From: day("2025-01-01"),
			},
			{ID: h.Renters[1].ID, Name: Name{First: "Jo", Last: "Juniper"}, Role: RoleRenter, From: day("2025-06-01")},
		},
		Opening: &opening,
	}
	if diff := cmp.Diff(want, o, cmp.Comparer(func(a, b period.Date) bool { return a == b })); diff != "" {
		t.Error(diff)
	}
	for sql, want := range map[string]string{
		`SELECT string_agg(concat_ws(' ', l.start_date, r.first_name, r.company_name, p.role, p.from_date, p.to_date), ', '
			ORDER BY l.start_date, r.first_name DESC) FROM lease_parties AS p JOIN leases AS l ON l.id = p.lease_id
			JOIN tenants AS r ON r.id = p.renter_id`: "2024-01-01 Ida renter 2024-01-01, 2024-01-01  Parents, LLC guarantor 2024-01-01 2024-12-31, " +
			"2025-01-01 Jo renter 2025-06-01, 2025-01-01 Ida renter 2025-01-01, 2027-01-01 Jo renter 2027-01-01, 2027-01-01 Ida renter 2027-01-01",
		`SELECT concat_ws(' ', pet_deposit, pet_fee, auto_renew, terms) FROM leases WHERE status = 'active'`: "100.00 25.00 t No boats.",
		`SELECT count(*) FROM tenants AS r JOIN leases AS l ON l.id = r.lease_id WHERE l.status = 'active'`:  "3",
		`SELECT string_agg(DISTINCT kind, ' ' ORDER BY kind) FROM tenants`:                                   "company person",
	} {
		if got := k.one(sql); got != want {
			t.Errorf("%s:\n got %s\nwant %s", sql, got, want)
		}
	}
}

func TestWhichTermsBind(t *testing.T) {
	t.Parallel()
	k := setup(t, 3)
	h := k.chain()
	past := k.stay(1, "2023-05-01", "2023-05-01", "2024-04-30", StatusActive)
	future := k.stay(2, "", "2027-01-01", "", StatusPending)
	if err := k.record(h, past, future); err != nil {
		t.Fatal(err)
	}
	for today, start := range map[string]string{
		"2024-06-01": "2025-01-01", "2025-01-01": "2025-01-01", "2026-12-31": "2025-01-01",
		"2027-01-01": "2027-01-01", "2029-01-01": "2027-01-01",
	} {
		o, ok, err := k.service.Current(k.ctx, k.admin, k.units[0], day(today))
		if err != nil || !ok || o.Lease.Start != day(start) {
			t.Errorf("%s: %v %v %+v", today, ok, err, o.Lease)
		}
	}
	o, ok, err := k.service.Current(k.ctx, k.admin, k.units[1], day("2026-11-02"))
	if err != nil || !ok || !o.Lease.Holdover(day("2026-11-02")) || o.Lease.Holdover(day("2024-04-30")) || o.Opening != nil {
		t.Errorf("holdover: %v %v %+v", ok, err, o)
	}
	stranger := k.admin
	stranger.Organization = k.pg.Org(t)
	for what, c := range map[string]struct {
		p    tenancy.Principal
		unit id.ID
	}{"nobody yet": {k.admin, k.units[2]}, "no such unit": {k.admin, id.New()}, "another organization": {stranger, k.units[0]}} {
		if o, ok, err := k.service.Current(k.ctx, c.p, c.unit, day("2026-11-02")); ok || err != nil {
			t.Errorf("%s: %+v %v", what, o, err)
		}
	}
	for _, role := range []tenancy.Role{tenancy.RoleRenter, tenancy.RoleOwner, tenancy.RoleVendor, tenancy.RoleTechnician} {
		p := k.admin
		p.Role = role
		if _, _, err := k.service.Current(k.ctx, p, k.units[0], day("2026-11-02")); !errors.Is(err, authz.ErrForbidden) {
			t.Errorf("%s: %v", role, err)
		}
	}
}

func TestWhatCannotBeRecorded(t *testing.T) {
	t.Parallel()
	k := setup(t, 3)
	if err := k.record(k.stay(0, "2026-01-01", "2026-01-01", "2026-12-31", StatusActive)); err != nil {
		t.Fatal(err)
	}
	other := k.pg.Org(t)
	nobody := k.stay(1, "", "2026-01-01", "", StatusPending)
	nobody.Renters = nil
	noRent := k.stay(1, "", "2026-01-01", "", StatusActive)
	noRent.Leases[0].MonthlyRent = nil
	elsewhere := k.stay(1, "", "2026-01-01", "", StatusPending)
	elsewhere.PropertyID = id.New()
	owed := k.stay(1, "", "2026-01-01", "", StatusPending)
	owed.Leases[0].Opening = &Opening{AsOf: day("2026-01-01"), PastDue: *dollars("-1")}
	for what, c := range map[string]struct {
		h    Household
		want string
	}{
		"a second household in possession": {k.stay(0, "2026-02-01", "2027-01-01", "", StatusPending), "unit_in_possession"},
		"a lease on the last day":          {k.stay(0, "", "2026-12-31", "", StatusPending), "lease_overlaps"},
		"nobody":                           {nobody, "renter_required"},
		"no rent":                          {noRent, "not_allowed"},
		"a unit of another property":       {elsewhere, "reference_not_found"},
		"a debt below zero":                {owed, "not_allowed"},
		"an end before the start":          {k.stay(1, "", "2026-02-01", "2026-01-01", StatusPending), "not_allowed"},
	} {
		if err := k.record(k.stay(2, "2026-01-01", "2026-01-01", "", StatusActive), c.h); code(err) != c.want {
			t.Errorf("%s: %v, want %s", what, err, c.want)
		}
	}
	k.admin.Organization = other
	if err := k.record(k.stay(2, "2026-01-01", "2026-01-01", "", StatusActive)); code(err) != "reference_not_found" {
		t.Errorf("a unit of another organization: %v", err)
	}
	if got := k.one(`SELECT count(*) FROM tenancies`); got != "1" {
		t.Errorf("%s households were written", got)
	}
	// The day after, or as a draft, is free.
	k.admin.Organization = k.org
	if err := k.record(k.stay(0, "", "2027-01-01", "", StatusPending), k.stay(0, "", "2026-06-01", "", StatusDraft)); err != nil {
		t.Error(err)
	}
}

func TestOneRenterInTwoHouseholds(t *testing.T) {
	t.Parallel()
	k := setup(t, 2)
	first := k.stay(0, "2024-01-01", "2024-01-01", "2024-12-31", StatusExpired)
	first.MovedOutOn = day("2024-12-31")
	if err := k.record(first); err != nil {
		t.Fatal(err)
	}
	second := k.stay(1, "2025-01-01", "2025-01-01", "", StatusActive)
	second.Renters = []NewRenter{{ID: first.Renters[0].ID, Existing: true}}
	if err := k.record(second); err != nil {
		t.Fatal(err)
	}
	if got := k.one(`SELECT (SELECT count(*) FROM tenants) || ' ' || (SELECT count(*) FROM lease_parties WHERE renter_id = $1) || ' ' ||
		(SELECT lease_id = $2 FROM tenants)`, first.Renters[0].ID, second.Leases[0].ID); got != "1 2 true" {
		t.Error(got)
	}

	garage := k.stay(0, "2025-03-01", "2025-03-01", "", StatusActive)
	garage.Renters = second.Renters
	if err := k.record(garage); err != nil {
		t.Fatal(err)
	}
	if got := k.one(`SELECT lease_id = $1 FROM tenants`, second.Leases[0].ID); got != "true" {
		t.Error("a second rental took the place of the lease that the renter lives by")
	}
}

func TestManyHouseholds(t *testing.T) {
	t.Parallel()
	const n = 2*chunk + 1
	k := setup(t, n)
	list := make([]Household, 0, n)
	for i := range n {
		list = append(list, k.stay(i, "2025-01-01", "2025-01-01", "", StatusActive))
	}
	last, backwards := 0, false
	k.in(func(ctx context.Context, tx tenancy.Tx) error {
		return RecordWatchedTx(ctx, tx, list, func(done int) {
			backwards = backwards || done < last
			last = done
		})
	})
	if backwards || last != n {
		t.Errorf("ended at %d of %d, backwards: %v", last, n, backwards)
	}
	for _, table := range []string{"tenants", "tenancies", "leases", "lease_parties"} {
		if got := k.one("SELECT count(*) FROM "+table+" WHERE tenant_id = $1", k.org); got != fmt.Sprint(n) {
			t.Errorf("%s rows in %s", got, table)
		}
	}
	for i, h := range list {
		if h.TenancyID == id.Nil || h.Renters[0].ID == id.Nil || h.Leases[0].ID == id.Nil {
			t.Fatalf("household %d has no ids", i)
		}
	}
	if err := k.record(); err != nil {
		t.Errorf("none at all: %v", err)
	}
}

func TestPlanned(t *testing.T) {
	t.Parallel()
	k := setup(t, 3)
	gone := k.stay(0, "2023-01-01", "2023-01-01", "2023-12-31", StatusExpired)
	gone.MovedOutOn = day("2023-12-31")
	bare := k.stay(1, "2025-01-01", "2025-01-01", "", StatusActive)
	bare.Leases = nil
	if err := k.record(gone, k.chain(), bare); err != nil {
		t.Fatal(err)
	}
	var list []Planned
	k.in(func(ctx context.Context, tx tenancy.Tx) (err error) {
		list, err = PlannedTx(ctx, tx, k.units)
		return err
	})
	var got []string
	for _, p := range list {
		got = append(got, fmt.Sprintf("%v %s %s %s %q", p.InPossession, p.MovedInOn, p.Start, p.Status, p.Renter))
	}
	want := []string{
		`true 2024-01-01 2025-01-01 active "Ida Iris"`, `true 2024-01-01 2027-01-01 renewed "Ida Iris"`,
		`true 2025-01-01   ""`,
	}
	if k.units[0].String() > k.units[1].String() {
		t.Fatal("ids do not sort by the time they were made")
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestOverlaps(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		status, start, end, from, to string
		want                         bool
	}{
		{StatusActive, "2026-01-01", "2026-06-30", "2026-06-30", "", true},
		{StatusActive, "2026-01-01", "2026-06-30", "2026-07-01", "", false},
		{StatusActive, "2026-01-01", "", "2030-01-01", "2030-01-02", true},
		{StatusPending, "2026-01-01", "", "2025-01-01", "2025-12-31", false},
		{StatusPending, "2026-01-01", "", "2025-01-01", "2026-01-01", true},
		{StatusPending, "2026-01-01", "", "2025-01-01", "", true},
		{StatusDraft, "2026-01-01", "", "2025-01-01", "", false},
		{"", "2026-01-01", "", "2025-01-01", "", false},
	} {
		p := Planned{Status: c.status, Start: day(c.start)}
		to := period.Date{}
		if c.end != "" {
			p.End = day(c.end)
		}
		if c.to != "" {
			to = day(c.to)
		}
		if got := p.Overlaps(day(c.from), to); got != c.want {
			t.Errorf("%+v: %v", c, got)
		}
	}
}

func TestNames(t *testing.T) {
	t.Parallel()
	if !(Name{First: "Ida  M.", Last: "IRIS"}).Same(Name{First: "ida", Last: "M. Iris"}) || (Name{Last: "Iris"}).Same(Name{Company: "Iris, LLC"}) {
		t.Error("Same")
	}
}
