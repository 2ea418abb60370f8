package report_test

import (
	"context"
	"errors"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/intake"
	"github.com/propertyos/propertyos/internal/domain/leasing"
	"github.com/propertyos/propertyos/internal/domain/property"
	"github.com/propertyos/propertyos/internal/domain/report"
	"github.com/propertyos/propertyos/internal/kernel/clock"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/page"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/tenancy"
	"github.com/propertyos/propertyos/internal/testkit/fill"
	"github.com/propertyos/propertyos/internal/testkit/pgtest"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

// kit is a database of its own with an organization.
type kit struct {
	*testing.T
	pg    *pgtest.DB
	db    *tenancy.DB
	clock *clock.Fixed
	s     *report.Service
	admin tenancy.Principal
}

func setup(t *testing.T, now time.Time) *kit {
	t.Helper()
	k := &kit{T: t, pg: pgtest.New(t), clock: clock.At(now)}
	k.db = k.pg.DB(k.clock)
	k.s = report.New(k.db)
	k.admin = tenancy.Principal{Organization: k.pg.Org(t), Role: tenancy.RoleAdmin}
	return k
}

// theDay is the sample's date, in the afternoon of the organization.
var theDay = time.Date(2026, 10, 31, 20, 0, 0, 0, time.UTC)

func (k *kit) load() {
	k.Helper()
	data, err := os.ReadFile("../intake/rentroll/testdata/appfolio-rent-roll.csv")
	k.check(err)
	_, err = intake.New(k.db).Import(k.Context(), k.admin, intake.Input{FileName: "rent_roll-20261031.csv", Data: data}, nil)
	k.check(err)
}

func (k *kit) check(err error) {
	k.Helper()
	if err != nil {
		k.Fatal(err)
	}
}

func (k *kit) exec(sql string, args ...any) {
	k.Helper()
	if _, err := k.pg.Pool(pgtest.Superuser).Exec(k.Context(), sql, args...); err != nil {
		k.Fatalf("%s: %v", sql, err)
	}
}

func (k *kit) portfolio(p tenancy.Principal, day string) report.Portfolio {
	k.Helper()
	out, err := k.s.Portfolio(k.Context(), p, date(day))
	k.check(err)
	return out
}

func date(s string) period.Date {
	if s == "" {
		return period.Date{}
	}
	return period.MustParse(s)
}

func dollars(s string) money.Amount { return money.MustParse(s) }

// published are the control totals that come with the sample.
var published = report.Portfolio{
	AsOf: date("2026-10-31"), Properties: 14, Units: 420, Occupied: 372, OnNotice: 18, InEviction: 5, Vacant: 48, VacantRented: 5, Down: 0,
	Commercial: 18, Garages: 8, CurrentLeases: 372, MonthToMonth: 47, Holdover: 24, FutureLeases: 0, Renters: 602,
	MarketRent: dollars("640310.00"), MonthlyRent: dollars("541088.21"), OtherRecurring: dollars("22754.00"), FutureRent: dollars("0.00"),
	DepositsHeld: dollars("497366.60"), PastDue: dollars("106940.52"), Prepaid: dollars("19002.34"), BalancesAsOf: date("2026-10-31"),
	EarliestEnd: date("2026-04-03"), LatestEnd: date("2035-08-13"),
}

// counted are figures without a published total, which the lists below count anew.
func counted(p report.Portfolio) report.Portfolio {
	p.Owing, p.Deposits = 0, 0
	return p
}

func TestSampleEndsAtItsControlTotals(t *testing.T) {
	t.Parallel()
	k := setup(t, theDay)
	k.load()
	got := k.portfolio(k.admin, "2026-10-31")
	if d := cmp.Diff(published, counted(got)); d != "" {
		t.Error(d)
	}
	if today := k.portfolio(k.admin, ""); !cmp.Equal(today, got) {
		t.Errorf("today differs from its date: %s", cmp.Diff(got, today))
	}
	k.listsAgree(got)
	k.dashboardAgrees(got)
	k.scopesAddUp(got)
	k.othersDoNotCount(got)
}

// listsAgree compares the totals with what the list of units sums and shows row by row.
func (k *kit) listsAgree(want report.Portfolio) {
	k.Helper()
	s := property.New(k.db)
	sums, err := s.SumUnits(k.Context(), k.admin, property.UnitFilter{})
	k.check(err)
	if d := cmp.Diff(property.UnitTotals{
		Units: want.Units, Occupied: want.Occupied, Vacant: want.Vacant, MarketRent: want.MarketRent, MonthlyRent: want.MonthlyRent,
		PastDue: want.PastDue, DepositsHeld: want.DepositsHeld,
	}, sums); d != "" {
		k.Errorf("the sums of the units: %s", d)
	}
	properties, err := s.SumProperties(k.Context(), k.admin, property.PropertyFilter{})
	k.check(err)
	if d := cmp.Diff(property.PropertyTotals{
		Properties: want.Properties, Units: want.Units, Occupied: want.Occupied, Vacant: want.Vacant,
		MonthlyRent: want.MonthlyRent,
	}, properties); d != "" {
		k.Errorf("the sums of the properties: %s", d)
	}
	var owing, deposits int64
	for r := (page.Request{Limit: page.MaxLimit}); ; {
		list, around, err := s.Units(k.Context(), k.admin, property.UnitFilter{Having: "lease"}, r)
		k.check(err)
		for _, u := range list {
			if u.Household.PastDue.Sign() > 0 {
				owing++
			}
			if u.Household.DepositHeld.Sign() > 0 {
				deposits++
			}
		}
		if r.Cursor = around.Next; r.Cursor == "" {
			break
		}
	}
	if owing != want.Owing || deposits != want.Deposits || owing == 0 || deposits == 0 {
		k.Errorf("%d owe and %d have deposits, the report says %d and %d", owing, deposits, want.Owing, want.Deposits)
	}
}

func (k *kit) dashboardAgrees(want report.Portfolio) {
	k.Helper()
	d, err := k.s.Dashboard(k.Context(), k.admin)
	k.check(err)
	if !cmp.Equal(d.Portfolio, want) {
		k.Errorf("the dashboard's totals: %s", cmp.Diff(want, d.Portfolio))
	}
	s := property.New(k.db)
	if len(d.Occupancy) != 8 || len(d.Owing) != 8 || len(d.Ending) != 8 {
		k.Fatalf("%d, %d and %d rows", len(d.Occupancy), len(d.Owing), len(d.Ending))
	}
	for i, o := range d.Occupancy {
		p, err := s.Property(k.Context(), k.admin, o.PropertyID, false)
		k.check(err)
		if o.Name != p.Name || o.City != p.Address.City || o.State != *p.Address.State || o.Units != p.Units || o.Occupied != p.Occupied ||
			o.Vacant != p.Vacant || !o.MonthlyRent.Equal(p.MonthlyRent) || i > 0 && o.Vacant > d.Occupancy[i-1].Vacant {
			k.Errorf("%+v, the property says %+v", o, p)
		}
	}
	units, _, err := s.Units(k.Context(), k.admin, property.UnitFilter{Having: "past_due"}, page.Request{Sort: "-past_due", Limit: 8})
	k.check(err)
	for i, o := range d.Owing {
		if !o.PastDue.Equal(units[i].Household.PastDue) || o.AsOf != date("2026-10-31") || o.Renter == "" || i > 0 && o.PastDue.Cmp(d.Owing[i-1].PastDue) > 0 {
			k.Errorf("owing %d: %+v, the list says %+v", i, o, units[i].Household)
		}
	}
	ending, err := s.SumUnits(k.Context(), k.admin, property.UnitFilter{Having: "ending"})
	k.check(err)
	if d.EndingAll != ending.Units || d.EndingAll == 0 {
		k.Errorf("%d end soon, the list says %d", d.EndingAll, ending.Units)
	}
	last := want.AsOf
	for _, e := range d.Ending {
		if e.EndsOn.Before(last) || e.EndsOn.DaysSince(want.AsOf) > report.EndingWithin || e.Renter == "" {
			k.Errorf("%+v after %s", e, last)
		}
		last = e.EndsOn
	}
}

// scopesAddUp looks at one property at a time: together they are the whole.
func (k *kit) scopesAddUp(want report.Portfolio) {
	k.Helper()
	list, _, err := property.New(k.db).Properties(k.Context(), k.admin, property.PropertyFilter{}, page.Request{})
	k.check(err)
	var sum report.Portfolio
	for _, p := range list {
		limited := k.admin
		limited.PropertyScope = []id.ID{p.ID}
		one := k.portfolio(limited, "2026-10-31")
		if one.Properties != 1 || one.Units != p.Units || one.Occupied != p.Occupied || one.Vacant != p.Vacant || !one.MonthlyRent.Equal(p.MonthlyRent) {
			k.Errorf("%s: %+v", p.Name, one)
		}
		sum.Properties, sum.Units, sum.Renters, sum.Owing = sum.Properties+1, sum.Units+one.Units, sum.Renters+one.Renters, sum.Owing+one.Owing
		sum.PastDue, sum.DepositsHeld = sum.PastDue.Add(one.PastDue), sum.DepositsHeld.Add(one.DepositsHeld)
		d, err := k.s.Dashboard(k.Context(), limited)
		k.check(err)
		if len(d.Occupancy) != 1 || d.Occupancy[0].PropertyID != p.ID || int64(len(d.Owing)) > one.Owing ||
			slices.ContainsFunc(d.Owing, func(o report.Owing) bool { return o.Property != p.Name }) ||
			slices.ContainsFunc(d.Ending, func(e report.Ending) bool { return e.Property != p.Name }) {
			k.Errorf("the dashboard limited to %s: %+v", p.Name, d)
		}
	}
	if sum.Properties != want.Properties || sum.Units != want.Units || sum.Renters != want.Renters || sum.Owing != want.Owing ||
		!sum.PastDue.Equal(want.PastDue) || !sum.DepositsHeld.Equal(want.DepositsHeld) {
		k.Errorf("the properties add up to %+v", sum)
	}
	none := k.admin
	none.PropertyScope = []id.ID{}
	if got := k.portfolio(none, "2026-10-31"); !cmp.Equal(got, report.Portfolio{AsOf: date("2026-10-31")}) {
		k.Errorf("limited to nothing: %+v", got)
	}
}

// othersDoNotCount fills every table of another organization.
func (k *kit) othersDoNotCount(want report.Portfolio) {
	k.Helper()
	stranger := tenancy.Principal{Organization: k.pg.Org(k.T), Role: tenancy.RoleAdmin}
	for range 3 {
		fill.Into(k.T, k.pg, stranger.Organization)
	}
	if got := k.portfolio(k.admin, "2026-10-31"); !cmp.Equal(got, want) {
		k.Errorf("with another organization's data: %s", cmp.Diff(want, got))
	}
	theirs := k.portfolio(stranger, "2026-10-31")
	if theirs.Properties != 3 || theirs.Units != 3 || theirs.OpenRequests != 3 {
		k.Errorf("the other organization: %+v", theirs)
	}
	d, err := k.s.Dashboard(k.Context(), k.admin)
	k.check(err)
	if len(d.Requests) != 0 || !cmp.Equal(d.Portfolio, want) {
		k.Errorf("%+v", d.Requests)
	}
}

func TestNothingIsZero(t *testing.T) {
	t.Parallel()
	k := setup(t, theDay)
	fill.Into(t, k.pg, k.pg.Org(t))
	d, err := k.s.Dashboard(t.Context(), k.admin)
	if want := (report.Dashboard{Portfolio: report.Portfolio{AsOf: date("2026-10-31")}}); err != nil || !cmp.Equal(d, want) {
		t.Errorf("%v %s", err, cmp.Diff(want, d))
	}
}

func TestWhoMay(t *testing.T) {
	t.Parallel()
	k := setup(t, theDay)
	k.load()
	for _, role := range append([]tenancy.Role{""}, tenancy.Roles...) {
		p := tenancy.Principal{Organization: k.admin.Organization, User: id.New(), Role: role}
		_, err1 := k.s.Portfolio(t.Context(), p, period.Date{})
		d, err2 := k.s.Dashboard(t.Context(), p)
		for action, err := range map[authz.Action]error{authz.PortfolioRead: err1, authz.DashboardRead: err2} {
			if may := authz.Allowed(p, action); may != (err == nil) || !may && !errors.Is(err, authz.ErrForbidden) {
				t.Errorf("%q, %s: %v", role, action, err)
			}
		}
		if sees := len(d.Owing)+len(d.Ending) > 0; sees != authz.Allowed(p, authz.LeasingRead) {
			t.Errorf("%q sees households: %t", role, sees)
		}
	}
}

// building makes a property of some units, with a household in each that pays a thousand.
func (k *kit) building(zone string, leases ...leasing.Household) {
	k.Helper()
	k.exec(`UPDATE organizations SET time_zone = $1 WHERE id = $2`, zone, k.admin.Organization)
	list := []property.NewProperty{{Name: "Elm", Type: "residential"}}
	for i := range leases {
		list[0].Units = append(list[0].Units, property.NewUnit{Number: string(rune('1' + i)), Form: "apartment", Status: "occupied"})
	}
	k.check(tenancy.InTx(k.Context(), k.db, k.admin, func(ctx context.Context, tx tenancy.Tx) error {
		if err := property.InsertManyTx(ctx, tx, list); err != nil {
			return err
		}
		for i := range leases {
			leases[i].PropertyID, leases[i].UnitID = list[0].ID, list[0].Units[i].ID
			leases[i].Renters = []leasing.NewRenter{{FirstName: "Ida", LastName: "Iris"}}
		}
		return leasing.RecordTx(ctx, tx, leases)
	}))
}

func stay(movedIn, movedOut, start, end, status string) leasing.Household {
	rent := dollars("1000")
	return leasing.Household{
		MovedInOn: date(movedIn), MovedOutOn: date(movedOut),
		Leases: []leasing.NewLease{{Start: date(start), End: date(end), Status: status, MonthlyRent: &rent}},
	}
}

// TestTodayIsTheOrganizationsOwn stands near midnight UTC: in Honolulu it is still the day before, and in Kiritimati
// already the day after.
func TestTodayIsTheOrganizationsOwn(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		now, zone, day                    string
		current, future, holdover, ending int64
	}{
		{"2026-11-01T09:59:59Z", "Pacific/Honolulu", "2026-10-31", 1, 1, 0, 1},
		{"2026-11-01T10:00:00Z", "Pacific/Honolulu", "2026-11-01", 2, 0, 1, 0},
		{"2026-11-01T00:30:00Z", "Pacific/Honolulu", "2026-10-31", 1, 1, 0, 1},
		{"2026-11-01T00:30:00Z", "UTC", "2026-11-01", 2, 0, 1, 0},
		{"2026-10-31T09:59:59Z", "Pacific/Kiritimati", "2026-10-31", 1, 1, 0, 1},
		{"2026-10-31T10:00:00Z", "Pacific/Kiritimati", "2026-11-01", 2, 0, 1, 0},
	} {
		t.Run(c.now+" "+c.zone, func(t *testing.T) {
			t.Parallel()
			now, err := time.Parse(time.RFC3339, c.now)
			if err != nil {
				t.Fatal(err)
			}
			k := setup(t, now)
			k.building(c.zone, stay("2025-11-01", "", "2025-11-01", "2026-10-31", "active"), stay("2026-11-01", "", "2026-11-01", "", "active"))
			d, err := k.s.Dashboard(t.Context(), k.admin)
			k.check(err)
			p := d.Portfolio
			if p.AsOf.String() != c.day || p.CurrentLeases != c.current || p.FutureLeases != c.future || p.Holdover != c.holdover || d.EndingAll != c.ending ||
				!p.MonthlyRent.Equal(money.FromCents(c.current*100_000)) || !cmp.Equal(p, k.portfolio(k.admin, "")) {
				t.Errorf("%+v, %d ending", p, d.EndingAll)
			}
			if !d.Occupancy[0].MonthlyRent.Equal(p.MonthlyRent) {
				t.Errorf("the list of properties says %s", d.Occupancy[0].MonthlyRent)
			}
		})
	}
}

