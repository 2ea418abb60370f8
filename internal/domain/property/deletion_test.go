package property_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/propertyos/propertyos/internal/domain/property"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/page"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// estate is a property with everything that its deletion takes, beside one that it must not touch.
func estate(k *kit) (property.Property, []property.Unit) {
	k.Helper()
	p, units := k.building("Elm", "1", "2", "3", "4")
	other, others := k.building("Oak", "1")
	for _, u := range []property.Unit{units[0], units[2], others[0]} {
		h := k.lease(u, "expired", "2024-01-01", "2025-01-01", "2024-01-01", "2024-12-31", "900", nil)
		k.lease(u, "draft", "", "", "2027-01-01", "2027-12-31", "950", nil)
		k.document("unit", u.ID)
		k.document("lease", h.Leases[0].ID)
		k.document("tenancy", h.TenancyID)
		k.document("renter", h.Renters[0].ID)
	}
	k.document("property", p.ID)
	k.document("property", other.ID)
	return p, units
}

func TestDeletionAndExactRestore(t *testing.T) {
	t.Parallel()
	k, ctx := setup(t), t.Context()
	p, units := estate(k)
	// One unit went before, and must stay away when the property comes back.
	_, err := k.s.DeleteUnit(ctx, k.admin, units[2].ID, nil)
	k.check(err)
	k.clock.Advance(time.Hour)
	before := k.contents()
	plan, err := k.s.PlanPropertyDeletion(ctx, k.admin, p.ID)
	k.check(err)
	took, err := k.s.DeleteProperty(ctx, k.admin, p.ID, &p.Version)
	k.check(err)
	if want := (property.Deletion{Units: 3, Leases: 2, Documents: 4}); took != want || plan.Deletion != want || len(plan.InForce) != 0 {
		t.Errorf("took %+v, planned %+v, want %+v", took, plan, want)
	}
	for what, sql := range map[string]string{
		"live":                 `SELECT count(*) FROM properties AS p JOIN units AS u ON u.property_id = p.id WHERE p.id = $1 AND (p.deleted_at IS NULL OR u.deleted_at IS NULL)`,
		"live leases":          `SELECT count(*) FROM leases WHERE property_id = $1 AND deleted_at IS NULL`,
		"live parties":         `SELECT count(*) FROM lease_parties AS x JOIN leases AS l ON l.id = x.lease_id WHERE l.property_id = $1 AND x.deleted_at IS NULL`,
		"live tenancies":       `SELECT count(*) FROM tenancies AS x JOIN units AS u ON u.id = x.unit_id WHERE u.property_id = $1 AND x.deleted_at IS NULL`,
		"live address":         `SELECT count(*) FROM addresses AS a JOIN properties AS p ON p.address_id = a.id WHERE p.id = $1 AND a.deleted_at IS NULL`,
		"units of one more":    `SELECT count(DISTINCT deletion_id) - 2 FROM units WHERE property_id = $1`,
		"deleted by nobody":    `SELECT count(*) FROM units WHERE property_id = $1 AND deleted_by IS NULL`,
		"lost renters":         `SELECT count(*) FROM tenants WHERE deleted_at IS NOT NULL AND $1::uuid IS NOT NULL`,
		"of the other, lost":   `SELECT count(*) FROM units AS u JOIN properties AS p ON p.id = u.property_id WHERE p.id <> $1 AND (u.deleted_at IS NOT NULL OR p.deleted_at IS NOT NULL)`,
		"other leases lost":    `SELECT count(*) FROM leases WHERE property_id <> $1 AND deleted_at IS NOT NULL`,
		"other documents lost": `SELECT 7 - count(*) FROM documents WHERE deleted_at IS NULL AND $1::uuid IS NOT NULL`,
	} {
		if got := k.one(sql, p.ID); got != "0" {
			t.Errorf("%s: %s", what, got)
		}
	}
	k.hidden(p, units)
	back, err := k.s.RestoreProperty(ctx, k.admin, p.ID)
	if err != nil || back.Units != 3 || back.DeletedAt != nil || back.Address == nil {
		t.Fatalf("%+v, %v", back, err)
	}
	k.same(before)
	if _, err := k.s.Unit(ctx, k.admin, units[2].ID, false); !fault.As(err).Is404() {
		t.Errorf("a unit that went earlier came back: %v", err)
	}
	if again, err := k.s.RestoreProperty(ctx, k.admin, p.ID); err != nil || again.Version != back.Version {
		t.Errorf("restored twice: %+v, %v", again, err)
	}
	k.same(before)
	_, err = k.s.RestoreUnit(ctx, k.admin, units[2].ID)
	k.check(err)
	if got := k.one(`SELECT string_agg(type, ' ' ORDER BY created_at, id) FROM events WHERE entity_id IN ($1, $2) AND type LIKE '%ed'
		AND type NOT LIKE '%created'`, p.ID, units[2].ID); strings.Join(slices.Sorted(slices.Values(strings.Fields(got))), " ") !=
		"property.deleted property.restored unit.deleted unit.restored" {
		t.Errorf("events: %s", got)
	}
}

