// Package property is the portfolio: properties, their addresses, their units, and how they are deleted and brought
// back.
package property

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/propertyos/propertyos/internal/audit"
	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/property/internal/propertydb"
	"github.com/propertyos/propertyos/internal/event"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/page"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// ErrChanged says that the row was changed since it was read.
var ErrChanged = fault.New(fault.Precondition, "changed_since",
	"This was changed since you opened it. Look at it again before you save.")

// The value lists of the design.
var (
	PropertyTypes    = []string{"residential", "commercial", "mixed_use", "industrial", "land"}
	PropertyStatuses = []string{"active", "inactive", "sold"}
)

// Property is a building or a site, with the counts of its units.
type Property struct {
	ID            id.ID         `json:"id"`
	Name          string        `json:"name"`
	Type          string        `json:"type"`
	Status        string        `json:"status"`
	Address       *Address      `json:"address"`
	YearBuilt     *int32        `json:"year_built"`
	SquareFeet    *int32        `json:"square_feet"`
	LotSize       *money.Amount `json:"lot_size"` // acres, two places
	ParkingSpaces *int32        `json:"parking_spaces"`
	TimeZone      *string       `json:"time_zone"` // IANA; nil means the organization's
	Amenities     []string      `json:"amenities"`
	Units         int64         `json:"units"`    // undeleted
	Occupied      int64         `json:"occupied"` // occupied + notice
	Vacant        int64         `json:"vacant"`   // vacant + reserved
	Down          int64         `json:"down"`     // down + model
	MarketRent    money.Amount  `json:"market_rent"`
	MonthlyRent   money.Amount  `json:"monthly_rent"` // of the leases in force
	Version       int32         `json:"version"`
	CreatedAt     time.Time     `json:"created_at"`
	UpdatedAt     time.Time     `json:"updated_at"`
	DeletedAt     *time.Time    `json:"deleted_at"`
}

// PropertyInput is what a caller may say of a property.
type PropertyInput struct {
	Name          string
	Type          string
	Status        string        // default active
	Address       *AddressInput // the property's own; nil means none
	YearBuilt     *int32
	SquareFeet    *int32
	LotSize       *money.Amount
	ParkingSpaces *int32
	TimeZone      *string
	Amenities     []string
}

// Service is the use cases of the portfolio.
type Service struct {
	db       *tenancy.DB
	recorder audit.Recorder
}

// New makes the service.
func New(db *tenancy.DB) *Service { return &Service{db: db, recorder: audit.Nobody{}} }

// WithAudit makes the service tell a recorder of what it shows of people and money, and returns it.
func (s *Service) WithAudit(r audit.Recorder) *Service {
	s.recorder = r
	return s
}

// CreateProperty adds a property and its address. Errors: Invalid with fields, tenancy.ErrKeyReused.
func (s *Service) CreateProperty(ctx context.Context, p tenancy.Principal, key tenancy.Key, in PropertyInput) (Property, error) {
	g, err := authz.Require(p, authz.PortfolioWrite)
	if err != nil {
		return Property{}, err
	}
	if err := in.Check(); err != nil {
		return Property{}, err
	}
	var out Property
	err = g.InTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) (err error) {
		out, _, err = tenancy.Once(ctx, tx, key, func() (Property, error) { return s.createProperty(ctx, tx, in) })
		return err
	})
	if err != nil {
		return Property{}, fmt.Errorf("create property: %w", err)
	}
	return out, nil
}

func (s *Service) createProperty(ctx context.Context, tx tenancy.Tx, in PropertyInput) (Property, error) {
	q := propertydb.New(tx)
	var addressID *id.ID
	if in.Address != nil {
		address := id.New()
		addressID = &address
		if err := q.InsertAddress(ctx, in.Address.insert(tx.Organization(), address)); err != nil {
			return Property{}, err
		}
	}
	row := propertydb.InsertPropertyParams{
		TenantID: tx.Organization(), ID: id.New(), AddressID: addressID, Name: in.Name,
		Type: in.Type, YearBuilt: in.YearBuilt, SquareFeet: in.SquareFeet, LotSize: in.LotSize, ParkingSpaces: in.ParkingSpaces,
		TimeZone: in.TimeZone, Amenities: list(in.Amenities), Status: in.Status,
	}
	if err := q.InsertProperty(ctx, row); err != nil {
		return Property{}, err
	}
	if err := event.Write(ctx, tx, PropertyCreated, row.ID, event.None{}); err != nil {
		return Property{}, err
	}
	return s.getProperty(ctx, q, tx.Organization(), row.ID, false)
}

