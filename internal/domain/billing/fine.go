package billing

import (
	"github.com/propertyos/propertyos/internal/domain/leasing"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/period"
)

// LateFee is the fee on what is unpaid of a rent at the end of its last day of grace, by a lease's rules: once per charge.
func LateFee(rules leasing.ResolvedPolicy, unpaid money.Amount) money.Amount {
	if !rules.LateFees || unpaid.Sign() <= 0 {
		return money.Zero
	}
	if least := rules.LateFeeMinimumAmount; least != nil && unpaid.Cmp(*least) < 0 {
		return money.Zero
	}
	flat, percent := or(rules.LateFeeAmount), unpaid.Percent(or(rules.LateFeePercentage))
	fee := money.Zero
	switch *rules.LateFeeKind {
	case "flat":
		fee = flat
	case "percent":
		fee = percent
	case "lesser":
		fee = money.Min(flat, percent)
	case "greater":
		fee = flat.Neg()
		fee = money.Min(fee, percent.Neg()).Neg()
	}
	if most := rules.LateFeeCapAmount; most != nil {
		fee = money.Min(fee, *most)
	}
	return fee
}

func or(a *money.Amount) money.Amount {
	if a == nil {
		return money.Zero
	}
	return *a
}

// lastGraceDay is the last day on which a rent may be paid without a fee. The due day is not a day of grace: due on the 1st with five days
// of grace is without a fee through the 6th.
func lastGraceDay(due period.Date, rules leasing.ResolvedPolicy) period.Date {
	return due.AddDays(int(*rules.GraceDays))
}

// step is money or a credit that settled some of a charge, or came off again (below zero).
type step struct {
	amount             money.Amount
	effective, started period.Date
}

// unpaidAt is what of a charge was unpaid at the end of its last day of grace, as it is known on a later day: money that was started by then
// counts, whenever it came, unless it had come back by the day of knowing.
func unpaidAt(whole money.Amount, steps []step, grace, known period.Date) money.Amount {
	left := whole
	for _, s := range steps {
		if s.started.After(grace) || s.amount.Sign() < 0 && s.effective.After(known) {
			continue
		}
		left = left.Sub(s.amount)
	}
	return left
}
