package leasing

import (
	"context"
	"slices"

	"github.com/propertyos/propertyos/internal/domain/leasing/internal/leasingdb"
	"github.com/propertyos/propertyos/internal/event"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// The kinds of parts of a lease.
const (
	PartParty   = "people"
	PartRent    = "rents"
	PartCharge  = "charges"
	PartDeposit = "deposits"
	PartAnimal  = "animals"
	PartVehicle = "vehicles"
)

// The kinds of parts that can be removed, and those that can be ended on a day.
var (
	PartKinds  = []string{PartParty, PartRent, PartCharge, PartDeposit, PartAnimal, PartVehicle}
	EndedKinds = []string{PartParty, PartRent, PartCharge, PartAnimal}
)

// EndPart ends a part of a lease: on is its last day. A rent or charge of a lease in force ends today or later, since what was
// is billed. Errors: Invalid with fields, ErrNoRenter where nobody would be left, ErrFixed, ErrEnded, postgres.ErrNotFound.
func (s *Service) EndPart(ctx context.Context, p tenancy.Principal, lease id.ID, kind string, part id.ID, on period.Date) (LeaseDetail, error) {
	return s.change(ctx, p, lease, nil, func(ctx context.Context, c *changing) (event.Type[LeaseEvent], error) {
		var f fault.Fields
		oneOf(&f, "/kind", kind, EndedKinds)
		f.Check(!on.IsZero(), "/to_date", "required", "This is required.")
		if err := f.Err(); err != nil {
			return LeaseChanged, err
		}
		from, err := c.begins(ctx, kind, part)
		if err != nil {
			return LeaseChanged, err
		}
		if err := c.open(); err != nil && (kind != PartAnimal || c.notOver() != nil) {
			return LeaseChanged, err
		}
		f.Check(!on.Before(from), "/to_date", "out_of_range", "This ends before it begins.")
		f.Check(!c.inForce() || kind != PartRent && kind != PartCharge || !on.Before(c.today), "/to_date", "in_the_past",
			"The lease is in force: a charge ends today or later.")
		if err := f.Err(); err != nil {
			return LeaseChanged, err
		}
		end, owner := c.q.EndParty, lease
		switch kind {
		case PartRent:
			end = c.q.EndRent
		case PartCharge:
			end = c.q.EndCharge
		case PartAnimal:
			end, owner = c.q.EndAnimal, c.row.TenancyID
		}
		if _, err := end(ctx, on, c.org, part, owner); err != nil {
			return LeaseChanged, err
		}
		return LeaseChanged, c.afterPart(ctx, kind, on.AddDays(1))
	})
}

// RemovePart takes a part off a lease that had no effect yet: any part of a draft, and of a lease in force what begins after
// today; animals that nothing is charged for, and vehicles, at any time. Errors: Invalid with fields, ErrPartUsed,
// ErrNoRenter, ErrFixed, ErrEnded, postgres.ErrNotFound.
func (s *Service) RemovePart(ctx context.Context, p tenancy.Principal, lease id.ID, kind string, part id.ID) (LeaseDetail, error) {
	return s.change(ctx, p, lease, nil, func(ctx context.Context, c *changing) (event.Type[LeaseEvent], error) {
		var f fault.Fields
		oneOf(&f, "/kind", kind, PartKinds)
		if err := f.Err(); err != nil {
			return LeaseChanged, err
		}
		from, err := c.begins(ctx, kind, part)
		if err != nil {
			return LeaseChanged, err
		}
		switch kind {
		case PartAnimal, PartVehicle:
			err = c.notOver()
		default:
			if err = c.open(); err == nil && c.inForce() && !from.After(c.today) {
				err = ErrPartUsed
			}
		}
		if err != nil {
			return LeaseChanged, err
		}
		if kind == PartRent {
			if err := c.reopen(ctx, part); err != nil {
				return LeaseChanged, err
			}
		} else if err := c.remove(ctx, kind, part); err != nil {
			return LeaseChanged, err
		}
		return LeaseChanged, c.afterPart(ctx, kind, from)
	})
}

// begins is the first day of a part, today for a vehicle. Error: postgres.ErrNotFound where the lease has no such part.
func (c *changing) begins(ctx context.Context, kind string, part id.ID) (period.Date, error) {
	from := c.today
	found := false
	var err error
	look := func(of id.ID, day period.Date) {
		if of == part {
			from, found = day, true
		}
	}
	switch kind {
	case PartParty:
		var list []Party
		list, err = people(ctx, c.q, c.org, c.row.ID)
		each(list, func(v Party) { look(v.ID, v.From) })
	case PartRent:
		var list []Rent
		list, err = rents(ctx, c.q, c.org, c.row.ID)
		each(list, func(v Rent) { look(v.ID, v.From) })
	case PartCharge:
		var list []Charge
		list, err = charges(ctx, c.q, c.org, c.row.ID)
		each(list, func(v Charge) { look(v.ID, v.From) })
	case PartDeposit:
		var list []Deposit
		list, err = deposits(ctx, c.q, c.org, c.row.ID)
		each(list, func(v Deposit) { look(v.ID, v.DueOn) })
	case PartAnimal:
		var list []Animal
		list, err = animals(ctx, c.q, c.org, c.row.TenancyID)
		each(list, func(v Animal) { look(v.ID, v.From) })
	case PartVehicle:
		var list []Vehicle
		list, err = vehicles(ctx, c.q, c.org, c.row.TenancyID)
		each(list, func(v Vehicle) { look(v.ID, c.today) })
	}
	if err == nil && !found {
		err = postgres.ErrNotFound
	}
	return from, err
}

func each[T any](list []T, do func(T)) {
	for _, v := range list {
		do(v)
	}
}

// remove takes a row of a part off. An animal that a charge or deposit names stays.
func (c *changing) remove(ctx context.Context, kind string, part id.ID) error {
	row := leasingdb.RemovePartyParams{
		DeletedAt: c.tx.Now(), DeletedBy: c.actor(), DeletionID: id.New(), TenantID: c.org, ID: part, LeaseID: c.row.ID,
	}
	stay := leasingdb.RemoveAnimalParams{
		DeletedAt: row.DeletedAt, DeletedBy: row.DeletedBy, DeletionID: row.DeletionID, TenantID: c.org, ID: part, TenancyID: c.row.TenancyID,
	}
	var err error
	switch kind {
	case PartParty:
		_, err = c.q.RemoveParty(ctx, row)
	case PartRent:
		_, err = c.q.RemoveRent(ctx, leasingdb.RemoveRentParams(row))
	case PartCharge:
		_, err = c.q.RemoveCharge(ctx, leasingdb.RemoveChargeParams(row))
	case PartDeposit:
		_, err = c.q.RemoveDeposit(ctx, leasingdb.RemoveDepositParams(row))
	case PartVehicle:
		_, err = c.q.RemoveVehicle(ctx, leasingdb.RemoveVehicleParams(stay))
	case PartAnimal:
		var named int32
		if named, err = c.q.ChargesOfAnimal(ctx, c.org, part); err == nil && named > 0 {
			err = ErrPartUsed
		}
		if err == nil {
			_, err = c.q.RemoveAnimal(ctx, stay)
		}
	}
	return err
}

// reopen removes a rent and lets the one before it, of the same payer, go on in its place.
func (c *changing) reopen(ctx context.Context, part id.ID) error {
	list, err := rents(ctx, c.q, c.org, c.row.ID)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(list, func(r Rent) bool { return r.ID == part })
	if err := c.remove(ctx, PartRent, part); err != nil {
		return err
	}
	gone := list[at]
	_, err = c.q.ReopenRent(ctx, leasingdb.ReopenRentParams{
		TenantID: c.org, LeaseID: c.row.ID, Payer: gone.Payer, FromDate: gone.From, ToDate: gone.To,
	})
	return err
}

// afterPart keeps what follows from the parts of a lease, and that a lease in force has a renter on the day from which one
// may be missing.
func (c *changing) afterPart(ctx context.Context, kind string, from period.Date) error {
	if kind != PartParty {
		return c.keepSums(ctx)
	}
	if err := c.keepPrimary(ctx); err != nil {
		return err
	}
	if !c.inForce() || !c.row.EndDate.IsZero() && from.After(c.row.EndDate) {
		return nil
	}
	return c.needsRenter(ctx, from)
}

// needsRenter fails where no renter is on the lease on a day.
func (c *changing) needsRenter(ctx context.Context, day period.Date) error {
	list, err := people(ctx, c.q, c.org, c.row.ID)
	if err == nil && !slices.ContainsFunc(list, func(v Party) bool {
		return v.Role == RoleRenter && !v.From.After(day) && (v.To.IsZero() || !v.To.Before(day))
	}) {
		err = ErrNoRenter
	}
	return err
}
