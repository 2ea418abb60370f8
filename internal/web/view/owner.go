package view

import (
	"context"
	"net/url"

	"github.com/a-h/templ"

	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/web/message"
)

// DistributionFrequencies are how often an owner is paid.
var DistributionFrequencies = []Option{
	{"monthly", message.Mark("Monthly")},
	{"quarterly", message.Mark("Quarterly")},
	{"annually", message.Mark("Annually")},
	{"on_request", message.Mark("On request")},
}

// OwnerStates are whether an owner is worked with.
var OwnerStates = []Option{{"active", message.Mark("Active")}, {"inactive", message.Mark("Inactive")}}

// OwnerFilter is what the address of the list of owners asks for: q, status, deleted (1), sort, after and before.
type OwnerFilter struct {
	Q, State string
	Deleted  bool
	Sort     string
}

// Query returns the filter as query parameters, without a page's cursor.
func (f OwnerFilter) Query() url.Values {
	q := url.Values{}
	put(q, "q", f.Q)
	put(q, "status", f.State)
	if f.Deleted {
		q.Set("deleted", "1")
	}
	put(q, "sort", f.Sort)
	return q
}

func (f OwnerFilter) narrowed() bool { return f.Q != "" || f.State != "" || f.Deleted }

// OwnerList is the list of owners.
type OwnerList struct {
	Frame
	Filter OwnerFilter
	Rows   []OwnerRow
	Page   Page
	Export bool
}

// OwnerRow is one line of it.
type OwnerRow struct {
	ID, Name, Email, Phone string
	Properties             int
	Active, Deleted        bool
}

// OwnerDetail is the page of one owner.
type OwnerDetail struct {
	Frame
	ID, Name, Email, Phone string
	Address                []string
	Share                  string // percent that a new share proposes
	Frequency              string
	Day                    int
	Active, SignsIn        bool
	LastFour               string // of the tax id; "" where none is kept
	TaxID                  string // in full, on the one page that reveals it
	Reveals                bool   // whether this person may see it
	Shares                 []ShareRow
	Deleted                bool
}

// ShareRow is a share of a property by date.
type ShareRow struct {
	ID, OwnerID, Owner   string
	PropertyID, Property string
	Percentage           string
	From, To             period.Date // To is none while nobody has ended it
	Runs                 bool        // today
}

// state is a share's place in time: over, running, or to come.
func (s ShareRow) state(ctx context.Context) (Tone, string) {
	switch {
	case s.Runs:
		return Good, message.T(ctx, "Today")
	case s.To.IsZero():
		return Info, message.T(ctx, "Planned")
	}
	return Plain, message.T(ctx, "Not today")
}

// Ownership is who owns a property.
type Ownership struct {
	Shares []ShareRow
	Held   string // percent today
	Whole  bool   // it is all of it
	Gaps   []GapRow
}

// GapRow is a stretch for which less than all of a property has an owner.
type GapRow struct {
	From, To period.Date
	Missing  string // percent
}

func spell(ctx context.Context, from, to period.Date) string {
	if to.IsZero() {
		return message.T(ctx, "since %s", from.Words())
	}
	return message.T(ctx, "%s to %s", from.Words(), to.Words())
}

// OwnerForm creates (ID "") or edits an owner. All values are as typed.
type OwnerForm struct {
	Frame
	ID, Version, Key, Name string
	LastFour               string
	Values                 OwnerValues
	Errors                 FieldErrors
	Message                string
	Stale                  bool
}

// OwnerValues are the inputs of the form of an owner, named in lower case with underscores.
type OwnerValues struct {
	Name, Email, Phone                              string
	Street1, Street2, City, State, ZipCode, Country string
	DefaultShare, Frequency, Day, Active, TaxID     string
	NoTaxID                                         string // "1": take it away
}

