package rentroll_test

import (
	"encoding/csv"
	"errors"
	"fmt"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/propertyos/propertyos/internal/domain/intake/rentroll"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/platform/sheet"
)

const (
	header = "Unit,Tags,BD/BA,Tenant,Additional Tenants,Status,Sqft,Market Rent,Rent,Recurring Charges,Deposit,Lease From,Lease To," +
		"Move-in,Move-out,Past Due,NSF Count,Late Count"
	place = `"-> Elm House - 12 Elm Street Tulsa, OK 74104",,,,,,,,,,,,,,,,,`
)

func parseCSV(s string) [][]string {
	rows, err := csv.NewReader(strings.NewReader(s)).ReadAll()
	if err != nil {
		panic(err)
	}
	return rows
}

func writeCSV(b *strings.Builder, cells []string) {
	w := csv.NewWriter(b)
	if err := w.Write(cells); err != nil {
		panic(err)
	}
	w.Flush()
}

// row is a unit row with sound cells behind the given ones.
func row(unit, tags, beds, tenant, more, status, rent string) string {
	var b strings.Builder
	writeCSV(&b, []string{
		unit, tags, beds, tenant, more, status, "800", "1,100.00", rent, "0.00", "500.00",
		"01/01/2026", "12/31/2026", "01/01/2026", "", "0.00", "0", "0",
	})
	return strings.TrimSuffix(b.String(), "\n")
}

// with returns a sound row with the 1-based column set to text.
func with(column int, text string) string {
	cells := parseCSV(row("101", "", "2/1.00", "Ann Lee", "", "Current", "1,000.00"))[0]
	cells[column-1] = text
	var b strings.Builder
	writeCSV(&b, cells)
	return strings.TrimSuffix(b.String(), "\n")
}

// vacant returns a sound vacant row with the 1-based column set to text.
func vacant(column int, text string) string {
	cells := make([]string, 18)
	copy(cells, []string{"101", "", "2/1.00", "", "", "Vacant-Unrented", "800", "1,100.00"})
	cells[column-1] = text
	var b strings.Builder
	writeCSV(&b, cells)
	return strings.TrimSuffix(b.String(), "\n")
}

func file(rows ...string) string {
	return header + "\n" + place + "\n" + strings.Join(rows, "\n") + "\n"
}

func expect(t *testing.T, issues []rentroll.Issue, code string, line, column int, severity rentroll.Severity) {
	t.Helper()
	for _, i := range issues {
		if i.Code == code && i.Line == line && i.Column == column && i.Severity == severity {
			return
		}
	}
	t.Errorf("no %s %q at line %d, column %d in %+v", severity, code, line, column, issues)
}

func read(t *testing.T, text string) (*rentroll.Roll, []rentroll.Issue) {
	t.Helper()
	roll, issues, err := rentroll.Read("x.csv", []byte(text), rentroll.Options{AsOf: day("2026-10-31"), Today: day("2026-11-20")})
	if err != nil {
		t.Fatal(err)
	}
	return roll, issues
}

var sound = with(1, "101")

