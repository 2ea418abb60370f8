package web

import (
	"context"
	"net/url"
	"strconv"
	"strings"

	"github.com/propertyos/propertyos/internal/web/message"

	"github.com/a-h/templ"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/property"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/page"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/web/view"
)

// cursor reads where in a list the address stands.
func cursor(q url.Values, sort string) page.Request {
	at := q.Get("after")
	if at == "" {
		at = q.Get("before")
	}
	return page.Request{Cursor: at, Sort: sort}
}

// propertyFilter reads the list's address: what the page shows, and what the service is asked for.
func propertyFilter(q url.Values) (view.PropertyFilter, property.PropertyFilter) {
	f := view.PropertyFilter{Q: q.Get("q"), Type: q.Get("type"), Status: q.Get("status"), Deleted: q.Get("deleted") == "1", Sort: q.Get("sort"), Columns: q["columns"]}
	f.Group, f.Near, f.Miles = q.Get("group"), q.Get("near"), q.Get("miles")
	return f, property.PropertyFilter{Query: f.Q, Type: f.Type, Status: f.Status, Deleted: f.Deleted, Where: where(q)}
}

func (s *site) properties(r *request) error {
	q := r.URL.Query()
	f, filter := propertyFilter(q)
	if q.Get("view") == "map" {
		return s.propertyMap(r)
	}
	var list []property.Property
	var around page.Page
	var totals property.PropertyTotals
	err := atOnce(r.Context(), func(ctx context.Context) (err error) {
		list, around, err = s.Properties.Properties(ctx, r.p, filter, cursor(q, f.Sort))
		return err
	}, func(ctx context.Context) (err error) {
		totals, err = s.Properties.SumProperties(ctx, r.p, filter)
		return err
	})
	if err != nil {
		return err
	}
	m := view.PropertyList{
		Frame: r.frame(message.T(r.Context(), "Properties"), view.AreaProperties), Filter: f, Page: view.Page(around),
		Export: authz.Allowed(r.p, authz.ExportRun), Import: authz.Allowed(r.p, authz.ImportRun), Key: newKey(r),
		Totals: view.PropertyTotals{
			Properties: int(totals.Properties), Units: int(totals.Units), Occupied: int(totals.Occupied),
			Vacant: int(totals.Vacant), MonthlyRent: totals.MonthlyRent,
		},
	}
	if m.Center, m.Groups, err = s.around(r, f.Near); err != nil {
		return err
	}
	for _, p := range list {
		m.Mapped = m.Mapped || located(p)
		m.Rows = append(m.Rows, view.PropertyRow{
			ID: p.ID.String(), Name: p.Name, Address: strings.Join(addressLines(p.Address), ", "),
			Type: p.Type, Status: p.Status, Units: int(p.Units), Occupied: int(p.Occupied), Vacant: int(p.Vacant),
			MonthlyRent: p.MonthlyRent, Deleted: p.DeletedAt != nil,
		})
	}
	m.Live = []string{"property", "unit", "imports"}
	return s.page(r, view.PropertiesPage(m))
}

func addressLines(a *property.Address) []string {
	if a == nil {
		return nil
	}
	out := []string{a.Street1}
	if a.Street2 != nil {
		out = append(out, *a.Street2)
	}
	town := a.City
	if a.State != nil {
		town += ", " + *a.State
	}
	if a.ZipCode != nil {
		town += " " + *a.ZipCode
	}
	out = append(out, town)
	if a.Country != "US" {
		out = append(out, a.Country)
	}
	return out
}

