package intake

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/propertyos/propertyos/internal/audit"
	"github.com/propertyos/propertyos/internal/domain/export"
	"github.com/propertyos/propertyos/internal/domain/leasing"
	"github.com/propertyos/propertyos/internal/domain/organization"
	"github.com/propertyos/propertyos/internal/domain/property"
	"github.com/propertyos/propertyos/internal/domain/report"
	"github.com/propertyos/propertyos/internal/domain/search"
	"github.com/propertyos/propertyos/internal/kernel/clock"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/page"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/platform/crypt"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// withKeys gives the kit's service keys to keep files with.
func (k *kit) withKeys() {
	k.Helper()
	path := filepath.Join(k.TempDir(), "master.key")
	if err := crypt.CreateLocalMaster(path); err != nil {
		k.Fatal(err)
	}
	master, err := crypt.OpenMaster(k.ctx, "local-file://"+path)
	if err != nil {
		k.Fatal(err)
	}
	k.service.UseKeys(crypt.NewKeyring(master, organization.NewKeyStore(k.service.db), clock.System{}))
}

func (k *kit) check(err error) {
	k.Helper()
	if err != nil {
		k.Fatal(err)
	}
}

// seen is what people see of an organization: lists, totals, exports, dashboard, and the rows that are not deleted.
func (k *kit) seen() string {
	k.Helper()
	var b strings.Builder
	properties := property.New(k.service.db)
	list, _, err := properties.Properties(k.ctx, k.admin, property.PropertyFilter{}, page.Request{})
	k.check(err)
	totals, err := properties.SumProperties(k.ctx, k.admin, property.PropertyFilter{})
	k.check(err)
	units, err := properties.SumUnits(k.ctx, k.admin, property.UnitFilter{})
	k.check(err)
	dashboard, err := report.New(k.service.db).Dashboard(k.ctx, k.admin)
	k.check(err)
	found, _, err := properties.Units(k.ctx, k.admin, property.UnitFilter{Query: "Novák"}, page.Request{})
	k.check(err)
	for i := range list {
		list[i].UpdatedAt, list[i].Version = time.Time{}, 0
	}
	k.check(json.NewEncoder(&b).Encode([]any{list, totals, units, dashboard, len(found)}))
	file, err := property.NewExports(properties, audit.Nobody{}).Units(k.ctx, k.admin, property.UnitFilter{}, export.Input{Format: "csv"})
	k.check(err)
	k.check(file.Write(&b))
	leases, _, err := leasing.New(k.service.db).Leases(k.ctx, k.admin, leasing.LeaseFilter{}, page.Request{Limit: page.MaxLimit})
	k.check(err)
	stays, _, err := leasing.New(k.service.db).Stays(k.ctx, k.admin, leasing.StayFilter{}, page.Request{Limit: page.MaxLimit})
	k.check(err)
	renters, _, err := leasing.NewRenters(k.service.db, audit.Nobody{}).List(k.ctx, k.admin, leasing.RenterFilter{}, page.Request{Limit: page.MaxLimit})
	k.check(err)
	k.check(json.NewEncoder(&b).Encode([]any{leases, stays, renters}))
	for _, words := range []string{"Novák", "Street", "1", "Maple", "LLC", "1,250.00"} {
		answer, err := search.New(k.service.db).Search(k.ctx, k.admin, search.Request{Text: words, Limit: search.MaxLimit})
		k.check(err)
		k.check(json.NewEncoder(&b).Encode(answer))
	}
	b.WriteString(k.one(`SELECT concat_ws(' ', (SELECT count(*) FROM tenants WHERE tenant_id = $1 AND deleted_at IS NULL),
		(SELECT count(*) FROM addresses WHERE tenant_id = $1 AND deleted_at IS NULL),
		(SELECT count(*) FROM leases WHERE tenant_id = $1 AND deleted_at IS NULL),
		(SELECT count(*) FROM tenancies WHERE tenant_id = $1 AND deleted_at IS NULL),
		(SELECT count(*) FROM lease_parties WHERE tenant_id = $1 AND deleted_at IS NULL))`))
	return b.String()
}

