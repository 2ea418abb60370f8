package identity

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/identity/internal/identitydb"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/secret"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/tenancy"
)

var (
	// ErrNoPasskeys says that this installation has no address that passkeys could be bound to.
	ErrNoPasskeys = fault.New(fault.Unavailable, "passkeys_unavailable", "Passkeys are not set up on this installation.")
	// ErrUnknownPasskey says that the person has no such passkey.
	ErrUnknownPasskey = fault.New(fault.NotFound, "not_found", "There is nothing here, or you may not see it.")
	// ErrManyPasskeys says that the person has as many passkeys as anybody may have.
	ErrManyPasskeys = fault.New(fault.Conflict, "too_many_passkeys", "You have 20 passkeys. Remove one that you no longer use.")
)

const maxPasskeys = 20

// Passkey is a WebAuthn credential of a person.
type Passkey struct {
	ID         id.ID
	Name       string
	CreatedAt  time.Time
	LastUsedAt *time.Time
}

// Ceremony is a WebAuthn ceremony under way: what the browser is asked, and the ticket that its answer comes back with.
// A ticket is good once and for 5 minutes.
type Ceremony struct {
	Options json.RawMessage // the publicKey member of navigator.credentials' argument, as JSON
	Ticket  secret.Text
}

// relyingParty is what passkeys are bound to: the host and the origin of the installation's address.
func relyingParty(address string) (*webauthn.WebAuthn, error) {
	if address == "" {
		return nil, nil
	}
	u, err := url.Parse(address)
	if err != nil {
		return nil, fmt.Errorf("address of the installation: %w", err)
	}
	w, err := webauthn.New(&webauthn.Config{
		RPID: u.Hostname(), RPDisplayName: totpIssuer, RPOrigins: []string{u.Scheme + "://" + u.Host},
		AttestationPreference: protocol.PreferNoAttestation,
	})
	if err != nil {
		return nil, fmt.Errorf("address of the installation: %w", err)
	}
	return w, nil
}

// holder is a person as the library wants to see them. The user handle is the identity's id, which tells nobody anything.
type holder struct {
	id    id.ID
	email string
	rows  []identitydb.PasskeysRow
}

// WebAuthnID implements webauthn.User.
func (h holder) WebAuthnID() []byte { return h.id[:] }

// WebAuthnName implements webauthn.User.
func (h holder) WebAuthnName() string { return h.email }

// WebAuthnDisplayName implements webauthn.User.
func (h holder) WebAuthnDisplayName() string { return h.email }

// WebAuthnCredentials implements webauthn.User.
func (h holder) WebAuthnCredentials() []webauthn.Credential {
	list := make([]webauthn.Credential, 0, len(h.rows))
	for _, r := range h.rows {
		var c webauthn.Credential
		if json.Unmarshal(r.Credential, &c) == nil { // one that cannot be read is one that does not match
			list = append(list, c)
		}
	}
	return list
}

func holderOf(ctx context.Context, tx tenancy.SystemTx, f factors) (holder, error) {
	rows, err := identitydb.New(tx).Passkeys(ctx, f.ID)
	if err != nil {
		return holder{}, fmt.Errorf("list passkeys: %w", err)
	}
	return holder{f.ID, f.Email, rows}, nil
}

func passkeysOf(ctx context.Context, tx tenancy.SystemTx, identity id.ID) ([]Passkey, error) {
	rows, err := identitydb.New(tx).Passkeys(ctx, identity)
	if err != nil {
		return nil, fmt.Errorf("list passkeys: %w", err)
	}
	out := make([]Passkey, 0, len(rows))
	for _, r := range rows {
		out = append(out, Passkey{ID: r.ID, Name: r.Name, CreatedAt: r.CreatedAt, LastUsedAt: r.LastUsedAt})
	}
	return out, nil
}

// BeginPasskey opens the ceremony that makes a passkey. Errors: authz's, ErrNoPasskeys, ErrManyPasskeys.
func (s *Service) BeginPasskey(ctx context.Context, p tenancy.Principal) (c Ceremony, err error) {
	if s.relying == nil {
		return c, ErrNoPasskeys
	}
	err = s.own(ctx, p, authz.AccountSecurity, "begin passkey", func(ctx context.Context, tx tenancy.SystemTx, identity id.ID) error {
		f, err := factorsOf(ctx, tx, identity)
		if err != nil {
			return err
		}
		if f.Passkeys >= maxPasskeys {
			return ErrManyPasskeys
		}
		h, err := holderOf(ctx, tx, f)
		if err != nil {
			return err
		}
		asked, session, err := s.relying.BeginRegistration(h,
			webauthn.WithExclusions(webauthn.Credentials(h.WebAuthnCredentials()).CredentialDescriptors()),
			webauthn.WithAuthenticatorSelection(protocol.AuthenticatorSelection{
				ResidentKey: protocol.ResidentKeyRequirementPreferred, UserVerification: protocol.VerificationPreferred,
			}))
		if err != nil {
			return fmt.Errorf("begin passkey: %w", err)
		}
		c, err = ceremony(ctx, tx, ticketRegistration, &identity, originOf(p), asked.Response, session)
		return err
	})
	return c, err
}