func (s *site) property(r *request) error {
	at, err := r.pathID()
	if err != nil {
		return err
	}
	p, err := s.Properties.Property(r.Context(), r.p, at, true)
	if err != nil {
		return err
	}
	m := view.PropertyDetail{
		Frame: r.frame(p.Name, view.AreaProperties, propertiesCrumb(r)),
		ID:    p.ID.String(), Name: p.Name, Type: p.Type, Status: p.Status, Address: addressLines(p.Address), Amenities: p.Amenities,
		Units: int(p.Units), Occupied: int(p.Occupied), Vacant: int(p.Vacant), MonthlyRent: p.MonthlyRent, MarketRent: p.MarketRent,
		Tab: r.URL.Query().Get("tab"), YearBuilt: number(p.YearBuilt), SquareFeet: number(p.SquareFeet), Parking: number(p.ParkingSpaces),
	}
	m.Leases, m.MayLease = authz.Allowed(r.p, authz.LeasingRead), authz.Allowed(r.p, authz.LeasingWrite)
	if p.LotSize != nil {
		m.LotSize = decimal(*p.LotSize)
	}
	changes, err := s.Properties.PropertyHistory(r.Context(), r.p, at)
	if err != nil {
		return err
	}
	if p.DeletedAt != nil {
		m.Deleted = deletion(changes, period.In(*p.DeletedAt, r.zone))
	}
	if m.Documents, err = s.documentsOf(r, "property", at); err != nil {
		return err
	}
	m.Owns, m.HandOver = authz.Allowed(r.p, authz.OwnerRead), authz.Allowed(r.p, authz.OrganizationExport)
	if err := s.propertyTab(r, p, changes, &m); err != nil {
		return err
	}
	m.Live = []string{"property:" + m.ID}
	return s.page(r, view.PropertyPage(m))
}

// propertyTab reads what the tab that is open shows.
func (s *site) propertyTab(r *request, p property.Property, changes []property.Change, m *view.PropertyDetail) (err error) {
	at := p.ID
	switch m.Tab {
	case "history":
		m.History = r.entries(changes)
	case "owners":
		if m.Owned, err = s.ownership(r, at); err != nil {
			return err
		}
	case "timeline":
		if m.Happened, m.UnitPage, err = s.timeline(r, at, true, s.Properties.PropertyTimeline); err != nil {
			return err
		}
	case "details":
		groups, err := s.Properties.GroupsOf(r.Context(), r.p, at)
		if err != nil {
			return err
		}
		for _, g := range groups {
			m.Groups = append(m.Groups, view.Link{Text: g.Name, Href: "/groups/" + g.ID.String()})
		}
	case "", "units":
		units, around, err := s.Properties.Units(r.Context(), r.p,
			property.UnitFilter{PropertyID: at, Deleted: p.DeletedAt != nil}, cursor(r.URL.Query(), "number"))
		if err != nil {
			return err
		}
		m.UnitPage = view.Page(around)
		for _, u := range units {
			m.UnitRows = append(m.UnitRows, unitRow(u, "", period.In(s.Clock.Now(), r.zone)))
		}
	}
	return nil
}

func number(n *int32) int {
	if n == nil {
		return 0
	}
	return int(*n)
}

// propertiesCrumb leads back to the list of properties.
func propertiesCrumb(r *request) view.Link {
	return view.Link{Text: message.T(r.Context(), "Properties"), Href: "/properties"}
}

func (s *site) newProperty(r *request) error {
	if _, err := authz.Require(r.p, authz.PortfolioWrite); err != nil {
		return err
	}
	m := view.PropertyForm{
		Frame:  r.frame(message.T(r.Context(), "Add property"), view.AreaProperties, propertiesCrumb(r)),
		Values: view.PropertyValues{Status: "active", Country: "US"}, Key: newKey(r),
	}
	return s.page(r, view.PropertyFormPage(m))
}

func propertyValues(r *request) view.PropertyValues {
	return view.PropertyValues{
		Name: r.text("name"), Type: r.text("type"), Status: r.text("status"), Street1: r.text("street1"),
		Street2: r.text("street2"), City: r.text("city"), State: r.text("state"), ZipCode: r.text("zip_code"), Country: r.text("country"),
		YearBuilt: r.text("year_built"), SquareFeet: r.text("square_feet"), LotSize: r.text("lot_size"),
		ParkingSpaces: r.text("parking_spaces"), Amenities: r.text("amenities"), Latitude: r.text("latitude"), Longitude: r.text("longitude"),
	}
}

