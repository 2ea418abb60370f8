package web

import (
	"strings"

	"github.com/a-h/templ"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/property"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/web/message"
	"github.com/propertyos/propertyos/internal/web/view"
)

// mostRooms is the last choice of the bedrooms filter, which means "or more".
const mostRooms = 4

func (s *site) unitRoutes() map[string]handler {
	return map[string]handler{
		"GET /units":               s.units,
		"GET /units/{id}":          s.unit,
		"GET /units/{id}/edit":     s.editUnit,
		"POST /units/{id}":         s.updateUnit,
		"GET /units/{id}/delete":   s.confirmDeleteUnit,
		"POST /units/{id}/delete":  s.deleteUnit,
		"POST /units/{id}/restore": s.restoreUnit,
	}
}

// given drops the empty values that a form's "any" choice sends.
func given(list []string) []string {
	var out []string
	for _, v := range list {
		if v != "" {
			out = append(out, v)
		}
	}
	return out
}

func unitRow(u property.Unit, with string, today period.Date) view.UnitRow {
	row := view.UnitRow{
		ID: u.ID.String(), Number: u.Number, PropertyID: u.PropertyID.String(), Property: u.PropertyName,
		Status: u.Status, Type: u.Type, Bedrooms: orBlank(u.Bedrooms, itoa), Bathrooms: orBlank(u.Bathrooms, decimal),
		SquareFeet: number(u.SquareFeet), MarketRent: u.BaseRent, Deleted: u.DeletedAt != nil,
	}
	if h := u.Household; h != nil {
		row.Leased, row.Rent, row.Renter, row.LeaseEnds = true, h.MonthlyRent, h.Renters, h.LeaseEnd
		row.Holdover = !h.LeaseEnd.IsZero() && h.LeaseEnd.Before(today)
		switch with {
		case "past_due":
			row.Extra = h.PastDue
		case "deposit":
			row.Extra = h.DepositHeld
		}
	}
	return row
}

func (s *site) unit(r *request) error {
	at, err := r.pathID()
	if err != nil {
		return err
	}
	m, err := s.unitDetail(r, at, r.URL.Query().Get("tab"))
	if err != nil {
		return err
	}
	m.Live = []string{"unit:" + m.ID}
	return s.page(r, view.UnitPage(m))
}

// unitDetail is the page of a unit with one of its tabs.
func (s *site) unitDetail(r *request, at id.ID, tab string) (view.UnitDetail, error) {
	u, err := s.Properties.Unit(r.Context(), r.p, at, true)
	if err != nil {
		return view.UnitDetail{}, err
	}
	p, err := s.Properties.Property(r.Context(), r.p, u.PropertyID, true)
	if err != nil {
		return view.UnitDetail{}, err
	}
	changes, err := s.Properties.UnitHistory(r.Context(), r.p, at)
	if err != nil {
		return view.UnitDetail{}, err
	}
	m := view.UnitDetail{
		Frame: r.frame(view.UnitName(r.Context(), u.Number), view.AreaUnits, unitCrumbs(r, u)...), ID: u.ID.String(), Number: u.Number,
		PropertyID: u.PropertyID.String(), Property: u.PropertyName, Status: u.Status, Type: u.Type, Address: addressLines(p.Address),
		Floor: orBlank(u.Floor, itoa), Bedrooms: orBlank(u.Bedrooms, itoa), Bathrooms: orBlank(u.Bathrooms, decimal),
		SquareFeet: number(u.SquareFeet), MarketRent: u.BaseRent, Deposit: u.Deposit, Amenities: u.Amenities,
		Tab: tab,
	}
	if u.DeletedAt != nil {
		m.Deleted = deletion(changes, period.In(*u.DeletedAt, r.zone))
	}
	switch m.Tab {
	case "history":
		m.History = r.entries(changes)
	case "timeline":
		m.Happened, m.Page, err = s.timeline(r, at, false, s.Properties.UnitTimeline)
	case "holds":
		m.Hold = view.HoldForm{Key: newKey(r), Kind: "make_ready", From: s.today(r).String()}
		var list []property.Hold
		list, err = s.Properties.Holds(r.Context(), r.p, at)
		for _, h := range list {
			m.Holds = append(m.Holds, view.HoldRow{
				ID: h.ID.String(), Version: itoa(h.Version), Kind: h.Kind, Reason: orBlank(h.Reason, same), From: h.From, To: h.To,
			})
		}
	}
	if err != nil {
		return m, err
	}
	if authz.Allowed(r.p, authz.LeasingRead) {
		m.Leases = true
		m.MayLease = u.DeletedAt == nil && u.Status != "down" && authz.Allowed(r.p, authz.LeasingWrite)
		if m.Lease, err = s.lease(r, at); err != nil {
			return m, err
		}
	}
	m.Documents, err = s.documentsOf(r, "unit", at)
	return m, err
}

func unitCrumbs(r *request, u property.Unit) []view.Link {
	return []view.Link{propertiesCrumb(r), {Text: u.PropertyName, Href: "/properties/" + u.PropertyID.String()}}
}

