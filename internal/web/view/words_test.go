package view

import (
	"net/url"
	"testing"
	"time"

	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/money"
)

func TestPercent(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		part, whole int
		want        string
	}{
		{372, 420, "88.6%"},
		{0, 10, "0%"},
		{10, 10, "100%"},
		{1, 2, "50%"},
		{0, 0, dash},
		{49999, 50000, "99.9%"},
		{1, 50000, "<0.1%"},
		{1, 3, "33.3%"},
		{2, 3, "66.7%"},
	} {
		if got := percent(c.part, c.whole); got != c.want {
			t.Errorf("percent(%d, %d) = %q, want %q", c.part, c.whole, got, c.want)
		}
	}
}

func TestMoneyText(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"541088.21": "541,088.21", "-1234567.89": "\u22121,234,567.89", "0": "0.00", "-0.05": "\u22120.05",
	} {
		if got := moneyText(money.MustParse(in)); got != want {
			t.Errorf("%s: %q, want %q", in, got, want)
		}
	}
}

func TestNumbersAndWords(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	for got, want := range map[string]string{
		number(0): "0", number(10000): "10,000", number(-1234): "-1,234",
		Label(ctx, UnitStatuses, "notice"): "On notice", Label(ctx, UnitStatuses, "on_fire"): "On fire", Label(ctx, Roles, ""): "",
		rooms(ctx, "0", "1.0"): "Studio · 1 ba", rooms(ctx, "2", "1.5"): "2 bd · 1.5 ba", rooms(ctx, "", ""): dash,
		wait(ctx, 0): "1 second", wait(ctx, 1500*time.Millisecond): "2 seconds", wait(ctx, 91*time.Second): "2 minutes",
		Person{Name: "Maren van der Lindqvist"}.Initials(): "ML", Person{Name: "élan"}.Initials(): "É", Person{}.Initials(): "?",
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestErrorsOfFault(t *testing.T) {
	t.Parallel()
	errs := ErrorsOf([]fault.Field{
		{Pointer: "/address/street1", Message: "first"}, {Pointer: "/address/street1", Message: "second"}, {Pointer: "name", Message: "n"},
	})
	if errs["street1"] != "first" || errs["name"] != "n" || len(errs) != 2 {
		t.Errorf("%v", errs)
	}
	if ErrorsOf(nil) != nil {
		t.Error("errors of nothing")
	}
	list := formErrors(t.Context(), []Field{{Name: "name", Label: "Name", Error: "n"}}, FieldErrors{"name": "n", "zzz": "b", "aaa": "a"})
	want := []formError{{"f-name", "Name: n"}, {"", "a"}, {"", "b"}}
	if len(list) != len(want) {
		t.Fatalf("%v", list)
	}
	for i := range want {
		if list[i] != want[i] {
			t.Errorf("%d: %v, want %v", i, list[i], want[i])
		}
	}
}

func TestSortTurnsRound(t *testing.T) {
	t.Parallel()
	q := url.Values{"q": {"a b"}, "sort": {"name"}}
	if s := sortBy("/units", q, "name", ""); s.dir != "ascending" || s.href != "/units?q=a+b&sort=-name" {
		t.Errorf("%+v", s)
	}
	if s := sortBy("/units", q, "rent", "-"); s.dir != "" || s.href != "/units?q=a+b&sort=-rent" {
		t.Errorf("%+v", s)
	}
	q.Set("sort", "-name")
	if s := sortBy("/units", q, "name", ""); s.dir != "descending" || s.href != "/units?q=a+b&sort=name" {
		t.Errorf("%+v", s)
	}
	if q.Get("sort") != "-name" {
		t.Error("the filter was changed")
	}
}

func TestAddressesAreEscaped(t *testing.T) {
	t.Parallel()
	if got := to("units", "../x?y", "edit"); got != "/units/..%2Fx%3Fy/edit" {
		t.Errorf("%q", got)
	}
	f := UnitFilter{Q: "a&b", Status: []string{"vacant", "down"}, Deleted: true}
	if got := address("/units", f.Query()); got != "/units?deleted=1&q=a%26b&status=vacant&status=down" {
		t.Errorf("%q", got)
	}
	if got := pageHref("/units", f.Query(), "after", "c="); got != "/units?after=c%3D&deleted=1&q=a%26b&status=vacant&status=down" {
		t.Errorf("%q", got)
	}
}

func TestAFileHasTheColumnsThatAreShown(t *testing.T) {
	t.Parallel()
	m := UnitList{Filter: UnitFilter{Q: "a", Columns: []string{"rent", "rooms", "nonsense"}}}
	if got := m.tools(t.Context()).export(); got != "/units/export?columns=property_name&columns=number&columns=status&columns=bedrooms&columns=bathrooms&columns=monthly_rent&q=a" {
		t.Errorf("the file is %s", got)
	}
	m.Filter.Columns = nil
	if got := m.tools(t.Context()).export(); got != "/units/export?q=a" {
		t.Errorf("the file is %s", got)
	}
}

func TestRunningBalance(t *testing.T) {
	t.Parallel()
	lines := Running(money.MustParse("10"), []StatementLine{
		{Amount: money.MustParse("100")}, {Amount: money.MustParse("-150.50")}, {Amount: money.MustParse("0.50")},
	})
	for i, want := range []string{"110.00", "-40.50", "-40.00"} {
		if got := lines[i].Balance.String(); got != want {
			t.Errorf("after line %d the balance is %s, want %s", i, got, want)
		}
	}
}

func TestChartsFillTheirScale(t *testing.T) {
	t.Parallel()
	for most, want := range map[int64]int64{0: 1, 1: 1, 2: 2, 3: 4, 61: 80, 100: 100, 101: 200, 12001: 20000} {
		c := Chart{Labels: []string{"a", "b"}, Series: []Series{{Name: "n", Values: []int64{most, most / 2}}}}
		if got := c.top(); got != want {
			t.Errorf("the scale for %d ends at %d, want %d", most, got, want)
		}
		for _, b := range c.columns() {
			if b.y < "0" || b.title == "" {
				t.Errorf("a column %+v", b)
			}
		}
	}
	stacked := Chart{Labels: []string{"a"}, Series: []Series{{"x", []int64{30}}, {"y", []int64{50}}}}
	if stacked.top() != 80 || len(stacked.columns()) != 2 {
		t.Errorf("stacked: %d, %v", stacked.top(), stacked.columns())
	}
	stacked.Line = true
	if stacked.top() != 60 || stacked.path(stacked.Series[1], false) != "M500.0 166.7" {
		t.Errorf("lines: %d, %s", stacked.top(), stacked.path(stacked.Series[1], false))
	}
}

func TestPinsKeepDirections(t *testing.T) {
	t.Parallel()
	list := pins([]Place{{Name: "south-west", Latitude: 40, Longitude: -75}, {Name: "north-east", Latitude: 41, Longitude: -74}})
	if list[0].Name != "north-east" || list[0].n != 1 || list[0].x <= list[1].x || list[0].y >= list[1].y {
		t.Errorf("%+v", list)
	}
	if one := pins([]Place{{Latitude: 40, Longitude: -75}}); one[0].x != "50.00%" || one[0].y != "50.00%" {
		t.Errorf("alone: %+v", one)
	}
}
