package intake

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/propertyos/propertyos/internal/domain/intake/rentroll"
	"github.com/propertyos/propertyos/internal/domain/organization"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// bring imports a roll that no reader made: what other layouts can say and the sample does not.
func (k *kit) bring(roll *rentroll.Roll, name string) (Report, error) {
	var found issues
	check(roll, &found)
	r := Report{Layout: roll.Layout, AsOf: roll.AsOf, AsOfSource: roll.AsOfSource, Totals: roll.Totals()}
	found.addTo(&r)
	if r.Failed() {
		return r, ErrRefused
	}
	var hash [32]byte
	copy(hash[:], name)
	err := tenancy.InTx(k.ctx, k.service.db, k.admin, func(ctx context.Context, tx tenancy.Tx) error {
		return importTx(ctx, tx, roll, name, hash, &r, incoming{id: id.New(), progress: func(int, int) {}})
	})
	return r, err
}

func (k *kit) mustBring(roll *rentroll.Roll, name string) Report {
	k.Helper()
	r, err := k.bring(roll, name)
	if err != nil {
		k.Fatalf("import: %v\n%+v", err, r.Issues)
	}
	return r
}

func day(s string) period.Date { return period.MustParse(s) }

func dollars(s string) money.Amount { return money.MustParse(s) }

func person(name string) []rentroll.Renter {
	first, last, _ := strings.Cut(name, " ")
	return []rentroll.Renter{{First: first, Last: last, Display: name}}
}

// unusual is a roll with one of everything that a layout can bring.
func unusual() *rentroll.Roll {
	asked, two := dollars("1200"), 2
	return &rentroll.Roll{Layout: "test", AsOf: day("2026-10-31"), AsOfSource: rentroll.AsOfFile, Properties: []rentroll.Property{
		{Line: 1, Name: "No Address", Code: "noaddr", Units: []rentroll.Unit{
			{
				Line: 2, Number: "1", Kind: rentroll.Residential, TypeCode: "2b2b", Bedrooms: &two, Bathrooms: "1.75", MarketRent: &asked,
				Status: rentroll.Notice, Rented: true, Leases: []rentroll.Lease{
					{
						Line: 2, Renters: person("Ada Alder"), Start: day("2025-01-01"), Cycle: rentroll.Weekly, CycleRent: dollars("300"),
						Rent: dollars("1300"), Deposit: dollars("1000"), OtherDeposit: dollars("50"), Credits: dollars("20"),
						MoveOut: day("2026-11-30"), PastDue: dollars("5"), Prepaid: dollars("7"), NSFCount: 1, LateCount: 2,
					},
					{
						Line: 3, Renters: person("Bo Birch"), Start: day("2026-12-01"), End: day("2027-11-30"), Rent: dollars("1350"),
						Deposit: dollars("1350"), Future: true,
					},
				},
			},
			{Line: 4, Number: "2", Kind: rentroll.Residential, Status: rentroll.Vacant, Leases: []rentroll.Lease{
				{
					Line: 4, Renters: person("Cy Cedar"), Start: day("2026-11-15"), End: day("2027-11-14"), Rent: dollars("1100"),
					Deposit: dollars("500"), Future: true,
				},
			}},
			{Line: 5, Number: "3", Kind: rentroll.Residential, Status: rentroll.Occupied, Leases: []rentroll.Lease{
				{Line: 5, Renters: []rentroll.Renter{{
					Company: "Dogwood, LLC", Code: "t01", Email: " Office@Dogwood.Example.com ",
					Phone: "555-0101",
				}}, Start: day("2026-01-01"), End: day("2026-12-31"), Rent: dollars("900"), Subsidized: true},
				{Line: 6, Renters: person("Eve Elm"), Start: day("2027-01-01"), Future: true, Partial: true},
			}},
			{Line: 7, Number: "4", Kind: rentroll.Garage, Status: rentroll.Down},
			{Line: 8, Number: "5", Kind: rentroll.Commercial, Status: rentroll.Model},
		}},
		{Line: 9, Name: "Mapped", Address: rentroll.Address{
			Street: "1 Way", City: "Oslo", Country: "NO", Latitude: "59.91",
			Longitude: "10.75",
		}, Units: []rentroll.Unit{{Line: 10, Number: "A", Kind: rentroll.Commercial, Status: rentroll.Vacant}}},
	}}
}