// TestADayInThePast asks for days before, in and after a stay.
func TestADayInThePast(t *testing.T) {
	t.Parallel()
	k := setup(t, theDay)
	k.building("America/Chicago", stay("2026-03-01", "", "2026-03-01", "2026-09-30", "active"))
	for day, want := range map[string][3]int64{ // current, holdover, future
		"2026-02-28": {0, 0, 1}, "2026-03-01": {1, 0, 0}, "2026-09-30": {1, 0, 0}, "2026-10-01": {1, 1, 0},
	} {
		p := k.portfolio(k.admin, day)
		if got := [3]int64{p.CurrentLeases, p.Holdover, p.FutureLeases}; got != want || p.AsOf.String() != day {
			t.Errorf("%s: %v, want %v", day, got, want)
		}
	}
}

func TestDeletedRowsAreNotCounted(t *testing.T) {
	t.Parallel()
	k := setup(t, theDay)
	fill.Into(t, k.pg, k.admin.Organization)
	if p := k.portfolio(k.admin, "2026-10-31"); p.Properties != 1 || p.Units != 1 || p.OpenRequests != 1 {
		t.Fatalf("%+v", p)
	}
	for _, table := range []string{"maintenance_requests", "lease_parties", "leases", "tenancies", "units", "properties"} {
		k.exec(`UPDATE ` + table + ` SET deleted_at = now()`)
	}
	d, err := k.s.Dashboard(t.Context(), k.admin)
	if want := (report.Dashboard{Portfolio: report.Portfolio{AsOf: date("2026-10-31")}}); err != nil || !cmp.Equal(d, want) {
		t.Errorf("%v %s", err, cmp.Diff(want, d))
	}
}

// Balances that were brought in are those of the household, whichever of its leases is in force, until it has left.
func TestBalancesOutliveALease(t *testing.T) {
	t.Parallel()
	k := setup(t, theDay)
	k.load()
	before := k.portfolio(k.admin, "2026-10-31")
	k.exec(`UPDATE leases SET status = 'renewed' WHERE tenant_id = $1`, k.admin.Organization)
	after := k.portfolio(k.admin, "2026-10-31")
	if after.CurrentLeases != 0 || after.DepositsHeld != before.DepositsHeld || after.PastDue != before.PastDue || after.Prepaid != before.Prepaid {
		t.Errorf("after renewals %+v, before %+v", after, before)
	}
	k.exec(`UPDATE tenancies SET moved_out_on = '2026-10-31' WHERE tenant_id = $1`, k.admin.Organization)
	if gone := k.portfolio(k.admin, "2026-10-31"); gone.DepositsHeld.Sign() != 0 || gone.PastDue.Sign() != 0 {
		t.Errorf("after everybody has left %+v", gone)
	}
}
