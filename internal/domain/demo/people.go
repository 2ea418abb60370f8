package demo

import (
	"fmt"
	"slices"
	"strings"

	"github.com/propertyos/propertyos/internal/domain/leasing"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/secret"
)

// people invents people and companies. No two have the same e-mail address or number on a document.
type people struct {
	d      dice
	serial int
}

func newPeople(organization string) *people { return &people{d: newDice(organization, "people")} }

var firstNames = strings.Fields(`Abel Adaeze Alma Amir Anneke Anton Aria Bashir Beatriz Boris Camille Carlos Celeste Chidi
	Clara Dana Darnell Delphine Dinesh Edith Elias Emeka Esther Farid Fiona Flora Gideon Greta Hana Hector Hugo Ilse Imani
	Ingrid Isaac Jamal Joanna Jonas Joss Kaito Kamala Karim Keiko Lars Laila Leonard Lucia Magnus Malik Marisol Mateo Mei
	Milena Nadia Nils Noor Octavia Omar Pascal Petra Priya Quentin Rafael Ramona Rania Rosa Rufus Sabine Samir Selma
	Simon Soraya Stefan Tamsin Tariq Thea Tobias Uma Valentin Vera Viola Wanda Xavier Yara Yusuf Zelda Zora`)

var lastNames = strings.Fields(`Abernathy Achterberg Adeyemi Alcott Arriaga Baptiste Barlow Belmonte Bergstrom Birdsong
	Blackwood Brannigan Calloway Castellan Chakravarti Corbin Costigan Dalloway Delacroix Dubois Eastlake Ekström Falkner
	Farrow Fennimore Gallardo Garrick Goldfinch Greaves Halloran Hartwell Hatanaka Holloway Ibarra Ironside Jankowski
	Kaplinski Kerrigan Kowalczyk Lachlan Larkspur Lindqvist Lovelace Macallister Marchetti Marwood Mbeki Merriweather
	Montague Nakagawa Nightingale Okonjo Ortega Osterman Pemberton Penhallow Quillfeather Radcliffe Redfern Rosenthal
	Sandoval Silverton Solano Stavros Sunderland Tanaka Thackeray Thornbury Underhill Valdez Vandermeer Villareal Wainwright
	Weatherby Whitlock Winterbourne Yamamoto Zielinski`)

var employers = []string{
	"Larkspur Bakery", "Example County Schools", "Sample Freight Lines", "Placeholder Medical Group",
	"Mockingbird Software", "Demo Valley Grocers", "Pretend Public Library", "Fictional Credit Union", "Cobalt Sample Works",
	"Imaginary Kitchens", "Testwell Laboratories", "Sunny Example Dental",
}

var businesses = []string{
	"Sample Street Coffee", "Demo Yoga Studio", "Example Bicycle Repair", "Mock Legal Services",
	"Placeholder Print Shop", "Pretend Pet Supply", "Fictional Flooring Supply", "Imaginary Imports", "Test Kitchen Catering",
	"Madeup Machine Works", "Illustration Gallery", "Nowhere Travel Agency", "Unreal Records", "Specimen Florist",
}

// phone returns a number of the range that is kept free for fiction.
func (p *people) phone(area string) string {
	return fmt.Sprintf("(%s) 555-01%02d", area, p.d.between(0, 99))
}

// email makes an address that no one can receive mail at, the serial making it unlike all others.
func (p *people) email(first, last string) string {
	p.serial++
	plain := strings.NewReplacer("ö", "o", " ", "").Replace(strings.ToLower(first + "." + last))
	return fmt.Sprintf("%s.%d@%s", plain, p.serial, pick(p.d, []string{"example.com", "example.org"}))
}

// name invents a person's name.
func (p *people) name() (first, last string) { return pick(p.d, firstNames), pick(p.d, lastNames) }

// households gives every stay its people, and the lockups those of the flats they go with.
func (g *generator) households() {
	homes := map[id.ID]*stay{}
	for _, s := range g.stays {
		if s.lockup {
			continue
		}
		homes[s.TenancyID] = s
		if s.unit.dwelling() {
			g.household(s)
		} else {
			g.business(s)
		}
	}
	for _, s := range g.stays {
		if s.lockup {
			home := homes[s.Renters[0].ID]
			s.Renters[0] = leasing.NewRenter{ID: home.Renters[0].ID, Existing: true}
			s.payer = home.payer
		}
	}
}

