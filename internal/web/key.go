package web

import (
	"slices"
	"strconv"
	"time"

	"github.com/a-h/templ"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/identity"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/page"
	"github.com/propertyos/propertyos/internal/tenancy"
	"github.com/propertyos/propertyos/internal/web/message"
	"github.com/propertyos/propertyos/internal/web/view"
)

const keysPath = "/settings/api-keys"

func (s *site) keyRoutes() map[string]handler {
	return map[string]handler{
		"GET " + keysPath:                   s.keys,
		"GET " + keysPath + "/new":          s.newKeyForm,
		"POST " + keysPath:                  s.createKey,
		"GET " + keysPath + "/{id}/rotate":  s.rotateKeyForm,
		"POST " + keysPath + "/{id}/rotate": s.rotateKey,
		"GET " + keysPath + "/{id}/revoke":  s.revokeKeyForm,
		"POST " + keysPath + "/{id}/revoke": s.revokeKey,
		"POST /settings/sandbox":            s.sandbox,
	}
}

func (r *request) keyFrame(title string, crumbs ...view.Link) view.Frame {
	f := r.frame(title, view.AreaSettings, crumbs...)
	f.Section = view.SectionKeys
	return f
}

func (r *request) keyCrumb() view.Link {
	return view.Link{Text: message.T(r.Context(), "API keys"), Href: keysPath}
}

func (s *site) keys(r *request) error {
	q := r.URL.Query()
	all := q.Get("all") == "1"
	request := cursor(q, "-created_at")
	request.Limit = page.DefaultLimit
	list, around, err := s.Identities.Keys(r.Context(), r.p, !all, request)
	if err != nil {
		return err
	}
	m := view.KeyList{
		Frame: r.keyFrame(message.T(r.Context(), "API keys")), All: all, Page: view.Page(around), MayWrite: authz.Allowed(r.p, authz.KeyWrite),
		MaySandbox: authz.Allowed(r.p, authz.SandboxWrite) && !r.p.Sandbox,
	}
	for _, k := range list {
		m.Rows = append(m.Rows, s.keyRow(r, k))
	}
	if m.MaySandbox {
		sandbox, err := s.Sandboxes.Get(r.Context(), r.p)
		if err != nil && !fault.As(err).Is404() {
			return err
		}
		m.SandboxSlug = sandbox.Slug
	}
	return s.page(r, view.KeysPage(m))
}

func (s *site) keyRow(r *request, k identity.APIKey) view.KeyRow {
	row := view.KeyRow{
		ID: k.ID.String(), Name: k.Name, Prefix: k.Mark() + k.Prefix, Role: string(k.Role), Scopes: k.Scopes, Limited: k.Scopes != nil,
		Created: r.moment(&k.CreatedAt), Expires: r.moment(k.ExpiresAt), LastUsed: r.moment(k.LastUsedAt), LastUsedFrom: k.LastUsedFrom,
		Live: k.Live(s.Clock.Now()), Replaced: k.Replaced, Revoked: k.RevokedAt != nil,
	}
	return row
}

// moment is a time in the organization's zone, "" for none.
func (r *request) moment(t *time.Time) string {
	if t == nil {
		return ""
	}
	return t.In(r.zone).Format("2 Jan 2006, 15:04")
}

func (s *site) keyForm(r *request) view.KeyForm {
	m := view.KeyForm{Frame: r.keyFrame(message.T(r.Context(), "New API key"), r.keyCrumb()), Values: view.KeyValues{Role: string(r.p.Role), Expires: "90", Access: view.KeyAccessChosen}}
	for _, role := range view.Roles {
		if r.p.Role == tenancy.RoleAdmin || role.Value == string(r.p.Role) {
			if len(authz.KeyActions(tenancy.Role(role.Value))) > 0 && staffRole(role.Value) {
				m.Roles = append(m.Roles, role)
			}
		}
	}
	for _, a := range authz.KeyActions(r.p.Role) {
		m.Actions = append(m.Actions, view.KeyAction{Name: string(a), Area: a.Area(), Sensitive: authz.Sensitive(a)})
	}
	return m
}

// staffRole reports whether a key can have the role: those whom the organization serves have none.
func staffRole(role string) bool {
	switch tenancy.Role(role) {
	case tenancy.RoleOwner, tenancy.RoleRenter, tenancy.RoleVendor:
		return false
	}
	return true
}

func (s *site) newKeyForm(r *request) error {
	if _, err := authz.Require(r.p, authz.KeyWrite); err != nil {
		return err
	}
	return s.page(r, view.KeyFormPage(s.keyForm(r)))
}

