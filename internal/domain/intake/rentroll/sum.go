package rentroll

import "github.com/propertyos/propertyos/internal/kernel/money"

// tally adds a row's amounts to sums as printed, whatever the row is about.
func tally(r row, columns []column, groups ...*afGroup) {
	for _, g := range groups {
		for _, c := range columns {
			if a, t := parseAmount(r.raw(c), cellLimit); r.raw(c) != "" && !t.any() {
				g.add(c, a.Cents())
			}
			g.lost = g.lost || r.bad[c]
		}
	}
}

// compareSums checks a printed row against what was read.
func compareSums(r row, columns []column, g *afGroup, what string) {
	for _, c := range columns {
		printed := r.amount(c, totalLimit)
		if printed != nil && !g.lost && printed.Cents() != g.sums[c] {
			_, name := r.place(c)
			r.err(c, "sum_differs", "%s: %s is printed as %s, but the rows read come to %s. A row is missing, doubled or changed.",
				name, what, printed, money.FromCents(g.sums[c]))
		}
	}
}
