package web

import (
	"context"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/document"
	"github.com/propertyos/propertyos/internal/domain/leasing"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/page"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/web/message"
	"github.com/propertyos/propertyos/internal/web/view"
)

func (s *site) leaseRoutes() map[string]handler {
	return map[string]handler{
		"GET /leases":                  s.leases,
		"GET /leases/new":              s.newLease,
		"POST /leases":                 s.createLease,
		"GET /leases/{id}":             s.leasePage,
		"GET /leases/{id}/edit":        s.editLease,
		"POST /leases/{id}":            s.updateLease,
		"GET /leases/{id}/discard":     s.confirmDiscardLease,
		"POST /leases/{id}/discard":    s.discardLease,
		"POST /leases/{id}/restore":    s.restoreLease,
		"GET /leases/{id}/step":        s.confirmLeaseStep,
		"POST /leases/{id}/step":       s.leaseStep,
		"POST /leases/{id}/sign":       s.signLease,
		"GET /leases/{id}/add":         s.newLeasePart,
		"POST /leases/{id}/add":        s.addLeasePart,
		"GET /leases/{id}/change":      s.editLeasePart,
		"POST /leases/{id}/change":     s.changeLeasePart,
		"GET /leases/{id}/policy":      s.leasePolicy,
		"POST /leases/{id}/policy":     s.setLeasePolicy,
		"GET /properties/{id}/policy":  s.propertyPolicy,
		"POST /properties/{id}/policy": s.setPropertyPolicy,
		"GET /settings/leasing":        s.organizationPolicy,
		"POST /settings/leasing":       s.setOrganizationPolicy,
	}
}

// today is the day in the organization's time zone.
func (s *site) today(r *request) period.Date { return period.In(s.Clock.Now(), r.zone) }

// leaseFilter reads the list's address: what the page shows, and what the service is asked for.
func leaseFilter(q url.Values, today period.Date) (view.LeaseFilter, leasing.LeaseFilter) {
	f := view.LeaseFilter{
		Q: q.Get("q"), Status: q["status"], Property: q.Get("property"), Unit: q.Get("unit"), Kind: q.Get("kind"), Ends: q.Get("ends"), Sort: q.Get("sort"),
	}
	filter := leasing.LeaseFilter{
		Query: f.Q, Statuses: given(f.Status), PropertyID: chosen(f.Property), UnitID: chosen(f.Unit),
		MonthToMonth: f.Kind == "month_to_month", Holdover: f.Kind == "holdover",
	}
	if days, err := strconv.Atoi(f.Ends); err == nil && days >= 0 && days <= 3660 {
		filter.EndsFrom, filter.EndsTo = today, today.AddDays(days)
	}
	return f, filter
}

// chosen is an id of the address; one that cannot be read is nobody's, so that the list is empty as for one that is gone.
func chosen(text string) id.ID {
	if text == "" {
		return id.Nil
	}
	v, err := id.Parse(text)
	if err != nil {
		return id.New()
	}
	return v
}

func (s *site) leases(r *request) error {
	q := r.URL.Query()
	f, filter := leaseFilter(q, s.today(r))
	var (
		list    []leasing.LeaseRow
		around  page.Page
		totals  leasing.LeaseTotals
		options []view.Option
	)
	err := atOnce(r.Context(), func(ctx context.Context) (err error) {
		list, around, err = s.Leases.Leases(ctx, r.p, filter, cursor(q, f.Sort))
		return err
	}, func(ctx context.Context) (err error) {
		totals, err = s.Leases.SumLeases(ctx, r.p, filter)
		return err
	}, func(context.Context) (err error) {
		options, err = s.propertyOptions(r)
		return err
	})
	if err != nil {
		return err
	}
	m := view.LeaseList{
		Frame: r.frame(message.T(r.Context(), "Leasing"), view.AreaLeasing), Filter: f, Page: view.Page(around), Leases: int(totals.Leases),
		Rent: totals.MonthlyRent, MayWrite: authz.Allowed(r.p, authz.LeasingWrite), Export: authz.Allowed(r.p, authz.ExportRun),
	}
	m.Properties = options
	for _, l := range list {
		m.Rows = append(m.Rows, view.LeaseListRow{
			ID: l.ID.String(), Renters: l.Renters, Unit: view.UnitName(r.Context(), l.Number), Property: l.PropertyName, Status: shownStatus(l),
			Starts: l.Start, Ends: l.End, Rent: l.MonthlyRent,
		})
	}
	m.Live = []string{"lease"}
	return s.page(r, view.LeasesPage(m))
}

