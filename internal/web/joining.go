package web

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"github.com/a-h/templ"

	"github.com/propertyos/propertyos/internal/domain/identity"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/secret"
	"github.com/propertyos/propertyos/internal/web/message"
	"github.com/propertyos/propertyos/internal/web/view"
)

func (s *site) joiningRoutes() map[string]http.HandlerFunc {
	return map[string]http.HandlerFunc{
		"GET /sign-up":     s.outside(s.signUpPage),
		"POST /sign-up":    s.outside(s.signUp),
		"GET /verify":      s.outside(s.verifyPage),
		"POST /verify":     s.outside(s.verify),
		"GET /forgot":      s.outside(s.forgotPage),
		"POST /forgot":     s.outside(s.forgot),
		"GET /reset":       s.outside(s.resetPage),
		"POST /reset":      s.outside(s.reset),
		"GET /invitation":  s.outside(s.invitationPage),
		"POST /invitation": s.outside(s.acceptInvitation),
	}
}

// outside makes a page that anybody may open of a handler. Its address can hold a token, which no other site is told.
func (s *site) outside(h func(http.ResponseWriter, *http.Request) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Referrer-Policy", "no-referrer")
		r.Body = http.MaxBytesReader(w, r.Body, maxForm)
		if err := r.ParseForm(); err != nil {
			s.fail(w, r, view.Frame{}, badForm(err))
			return
		}
		if err := h(w, r); err != nil {
			s.fail(w, r, view.Frame{}, err)
		}
	}
}

// typed is a value of a form, with the spaces around it taken off.
func typed(r *http.Request, name string) string { return strings.TrimSpace(r.PostFormValue(name)) }

// again shows a form again with what is wrong with it. What is no fault of the form is the page's.
func (s *site) again(w http.ResponseWriter, r *http.Request, err error, form func(*fault.Fault, view.FieldErrors, string) templ.Component) error {
	f := fault.As(err)
	switch f.Kind {
	case fault.Invalid, fault.Conflict, fault.RateLimited:
	default:
		return err
	}
	if f.RetryAfter > 0 {
		w.Header().Set("Retry-After", seconds(f.RetryAfter))
	}
	errs, message := view.ErrorsOf(f.Fields), ""
	if errs == nil {
		message = f.Message
	}
	return s.show(w, r, f.Kind.Status(), form(f, errs, message))
}

func (s *site) signUpPage(w http.ResponseWriter, r *http.Request) error {
	if !s.Identities.SignUpOpen() {
		return s.told(w, r, identity.ErrSignUpClosed)
	}
	return s.show(w, r, http.StatusOK, view.SignUpPage(view.SignUp{}))
}

func (s *site) signUp(w http.ResponseWriter, r *http.Request) error {
	v := view.SignUpValues{
		Organization: typed(r, "organization"), FirstName: typed(r, "first_name"), LastName: typed(r, "last_name"), Email: typed(r, "email"),
	}
	err := s.Identities.SignUp(r.Context(), s.Visitor(r), identity.SignUpInput{
		Organization: v.Organization, FirstName: v.FirstName, LastName: v.LastName, Email: v.Email,
		Password: secret.New(r.PostFormValue("password")),
	})
	if errors.Is(err, identity.ErrSignUpClosed) {
		return s.told(w, r, err)
	}
	if err != nil {
		return s.again(w, r, err, func(f *fault.Fault, errs view.FieldErrors, message string) templ.Component {
			return view.SignUpPage(view.SignUp{Values: v, Errors: errs, Message: message, Wait: f.RetryAfter})
		})
	}
	return s.show(w, r, http.StatusOK, view.CheckMailPage(view.CheckMail{Email: v.Email, What: "sign_up"}))
}

// mailedToken is the token of a link, from the address of a page or from its form.
func mailedToken(r *http.Request) secret.Text {
	if r.Method == http.MethodPost {
		return secret.New(r.PostFormValue("token"))
	}
	return secret.New(r.URL.Query().Get("token"))
}

func (s *site) verifyPage(w http.ResponseWriter, r *http.Request) error {
	token := mailedToken(r)
	link, err := s.Identities.LookAtLink(r.Context(), token)
	if err != nil {
		return s.told(w, r, err)
	}
	return s.show(w, r, http.StatusOK, view.MailedPage(view.Mailed{Token: token.Reveal(), Kind: link.Kind, Email: link.Email}))
}

func (s *site) verify(w http.ResponseWriter, r *http.Request) error {
	done, err := s.Identities.Verify(r.Context(), s.Visitor(r), mailedToken(r))
	if err != nil {
		return s.told(w, r, err)
	}
	if !done.Session.IsZero() {
		s.setCookie(w, SessionCookie, done.Session.Reveal(), s.Identities.SessionLifetime())
		http.Redirect(w, r, "/", http.StatusSeeOther)
		return nil
	}
	ctx := r.Context()
	return s.show(w, r, http.StatusOK, view.ToldPage(view.Told{
		Title: message.T(ctx, "Your e-mail address is confirmed"), Text: message.T(ctx, "From now on you sign in with it."),
		Next: view.Link{Text: message.Mark("Go on"), Href: "/"},
	}))
}

func (s *site) forgotPage(w http.ResponseWriter, r *http.Request) error {
	return s.show(w, r, http.StatusOK, view.ForgotPage(view.Forgot{}))
}

func (s *site) forgot(w http.ResponseWriter, r *http.Request) error {
	email := typed(r, "email")
	if err := s.Identities.ForgotPassword(r.Context(), s.Visitor(r), email); err != nil {
		return s.again(w, r, err, func(f *fault.Fault, errs view.FieldErrors, message string) templ.Component {
			return view.ForgotPage(view.Forgot{Email: email, Errors: errs, Message: message, Wait: f.RetryAfter})
		})
	}
	return s.show(w, r, http.StatusOK, view.CheckMailPage(view.CheckMail{Email: email, What: "forgot"}))
}

