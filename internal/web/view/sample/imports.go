package sample

import (
	"strconv"

	"github.com/propertyos/propertyos/internal/web/view"
)

func importPages() []Page {
	at := func(title string, crumbs ...view.Link) view.Frame {
		f := frame(title, view.AreaSettings, crumbs...)
		f.Section, f.Person.Role = view.SectionImports, "admin"
		return f
	}
	back := view.Link{Text: "Imports", Href: "/imports"}
	rows := []view.ImportRow{
		{ID: "5", File: "units.csv", State: "waiting", Made: "31 Oct 2026, 11:59"},
		{ID: "4", File: "rent_roll-20261031.csv", State: "imported", Layout: "AppFolio rent roll", Made: "31 Oct 2026, 11:20", AsOf: today, Units: 420, Leases: 372},
		{ID: "3", File: "rentroll.xlsx", State: "running", Made: "31 Oct 2026, 11:10"},
		{ID: "2", File: "list.csv", State: "failed", Made: "31 Oct 2026, 11:00"},
		{ID: "1", File: "old.csv", State: "undone", Layout: "Plain list, one row per unit", Made: "30 Oct 2026, 09:00", AsOf: today, Units: 12, Leases: 9},
	}
	upload := view.Upload{Action: "/imports", Label: "The rent roll", Accept: ".csv,.xlsx", Help: "CSV or Excel, up to 20 MB"}
	layouts := []string{"AppFolio rent roll", "Buildium rent roll", "DoorLoop units and leases", "Yardi-style rent roll", "Plain list, one row per unit"}
	refused := upload
	refused.Error = "The file is Unicode text in the UTF-16 form. Save it as “CSV UTF-8” and import that file."
	seen := importSeen()
	seen.Frame = at("rent_roll-20261031.csv", back)
	wrong := seen
	wrong.Wrong, wrong.Counts = 2, nil
	wrong.Lines = []view.ImportLine{
		{Line: 7, Property: "Harborlight", Unit: "104", Fates: []string{"held"}, Issues: []view.ImportIssue{
			{Column: "Column 13 (Lease To)", Text: "Lease To is a date that does not exist in the calendar.", Error: true},
			{Column: "Column 4 (Tenant)", Text: "The cell looks like a spreadsheet formula; it was kept as text."},
		}},
		{Line: 9, Property: long, Unit: "106", Fates: []string{"held"}, Issues: []view.ImportIssue{{Text: "Unit 106 stands twice in the same property, first on line 8.", Error: true}}},
	}
	result := view.ImportDetail{
		Frame: at("rent_roll-20261031.csv", back), ID: "4", File: "rent_roll-20261031.csv", State: "imported", Layout: "AppFolio rent roll", AsOf: today,
		Made: "31 Oct 2026, 11:20", Counts: seen.Counts, Totals: seen.Totals, Undoable: true,
		Openings: []view.ImportTotal{{Label: "Leases here", Value: "372"}, {Label: "Past due here", Value: "$106,940.52"}, {Label: "Security deposits held here", Value: "$497,366.60"}},
	}
	undone := result
	undone.State, undone.Undoable = "undone", false
	blocked := result
	blocked.Obstacles = []string{"3 units were changed", "1 document was added"}
	return []Page{
		{"imports", 200, view.ImportsPage(view.ImportList{Frame: at("Imports"), Rows: rows, Next: "1"})},
		{"imports-empty", 200, view.ImportsPage(view.ImportList{Frame: at("Imports")})},
		{"imports-hostile", 200, view.ImportsPage(view.ImportList{Frame: hostileFrame(), Rows: []view.ImportRow{{ID: Hostile, File: Hostile, State: Hostile, Layout: Hostile, Made: Hostile}}, Next: Hostile})},
		{"import-new", 200, view.ImportNewPage(view.ImportNew{Frame: at("Import a file", back), Upload: upload, Layouts: layouts})},
		{"import-new-refused", 422, view.ImportNewPage(view.ImportNew{Frame: at("Import a file", back), Upload: refused, Layouts: layouts})},
		{"import-preview", 200, view.ImportPage(seen)},
		{"import-errors", 200, view.ImportPage(wrong)},
		{"import-mapping", 200, view.ImportPage(importMapping(at("list.csv", back)))},
		{"import-running", 200, view.ImportPage(view.ImportDetail{Frame: at("rentroll.xlsx", back), ID: "3", File: "rentroll.xlsx", State: "running", Done: 2310, Total: 5000})},
		{"import-unreadable", 200, view.ImportPage(view.ImportDetail{
			Frame: at("list.csv", back), ID: "2", File: "list.csv", State: "failed", Failure: "Your plan includes 500 units.", Unreadable: "The file has no header row of a known rent roll.",
		})},
		{"import-result", 200, view.ImportPage(result)},
		{"import-undone", 200, view.ImportPage(undone)},
		{"import-undo", 200, view.ImportUndoPage(result)},
		{"import-undo-blocked", 200, view.ImportUndoPage(blocked)},
		{"import-hostile", 200, view.ImportPage(importHostile())},
	}
}

