package property_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/propertyos/propertyos/internal/domain/property"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/tenancy"
)

func TestPropertyIsKeptAndChanged(t *testing.T) {
	t.Parallel()
	k, ctx := setup(t), t.Context()
	in := property.PropertyInput{
		Name: "  Elm Court ", Type: "mixed_use", YearBuilt: ptr[int32](1988), SquareFeet: ptr[int32](12000), LotSize: ptr(money.MustParse("1.25")),
		ParkingSpaces: ptr[int32](0), TimeZone: ptr("America/Denver"), Amenities: []string{"pool", `a "quoted" one`},
		Address: &property.AddressInput{
			Street1: "1 Elm", Street2: ptr("Rear"), City: "Denver", State: ptr("CO"), ZipCode: ptr("80201"),
			Latitude: ptr(39.7392), Longitude: ptr(-104.9903),
		},
	}
	p, err := k.s.CreateProperty(ctx, k.admin, tenancy.Key{}, in)
	k.check(err)
	if p.Name != "Elm Court" || p.Type != "mixed_use" || p.Status != "active" || *p.YearBuilt != 1988 || *p.SquareFeet != 12000 ||
		p.LotSize.String() != "1.25" || *p.ParkingSpaces != 0 || *p.TimeZone != "America/Denver" || !cmp.Equal(p.Amenities, in.Amenities) ||
		p.Version != 1 || p.DeletedAt != nil || p.Units != 0 || !p.MonthlyRent.IsZero() {
		t.Errorf("%+v", p)
	}
	if a := p.Address; a == nil || a.Street1 != "1 Elm" || *a.Street2 != "Rear" || a.Country != "US" || *a.Latitude != 39.7392 || *a.Longitude != -104.9903 {
		t.Errorf("%+v", a)
	}
	read, err := k.s.Property(ctx, k.admin, p.ID, false)
	if d := cmp.Diff(p, read); err != nil || d != "" {
		t.Errorf("read again: %v %s", err, d)
	}
	changed, err := k.s.UpdateProperty(ctx, k.admin, p.ID, &p.Version, func(in *property.PropertyInput) {
		in.Name, in.YearBuilt, in.Status, in.TimeZone, in.Address.City = "Elm House", nil, "inactive", ptr(""), "Boulder"
	})
	k.check(err)
	if changed.Name != "Elm House" || changed.YearBuilt != nil || changed.Status != "inactive" || changed.TimeZone != nil || changed.Version != 2 ||
		changed.Address.City != "Boulder" || changed.Address.ID != p.Address.ID || *changed.Address.Latitude != 39.7392 || *changed.SquareFeet != 12000 {
		t.Errorf("%+v %+v", changed, changed.Address)
	}
	gone, err := k.s.UpdateProperty(ctx, k.admin, p.ID, nil, func(in *property.PropertyInput) { in.Address = nil })
	if err != nil || gone.Address != nil {
		t.Errorf("%+v, %v", gone.Address, err)
	}
	if _, err := k.s.Address(ctx, k.admin, p.Address.ID, false); !fault.As(err).Is404() {
		t.Errorf("an address that its property let go of: %v", err)
	}
	back, err := k.s.UpdateProperty(ctx, k.admin, p.ID, nil, func(in *property.PropertyInput) {
		in.Address = &property.AddressInput{Street1: "2 Vei", City: "Oslo", Country: "NO"}
	})
	if err != nil || back.Address == nil || back.Address.Street1 != "2 Vei" || back.Address.State != nil {
		t.Errorf("%+v, %v", back.Address, err)
	}
}

