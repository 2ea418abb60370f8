package web

import (
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/property"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/page"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/web/message"
	"github.com/propertyos/propertyos/internal/web/view"
)

func (s *site) portfolioRoutes() map[string]handler {
	return map[string]handler{
		"GET /availability":         s.availability,
		"POST /units/{id}/holds":    s.addHold,
		"POST /holds/{id}/remove":   s.removeHold,
		"GET /groups":               s.groups,
		"POST /groups":              s.createGroup,
		"GET /groups/{id}":          s.group,
		"POST /groups/{id}":         s.updateGroup,
		"POST /groups/{id}/members": s.changeMembers,
		"GET /groups/{id}/delete":   s.confirmDeleteGroup,
		"POST /groups/{id}/delete":  s.deleteGroup,
		"POST /groups/{id}/restore": s.restoreGroup,
	}
}

// calendarDays is the width of the calendar's window: 13 weeks.
const calendarDays = 91

func (s *site) availability(r *request) error {
	q := r.URL.Query()
	f := view.DaysFilter{Q: q.Get("q"), Property: q.Get("property"), Group: q.Get("group"), Bedrooms: q.Get("bedrooms"), From: q.Get("from")}
	_, filter := unitFilter(q)
	filter.Statuses, filter.Having, filter.Deleted = nil, "", false
	from, err := period.Parse(f.From)
	if err != nil {
		from = s.today(r)
	}
	found, around, err := s.Properties.Availability(r.Context(), r.p, filter, from, from.AddDays(calendarDays-1), cursor(q, ""))
	if err != nil {
		return err
	}
	m := view.Days{
		Frame: r.frame(message.T(r.Context(), "Availability"), view.AreaAvailability), Filter: f, Page: view.Page(around),
		Today: found.Today, From: found.From, To: found.To, Earlier: found.From.AddDays(-28).String(), Later: found.From.AddDays(28).String(),
	}
	if m.Properties, m.Groups, err = s.places(r); err != nil {
		return err
	}
	for _, u := range found.Units {
		row := view.DaysRow{
			ID: u.ID.String(), Number: u.Number, Property: u.PropertyName, Rooms: [2]string{orBlank(u.Bedrooms, itoa), orBlank(u.Bathrooms, decimal)},
			MarketRent: u.BaseRent, Available: u.AvailableOn,
		}
		for _, v := range u.Stretches {
			row.Stretches = append(row.Stretches, view.Stretch(v))
		}
		m.Rows = append(m.Rows, row)
	}
	m.Live = []string{"unit", "imports"}
	return s.page(r, view.DaysPage(m))
}

// places are the properties and the groups that a list can be narrowed to.
func (s *site) places(r *request) (properties, groups []view.Option, err error) {
	list, err := s.Properties.Names(r.Context(), r.p)
	if err != nil {
		return nil, nil, err
	}
	for _, p := range list {
		properties = append(properties, view.Option{Value: p.ID.String(), Label: p.Name})
	}
	if !authz.Allowed(r.p, authz.GroupRead) {
		return properties, nil, nil
	}
	sets, err := s.Properties.Groups(r.Context(), r.p)
	for _, g := range sets {
		groups = append(groups, view.Option{Value: g.ID.String(), Label: g.Name})
	}
	return properties, groups, err
}

// around names the property that a list is around, if it is around one, and the groups that it can be narrowed to.
func (s *site) around(r *request, near string) (center string, groups []view.Option, err error) {
	properties, groups, err := s.places(r)
	for _, p := range properties {
		if p.Value == near {
			center = p.Label
		}
	}
	return center, groups, err
}

func (s *site) addHold(r *request) error {
	at, err := r.pathID()
	if err != nil {
		return err
	}
	return submit(s, r, entry[view.HoldForm]{
		values: func(r *request) view.HoldForm {
			return view.HoldForm{Key: newKey(r), Kind: r.text("kind"), From: r.text("from"), To: r.text("to"), Reason: r.text("reason")}
		},
		do: func(v view.HoldForm) (done, error) {
			var f fault.Fields
			in := property.HoldInput{Kind: v.Kind, From: dayOf(&f, "from", v.From), To: dayOf(&f, "to", v.To), Reason: optional(v.Reason)}
			err := f.Err()
			if err == nil {
				_, err = s.Properties.AddHold(r.Context(), r.p, r.key("hold.create "+at.String()), at, in)
			}
			return done{"/units/" + at.String() + "?tab=holds", message.T(r.Context(), "The hold was added."), ""}, err
		},
		again: func(v view.HoldForm, no refusal) (templ.Component, error) {
			v.Errors, v.Message = no.Errors, no.Message
			m, err := s.unitDetail(r, at, "holds")
			m.Hold = v
			return view.UnitPage(m), err
		},
	})
}

func (s *site) removeHold(r *request) error {
	at, err := r.pathID()
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return badForm(err)
	}
	h, err := s.Properties.RemoveHold(r.Context(), r.p, at, version(r))
	if err != nil {
		return err
	}
	s.tell(r, message.T(r.Context(), "The hold was removed."), "")
	return r.see("/units/" + h.UnitID.String() + "?tab=holds")
}

func (s *site) groupList(r *request) (view.GroupList, error) {
	list, err := s.Properties.Groups(r.Context(), r.p)
	m := view.GroupList{Frame: r.frame(message.T(r.Context(), "Groups"), view.AreaProperties, propertiesCrumb(r)), Key: newKey(r)}
	for _, g := range list {
		m.Rows = append(m.Rows, view.GroupRow{
			ID: g.ID.String(), Name: g.Name, Description: orBlank(g.Description, same), Properties: int(g.Properties), Units: int(g.Units), Occupied: int(g.Occupied),
		})
	}
	return m, err
}

