package property_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/propertyos/propertyos/internal/domain/property"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/page"
	"github.com/propertyos/propertyos/internal/tenancy"
)

type timeline func(context.Context, tenancy.Principal, id.ID, page.Request) ([]property.Happening, page.Page, error)

// told is a timeline, each happening as its day, kind, what it says and who.
func (k *kit) told(p tenancy.Principal, tell timeline, of id.ID) string {
	k.Helper()
	list, _, err := tell(k.Context(), p, of, page.Request{Limit: page.MaxLimit})
	k.check(err)
	var b strings.Builder
	for _, h := range list {
		fmt.Fprintln(&b, strings.TrimSpace(strings.Join(strings.Fields(h.At.Format("2006-01-02")+" "+h.Kind+" "+h.Said+" "+h.Who), " ")))
	}
	return b.String()
}

func TestTimeline(t *testing.T) {
	t.Parallel()
	k := setup(t)
	elm, u := k.building("Elm", "1", "2")
	h := k.lease(u[0], "active", "2026-01-05", "", "2026-01-01", "2026-12-31", "1000", nil)
	org, lease := k.admin.Organization, h.Leases[0].ID
	k.exec(`UPDATE leases SET signed_at = '2025-12-20 15:00+00' WHERE id = $1`, lease)
	k.exec(`UPDATE tenancies SET notice_given_on = '2026-10-01', move_out_planned_on = '2026-12-31' WHERE id = $1`, h.TenancyID)
	k.exec(`INSERT INTO lease_notices (tenant_id, id, lease_id, tenancy_id, kind, given_by, given_on)
		VALUES ($1, gen_random_uuid(), $2, $3, 'non_renewal', 'manager', '2026-10-02')`, org, lease, h.TenancyID)
	k.exec(`INSERT INTO maintenance_requests (tenant_id, id, unit_id, property_id, category, title, description, created_at)
		VALUES ($1, gen_random_uuid(), $2, $3, 'plumbing', 'Faucet drips', 'x', '2026-09-01')`, org, u[0].ID, elm.ID)
	k.document("unit", u[0].ID)
	k.exec(`UPDATE documents SET created_at = '2026-09-02', access_level = 'owner'`)
	_, err := k.s.UpdateUnit(t.Context(), k.admin, u[0].ID, nil, func(in *property.UnitInput) { in.Status = "occupied" })
	k.check(err)
	_, err = k.s.UpdateUnit(t.Context(), k.admin, u[0].ID, nil, func(in *property.UnitInput) { in.Amenities = []string{"balcony"} })
	k.check(err)
	k.exec(`UPDATE audit_logs SET created_at = '2026-11-01' WHERE created_at > '2026-11-01'`)
	k.exec(`UPDATE unit_status_history SET changed_at = CASE status WHEN 'occupied' THEN '2026-01-05 10:00+00'::timestamptz ELSE '2025-11-01' END`)

	all := k.told(k.admin, k.s.UnitTimeline, u[0].ID)
	want := "2026-11-01 change insert Ada Ames\n2026-11-01 change update Ada Ames\n2026-10-02 notice non_renewal\n2026-10-01 notice_given Ida Iris1\n" +
		"2026-09-02 document a.pdf\n2026-09-01 request Faucet drips\n2026-01-05 status occupied Ada Ames\n2026-01-05 moved_in Ida Iris1\n" +
		"2026-01-01 lease_began Ida Iris1\n2025-12-20 lease_signed Ida Iris1\n2025-11-01 status vacant Ada Ames\n"
	sorted := func(s string) []string { list := strings.Split(s, "\n"); slices.Sort(list); return list }
	if !slices.Equal(sorted(all), sorted(want)) { // the log of changes has moments, which are this test's
		t.Errorf("told\n%swant\n%s", all, want)
	}
	if got := k.told(k.admin, k.s.PropertyTimeline, elm.ID); !strings.Contains(got, "request Faucet drips") || strings.Count(got, "status vacant") != 2 {
		t.Errorf("the property tells\n%s", got)
	}
	k.exec(`UPDATE documents SET access_level = 'private'`)
	for role, want := range map[tenancy.Role]bool{tenancy.RoleAdmin: true, tenancy.RoleManager: false} {
		other := as(k.admin, role)
		other.User = id.New()
		if got := k.told(other, k.s.UnitTimeline, u[0].ID); strings.Contains(got, "document") != want {
			t.Errorf("of a private document %s is told\n%s", role, got)
		}
	}
	k.exec(`UPDATE documents SET access_level = 'owner'`)
	owner := as(k.admin, tenancy.RoleOwner)
	owner.Scopes = []id.ID{elm.ID}
	got := k.told(owner, k.s.UnitTimeline, u[0].ID)
	for _, line := range []string{"2026-01-05 moved_in\n", "2026-01-01 lease_began\n", "request Faucet drips\n"} {
		if !strings.Contains(got, line) {
			t.Errorf("an owner is not told %q:\n%s", line, got)
		}
	}
	if strings.Contains(got, "Ida") || strings.Contains(got, "Ada") || strings.Contains(got, "change") || strings.Contains(got, "non_renewal") {
		t.Errorf("an owner is told\n%s", got)
	}
	if got := k.told(as(k.admin, tenancy.RoleTechnician), k.s.UnitTimeline, u[0].ID); strings.Contains(got, "lease") || strings.Contains(got, "Ida") || !strings.Contains(got, "request") {
		t.Errorf("a technician is told\n%s", got)
	}
	for name, p := range map[string]tenancy.Principal{"another organization": k.stranger, "staff of nothing": limited(k.admin), "another owner": as(k.admin, tenancy.RoleOwner)} {
		_, _, unit := k.s.UnitTimeline(t.Context(), p, u[0].ID, page.Request{})
		_, _, whole := k.s.PropertyTimeline(t.Context(), p, elm.ID, page.Request{})
		if code(unit) != "not_found" || code(whole) != "not_found" {
			t.Errorf("%s: %v, %v", name, unit, whole)
		}
	}
	k.pages(elm.ID)
}

