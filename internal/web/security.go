package web

import (
	"errors"
	"strings"

	"github.com/a-h/templ"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/identity"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/secret"
	"github.com/propertyos/propertyos/internal/web/message"
	"github.com/propertyos/propertyos/internal/web/view"
)

const securityPath = "/account/security"

func (s *site) securityRoutes() map[string]handler {
	return map[string]handler{
		"GET " + securityPath:                            s.security,
		"POST " + securityPath + "/password":             s.changePassword,
		"POST " + securityPath + "/app/begin":            s.beginApp,
		"GET " + securityPath + "/app":                   s.app,
		"POST " + securityPath + "/app":                  s.confirmApp,
		"POST " + securityPath + "/app/remove":           s.removeApp,
		"POST " + securityPath + "/passkeys/options":     s.passkeyOptions,
		"POST " + securityPath + "/passkeys":             s.addPasskey,
		"POST " + securityPath + "/passkeys/{id}/remove": s.removePasskey,
		"POST " + securityPath + "/codes":                s.renewCodes,
		"POST " + securityPath + "/devices/{id}/forget":  s.forgetDevice,
	}
}

func (s *site) security(r *request) error {
	m, err := s.securityModel(r)
	if err != nil {
		return err
	}
	return s.page(r, view.SecurityPage(m))
}

func (s *site) securityModel(r *request) (view.Security, error) {
	own, err := s.Identities.Security(r.Context(), r.p)
	if err != nil {
		return view.Security{}, err
	}
	m := view.Security{
		Frame:       r.accountFrame(message.T(r.Context(), "Security"), view.SectionSecurity),
		HasPassword: own.HasPassword, RecoveryCodes: own.RecoveryCodes,
	}
	if own.PasswordChangedAt != nil {
		m.PasswordChanged = r.day(own.PasswordChangedAt)
	}
	if own.TOTPSince != nil {
		m.TOTPSince = r.day(own.TOTPSince)
	}
	for _, k := range own.Passkeys {
		row := view.PasskeyRow{ID: k.ID.String(), Name: k.Name, Added: r.day(&k.CreatedAt)}
		if k.LastUsedAt != nil {
			row.Used = r.day(k.LastUsedAt)
		}
		m.Passkeys = append(m.Passkeys, row)
	}
	for _, d := range own.Devices {
		row := view.DeviceRow{
			ID: d.ID.String(), Browser: d.Agent.Browser, System: d.Agent.System, Used: r.day(&d.LastUsedAt), Until: r.day(&d.ExpiresAt),
		}
		if d.IP.IsValid() {
			row.Place = d.IP.String()
		}
		m.Devices = append(m.Devices, row)
	}
	return m, nil
}

// securityAgain shows the security page with what was refused.
func (s *site) securityAgain(r *request, err error) error {
	if wantsProof(err) {
		return err
	}
	m, gerr := s.securityModel(r)
	if gerr != nil {
		return gerr
	}
	return s.formAgain(r, err, func(errs view.FieldErrors, text string) templ.Component {
		m.Errors, m.Message = errs, text
		return view.SecurityPage(m)
	})
}

func (s *site) changePassword(r *request) error {
	if err := r.ParseForm(); err != nil {
		return badForm(err)
	}
	// As they were typed: spaces may be part of a password.
	current, next := secret.New(r.PostFormValue("current_password")), secret.New(r.PostFormValue("new_password"))
	if err := s.Identities.ChangePassword(r.Context(), r.p, current, next); err != nil {
		return s.securityAgain(r, err)
	}
	s.tell(r, message.T(r.Context(), "Your password was changed. You are signed out everywhere else."), "")
	return r.see(securityPath)
}

func (s *site) beginApp(r *request) error {
	if _, err := s.Identities.BeginTOTP(r.Context(), r.p); err != nil {
		return s.securityAgain(r, err)
	}
	return r.see(securityPath + "/app")
}

func (s *site) appModel(r *request) (view.TOTPSetup, error) {
	e, err := s.Identities.PendingTOTP(r.Context(), r.p)
	if err != nil {
		return view.TOTPSetup{}, err
	}
	security := message.T(r.Context(), "Security")
	return view.TOTPSetup{
		Frame: r.accountFrame(message.T(r.Context(), "Set up an authenticator app"), view.SectionSecurity,
			view.Link{Text: security, Href: securityPath}),
		Secret: grouped(e.Secret.Reveal()), QR: e.QR,
	}, nil
}

