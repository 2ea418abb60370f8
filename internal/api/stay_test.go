package api

import (
	"slices"
	"testing"

	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/testkit/pgtest"
)

// undeletable are the collections whose rows are never deleted by themselves.
func undeletable(path string) bool {
	return slices.Contains([]string{
		"/v1/tenancies", "/v1/notices", "/v1/renewal-offers", "/v1/inspections", "/v1/dispositions", "/v1/deposit-rules", "/v1/ledger/entries",
		"/v1/charges", "/v1/charge-runs", "/v1/payments", "/v1/refunds",
	}, path)
}

// stayRows makes a household in place with one of everything that a stay can have, and lists the ids by collection.
func (w *world) stayRows(t *testing.T, property string) map[string][]string {
	t.Helper()
	unit, renter, stay, lease := id.New(), id.New(), id.New(), id.New()
	notice, offer, walk, rule, disposition := id.New(), id.New(), id.New(), id.New(), id.New()
	for _, c := range []struct {
		sql  string
		args []any
	}{
		{`INSERT INTO units (tenant_id, id, property_id, number, form, status, base_rent) VALUES ($1, $2, $3::uuid, 'stay', 'apartment', 'occupied', 1000)`, []any{w.org, unit, property}},
		{`INSERT INTO tenants (tenant_id, id, kind, first_name, last_name) VALUES ($1, $2, 'person', 'Ida', 'Iris')`, []any{w.org, renter}},
		{`INSERT INTO tenancies (tenant_id, id, unit_id, property_id, moved_in_on) VALUES ($1, $2, $3, $4::uuid, '2020-01-01')`, []any{w.org, stay, unit, property}},
		{`INSERT INTO leases (tenant_id, id, tenancy_id, unit_id, property_id, renter_id, start_date, monthly_rent, status)
			VALUES ($1, $2, $3, $4, $5::uuid, $6, '2020-01-01', 1000, 'active')`, []any{w.org, lease, stay, unit, property, renter}},
		{`INSERT INTO lease_notices (tenant_id, id, lease_id, tenancy_id, kind, given_by, given_on) VALUES ($1, $2, $3, $4, 'entry', 'manager', '2020-02-01')`, []any{w.org, notice, lease, stay}},
		{`INSERT INTO renewal_offers (tenant_id, id, lease_id, tenancy_id, start_date, monthly_rent) VALUES ($1, $2, $3, $4, '2030-01-01', 1000)`, []any{w.org, offer, lease, stay}},
		{`INSERT INTO inspections (tenant_id, id, tenancy_id, unit_id, kind, performed_on) VALUES ($1, $2, $3, $4, 'move_in', '2020-01-01')`, []any{w.org, walk, stay, unit}},
		{`INSERT INTO deposit_rules (tenant_id, id, jurisdiction, starts_on_kind, days_without_claim, days_with_claim, citation, verified_on, from_date)
			VALUES ($1, $2, 'US-OH', 'move_out', 30, 30, 'x', '2020-01-01', '2020-01-01')`, []any{w.org, rule}},
		{`INSERT INTO deposit_dispositions (tenant_id, id, tenancy_id, due_on, held_amount) VALUES ($1, $2, $3, '2030-01-01', 900)`, []any{w.org, disposition, stay}},
	} {
		if _, err := w.db.Pool(pgtest.Superuser).Exec(t.Context(), c.sql, c.args...); err != nil {
			t.Fatalf("%s: %v", c.sql, err)
		}
	}
	return map[string][]string{
		"/v1/tenancies": {stay.String()}, "/v1/notices": {notice.String()}, "/v1/renewal-offers": {offer.String()}, "/v1/inspections": {walk.String()},
		"/v1/dispositions": {disposition.String()}, "/v1/deposit-rules": {rule.String()},
	}
}

// A stay by the API: what the owner of the rows reads, and the order in which its life goes.
func TestStayByTheAPI(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.manager()
	rows := w.stayRows(t, c.property("Maple Court"))
	stay, offer := "/v1/tenancies/"+rows["/v1/tenancies"][0], "/v1/renewal-offers/"+rows["/v1/renewal-offers"][0]
	if got := c.must(200, "GET", stay, nil); got["status"] != "occupied" || len(got["notices"].([]any)) != 1 || len(got["renewal_offers"].([]any)) != 1 {
		t.Errorf("%v", got)
	}
	if list := c.must(200, "GET", "/v1/tenancies?state=current&sort=-renter", nil)["data"].([]any); len(list) != 1 {
		t.Errorf("%v", list)
	}
	c.must(409, "DELETE", stay+"/move-in", nil)
	c.must(200, "POST", offer+"/send", nil)
	c.must(409, "POST", offer+"/send", nil)
	c.must(200, "POST", offer+"/withdraw", nil)
	notice := c.must(201, "POST", stay+"/notices", `{"kind":"to_vacate","given_by":"renter","given_on":"2020-03-01","effective_on":"2020-03-10"}`)
	if notice["short"] != true {
		t.Errorf("%v", notice)
	}
	c.must(409, "POST", stay+"/renewal-offers", `{"monthly_rent":"1000.00","start_date":"2030-01-01"}`)
	c.must(422, "POST", stay+"/move-out", `{"on":"2019-12-31"}`)
	disposition := "/v1/dispositions/" + rows["/v1/dispositions"][0]
	c.must(200, "POST", disposition+"/items", `{"kind":"damage","description":"Door","amount":"900.00"}`)
	c.must(409, "POST", disposition+"/items", `{"kind":"damage","description":"Door","amount":"0.01"}`)
	if list := c.must(200, "GET", "/v1/dispositions", nil)["data"].([]any); len(list) != 1 {
		t.Errorf("%v", list)
	}
}
