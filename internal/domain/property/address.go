package property

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/property/internal/propertydb"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/page"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// ErrAddressInUse says that an address cannot go while a row that owns it lives.
var ErrAddressInUse = fault.New(fault.Conflict, "address_in_use", "This address belongs to a property and goes with it.")

// Address is a place. It belongs to the one row that names it.
type Address struct {
	ID        id.ID      `json:"id"`
	Street1   string     `json:"street1"`
	Street2   *string    `json:"street2"`
	City      string     `json:"city"`
	State     *string    `json:"state"`    // required in the US
	ZipCode   *string    `json:"zip_code"` // required in the US
	Country   string     `json:"country"`  // ISO 3166-1 alpha-2
	Latitude  *float64   `json:"latitude"` // WGS 84 degrees
	Longitude *float64   `json:"longitude"`
	Version   int32      `json:"version,omitempty"`
	CreatedAt time.Time  `json:"created_at,omitzero"`
	UpdatedAt time.Time  `json:"updated_at,omitzero"`
	DeletedAt *time.Time `json:"deleted_at,omitempty"`
}

// AddressInput is what a caller may say of an address.
type AddressInput struct {
	Street1, City           string
	Street2, State, ZipCode *string
	Country                 string // default US
	Latitude, Longitude     *float64
}

var countryForm = regexp.MustCompile(`^[A-Z]{2}$`)

func (in *AddressInput) check(f *fault.Fields, at string) {
	in.Street1, in.City = strings.TrimSpace(in.Street1), strings.TrimSpace(in.City)
	for _, v := range []**string{&in.Street2, &in.State, &in.ZipCode} {
		if *v != nil && strings.TrimSpace(**v) == "" {
			*v = nil
		}
	}
	if in.Country == "" {
		in.Country = "US"
	}
	f.Text(at+"/street1", in.Street1, true, 255)
	f.Text(at+"/street2", deref(in.Street2), false, 255)
	f.Text(at+"/city", in.City, true, 100)
	us := in.Country == "US"
	f.Text(at+"/state", deref(in.State), us, 50)
	f.Text(at+"/zip_code", deref(in.ZipCode), us, 20)
	f.Check(countryForm.MatchString(in.Country), at+"/country", "country_invalid", "Use a two-letter country code, such as US.")
	f.Check((in.Latitude == nil) == (in.Longitude == nil), at+"/latitude", "coordinates_incomplete", "Give both latitude and longitude, or neither.")
	f.Check(in.Latitude == nil || (*in.Latitude >= -90 && *in.Latitude <= 90), at+"/latitude", "out_of_range", "Latitude is from -90 to 90.")
	f.Check(in.Longitude == nil || (*in.Longitude >= -180 && *in.Longitude <= 180), at+"/longitude", "out_of_range", "Longitude is from -180 to 180.")
}

func (in AddressInput) insert(org, address id.ID) propertydb.InsertAddressParams {
	return propertydb.InsertAddressParams{
		TenantID: org, ID: address, Street1: in.Street1, Street2: in.Street2, City: in.City,
		State: in.State, ZipCode: in.ZipCode, Country: in.Country, Longitude: in.Longitude, Latitude: in.Latitude,
	}
}

func (in AddressInput) update(org, address id.ID, version *int32) propertydb.UpdateAddressParams {
	return propertydb.UpdateAddressParams{
		TenantID: org, ID: address, Street1: in.Street1, Street2: in.Street2, City: in.City,
		State: in.State, ZipCode: in.ZipCode, Country: in.Country, Longitude: in.Longitude, Latitude: in.Latitude, Version: version,
	}
}

func (a Address) input() AddressInput {
	return AddressInput{
		Street1: a.Street1, Street2: a.Street2, City: a.City, State: a.State, ZipCode: a.ZipCode,
		Country: a.Country, Latitude: a.Latitude, Longitude: a.Longitude,
	}
}

func (a *Address) locate(located bool, latitude, longitude float64) {
	if located {
		a.Latitude, a.Longitude = &latitude, &longitude
	}
}

