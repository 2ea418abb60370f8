// Package billing keeps what renters owe and what they paid: charges from the leases' schedules and by hand, payments and what they settle,
// late fees, deposits, refunds. All of it is posted to the ledger in the same transaction. The README has the invariants.
package billing

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/propertyos/propertyos/internal/audit"
	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/billing/internal/billingdb"
	"github.com/propertyos/propertyos/internal/domain/ledger"
	"github.com/propertyos/propertyos/internal/domain/trust"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// The kinds of charges.
const (
	KindRent      = "rent"
	KindLateFee   = "late_fee"
	KindNSFFee    = "nsf_fee" // for a payment that came back
	KindPet       = "pet"
	KindParking   = "parking"
	KindUtilities = "utilities"
	KindDamage    = "damage"
	KindCleaning  = "cleaning"
	KindLegal     = "legal"
	KindDeposit   = "deposit"
	KindLastMonth = "last_month"
	KindOpening   = "opening" // owed to an earlier system
	KindOther     = "other"
)

// purposes says which account a kind of charge is income in; deposits are billed, not earned.
var purposes = map[string]ledger.Purpose{
	KindRent: ledger.Rent, KindLateFee: ledger.LateFee, KindNSFFee: ledger.NSFFee, KindPet: ledger.PetRent, KindParking: ledger.Parking,
	KindUtilities: ledger.UtilityIncome, KindDamage: ledger.Recoveries, KindCleaning: ledger.Recoveries, KindLegal: ledger.OtherIncome,
	KindDeposit: ledger.DepositsBilled, KindLastMonth: ledger.DepositsBilled, KindOpening: ledger.Rent, KindOther: ledger.OtherIncome,
}

// What a charge is charged for.
const (
	ruleRent      = "rent_schedule"
	ruleRecurring = "recurring_charge"
	ruleDeposit   = "lease_deposit"
	ruleLateFee   = "late_fee"
	ruleDaily     = "late_fee_daily"
	ruleNSF       = "nsf_fee"
	ruleOpening   = "opening"
	ruleManual    = "manual"
)

// subject is how lines of the journal name a charge.
const subject = "charge"

// Charge is something that a stay owes.
type Charge struct {
	ID                             id.ID
	Tenancy, Lease, Unit, Property id.ID
	Renter                         id.ID // the primary one; id.Nil for none
	Kind                           string
	Account                        id.ID // the income that it is
	Payer, PayerName               string
	Amount                         money.Amount
	Due, From, To                  period.Date // To is zero where it is of one day
	Description                    string
	Exempt                         bool // it never bears a late fee
	Open                           money.Amount
	Undone                         bool
	CreatedAt                      time.Time
	ruleKind                       string
	rule, entry                    id.ID
}

// Part is how much of a sum goes to a charge.
type Part struct {
	Charge id.ID
	Amount money.Amount
}

// What goes wrong with money of renters.
var (
	ErrNotTakenOn = fault.New(fault.Conflict, "property_not_taken_on",
		"The books of this property are not open here yet. Take it on first: its banks, balances and first month.")
	ErrNoTerms   = fault.New(fault.Conflict, "no_lease", "This stay has no lease that could be charged.")
	ErrOverpaid  = fault.New(fault.Invalid, "allocation_exceeds", "That is more than is open of the charge.")
	ErrUnspent   = fault.New(fault.Invalid, "allocation_sum", "The parts are more than the payment.")
	ErrNotOpen   = fault.New(fault.Conflict, "payment_not_open", "That payment has been dealt with already.")
	ErrTooMuch   = fault.New(fault.Conflict, "refund_exceeds", "That is more than is held for the renter.")
	ErrOtherStay = fault.New(fault.Invalid, "charge_of_another_stay", "That charge is of another stay.")
	ErrTouched   = fault.New(fault.Conflict, "run_settled", "Some of what this run charged is settled already. Credit the charges instead.")
	ErrRunKind   = fault.New(fault.Invalid, "not_allowed", "Use rent or late_fee.").On("/kind")
	ErrUndone    = fault.New(fault.Conflict, "already_undone", "That has been undone already.")
	ErrSecond    = fault.New(fault.Conflict, "second_person_needed", "Somebody else has to release what you made.")
)

// Service is the use cases of renters' money.
type Service struct {
	db       *tenancy.DB
	recorder audit.Recorder
}

// New makes the service.
func New(db *tenancy.DB) *Service { return &Service{db: db, recorder: audit.Nobody{}} }

// WithAudit makes the service tell a recorder of what it shows of money, and returns it.
func (s *Service) WithAudit(r audit.Recorder) *Service {
	s.recorder = r
	return s
}

