package property

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/propertyos/propertyos/internal/audit"
	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/organization"
	"github.com/propertyos/propertyos/internal/domain/property/internal/propertydb"
	"github.com/propertyos/propertyos/internal/event"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/page"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// The value lists of the design, with the additions of the data model.
var (
	UnitForms    = []string{"apartment", "house", "townhouse", "duplex", "commercial_space", "garage", "storage", "other"}
	UnitStatuses = []string{"vacant", "occupied", "notice", "down", "reserved", "model"}
)

// Unit is one rentable space, with what is known of the household in possession.
type Unit struct {
	ID           id.ID         `json:"id"`
	PropertyID   id.ID         `json:"property_id"`
	PropertyName string        `json:"property_name"`
	Number       string        `json:"number"` // empty where the unit is the whole property
	Form         string        `json:"form"`
	Type         string        `json:"type"` // derived from form and bedrooms
	Floor        *int32        `json:"floor"`
	SquareFeet   *int32        `json:"square_feet"`
	Bedrooms     *int32        `json:"bedrooms"`
	Bathrooms    *money.Amount `json:"bathrooms"` // a decimal with one place
	BaseRent     money.Amount  `json:"base_rent"` // market rent, monthly
	Deposit      *money.Amount `json:"deposit"`
	Amenities    []string      `json:"amenities"`
	Status       string        `json:"status"`
	NonRevenue   bool          `json:"non_revenue"` // let without rent, such as to an employee
	Household    *Household    `json:"household"`   // nil where nobody is in possession or the reader may not know; set in lists only
	Version      int32         `json:"version"`
	CreatedAt    time.Time     `json:"created_at"`
	UpdatedAt    time.Time     `json:"updated_at"`
	DeletedAt    *time.Time    `json:"deleted_at"`
}

// Household is who lives in a unit, in short.
type Household struct {
	Renters     string       `json:"renters"` // names, the first renter first
	MonthlyRent money.Amount `json:"monthly_rent"`
	LeaseEnd    period.Date  `json:"lease_end"` // no date: month to month
	PastDue     money.Amount `json:"past_due"`
	DepositHeld money.Amount `json:"deposit_held"`
}

// UnitInput is what a caller may say of a unit.
type UnitInput struct {
	Number     string
	Form       string // default apartment
	Floor      *int32
	SquareFeet *int32
	Bedrooms   *int32
	Bathrooms  *money.Amount
	BaseRent   money.Amount
	Deposit    *money.Amount
	Amenities  []string
	Status     string // default vacant
	NonRevenue bool
}

// CreateUnit adds a unit to a property. Errors: Invalid with fields, unit_number_taken, parent_deleted,
// postgres.ErrNotFound for the property.
func (s *Service) CreateUnit(ctx context.Context, p tenancy.Principal, key tenancy.Key, property id.ID, in UnitInput) (Unit, error) {
	g, err := authz.Require(p, authz.PortfolioWrite)
	if err != nil {
		return Unit{}, err
	}
	if !g.Covers(property) {
		return Unit{}, postgres.ErrNotFound
	}
	if err := in.Check(); err != nil {
		return Unit{}, err
	}
	var out Unit
	err = g.InTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) (err error) {
		out, _, err = tenancy.Once(ctx, tx, key, func() (Unit, error) {
			q := propertydb.New(tx)
			if _, err := s.getProperty(ctx, q, tx.Organization(), property, false); err != nil {
				return Unit{}, err
			}
			unit := id.New()
			if err := q.InsertUnit(ctx, in.insert(tx.Organization(), property, unit)); err != nil {
				return Unit{}, err
			}
			if err := organization.HoldUnitsTx(ctx, tx); err != nil {
				return Unit{}, err
			}
			if err := event.Write(ctx, tx, UnitCreated, unit, UnitEvent{PropertyID: property}); err != nil {
				return Unit{}, err
			}
			return getUnit(ctx, q, g, unit, false)
		})
		return err
	})
	if err != nil {
		return Unit{}, fmt.Errorf("create unit: %w", err)
	}
	return out, nil
}

// Unit returns one unit, a deleted one only if asked for. Error: postgres.ErrNotFound.
func (s *Service) Unit(ctx context.Context, p tenancy.Principal, unit id.ID, withDeleted bool) (Unit, error) {
	g, err := authz.Require(p, authz.PortfolioRead)
	if err != nil {
		return Unit{}, err
	}
	return getUnit(ctx, propertydb.New(g.Reader(ctx, s.db)), g, unit, withDeleted)
}

