package property_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/property"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/page"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// target is one property with a unit and an address, and a deleted unit and address of it.
type target struct{ property, unit, deletedUnit, address id.ID }

func aim(k *kit, name string) target {
	k.Helper()
	p, units := k.building(name, "1", "2")
	_, err := k.s.DeleteUnit(k.Context(), k.admin, units[1].ID, nil)
	k.check(err)
	return target{p.ID, units[0].ID, units[1].ID, p.Address.ID}
}

type call struct {
	name  string
	write bool
	do    func(context.Context, tenancy.Principal, target) error
}

// calls are all methods that name a row.
func calls(s *property.Service) []call {
	return []call{
		{"Property", false, func(ctx context.Context, p tenancy.Principal, x target) error {
			_, err := s.Property(ctx, p, x.property, true)
			return err
		}},
		{"PropertyHistory", false, func(ctx context.Context, p tenancy.Principal, x target) error {
			_, err := s.PropertyHistory(ctx, p, x.property)
			return err
		}},
		{"Unit", false, func(ctx context.Context, p tenancy.Principal, x target) error {
			_, err := s.Unit(ctx, p, x.unit, true)
			return err
		}},
		{"UnitHistory", false, func(ctx context.Context, p tenancy.Principal, x target) error {
			_, err := s.UnitHistory(ctx, p, x.unit)
			return err
		}},
		{"Address", false, func(ctx context.Context, p tenancy.Principal, x target) error {
			_, err := s.Address(ctx, p, x.address, true)
			return err
		}},
		{"PlanPropertyDeletion", true, func(ctx context.Context, p tenancy.Principal, x target) error {
			_, err := s.PlanPropertyDeletion(ctx, p, x.property)
			return err
		}},
		{"PlanUnitDeletion", true, func(ctx context.Context, p tenancy.Principal, x target) error {
			_, err := s.PlanUnitDeletion(ctx, p, x.unit)
			return err
		}},
		{"UpdateProperty", true, func(ctx context.Context, p tenancy.Principal, x target) error {
			_, err := s.UpdateProperty(ctx, p, x.property, nil, func(in *property.PropertyInput) { in.Name = "taken over" })
			return err
		}},
		{"CreateUnit", true, func(ctx context.Context, p tenancy.Principal, x target) error {
			_, err := s.CreateUnit(ctx, p, tenancy.Key{}, x.property, property.UnitInput{Number: "x"})
			return err
		}},
		{"UpdateUnit", true, func(ctx context.Context, p tenancy.Principal, x target) error {
			_, err := s.UpdateUnit(ctx, p, x.unit, nil, func(in *property.UnitInput) { in.Number = "taken over" })
			return err
		}},
		{"UpdateAddress", true, func(ctx context.Context, p tenancy.Principal, x target) error {
			_, err := s.UpdateAddress(ctx, p, x.address, nil, func(in *property.AddressInput) { in.City = "taken over" })
			return err
		}},
		{"DeleteAddress", true, func(ctx context.Context, p tenancy.Principal, x target) error {
			return s.DeleteAddress(ctx, p, x.address, nil)
		}},
		{"RestoreAddress", true, func(ctx context.Context, p tenancy.Principal, x target) error {
			_, err := s.RestoreAddress(ctx, p, x.address)
			return err
		}},
		{"RestoreUnit", true, func(ctx context.Context, p tenancy.Principal, x target) error {
			_, err := s.RestoreUnit(ctx, p, x.deletedUnit)
			return err
		}},
		{"RestoreProperty", true, func(ctx context.Context, p tenancy.Principal, x target) error {
			_, err := s.RestoreProperty(ctx, p, x.property)
			return err
		}},
		{"DeleteUnit", true, func(ctx context.Context, p tenancy.Principal, x target) error {
			_, err := s.DeleteUnit(ctx, p, x.unit, nil)
			return err
		}},
		{"DeleteProperty", true, func(ctx context.Context, p tenancy.Principal, x target) error {
			_, err := s.DeleteProperty(ctx, p, x.property, nil)
			return err
		}},
	}
}

// TestRowsOfOthersAreNotFound tries every method with a property of another organization, with one out of the scope of
// limited staff, and with ids that nobody has: all three answer alike and change nothing.
func TestRowsOfOthersAreNotFound(t *testing.T) {
	t.Parallel()
	k := setup(t)
	x, mine := aim(k, "Elm"), aim(k, "Oak")
	gone := aim(k, "Ash")
	_, err := k.s.DeleteProperty(t.Context(), k.admin, gone.property, nil)
	k.check(err)
	before := k.contents()
	events := k.one(`SELECT count(*) FROM events`)
	nothing := target{id.New(), id.New(), id.New(), id.New()}
	for _, c := range calls(k.s) {
		for who, try := range map[string]struct {
			p tenancy.Principal
			x target
		}{
			"another organization":        {k.stranger, x},
			"another organization's gone": {k.stranger, gone},
			"limited to another":          {limited(k.admin, mine.property), x},
			"limited to another, gone":    {limited(k.admin, mine.property), gone},
			"limited to none":             {limited(k.admin), x},
			"ids of nothing":              {k.admin, nothing},
		} {
			err := c.do(t.Context(), try.p, try.x)
			if f := fault.As(err); err == nil || f.Kind != fault.NotFound || f.Code != postgres.ErrNotFound.Code || f.Message != postgres.ErrNotFound.Message ||
				len(f.Fields) != 0 {
				t.Errorf("%s by %s: %v", c.name, who, err)
			}
		}
	}
	k.same(before)
	if got := k.one(`SELECT count(*) FROM events`); got != events {
		t.Errorf("%s events, before %s", got, events)
	}
}

