package demo

import "github.com/propertyos/propertyos/internal/tenancy"

// city is a real place: coordinates of its center in millionths of a degree, and what a one-bedroom flat rents for, in
// whole dollars a month.
type city struct {
	name, state, zip string
	lat, lon         int
	area             string // telephone area code
	zone             string
	rent             int
}

var (
	seattle     = city{"Seattle", "WA", "98101", 47606200, -122332100, "206", pacific, 1950}
	tacoma      = city{"Tacoma", "WA", "98402", 47252900, -122444300, "253", pacific, 1480}
	spokane     = city{"Spokane", "WA", "99201", 47658800, -117426000, "509", pacific, 1150}
	portland    = city{"Portland", "OR", "97204", 45515200, -122678400, "503", pacific, 1500}
	sacramento  = city{"Sacramento", "CA", "95814", 38581600, -121494400, "916", pacific, 1550}
	sanDiego    = city{"San Diego", "CA", "92101", 32715700, -117161100, "619", pacific, 2250}
	boise       = city{"Boise", "ID", "83702", 43615000, -116202300, "208", mountain, 1350}
	chicago     = city{"Chicago", "IL", "60601", 41878100, -87629800, "312", central, 1850}
	kansasCity  = city{"Kansas City", "MO", "64105", 39099700, -94578600, "816", central, 1150}
	omaha       = city{"Omaha", "NE", "68102", 41256500, -95934500, "402", central, 1050}
	desMoines   = city{"Des Moines", "IA", "50309", 41586800, -93625000, "515", central, 1000}
	madison     = city{"Madison", "WI", "53703", 43073100, -89401200, "608", central, 1400}
	minneapolis = city{"Minneapolis", "MN", "55401", 44977800, -93265000, "612", central, 1350}
	austin      = city{"Austin", "TX", "78701", 30267200, -97743100, "512", central, 1500}
	sanAntonio  = city{"San Antonio", "TX", "78205", 29424100, -98493600, "210", central, 1150}
	denver      = city{"Denver", "CO", "80202", 39739200, -104990300, "303", mountain, 1650}
	albuquerque = city{"Albuquerque", "NM", "87102", 35084400, -106650400, "505", mountain, 1050}
)

const (
	pacific  = "America/Los_Angeles"
	mountain = "America/Denver"
	central  = "America/Chicago"
)

// block is a number of like units.
type block struct {
	form      string
	count     int
	bedrooms  int
	bathrooms string
	feet      int
	rate      int // dollars a square foot and year, for space that is not lived in
}

func flats(count, bedrooms int, bathrooms string, feet int) block {
	return block{form: "apartment", count: count, bedrooms: bedrooms, bathrooms: bathrooms, feet: feet}
}

func homes(form string, count, bedrooms int, bathrooms string, feet int) block {
	return block{form: form, count: count, bedrooms: bedrooms, bathrooms: bathrooms, feet: feet}
}

func space(form string, count, feet, rate int) block {
	return block{form: form, count: count, feet: feet, rate: rate}
}

// site is a property as it is planned.
type site struct {
	name, kind, street string
	city               *city
	built              int
	perFloor           int // 0: everything at ground level
	blocks             []block
}

// company is a demo organization as it is planned.
type company struct {
	slug, name, domain, plan, zone string
	staff                          []SignIn
	sites                          []site
	owners                         []string
	evictions                      int
}

