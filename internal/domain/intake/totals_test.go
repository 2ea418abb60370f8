package intake

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/propertyos/propertyos/internal/domain/intake/rentroll"
)

// inPlace joins leases to the households in possession on the as-of date: the current leases.
const inPlace = ` FROM leases AS l JOIN tenancies AS t ON t.tenant_id = l.tenant_id AND t.id = l.tenancy_id
	JOIN lease_openings AS o ON o.tenant_id = l.tenant_id AND o.lease_id = l.id
	WHERE l.tenant_id = $1 AND l.status = 'active' AND l.start_date <= '2026-10-31' AND t.moved_in_on <= '2026-10-31'
	AND t.moved_out_on IS NULL AND l.deleted_at IS NULL`

// controlTotals are the published control totals of the sample, each with a query of its own over the tables.
var controlTotals = []struct{ what, sql, want string }{
	{"properties", `SELECT count(*) FROM properties AS p JOIN addresses AS a ON a.tenant_id = p.tenant_id AND a.id = p.address_id
		WHERE p.tenant_id = $1 AND p.deleted_at IS NULL`, "14"},
	{"units", `SELECT count(*) FROM units WHERE tenant_id = $1 AND deleted_at IS NULL`, "420"},
	{"occupied", `SELECT count(*) FROM units WHERE tenant_id = $1 AND status IN ('occupied', 'notice')`, "372"},
	{"occupied, by household", `SELECT count(DISTINCT unit_id) FROM tenancies WHERE tenant_id = $1 AND moved_in_on IS NOT NULL
		AND moved_out_on IS NULL`, "372"},
	{"on notice", `SELECT count(*) FROM units WHERE tenant_id = $1 AND status = 'notice'`, "18"},
	{"on notice, by household", `SELECT count(*) FROM tenancies WHERE tenant_id = $1 AND notice_given_on = '2026-10-31'`, "18"},
	{"in eviction", `SELECT count(*) FROM tenancies WHERE tenant_id = $1 AND eviction_filed_on = '2026-10-31'`, "5"},
	{"vacant", `SELECT count(*) FROM units WHERE tenant_id = $1 AND status IN ('vacant', 'reserved')`, "48"},
	{"already rented", `SELECT count(*) FROM units WHERE tenant_id = $1 AND status = 'reserved'`, "5"},
	{"down", `SELECT count(*) FROM units WHERE tenant_id = $1 AND status IN ('down', 'model')`, "0"},
	{"commercial", `SELECT count(*) FROM units WHERE tenant_id = $1 AND form = 'commercial_space'`, "18"},
	{"garages", `SELECT count(*) FROM units WHERE tenant_id = $1 AND form = 'garage'`, "8"},
	{"current leases", `SELECT count(*)` + inPlace, "372"},
	{"leases in all", `SELECT count(*) FROM leases WHERE tenant_id = $1`, "372"},
	{"without an end", `SELECT count(*)` + inPlace + ` AND l.end_date IS NULL`, "47"},
	{"past their end", `SELECT count(*)` + inPlace + ` AND l.end_date < '2026-10-31'`, "24"},
	{"future leases", `SELECT count(*) FROM leases WHERE tenant_id = $1 AND (start_date > '2026-10-31' OR status <> 'active')`, "0"},
	{"renters on current leases", `SELECT count(*) FROM lease_parties AS p JOIN leases AS l ON l.tenant_id = p.tenant_id AND
		l.id = p.lease_id WHERE p.tenant_id = $1 AND l.status = 'active' AND p.role = 'renter'`, "602"},
	{"renters", `SELECT count(*) FROM tenants WHERE tenant_id = $1`, "602"},
	{"market rent", `SELECT sum(base_rent) FROM units WHERE tenant_id = $1`, "640310.00"},
	{"monthly rent", `SELECT sum(l.monthly_rent)` + inPlace, "541088.21"},
	{"other recurring charges", `SELECT sum(o.other_recurring)` + inPlace, "22754.00"},
	{"deposits held", `SELECT sum(deposit_held + other_deposit_held) FROM lease_openings WHERE tenant_id = $1`, "497366.60"},
	{"deposits agreed", `SELECT sum(security_deposit) FROM leases WHERE tenant_id = $1`, "497366.60"},
	{"past due", `SELECT sum(past_due) FROM lease_openings WHERE tenant_id = $1`, "106940.52"},
	{"prepaid", `SELECT sum(prepaid) FROM lease_openings WHERE tenant_id = $1`, "19002.34"},
	{"earliest end", `SELECT min(l.end_date)` + inPlace, "2026-04-03"},
	{"latest end", `SELECT max(l.end_date)` + inPlace, "2035-08-13"},
}

