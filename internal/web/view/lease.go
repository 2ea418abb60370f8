package view

import (
	"context"
	"net/url"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/web/message"
)

// LeaseFilter is what the address of the list of leases asks for: query parameters q, status (repeated), property and unit
// (ids), kind ("month_to_month", "holdover"), ends (days from today), sort, after and before.
type LeaseFilter struct {
	Q        string
	Status   []string
	Property string
	Unit     string
	Kind     string
	Ends     string
	Sort     string
}

// Query returns the filter as query parameters, without a page's cursor.
func (f LeaseFilter) Query() url.Values {
	q := url.Values{}
	put(q, "q", f.Q)
	if len(f.Status) > 0 {
		q["status"] = slices.Clone(f.Status)
	}
	put(q, "property", f.Property)
	put(q, "unit", f.Unit)
	put(q, "kind", f.Kind)
	put(q, "ends", f.Ends)
	put(q, "sort", f.Sort)
	return q
}

func (f LeaseFilter) kept() []Hidden { return kept(f.Query(), "sort", "unit") }

func (f LeaseFilter) narrowed() bool {
	return f.Q != "" || len(f.Status) > 0 || f.Property != "" || f.Unit != "" || f.Kind != "" || f.Ends != ""
}

// The value lists of leases.
var (
	LeaseKinds   = []Option{{"month_to_month", message.Mark("Month to month")}, {"holdover", message.Mark("Holdover")}}
	LeaseEnds    = []Option{{"30", message.Mark("Ends in 30 days")}, {"60", message.Mark("Ends in 60 days")}, {"90", message.Mark("Ends in 90 days")}}
	LeaseFilters = []Option{
		{"draft", message.Mark("Draft")},
		{"pending", message.Mark("Pending")},
		{"active", message.Mark("Active")},
		{"expiring_soon", message.Mark("Expiring soon")},
		{"renewed", message.Mark("Renewed")},
		{"expired", message.Mark("Expired")},
		{"terminated", message.Mark("Terminated")},
		{"cancelled", message.Mark("Cancelled")},
	}
	PartyRoles  = []Option{{"renter", message.Mark("Renter")}, {"occupant", message.Mark("Occupant")}, {"guarantor", message.Mark("Guarantor")}}
	Payers      = []Option{{"renter", message.Mark("The renters")}, {"agency", message.Mark("A housing agency")}, {"other", message.Mark("Somebody else")}}
	Frequencies = []Option{
		{"weekly", message.Mark("Every week")},
		{"biweekly", message.Mark("Every two weeks")},
		{"monthly", message.Mark("Every month")},
		{"quarterly", message.Mark("Every quarter")},
		{"semiannually", message.Mark("Every half year")},
		{"annually", message.Mark("Every year")},
	}
	ChargeKinds      = []Option{{"charge", message.Mark("Charge")}, {"credit", message.Mark("Credit")}}
	ChargeCategories = []Option{
		{"parking", message.Mark("Parking")},
		{"garage", message.Mark("Garage")},
		{"storage", message.Mark("Storage")},
		{"pet", message.Mark("Pet")},
		{"utilities", message.Mark("Utilities")},
		{"water", message.Mark("Water")},
		{"trash", message.Mark("Trash")},
		{"internet", message.Mark("Internet")},
		{"laundry", message.Mark("Laundry use")},
		{"appliance", message.Mark("Appliance")},
		{"insurance", message.Mark("Insurance")},
		{"amenity", message.Mark("Amenity")},
		{"concession", message.Mark("Concession")},
		{"subsidy", message.Mark("Subsidy")},
		{"tax", message.Mark("Tax")},
		{"other", message.Mark("Other")},
	}
	DepositKinds = []Option{
		{"security", message.Mark("Security deposit")},
		{"pet", message.Mark("Pet deposit")},
		{"key", message.Mark("Key deposit")},
		{"cleaning", message.Mark("Cleaning deposit")},
		{"last_month", message.Mark("Last month's rent")},
		{"other", message.Mark("Other deposit")},
	}
	DepositHolders = []Option{{"manager", message.Mark("The manager")}, {"owner", message.Mark("The owner")}}
	Species        = []Option{
		{"dog", message.Mark("Dog")},
		{"cat", message.Mark("Cat")},
		{"bird", message.Mark("Bird")},
		{"fish", message.Mark("Fish")},
		{"rabbit", message.Mark("Rabbit")},
		{"reptile", message.Mark("Reptile")},
		{"rodent", message.Mark("Rodent")},
		{"other", message.Mark("Other")},
	}
	ProrationMethods = []Option{
		{"actual_days", message.Mark("By the days of the month")}, {"thirty_day", message.Mark("By months of 30 days")}, {"year_365", message.Mark("By years of 365 days")},
	}
	LateFeeKinds = []Option{
		{"none", message.Mark("None")},
		{"flat", message.Mark("An amount")},
		{"percent", message.Mark("A percentage")},
		{"greater", message.Mark("The greater of both")},
		{"lesser", message.Mark("The lesser of both")},
	}
	YesNo         = []Option{{"true", message.Mark("Yes")}, {"false", message.Mark("No")}}
	PolicySources = []Option{
		{"lease", message.Mark("from this lease")},
		{"property", message.Mark("from the property")},
		{"organization", message.Mark("from the organization")},
		{"program", message.Mark("usual")},
	}
)

