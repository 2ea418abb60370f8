package web

import (
	"net/url"
	"strings"

	"github.com/a-h/templ"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/owner"
	"github.com/propertyos/propertyos/internal/domain/property"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/page"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/kernel/secret"
	"github.com/propertyos/propertyos/internal/web/message"
	"github.com/propertyos/propertyos/internal/web/view"
)

func (s *site) ownerRoutes() map[string]handler {
	return map[string]handler{
		"GET /owners":                 s.owners,
		"GET /owners/new":             s.newOwner,
		"POST /owners":                s.createOwner,
		"GET /owners/{id}":            s.owner,
		"GET /owners/{id}/edit":       s.editOwner,
		"POST /owners/{id}":           s.updateOwner,
		"GET /owners/{id}/delete":     s.confirmDeleteOwner,
		"POST /owners/{id}/delete":    s.deleteOwner,
		"POST /owners/{id}/restore":   s.restoreOwner,
		"POST /owners/{id}/tax-id":    s.revealTaxID,
		"GET /portal/properties/{id}": s.holding,
	}
}

func ownerFilter(q url.Values) (view.OwnerFilter, owner.Filter) {
	f := view.OwnerFilter{Q: q.Get("q"), State: q.Get("status"), Deleted: q.Get("deleted") == "1", Sort: q.Get("sort")}
	return f, owner.Filter{Query: f.Q, State: f.State, Deleted: f.Deleted}
}

func (s *site) owners(r *request) error {
	q := r.URL.Query()
	f, filter := ownerFilter(q)
	list, around, err := s.Owners.Owners(r.Context(), r.p, filter, cursor(q, f.Sort))
	if err != nil {
		return err
	}
	m := view.OwnerList{Frame: r.frame(message.T(r.Context(), "Owners"), view.AreaOwners), Filter: f, Page: view.Page(around), Export: authz.Allowed(r.p, authz.ExportRun)}
	for _, o := range list {
		m.Rows = append(m.Rows, view.OwnerRow{
			ID: o.ID.String(), Name: o.Name, Email: orBlank(o.Email, same), Phone: orBlank(o.Phone, same), Properties: int(o.Properties),
			Active: o.Active, Deleted: o.DeletedAt != nil,
		})
	}
	m.Live = []string{"owner"}
	return s.page(r, view.OwnersPage(m))
}

func same(text string) string { return text }

func ownersCrumb(r *request) view.Link {
	return view.Link{Text: message.T(r.Context(), "Owners"), Href: "/owners"}
}

// ownerDetail is the page of an owner, for those who open it and for those who had the tax id revealed.
func (s *site) ownerDetail(r *request, at id.ID) (view.OwnerDetail, error) {
	o, err := s.Owners.Owner(r.Context(), r.p, at, true)
	if err != nil {
		return view.OwnerDetail{}, err
	}
	list, err := s.Owners.SharesOf(r.Context(), r.p, at)
	if err != nil {
		return view.OwnerDetail{}, err
	}
	return view.OwnerDetail{
		Frame: r.frame(o.Name, view.AreaOwners, ownersCrumb(r)), ID: o.ID.String(), Name: o.Name, Email: orBlank(o.Email, same),
		Phone: orBlank(o.Phone, same), Address: addressLines(o.Address), Share: decimal(o.DefaultShare), Frequency: o.DistributionFrequency,
		Day: int(o.DistributionDay), Active: o.Active, SignsIn: o.UserID != nil, LastFour: o.TaxIDLastFour,
		Reveals: authz.Allowed(r.p, authz.OwnerReveal), Shares: shareRows(list, s.today(r)), Deleted: o.DeletedAt != nil,
	}, nil
}

func (s *site) owner(r *request) error {
	at, err := r.pathID()
	if err != nil {
		return err
	}
	m, err := s.ownerDetail(r, at)
	if err != nil {
		return err
	}
	m.Live = []string{"owner:" + m.ID}
	return s.page(r, view.OwnerPage(m))
}

func (s *site) revealTaxID(r *request) error {
	at, err := r.pathID()
	if err != nil {
		return err
	}
	text, err := s.Owners.RevealTaxID(r.Context(), r.p, at)
	if err != nil {
		return err
	}
	m, err := s.ownerDetail(r, at)
	if err != nil {
		return err
	}
	m.TaxID = text
	return s.page(r, view.OwnerPage(m))
}

func shareRows(list []owner.Share, today period.Date) []view.ShareRow {
	out := make([]view.ShareRow, 0, len(list))
	for _, v := range list {
		out = append(out, shareRow(v, today))
	}
	return out
}

func shareRow(v owner.Share, today period.Date) view.ShareRow {
	return view.ShareRow{
		ID: v.ID.String(), OwnerID: v.OwnerID.String(), Owner: v.OwnerName, PropertyID: v.PropertyID.String(), Property: v.PropertyName,
		Percentage: decimal(v.Percentage), From: v.From, To: v.To, Runs: v.RunsOn(today),
	}
}

