package web

import (
	"context"
	"strings"

	"github.com/a-h/templ"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/identity"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/secret"
	"github.com/propertyos/propertyos/internal/web/message"
	"github.com/propertyos/propertyos/internal/web/view"
)

func (s *site) signOnSettingsRoutes() map[string]handler {
	return map[string]handler{
		"GET /settings/sign-on":              s.signOnList,
		"GET /settings/sign-on/new":          s.newSignOn,
		"POST /settings/sign-on":             s.addSignOn,
		"GET /settings/sign-on/{id}/edit":    s.editSignOn,
		"POST /settings/sign-on/{id}":        s.updateSignOn,
		"GET /settings/sign-on/{id}/remove":  s.confirmRemoveSignOn,
		"POST /settings/sign-on/{id}/remove": s.removeSignOn,
		"POST /settings/sign-on/{id}/check":  s.checkSignOn,
	}
}

const signOnSettings = "/settings/sign-on"

func (r *request) signOnFrame(title string, crumbs ...view.Link) view.Frame {
	f := r.frame(title, view.AreaSettings, crumbs...)
	f.Section = view.SectionSignOn
	f.ReadOnly = !authz.Allowed(r.p, authz.SecurityWrite)
	return f
}

func (r *request) signOnCrumb() view.Link {
	return view.Link{Text: message.T(r.Context(), "Single sign-on"), Href: signOnSettings}
}

func (s *site) signOnList(r *request) error {
	if !s.SignOns.Available() {
		return errNoSignOn
	}
	list, err := s.SignOns.ListSignOns(r.Context(), r.p)
	if err != nil {
		return err
	}
	m := view.SignOnList{Frame: r.signOnFrame(message.T(r.Context(), "Single sign-on")), RedirectURI: s.SignOns.RedirectURI(r.p.Organization)}
	for _, on := range list {
		m.Rows = append(m.Rows, view.SignOnRow{
			ID: on.ID.String(), Host: on.Host(), Issuer: on.Issuer, Domains: on.EmailDomains, Role: string(on.DefaultRole),
			Enabled: on.Enabled, Enforced: on.Enforced,
		})
	}
	return s.page(r, view.SignOnListPage(m))
}

func (s *site) newSignOn(r *request) error {
	if !s.SignOns.Available() {
		return errNoSignOn
	}
	m := view.SignOnForm{
		Frame: r.signOnFrame(message.T(r.Context(), "Add an identity provider"), r.signOnCrumb()), RedirectURI: s.SignOns.RedirectURI(r.p.Organization),
		Values: view.SignOnValues{Enabled: true},
	}
	return s.page(r, view.SignOnFormPage(m))
}

func signOnValues(r *request) view.SignOnValues {
	return view.SignOnValues{
		Issuer: r.text("issuer"), ClientID: r.text("client_id"), Domains: r.text("email_domains"), Role: r.text("default_role"),
		Enabled: r.text("enabled") == "1", Enforced: r.text("enforced") == "1", DropSecret: r.text("drop_secret") == "1",
	}
}

// readSignOn turns what was typed into what the service takes. A secret that is left empty stays what it is.
func readSignOn(r *request, v view.SignOnValues) func(*identity.SignOnInput) {
	return func(in *identity.SignOnInput) {
		in.Issuer, in.ClientID, in.EmailDomains = v.Issuer, v.ClientID, lines(strings.ReplaceAll(v.Domains, ",", "\n"))
		in.DefaultRole, in.Enabled, in.Enforced = signOnRole(r), v.Enabled, v.Enforced
		switch typed := secret.New(strings.TrimSpace(r.PostFormValue("client_secret"))); {
		case !typed.IsZero():
			in.ClientSecret = &typed
		case v.DropSecret:
			in.ClientSecret = &secret.Text{}
		}
	}
}

func (s *site) addSignOn(r *request) error {
	if !s.SignOns.Available() {
		return errNoSignOn
	}
	if err := r.ParseForm(); err != nil {
		return badForm(err)
	}
	v := signOnValues(r)
	var in identity.SignOnInput
	readSignOn(r, v)(&in)
	on, err := s.SignOns.AddSignOn(r.Context(), r.p, in)
	if err == nil {
		s.tell(r, message.T(r.Context(), "%s was added.", on.Host()), "")
		return r.see(signOnSettings)
	}
	m := view.SignOnForm{
		Frame: r.signOnFrame(message.T(r.Context(), "Add an identity provider"), r.signOnCrumb()), RedirectURI: s.SignOns.RedirectURI(r.p.Organization), Values: v,
	}
	return s.refuse(r, err, false, func(errs view.FieldErrors, text string) templ.Component {
		m.Errors, m.Message = errs, text
		return view.SignOnFormPage(m)
	})
}

