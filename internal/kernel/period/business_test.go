package period

import "testing"

func TestBusinessDays(t *testing.T) {
	for day, want := range map[string]bool{
		"2026-01-01": false, "2026-01-19": false, "2026-02-16": false, "2026-03-04": true, "2026-03-07": false, "2026-03-08": false,
		"2026-05-25": false, "2026-06-19": false, "2026-07-03": true, // the Fourth is a Saturday: banks work on the Friday
		"2026-09-07": false, "2026-10-12": false, "2026-11-11": false, "2026-11-26": false, "2026-12-25": false, "2022-12-26": false,
		"2023-01-02": false, "2020-06-19": true,
	} {
		if got := MustParse(day).BusinessDay(); got != want {
			t.Errorf("%s: %v", day, got)
		}
	}
	for _, c := range []struct {
		from string
		n    int
		want string
	}{
		{"2026-03-04", 5, "2026-03-11"}, {"2026-03-20", 1, "2026-03-23"}, {"2026-03-21", 0, "2026-03-21"}, {"2026-12-24", 1, "2026-12-28"},
	} {
		if got := MustParse(c.from).AddBusinessDays(c.n); got != MustParse(c.want) {
			t.Errorf("%s and %d: %s, want %s", c.from, c.n, got, c.want)
		}
	}
}