// saveAddress writes the address of a property: a new row for its first one, the same row afterwards. It returns the id
// to keep, nil for none.
func saveAddress(ctx context.Context, q *propertydb.Queries, tx tenancy.Tx, current *id.ID, in *AddressInput) (*id.ID, error) {
	switch {
	case in == nil:
		return nil, nil // what was there is deleted once the property has let go of it
	case current == nil:
		address := id.New()
		return &address, q.InsertAddress(ctx, in.insert(tx.Organization(), address))
	default:
		_, err := q.UpdateAddress(ctx, in.update(tx.Organization(), *current, nil))
		return current, err
	}
}

// CreateAddress adds an address that a property may then name. Errors: Invalid with fields, tenancy.ErrKeyReused.
func (s *Service) CreateAddress(ctx context.Context, p tenancy.Principal, key tenancy.Key, in AddressInput) (Address, error) {
	g, err := authz.Require(p, authz.PortfolioWrite)
	if err != nil {
		return Address{}, err
	}
	var f fault.Fields
	in.check(&f, "")
	if err := f.Err(); err != nil {
		return Address{}, err
	}
	var out Address
	err = g.InTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) (err error) {
		out, _, err = tenancy.Once(ctx, tx, key, func() (Address, error) {
			q, address := propertydb.New(tx), id.New()
			if err := q.InsertAddress(ctx, in.insert(p.Organization, address)); err != nil {
				return Address{}, err
			}
			return getAddress(ctx, q, g, address, false)
		})
		return err
	})
	if err != nil {
		return Address{}, fmt.Errorf("create address: %w", err)
	}
	return out, nil
}

// Address returns one address, a deleted one only if asked for. Error: postgres.ErrNotFound.
func (s *Service) Address(ctx context.Context, p tenancy.Principal, address id.ID, withDeleted bool) (Address, error) {
	g, err := authz.Require(p, authz.PortfolioRead)
	if err != nil {
		return Address{}, err
	}
	return getAddress(ctx, propertydb.New(g.Reader(ctx, s.db)), g, address, withDeleted)
}

// getAddress does not find the address of a property that p may not touch.
func getAddress(ctx context.Context, q *propertydb.Queries, g authz.Grant, address id.ID, withDeleted bool) (Address, error) {
	if g.Relation() == authz.Own && !g.Covers(address) { // one that no property has yet is nobody's own
		return Address{}, postgres.ErrNotFound
	}
	r, err := q.GetAddress(ctx, g.Organization(), address, withDeleted, g.PropertyFilter())
	if err != nil {
		return Address{}, fmt.Errorf("get address: %w", err)
	}
	a := Address{
		ID: r.ID, Street1: r.Street1, Street2: r.Street2, City: r.City, State: r.State, ZipCode: r.ZipCode,
		Country: r.Country, Version: r.Version, CreatedAt: r.CreatedAt, UpdatedAt: r.UpdatedAt, DeletedAt: r.DeletedAt,
	}
	a.locate(r.Located, r.Latitude, r.Longitude)
	return a, nil
}

// AddressFilter narrows a list of addresses.
type AddressFilter struct {
	Query, City, State string
	Deleted            bool
}

// AddressSorts are the orders that a list of addresses offers; the first is the default.
var AddressSorts = []string{"place", "created_at"}

