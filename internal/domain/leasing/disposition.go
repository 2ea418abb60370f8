package leasing

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/leasing/internal/leasingdb"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// The value lists of dispositions.
var (
	DeductionKinds = []string{"rent", "charge", "damage", "cleaning", "interest", "other"}
	SentMethods    = []string{"in_person", "mail", "certified_mail", "courier", "email", "portal", "other"}
)

// The faults of dispositions.
var (
	// ErrDispositionSent says that a disposition was sent and does not change any more.
	ErrDispositionSent = fault.New(fault.Conflict, "disposition_sent", "This disposition was sent and does not change any more.")
	// ErrMoreThanHeld says that the deductions would exceed the deposits.
	ErrMoreThanHeld = fault.New(fault.Conflict, "more_than_held", "The deductions would be more than the deposits that are held.").On("/amount")
)

// Disposition is what becomes of the deposits of a stay.
type Disposition struct {
	ID, TenancyID, PropertyID, UnitID id.ID
	RuleID                            id.ID // id.Nil: the day was entered
	Citation                          string
	DueOn                             period.Date
	DueNote                           string
	DaysLeft                          int // from the organization's day; negative where it is overdue
	Held, Withheld                    money.Amount
	Status                            string // draft or sent
	SentOn                            period.Date
	SentMethod, Note                  string
	ForwardingAddress                 string
	Items                             []Deduction
	Version                           int32
	CreatedAt                         time.Time
}

// Refund is what goes back.
func (d Disposition) Refund() money.Amount { return d.Held.Sub(d.Withheld) }

// Overdue reports whether it should have been sent by now.
func (d Disposition) Overdue() bool { return d.Status == "draft" && d.DaysLeft < 0 }

// Deduction is one thing that is kept of the deposits.
type Deduction struct {
	ID, InspectionItemID id.ID // id.Nil: of no checklist
	Kind, Description    string
	Amount               money.Amount
}

// beginDisposition makes the draft for a household that moves out, with the day by which it has to be sent. Where nothing
// is held and no day is given, there is nothing to dispose of.
func (a stayAct) beginDisposition(ctx context.Context, in MoveOutInput) error {
	if in.Kind == "transferred" && in.DispositionDueOn.IsZero() {
		return nil // the deposits go along
	}
	org := a.g.Organization()
	held, err := a.q.DepositHeld(ctx, org, a.stay.ID)
	if err != nil {
		return err
	}
	if !held.Known && in.DepositHeld != nil {
		held.Held = *in.DepositHeld
	}
	row := leasingdb.InsertDispositionParams{
		TenantID: org, ID: id.New(), TenancyID: a.stay.ID, DueOn: in.DispositionDueOn, DueNote: in.DueNote, HeldAmount: held.Held,
	}
	if row.DueOn.IsZero() {
		if held.Held.Sign() == 0 {
			return nil
		}
		rule, ok, err := a.ruleOfPlace(ctx)
		if err != nil {
			return err
		}
		if ok {
			row.DueOn, ok = a.dueBy(ctx, rule, false, in.ForwardingAddress != "" || textOf(a.stay.ForwardingAddress) != "")
			row.RuleID = &rule.ID
		}
		if !ok {
			return fault.New(fault.Invalid, "due_required",
				"No confirmed rule says when the deposits have to be returned here. Enter the day, or confirm the rule of the place.").On("/disposition_due_on")
		}
	}
	if err := a.q.InsertDisposition(ctx, row); err != nil {
		return err
	}
	return a.tellPart(ctx, DispositionBegun, row.ID)
}

// onDisposition does something to a draft.
func (s *Service) onDisposition(
	ctx context.Context, p tenancy.Principal, key tenancy.Key, disposition id.ID, what string,
	do func(context.Context, stayAct, leasingdb.LockDispositionRow) error,
) (Disposition, error) {
	d, err := s.Disposition(ctx, p, disposition)
	if err != nil {
		return Disposition{}, err
	}
	return onStay(ctx, s, p, key, d.TenancyID, what, func(ctx context.Context, a stayAct) (id.ID, error) {
		row, err := a.q.LockDisposition(ctx, a.g.Organization(), disposition)
		if err != nil {
			return id.Nil, err
		}
		if row.Status != "draft" {
			return id.Nil, ErrDispositionSent
		}
		return disposition, do(ctx, a, row)
	}, readDisposition)
}

// DeductionInput is something to keep of the deposits.
type DeductionInput struct {
	Kind, Description string
	Amount            money.Amount
	InspectionItemID  id.ID // id.Nil: of no checklist
}

