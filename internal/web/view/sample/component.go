package sample

import (
	"fmt"

	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/web/view"
)

// componentPages show the parts that pages are made of, those too that no page of the product uses yet.
func componentPages() []Page {
	return []Page{
		{"components-controls", 200, view.ControlsGallery(frame("Controls", ""), controls())},
		{"components-charts", 200, view.ChartsGallery(frame("Charts", ""), charts(), shares())},
		{"components-map", 200, view.MapGallery(frame("Map", ""), places())},
		{"components-states", 200, view.StatesGallery(frame("States", ""))},
		{"components-money", 200, view.MoneyGallery(frame("Account of unit 204", ""), statement())},
		{"components-hostile", 200, view.ControlsGallery(hostileFrame(), hostileControls())},
	}
}

func controls() view.Controls {
	c := view.Controls{
		Checks: view.CheckList{Name: "property", Label: "Properties of Tomasz", Help: "Nothing chosen means all of them.", Chosen: []string{"p1", "p3"}},
		Combo:  view.Field{Name: "vendor", Label: "Plumber", Options: []view.Option{{Value: "v1", Label: "Lovelock Plumbing"}, {Value: "v2", Label: "Harbor Electric"}}},
		Date:   view.Field{Name: "move_out", Label: "Moves out on", Type: "date", Value: "2026-11-30", Help: "The last day that rent is due for."},
		Code:   view.Field{Name: "code", Label: "Code", MaxLength: "6", Autofocus: true, Error: "That code has been used. Wait for the next one."},
		Secret: "pos_4Jx0c7QmT2vW9kLhN5rY8sBd1fGz6aEu",
		Steps:  []string{"Choose the file", "Match the columns", "Check", "Bring it in"}, At: 2, Done: 1204, Total: 10000,
		Upload: view.Upload{Action: "/upload", Label: "Insurance certificate", Help: "PDF, up to 10 MB", Accept: "application/pdf"},
	}
	for i, name := range []string{
		"Birch Hill", "Cannery Row Garages", "Elm Street 22", "Harborlight", "Maple Court", "Orchard Square – North", "Pier 9 Offices", long, "Tannery Lofts",
	} {
		c.Checks.Options = append(c.Checks.Options, view.Option{Value: fmt.Sprint("p", i), Label: name})
	}
	return c
}

func hostileControls() view.Controls {
	c := controls()
	c.Checks = view.CheckList{Name: "property", Label: Hostile, Help: Hostile, Error: Hostile, Options: []view.Option{{Value: Hostile, Label: Hostile}}, Chosen: []string{Hostile}}
	c.Combo = view.Field{Name: "vendor", Label: Hostile, Value: Hostile, Options: []view.Option{{Value: Hostile, Label: Hostile}}}
	c.Secret, c.Steps = Hostile, []string{Hostile, Hostile}
	c.Upload.Label, c.Upload.Help, c.Upload.Error, c.Upload.Accept = Hostile, Hostile, Hostile, Hostile
	return c
}

func charts() []view.Chart {
	months := []string{"Nov", "Dec", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct"}
	return []view.Chart{
		{
			ID: "ending", Title: "When do leases end?", Head: "Ends in", Labels: months,
			Series: []view.Series{{Name: "Ending leases", Values: []int64{4, 9, 2, 11, 6, 14, 38, 61, 44, 29, 12, 7}}},
		},
		{
			ID: "moves", Title: "Who moves?", Head: "Moves in", Labels: months,
			Series: []view.Series{
				{Name: "Move-ins", Values: []int64{3, 2, 1, 4, 6, 9, 21, 34, 28, 19, 8, 5}},
				{Name: "Move-outs", Values: []int64{5, 4, 2, 3, 5, 8, 19, 31, 30, 16, 9, 6}},
			},
		},
		{
			ID: "collected", Title: "How much was collected?", Head: "Received in", Labels: months, Money: true, Line: true, Area: true,
			Series: []view.Series{
				{Name: "Collected", Values: []int64{48211050, 49110000, 47320044, 48000000, 50120000, 50310000, 51200000, 52110000, 53020000, 52908811, 53300000, 54108821}},
				{Name: "Charged", Values: []int64{51000000, 51000000, 51200000, 51300000, 52000000, 52200000, 53000000, 53400000, 54000000, 54100000, 54200000, 54900000}},
			},
		},
		{
			ID: "none", Title: "Which requests are open?", Head: "Opened in", Labels: months[:3], Series: []view.Series{{Name: "Requests", Values: []int64{0, 0, 0}}},
		},
	}
}

func shares() []view.Share {
	return []view.Share{
		{Name: "Let", N: 354, Href: "/units?status=occupied"},
		{Name: "Leaving", N: 18, Href: "/units?status=notice"},
		{Name: "Empty", N: 48, Href: "/units?status=vacant"},
		{Name: "Shut", N: 0, Href: "/units?status=down"},
	}
}

func places() []view.Place {
	return []view.Place{
		{Href: "/properties/p1", Name: "Maple Court", More: "118 Maple Avenue, Portland, ME 04102", Latitude: 43.6536, Longitude: -70.2895},
		{Href: "/properties/p2", Name: "Harborlight", More: "4259 Quince Street, Portland, ME 04101", Latitude: 43.6602, Longitude: -70.2510},
		{Href: "/properties/p3", Name: "Orchard Square – North", More: "700 Orchard Street, Bangor, ME 04401", Latitude: 44.8016, Longitude: -68.7712},
		{Href: "/properties/p4", Name: "Tannery Lofts", More: "31 Tannery Lane, Biddeford, ME 04005", Latitude: 43.4926, Longitude: -70.4534},
		{Href: "/properties/p6", Name: "Birch Hill", More: "1 Birch Hill Road, Augusta, ME 04330", Latitude: 44.3106, Longitude: -69.7795},
		{Href: "/properties/p8", Name: "Elm Street 22", More: "22 Elm Street, Saco, ME 04072", Latitude: 43.5009, Longitude: -70.4428},
	}
}

func statement() []view.StatementLine {
	line := func(day int, what, sum string) view.StatementLine {
		return view.StatementLine{On: period.New(2026, 10, day), What: what, Href: fmt.Sprint("/units/u1#", day), Amount: amount(sum)}
	}
	return view.Running(amount("0"), []view.StatementLine{
		line(1, "Rent for October 2026", "1895.00"), line(1, "Parking space 12", "75.00"), line(4, "Card payment", "-1000.00"),
		line(6, "Late fee", "50.00"), line(12, "Bank transfer from Leilani Jørgensen", "-1500.00"), line(20, "Water, metered", "48.12"),
		line(28, "Refund of the late fee", "-50.00"),
	})
}
