package leasing

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/leasing/internal/leasingdb"
	"github.com/propertyos/propertyos/internal/event"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// TermsInput is what a caller may say of the base terms of a lease.
type TermsInput struct {
	Start                 period.Date
	End                   period.Date // the last day; zero for month to month
	Subsidized, AutoRenew bool
	Terms                 string // in words, at most 20,000 characters
	// MonthlyRent replaces the rents of a draft by this one, paid by the renters each month from the start; nil leaves them.
	MonthlyRent *money.Amount
	// SecurityDeposit replaces the security deposits of a draft by this one, due at the start, or takes them away where it is
	// zero; nil leaves them.
	SecurityDeposit *money.Amount
}

// maxTerms bounds the words of a lease, maxPeople who is a party to it.
const (
	maxTerms  = 20_000
	maxPeople = 50
)

// Check normalizes the input and says what is wrong with it. Every way in calls it.
func (in *TermsInput) Check() error {
	in.Terms = strings.TrimSpace(in.Terms)
	var f fault.Fields
	in.check(&f)
	return f.Err()
}

func (in *TermsInput) check(f *fault.Fields) {
	f.Check(!in.Start.IsZero(), "/start_date", "required", "This is required.")
	f.Check(in.Start.IsZero() || in.Start.Year() >= 1900 && in.Start.Year() <= 2200, "/start_date", "out_of_range", "This date is out of range.")
	f.Check(in.End.IsZero() || in.End.After(in.Start) && in.End.Year() <= 2300, "/end_date", "out_of_range", "The lease must end after it starts.")
	f.Text("/terms", in.Terms, false, maxTerms)
	notNegative(f, "/monthly_rent", in.MonthlyRent)
	notNegative(f, "/security_deposit", in.SecurityDeposit)
}

func notNegative(f *fault.Fields, pointer string, a *money.Amount) {
	f.Check(a == nil || a.Sign() >= 0, pointer, "out_of_range", "This cannot be negative.")
}

// LeaseInput is a lease to draw up: of a unit, for a household that comes, or as further terms of a stay.
type LeaseInput struct {
	TermsInput
	UnitID    id.ID // id.Nil where TenancyID is given
	TenancyID id.ID // id.Nil for a new household
	People    []PartyInput
}

// Check normalizes the input and says what is wrong with it.
func (in *LeaseInput) Check() error {
	in.Terms = strings.TrimSpace(in.Terms)
	var f fault.Fields
	in.check(&f)
	f.Check((in.UnitID == id.Nil) != (in.TenancyID == id.Nil), "/unit_id", "required", "Name a unit, or a stay that is to go on.")
	f.Check(len(in.People) <= maxPeople, "/people", "too_many", "These are too many people.")
	for i := range in.People {
		in.People[i].check(&f, fmt.Sprintf("/people/%d", i), in.Start)
	}
	return f.Err()
}

// CreateLease draws up a draft. Its people may be renters who are there or new ones. Errors: Invalid with fields,
// reference_not_found for a unit, stay or renter that p may not see, ErrUnitDown, tenancy.ErrKeyReused.
func (s *Service) CreateLease(ctx context.Context, p tenancy.Principal, key tenancy.Key, in LeaseInput) (LeaseDetail, error) {
	g, err := authz.Require(p, authz.LeasingWrite)
	if err != nil {
		return LeaseDetail{}, err
	}
	if err := in.Check(); err != nil {
		return LeaseDetail{}, err
	}
	var out LeaseDetail
	err = g.InTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) error {
		made, _, err := tenancy.Once(ctx, tx, key, func() (id.ID, error) { return createLease(ctx, tx, g, in) })
		if err != nil {
			return err
		}
		out, err = getLease(ctx, tx, g, made, true)
		return err
	})
	if err != nil {
		return LeaseDetail{}, fmt.Errorf("create lease: %w", err)
	}
	return out, nil
}

func createLease(ctx context.Context, tx tenancy.Tx, g authz.Grant, in LeaseInput) (id.ID, error) {
	q, org := leasingdb.New(tx), tx.Organization()
	stay := Household{TenancyID: in.TenancyID, UnitID: in.UnitID}
	if in.TenancyID != id.Nil {
		t, err := q.LeaseTenancy(ctx, org, in.TenancyID)
		if errors.Is(err, postgres.ErrNotFound) || err == nil && (t.DeletedAt != nil || !t.MovedOutOn.IsZero()) {
			return id.Nil, postgres.ErrReference.On("/tenancy_id")
		}
		if err != nil {
			return id.Nil, err
		}
		stay.UnitID = t.UnitID
	}
	unit, err := q.LockLeaseUnit(ctx, org, stay.UnitID)
	if errors.Is(err, postgres.ErrNotFound) || err == nil && !g.Covers(unit.PropertyID) {
		return id.Nil, postgres.ErrReference.On("/unit_id")
	}
	if err == nil {
		err = canLet(unit)
	}
	if err != nil {
		return id.Nil, err
	}
	stay.PropertyID = unit.PropertyID
	stay.Leases = []NewLease{{
		Start: in.Start, End: in.End, Subsidized: in.Subsidized, AutoRenew: in.AutoRenew, Status: StatusDraft, Terms: in.Terms,
	}}
	if err := record(ctx, tx, g, &stay, in); err != nil {
		return id.Nil, err
	}
	lease := stay.Leases[0].ID
	c, err := lockLease(ctx, tx, g, lease)
	if err != nil {
		return id.Nil, err
	}
	if err := c.replaceMoney(ctx, in.TermsInput); err != nil {
		return id.Nil, err
	}
	return lease, event.Write(ctx, tx, LeaseCreated, lease, LeaseEvent{
		PropertyID: stay.PropertyID, UnitID: stay.UnitID, TenancyID: stay.TenancyID, Status: StatusDraft,
	})
}

