package web

import (
	"cmp"
	"net/url"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/leasing"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/web/message"
	"github.com/propertyos/propertyos/internal/web/view"
)

func (s *site) stayRoutes() map[string]handler {
	return map[string]handler{
		"GET /tenancies":                    s.stays,
		"GET /tenancies/{id}":               s.stay,
		"GET /tenancies/{id}/act":           s.stayForm,
		"POST /tenancies/{id}/act":          s.stayAct,
		"POST /notices/{id}/steps":          s.noticeStep,
		"GET /inspections/{id}":             s.inspection,
		"POST /inspections/{id}":            s.saveInspection,
		"GET /dispositions/{id}":            s.disposition,
		"POST /dispositions/{id}":           s.dispositionAct,
		"GET /dispositions/{id}/letter.pdf": s.dispositionLetter,
		"GET /renewals":                     s.renewals,
		"GET /renewals/new":                 s.newRenewals,
		"POST /renewals/new":                s.offerRenewals,
		"POST /renewals/{id}/steps":         s.renewalStep,
		"GET /move-outs":                    s.moveOuts,
	}
}

// leasingFrame is the frame of a page about stays, on which only those who may write leases change anything.
func (r *request) leasingFrame(title string, crumbs ...view.Link) view.Frame {
	f := r.frame(title, view.AreaLeasing, crumbs...)
	f.ReadOnly = !authz.Allowed(r.p, authz.LeasingWrite)
	return f
}

func tenanciesCrumb(r *request) view.Link {
	return view.Link{Text: message.T(r.Context(), "Tenancies"), Href: "/tenancies"}
}

func stayFilter(q url.Values) (view.StayFilter, leasing.StayFilter) {
	f := view.StayFilter{Q: q.Get("q"), State: q.Get("stage"), Sort: q.Get("sort")}
	return f, leasing.StayFilter{Query: f.Q, State: f.State}
}

func (s *site) stays(r *request) error {
	q := r.URL.Query()
	f, filter := stayFilter(q)
	list, around, err := s.Leases.Stays(r.Context(), r.p, filter, cursor(q, f.Sort))
	if err != nil {
		return err
	}
	m := view.StayList{Frame: r.leasingFrame(message.T(r.Context(), "Tenancies")), Filter: f, Page: view.Page(around), Export: authz.Allowed(r.p, authz.ExportRun)}
	for _, row := range list {
		m.Rows = append(m.Rows, stayRow(row))
	}
	waiting, err := s.Leases.ToAcknowledge(r.Context(), r.p)
	if err != nil {
		return err
	}
	if f.State != "to_acknowledge" {
		m.Pending = int(waiting)
	}
	m.Live = []string{"tenancy", "lease", "imports"}
	return s.page(r, view.StaysPage(m))
}

func stayRow(d leasing.Stay) view.StayRow {
	return view.StayRow{
		ID: d.ID.String(), Unit: d.Number, Property: d.PropertyName, Renter: d.Renter, Status: d.Status, Holdover: d.Holdover, Evicting: d.Evicting(),
		MovedIn: d.MovedInOn, Leaves: d.MoveOutPlannedOn, LeaseEnds: d.LeaseEnd, Rent: d.MonthlyRent,
	}
}

