package money

import "math/big"

// Share is a times num by den, half a cent rounded away from zero, once. den is above zero.
func (a Amount) Share(num, den int64) Amount {
	n := new(big.Int).Mul(big.NewInt(a.Cents()), big.NewInt(num))
	d := big.NewInt(den)
	negative := n.Sign() < 0
	n.Abs(n).Mul(n, big.NewInt(2)).Add(n, d)
	n.Quo(n, d.Mul(d, big.NewInt(2)))
	if negative {
		n.Neg(n)
	}
	return FromCents(n.Int64())
}

// Percent is so many percent of a, half a cent rounded away from zero, once. The percentage has two decimal places.
func (a Amount) Percent(p Amount) Amount { return a.Share(p.Cents(), 100*100) }

// Split divides a by weights, to the cent, by largest remainder: each part is first rounded down, also below zero, and what is left goes
// cent by cent to the largest remainders, the first of equal ones first. Weights are not below zero and not all zero.
func (a Amount) Split(weights []int64) []Amount {
	whole, total := a.Cents(), int64(0)
	for _, w := range weights {
		total += w
	}
	parts, rest := make([]int64, len(weights)), make([]int64, len(weights))
	left := whole
	den := big.NewInt(total)
	for i, w := range weights {
		q, m := new(big.Int), new(big.Int)
		q.DivMod(new(big.Int).Mul(big.NewInt(whole), big.NewInt(w)), den, m) // rounds down
		parts[i], rest[i] = q.Int64(), m.Int64()
		left -= parts[i]
	}
	for ; left > 0; left-- {
		best := -1
		for i := range rest {
			if weights[i] > 0 && (best < 0 || rest[i] > rest[best]) {
				best = i
			}
		}
		parts[best]++
		rest[best] = -1
	}
	out := make([]Amount, len(parts))
	for i, p := range parts {
		out[i] = FromCents(p)
	}
	return out
}

// Sum adds amounts up.
func Sum(list ...Amount) (out Amount) {
	for _, a := range list {
		out = out.Add(a)
	}
	return out
}

// Min is the smaller of both.
func Min(a, b Amount) Amount {
	if a.Cmp(b) <= 0 {
		return a
	}
	return b
}
