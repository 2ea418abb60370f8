package web

import (
	"context"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"github.com/propertyos/propertyos/internal/domain/leasing"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/web/message"
	"github.com/propertyos/propertyos/internal/web/view"
)

// leasePanels are the parts of a lease in words.
func leasePanels(r *request, l leasing.LeaseDetail, mayWrite bool) []view.LeasePanel {
	ctx := r.Context()
	opened := mayWrite && l.DeletedAt == nil && (l.Status == leasing.StatusDraft || slices.Contains(
		[]string{leasing.StatusActive, leasing.StatusExpiringSoon, leasing.StatusRenewed}, l.Status))
	living := opened || mayWrite && l.DeletedAt == nil && l.Status == leasing.StatusPending
	panel := func(kind, title, add, none string, open bool, parts []view.LeasePart) view.LeasePanel {
		if !open {
			add = ""
		}
		for i := range parts {
			parts[i].Change = open
		}
		return view.LeasePanel{Kind: kind, Title: title, Add: add, None: none, Parts: parts}
	}
	return []view.LeasePanel{
		panel(leasing.PartParty, message.T(ctx, "People"), message.T(ctx, "Add person"), message.T(ctx, "Nobody is on the lease yet."), opened, personParts(ctx, l)),
		panel(leasing.PartRent, message.T(ctx, "Rent"), message.T(ctx, "Add rent"), message.T(ctx, "No schedule: the rent above holds."), opened, rentParts(ctx, l)),
		panel(leasing.PartCharge, message.T(ctx, "Charges and credits"), message.T(ctx, "Add charge"), message.T(ctx, "Nothing beside the rent."), opened, chargeParts(ctx, l)),
		panel(leasing.PartDeposit, message.T(ctx, "Deposits required"), message.T(ctx, "Add deposit"), message.T(ctx, "No deposit is required."), opened, depositParts(ctx, l)),
		panel(leasing.PartAnimal, message.T(ctx, "Animals"), message.T(ctx, "Add animal"), message.T(ctx, "No animals."), living, animalParts(ctx, l)),
		panel(leasing.PartVehicle, message.T(ctx, "Vehicles"), message.T(ctx, "Add vehicle"), message.T(ctx, "No vehicles."), living, vehicleParts(l)),
	}
}

// span says from when to when, in words.
func span(ctx context.Context, from, to period.Date) string {
	if to.IsZero() {
		return message.T(ctx, "from %s", from.Words())
	}
	return message.T(ctx, "%s to %s", from.Words(), to.Words())
}

// joined puts what is there between dots.
func joined(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), " · ")
}

func personParts(ctx context.Context, l leasing.LeaseDetail) (out []view.LeasePart) {
	for _, p := range l.People {
		share := ""
		if p.Share != nil {
			share = message.T(ctx, "%s %% of the rent", decimal(*p.Share))
		}
		out = append(out, view.LeasePart{
			ID: p.ID.String(), What: p.Name.String(), Sub: joined(view.Label(ctx, view.PartyRoles, p.Role), share, p.Email, p.Phone), When: span(ctx, p.From, p.To),
		})
	}
	return out
}

func rentParts(ctx context.Context, l leasing.LeaseDetail) (out []view.LeasePart) {
	for _, v := range l.Rents {
		out = append(out, view.LeasePart{
			ID: v.ID.String(), What: joined(view.Label(ctx, view.Payers, v.Payer), v.PayerName), Sub: v.Reason, When: span(ctx, v.From, v.To),
			Amount: &v.Amount, Every: view.Label(ctx, view.Frequencies, v.Frequency),
		})
	}
	return out
}

func chargeParts(ctx context.Context, l leasing.LeaseDetail) (out []view.LeasePart) {
	for _, v := range l.Charges {
		amount, what := v.Amount, v.Description
		if v.Kind == leasing.KindCredit {
			amount = amount.Neg()
		}
		if what == v.Category {
			what = view.Label(ctx, view.ChargeCategories, v.Category)
		}
		payer := ""
		if v.Payer != leasing.PayerRenter {
			payer = message.T(ctx, "paid by %s", v.PayerName)
		}
		out = append(out, view.LeasePart{
			ID: v.ID.String(), What: what, Sub: joined(view.Label(ctx, view.ChargeKinds, v.Kind), view.Label(ctx, view.ChargeCategories, v.Category), payer),
			When: span(ctx, v.From, v.To), Amount: &amount, Every: view.Label(ctx, view.Frequencies, v.Frequency),
		})
	}
	return out
}