// AddPasskey ends the ceremony and keeps the passkey. It returns recovery codes where the person had none, shown this
// once. Errors: authz's, field faults, ErrChallenge, ErrPasskey, ErrManyPasskeys.
func (s *Service) AddPasskey(ctx context.Context, p tenancy.Principal, name string, answer PasskeyAnswer) (codes []secret.Text, err error) {
	if s.relying == nil {
		return nil, ErrNoPasskeys
	}
	if name = strings.TrimSpace(name); name == "" {
		if name = ParseAgent(p.UserAgent).System; name == "" {
			name = "Passkey"
		}
	}
	if err := checkPasskeyName(name); err != nil {
		return nil, err
	}
	err = s.own(ctx, p, authz.AccountSecurity, "add passkey", func(ctx context.Context, tx tenancy.SystemTx, identity id.ID) error {
		q := identitydb.New(tx)
		if _, err := q.LockIdentity(ctx, identity); err != nil {
			return fmt.Errorf("lock identity: %w", err)
		}
		f, err := factorsOf(ctx, tx, identity)
		if err != nil {
			return err
		}
		if f.Passkeys >= maxPasskeys {
			return ErrManyPasskeys
		}
		session, err := takeCeremony(ctx, tx, ticketRegistration, identity, answer.Ticket)
		if err != nil {
			return err
		}
		parsed, err := protocol.ParseCredentialCreationResponseBytes(answer.Response)
		if err != nil {
			return ErrPasskey.With(err)
		}
		made, err := s.relying.CreateCredential(holder{id: identity, email: f.Email}, session, parsed)
		if err != nil {
			return ErrPasskey.With(err)
		}
		raw, err := json.Marshal(made)
		if err != nil {
			return fmt.Errorf("keep passkey: %w", err)
		}
		err = q.AddPasskey(ctx, identitydb.AddPasskeyParams{
			ID: id.New(), IdentityID: identity, CredentialID: made.ID, Name: name, Credential: raw, Now: tx.Now(),
		})
		if err != nil {
			return fmt.Errorf("keep passkey: %w", err)
		}
		if err := note(ctx, tx, originOf(p).event(eventPasskeyAdded, tx.Now(), identity, nil)); err != nil {
			return err
		}
		if codes, err = firstCodes(ctx, tx, f, originOf(p)); err != nil {
			return err
		}
		return changed(ctx, tx, p, identity)
	})
	return codes, err
}

func checkPasskeyName(name string) error {
	var fields fault.Fields
	fields.Text("/name", name, true, maxName)
	return fields.Err()
}

// RemovePasskey makes a passkey worthless. Errors: authz's, ErrUnknownPasskey.
func (s *Service) RemovePasskey(ctx context.Context, p tenancy.Principal, passkey id.ID) error {
	return s.own(ctx, p, authz.AccountSecurity, "remove passkey", func(ctx context.Context, tx tenancy.SystemTx, identity id.ID) error {
		q := identitydb.New(tx)
		if _, err := q.LockIdentity(ctx, identity); err != nil {
			return fmt.Errorf("lock identity: %w", err)
		}
		if n, err := q.RemovePasskey(ctx, identity, passkey); err != nil || n == 0 {
			return errOr(err, ErrUnknownPasskey)
		}
		if err := note(ctx, tx, originOf(p).event(eventPasskeyRemoved, tx.Now(), identity, nil)); err != nil {
			return err
		}
		return changed(ctx, tx, p, identity)
	})
}

// provePasskey checks the answer of a person who is known. The ceremony is over, whatever comes of it.
func (s *Service) provePasskey(ctx context.Context, tx tenancy.SystemTx, f factors, answer PasskeyAnswer, kind string, o origin) (refusal, err error) {
	if s.relying == nil {
		return ErrNoPasskeys, nil
	}
	session, err := takeCeremony(ctx, tx, kind, f.ID, answer.Ticket)
	if err != nil {
		return refusalOr(err)
	}
	h, err := holderOf(ctx, tx, f)
	if err != nil {
		return nil, err
	}
	parsed, err := protocol.ParseCredentialRequestResponseBytes(answer.Response)
	var used *webauthn.Credential
	if err == nil {
		used, err = s.relying.ValidateLogin(h, session, parsed)
	}
	return s.passkeyUsed(ctx, tx, f.ID, used, err, o)
}

// refusalOr tells a fault that the person is to be told, after which the transaction commits, from a failure.
func refusalOr(err error) (refusal, failure error) {
	if f := fault.As(err); f.Kind != fault.Internal && f.Kind != fault.Unavailable {
		return err, nil
	}
	return nil, err
}