func (s *site) lease(r *request, unit id.ID) (*view.LeaseFacts, error) {
	today := period.In(s.Clock.Now(), r.zone)
	o, ok, err := s.Leases.Current(r.Context(), r.p, unit, today)
	if err != nil || !ok || o.Lease == nil {
		return nil, err
	}
	l := &view.LeaseFacts{ID: o.Lease.ID.String(), Status: o.Lease.Status, Starts: o.Lease.Start, Ends: o.Lease.End, MovedIn: o.MovedInOn}
	if o.Lease.Holdover(today) {
		l.Status = "holdover"
	}
	if o.Lease.MonthlyRent != nil {
		l.Rent = *o.Lease.MonthlyRent
	}
	for _, renter := range o.Renters {
		l.Renters = append(l.Renters, renter.Name.String())
	}
	if o.Opening != nil {
		l.Deposit = o.Opening.DepositHeld.Add(o.Opening.OtherDepositHeld)
		l.Balance = o.Opening.PastDue.Sub(o.Opening.Prepaid)
		l.BalanceAsOf = o.Opening.AsOf
	}
	return l, nil
}

func unitValues(r *request) view.UnitValues {
	return view.UnitValues{
		Number: r.text("number"), Form: r.text("form"), Status: r.text("status"), Floor: r.text("floor"),
		Bedrooms: r.text("bedrooms"), Bathrooms: r.text("bathrooms"), SquareFeet: r.text("square_feet"), BaseRent: r.text("base_rent"),
		Deposit: r.text("deposit"), Amenities: r.text("amenities"),
	}
}

func readUnit(v view.UnitValues, f *fault.Fields) func(*property.UnitInput) {
	floor, area, rooms := whole(f, "floor", v.Floor), whole(f, "square_feet", v.SquareFeet), whole(f, "bedrooms", v.Bedrooms)
	baths, rent, deposit := amount(f, "bathrooms", v.Bathrooms), amount(f, "base_rent", v.BaseRent), amount(f, "deposit", v.Deposit)
	f.Check(v.BaseRent != "", "/base_rent", "required", "This is required.")
	return func(in *property.UnitInput) {
		in.Number, in.Form, in.Status, in.Amenities = v.Number, v.Form, v.Status, lines(v.Amenities)
		in.Floor, in.SquareFeet, in.Bedrooms, in.Bathrooms, in.Deposit = floor, area, rooms, baths, deposit
		if rent != nil {
			in.BaseRent = *rent
		}
	}
}

func (s *site) newUnit(r *request) error {
	m, err := s.newUnitForm(r)
	if err != nil {
		return err
	}
	m.Values = view.UnitValues{Form: "apartment", Status: "vacant"}
	return s.page(r, view.UnitFormPage(m))
}

func (s *site) newUnitForm(r *request) (view.UnitForm, error) {
	at, err := r.changedID()
	if err != nil {
		return view.UnitForm{}, err
	}
	p, err := s.Properties.Property(r.Context(), r.p, at, false)
	if err != nil {
		return view.UnitForm{}, err
	}
	return view.UnitForm{
		Frame: r.frame(message.T(r.Context(), "Add unit"), view.AreaUnits, propertiesCrumb(r),
			view.Link{Text: p.Name, Href: "/properties/" + p.ID.String()}), PropertyID: p.ID.String(), Property: p.Name,
		Currency: r.profile.Currency, Key: newKey(r),
	}, nil
}

func (s *site) createUnit(r *request) error {
	at, err := r.pathID()
	if err != nil {
		return err
	}
	return submit(s, r, entry[view.UnitValues]{
		values: unitValues,
		do: func(v view.UnitValues) (done, error) {
			var f fault.Fields
			var in property.UnitInput
			readUnit(v, &f)(&in)
			if err := merge(&f, in.Check()); err != nil {
				return done{}, err
			}
			u, err := s.Properties.CreateUnit(r.Context(), r.p, r.key("unit.create"), at, in)
			return done{"/units/" + u.ID.String(), message.T(r.Context(), "%s was added.", view.UnitName(r.Context(), u.Number)), ""}, err
		},
		again: func(v view.UnitValues, no refusal) (templ.Component, error) {
			m, err := s.newUnitForm(r)
			m.Values, m.Errors, m.Message = v, no.Errors, no.Message
			return view.UnitFormPage(m), err
		},
	})
}

func unitValuesOf(u property.Unit) view.UnitValues {
	return view.UnitValues{
		Number: u.Number, Form: u.Form, Status: u.Status, Floor: orBlank(u.Floor, itoa),
		Bedrooms: orBlank(u.Bedrooms, itoa), Bathrooms: orBlank(u.Bathrooms, decimal), SquareFeet: orBlank(u.SquareFeet, itoa),
		BaseRent: u.BaseRent.String(), Deposit: orBlank(u.Deposit, money.Amount.String),
		Amenities: strings.Join(u.Amenities, "\n"),
	}
}

