package identity

import (
	"context"
	"fmt"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/identity/internal/identitydb"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/secret"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// ForgotPassword has a mail sent with which a new password can be chosen, if the address has an account. The answer and
// the work are the same if it has none. Errors: a fault of the field /email, ErrAskedTooOften.
func (s *Service) ForgotPassword(ctx context.Context, visitor tenancy.Principal, email string) error {
	email, err := NormalizeEmail(email)
	if err != nil {
		return invalidEmail()
	}
	return s.issue(ctx, visitor, ticket{kind: ticketReset, email: email, life: resetLife, event: eventResetAsked})
}

// ResetPassword uses the link of a reset: the person has the new password, everywhere, and no session. Second factors
// stay, and the browsers that need not show one have to again. Errors: field faults, ErrLink, ErrLinkUsed,
// ErrLinkExpired, ErrBusy.
func (s *Service) ResetPassword(ctx context.Context, visitor tenancy.Principal, token, password secret.Text) error {
	var email string
	err := tenancy.InSystemTx(ctx, s.db, "look at a reset", func(ctx context.Context, tx tenancy.SystemTx) error {
		t, err := open(ctx, tx, token, ticketReset)
		if err == nil {
			email = *t.Email
		}
		return err
	})
	if err != nil {
		return err
	}
	if err := CheckPassword(email, password); err != nil {
		return err
	}
	hash, err := s.newHash(ctx, password)
	if err != nil {
		return err
	}
	err = tenancy.InSystemTx(ctx, s.db, "reset password", func(ctx context.Context, tx tenancy.SystemTx) error {
		t, err := open(ctx, tx, token, ticketReset)
		if err != nil {
			return err
		}
		if err := s.replacePassword(ctx, tx, visitor, *t.IdentityID, *hash, id.Nil, eventReset); err != nil {
			return err
		}
		q, tried := identitydb.New(tx), newTry(email, visitor.IP)
		if err := q.VerifyIdentity(ctx, tx.Now(), *t.IdentityID); err != nil { // the mail arrived there
			return fmt.Errorf("verify identity: %w", err)
		}
		if err := q.ClearThrottle(ctx, tried.pair[:]); err != nil { // what was tried before was the old password
			return fmt.Errorf("clear throttle: %w", err)
		}
		return spend(ctx, tx, t)
	})
	if err != nil {
		return err
	}
	s.sessions.clear()
	return nil
}

// replacePassword gives a person another password, ends all their sessions but one, takes back resets and remembered
// browsers, and tells them by mail.
func (s *Service) replacePassword(ctx context.Context, tx tenancy.SystemTx, visitor tenancy.Principal, identity id.ID, hash string, kept id.ID, kind string) error {
	q, now := identitydb.New(tx), tx.Now()
	if err := q.SetPasswordHash(ctx, hash, now, identity); err != nil {
		return fmt.Errorf("set password: %w", err)
	}
	if _, err := q.RevokeOtherSessions(ctx, now, identity, kept); err != nil {
		return fmt.Errorf("revoke sessions: %w", err)
	}
	if err := endTrust(ctx, tx, identity); err != nil {
		return err
	}
	if err := q.VoidMailedTickets(ctx, now, identity, ticketReset); err != nil {
		return fmt.Errorf("void resets: %w", err)
	}
	if err := s.note(ctx, tx, visitor, kind, &identity, ""); err != nil {
		return err
	}
	return s.notify(ctx, tx, identity, noticePasswordChanged)
}

// ChangePassword gives the principal another password after a look at the one they have, and ends all their sessions but
// this one. Wrong tries count like those of signing in. The password that they have is the proof that sensitive acts ask
// for. Errors: field faults of /current and /password, ErrThrottled, ErrBusy.
func (s *Service) ChangePassword(ctx context.Context, p tenancy.Principal, current, password secret.Text) error {
	p.Fresh = true
	if _, err := authz.Require(p, authz.AccountSecurity); err != nil {
		return err
	}
	who, err := s.whoIs(ctx, p)
	if err != nil {
		return err
	}
	if err := CheckPassword(who.Email, password); err != nil {
		return err
	}
	if len(current.Reveal()) > 4*MaxPassword {
		current = secret.Text{} // nobody's, and not worth normalizing
	}
	leave, err := s.hasher.enter(ctx)
	if err != nil {
		return err
	}
	defer leave()
	t := newTry(who.Email, p.IP)
	found, err := s.lookUp(ctx, t, who.Email, true)
	if err != nil {
		return err
	}
	right, _, err := s.check(found, current)
	if err != nil {
		return err
	}
	hash := ""
	if right {
		hash = s.hasher.hash(password)
	}
	err = tenancy.InSystemTx(ctx, s.db, "change password", func(ctx context.Context, tx tenancy.SystemTx) error {
		if !right {
			return t.noteFailure(ctx, tx, Credentials{IP: p.IP, UserAgent: p.UserAgent}, found, s.alarm)
		}
		return s.replacePassword(ctx, tx, p, who.ID, hash, p.Session, eventPasswordChanged)
	})
	if err != nil {
		return err
	}
	if !right {
		var fields fault.Fields
		fields.Add("/current", "password_wrong", "This is not your password.")
		return fields.Err()
	}
	s.sessions.clear()
	return nil
}
