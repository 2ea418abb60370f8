package rentroll

import (
	"strings"

	"github.com/propertyos/propertyos/internal/kernel/period"
)

// flat reads lists with one row per unit and its lease, whose columns are known by field.
type flat struct {
	roll  *Roll
	log   *Log
	head  *header
	cols  map[Field]column
	index map[string]int   // property's key → index
	units []map[string]int // per property: folded unit number → line

	// state tells who is in a unit of a row; nil reads the field status.
	state func(r row) (flatState, bool)
	// more adds what a layout has beside the fields.
	more func(r row, u *Unit)
}

// flatState is what a row says of a unit's possession.
type flatState struct {
	afState
	future bool // the row's lease is one to come
}

// flatStates are the words for it, by columnKey.
var flatStates = map[column]flatState{
	"occupied": {afState: afState{status: Occupied}}, "current": {afState: afState{status: Occupied}},
	"rented": {afState: afState{status: Occupied}}, "leased": {afState: afState{status: Occupied}},
	"active": {afState: afState{status: Occupied}}, "yes": {afState: afState{status: Occupied}},
	"evict": {afState: afState{status: Occupied, eviction: true}}, "eviction": {afState: afState{status: Occupied, eviction: true}},
	"notice": {afState: afState{status: Notice}}, "onnotice": {afState: afState{status: Notice}},
	"noticeunrented": {afState: afState{status: Notice}}, "noticerented": {afState: afState{status: Notice, rented: true}},
	"vacant": {afState: afState{status: Vacant}}, "empty": {afState: afState{status: Vacant}}, "no": {afState: afState{status: Vacant}},
	"available": {afState: afState{status: Vacant}}, "vacantunrented": {afState: afState{status: Vacant}},
	"reserved": {afState{status: Vacant, rented: true}, true}, "vacantrented": {afState{status: Vacant, rented: true}, true},
	"down": {afState: afState{status: Down}}, "offline": {afState: afState{status: Down}}, "inactive": {afState: afState{status: Down}},
	"model": {afState: afState{status: Model}},
}

// readFlat reads the rows below the header, which stands at index top.
func readFlat(f *flat, t table, top int, dates Dates, log *Log) *Roll {
	f.roll, f.log, f.index = &Roll{}, log, map[string]int{}
	f.roll.AsOf, f.roll.AsOfSource = dates.Decide(titleDate(t.records[:top], log), log)
	f.head = newHeader(t.records[top], log)
	for _, rec := range t.records[top+1:] {
		if rec.empty() || f.head.repeats(rec) {
			continue
		}
		if f.head.sized(rec, log) {
			f.row(f.head.row(rec, log))
		}
	}
	f.finish()
	return f.roll
}

// sized checks the number of cells; empty ones too many at the end do no harm.
func (h *header) sized(r record, log *Log) bool {
	want := len(h.names)
	if len(r.cells) == want || r.padded && len(r.cells) < want || len(r.cells) > want && (record{cells: r.cells[want:]}).empty() {
		return true
	}
	log.Error(r.line, min(len(r.cells), want)+1, "", "cell_count",
		"This row has %d cells where the header has %d: a comma is missing or too many, or the row was cut off.", len(r.cells), want)
	return false
}

// row reads a unit and its lease.
func (f *flat) row(r row) {
	i, ok := f.property(r)
	if !ok {
		return
	}
	c := f.cols
	u := Unit{
		Line: r.line, Number: r.text(c[FieldUnit]), Kind: flatKind(r.raw(c[FieldKind])), Bedrooms: r.count(c[FieldBedrooms]),
		Bathrooms: r.decimal(c[FieldBathrooms]), SquareFeet: r.count(c[FieldSquareFeet]),
		MarketRent: r.positive(c[FieldMarketRent], cellLimit),
	}
	if u.SquareFeet != nil && *u.SquareFeet == 0 {
		u.SquareFeet = nil
	}
	state, known := f.stateOf(r)
	if !known {
		r.err(c[FieldStatus], "status_unknown", "The status is none of occupied, notice, vacant, reserved, eviction, down and model.")
	}
	u.Status, u.Rented, u.Eviction = state.status, state.rented, state.eviction
	f.leases(r, &u, state)
	if f.more != nil {
		f.more(r, &u)
	}
	if f.unique(r, i, u.Number) {
		f.roll.Properties[i].Units = append(f.roll.Properties[i].Units, u)
	}
}