// pages reads a timeline page by page: nothing is told twice, and nothing is left out, also where much happens at one moment.
func (k *kit) pages(of id.ID) {
	k.Helper()
	full, _, err := k.s.PropertyTimeline(k.Context(), k.admin, of, page.Request{Limit: page.MaxLimit})
	k.check(err)
	var got []property.Happening
	at := page.Request{Limit: 3}
	for {
		list, around, err := k.s.PropertyTimeline(k.Context(), k.admin, of, at)
		k.check(err)
		got = append(got, list...)
		if around.Next == "" {
			break
		}
		at.Cursor = around.Next
	}
	key := func(h property.Happening) string { return h.At.String() + h.Kind + h.ID.String() }
	if !slices.EqualFunc(got, full, func(a, b property.Happening) bool { return key(a) == key(b) }) {
		k.Errorf("%d happenings by pages, %d at once", len(got), len(full))
	}
}

// Market rents go up by an amount or a percentage, are shown before, and come back.
func TestRentsByAmountAndPercent(t *testing.T) {
	t.Parallel()
	k := setup(t)
	elm, _ := k.building("Elm")
	var ids []id.ID
	for i, rent := range []string{"1000", "999.99", "10"} {
		u := k.unit(elm.ID, property.UnitInput{Number: fmt.Sprint(i), BaseRent: money.MustParse(rent)})
		ids = append(ids, u.ID)
	}
	rents := func() string {
		return k.one(`SELECT string_agg(base_rent::text, ' ' ORDER BY number) FROM units WHERE tenant_id = $1`, k.admin.Organization)
	}
	preview := func(p tenancy.Principal, in property.ManyInput) string {
		list, err := k.s.PreviewRents(t.Context(), p, in)
		k.check(err)
		var out []string
		for _, r := range list {
			said := r.After.String()
			if r.Refused != "" {
				said += "!"
			}
			out = append(out, said)
		}
		return strings.Join(out, " ")
	}
	for i, c := range []struct{ action, value, want, after string }{
		{property.ManyBaseRentPercent, "3.5", "1035.00 1034.99 10.35", "1035.00 1034.99 10.35"},
		{property.ManyBaseRentPercent, "-12.34", "876.60 876.59 8.77", "876.60 876.59 8.77"},
		{property.ManyBaseRentBy, "25.01", "1025.01 1025.00 35.01", "1025.01 1025.00 35.01"},
		{property.ManyBaseRentBy, "-10.01", "989.99 989.98 -0.01!", "989.99 989.98 10.00"},
	} {
		in := property.ManyInput{IDs: append(ids, ids[0]), Action: c.action, Value: c.value}
		if got := preview(k.admin, in); got != c.want {
			t.Errorf("%s %s: preview %s, want %s", c.action, c.value, got, c.want)
		}
		key := fmt.Sprint("key", i)
		_, err := k.s.ChangeUnits(t.Context(), k.admin, tenancy.NewKey(key, "", nil), in)
		k.check(err)
		if got := rents(); got != c.after {
			t.Errorf("%s %s: %s, want %s", c.action, c.value, got, c.after)
		}
		if _, err := k.s.UndoUnits(t.Context(), k.admin, key); err != nil || rents() != "1000.00 999.99 10.00" {
			t.Errorf("%s %s: undone to %s, %v", c.action, c.value, rents(), err)
		}
	}
	for _, c := range [][2]string{{property.ManyBaseRentPercent, "x"}, {property.ManyBaseRentPercent, "0"}, {property.ManyBaseRentPercent, "1001"}, {property.ManyBaseRentBy, ""}} {
		in := property.ManyInput{IDs: ids, Action: c[0], Value: c[1]}
		_, preview := k.s.PreviewRents(t.Context(), k.admin, in)
		_, change := k.s.ChangeUnits(t.Context(), k.admin, tenancy.Key{}, in)
		if fieldsOf(preview) != "/value amount_invalid" || fieldsOf(change) != "/value amount_invalid" {
			t.Errorf("%v: %v, %v", c, preview, change)
		}
	}
	for name, p := range map[string]tenancy.Principal{"another organization": k.stranger, "staff of nothing": limited(k.admin)} {
		if got := preview(p, property.ManyInput{IDs: ids, Action: property.ManyBaseRentBy, Value: "1"}); got != "" {
			t.Errorf("%s is shown %s", name, got)
		}
	}
}