// Deduct keeps something of the deposits, never more than is held. Errors: Invalid with fields, ErrMoreThanHeld,
// ErrDispositionSent, postgres.ErrNotFound.
func (s *Service) Deduct(ctx context.Context, p tenancy.Principal, key tenancy.Key, disposition id.ID, in DeductionInput) (Disposition, error) {
	var f fault.Fields
	f.Check(slices.Contains(DeductionKinds, in.Kind), "/kind", "not_allowed", "Choose what it is for.")
	f.Text("/description", in.Description, true, 500)
	f.Check(in.Amount.Sign() > 0, "/amount", "out_of_range", "A deduction is more than zero.")
	if err := f.Err(); err != nil {
		return Disposition{}, err
	}
	return s.onDisposition(ctx, p, key, disposition, "deduct", func(ctx context.Context, a stayAct, row leasingdb.LockDispositionRow) error {
		d, err := readDisposition(ctx, a, disposition)
		if err != nil {
			return err
		}
		if d.Withheld.Add(in.Amount).Cmp(d.Held) > 0 {
			return ErrMoreThanHeld
		}
		item := leasingdb.InsertDispositionItemParams{
			TenantID: a.g.Organization(), ID: id.New(), DispositionID: disposition, TenancyID: row.TenancyID, Kind: in.Kind, Description: in.Description,
			Amount: in.Amount,
		}
		if in.InspectionItemID != id.Nil {
			item.InspectionItemID = &in.InspectionItemID
		}
		if err := a.q.InsertDispositionItem(ctx, item); err != nil {
			return err
		}
		return a.dueAnew(ctx, row, true)
	})
}

// RemoveDeduction takes a deduction out again. Errors: ErrDispositionSent, postgres.ErrNotFound.
func (s *Service) RemoveDeduction(ctx context.Context, p tenancy.Principal, disposition, item id.ID) (Disposition, error) {
	return s.onDisposition(ctx, p, tenancy.Key{}, disposition, "remove deduction", func(ctx context.Context, a stayAct, row leasingdb.LockDispositionRow) error {
		n, err := a.q.RemoveDispositionItem(ctx, leasingdb.RemoveDispositionItemParams{
			TenantID: a.g.Organization(), DispositionID: disposition, ID: item, Now: a.tx.Now(), DeletedBy: a.actor(),
		})
		if err != nil {
			return err
		}
		if n == 0 {
			return postgres.ErrNotFound
		}
		left, err := a.q.DispositionItems(ctx, a.g.Organization(), disposition)
		if err != nil {
			return err
		}
		return a.dueAnew(ctx, row, len(left) > 0)
	})
}

// dueAnew sets the day of a disposition that follows a rule: a claim gives more or fewer days than returning everything.
func (a stayAct) dueAnew(ctx context.Context, row leasingdb.LockDispositionRow, claim bool) error {
	if row.RuleID == nil {
		return nil
	}
	rules, err := a.q.DepositRules(ctx, a.g.Organization(), *row.RuleID, "", period.Date{})
	if err != nil || len(rules) == 0 {
		return err
	}
	due, ok := a.dueBy(ctx, ruleOf(rules[0]), claim, textOf(a.stay.ForwardingAddress) != "")
	if !ok || due == row.DueOn {
		return nil
	}
	return a.q.SetDispositionDue(ctx, due, a.g.Organization(), row.ID)
}

// SendInput says how a disposition was sent.
type SendInput struct {
	On     period.Date // zero: today
	Method string
	Note   string
}

// SendDisposition marks a disposition as sent, after which it does not change. Errors: Invalid with fields,
// ErrDispositionSent, postgres.ErrNotFound.
func (s *Service) SendDisposition(ctx context.Context, p tenancy.Principal, disposition id.ID, in SendInput) (Disposition, error) {
	return s.onDisposition(ctx, p, tenancy.Key{}, disposition, "send disposition", func(ctx context.Context, a stayAct, row leasingdb.LockDispositionRow) error {
		if in.On.IsZero() {
			in.On = a.today
		}
		var f fault.Fields
		a.day(&f, "/sent_on", in.On)
		f.Check(!in.On.Before(row.MovedOutOn), "/sent_on", "before_move_out", "This is before the move-out.")
		f.Check(slices.Contains(SentMethods, in.Method), "/method", "not_allowed", "Choose how it was sent.")
		f.Text("/note", in.Note, false, 2000)
		if err := f.Err(); err != nil {
			return err
		}
		err := a.q.SendDisposition(ctx, leasingdb.SendDispositionParams{
			TenantID: a.g.Organization(), ID: disposition, SentOn: in.On, SentMethod: in.Method, Note: in.Note,
		})
		if err != nil {
			return err
		}
		return a.tellPart(ctx, DispositionSent, disposition)
	})
}

