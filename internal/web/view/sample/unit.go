package sample

import (
	"fmt"

	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/web/view"
)

func unitPages() []Page {
	pastDue := unitList()
	pastDue.Filter = view.UnitFilter{With: "past_due", Sort: "-past_due"}
	pastDue.Rows = pastDue.Rows[:3]
	pastDue.Rows[0].Extra, pastDue.Rows[1].Extra, pastDue.Rows[2].Extra = amount("4812.50"), amount("75.00"), amount("12.40")
	pastDue.Totals.Units, pastDue.Totals.Extra, pastDue.Page = 3, amount("4899.90"), view.Page{}
	vacant := unit("overview")
	vacant.Lease, vacant.Status, vacant.Deposit = nil, "vacant", nil
	deleted := vacant
	deleted.Deleted = &view.Deletion{On: period.New(2026, 10, 3), By: "Maren Lindqvist"}
	return []Page{
		{"units", 200, view.UnitsPage(unitList())},
		{"units-deleted", 200, view.UnitsPage(deletedUnitList())},
		{"units-empty", 200, view.UnitsPage(view.UnitList{Frame: frame("Units", view.AreaUnits)})},
		{"units-no-match", 200, view.UnitsPage(view.UnitList{
			Frame: frame("Units", view.AreaUnits), Filter: view.UnitFilter{Q: "zzz", Status: []string{"down"}}, Properties: propertyOptions(),
		})},
		{"units-past-due", 200, view.UnitsPage(pastDue)},
		{"units-full", 200, view.UnitsPage(fullUnitList())},
		{"units-hostile", 200, view.UnitsPage(hostileUnitList())},
		{"unit", 200, view.UnitPage(unit("overview"))},
		{"unit-vacant", 200, view.UnitPage(vacant)},
		{"unit-history", 200, view.UnitPage(unit("history"))},
		{"unit-deleted", 200, view.UnitPage(deleted)},
		{"unit-full", 200, view.UnitPage(fullUnit())},
		{"unit-hostile", 200, view.UnitPage(hostileUnit())},
		{"unit-new", 200, view.UnitFormPage(view.UnitForm{
			Frame: frame("Add unit", view.AreaUnits, properties, maple), PropertyID: "p1", Property: "Maple Court", Currency: "USD",
			Values: view.UnitValues{Status: "vacant"},
		})},
		{"unit-edit", 200, view.UnitFormPage(unitForm())},
		{"unit-edit-errors", 422, view.UnitFormPage(unitFormWithErrors())},
		{"unit-edit-conflict", 409, view.UnitFormPage(unitFormInConflict())},
		{"unit-edit-hostile", 422, view.UnitFormPage(hostileUnitForm())},
		{"unit-delete", 200, view.DeletePage(view.DeleteConfirm{
			Frame: frame("Delete unit 204", view.AreaUnits, units), Kind: "unit", ID: "u1", Name: "Unit 204 of Maple Court",
			Goes: []string{"2 ended leases", "5 documents"},
		})},
	}
}

func propertyOptions() []view.Option {
	return []view.Option{{Value: "p6", Label: "Birch Hill"}, {Value: "p1", Label: "Maple Court"}, {Value: "p9", Label: long}}
}

