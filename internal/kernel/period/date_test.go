package period

import (
	"encoding/json"
	"errors"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func dates() *rapid.Generator[Date] {
	return rapid.Custom(func(t *rapid.T) Date {
		return New(rapid.IntRange(1, 9999).Draw(t, "year"), time.Month(rapid.IntRange(1, 12).Draw(t, "month")), rapid.IntRange(1, 28).Draw(t, "day"))
	})
}

func TestParse(t *testing.T) {
	t.Parallel()
	for _, in := range []string{"2024-02-29", "2000-02-29", "0001-01-01", "9999-12-31", "2026-10-31"} {
		if d, err := Parse(in); err != nil || d.String() != in {
			t.Errorf("Parse(%q) = %v, %v", in, d, err)
		}
	}
	for _, in := range []string{
		"", "2023-02-29", "1900-02-29", "2026-02-30", "2026-13-01", "2026-00-10", "2026-10-00", "2026-10-32", "0000-01-01", "2026-1-2",
		"20261031", "10/31/2026", "2026-10-31 ", " 2026-10-31", "2026-10-31T00:00:00Z", "12026-10-31", "-2026-10-31", "+026-10-31", "today",
		"2026-10-3\x00",
	} {
		if d, err := Parse(in); !errors.Is(err, ErrSyntax) || !d.IsZero() {
			t.Errorf("Parse(%q) = %v, %v", in, d, err)
		}
	}
}

func TestAddMonths(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		from string
		n    int
		want string
	}{
		{"2026-01-31", 1, "2026-02-28"},
		{"2024-01-31", 1, "2024-02-29"},
		{"2024-02-29", 12, "2025-02-28"},
		{"2024-02-29", 48, "2028-02-29"},
		{"2024-02-29", -12, "2023-02-28"},
		{"2026-03-31", -1, "2026-02-28"},
		{"2026-12-31", 2, "2027-02-28"},
		{"2026-01-15", -1, "2025-12-15"},
		{"2026-05-31", 0, "2026-05-31"},
		{"2026-08-31", 25, "2028-09-30"},
	} {
		if got := MustParse(c.from).AddMonths(c.n); got.String() != c.want {
			t.Errorf("%s %+d months = %s, want %s", c.from, c.n, got, c.want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		d, n := dates().Draw(t, "date"), rapid.IntRange(-1200, 1200).Draw(t, "months")
		got := d.AddMonths(n)
		if got.Year()*12+int(got.Month()) != d.Year()*12+int(d.Month())+n || got.Day() != d.Day() {
			t.Errorf("%s %+d months = %s", d, n, got)
		}
	})
}

func TestDaysAreCountedOneByOne(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		d, e string
		want int
	}{
		{"2024-03-01", "2024-02-28", 2},
		{"2023-03-01", "2023-02-28", 1},
		{"2026-03-09", "2026-03-08", 1}, // the night of a time change
		{"2026-11-02", "2026-11-01", 1},
		{"9999-12-31", "0001-01-01", 3_652_058},
		{"0001-01-01", "9999-12-31", -3_652_058},
	} {
		if got := MustParse(c.d).DaysSince(MustParse(c.e)); got != c.want {
			t.Errorf("%s since %s: %d, want %d", c.d, c.e, got, c.want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		d, n := dates().Draw(t, "date"), rapid.IntRange(-100_000, 100_000).Draw(t, "days")
		e := d.AddDays(n)
		if e.DaysSince(d) != n || d.DaysSince(e) != -n || d.Compare(e) != -e.Compare(d) || e.After(d) != (n > 0) || e.Before(d) != (n < 0) ||
			(d == e) != (n == 0) {
			t.Errorf("%s %+d days = %s, which is %d days", d, n, e, e.DaysSince(d))
		}
	})
}

func TestEndsOfMonth(t *testing.T) {
	t.Parallel()
	for in, last := range map[string]string{
		"2024-02-10": "2024-02-29", "2026-02-28": "2026-02-28", "2026-12-01": "2026-12-31",
		"2026-04-30": "2026-04-30",
	} {
		d := MustParse(in)
		if d.LastOfMonth().String() != last || d.FirstOfMonth().String() != in[:8]+"01" {
			t.Errorf("%s is in %s to %s", in, d.FirstOfMonth(), d.LastOfMonth())
		}
	}
	if got := New(2026, time.April, 31); got.String() != "2026-05-01" {
		t.Errorf("31 April is %s", got)
	}
}

func TestInZones(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ at, zone, want string }{
		{"2026-11-01T09:59:59Z", "Pacific/Honolulu", "2026-10-31"},
		{"2026-11-01T10:00:00Z", "Pacific/Honolulu", "2026-11-01"},
		{"2026-10-31T10:00:00Z", "Pacific/Kiritimati", "2026-11-01"},
		{"2026-10-31T23:59:59.999999999Z", "UTC", "2026-10-31"},
		{"2026-03-08T06:59:59Z", "America/Chicago", "2026-03-08"},
		{"2026-03-08T05:59:59Z", "America/Chicago", "2026-03-07"},
		{"2026-11-02T05:30:00Z", "America/Chicago", "2026-11-01"}, // an hour later than in summer
		{"2026-10-31T02:29:00Z", "Canada/Newfoundland", "2026-10-30"},
		{"2026-10-31T02:30:00Z", "Canada/Newfoundland", "2026-10-31"},
	} {
		at, err := time.Parse(time.RFC3339Nano, c.at)
		if err != nil {
			t.Fatal(err)
		}
		loc, err := time.LoadLocation(c.zone)
		if err != nil {
			t.Fatal(err)
		}
		if got := In(at, loc); got.String() != c.want {
			t.Errorf("%s in %s is %s, want %s", c.at, c.zone, got, c.want)
		}
	}
}