// facts are single rows of the sample as they must stand in the tables.
var facts = []struct{ what, sql, want string }{
	{"holdovers stay active", `SELECT count(*) FROM leases WHERE tenant_id = $1 AND end_date < '2026-10-31' AND status = 'active'`, "24"},
	{"late fees are off until confirmed", `SELECT count(*) FROM leases WHERE tenant_id = $1 AND (late_fee_percentage IS NOT NULL OR
		late_fee_grace_days IS NOT NULL)`, "0"},
	{"the employee unit", `SELECT string_agg(number || ' ' || status, ', ') FROM units WHERE tenant_id = $1 AND non_revenue`, "101 occupied"},
	{"bedrooms, baths, area and asked rent", `SELECT concat_ws(' ', u.bedrooms, u.bathrooms, u.square_feet, u.base_rent, u.type)
		FROM units AS u JOIN properties AS p ON p.tenant_id = u.tenant_id AND p.id = u.property_id
		WHERE u.tenant_id = $1 AND p.name = 'Harborlight' AND u.number = '104'`, "2 2.0 1015 1920.00 two_bedroom"},
	{
		"lease, possession and opening", `SELECT concat_ws(' ', l.start_date, l.end_date, l.monthly_rent, t.moved_in_on,
		o.deposit_held, o.other_recurring, r.first_name, r.last_name, (r.lease_id = l.id)::text)
		FROM units AS u JOIN properties AS p ON p.tenant_id = u.tenant_id AND p.id = u.property_id
		JOIN leases AS l ON l.tenant_id = u.tenant_id AND l.unit_id = u.id
		JOIN tenancies AS t ON t.tenant_id = l.tenant_id AND t.id = l.tenancy_id
		JOIN lease_openings AS o ON o.tenant_id = l.tenant_id AND o.lease_id = l.id
		JOIN tenants AS r ON r.tenant_id = l.tenant_id AND r.id = l.renter_id
		WHERE u.tenant_id = $1 AND p.name = 'Harborlight' AND u.number = '104'`,
		"2026-07-01 2027-06-30 1800.00 2024-07-01 1650.00 20.00 Constance Novák true",
	},
	{
		"a lease without Lease From starts with the move-in", `SELECT concat_ws(' ', l.start_date, t.moved_in_on, l.end_date)
		FROM leases AS l JOIN tenancies AS t ON t.tenant_id = l.tenant_id AND t.id = l.tenancy_id
		JOIN tenants AS r ON r.tenant_id = l.tenant_id AND r.id = l.renter_id
		WHERE l.tenant_id = $1 AND r.first_name = 'Philippa' AND r.last_name = 'Delacroix' AND l.monthly_rent = 2300`,
		"2020-10-01 2020-10-01",
	},
	{
		"a house is one unit without a number", `SELECT concat_ws(' ', u.number = '', u.form, p.type, a.street1, a.city, a.state, a.zip_code)
		FROM units AS u JOIN properties AS p ON p.tenant_id = u.tenant_id AND p.id = u.property_id
		JOIN addresses AS a ON a.tenant_id = p.tenant_id AND a.id = p.address_id
		WHERE u.tenant_id = $1 AND p.name = '515 Old Ferry Road'`,
		"t house residential 515 Old Ferry Road St. Petersburg FL 33701",
	},
	{
		"the import", `SELECT concat_ws(' ', layout, file_name, as_of, as_of_source, counts -> 'totals' ->> 'monthly_rent',
		counts -> 'units' ->> 'created') FROM imports WHERE tenant_id = $1`,
		"appfolio rent_roll-20261031.csv 2026-10-31 name 541088.21 420",
	},
	{"the event", `SELECT string_agg(e.type || ' ' || (i.id IS NOT NULL), ', ') FROM events AS e
		LEFT JOIN imports AS i ON i.tenant_id = e.tenant_id AND i.id = e.entity_id WHERE e.tenant_id = $1`, "import.completed true"},
	{"every opening names its import", `SELECT count(*) FROM lease_openings AS o JOIN imports AS i ON i.tenant_id = o.tenant_id
		AND i.id = o.import_id WHERE o.tenant_id = $1 AND o.as_of = '2026-10-31'`, "372"},
}

func TestSampleArrivesToTheCent(t *testing.T) {
	t.Parallel()
	k := setup(t)
	r := k.mustLoad(sample(t))
	if r.Failed() || r.AlreadyImported != nil || r.DryRun || r.Layout != "appfolio" || r.AsOf.String() != "2026-10-31" ||
		r.AsOfSource != rentroll.AsOfName {
		t.Errorf("report %+v", r)
	}
	if r.Properties != (Count{Created: 14}) || r.Units != (Count{Created: 420}) || r.Leases != (Count{Created: 372}) ||
		r.Renters != (Count{Created: 602}) {
		t.Errorf("counts %+v %+v %+v %+v", r.Properties, r.Units, r.Leases, r.Renters)
	}
	for _, c := range append(controlTotals, facts...) {
		if got := k.one(c.sql); got != c.want {
			t.Errorf("%s: %q, want %q", c.what, got, c.want)
		}
	}
}

func TestNothingPersonalInReportEventAndImport(t *testing.T) {
	t.Parallel()
	k := setup(t)
	// A warning and a refusal, besides the plain case: messages must not name people either.
	data := edit(t, sample(t), "Constance Novák,,Current,\"1,015\"", "Constance Novák,,Moved,\"1,015\"")
	first, err := k.load(data)
	if err == nil {
		t.Fatal("an unknown status was taken")
	}
	second := k.mustLoad(sample(t))
	third, _ := k.load(edit(t, sample(t), "Constance Novák", "Konstanze Neumann"))
	told, err := json.Marshal([]Report{first, second, third})
	if err != nil {
		t.Fatal(err)
	}
	text := string(told) + k.one(`SELECT string_agg(payload::text, ' ') FROM events WHERE tenant_id = $1`) +
		k.one(`SELECT string_agg(counts::text, ' ') FROM imports WHERE tenant_id = $1`)
	for _, name := range strings.Split(k.one(`SELECT string_agg(DISTINCT coalesce(company_name, last_name), ';') FROM tenants
		WHERE tenant_id = $1`), ";") {
		if strings.Contains(text, name) {
			t.Errorf("%q is told", name)
		}
	}
	if strings.Contains(text, "Neumann") {
		t.Error("the name of a refused renter is told")
	}
}
