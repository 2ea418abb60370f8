package view

import (
	"context"
	"strings"

	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/web/message"
)

// Portal is the page of a renter, owner or vendor: what is their own. Frame.Person.Role says which of the lists is shown.
type Portal struct {
	Frame
	Homes    []PortalHome
	News     []PortalNews  // of a renter
	Offers   []PortalOffer // of a renter, those that can be answered
	Holdings []PortalHolding
	Work     []PortalWork
}

// PortalHome is a home of a renter.
type PortalHome struct {
	LeaseID string
	Unit    string   // the unit's number; "" where it is the whole property
	Address []string // lines
	Status  string   // of the lease
	Start   period.Date
	End     period.Date   // zero for month to month
	MovedIn period.Date   // zero: not yet
	Rent    *money.Amount // monthly; nil where none is agreed
	People  []PortalPerson
}

// PortalPerson is somebody on a lease.
type PortalPerson struct{ Name, Role string }

// PortalHolding is a property of an owner.
type PortalHolding struct {
	ID, Name        string
	Address         []string
	Share           string // percent, as text
	Units, Occupied int
}

// PortalWork is a work order of a vendor.
type PortalWork struct {
	Title, Instructions, Priority, Status string
	Unit                                  string
	Address                               []string
	When                                  string // in words; "" where no time is set
}

// WorkStatuses are the states of an open work order.
var WorkStatuses = []Option{
	{"submitted", message.Mark("Submitted")},
	{"triaged", message.Mark("Triaged")},
	{"assigned", message.Mark("Assigned")},
	{"estimate", message.Mark("Estimate wanted")},
	{"approved", message.Mark("Approved")},
	{"in_progress", message.Mark("In progress")},
	{"awaiting_parts", message.Mark("Awaiting parts")},
	{"reopened", message.Mark("Reopened")},
}

// portalRoles are the roles that are shown what is their own and no area of the staff's.
var portalRoles = []string{"owner", "tenant", "vendor"}

// portal reports whether the page is for a renter, owner or vendor.
func (f Frame) portal() bool { return has(portalRoles, f.Person.Role) }

// Portal reports whether the page is for a renter, owner or vendor, who have nothing of the staff's.
func (f Frame) Portal() bool { return f.portal() }

// portalNav is what they find in the sidebar.
var portalNav = []navItem{
	{AreaPortal, message.Mark("Home"), "house", "/portal", false},
	{AreaAccount, message.Mark("Account"), "user", "/account", false},
}

// renterNav is what a renter finds there.
var renterNav = []navItem{portalNav[0], {AreaHousehold, message.Mark("Household"), "users", "/portal/household", false}, portalNav[1]}

// title is where the home is: the first line of its address with the unit, or the unit alone.
func (h PortalHome) title(ctx context.Context) string {
	switch {
	case len(h.Address) == 0:
		return UnitName(ctx, h.Unit)
	case h.Unit == "":
		return h.Address[0]
	}
	return h.Address[0] + ", " + UnitName(ctx, h.Unit)
}

// town is the rest of an address, after its first line.
func town(address []string) string {
	if len(address) < 2 {
		return ""
	}
	return strings.Join(address[1:], ", ")
}

// place is an address in one line, with the unit where there is one.
func (w PortalWork) place(ctx context.Context) string {
	parts := make([]string, 0, len(w.Address)+1)
	for i, line := range w.Address {
		parts = append(parts, line)
		if i == 0 && w.Unit != "" {
			parts = append(parts, UnitName(ctx, w.Unit))
		}
	}
	if len(parts) == 0 && w.Unit != "" {
		parts = append(parts, UnitName(ctx, w.Unit))
	}
	return strings.Join(parts, ", ")
}
