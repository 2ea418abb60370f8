package identity

import (
	"context"
	"fmt"
	"strings"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/identity/internal/identitydb"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// ErrNoUser says that an organization has no such person.
var ErrNoUser = fault.New(fault.NotFound, "user_not_found", "Nobody in this organization has that e-mail address.")

// ErrNoAdmin says that an organization has no administrator yet.
var ErrNoAdmin = fault.New(fault.NotFound, "admin_not_found", "This organization has no administrator yet. Create a user first.")

// FindUser returns the person with an e-mail address, or without one the organization's first administrator. It is for
// commands. Errors: ErrNoUser, ErrNoAdmin.
func (s *Service) FindUser(ctx context.Context, organization id.ID, email string) (User, error) {
	q := identitydb.New(tenancy.Reader(ctx, s.db, tenancy.Operator(organization, "find user")))
	if strings.TrimSpace(email) == "" {
		row, err := q.FirstAdmin(ctx, organization)
		return found(organization, identitydb.FindUserByEmailRow(row), err, ErrNoAdmin)
	}
	normal, err := NormalizeEmail(email)
	if err != nil {
		return User{}, err
	}
	row, err := q.FindUserByEmail(ctx, organization, normal)
	return found(organization, row, err, ErrNoUser)
}

func found(organization id.ID, row identitydb.FindUserByEmailRow, err error, missing *fault.Fault) (User, error) {
	if fault.As(err).Is404() {
		return User{}, missing.With(err)
	}
	if err != nil {
		return User{}, fmt.Errorf("find user: %w", err)
	}
	u := User{ID: row.ID, Organization: organization, Email: row.Email, Role: tenancy.Role(row.Role)}
	if row.IdentityID != nil {
		u.Identity = *row.IdentityID
	}
	return u, nil
}

// Profile is who is signed in, and where, for the frame of every page.
type Profile struct {
	Name, Email  string
	Role         tenancy.Role
	Organization string
	Slug         string
	TimeZone     string // IANA
	Currency     string // ISO 4217
}

// Profile returns the principal's own profile.
func (s *Service) Profile(ctx context.Context, p tenancy.Principal) (Profile, error) {
	g, err := authz.Require(p, authz.AccountRead)
	if err != nil {
		return Profile{}, err
	}
	row, err := identitydb.New(g.Reader(ctx, s.db)).GetProfile(ctx, p.Organization, p.User)
	if err != nil {
		return Profile{}, fmt.Errorf("profile: %w", err)
	}
	out := Profile{
		Email: row.Email, Role: tenancy.Role(row.Role), Organization: row.Organization, Slug: row.Slug,
		TimeZone: row.TimeZone, Currency: row.Currency,
	}
	var names []string
	for _, n := range []*string{row.FirstName, row.LastName} {
		if n != nil && *n != "" {
			names = append(names, *n)
		}
	}
	if out.Name = strings.Join(names, " "); out.Name == "" {
		out.Name = row.Email
	}
	return out, nil
}
