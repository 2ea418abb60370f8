package identity

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"strings"
	"time"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/identity/internal/identitydb"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// ErrUnknownSession says that the person has no such session, or that it has ended.
var ErrUnknownSession = fault.New(fault.NotFound, "not_found", "There is nothing here, or you may not see it.")

// Session is a browser in which a person is signed in.
type Session struct {
	ID           id.ID
	Current      bool   // the one that asks
	Organization id.ID  // where it is
	Slug         string // of that organization
	Agent        Agent
	IP           netip.Addr // where it began; the zero address if that is not known
	Method       string     // how it was proved, as sessions.method
	CreatedAt    time.Time
	LastSeenAt   time.Time // to the minute
}

// Sessions returns where the person is signed in, the newest use first, 200 at most. An API key sees those of its own
// organization. Errors: authz's.
func (s *Service) Sessions(ctx context.Context, p tenancy.Principal) (out []Session, err error) {
	err = s.own(ctx, p, authz.AccountRead, "list own sessions", func(ctx context.Context, tx tenancy.SystemTx, identity id.ID) error {
		rows, err := identitydb.New(tx).LiveSessions(ctx, identity, tx.Now(), tx.Now().Add(-s.options.SessionIdle), within(p))
		if err != nil {
			return fmt.Errorf("list sessions: %w", err)
		}
		out = make([]Session, 0, len(rows))
		for _, r := range rows {
			out = append(out, Session{
				ID: r.ID, Current: r.ID == p.Session, Organization: r.OrganizationID, Slug: r.Slug, Agent: ParseAgent(orEmpty(r.UserAgent)),
				IP: orNowhere(r.IpAddress), Method: r.Method, CreatedAt: r.CreatedAt, LastSeenAt: r.LastSeenAt,
			})
		}
		return nil
	})
	return out, err
}

// within is the organization that a key, or a session of the organization's provider, is held to; nil for a person.
func within(p tenancy.Principal) *id.ID {
	if p.APIKey == id.Nil && !p.SingleSignOn {
		return nil
	}
	return &p.Organization
}

// EndSession ends one of the person's sessions: here at once, in other processes within 2 seconds. Errors: authz's,
// ErrUnknownSession.
func (s *Service) EndSession(ctx context.Context, p tenancy.Principal, session id.ID) error {
	var hash tokenHash
	err := s.own(ctx, p, authz.AccountWrite, "end own session", func(ctx context.Context, tx tenancy.SystemTx, identity id.ID) error {
		raw, err := identitydb.New(tx).RevokeOwnSession(ctx, tx.Now(), identity, session, within(p))
		if errors.Is(err, postgres.ErrNotFound) {
			return ErrUnknownSession
		}
		if err != nil {
			return fmt.Errorf("end session: %w", err)
		}
		hash = tokenHash(raw)
		return note(ctx, tx, originOf(p).event(eventSessionRevoked, tx.Now(), identity, map[string]any{"sessions_ended": 1}))
	})
	if err == nil {
		s.sessions.forget(hash)
	}
	return err
}

// EndOtherSessions ends all of the person's sessions but the one that asks, and returns how many there were. Errors:
// authz's, ErrNeedsSession.
func (s *Service) EndOtherSessions(ctx context.Context, p tenancy.Principal) (n int64, err error) {
	if p.Session == id.Nil {
		return 0, ErrNeedsSession
	}
	if p.SingleSignOn {
		return 0, authz.ErrSingleSignOn
	}
	err = s.own(ctx, p, authz.AccountWrite, "end other sessions", func(ctx context.Context, tx tenancy.SystemTx, identity id.ID) error {
		if n, err = identitydb.New(tx).RevokeOtherSessions(ctx, tx.Now(), identity, p.Session); err != nil {
			return fmt.Errorf("end sessions: %w", err)
		}
		if n == 0 {
			return nil
		}
		return note(ctx, tx, originOf(p).event(eventSessionRevoked, tx.Now(), identity, map[string]any{"sessions_ended": n}))
	})
	if err == nil {
		s.sessions.clear()
	}
	return n, err
}

// OwnProfile is what a person says of themselves in one organization.
type OwnProfile struct {
	FirstName, LastName, Phone string // each may be empty
	Email                      string
	Version                    int32
}

// maxPhone is the longest telephone number, in characters.
const maxPhone = 40

// ErrProfileChanged says that the profile was changed since it was read.
var ErrProfileChanged = fault.New(fault.Precondition, "changed_since", "This was changed since you opened it.")

// OwnProfile returns the person's own profile. Errors: authz's.
func (s *Service) OwnProfile(ctx context.Context, p tenancy.Principal) (out OwnProfile, err error) {
	g, err := authz.Require(p, authz.AccountRead)
	if err != nil {
		return out, err
	}
	row, err := identitydb.New(g.Reader(ctx, s.db)).OwnProfile(ctx, p.Organization, p.User)
	if err != nil {
		return out, fmt.Errorf("own profile: %w", err)
	}
	return OwnProfile{
		FirstName: orEmpty(row.FirstName), LastName: orEmpty(row.LastName), Phone: orEmpty(row.Phone),
		Email: row.Email, Version: row.Version,
	}, nil
}

// SetOwnProfile changes the person's own name and telephone number in this organization, of the version that was read.
// It runs as the system role in their name, since the database lets no renter, owner or vendor change users. Errors:
// authz's, field faults, ErrProfileChanged.
func (s *Service) SetOwnProfile(ctx context.Context, p tenancy.Principal, in OwnProfile) error {
	in.FirstName, in.LastName, in.Phone = strings.TrimSpace(in.FirstName), strings.TrimSpace(in.LastName), strings.TrimSpace(in.Phone)
	var fields fault.Fields
	checkName(&fields, "/first_name", in.FirstName)
	checkName(&fields, "/last_name", in.LastName)
	fields.Text("/phone", in.Phone, false, maxPhone)
	if err := fields.Err(); err != nil {
		return err
	}
	return s.own(ctx, p, authz.AccountWrite, "change own profile", func(ctx context.Context, tx tenancy.SystemTx, _ id.ID) error {
		n, err := identitydb.New(tx).SetOwnProfile(ctx, identitydb.SetOwnProfileParams{
			FirstName: orNone(in.FirstName), LastName: orNone(in.LastName), Phone: orNone(in.Phone),
			TenantID: p.Organization, ID: p.User, Version: in.Version,
		})
		if err == nil && n == 1 {
			return nil
		}
		return errOr(err, ErrProfileChanged)
	})
}

func orNone(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
