package rentroll

import "testing"

func TestSplitProperty(t *testing.T) {
	t.Parallel()
	cases := []struct {
		text, name, street, city, state, zip string
		doubt                                bool
	}{
		{"A - 100 Main St Tulsa, OK 74104", "A", "100 Main St", "Tulsa", "OK", "74104", false},
		{"A - 100 Main St. St. Paul, MN 55101", "A", "100 Main St.", "St. Paul", "MN", "55101", false},
		{"A - 100 Court Street St. Charles, MO 63301", "A", "100 Court Street", "St. Charles", "MO", "63301", false},
		{"A - 412 Thistle St. Louis, MO 63118", "A", "412 Thistle", "St. Louis", "MO", "63118", true},
		{"A - 100 St. Charles Avenue New Orleans, LA 70130", "A", "100 St. Charles Avenue", "New Orleans", "LA", "70130", false},
		{"A - 100 N. St. Clair Street Toledo, OH 43604", "A", "100 N. St. Clair Street", "Toledo", "OH", "43604", false},
		{"A - 200 North Avenue Chicago, IL 60610", "A", "200 North Avenue", "Chicago", "IL", "60610", false},
		{"A - 100 E Street NW Washington, DC 20001", "A", "100 E Street NW", "Washington", "DC", "20001", false},
		{"A - 1400 K St NW Washington, DC 20005-1234", "A", "1400 K St NW", "Washington", "DC", "20005-1234", false},
		{"A - 200 Avenue B New York, NY 10009", "A", "200 Avenue B", "New York", "NY", "10009", false},
		{"A - 200 Park Avenue South New York, NY 10003", "A", "200 Park Avenue South", "New York", "NY", "10003", true},
		{"A - 9 Oak Lane North Charleston, SC 29405", "A", "9 Oak Lane", "North Charleston", "SC", "29405", false},
		{"A - 9 Oak Lane E. Lansing, MI 48823", "A", "9 Oak Lane", "E. Lansing", "MI", "48823", true},
		{"A - 9 Oak Lane West St. Paul, MN 55118", "A", "9 Oak Lane", "West St. Paul", "MN", "55118", false},
		{"A - 100 Broadway New York, NY 10005", "A", "100 Broadway", "New York", "NY", "10005", false},
		{"A - 100 W Broadway Portland, ME 04101", "A", "100 W Broadway", "Portland", "ME", "04101", false},
		{"A - 5 Highway 61 Memphis, TN 38109", "A", "5 Highway 61", "Memphis", "TN", "38109", false},
		{"A - 5 County Road 12 Tulsa, OK 74104", "A", "5 County Road 12", "Tulsa", "OK", "74104", false},
		{"A - 7 Park Place Court Tulsa, OK 74104", "A", "7 Park Place Court", "Tulsa", "OK", "74104", false},
		{"A - 7 King Street Circle Pines, MN 55014", "A", "7 King Street", "Circle Pines", "MN", "55014", false},
		{"A - 7 Mill Street Washington Court House, OH 43160", "A", "7 Mill Street", "Washington Court House", "OH", "43160", false},
		{"A - 7 Old Court House Road Fairfax, VA 22030", "A", "7 Old Court House Road", "Fairfax", "VA", "22030", true},
		{"A - 7 Elm Street Federal Way, WA 98003", "A", "7 Elm Street", "Federal Way", "WA", "98003", false},
		{"A - 7 Elm Street Suite 200 Tulsa, OK 74104", "A", "7 Elm Street Suite 200", "Tulsa", "OK", "74104", false},
		{"A - 7 Elm Street #4 Tulsa, OK 74104", "A", "7 Elm Street #4", "Tulsa", "OK", "74104", false},
		{"A - 7 Elm Street, Apt 4 Tulsa, OK 74104", "A", "7 Elm Street, Apt 4", "Tulsa", "OK", "74104", false},
		{"A, B & C - 7 Elm Street, Tulsa, OK 74104", "A, B & C", "7 Elm Street", "Tulsa", "OK", "74104", false},
		{"A - B - 12 - 7 Elm Street Tulsa, OK 74104", "A - B", "12 - 7 Elm Street", "Tulsa", "OK", "74104", true},
		{"A - 7 Elm Street - Building 2 Tulsa, OK 74104", "A", "7 Elm Street - Building 2", "Tulsa", "OK", "74104", false},
		{"7 Elm Street Tulsa, OK 74104", "7 Elm Street", "7 Elm Street", "Tulsa", "OK", "74104", false},
		{"A - One Market Plaza San Francisco, CA 94105", "A", "One Market Plaza", "San Francisco", "CA", "94105", false},
		{"A - Elm Street Tulsa, OK 74104", "A", "Elm Street", "Tulsa", "OK", "74104", true},
		{"A - 9 Fox Ridge Springfield, IL 62701", "A", "9 Fox Ridge", "Springfield", "IL", "62701", true},
		{"A - 9 Camino Largo Santa Fe, NM 87501", "A", "9 Camino Largo", "Santa Fe", "NM", "87501", true},
		{"A - 9 Calle Real Baton Rouge, LA 70801", "A", "9 Calle Real", "Baton Rouge", "LA", "70801", true},
		{"A - 9 Elm Street Portland, me 4101", "A", "9 Elm Street", "Portland", "ME", "04101", true},
		{"A - 9 Elm Street Tulsa, XX 74104", "A", "9 Elm Street", "Tulsa", "XX", "74104", true},
		{"A - 9 King Street Toronto, ON M5V 2T6", "A", "9 King Street", "Toronto", "ON", "M5V 2T6", false},
		{"A - 12-14 Rue Street Unit B St. Johnsbury, VT 05819", "A", "12-14 Rue Street Unit B", "St. Johnsbury", "VT", "05819", false},
		{
			"A - 100 Dr. Martin Luther King Jr. Boulevard East Orange, NJ 07018", "A", "100 Dr. Martin Luther King Jr. Boulevard",
			"East Orange", "NJ", "07018", false,
		},
	}
	for _, c := range cases {
		name, a, doubt, ok := splitProperty(c.text)
		if !ok || name != c.name || a.Street != c.street || a.City != c.city || a.State != c.state || a.ZIP != c.zip || (doubt != "") != c.doubt {
			t.Errorf("%s\n got %v %q, %q, %q, %q %q, doubt %q", c.text, ok, name, a.Street, a.City, a.State, a.ZIP, doubt)
		}
	}
	for _, text := range []string{"", "A", "A - 7 Elm Street Tulsa", "A - 7 Elm Street Tulsa, OK", "Tulsa, OK 74104", "A - Tulsa, OK 74104", ", OK 74104"} {
		if _, a, _, ok := splitProperty(text); ok {
			t.Errorf("%q was read as %+v", text, a)
		}
	}
}

