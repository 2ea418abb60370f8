package sample

import (
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/web/view"
)

var tenancies = view.Link{Text: "Tenancies", Href: "/tenancies"}

func rent(s string) *money.Amount {
	a := amount(s)
	return &a
}

func stayRows() []view.StayRow {
	return []view.StayRow{
		{ID: "t1", Unit: "204", Property: "Maple Court", Renter: "Ana Lopez", Status: "occupied", MovedIn: period.New(2025, 4, 1), LeaseEnds: period.New(2027, 3, 31), Rent: rent("1210.00")},
		{ID: "t2", Unit: "12", Property: "Birch Hill", Renter: "Sam Reed", Status: "holdover", Holdover: true, Evicting: true, MovedIn: period.New(2023, 9, 1), LeaseEnds: period.New(2026, 8, 31), Rent: rent("985.50")},
		{ID: "t3", Unit: "", Property: long, Renter: long, Status: "notice_unrented", MovedIn: period.New(2022, 1, 15), Leaves: period.New(2026, 11, 15), Rent: rent("123456.78")},
		{ID: "t4", Unit: "7", Property: "Maple Court", Status: "future"},
	}
}

func stayDetail() view.StayDetail {
	row := stayRows()[1]
	return view.StayDetail{
		Frame: frame("Sam Reed", view.AreaLeasing, tenancies), StayRow: row, UnitID: "u1", EvictionFiled: period.New(2026, 10, 12),
		EvictionNote: "Rent of August and September.", Held: rent("900.00"), Acts: []view.StayAct{
			{Text: "First act", Href: "/tenancies/t2/act?do=inspection"}, {Text: "Second act", Href: "/tenancies/t2/act?do=notice", Primary: true},
		},
		Leases: []view.StayLease{
			{Starts: period.New(2023, 9, 1), Ends: period.New(2025, 8, 31), Rent: rent("950.00"), Status: "expired"},
			{Starts: period.New(2025, 9, 1), Ends: period.New(2026, 8, 31), Rent: rent("985.50"), Status: "terminated", Terminated: period.New(2026, 8, 1), Reason: "New job."},
			{Starts: period.New(2026, 9, 1), Status: "active"},
		},
		People: []view.StayPerson{{Name: "Sam Reed", Role: "renter", Contact: "sam@example.com · 555-0100"}, {Name: "Kim Reed", Role: "occupant"}},
		Notices: []view.StayNotice{
			{ID: "n1", Kind: "to_vacate", By: "renter", Given: period.New(2026, 10, 20), Effective: period.New(2026, 11, 10), Pending: true, CanDrop: true, Short: 9},
			{ID: "n2", Kind: "pay_or_quit", By: "manager", Given: period.New(2026, 9, 5), Served: period.New(2026, 9, 6), Method: "posted", Withdrawn: true},
		},
		Offers: []view.OfferRow{
			{ID: "o1", Status: "sent", Starts: period.New(2026, 12, 1), Ends: period.New(2027, 11, 30), RespondBy: period.New(2026, 11, 15), Rent: amount("1015.00"), Steps: []string{"accept", "decline", "withdraw"}},
			{ID: "o2", Status: "declined", Starts: period.New(2026, 9, 1), Rent: amount("1100.00")},
		},
		Inspections: []view.InspectionRow{
			{ID: "i1", Kind: "move_in", On: period.New(2023, 9, 1), Seen: 26, Total: 26, Done: true}, {ID: "i2", Kind: "periodic", On: period.New(2026, 10, 1), Seen: 4, Total: 26, Charges: amount("120.50")},
		},
		Dispositions: dispositionRows()[:1],
	}
}

func dispositionRows() []view.DispositionRow {
	return []view.DispositionRow{
		{ID: "d1", TenancyID: "t9", Unit: "3", Property: "Maple Court", MovedOut: period.New(2026, 10, 1), Due: period.New(2026, 10, 22), DaysLeft: -9, Held: amount("900.00"), Withheld: amount("300.00")},
		{ID: "d2", TenancyID: "t8", Unit: "", Property: long, MovedOut: period.New(2026, 10, 30), Due: period.New(2026, 11, 20), DaysLeft: 20, Held: amount("1250.00")},
	}
}

func hostileStay() view.StayDetail {
	m := stayDetail()
	m.Frame = hostileFrame()
	m.Renter, m.Property, m.Unit, m.EvictionNote, m.Forwarding, m.Departure, m.Status = Hostile, Hostile, Hostile, Hostile, Hostile, Hostile, Hostile
	m.People = []view.StayPerson{{Name: Hostile, Role: Hostile, Contact: Hostile}}
	m.Leases[0].Reason, m.Leases[0].Terminated, m.Leases[0].Status = Hostile, period.New(2026, 1, 1), Hostile
	m.Notices[0].Kind, m.Notices[0].ID, m.Offers[0].ID, m.Inspections[0].Kind = Hostile, Hostile, Hostile, Hostile
	return m
}

func actForm(errors view.FieldErrors) view.ActForm {
	m := view.ActForm{
		Frame: frame("Third act", view.AreaLeasing, tenancies), Action: "/tenancies/t1/act", Do: "move-out", Key: "k", Intro: "Ends the leases and frees the unit.", Button: "Third act",
		Back: "/tenancies/t1", Errors: errors, Fields: []view.Field{
			{Name: "on", Label: "Field of a day", Type: "date", Value: "2026-11-01", Error: errors["on"]},
			{Name: "kind", Label: "Field of a choice", Options: []view.Option{{Value: "a", Label: "Choice one"}, {Value: "b", Label: "Choice two"}}, Value: "a"},
			{Name: "note", Label: "Field of lines", Type: "area", Optional: true},
		},
	}
	return m
}

