package identity

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/propertyos/propertyos/internal/domain/identity/internal/identitydb"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/secret"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// takeTicket uses up the ticket that belongs to an answer, whatever becomes of the answer, and finds its provider.
func (s *SignOns) takeTicket(ctx context.Context, a SignOnAnswer) (j journey, begun time.Time, row identitydb.FindSignOnRow, err error) {
	if _, ok := sessionHash(a.Cookie); !ok || a.State == "" {
		return j, begun, row, ErrSignOnBegun
	}
	var refusal error
	err = tenancy.InSystemTx(ctx, s.db, "single sign-on: come back", func(ctx context.Context, tx tenancy.SystemTx) error {
		j = journey{}
		ticket, err := identitydb.New(tx).UseSignOnTicket(ctx, tx.Now(), ticketHash(a.Cookie, a.State), a.Organization)
		if errors.Is(err, postgres.ErrNotFound) {
			refusal = ErrSignOnBegun
			return nil
		}
		if err != nil {
			return fmt.Errorf("find sign-in: %w", err)
		}
		if err := json.Unmarshal(ticket.Data, &j); err != nil {
			return fmt.Errorf("read sign-in: %w", err)
		}
		begun = ticket.CreatedAt
		row, refusal = usable(ctx, tx, a.Organization, j.Provider)
		return nil // a refused ticket is used up as well
	})
	return j, begun, row, errors.Join(err, refusal)
}

// admit lets the person in whom the claims are about, or has them connect their account first.
func (s *SignOns) admit(ctx context.Context, a SignOnAnswer, j journey, c claims) (token secret.Text, connect bool, err error) {
	token, hash := newSessionToken()
	var p tenancy.Principal
	err = tenancy.InSystemTx(ctx, s.db, "single sign-on: conclude", func(ctx context.Context, tx tenancy.SystemTx) error {
		connect = false
		row, err := usable(ctx, tx, a.Organization, j.Provider) // it may have been disabled meanwhile
		if err != nil {
			return err
		}
		identity, proof, err := s.personOf(ctx, tx, a.Organization, row, c)
		if err != nil {
			return err
		}
		if proof {
			connect = true
			return keepForConnect(ctx, tx, a, row, c, identity)
		}
		p, err = s.memberOf(ctx, tx, a.Organization, identity)
		if err != nil {
			return err
		}
		return s.beginSignOn(ctx, tx, a.Visitor, p, identity, hash, c.AuthTime)
	})
	if err != nil || connect {
		return secret.Text{}, connect, err
	}
	s.log.InfoContext(ctx, "signed in through provider", "organization", p.Organization, "user", p.User, "provider", j.Provider)
	return token, false, nil
}

// personOf finds, or makes, the identity that a provider's subject stands for. It reports proof when the identity opens
// more than this organization and the person has to sign in by themselves before it is tied to the provider's account.
//
// A provider is chosen by one organization, which could have it say anything. So it may vouch only for addresses of the
// domains that the organization lists; what it opens is this organization alone (tenancy.Principal.SingleSignOn); and an
// identity that signs in by itself and is more than a user of this organization is not tied to it on its word.
func (s *SignOns) personOf(ctx context.Context, tx tenancy.SystemTx, org id.ID, row identitydb.FindSignOnRow, c claims) (identity id.ID, proof bool, err error) {
	q := identitydb.New(tx)
	known, err := q.FindSubject(ctx, org, row.Issuer, c.Subject)
	if err == nil {
		if known.DisabledAt != nil {
			return id.Nil, false, ErrSignOnRemoved
		}
		if err := q.TouchSubject(ctx, tx.Now(), known.ID); err != nil {
			return id.Nil, false, fmt.Errorf("note use of link: %w", err)
		}
		return known.IdentityID, false, nil
	}
	if !errors.Is(err, postgres.ErrNotFound) {
		return id.Nil, false, fmt.Errorf("find link: %w", err)
	}
	if c.Email == "" {
		reason := "email_missing"
		if c.Unverified {
			reason = "email_unverified"
		}
		return id.Nil, false, ErrSignOnEmail.With(signOnReason(reason))
	}
	if _, domain, _ := strings.Cut(c.Email, "@"); !slices.Contains(row.EmailDomains, domain) {
		return id.Nil, false, ErrSignOnDomain
	}
	standing, err := q.StandingOf(ctx, org, c.Email)
	switch {
	case errors.Is(err, postgres.ErrNotFound):
		if row.DefaultRole == nil {
			return id.Nil, false, ErrSignOnUnknown
		}
		if identity, _, err = claim(ctx, tx, c.Email, nil); err != nil {
			return id.Nil, false, err
		}
	case err != nil:
		return id.Nil, false, fmt.Errorf("find identity: %w", err)
	case standing.DisabledAt != nil:
		return id.Nil, false, ErrSignOnRemoved
	case !standing.Member && row.DefaultRole == nil:
		return id.Nil, false, s.notMember(ctx, tx, org, standing.ID)
	default:
		identity = standing.ID
	}
	proof = standing.SignsIn && (standing.Elsewhere || !standing.Member)
	if !proof {
		err = s.link(ctx, tx, org, row, identity, c)
	}
	return identity, proof, err
}

// notMember tells somebody who left from somebody who never was there.
func (s *SignOns) notMember(ctx context.Context, tx tenancy.SystemTx, org, identity id.ID) error {
	_, err := identitydb.New(tx).SignOnMember(ctx, org, identity)
	if err == nil {
		return ErrSignOnRemoved
	}
	if !errors.Is(err, postgres.ErrNotFound) {
		return fmt.Errorf("find user: %w", err)
	}
	return ErrSignOnUnknown
}

