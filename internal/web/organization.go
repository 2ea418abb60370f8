package web

import (
	"github.com/a-h/templ"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/identity"
	"github.com/propertyos/propertyos/internal/domain/organization"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/web/message"
	"github.com/propertyos/propertyos/internal/web/view"
)

func (s *site) organizationRoutes() map[string]handler {
	return map[string]handler{
		"GET /settings/organization":  s.organization,
		"POST /settings/organization": s.updateOrganization,
		"GET /organizations":          s.organizations,
		"GET /organizations/new":      s.newOrganization,
		"POST /organizations/new":     s.createOrganization,
		"POST /organizations/switch":  s.switchOrganization,
		"GET /organizations/leave":    s.confirmLeave,
		"POST /organizations/leave":   s.leave,
		"GET /account/email":          s.email,
		"POST /account/email":         s.changeEmail,
		"POST /account/email/verify":  s.requestVerification,
	}
}

func (s *site) organizationForm(r *request, o organization.Organization) view.OrganizationForm {
	return view.OrganizationForm{
		Frame: r.settings(message.T(r.Context(), "Organization"), view.SectionOrganization), Change: authz.Allowed(r.p, authz.OrganizationWrite),
		Version: itoa(o.Version), Slug: o.Slug, Plan: o.Plan,
		Values: view.OrganizationValues{Name: o.Name, TimeZone: o.TimeZone, Currency: o.Currency, Locale: o.Locale},
	}
}

func (s *site) organization(r *request) error {
	o, err := s.Organizations.Get(r.Context(), r.p)
	if err != nil {
		return err
	}
	return s.page(r, view.OrganizationPage(s.organizationForm(r, o)))
}

func (s *site) updateOrganization(r *request) error {
	if err := r.ParseForm(); err != nil {
		return badForm(err)
	}
	ctx := r.Context()
	v := view.OrganizationValues{Name: r.text("name"), TimeZone: r.text("time_zone"), Currency: r.text("currency"), Locale: r.text("locale")}
	_, err := s.Organizations.Update(ctx, r.p, organization.UpdateInput{
		Name: v.Name, TimeZone: v.TimeZone, Currency: v.Currency, Locale: v.Locale, Version: *version(r),
	})
	if err == nil {
		s.tell(r, message.T(ctx, "Your changes were saved."), "")
		return r.see("/settings/organization")
	}
	now, gerr := s.Organizations.Get(ctx, r.p)
	if gerr != nil {
		return gerr
	}
	m := s.organizationForm(r, now)
	if fault.As(err).Kind == fault.Precondition {
		m.Conflict = conflict(differing([]view.ConflictRow{
			{Label: message.T(ctx, "Name"), Saved: now.Name, Typed: v.Name},
			{Label: message.T(ctx, "Time zone"), Saved: now.TimeZone, Typed: v.TimeZone},
			{Label: message.T(ctx, "Currency"), Saved: now.Currency, Typed: v.Currency},
			{Label: message.T(ctx, "Language"), Saved: now.Locale, Typed: v.Locale},
		}))
	} else {
		m.Version = r.text("version")
	}
	m.Values = v
	return s.refuse(r, err, m.Conflict != nil, func(errs view.FieldErrors, message string) templ.Component {
		m.Errors, m.Message = errs, message
		return view.OrganizationPage(m)
	})
}

// mine is the frame of a page about the person and not the organization.
func (r *request) mine(title string, crumbs ...view.Link) view.Frame {
	f := r.frame(title, view.AreaAccount, crumbs...)
	f.Section = view.SectionProfile
	return f
}

func (s *site) organizations(r *request) error {
	list, err := s.Identities.Organizations(r.Context(), r.p)
	if err != nil {
		return err
	}
	m := view.Organizations{Frame: r.mine(message.T(r.Context(), "Your organizations")), Create: s.Identities.SignUpOpen()}
	for _, o := range list {
		m.Rows = append(m.Rows, view.OrganizationRow{
			ID: o.ID.String(), Name: o.Name, Slug: o.Slug, Role: string(o.Role), Current: o.Current, Suspended: o.Status != "active",
		})
	}
	return s.page(r, view.OrganizationsPage(m))
}

