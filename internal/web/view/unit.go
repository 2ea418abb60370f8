package view

import (
	"context"
	"net/url"
	"slices"
	"strings"

	"github.com/propertyos/propertyos/internal/web/message"

	"github.com/a-h/templ"

	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/period"
)

// UnitFilter is what the address of the units list asks for: query parameters q, status (repeated), property (an id),
// bedrooms ("0" to "4", where "4" is four or more), with ("past_due", "deposit", "ending"), deleted (1), sort ("number",
// "-market_rent", …), after and before.
type UnitFilter struct {
	Q        string
	Status   []string
	Property string
	Bedrooms string
	With     string
	Deleted  bool
	Sort     string
	Columns  []string // keys of UnitColumns; none means all
	Group    string   // an id
}

// Query returns the filter as query parameters, without a page's cursor.
func (f UnitFilter) Query() url.Values {
	q := url.Values{}
	put(q, "q", f.Q)
	if len(f.Status) > 0 {
		q["status"] = slices.Clone(f.Status)
	}
	put(q, "property", f.Property)
	put(q, "bedrooms", f.Bedrooms)
	put(q, "with", f.With)
	put(q, "group", f.Group)
	if f.Deleted {
		q.Set("deleted", "1")
	}
	put(q, "sort", f.Sort)
	if list := known(UnitColumns, f.Columns); len(list) > 0 {
		q["columns"] = list
	}
	return q
}

func (f UnitFilter) kept() []Hidden { return kept(f.Query(), "sort", "columns") }

func (f UnitFilter) narrowed() bool {
	return f.Q != "" || len(f.Status) > 0 || f.Property != "" || f.Bedrooms != "" || f.With != "" || f.Deleted || f.Group != ""
}

// UnitList is the list of units.
type UnitList struct {
	Frame
	Filter     UnitFilter
	Properties []Option // for the filter: id and name
	Groups     []Option // as well
	Rows       []UnitRow
	Totals     UnitTotals // of everything that the filter finds, not of the page
	Page       Page
	Export     bool   // whether this person may take the list as a file
	Key        string // of the form around the rows: sent twice it acts once
}

func (m UnitList) tools(ctx context.Context) ListTools {
	return ListTools{
		Path: "/units", Query: m.Filter.Query(), Count: message.N(ctx, int64(m.Totals.Units), "%d unit", "%d units"),
		Columns: Words(ctx, UnitColumns), Shown: m.Filter.Columns, Export: m.Export,
		Always: []string{"property_name", "number", "status"},
	}
}

// UnitTotals are the sums below the list.
type UnitTotals struct {
	Units      int
	MarketRent money.Amount
	Rent       money.Amount
	Extra      money.Amount // past due or deposits, as Filter.With asks
}

// UnitRow is one line of the list.
type UnitRow struct {
	ID, Number           string
	PropertyID, Property string
	Status, Type         string
	Bedrooms, Bathrooms  string // decimals, "" when not known
	SquareFeet           int    // 0 when not known
	MarketRent           money.Amount
	Leased               bool         // whether the next three say something
	Rent                 money.Amount // of the lease in force
	Renter               string       // the primary renter
	LeaseEnds            period.Date  // zero for month to month
	Holdover             bool         // the lease is past its end and the renter stayed
	Extra                money.Amount // past due or deposit, as Filter.With asks
	Deleted              bool
}

// name stands in a column that is headed "Unit", and so need not say it again.
func (r UnitRow) name(ctx context.Context) string {
	if r.Number == "" {
		return UnitName(ctx, "")
	}
	return r.Number
}

// UnitName is the unit's name for people. A single-family house is one unit without a number; a number that says itself
// what it is of, such as "Suite 250", needs no word before it.
func UnitName(ctx context.Context, number string) string {
	word, _, more := strings.Cut(number, " ")
	switch {
	case number == "":
		return message.T(ctx, "Whole property")
	case more && len(word) > 2 && !strings.ContainsAny(word, "0123456789"):
		return number
	}
	return message.T(ctx, "Unit %s", number)
}

func (r UnitRow) leaseNote(ctx context.Context) string {
	switch {
	case !r.Leased:
		return ""
	case r.LeaseEnds.IsZero():
		return message.T(ctx, "Month to month")
	case r.Holdover:
		return message.T(ctx, "Holdover since %s", r.LeaseEnds.Words())
	}
	return message.T(ctx, "to %s", r.LeaseEnds.Words())
}