// link ties a provider's account to an identity and makes the identity a user of the organization if it never was one.
func (s *SignOns) link(ctx context.Context, tx tenancy.SystemTx, org id.ID, row identitydb.FindSignOnRow, identity id.ID, c claims) error {
	q := identitydb.New(tx)
	member, err := q.SignOnMember(ctx, org, identity)
	switch {
	case errors.Is(err, postgres.ErrNotFound) && row.DefaultRole != nil:
		_, err := addUser(ctx, tx, CreateUserInput{
			Organization: org, Email: c.Email, FirstName: c.First, LastName: c.Last, Role: tenancy.Role(*row.DefaultRole),
		}, identity)
		if err != nil {
			return err
		}
	case errors.Is(err, postgres.ErrNotFound):
		return ErrSignOnUnknown
	case err != nil:
		return fmt.Errorf("find user: %w", err)
	case member.DeletedAt != nil:
		return ErrSignOnRemoved
	}
	subjects, err := q.SubjectsOf(ctx, org, identity)
	if err != nil {
		return fmt.Errorf("list links: %w", err)
	}
	for _, subject := range subjects {
		if subject.Issuer != row.Issuer {
			continue
		}
		if subject.Subject == c.Subject { // made by another request meanwhile
			return nil
		}
		// The provider gave a former colleague's address to somebody else: the address is no longer the same person.
		return ErrSignOnReused
	}
	err = q.AddSubject(ctx, identitydb.AddSubjectParams{
		ID: id.New(), OrganizationID: org, IdentityID: identity, Issuer: row.Issuer, Subject: c.Subject, Now: tx.Now(),
	})
	if err != nil {
		return fmt.Errorf("add link: %w", err)
	}
	return nil
}

// memberOf is the principal of an identity in the organization, if it is a user who may come in.
func (s *SignOns) memberOf(ctx context.Context, tx tenancy.SystemTx, org, identity id.ID) (tenancy.Principal, error) {
	user, err := identitydb.New(tx).SignOnMember(ctx, org, identity)
	if errors.Is(err, postgres.ErrNotFound) {
		return tenancy.Principal{}, ErrSignOnRemoved
	}
	if err != nil {
		return tenancy.Principal{}, fmt.Errorf("find user: %w", err)
	}
	p, refusal, err := s.enter(ctx, tx, org, user.ID, ErrSignOnRemoved)
	return p, errors.Join(err, refusal)
}

// beginSignOn makes the session. It is fresh for as long as the provider's own proof is.
func (s *SignOns) beginSignOn(ctx context.Context, tx tenancy.SystemTx, visitor, p tenancy.Principal, identity id.ID, hash []byte, authTime time.Time) error {
	q := identitydb.New(tx)
	var proved *time.Time
	if now := tx.Now(); !authTime.IsZero() && authTime.Before(now.Add(signOnSkew)) {
		authTime = earlier(authTime, now)
		proved = &authTime
	}
	err := q.AddSignOnSession(ctx, identitydb.AddSignOnSessionParams{
		ID: id.New(), TokenHash: hash, IdentityID: identity, OrganizationID: p.Organization, UserID: p.User,
		IpAddress: storableIP(visitor.IP), UserAgent: storable(visitor.UserAgent), Now: tx.Now(),
		ExpiresAt: tx.Now().Add(s.SessionLifetime()), ProvedAt: proved,
	})
	if err != nil {
		return fmt.Errorf("add session: %w", err)
	}
	if err := q.NoteSignOnSignIn(ctx, tx.Now(), identity); err != nil {
		return fmt.Errorf("note sign-in: %w", err)
	}
	if err := q.NoteLogin(ctx, tx.Now(), p.Organization, p.User); err != nil {
		return fmt.Errorf("note sign-in: %w", err)
	}
	return noteSignOn(ctx, tx, eventSignIn, p.Organization, identity, visitor, map[string]any{"method": methodSignOn})
}

func noteSignOn(ctx context.Context, tx tenancy.SystemTx, kind string, org, identity id.ID, visitor tenancy.Principal, detail map[string]any) error {
	e := event(kind, tx.Now(), detail)
	e.OrganizationID, e.IpAddress, e.UserAgent = &org, storableIP(visitor.IP), storable(visitor.UserAgent)
	if identity != id.Nil {
		e.IdentityID = &identity
	}
	if err := identitydb.New(tx).NoteEvent(ctx, e); err != nil {
		return fmt.Errorf("note %s: %w", kind, err)
	}
	return nil
}

// noteFailedSignOn records why a sign-in that a browser had begun came to nothing, and returns the cause.
func (s *SignOns) noteFailedSignOn(ctx context.Context, a SignOnAnswer, j journey, cause error) error {
	kind := eventSignOnFailed
	if j.For == forStepUp {
		kind = eventStepUpFailed
	}
	reason := refusedFor(cause)
	s.log.WarnContext(ctx, "single sign-on failed", "organization", a.Organization, "provider", j.Provider, "reason", reason)
	err := tenancy.InSystemTx(ctx, s.db, "single sign-on: note failure", func(ctx context.Context, tx tenancy.SystemTx) error {
		return noteSignOn(ctx, tx, kind, a.Organization, id.Nil, a.Visitor,
			map[string]any{"provider": j.Provider.String(), "reason": reason})
	})
	if err != nil {
		return errors.Join(err, cause)
	}
	return cause
}

// The kinds of security events of single sign-on.
const (
	eventSignOnFailed = "single_sign_on_failed"
	eventStepUp       = "step_up"
	eventStepUpFailed = "step_up_failed"
)
