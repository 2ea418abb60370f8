package leasing

import (
	"cmp"
	"context"

	"github.com/propertyos/propertyos/internal/domain/leasing/internal/leasingdb"
	"github.com/propertyos/propertyos/internal/event"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// The kinds of deposits that the lease itself repeats.
const (
	DepositSecurity = "security"
	DepositPet      = "pet"
)

// HolderManager says that the manager holds a deposit.
const HolderManager = "manager"

// The value lists of deposits.
var (
	DepositKinds   = []string{DepositSecurity, DepositPet, "key", "cleaning", "last_month", "other"}
	DepositHolders = []string{HolderManager, "owner"}
)

// Deposit is what a lease requires. Whether it was billed, received and is held is the ledger's to say.
type Deposit struct {
	ID               id.ID
	AnimalID         *id.ID
	Kind             string
	Amount           money.Amount
	DueOn            period.Date
	Payer, PayerName string
	Holder           string
	Refundable       bool
}

// DepositInput is a deposit to require.
type DepositInput struct {
	AnimalID         id.ID // id.Nil for none; an assistance animal carries no deposit
	Kind             string
	Amount           money.Amount
	DueOn            period.Date // zero: the start of the lease; in force today
	Payer, PayerName string
	Holder           string // default HolderManager
	NonRefundable    bool
}

// AddDeposit requires a deposit. Errors: Invalid with fields, assistance_animal, ErrFixed, ErrEnded, postgres.ErrNotFound.
func (s *Service) AddDeposit(ctx context.Context, p tenancy.Principal, lease id.ID, in DepositInput) (LeaseDetail, error) {
	return s.change(ctx, p, lease, nil, func(ctx context.Context, c *changing) (event.Type[LeaseEvent], error) {
		in.Holder = cmp.Or(in.Holder, HolderManager)
		if in.DueOn.IsZero() {
			if in.DueOn = c.row.StartDate; c.inForce() && c.today.After(in.DueOn) {
				in.DueOn = c.today
			}
		}
		var f fault.Fields
		checkPayer(&f, &in.Payer, &in.PayerName)
		oneOf(&f, "/kind", in.Kind, DepositKinds)
		oneOf(&f, "/holder", in.Holder, DepositHolders)
		f.Check(in.Amount.Sign() > 0, "/amount", "out_of_range", "This must be above zero.")
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
		if err := c.insertDeposit(ctx, in, animal); err != nil {
			return LeaseChanged, err
		}
		return LeaseChanged, c.keepSums(ctx)
	})
}

func (c *changing) insertDeposit(ctx context.Context, in DepositInput, animal *id.ID) error {
	return c.q.InsertDeposit(ctx, leasingdb.InsertDepositParams{
		TenantID: c.org, ID: id.New(), LeaseID: c.row.ID, TenancyID: c.row.TenancyID, PetID: animal, Kind: in.Kind, Amount: in.Amount,
		DueOn: in.DueOn, Payer: in.Payer, PayerName: orNull(in.PayerName), Holder: in.Holder, Refundable: !in.NonRefundable,
	})
}

// replaceSecurity puts one security deposit in the place of those that a draft has; none where it is zero. Those that
// add up to it stay.
func (c *changing) replaceSecurity(ctx context.Context, amount money.Amount) error {
	list, err := deposits(ctx, c.q, c.org, c.row.ID)
	if err != nil {
		return err
	}
	sum := money.Zero
	for _, d := range list {
		if d.Kind == DepositSecurity {
			sum = sum.Add(d.Amount)
		}
	}
	if sum.Equal(amount) {
		return nil
	}
	for _, d := range list {
		if d.Kind == DepositSecurity {
			if err := c.remove(ctx, PartDeposit, d.ID); err != nil {
				return err
			}
		}
	}
	if amount.IsZero() {
		return nil
	}
	return c.insertDeposit(ctx, DepositInput{
		Kind: DepositSecurity, Amount: amount, DueOn: c.row.StartDate, Payer: PayerRenter, Holder: HolderManager,
	}, nil)
}

func deposits(ctx context.Context, q *leasingdb.Queries, org, lease id.ID) ([]Deposit, error) {
	rows, err := q.LeaseDeposits(ctx, org, lease)
	out := make([]Deposit, 0, len(rows))
	for _, r := range rows {
		out = append(out, Deposit{
			ID: r.ID, AnimalID: r.PetID, Kind: r.Kind, Amount: r.Amount, DueOn: r.DueOn, Payer: r.Payer, PayerName: r.PayerName,
			Holder: r.Holder, Refundable: r.Refundable,
		})
	}
	return out, err
}
