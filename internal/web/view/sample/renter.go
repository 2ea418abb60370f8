package sample

import (
	"time"

	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/web/view"
)

var rentersCrumb = view.Link{Text: "Renters", Href: "/renters"}

func renterPages() []Page {
	empty := view.RenterList{Frame: frame("Renters", view.AreaRenters), Write: true}
	none := empty
	none.Filter = view.RenterFilter{Q: "nobody"}
	deleted := ordinaryRenter()
	deleted.Deleted = true
	wrong := ordinaryRenter()
	wrong.Errors = view.FieldErrors{"phone": "This is required."}
	return []Page{
		{"renters", 200, view.RentersPage(renterList())},
		{"renters-empty", 200, view.RentersPage(empty)},
		{"renters-none-found", 200, view.RentersPage(none)},
		{"renter", 200, view.RenterPage(ordinaryRenter())},
		{"renter-deleted", 200, view.RenterPage(deleted)},
		{"renter-contact-error", 422, view.RenterPage(wrong)},
		{"renter-bare", 200, view.RenterPage(view.RenterDetail{Frame: frame("Ana Lopez", view.AreaRenters, rentersCrumb), ID: "r1", Kind: "person"})},
		{"renter-hostile", 200, view.RenterPage(hostileRenter())},
		{"renter-form", 422, view.PlainFormPage(renterForm())},
		{"renter-reveal", 200, view.RevealPage(view.RevealForm{Frame: frame("Reveal: Social Security number", view.AreaRenters, rentersCrumb), RenterID: "r1", Name: "Ana Lopez", Field: "ssn"})},
		{"renter-revealed", 200, view.RevealedPage(view.Revealed{Frame: frame("Social Security number", view.AreaRenters, rentersCrumb), RenterID: "r1", Field: "ssn", Value: "900-00-0001"})},
		{"renter-delete-refused", 200, view.ConfirmPage(view.Confirm{
			Frame: frame("Delete renter", view.AreaRenters), Title: "Ana Lopez cannot be deleted",
			Refused: "Maple Court, unit 204.",
			Action:  "/renters/r1/delete", Back: "/renters/r1",
		})},
		{"announcements", 200, view.AnnouncementsPage(announcementList())},
		{"announcements-empty", 200, view.AnnouncementsPage(view.AnnouncementList{Frame: frame("Announcements", view.AreaAnnouncements), Write: true})},
		{"templates", 200, view.TemplatesPage(view.TemplateList{Frame: templateFrame("Templates"), Write: true, Rows: templateRows()})},
		{"templates-empty", 200, view.TemplatesPage(view.TemplateList{Frame: templateFrame("Templates"), Write: true})},
		{"template", 200, view.TemplatePage(templateForm())},
		{"template-error", 422, view.TemplatePage(wrongTemplate())},
		{"paper-choice", 200, view.PaperChoicePage(view.PaperChoice{Frame: frame("Print the lease", view.AreaRenters), LeaseID: "l1", Rows: templateRows()})},
		{"paper-choice-keep", 200, view.PaperChoicePage(view.PaperChoice{Frame: frame("Print the lease", view.AreaLeasing), LeaseID: "l1", Rows: templateRows(), Keep: true})},
		{"paper-choice-begin", 200, view.PaperChoicePage(view.PaperChoice{Frame: frame("Print the lease", view.AreaLeasing), LeaseID: "l1", AddTemplate: true})},
		{"portal-offer", 200, view.PortalOfferPage(portalOffer("sent"))},
		{"portal-offer-accepted", 200, view.PortalOfferPage(portalOffer("accepted"))},
		{"portal-offered", 200, view.PortalPage(view.Portal{Frame: portalFrame("My home", "tenant"), Offers: []view.PortalOffer{portalOffer("sent")}})},
		{"paper-choice-empty", 200, view.PaperChoicePage(view.PaperChoice{Frame: frame("Print the lease", view.AreaRenters), LeaseID: "l1"})},
		{"portal-lease", 200, view.PortalLeasePage(portalLease())},
		{"portal-lease-bare", 200, view.PortalLeasePage(view.PortalLease{Frame: portalFrame("My lease", "tenant"), Status: "expired", NoticeDays: 1, Start: today, Ended: true})},
		{"portal-household", 200, view.PortalHouseholdPage(portalHousehold())},
		{"portal-household-empty", 200, view.PortalHouseholdPage(view.PortalHousehold{Frame: portalFrame("My household", "tenant")})},
		{"portal-notice", 200, view.PortalNoticePage(portalNotices())},
		{"portal-notice-empty", 200, view.PortalNoticePage(view.PortalNotices{Frame: portalFrame("Notice to leave", "tenant")})},
	}
}

