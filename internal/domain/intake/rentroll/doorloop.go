package rentroll

import (
	"slices"

	"github.com/propertyos/propertyos/internal/kernel/period"
)

// doorloop reads DoorLoop's units with their leases: one row per unit.
type doorloop struct{}

func (doorloop) Layout() string { return "doorloop" }
func (doorloop) Title() string  { return "DoorLoop units and leases" }

const (
	dlActive    column = "active"
	dlOccupied  column = "occupied"
	dlTerm      column = "term"
	dlStage     column = "renewalstage"
	dlNext      column = "nextlease"
	dlNextStart column = "nextleasestart"
)

var doorloopColumns = map[Field]column{
	FieldProperty: "property", FieldKind: "propertytype", FieldStreet: "streetaddress", FieldCity: "city", FieldState: "state",
	FieldZIP: "zip", FieldCountry: "country", FieldLatitude: "latitude", FieldLongitude: "longitude", FieldUnit: "unit",
	FieldBedrooms: "beds", FieldBathrooms: "baths", FieldSquareFeet: "size", FieldMarketRent: "marketrent", FieldStatus: dlOccupied,
	FieldRenters: "tenants", FieldEmails: "emails", FieldPhones: "phones", FieldRent: "totalrecurringrent",
	FieldDeposit: "totaldepositsheld", FieldBalance: "totalbalancedue", FieldStart: "start", FieldEnd: "end",
}

var doorloopNeeded = []column{
	"property", "unit", dlActive, dlOccupied, "tenants", "totalrecurringrent", "start", "end", dlTerm,
}

func (doorloop) recognize(head [][]string) bool { return slices.ContainsFunc(head, doorloopHeader) }

func doorloopHeader(cells []string) bool {
	return hits(keys(cells), doorloopNeeded) == len(doorloopNeeded)
}

func (doorloop) read(t table, dates Dates, log *Log) (*Roll, error) {
	top := slices.IndexFunc(t.records, func(r record) bool { return doorloopHeader(r.cells) })
	f := &flat{cols: doorloopColumns, state: doorloopState}
	f.more = f.doorloopMore
	return readFlat(f, t, top, dates, log), nil
}

// doorloopState reads the two flags and the stage of renewal.
func doorloopState(r row) (flatState, bool) {
	var s flatState
	active, ok1 := flag(r, dlActive)
	occupied, ok2 := flag(r, dlOccupied)
	switch {
	case !ok1 || !ok2:
		return s, true // told of by flag
	case occupied && r.raw(dlStage) == "NOT_RENEWING":
		s.status = Notice
	case occupied:
		s.status = Occupied
	case !active:
		s.status = Down
	default:
		s.status = Vacant
	}
	s.rented = r.raw(dlNext) != ""
	return s, true
}

func flag(r row, c column) (yes, ok bool) {
	switch columnKey(r.raw(c)) {
	case "true", "yes", "1":
		return true, true
	case "false", "no", "0":
		return false, true
	}
	r.err(c, "flag_form", "The cell is neither TRUE nor FALSE.")
	return false, false
}

// doorloopMore reads the term, the notice and the lease to come.
func (f *flat) doorloopMore(r row, u *Unit) {
	if len(u.Leases) > 0 {
		l := &u.Leases[0]
		switch r.raw(dlTerm) {
		case "AT_WILL":
			l.End = period.Date{}
		case "FIXED":
		default:
			r.err(dlTerm, "term_unknown", "The term is neither FIXED nor AT_WILL.")
		}
		if u.Status == Notice && f.future(l.End) {
			l.MoveOut = l.End // they leave on that day, or on one not yet known
		}
	}
	if r.raw(dlNext) == "" {
		return
	}
	l := Lease{Line: r.line, Start: r.date(dlNextStart, parseDate), Cycle: Monthly, Future: true, Partial: true}
	if u.Kind == Commercial {
		l.Renters = []Renter{company(r.text(dlNext))}
	} else {
		l.Renters, _ = renters(r.text(dlNext), firstLast)
	}
	if l.Start.IsZero() && !r.bad[dlNextStart] {
		r.err(dlNextStart, "start_missing", "The next lease has no start.")
	}
	u.Leases = append(u.Leases, l)
}
