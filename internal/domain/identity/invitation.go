package identity

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/identity/internal/identitydb"
	events "github.com/propertyos/propertyos/internal/event"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/page"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// ErrInvitationClosed says that an invitation was accepted or withdrawn, and so cannot be sent or withdrawn.
var ErrInvitationClosed = fault.New(fault.Conflict, "invitation_closed", "This invitation has been accepted or withdrawn.")

// The statuses of an invitation.
const (
	InvitationOpen      = "open"
	InvitationExpired   = "expired"
	InvitationAccepted  = "accepted"
	InvitationWithdrawn = "withdrawn"
)

// InvitationStatuses lists them. InvitationPending is open or expired: what can still be sent again.
var InvitationStatuses = []string{InvitationOpen, InvitationExpired, InvitationAccepted, InvitationWithdrawn}

// InvitationPending filters for what is neither accepted nor withdrawn.
const InvitationPending = "pending"

// InvitationSorts are the orders that a list of invitations offers.
var InvitationSorts = []string{"email"}

// Invitation is a person who was asked to join.
type Invitation struct {
	ID                  id.ID
	Email               string // normalized
	FirstName, LastName string
	Role                tenancy.Role
	PropertyScope       []id.ID // nil is every property
	Person              *id.ID  // the renter's, owner's or vendor's row that the sign-in is for
	InvitedBy           *id.ID
	Status              string
	CreatedAt           time.Time
	ExpiresAt           time.Time
	SentAt              *time.Time // when the mail went out; nil is not yet
	AcceptedAt          *time.Time
	Version             int32
}

// InvitationInput says whom to invite.
type InvitationInput struct {
	Email               string
	FirstName, LastName string
	Role                tenancy.Role
	PropertyScope       []id.ID // for staff but administrators; nil is every property
	Person              *id.ID  // for renters, owners and vendors, who must have one
}

func (in *InvitationInput) check() error {
	var fields fault.Fields
	email, err := NormalizeEmail(in.Email)
	fields.Check(err == nil, "/email", ErrEmail.Code, ErrEmail.Message)
	in.Email, in.FirstName, in.LastName = email, strings.TrimSpace(in.FirstName), strings.TrimSpace(in.LastName)
	checkName(&fields, "/first_name", in.FirstName)
	checkName(&fields, "/last_name", in.LastName)
	fields.Check(in.Role.Valid(), "/role", "role_invalid", "Choose one of the roles.")
	checkScope(&fields, in.Role, in.PropertyScope)
	if in.Role.Valid() && !staff(in.Role) {
		fields.Check(in.Person != nil, "/person_id", "required", "Choose whom this sign-in is for.")
	} else {
		fields.Check(in.Person == nil, "/person_id", "not_allowed", "Staff are not tied to a renter, an owner or a vendor.")
	}
	return fields.Err()
}

// checkScope notes a limit to properties where there cannot be one. An administrator who saw some properties only could
// give themselves the rest; what renters, owners and vendors see follows from who they are.
func checkScope(fields *fault.Fields, role tenancy.Role, scope []id.ID) {
	limited := staff(role) && role != tenancy.RoleAdmin
	fields.Check(scope == nil || limited, "/property_scope", "not_allowed", "This role cannot be limited to properties.")
	fields.Check(scope == nil || len(scope) > 0, "/property_scope", "required", "Choose at least one property.")
	fields.Check(len(scope) <= maxScope, "/property_scope", "too_many", "At most 1,000 properties.")
}

// maxScope bounds the properties of one person.
const maxScope = 1000

// CreateInvitation asks a person to join; a mail goes out after commit. Errors: field faults, ErrEmailTaken for a member,
// invitation_open for an address that is invited already, authz.ErrForbidden, authz.ErrStepUp.
func (s *Service) CreateInvitation(ctx context.Context, p tenancy.Principal, key tenancy.Key, in InvitationInput) (Invitation, error) {
	g, err := authz.Require(p, authz.UserWrite)
	if err != nil {
		return Invitation{}, err
	}
	if err := in.check(); err != nil {
		return Invitation{}, err
	}
	var out Invitation
	err = g.InTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) (err error) {
		out, _, err = tenancy.Once(ctx, tx, key, func() (Invitation, error) { return invite(ctx, tx, in) })
		return err
	})
	if err != nil {
		return Invitation{}, fmt.Errorf("invite: %w", err)
	}
	return out, nil
}

