package leasing

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/propertyos/propertyos/internal/domain/leasing/internal/leasingdb"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// ErrNoRenter says that a household names nobody.
var ErrNoRenter = fault.New(fault.Invalid, "renter_required", "A household needs at least one renter.").On("/renters")

// chunk is the number of households that one statement writes rows of: large enough that round trips do not count, small
// enough for the statement timeout of a slow machine.
const chunk = 500

// forgetPlans makes the session plan anew how it checks foreign keys. A plan is kept from the first check, and one that
// was made while the table referred to was nearly empty reads all of the organization's rows for each new one: 5,000
// leases took 50 seconds instead of 5.
const forgetPlans = `DISCARD PLANS`

// RecordTx records households with their renters, leases, parties and openings, table by table, and writes the ids that it
// makes back into list. It does not change a unit's status: whoever knows the units sets it. Errors: ErrNoRenter before
// anything is written; unit_in_possession, lease_overlaps and the other faults of the tables' constraints, after which
// the transaction is spoiled.
func RecordTx(ctx context.Context, tx tenancy.Tx, list []Household) error {
	return RecordWatchedTx(ctx, tx, list, func(int) {})
}

// RecordWatchedTx is RecordTx that tells after each statement how many households' worth of rows it has written, from 0 to
// len(list).
func RecordWatchedTx(ctx context.Context, tx tenancy.Tx, list []Household, watch func(done int)) error {
	for i := range list {
		if len(list[i].Renters) == 0 {
			return ErrNoRenter
		}
		list[i].fill()
	}
	w := writer{q: leasingdb.New(tx), org: tx.Organization()}
	steps := []struct {
		what   string
		insert func(context.Context, []Household) (want int, got int64, err error)
	}{
		{"renters", w.renters},
		{"tenancies", w.tenancies},
		{"leases", w.leases},
		{"parties", w.parties},
		{"openings", w.openings},
		{"renters' leases", w.rentersLeases},
	}
	done := 0
	for _, s := range steps {
		if _, err := tx.Exec(ctx, forgetPlans); err != nil {
			return fmt.Errorf("forget plans: %w", err)
		}
		for part := range slices.Chunk(list, chunk) {
			want, got, err := s.insert(ctx, part)
			if err != nil {
				return fmt.Errorf("record %s: %w", s.what, err)
			}
			// Joined to an organization that is not there, a statement would silently write nothing.
			if got != int64(want) {
				return fmt.Errorf("record %s: %d of %d rows were written", s.what, got, want)
			}
			done += len(part)
			watch(done / len(steps))
		}
	}
	return nil
}

// fill makes the ids that are missing.
func (h *Household) fill() {
	make1 := func(v *id.ID) {
		if *v == id.Nil {
			*v = id.New()
		}
	}
	make1(&h.TenancyID)
	for i := range h.Renters {
		make1(&h.Renters[i].ID)
	}
	for i := range h.Leases {
		make1(&h.Leases[i].ID)
		if o := h.Leases[i].Opening; o != nil {
			make1(&o.ID)
		}
	}
}

// writer writes one table's rows of some households at a time. Its methods return how many rows there are to write and
// how many were written.
type writer struct {
	q   *leasingdb.Queries
	org id.ID
}

func (w writer) renters(ctx context.Context, list []Household) (int, int64, error) {
	a := leasingdb.InsertRentersParams{TenantID: w.org}
	for _, h := range list {
		for _, r := range h.Renters {
			if r.Existing {
				continue
			}
			a.Ids = append(a.Ids, r.ID)
			a.UserIds = append(a.UserIds, r.UserID)
			a.FirstNames = append(a.FirstNames, r.FirstName)
			a.LastNames = append(a.LastNames, r.LastName)
			a.CompanyNames = append(a.CompanyNames, r.Company)
			a.Emails = append(a.Emails, strings.ToLower(strings.TrimSpace(r.Email)))
			a.Phones = append(a.Phones, r.Phone)
			a.Metadata = append(a.Metadata, object(r.Metadata))
		}
	}
	n, err := w.q.InsertRenters(ctx, a)
	return len(a.Ids), n, err
}

func (w writer) tenancies(ctx context.Context, list []Household) (int, int64, error) {
	a := leasingdb.InsertTenanciesParams{TenantID: w.org}
	for _, h := range list {
		a.Ids = append(a.Ids, h.TenancyID)
		a.UnitIds = append(a.UnitIds, h.UnitID)
		a.PropertyIds = append(a.PropertyIds, h.PropertyID)
		a.MovedInOn = append(a.MovedInOn, h.MovedInOn)
		a.NoticeGivenOn = append(a.NoticeGivenOn, h.NoticeGivenOn)
		a.MoveOutPlannedOn = append(a.MoveOutPlannedOn, h.MoveOutPlannedOn)
		a.MovedOutOn = append(a.MovedOutOn, h.MovedOutOn)
		a.EvictionFiledOn = append(a.EvictionFiledOn, h.EvictionFiledOn)
	}
	n, err := w.q.InsertTenancies(ctx, a)
	return len(a.Ids), n, err
}