func TestEncodings(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		d := dates().Draw(t, "date")
		text, err := json.Marshal(d)
		if err != nil || string(text) != `"`+d.String()+`"` {
			t.Fatalf("JSON %s, %v", text, err)
		}
		var read, scanned Date
		if err := json.Unmarshal(text, &read); err != nil || read != d {
			t.Fatalf("JSON comes back as %s, %v", read, err)
		}
		v, err := d.Value()
		if err != nil || scanned.Scan(v) != nil || scanned != d {
			t.Fatalf("the database gives %s, %v", scanned, err)
		}
		if err := scanned.Scan(d.Time()); err != nil || scanned != d {
			t.Fatalf("the database's date gives %s, %v", scanned, err)
		}
	})
	var none Date
	if v, err := none.Value(); v != nil || err != nil {
		t.Errorf("no date is stored as %v, %v", v, err)
	}
	if b, err := json.Marshal(none); err != nil || string(b) != `""` || none.String() != "" || none.Words() != "" {
		t.Errorf("no date is %s, %v", b, err)
	}
	for _, empty := range []func(*Date) error{
		func(d *Date) error { return d.Scan(nil) },
		func(d *Date) error { return json.Unmarshal([]byte(`""`), d) },
	} {
		d := MustParse("2026-01-01")
		if err := empty(&d); err != nil || !d.IsZero() {
			t.Errorf("no date is read as %v, %v", d, err)
		}
	}
	for _, bad := range []any{"2026-02-30", "", int64(1), 1.5, []byte("2026-01-01")} {
		d := MustParse("2026-01-01")
		if err := d.Scan(bad); err == nil || d.String() != "2026-01-01" {
			t.Errorf("Scan(%v) = %v, %v", bad, d, err)
		}
	}
	for _, bad := range []string{`"2026-02-30"`, `20260101`, `{}`} {
		d := MustParse("2026-01-01")
		if err := json.Unmarshal([]byte(bad), &d); err == nil || d.String() != "2026-01-01" {
			t.Errorf("%s gave %v, %v", bad, d, err)
		}
	}
	if got := MustParse("2026-03-03").Words(); got != "3 Mar 2026" {
		t.Error(got)
	}
}

func TestMustParsePanics(t *testing.T) {
	t.Parallel()
	defer func() {
		if recover() == nil {
			t.Error("no panic")
		}
	}()
	MustParse("2026-02-30")
}
