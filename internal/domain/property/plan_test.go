package property_test

import (
	"errors"
	"testing"

	"github.com/propertyos/propertyos/internal/domain/organization"
	"github.com/propertyos/propertyos/internal/domain/property"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// Every way by which units come to be, or come back, minds the plan.
func TestThePlansUnits(t *testing.T) {
	t.Parallel()
	k := setup(t)
	k.exec(`UPDATE platform.plans SET unit_limit = 2 WHERE code = 'essential'`)
	p, err := k.s.CreateProperty(t.Context(), k.admin, tenancy.Key{}, property.PropertyInput{Name: "Elm", Type: "residential", Status: "active"})
	if err != nil {
		t.Fatal(err)
	}
	create := func(number string) (property.Unit, error) {
		return k.s.CreateUnit(t.Context(), k.admin, tenancy.Key{}, p.ID, property.UnitInput{Number: number})
	}
	var units []id.ID
	for _, n := range []string{"1", "2"} {
		u, err := create(n)
		if err != nil {
			t.Fatal(err)
		}
		units = append(units, u.ID)
	}
	if _, err := create("3"); !errors.Is(err, organization.ErrPlanLimit) {
		t.Errorf("one too many: %v", err)
	}
	if _, err := k.s.DeleteUnit(t.Context(), k.admin, units[0], nil); err != nil {
		t.Fatal(err)
	}
	third, err := create("3")
	if err != nil {
		t.Fatalf("in the place of one that was deleted: %v", err)
	}
	if _, err := k.s.RestoreUnit(t.Context(), k.admin, units[0]); !errors.Is(err, organization.ErrPlanLimit) {
		t.Errorf("restored beyond the plan: %v", err)
	}
	if u, err := k.s.Unit(t.Context(), k.admin, units[0], true); err != nil || u.DeletedAt == nil {
		t.Errorf("it is back all the same: %v", err)
	}
	if _, err := k.s.DeleteUnit(t.Context(), k.admin, third.ID, nil); err != nil {
		t.Fatal(err)
	}
	if _, err := k.s.RestoreUnit(t.Context(), k.admin, units[0]); err != nil {
		t.Errorf("restored within the plan: %v", err)
	}
	if _, err := k.s.DeleteProperty(t.Context(), k.admin, p.ID, nil); err != nil {
		t.Fatal(err)
	}
	k.exec(`UPDATE platform.plans SET unit_limit = 1 WHERE code = 'essential'`)
	if _, err := k.s.RestoreProperty(t.Context(), k.admin, p.ID); !errors.Is(err, organization.ErrPlanLimit) {
		t.Errorf("a property of two units with a plan of one: %v", err)
	}
}