// Property returns one property, a deleted one only if asked for. Error: postgres.ErrNotFound.
func (s *Service) Property(ctx context.Context, p tenancy.Principal, property id.ID, withDeleted bool) (Property, error) {
	g, err := authz.Require(p, authz.PortfolioRead)
	if err != nil {
		return Property{}, err
	}
	if !g.Covers(property) {
		return Property{}, postgres.ErrNotFound
	}
	return s.getProperty(ctx, propertydb.New(g.Reader(ctx, s.db)), p.Organization, property, withDeleted)
}

func (s *Service) getProperty(ctx context.Context, q *propertydb.Queries, org, property id.ID, withDeleted bool) (Property, error) {
	row, err := q.GetProperty(ctx, org, s.db.Clock().Now(), property, withDeleted)
	if err != nil {
		return Property{}, fmt.Errorf("get property: %w", err)
	}
	return fromProperty(row), nil
}

// PropertyFilter narrows a list of properties. Zero values do not narrow.
type PropertyFilter struct {
	Query   string // in the name, street, city or ZIP code
	Type    string
	Status  string
	Deleted bool // the deleted ones instead
	Where
	only []id.ID
}

// PropertySorts are the orders that a list of properties offers; the first is the default.
var PropertySorts = []string{"name", "type", "units", "occupied", "vacant", "rent", "created_at"}

// Properties lists a page of properties. Errors: Invalid for the parameters, page.ErrCursor.
func (s *Service) Properties(ctx context.Context, p tenancy.Principal, f PropertyFilter, r page.Request) ([]Property, page.Page, error) {
	g, err := authz.Require(p, authz.PortfolioRead)
	if err != nil {
		return nil, page.Page{}, err
	}
	q, err := page.Parse(r, PropertySorts...)
	if err != nil {
		return nil, page.Page{}, err
	}
	if err := f.check(); err != nil {
		return nil, page.Page{}, err
	}
	scope, err := s.scope(ctx, g, f.Where)
	if err != nil {
		return nil, page.Page{}, err
	}
	rows, err := propertydb.New(g.Lister(ctx, s.db)).ListProperties(ctx, propertydb.ListPropertiesParams{
		TenantID: p.Organization, Now: s.db.Clock().Now(), Sort: q.Sort, Deleted: f.Deleted, Type: f.Type, Status: f.Status, PropertyScope: scope,
		OnlyIds: append([]id.ID{}, f.only...), Q: pattern(f.Query), HasCursor: q.HasCursor, Descending: q.Descending, CursorKey: q.Key, CursorID: q.ID, RowLimit: q.Fetch(),
	})
	if err != nil {
		return nil, page.Page{}, fmt.Errorf("list properties: %w", err)
	}
	rows, around := page.Cut(q, rows, func(r propertydb.ListPropertiesRow) (string, id.ID) { return r.SortKey, r.ID })
	out := make([]Property, 0, len(rows))
	for _, r := range rows {
		out = append(out, fromListed(r))
	}
	return out, around, nil
}

// Named is a property as a choice.
type Named struct {
	ID   id.ID
	Name string
}

// mostNames bounds a choice of properties.
const mostNames = 2000

// Names lists the properties that somebody may see, by name, for a choice of one. Error: authz.ErrForbidden.
func (s *Service) Names(ctx context.Context, p tenancy.Principal) ([]Named, error) {
	g, err := authz.Require(p, authz.PortfolioRead)
	if err != nil {
		return nil, err
	}
	rows, err := propertydb.New(g.Reader(ctx, s.db)).PropertyNames(ctx, g.Organization(), g.PropertyFilter(), mostNames)
	if err != nil {
		return nil, fmt.Errorf("names of properties: %w", err)
	}
	out := make([]Named, 0, len(rows))
	for _, r := range rows {
		out = append(out, Named(r))
	}
	return out, nil
}

