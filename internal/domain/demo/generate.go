package demo

import (
	"time"

	"github.com/propertyos/propertyos/internal/domain/leasing"
	"github.com/propertyos/propertyos/internal/domain/property"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// generator makes one organization. Its steps run in the order of generate and each reads what those before it made.
type generator struct {
	company *company
	asOf    period.Date
	month   period.Date // the first of asOf's month
	window  period.Date // the first day of the story of every unit
	out     Organization

	ids      dice
	spaces   []*unit
	stays    []*stay
	people   *people
	acquired map[id.ID]period.Date // when each property was bought
}

// unit is a unit with what the generator knows besides.
type unit struct {
	*property.NewUnit
	city *city
	fate fate
}

// dwelling reports whether people live there.
func (u *unit) dwelling() bool {
	switch u.Form {
	case "apartment", "house", "townhouse", "duplex":
		return true
	}
	return false
}

// lockup reports whether the unit goes with a flat: people of the property rent it besides.
func (u *unit) lockup() bool { return u.Form == "garage" || u.Form == "storage" }

// stay is a household with what the generator knows besides.
type stay struct {
	leasing.Household
	unit    *unit
	payer   payer
	arrears int // how many of the latest months of rent are not paid
	lockup  bool
}

// current reports whether the household is in its unit.
func (s *stay) current() bool { return !s.MovedInOn.IsZero() && s.MovedOutOn.IsZero() }

// in reports whether the household is in its unit on a day.
func (s *stay) in(on period.Date) bool {
	return !s.MovedInOn.IsZero() && !on.Before(s.MovedInOn) && (s.MovedOutOn.IsZero() || !on.After(s.MovedOutOn))
}

// lease returns the lease in force, or nil.
func (s *stay) lease() *leasing.NewLease {
	if !s.current() {
		return nil
	}
	for i := range s.Leases {
		switch s.Leases[i].Status {
		case leasing.StatusActive, leasing.StatusExpiringSoon:
			return &s.Leases[i]
		}
	}
	return nil
}

func generate(c *company, asOf period.Date) Organization {
	month := asOf.FirstOfMonth()
	g := &generator{
		company: c, asOf: asOf, month: month, window: month.AddMonths(-Months), ids: newDice(c.slug, "ids"),
		people: newPeople(c.slug), acquired: map[id.ID]period.Date{},
	}
	// The organization's own id does not depend on the as-of date: there is one of it.
	g.out = Organization{
		ID: newDice(c.slug, "organization").newID(founded), Slug: c.slug, Name: c.name,
		TimeZone: c.zone, Plan: c.plan, AsOf: asOf, SignIns: c.signIns(),
	}
	g.portfolio()
	g.owners()
	g.drawFates()
	g.histories()
	g.lockups()
	g.households()
	g.payments()
	g.openings()
	g.vendors()
	g.maintenance()
	g.collect()
	g.out.namePortals()
	return g.out
}

// founded is the moment in the ids of what does not depend on the as-of date.
var founded = time.Date(2019, 1, 2, firstHour, 0, 0, 0, time.UTC)

// newID makes an id for a row that tells of a day.
func (g *generator) newID(on period.Date) id.ID {
	return g.ids.newID(on.Time().Add(firstHour * time.Hour))
}

// collect hands the stays over.
func (g *generator) collect() {
	for _, s := range g.stays {
		if s.lockup {
			g.out.Spaces = append(g.out.Spaces, s.Household)
		} else {
			g.out.Households = append(g.out.Households, s.Household)
		}
	}
}

// manager is who does the small jobs.
func (g *generator) manager() string { return g.company.email(tenancy.RoleManager) }
