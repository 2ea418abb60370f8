package web

import (
	"slices"

	"github.com/propertyos/propertyos/internal/domain/leasing"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/tenancy"
	"github.com/propertyos/propertyos/internal/web/message"
	"github.com/propertyos/propertyos/internal/web/view"
)

func (s *site) ownOfferRoutes() map[string]handler {
	return map[string]handler{
		"GET /portal/offers/{id}":  s.ownOffer,
		"POST /portal/offers/{id}": s.answerOffer,
	}
}

func (r *request) ownOfferView(o leasing.OwnOffer) view.PortalOffer {
	return view.PortalOffer{
		ID: o.ID.String(), Status: o.Status, Message: o.Message, Start: o.Start, End: o.End, RespondBy: o.RespondBy, Rent: o.MonthlyRent, Now: o.CurrentRent,
	}
}

// openOffers are the offers that a renter can answer.
func (s *site) openOffers(r *request) ([]view.PortalOffer, error) {
	if r.p.Role != tenancy.RoleRenter {
		return nil, nil
	}
	list, err := s.Portal.Offers(r.Context(), r.p)
	var out []view.PortalOffer
	for _, o := range list {
		if o.Status == leasing.OfferSent {
			out = append(out, r.ownOfferView(o))
		}
	}
	return out, err
}

func (s *site) ownOffer(r *request) error {
	at, err := r.pathID()
	if err != nil {
		return err
	}
	list, err := s.Portal.Offers(r.Context(), r.p)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(list, func(o leasing.OwnOffer) bool { return o.ID == at })
	if i < 0 {
		return fault.ErrNotFound
	}
	m := r.ownOfferView(list[i])
	m.Frame, m.Key = r.frame(message.T(r.Context(), "Renewal offer"), view.AreaPortal, homeCrumb(r)), newKey(r)
	homes, err := s.Leases.Homes(r.Context(), r.p)
	if err != nil {
		return err
	}
	for _, h := range homes {
		if h.LeaseID == list[i].LeaseID {
			m.Title = homeTitle(r, h)
		}
	}
	if m.Title == "" {
		m.Title = message.T(r.Context(), "The terms")
	}
	return s.page(r, view.PortalOfferPage(m))
}

func (s *site) answerOffer(r *request) error {
	at, err := r.pathID()
	if err != nil {
		return err
	}
	accept := r.text("do") == "accept"
	if !accept && r.text("do") != "decline" {
		return fault.New(fault.Invalid, "step_unknown", "Choose a step.")
	}
	if _, err := s.Portal.AnswerOffer(r.Context(), r.p, r.key("portal.offer.answer"), at, accept); err != nil {
		return err
	}
	said := message.T(r.Context(), "The offer was declined.")
	if accept {
		said = message.T(r.Context(), "The offer was accepted.")
	}
	s.tell(r, said, "")
	return r.see("/portal/offers/" + at.String())
}
