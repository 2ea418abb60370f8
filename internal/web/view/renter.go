package view

import (
	"context"
	"net/url"

	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/web/message"
)

// What a renter can be, who they are on a lease, and what is stored of them encrypted.
var (
	RenterKinds   = []Option{{"person", message.Mark("Person")}, {"company", message.Mark("Company")}}
	LeasedChoices = []Option{{"yes", message.Mark("With a lease")}, {"no", message.Mark("Without a lease")}}
	SecretFields  = []Option{
		{"ssn", message.Mark("Social Security number")},
		{"driver_license", message.Mark("Driver's license")},
		{"date_of_birth", message.Mark("Date of birth")},
		{"income", message.Mark("Income a year")},
	}
)

// RenterFilter is what the address of the list of renters asks for.
type RenterFilter struct {
	Q, Kind, Leased string
	Deleted         bool
	Sort            string
}

// Query returns the filter as query parameters, without a page's cursor.
func (f RenterFilter) Query() url.Values {
	q := url.Values{}
	put(q, "q", f.Q)
	put(q, "kind", f.Kind)
	put(q, "leased", f.Leased)
	if f.Deleted {
		q.Set("deleted", "1")
	}
	put(q, "sort", f.Sort)
	return q
}

func (f RenterFilter) narrowed() bool {
	return f.Q != "" || f.Kind != "" || f.Leased != "" || f.Deleted
}

// RenterList is the list of renters.
type RenterList struct {
	Frame
	Filter RenterFilter
	Rows   []RenterRow
	Page   Page
	Write  bool // the person may add renters
	Export bool
}

// RenterRow is one line of the list.
type RenterRow struct {
	ID, Name, Email, Phone string
	Home                   string // property and unit; "" for none
	Role, Status           string // of the lease; "" for none
	SignsIn, Deleted       bool
}

// RenterDetail is the page of one renter.
type RenterDetail struct {
	Frame
	Documents                    *DocumentsOf // nil for somebody who may see none
	ID, Name, Kind, Email, Phone string
	Employer, EmployerPhone      string
	SignsIn                      bool
	Secrets                      []RenterSecret
	Leases                       []RenterLeaseRow
	Contacts                     []ContactRow
	Deleted                      bool
	Write                        bool   // the person may change the renter
	Reveal                       bool   // the person may look at what is encrypted
	Invite                       string // where the person can invite them to the portal; "" where they cannot, or need not
	Key                          string
	Errors                       FieldErrors // of the contact that was typed
}

// RenterSecret is one encrypted field: whether it is stored, and its end where that may be shown.
type RenterSecret struct {
	Field  string // of SecretFields
	Stored bool
	End    string
}

// RenterLeaseRow is a lease that a renter is or was on.
type RenterLeaseRow struct {
	ID, UnitID, Home, Role, Status string
	Start, End                     period.Date
	Rent                           *money.Amount
}

// ContactRow is whom to call in an emergency.
type ContactRow struct{ ID, Name, Relationship, Phone, Email string }

// Revealed is the page that shows one encrypted field in clear.
type Revealed struct {
	Frame
	RenterID, Name, Field, Value string
}

// RevealForm asks why a field is to be shown.
type RevealForm struct {
	Frame
	RenterID, Name, Field string
	Errors                FieldErrors
	Message               string
}

// termWords is the term of a lease in words.
func termWords(ctx context.Context, start, end period.Date) string {
	if end.IsZero() {
		return message.T(ctx, "Month to month since %s", start.Words())
	}
	return message.T(ctx, "%s to %s", start.Words(), end.Words())
}

// spanWords is from one day to another; without an end from it on.
func spanWords(ctx context.Context, from, to period.Date) string {
	if to.IsZero() {
		return message.T(ctx, "from %s", from.Words())
	}
	return message.T(ctx, "%s to %s", from.Words(), to.Words())
}

// contactFields are the fields of a contact.
func contactFields(ctx context.Context, errs FieldErrors) []Field {
	list := []Field{
		{Name: "name", Label: message.T(ctx, "Name"), Error: errs["name"], MaxLength: "255"},
		{Name: "relationship", Label: message.T(ctx, "Relationship"), Error: errs["relationship"], Optional: true, MaxLength: "100"},
		{Name: "phone", Label: message.T(ctx, "Phone"), Error: errs["phone"], Type: "tel", MaxLength: "40"},
		{Name: "email", Label: message.T(ctx, "E-mail"), Error: errs["email"], Type: "email", Optional: true, MaxLength: "254"},
	}
	focusFirst(list, false)
	return list
}
