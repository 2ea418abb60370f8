// Package leasing knows who lives where and on which terms: renters, their stays (tenancies), the leases of each stay and
// the parties of each lease.
package leasing

import (
	"encoding/json"
	"time"

	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/period"
)

// Household is one stay in a unit to record: who, since when, and the chain of terms. Zero dates are unknown or have not
// happened. It is in possession of the unit from MovedInOn to MovedOutOn.
type Household struct {
	TenancyID        id.ID // id.Nil: a new one is made and written back
	UnitID           id.ID
	PropertyID       id.ID // the unit's
	MovedInOn        period.Date
	NoticeGivenOn    period.Date
	MoveOutPlannedOn period.Date
	MovedOutOn       period.Date
	EvictionFiledOn  period.Date
	Renters          []NewRenter // the first renter is the primary one
	Leases           []NewLease  // in the order of their start
}

// The roles of a party to a lease.
const (
	RoleRenter    = "renter"
	RoleOccupant  = "occupant"
	RoleGuarantor = "guarantor"
)

// NewRenter is a person or a company to record as a party to a household's leases.
type NewRenter struct {
	ID                  id.ID // id.Nil: a new one is made and written back
	Existing            bool  // the renter is there already, by ID: only the parties are recorded
	UserID              id.ID // the renter's login; id.Nil for none
	FirstName, LastName string
	Company             string // "" for a person
	Email, Phone        string // "" where unknown; the e-mail is stored in lower case
	Role                string // RoleRenter, RoleOccupant or RoleGuarantor; "" is RoleRenter
	// From and To bound the days on which the renter is a party. Zero: from the start of each lease, without end.
	From, To period.Date
	Metadata json.RawMessage // a JSON object; nil is empty
}

// The states of a lease. Past its end with the renter in place a lease stays active.
const (
	StatusDraft        = "draft"
	StatusPending      = "pending"
	StatusActive       = "active"
	StatusExpiringSoon = "expiring_soon"
	StatusExpired      = "expired"
	StatusTerminated   = "terminated"
	StatusRenewed      = "renewed"
	StatusCancelled    = "cancelled"
)

// NewLease is the terms of a stretch of a stay. Amounts are in the organization's currency; nil is unknown.
type NewLease struct {
	ID                                  id.ID // id.Nil: a new one is made and written back
	Start                               period.Date
	End                                 period.Date   // the last day; zero for month to month
	MonthlyRent                         *money.Amount // nil only for a draft or StatusCancelled
	SecurityDeposit, PetDeposit, PetFee *money.Amount
	Subsidized                          bool // a housing program pays a part
	AutoRenew                           bool
	Status                              string
	Terms                               string
	SignedAt                            time.Time       // zero where unknown or unsigned
	Metadata                            json.RawMessage // a JSON object; nil is empty
	Opening                             *Opening        // nil where no earlier system said anything
}

// Opening is what an earlier system said of a lease on one day. It is kept as a fact, final once written.
type Opening struct {
	ID                  id.ID // id.Nil: a new one is made and written back
	ImportID            id.ID // the import that brought it; id.Nil for none
	AsOf                period.Date
	PastDue, Prepaid    money.Amount // never netted; neither is negative
	DepositHeld         money.Amount // security deposit
	OtherDepositHeld    money.Amount
	OtherRecurring      money.Amount // charges a month beside the rent
	RecurringCredits    money.Amount // credits a month, as a positive figure
	NSFCount, LateCount int          // returned and late payments so far
}

// inForce returns the lease that binds a household in possession now, by status: the last one that has been reached; nil
// where the household is not in possession or no lease is in force.
func (h Household) inForce() *NewLease {
	if h.MovedInOn.IsZero() || !h.MovedOutOn.IsZero() {
		return nil
	}
	for i := len(h.Leases) - 1; i >= 0; i-- {
		if s := h.Leases[i].Status; s == StatusActive || s == StatusExpiringSoon {
			return &h.Leases[i]
		}
	}
	return nil
}
