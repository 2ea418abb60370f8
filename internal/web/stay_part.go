package web

import (
	"strconv"
	"time"

	"github.com/a-h/templ"

	"github.com/propertyos/propertyos/internal/domain/leasing"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/web/message"
	"github.com/propertyos/propertyos/internal/web/view"
)

func (s *site) inspection(r *request) error {
	at, err := r.pathID()
	if err != nil {
		return err
	}
	m, err := s.checklist(r, at, nil, refusal{})
	if err != nil {
		return err
	}
	return s.page(r, m)
}

func (s *site) checklist(r *request, at id.ID, v typedForm, no refusal) (templ.Component, error) {
	i, err := s.Leases.Inspection(r.Context(), r.p, at)
	if err != nil {
		return nil, err
	}
	m := view.Checklist{
		Frame: r.leasingFrame(view.Label(r.Context(), view.InspectionKinds, i.Kind), tenanciesCrumb(r),
			view.Link{Text: view.UnitName(r.Context(), i.Number), Href: "/tenancies/" + i.TenancyID.String()}),
		ID: at.String(), Kind: i.Kind, TenancyID: i.TenancyID.String(), On: i.PerformedOn, Done: i.CompletedAt != nil, Charges: i.Charges,
		Errors: no.Errors, Message: no.Message,
	}
	m.Done = m.Done || m.ReadOnly
	if m.Documents, err = s.documentsOf(r, "inspection", at); err != nil {
		return nil, err
	}
	for _, item := range i.Items {
		row := view.ChecklistItem{ID: item.ID.String(), Item: item.Item, Condition: item.Condition, Note: item.Note, Charge: orBlank(item.Charge, money.Amount.String)}
		if v != nil {
			row.Condition, row.Note, row.Charge = v["condition-"+row.ID], v["note-"+row.ID], v["charge-"+row.ID]
		}
		if n := len(m.Areas); n == 0 || m.Areas[n-1].Name != item.Area {
			m.Areas = append(m.Areas, view.ChecklistArea{Name: item.Area})
		}
		last := &m.Areas[len(m.Areas)-1]
		last.Items = append(last.Items, row)
	}
	return view.ChecklistPage(m), nil
}

func (s *site) saveInspection(r *request) error {
	at, err := r.pathID()
	if err != nil {
		return err
	}
	return submit(s, r, entry[typedForm]{
		values: formValues,
		do: func(v typedForm) (done, error) {
			i, err := s.Leases.Inspection(r.Context(), r.p, at)
			if err != nil {
				return done{}, err
			}
			var f fault.Fields
			var items []leasing.ItemInput
			for _, item := range i.Items {
				name := item.ID.String()
				items = append(items, leasing.ItemInput{
					ID: item.ID, Condition: v["condition-"+name], Note: v["note-"+name], Charge: amount(&f, "charge-"+name, v["charge-"+name]),
				})
			}
			if err := f.Err(); err != nil {
				return done{}, err
			}
			if _, err := s.Leases.SetInspectionItems(r.Context(), r.p, at, items); err != nil {
				return done{}, err
			}
			if v["do"] != "complete" {
				return done{Next: "/inspections/" + at.String(), Say: message.T(r.Context(), "The checklist was saved.")}, nil
			}
			_, err = s.Leases.CompleteInspection(r.Context(), r.p, at)
			return done{Next: "/tenancies/" + i.TenancyID.String(), Say: message.T(r.Context(), "The checklist was completed.")}, err
		},
		again: func(v typedForm, no refusal) (templ.Component, error) { return s.checklist(r, at, v, no) },
	})
}

func (s *site) disposition(r *request) error {
	at, err := r.pathID()
	if err != nil {
		return err
	}
	m, err := s.dispositionPage(r, at, nil, refusal{})
	if err != nil {
		return err
	}
	return s.page(r, m)
}

