package sample

import (
	"github.com/propertyos/propertyos/internal/web/view"
)

// framePages show what surrounds pages that have no samples of their own here, and the search.
func framePages() []Page {
	settings := frame("Organization", view.AreaSettings)
	settings.Section = view.SectionOrganization
	account := frame("Sessions", view.AreaAccount)
	account.Section = view.SectionSessions
	portal := frame("Hello, Kateryna", view.AreaPortal)
	portal.Person = view.Person{Name: "Kateryna Jørgensen", Email: "kateryna@jorgensen.example.com", Role: "tenant"}
	portal.Sections = []view.Section{view.SectionProfile, view.SectionSecurity, view.SectionSessions}
	portalAccount := portal
	portalAccount.Title, portalAccount.Area, portalAccount.Section = "Profile", view.AreaAccount, view.SectionProfile
	return []Page{
		{"frame-settings", 200, view.BlankPage(settings)},
		{"frame-account", 200, view.BlankPage(account)},
		{"frame-portal", 200, view.BlankPage(portal)},
		{"frame-portal-account", 200, view.BlankPage(portalAccount)},
		{"search", 200, view.SearchPage(search("maple"))},
		{"search-palette", 200, view.SearchPage(search(""))},
		{"search-alike", 200, view.SearchPage(alikeSearch())},
		{"search-none", 200, view.SearchPage(view.Search{Frame: frame("Search", ""), Q: "zzz"})},
		{"search-full", 200, view.SearchPage(fullSearch())},
		{"search-hostile", 200, view.SearchPage(hostileSearch())},
	}
}

func search(q string) view.Search {
	s := view.Search{Frame: frame("Search", ""), Q: q}
	if q == "" {
		s.Groups = []view.FoundGroup{{Name: "Pages", Hits: []view.Found{
			{Href: "/", Text: "Dashboard", Icon: "layout-dashboard"},
			{Href: "/properties", Text: "Properties", Icon: "building-2"},
			{Href: "/units", Text: "Units", Icon: "door-open"},
			{Href: "/settings/users", Text: "Users", More: "Settings", Icon: "users"},
			{Href: "/account/security", Text: "Security", More: "Account", Icon: "shield"},
		}}}
		return s
	}
	s.Groups = []view.FoundGroup{
		{Name: "Properties", Hits: []view.Found{
			{Href: "/properties/p1", Text: "Maple Court", More: "118 Maple Avenue, Portland, ME 04102", Icon: "building-2"},
		}},
		{Name: "Units", Total: 214, All: "/search?q=maple&kind=unit", Hits: []view.Found{
			{Href: "/units/u1", Text: "Unit 101", More: "Maple Court · Leilani Jørgensen", Icon: "door-open"},
			{Href: "/units/u2", Text: "Unit 102", More: "Maple Court · Valentín Papadopoulos", Icon: "door-open"},
			{Href: "/units/u4", Text: "Unit 104", More: "Maple Court", Icon: "door-open"},
		}},
		{Name: "Renters", Total: 1000, All: "/search?q=maple&kind=renter", Hits: []view.Found{
			{Href: "/units/u2", Text: "Valentín Papadopoulos", More: "Maple Court · Unit 102 · valentin@example.com", Icon: "user"},
		}},
		{Name: "Leases, by rent", Hits: []view.Found{
			{Href: "/units/u1", Text: "1,450.00", More: "Leilani Jørgensen · Maple Court · Unit 101 · Nov 1, 2025", Icon: "key-round"},
		}},
		{Name: "Pages"},
	}
	return s
}

// alikeSearch is the list of one kind, found by a name that was spelled wrong.
func alikeSearch() view.Search {
	return view.Search{Frame: frame("Search", ""), Q: "papadopolus", Kind: "renter", Alike: true, Groups: []view.FoundGroup{{
		Name: "Renters", Hits: []view.Found{
			{Href: "/units/u2", Text: "Valentín Papadopoulos", More: "Maple Court · Unit 102 · valentin@example.com", Icon: "user"},
		},
	}}}
}

func fullSearch() view.Search {
	s := search("maple")
	s.Frame = longFrame("Search", "")
	s.Q = long
	for i := range s.Groups {
		for j := range s.Groups[i].Hits {
			s.Groups[i].Hits[j].Text, s.Groups[i].Hits[j].More = long, long+" · "+long
		}
	}
	return s
}

func hostileSearch() view.Search {
	s := view.Search{Frame: hostileFrame(), Q: Hostile}
	s.Groups = []view.FoundGroup{{Name: Hostile, All: "/units?q=x", Hits: []view.Found{
		{Href: "/units/u1", Text: Hostile, More: Hostile, Icon: "door-open"},
	}}}
	return s
}
