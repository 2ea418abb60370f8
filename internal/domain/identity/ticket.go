package identity

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/netip"
	"time"

	"github.com/propertyos/propertyos/internal/domain/identity/internal/identitydb"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/secret"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/tenancy"
)

var (
	// ErrLink says that a mailed link is none of ours, or that a newer mail has taken its place.
	ErrLink = fault.New(fault.NotFound, "link_invalid", "This link is not valid. If you have had a newer mail, use the link in that one.")
	// ErrLinkUsed says that a mailed link has done what it is for.
	ErrLinkUsed = fault.New(fault.Conflict, "link_used", "This link has been used already.")
	// ErrLinkExpired says that a mailed link came too late.
	ErrLinkExpired = fault.New(fault.Conflict, "link_expired", "This link has expired. Ask for a new one.")
	// ErrAskedTooOften says that too many mails were asked for from one place; RetryAfter says when to try again.
	ErrAskedTooOften = fault.New(fault.RateLimited, "asked_too_often", "Too many requests from your network. Please wait and try again.")
	// errNoJobs is a defect: a service that was made without what sends mails was asked to send one.
	errNoJobs = errors.New("identity: no jobs to send mails with")
)

// The kinds of tickets behind mailed links.
const (
	ticketSignUp      = "sign_up"
	ticketVerify      = "email_verification"
	ticketChangeEmail = "email_change"
	ticketReset       = "password_reset"
)

// How long mailed links hold.
const (
	signUpLife     = 24 * time.Hour
	verifyLife     = 24 * time.Hour
	resetLife      = time.Hour
	invitationLife = 7 * 24 * time.Hour
)

// What one place and one address may ask for in mails. An address that has had its share is sent no more for a while and
// nobody is told, since the mails that it has still work; a place is told to wait.
var (
	askPerNetwork = limit{name: "ask_network", free: 20, window: 15 * time.Minute, block: time.Minute, most: time.Hour}
	askPerEmail   = limit{name: "ask_email", free: 5, window: time.Hour, block: 10 * time.Minute, most: time.Hour}
)

// ask counts a request for a mail to an address. A wait above zero refuses it; quiet means that it is answered as if the
// mail were sent.
func ask(ctx context.Context, tx tenancy.SystemTx, email string, ip netip.Addr) (wait time.Duration, quiet bool, err error) {
	q, now := identitydb.New(tx), tx.Now()
	place, address := digest("ask network", network(ip).String()), digest("ask email", email)
	rows, err := q.BlockedUntil(ctx, [][]byte{place[:], address[:]}, now)
	if err != nil {
		return 0, false, fmt.Errorf("look up throttles: %w", err)
	}
	for _, r := range rows {
		if string(r.Key) == string(place[:]) {
			return r.BlockedUntil.Sub(now), false, nil
		}
		quiet = true
	}
	if _, err := countAgainst(ctx, q, now, askPerNetwork, place); err != nil {
		return 0, false, err
	}
	if quiet {
		return 0, true, nil
	}
	_, err = countAgainst(ctx, q, now, askPerEmail, address)
	return 0, false, err
}

// ticket is what a mailed link may be used for, once.
type ticket struct {
	kind     string
	identity *id.ID // nil where it is found, or made, by the address
	email    string // where the mail goes
	data     any    // what is needed when the link is used; nil for nothing
	life     time.Duration
	event    string // the security event that asking is; "" for none
}

