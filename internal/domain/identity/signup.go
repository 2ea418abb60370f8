package identity

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/identity/internal/identitydb"
	"github.com/propertyos/propertyos/internal/domain/organization"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/secret"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/tenancy"
)

var (
	// ErrSignUpClosed says that organizations are made by the operator here.
	ErrSignUpClosed = fault.New(fault.Forbidden, "sign_up_closed", "New organizations are not made here. Ask whoever runs this installation.")
	// ErrHaveAccount answers a sign-up's link whose address came to have an account meanwhile.
	ErrHaveAccount = fault.New(fault.Conflict, "account_exists",
		"This e-mail address has an account by now. Sign in, and create another organization from there.")
)

// SignUpInput is what somebody signs up with.
type SignUpInput struct {
	Organization        string // its name
	FirstName, LastName string // at most 100 characters each; one of them at least
	Email               string
	Password            secret.Text
}

func (in *SignUpInput) check() error {
	var fields fault.Fields
	in.Organization = strings.TrimSpace(in.Organization)
	organization.CheckName(&fields, "/organization", in.Organization)
	checkPerson(&fields, &in.FirstName, &in.LastName)
	email, err := NormalizeEmail(in.Email)
	fields.Check(err == nil, "/email", ErrEmail.Code, ErrEmail.Message)
	in.Email = email
	checkPassword(&fields, email, in.Password)
	return fields.Err()
}

// checkPerson trims and checks the name of somebody who enters it for themselves.
func checkPerson(fields *fault.Fields, first, last *string) {
	*first, *last = strings.TrimSpace(*first), strings.TrimSpace(*last)
	fields.Check(*first+*last != "", "/first_name", "required", "Enter your name.")
	checkName(fields, "/first_name", *first)
	checkName(fields, "/last_name", *last)
}

// signUp is what a sign-up's ticket keeps until its link is used. The hash is all there is of the password.
type signUp struct {
	Organization string `json:"organization"`
	FirstName    string `json:"first_name"`
	LastName     string `json:"last_name"`
	PasswordHash string `json:"password_hash"`
}

// SignUpOpen reports whether anybody may make an organization here.
func (s *Service) SignUpOpen() bool { return s.options.SignUp }

// SignUp has a mail sent to whoever wants an organization. Nothing else is made before its link is used; for an address
// that has an account the mail says so, and the answer here is the same. Errors: field faults, ErrSignUpClosed,
// ErrAskedTooOften, ErrBusy.
func (s *Service) SignUp(ctx context.Context, visitor tenancy.Principal, in SignUpInput) error {
	if !s.options.SignUp {
		return ErrSignUpClosed
	}
	if err := in.check(); err != nil {
		return err
	}
	hash, err := s.newHash(ctx, in.Password)
	if err != nil {
		return err
	}
	return s.issue(ctx, visitor, ticket{
		kind: ticketSignUp, email: in.Email, life: signUpLife,
		data: signUp{Organization: in.Organization, FirstName: in.FirstName, LastName: in.LastName, PasswordHash: *hash},
	})
}

// finishSignUp makes what was signed up for: the person, the organization, its first administrator, and a session.
func (s *Service) finishSignUp(ctx context.Context, tx tenancy.SystemTx, visitor tenancy.Principal, t identitydb.FindMailedTicketRow) (out Verified, refusal, err error) {
	var in signUp
	if err := json.Unmarshal(t.Data, &in); err != nil {
		return out, nil, fmt.Errorf("read sign-up: %w", err)
	}
	identity, made, err := claim(ctx, tx, *t.Email, &in.PasswordHash)
	if err != nil {
		return out, nil, err
	}
	if !made {
		return out, ErrHaveAccount, nil
	}
	if err := identitydb.New(tx).VerifyIdentity(ctx, tx.Now(), identity); err != nil {
		return out, nil, fmt.Errorf("verify identity: %w", err)
	}
	out.Principal, err = s.found(ctx, tx, visitor, newOrganization{
		identity: identity, name: in.Organization, email: *t.Email, first: in.FirstName, last: in.LastName,
	})
	if err != nil {
		return out, nil, err
	}
	if err := s.note(ctx, tx, out.Principal, eventSignedUp, &identity, *t.Email); err != nil {
		return out, nil, err
	}
	out.Session, err = s.beginSession(ctx, tx, visitor, identity, out.Principal.Organization, out.Principal.User)
	return out, nil, err
}