func TestPerson(t *testing.T) {
	t.Parallel()
	cases := map[string][2]string{
		"Leilani J. Jørgensen":    {"Leilani J.", "Jørgensen"},
		"Jürgen D. van der Meer":  {"Jürgen D.", "van der Meer"},
		"Olumide Ó Briain":        {"Olumide", "Ó Briain"},
		"Solveig Mac Giolla":      {"Solveig", "Mac Giolla"},
		"Catrin Van Buskirk":      {"Catrin", "Van Buskirk"},
		"Fátima al-Rashidi":       {"Fátima", "al-Rashidi"},
		"María José A. Ben-Ami":   {"María José A.", "Ben-Ami"},
		"Pasquale de la Cruz Jr.": {"Pasquale", "de la Cruz Jr."},
		"Ann O. Lee":              {"Ann O.", "Lee"},
		"John Smith, Jr.":         {"John", "Smith Jr."},
		"Jane Co":                 {"Jane", "Co"},
		"Cher":                    {"", "Cher"},
	}
	for in, want := range cases {
		if r := renter(in, firstLast, false); r.First != want[0] || r.Last != want[1] || r.Display != in || r.Company != "" {
			t.Errorf("%q: %+v", in, r)
		}
	}
	for _, in := range []string{"Halcyon Accounting, Inc.", "Ó Dálaigh Legal Group, P.C.", "Lee & Co.", "Marsh Holdings LP", "Smith, Jones and Cole"} {
		if r := renter(in, firstLast, false); r.Company != in || r.Last != "" {
			t.Errorf("%q: %+v", in, r)
		}
	}
}

func TestParseAmountOfEveryLayout(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"1450": "1450.00", "1,450.00": "1450.00", "$1,450.00": "1450.00", "-75.00": "-75.00",
		"-$75.00": "-75.00", "($50.00)": "-50.00", ".5": "0.50", "0": "0.00", "9,999,999.99": "9999999.99", "10.1000": "10.10",
	} {
		if a, trouble := parseAmount(in, cellLimit); trouble.any() || a.String() != want {
			t.Errorf("%q: %s %+v", in, a, trouble)
		}
	}
	for _, in := range []string{"", "-", "$", "()", "--1", "1.2.3", "1,2", "0x10", "1 000", "٣", "10,000,000.00", "(-5)", "Inf", "1.005"} {
		if a, trouble := parseAmount(in, cellLimit); !trouble.any() {
			t.Errorf("%q was read as %s", in, a)
		}
	}
}