// ownership is the tab of a property that says who owns it.
func (s *site) ownership(r *request, at id.ID) (*view.Ownership, error) {
	o, err := s.Owners.Ownership(r.Context(), r.p, at)
	if err != nil {
		return nil, err
	}
	out := &view.Ownership{Shares: shareRows(o.Shares, o.Today), Held: decimal(o.Held)}
	for _, g := range o.Gaps {
		out.Gaps = append(out.Gaps, view.GapRow{From: g.From, To: g.To, Missing: decimal(g.Missing)})
	}
	return out, nil
}

func (s *site) newOwner(r *request) error {
	return s.page(r, view.OwnerFormPage(view.OwnerForm{
		Frame:  r.frame(message.T(r.Context(), "Add owner"), view.AreaOwners, ownersCrumb(r)),
		Values: view.OwnerValues{Country: "US", Frequency: "monthly", Day: "1", Active: "active", DefaultShare: "100"}, Key: newKey(r),
	}))
}

func ownerValues(r *request) view.OwnerValues {
	return view.OwnerValues{
		Name: r.text("name"), Email: r.text("email"), Phone: r.text("phone"), Street1: r.text("street1"), Street2: r.text("street2"),
		City: r.text("city"), State: r.text("state"), ZipCode: r.text("zip_code"), Country: r.text("country"),
		DefaultShare: r.text("default_share"), Frequency: r.text("distribution_frequency"), Day: r.text("distribution_day"),
		Active: r.text("state_active"), TaxID: r.text("tax_id"), NoTaxID: r.text("no_tax_id"),
	}
}

// readOwner turns what was typed into what the service takes.
func readOwner(v view.OwnerValues, f *fault.Fields) func(*owner.Input) {
	share, day := amount(f, "default_share", strings.TrimSuffix(v.DefaultShare, "%")), whole(f, "distribution_day", v.Day)
	return func(in *owner.Input) {
		in.Name, in.Email, in.Phone = v.Name, optional(v.Email), optional(v.Phone)
		in.DistributionFrequency, in.Active = v.Frequency, v.Active != "inactive"
		if share != nil {
			in.DefaultShare = *share
		}
		if day != nil {
			in.DistributionDay = *day
		}
		switch {
		case v.TaxID != "":
			text := secret.New(v.TaxID)
			in.TaxID = &text
		case v.NoTaxID == "1":
			in.TaxID = &secret.Text{}
		}
		if v.Street1+v.Street2+v.City+v.State+v.ZipCode == "" {
			in.Address = nil
			return
		}
		if in.Address == nil {
			in.Address = &property.AddressInput{}
		}
		in.Address.Street1, in.Address.City, in.Address.Country = v.Street1, v.City, strings.ToUpper(v.Country)
		in.Address.Street2, in.Address.State, in.Address.ZipCode = optional(v.Street2), optional(v.State), optional(v.ZipCode)
	}
}

func (s *site) createOwner(r *request) error {
	return submit(s, r, entry[view.OwnerValues]{
		values: ownerValues,
		do: func(v view.OwnerValues) (done, error) {
			var f fault.Fields
			var in owner.Input
			readOwner(v, &f)(&in)
			if err := merge(&f, in.Check()); err != nil {
				return done{}, err
			}
			o, err := s.Owners.CreateOwner(r.Context(), r.p, r.key("owner.create"), in)
			return done{"/owners/" + o.ID.String(), message.T(r.Context(), "%s was added.", o.Name), ""}, err
		},
		again: func(v view.OwnerValues, no refusal) (templ.Component, error) {
			v.TaxID = "" // what is secret is not sent back
			return view.OwnerFormPage(view.OwnerForm{
				Frame:  r.frame(message.T(r.Context(), "Add owner"), view.AreaOwners, ownersCrumb(r)),
				Values: v, Key: newKey(r), Errors: no.Errors, Message: no.Message,
			}), nil
		},
	})
}

func (s *site) ownerForm(r *request, at id.ID) (view.OwnerForm, error) {
	o, err := s.Owners.Owner(r.Context(), r.p, at, false)
	if err != nil {
		return view.OwnerForm{}, err
	}
	v := view.OwnerValues{
		Name: o.Name, Email: orBlank(o.Email, same), Phone: orBlank(o.Phone, same), Country: "US", DefaultShare: decimal(o.DefaultShare),
		Frequency: o.DistributionFrequency, Day: itoa(o.DistributionDay), Active: "active",
	}
	if !o.Active {
		v.Active = "inactive"
	}
	if a := o.Address; a != nil {
		v.Street1, v.Street2, v.City, v.State = a.Street1, orBlank(a.Street2, same), a.City, orBlank(a.State, same)
		v.ZipCode, v.Country = orBlank(a.ZipCode, same), a.Country
	}
	return view.OwnerForm{
		Frame: r.frame(message.T(r.Context(), "Edit %s", o.Name), view.AreaOwners, ownersCrumb(r), view.Link{Text: o.Name, Href: "/owners/" + o.ID.String()}),
		ID:    o.ID.String(), Version: itoa(o.Version), Name: o.Name, LastFour: o.TaxIDLastFour, Values: v,
	}, nil
}