// newOrganization is an organization to make, and the person who is to be its administrator.
type newOrganization struct {
	identity                 id.ID
	name, email, first, last string
}

// found makes an organization with its first administrator, and leaves the transaction inside it.
func (s *Service) found(ctx context.Context, tx tenancy.SystemTx, visitor tenancy.Principal, in newOrganization) (tenancy.Principal, error) {
	org, err := organization.CreateTx(ctx, tx, organization.CreateInput{Name: in.name, MakeSlug: true})
	if err != nil {
		return tenancy.Principal{}, err
	}
	user, err := admit(ctx, tx, newcomer{
		organization: org.ID, identity: in.identity, email: in.email, first: in.first, last: in.last, role: tenancy.RoleAdmin,
	})
	p := visitor
	p.Organization, p.User, p.Role = org.ID, user, tenancy.RoleAdmin
	return p, err
}

// newcomer is a person to admit to an organization.
type newcomer struct {
	organization, identity id.ID
	email, first, last     string
	role                   tenancy.Role
	scope                  []id.ID
}

// admit makes the user and the membership; the transaction has entered the organization. Error: ErrEmailTaken for somebody
// who is a member now.
func admit(ctx context.Context, tx tenancy.SystemTx, n newcomer) (id.ID, error) {
	q := identitydb.New(tx)
	user, err := q.AdmitUser(ctx, identitydb.AdmitUserParams{
		TenantID: n.organization, ID: id.New(), IdentityID: n.identity, Email: n.email, FirstName: n.first, LastName: n.last,
		Role: string(n.role), PropertyScope: n.scope, Now: tx.Now(),
	})
	if errors.Is(err, postgres.ErrNotFound) {
		return id.Nil, ErrEmailTaken
	}
	if err != nil {
		return id.Nil, fmt.Errorf("add user: %w", err)
	}
	err = q.PutMembership(ctx, identitydb.PutMembershipParams{
		ID: id.New(), IdentityID: n.identity, OrganizationID: n.organization, UserID: user, Now: tx.Now(),
	})
	if err != nil {
		return id.Nil, fmt.Errorf("add membership: %w", err)
	}
	return user, nil
}

// CreateOrganization makes another organization for somebody who is signed in, with them as its administrator, and moves
// their session there. The token of the session is a new one, shown this once. Errors: field faults, ErrSignUpClosed,
// ErrAskedTooOften, ErrNoSession.
func (s *Service) CreateOrganization(ctx context.Context, p tenancy.Principal, session secret.Text, name string) (secret.Text, tenancy.Principal, error) {
	if _, err := authz.Require(p, authz.AccountWrite); err != nil {
		return secret.Text{}, p, err
	}
	if !s.options.SignUp {
		return secret.Text{}, p, ErrSignUpClosed
	}
	name = strings.TrimSpace(name)
	var fields fault.Fields
	organization.CheckName(&fields, "/name", name)
	if err := fields.Err(); err != nil {
		return secret.Text{}, p, err
	}
	return s.moveSession(ctx, p, session, "create organization", func(ctx context.Context, tx tenancy.SystemTx, who person) (tenancy.Principal, error) {
		wait, quiet, err := ask(ctx, tx, who.email, p.IP)
		if err != nil {
			return p, err
		}
		if wait > 0 || quiet {
			return p, ErrAskedTooOften
		}
		to, err := s.found(ctx, tx, p, newOrganization{identity: who.identity, name: name, email: who.email, first: who.first, last: who.last})
		if err != nil {
			return p, err
		}
		return to, s.note(ctx, tx, to, eventSignedUp, &who.identity, "")
	})
}
