package api

import (
	"context"
	"net/http"
	"time"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/leasing"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/tenancy"
)

type renewalOfferView struct {
	ID           id.ID         `json:"id"`
	TenancyID    id.ID         `json:"tenancy_id"`
	LeaseID      id.ID         `json:"lease_id" doc:"The lease that it would follow."`
	BatchID      *id.ID        `json:"batch_id" nullable:"true" doc:"The act that made it together with others."`
	NewLeaseID   *id.ID        `json:"new_lease_id" nullable:"true" doc:"What its acceptance made."`
	PropertyID   id.ID         `json:"property_id"`
	UnitID       id.ID         `json:"unit_id"`
	UnitNumber   string        `json:"unit_number" example:"12B"`
	PropertyName string        `json:"property_name" example:"Maple Court"`
	Renter       string        `json:"renter" example:"Ana Lopez"`
	Status       string        `json:"status" enum:"draft,sent,accepted,declined,expired,withdrawn"`
	Start        period.Date   `json:"start_date" example:"2026-12-01"`
	End          *period.Date  `json:"end_date" nullable:"true" doc:"null is month to month."`
	MonthlyRent  money.Amount  `json:"monthly_rent" example:"1250.00"`
	CurrentRent  *money.Amount `json:"current_rent" nullable:"true" example:"1210.00"`
	LeaseEnd     *period.Date  `json:"lease_end" nullable:"true"`
	Message      string        `json:"message"`
	RespondBy    *period.Date  `json:"respond_by" nullable:"true" doc:"The last day on which it can be accepted."`
	SentAt       *time.Time    `json:"sent_at"`
	AnsweredAt   *time.Time    `json:"answered_at"`
	Version      int32         `json:"version" doc:"Goes up with every change; the ETag is this in quotes." example:"7"`
	CreatedAt    time.Time     `json:"created_at"`
}

func viewOffer(o leasing.Offer) renewalOfferView {
	return renewalOfferView{
		ID: o.ID, TenancyID: o.TenancyID, LeaseID: o.LeaseID, BatchID: idOrNull(o.BatchID), NewLeaseID: idOrNull(o.NewLeaseID), PropertyID: o.PropertyID,
		UnitID: o.UnitID, UnitNumber: o.Number, PropertyName: o.PropertyName, Renter: o.Renter, Status: o.Status, Start: o.Start, End: day(o.End),
		MonthlyRent: o.MonthlyRent, CurrentRent: o.CurrentRent, LeaseEnd: day(o.LeaseEnd), Message: o.Message, RespondBy: day(o.RespondBy),
		SentAt: utc(o.SentAt), AnsweredAt: utc(o.AnsweredAt), Version: o.Version, CreatedAt: o.CreatedAt.UTC(),
	}
}

func answerOffer(o leasing.Offer, err error) (reply, error) {
	return reply{body: viewOffer(o), version: o.Version}, err
}

type renewalView struct {
	LeaseID      id.ID         `json:"lease_id"`
	TenancyID    id.ID         `json:"tenancy_id"`
	PropertyID   id.ID         `json:"property_id"`
	UnitID       id.ID         `json:"unit_id"`
	UnitNumber   string        `json:"unit_number" example:"12B"`
	PropertyName string        `json:"property_name" example:"Maple Court"`
	Renter       string        `json:"renter" example:"Ana Lopez"`
	Start        period.Date   `json:"start_date" example:"2025-12-01"`
	End          period.Date   `json:"end_date" example:"2026-11-30"`
	MonthlyRent  *money.Amount `json:"monthly_rent" nullable:"true" example:"1210.00"`
	Leaving      bool          `json:"leaving" doc:"A notice is in force."`
	Followed     bool          `json:"followed" doc:"A further lease is there."`
	OfferID      *id.ID        `json:"offer_id" nullable:"true" doc:"The last offer."`
	OfferStatus  string        `json:"offer_status" doc:"Empty where none was made." example:"sent"`
	Proposed     *money.Amount `json:"proposed_rent,omitempty" doc:"Of a preview and a batch." example:"1250.00"`
	Skip         string        `json:"skip,omitempty" doc:"Of a preview and a batch: the code of why no offer is made." example:"notice_open"`
}

type renewalsView struct {
	Data []renewalView `json:"data" nullable:"false" doc:"By property and unit, at most 500."`
}

func viewRenewals(list []leasing.Renewal, proposed bool) renewalsView {
	return renewalsView{Data: eachView(list, func(r leasing.Renewal) renewalView {
		v := renewalView{
			LeaseID: r.LeaseID, TenancyID: r.TenancyID, PropertyID: r.PropertyID, UnitID: r.UnitID, UnitNumber: r.Number, PropertyName: r.PropertyName,
			Renter: r.Renter, Start: r.Start, End: r.End, MonthlyRent: r.Rent, Leaving: r.Leaving, Followed: r.Followed, OfferID: idOrNull(r.OfferID),
			OfferStatus: r.OfferState, Skip: r.Skip,
		}
		if proposed {
			v.Proposed = &r.Proposed
		}
		return v
	})}
}

