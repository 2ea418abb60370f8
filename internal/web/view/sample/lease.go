package sample

import (
	"fmt"

	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/web/view"
)

var leasing = view.Link{Text: "Leasing", Href: "/leases"}

func leasePages() []Page {
	draft := lease("draft", "pending")
	draft.Signed = period.Date{}
	pending := lease("pending", "draft", "active", "cancelled")
	pending.Signable = true
	policies := lease("active", "terminated")
	policies.Tab, policies.Policy = "policies", []view.PolicyLine{
		{Label: "Rent is due on day", Value: "1", Source: "usual"},
		{Label: "Days of grace", Value: "3", Source: "from the organization"},
		{Label: "Late fee: amount", Value: "USD 75.00", Source: "from the property"},
		{Label: "Fee for a returned payment", Value: "none"},
	}
	deleted := draft
	deleted.Deleted = &view.Deletion{On: period.New(2026, 10, 3)}
	errors := leaseForm()
	errors.Errors, errors.Message = view.FieldErrors{"end_date": "The lease must end after it starts.", "email_1": "Use an e-mail address such as name@example.com."}, ""
	choose := view.LeaseForm{Frame: frame("New lease", view.AreaLeasing, leasing), Properties: propertyOptions()}
	part := view.FieldsForm{
		Frame: frame("Leilani Jørgensen", view.AreaLeasing, leasing), Action: "/leases/l1/change", Back: "/leases/l1", Verb: "End",
		Fields: []view.Field{{Name: "to_date", Label: "Last day", Type: "date"}},
		Other:  &view.FieldsForm{Action: "/leases/l1/change", Back: "/leases/l1", Verb: "Remove", Danger: true, Lead: "Only what has had no effect yet can be removed."},
	}
	return []Page{
		{"leases", 200, view.LeasesPage(leaseList())},
		{"leases-empty", 200, view.LeasesPage(view.LeaseList{Frame: frame("Leasing", view.AreaLeasing), MayWrite: true})},
		{"leases-no-match", 200, view.LeasesPage(view.LeaseList{Frame: frame("Leasing", view.AreaLeasing), Filter: view.LeaseFilter{Q: "zzz"}})},
		{"leases-full", 200, view.LeasesPage(fullLeaseList(120))},
		{"leases-hostile", 200, view.LeasesPage(hostileLeaseList())},
		{"lease", 200, view.LeasePage(lease("active", "terminated"))},
		{"lease-draft", 200, view.LeasePage(draft)},
		{"lease-pending", 200, view.LeasePage(pending)},
		{"lease-policies", 200, view.LeasePage(policies)},
		{"lease-deleted", 200, view.LeasePage(deleted)},
		{"lease-hostile", 200, view.LeasePage(hostileLease())},
		{"lease-new", 200, view.LeaseFormPage(leaseForm())},
		{"lease-new-property", 200, view.LeaseFormPage(choose)},
		{"lease-new-errors", 422, view.LeaseFormPage(errors)},
		{"lease-part", 200, view.FieldsPage(part)},
	}
}

func leaseList() view.LeaseList {
	rent, low := amount("1895.00"), amount("1415.00")
	return view.LeaseList{
		Frame: frame("Leasing", view.AreaLeasing), Properties: propertyOptions(), Leases: 412, Rent: amount("541088.21"), MayWrite: true,
		Page: view.Page{Next: "bmV4dA"}, Rows: []view.LeaseListRow{
			{ID: "l1", Renters: "Leilani Jørgensen", Unit: "Unit 101", Property: "Maple Court", Status: "active", Starts: period.New(2026, 3, 1), Ends: period.New(2027, 2, 28), Rent: &rent},
			{ID: "l2", Renters: "Valentín Papadopoulos, Ngozi Adeyemi", Unit: "Unit 102", Property: "Maple Court", Status: "active", Starts: period.New(2024, 8, 1), Rent: &low},
			{ID: "l3", Renters: "Amara Okafor", Unit: "Unit 103", Property: "Maple Court", Status: "holdover", Starts: period.New(2025, 11, 1), Ends: period.New(2026, 10, 31), Rent: &low},
			{ID: "l4", Unit: "Unit 104", Property: "Maple Court", Status: "draft", Starts: period.New(2026, 12, 1), Ends: period.New(2027, 11, 30)},
		},
	}
}

func fullLeaseList(n int) view.LeaseList {
	l := leaseList()
	l.Frame, l.Rows = longFrame("Leasing", view.AreaLeasing), nil
	rent := amount("12345678.90")
	for i := range n {
		r := leaseList().Rows[i%4]
		r.ID, r.Unit, r.Property, r.Renters, r.Rent = fmt.Sprint("l", i), fmt.Sprintf("Building-%d/Suite-%04d-B", i/9, i), long, repeat("Featherstonehaugh", 4), &rent
		l.Rows = append(l.Rows, r)
	}
	return l
}

