package web

import (
	"cmp"
	"net/url"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/leasing"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/secret"
	"github.com/propertyos/propertyos/internal/web/message"
	"github.com/propertyos/propertyos/internal/web/view"
)

func (s *site) renterRoutes() map[string]handler {
	return map[string]handler{
		"GET /renters":                       s.renters,
		"GET /renters/new":                   s.newRenter,
		"POST /renters":                      s.createRenter,
		"GET /renters/{id}":                  s.renter,
		"GET /renters/{id}/edit":             s.editRenter,
		"POST /renters/{id}":                 s.updateRenter,
		"GET /renters/{id}/delete":           s.confirmDeleteRenter,
		"POST /renters/{id}/delete":          s.deleteRenter,
		"POST /renters/{id}/restore":         s.restoreRenter,
		"GET /renters/{id}/reveal/{name}":    s.askReveal,
		"POST /renters/{id}/reveal":          s.reveal,
		"POST /renters/{id}/contacts":        s.addContact,
		"POST /renters/{id}/contacts/remove": s.removeContact,
	}
}

func rentersCrumb(r *request) view.Link {
	return view.Link{Text: message.T(r.Context(), "Renters"), Href: "/renters"}
}

func renterFilter(q url.Values) (view.RenterFilter, leasing.RenterFilter) {
	f := view.RenterFilter{Q: q.Get("q"), Kind: q.Get("kind"), Leased: q.Get("leased"), Deleted: q.Get("deleted") == "1", Sort: q.Get("sort")}
	return f, leasing.RenterFilter{Query: f.Q, Kind: f.Kind, Leased: f.Leased, Deleted: f.Deleted}
}

func (s *site) renters(r *request) error {
	q := r.URL.Query()
	f, filter := renterFilter(q)
	list, around, err := s.Renters.List(r.Context(), r.p, filter, cursor(q, f.Sort))
	if err != nil {
		return err
	}
	m := view.RenterList{
		Frame: r.frame(message.T(r.Context(), "Renters"), view.AreaRenters), Filter: f, Page: view.Page(around),
		Write: authz.Allowed(r.p, authz.LeasingWrite), Export: authz.Allowed(r.p, authz.ExportRun),
	}
	for _, p := range list {
		row := view.RenterRow{ID: p.ID.String(), Name: p.Name.String(), Email: p.Email, Phone: p.Phone, SignsIn: p.SignsIn, Deleted: p.DeletedAt != nil}
		if h := p.Home; h != nil {
			row.Home, row.Role, row.Status = homeName(r, h.Property, h.Number), h.Role, h.Status
		}
		m.Rows = append(m.Rows, row)
	}
	m.Live = []string{"renter"}
	return s.page(r, view.RentersPage(m))
}

// homeName is a property and its unit in words.
func homeName(r *request, property, number string) string {
	if number == "" {
		return property
	}
	return property + " · " + view.UnitName(r.Context(), number)
}

func (s *site) renter(r *request) error {
	at, err := r.pathID()
	if err != nil {
		return err
	}
	return s.showRenter(r, at, nil)
}

