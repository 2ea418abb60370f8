package rentroll

import (
	"slices"
	"strings"

	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/period"
)

// afState is what a word in the Status column means.
type afState struct {
	status           Status
	rented, eviction bool
}

var afStates = map[string]afState{
	"current":         {status: Occupied},
	"evict":           {status: Occupied, eviction: true},
	"notice-unrented": {status: Notice},
	"notice-rented":   {status: Notice, rented: true},
	"vacant-unrented": {status: Vacant},
	"vacant-rented":   {status: Vacant, rented: true},
}

// noDate is what the report's spreadsheet form prints where there is no date.
var noDate = period.New(1970, 1, 1)

func afDate(s string) (period.Date, trouble) {
	d, t := parseDate(s)
	if d == noDate {
		return period.Date{}, t
	}
	return d, t
}

func afTagList(cell string) []string {
	var tags []string
	for t := range strings.SplitSeq(cell, ",") {
		if t = strings.TrimSpace(t); t != "" {
			tags = append(tags, t)
		}
	}
	return tags
}

func tagged(tags []string, names ...string) bool {
	return slices.ContainsFunc(tags, func(t string) bool {
		return slices.ContainsFunc(names, func(n string) bool { return strings.EqualFold(t, n) })
	})
}

func afKind(tags []string) Kind {
	switch {
	case tagged(tags, "Commercial"):
		return Commercial
	case tagged(tags, "Garage"):
		return Garage
	}
	return Residential
}

// unitRow reads a unit and its lease.
func (a *afRead) unitRow(r row) {
	a.enter(r)
	u := Unit{Line: r.line, Number: r.text(afUnit), SquareFeet: r.count(afSqft), Tags: afTagList(r.text(afTags))}
	u.Kind = afKind(u.Tags)
	u.NonRevenue = tagged(u.Tags, "Employee Unit")
	u.MarketRent = r.positive(afMarket, cellLimit)
	if cell := r.raw(afBedBath); cell != "" {
		var t trouble
		if u.Bedrooms, u.Bathrooms, t = parseBedBath(cell); t.any() {
			r.fail(afBedBath, t)
		}
	}
	if u.SquareFeet != nil && *u.SquareFeet == 0 {
		u.SquareFeet = nil
	}
	state, known := afStates[strings.ToLower(strings.ReplaceAll(r.raw(afStatus), " ", ""))]
	if !known {
		r.err(afStatus, "status_unknown",
			"The status is none of Current, Evict, Notice-Unrented, Notice-Rented, Vacant-Unrented and Vacant-Rented.")
	}
	u.Status, u.Rented, u.Eviction = state.status, state.rented, state.eviction
	facts := a.leaseFacts(r)
	switch {
	case u.Status.Occupied():
		u.Leases = []Lease{a.lease(r, u, facts)}
	case u.Status == Vacant:
		a.checkVacant(r, facts)
	}
	if a.current < 0 {
		return
	}
	a.checkNumber(r, u)
	a.tally(r, u, facts)
	p := &a.roll.Properties[a.current]
	p.Units = append(p.Units, u)
}

// enter finds the property of a row: the one whose group it stands in, or the one its Property cell names.
func (a *afRead) enter(r row) {
	if !a.head.has(afProperty) {
		if a.current < 0 {
			a.whole.lost = true
			r.err(afUnit, "unit_without_property", "This unit stands before the first property, so nothing says where it is.")
		}
		return
	}
	text := r.raw(afProperty)
	if text == "" {
		r.err(afProperty, "unit_without_property", "The row does not say which property the unit belongs to.")
		a.whole.lost, a.current = true, -1
		return
	}
	if i, ok := a.byText[text]; ok {
		a.current = i
		return
	}
	at, name := r.place(afProperty)
	a.begin(text, r.line, at, name)
	if clean, _ := cleanText(text); clean != text {
		a.byText[text] = a.current
	}
}

// grouped reports whether the file groups its units under property rows.
func (a *afRead) grouped() bool { return !a.head.has(afProperty) }

func (a *afRead) checkNumber(r row, u Unit) {
	if r.bad[afUnit] {
		return
	}
	key := strings.ToLower(u.Number)
	first, twice := a.units[a.current][key]
	switch {
	case twice && key == "":
		r.err(afUnit, "unit_twice", "A second row without a unit number in the same property; the first is on line %d.", first)
	case twice:
		r.err(afUnit, "unit_twice", "Unit %s stands twice in the same property, first on line %d.", clip(u.Number), first)
	default:
		a.units[a.current][key] = r.line
	}
}

// afFacts are the cells of a row that describe a lease, and one balance.
type afFacts struct {
	rent, recurring, deposit, balance *money.Amount
	from, to, moveIn, moveOut         period.Date
	nsf, late                         *int
}

func (a *afRead) leaseFacts(r row) afFacts {
	return afFacts{
		rent: r.positive(afRent, cellLimit), recurring: r.amount(afRecurring, cellLimit), deposit: r.positive(afDeposit, cellLimit),
		balance: r.amount(afPastDue, cellLimit), from: r.date(afFrom, afDate), to: r.date(afTo, afDate),
		moveIn: r.date(afMoveIn, afDate), moveOut: r.date(afMoveOut, afDate), nsf: r.count(afNSF), late: r.count(afLate),
	}
}