func (s *site) stay(r *request) error {
	at, err := r.pathID()
	if err != nil {
		return err
	}
	d, err := s.Leases.Stay(r.Context(), r.p, at)
	if err != nil {
		return err
	}
	m := view.StayDetail{
		Frame: r.leasingFrame(stayTitle(r, d.Stay), tenanciesCrumb(r)), StayRow: stayRow(d.Stay), UnitID: d.UnitID.String(), MovedOut: d.MovedOutOn,
		Notice: d.NoticeGivenOn, Departure: d.DepartureKind, Forwarding: d.ForwardingAddress, EvictionFiled: d.EvictionFiledOn,
		EvictionEnds: d.EvictionClosedOn, EvictionNote: d.EvictionNote,
	}
	if d.HeldKnown {
		m.Held = &d.DepositHeld
	}
	for _, l := range d.Leases {
		m.Leases = append(m.Leases, view.StayLease{
			ID: l.ID.String(), Starts: l.Start, Ends: l.End, Rent: l.MonthlyRent, Status: l.Status, Terminated: l.TerminatedOn, Reason: l.TerminationReason,
		})
	}
	for _, p := range d.Renters {
		contact := p.Email
		if contact != "" && p.Phone != "" {
			contact += " · "
		}
		m.People = append(m.People, view.StayPerson{ID: p.ID.String(), Name: p.Name.String(), Role: p.Role, Contact: contact + p.Phone})
	}
	stayParts(d, &m)
	if m.Documents, err = s.documentsOf(r, "tenancy", at); err != nil {
		return err
	}
	if !m.ReadOnly {
		m.Acts = stayActs(r, d.Stay)
	}
	m.Live = []string{"tenancy:" + m.ID}
	return s.page(r, view.StayPage(m))
}

func stayTitle(r *request, d leasing.Stay) string {
	if d.Renter == "" {
		return view.UnitName(r.Context(), d.Number)
	}
	return d.Renter
}

// stayParts fills in what belongs to the stay and what can be done with it.
func stayParts(d leasing.StayDetail, m *view.StayDetail) {
	for _, n := range d.Notices {
		row := view.StayNotice{
			ID: n.ID.String(), Kind: n.Kind, By: n.GivenBy, Given: n.GivenOn, Effective: n.EffectiveOn, Served: n.ServedOn, Method: n.ServedMethod,
			Withdrawn: n.WithdrawnAt != nil, Pending: n.Pending(), CanDrop: !m.ReadOnly && d.MovedOutOn.IsZero(), Address: n.ForwardingAddress, Note: n.Note,
		}
		if row.Pending && row.CanDrop {
			m.Pending++
		}
		if n.Short() {
			row.Short = int(n.NoticeDays) - n.Days()
		}
		m.Notices = append(m.Notices, row)
	}
	for _, o := range d.Offers {
		row := offerRow(o)
		if m.ReadOnly {
			row.Steps = nil
		}
		m.Offers = append(m.Offers, row)
	}
	for _, i := range d.Inspections {
		m.Inspections = append(m.Inspections, view.InspectionRow{
			ID: i.ID.String(), Kind: i.Kind, On: i.PerformedOn, Seen: int(i.Seen), Total: int(i.Total), Charges: i.Charges, Done: i.CompletedAt != nil,
		})
	}
	for _, dis := range d.Dispositions {
		m.Dispositions = append(m.Dispositions, dispositionRow(dis))
	}
}

func dispositionRow(d leasing.Disposition) view.DispositionRow {
	return view.DispositionRow{ID: d.ID.String(), TenancyID: d.TenancyID.String(), Due: d.DueOn, Sent: d.SentOn, DaysLeft: d.DaysLeft, Held: d.Held, Withheld: d.Withheld}
}

func offerRow(o leasing.Offer) view.OfferRow {
	row := view.OfferRow{
		ID: o.ID.String(), TenancyID: o.TenancyID.String(), Unit: o.Number, Property: o.PropertyName, Renter: o.Renter, Status: o.Status, Starts: o.Start,
		Ends: o.End, RespondBy: o.RespondBy, Rent: o.MonthlyRent, Now: o.CurrentRent,
	}
	switch o.Status {
	case leasing.OfferDraft:
		row.Steps = []string{"send", "withdraw"}
	case leasing.OfferSent:
		row.Steps = []string{"accept", "decline", "withdraw"}
	}
	return row
}