func unitRows() []view.UnitRow {
	row := func(id, number, status, kind, beds, baths string, sqft int, market string) view.UnitRow {
		return view.UnitRow{
			ID: id, Number: number, PropertyID: "p1", Property: "Maple Court", Status: status, Type: kind,
			Bedrooms: beds, Bathrooms: baths, SquareFeet: sqft, MarketRent: amount(market),
		}
	}
	let := func(r view.UnitRow, rent, renter string, ends period.Date) view.UnitRow {
		r.Leased, r.Rent, r.Renter, r.LeaseEnds = true, amount(rent), renter, ends
		return r
	}
	return []view.UnitRow{
		let(row("u1", "101", "occupied", "two_bedroom", "2", "2.0", 850, "1930.00"), "1895.00", "Leilani Jørgensen", period.New(2027, 2, 28)),
		let(row("u2", "102", "occupied", "one_bedroom", "1", "1.0", 605, "1575.00"), "1415.00", "Valentín Papadopoulos", period.Date{}),
		let(row("u3", "103", "notice", "one_bedroom", "1", "1.5", 715, "1615.00"), "1590.00", "Amara Okafor", period.New(2026, 11, 30)),
		row("u4", "104", "vacant", "studio", "0", "1.0", 430, "1195.00"),
		row("u5", "105", "down", "two_bedroom", "2", "1.0", 802, "1820.00"),
		row("u6", "201", "reserved", "three_bedroom", "3", "2.0", 1140, "2410.00"),
		row("u7", "Model A", "model", "two_bedroom", "2", "2.0", 850, "1930.00"),
		let(row("u8", "G-3", "occupied", "garage", "", "", 0, "140.00"), "135.00", "Ngozi Adeyemi", period.New(2026, 12, 31)),
		let(row("u9", "C-1", "occupied", "commercial_space", "", "1.0", 2150, "4250.00"), "4250.00", "Lovelock & Daughters, Inc.", period.New(2031, 6, 30)),
	}
}

func unitList() view.UnitList {
	return view.UnitList{
		Frame: frame("Units", view.AreaUnits), Properties: propertyOptions(), Rows: unitRows(),
		Totals: view.UnitTotals{Units: 420, MarketRent: amount("640310.00"), Rent: amount("541088.21")},
		Page:   view.Page{Next: "bmV4dA"}, Export: true,
	}
}

func deletedUnitList() view.UnitList {
	l := unitList()
	l.Filter.Deleted, l.Rows = true, l.Rows[3:6]
	for i := range l.Rows {
		l.Rows[i].Deleted = true
	}
	l.Totals.Units, l.Page = 3, view.Page{}
	return l
}

func fullUnitRows(n int) []view.UnitRow {
	rows := make([]view.UnitRow, 0, n)
	for i := range n {
		r := unitRows()[i%9]
		r.ID, r.Number, r.Property = fmt.Sprint("u", i), fmt.Sprintf("Building-%d/Suite-%04d-B", i/9, i), long
		if r.Leased {
			r.Renter, r.Rent = repeat("Featherstonehaugh", 4), amount("-1234567.89")
		}
		r.MarketRent, r.Extra, r.SquareFeet = amount("12345678.90"), amount("12345678.90"), 1234567
		r.Deleted = i%8 == 7
		rows = append(rows, r)
	}
	return rows
}

func fullUnitList() view.UnitList {
	l := unitList()
	l.Frame = longFrame("Units", view.AreaUnits)
	l.Frame.Search = "Featherstonehaugh"
	l.Filter = view.UnitFilter{Q: "Featherstonehaugh", Status: []string{"occupied", "notice"}, Property: "p9", Bedrooms: "2", With: "deposit", Sort: "-deposit"}
	l.Rows = fullUnitRows(100)
	l.Totals = view.UnitTotals{Units: 10000, MarketRent: amount("1234567890.12"), Rent: amount("-1234567890.12"), Extra: amount("1234567890.12")}
	l.Page = view.Page{Next: "bmV4dA", Prev: "cHJldg"}
	return l
}

func hostileUnitList() view.UnitList {
	l := unitList()
	l.Frame = hostileFrame()
	l.Properties = []view.Option{{Value: Hostile, Label: Hostile}}
	l.Filter = view.UnitFilter{Q: Hostile, Status: []string{Hostile}, Property: Hostile, Bedrooms: Hostile, With: Hostile, Sort: Hostile}
	l.Rows[0] = view.UnitRow{
		ID: Hostile, Number: Hostile, PropertyID: Hostile, Property: Hostile, Status: Hostile, Type: Hostile,
		Bedrooms: Hostile, Bathrooms: Hostile, Leased: true, Renter: Hostile,
	}
	return l
}

