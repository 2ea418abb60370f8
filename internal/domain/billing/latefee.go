package billing

import (
	"context"
	"fmt"
	"slices"

	"github.com/propertyos/propertyos/internal/domain/billing/internal/billingdb"
	"github.com/propertyos/propertyos/internal/domain/leasing"
	"github.com/propertyos/propertyos/internal/domain/ledger"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/period"
)

// fineQuestion says whose late fees are to be posted, through which day.
type fineQuestion struct {
	tenancies, properties []id.ID // none: all
	through               period.Date
	run                   id.ID
	preview               bool // nothing is written
	unconfirmed           bool // of leases whose clause nobody confirmed: what they would bear
}

// fineMonths is how far back a rent is looked at for a fee.
const fineMonths = 6

// fined is a rent that may bear a fee, with all that decides about it.
type fined struct {
	charge  billingdb.RentsToFineRow
	rules   leasing.ResolvedPolicy
	grace   period.Date
	steps   []step
	pending []billingdb.PendingOfStaysRow // money that was under way, and when it failed
	posted  money.Amount                  // fees that it bears already, without the daily ones
	days    []period.Date                 // the days that those stand for
	daily   []period.Date                 // the days that bear a daily fee
	dailies money.Amount
}

// fines posts the late fees that are due through a day and were not posted yet: on the day after the last day of grace, whenever this runs; on
// the day on which money failed that had spared one; and the daily ones. It is asked before a day's receipts are shared out.
func (w work) fines(ctx context.Context, about fineQuestion) ([]Charge, error) {
	list, err := w.toFine(ctx, about)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	hold := ledger.Hold
	if about.preview {
		hold = ledger.Closed
	}
	locked, err := hold(ctx, w.tx)
	if err != nil {
		return nil, err
	}
	var due []Charge
	for _, f := range list {
		for _, fee := range f.fees(about.through) {
			c := stay{f.charge.TenancyID, f.charge.UnitID, f.charge.PropertyID, f.charge.LeaseID, f.charge.RenterID, period.Date{}, period.Date{}}.charge(
				KindLateFee, fee.sum, latest(fee.on, locked.AddDays(1)))
			c.From = fee.on
			// Two differences of one day are two charges: the second stands for the next day that no fee stands for.
			for !fee.daily && slices.Contains(f.days, c.From) {
				c.From = c.From.AddDays(1)
			}
			f.days = append(f.days, c.From)
			c.Description, c.ruleKind, c.rule = "Late fee, rent due "+f.charge.DueOn.String(), ruleLateFee, f.charge.ID
			if fee.daily {
				c.Description, c.ruleKind = "Daily late fee, rent due "+f.charge.DueOn.String(), ruleDaily
			}
			due = append(due, c)
		}
	}
	if about.preview {
		return due, nil
	}
	return w.write(ctx, about.run, due)
}

// fee is a late fee to be posted.
type fee struct {
	on    period.Date
	sum   money.Amount
	daily bool
}

// fees are those of a rent that are due through a day and not posted yet.
func (f *fined) fees(through period.Date) []fee {
	first := f.grace.AddDays(1)
	if first.After(through) {
		return nil
	}
	days := []period.Date{first}
	for _, s := range f.steps {
		if s.amount.Sign() < 0 && !s.started.After(f.grace) && s.effective.After(first) && !s.effective.After(through) {
			days = append(days, s.effective)
		}
	}
	for _, p := range f.pending {
		if p.FailedOn.After(first) && !p.FailedOn.After(through) {
			days = append(days, p.FailedOn)
		}
	}
	slices.SortFunc(days, period.Date.Compare)
	var out []fee
	posted := f.posted
	for _, on := range slices.Compact(days) {
		known := on
		if on == first {
			known = f.grace
		}
		if more := LateFee(f.rules, f.unpaid(known)).Sub(posted); more.Sign() > 0 {
			out, posted = append(out, fee{on: on, sum: more}), posted.Add(more)
		}
	}
	return append(out, f.dailyFees(through)...)
}

// unpaid is what was unpaid at the end of the grace, as it is known on a day. Money under way counts as if it had come, until it failed.
func (f *fined) unpaid(known period.Date) money.Amount {
	left := unpaidAt(f.charge.Amount, f.steps, f.grace, known)
	for _, p := range f.pending {
		if !p.StartedOn.After(f.grace) && (p.FailedOn.IsZero() || p.FailedOn.After(known)) {
			left = left.Sub(p.Amount)
		}
	}
	return left
}

