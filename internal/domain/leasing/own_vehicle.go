package leasing

import (
	"context"
	"fmt"
	"strings"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/leasing/internal/leasingdb"
	"github.com/propertyos/propertyos/internal/domain/property"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// OwnVehicle is a vehicle of a renter's household.
type OwnVehicle struct {
	ID, TenancyID      id.ID
	Make, Model, Color string
	Year               *int32
	Plate, Region      string
	Space              string // the parking space, which the manager gives out
	Version            int32
}

// OwnVehicleInput is what a renter may say of a vehicle.
type OwnVehicleInput struct {
	TenancyID          id.ID // when it is added
	Make, Model, Color string
	Year               *int32
	Plate, Region      string
}

func (in *OwnVehicleInput) check() error {
	for _, v := range []*string{&in.Make, &in.Model, &in.Color, &in.Plate, &in.Region} {
		*v = strings.TrimSpace(*v)
	}
	var f fault.Fields
	f.Text("/make", in.Make, true, 100)
	f.Text("/model", in.Model, false, 100)
	f.Text("/color", in.Color, false, 50)
	f.Check(in.Year == nil || *in.Year >= 1900 && *in.Year <= 2200, "/year", "out_of_range", "Use a year such as 2019.")
	f.Text("/plate", in.Plate, false, 20)
	f.Text("/plate_region", in.Region, false, 50)
	return f.Err()
}

// maxVehicles bounds the vehicles of one household.
const maxVehicles = 10

var errManyVehicles = fault.New(fault.Conflict, "too_many_vehicles", "There are ten vehicles already. Remove one first.")

// Vehicles lists the vehicles of the households of whoever asks. Errors: authz.ErrForbidden.
func (s *Portal) Vehicles(ctx context.Context, p tenancy.Principal) ([]OwnVehicle, error) {
	g, err := authz.Require(p, authz.HomeRead)
	if err != nil {
		return nil, err
	}
	return listVehicles(ctx, leasingdb.New(g.Reader(ctx, s.db)), g)
}

func listVehicles(ctx context.Context, q *leasingdb.Queries, g authz.Grant) ([]OwnVehicle, error) {
	rows, err := q.OwnListVehicles(ctx, g.Organization(), g.OwnFilter())
	if err != nil {
		return nil, fmt.Errorf("list vehicles: %w", err)
	}
	out := make([]OwnVehicle, 0, len(rows))
	for _, r := range rows {
		out = append(out, vehicleOf(leasingdb.OwnGetVehicleRow(r)))
	}
	return out, nil
}

func vehicleOf(r leasingdb.OwnGetVehicleRow) OwnVehicle {
	return OwnVehicle{
		ID: r.ID, TenancyID: r.TenancyID, Make: r.Make, Model: r.Model, Color: r.Color, Year: r.Year, Plate: r.Plate,
		Region: r.PlateRegion, Space: r.ParkingSpace, Version: r.Version,
	}
}

// AddVehicle adds a vehicle to one's own household. Errors: Invalid with fields, too_many_vehicles, postgres.ErrNotFound
// for a stay that is not one's own, authz.ErrForbidden.
func (s *Portal) AddVehicle(ctx context.Context, p tenancy.Principal, key tenancy.Key, in OwnVehicleInput) (out OwnVehicle, err error) {
	g, err := authz.Require(p, authz.PortalWrite)
	if err != nil {
		return out, err
	}
	if err := in.check(); err != nil {
		return out, err
	}
	if in.TenancyID == id.Nil || !g.Covers(in.TenancyID) {
		return out, errNoRow
	}
	err = g.InTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) (err error) {
		q := leasingdb.New(tx)
		if _, err := q.OwnTenancy(ctx, tx.Organization(), in.TenancyID); err != nil {
			return err
		}
		out, _, err = tenancy.Once(ctx, tx, key, func() (OwnVehicle, error) {
			there, err := listVehicles(ctx, q, g)
			if err != nil {
				return OwnVehicle{}, err
			}
			if len(there) >= maxVehicles {
				return OwnVehicle{}, errManyVehicles
			}
			made := id.New()
			if err := q.OwnInsertVehicle(ctx, leasingdb.OwnInsertVehicleParams{
				TenantID: tx.Organization(), ID: made, TenancyID: in.TenancyID, Make: in.Make, Model: in.Model, Color: in.Color, Year: in.Year,
				Plate: in.Plate, PlateRegion: in.Region,
			}); err != nil {
				return OwnVehicle{}, err
			}
			return getVehicle(ctx, q, g, made)
		})
		return err
	})
	if err != nil {
		return OwnVehicle{}, fmt.Errorf("add vehicle: %w", err)
	}
	return out, nil
}