// signOn is the provider that the address names.
func (s *site) signOn(r *request) (identity.SignOn, error) {
	if !s.SignOns.Available() {
		return identity.SignOn{}, errNoSignOn
	}
	at, err := r.pathID()
	if err != nil {
		return identity.SignOn{}, err
	}
	return s.SignOns.SignOn(r.Context(), r.p, at)
}

func signOnForm(r *request, on identity.SignOn) view.SignOnForm {
	return view.SignOnForm{
		Frame: r.signOnFrame(on.Host(), r.signOnCrumb()), ID: on.ID.String(), Version: itoa(on.Version), RedirectURI: on.RedirectURI,
		HasSecret: on.HasSecret, Values: view.SignOnValues{
			Issuer: on.Issuer, ClientID: on.ClientID, Domains: strings.Join(on.EmailDomains, "\n"), Role: string(on.DefaultRole),
			Enabled: on.Enabled, Enforced: on.Enforced,
		},
	}
}

func (s *site) editSignOn(r *request) error {
	on, err := s.signOn(r)
	if err != nil {
		return err
	}
	return s.page(r, view.SignOnFormPage(signOnForm(r, on)))
}

func (s *site) updateSignOn(r *request) error {
	now, err := s.signOn(r)
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return badForm(err)
	}
	v := signOnValues(r)
	v.Issuer = now.Issuer
	_, err = s.SignOns.UpdateSignOn(r.Context(), r.p, now.ID, version(r), readSignOn(r, v))
	if err == nil {
		s.tell(r, message.T(r.Context(), "Your changes were saved."), "")
		return r.see(signOnSettings)
	}
	m := signOnForm(r, now)
	if fault.As(err).Kind == fault.Precondition {
		m.Conflict = conflict(signOnDifferences(r.Context(), m.Values, v))
	} else {
		m.Version = r.text("version")
	}
	m.Values = v
	return s.refuse(r, err, m.Conflict != nil, func(errs view.FieldErrors, text string) templ.Component {
		m.Errors, m.Message = errs, text
		return view.SignOnFormPage(m)
	})
}

func signOnDifferences(ctx context.Context, saved, typed view.SignOnValues) []view.ConflictRow {
	yes := func(b bool) string {
		if b {
			return message.T(ctx, "Yes")
		}
		return message.T(ctx, "No")
	}
	return differing([]view.ConflictRow{
		{Label: message.T(ctx, "Client id"), Saved: saved.ClientID, Typed: typed.ClientID},
		{Label: message.T(ctx, "E-mail domains"), Saved: oneLine(saved.Domains), Typed: oneLine(typed.Domains)},
		{Label: message.T(ctx, "Role of newcomers"), Saved: view.Label(ctx, view.Roles, saved.Role), Typed: view.Label(ctx, view.Roles, typed.Role)},
		{Label: message.T(ctx, "In use"), Saved: yes(saved.Enabled), Typed: yes(typed.Enabled)},
		{Label: message.T(ctx, "Required"), Saved: yes(saved.Enforced), Typed: yes(typed.Enforced)},
	})
}

func (s *site) confirmRemoveSignOn(r *request) error {
	on, err := s.signOn(r)
	if err != nil {
		return err
	}
	return s.page(r, view.SignOnRemovePage(view.SignOnRemove{
		Frame: r.signOnFrame(message.T(r.Context(), "Remove %s", on.Host()), r.signOnCrumb()), ID: on.ID.String(), Host: on.Host(), Version: itoa(on.Version),
	}))
}

func (s *site) removeSignOn(r *request) error {
	on, err := s.signOn(r)
	if err != nil {
		return err
	}
	if _, err := s.SignOns.RemoveSignOn(r.Context(), r.p, on.ID, version(r)); err != nil {
		return err
	}
	s.tell(r, message.T(r.Context(), "%s is no longer in use.", on.Host()), "")
	return r.see(signOnSettings)
}

// checkSignOn tells how the provider answers, on the provider's own page.
func (s *site) checkSignOn(r *request) error {
	on, err := s.signOn(r)
	if err != nil {
		return err
	}
	m := signOnForm(r, on)
	switch err := s.SignOns.CheckSignOn(r.Context(), r.p, on.ID); {
	case err == nil:
		m.Works = true
	case fault.As(err).Code == identity.ErrProvider.Code:
		m.Broken = fault.As(err).Message
	default:
		return err
	}
	return s.page(r, view.SignOnFormPage(m))
}
