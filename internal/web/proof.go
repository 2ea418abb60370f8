package web

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/propertyos/propertyos/internal/domain/identity"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/secret"
	"github.com/propertyos/propertyos/internal/web/view"
)

// The cookies of signing in. Only the pages of signing in get them.
const (
	deviceCookie = "propertyos_device"  // of a remembered device
	ticketCookie = "propertyos_sign_in" // of a right password that waits for its second factor
	signInPath   = "/sign-in"
)

// proofRoutes are the second halves of signing in.
func (s *site) proofRoutes() map[string]http.HandlerFunc {
	return map[string]http.HandlerFunc{
		"GET /sign-in/second-factor":          s.secondFactorPage,
		"POST /sign-in/second-factor":         s.secondFactor,
		"POST /sign-in/second-factor/options": s.secondFactorOptions,
		"POST /sign-in/passkey":               s.passkeySignIn,
		"POST /sign-in/passkey/options":       s.passkeySignInOptions,
	}
}

func (s *site) setSignInCookie(w http.ResponseWriter, name string, value secret.Text, age time.Duration) {
	c := &http.Cookie{
		Name: name, Value: value.Reveal(), Path: signInPath, HttpOnly: true, Secure: s.SecureCookies, SameSite: http.SameSiteLaxMode,
		MaxAge: -1,
	}
	if age > 0 {
		c.MaxAge = int(age / time.Second)
	}
	http.SetCookie(w, c)
}

func cookieText(r *http.Request, name string) secret.Text {
	c, err := r.Cookie(name)
	if err != nil {
		return secret.Text{}
	}
	return secret.New(c.Value)
}

func (s *site) credentials(r *http.Request) identity.Credentials {
	v := s.Visitor(r)
	return identity.Credentials{IP: v.IP, UserAgent: v.UserAgent, Device: cookieText(r, deviceCookie)}
}

// enter sends somebody on who has come in, or who has a second factor to show first.
func (s *site) enter(w http.ResponseWriter, r *http.Request, e identity.Entry, next string) {
	if !e.Ticket.IsZero() {
		s.setSignInCookie(w, ticketCookie, e.Ticket, identity.SignInLifetime)
		http.Redirect(w, r, secondFactorAt(next), http.StatusSeeOther)
		return
	}
	s.setCookie(w, SessionCookie, e.Token.Reveal(), s.Identities.SessionLifetime())
	s.setSignInCookie(w, ticketCookie, secret.Text{}, 0)
	if !e.Device.IsZero() {
		s.setSignInCookie(w, deviceCookie, e.Device, identity.DeviceLifetime)
	}
	http.Redirect(w, r, orHome(next), http.StatusSeeOther)
}

func orHome(next string) string {
	if next == "" {
		return "/"
	}
	return next
}

func secondFactorAt(next string) string {
	if next == "" {
		return "/sign-in/second-factor"
	}
	return "/sign-in/second-factor?next=" + escape(next)
}

func (s *site) secondFactorPage(w http.ResponseWriter, r *http.Request) {
	s.showSecondFactor(w, r, http.StatusOK, view.SecondFactor{Next: safeNext(r.URL.Query().Get("next"))})
}

// showSecondFactor draws the page with what the person has; a sign-in that is over begins again.
func (s *site) showSecondFactor(w http.ResponseWriter, r *http.Request, status int, m view.SecondFactor) {
	means, err := s.Identities.SecondFactorMeans(r.Context(), cookieText(r, ticketCookie))
	if err != nil {
		s.beginAgain(w, r, err)
		return
	}
	m.Means = view.Means(means)
	_ = s.show(w, r, status, view.SecondFactorPage(m))
}

func (s *site) beginAgain(w http.ResponseWriter, r *http.Request, err error) {
	if fault.As(err).Code != identity.ErrChallenge.Code {
		s.fail(w, r, view.Frame{}, err)
		return
	}
	s.setSignInCookie(w, ticketCookie, secret.Text{}, 0)
	http.Redirect(w, r, "/sign-in?expired", http.StatusSeeOther)
}

// proofOf reads what a form was filled in with to prove who somebody is.
func proofOf(r *http.Request) identity.Proof {
	if answer := r.PostFormValue("answer"); answer != "" {
		return identity.Proof{Passkey: &identity.PasskeyAnswer{Ticket: secret.New(r.PostFormValue("ticket")), Response: []byte(answer)}}
	}
	return identity.Proof{
		Password: secret.New(r.PostFormValue("password")), Code: secret.New(strings.TrimSpace(r.PostFormValue("code"))),
		RecoveryCode: secret.New(strings.TrimSpace(r.PostFormValue("recovery_code"))),
	}
}