// showRenter shows a renter, with the faults of a contact that was typed.
func (s *site) showRenter(r *request, at id.ID, errs view.FieldErrors) error {
	ctx := r.Context()
	p, err := s.Renters.Get(ctx, r.p, at, true)
	if err != nil {
		return err
	}
	leases, err := s.Renters.Leases(ctx, r.p, at)
	if err != nil {
		return err
	}
	m := view.RenterDetail{
		Frame: r.frame(p.Name.String(), view.AreaRenters, rentersCrumb(r)), ID: at.String(), Name: p.Name.String(), Kind: p.Kind, Email: p.Email,
		Phone: p.Phone, Employer: p.EmployerName, EmployerPhone: p.EmployerPhone, SignsIn: p.SignsIn, Deleted: p.DeletedAt != nil,
		Write: authz.Allowed(r.p, authz.LeasingWrite), Reveal: authz.Allowed(r.p, authz.RenterReveal), Key: newKey(r), Errors: errs,
	}
	if !p.SignsIn && !m.Deleted && authz.Allowed(r.p, authz.UserWrite) {
		m.Invite = "/settings/invitations/new?kind=tenant&person=" + m.ID
	}
	for _, field := range leasing.SecretFields {
		row := view.RenterSecret{Field: field, Stored: p.Holds(field)}
		switch field {
		case leasing.FieldSSN:
			row.End = p.SSNLastFour
		case leasing.FieldLicense:
			row.End = p.LicenseLastFour
		}
		m.Secrets = append(m.Secrets, row)
	}
	for _, l := range leases {
		m.Leases = append(m.Leases, view.RenterLeaseRow{
			ID: l.ID.String(), UnitID: l.UnitID.String(), Home: homeName(r, l.Property, l.Number), Role: l.Role, Status: l.Status,
			Start: l.Start, End: l.End, Rent: l.MonthlyRent,
		})
	}
	if !m.Deleted {
		contacts, err := s.Renters.Contacts(ctx, r.p, at)
		if err != nil {
			return err
		}
		m.Contacts = contactRows(contacts)
		if m.Documents, err = s.documentsOf(r, "renter", at); err != nil {
			return err
		}
	}
	m.Live = []string{"renter:" + m.ID}
	status := 200
	if len(errs) > 0 {
		status = fault.Invalid.Status()
	}
	return s.show(r.ResponseWriter, r.Request, status, view.RenterPage(m))
}

func contactRows(list []leasing.Contact) []view.ContactRow {
	var out []view.ContactRow
	for _, c := range list {
		out = append(out, view.ContactRow{ID: c.ID.String(), Name: c.Name, Relationship: c.Relationship, Phone: c.Phone, Email: c.Email})
	}
	return out
}

// renterForm is the form for a new renter, or for one that is stored.
func (s *site) renterForm(r *request, p leasing.RenterProfile) view.PlainForm {
	ctx := r.Context()
	m := view.PlainForm{
		Frame:  r.frame(message.T(ctx, "Add renter"), view.AreaRenters, rentersCrumb(r)),
		Action: "/renters", Verb: message.T(ctx, "Add renter"), Back: "/renters", Hidden: []view.Hidden{{Name: "key", Value: newKey(r)}},
	}
	if p.ID != id.Nil {
		at := "/renters/" + p.ID.String()
		m.Frame = r.frame(message.T(ctx, "Edit %s", p.Name.String()), view.AreaRenters, rentersCrumb(r), view.Link{Text: p.Name.String(), Href: at})
		m.Action, m.Back, m.Verb, m.Hidden = at, at, message.T(ctx, "Save"), []view.Hidden{{Name: "version", Value: itoa(p.Version)}}
	}
	keep := func(field, end string) string {
		switch {
		case !p.Holds(field):
			return message.T(ctx, "Stored encrypted. Whoever looks at it is recorded.")
		case end != "":
			return message.T(ctx, "One that ends in %s is stored. Leave this empty to keep it.", end)
		}
		return message.T(ctx, "Something is stored. Leave this empty to keep it.")
	}
	m.Fields = []view.Field{
		{Name: "kind", Label: message.T(ctx, "Kind"), Value: cmp.Or(p.Kind, "person"), Options: view.Words(ctx, view.RenterKinds)},
		{Name: "first_name", Label: message.T(ctx, "First name"), Value: p.Name.First, MaxLength: "100", Together: true},
		{Name: "last_name", Label: message.T(ctx, "Last name"), Value: p.Name.Last, MaxLength: "100", Together: true},
		{Name: "company_name", Label: message.T(ctx, "Company"), Value: p.Name.Company, MaxLength: "255", Optional: true, Help: message.T(ctx, "Of a company only.")},
		{Name: "email", Label: message.T(ctx, "E-mail"), Value: p.Email, Type: "email", MaxLength: "254", Optional: true},
		{Name: "phone", Label: message.T(ctx, "Phone"), Value: p.Phone, Type: "tel", MaxLength: "40", Optional: true},
		{Name: "employer_name", Label: message.T(ctx, "Employer"), Value: p.EmployerName, MaxLength: "255", Optional: true},
		{Name: "employer_phone", Label: message.T(ctx, "Phone of the employer"), Value: p.EmployerPhone, Type: "tel", MaxLength: "40", Optional: true},
		{Name: "ssn", Label: message.T(ctx, "Social Security number"), MaxLength: "20", Optional: true, Help: keep(leasing.FieldSSN, p.SSNLastFour)},
		{Name: "driver_license", Label: message.T(ctx, "Driver's license"), MaxLength: "40", Optional: true, Help: keep(leasing.FieldLicense, p.LicenseLastFour)},
		{Name: "date_of_birth", Label: message.T(ctx, "Date of birth"), Type: "date", Optional: true, Help: keep(leasing.FieldBirth, "")},
		{Name: "income", Label: message.T(ctx, "Income a year"), Prefix: "$", InputMode: "decimal", Optional: true, Help: keep(leasing.FieldIncome, "")},
	}
	return m
}

