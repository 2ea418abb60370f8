package web

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/a-h/templ"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/identity"
	"github.com/propertyos/propertyos/internal/domain/property"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/page"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/tenancy"
	"github.com/propertyos/propertyos/internal/web/message"
	"github.com/propertyos/propertyos/internal/web/view"
)

func (s *site) peopleRoutes() map[string]handler {
	return map[string]handler{
		"GET /settings/users":                      s.users,
		"GET /settings/users/{id}":                 s.user,
		"POST /settings/users/{id}":                s.updateUser,
		"GET /settings/users/{id}/remove":          s.confirmRemoveUser,
		"POST /settings/users/{id}/remove":         s.removeUser,
		"GET /settings/invitations":                s.invitations,
		"GET /settings/invitations/new":            s.newInvitation,
		"POST /settings/invitations":               s.createInvitation,
		"POST /settings/invitations/{id}/resend":   s.resendInvitation,
		"POST /settings/invitations/{id}/withdraw": s.withdrawInvitation,
		"GET /settings/roles":                      s.roles,
	}
}

// settings is the frame of a page of the organization's settings.
func (r *request) settings(title string, section view.Section, crumbs ...view.Link) view.Frame {
	f := r.frame(title, view.AreaSettings, crumbs...)
	f.Section = section
	return f
}

func usersCrumb(ctx context.Context) view.Link {
	return view.Link{Text: message.T(ctx, "Users"), Href: "/settings/users"}
}

func invitationsCrumb(ctx context.Context) view.Link {
	return view.Link{Text: message.T(ctx, "Invitations"), Href: "/settings/invitations"}
}

// day is a moment as a day in the reader's zone, "" for none.
func (r *request) day(t *time.Time) string {
	if t == nil {
		return ""
	}
	return period.In(*t, r.zone).Words()
}

// limited is how many properties a scope names; -1 is no limit.
func limited(scope []id.ID) int {
	if scope == nil {
		return -1
	}
	return len(scope)
}

func (s *site) users(r *request) error {
	q := r.URL.Query()
	f := view.UserFilter{Q: q.Get("q"), Role: q.Get("role"), Status: q.Get("status"), Sort: q.Get("sort")}
	list, around, err := s.Identities.Members(r.Context(), r.p,
		identity.MemberFilter{Query: f.Q, Role: f.Role, Removed: f.Status == "removed"}, cursor(q, f.Sort))
	if err != nil {
		return err
	}
	m := view.UserList{
		Frame: r.settings(message.T(r.Context(), "Users"), view.SectionUsers), Filter: f, Page: view.Page(around),
		Invite: authz.Allowed(r.p, authz.UserWrite),
	}
	for _, u := range list {
		m.Rows = append(m.Rows, view.UserRow{
			ID: u.ID.String(), Name: u.Name(), Email: u.Email, Role: string(u.Role), Properties: limited(u.PropertyScope),
			SecondFactor: u.SecondFactor, LastSignIn: r.day(u.LastLogin), Removed: u.RemovedAt != nil, You: u.ID == r.p.User,
		})
	}
	return s.page(r, view.UsersPage(m))
}

func (s *site) user(r *request) error {
	at, err := r.pathID()
	if err != nil {
		return err
	}
	u, err := s.Identities.Member(r.Context(), r.p, at)
	if err != nil {
		return err
	}
	m, err := s.userDetail(r, u, u.PropertyScope)
	if err != nil {
		return err
	}
	return s.page(r, view.UserPage(m))
}

// userDetail is the page of a user, with the boxes of picked on.
func (s *site) userDetail(r *request, u identity.Member, picked []id.ID) (view.UserDetail, error) {
	ctx := r.Context()
	m := view.UserDetail{
		Frame: r.settings(u.Name(), view.SectionUsers, usersCrumb(ctx)), ID: u.ID.String(), Name: u.Name(), Email: u.Email,
		Version: itoa(u.Version), Staff: u.Staff(), SecondFactor: u.SecondFactor, Verified: u.EmailVerified,
		LastSignIn: r.day(u.LastLogin), Since: r.day(&u.CreatedAt), Removed: r.day(u.RemovedAt), You: u.ID == r.p.User,
		Change: authz.Allowed(r.p, authz.UserWrite), Values: view.ScopeValues{Role: string(u.Role), Limit: limitOf(u.PropertyScope)},
	}
	var err error
	m.Picked, m.Properties, m.More, err = s.choices(r, picked)
	return m, err
}

func limitOf(scope []id.ID) string {
	if scope == nil {
		return "all"
	}
	return "some"
}

// choices are the properties that a person can be limited to, those that are picked first.
func (s *site) choices(r *request, picked []id.ID) (on, all []view.Choice, more bool, err error) {
	names, err := s.Identities.PropertyNames(r.Context(), r.p, picked)
	if err != nil {
		return nil, nil, false, err
	}
	for _, property := range picked {
		if name, ok := names[property]; ok {
			on = append(on, view.Choice{Value: property.String(), Label: name, On: true})
		}
	}
	slices.SortFunc(on, func(a, b view.Choice) int { return strings.Compare(a.Label, b.Label) })
	list, around, err := s.Properties.Properties(r.Context(), r.p, property.PropertyFilter{}, page.Request{Limit: page.MaxLimit, Sort: "name"})
	if err != nil {
		return nil, nil, false, err
	}
	all = slices.Clone(on)
	for _, p := range list {
		if _, ok := names[p.ID]; !ok {
			all = append(all, view.Choice{Value: p.ID.String(), Label: p.Name})
		}
	}
	return on, all, around.Next != "", nil
}