// hidden looks for a deleted property by every way in.
func (k *kit) hidden(p property.Property, units []property.Unit) {
	k.Helper()
	ctx := k.Context()
	_, err1 := k.s.Property(ctx, k.admin, p.ID, false)
	_, err2 := k.s.Unit(ctx, k.admin, units[0].ID, false)
	_, err3 := k.s.Address(ctx, k.admin, p.Address.ID, false)
	_, err4 := k.s.UpdateProperty(ctx, k.admin, p.ID, nil, func(in *property.PropertyInput) { in.Name = "x" })
	_, err5 := k.s.UpdateUnit(ctx, k.admin, units[0].ID, nil, func(in *property.UnitInput) { in.Number = "x" })
	_, err6 := k.s.DeleteProperty(ctx, k.admin, p.ID, nil)
	_, err7 := k.s.DeleteUnit(ctx, k.admin, units[0].ID, nil)
	_, err8 := k.s.CreateUnit(ctx, k.admin, tenancy.Key{}, p.ID, property.UnitInput{Number: "9"})
	_, err9 := k.s.PlanPropertyDeletion(ctx, k.admin, p.ID)
	for i, err := range []error{err1, err2, err3, err4, err5, err6, err7, err8, err9} {
		if !fault.As(err).Is404() {
			k.Errorf("way %d to what is deleted: %v", i+1, err)
		}
	}
	if _, err := k.s.RestoreUnit(ctx, k.admin, units[0].ID); !errors.Is(err, property.ErrRestoreProperty) {
		k.Errorf("a unit without its property: %v", err)
	}
	list, _, err := k.s.Properties(ctx, k.admin, property.PropertyFilter{Deleted: true}, page.Request{})
	if err != nil || len(list) != 1 || list[0].ID != p.ID {
		k.Errorf("deleted properties: %+v, %v", list, err)
	}
	seen, err := k.s.Property(ctx, k.admin, p.ID, true)
	if err != nil || seen.DeletedAt == nil || !seen.DeletedAt.Equal(k.clock.Now()) {
		k.Errorf("%+v, %v", seen, err)
	}
}

func TestLeasesInForceForbidDeletion(t *testing.T) {
	t.Parallel()
	k, ctx := setup(t), t.Context()
	p, u := k.building("Elm", "1", "2", "10", "4", "5", "6", "7", "")
	for i, status := range []string{"active", "pending", "expiring_soon"} {
		movedIn := map[bool]string{false: "2026-03-03"}[status == "pending"]
		k.lease(u[i], status, movedIn, "", "2026-03-03", "2027-03-02", "900", nil)
	}
	k.lease(u[3], "terminated", "2024-01-01", "2024-06-01", "2024-01-01", "2024-12-31", "900", nil)
	k.lease(u[7], "active", "2026-01-01", "", "2026-01-01", "", "900", nil)
	before := k.contents()
	_, err := k.s.DeleteProperty(ctx, k.admin, p.ID, nil)
	f := fault.As(err)
	if !errors.Is(err, property.ErrLeasesInForce) || f.Kind != fault.Conflict {
		t.Fatalf("%v", err)
	}
	for _, name := range []string{"unit 1 from 3 Mar 2026", "unit 2 from 3 Mar 2026", "unit 10 from 3 Mar 2026", "the whole property from 1 Jan 2026"} {
		if !strings.Contains(f.Message, name) {
			t.Errorf("%q does not name %s", f.Message, name)
		}
	}
	if strings.Contains(f.Message, "Iris") || strings.Contains(f.Message, "unit 4") {
		t.Errorf("%q says too much", f.Message)
	}
	if _, err := k.s.DeleteUnit(ctx, k.admin, u[0].ID, nil); !errors.Is(err, property.ErrLeasesInForce) ||
		!strings.Contains(fault.As(err).Message, "There are leases in force: unit 1 from 3 Mar 2026. End them first.") {
		t.Errorf("%v", err)
	}
	k.same(before)
	plan, err := k.s.PlanPropertyDeletion(ctx, k.admin, p.ID)
	if err != nil || len(plan.InForce) != 4 || plan.Units != 8 || !slices.Contains(plan.InForce, property.LeaseInForce{UnitID: u[0].ID, Number: "1", Renter: "Ida Iris1"}) {
		t.Errorf("%+v, %v", plan, err)
	}
	one, err := k.s.PlanUnitDeletion(ctx, k.admin, u[3].ID)
	if err != nil || len(one.InForce) != 0 || one.Deletion != (property.Deletion{Units: 1, Leases: 1}) {
		t.Errorf("%+v, %v", one, err)
	}
	if took, err := k.s.DeleteUnit(ctx, k.admin, u[3].ID, nil); err != nil || took != one.Deletion {
		t.Errorf("%+v, %v", took, err)
	}
	for i := 4; i < 7; i++ {
		k.lease(u[i], "active", "2026-01-01", "", "2026-01-01", "", "900", nil)
	}
	if _, err := k.s.DeleteProperty(ctx, k.admin, p.ID, nil); !strings.HasSuffix(fault.As(err).Message, "; and more. End them first.") {
		t.Errorf("%v", err)
	}
}