// LeaseList is the list of leases.
type LeaseList struct {
	Frame
	Filter     LeaseFilter
	Properties []Option
	Rows       []LeaseListRow
	Leases     int          // of everything that the filter finds
	Rent       money.Amount // of all of them
	Page       Page
	MayWrite   bool
	Export     bool // the person may take the list out as a file
}

// LeaseListRow is one line of the list.
type LeaseListRow struct {
	ID, Renters, Unit, Property string
	Status                      string // a lease's status, or "holdover"
	Starts, Ends                period.Date
	Rent                        *money.Amount
}

func (r LeaseListRow) term(ctx context.Context) string {
	return LeaseFacts{Starts: r.Starts, Ends: r.Ends}.term(ctx)
}

func (r LeaseListRow) who(ctx context.Context) string {
	if r.Renters == "" {
		return message.T(ctx, "Nobody yet")
	}
	return r.Renters
}

// LeaseDetail is the page of one lease.
type LeaseDetail struct {
	Frame
	ID, TenancyID, UnitID, PropertyID string
	Unit, Property                    string
	Status                            string // a lease's status, or "holdover"
	Starts, Ends                      period.Date
	Rent, Deposit                     *money.Amount
	Signed, MovedIn                   period.Date
	Subsidized, AutoRenew             bool
	Terms                             string
	Tab                               string // "", "policies" or "history"
	Version                           string
	MayWrite                          bool
	Next                              []string // states that it can get to
	Signable                          bool
	Panels                            []LeasePanel
	Policy                            []PolicyLine
	LateFees                          string // what is said of late fees
	Confirmed                         bool   // the late-fee clause is confirmed
	History                           []HistoryEntry
	Deleted                           *Deletion
	Documents                         *DocumentsOf // nil for somebody who may see none
	Paper                             bool         // its paper can be made from a template and kept
}

// FileField asks for a file, in a form that is sent in parts.
type FileField struct {
	Label, Help, Accept string
}

func (m LeaseDetail) can(step string) bool {
	return m.MayWrite && m.Deleted == nil && slices.Contains(m.Next, step)
}

// over reports whether nothing of the lease changes any more.
func (m LeaseDetail) over() bool {
	return m.Deleted != nil || m.Status == "expired" || m.Status == "terminated" || m.Status == "cancelled"
}

// LeasePanel is one kind of parts of a lease.
type LeasePanel struct {
	Kind, Title, Add, None string // Add and None are words: of the button, "" for none, and of an empty list
	Parts                  []LeasePart
}

// LeasePart is one of them.
type LeasePart struct {
	ID, What, Sub, When string
	Amount              *money.Amount
	Every               string // how often the amount is due
	Change              bool   // it can be ended or removed
}

// PolicyLine is one rule that holds, in words.
type PolicyLine struct{ Label, Value, Source string }

// LeaseForm draws up a lease (ID "") or edits a draft.
type LeaseForm struct {
	Frame
	ID, Version, Key string
	Property         string   // shown; "" while none is chosen
	Properties       []Option // to choose from while none is chosen
	Units            []Option
	Currency         string
	Values           LeaseValues
	Found            []Option // renters that were looked for
	Errors           FieldErrors
	Message          string
}

// LeaseValues are the inputs of the form; the input's name stands beside each.
type LeaseValues struct {
	Property   string // property
	Unit       string // unit_id
	Tenancy    string // tenancy_id: further terms of a stay
	Start      string // start_date
	End        string // end_date
	Rent       string // monthly_rent
	Deposit    string // security_deposit
	Subsidized string // subsidized
	AutoRenew  string // auto_renew
	Terms      string // terms
	Find       string // find
	People     []LeasePerson
}

