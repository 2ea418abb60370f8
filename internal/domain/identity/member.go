package identity

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/propertyos/propertyos/internal/audit"
	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/identity/internal/identitydb"
	events "github.com/propertyos/propertyos/internal/event"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/page"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/tenancy"
)

var (
	// ErrLastAdmin says that an organization would be left without an administrator.
	ErrLastAdmin = fault.New(fault.Conflict, "last_admin",
		"An organization needs an administrator. Make somebody else one first.")
	// ErrOwnRole says that nobody changes what they may do themselves.
	ErrOwnRole = fault.New(fault.Conflict, "own_role", "You cannot change your own role or properties. Another administrator can.")
	// ErrPersonRole says that a renter, an owner or a vendor cannot become staff, nor staff one of them, by a change of role.
	ErrPersonRole = fault.New(fault.Conflict, "person_role",
		"Staff and renters, owners and vendors are invited separately: remove this user and invite them anew.")
	// ErrElsewhere says that the session is in another organization than the one that was meant.
	ErrElsewhere = fault.New(fault.Conflict, "elsewhere", "You have moved to another organization since. Nothing was done.")
	// ErrUserChanged says that the user was changed since they were read.
	ErrUserChanged = fault.New(fault.Precondition, "changed_since", "This was changed since you opened it. Look at it again before you save.")
)

// Member is a user as those who administer users see them.
type Member struct {
	ID                  id.ID
	Email               string
	FirstName, LastName string
	Role                tenancy.Role
	PropertyScope       []id.ID // nil is every property
	SecondFactor        bool
	EmailVerified       bool
	LastLogin           *time.Time // nil is never
	Version             int32
	CreatedAt           time.Time
	UpdatedAt           time.Time
	RemovedAt           *time.Time // nil for a member
}

// Name is the person's name, or their address where they gave none.
func (m Member) Name() string {
	if name := strings.TrimSpace(m.FirstName + " " + m.LastName); name != "" {
		return name
	}
	return m.Email
}

// MemberFilter narrows a list of users. Zero values do not narrow.
type MemberFilter struct {
	Query   string // in the name or e-mail address
	Role    string
	Removed bool // those who were removed instead
}

// MemberSorts are the orders that a list of users offers.
var MemberSorts = []string{"email"}

// Members lists a page of users. Errors: Invalid for the parameters, page.ErrCursor, authz.ErrForbidden.
func (s *Service) Members(ctx context.Context, p tenancy.Principal, f MemberFilter, r page.Request) ([]Member, page.Page, error) {
	g, err := authz.Require(p, authz.UserRead)
	if err != nil {
		return nil, page.Page{}, err
	}
	q, err := page.Parse(r, MemberSorts...)
	if err != nil {
		return nil, page.Page{}, err
	}
	var fields fault.Fields
	checkRoleFilter(&fields, f.Role)
	fields.Text("q", f.Query, false, maxQuery)
	if err := fields.Err(); err != nil {
		return nil, page.Page{}, err
	}
	rows, err := identitydb.New(g.Reader(ctx, s.db)).ListMembers(ctx, identitydb.ListMembersParams{
		TenantID: p.Organization, Removed: f.Removed, Role: f.Role, Q: contains(f.Query), HasCursor: q.HasCursor,
		Descending: q.Descending, CursorKey: q.Key, CursorID: q.ID, RowLimit: q.Fetch(),
	})
	if err != nil {
		return nil, page.Page{}, fmt.Errorf("list users: %w", err)
	}
	rows, around := page.Cut(q, rows, func(r identitydb.ListMembersRow) (string, id.ID) { return r.Email, r.ID })
	out := make([]Member, 0, len(rows))
	shown := make([]id.ID, 0, len(rows))
	for _, r := range rows {
		out, shown = append(out, fromMember(identitydb.GetMemberRow(r))), append(shown, r.ID)
	}
	if len(shown) > 0 {
		s.options.Audit.Note(p, audit.Entry{Action: audit.ActionRead, EntityType: "users", EntityIDs: shown})
	}
	return out, around, nil
}

// Member returns one user, removed ones too. Errors: postgres.ErrNotFound, authz.ErrForbidden.
func (s *Service) Member(ctx context.Context, p tenancy.Principal, user id.ID) (Member, error) {
	g, err := authz.Require(p, authz.UserRead)
	if err != nil {
		return Member{}, err
	}
	m, err := getMember(ctx, identitydb.New(g.Reader(ctx, s.db)), p.Organization, user)
	if err == nil {
		s.options.Audit.Note(p, audit.Entry{Action: audit.ActionRead, EntityType: "users", EntityIDs: []id.ID{user}})
	}
	return m, err
}