// PropertyTotals are the sums of a list of properties over all its pages.
type PropertyTotals struct {
	Properties, Units, Occupied, Vacant int64
	MonthlyRent                         money.Amount
}

// SumProperties sums what Properties lists over all pages.
func (s *Service) SumProperties(ctx context.Context, p tenancy.Principal, f PropertyFilter) (PropertyTotals, error) {
	g, err := authz.Require(p, authz.PortfolioRead)
	if err != nil {
		return PropertyTotals{}, err
	}
	scope, err := s.scope(ctx, g, f.Where)
	if err != nil {
		return PropertyTotals{}, err
	}
	r, err := propertydb.New(g.Lister(ctx, s.db)).SumProperties(ctx, propertydb.SumPropertiesParams{
		TenantID: p.Organization,
		Now:      s.db.Clock().Now(), Deleted: f.Deleted, Type: f.Type, Status: f.Status, PropertyScope: scope, Q: pattern(f.Query),
	})
	if err != nil {
		return PropertyTotals{}, fmt.Errorf("sum properties: %w", err)
	}
	return PropertyTotals(r), nil
}

// UpdateProperty changes a property: change is given what is stored and alters it. A version makes the change conditional
// on nobody else's. Errors: Invalid with fields, ErrChanged, postgres.ErrNotFound.
func (s *Service) UpdateProperty(ctx context.Context, p tenancy.Principal, property id.ID, version *int32, change func(*PropertyInput)) (Property, error) {
	g, err := authz.Require(p, authz.PortfolioWrite)
	if err != nil {
		return Property{}, err
	}
	var out Property
	err = g.InTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) (err error) {
		out, err = s.updatePropertyTx(ctx, tx, g, property, version, change)
		return err
	})
	if err != nil {
		return Property{}, fmt.Errorf("update property: %w", err)
	}
	return out, nil
}

// updatePropertyTx is UpdateProperty inside a transaction.
func (s *Service) updatePropertyTx(ctx context.Context, tx tenancy.Tx, g authz.Grant, property id.ID, version *int32, change func(*PropertyInput)) (out Property, err error) {
	if !g.Covers(property) {
		return out, postgres.ErrNotFound
	}
	q := propertydb.New(tx)
	locked, err := q.LockProperty(ctx, tx.Organization(), property)
	if err != nil {
		return out, err
	}
	stored, err := s.getProperty(ctx, q, tx.Organization(), property, false)
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
	addressID, err := saveAddress(ctx, q, tx, locked.AddressID, in.Address)
	if err != nil {
		return out, err
	}
	_, err = q.UpdateProperty(ctx, propertydb.UpdatePropertyParams{
		TenantID: tx.Organization(), ID: property, AddressID: addressID,
		Name: in.Name, Type: in.Type, YearBuilt: in.YearBuilt, SquareFeet: in.SquareFeet, LotSize: in.LotSize,
		ParkingSpaces: in.ParkingSpaces, TimeZone: in.TimeZone, Amenities: list(in.Amenities), Status: in.Status, Version: &locked.Version,
	})
	if err != nil {
		return out, err
	}
	if locked.AddressID != nil && addressID == nil {
		if _, err := q.DeleteAddress(ctx, propertydb.DeleteAddressParams{
			TenantID: tx.Organization(), ID: *locked.AddressID,
			DeletedAt: tx.Now(), DeletedBy: actor(tx.Principal()), DeletionID: id.New(),
		}); err != nil {
			return out, err
		}
	}
	if err := event.Write(ctx, tx, PropertyUpdated, property, event.None{}); err != nil {
		return out, err
	}
	out, err = s.getProperty(ctx, q, tx.Organization(), property, false)
	return out, err
}

func (p Property) input() PropertyInput {
	in := PropertyInput{
		Name: p.Name, Type: p.Type, Status: p.Status, YearBuilt: p.YearBuilt, SquareFeet: p.SquareFeet,
		LotSize: p.LotSize, ParkingSpaces: p.ParkingSpaces, TimeZone: p.TimeZone, Amenities: p.Amenities,
	}
	if p.Address != nil {
		address := p.Address.input()
		in.Address = &address
	}
	return in
}

