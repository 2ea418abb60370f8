package web

import (
	"github.com/a-h/templ"

	"github.com/propertyos/propertyos/internal/domain/leasing"
	"github.com/propertyos/propertyos/internal/domain/property"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/page"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/web/message"
	"github.com/propertyos/propertyos/internal/web/view"
)

// typedForm are the values of a form by their names, all text.
type typedForm map[string]string

func formValues(r *request) typedForm {
	out := typedForm{}
	for name := range r.PostForm {
		out[name] = r.text(name)
	}
	return out
}

// date reads a day that a form may name and notes what is none.
func (v typedForm) date(f *fault.Fields, name string) period.Date {
	return dayOf(f, name, v[name])
}

// stayForms are the forms of a stay: their words, their fields, and what they do.
type stayForms struct {
	title, button, intro string
	fields               []view.Field
	do                   func(typedForm, *fault.Fields) (done, error)
}

func dateField(name, label, help string, optional bool) view.Field {
	return view.Field{Name: name, Label: label, Help: help, Type: "date", Optional: optional}
}

// formOf is the form of an act on a stay. Error: fault.ErrNotFound for one that there is not.
func (s *site) formOf(r *request, d leasing.StayDetail, do string) (stayForms, error) {
	ctx, p := r.Context(), r.p
	here := done{Next: "/tenancies/" + d.ID.String()}
	said := func(text string, err error) (done, error) {
		here.Say = text
		return here, err
	}
	switch do {
	case "move-in":
		return stayForms{
			message.T(ctx, "Record move-in"), message.T(ctx, "Record move-in"), message.T(ctx, "The household takes possession of the unit. Its lease has to be active on that day."),
			[]view.Field{dateField("on", message.T(ctx, "Moved in on"), "", false)},
			func(v typedForm, f *fault.Fields) (done, error) {
				on := v.date(f, "on")
				if err := f.Err(); err != nil {
					return done{}, err
				}
				_, err := s.Leases.MoveIn(ctx, p, r.key("tenancy.move_in"), d.ID, on)
				return said(message.T(ctx, "The household moved in."), err)
			},
		}, nil
	case "undo-move-in":
		return stayForms{
			message.T(ctx, "Undo move-in"), message.T(ctx, "Undo move-in"), message.T(ctx, "For a move-in that was recorded by mistake, while nothing depends on it."), nil,
			func(typedForm, *fault.Fields) (done, error) {
				_, err := s.Leases.UndoMoveIn(ctx, p, d.ID)
				return said(message.T(ctx, "The move-in was taken back."), err)
			},
		}, nil
	case "notice":
		return s.stayNoticeForm(r, d, said), nil
	case "offer":
		return s.offerForm(r, d, said), nil
	case "inspection":
		return s.inspectionForm(r, d), nil
	case "move-out":
		return s.moveOutForm(r, d, said), nil
	case "eviction":
		return s.evictionForm(r, d, said), nil
	case "transfer":
		return s.transferForm(r, d)
	}
	return stayForms{}, fault.ErrNotFound
}

type sayer func(string, error) (done, error)

