package view

import (
	"cmp"
	"context"
	"net/url"
	"strconv"
	"strings"

	"github.com/propertyos/propertyos/internal/web/message"

	"github.com/a-h/templ"

	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/period"
)

// PropertyFilter is what the address of the properties list asks for: query parameters q, type, status, deleted (1),
// sort ("name", "-vacant", …), after and before.
type PropertyFilter struct {
	Q       string
	Type    string
	Status  string
	Deleted bool
	Sort    string
	Columns []string // keys of PropertyColumns; none means all
	View    string   // "map", or "" for the list
	Group   string   // an id
	Near    string   // a place: "39.74, -104.99", or the id of a property
	Miles   string   // with Near
}

// Query returns the filter as query parameters, without a page's cursor.
func (f PropertyFilter) Query() url.Values {
	q := url.Values{}
	put(q, "q", f.Q)
	put(q, "type", f.Type)
	put(q, "status", f.Status)
	if f.Deleted {
		q.Set("deleted", "1")
	}
	put(q, "sort", f.Sort)
	put(q, "view", f.View)
	put(q, "group", f.Group)
	put(q, "near", f.Near)
	put(q, "miles", f.Miles)
	if list := known(PropertyColumns, f.Columns); len(list) > 0 {
		q["columns"] = list
	}
	return q
}

func (f PropertyFilter) kept() []Hidden {
	return kept(f.Query(), "sort", "view", "columns", "near")
}

func (f PropertyFilter) narrowed() bool {
	return f.Q != "" || f.Type != "" || f.Status != "" || f.Deleted || f.Group != "" || f.Near != ""
}

// PropertyList is the list of properties.
type PropertyList struct {
	Frame
	Filter PropertyFilter
	Rows   []PropertyRow
	Totals PropertyTotals // of everything that the filter finds, not of the page
	Page   Page
	Key    string   // of the form around the rows: sent twice it acts once
	Export bool     // whether this person may take the list as a file
	Groups []Option // for the filter: id and name
	Center string   // the name of the property that Filter.Near names; "" for another place
	Mapped bool     // whether the map has something to show
	Places []Place  // for the map: the properties whose coordinates are known
	Import bool     // whether this person may bring files in
}

// radii are the distances that a search around a place offers besides the usual one, in miles.
var radii = []string{"1", "5", "25", "50", "100"}

// around names the place that the list is around.
func (m PropertyList) around() string { return cmp.Or(m.Center, m.Filter.Near) }

// distances are the other distances around that place.
func (m PropertyList) distances(ctx context.Context) []Option {
	out := make([]Option, 0, len(radii))
	for _, miles := range radii {
		n, _ := strconv.ParseInt(miles, 10, 64)
		out = append(out, Option{miles, message.N(ctx, n, "%d mile around %s", "%d miles around %s", m.around())})
	}
	return out
}

func (m PropertyList) shows(key string) bool { return shows(PropertyColumns, m.Filter.Columns, key) }

func (m PropertyList) tools(ctx context.Context) ListTools {
	return ListTools{
		Path: "/properties", Query: m.Filter.Query(), Count: message.N(ctx, int64(m.Totals.Properties), "%d property", "%d properties"),
		Columns: Words(ctx, PropertyColumns), Shown: m.Filter.Columns, Export: m.Export,
		Always: []string{"name", "status", "street1", "city", "state", "zip_code"},
	}
}

// listHref shows the same properties in another view.
func (m PropertyList) listHref(view string) templ.SafeURL {
	f := m.Filter
	f.View = view
	return address("/properties", f.Query())
}

// PropertyTotals are the sums below the list.
type PropertyTotals struct {
	Properties, Units, Occupied, Vacant int
	MonthlyRent                         money.Amount
}

// PropertyRow is one line of the list.
type PropertyRow struct {
	ID, Name    string
	Address     string // in one line
	Type        string
	Status      string
	Units       int
	Occupied    int
	Vacant      int
	MonthlyRent money.Amount
	Deleted     bool
}

// Page is a place in a list that is read by cursor.
type Page struct {
	Next string // cursor of the following page, "" on the last
	Prev string // cursor of the page before, "" on the first
}