func (s *site) editOwner(r *request) error {
	at, err := r.pathID()
	if err != nil {
		return err
	}
	m, err := s.ownerForm(r, at)
	if err != nil {
		return err
	}
	return s.page(r, view.OwnerFormPage(m))
}

func (s *site) updateOwner(r *request) error {
	at, err := r.pathID()
	if err != nil {
		return err
	}
	return submit(s, r, entry[view.OwnerValues]{
		values: ownerValues,
		do: func(v view.OwnerValues) (done, error) {
			var f fault.Fields
			change := readOwner(v, &f)
			err := f.Err()
			if err == nil {
				_, err = s.Owners.UpdateOwner(r.Context(), r.p, at, version(r), change)
			}
			return done{"/owners/" + at.String(), message.T(r.Context(), "Your changes were saved."), ""}, err
		},
		again: func(v view.OwnerValues, no refusal) (templ.Component, error) {
			m, err := s.ownerForm(r, at)
			if err != nil {
				return nil, err
			}
			if !no.Stale {
				m.Version = r.text("version")
			}
			v.TaxID = ""
			m.Values, m.Errors, m.Message, m.Stale = v, no.Errors, no.Message, no.Stale
			return view.OwnerFormPage(m), nil
		},
	})
}

func (s *site) confirmDeleteOwner(r *request) error {
	at, err := r.pathID()
	if err != nil {
		return err
	}
	o, err := s.Owners.Owner(r.Context(), r.p, at, false)
	if err != nil {
		return err
	}
	list, err := s.Owners.SharesOf(r.Context(), r.p, at)
	if err != nil {
		return err
	}
	m := view.DeleteConfirm{Frame: r.frame(message.T(r.Context(), "Delete %s", o.Name), view.AreaOwners), Kind: "owner", ID: o.ID.String(), Name: o.Name}
	for _, v := range list {
		if v.To.IsZero() || !v.To.Before(s.today(r)) {
			m.Refused = message.T(r.Context(), "This owner still holds shares. End or transfer them first:")
			m.Blocks = append(m.Blocks, view.Link{Text: v.PropertyName, Href: "/properties/" + v.PropertyID.String() + "?tab=owners"})
		}
	}
	return s.page(r, view.DeletePage(m))
}

func (s *site) deleteOwner(r *request) error {
	at, err := r.pathID()
	if err != nil {
		return err
	}
	if err := s.Owners.DeleteOwner(r.Context(), r.p, at, nil); err != nil {
		return err
	}
	s.tell(r, message.T(r.Context(), "The owner was deleted."), "/owners/"+at.String()+"/restore")
	return r.see("/owners")
}

func (s *site) restoreOwner(r *request) error {
	at, err := r.pathID()
	if err != nil {
		return err
	}
	o, err := s.Owners.RestoreOwner(r.Context(), r.p, at)
	if err != nil {
		return err
	}
	s.tell(r, message.T(r.Context(), "%s was restored.", o.Name), "")
	return r.see("/owners/" + at.String())
}

// holding shows an owner one of their own properties.
func (s *site) holding(r *request) error {
	at, err := r.pathID()
	if err != nil {
		return err
	}
	d, err := s.Owners.Holding(r.Context(), r.p, at)
	if err != nil {
		return err
	}
	m := view.HoldingDetail{
		Frame: r.frame(d.Name, view.AreaPortal, view.Link{Text: message.T(r.Context(), "My properties"), Href: "/portal"}),
		Share: decimal(d.Share), Units: int(d.Holding.Units), Occupied: int(d.Occupied), Rent: d.Rent, MarketRent: d.MarketRent,
	}
	for _, u := range d.Units {
		row := view.HeldUnit{
			ID: u.ID.String(), Number: u.Number, Type: u.Type, Status: u.Status, Bedrooms: orBlank(u.Bedrooms, itoa),
			Bathrooms: orBlank(u.Bathrooms, decimal), Leaves: u.LeavesOn,
		}
		if l := u.Lease; l != nil {
			row.Leased, row.Rent, row.Start, row.End = true, l.Rent, l.Start, l.End
		}
		m.Rows = append(m.Rows, row)
	}
	for _, v := range d.Shares {
		runs := owner.Share{From: v.From, To: v.To}.RunsOn(d.Today)
		m.Shares = append(m.Shares, view.ShareRow{Percentage: decimal(v.Percentage), From: v.From, To: v.To, Runs: runs})
	}
	return s.page(r, view.HoldingPage(m))
}

// ownerOptions are the owners that can be chosen, the first so many by name.
func (s *site) ownerOptions(r *request) ([]view.Option, error) {
	list, _, err := s.Owners.Owners(r.Context(), r.p, owner.Filter{}, page.Request{Limit: page.MaxLimit})
	out := make([]view.Option, 0, len(list))
	for _, o := range list {
		out = append(out, view.Option{Value: o.ID.String(), Label: o.Name})
	}
	return out, err
}