var companies = []company{
	{
		slug: "demo-harbor", name: "Harbor Demo Management", domain: "harbor.demo.example", plan: "professional", zone: pacific,
		evictions: 1,
		staff: []SignIn{
			{FirstName: "Ada", LastName: "Demosworth", Role: tenancy.RoleAdmin},
			{FirstName: "Marcus", LastName: "Samplewood", Role: tenancy.RoleManager},
			{FirstName: "Irene", LastName: "Ledgerly", Role: tenancy.RoleAccountant},
		},
		owners: []string{
			"Sample Sound Holdings LLC", "Example Pacific Partners LP", "Nora Placeholder", "Inventia Family Trust",
			"Demo Coast REIT Inc.", "Theodore Fabelman", "Mock Harbor Ventures LLC", "Lena Testwell",
		},
		sites: []site{
			{
				"Gullwing Apartments", "residential", "1200 Sample Pier Street", &seattle, 1998, 12,
				[]block{flats(14, 0, "1", 470), flats(32, 1, "1", 680), flats(18, 2, "2", 960), space("garage", 6, 220, 10)},
			},
			{
				"Lantern Point Lofts", "mixed_use", "455 Demonstration Avenue", &seattle, 2012, 8,
				[]block{flats(12, 0, "1", 510), flats(22, 1, "1", 720), flats(8, 2, "2", 1040), space("commercial_space", 4, 1500, 34)},
			},
			{
				"Foss Quay Flats", "residential", "88 Example Wharf Road", &tacoma, 1986, 10,
				[]block{flats(26, 1, "1", 650), flats(22, 2, "1.5", 880), flats(4, 3, "2", 1180)},
			},
			{
				"Rosewater Court", "residential", "2310 Placeholder Lane", &portland, 1974, 8,
				[]block{flats(6, 0, "1", 440), flats(24, 1, "1", 640), flats(14, 2, "1", 850)},
			},
			{
				"Alder Row Townhomes", "residential", "17 Fictional Circle", &portland, 2006, 0,
				[]block{homes("townhouse", 16, 3, "2.5", 1480)},
			},
			{
				"Capitol Arbor", "residential", "901 Imaginary Boulevard", &sacramento, 1991, 10,
				[]block{flats(24, 1, "1", 670), flats(20, 2, "2", 930), space("garage", 4, 210, 8)},
			},
			{
				"Mission Terrace", "residential", "3600 Pretend Canyon Drive", &sanDiego, 2003, 9,
				[]block{flats(27, 1, "1", 690), flats(22, 2, "2", 980), flats(6, 3, "2", 1240)},
			},
			{
				"Bayfront Exchange", "commercial", "70 Mockup Plaza", &sanDiego, 2009, 4,
				[]block{space("commercial_space", 12, 1900, 36)},
			},
			{
				"River Birch Village", "residential", "640 Madeup Creek Way", &spokane, 1982, 8,
				[]block{flats(24, 1, "1", 620), flats(26, 2, "1", 860)},
			},
			{"Foothill Duplexes", "residential", "12 Nowhere Ridge", &boise, 1995, 0, []block{homes("duplex", 12, 2, "1.5", 1020)}},
			{
				"Basalt Works", "industrial", "5100 Unreal Freight Road", &tacoma, 1979, 0,
				[]block{space("commercial_space", 6, 4200, 13), space("storage", 8, 160, 14)},
			},
			{
				"Tidewater Houses", "residential", "2 Illustration Street", &tacoma, 1968, 0,
				[]block{homes("house", 1, 3, "2", 1560)},
			},
		},
	},
	{
		slug: "demo-prairie", name: "Prairie Demo Residential", domain: "prairie.demo.example", plan: "essential", zone: central,
		staff: []SignIn{
			{FirstName: "Wendell", LastName: "Trialman", Role: tenancy.RoleAdmin},
			{FirstName: "Simone", LastName: "Exampleton", Role: tenancy.RoleManager},
			{FirstName: "Otis", LastName: "Figures", Role: tenancy.RoleAccountant},
		},
		owners: []string{
			"Sample Plains Capital LLC", "Gertrude Exemplar", "Demo Midland Trust", "Mock Orchard Partners LP",
			"Felix Standin",
		},
		sites: []site{
			{
				"Larkfield Commons", "residential", "1500 Sample Grain Street", &omaha, 1989, 8,
				[]block{flats(18, 1, "1", 660), flats(16, 2, "1", 880), space("garage", 4, 210, 7)},
			},
			{
				"Wheatstone Manor", "residential", "230 Example Mill Road", &desMoines, 1977, 8,
				[]block{flats(4, 0, "1", 450), flats(14, 1, "1", 640), flats(12, 2, "1", 860)},
			},
			{
				"Lakeshore Placeholder House", "mixed_use", "918 Pretend Wacker Court", &chicago, 1926, 6,
				[]block{flats(6, 0, "1", 430), flats(12, 1, "1", 650), flats(6, 2, "1", 900), space("commercial_space", 3, 1250, 31)},
			},
			{
				"Monona Greens", "residential", "47 Imaginary Isthmus Way", &madison, 2001, 6,
				[]block{flats(8, 1, "1", 690), flats(10, 2, "2", 960)},
			},
			{
				"Nicollet Mock Terrace", "residential", "611 Fictional Falls Avenue", &minneapolis, 2015, 6,
				[]block{flats(4, 0, "1", 480), flats(8, 1, "1", 700), flats(4, 2, "2", 990)},
			},
			{
				"Brookside Twin Homes", "residential", "8 Nowhere Prairie Court", &kansasCity, 1999, 0,
				[]block{homes("duplex", 8, 3, "2", 1180)},
			},
			{"Country Club House", "residential", "31 Madeup Elm Street", &kansasCity, 1949, 0, []block{homes("house", 1, 4, "2.5", 2150)}},
			{"West Bottoms Lot", "land", "700 Unreal Siding", &kansasCity, 1960, 0, []block{space("other", 12, 1200, 2)}},
		},
	},
	{
		slug: "demo-juniper", name: "Juniper Demo Homes", domain: "juniper.demo.example", plan: "essential", zone: mountain,
		staff: []SignIn{
			{FirstName: "Carmen", LastName: "Showalter-Demo", Role: tenancy.RoleAdmin},
			{FirstName: "Desmond", LastName: "Tryout", Role: tenancy.RoleManager},
			{FirstName: "Beatrix", LastName: "Balance", Role: tenancy.RoleAccountant},
		},
		owners: []string{"Demo Mesa Homes LLC", "Rosalind Makebelieve", "Sample High Desert LP", "Arthur Placeholder"},
		sites: []site{
			{
				"Pinyon Place", "residential", "400 Sample Mesa Street", &denver, 1984, 6,
				[]block{flats(10, 1, "1", 650), flats(10, 2, "1", 870)},
			},
			{"Zilker Example House", "residential", "5 Fictional Springs Road", &austin, 1962, 0, []block{homes("house", 1, 3, "2", 1620)}},
			{
				"Bluebonnet Townhomes", "residential", "77 Pretend Bluff Lane", &austin, 2010, 0,
				[]block{homes("townhouse", 9, 2, "2.5", 1240)},
			},
			{
				"Alamo Garden Flats", "residential", "1309 Placeholder Paseo", &sanAntonio, 1992, 6,
				[]block{flats(4, 0, "1", 460), flats(10, 1, "1", 640), flats(6, 2, "2", 900)},
			},
			{
				"King William Mock House", "residential", "212 Imaginary Arsenal Street", &sanAntonio, 1938, 0,
				[]block{homes("house", 1, 4, "3", 2380)},
			},
			{
				"Sandia Row", "residential", "64 Nowhere Vista", &albuquerque, 1971, 0,
				[]block{homes("duplex", 6, 2, "1", 960), space("storage", 3, 120, 8)},
			},
		},
	},
}