func depositParts(ctx context.Context, l leasing.LeaseDetail) (out []view.LeasePart) {
	for _, v := range l.Deposits {
		final := ""
		if !v.Refundable {
			final = message.T(ctx, "not refundable")
		}
		out = append(out, view.LeasePart{
			ID: v.ID.String(), What: view.Label(ctx, view.DepositKinds, v.Kind), Sub: joined(message.T(ctx, "held by %s", view.Label(ctx, view.DepositHolders, v.Holder)), final),
			When: message.T(ctx, "due on %s", v.DueOn.Words()), Amount: &v.Amount,
		})
	}
	return out
}

func animalParts(ctx context.Context, l leasing.LeaseDetail) (out []view.LeasePart) {
	for _, v := range l.Animals {
		helper := ""
		if v.Assistance {
			helper = message.T(ctx, "assistance animal: no charges")
		}
		out = append(out, view.LeasePart{
			ID: v.ID.String(), What: v.Name, Sub: joined(view.Label(ctx, view.Species, v.Species), v.Breed, helper), When: span(ctx, v.From, v.To),
		})
	}
	return out
}

func vehicleParts(l leasing.LeaseDetail) (out []view.LeasePart) {
	for _, v := range l.Vehicles {
		out = append(out, view.LeasePart{
			ID: v.ID.String(), What: joined(v.Make+" "+v.Model, v.Color), Sub: joined(v.Plate, v.PlateRegion, v.ParkingSpace),
		})
	}
	return out
}

// partForm is the form that adds a part of a kind, with what was typed; not ok for a kind that there is not.
func (s *site) partForm(r *request, l leasing.LeaseDetail, kind string, typed func(string) string) (view.FieldsForm, bool) {
	ctx, at := r.Context(), "/leases/"+l.ID.String()
	m := view.FieldsForm{Action: at + "/add", Back: at, Hidden: []view.Hidden{{Name: "kind", Value: kind}}}
	text := func(name, label string, optional bool) view.Field {
		return view.Field{Name: name, Label: label, Value: typed(name), Optional: optional}
	}
	date := func(name, label, help string) view.Field {
		return view.Field{Name: name, Label: label, Value: typed(name), Type: "date", Optional: true, Help: help}
	}
	choice := func(name, label string, list []view.Option) view.Field {
		return view.Field{Name: name, Label: label, Value: typed(name), Options: view.Words(ctx, list)}
	}
	amount := view.Field{Name: "amount", Label: message.T(ctx, "Amount"), Value: typed("amount"), InputMode: "decimal", Prefix: r.profile.Currency}
	every := choice("frequency", message.T(ctx, "How often"), view.Frequencies)
	if every.Value == "" {
		every.Value = leasing.Monthly
	}
	payer := []view.Field{
		choice("payer", message.T(ctx, "Who pays"), view.Payers),
		{Name: "payer_name", Label: message.T(ctx, "Name of who pays"), Value: typed("payer_name"), Optional: true, Help: message.T(ctx, "Where it is not the renters.")},
	}
	from, to := date("from_date", message.T(ctx, "From"), ""), date("to_date", message.T(ctx, "To"), message.T(ctx, "Empty: without end."))
	animals := animalChoice(r, l, typed)
	title := ""
	switch kind {
	case leasing.PartAnimal, leasing.PartVehicle:
		title = keptFields(r, kind, text, date, choice, &m)
	case leasing.PartParty:
		title, m.Verb = message.T(ctx, "Add a person"), message.T(ctx, "Add person")
		m.Fields = []view.Field{
			text("first_name", message.T(ctx, "First name"), false), text("last_name", message.T(ctx, "Last name"), true), text("email", message.T(ctx, "E-mail address"), true),
			text("phone", message.T(ctx, "Phone"), true), choice("role", message.T(ctx, "Role"), view.PartyRoles), from, to,
			{Name: "share_percentage", Label: message.T(ctx, "Share of the rent"), Value: typed("share_percentage"), InputMode: "decimal", Suffix: "%", Optional: true, Help: message.T(ctx, "Empty where the renters owe it together.")},
		}
	case leasing.PartRent:
		title, m.Verb = message.T(ctx, "Add a rent"), message.T(ctx, "Add rent")
		m.Lead = message.T(ctx, "The rent of the same payer that goes on ends the day before this one begins.")
		m.Fields = append([]view.Field{amount, every, from, to}, append(payer, text("reason", message.T(ctx, "Reason"), true))...)
		m.Fields[2].Optional = false
	case leasing.PartCharge:
		title, m.Verb = message.T(ctx, "Add a charge or credit"), message.T(ctx, "Add charge")
		m.Fields = append([]view.Field{
			choice("charge_kind", message.T(ctx, "Charge or credit"), view.ChargeKinds), choice("category", message.T(ctx, "Category"), view.ChargeCategories),
			text("description", message.T(ctx, "Description"), true), amount, every, from, to,
		}, payer...)
	case leasing.PartDeposit:
		title, m.Verb = message.T(ctx, "Add a deposit"), message.T(ctx, "Add deposit")
		m.Fields = append([]view.Field{
			choice("deposit_kind", message.T(ctx, "Deposit"), view.DepositKinds), amount, date("due_on", message.T(ctx, "Due on"), ""),
			choice("holder", message.T(ctx, "Held by"), view.DepositHolders),
		}, payer...)
		m.Checks = []view.Field{{Name: "non_refundable", Label: message.T(ctx, "Not refundable"), Value: typed("non_refundable")}}
	}
	if len(animals.Options) > 0 && (kind == leasing.PartCharge || kind == leasing.PartDeposit) {
		m.Fields = append(m.Fields, animals)
	}
	m.Frame = r.frame(title, view.AreaLeasing, r.leaseCrumbs(l)...)
	return m, title != ""
}

