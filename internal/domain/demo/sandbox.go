package demo

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/identity"
	"github.com/propertyos/propertyos/internal/domain/organization"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// ErrNoSandboxes says that this installation cannot make sandboxes now, for want of its master key.
var ErrNoSandboxes = fault.New(fault.Unavailable, "sandbox_unavailable", "Sandboxes cannot be made right now. Ask whoever runs this server.")

// sandboxPlan is the demo organization that a sandbox is filled like: the smallest.
const sandboxPlan = "demo-juniper"

// SandboxOrganizations makes, finds and closes sandboxes; organization.Service does.
type SandboxOrganizations interface {
	Sandbox(ctx context.Context, p tenancy.Principal) (organization.Entry, error)
	CreateSandbox(ctx context.Context, p tenancy.Principal) (organization.Entry, error)
	CloseSandbox(ctx context.Context, p tenancy.Principal) error
}

// Profiles tells who somebody is; identity.Service does.
type Profiles interface {
	Profile(ctx context.Context, p tenancy.Principal) (identity.Profile, error)
}

// Sandboxes gives each organization one for trying: a separate organization full of demo data, in which its
// administrator is an administrator too. Nothing that happens there reaches the real one.
type Sandboxes struct {
	organizations SandboxOrganizations
	profiles      Profiles
	filler        *Service
}

// NewSandboxes makes them. filler may be nil, where there is no master key: then none can be made.
func NewSandboxes(organizations SandboxOrganizations, profiles Profiles, filler *Service) *Sandboxes {
	return &Sandboxes{organizations: organizations, profiles: profiles, filler: filler}
}

// Sandbox is what was made.
type Sandbox struct {
	ID                id.ID
	Slug              string
	Properties, Units int // that it was filled with; 0 where it was only looked up
}

// Get returns the sandbox of p's organization. Errors: organization.ErrNoSandbox and authz's.
func (s *Sandboxes) Get(ctx context.Context, p tenancy.Principal) (Sandbox, error) {
	e, err := s.organizations.Sandbox(ctx, p)
	return Sandbox{ID: e.ID, Slug: e.Slug}, err
}

// Make makes the sandbox of p's organization and fills it. Errors: organization.ErrSandboxExists, organization.ErrInSandbox,
// ErrNoSandboxes, and authz's.
func (s *Sandboxes) Make(ctx context.Context, p tenancy.Principal) (Sandbox, error) {
	if _, err := authz.Require(p, authz.SandboxWrite); err != nil {
		return Sandbox{}, err
	}
	if s.filler == nil {
		return Sandbox{}, ErrNoSandboxes
	}
	me, err := s.profiles.Profile(ctx, p)
	if fault.As(err).Is404() {
		return Sandbox{}, authz.ErrForbidden // removed meanwhile
	}
	if err != nil {
		return Sandbox{}, err
	}
	made, err := s.organizations.CreateSandbox(ctx, p)
	if err != nil {
		return Sandbox{}, err
	}
	out, err := s.filler.fillSandbox(ctx, made, me)
	if err != nil {
		// Half a sandbox is of no use; a closed one is in nobody's way.
		return Sandbox{}, errors.Join(err, s.organizations.CloseSandbox(context.WithoutCancel(ctx), p))
	}
	return out, nil
}

// Reset closes the sandbox and makes a new one. Its keys end with it. Errors: those of Remove and Make.
func (s *Sandboxes) Reset(ctx context.Context, p tenancy.Principal) (Sandbox, error) {
	if _, err := authz.Require(p, authz.SandboxWrite); err != nil {
		return Sandbox{}, err
	}
	if s.filler == nil {
		return Sandbox{}, ErrNoSandboxes
	}
	if err := s.Remove(ctx, p); err != nil {
		return Sandbox{}, err
	}
	return s.Make(ctx, p)
}

// Remove closes the sandbox for good. Errors: organization.ErrNoSandbox and authz's.
func (s *Sandboxes) Remove(ctx context.Context, p tenancy.Principal) error {
	return s.organizations.CloseSandbox(ctx, p)
}

// fillSandbox adds the administrator and the data to an empty organization.
func (s *Service) fillSandbox(ctx context.Context, e organization.Entry, me identity.Profile) (Sandbox, error) {
	admin, err := s.users.CreateUser(ctx, identity.CreateUserInput{
		Organization: e.ID, Email: me.Email, FirstName: me.Name, Role: tenancy.RoleAdmin,
	})
	if err != nil {
		return Sandbox{}, fmt.Errorf("add the administrator: %w", err)
	}
	o := generateSandbox(e, period.In(s.db.Clock().Now(), time.UTC))
	if err := s.keys.Warm(ctx, e.ID); err != nil {
		return Sandbox{}, fmt.Errorf("read keys: %w", err)
	}
	sealed, err := seal(ctx, s.keys, e.ID, &o)
	if err != nil {
		return Sandbox{}, err
	}
	err = tenancy.InTx(ctx, s.db, tenancy.Operator(e.ID, "sandbox"), func(ctx context.Context, tx tenancy.Tx) error {
		_, err := write(ctx, tx, &o, sealed, func(string, int) {})
		return err
	})
	if err != nil {
		return Sandbox{}, fmt.Errorf("fill sandbox: %w", err)
	}
	if err := s.enliven(ctx, tenancy.Principal{Organization: e.ID, User: admin.ID, Role: tenancy.RoleAdmin, Sandbox: true}, &o); err != nil {
		return Sandbox{}, err
	}
	return Sandbox{ID: e.ID, Slug: e.Slug, Properties: len(o.Properties), Units: o.Units()}, nil
}

// generateSandbox makes the data of a sandbox. They follow from its slug, so no two sandboxes share an id, and nobody can
// sign in but whom it belongs to.
func generateSandbox(e organization.Entry, asOf period.Date) Organization {
	for i := range companies {
		if companies[i].slug == sandboxPlan {
			c := companies[i]
			c.slug, c.plan, c.staff, c.name = e.Slug, e.Plan, nil, "Sandbox"
			o := generate(&c, asOf)
			o.ID = e.ID
			return o
		}
	}
	panic("demo: there is no organization to fill sandboxes like") // a defect that any test shows
}