func TestPropertyRefusals(t *testing.T) {
	t.Parallel()
	k := setup(t)
	long := strings.Repeat("x", 10_000)
	for _, c := range []struct {
		change func(*property.PropertyInput)
		want   string
	}{
		{func(in *property.PropertyInput) { in.Name = " " }, "/name required"},
		{func(in *property.PropertyInput) { in.Name = long }, "/name too_long"},
		{func(in *property.PropertyInput) { in.Name = "a\x00" }, "/name text_invalid"},
		{func(in *property.PropertyInput) { in.Name = "a\xff" }, "/name text_invalid"},
		{func(in *property.PropertyInput) { in.Type = "castle" }, "/type not_allowed"},
		{func(in *property.PropertyInput) { in.Status = "lost" }, "/status not_allowed"},
		{func(in *property.PropertyInput) { in.YearBuilt = ptr[int32](3000) }, "/year_built out_of_range"},
		{func(in *property.PropertyInput) { in.SquareFeet = ptr[int32](-1) }, "/square_feet out_of_range"},
		{func(in *property.PropertyInput) { in.ParkingSpaces = ptr[int32](-1) }, "/parking_spaces out_of_range"},
		{func(in *property.PropertyInput) { in.LotSize = ptr(money.MustParse("-0.01")) }, "/lot_size out_of_range"},
		{func(in *property.PropertyInput) { in.TimeZone = ptr("Mars/Olympus") }, "/time_zone time_zone_unknown"},
		{func(in *property.PropertyInput) { in.TimeZone = ptr("Local") }, "/time_zone time_zone_unknown"},
		{func(in *property.PropertyInput) { in.Amenities = []string{""} }, "/amenities required"},
		{func(in *property.PropertyInput) { in.Amenities = make([]string, 101) }, "/amenities too_many"},
		{func(in *property.PropertyInput) { in.Address = &property.AddressInput{Street1: "1", City: "c"} }, "/address/state required, /address/zip_code required"},
		{func(in *property.PropertyInput) { in.Address = &property.AddressInput{Country: "NO"} }, "/address/street1 required, /address/city required"},
		{func(in *property.PropertyInput) {
			in.Address = &property.AddressInput{Street1: "1", City: "c", Country: "no", Latitude: ptr(91.0)}
		}, "/address/country country_invalid, /address/latitude coordinates_incomplete, /address/latitude out_of_range"},
	} {
		in := property.PropertyInput{Name: "Elm", Type: "residential"}
		c.change(&in)
		_, err := k.s.CreateProperty(t.Context(), k.admin, tenancy.Key{}, in)
		got := fieldsOf(err)
		if len(got) > len(c.want) && strings.HasPrefix(c.want, "/amenities too_many") {
			got = got[:len(c.want)]
		}
		if err == nil || fault.As(err).Kind != fault.Invalid || got != c.want {
			t.Errorf("%v: %s, want %s", err, got, c.want)
		}
	}
	if got := k.one(`SELECT (SELECT count(*) FROM properties) + (SELECT count(*) FROM addresses) + (SELECT count(*) FROM events)`); got != "0" {
		t.Errorf("%s rows were written", got)
	}
}

func TestUnitIsKeptAndChanged(t *testing.T) {
	t.Parallel()
	k, ctx := setup(t), t.Context()
	p, _ := k.building("Elm")
	in := property.UnitInput{
		Number: " 00-05 ", Form: "townhouse", Floor: ptr[int32](-1), SquareFeet: ptr[int32](900), Bedrooms: ptr[int32](0),
		Bathrooms: ptr(money.MustParse("1.5")), BaseRent: money.MustParse("1234.56"), Deposit: ptr(money.MustParse("500")),
		Amenities: []string{"view"}, Status: "model", NonRevenue: true,
	}
	u := k.unit(p.ID, in)
	if u.Number != "00-05" || u.Form != "townhouse" || *u.Floor != -1 || *u.Bedrooms != 0 || !u.Bathrooms.Equal(*in.Bathrooms) ||
		!u.BaseRent.Equal(in.BaseRent) || !u.Deposit.Equal(*in.Deposit) || !cmp.Equal(u.Amenities, in.Amenities) || u.Status != "model" || !u.NonRevenue ||
		u.PropertyName != "Elm" || u.PropertyID != p.ID || u.Version != 1 || u.Type == "" {
		t.Errorf("%+v", u)
	}
	bare := k.unit(p.ID, property.UnitInput{})
	if bare.Number != "" || bare.Form != "apartment" || bare.Status != "vacant" || bare.Floor != nil || bare.Amenities == nil {
		t.Errorf("%+v", bare)
	}
	read, err := k.s.Unit(ctx, k.admin, u.ID, false)
	if d := cmp.Diff(u, read); err != nil || d != "" {
		t.Errorf("read again: %v %s", err, d)
	}
	changed, err := k.s.UpdateUnit(ctx, k.admin, u.ID, &u.Version, func(in *property.UnitInput) {
		in.Number, in.Deposit, in.Bedrooms, in.Status = "6", nil, ptr[int32](2), "down"
	})
	if err != nil || changed.Number != "6" || changed.Deposit != nil || *changed.Bedrooms != 2 || changed.Status != "down" || changed.Version != 2 ||
		!changed.BaseRent.Equal(u.BaseRent) {
		t.Errorf("%+v, %v", changed, err)
	}
	whole, err := k.s.Property(ctx, k.admin, p.ID, false)
	if err != nil || whole.Units != 2 || whole.Down != 1 || whole.Vacant != 1 || whole.Occupied != 0 || whole.MarketRent.String() != "1234.56" {
		t.Errorf("%+v, %v", whole, err)
	}
	for want, change := range map[string]func(*property.UnitInput){
		"/number too_long":          func(in *property.UnitInput) { in.Number = strings.Repeat("1", 51) },
		"/number text_invalid":      func(in *property.UnitInput) { in.Number = "1\x00" },
		"/form not_allowed":         func(in *property.UnitInput) { in.Form = "tent" },
		"/status not_allowed":       func(in *property.UnitInput) { in.Status = "burnt" },
		"/floor out_of_range":       func(in *property.UnitInput) { in.Floor = ptr[int32](301) },
		"/bedrooms out_of_range":    func(in *property.UnitInput) { in.Bedrooms = ptr[int32](-1) },
		"/bathrooms out_of_range":   func(in *property.UnitInput) { in.Bathrooms = ptr(money.MustParse("1.25")) },
		"/base_rent out_of_range":   func(in *property.UnitInput) { in.BaseRent = money.MustParse("-1") },
		"/deposit out_of_range":     func(in *property.UnitInput) { in.Deposit = ptr(money.MustParse("-1")) },
		"/amenities text_invalid":   func(in *property.UnitInput) { in.Amenities = []string{"a\x00"} },
		"/square_feet out_of_range": func(in *property.UnitInput) { in.SquareFeet = ptr[int32](-1) },
	} {
		if _, err := k.s.UpdateUnit(ctx, k.admin, u.ID, nil, change); err == nil || fieldsOf(err) != want {
			t.Errorf("%v, want %s", err, want)
		}
	}
	if again, err := k.s.Unit(ctx, k.admin, u.ID, false); err != nil || !cmp.Equal(again, changed) {
		t.Errorf("a refused change changed something: %v %s", err, cmp.Diff(changed, again))
	}
}

