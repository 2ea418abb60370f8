package rentroll_test

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/propertyos/propertyos/internal/domain/intake/rentroll"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/period"
)

const sampleFile = "testdata/appfolio-rent-roll.csv"

func day(s string) period.Date { return period.MustParse(s) }

func amount(s string) money.Amount { return money.MustParse(s) }

func sample(t *testing.T) []byte {
	t.Helper()
	data, err := os.ReadFile(sampleFile)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func readSample(t *testing.T) *rentroll.Roll {
	t.Helper()
	roll, issues, err := rentroll.Read(sampleFile, sample(t), rentroll.Options{AsOf: day("2026-10-31"), Today: day("2026-11-20")})
	if err != nil {
		t.Fatal(err)
	}
	if len(issues) > 0 {
		t.Fatalf("the sample is clean, but has issues: %+v", issues)
	}
	return roll
}

var sampleTotals = rentroll.Totals{
	Properties: 14, Units: 420, Occupied: 372, OnNotice: 18, InEviction: 5, Vacant: 48, VacantRented: 5, Down: 0,
	Commercial: 18, Garages: 8, CurrentLeases: 372, WithoutEnd: 47, PastEnd: 24, FutureLeases: 0, Renters: 602,
	MarketRent: amount("640310.00"), RentAsPrinted: amount("541088.21"), MonthlyRent: amount("541088.21"),
	OtherRecurring: amount("22754.00"), Deposits: amount("497366.60"), SecurityDeposits: amount("497366.60"),
	PastDue: amount("106940.52"), Prepaid: amount("19002.34"), EarliestEnd: day("2026-04-03"), LatestEnd: day("2035-08-13"),
}

func TestAppFolioControlTotals(t *testing.T) {
	t.Parallel()
	roll := readSample(t)
	if diff := cmp.Diff(sampleTotals, roll.Totals(), cmp.AllowUnexported(period.Date{})); diff != "" {
		t.Errorf("control totals (-want +got):\n%s", diff)
	}
	if roll.Layout != "appfolio" || roll.AsOf != day("2026-10-31") || roll.AsOfSource != rentroll.AsOfGiven {
		t.Errorf("layout %q as of %s (%s)", roll.Layout, roll.AsOf, roll.AsOfSource)
	}
}

func TestAppFolioPrintedSumsAgree(t *testing.T) {
	t.Parallel()
	roll := readSample(t)
	printed := []*rentroll.Printed{roll.Printed}
	for _, p := range roll.Properties {
		printed = append(printed, p.Printed)
	}
	for _, p := range printed {
		if p == nil {
			t.Fatal("a printed row was not read")
		}
		if len(p.Sums) != 9 {
			t.Errorf("line %d: %d sums, want units and 8 columns", p.Line, len(p.Sums))
		}
		for _, s := range p.Sums {
			if !s.Agrees() {
				t.Errorf("line %d, %s: printed %s, read %s", p.Line, s.ColumnName, s.Printed, s.Read)
			}
		}
	}
	if roll.Printed.Line != 452 {
		t.Errorf("the total stands on line %d, want 452", roll.Printed.Line)
	}
}

func TestAppFolioAddresses(t *testing.T) {
	t.Parallel()
	type place struct{ Name, Street, City, State, ZIP string }
	want := []place{
		{"Harborlight", "4259 Quince Street", "Portland", "ME", "04101"},
		{"Orchard Square - North", "287 Sagebrush Drive", "Tulsa", "OK", "74104"},
		{"Foundry Lofts", "2606 Barley Lane", "Milwaukee", "WI", "53202"},
		{"Tollgate Village", "1154 Nettle Street", "Durham", "NC", "27701"},
		{"Larchmere", "2516 Alder Street", "Cleveland", "OH", "44113"},
		{"412 Thistle Street", "412 Thistle Street", "St. Louis", "MO", "63118"},
		{"Weaver's Yard", "2231-2251 Weaver Street", "Providence", "RI", "02903"},
		{"Sagebrush Pointe", "2794 Ivy Terrace", "Albuquerque", "NM", "87106"},
		{"Willow Bend MHP", "550 Larch Street", "Fayetteville", "AR", "72701"},
		{"Wainwright Plaza", "3796 Sumac Avenue", "Salt Lake City", "UT", "84102"},
		{"Millrace Apartments", "3706 E. 14th Avenue", "Minneapolis", "MN", "55404"},
		{"87 Heron Street", "87 Heron Street", "Des Moines", "IA", "50309"},
		{"2214 Upland Avenue", "2214 Upland Avenue", "Fort Collins", "CO", "80524"},
		{"515 Old Ferry Road", "515 Old Ferry Road", "St. Petersburg", "FL", "33701"},
	}
	var got []place
	for _, p := range readSample(t).Properties {
		if p.Address.Country != "US" {
			t.Errorf("%s: country %q", p.Name, p.Address.Country)
		}
		got = append(got, place{p.Name, p.Address.Street, p.Address.City, p.Address.State, p.Address.ZIP})
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("addresses (-want +got):\n%s", diff)
	}
}

// find returns the unit read from a line.
func find(t *testing.T, roll *rentroll.Roll, line int) rentroll.Unit {
	t.Helper()
	for _, p := range roll.Properties {
		for _, u := range p.Units {
			if u.Line == line {
				return u
			}
		}
	}
	t.Fatalf("no unit on line %d", line)
	return rentroll.Unit{}
}

func TestAppFolioUnits(t *testing.T) {
	t.Parallel()
	roll := readSample(t)
	employee := find(t, roll, 4)
	if !employee.NonRevenue || employee.Leases[0].Rent.Sign() != 0 || *employee.Bedrooms != 2 || employee.Bathrooms != "2" {
		t.Errorf("employee unit: %+v", employee)
	}
	if l := find(t, roll, 15).Leases[0]; l.Start != day("2020-10-01") || !l.End.IsZero() || l.MoveIn != l.Start {
		t.Errorf("204, taken over: starts %s, ends %s", l.Start, l.End)
	}
	names := []string{}
	for _, r := range find(t, roll, 16).Leases[0].Renters {
		names = append(names, r.First+"|"+r.Last)
	}
	if !slices.Equal(names, []string{"Olumide V.|Kaplan", "Darnell|Kaplan", "Vesna|Kaplan"}) {
		t.Errorf("205, renters: %q", names)
	}
	if u := find(t, roll, 29); u.Status != rentroll.Occupied || !u.Eviction {
		t.Errorf("402: %s, eviction %v", u.Status, u.Eviction)
	}
	if u := find(t, roll, 31); u.Status != rentroll.Notice || !u.Rented || u.Leases[0].MoveOut != day("2026-12-01") {
		t.Errorf("404: %s, rented %v", u.Status, u.Rented)
	}
	if l := find(t, roll, 27).Leases[0]; !l.Subsidized && l.Prepaid.String() != "43.38" {
		t.Errorf("308: %+v", l)
	}
	suite := find(t, roll, 134)
	if suite.Kind != rentroll.Commercial || suite.Bedrooms != nil || suite.Bathrooms != "" ||
		suite.Leases[0].Renters[0].Company != "Ampersand Print Shop, LLC" {
		t.Errorf("Suite 120: %+v", suite)
	}
	hardware := find(t, roll, 373).Leases[0].Renters
	if len(hardware) != 2 || hardware[0].Company != "Marlowe's Hardware" || hardware[1].Last != "Fernández" {
		t.Errorf("Suite 300: %+v", hardware)
	}
	if u := find(t, roll, 377); u.Number != "0101" {
		t.Errorf("unit number %q, want 0101", u.Number)
	}
	if u := find(t, roll, 443); !u.House() {
		t.Errorf("87 Heron Street is a house, its unit number is %q", u.Number)
	}
}

// variants of the report that users make: none may change what is read.
func TestAppFolioVariants(t *testing.T) {
	t.Parallel()
	data := string(sample(t))
	windows := strings.NewReplacer("\n", "\r\n")
	variants := map[string]string{
		"byte-order mark": "\uFEFF" + data,
		"CRLF":            windows.Replace(data),
		"CR":              strings.ReplaceAll(data, "\n", "\r"),
		"header words":    strings.Replace(data, "Unit,Tags,BD/BA,Tenant,Additional Tenants", "UNIT, tags ,bd / ba,TENANT,additionalTenants", 1),
		"spreadsheet form": "Rent Roll,,,,,,,,,,,,,,,,,\nUnits: Active\nAs of: 10/31/2026\n" + strings.ReplaceAll(
			strings.ReplaceAll(data, `"-> `, strings.SplitN(data, "\n", 2)[0]+"\n\""), ",,0.00,0,0\n", ",01/01/1970,0.00,0,0\n"),
		"empty cells at the end of each row": strings.ReplaceAll(data, "\n", ",,\n"),
		"reordered":                          reorder(data),
	}
	for name, text := range variants {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			roll, issues, err := rentroll.Read("x.csv", []byte(text), rentroll.Options{AsOf: day("2026-10-31"), Today: day("2026-11-20")})
			if err != nil || len(issues) > 0 {
				t.Fatalf("%v %+v", err, issues[:min(len(issues), 3)])
			}
			if diff := cmp.Diff(sampleTotals, roll.Totals(), cmp.AllowUnexported(period.Date{})); diff != "" {
				t.Errorf("control totals (-want +got):\n%s", diff)
			}
		})
	}
}