func getUnit(ctx context.Context, q *propertydb.Queries, g authz.Grant, unit id.ID, withDeleted bool) (Unit, error) {
	r, err := q.GetUnit(ctx, g.Organization(), unit, withDeleted)
	if err != nil {
		return Unit{}, fmt.Errorf("get unit: %w", err)
	}
	if !g.Covers(r.PropertyID) {
		return Unit{}, postgres.ErrNotFound
	}
	u := Unit{
		ID: r.ID, PropertyID: r.PropertyID, PropertyName: r.PropertyName, Number: r.Number, Form: r.Form, Type: r.Type,
		Floor: r.Floor, SquareFeet: r.SquareFeet, Bedrooms: r.Bedrooms, Bathrooms: r.Bathrooms, BaseRent: r.BaseRent,
		Deposit: r.Deposit, Amenities: []string{}, Status: r.Status, NonRevenue: r.NonRevenue, Version: r.Version,
		CreatedAt: r.CreatedAt, UpdatedAt: r.UpdatedAt, DeletedAt: r.DeletedAt,
	}
	_ = json.Unmarshal(r.Amenities, &u.Amenities)
	return u, nil
}

// UnitFilter narrows a list of units. Zero values do not narrow.
type UnitFilter struct {
	Query      string // in the unit's number, the property's name, the renters' names
	PropertyID id.ID
	Statuses   []string
	Form       string
	Bedrooms   *int32 // exactly, unless OrMore
	OrMore     bool   // Bedrooms or more
	Having     string // past_due, deposit, lease or ending: only units whose household owes, has a deposit, a lease, one that ends in 90 days
	Deleted    bool
	Where
}

// Havings are the values of UnitFilter.Having. They tell of households, and so take authz.LeasingRead.
var Havings = []string{"past_due", "deposit", "lease", "ending"}

// UnitSorts are the orders that a list of units offers; the first is the default.
var UnitSorts = []string{"unit", "number", "status", "bedrooms", "square_feet", "base_rent", "rent", "past_due", "deposit", "created_at"}

// householdSorts tell of households by the order, and by the cursor, which holds the amount: they take authz.LeasingRead.
var householdSorts = []string{"rent", "past_due", "deposit"}

// Units lists a page of units. Errors: Invalid for the parameters, page.ErrCursor.
func (s *Service) Units(ctx context.Context, p tenancy.Principal, f UnitFilter, r page.Request) ([]Unit, page.Page, error) {
	g, err := authz.Require(p, authz.PortfolioRead)
	if err != nil {
		return nil, page.Page{}, err
	}
	q, err := page.Parse(r, UnitSorts...)
	if err != nil {
		return nil, page.Page{}, err
	}
	if err := f.check(); err != nil {
		return nil, page.Page{}, err
	}
	leasing := authz.Allowed(p, authz.LeasingRead)
	if !leasing && (f.Having != "" || slices.Contains(householdSorts, q.Sort)) {
		return nil, page.Page{}, authz.ErrForbidden
	}
	return s.listUnits(ctx, g, f, q, leasing)
}

// listUnits reads a page of units, with their households for a reader who may know of them.
func (s *Service) listUnits(ctx context.Context, g authz.Grant, f UnitFilter, q page.Query, leasing bool) ([]Unit, page.Page, error) {
	scope, err := s.scope(ctx, g, f.Where)
	if err != nil {
		return nil, page.Page{}, err
	}
	least, most := f.bedrooms()
	rows, err := propertydb.New(g.Lister(ctx, s.db)).ListUnits(ctx, propertydb.ListUnitsParams{
		TenantID: g.Organization(),
		Now:      s.db.Clock().Now(), Sort: q.Sort, Deleted: f.Deleted, PropertyID: f.PropertyID, Statuses: texts(f.Statuses), Form: f.Form,
		LeastBedrooms: least, MostBedrooms: most, PropertyScope: scope, Q: pattern(f.Query), Renters: leasing, Narrow: f.Having, HasCursor: q.HasCursor,
		Descending: q.Descending, CursorKey: q.Key, CursorID: q.ID, RowLimit: q.Fetch(),
	})
	if err != nil {
		return nil, page.Page{}, fmt.Errorf("list units: %w", err)
	}
	rows, around := page.Cut(q, rows, func(r propertydb.ListUnitsRow) (string, id.ID) { return r.SortKey, r.ID })
	out := make([]Unit, 0, len(rows))
	var shown []id.ID // whose households are
	for _, r := range rows {
		u := fromListedUnit(r)
		if !leasing {
			u.Household = nil
		}
		if u.Household != nil {
			shown = append(shown, u.ID)
		}
		out = append(out, u)
	}
	if len(shown) > 0 {
		s.recorder.Note(g.Principal(), audit.Entry{Action: audit.ActionRead, EntityType: "units", EntityIDs: shown, Detail: map[string]any{"shows": "households"}})
	}
	return out, around, nil
}