type offerBody struct {
	LeaseID     opt[*string]      `json:"lease_id" format:"uuid" doc:"The lease that it would follow; absent: the last one in force."`
	Start       opt[*period.Date] `json:"start_date" doc:"Absent: the day after the lease's end. One that goes from month to month needs it." example:"2026-12-01"`
	End         opt[*period.Date] `json:"end_date" doc:"Absent: month to month." example:"2027-11-30"`
	MonthlyRent opt[money.Amount] `json:"monthly_rent" example:"1250.00"`
	Message     opt[string]       `json:"message" maxLength:"4000"`
	RespondBy   opt[*period.Date] `json:"respond_by" doc:"The last day on which it can be accepted; absent: any." example:"2026-11-15"`
}

type acceptBody struct {
	SignedOn opt[*period.Date] `json:"signed_on" doc:"When the next lease was signed: it is active then. Absent: it is pending." example:"2026-11-10"`
}

type offersBody struct {
	EndsFrom   opt[period.Date]   `json:"ends_from" doc:"Leases that end from this day" example:"2026-11-01"`
	EndsTo     opt[period.Date]   `json:"ends_to" doc:"to this one, at most a year later." example:"2026-11-30"`
	PropertyID opt[*string]       `json:"property_id" format:"uuid" doc:"Only of this property."`
	Amount     opt[*money.Amount] `json:"amount" doc:"What the rent rises by; may be negative." example:"25.00"`
	Percentage opt[*money.Amount] `json:"percentage" doc:"Or what it rises by in percent; may be negative." example:"3.50"`
	Months     opt[*int32]        `json:"months" doc:"The length of the next term; absent or 0: month to month." example:"12"`
	RespondBy  opt[*period.Date]  `json:"respond_by" doc:"The last day on which an offer can be accepted; absent: any." example:"2026-11-15"`
	Message    opt[string]        `json:"message" maxLength:"4000"`
	Send       opt[bool]          `json:"send" doc:"Send the offers at once, and not as drafts."`
}

func (b offersBody) input() (leasing.OffersInput, error) {
	var f fault.Fields
	in := leasing.OffersInput{
		RenewalFilter: leasing.RenewalFilter{First: b.EndsFrom.value, Last: b.EndsTo.value, PropertyID: bodyID(&f, "/property_id", b.PropertyID)},
		Amount:        b.Amount.value, Percentage: b.Percentage.value, RespondBy: dateOf(b.RespondBy), Message: b.Message.value, Send: b.Send.value,
	}
	if b.Months.value != nil {
		in.Months = *b.Months.value
	}
	return in, f.Err()
}

