package rentroll

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// appfolio reads AppFolio's Rent Roll as CSV, grouped by property or with a Property column, also as saved from the
// spreadsheet export (titles above the header, the header again before each property).
type appfolio struct{}

// The columns of the report. Users choose and order them.
const (
	afProperty   column = "property"
	afUnit       column = "unit"
	afTags       column = "tags"
	afBedBath    column = "bdba"
	afTenant     column = "tenant"
	afAdditional column = "additionaltenants"
	afStatus     column = "status"
	afSqft       column = "sqft"
	afMarket     column = "marketrent"
	afRent       column = "rent"
	afRecurring  column = "recurringcharges"
	afDeposit    column = "deposit"
	afFrom       column = "leasefrom"
	afTo         column = "leaseto"
	afMoveIn     column = "movein"
	afMoveOut    column = "moveout"
	afPastDue    column = "pastdue"
	afNSF        column = "nsfcount"
	afLate       column = "latecount"
)

var (
	afColumns = []column{
		afUnit, afTags, afBedBath, afTenant, afAdditional, afStatus, afSqft, afMarket, afRent, afRecurring,
		afDeposit, afFrom, afTo, afMoveIn, afMoveOut, afPastDue, afNSF, afLate,
	}
	// afOwn are columns that other systems name otherwise: two of them tell the layout.
	afOwn = []column{afBedBath, afTenant, afAdditional, afSqft, afFrom, afTo, afMoveIn, afMoveOut, afPastDue, afNSF, afLate}
	// afNeeded are columns without which nothing sensible can be imported. Without Lease To every lease would
	// silently become month to month.
	afNeeded = []column{afUnit, afTenant, afStatus, afRent, afTo}
	afTitles = map[column]string{
		afUnit: "Unit", afTags: "Tags", afBedBath: "BD/BA", afTenant: "Tenant",
		afAdditional: "Additional Tenants", afStatus: "Status", afSqft: "Sqft", afMarket: "Market Rent", afRent: "Rent",
		afRecurring: "Recurring Charges", afDeposit: "Deposit", afFrom: "Lease From", afTo: "Lease To", afMoveIn: "Move-in",
		afMoveOut: "Move-out", afPastDue: "Past Due", afNSF: "NSF Count", afLate: "Late Count",
	}
)

func (appfolio) Layout() string { return "appfolio" }
func (appfolio) Title() string  { return "AppFolio rent roll" }

func (appfolio) recognize(head [][]string) bool { return slices.ContainsFunc(head, afIsHeader) }

func afIsHeader(cells []string) bool {
	seen := map[column]bool{}
	for _, c := range cells {
		seen[columnKey(c)] = true
	}
	return hits(seen, afColumns) >= 4 && hits(seen, afOwn) >= 2
}

func hits(seen map[column]bool, list []column) (n int) {
	for _, c := range list {
		count(&n, seen[c])
	}
	return n
}

// afRead is one reading of a file.
type afRead struct {
	roll     *Roll
	log      *Log
	head     *header
	order    nameOrder
	current  int              // index of the property that rows belong to; -1 before the first
	byText   map[string]int   // property text as printed → index
	byName   map[string]int   // name → line of the property
	units    []map[string]int // per property: folded unit number → line
	property []afGroup        // per property
	whole    afGroup          // all of it
	closed   map[int]bool     // properties whose subtotal was read
}

func (appfolio) read(t table, dates Dates, log *Log) (*Roll, error) {
	records := t.records
	a := &afRead{
		roll: &Roll{}, log: log, current: -1, byText: map[string]int{}, byName: map[string]int{},
		closed: map[int]bool{},
	}
	a.whole.lost = t.lost > 0
	top := 0
	for top < len(records) && top < topRows && !afIsHeader(records[top].cells) {
		top++
	}
	if top == len(records) || top == topRows {
		return nil, ErrUnknownLayout.Saying("The header row of the rent roll cannot be read.")
	}
	a.roll.AsOf, a.roll.AsOfSource = dates.Decide(titleDate(records[:top], log), log)
	a.head = newHeader(records[top], log)
	if !a.columnsSuffice() {
		return a.roll, nil
	}
	body := records[top+1:]
	a.order = a.nameOrder(body)
	for _, r := range body {
		a.record(r)
	}
	a.finish()
	return a.roll, nil
}

// columnsSuffice names the columns that are missing and those that are not read.
func (a *afRead) columnsSuffice() bool {
	ok := true
	for _, c := range afNeeded {
		if !a.head.has(c) {
			ok = false
			a.log.Error(a.head.line, 0, afTitles[c], "column_missing",
				"The column %s is missing. Add it to the report and export it again.", afTitles[c])
		}
	}
	if !a.head.has(afFrom) && !a.head.has(afMoveIn) {
		ok = false
		a.log.Error(a.head.line, 0, afTitles[afFrom], "column_missing",
			"The report has neither Lease From nor Move-in. Add one of them and export it again.")
	}
	for _, c := range afColumns {
		if ok && !a.head.has(c) {
			a.log.Warn(a.head.line, 0, afTitles[c], "column_absent",
				"The report leaves out the column %s; what it holds stays unknown or zero.", afTitles[c])
		}
	}
	for i, name := range a.head.names {
		if key := columnKey(name); key != afProperty && key != "" && afTitles[key] == "" {
			a.log.Warn(a.head.line, i+1, name, "column_ignored", "This column is not part of the rent roll that is imported.")
		}
	}
	return ok
}

