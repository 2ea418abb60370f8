package web

import (
	"strings"

	"github.com/a-h/templ"

	"github.com/propertyos/propertyos/internal/domain/owner"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/web/message"
	"github.com/propertyos/propertyos/internal/web/view"
)

func (s *site) shareRoutes() map[string]handler {
	out := map[string]handler{
		"GET /properties/{id}/owners/new": s.newShare,
		"POST /properties/{id}/owners":    s.createShare,
	}
	for _, act := range []string{"change", "end", "transfer"} {
		out["GET /shares/{id}/"+act] = func(r *request) error { return s.shareForm(r, act) }
		out["POST /shares/{id}/"+act] = func(r *request) error { return s.workOnShare(r, act) }
	}
	return out
}

// chosenID reads an id that was chosen; id.Nil for nothing.
func chosenID(text string) id.ID {
	v, err := id.Parse(text)
	if err != nil {
		return id.Nil
	}
	return v
}

func shareValues(r *request) view.ShareValues {
	return view.ShareValues{
		Owner: r.text("owner_id"), Percentage: strings.TrimSuffix(r.text("percentage"), "%"), From: r.text("from"), To: r.text("to"),
		Cost: r.text("acquisition_cost"),
	}
}

func (s *site) newShareForm(r *request, at id.ID) (view.ShareForm, error) {
	p, err := s.Properties.Property(r.Context(), r.p, at, false)
	if err != nil {
		return view.ShareForm{}, err
	}
	owners, err := s.ownerOptions(r)
	return view.ShareForm{
		Frame: r.frame(message.T(r.Context(), "Add share"), view.AreaProperties, propertiesCrumb(r), view.Link{Text: p.Name, Href: "/properties/" + p.ID.String() + "?tab=owners"}),
		Act:   "new", ID: p.ID.String(), Owners: owners, Key: newKey(r), Values: view.ShareValues{Percentage: "100", From: s.today(r).String()},
	}, err
}

func (s *site) newShare(r *request) error {
	at, err := r.pathID()
	if err != nil {
		return err
	}
	m, err := s.newShareForm(r, at)
	if err != nil {
		return err
	}
	return s.page(r, view.ShareFormPage(m))
}

func (s *site) createShare(r *request) error {
	at, err := r.pathID()
	if err != nil {
		return err
	}
	return submit(s, r, entry[view.ShareValues]{
		values: shareValues,
		do: func(v view.ShareValues) (done, error) {
			var f fault.Fields
			in := owner.ShareInput{
				OwnerID: chosenID(v.Owner), From: dayOf(&f, "from", v.From), To: dayOf(&f, "to", v.To), AcquisitionCost: amount(&f, "acquisition_cost", v.Cost),
			}
			if share := amount(&f, "percentage", v.Percentage); share != nil {
				in.Percentage = *share
			}
			err := f.Err()
			if err == nil {
				_, err = s.Owners.AddShare(r.Context(), r.p, r.key("share.create "+at.String()), at, in)
			}
			return done{"/properties/" + at.String() + "?tab=owners", message.T(r.Context(), "The share was added."), ""}, err
		},
		again: func(v view.ShareValues, no refusal) (templ.Component, error) {
			m, err := s.newShareForm(r, at)
			if err != nil {
				return nil, err
			}
			m.Values, m.Errors, m.Message = v, no.Errors, no.Message
			return view.ShareFormPage(m), nil
		},
	})
}

func (s *site) shareFormOf(r *request, at id.ID, act string) (view.ShareForm, error) {
	v, err := s.Owners.Share(r.Context(), r.p, at)
	if err != nil {
		return view.ShareForm{}, err
	}
	title := map[string]string{
		"change": message.T(r.Context(), "Change a share"), "end": message.T(r.Context(), "End a share"), "transfer": message.T(r.Context(), "Transfer a share"),
	}[act]
	m := view.ShareForm{
		Frame: r.frame(title, view.AreaProperties, propertiesCrumb(r), view.Link{Text: v.PropertyName, Href: "/properties/" + v.PropertyID.String() + "?tab=owners"}),
		Act:   act, ID: v.ID.String(), Version: itoa(v.Version), Share: shareRow(v, s.today(r)),
		Values: view.ShareValues{Percentage: decimal(v.Percentage), From: s.today(r).String(), To: v.To.String()},
	}
	if act == "transfer" {
		m.Owners, err = s.ownerOptions(r)
	}
	return m, err
}

func (s *site) shareForm(r *request, act string) error {
	at, err := r.pathID()
	if err != nil {
		return err
	}
	m, err := s.shareFormOf(r, at, act)
	if err != nil {
		return err
	}
	return s.page(r, view.ShareFormPage(m))
}

func (s *site) workOnShare(r *request, act string) error {
	at, err := r.pathID()
	if err != nil {
		return err
	}
	now, err := s.Owners.Share(r.Context(), r.p, at)
	if err != nil {
		return err
	}
	return submit(s, r, entry[view.ShareValues]{
		values: shareValues,
		do: func(v view.ShareValues) (done, error) {
			var f fault.Fields
			percentage, cost := amount(&f, "percentage", v.Percentage), amount(&f, "acquisition_cost", v.Cost)
			from, to := dayOf(&f, "from", v.From), dayOf(&f, "to", v.To)
			if percentage == nil {
				percentage = &money.Amount{}
			}
			err := f.Err()
			switch {
			case err != nil:
			case act == "change":
				_, err = s.Owners.ChangeShare(r.Context(), r.p, at, version(r), from, *percentage)
			case act == "end":
				_, err = s.Owners.EndShare(r.Context(), r.p, at, version(r), to)
			default:
				_, err = s.Owners.TransferShare(r.Context(), r.p, at, version(r), owner.TransferInput{To: chosenID(v.Owner), On: from, Percentage: *percentage, Cost: cost})
			}
			return done{"/properties/" + now.PropertyID.String() + "?tab=owners", message.T(r.Context(), "The share was changed."), ""}, err
		},
		again: func(v view.ShareValues, no refusal) (templ.Component, error) {
			m, err := s.shareFormOf(r, at, act)
			if err != nil {
				return nil, err
			}
			if no.Stale {
				no.Message = message.T(r.Context(), "Somebody changed this share since you opened it. Look at it again, then save.")
			} else {
				m.Version = r.text("version")
			}
			m.Values, m.Errors, m.Message = v, no.Errors, no.Message
			return view.ShareFormPage(m), nil
		},
	})
}