// grouped puts a space after every four characters, as people read them out.
func grouped(s string) string {
	var b strings.Builder
	for i, r := range s {
		if i > 0 && i%4 == 0 {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
	}
	return b.String()
}

func (s *site) app(r *request) error {
	m, err := s.appModel(r)
	if errors.Is(err, identity.ErrTOTPOff) {
		return r.see(securityPath)
	}
	if err != nil {
		return err
	}
	return s.page(r, view.TOTPPage(m))
}

func (s *site) confirmApp(r *request) error {
	if err := r.ParseForm(); err != nil {
		return badForm(err)
	}
	codes, err := s.Identities.ConfirmTOTP(r.Context(), r.p, secret.New(r.text("code")))
	switch {
	case errors.Is(err, authz.ErrStepUp), errors.Is(err, identity.ErrTOTPOff):
		return s.securityAgain(r, err)
	case err != nil:
		m, gerr := s.appModel(r)
		if gerr != nil {
			return gerr
		}
		return s.formAgain(r, err, func(errs view.FieldErrors, text string) templ.Component {
			m.Errors, m.Message = errs, text
			return view.TOTPPage(m)
		})
	}
	return s.afterFactor(r, codes, message.T(r.Context(), "Your authenticator app is set up."))
}

// afterFactor shows recovery codes that were made with a factor, or says that it is there.
func (s *site) afterFactor(r *request, codes []secret.Text, said string) error {
	if len(codes) == 0 {
		s.tell(r, said, "")
		return r.see(securityPath)
	}
	security := message.T(r.Context(), "Security")
	m := view.RecoveryCodes{Frame: r.accountFrame(message.T(r.Context(), "Recovery codes"), view.SectionSecurity,
		view.Link{Text: security, Href: securityPath})}
	for _, c := range codes {
		m.Codes = append(m.Codes, c.Reveal())
	}
	return s.page(r, view.RecoveryCodesPage(m))
}

func (s *site) removeApp(r *request) error {
	if err := s.Identities.RemoveTOTP(r.Context(), r.p); err != nil {
		return s.securityAgain(r, err)
	}
	s.tell(r, message.T(r.Context(), "The authenticator app was removed."), "")
	return r.see(securityPath)
}

func (s *site) passkeyOptions(r *request) error {
	c, err := s.Identities.BeginPasskey(r.Context(), r.p)
	if err != nil && wantsProof(err) {
		return err
	}
	s.answerCeremony(r.ResponseWriter, r.Request, c, err)
	return nil
}

func (s *site) addPasskey(r *request) error {
	if err := r.ParseForm(); err != nil {
		return badForm(err)
	}
	proof := proofOf(r.Request)
	if proof.Passkey == nil {
		return r.see(securityPath)
	}
	codes, err := s.Identities.AddPasskey(r.Context(), r.p, r.text("name"), *proof.Passkey)
	if err != nil {
		return s.securityAgain(r, err)
	}
	return s.afterFactor(r, codes, message.T(r.Context(), "The passkey was added."))
}

// ofSecurity does something with what the address names and goes back to the security page.
func (s *site) ofSecurity(r *request, said string, do func(at id.ID) error) error {
	at, err := r.pathID()
	if err != nil {
		return err
	}
	if err := do(at); err != nil {
		return err
	}
	s.tell(r, said, "")
	return r.see(securityPath)
}

func (s *site) removePasskey(r *request) error {
	return s.ofSecurity(r, message.T(r.Context(), "The passkey was removed."), func(at id.ID) error {
		return s.Identities.RemovePasskey(r.Context(), r.p, at)
	})
}

func (s *site) renewCodes(r *request) error {
	codes, err := s.Identities.RenewRecoveryCodes(r.Context(), r.p)
	if err != nil {
		return s.securityAgain(r, err)
	}
	return s.afterFactor(r, codes, "")
}

func (s *site) forgetDevice(r *request) error {
	return s.ofSecurity(r, message.T(r.Context(), "The device is forgotten."), func(at id.ID) error {
		return s.Identities.ForgetDevice(r.Context(), r.p, at)
	})
}
