package web

import (
	"net/http"
	"strings"
	"time"

	"github.com/a-h/templ"

	"github.com/propertyos/propertyos/internal/domain/identity"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/secret"
	"github.com/propertyos/propertyos/internal/tenancy"
	"github.com/propertyos/propertyos/internal/web/message"
	"github.com/propertyos/propertyos/internal/web/view"
)

// errNoSignOn says that the server was not set up for single sign-on.
var errNoSignOn = fault.New(fault.Unavailable, "single_sign_on_unavailable", "Single sign-on is not set up on this server.")

// signOnCookie ties a sign-in at a provider to the browser that began it. It is sent to these pages alone.
const (
	signOnCookie     = "propertyos_sign_on"
	signOnCookiePath = "/sign-in/oidc"
	signOnCookieAge  = 15 * time.Minute
)

func (s *site) signOnRoutes() map[string]http.HandlerFunc {
	return map[string]http.HandlerFunc{
		"GET /sign-in/organization":       s.signOnFindPage,
		"POST /sign-in/organization":      s.signOnFind,
		"GET /sign-in/oidc/start":         s.signOnStart,
		"GET /sign-in/oidc/callback/{id}": s.signOnCallback,
	}
}

func (s *site) setSignOnCookie(w http.ResponseWriter, value secret.Text, age time.Duration) {
	c := &http.Cookie{
		Name: signOnCookie, Value: value.Reveal(), Path: signOnCookiePath, HttpOnly: true, Secure: s.SecureCookies,
		SameSite: http.SameSiteLaxMode, MaxAge: int(age / time.Second),
	}
	if age <= 0 {
		c.MaxAge = -1
	}
	http.SetCookie(w, c)
}

func signOnToken(r *http.Request) secret.Text {
	c, err := r.Cookie(signOnCookie)
	if err != nil {
		return secret.Text{}
	}
	return secret.New(c.Value)
}

func (s *site) signOnFindPage(w http.ResponseWriter, r *http.Request) {
	_ = s.show(w, r, http.StatusOK, view.SignOnFindPage(view.SignOnFind{Next: safeNext(r.URL.Query().Get("next"))}))
}

// signOnFind shows the ways in as links: a form may not lead to another site, which the policy of our pages refuses.
func (s *site) signOnFind(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	m := view.SignOnFind{Name: strings.TrimSpace(r.PostFormValue("organization")), Next: safeNext(r.PostFormValue("next"))}
	if !s.SignOns.Available() {
		s.fail(w, r, view.Frame{}, errNoSignOn)
		return
	}
	choices, err := s.SignOns.FindSignOns(r.Context(), m.Name)
	if err != nil {
		s.refuseSignOn(w, r, err, func(text string) templ.Component {
			m.Message = text
			return view.SignOnFindPage(m)
		})
		return
	}
	for _, c := range choices {
		m.Choices = append(m.Choices, view.SignOnChoice{
			Slug: c.Slug, Host: c.Host, Organization: c.Organization.String(), Provider: c.Provider.String(),
		})
	}
	_ = s.show(w, r, http.StatusOK, view.SignOnFindPage(m))
}

// refuseSignOn shows a page with what is wrong, or the page of failures where something of ours is.
func (s *site) refuseSignOn(w http.ResponseWriter, r *http.Request, err error, page func(string) templ.Component) {
	f := fault.As(err)
	if f.Kind == fault.Internal {
		s.fail(w, r, view.Frame{}, err)
		return
	}
	_ = s.show(w, r, f.Kind.Status(), page(f.Message))
}

func (s *site) signOnFailed(w http.ResponseWriter, r *http.Request, err error) {
	s.refuseSignOn(w, r, err, func(text string) templ.Component {
		return view.SignOnFailedPage(view.SignOnFailed{Message: text})
	})
}

func (s *site) signOnStart(w http.ResponseWriter, r *http.Request) {
	if !s.SignOns.Available() {
		s.fail(w, r, view.Frame{}, errNoSignOn)
		return
	}
	q := r.URL.Query()
	start, err := s.SignOns.StartSignOn(r.Context(), s.Visitor(r), chosenID(q.Get("organization")), chosenID(q.Get("provider")), safeNext(q.Get("next")))
	if err != nil {
		s.signOnFailed(w, r, err)
		return
	}
	s.toProvider(w, r, start)
}

