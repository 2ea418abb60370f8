package property_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/propertyos/propertyos/internal/audit"
	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/export"
	"github.com/propertyos/propertyos/internal/domain/property"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/tenancy"
)

func unitIDs(units []property.Unit) []id.ID {
	var out []id.ID
	for _, u := range units {
		out = append(out, u.ID)
	}
	return out
}

// codes are the outcomes in order, "ok" where a row was done.
func codes(r property.ManyReport) string {
	var out []string
	for _, o := range r.Outcomes {
		if o.Code == "" {
			o.Code = "ok"
		}
		out = append(out, o.Code)
	}
	return strings.Join(out, " ")
}

func bulkKey(value string) tenancy.Key { return tenancy.NewKey(value, "", []byte(value)) }

func TestChangeUnits(t *testing.T) {
	t.Parallel()
	k := setup(t)
	_, units := k.building("Elm", "1", "2", "3")
	_, elsewhere := k.building("Oak", "9")
	k.lease(units[2], "active", "2026-01-01", "", "2026-01-01", "2026-12-31", "1000", nil)
	ids := append(unitIDs(units), id.New(), units[0].ID)

	got, err := k.s.ChangeUnits(k.Context(), k.admin, bulkKey("a"), property.ManyInput{IDs: ids, Action: property.ManyStatus, Value: "down"})
	k.check(err)
	if codes(got) != "ok ok ok not_found" || got.Done() != 3 || got.Outcomes[0].ID != units[0].ID || got.Outcomes[0].Version != 2 {
		t.Errorf("status: %s, %+v", codes(got), got)
	}
	again, err := k.s.ChangeUnits(k.Context(), k.admin, bulkKey("a"), property.ManyInput{IDs: ids, Action: property.ManyStatus, Value: "down"})
	if err != nil || codes(again) != codes(got) || k.one(`SELECT version FROM units WHERE id = $1`, units[0].ID) != "2" {
		t.Errorf("again: %s, %v", codes(again), err)
	}
	rent, err := k.s.ChangeUnits(k.Context(), k.admin, bulkKey("b"), property.ManyInput{IDs: ids[:2], Action: property.ManyBaseRent, Value: "1250.5"})
	if err != nil || codes(rent) != "ok ok" || k.one(`SELECT base_rent FROM units WHERE id = $1`, units[1].ID) != "1250.50" {
		t.Errorf("rent: %s, %v", codes(rent), err)
	}
	// A household forbids one deletion and not the others.
	gone, err := k.s.ChangeUnits(k.Context(), k.admin, bulkKey("c"), property.ManyInput{IDs: unitIDs(units), Action: property.ManyDelete})
	if err != nil || codes(gone) != "ok ok leases_in_force" || !strings.Contains(gone.Outcomes[2].Message, "unit 3") {
		t.Errorf("delete: %s, %v", codes(gone), err)
	}
	k.unit(units[0].PropertyID, property.UnitInput{Number: "1"})
	back, err := k.s.ChangeUnits(k.Context(), k.admin, bulkKey("d"), property.ManyInput{IDs: unitIDs(units), Action: property.ManyRestore})
	if err != nil || codes(back) != "unit_number_taken ok ok" {
		t.Errorf("restore: %s, %v", codes(back), err)
	}

	// Others' properties and organizations are not there; a reader may not at all.
	in := property.ManyInput{IDs: unitIDs(elsewhere), Action: property.ManyStatus, Value: "down"}
	for name, p := range map[string]tenancy.Principal{"stranger": k.stranger, "limited": limited(k.admin, units[0].PropertyID)} {
		if got, err := k.s.ChangeUnits(k.Context(), p, tenancy.Key{}, in); err != nil || codes(got) != "not_found" {
			t.Errorf("%s: %s, %v", name, codes(got), err)
		}
	}
	if _, err := k.s.ChangeUnits(k.Context(), as(k.admin, tenancy.RoleAuditor), tenancy.Key{}, in); !errors.Is(err, authz.ErrForbidden) {
		t.Errorf("auditor: %v", err)
	}
	if got := k.one(`SELECT status FROM units WHERE id = $1`, elsewhere[0].ID); got != "vacant" {
		t.Errorf("it is %s", got)
	}
}

