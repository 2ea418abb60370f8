package billing

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/billing/internal/billingdb"
	"github.com/propertyos/propertyos/internal/domain/leasing"
	"github.com/propertyos/propertyos/internal/domain/ledger"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// ManualKinds are the kinds of charges that a person makes by hand.
var ManualKinds = []string{
	KindRent, KindLateFee, KindNSFFee, KindPet, KindParking, KindUtilities, KindDamage, KindCleaning, KindLegal, KindDeposit, KindOther,
}

// ChargeInput is a charge to make by hand.
type ChargeInput struct {
	Tenancy          id.ID
	Kind             string // of ManualKinds
	Amount           money.Amount
	Due              period.Date // it enters the books on that day
	Description      string
	Payer, PayerName string // default leasing.PayerRenter
}

// most is the largest sum of one charge or payment.
var most = money.MustParse("10000000.00")

func amount(f *fault.Fields, a money.Amount) {
	f.Check(a.Sign() > 0, "/amount", "range", "Give an amount above zero.")
	f.Check(a.Cmp(most) <= 0, "/amount", "range", "That is more than ten million.")
}

// near keeps days to what a person can mean: ten years back, two ahead.
func near(f *fault.Fields, at string, on, today period.Date) {
	switch {
	case on.IsZero():
		f.Check(false, at, "required", "Give the date.")
	case on.Before(today.AddMonths(-120)) || on.After(today.AddMonths(24)):
		f.Check(false, at, "range", "That day is too far away.")
	}
}

// past is near, and not after today.
func past(f *fault.Fields, at string, on, today period.Date) {
	near(f, at, on, today)
	f.Check(!on.After(today), at, "in_the_future", "This day has not come yet.")
}

func payerOf(f *fault.Fields, payer, name string) (string, string) {
	if payer == "" {
		payer = leasing.PayerRenter
	}
	f.Check(slices.Contains(leasing.Payers, payer), "/payer", "not_allowed", "Use renter, agency or other.")
	name = strings.TrimSpace(name)
	f.Text("/payer_name", name, false, 255)
	f.Check((payer == leasing.PayerRenter) == (name == ""), "/payer_name", "required", "Name the payer that is not the renter.")
	return payer, name
}

// Charge charges a stay by hand. Errors: Invalid with fields, ErrNotTakenOn, ErrNoTerms, ledger.ErrLocked, authz.ErrForbidden,
// postgres.ErrNotFound.
func (s *Service) Charge(ctx context.Context, p tenancy.Principal, key tenancy.Key, in ChargeInput) (Charge, error) {
	return act(ctx, s, p, authz.MoneyCharge, key, "charge a stay", func(ctx context.Context, g authz.Grant, w work) (Charge, error) {
		var f fault.Fields
		f.Check(slices.Contains(ManualKinds, in.Kind), "/kind", "not_allowed", "Choose what the charge is for.")
		amount(&f, in.Amount)
		near(&f, "/due_on", in.Due, w.today)
		f.Text("/description", in.Description, true, 255)
		in.Payer, in.PayerName = payerOf(&f, in.Payer, in.PayerName)
		if err := f.Err(); err != nil {
			return Charge{}, err
		}
		st, err := w.stayOn(ctx, g, in.Tenancy, in.Due)
		if err != nil {
			return Charge{}, err
		}
		if err := w.takenOn(ctx, st.property); err != nil {
			return Charge{}, err
		}
		c := st.charge(in.Kind, in.Amount, in.Due)
		c.Payer, c.PayerName, c.Description, c.ruleKind, c.rule = in.Payer, in.PayerName, in.Description, ruleManual, id.New()
		out, err := w.write(ctx, id.Nil, []Charge{c})
		if err != nil {
			return Charge{}, err
		}
		return w.one(ctx, out[0].ID)
	})
}

// charge is a new charge of a stay.
func (s stay) charge(kind string, sum money.Amount, due period.Date) Charge {
	return Charge{
		Tenancy: s.id, Lease: s.lease, Unit: s.unit, Property: s.property, Renter: s.renter, Kind: kind, Payer: leasing.PayerRenter, Amount: sum, Due: due,
		From: due,
	}
}

