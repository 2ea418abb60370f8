package rentroll

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/propertyos/propertyos/internal/kernel/money"
)

// afSummed are the columns that AppFolio sums up. Those that count are whole numbers, the others amounts.
var (
	afSummed = []column{afSqft, afMarket, afRent, afRecurring, afDeposit, afPastDue, afNSF, afLate}
	afCounts = map[column]bool{afSqft: true, afNSF: true, afLate: true}
	afTotal  = regexp.MustCompile(`(?i)^(total\s+)?(\d{1,7}|\d{1,3}(?:,\d{3})+)\s+units?$`)
	afShare  = regexp.MustCompile(`(?i)^(\d{1,3})(?:\.(\d))?%\s+occupied$`)
)

// totalLimit is the largest printed sum that is accepted: what numeric(14,2) holds.
var totalLimit = money.MustParse("999999999999.99")

// afGroup sums the rows of a property, or of the file, as AppFolio does: cents for amounts, units for counts.
type afGroup struct {
	units, occupied int
	sums            map[column]int64
	bad             map[column]bool // columns with an unreadable cell: their sum cannot be checked
	lost            bool            // a whole row was unreadable: no sum can
}

func (g *afGroup) add(c column, n int64) {
	if g.sums == nil {
		g.sums, g.bad = map[column]int64{}, map[column]bool{}
	}
	g.sums[c] += n
}

// tally adds a row to its property's sums and to the file's.
func (a *afRead) tally(r row, u Unit, f afFacts) {
	amounts := map[column]*money.Amount{
		afMarket: u.MarketRent, afRent: f.rent, afRecurring: f.recurring,
		afDeposit: f.deposit, afPastDue: f.balance,
	}
	counts := map[column]*int{afSqft: u.SquareFeet, afNSF: f.nsf, afLate: f.late}
	for _, g := range []*afGroup{&a.property[a.current], &a.whole} {
		g.units++
		count(&g.occupied, u.Status.Occupied())
		for _, c := range afSummed {
			if afCounts[c] {
				g.add(c, int64(number(counts[c])))
			} else {
				g.add(c, value(amounts[c]).Cents())
			}
		}
		for c := range r.bad {
			g.bad[c] = true
		}
		if u.Status == "" {
			g.bad[afStatus] = true
		}
	}
}

// isTotal reports a subtotal or total row. A unit could be called "2 Units", but it would have a status.
func (a *afRead) isTotal(r record) bool {
	if !afTotal.MatchString(strings.TrimSpace(r.cells[0])) {
		return false
	}
	status := a.head.row(r, a.log).raw(afStatus)
	return status == "" || afShare.MatchString(status) || a.head.at[afStatus] == 0
}

// totalRow compares a printed row with what was read.
func (a *afRead) totalRow(r record) {
	m := afTotal.FindStringSubmatch(strings.TrimSpace(r.cells[0]))
	rw := a.head.row(r, a.log)
	if m[1] != "" {
		if a.roll.Printed != nil {
			a.log.Error(r.line, 1, a.head.names[0], "total_twice", "The file has a second total row; the first is on line %d.", a.roll.Printed.Line)
			return
		}
		a.roll.Printed = a.compare(rw, m[2], &a.whole, "the total of the file")
		return
	}
	if a.current < 0 || a.closed[a.current] {
		a.log.Error(r.line, 1, a.head.names[0], "subtotal_without_property", "This subtotal does not follow the units of a property.")
		return
	}
	a.closed[a.current] = true
	a.roll.Properties[a.current].Printed = a.compare(rw, m[2], &a.property[a.current], "the subtotal of this property")
}

func (a *afRead) compare(r row, printedUnits string, g *afGroup, what string) *Printed {
	p := &Printed{Line: r.line}
	check := func(c column, at int, name, printed, read string) {
		p.Sums = append(p.Sums, Sum{Column: at, ColumnName: name, Printed: printed, Read: read})
		if printed != read && !g.lost && !g.bad[c] {
			a.log.Error(r.line, at, name, "sum_differs", "%s: %s is printed as %s, but the rows read come to %s. "+
				"A row is missing, doubled or changed.", name, what, printed, read)
		}
	}
	n, _ := parseSumCount(printedUnits) // digits, by afTotal
	check("", 1, "Units", strconv.FormatInt(n, 10), strconv.Itoa(g.units))
	for _, c := range afSummed {
		at, name := r.place(c)
		switch {
		case r.raw(c) == "":
		case afCounts[c]:
			if n, t := parseSumCount(r.raw(c)); t.any() {
				r.fail(c, t)
			} else {
				check(c, at, name, strconv.FormatInt(n, 10), strconv.FormatInt(g.sums[c], 10))
			}
		default:
			if n := r.amount(c, totalLimit); n != nil {
				check(c, at, name, n.String(), money.FromCents(g.sums[c]).String())
			}
		}
	}
	a.compareShare(r, g, what)
	return p
}

// parseSumCount reads a printed sum of whole numbers, which can be larger than any one of them.
func parseSumCount(s string) (int64, trouble) {
	a, t := parseAmount(s, totalLimit)
	if t.any() || a.Cents()%100 != 0 || a.Sign() < 0 {
		return 0, trouble{"count_not_number", "is not a whole number from 0 up"}
	}
	return a.Cents() / 100, trouble{}
}

// compareShare checks "93.8% Occupied" to a tenth. It only warns: which units a share leaves out is not told.
func (a *afRead) compareShare(r row, g *afGroup, what string) {
	m := afShare.FindStringSubmatch(r.raw(afStatus))
	if m == nil || g.units == 0 || g.lost || g.bad[afStatus] {
		return
	}
	whole, _ := strconv.Atoi(m[1])
	tenth, _ := strconv.Atoi("0" + m[2])
	off := (whole*10+tenth)*g.units - g.occupied*1000
	if max(off, -off)*2 > g.units {
		r.warn(afStatus, "share_differs", "%s says %d.%d%% occupied, but %d of %d units read are.", capital(what), whole, tenth,
			g.occupied, g.units)
	}
}

func capital(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// finish checks what only the whole file can show.
func (a *afRead) finish() {
	units := 0
	for i, p := range a.roll.Properties {
		units += len(p.Units)
		if len(p.Units) == 0 && !a.property[i].lost {
			a.log.Warn(p.Line, 1, "", "property_without_units", "No unit was read for this property.")
		}
		if line, ok := a.units[i][""]; ok && len(a.units[i]) > 1 {
			at, name := a.head.row(record{}, a.log).place(afUnit)
			a.log.Error(line, at, name, "unit_number_missing",
				"A row without a unit number is a single-family house, but this property has other units.")
		}
		if a.grouped() && !a.closed[i] {
			a.log.Warn(p.Line, 1, "", "subtotal_missing", "This property has no subtotal row: the file may be cut off.")
		}
	}
	if units == 0 {
		a.log.Error(0, 0, "", "no_units", "The file holds no unit.")
		return
	}
	if a.roll.Printed == nil {
		a.log.Warn(0, 0, "", "total_missing", "The file has no total row at its end: it may be cut off.")
	}
}
