package identity

import (
	"context"
	"errors"
	"fmt"

	"github.com/propertyos/propertyos/internal/domain/identity/internal/identitydb"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/secret"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// Entry is how far somebody has come: signed in, or with a right password before the second factor.
type Entry struct {
	Token     secret.Text       // of the session, shown this once; zero before the second factor
	Principal tenancy.Principal // zero before the second factor
	Ticket    secret.Text       // to come back with to SecondFactor, within 10 minutes; zero once signed in
	Device    secret.Text       // for the browser to keep for 30 days, where it asked to be remembered
}

// opening is what a session begins with.
type opening struct {
	identity id.ID
	method   string
	origin   origin
	// familiar says that the browser is known: nobody is told of the sign-in by mail.
	familiar bool
}

// openSession begins a session in the organization of p, which the transaction has entered, returns its token, and tells p
// of it. The refusal is ErrSignInFailed for a person who was disabled meanwhile.
func (s *Service) openSession(ctx context.Context, tx tenancy.SystemTx, p *tenancy.Principal, o opening) (token secret.Text, refusal, err error) {
	q := identitydb.New(tx)
	n, err := q.NoteEntry(ctx, tx.Now(), o.identity)
	if err != nil {
		return token, nil, fmt.Errorf("note sign-in: %w", err)
	}
	if n == 0 {
		return token, ErrSignInFailed, nil
	}
	if err := q.NoteLogin(ctx, tx.Now(), p.Organization, p.User); err != nil {
		return token, nil, fmt.Errorf("note sign-in: %w", err)
	}
	token, hash := newSessionToken()
	p.Session, p.Fresh, p.IP, p.UserAgent = id.New(), true, o.origin.ip, o.origin.agent
	err = q.AddSession(ctx, identitydb.AddSessionParams{
		ID: p.Session, TokenHash: hash, IdentityID: o.identity, OrganizationID: p.Organization, UserID: p.User,
		IpAddress: storableIP(o.origin.ip), UserAgent: storable(o.origin.agent), Method: o.method,
		Now: tx.Now(), ExpiresAt: tx.Now().Add(s.options.SessionLifetime),
	})
	if err != nil {
		return token, nil, fmt.Errorf("add session: %w", err)
	}
	e := o.origin.event(eventSignIn, tx.Now(), o.identity, map[string]any{"method": o.method})
	e.OrganizationID = &p.Organization
	if err := note(ctx, tx, e); err != nil {
		return token, nil, err
	}
	if o.familiar {
		return token, nil, nil
	}
	return token, nil, s.tellOfNewPlace(ctx, tx, o, p.Session)
}

// SecondFactorInput is the second half of a sign-in.
type SecondFactorInput struct {
	Ticket   secret.Text // from Begin
	Proof    Proof       // a code, a recovery code or a passkey
	Remember bool        // the browser need not show a second factor for 30 days
	From     Credentials // only IP and UserAgent are read
}

// BeginSecondFactor opens the ceremony in which a passkey is the second factor. Errors: ErrChallenge, ErrNoPasskeys,
// ErrPasskey where the person has none.
func (s *Service) BeginSecondFactor(ctx context.Context, ticket secret.Text, c Credentials) (out Ceremony, err error) {
	if s.relying == nil {
		return out, ErrNoPasskeys
	}
	err = tenancy.InSystemTx(ctx, s.db, "begin second factor", func(ctx context.Context, tx tenancy.SystemTx) error {
		row, err := openTicket(ctx, tx, ticketSignIn, ticket)
		if err != nil {
			return err
		}
		out, err = s.assertion(ctx, tx, *row.IdentityID, ticketPasskey, c.origin())
		return err
	})
	return out, err
}

// SecondFactorMeans says what a ticket from Begin can be answered with. Error: ErrChallenge.
func (s *Service) SecondFactorMeans(ctx context.Context, ticket secret.Text) (m Means, err error) {
	err = tenancy.InSystemTx(ctx, s.db, "second factor", func(ctx context.Context, tx tenancy.SystemTx) error {
		row, err := openTicket(ctx, tx, ticketSignIn, ticket)
		if err != nil {
			return err
		}
		f, err := factorsOf(ctx, tx, *row.IdentityID)
		m = f.means()
		return err
	})
	return m, err
}

// SecondFactor ends a sign-in that Begin left waiting. After five wrong answers it has to begin again. Errors:
// ErrChallenge, ErrProof, ErrCode, ErrRecoveryCode, ErrPasskey, ErrFactorsThrottled, and what Begin refuses people with.
func (s *Service) SecondFactor(ctx context.Context, in SecondFactorInput) (out Entry, err error) {
	if err := s.warm(ctx, in.Proof); err != nil {
		return out, err
	}
	var refusal error
	err = tenancy.InSystemTx(ctx, s.db, "second factor", func(ctx context.Context, tx tenancy.SystemTx) error {
		out, refusal, err = s.finish(ctx, tx, in)
		return err
	})
	if err == nil {
		err = refusal
	}
	if err != nil {
		return Entry{}, err
	}
	s.log.InfoContext(ctx, "signed in", "organization", out.Principal.Organization, "user", out.Principal.User)
	return out, nil
}

func (s *Service) finish(ctx context.Context, tx tenancy.SystemTx, in SecondFactorInput) (out Entry, refusal, err error) {
	from := in.From.origin()
	row, err := openTicket(ctx, tx, ticketSignIn, in.Ticket)
	if err != nil {
		refusal, err = refusalOr(err)
		return out, refusal, err
	}
	f, err := factorsOf(ctx, tx, *row.IdentityID)
	if err != nil {
		return out, nil, err
	}
	method, refusal, err := s.prove(ctx, tx, f, in.Proof, ticketPasskey, from)
	if err != nil || errors.Is(refusal, ErrProof) || errors.Is(refusal, ErrFactorsThrottled) {
		return out, refusal, err
	}
	if refusal != nil {
		if err := identitydb.New(tx).CountChallengeTry(ctx, row.ID); err != nil {
			return out, nil, fmt.Errorf("count try: %w", err)
		}
		if row.Attempts+1 >= signInTries {
			return out, ErrChallenge, endTicket(ctx, tx, row.ID)
		}
		return out, refusal, nil
	}
	if err := endTicket(ctx, tx, row.ID); err != nil {
		return out, nil, err
	}
	if out.Principal, refusal, err = s.choose(ctx, tx, f.ID); err != nil || refusal != nil {
		return out, refusal, err
	}
	out.Token, refusal, err = s.openSession(ctx, tx, &out.Principal, opening{identity: f.ID, method: method, origin: from})
	if err != nil || refusal != nil {
		return out, refusal, err
	}
	if in.Remember {
		out.Device, err = remember(ctx, tx, f.ID, from)
	}
	return out, nil, err
}

// PasskeySignIn ends the ceremony of BeginPasskeySignIn: a passkey whose holder the authenticator has checked is both
// factors at once. Errors: ErrChallenge, ErrPasskey, ErrNoPasskeys, and what Begin refuses people with.
func (s *Service) PasskeySignIn(ctx context.Context, c Credentials, answer PasskeyAnswer) (out Entry, err error) {
	if s.relying == nil {
		return out, ErrNoPasskeys
	}
	var refusal error
	err = tenancy.InSystemTx(ctx, s.db, "sign in by passkey", func(ctx context.Context, tx tenancy.SystemTx) error {
		var identity id.ID
		if identity, refusal, err = s.discover(ctx, tx, answer, c.origin()); err != nil || refusal != nil {
			return err
		}
		if out.Principal, refusal, err = s.choose(ctx, tx, identity); err != nil || refusal != nil {
			return err
		}
		out.Token, refusal, err = s.openSession(ctx, tx, &out.Principal, opening{identity: identity, method: methodAlone, origin: c.origin()})
		return err
	})
	if err == nil {
		err = refusal
	}
	if err != nil {
		return Entry{}, err
	}
	s.log.InfoContext(ctx, "signed in", "organization", out.Principal.Organization, "user", out.Principal.User)
	return out, nil
}

func (c Credentials) origin() origin { return origin{c.IP, c.UserAgent} }

// awaits reports whether the password alone is not enough: the person has a second factor, and the browser is not one
// that they had remembered.
func (s *Service) awaits(ctx context.Context, tx tenancy.SystemTx, identity id.ID, device secret.Text) (second, known bool, err error) {
	f, err := factorsOf(ctx, tx, identity)
	if errors.Is(err, postgres.ErrNotFound) || err == nil && !f.second() {
		return false, false, nil
	}
	if err != nil {
		return false, false, err
	}
	known, err = remembered(ctx, tx, identity, device)
	return !known, known, err
}