// scopeTyped reads the limit to properties from a form: nil is none. Ids that cannot be read name no property.
func (r *request) scopeTyped() []id.ID {
	if r.text("limit") != "some" {
		return nil
	}
	scope := []id.ID{}
	for _, text := range r.PostForm["property"] {
		v, err := id.Parse(text)
		if err != nil {
			v = id.Nil
		}
		if !slices.Contains(scope, v) {
			scope = append(scope, v)
		}
	}
	return scope
}

func (s *site) updateUser(r *request) error {
	at, err := r.pathID()
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return badForm(err)
	}
	ctx, scope := r.Context(), r.scopeTyped()
	u, err := s.Identities.UpdateMember(ctx, r.p, at, version(r), func(in *identity.MemberInput) {
		in.Role, in.PropertyScope = tenancy.Role(r.text("role")), scope
	})
	if err == nil {
		s.tell(r, message.T(ctx, "Your changes were saved."), "")
		return r.see("/settings/users/" + u.ID.String())
	}
	now, gerr := s.Identities.Member(ctx, r.p, at)
	if gerr != nil {
		return gerr
	}
	m, gerr := s.userDetail(r, now, scope)
	if gerr != nil {
		return gerr
	}
	if fault.As(err).Kind == fault.Precondition {
		m.Conflict = conflict(differing([]view.ConflictRow{
			{Label: message.T(ctx, "Role"), Saved: view.Label(ctx, view.Roles, string(now.Role)), Typed: view.Label(ctx, view.Roles, r.text("role"))},
			{Label: message.T(ctx, "Properties"), Saved: s.scopeWords(r, now.PropertyScope), Typed: s.scopeWords(r, scope)},
		}))
	} else {
		m.Version = r.text("version")
	}
	m.Values = view.ScopeValues{Role: r.text("role"), Limit: limitOf(scope)}
	return s.refuse(r, err, m.Conflict != nil, func(errs view.FieldErrors, message string) templ.Component {
		m.Errors, m.Message = errs, message
		return view.UserPage(m)
	})
}

// scopeWords names the properties of a scope.
func (s *site) scopeWords(r *request, scope []id.ID) string {
	if scope == nil {
		return message.T(r.Context(), "Every property")
	}
	names, err := s.Identities.PropertyNames(r.Context(), r.p, scope)
	if err != nil {
		return ""
	}
	list := make([]string, 0, len(names))
	for _, n := range names {
		list = append(list, n)
	}
	slices.Sort(list)
	return strings.Join(list, ", ")
}

func (s *site) removal(r *request, said string) (view.UserRemove, error) {
	at, err := r.pathID()
	if err != nil {
		return view.UserRemove{}, err
	}
	if _, err := authz.Require(r.p, authz.UserWrite); err != nil {
		return view.UserRemove{}, err
	}
	u, err := s.Identities.Member(r.Context(), r.p, at)
	if err != nil {
		return view.UserRemove{}, err
	}
	if u.RemovedAt != nil {
		return view.UserRemove{}, fault.ErrNotFound
	}
	ctx := r.Context()
	return view.UserRemove{
		Frame: r.settings(message.T(ctx, "Remove %s?", u.Name()), view.SectionUsers, usersCrumb(ctx)), ID: u.ID.String(), Name: u.Name(),
		Version: itoa(u.Version), Message: said,
	}, nil
}

func (s *site) confirmRemoveUser(r *request) error {
	m, err := s.removal(r, "")
	if err != nil {
		return err
	}
	return s.page(r, view.UserRemovePage(m))
}

func (s *site) removeUser(r *request) error {
	at, err := r.pathID()
	if err != nil {
		return err
	}
	err = s.Identities.RemoveMember(r.Context(), r.p, at, version(r))
	if f := fault.As(err); f != nil && (f.Kind == fault.Conflict || f.Kind == fault.Precondition) {
		m, gerr := s.removal(r, f.Message)
		if gerr != nil {
			return gerr
		}
		return s.show(r.ResponseWriter, r.Request, f.Kind.Status(), view.UserRemovePage(m))
	}
	if err != nil {
		return err
	}
	if at == r.p.User { // gone from here, by their own hand
		s.setCookie(r.ResponseWriter, SessionCookie, "", 0)
		return r.see("/sign-in")
	}
	s.tell(r, message.T(r.Context(), "The user was removed."), "")
	return r.see("/settings/users")
}

func (s *site) roles(r *request) error {
	if _, err := authz.Require(r.p, authz.UserRead); err != nil {
		return err
	}
	m := view.RoleMatrix{Frame: r.settings(message.T(r.Context(), "Roles"), view.SectionRoles)}
	for _, role := range tenancy.Roles {
		m.Roles = append(m.Roles, string(role))
	}
	for _, a := range authz.Actions() {
		area, _, _ := strings.Cut(string(a), ".")
		row := view.RoleRow{Area: area, Action: string(a)}
		for _, role := range tenancy.Roles {
			row.Relations = append(row.Relations, string(authz.RelationOf(role, a)))
		}
		m.Rows = append(m.Rows, row)
	}
	return s.page(r, view.RolesPage(m))
}
