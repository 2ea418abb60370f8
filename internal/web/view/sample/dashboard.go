package sample

import (
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/web/view"
)

func dashboards() []Page {
	empty := view.Dashboard{Frame: frame("Dashboard", view.AreaDashboard), AsOf: today}
	quiet := ordinaryDashboard()
	quiet.Ending, quiet.EndingAll, quiet.TopPastDue, quiet.PastDueCount, quiet.Requests = nil, 0, nil, 0, nil
	quiet.Months = months(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1)
	quiet.PastDue = amount("0")
	return []Page{
		{"dashboard", 200, view.DashboardPage(ordinaryDashboard())},
		{"dashboard-empty", 200, view.DashboardPage(empty)},
		{"dashboard-quiet", 200, view.DashboardPage(quiet)},
		{"dashboard-full", 200, view.DashboardPage(fullDashboard())},
		{"dashboard-hostile", 200, view.DashboardPage(hostileDashboard())},
	}
}

func ordinaryDashboard() view.Dashboard {
	return view.Dashboard{
		Frame: frame("Dashboard", view.AreaDashboard), AsOf: today,
		Properties: 14, Units: 420, Occupied: 372, OnNotice: 18, Vacant: 48,
		MonthlyRent: amount("541088.21"), Leases: 372, DepositsHeld: amount("388940.00"), Deposits: 341,
		PastDue: amount("43127.66"), PastDueCount: 57,
		Occupancy: []view.PropertyOccupancy{
			{ID: "p1", Name: "Maple Court", Units: 64, Occupied: 52, Vacant: 12, Rent: amount("88420.00")},
			{ID: "p2", Name: "Harborlight", Units: 48, Occupied: 40, Vacant: 8, Rent: amount("61215.50")},
			{ID: "p3", Name: "Orchard Square – North", Units: 60, Occupied: 53, Vacant: 7, Rent: amount("79904.00")},
			{ID: "p4", Name: "Tannery Lofts", Units: 36, Occupied: 31, Vacant: 5, Rent: amount("70125.00")},
			{ID: "p5", Name: "Pier 9 Offices", Units: 12, Occupied: 8, Vacant: 4, Rent: amount("41300.00")},
			{ID: "p6", Name: "Birch Hill", Units: 40, Occupied: 37, Vacant: 3, Rent: amount("49210.00")},
			{ID: "p7", Name: "Cannery Row Garages", Units: 8, Occupied: 6, Vacant: 2, Rent: amount("1140.00")},
			{ID: "p8", Name: "Elm Street 22", Units: 1, Occupied: 1, Vacant: 0, Rent: amount("2450.00")},
		},
		TopPastDue: []view.Balance{
			{UnitID: "u1", Unit: "204", Property: "Maple Court", Renter: "Kateryna Jørgensen", Due: amount("4812.50")},
			{UnitID: "u2", Unit: "C-1", Property: "Pier 9 Offices", Renter: "Lovelock & Daughters, Inc.", Due: amount("4250.00")},
			{UnitID: "u3", Unit: "311", Property: "Tannery Lofts", Renter: "Valentín Papadopoulos", Due: amount("2975.40")},
			{UnitID: "u4", Unit: "", Property: "Elm Street 22", Renter: "Ngozi Adeyemi", Due: amount("2450.00")},
		},
		Ending: []view.LeaseEnding{
			{UnitID: "u5", Unit: "101", Property: "Harborlight", Renter: "Leilani Lovelock", Ends: period.New(2026, 11, 14), Rent: amount("1930.00")},
			{UnitID: "u6", Unit: "12-B", Property: "Birch Hill", Renter: "Tomasz Wiśniewski", Ends: period.New(2026, 11, 30), Rent: amount("1415.00")},
			{UnitID: "u7", Unit: "307", Property: "Maple Court", Renter: "Amara Okafor", Ends: period.New(2026, 12, 31), Rent: amount("1695.00")},
		},
		EndingAll: 29, Months: months(4, 9, 2, 11, 6, 14, 38, 61, 44, 29, 12, 7),
		Requests: []view.RequestCount{
			{Priority: "emergency", Open: 1}, {Priority: "high", Open: 6}, {Priority: "medium", Open: 22}, {Priority: "low", Open: 9},
		},
	}
}

func months(leases ...int) []view.MonthEnding {
	out := make([]view.MonthEnding, len(leases))
	for i, n := range leases {
		out[i] = view.MonthEnding{First: today.FirstOfMonth().AddMonths(i), Leases: n}
	}
	return out
}

func fullDashboard() view.Dashboard {
	d := ordinaryDashboard()
	d.Frame = longFrame("Dashboard", view.AreaDashboard)
	d.Properties, d.Units, d.Occupied, d.OnNotice, d.Vacant = 1240, 50000, 49999, 2211, 1
	d.MonthlyRent, d.DepositsHeld, d.PastDue = amount("123456789.01"), amount("98765432.10"), amount("-1234567.89")
	d.Leases, d.Deposits, d.PastDueCount, d.EndingAll = 49999, 48120, 10233, 7781
	for i := range d.Occupancy {
		d.Occupancy[i].Name, d.Occupancy[i].Rent = long, amount("12345678.90")
		d.Occupancy[i].Units, d.Occupancy[i].Occupied, d.Occupancy[i].Vacant = 12480, 11207, 1273
	}
	d.Months = months(1204, 9331, 12, 31, 8100, 7011, 0, 0, 6644, 2, 0, 12001)
	for i := range d.TopPastDue {
		d.TopPastDue[i].Renter, d.TopPastDue[i].Property = repeat("Featherstonehaugh", 5), long
		d.TopPastDue[i].Due = amount("1234567.89")
	}
	for i := range d.Ending {
		d.Ending[i].Renter, d.Ending[i].Property, d.Ending[i].Rent = repeat("Featherstonehaugh", 5), long, amount("123456.78")
	}
	return d
}

func hostileDashboard() view.Dashboard {
	d := ordinaryDashboard()
	d.Frame = hostileFrame()
	d.Occupancy[0].Name, d.Occupancy[0].ID = Hostile, Hostile
	d.TopPastDue[0].Renter, d.TopPastDue[0].Unit, d.TopPastDue[0].Property = Hostile, Hostile, Hostile
	d.Ending[0].Renter, d.Ending[0].Unit, d.Ending[0].Property = Hostile, Hostile, Hostile
	d.Requests[0].Priority = Hostile
	return d
}
