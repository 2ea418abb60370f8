package leasing

import (
	"cmp"
	"context"
	"strings"

	"github.com/propertyos/propertyos/internal/audit"
	"github.com/propertyos/propertyos/internal/domain/leasing/internal/leasingdb"
	"github.com/propertyos/propertyos/internal/event"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// Who pays.
const (
	PayerRenter = "renter"
	PayerAgency = "agency" // a housing program
	PayerOther  = "other"
)

// Monthly is the usual frequency.
const Monthly = "monthly"

// The value lists of what a lease charges.
var (
	Payers      = []string{PayerRenter, PayerAgency, PayerOther}
	Frequencies = []string{"weekly", "biweekly", Monthly, "quarterly", "semiannually", "annually"}
)

// timesAYear is how often an amount of a frequency is due.
var timesAYear = map[string]int64{"weekly": 52, "biweekly": 26, Monthly: 12, "quarterly": 4, "semiannually": 2, "annually": 1}

// AMonth is an amount of a frequency by the month, half a cent rounded up: a week's times 52 by 12, a quarter's by 3.
func AMonth(a money.Amount, frequency string) money.Amount {
	return money.FromCents((a.Cents()*timesAYear[frequency] + 6) / 12)
}

// Rent is what one payer owes from one day on.
type Rent struct {
	ID               id.ID
	Payer, PayerName string // the name of an agency or other payer
	Amount           money.Amount
	Frequency        string
	From, To         period.Date // zero To: until the next one, or the end of the lease
	Reason           string
}

// RentInput is a rent to agree: the first one, or an increase.
type RentInput struct {
	Payer, PayerName string // default PayerRenter; the others have a name
	Amount           money.Amount
	Frequency        string // default Monthly
	From, To         period.Date
	Reason           string
}

// checkPayer notes what is wrong with who pays, and sets the usual one.
func checkPayer(f *fault.Fields, payer, name *string) {
	*payer, *name = cmp.Or(*payer, PayerRenter), strings.TrimSpace(*name)
	oneOf(f, "/payer", *payer, Payers)
	f.Check(*payer == PayerRenter || *name != "", "/payer_name", "required", "Name who pays.")
	f.Check(*payer != PayerRenter || *name == "", "/payer_name", "not_allowed", "The renters are named on the lease.")
	f.Text("/payer_name", *name, false, 255)
}

func checkDates(f *fault.Fields, from, to period.Date) {
	f.Check(!from.IsZero(), "/from_date", "required", "This is required.")
	f.Check(to.IsZero() || !to.Before(from), "/to_date", "out_of_range", "This ends before it begins.")
}

// AddRent agrees a rent: in a draft any, in force one that begins after today. The rent of the same payer that goes on
// ends the day before. Errors: Invalid with fields, rent_overlaps, ErrFixed, ErrEnded, postgres.ErrNotFound.
func (s *Service) AddRent(ctx context.Context, p tenancy.Principal, lease id.ID, in RentInput) (LeaseDetail, error) {
	return s.change(ctx, p, lease, nil, func(ctx context.Context, c *changing) (event.Type[LeaseEvent], error) {
		in.Frequency, in.Reason = cmp.Or(in.Frequency, Monthly), strings.TrimSpace(in.Reason)
		var f fault.Fields
		checkPayer(&f, &in.Payer, &in.PayerName)
		notNegative(&f, "/amount", &in.Amount)
		oneOf(&f, "/frequency", in.Frequency, Frequencies)
		checkDates(&f, in.From, in.To)
		f.Text("/reason", in.Reason, false, 500)
		f.Check(in.From.IsZero() || !in.From.Before(c.row.StartDate), "/from_date", "out_of_range", "No rent begins before the lease.")
		f.Check(in.From.IsZero() || !c.inForce() || in.From.After(c.today), "/from_date", "in_the_past",
			"The lease is in force: a new rent begins after today.")
		if err := f.Err(); err != nil {
			return LeaseChanged, err
		}
		if err := c.open(); err != nil {
			return LeaseChanged, err
		}
		if err := c.writeOutRent(ctx); err != nil {
			return LeaseChanged, err
		}
		if _, err := c.q.EndRentBefore(ctx, in.From, c.org, lease, in.Payer); err != nil {
			return LeaseChanged, err
		}
		if err := c.insertRent(ctx, in); err != nil {
			return LeaseChanged, err
		}
		return LeaseChanged, c.keepSums(ctx)
	})
}

// writeOutRent makes the first row of a schedule of a lease that knows its rent but has no schedule, such as one that came
// from another system.
func (c *changing) writeOutRent(ctx context.Context) error {
	list, err := rents(ctx, c.q, c.org, c.row.ID)
	if err != nil || len(list) > 0 || c.row.MonthlyRent == nil {
		return err
	}
	return c.insertRent(ctx, RentInput{Payer: PayerRenter, Amount: *c.row.MonthlyRent, Frequency: Monthly, From: c.row.StartDate})
}

func (c *changing) insertRent(ctx context.Context, in RentInput) error {
	return c.q.InsertRent(ctx, leasingdb.InsertRentParams{
		TenantID: c.org, ID: id.New(), LeaseID: c.row.ID, TenancyID: c.row.TenancyID, Payer: in.Payer, PayerName: orNull(in.PayerName),
		Amount: in.Amount, Frequency: in.Frequency, FromDate: in.From, ToDate: in.To, Reason: orNull(in.Reason),
	})
}

func rents(ctx context.Context, q *leasingdb.Queries, org, lease id.ID) ([]Rent, error) {
	rows, err := q.LeaseRents(ctx, org, lease)
	out := make([]Rent, 0, len(rows))
	for _, r := range rows {
		out = append(out, Rent{
			ID: r.ID, Payer: r.Payer, PayerName: r.PayerName, Amount: r.Amount, Frequency: r.Frequency, From: r.FromDate, To: r.ToDate, Reason: r.Reason,
		})
	}
	return out, err
}

// keepSums keeps what the lease itself repeats of its parts: the first rent of all payers by the month, and the deposits.
// A lease in force without a schedule keeps the rent that it has.
func (c *changing) keepSums(ctx context.Context) error {
	schedule, err := rents(ctx, c.q, c.org, c.row.ID)
	if err != nil {
		return err
	}
	var rent, security, pet *money.Amount
	for _, r := range schedule {
		if !r.From.After(c.row.StartDate) {
			rent = plus(rent, AMonth(r.Amount, r.Frequency))
		}
	}
	if len(schedule) == 0 && c.row.Status != StatusDraft {
		rent = c.row.MonthlyRent
	}
	agreed, err := deposits(ctx, c.q, c.org, c.row.ID)
	if err != nil {
		return err
	}
	for _, d := range agreed {
		switch d.Kind {
		case DepositSecurity:
			security = plus(security, d.Amount)
		case DepositPet:
			pet = plus(pet, d.Amount)
		}
	}
	_, err = c.q.SetLeaseSums(ctx, leasingdb.SetLeaseSumsParams{
		TenantID: c.org, ID: c.row.ID, MonthlyRent: rent, SecurityDeposit: security, PetDeposit: pet,
	})
	return err
}

func plus(sum *money.Amount, a money.Amount) *money.Amount {
	if sum != nil {
		a = a.Add(*sum)
	}
	return &a
}

// noteRenters tells the recorder that people were shown.
func (s *Service) noteRenters(p tenancy.Principal, people []id.ID) {
	if len(people) > 0 {
		s.recorder.Note(p, audit.Entry{Action: audit.ActionRead, EntityType: "tenants", EntityIDs: people})
	}
}