// Disposition returns one disposition with its deductions. Error: postgres.ErrNotFound.
func (s *Service) Disposition(ctx context.Context, p tenancy.Principal, disposition id.ID) (Disposition, error) {
	g, err := authz.Require(p, authz.LeasingRead)
	if err != nil {
		return Disposition{}, err
	}
	var out Disposition
	err = g.InReadTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) error {
		a := stayAct{q: leasingdb.New(tx), g: g}
		if a.today, err = a.q.Today(ctx, tx.Now(), g.Organization()); err != nil {
			return err
		}
		out, err = readDisposition(ctx, a, disposition)
		return err
	})
	if err != nil {
		return Disposition{}, fmt.Errorf("read disposition: %w", err)
	}
	return out, nil
}

func readDisposition(ctx context.Context, a stayAct, disposition id.ID) (Disposition, error) {
	list, err := dispositionsOf(ctx, a.q, a.g, a.today, id.Nil, disposition)
	if err != nil {
		return Disposition{}, err
	}
	if len(list) == 0 {
		return Disposition{}, postgres.ErrNotFound
	}
	return list[0], nil
}

// dispositionsOf lists the dispositions of a stay, or the one with an id.
func dispositionsOf(ctx context.Context, q *leasingdb.Queries, g authz.Grant, today period.Date, stay, disposition id.ID) ([]Disposition, error) {
	rows, err := q.Dispositions(ctx, g.Organization(), stay, disposition)
	if err != nil {
		return nil, err
	}
	out := make([]Disposition, 0, len(rows))
	for _, r := range rows {
		if !g.Covers(r.PropertyID) {
			continue
		}
		d := Disposition{
			ID: r.ID, TenancyID: r.TenancyID, PropertyID: r.PropertyID, UnitID: r.UnitID, RuleID: orNil(r.RuleID), Citation: r.Citation, DueOn: r.DueOn,
			DueNote: textOf(r.DueNote), DaysLeft: r.DueOn.DaysSince(today), Held: r.HeldAmount, Withheld: r.Withheld, Status: r.Status, SentOn: r.SentOn,
			SentMethod: textOf(r.SentMethod), Note: textOf(r.Note), ForwardingAddress: textOf(r.ForwardingAddress), Version: r.Version, CreatedAt: r.CreatedAt,
		}
		items, err := q.DispositionItems(ctx, g.Organization(), r.ID)
		if err != nil {
			return nil, err
		}
		for _, i := range items {
			d.Items = append(d.Items, Deduction{ID: i.ID, InspectionItemID: orNil(i.InspectionItemID), Kind: i.Kind, Description: i.Description, Amount: i.Amount})
		}
		out = append(out, d)
	}
	return out, nil
}

// OpenDisposition is a disposition that has to be sent.
type OpenDisposition struct {
	ID, TenancyID, PropertyID, UnitID id.ID
	Number, PropertyName              string
	MovedOutOn, DueOn                 period.Date
	DaysLeft                          int // negative where it is overdue
	Held, Withheld                    money.Amount
}

// OpenDispositions lists what has to be sent, the most urgent first, at most MaxOffers. Error: authz.ErrForbidden.
func (s *Service) OpenDispositions(ctx context.Context, p tenancy.Principal) ([]OpenDisposition, error) {
	g, err := authz.Require(p, authz.LeasingRead)
	if err != nil {
		return nil, err
	}
	var out []OpenDisposition
	err = g.InReadTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) error {
		q := leasingdb.New(tx)
		today, err := q.Today(ctx, tx.Now(), g.Organization())
		if err != nil {
			return err
		}
		rows, err := q.OpenDispositions(ctx, g.Organization(), g.PropertyFilter(), MaxOffers)
		for _, r := range rows {
			out = append(out, OpenDisposition{
				ID: r.ID, TenancyID: r.TenancyID, PropertyID: r.PropertyID, UnitID: r.UnitID, Number: r.Number, PropertyName: r.PropertyName,
				MovedOutOn: r.MovedOutOn, DueOn: r.DueOn, DaysLeft: r.DueOn.DaysSince(today), Held: r.HeldAmount, Withheld: r.Withheld,
			})
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list open dispositions: %w", err)
	}
	return out, nil
}