func value(a *money.Amount) money.Amount {
	if a == nil {
		return money.Zero
	}
	return *a
}

func number(n *int) int {
	if n == nil {
		return 0
	}
	return *n
}

// lease reads the lease of an occupied unit. It is current whatever its dates say: the status column knows who lives
// there, and past its end the renter stays month to month.
func (a *afRead) lease(r row, u Unit, f afFacts) Lease {
	l := Lease{
		Line: r.line, Start: f.from, End: f.to, MoveIn: f.moveIn, MoveOut: f.moveOut, Cycle: Monthly,
		CycleRent: value(f.rent), Rent: value(f.rent), Deposit: value(f.deposit), NSFCount: number(f.nsf),
		LateCount: number(f.late), Subsidized: tagged(u.Tags, "Sec. 8", "Sec 8", "Section 8"),
	}
	if l.Start.IsZero() {
		l.Start = f.moveIn // taken over from an earlier manager
	}
	l.PastDue, l.Prepaid = apart(value(f.balance))
	l.OtherRecurring, l.Credits = apart(value(f.recurring))
	if name := r.text(afTenant); name != "" {
		l.Renters = append(l.Renters, renter(name, a.order, u.Kind == Commercial))
	} else if !r.bad[afTenant] {
		r.err(afTenant, "renter_missing", "The unit is occupied, but no tenant is named.")
	}
	more, clear := renters(r.text(afAdditional), a.order)
	if !clear {
		r.warn(afAdditional, "names_unclear", "Family and first names do not come out in pairs; please check the renters.")
	}
	l.Renters = append(l.Renters, more...)
	a.checkRent(r, u, f)
	a.checkDates(r, u, l)
	return l
}

// apart splits a signed figure into what is above and below zero, both positive.
func apart(a money.Amount) (above, below money.Amount) {
	if a.Sign() < 0 {
		return money.Zero, a.Neg()
	}
	return a, money.Zero
}

func (a *afRead) checkRent(r row, u Unit, f afFacts) {
	switch {
	case r.bad[afRent]:
	case f.rent == nil:
		r.err(afRent, "rent_missing", "The unit is occupied, but no rent is given. A rent of nothing is written 0.00.")
	case f.rent.IsZero() && !u.NonRevenue:
		r.warn(afRent, "rent_zero", "The rent is 0.00, and the unit is not tagged as an employee unit.")
	}
}

func (a *afRead) checkDates(r row, u Unit, l Lease) {
	start := afFrom
	if r.raw(afFrom) == "" || !a.head.has(afFrom) {
		start = afMoveIn
	}
	switch {
	case l.Start.IsZero() && !r.bad[afFrom] && !r.bad[afMoveIn]:
		r.err(start, "start_missing", "The lease has no start: Lease From and Move-in are both empty.")
	case !l.Start.IsZero() && !l.End.IsZero() && l.End.Before(l.Start):
		r.err(afTo, "end_before_start", "The lease ends before it starts.")
	case l.Start.After(a.roll.AsOf):
		r.warn(start, "start_after_as_of", "The unit is occupied, but the lease starts after the as-of date %s.", a.roll.AsOf)
	}
	switch {
	case !l.MoveOut.IsZero() && !l.MoveIn.IsZero() && l.MoveOut.Before(l.MoveIn):
		r.err(afMoveOut, "move_out_before_move_in", "The move-out is before the move-in.")
	case l.MoveOut.IsZero() && u.Status == Notice && a.head.has(afMoveOut) && !r.bad[afMoveOut]:
		r.warn(afMoveOut, "notice_without_move_out", "The renter gave notice, but no move-out date is given.")
	case !l.MoveOut.IsZero() && l.MoveOut.Before(a.roll.AsOf):
		r.warn(afMoveOut, "move_out_passed", "The unit is occupied, but the move-out was before the as-of date %s.", a.roll.AsOf)
	}
}

// checkVacant tells of facts about a renter on a row that says that there is none.
func (a *afRead) checkVacant(r row, f afFacts) {
	for _, c := range []column{afTenant, afAdditional} {
		if r.raw(c) != "" {
			r.err(c, "vacant_with_renter", "The unit is vacant, but a tenant is named.")
		}
	}
	amounts := map[column]*money.Amount{afRent: f.rent, afRecurring: f.recurring, afDeposit: f.deposit, afPastDue: f.balance}
	for _, c := range []column{afRent, afRecurring, afDeposit, afPastDue} {
		if !value(amounts[c]).IsZero() {
			r.warn(c, "vacant_with_amount", "The unit is vacant; this amount belongs to nobody in it and is not imported.")
		}
	}
	days := map[column]period.Date{afFrom: f.from, afTo: f.to, afMoveIn: f.moveIn}
	for _, c := range []column{afFrom, afTo, afMoveIn} {
		if !days[c].IsZero() {
			r.warn(c, "vacant_with_date", "The unit is vacant; this date belongs to nobody in it and is not imported.")
		}
	}
}
