package rentroll

import (
	"regexp"
	"slices"
	"strings"

	"github.com/propertyos/propertyos/internal/kernel/money"
)

// buildium reads Buildium's Rent roll: grouped by property, one row per lease.
type buildium struct{}

const (
	buUnit      column = "unit"
	buTenants   column = "tenants"
	buStart     column = "leasestart"
	buEnd       column = "leaseend"
	buBedBath   column = "bedbath"
	buCycle     column = "rentcycle"
	buRent      column = "rent"
	buRecurring column = "recurringcharges"
	buCredits   column = "recurringcredits"
	buDeposits  column = "depositsheld"
	buPrepaid   column = "prepayments"
	buBalance   column = "balancedue"
)

var (
	buNeeded = []column{buUnit, buTenants, buStart, buEnd, buCycle, buRent}
	buSummed = []column{buRent, buRecurring, buCredits, buDeposits, buPrepaid, buBalance}
	buBeds   = regexp.MustCompile(`^(?i)(studio|\d{1,2})\s*(?:beds?)?\s*/\s*(\d{1,2}(?:\.\d{1,2})?)\s*(?:baths?)?$`)
)

func (buildium) Layout() string { return "buildium" }
func (buildium) Title() string  { return "Buildium rent roll" }

func (buildium) recognize(head [][]string) bool { return slices.ContainsFunc(head, buHeader) }

func buHeader(cells []string) bool { return hits(keys(cells), buNeeded) == len(buNeeded) }

// buRead is one reading of a file.
type buRead struct {
	roll    *Roll
	log     *Log
	head    *header
	current *Property
	units   map[string]int // of the current property: folded number → index
	names   map[string]int // name of a property → line
	group   afGroup        // sums of the current property
	whole   afGroup
}

func (buildium) read(t table, dates Dates, log *Log) (*Roll, error) {
	top := slices.IndexFunc(t.records, func(r record) bool { return buHeader(r.cells) })
	b := &buRead{roll: &Roll{}, log: log, head: newHeader(t.records[top], log), names: map[string]int{}}
	b.roll.AsOf, b.roll.AsOfSource = dates.Decide(titleDate(t.records[:top], log), log)
	b.whole.lost = t.lost > 0
	for _, r := range t.records[top+1:] {
		if b.record(r) {
			break
		}
	}
	b.end()
	if len(b.roll.Properties) == 0 {
		log.Error(0, 0, "", "no_units", "The file holds no unit.")
	}
	return b.roll, nil
}

// record reads one row; over is true at the closing summary, which is not data.
func (b *buRead) record(r record) (over bool) {
	first := strings.TrimSpace(r.cells[0])
	switch {
	case r.empty() || b.head.repeats(r):
	case r.onlyFirst() && strings.HasPrefix(first, "Summary by"):
		return true
	case r.onlyFirst():
		b.begin(r, first)
	case first == "Total":
		compareSums(b.head.row(r, b.log), buSummed, &b.whole, "the total of the file")
	case b.current != nil && first == "Total for "+b.current.Name:
		compareSums(b.head.row(r, b.log), buSummed, &b.group, "the subtotal of this property")
		b.end()
	case b.current == nil:
		b.log.Error(r.line, 1, b.head.names[0], "unit_without_property", "This unit stands before the first property, so nothing says where it is.")
	case !b.head.sized(r, b.log):
		b.group.lost, b.whole.lost = true, true
	default:
		b.unitRow(b.head.row(r, b.log))
	}
	return false
}

func (b *buRead) begin(r record, name string) {
	b.end()
	name, t := cleanText(name)
	if t.any() {
		b.log.Error(r.line, 1, "", t.code, "The property %s.", t.words)
	}
	if first, twice := b.names[strings.ToLower(name)]; twice {
		b.log.Error(r.line, 1, "", "property_twice", "This property stands in the file twice, first on line %d.", first)
	} else {
		b.names[strings.ToLower(name)] = r.line
	}
	b.current = &Property{Line: r.line, Name: name}
	b.units, b.group = map[string]int{}, afGroup{}
}

// end closes the current property.
func (b *buRead) end() {
	if b.current != nil {
		b.roll.Properties = append(b.roll.Properties, *b.current)
	}
	b.current = nil
}