func TestUnitNumberTwice(t *testing.T) {
	t.Parallel()
	k, ctx := setup(t), t.Context()
	p, units := k.building("Elm", "1", "2")
	other, _ := k.building("Oak", "1")
	_, err := k.s.CreateUnit(ctx, k.admin, tenancy.Key{}, p.ID, property.UnitInput{Number: " 1"})
	if code(err) != "unit_number_taken" || fault.As(err).Kind != fault.Conflict || fieldsOf(err) != "/number unit_number_taken" {
		t.Errorf("%v %s", err, fieldsOf(err))
	}
	if _, err := k.s.UpdateUnit(ctx, k.admin, units[1].ID, nil, func(in *property.UnitInput) { in.Number = "1" }); code(err) != "unit_number_taken" {
		t.Errorf("by a change: %v", err)
	}
	_, err = k.s.DeleteUnit(ctx, k.admin, units[0].ID, nil)
	k.check(err)
	again := k.unit(p.ID, property.UnitInput{Number: "1"})
	if _, err := k.s.RestoreUnit(ctx, k.admin, units[0].ID); code(err) != "unit_number_taken" {
		t.Errorf("restored onto a number that was given away: %v", err)
	}
	_, err = k.s.UpdateUnit(ctx, k.admin, again.ID, nil, func(in *property.UnitInput) { in.Number = "1a" })
	k.check(err)
	if u, err := k.s.RestoreUnit(ctx, k.admin, units[0].ID); err != nil || u.Number != "1" || u.DeletedAt != nil {
		t.Errorf("%+v, %v", u, err)
	}
	if got := k.one(`SELECT string_agg(number, ' ' ORDER BY number) FROM units WHERE property_id = $1 AND deleted_at IS NULL`, p.ID); got != "1 1a 2" {
		t.Errorf("%s beside %s", got, other.Name)
	}
}