// arrived sums up what an import made over the tables, as the file's control totals are. The rent is that by the month.
const arrived = `SELECT concat_ws(' ', (SELECT cardinality(i.property_ids)), count(*),
	count(*) FILTER (WHERE u.status IN ('occupied', 'notice')), count(*) FILTER (WHERE u.status = 'notice'),
	count(*) FILTER (WHERE u.status IN ('vacant', 'reserved')), count(*) FILTER (WHERE u.status IN ('down', 'model')),
	count(*) FILTER (WHERE u.form = 'commercial_space'), sum(l.current), sum(l.future), sum(l.rent), sum(l.future_rent), sum(l.deposits),
	sum(l.past_due), sum(l.prepaid), min(l.first_end), max(l.last_end))
	FROM imports AS i JOIN units AS u ON u.tenant_id = i.tenant_id AND u.id = ANY (i.unit_ids)
	CROSS JOIN LATERAL (SELECT count(*) FILTER (WHERE l.status = 'active') AS current, count(*) FILTER (WHERE l.status <> 'active') AS future,
		coalesce(sum(l.monthly_rent) FILTER (WHERE l.status = 'active'), 0) AS rent,
		coalesce(sum(l.monthly_rent) FILTER (WHERE l.status <> 'active'), 0) AS future_rent,
		coalesce(sum(o.deposit_held + o.other_deposit_held), 0) AS deposits, coalesce(sum(o.past_due), 0) AS past_due,
		coalesce(sum(o.prepaid), 0) AS prepaid, min(l.end_date) FILTER (WHERE l.status = 'active') AS first_end,
		max(l.end_date) FILTER (WHERE l.status = 'active') AS last_end
		FROM leases AS l LEFT JOIN lease_openings AS o ON o.tenant_id = l.tenant_id AND o.lease_id = l.id
		WHERE l.tenant_id = i.tenant_id AND l.unit_id = u.id AND l.deleted_at IS NULL) AS l
	WHERE i.tenant_id = $1 AND i.undone_at IS NULL AND i.file_name = '%s' GROUP BY i.id, i.property_ids`

// samples are the files of every layout with their control totals, in the order of arrived.
var samples = []struct{ name, totals string }{
	{"appfolio-rent-roll.csv", "14 420 372 18 48 0 18 372 0 541088.21 0 497366.60 106940.52 19002.34 2026-04-03 2035-08-13"},
	{"buildium-rent-roll.csv", "11 260 236 0 24 0 14 236 8 340818.14 10720.00 337299.54 31024.26 17059.81 2026-03-31 2032-06-30"},
	{"doorloop-units-leases.csv", "8 120 106 5 13 1 2 106 4 158838.52 0 139011.50 35940.15 8875.03 2026-04-11 2031-03-31"},
	{"plain.csv", "5 60 53 3 7 0 3 53 3 74269.25 3095.00 69582.85 16028.85 2859.11 2026-04-30 2031-03-31"},
	{"yardi-style.xlsx", "3 300 269 10 28 3 4 269 10 397814.44 15750.00 373886.00 40078.17 8960.24 2026-03-24 2030-11-23"},
}

// Every file arrives to the cent, all of them in one organization; taken back, everything is as it was, and comes again.
func TestEveryFileArrivesGoesAndComesAgain(t *testing.T) {
	t.Parallel()
	k := setup(t)
	if _, err := k.super.Exec(k.ctx, `UPDATE organizations SET plan = 'enterprise' WHERE id = $1`, k.org); err != nil {
		t.Fatal(err)
	}
	before := []string{k.seen()}
	var imports []id.ID
	load := func(name, totals string) id.ID {
		t.Helper()
		data, err := os.ReadFile("rentroll/testdata/" + name)
		k.check(err)
		r, err := k.service.Import(k.ctx, k.admin, Input{FileName: name, Data: data, AsOf: period.New(2026, 10, 31)}, nil)
		if err != nil {
			t.Fatalf("%s: %v, %+v", name, err, r.Issues)
		}
		if got := k.one(strings.Replace(arrived, "%s", name, 1)); got != totals {
			t.Errorf("%s: %s, want %s", name, got, totals)
		}
		return r.ImportID
	}
	for _, s := range samples {
		imports = append(imports, load(s.name, s.totals))
		before = append(before, k.seen())
	}
	for i := len(imports) - 1; i >= 0; i-- {
		k.check(k.service.Undo(k.ctx, k.admin, imports[i]))
		if k.seen() != before[i] {
			t.Errorf("after %s was undone, something is not as before", samples[i].name)
		}
		if err := k.service.Undo(k.ctx, k.admin, imports[i]); !errors.Is(err, ErrUndone) {
			t.Errorf("undone twice: %v", err)
		}
	}
	if n := k.one(`SELECT count(DISTINCT deletion_id) FROM units WHERE tenant_id = $1 AND deleted_at IS NOT NULL`); n != "5" {
		t.Errorf("%s deletions, want one for each import", n)
	}
	load(samples[0].name, samples[0].totals)
}

