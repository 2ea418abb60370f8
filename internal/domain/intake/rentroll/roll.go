package rentroll

import (
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/period"
)

// AsOfSource tells where a roll's as-of date came from.
type AsOfSource string

// The sources, from the strongest to the weakest.
const (
	AsOfGiven AsOfSource = "given" // the person who imports said so
	AsOfFile  AsOfSource = "file"  // the file states it
	AsOfName  AsOfSource = "name"  // the file's name holds it
	AsOfToday AsOfSource = "today" // nothing says it: the day of the import
)

// Roll is one imported rent roll in the form that every layout is read into. It holds facts as the file states
// them; nothing in it has been checked against an organization's data.
type Roll struct {
	Layout     string // the Reader's Layout
	AsOf       period.Date
	AsOfSource AsOfSource
	Properties []Property // in the order of the file
	Printed    *Printed   // the grand total that the file prints; nil where it prints none
	Errors     int        // issues of severity error that were found, reported or not
	Warnings   int        // issues of severity warning that were found, reported or not
}

// Property is a building, or a single-family house, with its units.
type Property struct {
	Line    int    // where the file first names it, 1-based
	Name    string // as the file writes it
	Code    string // the earlier system's short code, "" where the file has none
	Address Address
	Units   []Unit   // in the order of the file
	Printed *Printed // the subtotal that the file prints; nil where it prints none
}

// Address is a postal address; parts that the file does not give are "".
type Address struct {
	Street, City string
	State        string // two letters
	ZIP          string // text: leading zeros count
	Country      string // ISO 3166-1 alpha-2
	Latitude     string // decimal degrees as the file writes them
	Longitude    string
}

// Kind is what a unit is used for.
type Kind string

// The kinds.
const (
	Residential Kind = "residential"
	Commercial  Kind = "commercial"
	Garage      Kind = "garage"
)

// Status is the state of a unit on the as-of date. The zero Status means that the file's word was not understood;
// an Issue of severity error says so.
type Status string

// The states. Eviction and "already rented to someone else" are facts beside them (Unit.Eviction, Unit.Rented).
const (
	Occupied Status = "occupied"
	Notice   Status = "notice" // occupied, and the renter is leaving
	Vacant   Status = "vacant"
	Down     Status = "down" // off the market
	Model    Status = "model"
)

// Occupied reports whether someone is in place: notice counts, down and model do not.
func (s Status) Occupied() bool { return s == Occupied || s == Notice }

// Unit is one rentable unit of one property.
type Unit struct {
	Line       int
	Number     string // text, leading zeros count; "" for a single-family house
	Kind       Kind
	TypeCode   string        // the earlier system's unit type, "" where the file has none
	Bedrooms   *int          // 0 is a studio; nil where the file does not say
	Bathrooms  string        // plain decimal without trailing zeros such as "1.5"; "" where the file does not say
	SquareFeet *int          // nil where the file does not say
	MarketRent *money.Amount // a month; nil where the file does not say
	Status     Status
	NonRevenue bool     // let to an employee or otherwise not for income
	Rented     bool     // vacant or on notice, and already let to someone who comes later
	Eviction   bool     // proceedings are under way; the unit is still occupied
	Tags       []string // the file's labels, all of them, also those that set another field
	Leases     []Lease  // the current one first, then future ones by start
}

// House reports whether the unit is a whole single-family house.
func (u Unit) House() bool { return u.Number == "" }

// Cycle is how often rent is billed.
type Cycle string

// The cycles.
const (
	Monthly   Cycle = "monthly"
	Weekly    Cycle = "weekly"
	Quarterly Cycle = "quarterly"
)

// Lease is a lease in force on the as-of date, or one to come. Amounts are in the file's currency.
type Lease struct {
	Line    int
	Renters []Renter
	Start   period.Date
	End     period.Date // zero for month to month
	MoveIn  period.Date // zero where the file does not say
	MoveOut period.Date // the day the renter means to leave; zero where none is known
	Cycle   Cycle
	// CycleRent is the base rent as printed, per Cycle; Rent is the same by the month.
	CycleRent, Rent money.Amount
	OtherRecurring  money.Amount // recurring charges a month beside the rent
	Credits         money.Amount // recurring credits a month, as a positive figure
	Deposit         money.Amount // security deposit held
	OtherDeposit    money.Amount // other deposits held
	// PastDue and Prepaid are never netted; neither is negative.
	PastDue, Prepaid money.Amount
	NSFCount         int  // returned payments
	LateCount        int  // late payments
	Future           bool // begins after the as-of date
	Partial          bool // only who comes and when is known; the amounts are not
	Subsidized       bool // a housing program pays a part (Section 8)
}

// Renter is a person or a company named on a lease.
type Renter struct {
	First, Last string // of a person; Last alone where only one word is known
	Company     string // of a company; First and Last are then empty
	Display     string // as the file writes it
	Code        string // the earlier system's resident code, "" where the file has none
	Email       string
	Phone       string
}

// Printed is a subtotal or total row of the file beside what was read.
type Printed struct {
	Line int
	Sums []Sum // in the order of the columns; the number of units first
}

// Sum is one printed figure and the sum of the rows that it stands for. Both are plain numbers, such as
// "86915.00" or "48".
type Sum struct {
	Column     int // 1-based spreadsheet column
	ColumnName string
	Printed    string
	Read       string
}

// Agrees reports whether the printed figure and the sum read are the same.
func (s Sum) Agrees() bool { return s.Printed == s.Read }
