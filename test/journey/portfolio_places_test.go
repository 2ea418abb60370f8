package journey

import (
	"fmt"
	"strings"
)

// named makes places of a person from pairs of a name and an address.
func named(who string, list ...[2]string) []place {
	out := make([]place, 0, len(list))
	for _, p := range list {
		out = append(out, place{name: p[0], who: who, path: p[1]})
	}
	return out
}

// portfolioPlaces are the pages of owners, groups, availability, time and ground.
func portfolioPlaces(b *tab) []place {
	b.Helper()
	at := func(path, link string) string { return b.linked(demoPerson, path, link) }
	owner := at("/owners", "[data-row-link]")
	property := at("/properties", "[data-row-link]")
	share := strings.TrimSuffix(at(property+"?tab=owners", "a[href$='/change']"), "/change")
	group := at("/groups", "main a[href^='/groups/']")
	vacant := at("/units?status=vacant", "[data-row-link]")
	held := b.linked(ownerPerson, "/portal", "a[href^='/portal/properties/']")
	return append(named(demoPerson, [][2]string{
		{"owners", "/owners"},
		{"owners-none", "/owners?q=zzzz"},
		{"owner", owner},
		{"owner-new", "/owners/new"},
		{"owner-edit", owner + "/edit"},
		{"owner-delete", owner + "/delete"},
		{"property-owners", property + "?tab=owners"},
		{"property-owner-new", property + "/owners/new"},
		{"property-timeline", property + "?tab=timeline"},
		{"property-documents", property + "?tab=documents"},
		{"unit-timeline", vacant + "?tab=timeline"},
		{"unit-holds", vacant + "?tab=holds"},
		{"share-change", share + "/change"},
		{"share-end", share + "/end"},
		{"share-transfer", share + "/transfer"},
		{"groups", "/groups"},
		{"group", group},
		{"group-delete", group + "/delete"},
		{"availability", "/availability"},
		{"properties-map", "/properties?view=map"},
		{"properties-near", "/properties?near=47.6,-122.3&miles=25"},
	}...), place{name: "owner-holding", who: ownerPerson, path: held},
		place{name: "owners-empty", who: emptyPerson, path: "/owners"}, place{name: "groups-empty", who: emptyPerson, path: "/groups"},
		place{name: "availability-empty", who: emptyPerson, path: "/availability"})
}

// documentPlaces are the pages of files, and those of bringing in what another system exported.
func documentPlaces(b *tab) []place {
	b.Helper()
	paper := b.linked(demoPerson, "/documents?q=emergency", "[data-row-link]")
	picture := b.linked(demoPerson, "/documents?type=photo", "[data-row-link]")
	b.enter(importPerson)
	b.send("internal/domain/intake/rentroll/testdata/appfolio-rent-roll.csv")
	done := strings.TrimSuffix(b.where(), "?again=1")
	return append(named(demoPerson, [][2]string{
		{"documents", "/documents"},
		{"documents-none", "/documents?q=zzzz"},
		{"document-new", "/documents/new"},
		{"document-paper", paper},
		{"document-picture", picture},
		{"document-edit", paper + "/edit"},
		{"imports", "/imports"},
		{"import-new", "/imports/new"},
	}...), append(named(importPerson, [][2]string{{"imports-some", "/imports"}, {"import", done}, {"import-undo", done + "/undo"}}...),
		place{name: "documents-empty", who: emptyPerson, path: "/documents"})...)
}

// stayPlaces are the pages of tenancies from move-in to the disposition of the deposits.
func stayPlaces(b *tab) []place {
	b.Helper()
	at := func(path, link string) string { return b.linked(demoPerson, path, link) }
	leaving := at("/tenancies?stage=notice", "[data-row-link]")
	current := at("/tenancies?stage=current", "[data-row-link]")
	disposition := at("/move-outs", "a[href^='/dispositions/']")
	former := at(disposition, "a[href^='/tenancies/']")
	out := named(demoPerson, [][2]string{
		{"tenancies", "/tenancies"},
		{"tenancies-none", "/tenancies?q=zzzz"},
		{"tenancy", current},
		{"tenancy-leaving", leaving},
		{"tenancy-former", former},
		{"inspection", at(former, "a[href^='/inspections/']")},
		{"disposition", disposition},
		{"renewals", "/renewals"},
		{"renewals-new", at("/renewals", "a[href^='/renewals/new']")},
		{"move-outs", "/move-outs"},
	}...)
	b.enter(demoPerson)
	b.open(current)
	for _, act := range value[[]string](b, `[...new Set([...document.querySelectorAll("main a[href*='/act?do=']")].map(a => a.getAttribute("href")))]`) {
		_, what, _ := strings.Cut(act, "do=")
		out = append(out, place{name: "tenancy-act-" + what, who: demoPerson, path: act})
	}
	return append(out, place{name: "tenancies-empty", who: emptyPerson, path: "/tenancies"},
		place{name: "renewals-empty", who: emptyPerson, path: "/renewals"}, place{name: "move-outs-empty", who: emptyPerson, path: "/move-outs"})
}

// ownerPerson owns some of the demo's properties.
const ownerPerson = "owner@harbor.demo.example"

// linked opens a page as somebody and returns where a link on it leads.
func (b *tab) linked(who, path, link string) string {
	b.Helper()
	b.enter(who)
	b.open(path)
	href := value[string](b, fmt.Sprintf(`document.querySelector(%q)?.getAttribute("href") ?? ""`, link))
	if href == "" {
		b.Fatalf("%s shows no %s: %s", path, link, b.text("main"))
	}
	return href
}