// readRenter turns what was typed into what the service takes. An empty secret leaves what is stored.
func readRenter(v map[string]string) func(*leasing.RenterInput) {
	return func(in *leasing.RenterInput) {
		in.Kind, in.FirstName, in.LastName, in.Company = v["kind"], v["first_name"], v["last_name"], v["company_name"]
		in.Email, in.Phone, in.EmployerName, in.EmployerPhone = v["email"], v["phone"], v["employer_name"], v["employer_phone"]
		for name, to := range map[string]**secret.Text{
			"ssn": &in.SSN, "driver_license": &in.DriverLicense, "date_of_birth": &in.DateOfBirth, "income": &in.Income,
		} {
			if v[name] != "" {
				text := secret.New(v[name])
				*to = &text
			}
		}
	}
}

func (s *site) newRenter(r *request) error {
	return s.page(r, view.PlainFormPage(s.renterForm(r, leasing.RenterProfile{})))
}

func (s *site) createRenter(r *request) error {
	return s.plain(r, func() (view.PlainForm, error) { return s.renterForm(r, leasing.RenterProfile{}), nil },
		func(v map[string]string) (done, error) {
			var in leasing.RenterInput
			readRenter(v)(&in)
			p, err := s.Renters.Create(r.Context(), r.p, r.key("renter.create"), in)
			return done{"/renters/" + p.ID.String(), message.T(r.Context(), "%s was added.", p.Name.String()), ""}, err
		})
}

// storedRenterForm is the form of the renter that the address names.
func (s *site) storedRenterForm(r *request) (view.PlainForm, error) {
	at, err := r.pathID()
	if err != nil {
		return view.PlainForm{}, err
	}
	p, err := s.Renters.Get(r.Context(), r.p, at, false)
	return s.renterForm(r, p), err
}

func (s *site) editRenter(r *request) error {
	m, err := s.storedRenterForm(r)
	if err != nil {
		return err
	}
	return s.page(r, view.PlainFormPage(m))
}

func (s *site) updateRenter(r *request) error {
	at, err := r.pathID()
	if err != nil {
		return err
	}
	return s.plain(r, func() (view.PlainForm, error) { return s.storedRenterForm(r) }, func(v map[string]string) (done, error) {
		_, err := s.Renters.Update(r.Context(), r.p, at, version(r), readRenter(v))
		return done{"/renters/" + at.String(), message.T(r.Context(), "Your changes were saved."), ""}, err
	})
}

func (s *site) confirmDeleteRenter(r *request) error {
	at, err := r.pathID()
	if err != nil {
		return err
	}
	ctx := r.Context()
	p, err := s.Renters.Get(ctx, r.p, at, false)
	if err != nil {
		return err
	}
	m := view.Confirm{
		Frame: r.frame(message.T(ctx, "Delete renter"), view.AreaRenters), Title: message.T(ctx, "Delete %s?", p.Name.String()), Verb: message.T(ctx, "Delete renter"),
		Text: message.T(ctx, "Leases that have ended and money records stay. You can restore the renter."), Action: "/renters/" + at.String() + "/delete",
		Back: "/renters/" + at.String(),
	}
	if err := s.Renters.MayDelete(ctx, r.p, at); err != nil {
		f := fault.As(err)
		if f.Kind != fault.Conflict {
			return err
		}
		m.Title, m.Refused = message.T(ctx, "%s cannot be deleted", p.Name.String()), f.Message
	}
	return s.page(r, view.ConfirmPage(m))
}

