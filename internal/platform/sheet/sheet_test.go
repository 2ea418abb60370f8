package sheet_test

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"iter"
	"strings"
	"testing"

	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/platform/sheet"
)

type row struct {
	text   string
	amount money.Amount
	rooms  *int32
	end    period.Date
}

var columns = []sheet.Column[row]{
	{Name: "text", Heading: "Text", Value: func(r row) any { return r.text }},
	{Name: "amount", Heading: "Amount, USD", Value: func(r row) any { return r.amount }},
	{Name: "rooms", Heading: "Rooms", Value: func(r row) any { return r.rooms }},
	{Name: "end", Heading: "End", Value: func(r row) any { return r.end }},
}

func all(rows ...row) iter.Seq2[row, error] {
	return func(yield func(row, error) bool) {
		for _, r := range rows {
			if !yield(r, nil) {
				return
			}
		}
	}
}

func TestWrite(t *testing.T) {
	t.Parallel()
	two := int32(2)
	rows := all(
		row{`Ana "A" Lopez, Jr.`, money.MustParse("-12.5"), &two, period.MustParse("2027-03-31")},
		row{"line\nbreak", money.MustParse("0"), nil, period.Date{}},
	)
	var b strings.Builder
	if err := sheet.Write(&b, sheet.CSV, columns, rows); err != nil {
		t.Fatal(err)
	}
	want := "Text,\"Amount, USD\",Rooms,End\r\n\"Ana \"\"A\"\" Lopez, Jr.\",-12.50,2,2027-03-31\r\n\"line\r\nbreak\",0.00,,\r\n"
	if b.String() != want {
		t.Errorf("CSV:\n%q\nwant\n%q", b.String(), want)
	}
	b.Reset()
	if err := sheet.Write(&b, sheet.JSON, columns, rows); err != nil {
		t.Fatal(err)
	}
	var got []map[string]any
	if err := json.Unmarshal([]byte(b.String()), &got); err != nil {
		t.Fatal(err)
	}
	if len(got) != 2 || got[0]["amount"] != "-12.50" || got[0]["rooms"] != 2.0 || got[1]["end"] != nil || got[1]["rooms"] != nil {
		t.Errorf("JSON: %v", got)
	}
}

// No text can become a formula, and what is no formula stays as it is.
func TestFormulas(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "|calc", "＝1"} {
		var b strings.Builder
		if err := sheet.Write(&b, sheet.CSV, columns[:1], all(row{text: text})); err != nil {
			t.Fatal(err)
		}
		read, err := csv.NewReader(strings.NewReader(b.String())).ReadAll()
		if err != nil || !strings.HasPrefix(read[1][0], "'") {
			t.Errorf("%q became %q, %v", text, b.String(), err)
		}
	}
	for _, text := range []string{"", "A-1", "12B", "a=b"} {
		var b strings.Builder
		if err := sheet.Write(&b, sheet.CSV, columns[:1], all(row{text: text})); err != nil || strings.Contains(b.String(), "'") {
			t.Errorf("%q became %q, %v", text, b.String(), err)
		}
	}
}

func TestWriteStops(t *testing.T) {
	t.Parallel()
	broken := errors.New("the database is gone")
	rows := func(yield func(row, error) bool) {
		if yield(row{text: "a"}, nil) {
			yield(row{}, broken)
		}
	}
	for _, format := range sheet.Formats {
		var b strings.Builder
		if err := sheet.Write(&b, format, columns, rows); !errors.Is(err, broken) {
			t.Errorf("%s: %v", format, err)
		}
	}
}
