package web

import (
	"strconv"
	"time"

	"github.com/a-h/templ"

	"github.com/propertyos/propertyos/internal/domain/identity"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/web/message"
	"github.com/propertyos/propertyos/internal/web/view"
)

func (s *site) accountRoutes() map[string]handler {
	return map[string]handler{
		"GET /account":                      s.account,
		"POST /account":                     s.saveAccount,
		"GET /account/sessions":             s.sessions,
		"POST /account/sessions/{id}/end":   s.endSession,
		"POST /account/sessions/end-others": s.endOtherSessions,
	}
}

func (r *request) accountFrame(title string, section view.Section, crumbs ...view.Link) view.Frame {
	f := r.frame(title, view.AreaAccount, crumbs...)
	f.Section = section
	return f
}

// formAgain shows a form once more with what is wrong with it. Other faults are the page's.
func (s *site) formAgain(r *request, err error, form func(view.FieldErrors, string) templ.Component) error {
	f := fault.As(err)
	switch f.Kind {
	case fault.Invalid, fault.Conflict, fault.Precondition, fault.RateLimited:
	default:
		return err
	}
	text, errs, wait := refusalIn(r.ResponseWriter, f)
	if wait > 0 {
		text = f.Message
	}
	return s.show(r.ResponseWriter, r.Request, f.Kind.Status(), form(errs, text))
}

func (s *site) account(r *request) error {
	p, err := s.Identities.OwnProfile(r.Context(), r.p)
	if err != nil {
		return err
	}
	return s.page(r, view.AccountPage(r.accountModel(p)))
}

func (r *request) accountModel(p identity.OwnProfile) view.Account {
	return view.Account{
		Frame:     r.accountFrame(message.T(r.Context(), "Profile"), view.SectionProfile),
		FirstName: p.FirstName, LastName: p.LastName, Phone: p.Phone, Email: p.Email, Version: itoa(p.Version),
	}
}

func (s *site) saveAccount(r *request) error {
	if err := r.ParseForm(); err != nil {
		return badForm(err)
	}
	version, _ := strconv.ParseInt(r.text("version"), 10, 32) // what cannot be read is a version that no profile has
	in := identity.OwnProfile{
		FirstName: r.text("first_name"), LastName: r.text("last_name"), Phone: r.text("phone"), Version: int32(version),
	}
	err := s.Identities.SetOwnProfile(r.Context(), r.p, in)
	if err == nil {
		s.tell(r, message.T(r.Context(), "Your profile was saved."), "")
		return r.see("/account")
	}
	now, gerr := s.Identities.OwnProfile(r.Context(), r.p)
	if gerr != nil {
		return gerr
	}
	in.Email, in.Version = now.Email, now.Version // sent again, it replaces what is there now
	return s.formAgain(r, err, func(errs view.FieldErrors, text string) templ.Component {
		m := r.accountModel(in)
		m.Errors, m.Message = errs, text
		return view.AccountPage(m)
	})
}

// when says a moment in the organization's time zone.
func (r *request) when(at time.Time) string { return at.In(r.zone).Format("2 Jan 2006, 15:04") }

func (s *site) sessions(r *request) error {
	list, err := s.Identities.Sessions(r.Context(), r.p)
	if err != nil {
		return err
	}
	m := view.Sessions{Frame: r.accountFrame(message.T(r.Context(), "Sessions"), view.SectionSessions)}
	for _, one := range list {
		row := view.SessionRow{
			ID: one.ID.String(), Browser: one.Agent.Browser, System: one.Agent.System, Began: r.when(one.CreatedAt), Seen: r.when(one.LastSeenAt),
			Method: one.Method, Current: one.Current,
		}
		if one.IP.IsValid() {
			row.Place = one.IP.String()
		}
		if one.Organization != r.p.Organization {
			row.Organization = one.Slug
		}
		m.Rows = append(m.Rows, row)
	}
	return s.page(r, view.SessionsPage(m))
}

func (s *site) endSession(r *request) error {
	at, err := r.pathID()
	if err != nil {
		return err
	}
	if err := s.Identities.EndSession(r.Context(), r.p, at); err != nil {
		return err
	}
	s.tell(r, message.T(r.Context(), "That device is signed out."), "")
	return r.see("/account/sessions")
}

func (s *site) endOtherSessions(r *request) error {
	if _, err := s.Identities.EndOtherSessions(r.Context(), r.p); err != nil {
		return err
	}
	s.tell(r, message.T(r.Context(), "All other devices are signed out."), "")
	return r.see("/account/sessions")
}
