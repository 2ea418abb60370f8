package sample

import (
	"fmt"
	"time"

	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/web/view"
)

// portalFrame is the frame of somebody who is not staff.
func portalFrame(title, role string) view.Frame {
	f := frame(title, view.AreaPortal)
	f.Person = view.Person{Name: "Kateryna Jørgensen", Email: "kateryna@example.com", Role: role}
	return f
}

func portalPages() []Page {
	denied := view.Failure{Frame: portalFrame("", "tenant"), Status: 403}
	return []Page{
		{"portal-home", 200, view.PortalPage(view.Portal{Frame: portalFrame("My home", "tenant"), Homes: []view.PortalHome{ordinaryHome()}})},
		{"portal-home-empty", 200, view.PortalPage(view.Portal{Frame: portalFrame("My home", "tenant")})},
		{"portal-home-full", 200, view.PortalPage(fullHomes())},
		{"portal-owner", 200, view.PortalPage(view.Portal{Frame: portalFrame("My properties", "owner"), Holdings: []view.PortalHolding{
			{ID: "p1", Name: "Maple Court", Address: []string{"12 Maple Street", "Portland, ME 04101"}, Share: "50", Units: 64, Occupied: 52},
			{ID: "p2", Name: "Elm Street 22", Address: []string{"22 Elm Street", "Portland, ME 04101"}, Share: "100", Units: 1, Occupied: 1},
			{ID: "p3", Name: "Lot by the river", Share: "12.5"},
		}})},
		{"portal-owner-empty", 200, view.PortalPage(view.Portal{Frame: portalFrame("My properties", "owner")})},
		{"portal-vendor", 200, view.PortalPage(view.Portal{Frame: portalFrame("My work", "vendor"), Work: []view.PortalWork{
			{
				Title: "Water comes through the kitchen ceiling", Priority: "emergency", Status: "assigned", Unit: "204",
				Address: []string{"12 Maple Street", "Portland, ME 04101"}, When: "31 Oct 2026, 14:00–16:00",
				Instructions: "Key box at the back door.\nThe renter works nights: please ring once.",
			},
			{Title: "Paint the stairwell", Priority: "low", Status: "estimate", Address: []string{"22 Elm Street", "Portland, ME 04101"}},
		}})},
		{"portal-vendor-empty", 200, view.PortalPage(view.Portal{Frame: portalFrame("My work", "vendor")})},
		{"portal-denied", 403, view.FailurePage(denied)},
		{"portal-hostile", 200, view.PortalPage(hostilePortal())},
	}
}

func ordinaryHome() view.PortalHome {
	rent := amount("1210.00")
	return view.PortalHome{
		Unit: "204", Address: []string{"12 Maple Street", "Portland, ME 04101"}, Status: "active",
		Start: period.New(2026, time.April, 1), End: period.New(2027, time.March, 31), MovedIn: period.New(2024, time.April, 1), Rent: &rent,
		People: []view.PortalPerson{{Name: "Kateryna Jørgensen", Role: "renter"}, {Name: "Sam Reed", Role: "renter"}, {Name: "Ana Reed", Role: "guarantor"}},
	}
}

func fullHomes() view.Portal {
	f := longFrame("My home", view.AreaPortal)
	f.Person.Role = "tenant"
	m := view.Portal{Frame: f}
	for i := range 3 {
		h := ordinaryHome()
		h.Unit, h.Address, h.End, h.Rent = "PENTHOUSE-NORTH-1204-B", []string{long, "Willoughby-upon-the-Featherstonehaugh, MA 02139"}, period.Date{}, nil
		for n := range 8 {
			h.People = append(h.People, view.PortalPerson{Name: fmt.Sprintf("%s %d", repeat("Willoughby-Featherstonehaugh", 3), n), Role: "occupant"})
		}
		h.MovedIn = period.New(2026, time.Month(i+1), 1)
		m.Homes = append(m.Homes, h)
	}
	return m
}

func hostilePortal() view.Portal {
	f := hostileFrame()
	f.Person.Role = "vendor"
	return view.Portal{Frame: f, Work: []view.PortalWork{{
		Title: Hostile, Instructions: Hostile, Priority: Hostile, Status: Hostile, Unit: Hostile, Address: []string{Hostile, Hostile}, When: Hostile,
	}}}
}