var badInput = map[string]struct {
	text         string
	line, column int
	code         string
	severity     rentroll.Severity
}{
	"impossible date":           {file(with(12, "02/30/2026")), 3, 12, "date_impossible", rentroll.Error},
	"date in another form":      {file(with(13, "12.31.2026")), 3, 13, "date_form", rentroll.Error},
	"two-digit year":            {file(with(14, "1/1/26")), 3, 14, "date_form", rentroll.Error},
	"year 9999":                 {file(with(13, "12/31/9999")), 3, 13, "date_impossible", rentroll.Error},
	"three decimals":            {file(with(9, "1,000.005")), 3, 9, "amount_decimals", rentroll.Error},
	"text for an amount":        {file(with(11, "five hundred")), 3, 11, "amount_not_number", rentroll.Error},
	"NaN":                       {file(with(16, "NaN")), 3, 16, "amount_not_number", rentroll.Error},
	"exponent":                  {file(with(9, "1e3")), 3, 9, "amount_not_number", rentroll.Error},
	"thousands out of place":    {file(with(9, "1,00.00")), 3, 9, "amount_not_number", rentroll.Error},
	"huge amount":               {file(with(9, "99999999999999999999.00")), 3, 9, "amount_too_large", rentroll.Error},
	"negative rent":             {file(with(9, "-1,000.00")), 3, 9, "amount_negative", rentroll.Error},
	"negative deposit":          {file(with(11, "-500.00")), 3, 11, "amount_negative", rentroll.Error},
	"negative market rent":      {file(with(8, "-5.00")), 3, 8, "amount_negative", rentroll.Error},
	"no rent":                   {file(with(9, "")), 3, 9, "rent_missing", rentroll.Error},
	"zero rent":                 {file(with(9, "0.00")), 3, 9, "rent_zero", rentroll.Warning},
	"square feet":               {file(with(7, "8OO")), 3, 7, "count_not_number", rentroll.Error},
	"negative count":            {file(with(17, "-1")), 3, 17, "count_not_number", rentroll.Error},
	"bed and bath":              {file(with(3, "two")), 3, 3, "bed_bath_form", rentroll.Error},
	"unit twice":                {file(sound, sound), 4, 1, "unit_twice", rentroll.Error},
	"two houses":                {file(with(1, ""), with(1, "")), 4, 1, "unit_twice", rentroll.Error},
	"house among units":         {file(sound, with(1, "")), 4, 1, "unit_number_missing", rentroll.Error},
	"unknown status":            {file(with(6, "Occupied-ish")), 3, 6, "status_unknown", rentroll.Error},
	"occupied by nobody":        {file(with(4, "")), 3, 4, "renter_missing", rentroll.Error},
	"vacant with tenant":        {file(vacant(4, "Ann Lee")), 3, 4, "vacant_with_renter", rentroll.Error},
	"vacant with balance":       {file(vacant(16, "12.00")), 3, 16, "vacant_with_amount", rentroll.Warning},
	"vacant with lease":         {file(vacant(13, "12/31/2026")), 3, 13, "vacant_with_date", rentroll.Warning},
	"end before start":          {file(with(13, "12/31/2025")), 3, 13, "end_before_start", rentroll.Error},
	"start after as-of":         {file(with(12, "11/01/2026")), 3, 12, "start_after_as_of", rentroll.Warning},
	"move-out before move-in":   {file(with(15, "12/31/2025")), 3, 15, "move_out_before_move_in", rentroll.Error},
	"move-out passed":           {file(with(15, "10/30/2026")), 3, 15, "move_out_passed", rentroll.Warning},
	"notice without date":       {file(with(6, "Notice-Unrented")), 3, 15, "notice_without_move_out", rentroll.Warning},
	"row too short":             {file(sound, "102,,2/1.00,Ann Lee"), 4, 5, "cell_count", rentroll.Error},
	"row too long":              {file(sound + ",1"), 3, 19, "cell_count", rentroll.Error},
	"open quote":                {file(sound, `"102,,2/1.00`), 4, 1, "quote_broken", rentroll.Error},
	"quote out of place":        {file(`101,,2/1.00,Ann "Lee",`), 3, 4, "quote_broken", rentroll.Error},
	"NUL byte":                  {file(with(4, "Ann\x00Lee")), 3, 4, "control_character", rentroll.Error},
	"line break in a name":      {file(with(4, "Ann\nLee")), 3, 4, "line_break", rentroll.Warning},
	"huge cell":                 {file(with(4, strings.Repeat("é", 2001))), 3, 4, "cell_too_long", rentroll.Error},
	"formula":                   {file(with(4, `=HYPERLINK("http://example.com")`)), 3, 4, "formula", rentroll.Warning},
	"formula for a unit":        {file(with(1, "=1+1")), 3, 1, "formula", rentroll.Warning},
	"property without units":    {file(), 2, 1, "property_without_units", rentroll.Warning},
	"no unit":                   {file(), 0, 0, "no_units", rentroll.Error},
	"no subtotal":               {file(sound), 2, 1, "subtotal_missing", rentroll.Warning},
	"no total":                  {file(sound), 0, 0, "total_missing", rentroll.Warning},
	"subtotal differs":          {file(sound, total("1 Unit", "999.00")), 4, 9, "sum_differs", rentroll.Error},
	"units differ":              {file(sound, total("2 Units", "1,000.00")), 4, 1, "sum_differs", rentroll.Error},
	"total differs":             {file(sound, total("1 Unit", "1,000.00"), total("Total 1 Unit", "1,001.00")), 5, 9, "sum_differs", rentroll.Error},
	"total twice":               {file(sound, total("Total 1 Unit", "1,000.00"), total("Total 1 Unit", "1,000.00")), 5, 1, "total_twice", rentroll.Error},
	"subtotal twice":            {file(sound, total("1 Unit", "1,000.00"), total("1 Unit", "1,000.00")), 5, 1, "subtotal_without_property", rentroll.Error},
	"unit without a property":   {header + "\n" + sound + "\n", 2, 1, "unit_without_property", rentroll.Error},
	"property twice":            {file(sound, place), 4, 1, "property_twice", rentroll.Error},
	"property of the same name": {file(sound, `"-> Elm House - 14 Elm Street Tulsa, OK 74104"`), 4, 1, "property_name_twice", rentroll.Warning},
	"no address":                {file(sound, "-> Elm Court"), 4, 1, "property_address", rentroll.Error},
	"unclear address":           {file(sound, `"-> Oak House - 12 Camino Largo Santa Fe, NM 87501"`), 4, 1, "address_doubt", rentroll.Warning},
	"property too long":         {file(sound, "-> "+strings.Repeat("St ", 150)), 4, 1, "cell_too_long", rentroll.Error},
	"text beside a property":    {file(sound, `"-> Oak House - 12 Elm Street Tulsa, OK 74104",,x`), 4, 3, "property_row_cells", rentroll.Warning},
	"no Rent column":            {strings.Replace(file(sound), ",Rent,", ",Rents,", 1), 1, 0, "column_missing", rentroll.Error},
	"no Unit column":            {strings.Replace(file(sound), "Unit,", "Home,", 1), 1, 0, "column_missing", rentroll.Error},
	"no Deposit column":         {strings.Replace(file(sound), ",Deposit,", ",Key,", 1), 1, 0, "column_absent", rentroll.Warning},
	"column that is not read":   {strings.Replace(file(sound), ",Deposit,", ",Key,", 1), 1, 11, "column_ignored", rentroll.Warning},
	"column twice":              {strings.Replace(file(sound), ",Deposit,", ",Rent,", 1), 1, 11, "column_twice", rentroll.Error},
	"Windows text":              {strings.Replace(file(sound), "Ann", "Ren\xe9e", 1), 0, 0, "encoding_windows", rentroll.Warning},
	"as-of contradicts":         {"As of: 09/30/2026\n" + file(sound), 0, 0, "as_of_differs", rentroll.Warning},
	"as-of unreadable":          {"As of: 13/45/2026\n" + file(sound), 1, 1, "as_of_unreadable", rentroll.Warning},
}