func (f *flat) leases(r row, u *Unit, state flatState) {
	named := r.raw(f.cols[FieldRenters]) != ""
	switch {
	case u.Status.Occupied(), state.future && named:
		u.Leases = []Lease{f.lease(r, *u, state.future)}
	case named && u.Status != "":
		r.err(f.cols[FieldRenters], "vacant_with_renter", "The unit is not occupied, but a renter is named.")
	}
}

func (f *flat) stateOf(r row) (flatState, bool) {
	if f.state != nil {
		return f.state(r)
	}
	word := columnKey(r.raw(f.cols[FieldStatus]))
	if word == "" {
		if r.raw(f.cols[FieldRenters]) != "" {
			word = "occupied"
		} else {
			word = "vacant"
		}
	}
	s, known := flatStates[word]
	return s, known
}

// property finds the row's property, or begins it.
func (f *flat) property(r row) (int, bool) {
	c := f.cols
	name := r.text(c[FieldProperty])
	if name == "" {
		if !r.bad[c[FieldProperty]] {
			r.err(c[FieldProperty], "unit_without_property", "The row does not say which property the unit belongs to.")
		}
		return 0, false
	}
	a := Address{
		Street: r.text(c[FieldStreet]), City: r.text(c[FieldCity]), State: strings.ToUpper(r.text(c[FieldState])),
		ZIP: r.text(c[FieldZIP]), Country: strings.ToUpper(r.text(c[FieldCountry])),
	}
	if a.Street != "" && a.Country == "" {
		a.Country = "US"
	}
	a.Latitude, a.Longitude = r.raw(c[FieldLatitude]), r.raw(c[FieldLongitude])
	key := strings.ToLower(name + "\x00" + a.Street + "\x00" + a.ZIP)
	if i, ok := f.index[key]; ok {
		return i, true
	}
	i := len(f.roll.Properties)
	f.index[key] = i
	f.roll.Properties = append(f.roll.Properties, Property{Line: r.line, Name: name, Address: a})
	f.units = append(f.units, map[string]int{})
	return i, true
}

func flatKind(s string) Kind {
	switch columnKey(s) {
	case "commercial", "office", "retail", "commercialspace":
		return Commercial
	case "garage", "parking", "storage":
		return Garage
	}
	return Residential
}

// lease reads the lease of a row.
func (f *flat) lease(r row, u Unit, future bool) Lease {
	c := f.cols
	rent := r.positive(c[FieldRent], cellLimit)
	l := Lease{
		Line: r.line, Start: r.date(c[FieldStart], parseDate), End: r.date(c[FieldEnd], parseDate),
		MoveIn: r.date(c[FieldMoveIn], parseDate), MoveOut: r.date(c[FieldMoveOut], parseDate), Cycle: Monthly,
		CycleRent: value(rent), Rent: value(rent), Deposit: value(r.positive(c[FieldDeposit], cellLimit)), Future: future,
	}
	if l.Start.IsZero() {
		l.Start = l.MoveIn
	}
	l.PastDue, l.Prepaid = apart(value(r.amount(c[FieldBalance], cellLimit)))
	if rent == nil && !r.bad[c[FieldRent]] {
		r.err(c[FieldRent], "rent_missing", "The unit is let, but no rent is given. A rent of nothing is written 0.00.")
	}
	l.Renters = f.renters(r, u)
	if len(l.Renters) == 0 && !r.bad[c[FieldRenters]] {
		r.err(c[FieldRenters], "renter_missing", "The unit is occupied, but no renter is named.")
	}
	f.checkDates(r, l)
	return l
}

