package intake

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/propertyos/propertyos/internal/domain/intake/rentroll"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/platform/postgres"
)

func (k *kit) upload(in Input) id.ID {
	k.Helper()
	at, earlier, err := k.service.Upload(k.ctx, k.admin, in)
	if err != nil || earlier != nil {
		k.Fatalf("upload: %v, %+v", err, earlier)
	}
	return at
}

func (k *kit) get(at id.ID) Detail {
	k.Helper()
	d, err := k.service.Get(k.ctx, k.admin, at)
	k.check(err)
	return d
}

// A file is sent, looked at, confirmed, brought in with progress, and gone; what came in has the id of what was sent.
func TestUploadPreviewConfirmRun(t *testing.T) {
	t.Parallel()
	k := setup(t)
	if _, _, err := k.service.Upload(k.ctx, k.admin, Input{FileName: "x.csv", Data: sample(t)}); !errors.Is(err, ErrNoKeys) {
		t.Errorf("without keys: %v", err)
	}
	k.withKeys()
	at := k.upload(Input{FileName: "roll.csv", Data: sample(t)})
	if n := k.one(`SELECT count(*) FROM import_uploads WHERE tenant_id = $1 AND position('Harborlight' IN encode(content_encrypted, 'escape')) > 0`); n != "0" {
		t.Error("the file is kept in clear")
	}
	d := k.get(at)
	if d.State != Waiting || d.Layout != "appfolio" || !d.AsOfMissing || d.Report.Units.Created != 420 || len(d.Rows) != 434 ||
		!slices.Equal(d.Rows[0].Fates, []Fate{NewProperty}) || !slices.Equal(d.Rows[1].Fates, []Fate{NewUnit, NewLease}) {
		t.Errorf("preview: %+v, %d rows, %+v", d.Summary, len(d.Rows), d.Rows[:2])
	}
	if err := k.service.Confirm(k.ctx, k.admin, at); !errors.Is(err, ErrAsOf) {
		t.Errorf("without a day: %v", err)
	}
	if err := k.service.Describe(k.ctx, k.admin, at, period.New(2027, 1, 1), nil); !errors.Is(err, ErrFuture) {
		t.Errorf("a day to come: %v", err)
	}
	k.check(k.service.Describe(k.ctx, k.admin, at, period.New(2026, 10, 31), nil))
	k.check(k.service.Confirm(k.ctx, k.admin, at))
	if err := k.service.Confirm(k.ctx, k.admin, at); !errors.Is(err, ErrRunning) {
		t.Errorf("confirmed twice: %v", err)
	}
	if err := k.service.Discard(k.ctx, k.admin, at); !errors.Is(err, ErrRunning) {
		t.Errorf("discarded under way: %v", err)
	}
	k.check(k.service.Run(k.ctx, k.admin, at, k.admin.User))
	k.check(k.service.Run(k.ctx, k.admin, at, k.admin.User)) // told twice
	d = k.get(at)
	if d.State != Imported || d.Counts.Units.Created != 420 || !d.Undoable || d.Openings.Leases != 372 || d.Openings.PastDue != dollars("106940.52") ||
		d.Openings.DepositHeld != dollars("497366.60") || d.Openings.Prepaid != dollars("19002.34") {
		t.Errorf("result: %+v", d)
	}
	for sql, want := range map[string]string{
		`SELECT count(*) FROM import_uploads WHERE tenant_id = $1`:                                   "0",
		`SELECT count(*) FROM imports WHERE tenant_id = $1`:                                          "1",
		`SELECT count(*) > 5 FROM events WHERE tenant_id = $1 AND type = 'import.progressed'`:        "true",
		`SELECT count(*) FROM audit_logs AS a WHERE tenant_id = $1 AND a::text LIKE '%content_enc%'`: "0",
	} {
		if got := k.one(sql); got != want {
			t.Errorf("%s: %s, want %s", sql, got, want)
		}
	}
	if _, earlier, err := k.service.Upload(k.ctx, k.admin, Input{FileName: "again.csv", Data: sample(t)}); err != nil || earlier == nil || earlier.ID != at {
		t.Errorf("the same file again: %+v, %v", earlier, err)
	}
	list, more, err := k.service.List(k.ctx, k.admin, id.Nil)
	if err != nil || more || len(list) != 1 || list[0].Counts.Units.Created != 420 {
		t.Errorf("list: %+v, %v", list, err)
	}
}

// A run that breaks off half-way leaves nothing, and the next one brings all of it in.
func TestRunBrokenOff(t *testing.T) {
	t.Parallel()
	k := setup(t)
	k.withKeys()
	at := k.upload(Input{FileName: sampleName, Data: sample(t)})
	k.check(k.service.Confirm(k.ctx, k.admin, at))
	exec := func(sql string) {
		t.Helper()
		if _, err := k.super.Exec(k.ctx, sql); err != nil {
			t.Fatal(err)
		}
	}
	// The server ends the session while the leases are written, as a lost connection does.
	exec(`CREATE FUNCTION app.cut() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS
		$$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$`)
	exec(`CREATE TRIGGER cut AFTER INSERT ON leases FOR EACH STATEMENT EXECUTE FUNCTION app.cut()`)
	if err := k.service.Run(k.ctx, k.admin, at, id.Nil); err == nil {
		t.Error("a run that was cut off says that it is done")
	}
	for _, table := range []string{"properties", "units", "tenants", "tenancies", "leases", "imports"} {
		if n := k.one(`SELECT count(*) FROM ` + table + ` WHERE tenant_id = $1`); n != "0" {
			t.Errorf("%s %s are left", n, table)
		}
	}
	exec(`DROP TRIGGER cut ON leases`)
	k.check(k.service.Run(k.ctx, k.admin, at, id.Nil))
	if n := k.one(`SELECT count(*) FROM units WHERE tenant_id = $1`); n != "420" {
		t.Errorf("%s units", n)
	}
}