// reorder turns the columns behind the first around.
func reorder(data string) string {
	var b strings.Builder
	for _, cells := range parseCSV(data) {
		slices.Reverse(cells[1:])
		writeCSV(&b, cells)
	}
	return b.String()
}

func TestAppFolioUngrouped(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	property := ""
	for i, cells := range parseCSV(string(sample(t))) {
		first := cells[0]
		switch {
		case i == 0:
			property = "Property"
		case strings.HasPrefix(first, "-> "):
			property = strings.TrimPrefix(first, "-> ")
			continue
		case strings.HasPrefix(first, "Total "):
			cells[0], property = "", first
		case strings.HasSuffix(first, " Units") || strings.HasSuffix(first, " Unit"):
			continue
		}
		writeCSV(&b, append([]string{property}, cells...))
	}
	roll, issues, err := rentroll.Read("rent_roll-20261031.csv", []byte(b.String()), rentroll.Options{Today: day("2026-11-20")})
	if err != nil || len(issues) > 0 {
		t.Fatalf("%v %+v", err, issues)
	}
	if diff := cmp.Diff(sampleTotals, roll.Totals(), cmp.AllowUnexported(period.Date{})); diff != "" {
		t.Errorf("control totals (-want +got):\n%s", diff)
	}
	if roll.Properties[6].Address.Street != "2231-2251 Weaver Street" {
		t.Errorf("address: %+v", roll.Properties[6].Address)
	}
}

