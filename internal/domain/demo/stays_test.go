package demo_test

import (
	"slices"

	"github.com/propertyos/propertyos/internal/domain/demo"
	"github.com/propertyos/propertyos/internal/domain/leasing"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/period"
)

func checkStays(t fataler, o *demo.Organization, seen map[string]bool) {
	t.Helper()
	possession := map[id.ID]leasing.Household{}
	for _, h := range slices.Concat(o.Households, o.Spaces) {
		checkStay(t, o, h, seen)
		if !h.MovedInOn.IsZero() && h.MovedOutOn.IsZero() {
			if _, twice := possession[h.UnitID]; twice {
				t.Fatalf("two households are in one unit")
			}
			possession[h.UnitID] = h
		}
	}
	for _, p := range o.Properties {
		for _, u := range p.Units {
			h, let := possession[u.ID]
			if let != (u.Status == "occupied" || u.Status == "notice") {
				t.Fatalf("%s %s is %s, but in possession is %v", p.Name, u.Number, u.Status, let)
			}
			if notice := let && !h.NoticeGivenOn.IsZero(); notice != (u.Status == "notice") {
				t.Fatalf("%s %s is %s, notice is %v", p.Name, u.Number, u.Status, notice)
			}
		}
	}
}

func checkStay(t fataler, o *demo.Organization, h leasing.Household, seen map[string]bool) {
	t.Helper()
	if len(h.Renters) == 0 || len(h.Leases) == 0 {
		t.Fatalf("a household without people or leases")
	}
	if !h.EvictionFiledOn.IsZero() {
		seen["eviction"] = true
	}
	for _, r := range h.Renters {
		if r.Role != "" {
			seen["party "+r.Role] = true
		}
	}
	gone, here := !h.MovedOutOn.IsZero(), !h.MovedInOn.IsZero()
	if here && (h.MovedInOn != h.Leases[0].Start || !h.MovedInOn.Before(o.AsOf)) ||
		gone && (h.MovedOutOn.Before(h.MovedInOn) || !h.MovedOutOn.Before(o.AsOf) || h.NoticeGivenOn.After(h.MovedOutOn)) ||
		!h.NoticeGivenOn.IsZero() && (!h.NoticeGivenOn.Before(o.AsOf) || h.MoveOutPlannedOn.Before(h.NoticeGivenOn)) ||
		!h.EvictionFiledOn.IsZero() && !h.EvictionFiledOn.Before(o.AsOf) {
		t.Fatalf("the dates of a stay do not agree: %+v", h)
	}
	inForce := 0
	for i, l := range h.Leases {
		seen["lease "+l.Status] = true
		if !l.End.IsZero() && !l.End.After(l.Start) {
			t.Fatalf("a lease ends on %s and begins on %s", l.End, l.Start)
		}
		switch l.Status {
		case "active", "expiring_soon":
			inForce++
			if l.Start.After(o.AsOf) {
				t.Fatalf("a lease in force begins on %s", l.Start)
			}
			if l.Opening == nil {
				t.Fatalf("a lease in force has no balances")
			}
			if l.End.IsZero() {
				seen["month to month"] = true
			} else if l.End.Before(o.AsOf) {
				seen["holdover"] = true
			}
		case "pending":
			if !l.Start.After(o.AsOf) {
				t.Fatalf("a pending lease begins on %s", l.Start)
			}
		}
		if !l.SignedAt.IsZero() && (!l.SignedAt.Before(o.AsOf.Time()) || !l.SignedAt.Before(l.Start.Time())) {
			t.Fatalf("signed %s for %s", l.SignedAt, l.Start)
		}
		checkTerm(t, h, i)
	}
	if want := 1; here && !gone && inForce != want || gone && inForce != 0 {
		t.Fatalf("%d leases are in force: %+v", inForce, h)
	}
}

// checkTerm checks length, rent and deposit of the i-th lease.
func checkTerm(t fataler, h leasing.Household, i int) {
	t.Helper()
	l := h.Leases[i]
	if l.SecurityDeposit != nil && 2*h.Leases[0].MonthlyRent.Cents() < l.SecurityDeposit.Cents() {
		t.Fatalf("a deposit of %s for a rent of %s", l.SecurityDeposit, l.MonthlyRent)
	}
	if i == 0 {
		if l.End.IsZero() {
			return
		}
		if extra := l.End.AddDays(1).AddMonths(-12); extra.DaysSince(l.Start) > 31 && l.End.AddDays(1).AddMonths(-36).DaysSince(l.Start) > 31 {
			t.Fatalf("a term from %s to %s", l.Start, l.End)
		}
		return
	}
	before := h.Leases[i-1]
	rise := (l.MonthlyRent.Cents() - before.MonthlyRent.Cents()) * 1000 / before.MonthlyRent.Cents()
	if l.Start != before.End.AddDays(1) || rise < 20 || rise > 50 {
		t.Fatalf("renewed from %s to %s, rent %s to %s", before.End, l.Start, before.MonthlyRent, l.MonthlyRent)
	}
	if !l.End.IsZero() && l.End != l.Start.AddMonths(12).AddDays(-1) {
		t.Fatalf("a renewal from %s to %s", l.Start, l.End)
	}
}

// checkTurnover holds that nobody moves in before the last household is out, and that planned leases do not overlap.
func checkTurnover(t fataler, o *demo.Organization) {
	t.Helper()
	type span struct{ from, to period.Date }
	never := period.MustParse("9999-12-31")
	byUnit := map[id.ID][]span{}
	for _, h := range slices.Concat(o.Households, o.Spaces) {
		for _, l := range h.Leases {
			if l.Status == "draft" || l.Status == "cancelled" {
				continue
			}
			s := span{l.Start, l.End}
			if s.to.IsZero() {
				s.to = never
			}
			if !h.MovedOutOn.IsZero() && h.MovedOutOn.Before(s.to) {
				s.to = h.MovedOutOn
			}
			byUnit[h.UnitID] = append(byUnit[h.UnitID], s)
		}
	}
	for _, spans := range byUnit {
		slices.SortFunc(spans, func(a, b span) int { return a.from.Compare(b.from) })
		for i := 1; i < len(spans); i++ {
			if !spans[i].from.After(spans[i-1].to) {
				t.Fatalf("leases overlap: %v", spans)
			}
		}
	}
}
