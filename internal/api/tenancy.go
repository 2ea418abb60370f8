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

type tenancyView struct {
	ID                id.ID         `json:"id"`
	UnitID            id.ID         `json:"unit_id"`
	PropertyID        id.ID         `json:"property_id"`
	UnitNumber        string        `json:"unit_number" doc:"Empty where the unit is the whole property." example:"12B"`
	PropertyName      string        `json:"property_name" example:"Maple Court"`
	Renter            string        `json:"renter" doc:"The primary renter's name." example:"Ana Lopez"`
	Status            string        `json:"status" enum:"future,occupied,holdover,notice_rented,notice_unrented,former" doc:"On the organization's day, from the dates."`
	Holdover          bool          `json:"holdover" doc:"Past the end of the last term, with the household in place."`
	MovedInOn         *period.Date  `json:"moved_in_on" nullable:"true" example:"2025-04-01"`
	NoticeGivenOn     *period.Date  `json:"notice_given_on" nullable:"true"`
	MoveOutPlannedOn  *period.Date  `json:"move_out_planned_on" nullable:"true"`
	MovedOutOn        *period.Date  `json:"moved_out_on" nullable:"true"`
	DepartureKind     string        `json:"departure_kind" doc:"How it ended; empty while it lasts." example:"moved_out"`
	ForwardingAddress string        `json:"forwarding_address" doc:"Empty where none was given."`
	EvictionFiledOn   *period.Date  `json:"eviction_filed_on" nullable:"true"`
	EvictionClosedOn  *period.Date  `json:"eviction_closed_on" nullable:"true"`
	TransferredFromID *id.ID        `json:"transferred_from_id" nullable:"true" doc:"The stay that the household came from, in another unit."`
	LeaseID           *id.ID        `json:"lease_id" nullable:"true" doc:"The lease whose terms bind."`
	LeaseStart        *period.Date  `json:"lease_start" nullable:"true"`
	LeaseEnd          *period.Date  `json:"lease_end" nullable:"true" doc:"null is month to month."`
	MonthlyRent       *money.Amount `json:"monthly_rent" nullable:"true" example:"1210.00"`
	Version           int32         `json:"version" doc:"Goes up with every change; the ETag is this in quotes." example:"7"`
	CreatedAt         time.Time     `json:"created_at"`
	UpdatedAt         time.Time     `json:"updated_at"`

	EvictionNote string             `json:"eviction_note,omitempty" doc:"Of one tenancy only, as all below."`
	DepositHeld  *money.Amount      `json:"deposit_held,omitempty" doc:"As the last opening says; absent where none does." example:"900.00"`
	Leases       []stayLeaseView    `json:"leases,omitempty" doc:"The chain of terms."`
	Parties      []stayPartyView    `json:"parties,omitempty" doc:"Whoever was a party, the primary renter first."`
	Notices      []noticeView       `json:"notices,omitempty"`
	Offers       []renewalOfferView `json:"renewal_offers,omitempty"`
	Inspections  []inspectionView   `json:"inspections,omitempty" doc:"Without their items."`
	Dispositions []dispositionView  `json:"dispositions,omitempty"`
}

type stayLeaseView struct {
	ID                id.ID         `json:"id"`
	Start             period.Date   `json:"start_date" example:"2026-04-01"`
	End               *period.Date  `json:"end_date" nullable:"true" doc:"null is month to month."`
	MonthlyRent       *money.Amount `json:"monthly_rent" nullable:"true" example:"1210.00"`
	Status            string        `json:"status" example:"active"`
	SignedAt          *time.Time    `json:"signed_at"`
	TerminatedOn      *period.Date  `json:"terminated_on" nullable:"true"`
	TerminationReason string        `json:"termination_reason"`
	TerminationFee    *money.Amount `json:"termination_fee" nullable:"true" example:"500.00"`
}

type stayPartyView struct {
	ID      id.ID        `json:"id"`
	Name    string       `json:"name" example:"Ana Lopez"`
	Email   string       `json:"email"`
	Phone   string       `json:"phone"`
	Role    string       `json:"role" enum:"renter,occupant,guarantor"`
	Primary bool         `json:"primary"`
	From    period.Date  `json:"from_date" example:"2025-04-01"`
	To      *period.Date `json:"to_date" nullable:"true"`
}

