package web

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/secret"
	"github.com/propertyos/propertyos/internal/tenancy"
	"github.com/propertyos/propertyos/internal/web/view"
)

// SessionCookie is the name of the cookie that holds the session's token.
const SessionCookie = "propertyos_session"

const toastCookie = "propertyos_toast"

// SessionToken returns the token that a request carries, or the zero text.
func SessionToken(r *http.Request) secret.Text {
	c, err := r.Cookie(SessionCookie)
	if err != nil {
		return secret.Text{}
	}
	return secret.New(c.Value)
}

// principal is who a request comes from, with what the request says of itself.
func (s *site) principal(r *http.Request) (tenancy.Principal, error) {
	p, err := s.Identities.Authenticate(r.Context(), SessionToken(r))
	if err != nil {
		return p, err
	}
	v := s.Visitor(r)
	p.IP, p.UserAgent, p.RequestID = v.IP, v.UserAgent, v.RequestID
	return p, nil
}

func (s *site) setCookie(w http.ResponseWriter, name, value string, age time.Duration) {
	c := &http.Cookie{Name: name, Value: value, Path: "/", HttpOnly: true, Secure: s.SecureCookies, SameSite: http.SameSiteLaxMode}
	if age > 0 {
		c.MaxAge = int(age / time.Second)
	} else {
		c.MaxAge = -1
	}
	http.SetCookie(w, c)
}

func (s *site) signInRoutes() map[string]http.HandlerFunc {
	return map[string]http.HandlerFunc{
		"GET /sign-in":   s.signInPage,
		"POST /sign-in":  s.signIn,
		"POST /sign-out": s.signOut,
	}
}

func (s *site) signInPage(w http.ResponseWriter, r *http.Request) {
	if _, err := s.principal(r); err == nil {
		http.Redirect(w, r, "/", http.StatusSeeOther)
		return
	}
	_ = s.show(w, r, http.StatusOK, view.SignInPage(view.SignIn{
		Next:      safeNext(r.URL.Query().Get("next")),
		SignedOut: r.URL.Query().Has("signed-out"),
		Expired:   r.URL.Query().Has("expired"),
		SignUp:    s.Identities.SignUpOpen(),
	}))
}

func (s *site) signIn(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	m := view.SignIn{Email: r.PostFormValue("email"), Next: safeNext(r.PostFormValue("next")), SignUp: s.Identities.SignUpOpen()}
	c := s.credentials(r)
	c.Email, c.Password = m.Email, secret.New(r.PostFormValue("password"))
	e, err := s.Identities.Begin(r.Context(), c)
	if err != nil {
		f := fault.As(err)
		if f.Kind == fault.Internal || f.Kind == fault.Unavailable {
			s.fail(w, r, view.Frame{}, err)
			return
		}
		m.Message, m.Throttled = f.Message, f.RetryAfter
		if f.RetryAfter > 0 {
			w.Header().Set("Retry-After", seconds(f.RetryAfter))
		}
		_ = s.show(w, r, f.Kind.Status(), view.SignInPage(m))
		return
	}
	s.enter(w, r, e, m.Next)
}

func (s *site) signOut(w http.ResponseWriter, r *http.Request) {
	if token := SessionToken(r); !token.IsZero() {
		if err := s.Identities.SignOut(r.Context(), token); err != nil && fault.As(err).Kind != fault.Unauthorized {
			s.fail(w, r, view.Frame{}, err)
			return
		}
	}
	s.setCookie(w, SessionCookie, "", 0)
	http.Redirect(w, r, "/sign-in?signed-out", http.StatusSeeOther)
}

// safeNext keeps only addresses inside this site: one slash, then no second one and no backslash, which browsers read as a
// slash.
func safeNext(next string) string {
	if len(next) > 2000 || !strings.HasPrefix(next, "/") || strings.HasPrefix(next, "//") || strings.ContainsAny(next, "\\\r\n\t") {
		return ""
	}
	if u, err := url.Parse(next); err != nil || u.Host != "" || u.Scheme != "" {
		return ""
	}
	return next
}

type toast struct {
	Text string `json:"t"`
	Undo string `json:"u,omitempty"` // address of the form that takes it back
}

// tell leaves a message for the next page, with a way back where there is one.
func (s *site) tell(r *request, text, undo string) {
	b, err := json.Marshal(toast{Text: text, Undo: undo})
	if err != nil {
		return
	}
	s.setCookie(r.ResponseWriter, toastCookie, base64.RawURLEncoding.EncodeToString(b), time.Minute)
}

// takeToast returns the message left for this page and clears it.
func takeToast(r *request) *view.Toast {
	c, err := r.Cookie(toastCookie)
	if err != nil || r.Method != http.MethodGet || r.Request.Header.Get("X-Live") != "" { // a page that only looks must not take it
		return nil
	}
	http.SetCookie(r.ResponseWriter, &http.Cookie{Name: toastCookie, Path: "/", MaxAge: -1, HttpOnly: true, SameSite: http.SameSiteLaxMode})
	b, err := base64.RawURLEncoding.DecodeString(c.Value)
	if err != nil {
		return nil
	}
	var t toast
	if json.Unmarshal(b, &t) != nil || t.Text == "" {
		return nil
	}
	out := &view.Toast{Text: t.Text}
	if safeNext(t.Undo) != "" {
		out.Undo = &view.Undo{Action: t.Undo}
	}
	return out
}

func escape(s string) string { return url.QueryEscape(s) }

func seconds(d time.Duration) string { return strconv.Itoa(int((d + time.Second - 1) / time.Second)) }