func (g *generator) household(s *stay) {
	p := g.people
	s.payer = drawPayer(p.d)
	adults := 1
	if *s.unit.Bedrooms > 0 && p.d.chance(550) {
		adults = 2
	}
	shared := ""
	for i := range adults {
		r := g.person(s)
		if i == 0 {
			shared = r.LastName
		} else if p.d.chance(600) {
			r.LastName = shared
			if r.FirstName == s.Renters[0].FirstName { // two of one name would look like one person told twice
				r.FirstName = firstNames[(slices.Index(firstNames, r.FirstName)+1)%len(firstNames)]
			}
		}
		s.Renters = append(s.Renters, r)
	}
	if *s.unit.Bedrooms > 1 && p.d.chance(250) {
		r := g.person(s)
		r.LastName, r.Role = shared, leasing.RoleOccupant
		if joined := s.Leases[0].Start.AddMonths(3); s.in(joined) && joined.Before(g.asOf) && p.d.chance(500) {
			r.From = joined
		}
		s.Renters = append(s.Renters, r)
	}
	if p.d.chance(70) {
		r := g.person(s)
		r.Role = leasing.RoleGuarantor
		s.Renters = append(s.Renters, r)
	}
	for i := range s.Renters {
		g.detail(s, &s.Renters[i])
	}
	contactFirst, contactLast := p.name()
	if p.d.chance(500) {
		contactLast = shared
	}
	g.out.Contacts = append(g.out.Contacts, EmergencyContact{
		ID: g.newID(s.Leases[0].Start), RenterID: s.Renters[0].ID,
		Name: contactFirst + " " + contactLast, Phone: p.phone(s.unit.city.area), Email: p.email(contactFirst, contactLast),
		Relationship: pick(p.d, []string{"parent", "sibling", "friend", "partner", "aunt", "colleague"}),
	})
}

func (g *generator) person(s *stay) leasing.NewRenter {
	first, last := g.people.name()
	return leasing.NewRenter{
		ID: g.newID(s.Leases[0].Start), FirstName: first, LastName: last,
		Email: g.people.email(first, last), Phone: g.people.phone(s.unit.city.area), Role: leasing.RoleRenter,
	}
}

// business lets a space to a company, which is named after one of a few with a number where it is the second of its name.
func (g *generator) business(s *stay) {
	p := g.people
	s.payer = payer{method: "bank_transfer", early: 2}
	if p.d.chance(400) {
		s.payer.method = "check"
	}
	r := g.person(s)
	r.Company = fmt.Sprintf("%s No. %d", pick(p.d, businesses), p.serial)
	s.Renters = []leasing.NewRenter{r}
}

// detail adds what a person showed when applying. An occupant who is no party to the rent shows less.
func (g *generator) detail(s *stay, r *leasing.NewRenter) {
	p := g.people
	// The group is below 50: above it a number in this range could be one of a taxpayer without a social security number.
	p.serial++
	detail := RenterDetail{
		RenterID:  r.ID,
		SSN:       secret.New(fmt.Sprintf("9%02d-%02d-%04d", p.d.between(0, 99), p.d.between(1, 49), p.serial%10000)),
		BirthDate: secret.New(s.Leases[0].Start.AddMonths(-12 * p.d.between(20, 62)).AddDays(-p.d.between(1, 364)).String()),
	}
	if r.Role != leasing.RoleOccupant {
		rent := *s.Leases[0].MonthlyRent
		income := rent.Cents()*12*int64(p.d.between(28, 46))/10/int64(len(s.Renters)) + int64(p.d.between(11, 89))
		detail.DriverLicense = secret.New(fmt.Sprintf("DEMO-%04d-%04d", p.d.between(0, 9999), p.serial))
		detail.Income = secret.New(money.FromCents(income).String())
		detail.EmployerName, detail.EmployerPhone = pick(p.d, employers), p.phone(s.unit.city.area)
	}
	g.out.Details = append(g.out.Details, detail)
}