// idOrNull is the id, nil for none.
func idOrNull(v id.ID) *id.ID {
	if v == id.Nil {
		return nil
	}
	return &v
}

func viewTenancy(s leasing.Stay) tenancyView {
	return tenancyView{
		ID: s.ID, UnitID: s.UnitID, PropertyID: s.PropertyID, UnitNumber: s.Number, PropertyName: s.PropertyName, Renter: s.Renter,
		Status: s.Status, Holdover: s.Holdover, MovedInOn: day(s.MovedInOn), NoticeGivenOn: day(s.NoticeGivenOn),
		MoveOutPlannedOn: day(s.MoveOutPlannedOn), MovedOutOn: day(s.MovedOutOn), DepartureKind: s.DepartureKind,
		ForwardingAddress: s.ForwardingAddress, EvictionFiledOn: day(s.EvictionFiledOn), EvictionClosedOn: day(s.EvictionClosedOn),
		TransferredFromID: idOrNull(s.TransferredFromID), LeaseID: idOrNull(s.LeaseID), LeaseStart: day(s.LeaseStart), LeaseEnd: day(s.LeaseEnd),
		MonthlyRent: s.MonthlyRent, Version: s.Version, CreatedAt: s.CreatedAt.UTC(), UpdatedAt: s.UpdatedAt.UTC(),
	}
}

func answerStay(s leasing.StayDetail, err error) (reply, error) {
	v := viewTenancy(s.Stay)
	v.EvictionNote = s.EvictionNote
	if s.HeldKnown {
		v.DepositHeld = &s.DepositHeld
	}
	for _, l := range s.Leases {
		v.Leases = append(v.Leases, stayLeaseView{
			ID: l.ID, Start: l.Start, End: day(l.End), MonthlyRent: l.MonthlyRent, Status: l.Status, SignedAt: utc(l.SignedAt),
			TerminatedOn: day(l.TerminatedOn), TerminationReason: l.TerminationReason, TerminationFee: l.TerminationFee,
		})
	}
	for _, r := range s.Renters {
		v.Parties = append(v.Parties, stayPartyView{
			ID: r.ID, Name: r.Name.String(), Email: r.Email, Phone: r.Phone, Role: r.Role, Primary: r.Primary, From: r.From, To: day(r.To),
		})
	}
	v.Notices, v.Offers = eachView(s.Notices, viewNotice), eachView(s.Offers, viewOffer)
	v.Inspections, v.Dispositions = eachView(s.Inspections, viewInspection), eachView(s.Dispositions, viewDisposition)
	return reply{body: v, version: s.Version}, err
}

func eachView[T, V any](rows []T, view func(T) V) []V {
	out := make([]V, 0, len(rows))
	for _, row := range rows {
		out = append(out, view(row))
	}
	return out
}

// bodyID reads an id that a body may name; id.Nil where it names none.
func bodyID(f *fault.Fields, at string, o opt[*string]) id.ID {
	if o.value == nil {
		return id.Nil
	}
	v, err := id.Parse(*o.value)
	f.Check(err == nil && v != id.Nil, at, "id_invalid", "This is not an id.")
	return v
}

func dateOf(o opt[*period.Date]) period.Date {
	if o.value == nil {
		return period.Date{}
	}
	return *o.value
}

type moveInBody struct {
	On opt[period.Date] `json:"on" doc:"The day on which the household took possession; not after today, and covered by an active lease." example:"2026-11-01"`
}

type moveOutBody struct {
	On                opt[period.Date]   `json:"on" doc:"The day on which the unit was returned; not after today." example:"2026-11-01"`
	Kind              opt[string]        `json:"kind" enum:"moved_out,evicted,abandoned,transferred,deceased,other" doc:"How the stay ended; moved_out unless you say otherwise." example:"moved_out"`
	ForwardingAddress opt[string]        `json:"forwarding_address" maxLength:"500"`
	Reason            opt[string]        `json:"reason" maxLength:"1000" doc:"Of a term that ends early: its lease is then terminated on the day. Without one it runs out as agreed, and rent is owed to its end."`
	Fee               opt[*money.Amount] `json:"fee" doc:"Of ending the term early." example:"500.00"`
	DispositionDueOn  opt[*period.Date]  `json:"disposition_due_on" doc:"By when the disposition of the deposits has to be sent; absent: as the confirmed rule of the place says." example:"2026-11-22"`
	DueNote           opt[string]        `json:"due_note" maxLength:"500" doc:"Where an entered day comes from."`
	DepositHeld       opt[*money.Amount] `json:"deposit_held" doc:"What is held, where no earlier system told of it." example:"900.00"`
}