// record writes the stay where it is new, its lease, and the people of the lease.
func record(ctx context.Context, tx tenancy.Tx, g authz.Grant, stay *Household, in LeaseInput) error {
	for i := range in.People {
		if err := in.People[i].known(ctx, tx, g, fmt.Sprintf("/people/%d/renter_id", i)); err != nil {
			return err
		}
		stay.Renters = append(stay.Renters, in.People[i].renter())
	}
	stay.fill()
	list, w := []Household{*stay}, writer{q: leasingdb.New(tx), org: tx.Organization()}
	steps := []func(context.Context, []Household) (int, int64, error){w.renters, w.tenancies, w.leasesOf(in.People)}
	if in.TenancyID != id.Nil {
		steps = []func(context.Context, []Household) (int, int64, error){w.renters, w.leasesOf(in.People)}
	}
	for _, write := range steps {
		if _, _, err := write(ctx, list); err != nil {
			return err
		}
	}
	c := &changing{tx: tx, q: w.q, org: w.org, row: leasingdb.LockLeaseRow{ID: stay.Leases[0].ID, TenancyID: stay.TenancyID}}
	for i, party := range in.People {
		party.RenterID = stay.Renters[i].ID
		if party.From.IsZero() {
			party.From = in.Start
		}
		if err := c.insertParty(ctx, party); err != nil {
			return err
		}
	}
	return c.checkShares(ctx)
}

// leasesOf writes leases whose primary renter is the first of the people who is a renter, or nobody.
func (w writer) leasesOf(people []PartyInput) func(context.Context, []Household) (int, int64, error) {
	return func(ctx context.Context, list []Household) (int, int64, error) {
		h := list[0]
		primary := NewRenter{ID: id.Nil}
		for i, party := range people {
			if party.Role == RoleRenter {
				primary = h.Renters[i]
				break
			}
		}
		h.Renters = []NewRenter{primary}
		return w.leases(ctx, []Household{h})
	}
}

// UpdateLease changes the base terms of a draft: change is given what is stored and alters it. Errors: Invalid with fields,
// ErrFixed for what is no draft, ErrChanged, postgres.ErrNotFound.
func (s *Service) UpdateLease(ctx context.Context, p tenancy.Principal, lease id.ID, version *int32, change func(*TermsInput)) (LeaseDetail, error) {
	return s.change(ctx, p, lease, version, func(ctx context.Context, c *changing) (event.Type[LeaseEvent], error) {
		old := c.row
		in := TermsInput{
			Start: old.StartDate, End: old.EndDate, Subsidized: old.Subsidized, AutoRenew: old.AutoRenew, Terms: deref(old.Terms),
		}
		change(&in)
		if err := in.Check(); err != nil {
			return LeaseChanged, err
		}
		if old.Status != StatusDraft {
			return LeaseChanged, ErrFixed
		}
		_, err := c.q.UpdateLeaseTerms(ctx, leasingdb.UpdateLeaseTermsParams{
			TenantID: c.org, ID: lease, StartDate: in.Start, EndDate: in.End, Subsidized: in.Subsidized, AutoRenew: in.AutoRenew, Terms: orNull(in.Terms),
		})
		if err == nil && in.Start != old.StartDate {
			err = c.shift(ctx, old.StartDate, in.Start)
		}
		if err != nil {
			return LeaseChanged, err
		}
		c.row.StartDate, c.row.EndDate = in.Start, in.End
		return LeaseChanged, c.replaceMoney(ctx, in)
	})
}

// shift lets what began with the lease begin with its new start.
func (c *changing) shift(ctx context.Context, from, to period.Date) error {
	for _, move := range []func(context.Context, period.Date, id.ID, id.ID, period.Date) (int64, error){
		c.q.ShiftLeaseParties, c.q.ShiftLeaseRents, c.q.ShiftLeaseCharges, c.q.ShiftLeaseDeposits,
	} {
		if _, err := move(ctx, to, c.org, c.row.ID, from); err != nil {
			return err
		}
	}
	return nil
}

// replaceMoney puts the rent and the security deposit that base terms name in the place of what a draft has, where they are
// others: a schedule that comes to the same rent stays.
func (c *changing) replaceMoney(ctx context.Context, in TermsInput) error {
	if in.MonthlyRent != nil && (c.row.MonthlyRent == nil || !c.row.MonthlyRent.Equal(*in.MonthlyRent)) {
		_, err := c.q.DeleteRents(ctx, leasingdb.DeleteRentsParams{
			TenantID: c.org, LeaseID: c.row.ID, DeletedAt: c.tx.Now(), DeletedBy: c.actor(), DeletionID: id.New(),
		})
		if err == nil {
			err = c.insertRent(ctx, RentInput{Payer: PayerRenter, Amount: *in.MonthlyRent, Frequency: Monthly, From: c.row.StartDate})
		}
		if err != nil {
			return err
		}
	}
	if in.SecurityDeposit != nil {
		if err := c.replaceSecurity(ctx, *in.SecurityDeposit); err != nil {
			return err
		}
	}
	return c.keepSums(ctx)
}

// actor is who makes the change, nil where the program does.
func (c *changing) actor() *id.ID {
	if user := c.tx.Principal().User; user != id.Nil {
		return &user
	}
	return nil
}
