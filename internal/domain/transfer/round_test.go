package transfer_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/propertyos/propertyos/internal/domain/transfer"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/testkit/fill"
)

// odd is a text that spreadsheet programs, readers of CSV and programs that take too much for granted stumble over.
const odd = "=HYPERLINK(\"http://example.com\")\r\n'a', \"b\";\n\ttail "

// sameRows holds the rows of two archives against each other, field by field: the second is of an organization that the first was
// brought into.
func (k *kit) sameRows(a, b opened) {
	k.Helper()
	ids := map[string]string{a.manifest.Organization.ID.String(): b.manifest.Organization.ID.String()}
	rows, err := k.super.Query(k.ctx, `SELECT source_id::text, id::text FROM import_sources WHERE tenant_id = $1`, k.to.Organization)
	k.check(err)
	for rows.Next() {
		var from, to string
		k.check(rows.Scan(&from, &to))
		ids[from] = to
	}
	k.check(rows.Err())
	for file, list := range a.rows {
		switch file {
		case "deposit_rules": // confirmed by whoever receives them
			continue
		case "document_versions": // has its own test
			continue
		}
		if len(list) == 0 {
			k.Errorf("%s is empty: nothing was tried", file)
		}
		if len(list) != len(b.rows[file]) {
			k.Errorf("%s: %d rows, %d came out again", file, len(list), len(b.rows[file]))
		}
		for at, row := range list {
			want := maps.Clone(row)
			for column, v := range want {
				if to, ok := ids[v]; ok {
					want[column] = to
				}
			}
			if file == "deposit_dispositions" {
				want["rule_id"] = ""
			}
			if got := b.rows[file][ids[at]]; !maps.Equal(got, want) {
				k.Errorf("%s: %v, want %v", file, got, want)
			}
		}
	}
}

// An organization that has something in every table goes out and comes into another one whole: what goes out there is the same,
// field by field. The same archive, and a later one, change nothing; taken back, nothing of it is left, and it can come again.
func TestAnOrganizationGoesRound(t *testing.T) {
	t.Parallel()
	k := setup(t)
	made := fill.Into(t, k.pg, k.from.Organization)
	// The files of these rows are nowhere. One that is takes their place.
	k.exec(`UPDATE documents SET deleted_at = now() WHERE tenant_id = $1`, k.from.Organization)
	k.roll("appfolio-rent-roll.csv")
	lease := made.IDs["leases"]
	signed := k.pdf("lease", lease, odd)
	k.exec(`UPDATE leases SET signed_document_id = $2, terms = $3, deleted_at = NULL WHERE tenant_id = $1 AND id = $4`,
		k.from.Organization, signed.ID, odd, lease)
	k.exec(`UPDATE units SET number = '=1+1' WHERE tenant_id = $1 AND id = $2`, k.from.Organization, made.IDs["units"])

	data := k.export(k.from, transfer.Input{})
	a := k.open(data)
	if cell := a.rows["units"][made.IDs["units"].String()]["number"]; cell != "'=1+1" {
		t.Errorf("a formula went out as %q", cell)
	}
	if e := k.recorder.list; len(e) != 1 || e[0].Action != "export" || e[0].EntityType != "organizations" {
		t.Errorf("recorded %+v", e)
	}
	want := k.one(`SELECT concat_ws(' ', (SELECT count(*) FROM units WHERE tenant_id = $1 AND deleted_at IS NULL),
		(SELECT count(*) FROM units WHERE tenant_id = $1 AND deleted_at IS NULL AND status IN ('occupied', 'notice')),
		(SELECT sum(monthly_rent) FROM leases WHERE tenant_id = $1 AND deleted_at IS NULL AND status IN ('active', 'expiring_soon')),
		(SELECT sum(deposit_held + other_deposit_held) FROM lease_openings WHERE tenant_id = $1))`, k.from.Organization)
	m := a.manifest.Totals
	if got := fmt.Sprint(m.Units, m.Occupied, m.MonthlyRent, m.DepositsHeld); got != want {
		t.Errorf("control totals %s, want %s", got, want)
	}

	empty := k.open(k.export(k.to, transfer.Input{}))
	r := k.load(k.to, data)
	if r.Units.Created != m.Units || r.Properties.Created != m.Properties || r.Layout != "propertyos" {
		t.Errorf("%+v", r)
	}
	first := k.export(k.to, transfer.Input{})
	b := k.open(first)
	k.sameRows(a, b)
	if b.manifest.Totals != a.manifest.Totals {
		t.Errorf("control totals %+v, want %+v", b.manifest.Totals, a.manifest.Totals)
	}
	for name, text := range b.content {
		if strings.HasPrefix(name, "files/") && text != "%PDF-1.4\n"+odd {
			t.Errorf("%s holds %q", name, text)
		}
	}

	if again := k.load(k.to, data); again.AlreadyImported == nil {
		t.Errorf("the same archive: %+v", again)
	}
	k.clock.Advance(time.Minute)
	later := k.load(k.to, k.export(k.from, transfer.Input{}))
	if later.Units.Created != 0 || later.Leases.Created != 0 || later.Units.Unchanged != m.Units {
		t.Errorf("a later archive: %+v", later)
	}
	k.sameRows(a, k.open(k.export(k.to, transfer.Input{})))

	k.check(k.imports.Undo(k.ctx, k.to, later.ImportID))
	k.check(k.imports.Undo(k.ctx, k.to, r.ImportID))
	undone := k.open(k.export(k.to, transfer.Input{}))
	for file, rows := range undone.rows {
		if len(rows) != len(empty.rows[file]) {
			t.Errorf("after undo %d rows are left in %s", len(rows), file)
		}
	}
	if undone.manifest.Totals != empty.manifest.Totals {
		t.Errorf("after undo %+v", undone.manifest.Totals)
	}
	if r := k.load(k.to, data); r.Units.Created != m.Units {
		t.Errorf("a third time: %+v", r)
	}
}