type evictionBody struct {
	FiledOn  opt[*period.Date] `json:"filed_on" doc:"null takes the proceedings away." example:"2026-10-01"`
	ClosedOn opt[*period.Date] `json:"closed_on" example:"2026-11-01"`
	Note     opt[string]       `json:"note" maxLength:"2000"`
}

type transferBody struct {
	UnitID      opt[*string]      `json:"unit_id" format:"uuid" doc:"Where the household moves." example:"0197c4a2-7b1e-7c3a-9f52-3d8e6b2a4c10"`
	On          opt[period.Date]  `json:"on" doc:"The first day there and the last one here." example:"2026-11-01"`
	End         opt[*period.Date] `json:"end_date" doc:"Of the new lease; absent: month to month." example:"2027-10-31"`
	MonthlyRent opt[money.Amount] `json:"monthly_rent" example:"1310.00"`
	SignedOn    opt[period.Date]  `json:"signed_on" doc:"When the new lease was signed." example:"2026-10-28"`
}

const tenancyTag, oneTenancy = "Tenancies", "/v1/tenancies/{id}"

func (a *api) tenancyOperations() []operation {
	act := func(name, word, summary, doc string, body any, create []string, example map[string]any, do handler, codes ...string) operation {
		return operation{
			id: name, method: http.MethodPost, needs: authz.LeasingWrite, path: oneTenancy + "/" + word, tag: tenancyTag, summary: summary, doc: doc,
			body: body, create: create, example: example, result: tenancyView{}, versioned: true, repeatable: true, codes: codes, handle: do,
		}
	}
	return []operation{
		{
			id: "list-tenancies", method: http.MethodGet, needs: authz.LeasingRead, path: "/v1/tenancies", tag: tenancyTag, summary: "List tenancies",
			doc:   "Households with their units, from before they move in until after they have left. The status follows from the dates on the organization's day.",
			query: pageParams(leasing.StaySorts, stayFilters()...), result: pageView[tenancyView]{}, handle: a.listTenancies,
		},
		{
			id: "get-tenancy", method: http.MethodGet, needs: authz.LeasingRead, path: oneTenancy, tag: tenancyTag, summary: "Read a tenancy",
			doc: "With its chain of leases, its parties, notices, offers, inspections and dispositions.", result: tenancyView{}, versioned: true,
			handle: func(ctx context.Context, c *call) (reply, error) {
				return answerStay(a.Leases.Stay(ctx, c.principal, c.id()))
			},
		},
		act("move-in", "move-in", "Record a move-in", "Needs an active lease that covers the day, and a unit that no other household is in possession of.",
			&moveInBody{}, []string{"on"}, map[string]any{"on": "2026-10-01"}, a.moveIn, "already_moved_in", "moved_out", "lease_not_active", "unit_in_possession", "unit_down"),
		{
			id: "undo-move-in", method: http.MethodDelete, needs: authz.LeasingWrite, path: oneTenancy + "/move-in", tag: tenancyTag,
			summary: "Take back a move-in", doc: "One that was recorded by mistake, while nothing depends on it.", result: tenancyView{}, versioned: true,
			codes: []string{"not_moved_in", "moved_out", "stay_in_use"},
			handle: func(ctx context.Context, c *call) (reply, error) {
				return answerStay(a.Leases.UndoMoveIn(ctx, c.principal, c.id()))
			},
		},
		act("move-out", "move-out", "Record a move-out", "Ends the leases, withdraws open offers, frees the unit and begins the disposition of the deposits.",
			&moveOutBody{}, []string{"on"}, map[string]any{"on": "2026-10-01", "disposition_due_on": "2026-10-22"}, a.moveOut, "not_moved_in", "moved_out", "lease_transition"),
		act("transfer", "transfer", "Move a household to another unit", "Ends this stay and begins one there, with the same parties and a signed lease. Answers with the new stay.",
			&transferBody{}, []string{"unit_id", "on", "monthly_rent", "signed_on"}, map[string]any{
				"unit_id": exampleID, "on": "2026-10-01", "monthly_rent": "1310.00", "signed_on": "2026-09-28",
			}, a.transfer, "not_moved_in", "moved_out", "lease_not_active", "unit_in_possession", "unit_down", "lease_overlaps", "lease_transition"),
		{
			id: "set-eviction", method: http.MethodPost, needs: authz.LeasingWrite, path: oneTenancy + "/eviction", tag: tenancyTag, summary: "Record an eviction",
			doc: "Proceedings as dated facts. What is absent or null is taken away.", body: &evictionBody{}, example: map[string]any{"filed_on": "2026-10-01"},
			result: tenancyView{}, versioned: true, codes: []string{"not_moved_in"}, handle: a.setEviction,
		},
	}
}