func invite(ctx context.Context, tx tenancy.Tx, in InvitationInput) (Invitation, error) {
	q, org := identitydb.New(tx), tx.Organization()
	if err := actsStill(ctx, q, tx.Principal()); err != nil {
		return Invitation{}, err
	}
	member, err := q.IsUser(ctx, org, in.Email)
	if err != nil {
		return Invitation{}, fmt.Errorf("find user: %w", err)
	}
	if member {
		return Invitation{}, ErrEmailTaken
	}
	if err := scopeExists(ctx, q, org, in.PropertyScope); err != nil {
		return Invitation{}, err
	}
	if in.Person != nil {
		free, err := q.PeopleToInvite(ctx, org, in.Person, "", string(in.Role))
		if err != nil {
			return Invitation{}, fmt.Errorf("find person: %w", err)
		}
		if len(free) == 0 {
			var fields fault.Fields
			fields.Add("/person_id", "reference_not_found", "There is no such person, or they have a sign-in already.")
			return Invitation{}, fields.Err()
		}
	}
	if err := q.CloseExpiredInvitations(ctx, tx.Now(), org, in.Email); err != nil {
		return Invitation{}, fmt.Errorf("close expired invitations: %w", err)
	}
	row := identitydb.AddInvitationParams{
		TenantID: org, ID: id.New(), Email: in.Email, FirstName: in.FirstName, LastName: in.LastName, Role: string(in.Role),
		PropertyScope: in.PropertyScope, PersonID: in.Person, Now: tx.Now(), ExpiresAt: tx.Now().Add(invitationLife),
	}
	if user := tx.Principal().User; user != id.Nil {
		row.InvitedBy = &user
	}
	if err := q.AddInvitation(ctx, row); err != nil {
		return Invitation{}, err
	}
	if err := events.WriteTx(ctx, tx, invitationEvent(eventInvitationCreated, row.ID)); err != nil {
		return Invitation{}, err
	}
	return getInvitation(ctx, q, org, row.ID, tx.Now())
}

func invitationEvent(kind string, invitation id.ID) events.Event {
	return events.Event{Type: kind, EntityType: "invitation", EntityID: invitation}
}

// scopeExists checks that every property of a scope is there.
func scopeExists(ctx context.Context, q *identitydb.Queries, org id.ID, scope []id.ID) error {
	if len(scope) == 0 {
		return nil
	}
	found, err := q.NamesOfProperties(ctx, org, scope)
	if err != nil {
		return fmt.Errorf("find properties: %w", err)
	}
	for _, property := range scope {
		if !slices.ContainsFunc(found, func(r identitydb.NamesOfPropertiesRow) bool { return r.ID == property }) {
			var fields fault.Fields
			fields.Add("/property_scope", "reference_not_found", "One of these properties does not exist.")
			return fields.Err()
		}
	}
	return nil
}

// InvitationFilter narrows a list of invitations. Zero values do not narrow.
type InvitationFilter struct {
	Status string // one of InvitationStatuses, or InvitationPending
	Role   string
}