func unit(tab string) view.UnitDetail {
	deposit := amount("1895.00")
	return view.UnitDetail{
		Frame: frame("Unit 204", view.AreaUnits, properties, maple), ID: "u1", Number: "204", PropertyID: "p1", Property: "Maple Court",
		Status: "occupied", Type: "two_bedroom", Address: []string{"118 Maple Avenue", "Portland, ME 04102"},
		Floor: "2", Bedrooms: "2", Bathrooms: "1.5", SquareFeet: 850, MarketRent: amount("1930.00"), Deposit: &deposit,
		Amenities: []string{"Balcony", "Dishwasher"}, Tab: tab, History: history(), Documents: documentsOf(),
		Lease: &view.LeaseFacts{
			Status: "active", Renters: []string{"Kateryna Jørgensen", "Leilani Jørgensen"},
			Starts: period.New(2026, 3, 1), Ends: period.New(2027, 2, 28), MovedIn: period.New(2022, 3, 1),
			Rent: amount("1895.00"), Deposit: amount("1895.00"), Balance: amount("4812.50"),
		},
	}
}

func fullUnit() view.UnitDetail {
	u := unit("overview")
	u.Frame = longFrame("Unit Building-12/Suite-0042-B-Annex", view.AreaUnits, properties, view.Link{Text: long, Href: "/properties/p9"})
	u.Property, u.Address = long, []string{long, "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch, MA 02134-1000"}
	u.MarketRent = amount("12345678.90")
	u.Lease.Status, u.Lease.Ends, u.Lease.Rent = "holdover", period.Date{}, amount("12345678.90")
	u.Lease.Renters = []string{repeat("Featherstonehaugh", 6), "A", repeat("Papadopoulos", 8)}
	u.Lease.Balance, u.Lease.Deposit = amount("-12345678.90"), amount("12345678.90")
	return u
}

func hostileUnit() view.UnitDetail {
	u := unit("overview")
	u.Frame, u.ID, u.Number, u.PropertyID, u.Property = hostileFrame(), Hostile, Hostile, Hostile, Hostile
	u.Status, u.Type, u.Floor, u.Bedrooms, u.Bathrooms = Hostile, Hostile, Hostile, Hostile, Hostile
	u.Address, u.Amenities = []string{Hostile}, []string{Hostile}
	u.Lease.Renters, u.Lease.Status = []string{Hostile}, Hostile
	return u
}

func unitForm() view.UnitForm {
	return view.UnitForm{
		Frame: frame("Edit unit 204", view.AreaUnits, properties, maple, view.Link{Text: "Unit 204", Href: "/units/u1"}),
		ID:    "u1", Version: "3", Number: "204", PropertyID: "p1", Property: "Maple Court", Currency: "USD",
		Values: view.UnitValues{
			Number: "204", Form: "apartment", Status: "occupied", Floor: "2", Bedrooms: "2", Bathrooms: "1.5", SquareFeet: "850",
			BaseRent: "1930.00", Deposit: "1895.00", Amenities: "Balcony\nDishwasher",
		},
	}
}

func unitFormWithErrors() view.UnitForm {
	f := unitForm()
	f.ID, f.Frame.Title = "", "Add unit"
	f.Values.BaseRent, f.Values.Bedrooms = "1,930.005", "two"
	f.Errors = view.FieldErrors{
		"number":    "Maple Court already has a unit with this number.",
		"base_rent": "Write an amount with at most two decimals, such as 1930.00.",
		"bedrooms":  "Write a whole number, such as 2.",
	}
	return f
}

func unitFormInConflict() view.UnitForm {
	f := unitForm()
	f.Version = "4"
	f.Conflict = &view.Conflict{Rows: []view.ConflictRow{{Label: "Market rent", Saved: "1980.00", Typed: "1930.00"}, {Label: "Status", Saved: "Occupied", Typed: "Occupied"}}}
	return f
}

func hostileUnitForm() view.UnitForm {
	f := unitForm()
	f.Frame, f.ID, f.Version, f.Message, f.Currency = hostileFrame(), Hostile, Hostile, Hostile, Hostile
	f.Values = view.UnitValues{
		Number: Hostile, Form: Hostile, Status: Hostile, Floor: Hostile, Bedrooms: Hostile, Bathrooms: Hostile,
		SquareFeet: Hostile, BaseRent: Hostile, Deposit: Hostile, Amenities: "</textarea>" + Hostile,
	}
	f.Errors = view.FieldErrors{"base_rent": Hostile, "elsewhere": Hostile}
	return f
}