func (s *site) stayNoticeForm(r *request, d leasing.StayDetail, said sayer) stayForms {
	ctx := r.Context()
	return stayForms{
		title: message.T(ctx, "Record notice"), button: message.T(ctx, "Record notice"),
		intro: message.T(ctx, "After a notice to vacate, a non-renewal and a termination the household leaves on the day that the notice names."),
		fields: []view.Field{
			{Name: "kind", Label: message.T(ctx, "Kind"), Options: view.Words(ctx, view.NoticeKinds), Value: "to_vacate"},
			{Name: "given_by", Label: message.T(ctx, "Given by"), Options: view.Words(ctx, view.GivenBy), Value: "renter"},
			dateField("given_on", message.T(ctx, "Given on"), "", false),
			dateField("effective_on", message.T(ctx, "For"), message.T(ctx, "The day on which the household leaves, or on which what it says begins."), true),
			dateField("served_on", message.T(ctx, "Served on"), "", true),
			{Name: "served_method", Label: message.T(ctx, "Served by way of"), Options: view.Words(ctx, view.ServedMethods), Blank: message.T(ctx, "Not served yet"), Optional: true},
			{Name: "note", Label: message.T(ctx, "Note"), Type: "area", Optional: true},
		},
		do: func(v typedForm, f *fault.Fields) (done, error) {
			in := leasing.NoticeInput{
				Kind: v["kind"], GivenBy: v["given_by"], GivenOn: v.date(f, "given_on"), EffectiveOn: v.date(f, "effective_on"),
				ServedOn: v.date(f, "served_on"), ServedMethod: v["served_method"], Note: v["note"],
			}
			if err := f.Err(); err != nil {
				return done{}, err
			}
			n, err := s.Leases.GiveNotice(ctx, r.p, r.key("notice.give"), d.ID, in)
			if n.Short() {
				return said(message.T(ctx, "The notice was recorded. It is shorter than the %d days that the policy asks for.", n.NoticeDays), err)
			}
			return said(message.T(ctx, "The notice was recorded."), err)
		},
	}
}

func (s *site) offerForm(r *request, d leasing.StayDetail, said sayer) stayForms {
	ctx := r.Context()
	rent := ""
	if d.MonthlyRent != nil {
		rent = d.MonthlyRent.String()
	}
	start := dateField("start_date", message.T(ctx, "From"), message.T(ctx, "Empty: the day after the lease ends."), true)
	return stayForms{
		title: message.T(ctx, "Offer renewal"), button: message.T(ctx, "Draw up the offer"),
		intro: message.T(ctx, "A draft. Sending it makes it final and open to be answered."),
		fields: []view.Field{
			start, dateField("end_date", message.T(ctx, "To"), message.T(ctx, "Empty: month to month."), true),
			{Name: "monthly_rent", Label: message.T(ctx, "Monthly rent"), InputMode: "decimal", Suffix: r.profile.Currency, Value: rent},
			dateField("respond_by", message.T(ctx, "Answer by"), "", true),
			{Name: "message", Label: message.T(ctx, "Message"), Type: "area", Optional: true},
		},
		do: func(v typedForm, f *fault.Fields) (done, error) {
			in := leasing.OfferInput{Start: v.date(f, "start_date"), End: v.date(f, "end_date"), RespondBy: v.date(f, "respond_by"), Message: v["message"]}
			rent := amount(f, "monthly_rent", v["monthly_rent"])
			f.Check(v["monthly_rent"] != "", "/monthly_rent", "required", "This is required.")
			if err := f.Err(); err != nil {
				return done{}, err
			}
			in.MonthlyRent = *rent
			_, err := s.Leases.DraftOffer(ctx, r.p, r.key("renewal.draft"), d.ID, in)
			return said(message.T(ctx, "The offer was drawn up."), err)
		},
	}
}

func (s *site) inspectionForm(r *request, d leasing.StayDetail) stayForms {
	ctx := r.Context()
	return stayForms{
		title: message.T(ctx, "Begin checklist"), button: message.T(ctx, "Begin checklist"),
		fields: []view.Field{
			{Name: "kind", Label: message.T(ctx, "Kind"), Options: view.Words(ctx, view.InspectionKinds), Value: map[bool]string{true: "move_out", false: "move_in"}[d.Status != leasing.StayFuture && d.Status != leasing.StayOccupied]},
			dateField("performed_on", message.T(ctx, "On"), message.T(ctx, "Empty: today."), true),
		},
		do: func(v typedForm, f *fault.Fields) (done, error) {
			in := leasing.InspectionInput{Kind: v["kind"], PerformedOn: v.date(f, "performed_on")}
			if err := f.Err(); err != nil {
				return done{}, err
			}
			i, err := s.Leases.BeginInspection(ctx, r.p, r.key("inspection.begin"), d.ID, in)
			return done{Next: "/inspections/" + i.ID.String()}, err
		},
	}
}

