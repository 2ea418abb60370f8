package identity

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/identity/internal/identitydb"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/secret"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// Means is what a person can prove themselves with.
type Means struct{ Password, Code, RecoveryCode, Passkey bool }

func (f factors) means() Means {
	return Means{Password: f.PasswordHash != nil, Code: f.totp(), RecoveryCode: f.RecoveryCodes > 0, Passkey: f.Passkeys > 0}
}

// StepUpMeans says what StepUp takes of the person. Recovery codes are for signing in.
func (s *Service) StepUpMeans(ctx context.Context, p tenancy.Principal) (m Means, err error) {
	err = s.own(ctx, p, authz.AccountRead, "step up", func(ctx context.Context, tx tenancy.SystemTx, identity id.ID) error {
		f, err := factorsOf(ctx, tx, identity)
		m = f.means()
		m.RecoveryCode = false
		return err
	})
	return m, err
}

// BeginStepUp opens the ceremony in which a signed-in person shows a passkey once more. Errors: authz's, ErrNoPasskeys,
// ErrPasskey where they have none.
func (s *Service) BeginStepUp(ctx context.Context, p tenancy.Principal) (c Ceremony, err error) {
	if s.relying == nil {
		return c, ErrNoPasskeys
	}
	err = s.own(ctx, p, authz.AccountRead, "begin step-up", func(ctx context.Context, tx tenancy.SystemTx, identity id.ID) error {
		c, err = s.assertion(ctx, tx, identity, ticketStepUp, originOf(p))
		return err
	})
	return c, err
}

// StepUp makes the person's session fresh for 15 minutes after they proved who they are by password, code or passkey:
// here at once, in other processes within 2 seconds. Errors: ErrNeedsSession, ErrProof, ErrPassword, ErrCode, ErrPasskey,
// ErrChallenge, ErrThrottled and ErrFactorsThrottled with RetryAfter, ErrBusy.
func (s *Service) StepUp(ctx context.Context, p tenancy.Principal, proof Proof) error {
	if p.Session == id.Nil {
		return ErrNeedsSession
	}
	if !proof.Password.IsZero() {
		return s.withOwnPassword(ctx, p, proof.Password, func(ctx context.Context, tx tenancy.SystemTx, f factors) error {
			return s.prolong(ctx, tx, p, f.ID, "password")
		})
	}
	if err := s.warm(ctx, proof); err != nil {
		return err
	}
	proof.RecoveryCode = secret.Text{}
	var refusal error
	err := s.own(ctx, p, authz.AccountRead, "step up", func(ctx context.Context, tx tenancy.SystemTx, identity id.ID) error {
		f, err := factorsOf(ctx, tx, identity)
		if err != nil {
			return err
		}
		var method string
		if method, refusal, err = s.prove(ctx, tx, f, proof, ticketStepUp, originOf(p)); err != nil {
			return err
		}
		if refusal != nil {
			return note(ctx, tx, s.stepUpFailed(p, tx.Now(), identity))
		}
		return s.prolong(ctx, tx, p, identity, method)
	})
	if err != nil {
		return err
	}
	s.sessions.clear() // the token is not at hand, and this is rare
	return refusal
}

func (s *Service) stepUpFailed(p tenancy.Principal, now time.Time, identity id.ID) identitydb.NoteEventParams {
	e := originOf(p).event(eventStepUpFailed, now, identity, nil)
	e.OrganizationID = &p.Organization
	return e
}

// prolong makes the principal's session fresh from now on.
func (s *Service) prolong(ctx context.Context, tx tenancy.SystemTx, p tenancy.Principal, identity id.ID, method string) error {
	_, err := identitydb.New(tx).ProveSession(ctx, tx.Now(), p.Session, identity)
	if errors.Is(err, postgres.ErrNotFound) {
		return ErrNoSession
	}
	if err != nil {
		return fmt.Errorf("prove session: %w", err)
	}
	e := originOf(p).event(eventStepUp, tx.Now(), identity, map[string]any{"method": method})
	e.OrganizationID = &p.Organization
	return note(ctx, tx, e)
}

// Refresh forgets what this process knows of a session's token and looks again: for a page that asks for a proof which
// may have been given to another process a moment ago. Errors are Authenticate's.
func (s *Service) Refresh(ctx context.Context, token secret.Text) (tenancy.Principal, error) {
	if hash, ok := sessionHash(token); ok {
		s.sessions.forget(hash)
	}
	return s.Authenticate(ctx, token)
}

// withOwnPassword checks the password of a signed-in person, throttled and bounded as a sign-in is, and then runs fn.
// Errors: ErrNeedsSession, ErrPassword, ErrThrottled, ErrBusy.
func (s *Service) withOwnPassword(ctx context.Context, p tenancy.Principal, password secret.Text,
	fn func(context.Context, tenancy.SystemTx, factors) error,
) error {
	if p.Session == id.Nil {
		return ErrNeedsSession
	}
	if len(password.Reveal()) > 4*MaxPassword {
		password = secret.Text{}
	}
	leave, err := s.hasher.enter(ctx)
	if err != nil {
		return err
	}
	defer leave()
	var f factors
	var t try
	err = s.own(ctx, p, authz.AccountRead, "check own password", func(ctx context.Context, tx tenancy.SystemTx, identity id.ID) error {
		if f, err = factorsOf(ctx, tx, identity); err != nil {
			return err
		}
		t = newTry(f.Email, p.IP)
		wait, err := t.wait(ctx, identitydb.New(tx), tx.Now(), true) // signed in here: the network is known
		if err == nil && wait > 0 {
			throttled := *ErrThrottled
			throttled.RetryAfter = wait
			return &throttled
		}
		return err
	})
	if err != nil {
		return err
	}
	phc := s.hasher.dummy
	if f.PasswordHash != nil {
		phc = *f.PasswordHash
	}
	ok, _, err := s.hasher.verify(phc, password)
	if err != nil {
		return err
	}
	err = tenancy.InSystemTx(ctx, s.db, "check own password", func(ctx context.Context, tx tenancy.SystemTx) error {
		identity, err := ownIdentity(ctx, tx, p)
		if err != nil {
			return err
		}
		if !ok || identity != f.ID {
			return t.noteFailureAs(ctx, tx, s.stepUpFailed(p, tx.Now(), f.ID), s.alarm)
		}
		if err := identitydb.New(tx).ClearThrottle(ctx, t.pair[:]); err != nil {
			return fmt.Errorf("clear throttle: %w", err)
		}
		return fn(ctx, tx, f)
	})
	switch {
	case err != nil:
		return err
	case !ok:
		return ErrPassword
	}
	s.sessions.clear() // the token is not at hand, and this is rare
	return nil
}