func (f *flat) checkDates(r row, l Lease) {
	c := f.cols
	switch {
	case l.Start.IsZero() && !r.bad[c[FieldStart]] && !r.bad[c[FieldMoveIn]]:
		r.err(c[FieldStart], "start_missing", "The lease has no start.")
	case !l.Start.IsZero() && !l.End.IsZero() && l.End.Before(l.Start):
		r.err(c[FieldEnd], "end_before_start", "The lease ends before it starts.")
	case l.Future && !l.Start.IsZero() && !l.Start.After(f.roll.AsOf):
		r.warn(c[FieldStart], "start_before_as_of", "The unit is reserved, but the lease starts by the as-of date %s.", f.roll.AsOf)
	case !l.Future && l.Start.After(f.roll.AsOf):
		r.warn(c[FieldStart], "start_after_as_of", "The unit is occupied, but the lease starts after the as-of date %s.", f.roll.AsOf)
	}
}

// renters reads the lists of names, e-mail addresses and telephone numbers, which are in the same order.
func (f *flat) renters(r row, u Unit) []Renter {
	list := r.text(f.cols[FieldRenters])
	emails, phones := semicolons(r.text(f.cols[FieldEmails])), semicolons(r.text(f.cols[FieldPhones]))
	var found []Renter
	if !strings.Contains(list, ";") && u.Kind != Commercial && !isCompany(list) && strings.Count(list, ",") > 0 {
		var clear bool
		if found, clear = renters(list, firstLast); !clear {
			r.warn(f.cols[FieldRenters], "names_unclear", "Family and first names do not come out in pairs; please check the renters.")
		}
	} else {
		for _, name := range semicolons(list) {
			if name != "" {
				found = append(found, renter(name, firstLast, u.Kind == Commercial))
			}
		}
	}
	for what, values := range map[Field][]string{FieldEmails: emails, FieldPhones: phones} {
		if len(values) > len(found) {
			r.warn(f.cols[what], "contacts_differ", "There are more entries than renters; those beyond the last renter are left out.")
		}
	}
	for i := range found {
		if i < len(emails) {
			found[i].Email = emails[i]
		}
		if i < len(phones) {
			found[i].Phone = phones[i]
		}
	}
	return found
}

// semicolons splits a list; an empty place stands for nothing known.
func semicolons(list string) []string {
	if list == "" {
		return nil
	}
	parts := strings.Split(list, ";")
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	return parts
}

// unique notes a unit that stands twice.
func (f *flat) unique(r row, property int, number string) bool {
	key := strings.ToLower(number)
	first, twice := f.units[property][key]
	switch {
	case twice && key == "":
		r.err(f.cols[FieldUnit], "unit_twice", "A second row without a unit number in the same property; the first is on line %d.", first)
	case twice:
		r.err(f.cols[FieldUnit], "unit_twice", "Unit %s stands twice in the same property, first on line %d.", clip(number), first)
	default:
		f.units[property][key] = r.line
	}
	return !twice
}

// finish checks what only the whole file can show.
func (f *flat) finish() {
	units := 0
	for i, p := range f.roll.Properties {
		units += len(p.Units)
		if line, ok := f.units[i][""]; ok && len(f.units[i]) > 1 {
			at, name := f.head.row(record{}, f.log).place(f.cols[FieldUnit])
			f.log.Error(line, at, name, "unit_number_missing",
				"A row without a unit number is a single-family house, but this property has other units.")
		}
	}
	if units == 0 {
		f.log.Error(0, 0, "", "no_units", "The file holds no unit.")
	}
}

// future reports whether a day lies after the roll's date.
func (f *flat) future(d period.Date) bool { return d.After(f.roll.AsOf) }
