package sample

import (
	"fmt"

	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/web/view"
)

func propertyPages() []Page {
	list := propertyList()
	toast := list
	toast.Toast = &view.Toast{Text: "Maple Court was deleted with 64 units.", Undo: &view.Undo{Action: "/properties/p1/restore"}}
	deleted := property("units")
	deleted.Deleted = &view.Deletion{On: period.New(2026, 10, 3), By: "Maren Lindqvist"}
	bare := property("units")
	bare.UnitRows, bare.Units, bare.Occupied, bare.Vacant = nil, 0, 0, 0
	bare.MonthlyRent, bare.MarketRent = amount("0"), amount("0")
	return []Page{
		{"properties", 200, view.PropertiesPage(list)},
		{"properties-columns", 200, view.PropertiesPage(columnsPropertyList())},
		{"properties-map", 200, view.PropertiesPage(mapPropertyList())},
		{"properties-read-only", 200, view.PropertiesPage(readOnlyPropertyList())},
		{"properties-toast", 200, view.PropertiesPage(toast)},
		{"properties-empty", 200, view.PropertiesPage(view.PropertyList{Frame: frame("Properties", view.AreaProperties)})},
		{"properties-no-match", 200, view.PropertiesPage(view.PropertyList{
			Frame: frame("Properties", view.AreaProperties), Filter: view.PropertyFilter{Q: "zzz", Type: "land", Deleted: true, Sort: "-vacant"},
		})},
		{"properties-full", 200, view.PropertiesPage(fullPropertyList())},
		{"properties-hostile", 200, view.PropertiesPage(hostilePropertyList())},
		{"property-units", 200, view.PropertyPage(property("units"))},
		{"property-details", 200, view.PropertyPage(property("details"))},
		{"property-documents", 200, view.PropertyPage(property("documents"))},
		{"property-history", 200, view.PropertyPage(property("history"))},
		{"property-no-units", 200, view.PropertyPage(bare)},
		{"property-deleted", 200, view.PropertyPage(deleted)},
		{"property-full", 200, view.PropertyPage(fullProperty())},
		{"property-hostile", 200, view.PropertyPage(hostileProperty())},
		{"property-new", 200, view.PropertyFormPage(view.PropertyForm{
			Frame: frame("Add property", view.AreaProperties, properties), Values: view.PropertyValues{Status: "active", Country: "US"},
		})},
		{"property-edit", 200, view.PropertyFormPage(propertyForm())},
		{"property-edit-errors", 422, view.PropertyFormPage(propertyFormWithErrors())},
		{"property-edit-conflict", 409, view.PropertyFormPage(propertyFormInConflict())},
		{"property-edit-hostile", 422, view.PropertyFormPage(hostilePropertyForm())},
		{"property-delete", 200, view.DeletePage(view.DeleteConfirm{
			Frame: frame("Delete Maple Court", view.AreaProperties, properties, maple), Kind: "property", ID: "p1", Name: "Maple Court",
			Goes: []string{"64 units", "118 ended leases and drafts", "41 documents"},
		})},
		{"property-delete-refused", 409, view.DeletePage(view.DeleteConfirm{
			Frame: frame("Delete Maple Court", view.AreaProperties, properties, maple), Kind: "property", ID: "p1", Name: "Maple Court",
			Refused: "Three leases are in force. End or move them first.",
			Blocks:  []view.Link{{Text: "Unit 204, Kateryna Jørgensen", Href: "/units/u1"}, {Text: "Unit 311, Amara Okafor", Href: "/units/u2"}},
		})},
		{"property-delete-hostile", 200, view.DeletePage(view.DeleteConfirm{
			Frame: hostileFrame(), Kind: "property", ID: Hostile, Name: Hostile, Goes: []string{Hostile},
		})},
	}
}

