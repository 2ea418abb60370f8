package billing

import (
	"bytes"
	"cmp"
	"slices"

	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/period"
)

// rank is where a kind of charge stands when money is shared out: the organization's list first, then the other kinds alike, deposits last.
func rank(order []string, kind string) int {
	if kind == KindDeposit || kind == KindLastMonth {
		return len(order) + 1
	}
	if i := slices.Index(order, kind); i >= 0 {
		return i
	}
	return len(order)
}

// share says how much of a sum goes to which open charges of a payer that are due by a day: by the organization's order of kinds, then by the
// due day, then by id.
func share(sum money.Amount, open []Charge, payer string, by period.Date, order []string) []Part {
	due := slices.DeleteFunc(slices.Clone(open), func(c Charge) bool {
		return c.Open.Sign() <= 0 || c.Due.After(by) || c.Payer != payer
	})
	slices.SortFunc(due, func(a, b Charge) int {
		return cmp.Or(cmp.Compare(rank(order, a.Kind), rank(order, b.Kind)), a.Due.Compare(b.Due), bytes.Compare(a.ID[:], b.ID[:]))
	})
	var out []Part
	for _, c := range due {
		if sum.Sign() <= 0 {
			break
		}
		some := money.Min(sum, c.Open)
		sum = sum.Sub(some)
		out = append(out, Part{Charge: c.ID, Amount: some})
	}
	return out
}