func getVehicle(ctx context.Context, q *leasingdb.Queries, g authz.Grant, vehicle id.ID) (OwnVehicle, error) {
	r, err := q.OwnGetVehicle(ctx, g.Organization(), vehicle, g.OwnFilter())
	if err != nil {
		return OwnVehicle{}, err
	}
	return vehicleOf(r), nil
}

// UpdateVehicle changes a vehicle of one's own household. Errors: Invalid with fields, property.ErrChanged,
// postgres.ErrNotFound, authz.ErrForbidden.
func (s *Portal) UpdateVehicle(ctx context.Context, p tenancy.Principal, vehicle id.ID, version *int32, change func(*OwnVehicleInput)) (out OwnVehicle, err error) {
	g, err := authz.Require(p, authz.PortalWrite)
	if err != nil {
		return out, err
	}
	err = g.InTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) error {
		q := leasingdb.New(tx)
		stored, err := getVehicle(ctx, q, g, vehicle)
		if err != nil {
			return err
		}
		if version != nil && *version != stored.Version {
			return property.ErrChanged
		}
		in := OwnVehicleInput{
			TenancyID: stored.TenancyID, Make: stored.Make, Model: stored.Model, Color: stored.Color, Year: stored.Year, Plate: stored.Plate,
			Region: stored.Region,
		}
		change(&in)
		if err := in.check(); err != nil {
			return err
		}
		n, err := q.OwnUpdateVehicle(ctx, leasingdb.OwnUpdateVehicleParams{
			TenantID: tx.Organization(), ID: vehicle, Make: in.Make, Model: in.Model, Color: in.Color, Year: in.Year, Plate: in.Plate,
			PlateRegion: in.Region, Version: stored.Version,
		})
		if err != nil {
			return err
		}
		if n == 0 {
			return property.ErrChanged
		}
		out, err = getVehicle(ctx, q, g, vehicle)
		return err
	})
	if err != nil {
		return OwnVehicle{}, fmt.Errorf("update vehicle: %w", err)
	}
	return out, nil
}

// DeleteVehicle removes a vehicle of one's own household. Errors: property.ErrChanged, postgres.ErrNotFound,
// authz.ErrForbidden.
func (s *Portal) DeleteVehicle(ctx context.Context, p tenancy.Principal, vehicle id.ID, version *int32) error {
	g, err := authz.Require(p, authz.PortalWrite)
	if err != nil {
		return err
	}
	err = g.InTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) error {
		q := leasingdb.New(tx)
		stored, err := getVehicle(ctx, q, g, vehicle)
		if err != nil {
			return err
		}
		if version != nil && *version != stored.Version {
			return property.ErrChanged
		}
		_, err = q.OwnDeleteVehicle(ctx, leasingdb.OwnDeleteVehicleParams{
			Now: tx.Now(), DeletedBy: whoActs(tx.Principal()), DeletionID: id.New(), TenantID: tx.Organization(), ID: vehicle,
		})
		return err
	})
	if err != nil {
		return fmt.Errorf("delete vehicle: %w", err)
	}
	return nil
}