func propertyList() view.PropertyList {
	row := func(id, name, address, kind, status string, units, occupied, vacant int, rent string) view.PropertyRow {
		return view.PropertyRow{
			ID: id, Name: name, Address: address, Type: kind, Status: status,
			Units: units, Occupied: occupied, Vacant: vacant, MonthlyRent: amount(rent),
		}
	}
	return view.PropertyList{
		Frame: frame("Properties", view.AreaProperties), Filter: view.PropertyFilter{Sort: "name"},
		Rows: []view.PropertyRow{
			row("p6", "Birch Hill", "1 Birch Hill Road, Augusta, ME 04330", "residential", "active", 40, 37, 3, "49210.00"),
			row("p7", "Cannery Row Garages", "9 Cannery Row, Portland, ME 04101", "commercial", "active", 8, 6, 2, "1140.00"),
			row("p8", "Elm Street 22", "22 Elm Street, Saco, ME 04072", "residential", "active", 1, 1, 0, "2450.00"),
			row("p2", "Harborlight", "4259 Quince Street, Portland, ME 04101", "residential", "active", 48, 40, 8, "61215.50"),
			row("p1", "Maple Court", "118 Maple Avenue, Portland, ME 04102", "residential", "active", 64, 52, 12, "88420.00"),
			row("p3", "Orchard Square – North", "700 Orchard Street, Bangor, ME 04401", "mixed_use", "active", 60, 53, 7, "79904.00"),
			row("p5", "Pier 9 Offices", "9 Commercial Wharf, Portland, ME 04101", "commercial", "active", 12, 8, 4, "41300.00"),
			row("p9", "Route 1 Parcel", "", "land", "inactive", 0, 0, 0, "0"),
			row("p4", "Tannery Lofts", "31 Tannery Lane, Biddeford, ME 04005", "residential", "active", 36, 31, 5, "70125.00"),
		},
		Totals: view.PropertyTotals{Properties: 9, Units: 269, Occupied: 228, Vacant: 41, MonthlyRent: amount("393764.50")},
		Page:   view.Page{}, Export: true, Mapped: true,
	}
}

func columnsPropertyList() view.PropertyList {
	l := propertyList()
	l.Filter.Columns = []string{"units", "rent"}
	return l
}

func mapPropertyList() view.PropertyList {
	l := propertyList()
	l.Filter.View, l.Places = "map", places()
	return l
}

func readOnlyPropertyList() view.PropertyList {
	l := propertyList()
	l.ReadOnly, l.Export, l.Mapped = true, false, false
	return l
}

func fullPropertyList() view.PropertyList {
	l := propertyList()
	l.Frame = longFrame("Properties", view.AreaProperties)
	l.Filter = view.PropertyFilter{Q: "landing", Status: "active", Sort: "-vacant", Deleted: true}
	l.Rows = nil
	for i := range 50 {
		l.Rows = append(l.Rows, view.PropertyRow{
			ID: fmt.Sprint("p", i), Name: long, Address: long + ", Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch, MA 02134-1000",
			Type: "mixed_use", Status: "active", Units: 12480, Occupied: 12479, Vacant: 1, MonthlyRent: amount("-12345678.90"), Deleted: i%7 == 3,
		})
	}
	l.Totals = view.PropertyTotals{Properties: 10000, Units: 1248000, Occupied: 1247990, Vacant: 10, MonthlyRent: amount("-123456789.01")}
	l.Page = view.Page{Next: "bmV4dA", Prev: "cHJldg"}
	return l
}

func hostilePropertyList() view.PropertyList {
	l := propertyList()
	l.Frame = hostileFrame()
	l.Filter = view.PropertyFilter{Q: Hostile, Type: Hostile, Status: Hostile, Sort: Hostile, Columns: []string{Hostile}}
	l.Rows[0] = view.PropertyRow{ID: Hostile, Name: Hostile, Address: Hostile, Type: Hostile, Status: Hostile}
	l.Page = view.Page{Next: Hostile, Prev: Hostile}
	return l
}

func property(tab string) view.PropertyDetail {
	p := view.PropertyDetail{
		Frame: frame("Maple Court", view.AreaProperties, properties), ID: "p1", Name: "Maple Court",
		Type: "residential", Status: "active", Address: []string{"118 Maple Avenue", "Portland, ME 04102"},
		YearBuilt: 1987, SquareFeet: 58200, LotSize: "2.4", Parking: 71, Amenities: []string{"Laundry", "Bike room", "Elevator"},
		Units: 64, Occupied: 52, Vacant: 12, MonthlyRent: amount("88420.00"), MarketRent: amount("109860.00"), Tab: tab,
		UnitRows: unitRows(), UnitPage: view.Page{Next: "bmV4dA"},
		History: history(), Documents: documentsOf(),
	}
	return p
}

