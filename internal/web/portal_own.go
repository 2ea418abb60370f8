package web

import (
	"slices"
	"strings"

	"github.com/propertyos/propertyos/internal/domain/document"
	"github.com/propertyos/propertyos/internal/domain/leasing"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/tenancy"
	"github.com/propertyos/propertyos/internal/web/message"
	"github.com/propertyos/propertyos/internal/web/view"
)

func (s *site) ownRoutes() map[string]handler {
	return map[string]handler{
		"GET /portal/leases/{id}":            s.ownLease,
		"GET /portal/household":              s.household,
		"GET /portal/vehicles/new":           s.newVehicle,
		"POST /portal/vehicles":              s.createVehicle,
		"GET /portal/vehicles/{id}/edit":     s.editVehicle,
		"POST /portal/vehicles/{id}":         s.updateVehicle,
		"POST /portal/vehicles/{id}/remove":  s.removeVehicle,
		"POST /portal/contacts":              s.addOwnContact,
		"POST /portal/contacts/remove":       s.removeOwnContact,
		"GET /portal/notice":                 s.notices,
		"GET /portal/notice/new":             s.newNotice,
		"POST /portal/notice":                s.giveNotice,
		"POST /portal/notices/{id}/withdraw": s.withdrawNotice,
	}
}

// homeTitle is where a home is, in a line.
func homeTitle(r *request, h leasing.Home) string {
	lines := addressLines(h.Address)
	switch {
	case len(lines) == 0:
		return view.UnitName(r.Context(), h.Number)
	case h.Number == "":
		return lines[0]
	}
	return lines[0] + ", " + view.UnitName(r.Context(), h.Number)
}

func homeCrumb(r *request) view.Link {
	return view.Link{Text: message.T(r.Context(), "My home"), Href: "/portal"}
}

func (s *site) ownLease(r *request) error {
	at, err := r.pathID()
	if err != nil {
		return err
	}
	l, err := s.Portal.Lease(r.Context(), r.p, at)
	if err != nil {
		return err
	}
	m := view.PortalLease{
		Frame: r.frame(message.T(r.Context(), "My lease"), view.AreaPortal, homeCrumb(r)), ID: at.String(), Status: l.Status, Start: l.Start, End: l.End,
		Rent: l.MonthlyRent, DueDay: l.DueDay, NoticeDays: l.NoticeDays, Terms: l.Terms,
		Ended: !l.MovedOut.IsZero() || l.Status == leasing.StatusExpired || l.Status == leasing.StatusTerminated,
	}
	for _, step := range l.Rent {
		m.Steps = append(m.Steps, view.PortalRent{From: step.From, To: step.To, Amount: step.Amount, Frequency: step.Frequency, Payer: step.Payer})
	}
	for _, c := range l.Charges {
		a := c.Amount
		if c.Kind == "credit" {
			a = a.Neg()
		}
		m.Charges = append(m.Charges, view.PortalCharge{What: c.Description, Frequency: c.Frequency, Amount: a})
	}
	for _, d := range l.Deposits {
		m.Deposits = append(m.Deposits, view.PortalDeposit(d))
	}
	for _, d := range l.Documents {
		m.Documents = append(m.Documents, view.PortalDocument{
			ID: d.ID.String(), Name: d.Name, On: d.At.In(r.zone).Format("2 Jan 2006"), Waits: d.Scan == document.Pending, Refused: d.Scan == document.Infected,
		})
	}
	return s.page(r, view.PortalLeasePage(m))
}

func (s *site) household(r *request) error { return s.showHousehold(r, nil) }