// write posts charges and writes them down. What is opened for an earlier system stands against the cutover account; all others against their
// own.
func (w work) write(ctx context.Context, run id.ID, list []Charge) ([]Charge, error) {
	if len(list) == 0 {
		return nil, nil
	}
	entries := make([]ledger.Entry, len(list))
	for i := range list {
		c := &list[i]
		c.ID, c.Open = id.New(), c.Amount
		if c.Account == id.Nil {
			c.Account = w.chart.Of(purposes[c.Kind])
		}
		other := c.Account
		if c.Kind == KindOpening {
			other = w.chart.Of(ledger.Cutover)
		}
		against := c.line(other, c.Amount.Neg())
		against.Cash = id.Nil
		entries[i] = ledger.Entry{
			Key: "charge:" + c.ID.String(), Book: ledger.PropertyBook, Date: c.Due, Source: "charge", SourceID: c.ID, Memo: c.Description, AccrualOnly: true,
			Lines: []ledger.Line{c.line(w.chart.Of(ledger.Receivable), c.Amount), against},
		}
	}
	posted, err := ledger.Post(ctx, w.tx, entries...)
	if err != nil {
		return nil, err
	}
	in := billingdb.InsertChargesParams{TenantID: w.org, RunID: run, CreatedAt: w.tx.Now(), CreatedBy: w.by()}
	for i, c := range list {
		list[i].entry = posted[i].ID
		in.Ids, in.TenancyIds, in.LeaseIds = append(in.Ids, c.ID), append(in.TenancyIds, c.Tenancy), append(in.LeaseIds, c.Lease)
		in.UnitIds, in.PropertyIds = append(in.UnitIds, c.Unit), append(in.PropertyIds, c.Property)
		in.RenterIds, in.Kinds = append(in.RenterIds, c.Renter), append(in.Kinds, c.Kind)
		in.LedgerAccountIds, in.Payers = append(in.LedgerAccountIds, c.Account), append(in.Payers, c.Payer)
		in.PayerNames, in.Amounts = append(in.PayerNames, c.PayerName), append(in.Amounts, c.Amount)
		in.DueOns, in.PeriodFroms, in.PeriodTos = append(in.DueOns, c.Due), append(in.PeriodFroms, c.From), append(in.PeriodTos, c.To)
		in.Descriptions, in.RuleKinds = append(in.Descriptions, c.Description), append(in.RuleKinds, c.ruleKind)
		in.RuleIds, in.LateFeeExempts = append(in.RuleIds, c.rule), append(in.LateFeeExempts, c.Exempt)
		in.JournalEntryIds = append(in.JournalEntryIds, posted[i].ID)
	}
	if err := w.q.InsertCharges(ctx, in); err != nil {
		return nil, fmt.Errorf("write charges: %w", err)
	}
	return list, nil
}

// one is a charge by its id.
func (w work) one(ctx context.Context, charge id.ID) (Charge, error) {
	rows, err := w.q.FindCharges(ctx, w.org, []id.ID{charge})
	if err != nil {
		return Charge{}, fmt.Errorf("find a charge: %w", err)
	}
	if len(rows) == 0 {
		return Charge{}, postgres.ErrNotFound
	}
	return chargeOf(rows[0]), nil
}

// act does something about money for a person: once per key, in one transaction that holds the ledger.
func act[T any](
	ctx context.Context, s *Service, p tenancy.Principal, a authz.Action, key tenancy.Key, what string, do func(context.Context, authz.Grant, work) (T, error),
) (out T, err error) {
	g, err := authz.Require(p, a)
	if err != nil {
		return out, err
	}
	err = g.InTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) error {
		out, _, err = tenancy.Once(ctx, tx, key, func() (T, error) {
			w, err := begin(ctx, tx)
			if err != nil {
				var none T
				return none, err
			}
			return do(ctx, g, w)
		})
		return err
	})
	if err != nil {
		var none T
		return none, fmt.Errorf("%s: %w", what, err)
	}
	return out, nil
}