func fromListedUnit(r propertydb.ListUnitsRow) Unit {
	u := Unit{
		ID: r.ID, PropertyID: r.PropertyID, PropertyName: r.PropertyName, Number: r.Number, Form: r.Form, Type: r.Type,
		Floor: r.Floor, SquareFeet: r.SquareFeet, Bedrooms: r.Bedrooms, Bathrooms: r.Bathrooms, BaseRent: r.BaseRent,
		Deposit: r.Deposit, Amenities: []string{}, Status: r.Status, NonRevenue: r.NonRevenue, Version: r.Version,
		CreatedAt: r.CreatedAt, UpdatedAt: r.UpdatedAt, DeletedAt: r.DeletedAt,
	}
	_ = json.Unmarshal(r.Amenities, &u.Amenities)
	if r.Leased {
		u.Household = &Household{
			Renters: r.Renters, MonthlyRent: deref(r.MonthlyRent), LeaseEnd: r.LeaseEnd, PastDue: r.PastDue,
			DepositHeld: r.DepositHeld,
		}
	}
	return u
}

// UnitTotals are the sums of a list of units over all its pages.
type UnitTotals struct {
	Units, Occupied, Vacant                        int64
	MarketRent, MonthlyRent, PastDue, DepositsHeld money.Amount
}

// SumUnits sums what Units lists over all pages.
func (s *Service) SumUnits(ctx context.Context, p tenancy.Principal, f UnitFilter) (UnitTotals, error) {
	g, err := authz.Require(p, authz.PortfolioRead)
	if err != nil {
		return UnitTotals{}, err
	}
	leasing := authz.Allowed(p, authz.LeasingRead)
	if f.Having != "" && !leasing {
		return UnitTotals{}, authz.ErrForbidden
	}
	scope, err := s.scope(ctx, g, f.Where)
	if err != nil {
		return UnitTotals{}, err
	}
	least, most := f.bedrooms()
	r, err := propertydb.New(g.Lister(ctx, s.db)).SumUnits(ctx, propertydb.SumUnitsParams{
		TenantID: p.Organization,
		Now:      s.db.Clock().Now(), Deleted: f.Deleted, PropertyID: f.PropertyID, Statuses: texts(f.Statuses), Form: f.Form,
		LeastBedrooms: least, MostBedrooms: most, PropertyScope: scope, Q: pattern(f.Query), Renters: leasing, Narrow: f.Having,
	})
	if err != nil {
		return UnitTotals{}, fmt.Errorf("sum units: %w", err)
	}
	if !leasing {
		r.MonthlyRent, r.PastDue, r.DepositsHeld = money.Zero, money.Zero, money.Zero
	}
	return UnitTotals(r), nil
}

// UpdateUnit changes a unit: change is given what is stored and alters it. Errors: Invalid with fields, ErrChanged,
// unit_number_taken, postgres.ErrNotFound.
func (s *Service) UpdateUnit(ctx context.Context, p tenancy.Principal, unit id.ID, version *int32, change func(*UnitInput)) (Unit, error) {
	g, err := authz.Require(p, authz.PortfolioWrite)
	if err != nil {
		return Unit{}, err
	}
	var out Unit
	err = g.InTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) (err error) {
		out, err = updateUnitTx(ctx, tx, g, unit, version, change)
		return err
	})
	if err != nil {
		return Unit{}, fmt.Errorf("update unit: %w", err)
	}
	return out, nil
}

