package intake

import (
	"strings"
	"unicode/utf8"

	"github.com/propertyos/propertyos/internal/domain/intake/rentroll"
	"github.com/propertyos/propertyos/internal/domain/property"
)

// check looks for what the tables cannot hold, whatever the layout: the columns' lengths and ranges, and rules that every
// lease must keep. What passes here does not fail in the database.
func check(roll *rentroll.Roll, found *issues) {
	properties := map[string]int{}
	for _, p := range roll.Properties {
		checkProperty(p, found)
		key := property.Key(p.Name, p.Address.Street, p.Address.ZIP)
		if first, twice := properties[key]; twice {
			found.fail(p.Line, "property_twice", "This property has the same name and address as the one on line %d.", first)
		} else {
			properties[key] = p.Line
		}
		units := map[string]int{}
		for _, u := range p.Units {
			if first, twice := units[u.Number]; twice {
				found.fail(u.Line, "unit_twice", "%s stands twice in the file, first on line %d.", label(p, u), first)
			} else {
				units[u.Number] = u.Line
			}
			checkUnit(p, u, found)
		}
	}
}

func checkProperty(p rentroll.Property, found *issues) {
	text := limits{found: found, line: p.Line}
	text.need("property’s name", p.Name)
	text.most("property’s name", p.Name, 255)
	a := p.Address
	text.most("street", a.Street, 255)
	text.most("city", a.City, 100)
	text.most("state", a.State, 50)
	text.most("ZIP code", a.ZIP, 20)
	if a == (rentroll.Address{Country: a.Country}) {
		return
	}
	if a.Street == "" || a.City == "" || (country(a) == "US" && (a.State == "" || a.ZIP == "")) {
		found.fail(p.Line, "address_incomplete", "The address of %s lacks its street, city, state or ZIP code.", short(p.Name))
	}
	if c := country(a); len(c) != 2 || c != strings.ToUpper(c) {
		found.fail(p.Line, "country_form", "The country is not a two-letter code such as US.")
	}
	if lat, long := coordinates(a); (a.Latitude != "" || a.Longitude != "") && (lat == nil || long == nil) {
		found.warn(p.Line, "coordinates_ignored", "The latitude and longitude cannot be read and are left out.")
	}
}

func checkUnit(p rentroll.Property, u rentroll.Unit, found *issues) {
	text := limits{found: found, line: u.Line}
	text.most("unit’s number", u.Number, 50)
	if u.Bedrooms != nil && *u.Bedrooms > 50 {
		found.fail(u.Line, "bedrooms_range", "%s has more than 50 bedrooms.", label(p, u))
	}
	if u.SquareFeet != nil && *u.SquareFeet > 10_000_000 {
		found.fail(u.Line, "square_feet_range", "%s has more than 10,000,000 square feet.", label(p, u))
	}
	switch rounded, ok := bathrooms(u.Bathrooms); {
	case !ok:
		found.fail(u.Line, "bathrooms_range", "%s: the number of bathrooms is not between 0 and 50.", label(p, u))
	case rounded != u.Bathrooms:
		found.warn(u.Line, "bathrooms_rounded", "%s: bathrooms are kept to one decimal place, so %s is kept as %s.",
			label(p, u), u.Bathrooms, rounded)
	}
	for i, l := range u.Leases {
		checkLease(p, u, l, found)
		if i > 0 && !l.Future {
			found.fail(l.Line, "lease_current_twice", "%s has two current leases.", label(p, u))
		}
	}
	if u.Status.Occupied() != (current(u) != nil) {
		found.fail(u.Line, "status_lease", "%s: its status and its leases do not agree on whether somebody is in place.", label(p, u))
	}
}

func checkLease(p rentroll.Property, u rentroll.Unit, l rentroll.Lease, found *issues) {
	text := limits{found: found, line: l.Line}
	switch {
	case l.Start.IsZero():
		found.fail(l.Line, "start_missing", "%s: the lease has no start.", label(p, u))
	case !l.End.IsZero() && !l.End.After(l.Start):
		found.fail(l.Line, "end_not_after_start", "%s: the lease does not end after it starts.", label(p, u))
	}
	if len(l.Renters) == 0 {
		found.fail(l.Line, "renter_missing", "%s: the lease names no renter.", label(p, u))
	}
	for _, r := range l.Renters {
		text.need("renter’s name", r.Company+r.First+r.Last)
		text.most("renter’s first name", r.First, 100)
		text.most("renter’s last name", r.Last, 100)
		text.most("company’s name", r.Company, 255)
		text.most("e-mail address", r.Email, 254)
		text.most("telephone number", r.Phone, 40)
	}
}

// limits checks texts of one line.
type limits struct {
	found *issues
	line  int
}

func (t limits) most(what, s string, n int) {
	if utf8.RuneCountInString(s) > n {
		t.found.fail(t.line, "text_too_long", "The %s is longer than %d characters.", what, n)
	}
}

func (t limits) need(what, s string) {
	if strings.TrimSpace(s) == "" {
		t.found.fail(t.line, "text_missing", "The %s is missing.", what)
	}
}

// current is the lease of the household that is in place, nil where nobody is.
func current(u rentroll.Unit) *rentroll.Lease {
	if len(u.Leases) > 0 && !u.Leases[0].Future {
		return &u.Leases[0]
	}
	return nil
}
