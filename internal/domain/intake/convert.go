package intake

import (
	"encoding/json"
	"math"
	"strconv"

	"github.com/propertyos/propertyos/internal/domain/intake/rentroll"
	"github.com/propertyos/propertyos/internal/domain/leasing"
	"github.com/propertyos/propertyos/internal/domain/property"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/period"
)

func newProperty(p rentroll.Property) property.NewProperty {
	n := property.NewProperty{ID: id.New(), Name: p.Name, Type: propertyType(p.Units)}
	if p.Code != "" {
		n.Metadata = object(map[string]any{"code": p.Code})
	}
	if a := p.Address; a.Street != "" {
		lat, long := coordinates(a)
		n.Address = &property.NewAddress{
			Street1: a.Street, City: a.City, State: a.State, ZipCode: a.ZIP, Country: country(a),
			Latitude: lat, Longitude: long,
		}
	}
	return n
}

// propertyType follows from the units; garages say nothing.
func propertyType(units []rentroll.Unit) string {
	var residential, commercial bool
	for _, u := range units {
		residential = residential || u.Kind == rentroll.Residential
		commercial = commercial || u.Kind == rentroll.Commercial
	}
	switch {
	case residential && commercial:
		return "mixed_use"
	case commercial:
		return "commercial"
	}
	return "residential"
}

func country(a rentroll.Address) string {
	if a.Country == "" {
		return "US"
	}
	return a.Country
}

// coordinates returns nil for what is not a place on earth.
func coordinates(a rentroll.Address) (lat, long *float64) {
	x, err1 := strconv.ParseFloat(a.Latitude, 64)
	y, err2 := strconv.ParseFloat(a.Longitude, 64)
	if err1 != nil || err2 != nil || !(math.Abs(x) <= 90) || !(math.Abs(y) <= 180) {
		return nil, nil
	}
	return &x, &y
}

func newUnit(u rentroll.Unit, propertyID id.ID) property.NewUnit {
	baths, _ := bathrooms(u.Bathrooms) // checked
	n := property.NewUnit{
		ID: id.New(), PropertyID: propertyID, Number: u.Number, Form: form(u), SquareFeet: u.SquareFeet,
		Bedrooms: u.Bedrooms, Bathrooms: baths, BaseRent: baseRent(u), Status: status(u), NonRevenue: u.NonRevenue,
	}
	source := map[string]any{}
	if u.TypeCode != "" {
		source["type_code"] = u.TypeCode
	}
	if len(u.Tags) > 0 {
		source["tags"] = u.Tags
	}
	if len(source) > 0 {
		n.Metadata = object(source)
	}
	return n
}

func form(u rentroll.Unit) string {
	switch {
	case u.Kind == rentroll.Commercial:
		return "commercial_space"
	case u.Kind == rentroll.Garage:
		return "garage"
	case u.House():
		return "house"
	}
	return "apartment"
}

// status is the unit's state: reserved where nobody is in place and somebody is to come.
func status(u rentroll.Unit) string {
	if u.Status == rentroll.Vacant && (u.Rented || len(u.Leases) > 0) {
		return "reserved"
	}
	return string(u.Status)
}

// baseRent is the market rent; where the file knows none, what is paid.
func baseRent(u rentroll.Unit) money.Amount {
	if u.MarketRent != nil {
		return *u.MarketRent
	}
	if len(u.Leases) > 0 {
		return u.Leases[0].Rent
	}
	return money.Zero
}

// bathrooms rounds half up to the one decimal place that is kept; not ok outside 0 to 50.
func bathrooms(s string) (rounded string, ok bool) {
	if s == "" {
		return "", true
	}
	n, err := strconv.ParseFloat(s, 64)
	if err != nil || !(n >= 0 && n <= 50) {
		return s, false
	}
	return strconv.FormatFloat(math.Floor(n*10+0.5)/10, 'f', -1, 64), true
}

// household is the stay that a lease of the file tells of. The file knows of notice and eviction as of its date, not since
// when.
func household(u rentroll.Unit, l rentroll.Lease, at place, asOf period.Date, importID id.ID) leasing.Household {
	h := leasing.Household{UnitID: at.unit, PropertyID: at.property, MoveOutPlannedOn: l.MoveOut}
	n := leasing.NewLease{
		Start: l.Start, End: l.End, MonthlyRent: &l.Rent, SecurityDeposit: &l.Deposit,
		Subsidized: l.Subsidized, Status: leasing.StatusActive,
	}
	if l.Cycle != "" && l.Cycle != rentroll.Monthly {
		n.Metadata = object(map[string]any{"billing_cycle": l.Cycle, "cycle_rent": l.CycleRent})
	}
	n.Opening = &leasing.Opening{
		ImportID: importID, AsOf: asOf, PastDue: l.PastDue, Prepaid: l.Prepaid, DepositHeld: l.Deposit,
		OtherDepositHeld: l.OtherDeposit, OtherRecurring: l.OtherRecurring, RecurringCredits: l.Credits, NSFCount: l.NSFCount,
		LateCount: l.LateCount,
	}
	switch {
	case l.Partial: // without a rent it cannot be more than a draft
		n.Status, n.MonthlyRent, n.SecurityDeposit, n.Opening = leasing.StatusDraft, nil, nil, nil
	case l.Future:
		n.Status = leasing.StatusPending
	default:
		h.MovedInOn = movedIn(l)
		if u.Status == rentroll.Notice {
			h.NoticeGivenOn = asOf
		}
		if u.Eviction {
			h.EvictionFiledOn = asOf
		}
	}
	h.Leases = []leasing.NewLease{n}
	for _, r := range l.Renters {
		h.Renters = append(h.Renters, newRenter(r))
	}
	return h
}

func movedIn(l rentroll.Lease) period.Date {
	if l.MoveIn.IsZero() {
		return l.Start
	}
	return l.MoveIn
}

func newRenter(r rentroll.Renter) leasing.NewRenter {
	n := leasing.NewRenter{FirstName: r.First, LastName: r.Last, Company: r.Company, Email: r.Email, Phone: r.Phone}
	if r.Code != "" {
		n.Metadata = object(map[string]any{"code": r.Code})
	}
	return n
}

func object(m map[string]any) json.RawMessage {
	b, err := json.Marshal(m)
	if err != nil {
		panic(err) // unreachable: text, lists of text and amounts
	}
	return b
}
