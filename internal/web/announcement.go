package web

import (
	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/leasing"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/web/message"
	"github.com/propertyos/propertyos/internal/web/view"
)

func (s *site) announcementRoutes() map[string]handler {
	return map[string]handler{
		"GET /announcements":               s.announcements,
		"GET /announcements/new":           s.newAnnouncement,
		"POST /announcements":              s.createAnnouncement,
		"GET /announcements/{id}/edit":     s.editAnnouncement,
		"POST /announcements/{id}":         s.updateAnnouncement,
		"POST /announcements/{id}/delete":  s.deleteAnnouncement,
		"POST /announcements/{id}/restore": s.restoreAnnouncement,
	}
}

func announcementsCrumb(r *request) view.Link {
	return view.Link{Text: message.T(r.Context(), "Announcements"), Href: "/announcements"}
}

func (s *site) announcements(r *request) error {
	q := r.URL.Query()
	list, around, err := s.Announcements.List(r.Context(), r.p, leasing.AnnouncementFilter{}, cursor(q, "-publish_on"))
	if err != nil {
		return err
	}
	m := view.AnnouncementList{
		Frame: r.frame(message.T(r.Context(), "Announcements"), view.AreaAnnouncements), Page: view.Page(around),
		Write: authz.Allowed(r.p, authz.AnnouncementWrite),
	}
	today := period.In(s.Clock.Now(), r.zone)
	for _, a := range list {
		row := view.AnnouncementRow{ID: a.ID.String(), Title: a.Title, Body: a.Body, Property: a.Property, From: a.PublishOn, To: a.ExpiresOn, State: "shown"}
		switch {
		case a.PublishOn.After(today):
			row.State = "planned"
		case !a.ExpiresOn.IsZero() && a.ExpiresOn.Before(today):
			row.State = "past"
		}
		m.Rows = append(m.Rows, row)
	}
	return s.page(r, view.AnnouncementsPage(m))
}

func (s *site) announcementForm(r *request, a leasing.Announcement) (view.PlainForm, error) {
	ctx := r.Context()
	list, err := s.Properties.Names(ctx, r.p)
	if err != nil {
		return view.PlainForm{}, err
	}
	m := view.PlainForm{
		Frame:  r.frame(message.T(ctx, "Announce something"), view.AreaAnnouncements, announcementsCrumb(r)),
		Action: "/announcements", Verb: message.T(ctx, "Announce"), Back: "/announcements", Hidden: []view.Hidden{{Name: "key", Value: newKey(r)}},
		Intro: message.T(ctx, "Renters read it in their portal from the first day to the last."),
	}
	if a.ID != id.Nil {
		m.Frame = r.frame(message.T(ctx, "Edit announcement"), view.AreaAnnouncements, announcementsCrumb(r))
		m.Action, m.Verb, m.Hidden = "/announcements/"+a.ID.String(), message.T(ctx, "Save"), []view.Hidden{{Name: "version", Value: itoa(a.Version)}}
	} else {
		a.PublishOn = period.In(s.Clock.Now(), r.zone)
	}
	options, everybody, chosen := []view.Option{}, message.T(ctx, "All renters"), ""
	if r.p.PropertyScope != nil {
		everybody = message.T(ctx, "Choose a property")
	}
	for _, p := range list {
		options = append(options, view.Option{Value: p.ID.String(), Label: p.Name})
	}
	if a.PropertyID != nil {
		chosen = a.PropertyID.String()
	}
	m.Fields = []view.Field{
		{Name: "title", Label: message.T(ctx, "Title"), Value: a.Title, MaxLength: "200"},
		{Name: "body", Label: message.T(ctx, "Text"), Value: a.Body, Type: "area"},
		{Name: "property_id", Label: message.T(ctx, "For whom"), Value: chosen, Options: options, Blank: everybody, Together: true},
		{Name: "publish_on", Label: message.T(ctx, "First day"), Value: dayValue(a.PublishOn), Type: "date"},
		{Name: "expires_on", Label: message.T(ctx, "Last day"), Value: dayValue(a.ExpiresOn), Type: "date", Optional: true},
	}
	if len(options) == 0 { // a choice without any would be drawn as a field
		m.Fields = append(m.Fields[:2], m.Fields[3:]...)
	}
	return m, nil
}

// readAnnouncement turns what was typed into what the service takes.
func readAnnouncement(v map[string]string, f *fault.Fields) func(*leasing.AnnouncementInput) {
	from, to := dayOf(f, "publish_on", v["publish_on"]), dayOf(f, "expires_on", v["expires_on"])
	var at *id.ID
	if v["property_id"] != "" {
		property, err := id.Parse(v["property_id"])
		f.Check(err == nil, "/property_id", "reference_not_found", "There is no such property, or you may not see it.")
		at = &property
	}
	return func(in *leasing.AnnouncementInput) {
		in.Title, in.Body, in.PropertyID, in.PublishOn, in.ExpiresOn = v["title"], v["body"], at, from, to
	}
}

func (s *site) newAnnouncement(r *request) error {
	m, err := s.announcementForm(r, leasing.Announcement{})
	if err != nil {
		return err
	}
	return s.page(r, view.PlainFormPage(m))
}

func (s *site) createAnnouncement(r *request) error {
	return s.plain(r, func() (view.PlainForm, error) { return s.announcementForm(r, leasing.Announcement{}) },
		func(v map[string]string) (done, error) {
			var f fault.Fields
			var in leasing.AnnouncementInput
			readAnnouncement(v, &f)(&in)
			if err := f.Err(); err != nil {
				return done{}, err
			}
			_, err := s.Announcements.Create(r.Context(), r.p, r.key("announcement.create"), in)
			return done{"/announcements", message.T(r.Context(), "It is announced."), ""}, err
		})
}

func (s *site) storedAnnouncementForm(r *request) (view.PlainForm, error) {
	at, err := r.pathID()
	if err != nil {
		return view.PlainForm{}, err
	}
	a, err := s.Announcements.Get(r.Context(), r.p, at, false)
	if err != nil {
		return view.PlainForm{}, err
	}
	return s.announcementForm(r, a)
}

func (s *site) editAnnouncement(r *request) error {
	m, err := s.storedAnnouncementForm(r)
	if err != nil {
		return err
	}
	return s.page(r, view.PlainFormPage(m))
}

func (s *site) updateAnnouncement(r *request) error {
	at, err := r.pathID()
	if err != nil {
		return err
	}
	return s.plain(r, func() (view.PlainForm, error) { return s.storedAnnouncementForm(r) }, func(v map[string]string) (done, error) {
		var f fault.Fields
		change := readAnnouncement(v, &f)
		err := f.Err()
		if err == nil {
			_, err = s.Announcements.Update(r.Context(), r.p, at, version(r), change)
		}
		return done{"/announcements", message.T(r.Context(), "Your changes were saved."), ""}, err
	})
}

func (s *site) deleteAnnouncement(r *request) error {
	at, err := r.pathID()
	if err != nil {
		return err
	}
	if err := s.Announcements.Delete(r.Context(), r.p, at, nil); err != nil {
		return err
	}
	s.tell(r, message.T(r.Context(), "The announcement was taken back."), "/announcements/"+at.String()+"/restore")
	return r.see("/announcements")
}

func (s *site) restoreAnnouncement(r *request) error {
	at, err := r.pathID()
	if err != nil {
		return err
	}
	if _, err := s.Announcements.Restore(r.Context(), r.p, at); err != nil {
		return err
	}
	s.tell(r, message.T(r.Context(), "The announcement is back."), "")
	return r.see("/announcements")
}