func checklistPage(done bool) view.Checklist {
	return view.Checklist{
		Frame: frame("Move-out checklist", view.AreaLeasing, tenancies), ID: "i1", Kind: "move_out", TenancyID: "t1", On: today, Done: done, Charges: amount("120.50"),
		Areas: []view.ChecklistArea{
			{Name: "Porch", Items: []view.ChecklistItem{{ID: "a", Item: "Gate", Condition: "damaged", Note: "Kicked in.", Charge: "120.50"}, {ID: "b", Item: "Keys handed over"}}},
			{Name: "Galley", Items: []view.ChecklistItem{{ID: "c", Item: "Refrigerator", Condition: "good"}}},
		},
	}
}

func dispositionPage(sent bool) view.DispositionDetail {
	m := view.DispositionDetail{
		Frame: frame("Disposition of the deposits", view.AreaLeasing, tenancies), DispositionRow: dispositionRows()[0], Renter: "Ana Lopez",
		Citation: "California Civil Code § 1950.5", Forwarding: "1 Elm Street, Dayton", Items: []view.DeductionRow{{ID: "x", Kind: "damage", Text: "Broken door", Amount: amount("300.00")}},
		Form: view.ActForm{Action: "/dispositions/d1", Do: "add", Button: "Fourth act", Fields: []view.Field{{Name: "description", Label: "Field of words"}, {Name: "amount", Label: "Field of money", Suffix: "USD"}}},
		Send: view.ActForm{Action: "/dispositions/d1", Do: "send", Button: "Fifth act", Fields: []view.Field{{Name: "method", Label: "Field of ways", Options: []view.Option{{Value: "a", Label: "Way one"}}, Value: "a"}}},
	}
	if sent {
		m.Sent = today
	}
	return m
}

func stayPages() []Page {
	board := view.RenewalBoard{
		Frame: frame("Renewals", view.AreaLeasing), Month: "2026-11", Before: "2026-10", After: "2026-12", Name: "November 2026", Columns: []view.RenewalColumn{
			{State: "", Rows: []view.RenewalRow{{TenancyID: "t1", Unit: "204", Property: "Maple Court", Renter: "Ana Lopez", Ends: period.New(2026, 11, 30), Rent: rent("1210.00")}}},
			{State: "sent", Rows: []view.RenewalRow{{TenancyID: "t2", Unit: "12", Property: long, Renter: long, Ends: period.New(2026, 11, 15), Rent: rent("985.50"), Offered: rent("1015.00")}}},
			{State: "leaving", Rows: []view.RenewalRow{{TenancyID: "t3", Unit: "1", Property: "Birch Hill", Renter: "Sam Reed", Ends: period.New(2026, 11, 30), Rent: rent("900.00")}}},
		},
	}
	many := actForm(nil)
	many.Preview = append(board.Columns[1].Rows, view.RenewalRow{TenancyID: "t3", Unit: "1", Property: "Birch Hill", Renter: "Sam Reed", Skip: "notice_open"})
	return []Page{
		{"tenancies", 200, view.StaysPage(view.StayList{Frame: frame("Tenancies", view.AreaLeasing), Rows: stayRows(), Page: view.Page{Next: "x"}})},
		{"tenancies-empty", 200, view.StaysPage(view.StayList{Frame: frame("Tenancies", view.AreaLeasing)})},
		{"tenancies-no-match", 200, view.StaysPage(view.StayList{Frame: frame("Tenancies", view.AreaLeasing), Filter: view.StayFilter{Q: "zzz", State: "holdover"}})},
		{"tenancy", 200, view.StayPage(stayDetail())},
		{"tenancy-new", 200, view.StayPage(view.StayDetail{Frame: frame("Unit 7", view.AreaLeasing, tenancies), StayRow: stayRows()[3], UnitID: "u7"})},
		{"tenancy-hostile", 200, view.StayPage(hostileStay())},
		{"tenancy-act", 200, view.ActPage(actForm(nil))},
		{"tenancy-act-errors", 422, view.ActPage(actForm(view.FieldErrors{"on": "This is before the household moved in."}))},
		{"checklist", 200, view.ChecklistPage(checklistPage(false))},
		{"checklist-done", 200, view.ChecklistPage(checklistPage(true))},
		{"disposition", 200, view.DispositionPage(dispositionPage(false))},
		{"disposition-sent", 200, view.DispositionPage(dispositionPage(true))},
		{"renewals", 200, view.RenewalsPage(board)},
		{"renewals-empty", 200, view.RenewalsPage(view.RenewalBoard{Frame: frame("Renewals", view.AreaLeasing), Month: "2026-11", Before: "2026-10", After: "2026-12", Name: "November 2026"})},
		{"renewals-many", 200, view.ActPage(many)},
		{"move-outs", 200, view.MoveOutsPage(view.MoveOuts{Frame: frame("Move-outs", view.AreaLeasing), Rows: stayRows()[2:3], Open: dispositionRows()})},
		{"move-outs-empty", 200, view.MoveOutsPage(view.MoveOuts{Frame: frame("Move-outs", view.AreaLeasing)})},
	}
}
