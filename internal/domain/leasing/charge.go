package leasing

import (
	"cmp"
	"context"
	"strings"

	"github.com/propertyos/propertyos/internal/domain/leasing/internal/leasingdb"
	"github.com/propertyos/propertyos/internal/event"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// What a recurring line does.
const (
	KindCharge = "charge"
	KindCredit = "credit" // takes off; its amount is positive all the same
)

// The value lists of recurring charges.
var (
	ChargeKinds      = []string{KindCharge, KindCredit}
	ChargeCategories = []string{
		"parking", "garage", "storage", "pet", "utilities", "water", "trash", "internet", "laundry", "appliance", "insurance",
		"amenity", "concession", "subsidy", "tax", "other",
	}
)

// Charge is what a lease charges or credits beside the rent, again and again.
type Charge struct {
	ID               id.ID
	AnimalID         *id.ID // the animal that it is for
	Kind, Category   string
	Description      string
	Payer, PayerName string
	Amount           money.Amount // above zero, of a credit too
	Frequency        string
	From, To         period.Date
}

// ChargeInput is a charge or credit to agree.
type ChargeInput struct {
	AnimalID         id.ID  // id.Nil for none; an assistance animal carries no charge
	Kind             string // default KindCharge
	Category         string
	Description      string // default the category's name
	Payer, PayerName string
	Amount           money.Amount
	Frequency        string      // default Monthly
	From, To         period.Date // zero From: the start of the lease; in force today
}

// AddCharge agrees a recurring charge or credit, in a draft or in force. Errors: Invalid with fields, assistance_animal,
// ErrFixed, ErrEnded, postgres.ErrNotFound.
func (s *Service) AddCharge(ctx context.Context, p tenancy.Principal, lease id.ID, in ChargeInput) (LeaseDetail, error) {
	return s.change(ctx, p, lease, nil, func(ctx context.Context, c *changing) (event.Type[LeaseEvent], error) {
		in.Kind, in.Frequency = cmp.Or(in.Kind, KindCharge), cmp.Or(in.Frequency, Monthly)
		in.Description = cmp.Or(strings.TrimSpace(in.Description), in.Category)
		if in.From.IsZero() {
			if in.From = c.row.StartDate; c.inForce() && c.today.After(in.From) {
				in.From = c.today
			}
		}
		var f fault.Fields
		checkPayer(&f, &in.Payer, &in.PayerName)
		oneOf(&f, "/kind", in.Kind, ChargeKinds)
		oneOf(&f, "/category", in.Category, ChargeCategories)
		oneOf(&f, "/frequency", in.Frequency, Frequencies)
		f.Text("/description", in.Description, true, 255)
		f.Check(in.Amount.Sign() > 0, "/amount", "out_of_range", "This must be above zero; a credit is a kind of its own.")
		checkDates(&f, in.From, in.To)
		f.Check(!in.From.Before(c.row.StartDate), "/from_date", "out_of_range", "No charge begins before the lease.")
		if err := f.Err(); err != nil {
			return LeaseChanged, err
		}
		if err := c.open(); err != nil {
			return LeaseChanged, err
		}
		animal, err := c.ofThisStay(ctx, in.AnimalID)
		if err != nil {
			return LeaseChanged, err
		}
		return LeaseChanged, c.q.InsertCharge(ctx, leasingdb.InsertChargeParams{
			TenantID: c.org, ID: id.New(), LeaseID: lease, TenancyID: c.row.TenancyID, PetID: animal, Kind: in.Kind, Category: in.Category,
			Description: in.Description, Payer: in.Payer, PayerName: orNull(in.PayerName), Amount: in.Amount, Frequency: in.Frequency,
			FromDate: in.From, ToDate: in.To,
		})
	})
}

func charges(ctx context.Context, q *leasingdb.Queries, org, lease id.ID) ([]Charge, error) {
	rows, err := q.LeaseCharges(ctx, org, lease)
	out := make([]Charge, 0, len(rows))
	for _, r := range rows {
		out = append(out, Charge{
			ID: r.ID, AnimalID: r.PetID, Kind: r.Kind, Category: r.Category, Description: r.Description, Payer: r.Payer,
			PayerName: r.PayerName, Amount: r.Amount, Frequency: r.Frequency, From: r.FromDate, To: r.ToDate,
		})
	}
	return out, err
}
