package property

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/propertyos/propertyos/internal/domain/organization"
	"github.com/propertyos/propertyos/internal/domain/property/internal/propertydb"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// chunk is the number of rows that one statement inserts: large enough that round trips do not count, small enough for
// the statement timeout of a slow machine.
const chunk = 1000

// forgetPlans makes the session plan anew how it checks foreign keys. A plan is kept from the first check, and one that
// was made while the table referred to was nearly empty reads all of the organization's rows for each new one.
const forgetPlans = `DISCARD PLANS`

// NewAddress is an address to insert. Empty text is unknown; Street1 and City are needed.
type NewAddress struct {
	ID                                     id.ID // id.Nil: a new one is made and written back
	Street1, Street2, City, State, ZipCode string
	Country                                string   // ISO 3166-1 alpha-2; "" is US
	Latitude, Longitude                    *float64 // degrees (WGS 84), both or neither
}

// NewProperty is a property to insert with its address and units.
type NewProperty struct {
	ID                                   id.ID // id.Nil: a new one is made and written back
	Name                                 string
	Type                                 string      // a value of properties.type
	Address                              *NewAddress // nil where it is unknown; one address is never shared
	YearBuilt, SquareFeet, ParkingSpaces *int        // nil where unknown
	TimeZone                             string      // IANA name; "" is the organization's
	Amenities                            []string
	Metadata                             json.RawMessage // a JSON object; nil is empty
	Units                                []NewUnit
}

// NewUnit is a unit to insert.
type NewUnit struct {
	ID                          id.ID  // id.Nil: a new one is made and written back
	PropertyID                  id.ID  // InsertManyTx fills it in
	Number                      string // "" for a single-family house
	Form                        string // a value of units.form
	Floor, SquareFeet, Bedrooms *int   // nil where unknown; 0 bedrooms is a studio
	Bathrooms                   string // a decimal with at most one place, such as "1.5"; "" where unknown
	BaseRent                    money.Amount
	Deposit                     *money.Amount // asked for; nil where unknown
	Amenities                   []string
	Status                      string // a value of units.status
	NonRevenue                  bool
	Metadata                    json.RawMessage // a JSON object; nil is empty
}

// InsertManyTx inserts properties with their addresses and units, table by table: for an import or demo data, where one
// statement a row would be a thousand round trips. It writes the ids that it makes back into list. Errors: the faults of
// the tables' constraints, such as unit_number_taken; then the transaction is spoiled.
func InsertManyTx(ctx context.Context, tx tenancy.Tx, list []NewProperty) error {
	var addresses []*NewAddress
	var units []NewUnit
	for i := range list {
		p := &list[i]
		fill(&p.ID)
		if p.Address != nil {
			fill(&p.Address.ID)
			addresses = append(addresses, p.Address)
		}
		for j := range p.Units {
			fill(&p.Units[j].ID)
			p.Units[j].PropertyID = p.ID
		}
		units = append(units, p.Units...)
	}
	for part := range slices.Chunk(addresses, chunk) {
		if err := insertAddresses(ctx, tx, part); err != nil {
			return fmt.Errorf("insert addresses: %w", err)
		}
	}
	if _, err := tx.Exec(ctx, forgetPlans); err != nil {
		return fmt.Errorf("forget plans: %w", err)
	}
	for part := range slices.Chunk(list, chunk) {
		if err := insertProperties(ctx, tx, part); err != nil {
			return fmt.Errorf("insert properties: %w", err)
		}
	}
	return InsertUnitsTx(ctx, tx, units)
}

// InsertUnitsTx inserts units of properties that exist; every PropertyID must be set. It writes the ids that it makes back
// into list. Errors: organization.ErrPlanLimit, unit_number_taken, reference_not_found and the other faults of the table's constraints.
func InsertUnitsTx(ctx context.Context, tx tenancy.Tx, list []NewUnit) error {
	if _, err := tx.Exec(ctx, forgetPlans); err != nil {
		return fmt.Errorf("forget plans: %w", err)
	}
	for part := range slices.Chunk(list, chunk) {
		if err := insertUnits(ctx, tx, part); err != nil {
			return fmt.Errorf("insert units: %w", err)
		}
	}
	if len(list) == 0 {
		return nil
	}
	return organization.HoldUnitsTx(ctx, tx)
}

func insertAddresses(ctx context.Context, tx tenancy.Tx, list []*NewAddress) error {
	a := propertydb.InsertAddressesParams{TenantID: tx.Organization()}
	for _, row := range list {
		located := row.Latitude != nil && row.Longitude != nil
		var lat, long float64
		if located {
			lat, long = *row.Latitude, *row.Longitude
		}
		country := row.Country
		if country == "" {
			country = "US"
		}
		a.Ids = append(a.Ids, row.ID)
		a.Street1s = append(a.Street1s, row.Street1)
		a.Street2s = append(a.Street2s, row.Street2)
		a.Cities = append(a.Cities, row.City)
		a.States = append(a.States, row.State)
		a.ZipCodes = append(a.ZipCodes, row.ZipCode)
		a.Countries = append(a.Countries, country)
		a.Located = append(a.Located, located)
		a.Latitudes = append(a.Latitudes, lat)
		a.Longitudes = append(a.Longitudes, long)
	}
	n, err := propertydb.New(tx).InsertAddresses(ctx, a)
	return wrote(n, len(list), err)
}

