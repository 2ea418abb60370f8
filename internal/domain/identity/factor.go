package identity

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"time"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/identity/internal/identitydb"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/secret"
	"github.com/propertyos/propertyos/internal/platform/crypt"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/tenancy"
)

var (
	// ErrSecondFactor says that the password is right and that a second factor is wanted: see Begin.
	ErrSecondFactor = fault.New(fault.Unauthorized, "second_factor_required",
		"This account asks for a second factor. Please sign in on the web.")
	// ErrCode says that a code is not right, or has been used.
	ErrCode = fault.New(fault.Invalid, "code_wrong",
		"That code is not right, or was used before. Wait for the next one and try again.").On("/code")
	// ErrRecoveryCode says that a recovery code is none of the person's, or has been used.
	ErrRecoveryCode = fault.New(fault.Invalid, "recovery_code_wrong",
		"That is none of your recovery codes, or it was used before.").On("/recovery_code")
	// ErrPasskey says that a passkey was not accepted.
	ErrPasskey = fault.New(fault.Invalid, "passkey_refused", "That passkey was not accepted. Please try again.")
	// ErrPassword says that the password, asked for once more, is not right.
	ErrPassword = fault.New(fault.Invalid, "password_wrong", "That password is not right.").On("/password")
	// ErrProof says that nothing was given to prove oneself with.
	ErrProof = fault.New(fault.Invalid, "proof_missing", "Enter a code, a recovery code or a password, or use a passkey.")
	// ErrChallenge says that a sign-in or a ceremony took too long, failed too often, or is over.
	ErrChallenge = fault.New(fault.Conflict, "sign_in_expired", "That took too long, or went wrong too often. Please begin again.")
	// ErrFactorsThrottled says that there were too many wrong codes; RetryAfter says when to try again. A passkey and a
	// recovery code, which nobody can guess, are taken all the same.
	ErrFactorsThrottled = fault.New(fault.RateLimited, "second_factor_throttled",
		"Too many wrong codes. Please wait, or use a passkey or a recovery code.")
	// ErrNeedsSession says that a program asked for what only a signed-in person may do.
	ErrNeedsSession = fault.New(fault.Forbidden, "session_required", "Only a person who is signed in may do this.")
)

// Further kinds of security events.
const (
	eventFactorFailed   = "second_factor_failed"
	eventTOTPEnabled    = "totp_enabled"
	eventTOTPDisabled   = "totp_disabled"
	eventPasskeyAdded   = "passkey_added"
	eventPasskeyRemoved = "passkey_removed"
	eventCodesMade      = "recovery_codes_made"
	eventCodeUsed       = "recovery_code_used"
	eventRemembered     = "device_remembered"
	eventForgotten      = "devices_forgotten"
	eventSessionRevoked = "session_revoked"
	eventOperator       = "operator_access"
	eventAttack         = "attack_suspected"
)

// UseKeys gives the service the keys that second factors are kept with. Call it before the first request; without keys
// nobody can use codes, and all else works.
func (s *Service) UseKeys(k *crypt.Keyring) { s.vault = k }

// Proof is what somebody shows to prove who they are: exactly one of its parts.
type Proof struct {
	Password     secret.Text // for a step-up
	Code         secret.Text // of six digits, from an authenticator app
	RecoveryCode secret.Text
	Passkey      *PasskeyAnswer
}

// PasskeyAnswer is what a browser answered in a ceremony that a Begin… method opened.
type PasskeyAnswer struct {
	Ticket   secret.Text // of the ceremony
	Response []byte      // JSON of the PublicKeyCredential
}

// origin is where a request comes from.
type origin struct {
	ip    netip.Addr
	agent string
}

func originOf(p tenancy.Principal) origin { return origin{p.IP, p.UserAgent} }

// event is a security event of a person who is known, and where it came from.
func (o origin) event(kind string, now time.Time, identity id.ID, detail map[string]any) identitydb.NoteEventParams {
	e := event(kind, now, detail)
	e.IdentityID, e.IpAddress, e.UserAgent = &identity, storableIP(o.ip), storable(o.agent)
	return e
}

func note(ctx context.Context, tx tenancy.SystemTx, e identitydb.NoteEventParams) error {
	if err := identitydb.New(tx).NoteEvent(ctx, e); err != nil {
		return fmt.Errorf("note %s: %w", e.Kind, err)
	}
	return nil
}

