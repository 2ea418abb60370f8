package identity

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/go-webauthn/webauthn/webauthn"

	"github.com/propertyos/propertyos/internal/domain/identity/internal/identitydb"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/secret"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// The kinds of tickets that are made here.
const (
	ticketSignIn       = "sign_in"              // a right password that waits for its second factor
	ticketRegistration = "passkey_registration" // a passkey being made
	ticketPasskey      = "passkey_sign_in"      // a passkey being shown to sign in: of a person who is known, or of nobody yet
	ticketStepUp       = "step_up"              // a passkey being shown once more
)

const (
	// SignInLifetime is how long a right password waits for its second factor: the age to give the ticket's cookie.
	SignInLifetime = 10 * time.Minute
	// ceremonyLifetime is how long a WebAuthn ceremony may take. Source: Web Authentication Level 3 section 15.1, which
	// recommends 5 to 10 minutes.
	ceremonyLifetime = 5 * time.Minute
	// signInTries is how many second factors may be wrong before the password is asked for again.
	signInTries = 5
	// sweepAfter is how long tickets stay that nobody can use any more, for whoever looks into what happened.
	sweepAfter = 24 * time.Hour
)

func addTicket(ctx context.Context, tx tenancy.SystemTx, kind string, identity *id.ID, o origin, data []byte, life time.Duration) (secret.Text, error) {
	q := identitydb.New(tx)
	token, hash := newSessionToken()
	err := q.AddChallenge(ctx, identitydb.AddChallengeParams{
		ID: id.New(), Kind: kind, TokenHash: hash, IdentityID: identity, Data: data, IpAddress: storableIP(o.ip),
		UserAgent: storable(o.agent), Now: tx.Now(), ExpiresAt: tx.Now().Add(life),
	})
	if err != nil {
		return secret.Text{}, fmt.Errorf("add ticket: %w", err)
	}
	if err := q.SweepChallenges(ctx, tx.Now().Add(-sweepAfter)); err != nil {
		return secret.Text{}, fmt.Errorf("sweep tickets: %w", err)
	}
	return token, nil
}

// openTicket finds a ticket that is still good and locks it. Error: ErrChallenge.
func openTicket(ctx context.Context, tx tenancy.SystemTx, kind string, token secret.Text) (identitydb.LockChallengeRow, error) {
	hash, ok := sessionHash(token)
	if !ok {
		return identitydb.LockChallengeRow{}, ErrChallenge
	}
	row, err := identitydb.New(tx).LockChallenge(ctx, hash[:], kind, tx.Now())
	if errors.Is(err, postgres.ErrNotFound) {
		return row, ErrChallenge
	}
	if err != nil {
		return row, fmt.Errorf("find ticket: %w", err)
	}
	return row, nil
}

func endTicket(ctx context.Context, tx tenancy.SystemTx, ticket id.ID) error {
	if err := identitydb.New(tx).SpendChallenge(ctx, tx.Now(), ticket); err != nil {
		return fmt.Errorf("use ticket: %w", err)
	}
	return nil
}

// ceremony keeps what a WebAuthn ceremony asked until its answer comes.
func ceremony(ctx context.Context, tx tenancy.SystemTx, kind string, identity *id.ID, o origin, asked any, session *webauthn.SessionData) (Ceremony, error) {
	data, err := json.Marshal(session)
	if err != nil {
		return Ceremony{}, fmt.Errorf("keep ceremony: %w", err)
	}
	options, err := json.Marshal(asked)
	if err != nil {
		return Ceremony{}, fmt.Errorf("keep ceremony: %w", err)
	}
	token, err := addTicket(ctx, tx, kind, identity, o, data, ceremonyLifetime)
	return Ceremony{Options: options, Ticket: token}, err
}

// takeCeremony ends a ceremony of a person, or of nobody yet (id.Nil), and returns what was asked in it. Error:
// ErrChallenge.
func takeCeremony(ctx context.Context, tx tenancy.SystemTx, kind string, identity id.ID, token secret.Text) (webauthn.SessionData, error) {
	var session webauthn.SessionData
	row, err := openTicket(ctx, tx, kind, token)
	if err != nil {
		return session, err
	}
	whose := id.Nil
	if row.IdentityID != nil {
		whose = *row.IdentityID
	}
	if whose != identity {
		return session, ErrChallenge
	}
	if err := json.Unmarshal(row.Data, &session); err != nil {
		return session, fmt.Errorf("read ceremony: %w", err)
	}
	return session, endTicket(ctx, tx, row.ID)
}