func (w writer) leases(ctx context.Context, list []Household) (int, int64, error) {
	a := leasingdb.InsertLeasesParams{TenantID: w.org}
	for _, h := range list {
		for _, l := range h.Leases {
			a.Ids = append(a.Ids, l.ID)
			a.TenancyIds = append(a.TenancyIds, h.TenancyID)
			a.UnitIds = append(a.UnitIds, h.UnitID)
			a.PropertyIds = append(a.PropertyIds, h.PropertyID)
			a.RenterIds = append(a.RenterIds, h.Renters[0].ID)
			a.StartDates = append(a.StartDates, l.Start)
			a.EndDates = append(a.EndDates, l.End)
			a.MonthlyRents = append(a.MonthlyRents, orEmpty(l.MonthlyRent))
			a.SecurityDeposits = append(a.SecurityDeposits, orEmpty(l.SecurityDeposit))
			a.PetDeposits = append(a.PetDeposits, orEmpty(l.PetDeposit))
			a.PetFees = append(a.PetFees, orEmpty(l.PetFee))
			a.Subsidized = append(a.Subsidized, l.Subsidized)
			a.Statuses = append(a.Statuses, l.Status)
			a.Terms = append(a.Terms, l.Terms)
			a.SignedAt = append(a.SignedAt, moment(l.SignedAt))
			a.AutoRenew = append(a.AutoRenew, l.AutoRenew)
			a.Metadata = append(a.Metadata, object(l.Metadata))
		}
	}
	n, err := w.q.InsertLeases(ctx, a)
	return len(a.Ids), n, err
}

func (w writer) parties(ctx context.Context, list []Household) (int, int64, error) {
	a := leasingdb.InsertPartiesParams{TenantID: w.org}
	for _, h := range list {
		for _, l := range h.Leases {
			for _, r := range h.Renters {
				from, ok := r.partyFrom(l)
				if !ok {
					continue
				}
				a.Ids = append(a.Ids, id.New())
				a.LeaseIds = append(a.LeaseIds, l.ID)
				a.TenancyIds = append(a.TenancyIds, h.TenancyID)
				a.RenterIds = append(a.RenterIds, r.ID)
				a.Roles = append(a.Roles, cmp.Or(r.Role, RoleRenter))
				a.FromDates = append(a.FromDates, from)
				a.ToDates = append(a.ToDates, r.To)
			}
		}
	}
	n, err := w.q.InsertParties(ctx, a)
	return len(a.Ids), n, err
}

// partyFrom is the first day on which a renter is a party to a lease; false where the two have no day in common.
func (r NewRenter) partyFrom(l NewLease) (period.Date, bool) {
	from := l.Start
	if r.From.After(from) {
		from = r.From
	}
	return from, (r.To.IsZero() || !r.To.Before(from)) && (l.End.IsZero() || !from.After(l.End))
}

func (w writer) openings(ctx context.Context, list []Household) (int, int64, error) {
	a := leasingdb.InsertOpeningsParams{TenantID: w.org}
	for _, h := range list {
		for _, l := range h.Leases {
			o := l.Opening
			if o == nil {
				continue
			}
			a.Ids = append(a.Ids, o.ID)
			a.LeaseIds = append(a.LeaseIds, l.ID)
			a.TenancyIds = append(a.TenancyIds, h.TenancyID)
			a.ImportIds = append(a.ImportIds, o.ImportID)
			a.AsOf = append(a.AsOf, o.AsOf)
			a.PastDue = append(a.PastDue, o.PastDue)
			a.Prepaid = append(a.Prepaid, o.Prepaid)
			a.DepositHeld = append(a.DepositHeld, o.DepositHeld)
			a.OtherDepositHeld = append(a.OtherDepositHeld, o.OtherDepositHeld)
			a.OtherRecurring = append(a.OtherRecurring, o.OtherRecurring)
			a.RecurringCredits = append(a.RecurringCredits, o.RecurringCredits)
			a.NsfCounts = append(a.NsfCounts, clamp(o.NSFCount))
			a.LateCounts = append(a.LateCounts, clamp(o.LateCount))
		}
	}
	n, err := w.q.InsertOpenings(ctx, a)
	return len(a.Ids), n, err
}

// rentersLeases keeps the design's tenants.lease_id for the households in possession.
func (w writer) rentersLeases(ctx context.Context, list []Household) (int, int64, error) {
	var renters, leases []id.ID
	for _, h := range list {
		l := h.inForce()
		if l == nil {
			continue
		}
		for _, r := range h.Renters {
			renters, leases = append(renters, r.ID), append(leases, l.ID)
		}
	}
	n, err := w.q.SetRentersLease(ctx, w.org, renters, leases)
	return int(n), n, err // somebody on two leases is one row
}

func moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339Nano)
}

func orEmpty(a *money.Amount) string {
	if a == nil {
		return ""
	}
	return a.String()
}

func object(m json.RawMessage) string {
	if len(m) == 0 {
		return "{}"
	}
	return string(m)
}

// clamp keeps a count within what its column holds.
func clamp(n int) int32 { return int32(min(max(n, -1), 1<<31-1)) }