func TestManyIsChecked(t *testing.T) {
	t.Parallel()
	k := setup(t)
	one := []id.ID{id.New()}
	many := make([]id.ID, property.MaxMany+1)
	for want, in := range map[string]property.ManyInput{
		"/ids required":         {Action: property.ManyDelete},
		"/ids too_many":         {IDs: many, Action: property.ManyDelete},
		"/action not_allowed":   {IDs: one, Action: "burn"},
		"/value not_allowed":    {IDs: one, Action: property.ManyStatus, Value: "sold"},
		"/value amount_invalid": {IDs: one, Action: property.ManyBaseRent, Value: "-1"},
	} {
		if _, err := k.s.ChangeUnits(k.Context(), k.admin, tenancy.Key{}, in); fieldsOf(err) != want {
			t.Errorf("%s: %v", want, fieldsOf(err))
		}
	}
	if _, err := k.s.ChangeProperties(k.Context(), k.admin, tenancy.Key{}, property.ManyInput{IDs: one, Action: property.ManyBaseRent}); fieldsOf(err) != "/action not_allowed" {
		t.Errorf("%v", fieldsOf(err))
	}
}

// Undo brings everything back as it was, and leaves alone what somebody has changed since.
func TestUndo(t *testing.T) {
	t.Parallel()
	k := setup(t)
	p, units := k.building("Elm", "1", "2")
	q, _ := k.building("Oak", "9")
	k.document("unit", units[0].ID)
	before := k.contents()
	delete(before, "idempotency_keys")

	for key, in := range map[string]property.ManyInput{
		"delete": {IDs: unitIDs(units), Action: property.ManyDelete},
		"status": {IDs: unitIDs(units), Action: property.ManyStatus, Value: "reserved"},
		"rent":   {IDs: unitIDs(units), Action: property.ManyBaseRent, Value: "999"},
	} {
		_, err := k.s.ChangeUnits(k.Context(), k.admin, bulkKey(key), in)
		k.check(err)
		if got, err := k.s.UndoUnits(k.Context(), k.admin, key); err != nil || codes(got) != "ok ok" {
			t.Errorf("undo %s: %s, %v", key, codes(got), err)
		}
	}
	for key, in := range map[string]property.ManyInput{
		"p-delete": {IDs: []id.ID{p.ID, q.ID}, Action: property.ManyDelete},
		"p-status": {IDs: []id.ID{p.ID, q.ID}, Action: property.ManyStatus, Value: "sold"},
	} {
		_, err := k.s.ChangeProperties(k.Context(), k.admin, bulkKey(key), in)
		k.check(err)
		if got, err := k.s.UndoProperties(k.Context(), k.admin, key); err != nil || codes(got) != "ok ok" {
			t.Errorf("undo %s: %s, %v", key, codes(got), err)
		}
	}
	for table, now := range k.contents() {
		if table != "idempotency_keys" && table != "unit_status_history" && now != before[table] {
			t.Errorf("%s holds\n%s\nbefore:\n%s", table, now, before[table])
		}
	}

	_, err := k.s.ChangeUnits(k.Context(), k.admin, bulkKey("late"), property.ManyInput{IDs: unitIDs(units), Action: property.ManyStatus, Value: "down"})
	k.check(err)
	_, err = k.s.UpdateUnit(k.Context(), k.admin, units[0].ID, nil, func(in *property.UnitInput) { in.Status = "model" })
	k.check(err)
	if got, err := k.s.UndoUnits(k.Context(), k.admin, "late"); err != nil || codes(got) != "changed_since ok" {
		t.Errorf("%s, %v", codes(got), err)
	}
	// A key is its owner's, and its operation's.
	other := k.admin
	other.User = id.New()
	for name, err := range map[string]error{
		"another user": second(k.s.UndoUnits(k.Context(), other, "late")), "another list": second(k.s.UndoProperties(k.Context(), k.admin, "late")),
		"unknown": second(k.s.UndoUnits(k.Context(), k.admin, "nothing")), "none": second(k.s.UndoUnits(k.Context(), k.admin, "")),
	} {
		if code(err) != "not_found" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func second[T any](_ T, err error) error { return err }

// recorded keeps what is recorded, and fails where told to.
type recorded struct {
	audit.Nobody
	entries []audit.Entry
	fail    error
}

func (r *recorded) Record(_ context.Context, _ tenancy.Principal, e audit.Entry) error {
	r.entries = append(r.entries, e)
	return r.fail
}

func TestExport(t *testing.T) {
	t.Parallel()
	k := setup(t)
	numbers := make([]string, 0, 205) // more than a page
	for i := range 205 {
		numbers = append(numbers, string(rune('a'+i/26))+string(rune('a'+i%26)))
	}
	p, units := k.building("=Elm", numbers...)
	k.lease(units[0], "active", "2026-01-01", "", "2026-01-01", "2026-12-31", "1000", nil)
	r := &recorded{}
	e := property.NewExports(k.s, r)
	file, err := e.Units(k.Context(), k.admin, property.UnitFilter{PropertyID: p.ID}, export.Input{
		Sort: "-number", Columns: []string{"property_name", "number", "renters", "monthly_rent"},
	})
	k.check(err)
	if len(r.entries) != 1 || r.entries[0].Action != "export" || r.entries[0].EntityType != "units" {
		t.Errorf("recorded %+v before the first byte", r.entries)
	}
	var b strings.Builder
	k.check(file.Write(&b))
	lines := strings.Split(strings.TrimSpace(b.String()), "\r\n")
	slices.Sort(numbers)
	if len(lines) != 206 || lines[0] != "Property,Unit,Renters,Rent" || lines[1] != "'=Elm,"+numbers[204]+",," ||
		lines[205] != `'=Elm,aa,"Ida Irisaa, Otto Olm",1000.00` {
		t.Errorf("%d lines: %q … %q", len(lines), lines[:2], lines[len(lines)-1])
	}
	if file.Name != "units-2026-11-02.csv" {
		t.Errorf("named %s", file.Name)
	}

	// Who may not know of households gets a file without them, and may not ask for them.
	technician := as(k.admin, tenancy.RoleTechnician)
	if _, err := e.Units(k.Context(), technician, property.UnitFilter{}, export.Input{}); !errors.Is(err, authz.ErrForbidden) {
		t.Errorf("a technician exports: %v", err)
	}
	key := k.admin
	key.APIKey, key.KeyScopes = id.New(), []string{"portfolio.read", "export.run"}
	narrow, err := e.Units(k.Context(), key, property.UnitFilter{}, export.Input{Format: "json"})
	k.check(err)
	b.Reset()
	k.check(narrow.Write(&b))
	if strings.Contains(b.String(), "Iris") || strings.Contains(b.String(), "past_due") {
		t.Error("tells of households")
	}
	if _, err := e.Units(k.Context(), key, property.UnitFilter{}, export.Input{Columns: []string{"renters"}}); !errors.Is(err, authz.ErrForbidden) {
		t.Errorf("asked for renters: %v", err)
	}

	n := len(r.entries)
	for _, bad := range []export.Input{{Format: "xls"}, {Columns: []string{"ssn"}}, {Sort: "ssn"}} {
		if _, err := e.Properties(k.Context(), k.admin, property.PropertyFilter{}, bad); code(err) != "invalid_input" {
			t.Errorf("%+v: %v", bad, err)
		}
	}
	if len(r.entries) != n {
		t.Error("a refusal was recorded as an export")
	}
	// What cannot be recorded does not leave.
	r.fail = errors.New("no room")
	if _, err := e.Properties(k.Context(), k.admin, property.PropertyFilter{}, export.Input{}); !errors.Is(err, r.fail) {
		t.Errorf("%v", err)
	}
}