// Invitations lists a page of invitations. Errors: Invalid for the parameters, page.ErrCursor, authz.ErrForbidden.
func (s *Service) Invitations(ctx context.Context, p tenancy.Principal, f InvitationFilter, r page.Request) ([]Invitation, page.Page, error) {
	g, err := authz.Require(p, authz.UserRead)
	if err != nil {
		return nil, page.Page{}, err
	}
	q, err := page.Parse(r, InvitationSorts...)
	if err != nil {
		return nil, page.Page{}, err
	}
	var fields fault.Fields
	fields.Check(f.Status == "" || f.Status == InvitationPending || slices.Contains(InvitationStatuses, f.Status),
		"status", "not_allowed", "There is no such status.")
	checkRoleFilter(&fields, f.Role)
	if err := fields.Err(); err != nil {
		return nil, page.Page{}, err
	}
	now := s.clock.Now()
	rows, err := identitydb.New(g.Reader(ctx, s.db)).ListInvitations(ctx, identitydb.ListInvitationsParams{
		TenantID: p.Organization, Role: f.Role, Status: f.Status, Now: now, HasCursor: q.HasCursor, Descending: q.Descending,
		CursorKey: q.Key, CursorID: q.ID, RowLimit: q.Fetch(),
	})
	if err != nil {
		return nil, page.Page{}, fmt.Errorf("list invitations: %w", err)
	}
	rows, around := page.Cut(q, rows, func(r identitydb.ListInvitationsRow) (string, id.ID) { return r.Email, r.ID })
	out := make([]Invitation, 0, len(rows))
	for _, r := range rows {
		out = append(out, fromInvitation(identitydb.GetInvitationRow(r), now))
	}
	return out, around, nil
}

func checkRoleFilter(fields *fault.Fields, role string) {
	fields.Check(role == "" || tenancy.Role(role).Valid(), "role", "not_allowed", "There is no such role.")
}

// Invitation returns one invitation. Errors: postgres.ErrNotFound, authz.ErrForbidden.
func (s *Service) Invitation(ctx context.Context, p tenancy.Principal, invitation id.ID) (Invitation, error) {
	g, err := authz.Require(p, authz.UserRead)
	if err != nil {
		return Invitation{}, err
	}
	return getInvitation(ctx, identitydb.New(g.Reader(ctx, s.db)), p.Organization, invitation, s.clock.Now())
}

func getInvitation(ctx context.Context, q *identitydb.Queries, org, invitation id.ID, now time.Time) (Invitation, error) {
	row, err := q.GetInvitation(ctx, org, invitation)
	if err != nil {
		return Invitation{}, fmt.Errorf("get invitation: %w", err)
	}
	return fromInvitation(row, now), nil
}

func fromInvitation(r identitydb.GetInvitationRow, now time.Time) Invitation {
	out := Invitation{
		ID: r.ID, Email: r.Email, FirstName: r.FirstName, LastName: r.LastName, Role: tenancy.Role(r.Role),
		PropertyScope: r.PropertyScope, Person: r.PersonID, InvitedBy: r.InvitedBy, CreatedAt: r.CreatedAt, ExpiresAt: r.ExpiresAt,
		SentAt: r.SentAt, AcceptedAt: r.AcceptedAt, Version: r.Version, Status: InvitationOpen,
	}
	switch {
	case r.AcceptedAt != nil:
		out.Status = InvitationAccepted
	case r.RevokedAt != nil:
		out.Status = InvitationWithdrawn
	case !r.ExpiresAt.After(now):
		out.Status = InvitationExpired
	}
	return out
}

// ResendInvitation has a new mail sent, for another seven days. The link in the mails before stops working at once.
// Errors: ErrInvitationClosed, postgres.ErrNotFound, authz.ErrForbidden, authz.ErrStepUp.
func (s *Service) ResendInvitation(ctx context.Context, p tenancy.Principal, invitation id.ID) (Invitation, error) {
	return s.changeInvitation(ctx, p, invitation, func(ctx context.Context, tx tenancy.Tx, q *identitydb.Queries) (int64, error) {
		n, err := q.RenewInvitation(ctx, tx.Now().Add(invitationLife), tx.Organization(), invitation)
		if err != nil || n == 0 {
			return n, err
		}
		return n, events.WriteTx(ctx, tx, invitationEvent(eventInvitationResent, invitation))
	})
}

// WithdrawInvitation ends an invitation: its link stops working at once. Withdrawing it again changes nothing. Errors:
// ErrInvitationClosed for one that was accepted, postgres.ErrNotFound, authz.ErrForbidden, authz.ErrStepUp.
func (s *Service) WithdrawInvitation(ctx context.Context, p tenancy.Principal, invitation id.ID) error {
	out, err := s.changeInvitation(ctx, p, invitation, func(ctx context.Context, tx tenancy.Tx, q *identitydb.Queries) (int64, error) {
		return q.WithdrawInvitation(ctx, tx.Now(), tx.Organization(), invitation)
	})
	if errors.Is(err, ErrInvitationClosed) && out.Status == InvitationWithdrawn {
		return nil
	}
	return err
}

