package view

import (
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/web/message"
)

// How often something is paid and who pays, as a renter is told.
var (
	ownFrequencies = []Option{
		{"weekly", message.Mark("each week")},
		{"biweekly", message.Mark("every two weeks")},
		{"monthly", message.Mark("a month")},
		{"quarterly", message.Mark("a quarter")},
		{"semiannually", message.Mark("every six months")},
		{"annually", message.Mark("a year")},
	}
	ownPayers = []Option{{"renter", message.Mark("You")}, {"agency", message.Mark("Housing agency")}, {"other", message.Mark("Somebody else")}}
)

// PortalNews is what a renter is told.
type PortalNews struct {
	Title, Body string
	On          period.Date
}

// PortalLease is the page of a renter's own lease.
type PortalLease struct {
	Frame
	ID, Status string
	Start, End period.Date
	Rent       *money.Amount
	DueDay     int // 0 where nothing is set
	NoticeDays int
	Terms      string
	Steps      []PortalRent
	Charges    []PortalCharge
	Deposits   []PortalDeposit
	Documents  []PortalDocument
	Ended      bool
}

// PortalRent is the rent from a day on.
type PortalRent struct {
	From, To         period.Date
	Amount           money.Amount
	Frequency, Payer string
}

// PortalCharge is what a lease charges or, with a negative amount, credits.
type PortalCharge struct {
	What, Frequency string
	Amount          money.Amount
}

// PortalDeposit is a deposit that a lease asks for.
type PortalDeposit struct {
	Kind   string
	Amount money.Amount
}

// PortalDocument is a document that renters are meant to see.
type PortalDocument struct {
	Name, On string
}

// PortalHousehold is the page of a renter's people, vehicles and contacts.
type PortalHousehold struct {
	Frame
	Homes    []PortalHouse
	Contacts []ContactRow
	Key      string
	Errors   FieldErrors // of the contact that was typed
}

// PortalHouse is a home with who lives there and what they drive.
type PortalHouse struct {
	TenancyID, Title string
	People           []PortalPerson
	Vehicles         []PortalVehicle
}

// PortalVehicle is a vehicle of a household.
type PortalVehicle struct{ ID, Name, Plate, Space string }

// PortalNotices is the page of the notices that a renter gave.
type PortalNotices struct {
	Frame
	Homes []PortalLeaving
	Given []PortalNotice
}

// PortalLeaving is a home that notice can be given of.
type PortalLeaving struct {
	LeaseID, Title string
	Days           int // of notice that the lease asks for
	Open           bool
}

// PortalNotice is a notice that was given.
type PortalNotice struct {
	ID, Address, Note    string
	GivenOn, LeaveOn     period.Date
	Confirmed, Withdrawn bool
}
