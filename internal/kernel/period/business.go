package period

import "time"

// BusinessDay reports whether banks work on the day: no weekend, no holiday of the Federal Reserve Banks. A holiday on a Sunday is kept on the
// Monday after it, one on a Saturday not at all. Source: Federal Reserve Bank Services, "Holiday schedules" (frbservices.org).
func (d Date) BusinessDay() bool {
	if w := d.weekday(); w == time.Saturday || w == time.Sunday {
		return false
	}
	if d.holiday() {
		return false
	}
	return d.weekday() != time.Monday || !d.AddDays(-1).holiday()
}

// AddBusinessDays returns the n-th business day after d; d itself where n is zero.
func (d Date) AddBusinessDays(n int) Date {
	for n > 0 {
		if d = d.AddDays(1); d.BusinessDay() {
			n--
		}
	}
	return d
}

func (d Date) weekday() time.Weekday { return d.Time().Weekday() }

// holiday reports whether the day itself is a holiday of the Federal Reserve Banks.
func (d Date) holiday() bool {
	nth := (d.day + 6) / 7
	monday := d.weekday() == time.Monday
	switch d.month {
	case time.January:
		return d.day == 1 || monday && nth == 3 // New Year's Day, Martin Luther King, Jr.
	case time.February:
		return monday && nth == 3 // Presidents
	case time.May:
		return monday && d.day > 24 // Memorial Day
	case time.June:
		return d.day == 19 && d.year >= 2021 // Juneteenth
	case time.July:
		return d.day == 4
	case time.September:
		return monday && nth == 1 // Labor Day
	case time.October:
		return monday && nth == 2 // Columbus Day
	case time.November:
		return d.day == 11 || d.weekday() == time.Thursday && nth == 4 // Veterans, Thanksgiving
	case time.December:
		return d.day == 25
	}
	return false
}