func (m OwnerForm) fields(ctx context.Context) []Field {
	v, e := m.Values, m.Errors
	tax := message.T(ctx, "Kept encrypted. Lists and pages show the last four characters.")
	if m.LastFour != "" {
		tax = message.T(ctx, "One that ends in %s is kept. Leave this empty to keep it.", m.LastFour)
	}
	list := []Field{
		{Name: "name", Label: message.T(ctx, "Name"), Value: v.Name, Error: e["name"], MaxLength: "255", Help: message.T(ctx, "A person or a company.")},
		{Name: "email", Label: message.T(ctx, "E-mail"), Value: v.Email, Error: e["email"], MaxLength: "254", Type: "email", Optional: true},
		{Name: "phone", Label: message.T(ctx, "Phone"), Value: v.Phone, Error: e["phone"], MaxLength: "40", Type: "tel", Optional: true},
		{Name: "state_active", Label: message.T(ctx, "Status"), Value: v.Active, Error: e["active"], Options: Words(ctx, OwnerStates)},
		{Name: "street1", Label: message.T(ctx, "Street address"), Value: v.Street1, Error: e["street1"], MaxLength: "255", Together: true},
		{Name: "street2", Label: message.T(ctx, "Building or suite"), Value: v.Street2, Error: e["street2"], MaxLength: "255", Optional: true},
		{Name: "city", Label: message.T(ctx, "City"), Value: v.City, Error: e["city"], MaxLength: "100", Together: true},
		{Name: "state", Label: message.T(ctx, "State"), Value: v.State, Error: e["state"], MaxLength: "50", Together: true},
		{Name: "zip_code", Label: message.T(ctx, "ZIP code"), Value: v.ZipCode, Error: e["zip_code"], MaxLength: "20", Together: true},
		{Name: "country", Label: message.T(ctx, "Country"), Value: v.Country, Error: e["country"], MaxLength: "2", Help: message.T(ctx, "Two letters, such as US."), Together: true},
		{Name: "distribution_frequency", Label: message.T(ctx, "Paid"), Value: v.Frequency, Error: e["distribution_frequency"], Options: Words(ctx, DistributionFrequencies)},
		{Name: "distribution_day", Label: message.T(ctx, "On day"), Value: v.Day, Error: e["distribution_day"], InputMode: "numeric", Help: message.T(ctx, "1 to 31; the last day where the month is shorter.")},
		{Name: "default_share", Label: message.T(ctx, "Usual share"), Value: v.DefaultShare, Error: e["default_share"], InputMode: "decimal", Suffix: "%", Help: message.T(ctx, "What a new share proposes.")},
		{Name: "tax_id", Label: message.T(ctx, "Tax id"), Value: v.TaxID, Error: e["tax_id"], MaxLength: "40", Help: tax, Optional: true},
	}
	focusFirst(list, m.ID == "")
	return list
}

func (m OwnerForm) action() templ.SafeURL {
	if m.ID == "" {
		return "/owners"
	}
	return to("owners", m.ID)
}

// ShareForm gives somebody a share (Act "new"), makes one another size ("change"), ends it ("end") or passes it on ("transfer").
type ShareForm struct {
	Frame
	Act     string
	ID      string // of the share; of the property for "new"
	Version string
	Key     string
	Share   ShareRow // the share that is worked on
	Owners  []Option // who can be chosen
	Values  ShareValues
	Errors  FieldErrors
	Message string
}

// ShareValues are the inputs of the form: owner_id, percentage, from, to, acquisition_cost.
type ShareValues struct{ Owner, Percentage, From, To, Cost string }

func (m ShareForm) action() templ.SafeURL {
	if m.Act == "new" {
		return to("properties", m.ID, "owners")
	}
	return to("shares", m.ID, m.Act)
}

func (m ShareForm) back() templ.SafeURL {
	if m.Act == "new" {
		return tabHref(to("properties", m.ID), "owners")
	}
	return tabHref(to("properties", m.Share.PropertyID), "owners")
}

func (m ShareForm) fields(ctx context.Context) []Field {
	v, e := m.Values, m.Errors
	owner := Field{Name: "owner_id", Label: message.T(ctx, "Owner"), Value: v.Owner, Error: e["owner_id"], Options: m.Owners, Blank: blankIf(v.Owner == "", message.T(ctx, "Choose an owner"))}
	percentage := Field{Name: "percentage", Label: message.T(ctx, "Share"), Value: v.Percentage, Error: e["percentage"], InputMode: "decimal", Suffix: "%"}
	from := Field{Name: "from", Label: message.T(ctx, "From"), Value: v.From, Error: e["from"], Type: "date"}
	end := Field{Name: "to", Label: message.T(ctx, "Last day"), Value: v.To, Error: e["to"], Type: "date", Optional: true}
	cost := Field{Name: "acquisition_cost", Label: message.T(ctx, "Price paid"), Value: v.Cost, Error: e["acquisition_cost"], InputMode: "decimal", Prefix: "$", Optional: true}
	var list []Field
	switch m.Act {
	case "change":
		from.Help = message.T(ctx, "The share as it is ends the day before.")
		list = []Field{percentage, from}
	case "end":
		end.Help = message.T(ctx, "Empty lets it run on.")
		list = []Field{end}
	case "transfer":
		owner.Label, from.Label = message.T(ctx, "New owner"), message.T(ctx, "First day of the new owner")
		percentage.Help = message.T(ctx, "What is left stays with %s.", m.Share.Owner)
		list = []Field{owner, from, percentage, cost}
	default:
		list = []Field{owner, percentage, from, end, cost}
	}
	focusFirst(list, true)
	return list
}

func (m ShareForm) verb(ctx context.Context) string {
	switch m.Act {
	case "change":
		return message.T(ctx, "Change share")
	case "end":
		return message.T(ctx, "Save last day")
	case "transfer":
		return message.T(ctx, "Transfer")
	}
	return message.T(ctx, "Add share")
}

// HoldingDetail is the page of an owner's own property.
type HoldingDetail struct {
	Frame
	Address          []string
	Share            string // percent today
	Units, Occupied  int
	Rent, MarketRent money.Amount
	Rows             []HeldUnit
	Shares           []ShareRow
}

// HeldUnit is a unit of an owner's own property.
type HeldUnit struct {
	ID, Number, Type, Status, Bedrooms, Bathrooms string
	Leased                                        bool
	Rent                                          money.Amount
	Start, End, Leaves                            period.Date
}