// readProperty turns what was typed into what the service takes. An address without any text is none.
func readProperty(v view.PropertyValues, f *fault.Fields) func(*property.PropertyInput) {
	year, area := whole(f, "year_built", v.YearBuilt), whole(f, "square_feet", v.SquareFeet)
	lot, parking := amount(f, "lot_size", v.LotSize), whole(f, "parking_spaces", v.ParkingSpaces)
	latitude, longitude := degrees(f, "latitude", v.Latitude), degrees(f, "longitude", v.Longitude)
	return func(in *property.PropertyInput) {
		in.Name, in.Type, in.Status, in.Amenities = v.Name, v.Type, v.Status, lines(v.Amenities)
		in.YearBuilt, in.SquareFeet, in.LotSize, in.ParkingSpaces = year, area, lot, parking
		if v.Street1+v.Street2+v.City+v.State+v.ZipCode+v.Latitude+v.Longitude == "" {
			in.Address = nil
			return
		}
		if in.Address == nil {
			in.Address = &property.AddressInput{}
		}
		in.Address.Street1, in.Address.City, in.Address.Country = v.Street1, v.City, strings.ToUpper(v.Country)
		in.Address.Street2, in.Address.State, in.Address.ZipCode = optional(v.Street2), optional(v.State), optional(v.ZipCode)
		in.Address.Latitude, in.Address.Longitude = latitude, longitude
	}
}

func (s *site) createProperty(r *request) error {
	return submit(s, r, entry[view.PropertyValues]{
		values: propertyValues,
		do: func(v view.PropertyValues) (done, error) {
			var f fault.Fields
			var in property.PropertyInput
			readProperty(v, &f)(&in)
			if err := merge(&f, in.Check()); err != nil {
				return done{}, err
			}
			p, err := s.Properties.CreateProperty(r.Context(), r.p, r.key("property.create"), in)
			return done{"/properties/" + p.ID.String(), message.T(r.Context(), "%s was added.", p.Name), ""}, err
		},
		again: func(v view.PropertyValues, no refusal) (templ.Component, error) {
			return view.PropertyFormPage(view.PropertyForm{
				Frame: r.frame(message.T(r.Context(), "Add property"), view.AreaProperties, propertiesCrumb(r)), Values: v,
				Key: newKey(r), Errors: no.Errors, Message: no.Message,
			}), nil
		},
	})
}

func valuesOf(p property.Property) view.PropertyValues {
	v := view.PropertyValues{
		Name: p.Name, Type: p.Type, Status: p.Status, YearBuilt: orBlank(p.YearBuilt, itoa), Country: "US",
		SquareFeet: orBlank(p.SquareFeet, itoa), LotSize: orBlank(p.LotSize, decimal), ParkingSpaces: orBlank(p.ParkingSpaces, itoa),
		Amenities: strings.Join(p.Amenities, "\n"),
	}
	if a := p.Address; a != nil {
		text := func(t string) string { return t }
		v.Street1, v.Street2, v.City, v.State = a.Street1, orBlank(a.Street2, text), a.City, orBlank(a.State, text)
		v.ZipCode, v.Country = orBlank(a.ZipCode, text), a.Country
		v.Latitude, v.Longitude = orBlank(a.Latitude, coordinate), orBlank(a.Longitude, coordinate)
	}
	return v
}

func (s *site) propertyForm(r *request, p property.Property) view.PropertyForm {
	return view.PropertyForm{
		Frame: r.frame(message.T(r.Context(), "Edit %s", p.Name), view.AreaProperties, propertiesCrumb(r),
			view.Link{Text: p.Name, Href: "/properties/" + p.ID.String()}), ID: p.ID.String(), Version: itoa(p.Version), Name: p.Name,
		Values: valuesOf(p),
	}
}

func (s *site) editProperty(r *request) error {
	at, err := r.changedID()
	if err != nil {
		return err
	}
	p, err := s.Properties.Property(r.Context(), r.p, at, false)
	if err != nil {
		return err
	}
	m := s.propertyForm(r, p)
	m.Live = []string{"property:" + m.ID}
	return s.page(r, view.PropertyFormPage(m))
}

func (s *site) updateProperty(r *request) error {
	at, err := r.pathID()
	if err != nil {
		return err
	}
	return submit(s, r, entry[view.PropertyValues]{
		values: propertyValues,
		do: func(v view.PropertyValues) (done, error) {
			var f fault.Fields
			change := readProperty(v, &f)
			err := f.Err()
			if err == nil {
				_, err = s.Properties.UpdateProperty(r.Context(), r.p, at, version(r), change)
			}
			return done{"/properties/" + at.String(), message.T(r.Context(), "Your changes were saved."), ""}, err
		},
		again: func(v view.PropertyValues, no refusal) (templ.Component, error) {
			now, err := s.Properties.Property(r.Context(), r.p, at, false)
			if err != nil {
				return nil, err
			}
			m := s.propertyForm(r, now)
			if no.Stale {
				m.Conflict = conflict(differences(r, m.Values, v))
			} else {
				m.Version = r.text("version")
			}
			m.Values, m.Errors, m.Message = v, no.Errors, no.Message
			return view.PropertyFormPage(m), nil
		},
	})
}