func (s *site) propertyOptions(r *request) ([]view.Option, error) {
	list, err := s.Properties.Names(r.Context(), r.p)
	out := make([]view.Option, 0, len(list))
	for _, p := range list {
		out = append(out, view.Option{Value: p.ID.String(), Label: p.Name})
	}
	return out, err
}

func shownStatus(l leasing.LeaseRow) string {
	if l.Holdover {
		return "holdover"
	}
	return l.Status
}

// leaseAt reads the lease that the address names.
func (s *site) leaseAt(r *request) (leasing.LeaseDetail, error) {
	at, err := r.pathID()
	if err != nil {
		return leasing.LeaseDetail{}, err
	}
	return s.Leases.Lease(r.Context(), r.p, at, true)
}

func (r *request) leaseCrumbs(l leasing.LeaseDetail) []view.Link {
	return []view.Link{
		{Text: message.T(r.Context(), "Leasing"), Href: "/leases"},
		{Text: leaseName(r, l), Href: "/leases/" + l.ID.String()},
	}
}

func leaseName(r *request, l leasing.LeaseDetail) string {
	if l.Renters == "" {
		return message.T(r.Context(), "Lease of %s", view.UnitName(r.Context(), l.Number))
	}
	return l.Renters
}

func (s *site) leasePage(r *request) error {
	l, err := s.leaseAt(r)
	if err != nil {
		return err
	}
	m := view.LeaseDetail{
		Frame: r.frame(leaseName(r, l), view.AreaLeasing, view.Link{Text: message.T(r.Context(), "Leasing"), Href: "/leases"}),
		ID:    l.ID.String(), TenancyID: l.TenancyID.String(), UnitID: l.UnitID.String(), PropertyID: l.PropertyID.String(),
		Unit: view.UnitName(r.Context(), l.Number), Property: l.PropertyName, Status: shownStatus(l.LeaseRow), Starts: l.Start, Ends: l.End,
		Rent: l.MonthlyRent, Deposit: l.SecurityDeposit, MovedIn: l.MovedInOn, Subsidized: l.Subsidized, AutoRenew: l.AutoRenew, Terms: l.Terms,
		Tab: r.URL.Query().Get("tab"), Version: itoa(l.Version), MayWrite: authz.Allowed(r.p, authz.LeasingWrite), Next: l.Next(),
		Signable: l.Status == leasing.StatusPending && l.DeletedAt == nil, Confirmed: !l.LateFeeConfirmedOn.IsZero(), LateFees: lateFees(r, l),
	}
	if l.SignedAt != nil {
		m.Signed = period.In(*l.SignedAt, r.zone)
	}
	if l.DeletedAt != nil {
		m.Deleted = &view.Deletion{On: period.In(*l.DeletedAt, r.zone)}
	}
	switch m.Tab {
	case "history":
		changes, err := s.Leases.LeaseHistory(r.Context(), r.p, l.ID)
		if err != nil {
			return err
		}
		m.History = r.entries(changes)
	case "policies":
		m.Policy = policyLines(r, l.Policy)
	default:
		m.Panels = leasePanels(r, l, m.MayWrite)
		if m.Documents, err = s.documentsOf(r, "lease", l.ID); err != nil {
			return err
		}
	}
	m.Paper = s.mayKeepPaper(r, l)
	m.Live = []string{"lease:" + m.ID}
	return s.page(r, view.LeasePage(m))
}

func lateFees(r *request, l leasing.LeaseDetail) string {
	switch {
	case l.LateFeeConfirmedOn.IsZero():
		return message.T(r.Context(), "Off until somebody confirms that the lease has a clause for them.")
	case !l.Policy.LateFees:
		return message.T(r.Context(), "The clause is confirmed; the rules charge none.")
	}
	return message.T(r.Context(), "On: the clause was confirmed on %s.", l.LateFeeConfirmedOn.Words())
}