func TestAppFolioBadInput(t *testing.T) {
	t.Parallel()
	for name, c := range badInput {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, issues := read(t, c.text)
			expect(t, issues, c.code, c.line, c.column, c.severity)
			for _, i := range issues {
				if strings.Contains(i.Message, "Ann") || i.Message == "" {
					t.Errorf("the message says a renter's name, or nothing: %q", i.Message)
				}
			}
		})
	}
}

// total is a subtotal or total row for the sound row.
func total(label, rent string) string {
	return label + `,,,,,100.0% Occupied,800,"1,100.00","` + rent + `",0.00,500.00,,,,,0.00,0,0`
}

func TestSoundFileHasNoIssues(t *testing.T) {
	t.Parallel()
	roll, issues := read(t, file(with(1, "101"), total("1 Unit", "1,000.00"), total("Total 1 Unit", "1,000.00")))
	if len(issues) > 0 || roll.Totals().Units != 1 {
		t.Errorf("%+v", issues)
	}
}

// A broken row is told once, not again by every sum that lacks it.
func TestBrokenRowsDoNotRepeatInSums(t *testing.T) {
	t.Parallel()
	_, issues := read(t, file(with(9, "x"), total("1 Unit", "1,000.00"), total("Total 1 Unit", "1,000.00")))
	if len(issues) != 1 {
		t.Errorf("want one issue: %+v", issues)
	}
}

func TestWindowsTextAndNames(t *testing.T) {
	t.Parallel()
	roll, _ := read(t, strings.Replace(file(with(1, "101")), "Ann Lee", "Ren\xe9e \x8eukov\x9aka", 1))
	if got := roll.Properties[0].Units[0].Leases[0].Renters[0]; got.First != "Renée" || got.Last != "Žukovška" {
		t.Errorf("%+v", got)
	}
}

