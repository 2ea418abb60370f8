package leasing

import (
	"context"
	"strings"

	"github.com/propertyos/propertyos/internal/domain/leasing/internal/leasingdb"
	"github.com/propertyos/propertyos/internal/event"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// Vehicle is a car or the like of a household.
type Vehicle struct {
	ID                                                   id.ID
	Make, Model, Color, Plate, PlateRegion, ParkingSpace string
	Year                                                 *int32
}

// VehicleInput is a vehicle to note. Only the make is required.
type VehicleInput struct {
	Make, Model, Color, Plate, PlateRegion, ParkingSpace string
	Year                                                 *int32 // 1900 to 2200
}

// AddVehicle notes a vehicle of the stay. Errors: Invalid with fields, ErrEnded, postgres.ErrNotFound.
func (s *Service) AddVehicle(ctx context.Context, p tenancy.Principal, lease id.ID, in VehicleInput) (LeaseDetail, error) {
	return s.change(ctx, p, lease, nil, func(ctx context.Context, c *changing) (event.Type[LeaseEvent], error) {
		in.Make = strings.TrimSpace(in.Make)
		var f fault.Fields
		f.Text("/make", in.Make, true, 100)
		f.Text("/model", in.Model, false, 100)
		f.Text("/color", in.Color, false, 50)
		f.Text("/plate", in.Plate, false, 20)
		f.Text("/plate_region", in.PlateRegion, false, 50)
		f.Text("/parking_space", in.ParkingSpace, false, 50)
		f.Check(in.Year == nil || *in.Year >= 1900 && *in.Year <= 2200, "/year", "out_of_range", "This number is out of range.")
		if err := f.Err(); err != nil {
			return LeaseChanged, err
		}
		if err := c.notOver(); err != nil {
			return LeaseChanged, err
		}
		return LeaseChanged, c.q.InsertVehicle(ctx, leasingdb.InsertVehicleParams{
			TenantID: c.org, ID: id.New(), TenancyID: c.row.TenancyID, Make: in.Make, Model: orNull(in.Model), Color: orNull(in.Color),
			Year: in.Year, Plate: orNull(in.Plate), PlateRegion: orNull(in.PlateRegion), ParkingSpace: orNull(in.ParkingSpace),
		})
	})
}

func vehicles(ctx context.Context, q *leasingdb.Queries, org, stay id.ID) ([]Vehicle, error) {
	rows, err := q.StayVehicles(ctx, org, stay)
	out := make([]Vehicle, 0, len(rows))
	for _, r := range rows {
		out = append(out, Vehicle{
			ID: r.ID, Make: r.Make, Model: r.Model, Color: r.Color, Plate: r.Plate, PlateRegion: r.PlateRegion, ParkingSpace: r.ParkingSpace, Year: r.Year,
		})
	}
	return out, err
}
