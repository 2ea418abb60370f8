package leasing

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/propertyos/propertyos/internal/audit"
	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/leasing/internal/leasingdb"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/page"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// ErrChanged says that the lease or policy was changed since it was read.
var ErrChanged = fault.New(fault.Precondition, "changed_since",
	"This was changed since you opened it. Look at it again before you save.")

// Statuses are the states of a lease, in the order of its life.
var Statuses = []string{
	StatusDraft, StatusPending, StatusActive, StatusExpiringSoon, StatusExpired, StatusTerminated, StatusRenewed, StatusCancelled,
}

// LeaseRow is a lease as lists show it.
type LeaseRow struct {
	ID, TenancyID, UnitID, PropertyID id.ID
	Number, PropertyName              string // of the unit and its property; an empty number is the whole property
	Renters                           string // names, the primary one first
	Start, End                        period.Date
	MonthlyRent                       *money.Amount // all payers together; nil where none is agreed
	Status                            string
	Holdover                          bool // past its end, the household being in place
	MovedInOn, MovedOutOn             period.Date
	SignedAt                          *time.Time
	Version                           int32
	CreatedAt, UpdatedAt              time.Time
}

// LeaseDetail is all of one lease.
type LeaseDetail struct {
	LeaseRow
	SecurityDeposit, PetDeposit *money.Amount // what is agreed, of their kinds
	Subsidized, AutoRenew       bool
	Terms                       string
	SignedDocumentID            *id.ID // a scan of what was signed
	ActivatedAt                 *time.Time
	LateFeeConfirmedOn          period.Date // zero: late fees are off
	UnitStatus                  string
	Today                       period.Date // the organization's day on which this was read
	DeletedAt                   *time.Time
	People                      []Party
	Rents                       []Rent
	Charges                     []Charge
	Deposits                    []Deposit
	Animals                     []Animal
	Vehicles                    []Vehicle
	Policy                      ResolvedPolicy
}

// Next lists the steps that are open to the lease now, as states. One that is active can be cancelled only before the
// household moves in.
func (l LeaseDetail) Next() []string {
	return slices.DeleteFunc(Next(l.Status), func(to string) bool {
		return to == StatusCancelled && l.Status != StatusPending && !l.MovedInOn.IsZero() || to == StatusActive && l.SignedAt == nil
	})
}

// LeaseFilter narrows a list of leases. Zero values do not narrow.
type LeaseFilter struct {
	Query                                 string // in the unit's number, the property's name or a renter's name
	Statuses                              []string
	PropertyID, UnitID, RenterID, Tenancy id.ID
	EndsFrom, EndsTo                      period.Date // inclusive
	MonthToMonth, Holdover                bool
}

// LeaseSorts are the orders that a list of leases offers; the first is the default.
var LeaseSorts = []string{"unit", "start", "end", "rent", "status", "renter", "created_at"}

func (f LeaseFilter) check() error {
	var e fault.Fields
	e.Text("q", f.Query, false, 200)
	for _, s := range f.Statuses {
		oneOf(&e, "status", s, Statuses)
	}
	return e.Err()
}

// Leases lists a page of leases. Errors: Invalid for the parameters, page.ErrCursor, authz.ErrForbidden.
func (s *Service) Leases(ctx context.Context, p tenancy.Principal, f LeaseFilter, r page.Request) ([]LeaseRow, page.Page, error) {
	g, err := authz.Require(p, authz.LeasingRead)
	if err != nil {
		return nil, page.Page{}, err
	}
	q, err := page.Parse(r, LeaseSorts...)
	if err != nil {
		return nil, page.Page{}, err
	}
	if err := f.check(); err != nil {
		return nil, page.Page{}, err
	}
	rows, err := leasingdb.New(g.Lister(ctx, s.db)).ListLeases(ctx, leasingdb.ListLeasesParams{
		TenantID: g.Organization(), Now: s.db.Clock().Now(), Sort: q.Sort, PropertyScope: g.PropertyFilter(),
		Statuses: append([]string{}, f.Statuses...), PropertyID: f.PropertyID, UnitID: f.UnitID, TenancyID: f.Tenancy, RenterID: f.RenterID,
		EndsFrom: f.EndsFrom, EndsTo: f.EndsTo, MonthToMonth: f.MonthToMonth, Holdover: f.Holdover, Q: pattern(f.Query),
		HasCursor: q.HasCursor, Descending: q.Descending, CursorKey: q.Key, CursorID: q.ID, RowLimit: q.Fetch(),
	})
	if err != nil {
		return nil, page.Page{}, fmt.Errorf("list leases: %w", err)
	}
	rows, around := page.Cut(q, rows, func(r leasingdb.ListLeasesRow) (string, id.ID) { return r.SortKey, r.ID })
	out, seen := make([]LeaseRow, 0, len(rows)), make([]id.ID, 0, len(rows))
	for _, r := range rows {
		out = append(out, LeaseRow{
			ID: r.ID, TenancyID: r.TenancyID, UnitID: r.UnitID, PropertyID: r.PropertyID, Number: r.Number, PropertyName: r.PropertyName,
			Renters: r.Renters, Start: r.StartDate, End: r.EndDate, MonthlyRent: r.MonthlyRent, Status: r.Status, Holdover: r.Holdover,
			MovedInOn: r.MovedInOn, MovedOutOn: r.MovedOutOn, SignedAt: r.SignedAt, Version: r.Version, CreatedAt: r.CreatedAt, UpdatedAt: r.UpdatedAt,
		})
		seen = append(seen, r.ID)
	}
	s.recorder.Note(p, audit.Entry{Action: audit.ActionRead, EntityType: "leases", EntityIDs: seen})
	return out, around, nil
}

