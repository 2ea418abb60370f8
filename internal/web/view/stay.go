package view

import (
	"context"
	"net/url"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/web/message"
)

// The value lists of stays, in the order in which they are offered.
var (
	StayStatuses = []Option{
		{"future", message.Mark("Moving in")},
		{"occupied", message.Mark("Occupied")},
		{"holdover", message.Mark("Holdover")},
		{"notice_rented", message.Mark("On notice, rented")},
		{"notice_unrented", message.Mark("On notice, to let")},
		{"former", message.Mark("Former")},
	}
	StayStates = []Option{
		{"current", message.Mark("Living there")},
		{"moving_in", message.Mark("Moving in within 30 days")},
		{"notice", message.Mark("On notice")},
		{"to_acknowledge", message.Mark("Notice to acknowledge")},
		{"moving_out", message.Mark("Moving out within 30 days")},
		{"holdover", message.Mark("Holdover")},
		{"eviction", message.Mark("Eviction")},
		{"future", message.Mark("Not moved in yet")},
		{"former", message.Mark("Moved out")},
	}
	DepartureKinds = []Option{
		{"moved_out", message.Mark("Moved out")},
		{"evicted", message.Mark("Evicted")},
		{"abandoned", message.Mark("Abandoned the unit")},
		{"deceased", message.Mark("Died")},
		{"other", message.Mark("Other")},
		{"transferred", message.Mark("Moved to another unit")},
	}
	NoticeKinds = []Option{
		{"to_vacate", message.Mark("Notice to vacate")},
		{"non_renewal", message.Mark("Non-renewal")},
		{"termination", message.Mark("Termination")},
		{"pay_or_quit", message.Mark("Pay or quit")},
		{"cure_or_quit", message.Mark("Cure or quit")},
		{"rent_increase", message.Mark("Rent increase")},
		{"entry", message.Mark("Entry")},
		{"other", message.Mark("Other")},
	}
	GivenBy       = []Option{{"renter", message.Mark("Renter")}, {"manager", message.Mark("Manager")}}
	ServedMethods = []Option{
		{"in_person", message.Mark("In person")},
		{"mail", message.Mark("Mail")},
		{"certified_mail", message.Mark("Certified mail")},
		{"posted", message.Mark("Posted at the door")},
		{"courier", message.Mark("Courier")},
		{"email", message.Mark("E-mail")},
		{"portal", message.Mark("Portal")},
		{"other", message.Mark("Other")},
	}
	OfferStates = []Option{
		{"draft", message.Mark("Draft")},
		{"sent", message.Mark("Sent")},
		{"accepted", message.Mark("Accepted")},
		{"declined", message.Mark("Declined")},
		{"expired", message.Mark("Expired")},
		{"withdrawn", message.Mark("Withdrawn")},
	}
	InspectionKinds = []Option{
		{"move_in", message.Mark("Move-in checklist")}, {"move_out", message.Mark("Move-out checklist")}, {"periodic", message.Mark("Inspection")},
	}
	Conditions = []Option{
		{"new", message.Mark("New")},
		{"good", message.Mark("Good")},
		{"fair", message.Mark("Fair")},
		{"worn", message.Mark("Worn")},
		{"dirty", message.Mark("Dirty")},
		{"damaged", message.Mark("Damaged")},
		{"missing", message.Mark("Missing")},
		{"not_applicable", message.Mark("Not applicable")},
	}
	DeductionKinds = []Option{
		{"rent", message.Mark("Rent")},
		{"charge", message.Mark("Other charge")},
		{"damage", message.Mark("Damage")},
		{"cleaning", message.Mark("Cleaning")},
		{"interest", message.Mark("Interest")},
		{"other", message.Mark("Other")},
	}
)

// stayTones are the tones of statuses of stays and of what belongs to them; what is not here is plain.
var stayTones = map[string]Tone{
	"occupied": Good, "holdover": Warning, "notice_rented": Info, "notice_unrented": Warning, "future": Info,
	"sent": Info, "accepted": Good, "declined": Danger, "expired": Warning,
}