func fullProperty() view.PropertyDetail {
	p := property("units")
	p.Frame = longFrame(long, view.AreaProperties, properties)
	p.Name, p.Address = long, []string{long, long, "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch, MA 02134-1000"}
	p.MonthlyRent, p.MarketRent = amount("-12345678.90"), amount("123456789.01")
	p.Units, p.Occupied, p.Vacant = 12480, 12479, 1
	p.UnitRows = fullUnitRows(40)
	return p
}

func hostileProperty() view.PropertyDetail {
	p := property("history")
	p.Frame, p.ID, p.Name, p.Type, p.Status = hostileFrame(), Hostile, Hostile, Hostile, Hostile
	p.Address = []string{Hostile}
	p.History = []view.HistoryEntry{{When: Hostile, Who: Hostile, What: Hostile, More: []string{Hostile}}}
	p.Deleted = &view.Deletion{By: Hostile}
	return p
}

func history() []view.HistoryEntry {
	return []view.HistoryEntry{
		{When: "28 Oct 2026, 14:02", Who: "Maren Lindqvist", What: "Changed details", More: []string{"Parking spaces: 68 → 71", "Amenities: added Bike room"}},
		{When: "3 Mar 2026, 09:47", Who: "Import", What: "Changed status", More: []string{"Status: Inactive → Active"}},
		{When: "3 Mar 2026, 09:47", Who: "Import", What: "Created"},
	}
}

func propertyForm() view.PropertyForm {
	return view.PropertyForm{
		Frame: frame("Edit Maple Court", view.AreaProperties, properties, maple), ID: "p1", Version: "7", Name: "Maple Court",
		Values: view.PropertyValues{
			Name: "Maple Court", Type: "residential", Status: "active", Street1: "118 Maple Avenue", City: "Portland", State: "ME",
			ZipCode: "04102", Country: "US", YearBuilt: "1987", SquareFeet: "58200", LotSize: "2.4", ParkingSpaces: "71",
			Amenities: "Laundry\nBike room\nElevator",
		},
	}
}

func propertyFormWithErrors() view.PropertyForm {
	f := propertyForm()
	f.Values.Name, f.Values.ZipCode, f.Values.YearBuilt = "", "4102", "19870"
	f.Errors = view.FieldErrors{
		"name": "Give the property a name.", "zip_code": "A US ZIP code has five digits, such as 04102.",
		"year_built": "Write a year between 1600 and 2030.",
	}
	return f
}

func propertyFormInConflict() view.PropertyForm {
	f := propertyForm()
	f.Version = "8"
	f.Values.Name = "Maple Court Apartments"
	f.Conflict = &view.Conflict{ChangedBy: "Tomasz Wiśniewski", ChangedAt: "today at 14:02", Rows: []view.ConflictRow{
		{Label: "Name", Saved: "Maple Court", Typed: "Maple Court Apartments"},
		{Label: "Parking spaces", Saved: "68", Typed: "71"},
		{Label: "Lot size", Saved: "2.4", Typed: "2.4"},
	}}
	return f
}

func hostilePropertyForm() view.PropertyForm {
	f := propertyForm()
	f.Frame, f.ID, f.Version, f.Message = hostileFrame(), Hostile, Hostile, Hostile
	f.Values = view.PropertyValues{
		Name: Hostile, Type: Hostile, Status: Hostile, Street1: Hostile, Street2: Hostile, City: Hostile, State: Hostile,
		ZipCode: Hostile, Country: Hostile, YearBuilt: Hostile, SquareFeet: Hostile, LotSize: Hostile, ParkingSpaces: Hostile,
		Amenities: "</textarea>" + Hostile,
	}
	f.Errors = view.FieldErrors{"name": Hostile, "unknown_field": Hostile}
	f.Conflict = &view.Conflict{ChangedBy: Hostile, ChangedAt: Hostile, Rows: []view.ConflictRow{{Label: Hostile, Saved: Hostile, Typed: Hostile}}}
	return f
}
