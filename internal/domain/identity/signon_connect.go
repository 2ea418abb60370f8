package identity

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/propertyos/propertyos/internal/domain/identity/internal/identitydb"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/secret"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// confirm notes that the person behind a session proved who they are a moment ago.
func (s *SignOns) confirm(ctx context.Context, a SignOnAnswer, j journey, row identitydb.FindSignOnRow, c claims, begun time.Time) error {
	if c.AuthTime.Before(begun.Add(-signOnSkew)) { // also where the provider tells no time at all
		return ErrSignOnStale
	}
	err := tenancy.InSystemTx(ctx, s.db, "confirm at provider", func(ctx context.Context, tx tenancy.SystemTx) error {
		session, err := liveSession(ctx, tx, a.Session)
		if err != nil {
			return err
		}
		if session.ID != j.Session || session.OrganizationID != a.Organization {
			return ErrSignOnBegun
		}
		q := identitydb.New(tx)
		subject, err := q.FindSubject(ctx, a.Organization, row.Issuer, c.Subject)
		if err != nil && !errors.Is(err, postgres.ErrNotFound) {
			return fmt.Errorf("find link: %w", err)
		}
		if err != nil || subject.IdentityID != session.IdentityID {
			return ErrSignOnPerson
		}
		if err := q.ProveSignOnSession(ctx, tx.Now(), session.ID); err != nil {
			return fmt.Errorf("note confirmation: %w", err)
		}
		return noteSignOn(ctx, tx, eventStepUp, a.Organization, session.IdentityID, a.Visitor, map[string]any{"method": methodSignOn})
	})
	if err != nil {
		return err
	}
	if hash, ok := sessionHash(a.Session); ok {
		s.sessions.forget(hash)
	}
	return nil
}

// connectState stands in the place of a state in the ticket of an account that waits to be connected.
const connectState = "connect"

// keepForConnect remembers a provider's account until its person has signed in by themselves.
func keepForConnect(ctx context.Context, tx tenancy.SystemTx, a SignOnAnswer, row identitydb.FindSignOnRow, c claims, identity id.ID) error {
	data, err := json.Marshal(journey{
		For: forConnect, Provider: row.ID, Issuer: row.Issuer, Subject: c.Subject, First: c.First, Last: c.Last,
	})
	if err != nil {
		return fmt.Errorf("keep account: %w", err)
	}
	err = identitydb.New(tx).AddSignOnTicket(ctx, identitydb.AddSignOnTicketParams{
		ID: id.New(), TokenHash: ticketHash(a.Cookie, connectState), IdentityID: &identity, OrganizationID: a.Organization, Data: data,
		IpAddress: storableIP(a.Visitor.IP), UserAgent: storable(a.Visitor.UserAgent), Now: tx.Now(), ExpiresAt: tx.Now().Add(signOnPatience),
	})
	if err != nil {
		return fmt.Errorf("keep account: %w", err)
	}
	return nil
}

// SignOnConnection is an account that waits to be connected.
type SignOnConnection struct {
	Host  string // of the provider
	Slug  string // of the organization
	Email string // of the person whom it would be connected with
}

// PendingConnection returns what the browser may connect. Error: ErrSignOnBegun.
func (s *SignOns) PendingConnection(ctx context.Context, cookie secret.Text) (SignOnConnection, error) {
	var out SignOnConnection
	err := tenancy.InSystemTx(ctx, s.db, "connect account: look up", func(ctx context.Context, tx tenancy.SystemTx) error {
		row, err := identitydb.New(tx).FindConnection(ctx, ticketHash(cookie, connectState), tx.Now())
		if errors.Is(err, postgres.ErrNotFound) {
			return ErrSignOnBegun
		}
		if err != nil {
			return fmt.Errorf("find account to connect: %w", err)
		}
		var j journey
		if err := json.Unmarshal(row.Data, &j); err != nil {
			return fmt.Errorf("read account to connect: %w", err)
		}
		out = SignOnConnection{Host: hostOf(j.Issuer), Slug: row.Slug, Email: row.Email}
		return nil
	})
	return out, err
}

// ConnectSignOn ties the account that the browser brought from a provider to the person of a session that was made without
// any provider. From then on the account opens the organization. Errors: ErrSignOnBegun, ErrSignOnPerson, ErrNoSession,
// and the refusals of FinishSignOn.
func (s *SignOns) ConnectSignOn(ctx context.Context, _ tenancy.Principal, session, cookie secret.Text) error {
	return tenancy.InSystemTx(ctx, s.db, "connect account", func(ctx context.Context, tx tenancy.SystemTx) error {
		person, err := liveSession(ctx, tx, session)
		if err != nil {
			return err
		}
		q := identitydb.New(tx)
		pending, err := q.FindConnection(ctx, ticketHash(cookie, connectState), tx.Now())
		if errors.Is(err, postgres.ErrNotFound) {
			return ErrSignOnBegun
		}
		if err != nil {
			return fmt.Errorf("find account to connect: %w", err)
		}
		// What a provider vouched for proves nothing here: the provider is what is to be trusted from now on.
		if person.Method == methodSignOn || person.IdentityID != pending.IdentityID {
			return ErrSignOnPerson
		}
		ticket, err := q.UseSignOnTicket(ctx, tx.Now(), ticketHash(cookie, connectState), pending.OrganizationID)
		if errors.Is(err, postgres.ErrNotFound) {
			return ErrSignOnBegun
		}
		if err != nil {
			return fmt.Errorf("use account to connect: %w", err)
		}
		var j journey
		if err := json.Unmarshal(ticket.Data, &j); err != nil {
			return fmt.Errorf("read account to connect: %w", err)
		}
		row, err := usable(ctx, tx, pending.OrganizationID, j.Provider)
		if err != nil {
			return err
		}
		return s.link(ctx, tx, pending.OrganizationID, row, pending.IdentityID,
			claims{Subject: j.Subject, Email: pending.Email, First: j.First, Last: j.Last})
	})
}
