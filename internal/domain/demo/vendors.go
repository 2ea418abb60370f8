package demo

import (
	"fmt"

	"github.com/propertyos/propertyos/internal/kernel/money"
)

// trades are the kinds of vendors: the value stored, and what such a company is called.
var trades = []struct{ kind, word string }{
	{"plumbing", "Plumbing"},
	{"electrical", "Electric"},
	{"hvac", "Heating & Cooling"},
	{"appliances", "Appliance Repair"},
	{"structural", "Carpentry"},
	{"pest_control", "Pest Control"},
	{"landscaping", "Landscaping"},
	{"security", "Security Systems"},
	{"internet", "Network Cabling"},
	{"cleaning", "Cleaning"},
	{"painting", "Painting"},
	{"flooring", "Flooring"},
	{"roofing", "Roofing"},
	{"locksmith", "Locksmiths"},
	{"general", "Handyman Services"},
	{"other", "Chimney Sweeps"},
}

var vendorWords = []string{"Sample", "Example", "Demo", "Placeholder", "Mock", "Specimen", "Pretend", "Trial"}

// vendors makes one company of each trade, and a second of those that are called most where there are many units.
func (g *generator) vendors() {
	d := newDice(g.company.slug, "vendors")
	names := newPeople(g.company.slug + " vendors")
	area := g.company.sites[0].city.area
	for round := range 2 {
		for i, t := range trades {
			if round == 1 && (i > 3 || len(g.spaces) < 300) {
				continue
			}
			first, last := names.name()
			serial := len(g.out.Vendors)
			v := Vendor{
				ID: g.ids.newID(founded), Name: vendorWords[(i+3*round)%len(vendorWords)] + " " + t.word, Type: t.kind,
				ContactName: first + " " + last, ContactPhone: names.phone(area),
				ContactEmail:       fmt.Sprintf("dispatch@%s%d.example.com", t.kind[:3], serial),
				Website:            fmt.Sprintf("https://%s%d.example.com", t.kind[:3], serial),
				InsuranceExpiresOn: g.asOf.AddDays(d.between(40, 330)), TaxID: taxID(d, 2000+serial),
			}
			if d.chance(600) {
				v.LicenseNumber = fmt.Sprintf("DEMO-LIC-%05d", d.between(1, 99999))
				v.LicenseExpiresOn = g.asOf.AddDays(d.between(60, 700))
			}
			if i == 9 { // one lapsed, for the reminder to have something to say
				v.InsuranceExpiresOn, v.Notes = g.asOf.AddDays(-d.between(3, 20)), "Certificate of insurance has lapsed; asked for a new one."
			}
			g.out.Vendors = append(g.out.Vendors, v)
		}
	}
}

// vendor picks one of a trade.
func (g *generator) vendor(d dice, kind string) *Vendor {
	var list []*Vendor
	for i := range g.out.Vendors {
		if g.out.Vendors[i].Type == kind {
			list = append(list, &g.out.Vendors[i])
		}
	}
	return pick(d, list)
}

// rateVendors counts every vendor's completed jobs and takes the mean of their ratings.
func (g *generator) rateVendors() {
	rating := map[string]int{}
	for _, r := range g.out.Requests {
		rating[r.ID.String()] = r.Rating
	}
	for i := range g.out.Vendors {
		v := &g.out.Vendors[i]
		sum, rated := 0, 0
		for _, w := range g.out.WorkOrders {
			if w.VendorID != v.ID || w.Status != "completed" {
				continue
			}
			v.Jobs++
			if n := rating[w.RequestID.String()]; n > 0 {
				sum, rated = sum+n, rated+1
			}
		}
		if rated > 0 {
			v.Rating = money.FromCents(int64((20*sum + rated) / (2 * rated) * 10))
		}
	}
}