func (s *site) moveOutForm(r *request, d leasing.StayDetail, said sayer) stayForms {
	ctx := r.Context()
	fields := []view.Field{
		dateField("on", message.T(ctx, "Moved out on"), "", false),
		{Name: "kind", Label: message.T(ctx, "How"), Options: view.Words(ctx, view.DepartureKinds[:5]), Value: "moved_out"},
		{Name: "forwarding_address", Label: message.T(ctx, "Forwarding address"), Type: "area", Value: d.ForwardingAddress, Optional: true},
		{Name: "reason", Label: message.T(ctx, "Reason of ending the term early"), Help: message.T(ctx, "With a reason the lease is terminated on the day. Without one it runs out as agreed, and rent is owed to its end."), Optional: true},
		{Name: "fee", Label: message.T(ctx, "Fee for ending it early"), InputMode: "decimal", Suffix: r.profile.Currency, Optional: true},
		dateField("disposition_due_on", message.T(ctx, "Deposits to be returned by"), message.T(ctx, "Empty: as the confirmed rule of the place says."), true),
	}
	if !d.HeldKnown {
		fields = append(fields, view.Field{Name: "deposit_held", Label: message.T(ctx, "Deposits held"), InputMode: "decimal", Suffix: r.profile.Currency, Optional: true})
	}
	return stayForms{
		title: message.T(ctx, "Record move-out"), button: message.T(ctx, "Record move-out"),
		intro: message.T(ctx, "Ends the leases, withdraws open offers, frees the unit and begins the disposition of the deposits. It cannot be undone."), fields: fields,
		do: func(v typedForm, f *fault.Fields) (done, error) {
			in := leasing.MoveOutInput{
				On: v.date(f, "on"), Kind: v["kind"], ForwardingAddress: v["forwarding_address"], Reason: v["reason"], Fee: amount(f, "fee", v["fee"]),
				DispositionDueOn: v.date(f, "disposition_due_on"), DepositHeld: amount(f, "deposit_held", v["deposit_held"]),
			}
			if err := f.Err(); err != nil {
				return done{}, err
			}
			_, err := s.Leases.MoveOut(ctx, r.p, r.key("tenancy.move_out"), d.ID, in)
			return said(message.T(ctx, "The household moved out."), err)
		},
	}
}

func (s *site) evictionForm(r *request, d leasing.StayDetail, said sayer) stayForms {
	ctx := r.Context()
	filed, closed := dateField("filed_on", message.T(ctx, "Filed on"), "", true), dateField("closed_on", message.T(ctx, "Closed on"), "", true)
	if !d.EvictionFiledOn.IsZero() {
		filed.Value = d.EvictionFiledOn.String()
	}
	if !d.EvictionClosedOn.IsZero() {
		closed.Value = d.EvictionClosedOn.String()
	}
	return stayForms{
		title: message.T(ctx, "Eviction"), button: message.T(ctx, "Save proceedings"), intro: message.T(ctx, "Proceedings as dated facts. Without a day of filing there are none."),
		fields: []view.Field{filed, closed, {Name: "note", Label: message.T(ctx, "Note"), Type: "area", Value: d.EvictionNote, Optional: true}},
		do: func(v typedForm, f *fault.Fields) (done, error) {
			in := leasing.EvictionInput{FiledOn: v.date(f, "filed_on"), ClosedOn: v.date(f, "closed_on"), Note: v["note"]}
			if err := f.Err(); err != nil {
				return done{}, err
			}
			_, err := s.Leases.SetEviction(ctx, r.p, d.ID, in)
			return said(message.T(ctx, "The proceedings were saved."), err)
		},
	}
}