// PropertyDetail is the page of one property. Tab is the query parameter tab: "units" (default), "details", "history".
type PropertyDetail struct {
	Frame
	Leases       bool // this person sees leases
	MayLease     bool // and may draw them up
	HandOver     bool // this person exports what belongs to it
	ID, Name     string
	Type, Status string
	Address      []string // its lines
	YearBuilt    int      // 0 when not known, as the next three
	SquareFeet   int
	LotSize      string // in acres, a decimal
	Parking      int
	Amenities    []string
	Units        int
	Occupied     int
	Vacant       int
	MonthlyRent  money.Amount // of the leases in force
	MarketRent   money.Amount // of all units
	Tab          string
	UnitRows     []UnitRow // for the tab "units"
	UnitPage     Page
	History      []HistoryEntry // for the tab "history"
	Deleted      *Deletion      // set when the property is deleted
	Documents    *DocumentsOf   // nil for somebody who may see none
	Owns         bool           // whether this person may know who owns it
	Owned        *Ownership     // for the tab "owners"
	Happened     []Happening    // for the tab "timeline"
	Groups       []Link         // that it is in
}

// Deletion tells when and by whom something was deleted.
type Deletion struct {
	On period.Date
	By string
}

// HistoryEntry is one change of a row.
type HistoryEntry struct {
	When string // date and time in words, in the reader's zone
	Who  string
	What string   // "Changed status"
	More []string // one line for each changed field
}

// PropertyForm creates (ID "") or edits a property. All values are as typed.
type PropertyForm struct {
	Frame
	ID       string
	Version  string // sent back as the hidden field version
	Key      string // sent back as the hidden field key: a form sent twice acts once
	Name     string // shown in headings when editing: the saved name
	Values   PropertyValues
	Errors   FieldErrors
	Message  string // a fault that is of no field
	Conflict *Conflict
}

// PropertyValues are the inputs of the property form; the input's name stands beside each.
type PropertyValues struct {
	Name          string // name
	Type          string // type
	Status        string // status
	Street1       string // street1
	Street2       string // street2
	City          string // city
	State         string // state
	ZipCode       string // zip_code
	Country       string // country, two letters
	YearBuilt     string // year_built
	SquareFeet    string // square_feet
	LotSize       string // lot_size
	ParkingSpaces string // parking_spaces
	Amenities     string // amenities, one a line
	Latitude      string // latitude, in degrees
	Longitude     string // longitude
}

func (m PropertyForm) fields(ctx context.Context) []Field {
	v, e := m.Values, m.Errors
	list := []Field{
		{Name: "name", Label: message.T(ctx, "Name"), Value: v.Name, Error: e["name"], MaxLength: "255", Help: message.T(ctx, "As your team calls it, such as Maple Court.")},
		{Name: "type", Label: message.T(ctx, "Type"), Value: v.Type, Error: e["type"], Options: Words(ctx, PropertyTypes), Blank: blankIf(v.Type == "", message.T(ctx, "Choose a type"))},
		{Name: "status", Label: message.T(ctx, "Status"), Value: v.Status, Error: e["status"], Options: Words(ctx, PropertyStatuses)},
		{Name: "street1", Label: message.T(ctx, "Street address"), Value: v.Street1, Error: e["street1"], MaxLength: "255", Together: true},
		{Name: "street2", Label: message.T(ctx, "Building or suite"), Value: v.Street2, Error: e["street2"], MaxLength: "255", Optional: true},
		{Name: "city", Label: message.T(ctx, "City"), Value: v.City, Error: e["city"], MaxLength: "100", Together: true},
		{Name: "state", Label: message.T(ctx, "State"), Value: v.State, Error: e["state"], MaxLength: "50", Together: true},
		{Name: "zip_code", Label: message.T(ctx, "ZIP code"), Value: v.ZipCode, Error: e["zip_code"], MaxLength: "20", Together: true},
		{Name: "country", Label: message.T(ctx, "Country"), Value: v.Country, Error: e["country"], MaxLength: "2", Help: message.T(ctx, "Two letters, such as US."), Together: true},
		{Name: "latitude", Label: message.T(ctx, "Latitude"), Value: v.Latitude, Error: e["latitude"], InputMode: "decimal", Optional: true},
		{Name: "longitude", Label: message.T(ctx, "Longitude"), Value: v.Longitude, Error: e["longitude"], InputMode: "decimal", Optional: true},
		{Name: "year_built", Label: message.T(ctx, "Year built"), Value: v.YearBuilt, Error: e["year_built"], InputMode: "numeric", Optional: true},
		{Name: "square_feet", Label: message.T(ctx, "Building area"), Value: v.SquareFeet, Error: e["square_feet"], InputMode: "numeric", Suffix: message.T(ctx, "sq ft"), Optional: true},
		{Name: "lot_size", Label: message.T(ctx, "Lot size"), Value: v.LotSize, Error: e["lot_size"], InputMode: "decimal", Suffix: message.T(ctx, "acres"), Optional: true},
		{Name: "parking_spaces", Label: message.T(ctx, "Parking spaces"), Value: v.ParkingSpaces, Error: e["parking_spaces"], InputMode: "numeric", Optional: true},
		{Name: "amenities", Label: message.T(ctx, "Amenities"), Value: v.Amenities, Error: e["amenities"], Help: message.T(ctx, "One a line."), Optional: true},
	}
	focusFirst(list, m.ID == "")
	return list
}

