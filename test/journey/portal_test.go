package journey

import (
	"strings"
	"testing"
)

// TestPortals: renter, owner and vendor come to what is their own, on a phone and at a desk, and to nothing of the staff's.
func TestPortals(t *testing.T) {
	t.Parallel()
	for email, c := range map[string]struct {
		title, shows string
		links        string
		properties   bool // whether they may open the list of properties
	}{
		"renter@harbor.demo.example": {"My home", "On the lease", "/portal /portal/household /account", false},
		"owner@harbor.demo.example":  {"My properties", "Occupied", "/portal /account", true},
		"vendor@harbor.demo.example": {"My work", "Where", "/portal /account", false},
	} {
		t.Run(email, func(t *testing.T) {
			t.Parallel()
			b := person(t, email)
			b.open("/")
			b.until(`location.pathname === "/portal"`)
			b.says("h1", c.title)
			b.says("main", c.shows)
			if links := value[string](b, `[...document.querySelectorAll("nav[aria-label=Main] a")].map(a => a.pathname).join(" ")`); links != c.links {
				t.Errorf("the sidebar offers %q", links)
			}
			b.open("/account")
			b.says(`.side-menu [aria-current="page"]`, "Profile")
			b.open("/properties/new")
			b.says("main", "403")
			b.open("/properties")
			if said := b.text("main"); strings.Contains(said, "403") == c.properties {
				t.Errorf("the list of properties says %q", said)
			}
			b.lookAround(place{name: "portal-" + strings.ToLower(c.title[3:]), path: "/portal"}, 1440, 390)
		})
	}
	staff := person(t, demoPerson)
	staff.open("/portal")
	staff.until(`location.pathname === "/"`)
}
