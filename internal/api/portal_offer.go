package api

import (
	"context"
	"net/http"
	"time"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/leasing"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/page"
	"github.com/propertyos/propertyos/internal/kernel/period"
)

type ownOfferView struct {
	ID          id.ID         `json:"id"`
	LeaseID     id.ID         `json:"lease_id" doc:"The lease that it would follow."`
	Status      string        `json:"status" enum:"sent,accepted,declined,expired,withdrawn"`
	Start       period.Date   `json:"start_date" example:"2026-12-01"`
	End         *period.Date  `json:"end_date" nullable:"true" doc:"null is month to month." example:"2027-11-30"`
	MonthlyRent money.Amount  `json:"monthly_rent" example:"1250.00"`
	CurrentRent *money.Amount `json:"current_rent" nullable:"true" doc:"null where none is agreed." example:"1210.00"`
	LeaseEnd    *period.Date  `json:"lease_end_date" nullable:"true" doc:"When the lease of today ends." example:"2026-11-30"`
	Message     string        `json:"message"`
	RespondBy   *period.Date  `json:"respond_by" nullable:"true" doc:"The last day on which it can be accepted; null is any." example:"2026-11-15"`
	AnsweredAt  *time.Time    `json:"answered_at"`
	Version     int32         `json:"version" example:"2"`
}

func viewOwnOffer(o leasing.OwnOffer) ownOfferView {
	return ownOfferView{
		o.ID, o.LeaseID, o.Status, o.Start, day(o.End), o.MonthlyRent, o.CurrentRent, day(o.LeaseEnd), o.Message, day(o.RespondBy), utc(o.AnsweredAt), o.Version,
	}
}

func (a *api) ownOfferOperations() []operation {
	const tag, list = "Portal", "/v1/portal/offers"
	codes := []string{"offer_transition", "offer_expired", "lease_not_renewable", "notice_open"}
	return []operation{
		{
			id: "list-own-offers", method: http.MethodGet, needs: authz.HomeRead, path: list, tag: tag, summary: "List the renewal offers to your household",
			doc: "For renters, with the session of their browser. One page holds all, the newest first.", result: pageView[ownOfferView]{}, handle: a.listOwnOffers,
		},
		{
			id: "accept-own-offer", method: http.MethodPost, needs: authz.PortalWrite, path: list + "/{id}/accept", tag: tag, summary: "Accept a renewal offer to your household",
			doc:    "Makes the next lease, which waits for signatures. Whoever of the household answers first answers for all.",
			result: ownOfferView{}, versioned: true, repeatable: true, codes: append([]string{"lease_overlaps"}, codes...), handle: a.answerOwnOffer("portal.offer.accept", true),
		},
		{
			id: "decline-own-offer", method: http.MethodPost, needs: authz.PortalWrite, path: list + "/{id}/decline", tag: tag, summary: "Decline a renewal offer to your household",
			result: ownOfferView{}, versioned: true, repeatable: true, codes: codes, handle: a.answerOwnOffer("portal.offer.decline", false),
		},
	}
}

func (a *api) listOwnOffers(ctx context.Context, c *call) (reply, error) {
	list, err := a.Portal.Offers(ctx, c.principal)
	return reply{body: viewPage(list, page.Page{}, viewOwnOffer)}, err
}

func (a *api) answerOwnOffer(name string, accept bool) func(context.Context, *call) (reply, error) {
	return func(ctx context.Context, c *call) (reply, error) {
		key, err := c.key(name)
		if err != nil {
			return reply{}, err
		}
		o, err := a.Portal.AnswerOffer(ctx, c.principal, key, c.id(), accept)
		return reply{body: viewOwnOffer(o), version: o.Version}, err
	}
}
