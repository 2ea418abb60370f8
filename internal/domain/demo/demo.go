// Package demo makes organizations to try the product with: property managers that do not exist, with portfolios in real
// cities, people with invented names, and books that add up. The same as-of date always gives the same data.
//
// Generate is pure; Service.Load writes what it returns through the domains that own the rows.
package demo

import (
	"time"

	"github.com/propertyos/propertyos/internal/domain/leasing"
	"github.com/propertyos/propertyos/internal/domain/property"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/kernel/secret"
)

// Months is how long before the as-of date every unit's story begins. Households that lived there already moved in up to
// a year earlier, and their leases and payments are told from the day they did.
const Months = 18

// Organization is one demo organization with everything in it. Ids are set in all rows, so that they are the same on
// every machine.
type Organization struct {
	ID       id.ID
	Slug     string
	Name     string
	TimeZone string // IANA
	Plan     string // code of the platform's plan
	AsOf     period.Date
	SignIns  []SignIn

	Properties []property.NewProperty
	// Households rent with people that are new.
	Households []leasing.Household
	// Spaces are garages and storage rented by people of Households, who must be written first.
	Spaces   []leasing.Household
	Details  []RenterDetail
	Contacts []EmergencyContact
	Payments []Payment

	Owners       []Owner
	Shares       []Share
	BankAccounts []BankAccount

	Vendors    []Vendor
	Requests   []Request
	WorkOrders []WorkOrder
}

// Units returns the number of units in all properties.
func (o Organization) Units() int {
	n := 0
	for _, p := range o.Properties {
		n += len(p.Units)
	}
	return n
}

// RenterDetail is what is known of a person who rents besides name and address. The secrets are stored encrypted only.
type RenterDetail struct {
	RenterID      id.ID
	SSN           secret.Text // 900 to 999 in front: never issued
	DriverLicense secret.Text
	BirthDate     secret.Text // YYYY-MM-DD
	Income        secret.Text // a year's, as a plain decimal
	EmployerName  string
	EmployerPhone string
}

// EmergencyContact is whom to call about a renter.
type EmergencyContact struct {
	ID           id.ID
	RenterID     id.ID
	Name         string
	Relationship string
	Phone        string
	Email        string
}

// The purposes of a payment, kept in its metadata until charges and allocations say it.
const (
	ForRent       = "rent"
	ForDeposit    = "security_deposit"
	ForPetDeposit = "pet_deposit"
	ForPetFee     = "pet_fee"
)

// Payment is money from a renter, or an attempt at it.
type Payment struct {
	ID            id.ID
	TenancyID     id.ID
	LeaseID       id.ID
	RenterID      id.ID
	Purpose       string // ForRent …
	Amount        money.Amount
	Refunded      money.Amount // how much of Amount went back
	RefundedOn    period.Date
	Method        string
	Status        string
	DueDate       period.Date
	PaidAt        time.Time // zero unless the money arrived
	FailedAt      time.Time
	FailureReason string
	ReturnCode    string
	Notes         string
	CreatedAt     time.Time
}

// Received is how much of a payment is in the bank: nothing unless it was completed, less what was refunded.
func (p Payment) Received() money.Amount {
	switch p.Status {
	case "completed", "partial_refund", "refunded":
		return p.Amount.Sub(p.Refunded)
	}
	return money.Zero
}

// Owner is a person or company that owns property.
type Owner struct {
	ID            id.ID
	Name          string
	Email         string
	Phone         string
	Share         money.Amount // the default share, in percent
	Frequency     string
	Day           int
	TaxID         secret.Text
	BankAccountID id.ID
}

// Share is how much of a property an owner owns, from when to when.
type Share struct {
	ID              id.ID
	OwnerID         id.ID
	PropertyID      id.ID
	Percent         money.Amount
	From, To        period.Date // zero To: still
	AcquiredOn      period.Date
	AcquisitionCost money.Amount
}

// BankAccount is an account of the organization, or one that an owner is paid to.
type BankAccount struct {
	ID            id.ID
	OwnerID       id.ID // id.Nil for the organization's own
	Purpose       string
	Holder        string
	Type          string
	Bank          string
	RoutingNumber secret.Text // 99 in front: never assigned
	AccountNumber secret.Text
	Primary       bool
}

// Vendor is a company that does work.
type Vendor struct {
	ID                 id.ID
	Name               string
	Type               string
	ContactName        string
	ContactEmail       string
	ContactPhone       string
	Website            string
	Rating             money.Amount // mean of its jobs' ratings, one place; zero means none yet
	Jobs               int          // completed work orders
	InsuranceExpiresOn period.Date
	LicenseNumber      string
	LicenseExpiresOn   period.Date
	TaxID              secret.Text
	Notes              string
}

// Request is a call for maintenance.
type Request struct {
	ID              id.ID
	UnitID          id.ID
	PropertyID      id.ID
	TenancyID       id.ID // id.Nil when nobody lives there
	RenterID        id.ID
	Category        string
	Priority        string
	Title           string
	Description     string
	Status          string
	AssignedTo      string // e-mail of a SignIn, or ""
	VendorID        id.ID  // id.Nil for none
	EstimatedCost   money.Amount
	ActualCost      money.Amount
	ResolutionNotes string
	CreatedAt       time.Time
	ResolvedAt      time.Time
	Rating          int // 1 to 5, 0 for none
}

// WorkOrder is a job, of a request or by itself.
type WorkOrder struct {
	ID            id.ID
	RequestID     id.ID // id.Nil for a job between two tenancies
	UnitID        id.ID
	PropertyID    id.ID
	VendorID      id.ID
	AssignedTo    string // e-mail of a SignIn, or ""
	Title         string
	Instructions  string
	Priority      string
	Status        string
	ScheduledFrom time.Time
	ScheduledTo   time.Time
	EstimatedCost money.Amount
	ActualCost    money.Amount
	CreatedAt     time.Time
	CompletedAt   time.Time
}

// Generate returns the demo organizations as they stand at the opening of the as-of day: everything that is recorded
// happened before it, balances are of what fell due before it, and only plans lie after it.
func Generate(asOf period.Date) []Organization {
	list := make([]Organization, 0, len(companies))
	for i := range companies {
		list = append(list, generate(&companies[i], asOf))
	}
	return list
}