func TestRolesWithoutTheRight(t *testing.T) {
	t.Parallel()
	k := setup(t)
	x := aim(k, "Elm")
	before := k.contents()
	for _, role := range append([]tenancy.Role{"", "root"}, tenancy.Roles...) {
		p := as(k.admin, role)
		p.Scopes = []id.ID{x.property, x.address}
		for _, c := range calls(k.s) {
			may := authz.Allowed(p, authz.PortfolioRead)
			if c.write {
				may = authz.Allowed(p, authz.PortfolioWrite)
			}
			if !may {
				if err := c.do(t.Context(), p, x); !errors.Is(err, authz.ErrForbidden) {
					t.Errorf("%s by %q: %v", c.name, role, err)
				}
			} else if err := c.do(t.Context(), p, x); !c.write && err != nil {
				t.Errorf("%s by %q: %v", c.name, role, err)
			} else if c.write {
				break // an admin or manager may change it: other tests do
			}
		}
		if !authz.Allowed(p, authz.PortfolioWrite) {
			_, err1 := k.s.CreateProperty(t.Context(), p, tenancy.Key{}, property.PropertyInput{Name: "x", Type: "land"})
			_, err2 := k.s.CreateAddress(t.Context(), p, tenancy.Key{}, property.AddressInput{Street1: "x", City: "x", Country: "NO"})
			if !errors.Is(err1, authz.ErrForbidden) || !errors.Is(err2, authz.ErrForbidden) {
				t.Errorf("%q creates: %v, %v", role, err1, err2)
			}
		}
		_, _, err1 := k.s.Properties(t.Context(), p, property.PropertyFilter{}, page.Request{})
		_, _, err2 := k.s.Units(t.Context(), p, property.UnitFilter{}, page.Request{})
		_, _, err3 := k.s.Addresses(t.Context(), p, property.AddressFilter{}, page.Request{})
		_, err4 := k.s.SumProperties(t.Context(), p, property.PropertyFilter{})
		_, err5 := k.s.SumUnits(t.Context(), p, property.UnitFilter{})
		for i, err := range []error{err1, err2, err3, err4, err5} {
			if may := authz.Allowed(p, authz.PortfolioRead); may != (err == nil) || !may && !errors.Is(err, authz.ErrForbidden) {
				t.Errorf("list %d by %q: %v", i, role, err)
			}
		}
	}
	k.same(before)
}

func TestListsOfLimitedStaffAndOfOthers(t *testing.T) {
	t.Parallel()
	k := setup(t)
	elm, oak := aim(k, "Elm"), aim(k, "Oak")
	free, err := k.s.CreateAddress(t.Context(), k.admin, tenancy.Key{}, property.AddressInput{Street1: "1 Free", City: "Oslo", Country: "NO"})
	k.check(err)
	see := func(p tenancy.Principal) string {
		properties, _, err := k.s.Properties(t.Context(), p, property.PropertyFilter{}, page.Request{})
		k.check(err)
		units, _, err := k.s.Units(t.Context(), p, property.UnitFilter{}, page.Request{})
		k.check(err)
		deleted, _, err := k.s.Units(t.Context(), p, property.UnitFilter{Deleted: true}, page.Request{})
		k.check(err)
		addresses, _, err := k.s.Addresses(t.Context(), p, property.AddressFilter{}, page.Request{})
		k.check(err)
		ps, err := k.s.SumProperties(t.Context(), p, property.PropertyFilter{})
		k.check(err)
		us, err := k.s.SumUnits(t.Context(), p, property.UnitFilter{})
		k.check(err)
		if int(ps.Properties) != len(properties) || int(us.Units) != len(units) {
			t.Errorf("sums of %d properties and %d units, listed %d and %d", ps.Properties, us.Units, len(properties), len(units))
		}
		named, _, err := k.s.Units(t.Context(), p, property.UnitFilter{PropertyID: elm.property}, page.Request{})
		k.check(err)
		return fmt.Sprint(len(properties), len(units), len(deleted), len(addresses), len(named))
	}
	for want, p := range map[string]tenancy.Principal{
		"2 2 2 3 1":  k.admin,
		"1 1 1 2 1":  limited(k.admin, elm.property),
		"1 1 1 2 0":  limited(k.admin, oak.property, id.New()),
		"0 0 0 1 0":  limited(k.admin),
		"0 0 0 0 0":  k.stranger,
		"0 0 0 0 0 ": limited(k.stranger, elm.property, oak.property),
	} {
		if got := see(p); got != want && got+" " != want {
			t.Errorf("scope %v sees %s, want %s", p.PropertyScope, got, want)
		}
	}
	for _, c := range calls(k.s) {
		if err := c.do(t.Context(), limited(k.admin, elm.property), elm); err != nil && c.name != "DeleteAddress" {
			t.Errorf("%s inside the scope: %v", c.name, err)
		}
	}
	if _, err := k.s.Address(t.Context(), limited(k.admin, elm.property), free.ID, false); err != nil {
		t.Errorf("an address that no property has: %v", err)
	}
}
