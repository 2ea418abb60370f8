package leasing

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/propertyos/propertyos/internal/audit"
	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/leasing/internal/leasingdb"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// Service answers questions about who lives where.
type Service struct {
	db       *tenancy.DB
	recorder audit.Recorder
}

// New returns the service.
func New(db *tenancy.DB) *Service { return &Service{db: db, recorder: audit.Nobody{}} }

// WithAudit makes the service tell a recorder of what it shows of people and money, and returns it.
func (s *Service) WithAudit(r audit.Recorder) *Service {
	s.recorder = r
	return s
}

// Name is what a renter is called: a company, or a person.
type Name struct{ First, Last, Company string }

// String is the name as it is shown.
func (n Name) String() string {
	if n.Company != "" {
		return n.Company
	}
	return strings.TrimSpace(n.First + " " + n.Last)
}

// Same reports whether two names are spelled alike, without regard to case and spacing.
func (n Name) Same(other Name) bool {
	fold := func(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), " ")) }
	return fold(n.String()) == fold(other.String())
}

// Occupancy is a household in possession of a unit, with the terms that bind it.
type Occupancy struct {
	TenancyID, UnitID, PropertyID id.ID
	MovedInOn                     period.Date
	NoticeGivenOn                 period.Date // zero: no notice
	MoveOutPlannedOn              period.Date // zero: none planned
	EvictionFiledOn               period.Date // zero: no proceedings
	Lease                         *Lease      // nil where possession has no terms
	Renters                       []Renter    // of the lease, the primary one first
	Opening                       *Opening    // what an earlier system said of the lease; nil where none did
}

// Lease is the terms of a stretch of a stay.
type Lease struct {
	ID              id.ID
	Start           period.Date
	End             period.Date // zero for month to month
	MonthlyRent     *money.Amount
	SecurityDeposit *money.Amount // agreed; what is held is the ledger's, or the opening's
	Status          string
	Subsidized      bool
	SignedAt        *time.Time
}

// Holdover reports whether the lease is past its end on a day, the renter being in place: it goes on month to month.
func (l Lease) Holdover(on period.Date) bool { return !l.End.IsZero() && l.End.Before(on) }

// Renter is a party to a lease.
type Renter struct {
	ID           id.ID
	Name         Name
	Email, Phone string // "" where unknown
	Role         string
	Primary      bool
	From, To     period.Date // zero To: without end
}

// Current tells who is in possession of a unit on the day today, and false where nobody is. The terms are those that have
// begun last; they stay in force past their end. A unit that does not exist, or that p may not see, has nobody.
// Errors: authz.ErrForbidden.
func (s *Service) Current(ctx context.Context, p tenancy.Principal, unit id.ID, today period.Date) (Occupancy, bool, error) {
	g, err := authz.Require(p, authz.LeasingRead)
	if err != nil {
		return Occupancy{}, false, err
	}
	var o Occupancy
	err = g.InReadTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) (err error) {
		o, err = current(ctx, leasingdb.New(tx), g, unit, today)
		return err
	})
	if errors.Is(err, errVacant) {
		return Occupancy{}, false, nil
	}
	if err != nil {
		return Occupancy{}, false, fmt.Errorf("who is in the unit: %w", err)
	}
	people := make([]id.ID, 0, len(o.Renters))
	for _, r := range o.Renters {
		people = append(people, r.ID)
	}
	s.recorder.Note(p, audit.Entry{
		Action: audit.ActionRead, EntityType: "tenants", EntityIDs: people, Detail: map[string]any{"unit_id": o.UnitID, "tenancy_id": o.TenancyID},
	})
	return o, true, nil
}

// errVacant ends the look-up where nobody is in possession.
var errVacant = fault.New(fault.NotFound, "vacant", "Nobody is in possession of this unit.")

func current(ctx context.Context, q *leasingdb.Queries, g authz.Grant, unit id.ID, today period.Date) (Occupancy, error) {
	org := g.Organization()
	t, err := q.CurrentTenancy(ctx, org, unit)
	if errors.Is(err, postgres.ErrNotFound) {
		return Occupancy{}, errVacant
	}
	if err != nil {
		return Occupancy{}, err
	}
	if !g.Covers(t.PropertyID) {
		return Occupancy{}, errVacant
	}
	o := Occupancy{
		TenancyID: t.ID, UnitID: t.UnitID, PropertyID: t.PropertyID, MovedInOn: t.MovedInOn,
		NoticeGivenOn: t.NoticeGivenOn, MoveOutPlannedOn: t.MoveOutPlannedOn, EvictionFiledOn: t.EvictionFiledOn,
	}
	l, err := q.CurrentLease(ctx, org, t.ID, today)
	if errors.Is(err, postgres.ErrNotFound) {
		return o, nil
	}
	if err != nil {
		return o, err
	}
	o.Lease = &Lease{
		ID: l.ID, Start: l.StartDate, End: l.EndDate, MonthlyRent: l.MonthlyRent,
		SecurityDeposit: l.SecurityDeposit, Status: l.Status, Subsidized: l.Subsidized, SignedAt: l.SignedAt,
	}
	parties, err := q.LeaseRenters(ctx, org, l.ID)
	if err != nil {
		return o, err
	}
	for _, r := range parties {
		o.Renters = append(o.Renters, Renter{
			ID: r.ID, Name: Name{First: r.FirstName, Last: r.LastName, Company: r.CompanyName},
			Email: r.Email, Phone: r.Phone, Role: r.Role, Primary: r.IsPrimary, From: r.FromDate, To: r.ToDate,
		})
	}
	f, err := q.LeaseOpening(ctx, org, l.ID)
	if errors.Is(err, postgres.ErrNotFound) {
		return o, nil
	}
	if err != nil {
		return o, err
	}
	o.Opening = &Opening{
		ID: f.ID, ImportID: orNil(f.ImportID), AsOf: f.AsOf, PastDue: f.PastDue, Prepaid: f.Prepaid,
		DepositHeld: f.DepositHeld, OtherDepositHeld: f.OtherDepositHeld, OtherRecurring: f.OtherRecurring,
		RecurringCredits: f.RecurringCredits, NSFCount: int(f.NsfCount), LateCount: int(f.LateCount),
	}
	return o, nil
}

func orNil(v *id.ID) id.ID {
	if v == nil {
		return id.Nil
	}
	return *v
}