// UnitDetail is the page of one unit.
type UnitDetail struct {
	Frame
	ID, Number           string
	PropertyID, Property string
	Status, Type         string
	Address              []string
	Floor                string // "" when not known
	Bedrooms, Bathrooms  string
	SquareFeet           int
	MarketRent           money.Amount
	Deposit              *money.Amount // asked for; nil when none is set
	Amenities            []string
	Lease                *LeaseFacts // the lease in force, nil when there is none
	Leases               bool        // this person sees leases
	MayLease             bool        // and may draw one up for this unit
	Tab                  string      // query parameter tab: "overview" (default), "history"
	History              []HistoryEntry
	Deleted              *Deletion
	Documents            *DocumentsOf // nil for somebody who may see none
	Happened             []Happening  // for the tab "timeline"
	Holds                []HoldRow    // for the tab "holds"
	Hold                 HoldForm     // a new one
	Page                 Page         // of what happened
}

// LeaseFacts are what a unit's page says of its lease.
type LeaseFacts struct {
	ID      string // "" where the page does not lead to it
	Status  string // a lease status, or "holdover"
	Renters []string
	Starts  period.Date
	Ends    period.Date // zero for month to month
	MovedIn period.Date
	Rent    money.Amount
	Deposit money.Amount // held
	Balance money.Amount // past due; negative when paid ahead

	BalanceAsOf period.Date // the day that deposit and balance are known for
}

func (l LeaseFacts) term(ctx context.Context) string {
	if l.Ends.IsZero() {
		return message.T(ctx, "Month to month since %s", l.Starts.Words())
	}
	return message.T(ctx, "%s to %s", l.Starts.Words(), l.Ends.Words())
}

// UnitForm creates (ID "") or edits a unit of a property. All values are as typed.
type UnitForm struct {
	Frame
	ID                   string
	Version              string
	Key                  string // sent back as the hidden field key: a form sent twice acts once
	Number               string // shown in headings when editing: the saved number
	PropertyID, Property string
	Currency             string // shown inside money fields, such as "USD"
	Values               UnitValues
	Errors               FieldErrors
	Message              string
	Conflict             *Conflict
}

// UnitValues are the inputs of the unit form; the input's name stands beside each.
type UnitValues struct {
	Number     string // number
	Form       string // form
	Status     string // status
	Floor      string // floor
	Bedrooms   string // bedrooms
	Bathrooms  string // bathrooms
	SquareFeet string // square_feet
	BaseRent   string // base_rent
	Deposit    string // deposit
	Amenities  string // amenities, one a line
}

func (m UnitForm) fields(ctx context.Context) []Field {
	v, e := m.Values, m.Errors
	list := []Field{
		{Name: "number", Label: message.T(ctx, "Unit number"), Value: v.Number, Error: e["number"], MaxLength: "50", Help: message.T(ctx, "As on the door, such as 204 or 12-B.")},
		{Name: "form", Label: message.T(ctx, "Kind of space"), Value: v.Form, Error: e["form"], Options: Words(ctx, UnitForms)},
		{Name: "status", Label: message.T(ctx, "Status"), Value: v.Status, Error: e["status"], Options: Words(ctx, UnitStatuses)},
		{Name: "floor", Label: message.T(ctx, "Floor"), Value: v.Floor, Error: e["floor"], InputMode: "numeric", Optional: true},
		{Name: "bedrooms", Label: message.T(ctx, "Bedrooms"), Value: v.Bedrooms, Error: e["bedrooms"], InputMode: "numeric", Optional: true, Help: message.T(ctx, "0 for a studio.")},
		{Name: "bathrooms", Label: message.T(ctx, "Bathrooms"), Value: v.Bathrooms, Error: e["bathrooms"], InputMode: "decimal", Optional: true},
		{Name: "square_feet", Label: message.T(ctx, "Area"), Value: v.SquareFeet, Error: e["square_feet"], InputMode: "numeric", Suffix: message.T(ctx, "sq ft"), Optional: true},
		{Name: "base_rent", Label: message.T(ctx, "Market rent"), Value: v.BaseRent, Error: e["base_rent"], InputMode: "decimal", Prefix: m.Currency, Suffix: message.T(ctx, "/ month")},
		{Name: "deposit", Label: message.T(ctx, "Deposit"), Value: v.Deposit, Error: e["deposit"], InputMode: "decimal", Prefix: m.Currency, Optional: true, Help: message.T(ctx, "What is asked for when it is let.")},
		{Name: "amenities", Label: message.T(ctx, "Amenities"), Value: v.Amenities, Error: e["amenities"], Help: message.T(ctx, "One a line."), Optional: true},
	}
	focusFirst(list, m.ID == "")
	return list
}

func (m UnitForm) action() templ.SafeURL {
	if m.ID == "" {
		return to("properties", m.PropertyID, "units")
	}
	return to("units", m.ID)
}

func (m UnitForm) back() templ.SafeURL {
	if m.ID == "" {
		return to("properties", m.PropertyID)
	}
	return to("units", m.ID)
}