func renterList() view.RenterList {
	return view.RenterList{Frame: frame("Renters", view.AreaRenters), Write: true, Page: view.Page{Next: "n"}, Rows: []view.RenterRow{
		{ID: "r1", Name: "Ana Lopez", Email: "ana@example.com", Phone: "+1 614 555 0134", Home: "Maple Court · Unit 204", Role: "renter", Status: "active", SignsIn: true},
		{ID: "r2", Name: "Sam Reed", Home: "Maple Court · Unit 204", Role: "guarantor", Status: "active"},
		{ID: "r3", Name: "Riverside Dental, LLC", Email: "office@riverside.example.com", Home: long + " · Unit 9", Role: "renter", Status: "pending"},
		{ID: "r4", Name: repeat("Willoughby-Featherstonehaugh", 3), Email: "w@example.com", Deleted: true},
	}}
}

func ordinaryRenter() view.RenterDetail {
	rent := amount("1210.00")
	return view.RenterDetail{
		Frame: frame("Ana Lopez", view.AreaRenters, rentersCrumb), ID: "r1", Name: "Ana Lopez", Kind: "person", Email: "ana@example.com",
		Phone: "+1 614 555 0134", Employer: "Harbor Hospital", EmployerPhone: "+1 614 555 0100", Write: true, Reveal: true, SignsIn: true,
		Secrets: []view.RenterSecret{{Field: "ssn", Stored: true, End: "6789"}, {Field: "driver_license"}, {Field: "date_of_birth", Stored: true}, {Field: "income"}},
		Leases: []view.RenterLeaseRow{
			{ID: "l1", UnitID: "u1", Home: "Maple Court · Unit 204", Role: "renter", Status: "active", Start: period.New(2026, time.April, 1), Rent: &rent},
			{ID: "l2", UnitID: "u2", Home: "Elm Street 22", Role: "occupant", Status: "expired", Start: period.New(2024, time.April, 1), End: period.New(2025, time.March, 31)},
		},
		Contacts: []view.ContactRow{{ID: "c1", Name: "Rosa Lopez", Relationship: "Mother", Phone: "+1 614 555 0177", Email: "rosa@example.com"}},
		Invite:   "/settings/invitations/new?kind=tenant&person=r1", Key: "k",
	}
}

func hostileRenter() view.RenterDetail {
	m := ordinaryRenter()
	m.Frame = hostileFrame()
	m.Email, m.Phone, m.Employer, m.Kind = Hostile, Hostile, Hostile, "company"
	m.Contacts = []view.ContactRow{{ID: Hostile, Name: Hostile, Relationship: Hostile, Phone: Hostile, Email: Hostile}}
	return m
}

func renterForm() view.PlainForm {
	return view.PlainForm{
		Frame: frame("Fields", view.AreaRenters, rentersCrumb), Action: "/renters", Verb: "Send off", Back: "/renters",
		Errors: view.FieldErrors{"ssn": "Nine digits, please."},
		Fields: []view.Field{
			{Name: "kind", Label: "Sort", Value: "a", Options: []view.Option{{Value: "a", Label: "Alpha"}, {Value: "b", Label: "Beta"}}},
			{Name: "last_name", Label: "Surname", Value: "Lopez"},
			{Name: "ssn", Label: "Digits", Value: "12", Optional: true, Error: "Nine digits, please.", Help: "Kept safe."},
			{Name: "note", Label: "Remark", Type: "area", Optional: true},
		},
	}
}

func announcementList() view.AnnouncementList {
	return view.AnnouncementList{Frame: frame("Announcements", view.AreaAnnouncements), Write: true, Rows: []view.AnnouncementRow{
		{ID: "a1", Title: "Water off on Tuesday", Body: "From 9 to 11 in the morning, for repairs in the basement.\nPlease fill a jug.", Property: "Maple Court", From: today, To: today.AddDays(3), State: "shown"},
		{ID: "a2", Title: "Snow plan", Body: long, From: today.AddDays(30), State: "planned"},
		{ID: "a3", Title: Hostile, Body: Hostile, Property: Hostile, From: today, To: today, State: "past"},
	}}
}

func templateFrame(title string) view.Frame {
	f := frame(title, view.AreaSettings)
	f.Section = view.SectionTemplates
	return f
}

func templateRows() []view.TemplateRow {
	return []view.TemplateRow{
		{ID: "t1", Name: "Residential lease", Kind: "lease", Saved: "31 Oct 2026, 09:05"},
		{ID: "t2", Name: long, Kind: "addendum", Saved: "1 Oct 2026, 11:00"},
	}
}

