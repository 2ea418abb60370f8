package property_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/leasing"
	"github.com/propertyos/propertyos/internal/domain/property"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/page"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// portfolio is properties, units, households and addresses with many equal values.
func portfolio(k *kit) {
	k.Helper()
	for i, name := range []string{"Elm 10", "Elm 2", "Oak", "Oak", "oak", "Ölmühle", "100% _Loft", "Elm 2"} {
		p, units := k.building(name)
		for n := range i % 4 {
			in := property.UnitInput{
				Number: fmt.Sprint(n*5 + 1), Status: property.UnitStatuses[(i+n)%3], Form: property.UnitForms[n%2],
				BaseRent: money.FromCents(int64(99_900 + n%2*100_100)),
			}
			if n > 0 {
				in.Bedrooms, in.SquareFeet = ptr(int32(n)), ptr(int32(100*n))
			}
			units = append(units, k.unit(p.ID, in))
		}
		if len(units) > 1 {
			o := &leasing.Opening{AsOf: date("2026-10-31"), PastDue: money.FromCents(int64(i%3) * 10_000), DepositHeld: money.FromCents(int64(i%2) * 50_000)}
			k.lease(units[0], "active", "2026-01-01", "", "2026-01-01", []string{"2026-12-31", "", "2027-12-31"}[i%3], fmt.Sprint(900+i%2*200), o)
		}
		k.clock.Advance(time.Minute)
		if i%3 == 1 {
			_, err := k.s.UpdateProperty(k.Context(), k.admin, p.ID, nil, func(in *property.PropertyInput) { in.Type, in.Status = "commercial", "inactive" })
			k.check(err)
		}
	}
}

type fetch func(page.Request) ([]id.ID, page.Page, error)

func ids[T any](list []T, p page.Page, err error, of func(T) id.ID) ([]id.ID, page.Page, error) {
	out := make([]id.ID, 0, len(list))
	for _, v := range list {
		out = append(out, of(v))
	}
	return out, p, err
}

// walk reads a list page by page to its end and back again, both of which must give the whole list in its order.
func (k *kit) walk(what, sort string, list fetch) []id.ID {
	k.Helper()
	whole, p, err := list(page.Request{Sort: sort, Limit: page.MaxLimit})
	if err != nil || p != (page.Page{}) || len(whole) < 6 {
		k.Fatalf("%s by %s: %d rows, %+v, %v", what, sort, len(whole), p, err)
	}
	var forward, backward []id.ID
	r := page.Request{Sort: sort, Limit: 3}
	for {
		rows, p, err := list(r)
		k.check(err)
		forward = append(forward, rows...)
		if p.Next == "" {
			backward = rows
			r.Cursor = p.Prev
			break
		}
		if len(rows) != 3 || len(forward) > len(whole) {
			k.Fatalf("%s by %s: a page of %d rows", what, sort, len(rows))
		}
		r.Cursor = p.Next
	}
	for r.Cursor != "" {
		rows, p, err := list(r)
		k.check(err)
		backward = append(slices.Clone(rows), backward...)
		if len(backward) > len(whole) {
			break
		}
		r.Cursor = p.Prev
	}
	if !slices.Equal(forward, whole) || !slices.Equal(backward, whole) {
		k.Errorf("%s by %s:\nwhole    %v\nforward  %v\nbackward %v", what, sort, whole, forward, backward)
	}
	return whole
}

func TestPagingOfEverySort(t *testing.T) {
	t.Parallel()
	k := setup(t)
	portfolio(k)
	for what, l := range map[string]struct {
		sorts []string
		list  fetch
	}{
		"properties": {property.PropertySorts, func(r page.Request) ([]id.ID, page.Page, error) {
			list, p, err := k.s.Properties(t.Context(), k.admin, property.PropertyFilter{}, r)
			return ids(list, p, err, func(p property.Property) id.ID { return p.ID })
		}},
		"units": {property.UnitSorts, func(r page.Request) ([]id.ID, page.Page, error) {
			list, p, err := k.s.Units(t.Context(), k.admin, property.UnitFilter{}, r)
			return ids(list, p, err, func(u property.Unit) id.ID { return u.ID })
		}},
		"addresses": {property.AddressSorts, func(r page.Request) ([]id.ID, page.Page, error) {
			list, p, err := k.s.Addresses(t.Context(), k.admin, property.AddressFilter{}, r)
			return ids(list, p, err, func(a property.Address) id.ID { return a.ID })
		}},
	} {
		for _, sort := range l.sorts {
			up, down := k.walk(what, sort, l.list), k.walk(what, "-"+sort, l.list)
			slices.Reverse(down)
			if !slices.Equal(up, down) {
				t.Errorf("%s: %s and -%s are not each other's reverse", what, sort, sort)
			}
		}
		for _, r := range []page.Request{{Sort: "password"}, {Limit: 201}, {Cursor: "x"}} {
			if _, _, err := l.list(r); err == nil || fault.As(err).Kind != fault.Invalid {
				t.Errorf("%s, %+v: %v", what, r, err)
			}
		}
	}
}