// showHousehold shows the household, with the faults of a contact that was typed.
func (s *site) showHousehold(r *request, errs view.FieldErrors) error {
	ctx := r.Context()
	homes, err := s.Leases.Homes(ctx, r.p)
	if err != nil {
		return err
	}
	vehicles, err := s.Portal.Vehicles(ctx, r.p)
	if err != nil {
		return err
	}
	contacts, err := s.Portal.OwnContacts(ctx, r.p)
	if err != nil {
		return err
	}
	m := view.PortalHousehold{
		Frame: r.frame(message.T(ctx, "My household"), view.AreaHousehold), Contacts: contactRows(contacts), Key: newKey(r), Errors: errs,
	}
	for _, h := range homes {
		lease, err := s.Portal.Lease(ctx, r.p, h.LeaseID)
		if err != nil {
			return err
		}
		home := view.PortalHouse{TenancyID: lease.TenancyID.String(), Title: homeTitle(r, h)}
		for _, p := range h.People {
			home.People = append(home.People, view.PortalPerson(p))
		}
		for _, v := range vehicles {
			if v.TenancyID == lease.TenancyID {
				home.Vehicles = append(home.Vehicles, view.PortalVehicle{
					ID: v.ID.String(), Name: vehicleName(v), Plate: strings.TrimSpace(v.Region + " " + v.Plate), Space: v.Space,
				})
			}
		}
		m.Homes = append(m.Homes, home)
	}
	status := 200
	if len(errs) > 0 {
		status = fault.Invalid.Status()
	}
	return s.show(r.ResponseWriter, r.Request, status, view.PortalHouseholdPage(m))
}

func vehicleName(v leasing.OwnVehicle) string {
	parts := []string{strings.TrimSpace(v.Make + " " + v.Model)}
	for _, p := range []string{v.Color, orBlank(v.Year, itoa)} {
		if p != "" {
			parts = append(parts, p)
		}
	}
	return strings.Join(parts, ", ")
}

func (s *site) vehicleForm(r *request, v leasing.OwnVehicle, stay string) view.PlainForm {
	ctx := r.Context()
	crumb := view.Link{Text: message.T(ctx, "My household"), Href: "/portal/household"}
	m := view.PlainForm{
		Frame: r.frame(message.T(ctx, "Add a vehicle"), view.AreaHousehold, crumb), Action: "/portal/vehicles", Verb: message.T(ctx, "Add vehicle"),
		Back: "/portal/household", Hidden: []view.Hidden{{Name: "key", Value: newKey(r)}, {Name: "stay", Value: stay}},
	}
	if v.ID != id.Nil {
		m.Frame, m.Action, m.Verb = r.frame(message.T(ctx, "Edit vehicle"), view.AreaHousehold, crumb), "/portal/vehicles/"+v.ID.String(), message.T(ctx, "Save")
		m.Hidden = []view.Hidden{{Name: "version", Value: itoa(v.Version)}}
	}
	m.Fields = []view.Field{
		{Name: "make", Label: message.T(ctx, "Make"), Value: v.Make, MaxLength: "100"},
		{Name: "model", Label: message.T(ctx, "Model"), Value: v.Model, MaxLength: "100", Optional: true},
		{Name: "color", Label: message.T(ctx, "Color"), Value: v.Color, MaxLength: "50", Optional: true},
		{Name: "year", Label: message.T(ctx, "Year"), Value: orBlank(v.Year, itoa), InputMode: "numeric", Optional: true},
		{Name: "plate", Label: message.T(ctx, "License plate"), Value: v.Plate, MaxLength: "20", Optional: true},
		{Name: "plate_region", Label: message.T(ctx, "State of the plate"), Value: v.Region, MaxLength: "50", Optional: true},
	}
	return m
}

func readVehicle(v map[string]string, f *fault.Fields) func(*leasing.OwnVehicleInput) {
	year := whole(f, "year", v["year"])
	return func(in *leasing.OwnVehicleInput) {
		in.Make, in.Model, in.Color, in.Year, in.Plate, in.Region = v["make"], v["model"], v["color"], year, v["plate"], v["plate_region"]
	}
}

func (s *site) newVehicle(r *request) error {
	return s.page(r, view.PlainFormPage(s.vehicleForm(r, leasing.OwnVehicle{}, r.URL.Query().Get("stay"))))
}

