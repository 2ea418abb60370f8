package sample

import (
	"fmt"
	"time"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/tenancy"
	"github.com/propertyos/propertyos/internal/web/view"
)

func joiningPages() []Page {
	bad := view.FieldErrors{"organization": "Use at most 255 characters.", "email": "Enter an e-mail address.", "password": "The password is too short."}
	invited := view.Invitation{Token: "kQ7mZr3", Organization: "Harborlight Property Management", Role: "manager", Email: "m…@harborlight.example.com", Way: "new", FirstName: "Maren"}
	signIn, here, back, mine, odd := invited, invited, invited, invited, invited
	signIn.Way, here.Way, back.Way = "sign_in", "signed_in", "return"
	mine.Errors = view.FieldErrors{"first_name": "Enter your name.", "password": "The password is too short."}
	odd.Organization, odd.Email, odd.FirstName, odd.Token, odd.Message = Hostile, Hostile, Hostile, Hostile, Hostile
	return []Page{
		{"sign-up", 200, view.SignUpPage(view.SignUp{})},
		{"sign-up-errors", 422, view.SignUpPage(view.SignUp{Values: view.SignUpValues{Organization: long, FirstName: "Maren", Email: "maren"}, Errors: bad})},
		{"sign-up-throttled", 429, view.SignUpPage(view.SignUp{Wait: 4 * time.Minute})},
		{"sign-up-sent", 200, view.CheckMailPage(view.CheckMail{Email: "maren@harborlight.example.com", What: "sign_up"})},
		{"sign-up-hostile", 422, view.SignUpPage(view.SignUp{Values: view.SignUpValues{Organization: Hostile, FirstName: Hostile, LastName: Hostile, Email: Hostile}, Message: Hostile})},
		{"forgot", 200, view.ForgotPage(view.Forgot{})},
		{"forgot-sent", 200, view.CheckMailPage(view.CheckMail{Email: "maren@harborlight.example.com", What: "forgot"})},
		{"verify", 200, view.MailedPage(view.Mailed{Token: "kQ7mZr3", Kind: "sign_up", Email: "m…@harborlight.example.com"})},
		{"verify-address", 200, view.MailedPage(view.Mailed{Token: "kQ7mZr3", Kind: "email_change", Email: "m…@harborlight.example.com"})},
		{"reset", 200, view.ResetPage(view.Reset{Token: "kQ7mZr3", Email: "m…@harborlight.example.com"})},
		{"invitation", 200, view.InvitationPage(invited)},
		{"invitation-errors", 422, view.InvitationPage(mine)},
		{"invitation-sign-in", 200, view.InvitationPage(signIn)},
		{"invitation-signed-in", 200, view.InvitationPage(here)},
		{"invitation-return", 200, view.InvitationPage(back)},
		{"invitation-hostile", 422, view.InvitationPage(odd)},
		{"link-expired", 409, view.ToldPage(view.Told{Title: "Too late", Text: "This link has expired. Ask for a new one.", Next: view.Link{Text: "Ask for a new link", Href: "/forgot"}})},
		{"invitation-other", 403, view.ToldPage(view.Told{Title: "For somebody else", Text: "This invitation is for g…@example.com.", Out: true})},
	}
}

func settingsFrame(title string, section view.Section) view.Frame {
	f := frame(title, view.AreaSettings)
	f.Section, f.Person.Role = section, "admin"
	return f
}

