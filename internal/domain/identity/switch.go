package identity

import (
	"context"
	"fmt"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/identity/internal/identitydb"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/secret"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// Mine is an organization that the person belongs to.
type Mine struct {
	ID      id.ID
	Name    string
	Slug    string
	Role    tenancy.Role
	Status  string // of the organization: active or suspended
	Current bool   // the session is in it
}

// Organizations lists the organizations of the person behind the principal, the one used last first, at most 100.
// Error: ErrNoSession for somebody who is no member any more.
func (s *Service) Organizations(ctx context.Context, p tenancy.Principal) ([]Mine, error) {
	if _, err := authz.Require(p, authz.AccountRead); err != nil {
		return nil, err
	}
	var list []Mine
	err := tenancy.InSystemTx(ctx, s.db, "list a person's organizations", func(ctx context.Context, tx tenancy.SystemTx) error {
		list = nil
		who, _, err := personOf(ctx, tx, p)
		if err != nil {
			return err
		}
		q := identitydb.New(tx)
		memberships, err := q.Memberships(ctx, who.identity)
		if err != nil {
			return fmt.Errorf("list memberships: %w", err)
		}
		for _, m := range memberships {
			if m.Status == "closed" || p.SingleSignOn && m.OrganizationID != p.Organization {
				continue
			}
			if err := tx.Enter(ctx, m.OrganizationID); err != nil {
				return err
			}
			row, err := q.OrganizationOfMine(ctx, m.UserID, m.OrganizationID)
			if missing(err) {
				continue
			}
			if err != nil {
				return fmt.Errorf("find organization: %w", err)
			}
			list = append(list, Mine{
				ID: m.OrganizationID, Name: row.Name, Slug: row.Slug, Role: tenancy.Role(row.Role), Status: m.Status,
				Current: m.OrganizationID == p.Organization,
			})
		}
		return nil
	})
	return list, err
}

// SwitchOrganization moves the principal's session to another of their organizations. The token is a new one, shown this
// once, and the old one ends: it was in the other organization. Errors: ErrUnknownOrganization for one that does not let
// the person in, ErrSuspended, ErrNoSession.
func (s *Service) SwitchOrganization(ctx context.Context, p tenancy.Principal, session secret.Text, to id.ID) (secret.Text, tenancy.Principal, error) {
	if _, err := authz.Require(p, authz.AccountWrite); err != nil {
		return secret.Text{}, p, err
	}
	return s.moveSession(ctx, p, session, "switch organization", func(ctx context.Context, tx tenancy.SystemTx, who person) (tenancy.Principal, error) {
		q := identitydb.New(tx)
		memberships, err := q.Memberships(ctx, who.identity)
		if err != nil {
			return p, fmt.Errorf("list memberships: %w", err)
		}
		for _, m := range memberships {
			if m.OrganizationID != to {
				continue
			}
			next, row, refusal, err := s.enterMember(ctx, tx, to, m.UserID, ErrUnknownOrganization)
			if err == nil {
				err = refusal
			}
			if err == nil {
				err = passwordRefusal(next, row)
			}
			if err != nil {
				return p, err
			}
			next.IP, next.UserAgent, next.RequestID = p.IP, p.UserAgent, p.RequestID
			return next, s.note(ctx, tx, next, eventSwitched, &who.identity, "")
		}
		return p, ErrUnknownOrganization
	})
}

// moveSession gives the principal's session to the user that find returns, who is the same person elsewhere.
func (s *Service) moveSession(ctx context.Context, p tenancy.Principal, session secret.Text, reason string,
	find func(context.Context, tenancy.SystemTx, person) (tenancy.Principal, error),
) (secret.Text, tenancy.Principal, error) {
	var token secret.Text
	next := p
	if p.SingleSignOn { // the provider of one organization has no say in another
		return token, p, authz.ErrSingleSignOn
	}
	err := tenancy.InSystemTx(ctx, s.db, reason, func(ctx context.Context, tx tenancy.SystemTx) error {
		live, err := s.live(ctx, tx, session)
		if err != nil {
			return err
		}
		if live.OrganizationID != p.Organization || live.UserID != p.User {
			return ErrNoSession // the token is another one's than the principal
		}
		who, _, err := personOf(ctx, tx, p)
		if err != nil {
			return err
		}
		if next, err = find(ctx, tx, who); err != nil {
			return err
		}
		token, err = follow(ctx, tx, live.ID, next.Organization, next.User)
		return err
	})
	if err != nil {
		return secret.Text{}, p, err
	}
	if hash, ok := sessionHash(session); ok {
		s.sessions.forget(hash)
	}
	return token, next, nil
}
