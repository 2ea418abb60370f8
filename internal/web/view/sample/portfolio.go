package sample

import (
	"fmt"

	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/web/view"
)

var ownersLink = view.Link{Text: "Owners", Href: "/owners"}

func portfolioPages() []Page {
	shown := ownerDetail()
	shown.TaxID = "12-3456789"
	hostile := ownerDetail()
	hostile.Frame = hostileFrame()
	hostile.ID, hostile.Name, hostile.Email, hostile.Phone, hostile.Frequency, hostile.TaxID = Hostile, Hostile, Hostile, Hostile, Hostile, Hostile
	owned := property("owners")
	owned.Owns, owned.Owned = true, ownership()
	nobody := property("owners")
	nobody.Owns, nobody.Owned = true, &view.Ownership{}
	told := property("timeline")
	told.Happened = happenings()
	held := unit("holds")
	held.Hold = view.HoldForm{Kind: "make_ready", From: "2026-10-31"}
	held.Holds = []view.HoldRow{{ID: "h1", Kind: "make_ready", From: today, To: today.AddDays(13), Reason: "Kitchen is being replaced"}, {ID: "h2", Kind: "model", From: today.AddDays(40)}}
	form := view.OwnerForm{
		Frame: frame("Edit Elm Street Holdings LLC", view.AreaOwners, ownersLink), ID: "o1", Version: "3", LastFour: "6789",
		Values: view.OwnerValues{Name: "", Email: "not an address", Country: "US", Active: "active", Frequency: "monthly", Day: "40", DefaultShare: "50"},
		Errors: view.FieldErrors{"name": "This is required.", "email": "Enter an e-mail address, such as name@example.com.", "distribution_day": "Use a day of the month, 1 to 31."},
	}
	return []Page{
		{"owners", 200, view.OwnersPage(ownerList())},
		{"owners-empty", 200, view.OwnersPage(view.OwnerList{Frame: frame("Owners", view.AreaOwners)})},
		{"owners-no-match", 200, view.OwnersPage(view.OwnerList{Frame: frame("Owners", view.AreaOwners), Filter: view.OwnerFilter{Q: "zzz"}})},
		{"owner", 200, view.OwnerPage(ownerDetail())},
		{"owner-tax-id", 200, view.OwnerPage(shown)},
		{"owner-hostile", 200, view.OwnerPage(hostile)},
		{"owner-edit-errors", 422, view.OwnerFormPage(form)},
		{"property-owners", 200, view.PropertyPage(owned)},
		{"property-owners-none", 200, view.PropertyPage(nobody)},
		{"property-timeline", 200, view.PropertyPage(told)},
		{"unit-holds", 200, view.UnitPage(held)},
		{"share-new", 422, view.ShareFormPage(view.ShareForm{
			Frame: frame("Add share", view.AreaProperties, properties, maple), Act: "new", ID: "p1", Owners: []view.Option{{Value: "o1", Label: "Elm Street Holdings LLC"}},
			Values: view.ShareValues{Percentage: "70", From: "2026-10-31"}, Errors: view.FieldErrors{"percentage": "The shares of this property would exceed 100 percent."},
		})},
		{"share-transfer", 200, view.ShareFormPage(view.ShareForm{
			Frame: frame("Transfer a share", view.AreaProperties, properties, maple), Act: "transfer", ID: "s1", Share: ownership().Shares[0],
			Owners: []view.Option{{Value: "o2", Label: "Quince Partners"}}, Values: view.ShareValues{Percentage: "60", From: "2026-10-31"},
		})},
		{"availability", 200, view.DaysPage(days())},
		{"availability-no-match", 200, view.DaysPage(view.Days{Frame: frame("Availability", view.AreaAvailability), Filter: view.DaysFilter{Q: "zzz"}, From: today, To: today.AddDays(90)})},
		{"groups", 200, view.GroupsPage(view.GroupList{Frame: frame("Groups", view.AreaProperties, properties), Rows: []view.GroupRow{
			{ID: "g1", Name: "North side", Description: "Everything beyond the river", Properties: 4, Units: 128, Occupied: 119}, {ID: "g2", Name: "Fund II", Properties: 1, Units: 64, Occupied: 52},
		}})},
		{"groups-empty", 422, view.GroupsPage(view.GroupList{Frame: frame("Groups", view.AreaProperties, properties), Name: "north side", Errors: view.FieldErrors{"name": "Another group has that name."}})},
		{"group", 200, view.GroupPage(view.GroupDetail{
			Frame: frame("North side", view.AreaProperties, properties), ID: "g1", Version: "1", Name: "North side", Members: []view.Link{maple},
			In: []view.Option{{Value: "p1", Label: "Maple Court"}}, Out: []view.Option{{Value: "p2", Label: "Harborlight"}, {Value: "p3", Label: "Birch Hill"}},
		})},
		{"portal-property", 200, view.HoldingPage(holding())},
	}
}

