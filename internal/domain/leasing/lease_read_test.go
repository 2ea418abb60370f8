package leasing

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/page"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/tenancy"
)

func TestWhoSeesAndChangesLeases(t *testing.T) {
	t.Parallel()
	k := vacantKit(t, 2)
	l := k.draft(k.input(0))
	limited := tenancy.Principal{Organization: k.org, Role: tenancy.RoleManager, PropertyScope: []id.ID{id.New()}}
	foreign := tenancy.Principal{Organization: k.pg.Org(t), Role: tenancy.RoleAdmin}
	for name, p := range map[string]tenancy.Principal{"limited": limited, "foreign": foreign} {
		_, read := k.service.Lease(k.ctx, p, l.ID, true)
		_, write := k.service.SubmitLease(k.ctx, p, l.ID, nil)
		_, history := k.service.LeaseHistory(k.ctx, p, l.ID)
		_, policy := k.service.SetPolicy(k.ctx, p, PolicyOf{Lease: l.ID}, nil, func(*Policy) {})
		_, restore := k.service.RestoreLease(k.ctx, p, l.ID)
		for i, err := range []error{read, write, history, policy, restore} {
			if !errors.Is(err, postgres.ErrNotFound) {
				t.Errorf("%s, %d: %v", name, i, err)
			}
		}
		rows, _, err := k.service.Leases(k.ctx, p, LeaseFilter{}, page.Request{})
		if err != nil || len(rows) != 0 {
			t.Errorf("%s lists %d, %v", name, len(rows), err)
		}
		found, err := k.service.FindRenters(k.ctx, p, "ana")
		if err != nil || len(found) != 0 {
			t.Errorf("%s finds %v, %v", name, found, err)
		}
	}
	in := k.input(1)
	in.People = []PartyInput{{RenterID: l.People[0].RenterID}}
	_, err := k.service.CreateLease(k.ctx, limited, tenancy.Key{}, in)
	k.wants("another property's unit", err, "reference_not_found", "/unit_id")
	again := k.draft(in)
	if again.People[0].Name.String() != "Ana Lopez" || k.one(`SELECT count(*) FROM tenants`) != "2" {
		t.Errorf("a renter who was there: %+v", again.People)
	}
	auditor := tenancy.Principal{Organization: k.org, Role: tenancy.RoleAuditor}
	if _, err := k.service.SubmitLease(k.ctx, auditor, l.ID, nil); !errors.Is(err, authz.ErrForbidden) {
		t.Errorf("an auditor submits: %v", err)
	}
	agent := tenancy.Principal{Organization: k.org, Role: tenancy.RoleLeasingAgent}
	if _, err := k.service.SubmitLease(k.ctx, agent, l.ID, nil); err != nil {
		t.Errorf("a leasing agent: %v", err)
	}
	if _, err := k.service.SetPolicy(k.ctx, agent, PolicyOf{}, nil, func(*Policy) {}); !errors.Is(err, authz.ErrForbidden) {
		t.Errorf("an agent sets the organization's policy: %v", err)
	}
}

func TestListsOfLeases(t *testing.T) {
	t.Parallel()
	k := vacantKit(t, 4)
	err := k.record(
		k.stay(0, "2024-01-01", "2024-01-01", "2026-10-31", StatusActive), // past its end
		k.stay(1, "2026-01-01", "2026-01-01", "", StatusActive),
		k.stay(2, "2026-01-01", "2026-01-01", "2026-12-31", StatusExpiringSoon),
	)
	if err != nil {
		t.Fatal(err)
	}
	k.draft(k.input(3))
	for name, c := range map[string]struct {
		f    LeaseFilter
		want string
	}{
		"all":            {LeaseFilter{}, "1 2 3 4"},
		"month to month": {LeaseFilter{MonthToMonth: true}, "2"},
		"holdover":       {LeaseFilter{Holdover: true}, "1"},
		"ending":         {LeaseFilter{EndsFrom: day("2026-11-02"), EndsTo: day("2026-12-31")}, "3"},
		"statuses":       {LeaseFilter{Statuses: []string{StatusDraft, StatusExpiringSoon}}, "3 4"},
		"unit":           {LeaseFilter{UnitID: k.units[1]}, "2"},
		"words":          {LeaseFilter{Query: "sam re"}, "4"},
		"nothing":        {LeaseFilter{PropertyID: id.New()}, ""},
	} {
		rows, _, err := k.service.Leases(k.ctx, k.admin, c.f, page.Request{})
		totals, sumErr := k.service.SumLeases(k.ctx, k.admin, c.f)
		var got []string
		for _, r := range rows {
			got = append(got, r.Number)
		}
		if err != nil || sumErr != nil || strings.Join(got, " ") != c.want || int(totals.Leases) != len(got) {
			t.Errorf("%s: %v (%d), %v, %v, want %s", name, got, totals.Leases, err, sumErr, c.want)
		}
	}
	var all []string
	r := page.Request{Sort: "-end", Limit: 1}
	for range 5 {
		rows, around, err := k.service.Leases(k.ctx, k.admin, LeaseFilter{}, r)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows {
			all = append(all, row.Number)
		}
		if r.Cursor = around.Next; r.Cursor == "" {
			break
		}
	}
	if strings.Join(all, " ") != "2 4 3 1" {
		t.Errorf("by end, the latest first: %v", all)
	}
	_, _, err = k.service.Leases(k.ctx, k.admin, LeaseFilter{Statuses: []string{"gone"}}, page.Request{})
	k.wants("an unknown status", err, fault.CodeInvalid, "status")
}