// animalChoice asks for the animal that a charge or deposit is for: assistance animals carry none.
func animalChoice(r *request, l leasing.LeaseDetail, typed func(string) string) view.Field {
	ctx := r.Context()
	animals := view.Field{Name: "animal_id", Label: message.T(ctx, "For an animal"), Value: typed("animal_id"), Optional: true, Blank: message.T(ctx, "No animal")}
	for _, a := range l.Animals {
		if !a.Assistance {
			animals.Options = append(animals.Options, view.Option{Value: a.ID.String(), Label: a.Name})
		}
	}
	return animals
}

// keptFields are the fields of what the household keeps, an animal or a vehicle, and the title of their form.
func keptFields(r *request, kind string, text func(name, label string, optional bool) view.Field, date func(name, label, help string) view.Field,
	choice func(name, label string, list []view.Option) view.Field, m *view.FieldsForm,
) (title string) {
	ctx := r.Context()
	typed := func(name string) string { return text(name, "", true).Value }
	switch kind {
	case leasing.PartAnimal:
		title, m.Verb = message.T(ctx, "Add an animal"), message.T(ctx, "Add animal")
		m.Fields = []view.Field{
			text("name", message.T(ctx, "Name"), false), choice("species", message.T(ctx, "Species"), view.Species), text("breed", message.T(ctx, "Breed"), true),
			{Name: "weight_pounds", Label: message.T(ctx, "Weight"), Value: typed("weight_pounds"), InputMode: "numeric", Suffix: message.T(ctx, "lb"), Optional: true},
			date("from_date", message.T(ctx, "From"), ""), date("to_date", message.T(ctx, "To"), message.T(ctx, "Empty: without end.")), text("note", message.T(ctx, "Note"), true),
		}
		m.Checks = []view.Field{{Name: "assistance", Label: message.T(ctx, "Assistance animal: it carries no deposit, fee or rent"), Value: typed("assistance")}}
	case leasing.PartVehicle:
		title, m.Verb = message.T(ctx, "Add a vehicle"), message.T(ctx, "Add vehicle")
		m.Fields = []view.Field{
			text("make", message.T(ctx, "Make"), false), text("model", message.T(ctx, "Model"), true), text("color", message.T(ctx, "Color"), true),
			{Name: "year", Label: message.T(ctx, "Year"), Value: typed("year"), InputMode: "numeric", Optional: true},
			text("plate", message.T(ctx, "Plate"), true), text("plate_region", message.T(ctx, "State of the plate"), true), text("parking_space", message.T(ctx, "Parking space"), true),
		}
	}
	return title
}

