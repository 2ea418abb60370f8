package demo_test

import (
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/propertyos/propertyos/internal/domain/demo"
	"github.com/propertyos/propertyos/internal/domain/leasing"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/period"
)

// days draws as-of dates, the awkward ones often.
var days = rapid.Custom(func(t *rapid.T) period.Date {
	if rapid.Bool().Draw(t, "awkward") {
		return period.MustParse(rapid.SampledFrom([]string{
			"2024-02-29", "2028-02-29", "2025-02-28", "2024-12-31", "2025-01-01",
			"2026-03-31", "2027-04-30", "2026-11-01", "2029-05-31", "2030-12-31", "2024-01-01", "2026-03-01", "2026-03-02",
		}).Draw(t, "day"))
	}
	return period.MustParse("2024-01-01").AddDays(rapid.IntRange(0, 2556).Draw(t, "days"))
})

// fataler is what testing and rapid have in common.
type fataler interface {
	Helper()
	Fatalf(format string, args ...any)
	Errorf(format string, args ...any)
}

func TestGenerate(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		asOf := days.Draw(t, "as of")
		list := demo.Generate(asOf)
		if !reflect.DeepEqual(list, demo.Generate(asOf)) {
			t.Fatalf("two runs of the same day differ")
		}
		seen := map[string]bool{}
		ids := map[id.ID]bool{}
		properties, units := 0, 0
		for i := range list {
			o := &list[i]
			properties, units = properties+len(o.Properties), units+o.Units()
			checkIDs(t, o, ids)
			checkPortfolio(t, o, seen)
			checkVacancy(t, o)
			checkStays(t, o, seen)
			checkTurnover(t, o)
			checkMoney(t, o, seen)
			checkBalances(t, o)
			checkMaintenance(t, o, seen)
			checkShares(t, o)
		}
		if len(list) != 3 || properties < 24 || units < 600 {
			t.Fatalf("%d organizations, %d properties, %d units", len(list), properties, units)
		}
		checkCoverage(t, seen)
	})
}

func TestThePeopleAndPlacesStay(t *testing.T) {
	t.Parallel()
	a, b := demo.Generate(period.MustParse("2025-06-15")), demo.Generate(period.MustParse("2026-02-28"))
	for i := range a {
		if a[i].ID != b[i].ID {
			t.Errorf("%s has another id on another day", a[i].Slug)
		}
		for j := range a[i].Properties {
			x, y := a[i].Properties[j], b[i].Properties[j]
			if x.ID != y.ID || x.Name != y.Name || *x.Address.Latitude != *y.Address.Latitude || len(x.Units) != len(y.Units) {
				t.Errorf("%s is another property on another day", x.Name)
			}
		}
	}
}

func checkIDs(t fataler, o *demo.Organization, seen map[id.ID]bool) {
	t.Helper()
	add := func(what string, v id.ID) {
		if v == id.Nil || seen[v] || v.Version() != 7 || v.Variant() != 1 {
			t.Fatalf("%s has the id %s, which is missing, taken or no version 7", what, v)
		}
		seen[v] = true
	}
	add("organization", o.ID)
	for _, p := range o.Properties {
		add("property", p.ID)
		add("address", p.Address.ID)
		for _, u := range p.Units {
			add("unit", u.ID)
		}
	}
	for _, h := range slices.Concat(o.Households, o.Spaces) {
		add("tenancy", h.TenancyID)
		for _, r := range h.Renters {
			if !r.Existing {
				add("renter", r.ID)
			} else if !seen[r.ID] {
				t.Fatalf("the renter of a lockup is nobody")
			}
		}
		for _, l := range h.Leases {
			add("lease", l.ID)
			if l.Opening != nil {
				add("opening", l.Opening.ID)
			}
		}
	}
	for _, v := range o.Payments {
		add("payment", v.ID)
	}
	for _, v := range o.Requests {
		add("request", v.ID)
	}
	for _, v := range o.WorkOrders {
		add("work order", v.ID)
	}
	for _, v := range o.Contacts {
		add("contact", v.ID)
	}
}

func checkPortfolio(t fataler, o *demo.Organization, seen map[string]bool) {
	t.Helper()
	for _, p := range o.Properties {
		seen["property "+p.Type] = true
		lat, lon := *p.Address.Latitude, *p.Address.Longitude
		if lat < 25 || lat > 49 || lon < -125 || lon > -67 {
			t.Fatalf("%s lies at %f, %f", p.Name, lat, lon)
		}
		if _, err := time.LoadLocation(p.TimeZone); err != nil {
			t.Fatalf("%s: %v", p.Name, err)
		}
		numbers := map[string]bool{}
		for _, u := range p.Units {
			seen["form "+u.Form], seen["unit "+u.Status] = true, true
			if u.Bedrooms != nil {
				seen[fmt.Sprintf("bedrooms %d", *u.Bedrooms)] = true
				if u.BaseRent.Cents() < 700_00 || u.BaseRent.Cents() > 4500_00 {
					t.Fatalf("%s %s lets for %s", p.Name, u.Number, u.BaseRent)
				}
			}
			if numbers[u.Number] || u.PropertyID != p.ID || u.BaseRent.Sign() <= 0 {
				t.Fatalf("%s has a bad unit %q", p.Name, u.Number)
			}
			numbers[u.Number] = true
		}
	}
}

// checkVacancy holds empty units to between five and nine percent.
func checkVacancy(t fataler, o *demo.Organization) {
	t.Helper()
	empty := 0
	for _, p := range o.Properties {
		for _, u := range p.Units {
			if u.Status == "vacant" || u.Status == "reserved" {
				empty++
			}
		}
	}
	if rate := empty * 1000 / o.Units(); rate < 50 || rate > 90 {
		t.Fatalf("%s: %d of %d units are empty", o.Slug, empty, o.Units())
	}
}

