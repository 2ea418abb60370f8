package property

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/propertyos/propertyos/internal/domain/organization"
	"github.com/propertyos/propertyos/internal/kernel/clock"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/tenancy"
	"github.com/propertyos/propertyos/internal/testkit/pgtest"
)

// bulkKit is a database of its own with an organization.
type bulkKit struct {
	*testing.T
	db    *tenancy.DB
	pg    *pgtest.DB
	super *pgxpool.Pool
	admin tenancy.Principal
}

func setupBulk(t *testing.T) *bulkKit {
	t.Helper()
	pg := pgtest.New(t)
	return &bulkKit{
		T: t, pg: pg, db: pg.DB(clock.At(time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC))),
		super: pg.Pool(pgtest.Superuser), admin: tenancy.Principal{Organization: pg.Org(t), Role: tenancy.RoleAdmin},
	}
}

func (k *bulkKit) try(fn func(context.Context, tenancy.Tx) error) error {
	return tenancy.InTx(k.Context(), k.db, k.admin, fn)
}

func (k *bulkKit) insert(list []NewProperty) error {
	return k.try(func(ctx context.Context, tx tenancy.Tx) error { return InsertManyTx(ctx, tx, list) })
}

func (k *bulkKit) one(sql string) string {
	k.Helper()
	var v string
	if err := k.super.QueryRow(k.Context(), "SELECT coalesce(("+sql+")::text, '')").Scan(&v); err != nil {
		k.Fatalf("%s: %v", sql, err)
	}
	return v
}

func ptr[T any](v T) *T { return &v }

func TestInsertManyKeepsEveryColumn(t *testing.T) {
	t.Parallel()
	k := setupBulk(t)
	deposit := money.MustParse("500")
	list := []NewProperty{
		{
			Name: "Full", Type: "mixed_use", YearBuilt: ptr(1988), SquareFeet: ptr(12000), ParkingSpaces: ptr(0), TimeZone: "America/Denver",
			Amenities: []string{"pool", `a "quoted" one`}, Metadata: json.RawMessage(`{"code": "x"}`),
			Address: &NewAddress{
				Street1: "1 Elm", Street2: "Rear", City: "Denver", State: "CO", ZipCode: "80201",
				Latitude: ptr(39.7392), Longitude: ptr(-104.9903),
			},
			Units: []NewUnit{{
				Number: "00-05", Form: "townhouse", Floor: ptr(-1), SquareFeet: ptr(900), Bedrooms: ptr(0),
				Bathrooms: "1.5", BaseRent: money.MustParse("1234.56"), Deposit: &deposit, Amenities: []string{"view"}, Status: "model",
				NonRevenue: true, Metadata: json.RawMessage(`{"tags": ["A"]}`),
			}},
		},
		{Name: "Bare", Type: "residential", Units: []NewUnit{{Form: "house", Status: "vacant"}}},
		{Name: "Abroad", Type: "land", Address: &NewAddress{Street1: "2 Vei", City: "Oslo", Country: "NO"}},
	}
	if err := k.insert(list); err != nil {
		t.Fatal(err)
	}
	for sql, want := range map[string]string{
		`SELECT concat_ws('|', name, type, year_built, square_feet, parking_spaces, time_zone, amenities, metadata, status) FROM properties
			WHERE id = '` + list[0].ID.String() + `'`: `Full|mixed_use|1988|12000|0|America/Denver|["pool", "a \"quoted\" one"]|{"code": "x"}|active`,
		`SELECT concat_ws('|', a.street1, a.street2, a.city, a.state, a.zip_code, a.country, extensions.ST_AsText(a.coordinates))
			FROM addresses AS a JOIN properties AS p ON p.tenant_id = a.tenant_id AND p.address_id = a.id WHERE p.name = 'Full'`: "1 Elm|Rear|" +
			"Denver|CO|80201|US|POINT(-104.9903 39.7392)",
		`SELECT concat_ws('|', number, form, floor, square_feet, bedrooms, bathrooms, base_rent, deposit, amenities, status, non_revenue,
			metadata) FROM units WHERE id = '` + list[0].Units[0].ID.String() + `'`: `00-05|townhouse|-1|900|0|1.5|1234.56|500.00|["view"]|model|t|` +
			`{"tags": ["A"]}`,
		`SELECT concat_ws('|', p.address_id, p.year_built, p.time_zone, p.amenities, p.metadata, u.number, u.floor, u.bathrooms, u.base_rent,
			u.deposit, u.non_revenue) FROM units AS u JOIN properties AS p ON p.id = u.property_id WHERE p.name = 'Bare'`: "[]|{}||0.00|f",
		`SELECT concat_ws('|', street2, state, zip_code, country, coordinates) FROM addresses WHERE city = 'Oslo'`: "NO",
		`SELECT string_agg(status, ' ' ORDER BY status) FROM unit_status_history`:                                  "model vacant",
		`SELECT count(*) FROM audit_logs WHERE entity_type IN ('properties', 'units', 'addresses')`:                "7",
	} {
		if got := k.one(sql); got != want {
			t.Errorf("%s:\n got %s\nwant %s", sql, got, want)
		}
	}
}