func (s *site) dispositionPage(r *request, at id.ID, v typedForm, no refusal) (templ.Component, error) {
	ctx := r.Context()
	d, err := s.Leases.Disposition(ctx, r.p, at)
	if err != nil {
		return nil, err
	}
	stay, err := s.Leases.Stay(ctx, r.p, d.TenancyID)
	if err != nil {
		return nil, err
	}
	m := view.DispositionDetail{
		Frame:          r.leasingFrame(message.T(ctx, "Disposition of the deposits"), tenanciesCrumb(r), view.Link{Text: stayTitle(r, stay.Stay), Href: "/tenancies/" + d.TenancyID.String()}),
		DispositionRow: dispositionRow(d), Renter: stay.Renter, Citation: d.Citation, DueNote: d.DueNote, Method: d.SentMethod, Forwarding: d.ForwardingAddress,
	}
	for _, i := range d.Items {
		m.Items = append(m.Items, view.DeductionRow{ID: i.ID.String(), Kind: i.Kind, Text: i.Description, Amount: i.Amount})
	}
	m.Form = view.ActForm{Action: "/dispositions/" + at.String(), Do: "add", Key: newKey(r), Button: message.T(ctx, "Deduct"), Fields: []view.Field{
		{Name: "kind", Label: message.T(ctx, "Kind"), Options: view.Words(ctx, view.DeductionKinds), Value: "damage"},
		{Name: "description", Label: message.T(ctx, "What for")},
		{Name: "amount", Label: message.T(ctx, "Amount"), InputMode: "decimal", Suffix: r.profile.Currency},
	}}
	m.Send = view.ActForm{Action: m.Form.Action, Do: "send", Key: newKey(r), Button: message.T(ctx, "Mark as sent"), Intro: message.T(ctx, "Nothing of it can be changed afterwards."), Fields: []view.Field{
		{Name: "method", Label: message.T(ctx, "Sent by way of"), Options: view.Words(ctx, view.ServedMethods), Value: "certified_mail"},
		dateField("sent_on", message.T(ctx, "Sent on"), message.T(ctx, "Empty: today."), true),
	}}
	if v != nil {
		form := &m.Form
		if v["do"] == "send" {
			form = &m.Send
		}
		form.Fields, form.Errors, form.Message = filled(form.Fields, v, no.Errors), no.Errors, no.Message
	}
	return view.DispositionPage(m), nil
}

func (s *site) dispositionAct(r *request) error {
	at, err := r.pathID()
	if err != nil {
		return err
	}
	ctx, here := r.Context(), done{Next: "/dispositions/" + at.String()}
	return submit(s, r, entry[typedForm]{
		values: formValues,
		do: func(v typedForm) (done, error) {
			var f fault.Fields
			var err error
			switch v["do"] {
			case "remove":
				_, err = s.Leases.RemoveDeduction(ctx, r.p, at, formID(v["item"]))
				here.Say = message.T(ctx, "The deduction was removed.")
			case "send":
				in := leasing.SendInput{On: v.date(&f, "sent_on"), Method: v["method"]}
				if err := f.Err(); err != nil {
					return done{}, err
				}
				_, err = s.Leases.SendDisposition(ctx, r.p, at, in)
				here.Say = message.T(ctx, "The disposition was marked as sent.")
			default:
				in := leasing.DeductionInput{Kind: v["kind"], Description: v["description"]}
				if a := amount(&f, "amount", v["amount"]); a != nil {
					in.Amount = *a
				}
				if err := f.Err(); err != nil {
					return done{}, err
				}
				_, err = s.Leases.Deduct(ctx, r.p, r.key("disposition.deduct"), at, in)
				here.Say = message.T(ctx, "The deduction was added.")
			}
			return here, err
		},
		again: func(v typedForm, no refusal) (templ.Component, error) { return s.dispositionPage(r, at, v, no) },
	})
}

// month is the first day of the month that the address names, or of the current one.
func (s *site) month(r *request, text string) period.Date {
	if t, err := time.Parse("2006-01", text); err == nil {
		return period.New(t.Year(), t.Month(), 1)
	}
	return period.In(s.Clock.Now(), r.zone).FirstOfMonth()
}

func monthKey(d period.Date) string { return d.String()[:7] }

// boardOrder are the columns of the board, from what is to be done to what is done.
var boardOrder = []string{
	"", leasing.OfferDraft, leasing.OfferSent, leasing.OfferDeclined, leasing.OfferExpired, leasing.OfferWithdrawn, leasing.OfferAccepted, "followed", "leaving",
}

func (s *site) renewals(r *request) error {
	first := s.month(r, r.URL.Query().Get("month"))
	list, err := s.Leases.Renewals(r.Context(), r.p, leasing.RenewalFilter{First: first, Last: first.LastOfMonth()})
	if err != nil {
		return err
	}
	m := view.RenewalBoard{
		Frame: r.leasingFrame(message.T(r.Context(), "Renewals")), Month: monthKey(first), Before: monthKey(first.AddMonths(-1)),
		After: monthKey(first.AddMonths(1)), Name: first.Time().Format("January 2006"),
	}
	columns := map[string][]view.RenewalRow{}
	for _, row := range list {
		state := row.OfferState
		switch {
		case row.Leaving:
			state = "leaving"
		case row.Followed && state != leasing.OfferAccepted:
			state = "followed"
		}
		columns[state] = append(columns[state], renewalRow(row))
	}
	for _, state := range boardOrder {
		if len(columns[state]) > 0 {
			m.Columns = append(m.Columns, view.RenewalColumn{State: state, Rows: columns[state]})
		}
	}
	return s.page(r, view.RenewalsPage(m))
}