func TestIssuesAreCapped(t *testing.T) {
	t.Parallel()
	var rows []string
	for i := range 500 {
		rows = append(rows, strings.Replace(with(9, "0.00"), "101", fmt.Sprint(i), 1))
	}
	rows = append(rows, with(9, "oops"))
	roll, issues := read(t, file(rows...))
	if len(issues) != rentroll.MaxIssues+1 || issues[len(issues)-1].Code != rentroll.CodeMore {
		t.Fatalf("%d issues", len(issues))
	}
	expect(t, issues, "amount_not_number", 503, 9, rentroll.Error) // not crowded out by 500 warnings
	if roll.Warnings != 502 || roll.Errors < 1 || !rentroll.Failed(issues) {
		t.Errorf("%d warnings, %d errors", roll.Warnings, roll.Errors)
	}
}

func TestFilesThatCannotBeRead(t *testing.T) {
	t.Parallel()
	var wide []byte
	for _, u := range utf16.Encode([]rune(file())) {
		wide = append(wide, byte(u), byte(u>>8))
	}
	many := file() + strings.Repeat("x,,,,,,,,,,,,,,,,,y\n", rentroll.MaxRows)
	cases := map[string]struct {
		data []byte
		want error
	}{
		"empty":              {nil, rentroll.ErrEmpty},
		"white space":        {[]byte("\uFEFF \r\n\r\n"), rentroll.ErrEmpty},
		"UTF-16":             {wide, rentroll.ErrUTF16},
		"UTF-16 with a mark": {append([]byte{0xFF, 0xFE}, wide...), rentroll.ErrUTF16},
		"too large":          {make([]byte, rentroll.MaxBytes+1), rentroll.ErrTooLarge},
		"too many rows":      {[]byte(many), rentroll.ErrTooManyRows},
		"workbook":           {[]byte("PK\x03\x04..."), sheet.ErrWorkbook},
		"other text":         {[]byte("Dear tenant,\n"), rentroll.ErrUnknownLayout},
		"mixed encodings":    {[]byte(file(with(4, "Zoë Ásá")) + "\xe9"), rentroll.ErrEncoding},
		"no text":            {[]byte(file() + "\x81"), rentroll.ErrEncoding},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			roll, issues, err := rentroll.Read("x.csv", c.data, rentroll.Options{Today: day("2026-11-20")})
			if !errors.Is(err, c.want) || roll != nil || issues != nil {
				t.Errorf("got %v, want %v", err, c.want)
			}
		})
	}
}

func TestAsOfSource(t *testing.T) {
	t.Parallel()
	today := day("2026-11-20")
	cases := map[string]struct {
		name, title string
		given       period.Date
		want        string
		source      rentroll.AsOfSource
	}{
		"given":           {"rent_roll-20261031.csv", "As of: 09/30/2026", day("2026-08-31"), "2026-08-31", rentroll.AsOfGiven},
		"file":            {"rent_roll-20261031.csv", "As of: 09/30/2026", period.Date{}, "2026-09-30", rentroll.AsOfFile},
		"next cell":       {"x.csv", "As of:,09/30/2026", period.Date{}, "2026-09-30", rentroll.AsOfFile},
		"name":            {"rent_roll-20261031.csv", "", period.Date{}, "2026-10-31", rentroll.AsOfName},
		"dashes":          {`C:\roll\2026-10-31 roll.csv`, "", period.Date{}, "2026-10-31", rentroll.AsOfName},
		"folder":          {"20261031/roll.csv", "", period.Date{}, "2026-11-20", rentroll.AsOfToday},
		"impossible name": {"rent_roll-20260230.csv", "", period.Date{}, "2026-11-20", rentroll.AsOfToday},
		"longer number":   {"rent_roll-120261031.csv", "", period.Date{}, "2026-11-20", rentroll.AsOfToday},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			roll, _, err := rentroll.Read(c.name, []byte(c.title+"\n"+file(with(1, "1"))), rentroll.Options{AsOf: c.given, Today: today})
			if err != nil || roll.AsOf != day(c.want) || roll.AsOfSource != c.source {
				t.Errorf("as of %s (%s), %v", roll.AsOf, roll.AsOfSource, err)
			}
		})
	}
}