// stayActs are the forms of a stay, the one that comes next first.
func stayActs(r *request, d leasing.Stay) []view.StayAct {
	ctx := r.Context()
	act := func(do, text string) view.StayAct {
		return view.StayAct{Text: text, Href: "/tenancies/" + d.ID.String() + "/act?do=" + do}
	}
	var out []view.StayAct
	switch d.Status {
	case leasing.StayFormer:
		return []view.StayAct{act("inspection", message.T(ctx, "Begin checklist"))}
	case leasing.StayFuture:
		out = []view.StayAct{act("inspection", message.T(ctx, "Begin checklist")), act("move-in", message.T(ctx, "Record move-in"))}
	case leasing.StayNoticeRented, leasing.StayNoticeUnrented:
		out = []view.StayAct{act("eviction", message.T(ctx, "Eviction")), act("inspection", message.T(ctx, "Begin checklist")), act("move-out", message.T(ctx, "Record move-out"))}
	default:
		out = []view.StayAct{
			act("undo-move-in", message.T(ctx, "Undo move-in")), act("eviction", message.T(ctx, "Eviction")), act("transfer", message.T(ctx, "Transfer")),
			act("inspection", message.T(ctx, "Begin checklist")), act("move-out", message.T(ctx, "Record move-out")), act("offer", message.T(ctx, "Offer renewal")),
			act("notice", message.T(ctx, "Record notice")),
		}
	}
	out[len(out)-1].Primary = true
	return out
}

func (s *site) noticeStep(r *request) error {
	at, err := r.pathID()
	if err != nil {
		return err
	}
	n, err := s.Leases.Notice(r.Context(), r.p, at)
	if err != nil {
		return err
	}
	said := message.T(r.Context(), "The notice was withdrawn.")
	if r.text("do") == "acknowledge" {
		said = message.T(r.Context(), "The notice was acknowledged.")
		n, err = s.Leases.AcknowledgeNotice(r.Context(), r.p, at)
	} else {
		n, err = s.Leases.WithdrawNotice(r.Context(), r.p, at)
	}
	if err != nil {
		return err
	}
	s.tell(r, said, "")
	return r.see("/tenancies/" + n.TenancyID.String())
}

func (s *site) renewalStep(r *request) error {
	at, err := r.pathID()
	if err != nil {
		return err
	}
	o, err := s.Leases.Offer(r.Context(), r.p, at)
	if err != nil {
		return err
	}
	said, next := "", ""
	switch r.text("do") {
	case "send":
		said = message.T(r.Context(), "The offer was sent. The renters can answer it in the portal.")
		o, err = s.Leases.SendOffer(r.Context(), r.p, at)
	case "accept":
		said = message.T(r.Context(), "The offer was accepted. The next lease waits for signatures.")
		o, err = s.Leases.AcceptOffer(r.Context(), r.p, r.key("renewal.accept"), at, period.Date{})
		next = "/leases/" + o.NewLeaseID.String()
	case "decline":
		said = message.T(r.Context(), "The offer was declined.")
		o, err = s.Leases.DeclineOffer(r.Context(), r.p, at)
	default:
		said = message.T(r.Context(), "The offer was withdrawn.")
		o, err = s.Leases.WithdrawOffer(r.Context(), r.p, at)
	}
	if err != nil {
		return err
	}
	s.tell(r, said, "")
	return r.see(cmp.Or(next, "/tenancies/"+o.TenancyID.String()))
}

func (s *site) moveOuts(r *request) error {
	list, _, err := s.Leases.Stays(r.Context(), r.p, leasing.StayFilter{State: "moving_out"}, cursor(nil, "moves_out"))
	if err != nil {
		return err
	}
	open, err := s.Leases.OpenDispositions(r.Context(), r.p)
	if err != nil {
		return err
	}
	m := view.MoveOuts{Frame: r.leasingFrame(message.T(r.Context(), "Moving out"))}
	for _, row := range list {
		m.Rows = append(m.Rows, stayRow(row))
	}
	for _, d := range open {
		m.Open = append(m.Open, view.DispositionRow{
			ID: d.ID.String(), TenancyID: d.TenancyID.String(), Unit: d.Number, Property: d.PropertyName, MovedOut: d.MovedOutOn, Due: d.DueOn,
			DaysLeft: d.DaysLeft, Held: d.Held, Withheld: d.Withheld,
		})
	}
	return s.page(r, view.MoveOutsPage(m))
}

// formID reads an id of a form; one that is none is nobody's.
func formID(text string) id.ID {
	v, err := id.Parse(text)
	if err != nil {
		return id.New()
	}
	return v
}
