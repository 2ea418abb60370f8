package api

import (
	"context"
	"net/http"
	"time"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/identity"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/tenancy"
)

type userView struct {
	ID            id.ID      `json:"id" example:"0197c4a2-7b1e-7c3a-9f52-3d8e6b2a4c10"`
	Email         string     `json:"email" example:"ana@example.com"`
	FirstName     string     `json:"first_name" example:"Ana"`
	LastName      string     `json:"last_name" example:"Lopez"`
	Role          string     `json:"role" enum:"admin,manager,accountant,owner,tenant,vendor,leasing_agent,technician,bookkeeper,auditor"`
	PropertyScope []id.ID    `json:"property_scope" nullable:"true" doc:"The properties that they are limited to; null is every property."`
	SecondFactor  bool       `json:"second_factor" doc:"Whether they sign in with a second factor."`
	EmailVerified bool       `json:"email_verified"`
	LastLogin     *time.Time `json:"last_login" doc:"When they last signed in; null is never."`
	Version       int32      `json:"version" doc:"Goes up with every change; the ETag is this in quotes." example:"7"`
	CreatedAt     time.Time  `json:"created_at"`
	UpdatedAt     time.Time  `json:"updated_at"`
	RemovedAt     *time.Time `json:"removed_at" doc:"When they were removed; null for a member."`
}

func viewUser(m identity.Member) userView {
	return userView{
		ID: m.ID, Email: m.Email, FirstName: m.FirstName, LastName: m.LastName, Role: string(m.Role), PropertyScope: m.PropertyScope,
		SecondFactor: m.SecondFactor, EmailVerified: m.EmailVerified, LastLogin: utc(m.LastLogin), Version: m.Version,
		CreatedAt: m.CreatedAt.UTC(), UpdatedAt: m.UpdatedAt.UTC(), RemovedAt: utc(m.RemovedAt),
	}
}

type userBody struct {
	Role          opt[string]    `json:"role" enum:"admin,manager,accountant,leasing_agent,technician,bookkeeper,auditor"`
	PropertyScope opt[*[]string] `json:"property_scope" maxItems:"1000" doc:"The ids of the properties that they are limited to; null is every property."`
}

type invitationView struct {
	ID            id.ID      `json:"id" example:"0197c4a2-7b1e-7c3a-9f52-3d8e6b2a4c10"`
	Email         string     `json:"email" example:"ana@example.com"`
	FirstName     string     `json:"first_name" example:"Ana"`
	LastName      string     `json:"last_name" example:"Lopez"`
	Role          string     `json:"role" enum:"admin,manager,accountant,owner,tenant,vendor,leasing_agent,technician,bookkeeper,auditor"`
	PropertyScope []id.ID    `json:"property_scope" nullable:"true" doc:"The properties that they will be limited to; null is every property."`
	PersonID      *id.ID     `json:"person_id" nullable:"true" doc:"The renter, owner or vendor that the sign-in is for; null for staff."`
	InvitedBy     *id.ID     `json:"invited_by" nullable:"true" doc:"The user who invited them; null is the operator."`
	Status        string     `json:"status" enum:"open,expired,accepted,withdrawn"`
	CreatedAt     time.Time  `json:"created_at"`
	ExpiresAt     time.Time  `json:"expires_at"`
	SentAt        *time.Time `json:"sent_at" doc:"When the mail went out; null is not yet."`
	AcceptedAt    *time.Time `json:"accepted_at"`
}

func viewInvitation(i identity.Invitation) invitationView {
	return invitationView{
		ID: i.ID, Email: i.Email, FirstName: i.FirstName, LastName: i.LastName, Role: string(i.Role), PropertyScope: i.PropertyScope,
		PersonID: i.Person, InvitedBy: i.InvitedBy, Status: i.Status, CreatedAt: i.CreatedAt.UTC(), ExpiresAt: i.ExpiresAt.UTC(),
		SentAt: utc(i.SentAt), AcceptedAt: utc(i.AcceptedAt),
	}
}