// A list in no known layout is mapped column by column, once.
func TestMappingIsRemembered(t *testing.T) {
	t.Parallel()
	k := setup(t)
	k.withKeys()
	file := func(unit string) []byte {
		return []byte("My list of homes\n\nHouse;Door;Lodger;Monthly;Since;Till;Owing\nOak Hall;" + unit + ";Ann Lee;$1,200.50;02/01/2026;;-20\n" +
			"Oak Hall;\"" + unit + "\n b\";;;;;\n")
	}
	at := k.upload(Input{FileName: "a.csv", Data: file("1"), AsOf: period.New(2026, 10, 31)})
	d := k.get(at)
	if d.Columns == nil || len(d.Columns.Headings) != 7 || d.Columns.Samples[3][0] != "$1,200.50" || len(d.Rows) != 0 {
		t.Fatalf("columns: %+v", d.Columns)
	}
	m := rentroll.Mapping{"property": "House", "unit": "Door", "renters": "Lodger", "rent": "Monthly", "lease_start": "Since"}
	for field, heading := range map[rentroll.Field]string{"rent": "", "lease_end": "Nowhere", "balance": "Monthly"} {
		bad := rentroll.Mapping{}
		for f, h := range m {
			bad[f] = h
		}
		bad[field] = heading
		if err := k.service.Describe(k.ctx, k.admin, at, d.AsOf, bad); !errors.Is(err, rentroll.ErrMapping) ||
			len(fault.As(err).Fields) == 0 {
			t.Errorf("%s as %q: %v", field, heading, err)
		}
	}
	m["lease_end"], m["balance"] = "Till", "Owing"
	k.check(k.service.Describe(k.ctx, k.admin, at, d.AsOf, m))
	if d = k.get(at); d.Layout != rentroll.LayoutMapped || d.Report.Failed() || len(d.Rows) != 2 || d.Rows[1].Unit != "1 b" ||
		d.Report.Totals.MonthlyRent != dollars("1200.50") || d.Report.Totals.Prepaid != dollars("20.00") || d.Report.Totals.Vacant != 1 {
		t.Errorf("preview: %+v\n%+v", d.Report, d.Rows)
	}
	next := k.get(k.upload(Input{FileName: "b.csv", Data: file("2"), AsOf: period.New(2026, 10, 31)}))
	if len(next.Rows) != 2 || next.Rows[0].Unit != "2" {
		t.Errorf("the next list of its kind is asked about again: %+v", next)
	}
	k.check(k.service.Discard(k.ctx, k.admin, next.ID))
	if _, err := k.service.Get(k.ctx, k.admin, next.ID); !errors.Is(err, postgres.ErrNotFound) {
		t.Errorf("discarded: %v", err)
	}
	if _, err := k.super.Exec(k.ctx, `UPDATE import_uploads SET expires_at = '2026-11-01'`); err != nil {
		t.Fatal(err)
	}
	if _, err := k.service.Get(k.ctx, k.admin, at); !errors.Is(err, postgres.ErrNotFound) {
		t.Errorf("a day later: %v", err)
	}
	k.check(k.service.Sweep(k.ctx))
	if n := k.one(`SELECT count(*) FROM import_uploads WHERE tenant_id = $1`); n != "0" {
		t.Errorf("%s files are left", n)
	}
}

// A file with errors is shown with them by line and column, and cannot be confirmed.
func TestBadFileIsShown(t *testing.T) {
	t.Parallel()
	k := setup(t)
	k.withKeys()
	head := "property,unit,status,renters,rent,lease_start,lease_end\n"
	at := k.upload(Input{FileName: "bad.csv", AsOf: period.New(2026, 10, 31), Data: []byte(head + "Oak,1,occupied,Ann Lee,900,2026-02-30,\n" +
		"Oak,1,vacant,,,,\nOak,2,occupied,=HYPERLINK(1),900,2026-01-01,\n")})
	d := k.get(at)
	told := ""
	for _, r := range d.Rows {
		for _, i := range r.Issues {
			told += fmt.Sprintf("%d %d %s; ", i.Line, i.Column, i.Code)
		}
	}
	if !d.Report.Failed() || told != "2 6 date_impossible; 2 0 start_missing; 3 2 unit_twice; 4 4 formula; " {
		t.Errorf("%s %+v", told, d.Report)
	}
	if err := k.service.Confirm(k.ctx, k.admin, at); !errors.Is(err, ErrRefused) {
		t.Errorf("confirmed: %v", err)
	}
	for name, c := range map[string]struct {
		data string
		code string
	}{
		"0 bytes":    {"", "rent_roll_empty"},
		"UTF-16":     {"\xff\xfep\x00r\x00o\x00p\x00", "rent_roll_utf16"},
		"no columns": {"hello", "rent_roll_unknown_layout"},
		"a workbook": {"PK\x03\x04 or so", "workbook_unreadable"},
		"huge":       {strings.Repeat("x", MaxUpload+1), "import_too_large"},
	} {
		if _, _, err := k.service.Upload(k.ctx, k.admin, Input{FileName: "x", Data: []byte(c.data)}); fault.As(err).Code != c.code ||
			len(fault.As(err).Fields) == 0 {
			t.Errorf("%s: %v", name, err)
		}
	}
}