func (s *site) createKey(r *request) error {
	if err := r.ParseForm(); err != nil {
		return badForm(err)
	}
	v := view.KeyValues{
		Name: r.text("name"), Role: r.text("role"), Expires: r.text("expires"), Access: r.text("access"), Scopes: r.PostForm["scopes"],
	}
	in := identity.NewKeyInput{Name: v.Name, Role: tenancy.Role(v.Role)}
	if days, err := strconv.Atoi(v.Expires); err == nil && days > 0 {
		at := s.Clock.Now().AddDate(0, 0, days)
		in.ExpiresAt = &at
	}
	var f fault.Fields
	if v.Access == view.KeyAccessChosen {
		in.Scopes = append([]string{}, v.Scopes...)
		f.Check(len(in.Scopes) > 0, "/scopes", "required", "Choose at least one thing that the key may do.")
	}
	var err error
	var shown view.KeyShown
	if err = f.Err(); err == nil {
		token, key, kerr := s.Identities.NewKey(r.Context(), r.p, in)
		shown, err = view.KeyShown{Name: key.Name, Token: token.Reveal()}, kerr
	}
	if err == nil {
		return s.showKey(r, shown)
	}
	m := s.keyForm(r)
	m.Values = v
	return s.refuse(r, err, false, func(errs view.FieldErrors, message string) templ.Component {
		m.Errors, m.Message = errs, message
		return view.KeyFormPage(m)
	})
}

// showKey shows a new token, this once: it is the answer to the form, and no address has it.
func (s *site) showKey(r *request, m view.KeyShown) error {
	m.Frame = r.keyFrame(message.T(r.Context(), "Your new API key"), r.keyCrumb())
	return s.page(r, view.KeyShownPage(m))
}

// overlaps are how many hours an old key may go on; the words are the view's.
var overlaps = []string{"0", "1", "24", "72", "168"}

func (s *site) rotateKeyForm(r *request) error { return s.confirmKey(r, view.KeyRotatePage) }

func (s *site) revokeKeyForm(r *request) error { return s.confirmKey(r, view.KeyRevokePage) }

func (s *site) confirmKey(r *request, show func(view.KeyConfirm) templ.Component) error {
	if _, err := authz.Require(r.p, authz.KeyWrite); err != nil {
		return err
	}
	at, err := r.pathID()
	if err != nil {
		return err
	}
	k, err := s.Identities.Key(r.Context(), r.p, at)
	if err != nil {
		return err
	}
	return s.page(r, show(view.KeyConfirm{
		Frame: r.keyFrame(k.Name, r.keyCrumb()), ID: k.ID.String(), Name: k.Name, Prefix: k.Mark() + k.Prefix, Overlaps: overlaps,
	}))
}

func (s *site) rotateKey(r *request) error {
	at, err := r.pathID()
	if err != nil {
		return err
	}
	hours, err := strconv.Atoi(r.text("overlap"))
	if err != nil || !slices.Contains(overlaps, strconv.Itoa(hours)) {
		return badForm(err)
	}
	token, key, err := s.Identities.RotateKey(r.Context(), r.p, at, time.Duration(hours)*time.Hour)
	if err != nil {
		return err
	}
	return s.showKey(r, view.KeyShown{Name: key.Name, Token: token.Reveal(), Hours: hours, Rotated: true})
}

func (s *site) revokeKey(r *request) error {
	at, err := r.pathID()
	if err != nil {
		return err
	}
	if err := s.Identities.RevokeKey(r.Context(), r.p, at); err != nil {
		return err
	}
	s.tell(r, message.T(r.Context(), "The API key was revoked."), "")
	return r.see(keysPath)
}

func (s *site) sandbox(r *request) error {
	var err error
	said := ""
	switch r.text("action") {
	case "make":
		_, err = s.Sandboxes.Make(r.Context(), r.p)
		said = message.T(r.Context(), "Your sandbox is ready. Switch to it to try things.")
	case "reset":
		_, err = s.Sandboxes.Reset(r.Context(), r.p)
		said = message.T(r.Context(), "The sandbox begins anew.")
	case "remove":
		err = s.Sandboxes.Remove(r.Context(), r.p)
		said = message.T(r.Context(), "The sandbox was removed.")
	default:
		return badForm(nil)
	}
	if err != nil {
		return err
	}
	s.tell(r, said, "")
	return r.see(keysPath)
}