func checkMaintenance(t fataler, o *demo.Organization, seen map[string]bool) {
	t.Helper()
	stays := map[id.ID]leasing.Household{}
	for _, h := range o.Households {
		stays[h.TenancyID] = h
	}
	vendors := map[id.ID]demo.Vendor{}
	for _, v := range o.Vendors {
		vendors[v.ID], seen["vendor "+v.Type] = v, true
	}
	requests := map[id.ID]demo.Request{}
	for _, r := range o.Requests {
		requests[r.ID] = r
		seen["request "+r.Status], seen["category "+r.Category], seen["priority "+r.Priority] = true, true, true
		h, on := stays[r.TenancyID], period.In(r.CreatedAt, time.UTC)
		if h.UnitID != r.UnitID || h.Renters[0].ID != r.RenterID || on.Before(h.MovedInOn) || !h.MovedOutOn.IsZero() && on.After(h.MovedOutOn) {
			t.Fatalf("a request of somebody who was not there: %+v", r)
		}
		if done := r.Status == "completed"; done != !r.ResolvedAt.IsZero() || done && (!r.ResolvedAt.After(r.CreatedAt) ||
			!r.ResolvedAt.Before(o.AsOf.Time()) || r.ActualCost.Sign() <= 0) || !r.CreatedAt.Before(o.AsOf.Time()) ||
			r.Rating < 0 || r.Rating > 5 || !done && r.Rating != 0 {
			t.Fatalf("a request does not agree with itself: %+v", r)
		}
		if r.Rating > 0 {
			seen[fmt.Sprintf("rating %d", r.Rating)] = true
		}
	}
	fits := map[string][]string{"other": {"locksmith", "cleaning", "general"}}
	jobs := map[id.ID]int{}
	for _, w := range o.WorkOrders {
		seen["job "+w.Status] = true
		r := requests[w.RequestID]
		if v, ok := vendors[w.VendorID]; ok && w.RequestID != id.Nil && v.Type != r.Category && !slices.Contains(fits[r.Category], v.Type) {
			t.Fatalf("%s was sent for %s", v.Type, r.Category)
		}
		if w.Status == "completed" {
			jobs[w.VendorID]++
		}
		if w.ActualCost.Cents() > 3000_00 || (w.Status == "completed") != !w.CompletedAt.IsZero() || w.CreatedAt.Before(r.CreatedAt) ||
			!w.ScheduledTo.IsZero() && !w.ScheduledTo.After(w.ScheduledFrom) || !w.CompletedAt.IsZero() && w.CompletedAt.Before(w.CreatedAt) {
			t.Fatalf("a job does not agree with itself: %+v", w)
		}
	}
	for _, v := range o.Vendors {
		if v.Jobs != jobs[v.ID] || v.Rating.Cents() > 500 || v.Rating.Cents()%10 != 0 {
			t.Fatalf("%s did %d jobs and is rated %s", v.Name, jobs[v.ID], v.Rating)
		}
	}
}

// checkShares holds that every property is owned whole, today and throughout the story.
func checkShares(t fataler, o *demo.Organization) {
	t.Helper()
	for _, p := range o.Properties {
		for month := 0; month <= 30; month++ {
			on, sum := o.AsOf.AddMonths(-month), money.Zero
			for _, s := range o.Shares {
				if s.PropertyID == p.ID && !on.Before(s.From) && (s.To.IsZero() || !on.After(s.To)) {
					sum = sum.Add(s.Percent)
				}
			}
			if sum != money.MustParse("100") {
				t.Fatalf("%s is owned to %s percent on %s", p.Name, sum, on)
			}
		}
	}
}

// checkCoverage holds that every value of every list is shown somewhere.
func checkCoverage(t fataler, seen map[string]bool) {
	t.Helper()
	for what, values := range map[string][]string{
		"property": {"residential", "commercial", "mixed_use", "industrial", "land"},
		"form":     {"apartment", "house", "townhouse", "duplex", "commercial_space", "garage", "storage", "other"},
		"bedrooms": {"0", "1", "2", "3", "4"},
		"unit":     {"vacant", "occupied", "notice", "down", "reserved", "model"},
		"party":    {"renter", "occupant", "guarantor"},
		"lease":    {"draft", "pending", "active", "expiring_soon", "expired", "terminated", "renewed", "cancelled"},
		"method":   {"ach", "credit_card", "debit_card", "check", "cash", "bank_transfer"},
		"request": {
			"submitted", "triaged", "assigned", "in_progress", "awaiting_parts", "completed", "cancelled",
			"reopened",
		},
		"category": {
			"plumbing", "electrical", "hvac", "appliances", "structural", "pest_control", "landscaping", "security",
			"internet", "other",
		},
		"priority": {"low", "medium", "high", "emergency"},
		"job": {
			"submitted", "triaged", "assigned", "estimate", "approved", "declined", "in_progress", "awaiting_parts",
			"completed", "cancelled", "reopened",
		},
		"vendor": {
			"plumbing", "electrical", "hvac", "appliances", "structural", "pest_control", "landscaping", "security",
			"internet", "cleaning", "painting", "flooring", "roofing", "locksmith", "general", "other",
		},
		"rating": {"1", "2", "3", "4", "5"},
		"return": {"R01"},
	} {
		for _, v := range values {
			if !seen[what+" "+v] {
				t.Fatalf("no %s %s", what, v)
			}
		}
	}
	for _, v := range []string{"eviction", "holdover", "month to month"} {
		if !seen[v] {
			t.Fatalf("no %s", v)
		}
	}
}
