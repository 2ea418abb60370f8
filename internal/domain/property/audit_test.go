package property_test

import (
	"context"
	"slices"
	"sync"
	"testing"

	"github.com/propertyos/propertyos/internal/audit"
	"github.com/propertyos/propertyos/internal/domain/leasing"
	"github.com/propertyos/propertyos/internal/domain/property"
	"github.com/propertyos/propertyos/internal/domain/report"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/page"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// witness is a recorder that remembers.
type witness struct {
	mu   sync.Mutex
	list []audit.Entry
}

func (w *witness) Note(_ tenancy.Principal, e audit.Entry) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.list = append(w.list, e)
}

func (w *witness) Record(_ context.Context, p tenancy.Principal, e audit.Entry) error {
	w.Note(p, e)
	return nil
}

// told returns what was noted since it was last asked.
func (w *witness) told() []audit.Entry {
	w.mu.Lock()
	defer w.mu.Unlock()
	out := w.list
	w.list = nil
	return out
}

// TestReadsAreTold: whoever sees households, debts or what colleagues did is told of, once, with the rows; whoever sees none is not.
func TestReadsAreTold(t *testing.T) {
	t.Parallel()
	k, w := setup(t), &witness{}
	k.s.WithAudit(w)
	leases, reports := leasing.New(k.db).WithAudit(w), report.New(k.db).WithAudit(w)
	p, units := k.building("Elm", "1", "2")
	h := k.lease(units[0], "active", "2026-01-01", "", "2026-01-01", "2026-12-31", "1200", nil)
	w.told()
	one := func(what, kind string, ids ...id.ID) {
		t.Helper()
		list := w.told()
		if len(list) != 1 || list[0].Action != audit.ActionRead || list[0].EntityType != kind || !slices.Equal(list[0].EntityIDs, ids) {
			t.Errorf("%s: told %+v", what, list)
		}
	}
	none := func(what string) {
		t.Helper()
		if list := w.told(); len(list) != 0 {
			t.Errorf("%s: told %+v", what, list)
		}
	}
	list := func(who tenancy.Principal) {
		t.Helper()
		_, _, err := k.s.Units(t.Context(), who, property.UnitFilter{}, page.Request{})
		k.check(err)
	}
	list(k.admin)
	one("a list of units", "units", units[0].ID)
	list(as(k.admin, tenancy.RoleTechnician))
	none("a list for somebody who sees no households")
	_, err := k.s.UnitHistory(t.Context(), k.admin, units[1].ID)
	k.check(err)
	one("a unit's history", "units", units[1].ID)
	_, err = k.s.PropertyHistory(t.Context(), k.admin, p.ID)
	k.check(err)
	one("a property's history", "properties", p.ID)
	o, _, err := leases.Current(t.Context(), k.admin, units[0].ID, date("2026-11-02"))
	k.check(err)
	var people []id.ID
	for _, r := range o.Renters {
		people = append(people, r.ID)
	}
	if len(people) != len(h.Renters) {
		t.Fatalf("%d renters", len(people))
	}
	one("a household", "tenants", people...)
	_, _, err = leases.Current(t.Context(), k.admin, units[1].ID, date("2026-11-02"))
	k.check(err)
	none("nobody's home")
	_, err = reports.Portfolio(t.Context(), k.admin, date("2026-11-02"))
	k.check(err)
	one("the totals", "organizations")
	_, err = reports.Dashboard(t.Context(), k.admin)
	k.check(err)
	one("the dashboard", "organizations")
	if _, err := k.s.UnitHistory(t.Context(), k.stranger, units[1].ID); err == nil {
		t.Error("a stranger reads a history")
	}
	none("a read that was refused")
}