// nameOrder decides by majority how the file writes people: a comma in Tenant, outside company names and commercial
// space, stands behind a family name.
func (a *afRead) nameOrder(body []record) nameOrder {
	comma, plain := 0, 0
	for _, rec := range body {
		r := a.head.row(rec, a.log)
		name := r.raw(afTenant)
		if name == "" || isCompany(name) || afKind(afTagList(r.raw(afTags))) == Commercial || a.head.repeats(rec) {
			continue
		}
		_, tail, found := strings.Cut(name, ",")
		if found && !generations[bare(strings.TrimSpace(tail))] {
			comma++
		} else {
			plain++
		}
	}
	if comma > plain {
		return lastFirst
	}
	return firstLast
}

// record reads one row, whatever it is.
func (a *afRead) record(r record) {
	first := strings.TrimSpace(r.cells[0])
	switch {
	case r.empty() || a.head.repeats(r):
	case strings.HasPrefix(first, "->") || r.onlyFirst() && !a.isTotal(r):
		a.propertyRow(r, first)
	case !a.sized(r):
		a.spoil()
	case a.isTotal(r):
		a.totalRow(r)
	default:
		a.unitRow(a.head.row(r, a.log))
	}
}

// sized checks the number of cells; empty ones too many at the end do no harm.
func (a *afRead) sized(r record) bool {
	want := len(a.head.names)
	if len(r.cells) == want || r.padded && len(r.cells) < want || len(r.cells) > want && (record{cells: r.cells[want:]}).empty() {
		return true
	}
	a.log.Error(r.line, min(len(r.cells), want)+1, "", "cell_count",
		"This row has %d cells where the header has %d: a comma is missing or too many, or the row was cut off.", len(r.cells), want)
	return false
}

// spoil notes that a row of the current property is lost, so that its sums cannot be checked.
func (a *afRead) spoil() {
	a.whole.lost = true
	if a.current >= 0 {
		a.property[a.current].lost = true
	}
}

// propertyRow begins a property of the grouped form.
func (a *afRead) propertyRow(r record, first string) {
	if other := r.beyondFirst(); other > 0 {
		a.log.Warn(r.line, other, "", "property_row_cells", "A property's row holds text in other cells; it was left out.")
	}
	text := strings.TrimSpace(strings.TrimPrefix(first, "->"))
	if i, twice := a.byText[text]; twice {
		a.log.Error(r.line, 1, "", "property_twice", "This property stands in the file twice, first on line %d.",
			a.roll.Properties[i].Line)
		a.current = i
		a.closed[i] = false
		return
	}
	a.begin(text, r.line, 1, "")
}

// afLongest is the number of characters that a property's name and address may have together.
const afLongest = 300

// begin adds a property; column and name say where its text stands.
func (a *afRead) begin(text string, line, col int, colName string) {
	text, t := cleanText(text)
	if !t.any() && utf8.RuneCountInString(text) > afLongest {
		text, t = "", trouble{"cell_too_long", "holds more than 300 characters"}
	}
	if t.any() {
		a.log.Error(line, col, colName, t.code, "The property %s.", t.words)
	}
	p := Property{Line: line, Name: text}
	name, address, doubt, ok := splitProperty(text)
	switch {
	case t.any():
	case !ok:
		a.log.Error(line, col, colName, "property_address",
			"This property is not written like “name - street city, state ZIP”, so its address cannot be read.")
	default:
		p.Name, p.Address = name, address
		if doubt != "" {
			a.log.Warn(line, col, colName, "address_doubt", "Please check the address: %s. It was read as name “%s”, street “%s”, city “%s”.",
				doubt, clip(name), clip(address.Street), clip(address.City))
		}
	}
	if other, ok := a.byName[strings.ToLower(p.Name)]; ok {
		a.log.Warn(line, col, colName, "property_name_twice", "Another property of the same name begins on line %d.", other)
	} else {
		a.byName[strings.ToLower(p.Name)] = line
	}
	if p.Name != "" && strings.ContainsRune("=+@", rune(p.Name[0])) {
		a.log.Warn(line, col, colName, "formula", "The name looks like a spreadsheet formula; it was kept as text.")
	}
	a.current = len(a.roll.Properties)
	a.byText[text] = a.current
	a.roll.Properties = append(a.roll.Properties, p)
	a.units = append(a.units, map[string]int{})
	a.property = append(a.property, afGroup{})
}