func (s *site) deleteRenter(r *request) error {
	at, err := r.pathID()
	if err != nil {
		return err
	}
	if err := s.Renters.Delete(r.Context(), r.p, at, nil); err != nil {
		return err
	}
	s.tell(r, message.T(r.Context(), "The renter was deleted."), "/renters/"+at.String()+"/restore")
	return r.see("/renters")
}

func (s *site) restoreRenter(r *request) error {
	at, err := r.pathID()
	if err != nil {
		return err
	}
	p, err := s.Renters.Restore(r.Context(), r.p, at)
	if err != nil {
		return err
	}
	s.tell(r, message.T(r.Context(), "%s was restored.", p.Name.String()), "")
	return r.see("/renters/" + at.String())
}

// revealForm asks why a field is to be shown.
func (s *site) revealForm(r *request, field string) (view.RevealForm, error) {
	at, err := r.pathID()
	if err != nil {
		return view.RevealForm{}, err
	}
	p, err := s.Renters.Get(r.Context(), r.p, at, false)
	if err != nil {
		return view.RevealForm{}, err
	}
	name := p.Name.String()
	return view.RevealForm{
		Frame: r.frame(message.T(r.Context(), "Reveal: %s", view.Label(r.Context(), view.SecretFields, field)), view.AreaRenters, rentersCrumb(r),
			view.Link{Text: name, Href: "/renters/" + at.String()}), RenterID: at.String(), Name: name, Field: field,
	}, nil
}

func (s *site) askReveal(r *request) error {
	m, err := s.revealForm(r, r.PathValue("name"))
	if err != nil {
		return err
	}
	return s.page(r, view.RevealPage(m))
}

// reveal shows a field in clear, in the answer to a form: the value is in no address and no cache.
func (s *site) reveal(r *request) error {
	if err := r.ParseForm(); err != nil {
		return badForm(err)
	}
	at, err := r.pathID()
	if err != nil {
		return err
	}
	field := r.text("field")
	text, err := s.Renters.Reveal(r.Context(), r.p, at, field, r.text("reason"))
	if no, ok := refusalOf(err); ok {
		m, err := s.revealForm(r, field)
		if err != nil {
			return err
		}
		m.Errors, m.Message = no.Errors, no.Message
		return s.show(r.ResponseWriter, r.Request, fault.Invalid.Status(), view.RevealPage(m))
	}
	if err != nil {
		return err
	}
	m, err := s.revealForm(r, field)
	if err != nil {
		return err
	}
	frame := m.Frame
	frame.Title = view.Label(r.Context(), view.SecretFields, field)
	return s.page(r, view.RevealedPage(view.Revealed{Frame: frame, RenterID: m.RenterID, Name: m.Name, Field: field, Value: text.Reveal()}))
}

// contactTyped is a contact as it was typed.
func contactTyped(r *request) leasing.ContactInput {
	return leasing.ContactInput{Name: r.text("name"), Relationship: r.text("relationship"), Phone: r.text("phone"), Email: r.text("email")}
}

func (s *site) addContact(r *request) error {
	if err := r.ParseForm(); err != nil {
		return badForm(err)
	}
	at, err := r.pathID()
	if err != nil {
		return err
	}
	_, err = s.Renters.AddContact(r.Context(), r.p, r.key("contact.create"), at, contactTyped(r))
	if no, ok := refusalOf(err); ok && len(no.Errors) > 0 {
		return s.showRenter(r, at, no.Errors)
	}
	if err != nil {
		return err
	}
	s.tell(r, message.T(r.Context(), "The contact was added."), "")
	return r.see("/renters/" + at.String())
}

func (s *site) removeContact(r *request) error {
	if err := r.ParseForm(); err != nil {
		return badForm(err)
	}
	at, err := r.pathID()
	if err != nil {
		return err
	}
	if _, err := s.Renters.Get(r.Context(), r.p, at, false); err != nil {
		return err
	}
	contact, err := id.Parse(r.text("contact"))
	if err != nil {
		return fault.ErrNotFound
	}
	if err := s.Renters.DeleteContact(r.Context(), r.p, contact, nil); err != nil {
		return err
	}
	s.tell(r, message.T(r.Context(), "The contact was removed."), "")
	return r.see("/renters/" + at.String())
}