func stayTone(value string) Tone {
	if t, ok := stayTones[value]; ok {
		return t
	}
	return Plain
}

// StayFilter is what the address of the list of tenancies asks for.
type StayFilter struct{ Q, State, Sort string }

// Query returns the filter as query parameters, without a page's cursor.
func (f StayFilter) Query() url.Values {
	q := url.Values{}
	put(q, "q", f.Q)
	put(q, "stage", f.State)
	put(q, "sort", f.Sort)
	return q
}

func (f StayFilter) narrowed() bool { return f.Q != "" || f.State != "" }

// StayList is the list of tenancies.
type StayList struct {
	Frame
	Filter  StayFilter
	Rows    []StayRow
	Page    Page
	Pending int // households whose notice waits to be acknowledged
	Export  bool
}

// StayRow is one household of a list.
type StayRow struct {
	ID, Unit, Property, Renter, Status string
	Holdover, Evicting                 bool
	MovedIn, Leaves, LeaseEnds         period.Date
	Rent                               *money.Amount
}

// StayDetail is one tenancy with what belongs to it.
type StayDetail struct {
	Frame
	StayRow
	UnitID                      string
	MovedOut, Notice            period.Date
	Departure, Forwarding       string
	EvictionFiled, EvictionEnds period.Date
	EvictionNote                string
	Held                        *money.Amount // nil: nobody knows
	Acts                        []StayAct
	Leases                      []StayLease
	People                      []StayPerson
	Notices                     []StayNotice
	Offers                      []OfferRow
	Inspections                 []InspectionRow
	Dispositions                []DispositionRow
	Documents                   *DocumentsOf // nil for somebody who may see none
	Pending                     int          // notices of renters that wait to be acknowledged
}

// gone says how a household left and where to.
func (m StayDetail) gone(ctx context.Context) string {
	var parts []string
	if m.Departure != "" {
		parts = append(parts, Label(ctx, DepartureKinds, m.Departure))
	}
	if m.Forwarding != "" {
		parts = append(parts, message.T(ctx, "Forwarding address: %s", m.Forwarding))
	}
	return strings.Join(parts, " · ")
}

// StayAct leads to a form of something that can be done.
type StayAct struct {
	Text, Href string
	Primary    bool
}

// StayLease is one term.
type StayLease struct {
	ID           string
	Starts, Ends period.Date
	Rent         *money.Amount
	Status       string
	Terminated   period.Date
	Reason       string
}

// StayPerson is a party.
type StayPerson struct{ ID, Name, Role, Contact string }

// StayNotice is a notice with what can be done with it.
type StayNotice struct {
	ID, Kind, By                string
	Given, Effective, Served    period.Date
	Method, Address, Note       string
	Withdrawn, Pending, CanDrop bool
	Short                       int // how many days are missing; 0: none
}

// OfferRow is a renewal offer with what can be done with it.
type OfferRow struct {
	ID, TenancyID, Unit, Property, Renter, Status string
	Starts, Ends, RespondBy                       period.Date
	Rent                                          money.Amount
	Now                                           *money.Amount
	Steps                                         []string // send, accept, decline, withdraw
}

// InspectionRow is a walk through the unit.
type InspectionRow struct {
	ID, Kind    string
	On          period.Date
	Seen, Total int
	Charges     money.Amount
	Done        bool
}

// DispositionRow is what becomes of the deposits.
type DispositionRow struct {
	ID, TenancyID, Unit, Property string
	MovedOut, Due, Sent           period.Date
	DaysLeft                      int
	Held, Withheld                money.Amount
}

// ActForm is a form about a stay: what is to be said, and what follows.
type ActForm struct {
	Frame
	Action  string // where it is sent
	Do      string // what it does
	Key     string
	Intro   string
	Fields  []Field // Type "area" is a field of several lines; one with Options is a choice
	Errors  FieldErrors
	Message string
	Button  string
	Back    string
	Preview []RenewalRow // of many offers: what would be offered
}