// importSeen is a file that can be confirmed.
func importSeen() view.ImportDetail {
	m := view.ImportDetail{
		ID: "5", File: "rent_roll-20261031.csv", State: "waiting", Layout: "AppFolio rent roll", AsOf: today, Expires: "1 Nov 2026, 11:59", Mapped: true,
		Doubtful: 1, PageAt: 2, PageLast: 5, Found: 434, Problems: []string{"The file gives no market rent for 3 units."},
		AsOfField: &view.Field{Name: "as_of", Label: "The day of the file", Value: "2026-10-31", Type: "date", Help: "It says nothing."},
		Counts: []view.ImportCount{
			{What: "Properties here", Created: 13, Unchanged: 1}, {What: "Units here", Created: 400, Changed: 4, Unchanged: 16}, {What: "Leases here", Created: 372}, {What: "Renters here", Created: 602},
		},
		Totals: []view.ImportTotal{
			{Label: "Properties here", Value: "14"},
			{Label: "Units here", Value: "420"},
			{Label: "Occupied here", Value: "372"},
			{Label: "Vacant here", Value: "48"},
			{Label: "Monthly rent here", Value: "$541,088.21"},
			{Label: "Deposits held here", Value: "$497,366.60"},
			{Label: "Past due here", Value: "$106,940.52"},
		},
	}
	for i := range 12 {
		line := view.ImportLine{Line: 103 + i, Property: "Harborlight", Unit: strconv.Itoa(101 + i), Fates: []string{"new_unit", "new_lease"}}
		switch i {
		case 0:
			line.Fates, line.Unit = []string{"new_property"}, ""
		case 4:
			line.Fates = []string{"unchanged_unit", "unchanged_lease"}
			line.Issues = []view.ImportIssue{{Column: "Column 4 (Tenant)", Text: "The cell holds a line break; it was read as a space."}}
		}
		m.Lines = append(m.Lines, line)
	}
	return m
}

func importMapping(f view.Frame) view.ImportDetail {
	m := view.ImportDetail{
		Frame: f, ID: "6", File: "list.csv", State: "waiting", Errors: view.FieldErrors{"rent": "Choose the column for “Rent”."},
		AsOfField: &view.Field{Name: "as_of", Label: "The day of the file", Type: "date"},
		Columns: []view.ImportColumn{
			{Heading: "Dwelling", Samples: []string{"Oak Hall", "Elm Court"}},
			{Heading: "Door", Samples: []string{"1", "2", "3B"}},
			{Heading: "Lodger", Samples: []string{long}},
			{Heading: "Lodging", Samples: []string{"$1,200.50"}},
			{Heading: "Since"},
		},
	}
	for _, name := range []string{"property", "unit", "renters", "r", "lease_start", "lease_end"} {
		field := view.Field{Name: name, Label: "Holds " + name, Blank: "In none"}
		for _, c := range m.Columns {
			field.Options = append(field.Options, view.Option{Value: c.Heading, Label: c.Heading})
		}
		m.Fields = append(m.Fields, field)
	}
	m.Fields[3].Name, m.Fields[3].Error, m.Fields[3].Autofocus = "rent", "Choose the column for “Rent”.", true
	m.Fields[0].Value, m.Fields[5].Optional = "Dwelling", true
	return m
}

func importHostile() view.ImportDetail {
	m := importMapping(hostileFrame())
	m.ID, m.File, m.Layout, m.Refused, m.Failure, m.Unreadable = Hostile, Hostile, Hostile, Hostile, Hostile, ""
	m.Columns = []view.ImportColumn{{Heading: Hostile, Samples: []string{Hostile, Hostile}}}
	m.Fields[0].Options = []view.Option{{Value: Hostile, Label: Hostile}}
	m.Mapped, m.Problems, m.PageAt, m.PageLast, m.Show = true, []string{Hostile}, 1, 2, "issues"
	m.Counts, m.Totals = []view.ImportCount{{What: Hostile}}, []view.ImportTotal{{Label: Hostile, Value: Hostile}}
	m.Lines = []view.ImportLine{{Line: 1, Property: Hostile, Unit: Hostile, Fates: []string{Hostile}, Issues: []view.ImportIssue{{Column: Hostile, Text: Hostile, Error: true}}}}
	return m
}
