package leasing

import (
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
	"github.com/propertyos/propertyos/internal/tenancy"
)

// ErrNoRenter says that a household names nobody.
var ErrNoRenter = fault.New(fault.Invalid, "renter_required", "A household needs at least one renter.").On("/renters")

// chunk is the number of households that go into one set of statements.
const chunk = 500

// RecordTx records households with their renters, leases, parties and openings, set by set, and writes the ids that it
// makes back into list. It does not change a unit's status: whoever knows the units sets it. Errors: ErrNoRenter before
// anything is written; unit_in_possession, lease_overlaps and the other faults of the tables' constraints, after which
// the transaction is spoiled.
func RecordTx(ctx context.Context, tx tenancy.Tx, list []Household) error {
	for i := range list {
		if len(list[i].Renters) == 0 {
			return ErrNoRenter
		}
		list[i].fill()
	}
	for part := range slices.Chunk(list, chunk) {
		w := newRows(tx.Organization())
		for i := range part {
			w.add(&part[i])
		}
		if err := w.insert(ctx, leasingdb.New(tx)); err != nil {
			return fmt.Errorf("record households: %w", err)
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

// rows are the columns of one chunk.
type rows struct {
	renters   leasingdb.InsertRentersParams
	tenancies leasingdb.InsertTenanciesParams
	leases    leasingdb.InsertLeasesParams
	parties   leasingdb.InsertPartiesParams
	openings  leasingdb.InsertOpeningsParams
	on        struct{ renters, leases []id.ID } // who is on which lease now
}

func newRows(org id.ID) *rows {
	w := &rows{}
	w.renters.TenantID, w.tenancies.TenantID, w.leases.TenantID = org, org, org
	w.parties.TenantID, w.openings.TenantID = org, org
	return w
}

func (w *rows) add(h *Household) {
	t := &w.tenancies
	t.Ids = append(t.Ids, h.TenancyID)
	t.UnitIds = append(t.UnitIds, h.UnitID)
	t.PropertyIds = append(t.PropertyIds, h.PropertyID)
	t.MovedInOn = append(t.MovedInOn, h.MovedInOn)
	t.NoticeGivenOn = append(t.NoticeGivenOn, h.NoticeGivenOn)
	t.MoveOutPlannedOn = append(t.MoveOutPlannedOn, h.MoveOutPlannedOn)
	t.MovedOutOn = append(t.MovedOutOn, h.MovedOutOn)
	t.EvictionFiledOn = append(t.EvictionFiledOn, h.EvictionFiledOn)
	var now *NewLease
	if h.possession() {
		now = h.inForce()
	}
	for i := range h.Renters {
		w.addRenter(&h.Renters[i])
		if now != nil {
			w.on.renters, w.on.leases = append(w.on.renters, h.Renters[i].ID), append(w.on.leases, now.ID)
		}
	}
	for i := range h.Leases {
		w.addLease(h, &h.Leases[i])
	}
}

func (w *rows) addRenter(r *NewRenter) {
	if r.Existing {
		return
	}
	a := &w.renters
	a.Ids = append(a.Ids, r.ID)
	a.UserIds = append(a.UserIds, r.UserID)
	a.FirstNames = append(a.FirstNames, r.FirstName)
	a.LastNames = append(a.LastNames, r.LastName)
	a.CompanyNames = append(a.CompanyNames, r.Company)
	a.Emails = append(a.Emails, strings.ToLower(strings.TrimSpace(r.Email)))
	a.Phones = append(a.Phones, r.Phone)
	a.Metadata = append(a.Metadata, object(r.Metadata))
}

func (w *rows) addLease(h *Household, l *NewLease) {
	a := &w.leases
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
	signed := ""
	if !l.SignedAt.IsZero() {
		signed = l.SignedAt.UTC().Format(time.RFC3339Nano)
	}
	a.SignedAt = append(a.SignedAt, signed)
	a.AutoRenew = append(a.AutoRenew, l.AutoRenew)
	a.Metadata = append(a.Metadata, object(l.Metadata))
	for i := range h.Renters {
		w.addParty(h, l, &h.Renters[i])
	}
	if l.Opening != nil {
		w.addOpening(h, l, l.Opening)
	}
}

// addParty makes a renter a party to a lease, on the days that both have in common.
func (w *rows) addParty(h *Household, l *NewLease, r *NewRenter) {
	from := l.Start
	if r.From.After(from) {
		from = r.From
	}
	if !r.To.IsZero() && r.To.Before(from) || !l.End.IsZero() && from.After(l.End) {
		return
	}
	role := r.Role
	if role == "" {
		role = RoleRenter
	}
	a := &w.parties
	a.Ids = append(a.Ids, id.New())
	a.LeaseIds = append(a.LeaseIds, l.ID)
	a.TenancyIds = append(a.TenancyIds, h.TenancyID)
	a.RenterIds = append(a.RenterIds, r.ID)
	a.Roles = append(a.Roles, role)
	a.FromDates = append(a.FromDates, from)
	a.ToDates = append(a.ToDates, r.To)
}

func (w *rows) addOpening(h *Household, l *NewLease, o *Opening) {
	a := &w.openings
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

// insert writes the chunk, what is referred to first.
func (w *rows) insert(ctx context.Context, q *leasingdb.Queries) error {
	steps := []struct {
		what string
		want int
		do   func() (int64, error)
	}{
		{"renters", len(w.renters.Ids), func() (int64, error) { return q.InsertRenters(ctx, w.renters) }},
		{"tenancies", len(w.tenancies.Ids), func() (int64, error) { return q.InsertTenancies(ctx, w.tenancies) }},
		{"leases", len(w.leases.Ids), func() (int64, error) { return q.InsertLeases(ctx, w.leases) }},
		{"parties", len(w.parties.Ids), func() (int64, error) { return q.InsertParties(ctx, w.parties) }},
		{"openings", len(w.openings.Ids), func() (int64, error) { return q.InsertOpenings(ctx, w.openings) }},
	}
	for _, s := range steps {
		if s.want == 0 {
			continue
		}
		got, err := s.do()
		if err != nil {
			return fmt.Errorf("insert %s: %w", s.what, err)
		}
		// Joined to an organization that is not there, a statement would silently write nothing.
		if got != int64(s.want) {
			return fmt.Errorf("insert %s: %d of %d rows were written", s.what, got, s.want)
		}
	}
	if len(w.on.renters) == 0 {
		return nil
	}
	if err := q.SetRentersLease(ctx, w.renters.TenantID, w.on.renters, w.on.leases); err != nil {
		return fmt.Errorf("set renters' lease: %w", err)
	}
	return nil
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