func (m PropertyForm) action() templ.SafeURL {
	if m.ID == "" {
		return to("properties")
	}
	return to("properties", m.ID)
}

// DeleteConfirm asks before something is deleted and names what goes with it. It is a page of its own at …/delete, and the
// content of a dialog where there is JavaScript.
type DeleteConfirm struct {
	Frame
	Kind    string   // "property" or "unit"
	ID      string   // of what is deleted
	Name    string   // what is deleted, such as "Maple Court" or "Unit 204"
	Goes    []string // what goes with it, such as "12 units"
	Refused string   // why it cannot be deleted; then there is no button
	Blocks  []Link   // what stands in the way, each opened by its link
}

func (m DeleteConfirm) area() string {
	switch m.Kind {
	case "unit":
		return "units"
	case "owner":
		return "owners"
	case "group":
		return "groups"
	}
	return "properties"
}

func (m DeleteConfirm) goesText(ctx context.Context) string {
	if m.Kind == "unit" {
		return message.T(ctx, "With the unit go:")
	}
	return message.T(ctx, "With the property go:")
}

func (m DeleteConfirm) staysText(ctx context.Context) string {
	switch m.Kind {
	case "unit":
		return message.T(ctx, "Money records stay. You can restore the unit with all that went with it.")
	case "owner":
		return message.T(ctx, "What they owned stays on record. You can restore the owner.")
	case "group":
		return message.T(ctx, "Its properties stay as they are. You can restore the group.")
	}
	return message.T(ctx, "Money records stay. You can restore the property with all that went with it.")
}

func (m DeleteConfirm) verb(ctx context.Context) string {
	switch m.Kind {
	case "unit":
		return message.T(ctx, "Delete unit")
	case "owner":
		return message.T(ctx, "Delete owner")
	case "group":
		return message.T(ctx, "Delete group")
	}
	return message.T(ctx, "Delete property")
}

func put(q url.Values, key, value string) {
	if value != "" {
		q.Set(key, value)
	}
}

func blankIf(cond bool, label string) string {
	if cond {
		return label
	}
	return ""
}

func pick(fields []Field, name string) Field {
	for _, f := range fields {
		if f.Name == name {
			return f
		}
	}
	panic("view: no field " + name) // a misspelled name in a view; every form is drawn in the tests
}

// sorting is the state of one sortable column.
type sorting struct {
	href templ.SafeURL // sorts by the column, or the other way round when it is the one
	dir  string        // "ascending", "descending", "" when the list is not sorted by it
}

// sortBy works out the column's link. First is the direction of the first press: "" upward, "-" downward.
func sortBy(path string, query url.Values, key, first string) sorting {
	now := query.Get("sort")
	s := sorting{}
	next := first + key
	switch now {
	case key:
		s.dir, next = "ascending", "-"+key
	case "-" + key:
		s.dir, next = "descending", key
	}
	q := url.Values{}
	for k, v := range query {
		q[k] = v
	}
	q.Set("sort", next)
	s.href = address(path, q)
	return s
}

func pageHref(path string, query url.Values, key, cursor string) templ.SafeURL {
	q := url.Values{}
	for k, v := range query {
		q[k] = v
	}
	q.Set(key, cursor)
	return address(path, q)
}

func joinLines(lines []string) string { return strings.Join(lines, ", ") }