// dailyFees are those for each further day that begins with rent unpaid, to their cap.
func (f *fined) dailyFees(through period.Date) (out []fee) {
	a := or(f.rules.LateFeeDailyAmount)
	if a.Sign() <= 0 || !f.rules.LateFees {
		return nil
	}
	total := f.dailies
	for on := f.grace.AddDays(2); !on.After(through); on = on.AddDays(1) {
		before := on.AddDays(-1)
		if unpaidAt(f.charge.Amount, f.steps, before, before).Sign() <= 0 {
			break
		}
		if slices.Contains(f.daily, on) {
			continue
		}
		sum := a
		if most := f.rules.LateFeeDailyCapAmount; most != nil {
			sum = money.Min(sum, most.Sub(total))
		}
		if sum.Sign() <= 0 {
			break
		}
		out, total = append(out, fee{on: on, sum: sum, daily: true}), total.Add(sum)
	}
	return out
}

// toFine finds the rents that may bear a fee, with what decides about them.
func (w work) toFine(ctx context.Context, about fineQuestion) ([]fined, error) {
	rows, err := w.q.RentsToFine(ctx, billingdb.RentsToFineParams{
		TenantID: w.org, Day: about.through, FromDay: about.through.AddMonths(-fineMonths), Properties: some(about.properties), Tenancies: some(about.tenancies),
		Unconfirmed: about.unconfirmed,
	})
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	ids, stays := make([]id.ID, len(rows)), make([]id.ID, len(rows))
	properties, leases := make([]id.ID, len(rows)), make([]id.ID, len(rows))
	for i, r := range rows {
		ids[i], stays[i], properties[i], leases[i] = r.ID, r.TenancyID, r.PropertyID, r.LeaseID
	}
	rules, err := leasing.PoliciesTx(ctx, w.tx, properties, leases)
	if err != nil {
		return nil, err
	}
	list, at := make([]fined, 0, len(rows)), map[id.ID]int{}
	for _, r := range rows {
		if about.unconfirmed {
			r.LateFeeConfirmedOn = w.today
		}
		f := fined{charge: r, rules: rules.Of(r.PropertyID, r.LeaseID, r.LateFeeConfirmedOn)}
		f.grace = lastGraceDay(r.DueOn, f.rules)
		if f.rules.LateFees && f.grace.Before(about.through) {
			at[r.ID] = len(list)
			list = append(list, f)
		}
	}
	return list, w.facts(ctx, list, at, ids, stays)
}

// facts fills in what settled the rents, what they bear already, and what money is under way: of that, each dollar counts for one rent, the
// oldest first.
func (w work) facts(ctx context.Context, list []fined, at map[id.ID]int, ids, stays []id.ID) error {
	steps, err := w.q.SettledSteps(ctx, w.org, ids)
	if err != nil {
		return fmt.Errorf("what settled rents: %w", err)
	}
	for _, s := range steps {
		if n, has := at[s.ChargeID]; has {
			list[n].steps = append(list[n].steps, step{s.Amount, s.EffectiveOn, s.StartedOn})
		}
	}
	fees, err := w.q.FinesOf(ctx, w.org, ids)
	if err != nil {
		return fmt.Errorf("late fees: %w", err)
	}
	for _, c := range fees {
		n, has := at[c.RuleID]
		switch {
		case has && c.RuleKind == ruleDaily:
			list[n].daily, list[n].dailies = append(list[n].daily, c.PeriodFrom), list[n].dailies.Add(c.Amount)
		case has:
			list[n].posted, list[n].days = list[n].posted.Add(c.Amount), append(list[n].days, c.PeriodFrom)
		}
	}
	pending, err := w.q.PendingOfStays(ctx, w.org, stays)
	if err != nil {
		return fmt.Errorf("money under way: %w", err)
	}
	for _, p := range pending {
		for n := range list {
			f := &list[n]
			if f.charge.TenancyID != p.TenancyID || p.Payer != leasing.PayerRenter || p.StartedOn.After(f.grace) {
				continue
			}
			used := p
			used.Amount = money.Min(p.Amount, f.unpaid(f.grace))
			if used.Amount.Sign() > 0 {
				f.pending, p.Amount = append(f.pending, used), p.Amount.Sub(used.Amount)
			}
		}
	}
	return nil
}

// some is a list that is not nil, for SQL.
func some(list []id.ID) []id.ID { return append([]id.ID{}, list...) }
