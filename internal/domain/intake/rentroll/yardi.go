package rentroll

import (
	"regexp"
	"slices"
	"strings"
)

// yardi reads Yardi Voyager's Rent Roll for selected properties, whose header takes two rows and whose properties are
// named below their units.
type yardi struct{}

const (
	yaUnit     column = "unit"
	yaType     column = "unittype"
	yaArea     column = "unitsqft"
	yaResident column = "resident"
	yaName     column = "name"
	yaMarket   column = "marketrent"
	yaActual   column = "actualrent"
	yaDeposit  column = "residentdeposit"
	yaOther    column = "otherdeposit"
	yaMoveIn   column = "movein"
	yaEnd      column = "leaseexpiration"
	yaMoveOut  column = "moveout"
	yaBalance  column = "balance"
)

var (
	yaNeeded   = []column{yaUnit, yaResident, yaName, yaActual, yaMoveIn, yaEnd}
	yaSummed   = []column{yaMarket, yaActual, yaDeposit, yaOther, yaBalance}
	yaNamed    = regexp.MustCompile(`^(.+?)\s*\(([^()]+)\)$`)
	yaStates   = map[string]Status{"VACANT": Vacant, "DOWN": Down, "MODEL": Model}
	yaCurrent  = "Current/Notice/Vacant Residents"
	yaFuture   = "Future Residents/Applicants"
	yaAllNamed = "All Properties"
)

func (yardi) Layout() string { return "yardi" }
func (yardi) Title() string  { return "Yardi-style rent roll" }

func (yardi) recognize(head [][]string) bool { return yaHeader(head) >= 0 }

// yaHeader is the index of the first of the two rows that are the header together, -1 where there are none.
func yaHeader(rows [][]string) int {
	for i := 0; i+1 < len(rows); i++ {
		if hits(keys(joined(rows[i], rows[i+1])), yaNeeded) == len(yaNeeded) {
			return i
		}
	}
	return -1
}

// joined puts the cells of two rows together, column by column.
func joined(upper, lower []string) []string {
	out := slices.Clone(upper)
	for i, c := range lower {
		if i == len(out) {
			out = append(out, "")
		}
		out[i] = strings.TrimSpace(out[i] + " " + c)
	}
	return out
}

// yaRead is one reading of a file.
type yaRead struct {
	roll   *Roll
	log    *Log
	head   *header
	units  []Unit // of the property whose name is still to come
	index  map[string]int
	first  int // line of its first row
	future bool
	names  map[string]int
	sums   afGroup
	whole  afGroup
}

func (yardi) read(t table, dates Dates, log *Log) (*Roll, error) {
	top := yaHeader(t.head(topRows))
	y := &yaRead{roll: &Roll{}, log: log, names: map[string]int{}, index: map[string]int{}}
	y.roll.AsOf, y.roll.AsOfSource = dates.Decide(titleDate(t.records[:top], log), log)
	y.head = newHeader(record{line: t.records[top].line, cells: joined(t.records[top].cells, t.records[top+1].cells)}, log)
	for _, r := range t.records[top+2:] {
		if y.record(r) {
			break
		}
	}
	if len(y.units) > 0 {
		log.Error(y.first, 1, "", "property_missing", "No total row with the property’s name follows these units: the file is cut off.")
	}
	if len(y.roll.Properties) == 0 {
		log.Error(0, 0, "", "no_units", "The file holds no unit.")
	}
	return y.roll, nil
}

// record reads one row; over is true at the total of all, after which nothing is data.
func (y *yaRead) record(rec record) (over bool) {
	r := y.head.row(rec, y.log)
	first := strings.TrimSpace(rec.cells[0])
	switch {
	case rec.empty():
	case first == yaCurrent:
		y.future = false
	case first == yaFuture:
		y.future = true
	case r.raw(yaResident) == "Total" && r.raw(yaName) == yaAllNamed:
		compareSums(r, yaSummed, &y.whole, "the total of the file")
		return true
	case r.raw(yaResident) == "Total":
		y.close(r)
	case y.future:
		y.futureRow(r)
	default:
		y.unitRow(r)
	}
	return false
}