func (s *site) resetPage(w http.ResponseWriter, r *http.Request) error {
	return s.resetForm(w, r, http.StatusOK, nil)
}

func (s *site) resetForm(w http.ResponseWriter, r *http.Request, status int, errs view.FieldErrors) error {
	token := mailedToken(r)
	link, err := s.Identities.LookAtReset(r.Context(), token)
	if err != nil {
		return s.told(w, r, err)
	}
	return s.show(w, r, status, view.ResetPage(view.Reset{Token: token.Reveal(), Email: link.Email, Errors: errs}))
}

func (s *site) reset(w http.ResponseWriter, r *http.Request) error {
	err := s.Identities.ResetPassword(r.Context(), s.Visitor(r), mailedToken(r), secret.New(r.PostFormValue("password")))
	if f := fault.As(err); f != nil && f.Kind == fault.Invalid {
		return s.resetForm(w, r, f.Kind.Status(), view.ErrorsOf(f.Fields))
	}
	if err != nil {
		return s.told(w, r, err)
	}
	s.setCookie(w, SessionCookie, "", 0) // whatever session this browser had is over
	ctx := r.Context()
	return s.show(w, r, http.StatusOK, view.ToldPage(view.Told{
		Title: message.T(ctx, "Your password is changed"), Text: message.T(ctx, "You are signed out everywhere. Sign in with the new password."),
		Next: view.Link{Text: message.Mark("Sign in"), Href: "/sign-in"},
	}))
}

func (s *site) invitationPage(w http.ResponseWriter, r *http.Request) error {
	return s.invitationForm(w, r, http.StatusOK, nil, "")
}

func (s *site) invitationForm(w http.ResponseWriter, r *http.Request, status int, errs view.FieldErrors, message string) error {
	token := mailedToken(r)
	i, err := s.Identities.LookAtInvitation(r.Context(), token, SessionToken(r))
	if err != nil {
		return s.told(w, r, err)
	}
	m := view.Invitation{
		Token: token.Reveal(), Organization: i.Organization, Role: string(i.Role), Email: i.Email, Way: string(i.Way),
		FirstName: i.FirstName, LastName: i.LastName, Errors: errs, Message: message,
	}
	if r.Method == http.MethodPost {
		m.FirstName, m.LastName = typed(r, "first_name"), typed(r, "last_name")
	}
	return s.show(w, r, status, view.InvitationPage(m))
}

func (s *site) acceptInvitation(w http.ResponseWriter, r *http.Request) error {
	token, _, err := s.Identities.AcceptInvitation(r.Context(), s.Visitor(r), mailedToken(r), SessionToken(r), identity.Acceptance{
		FirstName: typed(r, "first_name"), LastName: typed(r, "last_name"), Password: secret.New(r.PostFormValue("password")),
	})
	if f := fault.As(err); f != nil {
		if f.Kind == fault.Invalid || errors.Is(err, identity.ErrInvitationSignIn) {
			return s.invitationForm(w, r, f.Kind.Status(), view.ErrorsOf(f.Fields), "")
		}
		return s.told(w, r, err)
	}
	if token.IsZero() {
		ctx := r.Context()
		return s.show(w, r, http.StatusOK, view.ToldPage(view.Told{
			Title: message.T(ctx, "You have joined"), Text: message.T(ctx, "Sign in with the password that you have."),
			Next: view.Link{Text: message.Mark("Sign in"), Href: "/sign-in"},
		}))
	}
	s.setCookie(w, SessionCookie, token.Reveal(), s.Identities.SessionLifetime())
	http.Redirect(w, r, "/", http.StatusSeeOther)
	return nil
}

// told shows why a mailed link, or signing up, does not work. Faults of ours are the page's.
func (s *site) told(w http.ResponseWriter, r *http.Request, err error) error {
	f := fault.As(err)
	switch f.Kind {
	case fault.NotFound, fault.Conflict, fault.Forbidden:
	default:
		return err
	}
	ctx := r.Context()
	m := view.Told{Title: endings(ctx, err), Text: f.Message, Next: view.Link{Text: message.Mark("Sign in"), Href: "/sign-in"}}
	if errors.Is(err, identity.ErrInvitationOther) {
		m.Next, m.Out = view.Link{}, true
	}
	if errors.Is(err, identity.ErrLinkExpired) && r.URL.Path == "/reset" {
		m.Next = view.Link{Text: message.Mark("Ask for a new link"), Href: "/forgot"}
	}
	return s.show(w, r, f.Kind.Status(), view.ToldPage(m))
}

// endings is the heading of a page that tells why something did not work.
func endings(ctx context.Context, err error) string {
	switch {
	case errors.Is(err, identity.ErrLinkUsed), errors.Is(err, identity.ErrInvitationUsed):
		return message.T(ctx, "Done already")
	case errors.Is(err, identity.ErrLinkExpired), errors.Is(err, identity.ErrInvitationExpired):
		return message.T(ctx, "Too late")
	case errors.Is(err, identity.ErrInvitationWithdrawn):
		return message.T(ctx, "Withdrawn")
	case errors.Is(err, identity.ErrInvitationOther):
		return message.T(ctx, "For somebody else")
	case errors.Is(err, identity.ErrInvitationMember):
		return message.T(ctx, "You are here already")
	case errors.Is(err, identity.ErrSignUpClosed):
		return message.T(ctx, "Signing up is closed")
	}
	return message.T(ctx, "This link does not work")
}