type invitationBody struct {
	Email         opt[string]    `json:"email" maxLength:"254" example:"ana@example.com"`
	FirstName     opt[string]    `json:"first_name" maxLength:"100" example:"Ana"`
	LastName      opt[string]    `json:"last_name" maxLength:"100" example:"Lopez"`
	Role          opt[string]    `json:"role" enum:"admin,manager,accountant,owner,tenant,vendor,leasing_agent,technician,bookkeeper,auditor"`
	PropertyScope opt[*[]string] `json:"property_scope" maxItems:"1000" doc:"For staff but administrators: the ids of the properties that they are limited to; null or nothing is every property."`
	PersonID      opt[*string]   `json:"person_id" format:"uuid" doc:"For role owner, tenant or vendor, which need it: the id of the row that the sign-in is for."`
}

// scope reads a list of ids; nil is no limit.
func scope(f *fault.Fields, list *[]string) []id.ID {
	if list == nil {
		return nil
	}
	out := make([]id.ID, 0, len(*list))
	for _, text := range *list {
		v, err := id.Parse(text)
		if err != nil {
			f.Add("/property_scope", "id_invalid", "Not an id.")
			return nil
		}
		out = append(out, v)
	}
	return out
}

func (a *api) peopleOperations() []operation {
	const tag, users, user, invitations, invitation = "Users", "/v1/users", "/v1/users/{id}", "/v1/invitations", "/v1/invitations/{id}"
	return []operation{
		{
			id: "get-me", method: http.MethodGet, path: "/v1/me", tag: tag, needs: authz.AccountRead, summary: "Read who you are",
			doc: "The user that the key or the session acts for.", result: userView{}, versioned: true, handle: a.getMe,
		},
		{
			id: "list-users", method: http.MethodGet, path: users, tag: tag, needs: authz.UserRead, summary: "List users",
			doc: "The people who may sign in to your organization.",
			query: pageParams(identity.MemberSorts, textParam("q", "Only those with this text in the name or e-mail address.", 200),
				choiceParam("role", "Only this role.", texts(tenancy.Roles)),
				choiceParam("status", "Members, or those who were removed.", []string{"active", "removed"})),
			result: pageView[userView]{}, handle: a.listUsers,
		},
		{
			id: "get-user", method: http.MethodGet, path: user, tag: tag, needs: authz.UserRead, summary: "Read a user",
			result: userView{}, versioned: true, handle: a.getUser,
		},
		{
			id: "update-user", method: http.MethodPatch, path: user, tag: tag, needs: authz.UserWrite, summary: "Change a user's role or properties",
			doc:  "Nobody changes their own, and an organization keeps an administrator. A key needs the scope `user.write`.",
			body: &userBody{}, example: map[string]any{"role": "leasing_agent"}, result: userView{}, versioned: true, conditional: true,
			codes: []string{"own_role", "last_admin", "person_role", "step_up_required"}, handle: a.updateUser,
		},
		{
			id: "remove-user", method: http.MethodDelete, path: user, tag: tag, needs: authz.UserWrite, summary: "Remove a user",
			doc:    "Ends the membership, the sessions and the API keys at once. An invitation to the same address brings the user back.",
			status: http.StatusNoContent, conditional: true, codes: []string{"last_admin", "step_up_required"}, handle: a.removeUser,
		},
		{
			id: "list-invitations", method: http.MethodGet, path: invitations, tag: tag, needs: authz.UserRead, summary: "List invitations",
			query: pageParams(identity.InvitationSorts, choiceParam("role", "Only this role.", texts(tenancy.Roles)),
				choiceParam("status", "Only this status.", identity.InvitationStatuses)),
			result: pageView[invitationView]{}, handle: a.listInvitations,
		},
		{
			id: "create-invitation", method: http.MethodPost, path: invitations, tag: tag, needs: authz.UserWrite, summary: "Invite somebody",
			doc:  "A mail with a link goes to the address; the link works once, within 7 days, for that address only.",
			body: &invitationBody{}, create: []string{"email", "role"}, status: http.StatusCreated,
			example: map[string]any{"email": "ana@example.com", "first_name": "Ana", "role": "manager"},
			result:  invitationView{}, repeatable: true, codes: []string{"email_taken", "invitation_open", "step_up_required"}, handle: a.createInvitation,
		},
		{
			id: "get-invitation", method: http.MethodGet, path: invitation, tag: tag, needs: authz.UserRead, summary: "Read an invitation",
			result: invitationView{}, handle: a.getInvitation,
		},
		{
			id: "resend-invitation", method: http.MethodPost, path: invitation + "/resend", tag: tag, needs: authz.UserWrite, summary: "Send an invitation again",
			doc:    "Another mail with another link, for another 7 days. The link before stops working.",
			result: invitationView{}, codes: []string{"invitation_closed", "step_up_required"}, handle: a.resendInvitation,
		},
		{
			id: "withdraw-invitation", method: http.MethodDelete, path: invitation, tag: tag, needs: authz.UserWrite, summary: "Withdraw an invitation",
			doc: "Its link stops working.", status: http.StatusNoContent, codes: []string{"invitation_closed", "step_up_required"}, handle: a.withdrawInvitation,
		},
	}
}