func TestWhatOtherLayoutsBring(t *testing.T) {
	t.Parallel()
	k := setup(t)
	r := k.mustBring(unusual(), "one")
	if r.Units != (Count{Created: 6}) || r.Leases != (Count{Created: 5}) || r.Renters != (Count{Created: 5}) ||
		!hasIssue(r, "bathrooms_rounded") || !hasIssue(r, "lease_overlap_draft") || !hasIssue(r, "market_rent_unknown") {
		t.Errorf("%+v", r)
	}
	for _, c := range []struct{ what, sql, want string }{
		{
			"statuses", `SELECT string_agg(number || ' ' || status, ', ' ORDER BY number) FROM units WHERE tenant_id = $1`,
			"1 notice, 2 reserved, 3 occupied, 4 down, 5 model, A vacant",
		},
		{
			"base rents", `SELECT string_agg(base_rent::text, ' ' ORDER BY number) FROM units WHERE tenant_id = $1`,
			"1200.00 1100.00 900.00 0.00 0.00 0.00",
		},
		{
			"baths and facts of the earlier system", `SELECT bathrooms || ' ' || metadata FROM units WHERE tenant_id = $1 AND number = '1'`,
			`1.8 {"type_code": "2b2b"}`,
		},
		{
			"property types", `SELECT string_agg(type || ' ' || metadata, ', ' ORDER BY name DESC) FROM properties WHERE tenant_id = $1`,
			`mixed_use {"code": "noaddr"}, commercial {}`,
		},
		{"addresses", `SELECT string_agg(concat_ws(' ', city, state, country, extensions.ST_AsText(coordinates)), ', ') FROM addresses
			WHERE tenant_id = $1`, "Oslo NO POINT(10.75 59.91)"},
		{
			"leases", `SELECT string_agg(concat_ws(' ', u.number, l.start_date, l.status, l.monthly_rent, t.moved_in_on, t.move_out_planned_on,
			t.notice_given_on), ', ' ORDER BY u.number, l.start_date) FROM leases AS l
			JOIN tenancies AS t ON t.tenant_id = l.tenant_id AND t.id = l.tenancy_id
			JOIN units AS u ON u.tenant_id = l.tenant_id AND u.id = l.unit_id WHERE l.tenant_id = $1`,
			"1 2025-01-01 active 1300.00 2025-01-01 2026-11-30 2026-10-31, 1 2026-12-01 draft 1350.00, " +
				"2 2026-11-15 pending 1100.00, 3 2026-01-01 active 900.00 2026-01-01, 3 2027-01-01 draft",
		},
		{
			"weekly rent", `SELECT metadata FROM leases WHERE tenant_id = $1 AND metadata <> '{}'`,
			`{"cycle_rent": "300.00", "billing_cycle": "weekly"}`,
		},
		{"opening", `SELECT concat_ws(' ', past_due, prepaid, deposit_held, other_deposit_held, recurring_credits, nsf_count, late_count)
			FROM lease_openings WHERE tenant_id = $1 AND past_due > 0`, "5.00 7.00 1000.00 50.00 20.00 1 2"},
		{"openings", `SELECT count(*) FROM lease_openings WHERE tenant_id = $1`, "4"},
		{
			"company", `SELECT concat_ws('|', kind, company_name, email, phone, metadata) FROM tenants WHERE tenant_id = $1 AND kind = 'company'`,
			`company|Dogwood, LLC|office@dogwood.example.com|555-0101|{"code": "t01"}`,
		},
		{"subsidized", `SELECT count(*) FROM leases WHERE tenant_id = $1 AND subsidized`, "1"},
	} {
		if got := k.one(c.sql); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.what, got, c.want)
		}
	}
	again := k.mustBring(unusual(), "two")
	if again.Units != (Count{Unchanged: 6}) || again.Leases != (Count{Unchanged: 5}) || again.Renters != (Count{Unchanged: 5}) {
		t.Errorf("again: %+v", again)
	}
}

func TestRollsThatTheTablesRefuse(t *testing.T) {
	t.Parallel()
	k := setup(t)
	k.mustBring(unusual(), "here")
	before := k.contents()
	unit := func(r *rentroll.Roll, i int) *rentroll.Unit { return &r.Properties[0].Units[i] }
	for code, spoil := range map[string]func(r *rentroll.Roll){
		"property_twice": func(r *rentroll.Roll) {
			r.Properties[1].Name, r.Properties[1].Address = "no  ADDRESS", rentroll.Address{}
		},
		"address_incomplete":  func(r *rentroll.Roll) { r.Properties[1].Address.Country = "" },
		"country_form":        func(r *rentroll.Roll) { r.Properties[1].Address.Country = "Norway" },
		"unit_twice":          func(r *rentroll.Roll) { unit(r, 4).Number = "4" },
		"text_too_long":       func(r *rentroll.Roll) { unit(r, 4).Number = strings.Repeat("9", 51) },
		"square_feet_range":   func(r *rentroll.Roll) { n := 10_000_001; unit(r, 0).SquareFeet = &n },
		"text_missing":        func(r *rentroll.Roll) { r.Properties[1].Name = " " },
		"renter_missing":      func(r *rentroll.Roll) { unit(r, 1).Leases[0].Renters = nil },
		"start_missing":       func(r *rentroll.Roll) { unit(r, 1).Leases[0].Start = period.Date{} },
		"lease_current_twice": func(r *rentroll.Roll) { unit(r, 0).Leases[1].Future = false },
		"status_lease":        func(r *rentroll.Roll) { unit(r, 1).Status = rentroll.Occupied },
		"lease_overlaps":      func(r *rentroll.Roll) { unit(r, 1).Leases[0].Renters = person("Fay Fir") },
		"unit_occupied":       func(r *rentroll.Roll) { unit(r, 2).Leases[0].Renters = person("Gil Gum") },
	} {
		roll := unusual()
		spoil(roll)
		r, err := k.bring(roll, code)
		if !errors.Is(err, ErrRefused) || !hasIssue(r, code) {
			t.Errorf("%s: %v, %+v", code, err, r.Issues)
		}
	}
	odd := unusual()
	odd.Properties[1].Address.Latitude = "NaN"
	if r, err := k.bring(odd, "coordinates"); err != nil || !hasIssue(r, "coordinates_ignored") {
		t.Errorf("coordinates: %v, %+v", err, r.Issues)
	}
	after := k.contents()
	for _, table := range []string{"properties", "units", "leases", "tenants"} {
		if before[table] != after[table] {
			t.Errorf("%s changed", table)
		}
	}
}