// What stands in the way of taking an import back is listed, and nothing happens.
func TestWhatWasBuiltUponStays(t *testing.T) {
	t.Parallel()
	k := setup(t)
	r := k.mustLoad(sample(t))
	exec := func(sql string) {
		t.Helper()
		if _, err := k.super.Exec(k.ctx, sql, k.org); err != nil {
			t.Fatal(err)
		}
	}
	// The daily job is not somebody's change.
	daily, err := leasing.New(k.pg.DB(clock.At(time.Date(2026, 11, 3, 9, 0, 0, 0, time.UTC)))).Daily(k.ctx, tenancy.Operator(k.org, "daily"))
	if err != nil || daily.Expiring == 0 {
		t.Fatalf("%+v, %v", daily, err)
	}
	if list, err := k.service.Obstacles(k.ctx, k.admin, r.ImportID); err != nil || len(list) != 0 {
		t.Fatalf("%+v, %v", list, err)
	}
	exec(`UPDATE units SET floor = 3 WHERE tenant_id = $1 AND number = '104'`)
	exec(`INSERT INTO documents (tenant_id, id, type, entity_type, entity_id, file_name, file_path, file_size, mime_type, content_hash, created_at)
		SELECT tenant_id, gen_random_uuid(), 'lease', 'lease', id, 'a.pdf', 'x', 1, 'application/pdf', sha256('x'), clock_timestamp() FROM leases
		WHERE tenant_id = $1 LIMIT 1`)
	exec(`UPDATE leases SET monthly_rent = monthly_rent + 1 WHERE tenant_id = $1 AND status = 'expiring_soon'`)
	before := k.contents()
	list, err := k.service.Obstacles(k.ctx, k.admin, r.ImportID)
	kinds := []string{}
	for _, o := range list {
		kinds = append(kinds, o.Kind)
	}
	if err != nil || !slices.Equal(kinds, []string{"unit_changed", "lease_changed", "document"}) {
		t.Errorf("%+v, %v", list, err)
	}
	if err := k.service.Undo(k.ctx, k.admin, r.ImportID); !errors.Is(err, ErrBuiltUpon) {
		t.Errorf("%v", err)
	}
	k.same(before)
}

// Units that were here and only changed their status get back what they had.
func TestUndoGivesStatusesBack(t *testing.T) {
	t.Parallel()
	k := setup(t)
	file := func(status, renter string) []byte {
		return []byte("property,unit,status,renters,rent,lease_start,lease_end\nOak,1," + status + "," + renter + "\n")
	}
	first, err := k.load(file("vacant", ",,,"))
	k.check(err)
	before := k.seen()
	second, err := k.load(file("occupied", "Ann Lee,900,2026-01-01,"))
	k.check(err)
	if second.Units != (Count{Changed: 1}) || second.Leases.Created != 1 {
		t.Errorf("%+v", second)
	}
	if list, err := k.service.Obstacles(k.ctx, k.admin, first.ImportID); err != nil || len(list) == 0 {
		t.Errorf("the first import can be undone under the second: %+v, %v", list, err)
	}
	k.check(k.service.Undo(k.ctx, k.admin, second.ImportID))
	if k.seen() != before {
		t.Error("the unit is not as before")
	}
}

// notBuiltUpon are tables that refer to what an import makes, and are no reason to keep it.
var notBuiltUpon = map[string]string{
	"lease_openings":      "final; the import wrote them itself",
	"unit_status_history": "says what happened, and stays",
	"inspection_items":    "belong to an inspection, which counts",
	"charges":             "are booked, which counts",
	"payment_takebacks":   "are booked, which counts",
	"trust_receipts":      "come of payments, which count",
	"trust_deficits":      "come of what is booked, which counts",
	"ledger_balances":     "add up what is booked, which counts",
}

func TestObstaclesKnowEveryTable(t *testing.T) {
	t.Parallel()
	k := setup(t)
	sql, err := os.ReadFile("../../../db/queries/intake/undo.sql")
	k.check(err)
	rows, err := k.super.Query(k.ctx, `SELECT DISTINCT conrelid::regclass::text FROM pg_constraint WHERE contype = 'f' AND connamespace = 'public'::regnamespace
		AND confrelid::regclass::text IN ('properties', 'units', 'tenancies', 'leases', 'tenants') AND conparentid = 0`)
	k.check(err)
	tables, err := pgx.CollectRows(rows, pgx.RowTo[string])
	k.check(err)
	if len(tables) < 20 {
		t.Fatalf("only %d tables refer to what an import makes", len(tables))
	}
	for _, table := range tables {
		if notBuiltUpon[table] == "" && !strings.Contains(string(sql), "JOIN "+table+" AS x") {
			t.Errorf("%s refers to what an import makes, but Obstacles does not look at it", table)
		}
	}
}
