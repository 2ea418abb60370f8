package web

import (
	"slices"
	"strings"

	"github.com/a-h/templ"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/identity"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/tenancy"
	"github.com/propertyos/propertyos/internal/web/message"
	"github.com/propertyos/propertyos/internal/web/view"
)

func (s *site) invitations(r *request) error {
	q := r.URL.Query()
	f := view.InvitationFilter{Status: q.Get("status"), Role: q.Get("role"), Sort: q.Get("sort")}
	filter := identity.InvitationFilter{Status: f.Status, Role: f.Role}
	if filter.Status == "" {
		filter.Status = identity.InvitationPending
	}
	list, around, err := s.Identities.Invitations(r.Context(), r.p, filter, cursor(q, f.Sort))
	if err != nil {
		return err
	}
	m := view.InvitationList{
		Frame: r.settings(message.T(r.Context(), "Invitations"), view.SectionUsers), Filter: f, Page: view.Page(around),
		Invite: authz.Allowed(r.p, authz.UserWrite),
	}
	for _, i := range list {
		m.Rows = append(m.Rows, view.InvitationRow{
			ID: i.ID.String(), Email: i.Email, Name: strings.TrimSpace(i.FirstName + " " + i.LastName), Role: string(i.Role), Status: i.Status,
			Properties: limited(i.PropertyScope), Expires: r.day(&i.ExpiresAt), Sent: i.SentAt != nil,
		})
	}
	return s.page(r, view.InvitationsPage(m))
}

func (s *site) newInvitation(r *request) error {
	if _, err := authz.Require(r.p, authz.UserWrite); err != nil {
		return err
	}
	q := r.URL.Query()
	m, err := s.inviteForm(r, q.Get("kind"), q.Get("person"), nil)
	if err != nil {
		return err
	}
	if m.Kind != "staff" && m.Person.Href == "" {
		m.Q, m.Searched = q.Get("q"), q.Has("q")
		found, err := s.Identities.PeopleToInvite(r.Context(), r.p, tenancy.Role(m.Kind), m.Q)
		if err != nil {
			return err
		}
		for _, p := range found {
			m.Found = append(m.Found, view.PersonRow{ID: p.ID.String(), Name: p.Name, Email: p.Email})
		}
	}
	return s.page(r, view.InvitePage(m))
}

// inviteForm is the form for a kind of people, and for one of them where person is an id.
func (s *site) inviteForm(r *request, kind, person string, picked []id.ID) (view.InviteForm, error) {
	ctx := r.Context()
	if !slices.ContainsFunc(view.InviteKinds, func(o view.Option) bool { return o.Value == kind }) {
		kind = "staff"
	}
	m := view.InviteForm{
		Frame: r.settings(message.T(ctx, "Invite somebody"), view.SectionUsers, usersCrumb(ctx), invitationsCrumb(ctx)),
		Key:   newKey(r), Kind: kind, Values: view.InviteValues{ScopeValues: view.ScopeValues{Limit: limitOf(picked)}},
	}
	var err error
	if kind == "staff" {
		_, m.Properties, m.More, err = s.choices(r, picked)
		return m, err
	}
	at, err := id.Parse(person)
	if err != nil {
		return m, nil // nobody has been chosen yet
	}
	found, err := s.Identities.PersonToInvite(ctx, r.p, tenancy.Role(kind), at)
	if err != nil {
		return m, err
	}
	m.Person, m.Values.Email = view.Link{Text: found.Name, Href: found.ID.String()}, found.Email
	return m, nil
}

func (s *site) createInvitation(r *request) error {
	if err := r.ParseForm(); err != nil {
		return badForm(err)
	}
	ctx, scope := r.Context(), r.scopeTyped()
	v := view.InviteValues{
		Email: r.text("email"), FirstName: r.text("first_name"), LastName: r.text("last_name"),
		ScopeValues: view.ScopeValues{Role: r.text("role"), Limit: limitOf(scope)},
	}
	in := identity.InvitationInput{Email: v.Email, FirstName: v.FirstName, LastName: v.LastName, Role: tenancy.Role(v.Role), PropertyScope: scope}
	if kind := r.text("kind"); kind != "staff" {
		in.Role, in.PropertyScope = tenancy.Role(kind), nil
		if person, err := id.Parse(r.text("person")); err == nil {
			in.Person = &person
		}
	}
	i, err := s.Identities.CreateInvitation(ctx, r.p, tenancy.NewKey(r.text("key"), "invitation.create", []byte(r.PostForm.Encode())), in)
	if err == nil {
		s.tell(r, message.T(ctx, "%s is invited. The mail is on its way.", i.Email), "")
		return r.see("/settings/invitations")
	}
	m, gerr := s.inviteForm(r, r.text("kind"), r.text("person"), scope)
	if gerr != nil {
		return gerr
	}
	m.Values = v
	return s.refuse(r, err, false, func(errs view.FieldErrors, message string) templ.Component {
		m.Errors, m.Message = errs, message
		return view.InvitePage(m)
	})
}

func (s *site) resendInvitation(r *request) error {
	at, err := r.pathID()
	if err != nil {
		return err
	}
	if _, err := s.Identities.ResendInvitation(r.Context(), r.p, at); err != nil {
		return err
	}
	s.tell(r, message.T(r.Context(), "A new mail is on its way. The link in the one before no longer works."), "")
	return r.see("/settings/invitations")
}

func (s *site) withdrawInvitation(r *request) error {
	at, err := r.pathID()
	if err != nil {
		return err
	}
	if err := s.Identities.WithdrawInvitation(r.Context(), r.p, at); err != nil {
		return err
	}
	s.tell(r, message.T(r.Context(), "The invitation was withdrawn."), "")
	return r.see("/settings/invitations")
}