// own runs fn for the identity behind a principal, after asking authz and entering the organization in their name.
func (s *Service) own(ctx context.Context, p tenancy.Principal, a authz.Action, reason string,
	fn func(context.Context, tenancy.SystemTx, id.ID) error,
) error {
	if _, err := authz.Require(p, a); err != nil {
		return err
	}
	if a == authz.AccountSecurity && p.Session == id.Nil {
		return ErrNeedsSession
	}
	return tenancy.InSystemTx(ctx, s.db, reason, func(ctx context.Context, tx tenancy.SystemTx) error {
		identity, err := ownIdentity(ctx, tx, p)
		if err != nil {
			return err
		}
		return fn(ctx, tx, identity)
	})
}

func ownIdentity(ctx context.Context, tx tenancy.SystemTx, p tenancy.Principal) (id.ID, error) {
	if err := tx.EnterAs(ctx, p); err != nil {
		return id.Nil, err
	}
	identity, err := identitydb.New(tx).OwnIdentity(ctx, p.Organization, p.User)
	if errors.Is(err, postgres.ErrNotFound) {
		return id.Nil, ErrNeedsSession
	}
	if err != nil {
		return id.Nil, fmt.Errorf("find own identity: %w", err)
	}
	return identity, nil
}

// factors is what a person can prove themselves with.
type factors struct{ identitydb.FactorsRow }

func factorsOf(ctx context.Context, tx tenancy.SystemTx, identity id.ID) (factors, error) {
	row, err := identitydb.New(tx).Factors(ctx, identity)
	if err != nil {
		return factors{}, fmt.Errorf("find factors: %w", err)
	}
	return factors{row}, nil
}

func (f factors) totp() bool { return f.TotpConfirmedAt != nil }

// second reports whether signing in takes more than the password. Recovery codes alone are no factor.
func (f factors) second() bool { return f.totp() || f.Passkeys > 0 }

// prove checks everything but a password. The refusal is what the person is told instead of being let on; what was wrong
// has then been noted and counted, so the transaction has to commit.
func (s *Service) prove(ctx context.Context, tx tenancy.SystemTx, f factors, proof Proof, kind string, o origin) (method string, refusal, err error) {
	switch {
	case proof.Passkey != nil:
		method = methodPasskey
		refusal, err = s.provePasskey(ctx, tx, f, *proof.Passkey, kind, o)
	case !proof.Code.IsZero():
		method = methodTOTP
		refusal, err = s.proveCode(ctx, tx, f, proof.Code, o)
	case !proof.RecoveryCode.IsZero():
		method = methodRecovery
		refusal, err = s.proveRecoveryCode(ctx, tx, f, proof.RecoveryCode, o)
	default:
		refusal = ErrProof
	}
	return method, refusal, err
}

// How a session was proved; a second factor stands after the password.
const (
	methodPassword = "password"
	methodDevice   = "password_device"
	methodTOTP     = "password_totp"
	methodRecovery = "password_recovery_code"
	methodPasskey  = "password_passkey"
	methodAlone    = "passkey"
)

// warm reads the platform's keys where a code is to be checked, so that the transaction need not ask for them.
func (s *Service) warm(ctx context.Context, proof Proof) error {
	if proof.Code.IsZero() {
		return nil
	}
	if s.vault == nil {
		return ErrNoKeys
	}
	return s.vault.Warm(ctx, id.Nil)
}

// changed brings what hangs on a person's factors in line: the marks that they have one, and, once the last is gone, the
// recovery codes and remembered devices that stood beside it.
func changed(ctx context.Context, tx tenancy.SystemTx, p tenancy.Principal, identity id.ID) error {
	q := identitydb.New(tx)
	f, err := factorsOf(ctx, tx, identity)
	if err != nil {
		return err
	}
	if err := q.SetIdentityMFA(ctx, f.second(), identity); err != nil {
		return fmt.Errorf("mark second factor: %w", err)
	}
	if !f.second() {
		if err := q.DropRecoveryCodes(ctx, identity); err != nil {
			return fmt.Errorf("drop recovery codes: %w", err)
		}
		if _, err := q.ForgetDevices(ctx, tx.Now(), identity); err != nil {
			return fmt.Errorf("forget devices: %w", err)
		}
	}
	memberships, err := q.Memberships(ctx, identity)
	if err != nil {
		return fmt.Errorf("list memberships: %w", err)
	}
	for _, m := range memberships {
		as := tenancy.Principal{Organization: m.OrganizationID, User: m.UserID, Role: tenancy.RoleSystem}
		if m.OrganizationID == p.Organization {
			as = p
		}
		if err := tx.EnterAs(ctx, as); err != nil {
			return err
		}
		if err := q.SetUserMFA(ctx, f.second(), m.OrganizationID, m.UserID); err != nil {
			return fmt.Errorf("mark second factor: %w", err)
		}
	}
	return nil
}

