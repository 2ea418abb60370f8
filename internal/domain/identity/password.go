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

// ChangePassword gives the signed-in person another password, in every organization, after the one they have. Their
// other sessions end, remembered devices are forgotten, and this session is fresh. Errors: authz's, ErrNeedsSession,
// field faults of /password for the next one and of /current for the one they have, ErrThrottled, ErrBusy.
func (s *Service) ChangePassword(ctx context.Context, p tenancy.Principal, current, next secret.Text) error {
	p.Fresh = true // the password that they have is the proof
	if _, err := authz.Require(p, authz.AccountSecurity); err != nil {
		return err
	}
	means, err := s.Security(ctx, p)
	if err != nil {
		return err
	}
	if !means.HasPassword {
		return ErrNoPassword
	}
	profile, err := s.Profile(ctx, p)
	if err != nil {
		return err
	}
	if err := CheckPassword(profile.Email, next); err != nil {
		return err
	}
	hash, err := s.newHash(ctx, next)
	if err != nil {
		return err
	}
	err = s.withOwnPassword(ctx, p, current, func(ctx context.Context, tx tenancy.SystemTx, f factors) error {
		q := identitydb.New(tx)
		if err := q.SetPasswordHash(ctx, *hash, tx.Now(), f.ID); err != nil {
			return fmt.Errorf("change password: %w", err)
		}
		ended, err := q.RevokeOtherSessions(ctx, tx.Now(), f.ID, p.Session)
		if err != nil {
			return fmt.Errorf("revoke sessions: %w", err)
		}
		if err := endTrust(ctx, tx, f.ID); err != nil {
			return err
		}
		if err := s.prolong(ctx, tx, p, f.ID, "password"); err != nil {
			return err
		}
		return note(ctx, tx, originOf(p).event(eventPasswordChanged, tx.Now(), f.ID, map[string]any{"sessions_ended": len(ended)}))
	})
	if fault.As(err) != nil && fault.As(err).Code == ErrPassword.Code {
		err = errCurrent
	}
	return err
}

// errCurrent is ErrPassword at the field of a form that has two.
var errCurrent = func() *fault.Fault {
	f := *ErrPassword
	f.Fields = nil
	return f.On("/current")
}()

// ErrNoPassword says that the person signs in without a password.
var ErrNoPassword = fault.New(fault.Conflict, "no_password", "You sign in without a password.")

// endTrust takes away what a password that is no longer good brought about: remembered devices, and sign-ins under way.
func endTrust(ctx context.Context, tx tenancy.SystemTx, identity id.ID) error {
	q := identitydb.New(tx)
	if _, err := q.ForgetDevices(ctx, tx.Now(), identity); err != nil {
		return fmt.Errorf("forget devices: %w", err)
	}
	if err := q.VoidChallenges(ctx, tx.Now(), identity); err != nil {
		return fmt.Errorf("void sign-ins: %w", err)
	}
	return nil
}