func (s *site) groups(r *request) error {
	m, err := s.groupList(r)
	if err != nil {
		return err
	}
	return s.page(r, view.GroupsPage(m))
}

func (s *site) createGroup(r *request) error {
	return submit(s, r, entry[string]{
		values: func(r *request) string { return r.text("name") },
		do: func(name string) (done, error) {
			g, err := s.Properties.CreateGroup(r.Context(), r.p, r.key("property_group.create"), property.GroupInput{Name: name})
			return done{"/groups/" + g.ID.String(), message.T(r.Context(), "%s was added.", g.Name), ""}, err
		},
		again: func(name string, no refusal) (templ.Component, error) {
			m, err := s.groupList(r)
			m.Name, m.Errors, m.Message = name, no.Errors, no.Message
			return view.GroupsPage(m), err
		},
	})
}

func (s *site) groupDetail(r *request, at id.ID) (view.GroupDetail, error) {
	g, err := s.Properties.Group(r.Context(), r.p, at, true)
	if err != nil {
		return view.GroupDetail{}, err
	}
	m := view.GroupDetail{
		Frame: r.frame(g.Name, view.AreaProperties, propertiesCrumb(r), view.Link{Text: message.T(r.Context(), "Groups"), Href: "/groups"}),
		ID:    g.ID.String(), Version: itoa(g.Version), Name: g.Name, Description: orBlank(g.Description, same), Deleted: g.DeletedAt != nil,
	}
	if m.Deleted {
		return m, nil
	}
	in, _, err := s.Properties.Properties(r.Context(), r.p, property.PropertyFilter{Where: property.Where{Group: at}}, page.Request{Limit: page.MaxLimit})
	if err != nil {
		return m, err
	}
	for _, p := range in {
		m.Members = append(m.Members, view.Link{Text: p.Name, Href: "/properties/" + p.ID.String()})
		m.In = append(m.In, view.Option{Value: p.ID.String(), Label: p.Name})
	}
	all, _, err := s.places(r)
	for _, o := range all {
		if !slices.Contains(m.In, o) {
			m.Out = append(m.Out, o)
		}
	}
	return m, err
}

func (s *site) group(r *request) error {
	at, err := r.pathID()
	if err != nil {
		return err
	}
	m, err := s.groupDetail(r, at)
	if err != nil {
		return err
	}
	m.Live = []string{"property_group:" + m.ID}
	return s.page(r, view.GroupPage(m))
}

func (s *site) updateGroup(r *request) error {
	at, err := r.pathID()
	if err != nil {
		return err
	}
	return submit(s, r, entry[property.GroupInput]{
		values: func(r *request) property.GroupInput {
			return property.GroupInput{Name: r.text("name"), Description: optional(r.text("description"))}
		},
		do: func(v property.GroupInput) (done, error) {
			_, err := s.Properties.UpdateGroup(r.Context(), r.p, at, version(r), func(in *property.GroupInput) { *in = v })
			return done{"/groups/" + at.String(), message.T(r.Context(), "Your changes were saved."), ""}, err
		},
		again: func(v property.GroupInput, no refusal) (templ.Component, error) {
			m, err := s.groupDetail(r, at)
			if no.Stale {
				no.Message = message.T(r.Context(), "Somebody saved another version. Your typing is kept: saving it replaces that version.")
			} else {
				m.Version = r.text("version")
			}
			m.Name, m.Description, m.Errors, m.Message = v.Name, orBlank(v.Description, same), no.Errors, no.Message
			return view.GroupPage(m), err
		},
	})
}

func (s *site) changeMembers(r *request) error {
	at, err := r.pathID()
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return badForm(err)
	}
	var in property.MembersInput
	for name, list := range map[string]*[]id.ID{"add": &in.Add, "remove": &in.Remove} {
		for _, text := range r.PostForm[name] {
			*list = append(*list, chosenID(text))
		}
	}
	g, err := s.Properties.ChangeMembers(r.Context(), r.p, at, in)
	if err != nil {
		return err
	}
	s.tell(r, message.T(r.Context(), "%s has %s properties now.", g.Name, strconv.FormatInt(g.Properties, 10)), "")
	return r.see("/groups/" + at.String())
}

func (s *site) confirmDeleteGroup(r *request) error {
	at, err := r.changedID()
	if err != nil {
		return err
	}
	g, err := s.Properties.Group(r.Context(), r.p, at, false)
	if err != nil {
		return err
	}
	return s.page(r, view.DeletePage(view.DeleteConfirm{
		Frame: r.frame(message.T(r.Context(), "Delete %s", g.Name), view.AreaProperties), Kind: "group", ID: g.ID.String(), Name: g.Name,
	}))
}

func (s *site) deleteGroup(r *request) error {
	at, err := r.pathID()
	if err != nil {
		return err
	}
	if err := s.Properties.DeleteGroup(r.Context(), r.p, at, nil); err != nil {
		return err
	}
	s.tell(r, message.T(r.Context(), "The group was deleted."), "/groups/"+at.String()+"/restore")
	return r.see("/groups")
}

func (s *site) restoreGroup(r *request) error {
	at, err := r.pathID()
	if err != nil {
		return err
	}
	g, err := s.Properties.RestoreGroup(r.Context(), r.p, at)
	if err != nil {
		return err
	}
	s.tell(r, message.T(r.Context(), "%s was restored.", g.Name), "")
	return r.see("/groups/" + at.String())
}