// Check normalizes the input and says what is wrong with it. Every way in calls it.
func (in *PropertyInput) Check() error {
	in.Name = strings.TrimSpace(in.Name)
	if in.Status == "" {
		in.Status = "active"
	}
	if in.TimeZone != nil && *in.TimeZone == "" {
		in.TimeZone = nil
	}
	var f fault.Fields
	f.Text("/name", in.Name, true, 255)
	oneOf(&f, "/type", in.Type, PropertyTypes)
	oneOf(&f, "/status", in.Status, PropertyStatuses)
	within(&f, "/year_built", in.YearBuilt, 1600, 2200)
	within(&f, "/square_feet", in.SquareFeet, 0, 100_000_000)
	within(&f, "/parking_spaces", in.ParkingSpaces, 0, 1_000_000)
	f.Check(in.LotSize == nil || in.LotSize.Sign() >= 0, "/lot_size", "out_of_range", "This cannot be negative.")
	checkAmenities(&f, in.Amenities)
	if in.TimeZone != nil {
		_, err := time.LoadLocation(*in.TimeZone)
		f.Check(err == nil && *in.TimeZone != "Local", "/time_zone", "time_zone_unknown", "Use a time zone of the IANA list, such as America/Chicago.")
	}
	if in.Address != nil {
		in.Address.check(&f, "/address")
	}
	return f.Err()
}

func (f PropertyFilter) check() error {
	var e fault.Fields
	e.Text("q", f.Query, false, 200)
	if f.Type != "" {
		oneOf(&e, "type", f.Type, PropertyTypes)
	}
	if f.Status != "" {
		oneOf(&e, "status", f.Status, PropertyStatuses)
	}
	f.Where.check(&e)
	return e.Err()
}

func fromProperty(r propertydb.GetPropertyRow) Property {
	p := Property{
		ID: r.ID, Name: r.Name, Type: r.Type, Status: r.Status, YearBuilt: r.YearBuilt, SquareFeet: r.SquareFeet,
		LotSize: r.LotSize, ParkingSpaces: r.ParkingSpaces, TimeZone: r.TimeZone, Amenities: []string{}, Units: r.Units,
		Occupied: r.Occupied, Vacant: r.Vacant, Down: r.Down, MarketRent: r.MarketRent, MonthlyRent: r.MonthlyRent, Version: r.Version,
		CreatedAt: r.CreatedAt, UpdatedAt: r.UpdatedAt, DeletedAt: r.DeletedAt,
	}
	_ = json.Unmarshal(r.Amenities, &p.Amenities) // a constraint says it is an array; what is not text in it is left out
	if r.AddressID != nil && r.Street1 != nil {
		p.Address = &Address{
			ID: *r.AddressID, Street1: *r.Street1, Street2: r.Street2, City: deref(r.City), State: r.State,
			ZipCode: r.ZipCode, Country: deref(r.Country),
		}
		p.Address.locate(r.Located, r.Latitude, r.Longitude)
	}
	return p
}

func fromListed(r propertydb.ListPropertiesRow) Property {
	return fromProperty(propertydb.GetPropertyRow{
		ID: r.ID, AddressID: r.AddressID, Name: r.Name, Type: r.Type,
		YearBuilt: r.YearBuilt, SquareFeet: r.SquareFeet, LotSize: r.LotSize, ParkingSpaces: r.ParkingSpaces,
		TimeZone: r.TimeZone, Amenities: r.Amenities, Status: r.Status, Version: r.Version, CreatedAt: r.CreatedAt,
		UpdatedAt: r.UpdatedAt, DeletedAt: r.DeletedAt, Street1: r.Street1, Street2: r.Street2, City: r.City, State: r.State,
		ZipCode: r.ZipCode, Country: r.Country, Latitude: r.Latitude, Longitude: r.Longitude, Located: r.Located,
		Units: r.Units, Occupied: r.Occupied, Vacant: r.Vacant, Down: r.Down, MarketRent: r.MarketRent, MonthlyRent: r.MonthlyRent,
	})
}
