// Package live tells people who look at something that it has just changed.
package live

import (
	"context"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/organization"
	"github.com/propertyos/propertyos/internal/event"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// ErrOff says that the organization has switched live updates off.
var ErrOff = fault.New(fault.Conflict, "live_updates_off", "Live updates are switched off in your organization.")

// Service is the use case.
type Service struct {
	hub           *event.Hub
	organizations *organization.Service
}

// New makes the service over the process's hub.
func New(hub *event.Hub, organizations *organization.Service) *Service {
	return &Service{hub: hub, organizations: organizations}
}

// Update is one thing to tell.
type Update struct {
	Mark id.ID // what to come back with after a break
	// Reload says that more may have changed than can be told. The rest is then empty.
	Reload   bool
	Type     string
	Entity   string // such as "unit"
	ID       id.ID
	Property id.ID // id.Nil where it is about none
}

// Stream is one person's place. Close it.
type Stream struct {
	listening *event.Listening
	grant     authz.Grant
}

// Listen begins to tell p of what happens in its organization from now on, or since the mark after if that is given and
// remembered. Errors: authz.ErrForbidden, ErrOff, event.ErrListeners.
func (s *Service) Listen(ctx context.Context, p tenancy.Principal, after id.ID) (*Stream, error) {
	g, err := authz.Require(p, authz.LiveRead)
	if err != nil {
		return nil, err
	}
	on, err := s.organizations.Feature(ctx, p, organization.FeatureLiveUpdates)
	if err != nil {
		return nil, err
	}
	if !on {
		return nil, ErrOff
	}
	key := p.Session
	if key == id.Nil {
		key = p.User
	}
	l, err := s.hub.Listen(p.Organization, key, after)
	if err != nil {
		return nil, err
	}
	return &Stream{listening: l, grant: g}, nil
}

// Start is the mark to come back with before anything was told.
func (s *Stream) Start() id.ID { return s.listening.Start }

// Missed returns what happened since the mark that Listen was given.
func (s *Stream) Missed() []Update {
	var out []Update
	for _, u := range s.listening.Missed {
		if told, ok := s.see(u); ok {
			out = append(out, told)
		}
	}
	return out
}

// Updates is what happens, for See; it is closed when the listener fell behind or the server stops.
func (s *Stream) Updates() <-chan event.Update { return s.listening.Updates() }

// See returns what p may be told of an update. The mark counts either way.
func (s *Stream) See(u event.Update) (Update, bool) { return s.see(u) }

// Reauthorize gives the stream what the same person may see now. It reports false where the stream has to end: the
// person is in another organization, is somebody else, or may not listen any more.
func (s *Stream) Reauthorize(p tenancy.Principal) bool {
	was := s.grant.Principal()
	if p.Organization != was.Organization || p.User != was.User {
		return false
	}
	g, err := authz.Require(p, authz.LiveRead)
	if err != nil {
		return false
	}
	s.grant = g
	return true
}

// Close ends it.
func (s *Stream) Close() { s.listening.Close() }

// see filters: whoever is limited to some properties is told of those and of nothing else.
func (s *Stream) see(u event.Update) (Update, bool) {
	if u.Reload {
		return Update{Mark: u.Mark, Reload: true}, true
	}
	if limited := s.grant.Principal().PropertyScope != nil; limited && (u.Property == id.Nil || !s.grant.Covers(u.Property)) {
		return Update{}, false
	}
	return Update{Mark: u.Mark, Type: u.Type, Entity: u.EntityType, ID: u.Entity, Property: u.Property}, true
}