func (s *site) createVehicle(r *request) error {
	return s.plain(r, func() (view.PlainForm, error) { return s.vehicleForm(r, leasing.OwnVehicle{}, r.text("stay")), nil },
		func(v map[string]string) (done, error) {
			var f fault.Fields
			var in leasing.OwnVehicleInput
			readVehicle(v, &f)(&in)
			if err := f.Err(); err != nil {
				return done{}, err
			}
			in.TenancyID, _ = id.Parse(v["stay"]) // the nil id is nobody's stay
			_, err := s.Portal.AddVehicle(r.Context(), r.p, r.key("portal.vehicle.create"), in)
			return done{"/portal/household", message.T(r.Context(), "The vehicle was added."), ""}, err
		})
}

func (s *site) ownVehicle(r *request) (view.PlainForm, error) {
	at, err := r.pathID()
	if err != nil {
		return view.PlainForm{}, err
	}
	list, err := s.Portal.Vehicles(r.Context(), r.p)
	if err != nil {
		return view.PlainForm{}, err
	}
	i := slices.IndexFunc(list, func(v leasing.OwnVehicle) bool { return v.ID == at })
	if i < 0 {
		return view.PlainForm{}, fault.ErrNotFound
	}
	return s.vehicleForm(r, list[i], ""), nil
}

func (s *site) editVehicle(r *request) error {
	m, err := s.ownVehicle(r)
	if err != nil {
		return err
	}
	return s.page(r, view.PlainFormPage(m))
}

func (s *site) updateVehicle(r *request) error {
	at, err := r.pathID()
	if err != nil {
		return err
	}
	return s.plain(r, func() (view.PlainForm, error) { return s.ownVehicle(r) }, func(v map[string]string) (done, error) {
		var f fault.Fields
		change := readVehicle(v, &f)
		err := f.Err()
		if err == nil {
			_, err = s.Portal.UpdateVehicle(r.Context(), r.p, at, version(r), change)
		}
		return done{"/portal/household", message.T(r.Context(), "Your changes were saved."), ""}, err
	})
}

func (s *site) removeVehicle(r *request) error {
	at, err := r.pathID()
	if err != nil {
		return err
	}
	if err := s.Portal.DeleteVehicle(r.Context(), r.p, at, nil); err != nil {
		return err
	}
	s.tell(r, message.T(r.Context(), "The vehicle was removed."), "")
	return r.see("/portal/household")
}

func (s *site) addOwnContact(r *request) error {
	if err := r.ParseForm(); err != nil {
		return badForm(err)
	}
	_, err := s.Portal.AddContact(r.Context(), r.p, r.key("portal.contact.create"), contactTyped(r))
	if no, ok := refusalOf(err); ok && len(no.Errors) > 0 {
		return s.showHousehold(r, no.Errors)
	}
	if err != nil {
		return err
	}
	s.tell(r, message.T(r.Context(), "The contact was added."), "")
	return r.see("/portal/household")
}

func (s *site) removeOwnContact(r *request) error {
	if err := r.ParseForm(); err != nil {
		return badForm(err)
	}
	contact, err := id.Parse(r.text("contact"))
	if err != nil {
		return fault.ErrNotFound
	}
	if err := s.Portal.DeleteContact(r.Context(), r.p, contact, nil); err != nil {
		return err
	}
	s.tell(r, message.T(r.Context(), "The contact was removed."), "")
	return r.see("/portal/household")
}

// noticesGiven is the homes that notice can be given of, and the notices that were.
func (s *site) noticesGiven(r *request) (view.PortalNotices, error) {
	ctx := r.Context()
	m := view.PortalNotices{Frame: r.frame(message.T(ctx, "Notice to leave"), view.AreaPortal, homeCrumb(r))}
	given, err := s.Portal.Notices(ctx, r.p)
	if err != nil {
		return m, err
	}
	for _, n := range given {
		m.Given = append(m.Given, view.PortalNotice{
			ID: n.ID.String(), Address: n.ForwardingAddress, Note: n.Note, GivenOn: n.GivenOn, LeaveOn: n.LeaveOn,
			Confirmed: n.AcknowledgedAt != nil, Withdrawn: n.WithdrawnAt != nil,
		})
	}
	homes, err := s.Leases.Homes(ctx, r.p)
	if err != nil {
		return m, err
	}
	for _, h := range homes {
		lease, err := s.Portal.Lease(ctx, r.p, h.LeaseID)
		if err != nil {
			return m, err
		}
		m.Homes = append(m.Homes, view.PortalLeaving{
			LeaseID: h.LeaseID.String(), Title: homeTitle(r, h), Days: lease.NoticeDays,
			Open: slices.ContainsFunc(given, func(n leasing.OwnNotice) bool { return n.TenancyID == lease.TenancyID && n.Open() }),
		})
	}
	return m, nil
}