func TestOrders(t *testing.T) {
	t.Parallel()
	k, ctx := setup(t), t.Context()
	p, _ := k.building("Elm", "10", "2", "B-2", "1", "0103", "B-10", "2a", "", "100")
	k.building("Elm 10", "1")
	k.building("Elm 2", "1")
	numbers := func(sort string) string {
		list, _, err := k.s.Units(ctx, k.admin, property.UnitFilter{PropertyID: p.ID}, page.Request{Sort: sort})
		k.check(err)
		var out []string
		for _, u := range list {
			out = append(out, u.Number)
		}
		return strings.Join(out, " ")
	}
	for _, sort := range []string{"number", "unit"} {
		if got := numbers(sort); got != " 1 2 2a 10 100 0103 B-2 B-10" {
			t.Errorf("by %s: %q", sort, got)
		}
	}
	list, _, err := k.s.Properties(ctx, k.admin, property.PropertyFilter{}, page.Request{})
	if err != nil || len(list) != 3 || list[0].Name != "Elm" || list[1].Name != "Elm 2" || list[2].Name != "Elm 10" {
		t.Errorf("%+v, %v", list, err)
	}
	for i, rent := range []string{"900", "1000", "20", "999999.99"} {
		_, err := k.s.CreateUnit(ctx, k.admin, tenancy.Key{}, list[1+i%2].ID, property.UnitInput{Number: rent, BaseRent: money.MustParse(rent)})
		k.check(err)
	}
	units, _, err := k.s.Units(ctx, k.admin, property.UnitFilter{}, page.Request{Sort: "-base_rent", Limit: 4})
	k.check(err)
	if got := fmt.Sprint(units[0].BaseRent, units[1].BaseRent, units[2].BaseRent, units[3].BaseRent); got != "999999.99 1000.00 900.00 20.00" {
		t.Errorf("by rent: %s", got)
	}
}