func hostileLeaseList() view.LeaseList {
	l := leaseList()
	l.Frame, l.Filter = hostileFrame(), view.LeaseFilter{Q: Hostile, Status: []string{Hostile}, Property: Hostile, Unit: Hostile, Kind: Hostile, Ends: Hostile, Sort: Hostile}
	l.Rows = []view.LeaseListRow{{ID: Hostile, Renters: Hostile, Unit: Hostile, Property: Hostile, Status: Hostile}}
	return l
}

func lease(status string, next ...string) view.LeaseDetail {
	rent, deposit, parking, credit := amount("1895.00"), amount("1895.00"), amount("45.00"), amount("-25.00")
	part := func(id, what, sub, when string, a *money.Amount, every string) view.LeasePart {
		return view.LeasePart{ID: id, What: what, Sub: sub, When: when, Amount: a, Every: every, Change: true}
	}
	return view.LeaseDetail{
		Frame: frame("Leilani Jørgensen, Sam Reed", view.AreaLeasing, leasing), ID: "l1", TenancyID: "t1", UnitID: "u1", PropertyID: "p1", Unit: "Unit 101",
		Property: "Maple Court", Status: status, Starts: period.New(2026, 3, 1), Ends: period.New(2027, 2, 28), Rent: &rent, Deposit: &deposit,
		Signed: period.New(2026, 2, 14), Terms: "No boats in the yard.\nSnow is cleared by the renters.", Version: "3", MayWrite: true, Next: next,
		LateFees: "Off until somebody confirms that the lease has a clause for them.", Panels: []view.LeasePanel{
			{Kind: "people", Title: "People", Add: "Add person", Parts: []view.LeasePart{
				part("a", "Leilani Jørgensen", "Renter · 60 % of the rent · leilani@jorgensen.example.com", "from 1 Mar 2026", nil, ""),
				part("b", "Sam Reed", "Renter · 40 % of the rent", "from 1 Mar 2026", nil, ""),
			}},
			{Kind: "rents", Title: "Rent", Add: "Add rent", Parts: []view.LeasePart{
				part("c", "The renters", "", "1 Mar 2026 to 31 Dec 2026", &rent, "Every month"), part("d", "The renters", "Yearly increase", "from 1 Jan 2027", &rent, "Every month"),
			}},
			{Kind: "charges", Title: "Charges and credits", Add: "Add charge", Parts: []view.LeasePart{
				part("e", "Parking space 14", "Charge · Parking", "from 1 Mar 2026", &parking, "Every month"), part("f", "Concession", "Credit", "from 1 Mar 2026", &credit, "Every month"),
			}},
			{Kind: "deposits", Title: "Deposits required", Add: "Add deposit", None: "No deposit is required."},
			{Kind: "animals", Title: "Animals", Add: "Add animal", Parts: []view.LeasePart{part("g", "Rex", "Dog · assistance animal: no charges", "from 1 Mar 2026", nil, "")}},
			{Kind: "vehicles", Title: "Vehicles", None: "No vehicles."},
		},
	}
}

func hostileLease() view.LeaseDetail {
	l := lease(Hostile, Hostile)
	l.Frame, l.ID, l.Unit, l.Property, l.Terms, l.LateFees, l.UnitID, l.PropertyID, l.TenancyID = hostileFrame(), Hostile, Hostile, Hostile, Hostile, Hostile, Hostile, Hostile, Hostile
	l.Panels = []view.LeasePanel{{Kind: "people", Title: Hostile, Add: Hostile, Parts: []view.LeasePart{{ID: Hostile, What: Hostile, Sub: Hostile, When: Hostile, Change: true}}}}
	return l
}

func leaseForm() view.LeaseForm {
	return view.LeaseForm{
		Frame: frame("New lease", view.AreaLeasing, leasing), Property: "Maple Court", Units: []view.Option{{Value: "u4", Label: "Unit 104 · Vacant"}}, Currency: "USD",
		Values: view.LeaseValues{
			Property: "p1", Unit: "u4", Start: "2026-12-01", End: "2026-11-30", Rent: "1450", Find: "rosa", People: []view.LeasePerson{
				{RenterID: "r1", Name: "Leilani Jørgensen", Role: "renter"}, {FirstName: "Sam", LastName: "Reed", Email: "sam@", Role: "renter"},
			},
		}, Found: []view.Option{{Value: "r2", Label: "Rosa Lind · rosa@lind.example.com"}},
	}
}