func (s *site) secondFactor(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	m := view.SecondFactor{Next: safeNext(r.PostFormValue("next")), Remember: r.PostFormValue("remember") != ""}
	e, err := s.Identities.SecondFactor(r.Context(), identity.SecondFactorInput{
		Ticket: cookieText(r, ticketCookie), Proof: proofOf(r), Remember: m.Remember, From: s.credentials(r),
	})
	if err == nil {
		s.enter(w, r, e, m.Next)
		return
	}
	f := fault.As(err)
	switch {
	case f.Code == identity.ErrChallenge.Code, f.Kind == fault.Internal, f.Kind == fault.Unavailable:
		s.beginAgain(w, r, err)
		return
	case f.Kind == fault.Unauthorized, f.Kind == fault.Forbidden: // the password had been right, but now nothing lets them in
		_ = s.show(w, r, f.Kind.Status(), view.SignInPage(view.SignIn{Message: f.Message, Next: m.Next}))
		return
	}
	m.Message, m.Errors, m.Throttled = refusalIn(w, f)
	s.showSecondFactor(w, r, f.Kind.Status(), m)
}

// refusalIn is a refusal as a form shows it: by its field where there is one.
func refusalIn(w http.ResponseWriter, f *fault.Fault) (message string, errs view.FieldErrors, wait time.Duration) {
	if f.RetryAfter > 0 {
		w.Header().Set("Retry-After", seconds(f.RetryAfter))
	}
	if errs = view.ErrorsOf(f.Fields); errs == nil {
		message = f.Message
	}
	return message, errs, f.RetryAfter
}

func (s *site) passkeySignIn(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	next := safeNext(r.PostFormValue("next"))
	proof := proofOf(r)
	if proof.Passkey == nil {
		http.Redirect(w, r, signInPath, http.StatusSeeOther)
		return
	}
	e, err := s.Identities.PasskeySignIn(r.Context(), s.credentials(r), *proof.Passkey)
	if err != nil {
		f := fault.As(err)
		if f.Kind == fault.Internal {
			s.fail(w, r, view.Frame{}, err)
			return
		}
		_ = s.show(w, r, f.Kind.Status(), view.SignInPage(view.SignIn{Message: f.Message, Next: next}))
		return
	}
	s.enter(w, r, e, next)
}

func (s *site) passkeySignInOptions(w http.ResponseWriter, r *http.Request) {
	c, err := s.Identities.BeginPasskeySignIn(r.Context(), s.credentials(r))
	s.answerCeremony(w, r, c, err)
}

func (s *site) secondFactorOptions(w http.ResponseWriter, r *http.Request) {
	c, err := s.Identities.BeginSecondFactor(r.Context(), cookieText(r, ticketCookie), s.credentials(r))
	if fault.As(err) != nil && fault.As(err).Code == identity.ErrChallenge.Code {
		s.answerJSON(w, http.StatusConflict, map[string]any{"location": "/sign-in?expired"})
		return
	}
	s.answerCeremony(w, r, c, err)
}

// answerCeremony tells passkey.js what to ask the authenticator, or what is in the way.
func (s *site) answerCeremony(w http.ResponseWriter, r *http.Request, c identity.Ceremony, err error) {
	if err == nil {
		s.answerJSON(w, http.StatusOK, map[string]any{"options": c.Options, "ticket": c.Ticket.Reveal()})
		return
	}
	f := fault.As(err)
	if f.Kind == fault.Internal {
		s.Log.ErrorContext(r.Context(), "request failed", "error", err, "request_id", w.Header().Get("X-Request-Id"))
	}
	if f.RetryAfter > 0 {
		w.Header().Set("Retry-After", seconds(f.RetryAfter))
	}
	s.answerJSON(w, f.Kind.Status(), map[string]any{"message": f.Message})
}

func (s *site) answerJSON(w http.ResponseWriter, status int, body map[string]any) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	if err := json.NewEncoder(w).Encode(body); err != nil {
		s.Log.Warn("answer was not written", "error", err)
	}
}

// carriable are the fields of a form that may stand in the page which asks for a proof before it is sent on. Passwords may
// not: they are asked for again.
func carriable(form url.Values) []view.Hidden {
	var out []view.Hidden
	for _, name := range sortedKeys(form) {
		if strings.Contains(strings.ToLower(name), "password") {
			continue
		}
		for _, v := range form[name] {
			out = append(out, view.Hidden{Name: name, Value: v})
		}
	}
	return out
}