func (s *Service) changeInvitation(ctx context.Context, p tenancy.Principal, invitation id.ID,
	change func(context.Context, tenancy.Tx, *identitydb.Queries) (int64, error),
) (Invitation, error) {
	g, err := authz.Require(p, authz.UserWrite)
	if err != nil {
		return Invitation{}, err
	}
	var out Invitation
	err = g.InTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) error {
		q := identitydb.New(tx)
		if err := actsStill(ctx, q, p); err != nil {
			return err
		}
		n, err := change(ctx, tx, q)
		if err != nil {
			return fmt.Errorf("change invitation: %w", err)
		}
		if out, err = getInvitation(ctx, q, p.Organization, invitation, tx.Now()); err != nil {
			return err
		}
		if n == 0 {
			return ErrInvitationClosed
		}
		return nil
	})
	return out, err
}

// Person is a renter, owner or vendor who could be given a sign-in.
type Person struct {
	ID          id.ID
	Name, Email string // the address may be empty
}

// PeopleToInvite finds up to 20 renters, owners or vendors without a sign-in, by a part of the name or e-mail address.
// Errors: authz.ErrForbidden.
func (s *Service) PeopleToInvite(ctx context.Context, p tenancy.Principal, role tenancy.Role, query string) ([]Person, error) {
	g, err := authz.Require(p, authz.UserRead)
	if err != nil || staff(role) {
		return nil, err
	}
	rows, err := identitydb.New(g.Reader(ctx, s.db)).PeopleToInvite(ctx, p.Organization, nil, contains(query), string(role))
	if err != nil {
		return nil, fmt.Errorf("find people: %w", err)
	}
	out := make([]Person, 0, len(rows))
	for _, r := range rows {
		out = append(out, Person{ID: r.ID, Name: r.Name, Email: r.Email})
	}
	return out, nil
}

// PersonToInvite returns one of them. Errors: postgres.ErrNotFound, authz.ErrForbidden.
func (s *Service) PersonToInvite(ctx context.Context, p tenancy.Principal, role tenancy.Role, person id.ID) (Person, error) {
	g, err := authz.Require(p, authz.UserRead)
	if err != nil {
		return Person{}, err
	}
	rows, err := identitydb.New(g.Reader(ctx, s.db)).PeopleToInvite(ctx, p.Organization, &person, "", string(role))
	if err != nil {
		return Person{}, fmt.Errorf("find person: %w", err)
	}
	if len(rows) == 0 {
		return Person{}, postgres.ErrNotFound
	}
	return Person{ID: rows[0].ID, Name: rows[0].Name, Email: rows[0].Email}, nil
}

// contains is a pattern of LIKE for text that holds query; "" for no query. PostgreSQL takes no NUL.
func contains(query string) string {
	query = strings.TrimSpace(strings.ReplaceAll(query, "\x00", ""))
	if query == "" || len(query) > 4*maxQuery {
		return ""
	}
	return "%" + strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(strings.ToValidUTF8(query, "")) + "%"
}

// maxQuery is the longest text that is searched for, in characters.
const maxQuery = 200

// actsStill makes sure that whoever administers users is an administrator now, and not only when their request began.
func actsStill(ctx context.Context, q *identitydb.Queries, p tenancy.Principal) error {
	if p.Role == tenancy.RoleSystem {
		return nil
	}
	row, err := q.LockMember(ctx, p.Organization, p.User)
	if errors.Is(err, postgres.ErrNotFound) || err == nil && tenancy.Role(row.Role) != tenancy.RoleAdmin {
		return authz.ErrForbidden
	}
	if err != nil {
		return fmt.Errorf("find the one who acts: %w", err)
	}
	return nil
}