func (s *site) unitForm(r *request, u property.Unit) view.UnitForm {
	return view.UnitForm{
		Frame: r.frame(message.T(r.Context(), "Edit %s", view.UnitName(r.Context(), u.Number)), view.AreaUnits, append(unitCrumbs(r, u),
			view.Link{Text: view.UnitName(r.Context(), u.Number), Href: "/units/" + u.ID.String()})...), ID: u.ID.String(), Version: itoa(u.Version),
		Number: u.Number, PropertyID: u.PropertyID.String(), Property: u.PropertyName, Currency: r.profile.Currency, Values: unitValuesOf(u),
	}
}

func (s *site) editUnit(r *request) error {
	at, err := r.changedID()
	if err != nil {
		return err
	}
	u, err := s.Properties.Unit(r.Context(), r.p, at, false)
	if err != nil {
		return err
	}
	m := s.unitForm(r, u)
	m.Live = []string{"unit:" + m.ID}
	return s.page(r, view.UnitFormPage(m))
}

func (s *site) updateUnit(r *request) error {
	at, err := r.pathID()
	if err != nil {
		return err
	}
	return submit(s, r, entry[view.UnitValues]{
		values: unitValues,
		do: func(v view.UnitValues) (done, error) {
			var f fault.Fields
			change := readUnit(v, &f)
			err := f.Err()
			if err == nil {
				_, err = s.Properties.UpdateUnit(r.Context(), r.p, at, version(r), change)
			}
			return done{"/units/" + at.String(), message.T(r.Context(), "Your changes were saved."), ""}, err
		},
		again: func(v view.UnitValues, no refusal) (templ.Component, error) {
			now, err := s.Properties.Unit(r.Context(), r.p, at, false)
			if err != nil {
				return nil, err
			}
			m := s.unitForm(r, now)
			if no.Stale {
				m.Conflict = conflict(unitDifferences(r, m.Values, v))
			} else {
				m.Version = r.text("version")
			}
			m.Values, m.Errors, m.Message = v, no.Errors, no.Message
			return view.UnitFormPage(m), nil
		},
	})
}

func unitDifferences(r *request, saved, typed view.UnitValues) []view.ConflictRow {
	return differing([]view.ConflictRow{
		{Label: message.T(r.Context(), "Unit number"), Saved: saved.Number, Typed: typed.Number},
		{Label: message.T(r.Context(), "Kind of space"), Saved: view.Label(r.Context(), view.UnitForms, saved.Form), Typed: view.Label(r.Context(), view.UnitForms, typed.Form)},
		{Label: message.T(r.Context(), "Status"), Saved: view.Label(r.Context(), view.UnitStatuses, saved.Status), Typed: view.Label(r.Context(), view.UnitStatuses, typed.Status)},
		{Label: message.T(r.Context(), "Floor"), Saved: saved.Floor, Typed: typed.Floor},
		{Label: message.T(r.Context(), "Bedrooms"), Saved: saved.Bedrooms, Typed: typed.Bedrooms},
		{Label: message.T(r.Context(), "Bathrooms"), Saved: saved.Bathrooms, Typed: typed.Bathrooms},
		{Label: message.T(r.Context(), "Area"), Saved: saved.SquareFeet, Typed: typed.SquareFeet},
		{Label: message.T(r.Context(), "Market rent"), Saved: saved.BaseRent, Typed: typed.BaseRent},
		{Label: message.T(r.Context(), "Deposit"), Saved: saved.Deposit, Typed: typed.Deposit},
		{Label: message.T(r.Context(), "Amenities"), Saved: oneLine(saved.Amenities), Typed: oneLine(typed.Amenities)},
	})
}

func (s *site) confirmDeleteUnit(r *request) error {
	at, err := r.changedID()
	if err != nil {
		return err
	}
	u, err := s.Properties.Unit(r.Context(), r.p, at, false)
	if err != nil {
		return err
	}
	plan, err := s.Properties.PlanUnitDeletion(r.Context(), r.p, at)
	if err != nil {
		return err
	}
	m := view.DeleteConfirm{Frame: r.frame(message.T(r.Context(), "Delete %s", view.UnitName(r.Context(), u.Number)), view.AreaUnits), Kind: "unit", ID: u.ID.String(), Name: view.UnitName(r.Context(), u.Number)}
	return s.confirm(r, m, plan)
}

func (s *site) deleteUnit(r *request) error {
	return s.remove(r, "/units", message.T(r.Context(), "The unit was deleted."), s.Properties.DeleteUnit)
}

func (s *site) restoreUnit(r *request) error {
	at, err := r.pathID()
	if err != nil {
		return err
	}
	u, err := s.Properties.RestoreUnit(r.Context(), r.p, at)
	if err != nil {
		return err
	}
	s.tell(r, message.T(r.Context(), "%s was restored.", view.UnitName(r.Context(), u.Number)), "")
	return r.see("/units/" + at.String())
}
