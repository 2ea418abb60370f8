package web

import (
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/web/message"
	"github.com/propertyos/propertyos/internal/web/view"
)

const stepUpPath = "/step-up"

func (s *site) stepUpRoutes() map[string]handler {
	return map[string]handler{
		"GET " + stepUpPath:               s.stepUpPage,
		"POST " + stepUpPath:              s.stepUp,
		"POST " + stepUpPath + "/options": s.stepUpOptions,
	}
}

func sortedKeys(form url.Values) []string { return slices.Sorted(maps.Keys(form)) }

// wantsProof reports whether err asks for a fresh proof.
func wantsProof(err error) bool { return fault.As(err).Code == authz.ErrStepUp.Code }

// askProof leads to the page that asks who the person is, and from there back: to the page that was asked for, or on with
// the form that was sent.
func (s *site) askProof(r *request) error {
	if r.Request.Header.Get("Accept") == "application/json" { // a script, which follows
		s.answerJSON(r.ResponseWriter, http.StatusForbidden, map[string]any{"location": stepUpPath + "?next=" + escape(cameFrom(r))})
		return nil
	}
	if r.Method == http.MethodGet || r.Method == http.MethodHead {
		target := stepUpPath + "?next=" + escape(r.URL.RequestURI())
		if r.Request.Header.Get("HX-Request") != "" {
			r.ResponseWriter.Header().Set("HX-Redirect", target)
			r.ResponseWriter.WriteHeader(http.StatusNoContent)
			return nil
		}
		return r.see(target)
	}
	if strings.HasPrefix(r.Request.Header.Get("Content-Type"), "multipart/") { // a file cannot be carried
		return r.see(stepUpPath + "?next=" + escape(cameFrom(r)))
	}
	if err := r.ParseForm(); err != nil {
		return badForm(err)
	}
	return s.showStepUp(r, http.StatusForbidden, view.StepUp{
		Next: cameFrom(r), Action: safeNext(r.URL.RequestURI()), Fields: carriable(r.PostForm),
	})
}

// cameFrom is the page of this site that a request was made from.
func cameFrom(r *request) string {
	u, err := url.Parse(r.Referer())
	if err != nil || u.Host != r.Host {
		return "/"
	}
	return orHome(safeNext(u.RequestURI()))
}

func (s *site) showStepUp(r *request, status int, m view.StepUp) error {
	means, err := s.Identities.StepUpMeans(r.Context(), r.p)
	if err != nil {
		return err
	}
	m.Frame, m.Means = r.frame(message.T(r.Context(), "Please confirm that it is you"), view.AreaAccount), view.Means(means)
	m.SignOn = r.p.SingleSignOn && s.SignOns.Available()
	return s.show(r.ResponseWriter, r.Request, status, view.StepUpPage(m))
}

func (s *site) stepUpPage(r *request) error {
	next := orHome(safeNext(r.URL.Query().Get("next")))
	// The proof may have been given to another process a moment ago.
	if p, err := s.Identities.Refresh(r.Context(), SessionToken(r.Request)); err == nil && p.Fresh {
		return r.see(next)
	}
	return s.showStepUp(r, http.StatusOK, view.StepUp{Next: next})
}

func (s *site) stepUp(r *request) error {
	if err := r.ParseForm(); err != nil {
		return badForm(err)
	}
	m := view.StepUp{Next: orHome(safeNext(r.text("next"))), Action: safeNext(r.text("action"))}
	sent := url.Values{}
	for name, values := range r.PostForm {
		if field, ok := strings.CutPrefix(name, view.CarriedPrefix); ok {
			sent[field] = values
		}
	}
	m.Fields = carriable(sent)
	if err := s.Identities.StepUp(r.Context(), r.p, proofOf(r.Request)); err != nil {
		f := fault.As(err)
		switch f.Kind {
		case fault.Invalid, fault.Conflict, fault.RateLimited, fault.Unavailable:
		default:
			return err
		}
		m.Message, m.Errors, m.Throttled = refusalIn(r.ResponseWriter, f)
		return s.showStepUp(r, f.Kind.Status(), m)
	}
	if m.Action == "" {
		return r.see(m.Next)
	}
	s.sendOn(r, m.Action, sent)
	return nil
}

// sendOn does what the form would have done that was held up. The browser could send it there itself: this only spares it
// the way, and works without scripts.
func (s *site) sendOn(r *request, action string, form url.Values) {
	target, err := url.Parse(action)
	if err != nil || strings.HasPrefix(target.Path, stepUpPath) {
		_ = r.see("/")
		return
	}
	body := form.Encode()
	on := r.Clone(r.Context())
	on.URL, on.RequestURI, on.Form, on.PostForm, on.MultipartForm = target, action, nil, nil, nil
	on.Body, on.ContentLength = io.NopCloser(strings.NewReader(body)), int64(len(body))
	on.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	on.Header.Del("Content-Length")
	s.mux.ServeHTTP(r.ResponseWriter, on)
}

func (s *site) stepUpOptions(r *request) error {
	c, err := s.Identities.BeginStepUp(r.Context(), r.p)
	s.answerCeremony(r.ResponseWriter, r.Request, c, err)
	return nil
}