// passkeyUsed keeps the authenticator's new counter, or notes why the passkey was refused. A counter that does not go up
// means that the passkey was copied: it is refused, and stays so until the counter passes the one that is known.
func (s *Service) passkeyUsed(ctx context.Context, tx tenancy.SystemTx, identity id.ID, used *webauthn.Credential, why error, o origin) (refusal, err error) {
	if why == nil && used.Authenticator.CloneWarning {
		why = errors.New("identity: the counter of a passkey did not go up")
		s.log.WarnContext(ctx, "a passkey seems to have been copied", "identity", identity)
	}
	if why != nil {
		detail := map[string]any{"factor": "passkey", "copied": used != nil}
		return ErrPasskey.With(why), note(ctx, tx, o.event(eventFactorFailed, tx.Now(), identity, detail))
	}
	raw, err := json.Marshal(used)
	if err != nil {
		return nil, fmt.Errorf("keep passkey: %w", err)
	}
	n, err := identitydb.New(tx).UsePasskey(ctx, raw, tx.Now(), identity, used.ID)
	if err != nil {
		return nil, fmt.Errorf("keep passkey: %w", err)
	}
	if n == 0 { // removed while it was being checked
		return ErrPasskey, nil
	}
	return nil, nil
}

// assertion opens a ceremony in which a person who is known shows a passkey.
func (s *Service) assertion(ctx context.Context, tx tenancy.SystemTx, identity id.ID, kind string, o origin) (Ceremony, error) {
	f, err := factorsOf(ctx, tx, identity)
	if err != nil {
		return Ceremony{}, err
	}
	if f.Passkeys == 0 {
		return Ceremony{}, ErrPasskey
	}
	h, err := holderOf(ctx, tx, f)
	if err != nil {
		return Ceremony{}, err
	}
	asked, session, err := s.relying.BeginLogin(h, webauthn.WithUserVerification(protocol.VerificationPreferred))
	if err != nil {
		return Ceremony{}, fmt.Errorf("begin passkey: %w", err)
	}
	return ceremony(ctx, tx, kind, &identity, o, asked.Response, session)
}

// maxOpen is how many sign-ins by passkey one network may have begun within 5 minutes.
const maxOpen = 100

// BeginPasskeySignIn opens the ceremony by which a stranger signs in with a passkey alone. It tells nothing of anybody:
// the authenticator offers what it holds. Errors: ErrNoPasskeys, ErrThrottled.
func (s *Service) BeginPasskeySignIn(ctx context.Context, c Credentials) (out Ceremony, err error) {
	if s.relying == nil {
		return out, ErrNoPasskeys
	}
	o := origin{c.IP, c.UserAgent}
	err = tenancy.InSystemTx(ctx, s.db, "begin sign-in by passkey", func(ctx context.Context, tx tenancy.SystemTx) error {
		q := identitydb.New(tx)
		open, err := q.OpenChallenges(ctx, tx.Now(), network(c.IP).String())
		if err != nil {
			return fmt.Errorf("count ceremonies: %w", err)
		}
		if open >= maxOpen {
			throttled := *ErrThrottled
			throttled.RetryAfter = ceremonyLifetime
			return &throttled
		}
		asked, session, err := s.relying.BeginDiscoverableLogin(webauthn.WithUserVerification(protocol.VerificationRequired))
		if err != nil {
			return fmt.Errorf("begin passkey: %w", err)
		}
		out, err = ceremony(ctx, tx, ticketPasskey, nil, o, asked.Response, session)
		return err
	})
	return out, err
}

// discover finds whom an answer to BeginPasskeySignIn is of and checks it.
func (s *Service) discover(ctx context.Context, tx tenancy.SystemTx, answer PasskeyAnswer, o origin) (identity id.ID, refusal, err error) {
	session, err := takeCeremony(ctx, tx, ticketPasskey, id.Nil, answer.Ticket)
	if err != nil {
		refusal, err = refusalOr(err)
		return id.Nil, refusal, err
	}
	parsed, err := protocol.ParseCredentialRequestResponseBytes(answer.Response)
	if err != nil || len(parsed.Response.UserHandle) != len(id.ID{}) {
		return id.Nil, ErrPasskey.With(err), nil
	}
	copy(identity[:], parsed.Response.UserHandle)
	f, err := factorsOf(ctx, tx, identity)
	if errors.Is(err, postgres.ErrNotFound) {
		return id.Nil, ErrPasskey, nil
	}
	if err != nil {
		return id.Nil, nil, err
	}
	h, err := holderOf(ctx, tx, f)
	if err != nil {
		return id.Nil, nil, err
	}
	_, used, why := s.relying.ValidatePasskeyLogin(func(_, handle []byte) (webauthn.User, error) {
		if !bytes.Equal(handle, h.WebAuthnID()) {
			return nil, ErrPasskey
		}
		return h, nil
	}, session, parsed)
	refusal, err = s.passkeyUsed(ctx, tx, identity, used, why, o)
	return identity, refusal, err
}