// issue keeps a ticket and has its mail sent, unless too much was asked for. It does the same work whoever the address
// belongs to: what the mail says, and whether there is one, the job finds out. Errors: ErrAskedTooOften.
func (s *Service) issue(ctx context.Context, visitor tenancy.Principal, t ticket, more ...func(context.Context, tenancy.SystemTx) error) error {
	if s.options.Jobs == nil {
		return errNoJobs
	}
	data := json.RawMessage("{}")
	if t.data != nil {
		var err error
		if data, err = json.Marshal(t.data); err != nil {
			return fmt.Errorf("keep ticket: %w", err)
		}
	}
	var wait time.Duration
	err := tenancy.InSystemTx(ctx, s.db, "issue "+t.kind+" ticket", func(ctx context.Context, tx tenancy.SystemTx) (err error) {
		quiet := false
		if wait, quiet, err = ask(ctx, tx, t.email, visitor.IP); err != nil || wait > 0 || quiet {
			return err
		}
		q, ticketID := identitydb.New(tx), id.New()
		err = q.AddMailedTicket(ctx, identitydb.AddMailedTicketParams{
			ID: ticketID, Kind: t.kind, IdentityID: t.identity, Email: t.email, Data: data,
			IpAddress: storableIP(visitor.IP), UserAgent: storable(visitor.UserAgent), Now: tx.Now(), ExpiresAt: tx.Now().Add(t.life),
		})
		if err != nil {
			return fmt.Errorf("keep ticket: %w", err)
		}
		if t.event != "" {
			if err := s.note(ctx, tx, visitor, t.event, t.identity, t.email); err != nil {
				return err
			}
		}
		for _, do := range more {
			if err := do(ctx, tx); err != nil {
				return err
			}
		}
		return s.options.Jobs.InsertTx(ctx, tx, ticketMail{Ticket: ticketID})
	})
	if err == nil && wait > 0 {
		refused := *ErrAskedTooOften
		refused.RetryAfter = wait
		return &refused
	}
	return err
}

// note writes a security event with where it came from. Of an address without a known person only the digest is kept.
func (s *Service) note(ctx context.Context, tx tenancy.SystemTx, visitor tenancy.Principal, kind string, identity *id.ID, email string) error {
	e := event(kind, tx.Now(), nil)
	e.IdentityID, e.IpAddress, e.UserAgent = identity, storableIP(visitor.IP), storable(visitor.UserAgent)
	if visitor.Organization != id.Nil {
		e.OrganizationID = &visitor.Organization
	}
	if email != "" {
		of := digest("email", email)
		e.EmailDigest = of[:]
	}
	if err := identitydb.New(tx).NoteEvent(ctx, e); err != nil {
		return fmt.Errorf("note %s: %w", kind, err)
	}
	return nil
}

// open finds the ticket of a mailed token and locks it. Errors: ErrLink, ErrLinkUsed, ErrLinkExpired.
func open(ctx context.Context, tx tenancy.SystemTx, token secret.Text, kinds ...string) (identitydb.FindMailedTicketRow, error) {
	hash, ok := sessionHash(token)
	if !ok {
		return identitydb.FindMailedTicketRow{}, ErrLink
	}
	t, err := identitydb.New(tx).FindMailedTicket(ctx, hash[:], kinds)
	switch {
	case errors.Is(err, postgres.ErrNotFound):
		return t, ErrLink
	case err != nil:
		return t, fmt.Errorf("find ticket: %w", err)
	case t.UsedAt != nil:
		return t, ErrLinkUsed
	case !t.ExpiresAt.After(tx.Now()) || t.Email == nil:
		return t, ErrLinkExpired
	}
	return t, nil
}

// spend makes a ticket used and empties it.
func spend(ctx context.Context, tx tenancy.SystemTx, t identitydb.FindMailedTicketRow) error {
	if err := identitydb.New(tx).UseMailedTicket(ctx, tx.Now(), t.ID); err != nil {
		return fmt.Errorf("use ticket: %w", err)
	}
	return nil
}

// mask shows of an e-mail address as much as its owner needs to know it again.
func mask(email string) string {
	for i, r := range email {
		if i > 0 && r == '@' {
			return string([]rune(email)[0]) + "…" + email[i:]
		}
	}
	return "…"
}

// beginSession writes the session of somebody who has just proved who they are by what was mailed to them.
func (s *Service) beginSession(ctx context.Context, tx tenancy.SystemTx, visitor tenancy.Principal, identity, org, user id.ID) (secret.Text, error) {
	token, hash := newSessionToken()
	err := identitydb.New(tx).BeginSession(ctx, identitydb.BeginSessionParams{
		ID: id.New(), TokenHash: hash, IdentityID: identity, OrganizationID: org, UserID: user,
		IpAddress: storableIP(visitor.IP), UserAgent: storable(visitor.UserAgent), Now: tx.Now(), ExpiresAt: tx.Now().Add(s.options.SessionLifetime),
	})
	if err != nil {
		return secret.Text{}, fmt.Errorf("begin session: %w", err)
	}
	return token, nil
}