func peoplePages() []Page {
	users := view.UserList{Frame: settingsFrame("Users", view.SectionUsers), Invite: true, Rows: []view.UserRow{
		{ID: "u1", Name: "Maren Lindqvist", Email: "maren@harborlight.example.com", Role: "admin", Properties: -1, SecondFactor: true, LastSignIn: "31 Oct 2026", You: true},
		{ID: "u2", Name: long, Email: "wolfeschlegelsteinhausenbergerdorff.featherstonehaugh@a-very-long-domain-name.example.com", Role: "leasing_agent", Properties: 12},
		{ID: "u3", Name: "Ottmar Pell", Email: "ottmar@harborlight.example.com", Role: "tenant", Properties: -1, LastSignIn: "3 Mar 2026", Removed: true},
	}}
	none := users
	none.Rows, none.Filter = nil, view.UserFilter{Q: "zz"}
	open := view.InvitationList{Frame: settingsFrame("Invitations", view.SectionUsers), Invite: true, Rows: []view.InvitationRow{
		{ID: "i1", Email: "ida@harborlight.example.com", Name: "Ida Moss", Role: "manager", Status: "open", Properties: -1, Expires: "7 Nov 2026"},
		{ID: "i2", Email: "ottmar@harborlight.example.com", Role: "owner", Status: "expired", Properties: 3, Expires: "3 Mar 2026", Sent: true},
		{ID: "i3", Email: "pell@harborlight.example.com", Role: "auditor", Status: "accepted", Properties: -1, Expires: "3 Mar 2026", Sent: true},
	}}
	closed := open
	closed.Rows = nil
	var many []view.Choice
	for i := range 30 {
		many = append(many, view.Choice{Value: fmt.Sprintf("p%d", i), Label: fmt.Sprintf("Maple Court %d", i), On: i < 2})
	}
	user := view.UserDetail{
		Frame: settingsFrame("Ottmar Pell", view.SectionUsers), ID: "u3", Name: "Ottmar Pell", Email: "ottmar@harborlight.example.com", Version: "3",
		Values: view.ScopeValues{Role: "manager", Limit: "some"}, Staff: true, LastSignIn: "3 Mar 2026", Since: "3 Mar 2025", Change: true,
		Properties: many, Picked: many[:2], More: true,
	}
	read, gone, clash := user, user, user
	read.Change, gone.Removed = false, "3 Mar 2026"
	clash.Conflict = &view.Conflict{Rows: []view.ConflictRow{{Label: "Role", Saved: "Auditor", Typed: "Manager"}}}
	clash.Errors = view.FieldErrors{"property_scope": "Choose at least one property."}
	odd := user
	odd.Frame, odd.ID, odd.Name, odd.Email, odd.Message = hostileFrame(), Hostile, Hostile, Hostile, Hostile
	odd.Properties = []view.Choice{{Value: Hostile, Label: Hostile, On: true}}
	invite := view.InviteForm{Frame: settingsFrame("Invite somebody", view.SectionUsers), Key: "k", Kind: "staff", Values: view.InviteValues{ScopeValues: view.ScopeValues{Limit: "all"}}, Properties: many}
	person, chosen := invite, invite
	person.Kind, person.Found = "owner", []view.PersonRow{{ID: "o1", Name: "Olga Owner", Email: "olga@harborlight.example.com"}, {ID: "o2", Name: long}}
	chosen.Kind, chosen.Person, chosen.Values.Email = "owner", view.Link{Text: "Olga Owner", Href: "o1"}, "olga@harborlight.example.com"
	return []Page{
		{"users", 200, view.UsersPage(users)},
		{"users-none", 200, view.UsersPage(none)},
		{"user", 200, view.UserPage(user)},
		{"user-read", 200, view.UserPage(read)},
		{"user-removed", 200, view.UserPage(gone)},
		{"user-conflict", 412, view.UserPage(clash)},
		{"user-hostile", 409, view.UserPage(odd)},
		{"user-remove", 200, view.UserRemovePage(view.UserRemove{Frame: settingsFrame("Remove Ottmar Pell?", view.SectionUsers), ID: "u3", Name: "Ottmar Pell", Version: "3"})},
		{"invitations", 200, view.InvitationsPage(open)},
		{"invitations-empty", 200, view.InvitationsPage(closed)},
		{"invite", 200, view.InvitePage(invite)},
		{"invite-person", 200, view.InvitePage(person)},
		{"invite-chosen", 200, view.InvitePage(chosen)},
		{"roles", 200, view.RolesPage(roleMatrix())},
	}
}

func roleMatrix() view.RoleMatrix {
	m := view.RoleMatrix{Frame: settingsFrame("Roles", view.SectionRoles)}
	for _, role := range tenancy.Roles {
		m.Roles = append(m.Roles, string(role))
	}
	for _, a := range authz.Actions() {
		row := view.RoleRow{Area: "account", Action: string(a)}
		for _, role := range tenancy.Roles {
			row.Relations = append(row.Relations, string(authz.RelationOf(role, a)))
		}
		m.Rows = append(m.Rows, row)
	}
	return m
}

func organizationPages() []Page {
	form := view.OrganizationForm{
		Frame: settingsFrame("Organization", view.SectionOrganization), Change: true, Version: "3", Slug: "harborlight", Plan: "essential",
		Values: view.OrganizationValues{Name: "Harborlight Property Management", TimeZone: "America/New_York", Currency: "USD", Locale: "en-US"},
	}
	read, clash := form, form
	read.Change = false
	clash.Conflict = &view.Conflict{Rows: []view.ConflictRow{{Label: "Name", Saved: "Harborlight", Typed: "Harborlight Property Management"}}}
	mine := frame("Your organizations", view.AreaAccount)
	mine.Section = view.SectionProfile
	address := frame("E-mail address", view.AreaAccount)
	address.Section = view.SectionProfile
	rows := []view.OrganizationRow{
		{ID: "1", Name: "Harborlight Property Management", Slug: "harborlight", Role: "manager", Current: true},
		{ID: "2", Name: long, Slug: "willoughby", Role: "owner"},
		{ID: "3", Name: "Prairie Homes", Slug: "prairie", Role: "admin", Suspended: true},
	}
	return []Page{
		{"organization", 200, view.OrganizationPage(form)},
		{"organization-read", 200, view.OrganizationPage(read)},
		{"organization-conflict", 412, view.OrganizationPage(clash)},
		{"organizations", 200, view.OrganizationsPage(view.Organizations{Frame: mine, Rows: rows, Create: true})},
		{"organization-new", 200, view.OrganizationNewPage(view.OrganizationNew{Frame: mine})},
		{"organization-leave", 409, view.LeavePage(view.Leave{Frame: mine, ID: "1", Message: "An organization needs an administrator. Make somebody else one first."})},
		{"email", 200, view.EmailPage(view.EmailForm{Frame: address, Current: "maren@harborlight.example.com"})},
		{"email-errors", 422, view.EmailPage(view.EmailForm{Frame: address, Current: "maren@harborlight.example.com", Verified: true, Email: "maren", Errors: view.FieldErrors{"email": "Enter an e-mail address."}})},
	}
}