func (y *yaRead) unitRow(r row) {
	if len(y.units) == 0 {
		y.first = r.line
	}
	u := Unit{
		Line: r.line, Number: r.text(yaUnit), TypeCode: r.text(yaType), SquareFeet: r.count(yaArea), Kind: Residential,
		MarketRent: r.positive(yaMarket, cellLimit),
	}
	if strings.Contains(strings.ToLower(u.TypeCode), "com") {
		u.Kind = Commercial
	}
	code := r.text(yaResident)
	status, empty := yaStates[code]
	switch {
	case code == "":
		r.err(yaResident, "renter_missing", "The row names neither a resident nor VACANT, DOWN or MODEL.")
		return
	case empty:
		u.Status = status
	default:
		u.Status = Occupied
		l := y.lease(r, code, u.Kind == Commercial)
		if !l.MoveOut.IsZero() {
			u.Status = Notice
		}
		u.Leases = []Lease{l}
	}
	tally(r, yaSummed, &y.sums, &y.whole)
	key := strings.ToLower(u.Number)
	if i, twice := y.index[key]; twice {
		r.err(yaUnit, "unit_twice", "Unit %s stands twice in the same property, first on line %d.", clip(u.Number), y.units[i].Line)
		return
	}
	y.index[key] = len(y.units)
	y.units = append(y.units, u)
}

func (y *yaRead) futureRow(r row) {
	i, ok := y.index[strings.ToLower(r.text(yaUnit))]
	if !ok {
		r.err(yaUnit, "unit_unknown", "This future resident’s unit is not among the units of the property.")
		return
	}
	u := &y.units[i]
	l := y.lease(r, r.text(yaResident), u.Kind == Commercial)
	l.Future = true
	u.Rented = true
	u.Leases = append(u.Leases, l)
}

func (y *yaRead) lease(r row, code string, commercial bool) Lease {
	rent := r.positive(yaActual, cellLimit)
	l := Lease{
		Line: r.line, Start: r.date(yaMoveIn, parseDate), End: r.date(yaEnd, parseDate), MoveOut: r.date(yaMoveOut, parseDate),
		Cycle: Monthly, CycleRent: value(rent), Rent: value(rent), Deposit: value(r.positive(yaDeposit, cellLimit)),
		OtherDeposit: value(r.positive(yaOther, cellLimit)),
	}
	l.MoveIn = l.Start
	l.PastDue, l.Prepaid = apart(value(r.amount(yaBalance, cellLimit)))
	if rent == nil && !r.bad[yaActual] {
		r.err(yaActual, "rent_missing", "The unit is let, but no rent is given. A rent of nothing is written 0.00.")
	}
	if name := r.text(yaName); name != "" {
		who := renter(name, firstLast, commercial)
		who.Code = code
		l.Renters = []Renter{who}
	} else if !r.bad[yaName] {
		r.err(yaName, "renter_missing", "The unit is occupied, but no resident is named.")
	}
	switch {
	case l.Start.IsZero() && !r.bad[yaMoveIn]:
		r.err(yaMoveIn, "start_missing", "The resident has no move-in, which is the start of the lease.")
	case !l.Start.IsZero() && !l.End.IsZero() && l.End.Before(l.Start):
		r.err(yaEnd, "end_before_start", "The lease ends before it starts.")
	}
	return l
}

// close names the property that the units above the row belong to.
func (y *yaRead) close(r row) {
	p := Property{Line: y.first, Name: r.text(yaName), Units: y.units}
	if m := yaNamed.FindStringSubmatch(p.Name); m != nil {
		p.Name, p.Code = m[1], m[2]
	}
	if p.Line == 0 {
		p.Line = r.line
	}
	key := strings.ToLower(p.Name + "\x00" + p.Code)
	if line, twice := y.names[key]; twice {
		r.err(yaName, "property_twice", "This property stands in the file twice, first on line %d.", line)
	}
	y.names[key] = r.line
	compareSums(r, yaSummed, &y.sums, "the total of this property")
	y.roll.Properties = append(y.roll.Properties, p)
	y.units, y.index, y.first, y.sums, y.future = nil, map[string]int{}, 0, afGroup{}, false
}