func TestStaleVersions(t *testing.T) {
	t.Parallel()
	k, ctx := setup(t), t.Context()
	p, units := k.building("Elm", "1")
	u := units[0]
	_, err := k.s.UpdateProperty(ctx, k.admin, p.ID, &p.Version, func(in *property.PropertyInput) { in.Name = "Elm 2" })
	k.check(err)
	_, err = k.s.UpdateUnit(ctx, k.admin, u.ID, &u.Version, func(in *property.UnitInput) { in.Status = "down" })
	k.check(err)
	a, err := k.s.CreateAddress(ctx, k.admin, tenancy.Key{}, property.AddressInput{Street1: "1", City: "Oslo", Country: "NO"})
	k.check(err)
	_, err = k.s.UpdateAddress(ctx, k.admin, a.ID, &a.Version, func(in *property.AddressInput) { in.City = "Bergen" })
	k.check(err)
	before := k.contents()
	for name, fn := range map[string]func() error{
		"property": func() error {
			_, err := k.s.UpdateProperty(ctx, k.admin, p.ID, &p.Version, func(in *property.PropertyInput) { in.Name = "x" })
			return err
		},
		"unit": func() error {
			_, err := k.s.UpdateUnit(ctx, k.admin, u.ID, &u.Version, func(in *property.UnitInput) { in.Number = "x" })
			return err
		},
		"address": func() error {
			_, err := k.s.UpdateAddress(ctx, k.admin, a.ID, &a.Version, func(in *property.AddressInput) { in.City = "x" })
			return err
		},
		"delete property": func() error { _, err := k.s.DeleteProperty(ctx, k.admin, p.ID, &p.Version); return err },
		"delete unit":     func() error { _, err := k.s.DeleteUnit(ctx, k.admin, u.ID, &u.Version); return err },
		"delete address":  func() error { return k.s.DeleteAddress(ctx, k.admin, a.ID, &a.Version) },
	} {
		if err := fn(); !errors.Is(err, property.ErrChanged) || fault.As(err).Kind != fault.Precondition {
			t.Errorf("%s: %v", name, err)
		}
	}
	k.same(before)
}

func TestOneOfManyUpdatesWins(t *testing.T) {
	t.Parallel()
	k, ctx := setup(t), t.Context()
	p, units := k.building("Elm", "1")
	u := units[0]
	free, err := k.s.CreateAddress(ctx, k.admin, tenancy.Key{}, property.AddressInput{Street1: "1", City: "Oslo", Country: "NO"})
	k.check(err)
	for what, update := range map[string]func() error{
		"property": func() error {
			_, err := k.s.UpdateProperty(ctx, k.admin, p.ID, &p.Version, func(in *property.PropertyInput) { in.Name += "!" })
			return err
		},
		"unit": func() error {
			_, err := k.s.UpdateUnit(ctx, k.admin, u.ID, &u.Version, func(in *property.UnitInput) { in.Number += "!" })
			return err
		},
		"address": func() error {
			_, err := k.s.UpdateAddress(ctx, k.admin, free.ID, &free.Version, func(in *property.AddressInput) { in.City += "!" })
			return err
		},
	} {
		errs := make([]error, 20)
		together(len(errs), func(i int) { errs[i] = update() })
		won := 0
		for _, err := range errs {
			if err == nil {
				won++
			} else if !errors.Is(err, property.ErrChanged) {
				t.Errorf("%s: %v", what, err)
			}
		}
		if won != 1 {
			t.Errorf("%s: %d won", what, won)
		}
	}
	if got := k.one(`SELECT concat_ws(' ', p.name, u.number, a.city) FROM properties AS p, units AS u, addresses AS a
		WHERE a.country = 'NO'`); got != "Elm! 1! Oslo!" {
		t.Error(got)
	}
}

