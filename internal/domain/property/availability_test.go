package property_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/propertyos/propertyos/internal/domain/property"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/page"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// days tells what the units of a filter are from 1 November to 31 December 2026, as the reader sees it.
func (k *kit) days(p tenancy.Principal, f property.UnitFilter) string {
	k.Helper()
	a, _, err := k.s.Availability(k.Context(), p, f, date("2026-11-01"), date("2026-12-31"), page.Request{})
	k.check(err)
	var b strings.Builder
	for _, u := range a.Units {
		fmt.Fprintf(&b, "%s free %s:", u.Number, u.AvailableOn)
		for _, s := range u.Stretches {
			fmt.Fprintf(&b, " %s %s..%s", s.Kind, s.From.String()[5:], s.To.String()[5:])
		}
		b.WriteString("\n")
	}
	return b.String()
}

func TestAvailability(t *testing.T) {
	t.Parallel()
	k := setup(t)
	elm, u := k.building("Elm", "1", "2", "3", "4", "5")
	// Everything was known before the window begins; the status of each unit is vacant since then.
	k.exec(`UPDATE unit_status_history SET changed_at = '2026-10-01'`)
	hold := func(unit id.ID, kind, from, to string) error {
		_, err := k.s.AddHold(t.Context(), k.admin, tenancy.Key{}, unit, property.HoldInput{Kind: kind, From: date(from), To: date(to)})
		return err
	}
	k.lease(u[1], "active", "2026-01-05", "", "2026-01-01", "2026-12-31", "1000", nil)
	k.exec(`UPDATE units SET status = 'notice' WHERE tenant_id = $1 AND id = $2`, k.admin.Organization, u[1].ID)
	k.exec(`UPDATE tenancies SET notice_given_on = '2026-11-05', move_out_planned_on = '2026-11-30' WHERE unit_id = $1`, u[1].ID)
	k.check(hold(u[1].ID, "make_ready", "2026-11-25", "2026-12-04")) // the stay stands above until it ends
	k.lease(u[2], "pending", "", "", "2026-12-15", "2027-12-14", "1000", nil)
	k.exec(`UPDATE units SET status = 'down' WHERE tenant_id = $1 AND id = $2`, k.admin.Organization, u[3].ID)
	k.exec(`UPDATE unit_status_history SET changed_at = '2026-11-02 12:00+00' WHERE unit_id = $1 AND status = 'down'`, u[3].ID)
	k.check(hold(u[4].ID, "model", "2026-11-10", ""))
	want := "1 free 2026-11-02: vacant 11-01..12-31\n" +
		"2 free 2026-12-05: occupied 11-01..11-04 notice 11-05..11-30 make_ready 12-01..12-04 vacant 12-05..12-31\n" +
		"3 free 2027-12-15: vacant 11-01..11-01 reserved 11-02..12-14 occupied 12-15..12-31\n" +
		"4 free : vacant 11-01..11-01 down 11-02..12-31\n" +
		"5 free 2026-11-02: vacant 11-01..11-09 model 11-10..12-31\n"
	if got := k.days(k.admin, property.UnitFilter{}); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
	// An owner is shown the same from today on; the past of the statuses is the staff's.
	owner := as(k.admin, tenancy.RoleOwner)
	owner.Scopes = []id.ID{elm.ID}
	if got := k.days(owner, property.UnitFilter{}); !strings.Contains(got, "5 free 2026-11-02: vacant 11-02..11-09 model 11-10..12-31\n") {
		t.Errorf("an owner is shown\n%s", got)
	}
	for name, p := range map[string]tenancy.Principal{
		"another organization": k.stranger, "staff of nothing": limited(k.admin), "the owner of nothing": as(k.admin, tenancy.RoleOwner),
	} {
		if got := k.days(p, property.UnitFilter{}); got != "" {
			t.Errorf("%s is shown\n%s", name, got)
		}
		if err := func() error { _, err := k.s.Holds(t.Context(), p, u[4].ID); return err }(); code(err) != "not_found" {
			t.Errorf("%s asks for holds: %v", name, err)
		}
	}
	for _, c := range [][2]string{{"2026-11-02", "2026-11-01"}, {"2026-11-02", "2029-11-02"}} {
		if _, _, err := k.s.Availability(t.Context(), k.admin, property.UnitFilter{}, date(c[0]), date(c[1]), page.Request{}); fieldsOf(err) != "to out_of_range" {
			t.Errorf("%v: %v", c, err)
		}
	}
}

// Holds of a unit never overlap, also where they are added at once.
func TestHolds(t *testing.T) {
	t.Parallel()
	k := setup(t)
	_, units := k.building("Elm", "1")
	unit := units[0].ID
	errs := make([]error, 4)
	together(len(errs), func(i int) {
		_, errs[i] = k.s.AddHold(t.Context(), k.admin, tenancy.Key{}, unit, property.HoldInput{Kind: "reserved", From: date("2026-12-01"), To: date(fmt.Sprintf("2026-12-%02d", 10+i))})
	})
	won := 0
	for _, err := range errs {
		if err == nil {
			won++
		} else if code(err) != "hold_overlaps" {
			t.Error(err)
		}
	}
	list, err := k.s.Holds(t.Context(), k.admin, unit)
	if err != nil || won != 1 || len(list) != 1 {
		t.Fatalf("%d were added: %v, %v", won, list, err)
	}
	h := list[0]
	for in, want := range map[property.HoldInput]string{
		{Kind: "occupied", From: date("2027-01-01")}: "/kind not_allowed",
		{Kind: "down"}: "/from required",
		{Kind: "down", From: date("2027-01-02"), To: date("2027-01-01")}: "/to out_of_range",
	} {
		if _, err := k.s.UpdateHold(t.Context(), k.admin, h.ID, nil, func(i *property.HoldInput) { *i = in }); fieldsOf(err) != want {
			t.Errorf("%+v: %v, want %s", in, err, want)
		}
	}
	changed, err := k.s.UpdateHold(t.Context(), k.admin, h.ID, &h.Version, func(in *property.HoldInput) { in.To = date("") })
	if err != nil || !changed.To.IsZero() {
		t.Error(changed, err)
	}
	if _, err := k.s.UpdateHold(t.Context(), k.admin, h.ID, &h.Version, func(*property.HoldInput) {}); code(err) != "changed_since" {
		t.Errorf("a stale change: %v", err)
	}
	for name, p := range map[string]tenancy.Principal{"another organization": k.stranger, "staff of nothing": limited(k.admin)} {
		_, one := k.s.Hold(t.Context(), p, h.ID)
		_, update := k.s.UpdateHold(t.Context(), p, h.ID, nil, func(*property.HoldInput) {})
		_, remove := k.s.RemoveHold(t.Context(), p, h.ID, nil)
		_, add := k.s.AddHold(t.Context(), p, tenancy.Key{}, unit, property.HoldInput{Kind: "down", From: date("2030-01-01")})
		for i, err := range []error{one, update, remove, add} {
			if code(err) != "not_found" {
				t.Errorf("%s, %d: %v", name, i, err)
			}
		}
	}
	if _, err := k.s.RemoveHold(t.Context(), k.admin, h.ID, &changed.Version); err != nil {
		t.Error(err)
	}
	if _, err := k.s.Hold(t.Context(), k.admin, h.ID); code(err) != "not_found" {
		t.Errorf("a hold that was removed: %v", err)
	}
}