// Me returns the principal's own user. Error: ErrNoSession for somebody who is none.
func (s *Service) Me(ctx context.Context, p tenancy.Principal) (Member, error) {
	g, err := authz.Require(p, authz.AccountRead)
	if err != nil {
		return Member{}, err
	}
	m, err := getMember(ctx, identitydb.New(g.Reader(ctx, s.db)), p.Organization, p.User)
	if missing(err) {
		return Member{}, ErrNoSession
	}
	return m, err
}

func getMember(ctx context.Context, q *identitydb.Queries, org, user id.ID) (Member, error) {
	row, err := q.GetMember(ctx, org, user)
	if err != nil {
		return Member{}, fmt.Errorf("get user: %w", err)
	}
	return fromMember(row), nil
}

func fromMember(r identitydb.GetMemberRow) Member {
	return Member{
		ID: r.ID, Email: r.Email, FirstName: r.FirstName, LastName: r.LastName, Role: tenancy.Role(r.Role),
		PropertyScope: r.PropertyScope, SecondFactor: r.MfaEnabled, EmailVerified: r.EmailVerified, LastLogin: r.LastLogin,
		Version: r.Version, CreatedAt: r.CreatedAt, UpdatedAt: r.UpdatedAt, RemovedAt: r.DeletedAt,
	}
}

// PropertyNames returns the names of properties by id, for a scope to be shown. Error: authz.ErrForbidden.
func (s *Service) PropertyNames(ctx context.Context, p tenancy.Principal, ids []id.ID) (map[id.ID]string, error) {
	g, err := authz.Require(p, authz.UserRead)
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	rows, err := identitydb.New(g.Reader(ctx, s.db)).NamesOfProperties(ctx, p.Organization, ids)
	if err != nil {
		return nil, fmt.Errorf("find properties: %w", err)
	}
	out := make(map[id.ID]string, len(rows))
	for _, r := range rows {
		out[r.ID] = r.Name
	}
	return out, nil
}

// MemberInput is what can be changed of a user.
type MemberInput struct {
	Role          tenancy.Role
	PropertyScope []id.ID // nil is every property
}

// UpdateMember changes a user: change is given what is stored and alters it. A version makes it conditional. It holds at
// once in this process, within 2 seconds in others. Errors: field faults, ErrOwnRole, ErrLastAdmin, ErrPersonRole,
// ErrUserChanged, postgres.ErrNotFound, authz.ErrForbidden, authz.ErrStepUp.
func (s *Service) UpdateMember(ctx context.Context, p tenancy.Principal, user id.ID, version *int32, change func(*MemberInput)) (Member, error) {
	g, err := authz.Require(p, authz.UserWrite)
	if err != nil {
		return Member{}, err
	}
	var out Member
	err = g.InTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) error {
		q := identitydb.New(tx)
		admins, err := lockAdmins(ctx, q, p)
		if err != nil {
			return err
		}
		now, err := lockMember(ctx, q, p.Organization, user, version)
		if err != nil {
			return err
		}
		in := MemberInput{Role: tenancy.Role(now.Role), PropertyScope: now.PropertyScope}
		change(&in)
		if err := in.allowed(ctx, q, p, now, admins); err != nil {
			return err
		}
		if err := q.UpdateMember(ctx, string(in.Role), in.PropertyScope, p.Organization, user); err != nil {
			return fmt.Errorf("change user: %w", err)
		}
		if err := events.WriteTx(ctx, tx, events.Event{Type: "user.updated", EntityType: "user", EntityID: user}); err != nil {
			return err
		}
		out, err = getMember(ctx, q, p.Organization, user)
		return err
	})
	if err != nil {
		return Member{}, err
	}
	s.sessions.clear()
	s.keys.clear()
	return out, nil
}

// allowed checks a change of a user against the rules of roles.
func (in MemberInput) allowed(ctx context.Context, q *identitydb.Queries, p tenancy.Principal, now identitydb.LockMemberRow, admins []id.ID) error {
	was := tenancy.Role(now.Role)
	var fields fault.Fields
	fields.Check(in.Role.Valid(), "/role", "role_invalid", "Choose one of the roles.")
	checkScope(&fields, in.Role, in.PropertyScope)
	if err := fields.Err(); err != nil {
		return err
	}
	same := in.Role == was && (in.PropertyScope == nil) == (now.PropertyScope == nil) && slices.Equal(in.PropertyScope, now.PropertyScope)
	switch {
	case same:
		return nil
	case now.ID == p.User:
		return ErrOwnRole
	case staff(in.Role) != staff(was) || !staff(was) && in.Role != was:
		return ErrPersonRole
	case was == tenancy.RoleAdmin && in.Role != was && len(admins) < 2:
		return ErrLastAdmin
	}
	return scopeExists(ctx, q, p.Organization, in.PropertyScope)
}