func (r *request) organizationsCrumb() view.Link {
	return view.Link{Text: message.T(r.Context(), "Your organizations"), Href: "/organizations"}
}

func (s *site) newOrganization(r *request) error {
	return s.page(r, view.OrganizationNewPage(view.OrganizationNew{Frame: r.mine(message.T(r.Context(), "New organization"), r.organizationsCrumb())}))
}

func (s *site) createOrganization(r *request) error {
	name := r.text("name")
	token, _, err := s.Identities.CreateOrganization(r.Context(), r.p, SessionToken(r.Request), name)
	if err != nil {
		return s.refuse(r, err, false, func(errs view.FieldErrors, said string) templ.Component {
			return view.OrganizationNewPage(view.OrganizationNew{
				Frame: r.mine(message.T(r.Context(), "New organization"), r.organizationsCrumb()), Name: name, Errors: errs, Message: said,
			})
		})
	}
	s.setCookie(r.ResponseWriter, SessionCookie, token.Reveal(), s.Identities.SessionLifetime())
	s.tell(r, message.T(r.Context(), "%s was made, and you are in it.", name), "")
	return r.see("/")
}

func (s *site) switchOrganization(r *request) error {
	to, err := id.Parse(r.text("organization"))
	if err != nil {
		return fault.ErrNotFound
	}
	token, _, err := s.Identities.SwitchOrganization(r.Context(), r.p, SessionToken(r.Request), to)
	if err != nil {
		return err
	}
	s.setCookie(r.ResponseWriter, SessionCookie, token.Reveal(), s.Identities.SessionLifetime())
	return r.see("/")
}

func (s *site) leaving(r *request, said string) view.Leave {
	return view.Leave{Frame: r.mine(message.T(r.Context(), "Leave %s?", r.profile.Organization), r.organizationsCrumb()), ID: r.p.Organization.String(), Message: said}
}

func (s *site) confirmLeave(r *request) error { return s.page(r, view.LeavePage(s.leaving(r, ""))) }

func (s *site) leave(r *request) error {
	from, err := id.Parse(r.text("organization"))
	if err == nil {
		err = s.Identities.Leave(r.Context(), r.p, from)
	} else {
		err = identity.ErrElsewhere
	}
	if f := fault.As(err); f != nil && f.Kind == fault.Conflict {
		return s.show(r.ResponseWriter, r.Request, f.Kind.Status(), view.LeavePage(s.leaving(r, f.Message)))
	}
	if err != nil {
		return err
	}
	s.setCookie(r.ResponseWriter, SessionCookie, "", 0)
	return r.see("/sign-in?signed-out")
}

func (s *site) emailForm(r *request, typed string) (view.EmailForm, error) {
	now, err := s.Identities.Address(r.Context(), r.p)
	return view.EmailForm{
		Frame: r.mine(message.T(r.Context(), "E-mail address")), Current: now.Email, Verified: now.Verified, Email: typed,
	}, err
}

func (s *site) email(r *request) error {
	m, err := s.emailForm(r, "")
	if err != nil {
		return err
	}
	return s.page(r, view.EmailPage(m))
}

func (s *site) changeEmail(r *request) error {
	email := r.text("email")
	err := s.Identities.ChangeEmail(r.Context(), r.p, email)
	if err == nil {
		s.tell(r, message.T(r.Context(), "A mail is on its way to %s. Open the link in it.", email), "")
		return r.see("/account/email")
	}
	m, gerr := s.emailForm(r, email)
	if gerr != nil {
		return gerr
	}
	return s.refuse(r, err, false, func(errs view.FieldErrors, message string) templ.Component {
		m.Errors, m.Message = errs, message
		return view.EmailPage(m)
	})
}

func (s *site) requestVerification(r *request) error {
	if err := s.Identities.RequestVerification(r.Context(), r.p); err != nil {
		return err
	}
	s.tell(r, message.T(r.Context(), "A mail is on its way. Open the link in it."), "")
	return r.see("/account/email")
}