func insertProperties(ctx context.Context, tx tenancy.Tx, list []NewProperty) error {
	a := propertydb.InsertPropertiesParams{TenantID: tx.Organization()}
	for _, row := range list {
		address := id.Nil
		if row.Address != nil {
			address = row.Address.ID
		}
		a.Ids = append(a.Ids, row.ID)
		a.AddressIds = append(a.AddressIds, address)
		a.Names = append(a.Names, row.Name)
		a.Types = append(a.Types, row.Type)
		a.YearsBuilt = append(a.YearsBuilt, orEmpty(row.YearBuilt))
		a.SquareFeet = append(a.SquareFeet, orEmpty(row.SquareFeet))
		a.ParkingSpaces = append(a.ParkingSpaces, orEmpty(row.ParkingSpaces))
		a.TimeZones = append(a.TimeZones, row.TimeZone)
		a.Amenities = append(a.Amenities, list2JSON(row.Amenities))
		a.Metadata = append(a.Metadata, object(row.Metadata))
	}
	n, err := propertydb.New(tx).InsertProperties(ctx, a)
	return wrote(n, len(list), err)
}

func insertUnits(ctx context.Context, tx tenancy.Tx, list []NewUnit) error {
	a := propertydb.InsertUnitsParams{TenantID: tx.Organization()}
	for i := range list {
		fill(&list[i].ID)
		row := list[i]
		deposit := ""
		if row.Deposit != nil {
			deposit = row.Deposit.String()
		}
		a.Ids = append(a.Ids, row.ID)
		a.PropertyIds = append(a.PropertyIds, row.PropertyID)
		a.Numbers = append(a.Numbers, row.Number)
		a.Forms = append(a.Forms, row.Form)
		a.Floors = append(a.Floors, orEmpty(row.Floor))
		a.SquareFeet = append(a.SquareFeet, orEmpty(row.SquareFeet))
		a.Bedrooms = append(a.Bedrooms, orEmpty(row.Bedrooms))
		a.Bathrooms = append(a.Bathrooms, row.Bathrooms)
		a.BaseRents = append(a.BaseRents, row.BaseRent)
		a.Deposits = append(a.Deposits, deposit)
		a.Amenities = append(a.Amenities, list2JSON(row.Amenities))
		a.Statuses = append(a.Statuses, row.Status)
		a.NonRevenue = append(a.NonRevenue, row.NonRevenue)
		a.Metadata = append(a.Metadata, object(row.Metadata))
	}
	n, err := propertydb.New(tx).InsertUnits(ctx, a)
	return wrote(n, len(list), err)
}

// SetStatusesTx gives units another status; those that have it already, or are deleted, stay as they are. It returns how
// many changed.
func SetStatusesTx(ctx context.Context, tx tenancy.Tx, statuses map[id.ID]string) (int, error) {
	var units []id.ID
	var values []string
	for unit, status := range statuses {
		units, values = append(units, unit), append(values, status)
	}
	n, err := propertydb.New(tx).SetUnitStatuses(ctx, tx.Organization(), units, values)
	if err != nil {
		return 0, fmt.Errorf("set unit statuses: %w", err)
	}
	return int(n), nil
}

// Known is a property that is there, by what identifies it to people.
type Known struct {
	ID           id.ID
	Name         string
	Street1, Zip string // "" without an address
}

// Key is what two spellings of the same property have in common: name, street and ZIP code without regard to case and
// spacing. Two properties of one organization may share it; nothing in the database forbids that.
func Key(name, street1, zip string) string {
	return fold(name) + "\x00" + fold(street1) + "\x00" + fold(zip)
}

func fold(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), " ")) }

// KnownTx lists the organization's properties that are not deleted, in the order they were made.
func KnownTx(ctx context.Context, tx tenancy.Tx) ([]Known, error) {
	rows, err := propertydb.New(tx).ListPropertyKeys(ctx, tx.Organization())
	if err != nil {
		return nil, fmt.Errorf("list properties: %w", err)
	}
	list := make([]Known, 0, len(rows))
	for _, r := range rows {
		list = append(list, Known{ID: r.ID, Name: r.Name, Street1: r.Street1, Zip: r.ZipCode})
	}
	return list, nil
}

// KnownUnit is a unit that is there.
type KnownUnit struct {
	ID, PropertyID id.ID
	Number         string
	Status         string // a value of units.status
}

// KnownUnitsTx lists the units of properties that are not deleted, in the order they were made.
func KnownUnitsTx(ctx context.Context, tx tenancy.Tx, properties []id.ID) ([]KnownUnit, error) {
	rows, err := propertydb.New(tx).ListUnitKeys(ctx, tx.Organization(), properties)
	if err != nil {
		return nil, fmt.Errorf("list units: %w", err)
	}
	list := make([]KnownUnit, 0, len(rows))
	for _, r := range rows {
		list = append(list, KnownUnit(r))
	}
	return list, nil
}

// fill makes an id where there is none.
func fill(v *id.ID) {
	if *v == id.Nil {
		*v = id.New()
	}
}

// wrote checks that a statement wrote every row: joined to an organization that is not there it would silently write none.
func wrote(got int64, want int, err error) error {
	if err == nil && got != int64(want) {
		err = fmt.Errorf("%d of %d rows were written", got, want)
	}
	return err
}

func orEmpty(n *int) string {
	if n == nil {
		return ""
	}
	return strconv.Itoa(*n)
}

func object(m json.RawMessage) string {
	if len(m) == 0 {
		return "{}"
	}
	return string(m)
}

func list2JSON(items []string) string {
	if len(items) == 0 {
		return "[]"
	}
	b, err := json.Marshal(items)
	if err != nil {
		panic(err) // unreachable: strings only
	}
	return string(b)
}
