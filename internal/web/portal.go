package web

import (
	"strings"
	"time"

	"github.com/propertyos/propertyos/internal/domain/maintenance"
	"github.com/propertyos/propertyos/internal/tenancy"
	"github.com/propertyos/propertyos/internal/web/message"
	"github.com/propertyos/propertyos/internal/web/view"
)

func (s *site) portalRoutes() map[string]handler {
	return map[string]handler{
		"GET /portal": s.portal,
	}
}

// portal shows a renter, owner or vendor what is their own.
func (s *site) portal(r *request) error {
	switch r.p.Role {
	case tenancy.RoleOwner:
		return s.holdings(r)
	case tenancy.RoleVendor:
		return s.work(r)
	default:
		return s.homes(r)
	}
}

func (s *site) homes(r *request) error {
	list, err := s.Leases.Homes(r.Context(), r.p)
	if err != nil {
		return err
	}
	news, err := s.news(r)
	if err != nil {
		return err
	}
	offers, err := s.openOffers(r)
	if err != nil {
		return err
	}
	m := view.Portal{Frame: r.frame(message.T(r.Context(), "My home"), view.AreaPortal), News: news, Offers: offers}
	for _, h := range list {
		home := view.PortalHome{
			LeaseID: h.LeaseID.String(),
			Unit:    h.Number, Address: addressLines(h.Address), Status: h.Status, Start: h.Start, End: h.End, MovedIn: h.MovedInOn, Rent: h.MonthlyRent,
		}
		for _, p := range h.People {
			home.People = append(home.People, view.PortalPerson(p))
		}
		m.Homes = append(m.Homes, home)
	}
	return s.page(r, view.PortalPage(m))
}

func (s *site) holdings(r *request) error {
	list, err := s.Owners.Holdings(r.Context(), r.p)
	if err != nil {
		return err
	}
	m := view.Portal{Frame: r.frame(message.T(r.Context(), "My properties"), view.AreaPortal)}
	for _, h := range list {
		m.Holdings = append(m.Holdings, view.PortalHolding{
			ID: h.PropertyID.String(), Name: h.Name, Address: addressLines(h.Address), Share: decimal(h.Share),
			Units: int(h.Units), Occupied: int(h.Occupied),
		})
	}
	return s.page(r, view.PortalPage(m))
}

func (s *site) work(r *request) error {
	list, err := s.Maintenance.OpenWork(r.Context(), r.p)
	if err != nil {
		return err
	}
	m := view.Portal{Frame: r.frame(message.T(r.Context(), "My work"), view.AreaPortal)}
	for _, w := range list {
		m.Work = append(m.Work, view.PortalWork{
			Title: w.Title, Instructions: strings.TrimSpace(w.Instructions), Priority: w.Priority, Status: w.Status,
			Unit: w.Unit, Address: addressLines(w.Address), When: appointment(w, r.zone),
		})
	}
	return s.page(r, view.PortalPage(m))
}

// appointment tells when work is to be done, "3 Mar 2026, 09:00–11:00" in a zone; "" where no time is set.
func appointment(w maintenance.Work, zone *time.Location) string {
	const day, clock = "2 Jan 2006", "15:04"
	if w.From == nil {
		return ""
	}
	from := w.From.In(zone)
	out := from.Format(day + ", " + clock)
	if w.To == nil {
		return out
	}
	to := w.To.In(zone)
	if to.Format(day) != from.Format(day) {
		return out + " – " + to.Format(day+", "+clock)
	}
	return out + "–" + to.Format(clock)
}