func TestIdempotencyKeys(t *testing.T) {
	t.Parallel()
	k, ctx := setup(t), t.Context()
	in := property.PropertyInput{Name: "Elm", Type: "residential"}
	key := tenancy.NewKey("k1", "property.create", []byte("body"))
	made := make([]property.Property, 8)
	together(len(made), func(i int) {
		var err error
		if made[i], err = k.s.CreateProperty(ctx, k.admin, key, in); err != nil {
			t.Error(err)
		}
	})
	for _, p := range made {
		if p.ID != made[0].ID {
			t.Errorf("made twice: %s, %s", p.ID, made[0].ID)
		}
	}
	if _, err := k.s.CreateProperty(ctx, k.admin, tenancy.NewKey("k1", "property.create", []byte("other")), in); !errors.Is(err, tenancy.ErrKeyReused) {
		t.Errorf("with another body: %v", err)
	}
	p := made[0].ID
	unitKey := tenancy.NewKey("k2", "unit.create", []byte("u"))
	first, err := k.s.CreateUnit(ctx, k.admin, unitKey, p, property.UnitInput{Number: "1", BaseRent: money.MustParse("1000.10")})
	k.check(err)
	second, err := k.s.CreateUnit(ctx, k.admin, unitKey, p, property.UnitInput{Number: "1", BaseRent: money.MustParse("1000.10")})
	if err != nil || !cmp.Equal(first, second) {
		t.Errorf("%v %s", err, cmp.Diff(first, second))
	}
	addressKey := tenancy.NewKey("k3", "address.create", []byte("a"))
	for range 2 {
		_, err := k.s.CreateAddress(ctx, k.admin, addressKey, property.AddressInput{Street1: "1", City: "Oslo", Country: "NO"})
		k.check(err)
	}
	// Keys are each person's and each organization's own, and a refused request does not use one up.
	_, err = k.s.CreateProperty(ctx, k.stranger, key, in)
	k.check(err)
	k.check(func() error { _, err := k.s.CreateProperty(ctx, k.person2(), key, in); return err }())
	refused := tenancy.NewKey("k4", "unit.create", []byte("u"))
	if _, err := k.s.CreateUnit(ctx, k.admin, refused, p, property.UnitInput{Number: "1"}); code(err) != "unit_number_taken" {
		t.Errorf("%v", err)
	}
	_, err = k.s.CreateUnit(ctx, k.admin, refused, p, property.UnitInput{Number: "2"})
	k.check(err)
	if got := k.one(`SELECT (SELECT count(*) FROM properties) || ' ' || (SELECT count(*) FROM units) || ' ' || (SELECT count(*) FROM addresses)`); got !=
		"3 2 1" {
		t.Errorf("%s properties, units and addresses", got)
	}
}

// person2 is somebody else of the admin's organization.
func (k *kit) person2() tenancy.Principal { return k.person(k.admin.Organization, "Bob", "Barr") }

func TestHistory(t *testing.T) {
	t.Parallel()
	k, ctx := setup(t), t.Context()
	p, units := k.building("Elm", "1")
	bob := k.person2()
	_, err := k.s.UpdateProperty(ctx, bob, p.ID, nil, func(in *property.PropertyInput) {
		in.Name, in.YearBuilt, in.Amenities = "Oak", ptr[int32](1990), []string{"a", "b"}
	})
	k.check(err)
	_, err = k.s.UpdateUnit(ctx, k.admin, units[0].ID, nil, func(in *property.UnitInput) { in.BaseRent = money.MustParse("1000.50") })
	k.check(err)
	operator := tenancy.Operator(k.admin.Organization, "test")
	_, err = k.s.UpdateUnit(ctx, operator, units[0].ID, nil, func(in *property.UnitInput) { in.Status = "down" })
	k.check(err)
	_, err = k.s.DeleteProperty(ctx, bob, p.ID, nil)
	k.check(err)
	type entry struct {
		By, Action string
		Fields     []property.FieldChange
	}
	brief := func(list []property.Change, err error) (out []entry) {
		k.check(err)
		for i, c := range list {
			if c.At.IsZero() || i > 0 && c.At.After(list[i-1].At) {
				t.Errorf("%+v", c)
			}
			out = append(out, entry{c.By, c.Action, c.Fields})
		}
		return out
	}
	got := brief(k.s.PropertyHistory(ctx, k.admin, p.ID))
	if len(got) != 3 || len(got[0].Fields) != 1 || got[0].Fields[0].Name != "deleted_at" || got[0].Fields[0].Old != "" {
		t.Fatalf("%+v", got)
	}
	got[0].Fields = nil
	want := []entry{
		{"Bob Barr", "update", nil},
		{"Bob Barr", "update", []property.FieldChange{{Name: "amenities", New: "a, b"}, {Name: "name", Old: "Elm", New: "Oak"}, {Name: "year_built", New: "1990"}}},
		{"Ada Ames", "insert", nil},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	got = brief(k.s.UnitHistory(ctx, k.admin, units[0].ID))
	want = []entry{
		{"", "update", []property.FieldChange{{Name: "status", Old: "vacant", New: "down"}}},
		{"Ada Ames", "update", []property.FieldChange{{Name: "base_rent", Old: "0.00", New: "1000.50"}}},
		{"Ada Ames", "insert", nil},
	}
	if d := cmp.Diff(want, got[1:]); d != "" {
		t.Error(d)
	}
	if _, err := k.s.PropertyHistory(ctx, k.stranger, p.ID); !fault.As(err).Is404() {
		t.Errorf("another organization's history: %v", err)
	}
	if _, err := k.s.UnitHistory(ctx, limited(k.admin, id.New()), units[0].ID); !fault.As(err).Is404() {
		t.Errorf("the history of a unit out of scope: %v", err)
	}
}