// unitRow reads a lease, or a unit without one.
func (b *buRead) unitRow(r row) {
	number := r.text(buUnit)
	u := Unit{Line: r.line, Number: number, Kind: Residential, Status: Vacant}
	b.rooms(r, &u)
	var l *Lease
	if names := r.raw(buTenants); names != "--" && names != "" {
		l = b.lease(r, u)
	}
	tally(r, buSummed, &b.group, &b.whole)
	key := strings.ToLower(number)
	i, again := b.units[key]
	if !again {
		i = len(b.current.Units)
		b.units[key] = i
		b.current.Units = append(b.current.Units, u)
	}
	unit := &b.current.Units[i]
	switch {
	case again && (l == nil || len(unit.Leases) == 0):
		r.err(buUnit, "unit_twice", "Unit %s stands twice in the same property, first on line %d.", clip(number), unit.Line)
	case l == nil:
	case l.Future:
		unit.Leases = append(unit.Leases, *l)
		unit.Rented = true
	case len(unit.Leases) > 0 && !unit.Leases[0].Future:
		r.err(buUnit, "unit_twice", "Unit %s has two leases in place, the first on line %d.", clip(number), unit.Leases[0].Line)
	default:
		unit.Leases = append([]Lease{*l}, unit.Leases...)
		unit.Status = Occupied
	}
}

// rooms reads "2 Bed/1.5 Bath"; commercial space has "--".
func (b *buRead) rooms(r row, u *Unit) {
	cell := r.raw(buBedBath)
	if cell == "--" {
		u.Kind = Commercial
		return
	}
	if cell == "" {
		return
	}
	m := buBeds.FindStringSubmatch(cell)
	if m == nil {
		r.fail(buBedBath, trouble{"bed_bath_form", "is not written like 2 Bed/1.5 Bath"})
		return
	}
	beds := m[1]
	if strings.EqualFold(beds, "studio") {
		beds = "0"
	}
	var t trouble
	if u.Bedrooms, u.Bathrooms, t = parseBedBath(beds + "/" + m[2]); t.any() {
		r.fail(buBedBath, t)
	}
}

func (b *buRead) lease(r row, u Unit) *Lease {
	l := &Lease{Line: r.line, Start: r.date(buStart, parseDate), Cycle: b.cycle(r)}
	if end := r.raw(buEnd); end != "" && !strings.EqualFold(strings.ReplaceAll(end, " ", "-"), "at-will") {
		l.End = r.date(buEnd, parseDate)
	}
	rent := r.positive(buRent, cellLimit)
	if rent == nil && !r.bad[buRent] {
		r.err(buRent, "rent_missing", "The unit is let, but no rent is given. A rent of nothing is written 0.00.")
	}
	l.CycleRent, l.Rent = value(rent), monthly(value(rent), l.Cycle)
	if recurring := r.amount(buRecurring, cellLimit); recurring != nil {
		above, below := apart(recurring.Sub(l.CycleRent))
		l.OtherRecurring, l.Credits = monthly(above, l.Cycle), monthly(below, l.Cycle)
	}
	_, credits := apart(value(r.amount(buCredits, cellLimit)))
	l.Credits = l.Credits.Add(monthly(credits, l.Cycle))
	l.Deposit = value(r.positive(buDeposits, cellLimit))
	l.Prepaid = value(r.positive(buPrepaid, cellLimit))
	l.PastDue = value(r.positive(buBalance, cellLimit))
	l.Future = l.Start.After(b.roll.AsOf)
	if u.Kind == Commercial && !strings.Contains(r.raw(buTenants), ",") {
		l.Renters = []Renter{company(r.text(buTenants))}
	} else {
		l.Renters, _ = renters(r.text(buTenants), firstLast)
	}
	switch {
	case l.Start.IsZero() && !r.bad[buStart]:
		r.err(buStart, "start_missing", "The lease has no start.")
	case !l.End.IsZero() && l.End.Before(l.Start):
		r.err(buEnd, "end_before_start", "The lease ends before it starts.")
	}
	return l
}

func (b *buRead) cycle(r row) Cycle {
	switch columnKey(r.raw(buCycle)) {
	case "monthly", "":
		return Monthly
	case "weekly":
		return Weekly
	case "quarterly":
		return Quarterly
	}
	r.err(buCycle, "cycle_unknown", "The rent cycle is none of Monthly, Weekly and Quarterly.")
	return Monthly
}

// monthly is an amount per cycle by the month, rounded half up: a week is 52 twelfths, a quarter three months.
func monthly(a money.Amount, c Cycle) money.Amount {
	n := a.Cents()
	switch c {
	case Weekly:
		n = (n*52*2 + 12) / 24
	case Quarterly:
		n = (n*2 + 3) / 6
	}
	return money.FromCents(n)
}