// texts are values of a type of text as text.
func texts[T ~string](list []T) []string {
	out := make([]string, 0, len(list))
	for _, v := range list {
		out = append(out, string(v))
	}
	return out
}

func answerUser(m identity.Member, err error) (reply, error) {
	return reply{body: viewUser(m), version: m.Version}, err
}

func (a *api) getMe(ctx context.Context, c *call) (reply, error) {
	return answerUser(a.Identities.Me(ctx, c.principal))
}

func (a *api) listUsers(ctx context.Context, c *call) (reply, error) {
	q := c.query
	f := identity.MemberFilter{Query: q.text("q"), Role: q.text("role"), Removed: q.text("status") == "removed"}
	rows, around, err := a.Identities.Members(ctx, c.principal, f, c.page())
	return reply{body: viewPage(rows, around, viewUser)}, err
}

func (a *api) getUser(ctx context.Context, c *call) (reply, error) {
	return answerUser(a.Identities.Member(ctx, c.principal, c.id()))
}

func (a *api) updateUser(ctx context.Context, c *call) (reply, error) {
	var b userBody
	version, err := c.readChange(&b)
	if err != nil {
		return reply{}, err
	}
	var f fault.Fields
	properties := scope(&f, b.PropertyScope.value)
	if err := f.Err(); err != nil {
		return reply{}, err
	}
	return answerUser(a.Identities.UpdateMember(ctx, c.principal, c.id(), version, func(in *identity.MemberInput) {
		if b.Role.given {
			in.Role = tenancy.Role(b.Role.value)
		}
		if b.PropertyScope.given {
			in.PropertyScope = properties
		}
	}))
}

func (a *api) removeUser(ctx context.Context, c *call) (reply, error) {
	version, err := c.version()
	if err != nil {
		return reply{}, err
	}
	return reply{}, a.Identities.RemoveMember(ctx, c.principal, c.id(), version)
}

func (a *api) listInvitations(ctx context.Context, c *call) (reply, error) {
	f := identity.InvitationFilter{Status: c.query.text("status"), Role: c.query.text("role")}
	rows, around, err := a.Identities.Invitations(ctx, c.principal, f, c.page())
	return reply{body: viewPage(rows, around, viewInvitation)}, err
}

func (a *api) createInvitation(ctx context.Context, c *call) (reply, error) {
	var b invitationBody
	if err := c.read(&b); err != nil {
		return reply{}, err
	}
	key, err := c.key("invitation.create")
	if err != nil {
		return reply{}, err
	}
	var f fault.Fields
	in := identity.InvitationInput{
		Email: b.Email.value, FirstName: b.FirstName.value, LastName: b.LastName.value, Role: tenancy.Role(b.Role.value),
		PropertyScope: scope(&f, b.PropertyScope.value),
	}
	if text := b.PersonID.value; text != nil {
		person, err := id.Parse(*text)
		f.Check(err == nil, "/person_id", "id_invalid", "Not an id.")
		in.Person = &person
	}
	if err := f.Err(); err != nil {
		return reply{}, err
	}
	i, err := a.Identities.CreateInvitation(ctx, c.principal, key, in)
	return reply{body: viewInvitation(i), location: "/v1/invitations/" + i.ID.String()}, err
}

func (a *api) getInvitation(ctx context.Context, c *call) (reply, error) {
	i, err := a.Identities.Invitation(ctx, c.principal, c.id())
	return reply{body: viewInvitation(i)}, err
}

func (a *api) resendInvitation(ctx context.Context, c *call) (reply, error) {
	i, err := a.Identities.ResendInvitation(ctx, c.principal, c.id())
	return reply{body: viewInvitation(i)}, err
}

func (a *api) withdrawInvitation(ctx context.Context, c *call) (reply, error) {
	return reply{}, a.Identities.WithdrawInvitation(ctx, c.principal, c.id())
}
