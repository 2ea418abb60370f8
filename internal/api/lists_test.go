package api

import (
	"encoding/csv"
	"fmt"
	"strings"
	"testing"

	"github.com/propertyos/propertyos/internal/kernel/page"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// Each list goes out whole, over all its pages, harmless to a spreadsheet, recorded, and to those who may see it only.
func TestListsGoOutAsFiles(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.person(w.org, tenancy.RoleManager)
	property := c.property("Maple Court")
	const formula = "=HYPERLINK(1)"
	c.must(201, "POST", "/v1/leases", map[string]any{
		"unit_id": c.unit(property, "1"), "start_date": "2026-04-01", "monthly_rent": "900.00", "people": []any{map[string]any{"first_name": formula}},
	})
	for n := range page.MaxLimit {
		c.must(201, "POST", "/v1/renters", map[string]any{"kind": "company", "company_name": fmt.Sprintf("Renter %03d", n)})
	}
	w.as(w.org, tenancy.RoleAdmin).must(201, "POST", "/v1/owners", map[string]any{"name": formula})
	w.document(t, c.as, property)

	for _, list := range []struct {
		name, table, query, cell string
		rows                     int
		refused                  tenancy.Role
	}{
		{"leases", "leases", "status=draft&columns=unit_number,renters,monthly_rent", "1|'" + formula + "|900.00", 1, tenancy.RoleTechnician},
		{"tenancies", "tenancies", "columns=renter,monthly_rent", "'" + formula + "|900.00", 1, tenancy.RoleTechnician},
		{"renters", "tenants", "columns=name,property_name", "'" + formula + "|", page.MaxLimit + 1, tenancy.RoleTechnician},
		{"owners", "owners", "columns=name,properties", "'" + formula + "|0", 1, tenancy.RoleLeasingAgent},
		{"documents", "documents", "columns=name,place", "report.txt|Maple Court", 1, tenancy.RoleTechnician},
	} {
		w.recorder.take()
		got := c.do("GET", "/v1/"+list.name+"/export?"+list.query, nil)
		rows, err := csv.NewReader(strings.NewReader(string(got.body))).ReadAll()
		if err != nil || got.status != 200 || len(rows) != list.rows+1 {
			t.Fatalf("%s: %d, %d rows, %v: %.300s", list.name, got.status, len(rows), err, got.body)
		}
		if at := got.header.Get("Content-Disposition"); at != "attachment; filename="+list.name+"-2026-03-14.csv" {
			t.Errorf("%s are saved as %s", list.name, at)
		}
		found := false
		for _, r := range rows[1:] {
			found = found || strings.Join(r, "|") == list.cell
		}
		if !found {
			t.Errorf("%s: %q, want %q", list.name, rows[1], list.cell)
		}
		recorded := false
		for _, e := range w.recorder.take() {
			recorded = recorded || e.Action == "export" && e.EntityType == list.table
		}
		if !recorded {
			t.Errorf("%s: the export is not recorded", list.name)
		}
		for _, bad := range []string{"format=pdf", "columns=ssn", "sort=ssn", "limit=1"} {
			if got := c.do("GET", "/v1/"+list.name+"/export?"+bad, nil); got.status != 422 {
				t.Errorf("%s?%s: %d %s", list.name, bad, got.status, got.body)
			}
		}
		w.as(w.org, list.refused).must(403, "GET", "/v1/"+list.name+"/export", nil)
		if other := w.as(w.other, tenancy.RoleAdmin).do("GET", "/v1/"+list.name+"/export", nil); other.status != 200 || strings.Count(string(other.body), "\n") != 1 {
			t.Errorf("another organization's %s: %d %s", list.name, other.status, other.body)
		}
	}
}