func templateForm() view.TemplateForm {
	return view.TemplateForm{
		Frame: templateFrame("Residential lease"), ID: "t1", Version: "3", Write: true, Name: "Residential lease", Kind: "lease",
		Body:  "# Residential lease\n\nFor {{renter.names}}.\n\n- Quiet from 10.\n\n{{deposit.list}}",
		Known: []view.MergeField{{Name: "renter.names", Meaning: "The names of the renters, with commas"}, {Name: "deposit.list", Meaning: "Table: the deposits"}},
		Blocks: []view.PaperBlock{
			{Kind: "title", Text: "Residential lease"},
			{Kind: "heading", Text: "1. Parties"},
			{Text: "For Zoë Nguyễn.\nIn Maple Court."},
			{Kind: "item", Mark: "•", Text: "Quiet from 10."},
			{Kind: "table", Rows: [][]string{{"Bond", "How much"}, {"Surety", "$1,250.00"}, {"Altogether", "$1,250.00"}}, Sum: true},
			{Kind: "page"},
			{Kind: "signature", Text: "Zoë Nguyễn, renter"},
		},
		Versions: []view.TemplateVersion{{Number: "2", When: "31 Oct 2026, 09:05", Who: "Maren Lindqvist"}, {Number: "1", When: "1 Oct 2026, 09:05", Who: "PropertyOS"}},
	}
}

func wrongTemplate() view.TemplateForm {
	m := templateForm()
	m.ID, m.Blocks, m.Versions, m.Body = "", nil, nil, Hostile
	m.Errors = view.FieldErrors{"body": `There is no field "x". The fields are: renter.names, deposit.list.`}
	return m
}

func portalLease() view.PortalLease {
	rent := amount("1210.00")
	return view.PortalLease{
		Frame: portalFrame("My lease", "tenant"), ID: "l1", Status: "active", Start: period.New(2026, time.April, 1), End: period.New(2027, time.March, 31),
		Rent: &rent, DueDay: 1, NoticeDays: 30, Terms: "The renter may use the shed behind the house.\nNo boats.",
		Steps: []view.PortalRent{
			{From: period.New(2026, time.April, 1), To: period.New(2026, time.December, 31), Amount: amount("1210.00"), Frequency: "monthly", Payer: "renter"},
			{From: period.New(2027, time.January, 1), Amount: amount("1250.00"), Frequency: "monthly", Payer: "agency"},
		},
		Charges:  []view.PortalCharge{{What: "Parking space 14", Frequency: "monthly", Amount: amount("75.00")}, {What: long, Frequency: "annually", Amount: amount("-25.00")}},
		Deposits: []view.PortalDeposit{{Kind: "security", Amount: money.MustParse("1210.00")}, {Kind: "key", Amount: amount("50.00")}},
		Documents: []view.PortalDocument{
			{ID: "d1", Name: "Lease Maple Court 204.pdf", On: "31 Mar 2026"},
			{ID: "d2", Name: long, On: "1 Apr 2026", Waits: true},
			{ID: "d3", Name: Hostile, On: "1 Apr 2026", Refused: true},
		},
	}
}

func portalOffer(status string) view.PortalOffer {
	now := amount("1210.00")
	return view.PortalOffer{
		Frame: portalFrame("Renewal offer", "tenant"), ID: "o1", Title: "12 Maple Street, Unit 204", Status: status, Message: "We would be glad.\n" + Hostile, Key: "k",
		Start: period.New(2027, time.April, 1), End: period.New(2028, time.March, 31), RespondBy: period.New(2027, time.February, 1), Rent: amount("1250.00"), Now: &now,
	}
}

func portalHousehold() view.PortalHousehold {
	return view.PortalHousehold{Frame: portalFrame("My household", "tenant"), Key: "k", Homes: []view.PortalHouse{{
		TenancyID: "s1", Title: "12 Maple Street, Unit 204",
		People:   []view.PortalPerson{{Name: "Kateryna Jørgensen", Role: "renter"}, {Name: "Mia Reed", Role: "occupant"}},
		Vehicles: []view.PortalVehicle{{ID: "v1", Name: "Toyota Corolla, Blue, 2019", Plate: "ME 4821 KR", Space: "14"}, {ID: "v2", Name: Hostile}},
	}}, Contacts: []view.ContactRow{{ID: "c1", Name: "Rosa Lopez", Relationship: "Mother", Phone: "+1 614 555 0177"}}}
}

func portalNotices() view.PortalNotices {
	leave := period.New(2026, time.December, 31)
	return view.PortalNotices{
		Frame: portalFrame("Notice to leave", "tenant"),
		Homes: []view.PortalLeaving{{LeaseID: "l1", Title: "12 Maple Street, Unit 204", Days: 30, Open: true}, {LeaseID: "l2", Title: "Garage 4", Days: 1}},
		Given: []view.PortalNotice{
			{ID: "n1", GivenOn: today, LeaveOn: leave, Address: "4 Elm Street\nPortland, ME 04101", Note: "Thank you."},
			{ID: "n2", GivenOn: today, LeaveOn: leave, Confirmed: true},
			{ID: "n3", GivenOn: today, LeaveOn: leave, Withdrawn: true},
		},
	}
}
