package demo

import (
	"fmt"
	"strconv"

	"github.com/propertyos/propertyos/internal/domain/property"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/period"
)

// portfolio makes the properties with their units. Nothing in it but the ids' moments depends on the as-of date.
func (g *generator) portfolio() {
	d := newDice(g.company.slug, "portfolio")
	g.out.Properties = make([]property.NewProperty, 0, len(g.company.sites))
	for i := range g.company.sites {
		s := &g.company.sites[i]
		p := property.NewProperty{
			ID: g.ids.newID(founded), Name: s.name, Type: s.kind, Address: g.address(d, s),
			YearBuilt: ptr(s.built), TimeZone: s.city.zone, Amenities: siteAmenities(d, s),
		}
		// Bought after it was built, and long before any story begins.
		g.acquired[p.ID] = period.New(max(s.built+1, 2006)+d.between(0, 3), 1, 1).AddDays(d.between(0, 364))
		factor := d.between(920, 1120) // how the house compares with its city, in permille
		feet := 0
		for _, b := range s.blocks {
			for range b.count {
				u := g.newUnit(d, s, &b, factor, len(p.Units))
				feet += *u.SquareFeet
				p.Units = append(p.Units, u)
			}
		}
		p.SquareFeet = ptr(feet + feet/8)
		p.ParkingSpaces = ptr(len(p.Units) + len(p.Units)/5)
		g.out.Properties = append(g.out.Properties, p)
		for j := range p.Units {
			p.Units[j].PropertyID = p.ID
			g.spaces = append(g.spaces, &unit{NewUnit: &p.Units[j], city: s.city})
		}
	}
}

// spread is how far from the center of its city a property may lie, in millionths of a degree: about a kilometer.
const spread = 10_000

func (g *generator) address(d dice, s *site) *property.NewAddress {
	lat := float64(s.city.lat+d.between(-spread, spread)) / 1e6
	lon := float64(s.city.lon+d.between(-spread, spread)) / 1e6
	return &property.NewAddress{
		ID: g.ids.newID(founded), Street1: s.street, City: s.city.name, State: s.city.state,
		ZipCode: s.city.zip, Country: "US", Latitude: &lat, Longitude: &lon,
	}
}

func (g *generator) newUnit(d dice, s *site, b *block, factor, index int) property.NewUnit {
	feet := b.feet * d.between(960, 1040) / 1000
	u := property.NewUnit{
		ID: g.ids.newID(founded), Form: b.form, Bathrooms: b.bathrooms, SquareFeet: ptr(feet), Status: "vacant",
		Number: unitNumber(s, b, index), Amenities: unitAmenities(d, b),
	}
	var rent int // dollars
	if b.rate > 0 {
		rent = feet * b.rate / 12
	} else {
		u.Bedrooms = ptr(b.bedrooms)
		rent = s.city.rent * bedroomRate[b.bedrooms] / 1000 * factor / 1000 * formRate[b.form] / 1000
	}
	if s.perFloor > 0 && b.form != "garage" {
		floor := 1 + index/s.perFloor
		u.Floor = ptr(floor)
		rent = rent * (1000 + 4*floor) / 1000 // the view
	}
	u.BaseRent = dollars(roundTo(rent*d.between(985, 1015)/1000, 5))
	u.Deposit = ptr(u.BaseRent)
	return u
}

// bedroomRate is the rent for so many bedrooms against that for one, in permille; formRate that of a house against a flat.
var (
	bedroomRate = []int{860, 1000, 1270, 1580, 1900}
	formRate    = map[string]int{"apartment": 1000, "duplex": 1040, "townhouse": 1090, "house": 1160}
)

// unitNumber numbers by floor (204 is the fourth on the second), and from 1 where all lies at ground level. A house that
// stands alone has no number.
func unitNumber(s *site, b *block, index int) string {
	switch {
	case b.form == "house" && len(s.blocks) == 1 && b.count == 1:
		return ""
	case b.form == "garage":
		return fmt.Sprintf("G%d", index+1)
	case b.form == "storage":
		return fmt.Sprintf("S%d", index+1)
	case s.perFloor > 0:
		return fmt.Sprintf("%d%02d", 1+index/s.perFloor, 1+index%s.perFloor)
	}
	return strconv.Itoa(index + 1)
}

func siteAmenities(d dice, s *site) []string {
	var list []string
	all := []string{"laundry room", "bicycle storage", "courtyard", "package lockers", "fitness room", "elevator", "playground"}
	if s.kind == "commercial" || s.kind == "industrial" || s.kind == "land" {
		all = []string{"loading dock", "gated yard", "signage", "fiber"}
	}
	for _, a := range all {
		if d.chance(450) {
			list = append(list, a)
		}
	}
	return list
}

func unitAmenities(d dice, b *block) []string {
	if b.rate > 0 {
		return nil
	}
	var list []string
	for _, a := range []string{"dishwasher", "in-unit laundry", "balcony", "air conditioning", "hardwood floors"} {
		if d.chance(350) {
			list = append(list, a)
		}
	}
	return list
}

func ptr[T any](v T) *T { return &v }

func dollars(n int) money.Amount { return money.FromCents(int64(n) * 100) }

// roundTo rounds n to the nearest multiple of step.
func roundTo(n, step int) int { return (n + step/2) / step * step }