func TestInsertManyInChunks(t *testing.T) {
	t.Parallel()
	const n = 2*chunk + 1
	k := setupBulk(t)
	list := []NewProperty{{Name: "Tower", Type: "residential"}}
	for i := range n {
		list[0].Units = append(list[0].Units, NewUnit{Number: fmt.Sprint(i), Form: "apartment", Status: "vacant"})
	}
	if err := k.insert(list); !errors.Is(err, organization.ErrPlanLimit) {
		t.Errorf("with a plan of 500 units: %v", err)
	}
	if _, err := k.super.Exec(t.Context(), `UPDATE organizations SET plan = 'enterprise'`); err != nil {
		t.Fatal(err)
	}
	if err := k.insert(list); err != nil {
		t.Fatal(err)
	}
	if got := k.one(`SELECT count(*) || ' ' || count(DISTINCT id) FROM units`); got != fmt.Sprintf("%d %d", n, n) {
		t.Error(got)
	}
	if err := k.insert(nil); err != nil {
		t.Errorf("nothing to insert: %v", err)
	}
}

func TestInsertManyRefuses(t *testing.T) {
	t.Parallel()
	k := setupBulk(t)
	sound := NewProperty{Name: "Sound", Type: "residential"}
	unit := NewUnit{Number: "1", Form: "apartment", Status: "vacant"}
	for code, p := range map[string]NewProperty{
		"unit_number_taken": {Name: "A", Type: "residential", Units: []NewUnit{unit, unit}},
		"not_allowed":       {Name: "A", Type: "castle"},
		"required":          {Name: "A", Type: "residential", Address: &NewAddress{Street1: "1 Elm", City: "Denver"}},
	} {
		if err := k.insert([]NewProperty{sound, p}); err == nil || fault.As(err).Code != code {
			t.Errorf("%v, want %s", err, code)
		}
	}
	lost := unit
	lost.PropertyID = id.New()
	err := k.try(func(ctx context.Context, tx tenancy.Tx) error { return InsertUnitsTx(ctx, tx, []NewUnit{lost}) })
	if err == nil || fault.As(err).Code != "reference_not_found" {
		t.Errorf("a property that is not there: %v", err)
	}
	// Nothing is lost in silence where the organization is not there.
	k.admin.Organization = id.New()
	if err := k.insert([]NewProperty{sound}); err == nil {
		t.Error("an organization that is not there took a property")
	}
	if got := k.one(`SELECT count(*) FROM properties`); got != "0" {
		t.Errorf("%s properties were written", got)
	}
}

func TestKnownAndStatuses(t *testing.T) {
	t.Parallel()
	k := setupBulk(t)
	stranger := *k
	stranger.admin.Organization = k.pg.Org(t)
	list := []NewProperty{
		{
			Name: "Elm Court", Type: "residential", Address: &NewAddress{Street1: "1 Elm", City: "Denver", State: "CO", ZipCode: "80201"},
			Units: []NewUnit{
				{Number: "1", Form: "apartment", Status: "vacant"},
				{Number: "2", Form: "apartment", Status: "occupied"},
				{Number: "3", Form: "apartment", Status: "down"},
			},
		},
		{Name: "Gone", Type: "residential"},
	}
	other := []NewProperty{{Name: "Elsewhere", Type: "residential", Units: []NewUnit{{Number: "9", Form: "apartment", Status: "vacant"}}}}
	if err := k.insert(list); err != nil {
		t.Fatal(err)
	}
	if err := stranger.insert(other); err != nil {
		t.Fatal(err)
	}
	if _, err := k.super.Exec(t.Context(), `UPDATE properties SET deleted_at = now() WHERE name = 'Gone'`); err != nil {
		t.Fatal(err)
	}
	err := k.try(func(ctx context.Context, tx tenancy.Tx) error {
		properties, err := KnownTx(ctx, tx)
		if err != nil {
			return err
		}
		if len(properties) != 1 || properties[0].ID != list[0].ID || Key(properties[0].Name, properties[0].Street1, properties[0].Zip) !=
			Key(" elm  COURT", "1 elm", "80201") {
			t.Errorf("known: %+v", properties)
		}
		units, err := KnownUnitsTx(ctx, tx, []id.ID{list[0].ID, other[0].ID})
		if err != nil {
			return err
		}
		if len(units) != 3 || units[1] != (KnownUnit{ID: list[0].Units[1].ID, PropertyID: list[0].ID, Number: "2", Status: "occupied"}) {
			t.Errorf("units: %+v", units)
		}
		u := list[0].Units
		n, err := SetStatusesTx(ctx, tx, map[id.ID]string{
			u[0].ID: "reserved", u[1].ID: "occupied", u[2].ID: "vacant",
			other[0].Units[0].ID: "down",
		})
		if n != 2 {
			t.Errorf("%d changed", n)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := k.one(`SELECT string_agg(number || ' ' || status || ' ' || version, ', ' ORDER BY number) FROM units`); got !=
		"1 reserved 2, 2 occupied 1, 3 vacant 2, 9 vacant 1" {
		t.Error(got)
	}
	if Key("a", "b c", "") == Key("a b", "c", "") {
		t.Error("different properties have one key")
	}
}