// lockAdmins locks the organization's administrators, and makes sure that whoever acts is one of them now. Who waited for
// the lock sees what was done by whoever had it.
func lockAdmins(ctx context.Context, q *identitydb.Queries, p tenancy.Principal) ([]id.ID, error) {
	admins, err := q.LockAdmins(ctx, p.Organization)
	if err != nil {
		return nil, fmt.Errorf("lock administrators: %w", err)
	}
	if p.Role != tenancy.RoleSystem && !slices.Contains(admins, p.User) {
		return nil, authz.ErrForbidden
	}
	return admins, nil
}

func lockMember(ctx context.Context, q *identitydb.Queries, org, user id.ID, version *int32) (identitydb.LockMemberRow, error) {
	row, err := q.LockMember(ctx, org, user)
	if err != nil {
		return row, fmt.Errorf("lock user: %w", err)
	}
	if version != nil && *version != row.Version {
		return row, ErrUserChanged
	}
	return row, nil
}

// RemoveMember takes a user out of the organization: the membership, the sessions and the API keys end together. What a
// request of theirs is about to write is refused from then on (tenancy.ErrRemoved); it reads for 2 seconds longer at most.
// An invitation brings them back as the same user. A version makes it conditional. Errors: ErrLastAdmin, ErrUserChanged,
// postgres.ErrNotFound, authz.ErrForbidden, authz.ErrStepUp.
func (s *Service) RemoveMember(ctx context.Context, p tenancy.Principal, user id.ID, version *int32) error {
	g, err := authz.Require(p, authz.UserWrite)
	if err != nil {
		return err
	}
	return s.remove(ctx, g.Principal(), user, version, func(ctx context.Context, q *identitydb.Queries) ([]id.ID, error) {
		return lockAdmins(ctx, q, p)
	})
}

// Leave takes the principal out of the organization, as RemoveMember does others. Which one is meant is said again, since
// the session may have moved to another in another tab. Errors: ErrElsewhere, ErrLastAdmin, postgres.ErrNotFound.
func (s *Service) Leave(ctx context.Context, p tenancy.Principal, from id.ID) error {
	g, err := authz.Require(p, authz.AccountWrite)
	if err != nil {
		return err
	}
	if from != p.Organization {
		return ErrElsewhere
	}
	return s.remove(ctx, g.Principal(), p.User, nil, func(ctx context.Context, q *identitydb.Queries) ([]id.ID, error) {
		return q.LockAdmins(ctx, p.Organization)
	})
}

func (s *Service) remove(ctx context.Context, p tenancy.Principal, user id.ID, version *int32,
	lock func(context.Context, *identitydb.Queries) ([]id.ID, error),
) error {
	err := tenancy.InSystemTx(ctx, s.db, "remove user", func(ctx context.Context, tx tenancy.SystemTx) error {
		if err := tx.EnterAs(ctx, p); err != nil {
			return err
		}
		q := identitydb.New(tx)
		admins, err := lock(ctx, q)
		if err != nil {
			return err
		}
		row, err := lockMember(ctx, q, p.Organization, user, version)
		if err != nil {
			return err
		}
		if slices.Contains(admins, user) && len(admins) < 2 {
			return ErrLastAdmin
		}
		if err := end(ctx, tx, p, user); err != nil {
			return err
		}
		return s.note(ctx, tx, p, eventRemoved, row.IdentityID, "")
	})
	if err != nil {
		return err
	}
	s.sessions.clear()
	s.keys.clear()
	s.log.InfoContext(ctx, "user removed", "organization", p.Organization, "user", user)
	return nil
}

// end takes away everything that lets a user in.
func end(ctx context.Context, tx tenancy.SystemTx, p tenancy.Principal, user id.ID) error {
	q, now := identitydb.New(tx), tx.Now()
	var by *id.ID
	if p.User != id.Nil {
		by = &p.User
	}
	err := q.RemoveMember(ctx, now, by, p.Organization, user)
	if err == nil {
		err = q.EndMembership(ctx, now, p.Organization, user)
	}
	if err == nil {
		_, err = q.RevokeUserSessions(ctx, now, p.Organization, user)
	}
	if err == nil {
		_, err = q.RevokeUserKeys(ctx, now, p.Organization, user)
	}
	if err != nil {
		return fmt.Errorf("remove user: %w", err)
	}
	return nil
}

// missing reports whether an error is the absence of a row.
func missing(err error) bool { return errors.Is(err, postgres.ErrNotFound) }

// Staff reports whether the user works for the organization rather than being served by it.
func (m Member) Staff() bool { return staff(m.Role) }