func (s *site) notices(r *request) error {
	m, err := s.noticesGiven(r)
	if err != nil {
		return err
	}
	return s.page(r, view.PortalNoticePage(m))
}

func (s *site) noticeForm(r *request, lease string) (view.PlainForm, error) {
	ctx := r.Context()
	at, err := id.Parse(lease)
	if err != nil {
		return view.PlainForm{}, fault.ErrNotFound
	}
	l, err := s.Portal.Lease(ctx, r.p, at)
	if err != nil {
		return view.PlainForm{}, err
	}
	least := l.Today.AddDays(l.NoticeDays)
	return view.PlainForm{
		Frame: r.frame(message.T(ctx, "Give notice to leave"), view.AreaPortal, homeCrumb(r),
			view.Link{Text: message.T(ctx, "Notice to leave"), Href: "/portal/notice"}),
		Action: "/portal/notice", Verb: message.T(ctx, "Give notice"), Back: "/portal/notice",
		Hidden: []view.Hidden{{Name: "key", Value: newKey(r)}, {Name: "lease", Value: lease}},
		Intro: message.N(ctx, int64(l.NoticeDays), "Your lease asks for %d day of notice.", "Your lease asks for %d days of notice.") + " " +
			message.T(ctx, "With notice today that is %s or later. You can choose an earlier day, but rent may be due until then.", least.Words()),
		Fields: []view.Field{
			{Name: "leave_on", Label: message.T(ctx, "Your last day"), Value: least.String(), Type: "date"},
			{Name: "forwarding_address", Label: message.T(ctx, "Forwarding address"), Type: "area", Optional: true, Help: message.T(ctx, "Where your deposit and mail are sent.")},
			{Name: "note", Label: message.T(ctx, "Note"), Type: "area", Optional: true},
		},
	}, nil
}

func (s *site) newNotice(r *request) error {
	m, err := s.noticeForm(r, r.URL.Query().Get("lease"))
	if err != nil {
		return err
	}
	return s.page(r, view.PlainFormPage(m))
}

func (s *site) giveNotice(r *request) error {
	return s.plain(r, func() (view.PlainForm, error) { return s.noticeForm(r, r.text("lease")) }, func(v map[string]string) (done, error) {
		var f fault.Fields
		in := leasing.OwnNoticeInput{LeaveOn: dayOf(&f, "leave_on", v["leave_on"]), ForwardingAddress: v["forwarding_address"], Note: v["note"]}
		in.LeaseID, _ = id.Parse(v["lease"]) // the nil id is nobody's lease
		if err := f.Err(); err != nil {
			return done{}, err
		}
		_, err := s.Portal.GiveNotice(r.Context(), r.p, r.key("portal.notice.give"), in)
		return done{"/portal/notice", message.T(r.Context(), "Your notice was given. Your manager confirms it."), ""}, err
	})
}

func (s *site) withdrawNotice(r *request) error {
	at, err := r.pathID()
	if err != nil {
		return err
	}
	if _, err := s.Portal.WithdrawNotice(r.Context(), r.p, at); err != nil {
		return err
	}
	s.tell(r, message.T(r.Context(), "The notice was withdrawn."), "")
	return r.see("/portal/notice")
}

// news is what a renter is told today.
func (s *site) news(r *request) ([]view.PortalNews, error) {
	if r.p.Role != tenancy.RoleRenter {
		return nil, nil
	}
	list, err := s.Portal.Announcements(r.Context(), r.p)
	out := make([]view.PortalNews, 0, len(list))
	for _, a := range list {
		out = append(out, view.PortalNews{Title: a.Title, Body: a.Body, On: a.On})
	}
	return out, err
}