// What belongs to another organization, or to another property, is not in an archive.
func TestAPropertyIsHandedOver(t *testing.T) {
	t.Parallel()
	k := setup(t)
	stranger := fill.Into(t, k.pg, k.to.Organization)
	other := fill.Into(t, k.pg, k.from.Organization)
	k.exec(`UPDATE documents SET deleted_at = now() WHERE tenant_id = $1`, k.from.Organization)
	k.roll("plain.csv")
	property := id.ID{}
	k.check(k.super.QueryRow(k.ctx, `SELECT p.id FROM properties AS p WHERE p.tenant_id = $1 AND p.id <> $2 ORDER BY p.name LIMIT 1`,
		k.from.Organization, other.IDs["properties"]).Scan(&property))
	kept := k.pdf("property", property, "kept")
	k.pdf("property", other.IDs["properties"], "not theirs")
	k.pdf("organization", k.from.Organization, "not theirs")

	data := k.export(k.from, transfer.Input{Property: property})
	o := k.open(data)
	for name, text := range o.content {
		if strings.Contains(text, stranger.Canary) || strings.Contains(text, other.Canary) || strings.Contains(text, "not theirs") {
			t.Errorf("%s holds what is of somebody else", name)
		}
	}
	if o.manifest.Property == nil || o.manifest.Property.ID != property || !slices.Equal(o.order["documents"], []string{kept.ID.String()}) {
		t.Errorf("%+v, documents %v", o.manifest.Property, o.order["documents"])
	}
	want := k.one(`SELECT concat_ws(' ', (SELECT count(*) FROM units WHERE tenant_id = $1 AND property_id = $2),
		(SELECT count(*) FROM leases WHERE tenant_id = $1 AND property_id = $2), (SELECT count(DISTINCT p.renter_id) FROM lease_parties AS p
		JOIN leases AS l ON l.tenant_id = p.tenant_id AND l.id = p.lease_id WHERE p.tenant_id = $1 AND l.property_id = $2),
		(SELECT count(*) FROM lease_openings AS o JOIN leases AS l ON l.tenant_id = o.tenant_id AND l.id = o.lease_id
		WHERE o.tenant_id = $1 AND l.property_id = $2))`, k.from.Organization, property)
	if got := fmt.Sprint(len(o.rows["units"]), len(o.rows["leases"]), len(o.rows["renters"]), len(o.rows["lease_openings"])); got != want {
		t.Errorf("%s, want %s", got, want)
	}
	before := k.open(k.export(k.to, transfer.Input{})).manifest.Totals
	r := k.load(k.to, data)
	after := k.open(k.export(k.to, transfer.Input{})).manifest.Totals
	if r.Properties.Created != 1 || after.Units-before.Units != o.manifest.Totals.Units || after.MonthlyRent.Sub(before.MonthlyRent) != o.manifest.Totals.MonthlyRent {
		t.Errorf("%+v: %+v, before %+v", r, after, before)
	}
	if n := k.one(`SELECT count(*) FROM documents AS d JOIN import_sources AS s ON s.tenant_id = d.tenant_id AND s.id = d.id
		WHERE d.tenant_id = $1 AND s.source_id = $2 AND d.deleted_at IS NULL`, k.to.Organization, kept.ID); n != "1" {
		t.Errorf("%s documents came in", n)
	}
}