// LeaseTotals are the sums of a list of leases over all its pages.
type LeaseTotals struct {
	Leases      int64
	MonthlyRent money.Amount
}

// SumLeases sums what Leases lists over all pages.
func (s *Service) SumLeases(ctx context.Context, p tenancy.Principal, f LeaseFilter) (LeaseTotals, error) {
	g, err := authz.Require(p, authz.LeasingRead)
	if err != nil {
		return LeaseTotals{}, err
	}
	r, err := leasingdb.New(g.Lister(ctx, s.db)).SumLeases(ctx, leasingdb.SumLeasesParams{
		TenantID: g.Organization(), Now: s.db.Clock().Now(), PropertyScope: g.PropertyFilter(),
		Statuses: append([]string{}, f.Statuses...), PropertyID: f.PropertyID, UnitID: f.UnitID, TenancyID: f.Tenancy, RenterID: f.RenterID,
		EndsFrom: f.EndsFrom, EndsTo: f.EndsTo, MonthToMonth: f.MonthToMonth, Holdover: f.Holdover, Q: pattern(f.Query),
	})
	if err != nil {
		return LeaseTotals{}, fmt.Errorf("sum leases: %w", err)
	}
	return LeaseTotals(r), nil
}

// Lease returns all of one lease, a deleted one only if asked for. Errors: postgres.ErrNotFound also for a lease of a
// property that p may not see, authz.ErrForbidden.
func (s *Service) Lease(ctx context.Context, p tenancy.Principal, lease id.ID, withDeleted bool) (LeaseDetail, error) {
	g, err := authz.Require(p, authz.LeasingRead)
	if err != nil {
		return LeaseDetail{}, err
	}
	var out LeaseDetail
	err = g.InReadTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) (err error) {
		out, err = getLease(ctx, tx, g, lease, withDeleted)
		return err
	})
	if err != nil {
		return LeaseDetail{}, fmt.Errorf("get lease: %w", err)
	}
	people := []id.ID{}
	for _, party := range out.People {
		people = append(people, party.RenterID)
	}
	s.recorder.Note(p, audit.Entry{Action: audit.ActionRead, EntityType: "leases", EntityIDs: []id.ID{lease}})
	s.recorder.Note(p, audit.Entry{
		Action: audit.ActionRead, EntityType: "tenants", EntityIDs: people, Detail: map[string]any{"lease_id": lease},
	})
	return out, nil
}

// getLease reads all of one lease.
func getLease(ctx context.Context, tx tenancy.Tx, g authz.Grant, lease id.ID, withDeleted bool) (LeaseDetail, error) {
	q, org := leasingdb.New(tx), tx.Organization()
	r, err := q.GetLease(ctx, org, lease, withDeleted, tx.Now())
	if err != nil {
		return LeaseDetail{}, err
	}
	if !g.Covers(r.PropertyID) {
		return LeaseDetail{}, postgres.ErrNotFound
	}
	l := LeaseDetail{
		LeaseRow: LeaseRow{
			ID: r.ID, TenancyID: r.TenancyID, UnitID: r.UnitID, PropertyID: r.PropertyID, Number: r.Number, PropertyName: r.PropertyName,
			Renters: r.Renters, Start: r.StartDate, End: r.EndDate, MonthlyRent: r.MonthlyRent, Status: r.Status, Holdover: r.Holdover,
			MovedInOn: r.MovedInOn, MovedOutOn: r.MovedOutOn, SignedAt: r.SignedAt, Version: r.Version, CreatedAt: r.CreatedAt, UpdatedAt: r.UpdatedAt,
		},
		SecurityDeposit: r.SecurityDeposit, PetDeposit: r.PetDeposit, Subsidized: r.Subsidized, AutoRenew: r.AutoRenew, Terms: deref(r.Terms),
		SignedDocumentID: r.SignedDocumentID, ActivatedAt: r.ActivatedAt, LateFeeConfirmedOn: r.LateFeeConfirmedOn,
		UnitStatus: r.UnitStatus, Today: r.Today, DeletedAt: r.DeletedAt,
	}
	return l, errors.Join(
		fill(&l.People, func() ([]Party, error) { return people(ctx, q, org, lease) }),
		fill(&l.Rents, func() ([]Rent, error) { return rents(ctx, q, org, lease) }),
		fill(&l.Charges, func() ([]Charge, error) { return charges(ctx, q, org, lease) }),
		fill(&l.Deposits, func() ([]Deposit, error) { return deposits(ctx, q, org, lease) }),
		fill(&l.Animals, func() ([]Animal, error) { return animals(ctx, q, org, r.TenancyID) }),
		fill(&l.Vehicles, func() ([]Vehicle, error) { return vehicles(ctx, q, org, r.TenancyID) }),
		fill(&l.Policy, func() (ResolvedPolicy, error) {
			return resolved(ctx, q, org, r.PropertyID, lease, r.LateFeeConfirmedOn)
		}),
	)
}

// fill puts what read gives into into.
func fill[T any](into *T, read func() (T, error)) (err error) {
	*into, err = read()
	return err
}

func oneOf(f *fault.Fields, pointer, value string, allowed []string) {
	f.Check(slices.Contains(allowed, value), pointer, "not_allowed", "Use one of: "+strings.Join(allowed, ", ")+".")
}

var likeEscape = strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)

// pattern makes a contains-pattern for ILIKE of what somebody typed; nothing typed is no pattern.
func pattern(q string) string {
	if q = strings.TrimSpace(q); q == "" {
		return ""
	}
	return "%" + likeEscape.Replace(q) + "%"
}

func deref[T any](p *T) (v T) {
	if p != nil {
		v = *p
	}
	return v
}

// orNull is a text as a nullable column takes it.
func orNull(s string) *string {
	if s = strings.TrimSpace(s); s == "" {
		return nil
	}
	return &s
}