func TestPoliciesAreResolved(t *testing.T) {
	t.Parallel()
	k := vacantKit(t, 1)
	l := k.draft(k.input(0))
	set := func(of PolicyOf, change func(*Policy)) {
		k.Helper()
		if _, err := k.service.SetPolicy(k.ctx, k.admin, of, nil, change); err != nil {
			t.Fatal(err)
		}
	}
	set(PolicyOf{}, func(p *Policy) {
		p.GraceDays, p.LateFeeKind, p.LateFeeAmount = ptr(int32(3)), ptr("flat"), dollars("50")
	})
	set(PolicyOf{Property: k.property}, func(p *Policy) { p.LateFeeAmount, p.DueDay = dollars("75"), ptr(int32(5)) })
	set(PolicyOf{Lease: l.ID}, func(p *Policy) { p.DueDay = ptr(int32(10)) })
	l = k.must(k.service.Lease(k.ctx, k.admin, l.ID, false))
	got := l.Policy
	if *got.DueDay != 10 || *got.GraceDays != 3 || got.LateFeeAmount.String() != "75.00" || *got.NoticeDays != 30 || got.LateFees ||
		got.From["due_day"] != FromLease || got.From["grace_days"] != FromOrganization || got.From["late_fee_amount"] != FromProperty ||
		got.From["notice_days"] != FromProgram {
		t.Errorf("%+v", got)
	}
	l = k.must(k.service.ConfirmLateFees(k.ctx, k.admin, l.ID, true))
	if !l.Policy.LateFees || l.LateFeeConfirmedOn != l.Today {
		t.Errorf("confirmed: %+v", l.LateFeeConfirmedOn)
	}
	set(PolicyOf{Lease: l.ID}, func(p *Policy) { p.DueDay = nil })
	of, err := k.service.Policy(k.ctx, k.admin, PolicyOf{Lease: l.ID})
	if err != nil || *of.Resolved.DueDay != 5 || of.Own.DueDay != nil || of.Version != 3 {
		t.Errorf("%+v, %v", of, err)
	}
	_, err = k.service.SetPolicy(k.ctx, k.admin, PolicyOf{Lease: l.ID}, ptr(int32(1)), func(*Policy) {})
	k.wants("an old version", err, "changed_since", "")
	_, err = k.service.SetPolicy(k.ctx, k.admin, PolicyOf{Property: id.New()}, nil, func(*Policy) {})
	k.wants("a property of nobody", err, "not_found", "")
	_, err = k.service.SetPolicy(k.ctx, k.admin, PolicyOf{}, nil, func(p *Policy) { p.DueDay, p.LateFeePercentage = ptr(int32(29)), dollars("100.5") })
	k.wants("a due day that no month has", err, fault.CodeInvalid, "/due_day")
}

// TestFurtherTerms draws up a second lease of a stay.
func TestFurtherTerms(t *testing.T) {
	t.Parallel()
	k := vacantKit(t, 1)
	l := k.active(0)
	in := k.input(0)
	in.UnitID, in.TenancyID, in.Start, in.End = id.Nil, l.TenancyID, day("2027-12-01"), day("2028-11-30")
	in.People = []PartyInput{{RenterID: l.People[0].RenterID}}
	next := k.draft(in)
	if next.TenancyID != l.TenancyID || next.UnitID != l.UnitID || k.one(`SELECT count(*) FROM tenancies`) != "1" {
		t.Errorf("%+v", next)
	}
	if err := k.service.DiscardLease(k.ctx, k.admin, next.ID, nil); err != nil {
		t.Fatal(err)
	}
	if n := k.one(`SELECT count(*) FROM tenancies WHERE deleted_at IS NULL`); n != "1" {
		t.Errorf("%s stays after the further terms were discarded", n)
	}
	err := tenancy.InTx(k.ctx, k.service.db, k.admin, func(ctx context.Context, tx tenancy.Tx) error {
		return settleUnitTx(ctx, tx, k.property, k.units[0])
	})
	if err != nil || k.unitStatus(0) != "reserved" {
		t.Errorf("%v, unit %s", err, k.unitStatus(0))
	}
}
