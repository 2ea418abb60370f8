package demo_test

import (
	"slices"
	"time"

	"github.com/propertyos/propertyos/internal/domain/demo"
	"github.com/propertyos/propertyos/internal/domain/leasing"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/period"
)

func checkMoney(t fataler, o *demo.Organization, seen map[string]bool) {
	t.Helper()
	stays := map[id.ID]leasing.Household{}
	for _, h := range slices.Concat(o.Households, o.Spaces) {
		stays[h.TenancyID] = h
	}
	start := o.AsOf.Time()
	mine := map[string]bool{}
	for _, p := range o.Payments {
		seen["method "+p.Method], mine[p.Status] = true, true
		if p.ReturnCode != "" {
			seen["return "+p.ReturnCode] = true
		}
		h := stays[p.TenancyID]
		arrived := p.Status == "completed" || p.Status == "refunded" || p.Status == "partial_refund"
		if p.Amount.Sign() <= 0 || arrived != !p.PaidAt.IsZero() || (p.Status == "failed") != (p.ReturnCode != "" && !p.FailedAt.IsZero()) ||
			!p.CreatedAt.Before(start) || !p.PaidAt.IsZero() && (p.PaidAt.Before(p.CreatedAt) || !p.PaidAt.Before(start)) ||
			!p.FailedAt.IsZero() && (!p.FailedAt.After(p.CreatedAt) || !p.FailedAt.Before(start)) {
			t.Fatalf("a payment does not agree with itself: %+v", p)
		}
		if back := p.Refunded; (p.Status == "refunded") != (back == p.Amount) || (p.Status == "partial_refund") !=
			(back.Sign() > 0 && back.Cmp(p.Amount) < 0) || !back.IsZero() && (p.RefundedOn.Before(period.In(p.PaidAt, time.UTC)) ||
			!p.RefundedOn.Before(o.AsOf)) {
			t.Fatalf("a refund does not agree with its payment: %+v", p)
		}
		if !h.MovedInOn.IsZero() && p.Status != "cancelled" && p.CreatedAt.Before(h.Leases[0].Start.Time()) {
			t.Fatalf("paid on %s for a stay from %s", p.CreatedAt, h.Leases[0].Start)
		}
		if i := slices.IndexFunc(h.Leases, func(l leasing.NewLease) bool { return l.ID == p.LeaseID }); i < 0 ||
			p.DueDate.Before(h.Leases[i].Start) || !slices.ContainsFunc(h.Renters, func(r leasing.NewRenter) bool { return r.ID == p.RenterID }) {
			t.Fatalf("a payment of nobody: %+v of %+v", p, h)
		}
	}
	for _, s := range []string{"pending", "processing", "completed", "failed", "refunded", "partial_refund", "cancelled"} {
		if !mine[s] {
			t.Fatalf("%s has no payment that is %s", o.Slug, s)
		}
	}
}

// checkBalances adds up rent and payments in another way than the generator does.
func checkBalances(t fataler, o *demo.Organization) {
	t.Helper()
	rent, deposits := map[id.ID]int64{}, map[id.ID]int64{}
	for _, p := range o.Payments {
		switch p.Purpose {
		case demo.ForRent:
			rent[p.TenancyID] += p.Received().Cents()
		case demo.ForDeposit:
			deposits[p.TenancyID] += p.Received().Cents()
		}
	}
	owing := 0
	for _, h := range slices.Concat(o.Households, o.Spaces) {
		due := rentDue(h, o.AsOf)
		balance := money.FromCents(due - rent[h.TenancyID])
		if !h.MovedOutOn.IsZero() {
			if !balance.IsZero() {
				t.Fatalf("a household that left on %s owes %s as of %s: %+v", h.MovedOutOn, balance, o.AsOf, h)
			}
			continue
		}
		for _, l := range h.Leases {
			if l.Opening == nil {
				continue
			}
			if l.Opening.PastDue.Sub(l.Opening.Prepaid) != balance || l.Opening.PastDue.Sign()*l.Opening.Prepaid.Sign() != 0 ||
				l.Opening.DepositHeld.Cents() != deposits[h.TenancyID] || l.Opening.AsOf != o.AsOf {
				t.Fatalf("balances %+v, but %s is due and %d deposited", l.Opening, balance, deposits[h.TenancyID])
			}
			if l.Opening.PastDue.Sign() > 0 {
				owing++
			}
			if l.SecurityDeposit != nil && l.Opening.DepositHeld != *l.SecurityDeposit && h.MovedInOn.Before(o.AsOf.AddDays(-5)) {
				t.Fatalf("%s is held of a deposit of %s", l.Opening.DepositHeld, l.SecurityDeposit)
			}
		}
	}
	if owing == 0 || owing > o.Units()/2 {
		t.Fatalf("%s: %d households owe rent", o.Slug, owing)
	}
}

// rentDue sums rent, in cents, over calendar months: of each the days that a lease covers, if the first of them lies before
// a day. The last day of a lease that is in force is unknown.
func rentDue(h leasing.Household, before period.Date) int64 {
	var total int64
	for _, l := range h.Leases {
		last := l.End
		switch l.Status {
		case "draft", "cancelled", "pending":
			continue
		case "active", "expiring_soon":
			last = before.AddMonths(2)
		}
		if !h.MovedOutOn.IsZero() && h.MovedOutOn.Before(last) {
			last = h.MovedOutOn
		}
		for from := l.Start; from.Before(before) && !from.After(last); from = from.LastOfMonth().AddDays(1) {
			to := from.LastOfMonth()
			if last.Before(to) {
				to = last
			}
			total += share(l.MonthlyRent.Cents(), to.Day()-from.Day()+1, from.LastOfMonth().Day())
		}
	}
	return total
}

func share(cents int64, days, of int) int64 {
	whole, rest := cents*int64(days)/int64(of), cents*int64(days)%int64(of)
	if 2*rest >= int64(of) {
		whole++
	}
	return whole
}