// version is the version of the row that the form was filled from; a form without one cannot tell, and so never
// overwrites blindly.
func version(r *request) *int32 {
	n, err := strconv.ParseInt(r.text("version"), 10, 32)
	v := int32(n)
	if err != nil {
		v = -1
	}
	return &v
}

func conflict(rows []view.ConflictRow) *view.Conflict { return &view.Conflict{Rows: rows} }

func differences(r *request, saved, typed view.PropertyValues) []view.ConflictRow {
	return differing([]view.ConflictRow{
		{Label: message.T(r.Context(), "Name"), Saved: saved.Name, Typed: typed.Name},
		{Label: message.T(r.Context(), "Type"), Saved: view.Label(r.Context(), view.PropertyTypes, saved.Type), Typed: view.Label(r.Context(), view.PropertyTypes, typed.Type)},
		{Label: message.T(r.Context(), "Status"), Saved: view.Label(r.Context(), view.PropertyStatuses, saved.Status), Typed: view.Label(r.Context(), view.PropertyStatuses, typed.Status)},
		{Label: message.T(r.Context(), "Street address"), Saved: saved.Street1, Typed: typed.Street1},
		{Label: message.T(r.Context(), "Building or suite"), Saved: saved.Street2, Typed: typed.Street2},
		{Label: message.T(r.Context(), "City"), Saved: saved.City, Typed: typed.City},
		{Label: message.T(r.Context(), "State"), Saved: saved.State, Typed: typed.State},
		{Label: message.T(r.Context(), "ZIP code"), Saved: saved.ZipCode, Typed: typed.ZipCode},
		{Label: message.T(r.Context(), "Country"), Saved: saved.Country, Typed: typed.Country},
		{Label: message.T(r.Context(), "Year built"), Saved: saved.YearBuilt, Typed: typed.YearBuilt},
		{Label: message.T(r.Context(), "Building area"), Saved: saved.SquareFeet, Typed: typed.SquareFeet},
		{Label: message.T(r.Context(), "Lot size"), Saved: saved.LotSize, Typed: typed.LotSize},
		{Label: message.T(r.Context(), "Parking spaces"), Saved: saved.ParkingSpaces, Typed: typed.ParkingSpaces},
		{Label: message.T(r.Context(), "Amenities"), Saved: oneLine(saved.Amenities), Typed: oneLine(typed.Amenities)},
	})
}

func oneLine(s string) string { return strings.Join(lines(s), ", ") }

func differing(rows []view.ConflictRow) []view.ConflictRow {
	out := rows[:0]
	for _, row := range rows {
		if row.Saved != row.Typed {
			out = append(out, row)
		}
	}
	return out
}

func (s *site) confirmDeleteProperty(r *request) error {
	at, err := r.changedID()
	if err != nil {
		return err
	}
	p, err := s.Properties.Property(r.Context(), r.p, at, false)
	if err != nil {
		return err
	}
	plan, err := s.Properties.PlanPropertyDeletion(r.Context(), r.p, at)
	if err != nil {
		return err
	}
	m := view.DeleteConfirm{Frame: r.frame(message.T(r.Context(), "Delete %s", p.Name), view.AreaProperties), Kind: "property", ID: p.ID.String(), Name: p.Name}
	return s.confirm(r, m, plan)
}

func (s *site) deleteProperty(r *request) error {
	return s.remove(r, "/properties", message.T(r.Context(), "The property was deleted."), s.Properties.DeleteProperty)
}

func (s *site) restoreProperty(r *request) error {
	at, err := r.pathID()
	if err != nil {
		return err
	}
	p, err := s.Properties.RestoreProperty(r.Context(), r.p, at)
	if err != nil {
		return err
	}
	s.tell(r, message.T(r.Context(), "%s was restored.", p.Name), "")
	return r.see("/properties/" + at.String())
}

func badForm(err error) error {
	return fault.New(fault.Malformed, "form_unreadable", "The form could not be read. Go back and send it again.").With(err)
}