func TestUnitFilters(t *testing.T) {
	t.Parallel()
	k, ctx := setup(t), t.Context()
	p, u := k.building("Elm Court", "1", "2", "3", "4", "5_%")
	k.building("Oak", "1")
	set := func(i int, change func(*property.UnitInput)) {
		_, err := k.s.UpdateUnit(ctx, k.admin, u[i].ID, nil, change)
		k.check(err)
	}
	set(0, func(in *property.UnitInput) { in.Status, in.Bedrooms = "occupied", ptr[int32](1) })
	set(1, func(in *property.UnitInput) { in.Status, in.Bedrooms = "notice", ptr[int32](2) })
	set(2, func(in *property.UnitInput) { in.Status, in.Bedrooms, in.Form = "reserved", ptr[int32](3), "garage" })
	o := &leasing.Opening{AsOf: date("2026-10-31"), PastDue: money.MustParse("10"), DepositHeld: money.MustParse("300"), OtherDepositHeld: money.MustParse("5")}
	k.lease(u[0], "active", "2026-01-01", "", "2026-01-01", "2026-12-31", "1000", o)
	k.lease(u[1], "active", "2026-01-01", "", "2026-01-01", "2027-06-30", "1100.50", nil)
	k.lease(u[2], "pending", "", "", "2026-12-01", "2027-06-30", "5000", nil)
	for _, c := range []struct {
		what string
		f    property.UnitFilter
		want string
	}{
		{"all", property.UnitFilter{}, "1 2 3 4 5_% 1"},
		{"of a property", property.UnitFilter{PropertyID: p.ID}, "1 2 3 4 5_%"},
		{"of no property", property.UnitFilter{PropertyID: id.New()}, ""},
		{"statuses", property.UnitFilter{Statuses: []string{"occupied", "notice"}}, "1 2"},
		{"form", property.UnitFilter{Form: "garage"}, "3"},
		{"bedrooms", property.UnitFilter{Bedrooms: ptr[int32](2)}, "2"},
		{"bedrooms or more", property.UnitFilter{Bedrooms: ptr[int32](2), OrMore: true}, "2 3"},
		{"number", property.UnitFilter{Query: "4"}, "4"},
		{"property's name", property.UnitFilter{Query: " COURT "}, "1 2 3 4 5_%"},
		{"renter's name", property.UnitFilter{Query: "ida iris2"}, "2"},
		{"second renter's name", property.UnitFilter{Query: "Olm"}, "1 2"},
		{"signs mean themselves", property.UnitFilter{Query: "_%"}, "5_%"},
		{"a percent sign", property.UnitFilter{Query: "%"}, "5_%"},
		{"a backslash", property.UnitFilter{Query: `\`}, ""},
		{"past due", property.UnitFilter{Having: "past_due"}, "1"},
		{"deposit", property.UnitFilter{Having: "deposit"}, "1"},
		{"lease", property.UnitFilter{Having: "lease"}, "1 2"},
		{"ending", property.UnitFilter{Having: "ending"}, "1"},
		{"deleted", property.UnitFilter{Deleted: true}, ""},
		{"two at once", property.UnitFilter{Statuses: []string{"occupied", "reserved"}, Bedrooms: ptr[int32](3)}, "3"},
	} {
		list, _, err := k.s.Units(ctx, k.admin, c.f, page.Request{})
		k.check(err)
		sums, err := k.s.SumUnits(ctx, k.admin, c.f)
		k.check(err)
		var numbers []string
		total := property.UnitTotals{Units: int64(len(list))}
		for _, u := range list {
			numbers = append(numbers, u.Number)
			total.Occupied += map[string]int64{"occupied": 1, "notice": 1}[u.Status]
			total.Vacant += map[string]int64{"vacant": 1, "reserved": 1}[u.Status]
			if h := u.Household; h != nil {
				total.MonthlyRent, total.PastDue = total.MonthlyRent.Add(h.MonthlyRent), total.PastDue.Add(h.PastDue)
				total.DepositsHeld = total.DepositsHeld.Add(h.DepositHeld)
			}
		}
		if got := strings.Join(numbers, " "); got != c.want || fmt.Sprint(sums) != fmt.Sprint(total) {
			t.Errorf("%s: %q, want %q; sums %v of %v", c.what, got, c.want, sums, total)
		}
	}
	list, _, err := k.s.Units(ctx, k.admin, property.UnitFilter{Having: "deposit"}, page.Request{})
	k.check(err)
	if h := list[0].Household; h == nil || h.Renters != "Ida Iris1, Otto Olm" || h.MonthlyRent.String() != "1000.00" || h.LeaseEnd != date("2026-12-31") ||
		h.PastDue.String() != "10.00" || h.DepositHeld.String() != "305.00" {
		t.Errorf("%+v", h)
	}
	for _, f := range []property.UnitFilter{
		{Query: "a\x00"},
		{Query: strings.Repeat("x", 201)},
		{Statuses: []string{"lost"}},
		{Form: "tent"},
		{Having: "pets"},
		{Bedrooms: ptr[int32](-1)},
	} {
		if _, _, err := k.s.Units(ctx, k.admin, f, page.Request{}); err == nil || code(err) != fault.CodeInvalid {
			t.Errorf("%+v: %v", f, err)
		}
	}
}

func TestPropertyFilters(t *testing.T) {
	t.Parallel()
	k, ctx := setup(t), t.Context()
	portfolio(k)
	for _, c := range []struct {
		f    property.PropertyFilter
		want string
	}{
		{property.PropertyFilter{}, "100% _Loft|Elm 2|Elm 2|Elm 10|oak|Oak|Oak|Ölmühle"},
		{property.PropertyFilter{Query: "elm"}, "Elm 2|Elm 2|Elm 10"},
		{property.PropertyFilter{Query: "denver"}, "100% _Loft|Elm 2|Elm 2|Elm 10|oak|Oak|Oak|Ölmühle"},
		{property.PropertyFilter{Query: "8020"}, "100% _Loft|Elm 2|Elm 2|Elm 10|oak|Oak|Oak|Ölmühle"},
		{property.PropertyFilter{Query: "1 Ölm"}, "Ölmühle"},
		{property.PropertyFilter{Query: "0%"}, "100% _Loft"},
		{property.PropertyFilter{Query: "_"}, "100% _Loft"},
		{property.PropertyFilter{Type: "commercial"}, "Elm 2|Elm 2|oak"},
		{property.PropertyFilter{Status: "active"}, "100% _Loft|Elm 10|Oak|Oak|Ölmühle"},
		{property.PropertyFilter{Type: "commercial", Query: "2"}, "Elm 2|Elm 2|oak"},
		{property.PropertyFilter{Deleted: true}, ""},
	} {
		list, _, err := k.s.Properties(ctx, k.admin, c.f, page.Request{})
		k.check(err)
		sums, err := k.s.SumProperties(ctx, k.admin, c.f)
		k.check(err)
		var names []string
		total := property.PropertyTotals{Properties: int64(len(list))}
		for _, p := range list {
			names = append(names, p.Name)
			total.Units, total.Occupied, total.Vacant = total.Units+p.Units, total.Occupied+p.Occupied, total.Vacant+p.Vacant
			total.MonthlyRent = total.MonthlyRent.Add(p.MonthlyRent)
		}
		if got := strings.Join(names, "|"); c.f.Query != "2" && got != c.want || fmt.Sprint(sums) != fmt.Sprint(total) {
			t.Errorf("%+v: %q, want %q; sums %v of %v", c.f, got, c.want, sums, total)
		}
	}
	for _, f := range []property.PropertyFilter{{Query: "\xff"}, {Type: "castle"}, {Status: "lost"}} {
		if _, _, err := k.s.Properties(ctx, k.admin, f, page.Request{}); err == nil || code(err) != fault.CodeInvalid {
			t.Errorf("%+v: %v", f, err)
		}
	}
}

func TestAddressFilters(t *testing.T) {
	t.Parallel()
	k, ctx := setup(t), t.Context()
	k.building("Elm")
	a, err := k.s.CreateAddress(ctx, k.admin, tenancy.Key{}, property.AddressInput{Street1: "2 Vei", City: "Oslo", Country: "NO"})
	k.check(err)
	for want, f := range map[string]property.AddressFilter{
		"Denver Oslo": {}, "Denver": {City: "Denver"}, "Denver ": {State: "CO"}, "Oslo": {Query: "vei"}, "": {City: "denver"}, " ": {Deleted: true},
	} {
		list, _, err := k.s.Addresses(ctx, k.admin, f, page.Request{})
		k.check(err)
		var cities []string
		for _, a := range list {
			cities = append(cities, a.City)
		}
		if got := strings.Join(cities, " "); got != strings.TrimSpace(want) {
			t.Errorf("%+v: %q", f, got)
		}
	}
	k.check(k.s.DeleteAddress(ctx, k.admin, a.ID, nil))
	if list, _, err := k.s.Addresses(ctx, k.admin, property.AddressFilter{Deleted: true}, page.Request{}); err != nil || len(list) != 1 || list[0].DeletedAt == nil {
		t.Errorf("%+v, %v", list, err)
	}
	if back, err := k.s.RestoreAddress(ctx, k.admin, a.ID); err != nil || back.DeletedAt != nil {
		t.Errorf("%+v, %v", back, err)
	}
	for _, f := range []property.AddressFilter{{Query: "\x00"}, {City: strings.Repeat("x", 101)}, {State: "\xff"}} {
		if _, _, err := k.s.Addresses(ctx, k.admin, f, page.Request{}); code(err) != fault.CodeInvalid {
			t.Errorf("%+v: %v", f, err)
		}
	}
}

// TestHouseholdsTakeLeasingRights: a technician sees the units, not who lives there and what they owe, by no filter and
// by no order.
func TestHouseholdsTakeLeasingRights(t *testing.T) {
	t.Parallel()
	k, ctx := setup(t), t.Context()
	portfolio(k)
	p := as(k.admin, tenancy.RoleTechnician)
	list, _, err := k.s.Units(ctx, p, property.UnitFilter{}, page.Request{})
	if err != nil || len(list) == 0 || slices.ContainsFunc(list, func(u property.Unit) bool { return u.Household != nil }) {
		t.Errorf("%d units, %v", len(list), err)
	}
	sums, err := k.s.SumUnits(ctx, p, property.UnitFilter{})
	if err != nil || sums.Units == 0 || !sums.MonthlyRent.IsZero() || !sums.PastDue.IsZero() || !sums.DepositsHeld.IsZero() {
		t.Errorf("%+v, %v", sums, err)
	}
	if list, _, err := k.s.Units(ctx, p, property.UnitFilter{Query: "Iris"}, page.Request{}); err != nil || len(list) != 0 {
		t.Errorf("a renter's name finds %d units, %v", len(list), err)
	}
	for _, having := range property.Havings {
		_, _, err := k.s.Units(ctx, p, property.UnitFilter{Having: having}, page.Request{})
		_, sumErr := k.s.SumUnits(ctx, p, property.UnitFilter{Having: having})
		if !errors.Is(err, authz.ErrForbidden) || !errors.Is(sumErr, authz.ErrForbidden) {
			t.Errorf("having %s: %v, %v", having, err, sumErr)
		}
	}
	for _, sort := range []string{"rent", "-past_due", "deposit"} {
		if _, _, err := k.s.Units(ctx, p, property.UnitFilter{}, page.Request{Sort: sort}); !errors.Is(err, authz.ErrForbidden) {
			t.Errorf("by %s: %v", sort, err)
		}
	}
}