// Addresses lists a page of addresses. Errors: Invalid for the parameters, page.ErrCursor.
func (s *Service) Addresses(ctx context.Context, p tenancy.Principal, f AddressFilter, r page.Request) ([]Address, page.Page, error) {
	g, err := authz.Require(p, authz.PortfolioRead)
	if err != nil {
		return nil, page.Page{}, err
	}
	q, err := page.Parse(r, AddressSorts...)
	if err != nil {
		return nil, page.Page{}, err
	}
	var e fault.Fields
	e.Text("q", f.Query, false, 200)
	e.Text("city", f.City, false, 100)
	e.Text("state", f.State, false, 50)
	if err := e.Err(); err != nil {
		return nil, page.Page{}, err
	}
	rows, err := propertydb.New(g.Lister(ctx, s.db)).ListAddresses(ctx, propertydb.ListAddressesParams{
		TenantID: p.Organization, Sort: q.Sort, Deleted: f.Deleted, City: f.City, State: f.State, Q: pattern(f.Query), PropertyScope: g.PropertyFilter(),
		Own: g.OwnFilter(), HasCursor: q.HasCursor, Descending: q.Descending, CursorKey: q.Key, CursorID: q.ID, RowLimit: q.Fetch(),
	})
	if err != nil {
		return nil, page.Page{}, fmt.Errorf("list addresses: %w", err)
	}
	rows, around := page.Cut(q, rows, func(r propertydb.ListAddressesRow) (string, id.ID) { return r.SortKey, r.ID })
	out := make([]Address, 0, len(rows))
	for _, r := range rows {
		a := Address{
			ID: r.ID, Street1: r.Street1, Street2: r.Street2, City: r.City, State: r.State, ZipCode: r.ZipCode,
			Country: r.Country, Version: r.Version, CreatedAt: r.CreatedAt, UpdatedAt: r.UpdatedAt, DeletedAt: r.DeletedAt,
		}
		a.locate(r.Located, r.Latitude, r.Longitude)
		out = append(out, a)
	}
	return out, around, nil
}

// UpdateAddress changes an address. Errors: Invalid with fields, ErrChanged, postgres.ErrNotFound.
func (s *Service) UpdateAddress(ctx context.Context, p tenancy.Principal, address id.ID, version *int32, change func(*AddressInput)) (Address, error) {
	g, err := authz.Require(p, authz.PortfolioWrite)
	if err != nil {
		return Address{}, err
	}
	var out Address
	err = g.InTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) error {
		q := propertydb.New(tx)
		stored, err := getAddress(ctx, q, g, address, false)
		if err != nil {
			return err
		}
		based := version
		if based == nil {
			based = &stored.Version
		}
		in := stored.input()
		change(&in)
		var f fault.Fields
		in.check(&f, "")
		if err := f.Err(); err != nil {
			return err
		}
		n, err := q.UpdateAddress(ctx, in.update(p.Organization, address, based))
		if err != nil {
			return err
		}
		if n == 0 {
			return ErrChanged
		}
		out, err = getAddress(ctx, q, g, address, false)
		return err
	})
	if err != nil {
		return Address{}, fmt.Errorf("update address: %w", err)
	}
	return out, nil
}

// DeleteAddress soft-deletes an address that nothing living owns. Errors: ErrAddressInUse, ErrChanged,
// postgres.ErrNotFound.
func (s *Service) DeleteAddress(ctx context.Context, p tenancy.Principal, address id.ID, version *int32) error {
	g, err := authz.Require(p, authz.PortfolioWrite)
	if err != nil {
		return err
	}
	err = g.InTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) error {
		q := propertydb.New(tx)
		if _, err := getAddress(ctx, q, g, address, false); err != nil {
			return err
		}
		n, err := q.DeleteAddress(ctx, propertydb.DeleteAddressParams{
			TenantID: p.Organization, ID: address,
			DeletedAt: tx.Now(), DeletedBy: actor(p), DeletionID: id.New(), Version: version,
		})
		switch {
		case err != nil && fault.As(err).Kind == fault.Conflict:
			return ErrAddressInUse.With(err)
		case err != nil:
			return err
		case n == 0:
			return ErrChanged
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("delete address: %w", err)
	}
	return nil
}

// RestoreAddress brings a deleted address back. Error: postgres.ErrNotFound.
func (s *Service) RestoreAddress(ctx context.Context, p tenancy.Principal, address id.ID) (Address, error) {
	g, err := authz.Require(p, authz.PortfolioWrite)
	if err != nil {
		return Address{}, err
	}
	var out Address
	err = g.InTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) (err error) {
		q := propertydb.New(tx)
		if _, err := getAddress(ctx, q, g, address, true); err != nil {
			return err
		}
		if _, err := q.RestoreAddress(ctx, p.Organization, address); err != nil {
			return err
		}
		out, err = getAddress(ctx, q, g, address, false)
		return err
	})
	if err != nil {
		return Address{}, fmt.Errorf("restore address: %w", err)
	}
	return out, nil
}

func actor(p tenancy.Principal) *id.ID {
	if p.User == id.Nil {
		return nil
	}
	return &p.User
}