// updateUnitTx is UpdateUnit inside a transaction.
func updateUnitTx(ctx context.Context, tx tenancy.Tx, g authz.Grant, unit id.ID, version *int32, change func(*UnitInput)) (out Unit, err error) {
	q := propertydb.New(tx)
	locked, err := q.LockUnit(ctx, tx.Organization(), unit)
	if err != nil {
		return out, err
	}
	stored, err := getUnit(ctx, q, g, unit, false)
	if err != nil {
		return out, err
	}
	if version != nil && *version != locked.Version {
		return out, ErrChanged
	}
	in := stored.input()
	change(&in)
	if err := in.Check(); err != nil {
		return out, err
	}
	_, err = q.UpdateUnit(ctx, propertydb.UpdateUnitParams{
		TenantID: tx.Organization(), ID: unit, Number: in.Number, Form: in.Form,
		Floor: in.Floor, SquareFeet: in.SquareFeet, Bedrooms: in.Bedrooms, Bathrooms: in.Bathrooms, BaseRent: in.BaseRent,
		Deposit: in.Deposit, Amenities: list(in.Amenities), Status: in.Status, NonRevenue: in.NonRevenue, Version: &locked.Version,
	})
	if err != nil {
		return out, err
	}
	if err := event.Write(ctx, tx, UnitUpdated, unit, UnitEvent{PropertyID: stored.PropertyID}); err != nil {
		return out, err
	}
	out, err = getUnit(ctx, q, g, unit, false)
	return out, err
}

func (u Unit) input() UnitInput {
	return UnitInput{
		Number: u.Number, Form: u.Form, Floor: u.Floor, SquareFeet: u.SquareFeet, Bedrooms: u.Bedrooms,
		Bathrooms: u.Bathrooms, BaseRent: u.BaseRent, Deposit: u.Deposit, Amenities: u.Amenities, Status: u.Status,
		NonRevenue: u.NonRevenue,
	}
}

func (in UnitInput) insert(org, property, unit id.ID) propertydb.InsertUnitParams {
	return propertydb.InsertUnitParams{
		TenantID: org, ID: unit, PropertyID: property, Number: in.Number, Form: in.Form,
		Floor: in.Floor, SquareFeet: in.SquareFeet, Bedrooms: in.Bedrooms, Bathrooms: in.Bathrooms, BaseRent: in.BaseRent,
		Deposit: in.Deposit, Amenities: list(in.Amenities), Status: in.Status, NonRevenue: in.NonRevenue,
	}
}

// Check normalizes the input and says what is wrong with it. Every way in calls it.
func (in *UnitInput) Check() error {
	in.Number = strings.TrimSpace(in.Number)
	if in.Form == "" {
		in.Form = "apartment"
	}
	if in.Status == "" {
		in.Status = "vacant"
	}
	var f fault.Fields
	f.Text("/number", in.Number, false, 50)
	oneOf(&f, "/form", in.Form, UnitForms)
	oneOf(&f, "/status", in.Status, UnitStatuses)
	within(&f, "/floor", in.Floor, -20, 300)
	within(&f, "/square_feet", in.SquareFeet, 0, 10_000_000)
	within(&f, "/bedrooms", in.Bedrooms, 0, 50)
	f.Check(in.Bathrooms == nil || (in.Bathrooms.Sign() >= 0 && in.Bathrooms.Cents() <= 5000 && in.Bathrooms.Cents()%10 == 0),
		"/bathrooms", "out_of_range", "Bathrooms go from 0 to 50, with at most one decimal place.")
	f.Check(in.BaseRent.Sign() >= 0, "/base_rent", "out_of_range", "Rent cannot be negative.")
	f.Check(in.Deposit == nil || in.Deposit.Sign() >= 0, "/deposit", "out_of_range", "A deposit cannot be negative.")
	checkAmenities(&f, in.Amenities)
	return f.Err()
}

func (f UnitFilter) check() error {
	var e fault.Fields
	e.Text("q", f.Query, false, 200)
	for _, s := range f.Statuses {
		oneOf(&e, "status", s, UnitStatuses)
	}
	if f.Form != "" {
		oneOf(&e, "form", f.Form, UnitForms)
	}
	if f.Having != "" {
		oneOf(&e, "having", f.Having, Havings)
	}
	within(&e, "bedrooms", f.Bedrooms, 0, 50)
	f.Where.check(&e)
	return e.Err()
}

// bedrooms is the range of bedrooms; below 0 is any.
func (f UnitFilter) bedrooms() (least, most int32) {
	switch {
	case f.Bedrooms == nil:
		return -1, -1
	case f.OrMore:
		return *f.Bedrooms, math.MaxInt32
	}
	return *f.Bedrooms, *f.Bedrooms
}
