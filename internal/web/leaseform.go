package web

import (
	"net/http"
	"regexp"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/leasing"
	"github.com/propertyos/propertyos/internal/domain/property"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/page"
	"github.com/propertyos/propertyos/internal/web/message"
	"github.com/propertyos/propertyos/internal/web/view"
)

// mostPeople bounds the people of one form; more are added on the lease.
const mostPeople = 12

// newLease begins with a property (?property=), a unit (?unit=) or a stay that is to go on (?tenancy= with its ?unit=). A renter
// who is there can be put on it (?renter=).
func (s *site) newLease(r *request) error {
	q := r.URL.Query()
	v := view.LeaseValues{Property: q.Get("property"), Unit: q.Get("unit"), Tenancy: q.Get("tenancy"), People: []view.LeasePerson{{Role: leasing.RoleRenter}}}
	if renter := chosen(q.Get("renter")); renter != id.Nil {
		v.People = []view.LeasePerson{{RenterID: renter.String(), Role: leasing.RoleRenter}}
	}
	if unit := chosen(v.Unit); unit != id.Nil {
		u, err := s.Properties.Unit(r.Context(), r.p, unit, false)
		if err != nil {
			return err
		}
		v.Property, v.Rent, v.Deposit = u.PropertyID.String(), u.BaseRent.String(), orBlank(u.Deposit, money.Amount.String)
	}
	m, err := s.leaseForm(r, v)
	if err != nil {
		return err
	}
	return s.page(r, view.LeaseFormPage(m))
}

// leaseForm is the form of a new lease with what was typed.
func (s *site) leaseForm(r *request, v view.LeaseValues) (view.LeaseForm, error) {
	m := view.LeaseForm{
		Frame: r.frame(message.T(r.Context(), "New lease"), view.AreaLeasing, view.Link{Text: message.T(r.Context(), "Leasing"), Href: "/leases"}),
		Key:   newKey(r), Currency: r.profile.Currency, Values: v,
	}
	var err error
	at := chosen(v.Property)
	if at == id.Nil {
		m.Properties, err = s.propertyOptions(r)
		return m, err
	}
	p, err := s.Properties.Property(r.Context(), r.p, at, false)
	if err != nil {
		return m, err
	}
	m.Property = p.Name
	units, _, err := s.Properties.Units(r.Context(), r.p, property.UnitFilter{PropertyID: at}, page.Request{Limit: page.MaxLimit, Sort: "number"})
	for _, u := range units {
		label := view.UnitName(r.Context(), u.Number) + " · " + view.Label(r.Context(), view.UnitStatuses, u.Status)
		m.Units = append(m.Units, view.Option{Value: u.ID.String(), Label: label})
	}
	if err != nil {
		return m, err
	}
	return m, s.nameRenters(r, &m)
}

// nameRenters shows the renters who are there by their names, and what was found.
func (s *site) nameRenters(r *request, m *view.LeaseForm) error {
	var ids []id.ID
	for _, p := range m.Values.People {
		if p.RenterID != "" {
			ids = append(ids, chosen(p.RenterID))
		}
	}
	if len(ids) > 0 {
		found, err := s.Leases.FindRenters(r.Context(), r.p, "", ids...)
		if err != nil {
			return err
		}
		for i := range m.Values.People {
			for _, f := range found {
				if m.Values.People[i].RenterID == f.ID.String() {
					m.Values.People[i].Name = f.Name.String()
				}
			}
		}
	}
	if m.Values.Find == "" {
		return nil
	}
	found, err := s.Leases.FindRenters(r.Context(), r.p, m.Values.Find)
	m.Found = []view.Option{}
	for _, f := range found {
		label := f.Name.String()
		if f.Email != "" {
			label += " · " + f.Email
		}
		m.Found = append(m.Found, view.Option{Value: f.ID.String(), Label: label})
	}
	return err
}

func leaseValues(r *request) view.LeaseValues {
	v := view.LeaseValues{
		Property: r.text("property"), Unit: r.text("unit_id"), Tenancy: r.text("tenancy_id"), Start: r.text("start_date"), End: r.text("end_date"),
		Rent: r.text("monthly_rent"), Deposit: r.text("security_deposit"), Subsidized: r.text("subsidized"), AutoRenew: r.text("auto_renew"),
		Terms: r.text("terms"), Find: r.text("find"),
	}
	n, err := strconv.Atoi(r.text("people"))
	if err != nil {
		n = 0
	}
	for i := range min(n, mostPeople) {
		at := "_" + strconv.Itoa(i)
		v.People = append(v.People, view.LeasePerson{
			RenterID: r.text("renter_id" + at), FirstName: r.text("first_name" + at), LastName: r.text("last_name" + at),
			Email: r.text("email" + at), Phone: r.text("phone" + at), Role: r.text("role" + at),
		})
	}
	return v
}

// arranged is the form after one of its own buttons; false where it is to be saved.
func arranged(v *view.LeaseValues, action string) bool {
	what, value, _ := strings.Cut(action, ":")
	switch what {
	case "":
		return false
	case "add":
		if len(v.People) < mostPeople {
			v.People = append(v.People, view.LeasePerson{Role: leasing.RoleRenter})
		}
	case "use":
		v.Find = ""
		person := view.LeasePerson{RenterID: value, Role: leasing.RoleRenter}
		if last := len(v.People) - 1; last >= 0 && v.People[last].FirstName+v.People[last].LastName+v.People[last].RenterID == "" {
			v.People[last] = person
		} else if len(v.People) < mostPeople {
			v.People = append(v.People, person)
		}
	case "drop":
		if i, err := strconv.Atoi(value); err == nil && i >= 0 && i < len(v.People) {
			v.People = append(v.People[:i], v.People[i+1:]...)
		}
	}
	return true
}

