// Package sample fills every page with data as it comes in life: ordinary, empty, very full, and with errors. The tests
// of the views draw each of them, and the gallery shows them to a person.
package sample

import (
	"fmt"
	"strings"
	"time"

	"github.com/a-h/templ"

	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/web/view"
)

// Page is one page with its data.
type Page struct {
	Name   string // unique, fit for a file's name
	Status int    // the HTTP status that it comes with
	Body   templ.Component
}

// Hostile is text that must never become markup.
const Hostile = `<img src=x onerror=alert(1)>"'&`

var (
	long  = "The Residences at Willoughby-Featherstonehaugh Landing and Adjacent Carriage Houses, Phase II (North Tower)"
	today = period.New(2026, time.October, 31)
)

func amount(s string) money.Amount { return money.MustParse(s) }

func frame(title string, area view.Area, crumbs ...view.Link) view.Frame {
	return view.Frame{
		Title: title, Area: area, Organization: "Harborlight Property Management", Crumbs: crumbs,
		Person:   view.Person{Name: "Maren Lindqvist", Email: "maren@harborlight.example.com", Role: "manager"},
		Sections: sections(),
	}
}

// sections are all that anybody may open.
func sections() []view.Section {
	var out []view.Section
	for _, m := range view.Menus() {
		out = append(out, m.Section)
	}
	return out
}

var (
	properties = view.Link{Text: "Properties", Href: "/properties"}
	units      = view.Link{Text: "Units", Href: "/units"}
	maple      = view.Link{Text: "Maple Court", Href: "/properties/p1"}
)

// Pages returns all pages with all their data.
func Pages() []Page {
	var out []Page
	out = append(out, outside()...)
	out = append(out, joiningPages()...)
	out = append(out, peoplePages()...)
	out = append(out, organizationPages()...)
	out = append(out, outboxPages()...)
	out = append(out, jobPages()...)
	out = append(out, importPages()...)
	out = append(out, planPages()...)
	out = append(out, exportPages()...)
	out = append(out, dashboards()...)
	out = append(out, propertyPages()...)
	out = append(out, unitPages()...)
	out = append(out, documentPages()...)
	out = append(out, leasePages()...)
	out = append(out, stayPages()...)
	out = append(out, bookPages()...)
	out = append(out, accountPages()...)
	out = append(out, keyPages()...)
	out = append(out, signOnPages()...)
	out = append(out, portalPages()...)
	out = append(out, portfolioPages()...)
	out = append(out, renterPages()...)
	out = append(out, framePages()...)
	out = append(out, componentPages()...)
	out = append(out, auditPages()...)
	return append(out, failurePages()...)
}

func outside() []Page {
	return []Page{
		{"sign-in", 200, view.SignInPage(view.SignIn{})},
		{"sign-in-error", 422, view.SignInPage(view.SignIn{
			Email: "maren@harborlight.example.com", Next: "/units", Message: "That e-mail and password do not go together.",
		})},
		{"sign-in-after-sign-out", 200, view.SignInPage(view.SignIn{SignedOut: true})},
		{"sign-in-throttled", 429, view.SignInPage(view.SignIn{Email: "maren@harborlight.example.com", Throttled: 4 * time.Minute})},
		{"sign-in-hostile", 422, view.SignInPage(view.SignIn{Email: Hostile, Next: Hostile, Message: Hostile, SignedOut: true})},
	}
}

func failurePages() []Page {
	out := make([]Page, 0, 12)
	for _, status := range []int{403, 404, 409, 412, 429, 500, 503} {
		f := view.Failure{Frame: frame("", view.AreaUnits), Status: status}
		if status >= 500 {
			f.TraceID = "4bf92f3577b34da6a3ce929d0e0e4736"
		}
		if status == 429 || status == 503 {
			f.RetryAfter = 30 * time.Second
		}
		out = append(out, Page{fmt.Sprintf("error-%d", status), status, view.FailurePage(f)})
	}
	return append(out,
		Page{"error-404-outside", 404, view.FailurePage(view.Failure{Status: 404})},
		Page{"error-503-outside", 503, view.FailurePage(view.Failure{Status: 503, RetryAfter: 2 * time.Minute})},
		Page{"error-hostile", 500, view.FailurePage(view.Failure{
			Frame: hostileFrame(), Status: 500, Message: Hostile, TraceID: Hostile,
		})},
	)
}

func hostileFrame() view.Frame {
	return view.Frame{
		Title: Hostile, Organization: Hostile, Search: Hostile,
		Person: view.Person{Name: Hostile, Email: Hostile, Role: Hostile},
		Crumbs: []view.Link{{Text: Hostile, Href: "/" + Hostile}},
		Toast: &view.Toast{Text: Hostile, Undo: &view.Undo{
			Action: "/x", Fields: []view.Hidden{{Name: Hostile, Value: Hostile}},
		}},
	}
}

func longFrame(title string, area view.Area, crumbs ...view.Link) view.Frame {
	f := frame(title, area, crumbs...)
	f.Organization = "Willoughby-Featherstonehaugh Residential & Commercial Holdings of Greater New England, LLC"
	f.Person = view.Person{
		Name:  "Dr. Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh y Villalobos",
		Email: "wolfeschlegelsteinhausenbergerdorff.featherstonehaugh@a-very-long-domain-name.example.com", Role: "accountant",
	}
	return f
}

func repeat(s string, n int) string { return strings.TrimSpace(strings.Repeat(s+" ", n)) }