func stayFilters() []param {
	days := numberParam("days", "Of moving_in and moving_out: within so many days.", 0, 366)
	days.schema.Default = 30
	return []param{
		textParam("q", "Only those with this text in the unit's number, the property's or a renter's name.", 200),
		choiceParam("state", "Only those in this state.", leasing.StayStates), days, formatParam("property_id", "Only of this property.", "uuid"),
		formatParam("unit_id", "Only of this unit.", "uuid"),
	}
}

func (c *call) stayFilter() leasing.StayFilter {
	f := leasing.StayFilter{Query: c.query.text("q"), State: c.query.text("state"), PropertyID: c.query.id("property_id"), UnitID: c.query.id("unit_id")}
	if n := c.query.number("days"); n != nil {
		f.Days = *n
	}
	return f
}

func (a *api) listTenancies(ctx context.Context, c *call) (reply, error) {
	rows, around, err := a.Leases.Stays(ctx, c.principal, c.stayFilter(), c.page())
	return reply{body: viewPage(rows, around, viewTenancy)}, err
}

// keyed reads the body of an act that is done once for its key.
func (c *call) keyed(operation string, into any) (tenancy.Key, error) {
	if err := c.read(into); err != nil {
		return tenancy.Key{}, err
	}
	return c.key(operation)
}

func (a *api) moveIn(ctx context.Context, c *call) (reply, error) {
	var b moveInBody
	key, err := c.keyed("tenancy.move_in", &b)
	if err != nil {
		return reply{}, err
	}
	return answerStay(a.Leases.MoveIn(ctx, c.principal, key, c.id(), b.On.value))
}

func (a *api) moveOut(ctx context.Context, c *call) (reply, error) {
	var b moveOutBody
	key, err := c.keyed("tenancy.move_out", &b)
	if err != nil {
		return reply{}, err
	}
	return answerStay(a.Leases.MoveOut(ctx, c.principal, key, c.id(), leasing.MoveOutInput{
		On: b.On.value, Kind: b.Kind.value, ForwardingAddress: b.ForwardingAddress.value, Reason: b.Reason.value, Fee: b.Fee.value,
		DispositionDueOn: dateOf(b.DispositionDueOn), DueNote: b.DueNote.value, DepositHeld: b.DepositHeld.value,
	}))
}

func (a *api) transfer(ctx context.Context, c *call) (reply, error) {
	var b transferBody
	key, err := c.keyed("tenancy.transfer", &b)
	if err != nil {
		return reply{}, err
	}
	var f fault.Fields
	in := leasing.TransferInput{
		UnitID: bodyID(&f, "/unit_id", b.UnitID), On: b.On.value, End: dateOf(b.End), MonthlyRent: b.MonthlyRent.value, SignedOn: b.SignedOn.value,
	}
	if err := f.Err(); err != nil {
		return reply{}, err
	}
	return answerStay(a.Leases.Transfer(ctx, c.principal, key, c.id(), in))
}

func (a *api) setEviction(ctx context.Context, c *call) (reply, error) {
	var b evictionBody
	if err := c.read(&b); err != nil {
		return reply{}, err
	}
	return answerStay(a.Leases.SetEviction(ctx, c.principal, c.id(), leasing.EvictionInput{
		FiledOn: dateOf(b.FiledOn), ClosedOn: dateOf(b.ClosedOn), Note: b.Note.value,
	}))
}