func TestAppFolioLastNamesFirst(t *testing.T) {
	t.Parallel()
	text := header + "\n" + place + "\n" +
		row("101", "", "2/2.00", "Szabó, Priya", "", "Current", "1000.00") + "\n" +
		row("102", "", "2/2.00", "Kaplan, Olumide V.", "Kaplan, Darnell, van der Meer, Vesna", "Current", "1000.00") + "\n" +
		row("103", "Commercial", "--/--", "Halcyon Accounting, Inc.", "", "Current", "1000.00") + "\n" +
		row("104", "", "2/2.00", "Lovelock, Wren", "Kaplan, Darnell, Xu", "Current", "1000.00") + "\n"
	roll, issues, err := rentroll.Read("x.csv", []byte(text), rentroll.Options{AsOf: day("2026-10-31")})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, u := range roll.Properties[0].Units {
		for _, r := range u.Leases[0].Renters {
			got = append(got, r.First+"|"+r.Last+"|"+r.Company)
		}
	}
	want := []string{
		"Priya|Szabó|", "Olumide V.|Kaplan|", "Darnell|Kaplan|", "Vesna|van der Meer|", "||Halcyon Accounting, Inc.",
		"Wren|Lovelock|", "Darnell|Kaplan|", "|Xu|",
	}
	if !slices.Equal(got, want) {
		t.Errorf("renters %q, want %q", got, want)
	}
	expect(t, issues, "names_unclear", 6, 5, rentroll.Warning)
}

func TestTotalsAreStrings(t *testing.T) {
	t.Parallel()
	b, err := json.Marshal(readSample(t).Totals())
	if err != nil || !strings.Contains(string(b), `"monthly_rent":"541088.21"`) || !strings.Contains(string(b), `"earliest_end":"2026-04-03"`) {
		t.Errorf("%s %v", b, err)
	}
}
