// Package period holds calendar dates. A due date is a day in the property's time zone, not a midnight
// somewhere; a Date has no clock and no zone and so cannot be shifted by one.
package period

import (
	"database/sql/driver"
	"errors"
	"fmt"
	"time"
)

// ErrSyntax is returned for text that is not a real calendar date written YYYY-MM-DD.
var ErrSyntax = errors.New("not a date written YYYY-MM-DD")

const layout = "2006-01-02"

// Date is a day of the Gregorian calendar. The zero Date is no date.
type Date struct {
	year  int
	month time.Month
	day   int
}

// New returns the date; out-of-range days and months carry over as in time.Date (31 April is 1 May).
func New(year int, month time.Month, day int) Date {
	return fromTime(time.Date(year, month, day, 0, 0, 0, 0, time.UTC))
}

// Parse reads YYYY-MM-DD in years 1 to 9999 and refuses days that do not exist (30 February).
func Parse(s string) (Date, error) {
	t, err := time.Parse(layout, s)
	if err != nil || t.Year() < 1 {
		return Date{}, ErrSyntax
	}
	return fromTime(t), nil
}

// MustParse is Parse for constants; it panics on bad text.
func MustParse(s string) Date {
	d, err := Parse(s)
	if err != nil {
		panic(fmt.Sprintf("period.MustParse(%q): %v", s, err))
	}
	return d
}

// In returns the date that a wall calendar in loc shows at the moment t.
func In(t time.Time, loc *time.Location) Date { return fromTime(t.In(loc)) }

func fromTime(t time.Time) Date {
	y, m, d := t.Date()
	return Date{y, m, d}
}

// Time returns midnight UTC of the date, for arithmetic and formatting only.
func (d Date) Time() time.Time { return time.Date(d.year, d.month, d.day, 0, 0, 0, 0, time.UTC) }

// IsZero reports whether d is no date.
func (d Date) IsZero() bool { return d == Date{} }

// Year returns the year.
func (d Date) Year() int { return d.year }

// Month returns the month.
func (d Date) Month() time.Month { return d.month }

// Day returns the day of the month.
func (d Date) Day() int { return d.day }

// AddDays returns the date n days later (earlier for negative n).
func (d Date) AddDays(n int) Date { return fromTime(d.Time().AddDate(0, 0, n)) }

// AddMonths returns the same day n months later, or the last day of that month where it is shorter
// (31 January + 1 month = 28 or 29 February).
func (d Date) AddMonths(n int) Date {
	first := time.Date(d.year, d.month+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return New(first.Year(), first.Month(), min(d.day, last))
}

// FirstOfMonth returns the first day of d's month.
func (d Date) FirstOfMonth() Date { return New(d.year, d.month, 1) }

// LastOfMonth returns the last day of d's month.
func (d Date) LastOfMonth() Date { return New(d.year, d.month+1, 0) }

// secondsADay is exact here: Time is UTC, whose days are all alike.
const secondsADay = 24 * 60 * 60

// DaysSince returns the number of days from e to d, negative where d is earlier. (A time.Duration would end after 292
// years.)
func (d Date) DaysSince(e Date) int { return int((d.Time().Unix() - e.Time().Unix()) / secondsADay) }

// Compare returns -1, 0 or 1 as d is before, on or after e.
func (d Date) Compare(e Date) int { return d.Time().Compare(e.Time()) }

// Equal reports d == e; go-cmp uses it.
func (d Date) Equal(e Date) bool { return d == e }

// Before reports whether d is earlier than e.
func (d Date) Before(e Date) bool { return d.Compare(e) < 0 }

// After reports whether d is later than e.
func (d Date) After(e Date) bool { return d.Compare(e) > 0 }

// String returns YYYY-MM-DD, or "" for no date.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return d.Time().Format(layout)
}

// Words returns the date as the product shows it: "3 Mar 2026".
func (d Date) Words() string {
	if d.IsZero() {
		return ""
	}
	return d.Time().Format("2 Jan 2006")
}

// MarshalText implements encoding.TextMarshaler.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText implements encoding.TextUnmarshaler. Empty text is no date, as MarshalText writes it.
func (d *Date) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*d = Date{}
		return nil
	}
	v, err := Parse(string(b))
	if err != nil {
		return err
	}
	*d = v
	return nil
}

// Value implements driver.Valuer; no date is NULL.
func (d Date) Value() (driver.Value, error) {
	if d.IsZero() {
		return nil, nil
	}
	return d.String(), nil
}

// Scan implements sql.Scanner; NULL is no date.
func (d *Date) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*d = Date{}
	case time.Time:
		*d = fromTime(v)
	case string:
		p, err := Parse(v)
		if err != nil {
			return err
		}
		*d = p
	default:
		return fmt.Errorf("period: cannot scan %T", src)
	}
	return nil
}