func (s *site) transferForm(r *request, d leasing.StayDetail) (stayForms, error) {
	ctx := r.Context()
	units, _, err := s.Properties.Units(ctx, r.p, property.UnitFilter{Statuses: []string{"vacant", "reserved"}}, page.Request{Limit: page.MaxLimit})
	if err != nil {
		return stayForms{}, err
	}
	choices := []view.Option{}
	for _, u := range units {
		choices = append(choices, view.Option{Value: u.ID.String(), Label: u.PropertyName + " · " + view.UnitName(ctx, u.Number)})
	}
	unit := view.Field{Name: "unit_id", Label: message.T(ctx, "New unit"), Options: choices, Blank: message.T(ctx, "Choose a unit")}
	if len(choices) == 0 {
		unit.Options = []view.Option{{Value: "", Label: message.T(ctx, "No unit is vacant")}}
	}
	return stayForms{
		title: message.T(ctx, "Transfer"), button: message.T(ctx, "Move the household"),
		intro: message.T(ctx, "The stay here ends and one begins there, with the same people and a signed lease. The deposits go along."),
		fields: []view.Field{
			unit, dateField("on", message.T(ctx, "First day there"), "", false), dateField("end_date", message.T(ctx, "New lease to"), message.T(ctx, "Empty: month to month."), true),
			{Name: "monthly_rent", Label: message.T(ctx, "Monthly rent"), InputMode: "decimal", Suffix: r.profile.Currency},
			dateField("signed_on", message.T(ctx, "New lease signed on"), "", false),
		},
		do: func(v typedForm, f *fault.Fields) (done, error) {
			rent := amount(f, "monthly_rent", v["monthly_rent"])
			f.Check(v["monthly_rent"] != "", "/monthly_rent", "required", "This is required.")
			f.Check(v["unit_id"] != "", "/unit_id", "required", "Choose a unit.")
			in := leasing.TransferInput{UnitID: formID(v["unit_id"]), On: v.date(f, "on"), End: v.date(f, "end_date"), SignedOn: v.date(f, "signed_on")}
			if err := f.Err(); err != nil {
				return done{}, err
			}
			in.MonthlyRent = *rent
			n, err := s.Leases.Transfer(ctx, r.p, r.key("tenancy.transfer"), d.ID, in)
			return done{Next: "/tenancies/" + n.ID.String(), Say: message.T(ctx, "The household moved to another unit.")}, err
		},
	}, nil
}

// stayPage is the form of an act, with what was typed.
func (s *site) stayPage(r *request, at id.ID, do string, v typedForm, no refusal) (templ.Component, stayForms, error) {
	d, err := s.Leases.Stay(r.Context(), r.p, at)
	if err != nil {
		return nil, stayForms{}, err
	}
	form, err := s.formOf(r, d, do)
	if err != nil {
		return nil, form, err
	}
	m := view.ActForm{
		Frame:  r.leasingFrame(form.title, tenanciesCrumb(r), view.Link{Text: stayTitle(r, d.Stay), Href: "/tenancies/" + at.String()}),
		Action: "/tenancies/" + at.String() + "/act", Do: do, Key: newKey(r), Intro: form.intro, Button: form.button, Back: "/tenancies/" + at.String(),
		Fields: filled(form.fields, v, no.Errors), Errors: no.Errors, Message: no.Message,
	}
	return view.ActPage(m), form, nil
}

// filled puts what was typed, and what is wrong with it, into fields.
func filled(fields []view.Field, v typedForm, errors view.FieldErrors) []view.Field {
	out := make([]view.Field, 0, len(fields))
	for _, f := range fields {
		if v != nil {
			f.Value = v[f.Name]
		}
		f.Error = errors[f.Name]
		out = append(out, f)
	}
	return out
}

func (s *site) stayForm(r *request) error {
	at, err := r.pathID()
	if err != nil {
		return err
	}
	m, _, err := s.stayPage(r, at, r.URL.Query().Get("do"), nil, refusal{})
	if err != nil {
		return err
	}
	return s.page(r, m)
}

func (s *site) stayAct(r *request) error {
	at, err := r.pathID()
	if err != nil {
		return err
	}
	return submit(s, r, entry[typedForm]{
		values: formValues,
		do: func(v typedForm) (done, error) {
			_, form, err := s.stayPage(r, at, v["do"], v, refusal{})
			if err != nil {
				return done{}, err
			}
			return form.do(v, &fault.Fields{})
		},
		again: func(v typedForm, no refusal) (templ.Component, error) {
			m, _, err := s.stayPage(r, at, v["do"], v, no)
			return m, err
		},
	})
}