func (s *site) newLeasePart(r *request) error {
	l, err := s.leaseAt(r)
	if err != nil {
		return err
	}
	m, ok := s.partForm(r, l, r.URL.Query().Get("kind"), func(string) string { return "" })
	if !ok {
		return fault.ErrNotFound
	}
	return s.page(r, view.FieldsPage(m))
}

func (s *site) addLeasePart(r *request) error {
	at, err := r.pathID()
	if err != nil {
		return err
	}
	return submit(s, r, entry[string]{
		values: func(r *request) string { return r.text("kind") },
		do: func(kind string) (done, error) {
			return done{Next: "/leases/" + at.String(), Say: message.T(r.Context(), "The lease was changed.")}, s.addPart(r, at, kind)
		},
		again: func(kind string, no refusal) (templ.Component, error) {
			l, err := s.leaseAt(r)
			if err != nil {
				return nil, err
			}
			m, ok := s.partForm(r, l, kind, r.text)
			if !ok {
				m.Frame = r.frame(message.T(r.Context(), "This cannot be done now"), view.AreaLeasing, r.leaseCrumbs(l)...)
			}
			m.Errors, m.Message = no.Errors, no.Message
			return view.FieldsPage(m), nil
		},
	})
}

// changeForm ends or removes a part.
func (s *site) changeForm(r *request, l leasing.LeaseDetail, kind, part string) view.FieldsForm {
	ctx, at := r.Context(), "/leases/"+l.ID.String()
	what := message.T(ctx, "Part of the lease")
	for _, p := range leasePanels(r, l, true) {
		for _, v := range p.Parts {
			if p.Kind == kind && v.ID == part {
				what = v.What
			}
		}
	}
	frame := r.frame(what, view.AreaLeasing, r.leaseCrumbs(l)...)
	hidden := func(act string) []view.Hidden {
		return []view.Hidden{{Name: "kind", Value: kind}, {Name: "part", Value: part}, {Name: "act", Value: act}}
	}
	remove := view.FieldsForm{
		Frame: frame, Action: at + "/change", Back: at, Hidden: hidden("remove"), Danger: true, Verb: message.T(ctx, "Remove"),
		Lead: message.T(ctx, "Only what has had no effect yet can be removed; it leaves no trace on the lease."),
	}
	if !slices.Contains(leasing.EndedKinds, kind) {
		return remove
	}
	return view.FieldsForm{
		Frame: frame, Action: at + "/change", Back: at, Hidden: hidden("end"), Verb: message.T(ctx, "End"), Other: &remove,
		Fields: []view.Field{{Name: "to_date", Label: message.T(ctx, "Last day"), Type: "date", Value: r.text("to_date")}},
	}
}

func (s *site) editLeasePart(r *request) error {
	l, err := s.leaseAt(r)
	if err != nil {
		return err
	}
	q := r.URL.Query()
	if !slices.Contains(leasing.PartKinds, q.Get("kind")) {
		return fault.ErrNotFound
	}
	return s.page(r, view.FieldsPage(s.changeForm(r, l, q.Get("kind"), q.Get("part"))))
}

func (s *site) changeLeasePart(r *request) error {
	at, err := r.pathID()
	if err != nil {
		return err
	}
	return submit(s, r, entry[string]{
		values: func(r *request) string { return r.text("kind") },
		do: func(kind string) (done, error) {
			var f fault.Fields
			on := dayOf(&f, "to_date", r.text("to_date"))
			err := f.Err()
			if err == nil && r.text("act") == "end" {
				_, err = s.Leases.EndPart(r.Context(), r.p, at, kind, chosen(r.text("part")), on)
			} else if err == nil {
				_, err = s.Leases.RemovePart(r.Context(), r.p, at, kind, chosen(r.text("part")))
			}
			return done{Next: "/leases/" + at.String(), Say: message.T(r.Context(), "The lease was changed.")}, err
		},
		again: func(kind string, no refusal) (templ.Component, error) {
			l, err := s.leaseAt(r)
			if err != nil {
				return nil, err
			}
			m := s.changeForm(r, l, kind, r.text("part"))
			m.Errors, m.Message = no.Errors, no.Message
			return view.FieldsPage(m), nil
		},
	})
}