// personPointer is the place of a fault in the list of people; the form's inputs have the number at the end.
var personPointer = regexp.MustCompile(`^/people/([0-9]+)/([a-z_]+)$`)

// numbered gives the faults of people the names of the form's inputs.
func numbered(err error) error {
	f := fault.As(err)
	if f == nil || len(f.Fields) == 0 {
		return err
	}
	c := *f
	c.Fields = nil
	for _, field := range f.Fields {
		field.Pointer = personPointer.ReplaceAllString(field.Pointer, "/${2}_${1}")
		c.Fields = append(c.Fields, field)
	}
	return &c
}

// readLease turns what was typed into what the service takes.
func readLease(v view.LeaseValues, f *fault.Fields) func(*leasing.TermsInput) {
	start, end := dayOf(f, "start_date", v.Start), dayOf(f, "end_date", v.End)
	rent, deposit := amount(f, "monthly_rent", v.Rent), amount(f, "security_deposit", v.Deposit)
	if deposit == nil {
		deposit = &money.Zero
	}
	return func(in *leasing.TermsInput) {
		in.Start, in.End, in.Terms = start, end, v.Terms
		in.Subsidized, in.AutoRenew = v.Subsidized == "true", v.AutoRenew == "true"
		in.MonthlyRent, in.SecurityDeposit = rent, deposit
	}
}

func (s *site) createLease(r *request) error {
	if err := r.ParseForm(); err != nil {
		return badForm(err)
	}
	typed := leaseValues(r)
	if arranged(&typed, r.text("action")) {
		m, err := s.leaseForm(r, typed)
		if err != nil {
			return err
		}
		return s.show(r.ResponseWriter, r.Request, http.StatusOK, view.LeaseFormPage(m))
	}
	return submit(s, r, entry[view.LeaseValues]{
		values: leaseValues,
		do: func(v view.LeaseValues) (done, error) {
			var f fault.Fields
			in := leasing.LeaseInput{UnitID: chosen(v.Unit)}
			if v.Tenancy != "" {
				in.UnitID, in.TenancyID = id.Nil, chosen(v.Tenancy)
			}
			readLease(v, &f)(&in.TermsInput)
			for _, p := range v.People {
				in.People = append(in.People, leasing.PartyInput{
					RenterID: chosen(p.RenterID), FirstName: p.FirstName, LastName: p.LastName, Email: p.Email, Phone: p.Phone, Role: p.Role,
				})
			}
			if err := merge(&f, in.Check()); err != nil {
				return done{}, numbered(err)
			}
			l, err := s.Leases.CreateLease(r.Context(), r.p, r.key("lease.create"), in)
			if err != nil {
				return done{}, numbered(err)
			}
			return done{Next: "/leases/" + l.ID.String(), Say: message.T(r.Context(), "The draft was saved.")}, nil
		},
		again: func(v view.LeaseValues, no refusal) (templ.Component, error) {
			m, err := s.leaseForm(r, v)
			m.Errors, m.Message = no.Errors, no.Message
			return view.LeaseFormPage(m), err
		},
	})
}

func (s *site) draftForm(r *request, l leasing.LeaseDetail) view.LeaseForm {
	v := view.LeaseValues{
		Start: l.Start.String(), Rent: orBlank(l.MonthlyRent, money.Amount.String), Deposit: orBlank(l.SecurityDeposit, money.Amount.String),
		Subsidized: strconv.FormatBool(l.Subsidized), AutoRenew: strconv.FormatBool(l.AutoRenew), Terms: l.Terms,
	}
	if !l.End.IsZero() {
		v.End = l.End.String()
	}
	return view.LeaseForm{
		Frame: r.frame(message.T(r.Context(), "Edit draft"), view.AreaLeasing, r.leaseCrumbs(l)...), ID: l.ID.String(), Version: itoa(l.Version),
		Property: l.PropertyName, Currency: r.profile.Currency, Values: v,
	}
}

func (s *site) editLease(r *request) error {
	if _, err := authz.Require(r.p, authz.LeasingWrite); err != nil {
		return err
	}
	l, err := s.leaseAt(r)
	if err != nil {
		return err
	}
	return s.page(r, view.LeaseFormPage(s.draftForm(r, l)))
}

func (s *site) updateLease(r *request) error {
	at, err := r.pathID()
	if err != nil {
		return err
	}
	return submit(s, r, entry[view.LeaseValues]{
		values: leaseValues,
		do: func(v view.LeaseValues) (done, error) {
			var f fault.Fields
			change := readLease(v, &f)
			err := f.Err()
			if err == nil {
				_, err = s.Leases.UpdateLease(r.Context(), r.p, at, version(r), func(in *leasing.TermsInput) { change(in) })
			}
			return done{Next: "/leases/" + at.String(), Say: message.T(r.Context(), "Your changes were saved.")}, err
		},
		again: func(v view.LeaseValues, no refusal) (templ.Component, error) {
			l, err := s.leaseAt(r)
			if err != nil {
				return nil, err
			}
			m := s.draftForm(r, l)
			if no.Stale {
				no.Message = fault.As(leasing.ErrChanged).Message
			} else {
				m.Version = r.text("version")
			}
			m.Values, m.Errors, m.Message = v, no.Errors, no.Message
			return view.LeaseFormPage(m), nil
		},
	})
}