// Checklist is a walk through a unit, item by item.
type Checklist struct {
	Frame
	ID, Kind, TenancyID string
	On                  period.Date
	Done                bool
	Charges             money.Amount
	Areas               []ChecklistArea
	Documents           *DocumentsOf // its photos; nil for somebody who may see none
	Errors              FieldErrors
	Message             string
}

// ChecklistArea is a part of the unit.
type ChecklistArea struct {
	Name  string
	Items []ChecklistItem
}

// ChecklistItem is one line; its values are as typed.
type ChecklistItem struct{ ID, Item, Condition, Note, Charge string }

// DispositionDetail is the disposition of a household's deposits.
type DispositionDetail struct {
	Frame
	DispositionRow
	Renter, Citation, DueNote, Method, Forwarding string
	Items                                         []DeductionRow
	Form                                          ActForm // to deduct something
	Send                                          ActForm
}

// DeductionRow is one thing that is kept.
type DeductionRow struct {
	ID, Kind, Text string
	Amount         money.Amount
}

// RenewalBoard are the leases that end in a month, by what was offered to follow them.
type RenewalBoard struct {
	Frame
	Month, Before, After string // such as 2026-11
	Name                 string // of the month
	Columns              []RenewalColumn
}

// RenewalColumn is one state of the board.
type RenewalColumn struct {
	State string // of an offer; "" where none was made, leaving and followed beside it
	Rows  []RenewalRow
}

// RenewalRow is a lease that ends.
type RenewalRow struct {
	TenancyID, Unit, Property, Renter, Skip string
	Ends                                    period.Date
	Rent                                    *money.Amount
	Offered                                 *money.Amount
}

func boardWord(ctx context.Context, state string) string {
	switch state {
	case "":
		return message.T(ctx, "No offer yet")
	case "leaving":
		return message.T(ctx, "On notice")
	case "followed":
		return message.T(ctx, "Renewed")
	}
	return Label(ctx, OfferStates, state)
}

func stepWord(ctx context.Context, step string) string {
	switch step {
	case "send":
		return message.T(ctx, "Send")
	case "accept":
		return message.T(ctx, "Accepted")
	case "decline":
		return message.T(ctx, "Declined")
	}
	return message.T(ctx, "Withdraw")
}

// MoveOuts are the households that leave, and the dispositions that have to be sent.
type MoveOuts struct {
	Frame
	Rows []StayRow
	Open []DispositionRow
}

func dueWord(ctx context.Context, days int) string {
	switch {
	case days < 0:
		return message.N(ctx, int64(-days), "%d day overdue", "%d days overdue")
	case days == 0:
		return message.T(ctx, "Due today")
	}
	return message.N(ctx, int64(days), "%d day left", "%d days left")
}

func dueTone(days int) Tone {
	switch {
	case days < 0:
		return Danger
	case days <= 7:
		return Warning
	}
	return Plain
}

func skipWord(ctx context.Context, code string) string {
	switch code {
	case "":
		return ""
	case "notice_open":
		return message.T(ctx, "Leaving: a notice is in force")
	case "offer_open":
		return message.T(ctx, "Has an open offer")
	case "rent_unknown":
		return message.T(ctx, "No rent is known")
	case "out_of_range":
		return message.T(ctx, "The rent would be below zero")
	}
	return message.T(ctx, "Another lease follows")
}

// back is a link as a safe address.
func (m ActForm) back() templ.SafeURL { return templ.SafeURL(m.Back) }

func monthQuery(month string) url.Values { return url.Values{"month": {month}} }

// shown are the fields, of which the first with an error has the focus.
func (m ActForm) shown() []Field {
	out := slices.Clone(m.Fields)
	if i := slices.IndexFunc(out, func(f Field) bool { return f.Error != "" }); i >= 0 {
		out[i].Autofocus = true
	}
	return out
}