// Issues stay bounded, in order, and counted.
func TestManyIssues(t *testing.T) {
	t.Parallel()
	var found issues
	for i := range 500 {
		found.fail(500-i, "x", "%d", i)
		found.warn(i, "y", "%d", i)
	}
	r := Report{Issues: []rentroll.Issue{{Line: 250, Code: "z"}}}
	found.addTo(&r)
	if r.Errors != 500 || r.Warnings != 500 || len(r.Issues) != rentroll.MaxIssues+2 ||
		r.Issues[len(r.Issues)-1].Code != rentroll.CodeMore || r.Issues[len(r.Issues)-1].Message != "800 more not listed." {
		t.Errorf("%d errors, %d warnings, %d issues, last %+v", r.Errors, r.Warnings, len(r.Issues), r.Issues[len(r.Issues)-1])
	}
	for i := 1; i < len(r.Issues)-1; i++ {
		if r.Issues[i].Line < r.Issues[i-1].Line {
			t.Fatalf("issue %d is out of order", i)
		}
	}
}

func TestFileNames(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"": "rent roll", "/": "rent roll", `C:\Rolls\a b.csv`: "a b.csv", "../../etc/roll.csv": "roll.csv", "a\x00b\n.csv": "ab.csv",
		"\xff.csv": ".csv", strings.Repeat("é", 300): strings.Repeat("é", 255),
	} {
		if got := cleanName(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

// large is a grouped file of 50 properties with 100 units each, all occupied by two renters.
func large() []byte {
	var b strings.Builder
	b.WriteString("Unit,Tags,BD/BA,Tenant,Additional Tenants,Status,Sqft,Market Rent,Rent,Recurring Charges,Deposit,Lease From," +
		"Lease To,Move-in,Move-out,Past Due,NSF Count,Late Count\n")
	for p := range 50 {
		fmt.Fprintf(&b, "\"-> Block %d - %d Main Street Tulsa, OK 74104\",,,,,,,,,,,,,,,,,\n", p, 100+p)
		for u := range 100 {
			fmt.Fprintf(&b, "%d,,2/1.50,Ann B. Smith%d,Carl Smith%d,Current,900,\"1,200.00\",\"1,100.00\",25.00,\"1,000.00\","+
				"01/01/2026,12/31/2026,01/01/2024,,-10.00,0,1\n", 100+u, u, u)
		}
	}
	return []byte(b.String())
}

func TestFiveThousandUnits(t *testing.T) {
	t.Parallel()
	k := setup(t)
	if _, err := k.load(large()); !errors.Is(err, organization.ErrPlanLimit) {
		t.Errorf("with a plan of 500 units: %v", err)
	}
	if _, err := k.super.Exec(t.Context(), `UPDATE organizations SET plan = 'enterprise' WHERE id = $1`, k.org); err != nil {
		t.Fatal(err)
	}
	r := k.mustLoad(large())
	if r.Properties.Created != 50 || r.Units.Created != 5000 || r.Leases.Created != 5000 || r.Renters.Created != 10000 {
		t.Errorf("%+v", r)
	}
	for sql, want := range map[string]string{
		`SELECT count(*) FROM units WHERE tenant_id = $1 AND status = 'occupied'`:                  "5000",
		`SELECT sum(monthly_rent) FROM leases WHERE tenant_id = $1`:                                "5500000.00",
		`SELECT sum(prepaid) || ' ' || sum(deposit_held) FROM lease_openings WHERE tenant_id = $1`: "50000.00 5000000.00",
		`SELECT count(*) FROM tenants AS r JOIN lease_parties AS p ON p.tenant_id = r.tenant_id AND p.renter_id = r.id
			AND p.lease_id = r.lease_id WHERE r.tenant_id = $1`: "10000",
	} {
		if got := k.one(sql); got != want {
			t.Errorf("%s: %s, want %s", sql, got, want)
		}
	}
}