// LeasePerson is somebody in the form. Its inputs end in _ and the person's number, from 0.
type LeasePerson struct {
	RenterID  string // renter_id: a renter who is there
	Name      string // shown instead of the inputs below
	FirstName string // first_name
	LastName  string // last_name
	Email     string // email
	Phone     string // phone
	Role      string // role
}

func (m LeaseForm) fields(ctx context.Context) []Field {
	v, e := m.Values, m.Errors
	list := []Field{
		{Name: "unit_id", Label: message.T(ctx, "Unit"), Value: v.Unit, Error: e["unit_id"], Options: m.Units, Blank: message.T(ctx, "Choose a unit")},
		{Name: "start_date", Label: message.T(ctx, "First day"), Value: v.Start, Error: e["start_date"], Type: "date"},
		{Name: "end_date", Label: message.T(ctx, "Last day"), Value: v.End, Error: e["end_date"], Type: "date", Optional: true, Help: message.T(ctx, "Empty for month to month.")},
		{Name: "monthly_rent", Label: message.T(ctx, "Rent"), Value: v.Rent, Error: e["monthly_rent"], InputMode: "decimal", Prefix: m.Currency, Suffix: message.T(ctx, "/ month"), Optional: true, Help: message.T(ctx, "Other payers and later increases are added on the lease.")},
		{Name: "security_deposit", Label: message.T(ctx, "Security deposit"), Value: v.Deposit, Error: e["security_deposit"], InputMode: "decimal", Prefix: m.Currency, Optional: true},
		{Name: "terms", Label: message.T(ctx, "Other terms"), Value: v.Terms, Error: e["terms"], Optional: true},
	}
	if m.ID != "" {
		list = list[1:]
	}
	for i, p := range v.People {
		at := "_" + strconv.Itoa(i)
		list = append(list,
			Field{Name: "first_name" + at, Label: message.T(ctx, "First name"), Value: p.FirstName, Error: e["first_name"+at], MaxLength: "100"},
			Field{Name: "last_name" + at, Label: message.T(ctx, "Last name"), Value: p.LastName, Error: e["last_name"+at], MaxLength: "100", Optional: true},
			Field{Name: "email" + at, Label: message.T(ctx, "E-mail address"), Value: p.Email, Error: e["email"+at], MaxLength: "254", Optional: true},
			Field{Name: "phone" + at, Label: message.T(ctx, "Phone"), Value: p.Phone, Error: e["phone"+at], MaxLength: "40", Optional: true},
			Field{Name: "role" + at, Label: message.T(ctx, "Role"), Value: p.Role, Error: e["role"+at], Options: Words(ctx, PartyRoles)},
		)
	}
	focusFirst(list, m.ID == "")
	return list
}

func (m LeaseForm) action() templ.SafeURL {
	if m.ID == "" {
		return "/leases"
	}
	return to("leases", m.ID)
}

func (m LeaseForm) back() templ.SafeURL {
	if m.ID == "" {
		return "/leases"
	}
	return to("leases", m.ID)
}

// FieldsForm is a form of fields one below the other: a part of a lease, a signature, a policy.
type FieldsForm struct {
	Frame
	Settings     bool // it is of the organization's settings of leasing
	Action, Back string
	Lead         string // what is to be known before
	Hidden       []Hidden
	Fields       []Field
	Checks       []Field    // shown as boxes; Value "true" is checked
	File         *FileField // a file that may go with it; nil for none
	Verb         string     // of the button; "" for somebody who may not
	Danger       bool
	Other        *FieldsForm // a second form below, such as removing beside ending
	Errors       FieldErrors
	Message      string
}

// fileFields is the file among the fields, for the list of what is wrong.
func (m FieldsForm) fileFields() []Field {
	if m.File == nil {
		return nil
	}
	return []Field{{Name: "file", Label: m.File.Label, Error: m.Errors["file"]}}
}

// filled are the fields with what is wrong with each.
func (m FieldsForm) filled() []Field {
	list := slices.Clone(m.Fields)
	for i := range list {
		list[i].Error = m.Errors[list[i].Name]
	}
	focusFirst(list, m.Verb != "" && !m.Danger && len(m.Errors) == 0)
	return list
}