func ownerList() view.OwnerList {
	m := view.OwnerList{Frame: frame("Owners", view.AreaOwners)}
	for i, name := range []string{"Elm Street Holdings LLC", "Kateryna Jørgensen", "Quince Partners", long} {
		m.Rows = append(m.Rows, view.OwnerRow{ID: fmt.Sprint("o", i), Name: name, Email: "owner@example.com", Phone: "+1 207 555 0134", Properties: 3 - i%3, Active: i != 2, Deleted: i == 3})
	}
	return m
}

func shareRows() []view.ShareRow {
	return []view.ShareRow{
		{ID: "s1", OwnerID: "o1", Owner: "Elm Street Holdings LLC", PropertyID: "p1", Property: "Maple Court", Percentage: "60", From: period.MustParse("2024-07-01"), Runs: true},
		{ID: "s2", OwnerID: "o2", Owner: "Quince Partners", PropertyID: "p1", Property: "Maple Court", Percentage: "40", From: period.MustParse("2020-01-01"), To: period.MustParse("2026-12-31"), Runs: true},
		{ID: "s3", OwnerID: "o1", Owner: "Elm Street Holdings LLC", PropertyID: "p2", Property: "Harborlight", Percentage: "33.34", From: period.MustParse("2019-01-01"), To: period.MustParse("2024-06-30")},
	}
}

func ownerDetail() view.OwnerDetail {
	return view.OwnerDetail{
		Frame: frame("Elm Street Holdings LLC", view.AreaOwners, ownersLink), ID: "o1", Name: "Elm Street Holdings LLC", Email: "owner@example.com",
		Phone: "+1 207 555 0134", Address: []string{"22 Elm Street", "Saco, ME 04072"}, Share: "50", Frequency: "monthly", Day: 15, Active: true,
		SignsIn: true, LastFour: "6789", Reveals: true, Shares: shareRows(),
	}
}

func ownership() *view.Ownership {
	return &view.Ownership{Shares: shareRows(), Held: "100", Gaps: []view.GapRow{{From: period.MustParse("2027-01-01"), Missing: "40"}}}
}

func happenings() []view.Happening {
	return []view.Happening{
		{When: "31 Oct 2026, 09:12", What: "Changed", More: []string{"Market rent: 1,200.00 → 1,250.00", "Maren Lindqvist"}, Unit: "204", Href: "/units/u1"},
		{When: "12 Oct 2026, 16:40", What: "Request: Faucet drips", Unit: "204", Href: "/units/u1"},
		{When: "1 Jan 2026", What: "Lease began", More: []string{"1,250.00 a month, to 31 Dec 2026", "Kateryna Jørgensen"}, Unit: "204", Href: "/units/u1"},
		{When: "1 Jan 2026", What: "Moved in", More: []string{"Kateryna Jørgensen"}, Unit: "204", Href: "/units/u1"},
	}
}

func days() view.Days {
	m := view.Days{
		Frame: frame("Availability", view.AreaAvailability), Today: today, From: today, To: today.AddDays(90), Earlier: "2026-10-03", Later: "2026-11-28",
		Properties: []view.Option{{Value: "p1", Label: "Maple Court"}}, Groups: []view.Option{{Value: "g1", Label: "North side"}},
	}
	stretch := func(kind string, from, to int) view.Stretch {
		return view.Stretch{Kind: kind, From: today.AddDays(from), To: today.AddDays(to)}
	}
	for i, list := range [][]view.Stretch{
		{stretch("vacant", 0, 90)},
		{stretch("occupied", 0, 20), stretch("notice", 21, 50), stretch("make_ready", 51, 60), stretch("vacant", 61, 90)},
		{stretch("vacant", 0, 0), stretch("reserved", 1, 30), stretch("occupied", 31, 90)},
		{stretch("down", 0, 90)},
		{stretch("model", 0, 45), stretch("vacant", 46, 90)},
	} {
		row := view.DaysRow{ID: fmt.Sprint("u", i), Number: fmt.Sprint(201 + i), Property: "Maple Court", Rooms: [2]string{"2", "1.5"}, MarketRent: amount("1250"), Stretches: list}
		for _, s := range list {
			if s.Kind == "vacant" && row.Available.IsZero() {
				row.Available = s.From
			}
		}
		m.Rows = append(m.Rows, row)
	}
	return m
}

func holding() view.HoldingDetail {
	return view.HoldingDetail{
		Frame: portalFrame("Maple Court", "owner"), Share: "50", Units: 3, Occupied: 2, Rent: amount("2460"), MarketRent: amount("3750"),
		Rows: []view.HeldUnit{
			{ID: "u1", Number: "201", Status: "occupied", Bedrooms: "2", Bathrooms: "1.5", Leased: true, Rent: amount("1210"), Start: today.AddDays(-300), End: today.AddDays(65)},
			{ID: "u2", Number: "202", Status: "notice", Bedrooms: "2", Bathrooms: "1", Leased: true, Rent: amount("1250"), Start: today.AddDays(-700), Leaves: today.AddDays(30)},
			{ID: "u3", Number: "203", Status: "vacant", Bedrooms: "0"},
		},
		Shares: []view.ShareRow{{Percentage: "50", From: period.MustParse("2024-07-01"), Runs: true}, {Percentage: "25", From: period.MustParse("2020-01-01"), To: period.MustParse("2024-06-30")}},
	}
}
