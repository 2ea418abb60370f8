package leasing

import (
	"context"
	"slices"
	"strings"

	"github.com/propertyos/propertyos/internal/domain/leasing/internal/leasingdb"
	"github.com/propertyos/propertyos/internal/event"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// Species is the value list of animals.
var Species = []string{"dog", "cat", "bird", "fish", "rabbit", "reptile", "rodent", "other"}

// Animal lives with a household. An assistance animal is no pet: no deposit, fee or rent may name it (24 CFR 100.204).
type Animal struct {
	ID           id.ID
	Name         string
	Species      string
	Breed        string
	WeightPounds *int32
	Assistance   bool
	Note         string
	From, To     period.Date
}

// AnimalInput is an animal to note.
type AnimalInput struct {
	Name         string
	Species      string
	Breed        string
	WeightPounds *int32 // 0 to 2,000
	Assistance   bool
	Note         string
	From, To     period.Date // zero From: the start of the lease; in force today
}

// AddAnimal notes an animal of the stay. Errors: Invalid with fields, ErrEnded, postgres.ErrNotFound.
func (s *Service) AddAnimal(ctx context.Context, p tenancy.Principal, lease id.ID, in AnimalInput) (LeaseDetail, error) {
	return s.change(ctx, p, lease, nil, func(ctx context.Context, c *changing) (event.Type[LeaseEvent], error) {
		in.Name = strings.TrimSpace(in.Name)
		if in.From.IsZero() {
			if in.From = c.row.StartDate; c.inForce() && c.today.After(in.From) {
				in.From = c.today
			}
		}
		var f fault.Fields
		f.Text("/name", in.Name, true, 100)
		oneOf(&f, "/species", in.Species, Species)
		f.Text("/breed", in.Breed, false, 100)
		f.Text("/note", in.Note, false, 1000)
		f.Check(in.WeightPounds == nil || *in.WeightPounds >= 0 && *in.WeightPounds <= 2000, "/weight_pounds", "out_of_range", "This number is out of range.")
		checkDates(&f, in.From, in.To)
		if err := f.Err(); err != nil {
			return LeaseChanged, err
		}
		if err := c.notOver(); err != nil {
			return LeaseChanged, err
		}
		return LeaseChanged, c.q.InsertAnimal(ctx, leasingdb.InsertAnimalParams{
			TenantID: c.org, ID: id.New(), TenancyID: c.row.TenancyID, Name: in.Name, Species: in.Species, Breed: orNull(in.Breed),
			WeightPounds: in.WeightPounds, Assistance: in.Assistance, Note: orNull(in.Note), FromDate: in.From, ToDate: in.To,
		})
	})
}

func animals(ctx context.Context, q *leasingdb.Queries, org, stay id.ID) ([]Animal, error) {
	rows, err := q.StayAnimals(ctx, org, stay)
	out := make([]Animal, 0, len(rows))
	for _, r := range rows {
		out = append(out, Animal{
			ID: r.ID, Name: r.Name, Species: r.Species, Breed: r.Breed, WeightPounds: r.WeightPounds, Assistance: r.Assistance,
			Note: r.Note, From: r.FromDate, To: r.ToDate,
		})
	}
	return out, err
}

// notOver fails for a lease that is over. What lives and stands with a household may be noted while a lease waits for
// signatures.
func (c *changing) notOver() error {
	if err := c.open(); err != nil && c.row.Status != StatusPending {
		return err
	}
	return nil
}

// ofThisStay is an animal as a nullable column takes it. Error: reference_not_found for one of another stay.
func (c *changing) ofThisStay(ctx context.Context, animal id.ID) (*id.ID, error) {
	if animal == id.Nil {
		return nil, nil
	}
	list, err := animals(ctx, c.q, c.org, c.row.TenancyID)
	if err != nil {
		return nil, err
	}
	if !slices.ContainsFunc(list, func(a Animal) bool { return a.ID == animal }) {
		return nil, postgres.ErrReference.On("/animal_id")
	}
	return &animal, nil
}