func (a *api) renewalOperations() []operation {
	const tag, list, one = "Renewals", "/v1/renewal-offers", "/v1/renewal-offers/{id}"
	codes := []string{"offer_transition", "offer_expired", "lease_not_renewable", "notice_open"}
	step := func(name, word, summary string, do func(context.Context, tenancy.Principal, id.ID) (leasing.Offer, error)) operation {
		return operation{
			id: name, method: http.MethodPost, needs: authz.LeasingWrite, path: one + "/" + word, tag: tag, summary: summary, result: renewalOfferView{},
			versioned: true, codes: codes, handle: func(ctx context.Context, c *call) (reply, error) { return answerOffer(do(ctx, c.principal, c.id())) },
		}
	}
	span := map[string]any{"ends_from": "2026-11-01", "ends_to": "2026-11-30", "percentage": "3.50", "months": 12}
	return []operation{
		{
			id: "list-renewals", method: http.MethodGet, needs: authz.LeasingRead, path: "/v1/renewals", tag: tag, summary: "List the leases that end",
			doc:    "Leases in force that end within these days (the current month unless you say otherwise), with the last offer of each.",
			query:  []param{formatParam("ends_from", "The first day.", "date"), formatParam("ends_to", "The last day.", "date"), formatParam("property_id", "Only of this property.", "uuid")},
			result: renewalsView{}, handle: a.listRenewals,
		},
		{
			id: "list-renewal-offers", method: http.MethodGet, needs: authz.LeasingRead, path: list, tag: tag, summary: "List renewal offers",
			query: pageParams(leasing.OfferSorts, choiceParam("status", "Only in this state.", leasing.OfferStates)), result: pageView[renewalOfferView]{},
			handle: func(ctx context.Context, c *call) (reply, error) {
				rows, around, err := a.Leases.Offers(ctx, c.principal, c.query.text("status"), c.page())
				return reply{body: viewPage(rows, around, viewOffer)}, err
			},
		},
		{
			id: "draft-renewal-offer", method: http.MethodPost, needs: authz.LeasingWrite, path: oneTenancy + "/renewal-offers", tag: tag, summary: "Draw up a renewal offer",
			doc: "A draft; send it to make it final and open to be answered.", body: &offerBody{}, create: []string{"monthly_rent"}, status: http.StatusCreated,
			example: map[string]any{"monthly_rent": "1250.00", "end_date": "2099-11-30"}, result: renewalOfferView{}, versioned: true, repeatable: true,
			codes: append([]string{"offer_open"}, codes...), handle: a.draftOffer,
		},
		{
			id: "get-renewal-offer", method: http.MethodGet, needs: authz.LeasingRead, path: one, tag: tag, summary: "Read a renewal offer",
			result: renewalOfferView{}, versioned: true,
			handle: func(ctx context.Context, c *call) (reply, error) {
				return answerOffer(a.Leases.Offer(ctx, c.principal, c.id()))
			},
		},
		step("send-renewal-offer", "send", "Send a renewal offer", a.Leases.SendOffer),
		{
			id: "accept-renewal-offer", method: http.MethodPost, needs: authz.LeasingWrite, path: one + "/accept", tag: tag, summary: "Accept a renewal offer",
			doc: "Makes the next lease, with the parties and charges of the one that it follows.", body: &acceptBody{}, example: map[string]any{},
			result: renewalOfferView{}, versioned: true, repeatable: true, codes: append([]string{"lease_overlaps"}, codes...), handle: a.acceptOffer,
		},
		step("decline-renewal-offer", "decline", "Decline a renewal offer", a.Leases.DeclineOffer),
		step("withdraw-renewal-offer", "withdraw", "Withdraw a renewal offer", a.Leases.WithdrawOffer),
		{
			id: "preview-renewal-offers", method: http.MethodPost, needs: authz.LeasingRead, path: list + "/preview", tag: tag, summary: "Preview many renewal offers",
			doc: "What `POST /v1/renewal-offers/bulk` would offer to whom, and to whom nothing and why. Changes nothing.", body: &offersBody{},
			create: []string{"ends_from", "ends_to"}, example: span, result: renewalsView{}, handle: a.previewOffers,
		},
		{
			id: "draft-renewal-offers", method: http.MethodPost, needs: authz.LeasingWrite, path: list + "/bulk", tag: tag, summary: "Draw up many renewal offers",
			doc: "In one transaction, for every row of the preview that is not skipped.", body: &offersBody{}, create: []string{"ends_from", "ends_to"}, example: span,
			result: renewalsView{}, repeatable: true, codes: []string{"offer_open"}, handle: a.draftOffers,
		},
	}
}

func (a *api) listRenewals(ctx context.Context, c *call) (reply, error) {
	f := leasing.RenewalFilter{First: c.query.date("ends_from"), Last: c.query.date("ends_to"), PropertyID: c.query.id("property_id")}
	if f.First.IsZero() {
		f.First = period.In(a.Clock.Now(), time.UTC).FirstOfMonth()
	}
	if f.Last.IsZero() {
		f.Last = f.First.LastOfMonth()
	}
	list, err := a.Leases.Renewals(ctx, c.principal, f)
	return reply{body: viewRenewals(list, false)}, err
}

func (a *api) draftOffer(ctx context.Context, c *call) (reply, error) {
	var b offerBody
	key, err := c.keyed("renewal.draft", &b)
	if err != nil {
		return reply{}, err
	}
	var f fault.Fields
	in := leasing.OfferInput{
		LeaseID: bodyID(&f, "/lease_id", b.LeaseID), Start: dateOf(b.Start), End: dateOf(b.End), MonthlyRent: b.MonthlyRent.value, Message: b.Message.value,
		RespondBy: dateOf(b.RespondBy),
	}
	if err := f.Err(); err != nil {
		return reply{}, err
	}
	o, err := a.Leases.DraftOffer(ctx, c.principal, key, c.id(), in)
	return reply{body: viewOffer(o), version: o.Version, location: "/v1/renewal-offers/" + o.ID.String()}, err
}

func (a *api) acceptOffer(ctx context.Context, c *call) (reply, error) {
	var b acceptBody
	key, err := c.keyed("renewal.accept", &b)
	if err != nil {
		return reply{}, err
	}
	return answerOffer(a.Leases.AcceptOffer(ctx, c.principal, key, c.id(), dateOf(b.SignedOn)))
}

func (a *api) previewOffers(ctx context.Context, c *call) (reply, error) {
	var b offersBody
	if err := c.read(&b); err != nil {
		return reply{}, err
	}
	in, err := b.input()
	if err != nil {
		return reply{}, err
	}
	list, err := a.Leases.PreviewOffers(ctx, c.principal, in)
	return reply{body: viewRenewals(list, true)}, err
}

func (a *api) draftOffers(ctx context.Context, c *call) (reply, error) {
	var b offersBody
	key, err := c.keyed("renewal.bulk", &b)
	if err != nil {
		return reply{}, err
	}
	in, err := b.input()
	if err != nil {
		return reply{}, err
	}
	list, err := a.Leases.DraftOffers(ctx, c.principal, key, in)
	return reply{body: viewRenewals(list, true)}, err
}
