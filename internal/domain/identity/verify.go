package identity

import (
	"context"
	"errors"
	"fmt"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/identity/internal/identitydb"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/secret"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// ErrVerified says that there is nothing to confirm.
var ErrVerified = fault.New(fault.Conflict, "email_verified", "Your e-mail address is confirmed already.")

// Link is what a mailed link is for, to be shown before it is used.
type Link struct {
	Kind  string // sign_up, email_verification or email_change
	Email string // whose it is, masked
}

var verifyKinds = []string{ticketSignUp, ticketVerify, ticketChangeEmail}

// LookAtLink tells what the link of a token does, without doing it: programs that look into mails follow links too.
// Errors: ErrLink, ErrLinkUsed, ErrLinkExpired.
func (s *Service) LookAtLink(ctx context.Context, token secret.Text) (Link, error) {
	return s.look(ctx, token, verifyKinds...)
}

// LookAtReset is LookAtLink for the link of a password reset.
func (s *Service) LookAtReset(ctx context.Context, token secret.Text) (Link, error) {
	return s.look(ctx, token, ticketReset)
}

func (s *Service) look(ctx context.Context, token secret.Text, kinds ...string) (Link, error) {
	var out Link
	err := tenancy.InSystemTx(ctx, s.db, "look at a link", func(ctx context.Context, tx tenancy.SystemTx) error {
		t, err := open(ctx, tx, token, kinds...)
		if err == nil {
			out = Link{Kind: t.Kind, Email: mask(*t.Email)}
		}
		return err
	})
	return out, err
}

// Verified is what a link did.
type Verified struct {
	Kind string // as in Link
	// Session and Principal are those of somebody who has just signed up.
	Session   secret.Text
	Principal tenancy.Principal
}

// Verify uses the link of a token, once: it makes the organization that was signed up for, or confirms an e-mail address.
// Errors: ErrLink, ErrLinkUsed, ErrLinkExpired, ErrHaveAccount, ErrEmailTaken.
func (s *Service) Verify(ctx context.Context, visitor tenancy.Principal, token secret.Text) (Verified, error) {
	var out Verified
	var refusal error
	err := tenancy.InSystemTx(ctx, s.db, "use a link", func(ctx context.Context, tx tenancy.SystemTx) error {
		out, refusal = Verified{}, nil
		t, err := open(ctx, tx, token, verifyKinds...)
		if err != nil {
			return err
		}
		switch t.Kind {
		case ticketSignUp:
			out, refusal, err = s.finishSignUp(ctx, tx, visitor, t)
		case ticketVerify:
			err = s.finishVerify(ctx, tx, visitor, t)
		case ticketChangeEmail:
			refusal, err = s.finishEmailChange(ctx, tx, visitor, t)
		}
		if err != nil {
			return err
		}
		out.Kind = t.Kind
		return spend(ctx, tx, t)
	})
	if err == nil {
		err = refusal
	}
	if err != nil {
		return Verified{}, err
	}
	s.log.InfoContext(ctx, "link used", "kind", out.Kind, "organization", out.Principal.Organization)
	return out, nil
}

func (s *Service) finishVerify(ctx context.Context, tx tenancy.SystemTx, visitor tenancy.Principal, t identitydb.FindMailedTicketRow) error {
	q := identitydb.New(tx)
	who, err := q.LookAtIdentity(ctx, *t.IdentityID)
	if err != nil {
		return fmt.Errorf("find identity: %w", err)
	}
	if who.Email != *t.Email {
		return ErrLink // the person has moved to another address since
	}
	if err := q.VerifyIdentity(ctx, tx.Now(), who.ID); err != nil {
		return fmt.Errorf("verify identity: %w", err)
	}
	if err := s.eachUser(ctx, tx, visitor, who.ID, who.Email); err != nil {
		return err
	}
	return s.note(ctx, tx, visitor, eventVerified, &who.ID, "")
}

// finishEmailChange moves the identity, and its users in every organization, to the new address.
func (s *Service) finishEmailChange(ctx context.Context, tx tenancy.SystemTx, visitor tenancy.Principal, t identitydb.FindMailedTicketRow) (refusal, err error) {
	q := identitydb.New(tx)
	_, err = q.LookAtEmail(ctx, *t.Email)
	switch {
	case err == nil:
		return ErrEmailTaken, nil
	case !errors.Is(err, postgres.ErrNotFound):
		return nil, fmt.Errorf("find identity: %w", err)
	}
	if err := q.ChangeIdentityEmail(ctx, *t.Email, tx.Now(), *t.IdentityID); err != nil {
		return nil, fmt.Errorf("change e-mail address: %w", err)
	}
	if err := s.eachUser(ctx, tx, visitor, *t.IdentityID, *t.Email); err != nil {
		return nil, err
	}
	// A reset that was mailed to the old address must not open the account any more.
	if err := q.VoidMailedTickets(ctx, tx.Now(), *t.IdentityID, ticketReset); err != nil {
		return nil, fmt.Errorf("void resets: %w", err)
	}
	return nil, s.note(ctx, tx, visitor, eventEmailChanged, t.IdentityID, *t.Email)
}

// eachUser writes a confirmed address into the person's row of each organization, in the person's name.
func (s *Service) eachUser(ctx context.Context, tx tenancy.SystemTx, visitor tenancy.Principal, identity id.ID, email string) error {
	q := identitydb.New(tx)
	memberships, err := q.AllMemberships(ctx, identity)
	if err != nil {
		return fmt.Errorf("list memberships: %w", err)
	}
	for _, m := range memberships {
		as := visitor
		as.Organization, as.User, as.Role = m.OrganizationID, m.UserID, tenancy.RoleSystem
		if err := tx.EnterAs(ctx, as); err != nil {
			return err
		}
		if err := q.ChangeUserEmail(ctx, email, m.OrganizationID, m.UserID); err != nil {
			return fmt.Errorf("change user: %w", err)
		}
	}
	return nil
}

// person is the identity behind a user.
type person struct {
	identity    id.ID
	email       string
	first, last string
}

// personOf finds the identity behind a principal's user. Error: ErrNoSession for somebody who is no member any more.
func personOf(ctx context.Context, tx tenancy.SystemTx, p tenancy.Principal) (person, identitydb.LookAtIdentityRow, error) {
	var none identitydb.LookAtIdentityRow
	if err := tx.EnterAs(ctx, p); err != nil {
		return person{}, none, err
	}
	q := identitydb.New(tx)
	member, err := q.FindMember(ctx, p.Organization, p.User)
	if errors.Is(err, postgres.ErrNotFound) || err == nil && (member.IdentityID == nil || !member.Member || member.DeletedAt != nil) {
		return person{}, none, ErrNoSession
	}
	if err != nil {
		return person{}, none, fmt.Errorf("find user: %w", err)
	}
	row, err := q.GetMember(ctx, p.Organization, p.User)
	if err != nil {
		return person{}, none, fmt.Errorf("find user: %w", err)
	}
	who, err := q.LookAtIdentity(ctx, *member.IdentityID)
	if err != nil {
		return person{}, none, fmt.Errorf("find identity: %w", err)
	}
	return person{identity: who.ID, email: who.Email, first: row.FirstName, last: row.LastName}, who, nil
}

// whoIs is personOf in a transaction of its own.
func (s *Service) whoIs(ctx context.Context, p tenancy.Principal) (who identitydb.LookAtIdentityRow, err error) {
	err = tenancy.InSystemTx(ctx, s.db, "find the person", func(ctx context.Context, tx tenancy.SystemTx) (err error) {
		_, who, err = personOf(ctx, tx, p)
		return err
	})
	return who, err
}

// Address is the e-mail address that somebody signs in with.
type Address struct {
	Email    string
	Verified bool
}

// Address returns the principal's own.
func (s *Service) Address(ctx context.Context, p tenancy.Principal) (Address, error) {
	if _, err := authz.Require(p, authz.AccountRead); err != nil {
		return Address{}, err
	}
	who, err := s.whoIs(ctx, p)
	return Address{Email: who.Email, Verified: who.EmailVerifiedAt != nil}, err
}

// RequestVerification has a mail sent that confirms the principal's e-mail address. Errors: ErrVerified, ErrAskedTooOften.
func (s *Service) RequestVerification(ctx context.Context, p tenancy.Principal) error {
	if _, err := authz.Require(p, authz.AccountWrite); err != nil {
		return err
	}
	who, err := s.whoIs(ctx, p)
	if err != nil {
		return err
	}
	if who.EmailVerifiedAt != nil {
		return ErrVerified
	}
	return s.issue(ctx, p, ticket{kind: ticketVerify, identity: &who.ID, email: who.Email, life: verifyLife})
}

// ChangeEmail has a mail sent to a new address, whose link moves the principal to it, and tells the old one. The answer is
// the same for an address that somebody else has: the mail there says so. Errors: ErrEmail, ErrAskedTooOften, and
// authz.ErrStepUp.
func (s *Service) ChangeEmail(ctx context.Context, p tenancy.Principal, email string) error {
	if _, err := authz.Require(p, authz.AccountSecurity); err != nil {
		return err
	}
	email, err := NormalizeEmail(email)
	if err != nil {
		return invalidEmail()
	}
	who, err := s.whoIs(ctx, p)
	if err != nil {
		return err
	}
	if email == who.Email {
		var fields fault.Fields
		fields.Add("/email", "email_same", "This is your address already.")
		return fields.Err()
	}
	return s.issue(ctx, p, ticket{kind: ticketChangeEmail, identity: &who.ID, email: email, life: verifyLife},
		func(ctx context.Context, tx tenancy.SystemTx) error {
			return s.notify(ctx, tx, who.ID, noticeEmailChange)
		})
}

// invalidEmail is ErrEmail as a form shows it.
func invalidEmail() error {
	var fields fault.Fields
	fields.Add("/email", ErrEmail.Code, ErrEmail.Message)
	return fields.Err()
}