func renewalRow(row leasing.Renewal) view.RenewalRow {
	v := view.RenewalRow{
		TenancyID: row.TenancyID.String(), Unit: row.Number, Property: row.PropertyName, Renter: row.Renter, Skip: row.Skip, Ends: row.End, Rent: row.Rent,
	}
	if row.OfferID != id.Nil {
		v.Offered = &row.Offered
	}
	return v
}

func (s *site) newRenewals(r *request) error {
	first := s.month(r, r.URL.Query().Get("month"))
	return s.page(r, s.renewalForm(r, typedForm{
		"ends_from": first.String(), "ends_to": first.LastOfMonth().String(), "months": "12", "act": "preview",
	}, refusal{}, nil))
}

func (s *site) renewalForm(r *request, v typedForm, no refusal, preview []leasing.Renewal) templ.Component {
	ctx := r.Context()
	m := view.ActForm{
		Frame:  r.leasingFrame(message.T(ctx, "Offer to many"), view.Link{Text: message.T(ctx, "Renewals"), Href: "/renewals"}),
		Action: "/renewals/new", Do: "offer", Key: newKey(r), Button: message.T(ctx, "Continue"), Back: "/renewals", Errors: no.Errors, Message: no.Message,
		Intro: message.T(ctx, "An offer for every lease that ends within these days. Look at the preview before you make them."),
		Fields: filled([]view.Field{
			dateField("ends_from", message.T(ctx, "Leases that end from"), "", false), dateField("ends_to", message.T(ctx, "To"), "", false),
			{Name: "percentage", Label: message.T(ctx, "Rent rises by"), Suffix: "%", InputMode: "decimal", Optional: true},
			{Name: "amount", Label: message.T(ctx, "Or by an amount"), Suffix: r.profile.Currency, InputMode: "decimal", Optional: true},
			{Name: "months", Label: message.T(ctx, "Months of the next term"), InputMode: "numeric", Help: message.T(ctx, "0: month to month.")},
			dateField("respond_by", message.T(ctx, "Answer by"), "", true),
			{Name: "act", Label: message.T(ctx, "What to do"), Options: []view.Option{
				{Value: "preview", Label: message.T(ctx, "Show the preview")}, {Value: "draft", Label: message.T(ctx, "Make drafts")}, {Value: "send", Label: message.T(ctx, "Make and send them")},
			}},
		}, v, no.Errors),
	}
	for _, row := range preview {
		shown := renewalRow(row)
		shown.Offered = &row.Proposed
		m.Preview = append(m.Preview, shown)
	}
	return view.ActPage(m)
}

func (s *site) offerRenewals(r *request) error {
	if err := r.ParseForm(); err != nil {
		return badForm(err)
	}
	v := formValues(r)
	var f fault.Fields
	in := leasing.OffersInput{
		RenewalFilter: leasing.RenewalFilter{First: v.date(&f, "ends_from"), Last: v.date(&f, "ends_to")}, Amount: amount(&f, "amount", v["amount"]),
		Percentage: amount(&f, "percentage", v["percentage"]), RespondBy: v.date(&f, "respond_by"), Send: v["act"] == "send",
	}
	if n := whole(&f, "months", v["months"]); n != nil {
		in.Months = *n
	}
	err := f.Err()
	var list []leasing.Renewal
	if err == nil {
		if v["act"] == "preview" {
			list, err = s.Leases.PreviewOffers(r.Context(), r.p, in)
		} else {
			list, err = s.Leases.DraftOffers(r.Context(), r.p, r.key("renewal.bulk"), in)
		}
	}
	if err != nil {
		return s.refuse(r, err, false, func(errors view.FieldErrors, message string) templ.Component {
			return s.renewalForm(r, v, refusal{Errors: errors, Message: message}, nil)
		})
	}
	if v["act"] == "preview" {
		return s.page(r, s.renewalForm(r, v, refusal{}, list))
	}
	made := 0
	for _, row := range list {
		if row.Skip == "" {
			made++
		}
	}
	s.tell(r, message.N(r.Context(), int64(made), "%d offer was made.", "%d offers were made."), "")
	return r.see("/renewals?month=" + strconv.Itoa(in.First.Year()) + in.First.String()[4:7])
}