// work is a transaction about the money of one organization, with what every act needs of it.
type work struct {
	tx    tenancy.Tx
	q     *billingdb.Queries
	org   id.ID
	chart ledger.Chart
	rules trust.Policy
	today period.Date
}

func begin(ctx context.Context, tx tenancy.Tx) (w work, err error) {
	w = work{tx: tx, q: billingdb.New(tx), org: tx.Organization()}
	if w.chart, err = ledger.Open(ctx, tx); err != nil {
		return w, err
	}
	// What is read from here on is what is posted on: nobody else posts for this organization before the end.
	if _, err = ledger.Hold(ctx, tx); err != nil {
		return w, err
	}
	if w.rules, err = trust.PolicyOf(ctx, tx); err != nil {
		return w, err
	}
	w.today, err = trust.Today(ctx, tx)
	return w, err
}

// look is begin for who only reads: nothing is held, and the chart is not opened.
func look(ctx context.Context, tx tenancy.Tx) (w work, err error) {
	w = work{tx: tx, q: billingdb.New(tx), org: tx.Organization()}
	if w.rules, err = trust.PolicyOf(ctx, tx); err != nil {
		return w, err
	}
	w.today, err = trust.Today(ctx, tx)
	return w, err
}

func (w work) by() *id.ID {
	if u := w.tx.Principal().User; u != id.Nil {
		return &u
	}
	return nil
}

// stay is where money of a stay belongs.
type stay struct {
	id, unit, property, lease, renter id.ID
	movedOut                          period.Date
	confirmed                         period.Date // the lease's clause about late fees
}

// stayOn finds a stay with its terms of a day, whose property the person was given. Errors: postgres.ErrNotFound, ErrNoTerms,
// authz.ErrForbidden.
func (w work) stayOn(ctx context.Context, g authz.Grant, stayID id.ID, on period.Date) (stay, error) {
	r, err := w.q.StayForMoney(ctx, w.org, stayID, on)
	if errors.Is(err, postgres.ErrNotFound) {
		return stay{}, ErrNoTerms
	}
	if err != nil {
		return stay{}, fmt.Errorf("stay: %w", err)
	}
	if !g.Covers(r.PropertyID) {
		return stay{}, authz.ErrForbidden
	}
	return stay{
		id: r.ID, unit: r.UnitID, property: r.PropertyID, lease: r.LeaseID, renter: r.RenterID, movedOut: r.MovedOutOn, confirmed: r.LateFeeConfirmedOn,
	}, nil
}

// open are the charges of a stay that something is open of.
func (w work) open(ctx context.Context, stayID id.ID) ([]Charge, error) {
	return w.charges(ctx, stayID, false)
}

func (w work) charges(ctx context.Context, stayID id.ID, settled bool) ([]Charge, error) {
	rows, err := w.q.ChargesOfStay(ctx, w.org, stayID, settled)
	if err != nil {
		return nil, fmt.Errorf("charges of a stay: %w", err)
	}
	out := make([]Charge, 0, len(rows))
	for _, r := range rows {
		out = append(out, chargeOf(billingdb.FindChargesRow(r)))
	}
	return out, nil
}

func chargeOf(r billingdb.FindChargesRow) Charge {
	return Charge{
		ID: r.ID, Tenancy: r.TenancyID, Lease: r.LeaseID, Unit: r.UnitID, Property: r.PropertyID, Renter: r.RenterID, Kind: r.Kind,
		Account: r.LedgerAccountID, Payer: r.Payer, PayerName: r.PayerName, Amount: r.Amount, Due: r.DueOn, From: r.PeriodFrom, To: r.PeriodTo,
		Description: r.Description, Exempt: r.LateFeeExempt, Open: r.Open, Undone: r.UndoneAt != nil, CreatedAt: r.CreatedAt, ruleKind: r.RuleKind,
		rule: r.RuleID, entry: r.JournalEntryID,
	}
}

// line is a line of a stay.
func (s stay) line(account id.ID, amount money.Amount) ledger.Line {
	return ledger.Line{
		Account: account, Amount: amount, Property: s.property, Unit: s.unit, Lease: s.lease, Tenancy: s.id, Renter: s.renter,
	}
}

// line is a line of a charge on the receivable: below zero it settles.
func (c Charge) line(receivable id.ID, amount money.Amount) ledger.Line {
	return ledger.Line{
		Account: receivable, Amount: amount, Property: c.Property, Unit: c.Unit, Lease: c.Lease, Tenancy: c.Tenancy, Renter: c.Renter,
		Cash: c.Account, For: ledger.Subject{Kind: subject, ID: c.ID}, Description: c.Description,
	}
}