func TestUnitDeletionAndExactRestore(t *testing.T) {
	t.Parallel()
	k, ctx := setup(t), t.Context()
	_, units := estate(k)
	before := k.contents()
	took, err := k.s.DeleteUnit(ctx, k.admin, units[0].ID, nil)
	if want := (property.Deletion{Units: 1, Leases: 2, Documents: 3}); err != nil || took != want {
		t.Errorf("%+v, %v", took, err)
	}
	_, err = k.s.RestoreUnit(ctx, k.admin, units[0].ID)
	k.check(err)
	k.same(before)
	if _, err := k.s.RestoreUnit(ctx, k.admin, units[1].ID); err != nil {
		t.Errorf("restored what was never away: %v", err)
	}
	k.same(before)
}

func TestAddressGoesWithItsProperty(t *testing.T) {
	t.Parallel()
	k, ctx := setup(t), t.Context()
	p, _ := k.building("Elm")
	if err := k.s.DeleteAddress(ctx, k.admin, p.Address.ID, nil); !errors.Is(err, property.ErrAddressInUse) {
		t.Errorf("%v", err)
	}
	_, err := k.s.DeleteProperty(ctx, k.admin, p.ID, nil)
	k.check(err)
	if err := k.s.DeleteAddress(ctx, k.admin, p.Address.ID, nil); !fault.As(err).Is404() {
		t.Errorf("deleted twice: %v", err)
	}
	// Its own restore is no way round the property's.
	_, err = k.s.RestoreAddress(ctx, k.admin, p.Address.ID)
	k.check(err)
	back, err := k.s.RestoreProperty(ctx, k.admin, p.ID)
	if err != nil || back.Address == nil || back.Address.ID != p.Address.ID {
		t.Errorf("%+v, %v", back, err)
	}
}

// TestDeletionsAgainstNewUnits lets a property go while units are being added: either the unit was first and went too, or
// it found the property gone. None is left alive in it.
func TestDeletionsAgainstNewUnits(t *testing.T) {
	t.Parallel()
	k, ctx := setup(t), t.Context()
	for range 4 {
		p, _ := k.building("Elm " + id.New().String())
		errs := make([]error, 6)
		together(len(errs), func(i int) {
			if i == 3 {
				_, errs[i] = k.s.DeleteProperty(ctx, k.admin, p.ID, nil)
				return
			}
			_, errs[i] = k.s.CreateUnit(ctx, k.admin, tenancy.Key{}, p.ID, property.UnitInput{Number: strings.Repeat("1", i+1)})
		})
		for i, err := range errs {
			if kind := fault.As(err); err != nil && (kind.Code != "parent_deleted" || i == 3) && !kind.Is404() && !(i == 3 && kind.Kind == fault.Conflict) {
				t.Errorf("%d: %v", i, err)
			}
		}
		if got := k.one(`SELECT count(*) FROM units AS u JOIN properties AS p ON p.id = u.property_id
			WHERE p.id = $1 AND p.deleted_at IS NOT NULL AND u.deleted_at IS NULL`, p.ID); got != "0" {
			t.Errorf("%s units live in a deleted property", got)
		}
	}
}