func (s *site) confirmDiscardLease(r *request) error {
	l, err := s.leaseAt(r)
	if err != nil {
		return err
	}
	return s.page(r, view.FieldsPage(s.discardForm(r, l)))
}

func (s *site) discardForm(r *request, l leasing.LeaseDetail) view.FieldsForm {
	return view.FieldsForm{
		Frame:  r.frame(message.T(r.Context(), "Discard this draft?"), view.AreaLeasing, r.leaseCrumbs(l)...),
		Action: "/leases/" + l.ID.String() + "/discard", Back: "/leases/" + l.ID.String(), Danger: true, Verb: message.T(r.Context(), "Discard draft"),
		Lead: message.T(r.Context(), "Its people and documents go with it. It can be restored afterwards."),
	}
}

func (s *site) discardLease(r *request) error {
	at, err := r.pathID()
	if err != nil {
		return err
	}
	if err := s.Leases.DiscardLease(r.Context(), r.p, at, nil); err != nil {
		return err
	}
	s.tell(r, message.T(r.Context(), "The draft was discarded."), "/leases/"+at.String()+"/restore")
	return r.see("/leases")
}

func (s *site) restoreLease(r *request) error {
	at, err := r.pathID()
	if err != nil {
		return err
	}
	if _, err := s.Leases.RestoreLease(r.Context(), r.p, at); err != nil {
		return err
	}
	s.tell(r, message.T(r.Context(), "The draft was restored."), "")
	return r.see("/leases/" + at.String())
}

// The steps of a lease that a page asks about first.
var askedSteps = []string{"sign", "activate", "cancel"}

func (s *site) confirmLeaseStep(r *request) error {
	l, err := s.leaseAt(r)
	if err != nil {
		return err
	}
	step := r.URL.Query().Get("to")
	if !slices.Contains(askedSteps, step) {
		return fault.ErrNotFound
	}
	return s.page(r, view.FieldsPage(s.stepForm(r, l, step)))
}

func (s *site) stepForm(r *request, l leasing.LeaseDetail, step string) view.FieldsForm {
	ctx, at := r.Context(), "/leases/"+l.ID.String()
	m := view.FieldsForm{
		Action: at + "/step", Back: at, Hidden: []view.Hidden{{Name: "to", Value: step}, {Name: "version", Value: itoa(l.Version)}},
	}
	title := ""
	switch step {
	case "sign":
		title, m.Verb = message.T(ctx, "Record signature"), message.T(ctx, "Record signature")
		m.Lead = message.T(ctx, "Of the paper that everybody has signed: the day of the last signature.")
		m.Fields = []view.Field{{Name: "signed_on", Label: message.T(ctx, "Signed on"), Type: "date", Value: s.today(r).String()}}
		m.Action = at + "/sign"
		if authz.Allowed(r.p, authz.DocumentWrite) {
			m.File = &view.FileField{
				Label: message.T(ctx, "Scan of the signed paper"), Accept: strings.Join(document.Accepted(), ","),
				Help: message.T(ctx, "Optional. A PDF or a photo, at most %s. It is kept with the lease, and its renters see it.", sizeWords(ctx, s.Documents.MaxSize())),
			}
		}
	case "activate":
		title, m.Verb = message.T(ctx, "Activate this lease?"), message.T(ctx, "Activate lease")
		rent := ""
		if l.MonthlyRent != nil {
			rent = l.MonthlyRent.Grouped()
		}
		m.Lead = message.T(ctx, "%s, %s: from %s at %s a month. The unit is reserved until they move in.",
			leaseName(r, l), view.UnitName(ctx, l.Number), l.Start.Words(), rent)
	case "cancel":
		title, m.Verb, m.Danger = message.T(ctx, "Cancel this lease?"), message.T(ctx, "Cancel lease"), true
		m.Lead = message.T(ctx, "It stays on record as cancelled, and the unit is free for other leases. This cannot be undone.")
	}
	m.Frame = r.frame(title, view.AreaLeasing, r.leaseCrumbs(l)...)
	return m
}