// Security is what a person's security page shows.
type Security struct {
	HasPassword       bool
	PasswordChangedAt *time.Time
	TOTPSince         *time.Time // nil: no authenticator app
	Passkeys          []Passkey
	RecoveryCodes     int // that are left
	Devices           []Device
}

// SecondFactor reports whether signing in takes more than the password.
func (s Security) SecondFactor() bool { return s.TOTPSince != nil || len(s.Passkeys) > 0 }

// Security returns what the person signs in with. Errors: authz's, ErrNeedsSession.
func (s *Service) Security(ctx context.Context, p tenancy.Principal) (out Security, err error) {
	err = s.own(ctx, p, authz.AccountRead, "read own security", func(ctx context.Context, tx tenancy.SystemTx, identity id.ID) error {
		f, err := factorsOf(ctx, tx, identity)
		if err != nil {
			return err
		}
		out = Security{
			HasPassword: f.PasswordHash != nil, PasswordChangedAt: f.PasswordChangedAt, TOTPSince: f.TotpConfirmedAt,
			RecoveryCodes: int(f.RecoveryCodes),
		}
		if out.Passkeys, err = passkeysOf(ctx, tx, identity); err != nil {
			return err
		}
		out.Devices, err = devicesOf(ctx, tx, identity)
		return err
	})
	return out, err
}

// ResetFactors takes all second factors from a person who has lost them, ends their sessions and forgets their devices:
// the password alone lets them in again. It is the operator's, who says why. Errors: ErrNoUser, ErrUnknownUser, a field
// fault for a missing reason.
func (s *Service) ResetFactors(ctx context.Context, organization id.ID, email, reason string) error {
	var fields fault.Fields
	fields.Text("/reason", reason, true, 500)
	if err := fields.Err(); err != nil {
		return err
	}
	u, err := s.FindUser(ctx, organization, email)
	if err != nil {
		return err
	}
	if u.Identity == id.Nil || email == "" {
		return ErrUnknownUser
	}
	err = tenancy.InSystemTx(ctx, s.db, "reset second factors", func(ctx context.Context, tx tenancy.SystemTx) error {
		q := identitydb.New(tx)
		if _, err := q.LockIdentity(ctx, u.Identity); err != nil {
			return fmt.Errorf("lock identity: %w", err)
		}
		if _, err := q.RemoveTOTP(ctx, tx.Now(), u.Identity); err != nil {
			return fmt.Errorf("remove authenticator app: %w", err)
		}
		passkeys, err := q.RemovePasskeys(ctx, u.Identity)
		if err != nil {
			return fmt.Errorf("remove passkeys: %w", err)
		}
		if err := q.VoidChallenges(ctx, tx.Now(), u.Identity); err != nil {
			return fmt.Errorf("void sign-ins: %w", err)
		}
		ended, err := q.RevokeSessions(ctx, tx.Now(), u.Identity)
		if err != nil {
			return fmt.Errorf("revoke sessions: %w", err)
		}
		e := event(eventOperator, tx.Now(), map[string]any{
			"act": "factors_reset", "reason": reason, "passkeys": passkeys, "sessions_ended": ended,
		})
		e.IdentityID, e.OrganizationID = &u.Identity, &organization
		if err := note(ctx, tx, e); err != nil {
			return err
		}
		return changed(ctx, tx, tenancy.Principal{}, u.Identity)
	})
	if err != nil {
		return err
	}
	s.sessions.clear()
	s.log.InfoContext(ctx, "second factors reset", "organization", organization, "user", u.ID)
	return nil
}