// toProvider sends the browser to a provider.
func (s *site) toProvider(w http.ResponseWriter, r *http.Request, start identity.SignOnStart) {
	s.setSignOnCookie(w, start.Cookie, signOnCookieAge)
	w.Header().Set("Cache-Control", "no-store")
	http.Redirect(w, r, start.Address, http.StatusSeeOther)
}

func (s *site) signOnCallback(w http.ResponseWriter, r *http.Request) {
	if !s.SignOns.Available() {
		s.fail(w, r, view.Frame{}, errNoSignOn)
		return
	}
	q := r.URL.Query()
	result, err := s.SignOns.FinishSignOn(r.Context(), identity.SignOnAnswer{
		Organization: chosenID(r.PathValue("id")), Cookie: signOnToken(r), State: q.Get("state"), Code: q.Get("code"),
		Error: q.Get("error"), Issuer: q.Get("iss"), Session: SessionToken(r), Visitor: s.Visitor(r),
	})
	if err != nil {
		s.setSignOnCookie(w, secret.Text{}, 0)
		s.signOnFailed(w, r, err)
		return
	}
	if result.Connect { // the cookie stays: it has what is to be connected
		http.Redirect(w, r, "/sign-in/oidc/connect", http.StatusSeeOther)
		return
	}
	s.setSignOnCookie(w, secret.Text{}, 0)
	if !result.Token.IsZero() {
		s.setCookie(w, SessionCookie, result.Token.Reveal(), s.Identities.SessionLifetime())
	}
	target := safeNext(result.Next)
	if target == "" {
		target = "/"
	}
	http.Redirect(w, r, target, http.StatusSeeOther)
}

// signOnAccountRoutes are the pages of single sign-on for a signed-in person, besides the settings.
func (s *site) signOnAccountRoutes() map[string]handler {
	return map[string]handler{
		"GET /sign-in/oidc/step-up":  s.signOnStepUp,
		"GET /sign-in/oidc/connect":  s.signOnConnectPage,
		"POST /sign-in/oidc/connect": s.signOnConnect,
	}
}

func (s *site) signOnStepUp(r *request) error {
	if !s.SignOns.Available() {
		return errNoSignOn
	}
	start, err := s.SignOns.StartStepUp(r.Context(), r.p, SessionToken(r.Request), safeNext(r.URL.Query().Get("next")))
	if err != nil {
		return err
	}
	s.toProvider(r.ResponseWriter, r.Request, start)
	return nil
}

func (s *site) connection(r *request) (view.SignOnConnect, error) {
	m := view.SignOnConnect{Frame: r.frame(message.T(r.Context(), "Connect your account"), view.AreaAccount)}
	m.Section = view.SectionSecurity
	if !s.SignOns.Available() {
		return m, errNoSignOn
	}
	c, err := s.SignOns.PendingConnection(r.Context(), signOnToken(r.Request))
	m.Host, m.Slug, m.Email = c.Host, c.Slug, c.Email
	return m, err
}

func (s *site) signOnConnectPage(r *request) error {
	m, err := s.connection(r)
	if err != nil {
		return err
	}
	return s.page(r, view.SignOnConnectPage(m))
}

func (s *site) signOnConnect(r *request) error {
	if !s.SignOns.Available() {
		return errNoSignOn
	}
	if err := s.SignOns.ConnectSignOn(r.Context(), r.p, SessionToken(r.Request), signOnToken(r.Request)); err != nil {
		return err
	}
	s.setSignOnCookie(r.ResponseWriter, secret.Text{}, 0)
	s.tell(r, message.T(r.Context(), "Your account is connected. You can sign in with it from now on."), "")
	return r.see("/")
}

// signOnRole is what the form says of the role: "" for none.
func signOnRole(r *request) tenancy.Role { return tenancy.Role(r.text("default_role")) }
